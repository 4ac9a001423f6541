"""What an answer from the ledger says around its promises: how many of what, as of which day, and what its reader must know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.commitment_question import Asked
from assistant.ledger_nouns import Commitment
from assistant.question import content_words
from assistant.retrieve import Scope
from vectorstore.dates import long_date

_STATES = {
    "unmentioned": "without a later mention", "unanswered": "of which no paper says that it came back",
    "no owner": "without an owner printed", "no date": "without a date printed",
    "done": "said to be done or dropped", "delayed": "said to be delayed",
}  # fmt: skip


class Words:
    """The words around the promises of one answer."""

    def __init__(self, asked: Asked, within: Scope) -> None:
        self.asked, self.within = asked, within

    def lead(self, found: Sequence[Commitment]) -> str:
        """How many there are, on what, under which conditions."""
        return f"{len(found)} {_noun(found, len(found))}{self._about()}{self._met()}, in the order of their dates:"

    def none(self, found: Sequence[Commitment], whole: bool) -> str:
        """That none of the promises on a subject meets the conditions; how many there are where the answer cites the `whole` of them."""
        those = f"None of the {len(found)} {_noun(found, len(found))}" if whole else f"None of the {_noun(found, 2)}"
        return f"{those}{self._about()} is{self._met()}."

    def left_out(self, found: int, shown: int) -> str | None:
        """What a list leaves out."""
        if found == shown:
            return None
        more = found - shown
        return (
            f"{more} more {'is' if more == 1 else 'are'} not shown; ask of a narrower subject or time, or see the whole ledger."
        )

    def notes(self, shown: Sequence[Commitment]) -> str:
        """Of which promises no later paper speaks, and how many were looked through."""
        silent = [c for c in shown if not c.later and c.checked]
        if not silent:
            return ""
        checked = max(c.checked for c in silent)
        upto = max((c.checked_to for c in silent if c.checked_to), default=None)
        papers = f"{checked} later {'paper' if checked == 1 else 'papers'}"
        to = f" up to {_day(upto)}" if upto else ""
        of = "" if len(silent) == len(shown) else f" of {len(silent)} of them"
        return f"No later mention{of} was found in {papers}{to}."

    def _about(self) -> str:
        subject = " ".join(w for w in self.asked.subject.split() if set(content_words(w)) & set(self.asked.terms))
        return f" about \u201c{subject}\u201d" if subject else ""

    def _met(self) -> str:
        said = []
        if self.asked.owners:
            said.append(f"for {' and '.join(self.asked.owners)}")
        if self.asked.made:
            said.append(f"made \u201c{self.asked.made.words}\u201d")
        if self.asked.due:
            said.append(f"due \u201c{self.asked.due.words}\u201d")
        if self.asked.state == "overdue":
            said.append(f"overdue as of \u201c{long_date(self.asked.as_of)}\u201d")
        elif self.asked.state:
            said.append(_STATES[self.asked.state])
        return f" {', '.join(said)}" if said else ""


def _noun(found: Sequence[Commitment], count: int) -> str:
    """What they are called, several kinds by each of their names: "commitments, actions and decisions"."""
    held = {c.kind for c in found}
    kinds = [k for k in ("commitment", "action", "recommendation", "decision") if k in held]
    if count == 1:
        return kinds[0]
    return " and ".join(p for p in (", ".join(f"{k}s" for k in kinds[:-1]), f"{kinds[-1]}s") if p)


def _day(iso: str) -> str:
    return long_date(date.fromisoformat(iso)) if len(iso) == 10 else iso
