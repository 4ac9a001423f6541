"""Ashcombe Vale District Council: a CSV file with semicolons, a byte order mark, cells of several lines and three sets of scores."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tests.registers.truth import Record, Truth, action, control, stage

HEADER = (
    "Ref", "Directorate", "Risk title", "Description", "Gross likelihood", "Gross impact", "Gross score", "Net likelihood",
    "Net impact", "Net score", "Target score", "RAG", "Controls", "Action", "Action owner", "Action due", "Owner", "Insurance code",
    "Last reviewed",
)  # fmt: skip

# Every cell as it stands in the file.
ROWS = (
    (
        "AV-01", "Resources", "Pension fund deficit", "The triennial valuation increases employer contributions\nbeyond the sum set aside.",
        "4", "4", "16", "3", "4", "12", "8", "Amber",
        "- Smoothing agreed with the fund's actuary\n- Earmarked reserve of £600,000\n- Quarterly briefing by the fund",
        "Model three contribution rates", "Chief Accountant", "31/10/2026", "Director of Finance", "IC-4471", "12/05/2026",
    ),
    (
        "AV-02", "Resources", "Cyber attack", "A hostile party encrypts council data;\nservices stop and personal data is lost.",
        "5", "5", "25", "3", "5", "15", "10", "Red",
        "1. Off-line backups tested each month\n2. Multi-factor sign-in for all staff\n3. Incident retainer with a security firm",
        "Run a recovery exercise for the call centre", "Tomasz Hale", "Nov 2026", "Head of Digital, Tomasz Hale", "IC-9020", "12/05/2026",
    ),
    (
        "AV-03", "Environment", "Waste depot fire", "Lithium batteries in the recycling stream ignite at Tanner's Yard depot.",
        "3", "4", "12", "2", "4", "8", "4", "Amber",
        "Thermal cameras in the tipping hall\nFire watch outside working hours",
        "Fit a water deluge system", "Depot Manager", "2027", "Director of Environment", "IC-1188", "03/04/2026",
    ),
    (
        "AV-04", "Environment", "Flooding of the Ash Brook", "Surface water floods homes in Lower Ashcombe.",
        "4", "4", "16", "4", "3", "12", "6", "Green",
        "Gully cleaning twice a year",
        "Agree maintenance of the trash screen at a cost of [insert figure]", "", "Ongoing", "Drainage Engineer", "", "03/04/2026",
    ),
    (
        "AV-05", "Communities", "Safeguarding referral missed", "A concern about a child or an adult at risk is not passed on.",
        "3", "5", "15", "1", "5", "5", "5", "Green",
        "Named safeguarding lead in each team\nTraining every two years; 96% of staff are in date",
        "", "", "", "Dee Okafor and Head of Communities", "IC-2003", "20/05/2026",
    ),
    (
        "AV-06", "Communities", "Loss of grant for the hardship fund", "The national fund ends in March 2027 and is not replaced.",
        "4", "3", "12", "4", "3", "12", "", "Amber",
        "",
        "Report options to Cabinet", "Dee Okafor", "15 January 2027", "D Okafor", "IC-2003", "20/05/2026",
    ),
)  # fmt: skip

RISKS: list[Record] = [
    {
        "ref": "AV-01", "group": "Resources", "title": "Pension fund deficit",
        "description": "The triennial valuation increases employer contributions beyond the sum set aside.",
        "likelihood": "3", "impact": "4", "score": "12", "rating": "Amber",
        "scores": {"inherent": stage(4, 4, 16), "residual": stage(3, 4, 12), "target": {"value": 8}},
        "controls": [
            control("Smoothing agreed with the fund's actuary"),
            control("Earmarked reserve of £600,000"),
            control("Quarterly briefing by the fund"),
        ],
        "actions": [action("Model three contribution rates", ["Chief Accountant"], "31/10/2026", "2026-10-31")],
        "owners": ["Director of Finance"], "reviewed": "12/05/2026", "flagged": False,
    },
    {
        "ref": "AV-02", "group": "Resources", "title": "Cyber attack",
        "description": "A hostile party encrypts council data; services stop and personal data is lost.",
        "likelihood": "3", "impact": "5", "score": "15", "rating": "Red",
        "scores": {"inherent": stage(5, 5, 25), "residual": stage(3, 5, 15), "target": {"value": 10}},
        "controls": [
            control("Off-line backups tested each month"),
            control("Multi-factor sign-in for all staff"),
            control("Incident retainer with a security firm"),
        ],
        "actions": [action("Run a recovery exercise for the call centre", ["Tomasz Hale"], "Nov 2026", "2026-11")],
        "owners": ["Head of Digital", "Tomasz Hale"], "reviewed": "12/05/2026", "flagged": False,
    },
    {
        "ref": "AV-03", "group": "Environment", "title": "Waste depot fire",
        "description": "Lithium batteries in the recycling stream ignite at Tanner's Yard depot.",
        "likelihood": "2", "impact": "4", "score": "8", "rating": "Amber",
        "scores": {"inherent": stage(3, 4, 12), "residual": stage(2, 4, 8), "target": {"value": 4}},
        "controls": [control("Thermal cameras in the tipping hall"), control("Fire watch outside working hours")],
        "actions": [action("Fit a water deluge system", ["Depot Manager"], "2027", "2027")],
        "owners": ["Director of Environment"], "reviewed": "03/04/2026", "flagged": False,
    },
    {
        # Green beside a score of 12, which is Amber in AV-01 and AV-06.
        "ref": "AV-04", "group": "Environment", "title": "Flooding of the Ash Brook",
        "description": "Surface water floods homes in Lower Ashcombe.",
        "likelihood": "4", "impact": "3", "score": "12", "rating": "Green",
        "scores": {"inherent": stage(4, 4, 16), "residual": stage(4, 3, 12), "target": {"value": 6}},
        "controls": [control("Gully cleaning twice a year")],
        "actions": [
            action("Agree maintenance of the trash screen at a cost of [insert figure]", [], "Ongoing", None, flagged=True)
        ],
        "owners": ["Drainage Engineer"], "reviewed": "03/04/2026", "flagged": True,
    },
    {
        "ref": "AV-05", "group": "Communities", "title": "Safeguarding referral missed",
        "description": "A concern about a child or an adult at risk is not passed on.",
        "likelihood": "1", "impact": "5", "score": "5", "rating": "Green",
        "scores": {"inherent": stage(3, 5, 15), "residual": stage(1, 5, 5), "target": {"value": 5}},
        "controls": [
            control("Named safeguarding lead in each team"),
            control("Training every two years; 96% of staff are in date"),
        ],
        "actions": [],
        "owners": ["Dee Okafor", "Head of Communities"], "reviewed": "20/05/2026", "flagged": False,
    },
    {
        "ref": "AV-06", "group": "Communities", "title": "Loss of grant for the hardship fund",
        "description": "The national fund ends in March 2027 and is not replaced.",
        "likelihood": "4", "impact": "3", "score": "12", "rating": "Amber",
        "scores": {"inherent": stage(4, 3, 12), "residual": stage(4, 3, 12)},
        "controls": [],
        "actions": [action("Report options to Cabinet", ["Dee Okafor"], "15 January 2027", "2027-01-15")],
        "owners": ["D Okafor"], "reviewed": "20/05/2026", "flagged": False,
    },
]  # fmt: skip

TRUTH: dict[str, Truth | None] = {
    "ashcombe-vale.csv": {"risks": RISKS, "leftovers": [], "unknown": ["Insurance code"]},
}


def build(folder: Path) -> list[Path]:
    """Write the rows with semicolons between cells."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([HEADER, *ROWS])
    path = folder / "ashcombe-vale.csv"
    path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())
    return [path]
