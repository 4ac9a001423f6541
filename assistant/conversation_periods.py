"""Periods in conversation: those printed in a question, one moved by a year, and what "last year" means on a day."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from vectorstore.dates import MONTHS

_COUNTED = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_COUNT = rf"(?P<n>{'|'.join(_COUNTED)}|[1-5])"
_FINANCIAL = r"20\d\d\s?[/\u2013-]\s?(?:20)?\d\d(?!\d|[-/]\d)"
PRINTED = re.compile(
    rf"\b(?:q[1-4]|quarter [1-4])(?: of)? {_FINANCIAL}|(?<![\d/-]){_FINANCIAL}|\b(?:\d{{1,2}}(?:st|nd|rd|"
    rf"th)? )?(?:{MONTHS}) (?:19|20)\d\d\b"
    r"|(?<![\d/-])(?:19|20)\d\d\b(?![/-]\d)",
    re.I,
)
"""A period as papers and questions print it: a quarter, a financial year, a day or month with its year, a year."""

LED = re.compile(
    r"\s*,?\s*\b(?:(?:as )?(?:at|by|on)(?: the (?:end|start|beginning) of)?|(?:back )?in|for|during|since|over|from|"
    r"at the (?:end|start|beginning) of)"
    r"(?: the)?(?: (?:financial|calendar|academic|school))?(?: year)?\s+$",
    re.I,
)
"""The words that lead up to a period: "in", "at the end of", "for the year"."""

_MOVED = re.compile(
    rf"\b(?:in |for )?(?:the|a|an|one) year (?P<later>after|afterwards|later)\b(?: that)?|\bthe (?:following|"
    rf"next) year\b(?P<next>)"
    rf"|\b(?:in |for )?the (?:year before|previous year|preceding year|prior year)\b(?: that)?|\b(?:a|"
    rf"one) year (?:before|earlier|previously)\b(?: that)?"
    rf"|\b{_COUNT} years (?:(?P<on>after|later|on)|before|earlier|previously)\b(?: that)?",
    re.I,
)
_PANDEMIC = "March 2020"


@dataclass(frozen=True, slots=True)
class Reading:
    """A relative period in a text (`start` to `end`) and what it can mean, likeliest first; one meaning alone is certain."""

    start: int
    end: int
    meanings: tuple[str, ...]

    @property
    def certain(self) -> bool:
        """Whether it can mean one period only."""
        return len(self.meanings) == 1


def printed(text: str) -> list[str]:
    """The periods that a text prints, in order."""
    return [m.group() for m in PRINTED.finditer(text)]


def moved(text: str) -> tuple[int, int, int] | None:
    """Where a text says "the year before", "two years later" (start, end) and by how many years that moves a period; None when it does not.

    What is compared with something named ("the year before last") is no such move.
    """
    match = _MOVED.search(text)
    if match is None or re.match(r"\s+last\b", text[match.end() :], re.I):
        return None
    said = (match.group("n") or "one").lower()
    years = _COUNTED.get(said) or int(said)
    later = match.group("later") or match.group("on") or match.group("next") is not None
    return match.start(), match.end(), years if later else -years


def shifted(period: str, years: int) -> str:
    """A printed period moved by years, printed the same way; its day is left out, since a figure of another year is of another day."""
    parts = re.search(r"(20\d\d)(\s?[/\u2013-]\s?)((?:20)?\d\d)$", period)
    if parts:
        first, last = int(parts.group(1)) + years, parts.group(3)
        ended = str(first + 1) if len(last) == 4 else f"{(first + 1) % 100:02d}"
        return f"{period[: parts.start()]}{first}{parts.group(2)}{ended}"
    year = int(period[-4:]) + years
    return re.sub(r"^\d{1,2}(?:st|nd|rd|th)? ", "", f"{period[:-4]}{year}")


def year_of(period: str) -> str:
    """The year of a printed period, financial years whole."""
    found = re.search(_FINANCIAL, period) or re.search(r"(?:19|20)\d\d", period)
    return found.group() if found else period


def month_before(month: str, period: str) -> str | None:
    """The last such month before a printed day, month or year ("March", "September 2025" -> "March 2025"); None for financial years."""
    if re.search(_FINANCIAL, period):
        return None
    names = MONTHS.lower().split("|")
    year = int(period[-4:])
    said = next((n for n, name in enumerate(names) if name in period.lower()), len(names))
    return f"{month} {year if names.index(month.lower()) < said else year - 1}"


def relative_periods(text: str, as_of: date) -> list[Reading]:
    """The relative periods in a text ("last year", "this financial year", "since the pandemic") and what they can mean on a day.

    Councils count by financial years (from 1 April) and by calendar years, schools from 1 September: "last year" alone can mean each.
    """
    found: list[Reading] = []
    for pattern, meant in _DEICTIC:
        for match in pattern.finditer(text):
            if not any(r.start < match.end() and match.start() < r.end for r in found):
                found.append(Reading(match.start(), match.end(), tuple(dict.fromkeys(meant(as_of, match)))))
    return sorted(found, key=lambda r: r.start)


def resolve_periods(text: str, as_of: date) -> str:
    """A text with its relative periods put as periods of the calendar, where they can mean one only; the others stay as they are."""
    for reading in reversed(relative_periods(text, as_of)):
        if reading.certain:
            text = text[: reading.start] + reading.meanings[0] + text[reading.end :]
    return text


def financial_year(as_of: date, back: int = 0) -> str:
    """The financial year that a day is in, or one some years before it: "2025/26"."""
    first = as_of.year - (as_of.month < 4) - back
    return f"{first}/{(first + 1) % 100:02d}"


def _school_year(as_of: date, back: int = 0) -> str:
    first = as_of.year - (as_of.month < 9) - back
    return f"{first}/{(first + 1) % 100:02d}"


def _back(match: re.Match[str]) -> int:
    said = match.group("which").lower()
    return 1 if said in ("last", "previous") else 0


def _month(as_of: date, match: re.Match[str]) -> tuple[str, ...]:
    months = as_of.year * 12 + as_of.month - 1 - _back(match)
    return (f"{MONTHS.split('|')[months % 12]} {months // 12}",)


def _quarter(as_of: date, match: re.Match[str]) -> tuple[str, ...]:
    quarters = (as_of.year - (as_of.month < 4)) * 4 + (as_of.month - 4) % 12 // 3 - _back(match)
    return (f"Q{quarters % 4 + 1} {quarters // 4}/{(quarters // 4 + 1) % 100:02d}",)


_Meant = Callable[[date, re.Match[str]], tuple[str, ...]]
_RELATIVE = r"(?P<which>last|this|previous|current)"


def _pandemic(_: date, match: re.Match[str]) -> tuple[str, ...]:
    return (f"{match.group().split()[0]} {_PANDEMIC}",)


def _any_year(as_of: date, match: re.Match[str]) -> tuple[str, ...]:
    back = _back(match)
    return financial_year(as_of, back), str(as_of.year - back), _school_year(as_of, back)


def _before_last(as_of: date, _: re.Match[str]) -> tuple[str, ...]:
    return financial_year(as_of, 2), str(as_of.year - 2)


_DEICTIC: tuple[tuple[re.Pattern[str], _Meant], ...] = (
    (re.compile(r"\b(?:since|before|after) (?:the )?(?:pandemic|covid(?:-19)?|lockdown)\b", re.I), _pandemic),
    (re.compile(r"\bthe financial year before last\b", re.I), lambda d, m: (financial_year(d, 2),)),
    (re.compile(r"\bthe year before last\b", re.I), _before_last),
    (re.compile(rf"\b{_RELATIVE} financial year\b", re.I), lambda d, m: (financial_year(d, _back(m)),)),
    (re.compile(rf"\b{_RELATIVE} calendar year\b", re.I), lambda d, m: (str(d.year - _back(m)),)),
    (re.compile(rf"\b{_RELATIVE} (?:school|academic) year\b", re.I), lambda d, m: (_school_year(d, _back(m)),)),
    (re.compile(r"\b(?P<which>last|this) month\b", re.I), _month),
    (re.compile(r"\b(?P<which>last|this) quarter\b", re.I), _quarter),
    (re.compile(r"\b(?P<which>last|this) year\b(?!['\u2019]s)", re.I), _any_year),
)
