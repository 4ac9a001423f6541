"""From what is found in a block, or in the list that it opens, to an entry with its owners, deadline, section and place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.commitments import minuted_actions, recommendations, resolutions
from ingest.commitments.actors import owners_in
from ingest.commitments.dating import due_in
from ingest.commitments.listing import items_below, marked
from ingest.commitments.sittings import sittings
from ingest.passages import slices, within
from ingest.reading import Block, HeadingTrail, Reading
from vectorstore.commitments import Entry, EntryKind
from vectorstore.dates import find_dates
from vectorstore.models import Document, Span, fold_space
from vectorstore.records import Field


@dataclass(frozen=True, slots=True)
class Found:
    """An entry, the number of its block, and how it was said."""

    block: int
    entry: Entry
    form: str


@dataclass(frozen=True, slots=True)
class Part:
    """A block's words from a place on: behind its number or mark."""

    block: Block
    begins: int

    @property
    def text(self) -> str:
        return self.block.text[self.begins :]

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Where some of these words stand."""
        return tuple(within(self.block.spans, self.begins + start, self.begins + end))


_UNMARKED = 12  # blocks below a line that can be its items without a mark


class Stating:
    """A paper's blocks with the sitting that each is minutes of, and the heading trail at the block that is being read.

    `used` holds the blocks that a list has taken.
    """

    def __init__(self, reading: Reading, document: Document) -> None:
        self.blocks, self.pages = reading.blocks, reading.pages
        self.sat = sittings(reading.blocks, document)
        self.day = document.meeting_date.isoformat() if document.meeting_date else None
        self.trail = HeadingTrail()
        self.used: set[int] = set()

    def listed(self, n: int, kind: EntryKind, lead: str, intro: Part | None = None) -> Iterator[Found]:
        """The items below a line as entries; where they only name things, the line with all of them is one entry."""
        items = items_below(self.blocks, n, _ends_list) or self._unmarked(n)
        if not items and kind == "recommendation" and re.search(r"\bfollowing \w+", lead):
            part = Part(self.blocks[n], marked(self.blocks[n])[1])
            yield self.found(n, kind, part.text, part.spans(0, len(part.text)), "", "list", part)
        if intro is not None and items and _names_things(intro.text, [self.blocks[i[0]] for i in items]):
            spans = (*intro.spans(0, len(intro.text)), *(s for item in items for m in item for s in self.blocks[m].spans))
            said = " ".join([intro.text, *(self.blocks[m].text for item in items for m in item)])
            self.used.update(m for item in items for m in item)
            resolved = resolutions.item_resolved(resolutions.LEAD.sub("", said), lead) if kind == "decision" else None
            yield self.found(
                n, resolved.kind if resolved else kind, resolved.what if resolved else said, spans, "", "list", intro
            )
            return
        for item in items:
            self.used.update(item)
            part = Part(self.blocks[item[0]], marked(self.blocks[item[0]])[1])
            said = part.text.rstrip(" :") if len(item) > 1 else part.text
            spans = (*part.spans(0, len(part.text)), *(s for m in item[1:] for s in self.blocks[m].spans))
            if kind == "decision":
                made = resolutions.item_resolved(said, lead)
                yield self.found(n, made.kind, made.what, spans, made.actor, "list", part)
            elif kind == "action":
                yield self.found(n, kind, said, spans, minuted_actions.actor_of(said), "list", part, self._day_above(n))
            elif recommendations.recommends(f"to {said}" if said[:1].islower() else said) or len(said.split()) > 1:
                yield self.found(n, kind, _joined(lead, said), spans, "", "list", part)

    def _unmarked(self, n: int) -> list[tuple[int, ...]]:
        """The paragraphs right below a line that are its items without number or bullet: "That ...", "To note ..."."""
        items: list[tuple[int, ...]] = []
        for m in range(n + 1, min(n + _UNMARKED, len(self.blocks))):
            block = self.blocks[m]
            if block.kind in ("furniture", "contents"):
                continue
            if block.kind != "paragraph" or block.number or not recommendations.WORDED.match(block.text):
                break
            items.append((m,))
        return items

    def _day_above(self, n: int) -> str | None:
        """The day of the meeting whose actions are listed: the nearest above that a meeting is said to have been held on."""
        for block in reversed(self.blocks[max(0, n - 6) : n + 1]):
            if re.search(r"\bmeeting\b", block.text) and (days := [d.day for d in find_dates(block.text) if d.day]):
                return days[-1].isoformat()
        return None

    def found(
        self,
        n: int,
        kind: EntryKind,
        what: str,
        spans: tuple[Span, ...],
        actor: str,
        form: str,
        part: Part,
        made_on: str | None = None,
    ) -> Found:
        sitting = self.sat[n]
        day = made_on or (sitting.day if sitting else None)
        quoted = slices(spans, self.pages)
        due, iso = due_in(quoted, spans, day or self.day, what) if not _only_notes(what) else (None, None)
        owners = owners_in(actor)
        at = quoted.find(actor) if actor else -1
        owner = Field(actor, tuple(within(spans, at, at + len(actor))) if at >= 0 else ()) if owners else None
        number = part.block.number if part.block.number and re.fullmatch(r"\d{1,3}(?:\.\d{1,3})*", part.block.number) else None
        entry = Entry(
            kind, "minutes" if sitting or form == "action" else "list", _opening_large(what), spans, owners, owner, due, iso,
            made_on=day, section=self.trail.section, paragraph=number,
        )  # fmt: skip
        return Found(n, entry, form)


def _ends_list(block: Block) -> bool:
    return (
        (resolutions.LEAD.match(block.text) is not None and block.kind != "item")
        or minuted_actions.CHEAP.match(block.text) is not None
        or (block.kind == "heading" and recommendations.HEADING.match(block.text) is not None)
    )


def _names_things(lead: str, items: list[Block]) -> bool:
    """Whether a line says all that is done and bulleted items only name to what: "... the following be included:"."""
    return all(marked(b)[0] == "" for b in items) and re.search(r"\bfollowing\b|\brequested\b", lead) is not None


def _joined(lead: str, said: str) -> str:
    """An item behind the line that it goes on from: "Cabinet is recommended to" "approve the plan"."""
    opening = recommendations.ASKED.search(lead)
    if opening is None or not said[:1].islower() or len(lead) > 120:
        return said
    return f"{lead[opening.start() :].rstrip(' :-')} {said}"


def _opening_large(what: str) -> str:
    """An entry's words as a sentence begins, without a label in front."""
    said = fold_space(re.sub(r"^Recommendations?(?:\(s\))?\s*:\s*", "", what)).rstrip(";, ")
    return said[:1].upper() + said[1:]


def _only_notes(what: str) -> bool:
    """Whether an entry only takes note or agrees minutes: dates in it are of what was read, no deadlines."""
    notes = re.match(r"(?:[^.]{0,60}\b)?(?:note|noted|notes|minutes)\b", what)
    return notes is not None and re.search(r"\band (?:that|to|agrees?|asks?)\b", what) is None
