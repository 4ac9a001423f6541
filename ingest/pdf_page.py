"""One PDF page as fragments: pypdf's words, each knowing where on the page it stands.

pypdf's text is what a reader of the file would check a quote against, so every word comes from it; PDFium says where each
character is drawn, how large and how bold. Both follow the file's own order of drawing, so the two agree but for white space
and a few signs; where they part, the walk finds its footing again some characters on.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.pdf_clipping import Box, Clips, hidden_runs
from ingest.pdf_frame import Frame
from ingest.pdf_unseen import Char, Looks

_LIGATURES = {c: unicodedata.normalize("NFKC", chr(c)) for c in range(0xFB00, 0xFB07)}
_DROPPED = dict.fromkeys(map(ord, "\xad\u200b\u200c\u200d\ufeff\x00"))
_HYPHENS = dict.fromkeys(map(ord, "\ufffe\x02\u2010\u2011"), "-")
_BULLETS = dict.fromkeys(map(ord, "\x7f\uf0b7\uf0a7\uf0d8\uf0fc\u2023\u25e6\uf02d"), "\u2022")
_BOLD = re.compile(r"bold|black|heavy|semib|demi", re.I)
_LOOKAHEAD = 12
_FOOTING = 6
_WORDS = 10  # characters looked for elsewhere on the page


@dataclass(slots=True)
class Glyph:
    """A drawn character: its box in points from the top left corner of the page as it is read, and its index among the page's characters.

    `hidden`: it cannot be seen, because a clip keeps the words that it is part of from it, or `unseen`: by how it is set.
    `quarters` counts the right angles that it is turned by.
    """

    char: str
    x0: float
    top: float
    x1: float
    bottom: float
    index: int
    hidden: bool = False
    unseen: bool = False
    quarters: int = 0


@dataclass(frozen=True, slots=True)
class Ink:
    """The characters of a page in the file's order; whether pictures cover most of it, and whether most are the text of such a scan."""

    glyphs: list[Glyph]
    pictured: bool
    layered: bool


@dataclass(slots=True)
class Fragment:
    """Words on one line (and in one table cell), in the file's order.

    `first` and `last` are indices of non-space characters in the page's text, so that neighbours in the file can be told.
    `hidden` words are in the file's text and cannot be seen on the page. `sideways` ones have a box as high as their type.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    bold: bool
    first: int
    last: int
    cell: int | None = None
    line: str | None = None
    hidden: bool = False
    sideways: bool = False

    @property
    def size(self) -> float:
        """Height of the line's characters in points."""
        return self.bottom - self.top


def clean(text: str) -> str:
    """Text with ligatures opened, odd hyphens and symbol fonts' bullets made plain, invisible characters dropped."""
    return text.translate(_LIGATURES).translate(_BULLETS).translate(_HYPHENS).translate(_DROPPED)


@cache
def _sign(code: int) -> str:
    """A character by its number as a glyph has it; empty for white space and what cannot be seen."""
    return clean(chr(code)).strip() if code < 0x110000 and not 0xD800 <= code < 0xE000 else "?"


def line_shape(line: str) -> str:
    """A line with its figures made alike, so that "Page 3" and "Page 4" are the same."""
    return re.sub(r"\d+", "#", line.strip())


def page_glyphs(page: Any, frame: Frame) -> Ink:
    """The drawn characters of a PDFium page that are not white space."""
    import pypdfium2.raw as pdfium

    textpage = page.get_textpage()
    text = textpage.raw  # which is handed over faster, some hundred thousand times in a long paper
    code_of, is_generated, angle_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_IsGenerated, pdfium.FPDFText_GetCharAngle
    box = pdfium.FS_RECTF()
    clips = Clips(page)
    glyphs: list[Glyph] = []
    chars: list[Char] = []
    for index in range(textpage.count_chars()):
        char = _sign(code_of(text, index))
        if not char or is_generated(text, index) == 1:
            continue
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        drawn = box.left, box.bottom, box.right, box.top
        chars.append(Char(char, index, drawn))
        hidden = clips.any and clips.hide(textpage, index, drawn)
        glyphs.append(Glyph(char, *frame.box(*drawn), index, hidden, False, frame.quarters(angle_of(text, index))))
    if any(g.hidden for g in glyphs):
        # a page that shows next to nothing of its words is one whose clips are read wrongly
        most = 2 * sum(g.hidden for g in glyphs) > len(glyphs)
        boxes = [(g.x0, g.top, g.x1, g.bottom) for g in glyphs]
        for glyph, hidden in zip(glyphs, hidden_runs(boxes, [g.hidden for g in glyphs]), strict=True):
            glyph.hidden = hidden and not most
    looks = Looks(page)
    unseen, layered = looks.judge(textpage, chars)
    for glyph, by_looks in zip(glyphs, unseen, strict=True):
        glyph.unseen = by_looks and not glyph.hidden
        glyph.hidden |= by_looks
    return Ink(glyphs, looks.pictured, layered)


def is_bold(textpage: Any, index: int) -> bool:
    """Whether the character's font says that it is bold."""
    import pypdfium2.raw as pdfium

    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(textpage, index, name, 128, flags)
    return bool(_BOLD.search(name.value.decode("utf-8", "replace"))) or bool(flags.value & (1 << 18))


def align(text: list[str], drawn: list[Glyph]) -> list[Glyph | None]:
    """For each non-space character of the page's text the glyph that draws it, or None where none could be matched.

    Where the two part, small steps are tried first; then, since some files draw in another order than they are read, the next
    words are looked for anywhere on the page.
    """
    found: list[Glyph | None] = [None] * len(text)
    whole_text, whole_drawn = "".join(text), "".join(g.char for g in drawn)
    i = j = 0
    while i < len(text):
        if j < len(drawn) and text[i] == drawn[j].char:
            found[i] = drawn[j]
            i, j = i + 1, j + 1
            continue
        step = next(_footings(text, drawn, i, j), None)
        if step is not None:
            i, j = i + step[0], j + step[1]
            continue
        ahead = whole_text[i : i + _WORDS]
        elsewhere = whole_drawn.find(ahead, j)
        elsewhere = whole_drawn.find(ahead) if elsewhere < 0 else elsewhere
        if elsewhere >= 0:
            j = elsewhere
        else:
            i, j = i + 1, j + 1
    return found


def _place_left(text: list[str], drawn: list[Glyph], found: list[Glyph | None], cells: list[Box]) -> None:
    """Place words that were stepped over, because they are drawn later than read, where just they are left in a table's cell."""
    taken = {id(g) for g in found if g is not None}
    left = "".join("\n" if id(g) in taken else g.char for g in drawn)
    start = 0
    while start < len(text):
        end = start + 1
        if found[start] is None:
            while end < len(text) and found[end] is None:
                end += 1
            words = "".join(text[start:end])
            at = left.find(words)
            if left.count(words) == 1 and _cell_of(drawn[at], cells, None) is not None:
                found[start:end] = drawn[at : at + len(words)]
        start = end


def _footings(text: list[str], drawn: list[Glyph], i: int, j: int) -> Iterator[tuple[int, int]]:
    """Small steps in both sequences after which some characters agree again, the smallest first."""
    for total in range(1, _LOOKAHEAD):
        for a in range(total + 1):
            p, q = i + a, j + total - a
            if p < len(text) and q < len(drawn) and text[p] == drawn[q].char:
                window = text[p : p + _FOOTING]
                if window == [g.char for g in drawn[q : q + len(window)]]:
                    yield a, total - a


def fragments(raw: str, page: Any, drawn: list[Glyph], cells: list[Box]) -> list[Fragment]:
    """Cut a page's text into fragments at line ends and at the borders of table cells.

    `raw` is pypdf's text of the page, `drawn` are its glyphs, `cells` are (x0, top, x1, bottom) boxes of table cells. A character that could
    not be placed goes with the one before it.
    """
    text = clean(raw)
    letters = [(at, c) for at, c in enumerate(text) if not c.isspace()]
    signs = [c for _, c in letters]
    placed = align(signs, drawn)
    _place_left(signs, drawn, placed, cells)
    textpage = page.get_textpage()
    found: list[Fragment] = []
    last: Glyph | None = None
    cell: int | None = None
    hidden = False
    last_at = -1
    for n, ((at, char), glyph) in enumerate(zip(letters, placed, strict=True)):
        gap = text[last_at + 1 : at]
        unseen = hidden if glyph is None else glyph.hidden
        where = cell if glyph is None else None if unseen else _cell_of(glyph, cells, cell)
        if not found or "\n" in gap or where != cell or unseen != hidden or _new_line(last, glyph):
            box = glyph or last
            at_box = (box.x0, box.top, box.x1, box.bottom) if box else (0.0, 0.0, 0.0, 0.0)
            bold = is_bold(textpage, glyph.index) if glyph else False
            sideways = bool(box and box.quarters % 2)
            found.append(Fragment(char, *at_box, bold, n, n, where, hidden=unseen, sideways=sideways))
        else:
            fragment = found[-1]
            fragment.text += (" " if gap else "") + char
            fragment.last = n
            if glyph:
                fragment.x0, fragment.x1 = min(fragment.x0, glyph.x0), max(fragment.x1, glyph.x1)
                fragment.top, fragment.bottom = min(fragment.top, glyph.top), max(fragment.bottom, glyph.bottom)
                if gap and fragment.bold and not is_bold(textpage, glyph.index):
                    fragment.bold = False
        last, cell, hidden, last_at = glyph or last, where, unseen, at
    for fragment in found:
        if fragment.sideways:
            fragment.bottom = fragment.top + fragment.x1 - fragment.x0
    _name_lines(found, text, letters)
    return found


def _name_lines(found: list[Fragment], text: str, letters: list[tuple[int, str]]) -> None:
    for f in found:
        start = text.rfind("\n", 0, letters[f.first][0]) + 1
        end = text.find("\n", letters[f.last][0])
        line = text[start : end if end >= 0 else len(text)]
        if sum(not c.isspace() for c in line) == f.last - f.first + 1:
            f.line = line_shape(line)


def _new_line(last: Glyph | None, glyph: Glyph | None) -> bool:
    if last is None or glyph is None:
        return False
    if last.quarters or glyph.quarters:  # words on their side stand one below the other, and are one line as the file has them
        return last.quarters != glyph.quarters
    height = max(last.bottom - last.top, 1.0)
    return min(last.bottom, glyph.bottom) - max(last.top, glyph.top) < 0.3 * min(height, glyph.bottom - glyph.top)


def _cell_of(glyph: Glyph, cells: list[Box], guess: int | None) -> int | None:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    if guess is not None:
        x0, top, x1, bottom = cells[guess]
        if x0 <= x <= x1 and top <= y <= bottom:
            return guess
    return next((n for n, (x0, top, x1, bottom) in enumerate(cells) if x0 <= x <= x1 and top <= y <= bottom), None)
