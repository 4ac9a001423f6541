"""Where a sentence goes on, inside a clause, from what one quote says to what another says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.polarity import EMPTY
from assistant.question import stem
from assistant.values import plain, values

_CLAUSE = re.compile(
    r"[.;:,()\u2022\u2013\u2014]|\b(?:and|but|or|while|whilst|whereas|although|though|because|which|who|where|when|after|before|as|so|since|until|if|than)\b",
    re.I,
)
_TOKEN = re.compile(r"\x00\d+\x00|[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_SENTENCE = re.compile(r"[\w%)\u2019\u201d'\"][.!?]['\"\u2019\u201d)]*(?:\s|$)")
_REACH = 4  # words on either side of a seam
_SHORTEST = 3  # letters
_FEWEST = 2  # of them, of which a seam can be told
_STRAY = 1  # of them, that one quote may lack
_SENTENCE_WORDS = 6  # what is shorter is a cell or a title, which a sentence may take up anywhere


@dataclass(frozen=True, slots=True)
class _Token:
    """A word or a value as printed, its stem or normal form, and whether a clause begins with it."""

    printed: str
    form: str
    begins: bool


def seams(text: str, quotes: Sequence[str]) -> list[str]:
    """The words on either side of each place where halves of two quoted sentences are put together as one, as printed; [] where there is none.

    The words before it follow one another in one quote and those after it in another, and no quote has them all. At the border of two clauses this is
    how two things are said in one sentence; inside a clause it says something of a thing that is said of another.
    """
    held = [[t.form for t in _tokens(q)] for q in quotes if _SENTENCE.search(plain(q))]
    held = [h for h in held if len(h) >= _SENTENCE_WORDS]
    if len(held) < 2:
        return []
    tokens = _tokens(text)
    forms = [t.form for t in tokens]
    found = []
    for n in range(_FEWEST, len(tokens) - _FEWEST + 1):
        before, after = forms[max(0, n - _REACH) : n], forms[n : n + _REACH]
        if tokens[n].begins or any(len({*before, *after} - {*h}) <= _STRAY for h in held):
            continue
        if any(_runs(before, h) for h in held) and any(_runs(after, h) for h in held):
            found.append(f"{tokens[n - 1].printed} ... {tokens[n].printed}")
    return found


def _runs(part: Sequence[str], held: Sequence[str]) -> bool:
    """Whether some words stand in a quote one after another."""
    return any(held[n : n + len(part)] == part for n in range(len(held) - len(part) + 1))


@lru_cache(maxsize=512)
def _tokens(text: str) -> tuple[_Token, ...]:
    text = plain(text)
    stated = [v for v in values(text) if v.end > v.start]
    for n, value in reversed(list(enumerate(stated))):
        text = f"{text[: value.start]}\0{n}\0{text[value.end :]}"
    found, before = [], 0
    for match in _TOKEN.finditer(text):
        begins = bool(_CLAUSE.search(text[before : match.start()]))
        if match.group().startswith("\0"):
            value = stated[int(match.group().strip("\0"))]
            found.append(_Token(value.printed, value.normal, begins))
        elif match.group().lower() in EMPTY or len(match.group()) < _SHORTEST:
            continue
        else:
            found.append(_Token(match.group(), stem(match.group()), begins))
        before = match.end()
    return tuple(found)
