"""What is asked of the registers drawn as workbooks, CSV files, text with tabs and marked-up text."""

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
    no,
    nothing,
    rated,
    ref,
    risks,
    status,
    within,
)

CASES: list[Case] = []


def ask(register: str, expected: Expected, *texts: str, **more: Any) -> None:
    CASES.append(Case(register, texts, expected, **more))


def _wolden(f: str = "wolden.xlsx") -> None:
    ask(
        f,
        risks(rated("Red")),
        "Which risks are rated Red?",
        "How many red risks are there?",
        "List all risks with a RAG rating of Red",
    )
    ask(f, nothing, "Which risks are rated Low?")
    ask(
        f,
        controls(status("Completed")),
        "Which controls are completed?",
        "How many controls have been completed?",
        "List the controls whose status is Completed",
    )
    ask(f, controls(status("Not started")), "Which controls have not been started?")
    ask(f, controls(status("In progress")), "How many controls are in progress?")
    ask(f, controls(no(status("Completed")), ref("ASC1")), "Which of the controls for care market failure are not completed?")
    ask(f, risks(ref("PL1")), "Which Red risks have no completed control?", "Red risks without a completed control")
    ask(
        f,
        controls(by("Oliver Stanage", "O. Stanage")),
        "What controls does Oliver Stanage own?",
        "Which controls is O Stanage responsible for?",
    )
    ask(f, risks(by("Head of Highways")), "Which risks does the Head of Highways own?")
    ask(f, actions(by("Ama Larkin")), "Which actions does Ama Larkin lead?")
    ask(f, actions(called("October payroll")), "Which actions are overdue?", also=actions(called("evaluators")))
    ask(f, actions(within("2027-01")), "Which actions are due in January 2027?")
    ask(f, actions(before("2026-12-01")), "Which actions are due before December 2026?", also=actions(called("evaluators")))
    ask(f, actions(status("Complete")), "Which actions are complete?")
    ask(
        f,
        risks(ref("PL2")),
        "Which entries still have a placeholder in the register?",
        "Which risks have a placeholder left in their note?",
    )
    ask(
        f,
        risks(ref("ASC3")),
        "Which risk ratings do not follow from their score?",
        "Are any ratings inconsistent with the score?",
    )
    ask(f, risks(lambda r: r.impact == 5), "Which risks have an impact of 5?")
    ask(f, risks(lambda r: r.value > 12), "Which risks score above 12?")
    ask(f, risks(lambda r: r.value >= 12), "How many risks have a score of 12 or more?")
    ask(f, risks(ref("ASC1")), "What is the highest scoring risk?")
    ask(f, risks(ref("ASC1", "PL1")), "What are the two highest risks?")
    ask(f, risks(ref("R/03")), "Which risk has the lowest score?")
    ask(f, risks(ref("R/01", "R/02", "R/03")), "Which risks have no controls?", "Which risks have no owner?")
    ask(f, controls(ref("PL1")), "What controls exist for the coast road landslip?", "What is in place against a landslip?")
    ask(f, risks(rated("Red", "Amber")), "Which risks are rated Red or Amber?")
    ask(f, risks(), "List all the risks", "How many risks are on the register?")


def _brackwater(f: str = "brackwater.xlsx") -> None:
    idowu = by("Kemi Idowu", "Idowu, Kemi")
    ask(f, every(idowu), "What does Kemi Idowu own?")
    ask(f, controls(idowu), "Which controls does Kemi Idowu own?", "How many controls is Kemi Idowu responsible for?")
    ask(f, risks(idowu), "Which risks are owned by Kemi Idowu?")
    ask(
        f,
        risks(category("Financial")),
        "Which risks are financial?",
        "List the financial risks",
        "How many risks are in the Financial category?",
    )
    ask(
        f,
        risks(category("Health and safety")),
        "Which risks are in the Health and safety category?",
        "Which are the health and safety risks?",
    )
    ask(f, risks(rated("Medium")), "Which risks are rated Medium?", "How many Medium risks are there?")
    ask(f, risks(rated("Low")), "Which risks are rated Low?", "Which rating is out of step with its score?")
    ask(f, controls(category("Detective")), "Which controls are detective?", "List the controls in the Detective category")
    ask(f, controls(category("Preventive")), "How many preventive controls are there?")
    ask(f, controls(status("Ongoing")), "Which controls are ongoing?")
    ask(
        f,
        controls(status("Ongoing"), rated("Medium")),
        "Which ongoing controls are on Medium risks?",
        "List the ongoing controls on risks rated Medium",
    )
    ask(
        f,
        risks(lambda r: not any(c.status == "Completed" for c in r.controls)),
        "Which risks have no completed control?",
        "Risks without a completed control",
    )
    ask(
        f, risks(lambda r: any(c.status == "Not started" for c in r.controls)), "Which risks have a control that has not started?"
    )
    ask(
        f,
        controls(called("Temporary classrooms")),
        "Which controls still have a placeholder in their update?",
        also=risks(ref("BW01")),
    )
    ask(f, controls(ref("BW02")), "What controls exist for lone workers?", "What is in place to protect staff who work alone?")
    ask(f, risks(by("Head of Audit")), "Which risks does the Head of Audit own?")
    ask(f, risks(ref("BW01", "BW02")), "Which risks have the most controls?")
    ask(
        f,
        risks(),
        "How many risks are there in each category?",
        groups={"Strategic": 1, "Health and safety": 1, "Financial": 2, "Operational": 1},
    )
    ask(f, risks(), "List the risks by rating", groups={"High": 1, "Medium": 3, "Low": 1})
    ask(f, controls(), "How many controls are there by status?", groups={"Completed": 4, "Ongoing": 5, "Not started": 1})
    ask(
        f,
        risks(ref("BW03", "BW05")),
        "Compare the energy contract risk and the direct payments risk",
        says=("Head of Property", "Head of Audit"),
    )


def _ashcombe(f: str = "ashcombe-vale.csv") -> None:
    okafor = by("Dee Okafor", "D Okafor")
    ask(
        f,
        risks(group("Resources")),
        "Which risks belong to the Resources directorate?",
        "How many risks does Resources have?",
        "List the risks in Resources",
    )
    ask(f, risks(group("Environment")), "Which risks sit in the Environment directorate?")
    ask(
        f,
        risks(),
        "How many risks are there in each directorate?",
        "List the risks by directorate",
        groups={"Resources": 2, "Environment": 2, "Communities": 2},
    )
    ask(f, risks(), "How many risks are there by rating?", groups={"Amber": 3, "Red": 1, "Green": 2})
    ask(f, risks(rated("Green")), "Which risks are Green?", "Which risks are rated Green?")
    ask(f, risks(rated("Amber"), group("Environment")), "Which Amber risks are in the Environment directorate?")
    ask(f, risks(okafor), "Which risks does Dee Okafor own?", "How many risks is Dee Okafor responsible for?")
    ask(f, every(okafor), "What does Dee Okafor own?")
    ask(f, risks(by("Tomasz Hale")), "Which risks are owned by Tomasz Hale?")
    ask(f, risks(lambda r: r.value == 12), "Which risks have a score of 12?")
    ask(f, risks(lambda r: r.stage("inherent") >= 16), "Which risks have a gross score of 16 or more?")
    ask(f, risks(lambda r: r.stage("target") in range(1, 7)), "Which risks have a target score below 8?")
    ask(
        f,
        risks(ref("AV-04")),
        "Which ratings do not follow from the score?",
        "Which entry has a placeholder left in it?",
        also=actions(ref("AV-04")),
    )
    ask(f, risks(ref("AV-06")), "Which risks have no controls?")
    ask(f, risks(ref("AV-05")), "Which risks have no actions?")
    ask(f, actions(within("2026-10")), "Which actions are due in October 2026?")
    ask(f, actions(called("Model three")), "Which actions are overdue?")
    ask(f, actions(before("2026-12-01")), "What actions are due before December 2026?")
    ask(f, controls(ref("AV-02")), "What controls are there for a cyber attack?", "What is in place against hackers?")
    ask(f, risks(ref("AV-02")), "What is the top risk?", "Which is the only Red risk?")
    ask(f, risks(ref("AV-02", "AV-05")), "Which risks have an impact of 5?")
    ask(f, risks(lambda r: r.value < 12), "Which risks score less than 12?")


def _greyfriars(f: str = "greyfriars.csv") -> None:
    brandt = by("Hal Brandt", "H Brandt")
    ask(f, risks(brandt), "Which risks does Hal Brandt own?", "How many risks is Hal Brandt responsible for?")
    ask(f, risks(status("Closed")), "Which risks are closed?", "How many risks are closed?")
    ask(f, risks(status("Open")), "Which risks are open?", "How many risks are still open?")
    ask(f, risks(category("Physical")), "Which risks are physical?", "List the risks of the Physical type")
    ask(f, risks(group("Property")), "Which risks are in Property?", "How many risks does the Property service have?")
    ask(f, risks(status("Open"), category("Physical")), "Which physical risks are open?")
    ask(f, risks(), "How many risks are there by service?", groups={"Property": 2, "Planning": 1, "Streets": 1, "Parks": 1})
    ask(f, risks(), "How many risks are there by status?", groups={"Open": 4, "Closed": 1})
    ask(f, risks(ref("890")), "Which risk has a placeholder?", "Which risk scores highest?")
    ask(f, risks(ref("885")), "Which risk has the most controls?")
    ask(f, risks(ref("882", "890")), "Which risks have an impact of 5?")
    ask(f, controls(ref("885")), "What controls exist for fly-tipping?", "What is in place for the fly-tipping contractor?")


def _stonebeck(f: str = "stonebeck.txt") -> None:
    overdue = actions(called("heritage grant", "cradle swings", "two councillors"))
    ask(
        f,
        overdue,
        "Which actions are overdue?",
        "How many actions are past their date?",
        "List the actions that have missed their deadline",
    )
    ask(f, actions(called("two councillors")), "Which actions are overdue?", as_of=date(2026, 10, 15))
    ask(f, risks(by("Town Clerk")), "Which risks does the Town Clerk own?")
    ask(f, every(by("Grounds Manager")), "What does the Grounds Manager own?")
    ask(f, risks(category("Health and safety")), "Which health and safety risks are there?")
    ask(f, risks(rated("Low")), "Which risks are rated Low?")
    ask(f, risks(rated("Medium")), "How many risks are Medium?")
    ask(f, actions(status("In progress")), "Which actions are in progress?")
    ask(f, actions(status("In progress"), rated("High")), "Which actions on High risks are in progress?")
    ask(
        f,
        risks(rated("Medium"), lambda r: not any(a.status == "Completed" for a in r.actions)),
        "Which Medium risks have no completed action?",
    )
    ask(
        f,
        actions(before("2026-10-01")),
        "Which actions are due before October 2026?",
        "List the actions due by the end of September 2026",
    )
    ask(f, actions(after("2026-10-31"), before("2026-12-01")), "Which actions are due in November?")
    ask(
        f,
        actions(ref("3")),
        "What is being done about the play equipment?",
        "What actions are there for the play equipment risk?",
    )
    ask(f, risks(called("Play equipment")), "What is the highest risk?")
    ask(
        f,
        risks(),
        "How many risks are in each category?",
        groups={"Property": 1, "Governance": 1, "Health and safety": 2, "Financial": 1},
    )


def _linthaven(f: str = "linthaven.md", coast: str = "linthaven-coast.html") -> None:
    ask(f, risks(rated("Green")), "Which risks are Green?", "How many green risks are there?")
    ask(f, risks(ref("L4")), "Which risks have no controls?")
    ask(f, risks(ref("L2", "L5")), "Which risks have no actions?")
    ask(f, actions(by("Harbour Master")), "Which actions does the Harbour Master own?")
    ask(f, actions(within("2027-03")), "Which actions are due in March 2027?", also=actions(called("bathing water plan")))
    ask(
        f,
        controls(ref("L1")),
        "What controls are there for the harbour wall?",
        "What is in place to stop the harbour wall giving way?",
    )
    ask(
        coast,
        risks(by("Josie Farrant", "J. Farrant")),
        "Which risks does Josie Farrant own?",
        "How many risks is J Farrant responsible for?",
    )
    ask(coast, risks(by("Beach Manager")), "Which risks does the Beach Manager own?")
    ask(coast, risks(rated("Red")), "Which risks are rated Red?", "How many risks are red?")
    ask(coast, nothing, "Which risks are rated High?")
    ask(
        coast,
        controls(ref("8")),
        "What controls exist for the lifeguard service?",
        "What is in place if lifeguard volunteers leave?",
    )
    ask(coast, risks(ref("8")), "Which risk has the most controls?")
    ask(coast, risks(), "How many risks are there by rating?", groups={"Red": 2, "Amber": 2, "Green": 1})


for _made in (_wolden, _brackwater, _ashcombe, _greyfriars, _stonebeck, _linthaven):
    _made()
