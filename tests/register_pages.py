"""Small papers made of tables, read for their registers."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from ingest.files import read
from ingest.registers import read_registers
from vectorstore.records import Record, Register

ATTACK, FLOOD = "Cyber attack stops services", "Flood in the town centre"

Cell = str | tuple[str, int] | tuple[str, int, int]
"""A cell's words (as HTML), with the columns, and the rows, that it runs over."""
Part = str | Sequence[Sequence[Cell]] | Sequence[Sequence[str]]
"""HTML, or a table."""


def html(folder: Path, *parts: Part) -> list[Register]:
    """The registers of a page made of HTML and of tables."""
    path = folder / "paper.html"
    path.write_text("".join(p if isinstance(p, str) else _table(p) for p in parts), encoding="utf-8")
    return read_registers(read(path), "d", "Paper")


def _table(rows: Sequence[Sequence[Cell]] | Sequence[Sequence[str]]) -> str:
    made = ["".join(_cell(c) for c in row) for row in rows]
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in made) + "</table>"


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return f"<td>{cell}</td>"
    rows = cell[2] if len(cell) == 3 else 1
    return f'<td colspan="{cell[1]}" rowspan="{rows}">{cell[0]}</td>'


def sheet(folder: Path, rows: Sequence[Sequence[str]]) -> list[Register]:
    """The registers of a CSV file."""
    path = folder / "paper.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return read_registers(read(path), "d", "Paper")


def one(registers: list[Register]) -> Register:
    """The only register, which has left nothing over."""
    (register,) = registers
    assert register.leftovers == ()
    return register


def names(records: Sequence[Record]) -> list[str]:
    return [r.name for r in records]


def numbers(risk: Record) -> dict[str, tuple[int | None, int | None, int | None]]:
    return {stage: (s.likelihood, s.impact, s.value) for stage, s in risk.scores.items()}
