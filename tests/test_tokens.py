"""Words, numbers and marks with their places; what is counted of them."""

import unicodedata
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import khabar as kh
from khabar import spellings

COLUMNS = ["article", "start", "end", "text", "sentence", "kind", "norm", "proclitics", "enclitic", "form", "stop"]
KINDS = {"w": "word", "n": "number", "p": "punctuation", "s": "symbol", "u": "url"}


def _tokens(text):
    return kh.tokenize(kh.Article("t", text))


# text, its tokens with | between them, their kinds
QUALITY = [
    ("30%", "30|%", "ns"),
    ("٣٠٪ ٣٠ ٪", "٣٠|٪|٣٠|٪", "nsns"),
    ("1,234.5 و1.234,5", "1,234.5|و1.234,5", "nn"),
    ("١٬٢٣٤٫٥", "١٬٢٣٤٫٥", "n"),
    ("۱٬۲۳۴٫۵ 3،5 97ر64", "۱٬۲۳۴٫۵|3،5|97ر64", "nnn"),
    ("في 6:30، 10,", "في|6:30|،|10|,", "wnpnp"),
    ("في https://example.com/y.php?id=3&k=v_1#top. نعم", "في|https://example.com/y.php?id=3&k=v_1#top|.|نعم", "wupw"),
    ("(http://example.com/a,b)، ثم", "(|http://example.com/a,b|)|،|ثم", "puppw"),
    ("www.example.com! example.org؟ example.gov.sa/x.", "www.example.com|!|example.org|؟|example.gov.sa/x|.", "upupup"),
    ("راسل first.last+x@mail.example.com، أو a@b", "راسل|first.last+x@mail.example.com|،|أو|a|@b", "wupwww"),
    ("a@b.comللتواصل", "a@b.com|للتواصل", "uw"),
    ("#وسم_عربي، #Tag2 @user_1", "#وسم_عربي|،|#Tag2|@user_1", "wpww"),
    ("«نعم» \"لا\" “قد” (بل)", "«|نعم|»|\"|لا|\"|“|قد|”|(|بل|)", "pwppwppwppwp"),
    ("كِتَابٌ مُدَرِّسٌ", "كِتَابٌ|مُدَرِّسٌ", "ww"),
    ("كتــــاب فقطـ ـلا ـ", "كتــــاب|فقط|لا", "www"),
    ("1436هـ هـ.", "1436|هـ|هـ|.", "nwwp"),
    ("غير-مباشر 2015-2016 كوفيد-19", "غير|-|مباشر|2015|-|2016|كوفيد|-|19", "wpwnpnwpn"),
    ("\u200fكلمة\u200f \u202bكلمة\u202c\u2066كل\u2069", "كلمة|كلمة\u202c\u2066كل", "ww"),
    ("كل\u200bمة كل\u200cمة", "كل\u200bمة|كل\u200cمة", "ww"),
    ("لا،نعم؟", "لا|،|نعم|؟", "wpwp"),
    ("الـ20 ال3% بـ15 ب15000 ولل20", "الـ20|ال3|%|بـ15|ب15000|ولل20", "nnsnnn"),
    ("فبراير2015 في12", "فبراير|2015|في|12", "wnwn"),
    ("COVID19 F16 3G l'homme don’t G20وبعد", "COVID19|F16|3G|l'homme|don’t|G20|وبعد", "wwwwwww"),
    ("الـIPO وG20", "الـIPO|وG20", "ww"),
    ("ق.م. د.محمد", "ق|.|م|.|د|.|محمد", "wpwpwpw"),
    ("نعم... لا.. …", "نعم|...|لا|..|…", "wpwpp"),
    ("5$ + €7 & 😀👍🏽", "5|$|+|€|7|&|😀|👍|🏽", "nsssnpsss"),
    ("ﻭﻗﺎﻝ ﷺ", "ﻭﻗﺎﻝ|ﷺ", "ww"),
    ("½ 2² x_y", "½|2|²|x|_|y", "nnnwpw"),
    ("\u064b \u200f \x00", "", ""),
    ("", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "kinds"), QUALITY)
def test_quality(text, expected, kinds):
    table = _tokens(text)
    assert list(table.columns) == COLUMNS
    assert "|".join(table["text"]) == expected
    assert list(table["kind"]) == [KINDS[k] for k in kinds]


@pytest.mark.parametrize("control", "\u200b\u200c\u200e\u200f\u202b\u2067\u061c\ufeff\u00ad")
def test_a_word_counts_as_the_same_with_any_invisible_character_in_or_round_it(control):
    table = _tokens(f"العراق {control}العراق{control} الع{control}راق {control}{control}والعراق")
    assert list(kh.count_words(table)[["form", "count"]].itertuples(index=False, name=None)) == [("العراق", 4)]
    assert all(unicodedata.category(c) != "Cf" for word in table["text"] for c in (word[0], word[-1]))


def test_clitics_and_forms():
    table = _tokens("والعراق للعراق، بالعراق العراق ولل20 وب15000").set_index("text")
    assert set(table.loc[["والعراق", "للعراق", "بالعراق", "العراق"], "form"]) == {"العراق"}
    assert list(table["proclitics"]) == ["و", "ل", "", "ب", "", "و+ل", "و+ب"]
    assert list(table["norm"]) == ["والعراق", "للعراق", "،", "بالعراق", "العراق", "ولل20", "وب15000"]
    assert table.loc["وب15000", "form"] == "15000"


def test_sentences_are_numbered_as_split_sentences_has_them(seed):
    table, sentences = kh.tokenize(seed), kh.split_sentences(seed)
    for row in table.itertuples():
        sentence = sentences.iloc[row.sentence]
        assert sentence["start"] <= row.start < row.end <= sentence["end"]
    assert set(table["sentence"]) == set(sentences["sentence"])


def test_stop_words_are_function_words_with_or_without_clitics():
    table = _tokens("وفي بغداد قال علي ناصر إنه على علم بأن عليه حقا للعراق، وهذا كان الذي").set_index("text")
    stops = ["وفي", "إنه", "على", "بأن", "عليه", "وهذا", "كان", "الذي"]
    assert list(table.index[table["stop"]]) == stops
    assert not table.loc["علي", "stop"], "the name, though it folds as the preposition"


def test_count_words(seed):
    table = kh.tokenize(seed)
    counts = kh.count_words(table)
    words = table[table["kind"] == "word"]
    assert dict(zip(counts["form"], counts["count"], strict=True)) == Counter(words["form"])
    assert list(counts["form"]) == sorted(counts["form"], key=lambda f: (-Counter(words["form"])[f], f))
    assert counts["share"].sum() == pytest.approx(1)
    row = counts.set_index("form").loc["العراق"]
    assert row["surfaces"] == "العراق، والعراق، للعراق"
    assert row["count"] == sum(words["text"].isin(["العراق", "والعراق", "للعراق"]))


def test_counts_of_no_words_are_empty():
    assert kh.count_words(_tokens("")).empty
    assert kh.count_words(_tokens("5 % ،")).empty


PIECES = st.sampled_from([
    *" \n،.-_#@%:/'\"ـًّ", "\u200f", "\u200b", "\u202b", "\x00", "\ud800", "😀", "½", "قال", "والعراق", "ال", "1,2",
    "٣٫٥", "a@b.com", "http://x.y", "www.", "X1", "ﷺ", "ﻭﻗ",
])  # fmt: skip
TEXTS = st.text() | st.lists(PIECES, max_size=30).map("".join)


@given(TEXTS)
def test_tokens_stand_where_they_say_and_nothing_visible_is_lost(text):
    table = _tokens(text)
    covered, last = set(), 0
    for row in table.itertuples():
        assert text[row.start:row.end] == row.text != ""
        assert row.start >= last
        assert row.kind in KINDS.values()
        assert row.norm == kh.fold(row.text)
        last = row.end
        covered |= {*range(row.start, row.end)}
    left = {c for i, c in enumerate(text) if i not in covered}
    assert all(c == "ـ" or unicodedata.category(c)[0] in "ZCM" for c in left)


@given(TEXTS)
def test_tokens_do_not_hang_on_how_the_text_is_cut_into_blocks(text):
    whole = _tokens(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spellings, "_BLOCK", 5)
        pd.testing.assert_frame_equal(_tokens(text), whole)


@given(TEXTS)
def test_the_pattern_of_one_token_agrees_with_the_pattern_of_the_pass(text):
    known, ids, starts = spellings.divide(text, 20)
    pieces = list(known)
    for start, i in zip(starts, ids, strict=True):
        assert text.startswith(pieces[i], start)
    assert "".join(pieces[i] for i in ids) == text.replace(" ", "")
    for piece, one in ((pieces[i], known.strings[0, i]) for i in ids):
        assert piece.startswith(one)
        assert not any(c.isalnum() and c != "ـ" for c in piece[len(one):])


@given(st.lists(TEXTS, max_size=4))
def test_a_table_does_not_hang_on_what_was_read_before(texts):
    expected = []
    for text in texts:
        spellings.spellings.cache_clear()
        expected.append(_tokens(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spellings, "_REMEMBERED", 20)
        for text, table in zip(texts, expected, strict=True):
            pd.testing.assert_frame_equal(_tokens(text), table)


def test_threads_share_the_spellings(seed):
    spellings.spellings.cache_clear()
    texts = [seed.text[i:] for i in range(0, 400, 10)]
    with ThreadPoolExecutor(8) as pool:
        tables = list(pool.map(_tokens, texts))
    for text, table in zip(texts, tables, strict=True):
        pd.testing.assert_frame_equal(table, _tokens(text))


RUNS = [
    "7", " ", ",", ".", "ـ", "َ", '"', "1,", "و", "aB.", "a.", "a@", "\u202b", "كـ", "-", "_", "#", "www.", "http://x.",
    "1ر", "a'", "😀",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("pattern", ["_PIECE", "_TOKEN"])
def test_time_is_linear_to_a_million_characters(pattern, run, linear):
    linear(lambda n: sum(1 for _ in getattr(spellings, pattern).finditer(run * (n // len(run)))), 500_000)
