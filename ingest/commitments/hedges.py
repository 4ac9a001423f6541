"""Words that keep an act from being promised: conditions, questions, forecasts, habits."""

from __future__ import annotations

import re

_HYPOTHETICAL = re.compile(
    r"\bif\b|^should\b|\bshould (?:the|it|this|that|there|any|ministers)\b|\b(?:asked(?! to\b)|asks|questioned|queried"
    r"|enquired|wondered|whether|suggested that (?:it|there)|would need|were to"
    r"|thought|felt|believed|feared|argued|concern(?:ed)? that|hoped|in the event|unless|(?:could|might)(?! not\b))\b",
    re.I,
)
_TOLD = re.compile(
    r"\b(?:confirmed|advised|explained|replied|responded|said|stated|assured|answered|reported|added|clarified)(?: [\w,]+){0,4}? that\b"
)
ASKED = re.compile(r"\b(?:if|whether|asked|questioned|queried|when)\b[^,]{0,60}$", re.I)
"""A question right in front of an act."""
FORECAST = re.compile(
    r"\b(?:forecast|projected|estimated|predicted|(?:could|might)(?! not\b)|if|asked|whether|how many|hoped)\b", re.I
)
"""What only estimates."""
HABIT = re.compile(
    r"\b(?:where (?:necessary|appropriate|needed|required|possible|(?:it|they|there)(?! would\b))|as (?:needed|necessary"
    r"|required|appropriate)|if (?:necessary|needed|required)|normally|usually"
    r"|generally|always|routinely|typically|whenever|in (?:most|many|such) cases|each time|every time"
    r"|when(?:ever)? (?:an?|any|they|children|people)|before such|on (?:request|occasion))\b",
    re.I,
)
"""What is always done."""


def conditional(after: str) -> bool:
    """Whether an act hangs on a condition; "would discuss if members could attend" does not."""
    found = re.search(r"\bif\b|\bonce\b|\bprovided\b|\bsubject to\b|\bdepending\b", after)
    return found is not None and not re.match(r"(?:discuss|check|confirm|ask|look|see|find|consider|explore|go to)\b", after)


def hedged(before: str) -> bool:
    """Whether what stands in front of an act makes it hang on something; a question that is answered before the act does not."""
    told = [m.end() for m in _TOLD.finditer(before)]
    return _HYPOTHETICAL.search(before[told[-1] if told else 0 :]) is not None
