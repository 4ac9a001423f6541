"""Libraries that older versions made: opened, kept, and completed by the next ingest."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from ingest.job import ingest
from tests.killed_ingest import contents
from vectorstore import migrations
from vectorstore.catalogue import Catalogue
from vectorstore.errors import LibraryError
from vectorstore.library import Library
from vectorstore.settings import Settings
from vectorstore.tables import SCHEMA_VERSION

SCHEMAS = sorted((Path(__file__).parent / "schemas").glob("*.sql"))
PAPER = (
    "# Buses\n\nThe bus is late. It has been late since September.\n\nPersonal travel budgets (PTB) are offered to 40 families.\n"
)


def made_by(schema: Path, folder: Path) -> Path:
    """A library as an older version left it, of one paper that is still where it was; its data folder."""
    papers, data = folder / "papers", folder / "data"
    papers.mkdir()
    (papers / "a.md").write_text(PAPER)
    (data / "open").mkdir(parents=True)
    with closing(sqlite3.connect(data / "open" / "catalogue.sqlite")) as db:
        db.executescript(schema.read_text().replace("PAPERS", papers.as_posix()))
    return data


def tables(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """Each table's columns (name, type, may be missing, part of the key), by the table's name."""
    with closing(sqlite3.connect(file)) as db:
        named = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'index')")]
        return {name: [row[1:4] + row[5:] for row in db.execute(f'PRAGMA table_info("{name}")')] for name in sorted(named)}


def test_every_version_has_its_schema_here() -> None:
    assert {int(file.stem.split("-")[0]) for file in SCHEMAS} >= set(range(1, SCHEMA_VERSION))


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda file: file.stem)
def test_an_older_library_has_todays_tables_and_what_it_held(schema: Path, tmp_path: Path) -> None:
    data = made_by(schema, tmp_path)
    new = Catalogue(tmp_path / "new.sqlite")
    old = Catalogue(data / "open" / "catalogue.sqlite")
    assert tables(old.file) == tables(new.file)
    assert old.fact("schema") == str(SCHEMA_VERSION)
    (document,) = old.documents()
    assert document.sources == ("a.md",)
    assert [p.text for p in old.passages_of(document.id)] == [PAPER.split("\n\n", 1)[1].strip().replace("\n\n", " ")]
    assert old.pages(document.id)[0].text.startswith("Buses")
    assert len(old.keyword_search(["september"], None, 5)) == 1
    assert old.acronyms() == [("PTB", "Personal travel budgets")]
    assert old.registers() == []
    old.close()
    new.close()


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda file: file.stem)
def test_the_next_ingest_completes_an_older_library(schema: Path, tmp_path: Path) -> None:
    data = made_by(schema, tmp_path)
    library = Library(Settings.load(data))
    assert ingest([tmp_path / "papers"], library).updated == ["a.md"]
    library.close()
    fresh = Library(Settings.load(tmp_path / "fresh"))
    ingest([tmp_path / "papers"], fresh)
    fresh.close()
    assert contents(data) == contents(tmp_path / "fresh")


def test_a_step_that_fails_leaves_the_library_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = made_by(SCHEMAS[0], tmp_path)
    file = data / "open" / "catalogue.sqlite"
    before = tables(file)

    def fails(db: object) -> None:
        raise OperationalError("ALTER TABLE", None, sqlite3.OperationalError("database or disk is full"))

    with monkeypatch.context() as patch:
        patch.setitem(migrations.STEPS, SCHEMA_VERSION, fails)
        with pytest.raises(LibraryError, match=r"the catalogue cannot be opened \(database or disk is full\)"):
            Catalogue(file)
    assert tables(file) == before
    Catalogue(file).close()
    assert tables(file) != before


@pytest.mark.parametrize("version", ["999", "tomorrow"])
def test_a_newer_library_is_refused_and_left_alone(version: str, tmp_path: Path) -> None:
    data = made_by(SCHEMAS[0], tmp_path)
    file = data / "open" / "catalogue.sqlite"
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("UPDATE facts SET value = ? WHERE key = 'schema'", (version,))
    before = tables(file)
    with pytest.raises(LibraryError, match="made by a newer version of Scrutiny Desk"):
        Catalogue(file)
    assert tables(file) == before
