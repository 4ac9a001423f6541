"""Ruled tables drawn in the test: titles inside them, shaded cells, words that a clip hides, rows in other columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.pdf_reader import read
from ingest.reading import Block, Reading

from .drawing import Paper

COLUMNS = (60, 140, 330, 430, 535)
HEADER = ("Directorate", "Risk title", "Annual exposure", "Lifetime exposure")


def data(reading: Reading) -> list[Block]:
    return [b for b in reading.blocks if b.kind == "row" and not b.header]


def texts(reading: Reading) -> list[list[str]]:
    return [[c.text for c in b.cells] for b in data(reading)]


def labelled(block: Block) -> dict[str | None, str]:
    return {c.label: c.text for c in block.cells if c.text}


def titled(paper: Paper, top: float, title: str, sums: tuple[str, str] = ("", ""), **look: float | bool) -> float:
    """A title over the first two columns and its sums in the others; gives the place below."""
    paper.grid((COLUMNS[0], *COLUMNS[2:]), (top, top + 24))
    paper.write(COLUMNS[0] + 3, top + 4, title, **look)  # type: ignore[arg-type]
    for x, figure in zip(COLUMNS[2:], sums, strict=False):
        paper.write(x + 3, top + 6, figure, size=9)
    return top + 24


def rows_at(paper: Paper, top: float, *rows: tuple[str, ...], bold: bool = False) -> float:
    """Ruled rows of 22 points each; gives the place below."""
    paper.grid(COLUMNS, [top + 22 * n for n in range(len(rows) + 1)])
    for n, row in enumerate(rows):
        paper.cells(COLUMNS, top + 22 * n, row, bold=bold)
    return top + 22 * len(rows)


def test_a_title_in_larger_type_is_the_section_of_the_rows_below_it_on_every_page(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "titles.pdf")
    top = rows_at(paper, 60, HEADER, ("", "", "£m", "£m"), bold=True)
    top = titled(paper, top, "Large risks (over £10m)", size=14, bold=True)
    top = rows_at(paper, top, ("Estates", "Failing boilers", "12.5", ""), ("Finance", "Higher interest", "", "20.0"))
    top = titled(paper, top, "Small risks (under £10m)", ("4.0", "2.5"), size=14, bold=True)
    rows_at(paper, top, ("Estates", "Broken lifts", "", ""))
    paper.turn()
    top = rows_at(paper, 60, HEADER, ("", "", "£m", "£m"), bold=True)
    rows_at(paper, top, ("Finance", "Late invoices", "", ""))
    reading = read(paper.save())
    assert [(b.section, b.cells[0].text) for b in data(reading)] == [
        ("Large risks (over £10m)", "Estates"),
        ("Large risks (over £10m)", "Finance"),
        ("Small risks (under £10m)", "Small risks (under £10m)"),
        ("Small risks (under £10m)", "Estates"),
        ("Small risks (under £10m)", "Finance"),
    ]
    assert labelled(data(reading)[0]) == {"Directorate": "Estates", "Risk title": "Failing boilers", "Annual exposure £m": "12.5"}
    assert labelled(data(reading)[2]) == {
        None: "Small risks (under £10m)", "Annual exposure £m": "4.0", "Lifetime exposure £m": "2.5",
    }  # fmt: skip
    assert labelled(data(reading)[4]) == {"Directorate": "Finance", "Risk title": "Late invoices"}
    headers = [b.text for b in reading.blocks if b.header]
    assert headers[:2] == headers[3:] == ["Directorate Risk title Annual exposure Lifetime exposure", "£m £m"]
    assert headers[2] == "Large risks (over £10m)"
    assert {b.table for b in reading.blocks if b.kind == "row"} == {1}


@pytest.mark.parametrize(
    ("words", "sums", "look"),
    [
        ("Sub-total of estates", ("12.5", "3.0"), {"size": 14, "bold": True}),
        ("Estates and finance", ("12.5", "3.0"), {"size": 9, "bold": True}),
        ("Estates and finance", ("", ""), {"size": 9}),
        ("The roof was mended; see above", ("", ""), {"size": 14}),
    ],
    ids=["a sum", "figures in type that is only bold", "plain type", "a sentence"],
)
def test_merged_cells_that_name_no_rows_are_no_titles(
    tmp_path: Path, words: str, sums: tuple[str, str], look: dict[str, float | bool]
) -> None:
    paper = Paper(tmp_path / "sums.pdf")
    top = rows_at(paper, 60, HEADER, bold=True)
    top = rows_at(paper, top, ("Estates", "Failing boilers", "12.5", ""), ("Estates", "Broken lifts", "", "3.0"))
    top = titled(paper, top, words, sums, **look)
    rows_at(paper, top, ("Finance", "Late invoices", "1.0", ""))
    reading = read(paper.save())
    assert [b.section for b in data(reading)] == [None] * 4
    assert data(reading)[2].cells[0].text == words


def test_words_that_a_clip_hides_are_in_no_cell(tmp_path: Path) -> None:
    """As a spreadsheet prints title rows: the last is drawn over the first row of data, where nothing of it is let through."""
    title = "Large risks (over £10m)"
    paper = Paper(tmp_path / "hidden.pdf")
    paper.write(62, 30, "Risks of the year", size=11)
    top = rows_at(paper, 60, HEADER, bold=True)
    paper.clipped(63, top + 4, title, (60, top - 1, 330, top + 1))
    rows_at(paper, top, ("Estates", "Failing boilers", "12.5", ""), ("Finance", "Higher interest", "", "20.0"))
    reading = read(paper.save())
    assert texts(reading) == [["Estates", "Failing boilers", "12.5", ""], ["Finance", "Higher interest", "", "20.0"]]
    assert not any(title in b.text for b in reading.blocks)
    page = reading.pages[0]
    assert title in page.text, "the page's text holds what the file holds"
    assert title not in page.body_text, "no quote may rest on what cannot be seen"
    assert page.printed is None


def test_a_line_that_a_clip_cuts_short_is_kept_whole(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "short.pdf")
    top = rows_at(paper, 60, HEADER, bold=True)
    rows_at(paper, top, ("Estates", "", "12.5", ""))
    paper.clipped(143, top + 4, "Failing boilers at the depot", (140, top, 180, top + 22), size=9)
    assert texts(read(paper.save())) == [["Estates", "Failing boilers at the depot", "12.5", ""]]


@pytest.mark.parametrize("strips", [10, 50], ids=["strips of 6 points", "strips of 1 point"])
def test_strips_that_shade_a_cell_are_no_rules(tmp_path: Path, strips: int) -> None:
    paper = Paper(tmp_path / "shaded.pdf")
    tops = (60, 82, 142, 202)
    paper.shading(60, 82, 140, 142, strips)
    paper.grid(COLUMNS, tops)
    paper.cells(COLUMNS, 60, HEADER, bold=True)
    paper.cells(COLUMNS, 82, ("Estates /\nFinance", "Failing boilers\nin four of\nthe schools", "12.5", ""))
    paper.cells(COLUMNS, 142, ("Finance", "Higher interest", "", "20.0"))
    assert texts(read(paper.save())) == [
        ["Estates / Finance", "Failing boilers in four of the schools", "12.5", ""],
        ["Finance", "Higher interest", "", "20.0"],
    ]


def test_rows_stand_in_the_order_of_the_page_and_the_text_in_the_files(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "order.pdf")
    paper.grid(COLUMNS, (60, 82, 104, 126))
    paper.cells(COLUMNS, 60, HEADER, bold=True)
    paper.cells(COLUMNS, 104, ("Finance", "Higher interest", "", "20.0"))
    paper.cells(COLUMNS, 82, ("Estates", "Failing boilers", "12.5", ""))
    reading = read(paper.save())
    assert [row[0] for row in texts(reading)] == ["Estates", "Finance"]
    assert [line.split("\t")[0] for line in reading.pages[0].text.splitlines()] == ["Directorate", "Finance", "Estates"]
    for block in data(reading):
        assert [reading.pages[0].text[s.start : s.end] for c in block.cells for s in c.spans] == [
            c.text for c in block.cells if c.text
        ]


def test_a_small_table_at_the_top_of_every_page_is_not_part_of_the_one_that_goes_on(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "sums.pdf")
    for page in range(3):
        paper.grid(COLUMNS[1:], (60, 82))
        paper.cells(COLUMNS[1:], 60, ("TOTAL £m", "32.5", "20.0"))
        top = rows_at(paper, 100, HEADER, bold=True)
        rows_at(
            paper, top, (f"Estates {page}", "Failing boilers", "12.5", ""), (f"Finance {page}", "Higher interest", "", "20.0")
        )
        if page < 2:
            paper.turn()
    reading = read(paper.save())
    sums = [b for b in data(reading) if b.text.startswith("TOTAL")]
    assert [[(c.label, c.text) for c in b.cells] for b in sums] == [[(None, "TOTAL £m"), (None, "32.5"), (None, "20.0")]] * 3
    rest = [b for b in data(reading) if not b.text.startswith("TOTAL")]
    assert [b.cells[0].text for b in rest] == [f"{name} {page}" for page in range(3) for name in ("Estates", "Finance")]
    assert {b.table for b in rest} == {2}
    assert not {b.table for b in sums} & {2}
    assert all(labelled(b)["Risk title"] in ("Failing boilers", "Higher interest") for b in rest)


# --- rows in other columns than their header

CONTROL = ("Date", "Control title", "Category", "Status", "Owner", "Latest note")
CONTROL_LABELS = dict(
    zip(
        CONTROL[1:],
        ("Yearly service", "Governance", "Ongoing", "Ada Pell", "March 2026: the boilers were looked at."),
        strict=True,
    )
)
AT = (40, 75, 175, 245, 310, 380, 560)


def overleaf(
    paper: Paper, header_at: tuple[float, ...], header: tuple[str, ...], rows_at: tuple[float, ...], *rows: tuple[str, ...]
) -> None:
    """A header with one row at the end of a page, and rows in other columns on the next."""
    paper.grid(header_at, (700, 730, 770))
    paper.cells(header_at, 700, [h.replace(" ", "\n") for h in header], bold=True)
    paper.cells(
        header_at,
        730,
        ("", "Spare parts", "Resourcing", "Completed", "Ben Orr", "February 2026: the parts are\nkept in the depot."),
    )
    paper.turn()
    paper.grid(rows_at, [50 + 40 * n for n in range(len(rows) + 1)])
    for n, row in enumerate(rows):
        paper.cells(rows_at, 50 + 40 * n, row)


@pytest.mark.parametrize(
    ("header_more", "moved", "more"),
    [
        ((), (40, 48, 150, 215, 255, 320, 540, 550, 560), ("", "")),
        ((500, 530), (40, 68, 152, 222, 270, 320, 480, 520, 560), ("", "")),
        ((), (40, 68, 152, 222, 270, 320, 560), ()),
    ],
    ids=["empty columns beside the rows", "empty columns beside both", "as many columns"],
)
def test_rows_in_other_columns_are_labelled_by_their_order(
    tmp_path: Path, header_more: tuple[float, ...], moved: tuple[float, ...], more: tuple[str, ...]
) -> None:
    paper = Paper(tmp_path / "moved.pdf")
    header_at = (*AT[:-1], *header_more, AT[-1])
    rows = [
        ("", "Yearly service", "Governance", "Ongoing", "Ada Pell", "March 2026: the boilers were\nlooked at.", *more),
        ("", "Insurance", "Financial", "Ongoing", "Cy Dunn", "March 2026: renewed.", *more),
    ]
    overleaf(paper, header_at, (*CONTROL, *("",) * len(header_more)), moved, *rows)
    found = data(read(paper.save()))
    assert labelled(found[1]) == CONTROL_LABELS
    assert labelled(found[2])["Owner"] == "Cy Dunn"


def test_rows_that_cannot_be_matched_with_their_header_have_no_labels(tmp_path: Path) -> None:
    """A column is empty in all the rows, so that neither their order nor what they stand under says which it is."""
    paper = Paper(tmp_path / "unsure.pdf")
    moved = (40, 48, 150, 215, 255, 320, 540, 550, 560)
    row = ("", "Yearly service", "Governance", "", "Ada Pell", "March 2026: the boilers were\nlooked at.", "", "")
    overleaf(paper, AT, CONTROL, moved, row)
    found = labelled(data(read(paper.save()))[-1])
    assert [text for name, text in found.items() if name and CONTROL_LABELS.get(name) != text] == []


@pytest.mark.parametrize("whole", [True, False], ids=["a risk", "a control"])
def test_under_two_headers_a_row_has_the_labels_of_the_second_only_if_it_fills_them(tmp_path: Path, whole: bool) -> None:
    risk = ("Date", "Risk title", "Category", "Impact", "Likelihood", "Rating", "Risk owner")
    at = (40, 75, 175, 245, 310, 380, 440, 560)
    paper = Paper(tmp_path / "stacked.pdf")
    paper.grid(at, (60, 90, 130))
    paper.cells(at, 60, risk, bold=True)
    paper.cells(at, 90, ("", "Failing boilers", "Strategic", "Major (4)", "Likely (4)", "High", "Jo Fern"))
    paper.grid((*at[:5], 400, 560), (130, 160))
    paper.cells(at[:6], 130, CONTROL, bold=True)
    paper.grid(at, (160, 190, 230))
    paper.cells(at, 160, risk, bold=True)
    row = ("", "Loss of data", "Strategic", "Major (4)", "Likely (4)", "High", "Jo Fern")
    paper.cells(at, 190, row if whole else ("", "Yearly service", "Governance", "Ongoing", "", "", "Ada Pell"))
    found = [(c.label, c.text) for c in data(read(paper.save()))[-1].cells if c.text]
    if whole:
        assert found == list(zip(risk[1:], row[1:], strict=True))
    else:
        assert found == [(None, "Yearly service"), ("Category", "Governance"), (None, "Ongoing"), (None, "Ada Pell")]
