"""Word tables as rows of labelled cells."""

from __future__ import annotations

from ingest.docx_blocks import Paragraph, Table, TableRow
from ingest.merged_tables import LONGEST_NAME, MergedCell, MergedRow, lay_out
from ingest.reading import Writer


def is_frame(table: Table) -> bool:
    """True for a table that only frames or places text: one column, or cells that hold a report's headings."""
    if all(len(row.cells) == 1 for row in table.rows):
        return True
    cells = [cell for row in table.rows for cell in row.cells]
    return any(sum(isinstance(p, Paragraph) and p.heading is not None for p in cell.content) > 1 for cell in cells)


def add_table(writer: Writer, table: Table, tables: int, section: str | None = None) -> tuple[int, list[tuple[str, str]]]:
    """Write the table's rows; a table inside a cell follows the row that holds it, under that row's name as `section`.

    `tables` is how many tables were written before; gives back how many are written now, and the notes referred to.
    """
    merged = [
        MergedRow(
            tuple(MergedCell(cell.lines, cell.column, cell.span, cell.merged) for cell in row.cells),
            row.emphasised or _all_bold(row),
        )
        for row in table.rows
    ]
    number = tables + 1
    tables = number
    notes: list[tuple[str, str]] = []
    for row, laid in zip(table.rows, lay_out(merged, section), strict=True):
        writer.row(number, laid.cells, header=laid.header, section=laid.section, number=_mark(row), merged=laid.merged)
        for cell in row.cells:
            notes.extend(note for part in cell.content if isinstance(part, Paragraph) for note in part.words.notes)
            for inner in cell.tables:
                tables, more = add_table(writer, inner, tables, _name(row) or section)
                notes.extend(more)
    return tables, notes


def _mark(row: TableRow) -> str | None:
    """The number that Word counts for the row, if its first cell has one."""
    return next((p.mark.number for cell in row.cells[:1] for p in cell.content if isinstance(p, Paragraph) and p.mark), None)


def _all_bold(row: TableRow) -> bool:
    words = [p.words for cell in row.cells for p in cell.content if isinstance(p, Paragraph) and p.words.text]
    return bool(words) and all(word.bold for word in words)


def _name(row: TableRow) -> str | None:
    """What the row is about: its first short cell with letters."""
    for cell in row.cells:
        if cell.text and len(cell.text) <= LONGEST_NAME and any(map(str.isalpha, cell.text)):
            return cell.text
    return None
