"""One Excel workbook for an article: a sheet a table, right to left, with notes from the codebook. Extra: documents."""

import io
from datetime import date
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
_WIDE = ("text", "measure", "period", "speaker", "comparison", "surfaces", "name", "reason", "evidence", "meaning")


def all_tables(article) -> dict[str, pd.DataFrame]:
    """Every table of the article by its name: sentences, tokens, words, mentions, entities, claims, account."""
    tokens, mentions = tokenize(article), find_entities(article)
    return {
        "sentences": split_sentences(article), "tokens": tokens, "words": count_words(tokens), "mentions": mentions,
        "entities": count_entities(mentions), "claims": find_claims(article), "account": account(article),
    }


def write_workbook(article, path: Path | None = None) -> Path:
    """Write build/ARTICLE/tables.xlsx: Arabic as text, dates as dates, numbers as numbers, nothing that runs.

    The note on a column's head is its row in lexicon/codebook.csv; the last sheet, codebook, holds them all. A day
    before March 1900, which Excel does not know, stays text. Raises ImportError, naming the remedy, without openpyxl.
    """
    try:
        from openpyxl import Workbook
    except ModuleNotFoundError:
        raise ImportError("writing .xlsx needs openpyxl; pip install 'khabar[documents]'") from None
    tables = all_tables(article)
    notes = pd.DataFrame(rows("codebook")).query("table == 'all' or table in @tables")
    book = Workbook()
    del book["Sheet"]
    for name, table in {**tables, "codebook": notes.drop(columns="source")}.items():
        _fill(book.create_sheet(name), table, notes[notes["table"].isin(["all", name])])
    buffer = io.BytesIO()
    book.save(buffer)
    return write_atomic(path or BUILD / slug(article.name) / "tables.xlsx", buffer.getvalue())


def _fill(sheet, table: pd.DataFrame, notes: pd.DataFrame) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font

    sheet.sheet_view.rightToLeft = True
    sheet.freeze_panes = "A2"
    meaning = dict(zip(notes["column"], notes["meaning"], strict=True))
    for c, name in enumerate(table, 1):
        cell = sheet.cell(1, c, name)
        cell.font = Font(bold=True)
        cell.comment = Comment(meaning[name], "khabar") if name in meaning else None
        sheet.column_dimensions[cell.column_letter].width = 40 if name in _WIDE else 14
    for r, row in enumerate(harmless(table).itertuples(index=False), 2):
        for c, value in enumerate(row, 1):
            _put(sheet.cell(r, c), value, table.columns[c - 1] in _DATES)
    sheet.auto_filter.ref = sheet.dimensions


def _put(cell, value, dated: bool) -> None:
    if dated and isinstance(value, str) and value >= "1900-03":
        cell.value, cell.number_format = date.fromisoformat(value), "yyyy-mm-dd"
    elif isinstance(value, str):
        if value:
            cell.value, cell.data_type = value[:32767], "s"  # Excel's limit for a cell
    elif value is not None and not pd.isna(value):
        cell.value = value.item() if hasattr(value, "item") else value
