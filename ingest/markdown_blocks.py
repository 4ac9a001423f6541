"""The blocks of a Markdown text."""

from __future__ import annotations

import re
from typing import Any

from ingest.line_marks import read_mark
from ingest.merged_tables import MergedCell, MergedRow, lay_out
from ingest.reading import Writer, cell_lines
from vectorstore.models import fold_space

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FIELD = re.compile(r"^([A-Za-z][\w .-]*?)\s*:\s*(\S.*)$", re.M)


def without_front_matter(text: str) -> tuple[str, dict[str, str]]:
    """The text below its front matter, and the front matter's simple fields (no nested ones)."""
    found = _FRONT_MATTER.match(text)
    if not found:
        return text, {}
    fields = {name.strip().lower(): value.strip().strip("\"'") for name, value in _FIELD.findall(found.group(1))}
    if "date" in fields:
        fields.setdefault("created", fields["date"])
    return text[found.end() :], fields


def write_markdown(writer: Writer, text: str) -> None:
    """Write the text's headings, paragraphs, lists and tables."""
    from markdown_it import MarkdownIt

    _MarkdownBlocks(writer, MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)).write()


class _MarkdownBlocks:
    """Goes through the parser's tokens with a note of what is open: lists, an item, a heading, a table."""

    def __init__(self, writer: Writer, tokens: list[Any]) -> None:
        self._writer = writer
        self._tokens = tokens
        self._tables = 0
        self._lists: list[int | None] = []  # for each list that is open the next number, None for bullets
        self._item: list[str] | None = None
        self._heading = 0
        self._rows: list[list[str]] = []

    def write(self) -> None:
        before = ""
        for token in self._tokens:
            if token.type.endswith(("_open", "_close")):
                self._structure(token)
            elif token.type == "inline" and before in ("th_open", "td_open"):
                self._rows[-1].append("\n".join(cell_lines(_inline_words(token, line_break="\n"))))
            elif token.type == "inline":
                self._inline(_inline_words(token), self._heading)
            elif token.type in ("fence", "code_block"):
                for part in re.split(r"\n\s*\n", token.content):
                    self._inline(part, 0)
            elif token.type == "html_block":
                self._html(token.content)
            before = token.type

    def _structure(self, token: Any) -> None:
        kind = token.type
        if kind.startswith(("bullet_list", "ordered_list", "list_item", "table")):
            self._end_item()
        if kind == "bullet_list_open":
            self._lists.append(None)
        elif kind == "ordered_list_open":
            self._lists.append(int(token.attrGet("start") or 1))
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self._lists.pop()
        elif kind == "list_item_open":
            self._item = []
        elif kind == "heading_open":
            self._heading = int(token.tag[1])
        elif kind == "heading_close":
            self._heading = 0
        elif kind == "tr_open":
            self._rows.append([])
        elif kind == "table_close":
            self._table(self._rows)
            self._rows = []

    def _inline(self, text: str, heading: int) -> None:
        text = fold_space(text)
        mark = read_mark(text)
        if heading:
            self._writer.add("heading", text, level=heading, number=mark.number if mark else None)
        elif self._item is not None:
            self._item.append(text)
        else:
            self._writer.add(
                "item" if mark and mark.kind != "number" else "paragraph", text, number=mark.number if mark else None
            )

    def _end_item(self) -> None:
        """Write the list item that is being read; its paragraphs are one item."""
        if self._item is None:
            return
        text = fold_space(" ".join(self._item))
        self._item = None
        counted = self._lists[-1] if self._lists else None
        if counted is not None:
            self._lists[-1] = counted + 1
        typed = read_mark(text)
        number = typed.number if typed and typed.number else str(counted) if counted is not None else None
        self._writer.add("item", text, level=max(0, len(self._lists) - 1), number=number)

    def _table(self, rows: list[list[str]]) -> None:
        self._tables += 1
        placed = [tuple(MergedCell(text, place) for place, text in enumerate(row)) for row in rows]
        # The first row of a Markdown table is its header, if it says anything.
        for laid in lay_out([MergedRow(cells, emphasised=place == 0) for place, cells in enumerate(placed)]):
            self._writer.row(self._tables, laid.cells, header=laid.header, section=laid.section)

    def _html(self, content: str) -> None:
        from bs4 import BeautifulSoup

        from ingest.html_blocks import HtmlBlocks

        html = HtmlBlocks(self._writer, tables=self._tables)
        html.write(BeautifulSoup(content, "lxml"))
        self._tables = html.tables


def _inline_words(token: Any, line_break: str = " ") -> str:
    """The words of an inline token, without markup; pictures and raw tags hold none."""
    words: list[str] = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            words.append(child.content)
        elif child.type in ("softbreak", "hardbreak") or (
            child.type == "html_inline" and re.match(r"<br\b", child.content, re.I)
        ):
            words.append(line_break)
    return "".join(words)
