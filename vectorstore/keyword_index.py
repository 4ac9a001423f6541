"""The keyword index (FTS5) beside the passages: what it holds of each, whether it still does, and how it is made anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select, text

from vectorstore import tables as t
from vectorstore.disk import writable
from vectorstore.errors import LibraryError
from vectorstore.models import Passage

if TYPE_CHECKING:
    from vectorstore.catalogue import Catalogue

_INSERT = text("INSERT INTO passage_words(rowid, title, section, words) VALUES (:n, :title, :section, :words)")


def put_words(db: Connection, numbered: Iterable[tuple[int, str, Passage]]) -> None:
    """Index passages, each with its number in the catalogue and its paper's title."""
    columns = ("n", "title", "section", "words")
    if values := [dict(zip(columns, (n, *_indexed(title, passage)), strict=True)) for n, title, passage in numbered]:
        db.execute(_INSERT, values)


def differing(catalogue: Catalogue) -> int:
    """How many passages are not in the index as they should be, and entries that are no passage's. Raises LibraryError when it cannot be read."""
    with catalogue.reading() as db:
        held = {n: (title, section, words) for n, title, section, words in db.execute(text("SELECT rowid, * FROM passage_words"))}
    wanted = {number: _indexed(title, passage) for number, title, passage in _every(catalogue)}
    differ = sum(held.get(number) != words for number, words in wanted.items()) + len(held.keys() - wanted.keys())
    if not differ and writable(catalogue.file.parent):
        with catalogue.writing() as db:  # FTS5 compares its own parts; to ask it is to write, in SQL, and changes nothing
            db.execute(text("INSERT INTO passage_words(passage_words) VALUES ('integrity-check')"))
    return differ


def make_anew(catalogue: Catalogue) -> None:
    """Index every passage again, in one transaction."""
    every = list(_every(catalogue))
    try:
        _filled(catalogue, every)
    except LibraryError:  # an index that is too damaged to be opened cannot be dropped as a whole either
        _torn_out(catalogue.file)
        _filled(catalogue, every)


def _filled(catalogue: Catalogue, every: list[tuple[int, str, Passage]]) -> None:
    with catalogue.writing() as db:
        db.execute(text("DROP TABLE IF EXISTS passage_words"))
        db.execute(text(t.KEYWORD_INDEX))
        put_words(db, every)


def _torn_out(file: Path) -> None:
    """Take the index out of the list of tables, and the tables that it kept its content in."""
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA writable_schema = ON")
        with db:
            db.execute("DELETE FROM sqlite_master WHERE name = 'passage_words'")
    with closing(sqlite3.connect(file)) as db, db:
        kept = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'passage_words_%'").fetchall()
        for (name,) in kept:
            db.execute(f'DROP TABLE "{name}"')


def _every(catalogue: Catalogue) -> Iterator[tuple[int, str, Passage]]:
    """Each passage with its number and its paper's title."""
    for document in catalogue.documents():
        with catalogue.reading() as db:
            columns = select(t.passages.c.id, t.passages.c.number)
            numbers = {row.id: row.number for row in db.execute(columns.where(t.passages.c.document_id == document.id))}
        for passage in catalogue.passages_of(document.id):
            yield numbers[passage.id], document.title, passage


def _indexed(title: str, passage: Passage) -> tuple[str, str, str]:
    """What the index holds of a passage: its paper's title, its heading trail, and its words with introduction and labels."""
    trails = {" > ".join(passage.section), " > ".join(passage.section[1:])}
    parts = passage.search_text.split(" | ")[1:]
    words = " | ".join(part for part in parts if part not in trails) or passage.text
    return title, " > ".join(passage.section), words
