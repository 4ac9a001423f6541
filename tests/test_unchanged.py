"""What was read of a file is kept until the file is changed, by whomever."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from vectorstore.connections import Connections
from vectorstore.errors import LibraryError
from vectorstore.unchanged import Unchanged


def test_a_value_is_read_once_for_each_state() -> None:
    state, reads = [0], []

    def read() -> int:
        reads.append(state[0])
        return state[0]

    kept = Unchanged(lambda: state[0], 10)
    assert [kept.get("a", read) for _ in range(3)] == [0, 0, 0]
    state[0] = 1
    assert [kept.get("a", read) for _ in range(2)] == [1, 1]
    assert reads == [0, 1]


def test_a_value_that_was_changed_while_it_was_read_is_read_again() -> None:
    state, held = [0], ["old"]

    def read() -> str:
        found = held[0]
        state[0], held[0] = state[0] + 1, "new"  # somebody writes between the reading and its end
        return found

    kept = Unchanged(lambda: state[0], 10)
    assert kept.get("a", read) == "old"
    assert kept.get("a", read) == "new"


def test_what_was_asked_for_longest_ago_makes_room_and_what_is_too_large_is_not_kept() -> None:
    reads: list[str] = []

    def of(key: str) -> Callable[[], str]:
        def read() -> str:
            reads.append(key)
            return key

        return read

    kept = Unchanged(lambda: 0, 3)
    for key in ("a", "b", "a", "cc", "a", "b", "long", "long"):
        assert kept.get(key, of(key), len) == key
    assert reads == ["a", "b", "cc", "b", "long", "long"]


def test_values_of_several_keys_are_read_together_and_come_in_order() -> None:
    state, asked = [0], []

    def read(keys: list[str]) -> dict[str, str]:
        asked.append(keys)
        return {key: f"{key}{state[0]}" for key in reversed(keys) if key != "none"}

    kept = Unchanged(lambda: state[0], 3)
    assert list(kept.each(["b", "a", "b"], read).items()) == [("b", "b0"), ("a", "a0")]
    assert list(kept.each(["c", "a", "none", "b"], read).items()) == [("c", "c0"), ("a", "a0"), ("b", "b0")]
    assert kept.each(iter("abc"), read) == {"a": "a0", "b": "b0", "c": "c0"}
    assert asked == [["b", "a"], ["c", "none"]]
    state[0] = 1
    assert kept.each(["a", "d", "b", "c"], read) == {"a": "a1", "d": "d1", "b": "b1", "c": "c1"}, "more than there is room for"
    assert asked[2:] == [["a", "d", "b", "c"]]


@pytest.mark.parametrize("own", [True, False])
def test_every_change_is_another_state_and_a_look_is_none(tmp_path: Path, own: bool) -> None:
    file = tmp_path / "catalogue.sqlite"
    connections = Connections(file)
    states = [connections.state()]
    with connections.reading() as db:
        db.exec_driver_sql("SELECT * FROM facts")
    assert connections.state() == states[0]
    for value in "abc":
        if own:
            with connections.writing() as db:
                db.exec_driver_sql("INSERT INTO facts VALUES (?, ?)", (value, value))
        else:  # as another program does
            other = sqlite3.connect(file)
            with other:
                other.execute("INSERT INTO facts VALUES (?, ?)", (value, value))
            other.close()
        states.append(connections.state())
    assert len(set(states)) == len(states)
    connections.close()


def test_a_file_that_cannot_be_looked_at_is_named(tmp_path: Path) -> None:
    connections = Connections(tmp_path / "catalogue.sqlite")
    connections.close()
    for file in tmp_path.iterdir():
        file.unlink()
    (tmp_path / "catalogue.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(LibraryError, match="cannot be read"):
        connections.state()
    connections.close()
