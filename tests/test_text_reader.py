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
