"""Where words of a PDF stand on the picture of their page, and that picture.

A page's text was put together from the file's words as it was read; here its letters are matched with what PDFium draws once more, so that
a slice of the text can be shown where it is printed.
"""

from __future__ import annotations

import ctypes
import io
import math
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.pdf_page import Glyph, align, page_glyphs
from vectorstore.errors import ReadError

_SCALE = 10_000  # the page is laid on a square of so many units, for fractions of its sides
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
        glyphs = [glyph for glyph in page_glyphs(page) if not glyph.hidden]
        letters = [at for at, letter in enumerate(text) if not letter.isspace()]
        drawn = dict(zip(letters, align([text[at] for at in letters], glyphs), strict=True))
        found = [[glyph for at in range(start, end) if (glyph := drawn.get(at))] for start, end in slices]
        return [[_on_picture(page, line) for line in _lines(each)] for each in found]


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


def _on_picture(page: Any, glyphs: Sequence[Glyph]) -> Box:
    """The box around glyphs, as the page is shown: turned and cropped as the file says."""
    height = page.get_height()
    across = [each for g in glyphs for each in (g.x0, g.x1)]
    down = [height - each for g in glyphs for each in (g.top, g.bottom)]
    corners = [_shown_at(page, min(across), min(down)), _shown_at(page, max(across), max(down))]
    (left, right), (top, bottom) = (sorted(corner[n] for corner in corners) for n in (0, 1))
    return Box(left, top, right, bottom)


def _shown_at(page: Any, x: float, y: float) -> tuple[float, float]:
    import pypdfium2.raw as pdfium

    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, _SCALE, _SCALE, 0, x, y, across, down)
    return tuple(min(1.0, max(0.0, each.value / _SCALE)) for each in (across, down))  # type: ignore[return-value]
