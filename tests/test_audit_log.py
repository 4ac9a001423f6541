"""The audit log: what goes in, that nothing in it can be changed unseen, how long it is kept, and that every door writes to it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner, Result

from assistant.audit import BEGINNING, FOLDER, Actor, AuditLog
from assistant.cli import app
from assistant.doctor_command import examine
from assistant.views import library
from vectorstore.errors import LibraryError
from vectorstore.library import Library
from vectorstore.models import Role
from vectorstore.settings import Settings

from .conftest import ROOT

SOMEBODY = Actor("olu@council.example", Role.OFFICER, "app")


@pytest.fixture
def log(tmp_path: Path) -> AuditLog:
    return AuditLog(Settings(data=tmp_path))


def files(data: Path) -> list[Path]:
    return sorted((data / FOLDER).glob("*.jsonl"))


def lines(data: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for file in files(data) for line in file.read_text(encoding="utf-8").splitlines()]


def written(data: Path, changed: list[str]) -> None:
    files(data)[-1].write_text("\n".join(changed) + "\n", encoding="utf-8")


def test_lines_are_chained_and_only_their_owner_can_read_them(log: AuditLog, tmp_path: Path) -> None:
    for n in range(3):
        log.note(SOMEBODY, "viewed", what=f'Straße {n} \u2028 "quoted"')
    held = lines(tmp_path)
    assert [line["n"] for line in held] == [1, 2, 3]
    assert [line["before"] for line in held] == [BEGINNING, held[0]["hash"], held[1]["hash"]]
    assert {line["who"] for line in held} == {"olu@council.example"}
    assert files(tmp_path)[0].stat().st_mode & 0o777 == 0o600
    assert (tmp_path / FOLDER).stat().st_mode & 0o077 == 0
    found = log.verify()
    assert (found.lines, found.head, found.faults, found.notes) == (3, held[2]["hash"], [], [])


def changed(raw: list[str]) -> list[str]:
    return [raw[0], raw[1].replace("viewed", "removed"), raw[2]]


def taken_out(raw: list[str]) -> list[str]:
    return [raw[0], raw[2]]


def beginning_taken_out(raw: list[str]) -> list[str]:
    return raw[1:]


def moved(raw: list[str]) -> list[str]:
    return [raw[1], raw[0], raw[2]]


def put_in_twice(raw: list[str]) -> list[str]:
    return [raw[0], raw[1], raw[1], raw[2]]


@pytest.mark.parametrize("tamper", [changed, taken_out, beginning_taken_out, moved, put_in_twice])
def test_whoever_changes_the_log_is_found_out(log: AuditLog, tmp_path: Path, tamper: Callable[[list[str]], list[str]]) -> None:
    for n in range(3):
        log.note(SOMEBODY, "viewed", what=n)
    raw = files(tmp_path)[0].read_text(encoding="utf-8").splitlines()
    written(tmp_path, tamper(raw))
    assert log.verify().faults
    run = CliRunner().invoke(app, ["audit", "verify", "--data", str(tmp_path)])
    assert run.exit_code == 1
    assert "NOT whole" in run.stderr
    Library(Settings.load(tmp_path)).close()
    found = examine(Settings.load(tmp_path), repair=True)
    assert not found.sound
    assert any("the audit log is not whole" in fault.what and not fault.mended for fault in found.faults)


def test_an_end_that_was_cut_off_is_found_out_by_a_hash_that_was_noted_elsewhere(log: AuditLog, tmp_path: Path) -> None:
    for n in range(3):
        log.note(SOMEBODY, "viewed", what=n)
    head = log.verify().head
    raw = files(tmp_path)[0].read_text(encoding="utf-8").splitlines()
    written(tmp_path, raw[:2])
    assert not log.verify().faults
    assert "was cut or made anew" in log.verify(head).faults[0]


def test_a_log_made_anew_is_not_taken_for_one_whose_old_days_were_deleted(log: AuditLog, tmp_path: Path) -> None:
    for n in range(3):
        log.note(SOMEBODY, "viewed", what=n)
    head = log.verify().head
    files(tmp_path)[0].unlink()
    log.note(SOMEBODY, "viewed", what="nothing to see")
    log.note(Actor("the program", Role.READER, ""), "retired", through="2020-01-01", until=head, lines=3)
    found = log.verify(head)
    assert "the log was made anew" in found.faults[0]


def with_a_word_before(raw: bytes) -> bytes:
    """The line with another question in front of its own: whoever reads the first of two sees that one."""
    return raw.replace(b'"act":', b'"who": "nobody", "act":')


def with_other_spaces(raw: bytes) -> bytes:
    return raw.replace(b'", "', b'",  "')


@pytest.mark.parametrize("tamper", [with_a_word_before, with_other_spaces])
def test_a_line_must_be_as_it_was_written_to_the_byte(log: AuditLog, tmp_path: Path, tamper: Callable[[bytes], bytes]) -> None:
    log.note(SOMEBODY, "viewed", what=1)
    (file,) = files(tmp_path)
    file.write_bytes(tamper(file.read_bytes()))
    assert "was changed after it was written" in log.verify().faults[0]


@pytest.mark.parametrize("planted", ['{"act": "viewed", "who": "nobody"}', "nothing of the kind", '["n", "before", "hash"]'])
def test_a_line_that_the_log_did_not_write_is_a_fault(log: AuditLog, tmp_path: Path, planted: str) -> None:
    log.note(SOMEBODY, "viewed", what=1)
    with files(tmp_path)[0].open("a", encoding="utf-8") as out:
        out.write(planted + "\n")
    assert "is no line that the log was given" in log.verify().faults[0]


def test_what_was_asked_moves_no_cursor_of_whoever_reads_the_log(log: AuditLog, tmp_path: Path) -> None:
    log.note(SOMEBODY, "asked", question="Who?\x1b[1A\x1b[2K\x9b2J\rnobody asked")
    shown = scrutiny("audit", "show", "--data", tmp_path).stdout
    assert "Who?" in shown
    assert not any(sign in shown for sign in "\x1b\x9b\r")


def at(monkeypatch: pytest.MonkeyPatch, when: datetime) -> None:
    class Then(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return when

    monkeypatch.setattr("assistant.audit.datetime", Then)


def test_a_clock_that_was_ahead_is_told_of_and_old_days_go_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = AuditLog(Settings(data=tmp_path, audit_days=30))
    today = datetime.now(UTC)
    for days in (-300, 300, 0):
        at(monkeypatch, today + timedelta(days=days))
        log.note(SOMEBODY, "viewed", what=days)
    found = log.verify()
    assert found.faults == []
    assert any("is of a day to come" in note for note in found.notes)
    assert [line["what"] for line in lines(tmp_path) if line["act"] == "viewed"] == [300, 0]


def test_a_line_cut_short_by_a_loss_of_power_is_left_and_the_chain_goes_on(log: AuditLog, tmp_path: Path) -> None:
    log.note(SOMEBODY, "viewed", what=1)
    with files(tmp_path)[0].open("a", encoding="utf-8") as out:
        out.write('{"n": 2, "at": "2026-')
    log.note(SOMEBODY, "viewed", what=2)
    found = log.verify()
    assert (found.lines, found.faults, len(found.notes)) == (2, [], 1)


def test_days_that_are_too_old_go_and_the_log_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = AuditLog(Settings(data=tmp_path, audit_days=30))
    today = datetime.now(UTC)
    for days in (90, 40, 20, 0):
        at(monkeypatch, today - timedelta(days=days))
        log.note(SOMEBODY, "viewed", what=days)
    held = lines(tmp_path)
    assert [line.get("what") for line in held if line["act"] == "viewed"] == [20, 0]
    assert [line["lines"] for line in held if line["act"] == "retired"] == [3]
    assert {file.stem for file in files(tmp_path)} == {(today - timedelta(days=d)).date().isoformat() for d in (20, 0)}
    assert log.verify().faults == []
    files(tmp_path)[0].unlink()
    assert log.verify().faults


def test_many_threads_write_one_chain(log: AuditLog) -> None:
    threads = [threading.Thread(target=lambda: [log.note(SOMEBODY, "viewed") for _ in range(10)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = log.verify()
    assert (found.lines, found.faults) == (80, [])


def test_none_is_kept_where_the_settings_say_so(tmp_path: Path) -> None:
    AuditLog(Settings(data=tmp_path, audit_days=0)).note(SOMEBODY, "viewed")
    assert not (tmp_path / FOLDER).exists()


def test_a_log_that_cannot_be_written_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("in its place")
    with pytest.raises(LibraryError, match="the audit log cannot be written"):
        AuditLog(Settings(data=tmp_path)).note(SOMEBODY, "viewed")


# --- every door writes to it


def scrutiny(*given: str | Path) -> Result:
    return CliRunner().invoke(app, [str(each) for each in given])


def test_the_command_line_writes_what_was_asked_and_shown(sample_library: Path, tmp_path: Path) -> None:
    before = len(lines(sample_library))
    batch = tmp_path / "batch.jsonl"
    batch.write_text(
        '{"id": 1, "question": "What is the high needs deficit?"}\n{"id": 2, "turns": [{"question": "Who owns SEND risk?"}]}\n'
    )
    for command in (
        ("ask", "What controls exist for SEND funding risk?", "--out", tmp_path / "pack.md"), ("ask", "--batch", batch),
        ("ask", "Who won the award?", "--as", "officer"), ("documents",), ("risks",), ("commitments",), ("questions", "--about", "SEND"),
    ):  # fmt: skip
        assert scrutiny(*command, "--data", sample_library).exit_code == 0
    new = lines(sample_library)[before:]
    acts = [line["act"] for line in new]
    assert acts == ["asked", "took an evidence pack", "asked", "asked", "asked", *["listed"] * 4]
    asked = new[0]
    assert asked["question"] == "What controls exist for SEND funding risk?"
    assert asked["status"] == "answered"
    assert all(len(paper["sha256"]) == 64 and paper["pages"] for paper in asked["shown"])
    assert [line["role"] for line in new if line["act"] == "asked"] == ["reader", "reader", "reader", "officer"]
    assert len({line["settings"] for line in new}) == 1
    assert scrutiny("audit", "verify", "--data", sample_library).exit_code == 0
    shown = scrutiny("audit", "show", "--data", sample_library).stdout
    assert "asked: What controls exist for SEND funding risk?" in shown
    told = scrutiny("audit", "show", "--json", "--from", "2020-01-01", "--to", "2020-01-02", "--data", sample_library)
    assert told.stdout == ""


def test_the_app_writes_what_was_asked_and_which_views_were_opened(sample_library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRUTINY_DATA", str(sample_library))
    before = len(lines(sample_library))
    try:
        page = AppTest.from_file(str(ROOT / "app_ui.py"), default_timeout=60).run()
        page.chat_input[0].set_value("What controls exist for SEND funding risk?").run()
        page.run()
    finally:
        library._opened.clear()
    new = lines(sample_library)[before:]
    assert [line["act"] for line in new].count("asked") == 1
    assert next(line["what"] for line in new if line["act"] == "viewed") == "ask"
    assert {line["who"] for line in new} == {"somebody at this machine"}


def test_no_secret_gets_into_the_log(sample_library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    scrutiny("ask", "Who owns SEND risk?", "--data", sample_library)
    assert "sk-very-secret" not in files(sample_library)[-1].read_text(encoding="utf-8")
