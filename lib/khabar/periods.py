"""Time phrases of Arabic news, resolved to dates against the article's date.

The words are in lexicon/months.csv and time_words.csv, the phrases in time_grammar.csv; here is what each row of it
means. Conventions: calendar units, weeks from Saturday to Friday, Umm al-Qura for Hijri dates. A phrase that the
article's date cannot resolve keeps its row and has no dates: a period is never invented.
"""

import re
from datetime import date
from typing import NamedTuple

import pandas as pd

from .article import Article
from .calendar_ar import Dates, bounds, fine_enough, first_or_last, fraction, in_year, nearest, of_fields, published_dates
from .calendar_ar import unit_at
from .time_grammar import Parser, timely

_STOP = re.compile(r"[.!?؟…](?=\s)|\n")
_PARTS = {4: "quarter", 3: "third", 2: "half"}


class Period(NamedTuple):
    """A time phrase: offsets in the text, and ISO dates, inclusive ('' when it can't be resolved)."""

    start: int
    end: int
    from_date: str
    to_date: str


class Span(NamedTuple):
    """What a phrase says: its dates or None, the edge it names, and the calendar, year, month, day it names."""

    dates: Dates | None = None
    edge: str = ""
    fields: tuple | None = None

    @property
    def low(self) -> date | None:
        """The first day a bound can mean."""
        return self.dates and bounds(self.dates, self.edge)[0]

    @property
    def high(self) -> date | None:
        return self.dates and bounds(self.dates, self.edge)[1]


class _Reader(Parser):
    """The meanings of the rules: each takes what its pattern bound; None where the row does not fit after all."""

    def __init__(self, text: str, published: str):
        super().__init__(text)
        self.now, self.fine = published_dates(published)
        self.said: list[Span] = []

    def read(self):
        """(first token, token after, Span) of each phrase, in order."""
        i = 0
        while i < len(self.tokens) - 1:
            self.begin = i
            i, x = self.rule("Phrase", i) or (i + 1, None)
            if x and x.edge != "skip":
                yield self.begin, i, x
                self.said.append(x)
                self._kept.clear()

    # Dates, or none where there are none to be had

    def safe(self, rule, *args, **more) -> Span:
        try:
            return Span(rule(*args), **more)
        except (ValueError, OverflowError, AttributeError, TypeError):
            return Span(None, **more)

    def relative(self, unit: str, n: int, count: int = 1) -> Span:
        return self.safe(unit_at, unit, self.now[0], n, count) if self.now and fine_enough(unit, self.fine) else Span()

    def named(self, calendar, year, month=None, day=None, mod=None) -> Span:
        if not calendar:  # 1436: Hijri for a paper of our time; 1492: Gregorian
            calendar = "?" if -80 <= year - (self.now[0].year - 579 if self.now else 1440) <= 20 else "g"
        fields = (calendar, year, month, day)
        if calendar not in ("g", "h"):
            return Span(None, fields=fields)
        if year or not self.now or self.fine < (3 if day else 2):
            return self.safe(of_fields, *fields, fields=fields) if year else Span(None, fields=fields)
        return self.safe(nearest, calendar, month, day, self.now, mod, fields=fields)

    def same(self, x):
        return x

    def value(self, n=None, u=None, m=None):
        return next(v for v in (n, u, m) if v is not None)

    yes = lambda self: True
    open = lambda self: Span()

    def skip(self, x=None):
        return None if x and x.fields and x.fields[1] else Span(edge="skip")

    # Bounds and ranges

    def range(self, x, y, up=0):
        """Start of x to end of y; a year, month or calendar said once holds for both."""
        if x.fields and y.fields and y.dates:
            calendar, year, month, day = x.fields
            if not year:
                x = self.safe(nearest, calendar if month else y.fields[0], month or y.fields[2], day, (y.dates[0],) * 2, edge=x.edge)
            elif calendar == "?":
                x = self.safe(of_fields, y.fields[0], year)
            elif not y.fields[1] and x.dates:
                y = self.safe(nearest, y.fields[0], *y.fields[2:], x.dates, 1, edge=y.edge)
        if not x.dates or not y.dates or x.low > y.high:
            return None if up and x.dates and y.dates else Span()
        return Span((x.low, y.high))

    def since(self, x) -> Span:
        return Span((x.low, self.now[1])) if x.dates and self.now and x.low <= self.now[1] else Span()

    def since_ago(self, n) -> Span:
        return self.since(self.ago(n))

    def ahead(self, x) -> Span:
        """A month or day without its year, as a term: the next one."""
        past = x.fields and not x.fields[1] and x.dates and x.dates[1] < self.now[0]
        return self.safe(nearest, x.fields[0], *x.fields[2:], self.now, 1, edge=x.edge) if past else x

    def until(self, x) -> Span:
        x = self.ahead(x)
        return Span((self.now[0], x.high)) if x.dates and self.now and x.high >= self.now[0] else Span()

    def by(self, x) -> Span:
        x = self.ahead(x)
        return Span(x.dates and (x.high if x.edge != "start" else x.low,) * 2) if x.edge else x

    def edge(self, e, x) -> Span:
        return x._replace(edge=e)

    # Counts of units: قبل عامين، السنوات الخمس الماضية

    def count(self, n, u, y=None):
        return u, 0 if y else n

    def units(self, u, n=0):
        return u, n

    def ago(self, n) -> Span:
        return self.relative(n[0], -n[1]) if n[1] else Span()

    def hence(self, n) -> Span:
        return self.relative(*n) if n[1] else Span()

    def past(self, n) -> Span:
        return self.relative(n[0], -n[1], n[1]) if n[1] else Span()

    def several(self, n, m):
        return None if m not in (1, -1) else self.past(n) if m < 0 or not n[1] else self.relative(n[0], 1, n[1])

    def several_back(self, n, b) -> Span:
        said = self.said[-1].dates if self.said and n[1] else None
        return self.safe(unit_at, n[0], said and said[0], -n[1] if b < 0 else 1, n[1])

    def some_of(self, e, n, x) -> Span:
        return self.safe(first_or_last, x.dates, *n, e) if n[1] and n[0] != "week" else Span()

    # Parts of a period

    def part_now(self, p, m) -> Span:
        return self.relative(_PARTS[p], m)

    def part_of(self, p, n, x):
        n = p if n == -1 else n
        return self.safe(fraction, x.dates, n, p) if 1 <= n <= p else None

    def part_here(self, p, n):
        n = p if n == -1 else n
        if not 1 <= n <= p or not self.now or not fine_enough(_PARTS[p], self.fine):
            return Span() if 1 <= n <= p else None
        parts = [fraction(unit_at("year", self.now[0], k), n, p) for k in (0, -1)]
        return Span(next(d for d in parts if d[0] <= self.now[1]))

    # The nearest period before in the sentence

    def counted_from(self, u, b) -> Span:
        said = self.said[-1].dates if self.said else None
        return self.safe(unit_at, u, said and said[0], b) if u != "span" else Span()

    def same_of(self, u, y=None) -> Span:
        said = self.said[-1].dates if self.said else None
        if said and u != "span":
            whole = unit_at(u, said[0])
            said = whole if said[1] <= whole[1] else None
        if not y or not said:
            return Span(said)
        return self.safe(in_year, said, y.dates[0].year) if y.dates and (y.dates[1] - y.dates[0]).days < 366 else Span()

    # Days, months, years

    def day(self, n) -> Span:
        return self.relative("day", n)

    def day_named(self, n, w) -> Span:
        x = self.day(n)
        return x if not x.dates or not w.dates or (x.dates[0] - w.dates[0]).days % 7 == 0 else Span()

    def weekday(self, d, m=None) -> Span:
        ahead = (d - self.now[0].weekday()) % 7 if self.now else 0
        return self.relative("day", ahead or 7 if m == 1 else ahead - 7 if ahead or m == -1 else 0)

    def gregorian(self, x):
        return x if x.fields and x.fields[0] == "g" else None

    def hijri(self, x):
        return x if x.fields and x.fields[0] in "h?" else None

    def second(self, x, y):
        return y if y.fields[0] == "g" else None

    def numeric(self, p, e=None):
        y, m, d = (int(n) for n in (p if len(p[0]) > 2 else p[::-1]))
        if not 1000 <= y < 2200 or not 1 <= m <= 12 or not 1 <= d <= 31:
            return None
        return self.named(e or "", y, m, d)

    def month_name(self, m, s=None, a=None, b=None):
        if any(o and o[:2] != m[:2] for o in (a, b)):
            return None
        return (*m[:2], 0 if s or a else m[2])

    def day_month(self, m, d=None, y=None):
        if d is not None and not 1 <= d <= 31:
            return None
        if y is None or isinstance(y, int):
            return self.named(m[0], None, m[1], d, y and max(-1, min(1, y)))
        calendar, year = y.fields[:2] if y.fields else ("g", y.dates[0].year) if y.dates else ("?", 1)
        if m[0] == "h" and calendar in "g?" and 1300 < year < 1600:
            calendar = "h"
        return self.named(m[0], year, m[1], d) if calendar == m[0] else Span(None, fields=(m[0], year, m[1], d))

    def likely_month(self, m, w=1):
        return self.day_month(m) if m[2] <= w else None

    def day_of(self, d, x):
        return self.safe(of_fields, "g", x.dates[0].year, x.dates[0].month, d) if x.dates and 0 < d < 32 else Span()

    def bare_day(self, d):
        return Span(None, fields=("g", None, None, d)) if 0 < d < 32 else None

    def bare_year(self, n, e=None):
        """A year without its head noun."""
        return self.year(n, e) if 1900 <= n < 2100 or e == "h" else None

    def year(self, n, e=None):
        return None if e is None and not 1000 <= n < 2200 else self.named(e or "", n or 1)

    def unit(self, u, m) -> Span:
        return self.relative(u, m)

    # Seasons, decades, centuries

    def season(self, s, x) -> Span:
        return self.safe(unit_at, "month", date(x.dates[0].year, s, 1), 0, 3) if x.dates and s < 12 else Span()

    def season_mod(self, s, m) -> Span:
        if not self.now or self.fine < 2 or s == 12:
            return Span()
        found = [unit_at("month", date(self.now[0].year + k, s, 1), 0, 3) for k in (-1, 0, 1)]
        fit = [d for d in found if (d[1] < self.now[0] if m < 0 else d[0] > self.now[1])]
        return Span(found[1] if m == 0 else fit[-1] if m < 0 else fit[0])

    def century(self, n, e=None):
        return None if n > 30 else Span() if e in ("h", "x") else self.safe(unit_at, "century", date(n * 100 or 1, 1, 1))

    def decade_of(self, n, x):
        return self.safe(unit_at, "decade", x.dates and x.dates[0], n - 1) if 1 <= n <= 10 else None

    def decade_in(self, d, x) -> Span:
        return self.safe(unit_at, "decade", x.dates and date(x.dates[0].year - 1 + d, 1, 1))

    def decades(self, d, x) -> Span:
        return Span((date(x.dates[0].year // 100 * 100 + d, 1, 1), x.dates[1])) if x.dates else Span()

    def decade_alone(self, d) -> Span:
        """التسعينيات: the latest that has begun; from the twenties back it is not clear which."""
        year = self.now and self.now[0].year - (self.now[0].year - d) % 100
        return self.safe(unit_at, "decade", date(year, 1, 1)) if year and d >= 30 else Span()


def periods_in(text: str, published: str = "") -> list[Period]:
    """The time phrases of a text, in order, never overlapping.

    `published` is the ISO date, whole or partial, that relative phrases count from; a phrase finer than it, or one
    that needs another calendar (fiscal years, feasts), has '' for its dates.
    """
    found, start = [], 0
    for stop in [*(m.end() for m in _STOP.finditer(text)), len(text)]:
        sentence = text[start:stop]
        if any(map(timely, sentence.split())):
            reader = _Reader(sentence, published)
            for first, after, x in reader.read():
                span = start + reader.tokens[first].start, start + reader.tokens[after - 1].end
                if span[0] < span[1]:
                    found.append(Period(*span, *(map(str, x.dates) if x.dates else ("", ""))))
        start = stop
    return found


def find_periods(article: Article) -> pd.DataFrame:
    """Columns article, start, end, text, from_date, to_date (ISO, inclusive; '' when the phrase can't be resolved).

    Dates are proleptic Gregorian, counted from article.published; Hijri dates by the Umm al-Qura calendar.
    """
    rows = [(article.name, p.start, p.end, article.text[p.start:p.end], p.from_date, p.to_date)
            for p in periods_in(article.text, article.published)]
    return pd.DataFrame(rows, columns=["article", "start", "end", "text", "from_date", "to_date"])
