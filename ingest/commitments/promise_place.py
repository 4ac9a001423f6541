"""Where a sentence or an item stands: its paper, its headings, the line that introduces it, and what these do to what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from ingest.commitments.announcements import Announcement, announced, is_describing, is_leading, is_recommending
from ingest.commitments.promise_parts import deadlines_of
from ingest.commitments.promise_signs import CHEAP, ENOUGH, Sign, signs
from ingest.passages import within
from ingest.reading import Block, HeadingTrail
from vectorstore.models import Span
from vectorstore.sentences import sentence_spans

_MEASURED = re.compile(r"\b(?:outcomes?|impact|indicators?|measures?|success|know)\b", re.I)
_ACTIONS = re.compile(r"\bactions?\b", re.I)
_COLON = " :-\u2013"
_ANY_ACT = "carry out"  # stands for what the items of a list say
_INTRODUCTION = 400  # characters: longer words in front of a list are no introduction to it


@dataclass(frozen=True, slots=True)
class Introduction:
    """The line that a list's items go on with, and where it stands."""

    text: str
    spans: tuple[Span, ...]


@dataclass(slots=True)
class Place:
    """Where the walk over the blocks is: the heading trail, and what the nearest heading and introduction announce.

    `describing` says that the paper tells how things are done, `bonus` what a sentence gains by the kind of paper, `names` what the
    council is called by one word, `made_on` (ISO) when the paper was made.
    """

    describing: bool
    bonus: float
    names: frozenset[str] = frozenset()
    made_on: str | None = None
    trail: HeadingTrail = field(default_factory=HeadingTrail)
    heading: Announcement | None = None
    introduction: Introduction | None = None
    listed: Announcement | None = None
    over_money: bool = False
    recommending: bool = False

    @property
    def section(self) -> tuple[str, ...]:
        return self.trail.section

    @property
    def items(self) -> Announcement | None:
        """What is announced of an item that stands here."""
        return self.listed or self.heading

    @property
    def over_actions(self) -> bool:
        """Whether the heading says that its items are actions."""
        return any(_ACTIONS.search(title) for title in self.section[-1:])

    def under(self, heading: Block) -> None:
        """Go below a heading."""
        self.trail.under(heading)
        self.heading, self.introduction, self.listed = announced(heading.text), None, None
        self.over_money = is_describing(heading.text)
        self.recommending = is_recommending(heading.text)

    def weight(self) -> float:
        """How much a sentence here gains, or loses, by the paper and the heading that it stands under."""
        weight = self.bonus - (2.0 if self.describing else 0.0)
        if self.heading in ("acts", "leaning"):
            weight += 1.0 if self.heading == "acts" else 0.5
        return weight - (1.0 if self.over_money else 0.0)

    def is_measured(self) -> bool:
        """Whether the heading is one of outcomes and measures."""
        return self.heading == "denied" and _MEASURED.search(self.section[-1]) is not None

    def introduce(self, block: Block) -> None:
        """Take in the line that introduces a list, if it says what the list is of."""
        start, end = sentence_spans(block.text)[-1]
        line = block.text[start:end]
        if len(line) > _INTRODUCTION:
            return
        said, leading = announced(line), is_leading(line)
        if (
            said is None
            and leading
            and (sign := self.sign_of(f"{line.rstrip(_COLON)} {_ANY_ACT}"))
            and sign.weight + 1.0 >= ENOUGH
        ):
            said = "acts"
        elif said is None and is_recommending(line):
            said = "denied"
        elif said == "leaning" and self.heading == "acts":
            said = "acts"
        self.listed = said
        self.introduction = Introduction(line, tuple(within(block.spans, start, end))) if said == "acts" and leading else None

    def sign_of(self, sentence: str) -> Sign | None:
        """The weightiest sign of a sentence that stands here, with the weight of its place; None where it has none."""
        if not CHEAP.search(sentence):
            return None
        found = max(signs(sentence, deadlines_of(sentence, self.made_on), self.names), key=lambda s: s.weight, default=None)
        return replace(found, weight=found.weight + self.weight()) if found else None
