"""Which body a paper went to and when, and what period it covers, by its front sheet, its title and its first lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from vectorstore.dates import find_dates
from vectorstore.models import Kind, fold_space

_BODY = (
    r"((?:(?:[A-Z][\w'\u2019&-]*|of|and|the|for|&),?\s+){0,9}?"
    r"(?<!Chief )(?:Committee|COMMITTEE|Sub-Committee|Commission|COMMISSION|Cabinet|CABINET|Panel|PANEL|Board|BOARD|Forum|FORUM"
    r"|Council|COUNCIL|Executive|EXECUTIVE|Assembly|ASSEMBLY)\b"
    r"(?!\s+(?:Members?|Offices?|Officers?|Secretary|Lead|Leader|Director|Summary|Tax|House|Housing|Plan|Papers?|Chamber|MEMBERS?)\b))"
)
_ANY_BODY = re.compile(_BODY)
_BODY_BEFORE = re.compile(_BODY + r"$")
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
_BETWEEN = re.compile(rf"(?:[\s,:;|\u2013\u2014-]|\b(?:on|of|held|meeting|its|at|the|dated?)\b|\b{_WEEKDAY})+$", re.I)
_FOREWORDS = re.compile(
    r"^.*\b(?:minutes|agenda|supplement|pack|documents?|report|meeting|notice)\b\W*(?:(?:of|for|to|the|a)\s+)*(?=[A-Z])", re.I
)
_UNNAMED = frozenset(("council", "board", "panel", "forum", "committee", "commission", "assembly"))
_LETTERHEAD = re.compile(r"\b(?:Borough|City|County|District|Town|Parish|Metropolitan)\s+Council$", re.I)
_GOES_ON = re.compile(rf"^\W*(?:{_WEEKDAY}|\d{{1,2}}(?:st|nd|rd|th)?\s+[A-Z])", re.I)
_HELD = re.compile(r"\b(?:held (?:on|at|in)|meeting (?:of|on|date)|date of meeting)\b", re.I)
_HEAD = 600  # characters of a page in which an agenda or minutes say when the meeting is
_LINES = 12
_LONG = 160

_QUARTER = r"(?:Q(?:uarter|tr)?\.?\s?(?P<{0}>[1-4]|one|two|three|four)|(?P<{1}>first|second|third|fourth)\s+quarter)"
_YEARS = r"(?P<{0}>20\d\d)(?:\s?(?:/|-|\u2013|to)\s?(?P<{1}>(?:20)?\d\d))?(?![\d/-])"
_PERIOD = re.compile(
    rf"\b{_QUARTER.format('q1', 'n1')}[\s,-]*(?:of\s+)?{_YEARS.format('a1', 'b1')}"
    rf"|\b{_YEARS.format('a2', 'b2')}[\s,]+{_QUARTER.format('q2', 'n2')}\b"
    r"|\b(?P<a3>20\d\d)\s?(?P<link>/|-|\u2013|to)\s?(?P<b3>(?:20)?\d\d)(?![\d/-])|\b(?P<term>Autumn|Spring|Summer|Winter)\s+(?P<a4>20\d\d)\b",
    re.I,
)
_QUARTERS = {"one": "1", "first": "1", "two": "2", "second": "2", "three": "3", "third": "3", "four": "4", "fourth": "4"}


def body(said: str | None, title: str, first: str, kind: Kind) -> str | None:
    """The body that a paper went to. `said` is its front sheet's word for it, `first` the text of its first page."""
    if said:
        return _without_date(said)[:120]
    lines = [title, *_opening(first)]
    if sitting := next((name for line in lines for _, name in _sittings(line)), None):
        return sitting
    if kind not in (Kind.AGENDA_PACK, Kind.MINUTES, Kind.REPORT):
        lines = [title]
    found = [name for line in lines for match in _ANY_BODY.finditer(line) if (name := _name(match.group(1)))]
    if kind in (Kind.AGENDA_PACK, Kind.MINUTES):
        return found[0] if found else None
    return next((name for name in found if not _LETTERHEAD.search(name)), None)


def meeting_date(sheet: dict[str, str], title: str, first: str, kind: Kind, name: str) -> date | None:
    """The day of the meeting. `sheet` holds the front sheet's "meeting_date", "body" and "date", `name` is the file's."""
    telling = [sheet[key] for key in ("meeting_date", "body") if key in sheet]
    lines = [title, *_opening(first)]
    sittings = [day for line in lines for day, _ in _sittings(line)]
    listing = kind in (Kind.AGENDA_PACK, Kind.MINUTES)
    held = _HELD.search(first) if listing else None
    summons = _days(first[held.start() : held.start() + 700]) if held and held.start() < _HEAD else []
    less = [sheet.get("date", ""), title, re.sub(r"_+", " ", Path(name).stem), first[:700] if listing else ""]
    for days in (*map(_days, telling), sittings, summons, *map(_days, less)):
        if days:
            return days[0]
    return None


def _days(text: str) -> list[date]:
    return [found.day for found in find_dates(text) if found.day]


def period(said: str | None, title: str, first: str, name: str) -> str | None:
    """The period that a paper covers, in one form however it is printed: "Q3 2025/26", "2025/26", "2025-2028", "Autumn 2025"."""
    if said:
        return next(_periods(said), said[:60])
    stem = re.sub(r"_+", " ", Path(name).stem)
    lines = first[:600].splitlines()
    short = [line for line in lines if "\t" not in line and len(line) < 100 and not line.rstrip().endswith(".")]
    return next((found for text in (title, stem, *short) for found in _periods(text)), None)


def names_body(text: str) -> bool:
    """Whether a text names a body that meets."""
    return _ANY_BODY.search(text) is not None


def _periods(text: str) -> Iterator[str]:
    for match in _PERIOD.finditer(text):
        part = match.groupdict()
        if part["term"]:
            yield f"{part['term'].capitalize()} {part['a4']}"
            continue
        if re.fullmatch(r"20\d\d-(?:0[1-9]|1[0-2])", match.group(0)):
            continue  # "2026-01" begins a date
        start, end = next((part[f"a{n}"], part[f"b{n}"]) for n in "123" if part[f"a{n}"])
        years = _years(int(start), end)
        quarter = next((v.lower() for k in ("q1", "n1", "q2", "n2") if (v := part[k])), None)
        if years and quarter:
            yield f"Q{_QUARTERS.get(quarter, quarter)} {years}"
        elif years:
            yield years


def _years(start: int, end: str | None) -> str | None:
    if end is None:
        return str(start)
    last = int(end) if len(end) == 4 else start // 100 * 100 + int(end)
    if last <= start:
        return None
    return f"{start}/{last % 100:02d}" if last == start + 1 else f"{start}-{last}"


def _opening(first: str) -> list[str]:
    """The first lines of a page that name the paper: no table rows, numbered paragraphs or prose.

    A date on a line of its own is joined to the line before it.
    """
    found: list[str] = []
    for line in map(str.strip, first.splitlines()[: 2 * _LINES]):
        if found and _GOES_ON.match(line) and len(line) < 60:
            found[-1] = f"{found[-1]} {line}"
        elif line and "\t" not in line and len(line) < _LONG and not re.match(r"^\d+\.", line):
            found.append(line)
    return found[:_LINES]


def _sittings(line: str) -> Iterator[tuple[date, str]]:
    """Days on which a line says that a body met: "Adopted by Cabinet, 16 September 2025"."""
    for found in find_dates(line):
        before = _BETWEEN.sub("", line[: found.start])
        if found.day and (match := _BODY_BEFORE.search(before)) and (name := _name(match.group(1), dated=True)):
            yield found.day, name


def _name(words: str, dated: bool = False) -> str | None:
    """A body's name without what leads up to it.

    None for a word that names none, unless it is `dated`: "Council, 3 March 2026" is the full Council.
    """
    name = re.sub(r"^(?:(?:of|and|the|to|for|a|&),?\s+)+", "", _FOREWORDS.sub("", fold_space(words)), flags=re.I)
    name = name.title().replace(" And ", " and ").replace(" Of ", " of ") if name.isupper() else name
    return name if name and name[0].isupper() and (dated or name.lower() not in _UNNAMED) else None


def _without_date(said: str) -> str:
    for found in find_dates(said):
        if shorter := _BETWEEN.sub("", said[: found.start]):
            return fold_space(shorter)
    return said
