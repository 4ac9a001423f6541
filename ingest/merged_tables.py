"""Tables with merged cells (Word's, HTML's) as rows of labelled cells: every word once, in its column's place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.tables import label_rows
from vectorstore.models import fold_space

LONGEST_NAME = 120  # characters; a longer cell is no name for the rows beside or inside it


@dataclass(frozen=True, slots=True)
class MergedCell:
    """A cell over `span` columns from `column` on. `merged`: it goes on from the row above and has no words of its own.

    A line break in `text` parts its paragraphs or lines.
    """

    text: str
    column: int
    span: int = 1
    merged: bool = False


@dataclass(frozen=True, slots=True)
class MergedRow:
    """A row as it stands in the file; `emphasised`: bold, shaded or marked as a header throughout."""

    cells: tuple[MergedCell, ...]
    emphasised: bool = False


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A row ready for `Writer.row`: a cell a column, columns under a wide cell empty, `merged` those that go on from above."""

    cells: tuple[tuple[str | None, str], ...]
    header: bool
    section: str | None
    merged: tuple[bool, ...] = ()


def lay_out(rows: Sequence[MergedRow], section: str | None = None) -> list[LaidRow]:
    """Labels for every row's cells. `section` is for rows that have no title or merged cell of their own above them."""
    width = max((cell.column + cell.span for row in rows for cell in row.cells), default=0)
    grid: list[list[str]] = []
    named: list[str | None] = []
    for row in rows:
        texts, above = _filled(row, grid[-1] if grid else [""] * width)
        grid.append(texts)
        named.append(above)
    laid = []
    for row, labelled, above in zip(rows, label_rows(grid, emphasised=[row.emphasised for row in rows]), named, strict=True):
        header = labelled.role in ("header", "title")
        cells: list[tuple[str | None, str]] = [(None if header else label, "") for label in labelled.labels]
        for cell in row.cells:
            if not cell.merged:
                labels = labelled.labels[cell.column : cell.column + cell.span]
                cells[cell.column] = (None if header else next(filter(None, labels), None), cell.text)
        merged = {place for cell in row.cells if cell.merged for place in range(cell.column, cell.column + cell.span)}
        over = tuple(place in merged for place in range(len(cells))) if merged else ()
        laid.append(LaidRow(tuple(cells), header, None if header else above or labelled.section or section, over))
    return laid


def _filled(row: MergedRow, before: list[str]) -> tuple[list[str], str | None]:
    """The row's texts with merged cells repeated, and the names that it has from merged cells above, left of its own cells."""
    texts = [""] * len(before)
    above: list[str] = []
    own = False
    for cell in row.cells:
        text = before[cell.column] if cell.merged else cell.text
        texts[cell.column : cell.column + cell.span] = [text] * cell.span
        own = own or bool(cell.text and not cell.merged)
        if cell.merged and text and not own and len(text) <= LONGEST_NAME:
            above.append(fold_space(text))
    return texts, " – ".join(above) or None
