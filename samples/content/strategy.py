"""Education Strategy 2025-2028: the whole paper, put together from its text and its action tables."""

from __future__ import annotations

from samples.content import strategy_actions as actions
from samples.content.shapes import Block, Bullets, Grid, Heading, NewPage, Paper, Para
from samples.content.strategy_measures import MEASURES

FOREWORD: tuple[Block, ...] = (
    Heading(1, "Foreword"),
    Para(
        "Thornmere's children are lucky in their teachers. Nine in ten of our schools are good or better, results at 16 have risen for "
        "four years running, and last year more of our young people went on to an apprenticeship than ever before."
    ),
    Para(
        "They are less lucky in other ways. A child in Osier Bank with special educational needs may spend two hours a day in a taxi "
        "because there is no place for her nearer home. A quarter of secondary pupils miss a day or more of school every fortnight. Young "
        "people who have been in our care are three times as likely as others to be out of work at 19."
    ),
    Para(
        "This strategy says what we will do about it in three years, who is answerable and by when. We consulted 1,340 parents, pupils, "
        "teachers and governors between February and May 2025. They told us to promise less and to keep what we promise. We have tried."
    ),
    Para("Councillor Tobias Fennimore, Cabinet Member for Children, Education and Families"),
    Para("Imelda Corriston, Director of Children and Education"),
    Para("Adopted by Cabinet on 16 September 2025"),
)

BOROUGH: tuple[Block, ...] = (
    Heading(1, "Thornmere's children and schools"),
    Heading(2, "The borough in figures"),
    Para(
        "The borough has 24,600 pupils in 52 schools: 38 primary, nine secondary, three special schools, one nursery school and one pupil "
        "referral unit, the Tannery Centre. Births have fallen by a fifth since 2016, so that primary schools have 1,150 empty places while "
        "secondary schools will stay full until 2029."
    ),
    Grid(
        ("Measure", "2022/23", "2023/24", "2024/25", "Neighbours 2024/25"),
        (
            ("Good level of development at age five", "64%", "66%", "67%", "69%"),
            ("Expected standard in reading, writing and mathematics at 11", "58%", "60%", "61%", "62%"),
            ("Grade 4 or above in English and mathematics at 16", "63%", "64%", "66%", "65%"),
            ("Persistent absence, primary", "17%", "15%", "14%", "14%"),
            ("Persistent absence, secondary", "28%", "26%", "25%", "24%"),
            ("EHC plans issued within 20 weeks (calendar year)", "61%", "52%", "48%", "56%"),
            ("Care leavers aged 19 to 21 in education, employment or training", "51%", "53%", "55%", "54%"),
        ),
        (5, 1.3, 1.3, 1.3, 1.6),
        caption="Table 1: Thornmere and its statistical neighbours",
    ),
    Para(
        "Source: Department for Education returns and the Council's own records, July 2025. EHC plan figures are for 2022, 2023 and 2024.",
        style="small",
    ),
    Heading(2, "What people told us"),
    Bullets(
        (
            "Parents of children with SEND want one named person to speak to and an honest date.",
            "Headteachers want fewer initiatives, and those they have to last longer than a year.",
            "Young people want buses that run when school clubs end.",
            "Care leavers want help with work from somebody who stays.",
        )
    ),
    Heading(2, "Our principles"),
    Bullets(
        (
            "Close to home: children learn and are cared for in Thornmere wherever this is right for them.",
            "Early: help comes when it is first needed and not when a threshold is reached.",
            "Together: schools, health and the Council share what they know and act on it.",
            "Honest: we publish what we said we would do, and whether we did it.",
        )
    ),
    Heading(2, "What has been done since the last strategy"),
    Para(
        "The strategy of 2022 promised two family hubs. Harbour Row opened in September 2023 and Northfold Family Hub opened in May 2025. It "
        "promised a nursery place for every two-year-old who is entitled to one, and this was met in January 2024. It also promised to end "
        "the use of part-time timetables by 2025. It did not: 112 pupils were on one in June 2025."
    ),
)

PRIORITY_1: tuple[Block, ...] = (
    Heading(1, "Priority 1: Ready for school"),
    Para(
        "Too many children start school without the language they need. In the 2025 reception assessments 31% of children in the five "
        "poorest wards were below the expected level in speaking, against 14% elsewhere. The gap has not moved in six years."
    ),
    Heading(2, "What we will do"),
    Bullets(
        (
            "Every nursery and childminder will screen language at two and a half, with help that begins within six weeks.",
            "A third family hub will open in Lintock, the ward with the most children under five and the furthest from the other two.",
            "Health visitors will share the two-year check with nurseries, with the parents' consent.",
        )
    ),
    Heading(2, "What we have learned"),
    Para(
        "In 2024 eight nurseries tried out language screening with the speech and language service. Staff found 61 children who needed help "
        "and whom nobody had noticed. The nurseries asked for one trained colleague each and for a single form. Both are now part of the plan."
    ),
    Para(
        "The hubs work where families can reach them on foot. Nine in ten of those who use Harbour Row live within a mile of it. Lintock is two "
        "bus journeys from either hub."
    ),
    Heading(2, "Actions for priority 1"),
    actions.table(actions.READY),
)

PRIORITY_2: tuple[Block, ...] = (
    Heading(1, "Priority 2: SEND, the right support close to home"),
    Para(
        "In January 2025 Thornmere maintained 1,842 education, health and care (EHC) plans, twice as many as in 2016. The number rises by "
        "about a tenth a year. Our three special schools are full. Without new places the borough will be 140 places short by September "
        "2027, and 187 children are already placed in independent schools, most of them out of the borough."
    ),
    Para(
        "Money follows need only in part. The high needs block of the Dedicated Schools Grant was overspent by £12.5m on 31 March 2025, built "
        "up over six years. We will publish a high needs recovery plan that brings spending back within the grant without taking away "
        "support that children are entitled to."
    ),
    Heading(2, "Places"),
    Para(
        "We will enlarge Larkfield School by 48 places, to open in September 2026, and open five resource bases in mainstream schools by the "
        "same date. Together these give 96 places."
    ),
    Para(
        "A resource base is not a school within a school. Pupils belong to an ordinary class, eat and play with everybody else, and go to "
        "the base for the teaching that they need. The two bases that we have, at Fenwick Park Primary and Harbour Row Primary, have a waiting "
        "list of three years, and their pupils do as well in mathematics as their classmates."
    ),
    Heading(2, "Plans"),
    Para(
        "By law an EHC plan is issued within 20 weeks. In 2024 we met this for 48% of plans. We aim for 75% by September 2026 and 90% by "
        "September 2028. Speed is not enough: thirty plans a term will be read by parents and professionals together, and what they find "
        "will be published."
    ),
    Heading(2, "Travel"),
    Para(
        "611 pupils with SEND travel to school at the Council's cost. Some could travel alone with training and would be the freer for it. "
        "We will offer independent travel training to 40 pupils by July 2026."
    ),
    Heading(2, "Actions for priority 2"),
    actions.table(actions.SEND, repeat=False),
    Heading(2, "How we will know"),
    Bullets(
        (
            "Fewer children are placed out of the borough each year from 2026/27.",
            "Parents' confidence rises in a survey that will be run each year, with the first results by February 2026.",
            "The high needs block is in in-year balance by 2027/28.",
        )
    ),
)

PRIORITY_3: tuple[Block, ...] = (
    Heading(1, "Priority 3: In school and belonging"),
    Para(
        "A quarter of secondary pupils were persistently absent(1) in 2024/25. Attendance has improved since 2022 but more slowly than in "
        "neighbouring boroughs, and severe absence has not improved at all. 61 pupils were permanently excluded in the year. One in three of "
        "them had SEND and nine were known to a social worker."
    ),
    Heading(2, "What we will do"),
    Bullets(
        (
            "Publish an attendance toolkit for schools in Autumn 2025, so that a family hears the same thing from every school.",
            "Commission an independent review of alternative provision, to report by December 2025.",
            "Ask every secondary school to agree with us a belonging plan, written with pupils.",
        )
    ),
    Heading(2, "What we have learned"),
    Para(
        "The schools whose attendance has risen fastest did three things: they telephoned home on the first morning, they put the same adult at "
        "the gate each day, and they stopped sending letters that threatened a fine before anybody had visited. None of this costs much. It "
        "depends on time and on leaders who mean it."
    ),
    Para(
        "National policy says that every school will have a senior leader responsible for attendance. All of ours do. What differs is whether "
        "that leader has an afternoon a week to do the work."
    ),
    Heading(2, "Actions for priority 3"),
    actions.table(actions.BELONGING),
    Para(
        "(1) A pupil is persistently absent who misses 10% or more of possible sessions, and severely absent who misses 50% or more.",
        style="small",
    ),
)

PRIORITY_4: tuple[Block, ...] = (
    Heading(1, "Priority 4: Children in care and care leavers"),
    Para(
        "305 children were in the Council's care in July 2025 and 190 young people were care leavers. We are their corporate parents. Children "
        "in care do better at 11 than in most boroughs; at 16 they do not, and what they are offered at 18 falls away too fast."
    ),
    Para(
        "The Children in Care Council met six times last year and chose three things that matter most: not moving school when a placement "
        "changes, keeping the same social worker, and knowing at 17 where they will live at 18. Last year 22 children changed school because they "
        "changed placement, down from 31."
    ),
    Heading(2, "Our promise to care leavers"),
    Bullets(
        (
            "A named job coach will be offered to every care leaver aged 16 to 25 by the end of March 2026.",
            "We will propose to Council that no care leaver under 25 pays council tax, from April 2026.",
            "A drop-in for care leavers will open at Harbour Row in Autumn 2025.",
            "Every care leaver will have a health passport by July 2026.",
        )
    ),
    Heading(2, "Actions for priority 4"),
    actions.table(actions.CARE),
)

PRIORITY_5: tuple[Block, ...] = (
    Heading(1, "Priority 5: Strong schools, sustainable places"),
    Para(
        "Empty places cost money that should be spent on teaching. Five maintained schools ended 2024/25 in deficit. We will not pretend that "
        "every school can stay as it is, and we will not surprise anybody either: the place planning strategy will say which planning "
        "areas have too many places before any proposal is made about a school."
    ),
    Heading(2, "Actions for priority 5"),
    actions.table(actions.SCHOOLS),
    Heading(1, "Priority 6: Young people ready for work"),
    Para(
        "At 16, 4.8% of our young people are not in education, employment or training, or we do not know where they are. The construction of "
        "the harbour quarter will bring 900 jobs in six years and we want our own young people to have them."
    ),
    Para(
        "The college opened a construction centre in Quarry Hill in January 2025 and filled 180 of its 200 places in the first year. Employers "
        "tell us that they look for young people who turn up, and that a week in a workplace at 15 shows them more than any certificate."
    ),
    Heading(2, "Actions for priority 6"),
    actions.table(actions.WORK),
)

PAPER = Paper(
    title="Education Strategy 2025-2028",
    subtitle="A place for every child. Adopted by Cabinet, 16 September 2025",
    running="Thornmere Borough Council - Education Strategy 2025-2028",
    subject="Strategy",
    blocks=(
        *FOREWORD,
        NewPage(),
        *BOROUGH,
        NewPage(),
        *PRIORITY_1,
        *PRIORITY_2,
        *PRIORITY_3,
        *PRIORITY_4,
        *PRIORITY_5,
        *MEASURES,
    ),
    cover=True,
    contents=True,
)
