"""Words with offsets, their clitics, and what is counted of them: words, n-grams, collocations, keyness.

A token is a word, a number, a punctuation mark, a symbol or a URL (also e-mail). Marks, tatweel and invisible
characters inside a word are part of it, round it they are not; hyphens separate (2015-2016 is two numbers), decimal,
thousands and time separators do not; a clitic before digits stays with them (ب15000, الـ20); #وسم_عربي is one word.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from functools import cache
from itertools import compress

import numpy as np
import pandas as pd

from .article import Article, sentence_spans
from .lexicon import rows, words
from .normal import CONTROLS, MARKS, TATWEEL, fold
from .statistics import log_likelihood, p_value

_IN = CONTROLS + MARKS + "\u0300-\u036f"  # what may stand inside a word
_LATIN = "A-Za-z\u00c0-\u024f"
_STOP = r"\s<>\"«»“”،؛؟" + CONTROLS  # what ends a URL
_NUMBER = r"\d++(?:[.,:٫٬،]\d++)*+"
# In this order; each is linear on its own, and all characters are consumed, so that one pass over a text is linear.
_KINDS = (
    ("word", rf"[\u0620-\u063f\u0641-\u064a][\u0620-\u0652\u0670-\u06d3{CONTROLS}]*+(?![\w{_IN}])"),
    ("url", rf"(?:https?://|ftp://|www\.)(?:[^{_STOP}.,:;!?)\]'…]|[.,:;!?)\]'…]++(?=[^{_STOP}]))++"
            r"|(?=[A-Za-z0-9])(?:[\w.+-]{1,64}+@)?+(?:[A-Za-z0-9-]{1,63}+\.){1,5}"
            rf"(?:com|net|org|info|edu|gov|int|tv|news|[a-z]{{2}})(?![\w.-]\w)(?:/[^{_STOP}]*+(?<![.,:;!?)\]']))?+"),
    ("tag", rf"[#@](?=[^\W\d])[\w{_IN}]++"),
    ("latin", rf"[0-9]*+[{_LATIN}][{_LATIN}0-9{_IN}]*+(?:['’][{_LATIN}]++)*+(?![^\W\d_])"),
    ("number", rf"(?:(?=[وفبلكا])[وف]?+[بلك]?+(?:ا?+ل)?+[{TATWEEL}{_IN}]*+(?=\d))?+{_NUMBER}"),
    ("other", rf"[^\W\d_{TATWEEL}](?:[^\W\d_]|[{_IN}])*+"),
    ("mark", rf"\.\.++|[^\w\s{_IN}]|_++"),
)  # fmt: skip
_GAP = rf"[\s{TATWEEL}{_IN}]"
_PIECE = re.compile(f"(?:{'|'.join(p for _, p in _KINDS)}){_GAP}*+|{_GAP}++|(?s:.)")
_TOKEN = re.compile("|".join(f"(?P<{k}>{p})" for k, p in _KINDS))
_EDGE = re.compile(rf"(?<=.)(?<![{TATWEEL}{CONTROLS}])[{TATWEEL}{CONTROLS}]++$")
_BLOCK = 1 << 20  # characters that are divided at once
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
    table = np.empty((6, len(texts)), dtype=object)
    table[:] = texts, kinds, *_analyse(texts, kinds)
    stop = _stops(*table)
    sentences = np.array([start for start, *_ in sentence_spans(article.text)], dtype=np.int64)
    text, kind, norm, proclitics, enclitic, form = (pd.Index(row[ids], dtype=object) for row in table)
    ends = starts + np.array([len(t) for t in texts], dtype=np.int64)[ids]
    name = pd.Index(np.full(len(ids), article.name, dtype=object), dtype=object)
    sentence = np.searchsorted(sentences, starts, side="right") - 1
    return pd.DataFrame(dict(zip(COLUMNS, (
        name, starts, ends, text, sentence, kind, norm, proclitics, enclitic, form, stop[ids]), strict=True)))


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
            kind = "word"
            text = _EDGE.sub("", text) if len(text) > 2 else text.rstrip("\u200b-\u200f")
        texts.append(text)
        kinds.append(kind)
    return texts, kinds


def _analyse(texts, kinds):
    """norm, proclitics, enclitic and form of each token."""
    from .clitics import split_clitics

    norms = fold("\n".join(texts)).split("\n")[:len(texts)]
    parts = split_clitics([t for t, k in zip(texts, kinds, strict=True) if k in ("word", "number") and t[0].isalpha()])
    found = [parts.get(t) or ("", "", n) for t, n in zip(texts, norms, strict=True)]
    return norms, *([part[i] for part in found] for i in range(3))


def _stops(texts, kinds, norms, _, enclitics, forms) -> np.ndarray:
    stops = words("stopwords")
    rows = zip(kinds, norms, forms, strict=True)
    return np.array([k == "word" and (n in stops or f in stops) for k, n, f in rows], dtype=bool)


def count_words(tokens: pd.DataFrame) -> pd.DataFrame:
    """Columns form, count, share (of all words), surfaces (its spellings, most frequent first, joined by `، `).

    Sorted by count, then form. Numbers, punctuation, symbols and URLs are no words.
    """
    words = tokens[tokens["kind"] == "word"]
    counts = Counter(zip(words["form"], words["text"], strict=True))
    totals, surfaces = Counter(), defaultdict(list)
    for (form, text), n in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        totals[form] += n
        surfaces[form].append(text)
    rows = [(form, n, n / len(words), "، ".join(surfaces[form])) for form, n in totals.items()]
    return _ranked(rows, ["form", "count", "share", "surfaces"])


def count_ngrams(tokens: pd.DataFrame, n: int = 2) -> pd.DataFrame:
    """Columns form (n forms with a space between), count, share (of all such n-grams); by count, then form.

    An n-gram is n words of one sentence with nothing between them: no punctuation mark, no number.
    """
    grams = _count_grams(tokens, n)
    total = sum(grams.values())
    return _ranked([(" ".join(g), c, c / total) for g, c in grams.items()], ["form", "count", "share"])


def collocations(tokens: pd.DataFrame, min_count: int = 2, stop: bool = False) -> pd.DataFrame:
    """Neighbouring words that stand together more often than by chance, the most significant pair first.

    Columns form, first, second, count, first_count, second_count (as first, as second word of any pair), expected
    (first_count * second_count / pairs), log_likelihood (G2 of the 2x2 table; Dunning 1993), pmi (log2 of count /
    expected; Church & Hanks 1990), t_score ((count - expected) / sqrt(count); Church et al. 1991). `min_count` is the
    floor that keeps pmi from praising single events; pairs with a stop word are left out unless `stop`.
    """
    grams = _count_grams(tokens, 2)
    total, firsts, seconds = sum(grams.values()), Counter(), Counter()
    for (a, b), n in grams.items():
        firsts[a] += n
        seconds[b] += n
    stops = frozenset() if stop else frozenset(tokens.loc[tokens["stop"], "form"])
    rows = []
    for (a, b), n in grams.items():
        expected = firsts[a] * seconds[b] / total
        if n >= min_count and n > expected and a not in stops and b not in stops:
            g2 = log_likelihood(n, firsts[a], seconds[b], total)
            rows.append((f"{a} {b}", a, b, n, firsts[a], seconds[b], expected, g2,
                         math.log2(n / expected), (n - expected) / math.sqrt(n)))
    columns = ["form", "first", "second", "count", "first_count", "second_count", "expected", "log_likelihood"]
    return _ranked(rows, [*columns, "pmi", "t_score"], by="log_likelihood")


def keyness(tokens: pd.DataFrame, reference: pd.DataFrame | None = None) -> pd.DataFrame:
    """The words that are more, or less, frequent in one text than in another, the most significant first.

    `tokens` and `reference` are tables of tokenize or of count_words (form, count). Without a reference: the bundled
    frequencies (lexicon/frequencies.csv), where a form that is not listed is taken to be as frequent as the rarest
    listed, so that its keyness is understated. Columns form, count, reference_count, per_million,
    reference_per_million, log_likelihood (G2, Dunning 1993), log_ratio (log2 of the ratio of relative frequencies, 0.5 for a count of 0;
    Hardie 2014; negative: less frequent here), p (chi-squared, 1 degree of freedom), p_adjusted (Holm 1979).
    """
    here = _counts(tokens)
    there, floor, total = _bundled() if reference is None else (_counts(reference), 0, None)
    n, m = here.total(), total or there.total()
    rows = []
    for form in here if reference is None else here | there:
        a, b = here[form], there[form] or floor
        g2 = log_likelihood(a, n, a + b, n + m)
        ratio = math.log2((a or 0.5) / n / ((b or 0.5) / m)) if n and m else None
        rows.append((form, a, b, a / n * 1e6 if n else None, b / m * 1e6 if m else None, g2, ratio, p_value(g2)))
    columns = ["form", "count", "reference_count", "per_million", "reference_per_million", "log_likelihood"]
    table = _ranked(rows, [*columns, "log_ratio", "p"], by="log_likelihood")
    # Holm: the k-th smallest of m p-values times m - k + 1, never below the one before
    steps = table["p"].to_numpy(dtype=float) * np.arange(len(table), 0, -1)
    return table.assign(p_adjusted=np.minimum(1, np.maximum.accumulate(steps)))


def _ranked(rows: list[tuple], columns: list[str], by: str = "count") -> pd.DataFrame:
    """The rows by one column, greatest first, then by form."""
    key = columns.index(by)
    return pd.DataFrame(sorted(rows, key=lambda row: (-row[key], row[0])), columns=columns)


def _count_grams(tokens: pd.DataFrame, n: int) -> Counter:
    """Runs of n words in a sentence with nothing between them, as tuples of forms."""
    where = np.flatnonzero((tokens["kind"] == "word").to_numpy(dtype=bool))
    words = tokens.iloc[where]
    run = words["sentence"].to_numpy() * 1  # words that follow one another in a sentence share a number
    breaks = (np.diff(where, prepend=-1) != 1) | (np.diff(run, prepend=-1) != 0)
    run = np.cumsum(breaks | (words["article"] != words["article"].shift()).to_numpy(dtype=bool))
    forms = words["form"].tolist()
    same = run[n - 1:] == run[:len(run) - n + 1]
    return Counter(compress(zip(*(forms[i:] for i in range(n)), strict=False), same.tolist()))


def _counts(table: pd.DataFrame) -> Counter:
    if "kind" in table:
        return Counter(table.loc[table["kind"] == "word", "form"])
    return Counter(dict(zip(table["form"], table["count"].tolist(), strict=True)))


@cache
def _bundled() -> tuple[Counter, int, int]:
    """The bundled frequencies: counts by form, the lowest of them, and all words of the text they were counted in."""
    counts = Counter({row["form"]: int(row["count"]) for row in rows("frequencies")})
    total = counts.pop("")  # the row without a form
    return counts, min(counts.values()), total
