"""Where a record of a register stands: the text of its pages, with the words of each field marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.registers import Held
from assistant.views.citations import run_view
from assistant.views.elements import Element, element
from assistant.views.page_text import Run, around, reflow
from assistant.views.register_words import page_words
from assistant.views.wording import page_numbers
from vectorstore.models import Page, Span
from vectorstore.records import Field, Record

Pages = Callable[[int], Page | None]
"""A page of the register's paper by its ordinal."""

SHOWN = 3_000
"""Characters of a long page shown on either side of what is marked."""


@dataclass(frozen=True, slots=True)
class Source:
    """A record's place: `name` is what its text goes by, and what `opens` refers to."""

    held: Held
    record: Record
    name: str

    def opens(self, made: Field, field: str) -> Element | None:
        """A button that opens the text at the words of a field; None when it is not known where they stand."""
        return self._button(made.page, field, f"the {field}") if made.spans else None

    def opens_record(self) -> Element | None:
        """A button that opens the text at the record's beginning."""
        return self._button(self.record.page, None, "this") if _marks(self.record) else None

    def _button(self, ordinal: int | None, field: str | None, what: str) -> Element:
        words = page_words(self.held, ordinal) or "source"
        return element(
            "button", words, class_="mark", type="button", data_opens=self.name, data_finds=field,
            aria_label=f"{words}: open the text where {what} stands",
        )  # fmt: skip

    def view(self, pages: Pages) -> Element | None:
        """The text of the pages that the record stands on, closed until it is asked for; None when nothing is known of its place."""
        marks = _marks(self.record)
        ordinals = list(dict.fromkeys(span.page for span, _ in marks))
        held = [page for ordinal in ordinals if (page := pages(ordinal))]
        if not held:
            return None
        summary = element("summary", f"{self._where(held)}, where this stands")
        return element("details", summary, *(part for page in held for part in _page_view(page, marks)), data_name=self.name)

    def _where(self, held: Sequence[Page]) -> str:
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


def _marks(record: Record) -> list[tuple[Span, str]]:
    """The slices that a record's words stand on, each with its field, in order and none over another; the whole row where no field has any."""
    named = [(span, name) for name, made in record.fields.items() for span in made.spans]
    named += [(span, f"other-{n}") for n, made in enumerate(record.other) for span in made.spans]
    named += [(span, f"score-{stage}") for stage, score in record.scores.items() for span in score.spans]
    marks: list[tuple[Span, str]] = []
    for span, name in sorted(
        named or [(span, "row") for span in record.spans], key=lambda each: (each[0], each[1].startswith("score-"))
    ):
        last = marks[-1][0] if marks else None
        start = max(span.start, last.end) if last and last.page == span.page else span.start
        if start < span.end:
            marks.append((Span(span.page, start, span.end), name))
    return marks


def _page_view(page: Page, marks: Sequence[tuple[Span, str]]) -> list[Element]:
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
