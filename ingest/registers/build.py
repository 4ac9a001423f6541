"""From a reading's table rows to registers: which tables are registers, whose row is whose, and what was left over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.reading import Block, Reading
from ingest.registers.cards import Cards
from ingest.registers.children import children
from ingest.registers.columns import Placed, Schema, place, schema
from ingest.registers.draft import Draft
from ingest.registers.finish import finished
from ingest.registers.heat_map import heat_map
from ingest.registers.position import position_date
from ingest.registers.printed import Line, field_of, is_nothing, lines_of
from ingest.registers.vocabulary import Meaning
from ingest.table_cells import plain
from vectorstore.models import Page, fold_space
from vectorstore.records import Field, Leftover, Register

_SCORES = frozenset(("impact", "likelihood", "score", "rating"))
_GROUP = re.compile(
    r"\b(?:directorate|department|service|services|division|risks|education|council|housing|finance|place|resources|corporate|adults?|children)\b",
    re.I,
)
_LONGEST_GROUP = 90  # characters
_BETWEEN = 3  # blocks of other kinds that may stand between a risk and the table of its controls
_RULE = re.compile(r"[\s\-\u2013\u2014_=|:+]*")


def read_registers(reading: Reading, document_id: str, title: str) -> list[Register]:
    """The risk registers in a reading: one made of all its register tables, or of its heat map; none when there is neither.

    `title` is the document's, of which no group takes its name.
    """
    tables = list(_tables(reading.blocks))
    schemas = _schemas(tables)
    cards = Cards(reading.pages)
    carded = {n for n, table in enumerate(tables) if cards.are_in(table.rows)}
    if not carded and not any(_is_register(s) for s in schemas):
        found = heat_map(reading, document_id, title)
        return [found] if found else []
    walk = _Walk(reading.pages, schemas, title)
    for n, table in enumerate(tables):
        walk.begin(table)
        if n in carded:
            walk.take_cards(cards.read(table.rows, table.heading))
        else:
            for row in table.rows:
                walk.take(row)
    risks = walk.risks
    if not _enough(risks, bool(carded)):
        found = heat_map(reading, document_id, title)
        return [found] if found else []
    register = Register(
        document_id,
        title,
        "cards" if carded else "table",
        position_date(reading),
        finished(risks),
        tuple(walk.leftovers),
        tuple(dict.fromkeys(walk.unknown)),
    )
    return [register]


@dataclass(slots=True)
class Table:
    """The rows of one table, the short lines that stand above it since the table before, and how many blocks are between the two."""

    rows: list[Block]
    above: list[Block] = field(default_factory=list)
    between: int = 0

    @property
    def heading(self) -> Block | None:
        """The nearest line above."""
        return self.above[-1] if self.above else None


def _tables(blocks: Sequence[Block]) -> Iterator[Table]:
    above: list[Block] = []
    between = 0
    table: Table | None = None
    number: int | None = None
    for block in blocks:
        if block.kind == "row":
            if table is None or block.table != number:
                if table:
                    yield table
                table, number = Table([], above, between), block.table
                above, between = [], 0
            if not _RULE.fullmatch(block.text):
                table.rows.append(block)
        elif block.kind not in ("furniture", "contents"):
            if table:
                yield table
                table = None
            between += 1
            if len(block.text) <= _LONGEST_GROUP * 2:
                above.append(block)
    if table:
        yield table


def _labels(row: Block) -> tuple[str | None, ...]:
    return tuple(c.label for c in row.cells)


def _schemas(tables: Sequence[Table]) -> list[Schema]:
    """Every schema that a header or the labels of a row give, each once, in order."""
    found: dict[Schema, None] = {}
    for table in tables:
        for row in table.rows:
            own = schema(tuple(c.text or None for c in row.cells)) if row.header or _is_header(row) else schema(_labels(row))
            if own:
                found[own] = None
    return list(found)


def _is_header(row: Block) -> bool:
    """A row that is a header by its words, whatever the reader took it for."""
    texts = [plain(c.text) for c in row.cells if c.text]
    if len(texts) < 3 or any(len(t) > 70 for t in texts):
        return False
    own = schema(tuple(texts))
    return own is not None and sum(c.meaning is not None for c in own.columns) >= max(3, 0.75 * len(texts))


def _is_register(own: Schema) -> bool:
    """Whether a header is that of risks: their words, and at least two signs that they are assessed or treated."""
    if own.kind != "risk":
        return False
    meanings = [c.meaning for c in own.columns if c.meaning]
    fields = {m.field for m in meanings}
    called = any(m.kind == "risk" and m.field in ("title", "description") for m in meanings)
    words = called or bool(fields & {"title", "description", "cause", "consequence"})
    signs = len(fields & {"impact", "likelihood"}) + bool(fields & {"score", "rating"}) + any(m.is_list for m in meanings)
    signs += bool(fields & {"owner", "cause", "consequence"}) if called or fields & _SCORES else 0
    return (
        words
        and signs >= 2
        and bool(fields & _SCORES or (called and any(m.is_list for m in meanings) and fields & {"owner", "status", "ref"}))
    )


def _enough(risks: Sequence[Draft], carded: bool) -> bool:
    """Whether what was read is a register: risks with words, most of them with a score or a control."""
    named = [r for r in risks if any(c.isalpha() for c in r.says("title") or r.says("description"))]
    assessed = [r for r in named if r.stages or r.children or r.says("owner")]
    return (len(named) >= (1 if carded else 2) and 2 * len(assessed) >= len(named)) or bool(
        len(named) == 1 and assessed and assessed[0].stages
    )


class _Walk:
    """Goes over the tables in order and gathers drafts. `unknown` are labels without a meaning, `leftovers` words without a place."""

    def __init__(self, pages: Sequence[Page], schemas: Sequence[Schema], title: str) -> None:
        self.pages = pages
        self.schemas = list(schemas)
        self.title = fold_space(title).lower()
        self.risks: list[Draft] = []
        self.leftovers: list[Leftover] = []
        self.unknown: list[str] = []
        self._group: Field | None = None
        self._last: Schema | None = None
        self._near = True

    def begin(self, table: Table) -> None:
        """Go on to the next table: what stands above it may name the directorate of the risks below."""
        self._near = table.between <= _BETWEEN
        if table.between > _BETWEEN:
            self._last = None
        for block in table.above:
            group = _group_line(block, self.title)
            if group:
                self._group = group

    def take_cards(self, found: tuple[list[Draft], list[Leftover], list[str]]) -> None:
        """Take in the risks of a table of labels and values."""
        drafts, leftovers, unknown = found
        for draft in drafts:
            self._give_group(draft, None)
        self.risks += drafts
        self.leftovers += leftovers
        self.unknown += unknown

    def take(self, row: Block) -> None:
        """Take in one row."""
        if row.header or _is_header(row):
            self._last = schema(tuple(c.text or None for c in row.cells)) or self._last
            return
        lines = [lines_of(cell, self.pages) for cell in row.cells]
        texts = [" ".join(line.text for line in cell) for cell in lines]
        if not any(texts):
            return
        own = schema(_labels(row))
        placed = place(texts, own, self._others(own))
        if placed is None or placed.fit < 0.05 or not self._belongs(placed):
            if (own and (_is_register(own) or self.risks)) or (self._last and self.risks):
                self._leave(row)
            return
        self._last = placed.schema
        draft, left = self._draft(placed, lines, row)
        for n in left:
            self._leave_line(texts[n], lines[n])
        self._file(draft, row)

    def _others(self, own: Schema | None) -> list[Schema]:
        """Headers that a row without labels of its own may stand under: the last one first."""
        if own is None and self._last is None:
            return []
        return [*([self._last] if self._last else []), *(s for s in self.schemas if s != self._last)]

    def _belongs(self, placed: Placed) -> bool:
        """Whether a row is of the register: a risk under a risk's header, or something of the risk above."""
        if placed.schema.kind == "risk":
            return _is_register(placed.schema) or any(
                _is_register(s) for s in self.schemas if s.kind == "risk" and s.meanings & placed.schema.meanings
            )
        explicit = any(c.meaning and c.meaning.kind == "control" and c.meaning.field for c in placed.schema.columns)
        return bool(self.risks) and (self._near or explicit)

    def _draft(self, placed: Placed, lines: Sequence[list[Line]], row: Block) -> tuple[Draft, list[int]]:
        """The record that a row holds, with those that its cells list; and the places of cells that went nowhere."""
        draft = Draft(placed.schema.kind, spans=row.spans)
        below: dict[str, dict[str | None, list[Line]]] = {"control": {}, "action": {}}
        labels: dict[str, str] = {}
        left: list[int] = []
        for n, column in placed.pairs:
            m = column.meaning
            cell = [line for line in lines[n] if line.text]
            if m is None:
                if column.label:
                    self.unknown.append(column.label)
                    draft.other.append(field_of(cell, column.label))
                else:
                    left.append(n)
            elif m.is_list or (m.kind in below and m.kind != draft.kind):
                held = below[m.kind or "control"]
                key = None if m.is_list or (m.field in ("title", "description") and None not in held) else m.field
                if not is_nothing(" ".join(x.text for x in cell)):
                    held[key] = [*held.get(key, []), *cell]
                labels.setdefault(m.kind or "control", column.label)
            elif not put(draft, m, cell, column.label):
                left.append(n)
        for kind, cells in below.items():
            if cells.get(None):
                draft.children += children(kind, cells, labels[kind])  # type: ignore[arg-type]
        return draft, left

    def _file(self, draft: Draft, row: Block) -> None:
        if draft.kind == "risk":
            before = self.risks[-1] if self.risks else None
            if before is not None and _goes_on(before, draft):
                _merge(before, draft)
                return
            if not (draft.says("title") or draft.says("description") or draft.says("cause")):
                if draft.children and before is not None:
                    before.children += draft.children
                else:
                    self._leave(row)
                return
            self._give_group(draft, row)
            self.risks.append(draft)
        elif self.risks and (draft.says("title") or draft.says("description")):
            self.risks[-1].children.append(draft)
        else:
            self._leave(row)

    def _give_group(self, draft: Draft, row: Block | None) -> None:
        if "group" in draft.fields:
            return
        if row is not None and row.section and len(row.section) <= _LONGEST_GROUP and row.section.lower() != self.title:
            draft.fields["group"] = Field(row.section)
        elif self._group is not None:
            draft.fields["group"] = self._group

    def _leave(self, row: Block) -> None:
        self.leftovers.append(Leftover(fold_space(row.text), row.spans[0].page))

    def _leave_line(self, text: str, lines: Sequence[Line]) -> None:
        if lines and lines[0].spans:
            self.leftovers.append(Leftover(text, lines[0].spans[0].page))


def put(draft: Draft, m: Meaning, cell: Sequence[Line], label: str) -> bool:
    """Put a cell's lines in a draft's field; false when the field holds other words already."""
    assert m.field is not None
    if m.field in _SCORES and draft.kind == "risk":
        return draft.set_score(m.field, m.stage, cell, label)
    return draft.set(m.field, cell, label)


def _goes_on(before: Draft, draft: Draft) -> bool:
    """Whether a row says more of the risk above: the same reference or name again, or neither and only what is below a risk."""
    ref, name = draft.key
    old_ref, old_name = before.key
    if ref or name:
        same_ref = not ref or not old_ref or ref == old_ref
        return same_ref and (bool(ref) or bool(name)) and (not name or name == old_name) and bool(ref == old_ref or not ref)
    return bool(draft.children) and not draft.stages


def _merge(before: Draft, draft: Draft) -> None:
    """Take a further row of a risk in: its controls and actions, but for those that merged cells repeat."""
    held = {(c.kind, c.says("title"), c.says("description")) for c in before.children}
    before.children += [c for c in draft.children if (c.kind, c.says("title"), c.says("description")) not in held]
    before.spans = (*before.spans, *(s for s in draft.spans if s not in before.spans))
    for name, made in draft.fields.items():
        before.fields.setdefault(name, made)
        before.lines.setdefault(name, draft.lines.get(name, []))
    for stage, held_scores in draft.stages.items():
        for name, made in held_scores.items():
            before.stages.setdefault(stage, {}).setdefault(name, made)


def _group_line(block: Block, title: str) -> Field | None:
    """A line above a table that names a directorate or service: short, no sentence, not the paper's own title."""
    text = fold_space(block.text)
    if len(text) > _LONGEST_GROUP or text.endswith((".", ";")) or text.lower() == title or "register" in text.lower():
        return None
    if block.kind != "heading" and not (block.kind == "paragraph" and _GROUP.search(text)):
        return None
    if re.match(r"(?:risk|r)\s*\d+\b|table|appendix|annex|controls?\b|actions?\b", text, re.I):
        return None
    return Field(text, block.spans)
