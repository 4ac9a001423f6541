"""Running headers and footers: lines at a page's edge that come back on page after page, and the page numbers among them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.pdf_layout import Draft

_EDGE = 0.11  # share of the page's height at its top and bottom where furniture stands
_PAGE_NUMBER = re.compile(r"^\W*(?:page\s*)?(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?\W*$", re.I)
_TAIL_NUMBER = re.compile(r"(?:\bpage\s*|\|\s*|\s{2,})(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?\W*$", re.I)


def find_furniture(pages: Sequence[Sequence[Draft]], heights: Sequence[float]) -> list[set[int]]:
    """For each page the indices of its drafts that are furniture.

    A line at the edge counts when a line of the same words (digits aside) stands at the same height on at least three pages, or
    when it is a bare page number.
    """
    seen: Counter[tuple[str, int]] = Counter()
    for drafts, height in zip(pages, heights, strict=True):
        for key in {_key(d) for d in drafts if _at_edge(d, height)}:
            seen[key] += 1
    needed = max(3, round(0.04 * len(pages)))
    return [
        {
            i
            for i, d in enumerate(drafts)
            if _at_edge(d, height)
            and (_PAGE_NUMBER.match(d.text) or max(seen[(_key(d)[0], _key(d)[1] + shift)] for shift in (-1, 0, 1)) >= needed)
        }
        for drafts, height in zip(pages, heights, strict=True)
    ]


def printed_number(furniture: Sequence[Draft]) -> str | None:
    """The page number printed in a page's header or footer."""
    for pattern in (_PAGE_NUMBER, _TAIL_NUMBER):
        for draft in reversed(furniture):
            if match := pattern.search(draft.text):
                return match.group(1)
    return None


def _key(draft: Draft) -> tuple[str, int]:
    return re.sub(r"\d+", "#", draft.text), round(draft.top / 8)


def _at_edge(draft: Draft, height: float) -> bool:
    return draft.kind != "row" and draft.lines <= 3 and (draft.bottom < _EDGE * height or draft.top > (1 - _EDGE) * height)
