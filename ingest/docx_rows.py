"""Word tables as rows of labelled cells."""

from __future__ import annotations

from ingest.docx_blocks import Paragraph, Table, TableRow
from ingest.reading import Writer
from ingest.tables import LabelledRow, label_rows

_SECTION = 120  # characters; a longer cell is no name for the rows beside or inside it


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
    grid, own = _grid(table)
    marks = [row.emphasised or _all_bold(row) for row in table.rows]
    number = tables + 1
    tables = number
    notes: list[tuple[str, str]] = []
    for row, labelled, place in zip(table.rows, label_rows(grid, emphasised=marks), range(len(grid)), strict=True):
        _add_row(writer, row, labelled, number, own[place], labelled.section or section)
        for cell in row.cells:
            notes.extend(note for part in cell.content if isinstance(part, Paragraph) for note in part.words.notes)
            for inner in cell.tables:
                tables, more = add_table(writer, inner, tables, _name(row) or section)
                notes.extend(more)
    return tables, notes


def _grid(table: Table) -> tuple[list[list[str]], list[str | None]]:
    """Texts with merged cells repeated, and for each row the names that it has from merged cells above, left of its own cells."""
    width = table.width
    grid: list[list[str]] = []
    named: list[str | None] = []
    for row in table.rows:
        texts = [""] * width
        above: list[str] = []
        fresh = False
        for cell in row.cells:
            text = grid[-1][cell.column] if cell.merged and grid else cell.text
            texts[cell.column : cell.column + cell.span] = [text] * cell.span
            if cell.merged and text and not fresh and len(text) <= _SECTION:
                above.append(text)
            fresh = fresh or (not cell.merged and bool(text))
        grid.append(texts)
        named.append(" – ".join(above) or None)
    return grid, named


def _add_row(writer: Writer, row: TableRow, labelled: LabelledRow, number: int, merged: str | None, section: str | None) -> None:
    cells: list[tuple[str | None, str]] = []
    header = labelled.role in ("header", "title")
    for cell in row.cells:
        places = range(cell.column, cell.column + cell.span)
        label = next((labelled.labels[place] for place in places if labelled.labels[place]), None)
        cells.append((None if header else label, "" if cell.merged else cell.text))
        # A cell over several columns keeps their places, so that the next cell stands where its column is.
        cells.extend((None if header else labelled.labels[place], "") for place in places[1:])
    mark = next((p.mark.number for cell in row.cells[:1] for p in cell.content if isinstance(p, Paragraph) and p.mark), None)
    writer.row(number, cells, header=header, section=None if header else merged or section, number=mark)


def _all_bold(row: TableRow) -> bool:
    words = [p.words for cell in row.cells for p in cell.content if isinstance(p, Paragraph) and p.words.text]
    return bool(words) and all(word.bold for word in words)


def _name(row: TableRow) -> str | None:
    """What the row is about: its first short cell with letters."""
    for cell in row.cells:
        if cell.text and len(cell.text) <= _SECTION and any(map(str.isalpha, cell.text)):
            return cell.text
    return None
