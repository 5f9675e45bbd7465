"""Figures that describe a text: variety, lengths, growth, ranks, dispersion.

All count forms (clitic-free words); a figure that a text is too short for is None (empty), not 0.
"""

from collections import Counter

import numpy as np
import pandas as pd


def describe(tokens: pd.DataFrame, window: int = 100) -> pd.DataFrame:
    """Columns measure, value: one row a measure, of the table of tokenize.

    words, types (distinct forms), type_token_ratio, mattr (moving average of the type-token ratio over windows of
    `window` words; Covington & McFall 2010), hapax (forms that occur once), hapax_share (of types), sentences,
    sentence_length (mean, words), sentence_length_median, word_length (mean, folded letters as written with clitics),
    heaps_k and heaps_beta (types = k * words ** beta; Heaps 1978), zipf_exponent (count = c / rank ** a; Zipf 1949).
    """
    words = tokens[tokens["kind"] == "word"]
    forms = words["form"].tolist()
    counts = Counter(forms)
    n, hapax = len(forms), sum(c == 1 for c in counts.values())
    lengths = words.groupby(["article", "sentence"]).size().to_numpy()
    growth, ranks = vocabulary_growth(tokens), rank_frequency(tokens)
    k, beta = power_law(growth["words"], growth["types"])
    _, slope = power_law(ranks["rank"], ranks["count"])
    measures = {
        "words": n, "types": len(counts), "type_token_ratio": len(counts) / n if n else None,
        "mattr": mattr(forms, window),
        "hapax": hapax, "hapax_share": hapax / len(counts) if n else None, "sentences": len(lengths),
        "sentence_length": n / len(lengths) if n else None,
        "sentence_length_median": float(np.median(lengths)) if n else None,
        "word_length": sum(map(len, words["norm"])) / n if n else None,
        "heaps_k": k, "heaps_beta": beta, "zipf_exponent": None if slope is None else -slope,
    }  # fmt: skip
    return pd.DataFrame({"measure": list(measures), "value": pd.Series(list(measures.values()), dtype=object)})


def mattr(forms: list[str], window: int = 100) -> float | None:
    """The mean type-token ratio of all windows of `window` forms, None for a shorter text (Covington & McFall 2010)."""
    if len(forms) < window or window < 1:
        return None
    inside, types = Counter(forms[:window]), 0
    for out, into in zip(forms, [*forms[window:], ""], strict=False):
        types += len(inside)
        inside[into] += 1
        inside[out] -= 1
        if not inside[out]:
            del inside[out]
    return types / window / (len(forms) - window + 1)


def vocabulary_growth(tokens: pd.DataFrame, steps: int = 100) -> pd.DataFrame:
    """Columns words, types: the distinct forms in the first so many words, at up to `steps` places (Heaps 1978)."""
    forms = tokens.loc[tokens["kind"] == "word", "form"]
    types = np.cumsum(~forms.duplicated().to_numpy(dtype=bool))
    at = np.unique(np.linspace(1, len(forms), min(steps, len(forms)), dtype=np.int64))
    return pd.DataFrame({"words": at, "types": types[at - 1]})


def rank_frequency(tokens: pd.DataFrame) -> pd.DataFrame:
    """Columns rank (from 1), form, count: the most frequent form first, ties by form (Zipf 1949)."""
    counts = Counter(tokens.loc[tokens["kind"] == "word", "form"])
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return pd.DataFrame([(i, *row) for i, row in enumerate(rows, 1)], columns=["rank", "form", "count"])


def power_law(x, y) -> tuple[float | None, float | None]:
    """(k, b) of y = k * x ** b by least squares on the logarithms; (None, None) for fewer than two distinct x."""
    x, y = np.log(np.asarray(x, dtype=float)), np.log(np.asarray(y, dtype=float))
    if len(x) < 2 or np.ptp(x) == 0:
        return None, None
    b = float(((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum())
    return float(np.exp(y.mean() - b * x.mean())), b


def dispersion(tokens: pd.DataFrame, parts: int = 10) -> pd.DataFrame:
    """Columns form, count, dp, dp_norm: how evenly each form is spread, 0 (evenly) to 1 (all in one small part).

    Parts are the articles, or, for one article, `parts` runs of words of as equal a length as can be. dp is Gries'
    deviation of proportions (Gries 2008), half the sum of |share of the form's uses - share of the words|; dp_norm
    divides it by 1 - the smallest share (Lijffijt & Gries 2012). By count, then form.
    """
    words = tokens[tokens["kind"] == "word"]
    code, forms = pd.factorize(words["form"])
    part = pd.factorize(words["article"])[0]
    if len(words) and part.max() == 0:
        part = np.unique(np.arange(len(words)) * parts // len(words), return_inverse=True)[1]
    share = np.bincount(part) / max(1, len(part))
    pairs, uses = np.unique(np.stack([code, part]), axis=1, return_counts=True)
    counts = np.bincount(code)
    # the parts without the form add their whole share: so begin with all shares, and mend those with it
    gaps = np.abs(uses / counts[pairs[0]] - share[pairs[1]]) - share[pairs[1]]
    dp = np.clip((1 + np.bincount(pairs[0], gaps)) / 2, 0, 1)
    most = 1 - share.min(initial=1)
    table = pd.DataFrame({"form": forms, "count": counts, "dp": dp, "dp_norm": dp / most if most else None})
    return table.sort_values(["count", "form"], ascending=[False, True], ignore_index=True)
