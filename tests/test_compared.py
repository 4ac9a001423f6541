"""All vectors in one file beside Chroma's: of one state of the catalogue, and never taken for another's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ingest.job import ingest
from vectorstore.compared import FILE, Compared, keep, kept
from vectorstore.library import Library
from vectorstore.settings import Settings

from .conftest import ROOT

BUS = "# Buses\n\nThe bus to Saltgate has been late since September.\n"
POOL = "# The pool\n\nThe pool will be closed for repairs until May.\n"


def some(pieces: int = 5) -> Compared:
    matrix = np.random.default_rng(1).standard_normal((pieces, 8)).astype(np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    return Compared([f"p{n // 2}" for n in range(pieces)], [f"d{n // 3}" for n in range(pieces)], matrix)


def test_what_is_kept_is_what_was_given_and_of_its_state_alone(tmp_path: Path) -> None:
    assert kept(tmp_path, "3") is None
    keep(tmp_path, "3", some())
    found = kept(tmp_path, "3")
    assert found
    assert (found.passages, found.documents) == (some().passages, some().documents)
    assert np.array_equal(found.matrix, some().matrix)
    assert kept(tmp_path, "4") is None
    assert [file.name for file in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-4], lambda b: b[:-1] + bytes([b[-1] ^ 1]), lambda b: b"{}", lambda b: b"", lambda b: b"[]\n"]
)
def test_a_damaged_file_is_none(tmp_path: Path, damage: object) -> None:
    keep(tmp_path, "3", some())
    file = tmp_path / FILE
    file.write_bytes(damage(file.read_bytes()))  # type: ignore[operator]
    assert kept(tmp_path, "3") is None


@pytest.mark.parametrize("limit", [1, 2, 3, 10])
def test_the_nearest_passages_come_each_once_and_of_the_documents_asked(limit: int) -> None:
    everything, asked = some(40), some(60).matrix[-1]
    best: dict[str, float] = {}
    for passage, document, vector in zip(everything.passages, everything.documents, everything.matrix, strict=True):
        if document in ("d2", "d5", "d6"):
            best[passage] = max(best.get(passage, -1), float(vector @ asked))
    expected = sorted(best, key=lambda p: -best[p])[:limit]
    assert [p for p, _ in everything.nearest(asked.tolist(), ["d2", "d5", "d6"], limit)] == expected
    assert everything.nearest(asked.tolist(), [], limit) == []
    assert len(everything.nearest(asked.tolist(), None, 100)) == 20


def test_chroma_is_not_loaded_for_a_question_once_the_vectors_are_kept_and_is_after_a_change(tmp_path: Path) -> None:
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
    assert asked(late) == ["bus.md", "True"]
    assert asked(late) == ["bus.md", "False"]
    (papers / "pool.md").write_text(POOL)
    added()
    closed = "Until when will the pool be closed?"
    assert asked(closed) == ["pool.md", "True"]
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
