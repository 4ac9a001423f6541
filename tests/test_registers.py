"""Registers of invented councils in every layout and format that is read, held against truth written by hand."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from assistant.cli import app
from ingest.files import read
from ingest.reading import Reading
from ingest.registers import read_registers
from tests.conftest import ROOT
from tests.registers import NAMES, build, module
from tests.registers.compare import compare
from tests.registers.truth import Record as Expected
from tests.registers.truth import Truth
from vectorstore.library import Library
from vectorstore.records import Record, Register
from vectorstore.settings import Settings

TRUTHS: dict[str, Truth | None] = {file: truth for name in NAMES for file, truth in module(name).TRUTH.items()}
REGISTERS = [file for file, truth in TRUTHS.items() if truth]
EXACT = 0.97
RISK_KEYS = {
    "ref", "title", "description", "category", "impact", "likelihood", "score", "rating", "owners", "note", "page", "controls", "actions",
    "cause", "consequence", "scores", "flags",
}  # fmt: skip
CONTROL_KEYS = {"title", "description", "category", "status", "owners", "note", "page", "flags"}
ACTION_KEYS = {"text", "owners", "due", "due_date", "status", "page"}
SCORE_KEYS = {"printed", "likelihood", "impact", "value"}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every file, by name."""
    return {path.name: path for path, _ in build(tmp_path_factory.mktemp("registers"))}


@pytest.fixture(scope="module")
def readings(drawn: dict[str, Path]) -> dict[str, tuple[Reading, list[Register]]]:
    """What was read of every file: its pages and its registers."""
    found = {}
    for name, path in drawn.items():
        reading = read(path)
        found[name] = reading, list(read_registers(reading, "d1", path.stem))
    return found


Readings = dict[str, tuple[Reading, list[Register]]]


# --- against the truth


def test_every_file_drawn_has_its_truth_and_the_other_way_round(drawn: dict[str, Path]) -> None:
    assert set(drawn) == set(TRUTHS)
    assert len(REGISTERS) == 16


@pytest.mark.parametrize("file", REGISTERS)
def test_every_risk_control_and_action_is_read_and_none_invented(file: str, readings: Readings) -> None:
    result = compare(TRUTHS[file], readings[file][1])
    assert result.rows > 4
    assert (result.found, result.invented) == (result.rows, 0), "\n".join(result.wrong)


@pytest.mark.parametrize("file", REGISTERS)
def test_cells_are_exact(file: str, readings: Readings) -> None:
    result = compare(TRUTHS[file], readings[file][1])
    assert result.cells >= 20
    assert result.exact >= EXACT, "\n".join(result.wrong)


@pytest.mark.parametrize("file", [file for file, truth in TRUTHS.items() if truth is None])
def test_what_only_looks_like_a_register_is_none(file: str, readings: Readings) -> None:
    assert compare(None, readings[file][1]).wrong == []
    assert readings[file][1] == []


@pytest.mark.parametrize("file", [file for file in REGISTERS if "leftovers" in (TRUTHS[file] or {})])
def test_leftovers_and_columns_not_understood_are_what_the_truth_says(file: str, readings: Readings) -> None:
    truth = TRUTHS[file]
    assert truth is not None
    registers = readings[file][1]
    assert [left.text for r in registers for left in r.leftovers] == truth["leftovers"]
    assert sorted({label for r in registers for label in r.unknown}) == truth["unknown"]


def test_a_column_that_was_not_understood_keeps_its_cells(readings: Readings) -> None:
    risks = {risk.text("ref"): risk for register in readings["ashcombe-vale.csv"][1] for risk in register.risks}
    assert [(f.label, f.text) for f in risks["AV-01"].other] == [("Insurance code", "IC-4471")]
    assert [f.text for f in risks["AV-04"].other] == []


# --- every field has its place


def records(registers: list[Register]) -> Iterator[Record]:
    for register in registers:
        yield from (record for record, _ in register.records())


@pytest.mark.parametrize("file", REGISTERS)
def test_the_words_of_every_field_stand_where_it_says(file: str, readings: Readings) -> None:
    reading, registers = readings[file]
    checked = 0
    for record in records(registers):
        for name, field in record.fields.items():
            assert field.spans, f"{record.name}: {name} has no place"
            printed = " ".join(reading.pages[s.page - 1].text[s.start : s.end] for s in field.spans)
            # Markup left in cells and marks of lists stand between the words on the page.
            words = " ".join(printed.replace("&amp;", "&").split())
            assert all(word in words for word in field.text.split()), f"{record.name}: {name} {field.text!r} is not {words!r}"
            checked += 1
    assert checked > 10


def test_the_hidden_sheet_and_the_sheets_without_risks_are_not_read_as_risks(readings: Readings) -> None:
    reading, registers = readings["wolden.xlsx"]
    assert "sheet “Closed 2024” is hidden and was not read" in reading.notes
    printed = json.dumps([r.text(name) for r in records(registers) for name in r.fields])
    for words in ("Closed day centre", "Harriet Coyle", "Catastrophic"):
        assert words not in printed


def test_flags_name_what_is_wrong(readings: Readings) -> None:
    def flags(file: str, ref: str) -> str:
        return "; ".join(flag for r in readings[file][1] for risk in r.risks if risk.text("ref") == ref for flag in risk.flags)

    assert "12" in flags("harrowmoor.pdf", "C3")
    assert "9" in flags("harrowmoor.pdf", "C3")
    assert "ADD FIGURE" in flags("wolden.xlsx", "PL2")
    assert "green" in flags("ashcombe-vale.csv", "AV-04").lower()
    assert "low" in flags("brackwater.xlsx", "BW04").lower()
    assert "Staff absence" in flags("harrowmoor.pdf", "C7") or "C5" in flags("harrowmoor.pdf", "C7")


# --- through the library and the command


@pytest.fixture(scope="module")
def library(drawn: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a library that holds a register of each format and a paper that only looks like one."""
    data = tmp_path_factory.mktemp("library")
    result = CliRunner().invoke(
        app, ["ingest", *(str(drawn[name]) for name in HELD), "--data", str(data), "--json"], catch_exceptions=False
    )
    assert result.exit_code == 0, result.stderr
    assert sorted(json.loads(result.stdout)["added"]) == sorted(HELD)
    return data


HELD = ("eastmarch.docx", "wolden.xlsx", "ashcombe-vale.csv", "fernholt.pdf", "youth-action-plan.docx")


@pytest.fixture(scope="module")
def told(library: Path) -> dict[str, list[dict[str, Any]]]:
    """What `scrutiny risks --json` prints, by file."""
    result = CliRunner().invoke(app, ["risks", "--json", "--data", str(library)], catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    found: dict[str, list[dict[str, Any]]] = {}
    for register in json.loads(result.stdout)["registers"]:
        found.setdefault(register["source"], []).append(register)
    return found


def test_the_library_holds_what_was_read(library: Path, readings: Readings) -> None:
    opened = Library(Settings.load(library))
    documents = {document.id: document for document, _ in opened.holdings().registers()}
    held = [register for _, register in opened.holdings().registers()]
    opened.close()
    assert sorted(d.source for d in documents.values()) == sorted(set(HELD) - {"youth-action-plan.docx"})
    made = [r for key, d in documents.items() for r in read_registers(readings[d.source][0], key, d.title)]
    for kept, again in zip(held, made, strict=True):
        assert (kept.document_id, kept.layout, kept.as_at) == (again.document_id, again.layout, again.as_at)
        assert (kept.leftovers, kept.unknown, kept.notes) == (again.leftovers, again.unknown, again.notes)
        for (one, _), (other, _) in zip(kept.records(), again.records(), strict=True):
            for part in ("fields", "spans", "owners", "due", "scores", "flags", "other"):
                assert getattr(one, part) == getattr(other, part), f"{part} of {one.name}"


def test_the_command_prints_the_keys_of_the_interface(told: dict[str, list[dict[str, Any]]]) -> None:
    registers = [register for found in told.values() for register in found]
    assert all({"document", "title", "source", "as_at", "risks", "leftovers"} <= set(r) for r in registers)
    risks = [risk for register in registers for risk in register["risks"]]
    assert all(set(risk) >= RISK_KEYS for risk in risks)
    assert all(set(control) >= CONTROL_KEYS for risk in risks for control in risk["controls"])
    assert all(set(action) >= ACTION_KEYS for risk in risks for action in risk["actions"])
    assert all(set(score) == SCORE_KEYS for risk in risks for score in risk["scores"].values())
    assert sum(len(risk["controls"]) for risk in risks) > 30
    assert sum(len(risk["actions"]) for risk in risks) > 10


def unlike(where: str, expected: Any, printed: Any) -> Iterator[str]:
    """What of a truth is printed otherwise; lists are in the paper's order."""
    if isinstance(expected, dict):
        named = [name for name in ("title", "description") if name in expected]
        for key, value in expected.items():
            if key.startswith("_") or key == "flagged":
                continue
            if named == [key] and printed[key] is None:  # a sole column of words may be title or description
                key = "description" if key == "title" else "title"
            yield from unlike(f"{where} {key}", value, printed.get(key))
    elif isinstance(expected, list):
        if len(expected) != len(printed):
            yield f"{where}: {len(expected)} wanted, {len(printed)} printed"
        for number, (one, other) in enumerate(zip(expected, printed, strict=False), 1):
            yield from unlike(f"{where} {number}", one, other)
    elif expected != (" ".join(printed.split()) if isinstance(printed, str) else printed):
        yield f"{where}: {expected!r} printed as {printed!r}"


@pytest.mark.parametrize("file", [file for file in HELD if TRUTHS[file]])
def test_the_command_prints_the_truth(file: str, told: dict[str, list[dict[str, Any]]]) -> None:
    truth = TRUTHS[file]
    assert truth is not None
    risks: list[Expected] = [risk for register in told[file] for risk in register["risks"]]
    assert list(unlike(file, truth["risks"], risks)) == []
    if "as_at" in truth:
        assert {register["as_at"] for register in told[file]} == {truth["as_at"]}


def test_a_paper_that_only_looks_like_a_register_is_not_listed(told: dict[str, list[dict[str, Any]]]) -> None:
    assert "youth-action-plan.docx" not in told


# --- sizes and formulas

MEASURED = """
import sys
from pathlib import Path
from ingest.files import read
from ingest.registers import read_registers
reading = read(Path(sys.argv[1]))
registers = read_registers(reading, "d1", "large")
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024, len(reading.blocks), sum(len(r.risks) for r in registers))
"""


def measured(path: Path) -> tuple[int, int, int]:
    """(most megabytes held, blocks, risks) of a file read in a process of its own."""
    if not Path("/proc/self/status").exists():
        pytest.skip("this system does not say how much memory a process held at most")
    done = subprocess.run([sys.executable, "-c", MEASURED, str(path)], cwd=ROOT, capture_output=True, text=True, check=True)
    peak, blocks, risks = map(int, done.stdout.split())
    return peak, blocks, risks


@pytest.mark.timeout(400)
def test_a_sheet_of_two_hundred_thousand_rows_is_read_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "payments.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("Supplier", "Risk category", "Amount"))
        rows.writerows((f"Supplier {n % 700}", "Low", n) for n in range(200_000))
    peak, blocks, risks = measured(path)
    assert (blocks, risks) == (200_001, 0)
    assert peak < 600


@pytest.mark.timeout(400)
def test_a_workbook_of_many_risks_is_read_whole_in_bounded_memory(tmp_path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Register")
    sheet.append(("Ref", "Risk", "Likelihood", "Impact", "Score", "Owner"))
    for n in range(20_000):
        likelihood, impact = n % 5 + 1, n % 4 + 1
        sheet.append((f"B{n}", f"Bridge {n} is closed", likelihood, impact, likelihood * impact, "Head of Highways"))
    path = tmp_path / "bridges.xlsx"
    book.save(path)
    peak, blocks, risks = measured(path)
    assert (blocks, risks) == (20_002, 20_000)
    assert peak < 400


def test_formulas_without_stored_values_are_told_and_leave_the_score_empty(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("Ref", "Risk", "Likelihood", "Impact", "Score", "Owner"))
    for n, title in enumerate(("Boiler fails", "Lease ends", "Grant is clawed back", "Roof leaks"), 2):
        sheet.append((f"F{n}", title, 3, n, f"=C{n}*D{n}", "Town Clerk"))
    path = tmp_path / "unsaved.xlsx"
    book.save(path)
    reading = read(path)
    assert any(note.startswith("4 formulas without a stored value") for note in reading.notes)
    (register,) = read_registers(reading, "d1", "unsaved")
    assert [r.text("title") for r in register.risks] == ["Boiler fails", "Lease ends", "Grant is clawed back", "Roof leaks"]
    assert [r.text("score") for r in register.risks] == [None] * 4
    assert [r.scores["residual"].value for r in register.risks if "residual" in r.scores] in ([], [None] * 4)
    assert any("formula" in note for note in (*register.notes, *reading.notes))
