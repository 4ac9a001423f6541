"""Vectors of the pieces of words, small enough to be kept for every sentence held, and how a question's are compared with them.

A value of a vector of unit length is kept in four bits: one of sixteen even steps, as wide together as nearly all values lie apart. What a
question makes of a sentence moves by some 0.002 by it; a projection to a third of the dimensions, which takes little less, moves it by
several times as much.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float32]]

_STEPS = 16
_WIDEST = 2.7  # standard deviations of a value, which is the root of 1/dimensions: values beyond are kept as the outermost step
_TOGETHER = 64  # texts compared at once, which bounds the memory that their vectors take


def digest(text: str) -> str:
    """The name under which a text's vectors are kept."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def packed(vectors: Array) -> bytes:
    """Vectors (pieces x dimensions, none of them 0) as bytes: each holds a value of the first half of a vector and one of the second."""
    import numpy as np

    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    step = 2 * _WIDEST / _STEPS / unit.shape[1] ** 0.5
    codes = np.clip(np.floor(unit / step) + _STEPS // 2, 0, _STEPS - 1).astype(np.uint8)
    codes = np.pad(codes, ((0, 0), (0, codes.shape[1] % 2)))
    first, second = np.split(codes, 2, axis=1)
    return bytes((first << 4 | second).tobytes())


def unpacked(held: Sequence[bytes], dimensions: int) -> Array:
    """The vectors of unit length (pieces x dimensions) of some packed texts, one after the other."""
    vectors = _steps(held, dimensions)
    return vectors / _lengths(vectors)


def nearest(asked: bytes, held: Sequence[bytes], dimensions: int) -> Array:
    """For each packed text (rows) the cosine of each piece asked for (columns) and the piece of the text that is nearest to it."""
    import numpy as np

    wanted = unpacked([asked], dimensions).T
    parts = [held[at : at + _TOGETHER] for at in range(0, len(held), _TOGETHER)]
    return np.concatenate([_nearest(wanted, part, dimensions) for part in parts])


def _nearest(wanted: Array, held: Sequence[bytes], dimensions: int) -> Array:
    import numpy as np

    starts = np.cumsum([0, *(len(h) // _width(dimensions) for h in held[:-1])])
    vectors = _steps(held, dimensions)
    best: Array = np.maximum.reduceat(vectors @ wanted / _lengths(vectors), starts, axis=0)
    return best


def _steps(held: Sequence[bytes], dimensions: int) -> Array:
    """The vectors of some packed texts in steps from 0; only their direction is meant."""
    import numpy as np

    width = _width(dimensions)
    codes = np.frombuffer(b"".join(held), dtype=np.uint8).reshape(-1, width)
    vectors: Array = np.empty((len(codes), 2 * width), dtype=np.float32)
    vectors[:, :width] = codes >> 4
    vectors[:, width:] = codes & (_STEPS - 1)
    vectors -= (_STEPS - 1) / 2
    return vectors[:, :dimensions]


def _lengths(vectors: Array) -> Array:
    import numpy as np

    lengths: Array = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]
    return lengths


def _width(dimensions: int) -> int:
    """Bytes that a vector is packed in."""
    return (dimensions + 1) // 2
