"""Registers as files for a spreadsheet: CSV and XLSX, every row with its source, date and page, and nothing in a cell that could run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assistant.registers import Held
from vectorstore.records import Field, Record

Cell = str | int | None
Sheet = Literal["Risks", "Controls", "Actions", "Leftovers"]

CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767
"""Characters that a cell of a workbook can have."""
_CUT = " … (cut here: a cell can hold no more)"
_RUNS = re.compile(r"^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r]")  # what Excel and its like may take for a formula
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
_WIDE = {"Risk", "Description", "Cause", "Consequence", "Note", "Control", "Action", "Text", "Flags"}
_TEXTS = {
    "ref": "Ref", "title": "Risk", "description": "Description", "cause": "Cause", "consequence": "Consequence", "category": "Category",
    "group": "Directorate or group", "status": "Status", "direction": "Direction", "likelihood": "Likelihood", "impact": "Impact",
    "score": "Score", "rating": "Rating",
}  # fmt: skip
_DATES = {"due": "Due", "added": "Added", "reviewed": "Reviewed"}
_NUMBERS = ("likelihood", "impact", "value")
_SOURCE = ("Register", "File", "As at", "Page")
_Where = dict[str, Cell]
"""What a register's rows have in common: its paper, file and date."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column names; every row has as many cells as there are columns, None where nothing is printed."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def risks_table(held: Held, risks: Sequence[Record]) -> Table:
    """One row a risk: what is printed, the scores of each stage in numbers, flags in words, columns that were not understood, source."""
    stages = list(dict.fromkeys(stage for risk in held.register.risks for stage in risk.scores))
    rows, where = [], _where(held)
    for risk in risks:
        row: dict[str, Cell] = {name: risk.text(field) for field, name in _TEXTS.items()}
        row["Risk"] = risk.text("title") or risk.name
        for stage in stages:
            score = risk.scores.get(stage)
            name_of = "Score now" if len(stages) == 1 and stage in ("current", "residual") else stage.capitalize()
            row[f"{name_of} as printed"] = score.printed if score else None
            row |= {f"{name_of} {name}, number": getattr(score, name) if score else None for name in _NUMBERS}
        row["Owner"] = owner_words(risk)
        row |= {name: risk.text(field) for field, name in _DATES.items()}
        row["Note"] = risk.text("note")
        row["Controls"], row["Actions"] = len(risk.controls), len(risk.actions)
        rows.append(row | _rest(risk) | where | {"Page": held.page(risk.page)})
    return _table(rows)


def children_table(
    held: Held, risks: Sequence[Record], kinds: Iterable[Literal["control", "action"]] = ("control", "action")
) -> Table:
    """One row a control or action of the kinds asked for, each with its risk in front."""
    wanted = tuple(kinds)
    rows, where = [], _where(held)
    for risk in risks:
        for child in risk.children:
            if child.kind in wanted:
                row: dict[str, Cell] = {
                    "Risk ref": risk.text("ref"),
                    "Risk": risk.name,
                    "Risk rating": risk.text("rating") or risk.text("score"),
                }
                row |= {"Kind": child.kind.capitalize()} if len(wanted) > 1 else {}
                row |= {"Ref": child.text("ref"), "Text" if len(wanted) > 1 else child.kind.capitalize(): child.name}
                row["Description"] = child.text("description") if child.text("title") else None
                row |= {name: child.text(field) for field, name in _TEXTS.items() if field not in ("ref", "title", "description")}
                row["Owner"] = owner_words(child)
                row |= {name: child.text(field) for field, name in _DATES.items()}
                row["Due, as a date"] = child.due
                row["Note"] = child.text("note")
                rows.append(row | _rest(child) | where | {"Page": held.page(child.page)})
    return _table(rows)


def leftovers_table(held: Held) -> Table:
    """The words of a register that could not be placed, a row each."""
    where = _where(held)
    return _table([{"Text": left.text, **where, "Page": held.page(left.page)} for left in held.register.leftovers])


def _rest(record: Record) -> dict[str, Cell]:
    other: dict[str, Cell] = {}
    for made in record.other:
        name = f"{_label(made)} (as printed)"
        before = other.get(name)
        other[name] = f"{before}\n{made.text}" if before else made.text
    flags: dict[str, Cell] = {"Flags": "; ".join(record.flags) or None}
    return flags | other


def _label(made: Field) -> str:
    return made.label or "No label"


def _where(held: Held) -> _Where:
    return {"Register": held.name, "File": held.document.source, "As at": held.as_at}


def _table(rows: Sequence[dict[str, Cell]]) -> Table:
    """Rows that may have different columns under all of them, the source's last; a column in which nothing is printed is left out."""
    names = dict.fromkeys(name for row in rows for name in row if name not in _SOURCE)
    kept = [name for name in names if any(row.get(name) is not None for row in rows)]
    columns = (*kept, *(_SOURCE if rows else ()))
    return Table(columns, tuple(tuple(row.get(name) for name in columns) for row in rows))


def owner_words(record: Record) -> str | None:
    """The owners as printed; several that were told apart have a semicolon between them, where nothing of the print is lost by that."""
    printed = record.text("owner")
    parted = "; ".join(owner.name for owner in record.owners)
    if len(record.owners) > 1 and _letters(parted) == _letters(printed or ""):
        return parted
    return printed


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


# --- files


def to_csv(table: Table) -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads its letters rightly.

    A cell that Excel could take for a formula begins with an apostrophe, which Excel shows: a CSV file has no other way to say that it is text.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_plain(name) for name in table.columns])
    writer.writerows([[_plain(cell) for cell in row] for row in table.rows])
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    text = _UNWRITABLE.sub("", cell)
    return f"'{text}" if _RUNS.match(text) else text


def to_xlsx(held: Held, risks: Sequence[Record]) -> bytes:
    """A workbook of risks, controls, actions and leftovers, a sheet each; empty sheets say so by having no rows."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)  # rows go straight to the file: a big register does not have to fit in memory as cells
    sheets: dict[Sheet, Table] = {
        "Risks": risks_table(held, risks),
        "Controls": children_table(held, risks, ("control",)),
        "Actions": children_table(held, risks, ("action",)),
        "Leftovers": leftovers_table(held),
    }
    for name, table in sheets.items():
        _write(book.create_sheet(name), table, name)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet: Any, table: Table, name: Sheet) -> None:
    """Fill a sheet: a bold header that stays in sight, filters, columns of a readable width, text wrapped."""
    from openpyxl.utils import get_column_letter

    columns = table.columns or (f"No {name.lower()}",)
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = 60 if column in _WIDE else max(12, min(24, len(column) + 2))
    sheet.freeze_panes = "A2"
    if table.rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(table.rows) + 1}"
    sheet.append([_cell(sheet, column, bold=True) for column in columns])
    for row in table.rows:
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
