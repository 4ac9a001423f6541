"""The values that a text states, normalised: "£1.2m", "£1,200,000" and "1.2 million pounds" are one amount, "seven" and "7" one number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.value_dates import dates, periods, times
from assistant.value_numbers import Kind, Read, figures, in_words, ordinals, shares


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a text: its kind, its normal form, how it is printed, and where it stands in `plain(text)`.

    The normal form of an amount is its currency sign and sum ("£1200000", "-£5"), of a date ISO ("2026-08-31", "2026-08", "2026", without
    a year "--08-31"), of a period "2024/25" or "Q3", of a time "14:30". A share of one ("half") is a percentage.
    `bound` is "+" of a value said to be a least ("over 50", "no fewer than 50"), "-" of a most ("under 50", "up to 50"), else "".
    """

    kind: Kind
    normal: str
    printed: str
    start: int
    end: int
    bound: str = ""


_RAISED = str.maketrans(dict.fromkeys("\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079", " "))
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_FRACTION_SIGNS = {"\u00bd": ".5", "\u00bc": ".25", "\u00be": ".75"}

_REFERENCE = re.compile(
    r"\b(?!Q[1-4]\b)[A-Z]{1,6}[-/]?\d[\dA-Za-z]*(?:[-/.][\dA-Za-z]+)*\b|(?<![\d.,\u00a3])\d+(?:\.\d+){2,}(?![\d,])"
)
_BOUNDS = (
    (
        "+",
        r"more than|over|above|at least|in excess of|exceed(?:s|ed|ing)?|greater than|higher than|(?:not|no) (?:less|fewer|lower) than"
        r"|a minimum of|upwards of",
    ),
    (
        "-",
        r"(?:not|no) (?:more|greater|higher) than|(?:not|no) (?:to )?exceed(?:ing|s)?|less than|fewer than|under|below|at most|up to"
        r"|lower than|a maximum of",
    ),
)
_BOUND = [(sign, re.compile(rf"\b(?:{words})\s+(?:the\s+|an?\s+)?$", re.I)) for sign, words in _BOUNDS]
_NO_MORE = re.compile(
    r"\b(?:not?\s+(?:more|greater|higher)\s+than|not?\s+(?:to\s+)?exceed(?:ing|s)?)\s+(?:the\s+|an?\s+)?$", re.I
)
_LOOK_BACK = 40  # characters before a value in which it is said to be a least or a most


def plain(text: str) -> str:
    """A text in the letters and figures that it stands for: no ligatures, soft hyphens or raised figures of footnotes, white space single."""
    text = _INVISIBLE.sub("", text).translate(_RAISED)
    for sign, decimal in _FRACTION_SIGNS.items():
        text = re.sub(rf"(?<=\d)\s?{sign}", decimal, text).replace(sign, f"0{decimal}")
    return " ".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(maxsize=2048)
def values(text: str) -> tuple[Value, ...]:
    """The numbers, amounts, percentages, dates, periods, times and references in a text, in order."""
    whole = left = plain(text)
    found: list[Value] = []
    for read in _READERS:
        for start, end, kind, normal in list(read(left)):
            left = left[:start] + "\x00" * (end - start) + left[end:]
            found.append(
                Value(kind, normal, whole[start:end].strip(), start, end, _bound(whole[max(0, start - _LOOK_BACK) : start]))
            )
    return tuple(sorted(found, key=lambda v: v.start))


def states(held: Value, stated: Value) -> bool:
    """Whether a value of a quote bears one of a claim out: the same, or a date that is as exact or more; of a most, not a least."""
    a_year = {held.kind, stated.kind} == {"number", "date"}  # "1950" may be a year or so many homes
    if not (held.kind == stated.kind or a_year) or {held.bound, stated.bound} == {"+", "-"}:
        return False
    return held.normal == stated.normal or (stated.kind == "date" and held.normal.startswith(f"{stated.normal}-"))


def missing(stated: Sequence[Value], quotes: Sequence[str]) -> list[Value]:
    """The values that no quote bears out; a day or a month and its year may be printed apart in one quote ("31 August ... 2026")."""
    held = [values(q) for q in quotes]
    return [v for v in stated if not any(any(states(h, v) for h in one) or _dated_apart(one, v) for one in held)]


def _dated_apart(held: Sequence[Value], stated: Value) -> bool:
    year, _, rest = stated.normal.partition("-")
    printed = {h.normal for h in held if h.kind == "date"}
    return stated.kind == "date" and bool(year and rest) and year in printed and any(d.startswith(f"--{rest}") for d in printed)


def _of(kind: Kind, reader: Callable[[str], Iterator[tuple[int, int, str]]]) -> Callable[[str], Read]:
    return lambda text: ((start, end, kind, normal) for start, end, normal in reader(text))


def _references(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _REFERENCE.finditer(text):
        yield *match.span(), re.sub(r"[-/ ]", "", match.group())


def _bound(near: str) -> str:
    return next((sign for sign, pattern in _BOUND if pattern.search(near) and (sign == "-" or not _NO_MORE.search(near))), "")


_READERS: tuple[Callable[[str], Read], ...] = (
    _of("period", periods),
    _of("date", dates),
    _of("time", times),
    _of("reference", _references),
    figures,
    shares,
    in_words,
    ordinals,
)
