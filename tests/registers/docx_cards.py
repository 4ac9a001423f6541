"""Kestrelford Borough Council: a Word table of labels and values for each risk, its actions in rows below or in a table inside a cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.registers.truth import Record, Truth, action, control, stage

ACTION_HEADER = ("Action", "Owner", "Due", "Status")

RISKS: list[Record] = [
    {
        "ref": "KB-1",
        "title": "Town centre regeneration scheme stalls",
        "description": "The developer of the former bus station withdraws before the grant must be spent.",
        "cause": "Construction prices have risen by 18% since the bid.",
        "consequence": "£6.4m of grant is returned and the site stays empty.",
        "scores": {"inherent": stage(4, 5, 20), "residual": stage(3, 4, 12), "target": {"value": 8}},
        "likelihood": "3", "impact": "4", "rating": "Amber",
        "_current": "12 (Amber)", "_target": "8 (Green)", "_marks": "bullets", "_nested": False,
        "owners": ["Director of Place", "Carys Holt"], "_owners": "Director of Place and Carys Holt",
        "controls": [
            control("Programme board chaired by the Chief Executive"),
            control("Independent cost review at each gateway"),
            control("Collaboration agreement with the developer, signed in January 2026"),
        ],
        "actions": [
            action("Agree a revised spend profile with the department", ["Carys Holt"], "30/09/2026", "2026-09-30", status="In progress"),
            action("Appoint a reserve contractor", ["Head of Property"], "Dec 2026", "2026-12", status="Not started"),
            action("Hold a public exhibition", ["Communications Lead"], "May 2026", "2026-05", status="Completed"),
        ],
    },
    {
        "ref": "KB-2",
        "title": "Legionella in sheltered housing",
        "description": "Residents of sheltered schemes are exposed to legionella.",
        "cause": "Flushing of empty flats is not recorded at three schemes.",
        "consequence": "Serious illness and enforcement.",
        "scores": {"inherent": stage(3, 5, 15), "residual": stage(2, 5, 10), "target": {"value": 5}},
        "likelihood": "2", "impact": "5", "rating": "Amber",
        "_current": "10 (Amber)", "_target": "5 (Green)", "_marks": "typed numbers", "_nested": True,
        "owners": ["Head of Housing"],
        "controls": [
            control("Water risk assessments renewed every two years"),
            control("Weekly flushing by scheme officers"),
        ],
        "actions": [
            action("Fit automatic flushing valves at three schemes", ["Compliance Manager"], "31 January 2027", "2027-01-31", status="In progress"),
            action("Audit flushing records", ["Internal Audit"], "Ongoing", None, status="Ongoing"),
        ],
    },
    {
        "ref": "KB-3",
        "title": "Car park income falls short",
        "description": "Income from car parks is below the budget of £2.9m.",
        "cause": "Fewer season tickets are bought.",
        "consequence": "A pressure of up to £400,000.",
        "scores": {"inherent": stage(4, 3, 12), "residual": stage(4, 3, 12), "target": {"value": 6}},
        "likelihood": "4", "impact": "3", "rating": "Amber",
        "_current": "12 (Amber)", "_target": "6 (Green)", "_marks": "paragraphs", "_nested": False,
        "owners": ["Parking Manager"],
        "controls": [control("Monthly income monitoring"), control("Tariff review each autumn")],
        "actions": [],
    },
    {
        "ref": "KB-4",
        "title": "Museum collection is damaged by water",
        "description": "The roof of the Guildhall museum leaks above the picture store.",
        "cause": "The lead was stolen in 2024 and covered with a temporary sheet.",
        "consequence": "Loss of 1,100 works, some on loan.",
        "scores": {"inherent": stage(4, 4, 16), "residual": stage(3, 4, 12), "target": {"value": 4}},
        "likelihood": "3", "impact": "4", "rating": "Amber",
        "_current": "12 (Amber)", "_target": "4 (Green)", "_marks": "typed bullets", "_nested": True,
        "owners": ["C. Holt"],
        "controls": [control("Moisture alarms in the store"), control("Salvage plan rehearsed in April")],
        "actions": [
            action("Let the roofing contract", ["Head of Property", "Museum Curator"], "01/02/2027", "2027-02-01", status="Not started",
                   _owners="Head of Property\nMuseum Curator"),
        ],
    },
    {
        "ref": "KB-5",
        "title": "Taxi licensing decisions are challenged",
        "description": "Decisions are taken without the checks that the standards require.",
        "cause": "The licensing system does not hold renewal dates.",
        "consequence": "Passengers are put at risk; appeals are lost.",
        "scores": {"inherent": stage(3, 4, 12), "residual": stage(2, 4, 8), "target": {"value": 4}},
        "likelihood": "2", "impact": "4", "rating": "Amber",
        "_current": "8 (Amber)", "_target": "4 (Green)", "_marks": "numbers", "_nested": False,
        "owners": ["Licensing Manager"],
        "controls": [
            control("Six-monthly checks of criminal records"),
            control("Compulsory safeguarding course for drivers"),
            control("Joint patrols with the police"),
        ],
        "actions": [
            action("Move records to the new system", ["Licensing Manager"], "TBC", None, status="Not started"),
        ],
    },
]  # fmt: skip

TRUTH: dict[str, Truth | None] = {"kestrelford.docx": {"risks": RISKS, "leftovers": [], "unknown": []}}


def build(folder: Path) -> list[Path]:
    """Draw the paper: a heading and a table for each risk."""
    from docx import Document

    paper = Document()
    paper.add_heading("Kestrelford Borough Council", 0)
    paper.add_heading("Corporate risks", 1)
    paper.add_paragraph("Likelihood and impact are scored from 1 to 5. Scores of 15 and more are Red, of 8 and more Amber.")
    for risk in RISKS:
        paper.add_heading(risk["ref"] + " " + risk["title"], 2)
        _card(paper, risk)
    path = folder / "kestrelford.docx"
    paper.save(str(path))
    return [path]


def _card(paper: Any, risk: Record) -> None:
    """A risk's table: labels and values side by side, then its actions."""
    from tests.registers.docx_layout import add_rows, fill

    table = paper.add_table(rows=0, cols=4, style="Table Grid")
    _wide(table, "Risk title", [risk["title"]])
    add_rows(table, [("Risk reference", risk["ref"], "Risk owner", risk.get("_owners", risk["owners"][0]))])
    _wide(table, "Description", [risk["description"]])
    _wide(table, "Cause", [risk["cause"]])
    _wide(table, "Consequence", [risk["consequence"]])
    inherent = risk["scores"]["inherent"]
    add_rows(table, [
        ("Inherent likelihood", str(inherent["likelihood"]), "Inherent impact", str(inherent["impact"])),
        ("Inherent score", str(inherent["value"]), "Target score", risk["_target"]),
        ("Current likelihood", risk["likelihood"], "Current impact", risk["impact"]),
    ])  # fmt: skip
    _wide(table, "Current score", [risk["_current"]])
    _wide(table, "Controls in place", [item["title"] for item in risk["controls"]], risk["_marks"])
    rows = [(a["text"], a.get("_owners", a["owners"][0]), a["due"], a["status"]) for a in risk["actions"]]
    if risk["_nested"]:
        cells = table.add_row().cells
        fill(cells[0], ["Further actions"])
        inner = cells[1].merge(cells[3]).add_table(rows=0, cols=4)
        add_rows(inner, [ACTION_HEADER], bold=True)
        add_rows(inner, rows)
    elif rows:
        add_rows(table, [ACTION_HEADER], bold=True)
        add_rows(table, rows)


def _wide(table: Any, label: str, lines: list[str], marks: Any = "paragraphs") -> None:
    from tests.registers.docx_layout import fill

    cells = table.add_row().cells
    fill(cells[0], [label])
    fill(cells[1].merge(cells[3]), lines, marks)
