"""From fragments to drafts: the lines, paragraphs, list items and table rows of one page, not yet joined over pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.pdf_page import Fragment
from ingest.ruled_tables import Box, RuledTable

BULLET = re.compile(r"^\s*(?:[•●▪■◦○‣∙·*➢➤✓-]|o(?=\s+[A-Z])|–|—)\s*(?=\S)")
NUMBER = re.compile(
    r"^\s*((?:\d{1,2}\.){1,4}\d{0,2}|\d{1,2}(?:\.\d{1,2}){1,3}|\(?(?:\d{1,2}|[a-z]|[ivx]{1,5})\)|[A-Z]?\d{1,2}\.|[a-z]\.)\s+(?=\S)"
)
_LISTED = re.compile(
    r"^[^.;:]{3,90}[^\d.;:,\s]\s+\d{1,3}$"
)  # a line of a contents page without leaders, or of a short list of figures
_PARAGRAPH_GAP = 1.35  # times the usual distance of two lines


@dataclass(slots=True)
class DraftCell:
    """A table cell's words and place; `size` is the height of its characters in points, 0 where it is empty."""

    text: str
    box: Box
    first: int
    last: int
    size: float = 0.0
    lines: list[tuple[int, int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """A stretch of one page that is one thing: a paragraph, item or row. `own_lines` are the (start, end, shape) of whole lines of the
    file within `text`.
    """

    kind: str
    text: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    lines: int = 1
    number: str | None = None
    cells: list[DraftCell] = field(default_factory=list)
    table: int | None = None
    contiguous: bool = True
    open_top: bool = False
    open_bottom: bool = False
    ends_short: bool = False
    own_lines: list[tuple[int, int, str]] = field(default_factory=list)
    hidden: bool = False


def join_lines(parts: Sequence[Fragment]) -> tuple[str, list[tuple[int, int, str]]]:
    """Lines of one paragraph as one text, and where in it the file's whole lines are.

    A line that ends in a hyphen after a letter goes on without a space.
    """
    text = ""
    lines = []
    for part in parts:
        gap = "" if not text or (re.search(r"[A-Za-z]-$", text) and part.text[:1].islower()) else " "
        text += gap + part.text
        if part.line is not None:
            lines.append((len(text) - len(part.text), len(text), part.line))
    return text, lines


def drafts(page: int, fragments: list[Fragment], tables: list[RuledTable], marks: list[Box]) -> list[Draft]:
    """A page's drafts in the file's order; a table's row stands where the first of its words does."""
    owner = [(t, r) for t, table in enumerate(tables) for r, row in enumerate(table.rows) for _ in row.cells]
    rows: dict[tuple[int, int], list[Fragment]] = {}
    order: list[list[Fragment] | tuple[int, int]] = []
    for fragment in fragments:
        if fragment.cell is None:
            if not order or isinstance(order[-1], tuple) or order[-1][-1].hidden != fragment.hidden:
                order.append([])
            run = order[-1]
            assert isinstance(run, list)
            run.append(fragment)
        else:
            key = owner[fragment.cell]
            if key not in rows:
                rows[key] = []
                order.append(key)
            rows[key].append(fragment)
    boxes = [box for table in tables for row in table.rows for box in row.cells]
    found: list[Draft] = []
    for entry in order:
        if isinstance(entry, tuple):
            found.append(_row(page, entry, rows[entry], tables, boxes))
        else:
            found += _paragraphs(page, _lines(entry), marks)
    return found


def _row(page: int, key: tuple[int, int], words: list[Fragment], tables: list[RuledTable], boxes: list[Box]) -> Draft:
    table, row = tables[key[0]], tables[key[0]].rows[key[1]]
    cells = []
    for box in row.cells:
        mine = [f for f in words if f.cell is not None and boxes[f.cell] == box]
        text, lines = join_lines(mine)
        ends = min((f.first for f in mine), default=-1), max((f.last for f in mine), default=-1)
        size = median(f.size for f in mine) if mine else 0.0
        cells.append(DraftCell(text, box, *ends, size, lines))
    first, last = min(f.first for f in words), max(f.last for f in words)
    filled = [c for c in cells if c.text]
    in_order = all(a.last + 1 == b.first for a, b in pairwise(filled))
    at, own_lines = 0, []
    for cell in cells:
        # a line that is all of its cell ("In place") is a value, wherever else it stands; a part of a wrapped one may be taken for running text
        own_lines += [(at + start, at + end, shape) for start, end, shape in cell.lines if end - start < len(cell.text)]
        at += len(cell.text) + 1
    return Draft(
        "row", "\t".join(c.text for c in cells), page, row.cells[0][0], row.cells[0][1], row.cells[-1][2], row.cells[0][3],
        median(f.size for f in words), all(f.bold for f in words), cells=cells, table=key[0],
        contiguous=in_order and last - first + 1 == sum(f.last - f.first + 1 for f in words),
        open_top=table.open_top and key[1] == 0, open_bottom=table.open_bottom and key[1] == len(table.rows) - 1, own_lines=own_lines,
    )  # fmt: skip


def _lines(fragments: list[Fragment]) -> list[Fragment]:
    """Fragments that stand side by side on one line, in order, as one."""
    lines: list[Fragment] = []
    for f in fragments:
        last = lines[-1] if lines else None
        level = last and min(last.bottom, f.bottom) - max(last.top, f.top) > 0.5 * min(last.size, f.size)
        if last and level and -2 <= f.x0 - last.x1 <= 40:
            gap = "" if f.x0 - last.x1 < 0.12 * last.size or last.text.endswith(" ") else " "
            lines[-1] = Fragment(
                last.text + gap + f.text, last.x0, min(last.top, f.top), f.x1, max(last.bottom, f.bottom),
                last.bold and f.bold, last.first, f.last, hidden=last.hidden,
            )  # fmt: skip
        else:
            lines.append(f)
    return lines


def _paragraphs(page: int, lines: list[Fragment], marks: list[Box]) -> list[Draft]:
    if not lines:
        return []
    steps = [b.top - a.top for a, b in pairwise(lines) if 0 < b.top - a.top < 3 * a.size]
    usual = min(median(steps), 1.5 * median(f.size for f in lines)) if steps else 1.3 * lines[0].size
    right = max(f.x1 for f in lines)
    groups: list[list[Fragment]] = []
    for line in lines:
        if groups and not _begins(groups[-1], line, usual, right, marks):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_draft(page, group, right, marks) for group in groups]


def _begins(group: list[Fragment], line: Fragment, usual: float, right: float, marks: list[Box]) -> bool:
    """Whether a line begins something new after the lines of `group`."""
    last = group[-1]
    step = line.top - last.top
    if step <= 0.3 * last.size or step > _PARAGRAPH_GAP * max(usual, 1.05 * last.size):
        return True
    if _LISTED.search(last.text) and _LISTED.search(line.text) and not line.text[:1].islower():
        return True
    if _marked(line, marks) or BULLET.match(line.text) or NUMBER.match(line.text):
        return True
    if abs(line.size - last.size) > 0.1 * last.size or (line.bold != last.bold and all(f.bold == last.bold for f in group)):
        return not line.text[:1].islower() or abs(line.size - last.size) > 0.25 * last.size
    hanging = len(group) == 1 and (BULLET.match(last.text) or NUMBER.match(last.text))
    if abs(line.x0 - last.x0) > 14 and not hanging and not line.text[:1].islower():
        return True
    short = right - last.x1 > 0.3 * (right - last.x0)
    return short and bool(re.search(r"[.!?:;]$", last.text)) and not line.text[:1].islower()


def _marked(line: Fragment, marks: list[Box]) -> bool:
    return any(0 < line.x0 - m[2] < 24 and line.top - 2 < (m[1] + m[3]) / 2 < line.bottom + 2 for m in marks)


def _draft(page: int, group: list[Fragment], right: float, marks: list[Box]) -> Draft:
    text, own_lines = join_lines(group)
    number = NUMBER.match(text)
    bullet = _marked(group[0], marks) or bool(BULLET.match(text))
    lettered = bool(number) and not re.match(r"\s*[A-Z]?\d", number.group(1) if number else "")
    return Draft(
        "item" if bullet or lettered else "paragraph", text, page, min(f.x0 for f in group), group[0].top, max(f.x1 for f in group),
        group[-1].bottom, median(f.size for f in group), all(f.bold for f in group), lines=len(group),
        number=number.group(1).rstrip(".") if number else None,
        ends_short=right - group[-1].x1 > 0.12 * (right - group[0].x0), own_lines=own_lines, hidden=group[0].hidden,
    )  # fmt: skip
