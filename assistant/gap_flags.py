"""What a register prints that cannot be meant: a placeholder left in, a score that its factors do not make, another record's description."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from assistant.compose import Draft
from assistant.gap_kinds import GapKind
from assistant.gap_nouns import Candidate, quoted
from assistant.gap_versions import ROOM, SCORED, Versions
from assistant.register_scores import rating_of, value_of
from vectorstore.records import Record

_WORKED_OUT = re.compile(r"\s*\(which is \d+\)")
_BY_ITSELF = re.compile(r"placeholder left in|score \d+ is printed beside")
_BORROWED = re.compile(r"the description is (?:also )?that of the (?:risk|control) \u201c(?P<name>.+)\u201d$")
_ODD = re.compile(r"rated (?P<own>.+), while (?P<count>\d+) others? of the same score (?:is|are) rated (?P<rating>.+)$")
_MOST = 6  # other risks that are cited beside one that is rated otherwise
_FIELDS = ("title", "description", "impact", "likelihood", "score", "rating", "owner", "note")


@dataclass(frozen=True, slots=True)
class _Flag:
    """What a flag says, and the records (each with the risk that it is under) that it says it in comparison with; `counted` are the words that say
    how many these are."""

    said: str
    others: tuple[tuple[Record, Record | None], ...] = ()
    counted: tuple[str, ...] = ()


def flag_gaps(versions: Versions, risk: Record) -> Iterator[Candidate]:
    """The flags of a risk, its controls and actions that can be shown to be so by quotes."""
    for record in (risk, *risk.children):
        for printed in record.flags:
            if flag := _shown(versions, record, printed):
                yield _candidate(versions, risk, record, flag)


def _shown(versions: Versions, record: Record, printed: str) -> _Flag | None:
    if _BY_ITSELF.match(printed):
        return _Flag(_WORKED_OUT.sub("", printed))
    if match := _BORROWED.match(printed):
        every = versions.held.register.records()
        others = tuple((r, home) for r, home in every if r.kind == record.kind and r is not record and r.name == match["name"])
        return _Flag(printed, others) if len(others) == 1 else None
    if match := _ODD.match(printed):
        alike = [r for r in versions.held.register.risks if r is not record and value_of(r) == value_of(record)]
        others = tuple((r, None) for r in alike if rating_of(r) == match["rating"])
        return _Flag(printed, others, (match["count"],)) if len(others) == int(match["count"]) <= _MOST else None
    return None


def _candidate(versions: Versions, risk: Record, record: Record, flag: _Flag) -> Candidate:
    of = (
        f"the risk {quoted(risk.name)}"
        if record is risk
        else f"the {record.kind} {quoted(record.name)} of the risk {quoted(risk.name)}"
    )
    gap = f"As the register prints {of}: {flag.said}."
    question = f"What should the register say of {of}? As printed: {flag.said}."
    cite = partial(_cite, versions, risk, record, flag)
    return versions.candidate(GapKind.REGISTER_CONTRADICTS_ITSELF, risk, [record], question, gap, cite, flag.counted)


def _cite(versions: Versions, risk: Record, record: Record, flag: _Flag, draft: Draft) -> None:
    versions.cite(draft, record, None if record is risk else risk, _FIELDS, 4 * ROOM)
    fields = SCORED if _ODD.match(flag.said) else ("title", "description")
    for other, home in flag.others:
        versions.cite(draft, other, home, fields)
