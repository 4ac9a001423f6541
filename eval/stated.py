"""What an answer states in the papers' name: its sentences without what the program says itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.verify import said

# A row's column ("Owner:"), or what leads a later mention (a paper's title in quotation marks): how a row is read out, not what it says.
_LABEL = re.compile(r"(?:^|(?<=[.;)] ))[A-Z](?:\u201c[^\u201d]*\u201d|[^.:;\d\u201c]){0,80}?\.?: (?=\S)")


@dataclass(frozen=True, slots=True)
class Stated:
    """One sentence, item or row of an answer as the papers are said to state it, with the quotes that are cited for it."""

    text: str
    quotes: tuple[str, ...]


def stated(answer: Answer) -> list[Stated]:
    """What an answer states. What was worked out from rows (a count, what is overdue) is not among it: that is worked out again instead."""
    quotes = {c.n: c.quote for c in answer.citations}
    found = []
    for claim in answer.claims:
        if claim.derived is None:
            cited = tuple(quotes[n] for n in claim.citations if n in quotes)
            found.append(Stated(_without_labels(claim.text.removesuffix(claim.remark), cited), cited))
    return found


def _without_labels(text: str, quotes: Sequence[str]) -> str:
    """A row's words without the columns that they are read out with; what looks like one and is quoted ("Risk: fire") stays."""
    held = said(" ".join(quotes))
    return _LABEL.sub(lambda label: label.group() if said(label.group()) in held else "", text)
