"""What is gathered from a register's tables: risks, each once, what is below them, and what found no place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.reading import Block
from ingest.registers.draft import Draft
from ingest.registers.printed import Line
from vectorstore.models import fold_space
from vectorstore.records import Leftover

_PLAIN = re.compile(r"[^a-z0-9]+")
_ALIKE = 12  # characters that a title has in common with a longer one at the least
_SEVERAL = re.compile(r"\s*(?:[,;/&]|\band\b)\s*")


class Gathered:
    """Drafts in order. `unknown` are labels without a meaning, `leftovers` words without a place, `notes` what else was met.

    `skipped` counts rows beyond the most that are read.
    """

    def __init__(self) -> None:
        self.risks: list[Draft] = []
        self.leftovers: list[Leftover] = []
        self.unknown: list[str] = []
        self.notes: list[str] = []
        self.skipped = 0
        self._by_ref: dict[str, list[Draft]] = {}
        self._waiting: list[tuple[Draft, tuple[str, str]]] = []

    def add(self, draft: Draft) -> None:
        """Add a risk that was not there before."""
        self.risks.append(draft)
        if ref := key(draft.says("ref")):
            self._by_ref.setdefault(ref, []).append(draft)

    def merge(self, draft: Draft) -> bool:
        """Put a further row of a risk, or the risk again in another table, into it; false when the risk is new."""
        home = self.risks[-1] if self.risks and _goes_on(self.risks[-1], draft) else self._same(draft)
        if home is None:
            return False
        home.take_in(draft)
        return True

    def _same(self, draft: Draft) -> Draft | None:
        """The risk of the same reference and a title that agrees."""
        return next((r for r in self._by_ref.get(key(draft.says("ref")), ()) if _agree(r, draft)), None)

    def place_child(self, draft: Draft, parent: tuple[str, str]) -> None:
        """Put a control or action under the risk that it names by reference or title, else under the last one."""
        homes = self._named(parent) if any(parent) else self._named((draft.says("ref"), ""))
        if homes and not any(parent):
            draft.fields.pop("ref")
        if homes:
            for home in homes:
                home.children.append(draft)
        elif any(parent):
            self._waiting.append((draft, parent))
        elif self.risks:
            self.risks[-1].children.append(draft)

    def _named(self, parent: tuple[str, str]) -> list[Draft]:
        ref, title = parent
        found = self._by_ref.get(key(ref)) or [r for part in _SEVERAL.split(ref) for r in self._by_ref.get(key(part), ())]
        if not found and (name := key(title or ref)):
            found = [r for r in self.risks if name in (key(r.says("title")), key(r.says("description")))]
        if not found and title:
            found = [r for r in self.risks if (ref := key(r.says("ref"))) and key(title).startswith(ref)]
        return list(found)

    def settle(self) -> None:
        """Put controls and actions that named a risk before it came under it; what names none is left over."""
        for draft, parent in self._waiting:
            homes = self._named(parent)
            for home in homes:
                home.children.append(draft)
            if not homes and draft.spans:
                words = " ".join(made.text for made in draft.fields.values())
                self.leftovers.append(Leftover(fold_space(f"{' '.join(p for p in parent if p)} {words}"), draft.spans[0].page))
        self._waiting = []
        if self.skipped:
            self.notes.append(f"{self.skipped:,} more rows were not read: a register is read up to {len(self.risks):,} risks")

    def leave(self, row: Block) -> None:
        """A row that found no place."""
        self.leftovers.append(Leftover(fold_space(row.text), row.spans[0].page))

    def leave_line(self, text: str, lines: Sequence[Line]) -> None:
        """A cell that found no place."""
        if lines and lines[0].spans:
            self.leftovers.append(Leftover(text, lines[0].spans[0].page))

    def note(self, row: Block) -> None:
        """A row of sums, which is no risk and is not lost."""
        self.notes.append(f"a row of totals is not a risk: \u201c{fold_space(row.text)}\u201d")


def key(text: str) -> str:
    """Words for comparing: lower case letters and figures alone."""
    return _PLAIN.sub("", text.lower())


def _agree(a: Draft, b: Draft) -> bool:
    """Whether two risks of one reference have titles that do not contradict each other."""
    one, other = key(a.says("title") or a.says("description")), key(b.says("title") or b.says("description"))
    if not one or not other or one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= _ALIKE and short in long


def _goes_on(before: Draft, draft: Draft) -> bool:
    """Whether a row says more of the risk above: the same reference or name again, or neither and only what is below a risk."""
    ref, name = draft.key
    old_ref, old_name = before.key
    if ref or name:
        same_ref = not ref or not old_ref or ref == old_ref
        return same_ref and (not name or name == old_name) and (ref == old_ref or not ref)
    return bool(draft.children) and not draft.stages
