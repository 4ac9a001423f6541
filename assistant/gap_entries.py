"""Gaps in how a promise is printed: nobody or no date where its neighbours have one, and an improvement that names no figure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial

from assistant.commitment_select import Promises
from assistant.commitment_writing import Writing
from assistant.compose import Draft
from assistant.gap_kinds import GapKind
from assistant.gap_nouns import Candidate, listed, named, quoted
from assistant.ledger_nouns import Commitment
from assistant.register_search import overlapping
from assistant.verify import said
from vectorstore.models import Cell, Passage
from vectorstore.units import without_markup

# What is to become better, and by what it would be judged: "raise the share of ...", "reduce waiting times".
_BETTER = re.compile(
    r"\b(?:raise|improve|increase|reduce|cut|narrow|lower|decrease|boost|shorten)\s+(?:[\w'\u2019-]+\s+){0,5}?"
    r"(?:numbers?|shares?|rates?|proportions?|percentages?|levels?|attendance|attainment|absences?|exclusions?|suspensions?|gaps?"
    r"|outcomes?|times?|waits?|costs?|spend(?:ing)?|confidence|satisfaction|take-?up|uptake|scores?|results?|performance|timeliness)\b",
    re.I,
)
# Words that point back to what was said before them, and by themselves do not say what is meant; and those that begin in a bracket.
_POINTS_BACK = re.compile(
    r"^\W*(?:[\w'\u2019-]+ ){0,3}?th(?:is|ese|ose)\b(?! (?:year|month|week|term|autumn|spring|summer|winter|council|authority|borough|county"
    r"|city|town|committee|commission|panel)\b)"
    r"|^\W*(?:they|such|the (?:next|same|above|former|latter)|it(?! (?:is|was) \w+ed that))\b|^\(",
    re.I,
)
_REFERENCE = re.compile(r"\s*\w{0,4}\d+(?:\.\d+)*\.?\s*")
_EARLY = 80  # characters of a promise within which it says what is to become better: further on it is said in passing
_TABLES = ("table", "tracker")
_UNREADABLE = "cannot be read"
_TOGETHER = 5  # entries of one table that a question lists
_ROOM = 110  # characters of each, where several are listed

Table = tuple[str, str, str]
"""What entries are neighbours in: the paper, the form in which they are printed, and the table's name or the meeting's date."""


def entry_gaps(promises: Promises, writing: Writing) -> Iterator[Candidate]:
    """What the entries of the ledger lack as they are printed; several of one table that lack the same are put in one question."""
    tables: dict[Table, list[Commitment]] = defaultdict(list)
    for commitment in promises.all:
        entry = commitment.entry
        if commitment.kind == "decision" or entry.form == "register" or not says_what(commitment):
            continue
        if _without_figure(commitment, promises):
            yield _unmeasured(commitment, writing)
        elif commitment.kind == "action" and entry.form in (*_TABLES, "minutes"):
            tables[_table(commitment, promises)].append(commitment)
    for (_, form, _), entries in tables.items():
        still_open = [c for c in entries if not c.ended]
        if form in _TABLES and 2 * sum(bool(c.owners) for c in entries) > len(entries):
            yield from _together(GapKind.ACTION_WITHOUT_OWNER, [c for c in still_open if not c.owners], writing)
        if 2 * sum(bool(c.due_date) for c in entries) > len(entries):
            undated = [c for c in still_open if c.owners and _undated(c)]
            yield from _together(GapKind.ACTION_WITHOUT_DATE, [c for c in undated if not c.due], writing)
            yield from (_unreadable(c, writing) for c in undated if c.due)


def _table(commitment: Commitment, promises: Promises) -> Table:
    stated = commitment.sources[0]
    home = _home(commitment, promises)
    name = (home.group if home and stated.entry.form in _TABLES else stated.entry.made_on) or ""
    return stated.document.id, stated.entry.form, name


def _home(commitment: Commitment, promises: Promises) -> Passage | None:
    stated = commitment.sources[0]
    return next(iter(overlapping(promises.passages_of(stated.document.id), stated.entry.spans)), None)


def _undated(commitment: Commitment) -> bool:
    """Whether no date is printed for it, or none that can be read, in any paper that states it."""
    unreadable = any(_UNREADABLE in flag for stated in commitment.sources for flag in stated.entry.flags)
    return not commitment.due_date and (not commitment.due or unreadable)


def _without_figure(commitment: Commitment, promises: Promises) -> bool:
    """Whether it is to make something better, and neither it nor its row has a figure or a date by which that could be judged."""
    what = commitment.entry.what
    better = _BETTER.search(what)
    if better is None or better.start() > _EARLY or commitment.dates or commitment.due or commitment.ended:
        return False
    home = _home(commitment, promises)
    row = _row(home, commitment) if home else ()
    cells = [cell.text for cell in row if not _REFERENCE.fullmatch(cell.text)]
    return not any(re.search(r"\d", text) for text in (what, *cells))


def _row(passage: Passage, commitment: Commitment) -> Sequence[Cell]:
    spans = commitment.entry.spans
    return next(
        (
            row
            for row in passage.rows
            if any(a.page == b.page and a.start < b.end and b.start < a.end for c in row for a in c.spans for b in spans)
        ),
        (),
    )


def _unmeasured(commitment: Commitment, writing: Writing) -> Candidate:
    what = quoted(words_of(commitment), 150)
    noun = _noun(commitment)
    gap = f"The {noun} {what} gives neither a figure nor a date by which it could be judged."
    question = f"By how much, and by when: {what}? How will members know that it has been achieved?"
    return _candidate(GapKind.TARGET_WITHOUT_FIGURE, [commitment], question, gap, writing)


def _together(kind: GapKind, lacking: Sequence[Commitment], writing: Writing) -> Iterator[Candidate]:
    """A question for the entries of one table that lack the same and are of the same owners."""
    owned: dict[str, list[Commitment]] = defaultdict(list)
    for commitment in lacking:
        owned[named(commitment.owners)].append(commitment)
    for entries in owned.values():
        for begin in range(0, len(entries), _TOGETHER):
            yield _lacking(kind, entries[begin : begin + _TOGETHER], writing)


def _lacking(kind: GapKind, entries: Sequence[Commitment], writing: Writing) -> Candidate:
    one = len(entries) == 1
    what = listed([quoted(words_of(c), 150 if one else _ROOM) for c in entries])
    nouns = "action" if one else "actions"
    if kind is GapKind.ACTION_WITHOUT_OWNER:
        gap = f"No owner is printed for the {nouns} {what}, where most others beside {'it' if one else 'them'} have theirs."
        return _candidate(kind, entries, f"Who is responsible for the {nouns} {what}?", gap, writing)
    gap = f"No date is printed for the {nouns} {what}, where most others beside {'it' if one else 'them'} have theirs."
    return _candidate(kind, entries, f"By when will the {nouns} {what} be done?", gap, writing)


def _unreadable(commitment: Commitment, writing: Writing) -> Candidate:
    what, due = quoted(words_of(commitment), 150), quoted(commitment.due or "", 60)
    gap = f"The date printed for the action {what} cannot be read: {due}."
    question = f"By when will the action {what} be done? The date is printed as {due}."
    return _candidate(GapKind.ACTION_WITHOUT_DATE, [commitment], question, gap, writing)


def spoken_of(commitment: Commitment) -> tuple[str, ...]:
    """What a topic may be found in: what is promised together with its nearest heading, and the heading above that."""
    entry = commitment.entry
    return (" ".join((entry.what, *entry.section[-1:])), *entry.section[-2:-1])


def words_of(commitment: Commitment) -> str:
    """What is promised, in words that are printed one after the other; its whole sentence, where what is promised points back to its beginning."""
    quote, what = without_markup(commitment.quote), commitment.entry.what
    return what if said(what) in said(quote) and not _POINTS_BACK.match(what) else quote


def says_what(commitment: Commitment) -> bool:
    """Whether its words say by themselves what is meant, so that it can be asked about."""
    return not _POINTS_BACK.match(words_of(commitment))


def _noun(commitment: Commitment) -> str:
    return {"action": "action", "recommendation": "recommendation"}.get(commitment.kind, "promise")


def _candidate(kind: GapKind, entries: Sequence[Commitment], question: str, gap: str, writing: Writing) -> Candidate:
    paper = entries[0].sources[0].document
    says = tuple(dict.fromkeys(words for c in entries for words in spoken_of(c)))
    spans = tuple(span for c in entries for span in c.entry.spans)
    cite = partial(_cite, entries, writing)
    return Candidate(kind, paper.title, named(entries[0].owners), question, gap, says, paper.id, spans, cite)


def _cite(entries: Sequence[Commitment], writing: Writing, draft: Draft) -> None:
    for commitment in entries:
        owned = next((stated for stated in commitment.sources if stated.entry.owners), None)
        for stated in dict.fromkeys(filter(None, (commitment.sources[0], owned))):
            writing.cite_stated(draft, stated)
