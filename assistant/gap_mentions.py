"""Whether a later paper speaks of a promise: by the promise's own words, near each other in a row or a stretch of prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.ledger_dates import is_later
from assistant.ledger_nouns import Commitment
from assistant.question import understand
from assistant.scoring import Selector
from vectorstore.library import Holdings
from vectorstore.models import Passage

# Who comes back to it may give other figures, and does not say again who was asked.
_NOT_SAID_AGAIN = re.compile(
    r"\S*\d\S*|^\W*that (?:[\w'\u2019-]+ ){1,5}?(?:be|is|are) (?:recommended|asked|requested|invited) to\b", re.I
)
_AGAIN = 0.5  # of a promise's words, by rarity, that a stretch of a later paper has which speaks of it
_NEAR = 0.64  # the cosine of a later passage that speaks of the same matter, whatever its words
_STRETCH, _STEP = 60, 20  # words of a stretch of prose, and from one stretch to the next
_SHORT, _FEWEST_WORDS = 3, 4  # letters of a word, and words of more, that a promise can be known by
_PASSAGES = 1_000  # for the rarity of words
_DEPTH = 40


def unheard(commitment: Commitment, made: str | None, dates: Mapping[str, str], holdings: Holdings) -> bool:
    """Whether no other paper says half of a promise's words, by rarity, or comes near it in meaning: else "not found" may be wrong.

    Looked at are the papers that are later than the day on which it was made (ISO), and those that may be: `dates` has the papers' own.
    False as well where it has too few words for anybody to tell by them what is meant ("We aim for 75% by 2028").
    """
    topic = understand(_NOT_SAID_AGAIN.sub(" ", commitment.entry.what), holdings.acronyms())
    words = [term for term in topic.terms if term.isalpha() and len(term) > _SHORT]
    if len(words) < _FEWEST_WORDS:
        return False
    selector = Selector(topic, holdings.document_frequency(topic.terms), _PASSAGES)
    hits = holdings.passages(passage for passage, _ in holdings.keyword_search(words, None, _DEPTH))
    own = {stated.document.id for stated in commitment.sources}

    def may_be_later(document: str) -> bool:
        when = dates.get(document)
        return document not in own and (not when or not made or is_later(when, made))

    others = [document.id for document in holdings.documents() if may_be_later(document.id)]
    found = (passage for passage in hits.values() if passage.document_id in others)
    if any(selector.subject(text) >= _AGAIN for passage in found for text in _stretches(passage)):
        return False
    return all(nearness < _NEAR for _, nearness in (holdings.vector_search(commitment.entry.what, others, 1) if others else ()))


def _stretches(passage: Passage) -> Iterator[str]:
    """The rows of a passage, or its words so many at a time, each with the heading that it stands under."""
    heading = passage.section[-1] if passage.section else ""
    if passage.rows:
        yield from (" ".join((heading, *(cell.text for cell in row))) for row in passage.rows)
        return
    words = passage.text.split()
    for begin in range(0, max(1, len(words) - _STRETCH + _STEP), _STEP):
        yield " ".join((heading, *words[begin : begin + _STRETCH]))
