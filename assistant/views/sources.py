"""Where something stands: the text of its pages with its words marked, closed until it is asked for, and the buttons that open it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.views.citations import run_view
from assistant.views.elements import Element, element
from assistant.views.page_text import Run, around, reflow
from assistant.views.wording import page_numbers
from vectorstore.models import Page, Span

Pages = Callable[[int], Page | None]
"""A page of a paper by its ordinal."""
Mark = tuple[Span, str]
"""A slice of a page and the field that it is the words of."""

SHOWN = 3_000
"""Characters of a long page shown on either side of what is marked."""


@dataclass(frozen=True, slots=True)
class PageText:
    """The slices of one paper that something is printed at: `name` is what the text goes by, and what `opens` refers to."""

    name: str
    marks: tuple[Mark, ...]

    def opens(self, words: str, field: str | None, what: str) -> Element:
        """A button in these words that opens the text at the words of a field; None: at its beginning."""
        return element(
            "button", words, class_="mark", type="button", data_opens=self.name, data_finds=field,
            aria_label=f"{words}: open the text where {what} stands",
        )  # fmt: skip

    def view(self, pages: Pages) -> Element | None:
        """The text of the pages, closed until it is asked for; None when nothing is known of the place."""
        ordinals = list(dict.fromkeys(span.page for span, _ in self.marks))
        held = [page for ordinal in ordinals if (page := pages(ordinal))]
        if not held:
            return None
        summary = element("summary", f"{_where(held)}, where this stands")
        return element("details", summary, *(part for page in held for part in _page_view(page, self.marks)), data_name=self.name)


def in_order(marks: Iterable[Mark]) -> tuple[Mark, ...]:
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
    return ", ".join(_page_name(page) for page in held)


def _page_name(page: Page) -> str:
    """`Page 3, printed 1`, a sheet's name, or that it is the text."""
    if page.number is None:
        return page.label or "Text of the paper"
    printed = f", printed {page.printed}" if page.printed and page.printed != str(page.number) else ""
    return f"Page {page.number}{printed}"


def _page_view(page: Page, marks: Sequence[Mark]) -> list[Element]:
    runs: list[Run] = []
    names: list[str | None] = []
    at = 0
    for span, name in ((span, name) for span, name in marks if span.page == page.ordinal):
        runs += [Run(page.text[at : span.start], False), Run(page.text[span.start : span.end], True)]
        names += [None, name]
        at = span.end
    runs.append(Run(page.text[at:], False))
    names.append(None)
    shown = around(reflow(runs), SHOWN)
    label = _page_name(page)
    parts = [run_view(run, name) for run, name in zip(shown, names, strict=True) if run.text]
    return [
        element("p", label, class_="page-name"),
        element("div", *parts, class_="page-text", role="region", tabindex="0", aria_label=f"Text of {label}"),
    ]
