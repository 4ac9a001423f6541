"""The extractive writer: an answer made of the papers' own sentences, items and rows, each cited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.answer import Citation, Claim
from assistant.candidates import candidates, read
from assistant.disagreement import disagreement
from assistant.instructions import for_readers
from assistant.question import Question
from assistant.quoting import cell_quotes, cite, header_quote, row_quotes, sentence_quotes
from assistant.rows import note_gist, pages_of, row_text, shown_cells
from assistant.scoring import Scored, Selector
from assistant.selection import LIKELY, best
from assistant.verify import figures, values_stand
from vectorstore.library import Holdings
from vectorstore.models import Cell, Hit, Page, Passage, Span
from vectorstore.units import FEWEST_WORDS, Unit, text_at, units, without_markup, word_count

_COVERED = 0.12  # an answer's best unit holds at least this share of the question's words,
_NEAR = 0.3  # and its passage comes at least this near in meaning (cosine),
_TOGETHER = 0.6  # or the two make this together,
_SPOKEN = 0.7  # or the words held and the words spoken of in meaning do
_PROMISED = 0.5  # the meaning of a promise in a passage that comes so near (cosine) is enough, whatever its words
_UNLIKELY = -6.0  # log-odds: when nothing is likelier to answer, nothing does,
_UNSTATED = -4.0  # nor when nothing is likelier to say a sum of money or a date, which papers state plainly or not at all
_PLAIN = ("amount", "when")
_DOUBTFUL = -4.0  # and what leads an answer with less only comes near, unless something beside it is likely to answer
_LISTED = 0.85  # of the best score: an item that near makes its whole list the answer
_LIST_CHARACTERS = 2_000  # of quoted words in an answer that is a list
_LISTED_ITEM = re.compile(r"^(?:[\u2022\u25cf\u25aa\u25e6*-]|\u2013)\s+\S")
_BEGINS_LIST = re.compile(r":\s*(?:<[^<>]+>\s*)*(?:[\u2022\u25cf\u25aa\u25e6*-]|\u2013)\s")
_BULLET = re.compile(r"^[\u2022\u25cf\u25aa\u25a0\u25e6*-]\s+(?=\S)")
# A sentence that begins so is about something that the one before it has named.
_LEANS = re.compile(
    r"^(?:this|these|that|those|it|its|they|their|he|she|his|her|such|however|as a result|therefore|in addition)\b", re.I
)
_ROW_ROOM = 600  # characters of a row's cells
_INTRODUCED = 8  # sentences of a list that follow the one that introduces it


@dataclass(slots=True)
class Draft:
    """An answer before the check: claims with the numbers of their citations, the ordinals of the pages each quote is on.

    `left_out` says what a list may lack, `said` what else its reader must know (which version was used). `listed`: the first claim leads
    a list of the others. `prose`: it is made of single sentences and rows, which a language model may put in words of its own. `doubtful`: what
    leads it only comes near the question. `hits` are the passages that it quotes, by id. `odds` are the log-odds that the likeliest of what was read
    answers; None where nothing was read with the question.
    """

    claims: list[Claim] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    ordinals: list[tuple[int, ...]] = field(default_factory=list)
    left_out: str | None = None
    said: str | None = None
    listed: bool = False
    prose: bool = False
    doubtful: bool = False
    hits: dict[str, Hit] = field(default_factory=dict)
    odds: float | None = None

    def add(self, text: str, unit: Unit, quotes: Iterable[Sequence[Span]], pages: dict[int, Page], support: float) -> Claim:
        """Add a claim that rests on some quotes from a unit; a quote that is cited already keeps its number."""
        self.hits[unit.hit.passage.id] = unit.hit
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
    found = candidates(question, hits, holdings, passages, focus)
    selector, pages = found.selector, found.pages
    scored = read(question, found.scored)
    least = _UNSTATED if question.want in _PLAIN else _UNLIKELY
    surest = max((s.odds for s in scored), default=least)
    if surest <= least:
        return Draft(odds=surest)
    answering = _answering(scored)
    if question.want == "list" and (items := _whole_list(answering, holdings, selector)):
        listed = _list_draft(items, pages_of([u.hit for u in items], holdings))
        listed.odds = surest
        return listed
    chosen = best(answering, question, focus)
    differing = disagreement(selector, chosen, answering)
    draft = _sentences_draft(_with_lists(differing.beside(_in_reading_order(chosen)), holdings, pages), pages, selector)
    draft.doubtful = bool(chosen) and chosen[0].odds < _DOUBTFUL and max(s.odds for s in chosen) < LIKELY
    draft.said = differing.said(draft.claims, draft.citations)
    draft.odds = surest
    draft.prose = draft.said is None  # papers that differ speak in their own words
    if found.unnamed and draft.claims:
        draft.left_out = f"Nothing was found on {' or '.join(found.unnamed)}."
    return draft


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
    return [u for hit in fellows for u in for_readers(units(hit, pages), pages)]


def _with_lists(chosen: Sequence[Scored], holdings: Holdings, pages: dict[str, dict[int, Page]]) -> list[Scored]:
    """The chosen units, each that introduces a list ("Cabinet is recommended to:") with the list behind it."""
    found: list[Scored] = []
    for s in chosen:
        if any(f.unit.spans == s.unit.spans for f in found):
            continue
        run = _cell_list(s.unit, pages) if s.unit.kind == "cell" else []
        if run:
            found += [Scored(u, s.score, s.covered, s.speaking) for u in run if all(f.unit.spans != u.spans for f in found)]
            continue
        found.append(s)
        passage, document = s.unit.hit.passage, s.unit.hit.document
        after = [u for u in for_readers(units(s.unit.hit, pages[document.id]), pages[document.id]) if u.order > s.unit.order]
        fellows = [
            p
            for p in holdings.passages_of(document.id)
            if p.ordinal == passage.ordinal + 1 and p.section == passage.section and not p.rows
        ]
        if not _introduces(s.unit, after, fellows):
            continue
        hits = [Hit(p, document, s.unit.hit.score, s.unit.hit.parts) for p in fellows]
        for ordinal, page in pages_of(hits, holdings).get(document.id, {}).items():
            pages[document.id].setdefault(ordinal, page)
        after += [u for h in hits for u in for_readers(units(h, pages[document.id]), pages[document.id])]
        found += [
            Scored(u, s.score, s.covered, s.speaking)
            for u in after[:_INTRODUCED]
            if sum(len(x.text) for x in after[:_INTRODUCED]) <= _LIST_CHARACTERS
        ]
    return found


def _introduces(unit: Unit, after: Sequence[Unit], following: Sequence[Passage]) -> bool:
    """Whether a list follows: after a colon, or in the passage behind a paragraph that ends with the unit (`after` is what else it holds)."""
    return unit.text.endswith(":") or (unit.kind == "paragraph" and not after and [p.kind for p in following] == ["item"])


def _cell_list(unit: Unit, pages: dict[str, dict[int, Page]]) -> list[Unit]:
    """The list in a row's cell that a sentence is part of or stands before, with what introduces it; empty when there is none."""
    fellows = [
        u
        for u in for_readers(units(unit.hit, pages[unit.hit.document.id]), pages[unit.hit.document.id])
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
    near = passage >= _NEAR or scored.covered + passage >= _TOGETHER or scored.covered + scored.speaking >= _SPOKEN
    return scored.covered >= _COVERED and near


def _in_reading_order(chosen: Sequence[Scored]) -> list[Scored]:
    """The best passage first; within a passage, as it reads. The best unit leads all, unless it leans on what stands before it."""
    first: dict[str, int] = {}
    for s in chosen:
        first.setdefault(s.unit.hit.passage.id, len(first))
    ordered = sorted(chosen, key=lambda s: (first[s.unit.hit.passage.id], s.unit.order))
    if chosen and not _LEANS.match(chosen[0].unit.text):
        ordered.remove(chosen[0])
        ordered.insert(0, chosen[0])
    return ordered


def _sentences_draft(chosen: Sequence[Scored], pages: dict[str, dict[int, Page]], selector: Selector) -> Draft:
    """Claims for the chosen units; the sentences of a row's cells follow the row's own name, status and owner, and the first of a cell says
    the cell's label."""
    draft = Draft(prose=True)
    labelled: tuple[tuple[str, int] | None, str | None] | None = None
    rows: dict[tuple[str, int], str] = {}
    for s in chosen:
        held = pages[s.unit.hit.document.id]
        support = min(1.0, max(s.covered, s.speaking))
        if s.unit.row is not None and s.unit.row not in rows:
            row = _add_row(draft, s.unit, held, selector, support)
            rows[s.unit.row] = row.text if row else ""
        if s.unit.kind != "row" and s.unit.text not in rows.get(s.unit.row or ("", 0), ""):
            said = labelled == (s.unit.row, s.unit.label)
            label = f"{s.unit.label}: " if s.unit.label and not said and figures(s.unit.label) <= figures(s.unit.text) else ""
            quotes = cell_quotes(s.unit, held) if s.unit.kind == "cell" else sentence_quotes(s.unit.spans, held)
            draft.add(label + _BULLET.sub("", without_markup(s.unit.text)), s.unit, quotes, held, support)
        labelled = (s.unit.row, s.unit.label)
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
        elif quotes := row_quotes(unit, shown := _quoted(shown, unit, pages), pages):
            return draft.add(row_text(shown), unit, [*quotes, (header,)], pages, support)
    shown = _quoted(shown, unit, pages)
    quotes = row_quotes(unit, shown, pages)
    if not quotes or word_count(row_text(shown)) < FEWEST_WORDS:
        return None
    return draft.add(row_text(shown), unit, quotes, pages, support)


def not_shown(rows: int) -> str:
    """What is said of rows of a list that cannot be quoted word for word."""
    return f"{rows} of them cannot be quoted word for word and {'is' if rows == 1 else 'are'} not shown."


def _quoted(shown: Sequence[Cell], unit: Unit, pages: dict[int, Page]) -> list[Cell]:
    """The cells of a row whose figures its quotes hold: what stands on most pages alike, or in too few words, cannot be quoted."""
    quotes = [text_at(spans, pages) for spans in row_quotes(unit, shown, pages)]
    return [c for c in shown if not figures(c.text) or values_stand(c.text, quotes)]


def _within_room(cells: Sequence[Cell], room: int) -> list[Cell]:
    kept: list[Cell] = []
    for cell in cells:
        if not kept or sum(len(c.text) for c in kept) + len(cell.text) <= room:
            kept.append(cell)
    return kept
