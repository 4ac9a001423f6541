"""What is printed in a cell: its lines without left-over markup, each with its place, and the items of a list in a cell."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vectorstore.models import Cell, Page, Span, fold_space
from vectorstore.records import Field

_TAG = re.compile(r"</?(?:p|br|ul|ol|li|b|i|u|strong|em|span|div|font|a|h\d|sup|sub|table|tr|td|tbody)\b[^<>]*/?>|&nbsp;", re.I)
_INLINE = re.compile(r"</?(?:b|i|u|strong|em|span|font|a|sup|sub)\b[^<>]*>|&nbsp;", re.I)
_BULLET = re.compile(
    r"^(?:[\u2022\u25cf\u25aa\u25a0\u25e6\u2023\u00b7\uf0b7\uf0a7*\u27a2\u2713\u2714>]|[-\u2013\u2014o](?=\s))\s*"
)
_NUMBER = re.compile(
    r"^(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\d{1,2}\s?[:\u2013-]|[A-Z]{1,3}\d{1,3}(?:\.\d{1,2})?\s?[:.)\u2013-]|\d{1,2}\.\d{1,2}\.?)\s+(?=\S)"
)
_INNER_BULLET = re.compile(
    r"(?:(?<=\s)|^)(?:[\u2022\u25cf\u25aa\u25a0\u25e6\u2023\uf0b7\uf0a7\u27a2\u2713\u2714]\s*|[-\u2013\u2014*]\s+(?=[A-Z]))"
)
_LEAD = 14  # characters that may stand before the first number of a list that counts up
_NOTHING = re.compile(
    r"(?:none|n/?a|nil|not applicable|tbc|no (?:further )?actions?(?: (?:planned|required|needed))?|none identified|no controls?"
    r"|none (?:at this time|at present|required|currently|needed)|[-\u2013\u2014.\s]*)\.?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line or paragraph of a cell and where its words stand."""

    text: str
    spans: tuple[Span, ...]


def lines_of(cell: Cell, pages: Sequence[Page]) -> list[Line]:
    """The lines of a cell, markup left out; parts that a page break parts are one line unless they begin a new item."""
    lines: list[Line] = []
    for span in cell.spans:
        text = pages[span.page - 1].text[span.start : span.end]
        pieces = list(_pieces(text, span))
        for n, (line, breaks) in enumerate(pieces):
            goes_on = bool(lines) and not breaks and (n > 0 or lines[-1].spans[-1].page != span.page)
            if goes_on:
                last = lines[-1]
                lines[-1] = Line(f"{last.text} {line.text}", (*last.spans, *line.spans))
            else:
                lines.append(line)
    return lines


def _pieces(text: str, span: Span) -> Iterable[tuple[Line, bool]]:
    """The words between tags, and whether a tag in front of them begins a line."""
    at, breaks = 0, False
    ends = [(m.start(), m.end(), not _INLINE.fullmatch(m.group(0))) for m in _TAG.finditer(text)]
    for start, end, new_line in [*ends, (len(text), len(text), True)]:
        words = text[at:start]
        if words.strip():
            left = at + len(words) - len(words.lstrip())
            right = at + len(words.rstrip())
            yield Line(fold_space(words), (Span(span.page, span.start + left, span.start + right),)), breaks
            breaks = False
        breaks = breaks or new_line
        at = end


def field_of(lines: Sequence[Line], label: str | None) -> Field:
    """Lines as one field."""
    return Field(unescaped(" ".join(line.text for line in lines)), tuple(s for line in lines for s in line.spans), label or None)


def unescaped(text: str) -> str:
    """The words with characters that were left as HTML entities ("&amp;") as they are meant."""
    return fold_space(html.unescape(text)) if "&" in text and ";" in text else text


def items_of(lines: Sequence[Line]) -> list[Line]:
    """The items of a cell that lists: one a bullet, number, line or clause between semicolons. A cell that says "None" has none."""
    parts = [p for line in lines for p in _parted(line)]
    marked = [_mark(p.text) > 0 for p in parts]
    items: list[Line] = []
    for part, has_mark in zip(parts, marked, strict=True):
        goes_on = bool(items) and not has_mark and (any(marked) or part.text[:1].islower())
        if goes_on:
            items[-1] = Line(f"{items[-1].text} {part.text}", (*items[-1].spans, *part.spans))
        else:
            items.append(_cut(part, _mark(part.text), len(part.text)) if has_mark else part)
    if len(items) == 1:
        items = _clauses(items[0])
    whole = [_cut(item, 0, len(item.text.rstrip(" ;,"))) for item in items]
    return [item for item in whole if not is_nothing(item.text)]


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing: "None", "N/A", "-"."""
    return bool(_NOTHING.fullmatch(fold_space(text)))


def _mark(text: str) -> int:
    """How many characters the bullet or number at a line's start takes; 0 without one."""
    match = _BULLET.match(text) or _NUMBER.match(text)
    return match.end() if match else 0


def _parted(line: Line) -> list[Line]:
    """A line parted at bullets, or numbers that count up, inside it."""
    text = line.text
    starts = [m.start() for m in _INNER_BULLET.finditer(text)]
    dashes = [s for s in starts if text[s] in "-\u2013\u2014*"]
    if dashes and not (
        dashes[0] == 0 or (len(dashes) == len(starts) and len(dashes) > 2 and text[: dashes[0]].rstrip().endswith(":"))
    ):
        starts = [s for s in starts if s not in dashes]
    if not starts:
        starts = _counted(text)
    edges = sorted({0, *starts, len(text)})
    return [_cut(line, a, b) for a, b in itertools.pairwise(edges) if text[a:b].strip()]


def _counted(text: str) -> list[int]:
    """Where numbers that count up from 1 (or letters from a) stand at the beginning of items: "1. ... 2. ..."."""
    found: list[int] = []
    wanted = 1
    for match in re.finditer(r"(?:(?<=\s)|^)\(?(\d{1,2}|[a-z])[.)]\s+(?=\S)", text):
        value = int(match.group(1)) if match.group(1).isdigit() else ord(match.group(1)) - 96
        if value == wanted and (found or match.start() <= _LEAD):
            found.append(match.start())
            wanted += 1
    if found and found[0]:
        found[0] = 0  # "TREAT 1) ... 2) ...": what stands in front of the first number goes with it
    return found if len(found) > 1 else []


def _clauses(line: Line) -> list[Line]:
    """Clauses between semicolons, when all are short and there are three or more, or two that begin like sentences."""
    hidden = re.sub(r"\([^()]*\)", lambda m: "." * len(m.group()), line.text)  # a semicolon in brackets parts nothing
    edges = [m.end() for m in re.finditer(r";\s+", hidden)]
    if not edges:
        return [line]
    cuts = list(zip([0, *edges], [*edges, len(line.text)], strict=True))
    if any(b - a > 160 or b - a < 8 for a, b in cuts) or re.search(r"[.!?]\s+[A-Z]", line.text):
        return [line]
    if len(cuts) < 3 and not all(line.text[a].isupper() for a, _ in cuts):
        return [line]
    return [_cut(line, a, b - len(line.text[a:b]) + len(line.text[a:b].rstrip("; "))) for a, b in cuts]


def _cut(line: Line, start: int, end: int) -> Line:
    """Characters `start` to `end` of a line, with their place. Spans hold single spaces only, as the pages' lines do."""
    while start < end and line.text[start].isspace():
        start += 1
    while end > start and line.text[end - 1].isspace():
        end -= 1
    spans: list[Span] = []
    at = 0
    for span in line.spans:
        length = span.end - span.start
        a, b = max(start - at, 0), min(end - at, length)
        if a < b:
            spans.append(Span(span.page, span.start + a, span.start + b))
        at += length + 1
    return Line(line.text[start:end], tuple(spans))


def cut(line: Line, start: int, end: int) -> Line:
    """A part of a line by character positions."""
    return _cut(line, start, end)
