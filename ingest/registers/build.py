"""From a reading's tables to registers: which tables are registers, and what they hold."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.reading import Reading
from ingest.registers.cards import cards_in, read_card
from ingest.registers.columns import is_register
from ingest.registers.draft import Draft
from ingest.registers.finish import finished
from ingest.registers.fitting import Schemas
from ingest.registers.gathered import Gathered
from ingest.registers.heat_map import against_map, heat_map, is_map
from ingest.registers.legend import legend_of, order_of
from ingest.registers.lookalikes import is_scale
from ingest.registers.position import position_date
from ingest.registers.tables import Table, tables_of
from ingest.registers.walk import Walk
from vectorstore.records import Register


def read_registers(reading: Reading, document_id: str, title: str) -> list[Register]:
    """The risk registers in a reading: one made of all its register tables, or of its heat map; none when there is neither.

    `title` is the document's, of which no group takes its name.
    """
    tables = list(tables_of(reading.blocks))
    schemas = Schemas(tables)
    tables = [t for t in tables if not _is_other(t, schemas) and not is_map(t, reading.pages)]
    carded = cards_in(tables, schemas)
    found = Gathered()
    if carded or any(is_register(s) for s in schemas.all):
        _walk(tables, carded, Walk(reading.pages, schemas, title, found))
    if not _enough(found.risks, bool(carded)):
        mapped = heat_map(reading, document_id, title)
        return [mapped] if mapped else []
    return [
        Register(
            document_id,
            title,
            "cards" if carded else "table",
            position_date(reading),
            against_map(finished(found.risks, order_of(reading), legend_of(reading)), reading),
            tuple(found.leftovers),
            tuple(dict.fromkeys(found.unknown)),
            tuple(dict.fromkeys(found.notes)),
        )
    ]


def _is_other(table: Table, schemas: Schemas) -> bool:
    """Whether a table is of another sort: its headers are vetoed, or it says what the levels mean."""
    own = schemas.main(table)
    return schemas.are_vetoed(table) or (own is not None and is_scale(table, own))


def _walk(tables: Sequence[Table], carded: dict[int, int], walk: Walk) -> None:
    """Take all tables in."""
    for n, table in enumerate(tables):
        walk.begin(table, card=n in carded)
        if n not in carded:
            for row in table.rows:
                walk.take(row)
        elif carded[n] == n:
            read_card([t for k, t in enumerate(tables) if carded.get(k) == n], walk)
    walk.found.settle()


def _enough(risks: Sequence[Draft], carded: bool) -> bool:
    """Whether what was read is a register: risks with words, most of them with a score or a control."""
    named = [r for r in risks if any(c.isalpha() for c in r.says("title") or r.says("description"))]
    assessed = [r for r in named if r.stages or r.children or r.says("owner")]
    if len(named) == 1:
        return bool(assessed and (carded or assessed[0].stages))
    return len(named) > 1 and 2 * len(assessed) >= len(named)
