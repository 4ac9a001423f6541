"""Registers as files for a spreadsheet: CSV and XLSX, every row with its source, date and page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from assistant.registers import Held
from assistant.spreadsheet import Cell, Table, table, workbook
from vectorstore.records import Field, Record

_WIDE = {"Risk", "Description", "Cause", "Consequence", "Note", "Control", "Action", "Text", "Flags"}
_TEXTS = {
    "ref": "Ref", "title": "Risk", "description": "Description", "cause": "Cause", "consequence": "Consequence", "category": "Category",
    "group": "Directorate or group", "status": "Status", "direction": "Direction", "likelihood": "Likelihood", "impact": "Impact",
    "score": "Score", "rating": "Rating",
}  # fmt: skip
_DATES = {"due": "Due", "added": "Added", "reviewed": "Reviewed"}
_NUMBERS = ("likelihood", "impact", "value")
_SOURCE = ("Register", "File", "As at", "Page")
_Where = dict[str, Cell]
"""What a register's rows have in common: its paper, file and date."""


def risks_table(held: Held, risks: Sequence[Record]) -> Table:
    """One row a risk: what is printed, the scores of each stage in numbers, flags in words, columns that were not understood, source."""
    stages = list(dict.fromkeys(stage for risk in held.register.risks for stage in risk.scores))
    rows, where = [], _where(held)
    for risk in risks:
        row: dict[str, Cell] = {name: risk.text(field) for field, name in _TEXTS.items()}
        row["Risk"] = risk.text("title") or risk.name
        for stage in stages:
            score = risk.scores.get(stage)
            name_of = "Score now" if len(stages) == 1 and stage in ("current", "residual") else stage.capitalize()
            row[f"{name_of} as printed"] = score.printed if score else None
            row |= {f"{name_of} {name}, number": getattr(score, name) if score else None for name in _NUMBERS}
        row["Owner"] = owner_words(risk)
        row |= {name: risk.text(field) for field, name in _DATES.items()}
        row["Note"] = risk.text("note")
        row["Controls"], row["Actions"] = len(risk.controls), len(risk.actions)
        rows.append(row | _rest(risk) | where | {"Page": held.page(risk.page)})
    return table(rows, _SOURCE)


def children_table(
    held: Held, risks: Sequence[Record], kinds: Iterable[Literal["control", "action"]] = ("control", "action")
) -> Table:
    """One row a control or action of the kinds asked for, each with its risk in front."""
    wanted = tuple(kinds)
    rows, where = [], _where(held)
    for risk in risks:
        for child in risk.children:
            if child.kind in wanted:
                row: dict[str, Cell] = {
                    "Risk ref": risk.text("ref"),
                    "Risk": risk.name,
                    "Risk rating": risk.text("rating") or risk.text("score"),
                }
                row |= {"Kind": child.kind.capitalize()} if len(wanted) > 1 else {}
                row |= {"Ref": child.text("ref"), "Text" if len(wanted) > 1 else child.kind.capitalize(): child.name}
                row["Description"] = child.text("description") if child.text("title") else None
                row |= {name: child.text(field) for field, name in _TEXTS.items() if field not in ("ref", "title", "description")}
                row["Owner"] = owner_words(child)
                row |= {name: child.text(field) for field, name in _DATES.items()}
                row["Due, as a date"] = child.due
                row["Note"] = child.text("note")
                rows.append(row | _rest(child) | where | {"Page": held.page(child.page)})
    return table(rows, _SOURCE)


def leftovers_table(held: Held) -> Table:
    """The words of a register that could not be placed, a row each."""
    where = _where(held)
    rows = [{"Text": left.text, **where, "Page": held.page(left.page)} for left in held.register.leftovers]
    return table(rows, _SOURCE)


def _rest(record: Record) -> dict[str, Cell]:
    other: dict[str, Cell] = {}
    for made in record.other:
        name = f"{_label(made)} (as printed)"
        before = other.get(name)
        other[name] = f"{before}\n{made.text}" if before else made.text
    flags: dict[str, Cell] = {"Flags": "; ".join(record.flags) or None}
    return flags | other


def _label(made: Field) -> str:
    return made.label or "No label"


def _where(held: Held) -> _Where:
    return {"Register": held.name, "File": held.document.source, "As at": held.as_at}


def owner_words(record: Record) -> str | None:
    """The owners as printed; several that were told apart have a semicolon between them, where nothing of the print is lost by that."""
    printed = record.text("owner")
    parted = "; ".join(owner.name for owner in record.owners)
    if len(record.owners) > 1 and _letters(parted) == _letters(printed or ""):
        return parted
    return printed


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def to_xlsx(held: Held, risks: Sequence[Record]) -> bytes:
    """A workbook of risks, controls, actions and leftovers, a sheet each; empty sheets say so by having no rows."""
    sheets = {
        "Risks": risks_table(held, risks),
        "Controls": children_table(held, risks, ("control",)),
        "Actions": children_table(held, risks, ("action",)),
        "Leftovers": leftovers_table(held),
    }
    return workbook(sheets, _WIDE)
