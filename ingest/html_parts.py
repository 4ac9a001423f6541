"""What is seen of an HTML element, and HTML tables as rows with merged cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import Tag
from bs4.element import Comment, NavigableString, PreformattedString

from ingest.merged_tables import MergedCell, MergedRow
from ingest.reading import cell_lines
from vectorstore.models import fold_space

# Not `form`: the pages of some committee systems are one form from top to bottom.
_UNREAD = frozenset({
    "script", "style", "noscript", "template", "nav", "head", "svg", "math", "iframe", "object", "embed", "canvas", "audio",
    "video", "map", "button", "select", "input", "textarea", "datalist", "dialog",
})  # fmt: skip
INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "meter", "output", "picture", "progress", "q", "ruby", "rb", "rp", "rt", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_WIDEST = 200  # columns or rows; a larger span is a fault


def drop_unseen(element: Tag) -> None:
    """Take what a reader of the page does not see out of the tree below an element, with everything inside it."""
    for part in element.find_all(_is_unseen):
        if not part.decomposed:
            part.decompose()


def seen_words(node: object) -> str:
    """The words below a node of a tree that holds only what is seen; tables inside are left out, line breaks are kept as such."""
    if isinstance(node, NavigableString):
        # White space in HTML source means one space; only br breaks a line.
        return "" if isinstance(node, Comment | PreformattedString) else re.sub(r"\s+", " ", str(node))
    if not isinstance(node, Tag) or node.name in ("table", "rp", "rt"):
        return ""
    if node.name == "br":
        return "\n"
    text = "".join(map(seen_words, node.children))
    return text if node.name in INLINE else f" {text} "


def seen_lines(cell: Tag) -> str:
    """The words of a table's cell, a line for each of its paragraphs, list items and line breaks."""
    return "\n".join(cell_lines(_with_breaks(cell)))


def _with_breaks(node: object) -> str:
    if not isinstance(node, Tag) or node.name in ("table", "rp", "rt", "br"):
        return seen_words(node)
    text = "".join(map(_with_breaks, node.children))
    return text if node.name in INLINE else f"\n{text}\n"


def holds_blocks(element: Tag) -> bool:
    return any(child.name not in INLINE for child in element.find_all(True))


def _is_unseen(element: Tag) -> bool:
    if element.name in _UNREAD or element.has_attr("hidden") or element.get("aria-hidden") == "true":
        return True
    return bool(_HIDDEN_STYLE.search(str(element.get("style") or "")))


def own_parts(element: Tag, *names: str) -> Iterator[Tag]:
    """The element's own rows or cells, not those of tables inside it."""
    owner = element if element.name == "table" else element.find_parent("table")
    for found in element.find_all(list(names)):
        if found.find_parent("table") is owner:
            yield found


def whole(value: object, otherwise: int) -> int:
    text = str(value or "").strip()
    return int(text) if text.isdigit() else otherwise


def merged_rows(rows: list[Tag]) -> list[MergedRow]:
    """Rows with their cells put into columns; cells over several rows go on in those below."""
    out: list[MergedRow] = []
    above: dict[int, tuple[int, int]] = {}  # first column: (rows still to cover, columns covered)
    for row in rows:
        found = list(own_parts(row, "td", "th"))
        cells, above = _placed(found, above)
        head = bool(found) and (all(cell.name == "th" for cell in found) or row.find_parent("thead") is not None)
        out.append(MergedRow(tuple(cells), head or (bool(found) and all(map(_is_bold, found)))))
    return out


def _placed(found: list[Tag], above: dict[int, tuple[int, int]]) -> tuple[list[MergedCell], dict[int, tuple[int, int]]]:
    """A row's cells in their columns, after the cells that go on from above; and what goes on into the next row."""
    cells = [MergedCell("", column, span, True) for column, (_, span) in above.items()]
    below = {column: (left - 1, span) for column, (left, span) in above.items() if left > 1}
    taken = {place for cell in cells for place in range(cell.column, cell.column + cell.span)}
    column = 0
    for cell in found:
        while column in taken:
            column += 1
        span = min(_WIDEST, max(1, whole(cell.get("colspan"), 1)))
        height = min(_WIDEST, max(1, whole(cell.get("rowspan"), 1)))
        cells.append(MergedCell(seen_lines(cell), column, span))
        if height > 1:
            below[column] = (height - 1, span)
        column += span
    return sorted(cells, key=lambda cell: cell.column), below


def _is_bold(cell: Tag) -> bool:
    text = fold_space(cell.get_text())
    return bool(text) and text == fold_space(" ".join(part.get_text() for part in cell.find_all(["b", "strong"])))
