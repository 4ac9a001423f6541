"""All vectors of a shelf in one array, and in one file beside Chroma's: a question is compared with every one, so that what is nearest is found,
always the same, and Chroma, which takes longer to be loaded than all else, is not opened for it.

The file means something only for the count of changes that the catalogue had when it was made, and is made again after a change: of the one before,
with what new papers have in Chroma. One that is damaged is made of Chroma's alone.
"""

from __future__ import annotations

import json
import mmap
import time
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vectorstore.disk import write_whole

if TYPE_CHECKING:
    import numpy as np

FILE = "all.compared"
MOST = 2_000_000
"""Vectors: 3 GB that the system keeps in memory as long as it has room, compared in a tenth of a second; above it Chroma's search is used."""
_ALIKE = 1e-6  # cosines that differ by less go by name
_CHECKED = 256_000_000  # bytes of a file that is gone through for damage when it is opened; of a larger one all but the vectors
_AT_ONCE = 50_000  # vectors that are copied at a time
_LEFT = 3_600.0  # seconds after which a file half written is nobody's
_FORMAT = 2


@dataclass(frozen=True, slots=True)
class Compared:
    """Every piece in order of name: the name of each (ASCII), the number of its document among `documents`, and its vector of unit length
    (pieces x dimensions, float32). `documents` has the version of each, by its id.
    """

    names: np.ndarray[Any, np.dtype[np.bytes_]]
    numbers: np.ndarray[Any, np.dtype[np.int32]]
    documents: dict[str, str]
    matrix: np.ndarray[Any, np.dtype[np.float32]]

    def nearest(self, vector: Sequence[float], documents: Sequence[str] | None, limit: int) -> list[tuple[str, float]]:
        """(passage id, cosine similarity) of the passages nearest to a vector, of these documents, best first, each passage once."""
        import numpy as np

        asked = np.asarray(vector, dtype=np.float32)
        among = None
        if documents is not None:
            wanted = set(documents)
            of = [n for n, document in enumerate(self.documents) if document in wanted]
            among = np.flatnonzero(np.isin(self.numbers, np.array(of, dtype=np.int32)))
        if not len(self.names) or (among is not None and not len(among)):
            return []
        cosines = self.matrix @ (asked / np.linalg.norm(asked))
        if among is not None:
            cosines = cosines[among]
        looked_at = 4 * limit
        while True:
            best, whole = self._best(cosines, among, limit, looked_at)
            if whole:
                return sorted(best.items(), key=lambda x: (-round(x[1], 6), x[0]))[:limit]
            looked_at *= 8

    def _best(self, cosines: Any, among: Any, limit: int, looked_at: int) -> tuple[dict[str, float], bool]:
        """The passages of so many pieces, the nearest ones; and whether no other piece can be of those that are asked for."""
        import numpy as np

        every = looked_at >= len(cosines)
        order = np.arange(len(cosines)) if every else np.argpartition(-cosines, looked_at)[:looked_at]
        order = order[np.argsort(-cosines[order], kind="stable")]
        names = self.names[order if among is None else among[order]].tolist()
        best: dict[str, float] = {}
        least = -2.0
        for n, name in zip(order.tolist(), names, strict=True):
            cosine = float(cosines[n])
            if cosine < least - _ALIKE:
                return best, True
            passage = passage_of(name.decode("ascii"))
            if passage not in best:
                best[passage] = cosine
                if len(best) == limit:
                    least = cosine
        return best, every

    def renewed(self, versions: Mapping[str, str], names: Sequence[str], of: Sequence[str], matrix: Any) -> Compared:
        """What is of these documents in these versions, with other pieces: their names, the document of each (one of these), their vectors."""
        import numpy as np

        stay = dict.fromkeys(document for document, version in self.documents.items() if versions.get(document) == version)
        documents = {document: versions[document] for document in dict.fromkeys([*stay, *of])}
        place = {document: n for n, document in enumerate(documents)}
        moved = np.array([place[document] if document in stay else -1 for document in self.documents], dtype=np.int32)
        numbers = moved[self.numbers] if len(self.numbers) else self.numbers
        rows = np.flatnonzero(numbers >= 0)
        every = np.concatenate([self.names[rows], np.array([name.encode("ascii") for name in names], dtype=np.bytes_)])
        numbers = np.concatenate([numbers[rows], np.array([place[document] for document in of], dtype=np.int32)])
        order = np.argsort(every, kind="stable")
        vectors = np.empty((len(order), np.shape(matrix)[1] if len(names) else self.matrix.shape[1]), dtype=np.float32)
        for at in range(0, len(order), _AT_ONCE):
            part = order[at : at + _AT_ONCE]
            old = part < len(rows)
            if old.any():
                vectors[at : at + _AT_ONCE][old] = self.matrix[rows[part[old]]]
            if not old.all():
                vectors[at : at + _AT_ONCE][~old] = np.asarray(matrix, dtype=np.float32)[part[~old] - len(rows)]
        return Compared(every[order], numbers[order], documents, vectors)


def nothing() -> Compared:
    """No vectors."""
    import numpy as np

    return Compared(np.zeros(0, dtype="S1"), np.zeros(0, dtype=np.int32), {}, np.zeros((0, 0), dtype=np.float32))


def passage_of(name: str) -> str:
    """The passage that a piece is of, by its name."""
    return name.split("#", maxsplit=1)[0]


def kept(folder: Path) -> tuple[str, Compared] | None:
    """What is kept in a folder of vectors, and of which state of the catalogue; None when there is nothing, or it is damaged."""
    import numpy as np

    try:
        with (folder / FILE).open("rb") as stream:
            whole = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        end = whole.find(b"\n")
        head = json.loads(whole[:end])
        if head["format"] != _FORMAT:
            return None
        pieces, dimensions = int(head["pieces"]), int(head["dimensions"])
        parts = [("<f4", pieces * dimensions), ("<i4", pieces), (f"S{head['name']}", pieces)]
        arrays: list[Any] = []
        at = end + 1
        for (kind, count), crc in zip(parts, head["crc"], strict=True):
            array = np.frombuffer(whole, dtype=kind, count=count, offset=at)
            at += array.nbytes
            if (len(whole) <= _CHECKED or kind != "<f4") and zlib.crc32(array.data) != crc:
                return None
            arrays.append(array)
        if at != len(whole):
            return None
        return str(head["as_of"]), Compared(arrays[2], arrays[1], dict(head["documents"]), arrays[0].reshape(pieces, dimensions))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(folder: Path, as_of: str, everything: Compared) -> None:
    """Keep all vectors of a state of the catalogue. Where that cannot be done they are asked of Chroma again.

    What a program that was ended left of its own attempt is thrown away once nobody can be at it any more.
    """
    import numpy as np

    for left in folder.glob(f".{Path(FILE).stem}.*{Path(FILE).suffix}"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT:
                left.unlink()
    parts = [
        np.ascontiguousarray(array).data.cast("B") if array.size else memoryview(b"")
        for array in (
            everything.matrix.astype("<f4", copy=False),
            everything.numbers.astype("<i4"),
            everything.names.view(np.uint8),
        )
    ]
    head = {
        "format": _FORMAT, "as_of": as_of, "pieces": len(everything.names), "name": everything.names.dtype.itemsize,
        "dimensions": everything.matrix.shape[1], "crc": [zlib.crc32(part) for part in parts], "documents": list(everything.documents.items()),
    }  # fmt: skip
    first = json.dumps(head).encode()
    with suppress(OSError):
        write_whole(folder / FILE, first + b" " * (-(len(first) + 1) % 64) + b"\n", *parts)
