"""What a document says of itself, by its front sheet, first page and name; and what people say of it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest.describe import describe, merged, parse_description, sidecar
from ingest.files import read
from tests.drawing import Paper
from vectorstore.errors import ReadError
from vectorstore.models import Classification, Description, Kind

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
TRUTH: list[dict[str, Any]] = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))["documents"]


def described(folder: Path, name: str, text: str) -> Description:
    """What a small paper says of itself."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return describe(read(path), name)


def classified(folder: Path, text: str, name: str = "paper.txt") -> Classification | None:
    return described(folder, name, text).classification


# -- the samples


@pytest.mark.parametrize("truth", TRUTH, ids=lambda t: t["source"])
def test_each_sample_paper_is_described_as_it_is(truth: dict[str, Any]) -> None:
    path = SAMPLES / "papers" / truth["source"]
    found = merged(sidecar(path), describe(read(path), path.name))
    assert {
        "kind": found.kind,
        "body": found.body,
        "meeting_date": found.meeting_date and found.meeting_date.isoformat(),
        "period": found.period,
        "classification": found.classification,
    } == {key: truth[key] for key in ("kind", "body", "meeting_date", "period", "classification")}
    if truth["title"]:
        assert found.title == truth["title"]
    else:  # a paper without a title of its own goes by its file's name
        assert found.title == "Performance indicators 2025 26"


# -- body and meeting date


@pytest.mark.parametrize(
    ("lines", "body", "day"),
    [
        ("Considered by Cabinet on 16 September 2025", "Cabinet", date(2025, 9, 16)),
        ("Adopted by Cabinet, 16 September 2025", "Cabinet", date(2025, 9, 16)),
        ("Report to the Schools Forum, 4 February 2026", "Schools Forum", date(2026, 2, 4)),
        ("To: Cabinet - 4th March 2025", "Cabinet", date(2025, 3, 4)),
        ("Health and Wellbeing Board - Tuesday 3 June 2025", "Health and Wellbeing Board", date(2025, 6, 3)),
        ("CORPORATE PARENTING PANEL - 29 October 2024", "Corporate Parenting Panel", date(2024, 10, 29)),
        ("Meeting of the Audit Committee held on 5 May 2026", "Audit Committee", date(2026, 5, 5)),
        ("Council, 3 March 2026", "Council", date(2026, 3, 3)),
    ],
)
def test_the_first_lines_say_which_body_met_when(lines: str, body: str, day: date, tmp_path: Path) -> None:
    found = described(tmp_path, "paper.txt", f"Winter resilience of highways\n\n{lines}\n\nThe report asks for £2m in 2027.\n")
    assert (found.body, found.meeting_date) == (body, day)


def test_a_front_sheet_wins_over_other_dates(tmp_path: Path) -> None:
    text = (
        "Position at 31 December 2025\n\n| Title of report | Winter resilience |\n|---|---|\n| For consideration by | Cabinet |\n"
        "| Meeting date | 10 March 2026 |\n| Classification | Open |\n\nCabinet last looked at this on 4 May 2025.\n"
    )
    found = described(tmp_path, "report-2024-01-01.md", text)
    expected = Description("Winter resilience", Kind.REPORT, "Cabinet", date(2026, 3, 10), None, Classification.OPEN)
    assert found == expected


def test_a_value_that_runs_over_a_line_is_whole(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "r.pdf")
    paper.write(
        70, 70, "From: Peter Oak, Deputy Leader", "To: Cabinet - 4 March 2025", "Subject: Late changes to the budget and the Medium",
        "Term Financial Plan", "Classification: Unrestricted",
    )  # fmt: skip
    paper.write(70, 160, "This paper gives details of late changes to the approved budget for the year.")
    paper.save()
    found = describe(read(tmp_path / "r.pdf"), "r.pdf")
    assert found.title == "Late changes to the budget and the Medium Term Financial Plan"
    assert (found.body, found.meeting_date) == ("Cabinet", date(2025, 3, 4))


def test_the_date_of_signing_or_of_the_next_meeting_is_not_the_meetings(tmp_path: Path) -> None:
    text = (
        "ANYWHERE PARISH COUNCIL\n\nMinutes of the Parish Council meeting held on\nTuesday, 2 December 2025\n\n"
        "1. Apologies\n\nDate of the next meeting: 6 January 2026\n\nSigned: J Ritchie\n\nDate: 6 January 2026\n"
    )
    found = described(tmp_path, "minutes.txt", text)
    assert (found.kind, found.body, found.meeting_date) == (Kind.MINUTES, "Parish Council", date(2025, 12, 2))
    assert found.title == "Minutes of the Parish Council meeting held on Tuesday, 2 December 2025"


@pytest.mark.parametrize(
    "text",
    [
        "Prepared for members of the Housing Committee. 12 January 2026. Not a report of the Council.",
        "The Cabinet Member wrote on 4 May 2025 to the Chief Executive.",
        "Thornmere Borough Council\n\nCouncil tax leaflet",
    ],
)
def test_a_paper_that_went_to_no_meeting_has_none(text: str, tmp_path: Path) -> None:
    found = described(tmp_path, "leaflet.txt", f"What you pay\n\n{text}\n\nWe collect it from April.\n")
    assert (found.body, found.meeting_date) == (None, None)


def test_a_file_name_gives_the_date_where_nothing_else_does(tmp_path: Path) -> None:
    assert described(tmp_path, "cabinet__2026-03-10.txt", "Some words about winter.\n").meeting_date == date(2026, 3, 10)


# -- periods


@pytest.mark.parametrize(
    ("printed", "period"),
    [
        ("Q3 2025/26", "Q3 2025/26"),
        ("quarter 3 2025/26", "Q3 2025/26"),
        ("Quarter 3, 2025-26", "Q3 2025/26"),
        ("quarter three of 2025/2026", "Q3 2025/26"),
        ("third quarter 2025/26", "Q3 2025/26"),
        ("2025/26 quarter 3", "Q3 2025/26"),
        ("q3-2025-26", "Q3 2025/26"),
        ("2025/26", "2025/26"),
        ("2025-26", "2025/26"),
        ("2025\u201326", "2025/26"),
        ("2024/2025", "2024/25"),
        ("2025-2028", "2025-2028"),
        ("2025 to 2028", "2025-2028"),
        ("2025-28", "2025-2028"),
        ("autumn 2025", "Autumn 2025"),
    ],
)
def test_a_period_has_one_form_however_it_is_printed(printed: str, period: str, tmp_path: Path) -> None:
    assert described(tmp_path, "budget.txt", f"Budget monitor {printed}\n\nAll is well.\n").period == period
    assert (
        described(tmp_path, "paper.md", f"| Reporting period | {printed} |\n|---|---|\n| Author | A Person |\n").period == period
    )


@pytest.mark.parametrize("text", ["On 2026-01-26 it snowed", "Call 2025 2899", "The 2025/24 figures", "Reference 2025/26/118"])
def test_what_is_no_period_is_not_taken_for_one(text: str, tmp_path: Path) -> None:
    assert described(tmp_path, "paper.txt", f"Snow clearance\n\n{text}\n\nMore words.\n").period is None


# -- kinds


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("corporate-risk-register.txt", "Corporate risks\n\nThey are many.\n", Kind.RISK_REGISTER),
        ("risks.md", "| Risk | Likelihood | Impact | Control |\n|---|---|---|---|\n| Flood | 3 | 4 | Pumps |\n", Kind.RISK_REGISTER),
        ("agenda-2026-01-05.txt", "Cabinet\n\nAGENDA\n\n1. Apologies\n2. Minutes\n", Kind.AGENDA_PACK),
        ("cabinet.txt", "Minutes of the Cabinet held on 5 January 2026\n\n1. Apologies\n", Kind.MINUTES),
        ("local-plan.txt", "Housing Strategy 2025-2030\n\nWe will build.\n", Kind.STRATEGY),
        ("annual-report.txt", "Annual Report 2024/25\n\nWe built.\n", Kind.REPORT),
        ("framework.txt", "Report of the Director of Finance\n\nAward of a framework\n\nSeven tendered.\n", Kind.REPORT),
        ("note.txt", "Notes for members\n\nThis is not a report of the Council, and was written by an officer in a hurry.\n", Kind.OTHER),
    ],
)  # fmt: skip
def test_what_kind_of_paper_it_is(name: str, text: str, kind: Kind, tmp_path: Path) -> None:
    assert described(tmp_path, name, text).kind is kind


# -- titles


def test_a_title_left_over_from_an_older_file_is_not_believed(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "m.pdf", "Milburn Parish Council - 6th March 2012")
    paper.write(70, 70, "Milburn Parish Council - 8th January 2019", size=16, bold=True)
    paper.write(70, 110, "Minutes of the meeting. All agreed that these were a true record of what was said.")
    paper.save()
    found = describe(read(tmp_path / "m.pdf"), "m.pdf")
    assert (found.title, found.meeting_date) == ("Milburn Parish Council - 8th January 2019", date(2019, 1, 8))


@pytest.mark.parametrize("own", ["Microsoft Word - draft3.docx", "Untitled", "Document1", "The report", "x"])
def test_a_title_that_says_nothing_is_passed_over(own: str, tmp_path: Path) -> None:
    path = tmp_path / "p.html"
    path.write_text(
        f"<html><head><title>{own}</title></head><body><h1>Parking charges from April</h1><p>They rise.</p></body></html>"
    )
    assert describe(read(path), path.name).title == "Parking charges from April"


def test_the_title_of_a_published_pack_is_taken_without_its_mark(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "p.pdf", "(Public Pack)Agenda Document for Cabinet, 26/01/2026 18:00")
    paper.write(70, 70, "AGENDA", "1. Apologies for absence")
    paper.save()
    found = describe(read(tmp_path / "p.pdf"), "p.pdf")
    assert found.title == "Agenda Document for Cabinet, 26/01/2026 18:00"
    assert (found.kind, found.body, found.meeting_date) == (Kind.AGENDA_PACK, "Cabinet", date(2026, 1, 26))


# -- exempt or open

MARKS = [
    "NOT FOR PUBLICATION",
    "NOT FOR PUBLICATION by virtue of paragraph 3 of Part 1 of Schedule 12A to the Local Government Act 1972",
    "EXEMPT",
    "Exempt report",
    "EXEMPT - Cabinet, 10 March 2026",
    "Exempt from publication under Schedule 12A",
    "CONFIDENTIAL",
    "Private and confidential",
    "Part 2 (private)",
    "PART 2 - EXEMPT",
    "Part II: not for publication",
    "OFFICIAL-SENSITIVE",
    "Report to Cabinet, Part 2 agenda item 14",
    "Cabinet, 10 March 2026 - EXEMPT",
    "This report is not for publication.",
    "This report is exempt under paragraph 3 of Schedule 12A.",
    "This report contains exempt information as defined in Schedule 12A.",
    "This appendix is confidential.",
    "Document is Restricted",
]


@pytest.mark.parametrize("mark", MARKS)
def test_a_marked_paper_is_exempt(mark: str, tmp_path: Path) -> None:
    body = "Award of a contract\n\nCabinet, 10 March 2026\n\n1. Seven tendered for it.\n"
    assert classified(tmp_path, f"{mark}\n\n{body}") is Classification.EXEMPT
    lower = f"Award of a contract\n\nCabinet\n\n10 March 2026\n\nWard: all\n\n{mark}\n\n1. Seven tendered for it.\n"
    assert classified(tmp_path, lower) is Classification.EXEMPT


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Classification", "Exempt"),
        ("Classification", "Exempt (Part 2)"),
        ("Classification", "Part exempt"),
        ("Classification", "Part 2"),
        ("Status", "Not for publication"),
        ("Report status", "Confidential"),
        ("Exempt", "Yes"),
        ("Exempt information", "Yes, paragraph 3"),
        ("Is this report exempt?", "Yes"),
        ("Public access", "No"),
        ("Open or exempt", "Exempt"),
    ],
)
def test_a_front_sheet_that_says_exempt_makes_a_paper_exempt(label: str, value: str, tmp_path: Path) -> None:
    text = f"| Title | Award of a contract |\n|---|---|\n| Status | For decision |\n| {label} | {value} |\n\nSeven tendered.\n"
    assert classified(tmp_path, text, "paper.md") is Classification.EXEMPT


@pytest.mark.parametrize(
    "text",
    [
        "Appendix B is exempt from publication because it holds the prices tendered.",
        "The exempt Appendix B to this report is not for publication.",
        "Appendices: A (open) and B (not for publication).",
        "Exempt information: None",
        "Exempt information\n\nNone",
        "Exempt information\n\nAppendix B holds exempt information.",
        "Confidential: No",
        "This report contains no exempt information.",
        "This report is not confidential.",
        "This decision is exempt from call-in because it is urgent.",
        "Exempt accommodation: a review by scrutiny",
        "Exemptions from council tax",
        "Confidential reporting policy",
        "Restricted reserves",
        "Part 2 of the plan",
        "Part 2: What we will do",
        "Part 2",
        "Local Plan (Part 2)",
        "The Part 2 claim was settled.",
        "Members may ask for a part two item to be taken in public.",
        "Private sector landlords were asked too.",
    ],
)
def test_an_open_paper_that_speaks_of_something_exempt_stays_open(text: str, tmp_path: Path) -> None:
    lines = f"Homes for all\n\nCabinet, 10 March 2026\n\nWards: all\n\n{text}\n\n1. We will build homes.\n"
    assert classified(tmp_path, lines) is Classification.OPEN


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Classification", "Open"),
        ("Classification", "Open report with an exempt appendix"),
        ("Classification", "Unrestricted"),
        ("Classification", "Public"),
        ("Exempt", "No"),
        ("Exempt information", "None"),
        ("Exempt information", "Appendix B: paragraph 3"),
        ("Exempt information", "Not applicable"),
        ("Public access", "Yes"),
        ("Status", "Private sector leasing scheme: for decision"),
    ],
)
def test_a_front_sheet_that_says_open_keeps_a_paper_open(label: str, value: str, tmp_path: Path) -> None:
    text = f"| Title | Homes for all |\n|---|---|\n| {label} | {value} |\n| Meeting date | 10 March 2026 |\n\nWe will build.\n"
    assert classified(tmp_path, text, "paper.md") is Classification.OPEN


def test_an_agenda_that_lists_private_items_is_open_and_minutes_too(tmp_path: Path) -> None:
    agenda = (
        "Cabinet\n\nTuesday 10 March 2026\n\nAGENDA\n\nPart 1: items open to the public\n\n1. Apologies\n\n"
        "2. Exclusion of the press and public\n\nPart 2: exempt items\n\nEXEMPT\n\n3. Award of a contract\n\nNOT FOR PUBLICATION\n"
    )
    assert classified(tmp_path, agenda, "agenda.txt") is Classification.OPEN
    minutes = "Minutes of the Cabinet held on 10 March 2026\n\n1. Apologies\n\nNone.\n\nExempt items\n\n3. Award of a contract\n"
    assert classified(tmp_path, minutes, "minutes.txt") is Classification.OPEN
    assert classified(tmp_path, "EXEMPT\n\n" + minutes, "minutes.txt") is Classification.EXEMPT


def test_a_plan_in_parts_is_open(tmp_path: Path) -> None:
    text = "Education Strategy\n\nContents\n\nPart 1\n\nWhere we are\n\nPart 2\n\nWhere we go\n"
    assert classified(tmp_path, text) is Classification.OPEN


def test_a_mark_that_runs_along_the_pages_counts_below_the_first_lines(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "p.pdf")
    for page in range(4):
        paper.write(70, 60, f"Award of a contract, part {'abcd'[page]}", bold=True)
        paper.write(
            70, 100, *(f"Sentence {page}{n} says how the bid numbered {n * 7 + page} was scored by officers." for n in range(45))
        )
        paper.write(70, 800, "EXEMPT: not for publication")
        paper.turn()
    paper.save()
    assert describe(read(tmp_path / "p.pdf"), "p.pdf").classification is Classification.EXEMPT


@pytest.mark.parametrize(
    ("name", "exempt"),
    [
        ("item-14-exempt-report.txt", True),
        ("Award of contract - EXEMPT.txt", True),
        ("award_not_for_publication.txt", True),
        ("Appendix B (Confidential).txt", True),
        ("Part 2 exempt minutes.txt", True),
        ("exempt-accommodation-review.txt", False),
        ("local-plan-part-2.txt", False),
        ("confidential-reporting-policy.txt", False),
    ],
)
def test_a_file_name_can_mark_a_paper(name: str, exempt: bool, tmp_path: Path) -> None:
    assert (classified(tmp_path, "Seven tendered for it.\n", name) is Classification.EXEMPT) is exempt


# -- what people say


def test_a_sidecar_says_what_it_says_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "p.txt"
    assert sidecar(path) == Description()
    (tmp_path / "p.txt.meta.toml").write_text('title = "A"\nkind = "minutes"\nmeeting_date = 2026-02-02\nperiod = 2025\n')
    assert sidecar(path) == Description(title="A", kind=Kind.MINUTES, meeting_date=date(2026, 2, 2), period="2025")
    (tmp_path / "p.txt.meta.toml").write_text('meeting_date = "2026-02-02"\nclassification = "exempt"\n')
    assert sidecar(path) == Description(meeting_date=date(2026, 2, 2), classification=Classification.EXEMPT)
    (tmp_path / "p.txt.meta.toml").write_text("meeting_date = 2026-02-02T18:30:00\n")
    assert sidecar(path) == Description(meeting_date=date(2026, 2, 2))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('tittle = "A"', "'tittle' is not one of"),
        ('kind = "memo"', "kind 'memo' is not one of risk register"),
        ('kind = ["minutes"]', "kind '['minutes']' is not one of"),
        ('classification = "secret"', "classification 'secret' is not one of open, exempt"),
        ('meeting_date = "soon"', "meeting_date 'soon' is no date; write it as 2026-01-26"),
        ("title = []", "title '[]' is not text"),
        ('title = ""', "title '' is not text"),
        ("title = ", "Invalid value"),
        ("\xff", "decode"),
        ("title = " + "[" * 20_000, "its values are nested too deeply"),
        ("title = " + "[" * 200 + "]" * 200, "is not text"),
        ("#" * 70_000, "it is larger than 65,536 bytes"),
        ("a" * 5_000 + " = 1", "aaa…' is not one of"),
    ],
)
def test_a_sidecar_that_cannot_be_used_is_named_with_its_fault(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "p.txt.meta.toml").write_bytes(text.encode("latin-1"))
    with pytest.raises(ReadError) as error:
        sidecar(tmp_path / "p.txt")
    line = str(error.value)
    assert line.startswith("p.txt.meta.toml: ")
    assert said in line
    assert line.endswith("correct it or remove it.")
    assert "\n" not in line
    assert len(line) < 300


def test_the_first_description_that_knows_a_thing_wins() -> None:
    high = Description(title="A", classification=Classification.EXEMPT)
    low = Description(title="B", kind=Kind.OTHER, classification=Classification.OPEN)
    assert merged(high, low) == Description(title="A", kind=Kind.OTHER, classification=Classification.EXEMPT)
    assert merged() == Description()


def test_plain_values_are_read_as_a_description() -> None:
    assert parse_description({}) == Description()
    assert parse_description({"kind": "risk register", "body": "Cabinet"}) == Description(kind=Kind.RISK_REGISTER, body="Cabinet")


# -- real papers


@pytest.mark.papers
def test_papers_that_a_council_has_published_are_taken_as_open(papers: Path) -> None:
    published = [p for p in sorted((papers / "papers").iterdir()) if p.suffix in (".pdf", ".docx") and p.stat().st_size < 130_000]
    assert published
    found = {p.name: describe(read(p), p.name) for p in published}
    assert [name for name, d in found.items() if d.classification is not Classification.OPEN] == []
    assert [name for name, d in found.items() if not d.title] == []
    minutes = [d for name, d in found.items() if "__minutes__" in name]
    assert all(d.kind is Kind.MINUTES and d.meeting_date and d.body for d in minutes)
