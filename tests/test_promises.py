"""Promises in lists and prose: what is one, what only sounds like one, and what an entry holds."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest.commitments import read_commitments
from ingest.commitments.promises import promised
from ingest.describe import describe
from ingest.files import read
from ingest.passages import slices
from ingest.reading import BlockKind, Reading, Writer
from vectorstore.commitments import Entry
from vectorstore.models import Document, Kind

Line = tuple[BlockKind, str]


def written(*lines: Line) -> Reading:
    writer = Writer()
    writer.page(1)
    for kind, text in lines:
        writer.add(kind, text, level=1 if kind == "heading" else 0)
    return writer.finish()


def document(kind: Kind = Kind.REPORT, title: str = "Housing annual report", made: date | None = date(2026, 1, 20)) -> Document:
    return Document("d", "s", title, kind, ("a.pdf",), meeting_date=made)


def entries(*lines: Line, kind: Kind = Kind.REPORT, title: str = "Housing annual report") -> list[Entry]:
    return list(promised(written(*lines), document(kind, title)))


def prose(sentence: str, **given: Any) -> list[str]:
    return [e.what for e in entries(("heading", "Libraries"), ("paragraph", sentence), **given)]


@pytest.mark.parametrize(
    "sentence",
    [
        "We will open a second repair depot in Saltgate.",
        "The Council will publish a tenants' handbook by June 2026.",
        "A new allocations scheme will be published in March 2026.",
        "The Northfold library will open in July 2026.",
        "The survey of empty homes is due to start in April 2026.",
        "We plan to appoint two damp surveyors by May 2026.",
        "We aim to insulate 200 homes by September 2026.",
        "We are going to move the advice desk into the hub.",
        "Officers intend to tender the lifts contract next year.",
        "Towards the spring we hope to be in a position to launch the fourth repairs team.",
        "We remain ambitious, with a target of recruiting 12 more apprentices.",
        "The Housing Board will review the scheme in October 2026.",
        "The deposit scheme was piloted in two wards and will be extended to all wards by July 2026.",
        "The sheltered homes strategy, which will be published in May 2026, is being written.",
        "In 2027, the Council will open two family hubs.",
        "An update will be reported to Cabinet in July 2026.",
        "Adult Social Care will introduce a new assessment by May 2026.",
        "The tenants' summit is planned for 13 March 2026.",
    ],
)
def test_what_a_council_says_it_will_do_is_a_commitment(sentence: str) -> None:
    assert len(prose(sentence)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "The Government will publish a decent homes standard in June 2026.",
        "The code of practice says that local authorities will inspect every home each year.",
        "National policy says every school will have a senior leader for attendance.",
        "Schools will share what they know with the court.",
        "Ofsted will inspect the service in 2026.",
        "The Department for Transport will announce grants in April 2026.",
        "The number of households in need will rise by 2027.",
        "The overspend will increase to £3.2m by the end of this financial year.",
        "Demand is expected to grow by 9% by 2030.",
        "The costs will be met from existing resources.",
        "This will ensure that tenants are heard.",
        "This will enable repairs to be done sooner.",
        "Applicants will be notified of the outcome.",
        "If the bid is lost, we will look again at the site.",
        "Where a tenant is in arrears, the officer will visit within five working days.",
        "The strategy of 2022 promised two hubs.",
        "Harbour Row opened in 2023.",
        "We would like every tenant to have a garden.",
        "Every child will be happy.",
        "Residents told us: \u201cWe will publish our own plan in June 2026.\u201d",
        "Will the Council publish the list by June 2026?",
        "It is likely that the scheme will be extended.",
        "There was no lack of will to improve.",
        "The report sets out the actions the Council will take in 2026.",
        "A meeting of the Parish Council will be held on 4 November 2026.",
        "The Department for Education will publish a plan by June 2026.",
        "Residents will receive a bill in March 2026.",
        "Cabinet will be asked to approve the scheme in July 2026.",
        "It is proposed that the depot will be sold in 2027.",
        "Any change will be reported in the budget monitor.",
        "We will not sell the depot.",
        "The works are late due to the frost.",
    ],
)
def test_what_only_sounds_like_a_promise_is_none(sentence: str) -> None:
    assert prose(sentence) == []


def test_a_policy_says_how_things_are_done() -> None:
    said = "The Council will review its reserves and the Chief Officer will report to Cabinet."
    assert prose(said, kind=Kind.STRATEGY, title="Reserves Policy") == []
    assert prose("We will open a depot in Saltgate.", kind=Kind.STRATEGY, title="Depot Policy") == []


def test_every_act_under_next_steps_is_an_entry_and_findings_are_not() -> None:
    found = entries(
        ("heading", "Next Steps"),
        ("item", "• Improve the time that voids stand empty (31 days were lost on average in 2025)."),
        ("item", "• Embedding of the new safety checks in all teams."),
        ("item", "• Expanding the handyperson service to Lintock."),
        ("item", "• The offer to leaseholders is being reviewed to make it simpler."),
        ("item", "• Work on a tenants' portal is underway which will show the date of each repair."),
        ("item", "• We are aware that the speed of repairs is not where we wish it to be."),
        ("item", "• Surveys throughout the year have shown that caretakers are valued."),
        ("item", "• During the inspection, inspectors highlighted that some records were late."),
        ("heading", "Strengths"),
        ("item", "• Improve is what we did best."),
    )
    assert [e.what.split()[0] for e in found] == ["Improve", "Embedding", "Expanding", "The", "Work"]
    assert {e.form for e in found} == {"list"}
    assert {e.kind for e in found} == {"commitment"}
    assert found[0].section == ("Next Steps",)
    assert found[0].due is None


@pytest.mark.parametrize("heading", ["Key indicators of success", "How we will know", "Outcomes", "Impact"])
def test_lists_of_outcomes_are_no_promises(heading: str) -> None:
    assert (
        entries(("heading", heading), ("item", "• Improving homes for all"), ("item", "• Homes will be repaired by June 2026."))
        == []
    )


@pytest.mark.parametrize("heading", ["Strengths", "What we have learned", "What went well"])
def test_under_strengths_only_a_sentence_that_promises_counts(heading: str) -> None:
    found = entries(
        ("heading", heading),
        ("item", "• Embedding the panel of tenants in all wards"),
        ("item", "• The panel is well known. We will double its budget in July 2026."),
    )
    assert [e.what for e in found] == ["We will double its budget in July 2026."]


def test_lists_of_recommendations_are_read_elsewhere() -> None:
    items: Sequence[Line] = (("item", "(a) publish the plan by June 2026;"), ("item", "(b) we will open a depot"))
    assert entries(("heading", "Recommendations"), *items) == []
    assert entries(("heading", "Summary"), ("paragraph", "Cabinet is recommended to:"), *items) == []
    assert entries(("paragraph", "ACTION: The Head of Housing will publish the list by June 2026.")) == []


def test_an_item_stands_behind_the_words_that_lead_to_it() -> None:
    found = entries(
        ("heading", "Repairs"),
        ("paragraph", "Over the next three years, we will work with tenants to:"),
        ("item", "• Halve the wait for a repair by March 2028"),
        ("item", "• HHSRS checks in each home"),
        ("paragraph", "The year was a hard one."),
        ("item", "• Roofs were mended"),
    )
    assert found[0].what == "Over the next three years, we will work with tenants to halve the wait for a repair by March 2028"
    assert found[0].due is not None
    assert (found[0].due.text, found[0].due_date) == ("by March 2028", "2028-03")
    assert not any("Roofs" in e.what for e in found)


def test_a_date_in_the_introduction_is_that_of_every_item() -> None:
    found = entries(
        ("paragraph", "By March 2027, the service will:"),
        ("item", "• open a lettings shop"),
        ("item", "• train two caretakers by May 2026"),
    )
    assert [e.due_date for e in found] == ["2027-03", "2026-05"]
    assert found[0].what == "By March 2027, the service will open a lettings shop"


def test_goals_must_be_worded_as_acts() -> None:
    found = entries(
        ("heading", "Key goals include:"),
        ("item", "Development of a lettings hub for all wards"),
        ("item", "Homes are warm"),
        ("item", "Providing a named caretaker for each block"),
    )
    assert [e.what.split()[0] for e in found] == ["Development", "Providing"]


def test_under_actions_a_noun_is_an_act() -> None:
    found = entries(
        ("heading", "Key actions include:"),
        ("item", "Clear reports of each block's costs"),
        ("item", "Tenants are content with the lifts"),
    )
    assert [e.what.split()[0] for e in found] == ["Clear"]


def test_two_promises_are_two_entries_and_what_follows_from_one_is_none() -> None:
    said = "1.2 Much was done. We will open a depot in May 2026. It will serve 400 homes. The tenants' panel will be relaunched in June 2026."
    writer = Writer()
    writer.page(1)
    writer.add("heading", "Plans", level=1)
    writer.add("paragraph", said, number="1.2")
    reading = writer.finish()
    found = list(promised(reading, document()))
    assert [e.due_date for e in found] == ["2026-05", "2026-06"]
    assert [e.paragraph for e in found] == ["1.2", "1.2"]
    assert [slices(e.spans, reading.pages) for e in found] == [e.what for e in found]


def test_a_long_sentence_says_its_promising_clause_and_quotes_all() -> None:
    lead = "We welcome what the panel of tenants has said about the state of the lifts, the roofs, the lamps and the stairs in all nine towers, and "
    reading = written(("paragraph", f"{lead}we will replace every lift in Saltgate by December 2026."))
    (found,) = promised(reading, document())
    assert found.what == "We will replace every lift in Saltgate by December 2026."
    assert slices(found.spans, reading.pages).startswith("We welcome")


@pytest.mark.parametrize(
    ("sentence", "owners"),
    [
        ("The Lettings Service Manager will offer an exit interview this year.", ["Lettings Service Manager"]),
        ("Thornmere Youth Parliament will launch a fund in October 2026.", ["Thornmere Youth Parliament"]),
        ("DAIS will design and launch a tool by May 2026.", ["DAIS"]),
        ("The Council will launch a fund in October 2026.", []),
        ("We will launch a fund in October 2026.", []),
        ("Officers will launch a fund in October 2026.", []),
        ("A fund will be launched in October 2026.", []),
        ("Larkfield School will be enlarged by May 2026.", []),
    ],
)
def test_owners_are_named_subjects(sentence: str, owners: list[str]) -> None:
    (found,) = entries(("paragraph", sentence))
    assert [o.name for o in found.owners] == owners


@pytest.mark.parametrize(
    ("sentence", "text", "iso"),
    [
        ("Between May 2024 and June 2025 we lost 12 homes and we will replace them by July 2027.", "by July 2027", "2027-07"),
        ("We have refreshed the plan for 2025-28 and will publish it in March 2026.", "in March 2026", "2026-03"),
        ("In 2027, we will open a hub in the old bakery.", "In 2027", "2027"),
        ("The group hoped to report in 2024 but will now report in May 2026.", "in May 2026", "2026-05"),
        ("We will write the Homes Strategy 2026-29.", None, None),
    ],
)
def test_the_deadline_is_that_of_the_promise(sentence: str, text: str | None, iso: str | None) -> None:
    (found,) = entries(("paragraph", sentence))
    assert (found.due.text if found.due else None, found.due_date) == (text, iso)


def test_staged_deadlines_are_milestones() -> None:
    (found,) = entries(("paragraph", "We will train 75% of staff by May 2026 and 90% by May 2027."))
    assert [m.date for m in found.milestones] == ["2026-05", "2027-05"]
    assert found.due_date == "2027-05"


def test_minutes_are_read_elsewhere() -> None:
    said: Line = ("paragraph", "We will open a depot in May 2026.")
    assert entries(said, kind=Kind.MINUTES) == []
    inside = entries(
        said,
        ("heading", "Minutes of the Homes Committee, 5 January 2026"),
        ("paragraph", "Present: Cllr Ida Moss (Chair), Cllr Rob Tarn"),
        said,
        kind=Kind.AGENDA_PACK,
    )
    assert len(inside) == 1


def test_the_council_is_known_by_its_own_name() -> None:
    said: Line = ("paragraph", "Thornmere will open a depot by May 2026.")
    named: Line = ("paragraph", "Thornmere Council owns 9,000 homes. Thornmere Borough Council mends them.")
    assert len(entries(named, said)) == 1


# --- the samples and real papers -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def of_samples(samples: Path) -> dict[str, list[tuple[Entry, str]]]:
    """The entries of each sample that is no register or sheet, with the words that each quotes."""
    found = {}
    for path in sorted(samples.iterdir()):
        if path.suffix in (".pdf", ".docx", ".md", ".html"):
            reading = read(path)
            said = describe(reading, path.name)
            of = Document(
                "d", "s", said.title or path.name, said.kind or Kind.OTHER, (path.name,), meeting_date=said.meeting_date
            )
            found[path.name] = [(e, slices(e.spans, reading.pages)) for e in promised(reading, of)]
    return found


@pytest.fixture(scope="module")
def truth(samples: Path) -> dict[str, Any]:
    held: dict[str, Any] = json.loads((samples.parent / "truth.json").read_text(encoding="utf-8"))
    return held


def test_every_promise_of_the_annual_report_is_found(
    of_samples: dict[str, list[tuple[Entry, str]]], truth: dict[str, Any]
) -> None:
    name = "children-education-annual-report-2024-25.pdf"
    own = [c for c in truth["commitments"] if c["source"] == name]
    again = [a for c in truth["commitments"] for a in c.get("also_promised", []) if a["source"] == name]
    quotes = [quote for _, quote in of_samples[name]]
    missing = [p["quote"] for p in [*own, *again] if not any(p["quote"] in q for q in quotes)]
    assert missing == []
    for promise in own:
        entry = next(e for e, quote in of_samples[name] if promise["quote"] in quote)
        assert entry.page == promise["page"]
        assert entry.due_date == promise["due_date"]


def test_nothing_that_is_no_commitment_is_taken(of_samples: dict[str, list[tuple[Entry, str]]], truth: dict[str, Any]) -> None:
    for near in truth["not_commitments"]:
        assert not any(near["quote"] in quote for _, quote in of_samples[near["source"]])
    assert of_samples["cyp-scrutiny-minutes-2026-01-19.pdf"] == []


def test_what_we_will_do_in_a_consultation_summary(of_samples: dict[str, list[tuple[Entry, str]]]) -> None:
    found = [e for e, _ in of_samples["lintock-consultation-summary.html"] if e.form == "list"]
    assert len(found) == 3
    assert [m.date for m in found[1].milestones] == ["2026-09", "2026-12"]


@pytest.mark.papers
def test_policies_and_statutory_texts_promise_next_to_nothing(papers: Path) -> None:
    folder = papers / "papers"
    names = [
        p
        for p in sorted(folder.glob("*.pdf"))
        if any(w in p.name for w in ("policy", "glossary", "terms-of-reference", "treasury"))
    ]
    assert names
    total = 0
    for path in names:
        reading = read(path)
        said = describe(reading, path.name)
        of = Document("d", "s", said.title or path.name, said.kind or Kind.OTHER, (path.name,), meeting_date=said.meeting_date)
        total += len(list(promised(reading, of)))
    assert total <= len(names) // 2


@pytest.mark.parametrize(
    "words",
    [
        "the council will review the plan and ",
        "RESOLVED that ",
        "RESOLVED that the plan be noted. ",
        "The Committee agreed to note ",
    ],
)
def test_a_paragraph_without_an_end_takes_no_longer_than_its_length(words: str) -> None:
    reading = written(("heading", "Minutes"), ("paragraph", words * (100_000 // len(words))))
    began = time.process_time()
    read_commitments(reading, document(Kind.MINUTES))
    assert time.process_time() - began < 8


def test_a_long_paragraph_is_read_to_its_end_and_each_promise_is_quoted_where_it_stands() -> None:
    years = range(2027, 2087)
    text = " ".join(f"The Council will publish a tenants' handbook for the {n} homes of Saltgate by June 2026." for n in years)
    reading = written(("paragraph", text))
    found = read_commitments(reading, document())
    assert len(text) > 5_000
    assert [slices(e.spans, reading.pages) for e in found] == [s + "." for s in text.rstrip(".").split(". ")]
