"""A key word in its contexts (KWIC)."""

from itertools import pairwise


def concordance(article, word: str, width: int = 8, sort: str = ""):
    """Each place of a word, or of words that follow one another, with what stands before and after it.

    Columns article, start, end, text, before, keyword, after. A written word matches when its folded spelling, or its
    form without clitics, is that of `word`: العراق finds والعراق and للعراق too. `before` and `after` are up to `width`
    tokens of the same sentence, as written. Rows stand as in the text, or ordered by what follows ("after") or by what
    precedes, nearest word first ("before"), punctuation aside; ties stay as in the text. Raises ValueError for another
    `sort`.
    """
    import pandas as pd

    from .article import Article
    from .tokens import tokenize

    if sort not in ("", "before", "after"):
        raise ValueError(f"sort is 'before', 'after' or '', not {sort!r}")
    tokens, asked = tokenize(article), tokenize(Article("", word))["norm"].tolist()
    norms, forms, kinds, starts, ends = (tokens[c].tolist() for c in ("norm", "form", "kind", "start", "end"))
    bounds = [*tokens.drop_duplicates("sentence").index, len(tokens)]
    found = []
    for first, last in pairwise(bounds):
        for i in range(first, last - len(asked) + 1 if asked else first):
            j = i + len(asked)
            if all(a in pair for a, pair in zip(asked, zip(norms[i:j], forms[i:j], strict=True), strict=True)):
                low, high = max(first, i - width), min(last, j + width)
                context = {"": (), "before": range(i - 1, low - 1, -1), "after": range(j, high)}[sort]
                key = [norms[k] for k in context if kinds[k] in ("word", "number")]
                found.append((key, (starts[low], starts[i], ends[j - 1], ends[high - 1])))
    rows = []
    for _, (low, start, end, high) in sorted(found, key=lambda pair: pair[0]):
        before, text, after = article.text[low:start], article.text[start:end], article.text[end:high]
        rows.append((article.name, start, end, text, before.strip(), text, after.strip()))
    return pd.DataFrame(rows, columns=["article", "start", "end", "text", "before", "keyword", "after"])
