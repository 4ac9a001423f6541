"""Eastmarch District Council: one Word table for the whole register, lists in its cells, actions with who and by when in the cell."""

from __future__ import annotations

from pathlib import Path

from tests.registers.docx_layout import add_rows, fill
from tests.registers.truth import Record, Truth, action, control, stage

HEADER = (
    "Ref", "Risk", "Cause", "Consequence", "Inherent score (I x L = n)", "Existing controls", "Residual I", "L", "Score",
    "Further actions", "Risk owner", "Direction of travel",
)  # fmt: skip

RISKS: list[Record] = [
    {
        "ref": "EM1",
        "title": "Planning applications are not determined within the statutory period",
        "cause": "Two vacant officer posts and a rise in major applications since the new settlement boundary was adopted.",
        "consequence": "Fees are refunded and the council may be designated as underperforming.",
        "scores": {"inherent": stage(5, 4, 20, printed="4 x 5 = 20"), "residual": stage(3, 4, 12)},
        "impact": "4", "likelihood": "3", "score": "12",
        "_marks": "typed numbers",
        "controls": [
            control("Weekly review of applications that are within ten days of their deadline"),
            control("Extensions of time agreed with applicants in writing"),
            control("Framework contract with two planning consultancies for validation work"),
        ],
        "actions": [
            action("Recruit two officers", ["Head of Planning"], "30/09/2026", "2026-09-30",
                   _cell="Recruit two officers - Head of Planning - by 30/09/2026"),
            action("Publish a revised validation checklist", ["Moira Tolland"], "Sept 2026", "2026-09",
                   _cell="Publish a revised validation checklist - Moira Tolland - by Sept 2026"),
        ],
        "owners": ["Head of Planning"],
        "direction": "↓",
        "flagged": False,
    },
    {
        "ref": "EM2",
        "title": "Homelessness presentations exceed the supply of temporary accommodation",
        "cause": "Private rents have risen faster than the local housing allowance.",
        "consequence": "Families stay in bed and breakfast beyond six weeks and the budget is overspent.",
        # The product is printed wrong: four times four is sixteen.
        "scores": {"inherent": stage(4, 4, 12, printed="4 x 4 = 12"), "residual": stage(3, 3, 9)},
        "impact": "3", "likelihood": "3", "score": "9",
        "_marks": "bullets",
        "controls": [
            control("Homelessness prevention fund of £140,000 a year"),
            control("Lease of 24 flats at Corbel House until March 2029"),
            control("Monthly case conference with the three largest registered providers"),
        ],
        "actions": [
            action("Open negotiations for a further 12 units", ["Head of Housing", "Section 151 Officer"], "31/12/2026", "2026-12-31",
                   _cell="Open negotiations for a further 12 units - Head of Housing and Section 151 Officer - by 31/12/2026"),
            action("Review the allocation scheme", ["Head of Housing"], "Ongoing", None,
                   _cell="Review the allocation scheme - Head of Housing - Ongoing"),
        ],
        "owners": ["Head of Housing", "Priya Dunmore"],
        "_owners": ["Head of Housing", "Priya Dunmore"],
        "direction": "↑",
        "flagged": True,
    },
    {
        "ref": "EM3",
        "title": "Loss of the leisure contractor",
        "cause": "Energy costs and falling membership have put the contractor's margin under strain.",
        "consequence": "Four centres close at short notice; £310,000 of management fee income is lost.",
        "scores": {"inherent": stage(3, 5, 15, printed="5 x 3 = 15"), "residual": stage(2, 5, 10)},
        "impact": "5", "likelihood": "2", "score": "10",
        "_marks": "paragraphs",
        "controls": [
            control("Open book accounting each quarter"),
            control("Step-in clause in the contract, tested by Legal Services in 2024"),
        ],
        "actions": [
            action("Draw up an exit plan", ["Leisure Contracts Officer"], "Q2 2026/27", ...,
                   _cell="Draw up an exit plan - Leisure Contracts Officer - by Q2 2026/27"),
        ],
        "owners": ["Director of Communities"],
        "direction": "→",
        "flagged": False,
    },
    {
        "ref": "EM4",
        "title": "Failure of the revenues and benefits system during the move to the new host",
        "cause": "The present supplier ends support on 31 March 2027.",
        "consequence": "Council tax bills are late and housing benefit is not paid on time.",
        "scores": {"inherent": stage(4, 5, 20, printed="5 x 4 = 20"), "residual": stage(4, 4, 16)},
        "impact": "4", "likelihood": "4", "score": "16",
        "_marks": "typed bullets",
        "controls": [
            control("Project board meets every fortnight"),
            control("Parallel running of both systems for one billing cycle"),
            control("Rollback plan approved by the Audit Committee"),
            control("Supplier's disaster recovery test witnessed in May 2026"),
        ],
        "actions": [
            action("Complete data cleansing of 61,000 accounts", ["Ian Pasco"], "14 November 2026", "2026-11-14",
                   _cell="Complete data cleansing of 61,000 accounts - Ian Pasco - by 14 November 2026"),
        ],
        "owners": ["Head of Revenues", "Ian Pasco"],
        "_owners": ["Head of Revenues / Ian Pasco"],
        "direction": "↑",
        "flagged": False,
    },
    {
        "ref": "EM5",
        "title": "Injury at an open water site",
        "cause": "Signs are missing at two of the five lakes.",
        "consequence": "Death or serious injury; prosecution.",
        "scores": {"inherent": stage(3, 5, 15, printed="5 x 3 = 15"), "residual": stage(1, 5, 5)},
        "impact": "5", "likelihood": "1", "score": "5",
        "_marks": "numbers",
        "controls": [
            control("Annual inspection by the countryside service"),
            control("Throw lines at all five lakes"),
        ],
        "actions": [],
        "owners": ["Countryside Manager"],
        "direction": "→",
        "flagged": False,
    },
    {
        "ref": "EM6",
        "title": "Local plan is found unsound",
        "cause": "The evidence on water supply is out of date.",
        "consequence": "Speculative development cannot be resisted.",
        "scores": {"inherent": stage(3, 4, 12, printed="4 x 3 = 12"), "residual": stage(2, 4, 8)},
        "impact": "4", "likelihood": "2", "score": "8",
        "_marks": "paragraphs",
        # One paragraph of two sentences is one control.
        "controls": [control("Counsel reviews each chapter before it is published. A visit by the Planning Advisory Service took place in June.")],
        "actions": [
            action("Commission a water cycle study", ["Planning Policy Lead"], "TBC", None,
                   _cell="Commission a water cycle study - Planning Policy Lead - TBC"),
        ],
        "owners": ["Head of Planning"],
        "direction": "↓",
    },
]  # fmt: skip

TRUTH: dict[str, Truth | None] = {
    "eastmarch.docx": {"as_at": "2026-06-30", "risks": RISKS, "leftovers": [], "unknown": []},
}


def build(folder: Path) -> list[Path]:
    """Draw the register as a landscape table of one row a risk."""
    from docx import Document
    from docx.enum.section import WD_ORIENT

    paper = Document()
    page = paper.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, page.page_height, page.page_width
    paper.add_heading("Eastmarch District Council", 0)
    paper.add_heading("Strategic risk register as at 30 June 2026", 1)
    paper.add_paragraph(
        "Each risk is scored for impact (I) and likelihood (L) from 1 to 5. The register is reviewed every quarter."
    )
    table = paper.add_table(rows=0, cols=len(HEADER), style="Table Grid")
    add_rows(table, [HEADER], bold=True)
    for risk in RISKS:
        cells = table.add_row().cells
        inherent = risk["scores"]["inherent"]["printed"]
        for place, text in enumerate((risk["ref"], risk["title"], risk["cause"], risk["consequence"], inherent)):
            fill(cells[place], [text])
        fill(cells[5], [item["title"] for item in risk["controls"]], risk["_marks"])
        for place, name in enumerate(("impact", "likelihood", "score"), 6):
            fill(cells[place], [risk[name]])
        fill(cells[9], [item["_cell"] for item in risk["actions"]] or ["None"])
        fill(cells[10], risk.get("_owners") or risk["owners"])
        fill(cells[11], [risk["direction"]])
    paper.add_paragraph("Next review by the Audit Committee: 24 September 2026.")
    path = folder / "eastmarch.docx"
    paper.save(str(path))
    return [path]
