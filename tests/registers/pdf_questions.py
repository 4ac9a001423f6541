"""Thistlemoor Council: a landscape PDF whose columns ask questions, with themes on rows of their own and the last quarter's score."""

from __future__ import annotations

from pathlib import Path

from tests.registers.truth import Record, Truth, control, stage

WIDTHS = (30, 120, 110, 150, 30, 30, 34, 34, 44, 130, 80)
HEADER = (
    (
        "No.", "What could go wrong?", "Why might it happen?", "What are we doing about it?", ("Current assessment", 3), ("Last quarter", 1),
        "Travel", "What more do we need to do?", "Lead",
    ),
    ("^", "^", "^", "^", "Lhd", "Imp", "Total", "Total", "^", "^", "^"),
)  # fmt: skip
PEOPLE, PLACE = (("People", 11),), (("Place and climate", 11),)
ROWS = (
    PEOPLE,
    ("1.1", "Children wait more than a year for an education psychologist", "Two in five posts are vacant",
     "• Locum contract\n• Triage of new requests", "4", "4", "16", "12", "Up", "• Trainee scheme with the university", "Head of Inclusion"),
    ("1.2", "A home care worker harms a resident", "Checks were not renewed", "• Annual declaration", "2", "5", "10", "10", "Same",
     "• Audit of forty files\n• New contract clause", "Ros Quayle"),
    ("1.3", "Industrial action closes the day centres", "Regrading of care assistants", "• Weekly talks with the unions", "3", "3", "9", "12",
     "Down", "", "Director of People, Ros Quayle"),
    PLACE,
    ("2.1", "The incinerator contract is voided",
     "A competitor has applied to the court",
     "• Leading counsel instructed\n• Landfill capacity reserved", "3", "5", "15", "15", "Same",
     "• Report to Cabinet in November", "Director of Place"),
    ("2.2", "Tree planting grant is repaid", "Fewer whips survived the drought", "• Watering contract\n• Survey each autumn", "4", "2", "8", "6",
     "Up", "", "Parks Manager"),
)  # fmt: skip

RISKS: list[Record] = [
    {
        "ref": "1.1", "group": "People", "title": "Children wait more than a year for an education psychologist", "page": 1,
        "cause": "Two in five posts are vacant", "likelihood": "4", "impact": "4", "score": "16", "direction": "Up",
        "scores": {"residual": stage(4, 4, 16), "previous": {"value": 12}}, "owners": ["Head of Inclusion"],
        "controls": [control("Locum contract"), control("Triage of new requests")],
        "actions": [{"text": "Trainee scheme with the university"}],
    },
    {
        "ref": "1.2", "group": "People", "title": "A home care worker harms a resident", "cause": "Checks were not renewed",
        "likelihood": "2", "impact": "5", "score": "10", "direction": "Same", "owners": ["Ros Quayle"],
        "scores": {"residual": stage(2, 5, 10), "previous": {"value": 10}},
        "controls": [control("Annual declaration")], "actions": [{"text": "Audit of forty files"}, {"text": "New contract clause"}],
    },
    {
        "ref": "1.3", "group": "People", "title": "Industrial action closes the day centres", "cause": "Regrading of care assistants",
        "likelihood": "3", "impact": "3", "score": "9", "direction": "Down", "owners": ["Director of People", "Ros Quayle"],
        "controls": [control("Weekly talks with the unions")], "actions": [],
    },
    {
        "ref": "2.1", "group": "Place and climate", "title": "The incinerator contract is voided",
        "cause": "A competitor has applied to the court", "likelihood": "3", "impact": "5", "score": "15", "direction": "Same",
        "owners": ["Director of Place"],
        "controls": [control("Leading counsel instructed"), control("Landfill capacity reserved")],
        "actions": [{"text": "Report to Cabinet in November"}],
    },
    {
        "ref": "2.2", "group": "Place and climate", "title": "Tree planting grant is repaid", "cause": "Fewer whips survived the drought",
        "likelihood": "4", "impact": "2", "score": "8", "direction": "Up", "owners": ["Parks Manager"],
        "controls": [control("Watering contract"), control("Survey each autumn")], "actions": [],
    },
]  # fmt: skip

TRUTH: dict[str, Truth | None] = {"thistlemoor.pdf": {"risks": RISKS, "leftovers": [], "unknown": []}}


def build(folder: Path) -> list[Path]:
    """Draw the table over two pages."""
    from reportlab.lib.pagesizes import A4, landscape

    from tests.registers.pdf_layout import Sheets

    sheets = Sheets(folder / "thistlemoor.pdf", landscape(A4), running="Thistlemoor Council", margin=24, foot=330)
    sheets.write("Risks to our council plan, quarter 2", size=15, bold=True)
    sheets.table(WIDTHS, ROWS, HEADER, size=8)
    return [sheets.save()]
