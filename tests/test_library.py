"""The library: a document goes in as one unit, exempt papers stand apart, and what is interrupted is finished later."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.desk import Desk
from ingest.job import IngestReport, ingest
from tests.killed_ingest import MOMENTS, contents
from vectorstore.catalogue import Catalogue
from vectorstore.compared import Compared, nothing
from vectorstore.embedding import Embedder
from vectorstore.errors import LibraryError
from vectorstore.library import Library, Shelf
from vectorstore.models import Classification, Filters, Role
from vectorstore.settings import Settings
from vectorstore.vectors import Vectors

ROOT = Path(__file__).resolve().parent.parent
ROW = "| High needs deficit | " + " ".join(f"The deficit of part {n} is recovered by month {n}." for n in range(60)) + " | CD |\n"
BUSES = "# Buses\n\nThe bus is late. It has been late since September.\n"
RISKS = f"# Risks\n\n| Risk | Description | Owner |\n|---|---|---|\n{ROW}"
SECRET = "# Award\n\nClassification: Exempt\n\nKestrel Cars (KC) bid £4.65 a mile for the school buses.\n"


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(Settings.load(tmp_path / "library"))
    yield opened
    opened.close()


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


def names(library: Library, role: Role = Role.READER) -> list[str]:
    return [d.source for d in library.holdings(role).documents()]


def assert_whole(library: Library) -> None:
    """Every document held has its pages, its passages in both searches, and nothing is in Chroma beside them."""
    for shelf in library._shelves():
        expected = set()
        for document in shelf.catalogue.documents():
            passages = shelf.catalogue.passages_of(document.id)
            assert len(passages) == document.passage_count
            assert shelf.catalogue.pages(document.id)
            expected |= {p.id for p in passages}
        assert shelf.vectors.ids() == expected
        assert shelf.catalogue.unswept() == []
        with sqlite3.connect(shelf.catalogue.file) as db:
            assert db.execute("SELECT count(*) FROM passage_words").fetchone() == (len(expected),)
        db.close()


# -- one unit


@pytest.mark.parametrize(
    ("owner", "method"),
    [(Vectors, "add"), (Catalogue, "insert_document"), (Catalogue, "set_source"), (Catalogue, "count_change")],
    ids=lambda x: getattr(x, "__name__", x),
)
def test_what_fails_on_the_way_in_is_not_seen_and_the_next_ingest_finishes_it(
    owner: type, method: str, papers: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(papers, a=BUSES, b=RISKS)
    whole = getattr(owner, method)
    calls = 0

    def fails_the_second_time(*given: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 2:
            whole(*given, **named)
            raise ZeroDivisionError("cut off")
        return whole(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(owner, method, fails_the_second_time)
        with pytest.raises(ZeroDivisionError):
            ingest([papers], library)
    assert "b.md" not in names(library)
    holdings = library.holdings()
    assert holdings.keyword_search(["deficit"], None, 10) == []
    assert set(holdings.passages(p for p, _ in holdings.vector_search("deficit", None, 10))) <= {
        p.id for d in holdings.documents() for p in holdings.passages_of(d.id)
    }
    ingest([papers], library)
    assert names(library) == ["a.md", "b.md"]
    assert_whole(library)


def test_a_new_version_takes_the_place_of_the_old_in_one_step(
    papers: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(papers, a=BUSES)
    ingest([papers], library)
    before = contents(library.folder)
    write(papers, a=BUSES.replace("late", "early"))

    def fails(*given: Any, **named: Any) -> Any:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(Catalogue, "set_source", fails)
        with pytest.raises(ZeroDivisionError):
            ingest([papers], library)
    after = contents(library.folder)
    assert after["held"] == before["held"], "the old version stands until the new one does"
    assert ingest([papers], library).updated == ["a.md"]
    assert [p.text for p in library.holdings().passages_of(library.holdings().documents()[0].id)] == [
        "The bus is early. It has been early since September."
    ]
    assert_whole(library)


def test_a_paper_described_anew_is_never_gone(papers: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    write(papers, a=BUSES, b=RISKS)
    ingest([papers], library)
    before = contents(library.folder)["held"]

    def fails(*given: Any, **named: Any) -> Any:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(Catalogue, "insert_document", fails)
        (papers / "b.md.meta.toml").write_text('title = "What could go wrong"\n')
        with pytest.raises(ZeroDivisionError):
            ingest([papers], library)
    assert contents(library.folder)["held"] == before
    (papers / "b.md.meta.toml").unlink()
    assert ingest([papers], library).unchanged == ["a.md", "b.md"]
    assert_whole(library)


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What many killed ingests left behind."""
    command = [sys.executable, "-m", "tests.killed_ingest", str(tmp_path_factory.mktemp("killed"))]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110)
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def test_an_ingest_killed_at_any_moment_is_finished_by_the_next(killed: dict[str, Any]) -> None:
    undisturbed = killed["undisturbed"]
    assert list(undisturbed["held"]) == ["a.md", "b.md", "c.md", "d.md"]
    assert undisturbed["passages"] == undisturbed["vectors"]
    assert set(MOMENTS) < set(killed["killed"])
    for moment, left in killed["killed"].items():
        assert left["killed"] or moment not in MOMENTS, moment  # an ingest may be done before a clock strikes
        for source, held in left["after"]["held"].items():
            assert held["passages"], f"{moment}: {source}"
            assert f"passage_count={len(held['passages'])}," in held["document"], f"{moment}: {source}"
        assert {"a.md", "b.md", "c.md"} <= set(left["after"]["held"]), f"{moment}: what was held is gone"
        assert set(left["after"]["passages"]) <= set(left["after"]["vectors"]), moment
        assert left["again"] == undisturbed, moment


def test_a_long_row_has_a_vector_for_each_piece_and_is_found_by_its_end(papers: Path, library: Library) -> None:
    write(papers, b=RISKS)
    ingest([papers], library)
    holdings = library.holdings()
    (passage,) = holdings.passages_of(holdings.documents()[0].id)
    assert len(passage.pieces) > 2
    (shelf,) = library._shelves()
    assert shelf.vectors.count() == len(passage.pieces)
    assert holdings.vector_search("the deficit of part 59 is recovered by month 59", None, 5)[0][0] == passage.id
    assert_whole(library)


# -- exempt papers


def test_a_reader_never_meets_the_exempt_shelf(papers: Path, library: Library) -> None:
    write(papers, a=BUSES, secret=SECRET)
    report = ingest([papers], library)
    assert report.added == ["a.md", "secret.md"]
    assert any("secret.md: taken as exempt" in note for note in report.notes)
    assert names(library) == ["a.md"]
    assert names(library, Role.OFFICER) == ["a.md", "secret.md"]
    reader, officer = library.holdings(Role.READER), library.holdings(Role.OFFICER)
    secret = next(d for d in officer.documents() if d.classification is Classification.EXEMPT)
    ids = [p.id for p in officer.passages_of(secret.id)]
    for holdings, seen in ((reader, False), (officer, True)):
        assert bool(holdings.keyword_search(["kestrel"], None, 10)) is seen
        assert bool(holdings.keyword_search(["kestrel"], [secret.id], 10)) is seen
        assert bool({p for p, _ in holdings.vector_search("Kestrel Cars bid for school buses", None, 10)} & set(ids)) is seen
        assert bool(holdings.vector_search("Kestrel Cars bid", [secret.id], 10)) is seen
        assert bool(holdings.passages(ids)) is seen
        assert bool(holdings.passages_of(secret.id)) is seen
        assert bool(holdings.pages(secret.id)) is seen
        assert bool(holdings.page(secret.id, 1)) is seen
        assert (holdings.document_frequency(["kestrel"])["kestrel"] > 0) is seen
        assert (("KC", "Kestrel Cars") in holdings.acronyms()) is seen
    assert "Kestrel" not in (library.folder / "open" / "catalogue.sqlite").read_bytes().decode("latin-1")
    assert_whole(library)


QUESTIONS = [
    "Who was awarded the transport framework and at what price?",
    "How much does home to school transport cost?",
    "What did Quillmoor Taxis bid?",
    "Which hours would suit families best?",
    "How many pupils have been trained to travel alone?",
    "What is planned by September 2026?",
]


@pytest.fixture(scope="module")
def with_and_without(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, Library]]:
    """Two libraries of sample papers; one holds the exempt one too, which was taken in first."""
    open_papers = [samples / name for name in ("councillor-briefing-send-transport.md", "lintock-consultation-summary.html")]
    exempt = samples / "exempt-transport-award-2026-03-10.pdf"
    made = []
    for given in ([exempt, *open_papers], open_papers):
        library = Library(Settings.load(tmp_path_factory.mktemp("data")))
        assert len(ingest(given, library).added) == len(given)
        made.append(library)
    yield made[0], made[1]
    for library in made:
        library.close()


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_readers_answer_is_the_same_with_and_without_the_exempt_paper(
    question: str, with_and_without: tuple[Library, Library]
) -> None:
    day = date(2026, 4, 1)
    answers = [
        Desk(library).ask(question, as_of=day).model_dump(mode="json", exclude={"seconds"}) for library in with_and_without
    ]
    assert json.dumps(answers[0]) == json.dumps(answers[1])
    narrowed = Filters(since=date(2026, 1, 1), until=date(2026, 12, 31))
    answers = [
        Desk(library).ask(question, narrowed, as_of=day).model_dump(mode="json", exclude={"seconds"})
        for library in with_and_without
    ]
    assert json.dumps(answers[0]) == json.dumps(answers[1])


def test_an_officer_does_meet_the_exempt_paper(with_and_without: tuple[Library, Library]) -> None:
    answer = Desk(with_and_without[0], Role.OFFICER).ask("What did Quillmoor Taxis bid?")
    assert "exempt-transport-award-2026-03-10.pdf" in {p.source for p in answer.passages}
    assert "Quillmoor" not in Desk(with_and_without[0]).ask("What did Quillmoor Taxis bid?").answer


def test_a_paper_moves_when_it_is_classified_anew(papers: Path, library: Library) -> None:
    write(papers, a=BUSES, b="# Places\n\nForty places open.\n")
    ingest([papers], library)
    (before,) = (d.id for d in library.holdings().documents() if d.source == "a.md")
    (papers / "a.md.meta.toml").write_text('classification = "exempt"\n')
    assert ingest([papers], library).updated == ["a.md"]
    assert names(library) == ["b.md"]
    assert library.holdings(Role.OFFICER).documents()[0].id == before
    assert library.holdings().keyword_search(["bus"], None, 5) == []
    assert_whole(library)
    (papers / "a.md.meta.toml").write_text('classification = "open"\n')
    assert ingest([papers], library).updated == ["a.md"]
    assert names(library) == names(library, Role.OFFICER) == ["a.md", "b.md"]
    assert_whole(library)
    assert ingest([papers], library).unchanged == ["a.md", "b.md"]


def test_a_new_version_that_is_marked_exempt_takes_the_open_one_out(papers: Path, library: Library) -> None:
    write(papers, a=BUSES)
    ingest([papers], library)
    write(papers, a="EXEMPT\n\n" + BUSES)
    assert ingest([papers], library).updated == ["a.md"]
    assert names(library) == []
    assert names(library, Role.OFFICER) == ["a.md"]
    assert_whole(library)


def test_a_copy_of_an_exempt_paper_is_not_open(papers: Path, library: Library) -> None:
    write(papers, a=BUSES, b=BUSES)
    (papers / "a.md.meta.toml").write_text('classification = "exempt"\n')
    for _ in range(2):
        ingest([papers], library)
        assert names(library) == []
        (document,) = library.holdings(Role.OFFICER).documents()
        assert document.sources == ("a.md", "b.md")
    assert ingest([papers], library).unchanged == ["a.md", "b.md"]


# -- what does not fit


def test_a_newer_library_is_refused_whichever_shelf_is_newer(papers: Path, library: Library) -> None:
    write(papers, a=BUSES, secret=SECRET)
    ingest([papers], library)
    library.close()
    for shelf in ("open", "exempt"):
        file = library.folder / shelf / "catalogue.sqlite"
        with sqlite3.connect(file) as db:
            db.execute("UPDATE facts SET value = '999' WHERE key = 'schema'")
        db.close()
        with pytest.raises(LibraryError, match="made by a newer version of Scrutiny Desk; update the program"):
            ingest([papers], Library(library.settings))
        with sqlite3.connect(file) as db:
            assert db.execute("SELECT count(*) FROM documents").fetchone() == (1,)
            db.execute("UPDATE facts SET value = '1' WHERE key = 'schema'")
        db.close()
    assert ingest([papers], Library(library.settings)).unchanged == ["a.md", "secret.md"]


def test_a_library_of_another_embedder_is_refused(papers: Path, library: Library, tmp_path: Path) -> None:
    write(papers, a=BUSES)
    ingest([papers], library)
    library.close()
    model = tmp_path / "other-model"
    shutil.copytree(library.embedder.folder, model)
    with (model / "config.json").open("a") as config:
        config.write("\n")
    with pytest.raises(LibraryError) as error:
        Library(library.settings.model_copy(update={"embedding_model": str(model)}))
    line = str(error.value)
    assert f"its vectors were made with '{library.embedder.identity}'" in line
    assert "set embedding_model back, or ingest into a new --data folder" in line
    assert names(Library(library.settings)) == ["a.md"]


def test_a_folder_that_cannot_be_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryError, match="the library's folder cannot be used"):
        Library(Settings.load(tmp_path / "file"))
    with pytest.raises(LibraryError, match="the library's folder cannot be used"):
        Library(Settings.load(tmp_path / "file" / "below"))


def test_damaged_vectors_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "open" / "chroma"
    folder.mkdir(parents=True)
    (folder / "chroma.sqlite3").write_bytes(b"no database at all" * 100)
    with pytest.raises(LibraryError) as error:
        Vectors(folder)
    assert str(error.value).startswith(f"{folder}: the vectors cannot be opened")
    assert "\n" not in str(error.value)


def test_one_program_writes_at_a_time(papers: Path, library: Library) -> None:
    write(papers, a=BUSES)
    other = Library(library.settings)
    with library.writing():
        with pytest.raises(LibraryError, match="another ingest is writing to this library; wait until it has ended"):
            ingest([papers], other)
        assert names(other) == [], "reading goes on"
    assert ingest([papers], other).added == ["a.md"]
    other.close()


# -- vectors


def test_vectors_are_found_once_a_passage_and_within_the_documents_named(tmp_path: Path) -> None:
    vectors = Vectors(tmp_path)
    vectors.add("d1", ["p1", "p1", "p2"], [[1, 0, 0], [0.9, 0.1, 0], [0, 1, 0]])
    vectors.add("d2", ["p3"], [[0, 0, 1]])
    assert vectors.count() == 4
    assert vectors.ids() == {"p1", "p2", "p3"}
    assert [p for p, _ in vectors.search([1, 0, 0], None, 2)] == ["p1", "p2"]
    assert vectors.search([1, 0, 0], None, 3)[0][1] == pytest.approx(1, abs=1e-5)
    assert vectors.search([1, 0, 0], ["d2"], 5) == [("p3", pytest.approx(0, abs=1e-5))]
    assert vectors.search([1, 0, 0], [], 5) == []
    vectors.add("d1", ["p1", "p2"], [[0, 0, 1], [0, 1, 0]])
    vectors.keep("d1", ["p1", "p2"])
    assert vectors.count() == 3
    vectors.keep("d2", [])
    vectors.keep("no such document", [])
    assert vectors.ids() == {"p1", "p2"}
    vectors.close()


def compared(vectors: Vectors) -> Compared:
    names, of, matrix = vectors.everything()
    return nothing().renewed(dict.fromkeys(of, "1"), names, of, matrix)


def test_every_passage_is_compared_whatever_the_history_of_the_library(tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    matrix = rng.normal(size=(400, 24))
    asked = rng.normal(size=24)
    cosines = matrix @ asked / np.linalg.norm(matrix, axis=1) / np.linalg.norm(asked)
    expected = [f"p{n:03}" for n in np.argsort(-cosines)]
    first, second = Vectors(tmp_path / "first"), Vectors(tmp_path / "second")
    first.add("d", [f"p{n:03}" for n in range(400)], matrix.tolist())
    second.add("gone", [f"g{n}" for n in range(50)], rng.normal(size=(50, 24)).tolist())
    for part in (range(300, 400), range(300)):
        second.add("d", [f"p{n:03}" for n in part], matrix[list(part)].tolist())
    second.keep("gone", [])
    found = [compared(vectors).nearest(asked.tolist(), None, 400) for vectors in (first, second)]
    assert found[0] == found[1]
    assert [p for p, _ in found[0]] == expected
    first.close()
    second.close()


def test_chroma_finds_what_comparing_all_finds(tmp_path: Path) -> None:
    vectors = Vectors(tmp_path)
    vectors.add("d1", ["p1", "p1", "p2"], [[1, 0, 0], [0.9, 0.1, 0], [0, 1, 0]])
    vectors.add("d2", ["p3"], [[0, 0, 1]])
    searches = [([1, 0, 0], None), ([0, 1, 0.2], ["d1"]), ([0.1, 0.2, 1], ["d2"])]
    everything = compared(vectors)
    exact = [everything.nearest(asked, documents, 2) for asked, documents in searches]
    assert [[p for p, _ in found] for found in exact] == [["p1", "p2"], ["p2", "p1"], ["p3"]]
    for (asked, documents), expected in zip(searches, exact, strict=True):
        found = vectors.search(asked, documents, 2)
        assert [p for p, _ in found] == [p for p, _ in expected]
        assert [c for _, c in found] == pytest.approx([c for _, c in expected], abs=1e-5)
    vectors.close()


def test_more_vectors_than_one_batch_go_in_and_out(tmp_path: Path) -> None:
    vectors = Vectors(tmp_path)
    passages = [f"p{n}" for n in range(4_500)]
    vectors.add("d", passages, [[float(n % 7), float(n % 11), 1.0, float(n)] for n in range(4_500)])
    assert vectors.count() == 4_500
    vectors.keep("d", passages[:3])
    assert vectors.ids() == {"p0", "p1", "p2"}
    vectors.close()


def test_what_another_program_takes_in_is_found_without_starting_again(killed: dict[str, Any]) -> None:
    assert killed["other"][0] != "d.md"
    assert killed["other"][1] == "d.md"


def test_an_empty_library_answers_without_opening_its_vectors(library: Library) -> None:
    holdings = library.holdings()
    assert holdings.vector_search("anything", None, 5) == []
    assert holdings.keyword_search(["anything"], None, 5) == []
    assert holdings.nearness("anything", []) == []
    assert not (library.folder / "open" / "chroma").exists()


def test_a_shelf_closes_what_it_opened(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    assert shelf.vectors.count() == 0
    shelf.close()


def test_the_report_of_nothing_is_empty(library: Library, papers: Path) -> None:
    write(papers, a=BUSES)
    ingest([papers], library)
    again = ingest([papers], library)
    assert isinstance(again, IngestReport)
    assert (again.added, again.updated, again.failed) == ([], [], [])


def test_what_the_same_words_have_already_is_not_embedded_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    kept_part = "# Buses\n\nThe bus to Saltgate has been late since September.\n\nFares rise in April.\n"
    (papers / "bus.md").write_text(kept_part)
    made: list[str] = []
    for name in ("embed_documents", "embed_pieces"):
        does = getattr(Embedder, name)

        def counted(self: Embedder, texts: list[str], does: Any = does) -> Any:
            made.extend(texts)
            return does(self, texts)

        monkeypatch.setattr(Embedder, name, counted)
    library = Library(Settings.load(tmp_path / "library"))
    ingest([papers], library)
    before = library.holdings().vector_search("late buses", None, 5)
    first = len(made)
    assert first
    made.clear()
    (papers / "bus.md").write_text(kept_part + "\n# The pool\n\nThe pool is closed until May.\n")  # another file by its bytes
    ingest([papers], library)
    assert made
    assert all("pool" in text for text in made)
    after = library.holdings().vector_search("late buses", None, 5)
    assert [round(cosine, 6) for _, cosine in before] == [round(c, 6) for _, c in after][: len(before)]
    made.clear()
    library._open.clear_vectors()
    library._open.mend(library.embedder)
    assert made == []
    assert library.holdings().vector_search("late buses", None, 5) == after
    library.close()
