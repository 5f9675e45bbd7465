"""The word that governs a number: the nearest word of movement (ارتفع) or of measure (بلغ) before it in its clause."""

from .clauses import OPENING, QUOTES, Sentence, clause_start
from .cue_words import Word, look
from .hedges import before_hedge

POINTS = frozenset(("percent", "percentage_point", "basis_point", "index_point"))
COUNTS = {"person", "count"}


def governor(s: Sentence, i: int, a: int, hedged, market: bool) -> tuple[int | None, int, set, bool]:
    """What governs quantity i, past a clause with nothing of its own too (ارتفع، وذلك بنسبة 5%); is it bare?"""
    trigger, filler, seen = _nearest(s, i, a, before_hedge(s, i, hedged), market)
    if trigger is not None and "end" in seen and s.known[trigger].form == "participle" and any(
            s.has(j, "stays") for j in range(max(trigger - 4, 0), trigger)):
        trigger = None  # ظل منخفضا عند 1%
    if hedged and (s.has(hedged[1] - 1, "beyond") or s.has(hedged[0], "end")):
        seen = seen | {"end"}  # هبط دون 50 دولارا، ارتفع لتتجاوز 50
    if hedged and trigger == hedged[0]:
        trigger = None  # ألا تزيد حمولته على 800
    if s.has(a, "end") and s.words[a][0] == "ل" and s.has(a + 1, "head") and s.words[a + 1][-1] in "اه":
        seen = seen | {"end"}  # ليصبح إنتاجها 5
    bare, k = trigger is None and filler <= a, a - 1
    if leads_on(s, a) and trigger is None:
        trigger = _nearest(s, i, clause_start(s, a), a, market)[0]
    alone = bare and trigger is None
    while alone and k > 0 and (s.words[k] in "،," or s.has(k, "that_is")):  # ارتفع، وذلك بنسبة 5%
        trigger = _nearest(s, i, clause_start(s, k), k, market)[0]
        alone, k = trigger is None and clause_start(s, k) == k, k - 1
    if trigger is not None and s.words[i - 1] == "(" and s.known[trigger].form == "participle":
        trigger = None  # مرتفعا بين الشباب (38%)
    return trigger, filler, seen, bare


def leads_on(s: Sentence, a: int) -> bool:
    """نما كثيرا ليصل إلى 5: does the clause from a on say where the one before it led?"""
    return s.words[a][0] == "ل" and (s.has(a, "end") or (s.words[a][1:2] in "يت" and s.has(a, "level")))


def empty(s: Sentence, a: int, b: int) -> bool:
    """No noun phrase of its own in [a, b): the clause speaks of what the one before it spoke of."""
    return all(len(s.words[j]) < 2 or s.has(j, "level", "filler", "by", "end") for j in range(a, b))


def _nearest(s: Sentence, i: int, a: int, end: int, market: bool) -> tuple[int | None, int, set]:
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
        spoken = "report" in word.roles and any(w in QUOTES for w in s.words[j + 1:filler])  # وأضاف في بيان «اتخذنا
        named = spoken or (word.form == "participle" and (  # منخفض التكلفة، الفاقد
            "ال" in word.prefix or (s.words[j][-1] not in "اه" and j + 1 < filler)))
        if word.direction and not (high or named) and _moves(word, s.words[j + 1], unit, seen, by, market):
            return _outer(s, j, a), filler, seen | {"by"} if by else seen
        level = "level" in word.roles and not ("head" in word.roles and s.has(j - 1, "head")) and not (
            s.has(j - 1, "relative") and s.has(a, "amounts") and not empty(s, j, filler))  # not متوسط دخل السعودي
        if level and "end" in seen:
            if arrived or not empty(s, j, filler):
                return arrived or j, filler, seen
            arrived = j
        elif level:
            k = j - 1
            while k > a and s.has(k, "filler", "by"):
                k -= 1
            named = k >= a and s.known[k].form in ("noun", "participle") and (s.known[k].scope == "" or unit in POINTS)
            named = named and not (s.known[k].form == "participle" and "ال" in s.known[k].prefix)  # مركز المنخفض يبعد
            return (k if named else j), filler, seen
        j -= 1
    return arrived, filler, seen


def _moves(word: Word, following: str, unit: str, seen: set, by: bool, market: bool) -> bool:
    """Can this word of movement govern a number of this unit, with these words between them?"""
    if "dimension" in word.roles and unit in ("m", "km"):
        return False  # ارتفاع الموج: its height
    if word.form == "verb" and "head" in word.roles and "sum" in look(following).roles:
        return False  # توقعت ربحا قدره 5 ملايين
    if word.form == "noun" and word.scope == "points" and unit not in POINTS:
        return False  # صافي الخسائر 69 مليونا
    if word.form == "gap" and not {"head", "rate"}.isdisjoint(look(following).roles):
        return False  # أعلى نسبة
    if word.form == "gap":
        return by and "ال" not in word.prefix  # الأعلى استحواذا بنسبة 5%
    bounded = not seen.isdisjoint(("end", "start"))
    points = unit in POINTS or (market and unit not in COUNTS)
    return (not word.scope or points
            or (bounded and word.scope in ("rate", "by")) or (by and word.scope == "by"))


def _outer(s: Sentence, j: int, a: int) -> int:
    """تراجع معدل النمو: the movement word that governs the one at j as part of its measure."""
    word = s.known[j]
    nominal = word.form == "noun" and ("ال" in word.prefix or s.has(j - 1, "rate", "head", "forecast"))
    if nominal or (word.scope == "points" and (word.form != "verb" or "head" in word.roles)):
        return next((k for k in range(j - 1, max(a - 1, j - 5), -1) if s.known[k].form in ("verb", "noun")), j)
    return j
