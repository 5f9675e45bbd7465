"""What the words beside a number may say about it: lexicon/number_context.csv, each with its role, and the months."""

import re
from functools import lru_cache

from . import lexicon
from .normal import fold
from .number_words import Number

_ROLES: dict[str, set[str]] = {}
for _r in lexicon.rows("number_context"):
    _ROLES.setdefault(fold(_r["word"]), set()).add(_r["role"])
for _r in lexicon.rows("months"):
    _ROLES.setdefault(fold(_r["word"].split()[0]), set()).add("month")
_MONTHS = tuple(f"{fold(r['word'])} " for r in lexicon.rows("months") if " " in r["word"])
PROCLITIC = re.compile(r"[وف]?[بلك]?(?:ال|(?<=ل)ل)?")
_PRONOUN = re.compile(r"ت(?:ه|ها|هم)\Z")
_OPENING = re.compile(r"[/(«“\"']|(?<=\w\w)\.")


@lru_cache(1 << 11)
def roles(word: str) -> frozenset[str]:
    """What a folded word, with or without its clitics, may say about a number beside it."""
    bare = PROCLITIC.sub("", word, count=1)
    definite = "ال" + bare if word.endswith(("ال" + bare, "لل" + bare)) else bare
    known = (_ROLES.get(w, set()) for w in (word, bare, definite, _PRONOUN.sub("ه", bare)))  # دورته: دورة
    return frozenset().union(*known)


def word_before(text: str, at: int) -> str:
    """The word before `at` in its line, past signs and past clitics that stand alone or are glued to a digit."""
    before = text[max(0, at - 40):at]
    while True:
        before = before.rstrip(" \u00a0:(«“\"'.[-–")
        word = before.rsplit(None, 1)[-1] if before and not before[-1].isspace() else ""
        word = word if word.isalnum() else _OPENING.split(word)[-1]
        if not word or not PROCLITIC.fullmatch(word):
            return word
        before = before[:-len(word)]


def after_month(text: str, at: int) -> bool:
    """Does a month with a name of two words end before `at` (تشرين الثاني 2014)?"""
    return text.endswith(_MONTHS, 0, at)


def company(text, n: Number) -> set[str]:
    """The roles of the words around a number, 200 characters before and 80 after it."""
    far = max(n.start - 200, 0)
    near = text[max(text.rfind("\n", far, n.start), far):n.end + 80]
    return set().union(*(roles(w) for w in near.split()))


def in_sequence(text, n: Number) -> bool:
    """Does the line before or after begin with the number before or after?"""
    before, after = (re.escape(f"{n.value + step}") for step in (-1, 1))
    return bool(re.search(rf"\n{before}(?!\d)[^\n]*\n+ ?\Z", text[max(0, n.start - 300):n.start])
                or re.match(rf"[^\n]{{0,300}}\n+ ?{after}(?!\d)", text[n.end:n.end + 310]))


def has_neighbour(text, n: Number) -> bool:
    """Is there an item with the number before or after: ... 12- كذا. 13- كذا?"""
    before, after = (rf"(?<![\d,.]){n.value + step} ?(?:[-–)](?! ?\d)|\.\s)" for step in (-1, 1))
    return bool(re.search(before, text[max(0, n.start - 300):n.start]) or re.search(after, text[n.end:n.end + 300]))
