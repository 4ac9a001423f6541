"""Which paragraphs of a Word document are headings, and how deep they stand.

Heading styles say so. Where an author used few or none, or bold lines beside them, short paragraphs that are bold or larger than
the text count too, ranked by size.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.docx_blocks import Paragraph, Table
from ingest.line_marks import read_mark

_LONGEST = 25  # words; a longer paragraph in a heading style is a numbered paragraph whose author liked the style
_CAPTION = re.compile(r"(?:table|figure|fig\.?|chart|map|source|note|box)\b[\s:]", re.I)


def heading_levels(parts: Sequence[Paragraph | Table]) -> dict[int, int]:
    """Levels (from 1) of the headings among the parts, by index."""
    styled = {i: p.heading for i, p in enumerate(parts) if isinstance(p, Paragraph) and _is_styled(p) and p.heading is not None}
    body = _body_size(parts)
    looks = [i for i in range(len(parts)) if i not in styled and _looks_like_one(parts, i, body)]
    titled = any(level == 0 for level in styled.values())
    levels: dict[int, int] = {i: 1 if level == 0 else level + titled for i, level in styled.items()}
    if 2 * sum(level > 0 for level in styled.values()) < len(looks):
        # Styles were hardly used: all headings are ranked by their looks, titles apart.
        ranked = sorted({*looks, *(i for i, level in styled.items() if level > 0)})
        return {**{i: 1 for i, level in styled.items() if level == 0}, **_ranked(parts, ranked, 1 + titled)}
    current = int(titled)
    for i in range(len(parts)):
        if i in levels:
            current = levels[i]
        elif i in looks:
            levels[i] = current + 1
    return levels


def _is_styled(part: Paragraph) -> bool:
    return not part.contents and len(part.words.text.split()) <= _LONGEST


def _ranked(parts: Sequence[Paragraph | Table], indices: Sequence[int], top: int) -> dict[int, int]:
    found = [(i, part) for i in indices if isinstance(part := parts[i], Paragraph)]
    order = sorted({_rank(part) for _, part in found}, reverse=True)
    levels = {}
    for i, part in found:
        typed = read_mark(part.words.text)
        levels[i] = min(6, top + order.index(_rank(part)) + (typed.depth - 1 if typed else 0))
    return levels


def _rank(part: Paragraph) -> tuple[int, bool]:
    """Larger is higher; a bold point in a list is below a bold line of the same size."""
    return part.words.size, part.mark is None or part.mark.kind != "bullet"


def _looks_like_one(parts: Sequence[Paragraph | Table], index: int, body: int) -> bool:
    part = parts[index]
    after = parts[index + 1] if index + 1 < len(parts) else None
    if not isinstance(part, Paragraph) or after is None or part.contents or part.heading == 0:
        return False
    text = part.words.text
    if len(text) > 100 or len(text.split()) > 15 or text[-1] in ".,;:" or not any(map(str.isalpha, text)) or _CAPTION.match(text):
        return False
    if part.mark and part.mark.kind != "number" and not (isinstance(after, Paragraph) and after.mark is None):
        return False
    return part.words.bold or part.words.size >= 1.15 * body


def _body_size(parts: Sequence[Paragraph | Table]) -> int:
    sizes: Counter[int] = Counter()
    for part in parts:
        if isinstance(part, Paragraph):
            sizes[part.words.size] += len(part.words.text)
    return sizes.most_common(1)[0][0] if sizes else 22
