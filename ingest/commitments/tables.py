"""Action plans and trackers: rows that set something to be done, with owner and deadline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.reading import Reading
from vectorstore.commitments import Entry
from vectorstore.models import Document
from vectorstore.records import Register


def planned(reading: Reading, document: Document, registers: Sequence[Register]) -> Iterator[Entry]:
    """Entries, in reading order."""
    yield from ()
