"""Whether a paper in the catalogue is all there and as it was put in."""

from __future__ import annotations

from sqlalchemy import select

from vectorstore import commitments
from vectorstore import tables as t
from vectorstore.catalogue import Catalogue
from vectorstore.errors import LibraryError
from vectorstore.models import Page, Passage, fold_space, passage_id
from vectorstore.records import from_json


def what_lacks(catalogue: Catalogue, document: str) -> str | None:
    """What is wrong with a paper, given by its id, in a few words; None when it is whole.

    A passage's id is the digest of its place and words, and the words stand on its paper's pages.
    """
    try:
        held = catalogue.document(document)
        pages, passages = catalogue.pages(document), catalogue.passages_of(document)
        _read_the_rest(catalogue, document)
    except (ValueError, TypeError, KeyError, AttributeError, LookupError, LibraryError):
        return "what is kept of it cannot be read"
    if held is None:
        return "it is not held"
    if len(passages) != held.passage_count:
        return f"it has {len(passages)} passages and should have {held.passage_count}"
    if [p.ordinal for p in pages] != list(range(1, len(pages) + 1)) or held.page_count not in (None, len(pages)):
        return "some of its pages are missing"
    if held.sources == (held.id,):  # the catalogue's name for a paper without a file
        return "no file is known to give it"
    return _first_change(document, pages, passages)


def _read_the_rest(catalogue: Catalogue, document: str) -> None:
    """Read what else is kept of a paper. Raises ValueError and its like for what is damaged."""
    with catalogue.reading() as db:
        for row in db.execute(select(t.registers.c.register).where(t.registers.c.document_id == document)):
            from_json(row.register)
        for row in db.execute(select(t.commitments.c.entries).where(t.commitments.c.document_id == document)):
            commitments.from_json(row.entries)


def _first_change(document: str, pages: list[Page], passages: list[Passage]) -> str | None:
    texts = {page.ordinal: page.text for page in pages}
    for passage in passages:
        if passage.id != passage_id(document, passage.spans, passage.text) or not passage.pieces:
            return f"its passage {passage.ordinal + 1} is not as it was put in"
        if fold_space(" ".join(texts.get(s.page, "")[s.start : s.end] for s in passage.spans)) != passage.text:
            return f"its passage {passage.ordinal + 1} does not stand on its page"
    return None
