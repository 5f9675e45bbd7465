"""The comparison and the period of a claim: phrases copied from its sentence."""

import re
from functools import cache

from .clauses import Sentence, clause_start, opens
from .cue_words import PUNCTUATION, VERB
from .governors import leads_on
from .lexicon import rows, words
from .normal import fold
from .slots import Change
from .source_names import THAT

Range = tuple[int, int]
_HANGING = re.compile(r"و?ب(?!عد|ين|حسب|حلول|دون|ان[هم]?ا?\b|ل)")
_LINE = {"-", "/"}
_COORDINATED = re.compile(r"و(?:ت\w\wي|ا[نستف]\w\w?ا|است\w+ا|ا\w\wا)\w\b")  # وإغلاق 17 منشأة


@cache
def _comparing() -> dict[str, set[str]]:
    """The first words of comparisons, and what may follow each ("": anything)."""
    first: dict[str, set[str]] = {}
    for word, _, following in (fold(r["phrase"]).partition(" ") for r in rows("comparisons")):
        for form in (word, "و" + word):
            first.setdefault(form, set()).add(following)
    return first


def comparisons(s: Sentence) -> list[Range]:
    """The phrases that compare (مقارنة بـ، مقابل; عن with a time), as token ranges."""
    found: list[Range] = []
    first = _comparing()
    for j in [j for j, word in enumerate(s.words) if word in first]:
        word = s.words[j].lstrip("و")
        if (found and j < found[-1][1]) or not (
                _than(s, j) if word in ("عن", "علي") else first[word] & {"", s.words[j + 1]}):
            continue
        end = j + 1
        while s.words[end] not in PUNCTUATION and not s.has(end, "boundary") and not leads_on(s, end) and not (
                (word in ("عن", "علي") or _by_movement(s, end)) and not {"#", "@"}.isdisjoint(s.words[j:end])):
            end += 1
        if word != "مقابل" or ("#" in s.words[:j] and not {"#", "@"}.isdisjoint(s.words[j:end])):  # else: in return for
            found.append((j, end))
    return found


def _than(s: Sentence, j: int) -> bool:
    """عن العام الماضي (or 5% على العام الماضي) after a movement: a comparison, not a period."""
    measured, timed = s.words[j - 1] == "#", s.words[j + 1] == "@"
    start = max(j - 14, 0) if measured else clause_start(s, j)
    return ((measured or timed) if s.words[j] == "عن" else (measured and timed)) and any(
        s.known[k].direction for k in range(start, j))


def _by_movement(s: Sentence, j: int) -> bool:
    """بزيادة، بنسبة زيادة."""
    return s.words[j][0] == "ب" and bool(s.known[j].form == "noun" or (s.has(j, "by") and s.known[j + 1].direction))


def comparison(s: Sentence, i: int, compared: list[Range]) -> str:
    """The comparison that follows quantity i in its clause, before any other quantity outside the comparison."""
    for a, b in compared:
        if i < a and not any(s.words[j] in "#.؛" or s.has(j, "boundary") for j in range(i + 1, a)):
            return s.slice((a, next((j for j in range(a + 2, b) if _by_movement(s, j)), b)))
    return ""


def _saying(s: Sentence, t: int) -> bool:
    """Is time t when somebody spoke (قال أمس إن), a maturity (لأجل سبع سنوات), a record's span (أدنى مستوى في)?"""
    since = s.slice((t, t + 1)).startswith("منذ") or s.words[t - 1] in ("في", "فى", "من", "خلال", "عن")
    if t in s.loose and s.words[t - 1] == "@":
        return True  # ست ساعات يوميا
    if s.words[t - 1] == "في" and s.slice((t, t + 1)).startswith("وقت") and any(
            s.has(j, "report") for j in range(max(t - 8, 0), t)):
        return True  # قدرت مصادر في وقت سابق
    if s.words[t - 1] in "،," and s.words[t + 1] in "،," and (not THAT.isdisjoint(s.words[t + 2:t + 3]) or any(
            s.has(j, "report") for j in range(max(t - 8, 0), t))):
        return True  # أعلنت المفوضية، السبت، أن
    own = t in s.loose or s.slice((t, t + 1)).startswith("عند")  # العقود الآجلة عند التسوية
    for j in range(t - 1, max(t - 8, -1), -1):
        if s.known[j].parts and (s.words[j] == "#" or s.words[j] in PUNCTUATION or s.has(j, "boundary")):
            return False
        if j > t - 5 and not own and (s.has(j, "untimed") or (since and s.has(j, "record"))):
            return True
        if s.has(j, "report", "forecast"):
            words = fold(s.slice((t, t + 1))).split()
            return t not in s.loose and not _days().isdisjoint(words)  # nobody speaks a month long
    return False


@cache
def _days() -> frozenset[str]:
    """Words for one day or a part of it."""
    return frozenset().union(*(words("time_words", kind=kind) for kind in ("day", "weekday", "daypart")), ["يوم"])


def live_times(s: Sentence) -> list[int]:
    """The time phrases that can be a claim's period."""
    dateline = 4 if _LINE & set(s.words[1:8]) else 0  # غزة 9-10-2024 وفا- أعلنت، مسقط في 12 ديسمبر/ العمانية/
    return [t for t in s.at("@") if not (
        _saying(s, t) or (t < dateline and _LINE & set(s.words[t + 1:t + 5])) or _object(s, t))]


def _object(s: Sentence, t: int) -> bool:
    """تنفذ الهيئة المرحلة السادسة من المجمع: is a phase no time but a part of something?"""
    return t in s.loose and s.slice((t, t + 1)).startswith("المرحلة") and s.words[t + 1] == "من" and (
        not s.has(t - 1, "stop"))


def period(s: Sentence, i: int, a: int, times: list[int], compared: list[Range]) -> int | None:
    """The time phrase of quantity i's clause (its token): after the number, else before it, else leading."""
    inside = _region(i, compared)
    same = [t for t in times if _region(t, compared) == inside]
    after = next((t for t in same if t > i and not any(_closes(s, j, t) for j in range(
        i + 1 + s.has(i + 1, "of_them"), t))), None)
    if after is not None and "#" not in s.words[i + 1:after]:
        return after + (after in s.loose and after + 1 in times)  # سنويا بين 2025 و2030
    after = None if after in s.loose else after
    if s.words[a - 1] in "،," and s.words[a - 2] == "@" and s.words[a] == "من" and "#" not in s.words[:a]:
        a -= 2  # تمكنت خلال العيد، من إنقاذ 26 حالة
    before = [t for t in same if a <= t < i and not any(
        _breaks(s, j) or s.has(j, "relative") for j in range(t + 1, i))]
    if before or inside or after is not None:
        return before[-1] if before else after
    return _leading(s, i, times)


def _region(j: int, regions: list[Range]) -> Range | None:
    return next((r for r in regions if r[0] <= j < r[1]), None)


def _leading(s: Sentence, i: int, times: list[int]) -> int | None:
    """A time that begins the sentence covers all of it; one that begins a clause (خلال العام الماضي، بلغ) one claim."""
    if not times or times[0] > i:
        return None
    first = times[0] <= 2 or (
        times[0] < 9 and s.has(times[0] - 1, "stop") and ":" in s.words[max(times[0] - 3, 0):times[0]]) or (
        times[0] < 9 and ":" in (s.words[times[0] - 1], s.words[times[0] + 1]))  # الوزارة: منذ بداية العام.. إحالة
    if first and times[0] not in s.loose and not any(s.known[j].direction for j in range(times[0])):
        return times[0]
    last = max(t for t in times if t < i)
    start = clause_start(s, last)
    leads = s.words[last + 1] in "،," and s.words[start - 1] != "#" and "#" not in s.words[last:i]
    return last if leads and all(s.has(j, "stop") for j in range(start, last)) else None


def period_of(s: Sentence, i: int, a: int, c: Change, previous, times: list[int], compared: list[Range]) -> int | None:
    """`period`, or that of the claim before (its token, time and Change) if quantity i hangs on it."""
    if s.has(i - 1, "attribute"):
        return None  # جوال السكر زنة 50 كيلو
    last = previous[2] if previous else Change()
    start = last.kind == "level" and last.movement != "" and last.direction == "none"  # من 5 العام الماضي إلى 7
    if c.trigger is not None and c.trigger < a:  # ارتفع كثيرا العام الماضي، إلى 5
        a = clause_start(s, c.trigger)
    found = period(s, i, i if start else a, times, compared)
    if previous and previous[0] == i - 2 and s.words[i - 1] == "من" and c.kind == "level" and (found or 0) < i:
        return None  # تراجع العجز في الربع الثاني إلى 4 مليارات من 7
    b = a + (s.words[a] == "اي")
    hangs = (s.words[a - 1] in "،," or s.words[a - 1] == "وذلك") and (
        a < b or _HANGING.match(s.words[b]) or s.has(b, "attending"))  # بإيرادات تجاوزت 8، وسط تداول 5
    hangs = hangs or _COORDINATED.match(s.words[a]) or _of_them(s, i)
    if found is None:
        found = next((t for t in times if t > i and s.has(t - 2, "starting") and s.words[t - 1] == "من" and not any(
            s.has(j, "boundary", "relative") for j in range(i + 1, t))), None)  # إلى 5%، اعتبارا من الغد
    if found is not None or previous is None or start or not (hangs or continues(s, c, i)):
        return found
    return None if _region(i, compared) else previous[1]


def _of_them(s: Sentence, i: int) -> bool:
    """Is quantity i a part of the one before it (20 قتيلا، منهم 5 أطفال), without a verb of its own (نقل منهم 5)?"""
    back = next((j for j in range(i - 1, -1, -1) if s.words[j] == "#"), i)
    k = next((j for j in range(back + 1, i) if s.has(j, "of_them")), back)
    led = k > back and (s.words[k - 1] in "،," or not {"،", ","} & set(s.words[back:k]))
    return led and not any(s.known[j].form == "verb" or s.has(j, "verb", "level") or VERB.fullmatch(s.words[j])
                           for j in range(back + 1, i))


def continues(s: Sentence, c: Change, i: int) -> bool:
    """Does quantity i hang on the one before it (بزيادة 2%، إلى 5, منخفضا 3) and share its period?"""
    word = s.known[c.trigger] if c.trigger is not None else None
    back = next((j for j in range(i - 1, -1, -1) if s.words[j] == "#"), 0)
    near = word and back < c.trigger < back + 5
    told_on = c.movement or s.words[i - 1] == "و" or any(s.has(j, "that_is") for j in range(i - 3, i))
    if (c.inherits and told_on) or bool(near and (word.form == "participle" or "ب" in word.prefix)):
        return True
    return not any(_breaks(s, j) or s.words[j] in PUNCTUATION for j in range(back + 1, i))


def _breaks(s: Sentence, j: int) -> bool:
    """Does a new clause begin at token j: a quantity, a particle, and-with-a-verb?"""
    if s.words[j + 1] == "@":
        return s.words[j] == "#"
    return s.words[j] == "#" or opens(s, j) or (
        s.words[j][0] == "و" and s.known[j].ends and (s.known[j].prefix[:1] == "و" or not s.known[j].roles))


def _closes(s: Sentence, j: int, t: int) -> bool:
    """Does token j end the clause before time t? Not a comma right before it, nor a number that is no start or end."""
    if s.words[j] == "#":
        return s.words[j - 1] == "عن"
    if s.has(j, "of_them", "casualty") or "وذلك" in s.words[j:j + 2]:
        return False  # قتل 5 وأصيب 7 أمس
    trails = s.words[j] == s.words[t + 1] == "." and all(s.words[k] == "." or s.has(k, "stop") for k in range(j, t))
    return not trails and (_breaks(s, j) or s.has(j, "relative") or s.words[j] in PUNCTUATION)  # 26%.. خلال الربع الأول
