"""Rows of a sheet, a CSV file or tab-separated lines as blocks: where one table ends and the next begins, titles, labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.reading import Writer
from ingest.table_cells import could_label, is_caption, is_figure
from ingest.tables import LabelledRow, label_rows
from vectorstore.models import fold_space

_CHUNK = 1000  # rows labelled at a time, so that a long sheet is never held twice
_LONGEST_TITLE = 160  # characters


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row's cell texts, lines inside a cell parted by line breaks.

    `filled` has those of merged cells in every place they cover; `bold`: emphasised throughout.
    """

    texts: tuple[str, ...]
    filled: tuple[str, ...]
    bold: bool = False


@dataclass(slots=True)
class _Columns:
    """What is known of a table when its next rows come: the places of its columns, their labels, and the section in force."""

    places: tuple[int, ...]
    labels: tuple[str | None, ...] | None
    figures: frozenset[int]
    section: str | None = None


class TableWriter:
    """Writes rows out as they come. Blank rows part tables; single cells on rows of their own are headings or paragraphs.

    `tables` counts the tables written.
    """

    def __init__(self, writer: Writer, *, heading_level: int = 2) -> None:
        self._writer = writer
        self._level = heading_level
        self._lines: list[tuple[str, bool]] = []
        self.tables = 0

    def write(self, rows: Iterable[SheetRow]) -> None:
        """Write all rows of one sheet."""
        held: list[SheetRow] = []
        before: _Columns | None = None
        begun = False
        for row in rows:
            if any(row.texts):
                held.append(row)
            if not any(row.filled) or len(held) >= _CHUNK:
                before = self._segment(held, before, begun=begun)
                held, begun = [], any(row.filled)
        self._segment(held, before, begun=begun)
        self._write_lines(before_table=False)

    def _segment(self, rows: list[SheetRow], before: _Columns | None, *, begun: bool) -> _Columns | None:
        """Write rows without a blank one among them; `begun` where they go on with the table `before`. Gives back its columns."""
        if not rows:
            return before
        places = _used(rows)
        if begun and before:
            return self._table(rows, tuple(sorted({*places, *before.places})), before)
        if len(places) < 2 or max(len(_own(row)) for row in rows) < 2:
            self._lines.extend((_own(row)[0], row.bold) for row in rows)
            return None
        made = None
        for side in _sides(rows, places):
            carried = before if before and not self._lines and _continues(rows, side, before) else None
            self.tables += carried is None
            made = self._table(rows, side, carried)
        return made

    def _table(self, rows: list[SheetRow], places: tuple[int, ...], before: _Columns | None) -> _Columns:
        labels = _placed(before, places) if before else None
        section = before.section if before else None
        begun = before is not None
        data: list[SheetRow] = []
        last: SheetRow | None = None
        for row, labelled in zip(rows, _labelled(rows, places, labels), strict=True):
            texts = [row.texts[place] if place < len(row.texts) else "" for place in places]
            alone = sum(map(bool, texts)) == 1
            if labelled.role == "header":
                labels, begun = labelled.labels, True
            if alone and not begun:
                self._lines.append((next(filter(None, texts)), row.bold))
                continue
            begun = True
            if labelled.role == "data":
                data.append(row)
            self._write_lines(before_table=True)
            if labelled.role == "title":
                section = labelled.section
            if alone and labelled.role == "data" and labels and not any(labelled.labels):
                self._writer.add("paragraph", next(filter(None, texts)))  # a source or a note at the table's foot
                continue
            header = labelled.role in ("header", "title")
            named = [(None if header else label, text) for label, text in zip(labelled.labels, texts, strict=True)]
            above = None if header else _names_above(row, places) or section
            self._writer.row(self.tables, named, header=header, section=above, merged=_goes_on_above(row, last, places))
            last = row
        return _Columns(places, labels, _figure_places(data, places), section)

    def _write_lines(self, *, before_table: bool) -> None:
        """Write the single cells that wait: those that name the table that follows, or are bold, as headings."""
        could = [could_label(text.rstrip("."), longest=_LONGEST_TITLE) and not is_figure(text) for text, _ in self._lines]
        chosen = [ok and (bold or is_caption(text)) for ok, (text, bold) in zip(could, self._lines, strict=True)]
        if before_table and not any(chosen) and any(could):
            chosen[could.index(True)] = True
        for (text, _), heading in zip(self._lines, chosen, strict=True):
            self._writer.add("heading" if heading else "paragraph", text, level=self._level if heading else 0)
        self._lines = []


def _own(row: SheetRow) -> list[str]:
    return [text for text in row.texts if text]


def _labelled(rows: list[SheetRow], places: tuple[int, ...], carried: tuple[str | None, ...] | None) -> list[LabelledRow]:
    grid = [[row.filled[place] if place < len(row.filled) else "" for place in places] for row in rows]
    return label_rows(grid, emphasised=[row.bold for row in rows], carried=carried)


def _used(rows: Sequence[SheetRow]) -> tuple[int, ...]:
    return tuple(sorted({place for row in rows for place, text in enumerate(row.texts) if text}))


def _sides(rows: list[SheetRow], places: tuple[int, ...]) -> list[tuple[int, ...]]:
    """The places of tables that stand side by side: parted by an empty column, each with a header of its own."""
    groups: list[list[int]] = [[places[0]]]
    for place in places[1:]:
        if place - groups[-1][-1] > 1:
            groups.append([])
        groups[-1].append(place)
    if len(groups) < 2 or any(len(group) < 2 for group in groups):
        return [places]
    sides = [tuple(group) for group in groups]
    for side in sides:
        first = next((r for r in _labelled(rows[:20], side, None) if r.role in ("header", "data")), None)
        if first is None or first.role != "header":
            return [places]
    return sides


def _continues(rows: list[SheetRow], places: tuple[int, ...], before: _Columns) -> bool:
    """After a blank row: the same columns with figures in the same places and no header of their own."""
    if before.labels is None or not set(places) <= set(before.places) or len(_own(rows[0])) < 2:
        return False
    if any(row.role == "header" for row in _labelled(rows[:20], places, None)):
        return False
    figures = _figure_places(rows, places)
    return bool(figures) and figures == before.figures


def _figure_places(rows: Sequence[SheetRow], places: tuple[int, ...]) -> frozenset[int]:
    """Columns of which most filled cells are figures."""
    found = set()
    for place in places:
        filled = [row.texts[place] for row in rows[:50] if place < len(row.texts) and row.texts[place]]
        if filled and 2 * sum(map(is_figure, filled)) > len(filled):
            found.add(place)
    return frozenset(found)


def _placed(before: _Columns, places: tuple[int, ...]) -> tuple[str | None, ...] | None:
    if before.labels is None:
        return None
    by_place = dict(zip(before.places, before.labels, strict=True))
    return tuple(by_place.get(place) for place in places)


def _goes_on_above(row: SheetRow, last: SheetRow | None, places: tuple[int, ...]) -> tuple[bool, ...]:
    """Which places are under a merged cell that already covered the row before, and did not begin left of them in this one."""
    if last is None or row.texts == row.filled:
        return ()

    def at(texts: tuple[str, ...], place: int) -> str:
        return texts[place] if place < len(texts) else ""

    return tuple(not at(row.texts, p) and bool(at(row.filled, p)) and at(row.filled, p) == at(last.filled, p) for p in places)


def _names_above(row: SheetRow, places: tuple[int, ...]) -> str | None:
    """The texts of merged cells that began in a row above, left of the row's own cells: its directorate, its risk."""
    names: list[str] = []
    for place in places:
        text, covering = row.texts[place] if place < len(row.texts) else "", row.filled[place] if place < len(row.filled) else ""
        if text:
            break
        if covering and covering not in names and len(covering) <= 120:
            names.append(fold_space(covering))
    return " – ".join(names) or None
