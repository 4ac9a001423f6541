"""Which rows of a PDF are one table: over page breaks, past small tables at the top of pages, in their order there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from ingest.pdf_labels import label
from ingest.pdf_layout import Draft
from ingest.pdf_rows import TableRow, table_rows

_SAME_EDGE = 4.0  # points
Outline = tuple[float, float]


@dataclass(slots=True)
class _Tables:
    """Tables as lists of indices of rows, while a document's drafts are gone through in order.

    `running` are the tables of this page that no words have parted from the next row; `carried` is the one that the page before
    ended with.
    """

    flow: Sequence[Draft]
    outlines: dict[tuple[int, int | None], Outline]
    found: list[list[int]] = field(default_factory=list)
    running: list[list[int]] = field(default_factory=list)
    carried: list[int] | None = None

    def add(self, i: int) -> None:
        """Put a row to its table."""
        draft = self.flow[i]
        if self.running and self.flow[self.running[-1][-1]].page != draft.page:
            self.carried, self.running = self.running[-1], []
        mine = next((t for t in self.running if self.flow[t[-1]].table == draft.table), None)
        if mine is None and self.carried is not None and self._continues(self.flow[self.carried[-1]], draft):
            mine, self.carried = self.carried, None
            self.running.append(mine)
        if mine is None:
            mine = []
            self.found.append(mine)
            self.running.append(mine)
        mine.append(i)

    def part(self) -> None:
        """Words stand between the last row and the next."""
        self.running, self.carried = [], None

    def _continues(self, last: Draft, draft: Draft) -> bool:
        """Whether the table that the page before ended with goes on: in the table as wide as it, else in the page's first."""
        wanted = self.outlines[(last.page, last.table)]
        alike = {table for (page, table), outline in self.outlines.items() if page == draft.page and _alike(outline, wanted)}
        return draft.table in alike or (not alike and not self.running)


def numbered_rows(flow: Sequence[Draft], fixed: Collection[int]) -> dict[int, tuple[int, TableRow] | None]:
    """For the index of every row in a document's drafts its table's number (from 1) and the row to be written in that place.

    Rows come in the order in which they stand on the page, which need not be the file's. None: a row's rest that belongs to the
    row before the page break. Drafts that are `fixed` (headings, contents) are no rows of tables and part them.
    """
    rows: dict[int, tuple[int, TableRow] | None] = {}
    for number, places in enumerate(_group(flow, fixed), 1):
        rows.update(dict.fromkeys(places))
        drafts = sorted((flow[i] for i in places), key=lambda d: (d.page, d.top))
        place = {id(draft): i for draft, i in zip(drafts, places, strict=True)}
        table = table_rows(drafts)
        label(table)
        rows.update({place[id(row.parts[0])]: (number, row) for row in table})
    return rows


def _group(flow: Sequence[Draft], fixed: Collection[int]) -> list[list[int]]:
    is_row = [draft.kind == "row" and i not in fixed for i, draft in enumerate(flow)]
    tables = _Tables(flow, _outlines(draft for draft, row in zip(flow, is_row, strict=True) if row))
    for i, row in enumerate(is_row):
        if row:
            tables.add(i)
        else:
            tables.part()
    return tables.found


def _outlines(rows: Iterable[Draft]) -> dict[tuple[int, int | None], Outline]:
    """The left and right edge of each page's tables."""
    out: dict[tuple[int, int | None], Outline] = {}
    for row in rows:
        x0, x1 = out.get((row.page, row.table), (row.x0, row.x1))
        out[(row.page, row.table)] = min(x0, row.x0), max(x1, row.x1)
    return out


def _alike(a: Outline, b: Outline) -> bool:
    return abs(a[0] - b[0]) <= _SAME_EDGE and abs(a[1] - b[1]) <= _SAME_EDGE
