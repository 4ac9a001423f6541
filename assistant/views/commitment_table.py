"""The entries of the ledger as a table: one row each, with what a reader compares them by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.ledger import Commitment, Later
from assistant.views.commitment_place import Place
from assistant.views.commitment_words import (
    KINDS,
    NO_MENTION,
    RELATIONS,
    owner_words,
    papers_of,
    standing,
    states,
    when,
    where,
)
from assistant.views.elements import Element, element
from assistant.views.register_words import chip, date_words, flag_mark, shortened
from assistant.views.wording import count

COLUMNS = ("Kind", "Owner", "Due", "How it stands, as last said", "Stated in")
_SHORT = 60
"""Characters of a due cell that is printed beside its date; a longer one is on the entry's page."""


def table_view(commitments: Sequence[Commitment], place: Place, caption: str, as_of: date) -> Element:
    """A table of entries in the order given, each leading to its page; what is overdue on a day says so."""
    heads = [element("th", name, scope="col", role="columnheader") for name in ("What is promised or agreed", *COLUMNS)]
    rows = [_row(each, place, as_of) for each in commitments]
    return element(
        "table", element("caption", caption), element("thead", element("tr", *heads, role="row"), role="rowgroup"),
        element("tbody", *rows, role="rowgroup"), class_="entries", role="table",
    )  # fmt: skip


def _row(commitment: Commitment, place: Place, as_of: date) -> Element:
    link = element("a", shortened(commitment.entry.what, 240), href=place.at(commitment.id).link())
    values: tuple[Sequence[Element | str | None], ...] = (
        [KINDS[commitment.kind]],
        [owner_words(commitment) or ("no owner" if "no owner" in commitment.flags(as_of) else "–")],
        due_view(commitment, as_of),
        standing_view(commitment),
        _stated(commitment),
    )
    cells = [element("td", *value, data_label=name, role="cell") for name, value in zip(COLUMNS, values, strict=True)]
    mark = flag_mark(list(dict.fromkeys(flag for stated in commitment.sources for flag in stated.entry.flags)))
    return element("tr", element("th", link, mark, scope="row", role="rowheader"), *cells, role="row")


def due_view(commitment: Commitment, as_of: date) -> list[Element | str | None]:
    """When an entry is due: the date in words, what is printed where that says more, and plainly that it is overdue."""
    dates = states(commitment, as_of)
    said, beside = _due_words(commitment)
    late = sum(each == "overdue" for _, each in dates)
    return [
        said,
        *_below(f"printed: {shortened(beside, _SHORT)}" if beside else None),
        *_below(count(len(dates), "staged deadline") if len(dates) > 1 else None),
        " " if late else None,
        chip("Overdue" if late == len(dates) else f"{late} of {len(dates)} overdue", "high") if late else None,
    ]


def _due_words(commitment: Commitment) -> tuple[str, str | None]:
    """A due date in words, and what is printed beside it where that is more than the date; a year alone is said as it is printed."""
    iso, printed = commitment.due_date, commitment.due
    if not iso or (printed and "-" not in iso):
        return shortened(printed, _SHORT) if printed else "no date", None
    said = date_words(iso)
    return said, printed if printed and said.casefold() not in printed.casefold() else None


def standing_view(commitment: Commitment) -> list[Element | str | None]:
    """How an entry stands as last said, and by which paper."""
    now = standing(commitment)
    if now.said is None:
        return [NO_MENTION.lower()]
    what = now.word if now.word in RELATIONS.values() else None
    date = now.said.date if isinstance(now.said, Later) else now.said.made_on
    return [
        chip(what, "low" if what == RELATIONS["completed"] else None) if what else None,
        " " if what and now.printed else None,
        f"printed: {shortened(now.printed, _SHORT)}" if now.printed else None,
        *_below(f"{where(now.said.document, now.said.page)}, {when(date)}"),
        *_below(now.but),
    ]


def _stated(commitment: Commitment) -> list[Element | str | None]:
    first = commitment.sources[0]
    others = len(papers_of(commitment.sources)) - 1
    return [
        where(first.document, first.page),
        *_below(when(first.made_on)),
        *_below(f"and in {count(others, 'more paper')}" if others else None),
    ]


def _below(words: str | None) -> list[Element | str | None]:
    """Words on a smaller line of their own; the space keeps two figures apart where both are on one."""
    return [" ", element("span", words, class_="file")] if words else []


def tally(shown: int, whole: int, narrowed_to: str | None) -> str:
    """`9 of 23 entries: kind action`, `All 23 entries`."""
    entries = count(whole, "entry", "entries")
    if narrowed_to is None:
        return f"All {entries}" if whole != 1 else entries
    return f"{shown:,} of {entries}: {narrowed_to}"
