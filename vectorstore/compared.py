"""All vectors of a shelf in one array, and in one file beside Chroma's: up to the number that a computer compares in a moment a question is
compared with every one, so that what is nearest is found, always the same, and Chroma, which takes longer to be loaded than all else, is not
opened for it.

The file is made from Chroma by the first question after a change, and means something only for the count of changes that the catalogue had then;
one that is of another, or damaged, is made again.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vectorstore.disk import write_whole

if TYPE_CHECKING:
    import numpy as np

FILE = "all.compared"
MOST = 60_000
"""Vectors: 90 MB in memory, compared in about 10 ms; above it Chroma's search is used."""
_ALIKE = 1e-6  # cosines that differ by less go by name


@dataclass(frozen=True, slots=True)
class Compared:
    """Every piece in order of name: the passage and the document of each, and its vector of unit length (pieces x dimensions, float32)."""

    passages: list[str]
    documents: list[str]
    matrix: np.ndarray[Any, np.dtype[np.float32]]

    def nearest(self, vector: Sequence[float], documents: Sequence[str] | None, limit: int) -> list[tuple[str, float]]:
        """(passage id, cosine similarity) of the passages nearest to a vector, of these documents, best first, each passage once."""
        import numpy as np

        if not self.passages:
            return []
        asked = np.asarray(vector, dtype=np.float32)
        cosines = self.matrix @ (asked / np.linalg.norm(asked))
        among = None if documents is None else set(documents)
        best: dict[str, float] = {}
        least = -2.0
        for n in np.argsort(-cosines, kind="stable").tolist():
            cosine = float(cosines[n])
            if cosine < least - _ALIKE:
                break
            if (among is None or self.documents[n] in among) and self.passages[n] not in best:
                best[self.passages[n]] = cosine
                if len(best) == limit:
                    least = cosine
        return sorted(best.items(), key=lambda x: (-round(x[1], 6), x[0]))[:limit]


def kept(folder: Path, as_of: str) -> Compared | None:
    """What is kept in a folder of vectors of this state of the catalogue; None when there is nothing, or it is damaged."""
    import numpy as np

    try:
        content = (folder / FILE).read_bytes()
        end = content.index(b"\n")
        head = json.loads(content[:end])
        if head["as_of"] != as_of or head["crc"] != zlib.crc32(memoryview(content)[end + 1 :]):
            return None
        values = np.frombuffer(content, dtype="<f4", offset=end + 1)
        return Compared(head["passages"], head["documents"], values.reshape(len(head["passages"]), head["dimensions"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(folder: Path, as_of: str, everything: Compared) -> None:
    """Keep all vectors of a state of the catalogue. Where that cannot be done they are asked of Chroma again."""
    values = everything.matrix.astype("<f4").tobytes()
    head = {
        "as_of": as_of, "crc": zlib.crc32(values), "dimensions": everything.matrix.shape[1], "passages": everything.passages,
        "documents": everything.documents,
    }  # fmt: skip
    with suppress(OSError):
        write_whole(folder / FILE, json.dumps(head).encode() + b"\n" + values)
