"""Brackwater City Council: a workbook with a row a control; the columns of its risk are written again on each row."""

from __future__ import annotations

from pathlib import Path

from tests.registers.truth import Record, Truth, control

HEADER = (
    "Risk ref", "Risk", "Risk category", "Risk owner", "Impact", "Likelihood", "Risk score", "Risk rating", "Control ref", "Control description",
    "Control type", "Control owner", "Control status", "Control update",
)  # fmt: skip
BW1 = ("BW01", "School places run short in the eastern wards", "Strategic", "Kemi Idowu", "Major (4)", "Likely (4)", 16, "High")
BW2 = (
    "BW02",
    "Lone workers are attacked",
    "Health and safety",
    "Head of Corporate Safety",
    "Catastrophic (5)",
    "Unlikely (2)",
    10,
    "Medium",
)
BW3 = (
    "BW03",
    "Energy contract ends without a successor",
    "Financial",
    "Head of Property",
    "Major (4)",
    "Possible (3)",
    12,
    "Medium",
)
# The rating does not follow from the score: 16 is High above.
BW4 = (
    "BW04",
    "Loss of the coroner's accommodation",
    "Operational",
    "Assistant Director, Legal",
    "Major (4)",
    "Likely (4)",
    16,
    "Low",
)
BW5 = (
    "BW05",
    "Fraud in direct payments",
    "Financial",
    "Head of Audit / Head of Adult Care",
    "Moderate (3)",
    "Likely (4)",
    12,
    "Medium",
)

ROWS = (
    (*BW1, "BW01-C1", "Annual forecast of pupil numbers by ward", "Preventive", "Kemi Idowu", "Completed", "The 2026 forecast was published in May."),
    (*BW1, "BW01-C2", "Expansion of two primary schools", "Preventive", "Head of School Estates", "Ongoing",
     "Planning permission was granted on 4 June 2026."),
    (*BW1, "BW01-C3", "Temporary classrooms on call", "Corrective", "Head of School Estates", "Not started", "Quotation awaited, [insert date]."),
    (*BW2, "BW02-C1", "Personal alarms for 340 staff", "Preventive", "Safety Adviser", "Ongoing", "No change."),
    (*BW2, "BW02-C2", "Register of addresses with warnings", "Detective", "Safety Adviser", "Completed", "Checked in March 2026."),
    (*BW3, "BW03-C1", "Regional purchasing group", "Preventive", "Energy Manager", "Completed", "Membership was renewed to 2029."),
    (*BW4, "BW04-C1", "Licence to use the old court house", "Corrective", "Property Lawyer", "Ongoing", "Draft licence with the court service."),
    (*BW5, "BW05-C1", "Review of one account in ten", "Detective", "Audit Manager", "Ongoing", "41 accounts were reviewed in quarter 1."),
    (*BW5, "BW05-C2", "Prepaid cards", "Preventive", "Idowu, Kemi", "Completed", None),
    # The second risk comes back at the foot.
    (*BW2, "BW02-C3", "Check-in calls after each visit", "Detective", "Duty Manager", "Ongoing", "Calls are logged since April 2026."),
)  # fmt: skip

RISKS: list[Record] = [
    {
        "ref": "BW01", "title": "School places run short in the eastern wards", "category": "Strategic", "owners": ["Kemi Idowu"],
        "impact": "Major (4)", "likelihood": "Likely (4)", "score": "16", "rating": "High", "actions": [],
        "scores": {"residual": {"impact": 4, "likelihood": 4, "value": 16}},
        "controls": [
            control("Annual forecast of pupil numbers by ward", ref="BW01-C1", category="Preventive", owners=["Kemi Idowu"], status="Completed",
                    note="The 2026 forecast was published in May."),
            control("Expansion of two primary schools", ref="BW01-C2", category="Preventive", owners=["Head of School Estates"],
                    status="Ongoing", note="Planning permission was granted on 4 June 2026.", flagged=False),
            control("Temporary classrooms on call", ref="BW01-C3", category="Corrective", owners=["Head of School Estates"],
                    status="Not started", note="Quotation awaited, [insert date].", flagged=True),
        ],
    },
    {
        "ref": "BW02", "title": "Lone workers are attacked", "category": "Health and safety", "owners": ["Head of Corporate Safety"],
        "impact": "Catastrophic (5)", "likelihood": "Unlikely (2)", "score": "10", "rating": "Medium", "actions": [], "flagged": False,
        "controls": [
            control("Personal alarms for 340 staff", ref="BW02-C1", category="Preventive", owners=["Safety Adviser"], status="Ongoing",
                    note="No change."),
            control("Register of addresses with warnings", ref="BW02-C2", category="Detective", owners=["Safety Adviser"],
                    status="Completed", note="Checked in March 2026."),
            control("Check-in calls after each visit", ref="BW02-C3", category="Detective", owners=["Duty Manager"], status="Ongoing",
                    note="Calls are logged since April 2026."),
        ],
    },
    {
        "ref": "BW03", "title": "Energy contract ends without a successor", "category": "Financial", "owners": ["Head of Property"],
        "impact": "Major (4)", "likelihood": "Possible (3)", "score": "12", "rating": "Medium", "actions": [], "flagged": False,
        "controls": [
            control("Regional purchasing group", ref="BW03-C1", category="Preventive", owners=["Energy Manager"], status="Completed",
                    note="Membership was renewed to 2029."),
        ],
    },
    {
        "ref": "BW04", "title": "Loss of the coroner's accommodation", "category": "Operational", "owners": ["Assistant Director, Legal"],
        "impact": "Major (4)", "likelihood": "Likely (4)", "score": "16", "rating": "Low", "actions": [], "flagged": True,
        "controls": [
            control("Licence to use the old court house", ref="BW04-C1", category="Corrective", owners=["Property Lawyer"],
                    status="Ongoing", note="Draft licence with the court service."),
        ],
    },
    {
        "ref": "BW05", "title": "Fraud in direct payments", "category": "Financial", "owners": ["Head of Audit", "Head of Adult Care"],
        "impact": "Moderate (3)", "likelihood": "Likely (4)", "score": "12", "rating": "Medium", "actions": [], "flagged": False,
        "controls": [
            control("Review of one account in ten", ref="BW05-C1", category="Detective", owners=["Audit Manager"], status="Ongoing",
                    note="41 accounts were reviewed in quarter 1."),
            control("Prepaid cards", ref="BW05-C2", category="Preventive", owners=["Idowu, Kemi"], status="Completed", note=None),
        ],
    },
]  # fmt: skip

TRUTH: dict[str, Truth | None] = {"brackwater.xlsx": {"risks": RISKS, "leftovers": [], "unknown": []}}


def build(folder: Path) -> list[Path]:
    """Draw the workbook: one sheet with a title above its table."""
    from openpyxl import Workbook

    from tests.registers.xlsx_layout import put

    book = Workbook()
    sheet = book.active
    sheet.title = "Register"
    put(sheet, (("Brackwater City Council: risks and their controls",), HEADER, *ROWS), bold=(0, 1))
    path = folder / "brackwater.xlsx"
    book.save(path)
    return [path]
