"""Action plans, trackers and tables of recommendations: rows that set something to be done, with owner and deadline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.commitments.cell_items import Item, items_in, short
from ingest.commitments.cited_pledges import cited_pledges
from ingest.commitments.due import dated, deadlines
from ingest.commitments.item_forms import states_act
from ingest.commitments.plan_columns import Role
from ingest.commitments.plan_remains import remains
from ingest.commitments.plan_rows import Place, PlanRow, plan_rows
from ingest.commitments.verdicts import kind_of_verdict
from ingest.reading import Block, HeadingTrail, Reading
from ingest.registers.cells import is_when
from ingest.registers.children import own_part
from ingest.registers.people import is_whole, looks_like_owners, split_owners
from ingest.registers.printed import Line, cut, field_of, is_nothing, lines_of
from ingest.table_cells import plain
from vectorstore.commitments import Entry, Form
from vectorstore.dates import find_dates
from vectorstore.models import Document, Page
from vectorstore.records import Field, Owner, Register
from vectorstore.sentences import sentences

_MOST_WORDS = 7  # words of an owner's name; more may be several that run together
_LONGEST_GROUP = 160  # characters: a longer cell says more than what a row belongs to
_COUNCIL = re.compile(r"\b([A-Z][a-z]{3,}) (?:(?:County|City|Borough|District|Town|Parish) )?Council\b")
_TRACKING = re.compile(r"\b(?:arising|from|outstanding|previous|last)\b", re.I)
_BY = re.compile(r"(?:by|before|no later than|not later than|until|in|the end|end|due)\b", re.I)
_TO_DO = re.compile(r"^(.{3,80}?)(?:,)? (?:to|will|is to|are to|should) [a-z]")


def planned(reading: Reading, document: Document, registers: Sequence[Register]) -> Iterator[Entry]:
    """Entries: one for each row, or for each action where a cell numbers several; pledges that rows cite come first."""
    taken = _of_registers(registers)
    trails = _trails(reading)
    for block in reading.blocks:
        if block.kind == "row" and block.spans and _start(block) not in taken:
            yield from cited_pledges(block, reading.pages, trails[_start(block)])
    rows = plan_rows(reading, taken)
    known = (_alone(rows) | _places(reading.pages)) if rows else frozenset()
    day = document.meeting_date.isoformat() if document.meeting_date else None
    for n, row in enumerate(rows):
        trail = trails.get(_start(row.block), ())
        yield from _entries(row, reading.pages, trail, known, day)
        if n + 1 == len(rows) or rows[n + 1].block.table != row.block.table:
            for item in remains(row, _behind(row, reading.blocks)):
                yield Entry(row.plan.kind, "table", item.what, item.line.spans, section=trail, ref=item.ref)


def _alone(rows: Sequence[PlanRow]) -> frozenset[str]:
    """The owners that stand alone in a cell, and those in cells of several that are parted for certain."""
    cells = dict.fromkeys(plain(c.text) for row in rows for n in row.plan.places("owner") for c in row.parts(n))
    return frozenset(o.name for text in cells for o in split_owners([text]) if len(o.name.split()) <= _MOST_WORDS)


def _places(pages: Sequence[Page]) -> frozenset[str]:
    """The place that the council, and perhaps a team, is named after."""
    return frozenset(m.group(1) for page in pages for m in _COUNCIL.finditer(page.text))


def _of_registers(registers: Sequence[Register]) -> frozenset[Place]:
    """Where the rows of risk registers begin."""
    return frozenset((s.page, s.start) for r in registers for record, _ in r.records() for s in record.spans[:1])


def _behind(row: PlanRow, blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks behind a row."""
    start = row.block.spans[0]
    at = next((n for n, b in enumerate(blocks) if b.kind == "row" and b.spans and b.spans[0] == start), len(blocks))
    return blocks[at + 1 :]


def _start(block: Block) -> Place:
    return block.spans[0].page, block.spans[0].start


def _trails(reading: Reading) -> dict[Place, tuple[str, ...]]:
    """The headings above every row."""
    trail = HeadingTrail()
    found: dict[Place, tuple[str, ...]] = {}
    for block in reading.blocks:
        if block.kind == "heading":
            trail.under(block)
        elif block.kind == "row" and block.spans:
            found[_start(block)] = trail.section
    return found


def _entries(
    row: PlanRow, pages: Sequence[Page], trail: tuple[str, ...], known: frozenset[str], day: str | None
) -> Iterator[Entry]:
    plan = row.plan
    if plan.case is not None:
        yield _verdict(row, pages, trail)
        return
    said_on = _said_on(row)
    numbered = row.text("ref") or None
    items = items_in([line for c in row.parts(plan.act) for line in lines_of(c, pages)], by_sentence=not plan.sure)
    section = (*trail, *_groups(row))
    owner = _lines(row, "owner", pages)
    due = _lines(row, "due", pages)
    status = _lines(row, "status", pages)
    form: Form = "tracker" if plan.places("status") or _TRACKING.search(row.cells[plan.act].label or "") else "table"
    for n, item in enumerate(items):
        if not plan.sure and item.what[:1].islower():
            continue  # the rest of words that stand elsewhere
        mine = [own_part(n, len(items), lines) for lines in (owner, due, status)]
        owners, owner_field, left = _owners(mine[0], item, known, bool(plan.places("owner")))
        due_field, due_date, milestones, flags = dated(mine[1] or left or _own_deadline(item, said_on or day), said_on or day)
        if due_field and mine[1]:
            due_field = replace(due_field, label=row.cells[plan.places("due")[-1]].label)
        yield Entry(
            plan.kind, form, item.what, item.line.spans, owners, owner_field, due_field, due_date, milestones,
            field_of(mine[2], None) if mine[2] else None, said_on, section, None, item.ref or numbered, flags,
        )  # fmt: skip


def _verdict(row: PlanRow, pages: Sequence[Page], trail: tuple[str, ...]) -> Entry:
    """What was decided on a case: "Scout hut: approved"."""
    case, verdict = ([line for c in row.parts(n) for line in lines_of(c, pages)] for n in (row.plan.case or 0, row.plan.act))
    said = " ".join(line.text for line in verdict)
    spans = tuple(s for line in (*case, *verdict) for s in line.spans)
    what = f"{' '.join(line.text for line in case)}: {short(said)}"
    return Entry(kind_of_verdict(said), "table", what, spans, section=trail, ref=row.text("ref") or None)


def _said_on(row: PlanRow) -> str | None:
    """When it was said: the row's own date of a meeting, else the one in the act's label."""
    days = [d.day.isoformat() for d in find_dates(row.text("raised")) if d.day]
    return days[0] if days else row.plan.said_on


def _groups(row: PlanRow) -> Iterator[str]:
    """What the row belongs to: the title above it inside the table, and its cells of priorities, themes and objectives."""
    if row.block.section:
        yield row.block.section
    for n, column in enumerate(row.plan.columns):
        text = plain(row.cells[n].text)
        if n != row.plan.act and column and column.role in ("group", "likely", "act") and 0 < len(text) <= _LONGEST_GROUP:
            yield text


def _lines(row: PlanRow, role: Role, pages: Sequence[Page]) -> list[Line]:
    """The lines of the columns of a role; of deadlines the last column that has one, which revises those before it."""
    columns = [[line for c in row.parts(n) for line in lines_of(c, pages)] for n in row.plan.places(role)]
    said = [lines for lines in columns if lines and not is_nothing(" ".join(line.text for line in lines))]
    if role == "due":
        return said[-1] if said else []
    return [line for lines in said for line in lines]


def _owners(
    lines: Sequence[Line], item: Item, known: frozenset[str], has_column: bool
) -> tuple[tuple[Owner, ...], Field | None, list[Line]]:
    """The owners with their cell; a date that stands behind them in the same cell is given back."""
    if not lines:
        return (*_named_in(item, known, has_column), [])
    last = lines[-1]
    for match in re.finditer(r"(?:[,;:(\u2013-]|\bby)\s*", last.text):
        rest = last.text[match.end() :].rstrip(") ")
        if match.start() and is_when(rest, others=1):
            lines, left = [*lines[:-1], cut(last, 0, match.start())], [cut(last, match.end(), match.end() + len(rest))]
            return split_owners([line.text for line in lines], known), field_of(lines, None), left
    return split_owners([line.text for line in lines], known), field_of(lines, None), []


def _named_in(item: Item, known: frozenset[str], has_column: bool) -> tuple[tuple[Owner, ...], Field | None]:
    """Who is named in the act's own words where no column says it: "Head of Housing to report"."""
    match = None if has_column or states_act(item.what) else _TO_DO.match(item.what)
    found = split_owners([match.group(1)], known) if match else ()
    if not match or not looks_like_owners(match.group(1)) or not all(is_whole(o.name) and " " in o.name for o in found):
        return (), None
    start = item.line.text.find(match.group(1))
    return found, field_of([cut(item.line, start, start + len(match.group(1)))], None)


def _own_deadline(item: Item, said_on: str | None) -> list[Line]:
    """The deadline in the act's own words, for a row whose columns print none: the last "by ..."."""
    text = item.line.text
    found = [d for d in deadlines(text, said_on) if _BY.match(text[d.start :])] if len(sentences(text)) == 1 else []
    return [cut(item.line, found[-1].start, found[-1].end)] if found else []
