"""Conversations that are kept, in real SQLite files: whole, apart by owner and role, found again, and gone when they are deleted."""

from __future__ import annotations

import json
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier

import pytest

from assistant.answer import Answer
from assistant.conversations import FILE, OUTDATED, Conversations, KeptExchange, short_title
from assistant.desk import Desk
from vectorstore.errors import LibraryError
from vectorstore.models import Filters, Kind, Role
from vectorstore.settings import Settings

from .conftest import ROOT

QUESTIONS = [
    "What controls exist for SEND funding risk?",
    "What was resolved about family hubs?",
    "What is the shortfall of special school places?",
    "Which actions are overdue?",
    "How many penguins live at the moon base?",
    "What did the Council promise care leavers?",
]
ANNA, BEN = "anna-token", "ben-token"
AT = datetime(2026, 4, 30, 18, 30, tzinfo=UTC)
FILTERS = Filters(("d1",), (Kind.MINUTES,), date(2026, 1, 1), None, ("Cabinet",))


@pytest.fixture(scope="module")
def answers(sample_library: Path) -> list[Answer]:
    """Real answers of every status: lists, prose, promises, none."""
    desk = Desk.open(Settings.load(sample_library))
    asked = [desk.ask(question, as_of=date(2026, 4, 30)) for question in QUESTIONS]
    desk.library.close()
    assert {answer.status for answer in asked} >= {"answered", "not_found"}
    return asked


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Conversations]:
    made = Conversations(tmp_path)
    yield made
    made.close()


def exchange(name: str, question: str, answer: Answer | None = None, **given: object) -> KeptExchange:
    base = {"filters": Filters(), "error": None, "asked_at": AT}
    return KeptExchange(name=name, question=question, answer=answer, **{**base, **given})  # type: ignore[arg-type]


def test_an_answer_is_kept_whole(answers: list[Answer]) -> None:
    for answer in answers:
        told = json.loads(json.dumps(answer.whole()))
        assert Answer.model_validate(told) == answer
    assert any(citation.places for answer in answers for citation in answer.citations)
    assert any(answer.notes for answer in answers)


def test_a_conversation_comes_back_as_it_was(kept: Conversations, answers: list[Answer]) -> None:
    first = exchange("a1", QUESTIONS[0], answers[0], filters=FILTERS, suggestions=["Who owns it?"])
    failed = exchange("a2", "???", error="The question is empty.")
    held = kept.keep(ANNA, Role.READER, None, 0, first)
    assert kept.keep(ANNA, Role.READER, held, 1, failed) == held
    loaded = kept.load(ANNA, Role.READER, held)
    assert loaded
    assert loaded.title == QUESTIONS[0]
    assert loaded.exchanges == [first, failed]
    assert loaded.created <= loaded.updated
    assert loaded.created.utcoffset() == AT.utcoffset()
    [listed] = kept.listed(ANNA, Role.READER)
    assert (listed.id, listed.title, listed.created, listed.updated, listed.questions) == (
        held, loaded.title, loaded.created, loaded.updated, 2,
    )  # fmt: skip
    kept.suggest(ANNA, Role.READER, held, "a2", ["What else?"])
    again = kept.load(ANNA, Role.READER, held)
    assert again
    assert again.exchanges[1].suggestions == ["What else?"]


def test_a_question_that_is_asked_anew_takes_the_place_of_what_followed(kept: Conversations, answers: list[Answer]) -> None:
    held = kept.keep(ANNA, Role.READER, None, 0, exchange("a1", "One?", answers[0]))
    for n in (1, 2, 3):
        kept.keep(ANNA, Role.READER, held, n, exchange(f"b{n}", f"Number {n}?", answers[n]))
    kept.keep(ANNA, Role.READER, held, 1, exchange("c", "Another?", answers[4]))
    loaded = kept.load(ANNA, Role.READER, held)
    assert loaded
    assert [each.question for each in loaded.exchanges] == ["One?", "Another?"]


def test_an_exchange_after_more_than_are_kept_goes_to_the_end_and_is_not_dropped_by_the_next(kept: Conversations) -> None:
    held = kept.keep(ANNA, Role.READER, "deleted-meanwhile", 3, exchange("a", "One?", error="None."))
    assert held != "deleted-meanwhile"
    kept.keep(ANNA, Role.READER, held, 7, exchange("b", "Two?", error="None."))
    kept.keep(ANNA, Role.READER, held, 2, exchange("c", "Three?", error="None."))
    loaded = kept.load(ANNA, Role.READER, held)
    assert loaded
    assert [each.question for each in loaded.exchanges] == ["One?", "Two?", "Three?"]


def test_nobody_meets_what_another_asked_nor_a_reader_what_an_officer_did(
    kept: Conversations, answers: list[Answer], tmp_path: Path
) -> None:
    held = kept.keep(ANNA, Role.OFFICER, None, 0, exchange("a1", "Secret thing?", answers[0]))
    for owner, role in ((BEN, Role.OFFICER), (ANNA, Role.READER)):
        assert kept.load(owner, role, held) is None
        assert kept.listed(owner, role) == []
        kept.rename(owner, role, held, "Mine")
        kept.delete(owner, role, held)
        kept.delete_all(BEN)
        kept.suggest(owner, role, held, "a1", ["Mine?"])
        assert kept.keep(owner, role, held, 0, exchange("z", "Mine?", answers[1])) != held
    loaded = kept.load(ANNA, Role.OFFICER, held)
    assert loaded
    assert (loaded.title, len(loaded.exchanges), loaded.exchanges[0].suggestions) == ("Secret thing?", 1, None)
    assert ANNA.encode() not in (tmp_path / FILE).read_bytes(), "the token itself is not kept"


def test_conversations_are_listed_by_when_they_were_added_to_and_found_by_their_words(
    kept: Conversations, answers: list[Answer]
) -> None:
    ids = [
        kept.keep(ANNA, Role.READER, None, 0, exchange(f"a{n}", q, a))
        for n, (q, a) in enumerate(zip(QUESTIONS, answers, strict=True))
    ]
    kept.keep(ANNA, Role.READER, ids[0], 1, exchange("b", "Who owns it?", answers[1]))
    assert [each.id for each in kept.listed(ANNA, Role.READER)] == [ids[0], *reversed(ids[1:])]
    assert kept.listed(ANNA, Role.READER)[0].questions == 2
    assert [each.id for each in kept.listed(ANNA, Role.READER, limit=2, offset=1)] == [ids[5], ids[4]]
    kept.rename(ANNA, Role.READER, ids[2], "  For the   Tuesday meeting ")
    assert [each.title for each in kept.listed(ANNA, Role.READER, "TUESDAY places")] == ["For the Tuesday meeting"]
    assert [each.id for each in kept.listed(ANNA, Role.READER, "workstreams recovery")] == [ids[0]], "words of an answer"
    assert [each.id for each in kept.listed(ANNA, Role.READER, "penguins")] == [ids[4]], "words of a question"
    assert kept.listed(BEN, Role.READER, "penguins") == []
    assert kept.listed(ANNA, Role.READER, "100% _ nothing") == []
    assert kept.listed(ANNA, Role.READER, "penguins workstreams") == [], "all of the words"
    assert len(kept.listed(ANNA, Role.READER, "the " * 3_000)) > 1, "however many words are pasted"
    kept.rename(ANNA, Role.READER, ids[1], "Über Straßen")
    assert [each.id for each in kept.listed(ANNA, Role.READER, "STRASSEN über")] == [ids[1]]


def test_names_are_cut_and_never_empty(kept: Conversations, answers: list[Answer]) -> None:
    held = kept.keep(ANNA, Role.READER, None, 0, exchange("a", "What is the matter with the roofs? " * 9, answers[0]))
    [listed] = kept.listed(ANNA, Role.READER)
    assert listed.title == "What is the matter with the roofs? What is the matter with the roofs? What is…"
    kept.rename(ANNA, Role.READER, held, "   ")
    assert kept.listed(ANNA, Role.READER)[0].title == listed.title
    kept.rename(ANNA, Role.READER, held, "x" * 500)
    assert kept.listed(ANNA, Role.READER)[0].title == "x" * 120
    assert short_title(" a  b ") == "a b"
    assert short_title("y" * 80) == "y" * 80
    assert short_title("y" * 81) == "y" * 79 + "…"
    assert short_title("y" * 79 + " z") == "y" * 79 + "…"


def on_disk(folder: Path) -> bytes:
    """All bytes of the file and of those that SQLite keeps beside it."""
    return b"".join(path.read_bytes() for path in folder.glob(f"{FILE}*"))


def test_what_is_deleted_leaves_nothing_on_the_disk(kept: Conversations, answers: list[Answer], tmp_path: Path) -> None:
    other = Conversations(tmp_path)  # as another program has it open
    held = kept.keep(ANNA, Role.READER, None, 0, exchange("a", "What of the zebra crossing?", answers[0]))
    kept.rename(ANNA, Role.READER, held, "Giraffes")
    kept.suggest(ANNA, Role.READER, held, "a", ["What of the pelican crossing?"])
    kept.keep(ANNA, Role.READER, None, 0, exchange("b", "What of the quay?", answers[1]))
    assert len(other.listed(ANNA, Role.READER)) == 2
    assert all(word in on_disk(tmp_path) for word in (b"zebra", b"Giraffes", b"pelican"))
    kept.delete(ANNA, Role.READER, held)
    assert kept.load(ANNA, Role.READER, held) is None
    assert [each.title for each in other.listed(ANNA, Role.READER)] == ["What of the quay?"]
    left = on_disk(tmp_path)
    assert b"quay" in left
    assert not any(word in left for word in (b"zebra", b"Giraffes", b"pelican"))
    other.close()


def test_all_that_somebody_asked_is_deleted_at_once(kept: Conversations, answers: list[Answer], tmp_path: Path) -> None:
    for owner, role, what in ((ANNA, Role.READER, "zebra"), (ANNA, Role.OFFICER, "pelican"), (BEN, Role.READER, "quay")):
        kept.keep(owner, role, None, 0, exchange("a", f"What of the {what}?", answers[0]))
    kept.delete_all(ANNA)
    assert kept.listed(ANNA, Role.READER) == kept.listed(ANNA, Role.OFFICER) == []
    assert len(kept.listed(BEN, Role.READER)) == 1
    left = on_disk(tmp_path)
    assert b"quay" in left
    assert b"zebra" not in left
    assert b"pelican" not in left


@pytest.mark.parametrize(
    ("column", "damaged", "narrowed"),
    [("answer", '{"question": 3}', FILTERS), ("answer", "{cut sho", FILTERS), ("filters", '{"kinds": ["poems"]}', Filters())],
)
def test_an_exchange_of_another_shape_loses_its_answer_alone(
    kept: Conversations, answers: list[Answer], tmp_path: Path, column: str, damaged: str, narrowed: Filters
) -> None:
    held = kept.keep(ANNA, Role.READER, None, 0, exchange("a", "One?", answers[0], filters=FILTERS))
    kept.keep(ANNA, Role.READER, held, 1, exchange("b", "Two?", answers[1]))
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute(f"UPDATE exchanges SET {column} = ? WHERE name = 'a'", (damaged,))
    loaded = kept.load(ANNA, Role.READER, held)
    assert loaded
    assert loaded.exchanges == [
        exchange("a", "One?", error=OUTDATED, filters=narrowed), exchange("b", "Two?", answers[1]),
    ]  # fmt: skip


def test_a_file_of_a_newer_version_and_one_that_is_none_are_refused(tmp_path: Path) -> None:
    Conversations(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(LibraryError, match="newer version"):
        Conversations(tmp_path)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / FILE).write_bytes(b"no database at all, but long enough to be taken for one" * 30)
    with pytest.raises(LibraryError, match=r"conversations\.sqlite.*move a damaged file away"):
        Conversations(tmp_path / "other")


def test_a_folder_that_cannot_be_made_and_a_file_that_cannot_be_opened_are_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(LibraryError, match=r"taken.conversations\.sqlite: .*another --data folder"):
        Conversations(tmp_path / "taken")
    (tmp_path / "odd" / FILE).mkdir(parents=True)
    with pytest.raises(LibraryError, match=r"conversations\.sqlite: .*see that the folder may be written to"):
        Conversations(tmp_path / "odd")


def of_its_own(call: str) -> subprocess.Popen[bytes]:
    """A process that calls a function of this module."""
    return subprocess.Popen([sys.executable, "-c", f"from pathlib import Path; import {__name__} as m; m.{call}"], cwd=ROOT)


def _fill(folder: Path) -> None:
    """In a process of its own, whose files may grow no further: keeping fails in words, and what was kept before is still there."""
    made = Conversations(folder)
    held = made.keep(ANNA, Role.READER, None, 0, exchange("a", "One?", error="None."))
    size = max(path.stat().st_size for path in folder.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    with pytest.raises(LibraryError, match=r"conversations\.sqlite: .*make room on the disk"):
        made.keep(ANNA, Role.READER, held, 0, exchange("b", "Two? " * 100_000, error="None."))
    loaded = made.load(ANNA, Role.READER, held)
    assert loaded
    assert [each.question for each in loaded.exchanges] == ["One?"]


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path) -> None:
    filling = of_its_own(f"_fill(Path({str(tmp_path)!r}))")
    assert filling.wait(60) == 0


def _write(folder: Path, owner: str, many: int) -> None:
    """Conversations of two exchanges each, as a program of its own writes them."""
    made = Conversations(folder)
    for n in range(many):
        held = made.keep(owner, Role.READER, None, 0, exchange(f"{n}", f"Question {n} of {owner}?", error="None."))
        made.keep(owner, Role.READER, held, 1, exchange(f"{n}b", "And then?", error="None."))
    made.close()


def test_programs_and_threads_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    other = of_its_own(f"_write(Path({str(tmp_path)!r}), {BEN!r}, 30)")
    made, together = Conversations(tmp_path), Barrier(4)

    def write(thread: int) -> None:
        together.wait()
        for n in range(15):
            held = made.keep(ANNA, Role.READER, None, 0, exchange(f"{n}", f"Question {n} of thread {thread}?", error="None."))
            made.suggest(ANNA, Role.READER, held, f"{n}", [f"{thread}?"])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert other.wait(60) == 0
    for owner, many, questions in ((ANNA, 60, 1), (BEN, 30, 2)):
        listed = made.listed(owner, Role.READER, limit=100)
        assert (len(listed), {each.questions for each in listed}) == (many, {questions})
    loaded = [made.load(ANNA, Role.READER, each.id) for each in made.listed(ANNA, Role.READER, "thread 2?")]
    assert [each.exchanges[0].suggestions for each in loaded if each] == [["2?"]] * 15
    made.close()


def test_a_file_is_opened_by_many_at_once_the_first_time(tmp_path: Path) -> None:
    together = Barrier(8)

    def begin(n: int) -> None:
        together.wait()
        _write(tmp_path, f"owner {n}", 1)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(begin, range(8)))
    made = Conversations(tmp_path)
    assert all(len(made.listed(f"owner {n}", Role.READER)) == 1 for n in range(8))
    made.close()


def test_two_pages_that_go_on_with_one_conversation_lose_nothing(kept: Conversations, answers: list[Answer]) -> None:
    held = kept.keep(ANNA, Role.READER, None, None, exchange("a", "One?", answers[0]))
    for name in ("b", "c"):  # neither page knows of the other's
        assert kept.keep(ANNA, Role.READER, held, None, exchange(name, f"{name}?", answers[1])) == held
    loaded = kept.load(ANNA, Role.READER, held)
    assert loaded
    assert [each.name for each in loaded.exchanges] == ["a", "b", "c"]
