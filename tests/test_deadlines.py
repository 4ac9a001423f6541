"""Deadlines as councils print them."""

from __future__ import annotations

import pytest

from ingest.commitments.due import MISPRINTED, UNREADABLE, dated, deadlines
from ingest.registers.printed import Line
from vectorstore.models import Span


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("31/07/2026", "2026-07-31"),
        ("31.07.26", "2026-07-31"),
        ("5 March 2026", "2026-03-05"),
        ("5th Mar 26", "2026-03-05"),
        ("31-Mar-26", "2026-03-31"),
        ("1 Sept. 2026", "2026-09-01"),
        ("September 2026", "2026-09"),
        ("Sep-26", "2026-09"),
        ("by the end of March 2026", "2026-03-31"),
        ("end February 2028", "2028-02-29"),
        ("By December 2026", "2026-12"),
        ("2027", "2027"),
        ("end of 2026", "2026-12-31"),
        ("mid-2026", "2026"),
        ("Summer term 2026", "2026"),
        ("Easter 2027", "2027"),
        ("Q2 2026/27", "2026-09-30"),
        ("Quarter 4 2026-27", "2027-03-31"),
        ("Q2 2026", "2026-06-30"),
        ("2026/27", "2027"),
        ("Ongoing", None),
        ("TBC", None),
    ],
)
def test_one_deadline(printed: str, iso: str | None) -> None:
    assert [d.iso for d in deadlines(printed)] == ([iso] if iso else [])


@pytest.mark.parametrize("printed", ["20%", "60 of 2,026 pupils", "4.5.12", "£2026", "80% by 40", "items 1/2/3 and 4"])
def test_figures_are_no_deadlines(printed: str) -> None:
    assert [d.iso for d in deadlines(printed) if d.iso] == []


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("We will report by the end of March 2026 to Cabinet", "by the end of March 2026"),
        ("The hub opens in July 2026.", "in July 2026"),
        ("Replies are wanted no later than 3 May 2026", "no later than 3 May 2026"),
        ("It starts from the beginning of June 2026", "from the beginning of June 2026"),
        ("Trees planted before mid-2027", "before mid-2027"),
    ],
)
def test_the_words_that_lead_to_a_date_are_its(printed: str, said: str) -> None:
    (found,) = deadlines(printed)
    assert printed[found.start : found.end] == said


@pytest.mark.parametrize(
    ("printed", "made_on", "iso"),
    [
        ("by the end of March", "2026-01-19", "2026-03-31"),
        ("by March", "2026-05-12", "2027-03"),
        ("by the end of the financial year", "2026-01-19", "2026-03-31"),
        ("by the end of the financial year", "2026-04-02", "2027-03-31"),
        ("by the end of the municipal year", "2026-01-19", "2026-05"),
        ("by the end of the academic year", "2025-10-01", "2026"),
        ("by the end of March", None, None),
        ("at its next meeting", "2026-01-19", None),
        ("by 12th March", "2026-01-19", "2026-03-12"),
        ("by 5 January", "2026-01-19", "2027-01-05"),
        ("by 30 June", None, None),
        ("by 31 June", "2026-01-19", None),
    ],
)
def test_what_is_counted_from_the_day_it_was_said(printed: str, made_on: str | None, iso: str | None) -> None:
    (found,) = deadlines(printed, made_on)
    assert found.iso == iso


@pytest.mark.parametrize("printed", ["31/07/026", "31/02/2026", "30/13/2026"])
def test_a_date_that_cannot_be_read_is_flagged_and_not_guessed(printed: str) -> None:
    (found,) = deadlines(printed)
    assert (found.iso, found.flag) == (None, UNREADABLE)


def test_a_date_with_a_doubled_stroke_is_read_and_flagged() -> None:
    (found,) = deadlines("Adopted 14/10//2026")
    assert (found.iso, found.flag) == ("2026-10-14", MISPRINTED)


def cell(*texts: str) -> list[Line]:
    """Lines of a cell that stand one behind the other on page 1."""
    at, lines = 0, []
    for text in texts:
        lines.append(Line(text, (Span(1, at, at + len(text)),)))
        at += len(text) + 1
    return lines


def test_staged_deadlines_keep_their_words() -> None:
    printed = "First ten homes by 31/08/2026 All homes by 30/06/2027"
    field, last, stages, flags = dated(cell(printed))
    assert field is not None
    assert (field.text, last, flags) == (printed, "2027-06-30", ())
    assert [(s.text, s.date) for s in stages] == [
        ("First ten homes by 31/08/2026", "2026-08-31"),
        ("All homes by 30/06/2027", "2027-06-30"),
    ]
    assert [printed[s.spans[0].start : s.spans[0].end] for s in stages] == [s.text for s in stages]


def test_stages_that_begin_with_their_date() -> None:
    _, last, stages, _ = dated(cell("May 2026: draft plan", "July 2026: final plan"))
    assert last == "2026-07"
    assert [(s.text, s.date) for s in stages] == [("May 2026: draft plan", "2026-05"), ("July 2026: final plan", "2026-07")]


def test_the_last_date_is_the_latest_whatever_its_place() -> None:
    assert dated(cell("All done 2027; pilot June 2026"))[1] == "2027"
    assert dated(cell("Full offer 31/03/2027, pilot 31/12/2026"))[1] == "2027-03-31"


def test_an_unreadable_stage_is_flagged_and_leaves_the_others() -> None:
    _, last, stages, flags = dated(cell("Group set up by 31/03/026 Database by 30/04/2026 Model by 31/08/2026"))
    assert (last, flags) == ("2026-08-31", (UNREADABLE,))
    assert [s.text for s in stages] == ["Database by 30/04/2026", "Model by 31/08/2026"]


def test_a_cell_that_says_that_no_date_was_set_has_no_deadline() -> None:
    assert dated(cell("No date was set")) == (None, None, (), ())
    assert dated([]) == (None, None, (), ())


def test_what_stands_for_a_date_is_kept_as_printed() -> None:
    field, last, stages, flags = dated(cell("Ongoing"))
    assert field is not None
    assert (field.text, last, stages, flags) == ("Ongoing", None, (), ())
