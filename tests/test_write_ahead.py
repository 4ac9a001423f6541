"""A new SQLite file that another program is beginning to use: whoever opens it waits, and is not told that it is locked."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Timer
from time import monotonic

import pytest

from assistant.conversation_tables import ConversationFile
from vectorstore.connections import Connections, write_ahead


@pytest.mark.parametrize("opens", [ConversationFile, Connections])
def test_a_new_file_that_is_being_written_to_is_waited_for(opens: type[ConversationFile | Connections], tmp_path: Path) -> None:
    file = tmp_path / "new.sqlite"
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as first:
        first.execute("BEGIN IMMEDIATE")
        ends = Timer(0.3, lambda: first.execute("ROLLBACK"))
        began = monotonic()
        ends.start()
        opens(file).close()
        assert monotonic() - began >= 0.3
        ends.join()


def test_waiting_for_a_file_that_stays_locked_comes_to_an_end(tmp_path: Path) -> None:
    file = tmp_path / "new.sqlite"
    with closing(sqlite3.connect(file, isolation_level=None)) as first, closing(sqlite3.connect(file)) as second:
        first.execute("BEGIN IMMEDIATE")
        began = monotonic()
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            write_ahead(second, 0.2)
        assert 0.2 <= monotonic() - began < 5
