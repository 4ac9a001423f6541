"""`scrutiny commitments`: the ledger as JSON and as a person reads it, narrowed, for a role, and what is said when nothing fits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from assistant.cli import app
from assistant.ledger_text import NONE_FITS, NONE_HELD
from vectorstore.dates import last_day

KEYS = {
    "id", "kind", "what", "quote", "owners", "due", "due_date", "status", "made_on", "document", "source", "page", "section", "sources",
    "later", "flags",
}  # fmt: skip
MORE = {"overdue", "milestones", "checked", "checked_to"}
KINDS = {"commitment", "action", "recommendation", "decision"}
RELATIONS = {"progressed", "completed", "delayed", "changed", "dropped", "mentioned"}
STRATEGY, ANNUAL = "education-strategy-2025-28.pdf", "children-education-annual-report-2024-25.pdf"


def scrutiny(*arguments: str | Path) -> Result:
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, [str(a) for a in arguments], catch_exceptions=False)


def asked(data: Path, *options: str) -> list[dict[str, Any]]:
    result = scrutiny("commitments", "--data", data, "--json", *options)
    assert (result.exit_code, result.stderr) == (0, "")
    printed = json.loads(result.stdout)
    assert set(printed) == {"commitments"}
    found: list[dict[str, Any]] = printed["commitments"]
    return found


def words(data: Path, *options: str) -> str:
    result = scrutiny("commitments", "--data", data, *options)
    assert (result.exit_code, result.stderr) == (0, "")
    return " ".join(result.stdout.split())


def test_the_json_has_the_keys_of_the_interface(sample_library: Path) -> None:
    found = asked(sample_library, "--as-of", "2026-03-31")
    assert len(found) > 60
    assert len({c["id"] for c in found}) == len(found)
    for each in found:
        assert set(each) == KEYS | MORE
        assert each["kind"] in KINDS
        assert each["sources"][0] == {k: each[k] for k in ("document", "source", "page", "section", "quote")}
        assert isinstance(each["section"], list)
        for later in each["later"]:
            assert set(later) == {"relation", "quote", "document", "source", "page", "date"}
            assert later["relation"] in RELATIONS


def test_a_promise_of_two_papers_has_both_and_what_came_of_it(sample_library: Path) -> None:
    (toolkit,) = asked(sample_library, "--about", "attendance toolkit")
    assert {s["source"] for s in toolkit["sources"]} == {STRATEGY, ANNUAL}
    assert toolkit["owners"] == ["Leo Marchbanks"]
    assert (toolkit["due"], toolkit["due_date"], toolkit["made_on"]) == ("Autumn 2025", "2025", "2025-09-16")
    assert {x["relation"] for x in toolkit["later"]} == {"completed"}
    assert not toolkit["overdue"]


@pytest.mark.parametrize(
    ("options", "fits"),
    [
        (("--owner", "Tamsin Okoro"), lambda c: "Tamsin Okoro" in c["owners"]),
        (("--kind", "recommendation"), lambda c: c["kind"] == "recommendation"),
        (("--document", STRATEGY), lambda c: STRATEGY in {s["source"] for s in c["sources"]}),
        (("--due-before", "2026-01-01"), lambda c: c["due_date"] and c["due_date"] < "2026"),
        (("--due-after", "2026-06-30"), lambda c: c["due_date"] and c["due_date"] >= "2026-07"),
        (("--overdue", "--as-of", "2026-03-31"), lambda c: c["overdue"] and "overdue on 2026-03-31" in c["flags"]),
    ],
)
def test_narrowed(options: tuple[str, ...], fits: Any, sample_library: Path) -> None:
    found = asked(sample_library, *options)
    assert 0 < len(found) < len(asked(sample_library))
    assert all(fits(c) for c in found)


def test_ordered_by_date_with_those_without_one_last(sample_library: Path) -> None:
    dates = [c["due_date"] for c in asked(sample_library)]
    known = [d for d in dates if d]
    assert dates[: len(known)] == known
    assert len(known) > 30
    assert known == sorted(known, key=last_day)


def test_overdue_is_of_the_day_given(sample_library: Path) -> None:
    def late(day: str) -> list[bool]:
        return [c["overdue"] for c in asked(sample_library, "--about", "offer a job coach", "--as-of", day) if c["page"] == 8]

    assert (late("2026-03-31"), late("2026-04-01")) == ([False], [True])


def test_a_person_reads_them_by_date_with_owner_page_and_what_came_of_them(sample_library: Path) -> None:
    printed = words(sample_library, "--about", "care leavers", "--as-of", "2026-04-01")
    coach = printed.index("Due 31 March 2026 Offer every care leaver aged 16 to 25 a named job coach")
    rest = printed[coach:]
    assert "Tamsin Okoro" in rest
    assert f"{STRATEGY}, p. 8" in rest
    assert "flagged: overdue on 2026-04-01" in rest
    assert "no later mention found in 12 papers up to 21 April 2026" in rest
    assert "completed: \u201cThe drop-in at Harbour Row had opened on 14 January 2026, on one evening a week.\u201d" in printed


def test_an_exempt_paper_is_not_there_for_a_reader(sample_library: Path) -> None:
    named = "exempt-transport-award-2026-03-10.pdf"
    assert named not in json.dumps(asked(sample_library))
    assert named in json.dumps(asked(sample_library, "--as", "officer"))
    refused = scrutiny("commitments", "--data", sample_library, "--document", named)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "no paper of that name is held" in refused.stderr


def test_nothing_held_and_nothing_that_fits_are_one_line(tmp_path: Path, sample_library: Path) -> None:
    assert words(tmp_path) == NONE_HELD
    assert asked(tmp_path) == []
    assert words(sample_library, "--about", "submarines") == NONE_FITS


@pytest.mark.parametrize("options", [("--as-of", "yesterday"), ("--due-before", "July"), ("--kind", "wish")])
def test_wrong_usage_is_status_two(options: tuple[str, str], sample_library: Path) -> None:
    result = scrutiny("commitments", "--data", sample_library, *options)
    assert (result.exit_code, result.stdout) == (2, "")


def test_words_of_papers_are_never_markup(tmp_path: Path) -> None:
    paper = tmp_path / "note.md"
    paper.write_text("# Note\n\n## Next steps\n\n- We will mend the [red]lido[/red] by May 2026.\n", encoding="utf-8")
    assert scrutiny("ingest", paper, "--data", tmp_path / "data").exit_code == 0
    assert "[red]lido[/red]" in words(tmp_path / "data")
