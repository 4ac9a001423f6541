"""The blocks of an HTML page: what a reader of the page sees, without scripts, menus and hidden parts. Nothing is loaded."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

from ingest.html_parts import INLINE, drop_unseen, holds_blocks, merged_rows, own_parts, seen_words, whole
from ingest.line_marks import read_mark
from ingest.merged_tables import lay_out
from ingest.reading import Writer
from vectorstore.models import fold_space

_META = {
    "author": "author",
    "dc.creator": "author",
    "description": "subject",
    "keywords": "keywords",
    "dc.title": "title",
    "date": "created",
    "dc.date": "created",
    "dcterms.created": "created",
    "article:published_time": "created",
}


class HtmlBlocks:
    """Writes the blocks of a parsed page or a part of one."""

    def __init__(self, writer: Writer, *, tables: int = 0) -> None:
        self._writer = writer
        self.tables = tables

    def write(self, soup: BeautifulSoup) -> None:
        """Write everything that is seen; what is not is taken out of the tree."""
        page = soup.body or soup
        drop_unseen(page)
        self._children(page)

    def _children(self, element: Tag) -> None:
        """Block children one by one; the inline content between them as paragraphs."""
        inline: list[str] = []
        for child in element.children:
            if isinstance(child, Tag) and (child.name not in INLINE or holds_blocks(child)):
                self._paragraph(inline)
                self._block(child)
                continue
            inline.append(seen_words(child))
        self._paragraph(inline)

    def _paragraph(self, inline: list[str]) -> None:
        # An empty line made of two line breaks parts paragraphs.
        for part in re.split(r"\n[ \t]*\n", "".join(inline)):
            text = fold_space(part)
            mark = read_mark(text)
            self._writer.add(
                "item" if mark and mark.kind != "number" else "paragraph", text, number=mark.number if mark else None
            )
        inline.clear()

    def _block(self, element: Tag) -> None:
        name = element.name
        if re.fullmatch(r"h[1-6]", name):
            text = fold_space(seen_words(element))
            mark = read_mark(text)
            self._writer.add("heading", text, level=int(name[1]), number=mark.number if mark else None)
        elif name in ("ul", "ol", "menu"):
            self._list(element, 0)
        elif name == "dl":
            self._definitions(element)
        elif name == "table":
            self._table(element)
        elif name == "footer" or element.get("role") in ("contentinfo", "banner"):
            self._writer.add("furniture", seen_words(element))
        elif name == "pre":
            for part in re.split(r"\n\s*\n", element.get_text()):
                self._writer.add("paragraph", part)
        else:
            self._children(element)

    def _list(self, element: Tag, level: int) -> None:
        counter = whole(element.get("start"), 1)
        for item in element.find_all(recursive=False):
            if item.name in ("ul", "ol", "menu"):
                self._list(item, level + 1)
                continue
            own, blocks = _item_parts(item)
            number = None
            if element.name == "ol":
                counter = whole(item.get("value"), counter)
                number = _numbered(counter, str(element.get("type") or "1"))
                counter += 1
            typed = read_mark(own)
            self._writer.add("item", own, level=level, number=typed.number if typed and typed.number else number)
            for block in blocks:
                if block.name in ("ul", "ol", "menu"):
                    self._list(block, level + 1)
                else:
                    self._block(block)

    def _definitions(self, element: Tag) -> None:
        """A list of terms and what they mean: rows of labels and values."""
        self.tables += 1
        term = label = ""
        for child in element.find_all(["dt", "dd"]):
            text = fold_space(seen_words(child))
            if child.name == "dt":
                if term:
                    self._writer.row(self.tables, [(None, term)])  # two terms that share a meaning
                term = text
            else:
                # Only the first meaning has its term beside it; the others are rows of the same label.
                label = term or label
                self._writer.row(self.tables, [(None, term), (label.rstrip(":") or None, text)])
                term = ""

    def _table(self, element: Tag) -> None:
        rows = list(own_parts(element, "tr"))
        if _is_frame(element, rows):
            for row in rows:
                for cell in own_parts(row, "td", "th"):
                    self._children(cell)
            return
        caption = element.find("caption")
        if isinstance(caption, Tag):
            self._writer.add("paragraph", seen_words(caption))
        self.tables += 1
        number = self.tables
        for row, laid in zip(rows, lay_out(merged_rows(rows)), strict=True):
            self._writer.row(number, laid.cells, header=laid.header, section=laid.section, merged=laid.merged)
            for inner in row.find_all("table"):
                if inner.find_parent("table") is element:
                    self._table(inner)


def _is_frame(element: Tag, rows: list[Tag]) -> bool:
    """True for a table that only places text: marked so, of one column, or with headings in its cells."""
    if element.get("role") in ("presentation", "none") or all(len(list(own_parts(row, "td", "th"))) < 2 for row in rows):
        return True
    return any(cell.find(re.compile(r"^h[1-6]$")) for row in rows for cell in own_parts(row, "td"))


def head_properties(soup: BeautifulSoup) -> dict[str, str]:
    """What the page says of itself in its head."""
    found: dict[str, str] = {}
    if soup.title and soup.title.string:
        found["title"] = fold_space(soup.title.string)
    for meta in soup.find_all("meta"):
        key = _META.get(str(meta.get("name") or meta.get("property") or "").lower())
        content = fold_space(str(meta.get("content") or ""))
        if key and content:
            found.setdefault(key, content)
    return found


def _item_parts(item: Tag) -> tuple[str, list[Tag]]:
    """A list item's own words, and the lists and tables inside it."""
    words: list[str] = []
    blocks: list[Tag] = []

    def collect(node: Tag) -> None:
        for child in node.children:
            if isinstance(child, Tag) and child.name in ("ul", "ol", "menu", "table", "dl"):
                blocks.append(child)
            elif isinstance(child, Tag) and holds_blocks(child):
                collect(child)
                words.append(" ")
            else:
                words.append(seen_words(child))

    collect(item)
    return fold_space("".join(words)), blocks


def _numbered(count: int, kind: str) -> str:
    if kind in "aA" and 0 < count <= 26:
        return chr(ord(kind) + count - 1)
    return str(count)
