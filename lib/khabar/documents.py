"""Files to text: .txt in any usual encoding, .html, .docx."""

from pathlib import Path

SUFFIXES = (".txt", ".html", ".htm", ".docx")


def read_document(file: Path) -> dict[str, str]:
    """What a file holds: text, title, published, source, country (empty where it does not say).

    Raises ValueError, naming the file and the first bad byte, for what is no text.
    """
    raw = file.read_bytes()
    return {"text": _decode(raw, file.name), "title": "", "published": "", "source": "", "country": ""}


def _decode(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{name}: not UTF-8 text (byte {error.start})") from None
