"""How a catalogue made by an older version comes to have today's tables: one step a version, all of them in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, delete, insert, inspect, select, text

from vectorstore import tables as t
from vectorstore.errors import LibraryError

Step = Callable[[Connection], None]


def migrate(db: Connection, folder: Path) -> None:
    """Bring a catalogue to SCHEMA_VERSION, or make the tables of a new one, within the caller's transaction.

    What is held stays; what a version learnt to read (registers, say) is empty until the next ingest reads the papers again. Raises
    LibraryError, before anything is written, when `folder` holds a library of a newer version or one whose version is no number.
    """
    found = version(db)
    if found is not None and not (found.isdigit() and int(found) <= t.SCHEMA_VERSION):
        raise LibraryError(
            f"{folder}: this library was made by a newer version of Scrutiny Desk; update the program, or give another --data folder."
        )
    for reached in range(int(found) + 1 if found else t.SCHEMA_VERSION + 1, t.SCHEMA_VERSION + 1):
        STEPS.get(reached, _only_tables)(db)
    t.metadata.create_all(db)
    db.execute(text(t.KEYWORD_INDEX))
    if found != str(t.SCHEMA_VERSION):
        db.execute(delete(t.facts).where(t.facts.c.key == "schema"))
        db.execute(insert(t.facts).values(key="schema", value=str(t.SCHEMA_VERSION)))


def version(db: Connection) -> str | None:
    """The version that a catalogue says it has; None when it is new."""
    if not inspect(db).has_table(t.facts.name):
        return None
    found = db.execute(select(t.facts.c.value).where(t.facts.c.key == "schema")).scalar()
    return None if found is None else str(found)


def _only_tables(db: Connection) -> None:
    """A version that brings tables of its own and changes none: `create_all` makes them after the steps."""


def _running_lines(db: Connection) -> None:
    """To 2. Before version 1 was given out its pages had a `body`; since then they have the slices that are running lines."""
    columns = {column["name"] for column in inspect(db).get_columns("pages")}
    if "running" not in columns:
        db.execute(text("ALTER TABLE pages ADD COLUMN running JSON NOT NULL DEFAULT '[]'"))
    if "body" in columns:
        db.execute(text("ALTER TABLE pages DROP COLUMN body"))


STEPS: dict[int, Step] = {
    2: _running_lines,  # and the table of registers
    3: _only_tables,  # commitments
    4: _only_tables,  # piece_vectors
    5: _only_tables,  # recognised
    6: _only_tables,  # passage_vectors
}
"""The step that brings a catalogue to each version from the one before; a version without one only brings tables."""
