"""Whose voice a sentence is in: who its subject is, and whether the council speaks there of what it will do itself."""

from __future__ import annotations

import re
from typing import Literal

from ingest.commitments.promise_words import any_of, starting, words

Voice = Literal["own", "body", "venture", "thing", "pronoun", "outside", "figure"]
"""The council speaking of itself, one of its bodies or posts, what acts for it (a programme), a thing, what only points back, somebody
outside, or what is counted and forecast."""

_OWN = re.compile(r"\b(?:we|i)(?:\s+(?:all|also|both|now|then|therefore|have|are|am))*$", re.I)
_GOING_ON = re.compile(r"\b(?:we|i)\s.*\b(?:and|but|then|also|now|currently)$", re.I)
_POINTING = re.compile(
    r"(?:this|these|it|they|that|those|there|such|he|she|both|others?|(?:some|many|most|all|none) of (?:this|these|them))\b"
    r"|(?:some|many|most)$",
    re.I,
)
_LEADING = re.compile(
    r"^(?:however|therefore|moreover|furthermore|additionally|finally|similarly|meanwhile|currently|as such|in addition),?\s+",
    re.I,
)
_ARTICLE = re.compile(r"^(?:the|a|an|our|both|all|each|every|its|their|this year,?|also|and|then|so|with)\s+", re.I)
_HEAD = re.compile(r"\s(?:of|for|in|on|at|with|from|to|by|between|across|under|within|about|is|are|was|were|has|have)\s", re.I)
_AMOUNT = re.compile(r"^(?:an? )?(?:(?:estimated|further|additional|total) )*(?:of )?[\u00a3+-]|^[\d.,%\s]+$", re.I)
_ACRONYM = re.compile(r"[A-Z][A-Z&]{1,6}")
_FIRST_SUBJECT = re.compile(r"(\w.{1,60}?)\s+(?:is|are|was|were|has|have|had|will|continues?|(?:\w+ly\s+)?\w{2,}ed)\b")


def voice_of(subject: str, before: str = "", names: frozenset[str] = frozenset()) -> Voice | None:
    """The voice of a clause with this subject; None where none stands there or before.

    An empty subject goes on with that of the words `before` it ("We will plan it and will publish it"). `names` are the council's
    own, in lower case.
    """
    subject = _LEADING.sub("", subject)
    bare = _ARTICLE.sub("", subject).strip()
    if not re.search(r"\w{2}|\bI\b", bare):
        return _voice_before(before, names)
    if _OWN.search(subject) or _GOING_ON.search(subject):
        return "own"
    if _POINTING.match(subject):
        return "pronoun"
    if _AMOUNT.match(subject):
        return "outside"
    return _voice_of_noun(bare, names, ours=subject.lower().startswith(("our ", "my ")))


def _voice_of_noun(bare: str, names: frozenset[str], *, ours: bool) -> Voice:
    """The voice of a noun: by its last word, which says what it is, and by the phrases it holds."""
    head = _HEAD.split(f"{bare} ", maxsplit=1)[0].strip()
    last = re.search(r"[\w'\u2019-]+$", head)
    tail = last.group().lower().removesuffix("'s") if last else ""
    phrase = starting("outside").match(bare)
    if tail in words("figures") or head.lower() in words("figures"):
        return "figure"
    if (
        head.lower() in words("outside")
        or (phrase and " " in phrase.group())
        or (tail in words("outside") and not _is_name(head))
    ):
        return "outside"
    if tail in words("council bodies"):
        return "own" if ours else "body"
    if head.lower() in words("council bodies") or (tail in words("directorates") and _is_name(head)):
        return "body"
    if any_of("outside").search(head):
        return "outside" if phrase else "thing"
    if head.lower() in names or _ACRONYM.fullmatch(head):
        return "body"
    if tail in words("abstract"):
        return "pronoun"
    return "venture" if tail in words("ventures") else "thing"


def _is_name(head: str) -> bool:
    return len(re.findall(r"\b[A-Z]\w+", head)) > 1


def _voice_before(before: str, names: frozenset[str]) -> Voice | None:
    if re.search(r"\b(?:we|i)\b", before, re.I):
        return "own"
    if found := _FIRST_SUBJECT.match(before):
        return voice_of(found.group(1), "", names)
    return "pronoun" if before.strip() else None
