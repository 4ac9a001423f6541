"""Children and Young People Scrutiny Committee: minutes of 16 March 2026."""

# ruff: noqa: E501 (the papers' own sentences are not cut to fit this page)

from __future__ import annotations

from samples.content.minutes_january import n
from samples.content.shapes import Block, Gap, Grid, Heading, Paper, Para

TITLE = "Children and Young People Scrutiny Committee: minutes of 16 March 2026"

OPENING: tuple[Block, ...] = (
    Para(
        "Minutes of the meeting held on Monday 16 March 2026 at 7.00 pm in the Council Chamber, Town Hall, Saltgate", style="lead"
    ),
    Grid(
        ("Present", ""),
        (
            ("Chair", "Councillor Winifred Abara"),
            ("Members", "Councillors Samira Dutton, Conrad Illingby, Beatrix Ngata, Philippa Rooke, Owen Trevanick"),
            ("Co-opted members", "Canon Hugh Pettifer (diocese)"),
            ("Cabinet member", "Councillor Tobias Fennimore"),
            (
                "Officers",
                "Imelda Corriston (Director of Children and Education), Callum Nwosu (Assistant Director, Education and SEND), Tamsin Okoro (Head of "
                "Corporate Parenting), Anneka Prowse (Head of Early Years and Family Hubs), Petra Silversides (Scrutiny Officer)",
            ),
            ("Apologies", "Councillor Jolyon Petch; Adaeze Lindqvist; Siobhan Tarleton (Head of SEND)"),
        ),
        (1, 4),
    ),
    Gap(8),
    Heading(1, "1. Apologies for absence"),
    n("1.1", "Apologies were received as shown above."),
    Heading(1, "2. Declarations of interest"),
    n("2.1", "Councillor Dutton declared again that her son attends Larkfield School."),
    Heading(1, "3. Minutes of the last meeting and action tracker"),
    n("3.1", "The minutes of the meeting of 19 January 2026 were agreed as a correct record."),
    n("3.2", "The action tracker was noted:"),
    Grid(
        ("Action from 19 January 2026", "Owner", "Due", "Status"),
        (
            (
                "Number of children without a school place, by ward and age",
                "Siobhan Tarleton",
                "6 February 2026",
                "Completed 9 March 2026, a month late",
            ),
            ("Report on interim places for September 2026", "Callum Nwosu", "16 March 2026", "Completed: see item 4"),
            ("Results of the quality audit of EHC plans", "Siobhan Tarleton", "16 March 2026", "Overdue: put back to July 2026"),
            (
                "Punctuality by operator for the autumn term",
                "Desmond Arkell",
                "by the end of February 2026",
                "Overdue: not received",
            ),
            (
                "Confirm in writing that the grant for Lintock Family Hub has been extended",
                "Anneka Prowse",
                "No date was set",
                "In progress: promised by the funder for April 2026",
            ),
        ),
        (4, 2, 2, 3),
        small=True,
    ),
    n(
        "3.3",
        "Councillor Trevanick said that punctuality figures must exist, since members had been given an average in January. The Chair agreed to write.",
    ),
    Para("ACTION: Petra Silversides to write for the Chair to the Head of Passenger Transport by 20 March 2026.", style="action"),
)

BUSINESS: tuple[Block, ...] = (
    Heading(1, "4. Interim places for children with SEND"),
    n(
        "4.1",
        "The Assistant Director said that Cabinet had agreed on 10 March 2026 to enlarge Larkfield School for January 2027 and to open three "
        "resource bases in September 2026. For the autumn term up to 16 interim places would be offered at the Tannery Centre, with therapy on site.",
    ),
    n("4.2", "22 children were without a school place on 1 March 2026. Nine of them lived in Osier Bank and six in Northfold."),
    n(
        "4.3",
        "Canon Pettifer asked whether the Tannery Centre was a fit place for autistic children of seven. The Assistant Director said that a separate "
        "entrance and a quiet room would be ready by the end of August 2026.",
    ),
    Para("RESOLVED:", style="resolved"),
    n("(a)", "That the arrangements for interim places be noted."),
    n("(b)", "That members visit the Tannery Centre before the end of the summer term."),
    Para(
        "ACTION: Callum Nwosu to confirm to members by the end of May 2026 that staff for the interim places have been appointed.",
        style="action",
    ),
    Heading(1, "5. Response to the task group on exclusions"),
    n("5.1", "The Cabinet Member gave his response to the four recommendations of January:"),
    Grid(
        ("No.", "Recommendation", "Response", "When"),
        (
            ("R1", "Written account before a permanent exclusion", "Accepted", "September 2026"),
            (
                "R2",
                "Advocate for every pupil in care at risk of exclusion",
                "Accepted in part: for permanent exclusions only",
                "April 2026",
            ),
            (
                "R3",
                "Publish exclusions by school, ethnicity and SEND each term",
                "Accepted, without figures below five",
                "Summer term 2026",
            ),
            ("R4", "Commission the review of alternative provision", "Accepted; a reviewer is being sought", ""),
        ),
        (1, 5, 5, 2.5),
        small=True,
    ),
    n(
        "5.2",
        "Councillor Ngata said that a review which had been promised for December 2025 and had no date in March 2026 was not being commissioned at all.",
    ),
    Para(
        "RESOLVED: That the response be noted and that the Committee be told the date of the review by the end of April 2026.",
        style="resolved",
    ),
    Heading(1, "6. Care leavers: follow-up"),
    n(
        "6.1",
        "The Head of Corporate Parenting said that Council on 24 February 2026 had agreed to exempt care leavers from council tax up to the age of 21 "
        "and not 25 as proposed. The exemption begins on 1 April 2026 and 74 young people will gain.",
    ),
    n(
        "6.2",
        "The drop-in at Harbour Row had opened on 14 January 2026, on one evening a week. A second evening would follow when a worker was found.",
    ),
    n("6.3", "Free leisure membership was being costed and would be reported to Cabinet in July 2026."),
    Para(
        "RESOLVED: That the Committee regrets the lower age of the exemption and asks Cabinet to look at it again for 2027/28.",
        style="resolved",
    ),
    Heading(1, "7. Family hubs"),
    n(
        "7.1",
        "The Head of Early Years and Family Hubs said that the lift for Lintock would be delivered on 11 May 2026 and that the hub would open in June "
        "2026. 268 people had answered the consultation on opening hours, which had ended on 27 February 2026.",
    ),
    Para("RESOLVED: That the report be noted.", style="resolved"),
    Heading(1, "8. Local area SEND inspection"),
    n(
        "8.1",
        "The Director said that an inspection was likely before the end of 2026. A self-evaluation would be ready in May 2026.",
    ),
    n(
        "8.2",
        "Councillor Rooke asked about the letter from the Parent Carer Forum of 2 February 2026. The Director said that she had met the Forum on 24 "
        "February and would reply in writing to each of its five points by the end of March 2026.",
    ),
    Para("ACTION: Imelda Corriston to send members a copy of her reply to the Parent Carer Forum.", style="action"),
    Heading(1, "9. Date of next meeting"),
    n("9.1", "Monday 13 July 2026 at 7.00 pm."),
    Para("The meeting closed at 9.05 pm.", style="body"),
)

PAPER = Paper(
    title=TITLE,
    subtitle="Draft minutes, to be agreed at the next meeting",
    running="Thornmere Borough Council - Children and Young People Scrutiny Committee, 16 March 2026",
    subject="Minutes",
    blocks=OPENING + BUSINESS,
)
