"""Tables of tab-separated lines that go on over blank lines."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.table_cells import is_figure
from ingest.tables import LabelledRow, label_rows

_FEWEST = 3  # columns; two words side by side fit any header of two columns
Rows = Sequence[Sequence[str]]


def goes_on(before: Rows, rows: Rows) -> bool:
    """Whether the rows after a blank line stand under the last header of the table before it.

    They do when they have no header of their own, as many cells as that header (empty ones at the end of a line aside) and
    figures in the columns where the rows before the blank line have them. Where a header stands right before the blank line and
    another one right after it, the two belong to one table.
    """
    above, below = _labelled(before), _labelled(rows)
    header = next((n for n in range(len(before) - 1, -1, -1) if above[n].role == "header"), None)
    if header is None or _width(before[header]) < _FEWEST:
        return False
    if below[0].role == "header":
        return header == len(before) - 1 and _width(rows[0]) >= _FEWEST
    first = rows[: next((n for n, row in enumerate(below) if row.role == "header"), len(rows))]
    if below[0].role != "data" or max(map(_width, first)) != _width(before[header]):
        return False
    return header == len(before) - 1 or _figures(before[header + 1 :]) == _figures(first)


def _labelled(rows: Rows) -> list[LabelledRow]:
    return label_rows([list(row) for row in rows])


def _width(row: Sequence[str]) -> int:
    """How many cells a line has up to the last that holds words."""
    return max((n for n, text in enumerate(row, 1) if text), default=0)


def _figures(rows: Rows) -> set[int]:
    """The columns of which most filled cells are figures."""
    found = set()
    for place in range(max(map(len, rows), default=0)):
        filled = [row[place] for row in rows if place < len(row) and row[place]]
        if filled and 2 * sum(map(is_figure, filled)) > len(filled):
            found.add(place)
    return found
