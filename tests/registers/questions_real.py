"""What is asked of a real register of 35 pages, which lies outside this project: its truth is told from the tab-separated text beside it.

Names of people are taken from that text when the questions are put, and no sentence of it stands here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.registers.questions import (
    Case,
    Condition,
    Expected,
    Row,
    category,
    controls,
    every,
    no,
    nothing,
    rated,
    risks,
    rows,
    status,
)  # fmt: skip

REGISTER = "childrens-services-risk-register-2026.pdf"
_STATUSES = ("Ongoing", "Completed", "Underway", "Off track", "Not started")
_RATINGS = ("High", "Medium", "Low")


def truth(papers: Path) -> list[Row]:
    """The risks and controls of the text: a risk's row has a rating in its seventh cell, a control's a status in its fourth or fifth."""
    risks: list[dict[str, Any]] = []
    group = ""
    for line in (papers / "corpus_text" / REGISTER.replace(".pdf", ".txt")).read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) == 1 and line.strip().lower().endswith(" risks"):
            group = line.strip()
        if len(cells) > 6 and cells[6] in _RATINGS:
            title, said, sort, impact, likelihood, rating, owner = cells[1:8]
            risks.append({"title": title, "description": said, "category": sort, "impact": impact, "likelihood": likelihood, "rating": rating,
                          "owners": [owner], "group": group, "controls": []})  # fmt: skip
        elif found := [n for n in (3, 4) if len(cells) > 5 and cells[n] in _STATUSES]:
            title, said, sort, now = cells[found[0] - 3 : found[0] + 1]
            owner = next(c for c in cells[found[0] + 1 :] if c)
            risks[-1]["controls"].append(
                {"title": title, "description": said, "category": sort, "status": now, "owners": [owner]}
            )
    return rows(risks)


def risk(*numbers: int) -> Condition:
    """Of risks by their number, from 1."""
    return lambda r: r.place[0] + 1 in numbers


def owned(*parts: str) -> Condition:
    """By a person whose name as printed has some parts."""
    return lambda r: any(all(p in owner for p in parts) for owner in r.owners)


def cases(among: list[Row]) -> list[Case]:
    """The questions, with the names that the register prints."""
    made: list[Case] = []

    def ask(expected: Expected, *texts: str, **more: Any) -> None:
        made.append(Case(REGISTER, texts, expected, **more))

    _properties(ask)
    _below(ask)
    _subjects(ask)
    _people(ask, among)
    return made


def _properties(ask: Any) -> None:
    ask(risks(rated("High")), "Which risks are rated High?", "How many risks are rated High?", "List all the High risks")
    ask(risks(rated("Medium")), "How many risks are rated Medium?")
    ask(risks(rated("Low")), "Which risks are rated Low?", "Is any risk rated Low?")
    ask(nothing, "Which risks are rated Critical?")
    ask(risks(category("Financial")), "Which risks are in the Financial category?", "What are the financial risks?")
    ask(risks(category("Operational")), "Which risks are operational?", "How many Operational risks are there?")
    ask(
        risks(category("Regulatory / Statutory")),
        "Which risks are regulatory or statutory?",
        "How many Regulatory / Statutory risks are there?",
    )
    ask(
        risks(category("Strategic"), rated("High")), "Which strategic risks are rated High?", "How many Strategic risks are High?"
    )
    ask(risks(lambda r: r.impact == 5), "Which risks have an impact of 5?", "How many risks have a catastrophic impact?")
    ask(risks(lambda r: r.value >= 16), "Which risks have a score of 16 or more?")
    ask(risks(risk(3)), "What is the highest risk?", "Which risk has the highest score?")
    ask(risks(risk(15)), "Which risk has the lowest score?", also=risks(rated("Low")))
    ask(
        risks(risk(9, 17)),
        "Which ratings do not follow from the score?",
        "Which risks are rated out of line with their impact and likelihood?",
    )
    ask(risks(risk(3)), "Which entries still have a placeholder in the risk register?", also=controls(risk(3)))
    ask(risks(), "How many risks are there of each rating?", groups={"High": 9, "Medium": 13, "Low": 1})
    ask(
        risks(),
        "How many risks are there by category?",
        groups={"Strategic": 10, "Regulatory / Statutory": 8, "Operational": 3, "Financial": 2},
    )
    ask(risks(), "List all the risks", "How many risks are on the children's services risk register?")


def _below(ask: Any) -> None:
    ask(
        controls(status("Completed")),
        "Which controls are completed?",
        "How many controls are Completed?",
        "List all completed controls",
    )
    ask(controls(status("Underway")), "Which controls are underway?", "How many controls are under way?")
    ask(controls(status("Off track")), "Which controls are off track?", "How many controls are off track?")
    ask(nothing, "Which controls have not started?")
    ask(controls(status("Ongoing")), "How many controls are ongoing?")
    ask(controls(no(status("Ongoing"))), "Which controls are not ongoing?")
    ask(
        controls(category("Communication")),
        "Which controls are in the Communication category?",
        "How many communication controls are there?",
    )
    ask(controls(category("Training")), "List the training controls")
    ask(
        controls(),
        "How many controls are there by status?",
        groups={"Ongoing": 61, "Completed": 5, "Underway": 5, "Off track": 1},
    )
    ask(controls(), "How many controls are there in the risk register?")
    ask(risks(lambda r: any(c.status == "Completed" for c in r.controls)), "Which risks have a completed control?")
    ask(
        risks(rated("High"), lambda r: all(c.status != "Completed" for c in r.controls)),
        "High risks without a completed control",
        "Which High risks have no completed control?",
    )
    ask(controls(status("Completed"), rated("High")), "Which completed controls are on High risks?")
    ask(risks(lambda r: any(c.status == "Off track" for c in r.controls)), "Which risks have a control that is off track?")
    ask(risks(risk(17)), "Which risk has the most controls?")
    ask(risks(risk(1, 2, 3)), "Which risks have the fewest controls?")
    ask(nothing, "Which risks have no controls?")


def _subjects(ask: Any) -> None:
    ask(
        controls(risk(13)),
        "What controls exist for SEND funding risk?",
        "How many controls are there for the SEND funding risk?",
        "What is in place against SEND overspending?",
    )
    ask(controls(risk(10, 20)), "List all controls for the school funding risks")
    ask(controls(risk(11)), "What controls are there for the trading of services?")
    ask(
        controls(risk(19)),
        "What controls exist for the sustainability of children's centres?",
        "Which controls does the children's centres risk have?",
    )
    ask(controls(risk(18)), "What controls are in place for the expansion of free childcare?")
    ask(controls(risk(7)), "What controls exist for no recourse to public funds?")
    ask(controls(risk(6)), "What is in place to protect children from significant harm?", also=controls(risk(3, 16)))
    ask(controls(risk(5)), "What controls are there for the cyber attack?")
    ask(controls(risk(22)), "What controls exist for academisation?")
    ask(controls(risk(20)), "What controls exist for school financial sustainability?")
    ask(controls(risk(19), status("Completed")), "Which of the children's centres controls are completed?")
    ask(risks(risk(12, 13, 14, 15)), "What are the SEND risks?", "How many SEND risks are there?", "List the risks about SEND")
    ask(risks(risk(1, 5)), "Compare the subject access requests risk with the cyber attack risk", says=("High", "Medium"))
    ask(
        risks(risk(13, 20)), "Compare the SEND funding risk and the school financial sustainability risk", says=("Medium", "High")
    )


def _people(ask: Any, among: list[Row]) -> None:
    """One who owns the controls of four risks on SEND and more, one who owns two risks' controls, and the director, spelt in three ways."""

    def owner(n: int, m: int) -> str:
        return next(r.owners[0] for r in among if r.place == (n - 1, "control", m - 1))

    send, schools = owner(12, 1), owner(20, 1)
    first, last = next(r.owners[0] for r in among if r.place == (0, "risk", 0)).split()
    ask(
        controls(owned(send)),
        f"Which controls does {send} own?",
        f"How many controls is {send} responsible for?",
        f"What does {send} own?",
    )
    ask(controls(owned(send), status("Completed")), f"Which of {send}'s controls are completed?")
    ask(controls(owned(schools)), f"List the controls owned by {schools}", f"What is {schools} responsible for?")
    ask(controls(owned(schools), status("Completed")), f"Which completed controls does {schools} own?")
    director = owned(first[:4], last)
    ask(risks(director), f"Which risks does {first} {last} own?", f"How many risks does {first} {last} own?")
    ask(risks(no(director)), f"Which risks does {first} {last} not own?")
    ask(risks(director, rated("High")), f"Which High risks does {first} {last} own?")
    ask(every(owned(owner(13, 2))), f"What does {owner(13, 2)} own?")
