"""Records: what a risk register's tables mean. A register holds risks, a risk its controls and actions; every field knows its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from vectorstore.models import Span

RecordKind = Literal["risk", "control", "action"]
Layout = Literal["table", "cards", "heat map"]

FIELDS = (
    "ref",
    "title",
    "description",
    "category",
    "group",
    "cause",
    "consequence",
    "impact",
    "likelihood",
    "score",
    "rating",
    "direction",
    "status",
    "owner",
    "due",
    "added",
    "reviewed",
    "note",
)
"""The fields that a record may have; `group` is the directorate or service that it stands under, `due`, `added` and `reviewed` are dates."""


@dataclass(frozen=True, slots=True)
class Field:
    """What is printed for one field: the words without markup, where they stand, and the column's label as printed, if any."""

    text: str
    spans: tuple[Span, ...] = ()
    label: str | None = None

    @property
    def page(self) -> int | None:
        """Ordinal of the page that the words begin on."""
        return self.spans[0].page if self.spans else None


@dataclass(frozen=True, slots=True)
class Owner:
    """A person or a post who owns a record, as printed."""

    name: str
    kind: Literal["person", "post"]


@dataclass(frozen=True, slots=True)
class Score:
    """One of a risk's scores ("inherent", "current", "target"): what is printed of it and its whole numbers, None where none is."""

    printed: str
    spans: tuple[Span, ...] = ()
    likelihood: int | None = None
    impact: int | None = None
    value: int | None = None
    rating: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A risk, control or action. `fields` maps names of FIELDS to what is printed; `other` has columns that no field stands for.

    `owners` and `due` are read from the fields: `due` is ISO, a day, a month or a year. `scores` are a risk's, by stage; `impact`,
    `likelihood`, `score` and `rating` in `fields` are the current ones. `flags` say what is wrong with the print, in words.
    `spans` is the whole row, `controls` and `actions` are a risk's own.
    """

    kind: RecordKind
    fields: dict[str, Field] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()
    owners: tuple[Owner, ...] = ()
    due: str | None = None
    scores: dict[str, Score] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    other: tuple[Field, ...] = ()
    controls: tuple[Record, ...] = ()
    actions: tuple[Record, ...] = ()

    def text(self, name: str) -> str | None:
        """What is printed for a field; None when nothing is."""
        found = self.fields.get(name)
        return found.text if found and found.text else None

    @property
    def name(self) -> str:
        """What the record is called: its title, else its description, else its reference."""
        return self.text("title") or self.text("description") or self.text("ref") or ""

    @property
    def page(self) -> int | None:
        """Ordinal of the page that the record begins on."""
        named = next((self.fields[n] for n in ("title", "description", "ref") if n in self.fields), None)
        if named and named.spans:
            return named.spans[0].page
        return self.spans[0].page if self.spans else None

    @property
    def children(self) -> tuple[Record, ...]:
        """The controls, then the actions."""
        return (*self.controls, *self.actions)


@dataclass(frozen=True, slots=True)
class Leftover:
    """Words of a register that could not be placed in a record, and the ordinal of their page."""

    text: str
    page: int


@dataclass(frozen=True, slots=True)
class Register:
    """A risk register as read from one document. `as_at` is ISO: a day, a month or a year.

    `unknown` lists labels of columns that were not understood (their cells are in the records' `other`), `layout` says how it was
    printed, `notes` what a reader of it must know (risks of which a part could not be read).
    """

    document_id: str
    title: str
    layout: Layout
    as_at: str | None = None
    risks: tuple[Record, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def records(self) -> Iterator[tuple[Record, Record | None]]:
        """Every record with the risk that it is under: a risk (and None), then its controls, then its actions."""
        for risk in self.risks:
            yield risk, None
            for child in risk.children:
                yield child, risk


def to_json(register: Register) -> dict[str, Any]:
    """A register as plain lists, dicts, strings and numbers, to be stored."""
    made: dict[str, Any] = _adapter().dump_python(register, mode="json", exclude_defaults=True)
    return made


def from_json(stored: dict[str, Any]) -> Register:
    """The register that `to_json` gave."""
    found: Register = _adapter().validate_python(stored)
    return found


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Register)
