"""Workbooks as Excel saves them: merged cells, colours, formulas with the values that were last calculated."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill

_FILLS = {"Red": "FFF4B6B0", "Amber": "FFFBDC9B", "Green": "FFBFE3B4"}


def put(sheet: Any, rows: Sequence[Sequence[Any]], *, bold: Sequence[int] = ()) -> None:
    """Write rows below what the sheet holds, those numbered in `bold` (from 0) in bold; ratings get their colours."""
    first = sheet.max_row + 1 if sheet.max_row > 1 or sheet["A1"].value is not None else 1
    for down, row in enumerate(rows):
        for along, value in enumerate(row):
            if value is None:
                continue
            cell = sheet.cell(first + down, along + 1, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=down in bold)
            if value in _FILLS:
                cell.fill = PatternFill("solid", fgColor=_FILLS[value])


def save(book: Workbook, path: Path, values: Mapping[str, Mapping[str, object]]) -> Path:
    """Save with the calculated values of formulas, by sheet name and place. Raises ValueError for a place without a formula."""
    plain = path.with_suffix(".plain")
    book.save(plain)
    parts = {f"xl/worksheets/sheet{number}.xml": values.get(name, {}) for number, name in enumerate(book.sheetnames, 1)}
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info).decode() if info.filename in parts else old.read(info)
            if isinstance(content, str):
                for place, value in parts[info.filename].items():
                    pattern = rf'(<c r="{place}"[^>]*>\s*<f>[^<]*</f>)\s*<v\s*/>|(<c r="{place}"[^>]*>\s*<f>[^<]*</f>)\s*<v></v>'
                    content, count = re.subn(pattern, rf"\g<1>\g<2><v>{value}</v>", content)
                    if count != 1:
                        raise ValueError(f"{info.filename} has no formula without a value at {place}")
            new.writestr(info.filename, content)
    plain.unlink()
    return path
