"""Children and Education annual report 2024/25: the whole paper, put together from its chapters and annexes."""

from __future__ import annotations

from samples.content import annual_care, annual_learning
from samples.content.shapes import Block, Bullets, Grid, Heading, NewPage, Paper, Para

OPENING: tuple[Block, ...] = (
    Heading(1, "Introduction by the Director"),
    Para(
        "This report says what the Children and Education Directorate did between April 2024 and March 2025, with news up to September 2025 "
        "where it matters. It is written for councillors and residents. Each chapter ends with what comes next, so that next year's reader can "
        "hold us to it."
    ),
    Para(
        "It was a year of better results and heavier demand. Results at 16 rose again. 24% of secondary pupils were persistently absent, which is "
        "better than the year before and not good enough. The number of children in care fell slightly, and the cost of caring for them "
        "rose by 11%. The deficit on the high needs block reached £12.5m."
    ),
    Para(
        "Inspectors visited the borough twice. They found children's social care to be good in November 2024 and said that leaders know their "
        "services well. They also found that care leavers over 21 hear from us too seldom, and they were right."
    ),
    Para("Imelda Corriston, Director of Children and Education, September 2025"),
    Heading(1, "The year at a glance"),
    Bullets(
        (
            "1,824 children and young people had an education, health and care (EHC) plan in January 2025.",
            "598 pupils with SEND were taken to school each day.",
            "48% of EHC plans were issued within 20 weeks in 2024.",
            "58 pupils were permanently excluded in the school year 2024/25.",
            "302 children were in our care on 31 March 2025, and 188 young people were care leavers.",
            "2,410 families used a family hub.",
        )
    ),
    Heading(1, "What we spent"),
    Para(
        "The Directorate spent £71.9m of the Council's own money, £2.4m more than its budget, almost all of it on placements for children in care "
        "and on home to school transport. A further £48.6m of high needs grant was spent against an allocation of £44.5m."
    ),
    Grid(
        ("Service", "Budget 2024/25 (£m)", "Spent 2024/25 (£m)", "Over or (under) (£m)"),
        (
            ("Placements for children in care", "21.4", "23.0", "1.6"),
            ("Social work teams", "18.2", "18.3", "0.1"),
            ("Home to school transport", "5.9", "6.8", "0.9"),
            ("Early years and family hubs", "6.3", "6.2", "(0.1)"),
            ("School improvement and attendance", "4.1", "4.0", "(0.1)"),
            ("SEND and educational psychology", "5.2", "5.3", "0.1"),
            ("Youth service and youth justice", "3.8", "3.7", "(0.1)"),
            ("Support services", "4.6", "4.6", "0.0"),
            ("Total", "69.5", "71.9", "2.4"),
        ),
        (4, 2, 2, 2),
        caption="Table 1: Spending by service",
    ),
)

ANNEXES: tuple[Block, ...] = (
    NewPage(),
    Heading(1, "Annex A: figures over four years"),
    Grid(
        ("Measure", "2021/22", "2022/23", "2023/24", "2024/25"),
        (
            ("Good level of development at age five", "62%", "64%", "66%", "67%"),
            ("Expected standard at 11", "57%", "58%", "60%", "61%"),
            ("Grade 4 or above in English and mathematics at 16", "61%", "63%", "64%", "66%"),
            ("Persistent absence, primary", "18%", "17%", "15%", "14%"),
            ("Persistent absence, secondary", "29%", "28%", "26%", "25%"),
            ("Permanent exclusions", "39", "47", "55", "61"),
            ("EHC plans maintained in January", "1,398", "1,530", "1,689", "1,842"),
            ("EHC plans issued within 20 weeks (calendar year before)", "66%", "61%", "52%", "48%"),
            ("Pupils with SEND taken to school", "447", "502", "561", "611"),
            ("Children in care on 31 March", "318", "312", "309", "302"),
            ("Care leavers aged 19 to 21 in education, employment or training", "49%", "51%", "53%", "55%"),
            ("Foster households approved in the year", "21", "17", "12", "14"),
            ("Agency social workers", "19%", "24%", "22%", "20%"),
            ("Families using a family hub", "-", "-", "1,640", "2,410"),
        ),
        (5, 1.3, 1.3, 1.3, 1.3),
        caption="Table A1: Children and Education in figures",
    ),
    Heading(1, "Annex B: the high needs block over six years"),
    Grid(
        ("Year", "Allocation (£m)", "Spent (£m)", "Deficit in the year (£m)", "Deficit carried forward (£m)"),
        (
            ("2019/20", "29.8", "30.4", "0.6", "0.6"),
            ("2020/21", "32.1", "33.3", "1.2", "1.8"),
            ("2021/22", "35.0", "36.7", "1.7", "3.5"),
            ("2022/23", "38.6", "40.6", "2.0", "5.5"),
            ("2023/24", "42.0", "44.5", "2.5", "8.0"),
            ("2024/25", "44.5", "48.6", "4.1", "12.1"),
        ),
        (2, 2, 2, 2.4, 2.6),
        caption="Table B1: High needs block",
    ),
    Para("Figures before 2022/23 are taken from the Council's published accounts.", style="small"),
    Heading(1, "Annex C: complaints and compliments"),
    Para(
        "The Directorate received 214 complaints, up from 187. Eighty-eight were about SEND and 46 about transport. 71% were answered in time, "
        "against a target of 85%. The Ombudsman looked at 17 and upheld 12; in nine of these the fault was delay in an EHC plan. There "
        "were 163 compliments, most of them for the hubs and the fostering team."
    ),
    Grid(
        ("Service", "2022/23", "2023/24", "2024/25", "Upheld 2024/25"),
        (
            ("SEND", "54", "73", "88", "51"),
            ("Transport", "29", "38", "46", "22"),
            ("Social care", "58", "52", "55", "19"),
            ("Admissions", "21", "16", "17", "4"),
            ("Other", "9", "8", "8", "2"),
            ("Total", "171", "187", "214", "98"),
        ),
        (3, 1.3, 1.3, 1.3, 1.6),
        caption="Table C1: Complaints by service",
    ),
)

PAPER = Paper(
    title="Children and Education Annual Report 2024/25",
    subtitle="Presented to Cabinet on 14 October 2025",
    running="Thornmere Borough Council - Children and Education Annual Report 2024/25",
    subject="Annual report",
    blocks=(*OPENING, NewPage(), *annual_learning.CHAPTERS, *annual_care.CHAPTERS, *ANNEXES),
    cover=True,
    contents=True,
)
