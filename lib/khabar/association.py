"""What stands together, and what is frequent in one text and not in another: n-grams, collocations, keyness.

All count forms (clitic-free words). Ties are broken by the form.
"""

import math
from collections import Counter
from ctypes import c_ssize_t
from functools import cache

import numpy as np
import pandas as pd

from .lexicon import rows as lexicon


def count_ngrams(tokens: pd.DataFrame, n: int = 2, top: int | None = None) -> pd.DataFrame:
    """Columns form (n forms with a space between), count, share (of all such n-grams); by count, then form.

    An n-gram is n words of one sentence with nothing between them: no punctuation mark, no number. `top`: only so many,
    the first rows of the same table in half the time.
    """
    grams, counts, forms, total = count_grams(tokens, n, top)
    joined, spaced = forms[grams[:, 0]], " " + forms
    for side in grams.T[1:]:
        joined += spaced[side]
    return pd.DataFrame({"form": pd.array(joined, dtype="str"), "count": counts, "share": counts / max(1, total)})


def collocations(tokens: pd.DataFrame, min_count: int = 2, stop: bool = False) -> pd.DataFrame:
    """Neighbouring words that stand together more often than by chance, the most significant pair first.

    Columns form, first, second, count, first_count, second_count (as first, as second word of any pair), expected
    (first_count * second_count / pairs), log_likelihood (G2 of the 2x2 table; Dunning 1993), pmi (log2 of count /
    expected; Church & Hanks 1990), t_score ((count - expected) / sqrt(count); Church et al. 1991). `min_count` is the
    floor that keeps pmi from praising single events; pairs with a stop word are left out unless `stop`.
    """
    grams, counts, forms, total = count_grams(tokens, 2)
    stops = frozenset() if stop else frozenset(tokens.loc[tokens["stop"], "form"])
    margins = [np.bincount(grams[:, side], counts, len(forms)).astype(int)[grams[:, side]] for side in (0, 1)]
    kept = (counts >= min_count) & (counts * total > margins[0] * margins[1])
    rows = []
    for (a, b), n, r, c in zip(forms[grams[kept]], *(x[kept].tolist() for x in (counts, *margins)), strict=True):
        if a not in stops and b not in stops:
            expected = r * c / total
            measures = log_likelihood(n, r, c, total), math.log2(n / expected), (n - expected) / math.sqrt(n)
            rows.append((f"{a} {b}", a, b, n, r, c, expected, *measures))
    columns = ["form", "first", "second", "count", "first_count", "second_count", "expected", "log_likelihood"]
    return _ranked(rows, [*columns, "pmi", "t_score"])


def keyness(tokens: pd.DataFrame, reference: pd.DataFrame | None = None) -> pd.DataFrame:
    """The words that are more, or less, frequent in one text than in another, the most significant first.

    `tokens` and `reference` are tables of tokenize or of count_words (form, count). Without a reference: the bundled
    frequencies (lexicon/frequencies.csv); a form they do not list has an empty reference_count and is taken to be as
    frequent as the rarest listed one, so that its keyness is understated. Columns form, count, reference_count,
    per_million, reference_per_million, log_likelihood (G2, Dunning 1993), log_ratio (log2 of the ratio of the relative
    frequencies, 0.5 for a count of 0; negative: less frequent here; Hardie 2014), p (chi-squared, 1 degree of
    freedom), p_adjusted (for that many tests; Holm 1979).
    """
    here = _counts(tokens)
    there, floor, total = _bundled() if reference is None else (_counts(reference), 0, None)
    n, m = here.total(), total or there.total()
    rows = []
    for form in here if reference is None else here | there:
        a, b = here[form], there.get(form, floor)
        known = b if form in there or not floor else None
        g2 = log_likelihood(a, n, a + b, n + m)
        ratio = math.log2((a or 0.5) / n / ((b or 0.5) / m)) if n and m else None
        shares = [count / size * 1e6 if size and count is not None else None for count, size in ((a, n), (known, m))]
        rows.append((form, a, known, *shares, g2, ratio, p_value(g2)))
    columns = ["form", "count", "reference_count", "per_million", "reference_per_million", "log_likelihood"]
    table = _ranked(rows, [*columns, "log_ratio", "p"]).astype({"reference_count": "Int64"})
    # Holm: the k-th smallest of m p-values times m - k + 1, never below the one before
    steps = table["p"].to_numpy(dtype=float) * np.arange(len(table), 0, -1)
    return table.assign(p_adjusted=np.minimum(1, np.maximum.accumulate(steps)))


def _ranked(rows: list[tuple], columns: list[str]) -> pd.DataFrame:
    """The rows by log_likelihood, greatest first, then by form."""
    key = columns.index("log_likelihood")
    return pd.DataFrame(sorted(rows, key=lambda row: (-row[key], row[0])), columns=columns)


def count_grams(
        tokens: pd.DataFrame, n: int, top: int | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Distinct runs of n words of a sentence with nothing between them, the most frequent first, then by form.

    Returns (runs, a row of n numbers of forms each; counts; forms; how many runs there are in all). `top`: only so
    many, so that only they have to be put in order. Raises ValueError for n < 1.
    """
    if n < 1:
        raise ValueError(f"an n-gram has at least one word, not {n}")
    where = word_places(tokens)
    codes, forms = (coded if top else ranked)(tokens["form"], where)
    apart = np.diff(where, prepend=-2) != 1
    for values in (tokens["sentence"].to_numpy()[where], coded(tokens["article"], where)[0]):
        apart[1:] |= values[1:] != values[:-1]
    run, last = np.cumsum(apart), max(0, len(where) - n + 1)
    whole = np.flatnonzero(run[:last] == run[n - 1:][:last])
    ids, steps = codes[whole], []
    for k in range(1, n):  # all but the first pair numbered anew, so that they stay small
        if k > 1:
            distinct, ids = np.unique(ids, return_inverse=True)
            steps.append(distinct)
        ids = ids * len(forms) + codes[whole + k]
    ids, counts = np.unique(ids, return_counts=True)
    total, kept = int(counts.sum()), frequent(counts, top)
    ids, counts = ids[kept], counts[kept]
    order = np.argsort(-counts, kind="stable")
    ids, grams = ids[order], np.empty((len(order), n), dtype=np.int64)
    for k in range(n - 1, 0, -1):
        ids, grams[:, k] = np.divmod(ids, max(1, len(forms)))
        ids = steps.pop()[ids] if steps else ids
    grams[:, 0] = ids
    if top:
        by_form = sorted(range(len(grams)), key=lambda i: (-counts[order[i]], *forms[grams[i]]))[:top]
        grams, order = grams[by_form], order[by_form]
    return grams, counts[order], forms, total


def frequent(counts: np.ndarray, top: int | None) -> np.ndarray:
    """Which counts are among the `top` highest, with all that equal the last of them; all if it is None."""
    if not top or len(counts) <= top:
        return np.ones(len(counts), dtype=bool)
    return counts >= np.partition(counts, -top)[-top]


def ranked(column: pd.Series, where: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """np.unique of some strings of a column, as (rank of each, the distinct ones in order)."""
    codes, strings = coded(column, where)
    order = in_order(strings)
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(len(order))
    return ranks[codes], strings[order]


def in_order(strings: np.ndarray) -> np.ndarray:
    """Places of the strings by code point. Sorted roughly by numpy, then by Python, which finds little left to do."""
    rough, listed = np.argsort(strings.astype("U16"), kind="stable"), strings.tolist()
    return np.array(sorted(rough.tolist(), key=listed.__getitem__), dtype=np.int64)


def word_places(tokens: pd.DataFrame) -> np.ndarray:
    """Where the words stand in a table of tokenize."""
    codes, kinds = coded(tokens["kind"], np.arange(len(tokens)))
    return np.flatnonzero((kinds == "word")[codes])


def coded(column: pd.Series, where: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """pd.factorize of some strings of a column. By address first: in a table of tokenize equal ones are one object."""
    values = np.ascontiguousarray(column.to_numpy(dtype=object))
    addresses = np.ctypeslib.as_array((c_ssize_t * len(values)).from_address(values.ctypes.data))
    codes, distinct = pd.factorize(addresses[where])
    places = np.empty(len(distinct), dtype=np.int64)
    places[codes] = where
    again, strings = pd.factorize(values[places])
    return again[codes], strings


def _counts(table: pd.DataFrame) -> Counter:
    if "kind" in table:
        return Counter(table.loc[table["kind"] == "word", "form"])
    return Counter(dict(zip(table["form"], table["count"].tolist(), strict=True)))


@cache
def _bundled() -> tuple[Counter, int, int]:
    """The bundled frequencies: counts by form, the lowest of them, and all words of the text they were counted in.

    They are the 10,000 most frequent forms of count_words over tokenize of each article of a sample of Arabic
    Wikipedia (2017; 10,286 articles, motazsaad/comparableWikiCoprus, CC BY-SA); the row without a form is all words.
    """
    counts = Counter({row["form"]: int(row["count"]) for row in lexicon("frequencies")})
    total = counts.pop("")
    return counts, min(counts.values()), total


def log_likelihood(count: float, row: float, column: float, total: float) -> float:
    """G2 of the 2x2 table with this upper left cell and these margins (Dunning 1993)."""
    cells = (count, row - count, column - count, total - row - column + count)
    margins = (row * column, row * (total - column), (total - row) * column, (total - row) * (total - column))
    return max(0.0, 2 * sum(o * math.log(o * total / m) for o, m in zip(cells, margins, strict=True) if o > 0))


def p_value(g2: float) -> float:
    """The chance of so high a G2, or a higher, where nothing is associated: chi-squared, 1 degree of freedom."""
    return math.erfc(math.sqrt(g2 / 2))
