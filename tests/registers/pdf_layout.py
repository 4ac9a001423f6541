"""Ruled tables drawn into PDF pages: rows flow over page breaks and are split by them, header rows come back or do not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

Text = str | tuple[str, int]
"""A cell: its words, and how many columns it covers where that is more than one. "^" goes on with the cell above it."""

_FILLS = {"red": "#f4b6b0", "amber": "#fbdc9b", "green": "#bfe3b4", "high": "#f4b6b0", "medium": "#fbdc9b", "low": "#bfe3b4"}
_PAD = 2.5


class Sheets:
    """A PDF that is filled from the top; places are points. `page` counts from 1."""

    def __init__(
        self, path: Path, size: tuple[float, float] = A4, *, running: str = "", margin: float = 26, foot: float = 26
    ) -> None:
        self.path, self.size, self.margin, self._foot = path, size, margin, foot
        self._running = running
        self._canvas = Canvas(str(path), pagesize=size, invariant=1)
        self.page = 0
        self.turn()

    def turn(self) -> None:
        """Begin a page."""
        if self.page:
            self._canvas.showPage()
        self.page += 1
        self.top = self.margin
        if self._running:
            self._canvas.setFont("Helvetica", 7)
            self._canvas.drawString(self.margin, 12, self._running)
            self._canvas.drawRightString(self.size[0] - self.margin, 12, f"Page {self.page}")

    def write(self, *lines: str, size: float = 9, bold: bool = False, gap: float = 4) -> None:
        """Write paragraphs below what stands there."""
        font = "Helvetica-Bold" if bold else "Helvetica"
        for line in lines:
            for part in simpleSplit(line, font, size, self.size[0] - 2 * self.margin):
                self._words(self.margin, self.top, part, font, size)
                self.top += 1.2 * size
            self.top += gap

    def table(
        self,
        widths: Sequence[float],
        rows: Sequence[Sequence[Text]],
        header: Sequence[Sequence[Text]] = (),
        *,
        again: Callable[[int], Sequence[Sequence[Text]]] | None = None,
        size: float = 7,
    ) -> list[int]:
        """Draw a table; gives the page on which each row begins. `again(page)` are the header rows on the pages that follow."""
        pages = []
        self._header(widths, header, size)
        for row in rows:
            cells = self._wrapped(widths, row, size)
            began = None
            while True:
                room = int((self.size[1] - self._foot - 2 * _PAD - self.top) / (1.2 * size))
                longest = max(len(lines) for *_, lines in cells)
                if longest > room and room < 3:
                    self._again(widths, header, again, size)
                    continue
                began = began or self.page
                self._box(cells, min(longest, room), size)
                if longest <= room:
                    break
                cells = [(x, width, lines[room:]) for x, width, lines in cells]
                self._again(widths, header, again, size)
            pages.append(began)
        return pages

    def save(self) -> Path:
        """Write the file."""
        self._canvas.showPage()
        self._canvas.save()
        return self.path

    def _again(
        self,
        widths: Sequence[float],
        header: Sequence[Sequence[Text]],
        again: Callable[[int], Sequence[Sequence[Text]]] | None,
        size: float,
    ) -> None:
        self.turn()
        self._header(widths, again(self.page) if again else header, size)

    def _header(self, widths: Sequence[float], header: Sequence[Sequence[Text]], size: float) -> None:
        for number, row in enumerate(header):
            cells = self._wrapped(widths, row, size, bold=True)
            below = (
                {x for x, _, lines in self._wrapped(widths, header[number + 1], size) if lines == ["^"]}
                if header[number + 1 :]
                else set()
            )
            self._box(cells, max(len(lines) for *_, lines in cells), size, bold=True, open_below=below)

    def _wrapped(
        self, widths: Sequence[float], row: Sequence[Text], size: float, *, bold: bool = False
    ) -> list[tuple[float, float, list[str]]]:
        """(left edge, width, lines) of each cell."""
        made, x, place = [], self.margin, 0
        for cell in row:
            text, span = (cell, 1) if isinstance(cell, str) else cell
            width = sum(widths[place : place + span])
            font = "Helvetica-Bold" if bold else "Helvetica"
            lines = [part for line in text.split("\n") for part in simpleSplit(line, font, size, width - 2 * _PAD) or [""]]
            made.append((x, width, lines))
            x, place = x + width, place + span
        if place != len(widths):
            raise ValueError(f"a row of {place} columns in a table of {len(widths)}: {row}")
        return made

    def _box(
        self,
        cells: Sequence[tuple[float, float, list[str]]],
        count: int,
        size: float,
        *,
        bold: bool = False,
        open_below: set[float] | None = None,
    ) -> None:
        """Draw the first `count` lines of a row's cells and the rules around them."""
        height = 1.2 * size * count + 2 * _PAD
        top, bottom = self.top, self.top + height
        for x, width, lines in cells:
            merged = lines == ["^"]
            fill = _FILLS.get(" ".join(lines).lower().split(" ")[0] if len(lines) == 1 else "")
            if fill:
                self._canvas.setFillColor(HexColor(fill))
                self._canvas.rect(x, self.size[1] - bottom, width, height, stroke=0, fill=1)
                self._canvas.setFillColor(HexColor("#000000"))
            self._rule(x, top, x, bottom)
            self._rule(x + width, top, x + width, bottom)
            if not merged:
                self._rule(x, top, x + width, top)
            if x not in (open_below or set()):
                self._rule(x, bottom, x + width, bottom)
            for number, line in enumerate([] if merged else lines[:count]):
                self._words(x + _PAD, top + _PAD + 1.2 * size * number, line, "Helvetica-Bold" if bold else "Helvetica", size)
        self.top = bottom

    def _words(self, x: float, top: float, text: str, font: str, size: float) -> None:
        self._canvas.setFont(font, size)
        self._canvas.drawString(x, self.size[1] - top - 0.9 * size, text)

    def _rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self._canvas.setLineWidth(0.5)
        self._canvas.line(x0, self.size[1] - y0, x1, self.size[1] - y1)
