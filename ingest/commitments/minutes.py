"""Minutes and reports to a body: actions, undertakings, decisions and recommendations."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.reading import Reading
from vectorstore.commitments import Entry
from vectorstore.models import Document


def minuted(reading: Reading, document: Document) -> Iterator[Entry]:
    """Entries, in reading order."""
    yield from ()
