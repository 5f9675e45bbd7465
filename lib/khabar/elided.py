"""Units that do not stand beside their number, or that only other words settle: elided ones, points, a bare riyal."""

import re

from . import lexicon
from .cue_words import look
from .measured import Found
from .number_context import company, roles, word_before
from .units import Unit, ambiguous, is_person

_PARTITIVE = re.compile(r" (?:علي الاقل )?من (?:كبار |بين )?(?:ال)?(\w+)")
_COUNTED = re.compile(r"عدا?د (?:ال)?(\w+)")
_RATIOS = lexicon.words("number_context", role="ratio")
_SHARED = ("او", "و", "مقابل", "×", "x", "X", "*")  # between numbers of one unit
_LISTED = ("، ", ", ", "،", " و", "، و")


def settle(text: str, found: list[Found]) -> None:
    """Give the quantities of a folded text the units that their own words leave open."""
    for i, f in enumerate(found):
        if not f.why and f.unit.kind == "unknown":
            f.unit = _elided(text, found, i)
        elif not f.why and f.unit.word == "اخري" and (unit := _elided(text, found, i)).kind == "money":
            f.unit, f.end = unit, f.number.end  # 24 مليون يورو وستة ملايين أخرى
        if f.unit.name == "barrel" and "بمعدل يومي" in text[max(0, f.start - 30):f.start]:
            f.unit = f.unit._replace(name="barrel_per_day")
        if f.unit.name == "index_point" or f.unit.word == "كيلو":
            f.unit = _told(text, found[i - 1] if i else None, f)
        if ambiguous(f.unit.word):
            f.unit = _stated(text, found[max(0, i - 20):i], f)


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
    if m := _COUNTED.search(text, max(begin, f.start - 30), f.start):  # عدد سكانها تجاوز 36 ألفا
        return Unit("person" if m[1] == "من" or is_person(m[1]) else "count", 1, "noun")
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
