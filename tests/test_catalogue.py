"""The catalogue: what is held in SQLite, and its keyword search."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from assistant.question import understand
from assistant.retrieve import plain_terms
from vectorstore.catalogue import Catalogue, Content, Source
from vectorstore.commitments import Entry, Milestone
from vectorstore.errors import LibraryError
from vectorstore.models import Cell, Classification, Document, Kind, Page, Passage, Span, document_id, passage_id
from vectorstore.records import Field, Owner

SHA = "ab" * 32


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    made = Catalogue(tmp_path / "catalogue.sqlite")
    yield made
    made.close()


def paper(name: str = "a.pdf", sha256: str = SHA) -> Document:
    return Document(
        document_id(sha256), sha256, "Routes to school", Kind.REPORT, (name,), Classification.OPEN, "Cabinet", date(2026, 3, 10),
        "2025/26", 2, 0, (2,), ("sheet “Workings” is hidden",), datetime(2026, 4, 1, 9, 30),
    )  # fmt: skip


def passage(document: Document, ordinal: int, text: str, section: tuple[str, ...] = ()) -> Passage:
    spans = (Span(1, ordinal * 1_000, ordinal * 1_000 + len(text)),)
    search = " | ".join([document.title, *([" > ".join(section)] if section else []), text])
    return Passage(
        passage_id(document.id, spans, text), document.id, ordinal, "paragraph", text, search, spans, section, pieces=(search,)
    )


def put(catalogue: Catalogue, document: Document, texts: Sequence[str], section: tuple[str, ...] = ()) -> list[Passage]:
    """Put a document in with a passage for each text; its words are all on its first page."""
    passages = [passage(document, n, text, section) for n, text in enumerate(texts)]
    content = Content([Page(1, 1, " ".join(texts))], passages, units=list(dict.fromkeys(texts)))
    with catalogue.writing() as db:
        catalogue.insert_document(db, document, content, "digest", [text.encode() for text in content.units])
        catalogue.set_source(db, Source(f"/papers/{document.source}", document.source, document.id, 10, 20, "digest"))
    return passages


def search(catalogue: Catalogue, question: str) -> list[str]:
    """The texts of the passages that a question's words find, best first."""
    found = catalogue.keyword_search(plain_terms(understand(question, []).terms), None, 50)
    held = catalogue.passages(p for p, _ in found)
    return [held[p].text for p, _ in found]


def test_what_goes_in_comes_out_the_same(catalogue: Catalogue) -> None:
    document = paper()
    pages = [
        Page(1, 1, "Page one\nCosts rose", "iii", None, None, ((0, 8),)),
        Page(2, 2, "", None, "Sheet", "no text on it"),
    ]
    spans = (Span(1, 9, 14), Span(1, 15, 19))
    row = (Cell("Risk", "Costs", (spans[0],)), Cell(None, "rose", (spans[1],)), Cell("Owner", "", ()))
    whole = Passage(
        passage_id(document.id, spans, "Costs rose"), document.id, 0, "row", "Costs rose", "Title | Risk: Costs", spans,
        ("Part A", "Risks"), "4.5", (row,), "table 1", "These are the risks:", ("Title | Risk: Costs", "Title | rose"),
    )  # fmt: skip
    with catalogue.writing() as db:
        catalogue.insert_document(db, document, Content(pages, [whole], [("SEND", "special needs")]), "digest")
        catalogue.set_source(db, Source("/papers/a.pdf", "a.pdf", document.id, 10, 20, "digest", '{"title": "T"}'))
    assert catalogue.documents() == [document]
    assert catalogue.pages(document.id) == pages
    assert catalogue.page(document.id, 2) == pages[1]
    assert catalogue.passages_of(document.id) == [whole]
    assert catalogue.passages([whole.id, "no such passage"]) == {whole.id: whole}
    assert catalogue.group(document.id, "table 1") == [whole]
    assert catalogue.acronyms() == [("SEND", "special needs")]
    assert catalogue.description(document.id) == "digest"
    assert catalogue.sources() == [Source("/papers/a.pdf", "a.pdf", document.id, 10, 20, "digest", '{"title": "T"}')]
    assert catalogue.page(document.id, 3) is None
    assert catalogue.page("no such document", 1) is None
    assert catalogue.description("no such document") is None


def test_what_is_taken_out_leaves_nothing_behind(catalogue: Catalogue, tmp_path: Path) -> None:
    document = paper()
    put(catalogue, document, ["The taxi had eleven drivers.", "Costs rose."])
    assert catalogue.piece_vectors(["Costs fell.", "Costs rose."]) == {"Costs rose.": b"Costs rose."}
    with catalogue.writing() as db:
        catalogue.delete_document(db, document.id)
    assert catalogue.documents() == catalogue.sources() == []
    assert catalogue.keyword_search(["taxi"], None, 10) == []
    catalogue.close()
    with sqlite3.connect(tmp_path / "catalogue.sqlite") as db:
        for table in (
            "documents",
            "sources",
            "said",
            "pages",
            "passages",
            "passage_words",
            "acronyms",
            "piece_vectors",
            "unswept",
        ):
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
    db.close()


def test_a_transaction_that_fails_changes_nothing(catalogue: Catalogue) -> None:
    put(catalogue, paper(), ["Costs rose."])
    other = paper("b.pdf", "cd" * 32)

    def change() -> None:
        with catalogue.writing() as db:
            catalogue.insert_document(db, other, Content(passages=[passage(other, 0, "Costs fell.")]), "digest")
            catalogue.delete_document(db, paper().id)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()
    assert [d.source for d in catalogue.documents()] == ["a.pdf"]
    assert search(catalogue, "What of the costs?") == ["Costs rose."]


def test_words_are_found_by_their_stems(catalogue: Catalogue) -> None:
    texts = ["Pupils were excluded from two schools.", "The bus is late.", "Café Zoë feeds the drivers."]
    put(catalogue, paper(), texts)
    for question in ("exclusion of a pupil", "excluding pupils", "EXCLUDED?"):
        assert search(catalogue, question) == [texts[0]]
    assert catalogue.keyword_search(["cafe"], None, 5)[0][0] == passage(paper(), 2, texts[2]).id
    assert catalogue.document_frequency(["exclude", "driver", "tram"]) == {"exclude": 1, "driver": 1, "tram": 0}


def test_the_order_is_that_of_bm25(catalogue: Catalogue) -> None:
    texts = [
        "Transport is one of many matters that this long paragraph goes through, with a word about almost everything else there is.",
        "Transport costs rose and transport contracts ended; transport is late.",
        "Transport matters.",
        "Nothing about buses.",
    ]
    put(catalogue, paper(), texts)
    found = catalogue.keyword_search(["transport"], None, 10)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert all(score > 0 for _, score in found)
    order = search(catalogue, "transport")
    assert order[-1] == texts[0]
    assert set(order) == set(texts[:3])
    assert catalogue.keyword_search(["transport"], None, 1) == found[:1]


def test_a_heading_counts_and_a_search_keeps_to_the_documents_named(catalogue: Catalogue) -> None:
    first, second = paper(), paper("b.pdf", "cd" * 32)
    put(catalogue, first, ["Nine pupils."], section=("Travel training",))
    put(catalogue, second, ["Travel training for nine pupils."])
    both = catalogue.keyword_search(["training"], None, 10)
    assert len(both) == 2
    for document in (first, second):
        found = catalogue.keyword_search(["training"], [document.id], 10)
        assert [catalogue.passages([p])[p].document_id for p, _ in found] == [document.id]
    assert catalogue.keyword_search(["training"], [], 10) == []


def test_equal_scores_keep_the_order_of_the_papers(catalogue: Catalogue) -> None:
    put(catalogue, paper("b.pdf", "cd" * 32), ["Costs rose."] * 1)
    put(catalogue, paper(), ["Costs rose."])
    found = catalogue.keyword_search(["costs"], None, 10)
    assert [catalogue.passages([p])[p].document_id for p, _ in found] == sorted([document_id(SHA), document_id("cd" * 32)])


@pytest.mark.parametrize(
    "question",
    [
        'what is "SEND"?', "risk AND control", "risk OR NOT control", "NEAR(risk control)", "risk*", "(risk", "risk)", '"',
        '""""', "title:risk", "^risk", "risk -control", "a + b", "'; DROP TABLE documents; --", "risk\x00control", "£ %", "100% of £4.5m",
        "{risk}", "risk:", "*", "\\", "e.g. i.e.", "section 4.5.2", "Zoë’s café",
    ],
)  # fmt: skip
def test_no_question_is_read_as_a_search_language(question: str, catalogue: Catalogue) -> None:
    put(catalogue, paper(), ["The risk has a control.", "Nothing here."])
    found = search(catalogue, question)
    assert found == (["The risk has a control."] if "risk" in question else [])
    words = understand(question, []).terms
    assert set(catalogue.document_frequency([*words, question])) == {*words, question}
    assert len(catalogue.documents()) == 1


def test_a_newer_library_is_refused_in_words_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.sqlite"
    with sqlite3.connect(file) as db:
        db.execute("CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT)")
        db.execute("INSERT INTO facts VALUES ('schema', '999')")
    db.close()
    with pytest.raises(LibraryError) as error:
        Catalogue(file)
    assert str(error.value) == (
        f"{tmp_path}: this library was made by a newer version of Scrutiny Desk; update the program, or give another --data folder."
    )
    with sqlite3.connect(file) as db:
        assert [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")] == ["facts"]
    db.close()


@pytest.mark.parametrize(
    "content", [b"this is no database, although it is long enough to be one" * 50, b"SQLite format 3\x00" + b"\xff" * 4_000]
)
def test_a_damaged_file_is_named(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "catalogue.sqlite"
    file.write_bytes(content)
    with pytest.raises(LibraryError) as error:
        Catalogue(file)
    assert str(error.value).startswith(f"{file}: the catalogue cannot be opened")
    assert "\n" not in str(error.value)
    assert file.read_bytes() == content


def test_a_catalogue_that_another_program_locks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vectorstore.connections.WAIT", 0.1)
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    other = sqlite3.connect(tmp_path / "catalogue.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LibraryError, match="cannot be written"), catalogue.writing() as db:
        catalogue.mark_unswept(db, "x")
    other.close()
    catalogue.close()


def test_facts_about_the_library_are_kept(catalogue: Catalogue) -> None:
    assert catalogue.fact("embedder") is None
    catalogue.set_fact("embedder", "one")
    catalogue.set_fact("embedder", "two")
    assert catalogue.fact("embedder") == "two"


def test_the_documents_of_two_files_have_both_names(catalogue: Catalogue) -> None:
    document = paper()
    put(catalogue, document, ["Costs rose."])
    with catalogue.writing() as db:
        catalogue.set_source(db, Source("/other/z.pdf", "z.pdf", document.id, 10, 20, "digest"))
        catalogue.set_source(db, Source("/again/a.pdf", "a.pdf", document.id, 10, 20, "digest"))
    assert [d.sources for d in catalogue.documents()] == [("a.pdf", "z.pdf")]
    with catalogue.writing() as db:
        catalogue.drop_source(db, "/papers/a.pdf")
        assert catalogue.orphans(db) == []
        catalogue.drop_source(db, "/again/a.pdf")
        catalogue.drop_source(db, "/other/z.pdf")
        assert catalogue.orphans(db) == [document.id]
    assert replace(catalogue.documents()[0], sources=()) == replace(document, sources=())


# -- the ledger's entries


def test_a_papers_entries_come_back_as_they_were_put_in_and_go_with_it(catalogue: Catalogue) -> None:
    first = Entry(
        "action", "table", "Open the second depot", (Span(1, 0, 21),), (Owner("Ann Lee", "person"), Owner("Head of Fleet", "post")),
        Field("Ann Lee Head of Fleet", (Span(1, 22, 29), Span(2, 0, 13)), "Lead"), Field("May 2026, then June 2027", (Span(1, 30, 38),)),
        "2027-06", (Milestone("May 2026", (Span(1, 30, 38),), "2026-05"), Milestone("June 2027", (Span(1, 40, 49),), "2027-06")),
        Field("In progress", (Span(1, 50, 61),)), "2026-01-19", ("Priority 2", "Depots"), "4.2", "2.1", ("no owner",),
    )  # fmt: skip
    second = Entry("decision", "minutes", "The report be noted", (Span(2, 20, 39),))
    document = paper()
    with catalogue.writing() as db:
        catalogue.insert_document(db, document, Content(entries=(first, second)), "digest")
    assert catalogue.entries() == {document.id: (first, second)}
    with catalogue.writing() as db:
        catalogue.delete_document(db, document.id)
    assert catalogue.entries() == {}


def test_of_many_that_hold_a_word_those_with_the_rarer_words_are_scored(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [f"The council met on occasion {n}." for n in range(200)]
    texts[150] = "The council spoke of badgers, at length and on many an occasion, in the old town hall."
    texts[160] = "The council spoke of badgers and otters, at length and on many an occasion, in the old town hall."
    put(catalogue, paper(), texts)
    terms = ["council", "occasion", "badgers", "otters"]
    everything = catalogue.keyword_search(terms, None, 200)
    assert len(everything) == 200
    monkeypatch.setattr("vectorstore.catalogue._SCORED", 1)
    assert catalogue.keyword_search(terms, None, 2) == everything[:2]
    assert len(catalogue.keyword_search(terms, None, 5)) == 5
    assert catalogue.keyword_search(terms, [document_id(SHA)], 2) == everything[:2]
    assert catalogue.keyword_search(terms, ["no such paper"], 2) == []


def test_scores_of_some_are_those_that_they_have_among_all(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers' divisors stand for words, so that some are in most passages, some in few, and several meet in one."""
    words = {2: "council", 3: "budget", 5: "forest", 7: "badger", 11: "young people", 60: "otter"}
    texts = [f"Said of {n}: {', '.join([word for by, word in words.items() if n % by == 0] * (1 + n % 4))}." for n in range(300)]
    put(catalogue, paper(), texts)
    terms = [*words.values(), "nowhere"]
    everything = dict(catalogue.keyword_search(terms, None, 300))
    assert len(everything) > 200
    monkeypatch.setattr("vectorstore.catalogue._SCORED", 1)
    for asked in (terms, terms[:2], terms[:1], terms[3:]):
        every = everything if asked is terms else dict(catalogue.keyword_search(asked, None, 300))
        for limit in (2, 10, 100):
            staged = dict(catalogue.keyword_search(asked, None, limit))
            assert len(staged) == min(limit, len(every))
            assert staged == pytest.approx({found: every[found] for found in staged}, abs=1e-9)
    assert catalogue.keyword_search(["nowhere"], None, 2) == []


def test_vectors_of_many_texts_are_looked_up_together(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vectorstore.catalogue._LARGE", 0)
    texts = [f"The council met on occasion {n}." for n in range(350)]
    put(catalogue, paper(), texts)
    assert catalogue.piece_vectors(["Not held.", *texts]) == {text: text.encode() for text in texts}
    assert catalogue.piece_vectors(["Not held."]) == catalogue.piece_vectors([]) == {}
