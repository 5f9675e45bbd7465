"""An article and its sentences: what every other stage starts from."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import pandas as pd

from .documents import SUFFIXES, read_document, read_registry
from .lexicon import rows, words
from .normal import CONTROLS, INVISIBLE, fold
from .paths import SEEDS

# Python strings in tables: pyarrow's refuse a lone surrogate, and the tables are the same with and without pyarrow.
pd.set_option("mode.string_storage", "python")


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
    return _registry(registry, registry.stat().st_mtime_ns).get(file.name, {}) if registry.exists() else {}


@lru_cache(8)
def _registry(path: Path, changed: int) -> dict[str, dict[str, str]]:
    """The rows of an articles.csv by file, read once for all articles beside it, and again when it has `changed`."""
    return {row["file"]: row for row in reversed(read_registry(path))}


# Where a sentence may end: at . ! ? ؟ … and the quotes and brackets they close, before white space; or before a letter
# where the space was forgotten (انتهى.وقال), but not in ق.م, 3.5 or khabar.org. (The first character comes first, and
# what must not stand before it after it: so the search skips to it.)
_END, _STOP = (re.compile(
    rf"({sign}(?<![.!?؟…][.!?؟…])(?:[.!?؟…]*+(?:[{CONTROLS}]*+[\"'»”’)\]]++)*+(?=[{CONTROLS}]*+\s)"
    rf"|(?<=[ء-ْ][ء-ْ][.!?؟])(?=[ء-ي][ء-ي])))[\s{CONTROLS}]*+"
) for sign in ("[.!?؟…]", r"\."))  # a lone sign is searched for more quickly than one of several
_LAST_WORD = re.compile(r"(?<![^\s\"'«“‘(\[])[^\s\"'«“‘(\[]++\Z")
_WORD = re.compile(r"\w*+")


def split_sentences(article: Article) -> pd.DataFrame:
    """Columns article, start, end, text, paragraph, sentence (both from 0), role (headline, subheading, body).

    A paragraph is a line (as in str.splitlines) with something on it. A sentence ends with its line, or at a full
    stop, a question or exclamation mark or an ellipsis, also inside a quotation; not after an abbreviation or initial
    (lexicon/abbreviations.csv), a list number, two dots (a pause), or a quotation whose speaker follows («متى؟» سأل).
    A line of less than 100 characters without an end mark is a heading if a line follows: headline if it is the first
    (then also with ؟), else subheading.
    """
    found = [(article.name, start, end, article.text[start:end], paragraph, number, role)
             for number, (start, end, paragraph, role) in enumerate(sentence_spans(article.text))]  # fmt: skip
    columns = ["article", "start", "end", "text", "paragraph", "sentence", "role"]
    return pd.DataFrame(found, columns=columns)


def sentence_spans(text: str) -> list[tuple[int, int, int, str]]:
    """(start, end, paragraph, role) of each sentence: what split_sentences makes its table of."""
    lines, spans = _lines(text), []
    for paragraph, (start, line) in enumerate(lines):
        heading = len(line) < 100 and paragraph < len(lines) - 1
        role = _role(line, paragraph) if heading else "body"
        end = _END if "؟" in line or "!" in line or "…" in line or "?" in line else _STOP
        stop = start + len(line)
        for mark in end.finditer(text, start, stop):
            if _ends(text, start, mark):
                spans.append((start, mark.end(1), paragraph, role))
                start = mark.end()
        spans.append((start, stop, paragraph, role))
    return spans


def _lines(text: str) -> list[tuple[int, str]]:
    """Lines with something on them, from the first visible character to the last, and where they start."""
    found, after = [], 0
    for line in text.splitlines(keepends=True):
        after += len(line)
        if seen := line.lstrip(INVISIBLE):
            found.append((after - len(seen), seen.rstrip(INVISIBLE)))
    return found


def _role(line: str, paragraph: int) -> str:
    mark = line.rstrip("\"'»”’)]")[-1:]
    if mark in tuple(".…:؛،,") or (mark in tuple("!?؟") and paragraph):
        return "body"
    return "subheading" if paragraph else "headline"


def _ends(text: str, start: int, mark: re.Match) -> bool:
    """Whether a sentence that began at `start` ends at this mark."""
    def after() -> str:
        return _WORD.match(text, mark.end(), mark.end() + 24)[0]

    sign = mark[1]
    if sign[-1] in "\"'»”’)]":
        asked = text[start] in "\"«“'" and sign[0] in "!?؟" and not after().startswith("و")
        return not asked and fold(after()).removesuffix("ت") not in words("reporting_verbs", "perfect")
    word = _LAST_WORD.search(text, max(start, mark.start() - 24), mark.start())
    if sign != "." or not word:
        return sign != ".."
    kind = _abbreviation(word[0])
    if not kind:  # 1. at the start of a line only numbers the line
        return not (word[0].isdigit() and word.start() == start and len(word[0]) < 4)
    numbered = text[max(start, word.start() - 2):word.start()].strip().isdigit()
    return (numbered or kind == "either") and after().startswith("و")


@lru_cache(1 << 11)
def _abbreviation(word: str) -> str:
    """`leading` (more follows: د. محمد), `either` (it may end a sentence: عام 833 م.) or empty (no abbreviation)."""
    word = fold(word)
    word = word[1:] if len(word) == 2 and word[0] == "و" else word
    initials = all(len(part) == 1 and part.isalpha() for part in word.split("."))
    return _abbreviations().get(word) or (("either" if "." in word else "leading") if initials else "")


@cache
def _abbreviations() -> dict[str, str]:
    return {fold(row["word"]): row["class"] for row in rows("abbreviations")}
