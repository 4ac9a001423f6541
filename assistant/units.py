"""What an answer can be made of: single sentences, list items and table rows of the passages found, each knowing its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vectorstore.models import Cell, Hit, Page, Span, fold_space
from vectorstore.sentences import sentence_spans

_NUMBERED = re.compile(r"^\(?(?:\d{1,2}(?:\.\d{1,2})+\.?|\d{1,2}\.|\d{1,2}\))\s+(?=\S)")
_FEWEST_WORDS = 3  # a quote of fewer says too little to be found again
_ENDS = re.compile(r"[.!?:;\"'\u201d\u2019)\]]\s*$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, item or row. `text` is the words at `spans`; a row has its `cells`, and `section` may end in the row it belongs to."""

    text: str
    spans: tuple[Span, ...]
    hit: Hit
    order: int
    kind: str
    cells: tuple[Cell, ...] = ()


def units(hit: Hit, pages: dict[int, Page]) -> list[Unit]:
    """The units of a passage, in reading order. `pages` maps ordinals to the pages that it stands on."""
    if hit.passage.rows:
        return [
            Unit(fold_space(" ".join(c.text for c in cells if c.text)), tuple(s for c in cells for s in c.spans), hit, n, "row", cells)
            for n, cells in enumerate(hit.passage.rows)
        ]
    found: list[Unit] = []
    for line in _lines(hit.passage.spans, pages):
        text = text_at(line, pages)
        for start, end in sentence_spans(text):
            if number := _NUMBERED.match(text[start:end]):
                start += number.end()  # the paragraph's number is cited beside the quote
            spans = part_of(line, pages, start, end)
            running = any(pages[s.page].is_running(s) for s in spans)
            if not running and len(re.findall(r"\w+", text[start:end])) >= _FEWEST_WORDS:
                found.append(Unit(text[start:end], spans, hit, len(found), hit.passage.kind))
    return found


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
