"""How blocks become passages: whole sentences, whole rows, pieces that the embedder can read, ids that stay."""

from __future__ import annotations

import re
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.files import read
from ingest.passages import cut, slices
from ingest.reading import Reading, Writer
from vectorstore.embedding import Embedder
from vectorstore.models import Passage
from vectorstore.sentences import sentences
from vectorstore.settings import Settings

from .conftest import ROOT

PAPERS = ROOT / "samples" / "papers"
SENTENCE = "The depot moved more waste in the year than it had in any year before it, at a lower cost per tonne."
READABLE = sorted(p.name for p in PAPERS.iterdir() if not p.name.endswith(".toml") and not p.name.startswith("letter"))


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder(Settings())


def passages(writer: Writer, embedder: Embedder, title: str = "Depot report", document: str = "d1") -> list[Passage]:
    return cut(writer.finish(), document, title, embedder.count, embedder.limit)


def paper() -> Writer:
    writer = Writer()
    writer.page(1)
    return writer


def numbered(count: int, start: int = 1) -> str:
    """Sentences that can be told apart."""
    return " ".join(f"Sentence {n} says that {SENTENCE[0].lower()}{SENTENCE[1:]}" for n in range(start, start + count))


# --- sentences and paragraphs


def test_a_long_paragraph_is_cut_between_sentences(embedder: Embedder) -> None:
    text = numbered(40)
    writer = paper()
    writer.add("paragraph", text)
    held = passages(writer, embedder)
    assert len(held) > 3
    assert [s for p in held for s in sentences(p.text)] == sentences(text)
    assert max(len(p.text) for p in held) <= 900


def test_a_sentence_longer_than_a_passage_stays_whole(embedder: Embedder) -> None:
    text = "The council notes " + ", ".join(f"the report of team {n} on its work in the year" for n in range(60)) + "."
    writer = paper()
    writer.add("paragraph", f"Short one first. {text} Short one after.")
    held = passages(writer, embedder)
    assert [p.text for p in held if "team 30 " in p.text] == [next(p.text for p in held if text in p.text)]
    assert len(next(p for p in held if text in p.text).pieces) > 1


def test_short_neighbours_stand_together_and_headings_part_them(embedder: Embedder) -> None:
    writer = paper()
    writer.add("heading", "Waste", level=1)
    writer.add("paragraph", "Bins are emptied each week.")
    writer.add("paragraph", "Paper is taken every second week.")
    writer.add("heading", "Parks", level=1)
    writer.add("paragraph", "Grass is cut from March.")
    assert [(p.section, p.text) for p in passages(writer, embedder)] == [
        (("Waste",), "Bins are emptied each week. Paper is taken every second week."),
        (("Parks",), "Grass is cut from March."),
    ]


def test_a_numbered_paragraph_stands_alone_with_its_number(embedder: Embedder) -> None:
    writer = paper()
    writer.add("paragraph", "4.5 Bins are emptied each week.", number="4.5")
    writer.add("paragraph", "4.6 Paper is taken every second week.", number="4.6")
    assert [(p.paragraph, p.text[:8]) for p in passages(writer, embedder)] == [("4.5", "4.5 Bins"), ("4.6", "4.6 Pape")]


def test_what_is_searched_has_title_and_headings_in_front_of_what_is_quoted(embedder: Embedder) -> None:
    writer = paper()
    writer.add("heading", "Waste", level=1)
    writer.add("heading", "Next Steps", level=2)
    writer.add("paragraph", "Bins will be emptied each week.")
    (held,) = passages(writer, embedder)
    assert held.text == "Bins will be emptied each week."
    assert held.search_text == "Depot report | Waste > Next Steps | Bins will be emptied each week."
    assert held.pieces == (held.search_text,)


def test_furniture_and_contents_lines_are_in_no_passage(embedder: Embedder) -> None:
    writer = paper()
    writer.add("furniture", "Depot report, page 3")
    writer.add("contents", "Waste ........ 4")
    writer.add("paragraph", "Bins are emptied each week.")
    assert [p.search_text for p in passages(writer, embedder)] == ["Depot report | Bins are emptied each week."]


def test_a_paragraph_over_two_pages_has_a_slice_on_each(embedder: Embedder) -> None:
    """Cut by sentences, the one that the page break divides keeps both its slices."""
    from ingest.reading import Block
    from vectorstore.models import Page, Span

    first, second = numbered(12) + " The thirteenth begins here and", "ends on the next page. " + numbered(8, start=14)
    spans = (Span(1, 0, len(first)), Span(2, 0, len(second)))
    reading = Reading([Page(1, 1, first), Page(2, 2, second)], [Block("paragraph", f"{first} {second}", spans)])
    held = cut(reading, "d", "T", embedder.count, embedder.limit)
    divided = next(p for p in held if "thirteenth" in p.text)
    assert "The thirteenth begins here and ends on the next page." in divided.text
    assert divided.pages == (1, 2)
    assert [s for p in held for s in sentences(p.text)] == sentences(f"{first} {second}")


# --- lists


def test_list_items_carry_their_introduction(embedder: Embedder) -> None:
    writer = paper()
    writer.add("paragraph", "The service will:")
    for text in ("empty bins each week;", "sweep streets; and", "mend lamps."):
        writer.add("item", text)
    writer.add("paragraph", "It reports in May.")
    writer.add("item", "an item without an introduction")
    held = passages(writer, embedder)
    items = [p for p in held if p.kind == "item"]
    assert [p.intro for p in items] == ["The service will:", None]
    assert items[0].text == "empty bins each week; sweep streets; and mend lamps."
    assert all("The service will:" in piece for piece in items[0].pieces)
    assert items[0].group != items[1].group


def test_a_long_introduction_gives_its_last_sentence(embedder: Embedder) -> None:
    writer = paper()
    writer.add("paragraph", f"{numbered(4)} In the coming year the service will:")
    writer.add("item", "empty bins each week")
    assert passages(writer, embedder)[-1].intro == "In the coming year the service will:"


def test_an_introduction_does_not_reach_over_a_heading(embedder: Embedder) -> None:
    writer = paper()
    writer.add("paragraph", "The service will:")
    writer.add("heading", "Parks", level=1)
    writer.add("item", "cut grass from March")
    assert passages(writer, embedder)[-1].intro is None


# --- rows


def register(writer: Writer, note: str) -> Writer:
    labels = ("Control title", "Status", "Note")
    writer.row(1, [(label, label) for label in labels], header=True)
    writer.row(1, list(zip(labels, ("Yearly service of boilers", "In place", note), strict=True)))
    return writer


def test_a_long_row_is_one_passage_and_several_pieces_that_each_name_it(embedder: Embedder) -> None:
    (held,) = passages(register(paper(), numbered(30)), embedder)
    assert held.kind == "row"
    assert held.text == f"Yearly service of boilers In place {numbered(30)}"
    assert len(held.pieces) > 2
    assert all("Control title: Yearly service of boilers" in piece for piece in held.pieces)
    assert all(piece.startswith("Depot report | ") for piece in held.pieces)
    for n in range(1, 31):
        assert sum(f"Sentence {n} says" in piece for piece in held.pieces) == 1


def test_short_rows_stand_together_and_every_cell_is_searched_with_its_label(embedder: Embedder) -> None:
    writer = register(paper(), "Done in May.")
    writer.row(1, [("Control title", "Spare parts"), ("Status", "Overdue"), ("Note", "")])
    (held,) = passages(writer, embedder)
    assert [[c.text for c in row] for row in held.rows] == [
        ["Yearly service of boilers", "In place", "Done in May."],
        ["Spare parts", "Overdue", ""],
    ]
    assert "Control title: Spare parts; Status: Overdue" in held.search_text
    assert held.text.startswith("Control title Status Note ")


@pytest.mark.parametrize(
    ("above", "label"),
    [
        ("Share of buses that ran on time", "Share of buses that ran on time"),
        ("Table 4: Share of buses that ran on time", "Share of buses that ran on time"),
        ("Buses ran late again.", None),  # a sentence
        ("Share of buses on time, 2024", None),  # a label's figures would have to be quoted
    ],
)
def test_what_a_line_above_a_table_says_names_its_nameless_first_column(
    above: str, label: str | None, embedder: Embedder
) -> None:
    writer = paper()
    writer.add("paragraph", above)
    writer.row(1, [("", ""), ("May", "May"), ("June", "June")], header=True)
    for area, may, june in (("Eastgate", "81%", "84%"), ("England", "77%", "76%")):
        writer.row(1, [(None, area), ("May", may), ("June", june)])
    held = passages(writer, embedder)[-1]
    assert [row[0].label for row in held.rows] == [label, label]
    assert [c.label for c in held.rows[0][1:]] == ["May", "June"]
    if label:
        assert "Share of buses that ran on time: England; May: 77%" in held.search_text


def test_a_heading_right_above_a_table_names_its_nameless_first_column(embedder: Embedder) -> None:
    writer = paper()
    for table, measure in enumerate(("Vacancies among drivers", "Turnover of drivers"), 1):
        writer.add("heading", measure, level=1)
        writer.row(table, [(None, "England"), ("May", "12%")])
    writer.add("heading", "Fares", level=1)
    writer.add("paragraph", "Fares rose in May. They are reviewed each spring.")
    writer.row(3, [(None, "England"), ("May", "\u00a32")])
    rows = [row for p in passages(writer, embedder) for row in p.rows]
    assert [row[0].label for row in rows] == ["Vacancies among drivers", "Turnover of drivers", None]


def test_a_line_above_a_table_does_not_name_a_column_that_has_a_name(embedder: Embedder) -> None:
    writer = paper()
    writer.add("paragraph", "Share of buses that ran on time")
    writer.row(1, [("Area", "Eastgate"), ("May", "81%")])
    assert [c.label for c in passages(writer, embedder)[-1].rows[0]] == ["Area", "May"]


def test_a_control_stands_under_the_risk_above_it(embedder: Embedder) -> None:
    writer = paper()
    writer.add("heading", "Estates", level=1)
    for table, risk in enumerate(("Failing boilers", "Flooded records store"), 1):
        writer.row(table, [("Ref", f"R{table}"), ("Risk title", risk)])
        writer.row(table, [("Control title", f"Control of {risk.lower()}"), ("Status", "In place")])
    held = passages(writer, embedder)
    assert {p.section for p in held if "Control of failing" in p.text} == {("Estates", "Failing boilers")}
    assert {p.section for p in held if "Control of flooded" in p.text} == {("Estates", "Flooded records store")}
    assert {p.section for p in held if p.text.startswith("R")} == {("Estates",)}


# --- what holds for every paper


def test_a_word_longer_than_the_embedder_reads_is_cut_for_it_alone(embedder: Embedder) -> None:
    address = "https://example.org/" + "a1b2-c3d4/" * 300
    writer = paper()
    writer.add("paragraph", f"See {address} for more.")
    (held,) = passages(writer, embedder)
    assert held.text == f"See {address} for more."
    assert max(map(embedder.count, held.pieces)) <= embedder.limit


@pytest.mark.parametrize(
    "text", ["lorem ipsum dolor sit amet " * 12_000, "a,b-c/" * 50_000], ids=["no sentence ends", "one word"]
)
def test_text_without_an_end_takes_no_longer_than_its_length(text: str, embedder: Embedder) -> None:
    writer = paper()
    writer.add("paragraph", text)
    embedder.count("loaded before the time is taken")
    began = time.process_time()
    (held,) = passages(writer, embedder)
    assert time.process_time() - began < 10
    assert max(map(embedder.count, held.pieces)) <= embedder.limit
    said = "".join(piece.removeprefix("Depot report | ") for piece in held.pieces)
    assert said.replace(" ", "") == text.replace(" ", "")


def test_a_heading_without_end_is_not_carried_whole_by_all_that_stands_under_it(embedder: Embedder) -> None:
    writer = paper()
    writer.add("heading", "Waste " * 10_000, level=1)
    for n in range(20):
        writer.add("paragraph", f"{n}. {SENTENCE} " * 3)
    held = passages(writer, embedder)
    assert len(held) == 20
    assert max(len(p.search_text) for p in held) < 1_000
    assert all(p.section[0].startswith("Waste Waste") and p.section[0].endswith("…") for p in held)


@pytest.mark.parametrize("name", READABLE)
def test_the_passages_of_the_samples(name: str, embedder: Embedder) -> None:
    """Within the limit, equal to their slices, whole sentences, ids that are unique and the same again."""
    reading = read(PAPERS / name)
    held = cut(reading, "d1", "A title", embedder.count, embedder.limit)
    assert held
    for passage in held:
        assert slices(passage.spans, reading.pages) == passage.text
        assert passage.pieces
        assert max(map(embedder.count, passage.pieces)) <= embedder.limit
        for cell in (cell for row in passage.rows for cell in row):
            assert slices(cell.spans, reading.pages) == cell.text
    assert len({p.id for p in held}) == len(held)
    assert [p.id for p in cut(read(PAPERS / name), "d1", "A title", embedder.count, embedder.limit)] == [p.id for p in held]
    assert {p.id for p in cut(reading, "d2", "A title", embedder.count, embedder.limit)}.isdisjoint(p.id for p in held)
    prose = " ".join(p.text for p in held if not p.rows)
    for block in reading.blocks:
        if block.kind in ("paragraph", "item") and re.search(r"\w", block.text):
            assert [s for s in sentences(block.text) if s not in prose] == []


def test_an_id_does_not_depend_on_the_title(embedder: Embedder) -> None:
    first, second = (passages(register(paper(), "Done."), embedder, title) for title in ("One title", "Another"))
    assert [p.id for p in first] == [p.id for p in second]


BLOCKS = st.lists(
    st.tuples(st.sampled_from(("paragraph", "paragraph", "item", "heading")), st.integers(1, 120), st.integers(3, 25)),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(BLOCKS, st.integers(1, 3), st.sampled_from((48, 128)))
def test_passages_hold_every_word_once(blocks: list[tuple[str, int, int]], pages: int, limit: int) -> None:
    """Random paragraphs and items, each word of its own; `length` words in sentences of `step` words."""
    writer = Writer()
    said: list[str] = []
    for page in range(1, pages + 1):
        writer.page(page)
        for kind, length, step in blocks:
            own = [f"w{len(said) + k}" for k in range(length)]
            text = " ".join(
                f"{w.upper()}." if k % step == step - 1 else w.title() if k % step == 0 else w for k, w in enumerate(own)
            )
            writer.add(kind, text)  # type: ignore[arg-type]
            if kind != "heading":
                said += own
    reading = writer.finish()
    held = cut(reading, "d", "T", lambda text: len(text.split()) + 2, limit)
    assert Counter(w.strip(".").lower() for p in held for w in p.text.split()) == Counter(said)
    assert [w.strip(".").lower() for p in held for w in p.text.split()] == said
    for passage in held:
        assert slices(passage.spans, reading.pages) == passage.text
        assert max(len(piece.split()) + 2 for piece in passage.pieces) <= limit
        embedded = {w.strip(".").lower() for piece in passage.pieces for w in piece.split()}
        assert {w.strip(".").lower() for w in passage.text.split()} <= embedded
