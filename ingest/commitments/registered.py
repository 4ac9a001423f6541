"""The actions of risk registers, as entries of the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vectorstore.commitments import Entry
from vectorstore.models import fold_space
from vectorstore.records import Record, Register


def registered(registers: Sequence[Register]) -> Iterator[Entry]:
    """Every action of every risk, under its risk's name."""
    for register in registers:
        for record, risk in register.records():
            named = record.fields.get("title") or record.fields.get("description")
            if record.kind == "action" and risk is not None and named and named.spans:
                yield _entry(record, risk, named.text)


def _entry(record: Record, risk: Record, what: str) -> Entry:
    named = record.fields.get("title") or record.fields["description"]
    return Entry(
        "action", "register", fold_space(what), named.spans, record.owners, record.fields.get("owner"), record.fields.get("due"),
        record.due, status=record.fields.get("status"), section=(risk.name,), ref=record.text("ref"), flags=record.flags,
    )  # fmt: skip
