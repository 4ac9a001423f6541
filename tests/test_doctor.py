"""The doctor: every kind of damage is named, mended, and stays mended; what answers still stands on what is right."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant import feedback
from assistant.cli import app
from assistant.conversations import Conversations, KeptExchange
from assistant.desk import Desk
from assistant.doctor_command import examine
from assistant.feedback import Feedback, keep
from ingest.job import ingest
from tests.killed_ingest import contents
from vectorstore import salvage
from vectorstore.embedding import Embedder
from vectorstore.errors import LibraryError
from vectorstore.library import Library
from vectorstore.models import Classification, Description, Filters, Role
from vectorstore.settings import Settings
from vectorstore.vectors import Vectors
from vectorstore.writing import only_writer

PAPERS = {
    "a.md": "# Buses\n\nThe bus is late. It has been late since September.\n",
    "b.md": "# Places\n\nForty places open in 2026.\n\n" + "\n\n".join(f"{n}. Place {n} costs £{n}m." for n in range(1, 60)),
    "secret.md": "# Award\n\nClassification: Exempt\n\nKestrel Cars (KC) bid £4.65 a mile for the school buses.\n",
}
Damage = Callable[[Path], None]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with papers and the library of them, which tests copy."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "papers").mkdir()
    for name, text in PAPERS.items():
        (folder / "papers" / name).write_text(text)
    library = Library(Settings.load(folder / "data"))
    assert len(ingest([folder / "papers"], library).added) == len(PAPERS)
    library.close()
    return folder


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made / "data", tmp_path / "data"))


def sql(shelf: str, *statements: str) -> Damage:
    def damage(data: Path) -> None:
        with closing(sqlite3.connect(data / shelf / "catalogue.sqlite")) as db, db:
            for statement in statements:
                db.execute(statement)

    return damage


def vectors(change: Callable[[Vectors], None]) -> Damage:
    def damage(data: Path) -> None:
        opened = Vectors(data / "open" / "chroma")
        change(opened)
        opened.close()

    return damage


def _overwritten(name: str) -> Damage:
    def damage(data: Path) -> None:
        (data / name).write_bytes(b"no database at all" * 500)

    return damage


def _gone(name: str) -> Damage:
    return lambda data: shutil.rmtree(data / name)


def _other(opened: Vectors) -> None:
    opened.drop(list(opened.named())[:5])
    opened.add("nobody", ["n1", "n2"], [[1.0] * 384, [0.5] * 384])


DAMAGES: dict[str, list[tuple[Damage, str]]] = {
    "words and leftovers": [
        (sql("open", "DELETE FROM passage_words WHERE rowid = 1"), "the keyword index lacks 2 passages"),
        (sql("open", "UPDATE passage_words SET words = 'x' WHERE rowid = 2"), "the keyword index lacks 2 passages"),
        (
            sql("exempt", "INSERT INTO passage_words (rowid, title, section, words) VALUES (999, 'x', 'y', 'z')"),
            "the keyword index lacks 1 passage",
        ),
        (sql("open", "INSERT INTO unswept VALUES ('someone')"), "left 1 paper to be swept"),
        (sql("open", "DELETE FROM piece_vectors WHERE rowid % 2"), "the word vectors of"),
    ],
    "an index that cannot be opened, vectors lost and strange": [
        (sql("open", "DELETE FROM passage_words_data WHERE id > 1"), "the keyword index is damaged"),
        (vectors(_other), "of passages that are held are missing"),
        (vectors(_other), "2 vectors are of no passage that is held"),
    ],
    "no vectors": [(_gone("open/chroma"), "the vectors are gone"), (_gone("exempt/chroma"), "the vectors are gone")],
    "vectors overwritten": [(_overwritten("open/chroma/chroma.sqlite3"), "the vectors cannot be")],
    "another state": [(sql("open", "UPDATE facts SET value = '77' WHERE key = 'vectors'"), "which is at 77")],
    "another embedder": [(sql("open", "UPDATE facts SET value = 'x' WHERE key = 'embedder'"), "were made with 'x'")],
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_named_and_mended_for_good(damage: str, data: Path, made: Path) -> None:
    for hurt, _ in DAMAGES[damage]:
        hurt(data)
    settings = Settings.load(data)
    mended = examine(settings, repair=True)
    assert mended.sound
    for _, words in DAMAGES[damage]:
        assert words in "\n".join(fault.what for fault in mended.faults)
    again = examine(settings, repair=True)
    assert (again.faults, again.sound) == ([], True)
    assert contents(data) == contents(made / "data")


def test_a_change_of_embedder_that_is_cut_off_leaves_no_vectors_of_the_old_one(
    data: Path, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sql("open", "UPDATE facts SET value = 'x' WHERE key = 'embedder'", "UPDATE piece_vectors SET vectors = zeroblob(192)")(data)
    settings = Settings.load(data)

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Embedder, "embed_pieces", cut_off)
        with pytest.raises(KeyboardInterrupt):
            examine(settings, repair=True)
    assert any("the word vectors of" in fault.what for fault in examine(settings).faults)
    assert examine(settings, repair=True).sound
    assert contents(data) == contents(made / "data")
    with closing(sqlite3.connect(data / "open" / "catalogue.sqlite")) as db:
        assert db.execute("SELECT count(*) FROM piece_vectors WHERE vectors = zeroblob(192)").fetchone() == (0,)


def test_a_sound_library_is_called_sound(data: Path) -> None:
    run = CliRunner().invoke(app, ["doctor", "--data", str(data)])
    assert (run.exit_code, run.stdout.splitlines()[-1]) == (0, "The library is sound.")
    run = CliRunner().invoke(app, ["doctor", "--data", str(data), "--json"])
    assert json.loads(run.stdout) == {"faults": [], "notes": [], "sound": True}


def test_exit_status_and_json_say_what_was_found_and_what_was_mended(data: Path) -> None:
    shutil.rmtree(data / "open" / "chroma")
    run = CliRunner().invoke(app, ["doctor", "--data", str(data), "--json"])
    assert run.exit_code == 1
    (fault,) = json.loads(run.stdout)["faults"]
    assert fault == {"what": "the vectors are gone", "where": str(data / "open" / "chroma"), "mended": False}
    run = CliRunner().invoke(app, ["doctor", "--data", str(data), "--repair"])
    assert run.exit_code == 0, run.stdout
    assert run.stdout.startswith(f"Mended: {data / 'open' / 'chroma'}: the vectors are gone.")
    assert CliRunner().invoke(app, ["doctor", "--data", str(data), "--mend"]).exit_code == 2
    run = CliRunner().invoke(app, ["doctor", "--data", str(data / "nothing")])
    assert run.exit_code == 1
    assert "there is no library in this folder" in run.stderr


def test_a_repair_waits_for_nobody_and_changes_nothing_under_another_writer(data: Path) -> None:
    with only_writer(data):
        run = CliRunner().invoke(app, ["doctor", "--data", str(data), "--repair"])
        assert run.exit_code == 1
        assert "another ingest is writing to this library" in run.stderr
        assert any("another program is writing" in note for note in examine(Settings.load(data)).notes)


# -- a damaged catalogue


def damaged(file: Path, text: bytes) -> None:
    """Overwrite the page of an SQLite file that holds some words."""
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = db.execute("PRAGMA page_size").fetchone()[0]
    content = bytearray(file.read_bytes())
    at = content.index(text) // size * size
    content[at : at + size] = b"\xa5" * size
    file.write_bytes(content)


def test_what_is_whole_in_a_damaged_catalogue_is_saved_and_the_rest_named(tmp_path: Path) -> None:
    papers, data = tmp_path / "papers", tmp_path / "data"
    papers.mkdir()
    for name in ("one", "two", "three", "four"):  # each long enough for database pages of its own
        lines = [f"{n}. The {name} scheme numbered {n} costs {n} thousand pounds a year." for n in range(1, 150)]
        (papers / f"{name}.md").write_text(f"# Scheme {name}\n\n" + "\n\n".join(lines))
    library = Library(Settings.load(data))
    ingest([papers], library)
    library.close()
    before = contents(data)
    file = data / "open" / "catalogue.sqlite"
    damaged(file, b"The two scheme numbered 77 costs")
    assert "the catalogue's file is damaged" in examine(Settings.load(data)).faults[0].what
    mended = examine(Settings.load(data), repair=True)
    lost = [fault.where for fault in mended.faults if "a paper was lost" in fault.what]
    assert str(papers / "two.md") in lost
    assert len(lost) < 4
    assert not mended.sound, "what is lost is not mended until it is ingested again"
    assert len(list(file.parent.glob("catalogue.damaged-*.sqlite"))) == 1
    assert examine(Settings.load(data)).sound
    library = Library(Settings.load(data))
    assert {d.source for d in library.holdings().documents()} == {f"{n}.md" for n in ("one", "two", "three", "four")} - {
        Path(name).name for name in lost
    }
    report = ingest([papers], library)
    assert sorted(report.added) == sorted(Path(name).name for name in lost)
    library.close()
    assert contents(data) == before


def test_what_a_salvage_cannot_know_to_be_whole_is_read_again(tmp_path: Path) -> None:
    papers, settings = tmp_path / "papers", Settings.load(tmp_path / "data")
    papers.mkdir()
    (papers / "register.md").write_text(
        "# Corporate risk register\n\n| Ref | Risk | Likelihood | Impact | Score | Owner | Controls |\n|---|---|---|---|---|---|---|\n"
        + "".join(
            f"| R{n} | The number {n} pump may fail | 3 | 4 | 12 | Head of Pumps | Spare pumps are kept |\n" for n in range(60)
        )
    )
    (papers / "a.md").write_text(PAPERS["a.md"])
    library = Library(settings)
    ingest([papers], library)
    before = [register for _, register in library.holdings().registers()]
    assert len(before) == 1
    library.close()
    file = settings.data / "open" / "catalogue.sqlite"
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        roots = dict(db.execute("SELECT name, rootpage FROM sqlite_master"))
        size = db.execute("PRAGMA page_size").fetchone()[0]
    with file.open("r+b") as out:
        out.seek((roots["registers"] - 1) * size)
        out.write(b"\xa5" * size)
    mended = examine(settings, repair=True)
    assert [fault.where for fault in mended.faults if "a paper was lost" in fault.what] == []
    assert any("may have been lost; ingest them again" in fault.what for fault in mended.faults)
    assert not mended.sound
    library = Library(settings)
    assert library.holdings().registers() == []
    assert sorted(ingest([papers], library).updated) == ["a.md", "register.md"]
    assert [register for _, register in library.holdings().registers()] == before
    library.close()
    assert examine(settings).faults == []


EXEMPT_DAMAGES: dict[str, Damage] = {
    "its pages": lambda file: damaged(file, b"The fare numbered 77 is"),
    "what was said of it": lambda file: damaged(file, b'{"classification": "exempt"}'),
}


@pytest.mark.parametrize("damage", EXEMPT_DAMAGES)
def test_a_paper_that_was_said_to_be_exempt_stays_so_through_damage_and_repair(damage: str, tmp_path: Path) -> None:
    papers, settings = tmp_path / "papers", Settings.load(tmp_path / "data")
    papers.mkdir()
    lines = [f"{n}. The fare numbered {n} is {n} pounds." for n in range(1, 150)]
    for name in ("fares.md", "copy.md"):  # one paper, of two files, of which one was said to be exempt
        (papers / name).write_text("# Fares\n\n" + "\n\n".join(lines))
    library = Library(settings)
    ingest([papers / "fares.md"], library, overrides=Description(classification=Classification.EXEMPT))
    ingest([papers / "copy.md"], library)
    library.close()
    EXEMPT_DAMAGES[damage](settings.data / "exempt" / "catalogue.sqlite")
    assert "may come back as open" not in examine(settings, repair=True).faults[0].what
    for name in ("copy.md", "fares.md"):
        library = Library(settings)
        ingest([papers / name], library)
        assert [d.source for d in library.holdings().documents()] == []
        assert len(library.holdings(Role.OFFICER).documents()) == 1
        library.close()
    assert examine(settings).sound


def test_an_exempt_catalogue_of_which_nothing_is_left_says_what_may_come_of_it(data: Path) -> None:
    (data / "exempt" / "catalogue.sqlite").write_bytes(b"no database at all" * 500)
    fault = examine(Settings.load(data), repair=True).faults[0]
    assert "papers that were exempt may come back as open" in fault.what
    assert "give --classification exempt" in fault.what


def test_a_catalogue_of_which_nothing_is_left_is_kept_beside_an_empty_one(data: Path, made: Path) -> None:
    file = data / "open" / "catalogue.sqlite"
    file.write_bytes(b"no database at all" * 500)
    run = CliRunner().invoke(app, ["ask", "Is the bus late?", "--data", str(data)])
    assert run.exit_code == 1
    assert "'scrutiny doctor --repair'" in run.stderr
    mended = examine(Settings.load(data), repair=True)
    assert "the catalogue's file is damaged" in mended.faults[0].what
    assert next(file.parent.glob("catalogue.damaged-*.sqlite")).read_bytes().startswith(b"no database")
    library = Library(Settings.load(data))
    ingest([made / "papers"], library)
    library.close()
    assert examine(Settings.load(data)).sound
    assert contents(data) == contents(made / "data")


def test_a_paper_that_is_not_as_it_was_put_in_is_read_again_by_the_next_ingest(data: Path, made: Path) -> None:
    sql("open", "UPDATE passages SET text = 'Nobody wrote this.' WHERE number = 2")(data)
    mended = examine(Settings.load(data), repair=True)
    assert not mended.sound
    assert any("is not as it was put in; ingest it again" in fault.what for fault in mended.faults)
    library = Library(Settings.load(data))
    assert len(ingest([made / "papers"], library).updated) == 1
    library.close()
    assert examine(Settings.load(data)).sound
    assert contents(data) == contents(made / "data")


@pytest.mark.parametrize("name", ["open/catalogue.sqlite", "conversations.sqlite"])
def test_a_file_that_another_program_has_is_not_taken_for_damaged(name: str, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Conversations(data).close()
    monkeypatch.setattr(salvage, "_WAIT", 0.1)
    with closing(sqlite3.connect(data / name)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LibraryError, match=rf"{name}: cannot be examined \(database is locked\), and was left as it is"):
            examine(Settings.load(data), repair=True)
    assert list(data.rglob("*.damaged-*")) == []
    assert examine(Settings.load(data)).faults == []


def test_a_row_with_a_number_out_of_all_bounds_does_not_hold_up_a_salvage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x.sqlite"
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("CREATE TABLE x (text)")
        db.executemany("INSERT INTO x VALUES (?)", [(f"{n} " + "words " * 100,) for n in range(100)])
        db.execute("INSERT INTO x (rowid, text) VALUES (?, 'the last')", (2**62,))
    damaged(file, b"50 words")
    monkeypatch.setattr(salvage, "_MOST_TRIED", 1_000)
    found, whole = salvage.rows(file, "x", ["text"])
    assert not whole
    assert 50 < len(found) < 101
    assert ("the last",) in found


# -- without vectors


def test_questions_are_answered_from_the_words_when_the_vectors_are_gone_and_it_is_said(data: Path) -> None:
    shutil.rmtree(data / "open" / "chroma")
    run = CliRunner().invoke(app, ["ask", "Since when has the bus been late?", "--data", str(data), "--json"])
    assert run.exit_code == 0
    assert "September" in json.loads(run.stdout)["answer"]
    assert "'scrutiny doctor --repair'" in run.stderr


def test_vectors_left_half_written_are_not_opened_and_the_next_ingest_makes_them_anew(data: Path, made: Path) -> None:
    chroma = data / "open" / "chroma"
    big = Vectors(chroma)
    big.add("filler", [f"f{n}" for n in range(1_200)], [[float(n % 7), 1.0, float(n)] + [0.1] * 381 for n in range(1_200)])
    big.keep("filler", [])
    big.close()
    (header,) = chroma.glob("*/header.bin")
    header.write_bytes(header.read_bytes()[:40])  # of which Chroma ends the whole program
    run = CliRunner().invoke(app, ["ask", "Since when has the bus been late?", "--data", str(data)])
    assert run.exit_code == 0
    assert "left half written" in run.stderr
    library = Library(Settings.load(data))
    assert ingest([made / "papers"], library).added == []
    assert library.holdings().vector_search("the bus is late", None, 3)
    assert library.holdings().troubles() == []
    library.close()
    assert examine(Settings.load(data)).sound
    assert contents(data) == contents(made / "data")


# -- what lies beside the shelves


def test_conversations_and_feedback_are_examined_and_what_can_be_read_is_kept(data: Path) -> None:
    settings = Settings.load(data)
    library = Library(settings)
    desk = Desk(library)
    answer = desk.ask("Since when has the bus been late?", as_of=date(2026, 4, 1))
    asked = KeptExchange("q", answer.question, Filters(), answer, None, datetime(2026, 4, 1, tzinfo=UTC))
    talks = Conversations(data)
    for number in range(40):
        talks.keep("me", Role.READER, None, None, replace(asked, question=f"Question {number} of forty?"))
    talks.close()
    for verdict in ("one", "two"):
        keep(data, Feedback(id=verdict, verdict="up", answer=answer.model_dump(mode="json")))
    library.close()
    assert examine(settings).faults == []
    damaged(data / "conversations.sqlite", b"Question 20 of forty?")
    with (data / "feedback.jsonl").open("ab") as out:
        out.write(b'{"id": "cut sho')
    assert len(examine(settings).faults) == 2
    mended = examine(settings, repair=True)
    assert mended.sound
    assert examine(settings).faults == []
    talks = Conversations(data)
    assert 0 < sum(talk.questions for talk in talks.listed("me", Role.READER)) < 40
    talks.close()
    assert (data / "feedback.damaged.jsonl").read_bytes() == b'{"id": "cut sho\n'
    assert len((data / "feedback.jsonl").read_text().splitlines()) == 2


def test_feedback_is_not_repaired_while_another_program_writes_it(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data / "feedback.jsonl").write_bytes(b'{"id": "cut sho')
    monkeypatch.setattr(feedback, "_PATIENCE", 0.1)
    with feedback.writing(data), pytest.raises(LibraryError, match=r"feedback\.jsonl: .* could not be kept"):
        examine(Settings.load(data), repair=True)
    assert (data / "feedback.jsonl").read_bytes() == b'{"id": "cut sho'


def test_copies_that_gave_no_paper_and_files_cut_off_are_swept_when_nobody_can_want_them(data: Path) -> None:
    folder = data / "uploads" / "abc"
    folder.mkdir(parents=True)
    old, new, part = folder / "old.md", folder / "new.md", folder / ".part.md.123"
    for file in (old, new, part):
        file.write_text("# Old\n")
    yesterday = time.time() - 2 * 24 * 60 * 60
    for file in (old, part):
        os.utime(file, (yesterday, yesterday))
    found = examine(Settings.load(data))
    assert sorted(fault.where for fault in found.faults) == sorted([str(old), str(part)])
    assert any(note.startswith(f"{new}: this dropped copy gave no paper yet") for note in found.notes)
    assert examine(Settings.load(data), repair=True).sound
    assert [file.name for file in folder.iterdir()] == ["new.md"]


@pytest.mark.skipif(os.name != "posix", reason="a link to a folder")
def test_a_dropped_copy_whose_paper_is_held_stays_however_the_library_is_reached(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path / "data")
    copies = [settings.data / "uploads" / name for name in ("abc/dropped.md", "def/changed.md")]
    for copy in copies:
        copy.parent.mkdir(parents=True)
        copy.write_text(f"# Kept {copy.name}\n\nThe bus is late.\n")
    library = Library(settings)
    ingest(copies, library)
    library.close()
    copies[1].write_text("# Changed since\n")
    again = settings.data / "uploads" / "ghi" / "again.md"  # a paper that another file gives
    again.parent.mkdir()
    shutil.copy(copies[0], again)
    moved = settings.data.rename(tmp_path / "moved")
    (tmp_path / "linked").symlink_to(moved)
    yesterday = time.time() - 2 * 24 * 60 * 60
    for file in (moved / "uploads").glob("*/*"):
        os.utime(file, (yesterday, yesterday))
    for way in (moved, tmp_path / "linked"):
        found = examine(Settings.load(way), repair=True)
        assert [fault.where for fault in found.faults] == []
        assert len(list((way / "uploads").glob("*/*"))) == 3


def test_only_what_the_program_itself_left_half_written_is_swept(data: Path) -> None:
    chroma = data / "open" / "chroma"
    ours = [data / ".feedback.jsonl.ab12_xyz", chroma / ".settled.json.abcdefgh", data / "exempt" / "catalogue.sqlite.saved-wal"]
    theirs = [data / ".env.local", data / ".git.abcdefgh", data / "thesis.saved", data / "open" / ".notes.old.txt"]
    yesterday = time.time() - 2 * 24 * 60 * 60
    for file in (*ours, *theirs):
        file.write_text("half")
        os.utime(file, (yesterday, yesterday))
    mended = examine(Settings.load(data), repair=True)
    assert sorted(fault.where for fault in mended.faults) == sorted(map(str, ours))
    assert [file.exists() for file in (*ours, *theirs)] == [False] * 3 + [True] * 4


def test_files_that_are_gone_and_rights_of_others_are_notes(data: Path, made: Path) -> None:
    if os.name == "posix":
        (data / "exempt").chmod(0o755)
    sql("open", "UPDATE sources SET path = '/nowhere/a.md' WHERE name = 'a.md'")(data)
    found = examine(Settings.load(data))
    assert found.sound
    assert "/nowhere/a.md: this file is no longer there; its paper is held all the same." in found.notes
    assert any("other users of this computer may read the exempt papers" in note for note in found.notes) or os.name != "posix"


def test_a_paper_on_both_shelves_is_exempt(data: Path) -> None:
    with closing(sqlite3.connect(data / "exempt" / "catalogue.sqlite")) as db:
        row = db.execute("SELECT * FROM documents").fetchone()
    with closing(sqlite3.connect(data / "open" / "catalogue.sqlite")) as db, db:
        db.execute(f"INSERT INTO documents VALUES ({', '.join('?' * len(row))})", row)
        db.execute("UPDATE documents SET passage_count = 0 WHERE id = ?", row[:1])
    found = examine(Settings.load(data), repair=True)
    assert any("among the open papers and among the exempt ones" in fault.what for fault in found.faults)
    assert examine(Settings.load(data), repair=True).faults == []
    library = Library(Settings.load(data))
    assert [d.source for d in library.holdings().documents()] == ["a.md", "b.md"]
    library.close()
