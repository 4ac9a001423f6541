"""What a claim says in words that its quotes do not have, in any form, as an acronym or in another word for the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from assistant.names import LABEL, Words, names
from assistant.polarity import DENIAL, EMPTY, opposite, turned_by_affix
from assistant.question import STOP_WORDS, stem
from assistant.values import plain, values

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_BREAK = re.compile(r"[.;:,!?()_\u2022\u2013\u2014]")
_SENTENCE = re.compile(r"[.!?]['\"\u2019\u201d)]*$")
_UNDER_WAY = re.compile(r"\bunder way\b", re.I)
_SHORT_OF = re.compile(r"\b(?:fall(?:s|ing|en)?|fell) short of\b", re.I)
_FORMED = 5  # letters that two forms of one word have in common at least
_ENDING = 4  # letters that they may differ by in their ends
_SHORTEST = 3  # letters of a word that can be told from others by its form
_VERBATIM = 0.5  # of a claim's words in one quote in the same order: what can have a word exchanged
_ONE_IN = 4  # words of meaning: one in so many may be new, and one in any case (fewer let fewer honest paraphrases stand and catch no more)
# what a sentence says of the paper that it reports, and words that carry it along
_TOLD = frozenset(
    map(
        stem,
        re.findall(
            r"\S+",
            "according account add confirm describe document explain follow include inform mention note paper passage point present "
            "put read record report say said show state statement tell told page section agenda author authors council councils "
            "borough authority city county district member members well however therefore instead thus hence while whilst whereas "
            "though although because addition additionally furthermore moreover namely particular particularly especially including "
            "overall respectively specifically currently certain course way set take taken took place part within upon along among "
            "around across during via toward towards onto till until onwards amid despite come came become became begin began "
            "remain due per ago later soon bring brought go went gone stand stood see saw seen able making sure run running number "
            "past last previous recent time times meeting heard hear rate level possible total amount ",
        ),
    )
)
# what columns are called: a quote that is a cell leaves it out
_COLUMNS = frozenset(
    map(
        stem,
        re.findall(
            r"\w+",
            "own owner owned responsible lead led status action control r"
            "isk officer deadline date rate rated rating update note target",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class _Meant:
    """A word of meaning as printed, its stem, and what stands between it and the word of meaning before."""

    printed: str
    stem: str
    between: str


def added(text: str, quotes: Sequence[str], headings: Sequence[str] = ()) -> list[str]:
    """The words of a claim that say something of their own, as printed; [] when there are none.

    A word is the quotes' own in another form ("approval", "approved"), as part of a name that they hold, as another word for theirs
    (`like_words.txt`, where it is not a word that says something else, `rival_words.txt`), or when it stands in the `headings` that they stand
    under. Any other says something of its own where it takes the place of a word of the quote that the claim is nearest to, where two stand side
    by side, and where there are more than one in four.
    """
    held = _held(tuple(quotes), tuple(headings))
    said = list(_meant(_stated(text, quotes)))
    order = [w.stem for w in said]
    stated, denied = frozenset(order), held.denying or bool(DENIAL.search(text))
    new = [not held.has(w, stated, denied) for w in order]
    found = {n for n, w in enumerate(order) if new[n] and held.rivals(w)}
    if sum(new) > max(1, len(new) // _ONE_IN):
        found |= {n for n, beyond in enumerate(new) if beyond}
    for a, b in pairwise(range(len(said))):
        if new[a] and new[b] and not _BREAK.search(said[b].between):
            found |= {a, b}
    for n, others, turned in _in_place(order, held, len(DENIAL.findall(text))):
        if new[n] or any(rival(order[n], o) or (opposite(order[n], o) and not turned) for o in others):
            found.add(n)
    return [said[n].printed for n in sorted(found)]


def _in_place(order: Sequence[str], held: _Held, denials: int) -> Iterator[tuple[int, set[str], bool]]:
    """The places of words that a claim has where the quote nearest to it has others, which the claim says less often; those others; and whether one
    of the two denies more than the other.

    Of a claim that is put quite otherwise than the quote no word can be said to stand in another's place.
    """
    matched = [(SequenceMatcher(None, order, quote, autojunk=False), quote, denying) for quote, denying in held.quotes]
    if not matched:
        return
    alike, matcher, quote, denying = max(
        ((sum(b.size for b in m.get_matching_blocks()), m, q, d) for m, q, d in matched), key=lambda found: found[0]
    )
    if alike < _VERBATIM * len(order):
        return
    own, stated = Counter(quote), Counter(order)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "replace" or all(own[w] <= stated[w] for w in quote[c:d]):
            continue
        size = b - a + 1  # of what the quote has there, the words beside those that both have
        beside = {*(quote[c : min(d, c + size)] if a else ()), *(quote[max(c, d - size) : d] if b < len(order) else ())}
        yield from ((n, {w for w in beside if own[w] > stated[w]}, denying != denials) for n in range(a, b))


class _Held:
    """The words of meaning of some quotes."""

    def __init__(self, quotes: Sequence[str], headings: Sequence[str]) -> None:
        self.quotes = [([w.stem for w in _meant(q)], len(DENIAL.findall(q))) for q in quotes]
        self._own = {s for order, _ in self.quotes for s in order}
        self._under = {stem(w) for h in headings for w in _WORD.findall(plain(h))}
        self._cells = any(LABEL.search(plain(q)) or not _SENTENCE.search(plain(q)) for q in quotes)
        self.denying = any(denials for _, denials in self.quotes)

    def has(self, said: str, stated: frozenset[str], denied: bool) -> bool:
        """Whether the quotes have a word (a stem) of a claim that says what is `stated`: in this or another form, or another word for the same that
        the claim does not say as well. Its opposite, where something is `denied`: whether rightly so is for `polarity`."""
        if said in self._own or said in _TOLD or said in self._under or (self._cells and said in _COLUMNS):
            return True
        if self.rivals(said):
            return False
        return (
            any(_formed_alike(said, own) for own in self._own)
            or bool(_like().get(said, frozenset()) & self._own - stated)
            or (denied and any(opposite(said, own) or turned_by_affix(said, own) for own in self._own))
        )

    def rivals(self, said: str) -> bool:
        """Whether the quotes have a word that is of one kind with a word (a stem) and says something else."""
        for places in _rivals():
            here = {places[own] for own in self._own if own in places}
            if said in places and here and places[said] not in here:
                return True
        return False


@lru_cache(maxsize=64)
def _held(quotes: tuple[str, ...], headings: tuple[str, ...]) -> _Held:
    return _Held(quotes, headings)


def _stated(text: str, quotes: Sequence[str]) -> str:
    """What a claim states in words of its own: without labels of columns and names, which are held to account elsewhere, and with their acronyms."""
    text = Words(quotes).in_short(LABEL.sub(lambda m: "_" * (len(m.group()) - 1) + ":", plain(text)))
    for printed, _ in names(text):
        text = re.sub(rf"(?<!\w){re.escape(printed)}(?!\w)", "_" * len(printed), text)
    return text


def _meant(text: str) -> Iterator[_Meant]:
    """The words of meaning of a text in order, but for values and denials."""
    text = _SHORT_OF.sub("below", _UNDER_WAY.sub("underway", plain(text)))
    for value in values(text):
        text = text[: value.start] + "_" * (value.end - value.start) + text[value.end :]
    text = DENIAL.sub(lambda m: "_" * len(m.group()), text)
    before = 0
    for match in _WORD.finditer(text):
        word = match.group().lower().replace("\u2019", "'")
        if len(word) >= _SHORTEST and word not in STOP_WORDS and word not in EMPTY:
            yield _Meant(match.group(), stem(word), text[before : match.start()])
            before = match.end()


def meanings(text: str) -> dict[str, str]:
    """The stems of a text's words of meaning, each with the word as printed."""
    return {w.stem: w.printed for w in _meant(text)}


def rival(one: str, other: str) -> bool:
    """Whether two stems are of words of one kind that say different things."""
    return any(one in places and other in places and places[one] != places[other] for places in _rivals())


def _formed_alike(one: str, other: str) -> bool:
    """Whether two stems are of one word: alike but for a short ending."""
    shared = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared >= _FORMED and max(len(one), len(other)) - shared <= _ENDING and shared > max(len(one), len(other)) / 2


def _lines(name: str) -> Iterator[str]:
    text = files("assistant").joinpath(name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _like() -> dict[str, frozenset[str]]:
    """Stem -> the stems of words that may stand for it."""
    found: dict[str, set[str]] = {}
    for line in _lines("like_words.txt"):
        group = {stem(w) for w in line.split()}
        for one in group:
            found.setdefault(one, set()).update(group - {one})
    return {one: frozenset(others) for one, others in found.items()}


@cache
def _rivals() -> tuple[dict[str, int], ...]:
    """Of each group, stem -> the number of its place."""
    return tuple(
        {stem(w): n for n, place in enumerate(line.split()) for w in place.split("/")} for line in _lines("rival_words.txt")
    )
