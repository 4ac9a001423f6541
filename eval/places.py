"""Where something stands in a paper, named by the first and last of its words, so that the papers' sentences need not be copied."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vectorstore.models import Page

_MARKUP = re.compile(r"<[^>]{1,60}>|\]\([^)\s]*\)|[*_]{2}")
_SIGNS = re.compile(r"[^\w\s]*")  # what belongs to the last word: a percent sign, a full stop
_RUNS_ON = 2  # pages behind the one that a stretch begins on


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a paper: its first words and its last, and the page (from 1, None where the format has none) it begins on."""

    source: str
    page: int | None
    first: str
    last: str


def stretch(place: Place, pages: Sequence[Page]) -> str | None:
    """The words of a place in its paper's pages, None when they are not there or begin on another page."""
    near = [p for p in pages if place.page is None or place.page <= p.ordinal <= place.page + _RUNS_ON]
    found = Text(near).between(place.first, place.last, place.page or 1)
    if found is None:
        return None
    (page, start), (last_page, last_letter) = found
    if place.page is not None and page != place.page:
        return None
    texts = {p.ordinal: p.text for p in pages}
    signs = _SIGNS.match(texts[last_page], last_letter + 1)
    end = signs.end() if signs else last_letter + 1
    if page == last_page:
        return texts[page][start:end]
    between = [texts[n] for n in range(page + 1, last_page)]
    return "\n".join([texts[page][start:], *between, texts[last_page][:end]])


def bare(text: str) -> str:
    """A text for comparing: letters and digits alone, lower case, ligatures apart, without markup."""
    return "".join(c for c, _ in _letters(_MARKUP.sub(lambda m: " " * len(m.group()), text)))


def _letters(text: str) -> Iterator[tuple[str, int]]:
    for n, char in enumerate(text):
        for c in unicodedata.normalize("NFKC", char).lower():
            if c.isalnum():
                yield c, n


class Text:
    """The bare letters of some pages one behind the other, each with its page and place."""

    def __init__(self, pages: list[Page]) -> None:
        self.letters = ""
        self._places: list[tuple[int, int]] = []
        for page in pages:
            for c, n in _letters(_MARKUP.sub(lambda m: " " * len(m.group()), page.text)):
                self.letters += c
                self._places.append((page.ordinal, n))

    def between(self, first: str, last: str, page: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """(page, character) of the first letter and of the last of what begins and ends with some words from a page on."""
        start = next((n for n, (p, _) in enumerate(self._places) if p >= page), None)
        if start is None:
            return None
        begin = self.letters.find(bare(first), start)
        end = self.letters.find(bare(last), begin) if begin >= 0 else -1
        return (self._places[begin], self._places[end + len(bare(last)) - 1]) if end >= 0 else None
