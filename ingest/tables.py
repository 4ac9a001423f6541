"""Which rows of a table are headers, and which column label each cell of the other rows stands under.

One rule set for every format. A grid is a list of rows of cell texts, all of one table in reading order; a merged cell's text
stands either once, with blanks after it, or in every place it covers. The header is not assumed to be the first row. A row
is a header
- by its words: short cells without sentences or figures, most of which name a column (`column_words`) or a period of time;
- by repetition: most of its cells are those of an earlier header of the same table (a page break, a rewording);
- by its place, first row only: short, distinct, and unlike what stands below it in kind (figures, dates), length or emphasis.
Where none of these holds the table has no header and its cells have no labels: a missing label does less harm than a wrong one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from ingest.table_cells import distinct, is_header_like, label_text, plain
from ingest.table_fields import are_fields, is_pairs
from ingest.table_headers import Labels, Role, Row, find_roles

__all__ = ["LabelledRow", "is_contents", "is_header_like", "label_rows", "undisputed"]

_EMPTY = 2  # columns of a header that a row leaves empty, if it may be another header's
_FEWEST = 3  # cells that tell whose row it is


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A row of a grid. `labels` has one entry a cell: for data its column's label, for a header the labels that it gives.

    A title speaks for the table or for the rows below it: one short cell. `section` is the title that a data row stands under
    (the table's, or that of a district or a directorate inside it), None above the first. A row that is one long cell over the
    table's width, or a source's name, is data without labels.
    """

    index: int
    role: Literal["header", "data", "title", "blank"]
    labels: Labels
    section: str | None = None


def label_rows(
    grid: Sequence[Row], *, emphasised: Sequence[bool] | None = None, carried: Labels | None = None
) -> list[LabelledRow]:
    """The role of every row and the labels of its cells.

    `emphasised` says for each row whether its words are bold, shaded or marked as a header by the file. `carried` are the labels
    in force where the grid continues a table whose header stood earlier.

    A table, or the rows above its first header, is read as labels and values ("Meeting Date | 26 January 2026") when no row
    has more than two different cells (or four: label and value twice) and half of the left cells close with a colon or are
    known front-sheet fields; or when the left cells are short and distinct and the right ones, the first included, are all
    figures or all much longer. The value's label is then the cell to its left.
    """
    width = max((len(row) for row in grid), default=0)
    rows = [[plain(text) for text in row] + [""] * (width - len(row)) for row in grid]
    marks = list(emphasised) if emphasised is not None else [False] * len(rows)
    roles, headers = find_roles(rows, marks, carried)
    out: list[LabelledRow] = []
    section: str | None = None
    for start, end in _stretches(roles):
        labels = headers.get(start, carried if start == 0 else None)
        stretch = _Stretch(rows, roles, headers, labels, range(start, end))
        out.extend(stretch.labelled(section))
        section = out[-1].section
    return out


def is_contents(grid: Sequence[Row]) -> bool:
    """True for a table of contents: five rows or more of a heading and a page, the pages never falling."""
    rows = [distinct([plain(text) for text in row]) for row in grid if any(row)]
    if len(rows) < 5 or any(len(row) != 2 or not row[1].isdigit() or len(row[1]) > 3 for row in rows):
        return False
    pages = [int(row[1]) for row in rows]
    return all(later >= earlier for earlier, later in pairwise(pages)) and len(set(pages)) > 2


def undisputed(labels: Sequence[str | None], above: Sequence[str | None], row: Row) -> Labels:
    """The labels of a row under two headers, `labels` being the lower one's and `above` those of the one right above it.

    Two headers one after the other mean that the first has no rows, or that the second was put between it and its rows. Where the
    row leaves columns empty that only the lower header has, it may be of either kind, and has the labels that both give.
    """
    rival = {label for label in above if label}
    filled = sum(map(bool, row))
    own = [text for text, label in zip(row, labels, strict=True) if label and label not in rival]
    if not _FEWEST <= filled <= len(rival) or own.count("") < _EMPTY:
        return tuple(labels)
    return tuple(label if label in rival else None for label in labels)


# --- labels for the rows under a header


def _stretches(roles: list[Role]) -> list[tuple[int, int]]:
    """Index ranges that begin at the last row of a header (or at the top) and reach to just before the next one's last row."""
    starts = [i for i, role in enumerate(roles) if role == "header" and (i + 1 == len(roles) or roles[i + 1] != "header")]
    edges = sorted({0, *starts, len(roles)})
    return list(pairwise(edges))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The rows (`places`) under one header."""

    rows: list[list[str]]
    roles: list[Role]
    headers: dict[int, Labels]
    labels: Labels | None
    places: range

    def labelled(self, section: str | None) -> list[LabelledRow]:
        """The rows, the first ones under the `section` that the stretch before ended with."""
        data = [self.rows[i] for i in self.places if self.roles[i] == "data"]
        none: Labels = (None,) * len(self.rows[self.places.start])
        shifted = _shifts(data, self.labels) if self.labels else {}
        under = tuple(label or shifted.get(place) for place, label in enumerate(self.labels)) if self.labels else none
        fields = self.labels is None and are_fields(data)
        field: str | None = None
        out = []
        for index in self.places:
            role, row, labels = self.roles[index], self.rows[index], none
            if role == "title":
                section = distinct(row)[0]
            elif role == "header":
                labels = self.headers[index]
            elif role == "data" and fields:
                labels, field = _field_labels(row, field)
            elif role == "data":
                labels = undisputed(under, self._above(), row)
            out.append(LabelledRow(index, "data" if role == "note" else role, labels, section))
        return out

    def _above(self) -> Labels:
        """The labels of another header right above this one."""
        start = self.places.start
        if start not in self.headers or start - 1 not in self.headers:
            return ()
        first = start
        while first - 1 in self.headers and self.headers[first - 1] == self.headers[start]:
            first -= 1
        return self.headers.get(first - 1, ())


def _field_labels(row: list[str], before: str | None) -> tuple[Labels, str | None]:
    """Labels of a label/value row: each value has the label to its left. A value without one continues the row above."""
    made: list[str | None] = []
    current = None if row[0] else before
    expects_label = bool(row[0])
    for place, text in enumerate(row):
        if not text:
            made.append(None)
        elif place and text == row[place - 1]:
            made.append(made[-1])
        elif expects_label:
            current = label_text(text)
            made.append(None)
            expects_label = False
        else:
            made.append(current)
            expects_label = is_pairs(row)
    return tuple(made), current


def _shifts(data: list[list[str]], labels: Labels) -> dict[int, str]:
    """For columns without a label, that of a neighbour whose own column is never filled beside it: cells drawn out of place."""
    out: dict[int, str] = {}
    for place in range(1, len(labels)):
        if labels[place] or not any(row[place] for row in data):
            continue
        for neighbour in (place - 1, place + 1):
            label = labels[neighbour] if neighbour < len(labels) else None
            if label and not any(row[place] and row[neighbour] for row in data):
                out[place] = label
                break
    return out
