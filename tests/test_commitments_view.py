"""The Commitments view: its parts over entries made by hand, the view over the samples, and the whole in a real browser."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Playwright, expect, sync_playwright
from streamlit.testing.v1 import AppTest

from assistant.commitment_export import commitments_table, to_xlsx
from assistant.ledger import Commitment, Later, Relation, Stated, ledger
from assistant.spreadsheet import to_csv
from assistant.views import commitments, library
from assistant.views.commitment_entry import entry_view
from assistant.views.commitment_filters import Narrowing, narrowed, options
from assistant.views.commitment_place import PARTS, Place, from_query
from assistant.views.commitment_table import table_view, tally
from assistant.views.commitment_timeline import CROWDED, deadlines, timeline_view
from assistant.views.commitment_words import standing, state, unmentioned
from assistant.views.commitments import EMPTY, GONE, NONE, NOTHING_FITS
from assistant.views.elements import Element
from assistant.views.links import follow
from assistant.views.server import serving
from vectorstore.commitments import Entry, Milestone
from vectorstore.library import Library
from vectorstore.models import Document, Kind, Page, Span
from vectorstore.records import Field, Owner
from vectorstore.settings import Settings

from .test_app import checked, find, library_of, shown, words
from .test_browser import OVERFLOWING, PHONE, POOR_CONTRAST, SLOW, WIDE, Visit, opened
from .viewing import marked, sources

TODAY = date(2026, 5, 20)
NASTY = "=1+1 <script>alert(1)</script> [press](javascript:alert(1)) :smile: -> $x^2$ *starred*"


# --- entries made by hand


def paper(key: str, title: str, on: date | None, pages: int | None = 9) -> Document:
    return Document(key, key, title, Kind.MINUTES, (f"{key}.pdf",), meeting_date=on, page_count=pages)


PLAN = paper("plan", "Harbour plan", date(2025, 9, 1))
MINUTES = paper("minutes", "Harbour minutes", date(2026, 1, 12))
NOTES = paper("notes", "Harbour notes", date(2026, 3, 2), None)


def stated(what: str, document: Document = PLAN, due: str | None = None, iso: str | None = None, **more: object) -> Stated:
    owners = tuple(Owner(name, "person") for name in str(more.pop("owners", "")).split("; ") if name)
    entry = Entry(
        more.pop("kind", "action"), "table", what, (Span(2, 0, 9),), owners, Field("; ".join(o.name for o in owners)) if owners else None,
        Field(due) if due else None, iso, **more,
    )  # type: ignore[arg-type]  # fmt: skip
    return Stated(document, entry, f"Words: {what}")


def said(relation: Relation, quote: str, document: Document = MINUTES) -> Later:
    on = document.meeting_date
    return Later(relation, quote, (Span(1, 0, 5),), document, on.isoformat() if on else None)


def promise(key: str, *sources: Stated, later: Sequence[Later] = (), **more: object) -> Commitment:
    return Commitment(key, sources[0].quote, sources, tuple(later), 2, "2026-03-02", **more)  # type: ignore[arg-type]


ROOF = promise("roof", stated("Mend the roof", due="By March 2026", iso="2026-03", owners="Jo Marsh"))
QUAY = promise(
    "quay", stated("Survey the quay", due="April 2026", iso="2026-04", owners="Ann Lee"), stated("A survey of the quay", MINUTES),
    later=(said("delayed", "Divers come later"), said("completed", "The quay was surveyed", NOTES), said("mentioned", "the quay", NOTES)),
)  # fmt: skip
FERRY = promise("ferry", stated("Buy a ferry", NOTES, due="July 2026", iso="2026-07", owners="J Marsh", kind="commitment"))
STAGED = promise(
    "staged", stated("Light the pier", due="Half by 1/2/2026, all by 1/12/2026", iso="2026-12-01", owners="Ann Lee",
                     milestones=(Milestone("Half by 1/2/2026", (), "2026-02-01"), Milestone("all by 1/12/2026", (), "2026-12-01"))),
)  # fmt: skip
BELL = promise("bell", stated(NASTY, kind="decision"), later=(said("mentioned", "the bell"),))
LEDGER = (ROOF, QUAY, FERRY, STAGED, BELL)


def ids(found: Sequence[Commitment]) -> list[str]:
    return [each.id for each in found]


def text(elements: Sequence[Element]) -> str:
    return "".join(each.words() for each in elements).replace("\u00a0", " ")


# --- places, states, filters


@given(
    st.builds(
        Place,
        part=st.sampled_from(PARTS),
        entry=st.none() | st.text(min_size=1, max_size=20),
        due=st.none() | st.sampled_from(["2026", "2026-03"]),
        as_of=st.none() | st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    )
)
def test_a_link_leads_back_to_its_place(place: Place) -> None:
    import streamlit

    assert re.fullmatch(r"\?[\w.~%&=+*-]*", place.link()), "what the page lets through as a link"
    with pytest.MonkeyPatch.context() as patch:
        given: dict[str, str] = {}
        patch.setattr(streamlit, "query_params", type("Query", (), {"from_dict": staticmethod(given.update)}))
        follow(place.link())
    assert from_query(given) == place


@pytest.mark.parametrize(
    "query", [{"part": "<b>"}, {"due": "2026-13"}, {"due": "²026"}, {"as-of": "2026-02-30"}, {"as-of": "soon"}]
)
def test_an_address_that_makes_no_sense_leads_to_the_usual_place(query: dict[str, str]) -> None:
    assert from_query(query) == Place()


def test_how_an_entry_stands_is_what_the_latest_paper_that_says_so_says() -> None:
    assert [standing(each).word for each in LEDGER] == [
        "No later mention", "Completed", "No later mention", "No later mention", "Mentioned again",
    ]  # fmt: skip
    assert standing(QUAY).said is QUAY.later[1], "the word comes with its paper"
    twice = replace(QUAY, later=(said("completed", "Surveyed"), said("delayed", "Not yet", NOTES)))
    assert standing(twice).word == "Delayed"
    why = "earlier said to be completed: Harbour minutes, p. 1, 12 January 2026"
    assert why in text([table_view([twice], Place(), "", TODAY)]), "why it is not overdue is not hidden"
    own = promise("o", stated("Sweep", status=Field("Done")), later=(said("progressed", "Half swept"),), stands="completed")
    assert (standing(own).word, standing(own).but) == ("Progress reported", "its own row says “Done”")
    same_day = replace(QUAY, later=(said("completed", "Surveyed"), said("progressed", "On the way")))
    assert standing(same_day).word == "Completed"
    printed = promise("p", stated("Sweep", status=Field("On track")))
    assert (standing(printed).word, standing(printed).printed) == ("Printed status only", "On track")
    assert unmentioned(ROOF) == "No later mention found in 2 later papers up to 2 March 2026."
    assert unmentioned(replace(ROOF, checked=0)) == "No later mention found: no later paper is held."
    dropped = promise("d", stated("Dredge", due="2025", iso="2025"), later=(said("dropped", "no more"),))
    assert [state(each, "2026-04", TODAY) for each in (ROOF, QUAY, dropped)] == ["overdue", "completed", "dropped"]
    assert [state(ROOF, iso, TODAY) for iso in ("2026-05-19", "2026-05-20", "2026-05", "2025", "2026")] == [
        "overdue", "ahead", "ahead", "overdue", "ahead",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("by", "left"),
    [
        ({}, ["roof", "quay", "ferry", "staged", "bell"]),
        ({"words": "roof"}, ["roof"]),
        ({"kinds": ("Commitment", "Decision")}, ["ferry", "bell"]),
        ({"owners": (("Jo Marsh", "J Marsh"),)}, ["roof", "ferry"]),
        ({"papers": ("minutes", "notes")}, ["quay", "ferry"]),
        ({"standings": ("Completed", "Mentioned again")}, ["quay", "bell"]),
        ({"since": date(2026, 4, 30), "until": date(2026, 7, 31)}, ["quay", "ferry"]),
        ({"since": date(2026, 4, 15), "until": date(2026, 4, 16)}, ["quay"]),
        ({"until": date(2026, 2, 28)}, ["staged"]),
        ({"overdue": True}, ["roof", "staged"]),
        ({"due": "2026-02"}, ["staged"]),
        ({"due": "2026", "words": "pier"}, ["staged"]),
    ],
)
def test_entries_are_narrowed_by_each_thing_and_stay_in_the_order_of_their_dates(by: dict[str, object], left: list[str]) -> None:
    assert ids(narrowed(LEDGER, Narrowing(**by), TODAY)) == left  # type: ignore[arg-type]


def test_what_can_be_chosen_is_what_the_ledger_holds_with_spellings_joined() -> None:
    made = options(LEDGER)
    assert made.kinds == ("Commitment", "Action", "Decision")
    assert made.owners == (("Ann Lee",), ("J Marsh", "Jo Marsh"))
    assert list(made.papers.values()) == ["Harbour minutes", "Harbour notes", "Harbour plan"]
    assert made.standings == ("Completed", "Mentioned again", "No later mention")
    said_so = Narrowing(kinds=("Action",), papers=("plan",), until=date(2026, 7, 1), overdue=True).in_words(TODAY, made.papers)
    assert said_so == "kind action; paper Harbour plan; due by 1 July 2026; overdue on 20 May 2026"
    assert tally(2, 5, said_so).startswith("2 of 5 entries: kind action;")
    assert tally(5, 5, None) == "All 5 entries"


# --- the table, the timeline, the page


def test_the_table_says_what_is_overdue_in_words_and_where_each_is_stated() -> None:
    tree = table_view(LEDGER, Place(as_of=TODAY), "", TODAY).tree()
    rows = [" ".join(words(row).split()) for row in find(find(tree, "tbody"), "tr")]
    assert ["Overdue" in row or "overdue" in row for row in rows] == [True, False, False, True, False]
    assert "March 2026" in rows[0]
    assert "no later mention" in rows[0]
    assert "Completed Harbour notes, 2 March 2026" in rows[1]
    assert "Harbour plan, p. 2 1 September 2025 and in 1 more paper" in rows[1]
    assert "printed: Half by 1/2/2026, all by 1/12/2026 2 staged deadlines 1 of 2 overdue" in rows[3]
    assert "no date" in rows[4]
    links = find(tree, "a")
    assert words(links[4]).strip() == NASTY
    assert links[0][1]["href"] == "?entry=roof&as-of=2026-05-20"


def test_the_timeline_has_a_mark_for_each_deadline_told_apart_by_shape_and_words() -> None:
    parts = timeline_view(LEDGER, Place(), TODAY)
    trees = [part.tree() for part in parts]
    marks = {
        a[1]["aria-label"]: (a[1]["class"], words(a).strip()) for a in find(trees, "a") if a[1].get("class", "").startswith("due")
    }
    assert marks == {
        "Overdue: Light the pier, 1 February 2026 (staged deadline)": ("due overdue", "▲"),
        "Overdue: Mend the roof, March 2026": ("due overdue", "▲"),
        "Completed: Survey the quay, April 2026": ("due completed", "✓"),
        "Ahead: Buy a ferry, July 2026": ("due ahead", "○"),
        "Ahead: Light the pier, 1 December 2026 (staged deadline)": ("due ahead", "○"),
    }
    said_so = " ".join(text(parts).split())
    assert "5 deadlines as of 20 May 2026: 2 overdue, 2 ahead and 1 completed." in said_so
    assert "March 2026 ▲ Overdue: Mend the roof" in said_so, "the same in words"
    assert "1 entry without a date is not on the timeline" in said_so
    assert [words(find(month, "span", "month")).split() for month in find(trees, "li", "now")] == [["May", "as", "of"]]


def test_a_crowded_month_leads_to_all_that_is_due_in_it_and_a_year_alone_is_some_time_in_it() -> None:
    crowd = [promise(f"c{n}", stated(f"Act {n}", due="May 2025", iso="2025-05")) for n in range(CROWDED + 3)]
    crowd.append(promise("later", stated("Act later", due="2028", iso="2028")))
    parts = timeline_view(crowd, Place(), TODAY)
    more = find([part.tree() for part in parts], "a", "more")[0]
    assert (words(more).strip(), more[1]["href"]) == ("+4", "?due=2025-05")
    assert "No deadline falls in 2026 and 2027." in text(parts)
    assert re.search(r"Some time in 2028:\s*○", text(parts))
    assert len(deadlines(crowd, TODAY, "2025-05")) == CROWDED + 3
    assert "None of these entries has a date." in text(timeline_view([BELL], Place(), TODAY))


PAGE = Page(2, 2, "Survey the quay\tAnn Lee\tApril 2026\nNext", printed="1")


def test_an_entrys_page_has_everything_with_its_place() -> None:
    due = PAGE.text.index("April")
    entry = replace(
        QUAY.entry,
        spans=(Span(2, 0, 15),),
        due=Field("April 2026", (Span(2, due, due + 10),)),
        section=("Pier", "Works"),
        ref="4.2",
    )
    made = replace(QUAY, sources=(replace(QUAY.sources[0], entry=entry), QUAY.sources[1]))
    parts = entry_view(made, lambda document, n: PAGE if (document, n) == ("plan", 2) else None, TODAY)
    said_so = " ".join(text(parts).split())
    for part in (
        "Survey the quay", "Action, printed as a row of a table. As of 20 May 2026.", "Words: Survey the quay p. 2", "Ann Lee", "April 2026 p. 2",
        "2026-04 (April 2026)", "1 September 2025", "Pier › Works", "4.2", "Stated in 2 papers", "Words: A survey of the quay",
        "Looked through 2 later papers up to 2 March 2026.", "Page 2, printed 1, where this stands",
        "As last said: completed (Harbour notes, 2 March 2026).",
    ):  # fmt: skip
        assert part in said_so, part
    evidence = re.findall(r"(Delayed|Completed|Mentioned again) Harbour (\w+), (\d+ \w+ \d+)", said_so)
    assert evidence == [
        ("Delayed", "minutes", "12 January 2026"),
        ("Completed", "notes", "2 March 2026"),
        ("Mentioned again", "notes", "2 March 2026"),
    ]
    trees = [part.tree() for part in parts]
    [source, *_] = sources(trees)
    assert marked(source, lambda *_: PAGE) == {"spans": "Survey the quay", "due": "April 2026"}
    assert "Overdue" not in said_so


def test_an_entry_that_nobody_mentions_says_so_and_staged_deadlines_are_each_said() -> None:
    said_so = " ".join(text(entry_view(STAGED, lambda *_: None, TODAY)).split())
    assert "Overdue on 20 May 2026 Due: 1 February 2026." in said_so
    assert "1 February 2026, overdue: Half by 1/2/2026" in said_so
    assert "1 December 2026, ahead: all by 1/12/2026" in said_so
    assert said_so.count("No later mention found in 2 later papers up to 2 March 2026.") == 2
    flagged = promise("f", stated("Act", flags=("placeholder left in the text: “TBC”",)))
    assert "Flag: placeholder left in the text: “TBC”" in text(entry_view(flagged, lambda *_: None, TODAY))


# --- files


def test_files_hold_every_source_and_every_mention_and_nothing_that_runs() -> None:
    shown_now = (QUAY, STAGED, BELL)
    rows = list(csv.DictReader(io.StringIO(to_csv(commitments_table(shown_now, TODAY)).decode("utf-8-sig"))))
    assert [row["What"] for row in rows] == ["Survey the quay", "Light the pier", f"'{NASTY}"]
    assert [(row["Overdue"], row["As of"], row["Page"]) for row in rows] == [
        ("No", "2026-05-20", "2"),
        ("Yes", "2026-05-20", "2"),
        ("No", "2026-05-20", "2"),
    ]
    assert rows[0]["Every source"].split("\n") == [
        "Harbour plan (plan.pdf), 2025-09-01, p. 2: “Words: Survey the quay”",
        "Harbour minutes (minutes.pdf), 2026-01-12, p. 2: “Words: A survey of the quay”",
    ]
    assert rows[0]["What later papers say"].startswith(
        "Delayed, Harbour minutes (minutes.pdf), 2026-01-12, p. 1: “Divers come later”\nCompleted, "
    )
    assert rows[1]["As last said by a later paper"] == "no later mention found"
    assert rows[1]["Staged deadlines"] == "2026-02-01; 2026-12-01"
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(shown_now, TODAY)))
    assert [(sheet.title, sheet.max_row) for sheet in book] == [("Commitments", 4), ("Sources", 5), ("Later papers", 5)]
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    later = [dict(zip(next(book["Later papers"].values), row, strict=True)) for row in list(book["Later papers"].values)[1:]]
    assert [(row["Relation"], row["Date"], row["File"], row["Page"]) for row in later[:2]] == [
        ("delayed", "2026-01-12", "minutes.pdf", 1), ("completed", "2026-03-02", "notes.pdf", None),
    ]  # fmt: skip
    nothing = openpyxl.load_workbook(io.BytesIO(to_xlsx((), TODAY)))
    assert [sheet["A1"].value for sheet in nothing] == ["No commitments", "No sources", "No later papers"]


# --- the view over a library


def commitments_view() -> None:
    from assistant.views.app import guarded
    from assistant.views.commitments import view

    guarded(view)()


@pytest.fixture
def open_view(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., AppTest]]:
    """The Commitments view on the library in a folder, at an address, run once."""

    def opened_at(data: Path, **query: str) -> AppTest:
        monkeypatch.setenv("SCRUTINY_DATA", str(data))
        app = AppTest.from_function(commitments_view, default_timeout=60)
        app.query_params.update(query)
        app = checked(app.run())
        assert not app.error
        return app

    yield opened_at
    library._opened.clear()


@pytest.fixture(scope="module")
def held(sample_library: Path) -> list[Commitment]:
    """The samples' ledger, as a reader may see it."""
    made = Library(Settings.load(sample_library))
    found = ledger(made.holdings())
    made.close()
    assert len(found) > 20
    return found


def table_names(app: AppTest) -> list[str]:
    return [words(link).strip() for table in find(shown(app), "table", "entries") for link in find(table, "a")]


def tally_of(app: AppTest) -> str:
    return words(find(shown(app), "p", "tally")).strip()


def test_without_papers_or_entries_it_says_so_and_what_to_do(tmp_path: Path, open_view: Callable[..., AppTest]) -> None:
    app = open_view(tmp_path / "empty")
    assert EMPTY in words(shown(app))
    assert app.code[0].value.startswith("scrutiny ingest ")
    app = open_view(library_of(tmp_path, {"note.txt": "The harbour was built in 1802 of grey stone.\n"}))
    assert f"{NONE} Looked through: 1 paper." in words(shown(app))


def test_every_entry_is_listed_and_narrowed_and_the_filters_are_cleared(
    sample_library: Path, held: list[Commitment], open_view: Callable[..., AppTest]
) -> None:
    app = open_view(sample_library)
    assert tally_of(app) == f"All {len(held)} entries"
    assert len(table_names(app)) == len(held)
    checked(app.checkbox(key="commitments-overdue").check().run())
    checked(app.date_input(key="commitments-as-of").set_value(date(2026, 3, 31)).run())
    late = [each for each in held if each.overdue(date(2026, 3, 31))]
    assert late, "something is overdue in the samples"
    assert tally_of(app) == f"{len(late)} of {len(held)} entries: overdue on 31 March 2026"
    assert all("verdue" in words(row) for row in find(find(shown(app), "tbody"), "tr"))
    assert app.query_params["as-of"] == "2026-03-31", "the day stands in the address"
    checked(app.text_input(key="commitments-words").set_value("zeppelin mooring").run())
    assert table_names(app) == []
    assert NOTHING_FITS in words(shown(app))
    checked(next(button for button in app.button if button.label == "Show all entries").click().run())
    assert tally_of(app) == f"All {len(held)} entries"
    assert app.text_input(key="commitments-words").value == ""
    checked(app.text_input(key="commitments-words").set_value("recovery plan").run())
    assert table_names(app)
    assert all("recovery plan" in name.lower() for name in table_names(app))


def test_the_timeline_follows_the_filters(
    sample_library: Path, held: list[Commitment], open_view: Callable[..., AppTest]
) -> None:
    app = open_view(sample_library, part="timeline", due="2025-12")
    due = [each for each in held if any(iso.startswith("2025-12") for iso in each.dates)]
    assert due
    assert tally_of(app) == f"{len(due)} of {len(held)} entries: due in December 2025"
    assert f"{len(deadlines(due, date.today(), '2025-12'))} deadline" in words(shown(app))
    assert [words(year).strip() for section in find(shown(app), "section", "year") for year in find(section, "h2")] == ["2025"]


def test_an_entry_has_a_page_that_can_be_linked_to(
    sample_library: Path, held: list[Commitment], open_view: Callable[..., AppTest]
) -> None:
    entry = next(each for each in held if "recovery plan" in each.quote and each.due_date)
    app = open_view(sample_library, entry=entry.id)
    tree = shown(app)
    assert words(find(tree, "h2")).strip() == entry.entry.what
    said = "".join("".join(marked(next(sources(tree)), library.desk().page).values()).split())
    assert "".join(entry.quote.split())[:20] in said, "the promise is marked on its page"
    app = open_view(sample_library, entry="<b>none</b>")
    assert GONE in words(shown(app))
    assert tally_of(app) == f"All {len(held)} entries"


def test_an_exempt_papers_entries_and_what_it_says_are_not_shown(sample_library: Path, open_view: Callable[..., AppTest]) -> None:
    app = open_view(sample_library)
    assert not [name for name in app.multiselect(key="commitments-papers").options if "award" in name.lower()]
    assert "Exempt" not in words(shown(app))


def test_words_of_papers_are_shown_as_they_are(
    sample_library: Path, open_view: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commitments, "ledger", lambda _: list(LEDGER))
    commitments._ledger.clear()
    app = open_view(sample_library)
    assert NASTY in table_names(app)
    app = open_view(sample_library, entry="bell")
    assert words(find(shown(app), "h2")).strip() == NASTY
    assert not app.markdown, "no word went through markdown"
    commitments._ledger.clear()


# --- in a browser


@pytest.fixture(scope="module")
def address(chromium: str, sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    del chromium  # without a browser there is no need of a server
    with serving(sample_library, tmp_path_factory.mktemp("server") / "log.txt") as served:
        yield served


@pytest.fixture(scope="module")
def browsers() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture
def visit(request: pytest.FixtureRequest, address: str, chromium: str, browsers: Playwright, tmp_path: Path) -> Iterator[Visit]:
    """A browser with an empty profile; parametrised by (width, height, colour scheme)."""
    width, height, scheme = getattr(request, "param", (*WIDE, "light"))
    with opened(browsers, chromium, address, tmp_path, (width, height), scheme) as made:
        yield made


@pytest.mark.browser
@pytest.mark.timeout(240)
def test_from_the_list_to_the_words_on_their_page_and_a_file_of_what_is_shown(
    visit: Visit, held: list[Commitment], tmp_path: Path
) -> None:
    visit.go("/commitments?as-of=2026-03-31")
    page = visit.page
    table = page.locator("table.entries")
    expect(table).to_be_visible(timeout=SLOW)
    page.get_by_label("What it is about").fill("recovery plan")
    page.keyboard.press("Enter")
    tally_line = page.locator("p.tally")
    expect(tally_line).to_contain_text(f"of {len(held)} entries: about “recovery plan”", timeout=SLOW)
    rows = int(tally_line.inner_text().split()[0])
    expect(table.locator("tbody tr")).to_have_count(rows, timeout=SLOW)
    link = table.get_by_role("link").first
    name = link.inner_text()
    link.focus()
    page.keyboard.press("Enter")
    heading = page.locator("h2.entry-name")
    expect(heading).to_have_text(name, timeout=SLOW)
    expect(heading).to_be_focused()
    assert "as-of=2026-03-31" in page.url
    page.get_by_role("button", name="open the page where the promise stands").click()
    expect(page.locator("dialog.viewer[open] .here").first).to_be_in_viewport(timeout=SLOW)
    page.keyboard.press("Escape")
    page.go_back()
    expect(table).to_be_visible(timeout=SLOW)
    with page.expect_download() as sent:
        page.get_by_role("button", name="XLSX: what is shown").click()
    sent.value.save_as(tmp_path / "sent.xlsx")
    assert openpyxl.load_workbook(tmp_path / "sent.xlsx")["Commitments"].max_row == rows + 1
    page.get_by_role("link", name="Timeline").click()
    mark = page.locator("div.years a.due").first
    expect(mark).to_be_visible(timeout=SLOW)
    said_so = mark.get_attribute("aria-label") or ""
    mark.click()
    expect(heading).to_be_visible(timeout=SLOW)
    assert heading.inner_text() in said_so


@pytest.mark.browser
@pytest.mark.timeout(240)
@pytest.mark.parametrize("visit", [(*PHONE, "light"), (*WIDE, "dark")], indirect=True)
def test_nothing_runs_off_the_side_and_words_stand_out_from_their_ground(visit: Visit, held: list[Commitment]) -> None:
    dated = next(each for each in held if each.due_date)
    there = {"": "table.entries", "?part=timeline": "div.years", f"?entry={dated.id}": "h2.entry-name"}
    for path, sign in there.items():
        visit.go(f"/commitments{path}")
        expect(visit.page.locator(sign)).to_be_visible(timeout=SLOW)
        if "timeline" in path:
            for each in visit.page.locator("details.by-month summary").all():
                each.click()
        if "entry" in path:
            visit.page.locator("button.mark").first.click()
            shown_page = visit.page.locator("dialog.viewer[open] :is(img, .page-text)").first
            expect(shown_page).to_be_visible(timeout=SLOW)
        assert visit.page.evaluate(OVERFLOWING) == [], path
        assert visit.page.evaluate(POOR_CONTRAST) == [], path
