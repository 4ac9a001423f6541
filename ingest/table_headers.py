"""The roles of a table's rows: which are headers (of one or several rows), titles, labels with values, data or blank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from ingest.table_cells import (
    could_label,
    distinct,
    folded,
    is_caption,
    is_figure,
    is_header_like,
    is_period,
    is_unit,
    is_year,
    label_text,
    names_column,
    naming,
    periods_only,
    says_when,
    varied,
)
from ingest.table_fields import starts_fields

Role = Literal["header", "data", "title", "blank", "note"]
Row = Sequence[str]
Labels = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class _Header:
    labels: Labels
    rows: list[list[str]]


_SAMPLE = 40  # rows looked at below a first row when it is judged by its place


def find_roles(rows: list[list[str]], marks: list[bool], carried: Labels | None) -> tuple[list[Role], dict[int, Labels]]:
    """Roles of all rows, and for every row of a header the labels that the header gives."""
    roles: list[Role] = ["data" if any(row) else "blank" for row in rows]
    filled = [index for index, role in enumerate(roles) if role == "data"]
    headers: dict[int, Labels] = {}
    known = [_Header(carried, [[label or "" for label in carried]])] if carried else []
    sections = _has_sections(rows)
    first, begun, after = carried is None, carried is not None, 0
    for index in filled:
        if index < after:
            continue
        header = _header_at(rows, marks, index, known, first=first)
        if header:
            after = index + len(header.rows)
            roles[index:after] = ["header"] * len(header.rows)
            headers.update(dict.fromkeys(range(index, after), header.labels))
            known = [*known, header] if all(header.labels != other.labels for other in known) else known
            first, begun = False, True
        elif single := _single_cell(rows[index], begun=begun, sections=sections, last=index == filled[-1]):
            roles[index] = single
        else:
            first, begun = False, begun or len(distinct(rows[index])) > 1
    return roles, headers


def _header_at(rows: list[list[str]], marks: list[bool], index: int, known: list[_Header], *, first: bool) -> _Header | None:
    """The header, of one row or several, that starts at `index`; None when none does."""
    row = rows[index]
    if not all(could_label(text) for text in row[1:] if text) or _is_only_title(row):
        return None
    for header in known:
        repeated = _repeated_rows(rows, index, header)
        if repeated:
            labels = header.labels if len(header.rows) > 1 else _joined_labels(rows[index : index + 1])
            return _Header(labels, rows[index : index + repeated])
    beneath = _rows_beneath(rows, index)
    if beneath and len(distinct(row)) == 1 and rows[index + 1][0] and not is_period(distinct(row)[0]):
        return None  # a title that stands over the middle of a full header
    below = rows[index + beneath + 1 : index + beneath + 1 + _SAMPLE]
    marked_below = sum(marks[index + beneath + 1 : index + beneath + 1 + _SAMPLE])
    lead = 2 if marks[index] and 3 * marked_below <= len(below) else 0
    joined = [label or "" for label in _joined_labels(rows[index : index + beneath + 1])]
    found = _by_words(row, first=first, marked=lead > 0) and not _fills(row, known)
    if not found and first and not distinct(row)[0].endswith(":"):
        found = _by_place(joined, below, lead)
    if not found and beneath and (first or not known):
        found = is_header_like(joined)
    if not found or (not beneath and starts_fields(rows, index)):
        return None
    return _Header(tuple(label or None for label in joined), rows[index : index + beneath + 1])


def _is_only_title(row: list[str]) -> bool:
    """One cell that cannot be a label: in the first column, or merged over most columns and no period."""
    texts, filled = distinct(row), sum(map(bool, row))
    return len(texts) == 1 and (bool(row[0]) or (filled > 1 and 2 * filled > len(row) and not is_period(texts[0])))


def _by_words(row: list[str], *, first: bool, marked: bool) -> bool:
    """Inside a table more is asked than of its first row: three cells, two thirds of which name a column, or emphasis."""
    if periods_only(row):
        return first or not row[0]
    if first or not is_header_like(row):
        return is_header_like(row)
    texts = distinct(row)
    return marked or (len(texts) >= 3 and 3 * naming(texts) >= 2 * len(texts))


def _fills(row: list[str], known: list[_Header]) -> bool:
    """Whether a row has dates or months under labels of the header in force that are none: it fills those columns and names none."""
    labels = known[-1].labels if known and not periods_only(row) else ()
    dated = [label for label, text in zip(labels, row, strict=False) if label and says_when(text)]
    return bool(dated) and not any(is_period(label) for label in dated)


def _by_place(row: list[str], rows: list[list[str]], lead: int) -> bool:
    """Is the first row unlike the rows below it? `lead` is what its emphasis counts for."""
    texts, places = distinct(row), [place for place, text in enumerate(row) if text]
    below = [other for other in rows if len(distinct(other)) > 1]
    if not below or not all(map(could_label, texts)) or not varied(texts):
        return False
    if len(places) < 2 and (row[0] or not places):
        return False
    if len({row[place][0].islower() for place in places}) > 1:
        return False
    fullest = max(sum(map(bool, other)) for other in below)
    if len(places) < 0.6 * (fullest - (not row[0])):
        return False
    columns = [[other[place] for other in below if other[place]] for place in places]
    named = any(map(names_column, texts))
    figures = any(column and 5 * sum(map(is_figure, column)) >= 3 * len(column) for column in columns)
    least, times = (18, 1.4) if named else (25, 2.0)
    longer = [
        bool(column) and len(row[place]) <= 60 and median(map(len, column)) > max(least, times * len(row[place]))
        for place, column in zip(places, columns, strict=True)
    ]
    return lead + named + 2 * figures + (2 * sum(longer) > len(places)) >= 2


def _repeated_rows(rows: list[list[str]], index: int, header: _Header) -> int:
    """How many rows from `index` on repeat rows of an earlier header; 0 when the first does not."""
    for start, before in enumerate(header.rows):
        if _repeats(rows[index], before):
            depth = 1
            later = zip(rows[index + 1 : index + 4], header.rows[start + 1 :], strict=False)
            for row, other in later:
                if row != other and not _repeats(row, other):
                    break
                depth += 1
            return depth
    return 0


def _repeats(row: list[str], before: list[str]) -> bool:
    """Most cells are those of the earlier row, reworded a little at most."""
    texts = [text for text in row if text]
    if len(distinct(row)) < 2 or not all(could_label(text) for text in texts):
        return False
    known = {folded(label_text(text)) for text in before if text}
    same = sum(folded(label_text(text)) in known for text in texts)
    return same >= 0.7 * max(len(texts), 0.6 * len(known))


def _rows_beneath(rows: list[list[str]], index: int) -> int:
    """How many rows below a header row belong to the same header (at most two): sub-headers, units, years under months."""
    depth = 0
    while depth < 2 and index + depth + 1 < len(rows):
        upper, lower, below = rows[index + depth], rows[index + depth + 1], rows[index + depth + 2 : index + depth + 7]
        if not below and not all(map(is_unit, filter(None, lower))):
            break  # the last row of all is data, but for one of units
        if not (_goes_beneath(upper, lower) or _names_figures(upper, lower, below)):
            break
        depth += 1
    return depth


def _names_figures(upper: list[str], lower: list[str], below: list[list[str]]) -> bool:
    """The lower row has labels over figures and names no row of its own, so that it cannot be the first row of data."""
    if lower[0] not in ("", upper[0]) or not all(map(could_label, filter(None, lower))) or len(distinct(lower)) < 2:
        return False
    cells = [row[place] for row in below for place, text in enumerate(lower) if text and place and row[place]]
    return bool(cells) and 5 * sum(map(is_figure, cells)) >= 4 * len(cells) and not any(map(is_figure, filter(None, upper[1:])))


def _goes_beneath(upper: list[str], lower: list[str]) -> bool:
    """The lower row fills places that cells of the upper one span; under its other cells stand only units or years."""
    filled = [place for place, text in enumerate(lower) if text]
    if not filled or not any(upper) or not all(could_label(lower[place]) for place in filled):
        return False
    spans = _spanned(upper)
    adds = False
    for place in filled:
        above, text = spans[place], lower[place]
        if not above:
            adds = adds or (place > 0 and len(distinct(lower)) > 1 and any(spans[:place]))
        elif folded(above) != folded(text):
            year_under_month = is_year(text) and is_period(above) and not is_year(above)
            if spans.count(above) == 1 and not is_unit(text) and not year_under_month:
                return False
            adds = True
    # Under one wide cell several different sub-headers are needed, or this is a data row beneath a header with a gap.
    wide = {folded(lower[p]) for p in filled if spans[p] and spans.count(spans[p]) > 1 and not is_unit(lower[p])}
    return adds and len(wide) != 1


def _spanned(row: list[str]) -> list[str]:
    """For every place the text of the cell that covers it: a blank by the cell to its left, if that is not the first."""
    out: list[str] = []
    for place, text in enumerate(row):
        out.append(text or (out[-1] if place > 1 or (place == 1 and not row[0]) else ""))
    return out


def _joined_labels(header: list[list[str]]) -> Labels:
    """One label a column: "2024/25 Actual" from a year above a sub-header."""
    uppers = [_spanned(row) for row in header[:-1]] + [header[-1]]
    joined: list[str | None] = []
    for place in range(len(header[-1])):
        parts: list[str] = []
        for depth, row in enumerate(uppers):
            lower = any(other[place] for other in header[depth + 1 :])
            text = label_text(row[place] if lower or depth == len(header) - 1 else header[depth][place])
            if text and text not in parts and (place or could_label(text)):
                parts.append(text)
        joined.append(" ".join(parts) or None)
    return tuple(joined)


def _single_cell(row: list[str], *, begun: bool, sections: bool, last: bool) -> Literal["title", "note"] | None:
    """What a row of one cell is, if it is more than a row of which the other cells are empty.

    A cell over the whole width, or one in the first column above all rows of several cells, is a title when it is short and a
    note when it is long. Once the table has `begun` a cell in the first column is a title only if it is short and the first
    column names the rows (`sections`).
    """
    texts = distinct(row)
    if len(row) < 2 or len(texts) != 1:
        return None
    text = texts[0]
    if is_unit(text):
        return None
    kind: Literal["title", "note"] = (
        "title" if could_label(text.rstrip(".") if is_caption(text) else text) and not is_period(text) else "note"
    )
    if text.lower().startswith(("source:", "note:", "notes:", "*")):
        return "note"
    if sum(map(bool, row)) > 1:
        return kind
    if last or text[0].islower() or is_period(text):
        return None
    if begun:
        return "title" if sections and row[0] and could_label(text) and ":" not in text[:-1] else None
    return kind if row[0] or kind == "title" else None


def _has_sections(rows: list[list[str]]) -> bool:
    """Does the first column name nearly every row of a table of three columns or more?"""
    named = [bool(row[0]) for row in rows if len(distinct(row)) > 2]
    return len(named) > 1 and 10 * sum(named) >= 9 * len(named)
