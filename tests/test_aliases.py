"""Merging: what is one entity, what is not, and the reason that each merge gives."""

import pytest

import khabar as kh
from khabar import aliases
from khabar.gazetteer import split


def names(*people):
    """A tagger that knows exactly these names of persons, word by word."""
    known = {word for name in people for word in name.split()}

    def tag(sentences):
        return [["O" if w not in known else "I-PERS" if i and words[i - 1] in known else "B-PERS"
                 for i, w in enumerate(words)] for words in sentences]
    return tag


def merged(text, *people):
    table = kh.find_entities(kh.Article("t", text), names(*people))
    return [(row.text, row.name, row.reason) for row in table.itertuples()]


@pytest.mark.parametrize(("short", "full", "kind", "reason"), [
    ("شويجو", "سيرجي شويجو", "PERS", "surname"),
    ("شويغو", "سيرجي شويجو", "PERS", "variant"),
    ("شويةو", "سيرجي شويجو", "PERS", "slip"),
    ("سيرغي شويغو", "سيرجي شويجو", "PERS", "variant"),
    ("فون دير لاين", "أورسولا فون دير لاين", "PERS", "surname"),
    ("عبد الفتاح السيسي", "عبدالفتاح السيسي", "PERS", "same form"),
    ("محمد السالم", "محمد علي السالم", "PERS", "short form"),
    ("تميم", "تميم بن حمد", "PERS", "given name"),
    ("الزعفران", "زعفران", "LOC", "spelling"),
    ("رويترز", "وكالة رويترز", "ORG", "class word"),
    ("البنك المركزي", "البنك المركزي المصري", "ORG", "short form"),
    ("محمد", "محمود", "PERS", ""),
    ("حسن", "حسين", "PERS", ""),
    ("سلمان", "سليمان", "PERS", ""),
    ("الشمري", "مبارك العمري", "PERS", ""),
    ("السليم", "خالد السالم", "PERS", ""),
    ("كردفان", "شمال كردفان", "LOC", ""),
    ("نتنياهو", "بنيامين نتانياهو", "PERS", "slip"),
    ("زيلنسكي", "فولوديمير زيلينسكي", "PERS", "variant"),
    ("علي ناصر", "علي صالح", "PERS", ""),
    ("عبد الفتاح البرهان", "عبد الفتاح السيسي", "PERS", ""),
    ("كوريا الشمالية", "كوريا الجنوبية", "LOC", ""),
    ("البنك المركزي المصري", "البنك المركزي التركي", "ORG", ""),
])
def test_relation(short, full, kind, reason):
    assert aliases.relation(split(short), split(full), kind) == reason


@pytest.mark.parametrize(("a", "b", "one"), [
    ("شويجو", "شويحو", True), ("شويجو", "شوييجو", True), ("شويجو", "شوجو", True), ("شويجو", "شيوجو", True),
    ("شويجو", "شويجوفا", False), ("شويجو", "سويحو", False), ("", "ا", True), ("اب", "جد", False)])
def test_one_letter_off(a, b, one):
    assert aliases.one_letter_off(a, b) == aliases.one_letter_off(b, a) == one


def test_every_mention_gives_its_reason():
    text = "قال الوزير سمير زعتراني إن ايران وإيران سواء. وقال زعتراني للعراق: أكد زعتراتي وشدد زعطراني."
    assert merged(text, "سمير زعتراني", "زعطراني") == [
        ("سمير زعتراني", "سمير زعتراني", "same form"), ("ايران", "إيران", "spelling"), ("إيران", "إيران", "clitic"),
        ("زعتراني", "سمير زعتراني", "surname"), ("للعراق", "العراق", "clitic"),
        ("زعتراتي", "سمير زعتراني", "slip"), ("زعطراني", "سمير زعتراني", "variant")]


def test_a_surname_of_two_people_means_the_last_mentioned():
    text = "وصل كريم زعتر. وقال زعتر نعم. وصلت منى زعتر. وقالت زعتر لا."
    assert [name for _, name, _ in merged(text, "كريم زعتر", "منى زعتر")] == [
        "كريم زعتر", "كريم زعتر", "منى زعتر", "منى زعتر"]


def test_names_in_brackets():
    text = "أعلنت وزارة التخطيط الشامل (ميقات) الخبر. وقالت ميقات نعم. ورفضت حركة المقاومة الإسلامية (حماس) العرض."
    assert [(surface, name, reason) for surface, name, reason in merged(text)] == [
        ("وزارة التخطيط الشامل", "وزارة التخطيط الشامل", "same form"), ("ميقات", "وزارة التخطيط الشامل", "acronym"),
        ("ميقات", "وزارة التخطيط الشامل", "acronym"), ("حركة المقاومة الإسلامية", "حماس", "listed"),
        ("حماس", "حماس", "same form")]


def test_a_newsroom_in_brackets_is_no_alias():
    assert {name for _, name, _ in merged("قالت وزارة الخارجية (رويترز) ذلك")} == {"وزارة الخارجية", "رويترز"}


def test_english_names():
    counts = kh.count_entities(kh.find_entities(kh.Article("t", "زار بلغاريا والناتو"), names()))
    assert counts["english"].tolist() == ["Bulgaria", "NATO"]


@pytest.mark.parametrize(("file", "entities", "counts"), [("aliases", 89, 90), ("aliases_heldout", 86, 86)])
def test_gold_articles(root, monkeypatch, file, entities, counts):
    """Floors a little under what was measured with the embedded tagger; nothing was tuned on the second file."""
    monkeypatch.syspath_prepend(root / "benchmarks")
    from eval_aliases import score

    f1 = score(root / f"tests/gold/{file}.jsonl")
    assert f1[0] >= entities
    assert f1[1] >= counts
