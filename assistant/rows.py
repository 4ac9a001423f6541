"""Answers made of table rows: which cells are shown, and the whole set of rows that a question asks for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from assistant.question import Question
from assistant.scoring import Selector
from assistant.units import Unit, units
from vectorstore.library import Holdings
from vectorstore.models import Cell, Hit, Page

_NAMING = re.compile(r"\b(?:title|name|control|action|risk|objective|measure|indicator|service|description of action)\b", re.I)
_SHORT_CELL = 140  # characters: a cell up to this length is shown whole
_KEY = re.compile(
    r"status|owner|lead|officer|responsib|deadline|due|date|by when|rating|score|rag|target|impact|likelihood|budget|actual|forecast|variance", re.I
)
_NOT_SHOWN = re.compile(r"^date added$|category$", re.I)


def row_kind(cells: Sequence[Cell]) -> str | None:
    """What a row is about, by its labels: "control" where one column is headed "Control" or "Control title"."""
    for cell in cells:
        match = re.match(r"^(risk|control|action|mitigation|measure)s?(?:\s+(?:title|name|description))?$", (cell.label or "").strip(), re.I)
        if match:
            kind = match.group(1).lower()
            return {"mitigation": "control", "measure": "control"}.get(kind, kind)
    return None


def shown_cells(cells: Sequence[Cell], selector: Selector) -> list[Cell]:
    """The cells of a row that an answer shows: what names it, short ones that matter, and any that holds what was asked."""
    filled = [c for c in cells if c.text]
    if all(len(c.text) <= 40 for c in filled[1:]):
        return filled[:12]  # a row of figures
    chosen = []
    for n, cell in enumerate(filled):
        label = cell.label or ""
        if _NOT_SHOWN.search(label):
            continue
        names = n == 0 or bool(_NAMING.search(label) and re.search(r"title|name", label, re.I))
        key = bool(_KEY.search(label)) and len(cell.text) <= _SHORT_CELL
        if names or key or (len(cell.text) <= 60 and selector.covered(cell.text) > 0.3):
            chosen.append(cell)
    return chosen or filled[:2]


def row_text(cells: Sequence[Cell]) -> str:
    """A row in words: "Control: ... Status: ... Owner: ..."."""
    parts = []
    for cell in cells:
        label = re.sub(r"\s+(?:title|name)$", "", (cell.label or "").strip(), flags=re.I)
        parts.append(f"{label}: {cell.text}" if label and label != cell.text else cell.text)
    return ". ".join(p.rstrip(".;, ") for p in parts) + "."


def asked_rows(question: Question, hits: Sequence[Hit], selector: Selector, holdings: Holdings) -> tuple[str | None, list[Unit]]:
    """The rows that a question such as "what controls exist for ..." asks for: all under the one heading or risk that fits it best.

    Gives that heading and the rows in order; no rows when the question does not ask for rows or nothing fits its subject.
    """
    if question.rows is None:
        return None, []
    parents: dict[tuple[str, tuple[str, ...]], float] = defaultdict(float)
    for hit in hits:
        if any(row_kind(cells) == question.rows for cells in hit.passage.rows) and hit.passage.section:
            parents[hit.document.id, hit.passage.section] += hit.score
    if not parents:
        return None, []
    top = max(parents.values())
    dates = {hit.document.id: str(hit.document.meeting_date or hit.document.period or "") for hit in hits}
    fit = {key: selector.covered(key[1][-1]) + 0.25 * score / top for key, score in parents.items()}
    _, section = max(fit, key=lambda k: (round(fit[k], 9), k))
    if selector.covered(section[-1]) < 0.3:
        return None, []
    # the same heading in several papers (a register and the quarter before): the latest counts
    document, section = max((k for k in fit if k[1][-1] == section[-1]), key=lambda k: (dates[k[0]], k))
    hit = next(h for h in hits if h.document.id == document)
    pages = {p.ordinal: p for p in holdings.pages(document)}
    rows = []
    for passage in holdings.passages_of(document):
        if passage.section == section and passage.rows:
            found = units(Hit(passage, hit.document, hit.score), pages)
            rows += [u for u in found if u.kind == "row" and row_kind(u.cells) == question.rows]
    return section[-1], rows


def pages_of(hits: Sequence[Hit], holdings: Holdings) -> dict[str, dict[int, Page]]:
    """The pages that some passages stand on, by document and ordinal."""
    found: dict[str, dict[int, Page]] = defaultdict(dict)
    for hit in hits:
        for ordinal in hit.passage.pages:
            if ordinal not in found[hit.document.id] and (page := holdings.page(hit.document.id, ordinal)):
                found[hit.document.id][ordinal] = page
    return found
