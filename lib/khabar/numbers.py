"""Quantities: every number of a text with its value, its unit, and why it can be no claim.

number_words reads the numbers, measured and units what they count, not_claims tells dates, scores, ages and names from
measurements; here ranges are joined and elided units filled in.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

import pandas as pd

from . import lexicon
from .cue_words import look
from .measured import NO_UNIT, Found, measure
from .normal import fold_with_offsets
from .not_claims import reason
from .number_context import company, roles, word_before
from .number_names import UNNAMED
from .number_words import Number
from .units import Unit, ambiguous, is_person

_COLUMNS = ["article", "start", "end", "text", "value", "value_high", "unit", "why", "flag"]
_RANGE = re.compile(r"[^\S\n]{0,2}+(-|–|—|−|الي|و?حتي|و)[^\S\n]{0,2}+")
_FROM = re.compile(r"(?:\b[وف]?من|بين|عند)\s+(?:\w+\s+){0,2}\Z")
_AMONG = re.compile(r"بين\s+(?:\w+\s+)?\Z")
_PARTITIVE = re.compile(r" (?:علي الاقل )?من (?:كبار |بين )?(?:ال)?(\w+)")
_COUNTED = re.compile(r"عدا?د (?:ال)?(\w+)")
_TATWEEL = re.compile(r"ـ(?:(?<=\dـ)|(?<=\d ـ))(?=ـ{0,9}+ ?\d)")  # for a dash
_RATIOS = lexicon.words("number_context", role="ratio")
_SHARED = ("او", "و", "مقابل", "×", "x", "X", "*")  # between numbers of one unit
_LISTED = ("، ", ", ", "،", " و", "، و")
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
    for i, f in enumerate(found):
        if not f.why and f.unit.kind == "unknown":
            f.unit = _elided(folded, found, i)
        elif not f.why and f.unit.word == "اخري" and (unit := _elided(folded, found, i)).kind == "money":
            f.unit, f.end = unit, f.number.end  # 24 مليون يورو وستة ملايين أخرى
        if f.unit.name == "barrel" and "بمعدل يومي" in folded[max(0, f.start - 30):f.start]:
            f.unit = f.unit._replace(name="barrel_per_day")
        if f.unit.name == "index_point" or f.unit.word == "كيلو":
            f.unit = _told(folded, found[i - 1] if i else None, f)
        if ambiguous(f.unit.word):
            f.unit = _stated(folded, found[max(0, i - 20):i], f)
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


def _elided(text, found: list[Found], i: int) -> Unit:
    """An elided unit: the next quantity's in «40 أو 50 دولارا», the noun after من or عدد, or the nearest before it."""
    f, k, last = found[i], i + 1, min(i + 20, len(found) - 1)
    while k < last and found[k].unit.kind == "unknown" and text[found[k - 1].end:found[k].start] in _LISTED:
        k += 1  # 5250، 5050، 4650 ريالا
    g = found[k] if k < len(found) else None
    link = text[found[k - 1].end:g.start].strip() if g else ""
    if link == "او" and g.why in ("duration", "age", "time"):
        f.why = g.why  # قبل 6 أو 7 سنوات
    elif (link in _SHARED or (k > i + 1 and link in "،,")) and not g.why and g.unit.kind not in ("unknown", "part"):
        if g.number.scale and not f.number.scale and f.number.value < 1000:
            f.number.value *= g.number.scale
        return g.unit
    paid = (f.number.scale or 0) >= 10**6 and any(g.unit.kind == "money" for g in found[max(0, i - 3):i])
    of = None if paid else _PARTITIVE.match(text, f.end)  # 18 من مسلحي الجماعة; not 3 مليارات من المستهدف
    people = of and (is_person(of[1]) or (of[1][-1] == "ي" and is_person(of[1] + "ن")))
    if people or text.startswith(" منهم", f.end):
        return Unit("person", 1, "noun")
    far = max(f.start - 300, 0)
    left = roles(word_before(text, f.start))
    if "rated" in left and f.number.digits:
        return Unit("percent", 1, "percent")  # بنسبة 0.60
    lost = any("person_before" in roles(w) for w in text[far:f.start].split()[-3:])  # قتل وجرح نحو 50
    if lost or "count_before" in left:  # عددهم 14، عددها 14
        return Unit("person" if lost else "count", 1, "noun")
    near = text[far:f.start].replace(".. ", "،، ")
    begin = far + max(near.rfind("\n"), near.rfind(". "), 0)
    money = any("money_noun" in roles(w) for w in text[max(begin, f.start - 40):f.start].split())
    for g in reversed(found[max(0, i - 20):i]):
        if g.unit.name == "multiple" or (
                g.unit.name == "percent" and (f.number.value > 100 or "موشر" in text[begin:f.start])):
            continue
        alike = g.unit.kind == "money" if money else g.unit.kind not in ("unknown", "part")
        if g.start >= begin and not g.why and alike:
            return g.unit
    if counted := _COUNTED.findall(text, begin, f.end):
        return Unit("person" if counted[-1] == "من" or is_person(counted[-1]) else "count", 1, "noun")
    for g in found[i + 1:i + 4] if f.number.scale else ():  # استثمارات بلغت 8 مليارات، ثم 10 مليارات دولار
        if g.unit.kind == "money" and ". " not in text[f.end:g.start] and "\n" not in text[f.end:g.start]:
            return g.unit
    if text.startswith(" منها", f.end):
        return Unit("count", 1, "noun")
    return Unit("index_point", 1, "point") if "موشر" in text[begin:f.start] else f.unit


def _told(text, last: Found | None, f: Found) -> Unit:
    """A point or a kilo, by the words before it: معدل البطالة ارتفع 0.1 نقطة; 58% متراجعة 1.3 نقطة; مسافة 5 كيلو."""
    near = text[max(0, f.start - 60):f.start]
    if f.unit.word == "كيلو":
        return f.unit._replace(name="km") if any("distance" in roles(w) for w in near.split()) else f.unit
    rate = "موشر" not in near and f.number.value < 100 and any(
        w in _RATIOS or "rate" in look(w).roles for w in near.split())
    if last and last.unit.name == "percent" and f.number.value < 100 and f.start - last.end < 40:
        rate = rate or "market" not in company(text, f.number)
    return f.unit._replace(name="percentage_point") if rate else f.unit


def _stated(text, before: list[Found], f: Found) -> Unit:
    """The currency of a bare riyal: the one whose nationality its sentence has said before (50 ألف ريال يمني), or, if
    nobody says whose it is, that of the last one that was told; it stays flagged.
    """
    if f.unit.flag:
        told = (g.unit for g in reversed(before) if g.unit.word == f.unit.word and g.unit.name != "unknown")
        return next(told, f.unit)._replace(flag=f.unit.flag)
    for g in reversed(before):
        if g.unit.word == f.unit.word and text.endswith(f.unit.word, f.start, f.end) and not (
                text.endswith(g.unit.word, g.start, g.end) or ". " in text[g.end:f.start]) and f.start - g.end < 300:
            return g.unit
    return f.unit


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
