"""What every reader gives back: the pages' text, and the blocks that stand on them in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from vectorstore.models import Cell, Page, Span, fold_space

BlockKind = Literal["heading", "paragraph", "item", "row", "furniture", "contents"]


_LONGEST_HEADING = 400  # characters; the longest seen, a risk's title in a register, has 307
_NESTED = 20  # tables whose last row is remembered, for rows that go on below tables inside a cell


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item or table row and where its words stand in the pages' text.

    `level` is a heading's depth (1 is the highest) or a list item's nesting (0 is the outermost). `number` is the printed
    paragraph number or list marker ("4.5.2", "(a)"), which also stands at the start of `text` unless the word processor
    counts it and prints it by itself. Rows have `cells` and the `table` (counted from 1 in the document) that they are part of;
    a header row has `header` set and becomes no passage. `section` is the title inside the table under which a row stands (a
    district's or a directorate's name on a line of its own), which its words need to be understood. `covered` has, for each cell,
    that of an earlier row which is merged over its place, if any; these words are no part of the row's text.
    Furniture (running headers and footers) and contents lines stay in the page's text and out of passages.
    """

    kind: BlockKind
    text: str
    spans: tuple[Span, ...]
    level: int = 0
    number: str | None = None
    table: int | None = None
    cells: tuple[Cell, ...] = ()
    header: bool = False
    section: str | None = None
    covered: tuple[Cell | None, ...] = ()

    @property
    def whole_cells(self) -> tuple[Cell, ...]:
        """The row's cells, those of earlier rows that are merged over it among them."""
        if not self.covered:
            return self.cells
        return tuple(above or own for own, above in zip(self.cells, self.covered, strict=True))


def as_heading(text: str) -> str:
    """The words of a heading or title as every passage below it has them: of one longer than any that is meant as such, its beginning."""
    return text if len(text) <= _LONGEST_HEADING else f"{text[:_LONGEST_HEADING].rstrip()}\u2026"


class HeadingTrail:
    """The headings that a place of a paper stands under, outermost first, for a walk over its blocks."""

    def __init__(self) -> None:
        self._held: list[tuple[int, str]] = []

    def under(self, heading: Block) -> None:
        """Go below a heading: those as deep as it, or deeper, end."""
        while self._held and self._held[-1][0] >= heading.level:
            self._held.pop()
        self._held.append((heading.level, as_heading(heading.text)))

    @property
    def section(self) -> tuple[str, ...]:
        """The headings' words."""
        return tuple(text for _, text in self._held)


@dataclass(slots=True)
class Reading:
    """A file, read. `properties` holds what the file says of itself (title, author, created ...), `notes` what was left out."""

    pages: list[Page] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def cell_lines(text: str) -> list[str]:
    """The lines of a cell's text that hold words, white space folded."""
    return [folded for line in text.split("\n") if (folded := fold_space(line))]


def folded_lines(text: str) -> str:
    """A cell's text with its lines kept: white space folded inside each, empty ones gone."""
    return "\n".join(cell_lines(text.replace("\r\n", "\n").replace("\r", "\n")))


def _line_spans(page: int, at: int, lines: Sequence[str]) -> Iterator[Span]:
    """Where a cell's lines stand when they are put one behind the other from `at` on, a space between them."""
    for line in lines:
        yield Span(page, at, at + len(line))
        at += len(line) + 1


class Writer:
    """Builds a Reading for formats whose page text we set ourselves: every block is a line of its page's text.

    Cells of a row are parted by tabs, line breaks inside a cell become spaces; where they were is kept in the cell's spans.
    Call `page` before the first block.
    """

    def __init__(self) -> None:
        self.reading = Reading()
        self._lines: list[str] = []
        self._running: list[tuple[int, int]] = []
        self._length = 0
        self._last_rows: dict[int, tuple[Cell, ...]] = {}

    def page(self, number: int | None = None, *, label: str | None = None, printed: str | None = None) -> None:
        """Begin a page (or sheet). `number` stays None where the format has no pages."""
        self._close()
        self.reading.pages.append(Page(len(self.reading.pages) + 1, number, "", printed=printed, label=label))

    def add(self, kind: BlockKind, text: str, *, level: int = 0, number: str | None = None) -> None:
        """Add a heading, paragraph, item, furniture or contents line; text that is only white space adds nothing."""
        text = fold_space(text)
        if text:
            span = self._line(text)
            if kind == "furniture":
                self._running.append((span.start, span.end))
            self.reading.blocks.append(Block(kind, text, (span,), level=level, number=number))

    def row(
        self,
        table: int,
        cells: Sequence[tuple[str | None, str]],
        *,
        header: bool = False,
        section: str | None = None,
        number: str | None = None,
        merged: Sequence[bool] = (),
    ) -> None:
        """Add a table row of (column label or None, text) cells; a cell has a span for each of its lines, an empty one none.

        `merged` says for each cell whether the one above it, in the row of this table that was added before, goes on over it.
        """
        parts = [cell_lines(text) for _, text in cells]
        texts = [" ".join(lines) for lines in parts]
        if not any(texts):
            return
        line = self._line("\t".join(texts))
        at, made = line.start, []
        for (label, _), text, lines in zip(cells, texts, parts, strict=True):
            made.append(Cell(label, text, tuple(_line_spans(line.page, at, lines))))
            at += len(text) + 1
        covered = self._covered(table, tuple(made), merged)
        self.reading.blocks.append(
            Block(
                "row", fold_space(" ".join(texts)), (line,), number=number, table=table, cells=tuple(made), header=header,
                section=section, covered=covered,
            )
        )  # fmt: skip

    def _covered(self, table: int, cells: tuple[Cell, ...], merged: Sequence[bool]) -> tuple[Cell | None, ...]:
        above = self._last_rows.get(table, ())
        covered: tuple[Cell | None, ...] = ()
        if any(merged) and len(above) == len(cells):
            covered = tuple(
                replace(a, label=own.label) if over and a.text and not own.text else None
                for own, a, over in zip(cells, above, merged, strict=True)
            )
        covered = covered if any(covered) else ()
        self._last_rows = {t: row for t, row in self._last_rows.items() if t > table - _NESTED}
        self._last_rows[table] = tuple(a or own for own, a in zip(cells, covered, strict=True)) if covered else cells
        return covered

    def finish(self) -> Reading:
        """The finished reading."""
        self._close()
        return self.reading

    def _line(self, text: str) -> Span:
        start = self._length
        self._lines.append(text)
        self._length += len(text) + 1
        return Span(len(self.reading.pages), start, start + len(text))

    def _close(self) -> None:
        if self.reading.pages:
            text, running = "\n".join(self._lines), tuple(self._running)
            self.reading.pages[-1] = replace(self.reading.pages[-1], text=text, running=running)
        self._lines, self._running, self._length = [], [], 0
