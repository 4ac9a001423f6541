"""The gist of a note: its date and the first sentence that says something new."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vectorstore.models import Page, Span
from vectorstore.sentences import sentence_spans
from vectorstore.units import part_of, text_at

_NOTHING_NEW = re.compile(
    r"(?:no (?:change|further update|update|new update)s?(?: (?:since|this|from|to report)\b.{0,40})?"
    r"|as (?:described|above|before|previously|last quarter|per last)\b.{0,60}|as last (?:quarter|time|month)|see above"
    r"|(?:still )?(?:ongoing|on-going)|bau|business as usual|on track|in place|unchanged|n/?a|none|nil|to be updated"
    r"|(?:controls? )?continues?(?: (?:as (?:described|before|normal|previously stated)|to be (?:in place|monitored)))?"
    r"|(?:described )?continues|monitoring continues"
    r"|remains? (?:in place|ongoing|unchanged|a high risk|as before|as described).{0,60})",
    re.I,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_LEAD = re.compile(
    rf"^\W*(?:(?:mid|end|early|late)[\s-])?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTH}\s+20\d\d(?:\s+update)?\s*[:;,.\u2013-]*\s*"
    r"|^\W*(?:q[1-4]\s+)?(?:latest )?update\s*[:\u2013-]\s*",
    re.I,
)
_LONGEST_EMPTY = 120  # characters: a longer note says something
_CUT = 1.6  # times its room: a sentence that long is cut at a word


def says_nothing_new(note: str | None) -> bool:
    """Whether a note is there and says nothing: "No change", "Ongoing", "All continues as described"."""
    if not note:
        return False
    rest = _LEAD.sub("", note.strip()).strip(" .:-\u2013")
    rest = re.sub(r"^(?:all |this |it |these )?", "", rest, flags=re.I) if len(rest) < _LONGEST_EMPTY else rest
    return bool(rest) and len(rest) < _LONGEST_EMPTY and bool(_NOTHING_NEW.fullmatch(rest.strip(" .")))


def gist(spans: Sequence[Span], pages: dict[int, Page], room: int) -> tuple[str, tuple[Span, ...]] | None:
    """The first sentence of a note that says something new with those after it that fit in about `room` characters, its date in front.

    Gives the words (" \u2026 " where something between the date and them is left out) and where they stand; None of an empty note.
    """
    text = text_at(spans, pages)
    ends = [end for _, end in sentence_spans(text)]
    if not ends:
        return None
    lead = _LEAD.match(text)
    begin = lead.end() if lead else 0
    starts = [begin, *(e for e in ends if e > begin)]
    first = next((s for s in starts[:-1] if not says_nothing_new(text[s : next(e for e in ends if e > s)])), begin)
    end = next((e for e in ends if e > first), len(text))
    for stop in ends:
        if end < stop <= first + room and end - first < room // 2:
            end = stop
    if end - first > room * _CUT:
        end = first + len(text[first : first + max(room, 80)].rsplit(" ", 1)[0].rstrip(",;: "))
    while first < end and text[first] == " ":
        first += 1
    if lead and lead.group().strip() and first > begin + 1:
        kept = (*part_of(spans, pages, 0, begin), *part_of(spans, pages, first, end))
        return f"{text[:begin].strip()} \u2026 {text[first:end]}", kept
    start = 0 if first <= begin + 1 else first
    return text[start:end], part_of(spans, pages, start, end)
