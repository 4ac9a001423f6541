"""Silverdene Council: a Word table in which each risk takes a row of columns and then rows that run across, controls and actions."""

from __future__ import annotations

from pathlib import Path

from tests.registers.docx_layout import add_rows, fill
from tests.registers.truth import Record, Truth, action, control, stage

HEADER = ("ID", "Risk event", "Cause", "Effect", "Untreated L", "Untreated I", "Treated L", "Treated I", "Accountable officer")
RISKS: list[Record] = [
    {
        "ref": "S-1", "title": "Care home closes without notice", "cause": "Provider insolvency", "consequence": "Forty residents move",
        "likelihood": "3", "impact": "4", "scores": {"inherent": stage(4, 5, None), "residual": stage(3, 4, None)},
        "owners": ["Director of Adults"],
        "controls": [control("Quarterly credit checks"), control("Closure protocol")],
        "actions": [action("Map vacant beds in the region", ["Market Manager"], "31/10/2026", "2026-10-31")],
    },
    {
        "ref": "S-2", "title": "Bridge strike blocks the railway", "cause": "Missing height signs", "consequence": "Claims from the operator",
        "likelihood": "2", "impact": "4", "scores": {"inherent": stage(3, 4, None), "residual": stage(2, 4, None)},
        "owners": ["Head of Highways"],
        "controls": [control("Height signs on both approaches")],
        "actions": [action("Fit collision beams", ["Structures Engineer"], "March 2027", "2027-03")],
    },
    {
        "ref": "S-3", "title": "Grant claim is late", "cause": "One officer knows the process", "consequence": "£220,000 is lost",
        "likelihood": "2", "impact": "3", "scores": {"inherent": stage(4, 3, None), "residual": stage(2, 3, None)},
        "owners": ["Lena Fairweather"],
        "controls": [control("Deputy trained"), control("Calendar of claims"), control("Monthly reconciliation")],
        "actions": [action("Write up the process", ["Lena Fairweather"], "30/09/2026", "2026-09-30")],
    },
    {
        "ref": "S-4", "title": "Water safety at the marina", "cause": "Ladders are missing", "consequence": "Drowning",
        "likelihood": "1", "impact": "5", "scores": {"inherent": stage(3, 5, None), "residual": stage(1, 5, None)},
        "owners": ["Marina Manager"],
        "controls": [control("Ladders every thirty metres"), control("Lifebuoys")], "actions": [],
    },
    {
        "ref": "S-5", "title": "Payroll provider fails", "cause": "Cyber attack on the provider", "consequence": "Staff are not paid",
        "likelihood": "2", "impact": "5", "scores": {"inherent": stage(3, 5, None), "residual": stage(2, 5, None)},
        "owners": ["Head of People", "Lena Fairweather"],
        "controls": [control("Copy of last month's payments file")],
        "actions": [action("Test emergency payments", ["Payroll Lead"], "Ongoing", None)],
    },
]  # fmt: skip

TRUTH: dict[str, Truth | None] = {"silverdene.docx": {"risks": RISKS, "leftovers": [], "unknown": []}}


def build(folder: Path) -> list[Path]:
    """Draw the table; "Controls" and "Actions" stand in the first cell of a row, what they hold is merged over the rest."""
    from docx import Document

    paper = Document()
    paper.add_heading("Silverdene Council operational risks", 0)
    table = paper.add_table(rows=0, cols=len(HEADER), style="Table Grid")
    add_rows(table, [HEADER], bold=True)
    for risk in RISKS:
        before, after = risk["scores"]["inherent"], risk["scores"]["residual"]
        figures = [str(s[part]) for s in (before, after) for part in ("likelihood", "impact")]
        add_rows(table, [(risk["ref"], risk["title"], risk["cause"], risk["consequence"], *figures, "")])
        fill(table.rows[-1].cells[8], risk["owners"])
        _across(table, "Controls", [item["title"] for item in risk["controls"]])
        if risk["actions"]:
            _across(table, "Actions", [f"{a['text']} ({a['owners'][0]}; {a['due']})" for a in risk["actions"]])
    path = folder / "silverdene.docx"
    paper.save(str(path))
    return [path]


def _across(table: object, label: str, lines: list[str]) -> None:
    from typing import Any

    drawn: Any = table
    cells = drawn.add_row().cells
    fill(cells[0], [label])
    fill(cells[1].merge(cells[len(HEADER) - 1]), lines, "bullets")
