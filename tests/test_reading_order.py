"""Pages that are turned, words on their side, columns, right-to-left script, forms and files inside files."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from ingest.pdf_places import Box, places
from ingest.pdf_reader import read

from .conftest import ROOT
from .drawing import Paper

REGISTER = ROOT / "samples" / "papers" / "strategic-risk-register-q4-2025-26.pdf"
LEFT = ("The first column says that buses will", "run later from the spring, and that", "fares stay as they are until then.")
MIDDLE = ("The second one is about libraries,", "of which two will open on Sundays", "from the first week of May.")
RIGHT = ("The third one names the officers", "who answer for each of these, and", "where they can be reached.")


def turned(path: Path, degrees: int) -> Path:
    """A page that the file turns, with its words drawn so that they stand upright when it is shown."""
    writer = PdfWriter()
    page = PdfReader(REGISTER).pages[1]
    page.rotate(degrees)
    writer.add_page(page)
    writer.write(path)
    return path


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_read_as_if_it_stood(tmp_path: Path, degrees: int) -> None:
    whole, page = read(turned(tmp_path / "upright.pdf", 0)), read(turned(tmp_path / "turned.pdf", degrees))
    assert [p.text for p in page.pages] == [p.text for p in whole.pages]
    assert [(b.kind, b.text) for b in page.blocks] == [(b.kind, b.text) for b in whole.blocks]
    assert any(b.kind == "row" for b in page.blocks)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_boxes_on_a_turned_page_are_where_the_words_are_shown(tmp_path: Path, degrees: int) -> None:
    upright, there = turned(tmp_path / "upright.pdf", 0), turned(tmp_path / "turned.pdf", degrees)
    text = read(upright).pages[0].text
    words = "Thornmere Borough Council"
    at = text.find(words), text.find(words) + len(words)
    plain, shown = places(upright, 1, text, [at])[0], places(there, 1, text, [at])[0]
    assert plain
    assert len(shown) == len(plain)
    for a, b in zip(plain, shown, strict=True):
        expected = {
            90: Box(1 - a.bottom, a.left, 1 - a.top, a.right),
            180: Box(1 - a.right, 1 - a.bottom, 1 - a.left, 1 - a.top),
            270: Box(a.top, 1 - a.right, a.bottom, 1 - a.left),
        }[degrees]
        assert (b.left, b.top, b.right, b.bottom) == pytest.approx(
            (expected.left, expected.top, expected.right, expected.bottom), abs=0.002
        )


def test_words_on_their_side_are_a_line(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "margin.pdf"), invariant=1)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(90, 760, "What stands upright on this page is read as it always was.")
    for angle, x, y, words in ((90, 40, 300, "A note in the margin, upwards"), (270, 560, 500, "Another one, downwards")):
        canvas.saveState()
        canvas.translate(x, y)
        canvas.rotate(angle)
        canvas.drawString(0, 0, words)
        canvas.restoreState()
    canvas.save()
    lines = read(tmp_path / "margin.pdf").pages[0].text.splitlines()
    assert sorted(lines) == sorted(
        [
            "What stands upright on this page is read as it always was.",
            "A note in the margin, upwards",
            "Another one, downwards",
        ]
    )


@pytest.mark.parametrize("columns", [(LEFT, MIDDLE), (LEFT, MIDDLE, RIGHT)])
def test_columns_are_read_one_after_the_other(tmp_path: Path, columns: tuple[tuple[str, ...], ...]) -> None:
    paper = Paper(tmp_path / "columns.pdf")
    paper.write(60, 60, "News of the borough", size=18)
    for n, lines in enumerate(columns):
        paper.write(60 + n * 170, 120, *lines, size=9)
    reading = read(paper.save())
    said = [b.text for b in reading.blocks if b.kind == "paragraph"]
    assert said == [" ".join(lines) for lines in columns]


def test_columns_of_real_papers_are_read_one_after_the_other(papers: Path) -> None:
    two = " ".join(read(papers / "awkward" / "columns__two-column-latex.pdf").pages[0].text.split())
    assert (
        two.find("Nam dui ligula")
        < two.find("Suspendisse ut massa")
        < two.find("pellentesque ante")
        < two.find("Quisque ullamcorper")
    )
    three = read(papers / "awkward" / "columns__three-column-federal-register.pdf")
    assert not [p.number for p in three.pages if p.unread]
    assert not [line for p in three.pages for line in p.body_text.splitlines() if len(line.strip()) == 1]


def test_right_to_left_script_keeps_its_order(papers: Path) -> None:
    page = read(papers / "awkward" / "rtl__arabic.pdf").pages[0]
    assert page.unread is None
    first, latin, last = page.text.split()
    assert (latin, first) == ("habibi", last)
    assert first[0] == "\u062d"


def test_a_form_that_only_adobe_reader_shows_is_named(papers: Path) -> None:
    reading = read(papers / "awkward" / "xfa__please-wait-dynamic-form.pdf")
    assert [p.unread for p in reading.pages] == ["a dynamic form"]
    assert reading.notes == [
        "a dynamic form (XFA), which only Adobe Reader shows; open it there, print it to PDF and ingest that"
    ]
