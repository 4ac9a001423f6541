"""Numbered pledges of a manifesto or plan that the cells of a table cite in full: "Manifesto commitment 12 - We will plant ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.commitments.cell_items import short
from ingest.reading import Block
from ingest.registers.printed import Line, cut, lines_of
from vectorstore.commitments import Entry
from vectorstore.models import Page
from vectorstore.sentences import sentence_spans

_CITED = re.compile(
    r"\b(?:[A-Z][a-z]+ )?(?:manifesto |corporate plan |strategic )?(?:commitment|pledge|promise) (?P<ref>\d{1,3}) ?[-\u2013\u2014:] ?(?=[A-Z])",
    re.I,
)


def cited_pledges(block: Block, pages: Sequence[Page], trail: tuple[str, ...]) -> Iterator[Entry]:
    """The pledges that a row cites: of each the first sentence behind its number."""
    for cell in block.cells if _CITED.search(block.text) else ():
        for line in lines_of(cell, pages):
            yield from _in_line(line, trail)


def _in_line(line: Line, trail: tuple[str, ...]) -> Iterator[Entry]:
    found = list(_CITED.finditer(line.text))
    ends = [*(m.start() for m in found[1:]), len(line.text)] if found else []
    for match, end in zip(found, ends, strict=True):
        words = line.text[match.end() : end]
        said = cut(line, match.end(), match.end() + (sentence_spans(words)[0][1] if words.strip() else 0))
        if said.text:
            yield Entry("commitment", "table", short(said.text), said.spans, section=trail, ref=match.group("ref"))
