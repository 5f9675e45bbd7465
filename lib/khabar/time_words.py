"""The words of a sentence and what each can be in a time phrase, from lexicon/time_words.csv and months.csv."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from . import lexicon
from .normal import fold
from .number_words import trie

_DATE = r"(?<![\d/.-])(\d{1,4}) ?([/.–-]) ?(\d{1,2}) ?\2 ?(\d{1,4})(?![\d%]|[/.-]\d)"
_TOKEN = re.compile(rf"[ء-ي]++(?![^\W\d_])|[^\W\d_]++|{_DATE}|\d++|#++|\S|\n")  # Arabic words first: most are
_ATTACHED = re.compile("([وف]?[بلك]?)(ال)?")
_POINTS = frozenset(".,،")
_YEAR = re.compile(r"\d(?:(?<=1)9\d\d|(?<=2)0\d\d| ?(?:[/.–-] ?\d|[^\W\d](?!\w)))")  # or a date: a core in digits
_STOP = re.compile(r"[.!?؟…](?=\s)|\n")
CORE = {"date", "day", "decade", "era", "feast", "league", "many", "mod", "month", "night", "one", "pair", "part",
         "season", "span", "ten", "tens", "two", "weekday", "yearlike"}


class Token(NamedTuple):
    """A word, number or sign: its place in the text and what it can be."""

    start: int  # after attached و ف ب ل ك
    end: int
    kinds: dict  # what the word can be: kind -> value
    proclitics: str = ""
    definite: bool = False


_OTHER, _LAST = Token(0, 0, {}), Token(0, 0, {"stop": ""})


@cache
def _words() -> tuple[dict[str, dict], dict[str, set]]:
    """What each word can be; for each that begins an entry of several words, its second words."""
    known: dict[str, dict] = {}
    for r in lexicon.rows("time_words"):
        value = int(r["value"]) if r["value"].lstrip("-").isdigit() else r["value"]
        entry = known.setdefault(fold(r["word"]), {"definite": 1} if r["word"].startswith("ال") else {})
        entry.setdefault(r["kind"], value)
    for r in lexicon.rows("months"):
        entry = known.setdefault(fold(r["word"]), {})
        entry.setdefault("month", (r["calendar"], int(r["month"]), int(r["weak"]), r["word"]))
    longer: dict[str, set] = {}
    for first, second, *_ in (w.split() for w in known if " " in w):
        longer.setdefault(first, set()).add(second)
    return known, longer


@lru_cache(1 << 14)
def _look_up(word: str) -> tuple[str, bool, dict, frozenset[str], bool] | None:
    """Attached letters, definite or not, what the word can be, the second words of longer entries it can begin, and
    whether it can be a core. None of most words, which are nothing of a time.
    """
    (known, longer), second = _words(), frozenset()
    for cut in range(min(3, max(1, len(word) - 1))):
        head, rest = word[:cut], word[cut:]
        if head.lstrip("وف") not in ("", "ب", "ل", "ك"):
            break
        if head.endswith("ل") and rest.startswith("ل"):  # للعام = ل + العام
            rest = "ا" + rest
        bare = rest[2:] if rest.startswith("ال") else ""
        second = second.union(longer.get(rest, ()), longer.get(bare, ()))
        kinds = {**{k: v for k, v in known.get(bare, {}).items() if k != "month"}, **known.get(rest, {})}
        touched = head[-1:] == "ل" and rest == "امس"
        if kinds and not touched and not (cut and kinds.get("month", (0, 0, 0))[2] == 2):  # باب is no month
            return head, bare in known or "definite" in kinds, kinds, second, bool(second or not CORE.isdisjoint(kinds))
    accusative = len(word) > 3 and word.endswith("ا") and not word.startswith(("ال", "و"))
    number = word[0].isdecimal()
    core = bool(second) or (number and (word[:2] in ("19", "20") or not word.isdecimal()))
    if not (core or number or accusative or _ATTACHED.fullmatch(word)):
        return None
    return "", word.startswith("ال"), {"tanwin": 1} if accusative else {}, second, core


@cache
def _core():
    """Finds a word that can be the core of a time phrase, and what precedes it: a sentence without needs no parsing."""
    words = {w for w, kinds in _words()[0].items() if len(w) > 1 and not CORE.isdisjoint(kinds)}
    words |= {"لل" + w[2:] for w in words if w.startswith("ال")}
    word = trie(words).replace(r"\ ", r"\s++")
    return re.compile(rf"[^ء-ي][وف]?[بلك]?(?:ا?ل)?{word}(?![ء-ي])")


def sentences(text: str, folded: str, at):
    """The tokens of each sentence that can hold a time phrase; `at`: where the folded text's characters stand."""
    start, after = 0, "\n" + folded
    for stop in [*(m.end() for m in _STOP.finditer(folded)), len(folded)]:
        if _core().search(after, start, stop + 1) or _YEAR.search(folded, start, stop):
            yield _tokens(text, folded, at, start, stop)
        start = stop


def _tokens(text: str, folded: str, at, first: int, last: int) -> list[Token]:
    """The words, numbers, numeric dates and signs of time in a sentence, where one among neighbours is a core.

    All others between two of them are one _OTHER.
    """
    found = list(_TOKEN.finditer(folded, first, last))
    looked = [_look_up(m[0]) for m in found]
    out, done = [], 0
    for core in [i for i, known in enumerate(looked) if known and known[4]]:
        if core < done:
            continue
        start = core
        while start > done and looked[start - 1]:
            start -= 1
        out.append(_OTHER)
        done = start
        while done < len(found) and looked[done]:
            done = _add(out, text, folded, at, found, done)
    return [*out, *[_OTHER] * (done < len(found)), _LAST]


def _add(out: list[Token], text: str, folded: str, at, found: list, i: int) -> int:
    """Adds the token that begins with found[i]; the index after it. A letter attached to digits is their proclitic."""
    m, word, after = found[i], found[i][0], i + 1
    (head, definite, kinds, second, _), (start, end) = _look_up(word), m.span()
    start += len(head)
    if second and after < len(found) and found[after][0] in second:
        for n in range(min(4, len(found) - i), 1, -1):
            longer = _look_up(" ".join(w[0] for w in found[i:i + n]))
            if longer and longer[2] and "tanwin" not in longer[2]:
                (head, definite, kinds, _, _), after, end = longer, i + n, found[i + n - 1].end()
                break
    elif word[0].isdecimal():
        kinds = {"date": (m[1], m[3], m[4])} if m[1] else _digits(word, folded, start, end)
        if i and (a := _ATTACHED.fullmatch(found[i - 1][0])) and a[0]:
            out.pop()
            head, definite, start = a[1], bool(a[2]), found[i - 1].start() + len(a[1]) if a[2] else start
    elif kinds.get("month", (0, 0, 0))[2] == 2 and text[at[start]] == kinds["month"][3][0]:  # آب, not أب
        kinds = kinds | {"month": (*kinds["month"][:2], 1)}
    out.append(Token(at[start], at[end], kinds, head, definite))
    return after


def _digits(word: str, folded: str, start: int, end: int) -> dict:
    before, after = folded[max(0, start - 2):start], folded[end:end + 2]
    part = (after[:1] in _POINTS and after[1:].isdecimal()) or (before[1:] in _POINTS and before[0].isdecimal())
    n = int(word) if len(word) < 5 and not part else -1
    return {"digits": n, "yearlike": 1} if 1900 <= n < 2100 else {"digits": n} if n >= 0 else {}
