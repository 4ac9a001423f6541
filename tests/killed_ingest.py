"""A program that kills its own `scrutiny ingest` at many moments and says what each left behind. Run by test_library.py.

The model is loaded once; every ingest is a process forked from there, so that a kill costs a second and not ten.

    python -m tests.killed_ingest FOLDER

prints {"killed": {moment: {"killed": bool, "after": contents, "again": contents}}, "undisturbed": contents, "other": sources}, where
"other" is what a program that had the library open finds first by meaning, before and after another program's ingest.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from vectorstore.errors import LibraryError
from vectorstore.shelf import Shelf

PAPERS = {
    "a.md": "# Buses\n\nThe bus is late. It has been late since September.\n",
    "b.md": "# Places\n\nForty places open in 2026.\n",
    "c.md": "# Costs\n\n" + "\n\n".join(f"{n}. Cost {n} rose by £{n}m because of prices." for n in range(1, 30)) + "\n",
}
CHANGED = "# Places\n\nThirty places open in 2027, ten fewer than was said.\n\nThe rest is late.\n"
SIDECAR = 'title = "What it costs"\n'
NEW = "# Travel training\n\nNine pupils have been trained to travel (TTT).\n"

# (module, class, method, which call, before or after it): the vectors, the transaction that makes a paper visible, the sweeping.
MOMENTS: dict[str, tuple[str, str, str, int, str]] = {
    "after the vectors of the first paper": ("vectorstore.vectors", "Vectors", "add", 1, "after"),
    "before the second paper is made visible": ("vectorstore.catalogue", "Catalogue", "insert_document", 2, "before"),
    "while the first paper is made visible": ("vectorstore.catalogue", "Catalogue", "insert_document", 1, "after"),
    "before the replaced paper's vectors are swept": ("vectorstore.library", "Shelf", "sweep", 2, "before"),
    "after the last paper's vectors were swept": ("vectorstore.library", "Shelf", "sweep", 3, "after"),
}
DELAYS = (0.3,)  # seconds


def main(folder: Path) -> dict[str, Any]:
    """Everything that the test looks at."""
    papers, first = folder / "papers", folder / "first"
    write_first(papers)
    warm(folder)
    wait(fork(lambda: ingest_here(papers, first)))
    write_changes(papers)
    shutil.copytree(first, folder / "open")
    other = _found_by_another(papers, folder / "open", folder / "other.json")
    found: dict[str, Any] = {}
    for moment, place in MOMENTS.items():
        found[moment] = _killed(folder, moment, lambda data, p=place: ingest_until(papers, data, *p), None)
    for delay in DELAYS:
        found[f"after {delay} s"] = _killed(folder, f"after {delay} s", lambda data: ingest_here(papers, data), delay)
    return {"killed": found, "undisturbed": seen(folder / "undisturbed", folder, ingest=papers), "other": other}


def write_first(papers: Path) -> None:
    """The papers of the first ingest."""
    papers.mkdir()
    for name, text in PAPERS.items():
        (papers / name).write_text(text)


def write_changes(papers: Path) -> None:
    """What the ingest that is disturbed is to take in: a changed paper, one described anew, a new one."""
    (papers / "b.md").write_text(CHANGED)
    (papers / "c.md.meta.toml").write_text(SIDECAR)
    (papers / "d.md").write_text(NEW)


def _found_by_another(papers: Path, data: Path, out: Path) -> Any:
    """The sources that a program which keeps the library open finds before and after another one's ingest."""
    ready, go = os.pipe(), os.pipe()

    def keep_open() -> None:
        from vectorstore.library import Library
        from vectorstore.settings import Settings

        holdings = Library(Settings.load(data)).holdings()

        def nearest() -> str:
            (passage,) = holdings.passages([holdings.vector_search("training to travel alone", None, 1)[0][0]]).values()
            return next(d.source for d in holdings.documents() if d.id == passage.document_id)

        before = nearest()
        os.write(ready[1], b".")
        os.read(go[0], 1)
        out.write_text(json.dumps([before, nearest()]))

    child = fork(keep_open)
    os.read(ready[0], 1)
    wait(fork(lambda: ingest_here(papers, data)))
    os.write(go[1], b".")
    wait(child)
    return json.loads(out.read_text())


def _killed(folder: Path, moment: str, run: Callable[[Path], None], delay: float | None) -> dict[str, Any]:
    data = folder / moment.replace(" ", "-").replace("'", "")
    shutil.copytree(folder / "first", data)
    child = fork(lambda: run(data))
    if delay is not None:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    killed = os.WIFSIGNALED(wait(child))
    after = seen(data, folder)
    return {"killed": killed, "after": after, "again": seen(data, folder, ingest=folder / "papers")}


def warm(folder: Path) -> None:
    """Load the model and all that takes long to import; the model on one thread, so that the forked processes can use it."""
    import chromadb
    import torch
    from chromadb.api import rust

    import assistant.desk
    import ingest.job
    import ingest.markup_reader
    from vectorstore.embedding import Embedder
    from vectorstore.settings import Settings

    assert all((chromadb, rust, assistant.desk, ingest.job, ingest.markup_reader))
    torch.set_num_threads(1)
    embedder = Embedder(Settings.load(folder))
    embedder.export()
    Embedder._reference = embedder._reference  # type: ignore[misc, assignment]


def ingest_here(papers: Path, data: Path) -> None:
    """`scrutiny ingest` in this process; a failure ends it."""
    from assistant.cli import app

    if status := app(["ingest", str(papers), "--data", str(data), "--json"], standalone_mode=False):
        os._exit(status)


def ingest_until(papers: Path, data: Path, module: str, kind: str, method: str, call: int, when: str) -> None:
    import importlib

    owner = getattr(importlib.import_module(module), kind)
    whole = getattr(owner, method)
    calls = 0

    def cut(*given: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = whole(*given, **named)
        if calls == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, method, cut)
    ingest_here(papers, data)


def seen(data: Path, folder: Path, ingest: Path | None = None) -> Any:
    """What a library holds, as a process that opens it afresh sees it; after an ingest of some papers, if they are given."""
    out = folder / "seen.json"
    out.unlink(missing_ok=True)

    def look() -> None:
        if ingest:
            ingest_here(ingest, data)
        out.write_text(json.dumps(contents(data)))

    wait(fork(look))
    return json.loads(out.read_text())


def contents(data: Path) -> dict[str, Any]:
    """Everything that is held, but for the times; the vectors by the passages that have some, none where the library says that it cannot use them."""
    from vectorstore.library import Library
    from vectorstore.models import Role
    from vectorstore.settings import Settings

    library = Library(Settings.load(data))
    holdings = library.holdings(Role.OFFICER)
    held = {
        d.source: {
            "document": repr(d).split(", ingested_at")[0],
            "pages": [repr(p) for p in holdings.pages(d.id)],
            "passages": [repr(p) for p in holdings.passages_of(d.id)],
            "words": sorted(p for p, _ in holdings.keyword_search(["bus", "places", "cost", "pupils"], [d.id], 100)),
        }
        for d in holdings.documents()
    }
    passages = sorted(p.id for d in holdings.documents() for p in holdings.passages_of(d.id))
    vectors = sorted(v for shelf in library._shelves() for v in _vectors(shelf))
    pieces = sorted(name for shelf in library._shelves() for name in _piece_vectors(shelf.catalogue.file))
    found = {"held": held, "passages": passages, "vectors": vectors, "pieces": pieces, "acronyms": holdings.acronyms()}
    library.close()
    return found


def _vectors(shelf: Shelf) -> set[str]:
    try:
        return shelf.vectors.ids()
    except LibraryError:
        if shelf.trouble() is None:
            raise
        return set()


def _piece_vectors(file: Path) -> list[str]:
    """The document and the digest of each text of which a catalogue keeps the word pieces' vectors."""
    with closing(sqlite3.connect(file)) as db:
        return [f"{document} {digest}" for document, digest in db.execute("SELECT document_id, digest FROM piece_vectors")]


def fork(work: Callable[[], object]) -> int:
    """A process that does some work and ends, with status 1 when it fails; its id."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    status = 1
    try:
        work()
        status = 0
    finally:
        if status:
            traceback.print_exc()
        os._exit(status)


def wait(child: int) -> int:
    """Wait for a process to end; how it did."""
    return os.waitpid(child, 0)[1]


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
