"""Quotes are exact slices of their pages, long enough to be found again, with their first and last figures whole."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.quoting import cell_quotes, cite, header_quote, row_quotes, steady
from ingest.passages import cut
from ingest.reading import Reading, Writer
from vectorstore.models import Cell, Document, Hit, Kind, Page, Passage, Span, fold_space
from vectorstore.units import Unit, units, word_count

DOCUMENT = Document("d", "0" * 64, "Register", Kind.RISK_REGISTER, ("register.pdf",), page_count=1)
LABELS = ("Control title", "Control description", "Status", "Control owner", "Note")


def table(*rows: tuple[str, ...]) -> Reading:
    writer = Writer()
    writer.page(1, printed="7")
    writer.add("heading", "Controls", level=1)
    for row in rows:
        writer.row(1, list(zip(LABELS, row, strict=False)))
    return writer.finish()


def row_units(reading: Reading) -> tuple[list[Unit], dict[int, Page]]:
    pages = {p.ordinal: p for p in reading.pages}
    held = cut(reading, "d", DOCUMENT.title, lambda text: len(text.split()), 256)
    return [u for p in held for u in units(Hit(p, DOCUMENT, 1.0), pages) if u.kind == "row"], pages


def quotes(unit: Unit, pages: dict[int, Page], *labels: str) -> list[str]:
    """Quotes for the cells of some columns; each is checked to be a slice of its page."""
    shown = [c for c in unit.cells if c.label in labels]
    found = []
    for spans in row_quotes(unit, shown, pages):
        citation = cite(1, unit, spans, pages)
        assert citation.quote == fold_space(" ".join(pages[s.page].text[s.start : s.end] for s in spans))
        assert word_count(citation.quote) >= 3
        found.append(citation.quote)
    return found


def test_neighbouring_cells_are_quoted_in_one_piece() -> None:
    (unit,), pages = row_units(table(("Yearly service of boilers", "By a firm", "In place", "Ada Pell", "Done in May")))
    assert quotes(unit, pages, "Control title", "Control description", "Status") == [
        "Yearly service of boilers By a firm In place"
    ]


def test_a_quote_runs_over_a_short_cell_and_not_over_a_long_one() -> None:
    for description, expected in (
        ("By a firm", ["Yearly service of boilers By a firm In place"]),
        ("x" * 300, ["Yearly service of boilers", f"{'x' * 300} In place"]),
    ):
        (unit,), pages = row_units(table(("Yearly service of boilers", description, "In place")))
        found = quotes(unit, pages, "Control title", "Status")
        assert found[0] == expected[0]
        assert len(found) == len(expected)


def test_a_value_of_one_word_takes_in_its_neighbours() -> None:
    (unit,), pages = row_units(table(("Boilers", "By a firm", "Overdue", "Ada Pell", "Done in May")))
    (found,) = quotes(unit, pages, "Status")
    assert "Overdue" in found


@pytest.mark.parametrize("row", [("- \u2013 High", "20", "5"), ("R1", "\u2022 a", "b")])
def test_signs_are_no_words(row: tuple[str, ...]) -> None:
    (unit,), pages = row_units(table(row))
    (found,) = quotes(unit, pages, *LABELS)
    assert len(re.findall(r"\w+", found)) == 3


def test_a_row_of_two_words_cannot_be_quoted() -> None:
    (unit,), pages = row_units(table(("R1", "High")))
    assert quotes(unit, pages, *LABELS) == []


def test_running_words_are_not_quoted() -> None:
    reading = table(("Yearly service of boilers", "By a firm", "In place", "Ada Pell", "Done in May of 2025"))
    owner = reading.pages[0].text.index("Ada Pell")
    reading.pages[0] = replace(reading.pages[0], running=((owner, owner + 8),))
    (unit,), pages = row_units(reading)
    found = quotes(unit, pages, *LABELS)
    assert found == ["Yearly service of boilers By a firm In place", "Done in May of 2025"]


def test_a_citation_says_where_its_quote_stands() -> None:
    (unit,), pages = row_units(table(("Yearly service of boilers", "By a firm", "In place")))
    citation = cite(3, unit, unit.spans, pages)
    assert (citation.n, citation.document, citation.title, citation.source) == (3, "d", "Register", "register.pdf")
    assert (citation.page, citation.pages, citation.printed_page, citation.section) == (1, [1], "7", ["Controls"])


def test_a_citation_over_a_page_break_names_both_pages_and_one_without_pages_none() -> None:
    pages = {1: Page(1, 1, "The depot moved"), 2: Page(2, 2, "more waste than before.")}
    spans = (Span(1, 0, 15), Span(2, 0, 23))
    (unit,), _ = row_units(table(("Yearly service of boilers", "By a firm", "In place")))
    citation = cite(1, unit, spans, pages)
    assert (citation.quote, citation.page, citation.pages) == ("The depot moved more waste than before.", 1, [1, 2])
    unpaged = cite(1, unit, spans, {n: replace(p, number=None) for n, p in pages.items()})
    assert (unpaged.page, unpaged.pages) == (None, [])


# --- labels with figures, and cells that a page cuts


def yearly(*lines: str, running: bool = False) -> tuple[Unit, dict[int, Page]]:
    """A row under a header with years, as the last two lines of a page."""
    text = "\n".join(lines)
    start = text.rindex("\n") + 1
    labels = ("Measure", "2023/24", "2024/25")
    cells, at = [], start
    for label, words in zip(labels, lines[-1].split("\t"), strict=True):
        cells.append(Cell(label, words, (Span(1, at, at + len(words)),)))
        at += len(words) + 1
    spans = (Span(1, start, len(text)),)
    passage = Passage("p", "d", 0, "row", lines[-1].replace("\t", " "), "", spans, rows=(tuple(cells),))
    marked = ((0, start),) if running else ()
    return Unit(passage.text, spans, Hit(passage, DOCUMENT, 1.0), 0, "row", tuple(cells)), {1: Page(1, 1, text, running=marked)}


def header_of(unit: Unit, pages: dict[int, Page]) -> str | None:
    span = header_quote(unit, ("Measure", "2023/24", "2024/25"), pages)
    return pages[span.page].text[span.start : span.end] if span else None


def test_the_header_that_prints_the_years_is_found() -> None:
    header, row = "Measure\t2023/24\t2024/25", "Absence\t26%\t24%"
    assert header_of(*yearly("Targets for 2024/25", header, row)) == header
    assert header_of(*yearly(header, "Plans in 2023/24 and more\t60%\t57%", row)) == header
    assert header_of(*yearly("Measure\tBefore\tNow", row)) is None
    assert header_of(*yearly("2023/24\t2024/25", row)) == "2023/24\t2024/25\nAbsence", "two words alone cannot be quoted"
    assert header_of(*yearly(header, row, running=True)) is None


def test_a_header_on_the_page_before_is_found() -> None:
    unit, pages = yearly("overleaf", "Absence\t26%\t24%")
    moved = replace(unit, spans=tuple(replace(s, page=2) for s in unit.spans))
    both = {1: Page(1, 1, "Measure\t2023/24\t2024/25\nPlans\t60%\t57%"), 2: replace(pages[1], ordinal=2)}
    assert header_quote(moved, ("2023/24", "2024/25"), both) == Span(1, 0, 23)


def test_the_parts_of_a_cell_that_a_page_cuts_are_quoted_apart() -> None:
    """Other cells stand between them in the file, so that they are no one piece of it."""
    pages = {1: Page(1, 1, "Boilers\tThe firm was late with\tOverdue"), 2: Page(2, 2, "parts.\tDone in May")}
    spans = (Span(1, 8, 30), Span(2, 0, 6))
    passage = Passage("p", "d", 0, "row", "", "", (Span(1, 0, 38), Span(2, 0, 18)))
    unit = Unit("The firm was late with parts.", spans, Hit(passage, DOCUMENT, 1.0), 1, "cell")
    found = [pages[s.page].text[s.start : s.end] for quote in cell_quotes(unit, pages) for s in quote]
    assert found == ["The firm was late with", "parts.\tDone in May"]


# --- figures at the ends


def steadied(text: str, quote: str) -> str:
    start = text.index(quote)
    found = steady(Span(1, start, start + len(quote)), {1: Page(1, 1, text)})
    return text[found.start : found.end]


@pytest.mark.parametrize(
    ("text", "quote", "whole"),
    [
        ("Spent 12 on lamps.", "Spent 12 on lamps.", "Spent 12 on lamps."),
        ("Rooms 12 14 were full in May.", "14 were full in May.", "Rooms 12 14 were full in May."),
        ("It met in 2024. 37 places were bought.", "It met in 2024.", "It met in 2024. 37 places were bought."),
        ("It met in 2024. 37 places were bought.", "37 places were bought.", "It met in 2024. 37 places were bought."),
        ("It met in May. 37 places were bought.", "37 places were bought.", "37 places were bought."),
    ],
)
def test_figures_at_the_ends_of_a_quote_are_whole(text: str, quote: str, whole: str) -> None:
    assert steadied(text, quote) == whole


def squeezed(text: str) -> str:
    """White space and signs gone, as a checker does who cannot trust where a file puts them."""
    return re.sub(r"[^\w\u00a3%]+|_", "", unicodedata.normalize("NFKC", text).lower())


TOKENS = st.sampled_from(
    ("12", "3", "2024/25.", "\u00a31.02m", "lamps", "In place.", "(4)", "5%", "-", "and", "Rating: 20", "R1")
)
LINES = st.lists(st.tuples(TOKENS, st.sampled_from((" ", "\t", "\n"))), min_size=1, max_size=12)


@settings(max_examples=300, deadline=None)
@given(LINES, st.data())
@example([("12", "\t"), ("3", "\t"), ("3", "\n")], None)
def test_a_steady_quote_holds_the_quote_and_splits_no_figure(tokens: list[tuple[str, str]], data: st.DataObject | None) -> None:
    text = "".join(token + gap for token, gap in tokens)
    starts = [m.start() for m in re.finditer(r"\S+", text)]
    ends = [m.end() for m in re.finditer(r"\S+", text)]
    first = data.draw(st.integers(0, len(starts) - 1)) if data else 1
    last = data.draw(st.integers(first, len(starts) - 1)) if data else 1
    given_span = Span(1, starts[first], ends[last])
    found = steady(given_span, {1: Page(1, 1, text)})
    assert 0 <= found.start <= given_span.start < given_span.end <= found.end <= len(text)
    before, quote, after = (squeezed(part) for part in (text[: found.start], text[found.start : found.end], text[found.end :]))
    assert not (quote[:1].isdigit() and before[-1:].isdigit() and text[found.start].isdigit())
    assert not (quote[-1:].isdigit() and after[:1].isdigit())


VALUES = st.sampled_from(("High", "20", "In place", "Ada Pell", "-", "Done in May 2025.", "x" * 40))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(VALUES, min_size=2, max_size=5), min_size=1, max_size=4), st.data())
def test_every_quote_of_a_row_is_a_slice_of_three_words_or_more(rows: list[list[str]], data: st.DataObject) -> None:
    found, pages = row_units(table(*map(tuple, rows)))
    for unit in found:
        shown: list[Cell] = data.draw(st.lists(st.sampled_from(unit.cells), unique_by=id, max_size=4))
        for spans in row_quotes(unit, shown, pages):
            text = fold_space(" ".join(pages[s.page].text[s.start : s.end] for s in spans))
            assert word_count(text) >= 3
            assert any(q.start <= s.start and s.end <= q.end for q in spans for c in shown for s in c.spans)
