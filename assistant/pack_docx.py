"""An evidence pack as a Word file, with the headings, lists and footer that a report can be made of."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from assistant.evidence_pack import NEAREST, Pack, Paper, Part, Particular, Said, Source, shown

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph

_LANGUAGE = "en-GB"
_SMALL = Pt(9)
_COLUMNS = (("Paper", Cm(6)), ("Particulars", Cm(5.6)), ("SHA-256 of the file", Cm(5)))
_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # of a zip archive: the same pack gives the same bytes


def as_docx(pack: Pack) -> bytes:
    """The pack as the bytes of a DOCX file."""
    made = Document()
    _page(made, pack)
    made.add_heading(shown(pack.title), 0)
    if pack.warning:
        made.add_paragraph().add_run(shown(pack.warning)).bold = True
    _particulars(made, pack.particulars)
    for part in pack.parts:
        _part(made, part)
    if pack.papers:
        made.add_heading("Papers relied on", 1)
        _papers(made, pack.papers)
    out = io.BytesIO()
    made.save(out)
    return _steady(out.getvalue())


def _page(made: DocxDocument, pack: Pack) -> None:
    """A4, English as it is written in Britain, the page's number in the footer, and what the file says of itself."""
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    for language in made.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGE)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("Page ")
    _page_number(footer)
    about = made.core_properties
    about.title, about.author, about.last_modified_by = shown(pack.title)[:255], "Scrutiny Desk", "Scrutiny Desk"
    about.language, about.comments = _LANGUAGE, ""
    about.created = about.modified = pack.made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def _page_number(paragraph: Paragraph) -> None:
    field: Any = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(paragraph.add_run("1")._r)
    paragraph._p.append(field)


def _part(made: DocxDocument, part: Part) -> None:
    made.add_heading(shown(part.heading), 1)
    _particulars(made, part.particulars)
    made.add_paragraph().add_run(shown(part.status)).bold = True
    if part.doubt:
        made.add_paragraph(shown(part.doubt))
    if part.lead:
        made.add_paragraph(_said(part.lead)).paragraph_format.keep_with_next = True
    numbering = _numbering(made) if part.listed and part.said else None
    for said in part.said:
        item = made.add_paragraph(_said(said), style="List Bullet" if numbering is None else "List Number")
        if numbering is not None:
            _numbered(item, numbering)
        for below in said.below:
            made.add_paragraph(_said(below), style="List Bullet 2")
    for note in part.notes:
        made.add_paragraph().add_run(shown(note)).italic = True
    if part.sources:
        made.add_heading("Sources", 2)
    for source in part.sources:
        _source(made, source)
    if part.nearest:
        made.add_heading(NEAREST, 2)
    for words, where in part.nearest:
        made.add_paragraph(shown(where)).paragraph_format.keep_with_next = True
        made.add_paragraph(f"\u201c{shown(words)}\u201d", style="Quote")


def _said(said: Said) -> str:
    return shown(said.text) + "".join(f" [{n}]" for n in said.sources)


def _numbering(made: DocxDocument) -> int:
    """A numbering like that of the style "List Number" which begins at 1: with the style's own, a list goes on counting from the one before."""
    style: Any = made.styles["List Number"].element
    numbering: Any = made.part.numbering_part.element
    abstract = numbering.num_having_numId(style.pPr.numPr.numId.val).abstractNumId.val
    made_one = numbering.add_num(abstract)
    made_one.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made_one.numId)


def _numbered(item: Paragraph, numbering: int) -> None:
    properties: Any = item._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering


def _source(made: DocxDocument, source: Source) -> None:
    head = made.add_paragraph()
    head.paragraph_format.keep_with_next = True
    head.add_run(f"[{source.n}] ").bold = True
    head.add_run(shown(source.reference))
    made.add_paragraph(f"\u201c{shown(source.quote)}\u201d", style="Quote").paragraph_format.keep_with_next = True
    said = "; ".join(f"{name}: {shown(value)}" for name, value in source.particulars)
    made.add_paragraph().add_run(said).font.size = _SMALL


def _particulars(made: DocxDocument, particulars: Sequence[Particular]) -> None:
    for name, value in particulars:
        line = made.add_paragraph()
        line.paragraph_format.space_after = Pt(2)
        line.add_run(f"{name}: ").bold = True
        line.add_run(shown(value))


def _papers(made: DocxDocument, papers: Sequence[Paper]) -> None:
    """A table of a row a paper, none parted by a page's end, its header on every page."""
    table = made.add_table(rows=1, cols=len(_COLUMNS))
    table.style = "Table Grid"
    table.autofit = False
    _mark(table.rows[0], "w:tblHeader")
    for cell, (name, _) in zip(table.rows[0].cells, _COLUMNS, strict=True):
        _line(cell, name, first=True, bold=True)
    for paper in papers:
        row = table.add_row()
        title, particulars, digest = row.cells
        _line(title, paper.title, first=True, bold=True)
        _line(title, paper.file)
        for n, (name, value) in enumerate(paper.particulars):
            _line(particulars, f"{name}: {value}", first=not n)
        _line(digest, paper.sha256 or paper.note or "", first=True)
    for row in table.rows:
        _mark(row, "w:cantSplit")
        for cell, (_, width) in zip(row.cells, _COLUMNS, strict=True):
            cell.width = width


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _line(cell: _Cell, text: str, *, first: bool = False, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(shown(text))
    run.bold, run.font.size = bold, _SMALL


def _steady(content: bytes) -> bytes:
    """A file with the moment of each of its parts taken out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            made.writestr(zipfile.ZipInfo(name, _FIRST_MOMENT), given.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
