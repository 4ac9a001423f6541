"""Set a paper in running text as PDF: headings, numbered paragraphs, lists, ruled tables, contents, a page turned sideways."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)
from reportlab.platypus.tableofcontents import TableOfContents

from samples.content.shapes import Block, Bullets, Gap, Grid, Heading, NewPage, Paper, Para
from samples.layout_page import BAND, COUNCIL, RULE, furnish, label, style, words

BODY = style("body", 10.5, 14.5, spaceAfter=7)
STYLES: dict[str, ParagraphStyle] = {
    "body": BODY,
    "numbered": style("numbered", 10.5, 14.5, spaceAfter=7, leftIndent=32, bulletIndent=0),
    "lead": style("lead", 10.5, 14, bold=True, spaceAfter=10),
    "action": style("action", 10.5, 14.5, bold=True, spaceAfter=6, leftIndent=32),
    "resolved": style("resolved", 10.5, 14.5, bold=True, spaceAfter=6, leftIndent=32),
    "small": style("small", 8, 10.5, spaceAfter=4),
    "caption": style("caption", 9, 12, bold=True, spaceBefore=4, spaceAfter=4, keepWithNext=1),
    "title": style("title", 18, 23, bold=True, spaceAfter=4),
    "subtitle": style("subtitle", 11, 14, spaceAfter=12),
}
HEADINGS = {
    1: style("heading1", 14, 18, bold=True, spaceBefore=10, spaceAfter=5),
    2: style("heading2", 11.5, 15, bold=True, spaceBefore=8, spaceAfter=4),
    3: style("heading3", 10, 13.5, bold=True, spaceBefore=5, spaceAfter=3),
}
BULLET = style("bullet", 10.5, 14.5, spaceAfter=3, leftIndent=30, bulletIndent=16)
MARGIN = 56.0


class Pages(BaseDocTemplate):  # type: ignore[misc]
    """A document of upright and turned pages that tells its table of contents where each heading stands."""

    def __init__(self, path: Path, paper: Paper) -> None:
        super().__init__(str(path), pagesize=A4, invariant=1)
        self.paper = paper
        self.addPageTemplates([self._template("portrait", A4), self._template("landscape", landscape(A4))])

    def _template(self, name: str, size: tuple[float, float]) -> PageTemplate:
        frame = Frame(
            MARGIN, 44, size[0] - 2 * MARGIN, size[1] - 92, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
        )
        return PageTemplate(id=name, frames=[frame], onPage=self._furnish, pagesize=size)

    def _furnish(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        if document.page == 1:
            label(canvas, self.paper.title, self.paper.subject)
        if not (self.paper.cover and document.page == 1):
            furnish(canvas, self.paper.running, document.page)

    def afterFlowable(self, flowable: Flowable) -> None:
        """Record a heading in the contents and in the file's outline."""
        level = getattr(flowable, "contents_level", None)
        if level is not None:
            key = f"h{self.seq.nextf('heading')}"
            text = flowable.getPlainText()
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(text, key, level - 1, closed=False)
            if level < 3:
                self.notify("TOCEntry", (level - 1, text, self.page, key))


def _heading(block: Heading) -> list[Flowable]:
    paragraph = words(block.text, HEADINGS[block.level])
    if block.contents:
        paragraph.contents_level = block.level
    return [CondPageBreak(90), paragraph]


def _grid(block: Grid, width: float) -> list[Flowable]:
    size = 8.6 if block.small else 9.8
    cell, head = style("cell", size, size * 1.26), style("head", size, size * 1.26, bold=True)
    rows = [[words(text, head) for text in block.header]] if any(block.header) else []
    rows += [[words(text, cell) for text in row] for row in block.rows]
    rules: list[Any] = [
        ("GRID", (0, 0), (-1, -1), 0.6, RULE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ]
    if any(block.header):
        rules.append(("BACKGROUND", (0, 0), (-1, 0), BAND))
    widths = [width * share / sum(block.widths) for share in block.widths]
    table = Table(
        rows,
        colWidths=widths,
        repeatRows=1 if block.repeat and any(block.header) else 0,
        style=rules,
        splitInRow=1,
        hAlign="LEFT",
    )
    flow: list[Flowable] = [words(block.caption, STYLES["caption"])] if block.caption else []
    return [*flow, table, Spacer(1, 9)]


def _flow(block: Block, width: float) -> list[Flowable]:
    if isinstance(block, Heading):
        return _heading(block)
    if isinstance(block, Para):
        if block.number:
            return [Paragraph(words(block.text, BODY).text, STYLES["numbered"], bulletText=block.number)]
        return [words(block.text, STYLES[block.style])]
    if isinstance(block, Bullets):
        return [Paragraph(words(item, BODY).text, BULLET, bulletText="\u2022") for item in block.items] + [Spacer(1, 3)]
    if isinstance(block, Grid):
        return _grid(block, width)
    if isinstance(block, Gap):
        return [Spacer(1, block.points)]
    return [NextPageTemplate("landscape" if block.landscape else "portrait"), PageBreak()]


def _opening(paper: Paper) -> list[Flowable]:
    flow: list[Flowable] = []
    if paper.cover:
        flow += [Spacer(1, 180), words(COUNCIL, style("council", 14, 18, textTransform=None)), Spacer(1, 14)]
        flow += [
            words(paper.title, style("cover", 26, 33, bold=True, spaceAfter=10)),
            words(paper.subtitle, STYLES["subtitle"]),
            PageBreak(),
        ]
    else:
        flow += [words(paper.title, STYLES["title"]), words(paper.subtitle, STYLES["subtitle"])]
    if paper.contents:
        contents = TableOfContents(dotsMinLevel=0)
        contents.levelStyles = [style("toc1", 10.5, 17, bold=True), style("toc2", 9.5, 14, leftIndent=16)]
        flow += [words("Contents", HEADINGS[1]), contents, PageBreak()]
    return flow


def build(paper: Paper, path: Path) -> None:
    """Write the paper to `path`."""
    flow, width = _opening(paper), A4[0] - 2 * MARGIN
    for block in paper.blocks:
        if isinstance(block, NewPage):
            width = (landscape(A4) if block.landscape else A4)[0] - 2 * MARGIN
        flow += _flow(block, width)
    Pages(path, paper).multiBuild(flow)
