"""Greyfriars Council: a comma-separated export with capitals for labels, likelihood and impact in one cell, statuses open and closed."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.registers.truth import Record, Truth, control, stage

HEADER = (
    "RISK_ID", "RISK_NAME", "RISK_TYPE", "SERVICE_AREA", "RAW (L/I)", "CURRENT (L/I)", "STATUS", "DATE_RAISED", "RISK_MANAGER",
    "MITIGATION_1", "MITIGATION_2", "MITIGATION_3", "LATEST_COMMENT",
)  # fmt: skip
ROWS = (
    ("881", "Boiler failure at Greyfriars House", "Physical", "Property", "4/3", "3/3", "Open", "2025-04-11", "Hal Brandt",
     "Weekly inspection", "Spare pump in stock", "", "2026-06-02: pump tested"),
    ("882", "Loss of the planning archive", "Information", "Planning", "2/5", "1/5", "Open", "2025-09-30", "Archivist",
     "Digitisation of 1947 to 1974", "", "", ""),
    ("885", "Fly-tipping contractor under-performs", "Contractual", "Streets", "5/2", "4/2", "Open", "2026-01-19", "Hal Brandt; Contracts Officer",
     "Monthly scorecard", "Deductions under clause 14", "Second contractor on call", "2026-05-20: deductions of £4,150 in April"),
    ("886", "Allotment rents not collected", "Financial", "Parks", "3/1", "3/1", "Closed", "2026-02-02", "Parks Manager",
     "Direct debit", "", "", "Closed at the June review"),
    ("890", "Asbestos register out of date", "Physical", "Property", "3/5", "2/5", "Open", "2026-03-14", "H Brandt",
     "Survey of 61 sites", "Permit to work", "", "TBC"),
)  # fmt: skip

RISKS: list[Record] = [
    {
        "ref": "881", "title": "Boiler failure at Greyfriars House", "category": "Physical", "group": "Property", "status": "Open",
        "scores": {"inherent": stage(4, 3, None, printed="4/3"), "residual": stage(3, 3, None, printed="3/3")},
        "added": "2025-04-11", "owners": ["Hal Brandt"], "note": "2026-06-02: pump tested",
        "controls": [control("Weekly inspection"), control("Spare pump in stock")], "actions": [],
    },
    {
        "ref": "882", "title": "Loss of the planning archive", "category": "Information", "group": "Planning", "status": "Open",
        "scores": {"inherent": stage(2, 5, None), "residual": stage(1, 5, None)}, "added": "2025-09-30", "owners": ["Archivist"],
        "note": None, "controls": [control("Digitisation of 1947 to 1974")], "actions": [],
    },
    {
        "ref": "885", "title": "Fly-tipping contractor under-performs", "category": "Contractual", "group": "Streets", "status": "Open",
        "scores": {"inherent": stage(5, 2, None), "residual": stage(4, 2, None)}, "added": "2026-01-19",
        "owners": ["Hal Brandt", "Contracts Officer"], "note": "2026-05-20: deductions of £4,150 in April",
        "controls": [control("Monthly scorecard"), control("Deductions under clause 14"), control("Second contractor on call")],
        "actions": [],
    },
    {
        "ref": "886", "title": "Allotment rents not collected", "category": "Financial", "group": "Parks", "status": "Closed",
        "scores": {"inherent": stage(3, 1, None), "residual": stage(3, 1, None)}, "added": "2026-02-02", "owners": ["Parks Manager"],
        "note": "Closed at the June review", "controls": [control("Direct debit")], "actions": [],
    },
    {
        "ref": "890", "title": "Asbestos register out of date", "category": "Physical", "group": "Property", "status": "Open",
        "scores": {"inherent": stage(3, 5, None), "residual": stage(2, 5, None)}, "added": "2026-03-14", "owners": ["H Brandt"],
        "note": "TBC", "flagged": True, "controls": [control("Survey of 61 sites"), control("Permit to work")], "actions": [],
    },
]  # fmt: skip

TRUTH: dict[str, Truth | None] = {"greyfriars.csv": {"risks": RISKS, "leftovers": [], "unknown": []}}


def build(folder: Path) -> list[Path]:
    """Write the rows in the character set of an older Windows program."""
    path = folder / "greyfriars.csv"
    with path.open("w", newline="", encoding="cp1252") as file:
        csv.writer(file).writerows([HEADER, *ROWS])
    return [path]
