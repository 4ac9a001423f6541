"""The ingest job: only what changed is done, what people say of a paper holds, and a file that fails harms nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ingest.job import IngestReport, Progress, ingest, remove
from ingest.limited_reader import LimitedReader
from ingest.reading import Reading
from tests.drawing import Paper
from vectorstore.embedding import Embedder
from vectorstore.errors import LibraryError, ScrutinyError
from vectorstore.library import Library
from vectorstore.models import Classification, Description, Document, Kind, Role
from vectorstore.settings import Settings

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    (folder / "deep").mkdir(parents=True)
    write(folder / "buses.md", "# Buses\n\nThe bus is late.\n")
    write(folder / "deep" / "costs.txt", "What it costs\n\nCosts rose by £4m.\n")
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(Settings.load(tmp_path / "library"))
    yield opened
    opened.close()


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def held(library: Library) -> dict[str, Document]:
    return {d.source: d for d in library.holdings(Role.OFFICER).documents()}


def did(report: IngestReport) -> dict[str, list[str]]:
    """What a job did, each list in order of name, but for those that are empty."""
    lists = {key: sorted(getattr(report, key)) for key in ("added", "updated", "unchanged", "removed")}
    lists["failed"] = [failure.source for failure in report.failed]
    return {key: value for key, value in lists.items() if value}


# -- only what changed


def test_papers_are_added_once_and_then_left_alone(papers: Path, library: Library) -> None:
    first = ingest([papers], library)
    assert did(first) == {"added": ["buses.md", "deep/costs.txt"]}
    assert first.seconds > 0
    before = held(library)
    assert did(ingest([papers], library)) == {"unchanged": ["buses.md", "deep/costs.txt"]}
    assert held(library) == before, "not even the time of ingest is written again"


def test_an_ingest_with_nothing_to_do_loads_no_model(papers: Path, library: Library) -> None:
    ingest([papers], library)
    script = (
        "import sys; from assistant.cli import app\n"
        "try: app(['ingest', sys.argv[1], '--data', sys.argv[2], '--json'])\n"
        "except SystemExit as end: assert not end.code\n"
        "print([m for m in ('torch', 'sentence_transformers', 'chromadb', 'onnxruntime', 'pandas', 'pdfplumber', 'streamlit')"
        " if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(papers), str(library.folder)], cwd=ROOT, capture_output=True, text=True
    )
    report, loaded = run.stdout.strip().splitlines()
    assert '"unchanged": ["buses.md", "deep/costs.txt"]' in report
    assert loaded == "[]", run.stderr


def test_a_file_that_was_only_touched_is_unchanged(papers: Path, library: Library) -> None:
    ingest([papers], library)
    before = held(library)
    os.utime(papers / "buses.md", ns=(1, 1))
    assert did(ingest([papers], library)) == {"unchanged": ["buses.md", "deep/costs.txt"]}
    assert held(library) == before
    assert library.sources()[(papers / "buses.md").as_posix()][0].modified_ns == 1


def test_a_changed_file_takes_the_place_of_its_old_version(papers: Path, library: Library) -> None:
    ingest([papers], library)
    old = held(library)["buses.md"]
    write(papers / "buses.md", "# Buses\n\nThe bus is early.\n")
    assert did(ingest([papers], library)) == {"updated": ["buses.md"], "unchanged": ["deep/costs.txt"]}
    new = held(library)["buses.md"]
    assert new.id != old.id
    assert len(held(library)) == 2
    assert library.holdings().pages(old.id) == []
    assert library.holdings().keyword_search(["late"], None, 5) == []
    assert len(library.holdings().keyword_search(["early"], None, 5)) == 1


def test_a_file_that_cannot_be_read_any_more_leaves_its_old_version(papers: Path, library: Library) -> None:
    paper = Paper(papers / "places.pdf")
    paper.write(70, 70, "Forty places open in September.")
    paper.save()
    ingest([papers], library)
    whole = (papers / "places.pdf").read_bytes()
    (papers / "places.pdf").write_bytes(whole[: len(whole) // 3])
    report = ingest([papers], library)
    assert did(report) == {"unchanged": ["buses.md", "deep/costs.txt"], "failed": ["places.pdf"]}
    assert len(library.holdings().keyword_search(["forty"], None, 5)) == 1
    (papers / "places.pdf").write_bytes(whole)
    assert "failed" not in did(ingest([papers], library))


def test_the_same_bytes_under_two_names_are_one_document(papers: Path, library: Library) -> None:
    shutil.copy(papers / "buses.md", papers / "zz-copy.md")
    assert did(ingest([papers], library)) == {"added": ["buses.md", "deep/costs.txt", "zz-copy.md"]}
    assert held(library)["buses.md"].sources == ("buses.md", "zz-copy.md")
    assert len(held(library)) == 2
    assert did(ingest([papers], library)) == {"unchanged": ["buses.md", "deep/costs.txt", "zz-copy.md"]}
    (papers / "buses.md").unlink()
    assert did(ingest([papers], library, prune=True)) == {"unchanged": ["deep/costs.txt", "zz-copy.md"], "removed": ["buses.md"]}
    assert held(library)["zz-copy.md"].sources == ("zz-copy.md",)
    assert len(library.holdings().keyword_search(["late"], None, 5)) == 1


def test_a_paper_given_twice_in_one_run_is_taken_once(papers: Path, library: Library) -> None:
    report = ingest([papers / "buses.md", papers, papers / "deep" / ".." / "buses.md"], library)
    assert did(report) == {"added": ["buses.md", "deep/costs.txt"]}


def test_ids_are_those_of_the_content(papers: Path, library: Library, tmp_path: Path) -> None:
    ingest([papers], library)
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(papers, elsewhere)
    fresh = Library(Settings.load(tmp_path / "fresh"))
    ingest([elsewhere], fresh)
    for source, document in held(library).items():
        again = held(fresh)[source]
        assert (again.id, again.sha256) == (document.id, document.sha256)
        assert fresh.holdings().passages_of(document.id) == library.holdings().passages_of(document.id)
        assert fresh.holdings().pages(document.id) == library.holdings().pages(document.id)
    fresh.close()


def test_a_new_way_of_reading_reads_everything_again(papers: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(papers / "buses.md", papers / "zz-copy.md")
    write(papers / "zz-copy.md.meta.toml", 'title = "Late buses"\n')
    ingest([papers], library)
    monkeypatch.setattr("ingest.job.READING_VERSION", "another")
    assert did(ingest([papers], library)) == {"updated": ["buses.md", "deep/costs.txt"], "unchanged": ["zz-copy.md"]}
    assert held(library)["buses.md"].sources == ("buses.md", "zz-copy.md")
    assert held(library)["buses.md"].title == "Late buses"
    assert did(ingest([papers], library)) == {"unchanged": ["buses.md", "deep/costs.txt", "zz-copy.md"]}


# -- taking out


def test_prune_takes_out_what_is_gone_from_the_folders_given_and_nothing_else(
    papers: Path, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write(other / "trains.md", "# Trains\n\nThe train is late.\n")
    ingest([papers, other], library)
    (papers / "deep" / "costs.txt").unlink()
    (other / "trains.md").unlink()
    assert did(ingest([papers], library)) == {"unchanged": ["buses.md"]}
    monkeypatch.chdir(other)
    assert did(ingest([Path("../papers")], library, prune=True)) == {"unchanged": ["buses.md"], "removed": ["deep/costs.txt"]}
    assert set(held(library)) == {"buses.md", "trains.md"}
    report = ingest([other / "trains.md"], library, prune=True)
    assert did(report) == {"removed": ["trains.md"], "failed": [str(other / "trains.md")]}


def test_a_folder_that_is_out_of_reach_loses_nothing(papers: Path, library: Library) -> None:
    ingest([papers], library)
    papers.rename(papers.with_name("away"))
    report = ingest([papers], library, prune=True)
    assert did(report) == {"failed": [str(papers)]}
    assert report.failed[0].reason == f"{papers}: there is no such file or folder; check the path."
    assert len(held(library)) == 2


def test_a_paper_is_taken_out_by_its_name_its_path_or_its_id(
    papers: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(papers / "deep")
    for name in ("deep/costs.txt", "costs.txt", str(papers / "deep" / "costs.txt"), "../deep/costs.txt", "./costs.txt"):
        ingest([papers], library)
        assert remove(library, name) == ["deep/costs.txt"], name
        assert set(held(library)) == {"buses.md"}
    assert remove(library, held(library)["buses.md"].id) == ["buses.md"]
    assert held(library) == {}
    assert library.holdings().keyword_search(["late"], None, 5) == []


def test_a_paper_taken_out_is_gone_under_all_its_names(papers: Path, library: Library) -> None:
    shutil.copy(papers / "buses.md", papers / "zz-copy.md")
    ingest([papers], library)
    assert sorted(remove(library, "zz-copy.md")) == ["buses.md", "zz-copy.md"]
    assert set(held(library)) == {"deep/costs.txt"}


def test_an_exempt_paper_can_be_taken_out_too(papers: Path, library: Library) -> None:
    write(papers / "award.md", "EXEMPT\n\n# Award\n\nKestrel bid £4.\n")
    ingest([papers], library)
    assert remove(library, "award.md") == ["award.md"]
    assert "award.md" not in held(library)


def test_a_name_that_fits_none_or_several_takes_nothing_out(papers: Path, library: Library) -> None:
    write(papers / "deep" / "buses.md", "# Buses\n\nAnother paper.\n")
    ingest([papers / "buses.md", papers / "deep" / "buses.md"], library)
    with pytest.raises(ScrutinyError, match=r"^'trains.md': no paper of that name is held; 'scrutiny documents' lists them\.$"):
        remove(library, "trains.md")
    with pytest.raises(ScrutinyError) as error:
        remove(library, "buses.md")
    assert str(error.value) == (
        f"'buses.md': several papers are called so; give the path of one: {papers / 'buses.md'}, {papers / 'deep' / 'buses.md'}."
    )
    assert len(library.holdings().documents()) == 2
    assert remove(library, str(papers / "deep" / "buses.md")) == ["buses.md"]


# -- what people say of a paper


def test_the_command_line_wins_over_the_sidecar_and_the_sidecar_over_the_paper(papers: Path, library: Library) -> None:
    write(papers / "buses.md.meta.toml", 'title = "From the sidecar"\nkind = "minutes"\nmeeting_date = 2026-02-02\n')
    said = Description(title="From the command line", body="Cabinet")
    ingest([papers / "buses.md"], library, overrides=said)
    document = held(library)["buses.md"]
    assert (document.title, document.kind, document.body) == ("From the command line", Kind.MINUTES, "Cabinet")
    assert document.meeting_date == date(2026, 2, 2)


def test_a_changed_sidecar_describes_its_paper_anew(papers: Path, library: Library) -> None:
    ingest([papers], library)
    assert held(library)["buses.md"].title == "Buses"
    for title in ("Late buses", "Very late buses"):
        write(papers / "buses.md.meta.toml", f'title = "{title}"\n')
        assert did(ingest([papers], library)) == {"updated": ["buses.md"], "unchanged": ["deep/costs.txt"]}
        assert held(library)["buses.md"].title == title
    (papers / "buses.md.meta.toml").unlink()
    assert did(ingest([papers], library))["updated"] == ["buses.md"]
    assert held(library)["buses.md"].title == "Buses"
    write(papers / "deep" / "costs.txt.meta.toml", 'kind = "memo"\n')
    report = ingest([papers], library)
    assert did(report) == {"unchanged": ["buses.md"], "failed": ["deep/costs.txt"]}
    assert report.failed[0].reason.startswith("costs.txt.meta.toml: kind 'memo' is not one of risk register, strategy,")
    assert len(held(library)) == 2


def test_what_the_command_line_said_holds_until_it_says_otherwise(papers: Path, library: Library) -> None:
    exempt = Description(classification=Classification.EXEMPT, title="Not for you")
    assert did(ingest([papers / "buses.md"], library, overrides=exempt)) == {"added": ["buses.md"]}
    assert did(ingest([papers], library)) == {"added": ["deep/costs.txt"], "unchanged": ["buses.md"]}
    assert [d.source for d in library.holdings().documents()] == ["deep/costs.txt"]
    write(papers / "buses.md", "# Buses\n\nA new version.\n")
    ingest([papers], library)
    assert [d.source for d in library.holdings().documents()] == ["deep/costs.txt"]
    assert held(library)["buses.md"].title == "Not for you"
    ingest([papers / "buses.md"], library, overrides=Description(classification=Classification.OPEN))
    assert {d.source: d.title for d in library.holdings().documents()} == {
        "buses.md": "Not for you", "deep/costs.txt": "What it costs",
    }  # fmt: skip
    remove(library, "buses.md")
    ingest([papers], library)
    assert held(library)["buses.md"].title == "Buses", "a paper taken out is forgotten"


def test_a_sidecar_of_one_copy_holds_for_the_document_and_no_copy_takes_it_back(papers: Path, library: Library) -> None:
    shutil.copy(papers / "buses.md", papers / "zz-copy.md")
    write(papers / "zz-copy.md.meta.toml", 'title = "Late buses"\n')
    ingest([papers], library)
    for _ in range(2):
        assert held(library)["buses.md"].title == "Late buses"
        assert did(ingest([papers], library)) == {"unchanged": ["buses.md", "deep/costs.txt", "zz-copy.md"]}
    os.utime(papers / "buses.md", ns=(1, 1))
    assert "updated" not in did(ingest([papers], library))
    assert held(library)["buses.md"].title == "Late buses"


# -- one at a time, and how far it is


def test_the_second_of_two_ingests_is_told_to_wait(papers: Path, library: Library) -> None:
    running, finish = threading.Event(), threading.Event()

    def slow(progress: Progress) -> None:
        running.set()
        finish.wait(30)

    job = threading.Thread(target=ingest, args=([papers], library), kwargs={"progress": slow})
    job.start()
    assert running.wait(30)
    second = Library(library.settings)
    try:
        with pytest.raises(LibraryError, match="another ingest is writing to this library; wait until it has ended"):
            ingest([papers], second)
        with pytest.raises(LibraryError, match="another ingest is writing"):
            remove(second, "buses.md")
    finally:
        finish.set()
        job.join(60)
    assert did(ingest([papers], second)) == {"unchanged": ["buses.md", "deep/costs.txt"]}
    second.close()


def test_progress_is_told_file_by_file(papers: Path, library: Library) -> None:
    told: list[tuple[int, int, str, int, int, bool]] = []
    write(papers / "broken.pdf", "no pdf")

    def note(p: Progress) -> None:
        told.append((p.files_done, p.files_total, p.current, p.pages_done, p.passages_done, p.seconds_left is None))

    ingest([papers], library, progress=note)
    assert told[0] == (0, 3, "broken.pdf", 0, 0, True)
    assert [t[2] for t in told if t[2]] == ["broken.pdf"] * 2 + ["buses.md"] * 2 + ["deep/costs.txt"] * 2
    assert [t[0] for t in told] == [0, 1, 1, 2, 2, 3, 3]
    assert told[-1] == (3, 3, "", 2, 2, False)
    again: list[int] = []
    ingest([papers / "buses.md"], library, progress=lambda p: again.append(p.files_done))
    assert again[-1] == 1


def test_a_file_that_vanishes_on_the_way_is_reported_and_the_rest_goes_on(papers: Path, library: Library) -> None:
    def vanish(progress: Progress) -> None:
        (papers / "buses.md").unlink(missing_ok=True)

    report = ingest([papers], library, progress=vanish)
    assert did(report) == {"added": ["deep/costs.txt"], "failed": ["buses.md"]}
    assert report.failed[0].reason == (
        "buses.md: cannot be read (No such file or directory); check that it exists and that you may open it."
    )


# -- what is reported


def test_the_next_file_is_read_while_one_is_embedded(papers: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[str] = []
    read, embed = LimitedReader.read, Embedder.embed_documents
    begun = threading.Event()

    def reading(reader: LimitedReader, path: Path) -> Reading:
        events.append(f"read {path.name}")
        if path.name == "costs.txt":
            begun.set()
        return read(reader, path)

    def embedding(embedder: Embedder, texts: list[str]) -> list[list[float]]:
        if "bus" in texts[0]:
            assert begun.wait(20), "nobody reads the next file"
        events.append("embedded")
        return embed(embedder, texts)

    monkeypatch.setattr(LimitedReader, "read", reading)
    monkeypatch.setattr(Embedder, "embed_documents", embedding)
    assert did(ingest([papers], library)) == {"added": ["buses.md", "deep/costs.txt"]}
    assert events == ["read buses.md", "read costs.txt", "embedded", "embedded"], "each is read once"


def test_a_file_that_changes_after_it_was_read_ahead_is_read_again(
    papers: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, embed = LimitedReader.read, Embedder.embed_documents
    done = threading.Event()

    def reading(reader: LimitedReader, path: Path) -> Reading:
        found = read(reader, path)
        if path.name == "costs.txt":
            done.set()
        return found

    def embedding(embedder: Embedder, texts: list[str]) -> list[list[float]]:
        if "bus" in texts[0]:
            assert done.wait(20)
            write(papers / "deep" / "costs.txt", "What it costs\n\nCosts fell by £9m.\n")
        return embed(embedder, texts)

    monkeypatch.setattr(LimitedReader, "read", reading)
    monkeypatch.setattr(Embedder, "embed_documents", embedding)
    assert did(ingest([papers], library)) == {"added": ["buses.md", "deep/costs.txt"]}
    (page,) = library.holdings().pages(held(library)["deep/costs.txt"].id)
    assert "fell by £9m" in page.text


def test_a_copy_of_the_file_before_is_not_read_for_itself(
    papers: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(papers / "buses.md", papers / "buses-again.md")
    names: list[str] = []
    read = LimitedReader.read

    def reading(reader: LimitedReader, path: Path) -> Reading:
        names.append(path.name)
        return read(reader, path)

    monkeypatch.setattr(LimitedReader, "read", reading)
    ingest([papers], library)
    assert len(names) == 2, names
    ingest([papers], library, again=True)
    assert len(names) == 4, names


def test_pages_without_text_are_reported_by_number(papers: Path, library: Library) -> None:
    paper = Paper(papers / "half.pdf")
    paper.write(70, 70, "Forty places open in September, as the Cabinet agreed in March.")
    paper.turn()
    paper.picture("a scanned page")
    paper.turn()
    paper.write(70, 70, "The last page says that thirty of them are for pupils with SEND.")
    paper.save()
    scan = Paper(papers / "scan.pdf")
    scan.picture("a scanned page")
    scan.turn()
    scan.picture("another")
    scan.save()
    report = ingest([papers], library)
    assert [(u.source, u.pages) for u in report.unread_pages] == [("half.pdf", [2]), ("scan.pdf", [1, 2])]
    assert report.textless == ["scan.pdf"]
    assert held(library)["half.pdf"].unread_pages == (2,)
    assert held(library)["scan.pdf"].unread_pages == (1, 2)
    assert (held(library)["half.pdf"].page_count, held(library)["buses.md"].page_count) == (3, None)
    shape = report.as_json()
    assert list(shape) == ["added", "updated", "unchanged", "removed", "failed", "unread_pages", "seconds"]
    assert shape["unread_pages"] == [{"source": "half.pdf", "pages": [2]}, {"source": "scan.pdf", "pages": [1, 2]}]


def test_names_given_to_paths_are_the_sources(papers: Path, library: Library) -> None:
    ingest([papers / "buses.md"], library, names={papers / "buses.md": "Late buses (final).md"})
    assert set(held(library)) == {"Late buses (final).md"}


def test_acronyms_of_the_papers_are_held_and_go_with_them(papers: Path, library: Library) -> None:
    write(papers / "send.md", "# SEND\n\nAn Education, Health and Care Plan (EHCP) is due in 20 weeks.\n")
    ingest([papers], library)
    assert ("EHCP", "Education, Health and Care Plan") in library.holdings().acronyms()
    remove(library, "send.md")
    assert library.holdings().acronyms() == []


def test_links_hidden_files_and_what_belongs_to_other_programs_are_passed_over(
    papers: Path, library: Library, tmp_path: Path
) -> None:
    outside = write(tmp_path / "outside.md", "# Outside\n\nNot of this folder.\n")
    (papers / "link.md").symlink_to(outside)
    write(papers / ".hidden.md", "x")
    write(papers / "~$report.docx", "x")
    write(papers / "Thumbs.db", "x")
    write(papers / "lonely.pdf.meta.toml", 'title = "A"\n')
    (papers / ".git").mkdir()
    write(papers / ".git" / "config.txt", "x")
    assert did(ingest([papers], library)) == {"added": ["buses.md", "deep/costs.txt"]}


# -- risk registers


def test_what_was_read_of_a_risk_register_is_said_and_goes_with_its_paper(papers: Path, library: Library) -> None:
    rows = [
        "Ref;Risk title;Description;Owner;Likelihood;Impact;Score",
        "D1;Depot fire;Batteries ignite in the tipping hall;Ivo Marsh;3;4;12",
        "D2;Loss of the weighbridge;The weighbridge fails and loads cannot be charged;Tom Weir;2;3;6",
        ";;;The figures above are those of the second quarter;;;",
    ]
    write(papers / "depot.csv", "\n".join(rows) + "\n")
    report = ingest([papers], library)
    said = [note for note in report.notes if note.startswith("depot.csv: read as a risk register")]
    assert said == [
        "depot.csv: read as a risk register: 2 risks; 1 row could not be placed (page 1), 'scrutiny risks' shows them",
    ]
    ((document, register),) = library.holdings().registers()
    assert (document.source, [risk.text("ref") for risk in register.risks]) == ("depot.csv", ["D1", "D2"])
    remove(library, "depot.csv")
    assert library.holdings().registers() == []


def test_an_exempt_risk_register_is_an_officers_alone(papers: Path, library: Library) -> None:
    register = "Ref,Risk title,Likelihood,Impact,Score\nX1,Land sale falls through,3,4,12\nX2,Bidder withdraws,2,3,6\n"
    path = write(papers / "land.csv", register)
    ingest([path], library, overrides=Description(classification=Classification.EXEMPT))
    assert library.holdings(Role.READER).registers() == []
    assert [d.source for d, _ in library.holdings(Role.OFFICER).registers()] == ["land.csv"]
