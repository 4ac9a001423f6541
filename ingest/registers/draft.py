"""A record while it is gathered from rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.registers.printed import Line, field_of
from ingest.registers.vocabulary import Stage
from vectorstore.models import Span
from vectorstore.records import Field, RecordKind

_GROWS = frozenset(("description", "note", "cause", "consequence", "owner"))


@dataclass(slots=True)
class Draft:
    """A risk, control or action: its fields, its scores' cells by stage, and the drafts below it."""

    kind: RecordKind
    fields: dict[str, Field] = field(default_factory=dict)
    lines: dict[str, list[Line]] = field(default_factory=dict)
    stages: dict[Stage | None, dict[str, Field]] = field(default_factory=dict)
    other: list[Field] = field(default_factory=list)
    spans: tuple[Span, ...] = ()
    children: list[Draft] = field(default_factory=list)
    conflicts: list[tuple[str, Field]] = field(default_factory=list)

    def set(self, name: str, lines: Sequence[Line], label: str | None) -> bool:
        """Give a field its words; false when it has others already and is not one that goes on."""
        if not lines:
            return True
        made = field_of(lines, label)
        if name in self.fields and self.fields[name].text != made.text:
            if name not in _GROWS:
                return False
            lines = [*self.lines.get(name, []), *lines]
            made = field_of(lines, self.fields[name].label)
        self.fields[name] = made
        self.lines[name] = list(lines)
        return True

    def set_score(self, name: str, stage: Stage | None, lines: Sequence[Line], label: str | None) -> bool:
        """Give one stage's impact, likelihood, score or rating; false when it has another already."""
        held = self.stages.setdefault(stage, {})
        made = field_of(lines, label)
        if name in held and held[name].text != made.text:
            return False
        held[name] = made
        return True

    def says(self, name: str) -> str:
        """What a field says, empty when it is not there."""
        return self.fields[name].text if name in self.fields else ""

    def take_in(self, other: Draft) -> None:
        """Take a further row of this risk in: its controls and actions, but for those that merged cells repeat.

        What it prints otherwise than this one is kept in `conflicts`.
        """
        held = {(c.kind, c.says("title"), c.says("description")) for c in self.children}
        self.children += [c for c in other.children if (c.kind, c.says("title"), c.says("description")) not in held]
        self.spans = (*self.spans, *(s for s in other.spans if s not in self.spans))
        for name, made in other.fields.items():
            self._take_field(self.fields, name, made)
            self.lines.setdefault(name, other.lines.get(name, []))
        for stage, held_scores in other.stages.items():
            for name, made in held_scores.items():
                self._take_field(self.stages.setdefault(stage, {}), name, made)
        self.other += [o for o in other.other if o.text not in {x.text for x in self.other}]

    def _take_field(self, held: dict[str, Field], name: str, made: Field) -> None:
        if held.setdefault(name, made).text != made.text and name not in ("title", "description", "group", "note", "reviewed"):
            self.conflicts.append((name, made))

    @property
    def key(self) -> tuple[str, str]:
        """Reference and name, to know the same risk again."""
        return self.says("ref").lower(), (self.says("title") or self.says("description")).lower()
