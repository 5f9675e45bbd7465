"""Time phrases of Arabic news, resolved to dates against the article's date.

A small grammar over folded tokens; all its words are in lexicon/months.csv and lexicon/time_words.csv. What a phrase
means is a convention (see the README): calendar units, weeks from Saturday to Friday, Umm al-Qura for Hijri dates.
A phrase that the article's date cannot resolve keeps its row and has no dates: a period is never invented.
"""

import re
import unicodedata
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

import pandas as pd

from . import lexicon
from .article import Article
from .calendar_ar import Dates, fine_enough, in_year, nearest, of_fields, published_dates, unit_at
from .normal import fold, fold_with_offsets

_NUMERIC_DATE = r"(?<![\d/.-])(\d{1,4})( ?[/.-] ?)(\d{1,2})\2(\d{1,4})(?![\d%]|[/.-]\d)"
_TOKEN = re.compile(rf"{_NUMERIC_DATE}|\d++|[^\W\d_]++|\n|[^\s]")
_BREAK = frozenset(".!?؟\n…")
_DASHES = frozenset("-–—")
_YEARS = range(1900, 2100)  # what a number without a head noun must be to be read as a year


class Period(NamedTuple):
    """A time phrase: offsets in the text, and ISO dates, inclusive ('' when it can't be resolved)."""

    start: int
    end: int
    from_date: str
    to_date: str


class Token(NamedTuple):
    start: int  # after attached و ف ب ل ك
    end: int
    word: str
    kinds: dict  # what lexicon/*.csv says the word can be: kind -> value
    proclitics: str = ""
    definite: bool = False
    number: int | None = None
    raw: str = ""


class Span(NamedTuple):
    """What a phrase says: dates or None, the edge it names (start, mid, end), the calendar fields it leaves open."""

    dates: Dates | None
    edge: str = ""
    fields: tuple | None = None  # calendar, year, month, day, mod


_OPEN = Span(None)


@cache
def _lexicon() -> dict[str, dict]:
    found: dict[str, dict] = {}
    for r in lexicon.rows("time_words"):
        value = int(r["value"]) if r["value"].lstrip("-").isdigit() else r["value"]
        found.setdefault(fold(r["word"]), {}).setdefault(r["kind"], value)
    for r in lexicon.rows("months"):
        entry = found.setdefault(fold(r["word"]), {})
        entry.setdefault("month", (r["calendar"], int(r["month"]), int(r["weak"])))
        entry.setdefault("spelled", r["word"])
    return found


@cache
def _first_words() -> frozenset[str]:
    return frozenset(w.split()[0] for w in _lexicon() if " " in w)


@lru_cache(maxsize=1 << 16)
def _look_up(word: str) -> tuple[str, bool, dict, bool]:
    """Attached letters, whether the word is definite, what it can be, whether it can begin a phrase of the lexicon."""
    known, first = _lexicon(), False
    for cut in range(min(3, max(1, len(word) - 1))):
        head, rest = word[:cut], word[cut:]
        if head.lstrip("وف") not in ("", "ب", "ل", "ك"):
            break
        if head.endswith("ل") and rest.startswith("ل"):  # للعام = ل + العام
            rest = "ا" + rest
        bare = rest[2:] if rest.startswith("ال") else ""
        first = first or rest in _first_words() or bare in _first_words()
        kinds = {**known.get(bare, {}), **known.get(rest, {})}
        if kinds and not (cut and kinds.get("month", (0, 0, 0))[2] == 2):
            return head, bool(bare), kinds, first
    return "", word.startswith("ال"), {}, first


def _tokens(text: str) -> list[Token]:
    folded, at = fold_with_offsets(text)
    found = [(m.start(), m.end(), m[0], m) for m in _TOKEN.finditer(folded)]
    tokens, i = [], 0
    while i < len(found):
        (start, end, word, m), width, number = found[i], 1, None
        head, definite, kinds, first = _look_up(word) if word[0].isalpha() else ("", False, {}, False)
        if m[1]:
            kinds = {"date": (int(m[1]), int(m[3]), int(m[4]), len(m[1]) > 2)}
        elif word.isdecimal() and len(word) <= 4 and not re.match(r"[.,،]\d", folded[end:end + 2]) \
                and not re.search(r"\d[.,،]$", folded[max(0, start - 2):start]):
            number, kinds = int(word), {"digits": int(word)}
        for n in (4, 3, 2) if first else ():
            looked = _look_up(" ".join(w for _, _, w, _ in found[i:i + n]))
            if looked[2] and i + n <= len(found):
                (head, definite, kinds, _), width, end = looked, n, found[i + n - 1][1]
                break
        tokens.append(Token(at[start + len(head)], _visible(text, at[end]), word[len(head):], kinds, head, definite, number,
                            text[at[start]:at[end]]))
        i += width
    return tokens


def _visible(text: str, end: int) -> int:
    while end and unicodedata.category(text[end - 1]) == "Cf":
        end -= 1
    return end


class _Reader:
    """The grammar over one text. A rule takes a token's index and gives (index after it, Span), or None."""

    def __init__(self, text: str, published: str):
        self.tokens, self.said = _tokens(text), []
        self.now, self.fine = published_dates(published)

    def is_(self, i: int, kind: str):
        """The value of the token as `kind`, or None."""
        return self.tokens[i].kinds.get(kind) if 0 <= i < len(self.tokens) else None

    def has(self, i: int, *kinds: str) -> bool:
        return any(self.is_(i, kind) is not None for kind in kinds)

    def definite(self, i: int) -> bool:
        return i < len(self.tokens) and self.tokens[i].definite

    def word(self, i: int) -> str:
        return self.tokens[i].word if 0 <= i < len(self.tokens) else ""

    def and_(self, i: int) -> int:
        """The index of what stands after an attached or lone و, or 0."""
        if i >= len(self.tokens):
            return 0
        return i if self.tokens[i].proclitics.startswith("و") else i + 1 if self.word(i) == "و" else 0

    def first(self, i: int, *rules):
        return next((r for r in (rule(i) for rule in rules) if r), None)

    def read(self) -> list[tuple[int, int, Span]]:
        rows, i = [], 0
        while i < len(self.tokens):
            if self.word(i) in _BREAK:
                self.said.clear()
            name = self.named(i) if self.tokens[i].kinds else 0
            r = None if name else self.phrase(i) if self.tokens[i].kinds else None
            if r:
                rows.append((i, r[0], r[1]))
                self.said.append(r[1])
            i = name or (r[0] if r else i + 1)
        return rows

    def named(self, i: int) -> int:
        """The index after a name that holds a date without its year, a paper's Today, or days that recur; or 0."""
        r = None
        if self.has(i, "name") and not self.definite(i):
            r = self.first(i + 1, self.dated, self.month)
            r = None if r and r[1].fields and r[1].fields[1] else r
        elif self.has(i, "daily") and self.is_(i + 1, "day") == 0:
            return i + 2
        elif self.has(i, "every") and not self.definite(i):
            r = (i + 2,) if self.has(i + 1, "weekday") else None
        return r[0] if r else 0

    def phrase(self, i: int):
        return self.first(i, self.since, self.until, self.by, self.around, self.between, self.from_to, self.dashed)

    # Bounds and ranges

    def bound(self, i: int):
        return self.first(i, self.edge, self.point, self.bare_year)

    def since(self, i: int):
        if not self.has(i, "since") or not (r := self.bound(i + 1) or self.ago(i + 1, -1)):
            return None
        j, x = r
        if self.has(j, "to") and (end := self.bound(j + 1)):
            return end[0], self.range_(x, end[1])
        low = _low(x)
        return j, Span((low, self.now[1])) if low and self.now and low <= self.now[1] else _OPEN

    def until(self, i: int):
        if not self.has(i, "until") or not (r := self.bound(i + 1)):
            return None
        high = _high(r[1])
        return r[0], Span((self.now[0], high)) if high and self.now and high >= self.now[0] else _OPEN

    def by(self, i: int):
        if not self.has(i, "by") or not (r := self.bound(i + 1)):
            return None
        x = r[1]
        return r[0], Span(x.dates and (x.dates if not x.edge else (_high(x),) * 2))

    def around(self, i: int):
        """قبل and بعد: a unit that far away; with a named period, open."""
        if not self.has(i, "before", "after"):
            return None
        if r := self.bound(i + 1):
            return r[0], _OPEN
        r = self.ago(i + 1, -1 if self.has(i, "before") else 1)
        return r if r and not self.has(r[0], "from", "upon") else None

    def ago(self, i: int, sign: int):
        rough = self.has(i, "about")
        if not (r := self.quantity(i + rough)):
            return None
        j, unit, n = r
        return j, _OPEN if rough or not n else self.relative(unit, sign * n)

    def quantity(self, i: int):
        """A number of units, indefinite: (index after it, unit, number or None when it is vague)."""
        if n := self.number(i):
            j, n = n
            unit = self.is_(j, "one") or self.is_(j, "many")
            j += 1
        elif self.has(i, "two") or (self.has(i, "one", "many")):
            n = 2 if self.has(i, "two") else 1 if self.has(i, "one") else None
            unit, j = self.is_(i, "two") or self.is_(i, "one") or self.is_(i, "many"), i + 1
            j += n == 1 and self.is_(j, "num") == 1
        else:
            return None
        if unit in (None, "hour", "minute") or self.definite(j - 1):
            return None
        if self.is_(j, "part") and self.and_(j) == j:  # قبل عام ونصف
            return j + 1, unit, None
        return j, unit, n

    def between(self, i: int):
        j = i + 1 if self.has(i, "span") or self.is_(i, "many") == "year" else i
        if not self.has(j, "between"):
            return None
        pair = self.pair(j + 1)
        if pair:
            return pair
        x = self.bound(j + 1) or self.bare_day(j + 1)
        y = self.bound(k) if x and (k := self.and_(x[0])) else None
        return (y[0], self.range_(x[1], y[1])) if y else None

    def from_to(self, i: int):
        j = i + 1 if self.has(i, "span") or self.is_(i, "many") == "year" else i
        if not self.has(j, "from"):
            return None
        x = self.bound(j + 1) or self.bare_day(j + 1)
        if not x:
            return None
        k = self.and_(x[0]) or x[0]
        y = self.bound(k + 1) if self.has(k, "to") or self.word(k) in _DASHES else None
        return (y[0], self.range_(x[1], y[1])) if y and _orderly(x[1], y[1]) else None

    def dashed(self, i: int):
        head = self.has(i, "span") and self.definite(i) or self.is_(i, "many") == "year"
        x = self.first(i, self.edge, self.point) or self.bare_year(i) or (
            self.bare_year(i + 1, True) if head else None) or self.bare_day(i)
        if x and (self.word(x[0]) in _DASHES or self.has(x[0], "to") and x[1].fields):
            y = self.first(x[0] + 1, self.edge, self.point) or self.bare_year(x[0] + 1)
            if y and _orderly(x[1], y[1]):
                return y[0], self.range_(x[1], y[1])
        return x if x and not (x[1].fields and x[1].fields[2] is None and x[1].fields[3]) else None

    def range_(self, x: Span, y: Span) -> Span:
        """Start of x to end of y; a year or month said once holds for both."""
        if x.fields and y.fields and y.dates and not x.fields[1]:
            calendar, _, month, day, _ = x.fields
            x = self.dates_of(nearest, calendar, month or y.fields[2], day, (y.dates[0],) * 2)
        elif x.fields and y.fields and x.dates and not y.fields[1] and not y.fields[4]:
            y = self.dates_of(nearest, *y.fields[:1], *y.fields[2:4], x.dates, 1)
        low, high = _low(x), _high(y)
        return Span((low, high)) if low and high and low <= high else _OPEN

    def dates_of(self, rule, *args, **more) -> Span:
        try:
            return Span(rule(*args), **more)
        except (ValueError, OverflowError):
            return _OPEN

    def relative(self, unit: str, n: int, count: int = 1) -> Span:
        if not self.now or not fine_enough(unit, self.fine):
            return _OPEN
        return self.dates_of(unit_at, unit, self.now[0], n, count)

    def fields(self, calendar, year, month=None, day=None, mod=None) -> Span:
        said = (calendar, year, month, day, mod)
        if year:
            return self.dates_of(of_fields, calendar, year, month, day, fields=said)._replace(fields=said)
        if not self.now or self.fine < (3 if day else 2):
            return Span(None, fields=said)
        return self.dates_of(nearest, calendar, month, day, self.now, mod)._replace(fields=said)

    # Numbers, years

    def number(self, i: int, ordinal: bool = False):
        """Digits or number words: (index after them, value), or None."""
        if i < len(self.tokens) and self.tokens[i].number is not None:
            return i + 1, self.tokens[i].number
        value = self.is_(i, "ord") if ordinal else self.is_(i, "num")
        if value is None and ordinal and self.definite(i):
            value = self.is_(i, "num")
        if value is None:
            return None
        i += 1
        if 0 < value < 10 and self.is_(i, "num") == 10 and not self.tokens[i].proclitics:
            return i + 1, value + 10
        size = value
        while (n := self.is_(i, "num")) and self.tokens[i].proclitics == "و" and (n < size or size < 10 < n < 100):
            value, size, i = value + n, n, i + 1
        return i, value

    def year(self, i: int):
        """A year after its head noun, or after a month: 2015, 2010م, 1436هـ, ألفين وعشرة."""
        if not (r := self.number(i)) or self.definite(i) or self.counted(r[0]):
            return None
        j, y = r
        era = self.is_(j, "era")
        if not 1000 <= y < 2200 and not era:
            return None
        j += era is not None
        if era == "x" or era is None and 1350 <= y <= 1500:  # Hijri or Gregorian: not said
            return j, Span(None, fields=("?", y, None, None, None))
        return j, self.fields(era or "g", y)

    def counted(self, i: int) -> bool:
        """Whether the number before i counts something: 2000 جندي."""
        word = self.word(i)
        return self.has(i, "count") and not self.definite(i) or word == "%" or (
            len(word) > 3 and word.endswith("ا") and not self.tokens[i].kinds and not self.tokens[i].proclitics)

    def bare_year(self, i: int, trusted: bool = False):
        """A year without head noun, after a word of time."""
        y = self.tokens[i].number if i < len(self.tokens) else None
        said = trusted or self.has(i - 1, "at", "since", "until", "by", "before", "after", "edge", "between", "from", "to")
        if y not in _YEARS or not (said or self.has(i - 2, "compare") or self.word(i - 1) in _DASHES):
            return None
        if y % 100 == 0 and self.word(i + 1).endswith("ه") and not self.definite(i + 1):
            return None
        return self.year(i)

    def bare_day(self, i: int):
        d = self.tokens[i].number if i < len(self.tokens) else None
        return (i + 1, Span(None, fields=("g", None, None, d, None))) if d in range(1, 32) else None

    # Whole phrases

    def edge(self, i: int):
        if not self.has(i, "edge") or self.definite(i) or not (r := self.base(i + 1)):
            return None
        return r[0], r[1]._replace(edge=self.is_(i, "edge"))

    def base(self, i: int):
        """What a part or an edge is of: العام alone is the current one here, and a number a year."""
        if r := self.point(i) or self.bare_year(i, True):
            return r
        unit = self.is_(i, "one")
        if unit in ("year", "month", "week", "century") and self.definite(i):
            return i + 1, self.relative(unit, 0)
        return None

    def point(self, i: int):
        return self.first(i, self.same, self.part, self.several, self.own, self.dayish, self.dated, self.month, self.unit,
                          self.pair, self.season, self.decade, self.feast)

    def same(self, i: int):
        """الفترة نفسها من العام الماضي، العام السابق: counted from the nearest period before it in the sentence."""
        head = i + self.has(i, "samepre", "that")
        unit = "span" if self.has(head, "span") else self.is_(head, "one") or ("quarter" if self.is_(head, "part") == 4 else "")
        if not unit or not self.definite(head) or unit in ("hour", "minute"):
            return None
        back, j = self.is_(head + 1, "back"), head + 1
        if head == i and back is None and not self.has(j, "same"):
            return None
        j += head == i
        said = self.said[-1].dates if self.said else None
        if said and unit != "span":
            whole = unit_at(unit, said[0])
            said = self.dates_of(unit_at, unit, said[0], back).dates if back else whole if said[1] <= whole[1] else None
        k = j + self.has(j, "from")
        y = self.base(k) if not back and (k > j or self.is_(k, "one") == "year" or self.bare_year(k, True)) else None
        if not y:
            return j, Span(said)
        to = y[1].dates
        dates = self.dates_of(in_year, said, to[0].year).dates if said and to and (to[1] - to[0]).days < 366 else None
        return y[0], Span(dates)

    def of(self, j: int):
        """من X, لـX or a year after a part of it."""
        if self.has(j, "from") or j < len(self.tokens) and "ل" in self.tokens[j].proclitics or self.word(j) == "ل":
            return self.base(j + (not self.tokens[j].proclitics.endswith("ل")))
        return self.unit(j) if self.is_(j, "one") == "year" else self.bare_year(j, True)

    def part(self, i: int):
        """الربع الثالث من العام الماضي، النصف الأول، الربع الماضي."""
        size = self.is_(i, "part")
        if not size or not self.definite(i):
            return None
        unit = {4: "quarter", 2: "half", 3: "third"}[size]
        n = self.mod(i + 1)
        if n is not None and not self.has(i + 1, "last"):
            return i + 2, self.relative(unit, n)
        r = (i + 2, size) if self.has(i + 1, "last") else self.number(i + 1, True)
        if not r or not 1 <= r[1] <= size:
            return None
        j, n = r
        j += self.has(j, "last") and self.and_(j) == j
        if whole := self.of(j):
            return whole[0], Span(_fraction(whole[1].dates, n, size))
        if self.has(j, "from") or size != 4 and not self.has(i - 1, "at", "since", "until", "edge"):
            return None
        dates = [_fraction(self.relative("year", k).dates, n, size) for k in (0, -1)]
        known = [d for d in dates if d and d[0] <= self.now[1]] if fine_enough(unit, self.fine) else []
        return j, Span(known[0] if known else None)

    def several(self, i: int):
        """السنوات الخمس الماضية، الأشهر التسعة الأولى من العام، آخر ثلاثة أشهر."""
        head = self.is_(i, "ends") or 0
        if not (r := self.units(i + (head != 0), head != 0)):
            return None
        j, unit, n = r
        end = head or (1 if self.is_(j, "ord") == 1 else -1 if self.has(j, "last") else 0)
        mod, back = self.mod(j), self.is_(j, "back")
        j += not head
        if end and (whole := self.of(j)):
            return whole[0], Span(_some(whole[1].dates, unit, n, end))
        if end == 1 or head and not n:
            return None
        if head or mod in (1, -1):
            return j, self.relative(unit, 1 if mod == 1 and not head else -n, n) if n else _OPEN
        said = self.said[-1].dates if self.said else None
        return (j, self.dates_of(unit_at, unit, said[0], -n, n) if said and n else _OPEN) if back == -1 else None

    def units(self, i: int, loose: bool):
        """السنوات الخمس، الخمس سنوات، الـ5 سنوات، العامين: (index after it, unit, number or None)."""
        article = self.word(i) == "ال"
        definite = loose or article or self.definite(i)
        unit, j, n = self.is_(i, "two"), i + 1, 2
        if not unit and (unit := self.is_(i, "many")):
            j += self.has(j, "vague")
            j += self.word(j) == "ال"
            j, n = self.number(j) or (j, None)
        elif not unit and (r := self.number(i + article)):
            j, n = r
            unit = self.is_(j, "many") or self.is_(j, "one")
            definite, j = definite or self.definite(j), j + 1
            definite = definite or self.is_(j, "ord") == 1 and self.definite(j)
        return (j, unit, n) if unit and definite and n != 0 and unit not in ("hour", "minute") else None

    def mod(self, i: int) -> int | None:
        return -1 if self.has(i, "last") else self.is_(i, "mod") if self.definite(i) or self.has(i, "mod") else None

    def unit(self, i: int):
        """عام 2015، العام الماضي، هذا الأسبوع، القرن التاسع عشر، العقد الأول من القرن."""
        head = i + self.has(i, "demo")
        unit, j = self.is_(head, "one"), head + 1
        if not unit or unit in ("hour", "minute") or unit == "year" and self.has(i - 1, "general"):
            return None
        if head == i and unit == "year" and (r := self.year(j)):
            return self.year_range(r)
        if head == i and unit in ("century", "decade") and (r := self.ordinal_unit(j, unit)):
            return r
        n = self.mod(j) if self.definite(head) else None
        if unit == "decade" and not self.has(i - 1, "at", "since", "until", "by", "edge", "from"):
            return None  # the contract
        if head > i:
            return (j + (n == 0), self.relative(unit, 0)) if self.definite(head) else None
        if n is None:
            return None
        if unit == "year" and (r := self.aside(j + 1, self.year)):
            return r
        return j + 1, self.relative(unit, n)

    def year_range(self, r):
        """2015-2020 or 2014/2015 after عام, السنة."""
        j, x = r
        if self.word(j) in (*_DASHES, "/") and (y := self.year(j + 1)) and _orderly(x, y[1]):
            return y[0], self.range_(x, y[1])
        other = self.aside(j, self.year) if x.fields[0] == "h" else None  # 1436هـ (2015م)
        return other or r

    def ordinal_unit(self, i: int, unit: str):
        if self.word(i) == "ال":
            i += 1
        if unit == "decade" and self.has(i, "decade"):
            return self.decade(i)
        if not (r := self.number(i, True)) or not 1 <= r[1] <= 30:
            return None
        j, n = r
        if unit == "decade":
            century = self.base(j + 1) if self.has(j, "from") else None
            start = century and century[1].dates
            return (century[0], Span(start and unit_at("decade", start[0], n - 1))) if century and n <= 10 else None
        era = self.is_(j, "era")
        return j + (era is not None), self.dates_of(unit_at, "century", date(n * 100, 1, 1)) if era in (None, "g") else _OPEN

    def pair(self, i: int):
        """عامي 2015 و2016، شهري مايو ويونيو، يومي الخميس والجمعة."""
        unit = self.is_(i, "pair")
        if not unit:
            return None
        x = self.year(i + 1) if unit == "year" else self.first(i + 1, self.dayish, self.dated, self.month, self.bare_day)
        k = x and self.and_(x[0])
        y = (self.year(k) if unit == "year" else self.first(k, self.dayish, self.dated, self.month)) if k else None
        return (y[0], self.range_(x[1], y[1])) if y else None

    def aside(self, i: int, rule):
        """What `rule` finds at i, after a comma or slash, or in brackets."""
        if r := rule(i):
            return r
        if self.word(i) not in ("،", ",", "(", "/", "-") or not (r := rule(i + 1)):
            return None
        return r[0] + (self.word(i) == "(" and self.word(r[0]) == ")"), r[1]

    def own(self, i: int):
        """Years of another calendar (fiscal, school, league): a row without dates."""
        if self.is_(i, "one") == "year" and self.has(i + 1, "own"):
            j = i + 2
        elif self.has(i, "league"):
            j = i + 1
        else:
            return None
        r = self.year(j)
        if r:
            return self.year_range(r)[0], _OPEN
        return (j + 1, _OPEN) if self.has(j, "mod", "back", "last") else None

    def dayish(self, i: int):
        """أمس، مساء أمس الخميس، يوم الأربعاء الماضي، الثلاثاء 9 سبتمبر."""
        j = i + self.has(i, "daypart")
        j += self.is_(j, "one") == "day" and not self.has(j, "day") and not self.definite(j)
        if (n := self.is_(j, "day")) is None and (n := self.is_(j, "night")) is None:
            return self.weekday(j) or (self.dated(j) if j > i else None)
        if n == 0 and j == i and (self.has(j + 1, "nottoday") or self.word(j - 1) == "في"):
            return None
        x = self.relative("day", n)
        if r := self.aside(j + 1, self.weekday):
            x = _OPEN if r[1].dates and x.dates and r[1].dates[0].weekday() != x.dates[0].weekday() else x
            return r[0], x
        return j + 1, x

    def weekday(self, i: int):
        day = self.is_(i, "weekday")
        if day is None or self.has(i + 1, "notday"):
            return None
        if r := self.aside(i + 1, self.dated):
            return r
        j, n = (i + 2, self.mod(i + 1)) if self.mod(i + 1) is not None else (i + 1, None)
        if r := self.aside(j, self.dated):
            return r
        if not self.now or self.fine < 3:
            return j, _OPEN
        ahead = (day - self.now[0].weekday()) % 7
        return j, self.relative("day", ahead or 7 if n == 1 else ahead - 7 if ahead or n == -1 else 0)

    def dated(self, i: int):
        """9 سبتمبر 2014، التاسع من الشهر الجاري، 12/05/2026, and the same day in a second calendar."""
        i += self.has(i, "agree")
        i += self.has(i, "one") and self.is_(i, "one") == "day" and not self.definite(i)
        r = self.numeric(i) or self.day_of_month(i)
        if not r:
            return None
        j, x = r
        other = self.aside(j, self.second) if x.fields and x.fields[0] != "g" else self.aside(j, self.hijri)
        if other:
            return other[0], other[1] if x.fields[0] != "g" else x
        return r

    def second(self, i: int):
        r = self.numeric(i + self.has(i, "agree")) or self.day_of_month(i + self.has(i, "agree"))
        return r if r and r[1].fields and r[1].fields[0] == "g" else None

    def hijri(self, i: int):
        r = self.numeric(i + self.has(i, "agree")) or self.day_of_month(i + self.has(i, "agree"))
        return r if r and r[1].fields and r[1].fields[0] == "h" else None

    def numeric(self, i: int):
        if not (parts := self.is_(i, "date")):
            return None
        a, b, c, iso = parts
        year, month, day = (a, b, c) if iso else (c, b, a)
        era = self.is_(i + 1, "era")
        if not 1000 <= year < 2200 or month > 12 or not 1 <= day <= 31:
            return None
        if era is None and 1350 <= year <= 1500:
            return i + 1, Span(None, fields=("?", year, month, day, None))
        return i + 1 + (era is not None), self.fields(era or "g", year, month, day)

    def day_of_month(self, i: int):
        if not (r := self.number(i, True)) or not 1 <= r[1] <= 31 or not (
                self.tokens[i].number is not None or self.definite(i)):
            return None
        j, day = r
        k = j + self.has(j, "from")
        if name := self.month_name(k):
            return self.with_year(name[0], *name[1], day)
        if self.is_(k, "one") == "month" and self.definite(k) and (m := self.unit(k)):
            first = m[1].dates and m[1].dates[0]
            return m[0], self.dates_of(date.replace, first, first.year, first.month, day) if first else _OPEN
        return None

    def month_name(self, i: int):
        """(index after it, (calendar, month), whether it can be nothing else)."""
        head = self.is_(i, "one") == "month" and not self.definite(i)
        j = i + head
        if not (m := self.is_(j, "month")):
            return None
        j, sure = j + 1, head
        same = lambda k: (k + 1, m) if (o := self.is_(k, "month")) and o[:2] == m[:2] else None  # noqa: E731
        while other := self.aside(j, same):
            j, sure = other[0], True
        return j, m[:2], sure

    def with_year(self, j: int, calendar: str, month: int, day: int | None = None):
        """A month or its day with the year or the word that follows, if any."""
        k = j + (self.has(j, "from") or self.word(j) == "ل")
        if r := self.aside(j, self.year) or (self.year(k + 1) if self.is_(k, "one") == "year" else None) or (
                self.year(k) if k > j else None):
            cal, year = r[1].fields[:2]
            cal = "h" if cal == "?" and calendar == "h" else cal
            if calendar == "h" and cal == "g" and year < 1600:
                cal = "h"
            fits = cal == calendar
            return r[0], self.fields(calendar, year, month, day) if fits else Span(None, fields=(calendar, year, month, day, None))
        n = self.mod(j)
        if n is not None:
            return j + 1, self.fields(calendar, None, month, day, max(-1, min(1, n)))
        if self.is_(k, "one") == "year" or self.has(k, "demo", "that", "samepre"):
            whole = self.unit(k) or self.same(k)
            if whole and self.is_(k + self.has(k, "demo", "that", "samepre"), "one") == "year":
                start = whole[1].dates and whole[1].dates[0]
                x = self.fields(calendar, start.year, month, day) if start and calendar == "g" else _OPEN
                return whole[0], x._replace(fields=(calendar, start and start.year, month, day, 0))
        return j, self.fields(calendar, None, month, day)

    def month(self, i: int):
        if not (name := self.month_name(i)):
            return None
        j, (calendar, month), sure = name
        r = self.with_year(j, calendar, month)
        weak = 0 if sure or r[0] > j else self.is_(i, "month")[2]
        if weak == 2 and self.is_(i, "spelled") == self.tokens[i].raw:
            weak = 1
        if weak == 2 or weak and not (self.has(i - 1, "at", "since", "until", "by", "before", "after", "edge", "between",
                                               "month", "to") or self.tokens[i].proclitics.strip("وف")):
            return None
        return r

    def season(self, i: int):
        start = self.is_(i, "season")
        if not start:
            return None
        n, k = self.mod(i + 1), i + 1 + self.has(i + 1, "from")
        year = self.first(k, self.unit, self.year) if self.is_(k, "one") == "year" or self.has(k, "demo") else self.year(i + 1)
        if year and not self.definite(i):
            lo = year[1].dates and year[1].dates[0]
            return year[0], Span(unit_at("month", date(lo.year, start, 1), 0, 3)) if lo and start < 12 else _OPEN
        if n is None or not self.definite(i):
            return None
        found = _OPEN
        if self.now and self.fine > 1 and start < 12:
            ranges = [unit_at("month", date(self.now[0].year + k, start, 1), 0, 3) for k in (-1, 0, 1)]
            fit = [d for d in ranges if (d[1] < self.now[0] if n < 0 else d[0] > self.now[1] if n else True)]
            found = Span(fit[-1] if n < 0 else fit[0] if n else ranges[1])
        return i + 2, found

    def decade(self, i: int):
        """ثمانينيات القرن الماضي، التسعينيات."""
        tens = self.is_(i, "decade")
        if not tens:
            return None
        k = i + 1 + self.has(i + 1, "from")
        if self.is_(k, "one") == "century" and (century := self.unit(k)):
            start = century[1].dates and century[1].dates[0]
            return century[0], Span(start and unit_at("decade", date(start.year - 1 + tens, 1, 1)))
        if not self.definite(i) or self.has(i + 1, "from"):
            return None
        if not self.now or tens < 30:
            return i + 1, _OPEN
        past = self.now[0].year - (self.now[0].year - tens) % 100
        return i + 1, Span(unit_at("decade", date(past // 10 * 10, 1, 1)))

    def feast(self, i: int):
        if not self.has(i, "feast") or not self.has(i - 1, "at", "since", "until", "before", "after", "many", "daypart", "by"):
            return None
        return i + 1 + (self.mod(i + 1) is not None), _OPEN


def _low(x: Span) -> date | None:
    """The first day a bound can mean: the start of x, or the edge of it that is named."""
    return x.dates and {"end": x.dates[1], "mid": _middle(x.dates, 1)}.get(x.edge, x.dates[0])


def _high(x: Span) -> date | None:
    return x.dates and {"start": x.dates[0], "mid": _middle(x.dates, 0)}.get(x.edge, x.dates[1])


def _middle(dates: Dates, later: int) -> date:
    months = (dates[1] - dates[0]).days // 30
    if months < 2:
        return dates[0] + (dates[1] - dates[0]) // 2 if months < 1 else dates[0].replace(day=15)
    return _fraction(dates, 2, 2)[0] if later else _fraction(dates, 1, 2)[1]


def _fraction(dates: Dates | None, n: int, size: int) -> Dates | None:
    """The n-th of `size` equal parts: whole months, or half a month."""
    if not dates:
        return None
    count = (dates[1].year - dates[0].year) * 12 + dates[1].month - dates[0].month + 1
    if count % size == 0:
        return unit_at("month", dates[0], (n - 1) * count // size, count // size)
    if count == 1 and size == 2 and dates[0].day == 1:
        return (dates[0], dates[0].replace(day=15)) if n == 1 else (dates[0].replace(day=16), dates[1])
    return None


def _some(dates: Dates | None, unit: str, n: int | None, end: int) -> Dates | None:
    """The first (end 1) or last (-1) n units of a period; None when it does not hold them."""
    if not dates or not n or unit == "week":
        return None
    low, high = unit_at(unit, dates[0], 0, n) if end == 1 else unit_at(unit, dates[1], 1 - n, n)
    return (low, high) if dates[0] <= low and high <= dates[1] else None


def _orderly(x: Span, y: Span) -> bool:
    return not (x.dates and y.dates) or x.dates[0] <= y.dates[1]


def periods_in(text: str, published: str = "") -> list[Period]:
    """The time phrases of a text, in order, never overlapping.

    `published` is the ISO date, whole or partial, that relative phrases count from; a phrase finer than it, or one
    that needs another calendar (fiscal years, feasts), has '' for its dates.
    """
    reader = _Reader(text, published)
    rows = []
    for first, after, span in reader.read():
        start, end = reader.tokens[first].start, reader.tokens[after - 1].end
        if start < end:
            low, high = span.dates or ("", "")
            rows.append(Period(start, end, str(low), str(high)))
    return rows


def find_periods(article: Article) -> pd.DataFrame:
    """Columns article, start, end, text, from_date, to_date (ISO, inclusive; '' when the phrase can't be resolved).

    Dates are proleptic Gregorian, counted from article.published; Hijri dates by the Umm al-Qura calendar.
    """
    rows = [(article.name, p.start, p.end, article.text[p.start:p.end], p.from_date, p.to_date)
            for p in periods_in(article.text, article.published)]
    return pd.DataFrame(rows, columns=["article", "start", "end", "text", "from_date", "to_date"])
