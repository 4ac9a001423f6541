"""The edges of a heat map: three to six levels in a row or a column, in numbers, letters or words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.registers.vocabulary import phrases
from vectorstore.models import fold_space

_FEWEST, _MOST = 3, 6
_NAMES = {"likelihood": ("likelihood", "probability", "frequency"), "impact": ("impact", "severity", "consequence")}
_NUMBER = re.compile(r"(?<!\d)([1-6])(?!\d)")
_SPACED = re.compile(r"(?:[a-z]\s){4,}[a-z]\b")


@dataclass(frozen=True, slots=True)
class Axis:
    """The places of an edge's labels in their order, each one's number where it has one, and what the edge is where the labels say so."""

    places: tuple[int, ...]
    numbers: dict[int, int] = field(default_factory=dict)
    name: str | None = None


def axis_of(texts: Mapping[int, str]) -> Axis | None:
    """The edge that some cells are, by place; None when they are no row of levels."""
    labels = {place: text for place, text in texts.items() if text}
    numbers = {
        place: int(found[0]) for place, text in labels.items() if len(text) <= 40 and len(found := _NUMBER.findall(text)) == 1
    }
    words = {place: word for place, text in labels.items() if (word := _word(text))}
    for places in (tuple(numbers), tuple(words)):
        if not _FEWEST <= len(places) <= _MOST or len(places) < len(labels) - 1:
            continue
        if places == tuple(numbers):
            steps = {b - a for a, b in pairwise(numbers.values())}
            if steps not in ({1}, {-1}) or any(len(_bare(labels[p])) > 30 for p in places):
                continue
            return Axis(places, numbers, _name([labels[p] for p in places]))
        if len(set(words.values())) == len(places):
            return Axis(places, _counted(places, words), _name([labels[p] for p in places]))
    return None


def name_in(text: str) -> str | None:
    """Which edge some words name: "Impact", "L I K E L I H O O D"."""
    words = fold_space(text.lower())
    if _SPACED.search(words):
        words = words.replace(" ", "")
    found = [name for name, said in _NAMES.items() if any(w in words for w in said)]
    return found[0] if len(found) == 1 and len(words) <= 40 else None


def _bare(text: str) -> str:
    words = re.sub(r"[\d()\[\]:=.%<>\u2013-]+", " ", text.lower())
    for said in _NAMES.values():
        for name in said:
            words = words.replace(name, " ")
    return fold_space(words)


def _word(text: str) -> str | None:
    bare = _bare(text)
    return bare if bare in phrases("likelihood words") or bare in phrases("impact words") else None


def _name(labels: list[str]) -> str | None:
    """What an edge is: named in its labels, or told by words that only one of the two has."""
    named = {name for text in labels if (name := name_in(text))}
    if len(named) == 1:
        return named.pop()
    words = [bare for text in labels if (bare := _bare(text))]
    likely = sum(w in phrases("likelihood words") and w not in phrases("impact words") for w in words)
    grave = sum(w in phrases("impact words") and w not in phrases("likelihood words") for w in words)
    return "likelihood" if likely > grave else "impact" if grave > likely else None


def _counted(places: tuple[int, ...], words: Mapping[int, str]) -> dict[int, int]:
    """Numbers for levels in words, the lowest word 1; none when it is not known at which end that is."""
    first, last = (words[place] in phrases("lowest words") for place in (places[0], places[-1]))
    if first and not last:
        return {place: n for n, place in enumerate(places, 1)}
    if last and not first:
        return {place: len(places) - n for n, place in enumerate(places)}
    return {}
