"""How answers to a set of questions compare with it. Every share comes with its 95% interval: a set is a sample."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.intervals import wilson
from eval.matching import lacking, recall
from eval.scorers import BUDGET
from tests.questions.sets import Question

COVERED = 0.7  # the share of the evidence's pieces that a text must hold to count as holding it
_MARK = re.compile(r"\[\d+(?:,\s*\d+)*\]")


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with its Wilson interval at 95%."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """The share, from 0 to 1; nan of nothing."""
        return self.part / self.whole if self.whole else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Between which shares the true one lies; all of 0 to 1 for a share of nothing."""
        return wilson(self.part, self.whole)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.3f} ({low:.3f} to {high:.3f}, {self.part} of {self.whole})"


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with its answer, judged: `lacking` are literals that the answer does not have, `retrieved` and `cited` the shares of
    the evidence's pieces in the passages found and in the quotes.
    """

    question: Question
    text: str
    refused: bool
    lacking: tuple[str, ...] = ()
    retrieved: float = 0.0
    cited: float = 0.0

    @property
    def right(self) -> bool:
        """Answered with every literal where there is an answer, refused where there is none."""
        return not self.refused and not self.lacking if self.question.answerable else self.refused


def judge(question: Question, answer: Mapping[str, Any], evidence: Sequence[str]) -> Judged:
    """Judge an answer in the shape that `scrutiny ask --json` prints; `evidence` are the words of the question's stretches."""
    text = _MARK.sub("", str(answer["answer"]))
    refused = answer["status"] == "not_found"
    if not question.answerable:
        return Judged(question, text, refused)
    found = " ".join(p["text"] for p in answer["passages"])[:BUDGET]
    quotes = " \n ".join(c["quote"] for c in answer["citations"])
    missing = tuple(question.must_include if refused else lacking(text, question.must_include))
    return Judged(question, text, refused, missing, recall(found, evidence), recall(quotes, evidence))


def figures(judged: Sequence[Judged]) -> dict[str, Share]:
    """The shares that describe a set of answers."""
    asked = [j for j in judged if j.question.answerable]
    unanswerable = [j for j in judged if not j.question.answerable]
    refused = [j for j in judged if j.refused]
    pairs = {j.question.pair for j in asked} & {j.question.pair for j in unanswerable}
    lost = {j.question.pair for j in judged if not j.right}
    return {
        "right": _share(asked, lambda j: j.right),
        "evidence_retrieved": _share(asked, lambda j: j.retrieved >= COVERED),
        "evidence_cited": _share(asked, lambda j: j.cited >= COVERED),
        "refusal recall": _share(unanswerable, lambda j: j.refused),
        "refusal precision": _share(refused, lambda j: not j.question.answerable),
        "over-refusal": _share(asked, lambda j: j.refused),
        "pairs told apart": Share(len(pairs - lost), len(pairs)),
    }


def by(judged: Iterable[Judged], what: Callable[[Question], str]) -> dict[str, Share]:
    """The share of right answers for each value of something that a question has; empty values are left out."""
    groups: dict[str, list[Judged]] = {}
    for j in judged:
        if value := what(j.question):
            groups.setdefault(value, []).append(j)
    return {value: _share(group, lambda j: j.right) for value, group in sorted(groups.items())}


def lengths(judged: Iterable[Judged]) -> tuple[int, int]:
    """Median and 95th percentile, in characters, of the answers that are no refusals; zeros when there are none."""
    found = sorted(len(j.text) for j in judged if not j.refused)
    return (_nth(found, 0.5), _nth(found, 0.95)) if found else (0, 0)


def _nth(ordered: Sequence[int], share: float) -> int:
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def _share(judged: Sequence[Judged], holds: Callable[[Judged], bool]) -> Share:
    return Share(sum(holds(j) for j in judged), len(judged))
