"""The words of promises and of what is said about them, made comparable: stems, acronyms with their long forms, figures, names, weights."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from assistant.question import STOP_WORDS, stem, words
from vectorstore.dates import find_dates

_NUMBERS = {
    name: str(n)
    for n, name in enumerate(
        re.findall(
            r"\w+",
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
            "twenty",
        ),
        1,
    )
} | {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5"}
_PREFIX = 8  # letters of a stem that count: "psychologist" and "psychology" are one
_PLURALS = {"children": "child", "people": "person", "men": "man", "women": "woman"}


@cache
def key(word: str) -> str:
    """What a word is compared by."""
    return stem(_PLURALS.get(word.lower(), word))[:_PREFIX]


# What promises do, and what every council paper speaks of: such a word says little of which promise is meant.
ACTS = frozenset(
    key(word)
    for word in re.findall(
        r"\w+",
        "publish open review set agree offer fill raise train give propose ask commission end provide send bring report confirm write "
        "work ensure develop deliver improve continue support establish implement introduce increase reduce create build launch "
        "complete start begin hold meet make take share use put plan expand strengthen embed explore monitor recommend resolve "
        "undertake undertook circulate include consider note carry move prepare produce update present join form appoint recruit",
    )
)
COMMON = ACTS | frozenset(
    key(word)
    for word in re.findall(
        r"\w+",
        "council committee cabinet member officer director head service new year term borough local area report meeting date month "
        "week number action plan programme project school child young person pupil family team place",
    )
)
_LITTLE = 0.4  # the weight of such a word beside others
_YEAR = re.compile(
    r"\b(?:spring|summer|autumn|winter)(?: term| half[- ]term)?\b|(?<![\d/.])(?:19|20)\d\d(?:\s?[/\u2013-]\s?(?:20)?\d\d)?(?![\d/])",
    re.I,
)
_DIGIT = re.compile(r"\d")
_CAPITAL = re.compile(r"\b[A-Z][a-z]+")
_RUN = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)+")
_AGE = re.compile(r"\b(?:aged?|under|over|years?) \d+(?:(?: to | and |-)(?:\d+|over|under))?", re.I)
_NAME = 0.9  # the share of a name's mentions that have a capital
_SHORT = re.compile(r"\b[A-Z][A-Z&/]+s?\b")


@dataclass(frozen=True, slots=True)
class Words:
    """A text for comparing: its stems in order and each once, without stop words, figures and dates; the capitalised among them, and those that stand
    in a run of capitals ("Parent Carer Forum"); its figures.
    """

    order: tuple[str, ...]
    stems: frozenset[str]
    capitals: frozenset[str]
    proper: frozenset[str]
    figures: frozenset[str]

    @property
    def pairs(self) -> frozenset[frozenset[str]]:
        """Neighbouring stems, whichever comes first."""
        return frozenset(frozenset(p) for p in zip(self.order, self.order[1:], strict=False) if p[0] != p[1])


class Lexicon:
    """What the words of one library weigh. `acronyms` are its (short, long) forms, `texts` what rarity is counted over."""

    def __init__(self, acronyms: Iterable[tuple[str, str]]) -> None:
        self._long: dict[str, list[tuple[list[str], str]]] = {}  # first word -> the words of long forms with their acronym
        for short, long in acronyms:
            if spelt := words(long):
                self._long.setdefault(spelt[0], []).append((spelt, short))
        self._counts: Counter[str] = Counter()
        self._capitals: Counter[str] = Counter()
        self._texts = 0

    def count(self, read: Words) -> None:
        """Take a text into the counts that rarity and names rest on."""
        self._counts.update(read.stems)
        self._capitals.update(read.capitals)
        self._texts += 1

    def names(self, read: Words) -> frozenset[str]:
        """The stems of a text that the library writes with a capital wherever they stand: names of places, schools, bodies."""
        return frozenset(s for s in read.stems - COMMON if self._capitals[s] and self._capitals[s] >= _NAME * self._counts[s])

    def _shortened(self, spelt: list[str]) -> Iterator[str]:
        """Words with the long forms of acronyms put together in them."""
        at = 0
        while at < len(spelt):
            long, short = spelt[at : at + 1], spelt[at]
            if forms := self._long.get(short):
                long, short = next(((x, s) for x, s in forms if spelt[at : at + len(x)] == x), (long, short))
            yield short
            at += len(long)

    def weight(self, stem_: str) -> float:
        """How much a stem says of what is spoken of: the rarer, the more; the language of all promises little."""
        rarity = math.log((self._texts + 1) / (self._counts[stem_] + 0.5)) if self._texts else 1.0
        return max(0.3, rarity) * (_LITTLE if stem_ in COMMON else 1.0)

    def read(self, text: str) -> Words:
        """A text's words; what has an acronym in the library is known by that, however it is written."""
        plain = _without_dates(text)
        order: list[str] = []
        figures: set[str] = set()
        shorts = {m.group().removesuffix("s") for m in _SHORT.finditer(plain)}
        for word in self._shortened(words(plain)):
            bare = word.removesuffix("'s").strip("'")
            short = next((x for x in (bare.upper(), bare.upper().removesuffix("S")) if x in shorts), None) if shorts else None
            if short or bare.isupper():
                order.append(short or bare)
                continue
            stems, numbers = _parts(bare)
            order.extend(stems)
            figures.update(numbers)
        capitals = frozenset(key(m.group()) for m in _CAPITAL.finditer(plain))
        proper = frozenset(key(w) for run in _RUN.findall(plain) for w in run.split())
        return Words(tuple(order), frozenset(order), capitals, proper, frozenset(figures))


@cache
def _parts(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the parts of a word are compared by, stop words left out, and the figures among them."""
    parts = re.split(r"[-/&]", word)
    numbers = {part: number for part in parts if (number := figure(part))}
    stems = (key(p) for p in parts if p not in numbers and len(p) > 1 and p not in STOP_WORDS)
    return tuple(stems), tuple(numbers.values())


def figure(word: str) -> str | None:
    """A number in figures, from figures or a word; None for any other word."""
    if word in _NUMBERS:
        return _NUMBERS[word]
    digits = word.replace(",", "").strip("\u00a3%.")
    return digits if digits.replace(".", "").isdigit() else None


def _without_dates(text: str) -> str:
    """A text with its dates, seasons, years and ages blanked: they say when and to whom, not what."""
    if not _DIGIT.search(text):
        return _YEAR.sub(" ", text)
    for when in find_dates(text):
        text = text[: when.start] + " " * (when.end - when.start) + text[when.end :]
    return _AGE.sub(" ", _YEAR.sub(" ", text))
