"""Reads every paper of the folders that break readers, as an ingest does, and writes what came of each into docs/files.md.

    SCRUTINY_PAPERS=FOLDER python -m tests.awkward

reads FOLDER/awkward and FOLDER/papers. Ends with 1 when a file has no outcome in words.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.files import Found, find
from ingest.limited_reader import LimitedReader
from ingest.reading import Reading
from ingest.reading_messages import Limits
from ingest.recognition import program
from tests.fuzz import faults_of
from vectorstore.errors import ReadError

PAGE = Path(__file__).resolve().parent.parent / "docs" / "files.md"
FOLDERS = ("awkward", "papers")
_BEGIN, _END = "<!-- made by make awkward: begin -->\n", "<!-- made by make awkward: end -->\n"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file; `fault` says what is wrong with that."""

    name: str
    words: str
    seconds: float = 0.0
    fault: str | None = None


def outcomes(folder: Path) -> Iterator[Outcome]:
    """Read every file of a folder."""
    with LimitedReader(Limits(), program("auto")) as reader:
        for entry in find([folder]):
            yield _outcome(reader, entry) if isinstance(entry, Found) else Outcome(*_refused(entry))


def _refused(error: ReadError) -> tuple[str, str]:
    name, _, reason = str(error).partition(": ")
    return name, f"not read: {reason}"


def _outcome(reader: LimitedReader, entry: Found) -> Outcome:
    began = time.monotonic()
    try:
        reading = reader.read(entry.path)
    except ReadError as error:
        said = str(error).removeprefix(entry.name).lstrip(": ")
        return Outcome(entry.name, f"not read: {said}", time.monotonic() - began)
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        return Outcome(entry.name, "crashed", time.monotonic() - began, f"{type(error).__name__}: {error}")
    return Outcome(entry.name, _words(reading), time.monotonic() - began, next(faults_of(reading), None) or _silence(reading))


def _silence(reading: Reading) -> str | None:
    """A fault where a file gives nothing and nothing says so."""
    empty = [page.ordinal for page in reading.pages if not page.text.strip() and not page.unread]
    return f"empty without a reason: {empty}" if empty else None


def _words(reading: Reading) -> str:
    reasons: dict[str, list[int]] = {}
    for page in reading.pages:
        if page.unread:
            reasons.setdefault(page.unread, []).append(page.number or page.ordinal)
    count, words = len(reading.pages), sum(len(page.text.split()) for page in reading.pages)
    unread = sum(map(len, reasons.values()))
    what = "no page gave text" if unread == count else "read in part" if unread else "read"
    said = [f"{what}: {count} page{'s' * (count > 1)}, {words:,} words"]
    said += [f"{'pages' if len(numbers) > 1 else 'page'} {_ranges(numbers)}: {reason}" for reason, numbers in reasons.items()]
    return "; ".join([*said, *reading.notes])


def _ranges(numbers: list[int]) -> str:
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1] = [found[-1][0], number]
        else:
            found.append([number])
    return ", ".join("-".join(map(str, pair)) for pair in found)


def table(every: dict[str, list[Outcome]]) -> str:
    """The tables, in Markdown."""
    out = []
    for folder, found in every.items():
        slowest = max(found, key=lambda outcome: outcome.seconds)
        out += [
            f"`{folder}`: {len(found)} files in {sum(o.seconds for o in found):.0f} s; "
            f"the slowest, {slowest.name}, took {slowest.seconds:.1f} s.\n",
            "| file | what came of it |", "|---|---|",
        ]  # fmt: skip
        out += [f"| {o.name} | {o.words.replace('|', '&#124;')} |" for o in found]
        out.append("")
    return "\n".join(out)


def main() -> int:
    """The command line."""
    named = os.environ.get("SCRUTINY_PAPERS")
    if not named:
        print("SCRUTINY_PAPERS is not set: name the folder of papers with it.", file=sys.stderr)
        return 2
    every = {folder: list(outcomes(Path(named) / folder)) for folder in FOLDERS}
    page = PAGE.read_text(encoding="utf-8")
    before, after = page.split(_BEGIN)[0], page.split(_END)[1]
    PAGE.write_text(before + _BEGIN + "\n" + table(every) + "\n" + _END + after, encoding="utf-8")
    faults = [f"{o.name}: {o.fault}" for found in every.values() for o in found if o.fault]
    print("\n".join([*faults, f"{sum(map(len, every.values()))} files read, {len(faults)} faults; see docs/files.md"]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
