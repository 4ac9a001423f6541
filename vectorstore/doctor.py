"""The examination and repair of a library's shelves: catalogues, keyword indexes and vectors against each other."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, nullcontext
from pathlib import Path

from vectorstore.catalogue import Catalogue
from vectorstore.checkup import Checkup
from vectorstore.disk import writable
from vectorstore.embedding import Embedder
from vectorstore.errors import LibraryError
from vectorstore.faults import Examination
from vectorstore.settings import Settings
from vectorstore.writing import READ_ONLY, is_being_written, only_writer

_SHELVES = ("open", "exempt")


@contextmanager
def examining(settings: Settings, *, repair: bool) -> Iterator[Examination]:
    """Examine the library's shelves, and mend them when they are to be repaired; the caller may add what it finds elsewhere in the folder.

    Until the caller is done, a repair has the right to change the library. Raises LibraryError when the folder holds no library, or another
    program is writing to one that is to be repaired.
    """
    folder = settings.data
    if not any((folder / shelf).is_dir() for shelf in _SHELVES):
        raise LibraryError(f"{folder}: there is no library in this folder; name its folder with --data.")
    found = Examination()
    with only_writer(folder) if repair else nullcontext():
        if not repair and is_being_written(folder):
            found.notes.append(
                f"{folder}: another program is writing to this library; what is on its way may be named as a fault."
            )
        embedder = Embedder(settings)
        checkups = [Checkup(folder / shelf, embedder, found, repair=repair) for shelf in _SHELVES if (folder / shelf).is_dir()]
        usable = [checkup for checkup in checkups if checkup.catalogue_file()]
        if len(usable) == len(_SHELVES):
            with _catalogues(folder) as catalogues:  # before the vectors, of which a paper that goes leaves some
                _on_both(catalogues, found, repair=repair)
        for checkup in usable:
            checkup.run()
        _notes(folder, found)
        yield found


@contextmanager
def _catalogues(folder: Path) -> Iterator[list[Catalogue]]:
    """The catalogues that there are, the open one first; none when one of them cannot be opened, which its shelf's examination says."""
    with ExitStack() as opened:
        try:
            files = [folder / shelf / "catalogue.sqlite" for shelf in _SHELVES]
            catalogues = [opened.enter_context(closing(Catalogue(file))) for file in files if file.is_file()]
        except LibraryError:
            catalogues = []
        yield catalogues


def _notes(folder: Path, found: Examination) -> None:
    """What is no fault and should be known: files that are gone, and rights."""
    with _catalogues(folder) as catalogues:
        for catalogue in catalogues:
            for source in catalogue.sources():
                if not Path(source.path).is_file():
                    found.notes.append(f"{source.path}: this file is no longer there; its paper is held all the same.")
    if not writable(folder):
        found.notes.append(f"{folder}: {READ_ONLY}")
    exempt = folder / "exempt"
    if exempt.is_dir() and _open_to_others(exempt) and any(_open_to_others(f) for f in exempt.iterdir()):
        found.notes.append(
            f"{exempt}: other users of this computer may read the exempt papers; take that right away (chmod -R go= '{exempt}')."
        )


def _on_both(catalogues: list[Catalogue], found: Examination, *, repair: bool) -> None:
    """A paper that stands on both shelves is exempt."""
    if len(catalogues) < len(_SHELVES):
        return
    shown, exempt = catalogues
    kept_apart = {document.id for document in exempt.documents()}
    for document in shown.documents():
        if document.id in kept_apart:
            fault = found.found(f"'{document.title}' stands among the open papers and among the exempt ones", shown.file)
            if repair:
                with shown.writing() as db:
                    shown.delete_document(db, document.id)
                    shown.mark_unswept(db, document.id)
                fault.what += "; it is exempt now"
                fault.mended = True


def _open_to_others(path: Path) -> bool:
    """Whether anybody else on this computer may read a file or look into a folder."""
    mode = path.stat().st_mode
    return bool(mode & (stat.S_IRGRP | stat.S_IROTH)) and bool(path.is_file() or mode & (stat.S_IXGRP | stat.S_IXOTH))
