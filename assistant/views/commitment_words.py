"""How an entry of the ledger is put in words: its kind, when it is due, how it stands as last said, where that is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.commitment_standing import ENDS, ended_before, last_said
from assistant.ledger import Commitment, Later, Relation, Stated
from assistant.views.register_words import date_words, quoted
from assistant.views.wording import count
from vectorstore.commitments import EntryKind
from vectorstore.dates import last_day
from vectorstore.models import Document

KINDS: dict[EntryKind, str] = {
    "commitment": "Commitment",
    "action": "Action",
    "recommendation": "Recommendation",
    "decision": "Decision",
}
RELATIONS: dict[Relation, str] = {
    "progressed": "Progress reported",
    "completed": "Completed",
    "delayed": "Delayed",
    "changed": "Changed",
    "dropped": "Dropped",
    "mentioned": "Mentioned again",
}
NO_MENTION, PRINTED = "No later mention", "Printed status only"
STANDINGS = (*RELATIONS.values(), PRINTED, NO_MENTION)
"""All that can be said of how an entry stands."""

State = Literal["overdue", "ahead", "completed", "dropped"]
STATES: dict[State, tuple[str, str]] = {
    "overdue": ("\N{BLACK UP-POINTING TRIANGLE}", "overdue"),
    "ahead": ("\N{WHITE CIRCLE}", "ahead"),
    "completed": ("\N{CHECK MARK}", "completed"),
    "dropped": ("\N{MULTIPLICATION X}", "dropped"),
}
"""Of a due date: the shape that stands for it in a picture, and the word."""
_GLUE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Standing:
    """How an entry stands as last said: the word for it, the status as printed where that says it, and the paper's words behind it.

    `but` says what else is printed: that it was done or dropped, for which it is not reckoned overdue.
    """

    word: str
    printed: str | None = None
    said: Later | Stated | None = None
    but: str | None = None


def standing(commitment: Commitment) -> Standing:
    """What the latest paper that says so says of an entry, else its own printed status, else that it is mentioned or is not."""
    if last := last_said(commitment):
        return Standing(RELATIONS[last.relation], said=last, but=_but(commitment, last))
    rows = [stated for stated in commitment.sources if stated.entry.status]
    if rows and commitment.status:
        return Standing(RELATIONS[commitment.stands] if commitment.stands else PRINTED, commitment.status, rows[0])
    if commitment.later:
        return Standing(RELATIONS["mentioned"], said=commitment.later[-1])
    return Standing(NO_MENTION)


def _but(commitment: Commitment, last: Later) -> str | None:
    if ended := ended_before(commitment):
        return f"earlier said to be {ended.relation}: {where(ended.document, ended.page)}, {when(ended.date)}"
    if commitment.stands in ENDS and last.relation not in ENDS and commitment.status:
        return f"its own row says {quoted([commitment.status])}"
    return None


def state(commitment: Commitment, due: str, as_of: date) -> State:
    """How one of an entry's due dates (ISO) stands on a day."""
    if commitment.ended_by(as_of):
        ends = [r for r in (commitment.stands, *(later.relation for later in commitment.later)) if r in ENDS]
        return "dropped" if ends[-1:] == ["dropped"] else "completed"
    return "overdue" if last_day(due) < as_of else "ahead"


def states(commitment: Commitment, as_of: date) -> list[tuple[str, State]]:
    """Each due date of an entry, staged ones among them, in order, with how it stands on a day."""
    return [(due, state(commitment, due, as_of)) for due in commitment.dates]


def owner_words(commitment: Commitment) -> str | None:
    """Who is to do it, several with a semicolon between them; None when nobody is named."""
    if commitment.owners:
        return "; ".join(commitment.owners)
    return next((stated.entry.owner.text for stated in commitment.sources if stated.entry.owner), None)


def looked_through(commitment: Commitment) -> str:
    """How many later papers an entry was looked for in: `4 papers up to 31 March 2026`."""
    until = f" up to {date_words(commitment.checked_to)}" if commitment.checked_to else ""
    return f"{count(commitment.checked, 'later paper')}{until}"


def unmentioned(commitment: Commitment) -> str:
    """That no later paper speaks of an entry, and how many were looked through."""
    if not commitment.checked:
        return "No later mention found: no later paper is held."
    return f"No later mention found in {looked_through(commitment)}."


def place_words(page: int | None) -> str | None:
    """`p. 3`; None where the format has no pages."""
    return f"p.{_GLUE}{page}" if page is not None else None


def where(document: Document, page: int | None) -> str:
    """`Title, p. 3`."""
    return ", ".join(part for part in (document.title, place_words(page)) if part)


def when(iso: str | None) -> str:
    """A date in words, or that it is not known."""
    return date_words(iso) if iso else "date not known"


def papers_of(sources: Sequence[Stated]) -> list[Document]:
    """The papers that state an entry, each once."""
    return list({stated.document.id: stated.document for stated in sources}.values())
