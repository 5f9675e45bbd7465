"""Quantities: every number of a text with its value, its unit, and why it can be no claim.

number_words reads the numbers, units what they count; here ranges are joined, elided units filled in, and dates,
scores, ages, names and the like told from measurements. The words for that are in lexicon/number_context.csv.
"""

import re
from dataclasses import dataclass, replace

import pandas as pd

from . import lexicon
from .normal import fold, fold_with_offsets
from .number_words import Number, read_numbers
from .units import Unit, is_person, unit_after, unit_before

COLUMNS = ["article", "start", "end", "text", "value", "value_high", "unit", "why", "flag"]
_POINT_THOUSANDS = {"DZ", "MA", "TN", "MR"}  # where French habits part thousands with a point
_BARE = {"date", "time", "identifier", "list_number"}  # reasons that leave no counted noun
_ROLES: dict[str, set[str]] = {}
for _r in lexicon.rows("number_context"):
    _ROLES.setdefault(_r["role"], set()).add(fold(_r["word"]))
_MONTHS = {w.split()[0] for w in lexicon.words("months")}
_BETWEEN = re.compile(r"(?:[-–—−ـ]|الي|و?حتي|و|او)[^\S\n]*+(?=\S)")
_LEFT = re.compile(r"[^\W\d_]+(?=[\s:(«“\"'.\[-]*\Z)")
_PERIOD_PART = re.compile(r"[^\S\n]من[^\S\n](?:ال)?(\w+)")
_PROCLITIC = re.compile(r"^[وف]?[بلك]?(?:ال|ل(?=\w{3}))?")


@dataclass(slots=True)
class Quantity:
    """A number with its unit. start, end: the surface in the text; fold_start ... unit_end: offsets in the folded text."""

    start: int
    end: int
    value: float | None
    value_high: float | None  # second number of a range or a from-to, in text order
    unit: str
    why: str  # empty, or the reason why it can be no claim
    flag: str  # a documented ambiguity, or empty
    fold_start: int
    fold_end: int
    number_start: int  # number words without the unit (first number of a range), folded offsets
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


def quantities(text: str, country: str | None = None, folded=None) -> list[Quantity]:
    """All numbers of `text`, in order. `folded` is fold_with_offsets(text), when the caller has it already."""
    folded, offsets = folded or fold_with_offsets(text)
    found = _ranges(folded, _measured(folded, read_numbers(folded), text, offsets, country))
    for i, f in enumerate(found):
        if not f.why and f.unit.kind == "unknown":
            _fill(folded, f, found[:i], found[i + 1:i + 2])
    return [_quantity(text, offsets, f) for f in found]


def find_quantities(text: str, country: str | None = None) -> pd.DataFrame:
    """All numbers of a text. Columns: article (empty: a text has no name), start, end, text (number and unit, or number
    and first word of the counted noun); value, value_high (floats, or None); unit (percent, percentage_point,
    basis_point, index_point, ISO 4217, barrel, barrel_per_day, tonne, kg, litre, km, m, m2, km2, MW, multiple, person,
    count, other, unknown); why (empty, or why it can be no claim: date, time, ordinal, age, duration, score, identifier,
    idiom, small_count, bare_plural, list_number, unreadable); flag (`point`: 1.234 read as a decimal, or as 1234 in the
    Maghreb; `currency`: which riyal is not said). `country` (ISO 3166) tells one dinar from another.
    """
    rows = [("", q.start, q.end, text[q.start:q.end], q.value, q.value_high, q.unit, q.why, q.flag)
            for q in quantities(text, country)]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"value": object, "value_high": object})


def _measured(text, numbers, original, offsets, country) -> list[_Found]:
    found, at = [], 0
    for k, n in enumerate(numbers):
        if n.start < at:
            continue
        if n.flag:
            _settle(text, n, original[offsets[n.start]:offsets[n.end]], country)
        unit = unit_after(text, n.start, n.end, country)
        after = numbers[k + 1] if k + 1 < len(numbers) else None
        if unit.kind == "noun" and after and after.start < unit.end or n.kind in ("ordinal", "date", "decade", "plural"):
            unit = Unit("", 1, "unknown", n.end, unit.word)
        start = n.start
        if unit.kind in ("noun", "unknown") and (before := unit_before(text, start)) and before[1] >= at:
            start, unit = before[1], Unit(before[0], 1, "percent" if before[0] == "percent" else "money", n.end)
        if n.kind == "fraction" and unit.kind == "unknown" or n.kind == "fraction" and unit.kind == "noun" and not n.digits:
            unit = Unit("percent", 100, "part", n.end, unit.word)
        if n.kind.startswith("multiple"):
            if n.kind == "multiple" and not _doubles(text, n, unit.word):
                continue
            unit = Unit("multiple", 1, "measure", n.end)
        if n.value is not None and n.value < 0 and unit.kind in ("noun", "time", "sport"):
            n.value, start = -n.value, start + 1
        end = unit.end
        if after and after.start >= end and n.value is not None and re.fullmatch(r"[^\S\n]و", text[end:after.start]) and (
                after.kind == "fraction" or after.bare and after.bare < 1 and after.scale == n.scale):
            n.value += after.value if after.scale else after.value * (n.scale or 1)  # مليون ريال ونصف المليون
            end = after.end
        found.append(_Found(n, unit, start, end))
        at = end
    return found


def _settle(text, n: Number, surface: str, country):
    """`1.234` is a decimal, but not in the Maghreb; «مليونا دولار» is two million, «مليونًا» one."""
    if n.flag == "accusative":
        n.flag = ""
        if surface.endswith("ا") and re.match(r" [^\W\d_]", text[n.end:n.end + 2]) and not re.match(r" (?:و|في|من|ال)", text[n.end:]):
            n.value *= 2
    elif "٫" in surface:
        n.flag = ""
    elif country in _POINT_THOUSANDS:
        n.value *= 1000


def _doubles(text, n: Number, after: str) -> bool:
    left = _left(text, n.start)
    if n.definite:
        return left in _ROLES["double_before"] and not after.startswith("ال")
    return after in _ROLES["double_of"]


def _left(text, at) -> str:
    """The word before `at`, past proclitics that stand alone."""
    m = _LEFT.search(text, max(0, at - 30), at)
    if m and _PROCLITIC.fullmatch(m[0]):
        m = _LEFT.search(text, max(0, m.start() - 30), m.start())
    return m[0] if m else ""


def _in(word: str, *roles: str) -> bool:
    bare = _PROCLITIC.sub("", word)
    return any(w in _ROLES[r] for r in roles for w in (word, bare))


def _ranges(text, found: list[_Found]) -> list[_Found]:
    out: list[_Found] = []
    for f in found:
        f.why = _why(text, f)
        if f.why in _BARE and f.unit.kind == "noun":
            f.unit, f.end = Unit("", 1, "unknown", f.number.end, f.unit.word), f.number.end
        g = out[-1] if out else None
        if g and g.why in ("identifier", "date") and f.number.digits and not f.why and (  # قرارا 1696 و1737, 2015-2016
                f.unit.kind == "unknown" and re.fullmatch(r"[،, و]+", text[g.end:f.start])
                or f.unit.kind == "noun" and text[g.end:f.start] == "-"):
            f.why = g.why
        if g and g.high is None and _one(text, g, f):
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
    gap = text[g.end:f.start].strip() if f.start - g.end < 12 else ""
    if gap not in ("-", "–", "—", "−", "الي", "حتي", "وحتي", "و") or None in (g.number.value, f.number.value):
        return False
    if {g.number.kind, f.number.kind} - {"cardinal", "fraction"} or not f.why and g.why not in ("", "small_count"):
        return False
    before = text[max(0, g.start - 25):g.start]
    open_, same = g.unit.kind == "unknown", g.unit.unit == f.unit.unit
    if gap == "و":
        return bool(re.search(r"بين\s+(?:\w+\s+)?\Z", before)) and (open_ or same)
    if not open_ and f.unit.kind != "unknown":
        return same and (gap in "-–—−" or bool(re.search(r"(?:\b[وف]?من|بين|عند)\s+(?:\w+\s+){0,2}\Z", before)))
    return True


def _why(text, f: _Found) -> str:
    n, u = f.number, f.unit
    fixed = {"date": "time" if ":" in text[n.start:n.end] else "date", "ordinal": "ordinal", "decade": "date",
             "plural": "bare_plural", "percent": "bare_plural", "unreadable": "unreadable"}.get(n.kind)
    if fixed:
        return fixed
    left, right = _left(text, n.start), u.word
    free = u.kind in ("unknown", "noun")
    if u.kind == "metre":
        return "date" if n.digits and 1000 <= n.value <= 2100 and text[n.start:n.end].isdecimal() else ""
    if u.kind == "time":
        return _time(text, f, left)
    if u.kind == "rating":
        return "ordinal"
    if u.kind == "decade":
        return "" if n.digits else "duration"
    if u.kind == "part":
        return _part(text, f, right)
    if n.digits and free and (why := _named(text, f, left, right)):
        return why
    if _in(left, "age"):
        return "age"
    if free and (_in(left, "best_before") or u.kind == "unknown" and _in(left, "rank_before")):
        return "ordinal"
    if not n.digits and n.value == 100 and u.kind == "percent":
        return "idiom"
    if u.kind in ("point", "sport", "times"):
        return _counted(text, f)
    if not n.digits and free:
        if n.definite and n.value == 2 or n.value == 0 and (left == "شهر" or text[n.start - 2:n.start - 1].isdecimal()):
            return "date"
        if n.value < 100:
            return "small_count"
        if u.kind == "unknown" and n.bare == 1 and (left.startswith("ال") if n.definite else n.scale == 1000):
            return "ordinal" if n.definite else "idiom"
    return ""


def _time(text, f: _Found, left) -> str:
    n, u = f.number, f.unit
    if u.word in _ROLES["date_after"]:
        return "date"
    if u.word in ("ليله", "ليال") and (n.scale or text.startswith((" سياحي", " فندقي"), u.end)):
        f.unit.unit, f.unit.kind = "count", "noun"
        return ""
    words = re.findall(r"\w+", text[max(0, n.start - 30):n.start])[-4:]
    age = any(_in(w, "age") for w in words) or text[n.start - 1:n.start] == "(" and text[u.end:u.end + 1] == ")"
    return "age" if age else "duration"


def _part(text, f: _Found, right) -> str:
    if right in _ROLES["fraction_not"]:
        return "date"
    return ""


def _named(text, f: _Found, left, right) -> str:
    """Dates, times and names written in digits."""
    n, u = f.number, f.unit
    line, before, after = text[n.start:n.end], text[max(n.start - 40, 0):n.start], text[n.end:n.end + 8]
    whole, plain, alone = n.value % 1 == 0, line.isdecimal(), u.kind == "unknown"
    if re.search(r"[A-Za-z_]\Z|[^\W\d_][-_/]\Z", before) or re.match(r"[A-Za-z]| ?[-–]? ?[A-Za-z]{2}", after):
        return "identifier"
    if left in _ROLES["clock_before"] or right in _ROLES["clock_after"]:
        return "time"
    part = _PERIOD_PART.match(text, n.end)
    if whole and plain and (n.value <= 31 and (right in _MONTHS or part and (part[1] in _MONTHS or part[1] in ("شهر", "جاري")))
                            or _year(f, left, right)):
        return "date"
    if left == "رقم" or alone and (
            _in(left, "identifier_before") or left.isascii() and left
            or plain and (len(line) > 1 and line[0] == "0" or len(line) > 8 or before[-1:] + after[:1] == "()")
            or re.search(r"/ ?\Z", before) or re.match(r" ?/", after)
            or plain and left.startswith("ال") and len(left) > 3 and not re.search(r"عدد|بلغ", before)
            and not re.match(r" ?[-–:] ?\d", after)):
        return "identifier"
    if plain and n.value < 100 and re.search(r"(?:\A|\n)[ (]*\Z", text[max(n.start - 3, 0):n.start]) and re.match(
            r" ?[-–.)ـ:](?:\s|\Z)", after):
        return "list_number"
    return "ordinal" if alone and re.search(r"(?:\A|\W)[وفبل]?ال ?\Z", before) else ""


def _year(f: _Found, left, right) -> bool:
    n, u = f.number, f.unit
    near = _in(left, "date_before") or left in _MONTHS or right in _ROLES["date_after"]
    if not (1900 <= n.value <= 2099 or 1380 <= n.value <= 1460 or near and n.value >= (100 if u.kind == "unknown" else 1000)):
        return near and left in _MONTHS and n.value <= 31
    if near or u.kind == "unknown":
        return True
    return not (is_person(right) or right[-1] in "اه" or right.endswith("ات") or n.value % 100 == 0 or not 1950 <= n.value <= 2040)


def _counted(text, f: _Found) -> str:
    """Points, goals and times: what they are depends on the company they keep."""
    n, u = f.number, f.unit
    words = re.findall(r"[^\W\d_]+", text[max(text.rfind("\n", 0, n.start), n.start - 200, 0):n.end + 80])
    if u.kind == "times":
        near = re.findall(r"\w+", text[max(n.start - 35, 0):u.end + 25])
        if not any(_in(w, "grow") for w in near):
            u.unit = "count"
        return "small_count" if u.unit == "count" and not n.digits and n.value < 100 else ""
    sport = any(_in(w, "sport") for w in words) and not any(_in(w, "market") for w in words)
    if sport or u.word.startswith("مبارا"):
        return "score"
    return "small_count" if not n.digits and n.value < 100 and u.kind == "sport" else ""


def _fill(text, f: _Found, before: list[_Found], after: list[_Found]):
    """An elided unit: that of the next quantity in «40 أو 50 دولارا», the noun after من or عدد, or the nearest before it."""
    for g in after:
        if re.fullmatch(r" (?:او|و) ?", text[f.end:g.start]) and g.unit.kind not in ("unknown", "part") and not g.why:
            f.unit = replace(g.unit, end=f.end)
            if g.number.scale and not f.number.scale and f.number.value < 1000:
                f.number.value *= g.number.scale
            return
    of = re.match(r" (?:علي الاقل )?من (?:كبار |بين )?(?:ال)?(\w+)", text[f.end:f.end + 60])
    if of and is_person(of[1]):
        f.unit.unit = "person"
        return
    begin = max(text.rfind("\n", 0, f.start), text.rfind(". ", 0, f.start), f.start - 300, 0)
    money = any(_in(w, "money_noun") for w in re.findall(r"\w+", text[max(begin, f.start - 40):f.start]))
    for g in reversed(before):
        if g.start < begin:
            break
        if not g.why and (g.unit.kind == "money" if money else g.unit.kind not in ("unknown", "part")):
            f.unit = replace(g.unit, end=f.end)
            return
    if counted := re.search(r"\bعدد (?:ال)?(\w+)(?!.*عدد )", text[begin:f.start]):
        f.unit.unit = "person" if is_person(counted[1]) else "count"
    elif re.search(r"\b\w{0,3}موشر\b", text[begin:f.start]):
        f.unit.unit = "index_point"


def _quantity(text, offsets, f: _Found) -> Quantity:
    a, b, u = f.number, f.high, f.unit
    value, high = (None if n is None or n.value is None else round(float(n.value) * u.factor, 4 if u.factor != 1 else 10) for n in (a, b))
    unit = u.unit or "unknown"
    surface = text[offsets[f.start]:offsets[f.end]].rstrip("ـ\u200b\u200c\u200d\u200e\u200f\u2069\u202c ")
    return Quantity(offsets[f.start], offsets[f.start] + len(surface), value, high, unit, f.why, a.flag or u.flag, f.start, f.end,
                    a.start, a.end, not (a.digits or b and b.digits))
