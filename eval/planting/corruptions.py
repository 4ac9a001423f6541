"""Faults planted in sentences that papers bear out, and honest ways of saying the same: what a check of support has to tell apart.

Everything is drawn by a hash of the sentence: the same claims give the same corruptions. Nothing here uses the check's own reading of values,
names and denials, which would make it catch whatever it makes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from eval.planting.facts import other_date, other_number, other_owner, other_unit
from eval.planting.joins import invented, stitched, wrongly_cited
from eval.planting.phrasing import rephrasings
from eval.planting.pool import Pool
from eval.planting.words import other_status, other_subject, turned_round

KINDS = ("number", "unit", "date", "owner", "status", "negation", "subject", "stitched", "invented", "citation")
"""The kinds of corruption, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A sentence that its quotes bear out, the question that it answers and the file that it cites first."""

    text: str
    quotes: tuple[str, ...]
    question_id: str
    source: str


@dataclass(frozen=True, slots=True)
class Corruption:
    """A sentence that its quotes do not bear out, what was done to it (one of KINDS), and what it was made of."""

    kind: str
    text: str
    quotes: tuple[str, ...]
    of: Stated


@dataclass(frozen=True, slots=True)
class Honest:
    """A sentence that its quotes bear out, how it was put ("quoted", "reworded", "reported"), and what it was made of."""

    kind: str
    text: str
    quotes: tuple[str, ...]
    of: Stated


_SPOILT: dict[str, Callable[[str, Sequence[str], Pool], str | None]] = {
    "number": lambda text, quotes, pool: other_number(text, quotes),
    "unit": lambda text, quotes, pool: other_unit(text, quotes),
    "date": lambda text, quotes, pool: other_date(text, quotes),
    "owner": other_owner,
    "status": lambda text, quotes, pool: other_status(text, quotes),
    "negation": lambda text, quotes, pool: turned_round(text, quotes),
    "subject": other_subject,
    "invented": lambda text, quotes, pool: invented(text, quotes),
}


def corrupted(claims: Sequence[Stated]) -> Iterator[Corruption]:
    """What is made of each claim, at most one of a kind; kinds that a claim has nothing for are left out."""
    pool = Pool([c.text for c in claims])
    everything = [c.quotes for c in claims]
    for claim in claims:
        for kind in KINDS:
            if kind in _SPOILT:
                text = _SPOILT[kind](claim.text, claim.quotes, pool)
                if text and text != claim.text:
                    yield Corruption(kind, text, claim.quotes, claim)
            elif kind == "stitched":
                if joined := stitched(claim.text, claim.quotes, everything):
                    yield Corruption(kind, *joined, claim)
            elif strange := wrongly_cited(claim.text, claim.quotes, everything):
                yield Corruption(kind, claim.text, strange, claim)


def honest(claims: Sequence[Stated]) -> Iterator[Honest]:
    """Each claim as it stands, and put otherwise where there is another way."""
    for claim in claims:
        yield Honest("quoted", claim.text, claim.quotes, claim)
        for kind, text in rephrasings(claim.text):
            yield Honest(kind, text, claim.quotes, claim)
