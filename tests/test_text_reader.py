"""Plain text made in the test, read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.line_marks import read_mark, runs_on
from ingest.reading import Reading
from ingest.text_reader import read
from vectorstore.errors import ReadError


def text_file(folder: Path, content: str | bytes) -> Path:
    path = folder / "minutes.txt"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def blocks(reading: Reading) -> list[tuple[str, int, str | None, str]]:
    return [(b.kind, b.level, b.number, b.text) for b in reading.blocks if b.kind != "row"]


def test_hard_wrapped_minutes(tmp_path: Path) -> None:
    reading = read(
        text_file(
            tmp_path,
            """Minutes of the Parks Committee

PRESENT
Councillors Ash, Elm and Oak, who came by bus because the car park
had been flooded in the night.

1. Apologies for absence

There were none, but the chair had been told that two members would
be late. The com-
mittee waited.

2. Decisions

The committee RESOLVED to:
  a) plant forty trees along the river before the end of the year and
     water them;
  b) mend the paths.

Any other business
------------------
* None was raised.
""",
        )
    )
    assert blocks(reading) == [
        ("heading", 1, None, "Minutes of the Parks Committee"),
        ("heading", 2, None, "PRESENT"),
        (
            "paragraph",
            0,
            None,
            "Councillors Ash, Elm and Oak, who came by bus because the car park had been flooded in the night.",
        ),
        ("heading", 2, "1", "1. Apologies for absence"),
        (
            "paragraph",
            0,
            None,
            "There were none, but the chair had been told that two members would be late. The com-mittee waited.",
        ),
        ("heading", 2, "2", "2. Decisions"),
        ("paragraph", 0, None, "The committee RESOLVED to:"),
        ("item", 0, "a)", "a) plant forty trees along the river before the end of the year and water them;"),
        ("item", 0, "b)", "b) mend the paths."),
        ("heading", 2, None, "Any other business"),
        ("item", 0, None, "* None was raised."),
    ]
    assert reading.pages[0].number is None


def test_where_lines_are_not_wrapped_each_is_a_paragraph(tmp_path: Path) -> None:
    long = "The committee heard that the path by the river had been washed away and would cost a great deal to mend. " * 3
    reading = read(text_file(tmp_path, f"{long}\nA short line.\n4.5 {long}\n"))
    assert [(kind, number) for kind, _, number, _ in blocks(reading)] == [
        ("paragraph", None),
        ("paragraph", None),
        ("paragraph", "4.5"),
    ]


def test_tab_separated_lines_are_tables(tmp_path: Path) -> None:
    reading = read(
        text_file(
            tmp_path,
            "Spending\n\nService\tBudget\tActual\n-------\t------\t------\nParks\t10\t12\nRoads\t20\t19\n\n"
            "1.\tFirst point of all.\n2.\tSecond.\n",
        )
    )
    table = [{c.label: c.text for c in b.cells} for b in reading.blocks if b.kind == "row" and not b.header]
    assert table == [{"Service": "Parks", "Budget": "10", "Actual": "12"}, {"Service": "Roads", "Budget": "20", "Actual": "19"}]
    assert blocks(reading)[1:] == [("paragraph", 0, "1", "1. First point of all."), ("paragraph", 0, "2", "2. Second.")]
    assert "----" not in reading.pages[0].text


def test_contents_lines_are_marked(tmp_path: Path) -> None:
    reading = read(
        text_file(tmp_path, "Foreword ........ 3\nOur borough ....... 5\n\nForeword\n\nThe year was hard. It rained.\n")
    )
    assert [kind for kind, *_ in blocks(reading)][:2] == ["contents", "contents"]


def test_form_feeds_part_numbered_pages(tmp_path: Path) -> None:
    reading = read(text_file(tmp_path, "One page of words.\n\fAnother page of words.\n\f\n"))
    assert [(page.number, page.text) for page in reading.pages] == [(1, "One page of words."), (2, "Another page of words.")]


def test_other_line_ends_and_encodings(tmp_path: Path) -> None:
    reading = read(text_file(tmp_path, "It costs £12.\r\n\r\nThat is – too – much.\r\n".encode("cp1252")))
    assert [text for *_, text in blocks(reading)] == ["It costs £12.", "That is – too – much."]


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xd0\xcf\x11\xe0abcdef", bytes(range(256)) * 30])
def test_files_that_hold_no_text_are_named(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"minutes\.txt"):
        read(text_file(tmp_path, content))


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("4.5 The council agreed", "number", "4.5"),
        ("4.5.2. The council agreed", "number", "4.5.2"),
        ("4.2 57% of plans were late", "number", "4.2"),
        ("1. Introduction", "number", "1"),
        ("A1. Introduction", "number", "A1"),
        ("(a) the chair", "letter", "(a)"),
        ("iv. the clerk", "letter", "iv"),
        ("\u2022 trees", "bullet", None),
        ("- trees", "bullet", None),
        ("- 3.1. In 2022 the council", "number", "3.1"),
    ],
)
def test_marks_at_the_start_of_a_line(text: str, kind: str, number: str | None) -> None:
    mark = read_mark(text)
    assert mark is not None
    assert (mark.kind, mark.number) == (kind, number)


@pytest.mark.parametrize("text", ["3.5 million people", "2023 was wet", "4 May 2026", "-325", "Plain words", "e.g. this", ""])
def test_what_is_no_mark(text: str) -> None:
    assert read_mark(text) is None


def test_paragraphs_that_were_cut_in_two() -> None:
    long = "The review looked at every branch library in the county and its hours"
    assert runs_on(f"{long}, then", "asked residents")
    assert runs_on(f"{long} of the", "Northshire service")
    assert not runs_on(f"{long}.", "asked residents")
    assert not runs_on("Short", "asked residents")
    assert not runs_on(f"{long} of the", "4.5 The council")


# --- tables over blank lines

HEADER = "Date added\tControl title\tCategory\tStatus\tOwner"
RULE = "----------\t-------------\t--------\t------\t-----"


def labelled_rows(reading: Reading) -> list[dict[str | None, str]]:
    return [{c.label: c.text for c in b.cells if c.text} for b in reading.blocks if b.kind == "row" and not b.header]


@pytest.mark.parametrize("gap", ["\n", f"\n{RULE}\n\n", "\n\n\n"], ids=["blank line", "rule and blank line", "two blank lines"])
def test_rows_after_a_blank_line_stand_under_the_header_before_it(tmp_path: Path, gap: str) -> None:
    content = (
        f"Register\n\n{HEADER}{gap}\tYearly service\tGovernance\tOngoing\tAda Pell\n--\t---\t---\t--\t---\n\n"
        "May 2026\tSpare parts\tResourcing\tOverdue\tBen Orr\t\t\n\tInsurance\tFinancial\tOngoing\tCy Dunn\n\nThat is all.\n"
    )
    reading = read(text_file(tmp_path, content))
    assert labelled_rows(reading) == [
        {"Control title": "Yearly service", "Category": "Governance", "Status": "Ongoing", "Owner": "Ada Pell"},
        {
            "Date added": "May 2026", "Control title": "Spare parts", "Category": "Resourcing", "Status": "Overdue", "Owner": "Ben Orr",
        },
        {"Control title": "Insurance", "Category": "Financial", "Status": "Ongoing", "Owner": "Cy Dunn"},
    ]  # fmt: skip
    assert {b.table for b in reading.blocks if b.kind == "row"} == {1}
    assert blocks(reading)[-1] == ("paragraph", 0, None, "That is all.")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{HEADER}\n\tYearly service\tGovernance\tOngoing\tAda Pell", "Ben Orr\t12 High Street\tDepot\t01632 960 001"),
        ("Service\tBudget\tActual\nParks\t10\t12", "Oak ward\tA. Ash\tB. Birch"),
        ("Service\tBudget\tActual\nParks\t10\t12", "Measure\t2023/24\t2024/25\nVisits\t500\t600"),
        ("Name\tStatus\nPumps\tOngoing\nDoors\tOverdue", "Ada Pell\tCy Dunn\nBen Orr\tJo Fern"),
        ("Pumps\tOngoing\tAda Pell", "Doors\tOngoing\tCy Dunn"),
    ],
    ids=["other number of cells", "words under figures", "a header of its own", "two columns", "no header"],
)
def test_rows_after_a_blank_line_that_do_not_fit_are_another_table(tmp_path: Path, before: str, after: str) -> None:
    reading = read(text_file(tmp_path, f"{before}\n\n{after}\n"))
    names = set(before.split("\n")[0].split("\t"))
    second = [b for b in reading.blocks if b.kind == "row" and b.table == 2]
    assert [[c.text for c in b.cells] for b in second] == [line.split("\t") for line in after.split("\n")]
    assert not any(c.label in names for b in second for c in b.cells if not b.header)


def test_a_heading_parts_tables(tmp_path: Path) -> None:
    row = "\tYearly service\tGovernance\tOngoing\tAda Pell"
    reading = read(text_file(tmp_path, f"{HEADER}\n{row}\n\nPEOPLE\n\n\tSpare parts\tResourcing\tOverdue\tBen Orr\n"))
    assert {label for r in labelled_rows(reading)[1:] for label in r} == {None}


def test_single_dashes_are_values_and_lines_of_dashes_are_rules(tmp_path: Path) -> None:
    reading = read(text_file(tmp_path, "Service\tBudget\tActual\n--\t---\t---\nParks\t10\t12\n-\t-\t-\nRoads\t-\t19\n"))
    assert [[c.text for c in b.cells] for b in reading.blocks if b.kind == "row" and not b.header] == [
        ["Parks", "10", "12"], ["-", "-", "-"], ["Roads", "-", "19"],
    ]  # fmt: skip


def test_a_row_between_two_headers_and_the_next_table_has_no_wrong_label(tmp_path: Path) -> None:
    risk = "Date added\tRisk title\tCategory\tImpact\tLikelihood\tRating\tLatest note"
    reading = read(
        text_file(
            tmp_path,
            f"{risk}\n\tFailing boilers\tStrategic\tMajor\tLikely\tHigh\tMay: looked at.\n{HEADER}\n\n"
            f"{risk}\n\tYearly service\tGovernance\tOngoing\t\t\tMay: done.\n\n\tLoss of data\tStrategic\tMajor\tLikely\tHigh\tMay: seen.\n",
        )
    )
    assert [r.get("Risk title") for r in labelled_rows(reading)] == ["Failing boilers", None, "Loss of data"]
    assert labelled_rows(reading)[1]["Category"] == "Governance"
