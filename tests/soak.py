"""The desk asked for a long time: `make soak` (an hour; ARGS="--minutes 30"), which fails when memory still grows in the second half.

One desk over the sample papers is asked every question of the sample set in turn. Beside the questions come what the app's other views ask for
(registers, the ledger, scrutiny questions) and a paper that changes and is read again in the same process, as the app does it.

The rule: the resident memory is sampled at equal intervals. The middle value of the last quarter of the samples may be above that of the third
quarter by no more than `GROWTH` of it. What fills up once (models, caches of a fixed size) is full by the half; what leaks goes on.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from pathlib import Path
from statistics import median

from assistant.desk import Desk
from assistant.gaps import scrutiny_questions
from eval.question_set import SAMPLES as QUESTIONS
from eval.question_set import load
from ingest.job import ingest
from vectorstore.library import Library
from vectorstore.settings import Settings

PAPERS = Path(__file__).resolve().parent.parent / "samples" / "papers"
GROWTH = 0.03
"""Of the third quarter's memory: what the last quarter may be above it."""
_FEWEST = 8  # samples, of which a quarter is two
_REGISTERS, _LEDGER, _GAPS, _INGEST = 5, 7, 31, 61  # after each so many questions
_AS_OF = date(2026, 5, 1)
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Soak:
    """What came of it: questions asked, papers read again, and the resident memory in bytes at equal intervals."""

    asked: int
    read: int
    memory: tuple[int, ...]

    @property
    def growth(self) -> float:
        """By what share the last quarter's middle value is above the third quarter's. Raises ValueError for too few samples."""
        return growth(self.memory)


def growth(memory: Sequence[int]) -> float:
    """By what share of the third quarter's middle value the last quarter's is above it. Raises ValueError for fewer than eight samples."""
    if len(memory) < _FEWEST:
        raise ValueError(f"{len(memory)} samples of memory are too few to judge: {_FEWEST} are needed")
    quarter = len(memory) // 4
    third, last = median(memory[-2 * quarter : -quarter]), median(memory[-quarter:])
    return last / third - 1


def resident() -> int:
    """The bytes of memory that this process has at the moment."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def anew(data: Path) -> Settings:
    """The library's settings, but that every question is answered anew: questions come back here more often than people ask them."""
    return Settings.load(data).model_copy(update={"answers_kept": 0})


def soak(data: Path, folder: Path, seconds: float, every: float, told: Callable[[float, int, int], None] | None = None) -> Soak:
    """Ask the library in `data` for some seconds, with a changing paper in `folder`, sampling memory `every` so many seconds.

    `told` hears of each sample: the seconds since the beginning, the questions asked, the bytes.
    """
    desk = Desk.open(anew(data))
    try:
        return _soaked(desk, folder, seconds, every, told or (lambda *_: None))
    finally:
        desk.library.close()


def _soaked(desk: Desk, folder: Path, seconds: float, every: float, told: Callable[[float, int, int], None]) -> Soak:
    started = time.monotonic()
    memory: list[int] = []
    read = 0
    for asked, question in enumerate(cycle(load(QUESTIONS).questions), 1):
        answers = []
        for turn in question.turns:
            answers.append(desk.ask(turn.question, turns=answers, as_of=_AS_OF))
        if asked % _REGISTERS == 0:
            desk.registers()
        if asked % _LEDGER == 0:
            desk.promises()
        if asked % _GAPS == 0:
            scrutiny_questions(desk, None, _AS_OF)
        if asked % _INGEST == 0:
            read += 1
            _changed(desk.library, folder / "changing.md", read)
        gone = time.monotonic() - started
        while gone >= every * (len(memory) + 1):
            memory.append(resident())
            told(gone, asked, memory[-1])
        if gone >= seconds:
            return Soak(asked, read, tuple(memory))
    raise AssertionError("the questions do not end")


def _changed(library: Library, paper: Path, times: int) -> None:
    """Read a paper that says something else than the time before."""
    minutes = "\n\n".join(
        f"Item {n}. The depot at Harrow Lane reported {times * n} visits. The Chair will write to the Director by 30 June 2026."
        for n in range(1, 20)
    )
    paper.write_text(f"# Minutes of the depot panel\n\n{minutes}\n", encoding="utf-8")
    report = ingest([paper], library)
    if report.failed:
        raise AssertionError(f"the changing paper was not read: {report.failed}")


def main() -> int:
    """Soak as the arguments say, print the curve, and give 1 when memory still grows."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--minutes", type=float, default=60.0)
    given.add_argument("--every", type=float, default=60.0, help="seconds between two samples")
    chosen = given.parse_args()
    if chosen.minutes * 60 < _FEWEST * chosen.every:
        given.error(f"{chosen.minutes:g} minutes give fewer than {_FEWEST} samples; take more minutes, or a smaller --every")
    with tempfile.TemporaryDirectory() as place:
        data, folder = Path(place) / "library", Path(place)
        library = Library(anew(data))
        ingest([PAPERS], library)
        library.close()
        made = soak(data, folder, chosen.minutes * 60, chosen.every, _printed)
    print(f"{made.asked} questions, {made.read} papers read again; {made.growth:+.1%} from the third quarter to the last")
    if made.growth > GROWTH:
        print(f"Memory still grows: at most {GROWTH:.0%} is allowed.")
        return 1
    return 0


def _printed(gone: float, asked: int, memory: int) -> None:
    print(f"{gone / 60:6.1f} min {asked:6} questions {memory / _MEGABYTE:7.0f} MB", flush=True)


if __name__ == "__main__":
    sys.exit(main())
