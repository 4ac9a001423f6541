"""Backup and restore: the same answers afterwards, and nothing touched when the file is not what it should be."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import threading
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.audit import Actor, AuditLog
from assistant.cli import app
from assistant.desk import Desk
from assistant.doctor_command import examine
from ingest.job import ingest
from tests.killed_ingest import contents
from vectorstore.backup import BELOW, MANIFEST
from vectorstore.errors import LibraryError
from vectorstore.library import Library
from vectorstore.models import Role
from vectorstore.restore import restore
from vectorstore.settings import SECRETS, Settings
from vectorstore.writing import only_writer

QUESTIONS = [
    "How much does home to school transport cost?",
    "What did Quillmoor Taxis bid?",
    "Which hours would suit families best?",
]


@pytest.fixture(scope="module")
def data(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with an open and an exempt paper, a dropped copy, settings and feedback."""
    made = tmp_path_factory.mktemp("made")
    folder = made / "data"
    copy = folder / "uploads" / "abc" / "lintock-consultation-summary.html"
    copy.parent.mkdir(parents=True)
    shutil.copy(samples / copy.name, copy)
    library = Library(Settings.load(folder))
    papers = [samples / "councillor-briefing-send-transport.md", samples / "exempt-transport-award-2026-03-10.pdf", copy]
    assert len(ingest(papers, library).added) == 3
    library.close()
    (folder / "settings.toml").write_text("retrieved = 30\n")
    (folder / "feedback.jsonl").write_text("")
    (folder / "roles.toml").write_text('everybody = "nobody"\n')
    (folder / SECRETS).write_text('[auth]\nclient_secret = "hush-hush"\n')
    AuditLog(Settings.load(folder)).note(Actor("Olu", Role.OFFICER, "app"), "viewed")
    return folder


@pytest.fixture(scope="module")
def archive(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("kept") / "library.zip"
    run = CliRunner().invoke(app, ["backup", str(file), "--data", str(data)])
    assert run.exit_code == 0, run.stderr
    return file


def answers(data: Path) -> list[str]:
    """The whole answers, to a reader and an officer."""
    library = Library(Settings.load(data))
    found = [
        json.dumps(Desk(library, role).ask(question, as_of=date(2026, 4, 1)).model_dump(mode="json", exclude={"seconds"}))
        for role in (Role.READER, Role.OFFICER)
        for question in QUESTIONS
    ]
    library.close()
    return found


def test_a_restored_library_gives_the_same_answers_byte_for_byte(data: Path, archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "data"
    run = CliRunner().invoke(app, ["restore", str(archive), "--data", str(target)])
    assert run.exit_code == 0, run.stderr
    assert answers(target) == answers(data)
    assert contents(target) == contents(data)
    assert (target / "settings.toml").read_text() == "retrieved = 30\n"
    assert examine(Settings.load(target)).faults == []
    library = Library(Settings.load(target))
    paths = [Path(path) for path in library.sources()]
    assert target / "uploads" / "abc" / "lintock-consultation-summary.html" in paths, "a dropped copy is where the library is"
    assert all(path.is_file() for path in paths)
    assert ingest(paths, library).added == []
    library.close()


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
def test_nobody_else_may_read_a_backup_or_what_is_restored(archive: Path, tmp_path: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    restore(archive, tmp_path / "data")
    rights = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "data").rglob("*") if path.is_file()}
    assert rights == {0o600}
    assert {stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "data", *(tmp_path / "data").rglob("*")) if p.is_dir()} == {0o700}


def test_a_backup_says_what_it_holds(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        manifest = json.loads(opened.read(MANIFEST))
        for name, member in manifest["members"].items():
            content = opened.read(BELOW + name)
            assert (len(content), hashlib.sha256(content).hexdigest()) == (member["size"], member["sha256"])
    assert {"open/catalogue.sqlite", "exempt/catalogue.sqlite", "settings.toml", "feedback.jsonl"} < manifest["members"].keys()
    assert not [name for name in manifest["members"] if name.endswith((".lock", "-wal", "-shm"))]
    assert "roles.toml" in manifest["members"]
    assert [name for name in manifest["members"] if name.startswith("audit/")]
    assert SECRETS not in manifest["members"]
    assert manifest["format"] == 1


def test_a_damaged_library_is_backed_up_all_the_same(data: Path, tmp_path: Path) -> None:
    hurt, file = Path(shutil.copytree(data, tmp_path / "data")), tmp_path / "b.zip"
    catalogue = hurt / "open" / "catalogue.sqlite"
    content = bytearray(catalogue.read_bytes())
    content[16:100] = b"\xa5" * 84  # the rest of the header, of which SQLite opens nothing
    catalogue.write_bytes(content)
    run = CliRunner().invoke(app, ["backup", str(file), "--data", str(hurt)])
    assert run.exit_code == 1
    assert "the catalogue's file is damaged" in run.stderr
    assert "the backup has it as it is" in run.stderr
    with zipfile.ZipFile(file) as opened:
        assert opened.read(BELOW + "open/catalogue.sqlite") == bytes(content)
    restore(file, tmp_path / "back")


def test_what_a_backup_that_was_cut_off_left_is_named_deleted_and_backed_up_by_none(
    data: Path, archive: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(data, tmp_path / "data"))
    places = [folder / ".scrutiny-backup-abc", tmp_path / ".scrutiny-backup-def"]
    new, foreign = tmp_path / ".scrutiny-backup-new", tmp_path / ".scrutiny-backup-notes"
    for left in (*places, new, foreign):
        (left / "library").mkdir(parents=True)
        (left / "library" / "secret.md").write_text("# Award\n")
    (foreign / "notes.txt").write_text("mine")
    for left in (*places, foreign):
        os.utime(left, (1_000_000_000, 1_000_000_000))
    run = CliRunner().invoke(app, ["backup", str(tmp_path / "b.zip"), "--data", str(folder)])
    assert f"{places[1]}: was left by a backup that was cut off" in run.stderr
    with zipfile.ZipFile(tmp_path / "b.zip") as made, zipfile.ZipFile(archive) as before:
        assert made.namelist() == before.namelist()
    mended = examine(Settings.load(folder), repair=True)
    assert [(fault.where, fault.mended) for fault in mended.faults] == [(str(left), True) for left in places]
    assert [left.exists() for left in (*places, new, foreign)] == [False, False, True, True]


def test_a_backup_waits_for_an_ingest(data: Path, tmp_path: Path) -> None:
    told: list[int] = []

    def make() -> None:
        told.append(CliRunner().invoke(app, ["backup", str(tmp_path / "b.zip"), "--data", str(data)]).exit_code)

    waiting = threading.Thread(target=make)
    with only_writer(data):
        waiting.start()
        waiting.join(1.0)
        assert waiting.is_alive()
        assert not (tmp_path / "b.zip").exists()
    waiting.join(60)
    assert told == [0]


def test_a_backup_takes_no_files_place_and_needs_a_library(data: Path, archive: Path, tmp_path: Path) -> None:
    before = archive.read_bytes()
    run = CliRunner().invoke(app, ["backup", str(archive), "--data", str(data)])
    assert run.exit_code == 1
    assert "there is such a file already" in run.stderr
    assert archive.read_bytes() == before
    run = CliRunner().invoke(app, ["backup", str(tmp_path / "b.zip"), "--data", str(tmp_path / "nothing")])
    assert run.exit_code == 1
    assert "there is no library in this folder" in run.stderr
    run = CliRunner().invoke(app, ["backup", str(tmp_path / "no" / "b.zip"), "--data", str(data)])
    assert run.exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_empty_is_replaced_only_when_told(archive: Path, data: Path, tmp_path: Path) -> None:
    target = tmp_path / "data"
    library = Library(Settings.load(target))
    (tmp_path / "z.md").write_text("# Zoo\n\nThe zoo is open.\n")
    ingest([tmp_path / "z.md"], library)
    library.close()
    before = contents(target)
    with pytest.raises(LibraryError, match=r"is not empty; .* --replace"):
        restore(archive, target)
    with only_writer(target), pytest.raises(LibraryError, match="another ingest is writing"):
        restore(archive, target, replace=True)
    assert contents(target) == before
    restore(archive, target, replace=True)
    assert contents(target) == contents(data)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "z.md"]


def test_a_folder_that_holds_no_library_is_never_replaced(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "documents"
    target.mkdir()
    (target / "thesis.odt").write_text("years of work")
    with pytest.raises(LibraryError, match="no library that could be replaced"):
        restore(archive, target, replace=True)
    assert [path.name for path in tmp_path.rglob("*")] == ["documents", "thesis.odt"]


@pytest.fixture
def replaceable(data: Path, tmp_path: Path) -> Path:
    """A library with files that are in no backup."""
    target = Path(shutil.copytree(data, tmp_path / "data"))
    for name in (
        SECRETS,
        ".env.local",
        "open/catalogue.damaged-2026-04-01.sqlite",
        "open/catalogue.damaged-2026-04-01.sqlite-wal",
    ):
        (target / name).write_text("mine alone")
    (target / "open" / "catalogue.sqlite-wal").write_text("")
    (target / "feedback.jsonl").write_text("{}\n")
    return target


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but the lock, with its content."""
    held = (path for path in folder.rglob("*") if path.is_file() and path.name != "writing.lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in held}


def test_what_is_in_no_backup_stays_when_a_library_is_replaced(archive: Path, replaceable: Path, tmp_path: Path) -> None:
    restore(archive, replaceable, replace=True)
    held = files(replaceable)
    apart = {name for name, content in held.items() if content == b"mine alone"}
    damaged = "open/catalogue.damaged-2026-04-01.sqlite"
    assert apart == {SECRETS, ".env.local", damaged, f"{damaged}-wal"}
    assert "open/catalogue.sqlite-wal" not in held, "what was written ahead in the old catalogue is not the new one's"
    assert held["feedback.jsonl"] == b""
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


@pytest.mark.parametrize("fault", [OSError(5, "Input/output error"), KeyboardInterrupt()])
def test_a_library_is_put_back_when_the_new_one_cannot_be_put_in_its_place(
    fault: BaseException, archive: Path, replaceable: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(replaceable)
    rename = Path.rename

    def broken(path: Path, to: Path) -> Path:
        if path.name == "new":
            raise fault
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", broken)
    with pytest.raises(LibraryError if isinstance(fault, OSError) else KeyboardInterrupt):
        restore(archive, replaceable, replace=True)
    assert files(replaceable) == before
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_library_whose_place_was_taken_meanwhile_is_kept_and_named(
    archive: Path, replaceable: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(replaceable)
    rename = Path.rename

    def taken(path: Path, to: Path) -> Path:
        if path.name == "new":
            to.mkdir()
            (to / "conversations.sqlite").write_text("another program's")
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", taken)
    with pytest.raises(LibraryError, match="the one that stood there is now") as refused:
        restore(archive, replaceable, replace=True)
    (kept,) = tmp_path.glob(".data.replaced-*/data")
    assert str(kept) in str(refused.value)
    assert files(kept) == before


def rewritten(archive: Path, into: Path, change: Callable[[dict[str, bytes], dict[str, object]], None]) -> Path:
    """A backup with other members and another manifest, the hashes as they ought to be unless `change` says otherwise."""
    with zipfile.ZipFile(archive) as opened:
        manifest = json.loads(opened.read(MANIFEST))
        files = {name.removeprefix(BELOW): opened.read(name) for name in opened.namelist() if name != MANIFEST}
    change(files, manifest)
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(MANIFEST, json.dumps(manifest))
        for name, content in files.items():
            info = zipfile.ZipInfo(BELOW + name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if name.endswith("link"):
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
            elif name.endswith("device"):
                info.external_attr = (stat.S_IFCHR | 0o666) << 16
            out.writestr(info, content)
    return into


def adding(name: str, content: bytes, size: int | None = None) -> Callable[[dict[str, bytes], dict[str, object]], None]:
    def add(files: dict[str, bytes], manifest: dict[str, object]) -> None:
        files[name] = content
        member = {"size": len(content) if size is None else size, "sha256": hashlib.sha256(content).hexdigest()}
        members = manifest["members"]
        assert isinstance(members, dict)
        members[name] = member

    return add


def changing(files: dict[str, bytes], manifest: dict[str, object]) -> None:
    files["settings.toml"] = b"retrieved = 31\n"


def leaving_out(files: dict[str, bytes], manifest: dict[str, object]) -> None:
    del files["open/catalogue.sqlite"]


def newer(files: dict[str, bytes], manifest: dict[str, object]) -> None:
    manifest["schema_version"] = 999


EVIL = {
    "content": (changing, "'settings.toml' is not what was backed up"),
    "missing": (leaving_out, "does not hold what its manifest says"),
    "newer": (newer, "made by a newer version"),
    "above": (adding("../evil.txt", b"x"), "no plain file"),
    "absolute": (adding("/tmp/evil.txt", b"x"), "no plain file"),
    "backslash": (adding("..\\evil.txt", b"x"), "no plain file"),
    "drive": (adding("C:evil.txt", b"x"), "no plain file"),
    "link": (adding("link", b"/etc/passwd"), "no plain file"),
    "device": (adding("device", b""), "no plain file"),
    "lock": (adding("writing.lock", b""), "no plain file"),
    "case": (adding("SETTINGS.toml", b"x"), "one name on some computers"),
    "size": (adding("big", b"0" * 5_000, 10), "not of the size"),
    "bomb": (adding("bomb", b"\0" * (200 << 20)), "more than any library"),
}


@pytest.mark.parametrize("evil", EVIL)
def test_a_backup_that_is_not_one_is_refused_before_anything_is_touched(evil: str, archive: Path, tmp_path: Path) -> None:
    change, words = EVIL[evil]
    file = rewritten(archive, tmp_path / "evil.zip", change)
    with pytest.raises(LibraryError, match=words):
        restore(file, tmp_path / "below" / "data")
    assert [path.name for path in tmp_path.iterdir()] == ["evil.zip"]


def test_a_backup_cut_short_or_overwritten_is_refused(archive: Path, tmp_path: Path) -> None:
    content = archive.read_bytes()
    spoilt = bytearray(content)
    spoilt[len(content) // 2 : len(content) // 2 + 100] = b"x" * 100
    for number, each in enumerate((content[: len(content) // 2], bytes(spoilt), b"no zip at all", b"")):
        file = tmp_path / f"{number}.zip"
        file.write_bytes(each)
        with pytest.raises(LibraryError, match="is damaged, or no backup of a library"):
            restore(file, tmp_path / "data")
        assert not (tmp_path / "data").exists()
    with pytest.raises(LibraryError, match="there is no such file"):
        restore(tmp_path / "nothing.zip", tmp_path / "data")
