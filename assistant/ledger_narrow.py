"""The ledger narrowed to what is asked for: about what, whose, due when, of which kind and paper, overdue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from assistant.ledger_nouns import Commitment, Narrowed
from assistant.ledger_words import COMMON, key
from assistant.people import bare_name, same_person
from assistant.question import STOP_WORDS, content_words, stem, understand, words
from vectorstore.dates import first_day, last_day

_SHORT = re.compile(r"\b[A-Z]{2,}\b")  # acronyms are no words: "SEND" is not what officers send


def narrowed(commitments: Sequence[Commitment], to: Narrowed, acronyms: Sequence[tuple[str, str]] = ()) -> list[Commitment]:
    """The commitments that fit, in the order of their due dates; those without one last. `acronyms` are the library's (short, long)."""
    ways = _ways(to.about, acronyms) if to.about else []
    fitting = [c for c in commitments if _fits(c, to) and _speaks_of(c, ways)]
    return sorted(fitting, key=lambda c: (last_day(c.due_date) if c.due_date else date.max, c.sources[0].made_on or "9999"))


def _fits(commitment: Commitment, to: Narrowed) -> bool:
    due = commitment.due_date
    return not (
        (to.owner and not any(owned_by(o, to.owner) for s in commitment.sources for o in (x.name for x in s.entry.owners)))
        or (to.due_before and not (due and last_day(due) < to.due_before))
        or (to.due_after and not (due and first_day(due) > to.due_after))
        or (to.kind and commitment.kind != to.kind)
        or (to.document and not _in_paper(commitment, to.document))
        or (to.overdue and not commitment.overdue(to.as_of or date.today()))
    )


def owned_by(owner: str, asked: str) -> bool:
    """Whether a printed owner is the person asked for, or a post that all the words asked for are part of."""
    if same_person(owner, asked):
        return True
    wanted = [stem(w) for w in words(bare_name(asked)) if w not in STOP_WORDS]
    return bool(wanted) and set(wanted) <= {stem(w) for w in words(owner)}


def _in_paper(commitment: Commitment, named: str) -> bool:
    wanted = named.lower()
    return any(
        wanted == s.document.id or any(wanted in name.lower() for name in (s.document.title, *s.document.sources))
        for s in commitment.sources
    )


def _ways(about: str, acronyms: Sequence[tuple[str, str]]) -> list[list[frozenset[str]]]:
    """The words of a subject, each with the stems of the ways in which the papers say it, alone or together with others."""
    short = {s.lower(): s for s in _SHORT.findall(about)}
    asked = content_words(about)
    every, alone = _in_papers(about, acronyms), {word: _in_papers(word, acronyms) for word in asked}
    together = every - frozenset[str]().union(*alone.values())
    ways: list[list[frozenset[str]]] = []
    for word in asked:
        without = _in_papers(re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", " ", about, flags=re.I), acronyms)
        others = together if key(word) in COMMON else frozenset[str]()  # "young people who left care" are care leavers
        ways.append([frozenset({short.get(word) or stem(word)}), *map(_stems, sorted((every - without) | others))])
    return ways


def _in_papers(text: str, acronyms: Sequence[tuple[str, str]]) -> frozenset[str]:
    """The papers' words for plain ones, and the other forms of acronyms."""
    understood = understand(text, acronyms)
    return frozenset((*understood.joined, *understood.phrases))


def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, content_words(text)))


def _speaks_of(commitment: Commitment, asked: Iterable[list[frozenset[str]]]) -> bool:
    """Whether each word asked for is said, in one way or another, in what is promised or in the section or risk it stands under."""
    texts = [text for s in commitment.sources for text in (s.entry.what, s.quote, *s.entry.section)]
    held = {stem(w) for text in texts for w in content_words(text)} | {s for text in texts for s in _SHORT.findall(text)}
    return all(any(way and way <= held for way in ways) for ways in asked)
