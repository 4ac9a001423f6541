"""Which date in the words of an act is the one by which it is to be done."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.commitments.due import Deadline, deadlines
from ingest.passages import within
from vectorstore.models import Span
from vectorstore.records import Field

_BY = re.compile(r"(?:by|before|no later than|not later than|until|end of|due)\b", re.I)
_AT = re.compile(r"(?:in|on|at|during|within|over|its|the next|next|this)\b", re.I)
_FROM = re.compile(r"(?:from|starting)\b", re.I)
_MEETING = re.compile(
    r"\b(?:to|at|for|before|by)\b[^.;]{0,60}?\b(?:meeting|committee|commission|cabinet|council|panel"
    r"|board)\b[^.;]{0,12}$",
    re.I,
)
_SET = re.compile(
    r"\b(?:agreed|scheduled|fixed|planned|arranged|set|rescheduled|deferred|moved"
    r"|carried forward)\b[^.;]{0,25}$",
    re.I,
)
_HELD = re.compile(
    r"\b(?:sessions?|workshops?|visits?|events?|focus groups?|seminars?|briefings?) $"
    r"|\b(?:week|month) (?:commencing|beginning|starting|ending|of) $|\bw/[ce] $",
    re.I,
)
"""What stands before the day of something planned: "the week commencing"."""
_SITS = re.compile(r" (?:meeting|session|workshop|event|visit)\b", re.I)
_AT_ITS = re.compile(r"\b(?:at|for|to|by|on) (?:its|their|the|our)(?: next)? $", re.I)
_WEEKDAY = re.compile(r"\b(?:on|of|at|by) (?:mon|tues|wednes|thurs|fri|satur|sun)day,? $", re.I)
_OTHER = re.compile(
    r"(?:(?<!\bbe )\b(?:published|held|dated|submitted|received|agreed|approved|considered|letter|minutes"
    r"|meetings?|data|figures|as at|as of|since|between|period|ending"
    r"|year ended|due to be \w+|launched|reported|term|places|budget|plan|strategy|precept|report|programme"
    r"|membership|accounts)"
    r"(?: (?:of|for|on|in|at|the|a|meeting|held|dated|from|interim|back)){0,4}\s*)$",
    re.I,
)
_YEARS_ONLY = re.compile(r"^(?:[a-z]+ )*\W*20\d\d(?:\s?[/\u2013-]\s?\d\d(?:\d\d)?)?$")


def due_in(text: str, spans: Sequence[Span], made_on: str | None, act: str) -> tuple[Field | None, str | None]:
    """The deadline in an act's words, as printed with its place, and its ISO date; (None, None) where it has none.

    `spans` is where `text` stands, `made_on` (ISO) the day on which the act was taken on: what is not later is no deadline.
    `act` is the part of the text that says the act: a date there goes before any other.
    """
    best: tuple[bool, int, Deadline] | None = None
    for found in deadlines(text, made_on):
        weight = _weight(text, found, made_on)
        if weight and found.iso is None:
            weight = 1  # "the next meeting" says less than its day
        inside = text[found.start : found.end] in act
        if weight and (best is None or (inside, weight) > best[:2]):
            best = inside, weight, found
    if best is None:
        return None, None
    found = best[2]
    return Field(text[found.start : found.end], tuple(within(spans, found.start, found.end))), found.iso


def _weight(text: str, found: Deadline, made_on: str | None) -> int:
    """How surely a date is the deadline; 0 when it is none."""
    printed, before = text[found.start : found.end], text[: found.start]
    if found.iso is None and found.flag:
        return 0
    if found.iso and made_on and found.iso <= made_on[: len(found.iso)] and len(found.iso) == len(made_on):
        return 0
    if found.iso and made_on and found.iso < made_on[: len(found.iso)]:
        return 0
    if re.match(r" (?!Meeting|Committee|Cabinet|Council)[A-Z][a-z]", text[found.end :]):
        return 0  # "the January 2026 Newsletter"
    if _BY.match(printed):
        return 5
    if _YEARS_ONLY.match(printed) and not re.match(r"(?:in|during) ", printed):
        return 0
    if _MEETING.search(before) or _SET.search(before) or (_AT_ITS.search(before) and _SITS.match(text, found.end)):
        return 4
    if _HELD.search(before):
        return 3
    if _OTHER.search(before):
        return 0
    if _WEEKDAY.search(before):
        return 3
    if _AT.match(printed):
        return 3 if found.iso and not re.search(r"20\d\d\s?[/\u2013-]\s?\d\d", printed) else 2
    return 2 if _FROM.match(printed) or (before.endswith("(") and text[found.end :].startswith(")")) else 0
