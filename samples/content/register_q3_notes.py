"""Quarter 3 2025/26: scores and notes by risk, status and note by control."""

from __future__ import annotations

RISKS: dict[str, dict[str, str]] = {
    "CE01": {
        "likelihood": "Possible (3)",
        "rating": "High (15)",
        "note": (
            "December 2025 update: The deficit was £12.5m on 31 March 2025 and is forecast to reach £17.2m on 31 March 2026. The high "
            "needs recovery plan was to be published by the end of December 2025; it will now go to Cabinet in March 2026."
        ),
    },
    "CE02": {
        "note": (
            "December 2025 update: 624 pupils travel on 168 routes. The forecast overspend is £1.1m on a budget of £6.6m. Tenders for "
            "framework contracts were invited on 24 November 2025."
        ),
    },
    "CE03": {
        "likelihood": "Almost certain (5)",
        "rating": "High (15)",
        "note": (
            "December 2025 update: 57% of plans were issued within 20 weeks in 2025. Four of 11 educational psychologist posts are vacant."
        ),
    },
    "CE04": {
        "note": (
            "December 2025 update: Forecasts show a shortfall of 140 places by September 2027. Larkfield School's enlargement waits for "
            "planning permission after a bat survey; opening in September 2026 is still the aim."
        ),
    },
    "CE06": {
        "note": (
            "December 2025 update: 311 children were in the Council's care on 31 December 2025. The placements budget is forecast to "
            "overspend by £2.4m. Two houses for small children's homes are under offer and the first is to open in March 2026."
        ),
    },
    "CE07": {
        "title": "Recruitment of social workers",
        "likelihood": "Possible (3)",
        "note": "December 2025 update: Agency staff fill 21% of social work posts.",
    },
    "CE08": {
        "note": (
            "December 2025 update: Attendance in primary schools is back to the level of 2019. Secondary attendance is not. The toolkit for "
            "schools was published in November."
        ),
    },
    "CE09": {
        "note": "December 2025 update: Six maintained schools forecast a deficit at the end of the year, of £1.8m between them.",
    },
    "AP01": {
        "note": "December 2025 update: Two home care agencies are on enhanced monitoring. No provider has failed this year."
    },
    "AP02": {
        "description": (
            "Residents who are well enough to leave hospital wait for care at home, lose strength and hold beds that others need."
        ),
        "note": "December 2025 update: An average of 21 beds a day were held by Thornmere residents ready to leave.",
    },
    "AP03": {"note": "December 2025 update: Tender published on 12 December 2025."},
    "FC01": {
        "note": (
            "December 2025 update: £10.6m (72%) of the savings have been made. General reserves are forecast at £9.8m on 31 March 2026."
        ),
    },
    "FC02": {"note": "December 2025 update: No serious incident this quarter. Penetration test booked for February 2026."},
    "FC03": {
        "likelihood": "Likely (4)",
        "rating": "Medium (12)",
        "note": "December 2025 update: 31 waivers granted so far this year. Internal audit fieldwork is finished.",
    },
}

CONTROLS: dict[tuple[str, str], tuple[str, str]] = {
    ("CE01", "High needs recovery plan"): (
        "Overdue",
        "December 2025: Draft plan with directors. Publication moves from the end of December 2025 to March 2026.",
    ),
    ("CE01", "Monthly high needs finance board"): (
        "In place",
        "December 2025: The board met in October and November. The December meeting was cancelled.",
    ),
    ("CE01", "Review of banding and top-up rates"): (
        "In progress",
        "November 2025: Data requested from all schools. Consultation with schools planned for January 2026.",
    ),
    ("CE01", "Transfer from the schools block"): (
        "Completed",
        "December 2025: On 3 December 2025 the Schools Forum agreed to transfer 0.5% (£1.02m) for 2026/27, by nine votes to six.",
    ),
    ("CE02", "Route review"): ("In progress", "December 2025: 31 of 168 routes reviewed. Five were merged."),
    ("CE02", "Independent travel training"): (
        "In progress",
        "December 2025: Nine pupils have completed the training against a target of 40 by July 2026.",
    ),
    ("CE02", "Framework contract for operators"): ("In progress", "December 2025: Tender open until 16 January 2026."),
    ("CE02", "Personal travel budgets"): ("In place", "December 2025: 47 families have taken up a personal travel budget."),
    ("CE03", "Educational psychology recruitment and locum cover"): (
        "In progress",
        "December 2025: Interviews in January. 96 requests for advice are late.",
    ),
    ("CE03", "Weekly tracking of plans past week 12"): ("In place", "December 2025: Held weekly since September 2025."),
    ("CE03", "Multi-agency quality audit"): ("Not started", "December 2025: The first audit will be held in February 2026."),
    ("CE04", "Enlargement of Larkfield School"): (
        "In progress",
        "December 2025: Second bat survey ordered by the planning authority. Opening in September 2026 is still the aim.",
    ),
    ("CE04", "Resource bases in mainstream schools"): (
        "In progress",
        "December 2025: Five bases planned for September 2026. Three governing bodies have agreed.",
    ),
    ("CE04", "Annual SEND places forecast"): ("In progress", "December 2025: Due to be published in January 2026."),
    ("CE06", "Placement sufficiency strategy 2025-2028"): (
        "In place",
        "December 2025: First yearly review will go to the Corporate Parenting Board in January 2026.",
    ),
    ("CE06", "Two small children's homes"): (
        "In progress",
        "December 2025: Offers accepted on both houses. The first home is to open in March 2026.",
    ),
    ("CE06", "Weekly placements panel"): ("In place", "December 2025: 39 cases heard in the quarter."),
    ("CE06", "Fostering recruitment campaign"): (
        "In progress",
        "October 2025: Joined the regional fostering hub. New fees to be paid from January 2026.",
    ),
    ("CE07", "Social work academy"): ("In place", "December 2025: 16 of 18 places filled for the September 2025 intake."),
    ("CE07", "Retention payment"): ("Completed", "October 2025: Paid to 29 staff in October 2025."),
    ("CE07", "Caseload monitoring"): ("In place", "December 2025: Eight workers had more than 20 children on 31 December 2025."),
    ("CE08", "Attendance toolkit for schools"): (
        "Completed",
        "November 2025: Published on 17 November 2025 and taken up by 34 of 52 schools.",
    ),
    ("CE08", "Fair access panel"): ("In place", "December 2025: The panel placed 17 pupils in the autumn term."),
    ("CE08", "Review of alternative provision"): ("Not started", "December 2025: The review is due to report in December 2025."),
    ("CE09", "Licensed deficit agreements"): ("In place", "December 2025: Five of the six schools have an agreement."),
    ("CE09", "Place planning strategy"): (
        "In progress",
        "December 2025: Consultation on lower admission numbers at five schools ends on 31 January 2026.",
    ),
    ("CE09", "Falling rolls fund"): (
        "Completed",
        "December 2025: Fund of £310,000 agreed by the Schools Forum; three schools qualified.",
    ),
    ("AP01", "Provider failure plan"): ("In place", "October 2025: Yearly test held on 9 October 2025."),
    ("AP01", "Quality and finance monitoring of providers"): (
        "In place",
        "December 2025: 27 of 38 providers visited in the quarter.",
    ),
    ("AP01", "Cost of care exercise"): (
        "In progress",
        "December 2025: Returns received from 22 agencies. Due to finish in January 2026.",
    ),
    ("AP02", "Discharge to assess team"): (
        "In place",
        "December 2025: No weekend cover since August 2025. Two posts have been filled and cover returns in January.",
    ),
    ("AP02", "Reablement capacity"): ("In progress", "December 2025: 61 starts in November."),
    ("AP03", "Market engagement"): ("Completed", "November 2025: Events held on 4 and 18 November with seven providers."),
    ("AP03", "Extension clause"): ("In place", "December 2025: Legal services confirm that the clause can be used once."),
    ("FC01", "Savings tracker"): ("In place", "December 2025: 52 of 74 savings are complete. Seven are rated red."),
    ("FC01", "Spending control panel"): ("In place", "December 2025: Set up on 1 October 2025."),
    ("FC01", "Reserves policy"): ("In progress", "December 2025: To be set by Council in February 2026."),
    ("FC01", "Property disposals"): (
        "In progress",
        "December 2025: One sold for £0.8m. An offer for the Saltgate depot has been accepted.",
    ),
    ("FC02", "Multi-factor sign-in"): ("Completed", "September 2025: All 2,940 accounts covered."),
    ("FC02", "Offline back-ups"): (
        "In place",
        "October 2025: Test restore of the revenues system took 22 hours against a target of 24.",
    ),
    ("FC02", "Staff training"): ("In progress", "December 2025: 71% of staff have taken the course."),
    ("FC02", "Removal of unsupported servers"): (
        "In progress",
        "December 2025: 14 remain of 23. To be finished by 31 December 2025.",
    ),
    ("FC02", "Incident plan and exercise"): ("In place", "November 2025: Exercise with directors held on 20 November 2025."),
    ("FC03", "Contracts register"): ("In place", "December 2025: 498 contracts held. 61 have no named contract owner."),
    ("FC03", "Contract management training"): ("In progress", "December 2025: 40 of 90 have been trained."),
}
