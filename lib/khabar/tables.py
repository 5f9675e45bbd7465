"""One Excel workbook for an article: a sheet a table, right to left, with notes from the codebook. Extra: documents."""

import io
from pathlib import Path

import pandas as pd

from .article import split_sentences
from .claims import account, find_claims
from .entities import count_entities, find_entities
from .lexicon import rows
from .outputs import harmless, slug, write_atomic
from .paths import BUILD
from .tokens import count_words, tokenize

_DATES = ("from_date", "to_date")


def all_tables(article) -> dict[str, pd.DataFrame]:
    """Every table of the article by its name: sentences, tokens, words, mentions, entities, claims, account."""
    tokens, mentions = tokenize(article), find_entities(article)
    return {
        "sentences": split_sentences(article), "tokens": tokens, "words": count_words(tokens), "mentions": mentions,
        "entities": count_entities(mentions), "claims": find_claims(article), "account": account(article),
    }


def write_workbook(article, path: Path | None = None) -> Path:
    """Write build/ARTICLE/tables.xlsx: Arabic as text, dates as dates, numbers as numbers, nothing that runs.

    The note on a column's head is its row in lexicon/codebook.csv. Raises ImportError, naming the remedy, without
    the extra `documents`.
    """
    try:
        from openpyxl import Workbook
    except ModuleNotFoundError:
        raise ImportError("writing .xlsx needs openpyxl; pip install 'khabar[documents]'") from None
    book = Workbook(write_only=False)
    book.remove(book.active)
    for name, table in all_tables(article).items():
        _fill(book.create_sheet(name), name, table)
    buffer = io.BytesIO()
    book.save(buffer)
    return write_atomic(path or BUILD / slug(article.name) / "tables.xlsx", buffer.getvalue())


def _fill(sheet, name: str, table: pd.DataFrame) -> None:
    from openpyxl.comments import Comment

    notes = {r["column"]: r["meaning"] for r in rows("codebook") if r["table"] in (name, "all")}
    sheet.sheet_view.rightToLeft = True
    sheet.freeze_panes = "A2"
    sheet.append(list(table.columns))
    for cell in sheet[1]:
        if cell.value in notes:
            cell.comment = Comment(notes[cell.value], "khabar")
    dated = table.assign(**{c: pd.to_datetime(table[c], errors="coerce") for c in _DATES if c in table})
    for r, row in enumerate(harmless(dated).itertuples(index=False), 2):
        for c, value in enumerate(row, 1):
            _put(sheet.cell(r, c), value)


def _put(cell, value) -> None:
    if isinstance(value, str):
        cell.value, cell.data_type = value[:32767], "s"  # Excel's limit for a cell
    elif isinstance(value, pd.Timestamp):
        cell.value, cell.number_format = value.date(), "yyyy-mm-dd"
    elif value is not None and not pd.isna(value):
        cell.value = value.item() if hasattr(value, "item") else value
