"""From a reading to the ledger's entries: tables, minutes, lists and prose each read for what they promise, nothing twice."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence

from ingest.commitments.long_blocks import parted
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
    reading = parted(reading)
    found: list[Entry] = []
    taken = _Taken()
    for entry in (
        *registered(registers),
        *planned(reading, document, registers),
        *minuted(reading, document),
        *promised(reading, document),
    ):
        if not any(map(taken.touches, entry.spans)):
            found.append(entry)
            taken.add(entry.spans)
    return tuple(sorted(found, key=lambda e: e.spans[0]))


class _Taken:
    """Words of the pages that entries hold: for each page stretches in order, none of which touches another."""

    def __init__(self) -> None:
        self._pages: dict[int, list[tuple[int, int]]] = {}

    def touches(self, span: Span) -> bool:
        """Whether some of the words at a span are taken."""
        held = self._pages.get(span.page, [])
        before = bisect_left(held, (span.end,))
        return before > 0 and held[before - 1][1] > span.start

    def add(self, spans: Sequence[Span]) -> None:
        for span in spans:
            held = self._pages.setdefault(span.page, [])
            start, end = span.start, span.end
            while (before := bisect_left(held, (end,))) and held[before - 1][1] > start:
                a, b = held.pop(before - 1)
                start, end = min(start, a), max(end, b)
            insort(held, (start, end))
