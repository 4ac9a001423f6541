"""Deadlines as councils print them, found in text and given in ISO: a day, a month or a year."""

from __future__ import annotations

import calendar
import itertools
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from ingest.registers.printed import Line, cut, field_of
from vectorstore.commitments import Milestone
from vectorstore.dates import MONTHS, find_dates, last_day, month_number
from vectorstore.records import Field

UNREADABLE = "date as printed cannot be read"
MISPRINTED = "date is misprinted"
_END = re.compile(r"\b(?:the\s+)?end(?:ing)?\s+(?:of\s+)?(?:the\s+)?$", re.I)
_LEAD = re.compile(
    r"\b(?:by|in|from|before|during|until|on|for|no later than|not later than|starting|due|throughout|through|over)\s+(?:the\s+)?"
    r"(?:(?:early|mid|late)[\s-]+|(?:(?:end|start|beginning|middle|course)\s+(?:of\s+)?(?:the\s+)?))?$",
    re.I,
)
_YEARS = r"(20\d\d)\s?[/\u2013-]\s?(?:20)?(\d\d)"
_QUARTER = re.compile(rf"\b(?:Q|quarter\s)\s?([1-4])\b[\s,(-]*(?:of\s+)?{_YEARS}(?!\d)", re.I)
_CALENDAR_QUARTER = re.compile(r"\b(?:Q|quarter\s)\s?([1-4])\b[\s,(-]*(?:of\s+)?(20\d\d)(?![\d/\u2013-])", re.I)
_TERM = re.compile(
    r"\b(?:spring|summer|autumn|winter|easter|christmas)(?:\s+(?:term|half[\s-]term))?,?\s+(?:of\s+)?(20\d\d)(?:\s?/\s?\d\d)?\b",
    re.I,
)
_SHORT_MONTH = re.compile(
    rf"\b({MONTHS}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)[\s\-'\u2019./]+(\d\d)\b(?![\d/.:%])", re.I
)
_SHORT_DAY = re.compile(
    rf"(?<![\d/.])(\d{{1,2}})(?:st|nd|rd|th)?[\s\-./]+({MONTHS}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?,?[\s\-'\u2019./]+((?:20)?\d\d)\b(?![\d/:%])",
    re.I,
)
_DOUBLED = re.compile(r"(?<![\d/.])(\d{1,2})(?:/{1,2})(\d{1,2})(?:/{1,2})(20\d\d)(?![\d/])")
_SPAN = re.compile(rf"(?<![\d/]){_YEARS}(?![\d/])")
_YEAR = re.compile(r"(?:(?<![\d/.,\u00a3-])|(?<=mid-)|(?<=late-)|(?<=early-))(20[1-5]\d)(?![\d/%]|[.,]\d|\s?[/\u2013-]\s?\d\d)")
_NO_DATE = re.compile(
    r"(?:no|without) (?:a )?(?:date|deadline|timescale)(?: (?:was|is|has been))?(?: (?:set|given|agreed|fixed|stated))?(?: yet)?",
    re.I,
)
_BROKEN = re.compile(r"(?<![\d/.])(\d{1,2}[/.]\d{1,2}[/.]\d{1,5}|\d{1,2}/\d{1,2}/)(?![\d/])")
_BARE_MONTH = re.compile(rf"\b({MONTHS})\b(?!\s*\d)")
_BARE_DAY = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({MONTHS})\b(?!,?\s*\d)")
_RELATIVE = re.compile(
    r"\b(?:the\s+)?end of (?:the|this) (?P<end>municipal|financial|academic|school|calendar|civic)?\s?year\b"
    r"|\b(?:this|the current) (?P<this>financial|municipal|academic|school|calendar)? ?(?:year|term|month|quarter)\b"
    r"|\bnext (?P<next>financial|municipal|academic|school|calendar)? ?(?:year|term|month|quarter|meeting|spring|summer|autumn|winter)\b"
    r"|\b(?:its|the|their) next meeting\b|\bthe (?:new|coming) (?:year|municipal year|financial year|academic year|term)\b"
    r"|\bwithin (?:the next )?(?:\d{1,3}|a|one|two|three|four|six|twelve) (?:working )?(?:day|week|month|year)s?\b"
    r"|\bover the (?:next|coming) (?:\d{1,2}|two|three|four|five|six|twelve)? ?(?:week|month|year)s?\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline in a text: `start` and `end` are character positions of its words, `iso` a day, a month, a year or None.

    `flag` says what is wrong with the print, in words.
    """

    start: int
    end: int
    iso: str | None
    flag: str | None = None


def deadlines(text: str, made_on: str | None = None) -> list[Deadline]:
    """Every date that can be a deadline in some words, in order, with "by the end of" and the like taken in.

    A month without a year, and what is counted from the day it was said ("the end of the municipal year"), is reckoned from `made_on`
    (ISO) and has no date without it. Of a period (a season, a term, a financial year) the ISO value is the year it ends in.
    """
    found: list[Deadline] = []
    for each in _all(text, made_on):
        if not any(each.start < other.end and other.start < each.end for other in found):
            found.append(each)
    return sorted((_led(text, d) for d in found), key=lambda d: d.start)


def dated(
    lines: Sequence[Line], made_on: str | None = None
) -> tuple[Field | None, str | None, tuple[Milestone, ...], tuple[str, ...]]:
    """A cell of deadlines: as printed, the last date (ISO), each of several staged ones with its words, and what is wrong with the print."""
    if not lines:
        return None, None, (), ()
    line = Line(" ".join(part.text for part in lines), tuple(s for part in lines for s in part.spans))
    found = deadlines(line.text, made_on)
    if not found and _NO_DATE.fullmatch(line.text.strip(" .")):
        return None, None, (), ()
    read = [(d, d.iso) for d in _without_periods(line.text, found) if d.iso]
    flags = tuple(dict.fromkeys(d.flag for d in found if d.flag))
    last = max((iso for _, iso in read), key=_until, default=None)
    milestones = tuple(_stages(line, found, [d for d, _ in read])) if len(read) > 1 else ()
    return field_of([line], None), last, milestones, flags


def _without_periods(text: str, found: Sequence[Deadline]) -> Sequence[Deadline]:
    """The deadlines without financial and school years, where others say it better."""
    dates = [d for d in found if not re.search(_YEARS, text[d.start : d.end])]
    return dates if any(d.iso for d in dates) else found


def _until(iso: str) -> str:
    """The last day of a day, month or year, to put them in order."""
    return f"{iso}-12-31"[:10] if len(iso) == 4 else _last_day(int(iso[:4]), int(iso[5:7])) if len(iso) == 7 else iso


def _stages(line: Line, found: Sequence[Deadline], kept: Sequence[Deadline]) -> Iterator[Milestone]:
    """The words about each date that is kept: those in front of it, or those behind it where the cell begins with a date."""
    leads = not re.search(r"\w", line.text[: found[0].start])
    edges = [d.start for d in found] + [len(line.text)] if leads else [0, *(d.end for d in found)]
    for each, (start, end) in zip(found, itertools.pairwise(edges), strict=True):
        if each.iso is None or each not in kept:
            continue
        words = line.text[start:end]
        stage = cut(line, start + len(words) - len(words.lstrip(" ;,.-\u2013\u2022")), start + len(words.rstrip(" ;,-\u2013")))
        yield Milestone(stage.text, stage.spans, each.iso)


def _all(text: str, made_on: str | None) -> Iterator[Deadline]:
    for when in find_dates(text):
        if when.day:
            yield Deadline(when.start, when.end, when.day.isoformat())
        elif when.month:
            yield Deadline(when.start, when.end, _month(text, when.start, when.year, when.month))
    for match in _SHORT_DAY.finditer(text):
        if iso := _day(2000 + int(match.group(3)) % 100, month_number(match.group(2)), int(match.group(1))):
            yield Deadline(match.start(), match.end(), iso)
    for match in _DOUBLED.finditer(text):
        if "//" in match.group() and (iso := _day(int(match.group(3)), int(match.group(2)), int(match.group(1)))):
            yield Deadline(match.start(), match.end(), iso, MISPRINTED)
    for match in _QUARTER.finditer(text):
        n, year = int(match.group(1)), int(match.group(2))
        last = {1: (year, 6), 2: (year, 9), 3: (year, 12), 4: (year + 1, 3)}[n]  # quarters of a financial year from April
        yield Deadline(match.start(), match.end(), _last_day(*last))
    for match in _CALENDAR_QUARTER.finditer(text):
        yield Deadline(match.start(), match.end(), _last_day(int(match.group(2)), 3 * int(match.group(1))))
    for match in _TERM.finditer(text):
        yield Deadline(match.start(), match.end(), match.group(1))
    for match in _SHORT_MONTH.finditer(text):
        yield Deadline(
            match.start(), match.end(), _month(text, match.start(), 2000 + int(match.group(2)), month_number(match.group(1)))
        )
    for match in _BROKEN.finditer(text):
        if match.group(1).count("/") == 2:
            yield Deadline(match.start(), match.end(), None, UNREADABLE)
    for match in _RELATIVE.finditer(text):
        yield Deadline(match.start(), match.end(), _relative(match, made_on))
    for match in _SPAN.finditer(text):
        if int(match.group(1)[2:]) + 1 == int(match.group(2)):
            yield Deadline(match.start(), match.end(), str(int(match.group(1)) + 1))
    for match in _YEAR.finditer(text):
        ends = _END.search(text[: match.start()])
        yield Deadline(match.start(), match.end(), f"{match.group(1)}-12-31" if ends else match.group(1))
    for match in _BARE_DAY.finditer(text):
        yield Deadline(match.start(), match.end(), _next_day(int(match.group(1)), match.group(2), made_on))
    for match in _BARE_MONTH.finditer(text):
        if _LEAD.search(text[: match.start()]) or _END.search(text[: match.start()]):
            yield Deadline(match.start(), match.end(), _next_month(match.group(1), text, match.start(), made_on))


def _led(text: str, found: Deadline) -> Deadline:
    """The deadline with "by", "by the end of", "from" taken in."""
    before = _LEAD.search(text[: found.start]) or _END.search(text[: found.start])
    if before is None:
        return found
    again = _LEAD.search(text[: before.start()]) if _END.fullmatch(before.group()) else None
    return Deadline((again or before).start(), found.end, found.iso, found.flag)


def _month(text: str, at: int, year: int, month: int) -> str:
    return _last_day(year, month) if _END.search(text[:at]) else f"{year}-{month:02d}"


def _day(year: int, month: int, day: int) -> str | None:
    """The date in ISO; None where there is no such day."""
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day).isoformat()


def _last_day(year: int, month: int) -> str:
    return last_day(f"{year}-{month:02d}").isoformat()


def _next_day(day: int, name: str, made_on: str | None) -> str | None:
    """The first day of that name ("12 March") from the day on which it was said."""
    if not made_on or len(made_on) < 10:
        return None
    said = date.fromisoformat(made_on)
    with suppress(ValueError):  # 30 February, or 29 in such a year
        this_year = date(said.year, month_number(name), day)
        return (this_year if this_year >= said else this_year.replace(year=said.year + 1)).isoformat()
    return None


def _next_month(name: str, text: str, at: int, made_on: str | None) -> str | None:
    """The first month of that name from the one in which it was said."""
    if not made_on or len(made_on) < 7:
        return None
    month, year = month_number(name), int(made_on[:4])
    return _month(text, at, year + (month < int(made_on[5:7])), month)


def _relative(match: re.Match[str], made_on: str | None) -> str | None:
    """The end of the municipal year is in May, of the financial year on 31 March, of the calendar year on 31 December."""
    kind = match.group("end")
    if not made_on or len(made_on) < 7 or not kind:
        return None
    year, month = int(made_on[:4]), int(made_on[5:7])
    match kind.lower():
        case "financial":
            return f"{year + (month > 3)}-03-31"
        case "municipal" | "civic":
            return f"{year + (month > 5)}-05"
        case "calendar":
            return f"{year}-12-31"
        case _:
            return str(year + (month > 8))
