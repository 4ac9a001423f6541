"""A program that does to many ingests what can happen to them, and says what was lost: nothing, or it ends with status 1.

    python -m tests.faults [--kills N] [--cuts N] [--full N] [--others N] [--seed N] [--page FILE]

Each ingest takes in a changed, a described anew and a new paper beside one that stays; a process forked from one that has all loaded does
so, and is killed, stopped, cut off from its disk or asked meanwhile. Then a process looks at what the library shows, another ingests again,
and the result is held against an undisturbed ingest and examined by the doctor. Chroma is told to write its index files after a few vectors,
where it otherwise would after a thousand, so that ingests are cut off there too. With --page the table goes into a page between its marks.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests import killed_ingest as child

MARKS = ("<!-- measured -->", "<!-- /measured -->")
_SYNC_AFTER = 8  # vectors, after which Chroma writes its index files


@dataclass
class Row:
    """A fault: how it is brought about, how often it was, how often an ingest was really cut off by it, and what was lost or went wrong."""

    fault: str
    how: str
    times: int = 0
    struck: int = 0
    wrong: list[str] = field(default_factory=list)


class Faults:
    """The library before, the papers of the ingest that is disturbed, and what it gives undisturbed, in a folder of its own."""

    def __init__(self, folder: Path, seed: int) -> None:
        from vectorstore import checkup, vectors

        child.warm(folder)
        vectors.HNSW["sync_threshold"] = _SYNC_AFTER
        vectors.HNSW["batch_size"] = _SYNC_AFTER // 2
        checkup.listed = _listed_here  # this process is one that may be broken off itself
        self.folder, self.random = folder, random.Random(seed)
        self.first, self.papers = folder / "first", folder / "papers"
        child.write_first(self.papers)
        self._wait(lambda: child.ingest_here(self.papers, self.first))
        self.before = set(child.seen(self.first, folder)["held"])
        child.write_changes(self.papers)
        shutil.copytree(self.first, folder / "whole")
        started = time.perf_counter()
        self._wait(lambda: child.ingest_here(self.papers, folder / "whole"))
        self.seconds = time.perf_counter() - started
        self.undisturbed = child.seen(folder / "whole", folder)
        self._number = 0

    def _wait(self, work: Callable[[], object]) -> int:
        return child.wait(child.fork(work))

    def copy(self, of: Path | None = None) -> Path:
        """A library as it was before, or as `of` is, that may be broken."""
        self._number += 1
        return Path(shutil.copytree(of or self.first, self.folder / f"broken-{self._number}"))

    def outcome(self, data: Path, *, whole_before: bool = True) -> str | None:
        """What is wrong with a library, and with what the next ingest makes of it; None when nothing is. The library is deleted then."""
        try:
            after = child.seen(data, self.folder)
            for source, held in after["held"].items():
                if f"passage_count={len(held['passages'])}," not in held["document"] or not held["pages"]:
                    return f"{source} is shown half"
            if whole_before and not self.before <= set(after["held"]):
                return f"gone: {self.before - set(after['held'])}"
            again = child.seen(data, self.folder, ingest=self.papers)
            if again != self.undisturbed:
                return f"not what an undisturbed ingest gives: {[key for key in again if again[key] != self.undisturbed[key]]}"
            if faults := self.examined(data):
                return f"the doctor finds: {faults}"
        except (OSError, ValueError) as error:
            return f"the library cannot be opened or asked: {error}"
        shutil.rmtree(data)
        return None

    def examined(self, data: Path) -> list[str]:
        """The faults that the doctor names."""
        out = self.folder / "examined.json"
        out.unlink(missing_ok=True)

        def look() -> None:
            from assistant.doctor_command import examine
            from vectorstore.settings import Settings

            out.write_text(json.dumps([fault.what for fault in examine(Settings.load(data)).faults]))

        self._wait(look)
        found: list[str] = json.loads(out.read_text())
        return found

    # -- the faults

    def kills(self, times: int) -> Row:
        row = Row("the program is killed", "SIGKILL at a random moment of the ingest")
        for _ in range(times):
            data = self.copy()
            running = child.fork(lambda data=data: child.ingest_here(self.papers, data))
            time.sleep(self.random.uniform(0, self.seconds))
            os.kill(running, signal.SIGKILL)
            self._note(row, os.WIFSIGNALED(child.wait(running)), self.outcome(data))
        return row

    def power_cuts(self, times: int) -> Row:
        row = Row(
            "the power is cut",
            "the folder copied at a random moment, and the end of what the catalogue had written ahead cut off",
        )
        for _ in range(times):
            data = self.copy()
            running = child.fork(lambda data=data: child.ingest_here(self.papers, data))
            time.sleep(self.random.uniform(0, self.seconds))
            os.kill(running, signal.SIGSTOP)
            struck = os.waitpid(running, os.WUNTRACED)[1]
            left = self.copy(data)
            if os.WIFSTOPPED(struck):
                os.kill(running, signal.SIGKILL)
                child.wait(running)
            for ahead in left.glob("*/catalogue.sqlite-wal"):
                with ahead.open("r+b") as stream:
                    stream.truncate(self.random.randint(0, ahead.stat().st_size))
            shutil.rmtree(data)
            self._note(row, os.WIFSTOPPED(struck), self.outcome(left))
        return row

    def full_disks(self, times: int) -> Row:
        row = Row("the disk is full", "no file may grow beyond a random size (RLIMIT_FSIZE)")
        sizes = [file.stat().st_size for file in self.first.rglob("*") if file.is_file()]
        largest = max(file.stat().st_size for file in (self.folder / "whole").rglob("*") if file.is_file())
        for _ in range(times):
            data, limit = self.copy(), self.random.randint(min(sizes), 2 * largest)

            def full(data: Path = data, limit: int = limit) -> None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
                child.ingest_here(self.papers, data)

            self._note(row, self._wait(full) != 0, self.outcome(data))
        return row

    def small_disks(self, times: int) -> Row:
        row = Row("the disk is full", "the library on a disk (tmpfs) with a random room left, then room made")
        for _ in range(times):
            size = sum(-(-file.stat().st_size // 4096) * 4096 + 4096 for file in self.first.rglob("*"))
            with _disk(self.folder / "disk", size + self.random.randint(0, 300 << 10)) as (place, enlarge):
                data = Path(shutil.copytree(self.first, place / "data"))
                struck = self._wait(lambda data=data: child.ingest_here(self.papers, data)) != 0
                enlarge()
                self._note(row, struck, self.outcome(data))
        return row

    def two_at_once(self, times: int) -> Row:
        row = Row(
            "two ingests at once", "a second one begun at a random moment of the first; it is refused in words or comes after it"
        )
        for _ in range(times):
            data = self.copy()
            running = child.fork(lambda data=data: child.ingest_here(self.papers, data))
            time.sleep(self.random.uniform(0, self.seconds))
            struck = self._wait(lambda data=data: child.ingest_here(self.papers, data)) != 0
            first = child.wait(running)
            self._note(row, struck, "the first one failed" if first and not struck else self.outcome(data))
        return row

    def asked_meanwhile(self, times: int) -> Row:
        row = Row(
            "questions during an ingest",
            "a second program opens the library and reads all of it, over and over, until the ingest ends",
        )
        for _ in range(times):
            data = self.copy()
            running = child.fork(lambda data=data: child.ingest_here(self.papers, data))
            wrong, looks = None, 0
            while os.waitpid(running, os.WNOHANG)[0] == 0 and not wrong:
                after = child.seen(data, self.folder)
                looks += 1
                lost = self.before - set(after["held"])
                half = [s for s, h in after["held"].items() if f"passage_count={len(h['passages'])}," not in h["document"]]
                wrong = f"shown half or gone meanwhile: {half} {lost}" if half or lost else None
            self._note(row, looks > 0, wrong or self.outcome(data))
        return row

    def _note(self, row: Row, struck: bool, wrong: str | None) -> None:
        row.times += 1
        row.struck += struck
        if wrong:
            row.wrong.append(wrong)
        print(
            f"{row.fault}: {row.times} ({row.struck} cut off){f', WRONG: {wrong}' if wrong else ''}", file=sys.stderr, flush=True
        )


def _listed_here(chroma: Path) -> dict[str, str]:
    from vectorstore.vectors import Vectors

    opened = Vectors(chroma)
    found = opened.named(thorough=True)
    opened.close()
    return found


@contextmanager
def _disk(place: Path, size: int) -> Iterator[tuple[Path, Callable[[], None]]]:
    """A disk of some bytes, and how it is enlarged. Raises CalledProcessError where none may be mounted."""
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=True, capture_output=True)
    try:
        yield place, lambda: _remount(place)
    finally:
        subprocess.run(["umount", str(place)], check=True, capture_output=True)


def _remount(place: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=512m", str(place)], check=True, capture_output=True)


def table(rows: list[Row]) -> str:
    """The rows as a table of Markdown."""
    lines = [
        "| fault | how it was brought about | times | struck | lost, halved or doubled |",
        "|---|---|---|---|---|",
    ]
    lines += [f"| {r.fault} | {r.how} | {r.times} | {r.struck} | {len(r.wrong) or 'nothing'} |" for r in rows if r.times]
    return "\n".join(lines)


def run(folder: Path, given: argparse.Namespace) -> list[Row]:
    """Do it all; a row a fault."""
    faults = Faults(folder, given.seed)
    rows = [faults.kills(given.kills), faults.power_cuts(given.cuts), faults.full_disks(given.full)]
    if os.name == "posix" and os.geteuid() == 0:  # others may not mount a disk
        rows.append(faults.small_disks(given.full))
    return [*rows, faults.two_at_once(given.others), faults.asked_meanwhile(given.others)]


def main(arguments: list[str]) -> int:
    """Run the program; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    for name, often in (("kills", 200), ("cuts", 60), ("full", 30), ("others", 10), ("seed", 7)):
        parser.add_argument(f"--{name}", type=int, default=often)
    parser.add_argument("--page", type=Path)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        rows = run(Path(folder), given)
    print(table(rows))
    if given.page:
        before, _, rest = given.page.read_text(encoding="utf-8").partition(MARKS[0])
        given.page.write_text(f"{before}{MARKS[0]}\n{table(rows)}\n{MARKS[1]}{rest.partition(MARKS[1])[2]}", encoding="utf-8")
    return 1 if any(row.wrong for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
