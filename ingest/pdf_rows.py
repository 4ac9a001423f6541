"""Ruled rows over many pages: rows cut by a page break joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.pdf_layout import Draft, DraftCell

_SAME_EDGE = 4.0  # points
_PROSE = 80  # characters: a cell that is longer holds sentences


@dataclass(slots=True)
class TableRow:
    """A row and the drafts it is made of (two or more when page breaks cut it), with a label for each cell; `section` is the
    title inside the table that it stands under.
    """

    parts: list[Draft]
    labels: list[str | None] = field(default_factory=list)
    header: bool = False
    section: str | None = None

    def cell_parts(self, n: int) -> list[DraftCell]:
        """The pieces of the n-th cell, one for each page the row stands on."""
        return [part.cells[n] for part in self.parts]

    @property
    def texts(self) -> list[str]:
        """Each cell's whole text."""
        return [" ".join(c.text for c in self.cell_parts(n) if c.text) for n in range(len(self.parts[0].cells))]


def table_rows(drafts: Sequence[Draft]) -> list[TableRow]:
    """The rows of one table (its drafts in order, over page breaks), joined, without labels."""
    rows: list[TableRow] = []
    for draft in drafts:
        before = _cut_row(rows, draft)
        if before is not None:
            before.parts.append(draft)
        else:
            rows.append(TableRow([draft]))
    return rows


def _cut_row(rows: list[TableRow], draft: Draft) -> TableRow | None:
    """The row of the page before that a draft is the rest of; a header that comes again overleaf may stand between the two."""
    if not rows or _comes_again(rows, [c.text for c in draft.cells]):
        return None
    under_header = rows[-1].parts[-1].page == draft.page and _comes_again(rows[:-1], rows[-1].texts)
    row = rows[-2] if under_header else rows[-1]
    return row if _goes_on(row, draft, under_header) else None


def _comes_again(rows: list[TableRow], texts: list[str]) -> bool:
    """Whether a row says what one before it said, as a header that is repeated does."""
    return any(row.texts == texts for row in rows)


def _goes_on(row: TableRow, draft: Draft, under_header: bool) -> bool:
    """Whether a row goes on in a draft overleaf: by the rules that are missing where the page cuts it, else by its words."""
    last = row.parts[-1]
    if draft.page != last.page + 1 or not _same_columns(last, draft):
        return False
    if last.open_bottom and (draft.open_top or under_header):
        return draft.open_top or not draft.cells[0].text
    if draft.open_top or last.open_bottom:
        return False
    before = row.texts
    filled = [n for n, c in enumerate(draft.cells) if c.text]
    unfinished = all(before[n] and (draft.cells[n].text[:1].islower() or _breaks_off(before[n])) for n in filled)
    return bool(filled) and 0 not in filled and bool(before[0]) and unfinished


def _breaks_off(text: str) -> bool:
    """Whether a long text stops in the middle of a sentence. A short one may be a value or a title, which has no full stop."""
    return len(text) > _PROSE and not re.search(r"[.!?:;\"'\u201d\u2019)\]]$", text)


def _same_columns(a: Draft, b: Draft) -> bool:
    return len(a.cells) == len(b.cells) and all(
        abs(p.box[0] - q.box[0]) <= _SAME_EDGE for p, q in zip(a.cells, b.cells, strict=True)
    )
