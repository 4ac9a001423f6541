"""The extractive writer: an answer made of the papers' own sentences, items and rows, each cited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.answer import Citation, Claim, Derivation
from assistant.question import Question
from assistant.quoting import cite, row_quotes, steady
from assistant.rows import asked_rows, best_sentence, pages_of, row_text, shown_cells
from assistant.scoring import Scored, Selector, best
from assistant.units import Unit, text_at, units
from vectorstore.library import Holdings
from vectorstore.models import Cell, Hit, Page, Span

_LOOKED_AT = 14  # passages, the best ones, whose sentences are weighed
_COVERED = 0.38  # the least share of the question's words that an answer must hold
_NEAR = 0.42  # the least cosine of its passage, unless nearly all words are there
_FRAME = {"figure": (3, 0.80), "fact": (3, 0.80), "who": (2, 0.82), "when": (3, 0.80), "reason": (4, 0.74), "comparison": (5, 0.72), "list": (6, 0.70)}
_CHARACTERS = 1_500  # of quoted words in an answer of sentences
_ROW_CHARACTERS = 2_300  # of quoted words in an answer of rows


@dataclass(slots=True)
class Draft:
    """An answer before the check: claims with the numbers of their citations, and the ordinals of the pages each quote is on."""

    claims: list[Claim] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    ordinals: list[tuple[int, ...]] = field(default_factory=list)

    def add(self, text: str, unit: Unit, quotes: Iterable[Sequence[Span]], pages: dict[int, Page], support: float) -> Claim:
        """Add a claim that rests on some quotes from a unit; a quote that is cited already keeps its number."""
        numbers = []
        for spans in quotes:
            citation = cite(len(self.citations) + 1, unit, spans, pages)
            same = next((c.n for c in self.citations if (c.document, c.pages, c.quote) == (citation.document, citation.pages, citation.quote)), None)
            if same is None:
                self.citations.append(citation)
                self.ordinals.append(tuple(dict.fromkeys(s.page for s in spans)))
            numbers.append(same or citation.n)
        claim = Claim(text=text, citations=list(dict.fromkeys(numbers)), support=round(support, 3))
        self.claims.append(claim)
        return claim


def compose(question: Question, hits: Sequence[Hit], holdings: Holdings, passages: int) -> Draft:
    """Pick what answers, order it and cite it; an empty draft when nothing does. `passages` is how many were searched."""
    if not hits:
        return Draft()
    selector = Selector(question, holdings.document_frequency(question.terms), passages)
    heading, rows = asked_rows(question, hits, selector, holdings)
    if rows and heading:
        return _rows_draft(question, heading, rows, holdings, selector)
    looked_at = hits[:_LOOKED_AT]
    pages = pages_of(looked_at, holdings)
    top = hits[0].score or 1.0
    candidates = [u for hit in looked_at for u in units(hit, pages[hit.document.id])]
    nearness = holdings.nearness(question.text, [_shown_text(u) for u in candidates])
    scored = [selector.score(u, top, c) for u, c in zip(candidates, nearness, strict=True)]
    most, share = _FRAME.get(question.want, (3, 0.8))
    chosen = best([s for s in scored if _answers(s)], share, most, _CHARACTERS)
    return _sentences_draft(_in_reading_order(chosen), pages, selector)


def _shown_text(unit: Unit) -> str:
    """A unit with the heading that it stands under, as its meaning is weighed."""
    heading = unit.hit.passage.section[-1] if unit.hit.passage.section else ""
    return f"{heading}: {unit.text}" if heading else unit.text


def _answers(scored: Scored) -> bool:
    """Whether a unit's passage speaks of what was asked, and not only of some of its words."""
    cosine = scored.unit.hit.parts.get("cosine", 0.0)
    return (scored.covered >= _COVERED and cosine >= _NEAR) or scored.covered >= 0.75 or cosine >= 0.62


def _in_reading_order(chosen: Sequence[Scored]) -> list[Scored]:
    """The best paper first; within a paper, as it reads."""
    first = {s.unit.hit.document.id: n for n, s in reversed(list(enumerate(chosen)))}
    return sorted(chosen, key=lambda s: (first[s.unit.hit.document.id], s.unit.hit.passage.ordinal, s.unit.order))


def _sentences_draft(chosen: Sequence[Scored], pages: dict[str, dict[int, Page]], selector: Selector) -> Draft:
    draft = Draft()
    for s in chosen:
        held = pages[s.unit.hit.document.id]
        support = min(1.0, s.covered)
        if s.unit.kind == "row":
            _add_row(draft, s.unit, held, selector, support, parent=None)
        else:
            draft.add(text_at(s.unit.spans, held), s.unit, [_steady_ends(s.unit.spans, held)], held, support)
    return draft


def _steady_ends(spans: Sequence[Span], pages: dict[int, Page]) -> list[Span]:
    """A sentence's slices with its first and last figures whole."""
    if len(spans) == 1:
        return [steady(spans[0], pages)]
    first, last = steady(spans[0], pages), steady(spans[-1], pages)
    return [Span(first.page, first.start, spans[0].end), *spans[1:-1], Span(last.page, spans[-1].start, last.end)]


def _add_row(
    draft: Draft, unit: Unit, pages: dict[int, Page], selector: Selector, support: float, parent: str | None, room: int = 700
) -> Claim | None:
    """Add a row as a claim: its short cells, and the telling sentence of a long one where the short ones do not say it."""
    shown = [c for c in shown_cells(unit.cells, selector) if c.spans]
    told = selector.covered(" ".join(c.text for c in shown))
    extra = max((c for c in unit.cells if c not in shown and c.text), key=lambda c: selector.covered(best_sentence(c, selector)), default=None)
    if extra is not None and parent is None and selector.covered(best_sentence(extra, selector)) > told:
        shown = [c for c in unit.cells if c in shown or c is extra]
        shown = [_trimmed(c, selector, pages) if c is extra else c for c in shown]
    shown = _within_room(shown, room)
    quotes = row_quotes(unit, shown, pages)
    if not quotes:
        return None
    return draft.add(row_text(shown, parent), unit, quotes, pages, support)


def _trimmed(cell: Cell, selector: Selector, pages: dict[int, Page]) -> Cell:
    """A long cell cut down to its most telling sentence, with that sentence's place."""
    from assistant.units import part_of

    sentence = best_sentence(cell, selector)
    at = cell.text.find(sentence)
    whole = text_at(cell.spans, pages)
    at = whole.find(sentence) if at < 0 or whole != cell.text else at
    if at < 0:
        return cell
    return Cell(cell.label, sentence, part_of(cell.spans, pages, at, at + len(sentence)))


def _within_room(cells: Sequence[Cell], room: int) -> list[Cell]:
    kept: list[Cell] = []
    for cell in cells:
        if not kept or sum(len(c.text) for c in kept) + len(cell.text) <= room:
            kept.append(cell)
    return kept


def _rows_draft(question: Question, heading: str, rows: Sequence[Unit], holdings: Holdings, selector: Selector) -> Draft:
    """All the rows asked for, led by how many there are, each with its status and owner."""
    draft = Draft()
    pages = {p.ordinal: p for p in holdings.pages(rows[0].hit.document.id)}
    noun = f"{question.rows}{'' if len(rows) == 1 else 's'}"
    for unit in rows:
        _add_row(draft, unit, pages, selector, 1.0, parent=None, room=max(120, _ROW_CHARACTERS // len(rows) - 150))
    counted = list(dict.fromkeys(n for claim in draft.claims for n in claim.citations))
    whole = len(draft.claims) == len(rows)
    lead = f"{len(rows)} {noun} {'is' if len(rows) == 1 else 'are'} recorded under \u201c{heading}\u201d"
    tail = "." if whole else f"; {len(draft.claims)} of them can be quoted here."
    derived = Derivation(op="count", value=len(rows), rows=counted)
    draft.claims.insert(0, Claim(text=lead + tail, citations=counted, support=1.0, derived=derived))
    return draft
