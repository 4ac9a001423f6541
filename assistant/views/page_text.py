"""Where a quote stands in the text of its page, so that it can be shown highlighted among its neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

SHOWN = 6_000
"""Characters of a long text shown on either side of a quote; the page of a PDF is rarely as long."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of page text, highlighted or not."""

    text: str
    marked: bool


def highlight(pages: Sequence[str], quote: str) -> list[list[Run]]:
    """Each page's text as runs, those that make up the quote (`found`) marked."""
    return [_runs(text, spans) for text, spans in zip(pages, found(pages, quote), strict=True)]


def found(pages: Sequence[str], quote: str) -> list[list[tuple[int, int]]]:
    """The (start, end) slices of each page's text that make up a quote; white space is not compared.

    A quote that runs over a page break is found in parts: as many of its words as stand together, then the rest from there on
    (on the same page or the next), whatever running headers lie between. What cannot be found stays unmarked.
    """
    words = quote.split()
    marked: list[list[tuple[int, int]]] = []
    done = 0
    for text in pages:
        squeezed, places = _squeeze(text)
        spans: list[tuple[int, int]] = []
        at = 0
        while done < len(words):
            taken, start = _longest(squeezed, words[done:], at)
            # A lone word or two in common with a page says nothing, unless they are all that is left of the quote.
            if not taken or (taken < 3 and done + taken < len(words)):
                break
            at = start + sum(map(len, words[done : done + taken]))
            spans.append((places[start], places[at - 1] + 1))
            done += taken
        marked.append(spans)
    return marked


def _squeeze(text: str) -> tuple[str, list[int]]:
    """The text without white space, and where each character of it stood."""
    places = [at for at, character in enumerate(text) if not character.isspace()]
    return "".join(text[at] for at in places), places


def _longest(squeezed: str, words: Sequence[str], start: int) -> tuple[int, int]:
    """How many of the words, from the first on, stand together in the text at or after `start`, and where."""
    ends = [0, *accumulate(map(len, words))]
    joined = "".join(words)
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if squeezed.find(joined[: ends[middle]], start) >= 0:
            low = middle
        else:
            high = middle - 1
    return low, squeezed.find(joined[: ends[low]], start)


def _runs(text: str, spans: Sequence[tuple[int, int]]) -> list[Run]:
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    pieces = [Run(text[a:b], marked=bool(n % 2)) for n, (a, b) in enumerate(pairwise(edges))]
    return [piece for piece in pieces if piece.text]


def holds(text: str, quote: str) -> bool:
    """Whether a text has the quote in one piece; white space is not compared."""
    return _squeeze(quote)[0] in _squeeze(text)[0]


def around(runs: Sequence[Run], most: int = SHOWN) -> list[Run]:
    """The runs without what stands more than about `most` characters before the first or after the last that is marked."""
    out = list(runs)
    if out and not out[0].marked and len(out[0].text) > most:
        kept = out[0].text[-most:]
        out[0] = Run("…\n" + kept[kept.find("\n") + 1 :], False)
    if out and not out[-1].marked and len(out[-1].text) > most:
        kept = out[-1].text[:most]
        out[-1] = Run(kept[: kept.rfind("\n") + 1 or most] + "…", False)
    return out


def reflow(runs: Sequence[Run]) -> list[Run]:
    """Lines that were broken only for the width of the sheet run on; short lines, items and table rows keep their breaks."""
    width = max((len(line) for run in runs for line in run.text.split("\n")), default=0)
    out: list[Run] = []
    for n, run in enumerate(runs):
        after = runs[n + 1].text if n + 1 < len(runs) else ""
        out.append(Run(_join_lines(run.text, width, after), run.marked))
    return out


def _join_lines(text: str, width: int, after: str) -> str:
    lines = text.split("\n")
    joined = lines[0]
    for n, line in enumerate(lines[1:], 1):
        rest = line or (after if n == len(lines) - 1 else "")
        runs_on = len(lines[n - 1]) > 0.75 * width and "\t" not in lines[n - 1] and rest[:1].islower()
        joined += (" " if runs_on else "\n") + line
    return re.sub(r"\n{3,}", "\n\n", joined)
