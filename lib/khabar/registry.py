"""seeds/articles.csv: what is known of each article, filled in where a file says it and nobody has written it yet."""

import csv
from pathlib import Path

import pandas as pd

from .article import Article, split_sentences
from .documents import SUFFIXES, read_document
from .outputs import write_atomic
from .paths import SEEDS

COLUMNS = ["file", "title", "published", "source", "country", "licence"]


def complete_registry(folder: Path = SEEDS) -> tuple[pd.DataFrame, list[str]]:
    """Make or complete FOLDER/articles.csv; returns (the table, one line for each file that can't be read).

    A new file gets a row; an empty cell gets what the file says of itself (title, published, source; the title of a
    text file is its headline). What a person wrote is never overwritten, nor a row of a file that is gone removed.
    """
    path = folder / "articles.csv"
    table = {row["file"]: row for row in _read(path)}
    failed = []
    for file in sorted(p for p in folder.glob("*") if p.suffix.lower() in SUFFIXES):
        try:
            said = read_document(file)
        except (ValueError, ImportError, OSError) as error:
            failed.append(str(error))
            continue
        said["title"] = said["title"] or _headline(Article(file.stem, said["text"]))
        row = table.setdefault(file.name, {"file": file.name})
        for column in COLUMNS:
            row[column] = row.get(column) or said.get(column, "")
    frame = pd.DataFrame(list(table.values()), columns=[*COLUMNS, *_others(table)]).fillna("")
    write_atomic(path, frame.to_csv(index=False, lineterminator="\n").encode("utf-8"))
    return frame, failed


def _read(path: Path) -> list[dict]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def _others(table: dict[str, dict]) -> list[str]:
    """Columns that a person added."""
    return list(dict.fromkeys(c for row in table.values() for c in row if c and c not in COLUMNS))


def _headline(article: Article) -> str:
    sentences = split_sentences(article)
    found = sentences.loc[sentences["role"] == "headline", "text"]
    return found.iloc[0] if len(found) else ""
