"""Changes sound papers in many ways and reads what comes of it as an ingest does; whatever is no outcome in words is a fault.

    python -m tests.fuzz [--minutes 20] [--seed 1] [--keep FOLDER]

prints how many files were read, read in part and refused, and each fault with the file that shows it (kept in FOLDER). Ends with 1 when
there was one. The same seed makes the same files.
"""

from __future__ import annotations

import argparse
import io
import logging
import random
import re
import shutil
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdf
from pypdf.generic import DictionaryObject, NameObject, NumberObject, StreamObject

from ingest.describe import describe
from ingest.job import content_of
from ingest.limited_reader import LimitedReader
from ingest.reading import Reading
from ingest.reading_messages import Limits
from tests import hostile
from vectorstore.errors import ReadError
from vectorstore.models import Span

ROOT = Path(__file__).resolve().parent.parent
LIMITS = Limits(memory_mb=1_000, page_seconds=10, file_seconds=30)
GRACE = 20.0  # seconds over the limits that starting anew may take
_PAGES = 2  # of a sample PDF; a mutation of a long one tells no more
_WORTH = (b"0", b"-1", b"65536", b"4294967296", b"99999999999999999999", b"1e308", b"0.0000001", b"\xff\xfe", b"\x00", b"")
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_TAG = re.compile(rb"<[^<>]{1,200}>")


@dataclass(slots=True)
class Findings:
    """What came of the files: how many had which outcome, and the faults."""

    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0


def seeds(folder: Path) -> list[tuple[str, bytes]]:
    """Sound papers, as (ending, bytes): the samples, long PDFs cut to their first pages, and small ones of every other kind."""
    found = []
    for path in sorted((ROOT / "samples" / "papers").iterdir()):
        if path.suffix == ".pdf":
            for writer in (_first_pages(path), _first_pages(path, plain=True)):
                out = io.BytesIO()
                writer.write(out)
                found.append((".pdf", out.getvalue()))
        elif path.suffix in (".docx", ".xlsx"):
            found.append((path.suffix, path.read_bytes()))
    found += [
        (".pdf", hostile.with_attachments(folder / "a.pdf").read_bytes()),
        (".docx", hostile.word(folder / "a.docx", "Forty places", "1. open", "2. in September").read_bytes()),
        (".xlsx", hostile.workbook(folder / "a.xlsx").read_bytes()),
        (".csv", b"Ref;Risk;Score\nD1;Depot fire;12\nD2;\"Loss of\nthe weighbridge\";6\n"),
        (".md", b"# Buses\n\n- late\n- later\n\n| Year | Places |\n|---|---|\n| 2026 | forty |\n\n1. The bus is late.\n"),
        (".html", b"<html><head><title>Buses</title></head><body><h1>Buses</h1><p>Late &amp; full.</p><table><tr><th>Year</th>"
         b"<td rowspan=2>forty</td></tr><tr><td>2026</td></tr></table><ul><li>a<ul><li>b</ul></ul></body></html>"),
        (".txt", "1. What it costs\n\nCosts rose by £4m.\n\na\tb\tc\n1\t2\t3\n\f2. More\n\n- one\n- two\n".encode()),
    ]  # fmt: skip
    return found


def _first_pages(path: Path, *, plain: bool = False) -> pypdf.PdfWriter:
    """The first pages of a PDF; `plain` without packing, so that a changed byte is a changed word and not a broken stream."""
    writer = pypdf.PdfWriter()
    writer.append(str(path), pages=(0, min(_PAGES, len(pypdf.PdfReader(path).pages))))
    if plain:
        for page in writer.pages:
            content = page.get_contents()
            if content is not None:
                fresh = StreamObject()
                fresh.set_data(content.get_data())
                page[NameObject("/Contents")] = writer._add_object(fresh)
    return writer


# -- changes


def mutated(rng: random.Random, ending: str, data: bytes, others: list[tuple[str, bytes]]) -> bytes:
    """A file changed in one to three ways, some of which keep to how its kind is built."""
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        with suppress(Exception):  # what is broken already may not be taken apart any more
            data = rng.choice(_ways(rng, ending, data, others))()
    return data


def _ways(rng: random.Random, ending: str, data: bytes, others: list[tuple[str, bytes]]) -> list[Callable[[], bytes]]:
    ways: list[Callable[[], bytes]] = [
        lambda: _flipped(rng, data), lambda: data[: rng.randrange(len(data) + 1)],
        lambda: _spliced(rng, data, rng.choice(others)[1]), lambda: _renumbered(rng, data),
    ]  # fmt: skip
    if ending == ".pdf":
        ways += [lambda: _pdf_objects(rng, data)] * 6
    elif ending in (".docx", ".xlsx"):
        ways += [lambda: _members(rng, data)] * 12
    return ways


def _flipped(rng: random.Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 2, 8, 64))):
        if out:
            out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def _spliced(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """A stretch of the file itself, or of another, put in, over what is there or between."""
    source = rng.choice((data, other)) or b"\0"
    start = rng.randrange(len(source))
    piece = source[start : start + rng.choice((1, 16, 256, 4_096))] * rng.choice((1, 1, 1, 50))
    at = rng.randrange(len(data) + 1)
    return data[:at] + piece + data[at + rng.choice((0, len(piece), 256)) :]


def _renumbered(rng: random.Random, data: bytes) -> bytes:
    numbers = list(_NUMBER.finditer(data))
    for match in sorted(rng.sample(numbers, min(len(numbers), rng.choice((1, 3, 9)))), key=lambda m: -m.start()):
        data = data[: match.start()] + rng.choice(_WORTH) + data[match.end() :]
    return data


def _pdf_objects(rng: random.Random, data: bytes) -> bytes:
    """A PDF with some of its objects changed: entries taken out, exchanged or made absurd, streams changed inside their packing."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    held = [entry for entry in writer._objects if isinstance(entry, DictionaryObject) and entry]
    for target in rng.sample(held, min(len(held), rng.choice((1, 2, 5)))):
        key, donor = rng.choice(list(target)), rng.choice(held)
        match rng.randrange(5):
            case 0:
                del target[key]
            case 1:
                target[key] = donor.raw_get(rng.choice(list(donor)))
            case 2:
                target[key] = NumberObject(rng.choice((0, -1, 7, 65_536, 2**31, 10**15)))
            case 3:
                reference = donor.indirect_reference
                target[key] = reference if reference is not None else NameObject("/X")
            case _ if isinstance(target, StreamObject):
                target.set_data(rng.choice((_renumbered, _flipped))(rng, target.get_data()))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _members(rng: random.Random, data: bytes) -> bytes:
    """An Office file with a part changed, its words or its tags, and packed again."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    name = rng.choice(list(parts))
    match rng.randrange(5):
        case 0:
            parts[name] = rng.choice((_flipped, _renumbered))(rng, parts[name])
        case 1:
            parts[name] = parts[rng.choice(list(parts))]
        case 2:
            del parts[name]
        case _:
            parts[name] = _retagged(rng, parts[name])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, content)
    return out.getvalue()


def _retagged(rng: random.Random, data: bytes) -> bytes:
    """XML with a tag taken out, doubled many times over, or put in another's place."""
    tags = list(_TAG.finditer(data))
    here, other = rng.choice(tags), rng.choice(tags)
    put = rng.choice((b"", here[0] * rng.choice((2, 1_000)), other[0], data[other.start() : other.start() + 2_000]))
    return data[: here.start()] + put + data[here.end() :]


# -- outcomes


def run(seconds: float, seed: int, keep: Path | None = None, tell: Callable[[str], object] = print) -> Findings:
    """Read changed papers for some seconds; files that show a fault are put into `keep`."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    found, rng, until = Findings(), random.Random(seed), time.monotonic() + seconds
    with TemporaryDirectory() as name, LimitedReader(LIMITS) as reader:
        sound = seeds(Path(name))
        number = 0
        while time.monotonic() < until:
            ending, data = sound[number % len(sound)] if number < len(sound) else rng.choice(sound)
            path = Path(name) / f"case{number}{ending}"
            path.write_bytes(data if number < len(sound) else mutated(rng, ending, data, sound))
            for fault in _tried(reader, path, found):
                found.faults.append(f"{path.name}: {fault}")
                tell(found.faults[-1])
                if keep:
                    keep.mkdir(parents=True, exist_ok=True)
                    shutil.copy(path, keep)
            path.unlink()
            number += 1
    return found


def _tried(reader: LimitedReader, path: Path, found: Findings) -> Iterator[str]:
    """The faults in what comes of reading a file, and of what an ingest makes of that in this process."""
    began = time.monotonic()
    try:
        reading = reader.read(path)
    except ReadError as error:
        said = str(error)
        found.outcomes["refused"] += 1
        if not (said.startswith(path.name) and said.isprintable() and len(said) < 600):
            yield f"said in no good words: {said!r}"
        if leaked := re.search(r"\((\w+(?:Error|Exception|Warning)|StopIteration)\b", said):
            yield f"an exception of its own is shown: {leaked[0]}: {said!r}"
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        yield f"{type(error).__name__} came out of reading: {error}"
    else:
        found.outcomes["read in part" if any(page.unread for page in reading.pages) else "read"] += 1
        yield from set(faults_of(reading))
        try:
            content_of(reading, describe(reading, path.name), "0" * 64, path.name, lambda text: len(text.split()), 200)
        except Exception as error:  # noqa: BLE001 - this too
            at = traceback.extract_tb(error.__traceback__)[-1]
            yield f"{type(error).__name__} came out of what follows reading: {error} ({Path(at.filename).name}, line {at.lineno})"
    took = time.monotonic() - began
    found.slowest = max(found.slowest, took)
    if took > LIMITS.file_seconds + LIMITS.page_seconds + GRACE:
        yield f"took {took:.0f} seconds"


def faults_of(reading: Reading) -> Iterator[str]:
    """What is wrong with a reading by itself: words that are no words, places outside the pages."""
    if not reading.pages:
        yield "no pages"
    texts = [page.text for page in reading.pages]
    if [page.ordinal for page in reading.pages] != list(range(1, len(texts) + 1)):
        yield "pages are not counted from 1"
    for page in reading.pages:
        if page.unread is not None and not page.unread.strip():
            yield "a page is unread without a reason"
        if any(not 0 <= start <= end <= len(page.text) for start, end in page.running):
            yield "a running line lies outside its page"
    words = [*texts, *reading.properties, *reading.properties.values(), *reading.notes]
    spans: list[Span] = []
    for block in reading.blocks:
        words += [block.text, block.number or "", block.section or ""]
        spans += block.spans
        if not block.spans:
            yield "a block stands nowhere"
        for cell in (*block.cells, *(c for c in block.covered if c)):
            words += [cell.text, cell.label or ""]
            spans += cell.spans
    for word in words:
        if not isinstance(word, str):
            yield f"words that are {type(word).__name__}"
        elif not word.isascii() and any("\ud800" <= sign <= "\udfff" for sign in word):
            yield "half a character"
    for span in spans:
        if not (1 <= span.page <= len(texts) and 0 <= span.start <= span.end <= len(texts[span.page - 1])):
            yield "a span lies outside its page"


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=ROOT / ".scrutiny" / "fuzz")
    given = parser.parse_args()
    found = run(given.minutes * 60, given.seed, given.keep)
    said = ", ".join(f"{count:,} {outcome}" for outcome, count in found.outcomes.most_common())
    print(f"{found.outcomes.total():,} files: {said}; the slowest took {found.slowest:.1f} s; {len(found.faults)} faults")
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
