"""Files read before their turn: in order, so many of them and no more, each once and in the state that is wanted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.reading import Reading
from ingest.reading_ahead import ReadingAhead


class Reader:
    """Gives a reading of its own for every call, and notes what was read; waits when it is held."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.free = threading.Event()
        self.free.set()

    def __call__(self, path: Path) -> Reading:
        self.free.wait(10)
        self.read.append(path.name)
        return Reading(notes=[path.name])


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def ahead(reader: Reader) -> Iterator[ReadingAhead]:
    made = ReadingAhead(reader)
    yield made
    reader.free.set()
    made.close()


def test_files_are_read_once_and_in_order(ahead: ReadingAhead, reader: Reader) -> None:
    for name in "abc":
        ahead.begin(Path(name), f"of {name}", 1)
    assert [ahead.take(Path(n), f"of {n}").result().notes[0] for n in "abcd"] == list("abcd")
    assert reader.read == list("abcd"), "the last was begun in its turn"


def test_no_more_is_begun_than_may_stay_in_memory(ahead: ReadingAhead) -> None:
    for n in range(4):
        assert not ahead.full
        ahead.begin(Path(str(n)), str(n), 1)
    assert ahead.full
    ahead.take(Path("0"), "0").result()
    assert not ahead.full
    ahead.begin(Path("large"), "large", 32_000_000)
    assert ahead.full


def test_a_file_that_has_changed_since_is_read_again_and_the_others_stay(ahead: ReadingAhead, reader: Reader) -> None:
    for name in "abc":
        ahead.begin(Path(name), f"of {name}", 1)
    assert ahead.take(Path("a"), "changed").result().notes == ["a"]
    assert ahead.take(Path("a"), "changed again").result().notes == ["a"], "a second try leaves the others where they are"
    assert [ahead.take(Path(n), f"of {n}").result().notes[0] for n in "bc"] == ["b", "c"]
    assert (reader.read.count("b"), reader.read.count("c")) == (1, 1)


def test_what_has_lost_its_turn_is_dropped(ahead: ReadingAhead, reader: Reader) -> None:
    reader.free.clear()
    for name in "abc":
        ahead.begin(Path(name), f"of {name}", 1)
    wanted = ahead.take(Path("c"), "of c")
    reader.free.set()
    assert wanted.result().notes == ["c"]
    assert "b" not in reader.read, "what nobody wants is not begun"
    assert not ahead.has(Path("a"), "of a")


def test_the_same_bytes_are_known_under_another_name(ahead: ReadingAhead) -> None:
    ahead.begin(Path("a"), "same", 1)
    assert ahead.has(Path("b"), "same")
    assert ahead.has(Path("a"), "other")
    assert not ahead.has(Path("b"), "other")


def test_what_a_reader_raises_comes_in_its_turn() -> None:
    def fails(path: Path) -> Reading:
        raise ValueError(path.name)

    ahead = ReadingAhead(fails)
    ahead.begin(Path("a"), "of a", 1)
    with pytest.raises(ValueError, match="a"):
        ahead.take(Path("a"), "of a").result()
    ahead.close()
