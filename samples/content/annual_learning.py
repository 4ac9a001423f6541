"""Annual report 2024/25: early years, SEND, transport, schools."""

# ruff: noqa: E501 (the papers' own sentences are not cut to fit this page)

from __future__ import annotations

from samples.content.shapes import Block, Bullets, Heading, Para

EARLY_YEARS: tuple[Block, ...] = (
    Heading(1, "Early years and family hubs"),
    Heading(2, "What we did"),
    Para(
        "The year was taken up with the second hub and with the extension of the childcare entitlement. By March 2025 every parent who asked for "
        "a place under the new entitlement had found one, and 206 places had been added in nurseries and with childminders."
    ),
    Para(
        "Northfold Family Hub opened its doors in July 2025, after a year of building work in the old library. In the first eight weeks 340 "
        "families registered. A mother of twins told us that it was the first week in a year in which she had spoken to another adult before "
        "six o'clock."
    ),
    Para(
        "Eight nurseries tried out language screening at two and a half. The trial found 61 children who needed help. Speech and language "
        "therapists saw 48 of them within six weeks."
    ),
    Heading(2, "What the figures show"),
    Para(
        "67% of children reached a good level of development at five, one point more than the year before. Boys in Osier Bank are the "
        "furthest behind, at 51%. 22% of children were screened for language."
    ),
    Heading(2, "Next Steps"),
    Bullets(
        (
            "We will open a third family hub, in Lintock, in Spring 2026.",
            "Language screening will reach half of all children by the end of March 2026.",
            "A guide to the childcare entitlement in six languages is due to be published in November 2025.",
            "We plan to move the toy library to Northfold in 2026, with a view to lending by post.",
        )
    ),
)

SEND: tuple[Block, ...] = (
    Heading(1, "Special educational needs and disabilities"),
    Heading(2, "What we did"),
    Para(
        "384 requests for an EHC assessment were received, 12% more than in the year before. The team was short of five educational "
        "psychologists for most of the year and advice was late in 61% of cases. We used locums at a cost of £410,000."
    ),
    Para(
        "The Council and the health trust signed a joint agreement on therapies in January 2025. Waiting times for occupational therapy "
        "fell from 41 to 29 weeks. For speech and language therapy they rose, from 22 to 26 weeks."
    ),
    Para(
        "The deficit on the high needs block reached £12.5m. Spending rose by 9% and the grant by 6%. Most of the difference is the cost of "
        "187 places in independent special schools, on average £68,900 each."
    ),
    Para(
        "The code of practice says that local authorities will work with parents and young people to design services. We had three meetings "
        "with the Parent Carer Forum in the year. The Forum would have liked six."
    ),
    Heading(2, "What the figures show"),
    Para(
        "48% of plans were issued within 20 weeks in 2024. Pupils with EHC plans made as much progress at 11 as such pupils elsewhere, and more "
        "in mathematics. At 19, 31% had a level 2 qualification, against 34% in neighbouring boroughs."
    ),
    Heading(2, "Next Steps"),
    Bullets(
        (
            "The high needs recovery plan will be published by the end of December 2025.",
            "We will fill every educational psychologist post by the end of January 2026.",
            "Larkfield School will be enlarged by 48 places, to open in September 2026.",
            "We will meet the Parent Carer Forum every two months from November 2025.",
            "We will work with the health trust to bring the wait for speech and language therapy below 18 weeks by July 2026.",
        )
    ),
)

TRANSPORT: tuple[Block, ...] = (
    Heading(1, "Home to school transport"),
    Heading(2, "What we did"),
    Para(
        "Transport was overspent by £0.9m. The number of pupils rose and so did the price of each journey, by 8%, as three operators left the "
        "trade. The route to the Tannery Centre was taken in house in September 2024 with two of the Council's own minibuses, which saves "
        "£38,000 a year and has not once been late."
    ),
    Para(
        "The travel training post stood empty for seven months. Six pupils finished their training in the year, against a target of 25."
    ),
    Heading(2, "What the figures show"),
    Para(
        "91.8% of journeys were on time. There were 46 complaints, of which 22 were upheld. The average cost of a pupil's transport was £11,130 a "
        "year; for pupils who travel out of the borough it was £17,900."
    ),
    Heading(2, "Next Steps"),
    Bullets(
        (
            "A framework of operators will be tendered in Autumn 2025 to start in September 2026.",
            "40 pupils will be trained to travel on their own by July 2026.",
            "Every route with fewer than three pupils will be reviewed by the end of March 2026.",
        )
    ),
)

SCHOOLS: tuple[Block, ...] = (
    Heading(1, "School improvement, attendance and exclusions"),
    Heading(2, "What we did"),
    Para(
        "Advisers visited every maintained school at least twice. Seven schools were given a programme of support; five of them have since been "
        "inspected and all five were found to be good. Saltgate Primary had a new headteacher in January 2025, its third in four years."
    ),
    Para(
        "The attendance team was doubled with a grant that ends in March 2026. It worked with 12 schools and in all but two persistent absence "
        "fell. The work at Quarry Hill Secondary is described below because other schools have asked about it."
    ),
    Heading(3, "A school's story: Quarry Hill Secondary", contents=False),
    Para(
        "In September 2023 one in three pupils at Quarry Hill was persistently absent. The school moved its pastoral staff to the gate, gave each "
        "form a breakfast once a week and visited 140 homes before October. By July 2025 it was one in five. The headteacher says that "
        "the visits did it and that the breakfasts made the visits easier."
    ),
    Heading(2, "What the figures show"),
    Para(
        "14% of primary pupils and 24% of secondary pupils were persistently absent. 58 pupils were permanently excluded, of whom 19 had an EHC plan or "
        "other support for SEND and nine had a social worker."
    ),
    Heading(2, "Next Steps"),
    Bullets(
        (
            "An attendance toolkit will be published in Autumn 2025.",
            "An independent review of alternative provision will report by December 2025.",
            "Exclusions will be published by school each term, from the spring term 2026.",
        )
    ),
)

CHAPTERS = EARLY_YEARS + SEND + TRANSPORT + SCHOOLS
