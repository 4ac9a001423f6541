"""An Excel workbook's sheets as rows of the texts that a reader sees."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from ingest.cell_format import shown
from ingest.office_file import check_package
from ingest.reading import folded_lines
from ingest.sheet_tables import SheetRow
from vectorstore.errors import ReadError
from vectorstore.models import fold_space

_STREAMED = 20_000_000  # bytes of sheet XML; larger workbooks are read row by row, without their merged and hidden cells
_UNCALCULATED = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f(?:\s[^<>]*)?/>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml$")
# What openpyxl and the parsers under it raise for parts that are broken.
_FAULTS = (
    ValueError, KeyError, TypeError, IndexError, AttributeError, SyntaxError, NotImplementedError, EOFError, OSError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip


@contextmanager
def open_workbook(path: Path) -> Iterator[Workbook]:
    """Open for reading, formulas as the values that Excel stored last. Raises ReadError."""
    check_package(path, "xlsx")
    # openpyxl warns of features that it drops (validation, headers, styles); none of them holds words.
    with warnings.catch_warnings(), ExitStack() as opened:
        warnings.simplefilter("ignore")
        with _named(path):
            book, streamed = _load(path, opened)
        yield Workbook(path, book, streamed)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Faults of the file, met inside, are raised as ReadError."""
    try:
        yield
    except _FAULTS as error:
        message = f"{path.name} is damaged and cannot be read as a workbook: open it in Excel and save it again."
        raise ReadError(message) from error


def _load(path: Path, opened: ExitStack) -> tuple[Any, bool]:
    """The workbook and whether it is read row by row. Files are opened here, for openpyxl leaves its own open when it fails."""
    from openpyxl import load_workbook

    with zipfile.ZipFile(path) as package:
        size = sum(info.file_size for info in package.infolist() if _SHEET_PART.match(info.filename))
    streamed = size > _STREAMED
    try:
        return load_workbook(opened.enter_context(path.open("rb")), data_only=True, read_only=streamed), streamed
    except ValueError:
        # Some programs write colours that the format does not know, which spreadsheets pass over. The words are sound.
        return load_workbook(_with_known_colours(path), data_only=True, read_only=streamed), streamed


def _with_known_colours(path: Path) -> BytesIO:
    """A copy of the package in which every colour of the strings and styles has the form that the format asks for."""
    copy = BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename.lower() in ("xl/sharedstrings.xml", "xl/styles.xml"):
                content = re.sub(rb'\srgb="(?![0-9A-Fa-f]{8}"|[0-9A-Fa-f]{6}")[^"]*"', b' rgb="FF000000"', content)
            new.writestr(info.filename, content)
    copy.seek(0)
    return copy


class Workbook:
    """An open workbook."""

    def __init__(self, path: Path, book: Any, streamed: bool) -> None:
        self._path, self._book, self._streamed = path, book, streamed

    def sheets(self) -> Iterator[Sheet]:
        """All worksheets in order; `hidden` ones among them. Sheets that are only a chart hold no cells and are left out."""
        for sheet in self._book.worksheets:
            yield Sheet(self._path, sheet, self._streamed)

    def properties(self) -> dict[str, str]:
        """What the file says of itself."""
        core = self._book.properties
        found = {}
        for name, attribute in (
            ("title", "title"), ("author", "creator"), ("subject", "subject"), ("keywords", "keywords"), ("created", "created"),
            ("modified", "modified"),
        ):  # fmt: skip
            value = getattr(core, attribute, None)
            if value:
                found[name] = value.isoformat() if hasattr(value, "isoformat") else fold_space(str(value))
        return found

    def uncalculated(self) -> int:
        """How many formulas have no stored value, so that their cells are empty here."""
        count = 0
        with zipfile.ZipFile(self._path) as package:
            for info in package.infolist():
                if _SHEET_PART.match(info.filename):
                    count += _count(package, info)
        return count


def _count(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> int:
    count, kept = 0, b""
    with package.open(info) as part:
        while chunk := part.read(1 << 20):
            text = kept + chunk
            cut = text.rfind(b"</c>") + 4 if b"</c>" in text else 0
            count += len(_UNCALCULATED.findall(text[:cut]))
            kept = text[cut:][-(1 << 20) :]
    return count


@dataclass(slots=True)
class Sheet:
    """A worksheet. `notes` is complete after the rows were read."""

    path: Path
    sheet: Any
    streamed: bool
    _comments: int = field(default=0, init=False)

    @property
    def name(self) -> str:
        return fold_space(self.sheet.title)

    @property
    def hidden(self) -> bool:
        return bool(self.sheet.sheet_state != "visible")

    def rows(self) -> Iterator[SheetRow]:
        """Every row down to the last that is filled, blank ones as rows of empty texts. Raises ReadError."""
        with _named(self.path):
            yield from self._rows()

    def _rows(self) -> Iterator[SheetRow]:
        if self.streamed:
            self.sheet.reset_dimensions()  # what the file states may be wrong; the rows themselves are counted
            for row in self.sheet.iter_rows():
                shown_texts = _trimmed([_text(cell) for cell in row])
                yield SheetRow(shown_texts, shown_texts)
            return
        covered = self._covered()
        for row in self.sheet.iter_rows():
            cells = [cell for cell in row if cell.value is not None]
            self._comments += sum(1 for cell in row if cell.comment is not None)
            texts = [_text(cell) for cell in row]
            filled = [text or covered.get((cell.row, cell.column), "") for cell, text in zip(row, texts, strict=True)]
            bold = bool(cells) and all(cell.font is not None and cell.font.b for cell in cells)
            yield SheetRow(_trimmed(texts), _trimmed(filled), bold)

    def _covered(self) -> dict[tuple[int, int], str]:
        """For each place under a merged cell the text of that cell."""
        found: dict[tuple[int, int], str] = {}
        for area in self.sheet.merged_cells.ranges:
            first = self.sheet.cell(area.min_row, area.min_col)
            text = _text(first)
            # Some authors merge whole columns; what lies below the last row is of no use.
            for row in range(area.min_row, min(area.max_row, self.sheet.max_row) + 1):
                for column in range(area.min_col, min(area.max_col, self.sheet.max_column) + 1):
                    if text and (row, column) != (area.min_row, area.min_col):
                        found[row, column] = text
        return found

    def notes(self) -> list[str]:
        """What a reader of this sheet should know: hidden rows and columns that were read, comments that were not."""
        where = f"on sheet \u201c{self.name}\u201d"
        if self.streamed:
            return [f"merged, hidden and commented cells were not looked for {where}: the workbook is very large"]
        rows = sum(1 for dimension in self.sheet.row_dimensions.values() if dimension.hidden)
        columns = sum(
            (dimension.max or dimension.min or 1) - (dimension.min or 1) + 1
            for dimension in self.sheet.column_dimensions.values()
            if dimension.hidden and (dimension.min or 1) <= self.sheet.max_column
        )
        found = []
        if rows:
            found.append(f"{rows} hidden row{'s' * (rows > 1)} {where} read like the others")
        if columns:
            found.append(f"{columns} hidden column{'s' * (columns > 1)} {where} read like the others")
        if self._comments:
            found.append(f"{self._comments} comment{'s' * (self._comments > 1)} {where} not read")
        return found


def _text(cell: Any) -> str:
    """What a cell shows; the lines that its author broke stay lines."""
    if isinstance(cell.value, str):
        return folded_lines(cell.value.replace("_x000D_", ""))  # how the format writes a carriage return
    return shown(cell.value, cell.number_format) if cell.value is not None else ""


def _trimmed(texts: list[str]) -> tuple[str, ...]:
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)
