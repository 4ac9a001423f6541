"""Controls and actions written in a risk's own cells: parted into records, an action's owner and date taken from its words."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from ingest.registers.cells import is_status, is_when
from ingest.registers.draft import Draft
from ingest.registers.people import looks_like_owners
from ingest.registers.printed import Line, cut, field_of, items_of
from vectorstore.records import RecordKind

_PARTS = re.compile(r"\s+[-\u2013\u2014|]\s+|\s*[;,]\s+|\.\s+|\s+/\s+|\s*\(|:\s+")
_BY = re.compile(r"^(?:by|due|due by|due date|deadline|target date|target|complete by|completion|when|end of)\b[:\s]*", re.I)
_WHO = re.compile(r"^(?:owner|lead|led by|responsible|responsibility|action owner|by whom|who|assigned to|officer)\b[:\s]+", re.I)
_STATE = re.compile(r"^(?:status|progress)\b[:\s]+", re.I)
_BY_DATE = re.compile(r"\s+by\s+((?:the\s+)?(?:end\s+(?:of\s+)?)?[\w/ ]{4,24})$")
_DONE = re.compile(r"(?:partially |partly )?(?:complete|closed|done|implemented|achieved|delivered)", re.I)
_MOST_GAPS = 6
_LEFT = " \t)(-\u2013\u2014|;,."


def children(kind: RecordKind, cells: dict[str | None, list[Line]], label: str) -> list[Draft]:
    """The controls or actions of a risk's row: `cells` maps fields to lines, None to the cell that lists them."""
    items = items_of(cells.get(None, []))
    drafts = []
    for n, item in enumerate(items):
        draft = Draft(kind, spans=item.spans)
        draft.fields["title"] = field_of([item], label)
        for name, lines in cells.items():
            if name is not None and lines and (own := own_part(n, len(items), lines)):
                put_owner(draft, own, name) if name == "owner" else draft.set(name, own, name)
        if kind == "action":
            _take_ends(draft, item, label)
        drafts.append(draft)
    return drafts


def put_owner(draft: Draft, lines: Sequence[Line], label: str | None) -> bool:
    """Give a record its owners; a date that stands behind them in the same cell is when it is due. False when it has others."""
    last = lines[-1] if lines else None
    taken = _last_part(last.text, len(last.text), draft.fields.keys() | {"owner", "status"}) if last is not None else None
    if last is not None and taken and taken[2] == "due":
        gap, stop, _ = taken
        start = gap.end() + _lead(last.text[gap.end() : stop])
        owner = cut(last, 0, gap.start())
        if owner.text:
            draft.set("due", [cut(last, start, stop)], label)
            lines = [*lines[:-1], owner]
    return draft.set("owner", lines, label)


def own_part(n: int, count: int, lines: Sequence[Line]) -> list[Line]:
    """The part of a parallel cell (owner, date, status) that goes with the n-th of `count` items: item by item, else all of it."""
    if count > 1:
        parts = items_of(lines)
        if len(parts) == count:
            return [parts[n]]
        if len(lines) == count:
            return [lines[n]]
    return list(lines)


def _take_ends(draft: Draft, item: Line, label: str) -> None:
    """Take owner, date and status off the end of an action's words: "Recruit two officers - Head of Housing - by 30/09/2026"."""
    text = item.text
    end = len(text)
    found: dict[str, Line] = {}
    while taken := _last_part(text, end, found.keys() | draft.fields.keys()):
        gap, stop, name = taken
        start = gap.end() + _lead(text[gap.end() : stop])
        found[name] = cut(item, start, stop)
        end = gap.start()
    if (
        "due" not in found
        and "due" not in draft.fields
        and (match := _BY_DATE.search(text[:end].rstrip(" .")))
        and says_when(match.group(1))
    ):
        found["due"] = cut(item, match.start(1), match.end(1))
    words = cut(item, 0, end)
    if found and words.text:
        draft.fields["title"] = field_of([words], label)
        for field_name, line in found.items():
            draft.set(field_name, [line], label)


def _last_part(text: str, end: int, known: Set[str]) -> tuple[re.Match[str], int, str] | None:
    """The longest owner, date or status that ends the first `end` characters: the gap before it, its end and its field."""
    gaps = [m for m in _PARTS.finditer(text, 0, end) if m.start() > 0][-_MOST_GAPS:]
    taken: tuple[re.Match[str], int, str] | None = None
    for gap in reversed(gaps):
        part = text[gap.end() : end]
        name = _kind_of(part.strip(_LEFT))
        if name is None or name in known or (taken and taken[2] != name):
            if taken:
                break
            continue
        taken = (gap, gap.end() + len(part.rstrip(_LEFT)), name)
    return taken


def _lead(part: str) -> int:
    """How many characters of signs and of words such as "by" or "Owner:" stand in front of a part."""
    at = len(part) - len(part.lstrip(_LEFT))
    for lead in (_BY, _WHO, _STATE):
        match = lead.match(part[at:])
        if match and not match.group().lower().startswith("end of"):
            at += match.end()
    return at


def _kind_of(words: str) -> str | None:
    if not words or len(words) > 90:
        return None
    if _WHO.match(words) and looks_like_owners(_WHO.sub("", words)):
        return "owner"
    if says_when(words) or (_BY.match(words) and says_when(_BY.sub("", words))):
        return "due"
    if _STATE.match(words) or (is_status(words) and len(words) <= 24):
        return "status"
    return "owner" if looks_like_owners(words) else None


def says_when(words: str) -> bool:
    """Whether words are a date or what stands for one, and nothing else; "Completed" says how far, not when."""
    return is_when(words, others=1) and not (is_status(words) and _DONE.match(words))
