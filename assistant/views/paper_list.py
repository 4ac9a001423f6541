"""The papers held as a list: which are shown, in which order, and the table of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import urlencode

from assistant.views.elements import Element, element
from assistant.views.wording import count, day, page_numbers
from vectorstore.models import Classification, Document, Kind

Order = Literal["Meeting date", "Title"]
ORDERS: tuple[Order, ...] = get_args(Order)
COLUMNS = ("Paper", "Kind", "Body", "Meeting date", "Pages", "Pages not read", "Classification", "Read on")
_SORTED = {"Meeting date": "descending", "Title": "ascending"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the list is narrowed to (words of titles and file names, kinds; nothing: all) and its order."""

    words: str = ""
    kinds: tuple[Kind, ...] = ()
    order: Order = "Meeting date"


def link(document: Document) -> str:
    """The end of an address that leads to a paper's own page in the view."""
    return f"?{urlencode({'paper': document.id})}"


def narrowed(documents: Sequence[Document], shown: Shown) -> list[Document]:
    """The papers that are left, the newest meeting first and those without a date last, or by title."""
    left = [d for d in documents if _fits(d, shown)]
    left.sort(key=lambda d: (d.title.casefold(), d.source))
    if shown.order == "Meeting date":
        left.sort(key=lambda d: -d.meeting_date.toordinal() if d.meeting_date else 0)
    return left


def _fits(document: Document, shown: Shown) -> bool:
    named = " ".join([document.title, *document.sources]).casefold()
    return all(word in named for word in shown.words.casefold().split()) and (not shown.kinds or document.kind in shown.kinds)


def table(documents: Sequence[Document], held: int, order: Order) -> Element:
    """The papers, each leading to its page; `held` is how many there are in all."""
    sorted_by = "Paper" if order == "Title" else order
    names = [
        element("th", each, scope="col", role="columnheader", aria_sort=_SORTED[order] if each == sorted_by else None)
        for each in COLUMNS
    ]
    head = element("thead", element("tr", *names, role="row"))
    tally = f"{count(held, 'paper')} held" if len(documents) == held else f"{len(documents):,} of {count(held, 'paper')} held"
    caption = element("caption", f"{tally}. A title leads to all that is known of the paper.")
    return element("table", caption, head, element("tbody", *map(_row, documents)), class_="papers", role="table")


def _row(document: Document) -> Element:
    values = [
        kind(document),
        document.body or "–",
        day(document.meeting_date) if document.meeting_date else "not known",
        str(document.page_count) if document.page_count is not None else "–",
        page_numbers(document.unread_pages) or "none",
        classification(document),
        day(document.ingested_at) if document.ingested_at else "–",
    ]
    name = element("a", document.title, href=link(document))
    title = element("th", name, element("span", document.source, class_="file"), scope="row", role="rowheader")
    cells = [element("td", value, data_label=each, role="cell") for each, value in zip(COLUMNS[1:], values, strict=True)]
    return element("tr", title, *cells, role="row")


def kind(document: Document) -> str:
    """Risk register."""
    return str(document.kind).capitalize()


def classification(document: Document) -> str:
    """Open, or exempt."""
    return "Exempt (Part 2)" if document.classification is Classification.EXEMPT else "Open"
