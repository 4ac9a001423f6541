"""Words that a PDF holds and nobody who looks at the page can see: invisible, as white as the paper, too small, off the page, covered.

A scan's own text, which a scanner lays invisibly over the picture or under it, is another thing: there is something to see where it stands.
What may not be seen by how it is set is looked for on the page's picture before it is taken for unseen.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

Box = tuple[float, float, float, float]
_INVISIBLE = {3, 7}  # PDF's text rendering modes that paint nothing
_WHITE = 0.9  # of full brightness
_FLAT = 12  # of 255 shades that differ less, nothing can be made out
_INSIDE = 0.15  # of a character's box at each side that may be crossed by a rule or by its neighbours
_TINY = 1.0  # points
_SCANNED = 0.5  # share of a page that pictures cover where it is a scan
_SCALE = 2.0  # dots to a point of the picture that is looked at


@dataclass(slots=True)
class Char:
    """A drawn character: its index among the page's, and its (left, bottom, right, top) box in the page's own points."""

    char: str
    index: int
    box: Box


@dataclass(slots=True)
class _Drawn:
    """What a page draws, by the addresses of its text objects; `covers` are boxes of filled shapes, with their place in the order."""

    invisible: set[int] = field(default_factory=set)
    pale: set[int] = field(default_factory=set)
    tiny: set[int] = field(default_factory=set)
    order: dict[int, int] = field(default_factory=dict)
    covers: list[tuple[int, Box]] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)


class Looks:
    """How the words of a page are set, and whether they can be seen."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._paper: Box = page.get_bbox()
        self._drawn = _objects(page)
        last = max((at for at, _ in self._drawn.covers), default=-1)
        self._suspicious = (
            self._drawn.invisible
            | self._drawn.pale
            | self._drawn.tiny
            | {address for address, at in self._drawn.order.items() if at < last}
        )

    def judge(self, textpage: Any, chars: Sequence[Char]) -> tuple[list[bool], bool]:
        """For each character whether it cannot be seen; and whether the page is a scan of which most are a text laid over the picture."""
        import pypdfium2.raw as pdfium

        unseen = [self._is_off(c.box) for c in chars]
        if not self._suspicious:
            return unseen, False
        addresses = [_address(pdfium.FPDFText_GetTextObject(textpage, c.index)) for c in chars]
        scanned = self.pictured
        laid = 0
        whole: dict[int, list[int]] = defaultdict(list)
        for n, (char, address) in enumerate(zip(chars, addresses, strict=True)):
            if unseen[n]:
                continue
            if address in self._drawn.invisible:
                laid += scanned
                unseen[n] = not scanned
            elif address in self._drawn.tiny:
                unseen[n] = char.box[3] - char.box[1] < _TINY
            elif address in self._drawn.pale:
                whole[address].append(n)
            elif address in self._suspicious and self._is_covered(char.box, self._drawn.order[address]):
                unseen[n] = self._is_flat(char.box)
        for members in whole.values():
            told = [n for n in members if chars[n].char.isalnum()]  # the middle of a full stop's box is empty however it is set
            hidden = all(self._is_flat(chars[n].box) for n in told) if told else bool(members[0] and unseen[members[0] - 1])
            for n in members:
                unseen[n] |= hidden
        return unseen, 2 * laid > len(chars)

    def _is_off(self, box: Box) -> bool:
        left, bottom, right, top = self._paper
        return box[2] < left or box[0] > right or box[3] < bottom or box[1] > top

    @cached_property
    def pictured(self) -> bool:
        """Whether pictures cover most of the page."""
        left, bottom, right, top = self._paper
        shown = sum(
            max(0.0, min(b[2], right) - max(b[0], left)) * max(0.0, min(b[3], top) - max(b[1], bottom))
            for b in self._drawn.pictures
        )
        return shown >= _SCANNED * (right - left) * (top - bottom)

    def _is_covered(self, box: Box, at: int) -> bool:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return any(later > at and b[0] <= x <= b[2] and b[1] <= y <= b[3] for later, b in self._drawn.covers)

    def _is_flat(self, box: Box) -> bool:
        """Whether nothing stands out where a character is drawn."""
        ax, ay = (box[2] - box[0]) * _INSIDE, (box[3] - box[1]) * _INSIDE
        corners = [self._at(box[0] + ax, box[1] + ay), self._at(box[2] - ax, box[3] - ay)]
        (x0, x1), (y0, y1) = (sorted(corner[n] for corner in corners) for n in (0, 1))
        width, height = self._picture.size
        x1, y1 = min(x1 + 1, width), min(y1 + 1, height)
        if x1 <= x0 or y1 <= y0:
            return True
        darkest, lightest = self._picture.crop((x0, y0, x1, y1)).getextrema()
        return float(lightest) - float(darkest) < _FLAT  # type: ignore[arg-type]

    def _at(self, x: float, y: float) -> tuple[int, int]:
        import pypdfium2.raw as pdfium

        across, down = ctypes.c_int(), ctypes.c_int()
        width, height = self._picture.size
        pdfium.FPDF_PageToDevice(self._page, 0, 0, width, height, 0, x, y, across, down)
        return max(0, across.value), max(0, down.value)

    @cached_property
    def _picture(self) -> Image:
        shown: Image = self._page.render(scale=_SCALE, grayscale=True).to_pil().convert("L")
        return shown


def _objects(page: Any) -> _Drawn:
    import pypdfium2.raw as pdfium

    drawn = _Drawn()
    for at, item in enumerate(page.get_objects(max_depth=4)):
        if item.type == pdfium.FPDF_PAGEOBJ_TEXT:
            address = _address(item.raw)
            drawn.order[address] = at
            if pdfium.FPDFTextObj_GetTextRenderMode(item.raw) in _INVISIBLE:
                drawn.invisible.add(address)
            elif _is_pale(item.raw):
                drawn.pale.add(address)
            elif _is_tiny(item):
                drawn.tiny.add(address)
        elif item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            drawn.pictures.append(_on_page(item))
        elif item.type == pdfium.FPDF_PAGEOBJ_PATH and item.level == 0 and _is_opaque(item.raw):
            left, bottom, right, top = item.get_bounds()
            if min(right - left, top - bottom) > 2 * _TINY:
                drawn.covers.append((at, (left, bottom, right, top)))
    return drawn


def _on_page(item: Any) -> Box:
    """An object's box on the page, out of the forms that it is part of."""
    left, bottom, right, top = item.get_bounds()
    form = item.container
    while form is not None:
        corners = [form.get_matrix().on_point(x, y) for x in (left, right) for y in (bottom, top)]
        left, right = min(x for x, _ in corners), max(x for x, _ in corners)
        bottom, top = min(y for _, y in corners), max(y for _, y in corners)
        form = form.container
    return left, bottom, right, top


def _is_tiny(item: Any) -> bool:
    _, bottom, _, top = item.get_bounds()
    return bool(max(top - bottom, item.get_font_size()) < _TINY)


def _colour(raw: Any) -> tuple[int, int, int, int] | None:
    import pypdfium2.raw as pdfium

    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(raw, red, green, blue, alpha):
        return None
    return red.value, green.value, blue.value, alpha.value


def _is_pale(raw: Any) -> bool:
    colour = _colour(raw)
    return colour is not None and (colour[3] < (1 - _WHITE) * 255 or min(colour[:3]) >= _WHITE * 255)


def _is_opaque(raw: Any) -> bool:
    import pypdfium2.raw as pdfium

    filled, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(raw, filled, stroked)
    colour = _colour(raw)
    return bool(filled.value) and colour is not None and colour[3] == 255


def _address(raw: Any) -> int:
    return ctypes.cast(raw, ctypes.c_void_p).value or 0
