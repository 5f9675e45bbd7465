"""Right-to-left figures: what matplotlib (3.11 or later) needs so that Arabic comes out right everywhere.

matplotlib shapes and orders letters itself; what it does not know is that a line holding Arabic begins at the right.
`install` tells it so at draw time, for every line of every text, so that users write plain logical Arabic. arabic-reshaper
and python-bidi serve mathtext (which is not shaped) and undo text that somebody reshaped; ordinary text never needs them.
"""

import logging
import re
import warnings
from functools import lru_cache
from importlib import import_module
from itertools import pairwise
from math import ceil
from pathlib import Path
from unicodedata import bidirectional, decomposition, normalize

import arabic_reshaper
import matplotlib as mpl
from bidi.algorithm import get_display
from bidi.mirror import MIRRORED
from matplotlib import cbook, font_manager, text
from matplotlib.figure import Figure
from matplotlib.offsetbox import HPacker, TextArea, VPacker

_log = logging.getLogger(__name__)
LIMIT = 200  # letters of a line that are drawn; a longer line ends in an ellipsis
LRM, LRE, RLE, PDF, LRI, PDI = "\u200e\u202a\u202b\u202c\u2066\u2069"
_CLOSER = dict.fromkeys("\u202a\u202b", PDF) | dict.fromkeys("\u2066\u2067\u2068", PDI)
_OVERRIDES = {0x202D: LRE, 0x202E: RLE}  # an override would draw letters backwards: hostile, never needed
_CLEAN = ({c: None for c in [*range(0x20), *range(0x7F, 0xA0), 0xFEFF, 0xFFFE, 0xFFFF]} | _OVERRIDES
          | dict.fromkeys([9, 11, 12, 28, 29, 30, 31, 0x85, 0x2028, 0x2029], " ")
          | dict.fromkeys(range(0xD800, 0xE000), "\ufffd"))
_CONTROLS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
# A sign stands before a Latin digit and not after a number or a word (2020-2024, COVID-19); a lone waw is a word apart.
_SIGN = re.compile(rf"(?:(?<![\w%٪){LRM}])|(?<=(?<!\w)و))[-+−±](?=[0-9.])")
_FORM = re.compile("[\ufb50-\ufbff\ufe80-\ufef4]")
_LAM_ALEF = re.compile("[\ufef5-\ufefc]")
_REVERSED = re.compile(r"(?<!\w)[ةً-ْ](?=[ء-ي])|(?<!\w)ى(?=[ء-ي]).*لا(?!\w)")  # no word begins so
_FORWARD = re.compile(r"ة(?!\w)|(?<!\w)[وبفك]?ال(?=\w)")
_LTR_RUN = re.compile(r"[0-9٠-٩]+(?:[.,:/٫٬-][0-9٠-٩]+)*|[A-Za-z](?:[\w .&/+-]*[\w+])?", re.ASCII)
_MATH = re.compile(r"\$((?:[^$\\]|\\.)*)\$")


def _is_rtl(line: str) -> bool:
    """Arabic-Indic digits count: the percent sign stands at their left."""
    return any(bidirectional(c) in ("R", "AL", "AN") or "۰" <= c <= "۹" for c in line)


def _balanced(line: str) -> str:
    """Every bidi control closed, none that closes what was not opened: else data could undo the marks around it."""
    if not _CONTROLS.search(line):
        return line
    kept, due = [], []
    for c in line:
        if c in _CLOSER:
            due.append(_CLOSER[c])
        elif c in (PDF, PDI):
            if due[-1:] != [c]:
                continue
            due.pop()
        kept.append(c)
    return "".join(kept + due[::-1])


def _inside(line: str, opener: str, closer: str) -> str | None:
    inner = line[1:-1]
    return inner if line[:1] == opener and line[-1:] == closer and _balanced(inner) == inner else None


def _is_visual(line: str) -> bool:
    """Do the joined forms point at the letter before them (visual order) rather than at the one after (logical)?"""
    tags = [decomposition(c).partition(" ")[0] for c in line if bidirectional(c) != "NSM"]
    opening, closing = ("<initial>", "<medial>"), ("<medial>", "<final>")
    after = sum(a in opening and b in closing for a, b in pairwise(tags))
    return sum(b in opening and a in closing for a, b in pairwise(tags)) >= after


def _unshaped(line: str) -> str:
    return re.sub("[\ufb50-\ufbff\ufdf2\ufe80-\ufefc]", lambda m: normalize("NFKC", m[0]), line)


@lru_cache(1024)
def _restored(line: str) -> str:
    """Logical text from text that went through arabic-reshaper or get_display, with a warning (once: it is cached).

    Several logical texts can have one visual form: the first that the recipe turns into `line` again is taken.
    """
    shaped = bool(_FORM.search(line))
    if not shaped and (not _REVERSED.search(line) or _FORWARD.search(line)):
        return _unshaped(line) if _LAM_ALEF.search(line) else line  # some keyboards type lam-alef as one character
    warnings.warn(f"text was reshaped or reordered before it came here, give it as it is written: {line[:60]!r}",
                  stacklevel=2)
    guesses = [line]
    if not shaped or _is_visual(line):
        flat = line[::-1]
        turned = "".join(MIRRORED.get(c, c) for c in flat)
        guesses = [_LTR_RUN.sub(lambda m: m[0][::-1], s) for s in (turned, flat)]
        guesses += [get_display(line, base_dir=base) for base in "RL"]
    guesses = sorted(map(_unshaped, guesses), key=lambda s: bool(re.search(r"\s[:،؛.]", s)))
    again = (lambda s: get_display(arabic_reshaper.reshape(s))) if shaped else get_display
    return next((s for s in guesses if line in (again(s), arabic_reshaper.reshape(s))), guesses[0])


def _plain(line: str) -> str:
    """One line as its author wrote it: safe to draw, cut to LIMIT letters, without the marks that `label` adds."""
    line = _balanced(line.translate(_CLEAN))
    while (inner := _inside(line, RLE, PDF)) is not None:
        line = inner
    if len(_CONTROLS.sub("", line)) > LIMIT:
        line = _balanced(line.replace(LRM, "")[:LIMIT - 1]) + "…"
    return _restored(line)


@lru_cache(4096)
def _label(line: str) -> str:
    line = _plain(line)
    if not _is_rtl(line) or _inside(line, LRE, PDF) is not None or _inside(line, LRI, PDI) is not None:
        return line
    return RLE + _SIGN.sub(LRM + r"\g<0>", line) + PDF


def label(s: str) -> str:
    """What to hand to matplotlib for the logical text `s`: each line that holds Arabic is marked to begin at the right.

    Only needed where `install` does not reach (other libraries); `label(label(s)) == label(s)`. A line wholly inside
    LRE...PDF or LRI...PDI keeps left to right. Signs before Latin digits stand at their left (CLDR).
    """
    return "\n".join(map(_label, str(s).split("\n")))


def logical(s: str) -> str:
    """The logical text of `s`: what `label` added is taken off, what was reshaped or reordered is restored."""
    return "\n".join(re.sub(LRM + "(?=[-+−±][0-9.])", "", _plain(line)) for line in str(s).split("\n"))


def _math_spans(line: str) -> list[re.Match] | None:
    """The `$...$` spans of a line, or None where the dollars are money or the mathtext can't be read.

    A span does not touch a space, hold Arabic (without a command), or stand next to a digit, as in pandoc's Markdown.
    """
    if not cbook.is_math_text(line):
        return None
    spans = list(_MATH.finditer(line))
    if _is_rtl(line):
        for m in spans:
            body, before, after = m[1], line[:m.start()][-1:], line[m.end():][:1]
            if (body != body.strip() or after.isdigit() or (before.isdigit() and body[:1] not in "\\^_{")
                    or not re.search(r"[A-Za-z\\^_=]", body) or (_is_rtl(body) and "\\" not in body)):
                return None
    try:
        text.TextToPath().mathtext_parser.parse(line, 72, font_manager.FontProperties())
    except ValueError as error:
        warnings.warn(f"drawn as written, for it is no mathtext: {line[:60]!r} ({str(error).splitlines()[0]})", stacklevel=2)
        return None
    return spans


_shape = arabic_reshaper.ArabicReshaper({"delete_harakat": True, "support_ligatures": True, "ARABIC LIGATURE ALLAH": False}).reshape


def _math(line: str, spans: list[re.Match]) -> str:
    """Mathtext is neither shaped nor ordered: letters by arabic-reshaper, order by python-bidi, spans as Latin letters."""
    marks = {chr(0xF000 + i): m[0] for i, m in enumerate(spans)}
    for mark, span in marks.items():
        line = line.replace(span, mark, 1)
    line = get_display(_shape(line), base_dir="R")
    words = lambda s: re.sub("[؀-ۿ]+(?: +[؀-ۿ]+)*", lambda m: get_display(_shape(m[0])), s)
    return "".join(words(marks[c]) if c in marks else c for c in line)


def _preprocess_math(self, s: str) -> tuple[str, bool | str]:
    """The one place that every line passes, after wrapping, for measuring and for drawing."""
    if self.get_usetex():
        return _ORIGINAL["_preprocess_math"](self, s)
    if not self.get_parse_math():
        return _label(s), False
    line = _plain(s)
    if spans := _math_spans(line):
        return (_math(line, spans) if _is_rtl(line) else line), True
    return _label(line.replace(r"\$", "$")), False


def _get_rendered_text_width(self, s: str) -> int:
    """Wrapping measures what is drawn; matplotlib's own would parse money as mathtext here."""
    line, is_math = self._preprocess_math(s)
    return ceil(self._renderer.get_text_width_height_descent(line, self.get_fontproperties(), is_math)[0])


# Private names, guarded by tests/test_rtl.py. A second way: every backend's draw_text and get_text_width_height_descent.
_HOOKS = {"_preprocess_math": _preprocess_math, "_get_rendered_text_width": _get_rendered_text_width}
_ORIGINAL: dict = {}
_RC: dict = {}


def install(layout: bool = True, frames: bool = True, font: str = "fontpkg_amiri") -> None:
    """Draw every text of every figure right from now on; calling it again changes nothing.

    layout: apply the style sheet (fonts, titles and value axes at the right). frames: show DataFrames that hold Arabic
    right to left in notebooks. font: a package with a `files` folder of faces; without it DejaVu Sans serves.
    """
    missing = [name for name in _HOOKS if not hasattr(text.Text, name)]
    if missing:
        raise RuntimeError(f"matplotlib {mpl.__version__} has no text.Text.{missing[0]}: khabar needs another hook for it")
    if not _ORIGINAL:
        for name, hook in _HOOKS.items():
            _ORIGINAL[name] = getattr(text.Text, name)
            setattr(text.Text, name, hook)
    if layout and not _RC:
        style = mpl.rc_params_from_file(Path(__file__).parent / "style/khabar.mplstyle", use_default_template=False)
        style["font.family"] = [*_load_font(font), "DejaVu Sans"]
        _RC.update({key: mpl.rcParams[key] for key in style})
        mpl.rcParams.update(style)
    if frames:
        import_module("khabar.frames").register()


def uninstall() -> None:
    """Take everything back that `install` did."""
    for name, original in _ORIGINAL.items():
        setattr(text.Text, name, original)
    mpl.rcParams.update(_RC)
    _ORIGINAL.clear()
    _RC.clear()
    import_module("khabar.frames").unregister()


def _load_font(package: str) -> list[str]:
    try:
        files = sorted(Path(import_module(package).__file__).parent.glob("files/*.ttf"))
    except ImportError:
        _log.warning("font package %s is not installed: DejaVu Sans draws the Arabic", package)
        return []
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for file in files:
        if str(file) not in known:
            font_manager.fontManager.addfont(file)
    return list(dict.fromkeys(font_manager.FontProperties(fname=file).get_name() for file in files))


def axes(ax, kind: str = "category", mirror: bool = False) -> None:
    """Mirror one axes: the value axis goes to the right, with its label reading downwards.

    kind: `category` (bars: the first at the right), `barh` (bars grow leftwards from the right, the first at the top),
    `time` or `numeric` (left to right; `mirror=True` turns them). Calling it again changes nothing.
    """
    if kind not in ("category", "barh", "time", "numeric"):
        raise ValueError(f"kind is category, barh, time or numeric, not {kind!r}")
    ax.yaxis.tick_right()
    ax.yaxis.set_label_position("right")
    ax.yaxis.label.set(rotation=270, verticalalignment="bottom")
    ax.xaxis.set_inverted(mirror or kind in ("category", "barh"))
    if kind == "barh":
        ax.yaxis.set_inverted(True)
        ax.grid(False, axis="y")
        ax.grid(True, axis="x")


def legend(ax, **kwargs):
    """The legend of `ax` (made with `kwargs` if it has none) with handles right of their text and columns from the right."""
    found = ax.get_legend() or ax.legend(**kwargs)
    for box in found.findobj(HPacker):
        parts = box.get_children()
        if isinstance(parts[0], VPacker) or not isinstance(parts[0], TextArea):
            parts.reverse()
    for column in found.findobj(VPacker):
        column.align = "right"
    return found
