"""What can happen to an ingest, and to the folder of a library, a few times each; `make faults` does it many times."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli import app
from assistant.desk import Desk
from ingest.job import ingest
from tests.conftest import ROOT
from vectorstore.connections import Connections
from vectorstore.errors import LibraryError
from vectorstore.library import Library
from vectorstore.settings import Settings
from vectorstore.settled import FILE, half_written, noted, settle
from vectorstore.vectors import Vectors

BUSES = "# Buses\n\nThe bus is late. It has been late since September.\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text(BUSES)
    library = Library(Settings.load(tmp_path / "data"))
    ingest([tmp_path / "a.md"], library)
    library.close()
    return tmp_path / "data"


@pytest.mark.timeout(240)
@pytest.mark.skipif(os.name != "posix", reason="forks and signals")
def test_nothing_is_lost_whatever_happens_to_an_ingest() -> None:
    command = [sys.executable, "-m", "tests.faults", "--kills", "6", "--cuts", "2", "--full", "2", "--others", "1"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=230, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "| the program is killed | SIGKILL at a random moment of the ingest | 6 |" in run.stdout


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder that nobody may write to, the administrator neither."""
    if os.geteuid() == 0:
        mounts = (["mount", "--bind", str(folder), str(folder)], ["mount", "-o", "remount,ro,bind", str(folder)])
        if any(subprocess.run(each, capture_output=True, check=False).returncode for each in mounts):
            pytest.skip("the administrator may write everywhere, and nothing can be mounted here")
        try:
            yield
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
        return
    every = [folder, *folder.rglob("*")]
    before = {path: path.stat().st_mode for path in every}
    for path in every:
        path.chmod(before[path] & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    try:
        yield
    finally:
        for path in every:
            path.chmod(before[path])


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
@pytest.mark.parametrize("ahead", [False, True], ids=["closed", "still open elsewhere"])
def test_a_folder_that_may_not_be_written_to_is_asked_and_an_ingest_refused_in_words(data: Path, ahead: bool) -> None:
    writer = Connections(data / "open" / "catalogue.sqlite")
    if ahead:
        with writer.writing() as db:
            db.exec_driver_sql("INSERT INTO facts VALUES ('written', 'ahead')")
        assert (data / "open" / "catalogue.sqlite-wal").stat().st_size
    else:
        writer.close()
    with read_only(data):
        library = Library(Settings.load(data))
        assert library.holdings().vector_search("a late bus", None, 1)
        assert "September" in Desk(library).ask("Since when has the bus been late?").answer
        assert library.holdings().troubles() == []
        with pytest.raises(LibraryError, match="may not be written to"):
            ingest([data.parent / "a.md"], library)
        library.close()
        run = CliRunner().invoke(app, ["doctor", "--data", str(data)])
        assert run.exit_code == 0, run.stdout
        assert "this folder may not be written to" in run.stdout
    writer.close()
    library = Library(Settings.load(data))
    assert ingest([data.parent / "a.md"], library).unchanged == ["a.md"]
    library.close()


def test_vectors_of_an_older_version_without_a_note_are_taken_as_they_are(data: Path) -> None:
    note = data / "open" / "chroma" / FILE
    note.unlink()
    library = Library(Settings.load(data))
    assert library.holdings().vector_search("a late bus", None, 1)
    assert library.holdings().troubles() == []
    assert not note.exists()
    ingest([data.parent / "a.md"], library)
    assert note.exists()
    assert library.holdings().troubles() == []
    library.close()


def test_index_files_are_known_by_what_was_noted_of_them(tmp_path: Path) -> None:
    index = tmp_path / "index"
    index.mkdir()
    (index / "a.bin").write_bytes(b"first")
    settle(tmp_path)
    assert noted(tmp_path) is None, "nothing is noted where nothing was"
    settle(tmp_path, 3)
    (index / "a.bin").touch()
    assert half_written(tmp_path) is None, "a copy, or a file that was only touched, is the same"
    (index / "a.bin").write_bytes(b"other")
    assert half_written(tmp_path) == "index/a.bin"
    settle(tmp_path)
    found = noted(tmp_path)
    assert found
    assert found.changes == 3
    (index / "b.bin").write_bytes(b"more")
    assert half_written(tmp_path) == "index/b.bin"
    (index / "b.bin").unlink()
    before = (index / "a.bin").stat()
    (index / "a.bin").write_bytes(b"OTHER")
    os.utime(index / "a.bin", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert half_written(tmp_path) is None
    assert half_written(tmp_path, thorough=True) == "index/a.bin"
    shutil.rmtree(index)
    assert half_written(tmp_path) == "index/a.bin"


def test_who_interrupts_the_program_leaves_vectors_that_are_opened_again(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Vectors(data / "open" / "chroma")
    upsert = opened._collection.upsert

    def interrupted(**given: object) -> None:
        upsert(**given)
        raise KeyboardInterrupt

    monkeypatch.setattr(opened._collection, "upsert", interrupted)
    with pytest.raises(KeyboardInterrupt):
        opened.add("d", [f"p{n}" for n in range(1_500)], [[float(n % 7), 1.0, float(n)] + [0.1] * 381 for n in range(1_500)])
    opened.close()
    again = Vectors(data / "open" / "chroma")
    assert again.count() > 1_500
    again.close()


def test_index_files_torn_under_an_open_library_are_not_taken_for_whole_by_reading_it(data: Path) -> None:
    chroma = data / "open" / "chroma"
    opened = Vectors(chroma)
    opened.add("filler", [f"f{n}" for n in range(1_200)], [[float(n % 7), 1.0, float(n)] + [0.1] * 381 for n in range(1_200)])
    (header,) = chroma.glob("*/header.bin")
    header.write_bytes(header.read_bytes()[:40])
    with pytest.raises(LibraryError, match="half written"):
        opened.search([1.0] * 384, None, 3)
    opened.close()
    assert half_written(chroma, thorough=True) == header.relative_to(chroma).as_posix()
    with pytest.raises(LibraryError, match="half written"):
        Vectors(chroma)
