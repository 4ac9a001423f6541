"""Whether what a page's text holds is language at all: some files draw the right shapes and name them by the wrong letters.

A font without a table of its letters, or with a wrong one, is printed well and read as rubbish. Signs that hold for every script come first
(characters that stand for nothing); Latin letters are then looked at in pairs.
"""

from __future__ import annotations

import math
import re
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

_FEWEST = 12  # characters: fewer say nothing
_MEANINGLESS = 0.03  # share of characters that stand for nothing; papers that are read well have less than a thousandth of them
_GLYPH_NAME = re.compile(r"/[A-Za-z]{1,8}\d{1,5}(?=/|\s|$)")  # "/G21/C34": what pypdf gives of a shape that it knows no letter of
_GLYPH_NAMES = 0.3  # share of the characters
_WORD = re.compile(r"[A-Za-z]{2,}")
_FEWEST_PAIRS = 60
# Mean binary logarithm of a pair's share. English is above -4.1, Welsh, Polish or Somali above -5.5, letters exchanged for each other
# mostly below -6; the fewer pairs, the further off a text must be.
_LANGUAGE, _FEW = -5.6, 6.0


def is_garbled(text: str) -> bool:
    """Whether a page's text is no language, but what a font's shapes were wrongly taken for."""
    characters = [c for c in text if not c.isspace()]
    if len(characters) < _FEWEST:
        return False
    if sum(map(_says_nothing, characters)) > _MEANINGLESS * len(characters):
        return True
    if sum(len(name) for name in _GLYPH_NAME.findall(text)) > _GLYPH_NAMES * len(characters):
        return True
    likeness, pairs = _likeness(text)
    return pairs >= _FEWEST_PAIRS and likeness < _LANGUAGE - _FEW / math.sqrt(pairs)


def _says_nothing(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in ("Cc", "Cn", "Co")


def _likeness(text: str) -> tuple[float, int]:
    """How usual the pairs of Latin letters in a text are (0 at best), and how many there are."""
    rare = _rarities()
    found = [rare[pair] for word in _WORD.findall(text) for pair in pairwise(f"^{word.lower()}$")]
    return (-sum(found) / len(found) / 10, len(found)) if found else (0.0, 0)


@cache
def _rarities() -> dict[tuple[str, str], int]:
    lines = Path(__file__).with_name("letter_pairs.txt").read_text(encoding="ascii").splitlines()
    table = [line.split() for line in lines if not line.startswith("#")]
    after = [*(row[0] for row in table[1:]), "$"]
    return {(row[0], letter): int(value) for row in table for letter, value in zip(after, row[1:], strict=True)}
