"""Promises put into the words of an answer: each with its quote, its owner, its date, and what later papers say of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer import Claim, Derivation
from assistant.commitment_select import Promises
from assistant.compose import Draft
from assistant.ledger_nouns import Commitment, Later, Stated
from assistant.people import same_person
from assistant.quoting import row_quotes, sentence_quotes
from assistant.register_search import overlapping
from assistant.verify import derivation_stands, figures, said
from vectorstore.dates import last_day, long_date
from vectorstore.library import Holdings
from vectorstore.models import Cell, Document, Hit, Page, Passage, Span
from vectorstore.records import Field
from vectorstore.units import Unit, part_of, text_at, without_markup

_SENTENCE = 320  # characters of a later paper's words that are shown where one promise is answered
_LEADS = {"recommendation": "Recommended: ", "decision": "Resolved: "}
_RELATIONS = {"progressed": "under way", "completed": "done", "delayed": "delayed", "changed": "changed", "dropped": "dropped"}


@dataclass(frozen=True, slots=True)
class Room:
    """How much of each promise is shown: characters of what it says and of a later paper's words, how many later papers, and whether its
    owner and date are."""

    what: int
    later: int
    laters: int
    owner: bool = True
    due: bool = True


class Writing:
    """Puts promises into claims with quotes cut from where they stand."""

    def __init__(self, promises: Promises, holdings: Holdings, as_of: date) -> None:
        self.promises, self.holdings, self.as_of = promises, holdings, as_of
        self._pages: dict[str, dict[int, Page]] = {}

    def add(self, draft: Draft, c: Commitment, room: Room) -> bool:
        """Add what is said of one promise: itself, other papers that date it otherwise, what later papers say. False when it cannot be quoted."""
        stated = c.sources[0]
        owner = next((s for s in c.sources if s.entry.owners), None) if room.owner else None
        due = self._due(c) if room.due or c.overdue(self.as_of) else None
        beside = [(s, name) for s, name in ((owner, "owner"), (due, "due")) if s is not None]
        numbers = self._stated(draft, stated, [name for s, name in beside if s is stated])
        if not numbers:
            return False
        for source, name in beside:
            if source is not stated:
                numbers += self._stated(draft, source, [name])
        quoted = " ".join(x.quote for x in draft.citations if x.n in numbers)
        text = self._text(c, room, owner, due, quoted)
        if text is None:
            return False
        claim = Claim(text=text, citations=list(dict.fromkeys(numbers)), support=1.0)
        draft.claims.append(self._marked(draft, c, claim) if c.overdue(self.as_of) else claim)
        for other in c.sources:
            if (
                other is not due
                and other.entry.due
                and due is not None
                and due.entry.due
                and other.entry.due_date != due.entry.due_date
            ):
                self._restated(draft, other)
        for later in c.later[-room.laters :] if room.laters else ():
            self._later(draft, later, room.later)
        return True

    def _due(self, c: Commitment) -> Stated | None:
        """The paper whose date of a promise is said: of one that is overdue, one whose date has passed; else the first that has one."""
        dated = [s for s in c.sources if s.entry.due]
        passed = (
            s for s in dated for d in (s.entry.due_date, *(m.date for m in s.entry.milestones)) if d and last_day(d) < self.as_of
        )
        return next(passed if c.overdue(self.as_of) else iter(dated), next(iter(dated), None))

    def _marked(self, draft: Draft, c: Commitment, claim: Claim) -> Claim:
        """A claim marked as overdue, or some of its staged dates, where the dates that it cites show that it is."""
        passed = [d for d in c.dates if last_day(d) < self.as_of]
        part = f"{len(passed)} of {len(c.dates)} dates " if len(passed) < len(c.dates) else ""
        value = f"{part}overdue as of {long_date(self.as_of)}"
        derived = Derivation.model_validate({"op": "overdue", "value": value, "from": claim.citations})
        marked = claim.model_copy(update={"text": f"{claim.text} ({value[0].upper()}{value[1:]}.)", "derived": derived})
        return marked if derivation_stands(marked, [x for x in draft.citations if x.n in claim.citations]) else claim

    def _text(self, c: Commitment, room: Room, owner: Stated | None, due: Stated | None, quoted: str) -> str | None:
        """A promise in words, none of whose figures is missing from its quotes; None when that cannot be."""
        entry, stood = c.entry, figures(quoted)
        own = set(said(quoted).split())
        what = entry.what if set(said(entry.what).split()) <= own else without_markup(c.quote)
        if not figures(what) <= stood:
            return None
        parts = [_LEADS.get(c.kind, "") + _short(what, room.what)]
        if owner is not None:
            names = "; ".join(o.name for o in owner.entry.owners)
            if figures(names) <= stood and not _says(what, names):
                parts.append(f"Owner: {names}")
        if due is not None and due.entry.due and figures(due.entry.due.text) <= stood:
            words = without_markup(due.entry.due.text)
            if words.lower() not in what[: room.what].lower():
                parts.append(f"Due: {words}")
        if entry.status and room.due and figures(entry.status.text) <= stood:
            parts.append(f"Status: {_short(without_markup(entry.status.text), 90)}")
        return " ".join(_ended(p) for p in parts)

    def cite_stated(self, draft: Draft, stated: Stated) -> list[int]:
        """Cite a promise where a paper states it, with its owner and date, without saying it; the numbers of the citations."""
        return self._stated(draft, stated, ["owner", "due"])

    def cite(self, draft: Draft, document: Document, spans: Sequence[Span]) -> list[int]:
        """Cite some words of a paper without saying them; the numbers of the citations."""
        return self._cite(draft, document, spans, ())

    def _stated(self, draft: Draft, stated: Stated, cells: Sequence[str]) -> list[int]:
        """Cite a promise where a paper states it, with the cells of its row that the claim says; the numbers of the citations."""
        entry = stated.entry
        fields = [getattr(entry, name) for name in cells]
        aside = [f for f in (*fields, entry.status) if f and f.spans and not _inside(f.spans, entry.spans)]
        return self._cite(draft, stated.document, entry.spans, aside)

    def _restated(self, draft: Draft, stated: Stated) -> None:
        """Say that another paper gives the same promise with another date."""
        numbers = self._stated(draft, stated, ["due"])
        entry = stated.entry
        if numbers and entry.due:
            text = f"In \u201c{stated.document.title}\u201d: due \u201c{without_markup(entry.due.text)}\u201d."
            draft.claims.append(Claim(text=text, citations=numbers, support=1.0, below=True))

    def _later(self, draft: Draft, later: Later, room: int) -> None:
        """Say what a later paper says of a promise, with the paper and its date."""
        pages = self.pages(later.document.id)
        spans = self._shortened(later.spans, pages, room)
        numbers = self._cite(draft, later.document, spans, ())
        if not numbers:
            return
        meeting = later.document.meeting_date
        when = f", {long_date(meeting)}" if meeting and long_date(meeting) not in later.document.title else ""
        how = f" ({_RELATIONS[later.relation]})" if later.relation in _RELATIONS else ""
        words = without_markup(text_at(spans, pages)) + (" \u2026" if spans != tuple(later.spans) else "")
        text = f"Later{how}, in \u201c{later.document.title}\u201d{when}: {words}"
        derived = Derivation.model_validate({"op": "dated", "value": long_date(meeting), "from": numbers}) if meeting else None
        draft.claims.append(Claim(text=text, citations=numbers, support=1.0, derived=derived, below=True))

    def _shortened(self, spans: Sequence[Span], pages: dict[int, Page], room: int) -> tuple[Span, ...]:
        text = text_at(spans, pages)
        return tuple(spans) if len(text) <= room else part_of(spans, pages, 0, len(text[:room].rsplit(" ", 1)[0].rstrip(",;: ")))

    def _cite(self, draft: Draft, document: Document, spans: Sequence[Span], aside: Sequence[Field]) -> list[int]:
        """Cite some words of a paper and the cells beside them."""
        pages = self.pages(document.id)
        numbers: list[int] = []
        fields = [Field(text_at(spans, pages), tuple(spans), None), *aside]
        for passage, cells in self._by_passage(document, fields):
            whole = tuple(s for cell in cells for s in cell.spans)
            unit = Unit(" ".join(c.text for c in cells), whole, Hit(passage, document, 1.0), 0, passage.kind, tuple(cells))
            quotes = (
                row_quotes(unit, cells, pages) if passage.rows else [q for c in cells for q in sentence_quotes(c.spans, pages)]
            )
            if quotes:
                numbers += draft.add("", unit, quotes, pages, 1.0).citations
                draft.claims.pop()
        return list(dict.fromkeys(numbers))

    def _by_passage(self, document: Document, fields: Sequence[Field]) -> list[tuple[Passage, list[Cell]]]:
        groups: dict[str, tuple[Passage, list[Cell]]] = {}
        for made in fields:
            home = next(iter(overlapping(self.promises.passages_of(document.id), made.spans)), None)
            if home is not None:
                groups.setdefault(home.id, (home, []))[1].append(Cell(made.label, made.text, made.spans))
        return list(groups.values())

    def pages(self, document: str) -> dict[int, Page]:
        """A document's pages by ordinal."""
        if document not in self._pages:
            self._pages[document] = {p.ordinal: p for p in self.holdings.pages(document)}
        return self._pages[document]


def _inside(spans: Sequence[Span], around: Sequence[Span]) -> bool:
    return all(any(a.page == b.page and b.start <= a.start and a.end <= b.end for b in around) for a in spans)


def _says(what: str, names: str) -> bool:
    """Whether a promise's own words already say who is to do it."""
    return names.lower() in what.lower() or any(same_person(names, m) for m in re.findall(r"[A-Z]\w+ [A-Z][\w'-]+", what))


def _ended(text: str) -> str:
    """Some words with a full stop, unless they are cut short."""
    return text if text.endswith("\u2026") else f"{text.rstrip('.;, ')}."


def _short(text: str, room: int) -> str:
    return text if len(text) <= room else text[:room].rsplit(" ", 1)[0].rstrip(",;:- ") + " \u2026"
