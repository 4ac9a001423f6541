"""Strategic risk register, quarter 4 2025/26: the SEND and education risks of Children and Education."""

from __future__ import annotations

from samples.content.shapes import Control, Risk

SEND_FUNDING = Risk(
    ref="CE01",
    added="14/06/2022",
    title="SEND funding: high needs block deficit",
    description=(
        "The number of children with an education, health and care (EHC) plan, and the cost of the places named in those plans, "
        "grow faster than the high needs block of the Dedicated Schools Grant. The deficit held on the balance sheet can then no "
        "longer be carried without cutting into the Council's general reserves once the statutory override ends."
    ),
    category="Financial",
    impact="Severe (5)",
    likelihood="Likely (4)",
    rating="High (20)",
    owner="Imelda Corriston",
    note=(
        "March 2026 update: The in-year pressure on the high needs block stands at £6.4m and the cumulative deficit at £18.9m on "
        "31 March 2026. There were 2,016 children and young people with an EHC plan in January 2026, against 1,842 a year earlier.\n"
        "Cabinet approved the high needs recovery plan on 10 March 2026. The plan brings the block into in-year balance by 2029/30, "
        "two years later than first modelled, because the savings from new local places arrive only once Larkfield School has been "
        "enlarged.\n"
        "The score has gone up from 15 to 20 this quarter."
    ),
    controls=(
        Control(
            "High needs recovery plan",
            "A costed plan of 14 workstreams to bring spending on the high needs block within the grant, reported each quarter to "
            "the Schools Forum and to Cabinet.",
            "Corrective",
            "In progress",
            "Siobhan Tarleton",
            "March 2026: Plan approved by Cabinet on 10 March 2026. Three of the 14 workstreams have begun. The first quarterly "
            "report is due at the Schools Forum in June 2026.",
        ),
        Control(
            "Monthly high needs finance board",
            "The Director of Finance and the Director of Children and Education review placements, unit costs and the forecast "
            "line by line, and agree action where a placement costs more than £60,000 a year.",
            "Detective",
            "In place",
            "Keziah Lomax; Yusuf Brandreth",
            "February 2026: The board met in each month of the quarter. It reviewed 37 placements and agreed a lower fee for nine of "
            "them, worth £212,000 in a full year.",
        ),
        Control(
            "Review of banding and top-up rates",
            "Replace the 2016 banding descriptors with a single set of bands for mainstream schools, resource bases and special "
            "schools.",
            "Preventative",
            "Overdue",
            "Shiobhan Tarleton",
            "January 2026: Modelling took longer than planned because four schools sent their data late. Consultation with schools "
            "moves from January to June 2026; new bands would apply from April 2027 rather than September 2026.",
        ),
        Control(
            "Transfer from the schools block",
            "Ask the Schools Forum each autumn to move up to 0.5% of the schools block to the high needs block.",
            "Corrective",
            "Completed",
            "Yusuf Brandreth",
            "December 2025: On 3 December 2025 the Schools Forum agreed to transfer 0.5% (£1.02m) for 2026/27, by nine votes to six.",
        ),
    ),
)

SEND_TRANSPORT = Risk(
    ref="CE02",
    added="09/01/2023",
    title="SEND transport: rising cost of home to school travel",
    description=(
        "More pupils with SEND qualify for home to school travel, journeys are longer because local places are full, and few "
        "operators bid for routes. The travel budget is overspent and some journeys are unreliable."
    ),
    category="Financial",
    impact="Major (4)",
    likelihood="Likely (4)",
    rating="High (16)",
    owner="Desmond Arkell",
    note=(
        "March 2026 update: 638 pupils travel on 171 routes. The forecast overspend is £1.3m on a budget of £6.6m. New framework "
        "contracts were put to Cabinet in Part 2 on 10 March 2026 and start in September 2026. Until then prices remain those of the "
        "spot market."
    ),
    controls=(
        Control(
            "Route review",
            "Every route with fewer than three pupils is looked at again each term with the school and the family.",
            "Corrective",
            "In progress",
            "Desmond Arkell",
            "March 2026: 58 of 171 routes reviewed. Eleven were merged, saving £94,000 in a full year. The remaining routes will be "
            "reviewed by the end of July 2026.",
        ),
        Control(
            "Independent travel training",
            "A two-term programme that teaches pupils aged 14 and over to travel alone on buses and trains.",
            "Preventative",
            "In progress",
            "Oriel Maddox",
            "March 2026: 11 pupils have completed the training against a target of 40 by July 2026. A second trainer starts in April.",
        ),
        Control(
            "Framework contract for operators",
            "Replace spot purchasing with a three-year framework of approved operators with fixed prices per mile.",
            "Preventative",
            "In progress",
            "Ruaridh Pinnock",
            "March 2026: Tenders evaluated; award reported to Cabinet in the exempt part of the agenda.",
        ),
        Control(
            "Personal travel budgets",
            "Offer families a payment in place of a taxi where this costs less than the route.",
            "Preventative",
            "In place",
            "Desmond Arkell",
            "No change since last quarter.",
        ),
    ),
)

EHC_TIMELINESS = Risk(
    ref="CE03",
    added="11/09/2023",
    title="EHC plan timeliness and quality",
    description=(
        "The Council does not issue EHC plans within the statutory 20 weeks, or issues plans that do not describe the child, so "
        "that children wait for help, complaints and appeals rise and the Ombudsman finds fault."
    ),
    category="Legal and regulatory",
    impact="Moderate (3)",
    likelihood="Likely (4)",
    rating="Medium (12)",
    owner="Siobhan Tarleton",
    note=(
        "March 2026 update: 57% of plans were issued within 20 weeks in 2025, up from 48% in 2024. In January to March 2026 the "
        "figure was 63%. The target is 70% by September 2026. Two of 11 educational psychologist posts are vacant; a year ago it "
        "was four. Appeals registered with the Tribunal rose to ADD FIGURE in the quarter."
    ),
    controls=(
        Control(
            "Educational psychology recruitment and locum cover",
            "Fill vacant posts, take three trainees a year and use locums for the backlog of advice.",
            "Corrective",
            "In progress",
            "Callum Nwosu",
            "March 2026: Two posts filled in February; two remain vacant. The backlog of late advice fell from 96 to 41 requests.",
        ),
        Control(
            "Weekly tracking of plans past week 12",
            "A meeting each Monday of the casework team, health and social care that goes through every plan at risk of running late.",
            "Detective",
            "In place",
            "Siobhan Tarleton",
            "March 2026: Held weekly. Health advice is now the main cause of delay, in 29 of 52 late plans this quarter.",
        ),
        Control(
            "Multi-agency quality audit",
            "Thirty plans a term are read by a panel of parents, schools, health and social care and graded.",
            "Detective",
            "In progress",
            "Siobhan Tarleton",
            "",
        ),
    ),
)

SEND_PLACES = Risk(
    ref="CE04",
    added="09/01/2023",
    title="Sufficiency of SEND places",
    description=(
        "There are too few places in local special schools and resource bases, so children are placed far from home in independent "
        "schools at about three times the cost, and some have no place at all."
    ),
    category="Service delivery",
    impact="Major (4)",
    likelihood="Likely (4)",
    rating="High (16)",
    owner="Callum Nwosu",
    note=(
        "March 2026 update: Forecasts show a shortfall of 164 places by September 2027. The 48-place enlargement of Larkfield School "
        "will now open in January 2027, not September 2026, after a second bat survey delayed the planning decision to 12 February "
        "2026. 22 children were waiting for a special school place on 31 March 2026."
    ),
    controls=(
        Control(
            "Enlargement of Larkfield School",
            "A new block for 48 pupils with autism and complex learning needs on the Larkfield site in Osier Bank.",
            "Corrective",
            "In progress",
            "Bertram Oyelaran",
            "March 2026: Planning permission granted on 12 February 2026. Start on site is planned for May 2026 and opening for January "
            "2027. The budget of £9.7m is under pressure.",
        ),
        Control(
            "Resource bases in mainstream schools",
            "Five new bases of 8 to 12 places each in primary and secondary schools.",
            "Corrective",
            "In progress",
            "Bertram Oyelaran",
            "March 2026: Three bases (Saltgate Primary, Brindle Lane Primary and Quarry Hill Secondary) will open in September 2026 with "
            "28 places between them. The other two have no agreed site.",
        ),
        Control(
            "Annual SEND places forecast",
            "A ten-year forecast of need by type, area and phase, published each January.",
            "Detective",
            "Completed",
            "Bertram Oyelaran",
            "January 2026: Forecast published on 23 January 2026. The shortfall rises from 140 to 164 places.",
        ),
        Control(
            "Interim places at the Tannery Centre",
            "Up to 16 interim places for children without a school, with therapy on site.",
            "Corrective",
            "Not started",
            "Leo Marchbanks",
            "March 2026: Ongoing.",
        ),
    ),
    labels=(("Impact", "Impact if the risk occurs"), ("Likelihood", "Likelihood rating")),
)

SEND_INSPECTION = Risk(
    ref="CE05",
    added="02/03/2026",
    title="Readiness for the local area SEND inspection",
    description=(
        "The local area partnership cannot show inspectors what difference its work makes to children with SEND and their "
        "families, and is judged to have systemic failings."
    ),
    category="Reputational",
    impact="Moderate (3)",
    likelihood="Possible (3)",
    rating="Medium (9)",
    owner="Imelda Corriston",
    note=(
        "March 2026 update: New risk this quarter. The last inspection was in 2021 and the next is expected before the end of 2026. "
        "The Parent Carer Forum wrote to the Director on 2 February 2026 to say that families do not see the change that reports "
        "describe."
    ),
    controls=(
        Control(
            "Self-evaluation with the Parent Carer Forum",
            "A yearly self-evaluation of the partnership, written with parents and young people and agreed by the SEND Partnership Board.",
            "Detective",
            "In progress",
            "Siobhan Tarleton",
            "March 2026: First draft due at the SEND Partnership Board in May 2026.",
        ),
        Control(
            "Annex A data set",
            "Keep the data that inspectors ask for up to date every month so that it can be sent within two working days.",
            "Preventative",
            "In place",
            "Keziah Lomax",
            "March 2026: Test run on 18 March took three working days. Data from health was missing for 74 children.",
        ),
        Control(
            "Local offer website rebuild",
            "Rebuild the local offer so that families find help in three steps.",
            "Preventative",
            "Overdue",
            "Anneka Prowse",
            "March 2026: Launch was due in December 2025. The supplier has given no new date.",
        ),
    ),
)

RISKS = (SEND_FUNDING, SEND_TRANSPORT, EHC_TIMELINESS, SEND_PLACES, SEND_INSPECTION)
