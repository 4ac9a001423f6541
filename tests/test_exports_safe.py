"""What goes out as CSV, XLSX, Word and Markdown holds nothing of a paper that a program would run."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest
from docx import Document
from markdown_it import MarkdownIt

from assistant.evidence_pack import Pack, Paper, Part, Said, Source
from assistant.pack_docx import as_docx
from assistant.pack_markdown import as_markdown
from assistant.spreadsheet import Table, to_csv, workbook

FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u200b=1+1", "\ufeff=1+1", "\u202e=1+1", "\uff1d1+1",
    "=cmd|' /C calc'!A0", "=HYPERLINK(\"https://example.invalid/\"&A1,\"see\")", "=WEBSERVICE(\"https://example.invalid\")", "-2+3+cmd|' /C calc'!A0",
)  # fmt: skip
HOSTILE = (
    "<script>window.ran = 1</script>", "<img src=x onerror=alert(1)>", "[see](javascript:alert(1))", "![p](https://example.invalid/x.png)",
    "<https://example.invalid>", "https://example.invalid/path", "`code` **bold** # heading", "| a | b |",
    "{ HYPERLINK \"https://example.invalid\" }",
    "{DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe \"/k calc\"}", "&lt;b&gt;", "- item", "1. item", "> quote",
)  # fmt: skip


@pytest.mark.parametrize("words", FORMULAS)
def test_no_cell_or_header_of_a_table_is_a_formula(words: str) -> None:
    made = Table((words, "Plain"), ((words, "words"), ("words", words)))
    rows = list(csv.reader(io.StringIO(to_csv(made).decode("utf-8-sig"), newline="")))
    assert all(cell.startswith("'") or cell in ("words", "Plain") for row in rows for cell in row)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook({"Risks": made}, ())))["Risks"]
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type == "s"
            assert cell.quotePrefix or cell.value in ("words", "Plain")
            assert cell.hyperlink is None


def test_a_workbook_has_no_formula_link_or_connection_in_any_part() -> None:
    made = Table(FORMULAS, (FORMULAS,))
    with zipfile.ZipFile(io.BytesIO(workbook({"Risks": made}, ()))) as held:
        for name in held.namelist():
            assert not re.search(r"external|connection|vba|macro", name, re.I), name
            assert not re.search(rb"<f[ >]|<hyperlink|ddeLink", held.read(name)), name


def pack() -> Pack:
    said = tuple(Said(words, (1,)) for words in HOSTILE)
    source = Source(1, HOSTILE[0], " ".join(HOSTILE), (("File", HOSTILE[1]),))
    part = Part(HOSTILE[2], (("Question", HOSTILE[3]),), HOSTILE[4], said=said, notes=HOSTILE, sources=(source,))
    paper = Paper(HOSTILE[8], HOSTILE[9], (("Body", HOSTILE[5]),))
    return Pack(HOSTILE[0], datetime(2026, 5, 1, tzinfo=UTC), None, (("Made", HOSTILE[1]),), (part,), (paper,))


def test_a_pack_in_markdown_has_no_link_picture_or_html() -> None:
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(as_markdown(pack()))
    assert set(re.findall(r"<(\w+)", html)) <= {"h1", "h2", "h3", "p", "ul", "li", "strong", "em", "blockquote"}
    assert "<script>window.ran" not in html


def test_a_pack_in_word_has_one_field_and_no_link() -> None:
    content = as_docx(pack())
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        parts = {name: held.read(name).decode("utf-8", "replace") for name in held.namelist() if name.endswith((".xml", ".rels"))}
    everything = "".join(parts.values())
    assert re.findall(r'w:instr="([^"]*)"', everything) == ["PAGE"]
    assert "w:instrText" not in everything
    assert "<w:hyperlink" not in everything
    assert 'TargetMode="External"' not in everything
    words = "\n".join(p.text for p in Document(io.BytesIO(content)).paragraphs)
    assert HOSTILE[0] in words
    assert HOSTILE[9] in everything.replace("&quot;", '"') or HOSTILE[9] in words
