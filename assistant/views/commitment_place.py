"""Where in the Commitments view a reader is, as it stands in the address: a link to an entry can be kept and sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args
from urllib.parse import urlencode

Part = Literal["list", "timeline"]
PARTS: tuple[Part, ...] = get_args(Part)
_MONTH = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the view, or the page of the entry with an id.

    `due` is a month or a year (ISO) in which something of an entry is due; `as_of` the day that overdue is reckoned on, None for today.
    """

    part: Part = "list"
    entry: str | None = None
    due: str | None = None
    as_of: date | None = None

    def query(self) -> dict[str, str]:
        """As parameters of the address; what is usual is left out."""
        given = {
            "part": self.part if self.part != "list" else None,
            "entry": self.entry,
            "due": self.due,
            "as-of": self.as_of.isoformat() if self.as_of else None,
        }
        return {name: value for name, value in given.items() if value}

    def link(self) -> str:
        """The end of an address that leads here, from any place in the view."""
        return f"?{urlencode(self.query())}"

    def at(self, entry: str) -> Place:
        """The page of an entry, on the same day."""
        return Place(entry=entry, as_of=self.as_of)

    def of(self, part: Part, due: str | None = None) -> Place:
        """A part of the view, on the same day."""
        return Place(part, due=due, as_of=self.as_of)


def from_query(given: Mapping[str, str]) -> Place:
    """The place that an address's parameters name. What makes no sense counts as not given: anybody can type an address."""
    part, due = given.get("part"), given.get("due", "")
    return Place(
        part if part in PARTS else "list",
        given.get("entry"),
        due if _MONTH.fullmatch(due) else None,
        _day(given.get("as-of", "")),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"(?:19|20)\d\d-\d\d-\d\d", text, re.ASCII) else None
    except ValueError:
        return None
