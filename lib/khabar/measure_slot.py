"""The measure of a claim: the noun phrase that names its quantity.

It is what the quantity itself says (a whole, a counted noun, a matter), what the words before it describe, what its
governing word governs, or what the clause before spoke of.
"""

import re
from functools import cache

from .clauses import Sentence, clause_start
from .cue_words import PUNCTUATION, look
from .described import PRONOUN, described, dimension, paid, size, spent_on
from .lexicon import words
from .normal import fold
from .nouns import Range, after, attached, chunk, following, noun_phrase, trim
from .number_context import roles
from .slots import Change, closing

_MATTER = frozenset(("m2", "km2", "MW", "litre", "tonne", "kg", "barrel", "barrel_per_day", "other"))
_VALUED = re.compile(r"[وف]?[يت]?قدرت?")  # قدرت المنظمة عدد النازحين بنحو 5


def measure(s: Sentence, i: int, c: Change, a: int, previous: str, compared: int | None) -> str:
    """The shortest noun phrase that names quantity i, which is in the clause from a on.

    `previous` is the measure of the quantity before it; `compared`: where the comparison begins that it stands in.
    """
    if s.has(i - 1, "amount") and s.known[i - 1].prefix[-1:] != "ب":
        return trim(s, (i - 1, i))
    return (trim(s, size(s, i, c, a)) or _own(s, i, c, a, previous, compared)
            or trim(s, described(s, i, c, a) or paid(s, i, c, a)) or spent_on(s, i, c, a)
            or trim(s, _governed(s, i, c, a))
            or previous or (after(s, s.next(i), 6) if i < 2 or (i == a < 6 and s.words[a - 1] == ":") else "")
            or _nearest(s, a) or s.slice((i, i + 1)))


def _own(s: Sentence, i: int, c: Change, a: int, previous: str, compared: int | None) -> str:
    """What the quantity itself says it measures: a whole, a counted noun, a matter; or that it goes on."""
    q, following = s.quantity(i), s.next(i)
    bare = not s.noun(i) or q.unit not in ("person", "count")
    if previous and bare and (s.has(following, "of_them") or s.words[i - 1] == "اصل"):
        return previous  # 5 منهم; 5 مدارس من أصل 120
    if q.unit in ("person", "count") and not s.noun(i) and s.words[i + 1] == "من" and c.kind == "level":
        return after(s, i + 2)  # 21 من مواطنيهم
    if previous and c.share_of and s.has(i - 1, "of_them"):
        return previous  # 4 ملايين ناخب، منهم 51% من الإناث
    if c.share_of and (whole := after(s, following + 1)):
        return whole
    if s.fraction(i):
        return _whole(s, i, previous)
    alone = c.trigger is None and c.filler == i and s.words[i - 1] != "@"
    if q.unit == "multiple" and alone and s.has(following, "head"):
        return after(s, following)  # ضعف عدد السفن
    if s.words[i - 2:i] == ["#", "("] and s.words[i + 1] == ")" and s.fraction(i - 2):
        return after(s, i + 2, 6) or previous  # نصف (51.5%) المستجيبين
    if previous and c.kind == "level" and closing(s, a, c.filler):
        return previous  # منهيا التعاملات عند مستوى 936 نقطة
    own = range(max(a, compared or 0), c.filler)  # سعرها 5، مقارنة بسعر بلغ 4: the same
    first = s.noun(i) and not any(s.quantity(j).unit == q.unit for j in s.at("#") if j < i)
    if compared is not None and previous and not (first and q.unit == "count") and not any(
            s.has(j, "head") and s.words[j].lstrip("ب") not in fold(previous).split() for j in own):
        return previous
    copula = s.words[c.filler - 1] in ("هو", "هي") and a < c.filler - 1  # حصيلة الوفيات هي 35
    titled = s.words[i - 1] != "عدد" and (c.movement or copula or _amounts(s, i, a) or any(
        s.has(j, "total") for j in range(a, i)))
    if c.kind == "level" and not titled and (noun := _counted(s, i)):
        return noun
    matter = i + 1 + (s.words[i + 1] == "@")  # 3 ملايين طن سنويا من الغاز
    if q.unit in ("km", "m") and c.kind == "level" and s.words[i + 1] == "من" and s.words[i + 2][:2] == "ال" and not (
            s.words[i + 2] in _places() or any("distance" in roles(w) for w in s.words[max(i - 5, 0):i])):
        return after(s, i + 2)  # رصف 38 كيلومترا من الطرق
    if c.kind == "level" and not c.movement and q.unit in ("kg", "tonne") and _goods(s, i, a, matter):
        return after(s, matter, 3)
    of = s.words[matter] == "من" and s.words[matter + 1] != "اصل"
    named = any(s.has(j, "spread") for j in range(a, i)) and any(s.has(j, "head") for j in range(a, i))
    if q.unit in _MATTER and c.kind == "level" and of and not named and not size(s, i, c, a):
        return after(s, matter + 1)
    t = c.trigger if c.trigger is not None else -1
    hangs = ("ب" in s.known[t].prefix or _suffixed(s.words[t])) and not noun_phrase(s, t + 1, c.filler)
    named = any(s.has(j, "head") and not PRONOUN.search(s.slice((j, j + 1))) for j in range(a + 1, c.filler)) or (
        s.has(i - 1, "head") and s.has(i - 2, "by"))  # وبمعدل سعر 68 دولارا
    return previous if hangs or (c.inherits and not named) else ""


def _goods(s: Sentence, i: int, a: int, j: int) -> bool:
    """100 كيلو طماطم: does token j name what quantity i weighs, which nothing before it names?"""
    named = any(s.has(k, "head", "dimension", "attribute") for k in range(a, i)) or s.words[i - 1] == "("
    return not (named or s.known[j].ends or attached(s, j) or s.words[j] in "#@)" or s.words[j][:2] in ("لل", "وا"))


def _whole(s: Sentence, i: int, previous: str) -> str:
    """What fraction i is of: ثلث السكان; ثلثهم، النصف الآخر: of what was spoken of; نصف (51.5%) المستجيبين."""
    j = i + 1 + 3 * (s.words[i + 1:i + 4] == ["(", "#", ")"])
    if previous and (len(s.words[j]) < 3 or s.words[j] == "الاخر"):
        return previous
    return "" if s.known[j].ends else after(s, j, 6)


def _amounts(s: Sentence, i: int, a: int) -> bool:
    """الأشجار المهددة تقدر بألفي شجرة: does a verb right before quantity i say how many its subject are?"""
    v = next((j for j in range(i - 1, max(a, i - 5), -1) if s.has(j, "amounts")), a)
    to = "صل" not in s.words[v] or s.words[v + 1] == "الي"  # وصلت إلى; وصل المدينة 5 حجاج
    return v > a and to and s.words[v - 1] != "ما" and (not s.known[v - 1].ends or s.words[v - 1] in "@،,")


def _suffixed(word: str) -> bool:
    """هبوطه، ارتفاعها: a noun of movement with a pronoun."""
    return "noun" in [look(word[:-n]).form for n, tail in ((1, "ه"), (2, "ها")) if word.endswith(tail)]


def _counted(s: Sentence, i: int) -> str:
    """The counted noun and what goes with it."""
    start = s.noun(i) if s.quantity(i).unit in ("person", "count") else 0
    if not start:
        return ""
    pieces = s.words[i + 1] == "من" and (  # 50 رأسا من غنم، 34 قتيلا من المعارضة, not من الرياض
        (s.words[i + 2][:2] == "ال" and s.words[i + 2] not in _places())
        or "piece" in look(fold(s.text[start:s.spans[i][1]])).roles or s.has(i + 2, "sort"))
    pair = s.words[i + 1][:1] == "و" and s.words[i + 1][1:4] == fold(s.text[start:s.spans[i][1]])[:3]  # طالبا وطالبة
    return s.text[start:s.spans[following(s, i + 2 if pieces else i + pair, 4) - 1][1]]


@cache
def _places() -> frozenset[str]:
    """The first words of the places of gazetteer.csv."""
    return frozenset(name.split()[0] for name in words("gazetteer", "surface", type="LOC"))


def _governed(s: Sentence, i: int, c: Change, a: int) -> Range | None:
    """The noun phrase that the governing word governs: after it, or before it as its subject."""
    t = c.trigger
    t = c.filler if t is None else t
    if not c.movement and (found := dimension(s, i, c, a)):
        return found
    if t == c.filler:
        return chunk(s, a, t) if c.kind == "share" and s.words[t] == "بنسبه" else _subject(s, i, t, a, c)
    form = s.known[t].form
    k = _past(s, t) if form == "verb" else t + 1
    follows = noun_phrase(s, k, c.filler, not _VALUED.fullmatch(s.words[t])) if form != "gap" and (
        s.words[k] == "من" or s.has(k + 1, "head") or not s.has(k, "stop")) else None
    for j in (t + 1, s.next(i)) if form == "noun" and not follows else ():  # زيادة في عدد; زيادة بنسبة 5% في المبيعات
        if s.words[j] == "في" and s.words[j + 1] not in "@#" and not s.has(j + 1, "boundary"):
            return noun_phrase(s, j + 1, c.filler, True) if j < i else (j + 1, following(s, j + 1, 8))
    return follows or _subject(s, i, t, a, c)


def _past(s: Sentence, t: int) -> int:
    """The token after verb t, past a phrase with a pronoun (تراجعت لديهم احتمالات، تراجعت على أثرها أسعار)."""
    if s.words[t + 1].startswith("لدي"):
        return t + 2
    return t + 3 if s.has(t + 1, "stop") and PRONOUN.search(s.slice((t + 2, t + 3))) else t + 1


def _subject(s: Sentence, i: int, t: int, a: int, c: Change) -> Range | None:
    """The noun phrase before token t: of its clause, or what a relative clause or قيمتها speaks of."""
    if s.words[a - 1] == "#" and s.has(a, "genitive") and s.words[t][:1] == "ب":
        return None  # صدرت 5 أطنان إلى الكويت بقيمة 3 ملايين
    relative = next((j for j in range(t - 1, a, -1) if s.has(j, "relative")), None)
    headed = any(s.has(j, "head") for j in range(a, t))
    if s.has(a, "relative") and not any(s.has(j, "head", "rate") and not s.has(j, "its") for j in range(a, t)):
        return chunk(s, clause_start(s, a - 1), a - (s.words[a - 1] in PUNCTUATION))
    its = next((j for j in range(t, i) if s.has(j, "its")), 0) if t < c.filler and not headed else 0
    if its:
        begun = s.words[its][0] == "و" or re.match("و(?!ال)", s.words[its - 1])  # شمل المشروع كذا وبلغت قيمته 5
        return (not begun and chunk(s, a, t)) or (its, its + 1 + (s.words[its + 1][:2] == "ال"))
    if relative and not any(s.has(j, "head") for j in range(a, relative)):
        k = relative + 2  # جدة التي تجاوز حجم التداول فيها 5
        own = s.has(k - 1, "level") and s.has(k, "head") and not s.has(k, "by")
        return noun_phrase(s, k, t) if own else chunk(s, a, relative)
    if s.known[t].form == "verb":  # البورصة تغلق على ارتفاع ومؤشرها يربح 5%
        a = next((j for j in range(t - 1, a, -1) if s.words[j][0] == "و" and PRONOUN.search(s.slice((j, j + 1)))), a)
    return noun_phrase(s, a, t)


def _nearest(s: Sentence, a: int) -> str:
    """The noun phrase of the nearest clause before token a that has one."""
    while a > 0:
        start = clause_start(s, a - 1)
        if found := noun_phrase(s, start, a):
            return trim(s, found)
        a = start
    return ""


def names_rate(phrase: str) -> bool:
    """Does a measure name a rate (سعر الفائدة)?"""
    return any("rate" in look(w).roles for w in phrase.split())
