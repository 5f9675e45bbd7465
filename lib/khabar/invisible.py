"""What folding does to an article: the report of what nobody sees in a text, or what is written in several ways."""

import unicodedata
from collections import Counter

import pandas as pd

from .normal import fold


def cleaning(article) -> pd.DataFrame:
    """Columns article, character (U+XXXX), name, count, rule; the most frequent first.

    A row for each character of the text that folding removes or replaces, that is invisible, or that is no character
    (NUL, lone surrogates). The text itself keeps them all.
    """
    rows = []
    for c, count in sorted(Counter(article.text).items(), key=lambda item: (-item[1], item[0])):
        folded = fold(c)
        hidden = unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn") and c not in "\n\r\t"
        if folded != c or hidden:
            rule = "removed" if not folded else f"as {folded}" if folded != c else "kept"
            rows.append((article.name, f"U+{ord(c):04X}", unicodedata.name(c, "no character"), count, rule))
    return pd.DataFrame(rows, columns=["article", "character", "name", "count", "rule"])
