"""What an answer can be made of: single sentences, list items and table rows of the passages found, each knowing its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vectorstore.models import Cell, Hit, Page, Span, fold_space
from vectorstore.sentences import sentence_spans

_NUMBERED = re.compile(
    r"^[\u2022\u25cf\u25aa\u25a0\u25e6o\u2013-]\s+(?=\S)|^\(?(?:\d{1,2}(?:\.\d{1,2})+\.?|\d{1,2}\.|\d{1,2}\))\s+(?=\S)"
)
LONG_CELL = 200  # characters: the sentences of a longer cell count one by one
FEWEST_WORDS = 3  # a quote of fewer says too little to be found again
# Tags of formatting that papers leave in their cells; others ("<script>") are words like any.
_TAG = re.compile(r"</?(?:p|br|ul|ol|li|b|i|u|strong|em|span|div|font|a|sup|sub)\b[^<>]*>", re.I)
_ENDS = re.compile(r"[.!?:;\"'\u201d\u2019)\]]\s*$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, item, row, or sentence of a row's long cell. `text` is the words at `spans`; rows and their sentences have the row's
    `cells`, such a sentence also its cell's `label`.
    """

    text: str
    spans: tuple[Span, ...]
    hit: Hit
    order: int
    kind: str
    cells: tuple[Cell, ...] = ()
    label: str | None = None

    @property
    def row(self) -> tuple[str, int] | None:
        """Which row a unit is of, None for prose."""
        return (self.hit.passage.id, self.order // 1_000) if self.cells else None


def units(hit: Hit, pages: dict[int, Page]) -> list[Unit]:
    """The units of a passage, in reading order. `pages` maps ordinals to the pages that it stands on."""
    if hit.passage.rows:
        return [u for n, cells in enumerate(hit.passage.rows) for u in _row_units(hit, n, cells, pages)]
    found: list[Unit] = []
    for line in _lines(hit.passage.spans, pages):
        text = text_at(line, pages)
        for start, end in sentence_spans(text):
            if number := _NUMBERED.match(text[start:end]):
                start += number.end()  # a paragraph's number is cited beside the quote, a bullet is no word
            spans = part_of(line, pages, start, end)
            running = any(pages[s.page].is_running(s) for s in spans)
            if not running and word_count(text[start:end]) >= FEWEST_WORDS:
                found.append(Unit(text[start:end], spans, hit, len(found), hit.passage.kind))
    return found


def _row_units(hit: Hit, n: int, cells: tuple[Cell, ...], pages: dict[int, Page]) -> Iterator[Unit]:
    """A row as a unit, and the sentences of its long cells as units of their own."""
    short = [c for c in cells if c.text and len(c.text) <= LONG_CELL]
    shown = short or [c for c in cells if c.text][:1]
    spans = tuple(s for c in shown for s in c.spans)
    yield Unit(fold_space(" ".join(c.text for c in shown)), spans, hit, n * 1_000, "row", cells)
    at = 1
    for cell in cells:
        whole = text_at(cell.spans, pages)
        if len(cell.text) > LONG_CELL:
            for start, end in sentence_spans(whole):
                where = part_of(cell.spans, pages, start, end)
                if word_count(whole[start:end]) >= FEWEST_WORDS and not any(pages[s.page].is_running(s) for s in where):
                    yield Unit(whole[start:end], where, hit, n * 1_000 + at, "cell", cells, cell.label)
                at += 1


def text_at(spans: Sequence[Span], pages: dict[int, Page]) -> str:
    """The words at some spans, white space folded."""
    return fold_space(" ".join(pages[s.page].text[s.start : s.end] for s in spans))


def part_of(spans: Sequence[Span], pages: dict[int, Page], start: int, end: int) -> tuple[Span, ...]:
    """Where characters `start` to `end` of the folded text at some spans stand on their pages."""
    found: list[Span] = []
    at = 0  # characters of folded text so far
    gap = False
    for span in spans:
        text = pages[span.page].text
        first = last = -1
        gap = at > 0
        for here in range(span.start, span.end):
            if text[here].isspace():
                gap = gap or at > 0
                continue
            if gap:
                at += 1
                gap = False
            if start <= at < end:
                first = here if first < 0 else first
                last = here
            at += 1
        if first >= 0:
            found.append(Span(span.page, first, last + 1))
    return tuple(found)


def without_markup(text: str) -> str:
    """A text without tags that a paper left in its cells."""
    return fold_space(_TAG.sub(" ", text)) if "<" in text else text


def word_count(text: str) -> int:
    """How many words a text has: runs without white space that hold a letter or figure. Left-over markup has none."""
    return sum(any(c.isalnum() for c in run) for run in _TAG.sub(" ", text).split())


def _lines(spans: Sequence[Span], pages: dict[int, Page]) -> list[tuple[Span, ...]]:
    """The lines of the pages' text (a paragraph or item each) within some spans; one that a page break cuts is put together."""
    lines: list[list[Span]] = []
    for n, span in enumerate(spans):
        at = span.start
        for k, piece in enumerate(pages[span.page].text[span.start : span.end].split("\n")):
            here = Span(span.page, at, at + len(piece))
            at += len(piece) + 1
            if k == 0 and n and lines and _goes_on(lines[-1][-1], here, pages):
                lines[-1].append(here)
            elif piece.strip():
                lines.append([here])
    return [tuple(line) for line in lines]


def _goes_on(last: Span, here: Span, pages: dict[int, Page]) -> bool:
    return here.page != last.page and not _ENDS.search(pages[last.page].text[last.start : last.end])
