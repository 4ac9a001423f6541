"""Reads files in a process of its own, under limits, so that no file can harm the job that wants it read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryFile
from types import TracebackType
from typing import BinaryIO, cast

from ingest.file_names import printable
from ingest.reading import Reading
from ingest.reading_messages import OUT_OF_MEMORY, Limits, Task, receive, send, unpack
from vectorstore.errors import ReadError, RefusedError

_WINDOWS = sys.platform == "win32"  # where a file that is open cannot be handed on; pages are then read twice if need be
_START = 120.0  # seconds in which the process must be ready; a machine that is slower than that has no use for it
_RETRY = "save it again (print it to a new PDF, say) and retry."


class _LostError(Exception):
    """The process ended, or was ended, with a file unread. `page` is the one that it was reading, 0 for none."""

    def __init__(self, reason: str, page: int = 0, *, late: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.page, self.late = reason, page, late


class LimitedReader:
    """Reads files under limits, pages that are pictures by the text recognition program `ocr`, if there is one.

    Its process is started for the first file, and again when a file was its end.
    """

    def __init__(self, limits: Limits, ocr: str | None = None) -> None:
        self._limits, self._ocr = limits, ocr
        self._process: _Process | None = None
        self._closed = False
        self._kept = TemporaryFile()  # noqa: SIM115 - closed where the reader is; it has no name, so that a kill leaves no page behind

    def __enter__(self) -> LimitedReader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._closed = True  # a reading that another thread waits for ends with its process
        self._stop()
        self._kept.close()

    def read(self, path: Path) -> Reading:
        """Read a file. Pages of a PDF that are the process's end, or take too long, are unread, with the reason.

        Raises ReadError with one line naming the file.
        """
        until = time.monotonic() + self._limits.file_seconds
        left_out: dict[int, str] = {}
        again = False
        while True:
            process = self._started(path)
            fresh = process.fresh
            try:
                left = max(0.0, until - time.monotonic())
                task = Task(str(path), self._limits, None if _WINDOWS else self._kept.fileno(), left, left_out, again, self._ocr)
                answer, spent = process.ask(task)
            except _LostError as lost:
                self._stop()
                again = again or lost.page > 0
                if not fresh and not lost.late:
                    continue  # what files before have left in its memory may have been the cause
                if lost.page == 0:
                    raise ReadError(f"{printable(path.name)}: could not be read, {lost.reason}; {_RETRY}") from lost
                left_out[lost.page] = lost.reason
                continue
            except BaseException:
                self._stop()
                raise
            if spent:
                self._stop()
            if isinstance(answer, ReadError):
                raise answer
            return answer

    def _started(self, path: Path) -> _Process:
        if self._process is None:
            try:
                self._process = _Process(self._limits, self._kept.fileno())
                if self._closed:
                    self._stop()
                    raise OSError("reading has been ended")
            except (OSError, ValueError, _LostError) as error:
                raise ReadError(
                    f"{printable(path.name)}: cannot be read, for the process that reads files does not start ({error}); "
                    "free some memory and retry."
                ) from error
        return self._process

    def _stop(self) -> None:
        if self._process:
            self._process.stop()
        self._process = None


class _Process:
    """The process that reads, and what it says."""

    def __init__(self, limits: Limits, kept: int) -> None:
        self._limits = limits
        self.fresh = True
        self._said: SimpleQueue[bytes | None] = SimpleQueue()
        # A fresh interpreter and no fork: the program around may have threads. -P: nothing is imported from the folder that the
        # program was called in, which may hold papers and what came with them.
        self._running = subprocess.Popen(
            [sys.executable, "-P", "-m", "ingest.reading_process"], env=_environment(), stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
            pass_fds=() if _WINDOWS else (kept,),
        )  # fmt: skip
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()
        try:
            self._next(_START)
        except BaseException:
            self.stop()
            raise

    def ask(self, task: Task) -> tuple[Reading | ReadError, bool]:
        """The reading, or the error that a reader raised, and whether the process had better be replaced. Raises _LostError."""
        self.fresh = False
        try:
            send(cast(BinaryIO, self._running.stdin), task)
        except OSError as error:
            raise _LostError(self._end()) from error
        page, seconds, until = 0, self._limits.page_seconds, time.monotonic() + task.seconds
        while True:
            match self._next(seconds, page):
                case ("read", Reading() as reading, bool() as spent):
                    return reading, spent
                case ("failed", "RefusedError", str() as words, bool() as spent):
                    return RefusedError(printable(words)), spent
                case ("failed", str(), str() as words, bool() as spent):
                    return ReadError(printable(words)), spent
                case ("page", int() as page, int()):
                    seconds = self._limits.page_seconds
                case ("opening",):
                    page, seconds = 0, self._limits.page_seconds
                case _:
                    page, seconds = 0, max(self._limits.page_seconds, until - time.monotonic())

    def _next(self, seconds: float, page: int = 0) -> tuple[object, ...]:
        try:
            packed = self._said.get(timeout=seconds)
        except Empty:
            raise _LostError(f"it took longer than {seconds:,.0f} seconds", page, late=True) from None
        if packed is None:
            raise _LostError(self._end(), page)
        try:
            return unpack(packed)
        except Exception as error:
            raise _LostError(f"what was read of it cannot be used ({type(error).__name__})", page) from error

    def _listen(self) -> None:
        stream = cast(BinaryIO, self._running.stdout)
        with suppress(OSError, ValueError):
            while packed := receive(stream):
                self._said.put(packed)
        self._said.put(None)

    def _end(self) -> str:
        """Why the process ended, in words."""
        with suppress(subprocess.TimeoutExpired):
            self._running.wait(5)
        status = self._running.returncode
        most = f"{self._limits.memory_mb:,} MB of memory"
        if status == OUT_OF_MEMORY:
            return f"it needs more than {most}"
        name = signal.Signals(-status).name if status and -status in set(signal.Signals) else f"status {status}"
        return f"it ended the program that reads it ({name}), being damaged or in need of more than {most}"

    def stop(self) -> None:
        """End the process, and those that it started, whatever they do."""
        with suppress(OSError):
            if sys.platform == "win32":
                self._running.kill()
            else:
                os.killpg(self._running.pid, signal.SIGKILL)
        self._running.wait()
        self._listening.join(5)
        for stream in (self._running.stdin, self._running.stdout):
            with suppress(OSError):
                cast(BinaryIO, stream).close()


def _environment() -> dict[str, str]:
    """Ours, with the places that modules are found in here, and without threads that would only take up memory."""
    rooms = str(Path(__file__).resolve().parent.parent)
    places = [rooms, *(place for place in sys.path if place and Path(place).is_absolute())]
    single = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
    return {**os.environ, **single, "PYTHONPATH": os.pathsep.join(dict.fromkeys(places))}
