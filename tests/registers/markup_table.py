"""Linthaven Council: a Markdown table and a web page, likelihood and impact under other names and in words instead of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from tests.registers.truth import Record, Truth, action, control

MARKDOWN_HEADER = ("Ref", "Risk", "Probability", "Severity", "RAG", "Controls in place", "Next step", "By whom", "By when")
MARKDOWN = (
    ("L1", "Harbour wall gives way", "Likely", "Catastrophic", "Red", "1. Divers' survey each spring<br>2. Weight limit on the quay",
     "Award the repair contract", "Harbour Master", "31/03/2027"),
    ("L2", "Ferry subsidy is withdrawn", "Possible", "Major", "Amber", "1. Agreement to 2028<br>2. Quarterly meeting with the operator", "", "", ""),
    ("L3", "Bathing water is rated poor", "Very likely", "Moderate", "Amber", "Weekly sampling from May to September", "Publish a bathing water plan",
     "Environment Manager", "Spring 2027"),
    ("L4", "Town hall lift fails", "Unlikely", "Minor", "Green", "", "Replace the motor", "Facilities Manager", "Ongoing"),
    ("L5", "By-election costs", "Possible", "Minor", "Green", "Earmarked reserve", "", "", ""),
)  # fmt: skip

HTML_HEADER = ("No", "Threat", "Effect", "Probability", "Severity", "Rating", "Mitigation", "Lead officer", "Update")
HTML = (
    ("7", "Coastal path erodes", "The path closes and the grant is lost.", "Very likely", "Major", "Red",
     ("Monthly measurement of the cliff edge", "Diversion order drafted"), ("Footpaths Officer",), "June 2026: 1.2 m lost since January."),
    ("8", "Volunteers leave the lifeguard service", "Beaches are without lifeguards at weekends.", "Possible", "Catastrophic", "Red",
     ("Paid lifeguards in July and August", "Memorandum with the charity", "Red flag policy"), ("Beach Manager", "Josie Farrant"), ""),
    ("9", "Seaweed collection overspends", "The cleansing budget is exceeded.", "Likely", "Minor", "Amber",
     ("Contract capped at 40 days",), ("Cleansing Manager",), "May 2026: 11 days used."),
    ("10", "Loss of the blue flag", "Fewer visitors.", "Unlikely", "Minor", "Green", ("Annual audit",), ("Beach Manager",), "No change."),
    ("11", "Concession holders do not renew", "Income of £85,000 is lost.", "Unlikely", "Moderate", "Amber",
     ("Leases offered for five years",), ("J. Farrant",), "July 2026: four of nine have signed."),
)  # fmt: skip

MARKDOWN_RISKS: list[Record] = [
    {
        "ref": "L1", "title": "Harbour wall gives way", "likelihood": "Likely", "impact": "Catastrophic", "rating": "Red",
        "controls": [control("Divers' survey each spring"), control("Weight limit on the quay")],
        "actions": [action("Award the repair contract", ["Harbour Master"], "31/03/2027", "2027-03-31")],
    },
    {
        "ref": "L2", "title": "Ferry subsidy is withdrawn", "likelihood": "Possible", "impact": "Major", "rating": "Amber",
        "controls": [control("Agreement to 2028"), control("Quarterly meeting with the operator")], "actions": [],
    },
    {
        "ref": "L3", "title": "Bathing water is rated poor", "likelihood": "Very likely", "impact": "Moderate", "rating": "Amber",
        "controls": [control("Weekly sampling from May to September")],
        "actions": [action("Publish a bathing water plan", ["Environment Manager"], "Spring 2027", ...)],
    },
    {
        "ref": "L4", "title": "Town hall lift fails", "likelihood": "Unlikely", "impact": "Minor", "rating": "Green", "controls": [],
        "actions": [action("Replace the motor", ["Facilities Manager"], "Ongoing", None)],
    },
    {
        "ref": "L5", "title": "By-election costs", "likelihood": "Possible", "impact": "Minor", "rating": "Green",
        "controls": [control("Earmarked reserve")], "actions": [],
    },
]  # fmt: skip

HTML_RISKS: list[Record] = [
    {
        "ref": "7", "title": "Coastal path erodes", "consequence": "The path closes and the grant is lost.", "likelihood": "Very likely",
        "impact": "Major", "rating": "Red", "owners": ["Footpaths Officer"], "note": "June 2026: 1.2 m lost since January.", "actions": [],
        "controls": [control("Monthly measurement of the cliff edge"), control("Diversion order drafted")],
    },
    {
        "ref": "8", "title": "Volunteers leave the lifeguard service", "consequence": "Beaches are without lifeguards at weekends.",
        "likelihood": "Possible", "impact": "Catastrophic", "rating": "Red", "owners": ["Beach Manager", "Josie Farrant"], "note": None,
        "actions": [],
        "controls": [
            control("Paid lifeguards in July and August"), control("Memorandum with the charity"), control("Red flag policy"),
        ],
    },
    {
        "ref": "9", "title": "Seaweed collection overspends", "consequence": "The cleansing budget is exceeded.", "likelihood": "Likely",
        "impact": "Minor", "rating": "Amber", "owners": ["Cleansing Manager"], "note": "May 2026: 11 days used.", "actions": [],
        "controls": [control("Contract capped at 40 days")],
    },
    {
        "ref": "10", "title": "Loss of the blue flag", "consequence": "Fewer visitors.", "likelihood": "Unlikely", "impact": "Minor",
        "rating": "Green", "owners": ["Beach Manager"], "note": "No change.", "actions": [], "controls": [control("Annual audit")],
    },
    {
        "ref": "11", "title": "Concession holders do not renew", "consequence": "Income of £85,000 is lost.", "likelihood": "Unlikely",
        "impact": "Moderate", "rating": "Amber", "owners": ["J. Farrant"], "note": "July 2026: four of nine have signed.", "actions": [],
        "controls": [control("Leases offered for five years")],
    },
]  # fmt: skip

TRUTH: dict[str, Truth | None] = {
    "linthaven.md": {"risks": MARKDOWN_RISKS, "leftovers": [], "unknown": []},
    "linthaven-coast.html": {"risks": HTML_RISKS, "leftovers": [], "unknown": []},
}


def build(folder: Path) -> list[Path]:
    """Write both files."""
    rows = [MARKDOWN_HEADER, ("---",) * len(MARKDOWN_HEADER), *MARKDOWN]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    markdown = folder / "linthaven.md"
    markdown.write_text(f"# Linthaven Council risk register\n\nReviewed by Cabinet each quarter.\n\n{table}\n", encoding="utf-8")
    page = folder / "linthaven-coast.html"
    head = "".join(f"<th>{escape(label)}</th>" for label in HTML_HEADER)
    body = "\n".join(f"<tr>{''.join(f'<td>{_cell(cell, place)}</td>' for place, cell in enumerate(row))}</tr>" for row in HTML)
    page.write_text(
        "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>Coast risk register</title></head><body>"
        f"<h1>Coast and harbour risk register</h1><table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></body></html>",
        encoding="utf-8",
    )
    return [markdown, page]


def _cell(cell: str | Sequence[str], place: int) -> str:
    """A list for mitigations, a line each for several owners."""
    if isinstance(cell, str):
        return escape(cell)
    if HTML_HEADER[place] == "Mitigation":
        return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in cell)}</ul>"
    return "<br>".join(map(escape, cell))
