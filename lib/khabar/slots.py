"""Kind and direction of a claim: is its number a change, a share or a level, and which way does it go?

The word that governs it (governors.py) tells, and those in between (إلى، من، بنسبة) say how. Change.trigger is the word
a claim went by, so that it can say why it is what it is.
"""

from typing import NamedTuple

from .clauses import Sentence, clause_start
from .cue_words import CONJUNCTIONS, Word
from .governors import COUNTS, POINTS, empty, governor, leads_on
from .hedges import before_hedge
from .number_context import roles

_PARTS = frozenset(("percent", "percentage_point", "basis_point", "multiple"))


def is_money(unit: str) -> bool:
    """Is a unit of a claim a currency (ISO 4217)?"""
    return len(unit) == 3 and unit.isupper()


class Change(NamedTuple):
    """How a quantity stands in its sentence."""

    kind: str = "level"
    direction: str = "none"
    movement: str = ""  # direction of the movement the clause reports, also where this number is only its start
    trigger: int | None = None  # the word that governs the number: of movement, or بلغ and its like
    filler: int = 0  # where the words between the noun phrase and the number begin
    share_of: bool = False  # من and a whole follow
    unit: str = ""
    inherits: bool = False  # nothing of its own: the clause goes on from the quantity before


def change(s: Sentence, i: int, a: int, hedged, before: list) -> Change:
    """Kind and direction of quantity i in the clause from a on; `before`: the Changes of the quantities before it."""
    q, unit = s.quantity(i), s.quantity(i).unit
    if s.has(i - 1, "attribute"):
        return Change(filler=i, unit=unit)  # جوال السكر زنة 50 كيلو
    sign = s.words[i - 1] if s.words[i - 2] == "(" or s.words[i - 1] == "+" else s.text[q.start]
    if sign in ("+", "-", "−") and (unit in POINTS or is_money(unit)):  # (+12%)، (- 71 نقطة); not -5 degrees
        way = "up" if sign == "+" else "down"
        return Change("change", way, way, i - (s.words[i - 1] == sign), i, unit=unit, inherits=True)
    market = unit not in POINTS and unit not in COUNTS and (  # كسب 84 سنتا, after صعد 2%
        any(b.kind == "change" for b in before) or any("market" in roles(w) for w in s.words[:i]))
    trigger, filler, seen, bare = governor(s, i, a, hedged, market)
    moved = s.known[trigger].direction if trigger is not None else ""
    c = Change("level", "none", moved, trigger, filler, False, unit, bare)
    last = before[-1].movement if before else ""
    if s.words[i - 1] == "عن" and not hedged:
        return c._replace(movement="")  # بارتفاع طفيف عن 10.3: what it is compared with
    pair = before and _paired(s, i) and (before[-1].unit == unit or {before[-1].unit, unit} == COUNTS)
    if pair and before[-1].kind == "level" and before[-1].movement:
        return before[-1]._replace(filler=i, trigger=None, inherits=True)  # إلى 57 دولارا و51 دولارا
    if "by" in seen or _spread(s, filler, i):  # بنسب تتراوح من 3 إلى 5%، بنسبة من 3 إلى 5%
        seen -= {"start", "end"}
    if bounded := _bounded(s, i, a, c, seen, last):
        return bounded
    if "start" in seen and (moved or (bare and last)):
        return c._replace(movement=moved or last)
    if unit == "multiple" and s.words[i - 1] == "عند":
        return c._replace(movement="")  # مكرر الربح عند 15 ضعفا
    if unit == "multiple":
        return c._replace(kind="change", direction=moved or "up", movement=moved or "up")
    within = unit == "percent" and s.words[before_hedge(s, i, hedged) - 1] == "في" and s.words[s.next(i)] == "من"
    if moved and not within and _governs(s, i, trigger, filler, seen):
        return c._replace(kind="change", direction=moved)
    return _other(s, i, a, c._replace(movement=""), bare, "by" in seen, before)


def _bounded(s: Sentence, i: int, a: int, c: Change, seen: set, last: str) -> Change | None:
    """The Change of a number that is the end of a movement, or both its ends; `last`: the movement before it."""
    q, moved = s.quantity(i), c.movement
    both = q.value_high is not None and "start" in seen
    if both and (moved or (last and (c.inherits or _listed(s, a) or empty(s, a, c.filler)))):
        return c._replace(direction=moved or last, movement=moved or last)  # ارتفع من 5 إلى 7; 40% من 5 إلى 7
    if c.trigger is not None and c.trigger + 1 == c.filler and s.known[c.trigger].prefix.endswith("ال"):
        seen.discard("end")  # وصل الارتفاع إلى 5%
    if "end" in seen and c.unit != "multiple":
        moved = moved or (last if _follows(s, a, c.filler, c.inherits) else "")
        if moved or leads_on(s, a) or c.unit != "percent":  # وصلت نسبة الفقر إلى 40%: a share
            inherits = c.trigger is None and _hangs(s, a, c.filler, c.inherits)
            return c._replace(direction=moved or "none", movement=moved, inherits=inherits)
    if both and c.trigger is not None and s.has(c.trigger, "neutral"):
        way = "up" if q.value_high > q.value else "down"  # انتقل من 13.5 إلى 13.6
        return c._replace(direction=way, movement=way)
    return None


def _hangs(s: Sentence, a: int, filler: int, bare: bool) -> bool:
    """Has the clause from a on nothing of its own but its end point (ارتفع كثيرا، ليصل إلى 5)?"""
    led = s.words[a - 1] == "#" and (s.has(a, "stop") or s.words[a][:2] == "لل") and s.words[a] != "مع"
    return bare or leads_on(s, a) or led or empty(s, a, filler)


def _follows(s: Sentence, a: int, filler: int, bare: bool) -> bool:
    """Does the clause from a on tell of the movement before it? Not what was (بعد أن كانت عند 5)."""
    also = s.words[a][0] == "و" and s.words[a - 1] in "،,#" and not any(
        s.known[j].form == "verb" or s.has(j, "level", "verb", "neutral") for j in range(a, filler))
    also = also or closing(s, a, filler)
    return (also or _hangs(s, a, filler, bare)) and not _was(s, a, filler)


def closing(s: Sentence, a: int, b: int) -> bool:
    """Do the words of [a, b) say where a session ended (وأغلق جلسة نيويورك عند), and of nothing else?"""
    return s.has(a, "closes") and not any(s.has(j, "head") and not s.has(j, "session") for j in range(a, b))


def _was(s: Sentence, a: int, b: int) -> bool:
    """Do the words of [a, b) tell of a state that is over (بعد أن كان في حدود)?"""
    return any(s.words[j].startswith("كان") or s.has(j, "stays") for j in range(a, b))


def _paired(s: Sentence, i: int) -> bool:
    """5 شهداء و7 جرحى، 5 شهداء، و7 جرحى; 22 شيقلا في الضفة و61 في غزة: nothing but a place between two numbers?"""
    j = i - 2 - (s.words[i - 2] in "،,")
    j -= s.words[j] == "@"
    j -= 2 * (s.words[j] != "#" and s.words[j - 1] == "في") or s.words[j][:2] == "لل"
    return s.words[i - 1] == "و" and s.words[j] == "#"


def _other(s: Sentence, i: int, a: int, c: Change, bare: bool, by: bool, before: list) -> Change:
    """No movement before quantity i governs it: one after it may, or it goes on from those before, or stands still."""
    after, last = s.next(i), before[-1] if before else Change()
    whole = c.unit == "percent" and s.words[after] == "من"
    free = c.trigger is None or not s.known[c.trigger].direction
    gap = s.known[after] if free and c.unit in _PARTS else Word()
    if gap.form == "gap" or (gap.form == "noun" and not gap.prefix and c.trigger is None):  # 5% فوق، 5% زيادة
        return c._replace(kind="change", direction=gap.direction, trigger=after)
    if c.unit == "basis_point" and c.trigger is None:  # بعائد 2% أو 39 نقطة أساس: a spread
        return c._replace(kind="change", direction="up")
    listed = c.trigger is None and (by or _listed(s, a)) and not any(s.has(j, "rate") for j in range(a, i))
    goes_on = (bare and c.unit in POINTS and s.words[a - 1] != "ان") or listed
    if goes_on and before and not whole and not s.fraction(i):
        model = last if bare else next((b for b in reversed(before) if b.unit == c.unit), c)
        if bare and by and model.kind == "level" and model.movement:
            return model._replace(kind="change", direction=model.movement, filler=c.filler, unit=c.unit, trigger=None)
        if model.kind == "change":  # 5%، أو 3 نقاط; and a list: وX بنسبة 2%
            return model._replace(filler=c.filler, unit=c.unit, inherits=bare, trigger=model.trigger if bare else None)
    money = is_money(c.unit) and is_money(last.unit) and c.unit != last.unit  # أي ما يعادل 10 ملايين دولار
    if last.kind == "change" and (c.unit in POINTS or money) and c.trigger is not None and s.has(c.trigger, "equals"):
        return c._replace(kind="change", direction=last.direction, movement=last.movement, inherits=True)  # تعادل 0.3%
    rated = c.unit != "percent" or (not whole and any(s.has(j, "rate") for j in range(a, i)))
    return c._replace(kind="level" if rated else "share", share_of=whole) if whole or not rated else c


def _listed(s: Sentence, a: int) -> bool:
    """Does the clause from a on follow a number with و (زاد الخبز 5% واللحم 7%), or with a comma and وال?"""
    comma = s.words[a - 1] in "،," and (s.words[a][:3] == "وال" or s.words[a] == "وفي")
    return s.words[a][0] == "و" and s.words[a - 1 - comma] == "#"


def moves(s: Sentence, i: int, c: Change) -> bool:
    """Is a pair of numbers the start and the end of a movement (من 650 إلى 1250), not a range?"""
    words = s.words[c.filler:i]
    return c.kind == "level" and c.movement != "" and "من" in words and not _spread(s, c.filler, i)


def _spread(s: Sentence, a: int, b: int) -> bool:
    return any(s.has(j, "spread") for j in range(a, b))  # تتراوح


def _governs(s: Sentence, i: int, trigger: int, filler: int, seen: set) -> bool:
    """A movement measures a count only if it touches it or says so (زاد 500, زاد بمقدار 500; not تراجعت أسهم 57)."""
    unit = s.quantity(i).unit
    said = unit in POINTS or filler - trigger <= 1 or "by" in seen
    free = (s.known[trigger].form == "verb" or "filler" not in seen) and not (unit in COUNTS and s.noun(i))
    return filler - trigger < 16 and (said or free)


def settle(s: Sentence, changes: list[Change], compared: list) -> list[Change]:
    """A level takes the direction of the change that hangs on it (بلغ 5 بزيادة 2%, أغلق عند 5 منخفضا 2%)."""
    at, out = s.at("#"), list(changes)
    for n, c in enumerate(changes):  # مقارنة بأعلى سعر عند 133
        if c.kind == "level" and c.trigger is None and any(a <= at[n] < b for a, b in compared):
            out[n] = c._replace(direction="none", movement="")
    for n, c in enumerate(changes):
        if c.kind != "change" or c.trigger is None:
            continue
        word, led = s.known[c.trigger], s.words[c.trigger - 1].lstrip(CONJUNCTIONS)
        hangs = s.words[c.trigger] in "#+-−" or word.form == "participle" or "ب" in word.prefix  # (+12%)
        hangs = hangs or (word.form == "noun" and (
            led[:1] == "ب" or (led != "الي" and s.has(c.trigger - 1, "end"))))
        for m in range(n - 1, -1, -1):
            if any(a <= at[m] < b for a, b in compared) or _was(s, max(clause_start(s, at[m]), at[m] - 5), at[m]):
                continue
            if any(s.words[j][0] == "و" and (s.known[j].form == "verb" or s.has(j, "level"))
                   for j in range(at[m] + 1, c.trigger)):
                break  # 11 ألف صفقة، وأغلق السهم مرتفعا 2%
            if out[m].kind == "level" and not out[m].movement and hangs:
                out[m] = out[m]._replace(direction=c.direction, movement=c.direction)
            if "(" not in s.words[at[m - 1] if m else 0:at[m]] and not _paired(s, at[m]):
                break
    for n, i in enumerate(at):  # 3 ملايين برميل بزيادة عن يونيو; 4 ملايين خلال يونيو، نزولا من 5
        j = s.next(i)
        while s.words[j] in "@،," or (s.has(j, "stop") and s.words[j + 1] == "@"):
            j += 1
        word, to = s.known[j], s.words[j + 1:j + 2]
        gap = word.prefix == "ب" and to in (["عن"], ["علي"], ["مقارنه"]) and j == s.next(i)
        if out[n].kind == "level" and not out[n].movement and word.form == "noun" and (
                gap or (s.words[j].endswith("ا") and to == ["من"])):
            out[n] = out[n]._replace(direction=word.direction)
    for n in range(1, len(out)):  # 80 مليار ريال (21 مليار دولار): the same amount
        between = s.words[at[n - 1] + 1:at[n]]  # (، (نحو
        again = between[:1] == ["("] and len(between) < 3 and is_money(out[n - 1].unit) and is_money(out[n].unit)
        if again and out[n].unit != out[n - 1].unit:
            out[n] = out[n]._replace(kind=out[n - 1].kind, direction=out[n - 1].direction)
    return out
