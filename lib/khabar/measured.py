"""Numbers with what they measure: each number of a text beside its unit, and what only the unit settles."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from decimal import Decimal

from . import lexicon
from .digit_strings import value_of
from .normal import fold
from .number_context import roles, word_before
from .number_words import Number, read_numbers
from .units import Unit, duals, of_currency, unit_after, unit_before

_NO_NUMBER = re.compile(  # ميتا (dead), that folds as مئتا; أُلف (was written)
    r"\A\w?\w?م[\u064b-\u0652]*ي[^\s\u0654]*\Z|\A\w?أ\u064f")
_POINT_THOUSANDS = {"DZ", "MA", "TN", "MR"}  # where French habits part thousands with a point
_UNDIVIDED = {"LBP", "SYP", "IQD", "IRR"}  # currencies that are worth so little that nobody parts them
_TAIL = re.compile(r"[^\S\n]و")
_TWO_AND = re.compile(r"(?<![^\W\d_])[^\W\d_]++ [^\W\d_]{2,}+ و\Z")
_ONE_AND = re.compile(r"(?<![^\W\d_])[^\W\d_]++ و\Z")
_PARTS = {fold(r["word"]): 1 / Decimal(r["value"].removeprefix("1/"))
          for r in lexicon.rows("number_words") if r["kind"] == "rare_fraction"}
_DIVISIBLE = ("money", "measure", "time", "percent")
NO_UNIT = Unit("", 1, "unknown")


@dataclass(slots=True)
class Found:
    """A number and its unit in the folded text; `high` once it has been joined to a range, `why` once it is judged."""

    number: Number
    unit: Unit
    start: int
    end: int
    high: Number | None = None
    why: str = ""


def measure(text, original, offsets, country) -> list[Found]:
    """Each number with its unit; what a unit has swallowed (في المئة, م2) is no number of its own."""
    found, at, numbers = [], 0, read_numbers(text)
    for n, after in zip(numbers, [*numbers[1:], None], strict=False):
        if n.start < at:
            found[-1].end = at = max(at, n.end)
            continue
        if not n.digits and _NO_NUMBER.match(original[offsets[n.start]:offsets[n.end - 1] + 1]):
            continue
        again = found.pop() if found and _said_again(text, found[-1].number, n) else None
        if n.value and text.endswith(("سالب ", "ناقص "), max(at, n.start - 5), n.start):
            n.value, n.start = -n.value, n.start - 5
        if offsets[n.end - 1] - offsets[n.start] > n.end - 1 - n.start:
            _reread(n, text[n.start:n.end], original[offsets[n.start]:offsets[n.end - 1] + 1])
        if n.kind in ("cardinal", "fraction", "multiple"):
            f = Found(n, *_unit(text, n, at, after, country))
            if f.unit.name == "count" and f.unit.word[-1] == "ا" and text[n.start:n.end] == "الف":
                continue  # ألف كتابا: he wrote one
            if n.kind == "cardinal" and (low := _bare(text, f, at)):
                found.append(low)
            if n.flag or (not n.digits and text[n.end - 1] == "ا"):
                _settle(text, f, original[offsets[n.start]:offsets[n.end]], country)
        else:
            f = Found(n, NO_UNIT, n.start, n.end)
        if f.unit.kind == "unknown" and n.kind == "multiple":
            continue  # ضعف: weakness
        if after and after.start - f.end == 2 and _TAIL.match(text, f.end) and f.unit.kind in _DIVISIBLE and (
                after.kind == "fraction" or (after.scale and after.scale == n.scale and after.bare < 1)):
            # مليون ريال ونصف المليون
            n.value += after.value if after.scale else after.value * (n.scale or 1)
            f.end = _again(text, after.end, f.unit, country)
        if f.unit.kind in ("money", "measure"):
            _with_whole(text, f, found, country)
        if again:
            n.digits, n.start, f.start = True, again.start, again.start
        found.append(f)
        at = f.end
    return _with_duals(text, found, country)


def _said_again(text, last: Number, n: Number) -> bool:
    """(15) خمسة عشر مصليا، (33.288) ثلاثة وثلاثون ألفا ومئتان وثمانية وثمانون."""
    same = n.value == last.value or (last.flag and last.value * 1000 == n.value)
    near = n.start - last.end < 4 and text[last.end:n.start].strip() in ("(", ")", "")
    return bool(same and near and n.kind == last.kind and n.digits != last.digits)


def _with_duals(text, found: list[Found], country) -> list[Found]:
    """دولارين: a number of its own where no other has it (طنين و340 كيلوغراما)."""
    starts = [f.start for f in found]
    for start, unit, end in duals(text, country):
        k = bisect_left(starts, end)
        if not k or found[k - 1].end <= start:
            number = Number(start, start, Decimal(2), "cardinal", False)
            found.insert(k, Found(number, unit, start, end))
            starts.insert(k, start)
    return found


def _bare(text, f: Found, at: int) -> Found | None:
    """The first number of من متر إلى متر ونصف: one, though no number stands there."""
    word = f.unit.word
    start = f.start - len(word) - len(" الي ")
    if f.unit.kind != "measure" or start < at or not text.startswith(word, f.start) or (
            not text.endswith(f"من {word} الي ", 0, f.start)):
        return None
    return Found(Number(start, start + len(word), Decimal(1), "cardinal", False), f.unit, start, start + len(word))


def _unit(text, n: Number, at: int, after: Number | None, country) -> tuple[Unit, int, int]:
    """The unit of a number, and where number and unit begin and end."""
    unit, end = unit_after(text, n.start, n.end, country)
    if n.kind == "multiple":
        left = word_before(text, n.start)
        doubled = "double_before" in roles(left) and not unit.word.startswith("ال") if n.definite else (
            "double_of" in roles(unit.word) or text[n.end - 1] in "ين" or "equals" in roles(left))
        return (Unit("multiple", 1, "measure") if doubled else NO_UNIT), n.start, n.end
    if n.kind == "fraction" and (one := _one_and(text, max(at, n.start - 24), n.start, country)):
        n.value, n.kind = n.value + one[2], "cardinal"
        return one[0], one[1], _again(text, n.end, one[0], country)
    if n.start + 3 == n.end and unit.word.startswith("ال") and text[n.start:n.end] in _PARTS:
        n.kind, n.value = "fraction", _PARTS[text[n.start:n.end]]  # خمس السكان
    far = 35 if n.digits else 80
    if unit.kind == "times" and any("grow" in roles(w) for w in text[max(0, n.start - far):end + 25].split()):
        unit = Unit("multiple", 1, "measure")
    if unit.kind == "time" and (n.scale or n.flag or n.value >= 1000) and unit.word.startswith("ليل"):
        unit = Unit("count", 1, "noun", unit.word)  # 5 ملايين ليلة
    if unit.kind == "noun" and after and after.start < end:
        unit, end = NO_UNIT, n.end
    if unit.kind in ("noun", "unknown", "rating"):
        if (before := unit_before(text, n.start) or _of_one(text, n, country)) and before[1] >= at:
            return before[0], before[1], n.end
        if n.kind == "fraction" and not (n.digits and unit.kind == "noun"):
            return Unit("percent", 100, "part", unit.word), n.start, n.end
    if n.value < 0 and unit.kind in ("noun", "time", "sport"):
        n.value, n.start = -n.value, n.start + 1  # a dash, no sign
    return unit, n.start, end


def _of_one(text, n: Number, country) -> tuple[Unit, int] | None:
    """دولار واحد، كيلوغرام واحد: the unit before the word for one, and where it begins."""
    if n.value != 1 or n.digits or n.definite:
        return None
    start = n.start - 1 - len(word_before(text, n.start))
    unit, stop = unit_after(text, start, start, country)
    return (unit, start) if unit.kind in ("money", "measure") and stop == n.start - 1 else None


def _one_and(text, at: int, end: int, country) -> tuple[Unit, int, int] | None:
    """متر ونصف، نقطة مئوية ونصف، طنان و5 كيلوغرامات: the unit before « و», where it begins, and whether it is two."""
    for pattern in (_TWO_AND, _ONE_AND):
        if m := pattern.search(text, at, end):
            unit, stop = unit_after(text, m.start(), m.start(), country)
            if unit.kind in ("measure", "money", "time") and stop == end - 2:
                return unit, m.start(), 1 + unit.word.endswith(("ان", "ين"))
    return None


def _with_whole(text, f: Found, found: list[Found], country) -> None:
    """ثلاثة ريالات و200 بيسة، طنين و340 كيلوغراما: one amount of what f is a part of."""
    joined = bool(found) and text[found[-1].end:f.start] == " و"
    if joined:
        whole, start, unit = found[-1].number.value, found[-1].start, found[-1].unit
    elif one := _one_and(text, max(0, f.start - 24), f.start, country):
        unit, start, whole = one
    else:
        return
    f.unit = of_currency(f.unit, unit.name)
    part = _part(f.unit, unit)
    if 0 < f.number.value * part < 1:
        f.number.value = whole + f.number.value * part
        f.unit, f.start, f.number.start = unit, start, start
        del found[len(found) - joined:]


def _part(small: Unit, unit: Unit) -> Decimal:
    """How much of a unit another is; 0 if it is no part of it."""
    thousandth = (unit.name, small.name) in (("tonne", "kg"), ("km", "m"))
    part = Decimal(str(small.factor / unit.factor)) / (1000 if thousandth else 1)
    return part if (thousandth or unit.name == small.name) and part < 1 else Decimal(0)


def _again(text, end: int, unit: Unit, country) -> int:
    """The end of a unit that is said again (طن ونصف الطن), or `end`."""
    if not text.startswith(" ال", end):
        return end
    again, after = unit_after(text, end + 3, end + 3, country)
    return after if again.name == unit.name and again.kind == unit.kind else end


def _reread(n: Number, folded: str, surface: str):
    """What folding hides: in a digit string, groups in visual order (249.\u200f302 is 302.249); in خُمس, the part."""
    part = folded.removeprefix("ال")
    if part in _PARTS and surface.removeprefix("ال")[1] == "\u064f":
        n.kind, n.value = "fraction", _PARTS[part]
    elif n.digits and "\u200f" in surface and n.kind in ("cardinal", "unreadable"):
        n.value, n.flag = value_of(".".join(reversed(re.split(r"[.,]?\u200f", surface))))
        n.kind = "unreadable" if n.value is None else "cardinal"


def _settle(text, f: Found, surface: str, country):
    """`1.234` is a decimal, but not of people, of things, of Lebanese pounds and their like, or in the Maghreb.

    «مليونا دولار» is 2 million, «مليونًا» one.
    """
    n = f.number
    if not n.flag:
        if n.scale and n.bare == 1 and surface.endswith("ا") and f.unit.kind not in ("unknown", "percent"):
            n.value *= 2
    elif "٫" in surface:
        n.flag = ""
    elif not n.scale and (
            country in _POINT_THOUSANDS or f.unit.kind == "noun" or f.unit.name in _UNDIVIDED):
        n.value *= 1000
