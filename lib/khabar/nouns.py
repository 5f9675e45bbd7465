"""Noun phrases without a parser.

A noun phrase is a run of words between what governs the number and what cannot be part of one: particles, verbs, times
(lexicon/cues.csv). It begins at its measure noun (سعر، عدد: lexicon/measures.csv) where it has one.
"""

import re

from .clauses import Sentence
from .clitics import look_up
from .cue_words import MASDAR, PUNCTUATION

Range = tuple[int, int]
_ARTICLE = re.compile(r"[وف]?[بلك]?(?=ال)|")


def noun_phrase(s: Sentence, a: int, b: int, first: bool = False) -> Range | None:
    """The noun phrase within [a, b): its first one if `first`, else from its measure noun, else up to a particle."""
    while a < b and (s.known[a].ends or len(s.words[a]) < 2 or s.words[a][:2] == "لل"
                     or s.words[a - 1] in ("لا", "لم", "لن")):  # لا تتعدى الإنتاجية
        a += 1
    a = next((j + 1 for j in range(a, b - 1) if s.has(j, "its_forecast")), a)
    heads = [j for j in range(a, b) if s.has(j, "head", "rate") and not (j > a and (s.words[j - 1] == "عند" or (
        s.known[j].prefix[-1:] == "ل" and s.words[j - 1][:2] == "ال")))]  # الرقم القياسي لأسعار الأسهم عند الاستهلاك
    if heads and (not first or ("ال" not in s.known[heads[0]].prefix and s.words[heads[0] - 1][:2] == "ال")):
        a = heads[0]
    end = a
    while end < min(b, a + 12) and not _stops(s, a, end, bool(heads), first):
        end += 1
    while end > a and (s.known[end - 1].ends or s.has(end - 1, "by") or len(s.words[end - 1]) < 2):
        end -= 1
    return (a, end) if a < end else None


def _stops(s: Sentence, a: int, j: int, headed: bool, first: bool) -> bool:
    """Does token j end the noun phrase from a on? Prepositions do not at once (but صعد الذهب في السوق), nor ربح and its
    like, verb and noun.
    """
    return (s.words[j] in PUNCTUATION or s.words[j] in "#@" or s.has(j, "boundary", "report", "relative", "verb")
            or (s.known[j].form == "verb" and s.known[j].scope != "points")
            or ((j - a > 1 or (first and s.words[j] == "في")) and not headed and s.has(j, "stop")))


def chunk(s: Sentence, a: int, b: int) -> Range | None:
    """The last run of nouns in [a, b)."""
    while b > a and (s.words[b - 1] == "@" or (s.words[b:b + 1] == ["@"] and s.has(b - 1, "stop"))):
        b -= 1  # صرف الرواتب يوم الخميس بنسبة 70%
    start = b
    while start > a and not s.known[start - 1].ends and not s.has(start - 1, "boundary"):
        start -= 1
        if s.words[start][:3] != "بال" and "ب" in look_up(s.slice((start, start + 1)))[0][0]:  # المصاب بحروق
            break
    return (start, b) if start < b else None


def following(s: Sentence, j: int, longest: int) -> int:
    """The end of the noun phrase that begins at j: up to a particle, a verb, an attached conjunction or preposition."""
    end = j + 1
    while end < len(s.words) and end - j < longest and not (
            (s.words[j] == "#" and len(s.words[end]) > 4 and s.words[end].endswith(("هم", "ها"))) or
            s.known[end].ends or s.has(end, "boundary", "by") or attached(s, end)):
        end += 1
    return end


def attached(s: Sentence, j: int) -> bool:
    """Does token j begin with a conjunction or a preposition that is no letter of its own?"""
    word = s.words[j]
    if len(word) < 2 or word[0] not in "وفبل" or word[:2] == "لل" or word[:3] == "وال":
        return len(word) < 2
    if word[0] == "ل":
        return bool(MASDAR.fullmatch(word[1:]))
    return word[1:3] == "ال" or s.known[j].prefix != "" or (len(word) > 4 and not word.endswith(("ي", "يا", "يه")))


def trim(s: Sentence, span: Range | None) -> str:
    """The text of a token range without an attached conjunction or preposition that is known to be one."""
    if not span or span[0] >= span[1]:
        return ""
    a, start = span[0], s.spans[span[0]][0]
    prefix = s.known[a].prefix.removesuffix("ال") or _ARTICLE.match(s.words[a])[0]
    if not prefix and s.words[a][0] in "بل" and MASDAR.fullmatch(s.words[a][1:]):
        prefix = s.words[a][0]
    elif not prefix and s.words[a][0] == "و" and MASDAR.fullmatch(s.words[a][1:-1]):
        prefix = "و"  # وتغريمه
    elif not prefix and s.words[a][0] in "وب":  # واستطاعتها, not وزارة
        prefix = look_up(s.slice((a, a + 1)))[0][0][:1]
    removable = not prefix.endswith("ل") or (prefix in ("ل", "ول") and s.words[a][len(prefix)] != "ل")
    if prefix and removable and s.text.startswith(prefix, start):
        start += len(prefix) + s.text.startswith("ـ", start + len(prefix))
    return s.text[start:s.spans[span[1] - 1][1]]


def after(s: Sentence, j: int, longest: int = 8) -> str:
    """The noun phrase that begins at token j."""
    return "" if s.words[j] in PUNCTUATION or s.words[j] in "#@()" else trim(s, (j, following(s, j, longest)))
