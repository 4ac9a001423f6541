"""Where something stands, for the page viewer: the pages of a paper with its words marked, and the buttons that open them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.views.elements import Element, element
from assistant.views.originals import Mark, address
from assistant.views.wording import page_name, page_numbers
from vectorstore.models import Document, Page, Span

Pages = Callable[[int], Page | None]
"""A page of a paper by its ordinal."""


@dataclass(frozen=True, slots=True)
class Place:
    """The slices of one paper that something is printed at: `name` is what the place goes by, and what `opens` refers to."""

    name: str
    marks: tuple[Mark, ...]

    def opens(self, words: str, field: str | None, what: str) -> Element:
        """A button in these words that opens the page at the words of a field; None: at its beginning."""
        return element(
            "button", words, class_="mark", type="button", data_opens=self.name, data_finds=field,
            aria_label=f"{words}: open the page where {what} stands",
        )  # fmt: skip

    def view(self, document: Document, pages: Pages) -> Element | None:
        """A button that opens the pages; None when nothing is known of the place."""
        held = [page for ordinal in dict.fromkeys(span.page for span, _ in self.marks) if (page := pages(ordinal))]
        if not held:
            return None
        words = f"{_where(held)}, where this stands"
        source = viewed(document.title, document.id, self.marks, [("File", document.source)])
        return element("p", element("button", words, class_="source", type="button", data_name=self.name, data_source=source))


def viewed(
    title: str,
    document: str,
    marks: Sequence[Mark],
    facts: Sequence[tuple[str, str | None]] = (),
    reference: str | None = None,
    quote: str | None = None,
) -> str:
    """What the viewer is told of a source, as JSON: its pages with what is marked on them, and what stands beside them."""
    ordinals = list(dict.fromkeys(span.page for span, _ in marks))
    told = {
        "title": title,
        "pages": [address(document, ordinal, marks) for ordinal in ordinals],
        "facts": [[term, value] for term, value in facts if value],
        "reference": reference,
        "quote": quote,
    }
    return json.dumps(told, ensure_ascii=False)


def in_order(marks: Iterable[tuple[Span, str]]) -> tuple[Mark, ...]:
    """Slices in the order of the pages, none over another: where two would be, the first has the words."""
    kept: list[Mark] = []
    for span, name in sorted(marks, key=lambda each: each[0]):
        last = kept[-1][0] if kept else None
        start = max(span.start, last.end) if last and last.page == span.page else span.start
        if start < span.end:
            kept.append((Span(span.page, start, span.end), name))
    return tuple(kept)


def _where(held: Sequence[Page]) -> str:
    numbers = [page.number for page in held if page.number is not None]
    if len(held) > 1 and len(numbers) == len(held):
        return f"Pages {page_numbers(numbers)}"
    return ", ".join(page_name(page) for page in held)
