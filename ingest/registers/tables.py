"""The tables of a reading as registers need them: nested ones with the table around them, headers of two rows, rows that are headers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.reading import Block
from ingest.registers.columns import schema
from ingest.registers.vocabulary import SCORES, could_be_label, meaning, stage_of
from ingest.table_cells import plain
from vectorstore.models import fold_space

_LONGEST_LABEL = 70  # characters
_LONGEST_LINE = 180  # characters of a line above a table that may name it
_RULE = re.compile(r"[\s\-\u2013\u2014_=|:+]*")
_TOTALS = re.compile(r"(?:grand |sub-?)?totals?\b[\s\d.,%£$()km\u2013-]*", re.I)

Labels = tuple[str | None, ...]


@dataclass(slots=True)
class Row:
    """A row: its block, the labels of its cells, and whether it is a header. `covered` says which cells go on from the row above."""

    block: Block
    labels: Labels
    header: bool = False


@dataclass(slots=True)
class Table:
    """The rows of one table, the short lines that stand above it since the table before, and how many blocks are between the two.

    `below` is the line right behind it, if that is short.
    """

    rows: list[Row]
    above: list[Block] = field(default_factory=list)
    between: int = 0
    below: Block | None = None

    @property
    def heading(self) -> Block | None:
        """The nearest line above."""
        return self.above[-1] if self.above else None

    @property
    def page(self) -> int:
        """Ordinal of the page that it begins on."""
        return self.rows[0].block.spans[0].page


def tables_of(blocks: Sequence[Block]) -> Iterator[Table]:
    """The tables in reading order. A table inside a cell of another is part of the other."""
    above: list[Block] = []
    between = 0
    table: Table | None = None
    same: dict[Labels, Labels] = {}  # long sheets have the same labels on every row: they are held once
    for is_row, run in itertools.groupby(
        (b for b in blocks if b.kind not in ("furniture", "contents")), lambda b: b.kind == "row"
    ):
        if not is_row:
            lines = list(run)
            between = len(lines)
            above = [b for b in lines if len(b.text) <= _LONGEST_LINE]
            if table is not None and above[:1] == lines[:1]:
                table.below = above[0]
            continue
        for rows in _whole(list(run)):
            if found := [Row(b, same.setdefault(own := labels_of(b), own)) for b in rows if not _RULE.fullmatch(b.text)]:
                if table is not None:
                    yield table
                table = Table(_over_pages(_with_headers(found)), above, between)
                above, between = [], 0
    if table is not None:
        yield table


def _whole(run: Sequence[Block]) -> Iterator[list[Block]]:
    """The tables of a run of rows: one that comes back after another was around it."""
    last = {b.table: n for n, b in enumerate(run)}
    held: list[Block] = []
    end = -1
    for n, block in enumerate(run):
        if held and n > end:
            yield held
            held = []
        held.append(block)
        end = max(end, last[block.table]) if len(held) > 1 else last[block.table]
    if held:
        yield held


def labels_of(row: Block) -> Labels:
    """The labels of a row's cells; a header's own words for a header."""
    return tuple((c.text if row.header else c.label) or None for c in row.cells)


def is_totals(row: Block) -> bool:
    """A row of sums under a table."""
    return bool(_TOTALS.fullmatch(fold_space(row.text)))


def _with_headers(rows: list[Row]) -> list[Row]:
    """The rows with headers found by their words, and headers of two rows joined over the rows below."""
    out: list[Row] = []
    joined: Labels | None = None
    width = 0
    for row in rows:
        row = replace(row, header=row.block.header or _is_header(row.block))
        before = out[-1] if out else None
        if row.header:
            row = replace(row, labels=labels_of(replace(row.block, header=True)))
            joined = None
        if before is not None and before.header and (made := _two_rows(before.block, row.block)):
            joined, width = made, len(made)
            row = Row(row.block, joined, True)
        elif joined and not row.header and len(row.block.cells) == width and row.labels != joined:
            row = replace(row, labels=joined)
        out.append(row)
    return out


def _over_pages(rows: list[Row]) -> list[Row]:
    """The rows with those joined that a page break cuts and the reader left apart: only words that go on in the middle of a sentence."""
    out: list[Row] = []
    for row in rows:
        at = next((n for n in range(len(out) - 1, -1, -1) if not out[n].header), -1)
        if at >= 0 and not row.header and _is_rest(out[at], row):
            out[at] = replace(out[at], block=_joined(out[at].block, row.block))
            del out[at + 1 :]  # the header that comes again overleaf stands between the two parts
        else:
            out.append(row)
    return out


def _is_rest(row: Row, rest: Row) -> bool:
    """Whether a row is what a page break cut off another: its words begin in the middle of sentences that the other does not end."""
    upper, lower = row.block, rest.block
    if lower.spans[0].page != upper.spans[-1].page + 1 or row.labels != rest.labels or lower.covered or upper.covered:
        return False
    filled = [n for n, c in enumerate(lower.cells) if c.text]
    if not filled or filled[0] == 0 or not upper.cells[0].text:
        return False
    parts = [(plain(upper.cells[n].text), plain(lower.cells[n].text)) for n in filled]
    open_ended = [bool(a) and not a.endswith((".", "!", "?", ";", ":")) for a, _ in parts]
    return all(open_ended) and all(len(a) > 30 for a, _ in parts) and any(b[0].islower() for _, b in parts)


def _joined(upper: Block, lower: Block) -> Block:
    cells = tuple(
        replace(a, text=f"{a.text} {b.text}".strip(), spans=(*a.spans, *b.spans))
        for a, b in zip(upper.cells, lower.cells, strict=True)
    )
    return replace(upper, text=fold_space(" ".join(c.text for c in cells)), spans=(*upper.spans, *lower.spans), cells=cells)


def _two_rows(upper: Block, lower: Block) -> Labels | None:
    """The labels of a header whose second row holds only the parts of a score ("L", "I", "Score") under wide cells that name a stage."""
    parts = [plain(c.text) for c in lower.cells if c.text]
    tops = [plain(c.text) for c in upper.cells if c.text]
    if len(parts) < 2 or len(tops) < 3 or not all(_is_part(p) for p in parts):
        return None
    if len(upper.cells) == len(lower.cells):
        return None
    for wide in ([t for t in tops if stage_of(t)], [t for t in tops if _is_wide(t)]):
        groups = _groups(parts, len(wide))
        if groups:
            below = iter(groups)
            return tuple(label for top in tops for label in ([f"{top} {p}" for p in next(below)] if top in wide else [top]))
    return None


def _groups(parts: list[str], count: int) -> list[list[str]]:
    """Parts of scores in so many groups: a group ends where a part comes again, else all are of one size; none when neither gives them."""
    groups: list[list[str]] = [[]]
    fields: set[str | None] = set()
    for part in parts:
        found = meaning(part)
        if found and found.field in fields:
            groups.append([])
            fields = set()
        fields.add(found.field if found else None)
        groups[-1].append(part)
    if len(groups) == count:
        return groups
    each = len(parts) // count if count and len(parts) % count == 0 else 0
    return [parts[n : n + each] for n in range(0, len(parts), each)] if each else []


def _is_part(text: str) -> bool:
    found = meaning(text) if len(text) <= 30 else None
    return found is not None and found.field in SCORES and found.kind is None


def _is_wide(text: str) -> bool:
    found = meaning(text)
    return (found is not None and found.field in ("score", "rating")) or stage_of(text) is not None


def _is_header(row: Block) -> bool:
    """A row that is a header by its words, whatever the reader took it for."""
    texts = [c.text for c in row.cells if c.text]
    if len(texts) < 3 or any(len(t) > _LONGEST_LABEL for t in texts):
        return False
    if sum(map(could_be_label, texts)) < 0.75 * len(texts):
        return False
    own = schema(tuple(map(plain, texts)))
    return own is not None and sum(c.meaning is not None for c in own.columns) >= max(3, 0.75 * len(texts))
