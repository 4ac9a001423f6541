"""The vectors, in a persistent Chroma collection that compares by cosine. A passage has one vector for each of its pieces.

Chroma's own search is approximate: it can miss a passage, and not the same one in two libraries that hold the same papers. As long as they are
few enough, all are compared instead (compared.py).
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vectorstore.disk import writable
from vectorstore.errors import BusyError, LibraryError
from vectorstore.settled import half_written, settle

if TYPE_CHECKING:
    from filelock import BaseFileLock

_COLLECTION = "passages"
_BATCH = 2_000
_READ = 30_000  # vectors that are read at once
_OFTEN = 1_000  # new vectors after which Chroma writes its index files of itself,
_PARTS = 16  # or the part of all vectors, where many come at once
HNSW: dict[str, Any] = {"space": "cosine", "ef_search": 400}
"""Chroma's index, as it is made with a collection."""
STORE = "chroma.sqlite3"
"""The file in which Chroma keeps the newest vectors, and what it knows of all."""
LOCK = "using.lock"
_PATIENCE = 60.0  # seconds for another program that reads or writes them
_REPAIR = "'scrutiny doctor --repair' makes them anew from the catalogue"
_ADVICE = {
    "opened": _REPAIR,
    "read": _REPAIR,
    "written": "make room on the disk and see that the folder may be written to, then try again; else " + _REPAIR,
}


class Vectors:
    """A Chroma collection in a folder, for one program at a time to write to. Chroma's own keyword search and its telemetry are
    not used. Calls from several threads wait for each other, and so do those of several programs: Chroma would read index files while
    another writes them.

    Index files that were left half written (settled.py) are not opened: LibraryError. A folder that may not be written to is read
    from a copy, for Chroma opens no other.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._copied: tempfile.TemporaryDirectory[str] | None = None
        if folder.is_dir() and not writable(folder):
            self._copied = tempfile.TemporaryDirectory(prefix="scrutiny-")
            self._folder = Path(shutil.copytree(folder, Path(self._copied.name) / folder.name))
            self._folder.chmod(0o700)
        self._lock = threading.RLock()
        self._client: Any = None
        self._between = _lock_of(self._folder)
        self._open()

    def _open(self) -> None:
        self.failed = False
        os.environ["ANONYMIZED_TELEMETRY"] = "False"
        with self._alone("opened"):
            import chromadb
            from chromadb.config import Settings as ChromaSettings

            new = not (self._folder / STORE).exists()
            self._client = chromadb.PersistentClient(str(self._folder), settings=ChromaSettings(anonymized_telemetry=False))
            self._collection: Any = self._client.get_or_create_collection(
                _COLLECTION,
                embedding_function=None,
                configuration={"hnsw": HNSW},
            )
            self._held = int(self._collection.count())  # reads the index files, while nobody writes them
            self._apart = int(self._collection.configuration_json["hnsw"]["sync_threshold"])
            self._added = 0
            if new:
                settle(self._folder, 0)

    @contextmanager
    def _alone(self, done: str) -> Iterator[None]:
        """Work with Chroma while no other thread or program does; what it did to its index files is noted, for it may write them when it
        reads too. Its errors, in words. Files that are not as they were noted before are never noted as whole.
        """
        from filelock import Timeout

        with self._lock:
            try:
                with self._between:
                    if name := half_written(self._folder):
                        self.failed = True
                        raise LibraryError(f"{self._folder}: the vectors were left half written ({name}); {_REPAIR}.")
                    try:
                        yield
                    except Exception:
                        raise
                    except BaseException:  # somebody interrupts the program, which sees it when Chroma's own work is whole
                        settle(self._folder)
                        raise
                    settle(self._folder)
            except LibraryError:
                raise
            except Timeout as error:
                raise BusyError(f"{self._folder}: another program has kept the vectors to itself too long; end it.") from error
            except Exception as error:  # Chroma raises errors of many kinds when its folder is damaged or its disk is full
                self.failed = True
                reason = str(error).splitlines()[0][:300] if str(error) else type(error).__name__
                raise LibraryError(f"{self._folder}: the vectors cannot be {done} ({reason}); {_ADVICE[done]}.") from error

    def reopen(self) -> None:
        """Read the folder again: Chroma does not see by itself what another program has written."""
        with self._lock:
            self._close_client()
            self._open()

    def close(self) -> None:
        """Let the folder go."""
        with self._lock:
            self._close_client()
            if self._copied:
                self._copied.cleanup()

    def _close_client(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def count(self) -> int:
        """Number of vectors held."""
        with self._alone("read"):
            return int(self._collection.count())

    def settled(self, changes: int) -> None:
        """Note that the vectors are as the catalogue has them after so many changes."""
        with self._alone("written"):
            settle(self._folder, changes)

    def add(self, document: str, passages: Sequence[str], vectors: Sequence[Sequence[float]]) -> None:
        """Put in a document's vectors, in place of what the same pieces had; `passages` names the passage of each."""
        ids = names(passages)
        for at in range(0, len(ids), _BATCH):
            part = slice(at, at + _BATCH)
            self._write_seldomer(len(ids[part]))
            metadatas = [{"document": document} for _ in ids[part]]
            with self._alone("written"):
                self._collection.upsert(ids=ids[part], embeddings=list(vectors[part]), metadatas=metadatas)
                self._catch_up(ids[at])

    def _write_seldomer(self, more: int) -> None:
        """Have Chroma write its index files after as many new vectors as are a part of all, where many come: it writes them whole, and every
        thousand vectors would take time by the square of their number.
        """
        self._added += more
        part = (self._held + self._added) // _PARTS
        if self._added > _OFTEN and part > 2 * self._apart:
            self._write_after(part)

    def bring_in(self) -> None:
        """Have Chroma write its index files as often as a program that opens them needs it: what is not in them it works in at each opening."""
        with self._lock:
            if self._apart > _OFTEN:
                self._write_after(_OFTEN)
                with self._alone("written"):
                    last = self._collection.get(limit=1, include=["embeddings", "metadatas"])
                    if last["ids"]:  # Chroma counts when something is written
                        self._collection.upsert(ids=last["ids"], embeddings=last["embeddings"], metadatas=last["metadatas"])
                        self._catch_up(last["ids"][0])

    def _write_after(self, vectors: int) -> None:
        with self._alone("written"):
            self._collection.modify(configuration={"hnsw": {"sync_threshold": vectors}})
        self.reopen()  # Chroma does as it is told from its next opening on

    def keep(self, document: str, passages: Sequence[str]) -> None:
        """Take out a document's vectors but for those of some pieces, of which `passages` names the passage of each."""
        kept = set(names(passages))
        with self._alone("written"):
            held = self._collection.get(where={"document": document}, include=[])["ids"]
            self._drop([name for name in held if name not in kept])

    def drop(self, gone: Sequence[str]) -> None:
        """Take out vectors by the names that `named` and `names` give; those that are not there are no error."""
        with self._alone("written"):
            self._drop(gone)

    def _drop(self, gone: Sequence[str]) -> None:
        for at in range(0, len(gone), _BATCH):
            self._collection.delete(ids=list(gone[at : at + _BATCH]))
            self._catch_up(gone[at])

    def _catch_up(self, name: str) -> None:
        """Have Chroma write its index files now, if it is to, and not under somebody who reads. Counting would read every name."""
        self._collection.get(ids=[name], include=[])

    def everything(self, documents: Sequence[str] | None = None) -> tuple[list[str], list[str], Any]:
        """All vectors, or those of some documents: the name of each, its document, and the vectors, of unit length (pieces x dimensions)."""
        import numpy as np

        named: list[str] = []
        of: list[str] = []
        parts: list[Any] = []
        if documents is not None and not documents:
            return named, of, np.zeros((0, 0), dtype=np.float32)
        where = None if documents is None else {"document": {"$in": list(documents)}}
        with self._alone("read"):
            while True:
                held = self._collection.get(where=where, include=["embeddings", "metadatas"], limit=_READ, offset=len(named))
                if not held["ids"]:
                    break
                named += held["ids"]
                of += [str(each["document"]) for each in held["metadatas"]]
                part = np.asarray(held["embeddings"], dtype=np.float32)
                parts.append(part / np.linalg.norm(part, axis=1, keepdims=True))
                if len(held["ids"]) < _READ:
                    break
        return named, of, np.concatenate(parts) if parts else np.zeros((0, 0), dtype=np.float32)

    def search(self, vector: Sequence[float], documents: Sequence[str] | None, limit: int) -> list[tuple[str, float]]:
        """(passage id, cosine similarity) of about as many as `limit` of the passages nearest to a vector, best first, each passage once."""
        if documents is not None and not documents:
            return []
        where = None if documents is None else {"document": {"$in": list(documents)}}
        with self._alone("read"):
            found = self._collection.query(
                query_embeddings=[list(vector)], n_results=2 * limit, where=where, include=["distances"]
            )
        best: dict[str, float] = {}
        for name, distance in zip(found["ids"][0], found["distances"][0], strict=True):
            passage = name.split("#")[0]
            best[passage] = max(best.get(passage, -1.0), 1.0 - float(distance))
        return sorted(best.items(), key=lambda x: (-round(x[1], 6), x[0]))[:limit]

    def ids(self) -> set[str]:
        """Ids of the passages that have vectors."""
        return {name.split("#")[0] for name in self.named()}

    def named(self, *, thorough: bool = False) -> dict[str, str]:
        """The document that each vector is of, by the vector's name (`names`); `thorough` reads the vectors themselves too."""
        with self._alone("read"):
            held = self._collection.get(include=["metadatas", "embeddings"] if thorough else ["metadatas"])
            return {name: str(of["document"]) for name, of in zip(held["ids"], held["metadatas"], strict=True)}


def torn(folder: Path, *, thorough: bool = False) -> str | None:
    """As `half_written`, looked at while no program writes. Raises BusyError when another keeps the vectors too long."""
    if half_written(folder, thorough=thorough) is None or not writable(folder):
        return half_written(folder, thorough=thorough)
    with _alone_in(folder):
        return half_written(folder, thorough=thorough)


def clear(folder: Path) -> None:
    """Throw a folder's vectors away, while no program uses them; raises OSError when that cannot be done."""
    with _alone_in(folder):
        for path in folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != LOCK:
                path.unlink()


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    from filelock import Timeout

    try:
        with _lock_of(folder):
            yield
    except Timeout as error:
        raise BusyError(f"{folder}: another program has kept the vectors to itself too long; end it.") from error


def _lock_of(folder: Path) -> BaseFileLock:
    from filelock import FileLock

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(f"{folder}: the vectors cannot be opened ({error.strerror}); {_ADVICE['opened']}.") from error
    return FileLock(folder / LOCK, timeout=_PATIENCE)


def names(passages: Sequence[str]) -> list[str]:
    """A name for each piece: its passage and its number in it, from 0."""
    seen: dict[str, int] = {}
    found = []
    for passage in passages:
        seen[passage] = seen.get(passage, -1) + 1
        found.append(f"{passage}#{seen[passage]}")
    return found
