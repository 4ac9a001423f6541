"""Bad input at the command line: a clear line that names the file and what to do, the rest goes on, nothing held is harmed."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from click.testing import Result
from typer.testing import CliRunner

from assistant.cli import app
from tests.drawing import Paper

ROOT = Path(__file__).resolve().parent.parent
QUESTION = "How many places open at Larkfield School?"


def scrutiny(*arguments: str | Path, data: Path | None = None) -> Result:
    """Run the command line."""
    given = [str(a) for a in arguments] + (["--data", str(data)] if data else [])
    return CliRunner().invoke(app, given)


def lines(result: Result) -> list[str]:
    """What was said on standard error; an exception that nobody caught fails the test."""
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.stderr
    return [line for line in result.stderr.splitlines() if line]


def sheet(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    book.close()
    return path


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF that can be read."""
    paper = Paper(tmp_path_factory.mktemp("good") / "places.pdf")
    paper.write(70, 70, "Forty places open in September 2026 at Larkfield School.")
    return paper.save()


@pytest.fixture(scope="module")
def bad(good: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of everything that cannot be read, and one paper that can."""
    folder = tmp_path_factory.mktemp("bad")
    whole = good.read_bytes()
    (folder / "places.pdf").write_bytes(whole)
    (folder / "cut.pdf").write_bytes(whole[: len(whole) // 2])
    (folder / "words.pdf").write_text("just words, and no PDF")
    locked = pypdf.PdfWriter(clone_from=str(good))
    locked.encrypt("secret")
    locked.write(str(folder / "locked.pdf"))
    scan = Paper(folder / "scan.pdf")
    scan.picture("a scanned page")
    scan.save()
    for ending in ("pdf", "docx", "xlsx", "csv", "txt", "md", "html"):
        (folder / f"zero.{ending}").write_bytes(b"")
    (folder / "no-zip.docx").write_text("no zip at all")
    (folder / "half-zip.docx").write_bytes(b"PK\x03\x04" + b"\x00" * 60)
    with zipfile.ZipFile(folder / "other-zip.xlsx", "w") as archive:
        archive.writestr("hello.txt", "no workbook")
    (folder / "wrong-name.docx").write_text(
        "<!DOCTYPE html><html><body>A web page under the name of a Word document.</body></html>"
    )
    sheet(folder / "nothing.xlsx")
    docx.Document().save(str(folder / "nothing.docx"))
    (folder / "blank.txt").write_text(" \n\n\t ")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    for ending in ("doc", "xls", "odt", "rtf", "pptx", "png", "zip", "xyz"):
        (folder / f"old.{ending}").write_bytes(b"x")
    (folder / "no-ending").write_text("x")
    return folder


WHAT_TO_DO = {
    "cut.pdf": "fetch it again",
    "words.pdf": "fetch it again",
    "locked.pdf": "save a copy without one",
    "zero.pdf": "fetch it again",
    "zero.docx": "get the file again",
    "zero.xlsx": "get the file again",
    "zero.csv": "get the file again",
    "zero.txt": "get the file again",
    "zero.md": "get the file again",
    "zero.html": "get the file again",
    "no-zip.docx": "save it as .docx",
    "half-zip.docx": "get the file again",
    "other-zip.xlsx": "save it",
    "wrong-name.docx": "give it the ending .html",
    "nothing.xlsx": "check that its sheets are visible and filled",
    "nothing.docx": "save it again",
    "blank.txt": "get the file again",
    "binary.txt": "save it again as text in UTF-8",
    "old.doc": "save it as .docx",
    "old.xls": "save it as .xlsx",
    "old.odt": "save it as .docx or PDF",
    "old.rtf": "save it as .docx",
    "old.pptx": "save it as PDF",
    "old.png": "run text recognition on it and save it as PDF",
    "old.zip": "unpack it first",
    "old.xyz": "save it as PDF, .docx, .xlsx, .csv, .html, .md or .txt",
    "no-ending": "save it as PDF, .docx, .xlsx, .csv, .html, .md or .txt",
}


@pytest.fixture(scope="module")
def held(bad: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """The library that the folder of bad files gave, and how its ingest ended."""
    data = tmp_path_factory.mktemp("library")
    return data, scrutiny("ingest", bad, "--json", data=data)


# -- files


def test_each_bad_file_has_one_line_with_its_name_and_what_to_do(held: tuple[Path, Result]) -> None:
    result = held[1]
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    reasons = {failure["source"]: failure["reason"] for failure in report["failed"]}
    assert sorted(reasons) == sorted(WHAT_TO_DO)
    said = lines(result)
    for source, remedy in WHAT_TO_DO.items():
        assert reasons[source].startswith(source)
        assert remedy in reasons[source]
        assert said.count(reasons[source]) == 1, "the same words on standard error, once, on one line"


def test_the_rest_of_the_job_goes_on(held: tuple[Path, Result]) -> None:
    data, result = held
    report = json.loads(result.stdout)
    assert report["added"] == ["places.pdf", "scan.pdf"]
    assert report["unread_pages"] == [{"source": "scan.pdf", "pages": [1]}]
    assert [line for line in lines(result) if line.startswith("scan.pdf: no page gave text")] != []
    answer = json.loads(scrutiny("ask", QUESTION, "--json", data=data).stdout)
    assert answer["status"] == "answered"
    assert answer["citations"][0]["quote"].startswith("Forty places open")
    assert answer["searched"]["unread_pages"] == 1


def test_a_second_run_names_them_again_and_harms_nothing(held: tuple[Path, Result], bad: Path) -> None:
    data = held[0]
    before = scrutiny("documents", "--json", data=data).stdout
    result = scrutiny("ingest", bad, "--json", data=data)
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert report["unchanged"] == ["places.pdf", "scan.pdf"]
    assert len(report["failed"]) == len(WHAT_TO_DO)
    assert scrutiny("documents", "--json", data=data).stdout == before


def test_a_path_that_is_not_there_is_named_and_the_others_are_taken(good: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    gone, empty = tmp_path / "gone.pdf", tmp_path / "empty"
    result = scrutiny("ingest", gone, empty, good, data=tmp_path / "library")
    assert result.exit_code == 1
    said = lines(result)
    assert said[0] == f"{gone}: there is no such file or folder; check the path."
    assert said[1].startswith(f"{empty}: there is nothing to read in this folder; put PDF, Word, Excel, CSV,")
    assert said[2].startswith("1 added, 2 failed in ")
    assert result.stdout == ""


def test_a_paper_with_a_broken_sidecar_is_not_taken_in_as_if_it_had_none(good: Path, tmp_path: Path) -> None:
    (tmp_path / "p.pdf").write_bytes(good.read_bytes())
    (tmp_path / "p.pdf.meta.toml").write_text('classification = "exmept"\n')
    result = scrutiny("ingest", tmp_path / "p.pdf", data=tmp_path / "library")
    assert result.exit_code == 1
    assert lines(result)[0] == ("p.pdf.meta.toml: classification 'exmept' is not one of open, exempt; correct it or remove it.")
    assert json.loads(scrutiny("documents", "--json", data=tmp_path / "library").stdout) == {"documents": []}


# -- wrong usage


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ingest"], "Missing argument"),
        (["ingest", ".", "--kind", "nonsense"], "'nonsense' is not one of 'risk register', 'strategy'"),
        (["ingest", ".", "--classification", "secret"], "'secret' is not one of 'open', 'exempt'"),
        (["ingest", ".", "--meeting-date", "soon"], "--meeting-date 'soon' is no date; write it as 2026-01-26."),
        (["ingest", ".", "--meeting-date", "26/01/2026"], "is no date"),
        (["ask"], "Give a question, or --batch FILE."),
        (["ask", "a question", "--batch", "file"], "Give a question, or --batch FILE."),
        (["ask", "a question", "--from", "2026-02-30"], "--from '2026-02-30' is no date"),
        (["ask", "a question", "--to", "next week"], "--to 'next week' is no date"),
        (["ask", "a question", "--as-of", "now"], "--as-of 'now' is no date"),
        (["ask", "a question", "--kind", "memo"], "'memo' is not one of"),
        (["ask", "a question", "--as", "mayor"], "'mayor' is not one of 'reader', 'officer'"),
        (["remove"], "Missing argument"),
        (["nonsense"], "No such command 'nonsense'"),
        (["documents", "--nonsense"], "No such option"),
    ],
)
def test_wrong_usage_ends_with_2_and_touches_nothing(arguments: list[str], said: str, tmp_path: Path) -> None:
    result = scrutiny(*arguments, *([] if arguments[0] == "nonsense" else ["--data", tmp_path / "library"]))
    assert result.exit_code == 2
    assert said in " ".join(lines(result))
    assert result.stdout == ""
    assert not (tmp_path / "library").exists()


# -- questions


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "The question is empty; ask something"),
        ("  ?! ", "The question is empty; ask something"),
        ("x" * 100_000, "The question has 100,000 characters; ask it in 4,000 or fewer."),
        ("places " * 20_000, "The question has 139,999 characters; ask it in 4,000 or fewer."),
        ("how many \udcff places", "The question has characters that cannot be read as text; type it again."),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_in_one_line(question: str, said: str, held: tuple[Path, Result]) -> None:
    result = scrutiny("ask", question, data=held[0])
    assert result.exit_code == 1
    assert len(lines(result)) == 1
    assert lines(result)[0].startswith(said)
    assert result.stdout == ""


def test_a_question_as_long_as_may_be_is_answered(held: tuple[Path, Result]) -> None:
    result = scrutiny("ask", (QUESTION + " ").ljust(4_000, "places "[0]), "--json", data=held[0])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["status"] in ("answered", "not_found")


def test_an_empty_library_says_so_and_that_is_an_answer(tmp_path: Path) -> None:
    result = scrutiny("ask", QUESTION, "--json", data=tmp_path / "library")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert (answer["status"], answer["searched"]["documents"]) == ("not_found", 0)
    assert "the library is empty" in answer["answer"]
    assert "The library is empty" in scrutiny("documents", data=tmp_path / "library").stdout


def test_a_paper_that_is_not_held_is_named(held: tuple[Path, Result]) -> None:
    for arguments in (["ask", QUESTION, "--document", "none.pdf"], ["remove", "none.pdf"]):
        result = scrutiny(*arguments, data=held[0])
        assert result.exit_code == 1
        assert lines(result) == ["'none.pdf': no paper of that name is held; 'scrutiny documents' lists them."]


# -- batches


def test_a_bad_line_of_a_batch_has_its_error_and_the_others_their_answers(held: tuple[Path, Result], tmp_path: Path) -> None:
    good_line = {"id": "good", "question": QUESTION, "unknown": "ignored"}
    given = [
        (json.dumps(good_line), "good", None),
        ("not json", None, "line 2 is not JSON: Expecting value at column 1"),
        ("[1]", None, "line 3 is not a JSON object"),
        ('{"id": "none"}', "none", 'line 4 has no "question" in words'),
        ('{"id": "null", "question": null}', "null", 'line 5 has no "question" in words'),
        ('{"id": "empty", "question": ""}', "empty", "The question is empty"),
        (json.dumps({"id": "long", "question": "x" * 100_000}), "long", "The question has 100,000 characters"),
        ('{"id": "far", "question": ' + "9" * 5_000 + "}", None, "line 8 is not JSON that can be read"),
        ("[" * 100_000, None, "line 9 is not JSON that can be read"),
        ('{"id": NaN, "question": "x"}', None, "line 10 is not JSON that can be read"),
        ('{"id": "half", "question": "how \\ud800 many"}', "half", "The question has characters that cannot be read"),
        ('{"id": "turn", "turns": [{"question": "What opens?"}, {"question": 5}]}', "turn", 'line 12 has no "question" in words'),
        ('{"id": 7, "question": "How many places open at Larkfield School?"}', 7, None),
        ('{"id": "talk", "turns": [{"question": "What opens at Larkfield School?"}, {"question": "When?"}]}', "talk", None),
    ]
    file = tmp_path / "batch.jsonl"
    file.write_text("\ufeff" + "\n\n".join(line for line, _, _ in given) + "\n", encoding="utf-8")
    numbered = tmp_path / "numbered.jsonl"
    numbered.write_text("\n".join(line for line, _, _ in given), encoding="utf-8")
    assert len(scrutiny("ask", "--batch", file, data=held[0]).stdout.splitlines()) == len(given), "empty lines are passed over"
    result = scrutiny("ask", "--batch", numbered, data=held[0])
    assert result.exit_code == 1
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(answers) == len(given)
    for answer, (_, name, error) in zip(answers, given, strict=True):
        assert answer["id"] == name
        if error is None:
            assert "error" not in answer
        else:
            assert set(answer) == {"id", "error"}
            assert error in answer["error"]
            assert "\n" not in answer["error"]
    assert answers[0]["status"] == "answered"
    assert [turn["question"] for turn in answers[-1]["turns"]] == ["What opens at Larkfield School?", "When?"]
    assert lines(result) == [f'{numbered}: 11 lines could not be answered; each has its reason under "error".']


def test_a_batch_without_a_bad_line_ends_with_0_and_a_missing_one_with_1(held: tuple[Path, Result], tmp_path: Path) -> None:
    file = tmp_path / "batch.jsonl"
    file.write_text(json.dumps({"id": "a", "question": QUESTION}) + "\n")
    result = scrutiny("ask", "--batch", file, data=held[0])
    assert (result.exit_code, lines(result)) == (0, [])
    result = scrutiny("ask", "--batch", tmp_path / "none.jsonl", data=held[0])
    assert result.exit_code == 1
    assert lines(result) == [f"{tmp_path / 'none.jsonl'}: there is no such file; give a file with a JSON object a line."]


# -- libraries


def test_a_library_made_by_a_newer_version_is_refused_by_every_command(good: Path, tmp_path: Path) -> None:
    data = tmp_path / "library"
    scrutiny("documents", data=data)
    with sqlite3.connect(data / "open" / "catalogue.sqlite") as db:
        db.execute("UPDATE facts SET value = '999' WHERE key = 'schema'")
    db.close()
    before = (data / "open" / "catalogue.sqlite").read_bytes()
    for arguments in (["ingest", good], ["ask", QUESTION], ["documents"], ["remove", "places.pdf"]):
        result = scrutiny(*arguments, data=data)
        assert result.exit_code == 1
        assert lines(result) == [
            f"{data / 'open'}: this library was made by a newer version of Scrutiny Desk; "
            "update the program, or give another --data folder."
        ]
    assert (data / "open" / "catalogue.sqlite").read_bytes() == before


def test_settings_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    for text, said in (("nonsense = 1\n", "nonsense"), ("retrieved = 0\n", "retrieved"), ("retrieved =\n", "settings.toml")):
        (tmp_path / "settings.toml").write_text(text)
        result = scrutiny("ask", QUESTION, data=tmp_path)
        assert result.exit_code == 1
        assert len(lines(result)) == 1
        assert said in lines(result)[0]
        assert "correct" in lines(result)[0]


def test_a_data_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    result = scrutiny("documents", data=tmp_path / "file")
    assert result.exit_code == 1
    assert lines(result)[0].startswith(f"{tmp_path / 'file'}: the library's folder cannot be used")


# -- as a program of its own


def test_json_and_nothing_else_comes_out_in_utf8_whatever_the_terminal(held: tuple[Path, Result], bad: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "assistant.cli", *arguments, "--data", str(held[0])]
        environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
        return subprocess.run(command, cwd=ROOT, capture_output=True, env=environment)

    asked = run("ask", "What costs £4 “a mile” at Larkfield?", "--json")
    assert asked.returncode == 0, asked.stderr
    assert json.loads(asked.stdout.decode("utf-8"))["question"] == "What costs £4 “a mile” at Larkfield?"
    assert asked.stdout.count(b"\n") == 1
    assert asked.stderr == b""
    taken = run("ingest", str(bad), "--json")
    assert taken.returncode == 1
    assert json.loads(taken.stdout)["unchanged"] == ["places.pdf", "scan.pdf"]
    assert b"Traceback" not in taken.stderr
    assert len(taken.stderr.splitlines()) == len(WHAT_TO_DO)
