"""Set the cabinet report as a Word file: front sheet, typed and automatic numbers, merged and nested tables."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt

from samples.content import cabinet_report as report
from samples.layout_zip import freeze

LETTERS, OPTIONS = 90, 91
_NUMBERING = """<w:abstractNum {ns} w:abstractNumId="{id}"><w:multiLevelType w:val="singleLevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>
<w:pPr><w:ind w:left="{left}" w:hanging="567"/></w:pPr></w:lvl></w:abstractNum>"""


def _add_numbering(document: Any) -> None:
    """Add the two lists that Word numbers by itself: (a), (b) ... and 5.1, 5.2 ..."""
    numbering = document.part.numbering_part.element
    first = numbering.find("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}num")
    for number, form, text, left in ((LETTERS, "lowerLetter", "(%1)", 1134), (OPTIONS, "decimal", "5.%1", 567)):
        first.addprevious(parse_xml(_NUMBERING.format(ns=nsdecls("w"), id=number, format=form, text=text, left=left)))
        numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))


def _numbered(paragraph: Any, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'))


def _fill(table: Any, rows: tuple[tuple[str, ...], ...], head: bool = True) -> None:
    for row, values in zip(table.rows, rows, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    if head:
        for cell in table.rows[0].cells:
            cell.paragraphs[0].runs[0].bold = True


def _grid(parent: Any, rows: tuple[tuple[str, ...], ...], head: bool = True) -> Any:
    table = parent.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    _fill(table, rows, head)
    return table


def _front(document: Any) -> None:
    document.add_heading("Cabinet report", level=0)
    table = _grid(document, report.FRONT, head=False)
    for row in table.rows:
        row.cells[0].paragraphs[0].runs[0].bold = True
        row.cells[0].width, row.cells[1].width = Cm(4.2), Cm(11.8)
    document.add_paragraph()


def _deficit(document: Any) -> None:
    document.add_paragraph("Table 2: High needs block, £m", style="Caption")
    table = document.add_table(rows=2 + len(report.DEFICIT), cols=6)
    table.style = "Table Grid"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "£m"
    over = table.cell(0, 1).merge(table.cell(0, 5))
    over.text = "Forecast for the year"
    for column, year in enumerate(report.DEFICIT_YEARS, start=1):
        table.cell(1, column).text = year
    for row, values in enumerate(report.DEFICIT, start=2):
        for column, value in enumerate(values):
            table.cell(row, column).text = value


def _options(document: Any) -> None:
    document.add_paragraph("Table 3: Options compared", style="Caption")
    table = _grid(document, report.OPTIONS)
    inner = table.cell(4, 1)
    inner.paragraphs[0].text = "£11.92m in all, made up of:"
    _grid_in(inner, report.OPTION_COSTS)


def _grid_in(cell: Any, rows: tuple[tuple[str, ...], ...]) -> None:
    table = cell.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    _fill(table, rows, head=False)
    cell.add_paragraph()


def _table(document: Any, name: str) -> None:
    if name == "places":
        document.add_paragraph("Table 1: Planned places", style="Caption")
        _grid(document, report.PLACES)
    elif name == "deficit":
        _deficit(document)
    elif name == "options":
        _options(document)
    else:
        _grid(document, report.STEPS)
    document.add_paragraph()


def _line(document: Any, form: str, number: str, text: str) -> None:
    typed = f"{number}\t{text}" if number else text
    if form in ("1", "2"):
        document.add_heading(typed.replace("\t", " "), level=int(form))
    elif form == "table":
        _table(document, text)
    elif form == "b":
        document.add_paragraph(text, style="List Bullet")
    elif form in ("letter", "auto"):
        _numbered(document.add_paragraph(text), LETTERS if form == "letter" else OPTIONS)
    else:
        paragraph = document.add_paragraph(typed)
        paragraph.paragraph_format.left_indent = Cm(1.25 if number else 0)
        paragraph.paragraph_format.first_line_indent = Cm(-1.25 if number else 0)
        paragraph.runs[0].italic = form == "sign"


def build(path: Path) -> None:
    """Write the cabinet report to `path`."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Arial"
    document.styles["Normal"].font.size = Pt(11)
    properties = document.core_properties
    properties.title, properties.author, properties.subject = report.TITLE, "Thornmere Borough Council", "Cabinet, 10 March 2026"
    properties.comments = ""
    properties.created = properties.modified = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.header.paragraphs[0].text = "Thornmere Borough Council\tCabinet, 10 March 2026"
    _add_numbering(document)
    _front(document)
    for form, number, text in report.BODY:
        _line(document, form, number, text)
    document.save(str(path))
    freeze(path)
