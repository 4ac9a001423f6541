"""The column label of every cell of a ruled table, also of rows in other columns than their header, and the titles above rows.

A missing label does less harm than a wrong one: where the columns of a header and its rows cannot be matched for certain, cells
have none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.pdf_layout import DraftCell
from ingest.pdf_rows import TableRow
from ingest.pdf_titles import find_titles
from ingest.tables import label_rows, undisputed

_SAME_EDGE = 4.0  # points
_FEWEST = 3  # columns that can be matched by their order
Labels = list[str | None]


@dataclass(frozen=True, slots=True)
class _Header:
    """A header row: its cells and the labels that they give. `above` are the labels of another header right above it."""

    cells: tuple[DraftCell, ...]
    labels: tuple[str | None, ...]
    above: tuple[str | None, ...] = ()

    @property
    def named(self) -> list[tuple[DraftCell, str]]:
        """The cells that give a label."""
        return [(c, name) for c, name in zip(self.cells, self.labels, strict=True) if name]


def label(rows: list[TableRow]) -> None:
    """Set labels, headers and sections of one table's rows, stretch by stretch of rows that share their columns."""
    titles = find_titles([row.parts[0] for row in rows])
    header: _Header | None = None
    last: TableRow | None = None
    for _, stretch in groupby((row for n, row in enumerate(rows) if n not in titles), key=_columns):
        group = list(stretch)
        found = label_rows([row.texts for row in group], emphasised=[row.parts[0].bold for row in group])
        above = header
        bare: list[TableRow] = []
        for row, labelled in zip(group, found, strict=True):
            row.labels = list(labelled.labels)
            row.header = labelled.role in ("header", "title")
            row.section = labelled.section
            if labelled.role == "header":
                header = _header(row, header if last is not None and last.header else None)
            elif header is above and not any(row.labels):
                bare.append(row)
            elif header is not None and not row.header:
                row.labels = list(undisputed(row.labels, header.above, row.texts))
            last = row
        if above is not None and bare:
            _label_bare(bare, above)
    _put_under_titles(rows, titles)


def _columns(row: TableRow) -> tuple[int, ...]:
    return tuple(round(c.box[0] / _SAME_EDGE) for c in row.parts[0].cells)


def _header(row: TableRow, before: _Header | None) -> _Header:
    """A header; `before` is the one in the row right above it, if that is one."""
    labels = tuple(row.labels)
    above: tuple[str | None, ...] = ()
    if before is not None:
        above = before.above if before.labels == labels else before.labels
    return _Header(tuple(row.parts[0].cells), labels, above)


def _label_bare(rows: Sequence[TableRow], header: _Header) -> None:
    """Labels for rows that stand in other columns than the header above them, all in the same ones."""
    labels = _by_place(rows, header) or _by_order(rows, header) or _by_overlap(rows, header)
    for row in rows:
        row.labels = list(undisputed(labels, header.above, row.texts))


def _by_place(rows: Sequence[TableRow], header: _Header) -> Labels | None:
    """As many cells as the header has, or has labels."""
    count = len(rows[0].parts[0].cells)
    if count == len(header.cells):
        return list(header.labels)
    return [name for _, name in header.named] if count == len(header.named) else None


def _by_order(rows: Sequence[TableRow], header: _Header) -> Labels | None:
    """As many columns with words, side by side, as the header has labels. A first column may be empty for all the rows."""
    cells, named = rows[0].parts[0].cells, header.named
    filled = sorted({n for row in rows for n, text in enumerate(row.texts) if text})
    if not filled or filled != list(range(filled[0], filled[-1] + 1)):
        return None
    empty_first = filled[0] > 0 and abs(cells[0].box[0] - named[0][0].box[0]) <= _SAME_EDGE
    places = [0, *filled] if empty_first else filled
    if len(places) != len(named) or len(filled) < _FEWEST:
        return None
    labels: Labels = [None] * len(cells)
    for n, (_, name) in zip(places, named, strict=True):
        labels[n] = name
    return labels


def _by_overlap(rows: Sequence[TableRow], header: _Header) -> Labels:
    """The label over most of a cell, where only it is; none at all where few filled cells share an edge with what is over them."""
    cells = rows[0].parts[0].cells
    labels: Labels = []
    sure: set[int] = set()
    for n, cell in enumerate(cells):
        overlaps = [(min(cell.box[2], h.box[2]) - max(cell.box[0], h.box[0]), name, h) for h, name in header.named]
        width, name, over = max(overlaps, key=lambda found: found[0], default=(0.0, "", cell))
        labels.append(name if width > 0.5 * (cell.box[2] - cell.box[0]) else None)
        if abs(cell.box[0] - over.box[0]) <= _SAME_EDGE or abs(cell.box[2] - over.box[2]) <= _SAME_EDGE:
            sure.add(n)
    labels = [name if labels.count(name) == 1 else None for name in labels]
    filled = {n for row in rows for n, text in enumerate(row.texts) if text}
    return labels if 2 * sum(labels[n] is not None for n in filled & sure) >= len(filled) else [None] * len(cells)


def _put_under_titles(rows: list[TableRow], titles: dict[int, str]) -> None:
    """Rows after a title that is merged over columns stand under it, until the next title of either kind."""
    section: str | None = None
    header: _Header | None = None
    for n, row in enumerate(rows):
        if n in titles:
            section = row.section = titles[n]
            row.header = sum(map(bool, row.texts)) == 1
            labels = _by_overlap([row], header) if header else [None] * len(row.texts)
            row.labels = [None, *labels[1:]]
        elif row.header and row.section in row.texts:
            section = None
        elif section:
            row.section = section
        if row.header and n not in titles and any(row.labels):
            header = _header(row, None)
