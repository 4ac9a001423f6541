"""A PDF page's own points and the points of the page as it is read: turned as the file says, or as its words are drawn, from the top left corner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Box = tuple[float, float, float, float]
_RIGHT = 1.5707963  # a right angle
_MOSTLY = 0.8  # share of a page's words that are drawn in a direction, for the page to be read in it
_LOOKED_AT = 400  # characters, spread over the page


class Frame:
    """Turns a page's own coordinates (from its bottom left corner, unturned) into those of the page as it is read, and back.

    `turned` is by how many degrees clockwise the page is turned: as the file says (0, 90, 180 or 270) unless another is given.
    """

    def __init__(self, page: Any, turned: int | None = None) -> None:
        self._left, self._bottom, self._right, self._top = page.get_bbox()
        self._shown = page.get_rotation()
        self._turned = self._shown if turned is None else turned

    @contextmanager
    def upright(self, page: Any) -> Iterator[None]:
        """Has PDFium take the page as turned so that it is read upright: the order of its characters depends on that."""
        page.set_rotation(self._turned)
        try:
            yield
        finally:
            page.set_rotation(self._shown)

    def quarters(self, angle: float) -> int:
        """How many right angles a character is turned, against the page as it is read, that is drawn at an angle (radians clockwise)."""
        return (round(angle / _RIGHT) + self._turned // 90) % 4

    @property
    def size(self) -> tuple[float, float]:
        """The page's width and height in points, as it is read."""
        across, down = self._right - self._left, self._top - self._bottom
        return (down, across) if self._turned in (90, 270) else (across, down)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the page's own is, from the left and from the top."""
        return self._turn(x, y, self._turned)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of the page's own as (x0, top, x1, bottom)."""
        if self._turned == 0:  # asked of every character of nearly every page
            return left - self._left, self._top - top, right - self._left, self._top - bottom
        ax, ay = self.point(left, top)
        bx, by = self.point(right, bottom)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def shown(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as it is read, on the page as it is shown, as fractions of its width and height."""
        across, down = self._turn(*self._back(x, y), self._shown)
        width, height = self._right - self._left, self._top - self._bottom
        if self._shown in (90, 270):
            width, height = height, width
        return across / width, down / height

    def _turn(self, x: float, y: float, turned: int) -> tuple[float, float]:
        if turned == 0:
            return x - self._left, self._top - y
        if turned == 90:
            return y - self._bottom, x - self._left
        return (self._right - x, y - self._bottom) if turned == 180 else (self._top - y, self._right - x)

    def _back(self, x: float, y: float) -> tuple[float, float]:
        if self._turned == 0:
            return x + self._left, self._top - y
        if self._turned == 90:
            return y + self._left, x + self._bottom
        return (self._right - x, y + self._bottom) if self._turned == 180 else (self._right - y, self._top - x)


def reading_frame(page: Any) -> Frame:
    """The frame in which most of a page's words stand upright; as the file turns the page, where no direction has most."""
    import pypdfium2.raw as pdfium

    textpage = page.get_textpage()
    count = textpage.count_chars()
    angles = Counter(
        round(pdfium.FPDFText_GetCharAngle(textpage, n) / _RIGHT) % 4
        for n in range(0, count, max(1, count // _LOOKED_AT))
        if pdfium.FPDFText_IsGenerated(textpage, n) == 0 and chr(pdfium.FPDFText_GetUnicode(textpage, n)).isalnum()
    )
    if not angles:
        return Frame(page)
    quarter, times = angles.most_common(1)[0]
    return Frame(page, -quarter % 4 * 90) if times >= _MOSTLY * angles.total() else Frame(page)
