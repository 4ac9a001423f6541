"""Questions over the ledger: the promises that answers name, against sets told by hand from the samples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation, Claim, Derivation
from assistant.commitment_dates import windows
from assistant.commitment_question import asked_of_ledger
from assistant.desk import Desk
from assistant.papers import papers_named
from assistant.question import Meanings, asked_parts
from assistant.verify import derivation_stands, quote_stands
from vectorstore.models import Filters
from vectorstore.settings import Settings

AS_OF = date(2026, 3, 31)

# A question and the beginnings of the promises that its answer must name, all of them and no others, in order.
CASES: list[tuple[str, list[str]]] = [
    ("What have we promised on travel training?", ["Offer independent travel training to pupils"]),
    (
        "What did we promise care leavers, by when, and did it happen?",
        [
            "Open a drop-in for care leavers at Harbour",
            "Personal advisers will be in touch with",
            "A proposal to exempt all care leavers from",
            "Offer every care leaver aged 16 to 25 a",
            "Propose to Council an exemption from",
            "We will propose to Council that no care",
            "Free leisure membership was being costed",
            "Give every care leaver a health passport",
            "Raise the share of personal education plans",
        ],
    ),
    (
        "What is due before November 2025?",
        [
            "Every child in care in year 11 will have a",
            "We will join the regional fostering hub in",
            "Publish a place planning strategy for",
        ],
    ),
    (
        "What is due next month?",
        [
            "Ask the bus company about the number 14 by",
            "That the response be noted and that the",
            "Propose to Council an exemption from",
            "Commission the independent review of",
            "Family help teams will be formed in each",
            "Lead teachers in post at three resource",
            "We will propose to Council that no care",
        ],
    ),
    (
        "What is due between 1 and 20 March 2026?",
        [
            "That a report on interim places for",
            "An advocate for every pupil in care who is",
            "Siobhan Tarleton to bring the results of",
            "The Committee agreed to add the local area",
            "Publish exclusions by school, ethnicity and",
            "A written account of what was tried before",
            "Petra Silversides to write for the Chair to",
        ],
    ),
    (
        "What is due in May 2026?",
        [
            "The lift for Lintock would be delivered on",
            "A self-evaluation would be ready in May",
            "Callum Nwosu to confirm to members by the",
            "Start on site at Larkfield School",
            "A travel plan will be agreed with the",
        ],
    ),
    (
        "Which SEND actions are overdue as of 1 March 2026?",
        [
            "Rebuild the local offer website with",
            "Publish a high needs recovery plan",
            "Fill all educational psychologist posts and",
            "Siobhan Tarleton to send members the number",
            "Ask parents each year how confident they",
        ],
    ),
    (
        "What actions does Callum Nwosu have?",
        [
            "Commission an independent review of",
            "Provide the specification for the review of",
            "Publish a high needs recovery plan agreed",
            "Fill all educational psychologist posts and",
            "Set up a harbour quarter skills academy",
            "Callum Nwosu to confirm to members by the",
            "First quarterly report on the recovery plan",
        ],
    ),
    (
        "What did the Committee recommend about free leisure membership and what was the response?",
        ["That Cabinet be recommended to include free"],
    ),
    ("What was resolved about alternative provision on 19 January 2026?", ["Commission the independent review of"]),
    (
        "What did the committee ask for in January that never came back?",
        [
            "Desmond Arkell to give members punctuality",
            "Siobhan Tarleton to bring the results of",
            "The Head of SEND undertook to bring the",
            "That Cabinet be recommended to publish,",
        ],
    ),
    (
        "How many commitments on SEND have no owner?",
        [
            "A self-evaluation would be ready in May",
            "A separate entrance and a quiet room would",
            "For the autumn term 2026 up to 16 interim",
            "We aim for 75% by September 2026 and 90% by",
            "Interviews would be held in the last week",
        ],
    ),
    (
        "How many promises to care leavers are overdue?",
        ["Personal advisers will be in touch with", "A proposal to exempt all care leavers from"],
    ),
    (
        "Has the promise to open a family hub been kept?",
        ["Open a third family hub in Lintock", "A family hub will open in the old bakery on"],
    ),
    ("Was the attendance toolkit published?", ["Publish an attendance toolkit for schools"]),
    (
        "When will Larkfield School be enlarged?",
        ["Enlarge Larkfield School by 48 places", "agree to enlarge"],
    ),
    ("When will the youth bus be on the road?", ["A replacement youth bus will be on the road"]),
    ("Who is responsible for the council tax exemption for care leavers?", ["Propose to Council an exemption from"]),
    ("Who will fill the educational psychologist posts?", ["Fill all educational psychologist posts and"]),
    (
        "What are the next steps for fostering?",
        [
            "We will join the regional fostering hub in",
            "The first of two small children's homes",
            "Twenty foster households will be approved",
        ],
    ),
    (
        "What are the next steps for home to school transport?",
        [
            "Desmond Arkell to give members punctuality",
            "Every route with fewer than three pupils",
            "That the results of the route review be",
            "Offer independent travel training to pupils",
            "A framework of operators would replace spot",
            "A framework of operators will be tendered",
            "That the report be noted",
        ],
    ),
    (
        "What have we undertaken to do about exclusions?",
        [
            "Commission an independent review of",
            "Publish an attendance toolkit for schools",
            "Exclusions will be published by school each",
        ],
    ),
    (
        "What commitments have been made on resource bases?",
        ["Lead teachers in post at three resource", "Open five resource bases in mainstream"],
    ),
    (
        "What did the task group on exclusions recommend?",
        [
            "An advocate for every pupil in care who is",
            "Publish exclusions by school, ethnicity and",
            "A written account of what was tried before",
            "Commission the independent review of",
        ],
    ),
    (
        "What was agreed about interim places?",
        [
            "That a report on interim places for",
            "Callum Nwosu to confirm to members by the",
            "That the arrangements for interim places be",
            "That members visit the Tannery Centre",
        ],
    ),
    ("Which promises on attendance are late?", ["Commission an independent review of"]),
    (
        "What did we pledge on nurseries?",
        [
            "Agree with the health trust how the",
            "Screen the language of every child at two",
            "Health visitors will share the two-year",
        ],
    ),
    ("What are we going to do about speech and language therapy?", ["We will work with the health trust to bring"]),
    (
        "What did Cabinet get recommended on resource bases?",
        ["ask the Director", "agree resource"],
    ),
    (
        "Which commitments about family hubs are outstanding as of 1 June 2026?",
        [
            "Publish a guide for parents on the extended",
            "Open a third family hub in Lintock",
            "Family help teams will be formed in each",
            "The lift for Lintock would be delivered on",
            "Screen the language of every child at two",
        ],
    ),
    (
        "What has Anneka Prowse promised?",
        [
            "Agree with the health trust how the",
            "Rebuild the local offer website with",
            "Open a third family hub in Lintock",
            "Screen the language of every child at two",
            "Anneka Prowse to confirm in writing that",
        ],
    ),
    (
        "What is Leo Marchbanks due to deliver by July 2026?",
        [
            "Write to the two academies that do not send",
            "Publish an attendance toolkit for schools",
            "End the use of part-time timetables that",
            "Train a reading lead in every primary school",
        ],
    ),
    ("What are the milestones for the skills academy?", ["Set up a harbour quarter skills academy"]),
    ("Has the drop-in for care leavers been opened?", ["Open a drop-in for care leavers at Harbour"]),
    (
        "What promises were made to parents?",
        [
            "We will meet the Parent Carer Forum every",
            "Publish a guide for parents on the extended",
            "Ask parents each year how confident they",
            "Set up a multi-agency quality audit of EHC",
            "Imelda Corriston to send members a copy of",
            "Health visitors will share the two-year",
        ],
    ),
    (
        "Which recommendations were made in January 2026?",
        [
            "An advocate for every pupil in care who is",
            "Publish exclusions by school, ethnicity and",
            "A written account of what was tried before",
            "Commission the independent review of",
            "That Cabinet be recommended to include free",
            "The Committee is asked to agree the closure",
            "That Cabinet be recommended to publish,",
        ],
    ),
    (
        "List the actions due in March 2026.",
        [
            "Siobhan Tarleton to bring the results of",
            "Petra Silversides to write for the Chair to",
            "Open a third family hub in Lintock",
            "The Head of SEND undertook to bring the",
            "Every route with fewer than three pupils",
            "The Director would reply in writing to each",
            "The first of two small children's homes",
            "Agree a deficit plan with every maintained",
            "Set up a harbour quarter skills academy",
            "Offer every care leaver aged 16 to 25 a",
            "Review banding and top-up rates",
            "Screen the language of every child at two",
        ],
    ),
    (
        "How many actions are there on alternative provision?",
        ["Commission an independent review of", "Provide the specification for the review of"],
    ),
    ("What is the deadline for the place planning strategy?", ["Publish a place planning strategy for"]),
]


@pytest.fixture(scope="module")
def desk(sample_library: Path) -> Iterator[Desk]:
    desk = Desk.open(Settings.load(sample_library))
    yield desk
    desk.library.close()


def promises(answer: Answer) -> list[str]:
    """What each promise of an answer says, in order, without the lead and what later papers say."""
    claims = [c for c in answer.claims if not c.below]
    led = claims and claims[0].derived and claims[0].derived.op == "count"
    return [re.sub(r"^(?:Recommended|Resolved): ", "", c.text) for c in (claims[1:] if led else claims)]


def later(answer: Answer) -> list[Claim]:
    return [c for c in answer.claims if c.below and c.text.startswith("Later")]


@pytest.mark.parametrize(("question", "wanted"), CASES)
def test_an_answer_names_the_promises_asked_for_and_no_others(desk: Desk, question: str, wanted: list[str]) -> None:
    answer = desk.ask(question, as_of=AS_OF)
    said = promises(answer)
    assert [w for w in wanted if not any(s.startswith(w) for s in said)] == []
    assert [s for s in said if not any(s.startswith(w) for w in wanted)] == []
    assert len(said) == len(wanted)
    for citation in answer.citations:
        pages = {p.ordinal: p for p in desk.holdings.pages(citation.document)}
        places = [citation.pages] if citation.pages else [[n] for n in pages]
        assert any(quote_stands(citation, pages.get, place) for place in places)


def test_a_question_of_fact_is_answered_without_the_whole_ledger(sample_library: Path) -> None:
    """To put it together takes time that grows faster than the library."""
    fresh = Desk.open(Settings.load(sample_library))
    with closing(fresh.library):
        assert fresh.ask("What risks will the changes to home to school transport bring?", as_of=AS_OF).claims
        assert fresh.ask("How much is the deficit on the dedicated schools grant?", as_of=AS_OF).claims
        assert "all" not in vars(fresh.promises()), "no paper was read for it"
        fresh.ask("Which SEND actions are overdue?", as_of=AS_OF)
        assert "all" in vars(fresh.promises())


def test_what_is_read_of_promises_by_parts_is_what_the_ledger_holds(desk: Desk) -> None:
    promises = desk.promises()
    assert promises.owners == {owner for c in promises.all for owner in c.owners}
    apart = {(document.id, c.quote) for document in desk.documents() for c in promises.stated_in(document)}
    assert {(c.sources[0].document.id, c.quote) for c in promises.all} <= apart


def test_a_count_is_derived_from_the_rows_of_its_promises(desk: Desk) -> None:
    answer = desk.ask("How many promises to care leavers are overdue?", as_of=AS_OF)
    assert answer.claims[0].derived is not None
    assert answer.claims[0].derived.value == len(promises(answer)) == 2
    assert set(answer.claims[0].derived.rows) <= {c.n for c in answer.citations}


def test_overdue_is_marked_as_of_the_day_that_the_question_names(desk: Desk) -> None:
    answer = desk.ask("Which SEND actions are overdue as of 1 March 2026?", as_of=date(2030, 1, 1))
    marked = [c for c in answer.claims if c.derived and c.derived.op == "overdue"]
    assert [c.derived.value for c in marked if c.derived] == ["overdue as of 1 March 2026"] * 5
    assert all("1 March 2026" in c.text for c in marked)


def test_later_papers_are_said_with_their_date_and_cited(desk: Desk) -> None:
    answer = desk.ask("Was the attendance toolkit published?", as_of=AS_OF)
    cited = {c.n: c for c in answer.citations}
    found = later(answer) or [c for c in answer.claims if c.text.startswith("Later")]
    assert found
    for claim in found:
        assert claim.derived is not None
        assert claim.derived.op == "dated"
        when = cited[claim.citations[0]].meeting_date
        assert when is not None
        assert str(when.year) in str(claim.derived.value)


def test_a_promise_of_which_no_later_paper_speaks_says_how_many_were_looked_through(desk: Desk) -> None:
    answer = desk.ask("When will the youth bus be on the road?", as_of=AS_OF)
    assert re.fullmatch(r"No later mention was found in \d+ later papers up to .+ 2026\.", answer.notes[-1])
    assert not later(answer)


def test_a_promise_is_known_by_its_row_and_not_by_its_neighbours(desk: Desk) -> None:
    answer = desk.ask("Has the promise to open a family hub in Lintock been kept?", as_of=AS_OF)
    assert promises(answer)[0].startswith("Open a third family hub in Lintock")


def test_an_answered_recommendation_is_not_overdue(desk: Desk) -> None:
    answer = desk.ask("What did the committee recommend about exclusions and what was the response?", as_of=AS_OF)
    assert len(promises(answer)) == 4
    assert "Overdue" not in answer.answer


def test_two_papers_that_date_a_promise_otherwise_are_both_said(desk: Desk) -> None:
    answer = desk.ask("Has the promise to open a family hub been kept?", as_of=AS_OF)
    text = " ".join(c.text for c in answer.claims)
    assert "By the end of March 2026" in text
    assert "in Spring 2026" in text


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        (
            "What is Bertram Oyelaran to do by the end of 2026?",
            ["Publish a place planning", "Start on site", "Enlarge Larkfield School", "Open five resource bases"],
        ),
        ("What came of the request for punctuality figures?", ["Desmond Arkell to give members punctuality"]),
    ],
)
def test_what_somebody_has_to_do_and_what_came_of_a_request(desk: Desk, question: str, wanted: list[str]) -> None:
    said = promises(desk.ask(question, as_of=AS_OF))
    assert len(said) == len(wanted)
    assert all(s.startswith(w) for s, w in zip(said, wanted, strict=True))


def test_a_long_list_is_whole(desk: Desk) -> None:
    answer = desk.ask("What is due before July 2026?", as_of=AS_OF)
    assert answer.claims[0].derived is not None
    assert answer.claims[0].derived.value == len(promises(answer)) > 40
    assert answer.status == "answered"


def test_a_longer_list_says_what_it_leaves_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.commitment_answer._WHOLE", 2_250)
    answer = desk.ask("Which actions have no owner?", as_of=AS_OF)
    assert answer.claims[0].derived is not None
    assert answer.status == "partial"
    missing = int(str(answer.claims[0].derived.value)) - len(promises(answer))
    assert missing > 0
    assert any(note.startswith(f"{missing} more") for note in answer.notes)
    assert len(answer.answer) < 2_700


def test_none_is_an_answer_that_rests_on_what_was_looked_at(desk: Desk) -> None:
    answer = desk.ask("Which actions on alternative provision are due in 2031?", as_of=AS_OF)
    assert [c.text for c in answer.claims] == [
        "None of the 2 actions about \u201calternative provision\u201d is due \u201cin 2031\u201d."
    ]
    assert answer.claims[0].derived is not None
    assert answer.claims[0].derived.value == 2
    assert len(answer.citations) >= 2


def test_a_list_numbers_promises_and_not_what_later_papers_say(desk: Desk) -> None:
    answer = desk.ask("What are the next steps for fostering?", as_of=AS_OF)
    assert re.findall(r"^(\d+)\. ", answer.answer, re.M) == ["1", "2", "3"]
    assert later(answer)


def test_only_papers_within_reach_are_answered_from(desk: Desk) -> None:
    filters = Filters(documents=("education-strategy-2025-28.pdf",))
    answer = desk.ask("What did we promise care leavers?", filters, as_of=AS_OF)
    assert {c.source for c in answer.citations} == {"education-strategy-2025-28.pdf"}
    assert not later(answer)


@pytest.mark.parametrize(
    "question",
    ["What did we promise about a monorail?", "Which helicopter commitments are overdue?", "What have we pledged on zoos?"],
)
def test_what_no_paper_speaks_of_is_not_found(desk: Desk, question: str) -> None:
    assert desk.ask(question, as_of=AS_OF).status == "not_found"


@pytest.mark.parametrize(
    "question",
    [
        "What controls exist for SEND funding risk?",
        "Which risks are rated high?",
        "How many pupils were permanently excluded?",
        "Why did the route review take longer?",
        "How much is the overspend on high needs?",
        "Who chairs the committee?",
        "What is the risk of a cyber attack?",
    ],
)
def test_questions_of_fact_and_of_registers_are_not_the_ledgers(desk: Desk, question: str) -> None:
    asked = asked_of_ledger(question, AS_OF, desk.promises().owners, desk.documents())
    assert asked is None or not asked.explicit
    answer = desk.ask(question, as_of=AS_OF)
    assert not any(c.text.startswith("Later") or (c.derived and c.derived.op == "overdue") for c in answer.claims)


@pytest.mark.parametrize(
    ("question", "due", "made"),
    [
        ("What is due before July 2026?", (None, "2026-06-30"), None),
        ("What is due by the end of March 2026?", (None, "2026-03-31"), None),
        ("What is due after June 2026?", ("2026-07-01", None), None),
        ("What is due in May?", ("2026-05-01", "2026-05-31"), None),
        ("What is due next month?", ("2026-04-01", "2026-04-30"), None),
        ("What is due in the next three months?", ("2026-03-31", "2026-06-30"), None),
        ("What is due between November and March 2027?", ("2026-11-01", "2027-03-31"), None),
        ("What is due between 1 and 20 March 2026?", ("2026-03-01", "2026-03-20"), None),
        ("What was agreed on 19 January 2026?", None, ("2026-01-19", "2026-01-19")),
        ("What was agreed in January?", None, ("2026-01-01", "2026-01-31")),
        ("What was agreed in November?", None, ("2025-11-01", "2025-11-30")),
        ("What was resolved last month?", None, ("2026-02-01", "2026-02-28")),
        ("What has been promised since February 2026?", None, ("2026-02-01", None)),
        ("What did we promise by July 2026?", (None, "2026-07-31"), None),
    ],
)
def test_dates_say_when_things_are_due_or_when_they_were_promised(
    question: str, due: tuple[str | None, str | None] | None, made: tuple[str | None, str | None] | None
) -> None:
    asked = asked_of_ledger(question, AS_OF, [])
    assert asked is not None
    for found, wanted in ((asked.due, due), (asked.made, made)):
        days = found and tuple(d.isoformat() if d else None for d in (found.first, found.last))
        assert days == wanted


def test_a_date_behind_as_of_is_the_day_that_counts_as_now() -> None:
    found = windows("Which actions are overdue as of 1 March 2026?", AS_OF, due=True)
    assert (found.as_of, found.due, found.made) == (date(2026, 3, 1), None, None)


@pytest.mark.parametrize(
    ("question", "sources"),
    [
        ("What was planned according to the annual report?", {"children-education-annual-report-2024-25.pdf"}),
        ("What does the education strategy say about nurseries?", {"education-strategy-2025-28.pdf"}),
        (
            "What do the minutes say about transport?",
            {"cyp-scrutiny-minutes-2026-01-19.pdf", "cyp-scrutiny-minutes-2026-03-16.pdf"},
        ),
        ("Which education strategy actions run to 2026?", {"education-strategy-2025-28.pdf"}),
        ("Which housing strategy actions run to 2026?", set()),
        ("How many education, health and care plans were late?", set()),
        ("What does the housing strategy say?", set()),
        ("How many minutes does the item take?", set()),
    ],
)
def test_a_question_names_papers_by_what_they_are(desk: Desk, question: str, sources: set[str]) -> None:
    named, rest = papers_named(question, desk.documents())
    assert {d.source for d in desk.documents() if d.id in named} == sources
    assert (rest == question) is not bool(sources)


@pytest.mark.parametrize(
    ("op", "value", "stands"),
    [
        ("dated", "16 March 2026", True),
        ("dated", "17 March 2026", False),
        ("overdue", "overdue as of 1 June 2026", True),
        ("overdue", "overdue as of 1 May 2026", False),
    ],
)
def test_a_date_that_was_worked_out_comes_out_again(op: str, value: str, stands: bool) -> None:
    citation = Citation(
        n=1, document="d", title="Minutes", source="m.pdf", page=1, printed_page=None, pages=[1], section=[], paragraph=None,
        quote="The hall will be repaired by 20 May 2026", meeting_date=date(2026, 3, 16),
    )  # fmt: skip
    derived = Derivation.model_validate({"op": op, "value": value, "from": [1]})
    assert derivation_stands(Claim(text="It.", citations=[1], support=1.0, derived=derived), [citation]) is stands


def test_a_second_thing_without_words_of_its_own_leaves_the_first() -> None:
    assert asked_parts("How will we help weak readers, and by when?") == ["How will we help weak readers"]
    assert asked_parts("Who wrote it?") == []


def test_a_subject_is_said_by_its_words_by_an_acronym_and_nearly_by_plain_words() -> None:
    meanings = Meanings(
        "SEND transport", [("SEND", "special educational needs and disabilities")], {"send": 2.0, "transport": 2.0}
    )
    assert meanings.share("transport for special educational needs and disabilities") == 1.0
    assert meanings.share("transport for all") == 0.5
    assert 0.5 < Meanings("nurseries", [], {}).share("early years") < 1.0
