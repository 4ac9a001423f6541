"""Who or what the subject of a verb is in a sentence of minutes: an actor, a pronoun that stands for who spoke, or a thing."""

from __future__ import annotations

import re

from ingest.commitments.actors import ASIDE, NAMED, OUTSIDE, TITLED, is_actor

_PRONOUN = re.compile(r"(?:^|\b)(?:he|she|they|it)(?: (?:also|then|therefore|now))?\s*$", re.I)
ACTOR_AT_END = re.compile(
    rf"(?:^|[,;] |(?<=\d) |\b(?:that|and|but|so|while|as|meeting|because|which) )(?P<actor>(?:{NAMED}"
    rf"|(?:[Tt]he )?(?:[a-z]+ )?[Oo]fficers|[Mm]embers|[Cc]ouncillors){ASIDE})"
    r"(?: (?:also|then|therefore|now))?\s*$"
)
_BODIES = re.compile(
    r"^(?:The )?[A-Z]{2,8}$|\b(?:[Cc]ommission|[Cc]ommittee|[Pp]anel|[Bb]oard|[Tt]eam|[Ss]ervice|[Pp]artnership"
    r"|[Oo]fficers|[Mm]embers)$"
)
_TOLD = re.compile(rf"\bthat (?P<actor>{NAMED}) (?:had|has|have|was|is|were|are|would|[a-z]+ed)\b(?!.*\bthat\b)")
"""Whose act it is where somebody only tells of it: "noted that the Board had questions and would ..."."""
_JOINED = re.compile(rf"(?P<actor>{NAMED}), (?:along|together) with .{{3,120}}$")
_GROUP = re.compile(
    r"(?:^|[,;] |\b(?:that|and|but|so|while|as) )(?P<actor>(?:[Tt]he |[Bb]oth |[Aa]ll |[Oo]ther )*(?:[A-Za-z]+ )?(?:authorities"
    r"|agencies|partners|services|teams|directorates|departments|managers|officers|staff|practitioners))"
    r"(?: (?:also|both|all|now))*\s*$"
)
_EDGES = re.compile(
    r"\b(?:that|said|noted|added|but|which)\b\s*|[;:]\s+|, (?:and )?(?=the |an? |this |these )|, (?=and would)|, (?=and$)"
    r"| and (?=(?:the|an?|further|another) )"
    r"|\b(?:because|as|since|so)\s+(?=the |an? |this |these )"
)
_RELATIVE = re.compile(r"(?:did|does|do|had|has|have|was|were|is|are|would|could|can|need|needed)\b")
"""What begins a clause about the noun before it: "every case that did not ..."."""
_FINITE = re.compile(r"\b(?:was|were|is|are|had|has|have|[a-z]{2,}ed)\b")
"""What shows that a clause is complete in front of "and the ..."."""
_ASIDE = re.compile(r", (?:which|who|where)\b[^,]{3,120},\s*$")
_LINKS = re.compile(r"[\s,]*(?:(?:and|also|in addition|however|therefore|additionally)\b[\s,]*)*", re.I)
_TAIL = re.compile(
    r"[,;]\s+(?:which|who|where|whilst|while|although|however|as (?:this|it)|and (?:that|noted|said|added|stated))\b.*$"
)
_LEAST = 30  # characters that a short form must have
_OF = re.compile(r" (?:of|for|to|about|on|with|in|at|from|by|between|relating|regarding|concerning)\b")
_WHOSE = re.compile(r" (?:of|by|from) (?:the |an? )?(?P<whose>[A-Z][\w'-]+(?: (?:of |for )?[A-Z][\w'-]+)?)")
_MINISTRY = re.compile(r"(?:the )?(?:Department|Office|Secretary|Ministry|Minister)s? (?:for|of)\b", re.I)
_TELLER = re.compile(r"(.{3,90}?) (?:also )?(?:said|reported|stated|explained|advised|confirmed|noted|added|spoke)\b")
_AGAINST = re.compile(r"\bspoke (?:against|in (?:support|favour|objection)|for|on behalf)\b|\bobject(?:ed|or|ors)\b")


def subject(before: str, speaker: str) -> tuple[str, str] | None:
    """Who acts, and how the sentence's short form begins: the actor in front of the verb, else who speaks."""
    if pronoun := _PRONOUN.search(before):
        many = pronoun.group().split()[0].lower() in ("it", "they")
        return (speaker, speaker) if speaker and many == (_BODIES.search(speaker) is not None) else None
    goes_on = re.search(r"\b(?:and|but)(?: (?:also|then))?\s*$", before) is not None
    if goes_on and (told := [m for m in _TOLD.finditer(before) if is_actor(m.group("actor"))]):
        return told[-1].group("actor"), told[-1].group("actor")
    if goes_on and speaker and before.find(speaker) in range(130):
        return speaker, speaker
    for words in (before, re.sub(r"\s*\([^()]*\)\s*$", " ", before)):
        match = ACTOR_AT_END.search(words)
        if match and is_actor(match.group("actor")):
            return match.group("actor").strip(), match.group("actor").strip()
    long = _JOINED.match(said := re.sub(r"^.*\bthat ", "", before))
    return (long.group("actor"), said.strip()) if long and is_actor(long.group("actor")) else None


def titled(before: str) -> tuple[str, str] | None:
    """Who undertakes, known for a post by capitals alone."""
    match = re.search(rf"(?:^|, )(?P<actor>{TITLED})\s*$", before)
    return (match.group("actor"), match.group("actor")) if match and is_actor(match.group("actor"), titled=True) else None


def thing(before: str) -> int | None:
    """Where the noun phrase in front of a verb begins: after "that", "and" or a comma; None for a pronoun or none."""
    aside = _ASIDE.search(before)
    before, at = before[: aside.start()] if aside else before, 0
    for edge in _EDGES.finditer(before):
        if not _RELATIVE.match(before, edge.end()) and (edge.group() != " and " or _FINITE.search(before[at : edge.start()])):
            at = edge.end()
    at = at + found.end() if (found := _LINKS.match(before[at:])) else at
    phrase = before[at:].strip(" ,")
    named = 3 < len(phrase) < 160 and not re.search(r"\b(?:who|what|how|when|where|there|this|these|it|they)$", phrase, re.I)
    return at if named else None


def group(before: str) -> str:
    """The partners or staff without a name in front of a verb ("partner agencies"), or ""."""
    match = _GROUP.search(before)
    return match.group("actor") if match else ""


def stated(subject_words: str, act: str) -> str:
    """An entry's short form: who or what acts, and the act without what only comments on it."""
    cut = _TAIL.sub("", act)
    kept = f"{subject_words} {(cut if len(subject_words) + len(cut) > _LEAST else act)}".strip(" ,;:")
    return kept[:1].upper() + kept[1:]


def is_outside(phrase: str) -> bool:
    """Whether a noun phrase names somebody outside as what it is, or as whose it is: no "list of operators", but "plan of the Trust"."""
    head = _OF.split(phrase, maxsplit=1)[0]
    return (
        _MINISTRY.match(phrase) is not None
        or OUTSIDE.search(head) is not None
        or any(OUTSIDE.search(m.group("whose")) for m in _WHOSE.finditer(phrase))
    )


def told_from_outside(before: str) -> bool:
    """Whether what stands in front of a verb is told by somebody outside: "The applicant said that a plan ..."."""
    teller = _TELLER.match(before)
    return (
        teller is not None and (OUTSIDE.search(_OF.split(teller.group(1), maxsplit=1)[0]) or _AGAINST.search(before)) is not None
    )
