"""Numeric claims: every quantity an article states, with its slots, and an account of every other number.

What is a claim, and what its slots hold, is set down in the annotation guidelines that the README summarises. Each
sentence with a number in it becomes a list of words (clauses.py); slots.py and phrases.py read the slots off it.
"""

from bisect import bisect_right

import pandas as pd

from . import phrases, slots
from .article import Article, sentence_spans
from .clauses import Sentence, clause_start
from .normal import fold_with_offsets
from .numbers import Quantity, quantities
from .periods import Period, periods_in

COLUMNS = ["article", "start", "end", "text", "value", "value_high", "unit", "kind", "direction", "hedge", "measure",
           "period", "from_date", "to_date", "comparison", "speaker", "sentence", "evidence"]


def find_claims(article: Article) -> pd.DataFrame:
    """The article's numeric claims.

    Columns: article, start, end, text; value, value_high (second number of a range or a from-to; units as in `unit`,
    scale words multiplied out); unit (percent, percentage_point, basis_point, index_point, an ISO 4217 currency, barrel,
    tonne, km ..., person, count, other, unknown); kind (change, level, share); direction (up, down, none); hedge;
    measure, period, comparison, speaker (copied from the text, or empty); from_date, to_date (ISO, inclusive, or
    empty); sentence (index in split_sentences); evidence (the words that gave kind, direction and hedge).
    """
    folded = fold_with_offsets(article.text)
    found = quantities(article.text, article.country, folded)
    rows = [(article.name, *row) for row in _claims(article, folded[1], found)]
    return pd.DataFrame(rows, columns=COLUMNS)


def account(article: Article) -> pd.DataFrame:
    """Every number of the article once: article, start, end, text, value, verdict (`claim`, or why it is none)."""
    text = article.text
    rows = [(article.name, q.start, q.end, text[q.start:q.end], q.value, q.why or "claim")
            for q in quantities(text, article.country)]
    return pd.DataFrame(rows, columns=["article", "start", "end", "text", "value", "verdict"])


def _claims(article: Article, offsets, found: list[Quantity]):
    """The rows of all claims, sentence by sentence; a sentence without a claim is not looked at."""
    if not any(not q.why for q in found):
        return
    starts, ends, *_ = zip(*sentence_spans(article.text), strict=True)
    groups: dict[int, list[Quantity]] = {}
    for q in found:
        groups.setdefault(bisect_right(starts, q.start) - 1, []).append(q)
    for index, group in groups.items():
        stated = [q for q in group if not q.why]
        if stated:
            yield from _sentence_claims(article, offsets, index, (starts[index], ends[index]), group)


def _times(article: Article, start: int, end: int, group: list[Quantity]) -> list[Period]:
    """Time phrases of a sentence: periods with dates, and durations, which have none."""
    times = [Period(p.start + start, p.end + start, p.from_date, p.to_date)
             for p in periods_in(article.text[start:end], article.published)]
    free = [Period(q.start, q.end, "", "") for q in group if q.why == "duration"]
    free += [Period(*m, "", "") for m in phrases.loose_times(article.text, start, end)]
    taken = [(q.start, q.end) for q in group if not q.why]
    kept = []
    for t in [*times, *free]:
        if not any(a < t.end and t.start < b for a, b in taken):
            taken.append((t.start, t.end))
            kept.append(t)
    return kept


def _sentence_claims(article: Article, offsets, index: int, span: tuple[int, int], group: list[Quantity]):
    stated = [q for q in group if not q.why]
    s = Sentence(article.text, offsets, *span, stated, _times(article, *span, group))
    compared, times, sources = phrases.comparisons(s), phrases.live_times(s), phrases.sources(s)
    said, changes, rows = "", [], []
    for i in s.at("#"):
        hedge, hedged = slots.hedge(s, i)
        a = clause_start(s, hedged[0] if hedged and hedged[0] < i else i)
        c = slots.change(s, i, a, hedged, changes)
        inside = any(x <= i < y for x, y in compared)
        measure = phrases.measure(s, i, c, a, said, inside)
        said = said if inside and said else measure
        if c.kind == "share" and not c.share_of and phrases.names_rate(measure):
            c = c._replace(kind="level")
        changes.append(c)
        rows.append((i, a, hedge, hedged, measure))
    changes = slots.settle(s, changes, compared)
    previous = None
    for (i, a, hedge, hedged, said), c in zip(rows, changes, strict=True):
        q = s.quantity(i)
        start = previous is not None and previous[2].movement and previous[2].kind == "level" and previous[2].direction == "none"
        t = phrases.period(s, i, max(a, i if start else a), times, compared)
        if t is None and previous is not None and not start and phrases.continues(s, c, i) and not any(
                x <= previous[0] < y or x <= i < y for x, y in compared):
            t = previous[1]
        previous = (i, t, c)
        time = s.marked[t] if t is not None else Period(0, 0, "", "")
        if q.value_high is not None and hedge == "exact" or hedge != "exact" and q.value_high is not None:
            hedge = "exact" if c.kind == "level" and c.movement and s.words[c.filler:i].count("من") else "between"
        yield (q.start, q.end, article.text[q.start:q.end], q.value, q.value_high, q.unit, c.kind, c.direction, hedge,
               said, article.text[time.start:time.end], time.from_date, time.to_date,
               phrases.comparison(s, i, compared), phrases.speaker(i, sources, compared), index,
               _evidence(s, c, hedge, hedged))


def _evidence(s: Sentence, c: slots.Change, hedge: str, hedged) -> str:
    """The words that gave the slots: `direction: ارتفع; hedge: أكثر من`."""
    parts = []
    if c.trigger is not None:
        parts.append((c.kind if c.direction == "none" else "direction") + ": " + s.slice((c.trigger, c.trigger + 1)))
    if hedged:
        parts.append("hedge: " + s.slice(hedged))
    return "; ".join(parts)
