"""Words with offsets, their clitics, and what is counted of them; n-grams, collocations, keyness: association.py.

A token is a word, a number, a punctuation mark, a symbol or a URL (also e-mail). Marks, tatweel and invisible
characters inside a word are part of it, round it they are not; hyphens separate (2015-2016 is two numbers), decimal,
thousands and time separators do not; a clitic before digits stays with them (ب15000, الـ20); #وسم_عربي is one word.
"""

import re
import unicodedata
from collections import defaultdict
from itertools import compress

import numpy as np
import pandas as pd

from .article import Article, sentence_spans
from .association import collocations, count_ngrams, keyness
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
_BLOCK = 1 << 20  # characters that are divided at once
__all__ = ["collocations", "count_ngrams", "count_words", "keyness", "tokenize"]
COLUMNS = ("article", "start", "end", "text", "sentence", "kind", "norm", "proclitics", "enclitic", "form", "stop")


def tokenize(article: Article) -> pd.DataFrame:
    """The tokens of an article: the columns of COLUMNS, in the order of the text.

    kind: word, number, punctuation, symbol, url; norm: folded; proclitics: `و+ل` in order; enclitic: `ها`; form:
    folded, without clitics, article kept (والعراق، للعراق -> العراق): what is counted; stop: a function word.
    `sentence` counts as in split_sentences. Everything that depends on the spelling alone is done once a spelling.
    """
    pieces, ids, lengths = _divide(article.text)
    texts, kinds = _tokens(pieces)
    keep = np.array([bool(kind) for kind in kinds], dtype=bool)[ids] if pieces else np.zeros(0, dtype=bool)
    starts = (np.cumsum(lengths) - lengths)[keep]
    ids = ids[keep]
    table = texts, kinds, *_analyse(texts, kinds)
    sentences = np.array([start for start, *_ in sentence_spans(article.text)], dtype=np.int64)
    text, kind, norm, proclitics, enclitic, form = (pd.array(column, dtype="str").take(ids) for column in table)
    ends = starts + np.array([len(t) for t in texts], dtype=np.int64)[ids]
    sentence = np.searchsorted(sentences, starts, side="right") - 1
    name = pd.array([article.name], dtype="str").take(np.zeros(len(ids), dtype=np.int32))
    columns = name, starts, ends, text, sentence, kind, norm, proclitics, enclitic, form, _stops(*table)[ids]
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)), copy=False)


def _divide(text: str) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Distinct pieces (a token and the gap after it), and by piece of the text its number and its length."""
    index: defaultdict[str, int] = defaultdict()
    index.default_factory = index.__len__
    ids, start = [], 0
    while start < len(text):
        cut = re.compile(r"\s(?=\S)").search(text, start + _BLOCK)
        end = cut.end() if cut else len(text)
        found = _PIECE.findall(text, start, end)
        ids.append(np.fromiter(map(index.__getitem__, found), dtype=np.int32, count=len(found)))
        start = end
    ids = np.concatenate(ids) if ids else np.zeros(0, dtype=np.int32)
    return list(index), ids, np.array([len(p) for p in index], dtype=np.int64)[ids]


def _tokens(pieces: list[str]) -> tuple[list[str], list[str]]:
    """The token in each piece and its kind; both empty for a gap."""
    texts, kinds = [], []
    for piece in pieces:
        match = _TOKEN.match(piece)
        text = match[0] if match else ""
        kind = match.lastgroup if match else ""
        if kind == "mark":
            kind = "symbol" if text[0] in "%٪‰؉" or unicodedata.category(text[0])[0] != "P" else "punctuation"
        elif kind not in ("", "number", "url"):
            kind = "number" if text.isnumeric() else "word"  # ½
            if text[-1] in _EDGE:  # a stretcher stays after a single letter only (هـ)
                text = text.rstrip(_EDGE if len(text.rstrip(_EDGE)) > 1 else INVISIBLE)
        texts.append(text)
        kinds.append(kind)
    return texts, kinds


def _analyse(texts, kinds):
    """norm, proclitics, enclitic and form of each token."""
    from .clitics import split_clitics

    joined = "\n".join(texts)
    norms = fold(joined).split("\n")[:len(texts)]
    letters = unicodedata.normalize("NFKC", joined).split("\n")  # of presentation forms
    asked = [k in ("word", "number") and t[0].isalpha() for t, k in zip(letters, kinds, strict=False)]
    parts = split_clitics(compress(letters, asked))
    found = [parts[t] if ask else ("", "", n) for t, n, ask in zip(letters, norms, asked, strict=False)]
    return norms, *([part[i] for part in found] for i in range(3))


def _stops(texts, kinds, norms, _, enclitics, forms) -> np.ndarray:
    """Whether each is a function word: its form, or the whole word, is in lexicon/stopwords.csv.

    Folding makes على and the name علي one: where the list has only ى at the end, ي at the end of the word is another.
    """
    stops, listed = words("stopwords"), {row["word"] for row in lexicon("stopwords")}
    maqsura = {fold(word) for word in listed if word[-1] == "ى" and word[:-1] + "ي" not in listed}
    return np.array([
        kind == "word" and (norm in stops or form in stops) and (enclitic or form not in maqsura or text[-1] != "ي")
        for text, kind, norm, enclitic, form in zip(texts, kinds, norms, enclitics, forms, strict=True)
    ], dtype=bool)  # fmt: skip


def count_words(tokens: pd.DataFrame) -> pd.DataFrame:
    """Columns form, count, share (of all words), surfaces (its spellings, most frequent first, joined by `، `).

    Sorted by count, then form. Numbers, punctuation, symbols and URLs are no words.
    """
    tokens = tokens[tokens["kind"].to_numpy(dtype=object) == "word"]
    (code, forms), (text, texts) = (pd.factorize(tokens[c].to_numpy(dtype=object), sort=True) for c in ("form", "text"))
    pairs, uses = np.unique(code * len(texts) + text, return_counts=True)
    counts, surfaces = np.bincount(code), [[] for _ in forms]
    for i in np.argsort(-uses, kind="stable").tolist():
        surfaces[pairs[i] // len(texts)].append(texts[pairs[i] % len(texts)])
    order = np.argsort(-counts, kind="stable")  # ties by form, since the numbers of forms are in their order
    return pd.DataFrame({
        "form": pd.array(forms[order], dtype="str"), "count": counts[order], "share": counts[order] / max(1, len(code)),
        "surfaces": pd.array(["، ".join(surfaces[i]) for i in order.tolist()], dtype="str")})  # fmt: skip
