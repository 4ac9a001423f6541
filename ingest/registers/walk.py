"""Goes over a register's tables row by row: what each row's cells are, and whose they are."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.reading import Block
from ingest.registers.card_rows import Pair, inline, label_meaning, value_of
from ingest.registers.cells import fits
from ingest.registers.children import children, put_owner
from ingest.registers.columns import Schema, is_register
from ingest.registers.draft import Draft
from ingest.registers.fitting import Schemas
from ingest.registers.gathered import Gathered
from ingest.registers.groups import LONGEST, named_by, names_unit, of_sheet, sheet_group, surely_names_unit
from ingest.registers.placing import Placed, place
from ingest.registers.printed import Line, field_of, is_nothing, lines_of
from ingest.registers.tables import Row, Table, is_totals
from ingest.registers.values import put_value
from ingest.registers.vocabulary import KINDS, SCORES, Meaning
from ingest.table_cells import plain
from vectorstore.models import Page, Span, fold_space
from vectorstore.records import Field

_BETWEEN = 3  # blocks of other kinds that may stand between a risk and the table of its controls
MOST_RISKS = 20_000  # of one register: a longer sheet is a log of something, and records are kept in memory
_LEAST_FIT = 0.05
_SURE_FIT = 0.6
_FEWEST_CELLS = 3


class Walk:
    """Takes in tables in order. What it finds is in `found`."""

    def __init__(self, pages: Sequence[Page], schemas: Schemas, title: str, found: Gathered) -> None:
        self.pages = pages
        self.schemas = schemas
        self.title = fold_space(title).lower()
        self.found = found
        self._group: tuple[Field, int] | None = None
        self._last: Schema | None = None
        self._sheet: str | None = None
        self._printed: dict[str, tuple[Span, ...]] = {}  # where titles and merged cells stand, by their words
        self._near = True
        self._parent: tuple[str, str] = ("", "")

    def begin(self, table: Table, *, card: bool = False) -> None:
        """Go on to the next table: what stands above it may name the directorate of the risks below. The line above a card may be its title."""
        self._near = table.between <= _BETWEEN
        self._parent = ("", "")
        sheet = self.pages[table.page - 1].label
        if table.between > _BETWEEN or sheet != self._sheet:
            self._last = None
        self._sheet = sheet
        self._printed |= {fold_space(b.text): b.spans for b in table.above}
        for block in table.above:
            group = named_by(block, self.title)
            if group and not (card and block is table.heading and not surely_names_unit(group.text)):
                self._group = (of_sheet(group, sheet), block.level or 9)
            elif block.kind == "heading" and self._group and block.level < self._group[1]:
                self._group = None
        if not any(named_by(b, self.title) for b in table.above) and sheet:
            group = sheet_group(sheet, self._printed.get(sheet, ()))
            self._group = (group, 1) if group else None

    def give_group(self, draft: Draft, row: Block | None) -> None:
        """Say under which directorate a risk stands, where no cell of its own does."""
        if "group" in draft.fields:
            return
        section = row.section if row is not None else None
        if section and len(section) <= LONGEST and section.lower() != self.title and names_unit(section):
            draft.fields["group"] = Field(section, self._printed.get(section, ()))
        elif self._group is not None:
            draft.fields["group"] = self._group[0]

    def take(self, row: Row) -> None:
        """Take in one row."""
        own = self.schemas.of(row.labels)
        self._remember(row.block)
        if row.header and (own is not None or not self._is_data(row)):
            self._last = own or self._last
            return
        if len(self.found.risks) >= MOST_RISKS and own is not None and own.kind == "risk":
            self.found.skipped += 1
            return
        lines = [lines_of(cell, self.pages) for cell in row.block.whole_cells]
        texts = [" ".join(line.text for line in cell) for cell in lines]
        if not any(texts) or self._is_between(row, texts) or self._is_band(texts, lines, own):
            return
        placed = place(texts, own, self._others(row, own))
        if placed is None or placed.fit < _LEAST_FIT or not self._belongs(placed):
            if self._could_belong(row, own):
                self.found.leave(row.block)
            return
        self._last = placed.schema
        draft, parent, left = self._draft(placed, lines, row.block)
        for n in left:
            self.found.leave_line(texts[n], lines[n])
        self._file(draft, parent, row.block)

    def _remember(self, row: Block) -> None:
        """Keep where a title inside the table, or a cell merged over the row, stands."""
        filled = [c for c in row.cells if c.text]
        titles = filled if row.header and len(filled) == 1 else []
        self._printed |= {
            c.text: c.spans for c in (*titles, *(c for c in row.covered if c is not None)) if len(c.text) <= LONGEST
        }

    def _is_data(self, row: Row) -> bool:
        """Whether what the reader took for a header is a row of the table above: its cells are all of those columns' kinds."""
        texts = [plain(c.text) for c in row.block.cells]
        if self._last is None or sum(map(bool, texts)) < _FEWEST_CELLS:
            return False
        placed = place(texts, None, self._others(row, None))
        return placed is not None and placed.fit >= _SURE_FIT and placed.confirmed >= _FEWEST_CELLS - 1

    def _is_between(self, row: Row, texts: Sequence[str]) -> bool:
        """A row that says something of the rows below or above it: a directorate's name across the table, or sums."""
        filled = [t for t in texts if t]
        if is_totals(row.block):
            if self.found.risks:
                self.found.note(row.block)
            return True
        if len(filled) != 1 or not filled[0][0].isupper() or filled[0].endswith((".", ";")) or len(filled[0]) > LONGEST:
            return False
        own = self.schemas.of(row.labels)
        place_of = next(n for n, t in enumerate(texts) if t)
        m = own.columns[place_of].meaning if own and place_of < len(own.columns) else None
        if (place_of == 0 or len(texts) == 1 or (m and m.field == "group")) and names_unit(filled[0]):
            self._group = (Field(filled[0], row.block.spans), 9)
            return True
        return False

    def _is_band(self, texts: Sequence[str], lines: Sequence[list[Line]], own: Schema | None) -> bool:
        """A row across the table that says more of the risk above: "Controls" and what they are, in one cell or in two."""
        filled = [n for n, t in enumerate(texts) if t]
        if not self.found.risks or len(filled) > 2 or filled[0] != 0 or (own is None and self._last is None):
            return False
        pair = inline(texts[0], 0)
        if len(filled) == 2 and (m := label_meaning(texts[0])):
            pair = Pair(texts[0].rstrip(": "), filled[1], m)
        if pair is None or pair.meaning is None or pair.meaning.field in ("ref", "title") or fits("ref", texts[0]) >= 1.0:
            return False
        words = [x for x in value_of(pair, lines) if x.text]
        put_value(self.found.risks[-1], pair.meaning, pair.label, words)
        return True

    def _others(self, row: Row, own: Schema | None) -> list[Schema]:
        """Headers that a row without labels of its own may stand under: the last one first."""
        if (own is None and self._last is None) or (own is None and any(row.labels) and self._last is None):
            return []
        return [*([self._last] if self._last else []), *(s for s in self.schemas.all if s != self._last)]

    def _could_belong(self, row: Row, own: Schema | None) -> bool:
        """Whether a row that found no place is a register's: under a register's header, or under none right behind one."""
        if own is not None:
            return is_register(own) or (self._near and bool(self.found.risks))
        if self._last is None or not self.found.risks:
            return False
        labels = {label for label in row.labels if label}
        return labels <= {c.label for c in self._last.columns}

    def _belongs(self, placed: Placed) -> bool:
        """Whether a row is of the register: a risk under a risk's header, or something of the risk above."""
        own = placed.schema
        if own.kind == "risk":
            return is_register(own) or any(
                is_register(s) for s in self.schemas.all if s.kind == "risk" and s.meanings & own.meanings
            )
        explicit = any(
            c.meaning and ((c.meaning.kind == "control" and c.meaning.field) or c.meaning.kind == "risk") for c in own.columns
        )
        return bool(self.found.risks) and (self._near or explicit)

    def _draft(self, placed: Placed, lines: Sequence[list[Line]], row: Block) -> tuple[Draft, tuple[str, str], list[int]]:
        """The record that a row holds, with those that its cells list; the risk that it names as its own; cells that went nowhere."""
        draft = Draft(placed.schema.kind, spans=row.spans)
        below: dict[str, list[dict[str | None, list[Line]]]] = {"control": [{}], "action": [{}]}
        places: dict[str, list[int]] = {"control": [], "action": []}
        labels: dict[str, str] = {}
        parent = {"ref": "", "title": ""}
        left: list[int] = []
        for n, column in placed.pairs:
            m = column.meaning
            cell = [line for line in lines[n] if line.text]
            if m is None:
                if column.label:
                    self.found.unknown.append(column.label)
                    draft.other.append(field_of(cell, column.label))
                else:
                    left.append(n)
            elif draft.kind != "risk" and m.kind == "risk" and m.field in parent:
                parent[m.field] = " ".join(x.text for x in cell)
            elif m.is_list or (m.kind in below and m.kind != draft.kind):
                _hold(below[m.kind or "control"], m, cell)
                places[m.kind or "control"].append(n)
                labels.setdefault(m.kind or "control", column.label)
            elif not put(draft, m, cell, column.label):
                left.append(n)
        for kind in KINDS[:2]:
            for cells in below[kind]:
                draft.children += children(kind, cells, labels.get(kind, "")) if cells.get(None) else []
            if not any(None in cells for cells in below[kind]) and any(
                _says(held) for cells in below[kind] for held in cells.values()
            ):
                left += places[kind]
        return draft, (parent["ref"], parent["title"]), sorted(left)

    def _file(self, draft: Draft, parent: tuple[str, str], row: Block) -> None:
        """Put a row's draft where it belongs."""
        if draft.kind == "risk":
            if self.found.merge(draft):
                return
            if draft.says("title") or draft.says("description") or (draft.says("cause") and (draft.stages or draft.children)):
                self.give_group(draft, row)
                self.found.add(draft)
            elif draft.children and self.found.risks:
                self.found.risks[-1].children += draft.children
            else:
                self.found.leave(row)
            return
        if not (draft.says("title") or draft.says("description")):
            self.found.leave(row)
            return
        if is_nothing(draft.says("title") or draft.says("description")):
            return
        self._parent = parent if any(parent) else self._parent
        self.found.place_child(draft, self._parent)


def _hold(groups: list[dict[str | None, list[Line]]], m: Meaning, cell: list[Line]) -> None:
    """Keep a cell of a risk's row that is about its controls or actions. Each column that lists them begins a group."""
    key = None if m.is_list or (m.field in ("title", "description") and None not in groups[-1]) else m.field
    if key is None and not _says(cell):
        return
    if key is None and None in groups[-1]:
        groups.append({})
    groups[-1][key] = [*groups[-1].get(key, []), *cell]


def _says(cell: Sequence[Line]) -> bool:
    return bool(cell) and not is_nothing(" ".join(x.text for x in cell))


def put(draft: Draft, m: Meaning, cell: Sequence[Line], label: str) -> bool:
    """Put a cell's lines in a draft's field; false when the field holds other words already."""
    assert m.field is not None
    if m.field in SCORES and draft.kind == "risk":
        return draft.set_score(m.field, m.stage, cell, label)
    if m.field == "owner":
        return put_owner(draft, cell, label)
    return draft.set("status" if m.field in SCORES else m.field, cell, label)
