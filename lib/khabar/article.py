"""An article and its sentences: what every other stage starts from."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from .documents import SUFFIXES, read_document
from .paths import SEEDS


@dataclass(frozen=True)
class Article:
    """One article. `text` is the original, never changed: every offset of every table counts its characters.

    `published` is an ISO date, whole or partial (`2025-09-15`, `2025-09`, `2025`), or empty; `country` is the
    ISO 3166 code of the outlet's country (it tells one dinar from another), or empty.
    """

    name: str
    text: str
    title: str = ""
    published: str = ""
    source: str = ""
    country: str = ""


def read_article(path: str | Path) -> Article:
    """The article in a .txt, .html or .docx file, or in the file of that name in seeds/ (with or without its ending).

    What articles.csv beside the file says of it (title, published, source, country) wins over what the file says
    of itself. Raises FileNotFoundError, naming the articles there are, and ValueError for a file that is no text.
    """
    file = _find(Path(path))
    found = read_document(file)
    said = {k: v.strip() for k, v in _registered(file).items() if k in found and v and v.strip()}
    return Article(name=file.stem, **{**found, **said})


def _find(path: Path) -> Path:
    if path.suffix.lower() in SUFFIXES and path.is_file():
        return path
    folder = SEEDS if path.parent == Path() else path.parent
    files = sorted(p for p in folder.glob("*") if p.suffix.lower() in SUFFIXES)
    for file in files:
        if path.name in (file.stem, file.name):
            return file
    names = ", ".join(p.stem for p in files) or "none"
    raise FileNotFoundError(f"no article '{path}' in {folder.name}/; there are: {names}")


def _registered(file: Path) -> dict[str, str]:
    registry = file.with_name("articles.csv")
    if not registry.exists():
        return {}
    with registry.open(encoding="utf-8-sig", newline="") as f:
        return next((row for row in csv.DictReader(f) if row.get("file") == file.name), {})


# A sentence ends at . ! ? ؟ … (with closing quotes and brackets after it) before white space, or with its line.
_SENTENCE = re.compile(r"[^\s](?:[^\n.!?؟…]|[.!?؟…]+(?![\s.!?؟…\"'»”’)\]]))*+[.!?؟…]*+[\"'»”’)\]]*+")


def split_sentences(article: Article) -> pd.DataFrame:
    """Columns article, start, end, text, paragraph, sentence (both from 0), role (headline, subheading, body).

    A paragraph is a line with something on it. A line without a sentence's end, and shorter than 100 characters, is
    a heading: headline if it opens the article and others follow, else subheading.
    """
    rows = []
    lines = [m for m in re.finditer(r"[^\r\n]+", article.text) if m[0].strip()]
    for paragraph, line in enumerate(lines):
        heading = len(lines) > 1 and len(line[0]) < 100 and line[0].rstrip()[-1] not in '.!?؟…:؛،"»'
        role = "body" if not heading else "headline" if paragraph == 0 else "subheading"
        for m in _SENTENCE.finditer(article.text, line.start(), line.end()):
            text = m[0].rstrip()
            rows.append((article.name, m.start(), m.start() + len(text), text, paragraph, len(rows), role))
    columns = ["article", "start", "end", "text", "paragraph", "sentence", "role"]
    return pd.DataFrame(rows, columns=columns)
