"""What every PDF shares: fonts, styles, ruled cells, running headers and printed page numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

INK = colors.HexColor("#1b2a3a")
BAND = colors.HexColor("#dfe8ee")
RULE = colors.HexColor("#5b6b78")
COUNCIL = "Thornmere Borough Council"


def style(name: str, size: float, leading: float | None = None, bold: bool = False, **more: Any) -> ParagraphStyle:
    """A paragraph style in Helvetica of `size` points."""
    font = "Helvetica-Bold" if bold else "Helvetica"
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=leading or size * 1.25, textColor=colors.black, **more)


def words(text: str, form: ParagraphStyle) -> Paragraph:
    """A paragraph of plain words: whatever looks like markup is printed as it stands; line ends are kept."""
    return Paragraph(escape(text).replace("\n", "<br/><br/>"), form)


def new_canvas(path: Path, title: str, subject: str, size: tuple[float, float]) -> Canvas:
    """A canvas whose bytes depend on its contents alone."""
    canvas = Canvas(str(path), pagesize=size, invariant=1, pageCompression=1)
    label(canvas, title, subject)
    return canvas


def label(canvas: Canvas, title: str, subject: str) -> None:
    """Set the file's properties."""
    canvas.setTitle(title)
    canvas.setSubject(subject)
    canvas.setAuthor(COUNCIL)
    canvas.setCreator("Democratic Services")


def furnish(canvas: Canvas, running: str, page: int, number: str | None = None) -> None:
    """Draw the running header and the page number on the page that is open, whichever way it is turned."""
    width, height = canvas._pagesize
    canvas.saveState()
    canvas.setFont("Helvetica", 8)
    canvas.setFillColor(INK)
    canvas.drawString(36, height - 28, running)
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.5)
    canvas.line(36, height - 33, width - 36, height - 33)
    canvas.drawCentredString(width / 2, 22, number or f"Page {page}")
    canvas.restoreState()
