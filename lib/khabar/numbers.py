"""Quantities: every number of a text with its value, its unit, and why it can be no claim.

number_words reads the numbers, units what they count, not_claims tells dates, scores, ages and names from measurements;
here ranges are joined and elided units filled in.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from . import lexicon
from .normal import fold, fold_with_offsets
from .not_claims import UNNAMED, reason, roles, word_before
from .number_words import Number, read_numbers, value_of
from .units import Unit, is_person, unit_after, unit_before

_COLUMNS = ["article", "start", "end", "text", "value", "value_high", "unit", "why", "flag"]
_POINT_THOUSANDS = {"DZ", "MA", "TN", "MR"}  # where French habits part thousands with a point
_ODD = re.compile("\\d[.,]?\u200f\\d|\\dـ+\\d")
_TAIL = re.compile(r"[^\S\n]و")
_RANGE = re.compile(r"[^\S\n]{0,2}+(-|–|—|−|الي|و?حتي|و)[^\S\n]{0,2}+")
_FROM = re.compile(r"(?:\b[وف]?من|بين|عند)\s+(?:\w+\s+){0,2}\Z")
_AMONG = re.compile(r"بين\s+(?:\w+\s+)?\Z")
_PARTITIVE = re.compile(r" (?:علي الاقل )?من (?:كبار |بين )?(?:ال)?(\w+)")
_COUNTED = re.compile(r"عدد (?:ال)?(\w+)")
_CONSTRUCT = re.compile(r" (?!و|في |من |ال)[^\W\d_]")
_INVISIBLE = "ـ\u200b\u200c\u200d\u200e\u200f\u2069\u202c "
_PARTS = {fold(r["word"]): 1 / Decimal(r["value"].removeprefix("1/"))
          for r in lexicon.rows("number_words") if r["kind"] == "rare_fraction"}
_DIVISIBLE = ("money", "measure", "time", "percent")
_NONE = Unit("", 1, "unknown")


@dataclass(slots=True)
class Quantity:
    """A number with its unit. start, end: the surface in the text; fold_start ... number_end: in the folded text."""

    start: int
    end: int
    value: float | None
    value_high: float | None  # second number of a range or a from-to, in text order
    unit: str
    why: str  # empty, or the reason why it can be no claim
    flag: str  # a documented ambiguity, or empty
    fold_start: int
    fold_end: int
    number_start: int  # number words without the unit (first number of a range)
    number_end: int
    words: bool  # written without any digit


@dataclass(slots=True)
class _Found:
    number: Number
    unit: Unit
    start: int
    end: int
    high: Number | None = None
    why: str = ""


def find_quantities(text: str, country: str | None = None) -> pd.DataFrame:
    """All numbers of a text, with and without a claim to make.

    Columns: article (empty: a text has no name), start, end, text (number and unit, or number and first word of the
    counted noun); value, value_high (floats, or None); unit (percent, percentage_point, basis_point, index_point,
    ISO 4217, barrel, barrel_per_day, tonne, kg, litre, km, m, m2, km2, MW, multiple, person, count, other, unknown);
    why (empty, or why it can be no claim: date, time, ordinal, age, duration, score, identifier, idiom, small_count,
    bare_plural, list_number, unreadable); flag (`point`: 1.234 read as a decimal, in the Maghreb as 1234; `currency`:
    whose riyal is not said). `country` (ISO 3166) tells one dinar from another.
    """
    rows = [("", q.start, q.end, text[q.start:q.end], q.value, q.value_high, q.unit, q.why, q.flag)
            for q in quantities(text, country)]
    return pd.DataFrame(rows, columns=_COLUMNS, dtype=object).astype({"start": int, "end": int})


def quantities(text: str, country: str | None = None, folded=None) -> list[Quantity]:
    """All numbers of `text`, in order. `folded` is fold_with_offsets(text), when the caller has it already."""
    folded, offsets = folded or fold_with_offsets(text)
    found = _joined(folded, _measured(folded, text, offsets, country))
    for i, f in enumerate(found):
        if not f.why and f.unit.kind == "unknown":
            f.unit = _elided(folded, found, i)
    return [_quantity(text, offsets, f) for f in found]


def _measured(text, original, offsets, country) -> list[_Found]:
    """Each number with its unit; what a unit has swallowed (في المئة, م2) is no number of its own."""
    found, at, numbers, odd = [], 0, read_numbers(text), _ODD.search(original)
    for n, after in zip(numbers, [*numbers[1:], None], strict=False):
        if n.start < at:
            found[-1].end = at = max(at, n.end)
            continue
        if n.value and text.endswith(("سالب ", "ناقص "), max(at, n.start - 5), n.start):
            n.value, n.start = -n.value, n.start - 5
        high = _reread(n, original[offsets[n.start]:offsets[n.end]]) if odd and n.digits else None
        if n.kind in ("cardinal", "fraction", "multiple"):
            f = _Found(n, *_unit(text, n, at, after, country))
            if n.flag or (not n.digits and text[n.end - 1] == "ا"):
                _settle(text, n, original[offsets[n.start]:offsets[n.end]], country)
        else:
            f = _Found(n, _NONE, n.start, n.end)
        f.high = high
        if f.unit.kind == "unknown" and n.kind == "multiple":
            continue  # ضعف: weakness
        if after and after.start - f.end == 2 and _TAIL.match(text, f.end) and f.unit.kind in _DIVISIBLE and (
                after.kind == "fraction" or (after.scale and after.scale == n.scale and after.bare < 1)):
            # مليون ريال ونصف المليون
            n.value += after.value if after.scale else after.value * (n.scale or 1)
            f.end = after.end
        found.append(f)
        at = f.end
    return found


def _unit(text, n: Number, at: int, after: Number | None, country) -> tuple[Unit, int, int]:
    """The unit of a number, and where number and unit begin and end."""
    unit, end = unit_after(text, n.start, n.end, country)
    if n.kind == "multiple":
        left = word_before(text, n.start)
        doubled = "double_before" in roles(left) and not unit.word.startswith("ال") if n.definite else (
            "double_of" in roles(unit.word) or text[n.end - 1] in "ين")
        return (Unit("multiple", 1, "measure") if doubled else _NONE), n.start, n.end
    if n.start + 3 == n.end and unit.word.startswith("ال") and text[n.start:n.end] in _PARTS:
        n.kind, n.value = "fraction", _PARTS[text[n.start:n.end]]  # خمس السكان
    if unit.kind == "times" and any("grow" in roles(w) for w in text[max(0, n.start - 35):end + 25].split()):
        unit = Unit("multiple", 1, "measure")
    if unit.kind == "time" and n.scale and unit.word.startswith("ليل"):
        unit = Unit("count", 1, "noun", unit.word)  # ليال سياحية
    if unit.kind == "noun" and after and after.start < end:
        unit, end = _NONE, n.end
    if unit.kind in ("noun", "unknown"):
        if (before := unit_before(text, n.start)) and before[1] >= at:
            return before[0], before[1], n.end
        if n.kind == "fraction" and not (n.digits and unit.kind == "noun"):
            return Unit("percent", 100, "part", unit.word), n.start, n.end
    if n.value < 0 and unit.kind in ("noun", "time", "sport"):
        n.value, n.start = -n.value, n.start + 1  # a dash, no sign
    return unit, n.start, end


def _reread(n: Number, surface: str) -> Number | None:
    """What folding hides in a digit string: groups in visual order (249.\u200f302 is 302.249), a tatweel for a dash."""
    if "\u200f" in surface and n.kind in ("cardinal", "unreadable"):
        n.value, n.flag = value_of(".".join(reversed(re.split(r"[.,]?\u200f", surface))))
        n.kind = "unreadable" if n.value is None else "cardinal"
    elif len(parts := re.split("ـ+", surface)) == 2 and all(p.isdecimal() and len(p) < 9 for p in parts):
        n.value = Decimal(parts[0])
        return Number(n.start, n.end, Decimal(parts[1]), n.kind, True)
    return None


def _settle(text, n: Number, surface: str, country):
    """`1.234` is a decimal, but not in the Maghreb; «مليونا دولار» is two million, «مليونًا» one."""
    if not n.flag:
        if n.scale and n.bare == 1 and surface.endswith("ا") and _CONSTRUCT.match(text, n.end):
            n.value *= 2
    elif "٫" in surface:
        n.flag = ""
    elif country in _POINT_THOUSANDS:
        n.value *= 1000


def _joined(text, found: list[_Found]) -> list[_Found]:
    """Reasons, and neighbours that are one range or from-to as one."""
    out: list[_Found] = []
    for f in found:
        g = out[-1] if out else None
        f.why = reason(text, f.number, f.unit, g)
        if f.why in UNNAMED and f.unit.kind == "noun":
            f.unit, f.end = _NONE, f.number.end
        if g and f.start - g.end < 9 and g.high is None and _one(text, g, f):
            a, b = g.number, f.number
            if b.scale and not a.scale and a.value < 1000 and a.value <= 100 * b.bare:
                a.value *= b.scale  # 20.7 و27.5 مليون
            g.high, g.end, g.unit = b, f.end, f.unit if f.unit.kind != "unknown" else g.unit
            g.why = f.why if f.why != "small_count" or g.why else ""
            if not g.why and g.unit.kind == "unknown" and text[a.end] in "-–—−" and max(a.value, b.value) < 200:
                g.why = "score"
        else:
            out.append(f)
    return out


def _one(text, g: _Found, f: _Found) -> bool:
    """Whether two neighbours are one range or from-to: nothing but a connective between them, and one unit."""
    link = _RANGE.fullmatch(text, g.end, f.start)
    if not link or {g.number.kind, f.number.kind} - {"cardinal", "fraction"}:
        return False
    if not f.why and g.why not in ("", "small_count"):
        return False
    before = text[max(0, g.start - 25):g.start]
    free, same = g.unit.kind == "unknown", g.unit.name == f.unit.name
    if link[1] == "و":
        return (free or same) and bool(_AMONG.search(before))
    return free or f.unit.kind == "unknown" or (same and (link[1] in "-–—−" or bool(_FROM.search(before))))


def _elided(text, found: list[_Found], i: int) -> Unit:
    """An elided unit: the next quantity's in «40 أو 50 دولارا», the noun after من or عدد, or the nearest before it."""
    f, g = found[i], found[i + 1] if i + 1 < len(found) else None
    if g and not g.why and g.unit.kind not in ("unknown", "part") and text[f.end:g.start].strip() in ("او", "و"):
        if g.number.scale and not f.number.scale and f.number.value < 1000:
            f.number.value *= g.number.scale
        return g.unit
    if (of := _PARTITIVE.match(text, f.end)) and is_person(of[1]):
        return Unit("person", 1, "noun")
    far = max(f.start - 300, 0)
    begin = max(text.rfind("\n", far, f.start), text.rfind(". ", far, f.start), far)
    money = any("money_noun" in roles(w) for w in text[max(begin, f.start - 40):f.start].split())
    for g in reversed(found[max(0, i - 20):i]):
        alike = g.unit.kind == "money" if money else g.unit.kind not in ("unknown", "part")
        if g.start >= begin and not g.why and alike:
            return g.unit
    if counted := _COUNTED.match(text, max(text.rfind("عدد ", begin, f.start), 0)):
        return Unit("person" if is_person(counted[1]) else "count", 1, "noun")
    return Unit("index_point", 1, "point") if "موشر" in text[begin:f.start] else f.unit


def _quantity(text, offsets, f: _Found) -> Quantity:
    a, b = f.number, f.high
    value, high = (_value(n, f.unit.factor) for n in (a, b))
    start, end = offsets[f.start], offsets[f.end]
    end = start + len(text[start:end].rstrip(_INVISIBLE))
    return Quantity(start, end, value, high, f.unit.name or "unknown", f.why, a.flag or f.unit.flag, f.start, f.end,
                    a.start, a.end, not (a.digits or (b is not None and b.digits)))


def _value(n: Number | None, factor: float) -> float | None:
    if n is None or n.value is None:
        return None
    return float(n.value) if factor == 1 else round(float(n.value) * factor, 4)
