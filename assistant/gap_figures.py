"""Gaps in figures: indicators without a target or a result, and figures of one thing that two papers state differently."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from assistant.answer import Answer, Citation
from assistant.commitment_select import Promises
from assistant.compose import Draft
from assistant.gap_kinds import GapKind
from assistant.gap_nouns import NOBODY, Candidate, named, quoted
from assistant.quoting import row_quotes
from assistant.verify import figures
from vectorstore.library import Holdings
from vectorstore.models import Cell, Document, Hit, Passage, Span
from vectorstore.units import Unit

DIFFER = "The papers differ: "
"""How an answer's note begins that says that papers state one figure differently."""
_TARGET = re.compile(r"\s*(?:target|goal|ambition)s?\b(?!.*\bdate)", re.I)
_RESULT = re.compile(r"\s*(?:actual|result|outturn|performance|achieved|latest)\b", re.I)
_INDICATOR = re.compile(r"\s*(?:indicator|measure|kpi|performance (?:indicator|measure)|description|metric)\b", re.I)
_OWNER = re.compile(r"\b(?:owner|officer|lead|responsible)\b", re.I)
_SAID_EMPTY = re.compile(r"\s*(?:-|\u2013|\u2014|n/?a|tbc|tbd|to be (?:confirmed|set|agreed)|not set|none)?\s*", re.I)
_PLACE = re.compile(r"\(\u201c[^\u201d]+\u201d[^()]*\)")  # where a value stands, in a note: its paper, page and date
_FEWEST = 3  # rows of a table; most of them must have the cell that one lacks


def indicator_gaps(documents: Sequence[Document], promises: Promises, holdings: Holdings) -> Iterator[Candidate]:
    """Rows of tables of indicators whose target or result is empty where most others have one."""
    for document in documents:
        tables: dict[str | None, list[tuple[Passage, int]]] = {}
        for passage in promises.passages_of(document.id):
            for n in range(len(passage.rows)):
                tables.setdefault(passage.group, []).append((passage, n))
        for rows in tables.values():
            yield from _of_table(document, rows, holdings)


def _of_table(document: Document, rows: Sequence[tuple[Passage, int]], holdings: Holdings) -> Iterator[Candidate]:
    for sort, noun in ((_TARGET, "target"), (_RESULT, "result")):
        held = [(p, n, cell) for p, n in rows if (cell := _cell(p.rows[n], sort))]
        empty = [(p, n) for p, n, cell in held if _SAID_EMPTY.fullmatch(cell.text)]
        if len(held) < _FEWEST or 2 * len(empty) >= len(held):
            continue
        for passage, n in empty:
            row = passage.rows[n]
            name = _cell(row, _INDICATOR)
            other = _cell(row, _RESULT if sort is _TARGET else _TARGET)
            if name is None or (sort is _RESULT and (other is None or _SAID_EMPTY.fullmatch(other.text))):
                continue
            yield _without(document, passage, row, name, noun, holdings)


def _cell(row: Sequence[Cell], sort: re.Pattern[str]) -> Cell | None:
    return next((cell for cell in row if cell.label and sort.match(cell.label)), None)


def _without(document: Document, passage: Passage, row: Sequence[Cell], name: Cell, noun: str, holdings: Holdings) -> Candidate:
    year = next((cell.text for cell in row if re.fullmatch(r"\s*20\d\d(?:\s?[/\u2013-]\s?\d\d(?:\d\d)?)?\s*", cell.text)), "")
    what = quoted(name.text) + (f" for {year.strip()}" if year else "")
    owner = next((cell for cell in row if cell.label and _OWNER.search(cell.label)), None)
    filled = [cell for cell in row if cell.text.strip() and cell.spans]
    return Candidate(
        GapKind.TARGET_WITHOUT_FIGURE,
        document.title,
        named([owner.text.strip()]) if owner and owner.text.strip() else NOBODY,
        f"What is the {noun} of the indicator {what}, and when will it be known?",
        f"No {noun} is printed for the indicator {what}, where other rows of the table print theirs.",
        (name.text, *passage.section),
        document.id,
        tuple(span for cell in filled for span in cell.spans),
        partial(_cite_row, document, passage, filled, holdings),
    )


def _cite_row(document: Document, passage: Passage, cells: Sequence[Cell], holdings: Holdings, draft: Draft) -> None:
    pages = holdings.pages_of([passage])[document.id]
    unit = Unit(
        " ".join(c.text for c in cells),
        tuple(s for c in cells for s in c.spans),
        Hit(passage, document, 1.0),
        0,
        "row",
        tuple(cells),
    )
    if quotes := row_quotes(unit, cells, pages):
        draft.add("", unit, quotes, pages, 1.0)
        draft.claims.pop()


def differing(answer: Answer, asked: str) -> Iterator[Candidate]:
    """What an answer that is sure says of papers that state one figure differently; `asked` is the topic or the question that it answers."""
    if answer.doubt:
        return
    for note in answer.notes:
        if not note.startswith(DIFFER):
            continue
        said = note.removeprefix(DIFFER).rstrip(".")
        told = figures(_PLACE.sub(" ", said))
        meant = tuple(c for c in answer.citations if f"\u201c{c.title}\u201d" in note and (not told or told & figures(c.quote)))

        def cite(draft: Draft, meant: Sequence[Citation] = meant) -> None:
            for citation in meant:
                draft.citations.append(citation.model_copy(update={"n": len(draft.citations) + 1}))
                draft.ordinals.append(tuple(dict.fromkeys(place[0] for place in citation.places)))

        if len({c.document for c in meant}) > 1:
            first = meant[0]
            question = f"On \u2018{asked}\u2019: why do the papers differ, and which is right, {said}?"
            gap = f"On \u2018{asked}\u2019 the papers differ: {said}."
            places = tuple(Span(*place) for place in first.places)
            derived = (asked, *_PLACE.findall(said))
            kind = GapKind.PAPERS_DISAGREE
            yield Candidate(
                kind, first.title, NOBODY, question, gap, (asked,), first.document, places, cite, derived=derived
            )  # fmt: skip
