"""Rows that a reader took for headers and that a register holds as records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.reading import Reading
from vectorstore.records import Register


def without_false_headers(reading: Reading, registers: Sequence[Register]) -> Reading:
    """The reading with such rows as rows: a header becomes no passage, and what is in none cannot be quoted."""
    starts = {(s.page, s.start) for register in registers for record, _ in register.records() for s in record.spans[:1]}
    blocks = [
        replace(b, header=False) if b.header and b.spans and (b.spans[0].page, b.spans[0].start) in starts else b
        for b in reading.blocks
    ]
    return replace(reading, blocks=blocks)
