"""Records put into the words of an answer, each with quotes cut from its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Claim
from assistant.compose import Draft
from assistant.gist import gist, says_nothing_new
from assistant.quoting import row_quotes
from assistant.register_search import PassageIndex
from assistant.registers import Held
from assistant.verify import values_stand
from vectorstore.library import Holdings
from vectorstore.models import Cell, Hit, Page, Passage
from vectorstore.records import Field, Record
from vectorstore.units import Unit, part_of, text_at

_GIST = 190  # characters of a note's gist in a list
_TIGHT = 100  # characters: with less room a long title is cut at a word
_LONG_GIST = 400  # and where one record is the answer


@dataclass(frozen=True, slots=True)
class Item:
    """A record of a register and the risk that it is under, None for a risk."""

    held: Held
    record: Record
    risk: Record | None = None

    @property
    def home(self) -> Record:
        """The risk itself, or the one that a control is under."""
        return self.risk or self.record


_SHOWN = {
    "ref": "Ref", "title": "", "description": "Description", "category": "Category", "group": "Directorate", "cause": "Cause",
    "consequence": "Consequence", "impact": "Impact", "likelihood": "Likelihood", "score": "Score", "rating": "Rating",
    "direction": "Direction", "status": "Status", "owner": "Owner", "due": "Due", "added": "Added", "reviewed": "Reviewed", "note": "Note",
}  # fmt: skip


class Writing:
    """Puts records into claims with quotes cut from their rows."""

    def __init__(self, holdings: Holdings, index: PassageIndex) -> None:
        self.holdings, self.index = holdings, index
        self._pages: dict[str, dict[int, Page]] = {}

    def pages(self, document: str) -> dict[int, Page]:
        """A document's pages by ordinal."""
        if document not in self._pages:
            self._pages[document] = {p.ordinal: p for p in self.holdings.pages(document)}
        return self._pages[document]

    def add(
        self, draft: Draft, item: Item, fields: Sequence[str], room: int, *, under: bool = False, short: bool = False
    ) -> None:
        """Add a claim that says a record's fields, in at most about `room` characters."""
        shown = self._shown(item, fields, room, short)
        numbers = self._quotes(draft, item, [f for _, f in shown])
        if not numbers:
            return
        quotes = [c.quote for c in draft.citations if c.n in numbers]
        parts = []
        for name, made in shown:
            words = made.text if values_stand(made.text, quotes) else _without_figures(made.text)
            label = _SHOWN.get(name, name)
            if words:
                parts.append(f"{label}: {words}" if label else words)
        text = ". ".join(p.rstrip(".;, ") for p in parts) + "."
        remark = " (The latest note says nothing new.)" if short and says_nothing_new(item.record.text("note")) else ""
        if under and item.risk is not None and (home := self.cite(draft, Item(item.held, item.risk), ("title",), 900)):
            text += f" Risk: {shortened(item.risk.name, 60)}."
            numbers = list(dict.fromkeys([*numbers, *home]))
        if "rating" in fields and (said := [f for f in map(_plain_flag, item.record.flags) if values_stand(f, quotes)]):
            remark += f" (Flagged: {'; '.join(said)}.)"
        draft.claims.append(Claim(text=text + remark, citations=numbers, support=1.0, remark=remark))

    def cite(self, draft: Draft, item: Item, fields: Sequence[str], room: int) -> list[int]:
        """Cite a record without saying it."""
        return self._quotes(draft, item, [f for _, f in self._shown(item, fields, room, short=False) if f.spans])

    def _shown(self, item: Item, fields: Sequence[str], room: int, short: bool) -> list[tuple[str, Field]]:
        record = item.record
        found: list[tuple[str, Field]] = []
        used = 0
        pages = self.pages(item.held.document.id)
        for name in fields:
            made = record.fields.get(name)
            if name == "title" and made is None:
                made = record.fields.get("description")
            if made is None or not made.text or not made.spans:
                continue
            if any(made.spans == f.spans for _, f in found):
                continue
            left = room - used
            if name in ("note", "description", "cause", "consequence"):
                if left < 60 and name == "note":
                    continue
                said = gist(made.spans, pages, min(max(left, 60), _GIST if short else _LONG_GIST))
                if said is None:
                    continue
                made = Field(*said, made.label)
            elif name == "title" and len(made.text) > (longest := max(room, 160 if room > _TIGHT else 90)):
                made = self._beginning(made, pages, longest)
            found.append((name, made))
            used += len(made.text) + len(_SHOWN.get(name, name)) + 4
        return found

    def _beginning(self, made: Field, pages: dict[int, Page], room: int) -> Field:
        text = text_at(made.spans, pages)
        if len(text) <= room:
            return made
        end = len(text[:room].rsplit(" ", 1)[0].rstrip(",;: "))
        return Field(text[:end], part_of(made.spans, pages, 0, end), made.label)

    def _quotes(self, draft: Draft, item: Item, fields: Sequence[Field]) -> list[int]:
        """Cite the rows that some fields stand in; the numbers of the citations."""
        pages = self.pages(item.held.document.id)
        numbers: list[int] = []
        for passage, cells in self._by_passage(item, fields):
            hit = Hit(passage, item.held.document, 1.0)
            unit = Unit(" ".join(c.text for c in cells), tuple(s for c in cells for s in c.spans), hit, 0, "row", tuple(cells))
            quotes = row_quotes(unit, cells, pages)
            if quotes:
                claim = draft.add("", unit, quotes, pages, 1.0)
                draft.claims.pop()
                numbers += claim.citations
        return list(dict.fromkeys(numbers))

    def _by_passage(self, item: Item, fields: Sequence[Field]) -> list[tuple[Passage, list[Cell]]]:
        """The fields as cells of the passages that they stand in. A heading's words have no row and are cited by their own passage or not at all."""
        groups: dict[str, tuple[Passage, list[Cell]]] = {}
        passages = self.index.of(item.held, item.record)
        for made in fields:
            for passage in passages:
                if any(a.page == b.page and b.start <= a.start < b.end for a in made.spans for b in passage.spans):
                    groups.setdefault(passage.id, (passage, []))[1].append(Cell(made.label, made.text, made.spans))
                    break
        return list(groups.values())


def _plain_flag(flag: str) -> str:
    """A flag without the figures that no quote prints: how many other risks, what a product would be."""
    flag = re.sub(r"\b\d+ others? (of the same score) (?:are|is)\b", r"others \1 are", flag)
    return re.sub(r"\s*\(which is \d+\)", "", flag)


def _without_figures(text: str) -> str:
    """A rating or level without the figure that cannot be quoted beside it; nothing of a text that is more than that."""
    bare = " ".join(re.sub(r"[(\[]?\d+[)\]]?", " ", text).split())
    return bare if len(bare.split()) <= 3 and any(map(str.isalpha, bare)) and len(text) < 30 else ""


def shortened(text: str, room: int) -> str:
    room = max(room, 40)
    return text if len(text) <= room else text[:room].rsplit(" ", 1)[0].rstrip(",;:- ") + " \u2026"
