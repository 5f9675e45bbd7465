"""Right-to-left figures: what matplotlib (3.11 or later) needs so that Arabic comes out right everywhere.

matplotlib shapes and orders letters itself, but does not know that a line holding Arabic begins at the right. `install`
tells it so at draw time, line by line, so that users write plain logical Arabic. arabic-reshaper and python-bidi serve
mathtext (which matplotlib does not shape) and undo text that somebody reshaped; ordinary text never needs them.
"""

import logging
import re
import warnings
from functools import lru_cache
from itertools import pairwise
from unicodedata import bidirectional, decomposition, normalize

import matplotlib as mpl
from arabic_reshaper import ArabicReshaper
from bidi import algorithm
from bidi.mirror import MIRRORED
from matplotlib import cbook, font_manager, text
from matplotlib.figure import Figure

from . import frames as notebook_frames
from . import mirror
from .mirror import axes, is_rtl, legend, table  # noqa: F401  (users reach them as rtl.axes, rtl.legend, rtl.table)

_log = logging.getLogger(__name__)
LIMIT = 200  # letters of a line that are drawn; a longer line ends in an ellipsis
LRM, LRE, RLE, PDF, LRI, PDI = "\u200e\u202a\u202b\u202c\u2066\u2069"
_CLOSER = dict.fromkeys("\u202a\u202b", PDF) | dict.fromkeys("\u2066\u2067\u2068", PDI)
_CLEAN = (dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0xFEFF, 0xFFFE, 0xFFFF])
          | dict.fromkeys([9, 11, 12, 28, 29, 30, 31, 0x85, 0x2028, 0x2029], " ")
          | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")  # lone surrogates
          | {0x202D: LRE, 0x202E: RLE})  # an override would draw letters backwards
_UNKNOWN = ("", "LRI", "RLI", "FSI", "PDI")  # kinds of characters that python-bidi does not know
_CONTROLS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
# A sign stands before a Latin digit and not after a number or a word (2020-2024, COVID-19); a lone waw is a word apart.
_SIGN = re.compile(rf"(?:(?<![\w\u064b-\u0652%٪){LRM}])|(?<=(?<!\w)و))[-+−±](?=[0-9.])")
_FORM = re.compile("[\ufb50-\ufbff\ufe80-\ufef4]")
# No word begins with ta marbuta or a vowel mark; prepositions backwards are no words.
_REVERSED = re.compile("(?<![\\w\u064b-\u0652])(?:[ة\u064b-\u0652](?=[ء-ي])|(?:ىلع|ىلإ|يف|نم)(?!\\w))")
_FORWARD = re.compile(r"ة(?!\w)|(?<!\w)(?:[وبفك]?ال(?=\w)|(?:على|إلى|في|من)(?!\w))")
_LTR_RUN = re.compile(r"[0-9٠-٩۰-۹]+(?:[.,:/٫٬-][0-9٠-٩۰-۹]+)*|[A-Za-z](?:[\w .&/+-]*[\w+])?", re.ASCII)
_MATH = re.compile(r"(?<!\\)\$((?:[^$\\]|\\.)*)\$")
_shape = ArabicReshaper({"ARABIC LIGATURE ALLAH": False}).reshape
_ORIGINAL, _RC = {}, {}  # what install replaced


def _reordered(line: str, base: str | None = None) -> str:
    """The visual order of `line` by python-bidi, which raises on isolates and on what Unicode has not assigned: private
    letters stand for those meanwhile."""
    spare = (c for c in map(chr, range(0xF0000, 0xFFFFE)) if c not in line)
    odd = dict(zip((c for c in dict.fromkeys(line) if bidirectional(c) in _UNKNOWN), spare, strict=False))
    shown = algorithm.get_display(line.translate(str.maketrans(odd)), base_dir=base)
    return shown.translate(str.maketrans({spare: c for c, spare in odd.items()}))


def _balanced(line: str) -> str:
    """Every bidi control closed and none that closes nothing: else data could undo the marks around it."""
    kept, due = [], []
    for c in line:
        if c in (PDF, PDI):
            if due[-1:] != [c]:
                continue
            due.pop()
        due += _CLOSER.get(c, "")
        kept.append(c)
    return "".join(kept + due[::-1])


def _wrapped(line: str, opener: str, closer: str) -> bool:
    return line[:1] == opener and line[1:][-1:] == closer and _balanced(line[1:-1]) == line[1:-1]


def _is_visual(line: str) -> bool:
    """Do the joined forms point at the letter before them (visual order) rather than at the one after (logical)?"""
    tags = [decomposition(c).partition(" ")[0] for c in line if bidirectional(c) != "NSM"]
    joins = [sum(a in ("<initial>", "<medial>") and b in ("<medial>", "<final>") for a, b in pairwise(order))
             for order in (tags, tags[::-1])]
    return joins[1] > joins[0] or (joins[0] == joins[1] and not re.search("[ء-ي]", line))


def _unshaped(line: str, forms: str = "[\ufb50-\ufbff\ufdf2\ufe80-\ufefc]") -> str:
    return re.sub(forms, lambda m: normalize("NFKC", m[0]), line)


def _processed(line: str) -> bool:
    """Does `line` look as if it went through arabic-reshaper or get_display?"""
    return bool(_FORM.search(line) or (_REVERSED.search(line) and not _FORWARD.search(line)))


@lru_cache(1024)
def _restored(line: str) -> str:
    """Logical text from text that went through arabic-reshaper or get_display, with a warning (once: it is cached).
    Several logical texts can have one visual form: the first that the recipe turns into `line` again is taken. What
    would look processed still is no logical text: else a label of a label would turn it again.
    """
    shaped = bool(_FORM.search(line))
    guesses = _guesses(line, shaped) if _processed(line) else []
    if not guesses:  # some keyboards type lam-alef as one
        plain = _unshaped(line) if shaped else _unshaped(line, "[\ufef5-\ufefc]")
        return line if plain == line else _restored(plain)
    warnings.warn(f"this text was reshaped or reordered; give it as it is written: {line[:60]!r}", stacklevel=2)
    reshape = ArabicReshaper().reshape if shaped else str
    return next((s for s in guesses if line in (_reordered(reshape(s)), reshape(s))), guesses[0])


def _guesses(line: str, shaped: bool) -> list[str]:
    """What `line` may have been, without white space before a closing sign first."""
    guesses = [line]
    if not shaped or _is_visual(line):
        turned = "".join(MIRRORED.get(c, c) for c in line[::-1])
        guesses = [_LTR_RUN.sub(lambda m: m[0][::-1], s) for s in (turned, line[::-1])]
        guesses += [_reordered(line, base) for base in "RL"]
    guesses = [s for s in map(_unshaped, guesses) if not _processed(s)]
    return sorted(guesses, key=lambda s: bool(re.search(r"\s[:،؛.]", s)))


@lru_cache(4096)
def _plain(line: str) -> str:
    """One line as its author wrote it: safe to draw, cut to LIMIT letters, without the marks around it."""
    line = _balanced((line if len(line) < 9 * LIMIT else _CONTROLS.sub("", line)[:9 * LIMIT]).translate(_CLEAN))
    while _wrapped(line, RLE, PDF):
        line = line[1:-1]
    if len(_CONTROLS.sub("", line)) > LIMIT:
        line = _balanced(line.replace(LRM, "")[:LIMIT - 1]) + "…"
    if _processed(line):  # get_display leaves no marks of the author's
        line = _CONTROLS.sub("", line)
    restored = _restored(line)
    return line if restored == line else _plain(restored)  # longer, where letters were one


@lru_cache(4096)
def _label(line: str) -> str:
    line = _plain(line)
    if not is_rtl(line) or _wrapped(line, LRE, PDF) or _wrapped(line, LRI, PDI):
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


def _math_spans(line: str) -> list[re.Match]:
    """The `$...$` of a line; none where the dollars are money or the mathtext can't be read. Beside Arabic a span does
    not begin or end with a space, touch a digit (as in pandoc), or hold Arabic."""
    spans = list(_MATH.finditer(line)) if cbook.is_math_text(line) else []
    for body, before, after in ((m[1], line[:m.start()][-1:], line[m.end():][:1]) for m in spans if is_rtl(line)):
        if (body != body.strip() or after.isdigit() or (before.isdigit() and body[:1] not in "\\^_{")
                or not re.search(r"[A-Za-z\\^_=]", body) or (is_rtl(body) and "\\" not in body)):
            return []
    try:
        _ = spans and text.TextToPath().mathtext_parser.parse(line, 72, font_manager.FontProperties())
    except ValueError:
        _log.warning("drawn as written, for it is no valid mathtext: %.60r", line)
        return []
    return spans


def _math(line: str, spans: list[re.Match]) -> str:
    """Mathtext is not shaped: letters by arabic-reshaper, order by python-bidi, each span as if a Latin letter."""
    marks = {chr(0xF000 + i): m[0] for i, m in enumerate(spans)}
    for mark, span in marks.items():
        line = line.replace(span, mark, 1)
        marks[mark] = re.sub("[؀-ۿ]+(?: +[؀-ۿ]+)*", lambda m: _reordered(_shape(m[0])), span)
    return "".join(marks.get(c, c) for c in _reordered(_shape(line), "R"))


def _preprocess_math(self, s: str) -> tuple[str, bool | str]:
    """The one place that every line passes, after wrapping, for measuring and for drawing."""
    if self.get_usetex():
        return _ORIGINAL[text.Text, "_preprocess_math"](self, s)
    line = _plain(s)
    if self.get_parse_math() and (spans := _math_spans(line)):
        return (_math(line, spans) if is_rtl(line) else line), True
    return _label(line.replace(r"\$", "$") if self.get_parse_math() else line), False


def _get_rendered_text_width(self, s: str) -> float:
    """Wrapping measures what is drawn; matplotlib's own would parse money as mathtext here."""
    if "$" not in s:  # then its cache serves
        return _ORIGINAL[text.Text, "_get_rendered_text_width"](self, _label(s))
    line, is_math = self._preprocess_math(s)
    return self._renderer.get_text_width_height_descent(line, self.get_fontproperties(), is_math)[0]


def _get_wrapped_text(self) -> str:
    """A whole article as a title would wrap for minutes: it is cut before."""
    whole, self._text = self._text, self._text[:5 * LIMIT] + "…" * (len(self._text) > 5 * LIMIT)
    try:
        return _ORIGINAL[text.Text, "_get_wrapped_text"](self)
    finally:
        self._text = whole


def _draw(self, renderer):
    if _RC:
        mirror.everything(self)
    return _ORIGINAL[Figure, "draw"](self, renderer)


# Private but the last, guarded by tests/test_rtl.py; a second way is each backend's public draw_text together
# with get_text_width_height_descent.
_HOOKS = {(text.Text, "_preprocess_math"): _preprocess_math,
          (text.Text, "_get_rendered_text_width"): _get_rendered_text_width,
          (text.Text, "_get_wrapped_text"): _get_wrapped_text, (Figure, "draw"): _draw}


def install(layout: bool = True, frames: bool = True, font: str = "fontpkg_amiri") -> None:
    """Draw every text of every figure right from now on; calling it again changes nothing.

    layout: apply the style sheet and mirror charts that hold Arabic. frames: show DataFrames that hold Arabic right to
    left in notebooks. font: a package with a `files` folder of faces; without it DejaVu Sans serves, with one log line.
    Raises RuntimeError when this matplotlib lacks a name that is hooked.
    """
    if missing := [f"{cls.__name__}.{name}" for cls, name in _HOOKS if not hasattr(cls, name)]:
        raise RuntimeError(f"matplotlib {mpl.__version__} has no {missing[0]}: khabar.rtl needs another hook")
    for (cls, name), hook in _HOOKS.items() if not _ORIGINAL else ():
        _ORIGINAL[cls, name] = getattr(cls, name)
        setattr(cls, name, hook)
    if layout and not _RC:
        style = mirror.style(font)
        _RC.update({key: mpl.rcParams[key] for key in style})
        mpl.rcParams.update(style)
    if frames:
        notebook_frames.register()


def uninstall() -> None:
    """Take back everything that `install` did."""
    for (cls, name), original in _ORIGINAL.items():
        setattr(cls, name, original)
    mpl.rcParams.update(_RC)
    _ORIGINAL.clear()
    _RC.clear()
    notebook_frames.unregister()
