"""Which cells of a row stand in which columns: where they are drawn, or by their content where a row is out of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.registers.cells import fits
from ingest.registers.columns import Column, Schema

Texts = Sequence[str]
_ENOUGH_CELLS = 5
_MOST_TRIED = 8  # headers that a row without labels of its own is held against


@dataclass(frozen=True, slots=True)
class Placed:
    """A row whose cells have found their columns: (place of the cell, column) pairs, and how well they fit (1 is best).

    `confirmed` counts cells that are of their column's own kind, `wrong` those that cannot be it.
    """

    schema: Schema
    pairs: tuple[tuple[int, Column], ...]
    fit: float
    confirmed: int
    wrong: int = 0


def by_label(own: Schema, texts: Texts) -> Placed:
    """Each cell in the column that it stands in."""
    pairs = [(n, own.columns[n] if n < len(own.columns) else Column("", None)) for n, text in enumerate(texts) if text]
    return _placed(own, pairs, texts)


def by_content(own: Schema, texts: Texts) -> Placed:
    """The filled cells in order over the columns in order, columns left out where that makes the cells fit best."""
    filled = [n for n, text in enumerate(texts) if text]
    columns = own.labelled
    # best[i][j]: the best sum for the first i cells over the first j columns
    best = [[0.0] * (len(columns) + 1) for _ in range(len(filled) + 1)]
    step: list[list[str]] = [[""] * (len(columns) + 1) for _ in range(len(filled) + 1)]
    for i in range(len(filled) + 1):
        for j in range(len(columns) + 1):
            options: list[tuple[float, str]] = []
            if i and j:
                options.append((best[i - 1][j - 1] + 0.2 + _fit(columns[j - 1], texts[filled[i - 1]]), "both"))
            if j:
                options.append((best[i][j - 1] - _skipped(columns[j - 1]), "column"))
            if i:
                options.append((best[i - 1][j] - 1.5, "cell"))
            if options:
                best[i][j], step[i][j] = max(options, key=lambda o: o[0])
    pairs: list[tuple[int, Column]] = []
    i, j = len(filled), len(columns)
    while i or j:
        if step[i][j] == "both":
            i, j = i - 1, j - 1
            pairs.append((filled[i], columns[j]))
        elif step[i][j] == "column":
            j -= 1
        else:
            i -= 1
            pairs.append((filled[i], Column("", None)))
    return _placed(own, pairs[::-1], texts)


def _skipped(column: Column) -> float:
    field = column.meaning.field if column.meaning else None
    return {"title": 0.6, "description": 0.3, "impact": 0.4, "likelihood": 0.4, "status": 0.3}.get(field or "", 0.05)


def _fit(column: Column, text: str) -> float:
    return fits(column.meaning.field, text) if column.meaning else (0.0 if column.label else -1.0)


def _placed(own: Schema, pairs: Sequence[tuple[int, Column]], texts: Texts) -> Placed:
    scores = [_fit(column, texts[n]) for n, column in pairs]
    fit = sum(scores) / len(scores) if scores else 0.0
    wrong = sum(s <= -0.7 for s in scores)
    return Placed(own, tuple(pairs), fit - 1.0 if wrong else fit, sum(s >= 1.0 for s in scores), wrong)


def place(texts: Texts, own: Schema | None, others: Sequence[Schema]) -> Placed | None:
    """Where the cells of a row belong: under their own labels when they fit, else in the order of the header that fits best.

    None when no header fits the row.
    """
    first = by_label(own, texts) if own else None
    if first and first.fit >= 0 and not _half_known(first):
        return first
    tried = [by_content(s, texts) for s in ([own] if own else []) + [s for s in others if s != own][:_MOST_TRIED]]
    good = [p for p in tried if p.fit > 0 and p.confirmed]
    best = max(good, key=lambda p: (round(p.fit + (0.02 if p.schema == own else 0.0), 4), p.confirmed), default=None)
    if best and (first is None or best.fit > first.fit + 0.1):
        return best
    if first and first.wrong == 1 and len(first.pairs) >= _ENOUGH_CELLS:
        # nothing else fits, and one cell that says something odd is the author's, not a row out of place
        return replace(first, fit=first.fit + 1.0)
    return first if first and first.fit > -0.5 else best


def _half_known(placed: Placed) -> bool:
    """Whether cells of a row stand in places that the header has no label for."""
    return any(not column.label for _, column in placed.pairs)
