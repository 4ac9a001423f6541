"""The Papers view: the list, a paper's own page, reading it again, taking it out; uploads that go wrong. Over real libraries."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock
from streamlit.testing.v1 import AppTest

from assistant.desk import Desk
from assistant.views import library
from assistant.views.elements import Element
from assistant.views.intake import BUSY, Intake, read_again, sources_of, take_in, take_out, under_way
from assistant.views.paper_list import Shown, narrowed, table
from assistant.views.paper_page import facts, question
from assistant.views.papers import DROP_AGAIN, GONE, NOTHING_FITS, outcome
from ingest.job import ingest, remove
from ingest.uploads import FOLDER
from vectorstore.errors import LibraryError, ReadError
from vectorstore.library import Library
from vectorstore.models import Document, Kind, Page
from vectorstore.settings import Settings

from .test_app import Dropped, checked, find, shown, words
from .test_cli import scrutiny

POOL = "# Leisure report\n\nThe swimming pool at Harbour Row will reopen on 4 May 2026 after repairs.\n"
PIER = "# Pier report\n\nThe pier at Saltgate will be closed to anglers from June 2026.\n"


def paper(key: str, title: str, on: date | None = None, kind: Kind = Kind.REPORT) -> Document:
    return Document(key, key * 8, title, kind, (f"{key}.pdf",), meeting_date=on, page_count=3, passage_count=7)


def text(elements: list[Element]) -> str:
    return "".join(each.words() for each in elements)


# --- the list


OLD, NEW = paper("a1", "Zebra crossings", date(2025, 5, 1)), paper("b2", "allotments", date(2026, 2, 3), Kind.MINUTES)
UNDATED = paper("c3", "Budget letter")


def titles(*documents: Document, **chosen: object) -> list[str]:
    return [d.title for d in narrowed(documents, Shown(**chosen))]  # type: ignore[arg-type]


def test_the_newest_meeting_comes_first_and_papers_without_a_date_last() -> None:
    assert titles(UNDATED, OLD, NEW) == ["allotments", "Zebra crossings", "Budget letter"]
    assert titles(UNDATED, OLD, NEW, order="Title") == ["allotments", "Budget letter", "Zebra crossings"]


def test_the_list_is_narrowed_by_words_of_title_or_file_and_by_kind() -> None:
    assert titles(OLD, NEW, UNDATED, words=" ZEBRA cross ") == ["Zebra crossings"]
    assert titles(OLD, NEW, UNDATED, words="b2.pdf") == ["allotments"]
    assert titles(OLD, NEW, UNDATED, words="zebra letter") == []
    assert titles(OLD, NEW, UNDATED, kinds=(Kind.MINUTES,)) == ["allotments"]


def test_each_title_leads_to_its_page_and_the_order_is_marked() -> None:
    tree = table([NEW, OLD], 3, "Title").tree()
    assert [a[1]["href"] for a in find(tree, "a")] == ["?paper=b2", "?paper=a1"]
    assert [th[2] for th in find(tree, "th") if "aria-sort" in th[1]] == ["Paper"]
    assert words(find(tree, "caption")).startswith("2 of 3 papers held")


# --- a paper's page


def test_facts_say_what_was_left_out_and_why_pages_gave_no_text(tmp_path: Path) -> None:
    pages = [Page(1, 1, "", unread="no text"), Page(2, 2, "", unread="no text"), Page(4, 4, "", unread="damaged")]
    document = Document(
        "d", "0123456789abcdef" * 4, "Letter", Kind.OTHER, ("l.pdf",), page_count=4, notes=("2 comments not read",)
    )
    said = text(facts(document, [], pages, tmp_path))
    assert "Pages 1 and 2: pictures of text" in said
    assert "Page 4: damaged" in said
    assert "2 comments not read" in said
    assert "0123456789ab…" in said
    plain = text(facts(OLD, [], [], tmp_path))
    assert "gave no text" not in plain
    assert "left out" not in plain


# --- real libraries


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk.open(Settings.load(tmp_path / "library"))
    yield made
    made.library.close()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "pool.md").write_text(POOL, encoding="utf-8")
    (folder / "pier.md").write_text(PIER, encoding="utf-8")
    return folder


def called(desk: Desk, source: str) -> Document:
    return next(d for d in desk.documents() if source in d.sources)


def done(intake: Intake) -> str:
    intake.wait(90)
    assert intake.finished
    return text(outcome(intake))


def copies(desk: Desk) -> list[str]:
    return sorted(path.name for path in (desk.library.folder / FOLDER).rglob("*") if path.is_file())


def test_what_has_not_changed_is_read_again_when_asked_for(desk: Desk, files: Path) -> None:
    (files / "twin.md").write_text(POOL, encoding="utf-8")
    ingest([files], desk.library)
    before = {d.id: desk.holdings.passages_of(d.id) for d in desk.documents()}
    again = ingest([files], desk.library, again=True)
    assert (again.added, sorted([*again.updated, *again.unchanged])) == ([], ["pier.md", "pool.md", "twin.md"])
    assert len(again.updated) == 2, "a paper that two files give is read once"
    assert {d.id: desk.holdings.passages_of(d.id) for d in desk.documents()} == before
    assert called(desk, "pool.md").sources == ("pool.md", "twin.md")
    assert desk.ask("When will the swimming pool reopen?").status == "answered"
    assert sorted(ingest([files], desk.library).unchanged) == ["pier.md", "pool.md", "twin.md"]


def test_all_is_read_again_from_the_command_line(data: Path, files: Path) -> None:
    report = json.loads(scrutiny("ingest", files, "--data", data, "--json").stdout)
    assert sorted(report["unchanged"]) == ["pier.md", "pool.md"]
    report = json.loads(scrutiny("ingest", files, "--data", data, "--json", "--again").stdout)
    assert sorted(report["updated"]) == ["pier.md", "pool.md"]


def test_a_paper_is_read_again_from_where_it_was(desk: Desk, files: Path) -> None:
    ingest([files], desk.library)
    pool = called(desk, "pool.md")
    assert "pool.md: read again" in done(read_again(pool, desk))
    assert called(desk, "pool.md").id == pool.id
    (files / "pool.md").write_text(POOL.replace("4 May", "9 July"), encoding="utf-8")
    assert "pool.md: read again" in done(read_again(pool, desk))
    assert called(desk, "pool.md").id != pool.id
    assert len(desk.documents()) == 2
    assert "9 July 2026" in desk.ask("When will the swimming pool reopen?").citations[0].quote


def test_a_paper_whose_file_is_gone_stays_and_what_to_do_is_said(desk: Desk, files: Path) -> None:
    ingest([files], desk.library)
    (files / "pool.md").unlink()
    with pytest.raises(ReadError, match=r"pool\.md: the file is no longer where it was read from .*; put it back, or drop it"):
        read_again(called(desk, "pool.md"), desk)
    done(take_in([Dropped("quay.txt", b"The quay will be dredged in 2027.")], desk))
    for copy in (desk.library.folder / FOLDER).rglob("quay.txt"):
        copy.unlink()
    with pytest.raises(ReadError, match=r"the copy that was dropped here is gone .*; drop the file again"):
        read_again(called(desk, "quay.txt"), desk)
    assert len(desk.documents()) == 3


def test_a_paper_that_can_no_longer_be_read_keeps_what_was_read_before(desk: Desk, files: Path) -> None:
    ingest([files], desk.library)
    (files / "pool.md").write_bytes(b"")
    said = done(read_again(called(desk, "pool.md"), desk))
    assert "pool.md: not read again: " in said
    assert "What was read of it before is still held." in said
    assert desk.ask("When will the swimming pool reopen?").status == "answered"


def test_a_paper_taken_out_leaves_its_file_and_takes_its_dropped_copy(desk: Desk, files: Path) -> None:
    ingest([files], desk.library)
    done(take_in([Dropped("quay.txt", b"The quay will be dredged in 2027."), Dropped("pool copy.md", POOL.encode())], desk))
    assert copies(desk) == ["pool copy.md", "quay.txt"]
    take_out(called(desk, "pool.md"), desk)
    assert [d.source for d in desk.documents()] == ["pier.md", "quay.txt"]
    assert (files / "pool.md").read_text(encoding="utf-8") == POOL
    assert copies(desk) == ["quay.txt"]
    take_out(called(desk, "quay.txt"), desk)
    assert copies(desk) == []
    assert list((desk.library.folder / FOLDER).iterdir()) == [], "nor is an empty folder left"
    assert desk.ask("When will the quay be dredged?").status == "not_found"


def test_no_file_elsewhere_is_deleted_however_it_is_reached(desk: Desk, files: Path) -> None:
    uploads = desk.library.folder / FOLDER
    uploads.mkdir(parents=True)
    (uploads / "linked").symlink_to(files, target_is_directory=True)
    (uploads / "link.md").symlink_to(files / "pier.md")
    (uploads / "loose.md").write_text("# Loose\n\nThe bell will be rung at noon.\n", encoding="utf-8")
    ingest([uploads / "linked" / "pool.md", uploads / "link.md", uploads / "loose.md"], desk.library)
    for name in ("pool.md", "link.md", "loose.md"):
        remove(desk.library, name)
    assert sorted(path.name for path in files.iterdir()) == ["pier.md", "pool.md"]
    assert (uploads / "loose.md").exists(), "no folder of its own: it was not dropped on the page"


def test_the_question_before_a_removal_says_what_becomes_of_the_file(desk: Desk, files: Path) -> None:
    ingest([files], desk.library)
    done(take_in([Dropped("quay.txt", b"The quay will be dredged in 2027."), Dropped("again.md", PIER.encode())], desk))

    def asked(name: str) -> str:
        document = called(desk, name)
        return question(document, sources_of(document, desk), desk.library.folder)

    assert asked("pool.md").endswith("The file itself stays where it is.")
    assert asked("quay.txt").endswith("a copy that was dropped on this page, and is deleted with it.")
    assert asked("pier.md").endswith("is deleted with it; files elsewhere stay where they are.")


# --- uploads that go wrong


def test_while_another_program_writes_nothing_is_done_and_who_is_in_the_way_is_said(desk: Desk, files: Path) -> None:
    ingest([files], desk.library)
    with FileLock(desk.library.folder / "writing.lock"):
        said = done(take_in([Dropped("quay.txt", b"The quay will be dredged in 2027.")], desk))
        assert "another ingest is writing to this library; wait until it has ended" in said
        assert DROP_AGAIN in said
        with pytest.raises(LibraryError, match="another ingest is writing"):
            take_out(called(desk, "pool.md"), desk)
    assert copies(desk) == [], "what was not read is not kept"
    assert len(desk.documents()) == 2


def test_a_copy_that_is_held_survives_a_failure(desk: Desk) -> None:
    done(take_in([Dropped("pool.md", POOL.encode())], desk))
    with FileLock(desk.library.folder / "writing.lock"):
        done(take_in([Dropped("pool.md", POOL.encode())], desk))
    assert copies(desk) == ["pool.md"]


def test_a_write_that_was_cut_off_does_not_stand_in_for_the_paper(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    content = POOL.encode()
    whole = Path.write_bytes

    def cut_off(path: Path, data: bytes) -> int:
        whole(path, bytes(data)[:20])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", cut_off)
    with pytest.raises(LibraryError, match=r"pool\.md: could not be put into the library's folder \(No space left on device\)"):
        take_in([Dropped("pool.md", content)], desk)
    monkeypatch.undo()
    assert copies(desk) == []
    assert "pool.md: added" in done(take_in([Dropped("pool.md", content)], desk))
    assert "4 May 2026" in desk.ask("When will the swimming pool reopen?").citations[0].quote
    assert copies(desk) == ["pool.md"]


def test_two_drops_at_once_are_read_one_after_the_other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Event(), threading.Event()
    put = Library.put

    def slow(*given: object) -> None:
        begun.set()
        assert go_on.wait(60)
        put(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(Library, "put", slow)
    first = take_in([Dropped("pool.md", POOL.encode())], desk)
    assert begun.wait(60)
    second = take_in([Dropped("pier.md", PIER.encode())], desk)
    assert second.waiting
    assert under_way(desk) is first
    with pytest.raises(LibraryError, match=BUSY):
        take_out(Document("x", "x", "X", Kind.OTHER, ("x",)), desk)
    go_on.set()
    assert "pool.md: added" in done(first)
    assert "pier.md: added" in done(second)
    assert under_way(desk) is None
    assert len(desk.documents()) == 2


# --- the view


def papers_view() -> None:
    from assistant.views.papers import view

    view()


@pytest.fixture
def open_papers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., AppTest]]:
    """The Papers view on the library in a folder, at a paper's page when one is given."""

    def opened(data: Path, paper: str = "") -> AppTest:
        monkeypatch.setenv("SCRUTINY_DATA", str(data))
        app = AppTest.from_function(papers_view, default_timeout=60)
        if paper:
            app.query_params["paper"] = paper
        return checked(app.run())

    yield opened
    library._opened.clear()


def press(app: AppTest, name: str) -> AppTest:
    return checked(next(each for each in app.button if each.label == name).click().run())


@pytest.fixture
def data(files: Path, tmp_path: Path) -> Path:
    made = Library(Settings.load(tmp_path / "library"))
    ingest([files], made)
    made.close()
    return tmp_path / "library"


def test_the_list_of_many_papers_can_be_searched_and_sorted(sample_library: Path, open_papers: Callable[..., AppTest]) -> None:
    app = open_papers(sample_library)

    def listed() -> list[str]:
        return [words(th) for th in find(shown(app), "th") if th[1].get("scope") == "row"]

    everything = listed()
    assert "strategic-risk-register-q4" in everything[0]
    checked(app.radio(key="papers-order").set_value("Title").run())
    assert sorted(listed()) == sorted(everything) != everything
    assert [name.casefold() for name in listed()] == sorted(name.casefold() for name in listed())
    checked(app.text_input(key="papers-words").set_value("risk register").run())
    assert len(listed()) == 2
    checked(app.multiselect(key="papers-kinds").select("minutes").run())
    assert NOTHING_FITS in words(shown(app))


def test_few_papers_need_no_search(data: Path, open_papers: Callable[..., AppTest]) -> None:
    assert not open_papers(data).text_input


def test_a_scanned_paper_says_which_pages_gave_no_text(sample_library: Path, open_papers: Callable[..., AppTest]) -> None:
    open_papers(sample_library)
    letter = called(library.desk(), "letter-parent-carer-forum-2026-02-02.pdf")
    page = words(shown(open_papers(sample_library, letter.id)))
    assert "Pages 1 and 2: pictures of text" in page
    assert letter.sha256[:12] in page
    assert letter.title in page


def test_a_paper_is_removed_when_asked_twice_and_kept_otherwise(
    data: Path, files: Path, open_papers: Callable[..., AppTest]
) -> None:
    open_papers(data)
    pool = called(library.desk(), "pool.md")
    app = press(open_papers(data, pool.id), "Remove …")
    assert "Remove ‘Leisure report’ from the library? Answers will no longer draw on it." in words(shown(app))
    press(app, "Keep")
    assert "Answers will no longer" not in words(shown(app))
    assert len(library.desk().documents()) == 2
    press(press(app, "Remove …"), "Remove")
    assert "‘Leisure report’ was removed from the library." in words(shown(app))
    assert [d.source for d in library.desk().documents()] == ["pier.md"]
    assert "paper" not in app.query_params
    assert (files / "pool.md").exists()
    assert "was removed" not in words(shown(checked(app.run())))


def test_a_removal_that_another_program_hinders_says_so(data: Path, open_papers: Callable[..., AppTest]) -> None:
    open_papers(data)
    pool = called(library.desk(), "pool.md")
    app = press(open_papers(data, pool.id), "Remove …")
    with FileLock(data / "writing.lock"):
        press(app, "Remove")
    assert "Nothing was removed." in words(shown(app))
    assert "another ingest is writing" in words(shown(app))
    assert len(library.desk().documents()) == 2


def test_a_paper_is_read_again_from_its_page(data: Path, files: Path, open_papers: Callable[..., AppTest]) -> None:
    open_papers(data)
    app = press(open_papers(data, called(library.desk(), "pool.md").id), "Read again")
    intake = app.session_state["intake"]
    intake.wait(90)
    checked(app.run())
    assert "pool.md : read again" in words(find(shown(app), "ul", "outcomes"))
    (files / "pool.md").unlink()
    press(app, "Read again")
    assert "Nothing was read. pool.md: the file is no longer where it was read from" in words(shown(app))
    assert "the file is no longer there" in words(shown(app))


def test_an_address_of_a_paper_that_is_not_held_says_so(data: Path, open_papers: Callable[..., AppTest]) -> None:
    app = open_papers(data, "0000")
    assert GONE in words(shown(app))
    assert "Pier report" in words(find(shown(app), "tbody")), "and the list is shown"


def test_an_exempt_paper_has_no_page(sample_library: Path, open_papers: Callable[..., AppTest]) -> None:
    truth = json.loads((Path(__file__).parent.parent / "samples" / "truth.json").read_text(encoding="utf-8"))["exempt"]
    open_papers(sample_library)
    key = next(s.document_id for s, _ in library.desk().library.sources().values() if s.name == truth["source"])
    app = open_papers(sample_library, key)
    assert GONE in words(shown(app))
    assert truth["source"] not in words(shown(app))


def test_a_reading_under_way_shows_while_it_lasts_and_nothing_can_be_removed(
    data: Path, open_papers: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, put = threading.Event(), Library.put

    def slow(*given: object) -> None:
        assert go_on.wait(60)
        put(*given)  # type: ignore[arg-type]

    open_papers(data)
    monkeypatch.setattr(Library, "put", slow)
    desk = library.desk()
    intake = take_in([Dropped("quay.txt", b"The quay will be dredged in 2027.")], desk)
    until = time.monotonic() + 30
    while under_way(desk) is None and time.monotonic() < until:
        time.sleep(0.01)
    app = open_papers(data, called(desk, "pool.md").id)
    assert all(button.disabled for button in app.button)
    assert app.get("progress")
    go_on.set()
    done(intake)
    assert not any(button.disabled for button in checked(app.run()).button)
