"""From blocks to passages: cut where sentences, items and rows end, with what they stand under in front of what is searched."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from ingest.reading import Block, HeadingTrail, Reading, as_heading
from vectorstore.models import Cell, Page, Passage, Span, fold_space, passage_id
from vectorstore.sentences import sentence_spans, sentences

Count = Callable[[str], int]
_LONG = 900  # characters: a passage of prose is cut before it grows longer (about 200 tokens)
_SHORT = 220  # characters: shorter neighbours under one heading are put together
_ROW_ALONE = 260  # characters: a table row at least this long is a passage of its own
_PREFIX_TOKENS = 70
_FAR = 16  # letters for each token there is room for, beyond which the end of a long word need not be counted to be cut again
_INTRODUCTION = 300  # characters: longer words in front of a list are no introduction to it
_CAPTION = re.compile(r"(?:(?:Table|TABLE|Figure|Chart)\s+\d+[a-z]?\s*[:.\u2013-]?\s*)?([A-Z][^\d.!?;]{8,140}?)\s*:?")
# A row of the second kind belongs to the last row of the first kind above it: a control to its risk.
_PARENTS = ("risk",)
_CHILDREN = ("control", "action", "mitigation", "treatment", "measure")
_TITLE_LABEL = re.compile(r"^(\w+)(?:\s+(?:title|name|description|summary))?$", re.I)


@dataclass(slots=True)
class _Unit:
    """Blocks (or slices of one) that make a passage."""

    kind: str
    spans: list[Span]
    section: tuple[str, ...]
    paragraph: str | None = None
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    group: str | None = None
    intro: str | None = None
    length: int = 0


def cut(reading: Reading, document: str, title: str, count: Count, limit: int) -> list[Passage]:
    """The passages of a reading.

    `count` gives the embedder's number of tokens in a text and `limit` the most it reads; every piece that is embedded keeps
    within it. Ids follow from the document's id, the place and the words.
    """
    made = []
    for ordinal, unit in enumerate(_units(reading)):
        text = slices(unit.spans, reading.pages)
        if not re.search(r"\w", text):
            continue
        prefix = _prefix(title, unit)
        bodies = [_labelled(row) for row in unit.rows] or [text]
        search = " | ".join([*prefix, " / ".join(bodies)])
        made.append(
            Passage(
                id=passage_id(document, tuple(unit.spans), text),
                document_id=document,
                ordinal=ordinal,
                kind=unit.kind,
                text=text,
                search_text=search,
                spans=tuple(unit.spans),
                section=unit.section,
                paragraph=unit.paragraph,
                rows=tuple(unit.rows),
                group=unit.group,
                intro=unit.intro,
                pieces=tuple(_pieces(prefix, unit, bodies, count, limit)),
            )
        )
    return made


def slices(spans: Sequence[Span], pages: Sequence[Page]) -> str:
    """The words at some spans, white space folded."""
    return fold_space(" ".join(pages[s.page - 1].text[s.start : s.end] for s in spans))


def _prefix(title: str, unit: _Unit) -> list[str]:
    trail = [part for part in unit.section if part.lower() != title.lower()]
    return [title, *([" > ".join(trail)] if trail else []), *([unit.intro] if unit.intro else [])]


def _labelled(row: tuple[Cell, ...]) -> str:
    return "; ".join(f"{c.label}: {c.text}" if c.label and c.label != c.text else c.text for c in row if c.text)


def _pieces(prefix: list[str], unit: _Unit, bodies: list[str], count: Count, limit: int) -> Iterator[str]:
    """What is embedded: the passage behind its headings, in as many pieces as the embedder's limit asks for."""
    head = " | ".join(prefix)
    if count(head) > (most := min(_PREFIX_TOKENS, limit // 3)):
        head = _shortened(prefix, count, most)
    whole = f"{head} | {' / '.join(bodies)}"
    if count(whole) <= limit:
        yield whole
        return
    name = _row_name(unit)
    lead = f"{head} | {name}" if name and count(f"{head} | {name}") <= limit * 2 // 3 else head
    room = max(8, limit - count(lead) - 4)
    parts = [part for body in bodies for part in _sentences_within(body, count, room)]
    batch: list[str] = []
    used = 0
    for part in parts:
        size = count(part)
        if batch and used + size > room:
            yield f"{lead} | {' '.join(batch)}"
            batch, used = [], 0
        batch.append(part)
        used += size
    if batch:
        yield f"{lead} | {' '.join(batch)}"


def _shortened(prefix: list[str], count: Count, most: int) -> str:
    words = " | ".join([prefix[0][:80], *(p[-160:] for p in prefix[1:])]).split()
    while words and count(" ".join(words)) > most:
        words = words[max(1, len(words) // 8) :]
    return " ".join(words)


def _row_name(unit: _Unit) -> str:
    if not unit.rows:
        return ""
    named = next((c for c in unit.rows[0] if c.text and not re.fullmatch(r"[\W\d]*", c.text)), None)
    return f"{named.label}: {named.text[:120]}" if named and named.label else (named.text[:120] if named else "")


def _sentences_within(text: str, count: Count, room: int) -> Iterator[str]:
    """Sentences of a text; one that is itself too long for the embedder goes by words, such a word by letters."""
    for start, end in sentence_spans(text):
        words = text[start:end].split()
        if count(whole := " ".join(words)) <= room:
            yield whole
        else:
            yield from _words_within(words, count, room)


def _words_within(words: list[str], count: Count, room: int) -> Iterator[str]:
    """Words put together as far as there is room. Each is counted once, for no token is of two words, however long the text is."""
    marks = count("")
    sizes = {word: count(word) - marks for word in set(words)}
    before = list(accumulate((sizes[word] for word in words), initial=marks))  # tokens in front of each word
    at = 0
    while at < len(words):
        take = len(words) - at
        while take > 1 and before[at + take] - before[at] + marks > room:
            take = max(1, take * 3 // 4)
        if take == 1 and sizes[words[at]] + marks > room:
            left = yield from _letters_within(words[at], count, room)
            words[at], sizes[left] = left, count(left) - marks
            before[at] = before[at + 1] - sizes[left]
        else:
            yield " ".join(words[at : at + take])
            at += take


def _letters_within(word: str, count: Count, room: int) -> Generator[str, None, str]:
    """A word that is too long, by letters, of which a token has one at least; gives back the end that there is room for."""
    start = 0
    while len(word) - start > _FAR * room or count(word[start:]) > room:
        yield word[start : start + room]
        start += room
    return word[start:]


def _units(reading: Reading) -> Iterator[_Unit]:
    """Blocks gathered into passages: prose cut and joined to size, lists with their introduction, rows with what they belong to."""
    trail = HeadingTrail()
    intro: str | None = None
    caption: str | None = None
    parent: str | None = None
    lists = 0
    run: list[Block] = []

    for block in [*reading.blocks, None]:
        if run and (block is None or not _same_run(run[-1], block)):
            lists += run[0].kind == "item"
            name = f"list {lists}" if run[0].kind == "item" else f"table {run[0].table}"
            if run[0].kind == "row":
                parent = yield from _rows(run, trail.section, name, parent, caption)
            else:
                yield from _prose(run, trail.section, name if run[0].kind == "item" else None, intro)
            intro, caption = _introduction(run[-1]), _captioned(run[-1])
            run = []
        if block is None or block.kind in ("furniture", "contents"):
            continue
        if block.kind == "heading":
            trail.under(block)
            intro, caption, parent = None, _captioned(block), None
            continue
        run.append(block)


def _introduction(block: Block) -> str | None:
    """The words of a paragraph that introduce the list below it: all of a short one, the last sentence of a long one."""
    if block.kind != "paragraph" or not block.text.endswith(":"):
        return None
    words = block.text if len(block.text) < _INTRODUCTION else sentences(block.text)[-1]
    return words if len(words) < _INTRODUCTION else None


def _captioned(block: Block) -> str | None:
    """What a line or heading right above a table says that it is of. Those with figures are left out: a row's label is quoted with its figures."""
    match = _CAPTION.fullmatch(block.text) if block.kind in ("paragraph", "heading") else None
    return match.group(1) if match else None


def _same_run(last: Block, block: Block) -> bool:
    if block.kind != last.kind:
        return False
    return block.table == last.table if block.kind == "row" else True


def _prose(run: list[Block], section: tuple[str, ...], group: str | None, intro: str | None) -> Iterator[_Unit]:
    unit: _Unit | None = None
    for block in run:
        alone = block.kind == "paragraph" and (bool(block.number) or len(block.text) > _SHORT)
        if unit and (alone or unit.length + len(block.text) > _LONG or unit.length > 3 * _SHORT):
            yield unit
            unit = None
        if len(block.text) > _LONG:
            yield from _split(block, section, group, intro)
            continue
        if unit is None:
            unit = _Unit(block.kind, [], section, _paragraph(block), group=group, intro=intro)
        _extend(unit, block)
        if alone:
            yield unit
            unit = None
    if unit:
        yield unit


def _paragraph(block: Block) -> str | None:
    return block.number if block.number and re.fullmatch(r"\d{1,3}(?:\.\d{1,3})*", block.number) else None


def _extend(unit: _Unit, block: Block) -> None:
    """Add a block's words; lines that follow each other on a page become one slice of it."""
    for span in block.spans:
        last = unit.spans[-1] if unit.spans else None
        if last and last.page == span.page and 0 <= span.start - last.end <= 1:
            unit.spans[-1] = Span(last.page, last.start, span.end)
        else:
            unit.spans.append(span)
    unit.length += len(block.text) + 1


def _split(block: Block, section: tuple[str, ...], group: str | None, intro: str | None) -> Iterator[_Unit]:
    """A long paragraph as passages of whole sentences."""
    ends = sentence_spans(block.text)
    pieces: list[tuple[int, int]] = []
    for start, end in ends:
        if pieces and end - pieces[-1][0] <= _LONG:
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    for start, end in pieces:
        unit = _Unit(block.kind, list(within(block.spans, start, end)), section, _paragraph(block), group=group, intro=intro)
        unit.length = end - start
        yield unit


def within(spans: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    """The part of some spans that holds characters `start` to `end` of their words, joined by single spaces.

    Holds for spans whose slices have single white space only, as the pages' lines do.
    """
    at = 0
    for span in spans:
        length = span.end - span.start
        a, b = max(start - at, 0), min(end - at, length)
        if a < b:
            yield Span(span.page, span.start + a, span.start + b)
        at += length + 1


def _rows(
    run: list[Block], section: tuple[str, ...], group: str, parent: str | None, caption: str | None
) -> Generator[_Unit, None, str | None]:
    """Rows as passages: long ones alone, short ones put together under their header; gives back the parent row's title."""
    unit: _Unit | None = None
    header: Block | None = None
    for block in run:
        if block.header:
            if unit:
                yield unit
                unit = None
            header = block
            continue
        kind, name = _entity(block)
        if kind in _PARENTS and name:
            parent = as_heading(name)
        own = (
            *section,
            *([as_heading(block.section)] if block.section else []),
            *([parent] if parent and kind in _CHILDREN else []),
        )
        long = len(block.text) >= _ROW_ALONE
        if unit and (long or unit.length + len(block.text) > _LONG or unit.section != own):
            yield unit
            unit = None
        if unit is None:
            unit = _Unit("row", [], own, group=group)
            if header is not None and not long:
                _extend(unit, header)
        _extend(unit, block)
        unit.rows.append(_under(caption, block.cells))
        if long:
            yield unit
            unit = None
    if unit:
        yield unit
    return parent


def _under(caption: str | None, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """A row whose first cell no header names ("Eastgate", beside "March 2025: 32%") with the table's caption as that cell's label.

    A row that is a name and its value has the name as the value's label, and needs no other.
    """
    others = {c.label for c in cells[1:]}
    if caption and cells and cells[0].text and not cells[0].label and any(others) and cells[0].text not in others:
        return (replace(cells[0], label=caption), *cells[1:])
    return cells


def _entity(block: Block) -> tuple[str | None, str | None]:
    """What a row is about, by its columns' labels: ("risk", its title) for a row with a "Risk Title" cell."""
    for cell in block.cells:
        match = _TITLE_LABEL.match(cell.label or "")
        if match and match.group(1).lower() in (*_PARENTS, *_CHILDREN):
            return match.group(1).lower(), cell.text or None
    return None, None
