"""The word lists in lexicon/*.csv, read once; people edit them in a spreadsheet.

Every list has a header and a `source` column that says where its rows come from.
"""

import csv
from functools import cache
from importlib.resources import files

from .normal import fold


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of lexicon/NAME.csv as dictionaries, in file order."""
    text = files("khabar").joinpath("lexicon", f"{name}.csv").read_text("utf-8-sig")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def labels(of: str, column: str = "label") -> dict[str, str]:
    """How the values of one slot (hedge, direction, unit, verdict ...) are shown: value -> label, english or mark."""
    return {r["key"]: r[column] for r in rows("labels") if r["of"] == of}


@cache
def words(name: str, column: str = "word", **where: str) -> frozenset[str]:
    """One column of lexicon/NAME.csv, folded, of the rows whose cells equal `where`."""
    return frozenset(fold(r[column]) for r in rows(name) if all(r[k] == v for k, v in where.items()))
