"""Files that are whole or not there: atomic writes, harmless CSV, and the manifest that tells what was made."""

import hashlib
import json
import os
import re
import sqlite3
import tempfile
import unicodedata
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from sys import version_info

import pandas as pd

_MADE_WITH = ("khabar", "matplotlib", "numpy", "pandas", "pillow", "fontpkg-amiri", "Babel", "hijridate")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def write_atomic(path: Path, content: bytes) -> Path:
    """Write `content` to a temporary file beside `path`, flush it to disk, then rename: never half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as f:
            f.write(content)
            f.flush()
            os.fsync(f.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path


def harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """The same table with text cells that no spreadsheet runs as a formula, or chokes on.

    A cell that starts with = + - @ TAB or CR gets an apostrophe before it (OWASP, CSV Injection); NUL, controls and
    lone surrogates become U+FFFD, line ends LF. Numbers stay numbers.
    """
    def cell(value):
        if not isinstance(value, str):
            return value
        value = printable(value)
        value = f"'{value}" if value.startswith(_FORMULA) else value
        return value.replace("\r\n", "\n").replace("\r", "\n")  # a bare CR would begin a new row

    return frame.map(cell) if len(frame) else frame


def printable(text: str) -> str:
    """`text` with U+FFFD for what no file format takes: NUL, other controls, lone surrogates."""
    return _ILLEGAL.sub("\ufffd", text)


def csv_bytes(frame: pd.DataFrame, header: bool = True) -> bytes:
    """UTF-8 with byte-order mark, so that Excel reads the Arabic; harmless cells; the same bytes on every system.

    Without `header` more rows for a table that has one.
    """
    text = harmless(frame).to_csv(index=False, lineterminator="\n", header=header)
    return text.encode("utf-8-sig" if header else "utf-8")


def slug(name: str) -> str:
    """A folder name for an article: one path component, never hidden, never over 120 bytes, the same for NFC and NFD.

    Letters and digits of any script, `_` and `-` stay; a name that had to be changed ends in a hash of the whole.
    """
    composed = unicodedata.normalize("NFC", name)
    safe = re.sub(r"[^\w-]+", "-", composed).strip("-")
    while len(safe.encode("utf-8", "replace")) > 100:
        safe = safe[:-1]
    return safe if safe == composed and safe else f"{safe or 'article'}-{sha256(composed)[:8]}"


def sha256(content: str | bytes) -> str:
    """Hexadecimal SHA-256 of bytes, or of text as UTF-8 (lone surrogates kept)."""
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    return hashlib.sha256(raw).hexdigest()


def versions() -> dict[str, str]:
    """The Python and package versions that outputs depend on."""
    def one(name):
        try:
            return version(name)
        except PackageNotFoundError:
            return "absent"

    return {"python": f"{version_info.major}.{version_info.minor}", **{name: one(name) for name in _MADE_WITH}}


def drawn_with() -> dict[str, str]:
    """versions(), and that of the FreeType inside matplotlib, which sets the pixels of a PNG."""
    from matplotlib import ft2font

    return {**versions(), "freetype": ft2font.__freetype_version__}


@contextmanager
def locked(folder: Path):
    """One writer at a time in `folder`, also across processes; a writer that was killed holds nothing.

    SQLite does the locking, because it does it well on every system; the lock's file lies outside the folder.
    """
    file = Path(tempfile.gettempdir()) / f"khabar-{sha256(str(folder.resolve()))[:16]}.lock"
    connection = sqlite3.connect(file, timeout=120, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        connection.close()


def read_manifest(folder: Path) -> dict:
    """manifest.json of a figures folder; an empty one where there is none or it cannot be read."""
    try:
        return json.loads((folder / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {"outputs": {}, "captions": {}}


def record(folder: Path, article, contents: dict[str, bytes], caption: dict | None = None, name: str = "") -> None:
    """Write `contents` (file name -> bytes) into `folder` and enter them in manifest.json and captions.csv.

    The manifest holds the hash of the article's text, of each output, and the versions used. Outputs of another text
    or another version are struck out of it: what it lists belongs together.
    """
    with locked(folder):
        manifest = read_manifest(folder)
        now = {"article": article.name, "text_sha256": sha256(article.text), "versions": drawn_with()}
        if any(manifest.get(key) != value for key, value in now.items()):
            manifest = {**now, "complete": False, "outputs": {}, "captions": {}}
        for file, content in contents.items():
            write_atomic(folder / file, content)
            manifest["outputs"][file] = sha256(content)
        if caption:
            manifest["captions"][name] = caption
            table = pd.DataFrame([{"figure": k, **v} for k, v in sorted(manifest["captions"].items())])
            write_atomic(folder / "captions.csv", csv_bytes(table))
            manifest["outputs"]["captions.csv"] = sha256((folder / "captions.csv").read_bytes())
        _write_manifest(folder, manifest)


def begin(folder: Path, article) -> list[str]:
    """Check that `folder` can be written, strike its manifest's `complete`, and return the outputs it listed.

    Raises OSError, naming the folder, before any work is done in vain.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder):
            manifest = read_manifest(folder)
            _write_manifest(folder, {"article": article.name, **manifest, "complete": False})
    except OSError as error:
        raise OSError(f"can't write into {folder.parent.name}/{folder.name}: {error.strerror}") from None
    return list(manifest["outputs"])


def finish(folder: Path, before: set[str]) -> None:
    """Mark them as complete; remove outputs of the run before (`before`: file names) that were not made again."""
    with locked(folder):
        manifest = read_manifest(folder)
        for file in before - set(manifest["outputs"]):
            (folder / file).unlink(missing_ok=True)
        _write_manifest(folder, {**manifest, "complete": True})


def _write_manifest(folder: Path, manifest: dict) -> None:
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    write_atomic(folder / "manifest.json", f"{text}\n".encode())


def changed(folder: Path, article) -> list[str]:
    """How `folder` differs from its manifest, a line each: incomplete, other text, other versions, other bytes."""
    manifest = read_manifest(folder)
    if not manifest["outputs"]:
        return [f"{folder.name}: no manifest; nothing was made yet"]
    lines = [] if manifest.get("complete") else [f"{folder.name}: incomplete; run it again"]
    if manifest.get("text_sha256") != sha256(article.text):
        lines.append(f"{article.name}: the article's text is not the one these were made from")
    made, now = manifest.get("versions", {}), drawn_with()
    lines += [f"{k}: made with {made.get(k)}, here is {v}" + "; pictures made here differ by pixels: make compare"
              * (k == "freetype") for k, v in now.items() if made.get(k) != v]
    for file, digest in sorted(manifest["outputs"].items()):
        path = folder / file
        if not path.exists():
            lines.append(f"{file}: missing")
        elif sha256(path.read_bytes()) != digest:
            lines.append(f"{file}: changed since it was made")
    return lines
