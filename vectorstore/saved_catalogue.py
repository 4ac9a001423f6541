"""The whole papers that a damaged catalogue still holds, put into a new one; the others by name."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import JSON, Table

from vectorstore import tables as t
from vectorstore.catalogue import Catalogue
from vectorstore.keyword_index import make_anew
from vectorstore.models import Classification, Kind
from vectorstore.salvage import Row, insert, replaced, rows
from vectorstore.wholeness import what_lacks


def save_catalogue(file: Path) -> tuple[Path, list[str]]:
    """Put a new catalogue in a damaged one's place, with every paper that is still whole.

    Gives where the damaged one is kept, and the papers that were lost, each as its file or, where that cannot be read, its title.
    """
    lost: list[str] = []

    def make(new: Path) -> None:
        Catalogue(new).close()
        with closing(sqlite3.connect(new)) as db, db:  # rows are put in as they are; which papers are whole is seen afterwards
            for table in t.metadata.sorted_tables:
                found = [row for row in rows(file, table.name, _columns(table)) if _fits(table, row)]
                insert(db, table.name, _columns(table), found)
        made = Catalogue(new)
        lost.extend(_weeded(made))
        make_anew(made)
        made.close()

    return replaced(file, make), sorted(lost)


def _weeded(catalogue: Catalogue) -> list[str]:
    """Take out what is not whole; the files, or else the title, of each paper that this takes out."""
    with catalogue.writing() as db:  # what belongs to a paper that could not be read
        held = {row[0]: row[1] for row in db.exec_driver_sql("SELECT id, title FROM documents")}
        files: dict[str, list[str]] = {}
        for path, document in db.exec_driver_sql("SELECT path, document_id FROM sources ORDER BY path"):
            files.setdefault(document, []).append(path)
    gone = {document for document in held if what_lacks(catalogue, document)}
    gone |= files.keys() - held.keys()
    with catalogue.writing() as db:
        for document in gone:
            catalogue.delete_document(db, document)
        for table in t.metadata.sorted_tables:
            if table.foreign_keys:
                db.exec_driver_sql(f'DELETE FROM "{table.name}" WHERE document_id NOT IN (SELECT id FROM documents)')
        db.exec_driver_sql("DELETE FROM said WHERE path NOT IN (SELECT path FROM sources)")
    return [name for document in gone for name in files.get(document) or [str(held[document])]]


def _columns(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def _fits(table: Table, row: Row) -> bool:
    """Whether a row can stand in a new catalogue: the values that are JSON are, a paper's kind is one, and it is not the old schema's number."""
    values = dict(zip(_columns(table), row, strict=True))
    try:
        for column in table.columns:
            if isinstance(column.type, JSON):
                json.loads(str(values[column.name]))
        if table is t.documents:
            Kind(str(values["kind"]))
            Classification(str(values["classification"]))
    except ValueError:
        return False
    return table is not t.facts or values["key"] != "schema"
