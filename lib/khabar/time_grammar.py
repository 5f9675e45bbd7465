"""The grammar of time phrases: words to what they can be, and the rules of lexicon/time_grammar.csv over them.

A rule is a row: a name, a pattern, and the meaning (a method of the reader) that is handed what the pattern bound.
A pattern is a list of items: `kind` of time_words.csv or a Rule, `a,b` either, `kind=value`, `x:item` bound to x,
`item?` may be missing, `!item` must not follow, `<item` must stand before (`!<` must not), `^` the phrase begins here;
`.d` definite, `.i` not; `.w` with و attached, `.l` with ل, `.p` with ب ل ك. The first row that fits wins.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from . import lexicon
from .normal import fold, fold_with_offsets

_DATE = r"(?<![\d/.-])(\d{1,4})( ?[/.-] ?)(\d{1,2})\2(\d{1,4})(?![\d%]|[/.-]\d)"
_TOKEN = re.compile(rf"{_DATE}|\d++|[^\W\d_]++|\n|[^\s]")
_ITEM = re.compile(r"(?:(\w):)?(!?<|!)?([\w,=-]+)(?:\.([a-z]))?(\?)?")
_ATTACHED = re.compile("([وف]?[بلك]?)(ال)?")
_CORE = {"date", "day", "decade", "era", "feast", "league", "many", "mod", "month", "night", "one", "pair", "part",
         "season", "span", "ten", "tens", "two", "weekday", "yearlike"}


class Token(NamedTuple):
    """A word, number or sign: its place in the text and what it can be."""

    start: int  # after attached و ف ب ل ك
    end: int
    kinds: dict  # what the word can be: kind -> value
    proclitics: str = ""
    definite: bool = False


@cache
def _words() -> tuple[dict[str, dict], frozenset[str], frozenset[str]]:
    """What each word can be; the words that begin an entry of several words; those that begin a core of a phrase."""
    known: dict[str, dict] = {}
    for r in lexicon.rows("time_words"):
        value = int(r["value"]) if r["value"].lstrip("-").isdigit() else r["value"]
        entry = known.setdefault(fold(r["word"]), {"definite": 1} if r["word"].startswith("ال") else {})
        entry.setdefault(r["kind"], value)
    for r in lexicon.rows("months"):
        entry = known.setdefault(fold(r["word"]), {})
        entry.setdefault("month", (r["calendar"], int(r["month"]), int(r["weak"]), r["word"]))
    longer = {w: w.split()[0] for w in known if " " in w}
    return known, frozenset(longer.values()), frozenset(longer[w] for w in longer if not _CORE.isdisjoint(known[w]))


@lru_cache(maxsize=1 << 16)
def _look_up(word: str) -> tuple[str, bool, dict, bool]:
    """Attached letters, definite or not, what the word can be, whether it can begin an entry of several words."""
    (known, openers, _), opens = _words(), False
    for cut in range(min(3, max(1, len(word) - 1))):
        head, rest = word[:cut], word[cut:]
        if head.lstrip("وف") not in ("", "ب", "ل", "ك"):
            break
        if head.endswith("ل") and rest.startswith("ل"):  # للعام = ل + العام
            rest = "ا" + rest
        bare = rest[2:] if rest.startswith("ال") else ""
        opens = opens or rest in openers or bare in openers
        kinds = {**{k: v for k, v in known.get(bare, {}).items() if k != "month"}, **known.get(rest, {})}
        if kinds and not (cut and kinds.get("month", (0, 0, 0))[2] == 2):  # باب is no month
            return head, bare in known or "definite" in kinds, kinds, opens
    accusative = len(word) > 3 and word.endswith("ا") and not word.startswith(("ال", "و"))
    return "", word.startswith("ال"), {"tanwin": 1} if accusative else {}, opens


@lru_cache(maxsize=1 << 17)
def timely(word: str) -> bool:
    """Whether a word, as written, can be the core of a time phrase: a sentence without one needs no parsing."""
    return any(not _CORE.isdisjoint(t.kinds) for t in tokens(word)) or any(
        m[0][cut:] in _words()[2] for m in _TOKEN.finditer(fold(word)) for cut in (0, 1, 2))


def tokens(text: str) -> list[Token]:
    """The words, numbers, numeric dates and signs of a text; a letter attached to digits is their proclitic."""
    folded, at = fold_with_offsets(text)
    found = [(m[0], m.start(), m.end(), m) for m in _TOKEN.finditer(folded)]
    out, i = [], 0
    while i < len(found):
        word, start, end, m = found[i]
        head, definite, kinds, opens = _look_up(word)
        start, width = start + len(head), 1
        for n in (4, 3, 2) if opens else ():
            looked = _look_up(" ".join(f[0] for f in found[i:i + n]))
            if looked[2] and i + n <= len(found) and "tanwin" not in looked[2]:
                (head, definite, kinds, _), width, end = looked, n, found[i + n - 1][2]
                break
        if word[0].isdecimal():
            kinds = {"date": (m[1], m[3], m[4])} if m[1] else _digits(word, folded, start, end)
            if i and (a := _ATTACHED.fullmatch(found[i - 1][0])) and a[0]:
                out.pop()
                head, definite, start = a[1], bool(a[2]), found[i - 1][1] + len(a[1]) if a[2] else start
        elif kinds.get("month", (0, 0, 0))[2] == 2 and text[at[start]] == kinds["month"][3][0]:  # آب, not أب
            kinds = kinds | {"month": (*kinds["month"][:2], 1)}
        stop = at[end]
        while stop - at[end - 1] > 1 and unicodedata.category(text[stop - 1]) == "Cf":
            stop -= 1
        out.append(Token(at[start], stop, kinds, head, definite))
        i += width
    return [*out, Token(len(text), len(text), {})]


def _digits(word: str, folded: str, start: int, end: int) -> dict:
    part = re.match(r"[.,،]\d", folded[end:end + 2]) or re.search(r"\d[.,،]$", folded[max(0, start - 2):start])
    n = int(word) if len(word) < 5 and not part else -1
    return {"digits": n, "yearlike": 1} if 1900 <= n < 2100 else {"digits": n} if n >= 0 else {}


@cache
def _rules() -> dict[str, list]:
    rules: dict[str, list] = {}
    for r in lexicon.rows("time_grammar"):
        items = []
        for word in r["pattern"].split():
            found = ("", "^", "", "", "") if word == "^" else _ITEM.fullmatch(word).groups("")
            bound, look, kinds, flag, optional = found
            items.append((bound, look, tuple(k.partition("=")[::2] for k in kinds.split(",")), flag, optional))
        meaning, *fixed = r["meaning"].split()
        fixed = {k: int(v) if v.lstrip("-").isdigit() else v for k, v in (f.split("=") for f in fixed)}
        rules.setdefault(r["rule"], []).append((items, meaning, fixed))
    return rules


@cache
def _openers(name: str) -> set[str]:
    """The kinds of token that a rule can begin with."""
    return set().union(*(_row_openers(row) for row in _rules()[name]))


def _row_openers(row: tuple) -> set[str]:
    found: set[str] = set()
    for _, look, kinds, _, optional in row[0]:
        if not look:
            found |= set().union(*(_openers(k) if k in _rules() else {k} for k, _ in kinds))
            if not optional:
                break
    return found


@cache
def _rows_for(name: str, kinds: tuple[str, ...]) -> list:
    """The rows of a rule that can begin with such a token."""
    return [row for row in _rules()[name] if not _row_openers(row).isdisjoint(kinds)]


class Parser:
    """Applies the rules to tokens; a subclass has the meanings as methods."""

    def __init__(self, text: str):
        self.tokens, self.kept, self.begin = tokens(text), {}, 0
        self._depth = 0

    def rule(self, name: str, i: int):
        """(index after it, value) of the first row of the rule that fits at i, or None."""
        rows = _rows_for(name, tuple(self.tokens[i].kinds))
        if not rows or self._depth > 60:  # no one writes a phrase of that depth
            return None
        if (name, i) not in self.kept:
            self.kept[name, i] = None
            self._depth += 1
            self.kept[name, i] = next(filter(None, (self._row(i, *row) for row in rows)), None)
            self._depth -= 1
        return self.kept[name, i]

    def number(self, i: int, ordinal: int = 0):
        """Digits or number words (with ordinal, also definite ones): (index after them, value), or None."""
        kinds = self.tokens[i].kinds
        if (digits := kinds.get("digits")) is not None:
            return i + 1, digits
        value = kinds.get("ord", kinds.get("num") if self.tokens[i].definite else None) if ordinal else kinds.get("num")
        if value is None:
            return None
        size = value
        while (n := self.tokens[(i := i + 1)].kinds.get("num")) is not None:
            ten = n == 10 and size < 10 and not self.tokens[i].proclitics  # خمسة عشر
            if not ten and not ((n == 1 or self.tokens[i].proclitics == "و") and (n < size or size < 10 < n < 100)):
                break
            value, size = value + n, n
        return i, value

    def _row(self, i: int, items: list, meaning: str, fixed: dict):
        values, begin = dict(fixed), i
        for bound, look, kinds, flag, optional in items:
            begin = i if look == "^" else begin
            r = look != "^" and self._item(kinds, flag, i - (look[-1:] == "<"))
            if r and kinds[0][0] == "close" and not any("open" in t.kinds for t in self.tokens[begin:i]):
                continue  # a bracket opened before the phrase stays out
            if look:
                if look != "^" and bool(r) == look.startswith("!"):
                    return None
            elif r:
                i = r[0]
                if bound:
                    values[bound] = r[1]
            elif not optional:
                return None
        if meaning == "number":
            return self.number(i - 1, **fixed)
        value = getattr(self, meaning)(**values)
        self.begin = self.begin if value is None else begin
        return None if value is None else (i, value)

    def _item(self, kinds: tuple, flag: str, i: int):
        if not 0 <= i < len(self.tokens) or (flag and not _fits(self.tokens[i], flag)):
            return None
        for kind, wanted in kinds:
            if kind[0].isupper():
                if r := self.rule(kind, i):
                    return r
            elif (value := self.tokens[i].kinds.get(kind)) is not None and wanted in ("", str(value)):
                return i + 1, value
        return None


def _fits(token: Token, flag: str) -> bool:
    if flag in "di":
        return token.definite == (flag == "d")
    return token.proclitics[:1] == "و" if flag == "w" else token.proclitics[-1:] in ({"ل"} if flag == "l" else {*"بلك"})
