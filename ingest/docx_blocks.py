"""A Word document's body as paragraphs and tables in reading order, with changes accepted and text boxes put in their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.docx_numbering import ListMark, Numbering
from ingest.docx_styles import Styles, W, switched_on, value
from ingest.docx_text import WordReader, Words


@dataclass(slots=True)
class Paragraph:
    """A paragraph that has words. `heading` is its level by style (0 for a title), None for none."""

    words: Words
    style: str
    heading: int | None = None
    mark: ListMark | None = None
    contents: bool = False


@dataclass(slots=True)
class TableCell:
    """A cell with what stands in it. `column` is its first grid column; `merged` is set where the cell above goes on."""

    column: int
    span: int
    merged: bool
    content: list[Paragraph | Table] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The cell's own words, without those of tables inside it."""
        return " ".join(part.words.text for part in self.content if isinstance(part, Paragraph))

    @property
    def lines(self) -> str:
        """The same with a line for every paragraph, and for every line break in one."""
        return "\n".join(line for part in self.content if isinstance(part, Paragraph) for line in part.words.lines)

    @property
    def tables(self) -> list[Table]:
        return [part for part in self.content if isinstance(part, Table)]


@dataclass(slots=True)
class TableRow:
    """`emphasised`: every cell is shaded, or the row is marked to be repeated on every page."""

    cells: list[TableCell]
    emphasised: bool = False


@dataclass(slots=True)
class Table:
    rows: list[TableRow]

    @property
    def width(self) -> int:
        """Columns of the grid."""
        return max((cell.column + cell.span for row in self.rows for cell in row.cells), default=0)


class BodyReader:
    """Walks the XML of a body, a cell or a text box."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self.words = WordReader(styles)

    def read(self, element: Any, *, contents: bool = False) -> list[Paragraph | Table]:
        """Paragraphs and tables below the element. `contents` is set inside a table of contents."""
        out: list[Paragraph | Table] = []
        kept: Words | None = None
        for child, listed in _flat(element, contents):
            if child.tag == W + "tbl":
                table = self._table(child)
                if table.rows:
                    out.append(table)
                continue
            paragraph = self._paragraph(child, listed)
            if kept is not None:
                # The mark of the paragraph before was deleted: the two are one.
                paragraph.words = kept.with_rest(paragraph.words)
                kept = None
            if paragraph.words.runs_on:
                kept = paragraph.words
                continue
            if paragraph.words.text:
                out.append(paragraph)
            for box in paragraph.words.boxes:
                out.extend(self.read(box))
        if kept is not None and kept.text:
            out.append(Paragraph(kept, ""))
        return out

    def _paragraph(self, element: Any, contents: bool) -> Paragraph:
        style = self._styles.paragraph(element)
        outline = value(element, "pPr/outlineLvl")
        heading = style.heading
        name = style.name.lower()
        if name == "title":
            heading = 0
        elif outline is not None and outline.isdigit():
            heading = int(outline) + 1 if int(outline) < 9 else None
        return Paragraph(
            self.words.read(element), style.name, heading, self._numbering.mark(element), contents or name.startswith("toc ")
        )

    def _table(self, element: Any) -> Table:
        rows = []
        for child, _ in _flat(element, False, wanted=("tr",)):
            if child.find(f"{W}trPr/{W}del") is None:
                rows.append(self._row(child))
        return Table([row for row in rows if row.cells])

    def _row(self, element: Any) -> TableRow:
        cells = []
        shaded = []
        before = value(element, "trPr/gridBefore") or "0"
        column = int(before) if before.isdigit() else 0
        for child, _ in _flat(element, False, wanted=("tc",)):
            spanned = value(child, "tcPr/gridSpan") or "1"
            span = max(1, int(spanned)) if spanned.isdigit() else 1
            merge = child.find(f"{W}tcPr/{W}vMerge")
            merged = merge is not None and merge.get(W + "val", "continue") == "continue"
            cells.append(TableCell(column, span, merged, self.read(child)))
            column += span
            fill = child.find(f"{W}tcPr/{W}shd")
            shaded.append(fill is not None and (fill.get(W + "fill") or "auto").lower() not in ("auto", "ffffff"))
        return TableRow(cells, bool(switched_on(element, "trPr/tblHeader")) or (bool(shaded) and all(shaded)))


def _flat(element: Any, contents: bool, wanted: tuple[str, ...] = ("p", "tbl")) -> Iterator[tuple[Any, bool]]:
    """The wanted children, also where a content control, a change mark or the like is wrapped around them."""
    tags = {W + name for name in wanted}
    for child in element:
        if child.tag in tags:
            yield child, contents
        elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "moveTo", W + "smartTag"):
            gallery = value(child, "sdtPr/docPartObj/docPartGallery") or ""
            yield from _flat(child, contents or gallery.lower() == "table of contents", wanted)
