"""Actions that minutes set apart by the word: "ACTION: the Clerk to write to ... by 6 May", "(Action: Clerk)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.commitments.actors import is_actor

_ACTION = re.compile(
    r"(?P<start>^|(?<=[.;:?)\]]\s)|\(|\[|(?<=\s)(?=ACTION))(?:ACTION|Action)(?:S|s)?(?: [Pp]oint"
    r"| [Aa]greed)?(?: \d{1,2}(?:\.\d{1,2})?)?(?P<by> (?:by|for|on))?\s*[:\u2013\u2014-]\s*"
)
LISTED = re.compile(
    r"^(?:(?:the )?(?:agreed |following )*actions? (?:were |points? )*(?:agreed|arising|from the (?:last "
    r"|previous )?meeting|to be taken)[^:]{0,60}:|actions? agreed:?)$",
    re.I,
)
"""A line that introduces the actions which a meeting agreed."""
ALONE = re.compile(r"A(?:CTION|ction)(?:S|s)?(?: points| agreed)?\s*:?")
"""The word alone, over the actions of an item of business."""
_ACTOR = re.compile(
    r"^(?P<actor>.{2,110}?),? (?:to|will|should|shall|must|would|agreed to|is to|are to"
    r"|undertook to) (?=(?:also |then )?[a-z])"
)
_NOTHING = re.compile(
    r"(?:for )?(?:decision|noting|note|information|discussion|approval|none|n/?a|no action|complete[d]?|closed"
    r"|ongoing|required|taken)\b[\w\s]{0,12}\.?",
    re.I,
)
CHEAP = re.compile(r"\bA(?:CTION|ction)")
"""What stands in every block that sets an action apart."""


@dataclass(frozen=True, slots=True)
class SetApart:
    """An action set apart: the place of its words, the act, who is to do it. `before` is set when the word stands behind the act
    and names only who does it, so that the act is what comes before."""

    start: int
    end: int
    what: str
    actor: str
    before: bool = False


def set_apart(text: str, in_minutes: bool) -> Iterator[SetApart]:
    """The actions set apart in a block; outside minutes only those with which a block begins."""
    found = [m for m in _ACTION.finditer(text) if in_minutes or m.start() == 0]
    for n, match in enumerate(found):
        stop = found[n + 1].start() if n + 1 < len(found) else len(text)
        if match.group("start"):
            close = text.find(")" if match.group("start") == "(" else "]", match.end())
            stop = min(stop, close) if close > 0 else stop
        act = text[match.end() : stop].strip(" ;")
        stop = match.end() + len(text[match.end() : stop].rstrip(" ;"))
        if not act or _NOTHING.fullmatch(act):
            continue
        if is_actor(act.rstrip(".")) and len(act.split()) < 9:
            yield SetApart(match.start(), stop, "", act.rstrip("."), before=True)
        elif len(act.split()) > 2:
            yield SetApart(match.start(), stop, act, actor_of(act))


def actor_of(act: str) -> str:
    """Who an act is set, when its words begin with the name: "the Clerk to order the grit"."""
    match = _ACTOR.match(act)
    return match.group("actor") if match and is_actor(match.group("actor")) else ""
