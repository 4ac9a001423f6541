"""Clauses: where the one that holds a mark begins, and whether it speaks for itself or another verb only speaks of it."""

from __future__ import annotations

import re

_EDGE = re.compile(
    r"[;:(]\s|\s[-\u2013\u2014]\s|[a-z\d][-\u2013]\s|,\s(?:and|but|so|then|with|yet)\s|,\s"
    r"|\b(?:and|but|so)\s(?=(?:we|the|a|an|our|this|these|it|they)\b)"
    r"|\b(?:that|which|who|whom|whose|where|when|if|because|while|whilst|although|how|what|why|unless|until|before|after|once|whether|meaning)\s",
    re.I,
)
_SUBORDINATE = re.compile(r"(?:who|whom|whose|where|when|if|because|how|what|why|unless|until|before|after|whether)\s", re.I)
_RELATIVE = re.compile(r"(?:which|that)\s", re.I)
_GOING_ON = re.compile(r"\w\s(and|but)\s+(?:then\s+|also\s+|is\s+|are\s+|now\s+)?$", re.I)
_SPEAKING = re.compile(
    r"\b(?:agree[ds]?|confirm(?:ed|s)?|promised?|pledged?|commit(?:s|ted)?|confiden(?:t|ce))\s+(?:that\s*)?$", re.I
)
_OBJECT = re.compile(  # "the actions that the Council will take"
    r"\b(?:actions?|steps|measures|ways?|options|changes|decisions?|areas|things|work|what|how|extent|role|services?|priorities"
    r"|information)\s+(?:that\s+|which\s+)?(?:we|i|officers|(?:the|our)\s+(?:\w+\s+){0,3}\w+)\s*$",
    re.I,
)
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|been|set out|sets out|may|can|could|should|must|cannot)\b", re.I)
_DOUBTFUL = re.compile(
    r"\b(?:unlikely|likely|assumed|assumes|assumption|expected|anticipated|possible|predicted|forecast|hoped) (?:that|to)\b[^.;]*$",
    re.I,
)
_NEGATIVE = re.compile(r"\b(?:no|not|nor|none|neither|nobody|nothing|unlikely|likely)\b", re.I)
_REPORTED = re.compile(
    r"\b(?:says?|said|states?|stated|requires?|required|expects?|believes?|announced|indicated|confirmed|told us|argued|assumes?"
    r"|predicts?)(?:\s+\w+)?(?:\s+that)?\b[^.;]*$",
    re.I,
)
_INDEPENDENT = (";", ":", ", and", ", but", ", so", "and", "but", "so")
_TURNING = (";", ", but", "but")
_OWN_SAYING = re.compile(r"\b(?:we|council)\b[^,;]*$", re.I)


def clause_of(sentence: str, mark: int) -> tuple[int, str]:
    """Where the clause of the mark at `mark` begins, and the word or sign that opens it ("which ", ", ")."""
    start, opening = 0, ""
    before = sentence[:mark].rstrip()
    if before.endswith(",") and not re.search(r"\bwe,$", before, re.I):
        return start, opening  # "The plan, with its annexes, will": what stands between commas is no clause of its own
    for edge in _EDGE.finditer(sentence, 0, mark):
        between = sentence[edge.end() : mark].strip()
        if between or is_relative(edge.group()) or _SUBORDINATE.match(edge.group()) or "and" in edge.group():
            start, opening = edge.end(), edge.group()
    subject = sentence[start:mark]
    if ending := _GOING_ON.search(subject):
        return start + ending.end(), ending.group(1)
    joined = max(subject.rfind(" and "), subject.rfind(" but "))  # both are as long
    second = subject[joined + len(" and ") :]
    if joined > 0 and _FINITE.search(subject[:joined]) and not _FINITE.search(second):
        return start + joined + len(" and "), "and "
    return start, opening


def is_relative(opening: str) -> bool:
    """Whether a clause is opened by "which" or "that"."""
    return _RELATIVE.match(opening) is not None


def stands_alone(opening: str, subject: str, before: str, *, own: bool) -> bool:
    """Whether a clause says its promise by itself: it is none that another verb or noun only speaks of.

    `before` is the sentence up to the mark, `own` whether the council speaks of itself.
    """
    leading = before[: len(before.rstrip()) - len(subject)] if subject else before
    if _SUBORDINATE.match(opening) or (is_relative(opening) and subject and not own):
        return _SPEAKING.search(leading) is not None
    if _NEGATIVE.search(subject) or _OBJECT.search(before):
        return False
    opened = opening.strip().lower()
    if _DOUBTFUL.search(before) and opened not in _TURNING:
        return False
    if _REPORTED.search(leading) and not (own and opened in _INDEPENDENT) and not _OWN_SAYING.search(leading):
        return False
    return own or not _FINITE.search(subject)
