"""The phrases of a claim, copied from its sentence: measure, period, comparison, speaker.

There is no parser here: a noun phrase is the run of words between what governs the number and what cannot be part of a
noun phrase (prepositions, verbs, particles: lexicon/cues.csv).
"""

import re
from collections.abc import Iterator
from functools import cache

from .clauses import CONJUNCTIONS, PUNCTUATION, TOKEN, Sentence, clause_start, look
from .lexicon import rows
from .normal import fold
from .slots import Change

_MATTER = frozenset(("litre", "tonne", "kg", "barrel", "barrel_per_day", "other"))
Range = tuple[int, int]
_VERB = re.compile(r"[وف]?(?:(?!يور|ينا|يول|يون|يوم|يهو|ياب|يمن|يسار|يمين)ي\w{3,}|سي[^اوفنر]\w{2,}|سن[^وه]\w{2,}|ست[^اير]\w{2,}|\w{2,}وا|(?!ال)\w{3,5}[^اي]ت)")
_MASDAR = re.compile(r"(?:ت\w\wي\w|ا[نستف]\w\w?ا\w|است\w+ا\w)")


def _ends_phrase(s: Sentence, j: int) -> bool:
    word = s.words[j]
    return (word in PUNCTUATION or word in "#@()" or s.has(j, "stop", "report", "level", "verb")
            or s.known[j].form == "verb" or bool(_VERB.fullmatch(word)))


def _noun_phrase(s: Sentence, a: int, b: int, first: bool = False, longest: int = 12) -> Range | None:
    """The noun phrase within [a, b): its first one if `first`, else from its measure noun, else all up to a particle."""
    while a < b and (_ends_phrase(s, a) or s.has(a, "boundary", "by") and not s.has(a, "head")
                     or s.words[a] in '"«»“”' or len(s.words[a]) < 2):
        a += 1
    heads = [j for j in range(a, b) if s.has(j, "head", "rate")]
    if heads and (not first or "ال" not in s.known[heads[0]].prefix and s.words[heads[0] - 1][:2] == "ال"):
        a = heads[0]
    end = a
    while end < b and end - a < longest and s.words[end] not in PUNCTUATION and s.words[end] not in "#@" and not (
            s.words[end] == "(" and end - a > 1 or
            s.has(end, "boundary", "report", "relative", "verb")
            or s.known[end].form == "verb" and (end == a or s.known[end].scope != "points") or
            end - a > 1 and not heads and s.has(end, "stop")):
        end += 1
    while end > a and (_ends_phrase(s, end - 1) or s.has(end - 1, "by") or s.words[end - 1] in '"«“”([' or len(s.words[end - 1]) < 2):
        end -= 1
    return (a, end) if a < end else None


def _chunk(s: Sentence, a: int, b: int) -> Range | None:
    """The last run of nouns in [a, b)."""
    start = b
    while start > a and not _ends_phrase(s, start - 1) and not s.has(start - 1, "boundary"):
        start -= 1
        if s.words[start][0] in "بلو" and s.words[start][:2] != "لل" and s.words[start][1:3] != "ال" and start < b - 1:
            break
    return (start, b) if start < b else None


def _following(s: Sentence, j: int, longest: int) -> int:
    """The end of the noun phrase that begins at j: up to a particle, a verb, an attached conjunction or preposition."""
    end = min(j + 1, len(s.words))
    while end < len(s.words) and end - j < longest and not _ends_phrase(s, end) and not s.has(end, "boundary", "by") and (
            not _attached(s, end)):
        end += 1
    return end


def _attached(s: Sentence, j: int) -> bool:
    word = s.words[j]
    if len(word) < 2 or word[0] not in "وفبل" or word[:2] == "لل":
        return len(word) < 2
    if word[0] == "ل":
        return bool(_MASDAR.fullmatch(word[1:]))
    return word[:3] != "وال" and (word[1:3] == "ال" or s.known[j].prefix != "" or len(word) > 4 and not word.endswith(("ي", "يا", "يه")))


def measure(s: Sentence, i: int, c: Change, a: int, previous: str, compared: bool = False) -> str:
    """The shortest noun phrase that names the quantity."""
    q = s.quantity(i)
    if c.share_of and (found := _trim(s, s.next(i) + 1, _following(s, s.next(i) + 1, 8))):
        return found
    if previous and s.fraction(i) and len(s.words[i + 1]) < 3:  # نصفها
        return previous
    if q.unit == "percent" and s.fraction(i) and i + 1 < len(s.words) and not _ends_phrase(s, i + 1):
        return _trim(s, i + 1, _following(s, i + 1, 6))
    if compared and previous and not any(s.has(j, "head") for j in range(a, c.filler)):
        return previous
    noun = s.noun(i)
    if q.unit in ("person", "count") and noun and c.kind == "level" and not _numbered(s, i, a):
        return s.text[noun:s.spans[_following(s, i, 4) - 1][1]]
    if q.unit in _MATTER and c.kind == "level" and s.words[i + 1:i + 2] == ["من"]:
        return _trim(s, i + 2, _following(s, i + 2, 8))
    if c.trigger is not None and "ب" in s.known[c.trigger].prefix and previous and not (
            _noun_phrase(s, c.trigger + 1, c.filler)):
        return previous  # بزيادة 2%: of what was just spoken of
    if c.inherits and previous:
        return previous
    found = _governed(s, i, c, a)
    if not found and noun and q.unit in ("person", "count"):
        return s.text[noun:s.spans[_following(s, i, 4) - 1][1]]
    if not found and i + 2 < len(s.words) and s.words[i + 1] == "من" and c.kind == "level":
        found = _trim(s, i + 2, _following(s, i + 2, 8))
    if not found:
        own = next((j for j in range(i - 1, a - 1, -1) if s.has(j, "its", "head")), None)
        found = _trim(s, own, own + 1) if own is not None else ""
    if not found and s.words[s.next(i)] == "علي":
        found = _trim(s, s.next(i) + 1, _following(s, s.next(i) + 1, 6))
    return found or previous or _nearest(s, a) or s.text[q.start:q.end]


def _numbered(s: Sentence, i: int, a: int) -> bool:
    """Does the clause name its count (عدد السياح)?"""
    return any(s.has(j, "total") for j in range(a, i))


def _governed(s: Sentence, i: int, c: Change, a: int) -> str:
    """The noun phrase that the governing word governs: after it, or before it as its subject."""
    t = c.trigger
    if t is not None and t < a:
        return _trim(s, *(_noun_phrase(s, t + 1, a) or _noun_phrase(s, a, c.filler) or (a, a)))
    t = c.filler if t is None or t > i else t
    if t == c.filler and s.words[a][0] == "ل" and s.has(a, "end"):
        t = a  # ليصل عدد المراكز إلى 30
    for j in range(i - 1, max(a, i - 5) - 1, -1) if c.kind == "level" and not c.movement else ():
        if s.has(j, "dimension") and "ال" not in s.known[j].prefix and (
                s.known[j].prefix[-1:] in ("ب", "ل") and s.known[j].prefix or s.words[j - 1] in ("علي", "الي") or s.has(j, "filler")):
            return _trim(s, j, max(j + 1, min(c.filler, i)))  # بعائد 2%، على طول 12 كيلومترا
        if s.known[j].direction or s.words[j] == "@" or s.has(j, "level") and j < c.filler:
            break
    if t == c.filler and c.kind == "share" and s.words[t] == "بنسبه":
        return _trim(s, *(_chunk(s, a, t) or (a, a)))
    word = s.known[t] if t < c.filler else look("")
    follows = t + 1 < c.filler and (s.words[t + 1] == "من" or not s.has(t + 1, "stop")) and _noun_phrase(s, t + 1, c.filler, True)
    relative = next((j for j in range(t - 1, a, -1) if s.has(j, "relative")), None)
    if word.form == "gap" or (
            t < c.filler and any(s.has(j, "its") for j in range(t, i)) and not any(s.has(j, "head") for j in range(a, t))):
        before = _chunk(s, a, t)
    elif relative and relative == t - 1 or relative and not any(s.has(j, "head") for j in range(a, relative)):
        before = _chunk(s, a, relative)
    else:
        before = _noun_phrase(s, a, t)
    if word.form == "noun" and s.words[t + 1:t + 2] == ["في"] and any(s.has(j, "head", "rate") for j in range(t + 2, c.filler)):
        follows = _noun_phrase(s, t + 2, c.filler, True)  # زيادة في عدد
    if not before and not follows and word.form != "verb":
        before = _noun_phrase(s, clause_start(s, max(a - 1, 0)), t) if word.form else None
        follows = t + 1 < c.filler and _noun_phrase(s, t + 1, c.filler)
    return _trim(s, *(follows or before or (a, a)))


def _nearest(s: Sentence, a: int) -> str:
    """The noun phrase of the nearest clause before token a that has one."""
    while a > 0:
        start = clause_start(s, a - 1)
        if found := _noun_phrase(s, start, a):
            return _trim(s, *found)
        a = start
    return ""


def _trim(s: Sentence, a: int, b: int) -> str:
    """The text of tokens [a, b) without an attached conjunction or preposition that the lexicon knows to be one."""
    if a >= b:
        return ""
    start = s.spans[a][0]
    prefix = s.known[a].prefix.removesuffix("ال") or re.match(r"(?:[وف]?[بلك]?(?=ال))?", s.words[a])[0]
    if not prefix and s.words[a][0] in "بل" and _MASDAR.fullmatch(s.words[a][1:]):
        prefix = s.words[a][0]
    if prefix and not prefix.endswith("ل") and s.text[start:start + len(prefix)] == prefix:
        start += len(prefix) + (s.text[start + len(prefix)] == "ـ")
    return s.text[start:s.spans[b - 1][1]]


@cache
def _comparisons() -> frozenset:
    return frozenset(tuple(fold(r["phrase"]).split()) for r in rows("comparisons"))


def comparisons(s: Sentence) -> list[Range]:
    """The phrases that compare (مقارنة بـ، مقابل; عن with a time), as token ranges."""
    found: list[Range] = []
    for j in range(len(s.words)):
        word = s.words[j].lstrip("و")
        if found and j < found[-1][1] or not (
                (word,) in _comparisons() or (word, *s.words[j + 1:j + 2]) in _comparisons() or _than(s, j)):
            continue
        end = j + 1
        while end < len(s.words) and s.words[end] not in PUNCTUATION and not s.has(end, "boundary") and not (
                (word == "عن" or _by_movement(s, end)) and not {"#", "@"}.isdisjoint(s.words[j:end])):
            end += 1
        if word != "مقابل" or "#" in s.words[:j] and not {"#", "@"}.isdisjoint(s.words[j:end]):  # else: in return for
            found.append((j, end))
    return found


def _than(s: Sentence, j: int) -> bool:
    """عن العام الماضي after a movement: a comparison, not a period."""
    return s.words[j] == "عن" and (s.words[j + 1:j + 2] == ["@"] or s.words[j - 1] == "#") and any(
        s.known[k].direction for k in range(clause_start(s, j - 1) if s.words[j - 1:j] == ["#"] else clause_start(s, j), j))


def _by_movement(s: Sentence, j: int) -> bool:
    """بزيادة، بنسبة زيادة."""
    following = s.known[j + 1].direction if j + 1 < len(s.words) and s.words[j][0] == "ب" else ""
    return s.words[j][0] == "ب" and bool(s.known[j].direction or s.has(j, "by") and following)


def comparison(s: Sentence, i: int, compared: list[Range]) -> str:
    """The comparison that follows quantity i in its clause, before any other quantity outside the comparison."""
    for a, b in compared:
        if i < a and not any(s.words[j] in "#.؛" or s.has(j, "boundary") for j in range(i + 1, a)):
            return s.slice((a, next((j for j in range(a, b) if _by_movement(s, j)), b)))
    return ""


def _saying(s: Sentence, t: int) -> bool:
    """Is time t when somebody spoke (قال أمس إن), a maturity (لأجل سبع سنوات) or the span of a record (أدنى مستوى في)?"""
    for j in range(t - 1, max(t - 8, -1), -1):
        if s.words[j] == "#" or s.words[j] in PUNCTUATION or s.has(j, "boundary"):
            return False
        if s.has(j, "untimed") and j > t - 3 or s.has(j, "record") and (
                s.slice((t, t + 1)).startswith("منذ") or s.words[t - 1] in ("في", "فى", "من", "خلال", "عن")):
            return True
        if s.has(j, "report", "forecast"):
            return True
    return False


def loose_times(text: str, start: int, end: int) -> Iterator[Range]:
    """Times that are no dates: a rate (سنويا), now (حاليا), a phase (المرحلة الأولى)."""
    held, follower = None, ""
    for m in TOKEN.finditer(text, start, end):
        word = look(fold(m[0]))
        if "now" in word.roles:
            yield m.start() + (m[0][0] == "و"), m.end()
        elif held and fold(m[0]).startswith(follower):
            yield held, m.end()
        held = m.start() + (m[0][0] == "و") if not word.roles.isdisjoint(("phase", "single")) else None
        follower = "ال" if "phase" in word.roles else "واحد"  # المرحلة الأولى، عام واحد


def names_rate(phrase: str) -> bool:
    """Does a measure name a rate (سعر الفائدة)?"""
    return any("rate" in look(fold(w)).roles for w in phrase.split())


def live_times(s: Sentence) -> list[int]:
    """The time phrases that can be a claim's period."""
    return [t for t in s.at("@") if not _saying(s, t)]


def period(s: Sentence, i: int, a: int, times: list[int], compared: list[Range]) -> int | None:
    """The time phrase of quantity i's clause (its token): after the number, else before it, else at the sentence's start."""
    inside = next((r for r in compared if r[0] <= i < r[1]), None)
    after = before = None
    for t in times:
        if inside != next((r for r in compared if r[0] <= t < r[1]), None):
            continue
        if t > i and after is None and not any((s.words[j] != "#" or s.has(j - 1, "end")) and _closes(s, j, t) or s.has(j, "relative") for j in range(
                i + 1 + s.has(i + 1, "of_them"), t)):
            after = t
        if a <= t < i and not any(_breaks(s, j) or s.has(j, "relative") for j in range(t + 1, i)):
            before = t
    if after is not None or before is not None:
        return after if after is not None else before
    if inside or not times or times[0] > i:
        return None
    led = [t for t in times if t < i and s.words[t + 1] in "،,"
           and all(s.has(j, "stop") for j in range(clause_start(s, t), t))]  # خلال العام الماضي، بلغ
    if times[0] <= 3 and not any(s.known[j].direction for j in range(times[0])):
        return times[0]
    return led[-1] if led and "#" not in s.words[led[-1]:i] else None


def period_of(s: Sentence, i: int, a: int, c: Change, previous, times: list[int], compared: list[Range]) -> int | None:
    """`period`, or that of the claim before (its token, time and Change) if quantity i hangs on it."""
    start = previous is not None and previous[2].kind == "level" and previous[2].movement and previous[2].direction == "none"
    if c.trigger is not None and c.trigger < a:  # ارتفع كثيرا العام الماضي، إلى 5
        a = clause_start(s, c.trigger)
    found = period(s, i, i if start else a, times, compared)
    if found is not None or previous is None or start or not continues(s, c, i):
        return found
    return None if any(x <= previous[0] < y or x <= i < y for x, y in compared) else previous[1]


def continues(s: Sentence, c: Change, i: int) -> bool:
    """Does quantity i hang on the one before it (بزيادة 2%، إلى 5, منخفضا 3) and share its period?"""
    word = s.known[c.trigger] if c.trigger is not None else None
    back = next((j for j in range(i - 1, -1, -1) if s.words[j] == "#"), 0)
    return c.inherits or bool(word and back < c.trigger < back + 5 and (word.form == "participle" or "ب" in word.prefix))


def _breaks(s: Sentence, j: int) -> bool:
    """Does a new clause begin at token j: a quantity, a particle, and-with-a-verb?"""
    if s.words[j + 1:j + 2] == ["@"]:
        return s.words[j] == "#"
    return s.words[j] == "#" or s.has(j, "boundary") or s.words[j][0] == "و" and (
        s.has(j, "level", "stop") or s.known[j].form == "verb" or _VERB.fullmatch(s.words[j]) is not None)


def _closes(s: Sentence, j: int, t: int) -> bool:
    """Does token j end the clause before time t? A comma right before the time phrase does not."""
    return _breaks(s, j) or s.words[j] in PUNCTUATION and not (s.words[j] in "،," and t - j <= 2)


def sources(s: Sentence) -> list[tuple[int, str]]:
    """Who says it: (token from which on, the noun phrase), in order of the sentence."""
    found, j = [], 0
    if ":" in s.words[1:6]:
        colon = s.words.index(":")
        if not any(_ends_phrase(s, k) for k in range(colon)):
            found.append((0, s.slice((0, colon))))
    for j in range(len(s.words)):
        name = ""
        if s.has(j, "source") and (j == 0 or s.words[j - 1] in PUNCTUATION or s.words[j][0] != "ح"):
            name = _name(s, j + 1 if s.words[j + 1:j + 2] != ["ل"] else j + 2, quoted=True)
            found.append((0 if not found else j, name))
        elif s.has(j, "report") and (j == 0 or s.words[j - 1] not in ("في", "من", "الي", "علي", "عن")):
            led = s.words[j - 1:j] == ["قد"]
            name = (not led and _name(s, j + 1)) or (
                _before(s, j - led) if not found and (s.words[j][0] not in CONJUNCTIONS or j == 0) else "")
            if name:
                found.append((0 if not found and s.words[j - 1][:3] in ("حسب", "كما") else j, name))
        elif s.has(j, "forecast") and s.words[j][0] != "و" and s.words[j][:2] != "ال":
            name = _name(s, j + 1)
            if name and (s.words[j + 1][:2] == "ال" or s.words[j + 2][:2] == "ال" or s.has(j + 1, "voice")) and not any(s.has(k, "report") for k in range(max(j - 2, 0), j)):
                found.append((j, name))
    return found


def _name(s: Sentence, a: int, quoted: bool = False) -> str:
    """The name that begins at token a: title and name; apposition, relative clause and addressee dropped."""
    if not quoted and (s.words[a:a + 1] == ["ل"] or s.has(a, "media")):  # قال لـ«الجريدة» فلان
        a += 1
        a = max(_closing(s, a), a) if s.words[a:a + 1] and s.words[a] in '"«“' else a
    end = a
    if not quoted and s.has(a, "head"):
        return ""
    while end < len(s.words) and end - a < 14 and not (end > a and _ends_name(s, a, end, quoted)):
        end += 1 if s.words[end] not in '"«“' else max(_closing(s, end) - end, 1)
    if s.words[a:a + 1] and (s.words[a] in PUNCTUATION or s.words[a] in "#@()" or s.has(a, "report", "level") or
                             s.has(a, "stop") and s.words[a][:2] != "هذ" or _VERB.fullmatch(s.words[a])):
        return ""
    return _trim_name(s, a, end)


def _closing(s: Sentence, j: int) -> int:
    """The token after the quoted name that opens at j, or j if it is no short name."""
    return next((k + 1 for k in range(j + 1, min(j + 6, len(s.words))) if s.words[k] in '"»”'), j)


def _ends_name(s: Sentence, a: int, j: int, quoted: bool) -> bool:
    word = s.words[j]
    if word in "\"«“":
        return not quoted and _closing(s, j) == j
    if s.has(j, "stop") and not quoted and all(s.has(k, "title") or s.words[k][:2] == "ال" for k in range(a, j)):
        return not (s.has(a, "title") and word in ("في", "علي", "عن") and not s.has(j + 1, "statement"))
    if word == "عن" and s.words[j - 1].startswith(("الصادر", "صادر")):
        return False
    return (word in PUNCTUATION or word in "#@()»”" or s.has(j, "report", "level", "stop", "relative")
            or not quoted and s.has(j, "media") or bool(s.known[j].direction)
            or j > a + 1 + 2 * s.has(a, "title") and s.has(j, "title") and not s.has(j - 1, "title")
            or bool(_VERB.fullmatch(word) or _MASDAR.fullmatch(word)))


def _trim_name(s: Sentence, a: int, b: int) -> str:
    if a >= b or s.has(a, "text") or all(len(w) < 2 for w in s.words[a:b]):
        return ""
    while len(s.words[b - 1]) < 2 and s.words[b - 1] not in '"»”':
        b -= 1
    start = s.spans[a][0] + (1 if s.words[a][0] == "ل" and len(s.words[a]) > 3 and s.has(a - 1, "source") else 0)
    return s.text[start:s.spans[b - 1][1]]


def _before(s: Sentence, j: int) -> str:
    """The subject before its verb (تقارير صحفية كشفت)."""
    a = clause_start(s, j)
    while a < j and (s.has(a, "stop", "boundary", "level") or s.known[a].direction):
        a += 1
    return s.slice((a, j)) if 0 < j - a <= 8 and not any(_ends_phrase(s, k) for k in range(a, j)) else ""


def speaker(i: int, found: list[tuple[int, str]], compared: list[Range]) -> str:
    """The last source named before quantity i; a source within a comparison speaks only there."""
    name = ""
    for j, source in found:
        inside = next((r for r in compared if r[0] <= j < r[1]), None)
        if j <= i and (not inside or inside[0] <= i < inside[1] + 4):
            name = source
    return name
