"""Where in the Evaluation view a reader is, as it stands in the address: a link to an answer of a run can be kept and sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args
from urllib.parse import urlencode

Part = Literal["scores", "answers", "compare"]
PARTS: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a run, or one of its answers; without a run, the list of runs.

    `kind` and `score` narrow the list of answers: to a kind of question, to those that fall short by a score. `question` is the id of the
    answer that is open, `against` the run that this one is compared with.
    """

    run: str | None = None
    part: Part = "scores"
    kind: str | None = None
    score: str | None = None
    question: str | None = None
    against: str | None = None

    def query(self) -> dict[str, str]:
        """As parameters of the address; what is usual is left out."""
        given = {
            "run": self.run,
            "part": self.part if self.part != "scores" else None,
            "kind": self.kind,
            "score": self.score,
            "question": self.question,
            "against": self.against,
        }
        return {name: value for name, value in given.items() if value}

    def link(self) -> str:
        """The end of an address that leads here, from any place in the view."""
        return f"?{urlencode(self.query())}"

    def of(self, part: Part) -> Place:
        """A part of the same run."""
        return Place(self.run, part, against=self.against)

    def at(self, question: str) -> Place:
        """An answer of the same run, with what leads back to the list that it stands in."""
        return replace(self, question=question)

    def back(self) -> Place:
        """The list that the open answer stands in."""
        return replace(self, question=None)


def from_query(given: Mapping[str, str]) -> Place:
    """The place that an address's parameters name. What makes no sense counts as not given: anybody can type an address."""
    part = given.get("part")
    return Place(
        given.get("run") or None,
        part if part in PARTS else "scores",
        given.get("kind") or None,
        given.get("score") or None,
        given.get("question") or None,
        given.get("against") or None,
    )
