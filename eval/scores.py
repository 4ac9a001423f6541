"""The scores of a run: every scorer over every answer, in all and broken down, with intervals, and with what was not scored and why.

`scores.json` depends on the answers alone: two runs that give the same answers give the same bytes. How long answers took is another matter,
and stands in `latency.json`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from eval.intervals import Units, interval, ratio
from eval.run import LATENCY, SCORES, Run, RunError, put
from eval.scorers import SCORERS, Given

_FORMAT = 1
_DIGITS = 6
_SHARES = ((0.5, "median"), (0.95, "p95"))


@dataclass(frozen=True)
class Scored:
    """One answer with its scores: `units` by scorer, `unscored` has the reason of each scorer that had nothing to say."""

    id: str
    kind: str
    persona: str
    tags: tuple[str, ...]
    papers: tuple[str, ...]
    question: str
    status: str
    odds: float | None
    right: bool
    units: Mapping[str, Units]
    unscored: Mapping[str, str]


def givens(run: Run) -> list[Given]:
    """Every answer of a run with what was expected of it, in order; questions that could not be asked are left out."""
    found = []
    for asked in run.questions.questions:
        stored = run.answers.get(asked.id)
        if stored is None or stored.error:
            continue
        for n, (answer, alone) in enumerate(zip(stored.answers, stored.alone, strict=True)):
            found.append(Given(asked, n, answer, alone, run.pages))
    return found


def scored(given: Given) -> Scored:
    """An answer's scores."""
    units: dict[str, Units] = {}
    unscored: dict[str, str] = {}
    for name, scorer in SCORERS.items():
        outcome = scorer.score(given)
        if isinstance(outcome, str):
            unscored[name] = outcome
        else:
            units[name] = (round(float(outcome[0]), _DIGITS), round(float(outcome[1]), _DIGITS))
    if given.trap:
        right = all(units[name][0] == 1 for name in ("false_premise_resisted", "injection_resisted") if name in units)
    else:
        right = bool(units.get("right", units.get("refusal_recall", (1.0, 1.0)))[0])
    return Scored(
        given.id, given.asked.kind, given.asked.persona, given.asked.tags, given.turn.papers, given.answer.understood or given.answer.question,
        given.answer.status, given.answer.odds, right, units, unscored,
    )  # fmt: skip


def score(run: Run) -> dict[str, Any]:
    """The scores of a run as plain values; the same answers give the same values."""
    every = [scored(g) for g in givens(run)]
    errors = {q.id: e for q in run.questions.questions if (s := run.answers.get(q.id)) is not None and (e := s.error)}
    about = run.about
    return {
        "format": _FORMAT,
        "set": about.name, "questions_sha256": about.questions_sha256, "asked": about.count, "answers": len(every), "as_of": about.as_of.isoformat(),
        "writer": about.writer, "documents": about.documents_hash,
        "scores": {name: summary(every, name) for name in SCORERS},
        "by": {
            "kind": _by(every, lambda s: [s.kind]), "persona": _by(every, lambda s: [s.persona]),
            "document": _by(every, lambda s: s.papers), "tag": _by(every, lambda s: s.tags),
        },
        "lengths": _lengths([g.answer for g in givens(run)]),
        "not_asked": errors,
        "questions": [
            {"id": s.id, "kind": s.kind, "question": s.question, "status": s.status, "right": s.right, "odds": s.odds, "units": dict(s.units)}
            for s in every
        ],
    }  # fmt: skip


def summary(every: Sequence[Scored], name: str) -> dict[str, Any]:
    """A score over some answers: value and 95% interval (None of nothing), how many answers it rests on, and how many it does not, by reason."""
    units = [s.units[name] for s in every if name in s.units]
    value, between = ratio(units), interval(units)
    reasons = Counter(s.unscored[name] for s in every if name in s.unscored)
    return {
        "value": _rounded(value), "low": _rounded(between and between[0]), "high": _rounded(between and between[1]), "answers": len(units),
        "gained": _rounded(sum(u[0] for u in units)), "of": _rounded(sum(u[1] for u in units)), "unscored": dict(sorted(reasons.items())),
    }  # fmt: skip


def latency(run: Run) -> dict[str, Any]:
    """Median and 95th percentile of the seconds that answers took, in all and by stage; None of nothing."""
    answers = [g.answer for g in givens(run)]
    stages = dict.fromkeys(stage for a in answers for stage in a.stages)
    return {
        "seconds": _spread([a.seconds for a in answers]), "workers": run.about.workers, "cores": run.about.cores,
        "stages": {stage: _spread([a.stages[stage] for a in answers if stage in a.stages]) for stage in stages},
    }  # fmt: skip


def write(run: Run) -> dict[str, Any]:
    """Compute a run's scores and put them into its folder; the scores. Raises RunError when the run is not finished."""
    if not run.complete:
        raise RunError(f"{run.folder}: was stopped before its end; `scrutiny eval run` goes on with it.")
    found = score(run)
    put(run.folder / SCORES, as_text(found))
    put(run.folder / LATENCY, as_text(latency(run)))
    return found


def as_text(values: Mapping[str, Any]) -> str:
    """Values as they stand in a file, the same ones always the same; of the questions a line each, so that two files can be laid side by side."""
    text = json.dumps({**values, **({"questions": []} if "questions" in values else {})}, ensure_ascii=False, indent=1)
    lines = ",\n".join(f"  {json.dumps(q, ensure_ascii=False)}" for q in values.get("questions", ()))
    return (text.replace('"questions": []', f'"questions": [\n{lines}\n ]') if lines else text) + "\n"


def read_scores(path: Path) -> dict[str, Any]:
    """The scores in a run's folder or in a file. Raises RunError when there are none."""
    file = path / SCORES if path.is_dir() else path
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RunError(f"{path}: holds no scores; give a run's folder or a file of scores.") from None
    except (OSError, ValueError) as error:
        raise RunError(f"{file}: cannot be read as scores ({error}).") from error
    if not isinstance(found, dict) or found.get("format") != _FORMAT:
        raise RunError(f"{file}: holds no scores that this version reads; score the run again.")
    return found


def _by(every: Sequence[Scored], values: Callable[[Scored], Iterable[str]]) -> dict[str, Any]:
    """Scores for each of the values that answers have, those left out that apply to none of its answers."""
    groups: dict[str, list[Scored]] = {}
    for s in every:
        for value in values(s):
            groups.setdefault(value, []).append(s)
    return {
        value: {name: found for name in SCORERS if (found := summary(group, name))["value"] is not None}
        for value, group in sorted(groups.items())
    }


def _lengths(answers: Sequence[Answer]) -> dict[str, Any]:
    """Characters of answers, and of all the quotes of an answer; refusals are left out."""
    said = [a for a in answers if a.status != "not_found"]
    return {
        "answer": _spread([float(len(a.answer)) for a in said]),
        "quotes": _spread([float(sum(len(c.quote) for c in a.citations)) for a in said]),
    }


def _spread(values: Sequence[float]) -> dict[str, float] | None:
    """Median and 95th percentile: values that occur, the nearest below."""
    ordered = sorted(values)
    return {name: ordered[int(share * (len(ordered) - 1))] for share, name in _SHARES} if ordered else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), _DIGITS)
