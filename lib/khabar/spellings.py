"""What a spelling says of a token in any document; each is worked out once and kept for the texts to come.

A text is divided at its spaces; what stands between two of them is looked up whole.
"""

import re
import sys
import unicodedata
from array import array
from functools import cache
from threading import Lock

import numpy as np

from .clitics import look_up
from .lexicon import rows as lexicon
from .lexicon import words
from .normal import CONTROLS, INVISIBLE, MARKS, TATWEEL, fold

_IN = CONTROLS + MARKS + "\u0300-\u036f"  # what may stand inside a word
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_STOP = r"\s<>\"«»“”،؛؟" + CONTROLS  # what ends a URL
_PATH = rf"(?:[^{_STOP}.,:;!?)\]'…]|[.,:;!?)\]'…]++(?=[^{_STOP}]))"
_NUMBER = r"\d++(?:[.,:٫٬،ر]\d++)*+"  # ر is the decimal sign of some agencies
# In this order; each is linear on its own, and all characters are consumed, so that one pass over a text is linear.
_KINDS = (
    ("word", rf"[\u0620-\u063f\u0641-\u064a][\u0620-\u0652\u0670-\u06d3{CONTROLS}]*+(?![\w{_IN}])"),
    ("url", rf"(?:https?://|ftp://|www\.){_PATH}++"
            r"|(?=[A-Za-z0-9])(?:[\w.+-]{1,64}+@)?+(?:[A-Za-z0-9-]{1,63}+\.){1,5}"
            rf"(?:com|net|org|info|edu|gov|int|tv|news|[a-z]{{2}})(?![A-Za-z0-9_-]|\.[A-Za-z0-9])(?:/{_PATH}*+)?+"),
    ("tag", rf"[#@](?=[^\W\d])[\w{_IN}]++"),
    ("latin", rf"[0-9]*+[{_LATIN}][{_LATIN}0-9{_IN}]*+(?:['’][{_LATIN}]++)*+"),
    ("number", rf"(?:(?=[وفبلكا])[وف]?+[بلك]?+(?:ا?+ل)?+[{TATWEEL}{_IN}]*+(?=\d))?+{_NUMBER}"),
    ("other", rf"[^\W\d_{TATWEEL}](?:[{_LATIN}][{_LATIN}0-9]*+|[^\W\d_]|[{_IN}])*+"),
    ("mark", rf"\.\.++|[^\w\s{_IN}]|_++"),
)  # fmt: skip
_GAP = rf"[\s{TATWEEL}{_IN}]"
_PIECE = re.compile(f"(?:{'|'.join(p for _, p in _KINDS)}){_GAP}*+|{_GAP}++|(?s:.)")
_TOKEN = re.compile("|".join(f"(?P<{k}>{p})" for k, p in _KINDS))
_EDGE = INVISIBLE + TATWEEL  # what is trimmed from the end of a word
_CUT = re.compile(r"\s(?=\S)")
_BLOCK = 1 << 18  # characters that are divided at once
_REMEMBERED = 100_000  # spellings that are kept from one short text to the next, some 30 MB
SPELT = ("text", "kind", "norm", "proclitics", "enclitic", "form")  # what the spelling says


class Spellings(dict):
    """Piece (a token and the gap after it) -> its number, and what is known of it in any document, by number.

    `strings` are the columns of SPELT; `numbers` the sizes of piece and token, whether it is a stop word, whether it
    is strange (in no list: its document may know better), and how many documents had it; `rests` says of the strange
    ones what may remain of them.
    """

    def __init__(self):
        self.strings, self.numbers = np.full((len(SPELT), 512), "", dtype=object), np.zeros((5, 512), dtype=np.int32)
        self.rests, self.lock, self.runs = {}, Lock(), _Runs(self)
        self[""] = 0

    def __missing__(self, piece: str) -> int:
        piece = sys.intern(piece)
        with self.lock:
            if piece not in self:
                strings, stop, rest = _spell(piece)
                numbers = len(piece), len(strings[0]), stop, bool(rest), 0
                self._enter(piece, [*map(sys.intern, strings)], numbers, rest and (strings[0], rest))
        return self[piece]

    def _enter(self, piece: str, strings, numbers, rest: tuple) -> None:
        number = len(self)
        if number == self.numbers.shape[1]:
            self.strings, self.numbers = np.tile(self.strings, 2), np.tile(self.numbers, 2)
        self.strings[:, number], self.numbers[:, number] = strings, numbers
        if rest:
            self.rests[number] = rest
        self[piece] = number

    def keep(self, old: "Spellings") -> None:
        """Take over what more than one document had; of the rest hardly any comes again."""
        with self.lock:
            for piece, number in list(old.items()):
                if old.numbers[4, number] > 1 and piece not in self:
                    self._enter(piece, old.strings[:, number], (*old.numbers[:4, number], 1), old.rests.get(number, ()))


class _Runs(dict):
    """What stands between two spaces -> where its spellings stand in `pieces` (in the upper half), and how many."""

    def __init__(self, spellings: Spellings):
        self.spell, self.pieces, self.lock = spellings.__getitem__, array("i", [0]), Lock()

    def __missing__(self, run: str) -> int:
        pieces = [*map(self.spell, _PIECE.findall(run))]
        with self.lock:
            if run not in self:
                place = len(self.pieces) << 32 | len(pieces)
                self.pieces.extend(pieces)
                self[run] = place
        return self[run]

    def divide(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """The numbers of its spellings, and how many spaces stand before each."""
        found = text.split(" ")
        places = np.fromiter(map(self.__getitem__, found), dtype=np.int64, count=len(found))
        many = places & 0xFFFFFFFF
        at = np.repeat((places >> 32) - np.cumsum(many) + many, many)
        at += np.arange(len(at))
        with self.lock:
            return np.frombuffer(self.pieces, dtype=np.intc)[at], np.repeat(np.arange(len(found)), many)


def divide(text: str, remembered: int = 0) -> tuple[Spellings, np.ndarray, np.ndarray]:
    """The spellings met so far; by piece of the text the number of its spelling, and where it starts."""
    remembered, known = remembered or _REMEMBERED, spellings()
    if len(known) > max(remembered, len(text) // 8):  # a long text has so many of its own
        spellings.cache_clear()
        spellings().keep(known)
        known = spellings()
    parts, start = [(np.zeros(0, dtype=np.intc), np.zeros(0, dtype=np.int64))], 0
    while start < len(text):
        cut = _CUT.search(text, start + _BLOCK)
        end = cut.end() if cut else len(text)
        if len(known.runs.pieces) > max(2 * remembered, len(text) // 8):
            known.runs = _Runs(known)
        ids, spaces = known.runs.divide(text[start:end])
        sizes = known.numbers[0].take(ids)
        spaces += np.cumsum(sizes) - sizes + start
        parts.append((ids, spaces))
        start = end
    ids, starts = map(np.concatenate, zip(*parts, strict=True))
    known.numbers[4, ids] += 1
    return known, ids, starts


@cache
def spellings() -> Spellings:
    """Those of this process, in whatever text they were met."""
    return Spellings()


def _spell(piece: str) -> tuple[tuple[str, str, str, str, str, str], bool, tuple[str, ...]]:
    """The columns of SPELT, stop, and, if it is in no list, the word and what may remain of it (clitics.look_up)."""
    match = _TOKEN.match(piece)
    text, kind = (match[0], match.lastgroup) if match else ("", "")
    if kind == "mark":
        kind = "symbol" if text[0] in "%٪‰؉" or unicodedata.category(text[0])[0] != "P" else "punctuation"
    elif kind not in ("", "number", "url"):
        kind = "number" if text.isnumeric() else "word"  # ½
        if text[-1] in _EDGE:  # a stretcher stays after a single letter only (هـ)
            text = text.rstrip(_EDGE if len(text.rstrip(_EDGE)) > 1 else INVISIBLE)
    norm = fold(text)
    if kind not in ("word", "number") or not text[0].isalpha():
        return (text, kind, norm, "", "", norm), False, ()
    (proclitics, enclitic, form), rest = look_up(text)
    stops = words("stopwords")
    another = form in _maqsura() and not enclitic and text[-1] == "ي"
    stop = kind == "word" and (norm in stops or form in stops) and not another
    return (text, kind, norm, proclitics, enclitic, form), stop, rest


@cache
def _maqsura() -> frozenset[str]:
    """Stop words with ى at the end that fold like another word with ي (على, the name علي), which is none."""
    listed = {row["word"] for row in lexicon("stopwords")}
    return frozenset(fold(word) for word in listed if word[-1] == "ى" and word[:-1] + "ي" not in listed)
