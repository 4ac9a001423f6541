"""XLSX and CSV files: every visible sheet, its tables with their headers found, its titles and notes."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ingest.reading import Reading, Writer, folded_lines
from ingest.sheet_tables import SheetRow, TableWriter
from ingest.text_encoding import read_text
from ingest.workbook import open_workbook
from vectorstore.errors import ReadError

_DELIMITERS = ",;\t|"
_SAMPLE = 100  # records looked at to find the delimiter
_LONGEST_CELL = 10_000_000  # characters


def read(path: Path) -> Reading:
    """Read a workbook or, by its ending, a CSV file (one page). Raises ReadError."""
    return _filled(path, _read_csv(path)) if path.suffix.lower() in (".csv", ".tsv") else read_workbook(path)


def read_workbook(path: Path) -> Reading:
    """Read a workbook whatever its name: a page a sheet, labelled with the sheet's name. Raises ReadError."""
    return _filled(path, _read_workbook(path))


def _filled(path: Path, reading: Reading) -> Reading:
    if not any(block.kind != "heading" or block.level > 1 for block in reading.blocks):
        raise ReadError(f"{path.name} has nothing in it that can be read: check that its sheets are visible and filled.")
    return reading


def _read_workbook(path: Path) -> Reading:
    writer = Writer()
    notes: list[str] = []
    with open_workbook(path) as workbook:
        tables = TableWriter(writer)
        for sheet in workbook.sheets():
            if sheet.hidden:
                notes.append(f"sheet \u201c{sheet.name}\u201d is hidden and was not read")
                continue
            writer.page(label=sheet.name)
            writer.add("heading", sheet.name, level=1)
            tables.write(sheet.rows())
            notes.extend(sheet.notes())
        properties = workbook.properties()
        uncalculated = workbook.uncalculated()
    if uncalculated:
        notes.append(
            f"{uncalculated} formula{'s' * (uncalculated > 1)} without a stored value, read as empty: open the workbook in Excel,"
            " save it and ingest it again"
        )
    reading = writer.finish()
    reading.properties, reading.notes = properties, notes
    return reading


def _read_csv(path: Path) -> Reading:
    text = read_text(path)
    first, _, rest = text.partition("\n")
    delimiter = None
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        delimiter, text = first.strip()[4], rest
    delimiter = delimiter or _delimiter(text)
    writer = Writer()
    writer.page()
    tables = TableWriter(writer)
    lengths: Counter[int] = Counter()
    try:
        tables.write(_records(text, delimiter, lengths))
    except csv.Error as error:
        raise ReadError(f"{path.name} cannot be read as a CSV file ({error}): save it again as CSV in UTF-8.") from error
    reading = writer.finish()
    usual = lengths.most_common(1)[0][0] if lengths else 0
    ragged = sum(count for length, count in lengths.items() if length != usual)
    if ragged and usual > 1:
        reading.notes.append(f"{ragged} of {sum(lengths.values())} rows have not {usual} cells like the others")
    return reading


def _records(text: str, delimiter: str, lengths: Counter[int]) -> Iterator[SheetRow]:
    csv.field_size_limit(_LONGEST_CELL)
    for record in csv.reader(text.splitlines(keepends=True), delimiter=delimiter):
        cells = tuple(map(folded_lines, record))
        if any(cells):
            lengths[len(cells)] += 1
        yield SheetRow(cells, cells)


def _delimiter(text: str) -> str:
    """The sign that parts the most records into the same number of cells, more than one."""
    lines = text.splitlines(keepends=True)[: 5 * _SAMPLE]
    best, best_score = ",", (0.0, 0)
    for sign in _DELIMITERS:
        counts: Counter[int] = Counter()
        try:
            for record, _ in zip(csv.reader(lines, delimiter=sign), range(_SAMPLE), strict=False):
                if any(cell.strip() for cell in record):
                    counts[len(record)] += 1
        except csv.Error:
            continue
        split = {length: count for length, count in counts.items() if length > 1}
        if split:
            length, count = max(split.items(), key=lambda item: (item[1], item[0]))
            best, best_score = max(
                (best, best_score), (sign, (round(count / counts.total(), 1), length)), key=lambda item: item[1]
            )
    return best
