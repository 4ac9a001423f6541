"""Dates as councils print them, found in text: a day, a month or a year, each with where it stands."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
MONTHS = "|".join(name.capitalize() for name in _NAMES)
"""A pattern of the months' names."""

_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_MONTH = "|".join([*_MONTHS, "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept?", "oct", "nov", "dec"])
_DAY = re.compile(
    rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m>{_MONTH})\.?,?\s+(?P<y>\d{{4}})\b"
    rf"|\b(?P<m1>{_MONTH})\.?\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y1>\d{{4}})\b"
    r"|\b(?P<y2>(?:19|20)\d\d)-(?P<m2>0[1-9]|1[0-2])-(?P<d2>[0-3]\d)\b"
    r"|(?<![\d/])(?P<d3>\d{1,2})/(?P<m3>\d{1,2})/(?P<y3>(?:20)?\d\d)\b(?!/)"
    # with full stops only in whole ("26.01.26", "6.1.2026"), because "4.5.12" is a paragraph's number
    r"|(?<![\d.])(?:(?P<d4>\d\d)\.(?P<m4>\d\d)\.(?P<y4>\d\d)|(?P<d5>\d{1,2})\.(?P<m5>\d{1,2})\.(?P<y5>20\d\d))\b(?!\.\d)",
    re.I,
)
_MONTH_YEAR = re.compile(rf"\b(?P<m>{_MONTH})\.?\s+(?P<y>(?:19|20)\d\d)\b", re.I)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: `day` for a full date, else None with `month` and `year`; `start` and `end` are character positions."""

    start: int
    end: int
    year: int
    month: int | None
    day: date | None


def find_dates(text: str) -> list[FoundDate]:
    """Full dates ("26 January 2026", "January 26th 2026", "2026-01-26", "26/01/26") and months ("January 2026") in a text, in order."""
    return list(_found(text))


@lru_cache(maxsize=16_384)
def _found(text: str) -> tuple[FoundDate, ...]:
    days = list(_days(text))
    taken = [(d.start, d.end) for d in days]
    months = [m for m in _months(text) if not any(a <= m.start < b for a, b in taken)]
    return tuple(sorted([*days, *months], key=lambda d: d.start))


def _days(text: str) -> Iterator[FoundDate]:
    for match in _DAY.finditer(text):
        parts = match.groupdict()
        if parts["m"]:
            year, month, day = int(parts["y"]), month_number(parts["m"]), int(parts["d"])
        elif parts["m1"]:
            year, month, day = int(parts["y1"]), month_number(parts["m1"]), int(parts["d1"])
        elif parts["y2"]:
            year, month, day = int(parts["y2"]), int(parts["m2"]), int(parts["d2"])
        else:
            year, month, day = next(
                (int(parts[f"y{n}"]), int(parts[f"m{n}"]), int(parts[f"d{n}"])) for n in "345" if parts[f"d{n}"]
            )
            year += 2000 if year < 100 else 0
        try:
            yield FoundDate(match.start(), match.end(), year, month, date(year, month, day))
        except ValueError:
            continue


def _months(text: str) -> Iterator[FoundDate]:
    for match in _MONTH_YEAR.finditer(text):
        yield FoundDate(match.start(), match.end(), int(match.group("y")), month_number(match.group("m")), None)


def month_number(name: str) -> int:
    """1 to 12 for a month's name or its short form."""
    return next(n for m, n in _MONTHS.items() if m.startswith(name.lower()[:3]))


def long_date(day: date) -> str:
    """A date as British councils write it: "26 January 2026"."""
    return f"{day.day} {day:%B %Y}"


def first_day(iso: str) -> date:
    """The first day of a day, a month or a year in ISO."""
    parts = [int(p) for p in iso.split("-")]
    return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)


def last_day(iso: str) -> date:
    """The last day of a day, a month or a year in ISO."""
    year, month, day = ([int(p) for p in iso.split("-")] + [0, 0])[:3]
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])
