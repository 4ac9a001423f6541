"""The ledger for a person at a terminal: what is promised by when, who is to do it, where it stands printed, what later papers say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from assistant.ledger_nouns import Commitment, Later, Stated
from assistant.register_text import Line, many
from vectorstore.dates import long_date

NONE_HELD = "No commitment was read from the papers held. Put papers in with: scrutiny ingest FILE"
NONE_FITS = "No commitment fits; 'scrutiny commitments' without options lists them all."
_STYLES = {"completed": "green", "delayed": "yellow", "dropped": "yellow", "changed": "yellow"}


def listing(commitments: Sequence[Commitment], as_of: date, any_held: bool) -> Iterator[Line]:
    """Commitments in the order given, those due on one date together; `any_held` says whether there are any that were not asked for."""
    if not commitments:
        yield Line(NONE_FITS if any_held else NONE_HELD)
        return
    overdue = sum(c.overdue(as_of) for c in commitments)
    yield Line(f"{many(len(commitments), 'commitment')}, {overdue or 'none'} overdue on {long_date(as_of)}", style="bold")
    for due, group in groupby(commitments, key=lambda c: c.due_date):
        yield Line("")
        yield Line(f"Due {in_words(due)}" if due else "Without a date that can be read", style="bold")
        for commitment in group:
            yield from _commitment(commitment, as_of)


def in_words(iso: str) -> str:
    """A day, a month or a year (ISO) in words: "31 March 2026", "March 2026", "2026"."""
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 3:
        return long_date(date(parts[0], parts[1], parts[2]))
    return f"{date(parts[0], parts[1], 1):%B %Y}" if len(parts) == 2 else iso


def _commitment(commitment: Commitment, as_of: date) -> Iterator[Line]:
    yield Line(commitment.entry.what, 2)
    parts = (commitment.kind, ", ".join(commitment.owners), _due(commitment), commitment.status, _where(commitment.sources[0]))
    yield Line(" \u00b7 ".join(p for p in parts if p), 6, "dim")
    for stated in commitment.sources[1:]:
        yield Line(f"also: {_where(stated)}", 6, "dim")
    for flag in commitment.flags(as_of):
        yield Line(f"flagged: {flag}", 6, "yellow")
    for later in commitment.later:
        yield Line(f"{later.relation}: \u201c{later.quote}\u201d ({_place(later)})", 6, _STYLES.get(later.relation, ""))
    if not commitment.later:
        yield Line(nothing_found(commitment), 6, "dim")


def _due(commitment: Commitment) -> str | None:
    return f"due: {commitment.due}" if commitment.due else None


def nothing_found(commitment: Commitment) -> str:
    """That no later paper speaks of a promise, and how many were looked through."""
    if not commitment.checked:
        return "no later paper is held"
    until = f" up to {in_words(commitment.checked_to)}" if commitment.checked_to else ""
    return f"no later mention found in {many(commitment.checked, 'paper')}{until}"


def _where(stated: Stated) -> str:
    return stated.document.source if stated.page is None else f"{stated.document.source}, p. {stated.page}"


def _place(later: Later) -> str:
    page = f", p. {later.page}" if later.page is not None else ""
    return f"{later.document.source}{page}{f', {in_words(later.date)}' if later.date else ''}"
