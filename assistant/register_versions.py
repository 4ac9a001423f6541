"""Which versions of the registers a question asks of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.registers import Held, series
from vectorstore.dates import find_dates

_OF = r"\b(?:(?:in|from|of|for|at|as at|per)\s+)?(?:the\s+)?"
_REGISTER = r"(?:\s+(?:risk\s+)?register)?"
_BEFORE = re.compile(
    _OF + r"(?:previous|last quarter'?s?|earlier|older|last version of the|prior)\s+(?:version|risk register|register|quarter)?",
    re.I,
)
_QUARTER = re.compile(_OF + r"q(?:uarter)?\s?(?P<q>[1-4])(?:\s+(?:of\s+)?20\d\d[/-]\d\d)?\b" + _REGISTER, re.I)
_AS_AT = re.compile(r"\b(?:as at|as of|in the)\s+(?P<d>(?:\d{1,2}\s+)?[A-Z][a-z]+\s+20\d\d)" + _REGISTER)


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
