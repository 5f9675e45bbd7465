"""What stands together, and what is frequent in one text and not in another: n-grams, collocations, keyness.

All count forms (clitic-free words). Ties are broken by the form.
"""

import math
from collections import Counter
from functools import cache
from itertools import compress

import numpy as np
import pandas as pd

from .lexicon import rows as lexicon


def count_ngrams(tokens: pd.DataFrame, n: int = 2) -> pd.DataFrame:
    """Columns form (n forms with a space between), count, share (of all such n-grams); by count, then form.

    An n-gram is n words of one sentence with nothing between them: no punctuation mark, no number.
    """
    grams = count_grams(tokens, n)
    total = sum(grams.values())
    return ranked([(" ".join(g), c, c / total) for g, c in grams.items()], ["form", "count", "share"])


def collocations(tokens: pd.DataFrame, min_count: int = 2, stop: bool = False) -> pd.DataFrame:
    """Neighbouring words that stand together more often than by chance, the most significant pair first.

    Columns form, first, second, count, first_count, second_count (as first, as second word of any pair), expected
    (first_count * second_count / pairs), log_likelihood (G2 of the 2x2 table; Dunning 1993), pmi (log2 of count /
    expected; Church & Hanks 1990), t_score ((count - expected) / sqrt(count); Church et al. 1991). `min_count` is the
    floor that keeps pmi from praising single events; pairs with a stop word are left out unless `stop`.
    """
    grams = count_grams(tokens, 2)
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
    return ranked(rows, [*columns, "pmi", "t_score"], by="log_likelihood")


def keyness(tokens: pd.DataFrame, reference: pd.DataFrame | None = None) -> pd.DataFrame:
    """The words that are more, or less, frequent in one text than in another, the most significant first.

    `tokens` and `reference` are tables of tokenize or of count_words (form, count). Without a reference: the bundled
    frequencies (lexicon/frequencies.csv), where a form that is not listed is taken to be as frequent as the rarest
    listed one, so that its keyness is understated. Columns form, count, reference_count, per_million,
    reference_per_million, log_likelihood (G2, Dunning 1993), log_ratio (log2 of the ratio of the relative frequencies,
    0.5 for a count of 0; negative: less frequent here; Hardie 2014), p (chi-squared, 1 degree of freedom), p_adjusted
    (for that many tests; Holm 1979).
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
    table = ranked(rows, [*columns, "log_ratio", "p"], by="log_likelihood")
    # Holm: the k-th smallest of m p-values times m - k + 1, never below the one before
    steps = table["p"].to_numpy(dtype=float) * np.arange(len(table), 0, -1)
    return table.assign(p_adjusted=np.minimum(1, np.maximum.accumulate(steps)))


def ranked(rows: list[tuple], columns: list[str], by: str = "count") -> pd.DataFrame:
    """The rows by one column, greatest first, then by form."""
    key = columns.index(by)
    return pd.DataFrame(sorted(rows, key=lambda row: (-row[key], row[0])), columns=columns)


def count_grams(tokens: pd.DataFrame, n: int) -> Counter:
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
    counts = Counter({row["form"]: int(row["count"]) for row in lexicon("frequencies")})
    total = counts.pop("")  # the row without a form
    return counts, min(counts.values()), total


def log_likelihood(count: float, row: float, column: float, total: float) -> float:
    """G2 of the 2x2 table with this upper left cell and these margins (Dunning 1993)."""
    cells = (count, row - count, column - count, total - row - column + count)
    margins = (row * column, row * (total - column), (total - row) * column, (total - row) * (total - column))
    return max(0.0, 2 * sum(o * math.log(o * total / m) for o, m in zip(cells, margins, strict=True) if o > 0))


def p_value(g2: float) -> float:
    """The chance of so high a G2, or a higher, where nothing is associated: chi-squared, 1 degree of freedom."""
    return math.erfc(math.sqrt(g2 / 2))
