"""How time and memory grow with the number of passages held, on libraries of real papers taken again and again (resampled.py)."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from eval.benchmark.resampled import Original, copies, originals
from eval.benchmark.runs import exponent, run
from vectorstore.catalogue import Source
from vectorstore.piece_vectors import digest
from vectorstore.shelf import EMBEDDER, Shelf

GROWING = ("open", "first", "median", "p95", "megabytes", "gigabytes")


def growth(base: Path, folder: Path, questions: Path, sizes: Sequence[int], told: Callable[[str], None]) -> dict[str, Any]:
    """Fill a library in `folder` from the papers of a library `base`, and measure it at each size (in passages, ascending).

    At each: the seconds that the passages since the size before took to be put in, a passage; then, in a process of its own, seconds until
    the library is open and the first search has found, and milliseconds of a search for each question of a file, once after each other;
    peak memory of that process; what the library takes on the disk. Raises SystemExit when the disk has too little room.
    """
    held = _held(base)
    rows = []
    passages = 0
    with_shelf = Shelf(folder / "open")
    with_shelf.catalogue.set_fact(EMBEDDER, _embedder(base))
    with_shelf.close()
    more = _endless(held)
    for size in sizes:
        shelf = Shelf(folder / "open")
        began, before = time.perf_counter(), passages
        while passages < size:
            passages += _put(shelf, *next(more))
            _leave_room(folder)
        shelf.bring_in()
        put = (time.perf_counter() - began) / max(1, passages - before)
        shelf.close()
        measured = json.loads(run([sys.executable, "-m", "eval.benchmark.inside", "search", str(folder), str(questions)]).printed)
        rows.append({"passages": passages, "put_a_second": round(1 / put), "gigabytes": _gigabytes(folder), **measured})
        told(f"{passages:,} passages: {rows[-1]}")
    return {"rows": rows, "exponents": exponents(rows)}


def exponents(rows: Sequence[dict[str, Any]]) -> dict[str, float]:
    """The powers of the number of passages that time and memory grow by."""
    sizes = [row["passages"] for row in rows]
    found = {name: round(exponent(sizes, [max(row[name], 1e-3) for row in rows]), 2) for name in GROWING}
    return found | {"put": round(exponent(sizes, [1 / row["put_a_second"] for row in rows]), 2)}


def _held(base: Path) -> list[Original]:
    shelf = Shelf(base / "open")
    try:
        return originals(shelf)
    finally:
        shelf.close()


def _embedder(base: Path) -> str:
    shelf = Shelf(base / "open")
    try:
        return shelf.catalogue.fact(EMBEDDER) or ""
    finally:
        shelf.close()


def _endless(held: Sequence[Original]) -> Iterator[tuple[Original, Source]]:
    """The papers themselves, then copies of them, without end."""
    for original in held:
        name = original.document.sources[0]
        yield original, Source(f"/held/{name}", name, original.document.id, 1, 1, digest(name))
    for seed in count(1):
        yield from copies(held, seed)


def _put(shelf: Shelf, paper: Original, source: Source) -> int:
    shelf.put(paper.document, paper.content, [source], source.described_by, paper.vectors, paper.pieces)
    return len(paper.content.passages)


def _leave_room(folder: Path) -> None:
    if shutil.disk_usage(folder).free < 5_000_000_000:
        raise SystemExit(
            f"{folder}: less than 5 GB of room is left on its disk; give --most a smaller number, or TMPDIR another disk."
        )


def _gigabytes(folder: Path) -> float:
    return round(sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e9, 3)
