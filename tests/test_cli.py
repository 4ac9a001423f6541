"""The command line as a person and as a program meets it: what goes where, exit statuses, shapes, and pages that name it all."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from assistant.cli import app
from assistant.desk import refusal
from scripts.command_docs import PAGE, commands, page

from .conftest import ROOT

SEND_FUNDING = "what controls exist for SEND funding risk?"
OFF_TOPIC = "What is the capital of Mongolia?"
ANSWER = {
    "id", "question", "understood", "status", "answer", "claims", "citations", "passages", "searched", "writer", "as_of", "seconds",
}  # fmt: skip
CLAIM = {"text", "citations", "support", "derived"}
DERIVED = {"op", "value", "from"}
CITATION = {"n", "document", "title", "source", "page", "printed_page", "pages", "section", "paragraph", "quote", "meeting_date"}
PASSAGE = {"id", "source", "page", "text"}
SEARCHED = {"documents", "passages", "unread_pages"}
DOCUMENT = {
    "id", "source", "title", "kind", "body", "meeting_date", "period", "classification", "pages", "passages", "unread_pages", "sha256",
    "ingested_at",
}  # fmt: skip
SOURCES = {  # the documentation that people read
    path.name: path.read_text(encoding="utf-8") for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"))
}


def scrutiny(*arguments: str | Path, given: str | None = None) -> Result:
    return CliRunner(env={"COLUMNS": "100"}).invoke(app, [str(a) for a in arguments], input=given, catch_exceptions=False)


def answered(*arguments: str | Path) -> dict[str, Any]:
    result = scrutiny("ask", *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def batch(library: Path, folder: Path, *lines: str) -> tuple[list[dict[str, Any]], Result]:
    file = folder / "batch.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    result = scrutiny("ask", "--batch", file, "--data", library)
    return [json.loads(line) for line in result.stdout.splitlines()], result


# --- ask, in JSON


@pytest.mark.parametrize("question", [SEND_FUNDING, "How many children had an EHC plan in January 2025?", OFF_TOPIC])
def test_an_answer_has_the_keys_of_the_interface_and_no_others(question: str, sample_library: Path) -> None:
    answer = answered(question, "--data", sample_library, "--as-of", "2026-05-01")
    assert set(answer) == ANSWER
    assert (answer["id"], answer["question"], answer["writer"], answer["as_of"]) == (None, question, "extractive", "2026-05-01")
    assert answer["status"] in ("answered", "partial", "not_found")
    assert set(answer["searched"]) == SEARCHED
    assert {frozenset(p) for p in answer["passages"]} == {frozenset(PASSAGE)}
    assert {frozenset(c) for c in answer["claims"]} <= {frozenset(CLAIM)}
    assert {frozenset(c) for c in answer["citations"]} <= {frozenset(CITATION)}
    assert {frozenset(c["derived"]) for c in answer["claims"] if c["derived"]} <= {frozenset(DERIVED)}
    assert bool(answer["claims"]) is bool(answer["citations"]) is (answer["status"] != "not_found")
    assert isinstance(answer["seconds"], float)


def test_values_are_of_the_kinds_that_the_interface_names(sample_library: Path) -> None:
    answer = answered(SEND_FUNDING, "--data", sample_library)
    assert answer["claims"][0]["derived"] == {"op": "count", "value": 4, "from": [1, 2, 3, 4]}
    for citation in answer["citations"]:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", citation["meeting_date"])
        assert isinstance(citation["page"], int)
        assert citation["pages"] == [citation["page"]]
        assert isinstance(citation["printed_page"], str)
        assert all(isinstance(part, str) for part in citation["section"])


def test_only_json_goes_to_standard_output(sample_library: Path) -> None:
    """In a process of its own, so that what libraries print at their loading is seen too."""
    command = [sys.executable, "-m", "assistant.cli", "ask", SEND_FUNDING, "--json", "--data", str(sample_library)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert set(json.loads(done.stdout)) == ANSWER
    assert done.stderr == ""


def test_no_answer_is_an_answer(sample_library: Path) -> None:
    result = scrutiny("ask", OFF_TOPIC, "--data", sample_library)
    assert (result.exit_code, result.stderr) == (0, "")
    assert refusal() in result.stdout


def test_filters_are_passed_on(sample_library: Path) -> None:
    one = answered("What are the priorities?", "--data", sample_library, "--document", "education-strategy-2025-28.pdf")
    assert one["searched"]["documents"] == 1
    kinds = answered("What is said of SEND?", "--data", sample_library, "--kind", "minutes", "--kind", "strategy")
    assert kinds["searched"]["documents"] == 3
    dated = answered("What is said of SEND?", "--data", sample_library, "--from", "2026-03-01", "--to", "2026-03-31")
    assert {p["source"] for p in dated["passages"]} == {
        "cabinet-send-places-2026-03-10.docx",
        "cyp-scrutiny-minutes-2026-03-16.pdf",
    }
    assert "4 papers without a date were left out." in dated["answer"]
    assert answered("x of SEND", "--data", sample_library, "--as", "officer")["searched"]["documents"] == 14


# --- ask, in words


def test_a_person_sees_the_answer_its_quotes_and_their_places(sample_library: Path) -> None:
    result = scrutiny("ask", SEND_FUNDING, "--data", sample_library)
    assert (result.exit_code, result.stderr) == (0, "")
    shown = " ".join(result.stdout.split())
    assert "1. High needs recovery plan. Status: In progress. Owner: Siobhan Tarleton. Note: March 2026: Plan approved" in shown
    assert "[1] Strategic Risk Register: Quarter 4 2025/26, 21 April 2026, p. 1, SEND funding: high needs block deficit" in shown
    assert "\u201cHigh needs recovery plan A costed plan of 14 workstreams" in shown
    assert re.search(r"Searched 13 papers, \d+ passages, 2 pages without text not searched\. \d+\.\d\d s$", shown)


def test_words_of_papers_are_never_read_as_markup(capsys: pytest.CaptureFixture[str]) -> None:
    from datetime import date

    from assistant.answer import Answer, Citation, Claim, Searched
    from assistant.terminal import show

    quote = "see [bold]table[/bold] and [link=x]here[/link]"
    citation = Citation(
        n=1, document="d", title="A [red]title[/red]", source="a.pdf", page=2, printed_page="vi", pages=[2, 3], section=["[b]"],
        paragraph="4.5", quote=quote, meeting_date=date(2026, 1, 5),
    )  # fmt: skip
    show(
        Answer(
            question="?", status="answered", answer=f"{quote} [1]", claims=[Claim(text=quote, citations=[1], support=1.0)],
            citations=[citation], passages=[], searched=Searched(documents=1, passages=1, unread_pages=0), writer="extractive",
            as_of=date(2026, 1, 5), seconds=0.1,
        )
    )  # fmt: skip
    shown = " ".join(capsys.readouterr().out.split())
    assert f"{quote} [1]" in shown
    assert "[1] A [red]title[/red], 5 January 2026, p. 2 and 3 (printed vi), para 4.5, [b]" in shown


# --- batches


def test_a_batch_is_answered_line_by_line_in_order(sample_library: Path, tmp_path: Path) -> None:
    found, result = batch(
        sample_library, tmp_path,
        json.dumps({"id": "q2", "question": OFF_TOPIC}),
        "",
        json.dumps({"id": "q1", "question": SEND_FUNDING, "evidence": ["more"], "kind": 7}),
        json.dumps({"id": 3, "turns": [{"question": SEND_FUNDING, "note": 1}, {"question": "And which of them are overdue?"}], "x": None}),
        json.dumps({"question": "When did the Northfold Family Hub open?"}),
    )  # fmt: skip
    assert (result.exit_code, result.stderr) == (0, "")
    assert [line["id"] for line in found] == ["q2", "q1", 3, None]
    assert [set(line) for line in found] == [ANSWER, ANSWER, {"id", "turns"}, ANSWER]
    assert [set(turn) for turn in found[2]["turns"]] == [ANSWER, ANSWER]
    assert [turn["question"] for turn in found[2]["turns"]] == [SEND_FUNDING, "And which of them are overdue?"]
    assert "Review of banding and top-up rates" in found[2]["turns"][1]["answer"]
    single = answered(SEND_FUNDING, "--data", sample_library)
    assert {**found[1], "id": None, "seconds": 0} == {**single, "seconds": 0}


@pytest.mark.parametrize(
    ("line", "name", "reason"),
    [
        ('{"id": "q1", "question": ', None, "line 1 is not JSON"),
        ('["q1"]', None, "line 1 is not a JSON object"),
        ('{"id": "q1"}', "q1", 'line 1 has no "question" in words'),
        ('{"id": "q1", "question": 7}', "q1", 'line 1 has no "question" in words'),
        ('{"id": "q1", "question": "  "}', "q1", "The question is empty"),
        ('{"id": "q1", "turns": ["why?"]}', "q1", 'line 1 has no "question" in words'),
        ('{"id": "q1", "turns": "why?"}', "q1", 'line 1 has no "question" in words'),
    ],
)
def test_a_bad_line_is_answered_with_its_error_and_the_rest_goes_on(
    line: str, name: str | None, reason: str, sample_library: Path, tmp_path: Path
) -> None:
    found, result = batch(sample_library, tmp_path, line, json.dumps({"id": "q2", "question": OFF_TOPIC}))
    assert result.exit_code == 1
    assert set(found[0]) == {"id", "error"}
    assert found[0]["id"] == name
    assert found[0]["error"].startswith(reason)
    assert found[1]["id"] == "q2"
    assert set(found[1]) == ANSWER
    assert result.stderr.count("\n") == 1
    assert "1 line could not be answered" in result.stderr


def test_a_batch_comes_from_standard_input_too(sample_library: Path) -> None:
    result = scrutiny("ask", "--batch", "-", "--data", sample_library, given=json.dumps({"id": "q1", "question": OFF_TOPIC}))
    assert result.exit_code == 0
    assert json.loads(result.stdout)["id"] == "q1"


def test_a_batch_that_is_not_there_is_named(sample_library: Path, tmp_path: Path) -> None:
    result = scrutiny("ask", "--batch", tmp_path / "none.jsonl", "--data", sample_library)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"{tmp_path / 'none.jsonl'}: there is no such file; give a file with a JSON object a line.\n"


# --- what is wrong is said in a line


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ask",), "Give a question, or --batch FILE."),
        (("ask", "why?", "--batch", "x"), "Give a question, or --batch FILE."),
        (("ask", "why?", "--from", "soon"), "--from 'soon' is no date; write it as 2026-01-26."),
        (("ask", "why?", "--as-of", "2026-02-30"), "--as-of '2026-02-30' is no date"),
        (("ask", "why?", "--kind", "novel"), "novel"),
        (("ask", "why?", "--as", "mayor"), "mayor"),
        (("ask", "why?", "--nonsense"), "--nonsense"),
        (("ingest",), "paths"),
        (("ingest", ".", "--meeting-date", "26 January"), "--meeting-date '26 January' is no date"),
        (("nonsense",), "nonsense"),
    ],
)
def test_wrong_usage_is_status_two(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    result = scrutiny(*arguments, *(("--data", tmp_path) if len(arguments) > 1 else ()))
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ask", ""), "The question is empty"),
        (("ask", "x" * 100_000), "The question has 100,000 characters; ask it in 4,000 or fewer."),
        (
            ("ask", "why?", "--document", "none.pdf"),
            "'none.pdf': no paper of that name is held; 'scrutiny documents' lists them.",
        ),
        (("remove", "none.pdf"), "'none.pdf': no paper of that name is held; 'scrutiny documents' lists them."),
    ],
)
def test_what_cannot_be_done_is_one_line_and_status_one(arguments: tuple[str, ...], words: str, sample_library: Path) -> None:
    result = scrutiny(*arguments, "--data", sample_library)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(words)
    assert result.stderr.count("\n") == 1


def test_an_empty_library_says_so(tmp_path: Path) -> None:
    answer = answered("Where are the papers?", "--data", tmp_path)
    assert (answer["status"], answer["searched"]) == ("not_found", {"documents": 0, "passages": 0, "unread_pages": 0})
    assert "the library is empty" in answer["answer"]
    assert "scrutiny ingest" in scrutiny("documents", "--data", tmp_path).stdout
    assert json.loads(scrutiny("documents", "--json", "--data", tmp_path).stdout) == {"documents": []}


# --- what is held


def test_documents_in_json_have_the_keys_of_the_interface(sample_library: Path) -> None:
    truth = json.loads((ROOT / "samples" / "truth.json").read_text(encoding="utf-8"))["documents"]
    for role, papers in (("reader", [d for d in truth if d["classification"] == "open"]), ("officer", truth)):
        result = scrutiny("documents", "--json", "--data", sample_library, "--as", role)
        assert (result.exit_code, result.stderr) == (0, "")
        held = {d["source"]: d for d in json.loads(result.stdout)["documents"]}
        assert held.keys() == {d["source"] for d in papers}
        for known in papers:
            found = held[known["source"]]
            assert set(found) >= DOCUMENT
            same = ("kind", "meeting_date", "classification", "pages", "unread_pages")
            assert {key: found[key] for key in same} == {key: known[key] for key in same}
            assert re.fullmatch(r"[0-9a-f]{64}", found["sha256"])
            assert found["sha256"].startswith(found["id"])
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", found["ingested_at"])


def test_a_person_sees_what_is_held_and_what_was_not_read(sample_library: Path) -> None:
    shown = scrutiny("documents", "--data", sample_library)
    assert (shown.exit_code, shown.stderr) == (0, "")
    words = " ".join(shown.stdout.split())
    assert "Education Strategy 2025-2028" in words
    assert "award of the operators" not in words


def test_ingest_and_remove_from_the_command_line(tmp_path: Path) -> None:
    papers, data = tmp_path / "papers", tmp_path / "library"
    papers.mkdir()
    (papers / "plan.md").write_text("# Depot plan\n\nThe depot will be enlarged in May 2026.\n", encoding="utf-8")
    (papers / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0 a Word file of long ago")
    keys = {"added", "updated", "unchanged", "removed", "failed", "unread_pages", "seconds"}
    first = scrutiny("ingest", papers, "--data", data, "--json", "--title", "The plan", "--kind", "strategy")
    report = json.loads(first.stdout)
    assert (first.exit_code, set(report)) == (1, keys)
    assert report["added"] == ["plan.md"]
    assert [set(f) for f in report["failed"]] == [{"source", "reason"}]
    assert first.stderr.splitlines() == [report["failed"][0]["reason"]]
    (papers / "old.doc").unlink()
    again = scrutiny("ingest", papers, "--data", data, "--json", "--title", "The plan", "--kind", "strategy")
    assert (again.exit_code, again.stderr) == (0, "")
    assert {k: v for k, v in json.loads(again.stdout).items() if v and k != "seconds"} == {"unchanged": ["plan.md"]}
    (held,) = json.loads(scrutiny("documents", "--json", "--data", data).stdout)["documents"]
    assert (held["title"], held["kind"], held["pages"]) == ("The plan", "strategy", None)
    gone = scrutiny("remove", "plan.md", "--data", data)
    assert (gone.exit_code, gone.stdout, gone.stderr) == (0, "", "plan.md: taken out of the library\n")
    assert json.loads(scrutiny("documents", "--json", "--data", data).stdout) == {"documents": []}


def test_the_library_can_be_named_by_the_environment(sample_library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRUTINY_DATA", str(sample_library))
    assert len(json.loads(scrutiny("documents", "--json").stdout)["documents"]) == 13


# --- help, and the pages that name every command


@pytest.mark.parametrize("command", [(), *(tuple(name.split()) for name in commands())], ids=lambda c: " ".join(c) or "scrutiny")
def test_every_command_has_help(command: tuple[str, ...]) -> None:
    result = scrutiny(*command, "--help")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("Usage: ")


def test_help_says_what_each_option_is_for() -> None:
    for name, command in commands().items():
        assert command.help, name
        for parameter in command.params:
            assert getattr(parameter, "help", None), f"{name} {parameter.name}"


def test_the_page_of_commands_is_what_help_prints() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python scripts/command_docs.py"


@pytest.mark.parametrize("name", commands())
def test_every_command_and_option_is_named_where_people_read(name: str) -> None:
    """In the README or a page under docs/, the generated one aside for commands: a command needs a word of a person's too."""
    everywhere = "\n".join(SOURCES.values())
    assert f"scrutiny {name}" in "\n".join(text for file, text in SOURCES.items() if file != PAGE.name)
    options = [
        o for parameter in commands()[name].params for o in (*parameter.opts, *parameter.secondary_opts) if o.startswith("--")
    ]
    assert [o for o in options if not re.search(rf"(?<![\w-]){re.escape(o)}(?![\w-])", everywhere)] == []
