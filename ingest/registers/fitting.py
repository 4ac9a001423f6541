"""Column meanings held against what stands in the columns: an "Impact" of sentences is a consequence, a "Risk" of numbers a score."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from statistics import median

from ingest.registers.cells import is_blank, is_level, is_rating, is_reference, is_score, is_status, is_when
from ingest.registers.columns import Column, Schema, schema, settled
from ingest.registers.lookalikes import is_vetoed
from ingest.registers.tables import Labels, Table
from ingest.registers.vocabulary import SCORES, Meaning
from ingest.table_cells import plain

_SAMPLE = 120  # rows of one header looked at
_PROSE = 45  # characters: cells of this length at the median are words and no values
_LONG = 110
_MOST = 0.6  # of a column's filled cells

Samples = Sequence[str]


class Schemas:
    """The schemas of all headers in some tables, fitted to the rows below them."""

    def __init__(self, tables: Iterable[Table]) -> None:
        rows: dict[Labels, list[tuple[str, ...]]] = {}
        for table in tables:
            for row in table.rows:
                held = rows.setdefault(row.labels, []) if sum(map(bool, row.labels)) > 1 else None
                if held is not None and not row.header and len(held) < _SAMPLE:
                    held.append(tuple(plain(c.text) for c in row.block.cells))
        self._made = {labels: _fitted(labels, found) for labels, found in rows.items()}
        self._vetoed = frozenset(labels for labels, own in self._made.items() if is_vetoed(labels, own))
        self._made |= dict.fromkeys(self._vetoed)
        self.all: tuple[Schema, ...] = tuple(dict.fromkeys(s for s in self._made.values() if s))

    def main(self, table: Table) -> Schema | None:
        """The schema of a table's first row that has one."""
        return next((own for row in table.rows if (own := self._made.get(row.labels))), None)

    def are_vetoed(self, table: Table) -> bool:
        """Whether every header of a table has a column that registers do not have."""
        labels = {row.labels for row in table.rows if sum(map(bool, row.labels)) > 1}
        return bool(labels) and labels <= self._vetoed

    def of(self, labels: Labels) -> Schema | None:
        """The schema of some labels."""
        return self._made.get(labels)


def _fitted(labels: Labels, rows: Sequence[tuple[str, ...]]) -> Schema | None:
    raw = schema(labels)
    if raw is None or len(rows) < 1:
        return raw
    columns = list(raw.raw)
    for n, column in enumerate(columns):
        texts = [row[n] for row in rows if n < len(row) and row[n] and not is_blank(row[n])]
        if column.meaning is not None and texts:
            columns[n] = replace(column, meaning=_of_content(column.meaning, texts, columns))
    return settled(columns) if columns != list(raw.raw) else raw


def _of_content(m: Meaning, texts: Samples, columns: Sequence[Column]) -> Meaning | None:
    """What a column's cells allow its meaning to be."""
    taken = {c.meaning.field for c in columns if c.meaning}
    length = median(map(len, texts))
    if m.is_list:
        return _list(m, texts)
    if m.field in SCORES:
        return _score(m, texts, taken, length)
    if m.field in ("title", "description"):
        return _words(m, texts, taken)
    if m.field in ("due", "added", "reviewed") and length > _PROSE and not _mostly(is_when, texts):
        return Meaning("note", m.kind) if "note" not in taken else None
    if m.field == "note" and _mostly(_is_date, texts):
        return Meaning("reviewed", m.kind) if "reviewed" not in taken else None
    if m.field == "note" and "status" not in taken and _mostly(is_status, texts):
        return Meaning("status", m.kind)
    if m.field == "status" and length > _LONG:
        return Meaning("note", m.kind) if "note" not in taken else None
    if m.field in ("owner", "category", "group", "direction") and length > (_LONG if m.field == "owner" else 70):
        return None
    if m.field == "consequence" and m.stage is None and "impact" not in taken and _mostly(is_level, texts):
        return Meaning("impact", m.kind)
    if m.field == "ref" and length > 24:
        return Meaning("title", m.kind) if not taken & {"title", "description"} else None
    return m


def _score(m: Meaning, texts: Samples, taken: set[str | None], length: float) -> Meaning | None:
    if _mostly(lambda t: is_level(t) or is_score(t) or is_rating(t), texts, 0.4):
        return m
    if m.field == "impact" and m.stage is None and length > 15:
        return Meaning("consequence", m.kind) if "consequence" not in taken else None
    if m.field == "rating" and _mostly(is_status, texts):
        return Meaning("status", m.kind)
    if m.field in ("rating", "score") and m.kind == "risk" and length > _PROSE and not taken & {"title", "description"}:
        return Meaning("title", "risk")  # "Residual risk" in words
    return None


def _words(m: Meaning, texts: Samples, taken: set[str | None]) -> Meaning | None:
    if _mostly(is_reference, texts, 0.9) and not _mostly(_has_word, texts) and "ref" not in taken:
        return Meaning("ref", m.kind)
    if m.kind == "risk" and not _mostly(_has_long_word, texts):
        if _mostly(is_rating, texts) and "rating" not in taken:
            return Meaning("rating", "risk")
        if _mostly(is_score, texts) and "score" not in taken:
            return Meaning("score", "risk")
        if _mostly(lambda t: is_level(t) or is_score(t) or is_rating(t), texts):
            return None
    return m


def _list(m: Meaning, texts: Samples) -> Meaning | None:
    """A column of controls or actions that holds values: how effective they are, or whether there are any."""
    if not _mostly(
        lambda t: is_status(t) or is_level(t) or is_score(t) or is_rating(t) or t.lower() in ("yes", "no", "y", "n"), texts, 0.8
    ):
        return m
    return Meaning("status", m.kind) if _mostly(is_status, texts) else None


def _is_date(text: str) -> bool:
    return is_when(text, others=0) and any(c.isdigit() for c in text)


def _has_word(text: str) -> bool:
    return any(len(w) > 3 and w.isalpha() for w in text.split())


def _has_long_word(text: str) -> bool:
    return len(text) > 20 and _has_word(text)


def _mostly(check: Callable[[str], bool], texts: Samples, share: float = _MOST) -> bool:
    return sum(map(check, texts)) >= share * len(texts)
