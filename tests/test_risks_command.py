"""`scrutiny risks`: every register as JSON and as a person reads it, its leftovers told, and the comparison of two versions."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from assistant.cli import app
from assistant.compare import LISTS
from assistant.register_text import NONE_HELD, NONE_NAMED, listed, listing
from assistant.registers import Held
from vectorstore.models import Document, Kind, Span
from vectorstore.records import Field, Leftover, Record, Register

from .conftest import ROOT

TRUTH: dict[str, Any] = json.loads((ROOT / "samples" / "truth.json").read_text(encoding="utf-8"))
Q3, Q4 = "strategic-risk-register-q3-2025-26.pdf", "strategic-risk-register-q4-2025-26.pdf"
HEADER = ("Ref", "Risk title", "Description", "Owner", "Likelihood", "Impact", "Score", "Budget code")
DEPOT = (
    ("D1", "Depot fire", "Batteries ignite in the tipping hall", "Ivo Marsh", "3", "4", "12", "B-11"),
    ("D2", "Loss of the weighbridge", "The weighbridge fails and loads cannot be charged", "Tom Weir", "2", "3", "6", "B-12"),
)
STRAY = ("", "", "", "The figures above are those of the second quarter", "", "", "", "")
REGISTER = {"document", "title", "source", "as_at", "layout", "risks", "leftovers", "unknown_columns", "notes"}
COMPARED = {"old", "new", *LISTS, "unchanged", "leftovers", "columns", "notes"}


def scrutiny(*arguments: str | Path, columns: int = 200) -> Result:
    return CliRunner(env={"COLUMNS": str(columns)}).invoke(app, [str(a) for a in arguments], catch_exceptions=False)


def words(result: Result) -> str:
    assert (result.exit_code, result.stderr) == (0, "")
    return " ".join(result.stdout.split())


def table(path: Path, *rows: Sequence[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADER, *rows])
    return path


@pytest.fixture(scope="module")
def depot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a library of small registers: one in part read, its later version, which is exempt, and a paper without one."""
    folder = tmp_path_factory.mktemp("depot")
    papers, data = folder / "papers", folder / "library"
    papers.mkdir()
    table(papers / "depot-june.csv", DEPOT[0], STRAY, DEPOT[1])
    (papers / "plan.md").write_text("# Depot plan\n\nThe depot will be enlarged in May 2026.\n", encoding="utf-8")
    assert scrutiny("ingest", papers, "--data", data).exit_code == 0
    later = table(folder / "depot-july.csv", (*DEPOT[0][:4], "2", "4", "8", "B-11"), DEPOT[1])
    assert scrutiny("ingest", later, "--data", data, "--classification", "exempt").exit_code == 0
    return data


# --- the list


def test_the_json_has_every_register_and_version_with_its_rows(sample_library: Path) -> None:
    result = scrutiny("risks", "--json", "--data", sample_library)
    assert (result.exit_code, result.stderr) == (0, "")
    found = {r["source"]: r for r in json.loads(result.stdout)["registers"]}
    assert found.keys() == {Q3, Q4}
    for known in TRUTH["registers"]:
        register = found[known["source"]]
        assert set(register) == REGISTER
        assert register["title"] == known["title"]
        assert [(r["ref"], r["title"], r["rating"], r["owners"], r["page"]) for r in register["risks"]] == [
            (r["ref"], r["title"], r["rating"], r["owners"], r["page"]) for r in known["risks"]
        ]
        assert [[c["title"] for c in r["controls"]] for r in register["risks"]] == [
            [c["title"] for c in r["controls"]] for r in known["risks"]
        ]


def test_a_person_reads_a_line_for_each_risk_with_its_controls_by_status(sample_library: Path) -> None:
    shown = words(scrutiny("risks", "--data", sample_library))
    for known in TRUTH["registers"]:
        assert f"{known['title']} as at {known['as_at']} \u00b7 {known['source']}" in shown
        assert f"{known['risk_count']} risks, {known['control_count']} controls, no actions" in shown
        for risk in known["risks"]:
            owners = ", ".join(risk["owners"])
            assert f"{risk['ref']} {risk['title']} \u00b7 {risk['rating']} \u00b7 {owners} \u00b7 p. {risk['page']}" in shown
            assert f"p. {risk['page']} {len(risk['controls'])} controls: " in shown
    assert "4 controls: 1 in progress, 1 in place, 1 overdue, 1 completed" in shown
    assert "flagged: placeholder left in the note: \u201cADD FIGURE\u201d" in shown
    assert f"{Q4} \u00b7 the latest of 2 versions" in shown
    assert f"{Q3} \u00b7 an earlier version; the latest is {Q4}" in shown


def test_one_paper_alone_by_its_name_or_title(sample_library: Path) -> None:
    for name in (Q3, Q3.removesuffix(".pdf"), "strategic risk register: quarter 3 2025/26"):
        result = scrutiny("risks", "--json", "--data", sample_library, "--document", name)
        assert [r["source"] for r in json.loads(result.stdout)["registers"]] == [Q3]
    shown = words(scrutiny("risks", "--data", sample_library, "--document", Q3))
    assert "an earlier version; the latest is" in shown
    assert "Quarter 4" not in shown


def test_a_register_read_in_part_says_what_was_left_and_which_columns_were_not_understood(depot: Path) -> None:
    shown = words(scrutiny("risks", "--data", depot))
    assert "Read in part: 2 risks, no controls, no actions were read; 1 row could not be placed:" in shown
    assert f"\u201c{STRAY[3]}\u201d" in shown
    assert "1 column was not understood (their cells are kept as printed): \u201cBudget code\u201d" in shown
    (register,) = json.loads(scrutiny("risks", "--json", "--data", depot).stdout)["registers"]
    assert register["leftovers"] == [{"text": STRAY[3], "page": None}]
    assert register["unknown_columns"] == ["Budget code"]


def test_rows_that_could_not_be_placed_are_told_with_their_pages_each_wording_once() -> None:
    document = Document("d", "0" * 64, "Register", Kind.RISK_REGISTER, ("register.pdf",), page_count=9)
    risk = Record("risk", {"title": Field("Fire", (Span(1, 0, 4),))})
    left = (Leftover("Total 12", 3), Leftover("Total 12", 4), Leftover("Total 12", 5), Leftover("see annex", 8))
    held = Held(document, Register("d", "Register", "table", risks=(risk,), leftovers=left))
    lines = [line.text for line in listing([held], [held])]
    assert "Read in part: 1 risk, no controls, no actions were read; 4 rows could not be placed, on pages 3 to 5 and 8:" in lines
    assert lines[-2:] == ["p. 3 to 5: \u201cTotal 12\u201d", "p. 8: \u201csee annex\u201d"]


@pytest.mark.parametrize(
    ("pages", "in_words"),
    [([3, 4], "3 and 4"), ([7], "7"), ([1, 3, 5, 6, 7], "1, 3 and 5 to 7"), ([2, 2, 3, 4], "2 to 4"), ([], "")],
)
def test_pages_in_words(pages: list[int], in_words: str) -> None:
    assert listed(pages) == in_words


def test_an_exempt_register_is_not_there_for_a_reader(depot: Path) -> None:
    def sources(*role: str) -> list[str]:
        return [r["source"] for r in json.loads(scrutiny("risks", "--json", "--data", depot, *role).stdout)["registers"]]

    assert sources() == ["depot-june.csv"]
    assert sources("--as", "officer") == ["depot-july.csv", "depot-june.csv"]
    assert "version" not in words(scrutiny("risks", "--data", depot))


def test_no_register_is_one_line_that_says_what_to_do(tmp_path: Path, depot: Path) -> None:
    assert scrutiny("risks", "--data", tmp_path).stdout == f"{NONE_HELD}\n"
    assert "scrutiny ingest" in NONE_HELD
    assert json.loads(scrutiny("risks", "--json", "--data", tmp_path).stdout) == {"registers": []}
    assert scrutiny("risks", "--data", depot, "--document", "plan.md").stdout == f"{NONE_NAMED}\n"


# --- two versions


def test_two_papers_held_are_compared_by_name_title_and_id(sample_library: Path) -> None:
    registers = json.loads(scrutiny("risks", "--json", "--data", sample_library).stdout)["registers"]
    ids = {r["source"]: r["document"] for r in registers}
    first = scrutiny("risks", "--data", sample_library, "--json", "--compare", Q3, Q4)
    assert (first.exit_code, first.stderr) == (0, "")
    made = json.loads(first.stdout)
    assert set(made) == COMPARED
    assert {k: made["new"][k] for k in ("title", "source", "as_at")} == {
        "title": "Strategic Risk Register: Quarter 4 2025/26", "source": Q4, "as_at": "2026-03-31",
    }  # fmt: skip
    assert [e["ref"] for e in made["new_risks"]] == TRUTH["register_movements"]["new_risks"]
    for pair in ((ids[Q3], ids[Q4]), ("Strategic Risk Register: Quarter 3 2025/26", Q4.removesuffix(".pdf"))):
        assert scrutiny("risks", "--data", sample_library, "--json", "--compare", *pair).stdout == first.stdout


def test_files_are_compared_without_a_library(samples: Path, tmp_path: Path, sample_library: Path) -> None:
    data = tmp_path / "none"
    given = scrutiny("risks", "--data", data, "--json", "--compare", samples / Q3, samples / Q4)
    assert (given.exit_code, given.stderr) == (0, "")
    assert not data.exists()
    held = scrutiny("risks", "--data", sample_library, "--json", "--compare", Q3, Q4)
    assert json.loads(given.stdout) == json.loads(held.stdout)
    mixed = scrutiny("risks", "--data", sample_library, "--json", "--compare", Q3, samples / Q4)
    assert mixed.stdout == held.stdout


def test_the_note_for_a_person_gives_each_movement_with_its_pages(samples: Path) -> None:
    shown = words(scrutiny("risks", "--compare", samples / Q3, samples / Q4))
    counts = "Risks: 1 new, 1 closed, 1 renamed, none unchanged; 7 scores changed in 4 risks"
    assert counts in shown
    assert "controls: 2 added, 1 removed, 3 completed" in shown
    assert shown.index(counts) < shown.index("New risks")
    for part in (
        "CE05 Readiness for the local area SEND inspection \u00b7 Medium (9) \u00b7 Imelda Corriston \u00b7 3 controls (new p. 4)",
        "CE10 Places for the extended childcare entitlement \u00b7 Medium (6) \u00b7 Anneka Prowse \u00b7 2 controls (old p. 5)",
        "\u201cRecruitment of social workers\u201d is now \u201cSocial work workforce stability\u201d (old p. 4, new p. 5)",
        "rating: High (15) \u2192 High (20), up (p. 1 of both)",
        "\u201cInterim places at the Tannery Centre\u201d \u00b7 Not started \u00b7 Leo Marchbanks (p. 3 of both)",
        "\u201cReserves policy\u201d: status: In progress \u2192 Completed (old p. 7, new p. 8)",
    ):
        assert part in shown
    assert shown.count("Reserves policy\u201d: status") == 1


def test_a_reader_cannot_compare_with_an_exempt_register(depot: Path) -> None:
    pair = ("--compare", "depot-june.csv", "depot-july.csv")
    refused = scrutiny("risks", "--data", depot, *pair)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr == (
        "'depot-july.csv': no paper of that name is held and there is no such file; 'scrutiny documents' lists the papers.\n"
    )
    made = json.loads(scrutiny("risks", "--data", depot, "--as", "officer", "--json", *pair).stdout)
    assert [(e["ref"], e["field"], e["old"], e["new"]) for e in made["scores"]] == [
        ("D1", "score", "12", "8"), ("D1", "likelihood", "3", "2"),
    ]  # fmt: skip
    assert [e["text"] for e in made["leftovers"]["removed"]] == [STRAY[3]]


def test_what_cannot_be_compared_is_one_line(sample_library: Path, samples: Path, tmp_path: Path) -> None:
    picture = tmp_path / "scan.png"
    picture.write_bytes(b"\x89PNG")
    for pair, line in (
        ((Q3, "none.pdf"), "'none.pdf': no paper of that name is held"),
        ((Q3, tmp_path / "none.pdf"), "'.*none.pdf': no paper of that name is held"),
        ((Q3, Q3), f"'{Q3}' and '{Q3}' are the same paper; give two versions of a register."),
        ((Q3, samples / Q3), "are the same paper"),
        ((Q3, "cyp-scrutiny-minutes-2026-01-19.pdf"), "no risk register was found in this paper"),
        ((samples / "cyp-scrutiny-minutes-2026-01-19.pdf", Q3), "no risk register was found in this file"),
        ((picture, Q3), "scan.png: .png files are not read"),
    ):
        result = scrutiny("risks", "--data", sample_library, "--compare", *pair)
        assert (result.exit_code, result.stdout) == (1, "")
        assert re.search(line, result.stderr), result.stderr
        assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "line"),
    [(("--compare", "a.pdf"), "--compare"), (("--compare", "a.pdf", "b.pdf", "--document", "a.pdf"), "not both")],
)
def test_wrong_usage_is_status_two(arguments: tuple[str, ...], line: str, tmp_path: Path) -> None:
    result = scrutiny("risks", "--data", tmp_path, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert line in result.stderr


def test_words_of_papers_are_never_markup(tmp_path: Path) -> None:
    rows = [(*row[:2], f"[bold]{row[2]}[/bold]", *row[3:]) for row in DEPOT]
    old = table(tmp_path / "old.csv", *DEPOT)
    new = table(
        tmp_path / "new.csv", *rows, ("D3", "[red]Theft[/red] of fuel", "Fuel is taken", "Tom Weir", "2", "2", "4", "B-13")
    )
    shown = words(scrutiny("risks", "--compare", old, new))
    assert "D3 [red]Theft[/red] of fuel" in shown
    assert "[bold]" in shown
