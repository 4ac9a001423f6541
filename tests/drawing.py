"""PDFs drawn stroke by stroke, so that a test says exactly where rules and words stand. Places are points from the top left."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
LEADING = 13.0


class Paper:
    """A PDF of A4 pages; the first page is open from the start."""

    def __init__(self, path: Path, title: str = "") -> None:
        self.path = path
        self._canvas = Canvas(str(path), pagesize=A4, invariant=1)
        if title:
            self._canvas.setTitle(title)

    def write(
        self, x: float, top: float, *lines: str, size: float = 10, bold: bool = False, leading: float = LEADING, font: str = ""
    ) -> float:
        """Write lines below each other, the first with its top edge at `top`; gives the place below the last."""
        self._canvas.setFont(font or ("Helvetica-Bold" if bold else "Helvetica"), size)
        for line in lines:
            self._canvas.drawString(x, HEIGHT - top - 0.8 * size, line)
            top += leading
        return top

    def right(self, x: float, top: float, text: str, size: float = 10) -> None:
        """Write a text that ends at `x`."""
        self._canvas.setFont("Helvetica", size)
        self._canvas.drawRightString(x, HEIGHT - top - 0.8 * size, text)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a thin line."""
        self._canvas.setLineWidth(0.6)
        self._canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    def dot(self, x: float, top: float, radius: float = 2) -> None:
        """Draw a filled circle around a point."""
        self._canvas.circle(x, HEIGHT - top, radius, stroke=0, fill=1)

    def grid(self, xs: Sequence[float], ys: Sequence[float], *, top: float | None = None, bottom: float | None = None) -> None:
        """Rule a table. Its uprights reach from `top` to `bottom` when these are given, where no level rule is drawn then."""
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        for x in xs:
            self.rule(x, ys[0] if top is None else top, x, ys[-1] if bottom is None else bottom)

    def cells(self, xs: Sequence[float], top: float, texts: Sequence[str], bold: bool = False) -> None:
        """Write a row's cells; line ends in a cell are kept."""
        for x, text in zip(xs, texts, strict=False):
            if text:
                self.write(x + 3, top + 3, *text.split("\n"), size=9, bold=bold, leading=11)

    def clipped(self, x: float, top: float, text: str, shown: tuple[float, float, float, float], size: float = 14) -> None:
        """Write a bold line of which only what is inside the box `shown` (x0, top, x1, bottom) is let through."""
        x0, upper, x1, lower = shown
        self._canvas.saveState()
        clip = self._canvas.beginPath()
        clip.rect(x0, HEIGHT - lower, x1 - x0, lower - upper)
        self._canvas.clipPath(clip, stroke=0, fill=0)
        self.write(x, top, text, size=size, bold=True)
        self._canvas.restoreState()

    def shading(self, x0: float, top: float, x1: float, bottom: float, strips: int) -> None:
        """Fill a box with level strips of slowly changing colour, as spreadsheets print a shaded cell."""
        step = (bottom - top) / strips
        for n in range(strips):
            self._canvas.setFillColorRGB(0.3 + 0.5 * n / strips, 0.6, 0.9 - 0.5 * n / strips)
            self._canvas.rect(x0, HEIGHT - top - (n + 1) * step, x1 - x0, step, stroke=0, fill=1)
        self._canvas.setFillColorRGB(0, 0, 0)

    def ligatures(self, x: float, top: float, *lines: str) -> float:
        """Write lines in a font that has the signs for fi and fl."""
        if "Vera" not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
        return self.write(x, top, *lines, font="Vera")

    def picture(self, text: str) -> None:
        """Fill the page with a picture of some words."""
        image = Image.new("L", (620, 877), 255)
        ImageDraw.Draw(image).text((80, 100), text, fill=0)
        self._canvas.drawImage(ImageReader(image), 0, 0, WIDTH, HEIGHT)

    def turn(self) -> None:
        """Begin the next page."""
        self._canvas.showPage()

    def save(self) -> Path:
        """Write the file."""
        self._canvas.showPage()
        self._canvas.save()
        return self.path
