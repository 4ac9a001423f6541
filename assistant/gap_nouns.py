"""What a scrutiny question rests on: a gap in the papers, and a question that could be put about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict

from assistant.answer import Citation, Searched
from assistant.compose import Draft
from assistant.gap_kinds import GapKind
from vectorstore.models import Span

_OPEN = re.compile(r"\s*\([^()]{0,30}$")  # a bracket that is opened right before the words are cut
NOBODY = "the officer or member responsible"


class Gap(BaseModel):
    """A gap in the papers with the question that it gives rise to.

    `to` is who is printed as the owner, `gap` says in a sentence what is missing or at odds, `subject` is the risk or the paper that it is of.
    Every citation's quote is on its page word for word; what the sentences state stands in the quotes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: GapKind
    to: str
    question: str
    gap: str
    subject: str
    citations: list[Citation]


class ScrutinyQuestions(BaseModel):
    """Questions about a topic (None: about everything), the gravest first, and what was looked through. `left_out` counts those beyond the limit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    about: str | None
    as_of: date
    questions: list[Gap]
    searched: Searched
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A gap before it is cited: `cite` puts its evidence into a draft.

    `says` are the names, headings and descriptions that a topic may be found in, `places` where it is printed, `around` where the risk that
    it is of is printed (document and slices each). `derived` are the words of its sentences that code worked out, which no quote prints.
    `stands` makes sure of what is costly to look up.
    """

    kind: GapKind
    subject: str
    to: str
    question: str
    gap: str
    says: tuple[str, ...]
    document: str
    places: tuple[Span, ...]
    cite: Callable[[Draft], None]
    around: tuple[Span, ...] = ()
    derived: tuple[str, ...] = ()
    stands: Callable[[], bool] = lambda: True


def named(owners: Sequence[str]) -> str:
    """Whom a question is put to."""
    return listed(list(dict.fromkeys(owners))) or NOBODY


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def quoted(text: str, room: int = 110) -> str:
    """Words of a paper in quotation marks, shortened at a whole word."""
    folded = " ".join(text.split()).rstrip(" .;:,")
    if len(folded) > room:
        folded = _OPEN.sub("", folded[:room].rsplit(" ", 1)[0]).rstrip(" ,;:.") + " \u2026"
    inner = folded.replace("\u201c", "\u2018").replace("\u201d", "\u2019")
    return f"\u201c{inner}\u201d"
