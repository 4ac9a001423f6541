"""Harrowmoor Council: a landscape PDF table over several pages, a header of two rows, rows split by page breaks."""

from __future__ import annotations

from pathlib import Path

from tests.registers.truth import Record, Truth, action, control, stage

WIDTHS = (32, 118, 19, 19, 30, 150, 19, 19, 30, 36, 122, 72, 58, 62)
HEADER = (
    ("Ref", "Risk description", ("Inherent", 3), "Controls in place", ("Residual", 3), "RAG", "Action", "By whom", "By when", "Status"),
    ("^", "^", "L", "I", "Score", "^", "L", "I", "Score", "^", "^", "^", "^", "^"),
)  # fmt: skip

# A risk's further actions stand in rows of their own below it.
ROWS = (
    (
        "C1", "The council cannot set a balanced budget for 2027/28 because savings of £9.2m have not been identified, reserves fall below the "
        "minimum that the Section 151 Officer advises and government funding is confirmed only in December.",
        "5", "5", "25",
        "• Medium term financial plan reported to Cabinet each quarter\n• Star chamber of chief officers meets monthly to test every saving\n"
        "• Spending panel approves all orders above £5,000\n• External adviser reviews the collection fund",
        "4", "5", "20", "Red",
        "Bring forward a second round of savings proposals", "Corporate Director of Finance", "30/11/2026", "In progress",
    ),
    ("", "", "", "", "", "", "", "", "", "", "Renegotiate the two largest care contracts", "Leo Marchetti", "Dec 2026", "Not started"),
    ("", "", "", "", "", "", "", "", "", "", "Recruit an interim capital accountant", "Chief Accountant", "01/09/2026", "Completed"),
    (
        "C2", "Children in care are placed far from home because there are too few local foster carers.",
        "4", "4", "16",
        "1. Foster carer recruitment campaign with three neighbouring councils\n2. Retention payment after two years of service\n"
        "3. Weekly placement panel chaired by the Director of Children's Services",
        "3", "4", "12", "Amber",
        "Open a six-bed home at Fallow Lane", "Head of Corporate Parenting", "31/03/2027", "In progress",
    ),
    (
        # The residual score is printed wrong: three times three is nine.
        "C3", "Bridges with weight limits are closed to buses and bin lorries.",
        "4", "3", "12",
        "• Principal inspections every six years\n• Interim measures on the Millrace Bridge",
        "3", "3", "12", "Amber",
        "Complete the load assessment of eleven bridges", "Highways Structures Engineer / Sol Adeyemi", "Q3 2026/27", "In progress",
    ),
    (
        "C4", "A serious data breach leads to a fine and loss of trust. Personal data of residents, pupils and staff is held in more than "
        "140 systems, of which 23 are no longer supported by their makers, and shared with partners under agreements that have not been "
        "reviewed since 2021. The Information Commissioner has issued the council with two reprimands in the last three years, and requests "
        "for information are answered late because the team has three vacancies. The council's insurer has said that it will not renew cover "
        "for a loss of data unless the unsupported systems are replaced or taken off the network by the end of the financial year.",
        "4", "5", "20",
        "• Mandatory training, with access withdrawn after two reminders\n• Data protection impact assessment for every new system, signed by "
        "the Data Protection Officer before any contract is let\n• Quarterly audit of access rights in the ten systems that hold the most "
        "sensitive records\n• Encrypted laptops and telephones\n• Breach log reviewed by the Information Governance Board each month\n"
        "• Cyber insurance with a limit of £5m",
        "3", "5", "15", "Red",
        "Switch off the 23 unsupported systems", "Chief Information Officer", "31/01/2027", "In progress",
    ),
    ("", "", "", "", "", "", "", "", "", "", "Review 64 sharing agreements with partners", "Data Protection Officer", "Ongoing", "In progress"),
    (
        "C5", "Staff absence and vacancies in adult social care delay assessments.",
        "4", "4", "16",
        "• Agency framework\n• Duty system at the front door\n• Fortnightly waiting list review",
        "3", "3", "9", "Amber",
        "Launch an apprenticeship for occupational therapists", "Principal Social Worker", "TBC", "Not started",
    ),
    (
        "C6", "The crematorium's cremators fail before they are replaced.",
        "3", "4", "12",
        "• Service contract with a four-hour response\n• Mutual aid with two neighbouring crematoria",
        "2", "4", "8", "Green",
        "", "", "", "",
    ),
    (
        # Word for word the description of C5.
        "C7", "Staff absence and vacancies in adult social care delay assessments.",
        "3", "3", "9",
        "• Library of standard contract clauses",
        "2", "3", "6", "Green",
        "Train forty contract officers", "Head of Procurement", "28 February 2027", "Not started",
    ),
    (
        "C8", "Election failure: a poll cannot be held or has to be held again.",
        "2", "5", "10",
        "• Project plan with a risk log of its own\n• Insurance for the Returning Officer\n• Two deputies trained for each count",
        "1", "5", "5", "Green",
        "Book a second count venue", "Electoral Services Manager", "15/01/2027", "Completed",
    ),
)  # fmt: skip

RISKS: list[Record] = [
    {
        "ref": "C1", "page": 1,
        "description": "The council cannot set a balanced budget for 2027/28 because savings of £9.2m have not been identified, reserves fall "
        "below the minimum that the Section 151 Officer advises and government funding is confirmed only in December.",
        "likelihood": "4", "impact": "5", "score": "20", "rating": "Red", "flagged": False,
        "scores": {"inherent": stage(5, 5, 25), "residual": stage(4, 5, 20)},
        "controls": [
            control("Medium term financial plan reported to Cabinet each quarter", page=1),
            control("Star chamber of chief officers meets monthly to test every saving", page=1),
            control("Spending panel approves all orders above £5,000", page=1),
            control("External adviser reviews the collection fund", page=1),
        ],
        "actions": [
            action("Bring forward a second round of savings proposals", ["Corporate Director of Finance"], "30/11/2026", "2026-11-30",
                   status="In progress", page=1),
            action("Renegotiate the two largest care contracts", ["Leo Marchetti"], "Dec 2026", "2026-12", status="Not started"),
            action("Recruit an interim capital accountant", ["Chief Accountant"], "01/09/2026", "2026-09-01", status="Completed"),
        ],
    },
    {
        "ref": "C2", "page": 1,
        "description": "Children in care are placed far from home because there are too few local foster carers.",
        "likelihood": "3", "impact": "4", "score": "12", "rating": "Amber", "flagged": False,
        "scores": {"inherent": stage(4, 4, 16), "residual": stage(3, 4, 12)},
        "controls": [
            control("Foster carer recruitment campaign with three neighbouring councils"),
            control("Retention payment after two years of service"),
            control("Weekly placement panel chaired by the Director of Children's Services"),
        ],
        "actions": [
            action("Open a six-bed home at Fallow Lane", ["Head of Corporate Parenting"], "31/03/2027", "2027-03-31", status="In progress"),
        ],
    },
    {
        "ref": "C3", "page": 1,
        "description": "Bridges with weight limits are closed to buses and bin lorries.",
        "likelihood": "3", "impact": "3", "score": "12", "rating": "Amber", "flagged": True,
        "scores": {"inherent": stage(4, 3, 12), "residual": stage(3, 3, 12)},
        "controls": [control("Principal inspections every six years"), control("Interim measures on the Millrace Bridge")],
        "actions": [
            action("Complete the load assessment of eleven bridges", ["Highways Structures Engineer", "Sol Adeyemi"], "Q3 2026/27", ...,
                   status="In progress"),
        ],
    },
    {
        "ref": "C4", "page": 1,
        "description": "A serious data breach leads to a fine and loss of trust. Personal data of residents, pupils and staff is held in more "
        "than 140 systems, of which 23 are no longer supported by their makers, and shared with partners under agreements that have not been "
        "reviewed since 2021. The Information Commissioner has issued the council with two reprimands in the last three years, and requests "
        "for information are answered late because the team has three vacancies. The council's insurer has said that it will not renew cover "
        "for a loss of data unless the unsupported systems are replaced or taken off the network by the end of the financial year.",
        "likelihood": "3", "impact": "5", "score": "15", "rating": "Red", "flagged": False,
        "scores": {"inherent": stage(4, 5, 20), "residual": stage(3, 5, 15)},
        "controls": [
            control("Mandatory training, with access withdrawn after two reminders", page=1),
            control("Data protection impact assessment for every new system, signed by the Data Protection Officer before "
                    "any contract is let", page=1),
            control("Quarterly audit of access rights in the ten systems that hold the most sensitive records", page=2),
            control("Encrypted laptops and telephones"),
            control("Breach log reviewed by the Information Governance Board each month"),
            control("Cyber insurance with a limit of £5m", page=2),
        ],
        "actions": [
            action("Switch off the 23 unsupported systems", ["Chief Information Officer"], "31/01/2027", "2027-01-31", status="In progress"),
            action("Review 64 sharing agreements with partners", ["Data Protection Officer"], "Ongoing", None, status="In progress", page=2),
        ],
    },
    {
        "ref": "C5", "page": 2,
        "description": "Staff absence and vacancies in adult social care delay assessments.",
        "likelihood": "3", "impact": "3", "score": "9", "rating": "Amber",
        "scores": {"inherent": stage(4, 4, 16), "residual": stage(3, 3, 9)},
        "controls": [control("Agency framework"), control("Duty system at the front door"), control("Fortnightly waiting list review")],
        "actions": [
            action("Launch an apprenticeship for occupational therapists", ["Principal Social Worker"], "TBC", None, status="Not started"),
        ],
    },
    {
        "ref": "C6", "page": 2,
        "description": "The crematorium's cremators fail before they are replaced.",
        "likelihood": "2", "impact": "4", "score": "8", "rating": "Green", "flagged": False,
        "scores": {"inherent": stage(3, 4, 12), "residual": stage(2, 4, 8)},
        "controls": [control("Service contract with a four-hour response"), control("Mutual aid with two neighbouring crematoria")],
        "actions": [],
    },
    {
        "ref": "C7", "page": 2,
        "description": "Staff absence and vacancies in adult social care delay assessments.",
        "likelihood": "2", "impact": "3", "score": "6", "rating": "Green", "flagged": True,
        "scores": {"inherent": stage(3, 3, 9), "residual": stage(2, 3, 6)},
        "controls": [control("Library of standard contract clauses")],
        "actions": [action("Train forty contract officers", ["Head of Procurement"], "28 February 2027", "2027-02-28", status="Not started")],
    },
    {
        "ref": "C8", "page": 3,
        "description": "Election failure: a poll cannot be held or has to be held again.",
        "likelihood": "1", "impact": "5", "score": "5", "rating": "Green", "flagged": False,
        "scores": {"inherent": stage(2, 5, 10), "residual": stage(1, 5, 5)},
        "controls": [
            control("Project plan with a risk log of its own"),
            control("Insurance for the Returning Officer"),
            control("Two deputies trained for each count", page=3),
        ],
        "actions": [
            action("Book a second count venue", ["Electoral Services Manager"], "15/01/2027", "2027-01-15", status="Completed"),
        ],
    },
]  # fmt: skip

TRUTH: dict[str, Truth | None] = {"harrowmoor.pdf": {"as_at": "2026-08", "risks": RISKS, "leftovers": [], "unknown": []}}


def build(folder: Path) -> list[Path]:
    """Draw the register; the header comes back on every page."""
    from reportlab.lib.pagesizes import A4, landscape

    from tests.registers.pdf_layout import Sheets

    sheets = Sheets(folder / "harrowmoor.pdf", landscape(A4), running="Harrowmoor Council corporate risk register", foot=215)
    sheets.write("Corporate risk register", size=16, bold=True)
    sheets.write("Position at August 2026. L is likelihood and I is impact, each from 1 (lowest) to 5 (highest).", size=9)
    sheets.table(WIDTHS, ROWS, HEADER, size=8)
    return [sheets.save()]
