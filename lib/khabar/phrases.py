"""The phrases of a claim, copied from its sentence: comparison, period, speaker."""

from functools import cache

from .clauses import CONJUNCTIONS, MASDAR, PUNCTUATION, VERB, Sentence, clause_start
from .lexicon import rows
from .normal import fold
from .slots import Change

Range = tuple[int, int]


@cache
def _comparing() -> dict[str, set[str]]:
    """The first words of comparisons, and what may follow each ("": anything)."""
    first: dict[str, set[str]] = {}
    for word, _, following in (fold(r["phrase"]).partition(" ") for r in rows("comparisons")):
        first.setdefault(word, set()).add(following)
    return first


def comparisons(s: Sentence) -> list[Range]:
    """The phrases that compare (مقارنة بـ، مقابل; عن with a time), as token ranges."""
    found: list[Range] = []
    for j in range(len(s.words) - 1):
        word = s.words[j].lstrip("و")
        if word not in _comparing() or found and j < found[-1][1] or not (
                _than(s, j) if word == "عن" else _comparing()[word] & {"", s.words[j + 1]}):
            continue
        end = j + 1
        while s.words[end] not in PUNCTUATION and not s.has(end, "boundary") and not (
                (word == "عن" or _by_movement(s, end)) and not {"#", "@"}.isdisjoint(s.words[j:end])):
            end += 1
        if word != "مقابل" or "#" in s.words[:j] and not {"#", "@"}.isdisjoint(s.words[j:end]):  # else: in return for
            found.append((j, end))
    return found


def _than(s: Sentence, j: int) -> bool:
    """عن العام الماضي after a movement: a comparison, not a period."""
    if s.words[j - 1] == "#":
        return any(s.known[k].direction for k in range(max(j - 14, 0), j))
    return s.words[j + 1] == "@" and any(s.known[k].direction for k in range(clause_start(s, j), j))


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
    """Is time t when somebody spoke (قال أمس إن), a maturity (لأجل سبع سنوات) or the span of a record (أدنى مستوى في)?"""
    for j in range(t - 1, max(t - 8, -1), -1):
        if s.words[j] == "#" or s.words[j] in PUNCTUATION or s.has(j, "boundary"):
            return False
        if (s.has(j, "untimed") and j > t - 3) or (s.has(j, "record") and (
                s.slice((t, t + 1)).startswith("منذ") or s.words[t - 1] in ("في", "فى", "من", "خلال", "عن"))):
            return True
        if s.has(j, "report", "forecast"):
            return True
    return False


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
        if t > i and after is None and not any(((s.words[j] != "#" or s.has(j - 1, "end")) and _closes(s, j, t)) or s.has(j, "relative") for j in range(
                i + 1 + s.has(i + 1, "of_them"), t)):
            after = t
        if a <= t < i and not any(_breaks(s, j) or s.has(j, "relative") for j in range(t + 1, i)):
            before = t
    if after is not None or before is not None:
        return after if after is not None else before
    if inside or not times or times[0] > i:
        return None
    led = [t for t in times if t < i and s.words[t + 1] in "،," and s.words[clause_start(s, t) - 1] != "#"
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
    if s.words[j + 1] == "@":
        return s.words[j] == "#"
    return s.words[j] == "#" or s.has(j, "boundary") or (s.words[j][0] == "و" and (
        s.known[j].ends))


def _closes(s: Sentence, j: int, t: int) -> bool:
    """Does token j end the clause before time t? A comma right before the time phrase does not."""
    return _breaks(s, j) or (s.words[j] in PUNCTUATION and not (s.words[j] in "،," and t - j <= 2))


def sources(s: Sentence) -> list[tuple[int, str]]:
    """Who says it: (token from which on, the noun phrase), in order of the sentence."""
    found: list[tuple[int, str]] = []
    if ":" in s.words[1:6] and not any(s.known[k].ends for k in range(s.words.index(":"))):
        found.append((0, s.slice((0, s.words.index(":")))))
    for j, known in enumerate(s.known):
        if known.roles.isdisjoint(("source", "report", "forecast")):
            continue
        name = _source(s, j, not found)
        if name:
            back = not found and ("source" in known.roles or s.words[j - 1][:3] in ("حسب", "كما"))
            found.append((0 if back else j, name))
    return found


def _source(s: Sentence, j: int, first: bool) -> str:
    """The source that token j announces: بحسب X; قال X, or X قال if nobody spoke before; توقعات X."""
    word, last = s.words[j], s.words[j - 1]
    if s.has(j, "source"):
        starts = last in PUNCTUATION or word not in ("حسب", "وفق")  # within a clause: depending on
        return _name(s, j + 1 + (s.words[j + 1] == "ل"), quoted=True) if starts else ""
    if s.has(j, "report"):
        if last in ("في", "من", "الي", "علي", "عن"):
            return ""
        subject = first and (word[0] not in CONJUNCTIONS or j == 0)
        return (_name(s, j + 1) if last != "قد" else "") or (_before(s, j - (last == "قد")) if subject else "")
    named = s.words[j + 1][:2] == "ال" or s.words[min(j + 2, len(s.words) - 1)][:2] == "ال" or s.has(j + 1, "voice")
    reported = s.has(j - 1, "report") or s.has(j - 2, "report")
    return _name(s, j + 1) if named and not reported and word[0] != "و" and word[:2] != "ال" else ""


def _name(s: Sentence, a: int, quoted: bool = False) -> str:
    """The name that begins at token a: title and name; apposition, relative clause and addressee dropped."""
    if not quoted and (s.words[a] == "ل" or s.has(a, "media")):  # قال لـ«الجريدة» فلان
        a += 1
        a = _closing(s, a) if s.words[a] in '"«“' else a
    end = a
    while end < len(s.words) and end - a < 14 and not (end > a and _ends_name(s, a, end, quoted)):
        end += 1 if s.words[end] not in '"«“' else max(_closing(s, end) - end, 1)
    if s.has(a, "head") and not quoted or (s.words[a] in PUNCTUATION or s.words[a] in "#@()" or s.has(a, "report", "level") or
                             (s.has(a, "stop") and s.words[a][:2] != "هذ") or VERB.fullmatch(s.words[a])):
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
            or (not quoted and s.has(j, "media")) or bool(s.known[j].direction)
            or (j > a + 1 + 2 * s.has(a, "title") and s.has(j, "title") and not s.has(j - 1, "title"))
            or bool(VERB.fullmatch(word) or MASDAR.fullmatch(word) and not s.has(j - 1, "stop")))


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
    return s.slice((a, j)) if 0 < j - a <= 8 and not any(s.known[k].ends for k in range(a, j)) else ""


def speaker(i: int, found: list[tuple[int, str]], compared: list[Range]) -> str:
    """The last source named before quantity i; a source within a comparison speaks only there."""
    name = ""
    for j, source in found:
        inside = next((r for r in compared if r[0] <= j < r[1]), None)
        if j <= i and (not inside or inside[0] <= i < inside[1] + 4):
            name = source
    return name
