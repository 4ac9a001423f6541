"""Blocks of a length that can be searched for promises: what is longer goes by parts, so that the time grows with the words alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ingest.passages import within
from ingest.reading import Block, Reading
from vectorstore.sentences import sentence_spans

_MOST = 4_000  # characters; paragraphs of council papers have half of that at most


def parted(reading: Reading) -> Reading:
    """The reading with each long paragraph and item as several, parted where sentences end, and of a long heading its beginning."""
    blocks = [part for block in reading.blocks for part in ([block] if _is_short(block) else _parts(block))]
    return replace(reading, blocks=blocks)


def _is_short(block: Block) -> bool:
    return len(block.text) <= _MOST or block.kind == "row"


def _parts(block: Block) -> Iterator[Block]:
    for start, end in _ends(block.text):
        yield replace(block, text=block.text[start:end], spans=tuple(within(block.spans, start, end)))
        if block.kind == "heading":
            return


def _ends(text: str) -> Iterator[tuple[int, int]]:
    """Where the parts begin and end: as many whole sentences as may be, of one that is too long as many words."""
    begun, ended = 0, 0
    for start, end in sentence_spans(text):
        if ended > begun and end - begun > _MOST:
            yield begun, ended
            begun = start
        while end - begun > _MOST:
            space = text.rfind(" ", begun + 1, begun + _MOST)
            stop = space if space > 0 else begun + _MOST
            yield begun, stop
            begun = stop + (space > 0)
        ended = end
    if ended > begun:
        yield begun, ended
