"""Ruled rows over many pages: rows cut by a page break joined, cells labelled by the header row they stand under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ingest.pdf_layout import Draft, DraftCell
from ingest.tables import label_rows

_SAME_EDGE = 4.0  # points


@dataclass(slots=True)
class TableRow:
    """A row and the drafts it is made of (two or more when page breaks cut it), with a label for each cell."""

    parts: list[Draft]
    labels: list[str | None] = field(default_factory=list)
    header: bool = False

    def cell_parts(self, n: int) -> list[DraftCell]:
        """The pieces of the n-th cell, one for each page the row stands on."""
        return [part.cells[n] for part in self.parts]

    @property
    def texts(self) -> list[str]:
        """Each cell's whole text."""
        return [" ".join(c.text for c in self.cell_parts(n) if c.text) for n in range(len(self.parts[0].cells))]


def table_rows(drafts: Sequence[Draft]) -> list[TableRow]:
    """The rows of one table (the drafts of a run of rows, over page breaks), joined and labelled."""
    rows: list[TableRow] = []
    for draft in drafts:
        if rows and _continues(rows, draft):
            rows[-1].parts.append(draft)
        else:
            rows.append(TableRow([draft]))
    _label(rows)
    return rows


def _continues(rows: list[TableRow], draft: Draft) -> bool:
    """Whether a draft at the top of a page is the rest of the row that the page before ended with."""
    last = rows[-1].parts[-1]
    if draft.page != last.page + 1 or not _same_columns(last, draft):
        return False
    if last.open_bottom and draft.open_top:
        return True
    if draft.open_top or last.open_bottom:
        return False
    filled = [n for n, c in enumerate(draft.cells) if c.text]
    before = rows[-1].texts
    goes_on = all(before[n] and draft.cells[n].text[:1].islower() for n in filled)
    return bool(filled) and 0 not in filled and bool(before[0]) and goes_on


def _same_columns(a: Draft, b: Draft) -> bool:
    return len(a.cells) == len(b.cells) and all(
        abs(p.box[0] - q.box[0]) <= _SAME_EDGE for p, q in zip(a.cells, b.cells, strict=True)
    )


def _columns(row: TableRow) -> tuple[int, ...]:
    return tuple(round(c.box[0] / _SAME_EDGE) for c in row.parts[0].cells)


def _label(rows: list[TableRow]) -> None:
    """Label the cells of a table's rows, stretch by stretch of rows that share their columns."""
    header: list[tuple[DraftCell, str]] = []
    for _, stretch in groupby(rows, key=_columns):
        group = list(stretch)
        found = label_rows([row.texts for row in group], emphasised=[row.parts[0].bold for row in group])
        for row, labelled in zip(group, found, strict=True):
            row.labels = list(labelled.labels)
            row.header = labelled.role in ("header", "title")
            if labelled.role == "header":
                header = [(c, c.text) for c in row.parts[0].cells if c.text]
            elif header and not any(row.labels):
                row.labels = _labels_above(row, header)


def _labels_above(row: TableRow, header: list[tuple[DraftCell, str]]) -> list[str | None]:
    """Labels from a header row whose columns are drawn elsewhere: by place in the row when the counts agree, else by overlap."""
    cells = row.parts[0].cells
    if len(cells) == len(header):
        return [label for _, label in header]
    labels: list[str | None] = []
    for cell in cells:
        overlaps = [(min(cell.box[2], h.box[2]) - max(cell.box[0], h.box[0]), label) for h, label in header]
        widest = max(overlaps, default=(0.0, ""))
        labels.append(widest[1] if widest[0] > 0.5 * (cell.box[2] - cell.box[0]) else None)
    return labels
