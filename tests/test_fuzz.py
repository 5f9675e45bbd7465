"""Any text at all: no crash, offsets that hold, no invented value, no live markup. `make fuzz` runs it for long."""

import csv
import io
import math
import re
from html.parser import HTMLParser
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import khabar as kh
from khabar import outputs, report, rtl
from khabar.documents import decode

PIECES = st.sampled_from((
    "ارتفع", " بنسبة ", "30%", "٣٥٪", "1,234.5", "١٬٢٣٤٫٥", "مليون", " ونصف", "مليار ", "دولار",
    "من 5$ إلى 7$", " العام الماضي", "في",
    "التاسع من سبتمبر", "2025-09-09", "وقال ", "الوزير", "شويجو", "للعراق", "والعراق", "\u202e", "\u200f",
    "\u200b", "ـ", "َ", "\x00", "\ud800",
    "\n", "\r\n", "  ", ".", "؟", "«", "»", '"', "<script>", "</style>", "=1+1", "$", "{", "\\",
    "http://a.b/c?d=1", "#وسم_عام", "😀", "ﻻ", "½",
    "ألفا", "ثلاثة", " و", "نحو ", "أكثر من ", "97ر6419", "3-1", "(42 عاما)", "15 رمضان 1436هـ", "منذ ",
    "حتى ", "بين ", "١", "9" * 40, "²", "-5",
))  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=25).map("".join))
DATES = st.sampled_from(["", "2025", "2025-09", "2025-09-15", "no date"])
STAGES = [kh.split_sentences, kh.tokenize, kh.find_entities, kh.find_periods, kh.find_claims, kh.account]


def _holds(table: pd.DataFrame, text: str):
    assert list(table.columns[:4]) == ["article", "start", "end", "text"]
    for start, end, words in zip(table["start"], table["end"], table["text"], strict=True):
        assert 0 <= start < end <= len(text)
        assert text[start:end] == words


@pytest.mark.parametrize("stage", STAGES, ids=lambda s: s.__name__)
@given(text=TEXTS, published=DATES)
def test_offsets_hold_for_every_row_of_every_table(stage, text, published):
    _holds(stage(kh.Article("a", text, published=published)), text)


@given(TEXTS, st.sampled_from(["", "IQ", "SA", "??"]))
def test_no_value_is_invented(text, country):
    table = kh.find_quantities(text, country)
    _holds(table, text)
    for value in [*table["value"], *table["value_high"]]:
        assert value is None or pd.isna(value) or math.isfinite(value)


@given(TEXTS)
def test_every_digit_is_accounted_for(text):
    found = kh.account(kh.Article("a", text))
    places = [range(s, e) for s, e in zip(found["start"], found["end"], strict=True)]
    assert all(a.stop <= b.start for a, b in pairwise(places)), "a number appears twice"
    covered = {i for place in places for i in place}
    assert {m.start() for m in re.finditer(r"[0-9٠-٩۰-۹]", text)} <= covered


@given(TEXTS)
def test_folding_maps_back(text):
    folded, offsets = kh.fold_with_offsets(text)
    assert folded == kh.fold(text)
    assert len(offsets) == len(folded) + 1
    assert list(offsets) == sorted(offsets)
    assert kh.fold(folded) == folded


@given(TEXTS)
def test_a_label_is_stable_and_whole(text):
    with pytest.MonkeyPatch.context() as m:
        m.setattr("warnings.warn", lambda *a, **k: None)
        once = rtl.label(text)
        assert rtl.label(once) == once
        assert once.count("\n") == text.count("\n")


class _Live(HTMLParser):
    """Tags and attributes that run something."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "iframe", "object", "embed", "base", "img") or any(
                k.startswith("on") or str(v).strip().lower().startswith("javascript:") for k, v in attrs):
            self.found.append(tag)


HOSTILE = st.sampled_from((
    "<script>x</script>", "<img src=x onerror=y>", "javascript:z", "</style><script>", "&lt;b", '"><svg onload=a>'))


MARKUP = st.lists(st.one_of(HOSTILE, PIECES, st.text(max_size=5)), max_size=12).map("".join)


@given(MARKUP, st.text(max_size=20))
def test_no_live_markup_in_the_report(tmp_path, text, title):
    page = report.write(kh.Article("a", text, title=f"{title}<script>"), tmp_path / "r.html", folder=tmp_path / "none")
    parser = _Live()
    parser.feed(page.read_text("utf-8"))
    assert parser.found == []


@given(st.binary())
def test_bytes_are_text_or_refused(raw):
    with pytest.MonkeyPatch.context() as m:
        m.setattr("warnings.warn", lambda *a, **k: None)
        try:
            text = decode(raw, "f.txt")
        except ValueError as refused:
            text = str(refused)[len("f.txt: "):]
        assert isinstance(text, str)


@given(TEXTS)
def test_csv_comes_back_as_it_was_but_for_what_would_run(text):
    written = outputs.csv_bytes(pd.DataFrame({"text": [text], "n": [1]}))
    [head, row] = csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""))
    assert head == ["text", "n"]
    assert row == [outputs.harmless(pd.DataFrame({"text": [text]}))["text"][0], "1"]
    assert not row[0].startswith(("=", "+", "-", "@", "\t", "\r"))
