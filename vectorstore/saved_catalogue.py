"""The whole papers that a damaged catalogue still holds, put into a new one; the others by name."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from contextlib import closing
from pathlib import Path

from sqlalchemy import Table

from vectorstore import tables as t
from vectorstore.catalogue import Catalogue
from vectorstore.salvage import Row, insert, replaced, rows

_DOCUMENTS = t.documents.name
_BARE = {t.facts.name, _DOCUMENTS, t.said.name, t.unswept.name}  # tables without a document_id to sort by


def save_catalogue(file: Path) -> tuple[Path, list[str]]:
    """Put a new catalogue in a damaged one's place, with every paper that is still whole.

    Gives where the damaged one is kept, and the papers that were lost, each as its file or, where that cannot be read, its title.
    """
    held = {table.name: list(rows(file, table.name, _columns(table))) for table in t.metadata.sorted_tables}
    by = {name: _by_document(t.metadata.tables[name], found) for name, found in held.items() if name not in _BARE}
    columns = _columns(t.documents)
    documents = {str(row[0]): dict(zip(columns, row, strict=True)) for row in held[_DOCUMENTS]}
    whole = [name for name, document in documents.items() if _whole(name, document, by)]
    named = {name: [str(row[0]) for row in found] for name, found in by[t.sources.name].items()}
    lost = [path for name, paths in named.items() if name not in whole for path in paths]
    lost += [str(document["title"]) for name, document in documents.items() if name not in whole and name not in named]

    def make(new: Path) -> None:
        Catalogue(new).close()
        with closing(sqlite3.connect(new)) as db:
            facts = [row for row in held[t.facts.name] if row[0] != "schema"]
            insert(db, t.facts.name, _columns(t.facts), facts)
            insert(db, _DOCUMENTS, columns, (tuple(documents[name].values()) for name in whole))
            for table, found in by.items():
                insert(db, table, _columns(t.metadata.tables[table]), (row for name in whole for row in found.get(name, ())))
            paths = {path for name in whole for path in named.get(name, ())}
            insert(db, t.said.name, _columns(t.said), (row for row in held[t.said.name] if row[0] in paths))
            insert(db, t.unswept.name, _columns(t.unswept), held[t.unswept.name])
            db.commit()
        made = Catalogue(new)
        made.index_words()
        made.close()

    return replaced(file, make), sorted(lost)


def _columns(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def _by_document(table: Table, found: list[Row]) -> dict[str, list[Row]]:
    at = _columns(table).index("document_id")
    sorted_: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        sorted_[str(row[at])].append(row)
    return sorted_


def _whole(name: str, document: dict[str, object], by: dict[str, dict[str, list[Row]]]) -> bool:
    """Whether a paper has all its pages and passages, every value of it that is JSON can be read, and a file is known to give it."""
    passages, pages = by[t.passages.name].get(name, []), by[t.pages.name].get(name, [])
    ordinals = sorted(int(str(row[_columns(t.passages).index("ordinal")])) for row in passages)
    numbers = sorted(int(str(row[_columns(t.pages).index("ordinal")])) for row in pages)
    return (
        ordinals == list(range(ordinals[0] if ordinals else 0, (ordinals[0] if ordinals else 0) + int(str(document["passage_count"]))))
        and numbers == list(range(1, len(numbers) + 1))
        and (document["page_count"] is None or len(numbers) == document["page_count"])
        and bool(by[t.sources.name].get(name))
        and _readable(t.documents, tuple(document.values()))
        and all(_readable(t.metadata.tables[table], row) for table, found in by.items() for row in found.get(name, ()))
    )


def _readable(table: Table, row: Row) -> bool:
    """Whether the values of a row that are JSON are JSON, and none is missing that must be there."""
    for column, value in zip(table.columns, row, strict=True):
        if value is None:
            if not column.nullable:
                return False
        elif isinstance(column.type, t.JSON):
            try:
                json.loads(str(value))
            except ValueError:
                return False
    return True
