"""All vectors in one file beside Chroma's: of one state of the catalogue, and never taken for another's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ingest.job import ingest
from vectorstore.compared import FILE, Compared, keep, kept, nothing, passage_of
from vectorstore.library import Library
from vectorstore.settings import Settings

from .conftest import ROOT

BUS = "# Buses\n\nThe bus to Saltgate has been late since September.\n"
POOL = "# The pool\n\nThe pool will be closed for repairs until May.\n"


def some(pieces: int = 5) -> Compared:
    matrix = np.random.default_rng(1).standard_normal((pieces, 8)).astype(np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    names = [f"p{n // 2:02}#{n % 2}" for n in range(pieces)]
    of = [f"d{n // 3}" for n in range(pieces)]
    return nothing().renewed(dict.fromkeys(of, "1"), names, of, matrix)


def assert_same(found: Compared, expected: Compared) -> None:
    assert found.names.tolist() == expected.names.tolist()
    assert found.numbers.tolist() == expected.numbers.tolist()
    assert found.documents == expected.documents
    assert np.array_equal(found.matrix, expected.matrix)


def test_what_is_kept_is_what_was_given_and_of_its_state_alone(tmp_path: Path) -> None:
    assert kept(tmp_path) is None
    keep(tmp_path, "3", some())
    found = kept(tmp_path)
    assert found
    assert found[0] == "3"
    assert_same(found[1], some())
    assert [file.name for file in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-4], lambda b: b[:-1] + bytes([b[-1] ^ 1]), lambda b: b"{}", lambda b: b"", lambda b: b"[]\n"]
)
def test_a_damaged_file_is_none(tmp_path: Path, damage: object) -> None:
    keep(tmp_path, "3", some())
    file = tmp_path / FILE
    file.write_bytes(damage(file.read_bytes()))  # type: ignore[operator]
    assert kept(tmp_path) is None


@pytest.mark.parametrize("limit", [1, 2, 3, 10])
def test_the_nearest_passages_come_each_once_and_of_the_documents_asked(limit: int) -> None:
    everything, asked = some(40), some(60).matrix[-1]
    best: dict[str, float] = {}
    documents = list(everything.documents)
    for name, number, vector in zip(everything.names, everything.numbers, everything.matrix, strict=True):
        passage, document = passage_of(name.decode()), documents[number]
        if document in ("d2", "d5", "d6"):
            best[passage] = max(best.get(passage, -1), float(vector @ asked))
    expected = sorted(best, key=lambda p: -best[p])[:limit]
    assert [p for p, _ in everything.nearest(asked.tolist(), ["d2", "d5", "d6"], limit)] == expected
    assert everything.nearest(asked.tolist(), [], limit) == []
    assert len(everything.nearest(asked.tolist(), None, 100)) == 20


def test_chroma_is_not_loaded_for_a_question_as_long_as_the_vectors_are_kept(tmp_path: Path) -> None:
    papers, data = tmp_path / "papers", tmp_path / "library"
    papers.mkdir()
    (papers / "bus.md").write_text(BUS)
    ask = (
        "import sys\nfrom assistant.desk import Desk\nfrom vectorstore.settings import Settings\nfrom pathlib import Path\n"
        "answer = Desk.open(Settings.load(Path(sys.argv[1]))).ask(sys.argv[2])\n"
        "print(answer.citations[0].source if answer.citations else None, 'chromadb' in sys.modules)"
    )

    def asked(question: str) -> list[str]:
        run = subprocess.run([sys.executable, "-c", ask, data, question], cwd=ROOT, capture_output=True, text=True, check=True)
        return run.stdout.split()

    def added() -> None:
        library = Library(Settings.load(data))
        ingest([papers], library)
        library.close()

    added()
    late = "Since when has the bus to Saltgate been late?"
    assert asked(late) == ["bus.md", "False"]  # an ingest leaves them
    for made in data.glob("open/chroma/*.compared"):
        made.unlink()
    assert asked(late) == ["bus.md", "True"]
    assert asked(late) == ["bus.md", "False"]
    (papers / "pool.md").write_text(POOL)
    added()
    closed = "Until when will the pool be closed?"
    assert asked(closed) == ["pool.md", "False"]


def test_an_open_library_sees_what_another_takes_in_and_out(tmp_path: Path) -> None:
    papers, data = tmp_path / "papers", tmp_path / "library"
    papers.mkdir()
    (papers / "bus.md").write_text(BUS)
    first, second = Library(Settings.load(data)), Library(Settings.load(data))
    ingest([papers], first)
    holdings = second.holdings()
    assert len(holdings.vector_search("a late bus", None, 9)) == 1
    (papers / "pool.md").write_text(POOL)
    ingest([papers], first)
    assert len(holdings.vector_search("a late bus", None, 9)) == 2
    (papers / "bus.md").unlink()
    ingest([papers], first, prune=True)
    ((passage, _),) = holdings.vector_search("a late bus", None, 9)
    assert "pool" in holdings.passages([passage])[passage].text
    first.close()
    second.close()


def test_of_the_state_before_stays_what_has_not_changed() -> None:
    before = some(12)
    versions = {"d0": "1", "d1": "2", "d3": "1", "d9": "1"}  # d1 was put in again, d2 is gone, d9 is new
    more = np.eye(3, 8, dtype=np.float32)
    after = before.renewed(versions, ["zz#0", "a#0", "p01#9"], ["d1", "d9", "d1"], more)
    assert after.names.tolist() == sorted([*before.names[[0, 1, 2, 9, 10, 11]].tolist(), b"zz#0", b"a#0", b"p01#9"])
    assert after.documents == versions
    documents = list(after.documents)
    of = {name.decode(): (documents[n], v.tolist()) for name, n, v in zip(after.names, after.numbers, after.matrix, strict=True)}
    assert of["p01#9"] == ("d1", more[2].tolist())
    assert of["a#0"] == ("d9", more[1].tolist())
    assert of["p04#1"] == ("d3", before.matrix[9].tolist())
    assert not len(before.renewed({}, [], [], more[:0]).names)


def test_many_equally_near_pieces_of_one_passage_hide_no_other() -> None:
    vectors = np.ones((400, 4), dtype=np.float32) / 2
    vectors[-1] = [1, 0, 0, 0]
    names = [*(f"a#{n}" for n in range(399)), "b#0"]
    found = nothing().renewed({"d": "1"}, names, ["d"] * 400, vectors).nearest([1, 1, 1, 1], None, 2)
    assert [passage for passage, _ in found] == ["a", "b"]


def test_what_an_ended_program_left_half_written_goes_and_what_one_is_at_stays(tmp_path: Path) -> None:
    left, fresh = tmp_path / ".all.abc123.compared", tmp_path / ".all.def456.compared"
    for file in (left, fresh):
        file.write_bytes(b"half")
    os.utime(left, (1_000_000_000, 1_000_000_000))
    keep(tmp_path, "3", some())
    assert {file.name for file in tmp_path.iterdir()} == {FILE, fresh.name}
