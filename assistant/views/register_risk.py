"""A risk's own page: everything that is printed of it, its controls and actions, each with its place, and what was printed before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.register_export import owner_words
from assistant.register_statuses import is_completed
from assistant.registers import Held
from assistant.views.elements import Element, element
from assistant.views.register_sources import Source
from assistant.views.register_words import (
    NAMES,
    STAGES,
    as_at,
    chip,
    current,
    direction_words,
    flag_view,
    is_overdue,
    level,
    product_words,
    progress,
    rating_word,
    score_words,
    stage_words,
)
from assistant.views.sources import Pages
from assistant.views.wording import day
from vectorstore.records import Field, Record, Score

SCORED = ("impact", "likelihood", "score", "rating")
"""Fields that the table of scores says, where there is one."""
ORDER = (
    "description", "cause", "consequence", "category", "group", "status", *SCORED, "direction", "owner", "due", "added", "reviewed", "note",
)  # fmt: skip
"""The fields below the heading, which says reference and title."""


def heading(risk: Record, number: int) -> str:
    """What a risk's page is called: its reference and its name."""
    return " ".join(dict.fromkeys(part for part in (risk.text("ref") or f"No. {number}", risk.name) if part))


def risk_view(held: Held, risk: Record, number: int, pages: Pages, changes: Sequence[str], today: date) -> list[Element]:
    """The page of a register's risk with the given number; `changes` says in words what the version before had otherwise."""
    source = Source(held, risk, "risk")
    said, now = score_words(risk), current(risk)
    facts = [chip(said, level(rating_word(risk)))] if said else []
    product = product_words(now)
    line = element("p", *facts, " " if facts else None, product, class_="standing") if facts or product else None
    parts = [
        element("h2", heading(risk, number), class_="risk-name", tabindex="-1"),
        element("p", f"{held.name}, {as_at(held)}. ", source.opens_record(), class_="searched"),
        line,
        flag_view(risk.flags),
        _changes(changes),
        _fields(source, [name for name in _below(risk) if now is None or name not in SCORED], risk),
        _scores(risk, source),
        source.view(pages),
        _children(held, "Controls", risk.controls, pages, today),
        _children(held, "Actions", risk.actions, pages, today),
    ]
    return [part for part in parts if part]


def _below(record: Record) -> list[str]:
    """The fields that the heading does not say."""
    return [name for name in ORDER if record.text(name) != record.name]


def _changes(changes: Sequence[str]) -> Element | None:
    if not changes:
        return None
    return element("div", *(element("p", change) for change in changes), class_="since", role="note")


def _fields(source: Source, names: Sequence[str], record: Record) -> Element | None:
    """What is printed, each with its page; columns that stand for no field are under their own labels."""
    said = {"owner": owner_words(record), "direction": direction_words(record.text("direction"))}
    rows = [
        _field(source, NAMES[name], made, name, said.get(name) or made.text)
        for name in names
        if (made := record.fields.get(name)) and made.text
    ]
    rows += [
        _field(source, made.label or "No label", made, f"other-{n}", made.text)
        for n, made in enumerate(record.other)
        if made.text
    ]
    return element("dl", *rows, class_="fields") if rows else None


def _field(source: Source, label: str, made: Field, name: str, text: str) -> Element:
    opens = source.opens(made, name)
    return element("div", element("dt", label), element("dd", text, " " if opens else None, opens, class_="printed"))


def _scores(risk: Record, source: Source) -> Element | None:
    """A row for each stage at which the risk is scored, with the numbers beside what is printed."""
    stages = [name for name in STAGES if name in risk.scores]
    if not stages:
        return None
    heads = ["Scores", "Printed", "Likelihood", "Impact", "Score"]
    rows = [_score(stage, risk.scores[stage], risk, source) for stage in stages]
    head = element("tr", *(element("th", name, scope="col", role="columnheader") for name in heads), role="row")
    return element(
        "table", element("thead", head, role="rowgroup"), element("tbody", *rows, role="rowgroup"), class_="scores", role="table",
        aria_label="Scores",
    )  # fmt: skip


def _score(stage: str, score: Score, risk: Record, source: Source) -> Element:
    now, held = score is current(risk), source.held
    printed = (score_words(risk) if now else None) or score.printed
    opens = source.opens(Field(printed, score.spans), f"score-{stage}")
    levels = [
        _level(risk if now else None, name, number)
        for name, number in (("likelihood", score.likelihood), ("impact", score.impact))
    ]
    cells: list[tuple[str, Sequence[Element | str | None]]] = [
        ("Printed", [chip(printed, level(score.rating)), " ", opens]),
        ("Likelihood", [levels[0]]),
        ("Impact", [levels[1]]),
        ("Score", [str(score.value) if score.value is not None else "–"]),
    ]
    name = stage_words(stage, held.register.risks)
    name += " (now)" if now and name not in ("Now", "Current") else ""
    return element(
        "tr",
        element("th", name, scope="row", role="rowheader"),
        *(element("td", *children, data_label=label, role="cell") for label, children in cells),
        role="row",
    )


def _level(risk: Record | None, name: str, number: int | None) -> str:
    """A likelihood or an impact as printed, where that is known for this stage, else its number."""
    return (risk.text(name) if risk else None) or (str(number) if number is not None else "–")


def _children(held: Held, name: str, records: Sequence[Record], pages: Pages, today: date) -> Element | None:
    if not records:
        return None
    one = name[:-1].lower()
    made = [_child(held, record, f"{one}-{n}", pages, today) for n, record in enumerate(records, 1)]
    return element("section", element("h3", progress(records, today).words(one)), *made, class_="children", aria_label=name)


def _child(held: Held, record: Record, name: str, pages: Pages, today: date) -> Element:
    source = Source(held, record, name)
    status = record.text("status")
    shown = chip(status, "low" if is_completed(record) else "high" if is_overdue(record, today) else None) if status else None
    late = chip(f"past its due date on {day(today)}", "high") if is_overdue(record, today) and status != "Overdue" else None
    title = [record.text("ref"), record.name]
    parts = [
        element("h4", " ".join(dict.fromkeys(part for part in title if part)), " ", source.opens_record()),
        element("p", *(part for chip_ in (shown, late) if chip_ for part in (chip_, " "))) if shown or late else None,
        flag_view(record.flags),
        _fields(source, [each for each in _below(record) if each != "status"], record),
        source.view(pages),
    ]
    return element("article", *(part for part in parts if part))
