"""Annual report 2024/25: social care, fostering, the virtual school, care leavers, youth service."""

# ruff: noqa: E501 (the papers' own sentences are not cut to fit this page)

from __future__ import annotations

from samples.content.shapes import Block, Bullets, Grid, Heading, Para

FAMILY_HELP: tuple[Block, ...] = (
    Heading(1, "Family help and child protection"),
    Heading(2, "What we did"),
    Para(
        "9,460 contacts were made with the front door team and 1,910 became referrals. Repeat referrals fell from 23% to 19%, which suggests that "
        "more families had the right help at the first time of asking. A domestic abuse worker now sits with each assessment team."
    ),
    Para(
        "The inspection of November 2024 found services to be good. It asked for three things: that care leavers over 21 hear from their adviser "
        "more often, that supervision is written down, and that the Council has enough placements for teenagers."
    ),
    Heading(2, "What the figures show"),
    Grid(
        ("Measure", "March 2023", "March 2024", "March 2025"),
        (
            ("Children in need", "1,120", "1,094", "1,061"),
            ("Children with a protection plan", "231", "219", "204"),
            ("Children in care", "312", "309", "302"),
            ("Agency social workers", "24%", "22%", "20%"),
            ("Average caseload", "17.4", "16.8", "16.9"),
        ),
        (4, 1.5, 1.5, 1.5),
        caption="Table 2: Social care in figures",
    ),
    Heading(2, "Next Steps"),
    Bullets(
        (
            "Family help teams will be formed in each hub area by April 2026.",
            "Supervision will be audited each quarter and the results reported to the Safeguarding Partnership from January 2026.",
        )
    ),
)

FOSTERING: tuple[Block, ...] = (
    Heading(1, "Fostering and placements"),
    Heading(2, "What we did"),
    Para(
        "Fourteen foster households were approved and 16 left, so that we ended the year with 118 against 120 at its start. Carers told us that "
        "fees had fallen behind those of agencies. A new scheme of fees was agreed in March 2025 and will be paid from January 2026."
    ),
    Para(
        "Thirty-four per cent of children in care live more than 20 miles from home. We looked at 31 properties for small children's homes and "
        "chose two, in Northfold and Lintock."
    ),
    Heading(2, "What the figures show"),
    Para(
        "The average residential place cost £5,480 a week in March 2025, against £4,910 a year before. Placements were overspent by £1.6m. 71% of "
        "children in care had been in the same home for two years or more."
    ),
    Heading(2, "Next Steps"),
    Bullets(
        (
            "We will join the regional fostering hub in October 2025.",
            "The first of two small children's homes will open in March 2026.",
            "Twenty foster households will be approved in 2025/26.",
        )
    ),
)

VIRTUAL_SCHOOL: tuple[Block, ...] = (
    Heading(1, "Virtual school"),
    Heading(2, "What we did"),
    Para(
        "The virtual school looks after the education of 214 children in care of school age. It paid for tuition for 96 of them and for 41 musical "
        "instruments. Its advice service for adopted children answered 73 calls."
    ),
    Heading(2, "What the figures show"),
    Para(
        "27% of pupils in care gained grade 4 in English and mathematics, against 22% the year before. 71% of personal education plans were judged "
        "good. No child in care was permanently excluded, for the third year; 18 were suspended."
    ),
    Heading(2, "Next Steps"),
    Bullets(
        (
            "85% of personal education plans will be judged good by July 2026.",
            "Every child in care in year 11 will have a tutor from October 2025.",
        )
    ),
)

CARE_LEAVERS: tuple[Block, ...] = (
    Heading(1, "Care leavers"),
    Heading(2, "What we did"),
    Para(
        "Each care leaver has a personal adviser, and the average adviser works with 21 young people. After the inspection two more were "
        "appointed. The Council's own apprenticeship scheme kept six places for care leavers, and all six were taken up."
    ),
    Para(
        "At the Care Leavers' Week supper in October 2024 young people asked for three things: help with work, help with council tax and somewhere to "
        "go in the evening. These are now promises in the Education Strategy."
    ),
    Heading(2, "What the figures show"),
    Para(
        "55% of care leavers aged 19 to 21 were in education, employment or training. 89% were in suitable accommodation. We were in touch with 93% "
        "of those aged 17 to 20 and 78% of those aged 21 to 24."
    ),
    Heading(2, "Next Steps"),
    Bullets(
        (
            "We will offer a named job coach to every care leaver by the end of March 2026.",
            "A drop-in at Harbour Row will open in November 2025.",
            "Personal advisers will be in touch with every care leaver aged 21 to 24 at least every eight weeks from January 2026.",
        )
    ),
)

YOUTH: tuple[Block, ...] = (
    Heading(1, "Youth service and youth justice"),
    Heading(2, "What we did"),
    Para(
        "Four youth centres opened 2,180 evenings between them. The detached team worked in the harbour area on Friday nights and knows most of the "
        "young people who gather there by name. The bus that used to stop in Lintock was withdrawn in August 2024 when its engine failed."
    ),
    Heading(2, "What the figures show"),
    Para(
        "34 young people entered the youth justice system for the first time, against 41. One in four young people offended again within a year."
    ),
    Heading(2, "Next Steps"),
    Bullets(
        (
            "A replacement youth bus will be on the road by Summer 2026.",
            "We will publish a youth strategy, with young people, in 2026.",
        )
    ),
)

CHAPTERS = FAMILY_HELP + FOSTERING + VIRTUAL_SCHOOL + CARE_LEAVERS + YOUTH
