"""The check of support tried on sentences whose worth is known: how many planted faults it finds, and how many honest sentences it flags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from assistant.answer import Answer
from assistant.verify import stands
from eval.planting.corruptions import KINDS, Corruption, Honest, Stated, corrupted, honest
from eval.planting.text import LABEL, figures, words

MOST = 400
"""Claims that faults are planted in, spread over the answers."""
_FEWEST = 6  # words of a claim: a shorter one is no sentence
_ALL, _EACH, _HONEST = 0.95, 0.90, 0.05


@dataclass(frozen=True, slots=True)
class SelfTest:
    """What was planted and what of it was missed, the honest sentences and which of them were flagged."""

    made: tuple[Corruption, ...]
    missed: tuple[Corruption, ...]
    honest: tuple[Honest, ...]
    flagged: tuple[Honest, ...]

    @property
    def kinds(self) -> dict[str, tuple[int, int]]:
        """(made, caught) of each kind, in their order."""
        return {kind: _counted(kind, self.made, self.missed) for kind in KINDS}

    @property
    def passed(self) -> bool:
        """Whether 95% of all that was planted were found and 90% of each kind, and no more than 5% of the honest sentences flagged."""
        shares = [caught / made for made, caught in self.kinds.values() if made]
        found = len(self.made) - len(self.missed)
        return (
            bool(shares)
            and min(shares) >= _EACH
            and found >= _ALL * len(self.made)
            and len(self.flagged) <= _HONEST * len(self.honest)
        )

    def as_json(self) -> dict[str, Any]:
        """Plain values, the same for the same answers: counts by kind, every corruption missed, every honest sentence flagged."""
        ways = sorted({h.kind for h in self.honest})
        return {
            "passed": self.passed,
            "made": len(self.made), "caught": len(self.made) - len(self.missed),
            "kinds": {kind: {"made": made, "caught": caught} for kind, (made, caught) in self.kinds.items()},
            "honest": {
                "made": len(self.honest), "flagged": len(self.flagged),
                "ways": {way: dict(zip(("made", "passed"), _counted(way, self.honest, self.flagged), strict=True)) for way in ways},
                "cases": _cases(self.flagged),
            },
            "missed": _cases(self.missed),
        }  # fmt: skip


def selftest(answers: Sequence[Answer], most: int = MOST) -> SelfTest:
    """Plant faults in up to `most` of the claims of some answers and see what the check says of them, and of honest ways of putting them."""
    claims = supported(answers, most)
    made, put = tuple(corrupted(claims)), tuple(honest(claims))
    return SelfTest(
        made, tuple(c for c in made if stands(c.text, c.quotes)), put, tuple(h for h in put if not stands(h.text, h.quotes))
    )


def supported(answers: Sequence[Answer], most: int = MOST) -> list[Stated]:
    """Claims whose words all stand in the quotes that they cite: the first of each answer, then the second of each, until there are enough."""
    seen: dict[str, Stated] = {}
    for row in zip_longest(*(list(_stated(a)) for a in answers)):
        for claim in filter(None, row):
            if len(seen) < most:
                seen.setdefault(claim.text, claim)
    return list(seen.values())


def _stated(answer: Answer) -> Iterator[Stated]:
    """The claims of an answer that are its quotes' own words, the labels of columns aside."""
    cited = {c.n: c for c in answer.citations}
    for claim in answer.claims:
        text = claim.text.removesuffix(claim.remark).strip()
        if claim.derived is not None or not claim.citations or len(words(LABEL.sub("", text))) < _FEWEST:
            continue
        quotes = tuple(dict.fromkeys(cited[n].quote for n in claim.citations))
        said = LABEL.sub(" ", text)
        if set(words(said)) <= {w for q in quotes for w in words(q)} and figures([said]) <= figures(quotes):
            yield Stated(text, quotes, answer.id or answer.question, cited[claim.citations[0]].source)


def _counted(kind: str, made: Sequence[Corruption | Honest], left: Sequence[Corruption | Honest]) -> tuple[int, int]:
    every = sum(m.kind == kind for m in made)
    return every, every - sum(m.kind == kind for m in left)


def _cases(cases: Sequence[Corruption | Honest]) -> list[dict[str, Any]]:
    found = [
        {
            "kind": c.kind,
            "text": c.text,
            "quotes": list(c.quotes),
            "original": c.of.text,
            "question": c.of.question_id,
            "source": c.of.source,
        }
        for c in cases
    ]
    return sorted(found, key=lambda c: (c["kind"], c["text"], c["quotes"]))
