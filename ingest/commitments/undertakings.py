"""Undertakings in the reported speech of minutes: who takes which act on, told from what would happen, what always happens and opinions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ingest.commitments.actors import ASIDE, NAMED, TITLED, is_actor
from ingest.commitments.acts import ACTIVE, ASKED_FOR, MODAL, PROGRESSIVE, TAKEN_ON
from ingest.commitments.clause_subjects import ACTOR_AT_END, stated, subject, titled
from ingest.commitments.forthcoming import forthcoming
from ingest.commitments.hedges import ASKED, HABIT, conditional, hedged

_EXPLICIT = re.compile(
    r"\b(?<!had )(?<!had also )(?:(?:has|have) )?(?P<verb>undertook|undertaken|agreed|offered|promised"
    r"|committed|pledged|volunteered|gave an? (?:commitment|undertaking|assurance)|(?:was|were|is|are|be)"
    r" (?:asked|requested|tasked|instructed))\s+(?:also\s+)?to\s+"
)
_ANY_ACT = re.compile(r"(?:also |then |now )?(?!disagree|(?!bring\b|ring\b)[a-z]+ing\b)[a-z]+")
_SCHEDULED = re.compile(
    r"\b(?:is|are|was|were) (?:also )?(?:due|scheduled|planned) to (?=(?:meet|host|visit|attend|write|report"
    r"|publish|present|review|bring)\b)"
)
_TO = re.compile(
    rf"(?:^|[;\u2013-] )(?P<actor>{NAMED}{ASIDE}(?:(?:,| and| &|/) ?{NAMED}){{0,2}}(?: for the [A-Z]\w+)?) to (?=[a-z])"
)
_ACTOR_AT_START = re.compile(
    rf"^(?:(?:In (?:reply|response|answer) to|Following|At|After"
    rf"|On)\b[^,]{{3,120}}, )?(?P<actor>(?:{NAMED}|{TITLED}|(?:[Tt]he )?[Oo]fficers){ASIDE})(?= (?:[a-z]+ly |also |then |further )?[a-z]+(?:ed|id|ve"
    rf"|ok|ew|ad|es|ts|s)\b)"
)
_SITTING = re.compile(
    r"^(?:the )?(?:members|councillors|\w*\s?(?:commission|committee|panel|board|cabinet|council|executive"
    r"|assembly|forum))$",
    re.I,
)
CHEAP = re.compile(
    r"\bwould\b|\bwill\b|\bundert|\bagreed\b|\boffered\b|\bpromised\b|\bcommitted\b|\bpledged\b|\bvolunteered\b"
    r"|\bscheduled\b|\bto\b|\bbeing\b|\bunder ?way\b|\bexpected\b|\basked\b|\brequested\b|\barranged\b|\bplanned\b"
    r"|\b(?:is|are|was|were) (?:\w+ )?[a-z]+ing\b"
)
"""What stands in every block that can hold an undertaking."""


@dataclass(frozen=True, slots=True)
class Undertaking:
    """An act that somebody takes on in a sentence: the sentence's place in its block, the words that say it, who does it."""

    start: int
    end: int
    what: str
    actor: str
    kind: Literal["action", "commitment"]


def undertakings(text: str, ends: list[tuple[int, int]]) -> Iterator[Undertaking]:
    """What is undertaken in a block of minutes; `ends` are its sentences. A pronoun stands for who spoke last."""
    speaker = ""
    for start, end in ends:
        sentence = text[start:end]
        begins = _ACTOR_AT_START.match(sentence)
        if begins and is_actor(begins.group("actor"), titled=True):
            speaker = begins.group("actor")
        if "?" in sentence[-2:] or sentence.startswith(("\u201c", '"')):
            continue
        for at, part in _clauses(sentence):
            made = next(
                (m for find in (_explicit, _bare, _modal, _asked, forthcoming) if (m := find(part, speaker)) is not None), None
            )
            if made is not None:
                what, actor, kind = made
                yield Undertaking(start + at, start + at + len(part), what, actor, kind)


def _clauses(sentence: str) -> list[tuple[int, str]]:
    """A sentence parted where a second person takes something on: "Mr Dent offered to ..., and Mrs Hart promised to ..."."""
    taken = list(_EXPLICIT.finditer(sentence))
    for match in taken[1:]:
        second = ACTOR_AT_END.search(sentence[: match.start()])
        if second and is_actor(second.group("actor")):
            at = second.start("actor")
            return [(0, re.sub(r"[,;]? (?:and|while|but) $", "", sentence[:at])), (at, sentence[at:])]
    return [(0, sentence)]


_Found = tuple[str, str, Literal["action", "commitment"]]


def _explicit(sentence: str, speaker: str) -> _Found | None:
    """ "The Director undertook to ...", "... and offered to ...", "was scheduled to meet"."""
    for match in (*_EXPLICIT.finditer(sentence), *_SCHEDULED.finditer(sentence)):
        if not _ANY_ACT.match(sentence, match.end()) or ASKED.search(sentence[: match.start()]):
            continue
        taker = subject(sentence[: match.start()], speaker) or titled(sentence[: match.start()])
        if taker and not _SITTING.match(taker[0]):
            actor, said = taker
            object_before = re.search(r"\bwhich\b[^,]{0,90}$", sentence[: match.start()])
            what = sentence if object_before else stated(said, sentence[match.start() :])
            return what, actor, "action"
    return None


def _bare(sentence: str, _speaker: str) -> _Found | None:
    """ "Clerk to obtain quotes", "The lamp is broken \u2013 Clerk to order another": who is to do what, without a verb."""
    match = _TO.search(sentence)
    if match and is_actor(match.group("actor")) and TAKEN_ON.match(sentence, match.end()) and len(sentence) < 300:
        return stated(match.group("actor"), sentence[match.end("actor") :].lstrip()), match.group("actor"), "action"
    return None


def _modal(sentence: str, speaker: str) -> _Found | None:
    """ "... would circulate the figures", "would be meeting with ..."."""
    for match in MODAL.finditer(sentence):
        before, after = sentence[: match.start()], sentence[match.end() :].lstrip()
        if HABIT.search(sentence):
            continue
        if not hedged(before) and (ACTIVE.match(after) or PROGRESSIVE.match(after)):
            taker = subject(before, speaker)
            if taker and not conditional(after):
                actor, said = taker
                return stated(said, sentence[match.start() :]), actor, "action"
    return None


def _asked(sentence: str, _speaker: str) -> _Found | None:
    """ "The Chair asked that the item be placed on the agenda": whoever does it is not named."""
    match = ASKED_FOR.search(sentence)
    return (sentence[match.start("actor") :], "", "action") if match else None
