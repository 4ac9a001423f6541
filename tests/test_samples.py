"""The sample papers: built again byte for byte, opened by their libraries, and true to truth.json."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdf
import pytest

from samples.build import build

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
PAPERS = SAMPLES / "papers"
TRUTH: dict[str, Any] = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
PDFS = sorted(path.name for path in PAPERS.glob("*.pdf"))
MOST_BYTES = 2_500_000


def folded(text: str) -> str:
    """The text with every run of white space made one space."""
    return re.sub(r"\s+", " ", text).strip()


def cells_of(table: Any) -> list[str]:
    """Every cell's words of a Word table, those of tables inside its cells too."""
    return [
        text
        for row in table.rows
        for cell in row.cells
        for text in (cell.text, *(inner for nested in cell.tables for inner in cells_of(nested)))
    ]


@cache
def page_texts(source: str) -> tuple[str, ...]:
    """The words of a paper by page; a paper without pages is one."""
    path = PAPERS / source
    if path.suffix == ".pdf":
        return tuple(folded(page.extract_text()) for page in pypdf.PdfReader(path).pages)
    if path.suffix == ".docx":
        document = docx.Document(str(path))
        parts = [paragraph.text for paragraph in document.paragraphs]
        return (folded(" ".join(parts + [text for table in document.tables for text in cells_of(table)])),)
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path, data_only=True)
        values = [str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value is not None]
        return (folded(" ".join(values)),)
    return (folded(path.read_text(encoding="utf-8")),)


def statements() -> list[Any]:
    """Every quote in truth.json with where it should stand, named for the test's report."""
    found: list[tuple[str, dict[str, Any]]] = []
    for group in ("conflicts", "gaps"):
        for entry in TRUTH[group]:
            found += [(f"{group}: {entry.get('topic') or entry['note']}", place) for place in entry["statements"]]
    for entry in TRUTH["commitments"]:
        places = [entry, *entry["later"], *entry["also_promised"]]
        found += [(f"commitments: {entry['what']}", place) for place in places]
    found += [("not a commitment", place) for place in TRUTH["not_commitments"]]
    return [pytest.param(place, id=f"{name} [{number}]") for number, (name, place) in enumerate(found)]


def test_a_rebuild_gives_the_same_bytes(tmp_path: Path) -> None:
    built = {path.name: path.read_bytes() for path in build(tmp_path)}
    kept = {path.name: path.read_bytes() for path in PAPERS.iterdir()}
    assert sorted(built) == sorted(kept)
    assert [name for name in built if built[name] != kept[name]] == []


def test_the_papers_are_small_enough_to_keep() -> None:
    assert sum(path.stat().st_size for path in PAPERS.iterdir()) < MOST_BYTES


def test_truth_names_every_paper() -> None:
    papers = {path.name for path in PAPERS.iterdir() if not path.name.endswith(".meta.toml")}
    assert {entry["source"] for entry in TRUTH["documents"]} == papers


@pytest.mark.parametrize("entry", TRUTH["documents"], ids=lambda entry: entry["source"])
def test_page_counts_hold(entry: dict[str, Any]) -> None:
    pages = len(pypdf.PdfReader(PAPERS / entry["source"]).pages) if entry["source"].endswith(".pdf") else None
    assert entry["pages"] == pages


@pytest.mark.parametrize("name", PDFS)
def test_each_pdf_page_has_text_or_is_known_to_have_none(name: str) -> None:
    expected = next(entry["unread_pages"] for entry in TRUTH["documents"] if entry["source"] == name)
    assert [number for number, text in enumerate(page_texts(name), start=1) if not text] == expected


@pytest.mark.parametrize("place", statements())
def test_each_quote_stands_on_its_page(place: dict[str, Any]) -> None:
    pages = page_texts(place["source"])
    page = pages[(place["page"] or 1) - 1]
    assert place["quote"] in page


@pytest.mark.parametrize("register", TRUTH["registers"], ids=lambda register: register["source"])
def test_each_risk_and_control_begins_on_its_page(register: dict[str, Any]) -> None:
    pages = page_texts(register["source"])
    risks = register["risks"]
    assert (len(risks), sum(len(risk["controls"]) for risk in risks)) == (register["risk_count"], register["control_count"])
    for risk in risks:
        assert f"{risk['ref']} {risk['date_added']} {risk['title']}" in pages[risk["page"] - 1]
        for control in risk["controls"]:
            assert f"{control['title']} {control['description'][:8]}" in pages[control["page"] - 1]


@pytest.mark.parametrize("register", TRUTH["registers"], ids=lambda register: register["source"])
def test_every_cell_of_a_control_is_printed_in_order(register: dict[str, Any]) -> None:
    whole = " ".join(page_texts(register["source"]))
    for control in (control for risk in register["risks"] for control in risk["controls"]):
        owners = "; ".join(control["owners"])
        row = (control["title"], control["description"], control["category"], control["status"], owners, control["note"])
        assert " ".join(cell for cell in row if cell) in whole


def test_send_funding_has_four_controls_and_is_one_of_five_send_risks() -> None:
    current = TRUTH["registers"][0]
    send = [risk for risk in current["risks"] if "SEND" in risk["title"] or "EHC" in risk["title"]]
    assert [risk["ref"] for risk in send] == ["CE01", "CE02", "CE03", "CE04", "CE05"]
    funding = next(risk for risk in send if "funding" in risk["title"])
    assert [control["status"] for control in funding["controls"]] == ["In progress", "In place", "Overdue", "Completed"]


def test_exempt_facts_are_in_the_exempt_paper_and_in_no_other() -> None:
    source = TRUTH["exempt"]["source"]
    secret = " ".join(page_texts(source))
    others = {path.name: " ".join(page_texts(path.name)) for path in PAPERS.iterdir() if path.name != source}
    assert [fact for fact in TRUTH["exempt"]["strings"] if fact not in secret] == []
    assert [(fact, name) for fact in TRUTH["exempt"]["strings"] for name, text in others.items() if fact in text] == []


def test_the_workbook_hides_one_sheet_and_stores_its_formulas_values() -> None:
    path = PAPERS / TRUTH["hidden_sheet"]["source"]
    formulas, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    assert [sheet.title for sheet in formulas if sheet.sheet_state == "hidden"] == [TRUTH["hidden_sheet"]["sheet"]]
    found = [cell for sheet in formulas for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(found) > 40
    assert [cell.coordinate for cell in found if not isinstance(values[cell.parent.title][cell.coordinate].value, int)] == []
    summary = values["Summary"]
    assert summary["D10"].value == sum(summary[f"D{row}"].value for row in (7, 8, 9))


def test_the_csv_keeps_its_columns_through_commas_quotes_and_line_ends() -> None:
    with (PAPERS / "performance-indicators-2025-26.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    assert {len(row) for row in rows} == {8}
    comments = [row[7] for row in rows]
    assert any(", " in text for text in comments)
    assert any('"' in text for text in comments)
    assert any("\n" in text for text in comments)


def test_the_cabinet_report_numbers_some_paragraphs_itself_and_nests_a_table() -> None:
    document = docx.Document(str(PAPERS / "cabinet-send-places-2026-03-10.docx"))
    front = {row.cells[0].text: row.cells[1].text for row in document.tables[0].rows}
    assert (front["Meeting date"], front["Classification"]) == ("10 March 2026", "Open")
    numbered = [paragraph.text for paragraph in document.paragraphs if paragraph._p.xpath("./w:pPr/w:numPr")]
    assert len(numbered) == 9
    assert not any(text[:1].isdigit() for text in numbered)
    assert any(cell.tables for table in document.tables for row in table.rows for cell in row.cells)


def test_the_scans_sidecar_can_be_read() -> None:
    source = TRUTH["scanned"]["source"]
    sidecar = tomllib.loads((PAPERS / f"{source}.meta.toml").read_text(encoding="utf-8"))
    entry = next(entry for entry in TRUTH["documents"] if entry["source"] == source)
    assert sidecar["title"] == entry["title"]
    assert str(sidecar["meeting_date"]) == entry["meeting_date"]
