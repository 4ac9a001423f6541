"""Questions over registers: the records that answers name, against sets told from truths written by hand.

The drawn registers and the samples are each one library. Each case is asked once, in one of its wordings in turn; all of them are asked
where ASK_EVERY_WORDING is set, which takes twice as long. What is wrong is told in words.
"""

from __future__ import annotations

import json
import os
import re
import statistics
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.answer import Answer, Claim
from assistant.desk import Desk
from assistant.verify import quote_stands
from ingest.job import ingest
from tests.registers import NAMES, build, module, questions_papers, questions_real, questions_sample, questions_sheets
from tests.registers.questions import Case, Place, Row, rows
from vectorstore.library import Library
from vectorstore.models import Filters
from vectorstore.settings import Settings

EVERY_WORDING = bool(os.environ.get("ASK_EVERY_WORDING"))
_BEGINNING = 48  # letters and figures of a name that tell it from others; answers shorten long names
_LABEL = re.compile(r"(?:^|\. )[A-Z][\w ]{2,24}: ")
_REF = re.compile(r"^(?:(?:control |risk )?ref(?:erence)?|no): (?P<ref>\S+?)\. ", re.I)


def plain(text: str) -> str:
    """Letters and figures alone, in lower case."""
    return "".join(re.findall(r"[a-z0-9]+", text.lower()))


# --- the records that an answer names


def named(claim: str, among: Sequence[Row], wanted: Collection[Place] = ()) -> Place | None:
    """The record that a claim names: by its reference, else by the longest name at its beginning or behind a label.

    A row that prints a risk and then its control names both, of which the one wanted is taken, as of records with the same words
    (a control called as its risk); `Risk:` behind a control tells whose it is.
    """
    ref = _REF.match(claim)
    if ref and (same := [r.place for r in among if r.ref == ref.group("ref")]):
        return same[0]
    starts = [0, *([ref.end()] if ref else []), *(m.end() for m in _LABEL.finditer(claim))]
    begun = [found for start in starts if (found := _begun(plain(claim[start:]), among))]
    if not begun:
        return None
    first = begun[0]
    if first[0].kind == "risk":
        return min((r.place for found in begun for r in found), key=lambda p: p not in wanted)
    homes = [r.place[0] for found in begun[1:] for r in found if r.kind == "risk"]
    return min((r.place for r in first), key=lambda p: (bool(homes) and p[0] not in homes, p not in wanted))


def _begun(text: str, among: Sequence[Row]) -> list[Row]:
    """The records with the longest name that a text begins with."""
    found = [(len(name), r) for r in among if (name := plain(r.name)[:_BEGINNING]) and text.startswith(name)]
    longest = max((length for length, _ in found), default=0)
    return [r for length, r in found if length == longest]


def grouped(claim: str) -> tuple[str, int] | None:
    """A line of a grouping: the group and how many are in it."""
    found = re.match(r"(?P<name>.+?): (?P<n>\d+)(?: \(|$)", claim)
    return (found.group("name"), int(found.group("n"))) if found else None


@dataclass
class Asked:
    """A question, its answer and how right that was, each from 0 to 1. `wrong` says what is wrong with it."""

    case: Case
    text: str
    answer: Answer
    precision: float = 1.0
    recall: float = 1.0
    counted: bool = True
    wrong: list[str] = field(default_factory=list)


def listed(answer: Answer) -> list[Claim]:
    """The claims that name records: those after a lead that says how many, without what is counted of one record."""
    claims = answer.claims
    lead = bool(claims) and claims[0].derived is not None and claims[0].derived.op == "count"
    return [c for c in claims[lead:] if c.derived is None or not re.search(r"has \d+ controls?, \d+", c.text)]


def judge(case: Case, text: str, answer: Answer, among: Sequence[Row]) -> Asked:
    """How right an answer is."""
    asked = Asked(case, text, answer)
    expected, also = case.expected(list(among)), case.also(list(among))
    if answer.status != "answered":
        asked.wrong.append(f"status {answer.status}")
    if case.groups is not None:
        _judge_groups(asked, case.groups, len(expected), among)
    elif not expected:
        _judge_none(asked, among)
    else:
        _judge_records(asked, expected, also, among)
    if case.version and case.version not in answer.answer.lower():
        asked.wrong.append(f"does not say {case.version!r}")
    said = " ".join(c.text for c in answer.claims)
    asked.wrong += [f"does not say {words!r}" for words in case.says if words not in said]
    others = {c.source for c in answer.citations if not c.source.endswith(case.register)}
    if others:
        asked.wrong.append(f"cites {', '.join(sorted(others))}")
    return asked


def _judge_records(asked: Asked, expected: frozenset[Place], also: frozenset[Place], among: Sequence[Row]) -> None:
    claims = listed(asked.answer)
    found: list[Place | None] = []
    for claim in claims:  # of two records with the same words each is named once
        found.append(named(claim.text, among, (expected | also) - set(found)))
    right = {place for place in expected if place in found}
    surplus = [c.text for c, place in zip(claims, found, strict=True) if place not in expected | also]
    asked.recall = len(right) / len(expected)
    asked.precision = 1 - len(surplus) / len(claims) if claims else 0.0
    by_place = {r.place: r for r in among}
    asked.wrong += [f"missing {_told(by_place[p])}" for p in sorted(expected - right)]
    asked.wrong += [f"surplus {claim[:70]!r}" for claim in surplus]
    asked.wrong += [f"twice {_told(by_place[p])}" for p in sorted(right) if found.count(p) > 1]
    lead = asked.answer.claims[0] if asked.answer.claims else None
    counting = re.match(r"how many\b", asked.text, re.I)
    told = lead.derived.value if lead and lead.derived and lead.derived.op == "count" and not grouped(lead.text) else None
    if (told is not None or counting) and told not in range(len(expected), len(expected | also) + 1):
        asked.counted = False
        asked.wrong.append(f"counts {told}, not {len(expected)}")


def _judge_groups(asked: Asked, groups: Mapping[str, int], of: int, among: Sequence[Row]) -> None:
    lines = [line for c in asked.answer.claims[1:] if (line := grouped(c.text))]
    want, got = {(plain(k), v) for k, v in groups.items()}, {(plain(k), v) for k, v in lines}
    asked.recall = len(want & got) / len(want)
    asked.precision = len(want & got) / len(got) if got else 0.0
    if want != got:
        asked.wrong.append(f"groups {lines}")
    lead = asked.answer.claims[0].derived if asked.answer.claims else None
    if lead is None or lead.value != of:
        asked.counted = False
        asked.wrong.append(f"counts {lead and lead.value}, not {of}")


def _judge_none(asked: Asked, among: Sequence[Row]) -> None:
    """That there is none must be said first; records must not be named behind it."""
    lead = asked.answer.claims[0].text if asked.answer.claims else ""
    surplus = [c.text for c in listed(asked.answer) if not grouped(c.text) and named(c.text, among)]
    if not re.match(r"(?:None|No)\b", lead):
        asked.precision = asked.recall = 0.0
        asked.counted = not re.match(r"how many\b", asked.text, re.I)
        asked.wrong.append(f"does not say that there is none: {lead[:90]!r}")
    elif surplus:
        asked.precision = 0.0
        asked.wrong.append(f"surplus {surplus[0][:70]!r}")


def _told(row: Row) -> str:
    return f"{row.kind} {' '.join(filter(None, (row.home.ref, row.name[:50])))!r}"


# --- asking


def ask_all(desk: Desk, cases: Iterable[Case], truths: Mapping[str, Sequence[Row]], one_paper: bool) -> list[Asked]:
    """Ask some cases; `one_paper` keeps each question to its register's paper."""
    asked = []
    for n, case in enumerate(cases):
        filters = Filters(documents=(case.register,)) if one_paper else None
        for text in case.texts if EVERY_WORDING else (case.texts[n % len(case.texts)],):
            made = judge(case, text, desk.ask(text, filters, as_of=case.as_of), truths[case.register])
            made.wrong += unsupported(desk, made.answer)
            asked.append(made)
    return asked


def unsupported(desk: Desk, answer: Answer) -> list[str]:
    """Quotes that are not on their page; in a paper without pages, not in the paper."""
    wrong = []
    for c in answer.citations:
        ordinals = c.pages or [p.ordinal for p in desk.holdings.pages(c.document)]
        at = {n: desk.page(c.document, n) for n in ordinals}
        if not any(quote_stands(c, at.get, some) for some in ([ordinals] if c.pages else [[n] for n in ordinals])):
            wrong.append(f"quote {c.n} is not on its page: {c.quote[:60]!r}")
    return wrong


def told(asked: Iterable[Asked]) -> str:
    """What is wrong, a question a paragraph."""
    lines = []
    for a in asked:
        if a.wrong:
            lines.append(f"[{a.case.register}] {a.text}  (precision {a.precision:.2f}, recall {a.recall:.2f})")
            lines += [f"    {w}" for w in a.wrong[:8]]
            lines.append(f"    answer ({a.answer.status}): {' '.join(a.answer.answer.split())[:300]}")
    return "\n".join(lines)


def length_at_95(asked: Sequence[Asked]) -> int:
    """Characters of the answers at the 95th percentile."""
    lengths = sorted(len(a.answer.answer) for a in asked)
    return lengths[int(0.95 * (len(lengths) - 1))]


# --- the three libraries

OF_DRAWN = [*questions_papers.CASES, *questions_sheets.CASES]
DRAWN = {file: rows(truth["risks"]) for name in NAMES for file, truth in module(name).TRUTH.items() if truth}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> list[Asked]:
    """The drawn registers, with what only looks like one, in one library: what was asked of each."""

    folder = tmp_path_factory.mktemp("drawn")
    files = [path for path, _ in build(folder)]
    library = Library(Settings.load(tmp_path_factory.mktemp("registers")))
    assert len(ingest([folder], library).added) == len(files)
    asked = ask_all(Desk(library), OF_DRAWN, DRAWN, one_paper=True)
    library.close()
    return asked


@pytest.fixture(scope="module")
def sample(sample_library: Path, samples: Path) -> list[Asked]:
    """The sample borough's papers, two versions of one register among them."""
    told = json.loads((samples.parent / "truth.json").read_text(encoding="utf-8"))
    truths = {g["source"]: rows(g["risks"]) for g in told["registers"]}
    library = Library(Settings.load(sample_library))
    asked = ask_all(Desk(library), questions_sample.CASES, truths, one_paper=False)
    library.close()
    return asked


@pytest.fixture(scope="module")
def real(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Asked]:
    """A real register, alone in its library."""

    library = Library(Settings.load(tmp_path_factory.mktemp("real")))
    assert ingest([papers / "corpus" / questions_real.REGISTER], library).added
    among = questions_real.truth(papers)
    asked = ask_all(Desk(library), questions_real.cases(among), {questions_real.REGISTER: among}, one_paper=False)
    library.close()
    return asked


def hold(asked: Sequence[Asked]) -> None:
    """What is promised of questions that list and count."""
    precision, recall = (statistics.mean(getattr(a, name) for a in asked) for name in ("precision", "recall"))
    wrong = f"{len(asked)} questions, precision {precision:.3f}, recall {recall:.3f}\n{told(asked)}"
    assert precision >= 0.97, wrong
    assert recall >= 0.97, wrong
    assert [a.text for a in asked if not a.counted] == [], wrong
    assert [w for a in asked for w in a.wrong if w.startswith(("quote", "cites", "does not say", "status"))] == [], wrong


def test_the_questions_ask_of_every_register() -> None:
    assert {case.register for case in OF_DRAWN} == set(DRAWN)
    texts = [text for case in (*OF_DRAWN, *questions_sample.CASES) for text in case.texts]
    assert len(set(texts)) >= 120


@pytest.mark.parametrize("file", DRAWN)
def test_answers_name_the_records_of_a_drawn_register(file: str, drawn: list[Asked]) -> None:
    hold([a for a in drawn if a.case.register == file])


@pytest.mark.parametrize("file", [questions_sample.LATEST, questions_sample.EARLIER])
def test_answers_name_the_records_of_the_version_asked(file: str, sample: list[Asked]) -> None:
    hold([a for a in sample if a.case.register == file])


@pytest.mark.papers
def test_answers_name_the_records_of_a_real_register(real: list[Asked]) -> None:
    hold(real)


def test_answers_over_registers_stay_readable(drawn: list[Asked], sample: list[Asked]) -> None:
    assert length_at_95(drawn) < 2_500
    assert length_at_95(sample) < 2_500


@pytest.mark.papers
def test_answers_over_a_real_register_stay_readable(real: list[Asked]) -> None:
    longest = sorted(((len(a.answer.answer), a.text) for a in real), reverse=True)[:6]
    assert length_at_95(real) < 2_500, longest


REFUSED_TITLE = """Risk,Risk owner,Score,Control,Control status,Control owner
Targets for recycling are not met,Ida Moss,12,Second collection in autumn,Completed,Tom Weir
Targets for recycling are not met,Ida Moss,12,New sorting line,In progress,Tom Weir
Floods close the depot,Bo Lin,9,Flood barriers,Completed,Bo Lin
"""


def test_a_not_in_the_title_of_a_risk_that_is_quoted_is_no_condition(desk_over: Callable[[str, str], Desk]) -> None:
    desk = desk_over("risk-register.csv", REFUSED_TITLE)
    whose = "the controls for the risk \u201cTargets for recycling are not met\u201d"
    finished = desk.ask(f"Which of {whose} are finished?").answer
    others = desk.ask(f"Which of {whose} are not finished?").answer
    assert "Second collection in autumn" in finished
    assert "New sorting line" not in finished
    assert "New sorting line" in others
    assert "Second collection in autumn" not in others
    assert "Flood barriers" not in finished + others
