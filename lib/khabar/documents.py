"""Files to text: .txt in any usual encoding, and, with the extra `documents`, .html of a news site and .docx."""

import codecs
import csv
import io
import re
import warnings
from pathlib import Path

SUFFIXES = (".txt", ".html", ".htm", ".docx")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
          (codecs.BOM_UTF16_BE, "utf-16"))
_FORMS = {"published": (re.compile(r"(?:\d{4}(?:-\d\d(?:-\d\d)?)?)?"), "2025-09-15, 2025-09 or 2025"),
          "country": (re.compile(r"(?:[A-Za-z]{2})?"), "its two letters (ISO 3166), such as IQ")}
LARGEST = 100  # MB: the stages take up to 16 times the size of an article
_GUESSES = ["cp1256", "iso8859_6", "mac_arabic"]


def read_document(file: Path) -> dict[str, str]:
    """What a file holds: text, title, published, source, country (empty where it does not say).

    Raises ValueError, naming the file, and the first bad byte, for what is no text, or larger than LARGEST MB, and
    ImportError, naming the remedy, when the extra `documents` is missing. Warns when the encoding had to be guessed.
    """
    if (size := file.stat().st_size / 1e6) > LARGEST:
        raise ValueError(f"{file.name}: {size:.0f} MB; an article may have {LARGEST} MB (documents.LARGEST): divide it")
    readers = {".html": _read_html, ".htm": _read_html, ".docx": _read_docx}
    read = readers.get(file.suffix.lower(), lambda f: {"text": decode(f.read_bytes(), f.name)})
    try:
        found = read(file)
    except ModuleNotFoundError as error:
        raise ImportError(f"{file.name}: reading it needs {error.name}; pip install 'khabar[documents]'") from None
    return {"title": "", "published": "", "source": "", "country": "", **found}


def read_registry(path: Path) -> list[dict[str, str]]:
    """The rows of an articles.csv, as any spreadsheet saves it (commas, semicolons or tabs); none if there is none.

    Raises ValueError, with the row and the remedy, for what would else be passed over in silence.
    """
    lines = decode(path.read_bytes(), path.name) if path.exists() else ""
    head = lines.split("\n", 1)[0]
    table = csv.DictReader(io.StringIO(lines, newline=""), delimiter=max(",;\t", key=head.count), restval="")
    if lines and "file" not in (table.fieldnames or []):
        raise ValueError(f"{path.name}: no column 'file' in its first line; the columns are file, title, published ...")
    rows = list(table)
    for number, row in enumerate(rows, 2):
        if None in row:
            raise ValueError(f"{path.name}, row {number}: more cells than columns; put cells with commas in quotes")
        for column, (form, remedy) in _FORMS.items():
            if not form.fullmatch((row.get(column) or "").strip()):
                raise ValueError(f"{path.name}, row {number}: {column} is '{row[column]}'; write {remedy}")
    return rows


def decode(raw: bytes, name: str) -> str:
    """The text of `raw`: by its byte-order mark, else strict UTF-8, else a guess that is reported by a warning.

    Raises ValueError with the first bad byte for binary files, mixed encodings and damaged UTF-8: nothing is ever
    replaced in silence.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strict(raw, encoding, name)
    if (wide := _unmarked_utf16(raw)) is None:
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            bad = error.start
        wide = None if _mostly_utf8(raw) else _guess(raw)
        if wide is None:
            raise ValueError(f"{name}: no text that can be read (byte {bad} is not UTF-8); save it as UTF-8, try again")
    text = _strict(raw, wide, name)
    warnings.warn(f"{name}: not UTF-8; read as {wide}, which is a guess. Save it as UTF-8 to be sure", stacklevel=3)
    return text


def _guess(raw: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(raw, cp_isolation=_GUESSES).best()
    return best.encoding if best is not None and _is_arabic(str(best)) else None


def _unmarked_utf16(raw: bytes) -> str | None:
    """UTF-16 without a mark is valid UTF-8 by chance: every second byte is then 06 (Arabic) or 00 (ASCII)."""
    sample = raw[:4000]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = sample[first::2]
        if len(high) > 1 and sum(b in (0, 6) for b in high) > 0.9 * len(high) and 6 in high:
            return encoding
    return None


def _strict(raw: bytes, encoding: str, name: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(f"{name}: marked as {encoding}, but byte {error.start} is not") from None


def _mostly_utf8(raw: bytes) -> bool:
    """Damaged UTF-8: it would pass as cp1256, which gives every byte a meaning, and come out as nonsense."""
    kept = raw.decode("utf-8", "ignore")
    lost = len(raw) - len(kept.encode())
    return sum(c > "\x7f" for c in kept) > lost


def _is_arabic(text: str) -> bool:
    letters = [c for c in text[:20000] if c.isalpha()]
    odd = sum(c < " " and c not in "\t\n\r\f" for c in text)
    return bool(letters) and sum("\u0600" <= c <= "\u06ff" for c in letters) > len(letters) / 2 and not odd


def _read_html(file: Path) -> dict[str, str]:
    from trafilatura import bare_extraction

    raw = file.read_bytes()
    declared = re.search(rb"charset=[\"']?(windows-1256|iso-8859-6)", raw[:4096], re.I)
    page = _strict(raw, declared[1].decode(), file.name) if declared else decode(raw, file.name)
    found = bare_extraction(page, include_comments=False, include_tables=False, with_metadata=True,
                            favor_precision=True)
    if found is None or not found.text:
        raise ValueError(f"{file.name}: no article found in this page; save its text as .txt")
    said = {"title": found.title, "published": found.date, "source": found.sitename or found.hostname}
    return {"text": found.text, **{k: v or "" for k, v in said.items()}}


def _read_docx(file: Path) -> dict[str, str]:
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = Document(str(file))
    except (PackageNotFoundError, KeyError, ValueError):
        raise ValueError(f"{file.name}: not a .docx file that can be opened") from None
    text = "\n".join(p.text for p in document.paragraphs if p.text.strip())
    return {"text": text, "title": document.core_properties.title or ""}
