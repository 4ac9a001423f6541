"""As at which day a register stands, from its own words."""

from __future__ import annotations

import re

from ingest.reading import Reading
from vectorstore.dates import find_dates

_AS_AT = re.compile(
    r"\b(?:as at|as of|position (?:as )?at|correct at|last updated|updated(?: on)?|date of (?:register|review)|reviewed|status at)\b",
    re.I,
)
_QUARTER = re.compile(r"\b(?:Q|quarter )\s?([1-4])\b[\s,:(-]*(?:of )?(20\d\d)\s?[/\u2013-]\s?(?:20)?(\d\d)", re.I)
_OPENING = 30  # blocks that are looked at


def position_date(reading: Reading) -> str | None:
    """The day, month or year (ISO) that a register says it stands at: "Position as at 31 March 2026", "Quarter 4 2025/26".

    Council quarters follow the financial year: the fourth ends on 31 March. None when it says nothing.
    """
    opening = [b.text for b in reading.blocks[:_OPENING] if b.kind != "row" or len(b.text) < 160]
    for text in opening:
        if match := _AS_AT.search(text):
            near = list(find_dates(text[match.end() : match.end() + 60]))
            if near:
                return near[0].day.isoformat() if near[0].day else f"{near[0].year}-{near[0].month:02d}"
    for text in [*opening, reading.properties.get("title", "")]:
        if match := _QUARTER.search(text):
            quarter, year = int(match.group(1)), int(match.group(2))
            return {1: f"{year}-06-30", 2: f"{year}-09-30", 3: f"{year}-12-31", 4: f"{year + 1}-03-31"}[quarter]
    return None
