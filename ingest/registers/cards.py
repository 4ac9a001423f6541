"""Risks printed as cards: a table a risk, with a label beside each value and perhaps a table of scores or of actions inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.registers.card import Card
from ingest.registers.card_rows import (
    Texts,
    heads_below,
    inline,
    is_label_row,
    label_meaning,
    label_places,
    list_header,
    pairs_in,
    score_header,
    stage_header,
    title_of,
)
from ingest.registers.cells import fits
from ingest.registers.columns import is_register
from ingest.registers.fitting import Schemas
from ingest.registers.tables import Table
from ingest.registers.vocabulary import SCORES, Meaning
from ingest.registers.walk import Walk
from ingest.table_cells import plain

_LOOKED_AT = 400  # rows of a table
_FEWEST = 4  # different fields that a card names at the least
_BETWEEN = 3  # blocks between the parts of one card
_FEWEST_BESIDE = 2  # rows with a value beside its label
_PARTS = 4  # tables that one card may run over


def cards_in(tables: Sequence[Table], schemas: Schemas) -> dict[int, int]:
    """Which tables are cards, or parts of one: the table's index, and that of the table that its card begins in."""
    found: dict[int, int] = {}
    rows = [_texts(t) if _is_labelled(t) and not _has_header(t, schemas) else [] for t in tables]
    n = 0
    while n < len(tables):
        end = _card_end(tables, rows, n)
        for k in range(n, end):
            found[k] = n
        n = max(end, n + 1)
    return found


def _card_end(tables: Sequence[Table], rows: Sequence[list[Texts]], start: int) -> int:
    """The index after the last table of the card that begins at `start`; `start` itself when none does."""
    if not rows[start]:
        return start
    held: list[Texts] = []
    whole = start
    for n in range(start, min(start + _PARTS, len(tables))):
        if n > start and (tables[n].between > _BETWEEN or not rows[n] or _begins_anew(tables[n], rows[n])):
            break
        held += rows[n]
        if _is_card(held):
            whole = n + 1
    return whole


def _begins_anew(table: Table, rows: Sequence[Texts]) -> bool:
    """Whether a table is another risk's: it has a title of its own."""
    if table.heading is not None and title_of(table.heading.text):
        return True
    first = [label_meaning(t) for row in rows[:3] for t in row if t]
    return any(m and m.field in ("title", "ref") for m in first) or any(title_of(t) for t in rows[0] if t)


def _texts(table: Table) -> list[Texts]:
    return [tuple(plain(c.text) for c in row.block.cells) for row in table.rows[:_LOOKED_AT]]


def _is_labelled(table: Table) -> bool:
    """Whether a table begins like labels and values, or like a grid of scores: a quick look."""
    seen = 0
    for row in table.rows[:12]:
        texts = [plain(c.text) for c in row.block.cells if c.text]
        if texts and (
            label_meaning(texts[0]) or title_of(texts[0]) or inline(texts[0], 0) or score_header(texts) or stage_header(texts)
        ):
            seen += 1
    return seen >= min(2, len(table.rows))


def _has_header(table: Table, schemas: Schemas) -> bool:
    """Whether a table has a register's header, with rows below it."""
    return any((own := schemas.of(row.labels)) is not None and is_register(own) for row in table.rows if not row.header)


@dataclass(slots=True)
class _Evidence:
    """What the rows of a table have that a card has: values beside their labels, labels alone, a grid of scores, lists of actions."""

    pairs: list[tuple[Meaning, str]] = field(default_factory=list)
    alone: set[str | None] = field(default_factory=set)
    rows: int = 0
    labelled: int = 0
    beside: int = 0
    scored: bool = False
    listed: bool = False

    def take(self, row: Texts, before: Texts, places: frozenset[int]) -> None:
        """Count one row in; `before` is the row above it."""
        filled = [t for t in row if t]
        if not filled:
            return
        if heads_below(before, row):
            self.pairs += [(m, t) for label, t in zip(before, row, strict=False) if t and (m := label_meaning(label))]
            self._count(True, True)
        elif score_header(row) or stage_header(row):
            self.scored = self.listed = True
        elif list_header(row):
            self.listed = True
        elif is_label_row(row):
            self.alone |= {m.field for t in filled if (m := label_meaning(t))}
            self._count(True, False)
        else:
            self._take_pairs(row, filled, places)

    def _take_pairs(self, row: Texts, filled: Sequence[str], places: frozenset[int]) -> None:
        found = pairs_in(row, places)
        own = label_meaning(filled[0])
        if len(filled) == 1 and own:
            self.alone.add(own.field)
        if own or found or title_of(filled[0]) or not self.listed:
            self._count(bool(found) or (len(filled) == 1 and bool(own or title_of(filled[0]))), bool(found))
        self.pairs += [(p.meaning, row[p.place][p.cut_at :]) for p in found if p.meaning]

    def _count(self, labelled: bool, beside: bool) -> None:
        self.rows += 1
        self.labelled += labelled
        self.beside += beside

    @property
    def is_card(self) -> bool:
        """Whether most rows are labels and values, of a risk that is scored or controlled, and the values are of their labels' kinds."""
        fields = self.alone | {m.field for m, _ in self.pairs}
        if self.beside < _FEWEST_BESIDE or 2 * self.labelled < self.rows or len(fields) + self.scored < _FEWEST:
            return False
        values = [fits(m.field, text) for m, text in self.pairs if m.field in SCORES]
        if values and sum(v > -0.7 for v in values) < 0.6 * len(values):
            return False  # "Residual risk | The score when controls are taken into account"
        lists = None in fields
        told = lists or bool(fields & {"title", "description", "cause", "consequence"})
        risky = lists or any(m.kind == "risk" for m, _ in self.pairs) or {"impact", "likelihood"} <= fields
        return (self.scored or bool(values) or (lists and {"owner", "ref"} <= fields)) and risky and told


def _is_card(rows: Sequence[Texts]) -> bool:
    places = label_places(rows)
    evidence = _Evidence()
    before: Texts = ()
    for row in rows:
        evidence.take(row, before, places)
        before = row
    return evidence.is_card


def read_card(tables: Sequence[Table], walk: Walk) -> None:
    """Read the tables that one card runs over, or that hold several, into what a walk has found."""
    found = walk.found
    card = Card(walk.pages, found, label_places([row for t in tables for row in _texts(t)]))
    for table in tables:
        card.begin(table.above)
        for n, row in enumerate(table.rows):
            card.take(row.block, table.rows[n + 1].block if n + 1 < len(table.rows) else None)
    for draft in card.finished():
        if not found.merge(draft):
            walk.give_group(draft, None)
            found.add(draft)
