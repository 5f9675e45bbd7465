"""A PDF figure whose text comes back as logical Arabic from poppler (pdftotext) and pdfium (Chrome).

Both readers take letters from left to right and undo the bidi algorithm by a rough rule of their own, so no single
text serves both. Each line is written three times, and marked content keeps the readers apart: the visible glyphs,
which nobody reads; one empty glyph for the whole line, read by poppler through ToUnicode and by others through
ActualText; one empty glyph a character, read by pdfium. The pixels stay the same.
"""

import logging
from itertools import groupby
from math import cos, radians, sin
from unicodedata import bidirectional

from matplotlib.backends.backend_pdf import Name, PdfFile, RendererPdf

from . import rtl

_log = logging.getLogger(__name__)
_NEEDED = {PdfFile: ("writeFonts", "writeObject", "reserveObject", "outputStream", "write"),
           RendererPdf: ("draw_text", "check_gc", "get_text_width_height_descent")}
_LEFT, _RIGHT = ("L", "EN", "AN", "ES", "ET", "CS"), ("R", "AL")  # poppler's classes; for pdfium only L is left
_WEAK = (*_LEFT[1:], "NSM", "BN")
_ARTIFACT = "BDC /Artifact <</Type /Layout>> BDC\n"


def save(fig, path, *, text_layer: bool = True, **kwargs) -> None:
    """Write `fig` as PDF to `path` (a path or a binary file) with its text layer; further arguments go to savefig.

    The same figure gives the same bytes: no creation date unless `metadata` names one. Mathtext and text with path
    effects stay as matplotlib writes them. Where matplotlib lacks a name that the layer needs, it is left out, logged.
    """
    missing = [name for cls, names in _NEEDED.items() for name in names if not hasattr(cls, name)]
    if text_layer and missing:
        _log.warning("no text layer in the PDF: this matplotlib lacks %s", ", ".join(missing))
    kwargs = {"format": "pdf", **kwargs, "metadata": {"CreationDate": None, **(kwargs.get("metadata") or {})}}
    if missing or not text_layer:
        return fig.savefig(path, **kwargs)
    draw, write = RendererPdf.draw_text, PdfFile.writeFonts
    RendererPdf.draw_text, PdfFile.writeFonts = _draw_text(draw), _write_fonts(write)
    try:
        return fig.savefig(path, **kwargs)
    finally:
        RendererPdf.draw_text, PdfFile.writeFonts = draw, write


def for_pdfium(line: str) -> str:
    """The characters from left to right that pdfium (CPDF_TextPage::CloseTempLine) turns into `line`."""
    ways = dict.fromkeys(_WEAK, "weak") | dict.fromkeys(_RIGHT, "R") | {"L": "L"}
    runs = [(way, "".join(run)) for way, run in groupby(line, lambda c: ways.get(bidirectional(c), "neutral"))]
    from_right = sum(way == "R" for way, _ in runs) > sum(way == "L" for way, _ in runs)
    now, parts = "R" if from_right else "L", []
    for way, run in runs:
        now = way if way in "LR" else now
        turned = way == "R" or (way == "neutral" and now == "R")
        parts.append("".join(rtl.MIRRORED.get(c, c) for c in run[::-1]) if turned else run)
    return "".join(parts[::-1] if from_right else parts)


def for_poppler(line: str, page_rtl: bool) -> str:
    """The characters from left to right that poppler (TextPage, reorderText) turns into `line`.

    A run against the page's direction takes the neutrals at its far side with it; a mark holds them back.
    """
    against, along, mark = (_LEFT, _RIGHT, "\u200f") if page_rtl else (_RIGHT, _LEFT, "\u200e")
    parts, way = [], [bidirectional(c) for c in line]
    at = 0
    while at < len(line):
        start = next((i for i in range(at, len(line)) if way[i] in against), len(line))
        stop = next((i for i in range(start, len(line)) if way[i] in along), len(line))
        end = max((i + 1 for i in range(start, stop) if way[i] in against), default=stop)
        held = mark if end < len(line) and way[end] not in along else ""
        plain, run = line[at:start], line[start:end]
        parts += [plain[::-1], held + run] if page_rtl else [plain, run[::-1] + held]
        at = end
    return "".join(parts[::-1] if page_rtl else parts)


def _show(file, keys: list, size: tuple, angle: float, x: float, y: float) -> str:
    """Show empty boxes of `size` for `keys` (characters, or the number of a line) in a font that holds them all."""
    fonts = file.__dict__.setdefault("_khabar_fonts", [])
    at, font = next((i, f) for i, f in enumerate([*fonts, {}]) if len({*f, *keys}) < 256)
    fonts[at:at + 1] = [font]
    codes = bytes(font.setdefault(key, len(font) + 1) for key in keys)
    (w, h), c, s = size, cos(radians(angle)), sin(radians(angle))
    matrix = " ".join(f"{v:.4f}" for v in (w * c, w * s, -h * s, h * c, x, y))
    return f"BT /KT{at} 1 Tf {matrix} Tm <{codes.hex()}> Tj ET\n"


def _draw_text(original):
    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        line = "" if ismath else rtl.logical(s)
        if not line.strip():
            return original(self, gc, x, y, s, prop, angle, ismath=ismath, mtext=mtext)
        self.check_gc(gc, gc._rgb)
        self.file.write(b"/Span <</ActualText ( )>> " + _ARTIFACT.encode())
        original(self, gc, x, y, s, prop, angle, ismath=ismath, mtext=mtext)
        size = self.get_text_width_height_descent(s, prop, False)
        self.file.write(b"EMC EMC\n" + _hidden(self.file, line, x, y, angle, *size).encode())
    return draw_text


def _hidden(file, line: str, x, y, angle, width, height, descent) -> str:
    """The unseen parts of a line. A far aslant blank on each side keeps pdfium from joining labels of one base line;
    blanks near each other in the file must differ, or pdfium takes them for a doubled one."""
    lines = file.__dict__.setdefault("_khabar_lines", [])
    lines.append(line)
    x, y = x + sin(radians(angle)) * descent, y - cos(radians(angle)) * descent
    before, after = (_show(file, [" "], (20, 20), angle + 40, -999, -999 - 99 * (len(lines) % 8 + i)) for i in (0, 8))
    letters = _show(file, list(for_pdfium(line)), (width / len(line), height), angle, x, y)
    whole = _show(file, [len(lines) - 1], (width, height), angle, x, y)
    return (f"/Lbl <</ActualText <FEFF{_utf16(line)}>>> {_ARTIFACT}{whole}EMC EMC\n"
            + "".join(f"/Span <</ActualText ()>> BDC {part}EMC\n" for part in (before, letters, after)))


def _utf16(s: str) -> str:
    return s.encode("utf-16-be", "replace").hex().upper()


def _write_fonts(original):
    def write_fonts(self):
        lines, plain = self.__dict__.get("_khabar_lines", []), self.writeObject
        ways = [bidirectional(c) for line in lines for c in line]
        texts = [for_poppler(line, sum(w in _RIGHT for w in ways) > ways.count("L")) for line in lines]
        added = {Name(f"KT{i}"): _font(self, [texts[key] if isinstance(key, int) else key for key in font])
                 for i, font in enumerate(self.__dict__.get("_khabar_fonts", []))}
        self.writeObject = lambda ref, obj: plain(ref, obj | added if ref is self.fontObject else obj)
        try:
            original(self)
        finally:
            del self.writeObject
    return write_fonts


def _font(file, texts: list[str]):
    """A Type 3 font of empty boxes; code i stands for texts[i - 1]."""
    glyph, cmap, ref = (file.reserveObject(f"text layer: {what}") for what in ("glyph", "characters", "font"))
    rows = [f"1 beginbfchar <{code:02X}> <{_utf16(text)}> endbfchar" for code, text in enumerate(texts, 1)]
    file.outputStream(glyph, b"1000 0 0 0 1000 1000 d1")
    file.outputStream(cmap, "\n".join([
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /KT def /CMapType 2 def",
        "1 begincodespacerange <00> <FF> endcodespacerange", *rows,
        "endcmap CMapName currentdict /CMap defineresource pop end end"]).encode())
    box = {"Type": Name("Encoding"), "Differences": [1, *[Name("box")] * len(rows)]}
    file.writeObject(ref, {"Type": Name("Font"), "Subtype": Name("Type3"), "FontBBox": [0, 0, 1000, 1000],
                           "FontMatrix": [.001, 0, 0, .001, 0, 0], "CharProcs": {"box": glyph}, "Encoding": box,
                           "FirstChar": 1, "LastChar": len(rows), "Widths": [1000] * len(rows), "Resources": {},
                           "ToUnicode": cmap})
    return ref
