"""What is left of a plan's last row below its table: files that a scanner made hold the rest of cut cells as loose lines, column by column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.commitments.cell_items import Item, items_in
from ingest.commitments.item_forms import states_act
from ingest.commitments.plan_rows import PlanRow
from ingest.reading import Block
from ingest.registers.printed import Line
from ingest.table_cells import plain

_ENDED = (".", "!", "?", ":", ";")
_FEWEST = 2  # cells that stop in the middle of a sentence, and columns beside the act
_PAGE_MARK = re.compile(r"page\s*\d{1,4}", re.I)
_NUMBER = re.compile(r"\(?(\d{1,2})(?:\.?[a-z])?[.):]?(?=\s|[A-Z])")
_REACHED = re.compile(r"[A-Z][a-z]+ed\b")


def remains(row: PlanRow, blocks: Sequence[Block]) -> Iterator[Item]:
    """The acts among the `blocks` behind a table whose last `row` was cut.

    The rest of each cell begins in small letters, where the cell broke off, or with a number that counts from the front again.
    """
    columns = [n for n, c in enumerate(row.plan.columns) if c is not None]
    broken = [n for n in columns if (said := plain(row.cells[n].text)) and not said.endswith(_ENDED)]
    if row.plan.sure or len(broken) < _FEWEST or len(columns) <= _FEWEST:
        return
    act = columns.index(row.plan.act)
    at, last = -1, 0
    for block in blocks:
        if block.kind == "heading" and _PAGE_MARK.fullmatch(block.text.strip()):
            at, last = -1, 0
            continue
        if block.kind not in ("item", "paragraph", "furniture"):
            return
        number = int(m.group(1)) if (m := _NUMBER.match(block.text)) else 0
        item = next(iter(items_in([Line(block.text, block.spans)])), None)
        fragment = block.text[:1].islower() and not re.match(r"[a-h][.)]", block.text)
        if block.kind == "furniture" or item is None:
            continue
        if fragment:
            at, last = next((columns.index(n) for n in broken if columns.index(n) > at), at + 1), 0
        elif at < 0 or 0 < number < last:
            at, last = at + 1, 0
        if at < act and number and states_act(item.what):
            at = act
        last = number or last
        listed = number or block.kind == "item" or states_act(item.what)
        if at == act and listed and not fragment and not _REACHED.match(item.what):
            yield item
