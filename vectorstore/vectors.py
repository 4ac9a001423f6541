"""The vectors, in a persistent Chroma collection that compares by cosine. A passage has one vector for each of its pieces."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from vectorstore.errors import LibraryError

_COLLECTION = "passages"
_BATCH = 2_000


class Vectors:
    """A Chroma collection in a folder. Chroma's own keyword search and its telemetry are not used."""

    def __init__(self, folder: Path) -> None:
        os.environ["ANONYMIZED_TELEMETRY"] = "False"
        import chromadb
        from chromadb.config import Settings as ChromaSettings

        folder.mkdir(parents=True, exist_ok=True)
        try:
            client = chromadb.PersistentClient(str(folder), settings=ChromaSettings(anonymized_telemetry=False))
            self._collection: Any = client.get_or_create_collection(
                _COLLECTION,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 400, "max_neighbors": 32}},
            )
        except Exception as error:  # noqa: BLE001 - Chroma raises errors of many kinds when its folder is damaged
            raise LibraryError(f"{folder}: the vectors cannot be opened ({error}); run 'scrutiny doctor --repair'.") from error

    def count(self) -> int:
        """Number of vectors held."""
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
            self._collection.upsert(ids=ids[part], embeddings=list(vectors[part]), metadatas=metadatas)

    def delete(self, document: str) -> None:
        """Take out a document's vectors; none held is no error."""
        self._collection.delete(where={"document": document})

    def search(self, vector: Sequence[float], documents: Sequence[str] | None, limit: int) -> list[tuple[str, float]]:
        """(passage id, cosine similarity) of the passages nearest to a vector, best first, each passage once."""
        held = self.count()
        if held == 0 or (documents is not None and not documents):
            return []
        where = None if documents is None else {"document": {"$in": list(documents)}}
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
        return {name.split("#")[0] for name in self._collection.get(include=[])["ids"]}
