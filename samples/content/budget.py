"""Revenue budget monitor, quarter 3 2025/26 (workbook). Money is in £000."""

from __future__ import annotations

TITLE = "Revenue budget monitor: quarter 3 2025/26"
SUBTITLE = "Position at 31 December 2025. All figures in £000. Overspends are positive."
MEETING = "Cabinet, 10 February 2026. Report of Yusuf Brandreth, Director of Finance"

HEADER = ("Service", "Budget", "Spent to date", "Forecast", "Variance", "Variance at Q2", "Budget holder", "Comment")

Row = tuple[str, int, int, int, int, str, str]

# service, budget, spent, forecast, variance last quarter, budget holder, comment; the variance and the totals are formulas.
CHILDREN: tuple[Row, ...] = (
    (
        "Placements for children in care",
        22600,
        18340,
        25000,
        2150,
        "Farida Wolsten",
        "Seven children account for £4.1m. Two homes to open from March 2026.",
    ),
    ("Social work teams", 18900, 14480, 19350, 300, "Farida Wolsten", "Agency cover for vacant posts."),
    (
        "Home to school transport",
        6600,
        5130,
        7900,
        1050,
        "Desmond Arkell",
        "638 pupils expected by March; prices on the spot market up 6%.",
    ),
    ("Early years and family hubs", 6400, 4580, 6250, -100, "Anneka Prowse", "Lintock hub opens later than planned."),
    (
        "School improvement and attendance",
        4050,
        2960,
        3980,
        -40,
        "Leo Marchbanks",
        "One vacant post. Attendance grant ends in March 2026.",
    ),
    ("SEND and educational psychology", 5500, 4390, 5920, 380, "Siobhan Tarleton", "Locum psychologists at £690 a day."),
    ("Youth service and youth justice", 3700, 2750, 3700, 0, "Callum Nwosu", ""),
    ("Support services", 4700, 3470, 4640, -20, "Imelda Corriston", ""),
)
ADULTS: tuple[Row, ...] = (
    ("Older people", 38200, 29300, 39050, 700, "Paulette Drinkwater", "More packages after discharge from hospital."),
    (
        "Learning disability",
        31500,
        23900,
        31900,
        420,
        "Paulette Drinkwater",
        "Three young people moved from children's services at 18.",
    ),
    ("Mental health", 9800, 7300, 9760, -10, "Paulette Drinkwater", ""),
    ("Public health", 11900, 8900, 11900, 0, "Dr Anselm Quartey", "Grant funded. Any balance goes to the reserve."),
)
RESOURCES: tuple[Row, ...] = (
    ("Revenues and benefits", 4900, 3610, 4850, -30, "Cressida Bonham", ""),
    (
        "Digital and ICT",
        8700,
        6790,
        8940,
        260,
        "Jarek Holloway",
        "Licences for servers that were to have been switched off by December.",
    ),
    ("Property", 6100, 4870, 6430, 250, "Marisol Etchells", "Holding costs of the Saltgate depot."),
    ("Legal and democratic services", 4200, 3240, 4310, 90, "Henrietta Vasco", "Counsel's fees for care proceedings."),
    ("Corporate items and contingency", 12400, 8200, 10900, -1100, "Yusuf Brandreth", "£1.5m of contingency released."),
)
DIRECTORATES = (("Children and Education", CHILDREN), ("Adults and Public Health", ADULTS), ("Finance and Corporate", RESOURCES))

GRANT_HEADER = ("Block", "Allocation", "Forecast", "Variance", "Comment")
GRANT: tuple[tuple[str, int, int, str], ...] = (
    ("Schools block", 168400, 168400, "Paid to schools in full."),
    ("Central school services block", 1600, 1600, ""),
    ("High needs block", 47100, 53000, "2,016 plans expected in January 2026; average cost of an independent place £71,300."),
    ("Early years block", 24300, 24100, "Fewer two-year-olds than the grant assumed."),
)
DEFICIT = (
    ("High needs deficit brought forward on 1 April 2025", 12500),
    ("Deficit in the year", 5900),
    ("Forecast deficit on 31 March 2026", 18400),
)

SAVINGS_HEADER = ("Ref", "Saving", "Target", "Made", "To come", "Rating", "Owner", "Comment")
SAVINGS: tuple[tuple[str, str, int, int, str, str, str], ...] = (
    (
        "CE-S1",
        "Step-down of residential placements",
        900,
        410,
        "Red",
        "Farida Wolsten",
        "Six children stepped down of 12 planned.",
    ),
    ("CE-S2", "Transport: merge routes", 350, 94, "Red", "Desmond Arkell", "Route review behind plan."),
    ("CE-S3", "Independent travel training", 160, 30, "Red", "Oriel Maddox", "Nine pupils trained of 40."),
    ("CE-S4", "Vacancy factor in support services", 240, 240, "Green", "Imelda Corriston", "Complete."),
    ("CE-S5", "Traded services to schools", 180, 150, "Amber", "Leo Marchbanks", "Two academies have left the scheme."),
    ("CE-S6", "Two small children's homes", 420, 0, "Red", "Farida Wolsten", "Depends on the first home opening in March 2026."),
)

NOTES = (
    "1. The budget is the one that Council set on 25 February 2025, with changes agreed by Cabinet to date.",
    "2. Forecasts are those of budget holders, reviewed by finance business partners in the second week of January 2026.",
    "3. Directors have been asked to bring forecasts back to budget by the end of March 2026.",
    "4. The forecast of the high needs block will be revised when the January census is known.",
    "5. The next monitor (quarter 4, provisional outturn) goes to Cabinet in June 2026.",
)

HIDDEN_SHEET = "Workings"
HIDDEN = (("Pay award provision, not allocated", 1275), ("Energy price allowance", 362), ("Rounding", 3))
