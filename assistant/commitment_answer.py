"""Answers from the ledger: every promise that a question asks for, each cited, with what later papers say of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Claim, Derivation
from assistant.commitment_question import Asked
from assistant.commitment_select import Choice, Fit, Promises, in_order
from assistant.commitment_words import Words
from assistant.commitment_writing import Room, Writing
from assistant.compose import Draft
from assistant.ledger_nouns import Commitment
from assistant.question import Meanings, content_words, stem
from assistant.retrieve import Scope
from vectorstore.library import Holdings

_CHARACTERS = 2_250  # of an answer that lists, while fewer of each promise's words can make room,
_KEPT = 4_500  # of one that is to say what came of each
_WHOLE = 7_500  # and of one that is whole only so
_RESTING = 20  # promises that a none is shown to rest on
_CLAIM = 8  # characters of a mark and the space around a claim
_ROOMS = (
    Room(what=400, later=320, laters=3),
    Room(what=260, later=320, laters=1),
    Room(what=160, later=240, laters=1),
    Room(what=120, later=0, laters=0),
    Room(what=80, later=0, laters=0, owner=False),
)
_LONG_ROOMS = (Room(what=160, later=0, laters=0, owner=False), _ROOMS[-1])


def commitment_draft(asked: Asked, promises: Promises, holdings: Holdings, within: Scope, passages: int) -> Draft | None:
    """The answer to a question over the ledger; None when nothing in it fits. `passages` is how many were searched."""
    reachable = within_scope(promises.all, within)
    if not reachable:
        return None
    choice = Choice(asked, meanings(asked, holdings, passages), reachable, promises, holdings)
    about = choice.subject()
    fits = choice.meeting(about)
    if not asked.explicit:
        fits = [f for f in fits if _tells(f.commitment, asked)]
    said = _Saying(asked, promises, holdings, within)
    if fits:
        return said.listed(fits)
    return said.none(about) if about and asked.is_set and (asked.terms or asked.due or asked.owners) else None


def within_scope(commitments: Sequence[Commitment], within: Scope) -> list[Commitment]:
    """The promises as the papers that a question may be answered from state them, with what those say later."""
    if not within.narrowed:
        return list(commitments)
    found = []
    for c in commitments:
        sources = tuple(s for s in c.sources if s.document.id in within.documents)
        if sources:
            later = tuple(x for x in c.later if x.document.id in within.documents)
            found.append(replace(c, sources=sources, quote=sources[0].quote or c.quote, later=later))
    return found


def meanings(asked: Asked, holdings: Holdings, passages: int) -> Meanings:
    """What the words of a question's subject mean, and how rare they are in the papers."""
    frequency = holdings.document_frequency([w.removesuffix("'s") for w in content_words(asked.subject)])
    rarity = {stem(w): math.log(1 + passages / (1 + n)) for w, n in frequency.items()}
    return Meanings(asked.subject, holdings.acronyms(), rarity)


def unspoken(asked: Asked, holdings: Holdings, passages: int) -> bool:
    """Whether no paper has any word of what a question asks promises about: nobody can have promised it."""
    if not asked.explicit or not asked.terms:
        return False
    known = meanings(asked, holdings, passages)
    return not any(holdings.document_frequency(asked.terms).values()) and not any(map(known.has_other, known.weights))


def _tells(c: Commitment, asked: Asked) -> bool:
    """Whether a promise tells what is asked of one thing: who is to do it, when it is to be, or what became of it."""
    match asked.want:
        case "who":
            return bool(c.owners)
        case "when":
            return bool(c.due or c.later)
        case _:
            return bool(c.later or c.stands)


class _Saying:
    """Says the promises that a question asks for."""

    def __init__(self, asked: Asked, promises: Promises, holdings: Holdings, within: Scope) -> None:
        self.asked = asked
        self.writing = Writing(promises, holdings, asked.as_of)
        self.words = Words(asked, within)

    def listed(self, fits: Sequence[Fit]) -> Draft:
        """The promises, whole if there is room for each in some way, led by how many there are where there are several."""
        found = [f.commitment for f in fits]
        draft, shown = self._fitted(found)
        draft.left_out = self.words.left_out(len(found), len(shown))
        draft.said = self.words.notes(shown) or None
        if len(found) > 1 or self.asked.want == "count":
            self._lead(draft, found)
        return draft

    def _fitted(self, found: Sequence[Commitment]) -> tuple[Draft, list[Commitment]]:
        """The promises in the widest room in which they are whole; what of them there is room for, where there is none."""
        short = _KEPT if self.asked.want == "kept" else _CHARACTERS
        for room, most in (*((r, short) for r in _ROOMS), *((r, _WHOLE) for r in _LONG_ROOMS)):
            draft, shown = self._draft(found, room)
            if sum(len(c.text) + _CLAIM for c in draft.claims) <= most:
                return draft, shown
        return self._draft(found, _LONG_ROOMS[-1], _WHOLE)

    def _draft(self, found: Sequence[Commitment], room: Room, most: int | None = None) -> tuple[Draft, list[Commitment]]:
        draft, shown = Draft(), []
        for c in found:
            if most is not None and sum(len(x.text) + _CLAIM for x in draft.claims) > most - room.what:
                break
            if self.writing.add(draft, c, room):
                shown.append(c)
        return draft, shown

    def _lead(self, draft: Draft, found: Sequence[Commitment]) -> None:
        counted = list(dict.fromkeys(n for c in draft.claims if not c.below for n in c.citations))
        derived = Derivation.model_validate({"op": "count", "value": len(found), "from": counted})
        draft.claims.insert(0, Claim(text=self.words.lead(found), citations=counted, support=1.0, derived=derived))
        draft.listed = True

    def none(self, about: Sequence[Fit]) -> Draft | None:
        """That none of the promises on a subject meets the conditions, resting on them."""
        found = sorted((f.commitment for f in about), key=in_order)
        draft, shown = self._draft(found[:_RESTING], _ROOMS[-1])
        counted = list(dict.fromkeys(n for c in draft.claims if not c.below for n in c.citations))
        if not shown:
            return None
        whole = len(shown) == len(found)
        derived = Derivation.model_validate({"op": "count", "value": len(found), "from": counted}) if whole else None
        draft.claims = [Claim(text=self.words.none(found, whole), citations=counted, support=1.0, derived=derived)]
        return draft
