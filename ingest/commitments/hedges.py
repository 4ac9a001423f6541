"""Words that keep an act from being promised: conditions, questions, forecasts, habits."""

from __future__ import annotations

import re

HYPOTHETICAL = re.compile(
    r"\bif\b|^should\b|\bshould (?:the|it|this|that|there|any|ministers)\b|\b(?:asked|asks|questioned|queried"
    r"|enquired|wondered|whether|suggested that (?:it|there)|would need|were to"
    r"|hoped|in the event|unless|could|might)\b",
    re.I,
)
"""What stands in front of an act that hangs on something."""
ASKED = re.compile(r"\b(?:if|whether|asked|questioned|queried|when)\b[^,]{0,60}$", re.I)
"""A question right in front of an act."""
FORECAST = re.compile(r"\b(?:forecast|projected|estimated|predicted|could|might|if|asked|whether|how many|hoped)\b", re.I)
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
