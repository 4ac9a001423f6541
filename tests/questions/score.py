"""How answers to a set of questions compare with it. Every share comes with its 95% interval: a set is a sample."""

from __future__ import annotations

import calendar
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.questions.sets import Question

RUN = 3  # words
COVERED = 0.7  # the share of a stretch's runs that a text must have to count as holding it
BUDGET = 12_000  # characters of retrieved passages that count, best first
_Z = 1.959964  # standard deviations on both sides of 95%
_MARK = re.compile(r"\[\d+(?:,\s*\d+)*\]")
_MONTHS = [name.lower() for name in calendar.month_name[1:]]
_DATES = (
    re.compile(r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m>" + "|".join(_MONTHS) + r"),?\s+(?P<y>\d{4})\b"),
    re.compile(r"\b(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})\b"),
)
_NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_UNITS = ((r"\s*(?:%|per\s?cent\b)", "%"), (r"\s*(?:million|mn)\b", "m"), (r"\s*(?:billion|bn)\b", "bn"))
_WORD = re.compile(r"[£$€]?\d[\d.]*\d[%\w]*|[£$€]?\d[%\w]*|[^\W_]+")


def words(text: str) -> list[str]:
    """A text's words for comparing: lower case, numbers, units and dates written one way, citation marks and punctuation gone."""
    text = _MARK.sub(" ", unicodedata.normalize("NFKC", re.sub(r"<[^>]{1,60}>", " ", text))).lower()
    text = re.sub(r"[’']|(?<=\d),(?=\d{3})|(?<=\d)\.00(?!\d)", "", text)
    for pattern in _DATES:
        text = pattern.sub(_iso, text)
    for unit, sign in _UNITS:
        text = re.sub(rf"(?<=\d){unit}", sign, text)
    return [str(_NUMBERS.index(w)) if w in _NUMBERS else w for w in _WORD.findall(text)]


def _iso(found: re.Match[str]) -> str:
    month = found["m"]
    return f"{found['y']} {int(month) if month.isdigit() else _MONTHS.index(month) + 1} {int(found['d'])}"


def runs(text: str) -> set[tuple[str, ...]]:
    """A text's runs of three words; a shorter text is one run."""
    found = words(text)
    return {tuple(found[n : n + RUN]) for n in range(max(1, len(found) - RUN + 1))}


def coverage(text: str, evidence: Sequence[str]) -> float:
    """The share of the evidence's runs that a text has, from 0 to 1, all stretches together."""
    have = runs(text)
    need = [run for stretch in evidence for run in runs(stretch)]
    return sum(run in have for run in need) / len(need) if need else 0.0


def missing(text: str, literals: Iterable[str]) -> list[str]:
    """The literals that do not stand in a text as whole words."""
    have = f" {' '.join(words(text))} "
    return [x for x in literals if f" {' '.join(words(x))} " not in have]


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
        if not self.whole:
            return (0.0, 1.0)
        n, p, z = self.whole, self.value, _Z
        centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        reach = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return (max(0.0, centre - reach), min(1.0, centre + reach))

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.3f} ({low:.3f} to {high:.3f}, {self.part} of {self.whole})"


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with its answer, judged: `lacking` are literals that the answer does not have, `retrieved` and `cited` the shares of
    the evidence's three-word runs in the passages found and in the quotes.
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
    lacking = tuple(question.must_include if refused else missing(text, question.must_include))
    return Judged(question, text, refused, lacking, coverage(found, evidence), coverage(quotes, evidence))


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
