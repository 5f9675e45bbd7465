"""The grammar of time phrases: words to what they can be, and the rules of lexicon/time_grammar.csv over them.

A rule is a row: a name, a pattern, and the meaning (a method of the reader) that is handed what the pattern bound.
A pattern is a list of items: `kind` of time_words.csv or a Rule, `a,b` either, `kind=value`, `x:item` bound to x,
`item?` may be missing, `&item` must follow and `!item` must not, `<item` must stand before (`!<` must not), `^` the
phrase begins here; `.d` definite, `.i` not; `.w` with و attached, `.l` with ل, `.p` with ب ل ك.
The first row that fits wins.
"""

import re
from functools import cache, lru_cache

from . import lexicon
from .time_words import CORE, Token

_FAR = 8  # tokens before the core of a phrase: منذ نحو مئة وخمسة وعشرين عاما
_ITEM = re.compile(r"(?:(\w):)?(!?<|[!&])?([\w,=-]+)(?:\.([a-z]))?(\?)?")


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
    return set().union(*(_first(_consuming(row)) for row in _rules()[name])) if name in _rules() else {name}


def _consuming(row: tuple) -> list[tuple]:
    return [(kinds, optional) for _, look, kinds, _, optional in row[0] if not look]


def _first(items: list[tuple]) -> set[str]:
    """The kinds of token that these items of a pattern can begin with; "" if all may be missing."""
    found: set[str] = set()
    for kinds, optional in items:
        found.update(*(_openers(k) for k, _ in kinds))
        if not optional:
            return found
    return found | {""}


@cache
def _beginnings(name: str) -> list[tuple[tuple, dict[str, set[str]]]]:
    """The rows of a rule, and of each the kinds of token it can begin with: kind -> what can follow, "" being all."""
    return [(row, _joined(_row_pairs(row))) for row in _rules()[name]]


def _joined(pairs) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for kind, after in pairs:
        found.setdefault(kind, set()).update(after)
    return found


def _row_pairs(row: tuple):
    items = _consuming(row)
    for n, (kinds, optional) in enumerate(items):
        rest = _first(items[n + 1:]) if row[1] != "number" else {"num", ""}
        for kind, after in (pair for k, _ in kinds for pair in _pairs(k).items()):
            yield kind, after - {""} | rest if "" in after else after
        if not optional:
            return


@cache
def _pairs(name: str) -> dict[str, set[str]]:
    rules = name in _rules()
    return _joined(p for _, pairs in _beginnings(name) for p in pairs.items()) if rules else {name: {""}}


@lru_cache(1 << 12)
def _rows_for(name: str, kinds: tuple[str, ...], after: tuple[str, ...]) -> list:
    """The rows of a rule that two such tokens can begin: of those that one can begin, few."""
    follow = {"", *after}
    return [row for row, pairs in _beginnings(name) if any(not follow.isdisjoint(pairs.get(k, ())) for k in kinds)]


class Parser:
    """Applies the rules to tokens; a subclass has the meanings as methods."""

    def __init__(self, found: list[Token]):
        self.tokens, self.kept, self.begin, self._depth = found, {}, 0, 0
        self._kinds = [*(tuple(t.kinds) for t in found), ()]
        self._cores = [i for i, t in enumerate(found) if not CORE.isdisjoint(t.kinds)][::-1]

    def next_start(self, i: int) -> int:
        """The first token from i on where a phrase can begin: its core is never far, with words of time up to it."""
        while self._cores and self._cores[-1] < i:
            self._cores.pop()
        if not self._cores:
            return len(self.tokens)
        core = start = self._cores[-1]
        while start > max(i, core - _FAR) and self.tokens[start - 1].kinds:
            start -= 1
        return start

    def rule(self, name: str, i: int):
        """(index after it, value) of the first row of the rule that fits at i, or None."""
        if (name, i) in self.kept or self._depth > 60:  # no one writes a phrase of that depth
            return self.kept.get((name, i))
        if not (rows := _rows_for(name, self._kinds[i], self._kinds[i + 1])):
            return None
        self.kept[name, i] = None
        self._depth += 1
        for row in rows:
            if r := self._row(i, *row):
                self.kept[name, i] = r
                break
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
            if look == "^":
                begin = i
                continue
            r = self._item(kinds, flag, i - (look[-1:] == "<"))
            if look:
                if bool(r) == (look[0] == "!"):
                    return None
            elif r:
                if kinds[0][0] == "close" and not any("open" in t.kinds for t in self.tokens[begin:i]):
                    continue  # a bracket opened before the phrase stays out
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
