"""Word tables with lists in their cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

Marks = Literal["typed numbers", "typed bullets", "numbers", "bullets", "paragraphs"]


def fill(cell: Any, lines: Sequence[str], marks: Marks = "paragraphs") -> None:
    """Write a paragraph a line into a cell, marked as a list by typed signs, by Word's own lists or not at all."""
    for number, line in enumerate(lines, 1):
        paragraph = cell.paragraphs[0] if number == 1 else cell.add_paragraph()
        sign = {"typed numbers": f"{number}. ", "typed bullets": "• "}.get(marks, "")
        paragraph.add_run(sign + line)
        if style := {"numbers": "List Number", "bullets": "List Bullet"}.get(marks):
            paragraph.style = cell.part.document.styles[style]


def add_rows(table: Any, rows: Sequence[Sequence[str]], *, bold: bool = False) -> None:
    """Add rows of one paragraph a cell."""
    for texts in rows:
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.paragraphs[0].add_run(text).bold = bold
