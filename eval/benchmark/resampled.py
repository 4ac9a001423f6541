"""A library of any size for measuring growth: real papers taken again and again, each time with other words.

A copy is a real paper in which part of the words are exchanged for other words of the papers that have as many letters, the same ones
throughout the copy: so every place on a page stays where it is, words are as common as they are in real papers, and no two copies are the
same. A copy's vectors are not computed from its words: they are the original's, moved at random so that the cosine of the two is about
`CLOSENESS`. Its units keep the packed vectors of the original's words.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any

from vectorstore.catalogue import Content, Source
from vectorstore.models import Cell, Document, Passage, document_id, passage_id
from vectorstore.piece_vectors import digest
from vectorstore.shelf import Shelf
from vectorstore.units import shown_texts
from vectorstore.vectors import names

CLOSENESS = 0.9
"""Cosine of a copy's vector and its original's, about."""
_EXCHANGED = 0.15  # of the different words of a copy
_WORD = re.compile(r"[A-Za-z]{4,}")


@dataclass(frozen=True, slots=True)
class Original:
    """A real paper as it is held: what was read of it, the vectors of its pieces (pieces x dimensions) and of its units' words."""

    document: Document
    content: Content
    vectors: Any
    pieces: Sequence[bytes]


def originals(shelf: Shelf) -> list[Original]:
    """Every paper of a shelf, as it is held."""
    import numpy as np

    named, _, matrix = shelf.vectors.everything()
    rows = {name: n for n, name in enumerate(named)}
    found = []
    registers, entries = shelf.catalogue.registers(), shelf.catalogue.entries()
    for document in shelf.catalogue.documents():
        pages, passages = shelf.catalogue.pages(document.id), shelf.catalogue.passages_of(document.id)
        if not passages:
            continue
        units = shown_texts(document, passages, pages)
        held = shelf.catalogue.piece_vectors(units)
        units = [unit for unit in units if unit in held]
        content = Content(
            pages, passages, (), [r for r in registers if r.document_id == document.id], entries.get(document.id, ()), units
        )
        of = names([p.id for p in passages for _ in p.pieces])
        found.append(Original(document, content, np.array([matrix[rows[name]] for name in of]), [held[u] for u in units]))
    return found


def copies(held: Sequence[Original], seed: int) -> Iterator[tuple[Original, Source]]:
    """A copy of each paper, with the file that is said to have given it."""
    vocabulary = _vocabulary(held)
    for n, original in enumerate(held):
        exchange = _exchange(vocabulary, Random(f"{seed} {n}"))
        yield _copied(original, exchange, seed)


def _vocabulary(held: Sequence[Original]) -> dict[int, list[str]]:
    """The papers' words by their number of letters."""
    every = {word.lower() for o in held for p in o.content.pages for word in _WORD.findall(p.text)}
    found: dict[int, list[str]] = {}
    for word in sorted(every):
        found.setdefault(len(word), []).append(word)
    return found


def _exchange(vocabulary: dict[int, list[str]], random: Random) -> Callable[[str], str]:
    """A function that exchanges the same words for the same others, of as many letters, in any text."""
    other: dict[str, str] = {}
    for words in vocabulary.values():
        for word in words:
            if random.random() < _EXCHANGED:
                other[word] = random.choice(words)

    def of(match: re.Match[str]) -> str:
        word = match.group()
        new = other.get(word.lower())
        if new is None:
            return word
        return new.upper() if word.isupper() else new.capitalize() if word[0].isupper() else new

    return lambda text: _WORD.sub(of, text)


def _copied(original: Original, exchange: Callable[[str], str], seed: int) -> tuple[Original, Source]:
    import numpy as np

    document, content = original.document, original.content
    sha256 = hashlib.sha256(f"{document.sha256} {seed}".encode()).hexdigest()
    name = f"{seed}/{document.sources[0]}"
    copy = replace(
        document,
        id=document_id(sha256),
        sha256=sha256,
        title=exchange(document.title),
        sources=(name,),
        meeting_date=document.meeting_date and document.meeting_date - timedelta(days=7 * (seed % 500)),
    )
    pages = [replace(p, text=exchange(p.text)) for p in content.pages]
    passages = [_passage(p, copy.id, exchange) for p in content.passages]
    random = np.random.default_rng([seed, int(sha256[:8], 16)])
    noise = random.standard_normal(original.vectors.shape).astype(np.float32)
    noise *= (CLOSENESS**-2 - 1) ** 0.5 / np.linalg.norm(noise, axis=1, keepdims=True)
    vectors = original.vectors + noise
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    units: dict[str, bytes] = {}
    for unit, held in zip(content.units, original.pieces, strict=True):
        units.setdefault(exchange(unit), held)
    made = Content(pages, passages, units=list(units))
    source = Source(f"/resampled/{name}", name, copy.id, len(sha256), seed, digest(name))
    return Original(copy, made, vectors, list(units.values())), source


def _passage(passage: Passage, document: str, exchange: Callable[[str], str]) -> Passage:
    text = exchange(passage.text)
    return replace(
        passage,
        id=passage_id(document, passage.spans, text),
        document_id=document,
        text=text,
        search_text=exchange(passage.search_text),
        section=tuple(map(exchange, passage.section)),
        rows=tuple(
            tuple(Cell(c.label and exchange(c.label), exchange(c.text), c.spans) for c in cells) for cells in passage.rows
        ),
        intro=passage.intro and exchange(passage.intro),
        pieces=tuple(map(exchange, passage.pieces)),
    )
