"""The vectors, in a persistent Chroma collection that compares by cosine. A passage has one vector for each of its pieces.

Chroma's own search is approximate: it can miss a passage, and not the same one in two libraries that hold the same papers. Up to
the number of vectors that a computer compares in a moment, all are compared, so that what is nearest is found, always the same.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vectorstore.errors import LibraryError

if TYPE_CHECKING:
    import numpy as np

_COLLECTION = "passages"
_BATCH = 2_000
ALL_COMPARED = 60_000  # vectors: 90 MB in memory, compared in about 10 ms; above it Chroma's search is used


@dataclass(frozen=True, slots=True)
class _Held:
    """All pieces in order of name: the document of each, and its vector of unit length (pieces x dimensions, float32)."""

    names: list[str]
    documents: list[str]
    matrix: np.ndarray[Any, np.dtype[np.float32]]


class Vectors:
    """A Chroma collection in a folder, for one program at a time to write to. Chroma's own keyword search and its telemetry are
    not used. Calls from several threads wait for each other.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._open()

    def _open(self) -> None:
        self._held: _Held | None = None
        os.environ["ANONYMIZED_TELEMETRY"] = "False"
        import chromadb
        from chromadb.config import Settings as ChromaSettings

        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            self._client: Any = chromadb.PersistentClient(str(self._folder), settings=ChromaSettings(anonymized_telemetry=False))
            self._collection: Any = self._client.get_or_create_collection(
                _COLLECTION,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_search": 400}},
            )
        except Exception as error:  # Chroma raises errors of many kinds when its folder is damaged
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise LibraryError(
                f"{self._folder}: the vectors cannot be opened ({reason}); restore the library's folder from a backup, "
                "or ingest the papers into a new --data folder."
            ) from error

    def reopen(self) -> None:
        """Read the folder again: Chroma does not see by itself what another program has written."""
        with self._lock:
            self._client.close()
            self._open()

    def close(self) -> None:
        """Let the folder go."""
        with self._lock:
            self._client.close()

    def count(self) -> int:
        """Number of vectors held."""
        with self._lock:
            return int(self._collection.count())

    def add(self, document: str, passages: Sequence[str], vectors: Sequence[Sequence[float]]) -> None:
        """Put in a document's vectors, in place of what the same pieces had; `passages` names the passage of each."""
        ids = _names(passages)
        for at in range(0, len(ids), _BATCH):
            part = slice(at, at + _BATCH)
            metadatas = [{"document": document} for _ in ids[part]]
            with self._lock:
                self._held = None
                self._collection.upsert(ids=ids[part], embeddings=list(vectors[part]), metadatas=metadatas)

    def keep(self, document: str, passages: Sequence[str]) -> None:
        """Take out a document's vectors but for those of some pieces, of which `passages` names the passage of each."""
        kept = set(_names(passages))
        with self._lock:
            held = self._collection.get(where={"document": document}, include=[])["ids"]
            gone = [name for name in held if name not in kept]
            self._held = None if gone else self._held
            for at in range(0, len(gone), _BATCH):
                self._collection.delete(ids=gone[at : at + _BATCH])

    def search(self, vector: Sequence[float], documents: Sequence[str] | None, limit: int) -> list[tuple[str, float]]:
        """(passage id, cosine similarity) of the passages nearest to a vector, best first, each passage once."""
        with self._lock:
            held = len(self._held.names) if self._held else self.count()
            if held == 0 or (documents is not None and not documents):
                return []
            found = (
                self._all_compared(vector, documents)
                if held <= ALL_COMPARED
                else self._by_chroma(vector, documents, min(held, 2 * limit))
            )
        best: dict[str, float] = {}
        for name, cosine in found:
            passage = name.split("#")[0]
            best[passage] = max(best.get(passage, -1.0), cosine)
        return sorted(best.items(), key=lambda x: (-round(x[1], 6), x[0]))[:limit]

    def _all_compared(self, vector: Sequence[float], documents: Sequence[str] | None) -> list[tuple[str, float]]:
        """(piece, cosine) of every piece."""
        import numpy as np

        if self._held is None:
            held = self._collection.get(include=["embeddings", "metadatas"])
            order = sorted(range(len(held["ids"])), key=held["ids"].__getitem__)
            matrix = np.asarray(held["embeddings"], dtype=np.float32)[order]
            matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
            self._held = _Held([held["ids"][n] for n in order], [held["metadatas"][n]["document"] for n in order], matrix)
        asked = np.asarray(vector, dtype=np.float32)
        cosines = self._held.matrix @ (asked / np.linalg.norm(asked))
        among = None if documents is None else set(documents)
        rows = zip(self._held.names, self._held.documents, cosines.tolist(), strict=True)
        return [(name, cosine) for name, document, cosine in rows if among is None or document in among]

    def _by_chroma(self, vector: Sequence[float], documents: Sequence[str] | None, limit: int) -> list[tuple[str, float]]:
        """(piece, cosine) of about `limit` of the nearest pieces."""
        where = None if documents is None else {"document": {"$in": list(documents)}}
        found = self._collection.query(query_embeddings=[list(vector)], n_results=limit, where=where, include=["distances"])
        return [(name, 1.0 - float(d)) for name, d in zip(found["ids"][0], found["distances"][0], strict=True)]

    def ids(self) -> set[str]:
        """Ids of the passages that have vectors."""
        with self._lock:
            return {name.split("#")[0] for name in self._collection.get(include=[])["ids"]}


def _names(passages: Sequence[str]) -> list[str]:
    """A name for each piece: its passage and its number in it, from 0."""
    seen: dict[str, int] = {}
    names = []
    for passage in passages:
        seen[passage] = seen.get(passage, -1) + 1
        names.append(f"{passage}#{seen[passage]}")
    return names
