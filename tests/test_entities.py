"""find_entities and count_entities: offsets on any text, the bundled article, the user's corrections, other taggers."""


import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import khabar as kh
from khabar import paths

COLUMNS = ["article", "start", "end", "text", "type", "name", "by", "reason", "sentence"]


def silent(sentences):
    """A tagger that finds nothing, so that lists and rules are tested alone."""
    return [["O"] * len(words) for words in sentences]


def found(text, tagger=silent):
    table = kh.find_entities(kh.Article("t", text), tagger)
    return [(row.text, row.type, row.name) for row in table.itertuples()]


PIECES = ["العراق", "وَالعِرَاق", "للعراق", "\u200fالأمم المتحدة\u200f", "قال", "الرئيس", "محمد بن سلمان", "ﷲ", "ﻻ",
          "شويةو", "سيرجي شويجو", "ـــ", "👍", "\n", ".", "NATO", "\u0651", "علي ناصر", "وزارة الخارجية", "٣٠٪",
          "\ufeff", "،", "(", ")"]


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join),
                 st.lists(st.sampled_from(PIECES), max_size=25).map("".join)))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_text_is_the_slice(text):
    table = kh.find_entities(kh.Article("t", text), silent)
    assert list(table.columns) == COLUMNS
    assert all(text[row.start:row.end] == row.text and row.text for row in table.itertuples())
    assert table["end"].iloc[:-1].le(table["start"].iloc[1:].to_numpy()).all()  # in order, no overlap
    assert kh.count_entities(table)["count"].sum() == len(table)


def persons(*words):
    """A tagger that knows these words as parts of persons' names."""
    return lambda sentences: [["O" if w not in words else "I-PERS" if i and sentence[i - 1] in words else "B-PERS"
                               for i, w in enumerate(sentence)] for sentence in sentences]


def test_bundled_article(seed):
    counts = kh.count_entities(kh.find_entities(seed)).set_index("name")["count"]
    assert {name: counts[name] for name in ("سيرجي شويجو", "روسيا", "العراق", "علي ناصر")} == {
        "سيرجي شويجو": 6, "روسيا": 7, "العراق": 7, "علي ناصر": 2}


def test_empty():
    table = kh.find_entities(kh.Article("t", ""))
    assert list(table.columns) == COLUMNS
    assert table.empty
    assert list(kh.count_entities(table).columns) == ["name", "type", "count", "surfaces", "english"]


def test_adjectives_are_no_mentions():
    assert found("قالت الحكومة العراقية إن النفط السعودي والغاز القطري والموقف الروسي") == []


def test_clitics_are_left_out_where_they_can_be_cut():
    assert [text for text, _, _ in found("زار روسيا والعراق وللعراق وبالعراق ولبنان وبلبنان للبنان.")] == [
        "روسيا", "العراق", "للعراق", "العراق", "لبنان", "لبنان", "لبنان"]


def test_preposition_is_no_name():
    text = "وأكد ناصر على أهمية الأمر. وصل علي ناصر، نائب الوزير."
    assert [text for text, _, _ in found(text, persons("ناصر", "على", "علي"))] == ["ناصر", "علي ناصر"]


def test_capital_stays_apart():
    assert {name for _, _, name in found("قالت موسكو إن روسيا وبغداد والعراق")} == {"موسكو", "روسيا", "بغداد", "العراق"}


@pytest.fixture
def corrections(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "SEEDS", tmp_path)
    return lambda rows: (tmp_path / "entities.csv").write_text("surface,name,type\n" + rows, "utf-8")


def test_user_wins(corrections):
    text = "قالت شركة زيتونة إن العراق يستورد. وأعلنت زيتونة أن روسيا تصدر."
    assert ("زيتونة", "ORG", "شركة الزيتونة") not in found(text)
    corrections("زيتونة,شركة الزيتونة,ORG\nالعراق,,not an entity\nروسيا,روسيا الاتحادية,LOC\n")
    assert found(text) == [("زيتونة", "ORG", "شركة الزيتونة")] * 2 + [("روسيا", "LOC", "روسيا الاتحادية")]


def test_a_name_of_the_user_takes_the_full_form_too(corrections):
    corrections("زعتراني,سمير زعطراني,PERS\n")
    assert {name for _, _, name in found("قال سمير زعتراني نعم. وقال زعتراني لا.", persons("سمير", "زعتراني"))} == {
        "سمير زعطراني"}


def test_a_wrong_type_is_named(corrections):
    corrections("بغداد,,CITY\n")
    with pytest.raises(ValueError, match=r"entities\.csv, line 2"):
        found("بغداد")


def test_another_tagger():
    def every_first_word(sentences):
        return [["B-PERS"] + ["O"] * (len(words) - 1) for words in sentences]

    table = kh.find_entities(kh.Article("t", "زعزوع هنا. برقوق هناك."), every_first_word)
    assert table[["text", "type", "by"]].values.tolist() == [["زعزوع", "PERS", "model"], ["برقوق", "PERS", "model"]]


def test_sentence_numbers_are_those_of_split_sentences(seed):
    sentences = kh.split_sentences(seed).set_index("sentence")
    for row in kh.find_entities(seed, silent).itertuples():
        assert sentences.loc[row.sentence, "start"] <= row.start < row.end <= sentences.loc[row.sentence, "end"]


def test_what_the_user_calls_no_entity_stays_out_everywhere(corrections):
    corrections("شويجو,,not an entity\n")
    names = [name for _, _, name in found(
        "قال الوزير سيرجي شويجو نعم. وقال شويجو لا. وأكد شويةو ذلك.", persons("سيرجي", "شويجو"))]
    assert names == ["سيرجي شويجو"] * 2  # the full name and its misspelling; the bare surname is the user's


@pytest.mark.parametrize("piece", ["و", "محمد ", "الرئيس ", "(", "وزارة ال", "قال محمد بن ", "العراق،", "لل", "شويةو "])
def test_time_grows_with_the_text(piece, linear):
    linear(lambda size: kh.find_entities(kh.Article("t", piece * (size // len(piece))), silent), 40_000)
