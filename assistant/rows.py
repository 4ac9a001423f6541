"""Answers made of table rows: which cells are shown, and how they read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.gist import gist
from assistant.scoring import Selector
from vectorstore.library import Holdings
from vectorstore.models import Cell, Hit, Page
from vectorstore.units import LONG_CELL, without_markup

_NAMING = re.compile(r"\b(?:title|name)\b|^(?:control|action|risk|objective|measure|indicator|service)s?$", re.I)
_SHORT_CELL = 70  # characters: a cell up to this length is shown whole
_LABELLED = 2  # cells of a row that is a label and its value
_KEY = re.compile(
    r"status|owner|lead|officer|responsib|deadline|due|date|by when|rating|score|rag|target|impact|likelihood"
    r"|budget|actual|forecast|variance",
    re.I,
)
_WHO = re.compile(r"owner|lead|officer|responsib|author", re.I)
_WHEN = re.compile(r"deadline|\bdue\b|\bdates?\b|by when|timescale|timeframe|milestone|completion", re.I)
_LONG_ANSWER = 300  # characters: a longer cell that holds what was asked for is shown by its sentences
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
    """The cells of a row that an answer shows: what names it, the short ones, and longer ones that matter by their label.

    Of a row that is a label and its value, both: the label alone says nothing.
    """
    if len(cells) == _LABELLED and cells[0].text and cells[0].text == cells[1].label and len(cells[1].text) <= LONG_CELL:
        return list(cells)
    chosen = []
    for n, cell in enumerate(c for c in cells if c.text):
        label = cell.label or ""
        if _NOT_SHOWN.search(label) and selector.covered(cell.text) < 0.3:
            continue
        short = len(cell.text) <= (_LONG_ANSWER if _answers(label, selector.question.want) else _SHORT_CELL)
        if n == 0 or _NAMING.search(label) or short or (_KEY.search(label) and len(cell.text) <= 2 * _SHORT_CELL):
            chosen.append(cell)
    return chosen[:14]


def _answers(label: str, want: str) -> bool:
    """Whether a column holds what was asked for: who, or when."""
    pattern = {"who": _WHO, "when": _WHEN}.get(want)
    return bool(pattern and pattern.search(label))


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


def pages_of(hits: Sequence[Hit], holdings: Holdings) -> dict[str, dict[int, Page]]:
    """The pages that some passages stand on, by document and ordinal."""
    return holdings.pages_of(hit.passage for hit in hits)
