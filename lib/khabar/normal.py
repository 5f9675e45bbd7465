"""Folding: one spelling for matching, with a map back to the original. The raw text is never changed.

| what | rule |
|---|---|
| Arabic presentation forms | their letters (Unicode NFKC); a form that is only a mark is removed |
| combining marks, Quranic signs, tatweel | removed (a decomposed أ is thereby ا) |
| zero-width, direction and control characters, soft hyphen, variation selectors | removed |
| hamza on its seat, alef wasla and madda: أ إ آ ٱ, ؤ, ئ | ا, و, ي; a bare ء stays |
| alef maqsura ى, ta marbuta ة | ي, ه |
| Persian and Urdu ی ې ے, ک ڪ, ہ ھ ە ۀ ۃ | ي, ك, ه |
| Arabic-Indic and Persian digits, ٫ ٬ ٪ | ASCII digits, . , % |

White space, case and other punctuation stay.
"""

import re
import unicodedata
from array import array
from functools import cache

# What is invisible, and what stands above or below a letter, as code points for a character class.
CONTROLS = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff"
TATWEEL = "\u0640"
_SPACES = "\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_FORMS = "\ufb50-\ufdff\ufe70-\ufefc"
_LETTERS = dict(zip("أإآٱٲٳؤئىیېےةہھەۀۃکڪ", "ااااااويييييههههههكك", strict=True))
_DIGITS = dict(zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٪٫٬", "0123456789" * 2 + "%.,", strict=True))
_LONG = 100  # characters from which a table beats str.translate


def _members(ranges: str) -> list[str]:
    """The characters of a character class such as "a-cx"."""
    chars = list(ranges)
    for i in reversed([i for i, c in enumerate(chars) if c == "-"]):
        chars[i - 1:i + 2] = map(chr, range(ord(chars[i - 1]), ord(chars[i + 1]) + 1))
    return chars


INVISIBLE = "".join(_members(_SPACES + CONTROLS))  # for str.strip


def _rules() -> dict[int, str]:
    removed = dict.fromkeys(_members(CONTROLS + MARKS + TATWEEL), "")
    simple = str.maketrans(removed | _LETTERS | _DIGITS)
    forms = {c: unicodedata.normalize("NFKC", c).translate(simple) for c in _members(_FORMS)}
    return simple | {ord(c): "" if form.isspace() else form for c, form in forms.items() if form != c}


_RULES = _rules()


@cache
def _table():
    """By code unit what replaces it; 0: nothing; 1: several characters."""
    import numpy as np

    codes = np.arange(1 << 16, dtype=np.uint16)
    for code, new in _RULES.items():
        codes[code] = ord(new) if len(new) == 1 else bool(new)
    return codes


def _look_up(text: str):
    """The UTF-16 code units of `text` and what replaces each. Surrogate pairs (astral characters) stay as they are."""
    import numpy as np

    units = np.frombuffer(text.encode("utf-16-le"), dtype="<u2")
    return units, _table()[units]


def _join(units, codes) -> str:
    folded = codes[codes != 0].astype("<u2", copy=False).tobytes().decode("utf-16-le")
    if "\x01" in folded:
        forms = iter(units[codes == 1].tolist())
        folded = re.sub("\x01", lambda _: _RULES[next(forms)], folded)
    return folded


def fold(text: str) -> str:
    """The folded spelling of `text`: what two spellings of one word share. The rules are the module's table."""
    if len(text) < _LONG:
        return text.translate(_RULES)
    try:
        return _join(*_look_up(text))
    except UnicodeEncodeError:  # a lone surrogate
        return text.translate(_RULES)


def fold_with_offsets(text: str) -> tuple[str, array]:
    """`fold(text)` and, for each of its characters and for its end, the offset in `text`.

    Returns (folded, offsets) with len(offsets) == len(folded) + 1; a folded span [s, e) stands at
    text[offsets[s]:offsets[e]] together with the removed characters that follow it.
    """
    import numpy as np

    try:
        units, codes = _look_up(text)
    except UnicodeEncodeError:
        pieces = [c.translate(_RULES) for c in text]
        return "".join(pieces), array("i", [i for i, piece in enumerate(pieces) for _ in piece] + [len(text)])
    folded, kept = _join(units, codes), codes != 0
    places = np.arange(len(units), dtype=np.intc)
    if len(units) > len(text):
        second = units >> 10 == 0x37  # of a surrogate pair
        kept &= ~second
        places -= np.cumsum(second, dtype=np.intc)
    places = places[kept]
    if len(places) < len(folded):
        several = np.flatnonzero(codes[kept] == 1)
        more = [len(_RULES[unit]) - 1 for unit in units[kept][several].tolist()]
        places = np.insert(places, np.repeat(several, more), np.repeat(places[several], more))
    offsets = array("i")
    offsets.frombytes(places.view("u1"))
    offsets.append(len(text))
    return folded, offsets
