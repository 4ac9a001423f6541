"""When the papers were written, so far as they say: what is later than what."""

from __future__ import annotations

import re
from datetime import date

from assistant.registers import Held
from vectorstore.dates import find_dates, first_day, last_day
from vectorstore.library import Holdings
from vectorstore.models import Document, Kind, Page

_OPENING = 600  # characters of a paper in which it says when it was published
_PUBLISHED = re.compile(
    r"\b(?:published|updated|issued|dated|adopted|last reviewed|date of (?:issue|publication))(?: on| in)?:?\s*$", re.I
)
_YEARS = re.compile(r"\b(20\d\d)\s?(?:[-/\u2013]|to)\s?(?:20)?(\d\d)\b")
_QUARTER = re.compile(r"\bQ(?:uarter)?\s?([1-4])\b", re.I)


def paper_dates(holdings: Holdings) -> dict[str, str]:
    """Each paper's date (ISO: a day, a month or a year) by its id; papers that say none are left out.

    That is the day of its meeting, else the day at which its register stands, else when it says that it was published, else the end of
    the period that it covers; a plan for years to come is of the year it begins in.
    """
    registers = {document.id: Held(document, register) for document, register in holdings.registers()}
    found: dict[str, str] = {}
    for document in holdings.documents():
        held = registers.get(document.id)
        when = document.meeting_date.isoformat() if document.meeting_date else held.as_at if held else None
        when = when or _published(holdings.page(document.id, 1)) or covered_to(document)
        if when:
            found[document.id] = when
    return found


def is_later(paper: str, promise: str) -> bool:
    """Whether a paper of one date was certainly written after a promise of another (ISO). A plan's year counts from its beginning."""
    begun = date(int(promise), 1, 1) if len(promise) == 4 else last_day(promise)
    return first_day(paper) > begun


def _published(page: Page | None) -> str | None:
    """The day that a paper's opening says it was published on, or that stands there as a sentence of its own."""
    opening = page.text[:_OPENING] if page else ""
    for when in find_dates(opening):
        before, after = opening[: when.start], opening[when.end :]
        alone = re.search(r"(?:^|[.\n])\s*$", before) and re.match(r"\s*(?:[.\n]|$)", after)
        if when.day and (alone or _PUBLISHED.search(before)):
            return when.day.isoformat()
    return None


def covered_to(document: Document) -> str | None:
    """The end of the period that a paper covers (ISO); of a plan for years to come its first year."""
    text = f"{document.period or ''} {document.title}"
    years, quarter = _YEARS.search(text), _QUARTER.search(text)
    if years:
        first, last = int(years.group(1)), int(years.group(2))
        if last != (first + 1) % 100 or document.kind is Kind.STRATEGY:
            return str(first)
        ends = {"1": f"{first}-06-30", "2": f"{first}-09-30", "3": f"{first}-12-31"}
        return ends.get(quarter.group(1) if quarter else "", f"{first + 1}-03-31")
    dated = find_dates(text)
    if dated:
        return dated[-1].day.isoformat() if dated[-1].day else f"{dated[-1].year}-{dated[-1].month:02d}"
    return None
