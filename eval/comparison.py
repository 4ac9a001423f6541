"""Two runs side by side: what every score gained or lost, how odd that would be by chance, and the questions that turned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.intervals import Units, difference, ratio
from eval.scorers import SCORERS

_NONE: Units = (0.0, 0.0)
_DIGITS = 6


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What changed between the scores of two runs (as `eval.scores.score` gives them), over the questions that both asked.

    A score that applies to a question in one run alone (a refusal has no quotes) counts there and not in the other. `gained` and `lost` name the
    questions that turned, for better and for worse.
    """
    old, new = _by_id(before), _by_id(after)
    common = [name for name in old if name in new]
    return {
        "before": _which(before), "after": _which(after), "common": len(common),
        "only_before": [name for name in old if name not in new], "only_after": [name for name in new if name not in old],
        "scores": {name: _difference(name, [old[q] for q in common], [new[q] for q in common]) for name in SCORERS},
        "flipped": [_flip(old[q], new[q]) for q in common if old[q]["right"] != new[q]["right"]],
    }  # fmt: skip


def _by_id(scores: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {q["id"]: q for q in scores["questions"]}


def _which(scores: Mapping[str, Any]) -> dict[str, Any]:
    return {name: scores[name] for name in ("set", "writer", "as_of")}


def _difference(name: str, old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """How a score changed over the same questions in the same order."""
    a, b = [_units(q, name) for q in old], [_units(q, name) for q in new]
    applies = [n for n, pair in enumerate(zip(a, b, strict=True)) if pair != (_NONE, _NONE)]
    a, b = [a[n] for n in applies], [b[n] for n in applies]
    better = SCORERS[name].better
    turned: dict[str, list[str]] = {"gained": [], "lost": []}
    for n, was, now in zip(applies, a, b, strict=True):
        if _worth(was) != _worth(now) and was != _NONE and now != _NONE:
            turned["gained" if (_worth(now) > _worth(was)) == (better == "more") else "lost"].append(new[n]["id"])
    found = difference(a, b) if applies else None
    single = all(of == 1 and gained in (0, 1) for gained, of in [*a, *b])
    return {
        "before": _rounded(ratio(a)), "after": _rounded(ratio(b)), "difference": _rounded(found and found[0]),
        "low": _rounded(found and found[1][0]), "high": _rounded(found and found[1][1]), "p": _rounded(found and found[2]),
        "test": "McNemar" if single else "bootstrap", "better": better, **turned,
    }  # fmt: skip


def _units(question: Mapping[str, Any], name: str) -> Units:
    gained, of = question["units"].get(name, _NONE)
    return float(gained), float(of)


def _worth(units: Units) -> float:
    return units[0] / units[1] if units[1] else 0.0


def _flip(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": new["id"], "question": new["question"], "kind": new["kind"],
        "before": {"right": old["right"], "status": old["status"]}, "after": {"right": new["right"], "status": new["status"]},
    }  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)
