"""Numeric claims: every quantity an article states, with its slots, and an account of every other number.

What is a claim, and what its slots hold, is set down in the annotation guidelines that the README summarises. Each
sentence with a number in it becomes a list of words (clauses.py); slots.py and phrases.py read the slots off it.
"""

import re
from bisect import bisect_left, bisect_right

import pandas as pd

from . import hedges, lexicon, measure_slot, phrases, slots, speakers
from .article import Article, sentence_spans
from .clauses import Sentence, clause_start
from .normal import fold, fold_with_offsets
from .numbers import Quantity, quantities
from .periods import Period, periods_in, table

COLUMNS = ["article", "start", "end", "text", "value", "value_high", "unit", "kind", "direction", "hedge", "measure",
           "period", "from_date", "to_date", "comparison", "speaker", "sentence", "evidence"]
_WINDOW = 2000
# Times without dates (الساعة 3، كل ليلة، منذ بداية الموسم); what they hang on by ل or ب stays outside
_UNDATED = re.compile(rf"\W[لب]??({'|'.join(r['pattern'] for r in lexicon.rows('undated_times'))})")
_UNTIL = re.compile(r"\s?و?حتى\s")
_NO_UNIT = " \u00a0ـ-\"«»()"  # what may stand between a number and its unit
_UNMEASURED = frozenset(("unknown", "count", "percent"))  # الربع can be part of a date, 5 ملايين دولار never


def find_claims(article: Article) -> pd.DataFrame:
    """The article's numeric claims.

    Columns: article, start, end, text; value, value_high (second number of a range or a from-to; scale words
    multiplied out); unit (percent, percentage_point, basis_point, index_point, an ISO 4217 currency, barrel, tonne,
    km ..., person, count, other, unknown); kind (change, level, share); direction (up, down, none); hedge;
    measure, period, comparison, speaker (copied from the text, or empty); from_date, to_date (ISO, inclusive, or
    empty); sentence (index in split_sentences); evidence (the words that gave kind or direction, hedge, unit, speaker).
    """
    return table(claim_rows(article), tuple(COLUMNS))


def claim_rows(article: Article) -> list[tuple]:
    """The rows of find_claims: of many articles one table is made."""
    folded = fold_with_offsets(article.text)
    found = quantities(article.text, article.country, folded)
    return [(article.name, *row) for row in _claims(article, folded, found)]


def account(article: Article) -> pd.DataFrame:
    """Every number of the article, digits or words, once and in order: nothing is dropped.

    Columns: article, start, end, text, value (empty if it can't be read), verdict: `claim`, or why it is none (date,
    time, ordinal, age, duration, score, identifier, idiom, small_count, bare_plural, list_number, unreadable).
    """
    text, folded = article.text, fold_with_offsets(article.text)
    dates = periods_in(text, article.published, folded)
    rows = [(article.name, q.start, q.end, text[q.start:q.end], q.value,
             "date" if _within(q, dates) else q.why or "claim") for q in quantities(text, article.country, folded)]
    return table(rows, ("article", "start", "end", "text", "value", "verdict"))


def _within(q: Quantity, dates: list[Period]) -> bool:
    """Does a number begin within a time phrase? Then it is a date (التاسع من سبتمبر)."""
    at = bisect_right(dates, q.start, key=lambda p: p.start) - 1
    return at >= 0 and q.start < dates[at].end and q.why != "duration" and (q.why != "" or q.unit in _UNMEASURED)


def _claims(article: Article, folded, found: list[Quantity]):
    """The rows of all claims, sentence by sentence; a sentence without a claim is not looked at."""
    groups: dict[int, list[Quantity]] = {}
    spans = sentence_spans(article.text) if any(not q.why for q in found) else []
    starts = [span[0] for span in spans]
    for q in found:
        groups.setdefault(bisect_right(starts, q.start) - 1, []).append(q)
    for index, group in groups.items():
        if any(not q.why for q in group):
            for start, end, part in _windows(*spans[index][:2], group):
                yield from _sentence_claims(article, folded, index, (start, end), part)


def _windows(start: int, end: int, group: list[Quantity]):
    """The sentence, or its parts of some thousand characters: so that time stays linear where no sentence ever ends."""
    while end - start > 2 * _WINDOW and group:
        part = [q for q in group[:40] if q.end < group[0].start + _WINDOW] or group[:1]
        yield max(start, part[0].start - _WINDOW), min(end, part[-1].end + _WINDOW), part
        group = group[len(part):]
    if group:
        yield start, end, group


def _times(article: Article, folded, start: int, end: int, group: list[Quantity]):
    """The quantities stated in a sentence, and its time phrases: periods, and durations, which have no dates."""
    (text, offsets), a, b = folded, *(bisect_left(folded[1], at) for at in (start, end))
    text, offsets = text[a:b], offsets[a:b]
    offsets.append(end)
    for q in group:  # the hundred of 3 في المئة العام الماضي is no year's
        if not q.why and q.number_end < q.fold_end and (
                q.unit != "count" or 1900 <= q.value <= 2100):  # nor the 2076 of 2076 صفقة a year
            x, y = bisect_left(offsets, q.start), bisect_left(offsets, q.end)
            text = text[:x] + "#" * (y - x) + text[y:]
    times = periods_in(article.text, article.published, (text, offsets))
    stated = [q for q in group if not q.why and not _within(q, times)]
    text, at = (article.text, 0) if start else ("\n" + article.text[:end], 1)
    undated = [(m.start(1) - at, m.end(1) - at) for m in _UNDATED.finditer(text, start - 1 + at, end + at)]
    undated += [(q.start, q.end) for q in group if q.why == "duration"]
    for a, b in undated:
        times = [p for p in times if p.start < a or p.end > b]  # ذروة الأزمة في 2008
        if not any(p.start < b and a < p.end for p in (*stated, *times)):
            times.append(Period(a, b, "", ""))
    times = _joined(article.text, sorted(times, key=lambda t: t.start))
    return stated, [t for t in times if not any(q.start < t.end and t.start < q.end for q in stated)]


def _joined(text: str, times: list[Period]) -> list[Period]:
    """منذ بدء الموسم وحتى مساء الأربعاء: two times that are one; the grammar of dates joins only those it dates."""
    out: list[Period] = []
    for t in times:
        until = out and text.startswith("منذ", out[-1].start) and _UNTIL.match(text, out[-1].end)
        if until and t.start <= until.end():
            out[-1] = Period(out[-1].start, t.end, out[-1].from_date, t.to_date)
        else:
            out.append(t)
    return out


def _sentence_claims(article: Article, folded, index: int, span: tuple[int, int], group: list[Quantity]):
    stated, times = _times(article, folded, *span, group)
    if not stated:
        return
    s = Sentence(article.text, folded[1], *span, stated, times)
    compared, times, sources = phrases.comparisons(s), phrases.live_times(s), speakers.sources(s)
    said, changes, rows = "", [], []
    for i in s.at("#"):
        hedge, hedged = hedges.hedge(s, i)
        a = clause_start(s, hedged[0] if hedged and hedged[0] < i else i)
        c = slots.change(s, i, a, hedged, changes)
        inside = next((x for x, y in compared if x <= i < y), None)
        alike = (m for j, *_, m in reversed(rows) if inside is not None and s.quantity(j).unit == c.unit)
        measure = measure_slot.measure(s, i, c, a, next(alike, said), inside)
        said = said if inside is not None and said else measure
        if c.kind == "share" and not c.share_of and measure_slot.names_rate(fold(measure)):
            c = c._replace(kind="level")
        changes.append(c)
        rows.append((i, a, hedge, hedged, measure))
    previous = None  # token, time and change of the claim before
    for (i, a, hedge, hedged, measure), c in zip(rows, slots.settle(s, changes, compared), strict=True):
        q = s.quantity(i)
        t = phrases.period_of(s, i, a, c, previous, times, compared)
        previous = previous if any(x <= i < y for x, y in compared) else (i, t, c)
        time = Period(*s.marked[t]) if t is not None else Period(0, 0, "", "")
        speaker, teller = speakers.speaker(i, sources, compared)
        hedge = hedge if q.value_high is None else "exact" if slots.moves(s, i, c) else "between"
        value = abs(q.value) if c.kind == "change" else q.value  # -0.5%: the direction has the sign
        yield (q.start, q.end, article.text[q.start:q.end], value, q.value_high, q.unit, c.kind, c.direction, hedge,
               measure, article.text[time.start:time.end], time.from_date, time.to_date,
               phrases.comparison(s, i, compared), speaker, index, _evidence(s, i, c, hedged, teller))


def _evidence(s: Sentence, i: int, c: slots.Change, hedged, teller: int) -> str:
    """The words that gave the slots: `direction: ارتفع; hedge: أكثر من; unit: %; speaker: قال`."""
    q, t = s.quantity(i), c.trigger
    words = {c.kind if c.direction == "none" else "direction": s.slice((t, t + 1)) if t is not None else "",
             "hedge": s.slice(hedged),
             "unit": s.text[s.offsets[q.number_end]:q.end].strip(_NO_UNIT) if q.value_high is None else "",
             "speaker": s.slice((teller, teller + 1)) if teller >= 0 else ""}
    return "; ".join(f"{slot}: {word}" for slot, word in words.items() if word)
