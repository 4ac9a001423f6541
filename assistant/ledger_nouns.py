"""The nouns of the ledger: a promise as one paper states it, what later papers say of it, and both together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from vectorstore.commitments import Entry, EntryKind
from vectorstore.dates import last_day
from vectorstore.models import Document, Span

Relation = Literal["progressed", "completed", "delayed", "changed", "dropped", "mentioned"]
_UNREADABLE = "cannot be read"  # what a flag says of a date that makes none
_RESPONSE = re.compile(r"\b(?:respon[sd]|repl(?:y|ies)|answer)", re.I)
_ROWS = ("table", "tracker", "register")


@dataclass(frozen=True, slots=True)
class Stated:
    """A promise as one paper states it: its words, and the same `cited` so that whoever looks them up finds them (see quote_alone)."""

    document: Document
    entry: Entry
    quote: str = ""
    cited: str = ""

    @property
    def made_on(self) -> str | None:
        """When it was said (ISO): the minutes' own meeting, else the paper's."""
        if self.entry.made_on:
            return self.entry.made_on
        return self.document.meeting_date.isoformat() if self.document.meeting_date else None

    @property
    def page(self) -> int | None:
        """The page's number in the file; None where the format has no pages."""
        return self.entry.page if self.document.page_count is not None else None


@dataclass(frozen=True, slots=True)
class Later:
    """What a later paper says of a promise: how it stands (only where the words say so), the words, and the paper's date (ISO).

    `cited` are the same words so that whoever looks them up finds them (see quote_alone).
    """

    relation: Relation
    quote: str
    spans: tuple[Span, ...]
    document: Document
    date: str | None
    section: tuple[str, ...] = ()
    cited: str = ""

    @property
    def page(self) -> int | None:
        """The page's number in the file; None where the format has no pages."""
        return self.spans[0].page if self.document.page_count is not None else None


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise with every paper that states it, oldest first, and what later papers say of it, oldest first.

    `quote` is the first statement's words as printed; `stands` is how its own status cell, or what follows it up, says that it stands;
    `checked` counts the papers later than it that were looked through, the newest of which is of the date `checked_to` (ISO).
    """

    id: str
    quote: str
    sources: tuple[Stated, ...]
    later: tuple[Later, ...] = ()
    checked: int = 0
    checked_to: str | None = None
    stands: Relation | None = None

    @property
    def entry(self) -> Entry:
        """The promise as first stated."""
        return self.sources[0].entry

    @property
    def kind(self) -> EntryKind:
        """What sort of entry it is."""
        return self.entry.kind

    @property
    def due(self) -> str | None:
        """When it is due, as first printed."""
        return next((s.entry.due.text for s in self.sources if s.entry.due), None)

    @property
    def due_date(self) -> str | None:
        """When it is due (ISO: a day, a month, a year), as first printed; None where that is a date that cannot be read."""
        for stated in self.sources:
            if stated.entry.due_date or any(_UNREADABLE in flag for flag in stated.entry.flags):
                return stated.entry.due_date
        return None

    @property
    def owners(self) -> tuple[str, ...]:
        """Who is to do it, as printed where it is first stated with an owner."""
        return next((tuple(o.name for o in s.entry.owners) for s in self.sources if s.entry.owners), ())

    @property
    def status(self) -> str | None:
        """How it stands, as printed in its own row."""
        return next((s.entry.status.text for s in self.sources if s.entry.status), None)

    @property
    def dates(self) -> tuple[str, ...]:
        """Its due dates and staged ones by every paper that states it (ISO), in order."""
        staged = {m.date for s in self.sources for m in s.entry.milestones}
        return tuple(sorted(staged | {s.entry.due_date for s in self.sources if s.entry.due_date}, key=last_day))

    @property
    def ended(self) -> bool:
        """Whether it was done or dropped, as the papers last say."""
        return self._ended([x.relation for x in self.later])

    def ended_by(self, day: date) -> bool:
        """Whether a paper of a day, or of one before it, said that it was done or dropped, and none since that it is late after all.

        Where its date is the one by which a response is asked for, any word on it ends that.
        """
        known = [x.relation for x in self.later if x.date is None or last_day(x.date) <= day]
        return bool(known and self.asks_response) or self._ended(known)

    def _ended(self, told: Sequence[Relation]) -> bool:
        decisive = [r for r in (self.stands, *told) if r in ("completed", "dropped", "delayed")]
        return bool(decisive) and decisive[-1] != "delayed"

    def overdue(self, as_of: date) -> bool:
        """Whether its due date, or a staged one, has passed on a day by which no paper says that it was done or dropped."""
        return not self.ended_by(as_of) and any(last_day(d) < as_of for d in self.dates)

    @property
    def asks_response(self) -> bool:
        """Whether its date is the one by which a response is asked for, and not the one by which it is to be done."""
        labels = (s.entry.due.label or "" for s in self.sources if s.entry.due)
        return any(_RESPONSE.search(label) for label in labels)

    def flags(self, as_of: date) -> tuple[str, ...]:
        """What is wrong with it on a day, in words: the print's own faults, no owner where one would be printed, no date, overdue."""
        said = dict.fromkeys(flag for s in self.sources for flag in s.entry.flags)
        if self.kind in ("action", "commitment"):
            if not self.owners and (self.entry.form in _ROWS or self.kind == "action"):
                said["no owner"] = None
            if not self.due:
                said["no date"] = None
        if self.overdue(as_of):
            said[f"overdue on {as_of.isoformat()}"] = None
        return tuple(said)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What `scrutiny commitments` is narrowed to; None: not narrowed. Dates are ISO days; `as_of` fixes what overdue means."""

    about: str | None = None
    owner: str | None = None
    due_before: date | None = None
    due_after: date | None = None
    kind: EntryKind | None = None
    document: str | None = None
    overdue: bool = False
    as_of: date | None = None
