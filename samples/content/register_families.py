"""Strategic risk register, quarter 4 2025/26: the social care and schools risks of Children and Education."""

from __future__ import annotations

from samples.content.shapes import Control, Risk

PLACEMENTS = Risk(
    ref="CE06",
    added="21/11/2021",
    title="Placements for children in care: cost and sufficiency",
    description=(
        "There are not enough local foster carers and children's homes. Children live outside the borough, away from school and "
        "family, and the Council buys places at short notice at prices it cannot control."
    ),
    category="Financial",
    impact="Major (4)",
    likelihood="Almost certain (5)",
    rating="High (20)",
    owner="Farida Wolsten",
    note=(
        "March 2026 update: 318 children were in the Council's care on 31 March 2026, of whom 109 (34%) live more than 20 miles from "
        "home. The average weekly cost of a residential place has reached £6,140, up from £5,480 a year ago, and the placements budget "
        "is forecast to overspend by £2.9m.\n"
        "Seven children with the most complex needs account for £4.1m a year between them. For two of them no registered home could be "
        "found in the quarter and they lived in unregistered arrangements for 19 and 33 days. Ofsted was told on both occasions and the "
        "Director visited both children.\n"
        "Fostering: 14 households were approved in the year against a target of 20, and 11 left, mostly to retire. The regional "
        "fostering hub that opened in October 2025 has brought 63 enquiries from Thornmere, of which four have reached the approval "
        "panel. Carers say that the delay between first call and first visit, 23 days on average, is the main reason for giving up.\n"
        "Homes: the purchase of two houses for small children's homes in Northfold and Lintock was completed in January 2026. Both need "
        "planning consent and registration with Ofsted. The first, for three children, was to open in March 2026 and is now expected in "
        "September 2026; no date has been set for the second. Residents in Lintock have asked the ward councillors for a public meeting.\n"
        "The score is unchanged from last quarter and stays above appetite."
    ),
    controls=(
        Control(
            "Placement sufficiency strategy 2025-2028",
            "Sets out how many foster carers, homes and supported places are needed in each of three years and how they will be found.",
            "Preventative",
            "In place",
            "Farida Wolsten",
            "January 2026: First yearly review taken to the Corporate Parenting Board on 22 January 2026. Foster care is behind plan in "
            "every age group but under fives.",
        ),
        Control(
            "Two small children's homes",
            "Buy, adapt and register two houses in the borough for up to six children in all.",
            "Corrective",
            "Overdue",
            "Farida Wolsten; Ruaridh Pinnock",
            "March 2026: Both houses bought for £1.34m. The first home is expected to open in September 2026. The registered manager post "
            "has been advertised twice without success.",
        ),
        Control(
            "Weekly placements panel",
            "A panel chaired by the Assistant Director agrees every new placement above £4,500 a week and reviews it after six weeks.",
            "Detective",
            "In place",
            "Farida Wolsten",
            "March 2026: 44 cases heard in the quarter, six stepped down to foster care.",
        ),
        Control(
            "Fostering recruitment campaign",
            "Join the regional fostering hub and run a local campaign with new fees and a council tax reduction for carers.",
            "Preventative",
            "In progress",
            "Tamsin Okoro",
            "March 2026: New fees paid from January 2026. Council tax reduction to be decided with the 2027/28 budget.",
        ),
    ),
    faults=("header not repeated",),
)

WORKFORCE = Risk(
    ref="CE07",
    added="05/05/2021",
    title="Social work workforce stability",
    description=(
        "Too many posts are vacant or held by agency staff. Children have several social workers in a year, plans drift and "
        "managers spend their time on recruitment."
    ),
    category="Workforce",
    impact="Major (4)",
    likelihood="Likely (4)",
    rating="Medium (12)",
    owner="Farida Wolsten",
    note=(
        "March 2026 update: Agency staff fill 27% of social work posts, against 21% in December. Likelihood raised from Possible to Likely. "
        "Renamed this quarter to cover retention as well as recruitment."
    ),
    controls=(
        Control(
            "Social work academy",
            "Places for 18 newly qualified social workers a year, with protected caseloads in the first year.",
            "Preventative",
            "In place",
            "Farida Wolsten",
            "March 2026: 16 of 18 places filled for the September 2025 intake; all 16 are still in post.",
        ),
        Control(
            "Retention payment",
            "A payment of £3,000 after two years in the assessment and safeguarding teams.",
            "Preventative",
            "Completed",
            "Winston Harker",
            "October 2025: Paid to 29 staff in October 2025. It has not been decided whether it will be paid again in 2026.",
        ),
        Control(
            "Caseload monitoring",
            "Weekly report of caseloads by worker, with any above 20 children taken to the Director.",
            "Detective",
            "In place",
            "F Wolsten",
            "No change since last quarter.",
        ),
    ),
    labels=(("Impact", "Impact rating"),),
    faults=("header not repeated",),
)

ATTENDANCE = Risk(
    ref="CE08",
    added="17/04/2023",
    title="School attendance and exclusions",
    description=(
        "Pupils miss too much school or are excluded, do less well in examinations and are more exposed to exploitation."
    ),
    category="Service delivery",
    impact="Moderate (3)",
    likelihood="Likely (4)",
    rating="Medium (12)",
    owner="Leo Marchbanks",
    note=(
        "<p>March 2026 update:</p> Severe absence has not come down: 3.1% of secondary pupils missed at least half of their sessions in "
        "the autumn term. Permanent exclusions in the autumn term were 19, against 24 in the same term of 2024."
    ),
    controls=(
        Control(
            "Attendance toolkit for schools",
            "A common set of letters, data sheets and home visit guides agreed with headteachers.",
            "Preventative",
            "Completed",
            "Leo Marchbanks",
            "November 2025: Published on 17 November 2025 and taken up by 41 of 52 schools.",
        ),
        Control(
            "Fair access panel",
            "Headteachers agree moves between schools in place of exclusion.",
            "Preventative",
            "In place",
            "Leo Marchbanks",
            "March 2026: The panel placed 33 pupils in the autumn and spring terms. Two academies did not attend.",
        ),
        Control(
            "Review of alternative provision",
            "An independent review of places, quality and cost at the Tannery Centre and with private providers.",
            "Detective",
            "Not started",
            "Callum Nwosu",
            "March 2026: Reviewer to be appointed. The review was due to report in December 2025.",
        ),
    ),
)

ROLLS = Risk(
    ref="CE09",
    added="11/09/2023",
    title="School funding: falling rolls and schools in deficit",
    description=(
        "Births have fallen by a fifth since 2016. Primary schools with empty places lose funding, fall into deficit and may "
        "have to merge or close, and the cost of a closing school's deficit falls to the Council."
    ),
    category="Financial",
    impact="Major (4)",
    likelihood="Possible (3)",
    rating="Medium (12)",
    owner="Bertram Oyelaran",
    note=(
        "March 2026 update: Seven maintained schools ended the year in deficit, with £2.2m owed between them. Millgarth Infants and "
        "Brindle Lane Primary will be consulted on a joint governing body in the summer term."
    ),
    controls=(
        Control(
            "Licensed deficit agreements",
            "A school in deficit agrees a three-year plan with the Director of Finance and is visited each term.",
            "Corrective",
            "In place",
            "Yusuf Brandreth",
            "March 2026: Six of the seven schools have an agreement. Talks with the seventh, Saltgate Primary, have stalled.",
        ),
        Control(
            "Place planning strategy",
            "Reduce published admission numbers, federate or merge where a planning area has more than 10% spare places.",
            "Preventative",
            "In progress",
            "Bertram Oyelaran",
            "February 2026: Admission numbers cut at five schools from September 2026, removing 150 reception places.",
        ),
        Control(
            "Falling rolls fund",
            "A fund from the growth element of the schools block for good schools whose rolls will recover.",
            "Corrective",
            "Completed",
            "Keziah Lomax",
            "December 2025: Fund of £310,000 agreed by the Schools Forum; three schools qualified.",
        ),
    ),
)

RISKS = (PLACEMENTS, WORKFORCE, ATTENDANCE, ROLLS)
