"""Cabinet, 10 March 2026, Part 2: the award of the home to school transport framework. Not for publication."""

# ruff: noqa: E501 (the papers' own sentences are not cut to fit this page)

from __future__ import annotations

from samples.content.minutes_january import n
from samples.content.shapes import Block, Gap, Grid, Heading, Paper, Para

NOTICE = "NOT FOR PUBLICATION - exempt under paragraph 3 of Part 1 of Schedule 12A to the Local Government Act 1972"
TITLE = "Home to school transport: award of the operators' framework"

BLOCKS: tuple[Block, ...] = (
    Para(NOTICE, style="lead"),
    Grid(
        ("", ""),
        (
            ("Meeting", "Cabinet"),
            ("Meeting date", "10 March 2026"),
            ("Agenda item", "14 (Part 2)"),
            ("Classification", "Exempt (Part 2)"),
            ("Cabinet member", "Councillor Tobias Fennimore"),
            ("Report author", "Ruaridh Pinnock, Head of Procurement"),
        ),
        (1, 3),
    ),
    Gap(6),
    Heading(1, "1. Summary"),
    n(
        "1.1",
        "Seven operators tendered for a place on the three-year framework for home to school transport. This report asks Cabinet to admit four of "
        "them from 1 September 2026. The estimated value is £21,486,300 over three years.",
    ),
    Heading(1, "2. Recommendations"),
    n(
        "2.1",
        "That Kestrelline Mobility Ltd, Brackenhall Coaches, Pell & Tarrow Cars and Dunmarsh Community Transport be admitted to the framework.",
    ),
    n(
        "2.2",
        "That the bid of Quillmoor Taxis Ltd be rejected because its financial standing was below the standard that was published.",
    ),
    Heading(1, "3. Evaluation"),
    n("3.1", "Bids were scored 60% on price and 40% on quality. Table 1 gives the results."),
    Grid(
        ("Operator", "Lot", "Price per mile", "Price score", "Quality score", "Total", "Estimated value over three years"),
        (
            ("Kestrelline Mobility Ltd", "Minibus, passenger assistant", "£3.87", "54.1", "33.2", "87.3", "£9,214,500"),
            ("Brackenhall Coaches", "Large vehicles", "£5.12", "51.7", "31.0", "82.7", "£4,903,800"),
            ("Pell & Tarrow Cars", "Cars and single routes", "£2.94", "56.0", "24.6", "80.6", "£5,146,000"),
            ("Dunmarsh Community Transport", "Wheelchair vehicles", "£4.41", "48.8", "36.9", "85.7", "£2,222,000"),
            ("Total", "", "", "", "", "", "£21,486,300"),
        ),
        (3, 2.4, 1.3, 1.2, 1.3, 1.1, 2),
        caption="Table 1: Operators recommended",
        small=True,
    ),
    n(
        "3.2",
        "Quillmoor Taxis Ltd bid £2.61 a mile for cars. A credit report of 28 January 2026 showed a county court judgment of £47,250. Its directors "
        "were told on 4 February 2026 and have asked for a review.",
    ),
    n("3.3", "Two other bids fell below the quality threshold of 20 and were not taken further."),
    Heading(1, "4. Financial implications"),
    n(
        "4.1",
        "At present volumes the framework saves £738,000 a year against spot prices. The saving is not in the medium term financial plan. If "
        "bidders knew the reserve price of £4.65 a mile they could be expected to bid up to it when the framework is opened again.",
    ),
    Para("Prepared by Keziah Lomax, Senior Finance Business Partner, 24 February 2026.", style="small"),
    Heading(1, "5. Legal implications"),
    n(
        "5.1",
        "Admission is subject to a standstill period of eight working days. A challenge by Quillmoor Taxis Ltd is possible and the prospects of defending it are good.",
    ),
    Para("Prepared by Henrietta Vasco, Monitoring Officer, 25 February 2026.", style="small"),
    Heading(1, "6. Reason for exemption"),
    n(
        "6.1",
        "The report holds information relating to the financial or business affairs of particular persons. The public interest in keeping it exempt is "
        "greater than the public interest in disclosing it until the contracts have been signed.",
    ),
)

PAPER = Paper(
    title=TITLE,
    subtitle="Report to Cabinet, Part 2 agenda item 14",
    running="EXEMPT - Cabinet, 10 March 2026, Part 2 agenda item 14",
    subject="Exempt report",
    blocks=BLOCKS,
)
