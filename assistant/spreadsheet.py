"""Tables as files for a spreadsheet: CSV and XLSX, with nothing in a cell that could run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Cell = str | int | None

CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767
"""Characters that a cell of a workbook can have."""
_CUT = " … (cut here: a cell can hold no more)"
_UNSEEN = r"\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"  # before a formula, which some programs drop
# What Excel and its like may take for a formula.
_RUNS = re.compile(rf"^[{_UNSEEN}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r]")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column names; every row has as many cells as there are columns, None where nothing is printed."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def table(rows: Sequence[Mapping[str, Cell]], last: Sequence[str] = ()) -> Table:
    """Rows that may have different columns under all of them, those named `last` at the end; a column in which nothing is printed is left out."""
    names = dict.fromkeys(name for row in rows for name in row if name not in last)
    kept = [name for name in names if any(row.get(name) is not None for row in rows)]
    columns = (*kept, *(last if rows else ()))
    return Table(columns, tuple(tuple(row.get(name) for name in columns) for row in rows))


def to_csv(made: Table) -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads its letters rightly.

    A cell that Excel could take for a formula begins with an apostrophe, which Excel shows: a CSV file has no other way to say that it is text.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_plain(name) for name in made.columns])
    writer.writerows([[_plain(cell) for cell in row] for row in made.rows])
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    text = _UNWRITABLE.sub("", cell)
    return f"'{text}" if _RUNS.match(text) else text


def workbook(sheets: Mapping[str, Table], wide: Collection[str]) -> bytes:
    """An XLSX workbook of tables by the names of their sheets; empty sheets say so by having no rows. Columns named in `wide` hold long texts."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)  # rows go straight to the file: a big table does not have to fit in memory as cells
    for name, made in sheets.items():
        _write(book.create_sheet(name), made, name, wide)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet: Any, made: Table, name: str, wide: Collection[str]) -> None:
    """Fill a sheet: a bold header that stays in sight, filters, columns of a readable width, text wrapped."""
    from openpyxl.utils import get_column_letter

    columns = made.columns or (f"No {name.lower()}",)
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = 60 if column in wide else max(12, min(24, len(column) + 2))
    sheet.freeze_panes = "A2"
    if made.rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(made.rows) + 1}"
    sheet.append([_cell(sheet, column, bold=True) for column in columns])
    for row in made.rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Cell, *, bold: bool = False) -> Any:
    """A cell that holds a number or words: words that look like a formula are kept as words."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    if isinstance(value, str):
        value = _UNWRITABLE.sub("", value)
        value = value if len(value) <= LONGEST else value[: LONGEST - len(_CUT)] + _CUT
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = bool(_RUNS.match(value))
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell
