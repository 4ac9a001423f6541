"""What all that plants faults reads a sentence by: its words, its figures, and the draw."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")

LABEL = re.compile(r"(?:^|(?<=[.;,?!)] ))[A-Z][^.:;\u201c]{0,70}:(?= )")
"""The label of a cell in a row that is put in words ("Owner:")."""
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_FIGURES = re.compile(r"\d[\d,]*(?:\.\d+)?")
_ALIKE = 4  # letters that two forms of one word begin with
SMALL = frozenset(
    re.findall(
        r"\S+",
        "a an the of in on at to for from by with and or but as is are was were be been being has have had do does did will would can could may"
        " might must shall should not no it its this that these those there their they them we our us he she his her i you your which who whom"
        " whose what when where how if than then so such also all any each every both more most other into over under about up out per",
    )
)
"""Words that hold a sentence together and name nothing."""


def draw(options: Sequence[T], *by: str) -> T:
    """One of some options, always the same for the same words."""
    return options[int(sha256("\0".join(by).encode()).hexdigest(), 16) % len(options)]


def turned(options: Sequence[T], *by: str) -> list[T]:
    """All the options, from the one drawn on."""
    start = options.index(draw(options, *by)) if options else 0
    return [*options[start:], *options[:start]]


def words(text: str) -> list[str]:
    """The words of a text in lower case, in order, figures left out."""
    return [w.lower().replace("\u2019", "'").removesuffix("'s") for w in _WORD.findall(text)]


def naming(text: str) -> list[str]:
    """The words of a text that name or tell something."""
    return [w for w in words(text) if w not in SMALL]


def figures(texts: Iterable[str]) -> set[str]:
    """The figures of some texts, without separators."""
    return {f.replace(",", "").rstrip(".") for t in texts for f in _FIGURES.findall(t)}


def holds(quotes: Sequence[str], phrase: str) -> bool:
    """Whether quotes have a word of a phrase in any form: what words begin with is compared."""
    said, begun = _said(tuple(quotes))
    return any(
        w in said or (len(w) > _ALIKE and w[: max(_ALIKE, len(w) - 3)] in begun)
        for part in naming(phrase)
        for w in (part, *part.split("-"))
    )


@lru_cache(maxsize=16)
def _said(quotes: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """The words of quotes and all that a longer one of them begins with."""
    said = frozenset(w for q in quotes for part in words(q) for w in (part, *part.split("-")))
    return said, frozenset(w[:n] for w in said if len(w) > _ALIKE for n in range(_ALIKE, len(w) + 1))


def within(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """Where a pattern is found in a text outside the labels of cells, which no quote need bear out."""
    labels = [m.span() for m in LABEL.finditer(text)]
    return [m for m in pattern.finditer(text) if not any(a <= m.start() < b for a, b in labels)]


def first(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first of those."""
    return next(iter(within(pattern, text)), None)


def replaced(text: str, match: re.Match[str], other: str) -> str:
    """A text with another word at a place, with a capital where there was one."""
    if match.group()[:1].isupper() and other[:1].islower() and not match.group().isupper():
        other = other[0].upper() + other[1:]
    before, after = text[: match.start()], text[match.end() :]
    article = re.search(r"\b([Aa])n? $", before)
    if article:
        before = before[: article.start()] + article[1] + ("n " if other[:1].lower() in "aeiou" else " ")
    return before + other + after
