"""Follow-ups: put as questions that stand alone, left alone where they do already, and answered over the samples and over real papers."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation, Claim, Searched
from assistant.conversation import stand_alone
from assistant.conversation_periods import relative_periods, resolve_periods, shifted
from assistant.conversation_subjects import Titles
from assistant.desk import Desk
from assistant.terminal import show
from eval.asking import run
from eval.question_set import load
from eval.scores import score
from ingest.job import ingest
from vectorstore.library import Library
from vectorstore.settings import Settings

FOLDER = Path(__file__).resolve().parent / "conversations"
TODAY = date(2026, 4, 30)


def turn(
    question: str, *claims: str, answer: str = "", section: Sequence[str] = (), title: str = "A paper", quote: str = ""
) -> Answer:
    """A turn of a conversation: the question as understood, what was said."""
    citation = Citation(
        n=1, document="d", title=title, source="a.pdf", page=1, printed_page=None, pages=[1], section=list(section), paragraph=None,
        quote=quote or " ".join(claims), meeting_date=date(2026, 1, 19),
    )  # fmt: skip
    return Answer(
        question=question, status="answered", answer=answer or "\n\n".join(claims),
        claims=[Claim(text=c, citations=[1], support=1.0) for c in claims],
        citations=[citation], passages=[], searched=Searched(documents=1, passages=1, unread_pages=0), writer="extractive", as_of=TODAY, seconds=0.1,
    )  # fmt: skip


def understood(*said: str) -> str:
    """The last of a conversation's questions as it is understood."""
    turns: list[Answer] = []
    for question in said[:-1]:
        meant = stand_alone(question, turns)
        turns.append(turn(question).model_copy(update={"understood": meant if meant != question else None}))
    return stand_alone(said[-1], turns)


# --- one thing exchanged

REFUSE = "How many missed bin collections were there in 2023/24?"
LIBRARIES = "How many visits were made to Wexley Library in March 2024?"
ROADS = "What share of pothole repairs were done within 28 days in 2022/23?"
CHAIR = "Who chairs the Planning Committee?"
SURVEY = "According to the annual report, how many tenants answered the survey in 2024?"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ((REFUSE, "And the year before?"), "How many missed bin collections were there in 2022/23?"),
        ((REFUSE, "and a year later?"), "How many missed bin collections were there in 2024/25?"),
        ((REFUSE, "What about two years earlier?"), "How many missed bin collections were there in 2021/22?"),
        ((REFUSE, "And the year before?", "And the year before that?"), "How many missed bin collections were there in 2021/22?"),
        ((REFUSE, "And in 2019/20?"), "How many missed bin collections were there in 2019/20?"),
        ((REFUSE, "2018/19?"), "How many missed bin collections were there in 2018/19?"),
        ((REFUSE, "How about back in 2020/21?"), "How many missed bin collections were there in 2020/21?"),
        ((REFUSE, "And last year?"), "How many missed bin collections were there last year?"),
        ((REFUSE, "No, I meant 2024/25."), "How many missed bin collections were there in 2024/25?"),
        ((REFUSE, "sorry, 2021/22"), "How many missed bin collections were there in 2021/22?"),
        ((REFUSE, "thanks, and in 2017/18?"), "How many missed bin collections were there in 2017/18?"),
        ((LIBRARIES, "And a year earlier?"), "How many visits were made to Wexley Library in March 2023?"),
        ((LIBRARIES, "And in June 2024?"), "How many visits were made to Wexley Library in June 2024?"),
        ((LIBRARIES, "And to Harrow Lane Library?"), "How many visits were made to Harrow Lane Library in March 2024?"),
        ((LIBRARIES, "What about Harrow Lane Library?"), "How many visits were made to Harrow Lane Library in March 2024?"),
        ((LIBRARIES, "And to Harrow Lane Library in May 2024?"), "How many visits were made to Harrow Lane Library in May 2024?"),
        ((ROADS, "And pavement repairs?"), "What share of pavement repairs were done within 28 days in 2022/23?"),
        ((ROADS, "and in 2021/22?"), "What share of pothole repairs were done within 28 days in 2021/22?"),
        ((CHAIR, "And the vice-chair?"), "Who is the vice-chair of the Planning Committee?"),
        ((CHAIR, "And the Licensing Committee?"), "Who chairs the Licensing Committee?"),
        ((SURVEY, "And according to the minutes?"), "According to the minutes, how many tenants answered the survey in 2024?"),
        ((SURVEY, "And in 2023?"), "According to the annual report, how many tenants answered the survey in 2023?"),
        (
            (SURVEY, "What about leaseholders?"),
            "How many leaseholders answered the survey in 2024, according to the annual report?",
        ),
        (("What does the strategy say about cycling?", "And the minutes?"), "What do the minutes say about cycling?"),
        (("What does the strategy say about cycling?", "And about buses?"), "What does the strategy say about buses?"),
        (("What was decided about the field at Mill Lane in 2024?", "And about dogs?"), "What was decided about dogs in 2024?"),
        (("What was absence in primary schools in 2024?", "And secondary?"), "What was absence in secondary schools in 2024?"),
        (
            ("What was the turnover rate of planners in May 2025?", "And the vacancy rate?"),
            "What was the vacancy rate of planners in May 2025?",
        ),
        (("How many boys were excluded in 2024?", "And girls?"), "How many girls were excluded in 2024?"),
        (
            ("How many children were in care on 31 March 2024?", "What about care leavers?"),
            "How many care leavers were there on 31 March 2024?",
        ),
        (("Which risks does Ann Lee own?", "And Omar Shah?"), "Which risks does Omar Shah own?"),
        (("Who owns the flood risk?", "What about the cyber risk?"), "Who owns the cyber risk?"),
        (("What is the impact of the flood risk?", "And the likelihood?"), "What is the likelihood of the flood risk?"),
        (("What was the answer to recommendation R4?", "And R5?"), "What was the answer to recommendation R5?"),
        (("How much was spent on libraries in 2024/25?", "And on parks?"), "How much was spent on parks in 2024/25?"),
        (("How much was spent on libraries in 2024/25?", "And parks?"), "How much was spent on parks in 2024/25?"),
        (("When will the depot open?", "And the new library?"), "When will the new library open?"),
        (("Did the parks service overspend in 2024/25?", "And in 2023/24?"), "Did the parks service overspend in 2023/24?"),
        (("How many homes were let in Eastgate in 2024?", "And in Northgate?"), "How many homes were let in Northgate in 2024?"),
    ],
)
def test_what_a_follow_up_names_takes_the_place_of_its_like(said: tuple[str, ...], meant: str) -> None:
    assert understood(*said) == meant


# --- words that point back


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (("When will the depot open?", "Who is building it?"), "Who is building the depot?"),
        (
            ("Which van did the council decide to buy?", "What does it cost?"),
            "What does the van that the council decided to buy cost?",
        ),
        (("When will the depot open?", "Why has it been delayed?"), "Why has the depot been delayed?"),
        (("When will the depot open?", "How much did that cost?"), "How much did the depot cost?"),
        (("When will the depot open?", "What has to be done before that?"), "What has to be done before the depot opens?"),
        (("When will the depot open?", "Who owns it?", "And what does it cost?"), "What does the depot cost?"),
        (("What is Lantern House?", "What goes on there?"), "What goes on at Lantern House?"),
        (("What is Lantern House?", "By when should its roof be mended?"), "By when should Lantern House\u2019s roof be mended?"),
        (("Who owns the flood risk?", "How is it rated?"), "How is the flood risk rated?"),
        (
            ("What are the controls for the flood risk?", "Which of those are overdue?"),
            "Which of the controls for the flood risk are overdue?",
        ),
        (
            ("What are the controls for the flood risk?", "Who owns them?"),
            "List the controls for the flood risk, with their owners.",
        ),
        (
            ("Which controls are overdue?", "And who is responsible for them?"),
            "List the controls that are overdue, with their owners.",
        ),
        (
            ("Which controls are overdue?", "Which of them belong to the flood risk?"),
            "Which of the controls that are overdue belong to the flood risk?",
        ),
        (
            ("How many tenants were evicted in 2024?", "How many of them had children?"),
            "How many of the tenants who were evicted in 2024 had children?",
        ),
        (
            ("How many tenants were evicted in 2024?", "Is that more than in 2023?"),
            "Is the number of tenants who were evicted in 2024 more than in 2023?",
        ),
        (
            ("How many tenants were evicted in 2024?", "Is that fewer than the year before?"),
            "Is the number of tenants who were evicted in 2024 fewer than in 2023?",
        ),
        (
            ("How many tenants were evicted in March 2024?", "Up or down on the January figure?"),
            "Is the number of tenants who were evicted in March 2024 up or down on the January 2024 figure?",
        ),
        (("How many families used the toy library in 2024?", "Who runs it?"), "Who runs the toy library?"),
        (
            ("How many families used the toy library in 2024?", "How many more are on the waiting list?"),
            "How many more families are on the waiting list, besides the families who used the toy library?",
        ),
        (
            ("How many pupils without a place lived in Eastgate?", "How many were there altogether?"),
            "How many pupils without a place were there altogether?",
        ),
        (
            ("According to the annual report, how many trees were planted?", "In the same report, what did a tree cost?"),
            "In the annual report, what did a tree cost?",
        ),
        (
            ("Up to what age did Council agree to waive the library fee?", "When does it start?"),
            "When does the decision to waive the library fee start?",
        ),
        (("What did Cabinet decide about the leisure contract?", "Who proposed that?"), "Who proposed the leisure contract?"),
        (("What is the budget for street cleaning?", "has it gone up"), "Has the budget for street cleaning gone up?"),
        (
            ("What are the controls for the flood risk?", "wich of tehm are overdue"),
            "Which of the controls for the flood risk are overdue?",
        ),
    ],
)
def test_words_that_point_back_are_put_as_what_they_mean(said: tuple[str, ...], meant: str) -> None:
    assert understood(*said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (
            ("Who is responsible for repairing the weir?", "What was the deadline?"),
            "What was the deadline for repairing the weir?",
        ),
        (("How much was spent on parks in 2023/24?", "What was the budget?"), "What was the budget for parks in 2023/24?"),
        (
            ("What share of bins were emptied on time in 2023/24?", "What's the target for 2025/26?"),
            "What's the target for 2025/26 for the bins that were emptied on time?",
        ),
        (("Has the review of parking started?", "When?"), "When has the review of parking started?"),
        (("Has the review of parking started?", "Who is responsible?"), "Who is responsible for the review of parking?"),
        (("What is the review of parking?", "Why?"), "What is the reason for the review of parking?"),
        (("What is the review of parking?", "by when"), "When is the review of parking due?"),
        (("What is the review of parking?", "Who?"), "Who is responsible for the review of parking?"),
        (("What is the review of parking?", "Tell me more"), "What else do the papers say about the review of parking?"),
        (
            ("What are the controls for the flood risk?", "Which are overdue?"),
            "Which of the controls for the flood risk are overdue?",
        ),
        (("When does the market open?", "What do the minutes say?"), "What do the minutes say about the market?"),
        (
            ("What share of planners were agency in 2024?", "Is turnover going the same way?"),
            "Is turnover going the same way for planners?",
        ),
    ],
)
def test_a_question_without_a_subject_is_given_the_one_before(said: tuple[str, ...], meant: str) -> None:
    assert understood(*said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (("When will the depot open?", "And the new library then?"), "When will the new library open?"),
        (
            ("How many trees were planted, and who planted them?", "And in 2019?"),
            "How many trees were planted, and who planted them in 2019?",
        ),
        (("How long will we go on renting the depot, and what does it cost?", "Who owns it?"), "Who owns the depot?"),
        (("When will the depot open?", "How much does it cost them?"), "How much does the depot cost them?"),
        (("What is the review of parking?", "R2?"), "What about R2, for the review of parking?"),
        (("What is the review of parking?", "The second one?"), "The second one, about the review of parking?"),
        (("What is the review of parking?", "more"), "What else do the papers say about the review of parking?"),
        (("What is the review of parking?", "Thanks!"), "Thanks!"),
        (("What is the review of parking?", "?"), "?"),
        (("What did last year's review find?", "And the year before?"), "What did last year's review find in the year before?"),
    ],
)
def test_odd_follow_ups_are_put_as_well_as_they_can_be(said: tuple[str, ...], meant: str) -> None:
    assert understood(*said) == meant


# --- what stands alone, and changes of subject


@pytest.mark.parametrize(
    "question",
    [
        "What controls exist for the flood risk?",
        "Which controls are overdue?",
        "Which risks are rated high?",
        "Who owns the overdue actions?",
        "Is it true that the library closes on Mondays?",
        "How long does it take to repair a street lamp?",
        "How many people are there on the housing register?",
        "Are there any plans to close the baths?",
        "Is there a strategy for cycling?",
        "What happens to pupils when they leave the special school?",
        "Which controls are overdue and who owns them?",
        "Did the Committee ask for the report, and has it been published?",
        "Has the library service published its plan?",
        "Do tenants get their deposit back?",
        "What did the Director say that the service would do?",
        "How many of those aged 65 have a blue badge?",
        "What support is there for those who cannot pay the rent?",
        "Does the plan say that it will be reviewed?",
        "What is this council doing about damp?",
        "What has this year's budget for parks been spent on?",
        "Which partners does the hub want working alongside it?",
        "One in four bins was missed: which wards were worst?",
        "List the recommendations of the scrutiny review on cycling",
        "How many complaints about noise were upheld in 2024?",
        "Who is the Head of Libraries?",
        "In the waste strategy, who leads on recycling?",
        "What is the second recommendation of the parking review?",
        "When was the last meeting of the Licensing Committee?",
        "Why do the papers disagree about the size of the pool?",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert understood("Who owns the cyber attack risk?", question) == question
    assert stand_alone(question, []) == question


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Forget that. How many trees were planted in 2024?", "How many trees were planted in 2024?"),
        ("Leave that now. Who leads on trees?", "Who leads on trees?"),
        ("Different question: how many trees were planted in 2024?", "How many trees were planted in 2024?"),
        ("Moving on, how many trees were planted in 2024?", "How many trees were planted in 2024?"),
        ("Now trees: how many trees were planted in 2024?", "How many trees were planted in 2024?"),
        ("Turning to trees: how many were planted in 2024?", "How many were planted in 2024, about trees?"),
        ("On another subject, how many trees were planted in 2024?", "How many trees were planted in 2024?"),
        ("Thanks. How many trees were planted in 2024?", "How many trees were planted in 2024?"),
        ("And how many trees were planted in 2024?", "And how many trees were planted in 2024?"),
    ],
)
def test_a_change_of_subject_drops_what_was_spoken_of(said: str, meant: str) -> None:
    assert understood("Who owns the cyber attack risk?", said) == meant


def test_a_conversation_can_go_back() -> None:
    flood, trees = "How is the flood risk rated?", "How many trees were planted in 2024?"
    assert understood(flood, trees, "Back to the flood risk: who owns it?") == "Who owns the flood risk?"
    assert (
        understood(flood, trees, "And in 2023?", "Back to the flood risk: what are the controls?")
        == "What are the controls for the flood risk?"
    )
    assert understood(flood, trees, "back to the flood risk") == flood


def test_the_first_question_stands_as_it_is() -> None:
    assert stand_alone("And who owns it?", []) == "And who owns it?"


# --- lists, records and people of the answer before

LIST = turn(
    "What is in place against flooding?",
    "3 controls are recorded under \u201cFlooding of the town centre\u201d in \u201cRisk register\u201d:",
    answer="3 controls are recorded under \u201cFlooding of the town centre\u201d in \u201cRisk register\u201d:\n\n"
    "1. Weir inspection. Status: Overdue. Owner: Ann Lee. [1]\n2. Pump contract. Status: In place. Owner: Omar Shah. [2]\n"
    "3. Warden scheme. Status: In place. Owner: Ann Lee. [3]",
)
TITLES = Titles(
    ("Flooding of the town centre", "Cyber attack"),
    (("Weir inspection", "Flooding of the town centre"), ("Back-ups", "Cyber attack")),
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Who owns them?", "List the controls for the risk \u201cFlooding of the town centre\u201d, with their owners."),
        (
            "Which of those are overdue?",
            "Which of the controls for the risk \u201cFlooding of the town centre\u201d are overdue?",
        ),
        ("What does the note say about the second one?", "What does the note say about the control \u201cPump contract\u201d?"),
        ("When is the first one due?", "When is the control \u201cWeir inspection\u201d due?"),
        ("How far has the last one got?", "How far has the control \u201cWarden scheme\u201d got?"),
        ("Who owns that risk?", "Who owns the risk \u201cFlooding of the town centre\u201d?"),
    ],
)
def test_a_list_is_pointed_into(said: str, meant: str) -> None:
    assert stand_alone(said, [LIST], lambda: TITLES) == meant


def test_an_item_is_remembered_over_the_turn_between() -> None:
    between = turn("Who owns them?", "Ann Lee and Omar Shah own them.")
    assert (
        stand_alone("And when is the second one due?", [LIST, between], lambda: TITLES)
        == "When is the control \u201cPump contract\u201d due?"
    )


def test_the_record_that_an_answer_rests_on_is_meant() -> None:
    told = turn(
        "What is done about the weir?",
        "Weir inspection. Owner: Ann Lee. Status: Overdue.",
        section=("Flooding of the town centre",),
    )
    assert stand_alone("Who owns that control?", [told], lambda: TITLES) == "Who owns the control \u201cWeir inspection\u201d?"
    assert (
        stand_alone("How is that risk rated?", [told], lambda: TITLES)
        == "How is the risk \u201cFlooding of the town centre\u201d rated?"
    )
    prose = turn(
        "What does the register say about water in the streets?", "Water rose twice.", section=("Flooding of the town centre",)
    )
    assert (
        stand_alone("Who owns the controls on it?", [prose], lambda: TITLES)
        == "List the controls on the risk \u201cFlooding of the town centre\u201d, with their owners."
    )


@pytest.mark.parametrize(
    ("question", "claim", "said", "meant"),
    [
        (
            "Who is the Head of Libraries?",
            "Present: Ann Lee (Head of Libraries), Omar Shah (Clerk).",
            "What does she own?",
            "What does Ann Lee own?",
        ),
        (
            "Who owns the flood risk?",
            "Flooding. Owner: Omar Shah. Status: Open.",
            "Which other risks does he own?",
            "Which other risks does Omar Shah own?",
        ),
        (
            "Who owns the flood risk?",
            "Flooding. Owner: Omar Shah.",
            "What is his deadline?",
            "What is Omar Shah\u2019s deadline?",
        ),
        (
            "Who spoke on trees?",
            "Councillor Ann Lee said that the Parks Committee had agreed.",
            "What did she ask for?",
            "What did Ann Lee ask for?",
        ),
    ],
)
def test_a_person_is_called_by_name(question: str, claim: str, said: str, meant: str) -> None:
    assert stand_alone(said, [turn(question, claim)]) == meant


def test_a_period_may_stand_in_the_answer_alone() -> None:
    told = turn("How many trees were planted?", "In 2023/24 we planted 410 trees.")
    assert stand_alone("And the year before?", [told]) == "How many trees were planted in 2022/23?"
    told = turn("How many trees were planted?", "We planted 410 trees.", title="Parks annual report 2023/24")
    assert stand_alone("And the year after?", [told]) == "How many trees were planted in 2024/25?"


def test_a_meeting_and_a_paper_are_called_by_name() -> None:
    told = turn("How many trees were planted?", "Officers planted 410 trees.", title="Minutes of the Parks Committee")
    assert (
        stand_alone("What else was decided at that meeting?", [told])
        == "What else was decided at the meeting of 19 January 2026?"
    )
    assert (
        stand_alone("What does that paper say about hedges?", [told])
        == "What does the paper \u201cMinutes of the Parks Committee\u201d say about hedges?"
    )


def test_a_long_conversation_is_read_at_once() -> None:
    turns = [LIST.model_copy(update={"question": f"How many trees were planted in {year}?"}) for year in range(2000, 2025)]
    many = Titles(
        tuple(f"Risk of the number {n}" for n in range(400)), tuple((f"Control of the number {n}", "Risk") for n in range(1200))
    )
    stand_alone("Who owns that control?", turns, lambda: many)
    started = time.perf_counter()
    for _ in range(20):
        stand_alone("Who owns that control, and is it more than the year before?", turns, lambda: many)
    assert (time.perf_counter() - started) / 20 < 0.02


# --- what is shown


def test_a_question_is_shown_as_understood_where_that_differs(capsys: pytest.CaptureFixture[str]) -> None:
    told = turn("And who owns it?", "Ann Lee owns it.")
    show(told.model_copy(update={"understood": "Who owns the flood risk?"}))
    assert "Understood as: Who owns the flood risk?" in capsys.readouterr().out
    show(told)
    assert "Understood" not in capsys.readouterr().out


def test_a_desk_tells_how_it_understood_a_follow_up(sample_library: Path) -> None:
    library = Library(Settings.load(sample_library))
    try:
        desk = Desk(library)
        first = desk.ask("What are the controls for the SEND transport risk?", as_of=TODAY)
        then = desk.ask("Who owns them?", turns=[first], as_of=TODAY)
        other = desk.ask("How many families used a family hub in 2024/25?", turns=[first, then], as_of=TODAY)
    finally:
        library.close()
    assert first.understood is None
    assert then.question == "Who owns them?"
    risk = "SEND transport: rising cost of home to school travel"
    assert then.understood == f"List the controls for the risk \u201c{risk}\u201d, with their owners."
    assert all(name in then.answer for name in ("Desmond Arkell", "Oriel Maddox", "Ruaridh Pinnock"))
    assert other.understood is None
    assert "2,410" in other.answer


# --- relative periods


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("What was spent last financial year?", "What was spent 2024/25?"),
        ("What is the budget this financial year?", "What is the budget 2025/26?"),
        ("How many were there last calendar year?", "How many were there 2024?"),
        ("How many pupils were excluded last school year?", "How many pupils were excluded 2023/24?"),
        ("What happened last month?", "What happened January 2025?"),
        ("What changed this quarter?", "What changed Q4 2024/25?"),
        ("How has attendance changed since the pandemic?", "How has attendance changed since March 2020?"),
        ("How much was spent last year?", "How much was spent last year?"),
        ("And the year before last?", "And the year before last?"),
        ("What did last year's report say?", "What did last year's report say?"),
    ],
)
def test_relative_periods_are_put_as_dates_where_they_can_mean_one(text: str, meant: str) -> None:
    given = date(2025, 2, 14) if "financial" not in text else date(2025, 5, 1)
    assert resolve_periods(text, given) == meant


def test_last_year_has_several_meanings() -> None:
    (reading,) = relative_periods("How much was spent last year?", date(2026, 2, 1))
    assert reading.meanings == ("2024/25", "2025")
    assert not reading.certain
    (reading,) = relative_periods("How much was spent last year?", date(2026, 11, 1))
    assert reading.meanings == ("2025/26", "2025")


@pytest.mark.parametrize(
    ("period", "years", "meant"),
    [
        ("2024/25", -1, "2023/24"),
        ("2025-2026", 1, "2026-2027"),
        ("Q3 2025/26", -2, "Q3 2023/24"),
        ("31 March 2024", 1, "March 2025"),
        ("2019", 3, "2022"),
    ],
)
def test_periods_are_moved(period: str, years: int, meant: str) -> None:
    assert shifted(period, years) == meant


# --- conversations over papers


HELD_OUT = (
    "burton-cum-walden-pc__minutes__2025-12-02.pdf",
    "burton-cum-walden-pc__finance__explanation-of-variances-2024-25.pdf",
    "milburn-pc__minutes__2019-01-08.pdf",
    "kent-cc__minutes__corporate-parenting-panel-2024-10-29.pdf",
    "kent-cc__policy__reserves-policy.pdf",
    "sutton-coldfield-tc__council-report__summer-concert-2017-02-21.pdf",
)


@pytest.mark.papers
@pytest.mark.timeout(600)
def test_conversations_over_other_councils_papers(papers: Path, tmp_path: Path) -> None:
    file = FOLDER / "heldout.jsonl"
    conversations = load(file)
    assert len(conversations.questions) >= 8
    library = Library(Settings.load(tmp_path / "library"))
    try:
        report = ingest([papers / "papers" / name for name in HELD_OUT], library)
        assert not report.failed
    finally:
        library.close()
    found = score(run(Settings.load(tmp_path / "library"), conversations, file, as_of=TODAY, folder=tmp_path / "run", workers=1))
    assert found["scores"]["right"]["value"] >= 0.5, [q["question"] for q in found["questions"] if not q["right"]]
    assert found["scores"]["follow_up_loss"]["gained"] <= 2
