"""A PDF figure whose text comes back as logical Arabic from poppler (pdftotext) and pdfium (Chrome).

Both readers take letters from left to right and undo the bidi algorithm by a rough rule of their own, so no single text
serves both. Each line is therefore written three times, and marked content keeps the readers apart: (1) the visible
glyphs, which nobody reads; (2) one empty glyph that stands for the whole line, read by poppler through its ToUnicode and
by others through ActualText; (3) one empty glyph a character, read by pdfium. The pixels stay the same.
"""

import logging
from contextlib import contextmanager
from itertools import groupby
from math import cos, radians, sin
from unicodedata import bidirectional

from bidi.mirror import MIRRORED
from matplotlib.backends import backend_pdf
from matplotlib.backends.backend_pdf import Name, PdfFile, RendererPdf

from khabar import rtl

_log = logging.getLogger(__name__)
_NEEDED = {PdfFile: ("writeFonts", "writeObject", "reserveObject", "outputStream", "write"),
           RendererPdf: ("draw_text", "check_gc", "get_text_width_height_descent")}
_L, _R, _NUMBER, _WEAK = {"L"}, {"R", "AL"}, {"EN", "AN", "ES", "ET", "CS"}, {"NSM", "BN"}


def save(fig, path, *, text_layer: bool = True, **kwargs) -> None:
    """Write `fig` as PDF to `path` (a path or a binary file) with its text layer; further arguments go to savefig.

    The same figure gives the same bytes: no creation date unless `metadata` names one. Mathtext lines and text with path
    effects stay as matplotlib writes them. Where matplotlib lacks a name that the layer needs, it is left out and logged.
    """
    metadata = {"CreationDate": None, **(kwargs.pop("metadata", None) or {})}
    missing = [name for cls, names in _NEEDED.items() for name in names if not hasattr(cls, name)]
    if text_layer and missing:
        _log.warning("no text layer in the PDF: this matplotlib lacks %s", ", ".join(missing))
    with _layer(text_layer and not missing):
        fig.savefig(path, format="pdf", metadata=metadata, **kwargs)


@contextmanager
def _layer(on: bool):
    draw, write = RendererPdf.draw_text, PdfFile.writeFonts
    if on:
        RendererPdf.draw_text, PdfFile.writeFonts = _draw_text(draw), _write_fonts(write)
    try:
        yield
    finally:
        RendererPdf.draw_text, PdfFile.writeFonts = draw, write


def _runs(line: str, direction):
    return [(way, "".join(run)) for way, run in groupby(line, direction)]


def _for_pdfium(line: str) -> str:
    """The characters from left to right that pdfium (CPDF_TextPage::CloseTempLine) turns into `line`."""
    ways = dict.fromkeys(_L, "L") | dict.fromkeys(_R, "R") | dict.fromkeys(_NUMBER | _WEAK, "weak")
    runs = _runs(line, lambda c: ways.get(bidirectional(c), "neutral"))
    right, left = (sum(way == w for way, _ in runs) for w in "RL")
    rtl_line = right > left
    now, parts = "R" if rtl_line else "L", []
    for way, run in runs:
        now = way if way in ("L", "R") else now
        turned = way == "R" or (way == "neutral" and now == "R")
        parts.append("".join(MIRRORED.get(c, c) for c in run[::-1]) if turned else run)
    return "".join(parts[::-1] if rtl_line else parts)


def _for_poppler(line: str, page_rtl: bool) -> str:
    """The characters from left to right that poppler (TextPage, reorderText) turns into `line`.

    A minor run takes the neutrals at its far side with it; a mark of the page's direction holds them back.
    """
    minor, major, mark = (_L | _NUMBER, _R, "\u200f") if page_rtl else (_R, _L | _NUMBER, "\u200e")
    parts, rest = [], line
    while rest:
        start = next((i for i, c in enumerate(rest) if bidirectional(c) in minor), len(rest))
        stop = next((i for i in range(start, len(rest)) if bidirectional(rest[i]) in major), len(rest))
        while stop > start and bidirectional(rest[stop - 1]) not in minor:
            stop -= 1
        held = mark if start < stop < len(rest) and bidirectional(rest[stop]) not in major else ""
        parts += [rest[:start][::-1], held + rest[start:stop]] if page_rtl else [rest[:start], rest[start:stop][::-1] + held]
        rest = rest[stop:]
    return "".join(parts[::-1] if page_rtl else parts)


class _Boxes:
    """Fonts whose glyphs are all empty: 255 codes each, every code with the text that it stands for."""

    def __init__(self):
        self.fonts, self.lines = [{}], []

    def codes(self, keys: list) -> tuple[str, bytes]:
        """The font that holds all of `keys` (a character, or the number of a line), and their codes in it."""
        at = next((i for i, font in enumerate(self.fonts) if len({*font, *keys}) < 256), len(self.fonts))
        font = self.fonts[at] if at < len(self.fonts) else self.fonts.append({}) or self.fonts[at]
        return f"KT{at}", bytes(font.setdefault(key, len(font) + 1) for key in keys)


def _text(boxes: _Boxes, keys: list, matrix: tuple) -> str:
    font, codes = boxes.codes(keys)
    return f"BT /{font} 1 Tf {' '.join(f'{v:.4f}' for v in matrix)} Tm <{codes.hex()}> Tj ET\n"


def _utf16(s: str) -> str:
    return s.encode("utf-16-be", "replace").hex().upper()


def _draw_text(original):
    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        line = "" if ismath else rtl.logical(s)
        if not line.strip():
            return original(self, gc, x, y, s, prop, angle, ismath=ismath, mtext=mtext)
        self.check_gc(gc, gc._rgb)
        write = lambda text: self.file.write(text.encode("ascii"))
        write("/Span <</ActualText ( )>> BDC /Artifact <</Type /Layout>> BDC\n")
        original(self, gc, x, y, s, prop, angle, ismath=ismath, mtext=mtext)
        write("EMC EMC\n" + _hidden(self.file, line, x, y, angle, *self.get_text_width_height_descent(s, prop, False)))
    return draw_text


def _hidden(file, line: str, x, y, angle, width, height, descent) -> str:
    """Parts 2 and 3 of a line. A far aslant blank on each side keeps pdfium from joining labels of one base line."""
    boxes = file.__dict__.setdefault("_khabar", _Boxes())
    boxes.lines.append(line)
    c, s = cos(radians(angle)), sin(radians(angle))
    x, y = x + s * descent, y - c * descent
    a, b = 20 * cos(radians(angle + 40)), 20 * sin(radians(angle + 40))
    before, after = (f"/Span <</ActualText ()>> BDC {_text(boxes, [' '], (a, b, -b, a, -999, -999 - 99 * i))}EMC\n"
                     for i in (len(boxes.lines) % 8, len(boxes.lines) % 8 + 8))
    step = width / len(line)
    return (f"/Lbl <</ActualText <FEFF{_utf16(line)}>>> BDC /Artifact <</Type /Layout>> BDC\n"
            + _text(boxes, [len(boxes.lines) - 1], (width * c, width * s, -height * s, height * c, x, y)) + "EMC EMC\n"
            + before + "/Span <</ActualText ()>> BDC\n"
            + _text(boxes, list(_for_pdfium(line)), (step * c, step * s, -height * s, height * c, x, y)) + "EMC\n" + after)


def _write_fonts(original):
    def write_fonts(self):
        boxes, plain = self.__dict__.get("_khabar"), self.writeObject
        if boxes is None:
            return original(self)
        ways = [bidirectional(c) for line in boxes.lines for c in line]
        page_rtl = sum(way in _R for way in ways) > sum(way in _L for way in ways)
        added = {Name(f"KT{i}"): _font(self, font, boxes.lines, page_rtl) for i, font in enumerate(boxes.fonts)}
        self.writeObject = lambda ref, obj: plain(ref, obj | added if ref is self.fontObject else obj)
        try:
            original(self)
        finally:
            del self.writeObject
    return write_fonts


def _font(file, codes: dict, lines: list[str], page_rtl: bool):
    glyph, cmap, ref = (file.reserveObject(f"text layer: {what}") for what in ("glyph", "characters", "font"))
    stands_for = [_utf16(key if isinstance(key, str) else _for_poppler(lines[key], page_rtl)) for key in codes]
    rows = [f"<{code:02X}> <{text}>" for code, text in enumerate(stands_for, 1)]
    blocks = [rows[i:i + 100] for i in range(0, len(rows), 100)]
    file.outputStream(glyph, b"1000 0 0 0 1000 1000 d1")
    file.outputStream(cmap, "\n".join([
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /KT def /CMapType 2 def",
        "1 begincodespacerange <00> <FF> endcodespacerange",
        *(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks),
        "endcmap CMapName currentdict /CMap defineresource pop end end"]).encode("ascii"))
    file.writeObject(ref, {
        "Type": Name("Font"), "Subtype": Name("Type3"), "FontBBox": [0, 0, 1000, 1000], "FontMatrix": [.001, 0, 0, .001, 0, 0],
        "CharProcs": {"box": glyph}, "FirstChar": 1, "LastChar": len(rows), "Widths": [1000] * len(rows), "ToUnicode": cmap,
        "Encoding": {"Type": Name("Encoding"), "Differences": [1, *[Name("box")] * len(rows)]}, "Resources": {}})
    return ref
