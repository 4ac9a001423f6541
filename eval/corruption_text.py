"""What all that plants faults reads a sentence by: its words, its figures, and the draw."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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
    """Whether quotes have a word of a phrase in any form: the beginnings of words are compared, and acronyms with the first letters of words."""
    said = {w for q in quotes for part in words(q) for w in (part, *part.split("-"))}
    return any(
        w == s or (len(w) > _ALIKE and len(s) > _ALIKE and w[: max(_ALIKE, len(w) - 3)] == s[: max(_ALIKE, len(w) - 3)])
        for part in naming(phrase)
        for w in (part, *part.split("-"))
        for s in said
    )


def replaced(text: str, match: re.Match[str], other: str) -> str:
    """A text with another word at a place, with a capital where there was one."""
    if match.group()[:1].isupper() and other[:1].islower() and not match.group().isupper():
        other = other[0].upper() + other[1:]
    before, after = text[: match.start()], text[match.end() :]
    article = re.search(r"\b([Aa])n? $", before)
    if article:
        before = before[: article.start()] + article[1] + ("n " if other[:1].lower() in "aeiou" else " ")
    return before + other + after
