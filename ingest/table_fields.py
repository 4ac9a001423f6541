"""Tables of labels and values: a report's front sheet, one record a table, a list of figures without a header."""

from __future__ import annotations

from statistics import median

from ingest.table_cells import could_label, distinct, folded, is_figure, is_header_like, names_field

_SAMPLE = 40  # rows looked at


def starts_fields(rows: list[list[str]], index: int) -> bool:
    """The row begins a stretch of labels and values by its fields' names, so that "Title of Report | ..." is no header."""
    stretch = []
    for row in rows[index : index + _SAMPLE]:
        if len(distinct(row)) > 2 and not is_pairs(row):
            break
        if any(row):
            stretch.append(row)
    return _named_fields(stretch)


def _named_fields(stretch: list[list[str]]) -> bool:
    firsts = [distinct(row)[0] for row in stretch if len(distinct(row)) > 1]
    named = sum(map(names_field, firsts))
    if len(firsts) == 1:
        return named == 1 and not is_header_like(stretch[0])
    return 2 * named >= len(firsts) > 0 and names_field(firsts[0])


def is_pairs(row: list[str]) -> bool:
    """Label, value, label, value."""
    texts = distinct(row)
    return (
        len(texts) == 4
        and names_field(texts[0])
        and names_field(texts[2])
        and not (names_field(texts[1]) and names_field(texts[3]))
    )


def are_fields(stretch: list[list[str]]) -> bool:
    """Is a stretch of rows without a header one of labels and values? See `label_rows` for the rule."""
    full = [row for row in stretch if len(distinct(row)) > 1]
    if not full or any(len(distinct(row)) > 2 and not is_pairs(row) for row in full):
        return False
    if _named_fields(full):
        return True
    firsts, seconds = [distinct(row)[0] for row in full], [distinct(row)[-1] for row in full]
    if len(full) < 2 and not is_figure(seconds[0]):
        return False
    if not all(could_label(first, longest=160) for first in firsts) or len(set(map(folded, firsts))) < len(firsts):
        return False
    if all(map(is_figure, seconds)):
        return True
    short = median(map(len, firsts))
    return min(len(seconds[0]), median(map(len, seconds))) > max(40, 2 * short) and not any(map(is_figure, seconds))
