"""The extractive writer: an answer made of the papers' own sentences, items and rows, each cited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from assistant.answer import Citation, Claim
from assistant.question import Question, asked_parts, understand
from assistant.quoting import cell_quotes, cite, header_quote, row_quotes, sentence_quotes
from assistant.rows import note_gist, pages_of, row_text, shown_cells
from assistant.scoring import Scored, Selector, best
from assistant.units import Unit, units, without_markup
from assistant.verify import figures
from vectorstore.library import Holdings
from vectorstore.models import Cell, Hit, Page, Span

_LOOKED_AT = 14  # passages, the best ones, whose sentences are weighed
_WEIGHED = 90  # units, the best by their words, whose meaning is weighed too
_COVERED = 0.12  # an answer's best unit holds at least this share of the question's words,
_NEAR = 0.3  # and its passage comes at least this near in meaning (cosine),
_TOGETHER = 0.6  # or the two make this together
_PROMISED = 0.5  # the meaning of a promise in a passage that comes so near (cosine) is enough, whatever its words
_LISTED = 0.85  # of the best score: an item that near makes its whole list the answer
_LIST_CHARACTERS = 2_000  # of quoted words in an answer that is a list
_LISTED_ITEM = re.compile(r"^(?:[\u2022\u25cf\u25aa\u25e6*-]|\u2013)\s+\S")
_BEGINS_LIST = re.compile(r":\s*(?:<[^<>]+>\s*)*(?:[\u2022\u25cf\u25aa\u25e6*-]|\u2013)\s")
_ROW_ROOM = 600  # characters of a row's cells
_INTRODUCED = 8  # sentences of a list that follow the one that introduces it


@dataclass(slots=True)
class Draft:
    """An answer before the check: claims with the numbers of their citations, the ordinals of the pages each quote is on.

    `left_out` says what a list may lack, `said` what else its reader must know (which version was used). `listed`: the first claim leads
    a list of the others.
    """

    claims: list[Claim] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    ordinals: list[tuple[int, ...]] = field(default_factory=list)
    left_out: str | None = None
    said: str | None = None
    listed: bool = False

    def add(self, text: str, unit: Unit, quotes: Iterable[Sequence[Span]], pages: dict[int, Page], support: float) -> Claim:
        """Add a claim that rests on some quotes from a unit; a quote that is cited already keeps its number."""
        numbers = []
        for spans in quotes:
            citation = cite(len(self.citations) + 1, unit, spans, pages)
            same = next(
                (
                    c.n
                    for c in self.citations
                    if (c.document, c.pages, c.quote) == (citation.document, citation.pages, citation.quote)
                ),
                None,
            )
            if same is None:
                self.citations.append(citation)
                self.ordinals.append(tuple(dict.fromkeys(s.page for s in spans)))
            numbers.append(same or citation.n)
        claim = Claim(text=text, citations=list(dict.fromkeys(numbers)), support=round(support, 3))
        self.claims.append(claim)
        return claim


def compose(question: Question, hits: Sequence[Hit], holdings: Holdings, passages: int, focus: Sequence[str] = ()) -> Draft:
    """Pick what answers, order it and cite it; an empty draft when nothing does.

    `passages` is how many were searched, `focus` names those (by id) of the one risk that the question is plainly about.
    """
    if not hits:
        return Draft()
    selector = Selector(question, holdings.document_frequency(question.terms), passages)
    fitting = [hit for hit in hits if selector.of_period(hit)]
    looked_at = [hit for n, hit in enumerate(fitting) if n < _LOOKED_AT or hit.passage.id in focus]
    if not looked_at:
        return Draft()
    pages = pages_of(looked_at, holdings)
    top = looked_at[0].score or 1.0
    parts = [_of_part(part, selector, holdings) for part in asked_parts(question.text)]
    candidates = [
        u for hit in looked_at for u in units(hit, pages[hit.document.id]) if selector.fits(u) or _fits_part(u, selector, parts)
    ]
    candidates = sorted(candidates, key=lambda u: -selector.by_words(u, top))[:_WEIGHED]
    scored = _scored(parts, candidates, top, selector, holdings)
    answering = _answering(scored)
    if question.want == "list" and (items := _whole_list(answering, holdings, selector)):
        return _list_draft(items, pages_of([u.hit for u in items], holdings))
    chosen = _in_reading_order(best(answering, focus))
    return _sentences_draft(_with_lists(chosen, holdings, pages), pages, selector)


def _of_part(part: str, selector: Selector, holdings: Holdings) -> Selector:
    """A selector for one of the things that a question asks."""
    own = understand(part, holdings.acronyms())
    return selector.of(own, holdings.document_frequency(own.terms))


def _fits_part(unit: Unit, whole: Selector, parts: Sequence[Selector]) -> bool:
    """Whether a unit can hold one of the things asked, about the period that the whole question names."""
    return any(p.holds_value(unit) for p in parts) and whole.of_period(unit.hit, " ".join(c.label or "" for c in unit.cells))


def _scored(
    parts: Sequence[Selector], candidates: Sequence[Unit], top: float, selector: Selector, holdings: Holdings
) -> list[Scored]:
    """The units with their scores; of a question that asks two things, each unit's for the one that it answers better."""
    texts = [_shown_text(u) for u in candidates]
    found = _weighed(candidates, texts, top, selector, holdings)
    for part in parts:
        other = _weighed(candidates, texts, top, part, holdings)
        found = [max(a, b, key=lambda s: s.score) for a, b in zip(found, other, strict=True)]
    return [replace(s, score=s.score + more) for s, more in zip(found, selector.recency(candidates), strict=True)]


def _weighed(
    candidates: Sequence[Unit], texts: Sequence[str], top: float, selector: Selector, holdings: Holdings
) -> list[Scored]:
    cosines = holdings.nearness(selector.question.text, texts)
    return [selector.score(u, top, c) for u, c in zip(candidates, cosines, strict=True)]


def _whole_list(scored: Sequence[Scored], holdings: Holdings, selector: Selector) -> list[Unit]:
    """All items of the list that the best unit is one of, when its heading or introduction speaks of what was asked."""
    if not scored:
        return []
    top = max(s.score for s in scored)
    fitting = [s for s in scored if s.unit.kind == "item" and s.unit.hit.passage.group and s.score >= _LISTED * top]
    if not fitting:
        return []
    first = max(fitting, key=lambda s: (s.score + 0.3 * _headed(s.unit, selector), s.unit.hit.passage.id)).unit
    if _headed(first, selector) < 0.25:
        return []
    document, name = first.hit.document, first.hit.passage.group or ""
    fellows = [Hit(p, document, first.hit.score) for p in holdings.group(document.id, name)]
    pages = pages_of(fellows, holdings)[document.id]
    return [u for hit in fellows for u in units(hit, pages)]


def _with_lists(chosen: Sequence[Scored], holdings: Holdings, pages: dict[str, dict[int, Page]]) -> list[Scored]:
    """The chosen units, each that introduces a list ("Cabinet is recommended to:") followed by the list."""
    found: list[Scored] = []
    for s in chosen:
        if any(f.unit.spans == s.unit.spans for f in found):
            continue
        run = _cell_list(s.unit, pages) if s.unit.kind == "cell" else []
        if run:
            found += [Scored(u, s.score, s.covered, s.cosine) for u in run if all(f.unit.spans != u.spans for f in found)]
            continue
        found.append(s)
        if not s.unit.text.endswith(":"):
            continue
        passage, document = s.unit.hit.passage, s.unit.hit.document
        after = [u for u in units(s.unit.hit, pages[document.id]) if u.order > s.unit.order]
        fellows = [
            p
            for p in holdings.passages_of(document.id)
            if p.ordinal == passage.ordinal + 1 and p.section == passage.section and not p.rows
        ]
        hits = [Hit(p, document, s.unit.hit.score, s.unit.hit.parts) for p in fellows]
        for ordinal, page in pages_of(hits, holdings).get(document.id, {}).items():
            pages[document.id].setdefault(ordinal, page)
        after += [u for h in hits for u in units(h, pages[document.id])]
        found += [
            Scored(u, s.score, s.covered, s.cosine)
            for u in after[:_INTRODUCED]
            if sum(len(x.text) for x in after[:_INTRODUCED]) <= _LIST_CHARACTERS
        ]
    return found


def _cell_list(unit: Unit, pages: dict[str, dict[int, Page]]) -> list[Unit]:
    """The list in a row's cell that a sentence is part of or stands before, with what introduces it; empty when there is none."""
    fellows = [
        u
        for u in units(unit.hit, pages[unit.hit.document.id])
        if u.kind == "cell" and u.row == unit.row and u.label == unit.label
    ]
    at = next((n for n, u in enumerate(fellows) if u.spans == unit.spans), None)
    if at is None:
        return []
    first = at
    while first > 0 and _LISTED_ITEM.match(fellows[first].text):
        first -= 1
    last = first
    while last + 1 < len(fellows) and _LISTED_ITEM.match(fellows[last + 1].text):
        last += 1
    if last == first and at + 1 < len(fellows) and _BEGINS_LIST.search(fellows[at + 1].text):
        last = at + 1
        while last + 1 < len(fellows) and _LISTED_ITEM.match(fellows[last + 1].text):
            last += 1
    run = fellows[first : last + 1]
    return run if 2 < len(run) <= _INTRODUCED + 2 and sum(len(u.text) for u in run) <= _LIST_CHARACTERS else []


def _headed(unit: Unit, selector: Selector) -> float:
    passage = unit.hit.passage
    return selector.covered(" ".join([*passage.section[-2:], passage.intro or ""]))


def _list_draft(items: Sequence[Unit], pages: dict[str, dict[int, Page]]) -> Draft:
    """The items of one list in their order, as many as an answer has room for."""
    draft, used = Draft(), 0
    held = pages[items[0].hit.document.id]
    for n, unit in enumerate(items):
        used += len(unit.text)
        if draft.claims and used > _LIST_CHARACTERS:
            left = len(items) - n
            are = "sentence of this list is" if left == 1 else "sentences of this list are"
            draft.left_out = f"{left} more {are} on the page cited."
            break
        draft.add(unit.text, unit, sentence_quotes(unit.spans, held), held, 1.0)
    return draft


def _shown_text(unit: Unit) -> str:
    """A unit with the heading that it stands under, as its meaning is weighed."""
    heading = unit.hit.passage.section[-1] if unit.hit.passage.section else ""
    return f"{heading}: {unit.text}" if heading else unit.text


def _answering(scored: Sequence[Scored]) -> list[Scored]:
    """The units of the passages that speak of what was asked at all: what is far from it in words and in meaning does not.

    One unit of a passage is enough: the sentence that holds the answer often names nothing that the one before it has named.
    """
    speaking = {s.unit.hit.passage.id for s in scored if _speaks(s)}
    return [s for s in scored if s.unit.hit.passage.id in speaking]


def _speaks(scored: Scored) -> bool:
    parts = scored.unit.hit.parts
    passage = parts.get("cosine", 0.0)
    if parts.get("named"):  # the paper that the question names: it need not sound like the question too
        return scored.covered >= _COVERED
    if parts.get("promised", 0.0) >= _PROMISED:
        return True
    return scored.covered >= _COVERED and (passage >= _NEAR or scored.covered + max(passage, scored.cosine) >= _TOGETHER)


def _in_reading_order(chosen: Sequence[Scored]) -> list[Scored]:
    """The best passage first; within a passage, as it reads."""
    first: dict[str, int] = {}
    for s in chosen:
        first.setdefault(s.unit.hit.passage.id, len(first))
    return sorted(chosen, key=lambda s: (first[s.unit.hit.passage.id], s.unit.order))


def _sentences_draft(chosen: Sequence[Scored], pages: dict[str, dict[int, Page]], selector: Selector) -> Draft:
    """Claims for the chosen units; the sentences of a row's cells follow the row's own name, status and owner."""
    draft = Draft()
    named: set[tuple[str, int]] = set()
    for s in chosen:
        held = pages[s.unit.hit.document.id]
        support = min(1.0, max(s.covered, s.cosine))
        if s.unit.row is not None and s.unit.row not in named:
            named.add(s.unit.row)
            _add_row(draft, s.unit, held, selector, support)
        if s.unit.kind != "row":
            label = f"{s.unit.label}: " if s.unit.label and figures(s.unit.label) <= figures(s.unit.text) else ""
            quotes = cell_quotes(s.unit, held) if s.unit.kind == "cell" else sentence_quotes(s.unit.spans, held)
            draft.add(label + without_markup(s.unit.text), s.unit, quotes, held, support)
    return draft


def _add_row(draft: Draft, unit: Unit, pages: dict[int, Page], selector: Selector, support: float) -> Claim | None:
    """Add a row's telling cells as a claim; no claim when no quote can be cut from it.

    Labels that hold figures ("2023/24") are quoted from the table's header too; cells whose label cannot be are left out.
    """
    shown = _within_room([c for c in shown_cells(unit.cells, selector) if c.spans], _ROW_ROOM)
    if (note := note_gist(unit.cells, pages)) and len(shown) > 1:
        shown.append(note)
    if any(figures(c.label or "") for c in shown):
        header = header_quote(unit, [c.label for c in shown if c.label], pages)
        if header is None:
            plain = [c for c in shown if not figures(c.label or "")]
            shown = plain if len(plain) > 1 else []
        elif quotes := row_quotes(unit, shown, pages):
            return draft.add(row_text(shown), unit, [*quotes, (header,)], pages, support)
    quotes = row_quotes(unit, shown, pages)
    return draft.add(row_text(shown), unit, quotes, pages, support) if quotes else None


def not_shown(rows: int) -> str:
    """What is said of rows of a list that cannot be quoted word for word."""
    return f"{rows} of them cannot be quoted word for word and {'is' if rows == 1 else 'are'} not shown."


def _within_room(cells: Sequence[Cell], room: int) -> list[Cell]:
    kept: list[Cell] = []
    for cell in cells:
        if not kept or sum(len(c.text) for c in kept) + len(cell.text) <= room:
            kept.append(cell)
    return kept
