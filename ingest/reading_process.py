"""The process in which files are read, one after the other, under limits: `python -m ingest.reading_process`, started by a job.

It takes a `Task` at a time on standard input and answers on standard output with tuples: ("ready",) once, then for each task any number
of ("opening",), ("page", number, pages), ("arranging",), ("reading",), which say what is being done, and at last ("read", Reading, spent)
or ("failed", error's name, words, spent). When `spent` is set the process has grown, and had better be replaced.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Any, BinaryIO

from ingest.files import read, sort_of
from ingest.reading import Reading
from ingest.reading_messages import OUT_OF_MEMORY, Limits, Task, receive, send
from vectorstore.errors import ReadError

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_NAMED = 5  # pages that a note names; the rest are counted
_SURROGATES = dict.fromkeys(range(55296, 57344), "�")


def main() -> None:
    """Read what is asked for until nobody asks any more."""
    answers = _take_standard_output()
    _end_with_parent()
    tasks: SimpleQueue[Task] = SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, tasks), daemon=True).start()
    send(answers, ("ready",))
    limited = False
    while True:
        task = tasks.get()
        if not limited:
            _set_limits(task.limits)
            limited = True
        try:
            answer = _Reader(task, partial(send, answers)).outcome()
            send(answers, (*answer, _has_grown(task.limits)))
        except MemoryError:
            os._exit(OUT_OF_MEMORY)


def _take_standard_output() -> BinaryIO:
    """The stream for answers; what a library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answers


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def _listen(stream: BinaryIO, tasks: SimpleQueue[Task]) -> None:
    """Take tasks as they come; when whoever gives them is gone, end at once, whatever is being read."""
    while packed := receive(stream):
        tasks.put(pickle.loads(packed))
    os._exit(0)


def _set_limits(limits: Limits) -> None:
    """Set what the system holds us to. Where it cannot (Windows), only the time is limited, by the job."""
    try:
        import resource
    except ImportError:
        return
    most = limits.memory_mb * 1_000_000
    for what, value in ((resource.RLIMIT_AS, most), (resource.RLIMIT_FSIZE, most), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):  # a system that does not know the limit, or has set a lower one
            resource.setrlimit(what, (value, value))


def _has_grown(limits: Limits) -> bool:
    """Whether more than half of the memory that may be used has been taken, so that another file could find too little."""
    try:
        said = re.search(r"^VmPeak:\s*(\d+) kB$", Path("/proc/self/status").read_text(), re.M)
    except OSError:
        return False
    return said is not None and int(said[1]) * 1_024 > limits.memory_mb * 500_000


class _Reader:
    """Reads one file, telling before each step what it is."""

    def __init__(self, task: Task, tell: Callable[[tuple[object, ...]], None]) -> None:
        self._task, self._tell = task, tell
        self._until = time.monotonic() + task.seconds
        self._missed: dict[str, list[int]] = {}

    def outcome(self) -> tuple[object, ...]:
        """The reading, or the error as its name and words."""
        path = Path(self._task.path)
        try:
            reading = _sound(self._read(path))
            reading.notes += [_missed_note(numbers, reason) for reason, numbers in self._missed.items()]
            if sum(len(page.text) for page in reading.pages) > self._task.limits.characters:
                raise ReadError(
                    f"{path.name}: holds more than {self._task.limits.characters:,} characters of text; part it and ingest the parts."
                )
            return ("read", reading)
        except ReadError as error:
            words = str(error)
            if _has_grown(self._task.limits):  # parsers call "damaged" what they found no room for
                most = self._task.limits.memory_mb
                words += f" It took more than half of the {most:,} MB of memory that it may use, and may need more than that."
            return ("failed", type(error).__name__, words)

    def _read(self, path: Path) -> Reading:
        sort = None
        with suppress(ReadError, OSError):  # the reader says the same of the file
            sort = sort_of(path)
        if sort == "pdf":
            import pypdf  # noqa: F401 - loaded here, so that no page is charged with the time that it takes
            import pypdfium2  # noqa: F401

            self._tell(("opening",))
            with _opened(self._task.kept) as kept:
                return read(path, pace=self._pace(kept), ocr=self._task.ocr)
        self._tell(("reading",))
        return read(path, most=self._task.limits.characters)

    def _left_out(self, number: int) -> str | None:
        """Why a page is not read, if it is not."""
        if time.monotonic() > self._until:
            late = f"not reached: the file took longer than {self._task.limits.file_seconds:,.0f} seconds"
            return self._task.left_out.get(number, late)
        return self._task.left_out.get(number)

    def _pace(self, kept: BinaryIO) -> Callable[[int, int, Callable[[], Any]], Any]:
        """Reads page by page: those read before are taken from where they were kept, those to be left out are."""
        before = _kept(kept) if self._task.again else {}
        with suppress(OSError):
            kept.truncate()

        def read_page(number: int, pages: int, page: Callable[[], Any]) -> Any:
            if number in before:
                found = before.pop(number)
            elif reason := self._left_out(number):
                self._missed.setdefault(reason, []).append(number)
                found = reason
            else:
                self._tell(("page", number, pages))
                found = page()
                with suppress(OSError):  # a disk that is full costs the time to read it again, should that be asked for
                    pickle.dump((number, found), kept, protocol=5)
                    kept.flush()
            if number == pages:
                self._tell(("arranging",))
            return found

        return read_page


def _missed_note(numbers: list[int], reason: str) -> str:
    more = f" and {len(numbers) - _NAMED} more" if len(numbers) > _NAMED else ""
    return f"page{'s' * (len(numbers) > 1)} {', '.join(map(str, numbers[:_NAMED]))}{more} not read: {reason}"


@contextmanager
def _opened(kept: int | None) -> Iterator[BinaryIO]:
    """The file for pages, at its beginning; one that keeps nothing where none was given."""
    stream = os.fdopen(os.open(os.devnull, os.O_RDWR) if kept is None else os.dup(kept), "r+b")
    try:
        stream.seek(0)
        yield stream
    finally:
        with suppress(OSError):  # what a full disk did not take is written once more as the file is closed
            stream.close()


def _kept(stream: BinaryIO) -> dict[int, Any]:
    """The pages that were kept, by number. What was cut off as it was written is left behind, and the stream stands before it."""
    found, end = {}, 0
    with suppress(EOFError, pickle.UnpicklingError):
        while True:
            number, page = pickle.load(stream)
            found[number], end = page, stream.tell()
    stream.seek(end)
    return found


def _sound(reading: Reading) -> Reading:
    """The reading with a sign in the place of each half of a character, which cannot be stored; nothing moves by that."""

    def mend(text: Any) -> Any:
        return text.translate(_SURROGATES) if isinstance(text, str) else text

    try:
        for text in (*(p.text for p in reading.pages), *reading.properties.values(), *reading.notes):
            text.encode()
        return reading
    except UnicodeEncodeError:
        pass
    mended = Reading(properties={mend(k): mend(v) for k, v in reading.properties.items()}, notes=list(map(mend, reading.notes)))
    mended.pages = [replace(p, text=mend(p.text), printed=mend(p.printed), label=mend(p.label)) for p in reading.pages]
    for block in reading.blocks:
        cells = tuple(replace(c, label=mend(c.label), text=mend(c.text)) for c in block.cells)
        covered = tuple(c and replace(c, label=mend(c.label), text=mend(c.text)) for c in block.covered)
        mended.blocks.append(
            replace(
                block, text=mend(block.text), number=mend(block.number), section=mend(block.section), cells=cells, covered=covered
            )
        )
    return mended


if __name__ == "__main__":
    main()
