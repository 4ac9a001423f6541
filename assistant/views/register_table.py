"""The risks of a register as a table: one row each, with what a reader compares them by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.register_export import owner_words
from assistant.views.elements import Element, element
from assistant.views.register_place import Place
from assistant.views.register_words import (
    NAMES,
    TIMES,
    chip,
    current,
    direction_words,
    flag_mark,
    flags_of,
    level,
    product_words,
    progress,
    rating_word,
    score_words,
    shortened,
)
from assistant.views.wording import count
from vectorstore.records import Record, Register

_NUMBER = "Number"
Cell = Callable[[Record], Sequence[Element | str | None]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it is called, what stands in it for a risk, and what its heading says besides."""

    name: str
    cell: Cell = lambda _: ()
    note: str | None = None


def table_view(
    register: Register, risks: Sequence[Record], keys: Mapping[int, str], place: Place, caption: str, today: date
) -> Element:
    """A table of risks, each leading to its page. `keys` has each risk's key by its `id()`.

    Columns of which the register prints nothing are left out; a register without references has its risks numbered in their order.
    """
    columns = _columns(register, today)
    label = NAMES["ref"] if _some(register, "ref") else _NUMBER
    heads = [Column(label), Column(NAMES["title"]), *columns]
    head = element(
        "tr",
        *(
            element("th", c.name, c.note and element("span", c.note, class_="file"), scope="col", role="columnheader")
            for c in heads
        ),
        role="row",
    )
    numbers = {id(risk): number for number, risk in enumerate(register.risks, 1)}
    rows = [_row(risk, label, numbers, keys, place, columns) for risk in risks]
    return element(
        "table", element("caption", caption), element("thead", head, role="rowgroup"), element("tbody", *rows, role="rowgroup"),
        class_="risks", role="table",
    )  # fmt: skip


def _row(
    risk: Record, label: str, numbers: Mapping[int, int], keys: Mapping[int, str], place: Place, columns: Sequence[Column]
) -> Element:
    first = risk.text("ref") or (f"{numbers[id(risk)]}" if label == _NUMBER else "–")
    link = element("a", shortened(risk.name, 180) or first, href=place.at_risk(keys[id(risk)]).link())
    cells = [element("td", *column.cell(risk), data_label=column.name, role="cell") for column in columns]
    return element(
        "tr",
        element("td", first, class_="ref", data_label=label, role="cell"),
        element("th", link, flag_mark(flags_of(risk)), scope="row", role="rowheader"),
        *cells,
        role="row",
    )


def _some(register: Register, name: str) -> bool:
    return any(risk.text(name) for risk in register.risks)


def _columns(register: Register, today: date) -> list[Column]:
    columns = [Column(NAMES[name], _printed(name)) for name in ("group", "category") if _some(register, name)]
    if any(current(risk) for risk in register.risks):
        columns.append(
            Column(NAMES["rating" if any(map(rating_word, register.risks)) else "score"], _rating, f"likelihood {TIMES} impact")
        )
    if _some(register, "direction"):
        columns.append(Column(NAMES["direction"], lambda risk: [direction_words(risk.text("direction")) or "–"]))
    if _some(register, "status"):
        columns.append(Column(NAMES["status"], _printed("status")))
    if _some(register, "owner"):
        columns.append(Column(NAMES["owner"], lambda risk: [owner_words(risk) or "–"]))
    if any(risk.controls for risk in register.risks):
        columns.append(Column("Controls", lambda risk: _progress(risk.controls, today)))
    if any(risk.actions for risk in register.risks):
        columns.append(Column("Actions", lambda risk: _progress(risk.actions, today)))
    return columns


def _printed(name: str) -> Cell:
    return lambda risk: [risk.text(name) or "–"]


def _rating(risk: Record) -> list[Element | str | None]:
    """What is printed, and the numbers short: "4 × 5" under a heading that says of what, in full for who hears it."""
    said, now = score_words(risk), current(risk)
    if now is None or now.likelihood is None or now.impact is None:
        one = product_words(now)
        return [
            chip(said, level(rating_word(risk))) if said else None if one else "–",
            one and element("span", one, class_="file"),
        ]
    numbers = [
        element("span", *_number("likelihood", now.likelihood), f" {TIMES} ", *_number("impact", now.impact), class_="file")
    ]
    return [chip(said, level(rating_word(risk))) if said else None, *numbers]


def _number(name: str, number: int) -> list[Element | str]:
    return [element("span", f"{name} ", class_="unseen"), str(number)]


def _progress(records: Sequence[Record], today: date) -> list[Element | str | None]:
    made = progress(records, today)
    if not made.records:
        return ["none"]
    return [
        str(made.records),
        element("span", f"{made.completed} completed", class_="file") if made.completed else None,
        element("span", f"{made.overdue} overdue", class_="file overdue") if made.overdue else None,
    ]


def tally(shown: int, whole: int, narrowed_to: str | None) -> str:
    """`9 of 23 risks: rating High.`, `All 23 risks.`."""
    if narrowed_to is None:
        return f"All {count(whole, 'risk')}" if whole != 1 else "1 risk"
    return f"{shown} of {count(whole, 'risk')}: {narrowed_to}"
