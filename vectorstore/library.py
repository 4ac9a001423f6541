"""The library: one facade over the catalogue and the vectors, with exempt papers on a shelf of their own.

A question is always asked through `Holdings`, which are opened for a role: a reader's holdings know nothing of the exempt shelf,
so nothing above this module can show what it does not have.
"""

from __future__ import annotations

import hashlib
import math
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from vectorstore.catalogue import Content, Source
from vectorstore.commitments import Entry
from vectorstore.embedding import Embedder
from vectorstore.errors import LibraryError
from vectorstore.models import Classification, Document, Hit, Page, Passage, Role, document_id
from vectorstore.piece_vectors import nearest
from vectorstore.records import Register
from vectorstore.settings import Settings
from vectorstore.shelf import EMBEDDER, Shelf
from vectorstore.unchanged import Unchanged
from vectorstore.units import units
from vectorstore.writing import only_writer

_T = TypeVar("_T")
_SHOWN = 10_000  # passages of which it stays in memory what their units show
_ASKED = 50  # questions of which it stays in memory what texts speak of them


def _digest(path: Path) -> str:
    """A file's SHA-256, computed once as long as its size and time of change stay; empty when it cannot be read."""
    try:
        stat = path.stat()
        return _digest_of(path, stat.st_size, stat.st_mtime_ns)
    except OSError:
        return ""


@lru_cache(maxsize=256)
def _digest_of(path: Path, size: int, modified_ns: int) -> str:
    del size, modified_ns  # they tell one state of the file from another
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _made_once(texts: Sequence[str], held: Iterable[Mapping[str, _T]], make: Callable[[list[str]], Sequence[_T]]) -> list[_T]:
    """What belongs to each text: what some hold already, the rest made, each text's once."""
    known = {words: value for found in held for words, value in found.items()}
    new = [words for words in dict.fromkeys(texts) if words not in known]
    known |= zip(new, make(new), strict=True)
    return [known[words] for words in texts]


class Holdings:
    """What one role may see, as if nothing else existed."""

    def __init__(self, shelves: Callable[[], Sequence[Shelf]], embedder: Embedder) -> None:
        self._seen = shelves
        self.embedder = embedder
        self._spoken = Unchanged(self.state, _ASKED)
        self._shown = Unchanged(self.state, _SHOWN)
        self._listed = Unchanged(self.state, 1)

    @property
    def _shelves(self) -> Sequence[Shelf]:
        """The shelves as they are now: the exempt one is made with the first exempt paper."""
        return self._seen()

    def state(self) -> tuple[int, ...]:
        """What is another once anything held has been changed, by this program or any other."""
        return tuple(s.catalogue.state() for s in self._shelves)

    def troubles(self) -> list[str]:
        """What is wrong with the vectors, in a line for each shelf; what to do is in it."""
        return [trouble for s in self._shelves if (trouble := s.trouble())]

    def documents(self) -> list[Document]:
        """Every document, by source name."""
        held: list[Document] = self._listed.get("documents", self._documents)
        return list(held)

    def _documents(self) -> list[Document]:
        return sorted((d for s in self._shelves for d in s.catalogue.documents()), key=lambda d: (d.sources, d.id))

    def pages(self, document: str) -> list[Page]:
        """A document's pages in order; empty when it is not held."""
        return next((found for s in self._shelves if (found := s.catalogue.pages(document))), [])

    def pages_of(self, passages: Iterable[Passage]) -> dict[str, dict[int, Page]]:
        """The pages that some passages stand on, by document and ordinal."""
        places = dict.fromkeys((p.document_id, ordinal) for p in passages for ordinal in p.pages)
        found: dict[str, dict[int, Page]] = {document: {} for document, _ in places}
        for shelf in self._shelves:
            for (document, ordinal), page in shelf.catalogue.pages_at(places).items():
                found[document][ordinal] = page
        return found

    def page(self, document: str, ordinal: int) -> Page | None:
        """One page of a document, counted from 1."""
        return next((found for s in self._shelves if (found := s.catalogue.page(document, ordinal))), None)

    def last_page(self, document: str) -> int:
        """The ordinal of a document's last page; 0 when it is not held."""
        return max((s.catalogue.last_page(document) for s in self._shelves), default=0)

    def original(self, document: str) -> Path | None:
        """The file that a document was read from, as long as it is where it was and has the same bytes; None otherwise."""
        for shelf in self._shelves:
            for source in shelf.catalogue.sources():
                if source.document_id == document and document_id(_digest(Path(source.path))) == document:
                    return Path(source.path)
        return None

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """Passages by id; unknown ids are left out."""
        wanted = list(ids)
        return {k: v for s in self._shelves for k, v in s.catalogue.passages(wanted).items()}

    def shown(self, hits: Iterable[Hit]) -> dict[str, list[str]]:
        """What the units of some passages show (units.py), by the passages' ids, in reading order."""
        of = {h.passage.id: h for h in hits}

        def read(new: list[str]) -> dict[str, list[str]]:
            pages = self.pages_of(of[p].passage for p in new)
            return {p: [u.shown for u in units(of[p], pages[of[p].document.id])] for p in new}

        return self._shown.each(of, read)

    def passages_of(self, document: str) -> list[Passage]:
        """A document's passages in reading order."""
        return [p for s in self._shelves for p in s.catalogue.passages_of(document)]

    def group(self, document: str, name: str) -> list[Passage]:
        """The passages of one table or list of a document, in reading order."""
        return [p for s in self._shelves for p in s.catalogue.group(document, name)]

    def acronyms(self) -> list[tuple[str, str]]:
        """(short, long) forms that the papers explain."""
        return list(dict.fromkeys(pair for s in self._shelves for pair in s.catalogue.acronyms()))

    def registers(self) -> list[tuple[Document, Register]]:
        """Every risk register, each with the document that it was read from, by source name."""
        held = {d.id: d for d in self.documents()}
        found = [r for s in self._shelves for r in s.catalogue.registers()]
        order = {key: n for n, key in enumerate(held)}
        return [(held[r.document_id], r) for r in sorted(found, key=lambda r: order[r.document_id])]

    def entries(self) -> list[tuple[Document, tuple[Entry, ...]]]:
        """What each document promises, agrees, recommends or resolves, in reading order, by source name; documents without any left out."""
        found = {document: entries for s in self._shelves for document, entries in s.catalogue.entries().items()}
        return [(d, found[d.id]) for d in self.documents() if d.id in found]

    def entries_of(self, document: str) -> tuple[Entry, ...]:
        """What one document promises, agrees, recommends or resolves, in reading order."""
        return tuple(e for s in self._shelves for e in s.catalogue.entries_of(document))

    def owners(self) -> frozenset[str]:
        """Whoever is printed as the owner of an entry."""
        return frozenset(name for s in self._shelves for name in s.catalogue.owners())

    def keyword_search(self, terms: Sequence[str], among: Sequence[str] | None, limit: int) -> list[tuple[str, float]]:
        """(passage id, score) of the passages that hold any of some words or phrases, best first; `among` narrows to documents by id."""
        found = [hit for s in self._shelves for hit in s.catalogue.keyword_search(terms, among, limit)]
        return sorted(found, key=lambda hit: -hit[1])[:limit]

    def vector_search(self, text: str, among: Sequence[str] | None, limit: int) -> list[tuple[str, float]]:
        """(passage id, cosine similarity) of the passages nearest to a text, best first."""
        if not any(s.catalogue.has_documents() for s in self._shelves):
            return []
        vector = self.embedder.embed_query(text)
        found = [hit for s in self._shelves for hit in s.vector_search(vector, among, limit)]
        return sorted(found, key=lambda hit: (-round(hit[1], 6), hit[0]))[:limit]

    def nearness(self, question: str, texts: Sequence[str]) -> list[float]:
        """The cosine between a question and each of some short texts."""
        if not texts:
            return []
        vectors = self.embedder.embed_again([question, *texts])
        return [float(x) for x in vectors[1:] @ vectors[0]]

    def speaking(self, question: str, texts: Sequence[str]) -> list[float]:
        """How much of a question each of some short texts speaks of, word by word, in their meaning: about 0 to 1 (late interaction).

        Each piece of a word of the question is compared with every piece of the text, both as their sentence means them, and the nearest
        counts, the more the fewer passages hold the word: the MaxSim of ColBERT (Khattab and Zaharia, 2020), weighted by rarity. What
        units show has its vectors from the shelves; those of another text are made.
        """
        known: dict[str, float] = self._spoken.get(question, dict)
        if new := [t for t in dict.fromkeys(texts) if t not in known]:
            known |= zip(new, self._speaking(question, new), strict=True)
        return [known[t] for t in texts]

    def _speaking(self, question: str, texts: Sequence[str]) -> list[float]:
        import numpy as np

        pieces = self.embedder.pieces(question)
        frequency = self.document_frequency(list(dict.fromkeys(filter(None, pieces))))
        total = sum(d.passage_count for d in self.documents())
        weights = np.array([math.log(1 + total / (1 + frequency[w])) / pieces.count(w) if w else 0.0 for w in pieces])
        held = {t: v for s in self._shelves for t, v in s.catalogue.piece_vectors(texts).items()}
        new = [t for t in texts if t not in held]
        asked, *made = self.embedder.embed_pieces_again([question, *new])
        held |= zip(new, made, strict=True)
        near = nearest(asked, [held[t] for t in texts], self.embedder.dimensions)
        return [float(x) for x in near @ weights / (weights.sum() or 1.0)]

    def document_frequency(self, words: Sequence[str]) -> dict[str, int]:
        """In how many passages each word occurs."""
        counts = [s.catalogue.document_frequency(words) for s in self._shelves]
        return {w: sum(c[w] for c in counts) for w in words}


class Library:
    """The whole library in its folder: an open shelf, and an exempt one that appears with its first paper."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder = settings.data
        self.embedder = Embedder(settings)
        self._opening = threading.Lock()
        self._closed_shelf: Shelf | None = None
        try:
            self._open = Shelf(self.folder / "open")
        except OSError as error:
            raise LibraryError(
                f"{self.folder}: the library's folder cannot be used ({error.strerror}); give another with --data."
            ) from error
        self._fit(self._open)

    @property
    def _exempt(self) -> Shelf:
        with self._opening:
            if self._closed_shelf is None:
                (self.folder / "exempt").mkdir(mode=0o700, exist_ok=True)  # nobody else on this computer has business there
                shelf = Shelf(self.folder / "exempt")
                self._fit(shelf)
                self._closed_shelf = shelf
            return self._closed_shelf

    def _fit(self, shelf: Shelf) -> None:
        held = shelf.catalogue.fact(EMBEDDER)
        if held and held != self.embedder.identity:
            shelf.close()
            raise LibraryError(
                f"{self.folder}: its vectors were made with '{held}', the settings name '{self.embedder.identity}'; "
                "set embedding_model back, or ingest into a new --data folder."
            )

    def _shelves(self) -> Iterator[Shelf]:
        yield self._open
        if (self.folder / "exempt" / "catalogue.sqlite").exists():
            yield self._exempt

    def holdings(self, role: Role = Role.READER) -> Holdings:
        """What a role may see."""
        return Holdings((lambda: list(self._shelves())) if role.meets_exempt else (lambda: [self._open]), self.embedder)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The right to change the library, which one program has at a time; what an interrupted one left is finished first.

        Raises LibraryError when another program has it, or the folder may not be written to.
        """
        with only_writer(self.folder):
            for shelf in self._shelves():
                shelf.finish(self.embedder)
            yield
            for shelf in self._shelves():
                shelf.bring_in()

    def sources(self) -> dict[str, tuple[Source, Classification]]:
        """Every file that gave a document, by path, whatever its classification: for the ingest job, not for answers."""
        found: dict[str, tuple[Source, Classification]] = {}
        for shelf in self._shelves():
            kind = Classification.OPEN if shelf is self._open else Classification.EXEMPT
            found |= {s.path: (s, kind) for s in shelf.catalogue.sources()}
        return found

    def said(self) -> dict[str, str]:
        """What the command line said of files, by path, as JSON: of those held, and of those whose paper was lost with a damaged catalogue."""
        return {
            path: said for shelf in self._shelves() for path, said in shelf.catalogue.said().items()
        }  # the exempt shelf's word is last

    def put(self, document: Document, content: Content, source: Source, described_by: str) -> None:
        """Embed a document's passages and units and put it on its shelf, in place of what the same file gave before. What the same words
        have already, in this document's last version or any other, is not made again.

        `described_by` is the digest of what describes the document. Further files that give it stay noted.
        """
        others = [s for s, _ in self.sources().values() if s.document_id == document.id and s.path != source.path]
        shelves = list(self._shelves())
        texts = [piece for p in content.passages for piece in p.pieces]
        vectors = _made_once(texts, [s.kept_vectors(texts) for s in shelves], self.embedder.embed_documents)
        words = [s.catalogue.piece_vectors(content.units) for s in shelves]
        pieces = _made_once(content.units, words, self.embedder.embed_pieces)
        target = self._open if document.classification is Classification.OPEN else self._exempt
        target.catalogue.set_fact(EMBEDDER, self.embedder.identity)
        for shelf in self._shelves():
            if shelf is not target:  # first out of the one place, then into the other: an exempt paper is never in both
                shelf.drop_source(source.path)
                shelf.drop_document(document.id)
        target.put(document, content, [*others, source], described_by, vectors, pieces)

    def add_source(self, source: Source, classification: Classification) -> None:
        """Note a further file with the bytes of a document already held."""
        for shelf in self._shelves():
            is_open = shelf is self._open
            if is_open is (classification is Classification.OPEN):
                shelf.add_source(source)
            else:
                shelf.drop_source(source.path)

    def drop_source(self, path: str) -> None:
        """Forget a file, and the document that only it gave."""
        for shelf in self._shelves():
            shelf.drop_source(path)

    def described(self, document: str) -> tuple[str, Classification] | None:
        """What described a held document (a digest) and where it stands; None when it is not held."""
        for shelf in self._shelves():
            if (found := shelf.catalogue.description(document)) is not None:
                return found, Classification.OPEN if shelf is self._open else Classification.EXEMPT
        return None

    def made_exempt(self, documents: Iterable[str], passages: Sequence[str]) -> bool:
        """Whether a paper or a passage (by id) is exempt now, whatever it was when it was shown: for answers that were kept, not for new ones."""
        shelves = [shelf for shelf in self._shelves() if shelf is not self._open]
        return any(
            shelf.catalogue.passages(passages) or any(shelf.catalogue.description(each) is not None for each in documents)
            for shelf in shelves
        )

    def close(self) -> None:
        """Close the library's files, those that were opened: a reader's questions never touch the exempt shelf."""
        self._open.close()
        if self._closed_shelf is not None:
            self._closed_shelf.close()
