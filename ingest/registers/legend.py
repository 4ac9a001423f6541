"""What a register says of its own scores: the order of the factors, and which scores are rated what."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable

from ingest.reading import Reading
from ingest.registers.cells import Order, product_order
from ingest.registers.vocabulary import phrases
from vectorstore.models import fold_space

Legend = tuple[tuple[int, int, str], ...]
"""(lowest score, highest score, rating in lower case), one for each rating that the paper explains."""

_LONGEST = 400  # characters of a block that is looked at
_LONGEST_ROW = 160
_RANGE = r"(?P<low>\d{1,2})\s*(?:-|\u2013|\u2014|to|/)\s*(?P<high>\d{1,3})"
_WORD = r"(?P<word>[a-z]+(?:[ /-][a-z]+)?)"
_AFTER = re.compile(rf"(?<![\d/.]){_RANGE}(?![\d/.%])\s*(?:is|are|=|:|-|\u2013|,|\(|rated|scores?|as|\t)*\s*{_WORD}", re.I)
_BEFORE = re.compile(
    rf"\b{_WORD}\s*(?:risks?|ratings?|scores?|is|are|=|:|-|\u2013|\(|,|rated|of|from|between|\t)*\s*(?<![\d/.]){_RANGE}(?![\d/.%])",
    re.I,
)


def legend_of(reading: Reading) -> Legend:
    """The ratings that scores have by the paper's own words ("1 to 4 is Low, 5 to 12 Medium"); empty when it does not say, or says two things."""
    found: dict[str, set[tuple[int, int]]] = {}
    for block in reading.blocks:
        if len(block.text) > (_LONGEST_ROW if block.kind == "row" else _LONGEST) or block.kind in ("furniture", "contents"):
            continue
        ranges = max((list(_ranges(pattern, block.text)) for pattern in (_AFTER, _BEFORE)), key=len)
        if len(ranges) > 1 or block.kind == "row":
            for low, high, word in ranges:
                found.setdefault(word, set()).add((low, high))
    made = sorted((low, high, word) for word, held in found.items() if len(held) == 1 for low, high in held)
    apart = all(a[1] < b[0] for a, b in itertools.pairwise(made))
    return tuple(made) if len(made) > 1 and apart and len(made) == len(found) else ()


def _ranges(pattern: re.Pattern[str], text: str) -> Iterable[tuple[int, int, str]]:
    for match in pattern.finditer(text):
        words = fold_space(match.group("word").lower()).split()
        options = (" ".join(words), words[-1 if pattern is _BEFORE else 0])
        word = next((w for w in options if w in phrases("rating words")), None)
        low, high = int(match.group("low")), int(match.group("high"))
        if word and low < high <= 125:
            yield low, high, word


def order_of(reading: Reading) -> Order | None:
    """Which factor the paper names first where it explains its scores ("likelihood x impact"); None when it does not, or does both ways."""
    named: Counter[Order] = Counter()
    for block in reading.blocks:
        if len(block.text) <= _LONGEST and (order := product_order(block.text)):
            named[order] += 1
    return next(iter(named)) if len(named) == 1 else None
