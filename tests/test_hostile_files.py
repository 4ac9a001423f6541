"""Files made to do harm, read as an ingest reads them: each has its outcome in words, in bounded time and memory, and the rest goes on."""

from __future__ import annotations

import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from typer.testing import CliRunner

from assistant.cli import app
from ingest import limited_reader
from ingest.files import Found, find
from ingest.job import IngestReport, Progress, ingest
from ingest.limited_reader import LimitedReader
from ingest.reading import Reading
from ingest.reading_messages import Limits, unpack
from tests import awkward, fuzz, hostile
from vectorstore.errors import ReadError, RefusedError
from vectorstore.library import Library
from vectorstore.models import Page
from vectorstore.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
TIGHT = Limits(memory_mb=600, page_seconds=5, file_seconds=40, characters=2_000_000)


@pytest.fixture(scope="module")
def reader() -> Iterator[LimitedReader]:
    with LimitedReader(TIGHT) as opened:
        yield opened


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(Settings.load(tmp_path / "library"))
    yield opened
    opened.close()


def refusal(reader: LimitedReader, path: Path) -> str:
    """Why a file is not read, which is said in one line that begins with its name."""
    with pytest.raises(ReadError) as error:
        reader.read(path)
    said = str(error.value)
    assert said.startswith(path.name)
    assert said.isprintable()
    return said


def reading_processes() -> set[int]:
    """The processes that read files for this one."""
    listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()[1:]]
    return {int(pid) for pid, parent, args in rows if int(parent) == os.getpid() and "ingest.reading_process" in args}


def wait_until(true: Callable[[], object], seconds: float = 50) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


def has_worked(pid: int, seconds: float) -> bool:
    """Whether a process has used so much of a processor's time."""
    used = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return sum(map(int, used)) > seconds * os.sysconf("SC_CLK_TCK")


# -- PDF


def test_an_empty_password_opens_and_another_is_named(reader: LimitedReader, tmp_path: Path) -> None:
    assert "forty places" in reader.read(hostile.locked(tmp_path / "open.pdf", "")).pages[0].text
    with pytest.raises(RefusedError, match=r"^locked\.pdf: the PDF is protected by a password; save a copy without one\.$"):
        reader.read(hostile.locked(tmp_path / "locked.pdf", "secret"))


@pytest.mark.parametrize("kept", [0, 5, 60, 300, 500])
def test_a_pdf_that_is_cut_short_is_read_or_named(reader: LimitedReader, tmp_path: Path, kept: int) -> None:
    path = hostile.worded(tmp_path / "cut.pdf")
    path.write_bytes(path.read_bytes()[:kept])
    assert "fetch it again" in refusal(reader, path)


def test_a_page_tree_that_holds_itself_is_named(reader: LimitedReader, tmp_path: Path) -> None:
    assert "cannot be opened as a PDF" in refusal(reader, hostile.cyclic_pages(tmp_path / "cyclic.pdf"))


def test_a_catalogue_that_unpacks_to_gigabytes_is_named(reader: LimitedReader, tmp_path: Path) -> None:
    assert "Limit reached while decompressing" in refusal(reader, hostile.object_stream_bomb(tmp_path / "bomb.pdf"))


@pytest.mark.parametrize(
    ("make", "seconds", "reason"),
    [
        (hostile.content_bomb, 60, "in need of more than 600 MB of memory"),
        (hostile.slow_page, 5, "it took longer than 5 seconds"),
    ],
)
def test_a_page_that_cannot_be_read_costs_that_page_alone(
    tmp_path: Path, make: Callable[[Path], Path], seconds: float, reason: str
) -> None:
    with LimitedReader(replace(TIGHT, page_seconds=seconds)) as reader:
        reading = reader.read(make(tmp_path / "p.pdf"))
        assert [(page.number, page.unread is None) for page in reading.pages] == [(1, True), (2, False), (3, True)]
        assert reason in str(reading.pages[1].unread)
        assert reading.notes == [f"page 2 not read: {reading.pages[1].unread}"]
        assert [page.text[-20:] for page in reading.pages] == ["the first page says.", "", " the last page says."]
        assert reader.read(hostile.worded(tmp_path / "next.pdf")).pages[0].text, "the next file is read"


def test_a_form_that_draws_itself_ends_in_words(tmp_path: Path) -> None:
    with LimitedReader(TIGHT) as reader:
        (page,) = reader.read(hostile.nesting_form(tmp_path / "nest.pdf")).pages
        assert page.text or page.unread


def test_a_file_that_takes_too_long_keeps_the_pages_that_were_read(tmp_path: Path) -> None:
    path = hostile.worded(tmp_path / "long.pdf", 12_000)
    with LimitedReader(Limits(file_seconds=3)) as reader:
        reading = reader.read(path)
    pages = reading.pages
    unread = [page.unread for page in pages if page.unread]
    assert len(pages) == 12_000
    assert 0 < len(unread) < 12_000
    assert set(unread) == {"not reached: the file took longer than 3 seconds"}
    assert pages[0].text.startswith("Page 1: forty places")
    first = 12_000 - len(unread) + 1
    assert reading.notes[0].startswith(f"pages {first}, {first + 1}, ")
    assert f" and {len(unread) - 5:d} more not read: not reached" in reading.notes[0]


def test_scripts_are_not_run_and_embedded_files_are_named(reader: LimitedReader, tmp_path: Path) -> None:
    assert reader.read(hostile.with_script(tmp_path / "script.pdf")).pages[0].text == "Forty places open in September."
    (note,) = reader.read(hostile.with_attachments(tmp_path / "held.pdf")).notes
    assert note == "2 files embedded in it not read: \u2018costs.xlsx\u2019, \u2018notes\ufffd.txt\u2019"
    path = hostile.with_part(hostile.word(tmp_path / "held.docx"), "word/embeddings/sheet1.xlsx", b"PK")
    assert reader.read(path).notes == ["1 file embedded in it not read: \u2018sheet1.xlsx\u2019"]


@pytest.mark.parametrize("damaged", [False, True])
def test_an_office_file_inside_a_pdf_is_named_and_does_not_make_it_one(
    reader: LimitedReader, tmp_path: Path, *, damaged: bool
) -> None:
    path = hostile.with_package(tmp_path / "held.pdf", damaged=damaged)
    assert zipfile.is_zipfile(path)
    reading = reader.read(path)
    assert reading.pages[0].text.startswith("Page 1: forty places")
    assert reading.notes == ["1 file embedded in it not read: \u2018costs.docx\u2019"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_pages_that_a_full_disk_does_not_keep_are_read_once_and_under_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limited_reader, "TemporaryFile", lambda: open("/dev/full", "r+b", buffering=0))  # noqa: PTH123, SIM115
    with LimitedReader(replace(TIGHT, page_seconds=3)) as reader:
        reading = reader.read(hostile.slow_page(tmp_path / "slow.pdf"))
    assert [page.unread for page in reading.pages] == [None, "it took longer than 3 seconds", None]
    assert reading.notes == ["page 2 not read: it took longer than 3 seconds"]


def test_a_thousand_pages_are_read(reader: LimitedReader, tmp_path: Path) -> None:
    pages = reader.read(hostile.worded(tmp_path / "many.pdf", 1_000)).pages
    assert [page.unread for page in pages] == [None] * 1_000
    assert pages[999].text == "Page 1000: forty places open in September."


# -- Office files


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda p: hostile.word_bomb(p), "unpacks to more than 1,000 MB"),
        (lambda p: hostile.word_bomb(p, 300), "times its size"),
        (lambda p: hostile.word_heap(p), "600 MB of memory that it may use, and may need more"),
        (lambda p: hostile.word_bomb(p, 400, declared=2_000), "cut off or damaged"),
        (lambda p: hostile.word_with_entities(p, *hostile.laughs()), "cannot be read as a Word document"),
    ],
)
def test_a_word_bomb_is_named(reader: LimitedReader, tmp_path: Path, make: Callable[[Path], Path], said: str) -> None:
    assert said in refusal(reader, make(tmp_path / "bomb.docx"))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda p: hostile.strings_bomb(p, 2_000), "unpacks to more than 1,000 MB"),
        (lambda p: hostile.strings_bomb(p, 100), "times its size"),
        (lambda p: hostile.sheet_with_entities(p, *hostile.laughs()), "cannot be read as a workbook"),
    ],
)
def test_a_workbook_bomb_is_named(reader: LimitedReader, tmp_path: Path, make: Callable[[Path], Path], said: str) -> None:
    assert said in refusal(reader, make(tmp_path / "bomb.xlsx"))


def test_entities_do_not_bring_in_other_files(reader: LimitedReader, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Kestrel bid four million.")
    declared = f'<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}">'
    assert reader.read(hostile.word_with_entities(tmp_path / "e.docx", declared, "&x;")).pages[0].text == "Forty places open."
    refusal(reader, hostile.sheet_with_entities(tmp_path / "e.xlsx", declared, "&x;"))
    page = tmp_path / "e.html"
    page.write_text(f"<!DOCTYPE html [{declared}]><html><body><p>Forty places open. &x;</p></body></html>")
    assert "Kestrel" not in reader.read(page).pages[0].text


# -- what a file is


def test_a_file_under_the_wrong_ending_is_read_as_what_it_is(reader: LimitedReader, tmp_path: Path) -> None:
    for made, ending, what in (
        (hostile.worded(tmp_path / "a.pdf"), ".docx", "a PDF"),
        (hostile.worded(tmp_path / "b.pdf"), ".txt", "a PDF"),
        (hostile.word(tmp_path / "c.docx"), ".pdf", "a Word document"),
        (hostile.word(tmp_path / "d.docx"), ".xlsx", "a Word document"),
        (hostile.workbook(tmp_path / "e.xlsx"), ".csv", "an Excel workbook"),
        (hostile.workbook(tmp_path / "f.xlsx"), ".pdf", "an Excel workbook"),
    ):
        reading = reader.read(made.rename(made.with_suffix(ending)))
        assert "forty" in reading.pages[0].text.lower()
        assert reading.notes == [f"it is {what} though its name ends in {ending}, and was read as what it is"]


@pytest.mark.parametrize("ending", ["pdf", "docx", "xlsx"])
def test_a_web_page_or_text_under_the_name_of_a_paper_is_refused(reader: LimitedReader, tmp_path: Path, ending: str) -> None:
    page, text = tmp_path / f"page.{ending}", tmp_path / f"text.{ending}"
    page.write_text("\ufeff\n<!DOCTYPE HTML><html><body>Not found</body></html>")
    text.write_text("Forty places open in September.")
    assert "is a web page, perhaps one saved in the place of the paper" in refusal(reader, page)
    assert refusal(reader, text)


def test_text_beyond_the_limit_is_named(reader: LimitedReader, tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_text("Forty places open.\n" * 150_000)
    assert "is larger than 2,000,000 bytes; part it" in refusal(reader, path)
    paper = hostile.worded(tmp_path / "large.pdf", 100)
    with LimitedReader(Limits(characters=2_000)) as strict:
        assert "holds more than 2,000 characters of text; part it" in refusal(strict, paper)


# -- names and places


def test_what_is_no_ordinary_file_is_named_and_does_not_block(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    os.mkfifo(folder / "pipe.pdf")
    (folder / "nowhere.pdf").symlink_to(folder / "gone.pdf")
    (folder / "zero.pdf").symlink_to("/dev/zero")
    (tmp_path / "outside.txt").write_text("Not of this folder.")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "up").symlink_to(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "socket.pdf"))
        found = list(find([folder, Path("/dev/zero"), folder / "pipe.pdf", folder / ".." / "outside.txt"]))
    assert [str(entry).split(";")[0] for entry in found if isinstance(entry, ReadError)] == [
        f"{name}: is no ordinary file but a pipe, a device, a socket or a link to nothing"
        for name in ("nowhere.pdf", "pipe.pdf", "socket.pdf", "/dev/zero", folder / "pipe.pdf")
    ]
    assert [entry for entry in found if isinstance(entry, Found)] == [Found(tmp_path / "outside.txt", "outside.txt")]


def test_a_pipe_put_in_the_place_of_a_file_does_not_block(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_text("Forty places open.")

    def replaced(progress: Progress) -> None:
        if progress.current:
            path.unlink()
            os.mkfifo(path)

    report = ingest([path], library, progress=replaced)
    assert [f.reason for f in report.failed] == [
        "paper.txt: cannot be read (no ordinary file); check that it exists and that you may open it."
    ]


def test_odd_names_are_shown_on_one_line(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    names = ["a\nb.txt", "bell\x07.txt", "right\u202eto left.txt", "n" * 246 + ".txt", "\u05d0\u05d1.txt"]
    for number, name in enumerate(names):
        (folder / name).write_text(f"{number} places open in September.")
    (folder / "broken\n.pdf").write_text("no pdf")
    Path(os.fsdecode(os.fsencode(str(folder)) + b"/caf\xe9.txt")).write_text("Forty places.")
    report = ingest([folder, Path("x" * 300 + ".pdf"), Path("new\nline.pdf")], library)
    assert sorted(report.added) == sorted(
        ["a\ufffdb.txt", "bell\ufffd.txt", "right\ufffdto left.txt", "n" * 246 + ".txt", "\u05d0\u05d1.txt"]
    )
    reasons = {failure.source: failure.reason for failure in report.failed}
    assert sorted(reasons) == ["broken\ufffd.pdf", "caf\ufffd.txt", "new\ufffdline.pdf", "x" * 300 + ".pdf"]
    assert all(reason.isprintable() for reason in reasons.values())
    assert "rename it" in reasons["caf\ufffd.txt"]
    assert "File name too long" in reasons["x" * 300 + ".pdf"]
    assert sorted(d.source for d in library.holdings().documents()) == sorted(report.added)


def test_a_folder_that_may_not_be_opened_is_named() -> None:
    with TemporaryDirectory() as name:
        _closed_folder(Path(name))


def _closed_folder(folder: Path) -> None:
    folder.chmod(0o755)
    (folder / "closed").mkdir()
    (folder / "open.txt").write_text("Forty places open.")
    (folder / "closed").chmod(0)
    script = (
        "import os, sys; from pathlib import Path; from ingest.files import find\n"
        "os.getuid() or os.setuid(65534)\n"
        "print([str(x) for x in find([Path(sys.argv[1])])][-1])"
    )
    run = subprocess.run([sys.executable, "-c", script, str(folder)], cwd=ROOT, capture_output=True, text=True)
    assert run.stdout.strip() == (
        f"{folder / 'closed'}: cannot be read (Permission denied); check that it exists and that you may open it."
    ), run.stderr


# -- the process that reads


def test_a_process_that_is_killed_costs_the_page_it_was_reading(tmp_path: Path) -> None:
    def kill() -> None:
        for _ in range(2):  # the first is taken for the fault of what came before the file
            wait_until(lambda: reading_processes() - killed)
            (pid,) = reading_processes() - killed
            time.sleep(1.5)
            killed.add(pid)
            os.kill(pid, signal.SIGSEGV)

    before = reading_processes()
    killed = set(before)
    with LimitedReader(Limits(page_seconds=100)) as reader:
        reader.read(hostile.worded(tmp_path / "sound.pdf"))
        killing = threading.Thread(target=kill)
        killing.start()
        pages = reader.read(hostile.slow_page(tmp_path / "slow.pdf")).pages
        killing.join()
    assert [page.unread and page.unread.split(",")[0] for page in pages] == [
        None, "it ended the program that reads it (SIGSEGV)", None,
    ]  # fmt: skip
    assert reading_processes() == before


def test_the_process_ends_with_the_program_that_started_it(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from ingest.limited_reader import LimitedReader; "
        "from ingest.reading_messages import Limits\n"
        "reader = LimitedReader(Limits()); reader.read(Path(sys.argv[1]))\n"
        "print(reader._process._running.pid, flush=True); reader.read(Path(sys.argv[2]))"
    )
    sound, slow = hostile.worded(tmp_path / "sound.pdf"), hostile.slow_page(tmp_path / "slow.pdf")
    program = subprocess.Popen([sys.executable, "-c", script, str(sound), str(slow)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert program.stdout
    pid = int(program.stdout.readline())
    time.sleep(0.5)
    program.kill()
    program.wait()
    program.stdout.close()
    wait_until(lambda: not Path(f"/proc/{pid}").exists() or "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text())


def test_a_module_beside_the_papers_is_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = hostile.worded(tmp_path / "paper.pdf")
    (tmp_path / "pypdf.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    monkeypatch.chdir(tmp_path)
    with LimitedReader(Limits()) as reader:
        assert reader.read(path).pages[0].text
    assert not (tmp_path / "ran").exists()


def test_a_job_in_a_thread_beside_loaded_libraries_reads(library: Library, tmp_path: Path) -> None:
    library.embedder.prepare()
    library.holdings().documents()
    import chromadb
    import onnxruntime

    assert chromadb
    assert onnxruntime
    hostile.around(tmp_path / "paper.pdf", hostile.stream(b"/X Do"))
    reports: list[IngestReport] = []
    before = reading_processes()
    job = threading.Thread(target=lambda: reports.append(ingest([tmp_path / "paper.pdf"], library)))
    job.start()
    job.join(60)
    assert reports[0].added == ["paper.pdf"]
    assert reading_processes() == before


def test_limits_of_the_settings_hold_in_a_job_and_the_rest_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRUTINY_READING_PAGE_SECONDS", "3")
    folder = tmp_path / "papers"
    folder.mkdir()
    hostile.slow_page(folder / "slow.pdf")
    hostile.cyclic_pages(folder / "cyclic.pdf")
    (folder / "sound.txt").write_text("Forty places open in September.")
    library = Library(Settings.load(tmp_path / "library"))
    report = ingest([folder], library)
    library.close()
    assert report.added == ["slow.pdf", "sound.txt"]
    assert [(u.source, u.pages) for u in report.unread_pages] == [("slow.pdf", [2])]
    assert [f.source for f in report.failed] == ["cyclic.pdf"]


def test_a_file_too_large_to_be_read_is_not_gone_through_and_the_next_is_taken(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    with (folder / "large.txt").open("wb") as large:
        large.write(b"Forty places open.\n")
        large.truncate(40 << 30)  # a file of holes, which takes minutes to be hashed
    (folder / "broken.txt").write_text("Forty places open in May.")
    (folder / "broken.txt.meta.toml").write_text("title = " + "[" * 20_000)
    (folder / "sound.txt").write_text("Forty places open in September.")
    report = ingest([folder], library)
    assert report.added == ["sound.txt"]
    assert [(f.source, f.reason) for f in report.failed] == [
        ("broken.txt", "broken.txt.meta.toml: its values are nested too deeply to be read; correct it or remove it."),
        ("large.txt", "large.txt: is larger than 30,000,000 bytes; part it and ingest the parts."),
    ]
    assert report.seconds < 30


def test_a_register_that_is_compared_is_read_under_the_same_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRUTINY_READING_CHARACTERS", "1000")
    for name in ("old.csv", "new.csv"):
        (tmp_path / name).write_text("Ref,Risk title,Score\n" + "D1,Depot fire,12\n" * 100)
    run = CliRunner().invoke(app, ["risks", "--compare", str(tmp_path / "old.csv"), str(tmp_path / "new.csv")])
    assert run.exit_code == 1
    assert run.stderr == "old.csv: is larger than 1,000 bytes; part it and ingest the parts.\n"


# -- a file that does not stand still


def changed_while_read(path: Path, times: int) -> Callable[[LimitedReader, Path], object]:
    """Reads as the reader does, and changes the file so many times as it does."""
    read, left = LimitedReader.read, list(range(times))

    def reading(reader: LimitedReader, given: Path) -> object:
        found = read(reader, given)
        if left:
            path.write_text(f"{left.pop()} places open in September.")
        return found

    return reading


def test_a_file_that_changes_while_it_is_read_is_held_in_one_state(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "paper.txt"
    path.write_text("Forty places open in September.")
    monkeypatch.setattr(LimitedReader, "read", changed_while_read(path, 1))
    assert ingest([path], library).added == ["paper.txt"]
    (document,) = library.holdings().documents()
    assert library.holdings().pages(document.id)[0].text == "0 places open in September."
    assert ingest([path], library).unchanged == ["paper.txt"]


def test_a_file_that_never_stands_still_is_named(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "paper.txt"
    path.write_text("Forty places open in September.")
    monkeypatch.setattr(LimitedReader, "read", changed_while_read(path, 9))
    report = ingest([path], library)
    assert [f.reason for f in report.failed] == [
        "paper.txt: was changed while it was being read; ingest it again when nobody writes to it."
    ]
    assert library.holdings().documents() == []


# -- changed papers, and real ones


@pytest.mark.papers
def test_papers_that_break_readers_have_outcomes_in_words(papers: Path) -> None:
    found = list(awkward.outcomes(papers / "awkward"))
    assert [outcome for outcome in found if outcome.fault] == []
    assert all(outcome.words.startswith(("read", "not read: ", "no page gave text: ")) for outcome in found)


def test_changed_papers_have_outcomes_in_words(tmp_path: Path) -> None:
    found = fuzz.run(15, seed=1, keep=tmp_path, tell=lambda fault: None)
    assert found.faults == []
    assert found.outcomes["read"] > 20
    assert found.outcomes["refused"] > 5


def test_rows_of_a_plan_without_an_act_of_their_own_are_taken(library: Library, tmp_path: Path) -> None:
    rows = ["Action,Owner,Due date", "Write to every school about places,Ivo Marsh,March 2026", ",Tom Weir,April 2026"]
    rows += [",Ana Lund,May 2026", "Publish the report on buses,Ivo Marsh,June 2026"]
    (tmp_path / "plan.csv").write_text("\n".join(rows) + "\n")
    assert ingest([tmp_path / "plan.csv"], library).added == ["plan.csv"]


def test_what_comes_back_holds_nothing_that_acts() -> None:
    for message in (("read", os.system), ("read", Limits()), "read", ("read", Found(Path("a"), "a"))):
        with pytest.raises(pickle.UnpicklingError):
            unpack(pickle.dumps(message))
    assert unpack(pickle.dumps(("read", Reading(pages=[Page(1, 1, "x")])))) == ("read", Reading(pages=[Page(1, 1, "x")]))
