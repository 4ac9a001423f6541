"""What a heading or the line that introduces a list says of what stands under it: acts to come, or anything but those."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from ingest.commitments.promise_words import any_of, starting, words
from vectorstore.models import fold_space

Announcement = Literal["acts", "leaning", "denied"]
_NUMBERED = re.compile(
    r"^(?:(?:section|part|appendix|priority|step|annex)\s+)?[\dA-Z]{0,2}(?:\.\d{1,2}){0,3}[.):]?\s+(?=\S)", re.I
)
_LONGEST = 90  # characters: a longer heading is a sentence that was set in bold
_INTRODUCTION = re.compile(r"\b(?:include|includes|including|are|is|as follows|follows|following|these)\b[:\s]*$", re.I)
_LEADING = re.compile(
    r"(?:\b(?:will|to|by|on|shall)(?:\s+(?:also|now|then|continue to|be))?|\bwill include)\s*[:\u2013-]?\s*$", re.I
)


@lru_cache(maxsize=4096)
def announced(text: str) -> Announcement | None:
    """What a heading or a short introducing line announces; None when it says nothing about it.

    "acts": what stands under it is to be done. "leaning": it is, when it is worded as an act. "denied": it tells of outcomes,
    findings, what was done or what somebody else should do.
    """
    plain = _plain(text)
    if not plain or len(plain) > _LONGEST:
        return None
    if plain in words("announcing"):
        return "acts"
    if any_of("denying").search(plain):
        return "denied"
    if starting("announcing at the start").match(plain):
        return "acts"
    bare = _plain(_INTRODUCTION.sub("", plain))
    if bare in words("leaning") or plain in words("leaning") or starting("leaning at the start").match(plain):
        return "leaning"
    return "acts" if bare in words("announcing") else None


@lru_cache(maxsize=4096)
def is_describing(text: str) -> bool:
    """Whether a heading stands over how things are done always, over money or law, or over what others say."""
    return any_of("describing").search(text) is not None


@lru_cache(maxsize=4096)
def is_recommending(text: str) -> bool:
    """Whether a heading stands over what is recommended to a body."""
    return re.search(r"\brecommend(?:ation|ed)", text, re.I) is not None


@lru_cache(maxsize=256)
def describes(title: str) -> bool:
    """Whether a paper of this title tells how things are done (a policy, terms of reference, treasury texts)."""
    found = any_of("describing papers").search(re.sub(r"\bpolicy (?:and|&|committee)", "", title, flags=re.I))
    return found is not None


def is_leading(text: str) -> bool:
    """Whether an introducing line ends where its items go on: "The service will:", "... partners to:"."""
    return _LEADING.search(text.rstrip(" :-\u2013")) is not None


def _plain(text: str) -> str:
    folded = fold_space(text).replace("\u2019", "'").strip(" :.-\u2013*#")
    return (_NUMBERED.sub("", folded) if re.match(r"(?:\S*\d|[A-Za-z]+\s\d)", folded) else folded).strip(" :.-\u2013").lower()
