"""The letter of the Parent Carer Forum, 2 February 2026: a scan, page by page and line by line."""

from __future__ import annotations

TITLE = "Letter from Thornmere Parent Carer Forum"

PAGES: tuple[tuple[str, ...], ...] = (
    (
        "Thornmere Parent Carer Forum",
        "c/o Harbour Row Family Hub",
        "3 Ropewalk, Thornmere",
        "",
        "2 February 2026",
        "",
        "Imelda Corriston",
        "Director of Children and Education",
        "Town Hall, Saltgate",
        "",
        "Dear Imelda,",
        "",
        "Places, plans and promises",
        "",
        "I write for the committee of the Forum, and for the 412 families who",
        "are our members. We were glad of the Education Strategy in September.",
        "It said in plain words what would be done and when. Four months later",
        "we ask you to say, just as plainly, what has become of it.",
        "",
        "1. Larkfield School. We were told September 2026. Officers now speak",
        "of January 2027. Which is it, and where will our children be until then?",
        "",
        "2. The local offer website was to be launched in December 2025.",
        "The page still shows a telephone number that nobody answers.",
        "",
        "3. The Council said that it would meet us every two months from",
        "November 2025. There has been one meeting, on 27 November.",
    ),
    (
        "4. The survey of parents' confidence. You promised first results by",
        "February 2026. None of our members has been sent a survey.",
        "",
        "5. Plans. A plan that is issued on time with no advice from health is",
        "not a plan. We counted 17 of these among our members since the summer.",
        "",
        "Our members do not see the change that reports describe. We would",
        "like to help to make it. We ask for a written reply to each point, and",
        "for a meeting before the end of February.",
        "",
        "Yours sincerely,",
        "",
        "",
        "Josephine Adler",
        "Chair",
    ),
)
