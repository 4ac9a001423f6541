"""HTML and Markdown files: headings, paragraphs, lists, tables."""

from __future__ import annotations

from pathlib import Path

from ingest.markdown_blocks import without_front_matter, write_markdown
from ingest.reading import Reading, Writer
from ingest.text_encoding import check_is_text, read_text
from vectorstore.errors import ReadError


def read(path: Path) -> Reading:
    """Read an HTML or Markdown file (by its ending) as one page without a number. Raises ReadError."""
    writer = Writer()
    writer.page()
    if path.suffix.lower() in (".md", ".markdown"):
        text, properties = without_front_matter(read_text(path))
        write_markdown(writer, text.replace("\r\n", "\n"))
    else:
        properties = _write_html(writer, path)
    reading = writer.finish()
    if all(block.kind == "furniture" for block in reading.blocks):
        raise ReadError(f"{path.name} has no text in it: check that it is the page itself and not a frame around it.")
    reading.properties = properties
    return reading


def _write_html(writer: Writer, path: Path) -> dict[str, str]:
    from bs4 import BeautifulSoup

    from ingest.html_blocks import HtmlBlocks, head_properties

    # The bytes go to the parser as they are: a page may name its encoding itself.
    raw = check_is_text(path)
    try:
        soup = BeautifulSoup(raw, "lxml")
    except ValueError:
        # lxml refuses control characters that Python's own parser passes over.
        soup = BeautifulSoup(raw, "html.parser")
    properties = head_properties(soup)
    HtmlBlocks(writer).write(soup)
    return properties
