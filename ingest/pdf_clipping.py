"""Words that a PDF draws where a clip lets nothing through: they are in the file's text and on no printed page.

Spreadsheets print so: the title rows that come again on every page may reach past the strip that is shown of them, and what
stands there is drawn, clipped, over the first rows of the page.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from typing import Any

Box = tuple[float, float, float, float]
_SHOWN = 0.2  # share of a character's height and of its width that must be inside the clip for it to be seen
_SAME_LINE = 1.0  # points


class Clips:
    """What a page's clips leave of its words. Only words drawn by the page itself are judged, not those of a form inside it."""

    def __init__(self, page: Any) -> None:
        import pypdfium2.raw as pdfium

        self._clips: dict[int, Box] = {}
        for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1):
            clip = _clip_of(drawn.raw)
            if clip:
                self._clips[_address(drawn.raw)] = clip

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return bool(self._clips)

    def hide(self, textpage: Any, index: int, box: Box) -> bool:
        """Whether the character of that index is outside what its clip shows; `box` is (left, bottom, right, top)."""
        import pypdfium2.raw as pdfium

        clip = self._clips.get(_address(pdfium.FPDFText_GetTextObject(textpage, index)))
        if clip is None:
            return False
        wide, high = min(box[2], clip[2]) - max(box[0], clip[0]), min(box[3], clip[3]) - max(box[1], clip[1])
        return wide < _SHOWN * (box[2] - box[0]) or high < _SHOWN * (box[3] - box[1])


def hidden_runs(boxes: Sequence[Box], hidden: Sequence[bool]) -> list[bool]:
    """For each character, in the order of drawing, whether all of the words that it is part of are hidden.

    `boxes` are (x0, top, x1, bottom).

    A line of which a part can be seen is wholly there: a cell that is too narrow for its words cuts them anywhere.
    """
    out = list(hidden)
    start = 0
    for n in range(1, len(boxes) + 1):
        if n == len(boxes) or not _adjoin(boxes[n - 1], boxes[n]):
            whole = all(hidden[start:n])
            out[start:n] = [whole] * (n - start)
            start = n
    return out


def _adjoin(a: Box, b: Box) -> bool:
    size = a[3] - a[1]
    return abs(a[3] - b[3]) <= _SAME_LINE and -_SAME_LINE <= b[0] - a[2] <= size


def _address(raw: Any) -> int:
    return ctypes.cast(raw, ctypes.c_void_p).value or 0


def _clip_of(raw: Any) -> Box | None:
    """The (left, bottom, right, top) box that all of an object's clips leave; None where it has none."""
    import pypdfium2.raw as pdfium

    path = pdfium.FPDFPageObj_GetClipPath(raw)
    left, bottom, right, top = -math.inf, -math.inf, math.inf, math.inf
    count = pdfium.FPDFClipPath_CountPaths(path) if path else 0
    if count <= 0:
        return None
    x, y = ctypes.c_float(), ctypes.c_float()
    for n in range(count):
        points = []
        for at in range(pdfium.FPDFClipPath_CountPathSegments(path, n)):
            if pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(path, n, at), x, y):
                points.append((x.value, y.value))
        if points:
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            left, bottom, right, top = max(left, min(xs)), max(bottom, min(ys)), min(right, max(xs)), min(top, max(ys))
    return left, bottom, right, top
