"""The ledger: each promise once, what later papers say of it and no more, overdue by the day asked for, narrowed to what is asked."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.ledger import Commitment, Later, Narrowed, Relation, Stated, as_json, ledger, narrowed
from assistant.ledger_dates import is_later, paper_dates
from assistant.ledger_narrow import owned_by
from assistant.ledger_relation import Promise, counts, relation, verbs_of
from assistant.ledger_same import gist, grouped
from assistant.ledger_words import Lexicon, key
from vectorstore.commitments import Entry, EntryKind, Form, Milestone
from vectorstore.library import Holdings, Library
from vectorstore.models import Document, Kind, Role, Span, fold_space
from vectorstore.records import Field, Owner
from vectorstore.settings import Settings

from .conftest import ROOT

TRUTH: list[dict[str, Any]] = json.loads((ROOT / "samples" / "truth.json").read_text(encoding="utf-8"))["commitments"]
STRATEGY, ANNUAL = "education-strategy-2025-28.pdf", "children-education-annual-report-2024-25.pdf"
JANUARY, MARCH = "cyp-scrutiny-minutes-2026-01-19.pdf", "cyp-scrutiny-minutes-2026-03-16.pdf"
Q3, Q4 = "strategic-risk-register-q3-2025-26.pdf", "strategic-risk-register-q4-2025-26.pdf"
CABINET, MONITOR = "cabinet-send-places-2026-03-10.docx", "budget-monitor-q3-2025-26.xlsx"
LINTOCK, BRIEFING = "lintock-consultation-summary.html", "councillor-briefing-send-transport.md"
INDICATORS = "performance-indicators-2025-26.csv"
# What the truth calls by another name than its own words do: a later date is a delay, "Overdue" is too.
JUDGED = {("Open a third family hub in Lintock", LINTOCK): "delayed", ("Punctuality by operator", MARCH): "delayed"}
# What the papers say beside what the truth lists, of the same thing, each judged by its words.
BESIDE = {
    ("Publish a high needs recovery plan", "mentioned", CABINET),
    ("Publish a high needs recovery plan", "progressed", Q4),
    ("Enlarge Larkfield School by 48 places", "mentioned", Q3),
    ("Enlarge Larkfield School by 48 places", "progressed", CABINET),
    ("Enlarge Larkfield School by 48 places", "delayed", MARCH),
    ("Enlarge Larkfield School by 48 places", "progressed", Q4),
    ("Open five resource bases", "mentioned", Q3),
    ("Open five resource bases", "changed", MARCH),
    ("Offer independent travel training; 40 pupils trained", "progressed", JANUARY),
    ("Offer independent travel training; 40 pupils trained", "progressed", MONITOR),
    ("Offer independent travel training; 40 pupils trained", "mentioned", INDICATORS),
    ("Review banding and top-up rates", "mentioned", Q3),
    ("Set up a multi-agency quality audit of EHC plans", "mentioned", JANUARY),
    ("Open a third family hub in Lintock", "delayed", MONITOR),
    ("Commission an independent review of alternative provision", "delayed", Q3),
    ("Review every route with fewer than three pupils", "mentioned", BRIEFING),
    ("Review every route with fewer than three pupils", "progressed", Q4),
    ("Open the first of two small children's homes", "mentioned", Q3),
    ("Open the first of two small children's homes", "mentioned", MONITOR),
    ("Open the first of two small children's homes", "progressed", Q4),
}
CASES = pytest.mark.parametrize("case", TRUTH, ids=lambda c: c["what"][:50])


@pytest.fixture(scope="module")
def holdings(sample_library: Path) -> Holdings:
    return Library(Settings.load(sample_library)).holdings(Role.READER)


@pytest.fixture(scope="module")
def held(holdings: Holdings) -> list[Commitment]:
    return ledger(holdings)


def plain(text: str) -> str:
    """Words alone, without a reference, a sign or "ACTION" at their start."""
    return re.sub(r"\W+", " ", re.sub(r"^(?:ACTION: |RESOLVED: |R\d |\(\w\) |[\d.]+ )", "", text)).strip().lower()


def states(commitment: Commitment, source: str, page: int | None, quote: str) -> bool:
    wanted = plain(quote)
    return any(
        s.document.source == source and s.page == page and (wanted in plain(s.quote) or plain(s.quote) in wanted)
        for s in commitment.sources
    )


def commitment_of(case: dict[str, Any], held: list[Commitment]) -> Commitment:
    found = [c for c in held if states(c, case["source"], case["page"], case["quote"])]
    assert found, f"no commitment says: {case['quote']}"
    return found[0]


# --- the samples against their truth


@CASES
def test_a_promise_stands_once_with_every_paper_that_states_it(case: dict[str, Any], held: list[Commitment]) -> None:
    found = commitment_of(case, held)
    assert found.due_date == case["due_date"]
    for also in case["also_promised"]:
        assert states(found, also["source"], also["page"], also["quote"]), also["quote"]
    days = [s.made_on for s in found.sources if s.made_on]
    assert days == sorted(days)


@CASES
def test_later_papers_say_how_it_stands_and_nothing_else_is_taken_for_it(case: dict[str, Any], held: list[Commitment]) -> None:
    later = commitment_of(case, held).later
    found = {(x.relation, x.document.source, x.page) for x in later}
    for each in case["later"]:
        relation_ = JUDGED.get((case["what"], each["source"]), each["relation"])
        assert (relation_, each["source"], each["page"]) in found, each["quote"]
    listed = {(JUDGED.get((case["what"], each["source"]), each["relation"]), each["source"]) for each in case["later"]}
    listed |= {(r, source) for what, r, source in BESIDE if what == case["what"]}
    assert [(x.relation, x.document.source, x.quote) for x in later if (x.relation, x.document.source) not in listed] == []


def test_what_is_listed_beside_the_truth_is_still_found(held: list[Commitment]) -> None:
    cases = {case["what"]: commitment_of(case, held) for case in TRUTH}
    found = {(what, x.relation, x.document.source) for what, c in cases.items() for x in c.later}
    assert sorted(found & BESIDE) == sorted(BESIDE)


@CASES
def test_overdue_as_the_truth_says(case: dict[str, Any], held: list[Commitment]) -> None:
    found = commitment_of(case, held)
    for flag in case["flags"]:
        if said := re.fullmatch(r"overdue on (\S+)", flag):
            assert flag in found.flags(date.fromisoformat(said.group(1)))
        elif flag != "no later mention of progress":
            assert flag in found.flags(date(2026, 3, 31))


def test_quotes_are_the_pages_own_words(held: list[Commitment], holdings: Holdings) -> None:
    pages = {(d.id, p.ordinal): p.text for d in holdings.documents() for p in holdings.pages(d.id)}
    for commitment in held:
        places = [(s.document, s.entry.spans, s.quote) for s in commitment.sources]
        for document, spans, quote in [*places, *((x.document, x.spans, x.quote) for x in commitment.later)]:
            words = fold_space(" ".join(pages[document.id, s.page][s.start : s.end] for s in spans))
            assert words == fold_space(quote)
            assert quote


def test_evidence_is_later_than_the_promise_and_from_another_paper(held: list[Commitment]) -> None:
    assert sum(len(c.later) for c in held) > 40
    for commitment in held:
        made_on = commitment.sources[0].made_on
        assert all(x.date and is_later(x.date, made_on) for x in commitment.later if made_on)
        assert [x.date for x in commitment.later] == sorted(x.date or "" for x in commitment.later)


def test_the_rows_of_a_tracker_follow_up_and_are_no_promises_of_their_own(held: list[Commitment]) -> None:
    assert not [c.quote for c in held if c.sources[0].document.source == MARCH and c.entry.form == "tracker"]
    alone = [c for c in held if c.entry.form == "tracker"]  # what the tracker of January follows up is in no paper held
    assert {(c.entry.what, c.status, c.stands) for c in alone} >= {
        ("Arrange a visit to Northfold Family Hub", "Visit fixed for 25 February 2026", "mentioned"),
        ("Provide the specification for the review of alternative provision", "Carried forward to March 2026", "delayed"),
    }


def test_a_resolution_and_the_action_below_it_are_one(held: list[Commitment]) -> None:
    (one,) = [c for c in held if states(c, JANUARY, 2, "That a report on interim places for September 2026 be brought")]
    assert [s.entry.kind for s in one.sources] == ["decision", "action"]
    assert one.owners == ("Callum Nwosu",)


def test_what_an_exempt_paper_says_is_not_there_for_a_reader(sample_library: Path, held: list[Commitment]) -> None:
    library = Library(Settings.load(sample_library))
    exempt = {d.id for d in library.holdings(Role.OFFICER).documents()} - {
        d.id for d in library.holdings(Role.READER).documents()
    }
    assert len(exempt) == 1
    for commitment in held:
        assert exempt.isdisjoint({s.document.id for s in commitment.sources} | {x.document.id for x in commitment.later})
    whole = ledger(library.holdings(Role.OFFICER))
    by_id = {c.id: c for c in whole}
    early = [c for c in held if c.sources[0].document.source == STRATEGY]
    assert {by_id[c.id].checked - c.checked for c in early} == {1}


def test_a_ledger_is_the_same_whenever_it_is_made(samples: Path, tmp_path: Path) -> None:
    from ingest.job import ingest

    made = []
    for name in ("one", "two"):
        library = Library(Settings.load(tmp_path / name))
        ingest([samples / LINTOCK, samples / BRIEFING], library)
        made.append([as_json(c, date(2026, 5, 1)) for c in ledger(library.holdings())])
        library.close()
    assert made[0] == made[1] != []
    assert len({c["id"] for c in made[0]}) == len(made[0])


def test_a_ledger_is_made_anew_when_a_paper_comes(samples: Path, tmp_path: Path) -> None:
    from ingest.job import ingest

    library = Library(Settings.load(tmp_path))
    ingest([samples / LINTOCK], library)
    assert {c.checked for c in ledger(library.holdings())} == {0}
    (tmp_path / "note.md").write_text(
        "# Note\n\nPublished 1 June 2026.\n\nThe hub at Lintock will open soon.\n", encoding="utf-8"
    )
    ingest([tmp_path / "note.md"], library)
    assert {(c.checked, c.checked_to) for c in ledger(library.holdings()) if c.sources[0].document.source == LINTOCK} == {
        (1, "2026-06-01")
    }
    library.close()


# --- dates


def test_papers_are_dated_by_what_they_say(holdings: Holdings) -> None:
    dates = {d.source: paper_dates(holdings).get(d.id) for d in holdings.documents()}
    assert dates[JANUARY] == "2026-01-19"
    assert dates[LINTOCK] == "2026-03-09"  # "Published 9 March 2026."
    assert dates[BRIEFING] == "2026-01-12"  # a sentence of its own
    assert dates[INDICATORS] == "2026-03-31"  # the end of its year


@pytest.mark.parametrize(
    ("paper", "promise", "later"),
    [
        ("2026-01-20", "2026-01-19", True),
        ("2026-01-19", "2026-01-19", False),
        ("2026-01", "2026-01-19", False),
        ("2026-02", "2026-01-19", True),
        ("2026", "2026-01-19", False),
        ("2026-02-01", "2026", True),  # a plan that begins in 2026
        ("2025-12-01", "2026", False),
    ],
)
def test_later_than(paper: str, promise: str, later: bool) -> None:
    assert is_later(paper, promise) is later


# --- what words say


BRIDGE = "Open two footbridges over the Wend"
SAID: list[tuple[str, Relation | None]] = [
    ("Both footbridges opened on 3 May 2026.", "completed"),
    ("Completed", "completed"),
    ("Done; keys handed over", "completed"),
    ("The footbridges have been completed.", "completed"),
    ("One footbridge has been opened; the other remains closed.", "progressed"),
    ("The paint shop was completed in May 2026.", "progressed"),
    ("3 of 9 piles have been completed.", "progressed"),
    ("Foundations are being designed.", "progressed"),
    ("In progress", "progressed"),
    ("The footbridges will now open in June 2027.", "delayed"),
    ("The footbridges would open in June 2027.", "delayed"),
    ("Overdue: awaiting steel", "delayed"),
    ("Opening was due in September 2026.", "delayed"),
    ("Put back to the spring", "delayed"),
    ("The footbridges will open in September 2026.", "mentioned"),
    ("The footbridges will not be opened until funds are found.", "mentioned"),
    ("One footbridge will open in place of the two, not three as promised.", "changed"),
    ("One footbridges scheme will open in August 2026.", "changed"),
    ("The scheme has been withdrawn.", "dropped"),
    ("The footbridges will not proceed.", "dropped"),
    ("When will the footbridges be opened?", None),
    ("The old footbridge was opened on 4 June 1988.", None),
    ("Officers need to embed what was learnt.", "mentioned"),
]


@pytest.mark.parametrize(("words", "expected"), SAID, ids=[w for w, _ in SAID])
def test_a_relation_is_only_what_the_words_say(words: str, expected: Relation | None) -> None:
    read = Lexicon([]).read(BRIDGE)
    promise = Promise(frozenset(read.order), verbs_of(read.order), counts(BRIDGE), "2026-01-10", "2026-09")
    assert relation(words, promise, "2026-11-01") == expected


def test_only_the_clauses_that_speak_of_it_say_how_it_stands() -> None:
    text = "Refit the Wend ferry landing"
    read = Lexicon([]).read(text)
    promise = Promise(frozenset(read.order), verbs_of(read.order), counts(text), "2026-01-10", "2026-12")
    beside = (
        "The Wend ferry landing will be refitted in May 2026, while the bus station has been delayed and the kiosk was withdrawn."
    )
    assert relation(beside, promise, "2026-04-01", named=True) == "mentioned"
    assert (
        relation("The bus station is open; the Wend ferry landing has been delayed.", promise, "2026-04-01", named=True)
        == "delayed"
    )


def test_what_was_due_is_late_only_once_the_day_has_passed() -> None:
    promise = Promise(frozenset({key("footbridge")}), frozenset({"open"}), frozenset(), "2026-01-10", "2026-09")
    assert relation("The footbridge was due in September 2026.", promise, "2026-08-01") == "mentioned"
    assert relation("The footbridge was due in September 2026.", promise, "2026-10-01") == "delayed"


# --- one promise or two


def paper(name: str, day: date | None = None) -> Document:
    return Document(name, name, name, Kind.REPORT, (f"{name}.pdf",), meeting_date=day, page_count=9)


def entry(
    what: str, due: str | None = None, owner: str | None = None, kind: EntryKind = "action", form: Form = "table", n: int = 0
) -> Entry:
    owners = (Owner(owner, "person"),) if owner else ()
    return Entry(kind, form, what, (Span(1, n, n + len(what)),), owners, due=Field(due) if due else None, due_date=due)


PLAN, REPORT = paper("plan", date(2026, 1, 5)), paper("report", date(2026, 4, 6))


def as_one(*said: tuple[Document, Entry]) -> bool:
    stated = [Stated(document, each, each.what) for document, each in said]
    lexicon = Lexicon([("SEND", "special educational needs and disabilities")])
    for text in (*(each.what for _, each in said), *(f"The {n} was discussed at length" for n in ("budget", "depot", "library"))):
        lexicon.count(lexicon.read(text))
    return len(grouped(stated, [gist(s.entry, lexicon) for s in stated])) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            entry("Launch a repair café at the depot", "2026-06"),
            entry("A repair café will be launched at the depot.", "2026-06-30"),
        ),
        (entry("Launch a repair café at the depot", "2026-06", "Ivo Marsh"), entry("We will launch a repair café at the depot")),
        (entry("Write a SEND travel guide"), entry("Write a special educational needs and disabilities travel guide")),
    ],
)
def test_one_promise_in_two_papers(one: Entry, other: Entry) -> None:
    assert as_one((PLAN, one), (REPORT, other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (entry("Open a warm space in Aldbury library"), entry("Open a warm space in Cressing library")),
        (entry("Recruit three park wardens"), entry("Recruit five park wardens")),
        (entry("Publish the allotment waiting list", "2026-03"), entry("Publish the allotment waiting list", "2027-03")),
        (
            entry("Publish the allotment waiting list", None, "Ivo Marsh"),
            entry("Publish the allotment waiting list", None, "Una Reid"),
        ),
        (entry("Review the cemetery charges"), entry("Publish the cemetery charges")),
        (entry("Mend the clock tower roof"), entry("Mend the clock tower roof", kind="recommendation")),
        (entry("That the depot report be noted", kind="decision"), entry("That the depot report be noted", kind="decision")),
        (entry("Report on progress"), entry("Report on progress each quarter")),
    ],
)
def test_two_promises_in_like_words(one: Entry, other: Entry) -> None:
    assert not as_one((PLAN, one), (REPORT, other))


def test_each_row_of_a_paper_is_its_own_unless_it_is_printed_twice() -> None:
    row = entry("Train ward clerks in first aid", "2026-06", "Una Reid")
    assert not as_one((PLAN, row), (PLAN, entry("Train all ward clerks in first aid", "2026-06", "Una Reid", n=90)))
    assert as_one((PLAN, row), (PLAN, entry("Train ward clerks in first aid", "2026-06", "Una Reid", n=90)))
    assert as_one((PLAN, row), (PLAN, entry("We will train ward clerks in first aid", form="prose", kind="commitment", n=90)))


# --- overdue


def commitment(due: str | None, *later: Relation, milestones: tuple[str, ...] = (), stands: Relation | None = None) -> Commitment:
    staged = tuple(Milestone(m, (), m) for m in milestones)
    said = Entry(
        "action", "table", "Mend the roof", (Span(1, 0, 13),), due=Field(due) if due else None, due_date=due, milestones=staged
    )
    passages = tuple(Later(r, "words", (Span(1, 0, 5),), REPORT, "2026-04-06") for r in later)
    return Commitment("x", "Mend the roof", (Stated(PLAN, said, "Mend the roof"),), passages, stands=stands)


@pytest.mark.parametrize(
    ("due", "last"),
    [
        ("2026-03-31", date(2026, 3, 31)),
        ("2026-02", date(2026, 2, 28)),
        ("2026", date(2026, 12, 31)),
        ("2026-12", date(2026, 12, 31)),
    ],
)
def test_overdue_from_the_day_after_the_last(due: str, last: date) -> None:
    assert not commitment(due).overdue(last)
    assert commitment(due).overdue(date.fromordinal(last.toordinal() + 1))


def test_what_is_done_or_dropped_is_not_overdue_and_a_new_date_does_not_undo_the_first() -> None:
    day = date(2026, 5, 1)
    assert commitment("2026-03", "delayed").overdue(day)
    assert commitment("2026-03", "progressed", "changed", "mentioned").overdue(day)
    assert not commitment("2026-03", "delayed", "completed").overdue(day)
    assert not commitment("2026-03", "dropped").overdue(day)
    assert not commitment("2026-03", stands="completed").overdue(day)
    assert not commitment(None).overdue(day)


def test_the_last_word_decides_and_on_a_day_what_was_said_by_then() -> None:
    late_after_all = commitment("2026-03", "completed", "delayed")
    assert late_after_all.overdue(date(2026, 5, 1))
    assert not late_after_all.ended
    done = commitment("2026-03", "completed")
    assert done.overdue(date(2026, 4, 5))
    assert not done.overdue(date(2026, 4, 6))


def test_a_date_for_a_response_is_met_by_any_response() -> None:
    asked = Entry(
        "recommendation", "table", "Mend the roof", (Span(1, 0, 13),), due=Field("March 2026", label="Response asked for by"),
        due_date="2026-03",
    )  # fmt: skip
    stated = (Stated(PLAN, asked, "Mend the roof"),)
    assert Commitment("x", "Mend the roof", stated).overdue(date(2026, 5, 1))
    answered = Later("mentioned", "Accepted", (Span(1, 0, 8),), REPORT, "2026-04-06")
    assert not Commitment("x", "Mend the roof", stated, (answered,)).overdue(date(2026, 5, 1))


def test_a_staged_date_that_has_passed_is_overdue_and_said() -> None:
    staged = commitment("2027-01", milestones=("2026-02", "2027-01"))
    assert staged.overdue(date(2026, 5, 1))
    assert "overdue on 2026-05-01" in staged.flags(date(2026, 5, 1))
    assert set(commitment(None).flags(date(2026, 5, 1))) == {"no owner", "no date"}


# --- narrowed


def said(held: list[Commitment], to: Narrowed, acronyms: list[tuple[str, str]] | None = None) -> list[str]:
    return [c.entry.what for c in narrowed(held, to, acronyms or [])]


def test_narrowed_by_subject_in_any_of_its_words(held: list[Commitment], holdings: Holdings) -> None:
    about = said(held, Narrowed(about="care leaver"), holdings.acronyms())
    assert "Offer every care leaver aged 16 to 25 a named job coach" in about
    assert not [w for w in about if "Larkfield" in w or "hub" in w]
    assert "Give every care leaver a health passport" in said(
        held, Narrowed(about="young people who left care"), holdings.acronyms()
    )
    plans = [w for w in said(held, Narrowed(about="education, health and care plans"), holdings.acronyms()) if "EHC" in w]
    assert plans
    assert said(held, Narrowed(about="submarines"), holdings.acronyms()) == []
    send = said(held, Narrowed(about="SEND"), holdings.acronyms())
    assert "Ask parents each year how confident they are in SEND support" in send
    assert not [w for w in send if w.startswith("Siobhan Tarleton to send members")]


def test_narrowed_by_owner_kind_paper_and_date(held: list[Commitment]) -> None:
    mine = narrowed(held, Narrowed(owner="T. Okoro"))
    assert mine
    assert all("Tamsin Okoro" in o for c in mine for o in [", ".join(c.owners)])
    assert {c.kind for c in narrowed(held, Narrowed(kind="recommendation"))} == {"recommendation"}
    assert all(STRATEGY in {s.document.source for s in c.sources} for c in narrowed(held, Narrowed(document=STRATEGY)))
    between = narrowed(held, Narrowed(due_after=date(2025, 12, 31), due_before=date(2026, 4, 1)))
    assert between
    assert all("2026-01" <= (c.due_date or "") <= "2026-03-31" for c in between)
    late = narrowed(held, Narrowed(overdue=True, as_of=date(2026, 3, 31)))
    assert late
    assert all(c.overdue(date(2026, 3, 31)) for c in late)
    dates = [c.due_date for c in narrowed(held, Narrowed())]
    assert dates[-1] is None
    assert dates[: len([d for d in dates if d])] == [d for d in dates if d]


def test_an_owner_is_a_person_however_spelt_or_part_of_a_post() -> None:
    assert owned_by("Head of SEND", "head of send")
    assert owned_by("Assistant Director, Education and SEND", "Education")
    assert owned_by("Dr Anselm Quartey", "A. Quartey")
    assert not owned_by("Head of Housing", "Head of SEND")
    assert not owned_by("Una Reid", "Una Ford")


def test_two_items_of_one_list_are_two_promises() -> None:
    one = entry("Adopt the parks strategy as set out in appendix A of the draft report", kind="decision", form="minutes")
    other = entry(
        "Adopt the parks and lakes strategy as set out in appendix B of the draft report", kind="decision", form="minutes", n=90
    )
    assert not as_one((PLAN, one), (PLAN, other))


def test_a_decision_that_asks_for_nothing_is_not_followed(held: list[Commitment]) -> None:
    settled = [c for c in held if c.kind == "decision" and re.search(r"correct record|be noted", c.entry.what)]
    assert settled
    assert [c.entry.what for c in settled if c.later] == []
