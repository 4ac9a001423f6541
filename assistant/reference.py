"""How a citation is referred to in a report: "Cabinet, 26 January 2026, item 8, para 4.5, p. 12"."""

from __future__ import annotations

import math
import re
from calendar import day_name, month_name
from collections.abc import Sequence

from assistant.answer import Citation
from vectorstore.dates import long_date
from vectorstore.models import Document, Kind, fold_space

_OF_A_MEETING = {Kind.MINUTES, Kind.AGENDA_PACK}  # the body and the day say which paper it is
_NUMBER = r"(\d{1,3}(?:\.\d{1,2}|[a-z]|\([a-z]\))?)(?![\w.])"
_AGENDA_ITEM = re.compile(rf"agenda\s+item(?:\s+(?:no|number)\b\.?)?:?\s+{_NUMBER}", re.I)
_ITEM = re.compile(rf"item(?:\s+(?:no|number)\b\.?)?:?\s+{_NUMBER}", re.I)
# "7. Family hubs", "88. 24/00108 - Budget monitoring"; without a sign it may be an address or a day
_MINUTE = re.compile(r"(\d{1,3})[.:)]\s+(?=.*[^\W\d_]{2})")
_PROSE = re.compile(r"[^\W\d_]{3}")
_WORD = re.compile(r"(?<!\w)[^\W\d_][\w'\u2019]*")
# Words of a title that say no more than that it is the paper of a meeting, and when that was.
_NO_NAME = {
    "a",
    "agenda",
    "and",
    "at",
    "council",
    "draft",
    "for",
    "held",
    "in",
    "meeting",
    "meetings",
    "minutes",
    "of",
    "on",
    "pack",
    "public",
}
_NO_NAME |= {"reports", "the", "am", "pm", *map(str.casefold, day_name), *map(str.casefold, month_name[1:])}
_APPENDED = re.compile(r"(?:appendix|annexe?|schedule)\b", re.I)  # numbers its own headings
_MOST_ITEMS = 30  # minutes with higher numbers count on from meeting to meeting


def reference(citation: Citation, document: Document | None) -> str:
    """Body, date, paper, item, paragraph and page, as far as they are known, on one line with plain spaces; `document` is None when it is no
    longer held.

    A paper of its own (a report, a register) is named; minutes and agenda packs are known by their meeting, unless their title says more than
    that (a supplement). The printed page is given, and the
    page of the file beside it where that is another.
    """
    body = document.body if document else None
    day = long_date(citation.meeting_date) if citation.meeting_date else None
    kind = document.kind if document else None
    known_by_meeting = bool(body and day) and kind in _OF_A_MEETING and not _says_more(citation.title, body or "")
    parts = [body, day, "minutes" if kind is Kind.MINUTES else None] if known_by_meeting else _led(citation.title, body, day)
    item, paragraph = _item(citation.section, kind), _paragraph(citation)
    if item and paragraph and kind is Kind.MINUTES and _of_another(item.split()[-1], paragraph):
        item = None
    parts.append(item)
    if paragraph and item not in (f"item {paragraph}", f"minute {paragraph}"):
        parts.append(f"para {paragraph}")
    parts.append(_page(citation))
    return ", ".join(fold_space(part) for part in parts if part)


def recognition(citation: Citation) -> str | None:
    """That a citation's words were read from a scan, and how sure that is; None where they were not."""
    if citation.ocr is None:
        return None
    return f"read from a scan by text recognition, confidence {math.floor(100 * citation.ocr)}%"


def _says_more(title: str, body: str) -> bool:
    """Whether a title has words beside the meeting and its day: there may be other papers of the same meeting."""
    names = set(_WORD.findall(title.casefold()))
    return bool(names - _NO_NAME - set(_WORD.findall(body.casefold())))


def _paragraph(citation: Citation) -> str | None:
    """The number of a paragraph, where it is no figure of a table and no time of day ("7.00 pm")."""
    number = citation.paragraph
    return number if number and not number.endswith(".00") and _PROSE.search(citation.quote) else None


def _of_another(item: str, paragraph: str) -> bool:
    """Whether a paragraph of minutes is numbered as one of another item, so that its own heading was not seen as one: "11." or "5.1" after "10."."""
    first, *rest = paragraph.split(".")
    return item.isdigit() and (first != item if rest else first == str(int(item) + 1))


def _led(title: str, body: str | None, day: str | None) -> list[str | None]:
    """What a paper of its own begins with: its meeting, then its title; the title first where it has no meeting."""
    named = f"\u201c{fold_space(title)}\u201d"
    if not body or not day:
        return [named, body if body and body.lower() not in title.lower() else None, day]
    return [body, day, named]


def _item(section: Sequence[str], kind: Kind | None) -> str | None:
    """The item of the agenda or the number of the minute, where a heading plainly says it."""
    for heading in map(fold_space, section):
        if _APPENDED.match(heading):
            return None
        if found := _AGENDA_ITEM.match(heading) or (_ITEM.match(heading) if kind in _OF_A_MEETING else None):
            return f"item {found[1]}"
        if kind is Kind.MINUTES and (found := _MINUTE.match(heading)):
            return f"{'item' if int(found[1]) <= _MOST_ITEMS else 'minute'} {found[1]}"
    return None


def _page(citation: Citation) -> str | None:
    """The page as printed, or as counted in the file; a printed number is known of the page that the quote begins on alone."""
    if citation.page is None:
        return None
    pages = citation.pages or [citation.page]
    printed = citation.printed_page
    if not printed or printed == str(citation.page):
        return f"p. {pages[0]}" if len(pages) == 1 else f"pp. {_listed(pages)}"
    if len(pages) == 1:
        return f"p. {printed} (page {pages[0]} of the file)"
    return f"p. {printed} onwards (pages {_listed(pages)} of the file)"


def _listed(pages: Sequence[int]) -> str:
    """`12 and 13`, `12 to 14`, `12, 13 and 20`."""
    if len(pages) > 2 and pages[-1] - pages[0] == len(pages) - 1:
        return f"{pages[0]} to {pages[-1]}"
    return f"{', '.join(map(str, pages[:-1]))} and {pages[-1]}"
