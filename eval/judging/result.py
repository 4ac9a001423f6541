"""What a judge says of a run, as figures: how much is borne out, and how far judge and scorer agree sentence by sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eval.intervals import Units, interval, ratio
from eval.judging.prompts import PROTOCOL, prompts_hash
from eval.judging.verdicts import NOT_SUPPORTED, SUPPORTED, UNPARSABLE, Judged

_FORMAT = 1
_DIGITS = 6
_DISAGREEMENTS = 50


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a model says of a run that `writer` wrote. `answers` has each answer's id with its judged sentences, or with why it has none.

    `asked` and `cached` say how many replies were had now and how many were kept. They are no part of the JSON, which is the same each time.
    """

    model: str
    writer: str
    answers: tuple[tuple[str, tuple[Judged, ...] | str], ...]
    asked: int
    cached: int

    @property
    def judged(self) -> list[Judged]:
        """Every sentence, in order."""
        return [j for _, found in self.answers if not isinstance(found, str) for j in found]

    def as_json(self) -> dict[str, Any]:
        """The judgement as plain values; the same replies give the same values."""
        every = self.judged
        outcomes = Counter(outcome for j in every for _, outcome in j.statements)
        told = [(j, j.supported) for j in every if j.supported is not None]
        differing = [j for j, supported in told if supported != j.sentence.scorer]
        return {
            "format": _FORMAT, "protocol": PROTOCOL, "model": self.model, "writer": self.writer, "prompts": prompts_hash(),
            "scores": {"judged_support": self._support()},
            "statements": {
                SUPPORTED: outcomes[SUPPORTED], NOT_SUPPORTED: outcomes[NOT_SUPPORTED],
                "unscored": {o: n for o, n in sorted(outcomes.items()) if o not in (SUPPORTED, NOT_SUPPORTED)},
            },
            "sentences": {
                "judged": sum(not j.sentence.barred for j in every),
                "not_sent": _counts([j.sentence.barred for j in every]),
                "whole": _counts([j.whole for j in every]),
            },
            "agreement": agreement([(supported, j.sentence.scorer) for j, supported in told]),
            "disagreements": [_disagreement(j) for j in differing[:_DISAGREEMENTS]],
            "unparsable": outcomes[UNPARSABLE],
            "calls": self.asked + self.cached,
        }  # fmt: skip

    def __str__(self) -> str:
        found = self.as_json()
        support, agreed = found["scores"]["judged_support"], found["agreement"]
        if support["value"] is None:
            return f"{self.model} has judged nothing of this run: {', '.join(support['unscored']) or 'it has no answer'}."
        unscored = sum(found["statements"]["unscored"].values()) + sum(found["sentences"]["not_sent"].values())
        lines = [
            f"{self.model} finds {support['value']:.3f} of {support['of']} statements borne out "
            f"(95% interval {support['low']:.3f} to {support['high']:.3f}, {support['answers']} answers); {unscored} have no score."
        ]
        if agreed["agreed"] is not None:
            kappa = "undefined" if agreed["kappa"] is None else f"{agreed['kappa']:.2f}"
            lines.append(
                f"It agrees with the scorer on {agreed['agreed']:.3f} of sentences (Cohen's kappa {kappa}): {agreed['only_judge']} "
                f"only the judge finds borne out, {agreed['only_scorer']} only the scorer."
            )
        return "\n".join(lines)

    def _support(self) -> dict[str, Any]:
        """The share of statements that are borne out, with its 95% interval over answers; how many answers have none that was scored, by reason."""
        units: list[Units] = []
        unscored: list[str | None] = []
        for _, found in self.answers:
            if isinstance(found, str):
                unscored.append(found)
                continue
            gained, of = (sum(part) for part in zip(*(j.units for j in found), strict=True))
            if of:
                units.append((gained, of))
            else:
                unscored.append(next(reason for j in found for reason in j.unscored))
        between = interval(units)
        return {
            "value": _rounded(ratio(units)), "low": _rounded(between and between[0]), "high": _rounded(between and between[1]),
            "answers": len(units), "gained": sum(u[0] for u in units), "of": sum(u[1] for u in units), "unscored": _counts(unscored),
        }  # fmt: skip


def agreement(pairs: Sequence[tuple[bool | None, bool]]) -> dict[str, Any]:
    """How two raters agree, given what (judge, scorer) say of each sentence: the table, the share agreed (0..1), and Cohen's kappa (1960; -1..1).

    The share is None of nothing; so is kappa, and where chance alone would always agree: where both say one and the same of everything.
    """
    n = len(pairs)
    both = sum(bool(j) and s for j, s in pairs)
    neither = sum(not j and not s for j, s in pairs)
    judge, scorer = sum(bool(j) for j, _ in pairs), sum(s for _, s in pairs)
    agreed, by_chance = both + neither, judge * scorer + (n - judge) * (n - scorer)  # the one of n, the other of n * n
    return {
        "both_yes": both, "both_no": neither, "only_judge": judge - both, "only_scorer": scorer - both,
        "agreed": _rounded(agreed / n) if n else None,
        "kappa": _rounded((agreed * n - by_chance) / (n * n - by_chance)) if n * n != by_chance else None,
    }  # fmt: skip


def _disagreement(j: Judged) -> dict[str, Any]:
    words = {True: SUPPORTED, False: NOT_SUPPORTED}
    return {
        "id": j.id, "sentence": j.sentence.text, "quotes": j.sentence.quotes, "judge": words[bool(j.supported)], "scorer": words[j.sentence.scorer],
        "statements": [list(s) for s in j.statements],
    }  # fmt: skip


def _counts(reasons: Sequence[str | None]) -> dict[str, int]:
    return dict(sorted(Counter(r for r in reasons if r).items()))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), _DIGITS)
