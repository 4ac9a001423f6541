"""What can still be read of a damaged SQLite file, row by row, into a new one beside which the damaged one is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from datetime import datetime
from itertools import islice
from pathlib import Path

from vectorstore.disk import readable
from vectorstore.errors import LibraryError

Row = tuple[object, ...]
_WAIT = 30.0  # seconds for another program that has the file
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_BESIDE = ("", "-wal", "-shm", "-journal")
_TRIED_BEYOND = 5_000  # numbers after the last row that could be read, which are tried one by one
_MOST_TRIED = 1_000_000  # numbers tried at all: a damaged row may have any


def complaints(file: Path) -> list[str]:
    """What SQLite itself finds wrong with a file, and rows that refer to what is not there; empty when it is sound.

    Raises LibraryError when the file cannot be looked at, which says nothing of what is in it.
    """
    try:
        with readable(file) as found_in, closing(_opened(found_in)) as db:
            found = [str(row[0]) for row in db.execute("PRAGMA integrity_check(5)")]
            found = [] if found == ["ok"] else found
            strays: dict[tuple[str, str], int] = {}
            for table, _, parent, _ in db.execute("PRAGMA foreign_key_check"):
                strays[table, parent] = strays.get((table, parent), 0) + 1
            return found + [f"{count} rows of {table} belong to none of {parent}" for (table, parent), count in strays.items()]
    except sqlite3.Error as error:
        raise_unless_damaged(error, file)
        return [str(error)]


def rows(file: Path, table: str, columns: Sequence[str]) -> tuple[list[Row], bool]:
    """The rows of a table that can be read, and whether all could be; a column that the file does not have is None in each.

    Where reading on stops at a damaged page, rows after it are tried by their numbers. Raises LibraryError when the file cannot be looked at.
    """
    found: dict[int, Row] = {}
    with closing(_opened(file)) as db:
        try:
            held = {row[1] for row in db.execute(f'PRAGMA table_info("{table}")')}
        except sqlite3.Error as error:
            raise_unless_damaged(error, file)
            return [], False
        if not held:
            return [], False
        wanted = ", ".join(f'"{c}"' if c in held else "NULL" for c in columns)
        for order in ("ASC", "DESC"):
            try:
                for number, *row in db.execute(f'SELECT rowid, {wanted} FROM "{table}" NOT INDEXED ORDER BY rowid {order}'):
                    found.setdefault(number, tuple(row))
            except sqlite3.Error as error:
                raise_unless_damaged(error, file)
                continue
            return list(found.values()), True
        numbers = (number for number in range(1, max(found, default=0) + _TRIED_BEYOND) if number not in found)
        for number in islice(numbers, _MOST_TRIED):
            with suppress(sqlite3.Error):
                if (one := db.execute(f'SELECT {wanted} FROM "{table}" WHERE rowid = ?', (number,)).fetchone()) is not None:
                    found[number] = tuple(one)
    return list(found.values()), False


def replaced(file: Path, make: Callable[[Path], None]) -> Path:
    """Put a new file, that `make` writes, in a damaged one's place; where the damaged one is kept.

    The new file is whole before the damaged one is touched; whoever is cut off between the two finds both.
    """
    new = file.with_name(f"{file.name}.saved")
    for ending in _BESIDE:
        new.with_name(new.name + ending).unlink(missing_ok=True)
    make(new)
    kept = _free(file)
    for ending in reversed(_BESIDE):  # the file itself last: what was written ahead belongs to it
        beside = file.with_name(file.name + ending)
        if beside.exists():
            beside.rename(kept.with_name(kept.name + ending))
    new.replace(file)
    return kept


def insert(db: sqlite3.Connection, table: str, columns: Sequence[str], found: Iterable[Row]) -> None:
    """Put rows into a table; one that does not fit there is left out."""
    places = ", ".join("?" * len(columns))
    named = ", ".join(f'"{c}"' for c in columns)
    for row in found:
        with suppress(sqlite3.IntegrityError):
            db.execute(f'INSERT INTO "{table}" ({named}) VALUES ({places})', row)


def raise_unless_damaged(error: sqlite3.Error, file: Path) -> None:
    """Raise LibraryError for what is no damage: another program has the file, it may not be opened, or the disk does not give it."""
    code = getattr(error, "sqlite_errorcode", None)  # None: what was read is no text
    if code is not None and code & 0xFF not in _DAMAGED:
        raise LibraryError(
            f"{file}: cannot be examined ({error}), and was left as it is; end the program that has it, or see who may open it, then try again."
        ) from error


def _opened(file: Path) -> sqlite3.Connection:
    """A connection that does not change the file's content."""
    db = sqlite3.connect(file, timeout=_WAIT)
    db.execute("PRAGMA query_only = ON")
    return db


def _free(file: Path) -> Path:
    """A name that says that a file is damaged, and since when it is known."""
    day = datetime.now().strftime("%Y-%m-%d")
    for number in range(1, 10_000):
        name = file.with_name(f"{file.stem}.damaged-{day}{f'-{number}' if number > 1 else ''}{file.suffix}")
        if not name.exists():
            return name
    raise FileExistsError(f"{file}: too many damaged copies")
