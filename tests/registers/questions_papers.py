"""What is asked of the registers drawn as Word files and PDFs."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.registers.questions import (
    Case,
    Expected,
    actions,
    after,
    before,
    by,
    called,
    category,
    controls,
    every,
    group,
    nothing,
    rated,
    ref,
    risks,
    status,
    under,
    within,
)

CASES: list[Case] = []


def ask(register: str, expected: Expected, *texts: str, **more: Any) -> None:
    CASES.append(Case(register, texts, expected, **more))


def _eastmarch(f: str = "eastmarch.docx") -> None:
    planning = by("Head of Planning")
    ask(
        f,
        risks(planning),
        "Which risks does the Head of Planning own?",
        "How many risks is the Head of Planning responsible for?",
    )
    ask(
        f,
        every(planning),
        "What does the Head of Planning own?",
        "What is the Head of Planning responsible for in the risk register?",
    )
    ask(f, risks(by("Ian Pasco")), "Which risks are owned by Ian Pasco?")
    ask(f, actions(by("Ian Pasco")), "Which actions is Ian Pasco leading on?", "List the actions owned by Mr Pasco")
    ask(f, actions(by("Section 151 Officer")), "Which actions sit with the Section 151 Officer?")
    ask(f, risks(lambda r: r.value >= 10), "Which risks score 10 or more?", "How many risks have a score of at least 10?")
    ask(f, risks(lambda r: r.value > 10), "List risks scoring above 10")
    ask(f, risks(lambda r: r.impact == 5), "Which risks have an impact of 5?", "Which risks have an impact score of 5?")
    ask(f, risks(lambda r: r.likelihood == 1), "Which risks have a likelihood of 1?")
    ask(f, risks(lambda r: r.stage("inherent") == 20), "Which risks have an inherent score of 20?")
    ask(f, risks(ref("EM4")), "What is the highest risk?", "Which risk has the highest score?")
    ask(f, risks(ref("EM4", "EM1")), "What are the top two risks?")
    ask(f, risks(ref("EM5")), "Which risk scores lowest?", "Which risks have no actions?")
    ask(f, risks(ref("EM4")), "Which risk has the most controls?")
    ask(f, risks(ref("EM6")), "Which risk has the fewest controls?")
    ask(
        f,
        controls(ref("EM2")),
        "What controls are in place for homelessness?",
        "What is in place against families staying in bed and breakfast?",
        "How many controls are there for the temporary accommodation risk?",
    )
    ask(f, controls(ref("EM5")), "What controls exist for open water?", "What mitigations are there for injuries at the lakes?")
    ask(f, actions(ref("EM4")), "What actions are planned for the revenues and benefits system?")
    ask(f, risks(ref("EM1")), "Which risks are about planning?", also=risks(ref("EM6")))
    late = actions(called("exit plan"))
    ask(f, actions(before("2026-11-01")), "Which actions are due before November 2026?", also=late)
    ask(f, actions(after("2026-11-01")), "Which actions are due after 1 November 2026?")
    ask(f, actions(within("2026-11")), "What actions are due in November 2026?", "How many actions fall due in November 2026?")
    ask(f, actions(before("2026-11-22")), "Which actions are overdue?", also=late)
    ask(f, nothing, "Which risks have a score of 25?", "Which actions are due in 2028?")


def _kestrelford(f: str = "kestrelford.docx") -> None:
    holt = by("Carys Holt", "C. Holt")
    ask(f, risks(rated("Amber")), "Which risks are rated Amber?", "How many risks are Amber?")
    ask(f, nothing, "Which risks are rated Red?", "Are there any Green risks?")
    ask(
        f, risks(holt), "Which risks does Carys Holt own?", "List C Holt's risks", "How many risks is Carys Holt responsible for?"
    )
    ask(f, every(holt), "What does Carys Holt own?")
    ask(
        f,
        actions(by("Head of Property")),
        "Which actions does the Head of Property own?",
        "Show me the actions assigned to the Head of Property",
    )
    ask(
        f,
        actions(status("Not started")),
        "Which actions have not started?",
        "How many actions are not started?",
        "List the actions with status Not started",
    )
    ask(f, actions(status("Completed")), "Which actions have been completed?", "What actions are finished?")
    ask(f, actions(status("In progress")), "Which actions are in progress?")
    ask(f, actions(called("revised spend profile")), "Which actions are overdue?", "How many actions are past their due date?")
    ask(f, nothing, "Which actions are overdue?", as_of=date(2026, 6, 15))
    ask(f, actions(within("2027")), "Which actions are due in 2027?", "Which actions are due after 31 December 2026?")
    ask(
        f,
        actions(before("2027-01-01")),
        "What actions are due before January 2027?",
        "List the actions due by the end of December 2026",
    )
    ask(f, risks(ref("KB-1", "KB-3", "KB-4")), "Which risks have the highest score?", "Which risks score 12?")
    ask(f, risks(ref("KB-5")), "Which is the lowest scoring risk?")
    ask(f, risks(lambda r: r.stage("target") == 4), "Which risks have a target score of 4?")
    ask(f, risks(lambda r: r.value < 12), "Which risks score below 12?")
    ask(f, risks(ref("KB-2")), "Which risks have an impact of 5?")
    ask(f, risks(ref("KB-1", "KB-5")), "Which risks have the most controls?")
    ask(f, risks(ref("KB-1")), "Which risk has the most actions?")
    ask(f, risks(ref("KB-3")), "Which risks have no actions?", "Which risks are without a further action?")
    ask(
        f,
        controls(ref("KB-2")),
        "What controls are there for legionella?",
        "What is in place against legionella in sheltered housing?",
    )
    ask(f, controls(ref("KB-4")), "What controls exist for the museum roof?")
    ask(f, controls(), "How many controls are there in all?")
    ask(
        f,
        risks(ref("KB-1", "KB-4")),
        "Compare the town centre regeneration risk with the museum risk",
        says=("Director of Place", "C. Holt"),
    )
    ask(f, risks(ref("KB-1", "KB-4", "KB-5")), "Which risks have an action that is not started?")


def _silverdene(f: str = "silverdene.docx") -> None:
    lena = by("Lena Fairweather")
    ask(f, risks(lena), "Which risks does Lena Fairweather own?")
    ask(f, every(lena), "What does Lena Fairweather own?")
    ask(f, risks(ref("S-1")), "What is the highest scoring risk?", "Which risk has a score above 10?")
    ask(f, risks(lambda r: r.impact == 5), "Which risks have an impact of 5?")
    ask(f, risks(lambda r: r.likelihood == 2), "Which risks have a likelihood of 2?")
    ask(f, actions(before("2026-11-22")), "Which actions are overdue?")
    ask(f, actions(within("2027")), "Which actions are due in 2027?")
    ask(f, controls(ref("S-3")), "What controls are there for the late grant claim?")
    ask(f, controls(ref("S-4")), "What is in place for water safety?", "How many controls are there for the marina?")
    ask(f, risks(ref("S-4")), "Which risks have no actions?")
    ask(f, risks(ref("S-3")), "Which risk has the most controls?")


def _harrowmoor(f: str = "harrowmoor.pdf") -> None:
    ask(f, risks(rated("Red")), "Which risks are rated Red?", "How many risks are red?")
    ask(f, risks(rated("Green")), "Which risks are Green?", "Show me all the green risks")
    ask(f, nothing, "Which actions are overdue?")
    ask(f, actions(before("2026-12-01")), "Which actions are due before December 2026?", also=actions(called("load assessment")))
    ask(f, actions(after("2026-12-31")), "Which actions are due in 2027?", "Which actions fall due after 31 December 2026?")
    ask(f, actions(status("Not started")), "Which actions have not started?", "How many actions are not started?")
    ask(f, actions(status("Completed")), "Which actions are complete?")
    ask(f, actions(by("Sol Adeyemi")), "Which actions does Sol Adeyemi own?", "What is Sol Adeyemi responsible for?")
    ask(f, actions(by("Leo Marchetti")), "Which actions are down to Leo Marchetti?", "What does Leo Marchetti own?")
    ask(f, controls(ref("C4")), "What controls exist for a data breach?", "How many controls are there for the data breach risk?")
    ask(
        f,
        controls(ref("C1")),
        "What is in place against failing to set a balanced budget?",
        "What controls are there for the balanced budget?",
    )
    ask(f, controls(ref("C6")), "What controls are there for the crematorium?")
    ask(f, risks(ref("C4")), "Which risk has the most controls?")
    ask(f, risks(ref("C1")), "Which risk has the most actions?", "What is the highest scoring risk?")
    ask(f, risks(ref("C3")), "Which scores do not add up?", "Which risks have a score that is not likelihood times impact?")
    ask(f, risks(ref("C6")), "Which risks have no actions?")
    ask(f, risks(lambda r: r.impact == 5), "Which risks have an impact of 5?")
    ask(f, risks(lambda r: r.stage("inherent") >= 20), "Which risks have an inherent score of 20 or more?")
    ask(f, risks(lambda r: r.value >= 12), "Which risks score at least 12?")
    ask(
        f,
        risks(rated("Red", "Amber", "Green"), lambda r: any(a.status == "Completed" for a in r.actions)),
        "Which risks have a completed action?",
    )
    ask(
        f,
        risks(rated("Red"), lambda r: not any(a.status == "Completed" for a in r.actions)),
        "Which Red risks have no completed action?",
    )
    ask(
        f,
        risks(),
        "How many risks are there by RAG rating?",
        "How many risks are there of each rating?",
        groups={"Red": 2, "Amber": 3, "Green": 3},
    )


def _dunlow(f: str = "dunlow.pdf") -> None:
    ask(f, risks(category("Operational")), "Which risks are operational?", "How many Operational risks are there?")
    ask(f, risks(category("Legal")), "List the legal risks")
    ask(f, risks(rated("Red")), "Which risks are red?")
    ask(f, risks(by("Monitoring Officer")), "Which risks does the Monitoring Officer own?")
    ask(f, every(by("Monitoring Officer")), "What does the Monitoring Officer own?")
    ask(f, risks(called("personal safety")), "Which risks have no actions?", "Which scores do not add up?")
    ask(
        f,
        controls(under("heating")),
        "What controls exist for the heating plant?",
        "What is in place if the heating plant fails?",
    )
    ask(f, controls(under("rates appeals")), "What controls are in place for business rates appeals?")
    ask(f, actions(before("2026-11-22")), "Which actions are overdue?")
    ask(f, actions(within("2026-09")), "Which actions are due in September 2026?", "How many actions were due in September 2026?")
    ask(f, actions(after("2026-11-22")), "Which actions are due after 22 November 2026?")
    ask(f, risks(called("rates appeals")), "What is the highest risk?")
    ask(f, risks(lambda r: r.value == 12), "Which risks score 12?")
    ask(f, risks(called("heating", "rates appeals")), "Which risks have an inherent score of at least 16?")
    ask(
        f,
        risks(),
        "How many risks are there in each category?",
        groups={"Operational": 2, "Legal": 1, "Reputational": 1, "Financial": 1},
    )
    ask(f, risks(called("heating plant", "Refuse vehicles")), "Which risks have the most controls?")


def _fernholt(f: str = "fernholt.pdf") -> None:
    ashe = by("Dominic Ashe", "D. Ashe")
    ask(f, risks(rated("High")), "Which risks are rated High?", "How many high risks are there?")
    ask(f, nothing, "Which risks are rated Low?", "How many risks are rated Low?")
    ask(f, risks(by("Anneka Rowe")), "Which risks does Anneka Rowe own?", "Which risks is Anneka Rowe accountable for?")
    ask(f, every(by("Anneka Rowe")), "What does Anneka Rowe own?", "Everything owned by Anneka Rowe")
    ask(f, controls(ashe), "Which controls does Dominic Ashe own?", "How many controls does D Ashe own?")
    ask(
        f,
        controls(status("Completed")),
        "Which controls are completed?",
        "How many controls are Completed?",
        "List all controls that are finished",
    )
    ask(f, controls(status("Ongoing")), "Which controls are ongoing?")
    ask(f, controls(status("Not started")), "Which controls have not started?")
    ask(
        f,
        controls(category("Resourcing")),
        "Which controls are in the Resourcing category?",
        "How many resourcing controls are there?",
    )
    ask(f, controls(category("Partnership")), "List the partnership controls")
    ask(f, risks(category("Strategic")), "Which risks are strategic?")
    ask(
        f,
        risks(rated("Medium"), lambda r: not any(c.status == "Completed" for c in r.controls)),
        "Medium risks without a completed control",
        "Which Medium risks have no completed controls?",
    )
    ask(f, nothing, "High risks without a completed control")
    ask(f, controls(status("Completed"), rated("High")), "Which completed controls are on High risks?")
    ask(
        f,
        controls(under("transport")),
        "What controls exist for school transport?",
        "What is in place against overspending on taxis for pupils?",
        "List the controls for home to school transport with their status and owner",
    )
    ask(
        f,
        controls(under("Care leavers")),
        "What controls are there for care leavers without a home?",
        "How many controls does the care leavers risk have?",
    )
    ask(
        f,
        risks(called("foster carers", "Care leavers")),
        "Compare the foster carers risk with the care leavers risk",
        says=("Anneka Rowe", "Head of Corporate Parenting"),
    )
    ask(f, risks(called("exclusions")), "Which risk has a placeholder?", "Which risk's note is still TBC?")
    ask(f, risks(), "List the risks by category", groups={"Strategic": 2, "Operational": 2, "Financial": 1})
    ask(f, controls(), "How many controls are there in each status?", groups={"Completed": 3, "Ongoing": 5, "Not started": 1})
    ask(
        f,
        risks(),
        "How many risks does each owner have?",
        groups={"Anneka Rowe": 2, "Dominic Ashe": 1, "Principal Social Worker": 1, "Head of Corporate Parenting": 1},
    )
    ask(f, risks(called("transport")), "Which risk has the most controls?", "What is the highest risk?")
    ask(f, risks(called("Turnover")), "Who owns the social worker turnover risk?", says=("Principal Social Worker",))
    ask(f, controls(called("Joint housing protocol")), "Who owns the joint housing protocol?", says=("Head of Housing",))


def _thistlemoor(f: str = "thistlemoor.pdf") -> None:
    ask(f, risks(group("People")), "Which risks are in People?", "How many risks are under the People theme?")
    ask(f, risks(group("Place and climate")), "List the Place and climate risks")
    ask(f, risks(by("Ros Quayle")), "Which risks does Ros Quayle lead?", "What is Ros Quayle responsible for?")
    ask(f, risks(lambda r: r.value >= 15), "Which risks score 15 or more?")
    ask(f, risks(ref("1.1")), "Which risk has the highest score?")
    ask(f, risks(ref("2.2")), "Which risk has the lowest score?")
    ask(f, risks(ref("1.3", "2.2")), "Which risks have no actions?")
    ask(
        f,
        controls(ref("2.1")),
        "What controls exist for the incinerator contract?",
        "What is in place against the incinerator contract being voided?",
    )
    ask(f, actions(ref("1.2")), "What further actions are planned for home care?")
    ask(f, risks(), "How many risks are there by directorate?", groups={"People": 3, "Place and climate": 2})
    ask(f, risks(lambda r: r.said.get("direction") == "Up"), "Which risks are going up?", "Which risks have got worse?")


def _maps(f: str = "merestone.pdf", coast: str = "merestone-coast.pdf") -> None:
    ask(f, risks(ref("R1")), "What is the highest risk?")
    ask(f, risks(ref("R1", "R2", "R7")), "What are the top three risks?", "Which risks score 16 or more?")
    ask(f, risks(lambda r: r.impact == 5), "Which risks have an impact of 5?", "How many risks have an impact of 5?")
    ask(f, risks(lambda r: r.likelihood == 4), "Which risks have a likelihood of 4?")
    ask(f, risks(ref("R8")), "Which risk scores lowest?")
    ask(f, risks(lambda r: r.value > 8), "Which risks score above 8?")
    ask(f, risks(), "List all risks", "How many risks are on the heat map?")
    ask(coast, risks(ref("C3")), "What is the highest risk?")
    ask(coast, risks(lambda r: r.impact == 5), "Which risks have an impact of 5?")
    ask(coast, risks(lambda r: r.value <= 6), "Which risks score 6 or less?")


for _made in (_eastmarch, _kestrelford, _silverdene, _harrowmoor, _dunlow, _fernholt, _thistlemoor, _maps):
    _made()
