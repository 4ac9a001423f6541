"""Which units answer a question, and whether any do."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.question import Question, content_words, speaks_of, stem, words
from vectorstore.dates import find_dates
from vectorstore.models import Hit
from vectorstore.units import Unit

_FIGURE = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half|quarter|third|dozen|hundred)\b", re.I)
_AMOUNT = re.compile(r"\u00a3\s?\d|\b\d[\d,.]*\s?(?:m|bn|k|million|billion)\b|\bpence\b|\u00a3", re.I)
_MONEY = re.compile(
    r"\b(?:budget|forecast|outturn|actual|spent|spend|cost|costs|variance|allocation|savings?|grant|deficit|fees?|price|amount)\b",
    re.I,
)
_PERSON = re.compile(
    r"\b(?:Cllr|Councillor|Director|Head of|Officer|Manager|Lead|Chair|Mayor|Minister|Team|Board|Advisor|Adviser|Owner)\b"
    r"|\b[A-Z][a-z]+ (?:[A-Z][\w'-]+)\b"
)
_DECISION = re.compile(
    r"\b(?:RESOLVED|AGREED|resolved|agreed|decided|approved|ACTION|recommend(?:s|ed|ation|ations)?|noted|endorsed?)\b"
)
_WHO = re.compile(r"owner|lead|officer|responsib|author", re.I)
_OWNED = 2.0  # of a row that says who: a name in running text is often somebody else's
_REASON = re.compile(
    r"\b(?:because|due to|owing to|as a result|driven by|caused by|led to|reason|therefore|since|so that|in order to|given)\b",
    re.I,
)
_COMPARED = re.compile(
    r"\b(?:than|compared|against|whereas|while|above|below|higher|lower|from|up|down|increase|decrease)\b", re.I
)


_FRAMING_WORDS = """control controls mitigation mitigations action actions risk risks exist exists place recorded against register
strategy plan report"""
_FRAMING = frozenset(stem(word) for word in _FRAMING_WORDS.split())
_NOW = re.compile(
    r"^\W*(?:is|are|has|have|do|does)\b|\b(?:this year|now|currently|at present|latest|still|today|so far)\b|\bhow (?:far"
    r"|much|many)\b.{0,20}\b(?:has|have|is|are)\b",
    re.I,
)
_A_YEAR = re.compile(r"\b(20[0-3]\d)\b")
_RECENT, _YEARS_BACK = 0.15, 4
_OUTDATED = 0.5  # taken from a unit when another says as much of a later year,
_SAME_THING = 0.5  # which has this share of its words
# Found by a listwise fit over questions of the development set, in five folds, and rounded (docs/answers.md).
W = {"passage": 0.35, "cosine": 0.15, "around": 0.4, "fits": 0.25, "row": 0.1, "speaking": 1.4}
_TOO_SHORT, _ASKING = 0.15, 0.2  # taken from a unit of a few letters, and from one that is a question itself
_FEW_LETTERS = 25


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit with how well it answers: `covered` is the share (0..1, by rarity) of the question's words that it or its headings hold, `speaking`
    how much of it it speaks of in meaning, word by word, `odds` the log-odds that it answers, from reading both together."""

    unit: Unit
    score: float
    covered: float
    speaking: float
    odds: float = 0.0


class Selector:
    """Scores units for one question. `rarity` gives each stem's weight, from how few passages hold the word."""

    def __init__(self, question: Question, frequency: dict[str, int], passages: int) -> None:
        self.question, self.passages = question, passages
        self.weights = {stem(t): math.log(1 + passages / (1 + frequency.get(t, 0))) for t in question.terms}
        self.joined = [frozenset(map(stem, words(p))) for p in (*question.joined, *question.phrases)]

    def of(self, question: Question, frequency: dict[str, int]) -> Selector:
        """A selector for another question of the same passages, such as one of the two things that a question asks."""
        return Selector(question, frequency, self.passages)

    def covered(self, text: str) -> float:
        """The share of the question's words, weighted by rarity, that a text holds; the papers' words for them count for half."""
        return self._share(text, self.weights)

    def subject(self, text: str) -> float:
        """As `covered`, of what the question is about: without the words that say which kind of row or paper is asked for."""
        return self._share(text, {s: w for s, w in self.weights.items() if s not in _FRAMING})

    def _share(self, text: str, weights: dict[str, float]) -> float:
        held = {stem(w) for w in words(text)}
        own = sum(w for s, w in weights.items() if s in held)
        missing = sorted((w for s, w in weights.items() if s not in held), reverse=True)
        said = sum(1 for phrase in self.joined if phrase and phrase <= held)
        return min(1.0, (own + 0.5 * sum(missing[:said])) / (sum(weights.values()) or 1.0))

    def by_words(self, unit: Unit, top: float) -> float:
        """A unit's score without its meaning; `top` is the best passage score of the question."""
        score = (
            W["passage"] * (unit.hit.score / top)
            + W["cosine"] * unit.hit.parts.get("cosine", 0.0)
            + W["around"] * self._around(unit)
            + W["fits"] * self._fits(unit)
            + W["row"] * (unit.kind == "row")
        )
        if len(unit.text) < _FEW_LETTERS:
            score -= _TOO_SHORT
        if unit.text.rstrip().endswith("?"):
            score -= _ASKING  # a paper's own question is no answer to one
        return score

    def score(self, unit: Unit, top: float, speaking: float) -> Scored:
        """Score one unit; `speaking` is how much of the question it speaks of in meaning."""
        return Scored(unit, self.by_words(unit, top) + W["speaking"] * speaking, self._around(unit), speaking)

    def recency(self, units: Sequence[Unit]) -> list[float]:
        """What being recent adds to each unit's score, when a question asks how things stand now and names no year: of sentences that say the
        same of several years, the latest is meant.
        """
        if self.question.periods or not _NOW.search(self.question.text):
            return [0.0] * len(units)
        years = [max((int(y) for y in _A_YEAR.findall(u.text)), default=0) for u in units]
        said = [frozenset(w for w in content_words(u.text) if not _FIGURE.search(w)) for u in units]
        latest = max(years, default=0)
        return [
            (_RECENT * max(0.0, 1 - (latest - year) / _YEARS_BACK) - _OUTDATED * _outdated(n, years, said)) if year else 0.0
            for n, year in enumerate(years)
        ]

    def _around(self, unit: Unit) -> float:
        """The share of the question's words that a unit holds with what it stands under."""
        passage = unit.hit.passage
        return self.covered(" ".join([unit.text, *passage.section[-2:], passage.intro or "", unit.hit.document.title]))

    def fits(self, unit: Unit) -> bool:
        """Whether a unit can hold what was asked for at all: the right kind of value, about the right period.

        A year or month named in the question must be named in the unit, its heading, its row's labels or its paper (of several named,
        one of them: a comparison takes them from several places).
        """
        return self.holds_value(unit) and self.of_period(unit.hit, " ".join(c.label or "" for c in unit.cells))

    def holds_value(self, unit: Unit) -> bool:
        """Whether a unit has the kind of value that was asked for: a sum wants an amount of money, a date wants a date."""
        labels = " ".join(c.label or "" for c in unit.cells)
        if self.question.want == "figure" and not _FIGURE.search(unit.text):
            return False
        if self.question.want == "amount" and not _is_amount(unit.text, labels):
            return False
        dated = find_dates(unit.text) or re.search(r"\b(?:19|20)\d\d\b|ongoing|term\b", unit.text, re.I)
        return self.question.want != "when" or bool(dated)

    def of_period(self, hit: Hit, labels: str = "") -> bool:
        """Whether a passage, its heading or its paper speaks of the periods that the question names (of several, of one)."""
        if not self.question.periods:
            return True
        document, passage = hit.document, hit.passage
        labels = labels or " ".join(c.label or "" for row in passage.rows for c in row)
        around = " ".join(
            [passage.text, labels, *passage.section, document.title, document.period or "", str(document.meeting_date or "")]
        )
        said = [speaks_of(p, around) for p in self.question.periods]
        return any(said) if len(said) > 1 else all(said)

    def _fits(self, unit: Unit) -> float:
        """How far a unit holds the kind of thing that was asked for: 0 not at all, 1 it does, more in a row that is made for it."""
        text = unit.text
        want = self.question.want
        if want == "amount":
            return 1.0 if _AMOUNT.search(text) else 0.0
        if want in ("figure", "count"):
            return 1.0 if _FIGURE.search(text) else 0.0
        if want == "when":
            return 1.0 if find_dates(text) or re.search(r"\b(?:19|20)\d\d\b", text) else 0.0
        if want == "who":
            owned = any(c.text and _WHO.search(c.label or "") for c in unit.cells)  # the row's owner is shown with it
            return _OWNED if owned else 1.0 if _PERSON.search(text) else 0.0
        if want == "decision":
            return 1.0 if _DECISION.search(" ".join([*unit.hit.passage.section[-1:], text])) else 0.0
        if want == "reason":
            return 1.0 if _REASON.search(text) else 0.3
        if want == "comparison":
            return 0.5 * bool(_FIGURE.search(text)) + 0.5 * bool(_COMPARED.search(text))
        return 0.5


def _outdated(n: int, years: Sequence[int], said: Sequence[frozenset[str]]) -> bool:
    """Whether what one unit says of its year another says, in much the same words, of a later one."""
    return any(
        later > years[n] and len(own & said[n]) >= _SAME_THING * len(said[n]) for later, own in zip(years, said, strict=True)
    )


def _is_amount(text: str, labels: str) -> bool:
    """Whether a unit states a sum of money: with its sign, or as a row of figures under labels of money (a sheet in \u00a3000 says so once)."""
    return bool(_AMOUNT.search(f"{text} {labels}") or (_MONEY.search(labels) and re.search(r"\d", text)))
