"""How well the score of support agrees with people: measured on claims that they judged against evidence.

A line of the file is a claim with some of its evidence, `{"id", "label", "claim", "evidence": [SENTENCE]}`; a claim may have several lines and is
scored by the best. The label "supported" is held against all others.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.support import SUPPORTED, evidence, support
from vectorstore.errors import ScrutinyError

_FOLDS, _ROUNDS = 10, 5
_DRAWS, _SEED = 2_000, 20260
_BINS = 10
_DIGITS = 4
_WORD, _NUMBER, _CAPITAL = re.compile(r"\w+"), re.compile(r"\d[\d,.]*"), re.compile(r"\b[A-Z]\w+")
_PENALTY = 0.5  # of the word overlap, for a number that the evidence lacks

Vector = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with pieces of evidence, each a list of sentences, and whether people found it supported."""

    claim: str
    pieces: tuple[tuple[str, ...], ...]
    supported: bool


@dataclass(frozen=True)
class Calibration:
    """The score of support held against people's judgement.

    `area` is the area under the ROC curve of the score in use, `crossed` that of its weights found anew on nine tenths of the claims and tried on
    the last, `baselines` those of simpler scores, `ahead` by how much `crossed` is ahead of each: (difference, 95% interval, two-sided p of a
    paired bootstrap).
    `reliability` has, for each tenth of the score, (claims, mean score, share of them supported).
    """

    claims: int
    supported: int
    threshold: float
    area: float
    accuracy: float
    f1: float
    crossed: float
    crossed_interval: tuple[float, float]
    baselines: dict[str, float]
    ahead: dict[str, tuple[float, tuple[float, float], float]]
    reliability: tuple[tuple[int, float, float], ...]

    def as_json(self) -> dict[str, Any]:
        """The figures as plain values."""
        return {
            "claims": self.claims, "supported": self.supported,
            "in_use": {"area": self.area, "threshold": self.threshold, "accuracy": self.accuracy, "f1": self.f1},
            "cross_validated": {"area": self.crossed, "low": self.crossed_interval[0], "high": self.crossed_interval[1]},
            "baselines": {
                name: {"area": area, "behind": behind, "low": low, "high": high, "p": p}
                for name, area in self.baselines.items()
                for behind, (low, high), p in [self.ahead[name]]
            },
            "reliability": [{"claims": n, "score": score, "supported": share} for n, score, share in self.reliability],
        }  # fmt: skip

    def __str__(self) -> str:
        low, high = self.crossed_interval
        lines = [
            f"{self.claims} claims, {self.supported} of them supported",
            f"in use: area under the ROC curve {self.area:.3f}; at {self.threshold:g}: accuracy {self.accuracy:.3f}, F1 {self.f1:.3f}",
            f"cross-validated ({_FOLDS} folds, {_ROUNDS} rounds): area {self.crossed:.3f} ({low:.3f} to {high:.3f})",
        ]
        for name, area in self.baselines.items():
            ahead, (low, high), p = self.ahead[name]
            lines.append(f"{name}: area {area:.3f}; ahead of it by {ahead:.3f} ({low:.3f} to {high:.3f}), p = {p:.3f}")
        lines.append("score       claims  mean   supported")
        for n, (count, score, share) in enumerate(self.reliability):
            if count:
                lines.append(
                    f"{n / _BINS:.1f} to {(n + 1) / _BINS:.1f}  {count:6}  {score:.2f}   {share:.2f} {'#' * round(20 * share)}"
                )
        return "\n".join(lines)


def calibrate(file: Path) -> Calibration:
    """Measure the score of support. Raises ScrutinyError naming the line of the file that cannot be used."""
    claims = read(file)
    truth = np.array([c.supported for c in claims])
    if truth.all() or not truth.any():
        raise ScrutinyError(f"{file}: needs claims that are supported and claims that are not.")
    used = np.array([max(support(c.claim, p) for p in c.pieces) for c in claims])
    own = crossed(claims, lambda claim, piece: tuple(map(float, astuple(evidence(claim, piece)))))
    others = {
        "word overlap, less where a number is lacking": np.array([max(overlap(c.claim, p) for p in c.pieces) for c in claims]),
        "ten features of words, logistic regression": crossed(claims, ten),
    }
    said = used >= SUPPORTED
    return Calibration(
        len(claims), int(truth.sum()), SUPPORTED, _rounded(area(truth, used)), _rounded(float((said == truth).mean())),
        _rounded(2 * float((said & truth).sum()) / float(said.sum() + truth.sum())), _rounded(area(truth, own)), _interval(truth, own),
        {name: _rounded(area(truth, scores)) for name, scores in others.items()},
        {name: _ahead(truth, own, scores) for name, scores in others.items()}, _reliability(truth, used),
    )  # fmt: skip


def read(file: Path) -> list[Judged]:
    """The claims of a file, in their order. Raises ScrutinyError naming the line that is wrong."""
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ScrutinyError(f"{file}: cannot be read ({error}); give a file with a JSON object a line.") from error
    claims: dict[str, tuple[str, list[tuple[str, ...]], bool]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            name, label, claim = str(given["id"]), given["label"], str(given["claim"])
            piece = tuple(map(str, given["evidence"]))
        except (ValueError, TypeError, KeyError) as error:
            raise ScrutinyError(f"{file}, line {number}: no claim with id, label, claim and evidence ({error}).") from error
        claims.setdefault(name, (claim, [], label in (True, 1, "supported")))[1].append(piece)
    return [Judged(claim, tuple(pieces), supported) for claim, pieces, supported in claims.values()]


def area(truth: np.ndarray, scores: np.ndarray) -> float:
    """The area under the ROC curve: how often a supported claim has the higher score of two, ties counting half (Mann and Whitney)."""
    from scipy.stats import rankdata

    held = int(truth.sum())
    ranks = rankdata(scores)[truth].sum()
    return float((ranks - held * (held + 1) / 2) / (held * (len(truth) - held)))


def crossed(claims: Sequence[Judged], features: Callable[[str, Sequence[str]], Vector]) -> np.ndarray:
    """The scores of a logistic regression on features of a claim and a piece of its evidence, each claim's found without it; the mean of some rounds.

    It learns from the piece of each claim whose features promise most: of each feature more is better, but less of one that only takes 0 and 1.
    """
    from sklearn.linear_model import LogisticRegression

    vectors = [np.array([features(c.claim, p) for p in c.pieces], dtype=float) for c in claims]
    truth = np.array([c.supported for c in claims])
    sign = np.where(np.isin(np.concatenate(vectors), (0.0, 1.0)).all(axis=0), -1.0, 1.0)
    best = np.array([v[int((v * sign).sum(axis=1).argmax())] for v in vectors])
    total = np.zeros(len(claims))
    for round_ in range(_ROUNDS):
        fold = np.random.default_rng(round_).permutation(len(claims)) % _FOLDS
        for held_out in range(_FOLDS):
            model = LogisticRegression(max_iter=2_000).fit(best[fold != held_out], truth[fold != held_out])
            for n in np.flatnonzero(fold == held_out):
                total[n] += model.decision_function(vectors[n]).max()
    return total / _ROUNDS


def overlap(claim: str, piece: Sequence[str]) -> float:
    """The share of a claim's words that the evidence has, less a half where it lacks one of its numbers."""
    stated, held = set(_words(claim)), set(_words(" ".join(piece)))
    lacking = any(w.isdigit() and w not in held for w in stated)
    return len(stated & held) / (len(stated) or 1) - _PENALTY * lacking


def ten(claim: str, piece: Sequence[str]) -> Vector:
    """Ten plain features: runs of one to four words shared, the best sentence's share, numbers and capitals held, and three of length."""
    whole = " ".join(piece)
    stated, held = _words(claim), _words(whole)
    shared = [_shared(_runs(stated, n), _runs(held, n)) for n in (1, 2, 3, 4)]
    best = max((_shared(set(stated), set(_words(s))) for s in piece), default=0.0)
    numbers = _shared(set(_NUMBER.findall(claim)), set(_NUMBER.findall(whole)))
    capitals = _shared(set(_CAPITAL.findall(claim)), set(_CAPITAL.findall(whole)))
    lengths = (math.log1p(len(stated)), math.log1p(len(held)), len(stated) / (len(held) or 1))
    return (*map(float, shared), best, numbers, capitals, *lengths)


def _words(text: str) -> list[str]:
    return [w.lower() for w in _WORD.findall(text)]


def _runs(words: Sequence[str], size: int) -> set[Any]:
    return {tuple(words[n : n + size]) for n in range(len(words) - size + 1)}


def _shared(part: set[Any], whole: set[Any]) -> float:
    return len(part & whole) / len(part) if part else 1.0


def _draws(truth: np.ndarray) -> Iterable[np.ndarray]:
    """Draws of as many claims with replacement, those without both kinds left out."""
    chosen = np.random.default_rng(_SEED).integers(0, len(truth), size=(_DRAWS, len(truth)))
    return (c for c in chosen if truth[c].any() and not truth[c].all())


def _interval(truth: np.ndarray, scores: np.ndarray) -> tuple[float, float]:
    low, high = np.percentile([area(truth[c], scores[c]) for c in _draws(truth)], [2.5, 97.5])
    return _rounded(float(low)), _rounded(float(high))


def _ahead(truth: np.ndarray, own: np.ndarray, other: np.ndarray) -> tuple[float, tuple[float, float], float]:
    found = np.array([area(truth[c], own[c]) - area(truth[c], other[c]) for c in _draws(truth)])
    low, high = (float(x) for x in np.percentile(found, [2.5, 97.5]))
    p = min(1.0, 2 * (1 + min(int((found <= 0).sum()), int((found >= 0).sum()))) / (len(found) + 1))
    return _rounded(area(truth, own) - area(truth, other)), (_rounded(low), _rounded(high)), _rounded(p)


def _reliability(truth: np.ndarray, scores: np.ndarray) -> tuple[tuple[int, float, float], ...]:
    bins = np.minimum((scores * _BINS).astype(int), _BINS - 1)
    found = []
    for n in range(_BINS):
        inside = bins == n
        count = int(inside.sum())
        found.append(
            (count, _rounded(float(scores[inside].mean())), _rounded(float(truth[inside].mean()))) if count else (0, 0.0, 0.0)
        )
    return tuple(found)


def _rounded(value: float) -> float:
    return round(value, _DIGITS)
