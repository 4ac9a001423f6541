"""Strategic risk register, quarter 3 2025/26: what the same risks and controls said three months before.

Descriptions are carried over; scores, notes and the status of controls are the quarter's own.
"""

from __future__ import annotations

from dataclasses import replace

from samples.content import register_children, register_corporate, register_families
from samples.content.register_front import FRONT_Q3, INTRODUCTION_Q3
from samples.content.register_q3_notes import CONTROLS, RISKS
from samples.content.shapes import Control, Register, Risk

EARLY_YEARS = Risk(
    ref="CE10",
    added="15/01/2024",
    title="Places for the extended childcare entitlement",
    description=(
        "There are too few nursery and childminder places for all working parents who are entitled to 30 hours from September 2025."
    ),
    category="Service delivery",
    impact="Moderate (3)",
    likelihood="Unlikely (2)",
    rating="Medium (6)",
    owner="Anneka Prowse",
    note=(
        "December 2025 update: 412 places were added by September 2025 against a need of 390, and no parent is waiting. It is proposed "
        "to close this risk."
    ),
    controls=(
        Control(
            "Childcare sufficiency assessment",
            "A yearly count of places and demand by ward.",
            "Detective",
            "Completed",
            "Anneka Prowse",
            "November 2025: Published. Only Quarry Hill has fewer places than children.",
        ),
        Control(
            "Start-up grants for providers",
            "Grants of up to £12,000 for new places in wards with a shortage.",
            "Corrective",
            "Completed",
            "Anneka Prowse",
            "September 2025: All £180,000 awarded to 21 providers.",
        ),
    ),
)

EXIT_INTERVIEWS = Control(
    "Exit interviews",
    "Every social worker who leaves is interviewed by somebody outside the service and the reasons are reported twice a year.",
    "Detective",
    "In progress",
    "Winston Harker",
    "December 2025: 12 of 17 leavers interviewed. Caseloads and travel are the reasons most often given.",
)


def _earlier(risk: Risk) -> Risk:
    """The risk as the quarter 3 register had it: controls that were not there yet are left out."""
    scores = RISKS[risk.ref]
    controls = tuple(
        replace(control, status=CONTROLS[risk.ref, control.title][0], note=CONTROLS[risk.ref, control.title][1])
        for control in risk.controls
        if (risk.ref, control.title) in CONTROLS
    )
    return replace(risk, controls=controls, labels=(), faults=(), **scores)


def _children() -> tuple[Risk, ...]:
    kept = [risk for risk in register_children.RISKS + register_families.RISKS if risk.ref != "CE05"]
    earlier = [_earlier(risk) for risk in kept]
    carried = (replace(risk, controls=(*risk.controls, EXIT_INTERVIEWS)) if risk.ref == "CE07" else risk for risk in earlier)
    return (*carried, EARLY_YEARS)


REGISTER = Register(
    title="Strategic Risk Register: Quarter 3 2025/26",
    as_at="31 December 2025",
    running="Thornmere Borough Council - Strategic Risk Register Q3 2025/26",
    front=FRONT_Q3,
    introduction=INTRODUCTION_Q3,
    directorates=(
        ("Children and Education Directorate", _children()),
        ("Adults and Public Health Directorate", tuple(_earlier(risk) for risk in register_corporate.ADULTS)),
        ("Finance and Corporate Resources Directorate", tuple(_earlier(risk) for risk in register_corporate.RESOURCES)),
    ),
)
