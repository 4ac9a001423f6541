"""What papers say, block by block: paragraphs with their sentences, rows with what they are about and the news that they give of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.ledger_dates import covered_to
from assistant.ledger_words import Lexicon, Words
from assistant.question import periods
from vectorstore.commitments import Entry
from vectorstore.dates import find_dates
from vectorstore.library import Holdings
from vectorstore.models import Cell, Document, Hit, Page, Passage, Span
from vectorstore.records import Field, Record, Register
from vectorstore.sentences import sentence_spans
from vectorstore.units import Unit, part_of, text_at, units

# Columns that say how a thing stands, in whatever words a paper labels them by.
_NEWS = re.compile(
    r"\b(?:status|position|progress|updates?|notes?|comment(?:s|ary)?|response|stands|latest|rag|outcome|current|delivery)\b",
    re.I,
)
_ASIDE = re.compile(r"\b(?:owner|officer|lead|due|deadline|when|date|target|no\.?|ref|year|actual|baseline)\b", re.I)
_STATUS = re.compile(r"\b(?:status|rag|rating)\b", re.I)
_YEAR = re.compile(r"\b(?:year|period)\b", re.I)
_DATED = re.compile(r"(?:[A-Z][a-z]+ 20\d\d|\d{1,2}/\d{1,2}/\d{2,4})(?: update)?:\s+(?=\S)")  # a note's own month
_NOTE_DATE = 40  # characters in which a note says of which month it is


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence, item or status that a block says: its words, their place, and the same for comparing."""

    text: str
    spans: tuple[Span, ...]
    words: Words
    status: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a row: what it is `about` (the row's subject, the heading of a paragraph), what explains that, and what it says.

    `row` tells rows from prose, `runs` paragraphs, whose sentences go on from each other, from lists. `of` is the month or year (ISO)
    that a row is of, where it says so; `covers` the end of the year (ISO) that a paper looks back on.
    """

    document: Document
    about: Words
    context: Words
    sayings: tuple[Saying, ...]
    row: bool
    section: tuple[str, ...] = ()
    of: str | None = None
    runs: bool = False
    covers: str | None = None


def blocks(holdings: Holdings, document: Document, registers: Sequence[Register], lexicon: Lexicon) -> list[Block]:
    """The blocks of a paper, in reading order; the rows of its risk registers as they were read."""
    pages = {p.ordinal: p for p in holdings.pages(document.id)}
    found = [b for r in registers for b in _register_blocks(document, r, pages, lexicon)]
    for passage in holdings.passages_of(document.id):
        if passage.rows:
            if not registers:
                found.extend(_row_blocks(document, passage, pages, lexicon))
        elif block := _paragraph(document, passage, units(Hit(passage, document, 0.0), pages), lexicon):
            found.append(block)
    return found


def _paragraph(document: Document, passage: Passage, said: Sequence[Unit], lexicon: Lexicon) -> Block | None:
    sayings = tuple(Saying(u.text, u.spans, lexicon.read(u.text)) for u in said)
    heading = lexicon.read(" ".join(passage.section[-2:]))
    if not sayings:
        return None
    return Block(
        document,
        heading,
        lexicon.read(""),
        sayings,
        False,
        passage.section,
        runs=passage.kind == "paragraph",
        covers=covered_to(document),
    )


def _row_blocks(document: Document, passage: Passage, pages: dict[int, Page], lexicon: Lexicon) -> Iterator[Block]:
    for cells in passage.rows:
        subject = next((c for c in cells if _names_a_thing(c, lexicon)), None)
        news = [
            c for c in cells if c is not subject and c.text and _NEWS.search(c.label or "") and not _ASIDE.search(c.label or "")
        ]
        if subject is None:
            continue
        sayings = tuple(s for c in news for s in _sayings(c.spans, pages, lexicon, bool(_STATUS.search(c.label or ""))))
        rest = " ".join(c.text for c in cells if c is not subject and c not in news)
        yield Block(document, lexicon.read(subject.text), lexicon.read(rest), sayings, True, passage.section, _year(cells))


def _year(cells: Sequence[Cell]) -> str | None:
    """The end of the year that a row is of; of a financial year that is in March."""
    named = next((p for c in cells if _YEAR.search(c.label or "") for p in periods(c.text)), None)
    return f"20{named[-2:]}-03" if named and "/" in named else named


def _names_a_thing(cell: Cell, lexicon: Lexicon) -> bool:
    return not _ASIDE.search(cell.label or "") and not _NEWS.search(cell.label or "") and len(lexicon.read(cell.text).order) > 1


def _register_blocks(document: Document, register: Register, pages: dict[int, Page], lexicon: Lexicon) -> Iterator[Block]:
    for record, risk in register.records():
        status, note = record.fields.get("status"), record.fields.get("note")
        said = [*_said(status, pages, lexicon, True), *_said(note, pages, lexicon, False)]
        section = (risk.name,) if risk else ()
        yield Block(document, lexicon.read(record.name), lexicon.read(_explained(record)), tuple(said), True, section, _of(note))


def entry_block(document: Document, entry: Entry, pages: dict[int, Page], lexicon: Lexicon) -> Block | None:
    """The row of an entry that has a status, as a block about what was to be done."""
    said = tuple(_said(entry.status, pages, lexicon, False))
    return Block(document, lexicon.read(entry.what), lexicon.read(""), said, True, entry.section) if said else None


def _explained(record: Record) -> str:
    return record.text("description") or "" if record.text("title") else ""


def _said(field: Field | None, pages: dict[int, Page], lexicon: Lexicon, status: bool) -> Iterator[Saying]:
    if field and field.spans:
        yield from _sayings(field.spans, pages, lexicon, status)


def _sayings(spans: tuple[Span, ...], pages: dict[int, Page], lexicon: Lexicon, status: bool) -> Iterator[Saying]:
    text = text_at(spans, pages)
    for start, end in sentence_spans(text):
        if dated := _DATED.match(text[start:end]):
            start += dated.end()
        yield Saying(text[start:end], part_of(spans, pages, start, end), lexicon.read(text[start:end]), status)


def _of(note: Field | None) -> str | None:
    """The month that a note is of, where it begins with one."""
    dated = find_dates(note.text[:_NOTE_DATE]) if note else []
    return f"{dated[0].year}-{dated[0].month:02d}" if dated and dated[0].month and dated[0].start < 3 else None
