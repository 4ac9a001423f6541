"""What a claim says of a figure, where its quotes say of the same figure what cannot be as well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.additions import meanings, rival
from assistant.polarity import CLAUSE, DENIAL, opposite
from assistant.values import Value, plain, states, values

_EVERY = re.compile(
    r"\b(?:an?|per|each|every)\s(?:(?P<unit>hour|day|week|month|quarter|year)|(?P<annum>annum))\b(?!\s(?:ago|later|earlier|before|after|or)\b)",
    re.I,
)
_ADVERBS = {
    "hour": "hourly",
    "day": "daily",
    "week": "weekly",
    "month": "monthly",
    "quarter": "quarterly",
    "year": "yearly|annual|annually",
}


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause: its values, the stems of its words of meaning with the words as printed, and how much it denies."""

    values: tuple[Value, ...]
    words: dict[str, str]
    denials: int


def unbound(text: str, quotes: Sequence[str]) -> list[str]:
    """The words that a claim says of a figure in place of others of their kind, as printed, and each "a year" or "per week" where no quote
    speaks of every year or week; [] when there are none.

    "Two actions are on track" is not what "five actions are on track and two are delayed" says, though each of its words is there.
    """
    held = [clause for quote in quotes for clause in _clauses(quote)]
    found: list[str] = []
    for stated in _clauses(text):
        about = [h for h in held if any(states(v, w) for v in h.values for w in stated.values)]
        against = [_against(stated, h) for h in about]
        if against and all(against):
            found += against[0]
    found += [every.group() for every in _EVERY.finditer(plain(text)) if not any(_every(_unit(every), q) for q in quotes)]
    return list(dict.fromkeys(found))


def _unit(every: re.Match[str]) -> str:
    return "year" if every["annum"] else every["unit"].lower()


def _every(unit: str, quote: str) -> bool:
    """Whether a quote speaks of every such time."""
    return any(_unit(e) == unit for e in _EVERY.finditer(quote)) or bool(re.search(rf"\b(?:{_ADVERBS[unit]})\b", quote, re.I))


def _against(stated: _Clause, held: _Clause) -> list[str]:
    """The words of one clause that say something else than a word of the other which it has not."""
    own, others = stated.words.keys() - held.words.keys(), held.words.keys() - stated.words.keys()
    if stated.denials != held.denials:  # whether rightly so is for `polarity`
        return []
    return [stated.words[w] for w in stated.words if w in own and any(rival(w, o) or opposite(w, o) for o in others)]


def _clauses(text: str) -> Iterator[_Clause]:
    for part in CLAUSE.split(plain(text)):
        if stated := tuple(v for v in values(part) if v.kind != "date"):
            yield _Clause(stated, meanings(part), len(DENIAL.findall(part)))
