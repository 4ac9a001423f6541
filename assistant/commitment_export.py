"""The ledger as files for a spreadsheet: CSV and XLSX, every entry with its sources, what later papers say, dates and pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.commitment_standing import ended_before, last_said
from assistant.ledger import Commitment, Later, Stated
from assistant.spreadsheet import Cell, Table, table, workbook
from vectorstore.models import Document

_WIDE = {"What", "In the paper's words", "Words", "Every source", "What later papers say", "Flags", "Section"}
_SOURCE = ("Paper", "File", "Page")


def commitments_table(commitments: Sequence[Commitment], as_of: date) -> Table:
    """One row an entry, in the order given: what is printed, how it stands, its first source; every source and later mention a line of a cell."""
    return table([_row(each, as_of) for each in commitments], _SOURCE)


def sources_table(commitments: Sequence[Commitment]) -> Table:
    """One row for each paper's statement of each entry."""
    rows: list[dict[str, Cell]] = []
    for each in commitments:
        for stated in each.sources:
            entry = stated.entry
            rows.append(
                {
                    **_named(each),
                    "Words": stated.quote,
                    "Owner": "; ".join(o.name for o in entry.owners) or (entry.owner.text if entry.owner else None),
                    "Due": entry.due.text if entry.due else None,
                    "Due, as a date": entry.due_date,
                    "Status as printed": entry.status.text if entry.status else None,
                    "Section": " > ".join(entry.section) or None,
                    "Ref": entry.ref,
                    "Made on": stated.made_on,
                    **_place(stated.document, stated.page),
                }
            )
    return table(rows, _SOURCE)


def later_table(commitments: Sequence[Commitment]) -> Table:
    """One row for each thing that a later paper says of an entry."""
    rows: list[dict[str, Cell]] = [
        {
            **_named(each),
            "Relation": later.relation,
            "Words": later.quote,
            "Section": " > ".join(later.section) or None,
            "Date": later.date,
            **_place(later.document, later.page),
        }
        for each in commitments
        for later in each.later
    ]
    return table(rows, _SOURCE)


def to_xlsx(commitments: Sequence[Commitment], as_of: date) -> bytes:
    """A workbook of entries, their sources and what later papers say, a sheet each; empty sheets say so by having no rows."""
    sheets = {
        "Commitments": commitments_table(commitments, as_of),
        "Sources": sources_table(commitments),
        "Later papers": later_table(commitments),
    }
    return workbook(sheets, _WIDE)


def _row(each: Commitment, as_of: date) -> dict[str, Cell]:
    first, entry = each.sources[0], each.entry
    last, ended = last_said(each), ended_before(each)
    return {
        "Id": each.id,
        "What": entry.what,
        "Kind": each.kind.capitalize(),
        "Owner": "; ".join(each.owners) or (entry.owner.text if entry.owner else None),
        "Due": each.due,
        "Due, as a date": each.due_date,
        "Staged deadlines": "; ".join(each.dates) if len(each.dates) > 1 else None,
        "As of": as_of.isoformat(),
        "Overdue": "Yes" if each.overdue(as_of) else "No",
        "As last said by a later paper": last.relation if last else "mentioned" if each.later else "no later mention found",
        "Said on": last.date if last else None,
        "Said before to be": f"{ended.relation} ({ended.date or 'date not known'})" if ended else None,
        "Status as printed": each.status,
        "Later papers looked through": each.checked,
        "Looked through up to": each.checked_to,
        "In the paper's words": each.quote,
        "Every source": "\n".join(_source_line(stated) for stated in each.sources),
        "What later papers say": "\n".join(_later_line(later) for later in each.later) or None,
        "Section": " > ".join(entry.section) or None,
        "Ref": entry.ref,
        "Flags": "; ".join(each.flags(as_of)) or None,
        "Made on": first.made_on,
        **_place(first.document, first.page),
    }


def _source_line(stated: Stated) -> str:
    return f"{_where(stated.document, stated.page, stated.made_on)}: {_quoted(stated.quote)}"


def _later_line(later: Later) -> str:
    return f"{later.relation.capitalize()}, {_where(later.document, later.page, later.date)}: {_quoted(later.quote)}"


def _where(document: Document, page: int | None, on: str | None) -> str:
    paged = f", p. {page}" if page is not None else ""
    return f"{document.title} ({document.source}), {on or 'date not known'}{paged}"


def _quoted(words: str) -> str:
    return f"\N{LEFT DOUBLE QUOTATION MARK}{words}\N{RIGHT DOUBLE QUOTATION MARK}"


def _named(each: Commitment) -> dict[str, Cell]:
    return {"Id": each.id, "What": each.entry.what}


def _place(document: Document, page: int | None) -> dict[str, Cell]:
    return {"Paper": document.title, "File": document.source, "Page": page}
