"""Conditions that a question sets for ratings, levels and scores of risks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.register_places import Facet, Facets, Test
from vectorstore.records import Record, Score

RATINGS = (
    "very high",
    "very low",
    "extreme",
    "critical",
    "severe",
    "catastrophic",
    "high",
    "medium",
    "moderate",
    "low",
    "red",
    "amber",
    "green",
    "yellow",
    "significant",
)


def score_facets(made: Facets, records: Sequence[Record]) -> None:
    """Take the conditions on ratings, levels and scores."""
    _ratings(made, records)
    _levels(made, records)
    _scores(made)


def _ratings(made: Facets, records: Sequence[Record]) -> None:
    held = {s.rating for r in records for s in r.scores.values() if s.rating}
    known = sorted({*RATINGS, *held}, key=lambda w: (-len(w), w))
    one = "|".join(re.escape(w) for w in known)
    several = rf"(?P<w>(?:{one})(?:(?:\s*,\s*|\s+or\s+|\s+and\s+|\s*/\s*)(?:{one}))*)"
    patterns = (
        rf"\b(?:are|is|were|be|being|been)?\s*(?:currently\s+)?(?:rated|rated as|ranked|graded|scored|classed as|flagged"
        rf"|(?:with )?(?:a |an )?(?:rag )?(?:rating|status) of|with a)\s+(?:as\s+)?{several}\b(?:\s+rating)?",
        rf"\b{several}[\s-]*(?:rated|rating|ratings|scoring|rag)\b",
        rf"\b{several}[\s-]+(?=risks?\b)",
        rf"\brisks?\s+(?:that|which|who)?\s*(?:are|is)\s+{several}(?=\W*$|\W+(?:in|at|on|and|with|without|under|for)\b)",
        rf"\b(?:is|are)\s+{several}\s+risk",
        rf"\b(?:are|is|aren't|isn't)\s+(?:not\s+)?(?:at\s+|currently\s+)?{several}(?=\W*$)",
        rf"\b(?:a|an|carry|carries)\s+{several}\s+(?:rating|rag|score)\b",
    )
    for pattern in patterns:
        match = re.search(pattern, made.rest, re.I)
        if match:
            wanted = frozenset(re.findall(one, match.group("w").lower()))
            before = made.rest[: match.start("w")]
            denied = re.search(r"(?:\bnot|\b\w+n't|\bnever)\s+(?:rated\s+|at\s+|as\s+|currently\s+|a\s+)*$", before, re.I)
            negated = denied is not None
            shown = " or ".join(w.capitalize() for w in sorted(wanted))
            start = min(match.start(), denied.start()) if denied else match.start()
            words = f"{'not ' if negated else ''}rated {shown}"
            made.take((start, match.end()), Facet("rating", words, _rated(wanted, negated), "risk"))
            return


def _levels(made: Facets, records: Sequence[Record]) -> None:
    """An impact or likelihood named by its word: "a severe impact", "almost certain to happen"."""
    for name in ("impact", "likelihood"):
        printed = {" ".join(re.findall(r"[a-z]+", (r.text(name) or "").lower())) for r in records} - {""}
        if not printed:
            continue
        words = "|".join(sorted(map(re.escape, printed), key=len, reverse=True))
        beside = rf"\b(?:a |an )?(?P<a>{words})\s+{name}\b|\b{name}\s+(?:score\s+)?(?:is |of |as |rated |at )+(?P<b>{words})\b"
        several = "|".join(sorted((re.escape(w) for w in printed if " " in w), key=len, reverse=True))
        alone = rf"|\b(?P<c>{several})\b(?:\s+to\s+happen)?" if several and name == "likelihood" else ""
        if match := re.search(beside + alone, made.rest, re.I):
            word = next(w for w in match.groups() if w).lower()
            made.take(match, Facet("level", f"with the {name} {word}", _level(name, word), "risk"))


def _level(name: str, word: str) -> Test:
    return lambda r: bool(re.match(rf"\W*(?:\d\W+)?{re.escape(word)}(?!\w)", r.text(name) or "", re.I))


def rating_of(record: Record) -> str | None:
    """A risk's current rating as a word."""
    score = record.scores.get("current") or record.scores.get("residual")
    return score.rating if score else None


def value_of(record: Record) -> int | None:
    """A risk's current score: as printed, else likelihood times impact."""
    score = record.scores.get("current") or record.scores.get("residual")
    return _product(score) if score else None


def _product(score: Score) -> int | None:
    return score.value or (score.likelihood * score.impact if score.likelihood and score.impact else None)


def _rated(wanted: frozenset[str], negated: bool) -> Test:
    return lambda r: (rating_of(r) is not None) and ((rating_of(r) in wanted) is not negated)


_COMPARE = {
    "at least": ">=", "or more": ">=", "or above": ">=", "or higher": ">=", "or over": ">=",
    "minimum of": ">=", "no less than": ">=", "and above": ">=", "and over": ">=", "plus": ">=",
    "above": ">", "over": ">", "more than": ">", "higher than": ">", "greater than": ">", "exceeding": ">", "exceeds": ">",
    "below": "<", "under": "<", "less than": "<", "lower than": "<", "fewer than": "<",
    "at most": "<=", "or less": "<=", "or below": "<=", "or lower": "<=", "no more than": "<=", "or under": "<=",
}  # fmt: skip


def _scores(made: Facets) -> None:
    before = "|".join(sorted((k for k in _COMPARE if not k.startswith(("or ", "and ", "plus"))), key=len, reverse=True))
    after = "|".join(sorted((k for k in _COMPARE if k.startswith(("or ", "and ", "plus"))), key=len, reverse=True))
    stage = r"(?:(?:current|residual|net|inherent|gross|target)\s+)?"
    part = rf"(?P<part>{stage}(?:score|scores|scored|scoring|impact|likelihood|rating|rated)(?:\s+(?:score|rating))?)"
    pattern = rf"{part}\s+(?:is\s+|are\s+|of\s+|at\s+|with\s+|=\s*)*(?:(?P<before>{before})\s+)?(?P<n>\d{{1,3}})\b(?:\s+(?P<after>{after})\b)?"
    while match := re.search(pattern, made.rest, re.I):
        sign = _COMPARE.get((match.group("before") or match.group("after") or "").lower(), "==")
        number, part_name = int(match.group("n")), match.group("part").lower()
        shown = re.sub(r"^score[sd]?$|^scoring$|^rat(?:ed|ing)$", "score", part_name)
        signs = {">=": "of {} or more", ">": "above {}", "<": "below {}", "<=": "of {} or less", "==": "of {}"}
        made.take(match, Facet("score", f"{shown} {signs[sign].format(number)}", _scored(part_name, sign, number), "risk"))


def _scored(part: str, sign: str, number: int) -> Test:
    stage = next((s for w, s in (("inherent", "inherent"), ("gross", "inherent"), ("target", "target")) if w in part), None)

    def test(record: Record) -> bool:
        score = record.scores.get(stage) if stage else record.scores.get("current") or record.scores.get("residual")
        if score is None:
            return False
        if "impact" in part:
            value = score.impact
        elif "likelihood" in part:
            value = score.likelihood
        else:
            value = _product(score)
        return (
            value is not None
            and {">=": value >= number, ">": value > number, "<": value < number, "<=": value <= number, "==": value == number}[
                sign
            ]
        )

    return test
