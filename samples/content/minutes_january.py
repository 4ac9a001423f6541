"""Children and Young People Scrutiny Committee: minutes of 19 January 2026."""

# ruff: noqa: E501 (the papers' own sentences are not cut to fit this page)

from __future__ import annotations

from samples.content.shapes import Block, Gap, Grid, Heading, Paper, Para

TITLE = "Children and Young People Scrutiny Committee: minutes of 19 January 2026"


def n(number: str, text: str) -> Para:
    """A numbered paragraph."""
    return Para(text, number=number)


ATTENDANCE: tuple[Block, ...] = (
    Para(
        "Minutes of the meeting held on Monday 19 January 2026 at 7.00 pm in the Council Chamber, Town Hall, Saltgate",
        style="lead",
    ),
    Grid(
        ("Present", ""),
        (
            ("Chair", "Councillor Winifred Abara"),
            ("Vice-Chair", "Councillor Jolyon Petch"),
            ("Members", "Councillors Samira Dutton, Conrad Illingby, Beatrix Ngata, Owen Trevanick"),
            ("Co-opted members", "Canon Hugh Pettifer (diocese); Adaeze Lindqvist (parent governor)"),
            ("Cabinet member", "Councillor Tobias Fennimore, Cabinet Member for Children, Education and Families"),
            (
                "Officers",
                "Imelda Corriston (Director of Children and Education), Callum Nwosu (Assistant Director, Education and SEND), Farida "
                "Wolsten (Assistant Director, Children's Social Care), Siobhan Tarleton (Head of SEND), Desmond Arkell (Head of Passenger "
                "Transport), Anneka Prowse (Head of Early Years and Family Hubs), Tamsin Okoro (Head of Corporate Parenting), Leo "
                "Marchbanks (Head of School Improvement), Petra Silversides (Scrutiny Officer)",
            ),
            ("Also present", "Josephine Adler and Marek Thistlewood (Thornmere Parent Carer Forum); 11 members of the public"),
            ("Apologies", "Councillor Philippa Rooke"),
        ),
        (1, 4),
    ),
    Gap(8),
)

OPENING: tuple[Block, ...] = (
    Heading(1, "1. Apologies for absence"),
    n(
        "1.1",
        "Apologies were received from Councillor Rooke. Councillor Trevanick gave apologies for lateness and joined at 7.25 pm.",
    ),
    Heading(1, "2. Declarations of interest"),
    n(
        "2.1",
        "Councillor Dutton declared that her son attends Larkfield School. She took part in item 4 but not in the vote. Adaeze Lindqvist "
        "declared that she is a governor of Quarry Hill Secondary School.",
    ),
    Heading(1, "3. Minutes of the last meeting and matters arising"),
    n(
        "3.1",
        "The minutes of the meeting of 10 November 2025 were agreed as a correct record, with the name of Canon Pettifer corrected in 5.3.",
    ),
    n("3.2", "The Committee went through the actions of that meeting:"),
    Grid(
        ("Action from 10 November 2025", "Owner", "Due", "Position on 19 January 2026"),
        (
            (
                "Circulate the list of transport routes with fewer than three pupils",
                "Desmond Arkell",
                "5 December 2025",
                "Done on 4 December 2025",
            ),
            ("Report the number of children without a school place, by ward", "Siobhan Tarleton", "January 2026", "Not received"),
            (
                "Write to the two academies that do not send a headteacher to the fair access panel",
                "Leo Marchbanks",
                "by the end of November 2025",
                "Done; one reply received",
            ),
            (
                "Provide the specification for the review of alternative provision",
                "Callum Nwosu",
                "December 2025",
                "Carried forward to March 2026",
            ),
            ("Arrange a visit to Northfold Family Hub", "Petra Silversides", "Spring 2026", "Visit fixed for 25 February 2026"),
        ),
        (4, 2, 2, 3),
        small=True,
    ),
    n(
        "3.3",
        "The Chair said that it was not good enough that the figures on children without a school place had been asked for in November and "
        "had still not come. The Director apologised.",
    ),
    Para(
        "ACTION: Siobhan Tarleton to send members the number of children without a school place, by ward and by age, by 6 February 2026.",
        style="action",
    ),
)

SEND: tuple[Block, ...] = (
    Heading(1, "4. SEND: places and education, health and care plans"),
    n(
        "4.1",
        "The Director of Children and Education introduced the report. There were more children with education, health and care (EHC) "
        "plans than ever before, and the borough did not have enough places for them. She said that the recovery plan for the high needs "
        "block had been due by the end of December 2025. It was held back so that the new forecast of places could be used, and would go "
        "to Cabinet on 10 March 2026.",
    ),
    n(
        "4.2",
        "In reply to Councillor Illingby, the Assistant Director said that the enlargement of Larkfield School was waiting for a planning "
        "decision, expected on 12 February 2026. He could no longer promise September 2026. January 2027 was more likely.",
    ),
    n(
        "4.3",
        "Councillor Ngata asked how many of the five resource bases would open in September 2026. The Assistant Director said that two "
        "governing bodies had agreed and that a third, Quarry Hill Secondary, would decide the next day.",
    ),
    n(
        "4.4",
        "The Head of SEND reported that 57% of plans were issued within 20 weeks in 2025. The vacancies for educational psychologists, which "
        "were to have been filled by January 2026, stood at four. Interviews would be held in the last week of January.",
    ),
    n(
        "4.5",
        "Josephine Adler, for the Parent Carer Forum, said that families were told that their plan was on time when it had been issued "
        "without advice from health. She asked that the quality of plans be reported with their speed. The Head of SEND undertook to bring "
        "the results of the first multi-agency quality audit to the Committee in March 2026.",
    ),
    n(
        "4.6",
        "Councillor Petch asked what would happen in September 2026 to the children for whom Larkfield School was meant. The Director "
        "said that interim places were being looked at, with the Tannery Centre one of three options.",
    ),
    Para("RESOLVED:", style="resolved"),
    n("(a)", "That the delay to the high needs recovery plan and to the enlargement of Larkfield School be noted with concern."),
    n("(b)", "That Cabinet be recommended to publish, each quarter, the number of children waiting for a special school place."),
    n("(c)", "That a report on interim places for September 2026 be brought to the meeting of 16 March 2026."),
    Para("ACTION: Callum Nwosu to report on interim places for September 2026 to the meeting of 16 March 2026.", style="action"),
    Para(
        "ACTION: Siobhan Tarleton to bring the results of the quality audit of EHC plans to the meeting of 16 March 2026.",
        style="action",
    ),
)

TRANSPORT: tuple[Block, ...] = (
    Heading(1, "5. Home to school transport"),
    n(
        "5.1",
        "The Head of Passenger Transport reported a forecast overspend of £1.1m. 624 pupils travelled on 168 routes at the end of December "
        "2025. A framework of operators would replace spot purchasing from September 2026.",
    ),
    n(
        "5.2",
        "Councillor Trevanick said that constituents in Lintock had waited 40 minutes for a taxi on four mornings in December. The Head of "
        "Passenger Transport said that 94.2% of journeys were on time in the autumn term. The operator concerned had been given notice.",
    ),
    n(
        "5.3",
        "Members asked about independent travel training. Nine pupils had finished, against a target of 40 by July 2026. The Cabinet Member "
        "said that he would be disappointed if the target were missed, and that a second trainer had been appointed.",
    ),
    n(
        "5.4",
        "The Cabinet Member said that no family would be made to take a personal travel budget. This was a matter of choice.",
    ),
    Para("RESOLVED:", style="resolved"),
    n("(a)", "That the report be noted."),
    n("(b)", "That the results of the route review be reported to the Committee in July 2026."),
    Para(
        "ACTION: Desmond Arkell to give members punctuality by operator for the autumn term by the end of February 2026.",
        style="action",
    ),
)

FAMILIES: tuple[Block, ...] = (
    Heading(1, "6. Family hubs"),
    n(
        "6.1",
        "The Head of Early Years and Family Hubs said that Northfold and Harbour Row were open and had been used by 3,180 families between "
        "April and December 2025. The third hub, at Lintock, was to open by the end of March 2026. The lift could not be delivered before "
        "May, and the hub would now open in June 2026.",
    ),
    n(
        "6.2",
        "Canon Pettifer asked whether the money was safe. The Head of Service said that the capital grant had to be spent by the end of "
        "March 2026 and that the funder had agreed to an extension in principle. She would confirm this in writing.",
    ),
    Para("RESOLVED: That the report be noted and that a consultation on opening hours at Lintock be welcomed.", style="resolved"),
    Para("ACTION: Anneka Prowse to confirm in writing that the grant for Lintock Family Hub has been extended.", style="action"),
    Heading(1, "7. Care leavers"),
    n(
        "7.1",
        "The Head of Corporate Parenting presented the offer to care leavers. There were 196 care leavers aged 17 to 25, of whom 58% were in "
        "education, employment or training. 91% lived in suitable accommodation.",
    ),
    n(
        "7.2",
        "The Cabinet Member said that a proposal to exempt all care leavers from council tax up to the age of 25 would go to Council on 24 "
        "February 2026 and, if agreed, would begin in April 2026.",
    ),
    n(
        "7.3",
        "Councillor Dutton asked about health. The Assistant Director said that the Council would like every care leaver to have free leisure "
        "centre membership, but that no decision had been taken.",
    ),
    n(
        "7.4",
        "The Government's guidance says that local authorities will publish their local offer for care leavers. Thornmere's was published in 2023.",
    ),
    Para(
        "RESOLVED: That Cabinet be recommended to include free leisure membership in the local offer from September 2026.",
        style="resolved",
    ),
)

CLOSING: tuple[Block, ...] = (
    Heading(1, "8. Task group on exclusions: recommendations"),
    n(
        "8.1",
        "Councillor Ngata presented the report of the task group, which had met six times and spoken to 14 families and nine headteachers.",
    ),
    n("8.2", "The task group recommended:"),
    Grid(
        ("No.", "Recommendation", "To", "Response asked for by"),
        (
            (
                "R1",
                "A written account of what was tried before any permanent exclusion, shared with the family",
                "Head of School Improvement",
                "16 March 2026",
            ),
            ("R2", "An advocate for every pupil in care who is at risk of exclusion", "Virtual School Head", "16 March 2026"),
            (
                "R3",
                "Publish exclusions by school, ethnicity and SEND each term",
                "Director of Children and Education",
                "16 March 2026",
            ),
            (
                "R4",
                "Commission the independent review of alternative provision without further delay",
                "Assistant Director, Education and SEND",
                "by the end of April 2026",
            ),
        ),
        (1, 6, 4, 3),
        small=True,
    ),
    n(
        "8.3",
        "The Head of School Improvement thanked the group. He said that the review of alternative provision, due in December 2025, had not been started.",
    ),
    Para("RESOLVED: That the four recommendations be agreed and sent to the Cabinet Member for a response.", style="resolved"),
    Heading(1, "9. Work programme"),
    n(
        "9.1",
        "The Committee agreed to add the local area SEND inspection to the meeting of 16 March 2026 and to move early years to July 2026.",
    ),
    Heading(1, "10. Date of next meeting"),
    n("10.1", "Monday 16 March 2026 at 7.00 pm."),
    Para("The meeting closed at 9.40 pm.", style="body"),
    Para("Contact: Petra Silversides, Scrutiny Officer, scrutiny@thornmere.example", style="small"),
)

PAPER = Paper(
    title=TITLE,
    subtitle="Draft minutes, to be agreed at the next meeting",
    running="Thornmere Borough Council - Children and Young People Scrutiny Committee, 19 January 2026",
    subject="Minutes",
    blocks=ATTENDANCE + OPENING + SEND + TRANSPORT + FAMILIES + CLOSING,
)
