"""Kind and direction of a claim: is its number a change, a share or a level, and which way does it go?

What governs a number is the nearest word of movement (ارتفع) or of measure (بلغ) before it in its clause; the words in
between (إلى، من، بنسبة) say how. Change.trigger is the word a claim went by, so that it can say why it is what it is.
"""

from typing import NamedTuple

from .clauses import CONJUNCTIONS, OPENING, Sentence, Word, clause_start, look
from .hedges import before_hedge

_POINTS = frozenset(("percent", "percentage_point", "basis_point", "index_point"))
_COUNTS = {"person", "count"}
_PARTS = frozenset(("percent", "percentage_point", "basis_point", "multiple"))


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


def _governor(s: Sentence, i: int, a: int, end: int, market: bool) -> tuple[int | None, int, set]:
    """The nearest word left of `end` that governs quantity i, where the fillers before it begin, their roles."""
    seen: set[str] = set()
    if s.words[end - 1] == "و" or (end < i and s.words[end][0] == "و"):
        return None, a, seen  # 5% و3%: it goes on from the number before
    j = end - 1
    while j >= a:
        if s.has(j, "level") and s.has(j - 1, "by"):  # بنسبة بلغت 5%، بنسبة وصلت إلى 5%
            seen = (seen | {"by"}) - {"end"}
            j -= 1
        elif s.words[j] not in OPENING and not s.has(j, "by", "filler", "end", "start"):
            break
        seen |= s.known[j].roles
        j -= 1
    filler = j + 1
    unit, by = s.quantity(i).unit, "by" in seen or (end < i and s.words[end][:1] == "ب")
    arrived = None  # in a clause with an end point, the verb of arriving (وصل إلى 5)
    while j >= a:
        word = s.known[j]
        high = "dimension" in word.roles and unit == "other" and s.words[j - 1] == "علي"  # على ارتفاع 6000 قدم
        named = word.form == "participle" and (  # منخفض التكلفة، الفاقد
            "ال" in word.prefix or (s.words[j][-1] not in "اه" and j + 1 < filler))
        if word.direction and not (high or named) and _moves(word, s.words[j + 1], unit, seen, by, market):
            return _outer(s, j, a), filler, seen | {"by"} if by else seen
        if "level" in word.roles and "end" in seen:
            if arrived or not _empty(s, j, filler):
                return arrived or j, filler, seen
            arrived = j
        elif "level" in word.roles and "end" not in seen:
            k = j - 1
            while k > a and s.has(k, "filler", "by"):
                k -= 1
            named = k >= a and s.known[k].form in ("noun", "participle") and (s.known[k].scope == "" or unit in _POINTS)
            return (k if named else j), filler, seen
        j -= 1
    return arrived, filler, seen


def _moves(word: Word, following: str, unit: str, seen: set, by: bool, market: bool) -> bool:
    """Can this word of movement govern a number of this unit, with these words between them?"""
    if "dimension" in word.roles and unit in ("m", "km"):
        return False  # ارتفاع الموج: its height
    if word.form == "noun" and word.scope == "points" and unit not in _POINTS:
        return False  # صافي الخسائر 69 مليونا
    if word.form == "gap" and not {"head", "rate"}.isdisjoint(look(following).roles):
        return False  # أعلى نسبة
    if word.form == "gap":
        return by and "ال" not in word.prefix  # الأعلى استحواذا بنسبة 5%
    bounded = not seen.isdisjoint(("end", "start"))
    points = unit in _POINTS or (market and unit not in _COUNTS)
    return (not word.scope or points
            or (bounded and word.scope in ("rate", "by")) or (by and word.scope == "by"))


def _outer(s: Sentence, j: int, a: int) -> int:
    """تراجع معدل النمو: the movement word that governs the one at j as part of its measure."""
    word = s.known[j]
    if word.scope == "points" or (word.form == "noun" and ("ال" in word.prefix or s.has(j - 1, "rate", "head"))):
        return next((k for k in range(j - 1, max(a - 1, j - 5), -1) if s.known[k].form in ("verb", "noun")), j)
    return j


def _trigger(s: Sentence, i: int, a: int, hedged, market: bool) -> tuple[int | None, int, set, bool]:
    """_governor, also beyond the clause where it has nothing of its own (ارتفع، وذلك بنسبة 5%); is it bare?"""
    trigger, filler, seen = _governor(s, i, a, before_hedge(s, i, hedged), market)
    if hedged and (s.has(hedged[1] - 1, "beyond") or s.has(hedged[0], "end")):
        seen = seen | {"end"}  # هبط دون 50 دولارا، ارتفع لتتجاوز 50
    if hedged and trigger == hedged[0]:
        trigger = None  # ألا تزيد حمولته على 800
    bare, k = trigger is None and filler <= a, a - 1
    if _then(s, a) and trigger is None:
        trigger = _governor(s, i, clause_start(s, a), a, market)[0]
    alone = bare and trigger is None
    while alone and k > 0 and (s.words[k] in "،," or s.has(k, "that_is")):  # ارتفع، وذلك بنسبة 5%
        trigger = _governor(s, i, clause_start(s, k), k, market)[0]
        alone, k = trigger is None and clause_start(s, k) == k, k - 1
    if trigger is not None and s.words[i - 1] == "(" and s.known[trigger].form == "participle":
        trigger = None  # مرتفعا بين الشباب (38%)
    return trigger, filler, seen, bare


def _then(s: Sentence, a: int) -> bool:
    """نما كثيرا ليصل إلى 5: does the clause from a on say where the one before it led?"""
    return s.words[a][0] == "ل" and s.has(a, "end")


def change(s: Sentence, i: int, a: int, hedged, before: list) -> Change:
    """Kind and direction of quantity i in the clause from a on; `before`: the Changes of the quantities before it."""
    q, unit = s.quantity(i), s.quantity(i).unit
    if s.has(i - 1, "attribute"):
        return Change(filler=i, unit=unit)  # جوال السكر زنة 50 كيلو
    market = any(b.kind == "change" for b in before)  # كسب 84 سنتا, after صعد 2%
    trigger, filler, seen, bare = _trigger(s, i, a, hedged, market)
    moved = s.known[trigger].direction if trigger is not None else ""
    c = Change("level", "none", moved, trigger, filler, False, unit, bare)
    last = before[-1].movement if before else ""
    if s.words[i - 1] == "عن" and not hedged:
        return c._replace(movement="")  # بارتفاع طفيف عن 10.3: what it is compared with
    pair = before and _paired(s, i) and (before[-1].unit == unit or {before[-1].unit, unit} == _COUNTS)
    if pair and before[-1].kind == "level" and before[-1].movement:
        return before[-1]._replace(filler=i, trigger=None, inherits=True)  # إلى 57 دولارا و51 دولارا
    if "by" in seen or _spread(s, filler, i):  # بنسب تتراوح من 3 إلى 5%، بنسبة من 3 إلى 5%
        seen -= {"start", "end"}
    goes_on = last and (bare or _listed(s, a) or _empty(s, a, filler))
    if q.value_high is not None and "start" in seen and (moved or goes_on):  # ارتفع من 5 إلى 7; 40% من 5 إلى 7
        return c._replace(direction=moved or last, movement=moved or last)
    if trigger is not None and trigger + 1 == filler and s.known[trigger].prefix.endswith("ال"):
        seen.discard("end")  # وصل الارتفاع إلى 5%
    if "end" in seen and unit != "multiple":
        led = s.words[a - 1] == "#" and s.has(a, "stop") and s.words[a] != "مع"
        then = _then(s, a)
        also = s.words[a][0] == "و" and s.words[a - 1] in "،,#" and not any(
            s.known[j].form == "verb" or s.has(j, "level", "verb", "neutral") for j in range(a, filler))
        follows = bare or then or led or _empty(s, a, filler)
        moved = moved or (last if follows or also else "")
        if moved or then or unit != "percent":  # وصلت نسبة الفقر إلى 40%: a share
            return c._replace(direction=moved or "none", movement=moved, inherits=follows and trigger is None)
    if q.value_high is not None and "start" in seen and trigger is not None and s.has(trigger, "neutral"):
        way = "up" if q.value_high > q.value else "down"  # انتقل من 13.5 إلى 13.6
        return c._replace(direction=way, movement=way)
    if "start" in seen and moved:
        return c
    if unit == "multiple":
        return c._replace(kind="change", direction=moved or "up", movement=moved or "up")
    if moved and _governs(s, i, trigger, filler, seen):
        return c._replace(kind="change", direction=moved)
    return _other(s, i, a, c._replace(movement=""), bare, "by" in seen, before)


def _paired(s: Sentence, i: int) -> bool:
    """5 شهداء و7 جرحى، 5 شهداء، و7 جرحى; 22 شيقلا في الضفة و61 في غزة: nothing but a place between two numbers?"""
    j = i - 2 - (s.words[i - 2] in "،,")
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
    if ((bare and c.unit in _POINTS and s.words[a - 1] != "ان") or listed) and not whole and before:
        model = last if bare else next((b for b in reversed(before) if b.unit == c.unit), c)
        if bare and by and model.kind == "level" and model.movement:
            return model._replace(kind="change", direction=model.movement, filler=c.filler, unit=c.unit, trigger=None)
        if model.kind == "change":  # 5%، أو 3 نقاط; and a list: وX بنسبة 2%
            return model._replace(filler=c.filler, unit=c.unit, inherits=bare, trigger=model.trigger if bare else None)
    if last.kind == "change" and c.unit in _POINTS and c.trigger is not None and s.has(c.trigger, "equals"):
        return c._replace(kind="change", direction=last.direction, movement=last.movement, inherits=True)  # تعادل 0.3%
    rated = c.unit != "percent" or (not whole and any(s.has(j, "rate") for j in range(a, i)))
    return c._replace(kind="level" if rated else "share", share_of=whole) if whole or not rated else c


def _listed(s: Sentence, a: int) -> bool:
    """Does the clause from a on follow a number with و (زاد الخبز 5% واللحم 7%), or with a comma and وال?"""
    comma = s.words[a - 1] in "،," and s.words[a][:3] == "وال"
    return s.words[a][0] == "و" and s.words[a - 1 - comma] == "#"


def moves(s: Sentence, i: int, c: Change) -> bool:
    """Is a pair of numbers the start and the end of a movement (من 650 إلى 1250), not a range?"""
    words = s.words[c.filler:i]
    return c.kind == "level" and c.movement != "" and "من" in words and not _spread(s, c.filler, i)


def _spread(s: Sentence, a: int, b: int) -> bool:
    return any(s.has(j, "spread") for j in range(a, b))  # تتراوح


def _empty(s: Sentence, a: int, b: int) -> bool:
    """No noun phrase of its own in [a, b): the clause speaks of what the one before it spoke of."""
    return all(len(s.words[j]) < 2 or s.has(j, "level", "filler", "by", "end") for j in range(a, b))


def _governs(s: Sentence, i: int, trigger: int, filler: int, seen: set) -> bool:
    """A movement measures a count only if it touches it or says so (زاد 500, زاد بمقدار 500; not تراجعت أسهم 57)."""
    unit = s.quantity(i).unit
    said = unit in _POINTS or filler - trigger <= 1 or "by" in seen
    free = (s.known[trigger].form == "verb" or "filler" not in seen) and not (unit in _COUNTS and s.noun(i))
    return filler - trigger < 16 and (said or free)


def settle(s: Sentence, changes: list[Change], compared: list) -> list[Change]:
    """A level takes the direction of the change that hangs on it (بلغ 5 بزيادة 2%, أغلق عند 5 منخفضا 2%)."""
    at, out = s.at("#"), list(changes)
    for n, c in enumerate(changes):
        if c.kind != "change" or c.trigger is None:
            continue
        word, led = s.known[c.trigger], s.words[c.trigger - 1].lstrip(CONJUNCTIONS)
        hangs = word.form == "participle" or "ب" in word.prefix or (word.form == "noun" and (
            led[:1] == "ب" or (led != "الي" and s.has(c.trigger - 1, "end"))))
        for m in range(n - 1, -1, -1):
            if any(a <= at[m] < b for a, b in compared):
                continue
            if any(s.words[j][0] == "و" and (s.known[j].form == "verb" or s.has(j, "level"))
                   for j in range(at[m] + 1, c.trigger)):
                break  # 11 ألف صفقة، وأغلق السهم مرتفعا 2%
            if out[m].kind == "level" and not out[m].movement and hangs:
                out[m] = out[m]._replace(direction=c.direction, movement=c.direction)
            if "(" not in s.words[at[m - 1] if m else 0:at[m]] and not _paired(s, at[m]):
                break
    for n in range(1, len(out)):  # 80 مليار ريال (21 مليار دولار): the same amount
        money = all(len(c.unit) == 3 and c.unit.isupper() for c in out[n - 1:n + 1])
        if money and s.words[at[n - 1] + 1:at[n]] == ["("] and out[n].unit != out[n - 1].unit:
            out[n] = out[n]._replace(kind=out[n - 1].kind, direction=out[n - 1].direction)
    return out
