"""Set the budget monitor as a workbook, with formulas that carry the values a spreadsheet would have stored."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from samples.content import budget
from samples.layout_zip import freeze

HEAD = PatternFill("solid", fgColor="DFE8EE")
RATINGS = {"Red": "F4B6B0", "Amber": "FBDDA5", "Green": "BFE3C0"}
MONEY = "#,##0;(#,##0)"
SAVED = b"2026-01-29T09:00:00Z"

Values = dict[str, int]


def _titles(sheet: Worksheet, lines: tuple[str, ...], columns: int) -> int:
    """Write title rows merged over the table's width; return the row after a blank one."""
    for row, line in enumerate(lines, start=1):
        sheet.cell(row, 1, line).font = Font(bold=row == 1, size=14 if row == 1 else 10)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
    return len(lines) + 2


def _header(sheet: Worksheet, row: int, names: tuple[str, ...]) -> None:
    for column, name in enumerate(names, start=1):
        cell = sheet.cell(row, column, name)
        cell.font, cell.fill, cell.alignment = Font(bold=True), HEAD, Alignment(wrap_text=True, vertical="top")


def _widths(sheet: Worksheet, widths: Mapping[str, float]) -> None:
    for column, width in widths.items():
        sheet.column_dimensions[column].width = width


def _formula(sheet: Worksheet, values: Values, cell: str, formula: str, value: int) -> None:
    sheet[cell] = formula
    sheet[cell].number_format = MONEY
    values[cell] = value


def _services(sheet: Worksheet, rows: tuple[budget.Row, ...], title: str) -> Values:
    values: Values = {}
    top = _titles(sheet, (f"{title}: {budget.TITLE}", budget.SUBTITLE), len(budget.HEADER))
    _header(sheet, top, budget.HEADER)
    for row, (service, planned, spent, forecast, before, holder, comment) in enumerate(rows, start=top + 1):
        for column, value in zip("ABCDFGH", (service, planned, spent, forecast, before, holder, comment), strict=True):
            sheet[f"{column}{row}"] = None if value == "" else value
        _formula(sheet, values, f"E{row}", f"=D{row}-B{row}", forecast - planned)
        sheet[f"H{row}"].alignment = Alignment(wrap_text=True)
    last, total = top + len(rows), top + len(rows) + 1
    sheet[f"A{total}"] = "Total"
    planned_all, forecast_all = sum(row[1] for row in rows), sum(row[3] for row in rows)
    sums = (planned_all, sum(row[2] for row in rows), forecast_all, forecast_all - planned_all, sum(row[4] for row in rows))
    for column, value in zip("BCDEF", sums, strict=True):
        _formula(sheet, values, f"{column}{total}", f"=SUM({column}{top + 1}:{column}{last})", value)
    for column in "ABCDEF":
        sheet[f"{column}{total}"].font = Font(bold=True)
    _widths(sheet, {"A": 36, "B": 11, "C": 13, "D": 11, "E": 11, "F": 14, "G": 22, "H": 60})
    return values


def _summary(sheet: Worksheet) -> Values:
    values: Values = {}
    top = _titles(sheet, (budget.TITLE, budget.SUBTITLE, budget.MEETING), 6)
    sheet.cell(top, 2, "Whole year")
    sheet.merge_cells(start_row=top, start_column=2, end_row=top, end_column=4)
    _header(sheet, top + 1, ("Directorate", "Budget", "Forecast", "Variance", "Variance at Q2", "Comment"))
    comments = ("Placements and transport.", "Older people's packages.", "Contingency released.")
    for row, ((name, rows), comment) in enumerate(zip(budget.DIRECTORATES, comments, strict=True), start=top + 2):
        planned, forecast = sum(r[1] for r in rows), sum(r[3] for r in rows)
        for column, value in zip("ABCEF", (name, planned, forecast, sum(r[4] for r in rows), comment), strict=True):
            sheet[f"{column}{row}"] = value
        _formula(sheet, values, f"D{row}", f"=C{row}-B{row}", forecast - planned)
    total = top + 2 + len(budget.DIRECTORATES)
    sheet[f"A{total}"] = "Total"
    every = [row for _, rows in budget.DIRECTORATES for row in rows]
    sums = (sum(r[1] for r in every), sum(r[3] for r in every), sum(r[3] - r[1] for r in every), sum(r[4] for r in every))
    for column, value in zip("BCDE", sums, strict=True):
        _formula(sheet, values, f"{column}{total}", f"=SUM({column}{top + 2}:{column}{total - 1})", value)
    sheet[f"A{total + 2}"] = (
        "The Council forecasts an overspend of £4.6m, up from £4.3m at quarter 2, after releasing £1.5m of contingency."
    )
    _widths(sheet, {"A": 34, "B": 12, "C": 12, "D": 12, "E": 16, "F": 40})
    return values


def _grant(sheet: Worksheet) -> Values:
    values: Values = {}
    top = _titles(sheet, ("Dedicated Schools Grant: quarter 3 2025/26", budget.SUBTITLE), len(budget.GRANT_HEADER))
    _header(sheet, top, budget.GRANT_HEADER)
    for row, (block, allocation, forecast, comment) in enumerate(budget.GRANT, start=top + 1):
        for column, value in zip("ABCE", (block, allocation, forecast, comment or None), strict=True):
            sheet[f"{column}{row}"] = value
        _formula(sheet, values, f"D{row}", f"=C{row}-B{row}", forecast - allocation)
    start = top + len(budget.GRANT) + 3
    sheet[f"A{start - 1}"] = "High needs block deficit"
    for row, (name, value) in enumerate(budget.DEFICIT, start=start):
        sheet[f"A{row}"], sheet[f"B{row}"] = name, value
    _formula(sheet, values, f"B{start + 2}", f"=B{start}+B{start + 1}", budget.DEFICIT[2][1])
    _widths(sheet, {"A": 50, "B": 12, "C": 12, "D": 12, "E": 70})
    return values


def _savings(sheet: Worksheet) -> Values:
    values: Values = {}
    top = _titles(
        sheet, ("Savings in Children and Education, 2025/26", "£000. Position at 31 December 2025."), len(budget.SAVINGS_HEADER)
    )
    _header(sheet, top, budget.SAVINGS_HEADER)
    for row, (ref, name, target, made, rating, owner, comment) in enumerate(budget.SAVINGS, start=top + 1):
        for column, value in zip("ABCDFGH", (ref, name, target, made, rating, owner, comment), strict=True):
            sheet[f"{column}{row}"] = value
        _formula(sheet, values, f"E{row}", f"=C{row}-D{row}", target - made)
        sheet[f"F{row}"].fill = PatternFill("solid", fgColor=RATINGS[rating])
    _widths(sheet, {"A": 9, "B": 40, "C": 10, "D": 10, "E": 10, "F": 10, "G": 22, "H": 50})
    return values


def _store_values(path: Path, sheets: list[Values]) -> None:
    """Put into each formula's cell the value that a spreadsheet program would have stored; fix the time of saving."""
    with zipfile.ZipFile(path) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + SAVED, data)
            found = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
            text = data.decode() if found else ""
            for cell, value in (sheets[int(found[1]) - 1] if found else {}).items():
                text, done = re.subn(rf'(<c r="{cell}"[^>]*><f>[^<]*</f>)<v ?/>', rf"\g<1><v>{value}</v>", text)
                text, more = re.subn(rf'(<c r="{cell}"[^>]*><f>[^<]*</f>)<v></v>', rf"\g<1><v>{value}</v>", text)
                if done + more != 1:
                    raise ValueError(f"{path.name}: no formula found in {name} cell {cell}")
            archive.writestr(name, text.encode() if found else data)


def build(path: Path) -> None:
    """Write the budget monitor to `path`."""
    book = Workbook()
    book.properties.creator, book.properties.title = "Thornmere Borough Council", budget.TITLE
    book.properties.created = book.properties.modified = datetime(2026, 1, 29, 9, 0)
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "Summary"
    stored = [_summary(first)]
    stored += [_services(book.create_sheet(name), rows, name) for name, rows in budget.DIRECTORATES]
    stored += [_grant(book.create_sheet("Dedicated Schools Grant")), _savings(book.create_sheet("Savings"))]
    notes = book.create_sheet("Notes")
    for row, line in enumerate(("Notes", *budget.NOTES), start=1):
        notes.cell(row, 1, line)
    hidden = book.create_sheet(budget.HIDDEN_SHEET)
    hidden.append(("Item", "£000"))
    for item in budget.HIDDEN:
        hidden.append(item)
    hidden.sheet_state = "hidden"
    book.save(path)
    _store_values(path, [*stored, {}, {}])
    freeze(path)
