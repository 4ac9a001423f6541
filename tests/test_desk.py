"""Questions put to a library of the sample papers, whose answers are checked against the files by other means than our own."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from assistant.answer import Answer, Citation
from assistant.desk import Desk, doubt, refusal
from assistant.registers import latest
from vectorstore.errors import QuestionError
from vectorstore.library import Library
from vectorstore.models import Filters, Kind, Role
from vectorstore.settings import Settings

from .conftest import ROOT

PAPERS = ROOT / "samples" / "papers"
TRUTH: dict[str, Any] = json.loads((ROOT / "samples" / "truth.json").read_text(encoding="utf-8"))
TODAY = date(2026, 5, 1)
SEND_FUNDING = "what controls exist for SEND funding risk?"
QUESTIONS = (
    SEND_FUNDING,
    "What controls exist for EHC plan timeliness?",
    "Which controls on social work are overdue?",
    "What actions did the scrutiny committee agree in January 2026?",
    "What was resolved about the high needs recovery plan?",
    "When did the Northfold Family Hub open?",
    "When will Larkfield School be enlarged?",
    "By when will the route review be reported?",
    "How many children had an EHC plan in January 2025?",
    "What percentage of plans were issued within 20 weeks?",
    "What share of secondary pupils were persistently absent?",
    "What is the deficit on the high needs block?",
    "What is the forecast overspend on home to school transport?",
    "How much do placements for children in care cost?",
    "What savings have been made by step-down of residential placements?",
    "Who owns the risk on placements for children in care?",
    "Who is responsible for the attendance grant?",
    "Why has the Larkfield School opening been delayed?",
    "Why are EHC plans late?",
    "Compare persistent absence with last year",
    "How has the number of EHC plans changed since 2022?",
    "List the priorities of the education strategy",
    "What are the recommendations to Cabinet on SEND places?",
    "Is the council ready for the local area SEND inspection?",
    "What did families say about opening hours of the Lintock hub?",
    "What does the parent carer forum ask for?",
    "What is done for care leavers?",
    "How are schools supported to improve attendance?",
    "What is the performance on KPI02?",
    "What happened at Quarry Hill Secondary?",
    "What do councillors need to know about SEND transport?",
    "What are the risks of unsupported servers?",
    "high needs block allocation 2024/25",
)
OFF_TOPIC = ("What is the capital of Mongolia?", "How many penguins live in the zoo?", "Which recipe makes the best lasagne?")


@pytest.fixture(scope="module")
def desk(sample_library: Path) -> Iterator[Desk]:
    library = Library(Settings.load(sample_library))
    yield Desk(library)
    library.close()


@pytest.fixture(scope="module")
def officer(sample_library: Path) -> Iterator[Desk]:
    library = Library(Settings.load(sample_library))
    yield Desk(library, Role.OFFICER)
    library.close()


@pytest.fixture(scope="module")
def answers(desk: Desk) -> dict[str, Answer]:
    return {question: desk.ask(question, as_of=TODAY) for question in QUESTIONS}


def as_printed(answer: Answer) -> str:
    return answer.model_copy(update={"seconds": 0.0}).model_dump_json()


# --- the files' own words, by other means


def words(text: str) -> list[str]:
    """Lower-case letters and figures; the points and commas of figures and the signs of money and shares go with them."""
    folded = unicodedata.normalize("NFKC", text).lower().replace("\xad", "")
    return [w.replace(",", "") for w in re.findall(r"[a-z\u00a3%\d]+(?:[.,]\d+)*%?", folded)]


@cache
def page_words(source: str, page: int | None) -> str:
    path = PAPERS / source
    if path.suffix == ".pdf":
        assert page is not None
        text = PdfReader(path).pages[page - 1].extract_text()
    elif path.suffix == ".docx":
        runs = docx.Document(str(path)).element.body.iter()
        text = "".join(
            (node.text or "") if node.tag.endswith("}t") else " "
            for node in runs
            if node.tag.endswith(("}t", "}p", "}tab", "}br"))
        )
    elif path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path, data_only=True)
        sheets = [sheet for sheet in book if sheet.sheet_state == "visible"]
        text = " ".join(str(v) for sheet in sheets for row in sheet.iter_rows(values_only=True) for v in row if v is not None)
    elif path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as stream:
            text = " ".join(cell for row in csv.reader(stream) for cell in row)
    elif path.suffix == ".html":
        text = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").get_text(" ")
    else:
        text = path.read_text(encoding="utf-8")
    return "".join(words(text))


def stands(citation: Citation) -> bool:
    """Whether a quote is on its page, or begins on its first and ends on its second. Spaces are not trusted: some files break words."""
    quote = words(citation.quote)
    if len(citation.pages) < 2:
        return "".join(quote) in page_words(citation.source, citation.page)
    first, second = (page_words(citation.source, page) for page in citation.pages)
    return any("".join(quote[:cut]) in first and "".join(quote[cut:]) in second for cut in range(1, len(quote)))


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_quote_stands_on_its_page(question: str, answers: dict[str, Answer]) -> None:
    answer = answers[question]
    assert [c.quote for c in answer.citations if not stands(c)] == []
    assert [c.quote for c in answer.citations if len(c.quote.split()) < 3] == []
    for citation in answer.citations:
        assert (PAPERS / citation.source).is_file()
        assert citation.page == (citation.pages[0] if citation.pages else None)


def test_most_of_the_questions_are_answered(answers: dict[str, Answer]) -> None:
    """The checks of quotes and claims would pass on a desk that refused everything."""
    answered = [a for a in answers.values() if a.status != "not_found"]
    assert len(answered) >= 0.9 * len(QUESTIONS)
    assert len({c.source for a in answered for c in a.citations}) >= 9


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_says_nothing_that_it_does_not_quote(question: str, answers: dict[str, Answer], desk: Desk) -> None:
    """Every word of a claim is in its quotes, but for the labels of the columns that it names.

    A cell with a line that most pages have (an owner's name, wrapped alike) is shown and not quoted, because whoever has the file
    alone cannot tell that line from a running one.
    """
    answer = answers[question]
    allowed = {"control", "risk", "action", "recommended", "resolved", "owner", "due", "status"}
    for passage in desk.passages_of(answer):
        for cell in (cell for row in passage.rows for cell in row):
            allowed |= {w for w in words(cell.label or "") if not re.search(r"\d", w)}
            pages = [(desk.page(passage.document_id, span.page), span) for span in cell.spans]
            if any(page is not None and page.is_running(span) for page, span in pages):
                allowed |= set(words(cell.text))
    quotes = {c.n: c.quote for c in answer.citations}
    assert [c.n for c in answer.citations] == list(range(1, len(quotes) + 1))
    for claim in (c for c in answer.claims if c.derived is None):
        assert claim.citations
        held = {w for n in claim.citations for w in words(quotes[n])} | allowed
        said = (
            re.sub(r"^(?:Later|In) .*?\u201d.*?: ", "", claim.text) if claim.below else claim.text
        )  # behind which paper says it
        assert [w for w in words(said) if w not in held] == []
        assert 0 <= claim.support <= 1
    assert {n for c in answer.claims for n in c.citations} == set(quotes)
    for n in quotes:
        assert f"[{n}]" in answer.answer


def test_quotes_come_from_what_was_retrieved_or_stands_beside_it(answers: dict[str, Answer]) -> None:
    for answer in answers.values():
        sources = {p.source for p in answer.passages}
        own = {n for claim in answer.claims if not claim.below for n in claim.citations}
        assert {c.source for c in answer.citations if c.n in own} <= sources
        assert len(answer.passages) == len({p.id for p in answer.passages})


# --- the question that the product is known by


def test_the_controls_of_send_funding_are_those_of_the_latest_register(answers: dict[str, Answer]) -> None:
    register = TRUTH["registers"][0]
    risk = next(r for r in register["risks"] if r["ref"] == "CE01")
    answer = answers[SEND_FUNDING]
    assert answer.status == "answered"
    count, *claims = answer.claims
    assert count.derived is not None
    assert (count.derived.op, count.derived.value) == ("count", 4)
    assert set(count.derived.rows) == {c.n for c in answer.citations}
    assert len(claims) == len(risk["controls"]) == 4
    cited = {c.n: c for c in answer.citations}
    for claim, control in zip(claims, risk["controls"], strict=True):
        assert claim.text.startswith(f"{control['title']}. Status: {control['status']}. Owner: {'; '.join(control['owners'])}.")
        assert {cited[n].source for n in claim.citations} == {register["source"]}
        assert {cited[n].page for n in claim.citations} == {control["page"]}
        assert {cited[n].section[-1] for n in claim.citations} == {risk["title"]}
        assert {cited[n].meeting_date for n in claim.citations} == {date(2026, 4, 21)}


def test_the_register_of_the_quarter_before_can_be_asked_by_name(desk: Desk) -> None:
    register = TRUTH["registers"][1]
    risk = next(r for r in register["risks"] if r["ref"] == "CE01")
    answer = desk.ask(SEND_FUNDING, Filters(documents=(register["source"],)))
    assert [c.text.split(". Status: ")[1].split(".")[0] for c in answer.claims[1:]] == [c["status"] for c in risk["controls"]]
    assert {c.source for c in answer.citations} == {register["source"]}


NOW = ("When do the framework contracts for school travel start?", "What does the register say about school travel?")


@pytest.mark.parametrize("question", NOW)
def test_how_things_stand_is_not_told_from_an_earlier_register(question: str, desk: Desk) -> None:
    earlier = {h.document.id for h in desk.registers()} - {h.document.id for h in latest(desk.registers())}
    assert earlier
    answer = desk.ask(question, as_of=TODAY)
    assert answer.citations
    assert not earlier & {c.document for c in answer.citations}
    assert earlier & {c.document for c in desk.ask(f"In December 2025: {question}", as_of=TODAY).citations}


def test_what_stands_in_a_row_is_said_once(desk: Desk) -> None:
    said = desk.ask(NOW[0], as_of=TODAY).answer
    assert said.count("New framework contracts were put to Cabinet in Part 2") == 1


@pytest.mark.parametrize("risk", TRUTH["registers"][0]["risks"], ids=lambda risk: risk["ref"])
def test_the_controls_of_every_risk_are_all_listed(risk: dict[str, Any], desk: Desk) -> None:
    answer = desk.ask(f"What controls exist for {risk['title']}?")
    titles = [control["title"] for control in risk["controls"]]
    assert [c.text.removeprefix("Control: ").split(". ")[0] for c in answer.claims if c.derived is None] == titles


# --- the same answer


def test_the_same_question_gives_the_same_bytes_in_any_process(
    desk: Desk, answers: dict[str, Answer], sample_library: Path
) -> None:
    """Again in this process, and in two others that order sets and dictionaries of strings each in its own way."""
    asked = QUESTIONS[:12]
    here = [as_printed(answers[q]) for q in asked]
    assert [as_printed(desk.ask(q, as_of=TODAY)) for q in asked] == here
    lines = "\n".join(json.dumps({"question": q}) for q in asked)
    command = [
        sys.executable,
        "-m",
        "assistant.cli",
        "ask",
        "--batch",
        "-",
        "--as-of",
        TODAY.isoformat(),
        "--data",
        str(sample_library),
    ]
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            command, input=lines, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=100
        )
        assert [as_printed(Answer.model_validate_json(line)) for line in done.stdout.splitlines()] == here


def test_papers_that_a_reader_may_not_see_change_nothing_for_him(
    answers: dict[str, Answer], sample_library: Path, tmp_path: Path
) -> None:
    without = tmp_path / "library"
    shutil.copytree(sample_library, without)
    shutil.rmtree(without / "exempt")
    library = Library(Settings.load(without))
    desk = Desk(library)
    assert [as_printed(desk.ask(q, as_of=TODAY)) for q in QUESTIONS[:12]] == [as_printed(answers[q]) for q in QUESTIONS[:12]]
    library.close()


# --- who may see what


def test_an_exempt_paper_is_met_only_by_an_officer(desk: Desk, officer: Desk) -> None:
    exempt = TRUTH["exempt"]
    question = "What did Kestrelline and Brackenhall bid for the transport framework?"
    open_answer, full_answer = desk.ask(question), officer.ask(question)
    assert exempt["source"] in {c.source for c in full_answer.citations}
    assert [fact for fact in exempt["strings"] if fact in full_answer.model_dump_json()]
    assert exempt["source"] not in open_answer.model_dump_json()
    assert [fact for fact in exempt["strings"] if fact in open_answer.model_copy(update={"question": ""}).model_dump_json()] == []
    assert full_answer.searched.documents == open_answer.searched.documents + 1
    closed = [c.n for c in full_answer.citations if c.source == exempt["source"]]
    said = full_answer.notes[-1]
    assert said.endswith("exempt (Part 2): not to be read out or published.")
    assert re.findall(r"\[(\d+)\]", said) == [str(n) for n in closed]
    assert said in full_answer.answer
    assert not any("Part 2" in note for note in open_answer.notes)


@pytest.mark.parametrize("fact", TRUTH["exempt"]["strings"])
def test_no_exempt_fact_reaches_a_reader(fact: str, desk: Desk) -> None:
    answer = desk.ask(f"What is said of {fact}?")
    assert fact not in answer.model_copy(update={"question": ""}).model_dump_json()


def test_a_reader_cannot_name_an_exempt_paper(desk: Desk, officer: Desk) -> None:
    chosen = Filters(documents=(TRUTH["exempt"]["source"],))
    assert officer.ask("Which operators were awarded routes?", chosen).searched.documents == 1
    with pytest.raises(QuestionError, match="no paper of that name is held"):
        desk.ask("Which operators were awarded routes?", chosen)


# --- filters

OPEN = [d for d in TRUTH["documents"] if d["classification"] == "open"]


def test_a_paper_can_be_named_by_file_title_or_id(desk: Desk) -> None:
    document = next(d for d in desk.documents() if d.kind is Kind.STRATEGY)
    for name in (document.source, document.source.removesuffix(".pdf"), document.title, document.title.upper(), document.id):
        answer = desk.ask("What are the priorities?", Filters(documents=(name,)))
        assert answer.searched.documents == 1
        assert {p.source for p in answer.passages} == {document.source}


def test_two_papers_can_be_named(desk: Desk) -> None:
    sources = tuple(r["source"] for r in TRUTH["registers"])
    answer = desk.ask("What is the rating of SEND funding?", Filters(documents=sources))
    assert {p.source for p in answer.passages} == set(sources)


def test_a_paper_that_is_not_held_is_an_error(desk: Desk) -> None:
    with pytest.raises(
        QuestionError, match=r"^'nothing\.pdf': no paper of that name is held; 'scrutiny documents' lists them\.$"
    ):
        desk.ask("What are the priorities?", Filters(documents=("nothing.pdf",)))


@pytest.mark.parametrize("kind", [Kind.RISK_REGISTER, Kind.MINUTES, Kind.STRATEGY, Kind.REPORT])
def test_a_kind_of_paper_can_be_asked_for(kind: Kind, desk: Desk) -> None:
    sources = {d["source"] for d in OPEN if d["kind"] == kind.value}
    answer = desk.ask("What is said about SEND?", Filters(kinds=(kind,)))
    assert answer.searched.documents == len(sources)
    assert {p.source for p in answer.passages} <= sources
    assert answer.searched.undated_left_out == 0


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2026, 3, 1), None),
        (None, date(2025, 12, 31)),
        (date(2026, 1, 19), date(2026, 1, 27)),
        (date(2026, 3, 10), date(2026, 3, 10)),
    ],
)
def test_dates_narrow_to_meetings_and_say_what_has_no_date(since: date | None, until: date | None, desk: Desk) -> None:
    within = {
        d["source"]
        for d in OPEN
        if d["meeting_date"]
        and (since is None or d["meeting_date"] >= str(since))
        and (until is None or d["meeting_date"] <= str(until))
    }
    undated = sum(d["meeting_date"] is None for d in OPEN)
    answer = desk.ask("What is said about SEND places and transport?", Filters(since=since, until=until))
    assert answer.searched.documents == len(within)
    assert {p.source for p in answer.passages} <= within
    assert answer.searched.undated_left_out == undated == 4
    assert "4 papers without a date were left out." in answer.answer


def test_filters_that_leave_nothing_say_so(desk: Desk) -> None:
    answer = desk.ask("What is said about SEND?", Filters(since=date(2031, 1, 1)))
    assert (answer.status, answer.searched.documents, answer.searched.passages, answer.passages) == ("not_found", 0, 0, [])
    assert answer.answer.startswith(f"{refusal()} No paper was searched")
    assert "4 papers without a date were left out." in answer.answer


# --- what the papers do not say


@pytest.mark.parametrize(
    "question", [*OFF_TOPIC, "What was the high needs deficit in 2031/32?", "How many EHC plans were there in 1987?"]
)
def test_what_the_papers_do_not_say_is_refused(question: str, desk: Desk) -> None:
    answer = desk.ask(question)
    assert (answer.status, answer.claims, answer.citations) == ("not_found", [], [])
    assert answer.answer.startswith(refusal())
    assert f"Searched {answer.searched.documents} papers ({answer.searched.passages} passages)" in answer.answer
    assert "2 pages gave no text and could not be searched" in answer.answer
    assert "The nearest passages, which do not answer it, are in: " in answer.answer
    assert answer.passages


DOUBTFUL = (
    "How many children were adopted in 2024/25?",
    "What is being done about bullying?",
    "How many potholes were filled in 2025?",
    "How much did the council spend on school meals last year?",
)


@pytest.mark.parametrize("question", DOUBTFUL)
def test_what_only_comes_near_is_given_as_such(question: str, desk: Desk) -> None:
    answer = desk.ask(question, as_of=TODAY)
    assert answer.status in ("partial", "not_found")
    assert answer.answer.startswith((doubt(), refusal()))


def test_a_sure_answer_is_given_without_doubt(desk: Desk) -> None:
    for question in ("When did the Northfold Family Hub open?", "How many children had an EHC plan in January 2025?"):
        answer = desk.ask(question, as_of=TODAY)
        assert answer.status == "answered"
        assert answer.doubt is None


def test_what_was_searched_is_counted(desk: Desk) -> None:
    answer = desk.ask(SEND_FUNDING)
    held = desk.documents()
    assert answer.searched.documents == len(held) == len(OPEN)
    assert answer.searched.passages == sum(len(desk.holdings.passages_of(d.id)) for d in held)
    assert answer.searched.unread_pages == sum(len(d["unread_pages"]) for d in OPEN) == 2


def test_a_scan_alone_is_searched_in_vain(desk: Desk) -> None:
    scanned = TRUTH["scanned"]
    answer = desk.ask("What does the forum ask for?", Filters(documents=(scanned["source"],)))
    assert (answer.status, answer.searched.documents, answer.searched.unread_pages) == ("not_found", 1, len(scanned["pages"]))


# --- questions that cannot be taken, and follow-ups


@pytest.mark.parametrize(
    ("question", "words_of_it"), [("", "empty"), (" ?! ", "empty"), ("why " * 25_000, "100,000|99,999"), ("\u200b", "empty")]
)
def test_a_question_that_cannot_be_taken_is_one_clear_line(question: str, words_of_it: str, desk: Desk) -> None:
    with pytest.raises(QuestionError, match=words_of_it) as raised:
        desk.ask(question)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "question",
    ['"', "AND OR NOT", "NEAR(send, 5)", "send*", "title:send", "'; DROP TABLE passages; --", "\u0434\u0430", "(" * 50],
)
def test_signs_of_query_languages_are_only_words(question: str, desk: Desk) -> None:
    if any(c.isalnum() for c in question):
        assert desk.ask(question).status in ("answered", "partial", "not_found")
    else:
        with pytest.raises(QuestionError):
            desk.ask(question)
    assert desk.ask(SEND_FUNDING).status == "answered"


def test_a_follow_up_is_asked_with_the_subject_of_the_turn_before(desk: Desk) -> None:
    first = desk.ask(SEND_FUNDING)
    second = desk.ask("And which of them are overdue?", turns=[first])
    assert second.question == "And which of them are overdue?"
    assert "Review of banding and top-up rates" in second.answer
    alone = desk.ask("And which of them are overdue?")
    assert as_printed(alone) != as_printed(second)


def test_year_columns_are_cited_to_the_header_that_prints_them(desk: Desk) -> None:
    answer = desk.ask("Persistent absence, secondary", Filters(documents=("education-strategy-2025-28.pdf",)))
    claim = next(c for c in answer.claims if "24%" in c.text and "2024/25" in c.text)
    quotes = [c.quote for c in answer.citations if c.n in claim.citations]
    assert any("24%" in quote for quote in quotes)
    assert any("2024/25" in quote and "24%" not in quote for quote in quotes)


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_an_answer_quotes_leads_the_passages_found(question: str, answers: dict[str, Answer]) -> None:
    answer = answers[question]
    if answer.status != "not_found":  # the second, where what was made of the first did not pass the check
        first = [" ".join(words(p.text)) for p in answer.passages[:2]]
        assert any(" ".join(words(c.quote)[:5]) in text for text in first for c in answer.citations)
    assert len({p.id for p in answer.passages}) == len(answer.passages)


SURVEY = """# Swimmers' survey

## What swimmers said

The survey was open to swimmers at the three pools in March and 312 of them replied to it.

Swimmers were asked what the pools ought to put first, and could choose two of five wishes.

- Cleaner changing rooms (64%)
- Lanes for slow swimmers (41%)
- A later closing hour (22%)

## What it cost

The survey cost \u00a3900.
"""


def test_a_paragraph_in_front_of_a_list_brings_the_list(desk_over: Callable[[str, str], Desk]) -> None:
    desk = desk_over("survey.md", SURVEY)
    answer = desk.ask("What should the pools put first, in the swimmers' eyes?", as_of=TODAY).answer
    cost = desk.ask("What did the survey cost?", as_of=TODAY).answer
    assert all(wish in answer for wish in ("changing rooms (64%)", "slow swimmers (41%)", "later closing hour (22%)"))
    assert "\u00a3900" in cost
    assert "closing hour" not in cost
