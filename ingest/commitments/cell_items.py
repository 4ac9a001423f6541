"""What a cell of a plan sets to be done: one act, or several where it numbers or bullets them, each in words that stand alone."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.commitments.item_forms import is_phrase, says_act, states_act
from ingest.registers.printed import Line, cut, is_nothing, unescaped
from vectorstore.models import fold_space
from vectorstore.sentences import sentence_spans, sentences

_REF = re.compile(
    r"^\(?(?P<ref>\d{1,2}(?:\.\d{1,2}){1,2}[a-z]?|\d{1,2}\.?[a-z](?=[.):\s])|\d{1,2}(?=[.):]\s)|[A-Z]{1,4}[\s-]?\d{1,3}(?:\.\d{1,2})?(?=[.):]?\s)"
    r"|[a-z](?=[.)]\s)|[ivx]{1,4}(?=[.)]\s)|[A-H](?=[.)]\s))[.):]*(?:\s+[\u2013-])?\s+(?=\S)"
)
_BULLET = re.compile(
    r"^(?:[\u2022\u25cf\u25aa\u25a0\u25e6\u2023\u00b7\uf0b7\uf0a7*\u27a2\u2713\u2714>]|[-\u2013\u2014o](?=\s))\s*"
)
_INNER = re.compile(
    r"(?:(?<=\s)|^)(?:(?P<bullet>[\u2022\u25cf\u25aa\u25a0\u25e6\u2023\uf0b7\uf0a7\u27a2\u2713\u2714])\s*"
    r"|\(?(?P<number>\d{1,2}|[a-h])[.)]\s+(?=[A-Z\u2018\u201c'\"]))"
)
_LONG = 180  # characters: of a longer act the first sentence says what it is
_SHORT = 25  # characters: a shorter first sentence says too little
_FEWEST = 12  # characters before a list's second number that its first, whose number is lost, must have


@dataclass(frozen=True, slots=True)
class Item:
    """One act of a cell: its words with their place, its printed number, and what it says without number, bullet and markup."""

    line: Line
    ref: str | None
    what: str


def items_in(lines: Sequence[Line], *, by_sentence: bool = False) -> list[Item]:
    """The acts of a cell: one for each bullet or number, for each paragraph where all read as acts, else one.

    `by_sentence` also parts a cell without either before every sentence that says or names an act of its own.
    """
    parts = [part for line in lines for part in _parted(line)]
    marked = [_BULLET.match(p.text) or _REF.match(p.text) for p in parts]
    alone = len(parts) > 1 and not any(marked) and all(states_act(p.text) and len(p.text) > _FEWEST for p in parts)
    items: list[Line] = []
    for part, mark in zip(parts, marked, strict=True):
        if items and not mark and not alone:
            items[-1] = Line(f"{items[-1].text} {part.text}", (*items[-1].spans, *part.spans))
        else:
            items.append(part)
    if len(items) > 1 and items[0].text.rstrip().endswith(":") and marked[1] and not marked[0]:
        items = items[1:]  # the words that introduce a list
    if by_sentence and not any(marked):
        items = [part for item in items for part in _sentences(item)]
    return [made for item in items if (made := _item(item)) is not None]


def _sentences(line: Line) -> list[Line]:
    """A line parted before every sentence that says an act, or names one."""
    spans = sentence_spans(line.text)
    starts = [a for a, b in spans if a == 0 or says_act(line.text[a:b]) or (line.text[a].isupper() and is_phrase(line.text[a:b]))]
    return [cut(line, a, b) for a, b in itertools.pairwise([*starts, len(line.text)])]


def _parted(line: Line) -> list[Line]:
    """A line parted at bullets, and at numbers that count up; the first number may be lost where a cell was cut."""
    text = line.text
    starts = [m.start() for m in _INNER.finditer(text) if m.group("bullet")] or _counted(text)
    edges = sorted({0, *starts, len(text)})
    return [cut(line, a, b) for a, b in itertools.pairwise(edges) if text[a:b].strip()]


def _counted(text: str) -> list[int]:
    found: list[int] = []
    wanted = 1
    for match in _INNER.finditer(text):
        sign = match.group("number")
        value = (int(sign) if sign.isdigit() else ord(sign) - 96) if sign else 0
        if value == 2 and not found and match.start() >= _FEWEST:
            found.append(0)
            wanted = 2
        if value == wanted and (wanted > 1 or match.start() == 0):
            found.append(match.start())
            wanted += 1
    return found if len(found) > 1 else []


def _item(line: Line) -> Item | None:
    bullet = _BULLET.match(line.text)
    line = cut(line, bullet.end(), len(line.text)) if bullet else line
    line = cut(line, 0, len(line.text.rstrip(" ;,")))
    mark = _REF.match(line.text)
    what = unescaped(fold_space(line.text[mark.end() :] if mark else line.text))
    if not what or is_nothing(what) or not re.search(r"[^\W\d_]{2}", what):
        return None
    return Item(line, mark.group("ref") if mark else None, short(what))


def short(what: str) -> str:
    """The first sentence of long words, where it says enough alone."""
    if len(what) <= _LONG:
        return what
    first = next((s for s in itertools.accumulate(sentences(what), lambda a, b: f"{a} {b}") if len(s) > _SHORT), what)
    return first.strip()
