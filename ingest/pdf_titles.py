"""Titles inside a ruled table: lines in larger or bolder type, in a cell merged over columns, that name the rows below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from ingest.pdf_layout import Draft
from ingest.table_cells import could_label, is_figure, is_period

_SAME_EDGE = 4.0  # points
_LARGER = 1.15  # times the size of the table's other words
_SUMS = re.compile(r"\b(?:sub-?)?totals?\b", re.I)


def find_titles(rows: Sequence[Draft]) -> dict[int, str]:
    """The titles of a table's rows, by index, without those that stand below the last row.

    A title may have figures beside it, such as the sums of the rows below, where its type is larger; a row of sums that is only
    bold stands at the end of its rows.
    """
    fullest = max(rows, key=lambda r: len(r.cells))
    edges = [c.box[0] for c in fullest.cells]
    found: dict[int, str] = {}
    for n, row in enumerate(rows[:-1]):
        first = row.cells[0]
        merged = sum(first.box[0] - _SAME_EDGE <= x < first.box[2] - _SAME_EDGE for x in edges) >= 2
        if merged and len(row.cells) < len(edges) and _names(first.text) and _stands_out(row, rows):
            found[n] = first.text
    return found


def _names(text: str) -> bool:
    return could_label(text) and not is_period(text) and ":" not in text[:-1] and not _SUMS.search(text)


def _stands_out(row: Draft, rows: Sequence[Draft]) -> bool:
    beside = [c.text for c in row.cells[1:] if c.text]
    if row.cells[0].size >= _LARGER * median(r.size for r in rows):
        return all(map(is_figure, beside))
    return row.bold and not beside and 2 * sum(r.bold for r in rows) < len(rows)
