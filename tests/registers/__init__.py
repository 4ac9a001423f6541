"""Risk registers of invented councils in many layouts and formats, each with its truth written by hand.

A module a register: it holds the words, `build(folder)` draws them into files and gives the paths, and `TRUTH` says by file name
what those files hold (None: no register). `python -m tests.registers` lists what the reading gets wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

from tests.registers.truth import Truth

NAMES = (
    "docx_table",
    "docx_cards",
    "xlsx_directorates",
    "xlsx_controls",
    "csv_scores",
    "tabbed_text",
    "pdf_table",
    "pdf_cards",
    "pdf_two_tables",
    "pdf_heat_map",
    "markup_table",
    "pdf_questions",
    "docx_bands",
    "csv_letters",
    "lookalikes",
)
"""The modules, in the order in which they are listed."""


def module(name: str) -> ModuleType:
    """The module of a register."""
    return import_module(f"tests.registers.{name}")


def build(folder: Path, names: tuple[str, ...] = NAMES) -> Iterator[tuple[Path, Truth | None]]:
    """Draw registers into a folder; each file with its truth. Raises KeyError for a file that no truth was written for."""
    for name in names:
        made = module(name)
        for path in made.build(folder):
            yield path, made.TRUTH[path.name]
