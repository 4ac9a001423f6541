"""Vectors of word pieces: how they are packed and compared, and that a library keeps those of its units and of nothing else."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.desk import Desk
from assistant.question import understand
from assistant.retrieve import retrieve, scope
from ingest.job import ingest, remove
from vectorstore.embedding import Embedder
from vectorstore.embedding_export import PIECES
from vectorstore.library import Holdings, Library
from vectorstore.models import Filters, Hit, Role
from vectorstore.piece_vectors import digest, nearest, packed, unpacked
from vectorstore.settings import Settings
from vectorstore.units import units

BUSES = (
    "# Buses\n\nThe school bus was late on nine days. Drivers were hard to find in the autumn.\n\n- hire 11 more drivers\n"
    "- mend the two oldest coaches\n"
)
POOLS = "# Pools\n\nThe swimming pool closed for repairs in May. Its boiler is forty years old.\n"
SECRET = "# Award\n\nClassification: Exempt\n\nKestrel Cars bid £4.65 a mile for the school buses.\n"
QUESTION = "How many drivers will be hired?"


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name, text in {"buses": BUSES, "pools": POOLS, "secret": SECRET}.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(Settings.load(tmp_path / "library"))
    yield opened
    opened.close()


def shown(holdings: Holdings, *sources: str) -> list[str]:
    """What the units of some papers show, or of all."""
    return [
        u.shown
        for d in holdings.documents()
        if not sources or d.source in sources
        for p in holdings.passages_of(d.id)
        for u in units(Hit(p, d, 0.0), {page.ordinal: page for page in holdings.pages(d.id)})
    ]


def kept(library: Library, shelf: str = "open") -> set[str]:
    """The digests under which a shelf's file keeps vectors."""
    with sqlite3.connect(library.folder / shelf / "catalogue.sqlite") as db:
        found = {row[0] for row in db.execute("SELECT digest FROM piece_vectors")}
    db.close()
    return found


def names(texts: Sequence[str]) -> set[str]:
    return {digest(t) for t in texts}


# -- packing and comparing


def vectors(seed: int, pieces: int, dimensions: int) -> Any:
    return np.random.default_rng(seed).standard_normal((pieces, dimensions)).astype(np.float32)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 999), st.integers(1, 9), st.integers(100, 400), st.floats(0.01, 100))
def test_packed_vectors_keep_their_direction_whatever_their_length(
    seed: int, pieces: int, dimensions: int, length: float
) -> None:
    whole = vectors(seed, pieces, dimensions) * np.float32(length)
    held = packed(whole)
    assert len(held) == pieces * ((dimensions + 1) // 2)
    again = unpacked([held], dimensions)
    assert again.shape == whole.shape
    assert np.allclose(np.linalg.norm(again, axis=1), 1, atol=1e-5)
    cosines = (again * whole).sum(axis=1) / np.linalg.norm(whole, axis=1)
    assert np.median(cosines) > 0.985
    assert cosines.min() > 0.95, "the rare one of which a value lies far outside of the steps too"


@pytest.mark.parametrize("dimensions", [383, 384])
def test_each_text_is_compared_by_its_nearest_piece(dimensions: int) -> None:
    texts = [vectors(n, 1 + n % 7, dimensions) for n in range(150)]  # more than are compared at once
    asked = vectors(999, 5, dimensions)
    found = nearest(packed(asked), [packed(t) for t in texts], dimensions)
    unit = [t / np.linalg.norm(t, axis=1, keepdims=True) for t in texts]
    expected = np.array([(t @ (asked / np.linalg.norm(asked, axis=1, keepdims=True)).T).max(axis=0) for t in unit])
    assert found.shape == (150, 5)
    assert np.abs(found - expected).max() < 0.03
    assert np.array_equal(nearest(packed(asked), [packed(t) for t in texts[::-1]], dimensions)[::-1].round(5), found.round(5))


def test_packed_pieces_of_real_sentences_come_as_near_as_whole_ones(tmp_path: Path) -> None:
    embedder = Embedder(Settings.load(tmp_path).model_copy(update={"embedding_arithmetic": "fp32"}))
    texts = [QUESTION, "Eleven more drivers will be hired by June.", "The pool's boiler is forty years old.", "a"]
    (asked, *held) = embedder.embed_pieces(texts)
    reference = [v.numpy() for v in embedder._reference.encode(texts, output_value="token_embeddings")]
    unit = [v / np.linalg.norm(v, axis=1, keepdims=True) for v in reference]
    assert [len(h) // (embedder.dimensions // 2) for h in (asked, *held)] == [len(v) for v in unit]
    of_words = [bool(w) for w in embedder.pieces(QUESTION)]
    expected = np.array([(v @ unit[0].T).max(axis=0)[of_words].mean() for v in unit[1:]])
    found = nearest(asked, held, embedder.dimensions)[:, of_words].mean(axis=1)
    assert np.abs(found - expected).max() < 0.01
    assert found[0] > found[1] + 0.1


# -- what a library keeps


def test_a_question_embeds_nothing_but_itself(papers: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest([papers], library)
    library.close()
    opened = Library(library.settings)
    made: list[str] = []
    whole = Embedder._run

    def watched(self: Embedder, session: Any, text: str, *wanted: str) -> list[Any]:
        made.extend([text] if PIECES in wanted else ())
        return whole(self, session, text, *wanted)

    monkeypatch.setattr(Embedder, "_run", watched)
    assert "hire 11 more drivers" in Desk(opened).ask(QUESTION).answer
    opened.close()
    assert made == [QUESTION]


@pytest.mark.parametrize(("arithmetic", "near"), [("fp32", 0.005), ("int8", 0.03)])
def test_kept_vectors_say_what_made_ones_do(papers: Path, tmp_path: Path, arithmetic: str, near: float) -> None:
    library = Library(Settings.load(tmp_path / "library").model_copy(update={"embedding_arithmetic": arithmetic}))
    ingest([papers], library)
    holdings = library.holdings()
    texts = shown(holdings)
    from_shelf = holdings.speaking(QUESTION, texts)
    with sqlite3.connect(library.folder / "open" / "catalogue.sqlite") as db:
        db.execute("DELETE FROM piece_vectors")
    db.close()
    assert np.abs(np.array(from_shelf) - holdings.speaking(QUESTION, texts)).max() < near
    best = max(zip(from_shelf, texts, strict=True))
    assert best[1] == "Buses: hire 11 more drivers"
    library.close()


def test_neither_the_order_of_texts_nor_what_was_asked_before_matters(papers: Path, library: Library) -> None:
    ingest([papers], library)
    holdings = library.holdings()
    texts = [*shown(holdings), "A sentence that no paper holds.", "Another one, which is a little longer than the first."]
    found = dict(zip(texts, holdings.speaking(QUESTION, texts), strict=True))
    other = Holdings(lambda: holdings._shelves, Embedder(library.settings))
    other.speaking("When did the pool close?", texts[::-2])
    assert {t: other.speaking(QUESTION, [t])[0] for t in reversed(texts)} == pytest.approx(found, abs=1e-6)
    assert holdings.speaking(QUESTION, []) == []


def test_vectors_stand_on_the_shelf_of_their_paper_and_go_with_it(papers: Path, library: Library) -> None:
    ingest([papers], library)
    officer = library.holdings(Role.OFFICER)
    buses, pools, secret = (names(shown(officer, f"{n}.md")) for n in ("buses", "pools", "secret"))
    assert buses
    assert secret
    assert kept(library) == buses | pools
    assert kept(library, "exempt") == secret
    remove(library, "pools.md")
    assert kept(library) == buses
    (papers / "buses.md").write_text(POOLS, encoding="utf-8")
    ingest([papers], library)
    assert kept(library) == pools
    (papers / "buses.md.meta.toml").write_text('classification = "exempt"\n')
    ingest([papers], library)
    assert kept(library) == set()
    assert kept(library, "exempt") == pools | secret
    remove(library, "secret.md")
    assert kept(library, "exempt") == pools


def test_a_text_of_two_papers_is_kept_until_both_are_gone(papers: Path, library: Library) -> None:
    (papers / "more.md").write_text(f"{POOLS}\nA new boiler costs £60,000.\n", encoding="utf-8")
    ingest([papers], library)
    pools = names(shown(library.holdings(), "pools.md"))
    remove(library, "pools.md")
    assert pools < kept(library)
    remove(library, "more.md")
    assert not pools & kept(library)


def test_a_reader_compares_with_open_papers_alone(papers: Path, library: Library) -> None:
    ingest([papers], library)
    texts = shown(library.holdings(Role.OFFICER), "secret.md")
    for role, seen in ((Role.READER, False), (Role.OFFICER, True)):
        held = {t for s in library.holdings(role)._shelves for t in s.catalogue.piece_vectors(texts)}
        assert bool(held) is seen


def test_a_library_of_the_version_before_answers_and_the_next_ingest_brings_it_up(
    papers: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("ingest.job.READING_VERSION", "3")
        ingest([papers], library)
    library.close()
    for shelf in ("open", "exempt"):
        with sqlite3.connect(library.folder / shelf / "catalogue.sqlite") as db:
            db.execute("DROP TABLE piece_vectors")
            db.execute("UPDATE facts SET value = '3' WHERE key = 'schema'")
        db.close()
    opened = Library(library.settings)
    assert "hire 11 more drivers" in Desk(opened).ask(QUESTION).answer
    assert kept(opened) == set()
    assert ingest([papers], opened).updated == ["buses.md", "pools.md", "secret.md"]
    assert kept(opened) == names(shown(opened.holdings()))
    assert kept(opened, "exempt") == names(shown(opened.holdings(Role.OFFICER), "secret.md"))
    assert len(ingest([papers], opened).unchanged) == 3
    opened.close()


# -- in retrieval


def test_every_unit_of_the_samples_has_vectors_and_hits_say_how_much_they_speak(sample_library: Path, tmp_path: Path) -> None:
    shutil.copytree(sample_library, tmp_path / "copy")
    library = Library(Settings.load(tmp_path / "copy"))
    holdings = library.holdings()
    assert kept(library) == names(shown(holdings))
    asked = understand("Which hours would suit families best?", holdings.acronyms())
    hits = retrieve(holdings, asked, scope(holdings, Filters()), 120)
    assert len(hits) == 120
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    pages = holdings.pages_of(h.passage for h in hits)
    for hit in hits[:5]:
        own = [u.shown for u in units(hit, pages[hit.document.id])]
        assert hit.parts["speaking"] == pytest.approx(max(holdings.speaking(asked.text, own)))
    assert sum(h.parts["speaking"] > 0 for h in hits) <= 100, "only the first passages are read"
    assert {h.passage.id for h in retrieve(holdings, asked, scope(holdings, Filters()), 12)} == {h.passage.id for h in hits[:12]}
    library.close()


def test_a_passage_is_lifted_by_the_best_of_its_units(sample_library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(Settings.load(sample_library))
    holdings = library.holdings()
    asked, within = understand("Which hours would suit families best?", []), scope(holdings, Filters())

    def ranked(speaking: str) -> dict[str, float]:
        """The scores of the passages by id, best first, when one text speaks of all that is asked, and no other of anything."""
        monkeypatch.setattr(Holdings, "speaking", lambda *given: [float(t == speaking) for t in given[2]])
        return {h.passage.id: h.score for h in retrieve(holdings, asked, within, 60)}

    plain = ranked("no unit")
    (lifted,) = holdings.passages([list(plain)[30]]).values()
    pages = holdings.pages_of([lifted])[lifted.document_id]
    document = within.documents[lifted.document_id]
    found = ranked(units(Hit(lifted, document, 0.0), pages)[-1].shown)
    assert list(found).index(lifted.id) < 10
    assert found[lifted.id] == pytest.approx(plain[lifted.id] + 0.3)
    others = [p for p in plain if p in found and p != lifted.id]
    assert len(others) > 50
    assert [found[p] for p in others] == pytest.approx([plain[p] for p in others])
    library.close()


def test_pages_are_fetched_together_and_those_not_held_are_left_out(papers: Path, library: Library) -> None:
    ingest([papers], library)
    officer, reader = library.holdings(Role.OFFICER), library.holdings()
    passages = [p for d in officer.documents() for p in officer.passages_of(d.id)]
    found = officer.pages_of(passages)
    assert {d: list(pages) for d, pages in found.items()} == {d.id: [1] for d in officer.documents()}
    assert all(found[d.id][1] == officer.page(d.id, 1) for d in officer.documents())
    secret = next(d.id for d in officer.documents() if d.source == "secret.md")
    assert reader.pages_of(passages)[secret] == {}
