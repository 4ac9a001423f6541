"""Questions to begin with, made from what the papers hold and asked of the desk before they are offered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from assistant.desk import Desk
from assistant.question_candidates import Candidate, of_meeting, of_risk, of_sections
from assistant.question_trial import Trial
from assistant.register_scores import value_of
from assistant.registers import Held, series
from vectorstore.models import Document, Kind

_MOST = 4
_EFFORT = 60  # of asking (question_trial),
_OF_EACH = 4  # and candidates of one paper


def suggestions(desk: Desk) -> list[str]:
    """Up to four questions about the papers held that the desk answers, one of each paper: the gravest risk, the newest papers first."""
    trial = Trial(desk, effort=_EFFORT, said=_MOST)
    registers = {versions[-1].document.id: versions for versions in series(desk.registers())}
    older = {h.document.id for versions in registers.values() for h in versions[:-1]} - registers.keys()
    for document in sorted((d for d in desk.documents() if d.id not in older), key=_in_order):
        versions = registers.get(document.id)
        candidates = _of_register(versions) if versions and document.kind is Kind.RISK_REGISTER else _of_paper(document, desk)
        trial.take(islice(candidates, _OF_EACH), min(_MOST, len(trial.standing) + 1))
    return trial.standing


def _in_order(document: Document) -> tuple[bool, int, str]:
    """Registers first, then what was before a meeting last."""
    return (
        document.kind is not Kind.RISK_REGISTER,
        -(document.meeting_date.toordinal() if document.meeting_date else 0),
        document.source,
    )


def _of_register(versions: Sequence[Held]) -> Iterator[Candidate]:
    risks = sorted((r for r in versions[-1].register.risks if r.controls), key=lambda r: -(value_of(r) or 0))
    return (candidate for risk in risks for candidate in islice(of_risk(risk, versions), 1))


def _of_paper(document: Document, desk: Desk) -> Iterator[Candidate]:
    passages = desk.promises().passages_of(document.id)
    if document.kind is Kind.MINUTES:
        yield from of_meeting(document, passages)
    yield from of_sections(document, passages, (), elsewhere=True)
