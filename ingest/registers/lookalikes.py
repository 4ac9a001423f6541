"""Tables that speak of risks and are no register: scales of likelihood and impact, assurance maps, audit findings, indicators."""

from __future__ import annotations

import re

from ingest.registers.columns import Schema
from ingest.registers.tables import Labels, Table
from ingest.registers.vocabulary import SCORES, phrases
from ingest.table_cells import plain

_WORD = re.compile(r"[a-z0-9]+")
_MOST_LEVELS = 8
_FEWEST_LEVELS = 2


def is_vetoed(labels: Labels, own: Schema | None) -> bool:
    """Whether a header has a column that registers do not have ("Second line of defence", "Finding"), and scores no likelihood."""
    fields = {c.meaning.field for c in own.columns if c.meaning} if own else set()
    if {"impact", "likelihood"} <= fields:
        return False
    said = [" ".join(_WORD.findall(plain(label).lower())) for label in labels if label]
    return any(f" {phrase} " in f" {label} " for label in said for phrase in phrases("no register"))


def is_scale(table: Table, own: Schema) -> bool:
    """Whether a table says what the levels mean: a row a level, none twice, and nothing that could be a risk's reference or owner."""
    fields = {c.meaning.field for c in own.columns if c.meaning}
    if fields & {"ref", "owner", "title", None} and not _only_levels(own):
        return False
    rows = [r for r in table.rows if not r.header and any(c.text for c in r.block.cells)]
    if not _FEWEST_LEVELS <= len(rows) <= _MOST_LEVELS:
        return False
    columns = [n for n, c in enumerate(own.columns) if c.meaning and c.meaning.field in SCORES]
    for n in columns:
        texts = [plain(r.block.cells[n].text).lower() for r in rows if n < len(r.block.cells) and r.block.cells[n].text]
        if len(set(texts)) < len(texts) or len(texts) < len(rows) - 1:
            return False
    return bool(columns)


def _only_levels(own: Schema) -> bool:
    """A first column of levels, and no risk named anywhere."""
    named = any(
        c.meaning and c.meaning.kind == "risk" and c.meaning.field in ("title", "description", "ref") for c in own.columns
    )
    first = next((c.meaning for c in own.columns if c.label), None)
    return not named and first is not None and first.field in SCORES
