"""The ledger: what the papers promise, agree, recommend and resolve, each promise once, with what later papers say of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from threading import Lock
from typing import Any

from assistant.ledger_dates import is_later, paper_dates
from assistant.ledger_follow import followed_up
from assistant.ledger_later import Evidence, promise_of
from assistant.ledger_narrow import narrowed
from assistant.ledger_nouns import Commitment, Later, Narrowed, Relation, Stated
from assistant.ledger_passages import Block, blocks, entry_block
from assistant.ledger_relation import relation
from assistant.ledger_same import Gist, gist, grouped
from assistant.ledger_words import Lexicon
from assistant.quoting import quote_alone
from vectorstore.commitments import Entry
from vectorstore.dates import first_day
from vectorstore.library import Holdings
from vectorstore.models import Document, Page
from vectorstore.records import Register
from vectorstore.units import text_at

__all__ = ["Commitment", "Later", "Narrowed", "Relation", "Stated", "as_json", "ledger", "narrowed", "stated_alone"]

_KEPT = 4  # ledgers of as many states of the library (and roles)
_made: dict[tuple[Document, ...], tuple[Commitment, ...]] = {}
_making = Lock()


def ledger(holdings: Holdings) -> list[Commitment]:
    """Every promise that a role may see, by the date it was made, then by place. Kept until a paper comes, goes or is read again."""
    state = tuple(holdings.documents())
    with _making:
        if state not in _made:
            if len(_made) >= _KEPT:
                del _made[next(iter(_made))]
            _made[state] = tuple(_ledger(holdings))
        return list(_made[state])


def stated_alone(holdings: Holdings, document: Document) -> list[Commitment]:
    """What one paper promises, in its order, each statement by itself: as if no other paper, and nothing else in it, spoke of it."""
    entries = holdings.entries_of(document.id)
    pages = {p.ordinal: p for p in holdings.pages(document.id)} if entries else {}
    stated = (Stated(document, entry, text_at(entry.spans, pages)) for entry in entries)
    return [Commitment(_identity(s), s.quote, (s,)) for s in stated]


def _ledger(holdings: Holdings) -> list[Commitment]:
    pages = {d.id: {p.ordinal: p for p in holdings.pages(d.id)} for d in holdings.documents()}
    dates = paper_dates(holdings)
    stated = sorted(_statements(holdings, pages), key=lambda s: (_made_on(s, dates) or "9999", *_place(s)))
    lexicon = Lexicon(holdings.acronyms())
    said = _blocks(holdings, stated, pages, lexicon)
    for block in said:
        for read in ([block.about] if block.row else []) + [s.words for s in block.sayings]:
            lexicon.count(read)
    gists = [gist(s.entry, lexicon) for s in stated]
    follows = followed_up(stated, gists, dates)
    heads = [n for n in range(len(stated)) if n not in follows]
    evidence = Evidence([(b, dates[b.document.id]) for b in said if b.document.id in dates], lexicon)
    found = [
        _commitment([heads[n] for n in group], stated, gists, follows, evidence, dates, pages)
        for group in grouped([stated[n] for n in heads], [gists[n] for n in heads])
    ]
    return sorted(found, key=lambda c: (_made_on(c.sources[0], dates) or "9999", *_place(c.sources[0])))


def _statements(holdings: Holdings, pages: dict[str, dict[int, Page]]) -> list[Stated]:
    return [_stated(d, entry, pages[d.id]) for d, entries in holdings.entries() for entry in entries]


def _stated(document: Document, entry: Entry, pages: dict[int, Page]) -> Stated:
    return Stated(document, entry, text_at(entry.spans, pages), text_at(quote_alone(entry.spans, pages, entry.ref), pages))


def _quoted(later: Later, pages: dict[str, dict[int, Page]]) -> Later:
    """What a later paper says, with a quote of it that stands by itself."""
    held = pages[later.document.id]
    return replace(later, cited=text_at(quote_alone(later.spans, held), held))


def _made_on(stated: Stated, dates: dict[str, str]) -> str | None:
    return stated.made_on or dates.get(stated.document.id)


def _place(stated: Stated) -> tuple[Any, ...]:
    """The order of statements of one day: by paper, rows before prose, because they say who and by when, then as they are printed."""
    return stated.document.source, stated.entry.form in ("prose", "list"), stated.entry.spans


def _blocks(holdings: Holdings, stated: Sequence[Stated], pages: dict[str, dict[int, Page]], lexicon: Lexicon) -> list[Block]:
    registers: dict[str, list[Register]] = {}
    for document, register in holdings.registers():
        registers.setdefault(document.id, []).append(register)
    found = [b for d in holdings.documents() for b in blocks(holdings, d, registers.get(d.id, []), lexicon)]
    rows = (entry_block(s.document, s.entry, pages[s.document.id], lexicon) for s in stated)
    return [*found, *(b for b in rows if b)]


def _commitment(
    group: Sequence[int], stated: Sequence[Stated], gists: Sequence[Gist], follows: dict[int, tuple[int, Later]], evidence: Evidence,
    dates: dict[str, str], pages: dict[str, dict[int, Page]],
) -> Commitment:  # fmt: skip
    sources = tuple(stated[n] for n in group)
    made_on = _made_on(sources[0], dates)
    named = [later for head, later in follows.values() if head in group]
    papers = [d for d in dates.values() if made_on and is_later(d, made_on)]
    status = next((n for n in group if stated[n].entry.status), None)
    stands = _stands(stated[status], gists[status], dates) if status is not None else None
    later = tuple(named)
    if made_on and stands not in ("completed", "dropped"):  # what is done is followed up by name alone
        later = evidence.of([(stated[n], gists[n]) for n in group], made_on, named)
    newest = max(papers, key=first_day, default=None)
    said = tuple(_quoted(x, pages) for x in later)
    return Commitment(_identity(sources[0]), sources[0].quote, sources, said, len(papers), newest, stands)


def _stands(stated: Stated, own: Gist, dates: dict[str, str]) -> Relation | None:
    """How a promise stands by the status that its own row has."""
    written, status = _made_on(stated, dates), stated.entry.status
    return relation(status.text, promise_of(stated, own, None), written or "0001") if status else None


def _identity(stated: Stated) -> str:
    place = ";".join(f"{s.page}:{s.start}:{s.end}" for s in stated.entry.spans)
    return hashlib.sha256(f"{stated.document.id}|{place}|{stated.quote}".encode()).hexdigest()[:12]


def as_json(commitment: Commitment, as_of: date) -> dict[str, Any]:
    """A commitment as `scrutiny commitments --json` prints it; `overdue` and `flags` are of the day `as_of`."""
    entry, first = commitment.entry, commitment.sources[0]
    return {
        "id": commitment.id, "kind": commitment.kind, "what": entry.what, "quote": first.cited, "owners": list(commitment.owners),
        "due": commitment.due, "due_date": commitment.due_date, "status": commitment.status, "made_on": first.made_on,
        "document": first.document.id, "source": first.document.source, "page": first.page, "section": list(entry.section),
        "sources": [
            {
                "document": s.document.id, "source": s.document.source, "page": s.page, "section": list(s.entry.section),
                "quote": s.cited,
            }
            for s in commitment.sources
        ],
        "later": [
            {
                "relation": x.relation, "quote": x.cited, "document": x.document.id, "source": x.document.source, "page": x.page,
                "date": x.date,
            }
            for x in commitment.later
        ],
        "flags": list(commitment.flags(as_of)), "overdue": commitment.overdue(as_of),
        "milestones": [{"text": m.text, "date": m.date} for s in commitment.sources for m in s.entry.milestones],
        "checked": commitment.checked, "checked_to": commitment.checked_to,
    }  # fmt: skip
