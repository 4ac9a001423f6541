"""Gaps in how risks are scored: scores that moved, or did not although something was done, scores above their target."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from assistant.compose import Draft
from assistant.gap_kinds import GapKind
from assistant.gap_nouns import Candidate, listed, quoted
from assistant.gap_versions import SCORED, Versions
from assistant.register_scores import value_of
from assistant.register_statuses import is_completed
from vectorstore.records import Record

_DONE = ("title", "status", "due", "owner", "note")


def score_gaps(versions: Versions, risk: Record, old: Record | None) -> Iterator[Candidate]:
    """What is to be asked of a risk's score."""
    now, then = value_of(risk), value_of(old) if old else None
    if old is not None and now is not None and then is not None:
        if now != then:
            yield _moved(versions, risk, old, now, then)
        elif done := [each for each in risk.children if _newly_done(versions, risk, old, each)]:
            yield _unmoved(versions, risk, old, now, done)
    if now is not None and (aimed := _target(risk)) and now > aimed:
        yield _above(versions, risk, now, aimed)


def _moved(versions: Versions, risk: Record, old: Record, now: int, then: int) -> Candidate:
    rose, way, name = now > then, f"from {then} to {now}", quoted(risk.name)
    gap = f"The score of the risk {name} {'rose' if rose else 'fell'} {way} {_between(versions)}."
    question = (
        f"Why has the score of the risk {name} risen {way}, and what would bring it down again?"
        if rose
        else f"What evidence supports lowering the score of the risk {name} {way}?"
    )
    kind = GapKind.SCORE_ROSE if rose else GapKind.SCORE_FELL
    return versions.candidate(kind, risk, [risk], question, gap, partial(_cite_both, versions, risk, old))


def _newly_done(versions: Versions, risk: Record, old: Record, child: Record) -> bool:
    before = versions.same(risk, old, child)
    return is_completed(child) and before is not None and not is_completed(before)


def _unmoved(versions: Versions, risk: Record, old: Record, now: int, done: list[Record]) -> Candidate:
    """A score that stayed although something was completed since."""
    name, what = quoted(risk.name), listed([quoted(each.name) for each in done])
    nouns = " and ".join(dict.fromkeys(each.kind if len(done) == 1 else f"{each.kind}s" for each in done))
    was = "was" if len(done) == 1 else "were"
    gap = f"The score of the risk {name} stayed at {now} {_between(versions)}, though the {nouns} {what} {was} completed."
    question = (
        f"The {nouns} {what} {was} completed, and the score of the risk {name} stayed at {now}: what difference has it made, "
        "and what would lower the score?"
    )

    def cite(draft: Draft) -> None:
        _cite_both(versions, risk, old, draft)
        for each in done:
            versions.cite(draft, each, risk, _DONE)
            if before := versions.same(risk, old, each):
                versions.cite_before(draft, before, old, _DONE)

    return versions.candidate(GapKind.SCORE_UNMOVED, risk, [risk, *done], question, gap, cite)


def _above(versions: Versions, risk: Record, now: int, aimed: int) -> Candidate:
    name = quoted(risk.name)
    gap = f"The score of the risk {name} is {now}; its target is {aimed}."
    question = f"By when, and by which controls, is the risk {name} to come down from {now} to its target of {aimed}?"
    cite = partial(_cite, versions, risk)
    return versions.candidate(GapKind.ABOVE_TARGET, risk, [risk], question, gap, cite, (str(aimed), str(now)))


def _target(risk: Record) -> int | None:
    target = risk.scores.get("target")
    return (target.value or (target.likelihood or 0) * (target.impact or 0)) or None if target else None


def _between(versions: Versions) -> str:
    before = versions.before
    return f"between {quoted(before.name)} and {quoted(versions.held.name)}" if before else ""


def _cite(versions: Versions, risk: Record, draft: Draft) -> None:
    versions.cite(draft, risk, None, SCORED)


def _cite_both(versions: Versions, risk: Record, old: Record, draft: Draft) -> None:
    _cite(versions, risk, draft)
    versions.cite_before(draft, old, None, SCORED)
