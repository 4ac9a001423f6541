"""Education Strategy 2025-2028: measures, governance, the words used and how it was made."""

from __future__ import annotations

from samples.content.shapes import Block, Gap, Grid, Heading, NewPage, Para

MEASURES: tuple[Block, ...] = (
    NewPage(landscape=True),
    Heading(1, "How we will measure progress"),
    Para("Measures are reported to the Children and Young People Scrutiny Committee in January and July each year."),
    Grid(
        ("Priority", "Measure", "Baseline 2024/25", "Target 2025/26", "Target 2026/27", "Target 2027/28", "Responsible officer"),
        (
            ("1", "Good level of development at age five", "67%", "68%", "70%", "72%", "Anneka Prowse"),
            ("1", "Children screened for language at two and a half", "22%", "50%", "80%", "95%", "Anneka Prowse"),
            ("2", "EHC plans issued within 20 weeks", "48%", "75%", "85%", "90%", "Siobhan Tarleton"),
            ("2", "Children placed in independent special schools", "187", "180", "165", "140", "Siobhan Tarleton"),
            (
                "2",
                "Parents who are confident in SEND support",
                "Not known",
                "To be set",
                "To be set",
                "To be set",
                "Siobhan Tarleton",
            ),
            ("3", "Persistent absence, secondary", "25%", "23%", "21%", "19%", "Leo Marchbanks"),
            ("3", "Permanent exclusions in the year", "61", "55", "45", "35", "Leo Marchbanks"),
            ("4", "Care leavers aged 19 to 21 in education, employment or training", "55%", "60%", "65%", "70%", "Tamsin Okoro"),
            ("4", "Children in care who achieve grade 4 in English and mathematics", "27%", "30%", "33%", "", "Oriel Maddox"),
            ("5", "Maintained schools in deficit", "5", "5", "4", "2", "Bertram Oyelaran"),
            ("6", "Not in education, employment or training at 16, or not known", "4.8%", "4.2%", "3.6%", "3.0%", "Callum Nwosu"),
        ),
        (1, 5, 1.6, 1.6, 1.6, 1.6, 2.3),
        caption="Table 2: Measures and targets",
    ),
    NewPage(),
    Heading(1, "Governance"),
    Para(
        "The Education Partnership Board meets six times a year and is chaired by the Director of Children and Education. Each priority has "
        "an accountable officer. A yearly report will go to Cabinet each October and to the Scrutiny Committee before that."
    ),
    Para(
        "The costs of the strategy are met from existing budgets, the Dedicated Schools Grant and capital grant, save for the care leavers' "
        "job coaches (£96,000 a year), for which a bid will be made in the 2026/27 budget."
    ),
    Heading(2, "Words used in this strategy"),
    Grid(
        ("Term", "Meaning"),
        (
            (
                "EHC plan",
                "Education, health and care plan: a legal document that sets out a child's special educational needs and the support for them",
            ),
            ("High needs block", "The part of the Dedicated Schools Grant that pays for children with high needs"),
            ("Resource base", "A small unit in a mainstream school for pupils with a particular need"),
            ("SEND", "Special educational needs and disabilities"),
            ("Tannery Centre", "Thornmere's pupil referral unit"),
        ),
        (1, 4),
    ),
    Gap(4),
    Heading(1, "Annex A: how this strategy was made"),
    Para(
        "A draft was published on 3 February 2025 and comments were taken until 9 May 2025. Twelve meetings were held in schools, hubs and "
        "libraries, two of them for parents of children with SEND and one for care leavers."
    ),
    Grid(
        ("Who", "Replies", "Most wanted change"),
        (
            ("Parents and carers", "812", "More places for children with SEND near home"),
            ("Pupils", "316", "Later buses and cleaner toilets"),
            ("Teachers and other staff", "143", "Quicker advice from educational psychologists"),
            ("Governors", "48", "Earlier word of changes to admission numbers"),
            ("Others", "21", "A single contact for employers"),
        ),
        (2, 1, 4),
        caption="Table 3: Replies to the consultation",
    ),
)
