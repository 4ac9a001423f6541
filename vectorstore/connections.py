"""A catalogue's connections: how its SQLite file is opened, its transactions, and its faults in words.

The file is written ahead (WAL), so that questions are answered while papers are read, and each commit waits for the disk
(synchronous = FULL): once vectors are taken out of Chroma because the catalogue says so, a power cut must not take the catalogue back to
before it said so.
"""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError

from vectorstore import tables as t
from vectorstore.disk import readable, writable
from vectorstore.errors import LibraryError
from vectorstore.migrations import migrate, version

WAIT = 30.0  # seconds for another program that is writing
REPAIR = "'scrutiny doctor --repair' saves what can be read of it"


class Connections:
    """The connections to one file, which is made, or brought to today's tables, when it is first opened.

    A file in a folder that may not be written to can be read. Raises LibraryError when the file cannot be used.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._copied = ExitStack()
        self._watching = threading.Lock()
        self._watcher: sqlite3.Connection | None = None
        self._read_only = file.is_file() and not writable(file.parent)
        try:
            address = self._address() if self._read_only else str(file)
            self._engine = create_engine(f"sqlite:///{address}", connect_args={"timeout": WAIT, "isolation_level": None})
            event.listen(self._engine, "connect", _prepare_to_read if self._read_only else _prepare)
        except OSError as error:
            raise LibraryError(f"{file}: the catalogue cannot be read ({error.strerror}); see who may open it.") from error
        try:
            self._migrate()
        except LibraryError:
            self.close()
            raise
        except (DBAPIError, sqlite3.Error) as error:
            self.close()
            reason = getattr(error, "orig", None) or error
            raise LibraryError(f"{file}: the catalogue cannot be opened ({reason}); {REPAIR}.") from error

    def _address(self) -> str:
        """A file that nobody may write is read as one that nobody writes; what was written ahead is read from a copy."""
        ahead = self._file.with_name(f"{self._file.name}-wal")
        if not ahead.is_file() or not ahead.stat().st_size:
            return f"file:{quote(str(self._file))}?immutable=1&uri=true"
        return str(self._copied.enter_context(readable(self._file)))

    def _migrate(self) -> None:
        with self._engine.connect() as db:
            if version(db) == str(t.SCHEMA_VERSION):
                return
        if self._read_only:
            raise LibraryError(
                f"{self._file.parent}: this library was made by another version of Scrutiny Desk and its folder may not be written to; "
                "open it once where it may be."
            )
        with self._engine.begin() as db:
            db.exec_driver_sql("BEGIN IMMEDIATE")  # two programs that open an old library at once
            migrate(db, self._file.parent)

    def close(self) -> None:
        """Close every connection to the file."""
        self._engine.dispose()
        with self._watching:
            if self._watcher is not None:
                self._watcher.close()
                self._watcher = None
        self._copied.close()

    def state(self) -> int:
        """A number that is another one once a transaction has changed the file, of this program or of any other.

        Raises LibraryError when the file cannot be looked at.
        """
        if self._read_only:
            return 0
        try:
            with self._watching:
                if (
                    self._watcher is None
                ):  # a connection of its own, that writes nothing: SQLite tells each of what the others change
                    self._watcher = sqlite3.connect(self._file, timeout=WAIT, check_same_thread=False)
                return int(self._watcher.execute("PRAGMA data_version").fetchone()[0])
        except sqlite3.Error as error:
            raise LibraryError(f"{self._file}: the catalogue cannot be read ({error}); {REPAIR}.") from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees the file as it stood at its first look. Raises LibraryError when the file turns out to be damaged."""
        try:
            with self._engine.connect() as db:
                db.exec_driver_sql("BEGIN")
                yield db
        except DBAPIError as error:
            raise LibraryError(f"{self._file}: the catalogue cannot be read ({error.orig}); {REPAIR}.") from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: all of it is kept or none."""
        try:
            with self._engine.begin() as db:
                db.exec_driver_sql("BEGIN IMMEDIATE")
                yield db
        except OperationalError as error:
            raise LibraryError(
                f"{self._file}: the catalogue cannot be written ({error.orig}); make room on the disk, or wait for the program "
                "that is using it, then try again."
            ) from error
        except DBAPIError as error:
            if isinstance(error.orig, sqlite3.IntegrityError):
                raise
            raise LibraryError(f"{self._file}: the catalogue cannot be written ({error.orig}); {REPAIR}.") from error


def write_ahead(connection: sqlite3.Connection, wait: float) -> None:
    """Have the file written ahead (WAL), waiting up to this many seconds for others that open it for the first time.

    SQLite does not wait of itself here: of two that change a new file's journal together, one is told at once that it is locked, since
    waiting while both hold a part of the lock would never end. Raises sqlite3.OperationalError when it stays locked.
    """
    until = time.monotonic() + wait
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(random.uniform(0.001, 0.02))  # not in step with the others


def _prepare(connection: Any, _: Any) -> None:
    write_ahead(connection, WAIT)
    for pragma in ("synchronous = FULL", "foreign_keys = ON", "mmap_size = 268435456"):
        connection.execute(f"PRAGMA {pragma}").close()


def _prepare_to_read(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA query_only = ON").close()
