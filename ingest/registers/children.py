"""Controls and actions written in a risk's own cells: parted into records, an action's owner and date taken from its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.registers.cells import is_status, is_when
from ingest.registers.draft import Draft
from ingest.registers.people import looks_like_owners
from ingest.registers.printed import Line, cut, field_of, items_of
from vectorstore.records import RecordKind

_PARTS = re.compile(r"\s+[-\u2013\u2014|]\s+|\s*[;,]\s+|\.\s+|\s+/\s+|\s*\(|:\s+")
_BY = re.compile(r"^(?:by|due|due by|due date|deadline|target date|target|complete by|completion|when|end of)\b[:\s]*", re.I)
_WHO = re.compile(r"^(?:owner|lead|led by|responsible|responsibility|action owner|by whom|who|assigned to|officer)\b[:\s]+", re.I)
_STATE = re.compile(r"^(?:status|progress)\b[:\s]+", re.I)
_LEFT = " \t)(-\u2013\u2014|;,."


def children(kind: RecordKind, cells: dict[str | None, list[Line]], label: str) -> list[Draft]:
    """The controls or actions of a risk's row: `cells` maps fields to lines, None to the cell that lists them."""
    items = items_of(cells.get(None, []))
    drafts = []
    for n, item in enumerate(items):
        draft = Draft(kind, spans=item.spans)
        draft.fields["title"] = field_of([item], label)
        for name, lines in cells.items():
            if name is None or not lines:
                continue
            own = _own_part(n, len(items), lines)
            if own:
                draft.set(name, own, name)
        if kind == "action":
            _take_ends(draft, item, label)
        drafts.append(draft)
    return drafts


def _own_part(n: int, count: int, lines: Sequence[Line]) -> list[Line]:
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
    while cuts := [m for m in _PARTS.finditer(text, 0, end) if m.start() > 0]:
        taken = None
        for gap in reversed(cuts[-4:]):
            words = text[gap.end() : end].strip(_LEFT)
            name = _kind_of(words)
            if name and name not in found and name not in draft.fields:
                taken = (gap, name)
                if name != "due" or _BY.match(words):
                    break
            elif taken:
                break
        if taken is None:
            break
        gap, name = taken
        start = gap.end()
        part = text[start:end]
        stop = end - (len(part) - len(part.rstrip(_LEFT)))
        while start < stop and text[start] in _LEFT:
            start += 1
        for lead in (_BY, _WHO, _STATE):
            if match := lead.match(text[start:stop]):
                if lead is not _BY or not text[start : start + match.end()].lower().startswith("end of"):
                    start += match.end()
        found[name] = cut(item, start, stop)
        end = gap.start()
    match = re.search(r"\s+by\s+((?:the\s+)?(?:end\s+(?:of\s+)?)?[\w/ ]{4,24})$", text[:end].rstrip(" ."))
    if "due" not in found and "due" not in draft.fields and match and is_when(match.group(1)):
        found["due"] = cut(item, match.start(1), match.end(1))
    if found:
        words = cut(item, 0, end)
        if words.text:
            draft.fields["title"] = field_of([words], label)
            for field_name, part_line in found.items():
                draft.set(field_name, [part_line], label)


def _kind_of(words: str) -> str | None:
    if not words or len(words) > 80:
        return None
    if _WHO.match(words) and looks_like_owners(_WHO.sub("", words)):
        return "owner"
    if _BY.match(words) and is_when(_BY.sub("", words)):
        return "due"
    if is_when(words) and not is_status(words):
        return "due"
    if _STATE.match(words) or (is_status(words) and len(words) <= 24):
        return "status"
    return "owner" if looks_like_owners(words) else None
