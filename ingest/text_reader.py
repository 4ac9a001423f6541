"""Plain text files: paragraphs, headings, lists and tab-separated tables; form feeds part pages."""

from __future__ import annotations

from pathlib import Path

from ingest.reading import Reading, Writer
from ingest.sheet_tables import SheetRow, TableWriter
from ingest.text_encoding import read_text
from ingest.text_lines import TextBlock, text_blocks, wrap_width
from vectorstore.errors import ReadError


def read(path: Path) -> Reading:
    """Read a text file; pages are numbered where form feeds part them, else it is one page without a number. Raises ReadError."""
    text = read_text(path).replace("\r\n", "\n").replace("\r", "\n")
    pages = text.rstrip("\f\n ").split("\f")
    width = wrap_width(text.split("\n"))
    writer = Writer()
    tables = TableWriter(writer)
    for number, page in enumerate(pages, 1):
        writer.page(number if len(pages) > 1 else None)
        for block in text_blocks(page.split("\n"), width, titled=number == 1):
            _write(writer, tables, block)
    reading = writer.finish()
    if not reading.blocks:
        raise ReadError(f"{path.name} has no text in it: get the file again from its source.")
    return reading


def _write(writer: Writer, tables: TableWriter, block: TextBlock) -> None:
    if block.kind == "table":
        tables.write(SheetRow(cells, cells) for cells in block.rows)
    else:
        writer.add(block.kind, block.text, level=block.level, number=block.number)
