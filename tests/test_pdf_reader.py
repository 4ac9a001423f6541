"""PDFs drawn in the test and read back, and the registers of the sample borough against what is known of them."""

from __future__ import annotations

import json
import zlib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject

from ingest.passages import cut
from ingest.pdf_reader import read
from ingest.reading import Block, Reading
from vectorstore.errors import ReadError, RefusedError
from vectorstore.models import Passage, fold_space

from .conftest import ROOT
from .drawing import LEADING, Paper

PAPERS = ROOT / "samples" / "papers"
TRUTH: dict[str, Any] = json.loads((ROOT / "samples" / "truth.json").read_text(encoding="utf-8"))
COLUMNS = (60, 150, 330, 420, 535)
RISK_LABELS = ("Ref", "Risk title", "Rating", "Risk owner")
BODY = (
    "The service met its target in three quarters out of four and fell short of it in",
    "the last one, when two of its five teams were without a leader for some weeks.",
    "Members asked for a further report in the autumn and for a visit to the depot.",
)


def rows(reading: Reading, *, header: bool = False) -> list[dict[str | None, str]]:
    return [{c.label: c.text for c in b.cells if c.text} for b in reading.blocks if b.kind == "row" and b.header is header]


def of_kind(reading: Reading, *kinds: str) -> list[str]:
    return [b.text for b in reading.blocks if b.kind in kinds]


def find(reading: Reading, start: str) -> Block:
    return next(b for b in reading.blocks if b.text.startswith(start))


def pages_of(block: Block) -> list[int]:
    return sorted({s.page for s in block.spans})


def passages(reading: Reading) -> list[Passage]:
    return cut(reading, "d", "A paper", lambda text: len(text.split()), 200)


def trail_of(reading: Reading, words: str) -> tuple[str, ...]:
    return next(p.section for p in passages(reading) if words in p.text)


def letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


# --- ruled tables


def test_a_row_cut_by_the_page_is_one_row_on_both_pages(tmp_path: Path) -> None:
    """As word processors print it: no rule where the page cuts the row, neither at the end of the page nor overleaf."""
    paper = Paper(tmp_path / "cut.pdf")
    paper.grid(COLUMNS, (700, 720, 745), bottom=790)
    paper.cells(COLUMNS, 700, RISK_LABELS, bold=True)
    paper.cells(COLUMNS, 720, ("R1", "Failing boilers", "High", "Ada Pell"))
    paper.cells(COLUMNS, 745, ("R2", "Loss of the main\ndata centre in", "Medium", "Director of\nFinance and"))
    paper.turn()
    paper.grid(COLUMNS, (85, 110), top=50)
    paper.cells(COLUMNS, 50, ("", "a flood of the\nriverside site", "", "Estates"))
    paper.cells(COLUMNS, 85, ("R3", "A strike", "Low", "Head of HR"))
    reading = read(paper.save())
    assert rows(reading) == [
        {"Ref": "R1", "Risk title": "Failing boilers", "Rating": "High", "Risk owner": "Ada Pell"},
        {
            "Ref": "R2", "Risk title": "Loss of the main data centre in a flood of the riverside site", "Rating": "Medium",
            "Risk owner": "Director of Finance and Estates",
        },
        {"Ref": "R3", "Risk title": "A strike", "Rating": "Low", "Risk owner": "Head of HR"},
    ]  # fmt: skip
    row = find(reading, "R2")
    assert pages_of(row) == [1, 2]
    title, rating = row.cells[1], row.cells[2]
    assert ([s.page for s in title.spans], [s.page for s in rating.spans]) == ([1, 2], [1])
    assert [reading.pages[s.page - 1].text[s.start : s.end] for s in title.spans] == [
        "Loss of the main data centre in", "a flood of the riverside site",
    ]  # fmt: skip


@pytest.mark.parametrize("repeated", [True, False], ids=["header repeated", "header missing"])
def test_rows_overleaf_keep_their_labels(tmp_path: Path, repeated: bool) -> None:
    paper = Paper(tmp_path / "over.pdf")
    paper.grid(COLUMNS, (700, 720, 745))
    paper.cells(COLUMNS, 700, RISK_LABELS, bold=True)
    paper.cells(COLUMNS, 720, ("R1", "Failing boilers", "High", "Ada Pell"))
    paper.turn()
    top = 70 if repeated else 50
    paper.grid(COLUMNS, (*((50,) if repeated else ()), top, top + 25, top + 50))
    if repeated:
        paper.cells(COLUMNS, 50, RISK_LABELS, bold=True)
    paper.cells(COLUMNS, top, ("R2", "Flooded records store", "Medium", "Ben Orr"))
    paper.cells(COLUMNS, top + 25, ("R3", "A strike", "Low", "Head of HR"))
    reading = read(paper.save())
    assert [row.get("Risk title") for row in rows(reading)] == ["Failing boilers", "Flooded records store", "A strike"]
    assert [row.get("Risk owner") for row in rows(reading)] == ["Ada Pell", "Ben Orr", "Head of HR"]
    assert len(rows(reading, header=True)) == (2 if repeated else 1)
    assert {b.table for b in reading.blocks if b.kind == "row"} == {1}


def test_the_rest_of_a_row_under_a_repeated_header_joins_its_beginning(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "rest.pdf")
    paper.grid(COLUMNS, (700, 720, 785))
    paper.cells(COLUMNS, 700, ("Ref", "Latest note", "Rating", "Risk owner"), bold=True)
    note = (
        "March 2026 update: the new\nboilers were ordered in May,\narrived in July and were fitted\nin August; the cost rose to"
    )
    paper.cells(COLUMNS, 720, ("R1", note, "High", "Ada Pell"))
    paper.turn()
    paper.grid(COLUMNS, (50, 70, 95, 120))
    paper.cells(COLUMNS, 50, ("Ref", "Latest note", "Rating", "Risk owner"), bold=True)
    paper.cells(COLUMNS, 70, ("", "ADD FIGURE this year.", "", ""))
    paper.cells(COLUMNS, 95, ("R2", "Records were moved.", "Low", "Ben Orr"))
    reading = read(paper.save())
    first, second = rows(reading)
    assert first["Latest note"] == f"{note} ADD FIGURE this year.".replace("\n", " ")
    assert second == {"Ref": "R2", "Latest note": "Records were moved.", "Rating": "Low", "Risk owner": "Ben Orr"}
    assert pages_of(find(reading, "R1")) == [1, 2]
    assert reading.pages[1].text.split("\n")[0].startswith("Ref\tLatest note"), "the page's text keeps the order of the file"


def test_rows_under_a_merged_cell_are_not_joined_over_the_page_break(tmp_path: Path) -> None:
    """A blank first cell overleaf is a group that goes on, when the row before it is finished."""
    paper = Paper(tmp_path / "group.pdf")
    paper.grid(COLUMNS, (700, 720, 745))
    paper.cells(COLUMNS, 700, ("Theme", "Action", "Due", "Lead"), bold=True)
    paper.cells(COLUMNS, 720, ("Housing", "Inspect the boilers", "May 2026", "Ada Pell"))
    paper.turn()
    paper.grid(COLUMNS, (50, 70, 95))
    paper.cells(COLUMNS, 50, ("Theme", "Action", "Due", "Lead"), bold=True)
    paper.cells(COLUMNS, 70, ("", "Replace the windows", "June 2026", "Ben Orr"))
    assert [row["Action"] for row in rows(read(paper.save()))] == ["Inspect the boilers", "Replace the windows"]


def test_two_kinds_of_row_in_touching_tables_have_their_own_labels(tmp_path: Path) -> None:
    """A risk's table stands on its controls' table, whose columns are others; the next risk follows at once."""
    control_columns = (60, 200, 300, 535)
    paper = Paper(tmp_path / "touching.pdf")
    top = 80.0
    for ref, title, controls in (
        ("R1", "Failing boilers", (("Yearly service", "In place", "Ada Pell"), ("Spare parts", "Overdue", "Ben Orr"))),
        ("R2", "Flooded records store", (("Pumps", "In place", "Cy Dunn"),)),
    ):
        paper.grid(COLUMNS, (top, top + 20, top + 45))
        paper.cells(COLUMNS, top, RISK_LABELS, bold=True)
        paper.cells(COLUMNS, top + 20, (ref, title, "High", "Director of Estates"))
        top += 45
        paper.grid(control_columns, [top + 20 * n for n in range(len(controls) + 2)])
        paper.cells(control_columns, top, ("Control title", "Status", "Control owner"), bold=True)
        for n, control in enumerate(controls, 1):
            paper.cells(control_columns, top + 20 * n, control)
        top += 20 * (len(controls) + 1)
    reading = read(paper.save())
    assert rows(reading) == [
        {"Ref": "R1", "Risk title": "Failing boilers", "Rating": "High", "Risk owner": "Director of Estates"},
        {"Control title": "Yearly service", "Status": "In place", "Control owner": "Ada Pell"},
        {"Control title": "Spare parts", "Status": "Overdue", "Control owner": "Ben Orr"},
        {"Ref": "R2", "Risk title": "Flooded records store", "Rating": "High", "Risk owner": "Director of Estates"},
        {"Control title": "Pumps", "Status": "In place", "Control owner": "Cy Dunn"},
    ]
    assert trail_of(reading, "Spare parts")[-1] == "Failing boilers"
    assert trail_of(reading, "Pumps")[-1] == "Flooded records store"


@pytest.mark.parametrize("shift", [-9, 12], ids=["to the left", "to the right"])
def test_columns_drawn_elsewhere_overleaf_keep_their_labels(tmp_path: Path, shift: int) -> None:
    paper = Paper(tmp_path / "displaced.pdf")
    paper.grid(COLUMNS, (700, 720, 745))
    paper.cells(COLUMNS, 700, RISK_LABELS, bold=True)
    paper.cells(COLUMNS, 720, ("R1", "Failing boilers", "High", "Ada Pell"))
    paper.turn()
    moved = (COLUMNS[0], *(x + shift for x in COLUMNS[1:-1]), COLUMNS[-1])
    paper.grid(moved, (50, 75, 100))
    paper.cells(moved, 50, ("R2", "Flooded records store", "Medium", "Ben Orr"))
    paper.cells(moved, 75, ("R3", "A strike", "Low", "Head of HR"))
    assert rows(read(paper.save()))[1:] == [
        {"Ref": "R2", "Risk title": "Flooded records store", "Rating": "Medium", "Risk owner": "Ben Orr"},
        {"Ref": "R3", "Risk title": "A strike", "Rating": "Low", "Risk owner": "Head of HR"},
    ]


def test_a_frame_around_a_paragraph_is_no_table(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "frame.pdf")
    paper.grid((50, 550), (100, 160))
    paper.write(60, 110, *BODY)
    reading = read(paper.save())
    assert of_kind(reading, "row") == []
    assert fold_space(" ".join(BODY)) in of_kind(reading, "paragraph")


# --- what stands at the edges of pages


def furnished(path: Path, pages: int, first_printed: int, body: tuple[str, ...] = BODY) -> Reading:
    """Pages with a running header, a printed number and a paragraph that begins with its page's own word."""
    paper = Paper(path)
    for n in range(pages):
        paper.write(60, 30, "Anytown Borough Council: Report of the Depot", size=8)
        paper.write(60, 100, f"Chapter {'abcdefghij'[n].upper()} opens here. {body[0]}", *body[1:])
        paper.write(260, 805, f"Page {first_printed + n} of {first_printed + pages - 1}", size=8)
        if n + 1 < pages:
            paper.turn()
    return read(paper.save())


def test_running_lines_are_in_the_pages_text_and_in_no_passage(tmp_path: Path) -> None:
    reading = furnished(tmp_path / "running.pdf", 4, 6)
    for page in reading.pages:
        assert page.text.startswith("Anytown Borough Council: Report of the Depot\n")
        assert page.text.endswith(f"\nPage {page.ordinal + 5} of 9")
        assert "Anytown" not in page.body_text
        assert " of 9" not in page.body_text
    assert [page.printed for page in reading.pages] == ["6", "7", "8", "9"]
    assert [page.number for page in reading.pages] == [1, 2, 3, 4]
    held = " ".join(p.search_text for p in passages(reading))
    assert "Anytown" not in held
    assert "Page" not in held
    assert "Chapter C opens here." in held


def test_a_figure_at_the_foot_of_one_page_is_not_taken_for_furniture(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "foot.pdf")
    paper.write(60, 100, *BODY)
    paper.write(60, 790, "The depot moved 1,204 tonnes in the year, more than in any year before it.")
    reading = read(paper.save())
    assert "1,204 tonnes" in " ".join(p.text for p in passages(reading))


def test_a_sentence_over_a_page_break_is_one_block_with_a_slice_on_each_page(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "sentence.pdf")
    for n in range(3):
        paper.write(60, 30, "Anytown Borough Council", size=8)
        if n:
            paper.write(60, 60, "spending on winter gritting by a third. It meets again in May, when the", *BODY)
        else:
            paper.write(60, 60, *BODY)
        paper.write(60, 740, *BODY[:2], "The Committee asked the Director to say before the end of the year how to cut")
        paper.write(290, 805, str(n + 1), size=8)
        if n < 2:
            paper.turn()
    reading = read(paper.save())
    joined = next(b for b in reading.blocks if "how to cut spending on winter gritting by a third." in b.text)
    assert [s.page for s in joined.spans] == [1, 2]
    assert fold_space(" ".join(reading.pages[s.page - 1].text[s.start : s.end] for s in joined.spans)) == joined.text
    assert "Anytown" not in joined.text


# --- paragraphs, items and words


@pytest.mark.parametrize("drawn", [True, False], ids=["drawn", "written"])
def test_bullets_begin_items(tmp_path: Path, drawn: bool) -> None:
    paper = Paper(tmp_path / "bullets.pdf")
    paper.write(60, 80, "In the coming year the service will do the following:")
    items = (
        ("replace the boilers of the six oldest schools before the first frost of the", "autumn term"),
        ("inspect every bridge",),
        ("train forty wardens",),
    )
    top = 100.0
    for lines in items:
        if drawn:
            paper.dot(68, top + 6)
            below = paper.write(80, top, *lines)
        else:
            paper.write(66, top, "\u2022 " + lines[0])
            below = paper.write(73, top + LEADING, *lines[1:])
        top = below + 2
    reading = read(paper.save())
    found = [b for b in reading.blocks if b.kind == "item"]
    assert [b.text.removeprefix("\u2022 ") for b in found] == [" ".join(lines) for lines in items]
    held = next(p for p in passages(reading) if p.kind == "item")
    assert held.intro == "In the coming year the service will do the following:"
    assert "the following:" in held.search_text


def test_numbered_paragraphs_know_their_number(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "numbered.pdf")
    top = 80.0
    for number, lines in (("4.5", BODY), ("4.5.2", BODY[1:]), ("4.6", BODY[:2])):
        paper.write(60, top, number)
        top = paper.write(100, top, *lines) + 8
    reading = read(paper.save())
    assert [b.number for b in reading.blocks if b.kind == "paragraph"] == ["4.5", "4.5.2", "4.6"]
    assert [p.paragraph for p in passages(reading)] == ["4.5", "4.5.2", "4.6"]
    assert find(reading, "4.5.2").text == "4.5.2 " + " ".join(BODY[1:])


def test_lettered_items_are_items(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "lettered.pdf")
    paper.write(60, 80, "Cabinet is asked to agree:")
    for n, text in enumerate(("(a) the new fleet;", "(b) the budget for it; and", "(c) a report in May.")):
        paper.write(80, 100 + 16 * n, text)
    assert of_kind(read(paper.save()), "item") == ["(a) the new fleet;", "(b) the budget for it; and", "(c) a report in May."]


def test_a_hyphen_at_a_lines_end_and_ligatures_leave_whole_words(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "words.pdf")
    paper.ligatures(
        60, 80, "The of\ufb01ce of the of\ufb01cer in charge of \ufb02ood risk holds a twenty-",
        "year plan and a \ufb01nal draft of the long-", "Eaton scheme, which is con\ufb01dential.",
    )  # fmt: skip
    text = read(paper.save()).blocks[0].text
    assert text == (
        "The office of the officer in charge of flood risk holds a twenty-year plan and a final draft of the long- Eaton scheme, "
        "which is confidential."
    )


# --- contents pages and headings

CONTENTS = (
    ("Roads and paths", 3),
    ("Street lighting", 5),
    ("Winter gritting", 8),
    ("Parks and trees", 11),
    ("Waste and recycling", 14),
)


@pytest.mark.parametrize("style", ["dots", "spaced dots", "far right", "plain"])
def test_contents_pages_become_no_passage_and_name_headings(tmp_path: Path, style: str) -> None:
    paper = Paper(tmp_path / "contents.pdf")
    paper.write(60, 60, "Contents", size=16, bold=True)
    for n, (title, page) in enumerate(CONTENTS):
        top = 100.0 + 18 * n
        if style == "far right":
            paper.write(60, top, title)
            paper.right(535, top, str(page))
        else:
            dots = {"dots": "." * 60, "spaced dots": ". " * 40, "plain": ""}[style]
            paper.write(60, top, f"{title} {dots}{'' if dots else ' '}{page}")
    paper.turn()
    top = 60.0
    for title, _ in CONTENTS:
        paper.write(60, top, title)
        top = paper.write(60, top + 24, *BODY) + 24
    reading = read(paper.save())
    held = passages(reading)
    assert [p for p in held if 1 in p.pages and letters(p.text) != "Contents"] == []
    assert [p.section[-1] for p in held if 2 in p.pages] == [title for title, _ in CONTENTS]
    assert "Street lighting" in reading.pages[0].text


def test_a_plain_heading_that_recurs_carries_its_parent(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "recurs.pdf")
    top = 60.0
    for service, first in (("Adult Social Care", "Reablement"), ("Children and Families", "Fostering")):
        paper.write(60, top, service)
        top = paper.write(60, top + 24, f"{first} came first. {BODY[0]}", *BODY[1:]) + 24
        paper.write(60, top, "Next Steps")
        top = paper.write(60, top + 24, f"{first} will be looked at again. {BODY[0]}", *BODY[1:]) + 24
    reading = read(paper.save())
    assert trail_of(reading, "Reablement will be")[-2:] == ("Adult Social Care", "Next Steps")
    assert trail_of(reading, "Fostering came first")[-1] == "Children and Families"
    assert trail_of(reading, "Fostering will be")[-2:] == ("Children and Families", "Next Steps")


def test_larger_bold_and_plain_headings_are_ranked(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "ranked.pdf")
    paper.write(60, 60, "Annual Report", size=20, bold=True)
    paper.write(60, 100, *BODY)
    paper.write(60, 160, "Part one: the year", size=14, bold=True)
    paper.write(60, 190, *BODY)
    paper.write(60, 250, "Money", bold=True)
    paper.write(60, 270, *BODY)
    paper.write(60, 330, "What we spent on the depot")
    paper.write(60, 354, "The depot cost more than in the year before.", *BODY)
    paper.write(60, 430, "Part two: the plan", size=14, bold=True)
    paper.write(60, 460, "The plan follows from the year.", *BODY)
    reading = read(paper.save())
    assert [(b.level, b.text) for b in reading.blocks if b.kind == "heading"] == [
        (1, "Annual Report"), (2, "Part one: the year"), (3, "Money"), (4, "What we spent on the depot"), (2, "Part two: the plan"),
    ]  # fmt: skip
    assert trail_of(reading, "The depot cost more") == (
        "Annual Report",
        "Part one: the year",
        "Money",
        "What we spent on the depot",
    )
    assert trail_of(reading, "The plan follows") == ("Annual Report", "Part two: the plan")


# --- pages that give nothing


def test_a_scanned_page_and_a_blank_page_are_unread_by_number(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "scan.pdf")
    paper.write(60, 80, "The first page says alpha.", *BODY)
    paper.turn()
    paper.picture("A letter that only the eye can read.")
    paper.turn()
    paper.turn()
    paper.write(60, 80, "The fourth page says delta.", *BODY)
    reading = read(paper.save())
    assert [(p.number, p.unread) for p in reading.pages if p.unread] == [(2, "no text"), (3, "blank")]
    assert reading.pages[0].text.startswith("The first page says alpha.")
    assert pages_of(find(reading, "The fourth page")) == [4]


def damaged(path: Path, page: int, stream: bytes, compressed: bool) -> Path:
    """The file with one page's drawing replaced."""
    writer = PdfWriter(clone_from=path)
    broken = StreamObject()
    broken._data = stream
    if compressed:
        broken[NameObject("/Filter")] = NameObject("/FlateDecode")
    writer.pages[page - 1][NameObject("/Contents")] = writer._add_object(broken)
    writer.write(path)
    return path


@pytest.mark.parametrize(
    ("stream", "compressed"),
    [
        (b"\x00not deflated at all", True),
        (zlib.compress(b"BT /F1 10 Tf (lost) Tj ET" * 50)[:20], True),
        (b"BT /F9 ((( Tj <<", False),
    ],
    ids=["not compressed as said", "cut short", "not drawing"],
)
def test_a_damaged_page_does_not_lose_the_others(tmp_path: Path, stream: bytes, compressed: bool) -> None:
    paper = Paper(tmp_path / "damaged.pdf")
    for word in ("alpha", "beta", "gamma"):
        paper.write(60, 80, f"This page says {word}.", *BODY)
        if word != "gamma":
            paper.turn()
    reading = read(damaged(paper.save(), 2, stream, compressed))
    assert [p.number for p in reading.pages if p.unread] == [2]
    assert "alpha" in reading.pages[0].text
    assert "gamma" in reading.pages[2].text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\nnothing follows", "damaged or cut short"),
        (b"<html>not a PDF</html>", "cannot be opened as a PDF"),
    ],
    ids=["empty", "cut short", "another format"],
)
def test_a_file_that_is_no_pdf_is_named_with_what_to_do(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(content)
    with pytest.raises(ReadError, match=words) as raised:
        read(path)
    assert str(raised.value).startswith("broken.pdf: ")
    assert "\n" not in str(raised.value)


def test_a_password_is_asked_for_by_name(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "open.pdf")
    paper.write(60, 80, *BODY)
    writer = PdfWriter(clone_from=paper.save())
    writer.encrypt("secret", algorithm="AES-256")
    locked = tmp_path / "locked.pdf"
    writer.write(locked)
    with pytest.raises(RefusedError, match=r"^locked\.pdf: .*password"):
        read(locked)


# --- every PDF of the samples

PDFS = sorted(path.name for path in PAPERS.glob("*.pdf"))


@cache
def sample(name: str) -> Reading:
    return read(PAPERS / name)


@pytest.mark.parametrize("name", PDFS)
def test_blocks_and_cells_are_slices_of_their_pages(name: str) -> None:
    reading = sample(name)
    for block in reading.blocks:
        said = fold_space(" ".join(reading.pages[s.page - 1].text[s.start : s.end] for s in block.spans))
        if all(c.spans == tuple(sorted(c.spans)) for c in block.cells) and len(pages_of(block)) == 1:
            assert said == block.text
        else:
            assert sorted(said.split()) == sorted(block.text.split())
        for cell in block.cells:
            assert fold_space(" ".join(reading.pages[s.page - 1].text[s.start : s.end] for s in cell.spans)) == cell.text


@pytest.mark.parametrize("name", PDFS)
def test_every_letter_of_a_page_is_in_its_text_once(name: str) -> None:
    """Nothing is lost, doubled or made up between the file and the pages' text, compared without regard to order."""
    reading = sample(name)
    for page, drawn in zip(reading.pages, PdfReader(PAPERS / name).pages, strict=True):
        if not page.unread:
            assert sorted(letters(page.text)) == sorted(letters(drawn.extract_text()))


def test_unread_pages_of_the_samples_are_the_scanned_ones() -> None:
    known = {d["source"]: d["unread_pages"] for d in TRUTH["documents"] if d["source"] in PDFS}
    assert {name: [p.number for p in sample(name).pages if p.unread] for name in PDFS} == known


RISK_COLUMNS = {
    "ref": "Ref", "date_added": "Date added", "title": "Risk title", "description": "Description", "category": "Category",
    "impact": "Impact", "likelihood": "Likelihood", "rating": "Rating", "owners": "Risk owner", "note": "Latest note",
}  # fmt: skip
CONTROL_COLUMNS = {
    "title": "Control title", "description": "Control description", "category": "Category", "status": "Status",
    "owners": "Control owner", "note": "Latest note",
}  # fmt: skip


def printed(entity: dict[str, Any], columns: dict[str, str], reworded: dict[str, str]) -> dict[str, str]:
    """A risk or control as its row prints it: label to words, blank cells left out."""
    values = {field: entity.get(field) for field in columns}
    texts = {field: fold_space("; ".join(v) if isinstance(v, list) else v or "") for field, v in values.items()}
    return {reworded.get(columns[field], columns[field]): text for field, text in texts.items() if text}


def rewordings(source: str, ref: str) -> dict[str, str]:
    """Labels that the register words otherwise over one risk, as noted among its faults ("Impact rating" for "Impact")."""
    noted = [f["where"] for f in TRUTH["register_faults"] if f["fault"] == "header reworded" and f["source"] == source]
    labels = [label.strip() for where in noted if where.startswith(f"{ref}:") for label in where.partition(":")[2].split(",")]
    return {label.split()[0]: label for label in labels}


@pytest.mark.parametrize("register", TRUTH["registers"], ids=lambda register: register["source"])
def test_every_risk_and_control_is_a_row_with_its_labelled_cells_on_its_page(register: dict[str, Any]) -> None:
    source = register["source"]
    held = [
        ({c.label: c.text for c in b.cells if c.text}, min(pages_of(b)))
        for b in sample(source).blocks
        if b.kind == "row" and not b.header
    ]
    wanted = []
    for risk in register["risks"]:
        wanted.append((printed(risk, RISK_COLUMNS, rewordings(source, risk["ref"])), risk["page"]))
        wanted += [(printed(control, CONTROL_COLUMNS, {}), control["page"]) for control in risk["controls"]]
    assert [row for row in wanted if row not in held] == []
    assert len(wanted) == register["risk_count"] + register["control_count"]


@pytest.mark.parametrize("register", TRUTH["registers"], ids=lambda register: register["source"])
def test_every_control_stands_under_its_own_risk(register: dict[str, Any]) -> None:
    held = passages(sample(register["source"]))
    for risk in register["risks"]:
        under = [row[0].text for p in held if p.section[-1:] == (risk["title"],) for row in p.rows]
        assert under == [control["title"] for control in risk["controls"]]
