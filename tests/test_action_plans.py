"""Action plans, trackers and tables of recommendations, read from small papers, the sample papers and real ones."""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest

from ingest.commitments import read_commitments
from ingest.commitments.plan_columns import column, plan_of
from ingest.commitments.registered import registered
from ingest.commitments.tables import planned
from ingest.files import read
from ingest.reading import Reading, Writer
from ingest.registers import read_registers
from ingest.registers.people import split_owners
from tests.drawing import Paper
from vectorstore.commitments import Entry
from vectorstore.models import Document, Kind, fold_space

HEADER = ("Action", "Lead officer", "By when")


def paper(name: str = "plan") -> Document:
    return Document("d", "h", name, Kind.OTHER, (name,))


def entries(path: Path) -> list[Entry]:
    """The entries of a file's tables. Every quote must stand in the pages as it is."""
    reading = read(path)
    found = list(planned(reading, paper(), read_registers(reading, "d", path.stem)))
    for entry in found:
        assert entry.what
        assert entry.what.split()[0] in quote(entry, reading)
    return found


def quote(entry: Entry, reading: Reading) -> str:
    return fold_space(" ".join(reading.pages[s.page - 1].text[s.start : s.end] for s in entry.spans))


def markdown(folder: Path, *tables: Sequence[Sequence[str]], heading: str = "Plan") -> Path:
    path = folder / "plan.md"
    lines = ["# Market strategy", ""]
    for n, rows in enumerate(tables, 1):
        lines += [
            f"## {heading} {n}",
            "",
            *("| " + " | ".join(row) + " |" for row in (rows[0], ["---"] * len(rows[0]), *rows[1:])),
            "",
        ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def names(entry: Entry) -> list[str]:
    return [o.name for o in entry.owners]


def test_a_row_is_an_entry_with_owner_deadline_and_place(tmp_path: Path) -> None:
    rows = [
        ("Ref", "Priority", "Action", "Success measures", "Lead officer(s)", "Timescale"),
        (
            "1.1",
            "Clean streets",
            "Recruit four wardens for the market",
            "Fewer complaints",
            "Head of Streets; Ann Lee",
            "By 30 September 2026",
        ),
        ("1.2", "Clean streets", "Review the bin round", "Round reviewed", "Waste Services Manager", "Ongoing"),
        ("1.3", "Clean streets", "Repaint the stalls", "Stalls painted", "TBC", "-"),
    ]
    first, second, third = entries(markdown(tmp_path, rows))
    assert (first.kind, first.form, first.ref, first.what) == ("action", "table", "1.1", "Recruit four wardens for the market")
    assert names(first) == ["Head of Streets", "Ann Lee"]
    assert first.due is not None
    assert (first.due.text, first.due_date) == ("By 30 September 2026", "2026-09-30")
    assert first.section == ("Market strategy", "Plan 1", "Clean streets")
    assert second.due is not None
    assert (second.due.text, second.due_date) == ("Ongoing", None)
    assert (names(third), third.due) == ([], None)


def test_a_number_in_the_cell_is_the_reference_and_stays_in_the_quote(tmp_path: Path) -> None:
    path = markdown(
        tmp_path, [HEADER, ("2.4 Plant 200 trees", "Parks Team", "March 2027"), ("B3: Open the lido", "Parks Team", "May 2027")]
    )
    tree, lido = entries(path)
    assert (tree.ref, tree.what) == ("2.4", "Plant 200 trees")
    assert (lido.ref, lido.what) == ("B3", "Open the lido")
    assert quote(tree, read(path)) == "2.4 Plant 200 trees"


def test_numbered_and_bulleted_acts_in_one_cell_are_an_entry_each(tmp_path: Path) -> None:
    rows = [
        HEADER,
        (
            "a) Inspect all tall blocks b) Publish the results c) Write to every tenant",
            "Head of Housing",
            "a) June 2026 b) July 2026 c) May 2027",
        ),
        ("\u2022 Mend the roof \u2022 Paint the hall", "Clerk", "2027"),
        ("Write to schools. Ask each for its plan.", "Clerk", "2027"),
    ]
    found = entries(markdown(tmp_path, rows))
    assert [(e.ref, e.what, e.due_date) for e in found] == [
        ("a", "Inspect all tall blocks", "2026-06"),
        ("b", "Publish the results", "2026-07"),
        ("c", "Write to every tenant", "2027-05"),
        (None, "Mend the roof", "2027"),
        (None, "Paint the hall", "2027"),
        (None, "Write to schools. Ask each for its plan.", "2027"),
    ]


def test_a_list_whose_first_number_is_lost_is_parted_all_the_same(tmp_path: Path) -> None:
    rows = [
        ("Key concerns", "Objectives", "Outcome / success criteria"),
        ("Data", "Publish a monthly count 2) Join the two lists 3) Train the clerks", "Trust"),
    ]
    assert [(e.ref, e.what) for e in entries(markdown(tmp_path, rows))] == [
        (None, "Publish a monthly count"),
        ("2", "Join the two lists"),
        ("3", "Train the clerks"),
    ]


def test_a_tracker_follows_what_was_said_before(tmp_path: Path) -> None:
    rows = [
        ("Action from 10 November 2025", "Owner", "Due", "Position on 19 January 2026"),
        ("List of empty stalls", "Ann Lee", "6 February 2026", "Done on 4 February 2026"),
        ("Results of the noise survey", "Omar Khan", "No date was set", "Not received"),
    ]
    first, second = entries(markdown(tmp_path, rows))
    assert (first.kind, first.form, first.made_on) == ("action", "tracker", "2025-11-10")
    assert first.status is not None
    assert first.status.text == "Done on 4 February 2026"
    assert second.due is None


def test_the_day_in_a_row_says_when_it_was_said(tmp_path: Path) -> None:
    rows = [
        ("Date", "Action", "Owner", "Deadline", "Update"),
        ("12 May 2026", "Write to the trader", "Clerk", "by the end of June", "Sent"),
    ]
    (entry,) = entries(markdown(tmp_path, rows))
    assert (entry.made_on, entry.due_date) == ("2026-05-12", "2026-06-30")


def test_recommendations_and_their_response(tmp_path: Path) -> None:
    asked = [
        ("No.", "Recommendation", "To", "Response asked for by"),
        ("R1", "Publish the waiting list each term", "Head of Housing", "4 May 2026"),
    ]
    answered = [
        ("No.", "Recommendation", "Response", "When"),
        ("R1", "Publish the waiting list each term", "Accepted in part", "July 2026"),
    ]
    first, second = entries(markdown(tmp_path, asked, answered))
    assert (first.kind, first.form, first.ref, names(first), first.due_date) == (
        "recommendation", "table", "R1", ["Head of Housing"], "2026-05-04",
    )  # fmt: skip
    assert (second.kind, second.form, second.due_date) == ("recommendation", "tracker", "2026-07")
    assert second.status is not None
    assert second.status.text == "Accepted in part"


def test_an_audit_table_gives_the_agreed_action_and_no_finding(tmp_path: Path) -> None:
    rows = [
        ("Finding", "Recommendation", "Agreed action", "Responsible officer", "Target date"),
        ("Keys lost", "Log keys", "Keep a log at each depot", "Depot Manager", "31.07.26"),
    ]
    (entry,) = entries(markdown(tmp_path, rows))
    assert (entry.kind, entry.what, entry.due_date) == ("action", "Keep a log at each depot", "2026-07-31")


def test_pledges_are_commitments_and_decisions_decisions(tmp_path: Path) -> None:
    pledges = [
        ("Our pledge", "What this means", "Who is responsible?", "When will we do it by?"),
        ("We will open the lido all year", "Health", "Parks Team", "end of 2026"),
    ]
    decisions = [("Item", "Decision", "Action by"), ("5", "The grant of 500 pounds to the band was approved", "Clerk")]
    pledge, decision = entries(markdown(tmp_path, pledges, decisions))
    assert (pledge.kind, pledge.what, pledge.due_date) == ("commitment", "We will open the lido all year", "2026-12-31")
    assert (decision.kind, decision.ref) == ("decision", "5")


def test_who_and_by_when_in_the_acts_own_words(tmp_path: Path) -> None:
    rows = [
        ("Minute", "Matters arising", "Update"),
        ("12/26", "Head of Housing to report on empty homes by 4 June 2026", "Awaited"),
    ]
    (entry,) = entries(markdown(tmp_path, rows))
    assert (names(entry), entry.due_date) == (["Head of Housing"], "2026-06-04")
    assert entry.due is not None
    assert entry.due.text == "by 4 June 2026"


def test_a_date_behind_the_owner_is_the_deadline(tmp_path: Path) -> None:
    (entry,) = entries(markdown(tmp_path, [("Action", "Who and when"), ("Mend the town clock", "Estates Manager, June 2026")]))
    assert (names(entry), entry.due_date) == (["Estates Manager"], "2026-06")


def test_verdicts_on_applications(tmp_path: Path) -> None:
    rows = [
        ("Organisation", "Project", "Amount requested", "Recommendation"),
        ("Scout hut", "New roof", "900 pounds", "Approved. Meets the criteria."),
        ("Town band", "Four drums", "300 pounds", "Rejected. The fund is for buildings."),
        ("", "", "", "It may apply again."),
        ("Rowing club", "Slipway", "5,000 pounds", "Recommend approval to the Harbour Committee."),
    ]
    assert [(e.kind, e.what) for e in entries(markdown(tmp_path, rows))] == [
        ("decision", "Scout hut: Approved. Meets the criteria."),
        ("decision", "Town band: Rejected. The fund is for buildings. It may apply again."),
        ("recommendation", "Rowing club: Recommend approval to the Harbour Committee."),
    ]


def test_the_rest_of_cut_cells_below_the_table(tmp_path: Path) -> None:
    path = tmp_path / "scan.md"
    path.write_text(
        "# Workstream 2 - Stalls\n\n| Key concerns | Objectives | Success criteria |\n|---|---|---|\n"
        "| Waiting times for a stall are too long for | Revise the list of stalls and publish it with the | Traders are told within ten days. |\n\n"
        "new traders in summer.\n\nThe tolls are unclear to most of them.\n\nmap of the square.\n\n"
        "- A review of tolls is undertaken with the traders\n- Train every warden in the new rules\n\n"
        "## Timeline\n\n- Open the fish market\n",
        encoding="utf-8",
    )
    found = entries(path)
    assert [e.what for e in found] == [
        "Revise the list of stalls and publish it with the",
        "A review of tolls is undertaken with the traders",
        "Train every warden in the new rules",
    ]
    assert {e.section for e in found} == {("Workstream 2 - Stalls",)}


def test_pledges_that_a_row_cites_by_number(tmp_path: Path) -> None:
    cited = "Stay open. Manifesto commitment 12 - We will plant a tree by every stall. Manifesto commitment 31 - We will light the square"
    found = entries(markdown(tmp_path, [("Linked strategies", "Leads"), (cited, "Ann Lee")]))
    assert [(e.kind, e.ref, e.what) for e in found] == [
        ("commitment", "12", "We will plant a tree by every stall."),
        ("commitment", "31", "We will light the square"),
    ]


NO_PLANS = {
    "indicators": [
        ("Indicator", "Target 2025/26", "Actual", "Owner", "Action"),
        ("Missed bins", "30", "41", "Waste Manager", "Review the round"),
    ],
    "measures": [
        ("Priority", "Measure", "Baseline 2024/25", "Target 2025/26", "Responsible officer"),
        ("1", "Reduce waste", "41", "30", "Ann Lee"),
    ],
    "budget": [
        ("Service", "Budget", "Forecast", "Variance", "Action being taken"),
        ("Parks", "10", "12", "2", "Recruit fewer gardeners"),
    ],
    "work programme": [
        ("Meeting date", "Item", "Purpose", "Lead officer"),
        ("12 May 2026", "Review the plan", "To comment", "Head of Housing"),
    ],
    "reports": [("Date", "Report title", "Officer"), ("12 May 2026", "Develop a library strategy", "Head of Culture")],
    "attendance": [("Name", "Role", "Meetings attended"), ("Ann Lee", "Chair", "4"), ("Omar Khan", "Member", "3")],
    "options": [("Option", "Description", "Advantages", "Disadvantages"), ("1", "Close the depot", "Cheap", "Far away")],
    "savings": [("Ref", "Proposal", "Saving 2026/27", "Lead"), ("1", "Reduce agency staff", "100", "HR Manager")],
    "contracts": [
        ("Title", "Supplier", "Start date", "End date", "Contract value"),
        ("Clean the market", "Brush Ltd", "May 2026", "May 2029", "40"),
    ],
    "glossary": [("Term", "Meaning"), ("Action plan", "A list of what will be done")],
    "counts": [("Due date", "Actions completed", "Actions outstanding"), ("Up to May 2026", "8", "1")],
    "timetable": [("Stage", "Date"), ("Consultation opens", "3 June 2026"), ("Report to Cabinet", "9 September 2026")],
    "said and did": [("Theme", "You said", "We did"), ("Bins", "Review the rounds", "Reviewed all of them")],
    "courses": [("Course", "Who should attend", "When"), ("Induction", "All members", "May 2026")],
    "the form itself": [
        ("Key concerns", "Objectives", "Success criteria"),
        ("Listed", "Objectives will be numbered here", "Outcomes"),
    ],
}


@pytest.mark.parametrize("sort", NO_PLANS)
def test_other_tables_give_nothing(tmp_path: Path, sort: str) -> None:
    assert entries(markdown(tmp_path, NO_PLANS[sort])) == []


def test_rows_without_words_of_an_act_give_nothing(tmp_path: Path) -> None:
    rows = [
        HEADER,
        ("Mend the clock", "Clerk", "May 2026"),
        ("None", "", ""),
        ("n/a", "Clerk", ""),
        ("Total", "", ""),
        ("12", "Clerk", "May 2026"),
    ]
    assert [e.what for e in entries(markdown(tmp_path, rows))] == ["Mend the clock"]


def test_a_wide_column_of_objectives_is_the_act_only_beside_no_actions(tmp_path: Path) -> None:
    rows = [("Objective", "Action", "Lead", "Due"), ("Improve the market", "Resurface the square", "Head of Streets", "May 2027")]
    (entry,) = entries(markdown(tmp_path, rows))
    assert (entry.what, entry.section[-1]) == ("Resurface the square", "Improve the market")


def test_a_merged_act_goes_with_all_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    path.write_text(
        "<h1>Plan</h1><table><tr><th>Action</th><th>Lead</th><th>Deadline</th></tr>"
        "<tr><td rowspan='2'>Build the new pier</td><td>Head of Estates</td><td>Design May 2026</td></tr>"
        "<tr><td>Harbour Master</td><td>Works June 2027</td></tr><tr><td>Mend the slip</td><td>Clerk</td><td>July 2026</td></tr></table>",
        encoding="utf-8",
    )
    pier, slip = entries(path)
    assert (pier.what, names(pier), pier.due_date) == ("Build the new pier", ["Head of Estates", "Harbour Master"], "2027-06")
    assert [m.date for m in pier.milestones] == ["2026-05", "2027-06"]
    assert names(slip) == ["Clerk"]


def test_word_paragraphs_in_a_cell(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Harbour plan", 1)
    table = document.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, HEADER, strict=True):
        cell.text = text
    row = table.add_row().cells
    row[0].text, row[1].text, row[2].text = "Train every warden\nPublish the rota", "Head of Streets\nRota Team", "September 2026"
    document.save(str(tmp_path / "plan.docx"))
    found = entries(tmp_path / "plan.docx")
    assert [e.what for e in found] == ["Train every warden", "Publish the rota"]
    assert [names(e) for e in found] == [["Head of Streets"], ["Rota Team"]]


def test_a_sheet_of_actions(tmp_path: Path) -> None:
    path = tmp_path / "tracker.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = [
            ("Action no.", "Action", "Owner", "Target date", "Status"),
            ("A1", "Replace the lamps", "Ann Lee", "2026-05-31", "In progress"),
        ]
        csv.writer(file).writerows(rows)
    (entry,) = entries(path)
    assert (entry.ref, entry.form, entry.due_date, names(entry)) == ("A1", "tracker", "2026-05-31", ["Ann Lee"])


XS = (40, 260, 400, 550)


def drawn(path: Path, pages: Sequence[Sequence[Sequence[str]]]) -> Path:
    """A ruled table over several pages; the first page has a header."""
    made = Paper(path, "Plan")
    for n, rows in enumerate(pages):
        top = 60.0 if n == 0 else 40.0
        ys = [top]
        for row in rows:
            made.cells(XS[:-1], ys[-1], row, bold=tuple(row) == HEADER)
            ys.append(ys[-1] + 6 + 11 * max(text.count("\n") + 1 for text in row))
        made.grid(XS, ys)
        if n + 1 < len(pages):
            made.turn()
    return made.save()


def test_rows_overleaf_without_a_header(tmp_path: Path) -> None:
    pages = [
        [
            HEADER,
            ("Recruit four wardens for the market", "Head of Streets", "May 2026"),
            ("Review the bin round", "Waste Manager", "June 2026"),
        ],
        [("Repaint the market stalls", "Ann Lee", "July 2026"), ("Mend the town clock", "Clerk", "by the end of May 2027")],
    ]
    found = entries(drawn(tmp_path / "plan.pdf", pages))
    assert [(e.page, e.what, e.due_date) for e in found] == [
        (1, "Recruit four wardens for the market", "2026-05"),
        (1, "Review the bin round", "2026-06"),
        (2, "Repaint the market stalls", "2026-07"),
        (2, "Mend the town clock", "2027-05-31"),
    ]


def test_a_row_that_a_page_break_cuts_is_one_entry(tmp_path: Path) -> None:
    long = "Recruit four wardens for the market\nand train each of them before the\nsummer season so that every stall"
    pages = [
        [HEADER, (long, "Head of Streets", "May 2026")],
        [HEADER, ("is looked after each day.", "", ""), ("Mend the town clock", "Clerk", "June 2026")],
    ]
    path = drawn(tmp_path / "plan.pdf", pages)
    first, second = entries(path)
    assert quote(first, read(path)).startswith("Recruit four wardens")
    assert quote(first, read(path)).endswith("looked after each day.")
    assert [s.page for s in first.spans] == [1, 2]
    assert (second.what, second.due_date) == ("Mend the town clock", "2026-06")


def test_rows_of_dates_and_names_are_no_headers(tmp_path: Path) -> None:
    pages = [
        [HEADER, ("Report on stalls in use", "Ann Lee", "16 March 2026"), ("Number of stalls by ward", "Omar Khan", "4 May 2026")]
    ]
    reading = read(drawn(tmp_path / "plan.pdf", pages))
    assert [b.header for b in reading.blocks if b.kind == "row"] == [True, False, False]


def test_a_register_is_left_to_its_own_reader(tmp_path: Path) -> None:
    register = [
        ("Ref", "Risk", "Impact", "Likelihood", "Score", "Controls", "Actions", "Owner", "Due date"),
        (
            "R1",
            "The depot floods in winter",
            "4",
            "4",
            "16",
            "Pumps in place",
            "Raise the switchroom",
            "Depot Manager",
            "June 2026",
        ),
        ("R2", "Traders leave the market", "3", "4", "12", "Fair rents", "Resurface the square", "Ann Lee", "July 2026"),
    ]
    asked = [("No.", "Recommendation", "To", "By when"), ("1", "Publish the rents each year", "Head of Estates", "May 2026")]
    path = markdown(tmp_path, register, asked)
    reading = read(path)
    registers = read_registers(reading, "d", "Pack")
    assert [e.what for e in planned(reading, paper(), registers)] == ["Publish the rents each year"]
    assert [(e.what, e.section, e.due_date, names(e)) for e in registered(registers)] == [
        ("Raise the switchroom", ("The depot floods in winter",), "2026-06", ["Depot Manager"]),
        ("Resurface the square", ("Traders leave the market",), "2026-07", ["Ann Lee"]),
    ]


@pytest.mark.parametrize(
    ("label", "role", "kind"),
    [
        ("Action(s)", "act", "action"),
        ("Improvement actions to be taken", "act", "action"),
        ("What will we do?", "act", "commitment"),
        ("Recommendations", "act", "recommendation"),
        ("Responsible officers and linked services", "owner", None),
        ("Action owner", "owner", None),
        ("By whom", "owner", None),
        ("Dates and deadlines", "due", None),
        ("Response asked for by", "due", None),
        ("Progress / update", "status", None),
        ("Position on 19 January 2026", "status", None),
        ("Outcome / success criteria", "other", None),
        ("Key indicators of success", "other", None),
        ("Action no.", "ref", None),
        ("Date raised", "raised", None),
        ("Objectives / outcome", "likely", "action"),
    ],
)
def test_labels(label: str, role: str, kind: str | None) -> None:
    found = column(label)
    assert found is not None
    assert (found.role, found.kind) == (role, kind)


def test_a_header_without_acts_is_no_plan() -> None:
    assert plan_of(("Name", "Telephone", "Email")) is None
    assert plan_of(("Lead", "Deadline")) is None


@pytest.mark.parametrize(
    ("cell", "owners"),
    [
        ("Head of Parks Assistant Director of School Meals", ["Head of Parks", "Assistant Director of School Meals"]),
        ("Market operations manager Principal Licensing Adviser", ["Market operations manager", "Principal Licensing Adviser"]),
        (
            "Licensing team Safeguarding team School Improvement team",
            ["Licensing team", "Safeguarding team", "School Improvement team"],
        ),
        ("Head of street cleaning Street cleaning adviser", ["Head of street cleaning", "Street cleaning adviser"]),
        ("Head of School Transport School Transport Team", ["Head of School Transport", "School Transport Team"]),
        ("Commissioning Team System Leader for Skills and Work", ["Commissioning Team", "System Leader for Skills and Work"]),
        (
            "Head of Finance, Ann Lee Headteacher at Mill School, AD for Skills, Work and Growth",
            ["Head of Finance", "Ann Lee Headteacher at Mill School", "AD for Skills, Work and Growth"],
        ),
        ("Market leads (rota manager and Head of Stalls)", ["Market leads", "rota manager", "Head of Stalls"]),
        ("Ann Lee (Head of Stalls and Tolls)", ["Ann Lee (Head of Stalls and Tolls)"]),
        ("Ann Lee, Head of Housing", ["Ann Lee, Head of Housing"]),
        ("Head of Legal and Finance", ["Head of Legal and Finance"]),
        ("Team Manager", ["Team Manager"]),
        ("Service Manager Housing Options Team", ["Service Manager Housing Options Team"]),
        ("Director of Children and Education", ["Director of Children and Education"]),
    ],
)
def test_posts_that_run_together(cell: str, owners: list[str]) -> None:
    assert [o.name for o in split_owners([cell])] == owners


def test_an_owner_known_from_another_cell_parts_a_line() -> None:
    line = ["Leader for Work and Skills School Meals Partners"]
    assert [o.name for o in split_owners(line, ["Leader for work and skills"])] == [
        "Leader for Work and Skills",
        "School Meals Partners",
    ]


def test_a_team_named_after_its_place_is_an_owner_of_its_own() -> None:
    line = ["Director of School Meals Thornmere Catering Team"]
    assert [o.name for o in split_owners(line, ["Thornmere"])] == ["Director of School Meals", "Thornmere Catering Team"]
    assert [o.name for o in split_owners(["Head of Thornmere Catering Team"], ["Thornmere"])] == [
        "Head of Thornmere Catering Team"
    ]


def test_the_sample_strategy_is_read_whole(samples: Path) -> None:
    found = entries(samples / "education-strategy-2025-28.pdf")
    numbered = [e.ref for e in found]
    assert len(found) == len(set(numbered)) == 28
    assert all(re.fullmatch(r"[1-6]\.\d", ref or "") for ref in numbered)
    assert [e.ref for e in found if not e.owners] == ["3.5"]
    assert [e.ref for e in found if e.flags] == ["4.5"]
    assert {e.ref: e.due_date for e in found}["5.3"] == "2026-07"


def test_the_sample_trackers_and_recommendations(samples: Path) -> None:
    january = entries(samples / "cyp-scrutiny-minutes-2026-01-19.pdf")
    march = entries(samples / "cyp-scrutiny-minutes-2026-03-16.pdf")
    assert [(e.kind, e.form) for e in january] == [("action", "tracker")] * 5 + [("recommendation", "table")] * 4
    assert [(e.kind, e.form) for e in march] == [("action", "tracker")] * 5 + [("recommendation", "tracker")] * 4
    assert {e.made_on for e in march[:5]} == {"2026-01-19"}
    assert [e.status.text.split()[0] for e in march if e.status] == [
        "Completed", "Completed:", "Overdue:", "Overdue:", "In", "Accepted", "Accepted", "Accepted,", "Accepted;",
    ]  # fmt: skip


def test_the_other_samples_have_no_plans(samples: Path) -> None:
    planless = (
        "children-education-annual-report-2024-25.pdf",
        "performance-indicators-2025-26.csv",
        "budget-monitor-q3-2025-26.xlsx",
        "lintock-consultation-summary.html",
    )
    assert [e.what for name in planless for e in entries(samples / name)] == []


@pytest.mark.papers
def test_real_plans_are_read_whole(papers: Path) -> None:
    found = entries(papers / "corpus" / "education-strategic-plan-2026-29.pdf")
    assert len(found) == 30
    assert all(e.owners and e.due for e in found)
    assert sum(len(e.milestones) for e in found) >= 20
    assert max(len(o.name.split()) for e in found for o in e.owners) <= 14
    assert not any("<" in e.what or any("<" in o.name for o in e.owners) for e in found)


@pytest.mark.papers
@pytest.mark.parametrize(
    "name",
    [
        "corpus/childrens-services-risk-register-2026.pdf",
        "corpus/children-and-families-annual-report-2024-25.pdf",
        "papers/kent-cc__finance__monitoring-report-q3-2024-25.pdf",
        "papers/kent-cc__performance__qpr-q3-2024-25.pdf",
        "papers/kent-cc__pack__budget-amendments-2025-02-13.pdf",
        "papers/sutton-coldfield-tc__contracts-register__2017-18.pdf",
        "papers/sutton-coldfield-tc__payments__2016-17.csv",
        "papers/west-sussex-cc__briefing__equality-act-population-2013.docx",
        "papers/west-sussex-cc__data__housing-workbook-2016.xlsx",
    ],
)
def test_real_papers_without_plans_give_nothing(papers: Path, name: str) -> None:
    assert [e.what for e in entries(papers / name)] == []


def test_an_owner_s_cell_without_an_end_takes_no_longer_than_its_length() -> None:
    writer = Writer()
    writer.page(1)
    words = "The Board Officer " * 6_000
    for owner in ("Owner", words):
        writer.row(1, [("Action", "Publish the plan"), ("Owner", owner), ("Deadline", "May 2027")], header=owner == "Owner")
    began = time.process_time()
    read_commitments(writer.finish(), Document("d", "s", "Action plan", Kind.REPORT, ("a.pdf",)))
    assert time.process_time() - began < 8
