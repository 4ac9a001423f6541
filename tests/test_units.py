"""What an answer is made of: sentences, items and rows that know exactly where on their pages they stand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.passages import cut
from ingest.reading import Block, Reading, Writer
from vectorstore.models import Document, Hit, Kind, Page, Span, fold_space
from vectorstore.units import Unit, part_of, shown_texts, text_at, units

DOCUMENT = Document("d", "0" * 64, "Depot report", Kind.REPORT, ("depot.pdf",), page_count=2)


def units_of(reading: Reading) -> list[Unit]:
    """The units of all passages of a reading; each is checked to be the words at its spans."""
    pages = {p.ordinal: p for p in reading.pages}
    held = cut(reading, "d", DOCUMENT.title, lambda text: len(text.split()), 256)
    found = [u for passage in held for u in units(Hit(passage, DOCUMENT, 1.0), pages)]
    for unit in found:
        assert text_at(unit.spans, pages) == unit.text
    return found


def written(*blocks: tuple[Any, str]) -> Reading:
    writer = Writer()
    writer.page(1)
    for kind, text in blocks:
        writer.add(kind, text)
    return writer.finish()


def test_every_sentence_of_a_paragraph_is_a_unit() -> None:
    found = units_of(written(("paragraph", "Bins are emptied weekly. Cllr. Pell asked why. It cost \u00a31.2m in 2024/25!")))
    assert [u.text for u in found] == ["Bins are emptied weekly.", "Cllr. Pell asked why.", "It cost \u00a31.2m in 2024/25!"]
    assert [u.order for u in found] == [0, 1, 2]


def test_a_paragraphs_number_and_a_bullet_are_no_words_of_it() -> None:
    found = units_of(
        written(
            ("paragraph", "4.5 Bins are emptied weekly."), ("paragraph", "12. Paper is taken too."),
            ("item", "\u2022 sweep all the streets"), ("item", "(a) mend all the lamps"),
        )
    )  # fmt: skip
    assert [u.text for u in found] == [
        "Bins are emptied weekly.", "Paper is taken too.", "sweep all the streets", "(a) mend all the lamps",
    ]  # fmt: skip


def test_a_figure_that_begins_a_sentence_is_kept() -> None:
    found = units_of(written(("paragraph", "24% of pupils were absent. 2,016 children have a plan. 4.5 tonnes were lost.")))
    assert [u.text for u in found][:2] == ["24% of pupils were absent.", "2,016 children have a plan."]


def test_too_few_words_are_no_unit() -> None:
    found = units_of(written(("paragraph", "Noted. Agreed, then. \u00a31.02m approved. The plan was noted.")))
    assert [u.text for u in found] == ["The plan was noted."]


def test_running_lines_are_no_unit_and_neither_is_what_holds_them() -> None:
    text = "Bins are emptied weekly. Anytown Council Depot Report. Paper is taken too."
    page = Page(1, 1, text, running=((25, 54),))
    assert page.text[25:54] == "Anytown Council Depot Report."
    reading = Reading([page], [Block("paragraph", text, (Span(1, 0, len(text)),))])
    assert [u.text for u in units_of(reading)] == ["Bins are emptied weekly.", "Paper is taken too."]


def over_the_page(first: str, second: str) -> list[Unit]:
    pages = [Page(1, 1, f"Council\n{first}"), Page(2, 2, f"{second}\nPage 2")]
    spans = (Span(1, 8, 8 + len(first)), Span(2, 0, len(second)))
    return units_of(Reading(pages, [Block("paragraph", f"{first} {second}", spans)]))


def test_a_sentence_over_the_page_break_is_one_unit_with_two_spans() -> None:
    found = over_the_page("Bins are emptied weekly. The depot moved", "more waste than before. Paper is taken too.")
    assert [u.text for u in found] == [
        "Bins are emptied weekly.",
        "The depot moved more waste than before.",
        "Paper is taken too.",
    ]
    assert [[(s.page, s.start, s.end) for s in u.spans] for u in found] == [
        [(1, 8, 32)], [(1, 33, 48), (2, 0, 23)], [(2, 24, 43)],
    ]  # fmt: skip


def test_a_sentence_that_ends_with_its_page_does_not_go_on() -> None:
    found = over_the_page("Bins are emptied weekly.", "Paper is taken too.")
    assert [[s.page for s in u.spans] for u in found] == [[1], [2]]


def test_a_row_is_a_unit_and_so_is_each_sentence_of_its_long_cell() -> None:
    note = " ".join(f"In month {n} the board met and looked at {n + 30} placements in turn." for n in range(1, 6))
    writer = Writer()
    writer.page(1)
    writer.row(1, [("Control title", "Monthly board"), ("Note", note), ("Status", "In place")])
    writer.row(1, [("Control title", "Spare parts"), ("Note", ""), ("Status", "Overdue")])
    found = units_of(writer.finish())
    rows = [u for u in found if u.kind == "row"]
    assert [u.text for u in rows] == ["Monthly board In place", "Spare parts Overdue"]
    sentences = [u for u in found if u.kind == "cell"]
    assert [u.text for u in sentences] == [
        f"In month {n} the board met and looked at {n + 30} placements in turn." for n in range(1, 6)
    ]
    assert {u.label for u in sentences} == {"Note"}
    assert {u.row for u in sentences} == {rows[0].row}
    assert rows[0].row != rows[1].row


def test_a_unit_is_shown_under_the_heading_that_it_stands_under() -> None:
    found = units_of(
        written(
            ("paragraph", "Bins are emptied weekly."), ("heading", "Costs"), ("paragraph", "Diesel cost more. It fell in May.")
        )
    )
    assert [u.shown for u in found] == ["Bins are emptied weekly.", "Costs: Diesel cost more.", "Costs: It fell in May."]


def test_what_a_document_shows_is_listed_once() -> None:
    reading = written(
        ("heading", "Costs"), ("paragraph", "Diesel cost more. It fell in May."), ("paragraph", "Diesel cost more."),
        ("heading", "Fuel"), ("paragraph", "Diesel cost more."),
    )  # fmt: skip
    passages = cut(reading, "d", DOCUMENT.title, lambda text: len(text.split()), 256)
    shown = shown_texts(DOCUMENT, passages, reading.pages)
    assert shown == ["Costs: Diesel cost more.", "Costs: It fell in May.", "Fuel: Diesel cost more."]


@pytest.mark.parametrize("gap", [" ", "  ", "\t", "\xa0 "])
def test_a_sentence_knows_its_place_whatever_white_space_is_in_and_around_it(gap: str) -> None:
    text = f"Bins{gap}are emptied{gap}weekly.{gap}Paper is{gap}taken too."
    page = Page(1, 1, text)
    first, second = units_of(Reading([page], [Block("paragraph", text, (Span(1, 0, len(text)),))]))
    assert (first.text, second.text) == ("Bins are emptied weekly.", "Paper is taken too.")
    assert [text[s.start : s.end] for u in (first, second) for s in u.spans] == [
        f"Bins{gap}are emptied{gap}weekly.", f"Paper is{gap}taken too.",
    ]  # fmt: skip


WHITE = st.text(" \n\t\xa0", max_size=3)
PAGE = st.lists(st.tuples(st.text("ab1.,", min_size=1, max_size=4), WHITE), min_size=1, max_size=8).map(
    lambda p: "".join(w + s for w, s in p)
)


@settings(max_examples=300, deadline=None)
@given(st.data(), st.lists(PAGE, min_size=1, max_size=3))
def test_a_part_of_some_slices_is_the_same_part_of_their_folded_text(data: st.DataObject, texts: list[str]) -> None:
    """`part_of` and `text_at` agree, whatever white space and page breaks stand between the words."""
    pages = {n: Page(n, n, text) for n, text in enumerate(texts, 1)}
    spans = []
    for n, text in enumerate(texts, 1):
        start = data.draw(st.integers(0, len(text) - 1))
        spans.append(Span(n, start, data.draw(st.integers(start, len(text)))))
    whole = text_at(spans, pages)
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    found = part_of(spans, pages, start, end)
    assert text_at(found, pages) == fold_space(whole[start:end])
    for place in found:
        assert any(s.page == place.page and s.start <= place.start < place.end <= s.end for s in spans)
