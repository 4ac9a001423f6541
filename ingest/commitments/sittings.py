"""Which part of a paper is minutes, of which body and of which day: an attendance list under the word "minutes" opens them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.reading import Block
from vectorstore.dates import find_dates
from vectorstore.models import Document, Kind

_ATTENDANCE = re.compile(
    r"^\W*(?:(?:PRESENT|Present)\b\W*(?:$|[:\u2013-]|(?:Cllr|Councillor|Mr|Mrs|Ms|Miss|Dr|Sir)s?\b)|Present\s+Chair"
    r"|(?:Members|Councillors|Those|Officers|MEMBERS|COUNCILLORS)\s+(?:[Pp]resent|in [Aa]ttendance|PRESENT"
    r"|IN ATTENDANCE)\b|(?:In )?Attendance\b\W*$|IN ATTENDANCE\b)",
    re.M,
)
_MINUTES = re.compile(r"^(?!.*\b(?:agreed|approved|confirmed|signed|noted|correct record)\b).*\bminutes\b", re.I)
_ABOVE = 12  # blocks above an attendance list that can say whose minutes these are and of which day
_BELOW = 4
_BODIES = ("commission", "committee", "panel", "board", "forum", "assembly", "executive", "cabinet", "council")
_ITEM = re.compile(r"^\(Item\s+\d+\)", re.I)
_CLOSED = re.compile(
    r"\bmeeting (?:was )?(?:closed|ended|concluded|finished|rose)\b|\bmeeting to a close\b"
    r"|^duration of the meeting",
    re.I,
)
_COVER = re.compile(
    r"^(?:item no\b|report (?:to|of|title)\b|title of report\b|title:|agenda item\b|appendix\b"
    r"|this page is intentionally|briefing note\b)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Sitting:
    """The meeting that some minutes stand for: its day in ISO, and what its body is ("commission"); None where they do not say."""

    day: str | None
    body: str | None


def sittings(blocks: Sequence[Block], document: Document) -> list[Sitting | None]:
    """For each block the sitting whose minutes it is part of; None for what is no minutes.

    Minutes begin where somebody is listed as present not far below the word "minutes" (anywhere, in a paper that is known to be
    minutes), and end at the cover of the next item, or at the first heading after the meeting was closed.
    """
    known = document.kind == Kind.MINUTES
    current: Sitting | None = _of_document(document) if known else None
    closed, opened = False, -_ABOVE
    found: list[Sitting | None] = []
    for n, block in enumerate(blocks):
        if _ATTENDANCE.match(block.text) and (n - opened >= _ABOVE or current is None):
            above = _own_lines(blocks, n)
            if (known and opened < 0) or any(_MINUTES.search(b.text) for b in above):
                current, closed, opened = _sitting([*above, *blocks[n : n + _BELOW]], document), False, n
        elif current and (_COVER.match(block.text) or (closed and block.kind == "heading")):
            current = None
        closed = current is not None and (closed or (block.kind != "heading" and _CLOSED.search(block.text) is not None))
        found.append(current)
    return found


def _own_lines(blocks: Sequence[Block], n: int) -> list[Block]:
    """The blocks above an attendance list that are the head of the same minutes: none of an item of business."""
    head: list[Block] = []
    for block in reversed(blocks[max(0, n - _ABOVE) : n]):
        if _ITEM.match(block.text):
            break
        head.append(block)
    return head[::-1]


def _of_document(document: Document) -> Sitting:
    return Sitting(document.meeting_date.isoformat() if document.meeting_date else None, _body(document.body or document.title))


def _sitting(lines: Sequence[Block], document: Document) -> Sitting:
    """The day nearest to the list of those present, of the lines that speak of a meeting if any does."""
    telling = [b.text for b in lines if re.search(r"\bmeeting\b|\bminutes\b|\bheld\b", b.text, re.I)]
    days = [d.day.isoformat() for texts in (telling, [b.text for b in lines]) for t in texts for d in find_dates(t) if d.day]
    fallback = _of_document(document)
    body = next((b for t in (*telling, *(b.text for b in lines)) if (b := _body(t))), None)
    return Sitting(days[0] if days else fallback.day, body or fallback.body)


def _body(text: str) -> str | None:
    lower = re.sub(r"council (?:chamber|house|offices?)|\w+ (?:committee|board) room|(?:committee|board) room", " ", text.lower())
    return next((b for b in _BODIES if re.search(rf"\b{b}\b", lower)), None)
