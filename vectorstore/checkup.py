"""The examination of one shelf: its catalogue, its keyword index and its vectors, each against the others; and their repair."""

from __future__ import annotations

from pathlib import Path

from vectorstore import keyword_index
from vectorstore.catalogue import VECTORS, Catalogue
from vectorstore.embedding import Embedder
from vectorstore.errors import LibraryError
from vectorstore.faults import Examination
from vectorstore.piece_vectors import digest
from vectorstore.salvage import complaints
from vectorstore.saved_catalogue import save_catalogue
from vectorstore.settled import noted
from vectorstore.shelf import EMBEDDER, Shelf
from vectorstore.units import shown_texts
from vectorstore.vectors import STORE, names, torn
from vectorstore.vectors_listed import listed
from vectorstore.wholeness import what_lacks

_MAY_BE_SHOWN = (
    "papers that were exempt may come back as open when they are ingested again; give --classification exempt with them"
)


class Checkup:
    """Examines the shelf in a folder, and mends it when it is to `repair`: its caller is then the only one that writes."""

    def __init__(self, folder: Path, embedder: Embedder, found: Examination, *, repair: bool) -> None:
        self._folder, self._embedder, self._found, self._repair = folder, embedder, found, repair
        self._file, self._chroma = folder / "catalogue.sqlite", folder / "chroma"
        self._exempt = folder.name == "exempt"

    def run(self) -> None:
        """Examine what the catalogue holds and what stands on it; a catalogue that cannot be opened is named and the rest left out."""
        try:
            shelf = Shelf(self._folder)
        except LibraryError as error:
            self._found.found(_without_file(error, self._file), self._file)
            return
        try:
            self._papers(shelf.catalogue)
            self._words(shelf.catalogue)
            anew = self._other_embedder(shelf)
            self._vectors(shelf)
            self._pieces(shelf.catalogue, anew=anew)
        finally:
            shelf.close()

    # -- the catalogue

    def catalogue_file(self) -> bool:
        """Examine the catalogue's file by itself; whether there is one to go on with."""
        if not self._file.is_file():
            if not self._chroma.exists():
                return False
            fault = self._found.found(
                "the catalogue is gone, and only vectors are left, which say nothing without it", self._file
            )
            if self._repair:
                fault.what += "; an empty one was made: restore a backup, or ingest the papers again"
                fault.what += f"; {_MAY_BE_SHOWN}" if self._exempt else ""
            fault.mended = self._repair
            return self._repair
        wrong = complaints(self._file)
        if not wrong:
            return True
        fault = self._found.found(f"the catalogue's file is damaged ({'; '.join(wrong[:2])})", self._file)
        if not self._repair:
            return False
        saved = save_catalogue(self._file, exempt=self._exempt)
        fault.what += f"; what could be read was put into a new one, the damaged one is kept as {saved.kept.name}"
        fault.mended = True
        if self._exempt and {"sources", "said"} <= saved.damaged:
            fault.what += f"; {_MAY_BE_SHOWN}"
        if saved.again:
            self._found.found(
                "what was read of the papers that are kept (registers, entries, acronyms) may have been lost; ingest them again",
                self._file,
            )
        for name in saved.lost:
            self._found.found("a paper was lost with the damaged catalogue; ingest it again", name)
        if not saved.lost:
            self._found.notes.append(
                f"{saved.kept}: no paper that could be read was lost; papers may be missing of which nothing could be read."
            )
        return True

    def _papers(self, catalogue: Catalogue) -> None:
        named: dict[str, list[str]] = {}
        for source in catalogue.sources():
            named.setdefault(source.document_id, []).append(source.path)
        for document in catalogue.documents():
            if lack := what_lacks(catalogue, document.id):
                files = named.get(document.id, [])
                self._found.found(f"'{document.title}' is not whole: {lack}; ingest it again", files[0] if files else self._file)
                if self._repair:
                    with catalogue.writing() as db:
                        catalogue.read_again(db, document.id)

    def _words(self, catalogue: Catalogue) -> None:
        try:
            differ = keyword_index.differing(catalogue)
            what = f"the keyword index lacks {_many(differ, 'passage')} or has them wrong" if differ else None
        except LibraryError:
            what = "the keyword index is damaged"
        if what is None:
            return
        fault = self._found.found(what, self._file)
        if self._repair:
            keyword_index.make_anew(catalogue)
            fault.mended = True

    # -- the vectors

    def _other_embedder(self, shelf: Shelf) -> bool:
        """Whether the vectors are another embedder's than the settings name; all are then made anew."""
        made_with, named = shelf.catalogue.fact(EMBEDDER), self._embedder.identity
        if made_with in (None, named):
            return False
        fault = self._found.found(
            f"the vectors were made with '{made_with}', the settings name '{named}'; set embedding_model back, or have them made anew",
            self._folder,
        )
        if self._repair:
            shelf.change_embedder(named)
            fault.mended = True
        return self._repair

    def _vectors(self, shelf: Shelf) -> None:
        what = self._parting(shelf)
        if not what:
            return
        faults = [self._found.found(each, self._chroma) for each in what]
        if self._repair:
            try:
                if self._unreadable:
                    shelf.clear_vectors()
                made = shelf.mend(self._embedder)
            except LibraryError as error:
                faults[0].what += f"; it could not be mended: {_without_file(error, self._chroma)}"
                return
            for fault in faults:
                fault.mended = True
            if made:
                self._found.notes.append(f"{self._chroma}: {_many(made, 'vector')} made anew from the catalogue.")

    def _parting(self, shelf: Shelf) -> list[str]:
        """In what the vectors differ from the catalogue."""
        self._unreadable = False
        wanted: dict[str, str] = {}
        for document in shelf.catalogue.documents():
            wanted |= dict.fromkeys(names(shelf.catalogue.pieces_of(document.id)), document.id)
        if not (self._chroma / STORE).is_file():
            return ["the vectors are gone"] if wanted else []
        if name := torn(self._chroma, thorough=True):
            self._unreadable = True
            return [f"the vectors were left half written, or have changed since ({name})"]
        try:
            held = listed(self._chroma)
        except LibraryError as error:
            self._unreadable = True
            return [_without_file(error, self._chroma)]
        missing, extra = len(wanted.keys() - held.keys()), len(held.keys() - wanted.keys())
        others = sum(held[name] != document for name, document in wanted.items() if name in held)
        left = shelf.catalogue.unswept()
        found = [f"{_many(missing, 'vector')} of passages that are held {_are(missing)} missing"] if missing else []
        found += [f"{_many(extra, 'vector')} {_are(extra)} of no passage that is held"] if extra else []
        found += [f"{_many(others, 'vector')} {_are(others)} noted as another paper's"] if others else []
        found += [f"an interrupted program left {_many(len(left), 'paper')} to be swept"] if left else []
        note, count = noted(self._chroma), int(shelf.catalogue.fact(VECTORS) or 0)
        if not found and note and note.changes != count:
            found = [f"the vectors say that they are of change {note.changes} of the catalogue, which is at {count}"]
        return found

    def _pieces(self, catalogue: Catalogue, *, anew: bool) -> None:
        """The vectors of the pieces of words in each unit, which the catalogue keeps; those to be made `anew` are known to be missing."""
        for document in catalogue.documents():
            if what_lacks(catalogue, document.id):
                continue
            texts = shown_texts(document, catalogue.passages_of(document.id), catalogue.pages(document.id))
            wanted, held = {digest(text) for text in texts}, catalogue.pieces_kept(document.id)
            if wanted == held:
                continue
            fault = None
            if not anew:
                what = f"'{document.title}': the word vectors of {_many(len(wanted ^ held), 'sentence')} are missing or nobody's"
                fault = self._found.found(what, self._file)
            if self._repair:
                made = self._embedder.embed_pieces(texts)
                with catalogue.writing() as db:
                    catalogue.put_pieces(db, document.id, {digest(text): v for text, v in zip(texts, made, strict=True)})
                if fault:
                    fault.mended = True


def _without_file(error: LibraryError, file: Path) -> str:
    return str(error).removeprefix(f"{file}: ").removeprefix(f"{file.parent}: ").rstrip(".")


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
