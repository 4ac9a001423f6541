"""Papers that a question names by what they are: "according to the annual report", "the covering paper", "what do the minutes say"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.question import content_words, stem, words
from vectorstore.models import Document, Kind

_NAMED = re.compile(
    r"(?:\b(?:according to|shown (?:on|in)|in|on|from|by|of|do|does|did)\s+)?\b(?:the|our|its|this)\s+(?P<words>(?:[\w&'-]+\s+){0,4}?)"
    r"(?P<sort>annual report|cover(?:ing)?(?: report| paper| sheet| note)|strategic plan|strategy|minutes|agenda pack|briefing|letter"
    r"|(?:paper|report)(?: that| which)? (?:went|goes|going) to (?P<body>[A-Z][a-z]+))\b(?:\s+say(?:s)?(?:\s+that)?\b)?",
    re.I,
)
_PLAN = re.compile(r"\b(?P<words>(?:[\w&'-]+\s+){1,3}?)(?P<sort>plan|strategy)\b(?:'s)?", re.I)
_KINDS = {"minutes": Kind.MINUTES, "strategy": Kind.STRATEGY, "strategic plan": Kind.STRATEGY, "agenda pack": Kind.AGENDA_PACK}


def papers_named(text: str, documents: Sequence[Document]) -> tuple[frozenset[str], str]:
    """The papers (by id) that a question names, and the question without the words that do; no paper where none is called so."""
    for match in _NAMED.finditer(text):
        found = frozenset(d.id for d in documents if _is_called(d, match))
        if found and len(found) < len(documents):
            return found, f"{text[: match.start()]} , {text[match.end() :]}"
    for match in _PLAN.finditer(text):  # "education plan actions": a strategy may go by what it is about alone
        found = frozenset(d.id for d in documents if d.kind is Kind.STRATEGY and _is_about(d, match))
        if len(found) == 1:
            kept = " ".join(w for w in match.group("words").split() if not content_words(w))
            return found, f"{text[: match.start()]}{kept} , {text[match.end() :]}"
    return frozenset(), text


def _is_about(document: Document, match: re.Match[str]) -> bool:
    title = {stem(w) for w in words(document.title)}
    subject = {stem(w) for w in content_words(match.group("words"))}
    return bool(subject) and subject | {stem(match.group("sort"))} <= title


def _is_called(document: Document, match: re.Match[str]) -> bool:
    title = {stem(w) for w in words(document.title)}
    if not {stem(w) for w in content_words(match.group("words"))} <= title:
        return False
    sort = match.group("sort").lower()
    if body := match.group("body"):
        return document.kind is Kind.REPORT and body.lower() in (document.body or "").lower()
    if sort.startswith("cover"):  # what a report to a body puts in front of another paper
        return document.kind is Kind.REPORT and document.body is not None and "annual" not in title
    if sort in _KINDS:
        return document.kind is _KINDS[sort]
    return {stem(w) for w in words(sort)} <= title
