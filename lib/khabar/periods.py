"""Time phrases of Arabic news, resolved to dates against the article's date.

The words are in lexicon/months.csv and time_words.csv, the phrases in time_grammar.csv, what they mean in
time_meanings.py. A phrase that the article's date cannot resolve keeps its row and has no dates: a period is never
invented.
"""

import unicodedata
from functools import cache
from typing import NamedTuple

import pandas as pd

from .article import Article
from .normal import fold_with_offsets
from .time_meanings import Reader
from .time_words import sentences


class Period(NamedTuple):
    """A time phrase: offsets in the text, and ISO dates, inclusive ('' when it can't be resolved)."""

    start: int
    end: int
    from_date: str
    to_date: str


def periods_in(text: str, published: str = "", folded=None) -> list[Period]:
    """The time phrases of a text, in order, never overlapping.

    `published` is the ISO date, whole or partial, that relative phrases count from; a phrase finer than it, or one
    that needs another calendar (fiscal years, feasts), has '' for its dates. `folded` is fold_with_offsets(text), or a
    part of it, when the caller has it already.
    """
    found = []
    for tokens in sentences(text, *(folded or fold_with_offsets(text))):
        for first, after, x in Reader(tokens, published).read():
            start, end = tokens[first].start, tokens[after - 1].end
            while end - start > 1 and unicodedata.category(text[end - 1]) == "Cf":  # invisible, removed by folding
                end -= 1
            if start < end:
                found.append(Period(start, end, *(map(str, x.dates) if x.dates else ("", ""))))
    return found


def find_periods(article: Article) -> pd.DataFrame:
    """Columns article, start, end, text, from_date, to_date (ISO, inclusive; '' when the phrase can't be resolved).

    Dates are proleptic Gregorian, counted from article.published; Hijri dates by the Umm al-Qura calendar.
    """
    rows = [(article.name, p.start, p.end, article.text[p.start:p.end], p.from_date, p.to_date)
            for p in periods_in(article.text, article.published)]
    return table(rows, ("article", "start", "end", "text", "from_date", "to_date"))


def table(rows: list[tuple], columns: tuple[str, ...]) -> pd.DataFrame:
    """A table of rows. One without any is copied: pandas takes longer to make it than khabar to read an article."""
    return pd.DataFrame(rows, columns=_empty(columns).columns.view()) if rows else _empty(columns).copy()


@cache
def _empty(columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame([], columns=list(columns))
