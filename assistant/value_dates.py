"""Dates, periods and times as a text states them, in normal forms that are equal however they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vectorstore.dates import MONTHS, find_dates, month_number

_MONTH = rf"(?:{MONTHS}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
_WITHOUT_A_YEAR = re.compile(
    rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m>{_MONTH})\b|\b(?P<m1>{_MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\b(?![\d,.]*\d)"
)
_SHORT_YEAR = re.compile(
    rf"\b(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-\s])?(?P<m>{_MONTH})(?:-|\s?['\u2019]|\s(?=[2-4]\d\b))(?P<y>\d\d)\b(?![\d/:%])"
)
# "May" and "March" are other words too, but not where a day or a month is due
_BARE_MONTH = re.compile(
    rf"\b(?!May\b|March\b){_MONTH}\b|(?:(?<=\b[Ii]n )|(?<=\b[Bb]y )|(?<= of )|(?<=\bfrom )|(?<=\buntil )|(?<=\bsince )|(?<=\bto ))(?:March|May)\b"
)
_YEARS = re.compile(
    r"(?<![\d/.,\u2013\u00a3-])(20\d\d|19\d\d|\d\d(?=/)|[23]\d)\s?[/\u2013\u2014-]\s?((?:20|19)?\d\d)(?![\d%]|[-/.,]\d)"
)
_YEAR = re.compile(
    r"(?<![\d.,/\u00a3$\u20ac])(?:19|20)\d\d(?![\d%]|[.,]\d|\s?(?:per\s?cent|percent|million|billion|m|k|bn|pounds|pence)\b)"
)
_QUARTER = re.compile(
    r"\b(?:Q|quarter\s)([1-4])\b|\b(first|second|third|fourth)\s+quarter\b|\bquarter\s(one|two|three|four)\b", re.I
)
_NTH = {"first": "1", "second": "2", "third": "3", "fourth": "4", "one": "1", "two": "2", "three": "3", "four": "4"}
_TIME = re.compile(
    r"(?<![\d.,:\u00a3])(?P<h>[01]?\d|2[0-3])[:.](?P<min>[0-5]\d)\s?(?P<half>[ap])\.?m\b\.?"
    r"|(?<![\d.,:\u00a3])(?P<h1>1[0-2]|[1-9])\s?(?P<half1>[ap])\.?m\b\.?|(?<![\d.,:])(?P<h2>[01]?\d|2[0-3]):(?P<min2>[0-5]\d)(?![\d:])",
    re.I,
)


def dates(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, ISO) of each date in a text: "2026-08-31", "2026-08", "2026", and without a year "--08-31" and "--08"."""
    taken: list[tuple[int, int]] = []

    def free(start: int, end: int) -> bool:
        return all(end <= a or b <= start for a, b in taken)

    for found in find_dates(text):
        yield _take(taken, found.start, found.end, found.day.isoformat() if found.day else f"{found.year}-{found.month:02}")
    for match in _SHORT_YEAR.finditer(text):
        if free(*match.span()):
            day = f"-{int(match['d']):02}" if match["d"] else ""
            yield _take(taken, *match.span(), f"20{match['y']}-{month_number(match['m']):02}{day}")
    for match in _WITHOUT_A_YEAR.finditer(text):
        if free(*match.span()):
            yield _take(
                taken, *match.span(), f"--{month_number(match['m'] or match['m1']):02}-{int(match['d'] or match['d1']):02}"
            )
    for match in _BARE_MONTH.finditer(text):
        if free(*match.span()):
            yield _take(taken, *match.span(), f"--{month_number(match.group()):02}")
    for match in _YEAR.finditer(text):
        if free(*match.span()):
            yield _take(taken, *match.span(), match.group())


def _take(taken: list[tuple[int, int]], start: int, end: int, iso: str) -> tuple[int, int, str]:
    taken.append((start, end))
    return start, end, iso


def periods(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, normal form) of each year that runs over two ("2024/25", also of "2024-2025", "24/25") and each quarter ("Q3")."""
    for match in _YEARS.finditer(text):
        first, second = match.groups()
        first = first if len(first) == 4 else f"20{first}"
        if (int(first) + 1) % 100 == int(second) % 100 and (len(second) == 2 or int(second) == int(first) + 1):
            yield *match.span(), f"{first}/{int(second) % 100:02}"
    for match in _QUARTER.finditer(text):
        yield *match.span(), f"Q{match[1] or _NTH[(match[2] or match[3]).lower()]}"


def times(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, "14:30") of each time of day in a text."""
    for match in _TIME.finditer(text):
        hour = int(match["h"] or match["h1"] or match["h2"])
        half = (match["half"] or match["half1"] or "").lower()
        if half:
            hour = hour % 12 + 12 * (half == "p")
        yield *match.span(), f"{hour:02}:{match['min'] or match['min2'] or '00'}"
