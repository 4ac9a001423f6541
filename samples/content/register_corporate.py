"""Strategic risk register, quarter 4 2025/26: Adults and Public Health; Finance and Corporate Resources."""

from __future__ import annotations

from samples.content.shapes import Control, Risk

CARE_MARKET = Risk(
    ref="AP01",
    added="03/10/2022",
    title="Failure of a care provider",
    description=(
        "A home care agency or care home closes at short notice because of cost, staffing or a poor inspection, and up to 140 "
        "residents must be found other care within days."
    ),
    category="Service delivery",
    impact="Major (4)",
    likelihood="Possible (3)",
    rating="Medium (12)",
    owner="Paulette Drinkwater",
    note=(
        "March 2026 update: One home care agency with 46 packages handed back its contract in February; all residents were moved within "
        "12 days. Fees rise by 4.2% from April 2026, which providers say does not cover the rise in employer costs."
    ),
    controls=(
        Control(
            "Provider failure plan",
            "Names, roles and steps for the first 72 hours after a provider fails, tested once a year.",
            "Corrective",
            "In place",
            "Ivo Lathom",
            "February 2026: Used in earnest. Lessons to be reported to the Health and Wellbeing Board in May 2026.",
        ),
        Control(
            "Quality and finance monitoring of providers",
            "Quarterly visits, financial health checks and a shared risk score with the health board.",
            "Detective",
            "In place",
            "Ivo Lathom",
            "March 2026: 31 of 38 providers visited in the quarter. Four are on enhanced monitoring.",
        ),
        Control(
            "Cost of care exercise",
            "An open-book exercise with home care agencies to set a sustainable hourly rate.",
            "Preventative",
            "Completed",
            "Ivo Lathom",
            "January 2026: Finished. The rate was put at £24.10 an hour; the Council will pay £23.35 from April.",
        ),
    ),
    faults=("header stranded",),
)

DISCHARGE = Risk(
    ref="AP02",
    added="03/10/2022",
    title="Delays in discharge from hospital",
    description=(
        "A home care agency or care home closes at short notice because of cost, staffing or a poor inspection, and up to 140 "
        "residents must be found other care within days."
    ),
    category="Service delivery",
    impact="Moderate (3)",
    likelihood="Likely (4)",
    rating="Medium (12)",
    owner="Paulette Drinkwater",
    note=(
        "March 2026 update: An average of 18 beds a day were held by Thornmere residents ready to leave, against 25 in the winter of "
        "2024/25. Funding for the discharge team ends in March 2027."
    ),
    controls=(
        Control(
            "Discharge to assess team",
            "Social workers and therapists on the wards seven days a week.",
            "Corrective",
            "In place",
            "Paulette Drinkwater",
            "March 2026: Weekend cover restored in January after a gap of five months.",
        ),
        Control(
            "Reablement capacity",
            "Raise reablement starts from 55 to 75 a month.",
            "Corrective",
            "In progress",
            "Ivo Lathom",
            "March 2026: 68 starts in February. The last seven posts will be advertised in April.",
        ),
    ),
)

HEALTH_VISITING = Risk(
    ref="AP03",
    added="08/07/2024",
    title="Re-procurement of the health visiting service",
    description="The present contract ends in September 2026 and no suitable bid is received for the next.",
    category="Commercial",
    impact="Moderate (3)",
    likelihood="Unlikely (2)",
    rating="Medium (6)",
    owner="Dr Anselm Quartey",
    note="March 2026 update: Three bids received by the closing date of 6 March 2026. Award in May 2026.",
    controls=(
        Control(
            "Market engagement",
            "Two events for providers before the tender and a published list of answers.",
            "Preventative",
            "Completed",
            "Dr Anselm Quartey",
            "November 2025: Events held on 4 and 18 November with seven providers.",
        ),
        Control(
            "Extension clause",
            "The option to extend the present contract by six months if the award is late.",
            "Corrective",
            "In place",
            "Ruaridh Pinnock",
            "",
        ),
    ),
)

SAVINGS = Risk(
    ref="FC01",
    added="01/04/2020",
    title="Delivery of savings in the medium term financial plan",
    description=(
        "Savings of £14.8m agreed for 2025/26 are late or cannot be made, reserves are used in their place and the Council's "
        "financial standing is weakened."
    ),
    category="Financial",
    impact="Severe (5)",
    likelihood="Possible (3)",
    rating="High (15)",
    owner="Yusuf Brandreth",
    note=(
        "March 2026 update: £11.9m (80%) of the savings have been made, £1.6m will be made late and £1.3m cannot be made. General "
        "reserves are forecast at £9.4m, just above the minimum of £9m."
    ),
    controls=(
        Control(
            "Savings tracker",
            "Each saving has an owner, a delivery plan and a monthly rating, reported to the corporate leadership team.",
            "Detective",
            "In place",
            "Cressida Bonham",
            "March 2026: 61 of 74 savings are complete. Six are rated red, four of them in Children and Education.",
        ),
        Control(
            "Spending control panel",
            "Spending above £5,000 that is not committed by contract is agreed by a panel of directors.",
            "Preventative",
            "In place",
            "Yusuf Brandreth",
            "March 2026: The panel refused 41 requests worth £386,000 in the quarter and remains until September 2026.",
        ),
        Control(
            "Reserves policy",
            "The minimum level of reserves is set each February on the advice of the Director of Finance.",
            "Preventative",
            "Completed",
            "Yusuf Brandreth",
            "February 2026: Council set the minimum at £9m on 24 February 2026.",
        ),
        Control(
            "Property disposals",
            "Sell six surplus properties for £7.2m by March 2027.",
            "Corrective",
            "In progress",
            "Marisol Etchells",
            "March 2026: Two sold for £1.9m. The sale of the Saltgate depot has fallen through.",
        ),
    ),
)

CYBER = Risk(
    ref="FC02",
    added="01/04/2020",
    title="Cyber attack",
    description=("An attack stops the Council's systems for days or weeks, or exposes the personal data of residents."),
    category="Technology",
    impact="Severe (5)",
    likelihood="Possible (3)",
    rating="High (15)",
    owner="Marisol Etchells",
    note=(
        "March 2026 update: A supplier of the library service was attacked in February 2026. No Council data was lost. The yearly "
        "penetration test found four serious weaknesses, of which three have been closed."
    ),
    controls=(
        Control(
            "Multi-factor sign-in",
            "Required of all staff and councillors for every system that can be reached from the internet.",
            "Preventative",
            "Completed",
            "Jarek Holloway",
            "September 2025: All 2,940 accounts covered.",
        ),
        Control(
            "Offline back-ups",
            "A copy of the 30 most important systems is kept off the network and restored as a test each quarter.",
            "Corrective",
            "In place",
            "Jarek Holloway",
            "January 2026: Test restore of the social care system took 31 hours against a target of 24.",
        ),
        Control(
            "Staff training",
            "A course each year, with a test message sent to all staff every two months.",
            "Preventative",
            "In progress",
            "Jarek Holloway",
            "March 2026: 83% of staff have taken the course; target 95% by the end of March 2026.",
        ),
        Control(
            "Removal of unsupported servers",
            "Replace or switch off the 23 servers whose software is no longer supported.",
            "Preventative",
            "Overdue",
            "Jarek Holloway",
            "March 2026: Nine remain. The date of 31 December 2025 was missed and the new date is 30 June 2026.",
        ),
        Control(
            "Incident plan and exercise",
            "A plan for the first week of an attack, exercised with directors once a year.",
            "Corrective",
            "In place",
            "Marisol Etchells",
            "As last quarter.",
        ),
    ),
)

CONTRACTS = Risk(
    ref="FC03",
    added="15/10/2024",
    title="Contract management and procurement rules",
    description=(
        "Contracts are let or extended outside the rules, or are not managed once let, so that the Council overpays and can be "
        "challenged."
    ),
    category="Commercial",
    impact="Moderate (3)",
    likelihood="Possible (3)",
    rating="Medium (9)",
    owner="Ruaridh Pinnock",
    note="March 2026 update: 38 waivers were granted in 2025/26, against 57 in 2024/25. Internal audit gave limited assurance in January.",
    controls=(
        Control(
            "Contracts register",
            "A single register of all contracts above £25,000, published each quarter.",
            "Detective",
            "In place",
            "Ruaridh Pinnock",
            "March 2026: 512 contracts held. 44 have no named contract owner.",
        ),
        Control(
            "Contract management training",
            "Training for everyone who manages a contract above £100,000.",
            "Preventative",
            "In progress",
            "Ruaridh Pinnock",
            "March 2026: 62 of 90 have been trained. The rest will be trained by the end of June 2026.",
        ),
        Control(
            "Internal audit follow-up",
            "Six recommendations of the January 2026 audit, followed up after six months.",
            "Detective",
            "Not started",
            "Cressida Bonham",
            "March 2026: Follow-up audit planned for July 2026.",
        ),
    ),
)

ADULTS = (CARE_MARKET, DISCHARGE, HEALTH_VISITING)
RESOURCES = (SAVINGS, CYBER, CONTRACTS)
