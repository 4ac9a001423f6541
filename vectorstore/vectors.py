"""The vectors, in a persistent Chroma collection that compares by cosine. A passage has one vector for each of its pieces."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from vectorstore.errors import LibraryError

_COLLECTION = "passages"
_BATCH = 2_000


class Vectors:
    """A Chroma collection in a folder, for one program at a time to write to. Chroma's own keyword search and its telemetry are
    not used. Calls from several threads wait for each other.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._open()

    def _open(self) -> None:
        os.environ["ANONYMIZED_TELEMETRY"] = "False"
        import chromadb
        from chromadb.config import Settings as ChromaSettings

        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            self._client: Any = chromadb.PersistentClient(str(self._folder), settings=ChromaSettings(anonymized_telemetry=False))
            self._collection: Any = self._client.get_or_create_collection(
                _COLLECTION,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 400, "max_neighbors": 32}},
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
        """Put in a document's vectors; `passages` names the passage of each, the pieces of one following each other."""
        seen: dict[str, int] = {}
        ids = []
        for passage in passages:
            seen[passage] = seen.get(passage, -1) + 1
            ids.append(f"{passage}#{seen[passage]}")
        for at in range(0, len(ids), _BATCH):
            part = slice(at, at + _BATCH)
            metadatas = [{"document": document} for _ in ids[part]]
            with self._lock:
                self._collection.upsert(ids=ids[part], embeddings=list(vectors[part]), metadatas=metadatas)

    def delete(self, document: str) -> None:
        """Take out a document's vectors; none held is no error."""
        with self._lock:
            self._collection.delete(where={"document": document})

    def search(self, vector: Sequence[float], documents: Sequence[str] | None, limit: int) -> list[tuple[str, float]]:
        """(passage id, cosine similarity) of the passages nearest to a vector, best first, each passage once."""
        where = None if documents is None else {"document": {"$in": list(documents)}}
        with self._lock:
            held = self.count()
            if held == 0 or (documents is not None and not documents):
                return []
            found = self._collection.query(
                query_embeddings=[list(vector)], n_results=min(held, 2 * limit), where=where, include=["distances"]
            )
        best: dict[str, float] = {}
        for name, distance in zip(found["ids"][0], found["distances"][0], strict=True):
            passage = name.split("#")[0]
            best[passage] = max(best.get(passage, -1.0), 1.0 - float(distance))
        return sorted(best.items(), key=lambda x: (-round(x[1], 6), x[0]))[:limit]

    def ids(self) -> set[str]:
        """Ids of the passages that have vectors."""
        with self._lock:
            return {name.split("#")[0] for name in self._collection.get(include=[])["ids"]}
