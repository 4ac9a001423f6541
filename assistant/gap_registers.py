"""Gaps in risk registers: controls that nothing is said of or that are not there, what is overdue, scores and what contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from itertools import groupby

from assistant.compose import Draft
from assistant.gap_flags import flag_gaps
from assistant.gap_kinds import GapKind
from assistant.gap_nouns import Candidate, listed, quoted
from assistant.gap_scores import score_gaps
from assistant.gap_versions import Versions, repeats
from assistant.gist import says_nothing_new
from assistant.register_statuses import is_finished, status_group
from assistant.registers import Held, series
from vectorstore.dates import last_day, long_date
from vectorstore.library import Holdings
from vectorstore.records import Record

_NOT_YET = {"not started", "planned", "on hold"}
_STANDING = {"in place", "ongoing"}  # what a date beside it is no deadline of
_FIELDS = ("title", "status", "due", "owner", "note")


def register_gaps(registers: Sequence[Held], holdings: Holdings, as_of: date) -> Iterator[Candidate]:
    """The gaps of the latest version of each register, held against the version before."""
    for each in series(registers):
        versions = Versions(each, holdings, as_of)
        for risk, old in versions.risks():
            yield from score_gaps(versions, risk, old)
            yield from flag_gaps(versions, risk)
            yield from _child_gaps(versions, risk, old)


def _child_gaps(versions: Versions, risk: Record, old: Record | None) -> Iterator[Candidate]:
    """What is to be asked of a risk's controls and actions, those of one kind of gap in one question."""
    kinds = [(_kind(versions, each, versions.same(risk, old, each)), each) for each in risk.children]
    gaps = sorted(((kind, each) for kind, each in kinds if kind), key=lambda pair: list(GapKind).index(pair[0]))
    for kind, group in groupby(gaps, key=lambda pair: pair[0]):
        yield _gap(versions, kind, risk, old, [each for _, each in group])


def _kind(versions: Versions, record: Record, before: Record | None) -> GapKind | None:
    """What is to be asked of a control or action, the gravest; None: nothing."""
    if is_finished(record):
        return None
    status = status_group(record.text("status") or "")
    control = record.kind == "control"
    if status == "overdue" or (status not in _STANDING and record.due and last_day(record.due) < versions.as_of):
        return GapKind.CONTROL_OVERDUE if control else GapKind.ACTION_OVERDUE
    if control and status in _NOT_YET:
        return GapKind.CONTROL_NOT_IN_PLACE
    if control and _silent(versions, record, before):
        return GapKind.CONTROL_WITHOUT_UPDATE
    if not control and not record.owners and versions.most_have("owner", record):
        return GapKind.ACTION_WITHOUT_OWNER
    if not control and not record.due and not record.text("due") and versions.most_have("due", record):
        return GapKind.ACTION_WITHOUT_DATE
    return None


def _silent(versions: Versions, record: Record, before: Record | None) -> bool:
    """Whether nothing new is said of a control where the register says something of most."""
    note = record.text("note")
    if not note:
        return versions.most_have("note", record)
    return says_nothing_new(note) or repeats(record, before)


def _gap(versions: Versions, kind: GapKind, risk: Record, old: Record | None, records: Sequence[Record]) -> Candidate:
    one = len(records) == 1
    noun = records[0].kind if one else f"{records[0].kind}s"
    of = f"the {noun} {listed([quoted(each.name) for each in records])} of the risk {quoted(risk.name)}"
    they, them, are = ("it", "it", "is") if one else ("they", "them", "are")
    statuses = listed(list(dict.fromkeys(quoted(each.text("status") or "", 40) for each in records if each.text("status"))))
    derived: tuple[str, ...] = ()
    if kind is GapKind.CONTROL_NOT_IN_PLACE:
        gap = f"The register records {of} as {statuses}."
        question = f"What has to happen before {of} can be in place, and by when? The register records {them} as {statuses}."
    elif kind is GapKind.CONTROL_WITHOUT_UPDATE:
        gap = _silence(versions, records, risk, old, of)
        question = f"What has been done under {of} since the last report, and what difference has it made?"
    elif kind is GapKind.ACTION_WITHOUT_OWNER:
        gap = f"No owner is printed for {of}, where most other {records[0].kind}s have theirs."
        question = f"Who is responsible for {of}?"
    elif kind is GapKind.ACTION_WITHOUT_DATE:
        gap = f"No date is printed for {of}, where most other {records[0].kind}s have theirs."
        question = f"By when will {of} be done?"
    elif all(status_group(each.text("status") or "") == "overdue" for each in records):
        gap = f"The register records {of} as {statuses}."
        question = f"What has held up {of}, which {are} recorded as {statuses}, and by when will {they} be done?"
    else:
        derived = (f"on {long_date(versions.as_of)}",)
        due = listed(list(dict.fromkeys(quoted(each.text("due") or "", 40) for each in records if each.text("due"))))
        was = "was" if one else "were"
        gap = f"The date of {of} (due {due}) had passed {derived[0]}, and {they} {are} not recorded as completed."
        question = f"{of[0].upper()}{of[1:]} {was} due {due}: what has held {them} up, and by when will {they} be done?"
    cite = partial(_cite, versions, kind, risk, old, records)
    return versions.candidate(kind, risk, records, question, gap, cite, derived)


def _cite(
    versions: Versions, kind: GapKind, risk: Record, old: Record | None, records: Sequence[Record], draft: Draft
) -> None:  # fmt: skip
    for record in records:
        versions.cite(draft, record, risk, _FIELDS)
        before = versions.same(risk, old, record)
        if kind is GapKind.CONTROL_WITHOUT_UPDATE and before and repeats(record, before):
            versions.cite_before(draft, before, old, ("title", "note"))


def _silence(versions: Versions, records: Sequence[Record], risk: Record, old: Record | None, of: str) -> str:
    """That nothing new is said of some controls, and in which way."""
    one = len(records) == 1
    notes = [each.text("note") for each in records]
    if not any(notes):
        return f"No note is printed on {of}, where most other controls have theirs."
    if all(repeats(each, versions.same(risk, old, each)) for each in records):
        return f"The {'note' if one else 'notes'} on {of} {'is' if one else 'are'} word for word as in the version before."
    if one:
        return f"The latest note on {of} says nothing new: {quoted(notes[0] or '', 80)}."
    return f"The latest notes on {of} {'say nothing new' if all(notes) else 'are missing or say nothing new'}."
