"""Fernholt Borough Council: a landscape PDF in which each risk's table is followed by a table of its controls.

The labels are worded in two ways, one page begins with a risk's row without its header, and one control's cells stand a column
further right than they should, because its title covers two.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.registers.truth import Record, Truth, control

RISK_WIDTHS = (60, 110, 190, 65, 60, 60, 50, 80, 120)
RISK_HEADER = (
    "Date added",
    "Risk Title",
    "Description of Risk",
    "Risk category",
    "Impact",
    "Likelihood",
    "Rating",
    "Risk owner",
    "Latest Note",
)
RISK_REWORDED = (
    "Added on",
    "Title of risk",
    "Risk description",
    "Category",
    "Impact rating",
    "Likelihood rating",
    "Rating",
    "Owner of risk",
    "Note",
)
CONTROL_WIDTHS = (120, 215, 80, 70, 110, 200)
CONTROL_HEADER = ("Control Title", "Control Description", "Control category", "Status", "Control Owner", "Latest Note")

FOSTERING = (
    "03/02/2025", "Too few foster carers", "The number of fostering households has fallen from 142 to 119 in two years.", "Strategic",
    "Major (4)", "Likely (4)", "High", "Anneka Rowe", "July 2026: nine assessments are under way.",
)  # fmt: skip
FOSTERING_CONTROLS = (
    ("Recruitment hub", "Six councils share enquiries and assessments.", "Resourcing", "Ongoing", "Anneka Rowe",
     "July 2026: the hub took 61 enquiries."),
    ("Fees review", "Fees are compared with those of agencies each year.", "Financial", "Completed", "Head of Finance",
     "March 2026: agreed by Cabinet."),
)  # fmt: skip
TRANSPORT = (
    "14/05/2024", "Overspend on home to school transport", "Demand for single taxis grows faster than the budget.", "Financial",
    "Major (4)", "Almost certain (5)", "High", "Dominic Ashe", "June 2026: forecast overspend £1.8m.",
)  # fmt: skip
TRANSPORT_CONTROLS = (
    ("Route planning software", "Routes are planned afresh each term.", "Process", "Completed", "Transport Manager",
     "May 2026: 14 routes were merged."),
    # One column too far right: the title covers two.
    (("Travel training", 2), "Pupils over 14 learn to travel alone.", "Resourcing", "Ongoing", "Anneka Rowe and Dominic Ashe"),
    ("Personal budgets", "Families are paid mileage.", "Financial", "Not started", "D. Ashe", ""),
)  # fmt: skip
SOCIAL_WORKERS = (
    "20/11/2025", "Turnover of social workers", "One post in four is filled by an agency worker.", "Operational", "Moderate (3)", "Likely (4)",
    "Medium", "Principal Social Worker", "July 2026: 22% agency.",
)  # fmt: skip
SOCIAL_WORKERS_CONTROLS = (
    ("Retention payment", "Paid after three years.", "Resourcing", "Ongoing", "Head of Workforce", "No update."),
)  # fmt: skip
LEAVERS = (
    "20/11/2025", "Care leavers without a home", "Eleven care leavers are in bed and breakfast.", "Strategic", "Major (4)", "Possible (3)",
    "Medium", "Head of Corporate Parenting", "July 2026: seven.",
)  # fmt: skip
LEAVERS_CONTROLS = (
    ("Joint housing protocol", "Housing gives care leavers priority.", "Partnership", "Completed", "Head of Housing", "April 2026: renewed."),
    ("Supported lodgings", "Hosts offer a room and help.", "Resourcing", "Ongoing", "Fostering Manager", "June 2026: eight hosts."),
)  # fmt: skip
EXCLUSIONS = (
    "09/01/2026", "Rise in permanent exclusions", "Sixty-two pupils were excluded last year.", "Operational", "Moderate (3)", "Possible (3)",
    "Medium", "Anneka Rowe", "TBC",
)  # fmt: skip
EXCLUSIONS_CONTROLS = (
    ("Fair access panel", "Heads meet each month to place pupils.", "Partnership", "Ongoing", "Inclusion Manager", "June 2026: 31 pupils placed."),
)  # fmt: skip

RISKS: list[Record] = [
    {
        "title": "Too few foster carers", "description": "The number of fostering households has fallen from 142 to 119 in two years.",
        "category": "Strategic", "impact": "Major (4)", "likelihood": "Likely (4)", "rating": "High", "owners": ["Anneka Rowe"],
        "note": "July 2026: nine assessments are under way.", "added": "03/02/2025", "page": 1, "actions": [],
        "scores": {"residual": {"impact": 4, "likelihood": 4}},
        "controls": [
            control("Recruitment hub", description="Six councils share enquiries and assessments.", category="Resourcing", status="Ongoing",
                    owners=["Anneka Rowe"], note="July 2026: the hub took 61 enquiries.", page=1),
            control("Fees review", description="Fees are compared with those of agencies each year.", category="Financial",
                    status="Completed", owners=["Head of Finance"], note="March 2026: agreed by Cabinet.", page=1),
        ],
    },
    {
        "title": "Overspend on home to school transport", "description": "Demand for single taxis grows faster than the budget.",
        "category": "Financial", "impact": "Major (4)", "likelihood": "Almost certain (5)", "rating": "High", "owners": ["Dominic Ashe"],
        "note": "June 2026: forecast overspend £1.8m.", "added": "14/05/2024", "page": 1, "actions": [],
        "controls": [
            control("Route planning software", description="Routes are planned afresh each term.", category="Process", status="Completed",
                    owners=["Transport Manager"], note="May 2026: 14 routes were merged.", page=1),
            control("Travel training", description="Pupils over 14 learn to travel alone.", category="Resourcing", status="Ongoing",
                    owners=["Anneka Rowe", "Dominic Ashe"], note=None, page=1),
            control("Personal budgets", description="Families are paid mileage.", category="Financial", status="Not started",
                    owners=["D. Ashe"], note=None, page=1),
        ],
    },
    {
        "title": "Turnover of social workers", "description": "One post in four is filled by an agency worker.", "category": "Operational",
        "impact": "Moderate (3)", "likelihood": "Likely (4)", "rating": "Medium", "owners": ["Principal Social Worker"],
        "note": "July 2026: 22% agency.", "added": "20/11/2025", "page": 2, "actions": [],
        "controls": [
            control("Retention payment", description="Paid after three years.", category="Resourcing", status="Ongoing",
                    owners=["Head of Workforce"], note="No update.", page=2),
        ],
    },
    {
        "title": "Care leavers without a home", "description": "Eleven care leavers are in bed and breakfast.", "category": "Strategic",
        "impact": "Major (4)", "likelihood": "Possible (3)", "rating": "Medium", "owners": ["Head of Corporate Parenting"],
        "note": "July 2026: seven.", "added": "20/11/2025", "page": 2, "actions": [],
        "controls": [
            control("Joint housing protocol", description="Housing gives care leavers priority.", category="Partnership",
                    status="Completed", owners=["Head of Housing"], note="April 2026: renewed.", page=2),
            control("Supported lodgings", description="Hosts offer a room and help.", category="Resourcing", status="Ongoing",
                    owners=["Fostering Manager"], note="June 2026: eight hosts.", page=2),
        ],
    },
    {
        "title": "Rise in permanent exclusions", "description": "Sixty-two pupils were excluded last year.", "category": "Operational",
        "impact": "Moderate (3)", "likelihood": "Possible (3)", "rating": "Medium", "owners": ["Anneka Rowe"], "note": "TBC",
        "added": "09/01/2026", "page": 3, "actions": [], "flagged": True,
        "controls": [
            control("Fair access panel", description="Heads meet each month to place pupils.", category="Partnership", status="Ongoing",
                    owners=["Inclusion Manager"], note="June 2026: 31 pupils placed.", page=3),
        ],
    },
]  # fmt: skip

TRUTH: dict[str, Truth | None] = {"fernholt.pdf": {"risks": RISKS, "leftovers": [], "unknown": []}}


def build(folder: Path) -> list[Path]:
    """Draw three pages; the third begins with a risk's row and no header."""
    from reportlab.lib.pagesizes import A4, landscape

    from tests.registers.pdf_layout import Sheets, Text

    sheets = Sheets(folder / "fernholt.pdf", landscape(A4), running="Fernholt children's services risks", margin=22)

    def block(risk: Sequence[Text], controls: Sequence[Sequence[Text]], header: Sequence[Sequence[Text]]) -> None:
        sheets.table(RISK_WIDTHS, [risk], header, size=8)
        sheets.top += 12
        sheets.table(CONTROL_WIDTHS, controls, [CONTROL_HEADER], size=8)
        sheets.top += 18

    sheets.write("Children's services risks", size=16, bold=True)
    block(FOSTERING, FOSTERING_CONTROLS, [RISK_HEADER])
    block(TRANSPORT, TRANSPORT_CONTROLS, [RISK_REWORDED])
    sheets.turn()
    block(SOCIAL_WORKERS, SOCIAL_WORKERS_CONTROLS, [RISK_REWORDED])
    block(LEAVERS, LEAVERS_CONTROLS, [RISK_HEADER])
    sheets.turn()
    block(EXCLUSIONS, EXCLUSIONS_CONTROLS, [])
    return [sheets.save()]
