"""Whether a sentence promises: signs of who speaks, what is to be done, when, and where it stands, weighed against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.commitments.due import Deadline
from ingest.commitments.promise_clauses import clause_of, is_relative, stands_alone
from ingest.commitments.promise_voice import Voice, voice_of
from ingest.commitments.promise_words import words

ENOUGH = 3.0
"""A sentence that weighs this much is a promise."""

_LONGEST = 2_000  # characters; what has more without an end is no sentence, and its marks would each be held against all of it
_MARK = re.compile(
    r"\b(?P<will>(?<!of )(?<!the )(?<!free )(?<!good )(?<!political )will(?!\s+(?:not|never|no longer)\b)|'ll)\b"
    r"|\b(?P<plan>(?:is|are|am)\s+(?:(?:also|now|currently|both)\s+)?(?:due|planned|scheduled|set|intended|going)\s+to)\b"
    r"|(?<!our )(?<!the )(?<!their )(?<!its )(?<!these )(?<!of )(?<!and )(?<!to )\b(?P<own>(?:plans?|planning|intends?|intending)\s+to)\b"
    r"|(?<!our )(?<!the )(?<!their )(?<!its )(?<!of )\b"
    r"(?P<aim>(?:aim(?:s|ing)?(?!\s+for\s+\d)|pledges?|undertakes?|promises?|hopes? to be in a position|working towards?)(?:\s+to)?)\b"
    r"|\b(?P<committed>(?:is|are|am|have|has|remain)\s+(?:(?:also|fully|firmly)\s+)?committed\s+to)\b"
    r"|\b(?P<expected>(?:is|are)\s+(?:(?:also|now|currently)\s+)?expected\s+to)\b"
    r"|\b(?P<timed>(?:is|are)\s+(?:(?:also|now|currently)\s+)?(?:due|planned|scheduled)(?!\s+to\b))\b"
    r"|\b(?P<target>(?:with|have|has|set)\s+an?\s+target\s+(?:of(?=\s+\w+ing\b)|to)|aim(?:s|ing)?\s+for(?=\s+\d))\b",
    re.I,
)
CHEAP = re.compile(
    r"\bwill\b|'ll\b|\b(?:due|plan(?:s|ned|ning)?|scheduled|intend(?:s|ed|ing)?|going|aim(?:s|ing)?|committed|pledges?|undertakes?|promises?|hopes?"
    r"|towards?|expected|target|set)\b",
    re.I,
)
"""What stands in every sentence that could promise; a block without it need not be looked at."""

_CONDITION = re.compile(
    r"^(?:\W*)(?:if|where|when|whenever|once|should|unless|in the event|in (?:these|such) (?:circumstances|cases)|any|no|each year)\b",
    re.I,
)
_HABIT = re.compile(
    r"\b(?:where (?:appropriate|necessary|possible|practicable|required|needed|there)|as (?:appropriate|necessary|required|needed)"
    r"|if|when required|normally|usually|always|generally|routinely|from time to time|at all times|at any time|each time|periodically"
    r"|within (?:\d+|two|three|five|ten) (?:working )?(?:days|hours)|(?:in|within) the next \w+ working days|then the|your?"
    r"|in (?:these|such) circumstances|in the event|on request|subject to"
    r"|to (?:measure|assess|determine|establish) (?:success|whether|impact|progress)"
    r"|use (?:\w+ ){0,4}(?:data|feedback|monitoring|surveys?))\b",
    re.I,
)
_YEARLY = re.compile(
    r"\b(?:annually|each year|every year|regularly|on (?:an annual|a regular|a quarterly|a monthly) basis|monthly|quarterly)\b",
    re.I,
)
_SOON = re.compile(
    r"\b(?:this (?:year|term|month|autumn|spring|summer|winter|academic year|financial year)|later (?:in the|this) (?:year|month)"
    r"|next (?:year|month|term|week|spring|summer|autumn|winter|easter|financial year|academic year|school year|meeting|phase)"
    r"|(?:in|over) the (?:coming|next|year)\b[\w\s]{0,20}(?:months|years?|weeks|ahead)|year ahead|coming (?:months|years?|weeks)"
    r"|shortly|soon|in due course|at a later date|imminent(?:ly)?|moving forward)\b",
    re.I,
)
_SKIPPED = re.compile(
    r"(?:also|now|then|soon|shortly|therefore|continue to|further|again|next|both|in turn|jointly|together|seek to|look to|begin to"
    r"|start to|work to|aim to|first|still|all|each|\w+ly)\s+",
    re.I,
)
_PARTICIPLE = re.compile(
    r"(?:\w+ed|held|made|set|built|begun|run|put|given|brought|sent|sought|taken|undertaken|drawn|written|rewritten|rebuilt|shown|known"
    r"|spent|met|told|led|heard|found|done|kept|paid|read|lost|seen|felt|left|withdrawn|driven|dealt)\b"
)
_QUOTED = re.compile('\u201c[^\u201d]*(?:\u201d|$)|"[^"]{12,}(?:"|$)')
_BACKWARD = re.compile(r"\w+\s+(?:this|that|these|it)\s+(?:by|through)\b", re.I)
_COUNTED = re.compile(r"\w+\s+(?:(?:up to|at least|over|around|some|an? (?:further|additional))\s+)?\d", re.I)
_VOICES: dict[Voice, float] = {
    "own": 2.0, "body": 1.5, "venture": 0.5, "thing": 0.0, "pronoun": -1.5, "outside": -2.0, "figure": -4.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sign:
    """A promising mark in a sentence: how much it weighs, where its subject, its clause and its mark begin, and who acts.

    `active` is true when the subject is the one who acts. All positions are characters of the sentence.
    """

    weight: float
    start: int
    at: int
    end: int
    subject: str
    voice: Voice
    active: bool


def signs(sentence: str, deadlines: Sequence[Deadline], names: frozenset[str] = frozenset()) -> Iterator[Sign]:
    """Every mark of a promise in a sentence, weighed by subject, verb and time.

    `deadlines` are those it names, `names` what the council is called by one word, in lower case.
    """
    if len(sentence) > _LONGEST or sentence.rstrip().endswith("?") or _CONDITION.match(sentence):
        return
    quoted = [(m.start(), m.end()) for m in _QUOTED.finditer(sentence)]
    habit = 1.5 * bool(_HABIT.search(sentence)) + 0.5 * bool(_YEARLY.search(sentence))
    soon = 0.75 if _SOON.search(sentence) else 0.0
    for mark in _MARK.finditer(sentence):
        if any(a < mark.start() < b for a, b in quoted):
            continue
        start, opening = clause_of(sentence, mark.start())
        subject = sentence[start : mark.start()].strip(" ,'\u2019\"")
        dated = any(d.start >= mark.end() or d.end <= start for d in deadlines)
        verb = _verb(sentence[mark.end() :], mark)
        pointing = is_relative(opening) and not subject
        voice = _pointed(mark, verb, dated=dated) if pointing else voice_of(subject, sentence[:start], names)
        if verb is None or voice is None:
            continue
        if not stands_alone(opening, subject, sentence[: mark.start()], own=voice == "own"):
            continue
        time = 1.5 if dated else soon
        weight = (
            _weight(voice, verb, mark, time)
            + time
            - habit
            - (1.0 if pointing and not (dated and mark.lastgroup == "will") else 0.0)
        )
        yield Sign(weight, start, mark.start(), mark.end(), subject, voice, verb.kind == "active")


def _pointed(mark: re.Match[str], verb: _Verb | None, *, dated: bool) -> Voice:
    """The voice of "which": that of the thing, when its act has a date, else nobody's."""
    acted = verb is not None and verb.word in words("acts done")
    return "thing" if dated and acted and mark.lastgroup == "will" else "pronoun"


@dataclass(frozen=True, slots=True)
class _Verb:
    kind: Literal["active", "passive", "state"]
    word: str
    rest: str


def _verb(after: str, mark: re.Match[str]) -> _Verb | None:
    """The verb behind a mark."""
    if re.match(r"\s*continue to be\b", after) and mark.lastgroup == "will":
        return _Verb("state", "be", after.lstrip())
    rest = re.sub(r"^\([^)]*\)\s*", "", after.lstrip(" ,"))
    if mark.lastgroup in ("timed", "target"):
        return _Verb("passive", "scheduled", rest)
    rest = _skipped(re.sub(r"^to\s+", "", rest))
    found = re.match(r"[A-Za-z'-]+", rest)
    if not found:
        return None
    word = found.group().lower()
    if word in ("be", "have"):
        behind = _skipped(rest[found.end() :].lstrip())
        if (
            word == "be"
            and (doing := re.match(r"(\w+ing)\b", behind))
            and doing.group(1) not in ("pending", "outstanding", "ongoing")
        ):
            return _Verb("active", doing.group(1), behind)
        if word == "be" and (done := _PARTICIPLE.match(behind)):
            return _Verb("passive", done.group(), behind)
        return _Verb("state", word, rest)
    return _Verb("active", word, rest)


def _skipped(rest: str) -> str:
    while (found := _SKIPPED.match(rest)) and found.end() < len(rest):
        rest = rest[found.end() :]
    return rest


def _weight(voice: Voice, verb: _Verb, mark: re.Match[str], time: float) -> float:
    if voice == "outside" and verb.kind != "passive":
        return _VOICES[voice] - 3.0
    return _VOICES[voice] + _verb_weight(voice, verb, time) + _mark_weight(voice, verb, mark, time)


def _mark_weight(voice: Voice, verb: _Verb, mark: re.Match[str], time: float) -> float:
    match mark.lastgroup:
        case "plan" | "timed" | "target":
            return 1.5 if time else 0.5 if voice in ("own", "body") else 0.0
        case "own":
            return 0.5
        case "aim":
            return (0.0 if time >= 1 else -1.5) if voice in ("own", "body") else -4.0
        case "committed":
            return 0.0 if time >= 1 else -2.0
        case "expected":
            return 0.0 if (time >= 1 and verb.kind == "passive") or verb.word in words("acts of things") else -3.0
        case _:
            return 0.0


def _verb_weight(voice: Voice, verb: _Verb, time: float) -> float:
    if verb.kind == "passive":
        if verb.word in words("acts done"):
            return 3.0 if voice == "outside" else 2.0 if voice == "pronoun" and time < 1 else 2.5
        return -1.5 if verb.word in words("habitual") else 1.0 if time >= 1 else 0.5
    if voice == "body" and not time and verb.word in words("roles"):
        return 0.5
    if any(verb.rest.lower().startswith(f"{act} ") or verb.rest.lower().rstrip(".") == act for act in words("acts of things")):
        return 2.0 if time >= 1 or voice in ("own", "body") else 1.0
    if verb.kind == "state" or verb.word in words("weak") or _BACKWARD.match(verb.rest):
        return -2.0
    if voice in ("own", "body"):
        return 1.5
    if voice == "pronoun":
        return -1.5
    if verb.word in words("consequences") and not (time >= 1 and _COUNTED.match(verb.rest)):
        return -1.0
    return 0.5 if time >= 1 else -1.0
