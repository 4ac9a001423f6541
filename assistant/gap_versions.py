"""A risk register held against the version before it: which risk, control and action is which, and how a gap in it is cited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from assistant.compose import Draft
from assistant.gap_kinds import GapKind
from assistant.gap_nouns import Candidate, named
from assistant.register_match import match_children, match_risks
from assistant.register_search import PassageIndex
from assistant.register_writing import Item, Writing
from assistant.registers import Held
from vectorstore.library import Holdings
from vectorstore.models import Span, fold_space
from vectorstore.records import Record

ROOM = 900
"""Characters of a row that are cited."""
SCORED = ("title", "impact", "likelihood", "score", "rating", "owner")
"""The fields that say how a risk is scored."""


class Versions:
    """The latest version of a register (`held`), the one before it if there is one, and the day that overdue is reckoned on."""

    def __init__(self, versions: Sequence[Held], holdings: Holdings, as_of: date) -> None:
        self.held, self.before = versions[-1], versions[-2] if len(versions) > 1 else None
        self.as_of = as_of
        self._writing = Writing(holdings, PassageIndex(holdings))
        old = self.before.register.risks if self.before else ()
        pairs = match_risks(self.before.register, self.held.register).pairs if self.before else ()
        self._earlier = {new: old[i] for i, new in pairs}

    def risks(self) -> list[tuple[Record, Record | None]]:
        """The risks, each as it was in the version before; None: it was not there."""
        return [(risk, self._earlier.get(number)) for number, risk in enumerate(self.held.register.risks)]

    def same(self, risk: Record, old: Record | None, child: Record) -> Record | None:
        """A control or action as the version before has it."""
        if old is None:
            return None
        own, others = (risk.controls, old.controls) if child.kind == "control" else (risk.actions, old.actions)
        pairs = match_children(others, own)
        return next((others[i] for i, k in pairs.items() if own[k] is child), None)

    def most_have(self, field: str, record: Record) -> bool:
        """Whether most records of this kind in the register have a field printed."""
        every = [each for each, _ in self.held.register.records() if each.kind == record.kind]
        return 2 * sum(bool(each.text(field)) for each in every) > len(every)

    def cite(self, draft: Draft, record: Record, risk: Record | None, fields: Sequence[str], room: int = ROOM) -> None:
        """Cite fields of a record of the latest version; `risk` is the one that it is under."""
        self._writing.cite(draft, Item(self.held, record, risk), fields, room)

    def cite_before(self, draft: Draft, record: Record, risk: Record | None, fields: Sequence[str]) -> None:
        """Cite fields of a record of the version before."""
        if self.before:
            self._writing.cite(draft, Item(self.before, record, risk), fields, ROOM)

    def candidate(
        self,
        kind: GapKind,
        risk: Record,
        records: Sequence[Record],
        question: str,
        gap: str,
        cite: Callable[[Draft], None],
        derived: tuple[str, ...] = (),
    ) -> Candidate:
        """A gap in some records of a risk, put to their owners, else to the risk's."""
        spans = tuple(dict.fromkeys(span for record in records for span in _places(record)))
        around = tuple(span for record in (risk, *risk.children) for span in record.spans)
        owners = [owner.name for record in records for owner in record.owners] or [owner.name for owner in risk.owners]
        words = [risk.name, risk.text("description"), risk.text("group")]
        words += [word for record in records for word in (record.name, record.text("description"))]
        says = tuple(dict.fromkeys(word for word in words if word))
        return Candidate(kind, risk.name, named(owners), question, gap, says, self.held.document.id, spans, cite, around, derived)


def repeats(record: Record, before: Record | None) -> bool:
    """Whether a note is word for word that of the version before."""
    note, old = record.text("note"), before.text("note") if before else None
    return bool(note and old) and fold_space(note or "") == fold_space(old or "")


def _places(record: Record) -> list[Span]:
    target = record.scores.get("target")
    return [*record.spans, *(target.spans if target else ())]
