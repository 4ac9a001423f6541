"""Set a risk register: A4 landscape, a risk row over its controls table, rows that run over page breaks keep their rules."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from samples.content.shapes import Control, Register, Risk
from samples.layout_page import BAND, RULE, furnish, label, style, words

RISK_COLUMNS = (
    ("Ref", 34), ("Date added", 52), ("Risk title", 86), ("Description", 158), ("Category", 56), ("Impact", 52),
    ("Likelihood", 54), ("Rating", 46), ("Risk owner", 56), ("Latest note", 176),
)  # fmt: skip
CONTROL_COLUMNS = (
    ("Control title", 104), ("Control description", 226), ("Category", 60), ("Status", 58), ("Control owner", 78),
    ("Latest note", 244),
)  # fmt: skip

CELL = style("cell", 8.4, 10.6)
HEAD = style("head", 8.4, 10.6, bold=True)
RULES = [
    ("GRID", (0, 0), (-1, -1), 0.6, RULE),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 3),
    ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ("TOPPADDING", (0, 0), (-1, -1), 3),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
]
SHADE = ("BACKGROUND", (0, 0), (-1, 0), BAND)


def _table(columns: tuple[tuple[str, float], ...], rows: list[tuple[str, ...]], repeat: bool, header: bool = True) -> Table:
    cells: list[list[Paragraph]] = [[words(text, CELL) for text in row] for row in rows]
    if header:
        cells.insert(0, [words(name, HEAD) for name, _ in columns])
    widths = [width for _, width in columns]
    rules = [*RULES, SHADE] if header else RULES
    return Table(
        cells, colWidths=widths, repeatRows=1 if header and repeat else 0, style=rules, splitInRow=1, spaceBefore=0, spaceAfter=0
    )


def _risk_cells(risk: Risk) -> tuple[str, ...]:
    return (
        risk.ref, risk.added, risk.title, risk.description, risk.category, risk.impact, risk.likelihood, risk.rating,
        risk.owner, risk.note,
    )  # fmt: skip


def _control_cells(control: Control) -> tuple[str, ...]:
    return (control.title, control.description, control.category, control.status, control.owner, control.note)


def _risk(risk: Risk) -> list[Flowable]:
    reworded = dict(risk.labels)
    columns = tuple((reworded.get(name, name), width) for name, width in RISK_COLUMNS)
    repeat = "header not repeated" not in risk.faults
    flow: list[Flowable] = []
    if "header stranded" in risk.faults:
        flow += [_table(columns, [], False), PageBreak()]
    flow.append(_table(columns, [_risk_cells(risk)], repeat, header="header stranded" not in risk.faults))
    flow.append(_table(CONTROL_COLUMNS, [_control_cells(control) for control in risk.controls], repeat))
    flow.append(Spacer(1, 9))
    return flow


def _front(register: Register) -> list[Flowable]:
    flow: list[Flowable] = [words(register.title, style("title", 18, 24, bold=True)), Spacer(1, 8)]
    rows = [[words(name, HEAD), words(value, CELL)] for name, value in register.front]
    flow += [Table(rows, colWidths=[120, 300], style=RULES, hAlign="LEFT"), Spacer(1, 10)]
    for text in register.introduction:
        flow += [words(text, style("lead", 9.5, 13)), Spacer(1, 6)]
    return flow


def build(register: Register, path: Path) -> None:
    """Write the register to `path`."""

    def page(canvas: Canvas, document: SimpleDocTemplate) -> None:
        furnish(canvas, register.running, document.page)
        if document.page == 1:
            label(canvas, register.title, f"Position as at {register.as_at}")

    flow = _front(register)
    for directorate, risks in register.directorates:
        flow += [CondPageBreak(60), words(directorate, style("directorate", 13, 17, bold=True)), Spacer(1, 5)]
        for risk in risks:
            flow += _risk(risk)
    SimpleDocTemplate(
        str(path), pagesize=landscape(A4), leftMargin=30, rightMargin=30, topMargin=42, bottomMargin=40, invariant=1
    ).build(flow, onFirstPage=page, onLaterPages=page)
