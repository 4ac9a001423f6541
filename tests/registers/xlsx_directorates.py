"""Wolden County Council: a workbook with a sheet a directorate, each with columns of its own, merged cells, formulas and colours."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.registers.truth import Record, Truth, action, control, stage

CONTENTS = (
    ("Wolden County Council risk registers",),
    (),
    ("Sheet", "Directorate", "Risk lead"),
    ("Adults", "Adult Social Care", "Harriet Coyle"),
    ("Place", "Place and Environment", "Benedict Orr"),
    ("Resources", "Resources", "Ama Larkin"),
)
SCORING = (
    ("How risks are scored",),
    (),
    ("Score", "Likelihood", "Impact", "Description of impact"),
    (5, "Almost certain", "Catastrophic", "Loss above £5m, or a death"),
    (4, "Likely", "Major", "Loss of £1m to £5m, or a serious injury"),
    (3, "Possible", "Moderate", "Loss of £250,000 to £1m"),
    (2, "Unlikely", "Minor", "Loss of £50,000 to £250,000"),
    (1, "Rare", "Negligible", "Loss below £50,000"),
)

# A risk's cells are merged over the rows of its controls; the score is a formula.
ADULTS_HEADER = (
    "Risk ID", "Risk title", "Description", "Likelihood", "Impact", "Score", "RAG", "Risk owner", "Control", "Control owner", "Control status",
)  # fmt: skip
ADULTS = (
    (
        ("ASC1", "Care market failure", "A large home care provider hands back its contracts with less than 28 days' notice.", 4, 4, 16, "Red",
         "Director of Adult Social Care"),
        (
            ("Quality and market monitoring visits", "Head of Commissioning", "Completed"),
            ("Provider failure protocol agreed with the NHS", "Head of Commissioning", "In progress"),
            ("Block purchase of 300 hours a week held in reserve", "Sunita Vale", "Not started"),
        ),
    ),
    (
        ("ASC2", "Deprivation of liberty backlog", "People are deprived of their liberty without authority because assessments are late.", 3, 4, 12,
         "Amber", "Principal Social Worker"),
        (
            ("Priority tool applied to each request", "Oliver Stanage", "Completed"),
            ("Forty assessors on the bank", "O. Stanage", "Completed"),
        ),
    ),
    (
        # Twelve is Amber above; here it is Green.
        ("ASC3", "Charging system replacement", "Bills for care are wrong or late after the charging system is replaced.", 4, 3, 12, "Green",
         "Head of Finance Operations"),
        (("Parallel billing run", "Ledger Team Leader", "In progress"),),
    ),
)  # fmt: skip

PLACE_HEADER = (
    "No.", "Risk and its consequences", "Owner", "Gross L", "Gross I", "Gross score", "Mitigations in place", "Net L", "Net I", "Net score",
    "RAG status", "Comments",
)  # fmt: skip
PLACE = (
    (
        "PL1", "Landslip closes the coast road at Sallow Point and cuts off two villages", "Head of Highways", 4, 5, 20,
        "Movement sensors read each hour\nDiversion signed and agreed with the bus operators", 3, 5, 15, "Red",
        "June 2026: movement of 4 mm since March; no change to the score.",
    ),
    (
        "PL2", "Ash dieback brings trees down on the highway", "Tree Manager\nHead of Highways", 5, 4, 20,
        "Survey of A and B roads each summer\nFelling contract for 1,200 trees\nClimbing team on call", 3, 4, 12, "Amber",
        "May 2026: 640 trees felled. Contract extended at a cost of ADD FIGURE.",
    ),
    (
        "PL3", "Food waste collections start late and the grant is clawed back", "Benedict Orr", 4, 3, 12,
        "Vehicle order placed", 4, 3, 12, "Amber", None,
    ),
)  # fmt: skip

RESOURCES_HEADER = (
    ("Risk reference", "Title of risk", "Inherent risk", None, None, "Residual risk", None, None,
     "Further action required", "Action lead", "Target date", "Progress"),
    (None, None, "Probability", "Severity", "Total", "Probability", "Severity", "Total", None, None, None, None),
)  # fmt: skip
RESOURCES = (
    ("R/01", "Payroll error after the move to the shared service", 3, 4, 12, 2, 4, 8, "Reconcile the October payroll", "Payroll Manager",
     date(2026, 10, 31), "In progress"),
    ("R/02", "Legal challenge to a large procurement", 3, 4, 12, 2, 3, 6, "Train evaluators", "Ama Larkin", "Autumn 2026", "Not started"),
    ("R/03", "Asbestos in the archive store", 2, 5, 10, 1, 5, 5, "Survey the basement", "Facilities Manager", date(2027, 1, 15), "Complete"),
)  # fmt: skip

RISKS: list[Record] = [
    {
        "ref": "ASC1", "title": "Care market failure",
        "description": "A large home care provider hands back its contracts with less than 28 days' notice.",
        "likelihood": "4", "impact": "4", "score": "16", "rating": "Red", "owners": ["Director of Adult Social Care"], "flagged": False,
        "controls": [
            control("Quality and market monitoring visits", owners=["Head of Commissioning"], status="Completed"),
            control("Provider failure protocol agreed with the NHS", owners=["Head of Commissioning"], status="In progress"),
            control("Block purchase of 300 hours a week held in reserve", owners=["Sunita Vale"], status="Not started"),
        ],
        "actions": [],
    },
    {
        "ref": "ASC2", "title": "Deprivation of liberty backlog",
        "description": "People are deprived of their liberty without authority because assessments are late.",
        "likelihood": "3", "impact": "4", "score": "12", "rating": "Amber", "owners": ["Principal Social Worker"],
        "controls": [
            control("Priority tool applied to each request", owners=["Oliver Stanage"], status="Completed"),
            control("Forty assessors on the bank", owners=["O. Stanage"], status="Completed"),
        ],
        "actions": [],
    },
    {
        "ref": "ASC3", "title": "Charging system replacement",
        "description": "Bills for care are wrong or late after the charging system is replaced.",
        "likelihood": "4", "impact": "3", "score": "12", "rating": "Green", "owners": ["Head of Finance Operations"], "flagged": True,
        "controls": [control("Parallel billing run", owners=["Ledger Team Leader"], status="In progress")],
        "actions": [],
    },
    {
        "ref": "PL1", "title": "Landslip closes the coast road at Sallow Point and cuts off two villages",
        "likelihood": "3", "impact": "5", "score": "15", "rating": "Red", "owners": ["Head of Highways"], "flagged": False,
        "scores": {"inherent": stage(4, 5, 20), "residual": stage(3, 5, 15)},
        "note": "June 2026: movement of 4 mm since March; no change to the score.",
        "controls": [control("Movement sensors read each hour"), control("Diversion signed and agreed with the bus operators")],
        "actions": [],
    },
    {
        "ref": "PL2", "title": "Ash dieback brings trees down on the highway",
        "likelihood": "3", "impact": "4", "score": "12", "rating": "Amber", "owners": ["Tree Manager", "Head of Highways"], "flagged": True,
        "scores": {"inherent": stage(5, 4, 20), "residual": stage(3, 4, 12)},
        "note": "May 2026: 640 trees felled. Contract extended at a cost of ADD FIGURE.",
        "controls": [
            control("Survey of A and B roads each summer"),
            control("Felling contract for 1,200 trees"),
            control("Climbing team on call"),
        ],
        "actions": [],
    },
    {
        "ref": "PL3", "title": "Food waste collections start late and the grant is clawed back",
        "likelihood": "4", "impact": "3", "score": "12", "rating": "Amber", "owners": ["Benedict Orr"], "flagged": False,
        "scores": {"inherent": stage(4, 3, 12), "residual": stage(4, 3, 12)}, "note": None,
        "controls": [control("Vehicle order placed")],
        "actions": [],
    },
    {
        "ref": "R/01", "title": "Payroll error after the move to the shared service",
        "likelihood": "2", "impact": "4", "score": "8", "flagged": False,
        "scores": {"inherent": stage(3, 4, 12), "residual": stage(2, 4, 8)},
        "controls": [],
        "actions": [action("Reconcile the October payroll", ["Payroll Manager"], "31 October 2026", "2026-10-31", status="In progress")],
    },
    {
        "ref": "R/02", "title": "Legal challenge to a large procurement",
        "likelihood": "2", "impact": "3", "score": "6", "flagged": False,
        "scores": {"inherent": stage(3, 4, 12), "residual": stage(2, 3, 6)},
        "controls": [],
        "actions": [action("Train evaluators", ["Ama Larkin"], "Autumn 2026", ..., status="Not started")],
    },
    {
        "ref": "R/03", "title": "Asbestos in the archive store",
        "likelihood": "1", "impact": "5", "score": "5", "flagged": False,
        "scores": {"inherent": stage(2, 5, 10), "residual": stage(1, 5, 5)},
        "controls": [],
        "actions": [action("Survey the basement", ["Facilities Manager"], "15 January 2027", "2027-01-15", status="Complete")],
    },
]  # fmt: skip

TRUTH: dict[str, Truth | None] = {
    "wolden.xlsx": {"risks": RISKS, "leftovers": [], "unknown": []},
}


def build(folder: Path) -> list[Path]:
    """Draw the workbook: contents, three registers, a hidden sheet of closed risks, the scoring criteria."""
    from openpyxl import Workbook

    from tests.registers.xlsx_layout import put, save

    book = Workbook()
    sheet = book.active
    sheet.title = "Contents"
    put(sheet, CONTENTS, bold=(0, 2))
    values = {"Adults": _adults(book.create_sheet("Adults"))}
    sheet = book.create_sheet("Place")
    put(sheet, (("Wolden County Council",), ("Place and Environment: risks at a glance",), PLACE_HEADER), bold=(0, 1, 2))
    put(sheet, [(*row[:9], f"=H{n}*I{n}", *row[10:]) for n, row in enumerate(PLACE, 4)])
    values["Place"] = {f"J{n}": row[9] for n, row in enumerate(PLACE, 4)}
    sheet = book.create_sheet("Resources")
    put(sheet, (("Resources directorate",), ("Owner of this register: Ama Larkin",), (None,)), bold=(0,))
    for down, row in enumerate((*RESOURCES_HEADER, *RESOURCES), 4):
        for along, value in enumerate(row, 1):
            sheet.cell(down, along, value)
    for area in ("A4:A5", "B4:B5", "C4:E4", "F4:H4", "I4:I5", "J4:J5", "K4:K5", "L4:L5"):
        sheet.merge_cells(area)
    sheet = book.create_sheet("Closed 2024")
    put(
        sheet,
        (
            ADULTS_HEADER,
            ("ASC0", "Closed day centre", "A centre closes.", 2, 2, 4, "Green", "Nobody", "None", "Nobody", "Completed"),
        ),
    )
    sheet.sheet_state = "hidden"
    put(book.create_sheet("Scoring"), SCORING, bold=(0, 2))
    return [save(book, folder / "wolden.xlsx", values)]


def _adults(sheet: object) -> dict[str, object]:
    """Fill the sheet whose risks are merged over their controls; gives the values of its formulas."""
    from typing import Any

    from tests.registers.xlsx_layout import put

    filled: Any = sheet
    put(
        filled,
        (("Wolden County Council",), ("Adult Social Care risk register",), ("As at 31 March 2026",), ADULTS_HEADER),
        bold=(0, 1, 3),
    )
    for area in ("A1:K1", "A2:K2", "A3:K3"):
        filled.merge_cells(area)
    values: dict[str, object] = {}
    top = 5
    for risk, controls in ADULTS:
        for number, row in enumerate(controls):
            own = (*risk[:5], f"=D{top}*E{top}", *risk[6:]) if number == 0 else (None,) * 8
            put(filled, [(*own, *row)])
        values[f"F{top}"] = risk[5]
        for column in "ABCDEFGH" if len(controls) > 1 else "":
            filled.merge_cells(f"{column}{top}:{column}{top + len(controls) - 1}")
        top += len(controls)
    return values
