"""Dunlow District Council: a portrait PDF with a ruled box of labels and values for each risk under a row with its title."""

from __future__ import annotations

from pathlib import Path

from tests.registers.truth import Record, Truth, action, control, stage

# (title row, values): each box has the labels below in this order.
LABELS = (
    "Description",
    "Category",
    "Risk owner",
    "Inherent risk (L x I)",
    "Controls",
    "Residual risk (L x I)",
    "Residual rating",
    "Further actions",
)

BOXES = (
    (
        "Risk 1: Failure of the district heating plant",
        "The gas engine at Weir Street serves 410 homes and is beyond its design life. A failure in winter would leave tenants without heat.",
        "Operational", "Director of Housing", "4 x 4 = 16",
        "• Twelve-month service agreement with the maker\n• Two mobile boilers on a retainer\n• Text messages to tenants within an hour of an outage",
        "3 x 4 = 12", "Amber",
        "• Business case for a heat pump network (Asset Manager, 30/11/2026)\n• Survey of vulnerable tenants (Tenancy Manager, Sept 2026)",
    ),
    (
        "Risk 2: Judicial review of the land sale at Quarry Bank",
        "A rival bidder has written that the sale was below best value.",
        "Legal", "Monitoring Officer", "3 x 4 = 12",
        "• Independent valuation of March 2026\n• Counsel's opinion",
        "2 x 4 = 8", "Amber",
        "• Disclose the valuation (Monitoring Officer, 15/09/2026)",
    ),
    (
        "Risk 3: Refuse vehicles are off the road",
        "Seven of nineteen refuse vehicles are more than eight years old and parts take six weeks to arrive.",
        "Operational", "Waste Manager", "5 x 3 = 15",
        "• Daily defect checks\n• Hire agreement for three vehicles\n• Workshop apprentice started in July",
        "4 x 3 = 12", "Amber",
        "• Order five vehicles (Fleet Manager, 31/03/2027)",
    ),
    (
        # The product is printed wrong.
        "Risk 4: Members' personal safety",
        "Councillors receive threats in person and by message.",
        "Reputational", "Democratic Services Manager", "3 x 4 = 12",
        "• Single point of contact at the police\n• Lone working devices for councillors who ask for one",
        "2 x 4 = 12", "Amber",
        "",
    ),
    (
        "Risk 5: Business rates appeals",
        "A successful appeal by the retail park would cost up to £1.3m, which is more than the provision.",
        "Financial", "Section 151 Officer", "4 x 5 = 20",
        "• Provision of £850,000\n• Rating adviser retained",
        "4 x 4 = 16", "Red",
        "• Review the provision each quarter (Chief Accountant, Ongoing)",
    ),
)  # fmt: skip

RISKS: list[Record] = [
    {
        "title": "Failure of the district heating plant", "page": 1, "category": "Operational", "owners": ["Director of Housing"],
        "description": "The gas engine at Weir Street serves 410 homes and is beyond its design life. A failure in winter would leave "
        "tenants without heat.",
        "scores": {"inherent": stage(4, 4, 16, printed="4 x 4 = 16"), "residual": stage(3, 4, 12, printed="3 x 4 = 12")},
        "rating": "Amber", "flagged": False,
        "controls": [
            control("Twelve-month service agreement with the maker"),
            control("Two mobile boilers on a retainer"),
            control("Text messages to tenants within an hour of an outage"),
        ],
        "actions": [
            action("Business case for a heat pump network", ["Asset Manager"], "30/11/2026", "2026-11-30"),
            action("Survey of vulnerable tenants", ["Tenancy Manager"], "Sept 2026", "2026-09"),
        ],
    },
    {
        "title": "Judicial review of the land sale at Quarry Bank", "page": 1, "category": "Legal", "owners": ["Monitoring Officer"],
        "description": "A rival bidder has written that the sale was below best value.",
        "scores": {"inherent": stage(3, 4, 12), "residual": stage(2, 4, 8)}, "rating": "Amber", "flagged": False,
        "controls": [control("Independent valuation of March 2026"), control("Counsel's opinion")],
        "actions": [action("Disclose the valuation", ["Monitoring Officer"], "15/09/2026", "2026-09-15")],
    },
    {
        "title": "Refuse vehicles are off the road", "page": 1, "category": "Operational", "owners": ["Waste Manager"],
        "description": "Seven of nineteen refuse vehicles are more than eight years old and parts take six weeks to arrive.",
        "scores": {"inherent": stage(5, 3, 15), "residual": stage(4, 3, 12)}, "rating": "Amber", "flagged": False,
        "controls": [
            control("Daily defect checks", page=2),
            control("Hire agreement for three vehicles"),
            control("Workshop apprentice started in July"),
        ],
        "actions": [action("Order five vehicles", ["Fleet Manager"], "31/03/2027", "2027-03-31")],
    },
    {
        "title": "Members' personal safety", "page": 2, "category": "Reputational", "owners": ["Democratic Services Manager"],
        "description": "Councillors receive threats in person and by message.",
        "scores": {"inherent": stage(3, 4, 12), "residual": stage(2, 4, 12)}, "rating": "Amber", "flagged": True,
        "controls": [control("Single point of contact at the police"), control("Lone working devices for councillors who ask for one")],
        "actions": [],
    },
    {
        "title": "Business rates appeals", "page": 2, "category": "Financial", "owners": ["Section 151 Officer"],
        "description": "A successful appeal by the retail park would cost up to £1.3m, which is more than the provision.",
        "scores": {"inherent": stage(4, 5, 20), "residual": stage(4, 4, 16)}, "rating": "Red", "flagged": False,
        "controls": [control("Provision of £850,000"), control("Rating adviser retained")],
        "actions": [action("Review the provision each quarter", ["Chief Accountant"], "Ongoing", None, page=3)],
    },
]  # fmt: skip

TRUTH: dict[str, Truth | None] = {"dunlow.pdf": {"as_at": "2026-07-01", "risks": RISKS, "leftovers": [], "unknown": []}}


def build(folder: Path) -> list[Path]:
    """Draw the boxes one below the other, split where a page ends."""
    from tests.registers.pdf_layout import Sheets

    sheets = Sheets(folder / "dunlow.pdf", running="Dunlow District Council", margin=60, foot=330)
    sheets.write("Strategic risk register", size=16, bold=True)
    sheets.write("As at 1 July 2026")
    for title, *values in BOXES:
        sheets.table((120, 350), list(zip(LABELS, values, strict=True)), [((title, 2),)], again=lambda _: (), size=9)
        sheets.top += 16
    return [sheets.save()]
