"""The whole papers that a damaged catalogue still holds, put into a new one; the others by name."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import JSON, Table

from vectorstore import tables as t
from vectorstore.catalogue import Catalogue
from vectorstore.keyword_index import make_anew
from vectorstore.models import Classification, Kind
from vectorstore.salvage import Row, insert, replaced, rows
from vectorstore.wholeness import what_lacks

_EXEMPT = json.dumps({"classification": Classification.EXEMPT.value})  # as `scrutiny ingest --classification exempt` has it kept


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a damaged catalogue: where it is kept, and the papers that were lost, each as its file or, where that cannot be read,
    its title. `damaged` names the tables that could not be read to the end, `again` the papers that are kept and that the next ingest reads again.
    """

    kept: Path
    lost: list[str]
    damaged: set[str]
    again: list[str]


def save_catalogue(file: Path, *, exempt: bool) -> Saved:
    """Put a new catalogue in a damaged one's place, with every paper that is still whole.

    What was said of the lost papers' files stays; on the `exempt` shelf, files of which it is no longer known are said to be exempt.
    """
    lost: list[str] = []
    again: list[str] = []
    damaged: set[str] = set()

    def make(new: Path) -> None:
        Catalogue(new).close()
        with closing(sqlite3.connect(new)) as db, db:  # rows are put in as they are; which papers are whole is seen afterwards
            for table in t.metadata.sorted_tables:
                found, whole = rows(file, table.name, _columns(table))
                fitting = [row for row in found if _fits(table, row)]
                insert(db, table.name, _columns(table), fitting)
                if not whole or (table is t.said and len(fitting) < len(found)):
                    damaged.add(table.name)
        made = Catalogue(new)
        if exempt:
            _say_exempt(made, all_of_them=t.said.name in damaged)
        lost.extend(_weeded(made))
        if damaged:  # what was read of a paper beside its words, registers say, may be gone without a trace
            again.extend(document.id for document in made.documents())
            with made.writing() as written:
                for document in again:
                    made.read_again(written, document)
        make_anew(made)
        made.close()

    return Saved(replaced(file, make), sorted(lost), damaged, again)


def _say_exempt(catalogue: Catalogue, *, all_of_them: bool) -> None:
    """Have files said to be exempt of which nothing is said: `all_of_them`, or those of papers that are not whole, for one file's word held
    for every file of its paper.
    """
    unsaid = [source for source in catalogue.sources() if not source.said]
    files = [source.path for source in unsaid if all_of_them or what_lacks(catalogue, source.document_id)]
    with catalogue.writing() as db:
        for path in files:
            db.exec_driver_sql("INSERT INTO said VALUES (?, ?)", (path, _EXEMPT))


def _weeded(catalogue: Catalogue) -> list[str]:
    """Take out what is not whole, but for what was said of files; the files, or else the title, of each paper that this takes out."""
    with catalogue.writing() as db:  # what belongs to a paper that could not be read
        held = {row[0]: row[1] for row in db.exec_driver_sql("SELECT id, title FROM documents")}
        files: dict[str, list[str]] = {}
        for path, document in db.exec_driver_sql("SELECT path, document_id FROM sources ORDER BY path"):
            files.setdefault(document, []).append(path)
    gone = {document for document in held if what_lacks(catalogue, document)}
    gone |= files.keys() - held.keys()
    with catalogue.writing() as db:
        said = db.exec_driver_sql("SELECT path, said FROM said").all()
        for document in gone:
            catalogue.delete_document(db, document)
        for table in t.metadata.sorted_tables:
            if table.foreign_keys:
                db.exec_driver_sql(f'DELETE FROM "{table.name}" WHERE document_id NOT IN (SELECT id FROM documents)')
        for each in said:  # what was said holds for a file when it is ingested again
            db.exec_driver_sql("INSERT OR IGNORE INTO said VALUES (?, ?)", tuple(each))
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
        if table is t.said:
            Classification(json.loads(str(values["said"])).get("classification", Classification.OPEN))
    except (ValueError, AttributeError):
        return False
    return table is not t.facts or values["key"] != "schema"
