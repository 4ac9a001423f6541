"""Papers that disagree: both values with their pages, and silence where two values are not of one thing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Citation, Claim
from assistant.desk import Desk
from assistant.disagreement import Disagreement, disagreement
from assistant.question import understand
from assistant.scoring import Scored, Selector
from assistant.statements import statements
from assistant.values import values
from vectorstore.models import Cell, Document, Hit, Kind, Passage, Span
from vectorstore.settings import Settings
from vectorstore.units import Unit

AS_OF = date(2026, 5, 1)

# Of each conflict of the samples, a question and the two values that its papers give.
CONFLICTS = {
    "When Northfold Family Hub opened": ("When did Northfold Family Hub open?", "July 2025", "May 2025"),
    "Secondary persistent absence 2024/25": ("What share of secondary pupils were persistently absent in 2024/25?", "24%", "25%"),
    "EHC plans in January 2025": ("How many EHC plans were there in January 2025?", "1,824", "1,842"),
    "EHC plans in January 2026": ("How many EHC plans were there in January 2026?", "2,016", "2,061"),
    "Permanent exclusions 2024/25": ("How many pupils were permanently excluded in 2024/25?", "58", "61"),
    "Pupils with SEND taken to school 2024/25": ("How many pupils with SEND were taken to school in 2024/25?", "598", "611"),
    "Target for EHC plans within 20 weeks by September 2026": (
        "What share of plans should be issued within 20 weeks by September 2026?",
        "70%",
        "75%",
    ),
    "Transport overspend as at 31 December 2025": (
        "What is the forecast overspend on home to school transport in 2025/26?",
        "£1.1m",
        "£1.3m",
    ),
    "When the block comes into in-year balance": ("When will the high needs block be in in-year balance?", "2027/28", "2029/30"),
    "When Lintock Family Hub opens": ("In what month does the family hub in Lintock open?", "March 2026", "July 2026"),
    "Shortfall of specialist places by September 2027": (
        "How many specialist places short will the borough be by September 2027?",
        "140",
        "164",
    ),
    "Quarry Hill governors and the resource bases by the end of 2025": (
        "How many governing bodies have agreed to a resource base?",
        "Three",
        "two",
    ),
}
TOLD = 11  # of the conflicts above, at the least

AGREED = """How many children were in care on 31 March 2025?
How many care leavers were there in January 2026?
What share of EHC plans were issued within 20 weeks in 2024?
What percentage of EHC plans were issued within 20 weeks in 2025?
What was the budget for home to school transport in 2024/25?
How much was spent on home to school transport in 2024/25?
How many complaints did the Directorate receive in 2024/25?
How many people replied to the Lintock consultation?
When did Harbour Row open?
How many families used a family hub in 2024/25?
How many families used the hubs between April and December 2025?
What percentage of journeys to school were on time in 2024/25?
How many foster households were approved in 2024/25?
What percentage of children reached a good level of development at age five in 2024/25?
How many children are placed in independent schools?
What share of care leavers aged 19 to 21 were in education, employment or training in 2024/25?
How much did the Directorate spend in 2024/25?
What is the target for independent travel training by July 2026?
How many places will be added at Larkfield School?
What was spent on placements for children in care in 2024/25?
How many nurseries tried out language screening?
What share of agency social workers were there in 2024/25?
How much will the care leavers' job coaches cost?
When was the Education Strategy adopted by Cabinet?
How many replies came from parents and carers to the strategy's consultation?
What was persistent absence in primary schools in 2024/25?
What is the target for permanent exclusions in 2025/26?
How many permanent exclusions were there in 2023/24?
When did the construction centre open in Quarry Hill?
How many jobs will the harbour quarter bring?""".splitlines()


@pytest.fixture(scope="module")
def desk(sample_library: Path) -> Iterator[Desk]:
    desk = Desk.open(Settings.load(sample_library))
    yield desk
    desk.library.close()


def _note(desk: Desk, question: str) -> str | None:
    return next((n for n in desk.ask(question, as_of=AS_OF).notes if n.startswith("The papers differ")), None)


def test_the_conflicts_of_the_samples_are_told_with_both_values(desk: Desk, samples: Path) -> None:
    planted = {c["topic"] for c in json.loads((samples.parent / "truth.json").read_text(encoding="utf-8"))["conflicts"]}
    assert set(CONFLICTS) <= planted
    told = []
    for topic, (question, *both) in CONFLICTS.items():
        answer = desk.ask(question, as_of=AS_OF)
        note = next((n for n in answer.notes if n.startswith("The papers differ")), "")
        if all(value in note for value in both):
            told.append(topic)
    assert len(told) >= TOLD, sorted(set(CONFLICTS) - set(told))


def test_every_value_of_a_note_is_in_a_quote_of_the_paper_and_page_it_names(desk: Desk) -> None:
    for question, first, second in CONFLICTS.values():
        answer = desk.ask(question, as_of=AS_OF)
        note = next((n for n in answer.notes if n.startswith("The papers differ")), None)
        if note is None:
            continue
        cited = {n for claim in answer.claims for n in claim.citations}
        for value in (v for v in (first, second) if v in note):
            normal = values(value)[0].normal
            holding = [c for c in answer.citations if any(v.normal == normal for v in values(c.quote))]
            named = [c for c in holding if f"“{c.title}”" in note and (c.page is None or f"p. {c.page}" in note)]
            assert {c.n for c in named} & cited, (question, value, note)


@pytest.mark.parametrize("question", AGREED)
def test_papers_that_agree_are_not_said_to_differ(desk: Desk, question: str) -> None:
    assert _note(desk, question) is None


def _scored(
    text: str,
    paper: str,
    *,
    period: str | None = "2024/25",
    cells: tuple[Cell, ...] = (),
    section: tuple[str, ...] = (),
    met: date | None = None,
) -> Scored:
    """A unit of a paper of its own; `paper` is its name, page 1 its page."""
    document = Document(paper, paper, paper, Kind.REPORT, (f"{paper}.pdf",), meeting_date=met, period=period)
    kind = "row" if cells else "paragraph"
    span = Span(1, 0, len(text))
    passage = Passage(f"{paper}-{text}", paper, 1, kind, text, text, (span,), section, rows=(cells,) if cells else ())
    return Scored(Unit(text, (span,), Hit(passage, document, 1.0), 0, kind, cells), 2.0, 1.0, 1.0)


def _row(**labelled: str) -> tuple[Cell, ...]:
    return tuple(Cell(label.replace("_", " "), text, ()) for label, text in labelled.items())


def _found(question: str, *units: Scored, said: int | None = None) -> Disagreement:
    """What is found when the first unit is chosen and the rest could answer; `said` units are chosen."""
    selector = Selector(understand(question, []), {}, 100)
    return disagreement(selector, units[: said or 1], units)


def _differs(question: str, *texts: str) -> bool:
    return bool(_found(question, *(_scored(t, f"Paper {n}") for n, t in enumerate(texts))).statements)


def test_two_papers_with_another_count_of_one_thing_differ() -> None:
    asked = "How many library visits were there in 2024/25?"
    assert _differs(asked, "There were 41,200 library visits in 2024/25.", "In 2024/25 there were 43,750 library visits.")
    assert not _differs(
        asked, "There were 41,200 library visits in 2024/25.", "There were 41,200 library visits in 2024/25 in all."
    )


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        (
            "How much did the depot cost in 2024/25?",
            "The depot cost £12.5m in 2024/25.",
            "The depot cost £12,480,000 in 2024/25.",
        ),
        (
            "How many swimmers were there in 2024/25?",
            "There were about 600 swimmers in 2024/25.",
            "There were 598 swimmers in 2024/25.",
        ),
        (
            "What share of bins were missed in 2024/25?",
            "A quarter of bins were missed in 2024/25.",
            "24% of bins were missed in 2024/25.",
        ),
        ("When did the pool open?", "The pool opened in 2024.", "The pool opened on 3 May 2024."),
        ("When will the pool open?", "The pool is to open by the end of June 2027.", "The pool will open in May 2027."),
    ],
)
def test_a_rounded_value_does_not_differ_from_what_it_was_rounded_from(question: str, first: str, second: str) -> None:
    assert not _differs(question, first, second)
    assert not _differs(question, second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("60% of bins were recycled in 2024/25.", "The target was that 65% of bins be recycled in 2024/25."),
        ("60% of bins were recycled in 2024/25.", "We expected that 65% of bins would be recycled in 2024/25."),
        ("60% of bins were recycled in 2024/25.", "65% of bins were recycled in 2023/24."),
        ("60% of bins were recycled in 2024/25.", "65% of bins in Millgarth and Ferry Lane flats were recycled in 2024/25."),
        ("60% of bins were recycled in 2024/25.", "65% of bins were recycled between April 2024 to September 2024, in 2024/25."),
    ],
    ids=["target", "forecast", "year", "place", "half-year"],
)
def test_values_of_other_sorts_periods_and_groups_do_not_differ(first: str, second: str) -> None:
    asked = "What percentage of bins were recycled in 2024/25?"
    assert not _differs(asked, first, second)
    assert _differs(asked, first, "65% of bins were recycled in 2024/25.")


def test_a_table_differs_by_the_column_of_the_year_asked_for() -> None:
    asked = "How many library visits were there in 2024/25?"
    prose = _scored("There were 412 library visits in 2024/25.", "Report")
    cells = (Cell("Measure", "Library visits", ()), Cell("2023/24", "390", ()), Cell("2024/25", "421", ()))
    found = _found(asked, prose, _scored("Library visits 390 421", "Annex", cells=cells))
    assert [s.printed for s in found.statements] == ["412", "421"]
    target = _row(Measure="Library visits", Target="421")
    assert not _found(asked, prose, _scored("Library visits 421", "Plan", cells=target)).statements
    branch = (Cell("Measure", "Library visits, Ferry Lane", ()), Cell("2024/25", "401", ()))
    assert not _found(asked, prose, _scored("Library visits, Ferry Lane 401", "Branches", cells=branch)).statements


def test_a_row_in_thousands_is_the_sum_that_its_label_makes_it() -> None:
    cells = (Cell("Service", "Refuse collection", ()), Cell("Spent 2024/25 (£000)", "12480", ()))
    [stated] = statements(_scored("Refuse collection 12480", "Monitor", cells=cells), "amount")
    assert stated.size == 12_480_000


def _citation(n: int, unit: Scored) -> Citation:
    document = unit.unit.hit.document
    return Citation(
        n=n, document=document.id, title=document.title, source=document.source, page=n, printed_page=None, pages=[1],
        section=[], paragraph=None, quote=unit.unit.text, meeting_date=document.meeting_date,
    )  # fmt: skip


def _said(found: Disagreement, citations: list[Citation]) -> str | None:
    """What is said when each of the citations has a claim of its own."""
    return found.said([Claim(text=c.quote, citations=[c.n], support=1.0) for c in citations], citations)


def test_a_value_without_a_quote_is_not_told() -> None:
    asked = "How many library visits were there in 2024/25?"
    a, b = (
        _scored("There were 412 library visits in 2024/25.", "Report"),
        _scored("There were 421 library visits in 2024/25.", "Annex"),
    )
    found = _found(asked, a, b)
    assert [s.unit.text for s in found.beside([a])] == [a.unit.text, b.unit.text]
    assert _said(found, [_citation(1, a), _citation(2, b)]) == "The papers differ: 412 (“Report”, p. 1) and 421 (“Annex”, p. 2)."
    assert _said(found, [_citation(1, a)]) is None
    cited = [_citation(1, a), _citation(2, b)]
    claims = [
        Claim(text=a.unit.text, citations=[1], support=1.0),
        Claim(text=f"{b.unit.text} And 7 more.", citations=[2], support=1.0),
    ]
    assert found.said(claims, cited) is None  # the second claim holds a figure that its quote does not: it will fall


def test_an_older_forecast_is_labelled() -> None:
    asked = "How many places will the borough be short in 2027?"
    old = _scored("Forecasts show the borough 140 places short in 2027.", "Plan", met=date(2025, 9, 16))
    new = _scored("Forecasts show the borough 164 places short in 2027.", "Update", met=date(2026, 3, 10))
    said = _said(_found(asked, new, old), [_citation(1, new), _citation(2, old)])
    assert said == "The papers differ: 164 (“Update”, p. 1, 10 March 2026) and 140 (“Plan”, p. 2, 16 September 2025, older)."


def test_a_part_of_a_year_beside_a_year_is_said_to_be_one() -> None:
    asked = "How many families used a hub?"
    whole = _scored("2,410 families used a hub in 2024/25.", "Report")
    part = _scored("3,180 families used a hub, April to December 2025.", "Minutes")
    found = _found(asked, whole, part, said=2)
    assert _said(found, [_citation(1, whole), _citation(2, part)]) == (
        "Not the same period: 2,410 is for 2024/25, 3,180 for April to December 2025."
    )


def test_a_forecast_beside_an_outturn_is_said_to_be_one() -> None:
    asked = "How much did the depot overspend in 2024/25?"
    came = _scored("The depot overspent by £1.4m in 2024/25.", "Outturn")
    forecast = _scored("The depot was forecast to overspend by £0.9m in 2024/25.", "Monitor")
    found = _found(asked, came, forecast, said=2)
    assert not found.statements
    assert _said(found, [_citation(1, came), _citation(2, forecast)]) == "Not alike: £0.9m is a forecast, £1.4m is not."


def test_questions_that_ask_for_no_value_are_left_alone() -> None:
    texts = ("There were 412 library visits in 2024/25.", "There were 421 library visits in 2024/25.")
    assert not _differs("Who counts library visits in 2024/25?", *texts)
    assert not _differs("Why were there so few library visits in 2024/25?", *texts)
