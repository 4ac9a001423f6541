"""Entries of the ledger as one document holds them: what is promised, agreed, recommended or resolved; every part knows its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from vectorstore.models import Span
from vectorstore.records import Field, Owner

EntryKind = Literal["commitment", "action", "recommendation", "decision"]
Form = Literal["table", "tracker", "list", "minutes", "prose", "register"]


@dataclass(frozen=True, slots=True)
class Milestone:
    """One of several staged deadlines of an entry ("Introduced fully by 31/08/2026"): its words, their place, its date in ISO."""

    text: str
    spans: tuple[Span, ...]
    date: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a document promises (commitment), sets a person or body to do (action), recommends or resolves (decision).

    `what` says it in a short sentence of the paper's words that stands alone; `spans` is where the promise itself is printed, which is
    quoted. `form` is how it was printed: a row of an action plan, a row of a tracker (which follows up what was promised before), an
    item of a list, a minuted action or decision, a sentence of prose, an action of a risk register.

    `owner`, `due` and `status` are as printed with their place. `due_date` is ISO, a day, a month or a year: the last, where several
    are staged, and then `milestones` has each. `made_on` is ISO where the entry's own place says when it was made (minutes inside a
    pack); else the document's date counts. `section` is the heading trail, with the workstream or priority. `ref` is the printed
    reference ("2.1", "R4"). `flags` say what is wrong with the print, in words.
    """

    kind: EntryKind
    form: Form
    what: str
    spans: tuple[Span, ...]
    owners: tuple[Owner, ...] = ()
    owner: Field | None = None
    due: Field | None = None
    due_date: str | None = None
    milestones: tuple[Milestone, ...] = ()
    status: Field | None = None
    made_on: str | None = None
    section: tuple[str, ...] = ()
    paragraph: str | None = None
    ref: str | None = None
    flags: tuple[str, ...] = ()

    @property
    def page(self) -> int:
        """Ordinal of the page that the promise begins on."""
        return self.spans[0].page


def to_json(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Entries as plain lists, dicts, strings and numbers, to be stored."""
    made: list[dict[str, Any]] = _adapter().dump_python(tuple(entries), mode="json", exclude_defaults=True)
    return made


def from_json(stored: Sequence[dict[str, Any]]) -> tuple[Entry, ...]:
    """The entries that `to_json` gave."""
    found: tuple[Entry, ...] = _adapter().validate_python(stored)
    return found


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(tuple[Entry, ...])
