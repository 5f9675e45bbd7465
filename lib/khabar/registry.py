"""seeds/articles.csv: what is known of each article, filled in where a file says it and nobody has written it yet."""

from pathlib import Path

import pandas as pd

from .article import Article, split_sentences
from .documents import SUFFIXES, read_document, read_registry
from .outputs import csv_bytes, write_atomic
from .paths import SEEDS

COLUMNS = ["file", "title", "published", "source", "country", "licence"]


def complete_registry(folder: Path = SEEDS) -> tuple[pd.DataFrame, list[str]]:
    """Make or complete FOLDER/articles.csv; returns (the table, one line for each file that can't be read).

    A new file gets a row; an empty cell gets what the file says of itself (title, published, source; the title of a
    text file is its headline). What a person wrote is never overwritten, nor a row of a file that is gone removed.
    Raises NotADirectoryError for what is no folder, ValueError for an articles.csv that can't be read.
    """
    if not folder.is_dir():
        raise NotADirectoryError(f"no folder '{folder}'; give one with articles in it")
    path = folder / "articles.csv"
    table = read_registry(path)
    known, failed = {row["file"]: row for row in reversed(table)}, []
    for file in sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES):
        try:
            said = read_document(file)
        except (ValueError, ImportError, OSError) as error:
            failed.append(str(error))
            continue
        if file.name not in known:
            table.append(known.setdefault(file.name, {"file": file.name}))
        said["title"] = said["title"] or _headline(Article(file.stem, said["text"]))
        row = known[file.name]
        row.update({column: row.get(column) or said.get(column, "") for column in COLUMNS})
    added = dict.fromkeys(c for row in table for c in row if c not in COLUMNS)  # a person's own columns
    frame = pd.DataFrame(table, columns=[*COLUMNS, *added]).fillna("")
    write_atomic(path, csv_bytes(frame))
    return frame, failed


def _headline(article: Article) -> str:
    sentences = split_sentences(article)
    return "".join(sentences.loc[sentences["role"] == "headline", "text"].head(1))
