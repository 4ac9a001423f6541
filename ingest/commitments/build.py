"""From a reading to the ledger's entries: tables, minutes, lists and prose each read for what they promise, nothing twice."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.commitments.minutes import minuted
from ingest.commitments.promises import promised
from ingest.commitments.registered import registered
from ingest.commitments.tables import planned
from ingest.reading import Reading
from vectorstore.commitments import Entry
from vectorstore.models import Document, Span
from vectorstore.records import Register


def read_commitments(reading: Reading, document: Document, registers: Sequence[Register] = ()) -> tuple[Entry, ...]:
    """Everything that a paper promises, sets somebody to do, recommends or resolves, in reading order.

    Where two readers find the same words, the one that knows more of them has them: register actions, tables, minutes, then lists
    and prose.
    """
    found: list[Entry] = []
    for entry in (
        *registered(registers),
        *planned(reading, document, registers),
        *minuted(reading, document),
        *promised(reading, document),
    ):
        if not any(_overlap(entry.spans, held.spans) for held in found):
            found.append(entry)
    return tuple(sorted(found, key=lambda e: e.spans[0]))


def _overlap(a: Sequence[Span], b: Sequence[Span]) -> bool:
    return any(x.page == y.page and x.start < y.end and y.start < x.end for x in a for y in b)
