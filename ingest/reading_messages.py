"""What a job and the process that reads its files say to each other: pickled messages, each after its length."""

from __future__ import annotations

import io
import pickle
from dataclasses import dataclass, field, is_dataclass
from typing import BinaryIO

from vectorstore.settings import Settings

_LENGTH = 8  # bytes
_LONGEST = 1 << 31  # bytes of a message
OUT_OF_MEMORY = 77
"""The status with which the process ends when the memory that it may use is used up."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be spent on a file: megabytes of memory, seconds on a page and on the whole, characters of text."""

    memory_mb: int = 2_000
    page_seconds: float = 60.0
    file_seconds: float = 1_200.0
    characters: int = 30_000_000

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """The limits that the settings give."""
        return cls(
            settings.reading_memory_mb, settings.reading_page_seconds, settings.reading_file_seconds, settings.reading_characters
        )


@dataclass(frozen=True, slots=True)
class Task:
    """A file to be read: the pages to leave out, each with the reason, and the seconds that are left for it.

    `ocr` is the text recognition program for pages that are pictures, if there is one. `kept` is an open file into which pages that were
    read are put; what an earlier process put there is used when `again` is set.
    """

    path: str
    limits: Limits
    kept: int | None
    seconds: float
    left_out: dict[int, str] = field(default_factory=dict)
    again: bool = False
    ocr: str | None = None


_NOUNS = ("ingest.reading", "vectorstore.models")


class _Nouns(pickle.Unpickler):
    """What may come back from a process that has read a file made to do harm: the nouns of a reading, and nothing that acts."""

    def find_class(self, module: str, name: str) -> object:
        found = super().find_class(module, name) if module in _NOUNS and "." not in name else None
        if isinstance(found, type) and is_dataclass(found) and found.__module__ == module:
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a reading")


def send(stream: BinaryIO, message: object) -> None:
    """Write a message. Raises OSError when nobody listens any more."""
    packed = pickle.dumps(message, protocol=5)
    stream.write(len(packed).to_bytes(_LENGTH, "big"))
    stream.write(packed)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """The next message, packed; None when there is none to come."""
    header = stream.read(_LENGTH)
    size = int.from_bytes(header, "big")
    if len(header) < _LENGTH or size > _LONGEST:
        return None
    packed = stream.read(size)
    return packed if len(packed) == size else None


def unpack(packed: bytes) -> tuple[object, ...]:
    """A message of the reading process. Raises UnpicklingError when there is something else in it than a reading has."""
    message = _Nouns(io.BytesIO(packed)).load()
    if not isinstance(message, tuple):
        raise pickle.UnpicklingError("the message is no tuple")
    return message
