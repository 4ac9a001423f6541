"""The catalogue: documents, pages and passages in SQLite, the source of truth for what is held, with FTS5 keyword search."""

from __future__ import annotations

import heapq
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text, update

from vectorstore import commitments
from vectorstore import tables as t
from vectorstore.commitments import Entry
from vectorstore.connections import Connections
from vectorstore.keyword_index import put_words
from vectorstore.models import Cell, Classification, Document, Kind, Page, Passage, Recognised, Span, WordBox
from vectorstore.piece_vectors import digest
from vectorstore.records import Register, from_json, to_json
from vectorstore.unchanged import Unchanged

VECTORS = "vectors"  # the fact that counts the changes to the vectors beside the catalogue
_PAGES = select(t.pages, t.recognised.c.confidence, t.recognised.c.words).outerjoin(
    t.recognised, (t.recognised.c.document_id == t.pages.c.document_id) & (t.recognised.c.ordinal == t.pages.c.ordinal)
)
_ROOM = 5_000  # passages of whole papers that stay in memory, some 25 MB, and as many risks and entries
_PIECES = 64_000_000  # bytes of the vectors of sentences' words that stay in memory
_WORDS = 20_000  # whose frequency stays in memory
_POSTED = 20_000_000  # passages that hold terms, each counted for each term, that stay in memory: 80 MB
_SCORED = 30  # passages that are scored for each that is asked for
_LARGE = 4_000_000_000  # bytes of a catalogue that is not sure to be in memory: a disk gives several vectors at once sooner than in turn
_LOOKED_UP = 100  # of them that are looked up in turn
_beside = ThreadPoolExecutor(6, thread_name_prefix="looking-up")
_UNQUOTABLE = re.compile(r'["\x00]')  # what cannot stand in a quoted string of FTS5


@dataclass(frozen=True, slots=True)
class Source:
    """A file that gave a document: where it was, how large and how old, and a digest of what described it.

    `said` is what the command line said of it, as JSON, empty when it said nothing.
    """

    path: str
    name: str
    document_id: str
    size: int
    modified_ns: int
    described_by: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What was read from a document: its pages, passages, the (short, long) acronyms that it explains, its risk registers, its entries.

    `units` are the different texts that the units of its passages show.
    """

    pages: Sequence[Page] = ()
    passages: Sequence[Passage] = ()
    acronyms: Iterable[tuple[str, str]] = ()
    registers: Sequence[Register] = ()
    entries: Sequence[Entry] = ()
    units: Sequence[str] = ()


class Catalogue:
    """One SQLite file. Reads see whole documents only; every change is one transaction."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._connections = Connections(file)
        self.reading = self._connections.reading
        self.writing = self._connections.writing
        self.state = self._connections.state
        self._unchanged = Unchanged(self.state, _ROOM)
        self._passages = Unchanged(self.state, _ROOM)
        self._found = Unchanged(self.state, _ROOM)
        self._pieces = Unchanged(self.state, _PIECES)
        self._frequencies = Unchanged(self.state, _WORDS)
        self._postings = Unchanged(self.state, _POSTED)

    def close(self) -> None:
        """Close every connection to the file."""
        self._connections.close()

    def fact(self, key: str) -> str | None:
        """A fact about the library itself, such as the embedder it was made with."""
        with self.reading() as db:
            return db.execute(select(t.facts.c.value).where(t.facts.c.key == key)).scalar()

    def set_fact(self, key: str, value: str) -> None:
        """Keep a fact about the library itself."""
        with self.writing() as db:
            self.put_fact(db, key, value)

    def put_fact(self, db: Connection, key: str, value: str) -> None:
        """Keep a fact about the library itself, as a part of a transaction."""
        db.execute(delete(t.facts).where(t.facts.c.key == key))
        db.execute(insert(t.facts).values(key=key, value=value))

    def count_change(self, db: Connection) -> str:
        """Count a change to the vectors, so that other programs read them again; the new count."""
        count = str(int(db.execute(select(t.facts.c.value).where(t.facts.c.key == VECTORS)).scalar() or 0) + 1)
        self.put_fact(db, VECTORS, count)
        return count

    # -- documents

    def documents(self) -> list[Document]:
        """Every document, by first source name."""
        with self.reading() as db:
            names: dict[str, list[str]] = {}
            for row in db.execute(select(t.sources.c.document_id, t.sources.c.name).order_by(t.sources.c.name, t.sources.c.path)):
                held = names.setdefault(row.document_id, [])
                if row.name not in held:
                    held.append(row.name)
            found = [_document(row, names.get(row.id, [])) for row in db.execute(select(t.documents))]
        return sorted(found, key=lambda d: (d.sources, d.id))

    def versions(self) -> dict[str, str]:
        """When each document was put in, by its id: another time, another version."""
        with self.reading() as db:
            return {
                row.id: row.ingested_at.isoformat() for row in db.execute(select(t.documents.c.id, t.documents.c.ingested_at))
            }

    def document(self, document: str) -> Document | None:
        """One document; None when it is not held. Its name is its id when no file is known to give it."""
        with self.reading() as db:
            names = (
                select(t.sources.c.name).where(t.sources.c.document_id == document).order_by(t.sources.c.name, t.sources.c.path)
            )
            row = db.execute(select(t.documents).where(t.documents.c.id == document)).first()
            return _document(row, list(dict.fromkeys(db.execute(names).scalars()))) if row else None

    def sources(self) -> list[Source]:
        """Every file that gave a document."""
        with self.reading() as db:
            said = {row.path: row.said for row in db.execute(select(t.said))}
            found = db.execute(select(t.sources).order_by(t.sources.c.path))
            return [Source(**row._mapping, said=said.get(row.path, "")) for row in found]

    def said(self) -> dict[str, str]:
        """What the command line said of files, by path, as JSON, whether or not they give a document now."""
        with self.reading() as db:
            return {row.path: row.said for row in db.execute(select(t.said))}

    def pages(self, document: str) -> list[Page]:
        """A document's pages in order."""
        with self.reading() as db:
            found = db.execute(_PAGES.where(t.pages.c.document_id == document).order_by(t.pages.c.ordinal))
            return [_page(row) for row in found]

    def pages_at(self, places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Page]:
        """Pages by document and ordinal; those that are not held are left out."""
        wanted = text(
            "SELECT p.*, r.confidence, r.words FROM json_each(:places) w JOIN pages p "
            "ON p.document_id = json_extract(w.value, '$[0]') AND p.ordinal = json_extract(w.value, '$[1]') "
            "LEFT JOIN recognised r ON r.document_id = p.document_id AND r.ordinal = p.ordinal"
        ).columns(*t.pages.columns, t.recognised.c.confidence, t.recognised.c.words)
        with self.reading() as db:
            found = db.execute(wanted, {"places": json.dumps(list(places))})
            return {(row.document_id, row.ordinal): _page(row) for row in found}

    def page(self, document: str, ordinal: int) -> Page | None:
        """One page of a document."""
        with self.reading() as db:
            row = db.execute(_PAGES.where(t.pages.c.document_id == document, t.pages.c.ordinal == ordinal)).first()
            return _page(row) if row else None

    def last_page(self, document: str) -> int:
        """The ordinal of a document's last page; 0 when it is not held."""
        with self.reading() as db:
            return db.execute(select(func.max(t.pages.c.ordinal)).where(t.pages.c.document_id == document)).scalar() or 0

    # -- passages

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """Passages by id; unknown ids are left out."""

        def read(wanted: list[str]) -> dict[str, Passage]:
            with self.reading() as db:
                found = db.execute(select(t.passages).where(t.passages.c.id.in_(wanted))).all()
            return {row.id: _passage(row) for row in found}

        return self._found.each(ids, read)

    def passages_of(self, document: str) -> list[Passage]:
        """A document's passages in reading order."""
        held: list[Passage] = self._passages.get(document, lambda: self._passages_of(document), len)
        return list(held)

    def _passages_of(self, document: str) -> list[Passage]:
        with self.reading() as db:
            found = db.execute(select(t.passages).where(t.passages.c.document_id == document).order_by(t.passages.c.ordinal))
            return [_passage(row) for row in found]

    def pieces_of(self, document: str) -> list[str]:
        """For each piece that a document is embedded in, the id of its passage, in reading order."""
        wanted = select(t.passages.c.id, func.json_array_length(t.passages.c.pieces).label("pieces"))
        with self.reading() as db:
            found = db.execute(wanted.where(t.passages.c.document_id == document).order_by(t.passages.c.ordinal))
            return [row.id for row in found for _ in range(row.pieces)]

    def group(self, document: str, name: str) -> list[Passage]:
        """The passages of one table or list, in reading order."""
        with self.reading() as db:
            wanted = (t.passages.c.document_id == document) & (t.passages.c.group_name == name)
            return [_passage(row) for row in db.execute(select(t.passages).where(wanted).order_by(t.passages.c.ordinal))]

    def registers(self) -> list[Register]:
        """Every risk register, by document and place in it."""
        held: list[Register] = self._unchanged.get("registers", self._registers, lambda found: sum(len(r.risks) for r in found))
        return list(held)

    def _registers(self) -> list[Register]:
        columns = (t.registers.c.document_id, t.registers.c.ordinal)
        with self.reading() as db:
            return [from_json(row.register) for row in db.execute(select(t.registers).order_by(*columns))]

    def entries(self) -> dict[str, tuple[Entry, ...]]:
        """What each document promises, agrees, recommends or resolves, by document, in the papers' order."""
        held: dict[str, tuple[Entry, ...]] = self._unchanged.get(
            "entries", self._entries, lambda found: sum(map(len, found.values()))
        )
        return dict(held)

    def _entries(self) -> dict[str, tuple[Entry, ...]]:
        with self.reading() as db:
            found = db.execute(select(t.commitments).order_by(t.commitments.c.document_id))
            return {row.document_id: commitments.from_json(row.entries) for row in found}

    def entries_of(self, document: str) -> tuple[Entry, ...]:
        """What one document promises, agrees, recommends or resolves, in its order."""

        def read() -> tuple[Entry, ...]:
            wanted = select(t.commitments.c.entries).where(t.commitments.c.document_id == document)
            with self.reading() as db:
                return commitments.from_json(db.execute(wanted).scalar() or ())

        return self._unchanged.get(("entries", document), read, len)

    def owners(self) -> list[str]:
        """Whoever is printed as the owner of an entry, each once."""
        found = text(
            "SELECT DISTINCT json_extract(owner.value, '$.name') FROM commitments, json_each(entries) AS entry,"
            " json_each(entry.value, '$.owners') AS owner"
        )
        with self.reading() as db:
            return list(db.execute(found).scalars())

    def keyword_search(self, terms: Sequence[str], documents: Sequence[str] | None, limit: int) -> list[tuple[str, float]]:
        """(passage id, bm25 score, higher is better) of the passages that hold any of some words or phrases, best first; ties go by place in
        the catalogue.

        FTS5 takes long to score a passage, and in a large library most passages hold some word of a question. So where more are found than
        `_SCORED` for each asked for, those are scored whose terms, each by its rarity, weigh most together.
        """
        wanted = [_quoted(term) for term in dict.fromkeys(terms)]
        posted = self._postings.each(wanted, self._posted, len)
        held = {term: posted[term] for term in wanted if len(posted[term])}
        found = self._candidates(held, documents, _SCORED * limit)
        if not held or (found is not None and not len(found)):
            return []
        among = "" if found is None else "AND +rowid IN (SELECT value FROM json_each(:found))"
        scores = text(
            "SELECT rowid AS number, -bm25(passage_words, 0.3, 1.0, 1.0) AS score FROM passage_words "
            f"WHERE passage_words MATCH :query {among}"
        )
        place = select(t.passages.c.number, t.passages.c.id, t.passages.c.document_id, t.passages.c.ordinal)
        with self.reading() as db:
            json_found = "" if found is None else json.dumps(found.tolist())
            score: dict[int, float] = {}
            for query in _queries(held, found):
                score |= {row.number: row.score for row in db.execute(scores, {"query": query, "found": json_found}).all()}
            if len(score) > limit:
                least = heapq.nlargest(limit, score.values())[-1]
                score = {number: value for number, value in score.items() if value >= least}
            rows = db.execute(place.where(t.passages.c.number.in_(score))).all()
        ordered = sorted(rows, key=lambda row: (-score[row.number], row.document_id, row.ordinal))
        return [(row.id, score[row.number]) for row in ordered[:limit]]

    def _candidates(self, held: Mapping[str, Any], documents: Sequence[str] | None, most: int) -> Any:
        """The numbers of the passages of some documents that hold any of some terms, so many at most; None where all that hold one are meant.

        `held` has for each term the numbers of the passages that hold it.
        """
        import numpy as np

        if not held:
            return np.zeros(0, dtype=np.int32)
        weights = np.zeros(1 + max(int(numbers[-1]) for numbers in held.values()))
        every = self._unchanged.get("passages", self._passage_count)
        for numbers in held.values():
            weights[numbers] += max(math.log((every - len(numbers) + 0.5) / (len(numbers) + 0.5)), 1e-6)  # as bm25 has it
        if documents is not None:
            allowed = np.zeros(len(weights), dtype=bool)
            own = self._postings.get(tuple(documents), lambda: self._numbers(documents), len)
            allowed[own[own < len(weights)]] = True
            weights[~allowed] = 0.0
        found = np.flatnonzero(weights)
        if len(found) > most:
            return found[np.argsort(-weights[found], kind="stable")[:most]]
        return found if documents is not None else None

    def _posted(self, terms: Sequence[str]) -> dict[str, Any]:
        """The numbers of the passages that hold each term, ascending. SQLite joins them in one text, which takes a fifth of handing over each."""
        import numpy as np

        joined = text("SELECT group_concat(rowid) FROM passage_words WHERE passage_words MATCH :term")
        with self.reading() as db:
            numbers = {term: db.execute(joined, {"term": term}).scalar() for term in terms}
        return {term: np.fromstring(of or "", dtype=np.int32, sep=",") for term, of in numbers.items()}

    def _passage_count(self) -> int:
        with self.reading() as db:
            return db.execute(select(func.count()).select_from(t.passages)).scalar_one()

    def _numbers(self, documents: Sequence[str]) -> Any:
        """The numbers of some documents' passages."""
        import numpy as np

        wanted = "SELECT number FROM passages WHERE document_id IN (SELECT value FROM json_each(?))"
        with self.reading() as db:
            rows = db.connection.cursor().execute(wanted, (json.dumps(list(documents)),))
            return np.fromiter((number for (number,) in rows), dtype=np.int64)

    def piece_vectors(self, texts: Sequence[str]) -> dict[str, bytes]:
        """The packed vectors of the word pieces of texts, of those that are held."""
        return self._pieces.each(texts, lambda new: self._by_digest("SELECT digest, vectors FROM piece_vectors", new), len)

    def passage_vectors(self, texts: Sequence[str]) -> dict[str, bytes]:
        """The vectors (float32) of pieces that passages are embedded in, by their texts, of those that are held."""
        return self._by_digest("SELECT digest, vector FROM passage_vectors", texts)

    def _by_digest(self, kept: str, texts: Sequence[str]) -> dict[str, bytes]:
        named = {digest(words): words for words in texts}
        wanted = text(f"{kept} WHERE digest IN (SELECT value FROM json_each(:named)) ORDER BY document_id")

        def read(some: Sequence[str]) -> dict[str, bytes]:
            with self.reading() as db:
                return {named[found]: bytes(value) for found, value in db.execute(wanted, {"named": json.dumps(some)}).all()}

        digests = list(named)
        if len(digests) <= _LOOKED_UP or self.file.stat().st_size < _LARGE:
            return read(digests)
        parts = [digests[at : at + _LOOKED_UP] for at in range(0, len(digests), _LOOKED_UP)]
        return {words: value for found in _beside.map(read, parts) for words, value in found.items()}

    def document_frequency(self, words: Sequence[str]) -> dict[str, int]:
        """In how many passages each word (or its stem) occurs."""
        return self._frequencies.each(words, self._document_frequency)

    def _document_frequency(self, words: Sequence[str]) -> dict[str, int]:
        count = text("SELECT count(*) FROM passage_words WHERE passage_words MATCH :query")
        with self.reading() as db:
            return {w: int(db.execute(count, {"query": _quoted(w)}).scalar_one()) for w in words}

    def acronyms(self) -> list[tuple[str, str]]:
        """(short, long) forms that the papers themselves explain, the commonest first."""
        held: list[tuple[str, str]] = self._unchanged.get("acronyms", self._acronyms, len)
        return list(held)

    def _acronyms(self) -> list[tuple[str, str]]:
        pair = (t.acronyms.c.short, t.acronyms.c.long)
        with self.reading() as db:
            found = db.execute(select(*pair).group_by(*pair).order_by(func.count().desc(), *pair))
            return [(row.short, row.long) for row in found]

    # -- changes; each takes the transaction it is part of

    def insert_document(
        self,
        db: Connection,
        document: Document,
        content: Content,
        description: str,
        pieces: Sequence[bytes] = (),
        vectors: Mapping[str, bytes] = MappingProxyType({}),
    ) -> None:
        """Put a document with all that belongs to it in place of any of the same id; `pieces` are the packed vectors of its units, `vectors` those
        of its passages' pieces, by their texts.
        """
        self.delete_document(db, document.id)
        values = {c.name: getattr(document, c.name) for c in t.documents.columns if c.name not in ("description", "ingested_at")}
        values |= {
            "kind": document.kind.value,
            "classification": document.classification.value,
            "unread_pages": list(document.unread_pages),
            "notes": list(document.notes),
            "description": description,
            "ingested_at": document.ingested_at or datetime.now(),
        }
        db.execute(insert(t.documents).values(**values))
        if content.pages:
            db.execute(insert(t.pages), [_page_values(document.id, p) for p in content.pages])
        if seen := [_recognised_values(document.id, p.ordinal, p.recognised) for p in content.pages if p.recognised]:
            db.execute(insert(t.recognised), seen)
        if content.passages:
            last = db.execute(select(func.max(t.passages.c.number))).scalar() or 0
            numbered = list(enumerate(content.passages, last + 1))
            db.execute(insert(t.passages), [{"number": n, **_passage_values(passage)} for n, passage in numbered])
            put_words(db, [(n, document.title, passage) for n, passage in numbered])
        if pairs := sorted(set(content.acronyms)):
            db.execute(insert(t.acronyms), [{"document_id": document.id, "short": s, "long": x} for s, x in pairs])
        for ordinal, register in enumerate(content.registers):
            db.execute(insert(t.registers).values(document_id=document.id, ordinal=ordinal, register=to_json(register)))
        if content.entries:
            db.execute(insert(t.commitments).values(document_id=document.id, entries=commitments.to_json(content.entries)))
        self.put_pieces(db, document.id, {digest(u): v for u, v in zip(content.units, pieces, strict=True)})
        if vectors:
            rows = [{"digest": digest(words), "document_id": document.id, "vector": v} for words, v in vectors.items()]
            db.execute(insert(t.passage_vectors), rows)

    def delete_document(self, db: Connection, document: str) -> None:
        """Take a document out, with its pages, passages and words; its sources too."""
        db.execute(
            text("DELETE FROM passage_words WHERE rowid IN (SELECT number FROM passages WHERE document_id = :d)"), {"d": document}
        )
        db.execute(delete(t.said).where(t.said.c.path.in_(select(t.sources.c.path).where(t.sources.c.document_id == document))))
        for table in (
            t.passages,
            t.recognised,
            t.pages,
            t.acronyms,
            t.registers,
            t.commitments,
            t.piece_vectors,
            t.passage_vectors,
            t.sources,
        ):
            db.execute(delete(table).where(table.c.document_id == document))
        db.execute(delete(t.documents).where(t.documents.c.id == document))

    def set_source(self, db: Connection, source: Source) -> None:
        """Say which document a file gives now."""
        self.drop_source(db, source.path)
        db.execute(insert(t.sources).values(**{c.name: getattr(source, c.name) for c in t.sources.columns}))
        if source.said:
            db.execute(insert(t.said).values(path=source.path, said=source.said))

    def drop_source(self, db: Connection, path: str) -> None:
        """Forget a file."""
        db.execute(delete(t.said).where(t.said.c.path == path))
        db.execute(delete(t.sources).where(t.sources.c.path == path))

    def orphans(self, db: Connection) -> list[str]:
        """Documents that no file gives any longer."""
        held = select(t.sources.c.document_id)
        return [row.id for row in db.execute(select(t.documents.c.id).where(t.documents.c.id.not_in(held)))]

    def mark_unswept(self, db: Connection, document: str) -> bool:
        """Note that Chroma may hold vectors of a document that belong to no passage in the catalogue; whether that is new."""
        return bool(db.execute(text("INSERT OR IGNORE INTO unswept VALUES (:d)"), {"d": document}).rowcount)

    def mark_swept(self, db: Connection, document: str) -> None:
        """Note that it does not."""
        db.execute(delete(t.unswept).where(t.unswept.c.document_id == document))

    def read_again(self, db: Connection, document: str) -> None:
        """Have the next ingest of a document's files read them, though they have not changed."""
        db.execute(update(t.documents).where(t.documents.c.id == document).values(description=""))
        db.execute(update(t.sources).where(t.sources.c.document_id == document).values(described_by=""))

    def put_pieces(self, db: Connection, document: str, kept: dict[str, bytes]) -> None:
        """Keep these packed vectors of texts for a document, by the texts' digests, and no others."""
        db.execute(delete(t.piece_vectors).where(t.piece_vectors.c.document_id == document))
        if kept:
            values = [{"digest": d, "document_id": document, "vectors": v} for d, v in kept.items()]
            db.execute(insert(t.piece_vectors), values)

    def drop_pieces(self, db: Connection) -> None:
        """Throw the vectors of all texts away."""
        db.execute(delete(t.piece_vectors))
        db.execute(delete(t.passage_vectors))

    def pieces_kept(self, document: str) -> set[str]:
        """The digests of the texts of which a document's packed vectors are kept."""
        with self.reading() as db:
            held = select(t.piece_vectors.c.digest).where(t.piece_vectors.c.document_id == document)
            return set(db.execute(held).scalars())

    def unswept(self) -> list[str]:
        """Documents of which vectors may have to be taken out of Chroma."""
        with self.reading() as db:
            return [row.document_id for row in db.execute(select(t.unswept))]

    def description(self, document: str) -> str | None:
        """The digest of what described a document when it went in, None when it is not held."""
        with self.reading() as db:
            return db.execute(select(t.documents.c.description).where(t.documents.c.id == document)).scalar()

    def has_passages(self) -> bool:
        """Whether anything is held that has vectors."""
        with self.reading() as db:
            return db.execute(select(t.passages.c.number).limit(1)).first() is not None

    def has_documents(self) -> bool:
        """Whether anything is held."""
        with self.reading() as db:
            return db.execute(select(t.documents.c.id).limit(1)).first() is not None


def _queries(held: Mapping[str, Any], found: Any) -> list[str]:
    """What FTS5 is asked for the scores of some passages, those by a later query in place of those by an earlier one.

    It goes through all passages that hold a term, most of which are not among the `found`. So it goes through those of rare terms, which
    hold all of these between them, and looks among them for those that hold one of the common terms too, where a score counts all.
    """
    import numpy as np

    every = sorted(held, key=lambda term: (len(held[term]), term))
    if found is None:
        return [" OR ".join(every)]
    left, rare = found, 0
    while len(left):
        numbers = held[every[rare]]
        places = np.minimum(np.searchsorted(numbers, left), len(numbers) - 1)
        left = left[numbers[places] != left]
        rare += 1
    first, rest = " OR ".join(every[:rare]), " OR ".join(every[rare:])
    return [first, f"({first}) AND ({rest})"] if rest else [first]


def _quoted(term: str) -> str:
    """A word or phrase as FTS5 takes it for plain text."""
    return f'"{_UNQUOTABLE.sub(" ", term)}"'


def _document(row: Any, names: list[str]) -> Document:
    return Document(
        row.id, row.sha256, row.title, Kind(row.kind), tuple(names) or (row.id,), Classification(row.classification), row.body,
        row.meeting_date, row.period, row.page_count, row.passage_count, tuple(row.unread_pages), tuple(row.notes),
        row.ingested_at,
    )  # fmt: skip


def _page(row: Any) -> Page:
    seen = None if row.confidence is None else Recognised(row.confidence, tuple(WordBox(*word) for word in row.words))
    running = tuple((a, b) for a, b in row.running)
    return Page(row.ordinal, row.number, row.text, row.printed, row.label, row.unread, running, seen)


def _page_values(document: str, page: Page) -> dict[str, Any]:
    return {
        "document_id": document, "ordinal": page.ordinal, "number": page.number, "printed": page.printed, "label": page.label,
        "text": page.text, "unread": page.unread, "running": [list(r) for r in page.running],
    }  # fmt: skip


def _recognised_values(document: str, ordinal: int, seen: Recognised) -> dict[str, Any]:
    words = [[w.start, w.end, *(round(side, 5) for side in (w.left, w.top, w.right, w.bottom))] for w in seen.words]
    return {"document_id": document, "ordinal": ordinal, "confidence": seen.confidence, "words": words}


def _passage(row: Any) -> Passage:
    rows = tuple(tuple(Cell(c[0], c[1], _spans(c[2])) for c in cells) for cells in row.rows)
    return Passage(
        row.id, row.document_id, row.ordinal, row.kind, row.text, row.search_text, _spans(row.spans), tuple(row.section),
        row.paragraph, rows, row.group_name, row.intro, tuple(row.pieces),
    )  # fmt: skip


def _spans(values: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(*v) for v in values)


def _passage_values(p: Passage) -> dict[str, Any]:
    rows = [[[c.label, c.text, [[s.page, s.start, s.end] for s in c.spans]] for c in cells] for cells in p.rows]
    return {
        "id": p.id, "document_id": p.document_id, "ordinal": p.ordinal, "kind": p.kind, "text": p.text,
        "search_text": p.search_text, "spans": [[s.page, s.start, s.end] for s in p.spans],
        "section": list(p.section), "paragraph": p.paragraph, "rows": rows, "group_name": p.group, "intro": p.intro,
        "pieces": list(p.pieces),
    }  # fmt: skip
