"""Stonebeck Town Council: a text file with tabs, risks and actions under header rows of their own, markup left in the cells."""

from __future__ import annotations

from pathlib import Path

from tests.registers.truth import Record, Truth, action

RISK_HEADER = ("Risk no", "Risk", "Category", "Likelihood", "Impact", "Rating", "Owner", "Notes")
ACTION_HEADER = ("Action", "Lead", "Target date", "Status")

# The third block has no header above its risk, the fifth none above its action.
BLOCKS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (
        RISK_HEADER,
        ("1", "Market hall roof fails", "Property", "Possible (3)", "Major (4)", "Medium", "Town Clerk",
         "<p>May 2026: the surveyor found <b>nine</b> cracked trusses.</p> <p>A second opinion is awaited.</p>"),
        ACTION_HEADER,
        ("Prop the north bay", "Estates Officer", "14/08/2026", "Completed"),
        ("Apply for a heritage grant", "Town Clerk", "Oct 2026", "In progress"),
    ),
    (
        RISK_HEADER,
        ("2", "Precept set without a lawful meeting", "Governance", "Unlikely (2)", "Major (4)", "Medium", "Town Clerk",
         "<p>The January meeting is fixed &amp; advertised.</p>"),
        ACTION_HEADER,
        ("Reserve a second date", "Deputy Clerk", "30/11/2026", "Not started"),
    ),
    (
        ("3", "Play equipment injures a child", "Health and safety", "Possible (3)", "Catastrophic (5)", "High", "Grounds Manager",
         "<p>Two swings were closed in June 2026.</p>"),
        ACTION_HEADER,
        ("Replace the cradle swings", "Grounds Manager", "31/10/2026", "In progress"),
        ("Weekly inspection sheet on every site", "Grounds Manager", "Ongoing", "In progress"),
    ),
    (
        RISK_HEADER,
        ("4", "Allotment water is contaminated", "Health and safety", "Unlikely (2)", "Moderate (3)", "Low", "Deputy Clerk", ""),
    ),
    (
        RISK_HEADER,
        ("5", "Only one person can sign payments", "Financial", "Likely (4)", "Moderate (3)", "Medium", "Responsible Financial Officer",
         "<ul><li>Bank mandate sent.</li><li>Bank has not replied.</li></ul>"),
        ("Add two councillors to the mandate", "Responsible Financial Officer", "September 2026", "In progress"),
    ),
)  # fmt: skip

RISKS: list[Record] = [
    {
        "ref": "1", "title": "Market hall roof fails", "category": "Property", "likelihood": "Possible (3)", "impact": "Major (4)",
        "rating": "Medium", "owners": ["Town Clerk"], "controls": [],
        "scores": {"residual": {"likelihood": 3, "impact": 4}},
        "note": "May 2026: the surveyor found nine cracked trusses. A second opinion is awaited.",
        "actions": [
            action("Prop the north bay", ["Estates Officer"], "14/08/2026", "2026-08-14", status="Completed"),
            action("Apply for a heritage grant", ["Town Clerk"], "Oct 2026", "2026-10", status="In progress"),
        ],
    },
    {
        "ref": "2", "title": "Precept set without a lawful meeting", "category": "Governance", "likelihood": "Unlikely (2)",
        "impact": "Major (4)", "rating": "Medium", "owners": ["Town Clerk"], "controls": [],
        "note": "The January meeting is fixed & advertised.",
        "actions": [action("Reserve a second date", ["Deputy Clerk"], "30/11/2026", "2026-11-30", status="Not started")],
    },
    {
        "ref": "3", "title": "Play equipment injures a child", "category": "Health and safety", "likelihood": "Possible (3)",
        "impact": "Catastrophic (5)", "rating": "High", "owners": ["Grounds Manager"], "controls": [],
        "note": "Two swings were closed in June 2026.",
        "actions": [
            action("Replace the cradle swings", ["Grounds Manager"], "31/10/2026", "2026-10-31", status="In progress"),
            action("Weekly inspection sheet on every site", ["Grounds Manager"], "Ongoing", None, status="In progress"),
        ],
    },
    {
        "ref": "4", "title": "Allotment water is contaminated", "category": "Health and safety", "likelihood": "Unlikely (2)",
        "impact": "Moderate (3)", "rating": "Low", "owners": ["Deputy Clerk"], "note": None, "controls": [], "actions": [],
    },
    {
        "ref": "5", "title": "Only one person can sign payments", "category": "Financial", "likelihood": "Likely (4)",
        "impact": "Moderate (3)", "rating": "Medium", "owners": ["Responsible Financial Officer"], "controls": [],
        "note": "Bank mandate sent. Bank has not replied.",
        "actions": [
            action("Add two councillors to the mandate", ["Responsible Financial Officer"], "September 2026", "2026-09", status="In progress"),
        ],
    },
]  # fmt: skip

TRUTH: dict[str, Truth | None] = {"stonebeck.txt": {"risks": RISKS, "leftovers": [], "unknown": []}}


def build(folder: Path) -> list[Path]:
    """Write the lines, a blank one between risks."""
    blocks = ["\n".join("\t".join(row) for row in block) for block in BLOCKS]
    path = folder / "stonebeck.txt"
    path.write_text("Stonebeck Town Council\nRisk register\n\n" + "\n\n".join(blocks) + "\n", encoding="utf-8")
    return [path]
