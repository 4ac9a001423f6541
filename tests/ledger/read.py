"""A labelled paper read and scored."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.commitments import read_commitments
from ingest.describe import describe
from ingest.files import read
from ingest.registers import read_registers
from tests.ledger.labels import Label
from tests.ledger.score import Score, compare
from vectorstore.models import Document, Kind


@dataclass(frozen=True, slots=True)
class Seconds:
    """How long a paper took: to read it, and then to find its entries."""

    reading: float
    entries: float


def score_paper(folder: Path, source: str, labels: Sequence[Label]) -> tuple[Score, Seconds]:
    """Read a paper that lies in `corpus` or `papers` below a folder and compare its entries with its labels."""
    started = time.perf_counter()
    path = next(p for p in (folder / "corpus" / source, folder / "papers" / source) if p.is_file())
    reading = read(path)
    said = describe(reading, source)
    document = Document(
        "labelled", "0" * 64, said.title or source, said.kind or Kind.OTHER, (source,), body=said.body,
        meeting_date=said.meeting_date, period=said.period, page_count=len(reading.pages),
    )  # fmt: skip
    registers = read_registers(reading, document.id, document.title)
    read_in = time.perf_counter()
    entries = read_commitments(reading, document, registers)
    done = time.perf_counter()
    return compare(reading, entries, labels), Seconds(read_in - started, done - read_in)
