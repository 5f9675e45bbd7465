"""Words with offsets, their clitics, and what is counted of them; n-grams, collocations, keyness: association.py.

A token is a word, a number, a punctuation mark, a symbol or a URL (also e-mail). Marks, tatweel and invisible
characters inside a word are part of it, round it they are not; hyphens separate (2015-2016 is two numbers), decimal,
thousands and time separators do not; a clitic before digits stays with them (ب15000, الـ20); #وسم_عربي is one word.
"""

from itertools import pairwise

import numpy as np
import pandas as pd

from .article import Article, sentence_spans
from .association import coded, collocations, count_ngrams, frequent, in_order, keyness, ranked, word_places
from .clitics import divide_anew
from .spellings import SPELT, divide

__all__ = ["collocations", "count_ngrams", "count_words", "keyness", "tokenize"]
_STRINGS = pd.array([], dtype="str").dtype  # the same type as in all tables, found once
COLUMNS = ("article", "start", "end", "text", "sentence", "kind", "norm", "proclitics", "enclitic", "form", "stop")


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
    spellings, ids, starts = divide(text, remembered)
    long = spellings.numbers[1].take(ids)
    if not long.all():  # a gap before the first token, or a character that is none
        ids, starts, long = (column[long > 0] for column in (ids, starts, long))
    columns = {name: column.take(ids) for name, column in zip(SPELT, spellings.strings, strict=True)}
    own = np.flatnonzero(spellings.numbers[3].take(ids))
    divided = divide_anew({i: spellings.rests[i] for i in ids[own].tolist()})
    for at in own[np.isin(ids[own], list(divided))].tolist() if divided else ():
        for name, new in zip(SPELT[3:], divided[ids[at]], strict=True):
            columns[name][at] = new
    later = np.searchsorted(starts, [start for start, *_ in sentence_spans(text)][1:])
    return columns | {"start": starts, "end": starts + long, "stop": spellings.numbers[2].take(ids).astype(bool),
                      "sentence": np.bincount(later, minlength=len(ids) + 1)[:len(ids)].cumsum()}


def count_words(tokens: pd.DataFrame, top: int | None = None) -> pd.DataFrame:
    """Columns form, count, share (of all words), surfaces (its spellings, most frequent first, joined by `، `).

    Sorted by count, then form. Numbers, punctuation, symbols and URLs are no words. `top`: only so many, the first rows
    of the same table in half the time.
    """
    where = word_places(tokens)
    total = len(where)
    if top:
        code, _ = coded(tokens["form"], where)
        where = where[frequent(np.bincount(code), top)[code]]
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
    order = np.argsort(-counts, kind="stable")[:top]
    return pd.DataFrame({
        "form": pd.array(forms[order], dtype=_STRINGS), "count": counts[order],
        "share": counts[order] / max(1, total), "surfaces": pd.array(surfaces[order], dtype=_STRINGS)})  # fmt: skip
