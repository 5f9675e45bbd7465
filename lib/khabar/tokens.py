"""Words with offsets, their clitics, and what is counted of them; n-grams, collocations, keyness: association.py.

A token is a word, a number, a punctuation mark, a symbol or a URL (also e-mail). Marks, tatweel and invisible
characters inside a word are part of it, round it they are not; hyphens separate (2015-2016 is two numbers), decimal,
thousands and time separators do not; a clitic before digits stays with them (ب15000, الـ20); #وسم_عربي is one word.
"""

import re
import unicodedata
from functools import cache
from threading import Lock

import numpy as np
import pandas as pd

from .article import Article, sentence_spans
from .association import collocations, count_ngrams, keyness
from .clitics import evidence, plain, split_clitics
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
_BLOCK = 1 << 20  # characters that are divided at once
_REMEMBERED = 1 << 18  # spellings that are kept from one article to the next
__all__ = ["collocations", "count_ngrams", "count_words", "keyness", "tokenize"]
_STRINGS = pd.array([], dtype="str").dtype  # the same type as in all tables, found once
COLUMNS = ("article", "start", "end", "text", "sentence", "kind", "norm", "proclitics", "enclitic", "form", "stop")


def tokenize(article: Article) -> pd.DataFrame:
    """The tokens of an article: the columns of COLUMNS, in the order of the text.

    kind: word, number, punctuation, symbol, url; norm: folded; proclitics: `و+ل` in order; enclitic: `ها`; form:
    folded, without clitics, article kept (والعراق، للعراق -> العراق): what is counted; stop: a function word.
    `sentence` counts as in split_sentences. Everything that depends on the spelling alone is done once a spelling.
    """
    spellings, ids = _divide(article.text)
    ids, met = pd.factorize(ids)  # the spellings of this article, numbered anew
    rows = [spellings.rows[i] for i in met.tolist()]
    strange = [i for i, row in enumerate(rows) if row[-1]]
    divided = split_clitics([rows[i][1] for i in strange])
    for i in strange:
        rows[i] = (*rows[i][:4], *divided[rows[i][1]], *rows[i][7:])
    pieces, texts, kinds, norms, proclitics, enclitics, forms, stops, _ = zip(*rows, strict=True)
    sizes, lengths = (np.array([*map(len, s)], dtype=np.int64)[ids] for s in (pieces, texts))
    kept = np.flatnonzero(lengths)
    starts, lengths, ids = (np.cumsum(sizes) - sizes)[kept], lengths[kept], ids[kept]
    sentences = np.array([start for start, *_ in sentence_spans(article.text)], dtype=np.int64)
    sentence = np.searchsorted(sentences, starts, side="right") - 1
    name = pd.array([article.name], dtype=_STRINGS).take(np.zeros(len(ids), dtype=np.int32))
    strings = texts, kinds, norms, proclitics, enclitics, forms
    text, *others = (pd.array(list(column), dtype=_STRINGS).take(ids) for column in strings)
    columns = name, starts, starts + lengths, text, sentence, *others, np.array(stops, dtype=bool)[ids]
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)), copy=False)


class _Spellings(dict):
    """Piece (a token and the gap after it) -> its number; `rows` says by number what is known of it in any document."""

    def __init__(self):
        self.rows, self.lock = [_row("")], Lock()
        self[""] = 0

    def __missing__(self, piece: str) -> int:
        with self.lock:
            if piece not in self:
                self.rows.append(_row(piece))
                self[piece] = len(self.rows) - 1
        return self[piece]


def _divide(text: str) -> tuple[_Spellings, np.ndarray]:
    """The spellings met so far, and by piece of the text the number of its spelling."""
    if len(_spellings()) > _REMEMBERED:
        _spellings.cache_clear()
    spellings = _spellings()
    ids, start = [np.zeros(1, dtype=np.int32)], 0
    while start < len(text):
        cut = _CUT.search(text, start + _BLOCK)
        end = cut.end() if cut else len(text)
        found = _PIECE.findall(text, start, end)
        ids.append(np.fromiter(map(spellings.__getitem__, found), dtype=np.int32, count=len(found)))
        start = end
    return spellings, np.concatenate(ids)


@cache
def _spellings() -> _Spellings:
    return _Spellings()


def _row(piece: str) -> tuple[str, str, str, str, str, str, str, bool, bool]:
    """piece, text, kind, norm, proclitics, enclitic, form, stop, strange (in no list: its document may know better)."""
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
        return piece, text, kind, norm, "", "", norm, False, False
    proclitics, enclitic, form = split_clitics([text])[text]
    stops = words("stopwords")
    another = form in _maqsura() and not enclitic and text[-1] == "ي"
    stop = kind == "word" and (norm in stops or form in stops) and not another
    return piece, text, kind, norm, proclitics, enclitic, form, stop, plain(text) not in evidence()[1]


@cache
def _maqsura() -> frozenset[str]:
    """Stop words with ى at the end that fold like another word with ي (على, the name علي), which is none."""
    listed = {row["word"] for row in lexicon("stopwords")}
    return frozenset(fold(word) for word in listed if word[-1] == "ى" and word[:-1] + "ي" not in listed)


def count_words(tokens: pd.DataFrame) -> pd.DataFrame:
    """Columns form, count, share (of all words), surfaces (its spellings, most frequent first, joined by `، `).

    Sorted by count, then form. Numbers, punctuation, symbols and URLs are no words.
    """
    words = tokens["kind"].to_numpy(dtype=object) == "word"
    (code, forms), (text, texts) = (pd.factorize(tokens[c].to_numpy(dtype=object)[words]) for c in ("form", "text"))
    both, pairs = pd.factorize(code.astype(np.int64) * len(texts) + text)
    surfaces = [[] for _ in forms]
    for use, pair in zip(np.bincount(both).tolist(), pairs.tolist(), strict=True):
        surfaces[pair // len(texts)].append((-use, texts[pair % len(texts)]))
    counts = np.bincount(code)
    order = [i for _, _, i in sorted(zip((-counts).tolist(), forms, range(len(forms)), strict=True))]
    joined = ["، ".join([spelling for _, spelling in sorted(surfaces[i])]) for i in order]
    return pd.DataFrame({
        "form": pd.array(forms[order].tolist(), dtype=_STRINGS), "count": counts[order],
        "share": counts[order] / max(1, len(code)), "surfaces": pd.array(joined, dtype=_STRINGS)})  # fmt: skip
