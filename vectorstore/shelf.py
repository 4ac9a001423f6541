"""A shelf: the papers of one classification, a catalogue and the vectors that belong to it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from struct import pack, unpack

from sqlalchemy import Connection

from vectorstore import compared
from vectorstore.catalogue import VECTORS, Catalogue, Content, Source
from vectorstore.embedding import Embedder
from vectorstore.errors import BusyError, LibraryError
from vectorstore.models import Document, Passage
from vectorstore.settled import noted, settle
from vectorstore.vectors import STORE, Vectors, clear, names, torn

_FEW = 500  # papers whose vectors are asked of Chroma by their names; of more all are
EMBEDDER = "embedder"  # the fact that names what made the vectors


def _texts(passages: Sequence[Passage]) -> list[str]:
    return [piece for p in passages for piece in p.pieces]


class Shelf:
    """The papers of one classification: a catalogue and the vectors that belong to it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._chroma = folder / "chroma"
        self._failed: str | None = None
        self.catalogue = Catalogue(folder / "catalogue.sqlite")
        self._vectors: Vectors | None = None
        self._as_of: str | None = None
        self._lock = threading.Lock()
        self._compared: tuple[str, compared.Compared] | None = None
        self._comparing = threading.Lock()

    @property
    def vectors(self) -> Vectors:
        """The shelf's vectors, opened on first use and again when another program has changed them."""
        with self._lock:
            as_of = self.catalogue.fact(VECTORS)
            if self._vectors is None:
                self._vectors = Vectors(self._chroma)
            elif as_of != self._as_of or self._vectors.failed:
                self._vectors.reopen()
            self._as_of = as_of
            return self._vectors

    def put(
        self,
        document: Document,
        content: Content,
        sources: Sequence[Source],
        described_by: str,
        vectors: Sequence[Sequence[float]],
        pieces: Sequence[bytes],
    ) -> None:
        """Put a document in, with the files that give it, one vector for each piece of each passage and the word pieces of its units.

        The vectors are written first and mean nothing until the catalogue's one transaction makes the document visible and takes
        out what it replaces (another document, or the same described or cut in another way); whatever is interrupted in between
        is swept out at the next writing.
        """
        passages = [p.id for p in content.passages for _ in p.pieces]
        kept = {words: pack(f"<{len(v)}f", *v) for words, v in zip(_texts(content.passages), vectors, strict=True)}
        replaced = set(names(self.catalogue.pieces_of(document.id)))
        with self.catalogue.writing() as db:
            first = self.catalogue.mark_unswept(db, document.id)
        self.vectors.add(document.id, passages, vectors)
        with self.catalogue.writing() as db:
            self.catalogue.insert_document(db, document, content, described_by, pieces, kept)
            for source in sources:
                self.catalogue.set_source(db, source)
            self._drop_orphans(db)
            self._as_of = self.catalogue.count_change(db)
        if first:  # what may be left of it is known by name, and need not be looked for among all
            self.vectors.drop(sorted(replaced.difference(names(passages))))
            self._agree([document.id])
        self.sweep()

    def add_source(self, source: Source) -> None:
        """Note a further file that gives a document already held."""
        with self.catalogue.writing() as db:
            self.catalogue.set_source(db, source)
            self._drop_orphans(db)
        self.sweep()

    def drop_source(self, path: str) -> None:
        """Forget a file, and the document that only it gave."""
        with self.catalogue.writing() as db:
            self.catalogue.drop_source(db, path)
            self._drop_orphans(db)
        self.sweep()

    def drop_document(self, document: str) -> None:
        """Take a document out, whichever files gave it; one that is not held is no error."""
        if self.catalogue.description(document) is not None:
            with self.catalogue.writing() as db:
                self.catalogue.delete_document(db, document)
                self.catalogue.mark_unswept(db, document)
            self.sweep()

    def _drop_orphans(self, db: Connection) -> None:
        for orphan in self.catalogue.orphans(db):
            self.catalogue.delete_document(db, orphan)
            self.catalogue.mark_unswept(db, orphan)

    def sweep(self) -> None:
        """Take vectors out of Chroma that belong to no passage in the catalogue."""
        for document in self.catalogue.unswept():
            self.vectors.keep(document, self.catalogue.pieces_of(document))
            self._agree([document])

    def _agree(self, swept: Sequence[str]) -> None:
        """Note on both sides that catalogue and vectors agree on some documents: first beside the vectors, then in the catalogue."""
        self.vectors.settled(int(self.catalogue.fact(VECTORS) or 0) + 1)
        with self.catalogue.writing() as db:
            for document in swept:
                self.catalogue.mark_swept(db, document)
            self._as_of = self.catalogue.count_change(db)

    def bring_in(self) -> None:
        """After papers have been put in, make the vectors quick to be opened and compared."""
        if self._vectors is not None:
            self._vectors.bring_in()
            with suppress(LibraryError):  # the next question says so, or makes them
                self._everything()

    # -- when catalogue and vectors part

    def disagreement(self) -> str | None:
        """What shows, without opening Chroma, that the vectors are not those of the catalogue; None when nothing does.

        While papers are being taken in the two may differ, which is known of and no disagreement.
        """
        if not self.catalogue.has_passages():
            return None
        if not (self._chroma / STORE).is_file():
            return "the vectors are gone"
        if name := torn(self._chroma):
            return f"the vectors were left half written ({name})"
        note, count = noted(self._chroma), self.catalogue.fact(VECTORS)
        if note is None or self.catalogue.unswept() or note.changes == int(count or 0):
            return None
        if self.catalogue.unswept() or noted(self._chroma) != note or count != self.catalogue.fact(VECTORS):
            return None  # a writing began or ended between the two looks
        return f"the vectors are of another state of the catalogue (change {note.changes}, not {int(count or 0)})"

    def trouble(self) -> str | None:
        """What is wrong with the vectors, in a line that says what to do; None when nothing is known to be."""
        if self._failed:
            return self._failed
        found = self.disagreement()
        return (
            found and f"{self._chroma}: {found}, so some passages are found by their words alone; run 'scrutiny doctor --repair'."
        )

    def vector_search(self, vector: Sequence[float], among: Sequence[str] | None, limit: int) -> list[tuple[str, float]]:
        """(passage id, cosine similarity) of the passages nearest to a vector; nothing, and `trouble` says so, when there are no vectors to ask."""
        if not self.catalogue.has_documents() or not (self._chroma / STORE).is_file():
            return []
        try:
            everything = self._everything()
            found = everything.nearest(vector, among, limit) if everything else self.vectors.search(vector, among, limit)
        except LibraryError as error:
            self._failed = str(error)
            return []
        self._failed = None
        return found

    def _everything(self) -> compared.Compared | None:
        """All vectors, from memory, from their file, or from Chroma; None when there are too many to be compared."""
        as_of = str(
            self.catalogue.fact(VECTORS)
        )  # before what is read, which may be newer: what is not visible yet is left out by all searches
        with self._comparing:
            if self._compared is None or self._compared[0] != as_of:
                before = compared.kept(self._chroma)
                if before is None or before[0] != as_of:
                    everything = self._renewed(before[1] if before else compared.nothing())
                    if everything is None:
                        return None
                    compared.keep(self._chroma, as_of, everything)
                    before = as_of, everything
                self._compared = before
            return self._compared[1]

    def _renewed(self, before: compared.Compared) -> compared.Compared | None:
        """All vectors: of those before, what papers still have that have not been put in again, and what the others have in Chroma."""
        if self.vectors.count() > compared.MOST:
            return None
        versions = self.catalogue.versions()
        new = [document for document, version in versions.items() if before.documents.get(document) != version]
        few = len(new) <= _FEW and len(new) < len(versions)
        if not few:
            before = compared.nothing()
        names_, of, matrix = self.vectors.everything(new if few else None)
        kept = [n for n, document in enumerate(of) if document in versions]
        if len(kept) < len(of):
            names_, of, matrix = [names_[n] for n in kept], [of[n] for n in kept], matrix[kept]
        return before.renewed(versions, names_, of, matrix)

    def kept_vectors(self, texts: Sequence[str]) -> dict[str, Sequence[float]]:
        """The vectors of the texts that some passage here is embedded in already."""
        return {words: list(unpack(f"<{len(v) // 4}f", v)) for words, v in self.catalogue.passage_vectors(texts).items()}

    def finish(self, embedder: Embedder) -> None:
        """Finish what an interrupted program left, as the only one that writes: sweep, and make vectors anew that are not there.

        Raises LibraryError when the vectors can neither be opened nor made anew.
        """
        if self.disagreement():
            self.mend(embedder)
        elif self.catalogue.unswept():
            self.sweep()
        elif (self._chroma / STORE).is_file() and noted(self._chroma) is None:  # of an older version
            settle(self._chroma, int(self.catalogue.fact(VECTORS) or 0))

    def mend(self, embedder: Embedder) -> int:
        """Make the vectors those of the catalogue, from scratch when they cannot be opened; how many pieces were embedded."""
        try:
            if not (self._chroma / STORE).is_file() or torn(self._chroma, thorough=True):
                self.clear_vectors()
            held = self.vectors.named()
        except BusyError:
            raise
        except LibraryError:
            self.clear_vectors()
            held = self.vectors.named()
        made = self._mend_each(held, embedder)
        (self._chroma / compared.FILE).unlink(missing_ok=True)  # it may lack what was missing
        self._agree(self.catalogue.unswept())
        self._failed = None
        return made

    def _mend_each(self, held: dict[str, str], embedder: Embedder) -> int:
        """Put in, document by document, what is missing or another document's; take out what is nobody's; how many were embedded."""
        wanted: dict[str, str] = {}
        made = 0
        for document in self.catalogue.documents():
            passages = self.catalogue.pieces_of(document.id)
            own = dict.fromkeys(names(passages), document.id)
            wanted |= own
            if any(held.get(name) != document.id for name in own):
                pieces = _texts(self.catalogue.passages_of(document.id))
                kept = self.kept_vectors(pieces)
                missing = [words for words in dict.fromkeys(pieces) if words not in kept]
                kept |= zip(missing, embedder.embed_documents(missing), strict=True)
                self.vectors.add(document.id, passages, [kept[words] for words in pieces])
                made += len(missing)
        self.vectors.drop([name for name in held if name not in wanted])
        return made

    def clear_vectors(self) -> None:
        """Throw the vectors away; `mend` makes them anew."""
        with self._lock:
            if self._vectors is not None:
                self._vectors.close()
                self._vectors = None
            self._compared = None
        try:
            if self._chroma.exists():
                clear(self._chroma)
        except OSError as error:
            raise LibraryError(f"{self._chroma}: cannot be made anew ({error.strerror}); delete it, then try again.") from error

    def change_embedder(self, identity: str) -> None:
        """Note that another embedder makes the vectors from now on, and throw away all that the one before made, which are missed then."""
        self.clear_vectors()
        with self.catalogue.writing() as db:
            self.catalogue.drop_pieces(db)
            self.catalogue.put_fact(db, EMBEDDER, identity)

    def close(self) -> None:
        """Close the shelf's files."""
        self.catalogue.close()
        if self._vectors is not None:
            self._vectors.close()
