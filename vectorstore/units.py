"""What an answer can be made of: single sentences, list items and table rows of passages, each knowing its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vectorstore.models import Cell, Document, Hit, Page, Passage, Span, fold_space
from vectorstore.sentences import sentence_spans

_NUMBERED = re.compile(
    r"^[\u2022\u25cf\u25aa\u25a0\u25e6o\u2013-]\s+(?=\S)|^\(?(?:\d{1,2}(?:\.\d{1,2})+\.?|\d{1,2}\.|\d{1,2}\))\s+(?=\S)"
)
LONG_CELL = 200  # characters: the sentences of a longer cell count one by one
FEWEST_WORDS = 3  # a quote of fewer says too little to be found again
# Tags of formatting that papers leave in their cells; others ("<script>") are words like any.
_TAG = re.compile(r"</?(?:p|br|ul|ol|li|b|i|u|strong|em|span|div|font|a|sup|sub)\b[^<>]*>", re.I)
_STRETCH = re.compile(r"\S+(?: \S+)*")  # what stays as it is when white space is folded
_TELLING = re.compile(r"\S*[^\W_]\S*")  # a run without white space that holds a letter or figure
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

    @property
    def shown(self) -> str:
        """The unit with the heading that it stands under, as its meaning is weighed."""
        heading = self.hit.passage.section[-1] if self.hit.passage.section else ""
        return f"{heading}: {self.text}" if heading else self.text


def units(hit: Hit, pages: dict[int, Page]) -> list[Unit]:
    """The units of a passage, in reading order. `pages` maps ordinals to the pages that it stands on."""
    if hit.passage.rows:
        return [u for n, cells in enumerate(hit.passage.rows) for u in _row_units(hit, n, cells, pages)]
    found: list[Unit] = []
    for line in _lines(hit.passage.spans, pages):
        folded = _Folded(line, pages)
        for start, end in sentence_spans(folded.text):
            if number := _NUMBERED.match(folded.text[start:end]):
                start += number.end()  # a paragraph's number is cited beside the quote, a bullet is no word
            if spans := _quotable(folded, start, end):
                found.append(Unit(folded.text[start:end], spans, hit, len(found), hit.passage.kind))
    return found


def shown_texts(document: Document, passages: Sequence[Passage], pages: Sequence[Page]) -> list[str]:
    """What the units of a document's passages show, each text once, in reading order."""
    at = {p.ordinal: p for p in pages}
    return list(dict.fromkeys(u.shown for p in passages for u in units(Hit(p, document, 0.0), at)))


def _row_units(hit: Hit, n: int, cells: tuple[Cell, ...], pages: dict[int, Page]) -> Iterator[Unit]:
    """A row as a unit, and the sentences of its long cells as units of their own."""
    short = [c for c in cells if c.text and len(c.text) <= LONG_CELL]
    shown = short or [c for c in cells if c.text][:1]
    spans = tuple(s for c in shown for s in c.spans)
    yield Unit(fold_space(" ".join(c.text for c in shown)), spans, hit, n * 1_000, "row", cells)
    at = 1
    for cell in cells:
        if len(cell.text) > LONG_CELL:
            folded = _Folded(cell.spans, pages)
            for start, end in sentence_spans(folded.text):
                if spans := _quotable(folded, start, end):
                    yield Unit(folded.text[start:end], spans, hit, n * 1_000 + at, "cell", cells, cell.label)
                at += 1


def _quotable(folded: _Folded, start: int, end: int) -> tuple[Span, ...]:
    """Where a sentence stands; nowhere when it has too few words or holds some of a running line."""
    if word_count(folded.text[start:end]) < FEWEST_WORDS:
        return ()
    spans = folded.part(start, end)
    return () if any(folded.pages[s.page].is_running(s) for s in spans) else spans


def text_at(spans: Sequence[Span], pages: dict[int, Page]) -> str:
    """The words at some spans, white space folded."""
    return fold_space(" ".join(pages[s.page].text[s.start : s.end] for s in spans))


def part_of(spans: Sequence[Span], pages: dict[int, Page], start: int, end: int) -> tuple[Span, ...]:
    """Where characters `start` to `end` of the folded text at some spans stand on their pages."""
    return _Folded(spans, pages).part(start, end)


class _Folded:
    """The words at some spans with white space folded, and where each stretch of them stands: (first character, span, place on its page)."""

    def __init__(self, spans: Sequence[Span], pages: dict[int, Page]) -> None:
        self.spans, self.pages = spans, pages
        found = [(n, m) for n, s in enumerate(spans) for m in _STRETCH.finditer(pages[s.page].text, s.start, s.end)]
        self.text = " ".join(m.group() for _, m in found)
        self._stretches: list[tuple[int, int, int]] = []
        at = 0
        for n, match in found:
            self._stretches.append((at, n, match.start()))
            at += match.end() - match.start() + 1

    def part(self, start: int, end: int) -> tuple[Span, ...]:
        """Where characters `start` to `end` stand: one span for each of the spans that hold some of them."""
        start += self.text[start:end].startswith(" ")
        end = min(end, len(self.text))
        end -= self.text[start:end].endswith(" ")
        found: dict[int, Span] = {}
        for k in range(max(0, bisect_right(self._stretches, start, key=_first) - 1), len(self._stretches)):
            at, n, place = self._stretches[k]
            if at >= end:
                break
            last = self._stretches[k + 1][0] - 1 if k + 1 < len(self._stretches) else len(self.text)
            if (first := max(start, at)) < (stop := min(end, last)):
                begun = found[n].start if n in found else place + first - at
                found[n] = Span(self.spans[n].page, begun, place + stop - at)
        return tuple(found.values())


def _first(stretch: tuple[int, int, int]) -> int:
    return stretch[0]


def without_markup(text: str) -> str:
    """A text without tags that a paper left in its cells."""
    return fold_space(_TAG.sub(" ", text)) if "<" in text else text


def word_count(text: str) -> int:
    """How many words a text has: runs without white space that hold a letter or figure. Left-over markup has none."""
    return len(_TELLING.findall(_TAG.sub(" ", text) if "<" in text else text))


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
