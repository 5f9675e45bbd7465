"""What the rows of lexicon/time_grammar.csv mean: dates, by calendar units, counted from the article's date.

Weeks run from Saturday to Friday; Hijri dates are Umm al-Qura. What cannot be resolved has no dates, never a guess.
"""

from datetime import date

from . import calendar_ar
from .calendar_ar import FINENESS, Span, first_or_last, fraction, in_year, nearest, of_fields, unit_at
from .time_grammar import Parser
from .time_words import Token

_PARTS = {4: "quarter", 3: "third", 2: "half"}


class Reader(Parser):
    """The meanings of the rules: each takes what its pattern bound; None where the row does not fit after all."""

    def __init__(self, tokens: list[Token], published: str):
        super().__init__(tokens)
        self.now, self.fine = calendar_ar.published_dates(published)
        self.said = Span()  # the nearest phrase before

    def read(self):
        """(first token, token after, Span) of each phrase, in order."""
        i = 0
        while (i := self.next_start(i)) < len(self.tokens) - 1:
            self.begin = i
            i, x = self.rule("Phrase", i) or (i + 1, None)
            if x and x.edge != "skip":
                yield self.begin, i, x
                self.said = x
                self.kept.clear()  # what counts from the phrase before may change

    def safe(self, rule, *args, **more) -> Span:
        try:
            return Span(rule(*args), **more)
        except (ValueError, OverflowError, TypeError):  # no such day; beyond the tables; nothing to count from
            return Span(None, **more)

    def relative(self, unit: str, n: int, count: int = 1) -> Span:
        return self.safe(unit_at, unit, self.now[0], n, count) if self.fine >= FINENESS[unit] else Span()

    def named(self, calendar, year, month=None, day=None, mod=None) -> Span:
        if not calendar:  # 1436: Hijri or Gregorian, the text does not say; 1492: Gregorian
            calendar = "?" if -80 <= year - (self.now[0].year - 579 if self.now else 1440) <= 20 else "g"
        fields = (calendar, year, month, day)
        if calendar not in ("g", "h") or (not year and self.fine < (3 if day else 2)):
            return Span(None, fields=fields)
        return self.safe(of_fields, *fields, fields=fields) if year else self.safe(
            nearest, calendar, month, day, self.now, mod, fields=fields)

    # Values handed on

    def same(self, x): return x
    def value(self, n=None, u=None, m=None): return next(v for v in (n, u, m) if v is not None)
    def open(self): return Span()
    def skip(self, x=None): return None if x and x.fields and x.fields[1] else Span(edge="skip")
    def edge(self, e, x): return x._replace(edge=e)
    def gregorian(self, x): return x if x.fields and x.fields[0] == "g" else None
    def hijri(self, x): return x if x.fields and x.fields[0] in "h?" else None
    def second(self, x, y): return y if y.fields[0] == "g" else None

    # Bounds and ranges

    def range(self, x, y, up=0):
        """Start of x to end of y; a year, month or calendar said once holds for both."""
        if x.fields and y.fields and y.dates:
            calendar, year, month, day = x.fields
            if not year:
                calendar, month = (calendar, month) if month else (y.fields[0], y.fields[2])
                x = self.safe(nearest, calendar, month, day, (y.dates[0],) * 2, edge=x.edge)
            elif calendar == "?":
                x = self.safe(of_fields, y.fields[0], year)
            elif not y.fields[1] and x.dates:
                y = self.safe(nearest, y.fields[0], *y.fields[2:], x.dates, 1, edge=y.edge)
        if x.dates and y.dates and x.low <= y.high:
            return Span((x.low, y.high))
        return None if up and x.dates and y.dates else Span()

    def ahead(self, x) -> Span:
        """A month or day without its year, as a term: the next one."""
        past = x.fields and not x.fields[1] and x.dates and x.dates[1] < self.now[0]
        return self.safe(nearest, x.fields[0], *x.fields[2:], self.now, 1, edge=x.edge) if past else x

    def since(self, x):
        return Span((x.low, self.now[1])) if x.dates and self.now and x.low <= self.now[1] else Span()

    def until(self, x):
        x = self.ahead(x)
        return Span((self.now[0], x.high)) if x.dates and self.now and x.high >= self.now[0] else Span()

    def by(self, x):
        x = self.ahead(x)
        return Span(x.dates and (x.high if x.edge != "start" else x.low,) * 2) if x.edge else x

    # Counts of units; parts of a period

    def count(self, u, n=0, y=None): return u, 0 if y else n
    def ago(self, n): return self.relative(n[0], -n[1]) if n[1] else Span()
    def ahead_by(self, n): return self.relative(*n) if n[1] and (n[0] != "year" or n[1] < 11) else Span()
    def past(self, n): return self.relative(n[0], -n[1], n[1]) if n[1] else Span()
    def unit(self, u, m): return self.relative(u, m)
    def part_now(self, p, m): return self.relative(_PARTS[p], m)

    def several(self, n, m):
        return None if m not in (1, -1) else self.past(n) if m < 0 or not n[1] else self.relative(n[0], 1, n[1])

    def several_back(self, n, b):
        said = self.said.dates
        return self.safe(unit_at, n[0], said[0], -n[1] if b < 0 else 1, n[1]) if said and n[1] else Span()

    def some_of(self, e, n, x):
        return self.safe(first_or_last, x.dates, *n, e) if n[1] and n[0] != "week" else Span()

    def nth(self, u, n, x):
        """The n-th month of a year, day of a month; weeks do not fit into months."""
        y = self.safe(unit_at, u, x.dates[n == -1], max(n - 1, 0)) if x.dates and u != "week" else Span()
        return y if y.dates and x.dates[0] <= y.dates[0] <= y.dates[1] <= x.dates[1] else Span()

    def part_of(self, p, n, x):
        return self.safe(fraction, x.dates, p if n == -1 else n, p) if -1 <= n <= p and n else None

    def part_here(self, p, n):
        """The latest such part that has begun."""
        if not 1 <= (n := p if n == -1 else n) <= p or self.fine < FINENESS[_PARTS[p]]:
            return Span() if 1 <= n <= p else None
        parts = (self.part_of(p, n, self.relative("year", k)) for k in (0, -1))
        return next((x for x in parts if x.dates and x.dates[0] <= self.now[1]), Span())

    # The nearest period before in the sentence

    def counted_from(self, u, b): return self.several_back((u, 1), b) if u != "span" else Span()

    def same_of(self, u, y=None):
        said = self.said.dates
        if said and u != "span":
            whole = self.safe(unit_at, u, said[0]).dates
            said = whole if whole and said[1] <= whole[1] else None
        if not y or not said:
            return Span(said)
        return self.safe(in_year, said, y.year) if y.dates and (y.dates[1] - y.dates[0]).days < 366 else Span()

    # Days, months, years

    def year(self, n, e=None): return None if e is None and not 1000 <= n < 2200 else self.named(e or "", n or 1)
    def bare_year(self, n, e=None): return self.year(n, e) if 1900 <= n < 2100 or e == "h" else None
    def bare_day(self, d): return Span(None, fields=("g", None, None, d)) if 0 < d < 32 else None
    def likely_month(self, m, w=1): return self.day_month(m) if m[2] <= w else None

    def day_named(self, n, w):
        if not (x := self.unit("day", n)).dates and w.fields and w.fields[1]:
            return w
        # where the name of the day contradicts it, neither
        return x if not x.dates or not w.dates or (x.dates[0] - w.dates[0]).days % 7 == 0 else Span()

    def weekday(self, d, m=None):
        ahead = (d - self.now[0].weekday()) % 7 if self.now else 0
        return self.relative("day", ahead or 7 if m == 1 else ahead - 7 if ahead or m == -1 else 0)

    def on_day(self, d, x):
        """A date beside the name of its day: the next year where only that fits; none where neither does."""
        if not x.dates or x.fields is None or x.fields[1] or x.dates[0].weekday() == d:
            return x
        x = self.safe(nearest, x.fields[0], *x.fields[2:], self.now, 1, fields=x.fields)
        return x if x.dates and x.dates[0].weekday() == d else Span()

    def days_to(self, d, x):
        first = self.safe(unit_at, "day", x.dates[0], (d - x.dates[0].weekday()) % -7) if x.dates else x
        return Span((first.low, x.high)) if first.dates else first

    def numeric(self, p, e=None):
        y, m, d = (int(n) for n in (p if len(p[0]) > 2 else p[::-1]))
        return self.named(e or "", y, m, d) if 1000 <= y < 2200 and 1 <= m <= 12 and 1 <= d <= 31 else None

    def month_name(self, m, s=None, a=None, b=None):
        return None if any(o and o[:2] != m[:2] for o in (a, b)) else (*m[:2], 0 if s or a else m[2])

    def day_month(self, m, d=None, y=None):
        if d is not None and not 1 <= d <= 31:
            return None
        if y is None or isinstance(y, int):
            return self.named(m[0], None, m[1], d, y and max(-1, min(1, y)))
        calendar, year = y.fields[:2] if y.fields else ("g" if y.dates else "?", y.year or 1)
        if m[0] == "h" and calendar in "g?" and 1300 < year < 1600:
            calendar = "h"  # a Hijri month makes the year Hijri
        return self.named(m[0] if calendar == m[0] else "x", year, m[1], d)

    def day_of(self, d, x):
        return None if not 0 < d < 32 else self.safe(of_fields, "g", x.year, x.dates[0].month, d) if x.dates else x

    # Seasons, decades, centuries

    def season(self, s, x):
        return self.safe(unit_at, "month", date(x.year, s, 1), 0, 3) if x.dates and s < 12 else Span()

    def season_mod(self, s, m):
        if self.fine < 2 or s == 12:
            return Span()
        near = [self.season(s, self.relative("year", k)) for k in ((0,) if m == 0 else (0, -1) if m < 0 else (0, 1))]
        return next((x for x in near if x.dates and (
            m == 0 or (x.dates[1] < self.now[0] if m < 0 else x.dates[0] > self.now[1]))), Span())

    def century(self, n, e=None):
        return Span() if e in ("h", "x") else self.safe(unit_at, "century", date(n * 100, 1, 1)) if 0 < n < 31 else None

    def decade_of(self, n, x):
        return None if not 1 <= n <= 10 else self.safe(unit_at, "decade", x.dates[0], n - 1) if x.dates else Span()

    def decade_in(self, d, x):
        return self.safe(unit_at, "decade", date(x.year - 1 + d, 1, 1)) if x.dates else Span()

    def decades(self, d, x):
        return Span((date(x.year // 100 * 100 + d, 1, 1), x.dates[1])) if x.dates and x.year % 100 > d else Span()

    def decade_alone(self, d):
        """التسعينيات: the latest that has begun; for the twenties it is not clear which."""
        year = self.now and self.now[0].year - (self.now[0].year - d) % 100
        return self.safe(unit_at, "decade", date(year, 1, 1)) if year and d >= 30 and year > 0 else Span()
