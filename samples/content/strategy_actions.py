"""Education Strategy 2025-2028: the action tables of its six priorities."""

from __future__ import annotations

from samples.content.shapes import Grid

HEADER = ("Action", "Key indicators of success", "Responsible officer", "Deadline")
WIDTHS = (4.2, 3.8, 2.1, 1.9)

Rows = tuple[tuple[str, str, str, str], ...]


def table(rows: Rows, repeat: bool = True) -> Grid:
    """An action table; without `repeat` its header row stands on the first page alone."""
    return Grid(HEADER, rows, WIDTHS, repeat=repeat)


READY: Rows = (
    (
        "1.1 Screen the language of every child at two and a half in all nurseries, with a trained member of staff in each",
        "50% of children screened in 2025/26; help begins within six weeks",
        "Anneka Prowse",
        "Spring 2026",
    ),
    (
        "1.2 Open a third family hub in Lintock",
        "Hub open five days a week; 400 families registered in the first six months",
        "Anneka Prowse",
        "By the end of March 2026",
    ),
    (
        "1.3 Agree with the health trust how the two-year check is shared with nurseries",
        "Signed agreement; checks shared for 80% of children whose parents consent",
        "Anneka Prowse and Dr Anselm Quartey",
        "December 2025",
    ),
    (
        "1.4 Publish a guide for parents on the extended childcare entitlement in the six most spoken languages",
        "Guide published and handed out at all three hubs",
        "Head of Early Years and Family Hubs",
        "Autumn 2025",
    ),
)

SEND: Rows = (
    (
        "2.1 Publish a high needs recovery plan agreed with the Schools Forum",
        "Plan published; in-year balance by 2027/28",
        "Callum Nwosu",
        "By the end of December 2025",
    ),
    (
        "2.2 Enlarge Larkfield School by 48 places",
        "New block open and staffed; no pupil of the school taught in temporary rooms",
        "Bertram Oyelaran",
        "September 2026",
    ),
    (
        "2.3 Open five resource bases in mainstream schools",
        "48 places filled within a year of opening; every base has a lead teacher in post a term before it opens",
        "Bertram Oyelaran",
        "September 2026",
    ),
    (
        "2.4 Fill all educational psychologist posts and take three trainees a year",
        "No post vacant for more than a term; advice given within six weeks in 90% of cases",
        "Callum Nwosu",
        "By the end of January 2026",
    ),
    (
        "2.5 Offer independent travel training to pupils aged 14 and over",
        "40 pupils trained; saving of £160,000 a year",
        "Oriel Maddox",
        "July 2026",
    ),
    (
        "2.6 Review banding and top-up rates",
        "Single set of bands for all settings from September 2026",
        "Siobhan Tarleton",
        "By the end of March 2026",
    ),
    (
        "2.7 Rebuild the local offer website with families",
        "Site launched; eight in ten users find what they came for",
        "Anneka Prowse",
        "December 2025",
    ),
    (
        "2.8 Ask parents each year how confident they are in SEND support",
        "First results published",
        "Siobhan Tarleton",
        "February 2026",
    ),
    (
        "2.9 Set up a multi-agency quality audit of EHC plans, 30 plans a term, with parents on the panel. The panel will look at whether "
        "the child's voice can be heard in the plan, whether the support is described so that it can be checked, and whether health and "
        "social care advice was given in time. What it finds will be published each term with what will change",
        "First audit held; 60% of plans graded good or better in the first year",
        "Siobhan Tarleton",
        "Spring term 2026",
    ),
)

BELONGING: Rows = (
    (
        "3.1 Publish an attendance toolkit for schools",
        "Used by 40 of 52 schools by July 2026",
        "Leo Marchbanks",
        "Autumn 2025",
    ),
    (
        "3.2 Commission an independent review of alternative provision",
        "Review reported to Cabinet with costed proposals",
        "Callum Nwosu",
        "December 2025",
    ),
    (
        "3.3 Agree a belonging plan with each of the nine secondary schools",
        "Nine plans agreed",
        "Leo Marchbanks",
        "By the end of the summer term 2026",
    ),
    (
        "3.4 End the use of part-time timetables that last more than six weeks",
        "No more than 20 pupils on such a timetable",
        "Leo Marchbanks",
        "July 2026",
    ),
    (
        "3.5 Train two mental health first aiders in every school",
        "104 people trained",
        "",
        "Q3 2025/26",
    ),
)

CARE: Rows = (
    (
        "4.1 Offer every care leaver aged 16 to 25 a named job coach",
        "190 young people offered a coach; 60% of those aged 19 to 21 in education, employment or training",
        "Tamsin Okoro",
        "By the end of March 2026",
    ),
    (
        "4.2 Propose to Council an exemption from council tax for care leavers under 25",
        "Exemption in force",
        "Yusuf Brandreth and Tamsin Okoro",
        "April 2026",
    ),
    (
        "4.3 Open a drop-in for care leavers at Harbour Row",
        "Open two evenings a week",
        "Tamsin Okoro",
        "Autumn 2025",
    ),
    (
        "4.4 Give every care leaver a health passport",
        "All passports issued by their 18th birthday",
        "Farida Wolsten",
        "July 2026",
    ),
    (
        "4.5 Raise the share of personal education plans judged good",
        "From 71% to 85%",
        "Oriel Maddox",
        "31/07/026",
    ),
)

SCHOOLS: Rows = (
    (
        "5.1 Publish a place planning strategy for primary schools",
        "Strategy published; spare places below 10% in every planning area by 2028",
        "Bertram Oyelaran",
        "October 2025",
    ),
    (
        "5.2 Agree a deficit plan with every maintained school in deficit",
        "All schools in deficit have a plan",
        "Yusuf Brandreth",
        "By the end of the financial year",
    ),
    (
        "5.3 Train a reading lead in every primary school",
        "38 leads trained",
        "Leo Marchbanks",
        "July 2026",
    ),
)

WORK: Rows = (
    (
        "6.1 Set up a harbour quarter skills academy with the college and the builders",
        "60 apprentices a year from September 2026",
        "Callum Nwosu",
        "Q4 2025/26",
    ),
    (
        "6.2 Offer every pupil in year 10 a week of work experience",
        "Offered in all nine secondary schools",
        "Leo Marchbanks",
        "Summer 2026",
    ),
)
