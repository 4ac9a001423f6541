"""What the Scrutiny questions view shows, as it stands in the address: `?about=...&gap=...&as-of=2026-04-30`; gap may come again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from assistant.gap_kinds import GapKind
from vectorstore.models import fold_space

_DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """A topic (empty: everything), kinds of gap (none: all), and the day that overdue is reckoned on, None for today."""

    about: str = ""
    kinds: tuple[GapKind, ...] = ()
    as_of: date | None = None

    def query(self) -> dict[str, list[str]]:
        """As parameters of the address; what is usual is left out."""
        given = {
            "about": [self.about] if self.about else [],
            "gap": [str(kind) for kind in self.kinds],
            "as-of": [self.as_of.isoformat()] if self.as_of else [],
        }
        return {name: values for name, values in given.items() if values}

    def link(self) -> str:
        """The end of an address that leads here, from any place in the view."""
        return f"?{urlencode(self.query(), doseq=True)}"


def from_query(given: Mapping[str, Sequence[str]]) -> Place:
    """The place that an address's parameters name. What makes no sense counts as not given: anybody can type an address."""
    named = set(given.get("gap", ()))
    return Place(
        fold_space(next(iter(given.get("about", ())), "")),
        tuple(kind for kind in GapKind if kind in named),
        _day(next(iter(given.get("as-of", ())), "")),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
