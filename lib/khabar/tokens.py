"""Words with offsets, their clitics, and what is counted of them; n-grams, collocations, keyness: association.py.

A token is a word, a number, a punctuation mark, a symbol or a URL (also e-mail). Marks, tatweel and invisible
characters inside a word are part of it, round it they are not; hyphens separate (2015-2016 is two numbers), decimal,
thousands and time separators do not; a clitic before digits stays with them (ب15000, الـ20); #وسم_عربي is one word.
"""

import re
import sys
import unicodedata
from array import array
from functools import cache
from itertools import pairwise
from threading import Lock

import numpy as np
import pandas as pd

from .article import Article, sentence_spans
from .association import coded, collocations, count_ngrams, in_order, keyness, ranked, word_places
from .clitics import divide_anew, look_up
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
__all__ = ["collocations", "count_ngrams", "count_words", "keyness", "tokenize"]
_STRINGS = pd.array([], dtype="str").dtype  # the same type as in all tables, found once
COLUMNS = ("article", "start", "end", "text", "sentence", "kind", "norm", "proclitics", "enclitic", "form", "stop")
_SPELT = ("text", "kind", "norm", "proclitics", "enclitic", "form")  # what the spelling says


def tokenize(article: Article) -> pd.DataFrame:
    """The tokens of an article: the columns of COLUMNS, in the order of the text.

    kind: word, number, punctuation, symbol, url; norm: folded; proclitics: `و+ل` in order; enclitic: `ها`; form:
    folded, without clitics, article kept (والعراق، للعراق -> العراق): what is counted; stop: a function word.
    `sentence` counts as in split_sentences. Everything that depends on the spelling alone is done once a spelling.
    """
    columns = read(article.text)
    columns["article"] = np.full(len(columns["start"]), article.name, dtype=object)
    for name, column in columns.items():
        if column.dtype == object:
            columns[name] = pd.array(column, dtype=_STRINGS, copy=False)
    return pd.DataFrame({name: columns[name] for name in COLUMNS}, copy=False)


def read(text: str, remembered: int = 0) -> dict[str, np.ndarray]:
    """The columns of tokenize but the first; the table made of them takes longer than a short article.

    `remembered`: spellings that are kept for the next text, if not as many as usual.
    """
    spellings, ids, starts = _divide(text, remembered or _REMEMBERED)
    long = spellings.numbers[1].take(ids)
    if not long.all():  # a gap before the first token, or a character that is none
        ids, starts, long = (column[long > 0] for column in (ids, starts, long))
    columns = {name: column.take(ids) for name, column in zip(_SPELT, spellings.strings, strict=True)}
    own = np.flatnonzero(spellings.numbers[3].take(ids))
    divided = divide_anew({i: spellings.rests[i] for i in ids[own].tolist()})
    for at in own[np.isin(ids[own], list(divided))].tolist() if divided else ():
        for name, new in zip(_SPELT[3:], divided[ids[at]], strict=True):
            columns[name][at] = new
    later = np.searchsorted(starts, [start for start, *_ in sentence_spans(text)][1:])
    return columns | {"start": starts, "end": starts + long, "stop": spellings.numbers[2].take(ids).astype(bool),
                      "sentence": np.bincount(later, minlength=len(ids) + 1)[:len(ids)].cumsum()}


class _Spellings(dict):
    """Piece (a token and the gap after it) -> its number, and what is known of it in any document, by number.

    `strings` are the columns of _SPELT; `numbers` the sizes of piece and token, whether it is a stop word, whether it
    is strange (in no list: its document may know better), and how many documents had it; `rests` says of the strange
    ones what may remain of them.
    """

    def __init__(self):
        self.strings, self.numbers = np.full((len(_SPELT), 512), "", dtype=object), np.zeros((5, 512), dtype=np.int32)
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

    def keep(self, old: "_Spellings") -> None:
        """Take over what more than one document had; of the rest hardly any comes again."""
        with self.lock:
            for piece, number in list(old.items()):
                if old.numbers[4, number] > 1 and piece not in self:
                    self._enter(piece, old.strings[:, number], (*old.numbers[:4, number], 1), old.rests.get(number, ()))


class _Runs(dict):
    """What stands between two spaces -> where its spellings stand in `pieces` (in the upper half), and how many."""

    def __init__(self, spellings: _Spellings):
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


def _divide(text: str, remembered: int) -> tuple[_Spellings, np.ndarray, np.ndarray]:
    """The spellings met so far; by piece of the text the number of its spelling, and where it starts."""
    spellings = _spellings()
    if len(spellings) > max(remembered, len(text) // 8):  # a long text has so many of its own
        _spellings.cache_clear()
        _spellings().keep(spellings)
        spellings = _spellings()
    parts, start = [(np.zeros(0, dtype=np.intc), np.zeros(0, dtype=np.int64))], 0
    while start < len(text):
        cut = _CUT.search(text, start + _BLOCK)
        end = cut.end() if cut else len(text)
        if len(spellings.runs.pieces) > 2 * remembered:
            spellings.runs = _Runs(spellings)
        ids, spaces = spellings.runs.divide(text[start:end])
        sizes = spellings.numbers[0].take(ids)
        spaces += np.cumsum(sizes) - sizes + start
        parts.append((ids, spaces))
        start = end
    ids, starts = map(np.concatenate, zip(*parts, strict=True))
    spellings.numbers[4, ids] += 1
    return spellings, ids, starts


@cache
def _spellings() -> _Spellings:
    return _Spellings()


def _spell(piece: str) -> tuple[tuple[str, str, str, str, str, str], bool, tuple[str, ...]]:
    """The columns of _SPELT, stop, and, if it is in no list, the word and what may remain of it (clitics.look_up)."""
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


def count_words(tokens: pd.DataFrame) -> pd.DataFrame:
    """Columns form, count, share (of all words), surfaces (its spellings, most frequent first, joined by `، `).

    Sorted by count, then form. Numbers, punctuation, symbols and URLs are no words.
    """
    where = word_places(tokens)
    (code, forms), (text, texts) = ranked(tokens["form"], where), coded(tokens["text"], where)
    both, pairs = pd.factorize(code * len(texts) + text)
    form, spelling, uses, counts = pairs // len(texts), texts[pairs % len(texts)], np.bincount(both), np.bincount(code)
    surfaces = np.empty(len(forms), dtype=object)
    surfaces[form] = spelling  # most forms have but one
    several = np.flatnonzero(np.bincount(form)[form] > 1)
    several = several[in_order(spelling[several])]
    several = several[np.lexsort((-uses[several], form[several]))]
    names, first = spelling[several].tolist(), np.flatnonzero(np.diff(form[several], prepend=-1))
    for start, end in pairwise([*first.tolist(), len(several)]):
        surfaces[form[several[start]]] = "، ".join(names[start:end])
    order = np.argsort(-counts, kind="stable")
    return pd.DataFrame({
        "form": pd.array(forms[order], dtype=_STRINGS), "count": counts[order],
        "share": counts[order] / max(1, len(code)), "surfaces": pd.array(surfaces[order], dtype=_STRINGS)})  # fmt: skip
