"""Scrutiny questions for a person at a terminal: whom each is put to, what it rests on, and the words of the papers with their places."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.gap_kinds import NAMES
from assistant.gap_nouns import Gap, ScrutinyQuestions
from assistant.register_text import Line, many
from assistant.terminal import place
from vectorstore.dates import long_date

NONE_HELD = "No papers are held yet. Put papers in with: scrutiny ingest FOLDER"


def listing(found: ScrutinyQuestions) -> Iterator[Line]:
    """The questions in the order given, each with its gap and quotes, and what was looked through."""
    if not found.searched.documents:
        yield Line(NONE_HELD)
        return
    yield Line(headline(found), style="bold")
    for gap in found.questions:
        yield Line("")
        yield from _question(gap)
    yield Line("")
    yield Line(looked_through(found), style="dim")


def headline(found: ScrutinyQuestions) -> str:
    """How many questions there are, about what, on which day."""
    about = f" about \u201c{found.about}\u201d" if found.about else ""
    day = long_date(found.as_of)
    if not found.questions:
        return f"No gap was found{about} as of {day}."
    more = (
        ", the gravest first; more were left out" if found.left_out else ", the gravest first" if len(found.questions) > 1 else ""
    )
    return f"{many(len(found.questions), 'question')}{about} as of {day}{more}"


def looked_through(found: ScrutinyQuestions) -> str:
    """What was looked through."""
    searched = found.searched
    unread = f", {many(searched.unread_pages, 'page')} without text not looked through" if searched.unread_pages else ""
    return f"Looked through: {many(searched.documents, 'paper')}, {many(searched.passages, 'passage')}{unread}"


def _question(gap: Gap) -> Iterator[Line]:
    yield Line(gap.question, style="bold")
    yield Line(f"To: {gap.to}", 2)
    yield Line(f"{NAMES[gap.kind]}: {gap.gap}", 2)
    for citation in gap.citations:
        yield Line(f"[{citation.n}] {place(citation)}", 4, "dim")
        yield Line(f"\u201c{citation.quote}\u201d", 8, "dim")
