"""Where words of a PDF stand on the picture of their page, and that picture.

A page's text was put together from the file's words as it was read; here its letters are matched with what PDFium draws once more, so that
a slice of the text can be shown where it is printed.
"""

from __future__ import annotations

import io
import math
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.pdf_frame import Frame, reading_frame
from ingest.pdf_page import Glyph, align, page_glyphs
from vectorstore.errors import ReadError
from vectorstore.models import Recognised, WordBox

_APART = 1.5  # heights of a line: words further from each other than this are marked by themselves (two cells of a row)
_SAME_LINE = 0.5  # of the lower line's height that two letters share
_MOST_PIXELS = 16_000_000
_PDFIUM = threading.Lock()  # it must not be entered by two threads at once


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the picture of a page, as fractions (0 to 1) of its width and height from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@contextmanager
def _page(path: Path, number: int) -> Iterator[Any]:
    import pypdfium2

    with _PDFIUM:
        try:
            pdf = pypdfium2.PdfDocument(path)
        except (pypdfium2.PdfiumError, OSError) as error:
            raise ReadError(f"{path.name}: cannot be opened as a PDF ({error}); fetch it again.") from error
        try:
            if not 1 <= number <= len(pdf):
                raise ReadError(f"{path.name}: has no page {number}.")
            yield pdf[number - 1]
        finally:
            pdf.close()


def picture(path: Path, number: int, width: int) -> bytes:
    """A page (counted from 1) as a PNG file, so many pixels wide; less where it is so long that its picture would have more than 16 million.

    Raises ReadError when the file or the page is not there.
    """
    with _page(path, number) as page:
        across, down = page.get_size()
        scale = min(width / across, math.sqrt(_MOST_PIXELS / (across * down)))
        image = page.render(scale=scale, may_draw_forms=True).to_pil()
    out = io.BytesIO()
    image.convert("RGB").save(out, "PNG", compress_level=3)
    return out.getvalue()


def places(path: Path, number: int, text: str, slices: Sequence[tuple[int, int]]) -> list[list[Box]]:
    """For each (start, end) slice of a page's `text`, the boxes of its words on the picture of the page, a line each.

    A slice of which no letter is found has none. Raises ReadError as `picture` does.
    """
    with _page(path, number) as page:
        frame = reading_frame(page)
        with frame.upright(page):
            glyphs = [glyph for glyph in page_glyphs(page, frame).glyphs if not glyph.hidden]
        letters = [at for at, letter in enumerate(text) if not letter.isspace()]
        drawn = dict(zip(letters, align([text[at] for at in letters], glyphs), strict=True))
        found = [[glyph for at in range(start, end) if (glyph := drawn.get(at))] for start, end in slices]
        return [[_on_picture(frame, line) for line in _lines(each)] for each in found]


def places_on_scan(page: Recognised, slices: Sequence[tuple[int, int]]) -> list[list[Box]]:
    """For each (start, end) slice of the text of a page that was read from its picture, the boxes of its words on that, a line each."""
    return [_joined([w for w in page.words if w.start < end and start < w.end]) for start, end in slices]


def _joined(words: Sequence[WordBox]) -> list[Box]:
    """The boxes around words that follow each other on a line, which goes up or down where a scan lies on its side."""
    sideways = sum(w.bottom - w.top for w in words) > sum(w.right - w.left for w in words)
    found: list[Box] = []
    for word in words:
        box = Box(word.left, word.top, word.right, word.bottom)
        if found and _follows(found[-1], box, sideways):
            last = found[-1]
            found[-1] = Box(
                min(last.left, box.left), min(last.top, box.top), max(last.right, box.right), max(last.bottom, box.bottom)
            )
        else:
            found.append(box)
    return found


def _follows(last: Box, box: Box, sideways: bool) -> bool:
    a, b = ((e.top, e.bottom, e.left, e.right) if sideways else (e.left, e.right, e.top, e.bottom) for e in (last, box))
    height = min(a[3] - a[2], b[3] - b[2])
    gap = max(b[0] - a[1], a[0] - b[1])
    return min(a[3], b[3]) - max(a[2], b[2]) > _SAME_LINE * height and gap < _APART * height


def _lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs that stand beside each other, in the order given."""
    lines: list[list[Glyph]] = []
    for glyph in glyphs:
        if lines and _goes_on(lines[-1][-1], glyph):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return lines


def _goes_on(last: Glyph, glyph: Glyph) -> bool:
    height = min(last.bottom - last.top, glyph.bottom - glyph.top)
    shared = min(last.bottom, glyph.bottom) - max(last.top, glyph.top)
    return shared > _SAME_LINE * height and -height < glyph.x0 - last.x1 < _APART * height


def _on_picture(frame: Frame, glyphs: Sequence[Glyph]) -> Box:
    """The box around glyphs, as the page is shown: turned and cropped as the file says."""
    corners = [
        frame.shown(min(g.x0 for g in glyphs), min(g.top for g in glyphs)),
        frame.shown(max(g.x1 for g in glyphs), max(g.bottom for g in glyphs)),
    ]
    (left, right), (top, bottom) = (sorted(min(1.0, max(0.0, corner[n])) for corner in corners) for n in (0, 1))
    return Box(left, top, right, bottom)
