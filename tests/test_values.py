"""The values that a text states: one value however it is printed, another where a digit, a unit or a sign is another."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.values import missing, plain, values

SAME = settings(derandomize=True, max_examples=150, deadline=None)
BELOW_TWENTY = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen"""
ROUND = "twenty thirty forty fifty sixty seventy eighty ninety"
YEAR = "January February March April May June July August September October November December"
UNITS, TENS, MONTHS = BELOW_TWENTY.split(), ["", "", *ROUND.split()], YEAR.split()


def read(text: str) -> list[tuple[str, str]]:
    return [(v.kind, v.normal) for v in values(text)]


def spelled(n: int) -> str:
    """A whole number below a thousand million in words, as British English has it."""
    for size, name in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= size:
            rest = n % size
            joint = " and " if rest and rest < 100 else " "
            return f"{spelled(n // size)} {name}{joint + spelled(rest) if rest else ''}"
    if n < 20:
        return UNITS[n]
    return TENS[n // 10] + (f"-{UNITS[n % 10]}" if n % 10 else "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("£1.2m, £1,200,000 and 1.2 million pounds", [("amount", "£1200000")] * 3),
        ("50p or 50 pence", [("amount", "£0.5")] * 2),
        ("26%, 26 % and twenty-six per cent", [("percentage", "26")] * 3),
        ("up 3 percentage points", [("points", "3")]),
        ("half of them, a quarter of us, two thirds", [("percentage", "50"), ("percentage", "25"), ("percentage", "200/3")]),
        ("half a million pounds", [("amount", "£500000")]),
        ("the half-term of a third party", [("ordinal", "3")]),
        ("two and a half years, 2½ years", [("number", "2.5")] * 2),
        ("two dozen and a hundred and one", [("number", "24"), ("number", "101")]),
        ("£5-10m, between £1 and £1.5 million", [("amount", f"£{n}") for n in (5000000, 10000000, 1000000, 1500000)]),
        ("5 to 10%, -£5m, −3.5%", [("percentage", "5"), ("percentage", "10"), ("amount", "-£5000000"), ("percentage", "-3.5")]),
        ("2024/25, 2024-25, 2024–2025, 24/25", [("period", "2024/25")] * 4),
        ("2024-2027", [("date", "2024"), ("date", "2027")]),
        ("Q3, quarter 3, the third quarter", [("period", "Q3")] * 3),
        ("31/08/2026, 31st August 2026, 2026-08-31", [("date", "2026-08-31")] * 3),
        (
            "August 2026, Aug-26, 31 August, in May, 2026",
            [("date", d) for d in ("2026-08", "2026-08", "--08-31", "--05", "2026")],
        ),
        ("members may ask", []),
        ("6.30pm, 18:30, 6.30 p.m.", [("time", "18:30")] * 3),
        ("EA2, EA-2, 4.5.2", [("reference", "EA2"), ("reference", "EA2"), ("reference", "4.5.2")]),
        ("one of them, no one, one another", [("number", "1")]),
        ("3rd and third", [("ordinal", "3")] * 2),
        ("paragraph² 2024³", [("date", "2024")]),
        ("", []),
    ],
)
def test_a_value_is_read_in_its_normal_form(text: str, found: list[tuple[str, str]]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("stated", "quote"),
    [
        ("26%", "26"), ("£5m", "5m people"), ("26 percentage points", "26%"), ("3rd", "3"), ("-5%", "5%"), ("£5", "€5"), ("5p", "£5"),
        ("1.2m", "1.2bn"), ("31 August 2026", "31 August 2025"), ("31 August 2026", "August 2026"),
        ("more than 50", "no more than 50"), ("at least 50", "fewer than 50"), ("2024/25", "2024"), ("Q2", "Q3"), ("EA2", "EA3"),
        ("7.30pm", "7.30am"), ("2024", "2024/25"), ("1/2/2026", "2/1/2026"),
    ],
)  # fmt: skip
def test_what_is_not_the_same_is_missing(stated: str, quote: str) -> None:
    assert missing(values(stated), [quote])


@pytest.mark.parametrize(
    ("stated", "quote"),
    [
        ("August 2026", "31 August 2026"), ("2026", "by 31/08/2026"), ("31 August 2026", "Due 2026: school A, 31 August"),
        ("over 50", "more than 50"), ("50", "more than 50"), ("no more than 50", "up to 50"), ("1,204", "1204 tonnes"),
        ("1,950 homes", "1950 homes"),
    ],
)  # fmt: skip
def test_what_is_as_exact_or_more_bears_a_value_out(stated: str, quote: str) -> None:
    assert not missing(values(stated), [quote])


@SAME
@given(st.integers(0, 999_999_999))
def test_a_number_is_one_number_in_words_and_in_figures(n: int) -> None:
    forms = {f"{n:,}", spelled(n), spelled(n).capitalize(), f"{n:,}.0"} | ({str(n)} if not 1900 <= n < 2100 else set())
    assert {tuple(read(f"There were {form} visits.")) for form in forms} == {(("number", str(n)),)}


@SAME
@given(
    st.decimals(Decimal("0.1"), Decimal("999.9"), places=1),
    st.sampled_from([("m", "million", 6), ("bn", "billion", 9), ("k", "thousand", 3)]),
)
def test_an_amount_is_one_amount_in_any_form(size: Decimal, scale: tuple[str, str, int]) -> None:
    short, long, noughts = scale
    whole = int(size * 10**noughts)
    forms = (
        f"£{size}{short}",
        f"£{size} {long}",
        f"£ {whole:,}",
        f"£{whole}",
        f"{size} {long} pounds",
        f"£{whole:,}.00",
        f"GBP {size}{short}",
    )
    assert {tuple(read(f"It cost {form} in all.")) for form in forms} == {(("amount", f"£{whole}"),)}


@SAME
@given(st.decimals(Decimal("0"), Decimal("150"), places=1))
def test_a_percentage_is_no_number_and_no_points(share: Decimal) -> None:
    forms = (f"{share}%", f"{share} %", f"{share} per cent", f"{share} percent")
    assert len({tuple(read(f"It was {form} last year.")) for form in forms}) == 1
    for other in (f"{share}", f"{share} percentage points", f"£{share}"):
        assert missing(values(f"{share}%"), [f"It was {other} last year."])


@SAME
@given(st.from_regex(r"[1-9][0-9]{0,2}(,[0-9]{3}){0,2}(\.[0-9])?", fullmatch=True), st.data())
def test_a_changed_digit_is_another_value(printed: str, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from([i for i, c in enumerate(printed) if c.isdigit()]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != printed[at]]))
    changed = printed[:at] + digit + printed[at + 1 :]
    for form in ("£{}", "{}%", "{} pupils", "£{}m"):
        assert missing(values(form.format(changed)), [f"It was {form.format(printed)} in all."]), (changed, printed)
        assert not missing(values(form.format(printed)), [f"It was {form.format(printed)} in all."])


def council_forms(day: date) -> list[str]:
    month = MONTHS[day.month - 1]
    nth = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day not in (11, 12, 13) else 0, "th")
    return [
        f"{day.day} {month} {day.year}", f"{day.day}{nth} {month} {day.year}", f"{day.day:02} {month[:3]} {day.year}",
        f"{month} {day.day}, {day.year}", f"{day:%d/%m/%Y}", f"{day:%d/%m/%y}", f"{day.isoformat()}", f"{day:%d.%m.%y}",
    ]  # fmt: skip


DAYS = st.dates(date(2000, 1, 1), date(2039, 12, 31))


@SAME
@given(DAYS)
def test_a_date_is_one_date_in_any_councils_form(day: date) -> None:
    assert {tuple(read(f"The panel met on {form}.")) for form in council_forms(day)} == {(("date", day.isoformat()),)}


@SAME
@given(DAYS, st.integers(1, 4000), st.data())
def test_another_day_is_another_date(day: date, apart: int, data: st.DataObject) -> None:
    other = day + timedelta(days=apart)
    stated = data.draw(st.sampled_from(council_forms(other)))
    printed = data.draw(st.sampled_from(council_forms(day)))
    assert missing(values(f"It is due by {stated}."), [f"It is due by {printed}."])


@SAME
@given(st.text(max_size=120))
def test_any_text_can_be_read_and_places_are_where_values_are_printed(text: str) -> None:
    whole = plain(text)
    found = values(text)
    assert all(whole[v.start : v.end].strip() == v.printed for v in found)
    assert not missing(found, [text])
