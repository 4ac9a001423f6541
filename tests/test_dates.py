"""Dates as councils print them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.dates import find_dates, long_date, month_number


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("26 January 2026", date(2026, 1, 26)),
        ("Monday 26th January 2026", date(2026, 1, 26)),
        ("the 1st of February, 2026", date(2026, 2, 1)),
        ("2ND MARCH 2026", date(2026, 3, 2)),
        ("3 Sept. 2025", date(2025, 9, 3)),
        ("3 Sep 2025", date(2025, 9, 3)),
        ("2026-01-26", date(2026, 1, 26)),
        ("budget-2026-01-26-final", date(2026, 1, 26)),
        ("26/01/2026", date(2026, 1, 26)),
        ("6/1/26", date(2026, 1, 6)),
        ("26.01.2026", date(2026, 1, 26)),
        ("26.01.26", date(2026, 1, 26)),
        ("by 29 February 2028", date(2028, 2, 29)),
        ("at its April 17th 2023 meeting", date(2023, 4, 17)),
        ("Mar 3, 2026", date(2026, 3, 3)),
    ],
)
def test_a_day_is_found_however_it_is_printed(text: str, day: date) -> None:
    found = find_dates(text)
    assert [d.day for d in found] == [day]
    assert (found[0].year, found[0].month) == (day.year, day.month)


@pytest.mark.parametrize(
    "text",
    [
        "paragraph 4.5.12 of the report",
        "10.11.12.13",
        "31 April",
        "32/01/2026",
        "12/13/2026",
        "2026-13-01",
        "1/2",
        "24/25/26",
        "call 020 8356 3315",
        "the year 2025/26",
        "Schedule 12A to the Local Government Act 1972",
        "",
    ],
)
def test_what_is_no_date_is_not_taken_for_one(text: str) -> None:
    assert find_dates(text) == []


def test_a_month_is_found_without_a_day_and_a_day_is_not_found_twice() -> None:
    text = "Agreed on 26 January 2026, due by March 2026 and again in Sept 2027."
    found = find_dates(text)
    assert [(d.year, d.month, d.day) for d in found] == [(2026, 1, date(2026, 1, 26)), (2026, 3, None), (2027, 9, None)]
    assert [text[d.start : d.end] for d in found] == ["26 January 2026", "March 2026", "Sept 2027"]


def test_a_day_that_does_not_exist_leaves_its_month() -> None:
    (found,) = find_dates("31 April 2026")
    assert (found.year, found.month, found.day) == (2026, 4, None)


def test_dates_come_in_the_order_of_the_text() -> None:
    found = find_dates("From 01/04/2025 to 31 March 2026, reviewed in June 2025 (2025-07-01).")
    assert [d.day or (d.year, d.month) for d in found] == [date(2025, 4, 1), date(2026, 3, 31), (2025, 6), date(2025, 7, 1)]


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31)))
def test_a_date_written_out_is_found_again(day: date) -> None:
    for text in (long_date(day), day.isoformat() if day.year >= 1900 else long_date(day)):
        assert [d.day for d in find_dates(f"It was held on {text} in the Town Hall.")] == [day]


def test_dates_are_written_as_british_councils_write_them() -> None:
    assert long_date(date(2026, 1, 26)) == "26 January 2026"
    assert long_date(date(2025, 12, 1)) == "1 December 2025"


def test_months_have_their_numbers() -> None:
    first = date(2026, 1, 1)
    names = [(first + timedelta(days=31 * n)).strftime("%B") for n in range(12)]
    assert [month_number(name) for name in names] == list(range(1, 13))
    assert [month_number(name) for name in ("Jan", "SEPT", "dec")] == [1, 9, 12]
