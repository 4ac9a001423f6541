"""The Registers view: its parts over registers made by hand, the view over a real library, and the whole in a real browser."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Playwright, expect, sync_playwright
from streamlit.testing.v1 import AppTest

from assistant.register_export import children_table, risks_table, to_xlsx
from assistant.registers import Held
from assistant.spreadsheet import to_csv
from assistant.views import library
from assistant.views.register_filters import NONE, OVERDUE, SORTS, UNFINISHED, Narrowing, narrowed, options, ordered
from assistant.views.register_map import map_view, placed
from assistant.views.register_movements import Versions, changes_view
from assistant.views.register_place import PARTS, Place, from_link, from_query, register_keys, risk_keys
from assistant.views.register_risk import risk_view
from assistant.views.register_since import since
from assistant.views.register_table import table_view
from assistant.views.register_words import date_words, direction_words, is_overdue, level
from assistant.views.registers import EMPTY, about
from assistant.views.server import serving
from ingest.job import ingest
from vectorstore.library import Library
from vectorstore.models import Document, Kind, Page, Span
from vectorstore.records import Field, Leftover, Owner, Record, Register, Score
from vectorstore.settings import Settings

from .conftest import ROOT
from .test_app import checked, find, shown, words
from .test_browser import OVERFLOWING, PHONE, POOR_CONTRAST, SLOW, WIDE, Visit, opened
from .viewing import marked, sources

TODAY = date(2026, 5, 20)
NASTY = "=1+1 <script>alert(1)</script> [press](javascript:alert(1)) :smile: -> $x^2$ *starred*"


# --- registers made by hand


def record(kind: str = "risk", owners: str = "", **given: object) -> Record:
    """A record; fields by name, and what else a record has."""
    own = {name: given.pop(name) for name in ("due_date", "scores", "flags", "other", "controls", "actions") if name in given}
    if "due_date" in own:
        own["due"] = own.pop("due_date")
    fields = {name: value if isinstance(value, Field) else Field(str(value)) for name, value in given.items()}
    people = tuple(Owner(name, "person") for name in owners.split("; ") if name)
    if people:
        fields["owner"] = Field(owners.replace("; ", " "))
    return Record(kind, fields, owners=people, **own)  # type: ignore[arg-type]


def scored(likelihood: int | None, impact: int | None, rating: str | None = None) -> dict[str, Score]:
    printed = f"{likelihood} by {impact}"
    return {"residual": Score(printed, likelihood=likelihood, impact=impact, rating=rating)}


def held(*risks: Record, key: str = "a", title: str = "Risks", as_at: str | None = "2026-03-31", **more: object) -> Held:
    document = Document(key, key, title, Kind.RISK_REGISTER, (f"{key}.pdf",), page_count=9)
    return Held(document, Register(key, title, "table", as_at, risks, **more))  # type: ignore[arg-type]


def text(elements: object) -> str:
    return "".join(each.words() for each in elements)  # type: ignore[attr-defined]


ROOF = record(
    ref="A1", title="Leaking roofs", category="Property", group="Place", owners="Jo Marsh", scores=scored(4, 5, "high"), rating="High",
    controls=(
        record("control", title="Surveys", status="Completed", owners="Ann Lee"),
        record("control", title="Tarpaulins", status="Overdue", flags=("placeholder left in the note: “TBC”",)),
    ),
)  # fmt: skip
FLOOD = record(
    ref="A2", title="Floods", category="Climate", group="Place", owners="J Marsh", scores=scored(2, 3, "low"), rating="Low",
    actions=(record("action", title="Dredge the brook", due="April 2026", due_date="2026-04", owners="Ann Lee"),),
)  # fmt: skip
STRIKE = record(
    ref="A3", title="Strikes", category="People", group="Resources", scores=scored(None, 3), description="Bins uncollected"
)
REGISTER = held(ROOF, FLOOD, STRIKE)


def folded(tree: object) -> str:
    return " ".join(words(tree).split())


def names(risks: list[Record]) -> list[str]:
    return [risk.name for risk in risks]


# --- places and addresses


@given(
    st.builds(
        Place,
        register=st.none() | st.text(min_size=1, max_size=20),
        part=st.sampled_from(PARTS),
        risk=st.none() | st.text(min_size=1, max_size=20),
        cell=st.none() | st.tuples(st.integers(0, 999), st.integers(0, 999)),
        stage=st.none() | st.text(min_size=1, max_size=9),
    )
)
def test_a_link_leads_back_to_its_place(place: Place) -> None:
    assert from_link(place.link()) == place
    assert re.fullmatch(r"\?[\w.~%&=+*-]*", place.link()), "what the page lets through as a link"


@pytest.mark.parametrize(
    "query", [{"part": "<b>"}, {"likelihood": "4"}, {"likelihood": "x", "impact": "3"}, {"likelihood": "²", "impact": "3"}]
)
def test_an_address_that_makes_no_sense_leads_to_the_usual_place(query: dict[str, str]) -> None:
    assert from_query(query) == Place()


def test_risks_and_registers_have_keys_of_their_own() -> None:
    register = held(
        record(ref="R1", title="a"), record(ref="R1", title="b"), record(title="c"), record(ref="R2", title="d")
    ).register
    assert list(risk_keys(register)) == ["no-1", "no-2", "no-3", "R2"]
    assert list(register_keys([held(ROOF), held(FLOOD), held(STRIKE, key="b")])) == ["a", "a.2", "b"]


def test_dates_levels_and_arrows_are_said_in_words() -> None:
    assert [date_words(iso) for iso in ("2026-03-31", "2026-03", "2026")] == ["31 March 2026", "March 2026", "2026"]
    assert [level(said) for said in ("High (20)", "Very Low", "AMBER", "12", None)] == ["high", "low", "medium", None, None]
    assert [direction_words(said) for said in ("↑", "→", "Improving", None)] == ["↑ up", "→ no change", "Improving", None]


# --- narrowing and order


@pytest.mark.parametrize(
    ("by", "left"),
    [
        ({}, ["Leaking roofs", "Floods", "Strikes"]),
        ({"ratings": ("High", "Low")}, ["Leaking roofs", "Floods"]),
        ({"categories": ("People",)}, ["Strikes"]),
        ({"groups": ("Place",), "words": "brook dredge"}, ["Floods"]),
        ({"words": "UNCOLLECTED"}, ["Strikes"]),
        ({"words": "brook uncollected"}, []),
        ({"owners": (("Jo Marsh", "J Marsh"),)}, ["Leaking roofs", "Floods"]),
        ({"owners": (("Ann Lee",),)}, ["Leaking roofs", "Floods"]),
        ({"statuses": ("completed",)}, ["Leaking roofs"]),
        ({"statuses": (OVERDUE,)}, ["Leaking roofs", "Floods"]),
        ({"statuses": (UNFINISHED,), "ratings": ("Low",)}, ["Floods"]),
        ({"statuses": (NONE,)}, ["Strikes"]),
        ({"flagged": True}, ["Leaking roofs"]),
        ({"cell": (2, 3)}, ["Floods"]),
        ({"cell": (2, 3), "stage": "target"}, []),
    ],
)
def test_risks_are_narrowed_by_each_thing_and_by_all_together(by: dict[str, object], left: list[str]) -> None:
    assert names(narrowed(REGISTER.register, Narrowing(**by), TODAY)) == left  # type: ignore[arg-type]


def test_what_can_be_chosen_is_what_the_register_prints_with_spellings_joined() -> None:
    given = options(REGISTER.register)
    assert given.ratings == ("High", "Low"), "the worst first"
    assert given.owners == (("Ann Lee",), ("J Marsh", "Jo Marsh"))
    assert given.statuses == (OVERDUE, UNFINISHED, "Completed", NONE)


def test_orders() -> None:
    risks = REGISTER.register.risks
    assert names(ordered(risks, SORTS[1], TODAY)) == ["Leaking roofs", "Floods", "Strikes"]
    assert names(ordered(risks, SORTS[2], TODAY)) == ["Floods", "Leaking roofs", "Strikes"], "no score comes last either way"
    assert names(ordered(risks, SORTS[4], TODAY)) == ["Floods", "Leaking roofs", "Strikes"]
    assert names(ordered(risks, SORTS[5], TODAY)) == ["Floods", "Leaking roofs", "Strikes"]


@pytest.mark.parametrize(
    ("due", "status", "late"),
    [
        ("2026-05-19", None, True), ("2026-05-20", None, False), ("2026-04", None, True), ("2026-05", None, False), ("2025", None, True),
        ("2026", None, False), ("2025", "Completed", False), ("2025", "Cancelled", False), ("2027", "Overdue", True), (None, None, False),
    ],
)  # fmt: skip
def test_overdue_is_what_says_so_or_whose_time_is_over(due: str | None, status: str | None, late: bool) -> None:
    action = record("action", title="Act", due_date=due, **({"status": status} if status else {}))
    assert is_overdue(action, TODAY) is late


# --- the table, the map, the page


def keys(of: Held) -> dict[int, str]:
    return {id(risk): key for key, risk in risk_keys(of.register).items()}


def test_the_table_tells_what_risks_are_compared_by() -> None:
    tree = table_view(REGISTER.register, REGISTER.register.risks, keys(REGISTER), Place("a"), "", TODAY).tree()
    rows = [words(row) for row in find(find(tree, "tbody"), "tr")]
    assert [len(find(tree, "tr")), len(rows)] == [4, 3]
    for part in (
        "A1",
        "Leaking roofs",
        "Flag: control “Tarpaulins”: placeholder",
        "High",
        "Jo Marsh",
        "1 completed",
        "1 overdue",
    ):
        assert part in rows[0]
    assert "likelihood 4 × impact 5" in " ".join(rows[0].split())
    assert "1 overdue" in rows[1]
    heads = [words(head).strip() for head in find(find(tree, "thead"), "th")]
    assert "Direction" not in heads, "a column in which nothing is printed is left out"
    assert [link[1]["href"] for link in find(tree, "a")] == ["?register=a&risk=A1", "?register=a&risk=A2", "?register=a&risk=A3"]


def test_the_map_puts_each_risk_in_its_cell_and_tells_which_have_none() -> None:
    parts = map_view(REGISTER.register, placed(REGISTER.register, None, keys(REGISTER)), None, Place("a", part="heat-map"))
    grid = parts[0].tree()
    cells = {words(cell).split()[0]: folded(cell) for cell in find(grid, "td") if "heat" in cell[1]["class"]}
    assert len(cells) == 25
    assert "A1 Leaking roofs" in cells["4×5"]
    assert "A2 Floods" in cells["2×3"]
    assert sum("no risk" in cell for cell in cells.values()) == 23
    assert folded(find(grid, "th")[0]) == "Impact 5"
    outside = words(find([part.tree() for part in parts], "section", "not-placed"))
    assert "Not placed on the map: 1 risk" in outside
    assert "A3 Strikes (no number for likelihood; printed: None by 3)" in " ".join(outside.split())


def test_a_crowded_cell_leads_to_all_that_are_in_it() -> None:
    crowd = held(*(record(ref=f"C{n}", title=f"Risk {n}", scores=scored(3, 3)) for n in range(9)), ROOF)
    grid = map_view(crowd.register, placed(crowd.register, None, keys(crowd)), None, Place("a", part="heat-map"))[0].tree()
    more = find(grid, "a", "more")[0]
    place = from_link(more[1]["href"])
    assert words(more).strip() == "5 more"
    assert names(narrowed(crowd.register, Narrowing(cell=place.cell, stage=place.stage), TODAY)) == [
        f"Risk {n}" for n in range(9)
    ]


def test_a_map_without_numbers_says_so() -> None:
    none = held(record(title="Strikes", rating="High"))
    assert "none can be placed" in text(map_view(none.register, placed(none.register, None, keys(none)), None, Place("a")))


PAGE = Page(3, 3, "Header\nA1\tLeaking roofs\tRain gets in\tHigh\tJo Marsh\nFooter", printed="1")


def on_page(words_of_it: str) -> Field:
    start = PAGE.text.index(words_of_it)
    return Field(words_of_it, (Span(3, start, start + len(words_of_it)),))


def test_a_risks_page_has_everything_with_its_place() -> None:
    other = replace(on_page("Footer"), label="Insurance code")
    risk = replace(
        ROOF, fields={**ROOF.fields, "title": on_page("Leaking roofs"), "consequence": on_page("Rain gets in")}, other=(other,)
    )
    shown_parts = risk_view(
        held(risk), risk, 1, lambda ordinal: PAGE if ordinal == 3 else None, ["Since then: rating was Low."], TODAY
    )
    said = text(shown_parts).replace("\u00a0", " ")
    for part in (
        "A1 Leaking roofs", "as at 31 March 2026", "likelihood 4 × impact 5", "Since then: rating was Low.", "Rain gets in", "Property",
        "Place", "Insurance code", "Jo Marsh", "Surveys", "Completed", "Tarpaulins", "Flag: placeholder left in the note: “TBC”", "Overdue",
    ):  # fmt: skip
        assert part in said, part
    trees = [part.tree() for part in shown_parts]
    [source, *_] = sources(trees)
    assert marked(source, lambda _, n: PAGE if n == 3 else None) == {
        "title": "Leaking roofs", "consequence": "Rain gets in", "other-0": "Footer",
    }  # fmt: skip
    opens = [button[1] for button in find(trees, "button", "mark")]
    assert {"p.\u00a03: open the page where the consequence stands", "p.\u00a03: open the page where this stands"} <= {
        o["aria-label"] for o in opens
    }
    assert {o["data-opens"] for o in opens} == {source["name"]}
    assert "Page 3, printed 1" in said


def test_what_could_not_be_read_is_said_plainly() -> None:
    left = (Leftover("Total", 3), Leftover("Stray", 4))
    said = text(about(held(ROOF, leftovers=left, unknown=("Insurance code",), notes=("Risk A9 was cut off.",))))
    assert "2 rows of this register could not be placed; see pages 3 and 4." in said
    assert "Stray (p. 4)" in said
    assert "1 column was not understood: “Insurance code”. What is in it stands on each risk’s page." in said
    assert "Risk A9 was cut off." in said
    assert "could not be placed" not in text(about(REGISTER))


# --- movements


def test_changes_are_grouped_and_lead_to_the_risks() -> None:
    old = held(replace(ROOF, fields={**ROOF.fields, "rating": Field("Low")}), STRIKE, key="old", as_at="2025-12-31")
    new = held(ROOF, FLOOD, key="new")
    parts = changes_view(Versions(old, new, "old", "new"))
    said = text(parts)
    assert "New risks: 1" in said
    assert "Risks no longer there: 1" in said
    assert "Scores that moved: 1 risk" in said
    assert re.search(r"Rating\s+Low\s+High", said)
    links = {words(link).strip(): link[1]["href"] for link in find([part.tree() for part in parts], "a")}
    assert links["A2 Floods"] == "?register=new&risk=A2"
    assert links["A3 Strikes"] == "?register=old&risk=A3"
    assert since(old, new, ROOF) == ["Since the version as at 31 December 2025: rating was Low, now High."]
    assert since(old, new, FLOOD) == ["Not in the version as at 31 December 2025."]
    assert since(new, new, ROOF) == []
    twins = held(ROOF, replace(ROOF, scores={}), key="twins")
    assert since(old, twins, ROOF) == [], "which of two is meant cannot be told"


# --- files


def test_csv_files_hold_every_row_and_nothing_that_runs() -> None:
    risk = record(
        ref="-1", title=NASTY, note="+44 20 7946", scores=scored(4, 5, "high"), controls=(record("control", title="@SUM(A1)", status="Done"),),
        other=(Field("\t=cmd", label="Code"),), flags=("a flag",),
    )  # fmt: skip
    of = held(risk, ROOF)
    content = to_csv(risks_table(of, of.register.risks))
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["Ref"] for row in rows] == ["'-1", "A1"]
    first = rows[0]
    assert (first["Risk"], first["Note"], first["Code (as printed)"]) == (f"'{NASTY}", "'+44 20 7946", "'\t=cmd")
    assert (first["Flags"], first["File"], first["As at"]) == ("a flag", "a.pdf", "2026-03-31")
    assert (first["Score now likelihood, number"], first["Score now impact, number"]) == ("4", "5")
    children = list(csv.DictReader(io.StringIO(to_csv(children_table(of, of.register.risks)).decode("utf-8-sig"))))
    assert [(row["Kind"], row["Text"], row["Risk"]) for row in children] == [
        ("Control", "'@SUM(A1)", f"'{NASTY}"), ("Control", "Surveys", "Leaking roofs"), ("Control", "Tarpaulins", "Leaking roofs"),
    ]  # fmt: skip
    assert not re.search(rb'(^|,|\n)"?\s*[=+@-]', content.removeprefix(b"\xef\xbb\xbf"))


def test_a_workbook_holds_every_sheet_ready_to_read() -> None:
    long = "x" * 40_000
    risk = record(
        ref="=A1", title=NASTY, note=f"bell \x07 {long}", controls=(record("control", title="-2"),), actions=FLOOD.actions
    )
    of = held(risk, ROOF, leftovers=(Leftover("=Stray", 4),))
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(of, of.register.risks)))
    assert book.sheetnames == ["Risks", "Controls", "Actions", "Leftovers"]
    rows = {sheet.title: [dict(zip(next(sheet.values), row, strict=True)) for row in list(sheet.values)[1:]] for sheet in book}
    assert [(row["Ref"], row["Risk"]) for row in rows["Risks"]] == [("=A1", NASTY), ("A1", "Leaking roofs")]
    assert [row["Control"] for row in rows["Controls"]] == ["-2", "Surveys", "Tarpaulins"]
    assert [(row["Action"], row["Due, as a date"], row["File"]) for row in rows["Actions"]] == [
        ("Dredge the brook", "2026-04", "a.pdf")
    ]
    assert [(row["Text"], row["Page"]) for row in rows["Leftovers"]] == [("=Stray", 4)]
    assert rows["Risks"][0]["Note"].startswith("bell  xxx")
    assert rows["Risks"][0]["Note"].endswith("(cut here: a cell can hold no more)")
    assert len(rows["Risks"][0]["Note"]) == 32_767
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(cell.data_type != "f" and cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row)
    assert book["Risks"]["A2"].quotePrefix


def test_a_workbook_of_nothing_says_so() -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(held(), ())))
    assert [sheet["A1"].value for sheet in book] == ["No risks", "No controls", "No actions", "No leftovers"]


# --- the view over a library

CSV_REGISTER = f"""Risk ref,Risk title,Description,Existing controls,Likelihood,Impact,Score,Rating,Risk owner,Insurance code
Z1,"{NASTY}",The first risk that is described here,Weekly checks by the wardens,4,5,20,High,Jo Marsh,IC-1
Z2,Ferry timetable,The ferry does not run in winter,A standby boat is chartered,2,3,6,Medium,Ann Lee,IC-2
Z3,Quay wall,The quay wall has moved by two inches,Divers look at it every spring,3,4,12,Medium,Ann Lee,IC-3
"""


@pytest.fixture(scope="module")
def registers_library(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two versions of one register and of another with what a page must not take for markup."""
    folder = tmp_path_factory.mktemp("registers")
    papers = folder / "papers"
    papers.mkdir()
    for name in ("strategic-risk-register-q3-2025-26.pdf", "strategic-risk-register-q4-2025-26.pdf"):
        shutil.copy(samples / name, papers)
    (papers / "zennor-risk-register.csv").write_text(CSV_REGISTER, encoding="utf-8")
    made = Library(Settings.load(folder / "library"))
    report = ingest([papers], made)
    made.close()
    assert not report.failed
    return folder / "library"


def registers_view() -> None:
    from assistant.views.app import guarded
    from assistant.views.registers import view

    guarded(view)()


@pytest.fixture
def open_view(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., AppTest]]:
    """The Registers view on the library in a folder, at an address, run once."""

    def opened_at(data: Path, **query: str) -> AppTest:
        monkeypatch.setenv("SCRUTINY_DATA", str(data))
        app = AppTest.from_function(registers_view, default_timeout=60)
        app.query_params.update(query)
        return checked(app.run())

    yield opened_at
    library._opened.clear()


def table_names(app: AppTest) -> list[str]:
    return [words(link).strip() for table in find(shown(app), "table", "risks") for link in find(table, "a")]


def option(box: object, part: str) -> str:
    """The label of a box's option that says something."""
    return next(each for each in box.options if part in each)  # type: ignore[attr-defined]


def test_without_a_register_it_says_what_to_do(tmp_path: Path, open_view: Callable[..., AppTest]) -> None:
    app = open_view(tmp_path)
    assert EMPTY in words(shown(app))
    assert app.code[0].value.startswith("scrutiny ingest ")
    assert not app.error


def test_the_latest_version_is_shown_and_an_older_one_can_be_chosen(
    registers_library: Path, open_view: Callable[..., AppTest]
) -> None:
    app = open_view(registers_library)
    assert "as at 31 March 2026: 15 risks and 50 controls" in words(shown(app))
    assert words(find(shown(app), "p", "tally")).strip() == "All 15 risks"
    version = app.selectbox(key="choice-version")
    assert [each.split(":")[0] for each in version.options] == ["As at 31 March 2026 (latest)", "As at 31 December 2025"]
    checked(version.select(option(version, "2025:")).run())
    assert "as at 31 December 2025" in words(shown(app))
    assert "Places for the extended childcare entitlement" in table_names(app)
    assert len(app.query_params["register"]) == 16


def test_filters_narrow_count_and_are_cleared(registers_library: Path, open_view: Callable[..., AppTest]) -> None:
    app = open_view(registers_library)
    rating = next(box for box in app.multiselect if box.label == "Rating")
    checked(rating.select("High").run())
    high = table_names(app)
    assert words(find(shown(app), "p", "tally")).strip() == f"{len(high)} of 15 risks: rating High"
    assert all("High" in words(row) for row in find(find(shown(app), "tbody"), "tr"))
    checked(app.text_input[0].set_value("no such words anywhere").run())
    assert table_names(app) == []
    assert words(find(shown(app), "p", "tally")).startswith("0 of 15 risks: rating High; the words “no such words anywhere”")
    checked(next(button for button in app.button if button.label == "Show all risks").click().run())
    assert len(table_names(app)) == 15
    assert app.text_input[0].value == ""


def test_the_order_is_chosen(registers_library: Path, open_view: Callable[..., AppTest]) -> None:
    app = open_view(registers_library)
    order = next(box for box in app.selectbox if box.label == "Order")
    checked(order.select("Risk, A to Z").run())
    assert table_names(app) == sorted(table_names(app), key=str.lower)


def test_a_cell_of_the_map_narrows_the_table(registers_library: Path, open_view: Callable[..., AppTest]) -> None:
    app = open_view(registers_library, likelihood="4", impact="5")
    assert table_names(app) == ["SEND funding: high needs block deficit"]
    assert "1 of 15 risks: likelihood 4 × impact 5" in words(shown(app))
    checked(next(button for button in app.button if button.label == "Show all risks").click().run())
    assert len(table_names(app)) == 15


def test_every_risk_stands_on_the_map(registers_library: Path, open_view: Callable[..., AppTest]) -> None:
    app = open_view(registers_library, part="heat-map")
    grid = find(shown(app), "table", "heat-map")
    assert len(find(grid, "a")) == 15
    assert "4 Likely" in " ".join(words(find(grid, "th")).split())


def test_a_risk_has_a_page_that_can_be_linked_to(registers_library: Path, open_view: Callable[..., AppTest]) -> None:
    app = open_view(registers_library, risk="CE04")
    tree = shown(app)
    assert words(find(tree, "h2")).strip() == "CE04 Sufficiency of SEND places"
    assert "control “Annual SEND places forecast”: status was In progress (p.\u00a03 there), now Completed" in words(
        find(tree, "div", "since")
    )
    assert len(find(tree, "article")) == 4
    said = marked(next(sources(tree)), library.desk().page)
    assert " ".join(said["title"].split()) == "Sufficiency of SEND places"
    assert "Callum Nwosu" in " ".join(said["owner"].split())
    neighbours = {words(link).strip(): from_link(link[1]["href"]).risk for link in find(find(tree, "nav"), "a")}
    assert neighbours == {"← All risks": None, "Risk before: CE03": "CE03", "Next risk: CE05": "CE05"}


def test_a_risk_that_is_not_there_is_said_to_be_so(registers_library: Path, open_view: Callable[..., AppTest]) -> None:
    app = open_view(registers_library, risk="<b>XX</b>", register="nothing")
    assert "That risk is not in this register." in words(shown(app))
    assert len(table_names(app)) == 15


def test_changes_between_the_versions(registers_library: Path, open_view: Callable[..., AppTest]) -> None:
    said = words(shown(open_view(registers_library, part="changes")))
    for part in (
        "New risks: 1",
        "CE05 Readiness for the local area SEND inspection",
        "Renamed risks: 1",
        "“Recruitment of social workers”",
    ):
        assert part in said


def test_words_of_registers_are_shown_as_they_are(registers_library: Path, open_view: Callable[..., AppTest]) -> None:
    app = open_view(registers_library)
    box = app.selectbox(key="choice-register")
    checked(box.select(option(box, "ennor")).run())
    assert table_names(app)[0] == NASTY
    assert "1 column was not understood: “Insurance code”" in words(shown(app))
    app = open_view(registers_library, register=app.query_params["register"], risk="Z1")
    assert words(find(shown(app), "h2")).strip() == f"Z1 {NASTY}"
    assert "IC-1" in words(find(shown(app), "dl"))
    assert not app.markdown, "no word went through markdown"


def test_asking_about_a_risk_asks_in_the_ask_view(registers_library: Path, open_view: Callable[..., AppTest]) -> None:
    app = open_view(registers_library, risk="CE01")
    checked(app.button(key="ask-about").click().run())
    assert app.session_state["go_to"] == "ask"
    chat = AppTest.from_file(str(ROOT / "app_ui.py"), default_timeout=60)
    chat.session_state["suggested"] = app.session_state["suggested"]
    checked(chat.run())
    assert "High needs recovery plan" in words(find(shown(chat), "div", "claims"))


# --- in a browser


@pytest.fixture(scope="module")
def address(chromium: str, registers_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    del chromium  # without a browser there is no need of a server
    with serving(registers_library, tmp_path_factory.mktemp("server") / "log.txt") as served:
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


def risks_of(visit: Visit, path: str = "/registers") -> None:
    visit.go(path)
    expect(visit.page.locator("table.risks")).to_be_visible(timeout=SLOW)


@pytest.mark.browser
@pytest.mark.timeout(240)
def test_from_the_table_to_the_words_on_their_page_and_back(visit: Visit, tmp_path: Path) -> None:
    risks_of(visit)
    page = visit.page
    link = page.get_by_role("link", name="School attendance and exclusions")
    link.focus()
    page.keyboard.press("Enter")
    heading = page.locator("h2.risk-name")
    expect(heading).to_have_text("CE08 School attendance and exclusions")
    expect(heading).to_be_focused()
    assert "risk=CE08" in page.url
    page.get_by_role("button", name="open the page where the note stands").first.click()
    viewer = page.locator("dialog.viewer[open]")
    expect(viewer.locator(".picture .box.here").first).to_be_in_viewport()
    expect(viewer.locator(".place").first).to_have_text("Page 6 of 9")
    viewer.get_by_role("button", name="Show as text").click()
    assert "".join(viewer.locator("mark.here").all_inner_texts()).startswith("March 2026 update:")
    page.keyboard.press("Escape")
    page.go_back()
    expect(page.locator("table.risks")).to_be_visible()
    page.get_by_role("link", name="Heat map").click()
    page.locator("table.heat-map").get_by_role("link", name="CE01 SEND funding: high needs block deficit").click()
    expect(heading).to_have_text("CE01 SEND funding: high needs block deficit")
    page.get_by_role("button", name="Ask about this risk").click()
    expect(page.locator("h2.question")).to_contain_text("SEND funding: high needs block deficit", timeout=SLOW)
    expect(page.locator("p.searched").first).to_be_visible(timeout=SLOW)
    page.get_by_role("link", name="Registers").click()
    expect(page.locator("table.risks")).to_be_visible()
    page.get_by_label("Find words in the risks").fill("transport")
    page.keyboard.press("Enter")
    expect(page.locator("p.tally")).to_contain_text("of 15 risks: the words “transport”")
    with page.expect_download() as sent:
        page.get_by_role("button", name="XLSX: everything").click()
    sent.value.save_as(tmp_path / "sent.xlsx")
    book = openpyxl.load_workbook(tmp_path / "sent.xlsx")
    assert [book["Risks"].max_row, book["Controls"].max_row] == [16, 51], "the whole register, whatever is shown"


@pytest.mark.browser
@pytest.mark.timeout(240)
@pytest.mark.parametrize("visit", [(*PHONE, "light"), (*WIDE, "light"), (*WIDE, "dark")], indirect=True)
def test_nothing_runs_off_the_side_and_words_stand_out_from_their_ground(visit: Visit) -> None:
    risks_of(visit)
    there = {"part=heat-map": "table.heat-map", "part=changes": "table.moved", "risk=CE03": "ul.flags"}
    for path, sign in {"": "table.risks", **there}.items():
        if path:
            visit.go(f"/registers?{path}")
            expect(visit.page.locator(sign).first).to_be_visible(timeout=SLOW)
        if path.startswith("risk"):
            visit.page.locator("button.mark").first.click()
            expect(visit.page.locator("dialog.viewer[open] .picture .box").first).to_be_visible(timeout=SLOW)
        assert visit.page.evaluate(OVERFLOWING) == [], path
        assert visit.page.evaluate(POOR_CONTRAST) == [], path
