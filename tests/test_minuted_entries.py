"""Entries from minutes and reports: actions, undertakings, decisions and recommendations, and what only sounds like them."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import pytest

from ingest.commitments.minutes import minuted
from ingest.commitments.sittings import sittings
from ingest.describe import describe
from ingest.files import read
from ingest.passages import slices
from ingest.reading import Reading, Writer
from vectorstore.commitments import Entry
from vectorstore.models import Document, Kind

ROOT = Path(__file__).resolve().parent.parent
TRUTH = json.loads((ROOT / "samples" / "truth.json").read_text(encoding="utf-8"))
HEAD = "Minutes of the meeting of the Harbour Committee held on Tuesday 6 May 2025"


def paper(kind: Kind = Kind.OTHER, day: date | None = None) -> Document:
    return Document("d", "s", "A paper", kind, ("a.pdf",), meeting_date=day)


def minutes_of(*lines: str, head: str = HEAD) -> Reading:
    """Minutes with an attendance list; a line that begins with "- " or a letter in brackets is an item, one with "# " a heading."""
    writer = Writer()
    writer.page(1)
    writer.add("heading", head, level=1)
    writer.add("paragraph", "Present: Councillors Abel (Chair), Brook and Cole")
    add(writer, *lines)
    return writer.finish()


def add(writer: Writer, *lines: str) -> None:
    for line in lines:
        if line.startswith("# "):
            writer.add("heading", line[2:], level=2)
        elif line.startswith("- "):
            writer.add("item", line[2:])
        elif line.startswith("("):
            writer.add("item", line, number=line.split()[0])
        else:
            first = line.split()[0]
            writer.add("paragraph", line, number=first.rstrip(".") if first[0].isdigit() else None)


def report_of(*lines: str) -> Reading:
    writer = Writer()
    writer.page(1)
    writer.add("heading", "Report on the harbour wall", level=1)
    add(writer, *lines)
    return writer.finish()


def entries(*lines: str) -> list[Entry]:
    return list(minuted(minutes_of(*lines), paper()))


def one(*lines: str) -> Entry:
    found = entries(*lines)
    assert len(found) == 1, [e.what for e in found]
    return found[0]


def of_sample(samples: Path, name: str) -> tuple[Reading, list[Entry]]:
    reading = read(samples / name)
    said = describe(reading, name)
    document = Document("d", "s", name, said.kind or Kind.OTHER, (name,), body=said.body, meeting_date=said.meeting_date)
    return reading, list(minuted(reading, document))


# -- actions ---------------------------------------------------------------------------------------------------------------


def test_an_action_set_apart_has_its_owner_and_deadline() -> None:
    entry = one("ACTION: Ada Pell to send members the dredging log by 1 June 2025.")
    assert (entry.kind, entry.form) == ("action", "minutes")
    assert entry.what == "Ada Pell to send members the dredging log by 1 June 2025."
    assert [(o.name, o.kind) for o in entry.owners] == [("Ada Pell", "person")]
    assert entry.due is not None
    assert (entry.due.text, entry.due_date) == ("by 1 June 2025", "2025-06-01")
    assert entry.made_on == "2025-05-06"


@pytest.mark.parametrize(
    ("line", "owners", "what"),
    [
        ("Action: Clerk to obtain three quotations.", ["Clerk"], "Clerk to obtain three quotations."),
        ("ACTION: Ada Pell to write for the Chair to the agent.", ["Ada Pell"], "Ada Pell to write for the Chair to the agent."),
        ("The hedge by the slip needs cutting. (Action: Cllr Cole)", ["Cllr Cole"], "The hedge by the slip needs cutting."),
        ("Resolved that the old bench be taken away (Clerk to action).", ["Clerk"], "That the old bench be taken away"),
        ("Ada Pell and Tom Roe to visit the quay before the next meeting.", ["Ada Pell", "Tom Roe"], None),
        ("The lamp on the pier is broken \u2013 Clerk to order another.", ["Clerk"], "Clerk to order another."),
        ("Action Point 3: The Head of Planning to publish the list of sites.", ["Head of Planning"], None),
        ("Agreed: the Clerk to ask the agent for the plans.", ["Clerk"], "The Clerk to ask the agent for the plans."),
        ("Action: to look again at the rota of the ferry.", [], "To look again at the rota of the ferry."),
    ],
)
def test_ways_of_setting_an_action_apart(line: str, owners: list[str], what: str | None) -> None:
    entry = one(line)
    assert entry.kind == "action"
    assert [o.name for o in entry.owners] == owners
    assert what is None or entry.what == what


def test_an_owner_is_only_who_is_named() -> None:
    assert one("Officers agreed to report back on the mooring fees.").owners == ()
    assert one("Action: Members to read the harbour byelaws.").owners == ()


def test_actions_that_a_cover_sheet_lists() -> None:
    reading = report_of(
        "The minutes of the last meeting, held on 14 April 2025, are attached.",
        "The agreed actions from the meeting were:",
        "1. Answer to the question on moorings to be sent to members",
        "2. Map of the slipways for members to see",
        "Reports",
    )
    found = list(minuted(reading, paper()))
    assert [(e.kind, e.made_on, e.paragraph) for e in found] == [("action", "2025-04-14", "1"), ("action", "2025-04-14", "2")]


# -- undertakings ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "owners", "what"),
    [
        (
            "The Director of Ports undertook to share the survey with the Committee.",
            ["Director of Ports"],
            "The Director of Ports undertook to share the survey with the Committee.",
        ),
        (
            "The Harbour Master said that she had met the pilots in March and would reply in writing by 30 June 2025.",
            ["Harbour Master"],
            "The Harbour Master would reply in writing by 30 June 2025.",
        ),
        (
            "The Cabinet Member for Ports confirmed that she would circulate the fees by 30 June 2025.",
            ["Cabinet Member for Ports"],
            "The Cabinet Member for Ports would circulate the fees by 30 June 2025.",
        ),
        (
            "Mr Dent offered to look into the cost of salt bins.",
            ["Mr Dent"],
            "Mr Dent offered to look into the cost of salt bins.",
        ),
        ("It was said that officers would report back in the autumn.", [], "Officers would report back in the autumn."),
        ("The Chair would discuss with the pilots if members could visit.", ["Chair"], None),
        ("The Clerk was asked to write to the landowner about the drain.", ["Clerk"], None),
        ("Cllr Brook agreed to speak to the ferry company.", ["Cllr Brook"], "Cllr Brook agreed to speak to the ferry company."),
    ],
)
def test_undertakings_in_reported_speech(line: str, owners: list[str], what: str | None) -> None:
    entry = one(line)
    assert entry.kind == "action"
    assert [o.name for o in entry.owners] == owners
    assert what is None or entry.what == what


def test_two_people_taking_something_on_are_two_entries() -> None:
    found = entries("Mr Dent offered to look into the cost of salt, and Mrs Hart promised to bring a catalogue.")
    assert [([o.name for o in e.owners], e.what) for e in found] == [
        (["Mr Dent"], "Mr Dent offered to look into the cost of salt"),
        (["Mrs Hart"], "Mrs Hart promised to bring a catalogue."),
    ]
    assert found[0].spans != found[1].spans


def test_a_pronoun_is_who_spoke_last() -> None:
    entry = one("The Head of Ports said that the grant was safe. He would confirm this in writing.")
    assert entry.what == "The Head of Ports would confirm this in writing."
    assert [o.name for o in entry.owners] == ["Head of Ports"]


def test_what_is_to_be_made_or_opened_is_a_commitment() -> None:
    made = one("A leaflet on moorings would be published with the help of residents.")
    opened = one("The Head of Ports said that the new quay would open in June 2026.")
    assert (made.kind, opened.kind, opened.due_date) == ("commitment", "commitment", "2026-06")


@pytest.mark.parametrize(
    "line",
    [
        "The policy would mean that boat owners would provide evidence each year.",
        "If the grant were lost, the Council would review the ferry.",
        "The Head of Ports said that the service would normally write to owners.",
        "Councillor Cole asked what the Director would do when the ice came.",
        "The Chair said that she would like the Council to publish the list.",
        "The Government would publish its answer in May 2026.",
        "Schools would bring pupils to the quay.",
        "The owners of the ferry had agreed to meet the pilots.",
        "It was important that the Harbour Board would be able to respond.",
        "The Director of Ports agreed that there could be other ways.",
        "The operator would not send a second boat.",
        "It would take a year before results could be known.",
        "The Head of Ports said that the ferry was old. It would look at home in a museum.",
        "The Wherry Club agreed to provide a boat.",
        "Savings of £2m would be delivered in 2026, it was forecast.",
    ],
)
def test_what_would_happen_is_no_undertaking(line: str) -> None:
    assert entries(line) == []


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("A chart of the sands is being drawn up by the pilots.", "A chart of the sands is being drawn up by the pilots."),
        ("The Head of Ports said that a dredging plan was being developed.", "A dredging plan was being developed."),
        ("Officers were looking into the price of rope.", "Officers were looking into the price of rope."),
        ("Discussions were under way with the island councils on fares.", None),
        ("The new slip was due to open in the summer.", "The new slip was due to open in the summer."),
        ("The survey was done in March and a full report is expected shortly.", None),
        ("The authorities planned to hold a joint exercise.", "The authorities planned to hold a joint exercise."),
        ("There will be a drop-in session for boat owners.", "There will be a drop-in session for boat owners."),
        ("It was planned to move the buoys to the east.", "It was planned to move the buoys to the east."),
        ("The next Board meeting would focus on winter moorings.", "The next Board meeting would focus on winter moorings."),
        ("As said before, this matter would be the focus of the next forum.", None),
        (
            "Partner agencies will now be required to log each rescue.",
            "Partner agencies will now be required to log each rescue.",
        ),
        ("The buoys, which were old, had been checked and would be replaced.", None),
        ("A visit has been arranged for 12 June 2025.", "A visit has been arranged for 12 June 2025."),
        ("Cllr Cole asked whether the log would be kept, and the Director confirmed that it would be published.", None),
        ("A list of ferry operators would be emailed to members.", "A list of ferry operators would be emailed to members."),
        (
            "The quay, which is listed, was full and a second survey would be carried out.",
            "A second survey would be carried out.",
        ),
    ],
)
def test_what_is_under_way_or_to_come_is_a_commitment(line: str, what: str | None) -> None:
    entry = one(line)
    assert entry.kind == "commitment"
    assert what is None or entry.what == what


@pytest.mark.parametrize(
    ("line", "owners"),
    [
        ("The Director said that the Pilotage Board had questions and would send them to the agent.", ["Pilotage Board"]),
        ("Councillors Abel and Brook to meet the agent on the quay.", ["Councillor Abel", "Councillor Brook"]),
        ("Mr Hall will ask the agent if the slip can be used.", ["Mr Hall"]),
        ("The Treasurer undertook to even out the payments.", ["Treasurer"]),
        ("The Clerk would be writing to the landowner.", ["Clerk"]),
        ("The Chair asked that the log be placed on the next agenda.", []),
        ("Officers had been asked to price the lamps and would report back.", []),
    ],
)
def test_who_takes_something_on(line: str, owners: list[str]) -> None:
    entry = one(line)
    assert (entry.kind, [o.name for o in entry.owners]) == ("action", owners)


@pytest.mark.parametrize(
    "line",
    [
        "The chart was being drawn up when the storm came.",
        "More boats were being built than ever before.",
        "The applicant said that a noise survey would be submitted.",
        "The buoys would be tested by the Department for Transport.",
        "Mr Pike spoke against the slip and said that his view would be removed.",
        "The Head of Ports explained that when a wreck was found it would be reviewed by a diver.",
        "The Head of Ports explained that a resident would be invited to a hearing.",
        "The Vice-Chair thought that the plan would be reviewed by any wise owner.",
        "The Harbour Board would be happy to share its charts with the Committee.",
        "Therefore the agencies will be required to give more data than before.",
        "This session will review the answers of the pilots.",
        "Work was being carried out by other councils to mend their piers.",
        "The next meeting has been scheduled for 12 June 2025.",
        "Cllr Brook would be substituting for Cllr Cole.",
        "The Operator planned to submit a new timetable.",
        "Westhaven District Council was looking at its own moorings.",
    ],
)
def test_what_is_not_the_councils_to_come(line: str) -> None:
    assert entries(line) == []


def test_an_undertaking_and_the_action_below_it_are_one_entry() -> None:
    found = entries(
        "The Chair agreed to write to the agent about the lamps.",
        "ACTION: Ada Pell to write to the agent about the lamps by 20 May 2025.",
    )
    assert [e.what[:8] for e in found] == ["Ada Pell"]
    assert len(entries("The Chair agreed to write to the agent.", "ACTION: Ada Pell to book the village hall.")) == 2


# -- decisions -------------------------------------------------------------------------------------------------------------


def test_items_under_resolved_are_one_each() -> None:
    found = entries("RESOLVED:", "(a) That the report be noted.", "(b) That Cabinet be recommended to mend the wall by May 2026.")
    assert [(e.kind, e.what) for e in found] == [
        ("decision", "That the report be noted."),
        ("recommendation", "That Cabinet be recommended to mend the wall by May 2026."),
    ]
    assert found[1].due_date == "2026-05"


def test_inline_parts_of_a_resolution_are_one_each() -> None:
    found = entries("RESOLVED: Subject to the grant, (i) to buy a winch; (ii) to sell the old one; and (iii) to thank the donor.")
    assert [e.what for e in found] == ["To buy a winch", "To sell the old one", "To thank the donor."]


@pytest.mark.parametrize(
    "line",
    [
        "RESOLVED that the report be noted.",
        "The Committee considered the bid. RESOLVED: To support it.",
        "AGREED that the ferry be put out to tender.",
        "IT WAS RESOLVED to close the slip in winter.",
        "Resolved \u2013 to endorse the plan.",
        "The Committee noted the report.",
        "The Committee approved the draft plan, subject to the figures in table 2.",
        "The minutes of the meeting held on 1 April 2025 were agreed as a correct record.",
        "Members agreed to defer the item to the next meeting.",
        "It was agreed to hold a workshop in October 2025.",
        "After much talk it was resolved to keep the fee at £40.",
        "There were changes to the work programme which were noted and agreed.",
    ],
)
def test_ways_of_deciding(line: str) -> None:
    assert one(line).kind == "decision"


@pytest.mark.parametrize(
    "line",
    [
        "The Committee agreed that the report was clear.",
        "The Committee noted that costs had risen.",
        "Members noted the difficulties of the winter.",
        "The Cabinet approved the budget.",
        "The fees were set in 2021, and in March 2022 the answers were approved. The Committee agreed to look at them after a year.",
        "At that meeting, members agreed to refer the matter to the Council.",
        "The Chair agreed with the Vice-Chair that more should be done.",
    ],
)
def test_opinions_and_what_others_decided_are_no_decisions(line: str) -> None:
    assert entries(line) == []


def test_a_list_that_only_names_things_is_one_decision() -> None:
    entry = one("RESOLVED: That the following be put in the newsletter:", "- Thanks to the pilots", "- The dates of the regatta")
    assert "Thanks to the pilots" in entry.what
    assert len(entry.spans) == 3


@pytest.mark.parametrize(
    ("line", "owners"),
    [
        (
            "RESOLVED: To delegate authority to the Director of Ports, in consultation with the Leader, to sign.",
            ["Director of Ports"],
        ),
        ("RESOLVED that authority be given to the Head of Quays to let the berths.", ["Head of Quays"]),
        ("RESOLVED: To consent and instruct the Clerk to tell the owner.", ["Clerk"]),
        ("RESOLVED that the log be noted, and that the Clerk should order a sign.", ["Clerk"]),
        ("RESOLVED: To sell the winch.", []),
    ],
)
def test_who_is_told_to_act_owns_a_decision(line: str, owners: list[str]) -> None:
    entry = one(line)
    assert (entry.kind, [o.name for o in entry.owners]) == ("decision", owners)


def test_what_was_agreed_with_a_list_of_subjects_is_one_decision() -> None:
    entry = one("The Harbour Talk session for 3 June 2025 had agreed on the following topics:", "- Fog;", "- Night fares.")
    assert (entry.kind, entry.due_date, len(entry.spans)) == ("decision", "2025-06-03", 3)


# -- recommendations -------------------------------------------------------------------------------------------------------


def test_what_a_report_recommends_is_no_decision() -> None:
    reading = report_of(
        "# 2. Recommendations",
        "2.1 Cabinet is recommended to:",
        "(a) approve the harbour plan, to begin in June 2026;",
        "(b) note the costs.",
        "# 3. Background",
        "3.1 The wall was built in 1890.",
    )
    found = list(minuted(reading, paper(Kind.REPORT, date(2026, 3, 1))))
    assert [(e.kind, e.what) for e in found] == [
        ("recommendation", "Cabinet is recommended to approve the harbour plan, to begin in June 2026"),
        ("recommendation", "Cabinet is recommended to note the costs."),
    ]
    assert found[0].due_date == "2026-06"
    assert found[0].made_on is None
    assert found[0].section == ("Report on the harbour wall", "2. Recommendations")


def test_numbered_paragraphs_under_recommendations() -> None:
    reading = report_of(
        "# Recommendations",
        "2.1 The Harbour Committee to note the forecast.",
        "2.2 That the bid be accepted.",
        "# Next",
        "3.1 It rained.",
    )
    found = list(minuted(reading, paper(Kind.REPORT)))
    assert [(e.kind, e.paragraph) for e in found] == [("recommendation", "2.1"), ("recommendation", "2.2")]


def test_items_without_number_or_bullet() -> None:
    decided = entries(
        "RESOLVED:", "That the report be noted.", "That the wall be mended by May 2026.", "The Chair thanked the pilots."
    )
    assert [e.what for e in decided] == ["That the report be noted.", "That the wall be mended by May 2026."]
    asked = list(
        minuted(
            report_of("# Recommendations", "Cabinet is asked to:", "Note the costs of the wall.", "Approve the bid."), paper()
        )
    )
    assert [(e.kind, e.what) for e in asked] == [
        ("recommendation", "Note the costs of the wall."),
        ("recommendation", "Approve the bid."),
    ]


def test_actions_under_the_word_alone() -> None:
    found = entries("ACTIONS:", "- Ada Pell to mend the lamp", "- Tom Roe to buy rope by 1 June 2025")
    assert [(e.kind, [o.name for o in e.owners]) for e in found] == [("action", ["Ada Pell"]), ("action", ["Tom Roe"])]


def test_recommendations_that_a_review_numbers() -> None:
    found = list(
        minuted(
            report_of("Recommendation 3: That the Council publish the fees each year.", "Recommendation 4 was withdrawn."),
            paper(),
        )
    )
    assert [(e.kind, e.what) for e in found] == [("recommendation", "That the Council publish the fees each year.")]


def test_a_table_that_a_body_is_asked_to_approve() -> None:
    reading = report_of(
        "Cabinet is asked to approve the following changes to the harbour budget:", "# Reasons", "The wall leaks."
    )
    assert [e.kind for e in minuted(reading, paper(Kind.REPORT))] == ["recommendation"]


@pytest.mark.parametrize(
    "lines",
    [
        ("# Ofsted inspection", "# Recommendations", "- Keep better records of visits"),
        ("As set out in section 2, Cabinet is recommended to note the report.",),
        ("Members are invited to note the work programme.",),
        ("Councils are asked to send plans to the Government by May 2026.",),
        ("# Recommendations", "Council is recommended to approve the recommendations set out in section 2 of this report."),
        ("Residents were asked to say what they thought.",),
    ],
)
def test_what_others_recommend_and_what_is_said_again(lines: tuple[str, ...]) -> None:
    assert list(minuted(report_of(*lines), paper(Kind.REPORT))) == []


def test_what_a_scrutiny_body_asks_for() -> None:
    assert one("The Committee requested that officers provide a breakdown of agency costs.").kind == "recommendation"
    found = list(
        minuted(
            report_of(
                "For this item the Commission requested that the Cabinet Member:", "1. Set out the fees", "2. Say who pays"
            ),
            paper(),
        )
    )
    assert [(e.kind, e.what) for e in found] == [("recommendation", "Set out the fees"), ("recommendation", "Say who pays")]


# -- whose minutes, and of which day ---------------------------------------------------------------------------------------


def test_minutes_inside_a_pack_have_their_own_day() -> None:
    writer = Writer()
    writer.page(1)
    writer.add("heading", "Agenda pack of the Harbour Committee, 3 June 2025", level=1)
    writer.add("paragraph", "The Head of Ports agreed to nothing here, and would write to nobody.")
    writer.add("heading", HEAD, level=1)
    writer.add("paragraph", "Present: Councillors Abel (Chair), Brook and Cole")
    writer.add("paragraph", "Ada Pell undertook to bring the log to the next meeting.")
    writer.add("paragraph", "The meeting closed at 9 pm.")
    writer.add("heading", "Ferry strategy", level=1)
    writer.add("paragraph", "Ada Pell undertook to bring the other log.")
    reading = writer.finish()
    document = paper(Kind.AGENDA_PACK, date(2025, 6, 3))
    assert [(e.made_on, e.what[:8]) for e in minuted(reading, document)] == [("2025-05-06", "Ada Pell")]
    assert [s is not None for s in sittings(reading.blocks, document)] == [False, False, False, True, True, True, False, False]


def test_an_item_on_the_last_minutes_begins_no_new_minutes() -> None:
    reading = minutes_of(
        *["2. The lamps were discussed."] * 12,
        "# 3. Minutes of the meeting held on 1 April 2025",
        "The minutes were agreed.",
        "In attendance:",
        "ACTION: Ada Pell to sign the minutes.",
    )
    assert {e.made_on for e in minuted(reading, paper())} == {"2025-05-06"}


def test_what_is_not_after_the_meeting_is_no_deadline() -> None:
    assert one("RESOLVED that the minutes of the meeting held on 1 April 2025 be signed.").due is None
    assert one("RESOLVED that the plan published on 1 April 2025 be adopted.").due_date is None
    assert one("RESOLVED that the notice go in the June 2025 Bulletin.").due is None
    entry = one("ACTION: Ada Pell to report on berths for July 2025 to the meeting of 9 June 2025.")
    assert entry.due_date == "2025-06-09"


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ("A focus group is being planned to take place week commencing 2 June 2025.", "2025-06-02"),
        ("At its 17 June 2025 meeting, the Committee would look at fares.", "2025-06-17"),
        ("The fees would go to the next meeting of Cabinet (scheduled to be held on 4 June 2025).", "2025-06-04"),
        ("The lift could not be had before May, and the quay would now open in June 2026.", "2026-06"),
    ],
)
def test_the_day_of_what_is_planned(line: str, due: str) -> None:
    assert one(line).due_date == due


# -- real files ------------------------------------------------------------------------------------------------------------


def test_the_samples_minutes_are_found(samples: Path) -> None:
    wanted = [
        c
        for c in TRUTH["commitments"]
        if "minutes" in c["source"] and c["page"] and not c["quote"].startswith("R4")  # a row of a table
    ]
    assert len(wanted) > 8
    held = {name: of_sample(samples, name) for name in {c["source"] for c in wanted}}
    for label in wanted:
        reading, found = held[label["source"]]
        entry = next((e for e in found if label["quote"] in slices(e.spans, reading.pages)), None)
        assert entry is not None, label["quote"]
        assert (entry.kind, entry.page, entry.made_on) == (label["kind"], label["page"], label["made_on"])
        assert [o.name for o in entry.owners] == label["owners"]
        assert entry.due_date == label["due_date"]


def test_the_samples_near_misses_are_not_taken(samples: Path) -> None:
    for label in TRUTH["not_commitments"]:
        reading, found = of_sample(samples, label["source"])
        assert not any(label["quote"] in slices(e.spans, reading.pages) for e in found), label["quote"]


@pytest.mark.parametrize("name", ["cyp-scrutiny-minutes-2026-01-19.pdf", "cabinet-send-places-2026-03-10.docx"])
def test_owner_and_deadline_stand_in_the_quote(samples: Path, name: str) -> None:
    reading, found = of_sample(samples, name)
    assert found
    for entry in found:
        for field in (entry.owner, entry.due):
            assert field is None or slices(field.spans, reading.pages) == field.text


def test_real_minutes_in_a_pack(papers: Path) -> None:
    packs = sorted((papers / "corpus").glob("*agenda-pack*.pdf"))
    assert packs
    for path in packs:
        reading = read(path)
        said = describe(reading, path.name)
        document = Document("d", "s", path.name, said.kind or Kind.OTHER, (path.name,), meeting_date=said.meeting_date)
        begun = time.perf_counter()
        found = list(minuted(reading, document))
        assert time.perf_counter() - begun < 2
        inside = [e for e in found if e.made_on and e.form == "minutes"]
        assert {e.kind for e in inside} >= {"action", "decision"}
        assert said.meeting_date
        assert all(e.made_on and e.made_on < said.meeting_date.isoformat() for e in inside)
        assert all(slices(e.spans, reading.pages) for e in found)
