"""Time phrases: the gold cases, the grammar's own consistency, and properties on any text."""

import inspect
import json
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import khabar as kh
from khabar import lexicon, time_grammar
from khabar.calendar_ar import nearest, of_fields, unit_at
from khabar.periods import periods_in
from khabar.time_meanings import Reader

ATTACHED = set("وفبلك")
PUBLISHED = st.sampled_from(["", "2025", "2025-09", "2025-09-15", "2024-02-29", "0001-01-01", "9999-12-31", "1900-13"])


@pytest.fixture(scope="module")
def gold(root):
    lines = (root / "tests/gold/periods.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_gold_spans_stand_in_their_texts(gold):
    assert len(gold) > 250
    for case in gold:
        for row in case["expected"]:
            assert case["text"][row["start"]:row["end"]] == row["text"], case["id"]


def test_gold(gold):
    """Spans (an attached letter may be in or out) and dates of every case; every wrong one is named."""
    wrong = []
    for case in gold:
        got = [(p.start, p.end, p.from_date, p.to_date) for p in periods_in(case["text"], case["published"])]
        want = [(r["start"], r["end"], r["from_date"], r["to_date"]) for r in case["expected"]]
        if len(got) != len(want) or any(g[1:] != w[1:] or not set(case["text"][min(g[0], w[0]):max(g[0], w[0])])
                                        <= ATTACHED for g, w in zip(got, want, strict=False)):
            wrong.append((case["id"], got, want))
    assert not wrong


def test_every_row_of_the_grammar_can_be_applied():
    for name, rows in time_grammar._rules().items():
        for items, meaning, fixed in rows:
            bound = {item[0] for item in items if item[0]}
            needed = {item[0] for item in items if item[0] and not item[4]}
            if meaning != "number":
                signature = inspect.signature(getattr(Reader, meaning))
                signature.bind(None, **fixed, **dict.fromkeys(bound))
                signature.bind(None, **fixed, **dict.fromkeys(needed))
            used = [kind for item in items for kind, _ in item[2] if kind]
            known = {r["kind"] for r in lexicon.rows("time_words")} | {"month", "digits", "yearlike", "date", "tanwin"}
            assert all(k in (time_grammar._rules() if k[0].isupper() else known) for k in used), (name, used)


def test_examples_of_the_grammar_are_read():
    """The example beside a row of Phrase is found as one phrase, but for the rows that skip it."""
    for row in lexicon.rows("time_grammar"):
        if row["rule"] == "Phrase" and row["example"]:
            text = f"كان {row['example']}."
            found = periods_in(text, "2025-09-15")
            assert bool(found) == (row["meaning"] != "skip"), row


def test_every_month_in_every_calendar():
    for row in lexicon.rows("months"):
        year, text = ("1440", "شهر {} 1440هـ") if row["calendar"] == "h" else ("2019", "شهر {} 2019")
        want = of_fields(row["calendar"], int(year), int(row["month"]))
        assert [p[2:] for p in periods_in(text.format(row["word"]))] == [tuple(map(str, want))], row["word"]


def test_lists_say_where_their_rows_come_from():
    for name in ("months", "time_words", "time_grammar"):
        assert all(row["source"] for row in lexicon.rows(name)), name


def test_units():
    monday = date(2025, 9, 15)
    assert unit_at("week", monday, -1) == (date(2025, 9, 6), date(2025, 9, 12))
    assert unit_at("decade", monday, -1) == (date(2010, 1, 1), date(2019, 12, 31))
    assert unit_at("century", date(2000, 5, 5)) == (date(1901, 1, 1), date(2000, 12, 31))
    assert nearest("g", 2, 29, (monday, monday)) == (date(2024, 2, 29),) * 2
    assert of_fields("h", 1446, 9) == (date(2025, 3, 1), date(2025, 3, 29))


def test_article_table(dated):
    table = kh.find_periods(dated("زادت 12% العام الماضي."))
    assert list(table.columns) == ["article", "start", "end", "text", "from_date", "to_date"]
    assert table.iloc[0].tolist() == ["t", 9, 21, "العام الماضي", "2024-01-01", "2024-12-31"]
    assert kh.find_periods(dated("")).empty


UNDATED = ["العام الماضي", "قبل ثلاثة أيام", "في مارس", "منذ 2011", "يوم الأحد", "حتى نهاية العام"]


@pytest.mark.parametrize("text", UNDATED)
def test_without_a_date_nothing_is_resolved(text):
    assert [p[2:] for p in periods_in(text, "")] == [("", "")]


def check(text, published):  # offsets, order, no dates by halves
    last = 0
    for p in periods_in(text, published):
        assert last <= p.start < p.end <= len(text)
        assert (p.from_date == "") == (p.to_date == "")
        if p.from_date:
            assert date.fromisoformat(p.from_date) <= date.fromisoformat(p.to_date)
        last = p.end


@given(st.text(), PUBLISHED)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_any_text(text, published):
    check(text, published)


WORDS = sorted({r["word"] for name in ("time_words", "months") for r in lexicon.rows(name)})
SIGNS = [*"و.،/-()\n%", "٢٠١٥", "ال", "31/12/2020"]
PIECES = st.one_of(st.sampled_from(WORDS), st.integers(0, 2200).map(str), st.sampled_from(SIGNS))


@given(st.lists(PIECES, max_size=14).map(" ".join), PUBLISHED)
@settings(max_examples=600, deadline=None, derandomize=True)
def test_any_words_of_time(text, published):
    check(text, published)
    marked = re.sub(r"(?<=\w)(?=\w)", "ـ", text)  # tatweel everywhere: the same phrases
    assert len(periods_in(marked, published)) == len(periods_in(text, published)) or re.search(r"\d", text)


HOSTILE = ["9", "9 ", "2015-", "1/", "من ", "العام ", "منذ ", "بين 5 و", "نهاية ", "الربع الأول من ", "و", "(",
           "يناير/", "ألف و", "آخر ", "كانون ", ".", "9."]


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_is_linear(unit, linear):
    linear(lambda n: periods_in(unit * (n // len(unit)), "2025-09-15"), 6_000)
