"""Answers made of table rows: which cells are shown, and the whole set of rows that a question asks for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from assistant.gist import gist
from assistant.question import Question
from assistant.scoring import Selector
from assistant.units import Unit, units, without_markup
from vectorstore.library import Holdings
from vectorstore.models import Cell, Hit, Page

_NAMING = re.compile(r"\b(?:title|name)\b|^(?:control|action|risk|objective|measure|indicator|service)s?$", re.I)
_SHORT_CELL = 70  # characters: a cell up to this length is shown whole
_SUBJECT = 0.5  # the least share of a question's subject that a heading or row must name
_KEY = re.compile(
    r"status|owner|lead|officer|responsib|deadline|due|date|by when|rating|score|rag|target|impact|likelihood"
    r"|budget|actual|forecast|variance",
    re.I,
)
_NOTE = re.compile(r"\b(?:note|update|progress|position|comment|commentary)s?\b", re.I)
_GIST = 240  # characters
_NOT_SHOWN = re.compile(r"^date added$|category$", re.I)


def row_kind(cells: Sequence[Cell]) -> str | None:
    """What a row is about, by its labels: "control" where one column is headed "Control" or "Control title"."""
    for cell in cells:
        match = re.match(
            r"^(risk|control|action|mitigation|measure)s?(?:\s+(?:title|name|description))?$", (cell.label or "").strip(), re.I
        )
        if match:
            kind = match.group(1).lower()
            return {"mitigation": "control", "measure": "control"}.get(kind, kind)
    return None


def shown_cells(cells: Sequence[Cell], selector: Selector) -> list[Cell]:
    """The cells of a row that an answer shows: what names it, the short ones, and longer ones that matter by their label."""
    chosen = []
    for n, cell in enumerate(c for c in cells if c.text):
        label = cell.label or ""
        if _NOT_SHOWN.search(label) and selector.covered(cell.text) < 0.3:
            continue
        short = len(cell.text) <= _SHORT_CELL
        if n == 0 or _NAMING.search(label) or short or (_KEY.search(label) and len(cell.text) <= 2 * _SHORT_CELL):
            chosen.append(cell)
    return chosen[:14]


def note_gist(cells: Sequence[Cell], pages: dict[int, Page]) -> Cell | None:
    """What a row's latest note says that is new, as a cell of its own; None where the row has no long note."""
    note = next((c for c in cells if c.spans and len(c.text) > _SHORT_CELL and _NOTE.search(c.label or "")), None)
    said = gist(note.spans, pages, _GIST) if note else None
    return Cell(note.label, *said) if note and said else None


def row_text(cells: Sequence[Cell]) -> str:
    """A row in words: "Control: ... Status: ... Owner: ..."."""
    parts: list[str] = []
    labels = {(c.label or "").strip().lower() for c in cells}
    for n, cell in enumerate(cells):
        if len(cells) > 1 and n == 0 and cell.text.strip().lower() in labels:
            continue  # a label/value row: the value says its label
        label = re.sub(r"\s+(?:title|name)$", "", (cell.label or "").strip(), flags=re.I).rstrip(":")
        words = without_markup(cell.text)
        parts.append(f"{label}: {words}" if label and label != cell.text else words)
    return ". ".join(p.rstrip(".;, ") for p in parts) + "."


def asked_rows(question: Question, hits: Sequence[Hit], selector: Selector, holdings: Holdings) -> tuple[str | None, list[Unit]]:
    """The rows that a question such as "what controls exist for ..." asks for.

    They are all rows of that kind under the one heading or risk that fits the subject best; where no heading does, those of the rows
    found that speak of it themselves. Gives the heading (None without one) and the rows in order; no rows when nothing fits.
    """
    if question.rows is None:
        return None, []
    found = [h for h in hits if any(row_kind(cells) == question.rows for cells in h.passage.rows)]
    headed = [h for h in found if h.passage.section]
    if headed:
        top = max(h.score for h in headed)
        best = max(headed, key=lambda h: (selector.subject(h.passage.section[-1]) + 0.25 * h.score / top, h.passage.id))
        if selector.subject(best.passage.section[-1]) >= _SUBJECT:
            return best.passage.section[-1], _rows_under(best, headed, question.rows, holdings)
    pages = pages_of(found, holdings)
    rows = [u for h in found for u in units(h, pages[h.document.id]) if u.kind == "row" and row_kind(u.cells) == question.rows]
    fitting = [u for u in rows if selector.subject(" ".join(c.text for c in u.cells)) >= _SUBJECT]
    latest = max((_when(u.hit) for u in fitting), default="")
    return None, [u for u in fitting if _when(u.hit) == latest]


def _rows_under(best: Hit, headed: Sequence[Hit], kind: str, holdings: Holdings) -> list[Unit]:
    """All rows of a kind under a heading; of the same heading in several papers (a register and the one before), the latest's."""
    same = [h for h in headed if h.passage.section[-1] == best.passage.section[-1]]
    chosen = max(same, key=lambda h: (_when(h), h.document.id))
    pages = {p.ordinal: p for p in holdings.pages(chosen.document.id)}
    rows = []
    for passage in holdings.passages_of(chosen.document.id):
        if passage.section == chosen.passage.section and passage.rows:
            found = units(Hit(passage, chosen.document, chosen.score), pages)
            rows += [u for u in found if u.kind == "row" and row_kind(u.cells) == kind]
    return rows


def _when(hit: Hit) -> str:
    return str(hit.document.meeting_date or hit.document.period or "")


def pages_of(hits: Sequence[Hit], holdings: Holdings) -> dict[str, dict[int, Page]]:
    """The pages that some passages stand on, by document and ordinal."""
    found: dict[str, dict[int, Page]] = defaultdict(dict)
    for hit in hits:
        for ordinal in hit.passage.pages:
            if ordinal not in found[hit.document.id] and (page := holdings.page(hit.document.id, ordinal)):
                found[hit.document.id][ordinal] = page
    return found
