"""Questions over registers as councillors and officers ask them, each with the records that a right answer names.

What is expected is told from the truths alone, by hand or by a condition over their rows; nothing here reads a paper or asks a question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

AS_OF = date(2026, 11, 22)
Place = tuple[int, str, int]
"""A record: its risk's number in the register, its kind, its own number below the risk (0 for a risk), each from 0."""


@dataclass(frozen=True, eq=False)
class Row:
    """A record of a truth: `said` is what the truth asserts of it, `home` its risk (itself for a risk), `below` its controls and actions."""

    place: Place
    said: Mapping[str, Any]
    risk: Row | None = None
    below: list[Row] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.place[1]

    @property
    def home(self) -> Row:
        return self.risk or self

    @property
    def ref(self) -> str:
        return str(self.said.get("ref") or "")

    @property
    def name(self) -> str:
        return str(self.said.get("title") or self.said.get("text") or self.said.get("description") or self.ref)

    @property
    def owners(self) -> list[str]:
        return list(self.said.get("owners") or [])

    @property
    def status(self) -> str:
        return str(self.said.get("status") or "")

    @property
    def category(self) -> str:
        return str(self.said.get("category") or "")

    @property
    def group(self) -> str:
        return str(self.said.get("group") or self.said.get("directorate") or "")

    @property
    def due(self) -> str:
        """ISO: a day, a month or a year; empty when none is told."""
        told = self.said.get("due_date")
        return told if isinstance(told, str) else ""

    @property
    def rating(self) -> str:
        """The word alone: "High" of "High (20)"."""
        return re.sub(r"\W*\d.*", "", str(self.said.get("rating") or ""))

    @property
    def controls(self) -> list[Row]:
        return [r for r in self.below if r.kind == "control"]

    @property
    def actions(self) -> list[Row]:
        return [r for r in self.below if r.kind == "action"]

    @cached_property
    def likelihood(self) -> int:
        return self._level("likelihood")

    @cached_property
    def impact(self) -> int:
        return self._level("impact")

    @cached_property
    def value(self) -> int:
        """The current score as printed, else likelihood times impact; 0 when neither is told."""
        printed = self._scores("residual").get("value") or _number(self.said.get("score")) or _number(self.said.get("rating"))
        return printed or self.likelihood * self.impact

    def stage(self, name: str) -> int:
        """Another score ("inherent", "target", "previous"); 0 when it is not told."""
        told = self._scores(name)
        return int(told.get("value") or (told.get("likelihood") or 0) * (told.get("impact") or 0))

    def says(self, *words: str) -> bool:
        """Whether the row's own words hold one of some words."""
        own = " ".join(str(self.said.get(n) or "") for n in ("title", "description", "text", "cause", "consequence")).lower()
        return any(w.lower() in own for w in words)

    def _level(self, name: str) -> int:
        return int(self._scores("residual").get(name) or _number(self.said.get(name)))

    def _scores(self, name: str) -> Mapping[str, Any]:
        return (self.said.get("scores") or {}).get(name) or {}


def _number(text: object) -> int:
    found = re.search(r"\d+", str(text or ""))
    return int(found.group()) if found else 0


def rows(risks: Iterable[Mapping[str, Any]]) -> list[Row]:
    """The rows of a truth, each risk before what is below it."""
    made = []
    for n, said in enumerate(risks):
        risk = Row((n, "risk", 0), said)
        for kind in ("control", "action"):
            risk.below.extend(Row((n, kind, m), child, risk) for m, child in enumerate(said.get(f"{kind}s") or []))
        made += [risk, *risk.below]
    return made


Expected = Callable[[list[Row]], frozenset[Place]]
Condition = Callable[[Row], bool]


def _of(kind: str | None) -> Callable[..., Expected]:
    def made(*conditions: Condition) -> Expected:
        return lambda among: frozenset(
            r.place for r in among if (kind is None or r.kind == kind) and all(c(r) for c in conditions)
        )

    return made


risks, controls, actions, every = _of("risk"), _of("control"), _of("action"), _of(None)
nothing: Expected = lambda among: frozenset()  # noqa: E731


def ref(*refs: str) -> Condition:
    """Of the risks with some references, or those risks themselves."""
    return lambda r: r.home.ref in refs


def called(*words: str) -> Condition:
    """Whose name begins with, or holds, some words."""
    return lambda r: any(w.lower() in r.name.lower() for w in words)


def under(*words: str) -> Condition:
    """Below the risks whose names hold some words."""
    return lambda r: any(w.lower() in r.home.name.lower() for w in words)


def by(*names: str) -> Condition:
    """Owned by one of some spellings of a person or a post."""
    return lambda r: any(o in names for o in r.owners)


def status(*words: str) -> Condition:
    return lambda r: r.status in words


def rated(*words: str) -> Condition:
    return lambda r: r.home.rating in words


def category(*words: str) -> Condition:
    return lambda r: r.category in words


def group(*words: str) -> Condition:
    return lambda r: r.home.group in words


def before(day: str) -> Condition:
    return lambda r: bool(r.due) and r.due[: len(day)] < day[: len(r.due)]


def after(day: str) -> Condition:
    return lambda r: bool(r.due) and r.due > day[: len(r.due)]


def within(period: str) -> Condition:
    return lambda r: r.due.startswith(period)


def no(condition: Condition) -> Condition:
    return lambda r: not condition(r)


@dataclass(frozen=True)
class Case:
    """One thing asked of one register in several wordings, and the records that the answer names.

    `also` may be named but need not be (a date that a truth does not place). `groups` are the counts of a grouping, `says` words that the
    claims must hold, `version` what the answer must say of the version that it used.
    """

    register: str
    texts: tuple[str, ...]
    expected: Expected
    also: Expected = nothing
    groups: Mapping[str, int] | None = None
    says: tuple[str, ...] = ()
    version: str = ""
    as_of: date = AS_OF
