"""The paragraph number or list marker that is typed at the start of a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_BULLET = re.compile(r"(?:[•●▪■◦○‣∙·➢➤✓❖►\uf0b7\uf0a7\uf0d8\uf0fc]\s*|[*+–—-]\s+|o\s+(?=[A-Z]))(?=\S)")
# "3.5 million" is no paragraph number: what follows one begins with a capital, a quotation mark, a bracket, a sum or a figure.
_LEVELS = re.compile(r"([A-Z]?\d{1,3}(?:\.\d{1,3}){1,4})\.?\)?\s+(?=[A-Z\"“‘'(\[£]|\d[\d,.]*%?\s+[a-z])")
_SINGLE = re.compile(r"([A-Z]?\d{1,3}|[A-Z])[.)]\s+(?=\S)")
_LETTER = re.compile(r"(\([a-z]{1,2}\)|\([ivxl]{1,5}\)|\(\d{1,2}\)|[a-z]\)|[a-z]\.|[ivxl]{1,5}[.)])\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class LineMark:
    """`number` is the number or letter as printed, without a closing full stop ("4.5", "1", "(a)"); None for a bullet."""

    kind: Literal["bullet", "number", "letter"]
    number: str | None
    length: int

    @property
    def depth(self) -> int:
        """How many levels a number has: 2 for "4.5"."""
        return self.number.count(".") + 1 if self.kind == "number" and self.number else 1


_OPEN_END = re.compile(r"(?:,|\b(?:and|or|of|the|to|in|for|with|by|on|at|from|as|that|which|a|an|our|their|its|is|are|was|be))$")


def runs_on(before: str, after: str) -> bool:
    """True when a paragraph that was cut in two (at a page's end, by a converter) goes on in the next one."""
    if len(before) < 60 or not after or before[-1] in ".:;?!" or read_mark(after):
        return False
    return after[0].islower() or bool(_OPEN_END.search(before))


def read_mark(text: str) -> LineMark | None:
    """The mark at the start of the text (leading white space gone); `length` is how much of the text it takes."""
    if found := _BULLET.match(text):
        # A paragraph number behind a bullet, as converters write them, is what counts.
        behind = _LEVELS.match(text, found.end())
        return LineMark("number", behind.group(1), behind.end()) if behind else LineMark("bullet", None, found.end())
    if found := _LEVELS.match(text) or _SINGLE.match(text):
        return LineMark("number", found.group(1), found.end())
    if found := _LETTER.match(text):
        return LineMark("letter", found.group(1).rstrip("."), found.end())
    return None
