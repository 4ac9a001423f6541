"""What is asked of the sample borough's two versions of one register, held with its other papers."""

from __future__ import annotations

from typing import Any

from tests.registers.questions import (
    Case,
    Expected,
    Row,
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
)  # fmt: skip

LATEST = "strategic-risk-register-q4-2025-26.pdf"
EARLIER = "strategic-risk-register-q3-2025-26.pdf"
CASES: list[Case] = []
CHILDREN, ADULTS, FINANCE = (
    "Children and Education Directorate", "Adults and Public Health Directorate", "Finance and Corporate Resources Directorate",
)  # fmt: skip
TARLETON = by("Siobhan Tarleton", "Shiobhan Tarleton")
WOLSTEN = by("Farida Wolsten", "F Wolsten")


def ask(expected: Expected, *texts: str, register: str = LATEST, **more: Any) -> None:
    version = "the latest version held is used" if register == LATEST else "an earlier version is used"
    CASES.append(Case(register, texts, expected, version=version, **more))


def earlier(expected: Expected, *texts: str, **more: Any) -> None:
    ask(expected, *texts, register=EARLIER, **more)


def written(control: Row) -> bool:
    return bool(control.said.get("note"))


def without_completed(risk: Row) -> bool:
    return all(c.status != "Completed" for c in risk.controls)


def _ratings() -> None:
    ask(
        risks(rated("High")),
        "Which risks are rated High?",
        "How many risks are rated High?",
        "List the high risks",
        "What are the council's High-rated risks?",
    )
    ask(risks(rated("High")), "Which strategic risks sit in the High band at the moment?")
    ask(risks(rated("High")), "How many risks are rated High right now?")
    ask(risks(rated("Medium")), "Which risks are Medium?", "How many medium risks are there?")
    ask(nothing, "Which risks are rated Low?", "How many risks are rated Low?", "Are any risks rated Low?")
    ask(
        risks(rated("High"), group(CHILDREN)),
        "Which High risks are in the Children and Education Directorate?",
        "How many high risks does Children and Education have?",
    )
    ask(risks(rated("High"), group(FINANCE)), "Which risks in Finance and Corporate Resources are rated High?")
    ask(
        risks(rated("High"), category("Financial")), "Which financial risks are rated High?", "How many Financial risks are High?"
    )
    ask(risks(lambda r: r.value >= 16), "Which risks score 16 or more?", "List risks with a score of at least 16")
    ask(risks(lambda r: r.value > 15), "Which risks have a score above 15?")
    ask(risks(lambda r: r.value < 10), "Which risks score under 10?")
    ask(risks(lambda r: r.impact == 5), "Which risks have an impact of 5?", "How many risks have an impact score of 5?")
    ask(risks(lambda r: r.likelihood == 5), "Which risks have a likelihood of 5?")
    ask(
        risks(ref("CE01", "CE06")),
        "Which risks have the highest score?",
        "What are the two highest risks?",
        "What are the council's biggest risks?",
    )
    ask(risks(ref("AP03")), "Which risk has the lowest score?", "What is our lowest scoring risk?")
    ask(risks(ref("CE01", "CE06", "CE02", "CE04")), "What are the top four risks?")
    ask(risks(ref("CE07")), "Which ratings do not follow from the score?", "Is any risk's rating inconsistent with its scores?")
    ask(
        risks(ref("CE03")),
        "Which risks still have a placeholder in them?",
        "Where has a figure been left as a placeholder in the risk register?",
    )


def _sorts() -> None:
    ask(
        risks(category("Financial")),
        "Which risks are in the Financial category?",
        "How many financial risks are there?",
        "List the financial risks",
    )
    ask(risks(category("Workforce")), "Which risks are classed as workforce risks?")
    ask(risks(category("Commercial")), "What commercial risks does the council have?")
    ask(risks(category("Legal and regulatory")), "Which risks are legal and regulatory?")
    ask(risks(category("Service delivery"), group(ADULTS)), "Which service delivery risks are in Adults and Public Health?")
    ask(
        risks(group(ADULTS)),
        "Which risks sit in the Adults and Public Health Directorate?",
        "How many risks does Adults and Public Health have?",
    )
    ask(risks(group(FINANCE)), "List the risks of the Finance and Corporate Resources Directorate")
    ask(risks(), "How many risks are there in each directorate?", groups={CHILDREN: 9, ADULTS: 3, FINANCE: 3})
    ask(
        risks(),
        "How many risks are there by category?",
        "List all the risks by category",
        groups={
            "Financial": 5,
            "Service delivery": 4,
            "Legal and regulatory": 1,
            "Reputational": 1,
            "Workforce": 1,
            "Commercial": 2,
            "Technology": 1,
        },
    )
    ask(risks(), "How many risks are there of each rating?", groups={"High": 6, "Medium": 9})
    ask(risks(rated("High")), "List the High risks by directorate", groups={CHILDREN: 4, FINANCE: 2})
    ask(
        controls(),
        "How many controls are there by status?",
        groups={"In place": 19, "In progress": 15, "Completed": 9, "Overdue": 4, "Not started": 3},
    )
    ask(risks(), "List all the risks", "How many risks are on the strategic risk register?")
    ask(controls(), "How many controls are there in total?", "How many controls are in the strategic risk register?")


def _controls() -> None:
    ask(
        controls(status("Overdue")),
        "Which controls are overdue?",
        "How many controls are overdue?",
        "List the overdue controls with their owners",
    )
    ask(controls(status("Completed")), "Which controls have been completed?", "How many controls are Completed?")
    ask(controls(status("Not started")), "Which controls have not started?", "Which controls are not yet started?")
    ask(controls(status("In progress")), "How many controls are in progress?")
    ask(controls(status("In place")), "How many controls have the status In place?")
    ask(
        controls(status("Overdue"), rated("High")),
        "Which overdue controls are on High risks?",
        "List overdue controls on risks rated High",
    )
    ask(controls(status("Completed"), rated("High")), "Which controls on High risks are completed?")
    ask(controls(category("Detective")), "How many detective controls are there?", "Which controls are Detective?")
    ask(controls(status("Overdue")), "How many controls on the risk register are marked overdue now, and which ones are they?")
    ask(every(status("Overdue")), "Show me everything overdue on the register")
    ask(controls(status("Not started")), "What mitigations across the whole register haven't been started yet?")
    ask(controls(no(written)), "Which controls have had nothing at all written in the latest note box?")
    ask(controls(no(written)), "Which controls have no note?")
    ask(controls(category("Corrective"), status("Overdue")), "Which corrective controls are overdue?")
    ask(controls(status("Overdue"), group(CHILDREN)), "Which controls in the Children and Education Directorate are overdue?")
    ask(
        risks(rated("High"), without_completed),
        "High risks without a completed control",
        "Which High risks have no completed control?",
    )
    ask(risks(without_completed), "Which risks have no completed controls?")
    ask(
        risks(lambda r: any(c.status == "Overdue" for c in r.controls)),
        "Which risks have an overdue control?",
        "How many risks have a control that is overdue?",
    )
    ask(risks(lambda r: any(c.status == "Not started" for c in r.controls)), "Which risks have a control that has not started?")
    ask(risks(ref("FC02")), "Which risk has the most controls?")
    ask(risks(ref("AP02", "AP03")), "Which risks have the fewest controls?")
    ask(nothing, "Which risks have no controls?", "Which risks have no owner?")
    ask(
        controls(ref("CE01")),
        "What controls exist for SEND funding risk?",
        "What is in place against the high needs deficit?",
        "How many controls are there for the SEND funding risk?",
        "List the controls for the SEND funding risk with status and owner",
    )
    ask(
        controls(ref("CE02")),
        "What controls are there for SEND transport?",
        "What are we doing about the rising cost of home to school travel?",
    )
    ask(controls(ref("CE04")), "What controls exist for the sufficiency of SEND places?")
    ask(
        controls(ref("CE06")),
        "What controls are in place for placements of children in care?",
        "How many controls does the children in care placements risk have?",
    )
    ask(controls(ref("FC02")), "What is in place against a cyber attack?", "What controls exist for cyber attack?")
    ask(
        controls(ref("CE07")),
        "What controls are there for social worker turnover?",
        "What controls exist for the social work workforce risk?",
    )
    ask(controls(ref("AP01")), "What controls exist for the failure of a care provider?")
    ask(controls(ref("AP02")), "What controls are there for delays in hospital discharge?")
    ask(controls(ref("CE09")), "List all controls for the school funding risk")
    ask(controls(ref("FC02"), status("Overdue")), "Which of the cyber attack controls are overdue?")
    ask(
        controls(ref("CE01"), status("Completed")),
        "Which controls for SEND funding are completed?",
        "How many of the SEND funding controls are completed?",
    )


def _people() -> None:
    ask(risks(WOLSTEN), "Which risks does Farida Wolsten own?", "How many risks does Farida Wolsten own?")
    ask(controls(WOLSTEN), "Which controls does Farida Wolsten own?", "How many controls is F Wolsten responsible for?")
    ask(every(WOLSTEN), "What does Farida Wolsten own?")
    ask(
        controls(TARLETON),
        "Which controls does Siobhan Tarleton own?",
        "How many controls are assigned to Siobhan Tarleton?",
        "List Siobhan Tarleton's controls",
    )
    ask(controls(TARLETON, status("Overdue")), "Which of Siobhan Tarleton's controls are overdue?")
    ask(
        risks(by("Imelda Corriston")),
        "Which risks is Imelda Corriston accountable for?",
        "What risks are owned by Imelda Corriston?",
    )
    ask(risks(by("Yusuf Brandreth")), "Which risks does Yusuf Brandreth own?")
    ask(every(by("Yusuf Brandreth")), "What does Yusuf Brandreth own?", "What is Yusuf Brandreth responsible for?")
    ask(controls(by("Jarek Holloway")), "List the controls owned by Jarek Holloway", "How many controls does Jarek Holloway own?")
    ask(controls(by("Jarek Holloway"), status("Overdue")), "Which of Jarek Holloway's controls are overdue?")
    ask(controls(by("Bertram Oyelaran"), no(status("Completed"))), "Which of Bertram Oyelaran's controls are not completed?")
    ask(risks(category("Financial"), by("Desmond Arkell")), "Which financial risks are owned by Desmond Arkell?")
    ask(risks(rated("High"), by("Imelda Corriston")), "Which High risks does Imelda Corriston own?")
    ask(risks(ref("FC02")), "Who owns the cyber attack risk?", says=("Marisol Etchells",))
    ask(risks(ref("CE08")), "Who is responsible for the school attendance risk?", says=("Leo Marchbanks",))
    ask(
        controls(called("Savings tracker")),
        "Who owns the savings tracker?",
        "Who is responsible for the savings tracker control?",
        says=("Cressida Bonham",),
    )
    ask(
        controls(called("Two small children")),
        "Who owns the control on two small children's homes?",
        says=("Farida Wolsten", "Ruaridh Pinnock"),
    )


def _subjects() -> None:
    ask(
        risks(ref("CE01", "CE02", "CE04", "CE05")),
        "What are the SEND risks?",
        "Which risks are about SEND?",
        "List the SEND risks",
        "How many SEND risks are there?",
        also=risks(ref("CE03")),
    )
    ask(
        risks(ref("CE01", "CE02")),
        "Compare the SEND funding risk and the SEND transport risk",
        "Compare SEND funding and SEND transport risks",
        says=("Imelda Corriston", "Desmond Arkell"),
    )
    ask(
        risks(ref("FC02", "FC03")),
        "Compare the cyber attack risk with the contract management risk",
        says=("Marisol Etchells", "Ruaridh Pinnock"),
    )
    ask(risks(ref("CE06")), "What is the score of the placements for children in care risk?", says=("20",))
    ask(risks(ref("CE09")), "What is the rating of the school funding risk?", says=("Medium",))


def _earlier() -> None:
    earlier(
        risks(rated("High")),
        "Which risks were rated High in the previous version?",
        "Which risks were rated High in quarter 3?",
        "How many risks were rated High in Q3 2025/26?",
    )
    earlier(
        controls(status("Overdue")),
        "Which controls were overdue in quarter 3?",
        "Which controls were overdue in the previous register?",
    )
    earlier(risks(ref("CE01", "CE03")), "Which risks scored 15 in the Q3 register?", also=risks(ref("FC01", "FC02")))
    earlier(
        controls(ref("CE07")),
        "What controls existed for the recruitment of social workers in the previous version of the register?",
    )
    earlier(risks(ref("CE10")), "Who owned the childcare entitlement risk in quarter 3?", says=("Anneka Prowse",))
    earlier(risks(), "How many risks were on the register as at 31 December 2025?", "List all risks in the Q3 register")


for _made in (_ratings, _sorts, _controls, _people, _subjects, _earlier):
    _made()
