"""Files read before their turn, while the passages of those before them are embedded."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from ingest.reading import Reading

_FILES, _BYTES = 4, 32_000_000  # that are read, or waited for, ahead of their turn: readings of so much stay in memory


@dataclass(frozen=True, slots=True)
class _Begun:
    path: Path
    sha256: str
    size: int
    reading: Future[Reading]


class ReadingAhead:
    """Has files read by `read`, one at a time and in the order in which they are begun. For one thread."""

    def __init__(self, read: Callable[[Path], Reading]) -> None:
        self._read = read
        self._begun: deque[_Begun] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reading")

    @property
    def full(self) -> bool:
        """Whether so much has been begun that no more should be."""
        return len(self._begun) >= _FILES or sum(b.size for b in self._begun) >= _BYTES

    def has(self, path: Path, sha256: str) -> bool:
        """Whether a file has been begun, or another one with the same bytes."""
        return any(path == b.path or sha256 == b.sha256 for b in self._begun)

    def begin(self, path: Path, sha256: str, size: int) -> None:
        """Have a file read that is in the state of a SHA-256, and has so many bytes, when those begun before are done."""
        self._begun.append(_Begun(path, sha256, size, self._thread.submit(self._read, path)))

    def take(self, path: Path, sha256: str) -> Future[Reading]:
        """The reading of a file in some state, whose turn it is. What was begun before it, or of another state of it, is not wanted any more."""
        while any(b.path == path for b in self._begun):
            first = self._begun.popleft()
            if (first.path, first.sha256) == (path, sha256):
                return first.reading
            first.reading.cancel()
        return self._thread.submit(self._read, path)

    def close(self) -> None:
        """Begin nothing more. What is being read ends by itself."""
        self._thread.shutdown(wait=False, cancel_futures=True)
