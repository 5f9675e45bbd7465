"""Folding: each rule of the table, and the way back to the original."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar import normal
from khabar.normal import fold, fold_with_offsets

RULES = [
    ("كِتَابٌ", "كتاب"),
    ("كتــــاب", "كتاب"),
    ("هٰذا", "هذا"),
    ("أإآٱا", "ااااا"),
    ("مسؤول شيء قائد", "مسوول شيء قايد"),
    ("على مدرسة", "علي مدرسه"),
    ("ایران گاز کتاب", "ايران گاز كتاب"),
    ("١٬٢٣٤٫٥٪ ۳۵", "1,234.5% 35"),
    ("\ufee3\ufea4\ufee4\ufeaa", "محمد"),
    ("\ufefb ﷲ", "لا الله"),
    ("ـﷺـ", "صلي الله عليه وسلم"),
    ("\ufe70\ufe71x", "x"),
    ("كل\u200bمة \u200fكلمة\u200f \u202bكلمة\u202c كل\u00adمة", "كلمة كلمة كلمة كلمة".replace("ة", "ه")),
    ("\x00ا\x07ب\ufeffج\u2066د\u2069", "ابجد"),
    ("ا\u0654كل ا\u0653خر و\u0654", "اكل اخر و"),
    ("«نعم»، لا؟ 5-3\n\tA Z", "«نعم»، لا؟ 5-3\n\tA Z"),
    ("😀\U0001ee00𝟘", "😀\U0001ee00𝟘"),
    ("", ""),
]
# Long texts take another way through the code than short ones.
LENGTHS = [1, 2 * normal._LONG]
ALPHABET = "".join(text for text, _ in RULES) + "\ud800\udc00\U0001f600"
TEXTS = st.text() | st.text(ALPHABET, max_size=3 * normal._LONG)


@pytest.mark.parametrize("times", LENGTHS)
@pytest.mark.parametrize(("text", "folded"), RULES)
def test_rule(text, folded, times):
    assert fold(text * times) == folded * times


def test_every_rule_makes_what_no_rule_would_change():
    for code, new in normal._RULES.items():
        assert fold(new) == new, hex(code)
        assert fold(chr(code) * 200) == new * 200, hex(code)


def test_every_arabic_mark_and_every_format_character_of_the_plane_is_removed():
    for code in [*range(0x600, 0x700), *range(0x8C0, 0x900), *range(0x2000, 0x2070)]:
        encloses_digits = code <= 0x605 or code in (0x6DD, 0x8E2)  # year, verse and page signs: visible
        if unicodedata.category(chr(code)) in ("Mn", "Cf") and not encloses_digits:
            assert fold(f"ا{chr(code)}ب") == "اب", hex(code)


def test_presentation_forms_fold_like_their_letters():
    for code in [*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)]:
        letters = unicodedata.normalize("NFKC", chr(code))
        if letters != chr(code) and not letters.isspace():
            expected = fold(letters)
            assert fold(chr(code)) == ("" if expected.isspace() else expected), hex(code)


@given(TEXTS)
def test_short_and_long_ways_agree(text):
    slow = text.translate(normal._RULES)
    padded = text + " " * normal._LONG
    assert fold(text) == slow
    assert fold(padded) == slow + " " * normal._LONG


@given(TEXTS)
def test_offsets_lead_back(text):
    folded, offsets = fold_with_offsets(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded) + 1
    assert offsets[-1] == len(text)
    assert all(type(o) is int for o in offsets)
    for i, char in enumerate(folded):
        assert char in fold(text[offsets[i]])
        assert fold(text[offsets[i]:offsets[i + 1]]) in ("", char) or len(fold(text[offsets[i]])) > 1


@given(TEXTS, st.data())
def test_a_folded_span_is_its_piece_of_the_text(text, data):
    folded, offsets = fold_with_offsets(text)
    s = data.draw(st.integers(0, len(folded)))
    e = data.draw(st.integers(s, len(folded)))
    if all(offsets[i] != offsets[i - 1] for i in (s, e) if 0 < i < len(folded)):  # not inside a ligature
        assert fold(text[offsets[s]:offsets[e]]) == folded[s:e]


def test_invisible_is_all_white_space_and_all_controls():
    assert all(c in normal.INVISIBLE for c in map(chr, range(0x3001)) if c.isspace())
    assert all(re.match(f"[{normal.CONTROLS}]", c) for c in normal.INVISIBLE if not c.isspace())
