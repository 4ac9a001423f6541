"""The parts of the app's views that need no browser: words, names, and finding a quote on its page."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Citation, Claim, Derivation, Found, Searched
from assistant.desk import refusal
from assistant.views.citations import MORE, NEAREST, OPEN_SOURCES, PARTIAL, answer_view, folded_source, opening_source
from assistant.views.elements import FOLDER, SCRIPTS, STYLES, element
from assistant.views.intake import distinct, safe_name, shown_name
from assistant.views.originals import address
from assistant.views.page_text import Run, around, highlight, holds, reflow
from assistant.views.wording import count, day, label, listed, narrowed_to, page_numbers, place, searched
from vectorstore.models import Document, Filters, Kind, Span

from .viewing import sources

NOTHING = Searched(documents=3, passages=1234, unread_pages=0)


def citation(**given: object) -> Citation:
    base = {
        "n": 1, "document": "d", "title": "Budget monitor", "source": "budget.pdf", "page": 5, "printed_page": "3", "pages": [5],
        "section": ["Schools", "High needs"], "paragraph": "4.5", "quote": "The deficit grew.", "meeting_date": date(2026, 1, 26),
    }  # fmt: skip
    return Citation.model_validate(base | given)


def answer(**given: object) -> Answer:
    base = {
        "question": "?", "status": "answered", "answer": "", "claims": [], "citations": [], "passages": [], "searched": NOTHING,
        "writer": "extractive", "as_of": date(2026, 4, 1), "seconds": 0.1,
    }  # fmt: skip
    return Answer.model_validate(base | given)


def words(given: Answer, pages: list[tuple[str | None, str]] | None = None) -> str:
    shown = answer_view(given, lambda each: folded_source(each, pages or []), {"a.pdf": "Annual report"})
    return "".join(part.words() for part in shown)


@pytest.mark.parametrize(
    ("value", "said"),
    [(date(2026, 1, 26), "26 January 2026"), (date(2025, 12, 1), "1 December 2025"), (date(1974, 4, 9), "9 April 1974")],
)
def test_dates_are_written_as_british_councils_write_them(value: date, said: str) -> None:
    assert day(value) == said


def test_counts_and_lists_read_as_english() -> None:
    assert [count(n, "paper") for n in (0, 1, 1234)] == ["0 papers", "1 paper", "1,234 papers"]
    assert [listed(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert page_numbers([9, 3, 4, 5, 5]) == "3 to 5 and 9"
    assert page_numbers([2, 3]) == "2 and 3"
    assert page_numbers([]) == ""


def test_a_place_names_the_page_in_the_file_and_the_printed_one() -> None:
    assert place(citation()) == "p.\u00a05, printed\u00a03"
    assert place(citation(printed_page="5")) == "p.\u00a05"
    assert place(citation(pages=[5, 6])) == "pp.\u00a05 and 6, printed\u00a03"
    assert place(citation(page=None, pages=[])) is None


def test_what_a_reader_must_know_stands_below_the_claims_and_in_no_json() -> None:
    said = "The latest version held is used; held too: \u201cQuarter 3\u201d."
    counted = Claim(
        text="1 control is recorded:", citations=[1], support=1.0,
        derived=Derivation.model_validate({"op": "count", "value": 1, "from": [1]}),
    )  # fmt: skip
    row = Claim(text="Route review. Status: In progress.", citations=[1], support=1.0)
    given = answer(claims=[counted, row], citations=[citation()], notes=[said])
    shown = words(given)
    assert shown.index("1 control is recorded:") < shown.index("Route review.") < shown.index(said)
    assert "notes" not in given.model_dump(mode="json")


def test_what_was_searched_tells_what_was_not() -> None:
    assert searched(NOTHING) == "Searched 3 papers (1,234 passages)."
    found = Searched(documents=1, passages=1, unread_pages=2, undated_left_out=1)
    assert searched(found) == (
        "Searched 1 paper (1 passage). 2 pages could not be read and were not searched. 1 paper without a date was left out."
    )


@pytest.mark.parametrize(
    "text",
    [
        "*bold* _it_ `code` # head", "<b>x</b> & &amp;", "[a](https://e.org) ![i](x)", "$x^2$ and $$y$$",
        ":red[x] :smile: :material/home:", "a -> b <- c <-> d -- e >= f <= g ~= h", "https://e.org www.e.org me@e.org",
        "1. one", "- two", "|a|b|", "10:30:15", "C:\\x\\y",
    ],
)  # fmt: skip
def test_a_label_keeps_its_words_and_loses_its_markup(text: str) -> None:
    made = label(text)
    assert re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", made).replace("\u2060", "") == text
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_`#<>\[\]$|~!&]", made.replace("\u2060", ""))


def test_a_label_is_one_line() -> None:
    assert label("two\n\n    lines") == "two lines"


def test_what_streamlit_acts_on_after_unescaping_is_broken_up() -> None:
    for text in (":smile:", "a -> b", "a >= b", "https://e.org", "www.e.org", "me@e.org"):
        assert "\u2060" in label(text)
    for text in ("10:30", "p. 5", "well-known", "a < b", "50% of £1.2m"):
        assert "\u2060" not in label(text)


def test_a_quote_is_found_whatever_the_line_breaks() -> None:
    page = "Header\nThe deficit\ngrew to £4.5m\tin March.\nFooter"
    runs = highlight([page], "The deficit grew to £4.5m in March.")[0]
    assert [run.text for run in runs if run.marked] == ["The deficit\ngrew to £4.5m\tin March."]
    assert "".join(run.text for run in runs) == page


def test_a_quote_over_a_page_break_is_marked_on_both_pages_without_the_headers() -> None:
    first = "3.1 The Cabinet agreed that the scheme would\nBudget report\nPage 4"
    second = "Budget report\nbegin in April 2026 and be reviewed.\n3.2 Next."
    runs = highlight([first, second], "The Cabinet agreed that the scheme would begin in April 2026 and be reviewed.")
    marked = [[run.text for run in page if run.marked] for page in runs]
    assert marked == [["The Cabinet agreed that the scheme would"], ["begin in April 2026 and be reviewed."]]


def test_a_text_holds_a_quote_or_does_not() -> None:
    assert holds("The deficit\ngrew.", "The deficit grew.")
    assert not holds("The deficit\nfell.", "The deficit grew.")


def test_a_quote_that_is_not_there_marks_nothing() -> None:
    assert highlight(["The budget was noted."], "The deficit grew in March.") == [[Run("The budget was noted.", False)]]


@given(st.lists(st.text("ab c\n", min_size=1), min_size=1, max_size=3), st.text("ab c", max_size=20))
def test_no_letter_of_a_page_is_lost_or_moved(pages: list[str], quote: str) -> None:
    runs = highlight(pages, quote)
    assert ["".join(run.text for run in page) for page in runs] == pages


@given(st.text("abc \n\t.", max_size=300), st.integers(0, 300), st.integers(0, 60))
def test_what_stands_on_the_page_is_found_whole(text: str, start: int, length: int) -> None:
    quote = " ".join(text[start : start + length].split())
    marked = "".join(run.text for run in highlight([text], quote)[0] if run.marked)
    assert "".join(marked.split()) == quote.replace(" ", "")


def test_lines_broken_for_the_width_of_the_sheet_run_on_and_others_do_not() -> None:
    lines = [
        "A long line that fills the sheet from edge to",
        "edge and goes on.",
        "Short",
        "1.2\tRow\tcells that reach to the edge",
        "more",
    ]
    joined = [f"{lines[0]} {lines[1]}", *lines[2:]]
    assert reflow([Run("\n".join(lines), False)])[0].text.split("\n") == joined


def test_of_a_long_text_only_what_surrounds_the_quote_is_shown() -> None:
    before, after = "".join(f"line {n}\n" for n in range(500)), "".join(f"later {n}\n" for n in range(500))
    runs = around(
        [Run(before, False), Run("The quote.", True), Run("\nbetween\n", False), Run("More.", True), Run(after, False)], 100
    )
    text = "".join(run.text for run in runs)
    assert text.startswith("…\nline 4")
    assert "line 499\nThe quote.\nbetween\nMore.later 0\n" in text
    assert text.endswith("\n…")
    assert len(text) < 300
    short = [Run("Before. ", False), Run("The quote.", True)]
    assert around(short, 100) == short


def test_an_answer_shows_its_claims_marks_and_sources_in_order() -> None:
    given = answer(
        claims=[
            Claim(text="The deficit grew.", citations=[1], support=1),
            Claim(text="It was noted.", citations=[2, 1], support=1),
        ],
        citations=[citation(), citation(n=2, quote="It was noted.", page=6, pages=[6], printed_page=None)],
    )
    shown = words(given, [("Page 5", "Before. The deficit grew. After.")])
    assert shown.index("The deficit grew.\u00a0[1]") < shown.index("It was noted.\u00a0[2] [1]") < shown.index("Sources")
    for part in (
        "[1] Budget monitor p.\u00a05, printed\u00a03, para\u00a04.5",
        "Schools › High needs",
        "26 January 2026",
        "budget.pdf",
    ):
        assert part in shown


def test_a_quote_whose_page_cannot_be_shown_is_still_shown() -> None:
    given = answer(claims=[Claim(text="The deficit grew.", citations=[1], support=1)], citations=[citation()])
    tree = json.dumps(
        [part.tree() for part in answer_view(given, lambda each: folded_source(each, [("Page 5", "Other words.")]), {})]
    )
    assert '["blockquote", {}, ["mark", {}, "The deficit grew."]]' in tree


def test_a_source_opens_its_pages_at_the_quote_and_tells_what_stands_beside_it() -> None:
    paper = Document("d", "s", "Budget monitor", Kind.OTHER, ("budget.pdf",), body="Cabinet", meeting_date=date(2026, 1, 26))
    tree = opening_source(citation(pages=[5, 6]), paper, [(Span(5, 10, 20), None), (Span(6, 0, 4), None)]).tree()
    [source] = sources(tree)
    assert source["name"] == "source-1"
    assert source["pages"] == ["/paper/d/page/5?at=10-20", "/paper/d/page/6?at=0-4"]
    assert source["quote"] == "The deficit grew."
    facts = dict(source["facts"])
    assert facts["Section"] == "Schools › High needs"
    assert (facts["Committee"], facts["Meeting date"], facts["File"]) == ("Cabinet", "26 January 2026", "budget.pdf")
    assert "26 January 2026" in source["reference"]


def test_many_sources_are_folded_away() -> None:
    cited = [citation(n=n) for n in range(1, OPEN_SOURCES + 2)]
    claims = [Claim(text="The deficit grew.", citations=[n], support=1) for n in range(1, OPEN_SOURCES + 2)]
    few = words(answer(claims=claims[:2], citations=cited[:2]))
    assert "Sources\n" in few
    assert f"Sources ({OPEN_SOURCES + 1})" in words(answer(claims=claims, citations=cited))


@pytest.mark.parametrize("op", ["overdue", "dated"])
def test_what_is_added_to_a_papers_words_leaves_them_their_source(op: str) -> None:
    derived = Derivation(op=op, value="overdue as of 1 March 2026", rows=[1])
    claim = Claim(text="Open the hub. (Overdue as of 1 March 2026.)", citations=[1], support=1, derived=derived)
    shown = words(answer(claims=[claim], citations=[citation()]))
    assert "worked out" not in shown
    assert "2026.)\N{NO-BREAK SPACE}[1]" in shown


def test_a_value_worked_out_says_from_what() -> None:
    derived = Derivation(op="count", value=4, rows=[1])
    given = answer(claims=[Claim(text="4 controls", citations=[1], support=1, derived=derived)], citations=[citation()])
    assert words(given).startswith("4 controls (counted from source 1)\n")


def test_no_answer_is_said_plainly_and_the_nearest_passages_are_called_that() -> None:
    given = answer(status="not_found", passages=[Found(id="p", source="a.pdf", page=3, text="Something near.")])
    shown = words(given)
    assert shown.startswith(refusal())
    assert (
        shown.index(NEAREST)
        < shown.index("Something near.")
        < shown.index("Annual report, p. 3")
        < shown.index("Searched 3 papers")
    )
    assert words(answer(status="partial")).startswith(PARTIAL)


def test_what_was_found_besides_is_a_click_away_and_nothing_stands_beside_a_whole_list() -> None:
    claim = Claim(text="The deficit grew.", citations=[1], support=1)
    found = [
        Found(id="p", source="a.pdf", page=3, text="The\ndeficit grew. So it was."),
        Found(id="q", source="a.pdf", page=4, text="The rest."),
    ]
    shown = words(answer(claims=[claim], citations=[citation()], passages=found))
    assert shown.index(MORE) < shown.index("The rest.")
    assert "So it was." not in shown
    counted = Claim(text="1 control", citations=[1], support=1, derived=Derivation(op="count", value=1, rows=[1]))
    assert MORE not in words(answer(claims=[counted, claim], citations=[citation()], passages=found))


def test_the_tree_carries_strings_as_strings() -> None:
    nasty = "<img src=x onerror=alert(1)> [x](javascript:alert(1))"
    assert element("p", nasty, None, class_="status", aria_label=None).tree() == ["p", {"class": "status"}, nasty]


def test_the_script_sets_text_nodes_and_never_markup() -> None:
    script = "".join((FOLDER / name).read_text() for name in SCRIPTS)
    assert "createTextNode" in script
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "DOMParser"):
        assert forbidden not in script


def test_the_viewer_asks_this_app_for_pages_and_nothing_else() -> None:
    script = (FOLDER / "viewer.js").read_text()
    pattern = re.search(r"^const PAGE = /(.+)/;", script, re.M)
    assert pattern
    page = re.compile(pattern[1].replace(r"\/", "/").replace("$", r"\Z"), re.ASCII)
    assert page.match(address("0123456789abcdef", 12, [(Span(12, 3, 40), "score-now"), (Span(12, 50, 60), None)]))
    assert page.match("/council/desk/paper/0123456789abcdef/page/12/picture")
    for elsewhere in (
        "https://e.org/paper/a/page/1",
        "//e.org/paper/a/page/1",
        "javascript:alert(1)",
        "/paper/a/page/1#x",
        "/media/x",
    ):
        assert not page.match(elsewhere)
    # every address is looked at before it is asked
    assert script.count("fetch(") == script.count("fetch(checked(")
    assert len(re.findall(r"\.src = ", script)) == len(re.findall(r"\.src = [`\w{$]*checked\(", script))


def test_a_link_leads_to_another_place_in_the_view_and_nowhere_else() -> None:
    script = (FOLDER / "elements.js").read_text()
    assert script.count('"href"') == script.count('"href" && LINK.test(value)') + script.count('getAttribute("href")')
    pattern = re.search(r"^const LINK = /(.+)/;", script, re.M)
    assert pattern
    link = re.compile(pattern[1].replace("$", r"\Z"), re.ASCII)
    assert link.match("?register=a.2&risk=CE01%2F3+b")
    for elsewhere in (
        "javascript:alert(1)",
        "//e.org",
        "https://e.org",
        "?a=1\n//e.org",
        "?a=javascript:alert(1)",
        "/papers",
        "#x",
        " ?a=1",
    ):
        assert not link.match(elsewhere)


@pytest.mark.parametrize("name", STYLES)
def test_the_stylesheets_ask_for_nothing(name: str) -> None:
    sheet = (FOLDER / name).read_text()
    assert not re.search(r"url\(|@import|https?:", sheet)


@pytest.mark.parametrize(
    ("given_name", "shown", "safe"),
    [
        ("Minutes 26 January.pdf", "Minutes 26 January.pdf", "Minutes 26 January.pdf"),
        ("../../etc/passwd", "passwd", "passwd"),
        ("C:\\Users\\me\\a.docx", "a.docx", "a.docx"),
        ("..", "..", "paper"),
        ("", "paper", "paper"),
        (".hidden.csv", ".hidden.csv", "_hidden.csv"),
        ("a\x00b\u202egpj.pdf", "abgpj.pdf", "abgpj.pdf"),
        ("<b>x</b>*.md", "b>*.md", "b.md"),
        ("Café’s “plan”.txt", "Café’s “plan”.txt", "Café_s _plan.txt"),
    ],
)
def test_names_of_dropped_files_can_do_no_harm(given_name: str, shown: str, safe: str) -> None:
    assert shown_name(given_name) == shown
    assert safe_name(given_name).lstrip("_") == safe.lstrip("_")


@given(st.text())
def test_a_safe_name_is_one_plain_part_of_a_path(name: str) -> None:
    made = safe_name(name)
    assert Path(made).name == made
    assert made not in {"", ".", ".."}
    assert not made.startswith(".")
    assert len(made) <= 131
    assert made.isprintable()


def test_files_of_one_name_in_one_drop_are_told_apart() -> None:
    assert distinct(["a.pdf", "A.pdf", "b.pdf", "a.pdf"]) == ["a.pdf", "A (2).pdf", "b.pdf", "a (3).pdf"]


def test_filters_are_said_in_words() -> None:
    paper = Document("d1", "s", "Minutes of 26 January", Kind.MINUTES, ("m.pdf",))
    assert narrowed_to(Filters(), [paper]) is None
    filters = Filters(documents=("d1",), kinds=(Kind.MINUTES,), since=date(2026, 1, 1), until=date(2026, 3, 31))
    assert narrowed_to(filters, [paper]) == (
        "Narrowed to Minutes of 26 January; kinds of paper: minutes; meetings from 1 January 2026; meetings up to 31 March 2026."
    )
