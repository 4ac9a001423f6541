"""What a reader of a PDF has to be told: which pages were read from their picture, and which words were left out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from vectorstore.models import Page


def page_list(numbers: Sequence[int]) -> str:
    """`page 3`, or `pages 1, 3 to 5 and 9`, of page numbers in rising order."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = [str(r[0]) if len(r) == 1 else f"{r[0]} to {r[-1]}" for r in runs]
    return f"{'page' if len(numbers) == 1 else 'pages'} {' and '.join(filter(None, [', '.join(said[:-1]), said[-1]]))}"


def recognised_note(pages: Iterable[Page]) -> list[str]:
    """That pages were read from their picture, and how sure that was of the least sure of them."""
    seen = [(p.ordinal, p.recognised.confidence) for p in pages if p.recognised]
    if not seen:
        return []
    were, least = ("was", "") if len(seen) == 1 else ("were", " or more")
    sure = math.floor(100 * min(confidence for _, confidence in seen))
    return [f"{page_list([n for n, _ in seen])} {were} read from a scan by text recognition, confidence {sure}%{least}"]


def layer_note(numbers: Sequence[int]) -> list[str]:
    """That the words of some pages come from the layer that a scanner laid under or over the picture."""
    if not numbers:
        return []
    were = "is a scan" if len(numbers) == 1 else "are scans"
    return [
        f"{page_list(numbers)} {were} with text that was recognised when it was scanned; how sure that is the file does not say"
    ]


def unseen_note(numbers: Sequence[int]) -> list[str]:
    """That words were left out which nobody who looks at the page can see."""
    return [f"words that cannot be seen on {page_list(numbers)} were left out"] if numbers else []


def form_note(pages: Iterable[Page]) -> list[str]:
    """That a file is a form which is laid out by Adobe Reader alone."""
    dynamic = any(p.unread == "a dynamic form" for p in pages)
    return (
        ["a dynamic form (XFA), which only Adobe Reader shows; open it there, print it to PDF and ingest that"] if dynamic else []
    )
