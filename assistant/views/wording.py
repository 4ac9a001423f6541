"""How dates, counts, places and errors are put to people: plain words, as British councils write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.answer import Citation, Searched
from vectorstore.models import Document, Filters, Page, fold_space

_BREAK = "\N{WORD JOINER}"  # no width, and nothing may break a line there
_GLUE = "\N{NO-BREAK SPACE}"
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# What Streamlit still acts on when its backslashes are gone: :shortcodes:, typed arrows and signs, and bare addresses.
_LATE = re.compile(r":(?=[\w+-]+:)|(?:(?<=\s)|^)(?:<|-|>|~)(?=[->=])|(?<=[a-z]):(?=//)|\bwww(?=\.)|(?<=\w)@(?=\w)", re.IGNORECASE)


def label(text: str) -> str:
    """Text as markdown that shows exactly its words on one line, for labels and notices (which Streamlit reads as markdown)."""
    return _PUNCTUATION.sub(r"\\\1", _LATE.sub(lambda found: found[0] + _BREAK, fold_space(text)))


def day(value: date) -> str:
    """26 January 2026."""
    return f"{value.day} {value:%B %Y}"


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 paper`, `1,234 papers`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def page_numbers(pages: Sequence[int]) -> str:
    """`3`, `3 and 7`, `3 to 5 and 9`: runs of three or more are drawn together."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    parts = [[f"{run[0]} to {run[-1]}"] if len(run) > 2 else [str(page) for page in run] for run in runs]
    return listed([part for group in parts for part in group])


def place(citation: Citation) -> str | None:
    """`p. 5, printed 3`, numbers kept with their `p.`; `pp. 5 and 6` for a quote that runs over; None without pages."""
    if citation.page is None:
        return None
    pages = citation.pages or [citation.page]
    where = f"p.{_GLUE}{pages[0]}" if len(pages) == 1 else f"pp.{_GLUE}{page_numbers(pages)}"
    printed = citation.printed_page
    return f"{where}, printed{_GLUE}{printed}" if printed and printed != str(citation.page) else where


def page_name(page: Page) -> str:
    """`Page 3, printed 1`, a sheet's name, or that it is the text."""
    if page.number is None:
        return page.label or "Text of the paper"
    printed = f", printed {page.printed}" if page.printed and page.printed != str(page.number) else ""
    return f"Page {page.number}{printed}"


def searched(found: Searched) -> str:
    """What was looked through, in a sentence or two."""
    words = [f"Searched {count(found.documents, 'paper')} ({count(found.passages, 'passage')})."]
    if found.unread_pages:
        verb = "was" if found.unread_pages == 1 else "were"
        words.append(f"{count(found.unread_pages, 'page')} could not be read and {verb} not searched.")
    if found.undated_left_out:
        verb = "was" if found.undated_left_out == 1 else "were"
        words.append(f"{count(found.undated_left_out, 'paper')} without a date {verb} left out.")
    return " ".join(words)


def narrowed_to(filters: Filters, documents: Sequence[Document], most: int | None = 3) -> str | None:
    """What the filters leave, for the line above an answer; None when they leave everything. More than `most` papers are counted."""
    parts: list[str] = []
    titles = {document.id: document.title for document in documents}
    if filters.documents:
        names = [titles.get(each, each) for each in filters.documents]
        parts.append(listed(names) if most is None or len(names) <= most else count(len(names), "paper"))
    if filters.kinds:
        parts.append("kinds of paper: " + listed([str(kind) for kind in filters.kinds]))
    if filters.bodies:
        parts.append(f"papers of {listed(filters.bodies)}")
    if filters.since:
        parts.append(f"meetings from {day(filters.since)}")
    if filters.until:
        parts.append(f"meetings up to {day(filters.until)}")
    return f"Narrowed to {'; '.join(parts)}." if parts else None
