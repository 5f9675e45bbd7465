"""Quantities: every number of a text with its value, its unit, and why it can be no claim."""

from dataclasses import astuple, dataclass

import pandas as pd

from .normal import fold_with_offsets

COLUMNS = ["article", "start", "end", "text", "value", "value_high", "unit", "why", "flag"]


@dataclass(slots=True)
class Quantity:
    """A number with its unit. start, end: the surface in the text; fold_start ... unit_end: offsets in the folded text."""

    start: int
    end: int
    value: float | None
    value_high: float | None  # second number of a range or a from-to, in text order
    unit: str
    why: str  # empty, or the reason why it can be no claim
    flag: str  # a documented ambiguity, or empty
    fold_start: int
    fold_end: int
    number_start: int  # number words without the unit (first number of a range), folded offsets
    number_end: int
    words: bool  # written without any digit


def quantities(text: str, country: str | None = None, folded=None) -> list[Quantity]:
    """All numbers of `text`, in order. `folded` is fold_with_offsets(text), when the caller has it already."""
    folded, offsets = folded or fold_with_offsets(text)
    return []


def find_quantities(text: str, country: str | None = None) -> pd.DataFrame:
    """Columns article (empty), start, end, text, value, value_high, unit, why, flag."""
    rows = [("", q.start, q.end, text[q.start:q.end], *astuple(q)[2:7]) for q in quantities(text, country)]
    return pd.DataFrame(rows, columns=COLUMNS)
