"""Conditions that a question sets for due dates."""

from __future__ import annotations

import re
from datetime import date

from assistant.register_places import Facet, Facets, Test
from assistant.register_statuses import is_finished
from vectorstore.dates import find_dates, last_day
from vectorstore.records import Record


def date_facets(made: Facets, as_of: date) -> None:
    """Take the conditions on due dates; what is overdue is so on the day `as_of`."""
    match = re.search(
        r"\b(?:due|by when|deadlines?|to be (?:done|completed|finished))?\s*\b(?P<how>before|by|after|since|from|until|in"
        r"|during|on)\s+(?:the\s+)?(?:end\s+of\s+)?(?P<when>.{3,30})",
        made.rest, re.I,
    )  # fmt: skip
    due = re.search(r"\b(?:due|deadlines?|fall(?:s|ing)? due|to be (?:done|completed|finished|delivered))\b", made.rest, re.I)
    if match and due:
        found = _first_day(match.group("when"), as_of)
        if found:
            first, last, shown, length = found
            end = match.start("when") + length
            how = match.group("how").lower()
            if re.search(r"(?:\bnot|n't)\s+(?:fall(?:ing)?\s+)?$", made.rest[: due.start()], re.I) and how in (
                "until",
                "before",
                "by",
            ):
                how = "since" if how != "by" else "after"
            made.take(
                (min(due.start(), match.start()), max(end, due.end())), Facet("due", f"due {how} {shown}", _due(how, first, last))
            )
    if overdue := re.search(
        r"\b(?:overdue|(?:are |is |have |has )?(?:slipped |gone |run )?past (?:its|their|the) (?:due )?(?:date|deadline)s?"
        r"|(?:have |has )?missed (?:its|their|the) (?:due )?(?:date|deadline)s?|(?:are|is|running) late"
        r"|should (?:already )?have been (?:finished|completed|done)(?: (?:by now|already))?)\b",
        made.rest,
        re.I,
    ):
        made.take(overdue, Facet("overdue", "overdue", _overdue(as_of)))


def _first_day(text: str, as_of: date) -> tuple[str, str, str, int] | None:
    """(first day, last day, as said, characters read) of a date, month or year at a text's start; a month without a year is the next one."""
    found = [d for d in find_dates(text) if d.start <= 2]
    if found:
        d = found[0]
        first = d.day or date(d.year, d.month or 1, 1)
        last = d.day or last_day(f"{d.year}-{d.month or 1:02d}")
        return first.isoformat(), last.isoformat(), text[d.start : d.end], d.end
    if match := re.match(r"\s*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", text, re.I):
        month = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"].index(
            match.group(1).lower()
        ) + 1
        year = as_of.year if month >= as_of.month else as_of.year + 1
        return date(year, month, 1).isoformat(), last_day(f"{year}-{month:02d}").isoformat(), match.group().strip(), match.end()
    if match := re.match(r"\s*(20\d\d)\b", text):
        return f"{match.group(1)}-01-01", f"{match.group(1)}-12-31", match.group(1), match.end()
    return None


def _due(how: str, first: str, last: str) -> Test:
    def test(record: Record) -> bool:
        if not record.due:
            return False
        own = record.due
        if how == "before":
            return own[: len(first)] < first[: len(own)]
        if how in ("by", "until"):
            return own <= last[: len(own)]
        if how in ("after",):
            return own > last[: len(own)]
        if how in ("since", "from"):
            return own >= first[: len(own)]
        return first[: len(own)] <= own <= last[: len(own)]

    return test


def _overdue(as_of: date) -> Test:
    today = as_of.isoformat()

    def test(record: Record) -> bool:
        status = (record.text("status") or "").lower()
        if "overdue" in status:
            return True
        return bool(record.due and record.due < today[: len(record.due)] and not is_finished(record))

    return test
