"""Quantities: every number of a text with its value, its unit, and why it can be no claim.

number_words reads the numbers, measured and units what they count, not_claims tells dates, scores, ages and names from
measurements; here ranges are joined; elided fills in the units that stand elsewhere.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

import pandas as pd

from .elided import settle
from .measured import NO_UNIT, Found, measure
from .normal import fold_with_offsets
from .not_claims import reason
from .number_context import company, roles, word_before
from .number_names import UNNAMED
from .number_words import Number

_COLUMNS = ["article", "start", "end", "text", "value", "value_high", "unit", "why", "flag"]
_RANGE = re.compile(r"[^\S\n]{0,2}+(-|–|—|−|الي|و?حتي|و)[^\S\n]{0,2}+")
_FROM = re.compile(r"(?:\b[وف]?من|بين|عند)\s+(?:\w+\s+){0,2}\Z")
_AMONG = re.compile(r"بين\s+(?:\w+\s+)?\Z")
_TATWEEL = re.compile(r"ـ(?:(?<=\dـ)|(?<=\d ـ))(?=ـ{0,9}+ ?\d)")  # for a dash
_INVISIBLE = "ـ\u200b\u200c\u200d\u200e\u200f\u2069\u202c "


@dataclass(slots=True)
class Quantity:
    """A number with its unit. start, end: the surface in the text; number_end, fold_end: in the folded text."""

    start: int
    end: int
    value: float | None
    value_high: float | None  # second number of a range or a from-to, in text order
    unit: str
    why: str  # empty, or the reason why it can be no claim
    flag: str  # a documented ambiguity, or empty
    number_end: int  # of the number without its unit (first number of a range)
    fold_end: int


def find_quantities(text: str, country: str | None = None) -> pd.DataFrame:
    """All numbers of a text, with and without a claim to make.

    Columns: article (empty: a text has no name), start, end, text (number and unit, or number and first word of the
    counted noun); value, value_high (floats, or None); unit (percent, percentage_point, basis_point, index_point,
    ISO 4217, barrel, barrel_per_day, tonne, kg, litre, km, m, m2, km2, MW, multiple, person, count, other, unknown);
    why (empty, or why it can be no claim: date, time, ordinal, age, duration, score, identifier, idiom, small_count,
    bare_plural, list_number, unreadable); flag (`point`: 1.234 read as a decimal, but of people, of things and in the
    Maghreb as 1234; `currency`: whose riyal is not said). `country` (ISO 3166) tells one dinar from another.
    """
    rows = [("", q.start, q.end, text[q.start:q.end], q.value, q.value_high, q.unit, q.why, q.flag)
            for q in quantities(text, country)]
    return pd.DataFrame(rows, columns=_COLUMNS, dtype=object).astype({"start": int, "end": int})


def quantities(text: str, country: str | None = None, folded=None) -> list[Quantity]:
    """All numbers of `text`, in order. `folded` is fold_with_offsets(text), when the caller has it already."""
    folded, offsets = folded or fold_with_offsets(text)
    if "ـ" in text and (dashes := [m.start() for m in _TATWEEL.finditer(text)]):
        dashed = _TATWEEL.sub("-", text)
        _, own = again = fold_with_offsets(dashed)
        out = quantities(dashed, country, again)
        for q in out:
            q.number_end, q.fold_end = (at - bisect_left(dashes, own[at]) for at in (q.number_end, q.fold_end))
        return out
    found = _joined(folded, measure(folded, text, offsets, country))
    settle(folded, found)
    return [_quantity(text, offsets, f) for f in found]


def _joined(text, found: list[Found]) -> list[Found]:
    """Reasons, and neighbours that are one range or from-to as one."""
    out: list[Found] = []
    for f in found:
        g = out[-1] if out else None
        f.why = reason(text, f.number, f.unit, g)
        if f.why in UNNAMED and f.unit.kind in ("noun", "metre"):
            f.unit, f.end = NO_UNIT, f.number.end
        if g and f.start - g.end < 9 and g.high is None and _one(text, g, f):
            a, b = g.number, f.number
            if b.scale and not a.scale and a.value < 1000 and a.value <= 100 * b.bare:
                a.value *= b.scale  # 20.7 و27.5 مليون
            g.high, g.end, g.unit = b, f.end, f.unit if f.unit.kind != "unknown" else g.unit
            g.why = f.why if (f.why != "small_count" or g.why) and g.why != "age" else g.why and "age"
            if text[a.end:b.start].strip() in ("-", "–", "—", "−"):
                _dashed(text, g, b, out[-2] if len(out) > 1 else None)
        else:
            out.append(f)
    return out


def _dashed(text, f: Found, high: Number, last: Found | None):
    """Two numbers and a dash are no range where they are a match's score, somebody's years, or go down."""
    a, b = f.number.value, high.value
    if f.unit.kind == "noun" and f.number.digits and max(a, b) < 20 and "sport" in company(text, high):
        f.why, f.unit, f.end = "score", NO_UNIT, high.end  # فاز 2-1 حضور
    elif f.unit.kind != "unknown":
        return
    elif last and last.high and last.unit.kind == "measure" and not f.why and ". " not in text[last.end:f.start]:
        f.unit = last.unit  # 29 - 41 درجة في العاصمة و26 - 38 في الوسط
    elif max(a, b) < 200:
        played = f.why == "time" and "scoreword" in company(text, high)  # فاز 3-1 مساء السبت
        f.why = "score" if played or not f.why else f.why
    elif 1000 <= a < b <= 2100 and "," not in text[f.start:high.end]:
        f.why = "date"  # (1732 - 1763)
    elif not f.why and a > b > 0 and f.number.digits:
        f.why = "identifier"  # pages and the like


def _one(text, g: Found, f: Found) -> bool:
    """Whether two neighbours are one range or from-to: nothing but a connective between them, and one unit."""
    link = _RANGE.fullmatch(text, g.end, f.start)
    if not link or {g.number.kind, f.number.kind} - {"cardinal", "fraction"}:
        return False
    if (not f.why and g.why not in ("", "small_count")) or (g.why and f.why == "identifier" != g.why):
        return False
    free, same = g.unit.kind == "unknown", f.unit.name in (g.unit.name, f"{g.unit.name}_per_day")
    if free and f.unit.kind in ("money", "measure") and "rated" in roles(word_before(text, g.start)):
        return False  # بنسبة 9.3 إلى 7 تريليونات ين
    if g.number.definite and not g.number.digits and not g.number.kind == f.number.kind == "fraction":
        return False  # البلدان الأربعة إلى 10.3
    before = text[max(0, g.start - 25):g.start]
    if link[1] == "و":
        return (free or same) and bool(_AMONG.search(before))
    return free or ((same or f.unit.kind == "unknown") and (link[1] in "-–—−" or bool(_FROM.search(before))))


def _quantity(text, offsets, f: Found) -> Quantity:
    a, b = f.number, f.high
    start, end = offsets[f.start], offsets[f.end]
    while end > start and text[end - 1] in _INVISIBLE:
        end -= 1
    start -= text[start - 1:start] == "(" and ")" in text[start:end] and "(" not in text[start:end]  # (15) شخصا
    values = _value(a, f.unit.factor), b and _value(b, f.unit.factor)
    return Quantity(start, end, *values, f.unit.name or "unknown", f.why, a.flag or f.unit.flag, a.end, f.end)


def _value(n: Number, factor: float) -> float | None:
    if n.value is None:
        return None
    value = float(n.value) * factor
    return value if factor == 1 else round(value, 4 if value >= 1 else 10)
