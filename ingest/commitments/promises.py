"""Lists of next steps and prose: what a council says that it will do."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.reading import Reading
from vectorstore.commitments import Entry
from vectorstore.models import Document


def promised(reading: Reading, document: Document) -> Iterator[Entry]:
    """Entries, in reading order."""
    yield from ()
