"""Dates in a question over the ledger: the day that it asks as of, when things are due, and when they were promised."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from vectorstore.dates import MONTHS, find_dates, last_day, month_number

_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "nine": 9, "twelve": 12}
_BARE_MONTH = re.compile(rf"(?<!\d )\b(?P<m>{MONTHS})\b(?!\s+\d)(?!'s)")
_WITH_YEAR = re.compile(rf"\s*(?:and|to|or|until|-|\u2013)\s*(?:the )?(?:end of )?(?P<m>{MONTHS})\s+(?P<y>20\d\d)")
_YEAR = re.compile(r"(?<![\d/\u00a3-])(?P<y>20[0-4]\d)(?![\d/%-])")
_DAYS = re.compile(  # "between 1 and 20 March 2026"
    rf"(?<![\d/])(?P<first>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<and>(?:and|to)\s+(?:the\s+)?)"
    rf"(?P<second>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>(?:{MONTHS})\s+20\d\d)",
    re.I,
)
_AS_OF = re.compile(r"\b(?:as (?:of|at|on)|at the date of|if today (?:is|were|was)|on)\s*$", re.I)
_EDGE = re.compile(
    r"\b(?:(?P<before>before|earlier than|ahead of|prior to)|(?P<until>by|until|till|up to|no later than|at the latest by)"
    r"|(?P<after>after|later than|beyond)|(?P<since>since|from|starting))\s+(?:the\s+)?"
    r"(?:(?P<end>end)(?: of)?\s+(?:the\s+)?|(?:start|beginning) of\s+)?$",
    re.I,
)
_RANGE = re.compile(r"\b(?:between|from)\s+(?:the\s+)?$", re.I)
_NEXT = re.compile(
    r"\b(?:in |over |within |during )?(?:the )?(?P<which>next|this|last|coming|past)\s+"
    r"(?:(?P<n>\d{1,2}|two|three|four|five|six|nine|twelve)\s+)?(?P<unit>week|month|quarter|year)s?\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `first` to `last`, both within; None is open. `words` are the question's own."""

    first: date | None
    last: date | None
    words: str


@dataclass(frozen=True, slots=True)
class Windows:
    """What a question's dates say, and the question without them."""

    rest: str
    due: Window | None = None
    made: Window | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class _When:
    start: int
    end: int
    first: date
    last: date


def windows(text: str, as_of: date, *, due: bool) -> Windows:
    """The dates of a question. A date behind "as of" is the day that counts as now; others are when things are due where the question
    asks for that (`due`) or says by or before them, else when they were promised. A month without a year is the one before `as_of`
    for what was promised, the one after it for what is due.
    """
    text = _DAYS.sub(r"\g<first> \g<month> \g<and>\g<second> \g<month>", text)
    found = _found(text, as_of, ahead=due)
    for when in found:
        if (match := _AS_OF.search(text[: when.start])) and (due or not match.group().lower().startswith("on")):
            return Windows(f"{text[: match.start()]} , {text[when.end :]}", as_of=when.last)
    if match := _NEXT.search(text):
        rest = f"{text[: match.start()]} , {text[match.end() :]}"
        window = _relative(match, as_of)
        ahead = match.group("which").lower() in ("next", "coming") or due
        return Windows(rest, due=window) if ahead else Windows(rest, made=window)
    if not found:
        return Windows(text)
    return _placed(text, found, due)


def dated_words(text: str) -> str:
    """A question without its dates, so that no month is taken for a word ("may")."""
    for when in reversed(_found(text, date.today(), ahead=True)):
        text = f"{text[: when.start]} , {text[when.end :]}"
    return text


def _placed(text: str, found: list[_When], due: bool) -> Windows:
    first = found[0]
    if (
        len(found) > 1
        and (match := _RANGE.search(text[: first.start]))
        and re.fullmatch(r"\s*(?:and|to|until|till|-|\u2013)\s*(?:the\s+)?(?:end of\s+)?", text[first.end : found[1].start], re.I)
    ):
        words = text[match.start() : found[1].end]
        window = Window(first.first, found[1].last, words.strip())
        rest = f"{text[: match.start()]} , {text[found[1].end :]}"
        return Windows(rest, due=window) if due else Windows(rest, made=window)
    if match := _EDGE.search(text[: first.start]):
        words = text[match.start() : first.end].strip()
        rest = f"{text[: match.start()]} , {text[first.end :]}"
        if match.group("before"):
            last = first.last if match.group("end") else first.first - timedelta(days=1)
            return Windows(rest, due=Window(None, last, words))
        if match.group("until"):
            return Windows(rest, due=Window(None, first.last, words))
        window = Window(first.first if match.group("since") else first.last + timedelta(days=1), None, words)
        return Windows(rest, due=window) if due else Windows(rest, made=window)
    start = re.search(r"(?:\b(?:in|on|at|during|of|the|meeting|end|runs? to|running to)\s+)*$", text[: first.start], re.I)
    begin = start.start() if start else first.start
    window = Window(first.first, first.last, text[begin : first.end].strip())
    rest = f"{text[:begin]} , {text[first.end :]}"
    return Windows(rest, due=window) if due else Windows(rest, made=window)


def _found(text: str, as_of: date, *, ahead: bool) -> list[_When]:
    found = []
    taken: list[tuple[int, int]] = []
    for each in find_dates(text):
        if each.day:
            found.append(_When(each.start, each.end, each.day, each.day))
        elif each.month:
            found.append(_When(each.start, each.end, *_month(each.year, each.month)))
        taken.append((each.start, each.end))
    for match in _BARE_MONTH.finditer(text):
        if not _within(match.start(), taken):
            number = month_number(match.group("m"))
            following = _WITH_YEAR.match(text[match.end() :])
            if following:  # "between November and March 2026"
                year = int(following.group("y")) - (number > month_number(following.group("m")))
            else:
                year = as_of.year + (number < as_of.month if ahead else -(number > as_of.month))
            found.append(_When(match.start(), match.end(), *_month(year, number)))
            taken.append(match.span())
    for match in _YEAR.finditer(text):
        if not _within(match.start(), taken):
            year = int(match.group("y"))
            found.append(_When(match.start(), match.end(), date(year, 1, 1), date(year, 12, 31)))
    return sorted(found, key=lambda w: w.start)


def _within(at: int, taken: list[tuple[int, int]]) -> bool:
    return any(a <= at < b for a, b in taken)


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), last_day(f"{year}-{month:02d}")


def _relative(match: re.Match[str], as_of: date) -> Window:
    which, unit = match.group("which").lower(), match.group("unit").lower()
    said = match.group("n")
    number = _NUMBERS.get(said.lower(), 0) or int(said) if said else 1
    words = match.group().strip()
    months = {"month": 1, "quarter": 3, "year": 12}.get(unit, 0) * number
    if unit == "week":
        monday = as_of - timedelta(days=as_of.weekday())
        step = {"next": 7, "coming": 7, "this": 0}.get(which, -7)
        if said:
            return (
                Window(as_of, as_of + timedelta(days=7 * number), words)
                if step > 0
                else Window(monday - timedelta(days=7 * number), as_of, words)
            )
        return Window(monday + timedelta(days=step), monday + timedelta(days=step + 6), words)
    if said or unit == "quarter":
        ahead = which in ("next", "coming", "this")
        far = _later(as_of, months if ahead else -months)
        return Window(as_of, far, words) if ahead else Window(far, as_of, words)
    step = {"next": 1, "coming": 1, "this": 0}.get(which, -1)
    if unit == "year":
        return Window(date(as_of.year + step, 1, 1), date(as_of.year + step, 12, 31), words)
    there = _later(as_of.replace(day=1), step)
    return Window(*_month(there.year, there.month), words)


def _later(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
