"""The file that conversations are kept in: its tables, in SQLAlchemy Core, and its transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
)
from sqlalchemy.exc import DBAPIError, TimeoutError

from vectorstore.connections import write_ahead
from vectorstore.errors import LibraryError

SCHEMA_VERSION = 1
_PATIENCE = 15.0  # seconds for others that are writing

metadata = MetaData()

conversations = Table(
    "conversations",
    metadata,
    Column("id", String, primary_key=True),
    Column("owner", String, nullable=False),  # the digest of a token
    Column("role", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("created", DateTime, nullable=False),
    Column("updated", DateTime, nullable=False),
    Index("conversations_owner", "owner", "role", "updated"),
)

# Times are in UTC. Filters, answer and suggestions are JSON, kept as text: one that is damaged must not stop the reading of its fellows.
exchanges = Table(
    "exchanges",
    metadata,
    Column("conversation", String, ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("question", Text, nullable=False),
    Column("filters", Text, nullable=False),
    Column("answer", Text),
    Column("error", Text),
    Column("asked_at", DateTime, nullable=False),
    Column("suggestions", Text),
    Column("words", Text, nullable=False),  # question and answer, case folded, for the search
)


class ConversationFile:
    """One SQLite file, which is made when there is none. Every method raises LibraryError when the file cannot be used."""

    def __init__(self, file: Path) -> None:
        self._file = file
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"{file}: conversations cannot be kept there ({error.strerror}); give another --data folder."
            ) from error
        self._engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": _PATIENCE, "isolation_level": None})
        event.listen(self._engine, "connect", _prepare)
        try:
            self._migrate()
        except LibraryError:
            self.close()
            raise

    def _migrate(self) -> None:
        with self.writing() as db:
            found = int(db.exec_driver_sql("PRAGMA user_version").scalar_one())
            if found > SCHEMA_VERSION:
                raise LibraryError(
                    f"{self._file}: these conversations were kept by a newer version of Scrutiny Desk; "
                    "update the program, or give another --data folder."
                )
            if found < SCHEMA_VERSION:
                metadata.create_all(db)
                db.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def close(self) -> None:
        """Close every connection to the file."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees the file as it stood at its beginning."""
        with self._said(), self._engine.begin() as db:
            db.exec_driver_sql("BEGIN")
            yield db

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: all of it is kept or none, and nobody else writes meanwhile."""
        with self._said(), self._engine.begin() as db:
            db.exec_driver_sql("BEGIN IMMEDIATE")  # one that began by reading could not wait for another's end
            yield db

    def overwrite_deleted(self) -> None:
        """Bring what was written ahead into the file, where the deleted is overwritten, as soon as nobody else reads it."""
        with self._said(), self._engine.connect() as db:
            db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _said(self) -> Iterator[None]:
        """Says in words why the file could not be read or written."""
        try:
            yield
        except (DBAPIError, TimeoutError, sqlite3.Error) as error:
            reason = getattr(error, "orig", None) or error
            raise LibraryError(
                f"{self._file}: conversations cannot be read or written ({reason}); make room on the disk and see that the folder may be "
                "written to, or move a damaged file away, then try again."
            ) from error


def _prepare(connection: Any, _: Any) -> None:
    connection.create_function("casefold", 1, str.casefold, deterministic=True)
    write_ahead(connection, _PATIENCE)
    for pragma in ("synchronous = NORMAL", "foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}").close()
