"""Text recognition: the words of a page that is a picture, read by Tesseract where that is installed.

Tesseract is a program of its own, found on the path. It is given a page's picture and gives each word with its place and how sure it is;
what it is not sure of is not kept, since a wrong word in a quote is worse than a page that is said to be unread.
"""

from __future__ import annotations

import csv
import io
import math
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, pairwise, zip_longest
from statistics import median
from typing import TYPE_CHECKING, Any

from ingest.legibility import is_garbled
from ingest.pdf_page import Fragment, clean
from vectorstore.models import Span, WordBox

if TYPE_CHECKING:
    from PIL.Image import Image

    from ingest.pdf_layout import Draft

MISSING = (
    "pages that are pictures were not read, for want of Tesseract; install it (on Debian: apt-get install tesseract-ocr) "
    "and ingest again."
)
RECOGNISABLE = frozenset({"no text", "garbled"})
"""Reasons why a page is unread which text recognition may mend."""
TRIED = frozenset({"not legible", "not read in time"})
"""Reasons why a page is unread though it was tried."""
_LANGUAGE = "eng"
_RESOLUTION = 300  # dots to an inch, which Tesseract is made for
_MOST_PIXELS = 20_000_000  # an A3 page at 300 dpi has 17
_SECONDS = 45.0  # for one page, turned or not, less than a page may take as it comes; a dense one takes about five
_SURE = 0.65  # mean confidence below which a page is no text that could be quoted
_LINE_SURE = 0.5  # and a line of it: logos, signatures, specks
_FEW_LETTERS = 12  # as of pages with text
_TURNED_BELOW = 0.75  # a page that is read worse than this may lie on its side
_EXTRA = 1.15  # height of a line of type as a multiple of its size, as PDFium's boxes have it
_ASCENT = 0.92  # of the size, above the baseline
_DEEP = re.compile(r"[gjpqyQ,;()\[\]{}/|@]")
_HIGH = re.compile(r"[A-Z0-9bdfhklt(){}\[\]/|!?&%$£@\"']")
_FIGURE = re.compile(r"[^\w]*(?:\d[\d,.]*%?[^\w]*|)$")
_ROWS = 0.3  # share of a page's rows that have a figure in a column of its own, from which on it is a table
_COLUMN_GAP = 1.5  # heights of a figure
_UPRIGHT = 1.414  # a page's height as a multiple of its width
_LIKE = 0.18  # lines whose sizes differ by less are of one size: their heights are measured on letters


@dataclass(frozen=True, slots=True)
class Word:
    """A word that was recognised, its (x0, top, x1, bottom) box as fractions of the picture it was read on, and 0 to 1 how sure it is.

    `line` tells lines from each other: the numbers of its block, paragraph and line.
    """

    text: str
    box: tuple[float, float, float, float]
    confidence: float
    line: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Recognition:
    """What stands on the picture of a page, in reading order; `confidence` is the mean over its letters, 0 to 1.

    `turn` is by how many degrees, against the clock, the page's picture was turned to be read.
    """

    words: tuple[Word, ...]
    confidence: float
    turn: int = 0


class IllegibleError(Exception):
    """A page's picture that gives no text that could be quoted; the message says why, in a word or two."""


def program(wanted: str) -> str | None:
    """Where Tesseract is; None where it is not, cannot read English, or is not `wanted` ("off")."""
    found = shutil.which("tesseract") if wanted != "off" else None
    return found if found and _LANGUAGE in _languages(found) else None


@lru_cache(maxsize=4)
def _languages(tesseract: str) -> frozenset[str]:
    try:
        said = subprocess.run([tesseract, "--list-langs"], capture_output=True, text=True, timeout=20, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(said.split())


def recognise(page: Any, tesseract: str) -> Recognition:
    """The words on a PDFium page, read from its picture.

    Raises IllegibleError when there are none, when they are not to be relied on, or when reading takes longer than 45 seconds.
    """
    until = time.monotonic() + _SECONDS
    picture = _picture(page)
    best = _read(picture, tesseract, until)
    if best.confidence < _TURNED_BELOW and (turn := _turn(picture, tesseract, until)):
        turned = _read(picture.rotate(turn, expand=True), tesseract, until)
        if turned.confidence > best.confidence:
            best = replace(turned, turn=turn)
    return _legible(best)


def _picture(page: Any) -> Image:
    across, down = page.get_size()
    scale = min(_RESOLUTION / 72, math.sqrt(_MOST_PIXELS / (across * down)))
    image: Image = page.render(scale=scale, grayscale=True, may_draw_forms=True).to_pil().convert("L")
    return image


def _read(picture: Image, tesseract: str, until: float) -> Recognition:
    arguments = ["-l", _LANGUAGE, "--psm", "3", "--dpi", str(_RESOLUTION), "tsv"]
    words = tuple(_without_bars(list(_words(_run(picture, tesseract, until, *arguments), picture.size))))
    return Recognition(words, _mean(words))


def _run(picture: Image, tesseract: str, until: float, *arguments: str) -> str:
    given = io.BytesIO()
    picture.save(given, "PPM")
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}  # its threads wait for each other more than they work
    try:
        done = subprocess.run(
            [tesseract, "stdin", "stdout", *arguments], input=given.getvalue(), capture_output=True,
            timeout=max(0.0, until - time.monotonic()), env=environment, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise IllegibleError("not read in time") from error
    return done.stdout.decode("utf-8", "replace")


def _words(table: str, size: tuple[int, int]) -> Iterator[Word]:
    """The words of Tesseract's table of a picture of (width, height) pixels."""
    across, down = size
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = "".join(clean(row["text"] or "").split())
        if row["level"] == "5" and text:
            left, top = int(row["left"]), int(row["top"])
            box = left / across, top / down, (left + int(row["width"])) / across, (top + int(row["height"])) / down
            line = int(row["block_num"]), int(row["par_num"]), int(row["line_num"])
            yield Word(text, box, max(0.0, float(row["conf"])) / 100, line)


def _without_bars(words: Sequence[Word]) -> Iterator[Word]:
    """Words without upright bars that stand alone: before a word in small letters it is an "I", else a rule of a table."""
    for word, after in zip_longest(words, words[1:]):
        if word.text != "|":
            yield word
        elif after and after.line == word.line and after.text[:1].islower():
            yield replace(word, text="I")


def _mean(words: Sequence[Word]) -> float:
    letters = sum(len(w.text) for w in words)
    return sum(w.confidence * len(w.text) for w in words) / letters if letters else 0.0


def _turn(picture: Image, tesseract: str, until: float) -> int:
    """By how many degrees, against the clock, a picture must be turned for its words to stand upright; 0 where that is not known."""
    if "osd" not in _languages(tesseract):
        return 0
    said = re.search(r"^Rotate: (90|180|270)$", _run(picture, tesseract, until, "--psm", "0"), re.M)
    return 360 - int(said[1]) if said else 0


def _turned_back(box: tuple[float, float, float, float], turn: int) -> tuple[float, float, float, float]:
    """A box on a picture as it was before it was turned by so many degrees against the clock."""
    x0, top, x1, bottom = box
    return {
        0: box,
        90: (1 - bottom, x0, 1 - top, x1),
        180: (1 - x1, 1 - bottom, 1 - x0, 1 - top),
        270: (top, 1 - x1, bottom, 1 - x0),
    }[turn]


def _legible(read: Recognition) -> Recognition:
    """What of a page can be relied on: whole lines, since a sentence without one of its words would say another thing."""
    lines = [list(line) for _, line in groupby(read.words, key=lambda w: w.line)]
    kept = tuple(w for line in lines if _mean(line) >= _LINE_SURE for w in line)
    if sum(c.isalpha() for w in read.words for c in w.text) < _FEW_LETTERS:
        raise IllegibleError("no text")
    text = "\n".join(" ".join(w.text for w in line) for _, line in groupby(kept, key=lambda w: w.line))
    if read.confidence < _SURE or sum(c.isalpha() for c in text) < _FEW_LETTERS or is_garbled(text):
        raise IllegibleError("not legible")
    rows = _rows(kept)
    if _is_table(rows):
        kept = tuple(replace(word, line=(n, 0, 0)) for n, row in enumerate(rows) for word in row)
    return replace(read, words=kept, confidence=_mean(kept))


def _is_table(rows: Sequence[Sequence[Word]]) -> bool:
    """Whether a page is a table of figures, of which Tesseract takes each column, or some rows together, for a block of prose."""
    return sum(any(_is_entry(a, b) for a, b in pairwise(row)) for row in rows) >= _ROWS * len(rows)


def _is_entry(before: Word, word: Word) -> bool:
    """Whether a word is a figure that stands in a column of its own."""
    height = (word.box[3] - word.box[1]) * _UPRIGHT
    return bool(_FIGURE.match(word.text)) and word.box[0] - before.box[2] > _COLUMN_GAP * height


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words in the order of the rows that they stand in across the page."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.box[1] + w.box[3]) / 2):
        middle = (word.box[1] + word.box[3]) / 2
        if rows and any(w.box[1] < middle < w.box[3] for w in rows[-1]):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w.box[0]) for row in rows]


def upright(read: Recognition, size: tuple[float, float]) -> tuple[float, float]:
    """The (width, height) of a page as it was read, of its size as it is shown."""
    return size if read.turn in (0, 180) else (size[1], size[0])


def blocks(read: Recognition, size: tuple[float, float]) -> list[list[Fragment]]:
    """The lines of each block of a page of (width, height) points, as the layout takes them from a page with text."""
    size = upright(read, size)
    found: list[list[Fragment]] = []
    at = 0
    for _, block in groupby(read.words, key=lambda w: w.line[0]):
        lines = []
        for _, words in groupby(block, key=lambda w: w.line):
            line = _line(list(words), size, at)
            at = line.last + 1
            lines.append(line)
        found.append(lines)
    return _evened(found)


def _line(words: Sequence[Word], size: tuple[float, float], at: int) -> Fragment:
    """A line with the box that its type has: the letters' own boxes are as high as they happen to reach."""
    across, down = size
    em = median(_type_size(w, down) for w in words)
    base = median(w.box[3] * down - (0.21 * em if _DEEP.search(w.text) else 0.0) for w in words)
    top = base - _ASCENT * em
    x0, x1 = min(w.box[0] for w in words) * across, max(w.box[2] for w in words) * across
    last = at + sum(len(w.text) for w in words) - 1
    return Fragment(" ".join(w.text for w in words), x0, top, x1, top + _EXTRA * em, bold=False, first=at, last=last)


def _type_size(word: Word, down: float) -> float:
    """The size of type that a word of this height is set in, by which of its letters reach up or down."""
    reach = 0.50 + (0.21 if _HIGH.search(word.text) else 0.0) + (0.21 if _DEEP.search(word.text) else 0.0)
    return (word.box[3] - word.box[1]) * down / reach


def _evened(found: list[list[Fragment]]) -> list[list[Fragment]]:
    """Lines of nearly the same size as one size, as they were set."""
    sizes = sorted(f.size for block in found for f in block)
    groups: list[list[float]] = []
    for size in sizes:
        if groups and size <= groups[-1][0] * (1 + _LIKE):
            groups[-1].append(size)
        else:
            groups.append([size])
    even = {size: median(group) for group in groups for size in group}
    return [[replace(f, top=f.bottom - even[f.size], bottom=f.bottom) for f in block] for block in found]


def placed(read: Recognition, drafts: Iterable[Draft], places: dict[int, Span]) -> tuple[WordBox, ...]:
    """Where in the page's text each word stands; `drafts` are the page's in the order of the words, `places` as the reader set them."""
    left = iter(read.words)
    found = []
    for draft in drafts:
        start = places[id(draft)].start
        at = 0
        while at < len(draft.text):
            if draft.text[at].isspace():
                at += 1
                continue
            word = next(left)
            found.append(WordBox(start + at, start + at + len(word.text), *_turned_back(word.box, read.turn)))
            at += len(word.text)
    return tuple(found)
