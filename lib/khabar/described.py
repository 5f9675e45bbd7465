"""What the words round a number describe: a size (مساحتها), a noun (رسوم قدرها 5), what money is paid as or for."""

import re

from .clauses import Sentence
from .clitics import look_up
from .cue_words import MASDAR
from .lexicon import words
from .nouns import Range, after, attached
from .slots import Change, is_money

PRONOUN = re.compile(r"ه(?:ا|م)?\Z")


def size(s: Sentence, i: int, c: Change, a: int) -> Range | None:
    """مساحتها، طاقته الاستيعابية: a size or a price with a pronoun, before the number and what blurs it."""
    if c.inherits and c.movement:
        return None  # هبط الذهب 1%، ليصل سعره إلى 1077
    for j in range(i - 1, max(a, i - 7) - 1, -1):
        if s.has(j, "size") and not (s.known[j].direction and s.quantity(i).unit not in ("m", "km")):
            end = j + 1
            while end < i and s.words[end][:2] == "ال" and not s.known[end].ends:
                end += 1
            return j, end
    return None


def described(s: Sentence, i: int, c: Change, a: int) -> Range | None:
    """رسوم قدرها 5، عقد بقيمة 5، راتبا لا يتجاوز 5: the indefinite noun that the words before the number describe."""
    if c.kind != "level" or c.movement:
        return None
    for j in range(i - 1, max(a, i - 7), -1):
        verb = s.has(j, "level") or s.known[j].form == "verb"
        if verb or s.has(j, "worth" if s.known[j].prefix[-1:] == "ب" else "sum"):
            while s.has(j - 1, "sum") or s.words[j - 1] in ("لا", "لم", "ما"):
                j -= 1
            start = _indefinite(s, j, a)
            if s.words[start].isdecimal() or s.has(start, "numeral"):
                return None  # الصف الثاني عشر، قانون المالية 2026
            if start == j - 1 and s.words[j - 1][:1] == "ب" and (
                    s.words[j - 1][1:] in words("gazetteer", "surface", type="LOC")):
                return None  # عدد الليالي بمراكش ناهز
            place = verb and s.has(start - 1, "stop") and s.words[start][-1] not in "اهي"  # في مصر بلغ
            if s.words[start - 1] == "#":
                return None  # 7 صفقات نقدية بلغت قيمتها
            if start == j - 1 and (place or s.has(start, "total", "by")):
                return None
            if start < j or verb:
                return (start, j) if start < j else None
        elif not (s.has(j, "filler", "by", "end", "its") or len(s.words[j]) < 2):
            return None
    return None


def paid(s: Sentence, i: int, c: Change, a: int) -> Range | None:
    """تخصيص مليار، مع كفالة 100 دينار: the indefinite noun right before an amount of money, after a preposition."""
    j = c.filler - 1
    if not _unnamed(s, i, c, a) or j < a:
        return None
    word, proclitics = s.words[j], look_up(s.slice((j, j + 1)))[0][0]
    if len(word) < 3 or word[:2] in ("ال", "لل") or s.known[j].ends or s.has(j, "amount", "sum", "worth", "by", "head"):
        return None
    masdar = MASDAR.fullmatch(word) or (word[0] in "بلو" and MASDAR.fullmatch(PRONOUN.sub("", word[1:])))
    return (j, j + 1) if masdar or "ب" in proclitics or "ل" in proclitics or s.has(j - 1, "genitive") else None


def spent_on(s: Sentence, i: int, c: Change, a: int) -> str:
    """رصدت 5 ملايين لحملة توعوية: what an amount of money without a name is for."""
    j = s.next(i)
    if not _unnamed(s, i, c, a) or c.filler < i:
        return ""
    word = s.slice((j, j + 1))
    if s.words[j] == "من":  # اقتطعت 273 مليونا من أموال المقاصة
        return after(s, j + 1, 5)
    led = "ل" in look_up(word)[0][0] and s.words[j][:2] != "لل"
    return after(s, j, 5).removeprefix("ل") if led else after(s, j + 1, 5) if s.words[j] == "علي" else ""


def _unnamed(s: Sentence, i: int, c: Change, a: int) -> bool:
    """Is quantity i an amount of money that nothing before it in its clause names?"""
    return is_money(c.unit) and c.kind == "level" and not c.movement and c.trigger is None and not any(
        s.has(k, "head", "rate") for k in range(a, i))


def _indefinite(s: Sentence, j: int, a: int) -> int:
    """Where the indefinite noun begins that ends before token j (راتبا شهريا); j if there is none."""
    while j > a and not s.known[j - 1].ends and s.words[j - 1] not in "»”" and (
            s.words[j - 1].lstrip("وبلف")[:2] not in ("ال", "لل") and not PRONOUN.search(s.slice((j - 1, j)))):
        j -= 1
        if attached(s, j):
            break
    return j


def dimension(s: Sentence, i: int, c: Change, a: int) -> Range | None:
    """بعائد 2%، على طول 12 كيلومترا: a measure noun with its preposition, right before the number."""
    end = min(c.filler, i)
    while end > a and s.known[end - 1].ends:
        end -= 1  # سعر كيلو التمر بلغ 5
    for j in range(i - 1, max(a, i - 5) - 1, -1):
        prefix = s.known[j].prefix
        if s.has(j, "head") and s.has(j - 1, "by"):  # وبمعدل سعر 68 دولارا
            return j - 1, max(j + 1, end)
        if s.has(j, "dimension") and "ال" not in prefix and (
                prefix[-1:] in ("ب", "ل") or s.words[j - 1] in ("علي", "الي") or s.has(j, "filler")):
            return j, max(j + 1, end)
    return None
