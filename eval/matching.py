"""When a text holds evidence, a literal or a quote, whatever reading a file did to white space, ligatures, numbers and cells.

Evidence is compared by runs of three words: a text holds a piece when it has seven in ten of the piece's runs. These are the rules by which
the answers to other sets on council papers are scored, so that figures can be laid beside one another.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

RUN = 3  # words
HELD = 0.7  # the share of a piece's runs that a text must have to hold it
TOUCHED = 1 / 3  # the share of a quote's or a piece's runs that both must have for the quote to be about the piece

_TAG = re.compile(r"<[^>]+>")
_ASIDE = re.compile(r"<[^>]+>|\[\d+(?:,\s*\d+)*\]")  # tags, marks of citations
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_NO_PENCE = re.compile(r"(?<=\d)\.00(?!\d)")
_WORD = re.compile(r"(?:[^\W_]|[£%]|\.(?=\d))+")
_SHORT_UNITS = (
    (re.compile(r"(?<=\d)\s*(?:million|mn)\b"), "m"),
    (re.compile(r"(?<=\d)\s*(?:billion|bn)\b"), "bn"),
    (re.compile(r"(?<=\d)\s*(?:per\s?cent\b|percent\b|%)"), "%"),
)
_SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
_COUNTED = {word: str(n) for n, word in enumerate(_SMALL.split())}
_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_DAY = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+({'|'.join(_MONTHS)}),?\s+(\d{{4}})\b|\b(\d{{1,2}})/(\d{{1,2}})/(\d{{4}})\b"
)
_ENDINGS = r"(?:s|es|d|ed|ing|ment|ments|ly)?(?!\w)"


def words(text: str) -> list[str]:
    """A text's words in lower case: tags, marks, punctuation and thousands separators gone, units and number words written one way."""
    text = unicodedata.normalize("NFKC", _ASIDE.sub(" ", text)).lower()
    text = _NO_PENCE.sub("", _THOUSANDS.sub("", text))
    for pattern, unit in _SHORT_UNITS:
        text = pattern.sub(unit, text)
    return [_COUNTED.get(w, w) for w in _WORD.findall(text)]


def runs(text: str) -> set[tuple[str, ...]]:
    """A text's runs of three words; a shorter text is one run."""
    found = words(text)
    return {tuple(found[n : n + RUN]) for n in range(max(1, len(found) - RUN + 1))}


def holds(have: set[tuple[str, ...]], piece: str) -> bool:
    """Whether the runs of a text have enough of a piece of evidence; the cells of a row count one by one, short ones only beside no others."""
    cells = [runs(cell) for cell in piece.split("\t") if len(words(cell)) >= RUN]
    needed = [run for cell in cells for run in cell] or list(runs(piece.replace("\t", " ")))
    return sum(run in have for run in needed) / len(needed) >= HELD


def recall(text: str, pieces: Sequence[str]) -> float:
    """The share of some pieces of evidence that a text holds, 0..1. Raises ZeroDivisionError when there are none."""
    have = runs(text)
    return sum(holds(have, piece) for piece in pieces) / len(pieces)


def touches(quote: str, pieces: Iterable[str]) -> bool:
    """Whether a quote is about one of some pieces of evidence."""
    own = runs(quote)
    for piece in pieces:
        other = runs(piece.replace("\t", " "))
        if len(own & other) >= min(len(own), len(other)) * TOUCHED:
            return True
    return False


def lacking(text: str, literals: Iterable[str]) -> list[str]:
    """The literals that do not stand in a text as whole words; a plural or another ending counts, and a date in any of its forms."""
    plain, dated = " ".join(words(text)), " ".join(words(_iso(text)))
    return [x for x in literals if not (_stands(words(x), plain) or _stands(words(_iso(x)), dated))]


def on_page(quote: str, page: str) -> bool:
    """Whether a quote stands on a page letter for letter; words that a line's end breaks count as whole, and no figure or word is cut at its ends."""
    wanted = _letters(quote)[0]
    held, places = _letters(page)
    at = held.find(wanted) if wanted else -1
    while at >= 0:
        end = at + len(wanted)
        begun = at > 0 and places[at - 1] + 1 == places[at] and held[at - 1].isalnum() and held[at].isalnum()
        goes_on = end < len(held) and places[end - 1] + 1 == places[end] and held[end - 1].isalnum() and held[end].isalnum()
        if not begun and not goes_on:
            return True
        at = held.find(wanted, at + 1)
    return False


def _stands(literal: list[str], text: str) -> bool:
    wanted = r"\s*".join(map(re.escape, literal))
    if not wanted:
        return False
    first, last = literal[0][0], literal[-1][-1]
    before = r"(?<![\d.])" if first.isdigit() else r"(?<!\w)" if first.isalnum() else ""
    after = r"(?!\.?\d)" if last.isdigit() else _ENDINGS if last.isascii() and last.isalpha() else ""
    return re.search(before + wanted + after, text) is not None


def _iso(text: str) -> str:
    """A text with its days written as 2026-01-26, in words that are compared."""

    def written(found: re.Match[str]) -> str:
        day, month, year = (found[1], _MONTHS[found[2].lower()], found[3]) if found[1] else (found[4], int(found[5]), found[6])
        return f" {year} {month} {int(day)} "

    return _DAY.sub(written, text.lower())


@lru_cache(maxsize=256)
def _letters(text: str) -> tuple[str, list[int]]:
    """A text's letters and figures with the points and commas inside figures, in lower case, and the place of each in the text."""
    plain = _TAG.sub(lambda m: " " * len(m.group()), text)
    kept: list[str] = []
    places: list[int] = []
    for n, char in enumerate(plain):
        for c in unicodedata.normalize("NFKC", char).lower():
            inside = c in ".," and plain[n - 1 : n].isdigit() and plain[n + 1 : n + 2].isdigit()
            if c.isalnum() or c in "\u00a3%" or inside:
                kept.append(c)
                places.append(n)
    return "".join(kept), places
