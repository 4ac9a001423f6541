"""The titles behind the references of a heat map, from a table or from lines beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.reading import Block, Reading
from ingest.registers.printed import Line, cut, field_of, lines_of
from vectorstore.models import Page
from vectorstore.records import Field

Titles = dict[str, Field]
_GAP = re.compile(r"[\s:.)\u2013\u2014=-]*")
_LONGEST = 300  # characters of a title


def titles_of(reading: Reading, refs: Sequence[str]) -> Titles:
    """The title of each reference that a legend names, the first that is found."""
    wanted = {ref.lower(): ref for ref in refs}
    found: Titles = {}
    for block in reading.blocks:
        if block.kind in ("furniture", "contents"):
            continue
        entries = _in_row(block, reading.pages, wanted) if block.kind == "row" else _in_line(block, reading.pages, wanted)
        for ref, title in entries:
            found.setdefault(ref, title)
    return found


def _in_row(row: Block, pages: Sequence[Page], wanted: dict[str, str]) -> Iterator[tuple[str, Field]]:
    """References with words in the next filled cell, and cells that hold both."""
    filled = [c for c in row.cells if c.text]
    for n, cell in enumerate(filled):
        ref = wanted.get(cell.text.lower().rstrip(".:"))
        after = filled[n + 1] if n + 1 < len(filled) else None
        if ref and after is not None and _is_title(after.text) and after.text.lower() not in wanted:
            yield ref, field_of(lines_of(after, pages), after.label)
        elif ref is None:
            for line in lines_of(cell, pages):
                yield from _entries(line, wanted)


def _in_line(block: Block, pages: Sequence[Page], wanted: dict[str, str]) -> Iterator[tuple[str, Field]]:
    """A line, or several that the reader took for one paragraph: "R1 Title R2 Title"; a number may be the list's own."""
    texts = [pages[s.page - 1].text[s.start : s.end] for s in block.spans]
    line = Line(" ".join(" ".join(t.split()) for t in texts), block.spans)
    if " ".join(block.text.split()) != line.text or any(" ".join(t.split()) != t for t in texts):
        line = Line(block.text, block.spans[:1])  # the place is then the whole block's
    if (
        block.number
        and (ref := wanted.get(block.number.lower().rstrip(".")))
        and not line.text.startswith(block.number)
        and _is_title(line.text)
    ):
        yield ref, field_of([line], None)
        return
    yield from _entries(line, wanted)


def _entries(line: Line, wanted: dict[str, str]) -> Iterator[tuple[str, Field]]:
    """Every reference in a line, with the words up to the next one. A bare number counts only at the line's beginning."""
    text = line.text
    places: list[tuple[int, int, str]] = []
    for ref in wanted.values():
        pattern = rf"(?<![\w./-]){re.escape(ref)}(?![\w/]|\.\d|-\d)"
        places += [(m.start(), m.end(), ref) for m in re.finditer(pattern, text, re.I) if m.start() == 0 or not ref.isdigit()]
    places.sort()
    if not places or places[0][0] != 0:
        return
    ends = [*(p[0] for p in places[1:]), len(text)]
    for (_, end, ref), stop in zip(places, ends, strict=True):
        gap = _GAP.match(text, end)
        start = gap.end() if gap else end
        words = text[start:stop].rstrip(" ;,")
        if _is_title(words):
            yield ref, field_of([cut(line, start, start + len(words)) if len(line.spans) else Line(words, line.spans)], None)


def _is_title(text: str) -> bool:
    return 3 < len(text) <= _LONGEST and bool(re.search(r"[^\W\d_]{3}", text))
