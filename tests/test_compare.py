"""Two versions of a register: every movement found and none invented, on drawn registers, the samples and a council's own."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.compare import LISTS, compare
from assistant.compare_text import note
from assistant.register_files import register_in
from assistant.registers import Held
from assistant.wording import same, stretches
from tests.registers import csv_scores

from .conftest import ROOT

Row = tuple[str, ...]
Made = dict[str, Any]
TRUTH: dict[str, Any] = json.loads((ROOT / "samples" / "truth.json").read_text(encoding="utf-8"))

CONTROLS = (
    "Ref", "Directorate", "Risk title", "Description", "Risk owner", "Likelihood", "Impact", "Score", "Control", "Control owner",
    "Control status", "Control update",
)  # fmt: skip
CELLS = (
    "ref", "group", "title", "description", "owner", "likelihood", "impact", "score", "control", "control_owner", "status", "update",
)  # fmt: skip
ACTIONS = (
    "Ref",
    "Risk title",
    "Description",
    "Owner",
    "Likelihood",
    "Impact",
    "Score",
    "Action",
    "Action owner",
    "Due date",
    "Status",
)

CYBER: Row = (
    "R1", "Resources", "Cyber attack", "Criminals stop the systems of the Council for weeks and publish the records of residents",
    "Head of Digital", "3", "5", "15",
)  # fmt: skip
BUDGET: Row = (
    "R2", "Resources", "Budget overspend", "Services spend more than their budgets and general reserves fall below the minimum",
    "Head of Finance", "4", "4", "16",
)  # fmt: skip
FLOOD: Row = (
    "R3", "Place", "Flooding of the lower town", "Heavy rain overtops the brook, homes and two schools are under water",
    "Drainage Engineer", "2", "4", "8",
)  # fmt: skip
DROUGHT: Row = (
    "R4", "Place", "Drought", "Dry summers kill street trees and crack the clay below terraced houses", "Parks Manager", "3", "3", "9",
)  # fmt: skip
BACKUPS: Row = ("Offline copies of all systems", "Bo Lin", "In place", "Tested in May 2026")
TRAINING: Row = ("Training of all staff", "Ada Quill", "In progress", "Half of staff are trained")
PANEL: Row = ("Spending panel", "Keziah Lomax", "In place", "Meets weekly")
GULLIES: Row = ("Gullies cleaned twice a year", "Tom Weir", "In progress", "")
SCREEN: Row = ("Trash screen cleared after storms", "Tom Weir", "In place", "Cleared nine times")
PUMPS: Row = ("Two mobile pumps at the depot", "Ivo Marsh", "In place", "Serviced in April 2026")
WATERING: Row = ("Watering rota for young trees", "Parks Manager", "Not started", "")
ROWS: tuple[Row, ...] = (
    (*CYBER, *BACKUPS), (*CYBER, *TRAINING), (*BUDGET, *PANEL), (*FLOOD, *GULLIES), (*FLOOD, *SCREEN), (*DROUGHT, *WATERING),
)  # fmt: skip


def register(folder: Path, name: str, rows: Sequence[Row], header: Row = CONTROLS) -> Held:
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    return register_in(path)


def changed(folder: Path, new: Sequence[Row], old: Sequence[Row] = ROWS, header: Row = CONTROLS) -> Made:
    return compare(register(folder, "old", old, header), register(folder, "new", new, header))


def found(made: Made) -> dict[str, list[Made]]:
    """The lists that hold something."""
    left = {f"leftovers_{k}": v for k, v in made["leftovers"].items()}
    return {k: v for k, v in {**{n: made[n] for n in LISTS}, **left, "columns": made["columns"]}.items() if v}


def put(row: Row, **cells: str) -> Row:
    """A row, or the beginning of one, with other words in some cells."""
    return tuple(cells.get(CELLS[n], text) for n, text in enumerate(row))


def brief(entries: Sequence[Made], *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(e[k] for k in keys) for e in entries]


# --- what is no change


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a  risk\nof  fire", "A risk of fire"),
        ("the council\u2019s \u201cplan\u201d", "The Council's 'plan'"),
        ("2024\u201325 budget", "2024- 25 budget"),
        ("long-term aim", "long\u2011term aim"),
        ("multi-agency", "multi agency"),
        ("develop- ment of schools", "development of schools"),
        ("\u00a31,250 and \u00a3 14 m", "\u00a31250 and \u00a314m"),
        ("e.g. fire.", "eg fire"),
        ("\u2013", ""),
        ("High (20)", "High 20"),
    ],
)
def test_spacing_case_quotes_dashes_and_hyphens_are_no_change(old: str, new: str) -> None:
    assert same(old, new)
    assert same(new, old)
    assert stretches(old, new) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\u00a312.75m", "\u00a314.2m"),
        ("5%", "5"),
        ("-5", "5"),
        ("\u00a35m", "$5m"),
        ("31/03/2026", "30/03/2026"),
        ("may rise", "will rise"),
        ("every day", "everyday"),
        ("16", "1 6"),
        ("\u2191", "\u2193"),
        ("not in place", "in place"),
        ("", "none"),
    ],
)
def test_a_figure_a_sign_a_date_or_a_word_is_a_change(old: str, new: str) -> None:
    assert not same(old, new)
    assert not same(new, old)


def test_changed_words_are_whole_and_stand_between_their_neighbours() -> None:
    old = "The core budget includes \u00a312.75m from funding that is not secure, of which \u00a32m is at risk."
    (first, second) = stretches(old, old.replace("\u00a312.75m", "\u00a314.2m").replace("at risk", "lost"))
    assert (first.before, first.old, first.new, first.after) == (
        "The core budget includes", "\u00a312.75m", "\u00a314.2m", "from funding that is",
    )  # fmt: skip
    assert (second.before, second.old, second.new, second.after) == ("of which \u00a32m is", "at risk", "lost", "")


@pytest.mark.parametrize("name", ["strategic-risk-register-q3-2025-26.pdf", "strategic-risk-register-q4-2025-26.pdf"])
def test_a_register_has_not_changed_against_itself(name: str, samples: Path) -> None:
    held = register_in(samples / name)
    made = compare(held, held)
    assert found(made) == {}
    assert made["unchanged"] == 15
    assert any("No change was found in 15 risks." in line.text for line in note(made))


def test_order_case_and_quotes_of_cells_are_no_change(tmp_path: Path) -> None:
    rows = [tuple(cell.upper().replace(" ", "  ") for cell in row) for row in reversed(ROWS)]
    made = changed(tmp_path, rows)
    assert found(made) == {}
    assert made["unchanged"] == 4


# --- each cell


WHERE = {
    "Ref": ("fields", "ref"), "Directorate": ("fields", "group"), "Risk title": ("renamed", None),
    "Description": ("fields", "description"), "Gross likelihood": ("scores", "inherent likelihood"),
    "Gross impact": ("scores", "inherent impact"), "Gross score": ("scores", "inherent score"), "Net likelihood": ("scores", "likelihood"),
    "Net impact": ("scores", "impact"), "Net score": ("scores", "score"), "Target score": ("scores", "target score"),
    "RAG": ("scores", "rating"), "Controls": ("controls_changed", "title"), "Action": ("actions_changed", "title"),
    "Action owner": ("actions_changed", "owner"), "Action due": ("actions_changed", "due"), "Owner": ("fields", "owner"),
    "Insurance code": ("fields", "Insurance code"), "Last reviewed": ("fields", "reviewed"),
}  # fmt: skip
OTHER = {
    "RAG": "Red", "Action owner": "Pat Ferris", "Action due": "30/11/2027", "Owner": "Pat Ferris", "Insurance code": "IC-5555",
    "Last reviewed": "01/01/2026", "Directorate": "Housing", "Ref": "AV-99",
}  # fmt: skip


def _cells() -> Iterator[Any]:
    """Every filled cell of the first risk and of the fourth, with other words in it."""
    for n in (0, 3):
        for column, label in enumerate(csv_scores.HEADER):
            old = csv_scores.ROWS[n][column]
            if old:
                new = OTHER.get(label) or (str(int(old) % 4 + 1) if old.isdigit() else f"{old} in the winter")
                yield pytest.param(n, column, new, id=f"{csv_scores.ROWS[n][0]} {label}")


@pytest.fixture(scope="module")
def ashcombe(tmp_path_factory: pytest.TempPathFactory) -> Held:
    return register_in(csv_scores.build(tmp_path_factory.mktemp("ashcombe"))[0])


@pytest.mark.parametrize(("row", "column", "words"), list(_cells()))
def test_one_cell_changed_is_that_one_change(row: int, column: int, words: str, ashcombe: Held, tmp_path: Path) -> None:
    rows = [list(r) for r in csv_scores.ROWS]
    old, rows[row][column] = rows[row][column], words
    new = register(tmp_path, "new", [tuple(r) for r in rows], csv_scores.HEADER)
    made = compare(ashcombe, new)
    name, field = WHERE[csv_scores.HEADER[column]]
    of_due = {"actions_slipped"} if field == "due" and ashcombe.register.risks[row].actions[0].due else set()
    assert set(found(made)) == {name, *of_due}
    (entry,) = made[name]
    assert entry["ref"] == (words if field == "ref" else rows[row][0])
    assert entry.get("field") == field
    assert (entry["old"] in " ".join(old.split()), entry["new"] in " ".join(words.split())) == (True, True)
    assert not same(entry["old"], entry["new"])
    assert made["unchanged"] == 5


# --- risks


def test_a_new_risk_and_a_closed_one(tmp_path: Path) -> None:
    made = changed(tmp_path, ROWS[2:], ROWS[:5])
    assert set(found(made)) == {"new_risks", "closed_risks"}
    assert brief(made["new_risks"], "ref", "title", "rating", "controls") == [("R4", "Drought", "9", [WATERING[0]])]
    assert brief(made["closed_risks"], "ref", "title", "owners") == [("R1", "Cyber attack", ["Head of Digital"])]
    assert made["unchanged"] == 2


def test_a_reference_given_to_another_risk_is_no_match(tmp_path: Path) -> None:
    other: Row = (
        "R3",
        "Place",
        "Loss of the leisure operator",
        "The company that runs the pools fails and they shut",
        "Ann Pike",
        "3",
        "3",
        "9",
    )
    made = changed(tmp_path, [*ROWS[:3], (*other, *PUMPS), ROWS[5]])
    assert brief(made["new_risks"], "ref", "title") == [("R3", "Loss of the leisure operator")]
    assert brief(made["closed_risks"], "ref", "title") == [("R3", "Flooding of the lower town")]
    assert made["new_risks"][0]["note"] == "R3 was the reference of \u201cFlooding of the lower town\u201d in the old register"
    assert set(found(made)) == {"new_risks", "closed_risks"}


def test_risks_numbered_anew_are_the_same_risks(tmp_path: Path) -> None:
    rows = [put(row, ref=f"R{int(row[0][1]) + 3}") for row in ROWS[2:]]
    made = changed(tmp_path, rows)
    assert set(found(made)) == {"closed_risks", "fields"}
    assert brief(made["fields"], "field", "old", "new") == [("ref", f"R{n}", f"R{n + 3}") for n in (2, 3, 4)]
    assert brief(made["closed_risks"], "ref") == [("R1",)]


def test_a_renamed_risk_is_known_by_its_words(tmp_path: Path) -> None:
    for ref in ("R3", "R9"):
        rows = [put(row, title="Extreme rainfall", ref=ref) if row[0] == "R3" else row for row in ROWS]
        made = changed(tmp_path, rows)
        assert set(found(made)) == {"renamed"} | ({"fields"} if ref == "R9" else set())
        assert brief(made["renamed"], "ref", "old", "new") == [(ref, "Flooding of the lower town", "Extreme rainfall")]


def test_one_title_under_two_directorates_is_two_risks(tmp_path: Path) -> None:
    adults: Row = (
        "",
        "Adults",
        "Market sustainability",
        "Care homes close because staff cannot be found",
        "Ann Pike",
        "4",
        "5",
        "20",
    )
    children: Row = (
        "",
        "Children",
        "Market sustainability",
        "Foster carers leave and placements cost more",
        "Bo Lin",
        "4",
        "4",
        "16",
    )
    both = [(*adults, *PANEL), ROWS[0], (*children, *TRAINING), ROWS[2]]
    moved = [ROWS[2], (*put(children, score="12"), *TRAINING), ROWS[0], (*adults, *PANEL)]
    made = changed(tmp_path, moved, both)
    assert set(found(made)) == {"scores"}
    assert brief(made["scores"], "title", "group", "old", "new", "direction") == [
        ("Market sustainability", "Children", "16", "12", "down")
    ]


@pytest.mark.parametrize("told", [True, False])
def test_two_risks_merged_into_one(told: bool, tmp_path: Path) -> None:
    """Known by the new text, or by the controls and descriptions that the new risk took over."""
    weather: Row = (
        "R7", "Place", "Severe weather", "This risk consolidates R3 and R4" if told else f"{FLOOD[3]}. {DROUGHT[3]}", "Ann Pike", "3", "4", "12",
    )  # fmt: skip
    made = changed(tmp_path, [*ROWS[:3], (*weather, *GULLIES), (*weather, *WATERING), (*weather, *PUMPS)])
    assert brief(made["merged"], "into", "from", "title") == [("R7", ["R3", "R4"], "Severe weather")]
    assert set(found(made)) == {"merged", "controls_added", "controls_removed"}
    assert brief(made["controls_added"], "ref", "control") == [("R7", PUMPS[0])]
    assert brief(made["controls_removed"], "ref", "control") == [("R3", SCREEN[0])]
    assert made["unchanged"] == 2


def test_a_risk_merged_into_one_that_goes_on(tmp_path: Path) -> None:
    text = f"{FLOOD[3]}. The drought risk (R4) was merged with this one."
    rows = [put(row, description=text, score="12") if row[0] == "R3" else row for row in ROWS if row[0] != "R4"]
    made = changed(tmp_path, [*rows, put((*FLOOD, *WATERING), description=text, score="12")])
    assert brief(made["merged"], "into", "from", "why") == [("R3", ["R3", "R4"], "the text says so")]
    assert set(found(made)) == {"merged", "fields", "scores"}
    assert brief(made["scores"], "ref", "old", "new") == [("R3", "8", "12")]


def test_a_risk_split_in_two(tmp_path: Path) -> None:
    """The merger read backwards."""
    weather: Row = ("R7", "Place", "Severe weather", f"{FLOOD[3]}. {DROUGHT[3]}", "Ann Pike", "3", "4", "12")
    made = changed(tmp_path, ROWS, [*ROWS[:3], (*weather, *GULLIES), (*weather, *WATERING), (*weather, *PUMPS)])
    assert brief(made["split"], "from", "into") == [("R7", ["R3", "R4"])]
    assert set(found(made)) == {"split", "controls_added", "controls_removed"}
    assert brief(made["controls_added"], "ref", "control") == [("R3", SCREEN[0])]
    assert brief(made["controls_removed"], "ref", "control") == [("R7", PUMPS[0])]


def test_a_column_of_one_register_alone_is_named_and_not_compared_risk_by_risk(tmp_path: Path) -> None:
    old = register(tmp_path, "old", ROWS)
    header = (*CONTROLS[:5], "Budget code", *CONTROLS[5:])
    new = register(tmp_path, "new", [(*row[:5], f"B-{row[0][1]}", *row[5:]) for row in ROWS], header)
    assert found(compare(old, new)) == {"columns": [{"kind": "risk", "field": "Budget code", "only_in": "new", "records": 4}]}
    assert compare(new, old)["columns"][0]["only_in"] == "old"


def test_registers_without_a_common_risk_are_not_taken_for_versions(tmp_path: Path) -> None:
    made = changed(tmp_path, ROWS[3:], ROWS[:3])
    assert len(made["new_risks"]) == len(made["closed_risks"]) == 2
    assert made["notes"] == ["No risk of the one was found in the other: they may not be versions of one register."]


# --- controls and actions


def test_controls_added_removed_completed_and_changed(tmp_path: Path) -> None:
    rows = [
        ROWS[0],
        put(ROWS[1], status="Completed (May 2026)", update="All staff are trained", control_owner="Bo Lin"),
        ROWS[2],
        (*FLOOD, *SCREEN),
        (*FLOOD, *PUMPS),
        put(ROWS[5], control="A watering rota for the young trees"),
    ]
    made = changed(tmp_path, rows)
    assert set(found(made)) == {"controls_added", "controls_removed", "controls_completed", "controls_changed"}
    assert brief(made["controls_added"], "ref", "control", "status", "owners") == [("R3", PUMPS[0], "In place", ["Ivo Marsh"])]
    assert brief(made["controls_removed"], "ref", "control", "status") == [("R3", GULLIES[0], "In progress")]
    assert brief(made["controls_completed"], "ref", "control", "old", "new") == [
        ("R1", TRAINING[0], "In progress", "Completed (May 2026)")
    ]
    assert sorted(brief(made["controls_changed"], "ref", "field", "old", "new")) == [
        ("R1", "note", "Half of staff are trained", "All staff are trained"),
        ("R1", "owner", "Ada Quill", "Bo Lin"),
        ("R1", "status", "In progress", "Completed (May 2026)"),
        ("R4", "title", WATERING[0], "A watering rota for the young trees"),
    ]
    assert made["unchanged"] == 1


def test_a_control_that_went_to_another_risk_is_moved(tmp_path: Path) -> None:
    rows = [*ROWS[:1], ROWS[2], (*BUDGET, *put((*CYBER, *TRAINING), status="Completed")[8:]), *ROWS[3:]]
    made = changed(tmp_path, rows)
    assert set(found(made)) == {"controls_moved", "controls_changed", "controls_completed"}
    (entry,) = made["controls_moved"]
    assert (entry["control"], entry["from"]["ref"], entry["to"]["ref"]) == (TRAINING[0], "R1", "R2")
    assert brief(made["controls_changed"], "ref", "field", "new") == [("R2", "status", "Completed")]
    assert made["unchanged"] == 2


def test_actions_added_removed_completed_and_slipped(tmp_path: Path) -> None:
    def rows(*actions: Row) -> list[Row]:
        risks = [(r[0], *r[2:]) for r in (CYBER, BUDGET, FLOOD)]
        return [(*risks[int(number)], *cells) for number, *cells in actions]

    kept: Row = ("2", "Survey the brook", "Tom Weir", "30/09/2026", "In progress")
    old = rows(
        ("0", "Test the recovery of all systems", "Bo Lin", "31 March 2026", "In progress"),
        ("0", "Buy a second firewall", "Bo Lin", "June 2026", "Not started"),
        ("1", "Report savings to Cabinet", "Keziah Lomax", "30 April 2026", "In progress"),
        ("1", "Review of fees and charges", "Keziah Lomax", "May 2026", "In progress"),
        kept,
    )
    new = rows(
        ("0", "Test the recovery of all systems", "Bo Lin", "31/03/2026", "Completed"),
        ("0", "Recruit an incident lead", "Bo Lin", "June 2026", "Not started"),
        ("1", "Report savings to Cabinet", "Keziah Lomax", "31 July 2026", "In progress"),
        ("1", "Review of fees and charges", "Keziah Lomax", "15 May 2026", "In progress"),
        kept,
    )
    made = changed(tmp_path, new, old, ACTIONS)
    assert set(found(made)) == {"actions_added", "actions_removed", "actions_completed", "actions_slipped", "actions_changed"}
    assert brief(made["actions_added"], "ref", "action", "due") == [("R1", "Recruit an incident lead", "June 2026")]
    assert brief(made["actions_removed"], "ref", "action") == [("R1", "Buy a second firewall")]
    assert brief(made["actions_completed"], "ref", "action", "new") == [("R1", "Test the recovery of all systems", "Completed")]
    assert brief(made["actions_slipped"], "ref", "old", "new") == [("R2", "30 April 2026", "31 July 2026")]
    # The same day written otherwise is no change; a day in the month that was printed is one, and no later than it.
    assert brief(made["actions_changed"], "field", "new", "direction") == [
        ("status", "Completed", None), ("due", "31 July 2026", "later"), ("due", "15 May 2026", None),
    ]  # fmt: skip
    assert made["unchanged"] == 1


# --- the note


def test_the_note_counts_first_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    long = " ".join(f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(40))
    rows = [put(row, update=long) if row[8] == TRAINING[0] else row for row in ROWS[:5]]
    lines = [line.text for line in note(changed(tmp_path, [put(r, score="20") if r[0] == "R2" else r for r in rows]))]
    counts = "Risks: no new, 1 closed, 1 unchanged; 1 score changed in 1 risk; controls: 1 changed."
    assert counts in lines[:4]
    assert "R2  Budget overspend" in lines
    assert "score: 16 \u2192 20, up" in lines
    (changed_note,) = [line for line in lines if "written anew" in line]
    assert changed_note.endswith("\u2026\u201d (and 16 more words)")
    assert long.split()[23] in changed_note


# --- the samples


def test_the_samples_moved_as_their_truth_says(samples: Path) -> None:
    truth = TRUTH["register_movements"]
    made = compare(register_in(samples / truth["old"]), register_in(samples / truth["new"]))
    assert [e["ref"] for e in made["new_risks"]] == truth["new_risks"]
    assert [e["ref"] for e in made["closed_risks"]] == truth["closed_risks"]
    assert [{k: e[k] for k in ("ref", "old", "new")} for e in made["renamed"]] == truth["renamed"]
    told = [(e["ref"], e["control"]) for e in made["controls_added"]]
    assert told == [tuple(pair) for pair in truth["controls_added"]]
    assert [[e["ref"], e["control"]] for e in made["controls_removed"]] == truth["controls_removed"]
    status = [{k: e[k] for k in ("ref", "control", "old", "new")} for e in made["controls_changed"] if e["field"] == "status"]
    assert status == truth["controls_status"]
    ratings = [{k: e[k] for k in ("ref", "old", "new")} for e in made["scores"] if e["field"] == "rating"]
    assert ratings == [s for s in truth["scores"] if "field" not in s]
    levels = [{k: e[k] for k in ("ref", "old", "new", "field")} for e in made["scores"] if e["field"] != "rating"]
    assert [s for s in truth["scores"] if "field" in s and s not in levels] == []
    assert [e["control"] for e in made["controls_completed"]] == [
        s["control"] for s in truth["controls_status"] if s["new"] == "Completed"
    ]
    empty = ("merged", "split", "controls_moved", *(name for name in LISTS if name.startswith("actions")))
    assert [name for name in empty if made[name]] == []
    assert (made["leftovers"], made["columns"], made["notes"]) == ({"added": [], "removed": [], "changed": []}, [], [])


def _expected(old: Made, new: Made, names: Sequence[str]) -> set[tuple[Any, ...]]:
    """What two rows of the truth have of different words."""
    texts = [(n, *(re.sub(r"</?p>", "", row[n]) if row.get(n) else None for row in (old, new))) for n in names]
    return {(n, a, b) for n, a, b in texts if not same(a, b)}


def test_every_cell_of_the_samples_that_differs_is_told_and_no_other(samples: Path) -> None:
    new, old = ({r["ref"]: r for r in part["risks"]} for part in TRUTH["registers"])
    made = compare(register_in(samples / TRUTH["registers"][1]["source"]), register_in(samples / TRUTH["registers"][0]["source"]))
    risk_fields, control_fields = ("description", "category", "note"), ("description", "category", "status", "note")
    risks, controls, scores = set(), set(), set()
    for ref in old.keys() & new.keys():
        risks |= {(ref, *d) for d in _expected(old[ref], new[ref], risk_fields)}
        scores |= {(ref, *d) for d in _expected(old[ref], new[ref], ("rating", "likelihood", "impact"))}
        before = {c["title"]: c for c in old[ref]["controls"]}
        for control in new[ref]["controls"]:
            if control["title"] in before:
                controls |= {(ref, control["title"], *d) for d in _expected(before[control["title"]], control, control_fields)}
    assert {(e["ref"], e["field"], e["old"], e["new"]) for e in made["fields"]} == risks
    assert {(e["ref"], e["field"], e["old"], e["new"]) for e in made["scores"]} == scores
    assert {(e["ref"], e["control"], e["field"], e["old"], e["new"]) for e in made["controls_changed"]} == controls
    places = {r["ref"]: r["page"] for r in TRUTH["registers"][0]["risks"]}
    assert [e for e in made["scores"] if e["new_page"] != places[e["ref"]]] == []


# --- a council's own register, in a draft and as it was approved

ANNUAL = "Estimated Annual Financial Exposure"
KENT = [  # found by hand on both files' pages: title, directorate, column, what it was and is, its page in both
    ("Non delivery of Savings and income and inability to replace one-off measures", "ALL", ANNUAL, "119.2", "120.9", 1),
    ("Market Sustainability", "ASCH / CYPE", ANNUAL, "20.0", "28.4", 2),
    ("Distribution of Grant Settlements", "ALL", ANNUAL, "22.0", "22.2", 2),
    ("Insecure funding", "Non Attributable Costs", "cause", "\u00a312.75m", "\u00a314.2m", 4),
]
KENT_RISKS = 42  # counted on the pages
KENT_TOTALS = ("334.7", "345.0")


@pytest.mark.papers
def test_the_draft_and_the_final_budget_risks_differ_as_found_by_hand(papers: Path) -> None:
    name = "kent-cc__risk-register__budget-risks-2025-26-{}.pdf"
    old, new = (register_in(papers / "papers" / name.format(v)) for v in ("draft-jan", "final-feb"))
    made = compare(old, new)
    assert set(found(made)) == {"fields", "leftovers_changed"}
    assert len(made["fields"]) == len(KENT)
    for entry, (title, group, column, before, after, page) in zip(made["fields"], KENT, strict=True):
        assert (entry["title"], entry["group"]) == (title, group)
        assert entry["field"].startswith(column)
        assert [(c["old"], c["new"]) for c in entry["changes"]] == [(before, after)]
        assert (entry["old_page"], entry["new_page"]) == (page, page)
    (totals,) = made["leftovers"]["changed"]
    assert [(c["old"], c["new"]) for c in totals["changes"]] == [KENT_TOTALS]
    assert (made["old"]["risks"], made["new"]["risks"], made["unchanged"]) == (KENT_RISKS, KENT_RISKS, KENT_RISKS - len(KENT))
    assert (made["old"]["title"][:10], made["new"]["title"][:10]) == ("Appendix I", "Appendix J")


@pytest.mark.papers
def test_a_register_typeset_again_has_not_changed(papers: Path) -> None:
    """The same words as 35 pages of ruled tables and as text with tabs: no movement may be invented of what the reading does."""
    name = "childrens-services-risk-register-2026"
    old, new = (register_in(papers / place) for place in (f"corpus/{name}.pdf", f"corpus_text/{name}.txt"))
    made = compare(old, new)
    assert found(made) == {}
    assert (made["unchanged"], made["old"]["controls"], made["new"]["controls"]) == (23, 72, 72)
