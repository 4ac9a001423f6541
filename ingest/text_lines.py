"""Plain text's lines as paragraphs, headings, list items and table rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.line_marks import read_mark
from ingest.tables import is_contents
from ingest.text_tables import goes_on
from vectorstore.models import fold_space

_UNDERLINE = re.compile(r"\s*(?:={3,}|-{3,}|~{3,}|_{3,}|\*{3,})\s*")
_LEADER = re.compile(r"(?:[.…_]\s?){4,}\s*\d{1,3}$")  # of a contents line, between the heading and its page
_RULE_CELL = re.compile(r"[-=_:\s]*")
_HASHES = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*$")
_HEADING_LENGTH = 90  # characters
_UNWRAPPED = 160  # characters: where lines are longer than this, a line is a paragraph


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A stretch of lines. `rows` are a table's cells; `level` is a heading's depth or a list item's nesting."""

    kind: Literal["heading", "paragraph", "item", "contents", "table"]
    text: str = ""
    level: int = 0
    number: str | None = None
    rows: tuple[tuple[str, ...], ...] = ()


def wrap_width(lines: Sequence[str]) -> int:
    """How long the text's lines are before they are wrapped; 0 where each line is a paragraph."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip() and "\t" not in line)
    if not lengths or lengths[int(0.9 * (len(lengths) - 1))] > _UNWRAPPED:
        return 0
    return lengths[int(0.9 * (len(lengths) - 1))]


def text_blocks(lines: Sequence[str], width: int, *, titled: bool = False) -> list[TextBlock]:
    """The blocks of a page's lines. `titled`: a short first line on its own is the title."""
    groups = _groups(lines)
    blocks: list[TextBlock] = []
    for place, group in enumerate(groups):
        after = groups[place + 1] if place + 1 < len(groups) else None
        blocks.extend(_group_blocks(group, after, width, title=titled and place == 0))
    return _joined_tables(blocks)


def _groups(lines: Sequence[str]) -> list[list[str]]:
    """Lines between blank ones."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            groups[-1].append(line.rstrip())
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _group_blocks(group: list[str], after: list[str] | None, width: int, *, title: bool) -> list[TextBlock]:
    blocks: list[TextBlock] = []
    held: list[str] = []
    place = 0
    while place < len(group):
        end = _table_end(group, place)
        if end > place:
            blocks.extend(_paragraphs(held, width))
            held = []
            rows = _table_rows(group[place:end])
            listed = is_contents(rows)
            blocks.extend(
                [TextBlock("contents", " ".join(cells)) for cells in rows] if listed else [TextBlock("table", rows=rows)]
            )
            place = end
            continue
        # A heading opens its group; an underlined one may also stand inside it.
        heading = _underlined(group, place)
        if heading is None and not held and not blocks:
            heading = _heading(group, place, after, title=title)
        if heading:
            blocks.extend(_paragraphs(held, width))
            held = []
            blocks.append(heading)
            place += 2 if place + 1 < len(group) and _UNDERLINE.fullmatch(group[place + 1]) else 1
        else:
            if not _UNDERLINE.fullmatch(group[place]):
                held.append(group[place])
            place += 1
    blocks.extend(_paragraphs(held, width))
    return blocks


# --- headings


def _underlined(group: list[str], place: int) -> TextBlock | None:
    line, after = group[place].strip(), group[place + 1] if place + 1 < len(group) else ""
    if not _UNDERLINE.fullmatch(after) or len(line) > _HEADING_LENGTH or not re.search(r"\w", line):
        return None
    mark = read_mark(line)
    return TextBlock("heading", line, 1 if "=" in after else 2, mark.number if mark else None)


def _heading(group: list[str], place: int, after: list[str] | None, *, title: bool) -> TextBlock | None:
    line = group[place].strip()
    if found := _HASHES.fullmatch(line):
        words = found.group(2).replace("**", "").strip("*_ ")
        mark = read_mark(words)
        return TextBlock("heading", words, len(found.group(1)), mark.number if mark else None)
    if len(line) > _HEADING_LENGTH or line[-1] in ".,;:!?" or not re.search(r"[A-Za-z]{2}", line):
        return None
    mark = read_mark(line)
    alone = len(group) == 1 and after is not None
    if _is_capitals(line) and (len(group) == 1 or not _is_capitals(group[place + 1])):
        return TextBlock("heading", line, 1 if title else 2, mark.number if mark else None)
    if mark is None and alone and (title or _could_head(line, after or [])):
        return TextBlock("heading", line, 1 if title else 3)
    if mark and mark.kind == "number" and alone and not _is_short_numbered(after or []):
        words = line[mark.length :]
        if words[0].isupper() and len(words.split()) <= 12:
            return TextBlock("heading", line, 1 + mark.depth, mark.number)
    return None


def _could_head(line: str, after: list[str]) -> bool:
    """A few words without figures above a paragraph of prose, as plain text has its headings."""
    prose = fold_space(" ".join(after))
    words = line.split()
    plain = len(words) <= 9 and line[0].isupper() and not re.search(r"[\d@:|\t]|https?|^(?:Cllr|Councillor|Mr|Mrs|Ms|Dr)\b", line)
    return plain and "\t" not in after[0] and len(prose) >= 100 and prose[0].isupper() and bool(re.search(r"[.:;]", prose))


def _is_capitals(line: str) -> bool:
    letters = [c for c in line if c.isalpha()]
    return len(letters) >= 3 and all(c.isupper() for c in letters) and len(line.strip()) <= _HEADING_LENGTH


def _is_short_numbered(group: list[str]) -> bool:
    """The next group is one more short numbered line: the two are points of a list, or lines of a contents page."""
    mark = read_mark(group[0].strip())
    return len(group) == 1 and mark is not None and mark.kind == "number" and len(group[0].strip()) <= _HEADING_LENGTH


# --- tables


def _table_end(group: list[str], place: int) -> int:
    """Where the run of table lines from `place` on ends; `place` itself when there is none."""
    end = place
    while end < len(group) and _cells(group[end]) is not None:
        end += 1
    rows = _table_rows(group[place:end])
    if not rows or (len(rows) == 1 and sum(map(bool, rows[0])) < 3):
        return place
    # "1.<tab>Text" down the page is a list and no table.
    if all(len(cells) == 2 and read_mark(f"{cells[0]} x") for cells in rows):
        return place
    return end


def _cells(line: str) -> tuple[str, ...] | None:
    stripped = line.strip()
    if stripped.startswith("|") and stripped.endswith("|") and stripped.count("|") > 2:
        return tuple(map(fold_space, stripped[1:-1].split("|")))
    cells = tuple(map(fold_space, line.rstrip().split("\t")))
    return cells if len(cells) > 1 and any(cells[1:]) else None


def _is_rule(line: str) -> bool:
    """A line of dashes under a header or a row. Single dashes stand for missing figures, but between bars."""
    cells = [cell for cell in _cells(line) or () if cell]
    return all(map(_RULE_CELL.fullmatch, cells)) and (line.lstrip().startswith("|") or sum(map(len, cells)) >= 2 * len(cells))


def _table_rows(lines: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(cells for line in lines if (cells := _cells(line)) and not _is_rule(line))


def _joined_tables(blocks: list[TextBlock]) -> list[TextBlock]:
    """The blocks with tables joined that go on over blank lines."""
    out: list[TextBlock] = []
    for block in blocks:
        last = out[-1] if out else None
        if last is not None and last.kind == block.kind == "table" and goes_on(last.rows, block.rows):
            out[-1] = replace(last, rows=last.rows + block.rows)
        else:
            out.append(block)
    return out


# --- paragraphs and lists


def _paragraphs(lines: list[str], width: int) -> list[TextBlock]:
    """Lines joined where they were wrapped; a number or a bullet begins a block of its own."""
    blocks: list[TextBlock] = []
    indents: list[int] = []
    parts: list[str] = []
    for line in lines:
        if not parts or read_mark(line.strip()) or _LEADER.search(line) or _breaks(parts[-1], line, width):
            blocks.extend(_closed(parts, blocks, indents))
            parts = []
        parts.append(line)
    blocks.extend(_closed(parts, blocks, indents))
    return blocks


def _closed(parts: list[str], before: list[TextBlock], indents: list[int]) -> list[TextBlock]:
    """The block that some lines make, after the blocks `before` it; `indents` are those of the list items around it."""
    if not parts:
        return []
    text, mark = _joined(parts), read_mark(parts[0].strip())
    if mark is None:
        return [TextBlock("contents" if len(parts) == 1 and _LEADER.search(parts[0]) else "paragraph", text)]
    spread = parts[0].expandtabs(4)
    indent = len(spread) - len(spread.lstrip())
    indents[:] = [*(outer for outer in indents if outer < indent), indent]
    last = before[-1] if before else None
    listed = last is not None and (last.text.endswith(":") or (last.kind == "item" and mark.depth == 1))
    if mark.kind == "number" and not listed:
        return [TextBlock("paragraph", text, number=mark.number)]
    return [TextBlock("item", text, len(indents) - 1, mark.number)]


def _breaks(before: str, line: str, width: int) -> bool:
    """Does a new paragraph begin although no blank line parts them? Lines that end well short of the margin are not wrapped."""
    if not width:
        return True
    short = len(before.rstrip()) < 0.6 * width and before.rstrip()[-1] not in ",-–"
    return short and (line.strip()[0].isupper() or line.strip()[0].isdigit())


def _joined(lines: Sequence[str]) -> str:
    text = ""
    for line in map(str.strip, lines):
        # A word broken at its hyphen keeps the hyphen: "co-" and "operate" are "co-operate".
        glue = "" if not text or (re.search(r"\w-$", text) and line[0].islower()) else " "
        text += glue + line
    return fold_space(text)
