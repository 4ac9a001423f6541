"""Papers of Oxbourne Borough Council that are no risk registers, though they speak of risks, ratings, owners and dates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.registers.truth import Truth

CONTENTS = (
    ("Item", "Title", "Page"),
    ("1", "Corporate risk register", "3"),
    ("2", "Risk: the council's appetite", "9"),
    ("3", "Controls and assurance", "14"),
    ("4", "Action plan", "21"),
)
CONTACTS = (
    ("Name", "Role", "Team", "Telephone", "Email"),
    ("Freya Nunn", "Risk and Insurance Manager", "Governance", "01999 550101", "freya.nunn@oxbourne.example"),
    ("Imran Sayle", "Control Room Supervisor", "Community Safety", "01999 550102", "imran.sayle@oxbourne.example"),
    ("Beth Corrigan", "Head of Internal Audit", "Governance", "01999 550103", "beth.corrigan@oxbourne.example"),
)
ACTION_PLAN = (
    ("Ref", "Action", "Lead", "By when", "RAG", "Progress"),
    ("1.1", "Open the youth hub at Barley Street", "Head of Youth Services", "30/09/2026", "Green", "Lease signed in May."),
    ("1.2", "Train fifty volunteer mentors", "Freya Nunn", "Dec 2026", "Amber", "Thirty-one trained so far."),
    (
        "2.1",
        "Reduce the risk of school exclusion in year 9",
        "Head of Inclusion",
        "31/07/2027",
        "Red",
        "Exclusions rose in the spring.",
    ),
    ("2.2", "Publish the participation strategy", "Head of Youth Services", "Completed", "Green", "Published in June."),
)
INDICATORS = (
    ("Indicator", "Owner", "Target", "Q1 2026/27", "RAG", "Direction of travel", "Comment"),
    (
        "Minor planning applications decided in eight weeks",
        "Head of Planning",
        "85%",
        "91%",
        "Green",
        "↑",
        "Best quarter since 2023.",
    ),
    ("Calls answered within five minutes", "Customer Services Manager", "80%", "71%", "Red", "↓", "Four vacancies."),
    ("Missed bins per 100,000", "Waste Manager", "40", "44", "Amber", "→", "New rounds began in May."),
    ("High risk food premises inspected", "Environmental Health Manager", "100%", "96%", "Amber", "↑", "Two were closed."),
)
FINANCE = (
    ("Service", "Budget £000", "Forecast £000", "Variance £000", "Comment"),
    ("Children in care", "18,400", "19,950", "1,550", "There is a risk that three further placements add £600,000 before March."),
    ("Homelessness", "4,120", "4,870", "750", "The impact of higher rents; the likelihood of more grant is low."),
    ("Leisure", "2,210", "2,060", "(150)", "Risk share with the contractor gave a saving."),
    ("Total", "24,730", "26,880", "2,150", ""),
)
GLOSSARY = (
    ("Term", "Meaning"),
    ("Risk", "An uncertain event that would affect the council's objectives if it happened."),
    ("Inherent risk", "The score of a risk before any controls are in place."),
    ("Residual risk", "The score of a risk when its controls are taken into account."),
    ("Control", "Something that is in place to make a risk less likely or less severe."),
    ("Risk owner", "The officer who answers for a risk."),
)
CRITERIA = (
    ("Score", "Likelihood", "Probability", "Impact", "Financial", "Service", "Reputation"),
    ("5", "Almost certain", "More than 90%", "Catastrophic", "Above £5m", "Lost for a month", "National press for a week"),
    ("4", "Likely", "60% to 90%", "Major", "£1m to £5m", "Lost for a week", "National press"),
    ("3", "Possible", "30% to 60%", "Moderate", "£250,000 to £1m", "Lost for a day", "Local press for a week"),
    ("2", "Unlikely", "10% to 30%", "Minor", "£50,000 to £250,000", "Reduced for a day", "Local press"),
    ("1", "Rare", "Less than 10%", "Insignificant", "Below £50,000", "Little effect", "A few complaints"),
)
PROGRAMME = (
    ("Date of meeting", "Item", "Purpose", "Lead officer", "Status"),
    ("9 September 2026", "Corporate risk register, quarter 1", "To review the highest risks", "Freya Nunn", "On track"),
    ("14 October 2026", "Flood risk strategy", "To comment on the draft", "Head of Environment", "On track"),
    ("11 November 2026", "Budget monitoring", "To scrutinise the forecast", "Chief Finance Officer", "Deferred"),
    ("9 December 2026", "Road safety action plan", "To receive an update", "Head of Highways", "To be confirmed"),
)
MINUTES = (
    "Minutes of the Audit Committee held on 24 June 2026",
    "Present: Councillor Dale (Chair), Councillor Fenwick, Councillor Osei",
    "12 Risk register",
    "12.1 The Risk and Insurance Manager presented the corporate risk register. Two risks were rated Red: the budget (score 20) and cyber "
    "attack (score 16).",
    "12.2 Councillor Osei asked what controls were in place for the budget risk. The Chief Finance Officer said that the spending panel met weekly.",
    "12.3 RESOLVED that the register be noted and that the Head of Digital report on the cyber risk in September.",
    "13 Action log",
)
MINUTES_LOG = (
    ("Minute", "Action", "Owner", "Due", "Status"),
    ("12.3", "Report on the cyber risk", "Head of Digital", "24/09/2026", "Open"),
    ("9.2", "Circulate the insurance premium by risk category", "Freya Nunn", "31/07/2026", "Closed"),
    ("7.1", "Invite the external auditor", "Committee Officer", "24/09/2026", "Open"),
)

TRUTH: dict[str, Truth | None] = {
    "governance-handbook.pdf": None,
    "youth-action-plan.docx": None,
    "performance.xlsx": None,
    "finance-monitoring.csv": None,
    "audit-minutes.docx": None,
    "work-programme.pdf": None,
    "work-programme.md": None,
}


def build(folder: Path) -> list[Path]:
    """Draw seven papers, none of which holds a register."""
    return [
        _handbook(folder),
        _docx(folder / "youth-action-plan.docx", ("Youth services action plan 2026 to 2028",), ACTION_PLAN),
        _workbook(folder),
        _csv(folder),
        _docx(folder / "audit-minutes.docx", MINUTES, MINUTES_LOG),
        _programme(folder),
        _markdown(folder),
    ]


def _handbook(folder: Path) -> Path:
    from tests.registers.pdf_layout import Sheets

    sheets = Sheets(folder / "governance-handbook.pdf", running="Oxbourne Borough Council governance handbook", margin=40)
    sheets.write("Contents", size=14, bold=True)
    sheets.table((50, 380, 60), CONTENTS[1:], CONTENTS[:1], size=9)
    sheets.top += 30
    sheets.write("Whom to ask", size=14, bold=True)
    sheets.table((80, 130, 100, 75, 130), CONTACTS[1:], CONTACTS[:1], size=8)
    sheets.turn()
    sheets.write("Terms used in risk management", size=14, bold=True)
    sheets.table((110, 400), GLOSSARY[1:], GLOSSARY[:1], size=9)
    sheets.turn()
    sheets.write("How risks are scored", size=14, bold=True)
    sheets.table((35, 75, 80, 75, 85, 80, 85), CRITERIA[1:], CRITERIA[:1], size=8)
    return sheets.save()


def _programme(folder: Path) -> Path:
    from tests.registers.pdf_layout import Sheets

    sheets = Sheets(folder / "work-programme.pdf", running="Oxbourne Borough Council scrutiny work programme", margin=40)
    sheets.write("Scrutiny work programme 2026/27", size=14, bold=True)
    sheets.table((85, 130, 120, 100, 80), PROGRAMME[1:], PROGRAMME[:1], size=9)
    return sheets.save()


def _docx(path: Path, words: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    from docx import Document

    from tests.registers.docx_layout import add_rows

    paper = Document()
    paper.add_heading(words[0], 0)
    for line in words[1:]:
        paper.add_paragraph(line)
    table = paper.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    add_rows(table, rows[:1], bold=True)
    add_rows(table, rows[1:])
    paper.save(str(path))
    return path


def _workbook(folder: Path) -> Path:
    from openpyxl import Workbook

    from tests.registers.xlsx_layout import put

    book = Workbook()
    sheet = book.active
    sheet.title = "Indicators"
    put(sheet, [("Performance, quarter 1 of 2026/27",), *INDICATORS], bold=(0, 1))
    put(book.create_sheet("Action plan"), ACTION_PLAN, bold=(0,))
    put(book.create_sheet("Scoring"), CRITERIA, bold=(0,))
    path = folder / "performance.xlsx"
    book.save(path)
    return path


def _csv(folder: Path) -> Path:
    import csv

    path = folder / "finance-monitoring.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(FINANCE)
    return path


def _markdown(folder: Path) -> Path:
    lines = ["# Scrutiny work programme", "", *(f"| {' | '.join(row)} |" for row in PROGRAMME)]
    lines.insert(3, "|" + " --- |" * len(PROGRAMME[0]))
    path = folder / "work-programme.md"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
