"""Which versions of the registers a question asks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.question import Question
from assistant.registers import Held, series
from vectorstore.dates import find_dates
from vectorstore.models import Kind

_OF = r"\b(?:(?:in|from|of|for|at|as at|per)\s+)?(?:the\s+)?"
_REGISTER = r"(?:\s+(?:risk\s+)?register)?"
_BEFORE = re.compile(
    _OF + r"(?:previous|last quarter'?s?|earlier|older|last version of the|prior)\s+(?:version|risk register|register|quarter)?",
    re.I,
)
_QUARTER = re.compile(_OF + r"q(?:uarter)?\s?(?P<q>[1-4])(?:\s+(?:of\s+)?20\d\d[/-]\d\d)?\b" + _REGISTER, re.I)
_AS_AT = re.compile(r"\b(?:as at|as of|in the)\s+(?P<d>(?:\d{1,2}\s+)?[A-Z][a-z]+\s+20\d\d)" + _REGISTER)

# Words that ask how a thing came to stand where it does: the versions before tell that.
_OVER_TIME = re.compile(
    r"\b(?:since|chang(?:e|es|ed|ing)|mov(?:e|ed|ing)|went|gone|risen|rose|fall(?:en)?|fell|previous(?:ly)?|before|earlier|older|"
    r"trend|history|over time|used to|originally|at first|was|were|had)\b",
    re.I,
)


def superseded(question: Question, registers: Iterable[Held]) -> frozenset[str]:
    """The papers, by id, that are earlier versions of a register, when a question asks how things stand: it names no period or version,
    compares nothing and does not ask what was.
    """
    every = list(registers)
    if question.periods or question.want == "comparison" or _OVER_TIME.search(question.text):
        return frozenset()
    asked = {h.document.id for h in versions_asked(question.text, every)[0]}
    return frozenset(h.document.id for h in every if h.document.kind is Kind.RISK_REGISTER) - asked


def versions_asked(text: str, all_held: Sequence[Held]) -> tuple[list[Held], str]:
    """The registers that a question asks of, and the question without the words that say so.

    They are the latest of each, unless the question names a quarter or a date, or asks for the one before.
    """
    groups = series(all_held)
    match = _BEFORE.search(text)
    if match and any(len(g) > 1 for g in groups) and "since" not in text.lower():
        return [g[-2] if len(g) > 1 else g[-1] for g in groups], _without(text, match)
    every = [h for g in groups for h in g]
    if match := _QUARTER.search(text):
        named = re.compile(rf"\bq(?:uarter)?\s?{match.group('q')}\b", re.I)
        fitting = [h for h in every if named.search(f"{h.document.title} {h.document.period or ''} {h.document.source}")]
        if fitting:
            return fitting, _without(text, match)
    if (match := _AS_AT.search(text)) and (found := find_dates(match.group("d"))):
        month = f"{found[0].year}-{found[0].month or 1:02d}"
        if fitting := [h for h in every if (h.as_at or "").startswith(month)]:
            return fitting, _without(text, match)
    return [g[-1] for g in groups], text


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}"
