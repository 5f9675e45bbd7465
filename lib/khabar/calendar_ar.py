"""Calendar arithmetic for time phrases: whole units, the article's date, Umm al-Qura dates."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from hijridate import Gregorian, Hijri

Dates = tuple[date, date]
# Months in a unit. Centuries run 01 to 00, so they are shifted by a year.
_MONTHS = {"month": 1, "quarter": 3, "third": 4, "half": 6, "year": 12, "decade": 120, "century": 1200}
# How fine a date must be to resolve a phrase that is relative in the unit, as in published_dates.
FINENESS = {"century": 1, "decade": 1, "year": 1, "half": 2, "third": 2, "quarter": 2, "month": 2, "week": 3, "day": 3}
_ISO = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?(?![\d-])")


@lru_cache(64)
def published_dates(published: str) -> tuple[Dates | None, int]:
    """First and last day of an ISO date, whole or partial, and its fineness: 3 day, 2 month, 1 year, 0 none."""
    m = _ISO.match(published or "")
    try:
        y, month, day = (int(g) if g else None for g in m.groups())
        return of_fields("g", y, month, day), 3 if day else 2 if month else 1
    except (AttributeError, ValueError, OverflowError):
        return None, 0


def unit_at(unit: str, day: date, n: int = 0, count: int = 1) -> Dates:
    """The whole calendar unit `n` away from the one that holds `day`, and count - 1 more after it.

    Weeks run Saturday to Friday. Raises ValueError or OverflowError beyond the years 1 to 9999.
    """
    if unit in ("day", "week"):
        size, back = (7, (day.weekday() + 2) % 7) if unit == "week" else (1, 0)
        first = day + timedelta(n * size - back)
        return first, first + timedelta(count * size - 1)
    size, shift = _MONTHS[unit], 12 if unit == "century" else 0
    first = ((day.year * 12 + day.month - 1 - shift) // size + n) * size + shift
    after = first + size * count
    return date(first // 12, first % 12 + 1, 1), date(after // 12, after % 12 + 1, 1) - timedelta(1)


def of_fields(calendar: str, year: int, month: int | None = None, day: int | None = None) -> Dates:
    """The dates of a year, month or day of the Gregorian (g) or Umm al-Qura (h) calendar.

    Raises ValueError or OverflowError for a day that does not exist or lies beyond the tables (1343 to 1500 AH).
    """
    if calendar == "g":
        first = date(year, month or 1, day or 1)
        return unit_at("day" if day else "month" if month else "year", first)
    first, last = Hijri(year, month or 1, day or 1), Hijri(year, month or 12, day or 1)
    return _gregorian(first), _gregorian(last) + timedelta(0 if day else last.month_length() - 1)


def _gregorian(h: Hijri) -> date:
    return date(*h.to_gregorian().datetuple())


def nearest(calendar: str, month: int, day: int | None, now: Dates, mod: int | None = None) -> Dates:
    """A month or day without its year: the latest that began by `now`, or with mod -1 the latest that had ended
    before it (a month: before its month), 1 the first after it, 0 the one in the same year."""
    year = now[0].year if calendar == "g" else Gregorian.fromdate(now[0]).to_hijri().year
    if mod == 0:
        return of_fields(calendar, year, month, day)
    month_now = unit_at("month", now[0]) if calendar == "g" and not day else now
    years = [year + k for k in ((0, 1, 2) if mod == 1 else (1, 0, -1, -2))]
    if day:  # 29 February, or the 30th of a Hijri month, only in some years
        years += [year + k for k in ((3, 4, 5, 6, 7, 8) if mod == 1 else (-3, -4, -5, -6, -7, -8))]
    for y in years:
        try:
            dates = of_fields(calendar, y, month, day)
        except (ValueError, OverflowError):
            continue
        if dates[0] > month_now[1] if mod == 1 else dates[1] < month_now[0] if mod == -1 else dates[0] <= now[1]:
            return dates
    raise ValueError("no such date near")


def in_year(dates: Dates, year: int) -> Dates:
    """The same months and days, moved so that they begin in another year."""
    after = dates[1] + timedelta(1)  # so that the end of February stays the end
    first, shift = dates[0].replace(year=year), year - dates[0].year
    return first, after.replace(year=after.year + shift) - timedelta(1)


def fraction(dates: Dates, n: int, size: int) -> Dates:
    """The n-th of `size` equal parts in whole months, or the half of a month. Raises ValueError for other parts."""
    count = (dates[1].year - dates[0].year) * 12 + dates[1].month - dates[0].month + 1
    if count == 1 and size == 2 and dates[0].day == 1:
        return (dates[0], dates[0].replace(day=15)) if n == 1 else (dates[0].replace(day=16), dates[1])
    if count % size or dates[0].day != 1:
        raise ValueError(f"no {size} equal parts")
    return unit_at("month", dates[0], (n - 1) * count // size, count // size)


def first_or_last(dates: Dates, unit: str, n: int, end: int) -> Dates:
    """The first (end 1) or last (end -1) n units of a period. Raises ValueError where it does not hold them."""
    low, high = unit_at(unit, dates[0], 0, n) if end == 1 else unit_at(unit, dates[1], 1 - n, n)
    if low < dates[0] or high > dates[1]:
        raise ValueError(f"no {n} units there")
    return low, high


def bounds(dates: Dates, edge: str) -> Dates:
    """The first and the last day that an edge (start, mid, end) of a period can mean as a bound.

    The middle is the 15th of a month; of longer periods the end of the first half, or the start of the second.
    """
    if edge != "mid":
        return dates if not edge else (dates[edge == "end"],) * 2
    if (dates[1] - dates[0]).days < 31:
        return (dates[0] + timedelta(14 if dates[0].day == 1 else (dates[1] - dates[0]).days // 2),) * 2
    count = (dates[1].year - dates[0].year) * 12 + dates[1].month - dates[0].month + 1
    later = unit_at("month", dates[0], count // 2)[0]
    return later, later - timedelta(count % 2 == 0)


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

    @property
    def year(self) -> int | None:
        return self.dates and self.dates[0].year
