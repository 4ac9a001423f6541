"""Word documents made in the test, read back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from ingest.docx_reader import read
from ingest.reading import Block, Reading
from vectorstore.errors import ReadError, RefusedError

_NUMBERING = f"""
<w:numbering {nsdecls("w")}>
  <w:abstractNum w:abstractNumId="90">
    <w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
    <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl>
    <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl>
    <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%4)"/></w:lvl>
  </w:abstractNum>
  <w:abstractNum w:abstractNumId="91">
    <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\u2022"/></w:lvl>
    <w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl>
  </w:abstractNum>
  <w:abstractNum w:abstractNumId="92">
    <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
  </w:abstractNum>
  <w:num w:numId="90"><w:abstractNumId w:val="90"/></w:num>
  <w:num w:numId="91"><w:abstractNumId w:val="91"/></w:num>
  <w:num w:numId="92"><w:abstractNumId w:val="92"/></w:num>
  <w:num w:numId="93"><w:abstractNumId w:val="92"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""


def saved(document: Any, folder: Path, name: str = "paper.docx") -> Path:
    path = folder / name
    document.save(str(path))
    return path


def with_numbering() -> Any:
    document = Document()
    part = document.part.numbering_part
    part._element = parse_xml(_NUMBERING)
    return document


def add_listed(document: Any, text: str, num_id: int, level: int = 0) -> None:
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>'))


def add_xml(document: Any, xml: str) -> None:
    """Put raw XML in front of the body's section properties."""
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(xml))


def kinds(reading: Reading) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in reading.blocks]


def rows(reading: Reading, *, header: bool = False) -> list[dict[str | None, str]]:
    return [{c.label: c.text for c in b.cells if c.text} for b in reading.blocks if b.kind == "row" and b.header is header]


def find(reading: Reading, start: str) -> Block:
    return next(block for block in reading.blocks if block.text.startswith(start))


def assert_on_page(reading: Reading) -> None:
    for block in reading.blocks:
        for span in block.spans:
            assert reading.pages[span.page - 1].text[span.start : span.end].split() == block.text.split()
        for cell in block.cells:
            lines = [reading.pages[span.page - 1].text[span.start : span.end] for span in cell.spans]
            assert " ".join(lines) == cell.text


def test_headings_paragraphs_and_the_front_sheet_in_reading_order(tmp_path: Path) -> None:
    document = Document()
    sheet = document.add_table(rows=0, cols=2)
    for label, value in (("Title of Report", "Libraries review"), ("Meeting Date", "4 May 2026"), ("Classification", "Open")):
        cells = sheet.add_row().cells
        cells[0].text, cells[1].text = label, value
    document.add_heading("Introduction", 1)
    document.add_paragraph("1.1 The review began in March.")
    document.add_heading("Costs", 2)
    document.add_paragraph("The branch costs \u00a3120,000 a year.")
    document.core_properties.title = "Libraries review"
    document.core_properties.author = "A. Clerk"
    reading = read(saved(document, tmp_path))
    assert rows(reading) == [
        {None: "Title of Report", "Title of Report": "Libraries review"},
        {None: "Meeting Date", "Meeting Date": "4 May 2026"},
        {None: "Classification", "Classification": "Open"},
    ]
    assert [(b.kind, b.level, b.number, b.text) for b in reading.blocks if b.kind != "row"] == [
        ("heading", 1, None, "Introduction"),
        ("paragraph", 0, "1.1", "1.1 The review began in March."),
        ("heading", 2, None, "Costs"),
        ("paragraph", 0, None, "The branch costs \u00a3120,000 a year."),
    ]
    assert reading.pages[0].number is None
    assert reading.properties["title"] == "Libraries review"
    assert reading.properties["author"] == "A. Clerk"
    assert reading.properties["created"].startswith("20")
    assert_on_page(reading)


def test_numbers_that_word_counts_are_found_and_not_put_into_the_text(tmp_path: Path) -> None:
    document = with_numbering()
    add_listed(document, "Background", 90)
    add_listed(document, "The service was reviewed.", 90, 1)
    add_listed(document, "It will be reviewed again.", 90, 1)
    add_listed(document, "by the committee", 90, 2)
    add_listed(document, "by its chair", 90, 2)
    add_listed(document, "in person", 90, 3)
    add_listed(document, "Recommendations", 90)
    add_listed(document, "The report is noted.", 90, 1)
    reading = read(saved(document, tmp_path))
    assert [(b.number, b.text) for b in reading.blocks] == [
        ("4", "Background"),
        ("4.1", "The service was reviewed."),
        ("4.2", "It will be reviewed again."),
        ("(a)", "by the committee"),
        ("(b)", "by its chair"),
        ("i)", "in person"),
        ("5", "Recommendations"),
        ("5.1", "The report is noted."),
    ]
    assert [b.kind for b in reading.blocks][1:6] == ["paragraph", "paragraph", "item", "item", "item"]
    assert "4.1" not in reading.pages[0].text


def test_lists_know_their_nesting_and_when_they_start_again(tmp_path: Path) -> None:
    document = with_numbering()
    document.add_paragraph("The council will:")
    add_listed(document, "plant trees", 92)
    add_listed(document, "mend paths", 92)
    document.add_paragraph("It will also:")
    add_listed(document, "open the pool", 93)
    add_listed(document, "first point", 91)
    add_listed(document, "point inside it", 91, 1)
    reading = read(saved(document, tmp_path))
    assert [(b.kind, b.number, b.level) for b in reading.blocks] == [
        ("paragraph", None, 0),
        ("item", "1", 0),
        ("item", "2", 0),
        ("paragraph", None, 0),
        ("item", "1", 0),
        ("item", None, 0),
        ("item", None, 1),
    ]


def test_numbering_from_a_heading_style(tmp_path: Path) -> None:
    document = with_numbering()
    for name, level in (("Heading 1", 0), ("Heading 2", 1)):
        properties = document.styles[name].element.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'))
    document.add_heading("Purpose", 1)
    document.add_heading("Scope", 2)
    document.add_heading("Powers", 2)
    document.add_paragraph("Text of the report.")
    reading = read(saved(document, tmp_path))
    assert [(b.number, b.text) for b in reading.blocks][:3] == [("4", "Purpose"), ("4.1", "Scope"), ("4.2", "Powers")]


def test_bold_lines_are_headings_where_styles_are_not_used(tmp_path: Path) -> None:
    document = Document()

    def bold(text: str, size: int) -> None:
        run = document.add_paragraph().add_run(text)
        run.bold, run.font.size = True, Pt(size)

    bold("Waste collection", 16)
    bold("What has changed", 11)
    document.add_paragraph("Bins are emptied on Tuesdays now, and the old calendar no longer holds.")
    document.add_paragraph().add_run("Residents were told in good time, the report says, and none complained.").bold = True
    bold("What is next", 11)
    document.add_paragraph("A second round begins in June.")
    reading = read(saved(document, tmp_path))
    assert [(b.level, b.text) for b in reading.blocks if b.kind == "heading"] == [
        (1, "Waste collection"),
        (2, "What has changed"),
        (2, "What is next"),
    ]


def test_merged_cells_give_every_word_once_under_its_label(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(rows=4, cols=4)
    for row, texts in enumerate(
        (("Service", "2024/25", "", ""), ("", "Budget", "Actual", "Note"), ("Parks", "10", "12", "Rain"), ("", "20", "19", "Sun"))
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(0, 1).merge(table.cell(0, 3))
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(2, 0).merge(table.cell(3, 0))
    reading = read(saved(document, tmp_path))
    assert rows(reading) == [
        {"Service": "Parks", "2024/25 Budget": "10", "2024/25 Actual": "12", "2024/25 Note": "Rain"},
        {"2024/25 Budget": "20", "2024/25 Actual": "19", "2024/25 Note": "Sun"},
    ]
    assert [b.section for b in reading.blocks] == [None, None, None, "Parks"]
    assert reading.pages[0].text.count("Parks") == reading.pages[0].text.count("2024/25") == 1
    assert_on_page(reading)


def test_a_table_inside_a_cell_follows_its_row_and_knows_it(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(rows=2, cols=2)
    for column, text in enumerate(("Risk title", "Risk owner")):
        table.cell(0, column).text = text
    table.cell(1, 0).text, table.cell(1, 1).text = "Flooding of the depot", "Director of Estates"
    inner = table.cell(1, 1).add_table(rows=2, cols=2)
    for row, texts in enumerate((("Action", "Due date"), ("Raise the wall", "May 2026"))):
        for column, text in enumerate(texts):
            inner.cell(row, column).text = text
    reading = read(saved(document, tmp_path))
    assert rows(reading) == [
        {"Risk title": "Flooding of the depot", "Risk owner": "Director of Estates"},
        {"Action": "Raise the wall", "Due date": "May 2026"},
    ]
    assert [b.table for b in reading.blocks] == [1, 1, 2, 2]
    assert reading.blocks[-1].section == "Flooding of the depot"


def test_a_frame_of_one_cell_is_read_as_text(tmp_path: Path) -> None:
    document = Document()
    frame = document.add_table(rows=1, cols=1)
    frame.cell(0, 0).text = "The committee is asked to agree."
    frame.cell(0, 0).add_paragraph("It met in March.")
    assert kinds(read(saved(document, tmp_path))) == [
        ("paragraph", "The committee is asked to agree."),
        ("paragraph", "It met in March."),
    ]


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    document = Document()
    add_xml(
        document,
        f"""<w:p {nsdecls("w")}><w:r><w:t xml:space="preserve">The fee is </w:t></w:r>
        <w:del w:id="1" w:author="x"><w:r><w:delText>ten</w:delText></w:r></w:del>
        <w:ins w:id="2" w:author="x"><w:r><w:t>twelve</w:t></w:r></w:ins>
        <w:r><w:t xml:space="preserve"> pounds.</w:t></w:r></w:p>""",
    )
    add_xml(
        document,
        f"""<w:p {nsdecls("w")}><w:pPr><w:rPr><w:del w:id="3" w:author="x"/></w:rPr></w:pPr>
        <w:r><w:t>It is charged</w:t></w:r></w:p>""",
    )
    document.add_paragraph("once a year.")
    reading = read(saved(document, tmp_path))
    assert kinds(reading) == [("paragraph", "The fee is twelve pounds."), ("paragraph", "It is charged once a year.")]
    assert any("tracked changes" in note for note in reading.notes)


def test_text_boxes_are_read_once_where_they_are_anchored(tmp_path: Path) -> None:
    document = Document()
    box = "<w:txbxContent><w:p><w:r><w:t>A word from the chair.</w:t></w:r></w:p></w:txbxContent>"
    add_xml(
        document,
        f"""<w:p {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
          xmlns:v="urn:schemas-microsoft-com:vml"
          xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
        <w:r><w:t>Before the box.</w:t></w:r><w:r><mc:AlternateContent>
        <mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>
        <mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>""",
    )
    document.add_paragraph("After the box.")
    assert [text for _, text in kinds(read(saved(document, tmp_path)))] == [
        "Before the box.",
        "A word from the chair.",
        "After the box.",
    ]


def test_hidden_text_and_field_codes_are_left_out_and_links_kept(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph("Seen. ")
    paragraph.add_run("Not seen.").font.hidden = True
    add_xml(
        document,
        f"""<w:p {nsdecls("w")}><w:r><w:t xml:space="preserve">Write to </w:t></w:r>
        <w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "mailto:a@b.gov.uk"</w:instrText></w:r>
        <w:r><w:fldChar w:fldCharType="separate"/></w:r><w:hyperlink><w:r><w:t>the clerk</w:t></w:r></w:hyperlink>
        <w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>""",
    )
    reading = read(saved(document, tmp_path))
    assert kinds(reading) == [("paragraph", "Seen."), ("paragraph", "Write to the clerk")]
    assert "hidden text in 1 paragraph not read" in reading.notes


def test_headers_and_footers_are_furniture(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("The body of the report.")
    document.sections[0].header.paragraphs[0].text = "Northshire Council"
    document.sections[0].footer.paragraphs[0].text = "Scrutiny, May 2026"
    reading = read(saved(document, tmp_path))
    assert kinds(reading) == [
        ("furniture", "Northshire Council"),
        ("paragraph", "The body of the report."),
        ("furniture", "Scrutiny, May 2026"),
    ]
    assert reading.pages[0].body_text.strip() == "The body of the report."


def test_footnotes_follow_their_section_and_comments_are_noted(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Money", 1)
    paragraph = document.add_paragraph("Costs rose by a tenth.")
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
    document.add_paragraph("They will fall.")
    document.add_heading("People", 1)
    document.add_paragraph("Two posts are empty.")
    document.add_comment(paragraph.runs, text="Check this", author="A. Clerk")
    path = add_part(
        saved(document, tmp_path),
        "footnotes",
        f"""<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>
        <w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>
        <w:r><w:t>After inflation.</w:t></w:r></w:p></w:footnote></w:footnotes>""",
    )
    reading = read(path)
    assert [(b.kind, b.text, b.number) for b in reading.blocks] == [
        ("heading", "Money", None),
        ("paragraph", "Costs rose by a tenth.", None),
        ("paragraph", "They will fall.", None),
        ("paragraph", "After inflation.", "1"),
        ("heading", "People", None),
        ("paragraph", "Two posts are empty.", None),
    ]
    assert reading.notes == ["1 comment in the margin not read"]


def add_part(path: Path, name: str, xml: str) -> Path:
    """The document with one more part (footnotes ...) that python-docx cannot make."""
    kept = io.BytesIO()
    kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}"
    content = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(kept, "w") as new:
        for info in old.infolist():
            data = old.read(info).decode() if info.filename.endswith((".rels", ".xml")) else old.read(info)
            if info.filename == "word/_rels/document.xml.rels":
                relation = f'<Relationship Id="rId900" Type="{kind}" Target="{name}.xml"/></Relationships>'
                data = str(data).replace("</Relationships>", relation)
            if info.filename == "[Content_Types].xml":
                data = str(data).replace("</Types>", f'<Override PartName="/word/{name}.xml" ContentType="{content}"/></Types>')
            new.writestr(info.filename, data)
        new.writestr(f"word/{name}.xml", xml)
    path.write_bytes(kept.getvalue())
    return path


def test_documents_that_hold_macros_are_read(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("The macro is not run.")
    path = saved(document, tmp_path)
    macros = tmp_path / "paper.docm"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(macros, "w") as new:
        for info in old.infolist():
            plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
            new.writestr(info.filename, old.read(info).replace(plain, b"application/vnd.ms-word.document.macroEnabled.main+xml"))
    assert kinds(read(macros)) == [("paragraph", "The macro is not run.")]


def test_a_table_of_contents_is_marked_as_such(tmp_path: Path) -> None:
    document = Document()
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("Background\t3", style="toc 1")
    document.add_heading("Background", 1)
    document.add_paragraph("The service began in 1990.")
    assert [kind for kind, _ in kinds(read(saved(document, tmp_path)))] == ["contents", "heading", "paragraph"]


def test_a_sentence_cut_in_two_by_a_converter_is_one_again(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("The review looked at every branch library in the county and its opening hours, then")
    document.add_paragraph("asked residents what they wanted.")
    document.add_paragraph("They wanted more.")
    texts = [text for _, text in kinds(read(saved(document, tmp_path)))]
    assert texts[0].endswith("hours, then asked residents what they wanted.")
    assert texts[1:] == ["They wanted more."]


def empty(path: Path) -> None:
    path.write_bytes(b"")


def no_zip(path: Path) -> None:
    path.write_text("Just some text.")


def cut_off(path: Path) -> None:
    document = Document()
    document.add_paragraph("text " * 500)
    document.save(str(path))
    path.write_bytes(path.read_bytes()[:-900])


def a_workbook(path: Path) -> None:
    from openpyxl import Workbook

    Workbook().save(path)


def a_pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n")


def broken_xml(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<w:document")


def no_words(path: Path) -> None:
    document = Document()
    document.add_paragraph(" ")
    document.save(str(path))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (empty, "is empty"),
        (no_zip, "is not a Word document"),
        (cut_off, "damaged"),
        (a_workbook, "but an Excel workbook"),
        (a_pdf, "but a PDF"),
        (broken_xml, "damaged"),
        (no_words, "has no text"),
    ],
)
def test_files_that_cannot_be_read_are_named_in_one_line(make: Callable[[Path], None], words: str, tmp_path: Path) -> None:
    path = tmp_path / "paper.docx"
    make(path)
    with pytest.raises(ReadError, match=words) as caught:
        read(path)
    assert "paper.docx" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_password_and_an_old_format_are_refused_with_what_to_do(tmp_path: Path) -> None:
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600
    locked, old = tmp_path / "locked.docx", tmp_path / "old.docx"
    locked.write_bytes(ole + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 100)
    old.write_bytes(ole)
    with pytest.raises(RefusedError, match=r"locked\.docx is protected by a password: save it without one"):
        read(locked)
    with pytest.raises(RefusedError, match=r"old\.docx is an old Word 97-2003 document"):
        read(old)


@pytest.mark.papers
def test_real_documents_are_read_whole(papers: Path) -> None:
    """Every word of the body's XML is on the page (deleted, hidden and field text aside), and every block is on its page."""
    found = sorted((papers / "papers").glob("*.docx")) + sorted((papers / "corpus").glob("*.docx"))
    assert found
    for path in found:
        reading = read(path)
        assert_on_page(reading)
        document = Document(str(path))
        words = {word for p in document.paragraphs for word in p.text.split()}
        missing = words - set(reading.pages[0].text.split())
        assert len(missing) <= 0.002 * len(words), (path.name, sorted(missing)[:10])
