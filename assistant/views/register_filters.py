"""Which risks of a register are shown, and in what order: chosen beside the table, held until it is changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.people import joined
from assistant.register_scores import value_of
from assistant.register_statuses import is_completed
from assistant.views.register_words import (
    NAMES,
    TIMES,
    current,
    flags_of,
    is_overdue,
    level,
    rating_word,
)
from assistant.views.wording import listed
from vectorstore.records import Record, Register

OVERDUE, UNFINISHED, NONE = "Overdue", "Not completed", "No controls or actions"
SORTS = ("As in the register", "Highest score first", "Lowest score first", "Most overdue first", "Risk, A to Z", "Owner, A to Z")
_LEVELS = ("high", "medium", "low", None)


@dataclass(frozen=True, slots=True)
class Options:
    """What can be chosen for one register: what it prints, each once. `owners` has the spellings of one person together."""

    ratings: tuple[str, ...]
    categories: tuple[str, ...]
    groups: tuple[str, ...]
    owners: tuple[tuple[str, ...], ...]
    statuses: tuple[str, ...]
    flagged: bool


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the risks are narrowed to; nothing chosen of a kind leaves all. `statuses` are of controls and actions, `cell` (likelihood,
    impact) of the scores of `stage` (None: those of now), and every one of the `words` must stand somewhere in the risk.
    """

    words: str = ""
    ratings: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    owners: tuple[tuple[str, ...], ...] = ()
    statuses: tuple[str, ...] = ()
    flagged: bool = False
    cell: tuple[int, int] | None = None
    stage: str | None = None

    def in_words(self) -> str | None:
        """What is chosen, for a sentence; None when nothing is."""
        parts = [f"{name} {listed(chosen)}" for name, chosen in self._chosen() if chosen]
        if self.cell:
            of = f"{self.stage} " if self.stage else ""
            parts.append(f"{of}likelihood {self.cell[0]} {TIMES} impact {self.cell[1]}")
        if self.flagged:
            parts.append("flagged")
        if self.words.strip():
            parts.append(f"the words \N{LEFT DOUBLE QUOTATION MARK}{self.words.strip()}\N{RIGHT DOUBLE QUOTATION MARK}")
        return "; ".join(parts) or None

    def _chosen(self) -> list[tuple[str, Sequence[str]]]:
        return [
            ("rating", self.ratings),
            ("category", self.categories),
            (NAMES["group"].lower(), self.groups),
            ("owner", [group[0] for group in self.owners]),
            ("a control or action", [status.lower() for status in self.statuses]),
        ]


def options(register: Register) -> Options:
    """What the register's risks can be narrowed by."""
    risks = register.risks
    children = [child for risk in risks for child in risk.children]
    statuses = _distinct(child.text("status") for child in children)
    usual = [name for name, some in ((OVERDUE, True), (UNFINISHED, bool(statuses))) if children and some]
    none = [NONE] if children and any(not risk.children for risk in risks) else []
    return Options(
        ratings=tuple(sorted(_distinct(map(rating_word, risks)), key=_severity(risks))),
        categories=tuple(sorted(_distinct(risk.text("category") for risk in risks))),
        groups=tuple(_distinct(risk.text("group") for risk in risks)),
        owners=tuple(
            sorted(joined(owner.name for record, _ in register.records() for owner in record.owners), key=lambda g: g[0].lower())
        ),
        statuses=tuple(
            dict.fromkeys([*usual, *(s for s in statuses if s.lower() not in (OVERDUE.lower(), UNFINISHED.lower())), *none])
        ),
        flagged=any(flags_of(risk) for risk in risks),
    )


def narrowed(register: Register, by: Narrowing, today: date) -> list[Record]:
    """The risks that are left, in the register's order."""
    tests = _tests(by, today)
    return [risk for risk in register.risks if all(test(risk) for test in tests)]


def ordered(risks: Sequence[Record], by: str, today: date) -> list[Record]:
    """Risks in one of the orders of SORTS; what has no score, or no owner, comes last."""
    keys: dict[str, Callable[[Record], Any]] = {
        SORTS[1]: lambda risk: _scored(risk, -1),
        SORTS[2]: lambda risk: _scored(risk, 1),
        SORTS[3]: lambda risk: -sum(is_overdue(child, today) for child in risk.children),
        SORTS[4]: lambda risk: risk.name.lower(),
        SORTS[5]: lambda risk: (not risk.owners, risk.owners[0].name.lower() if risk.owners else ""),
    }
    return sorted(risks, key=keys[by]) if by in keys else list(risks)


def _scored(risk: Record, way: int) -> tuple[bool, int, int]:
    """By the number, or where a register has words alone by their severity."""
    value = value_of(risk)
    severity = _LEVELS.index(level(rating_word(risk)))
    return (value is None and severity == len(_LEVELS) - 1, way * (value or 0), -way * severity)


def _severity(risks: Iterable[Record]) -> Callable[[str], tuple[float, int, str]]:
    """Orders rating words by the scores that the register gives them, the highest first."""
    scores: dict[str, list[int]] = {}
    for risk in risks:
        if (word := rating_word(risk)) and (value := value_of(risk)):
            scores.setdefault(word, []).append(value)
    return lambda word: (-sum(scores[word]) / len(scores[word]) if word in scores else 0.0, _LEVELS.index(level(word)), word)


def _distinct(values: Iterable[str | None]) -> list[str]:
    """Each value once, spellings that differ in capitals alone as the first of them."""
    return list({value.lower(): value for value in reversed([v for v in values if v])}.values())[::-1]


def _tests(by: Narrowing, today: date) -> list[Callable[[Record], bool]]:
    tests: list[Callable[[Record], bool]] = []
    if wanted := re.findall(r"\S+", by.words.casefold()):
        tests.append(lambda risk: _says(risk, wanted))
    for chosen, read in ((by.ratings, rating_word), (by.categories, _reader("category")), (by.groups, _reader("group"))):
        if chosen:
            tests.append(_one_of(chosen, read))
    if by.owners:
        names = {name for group in by.owners for name in group}
        tests.append(lambda risk: any(owner.name in names for record in (risk, *risk.children) for owner in record.owners))
    if by.statuses:
        tests.append(lambda risk: any(_has_status(risk, status, today) for status in by.statuses))
    if by.flagged:
        tests.append(lambda risk: bool(flags_of(risk)))
    if by.cell:
        tests.append(lambda risk: in_cell(risk, by.stage, by.cell))
    return tests


def _reader(name: str) -> Callable[[Record], str | None]:
    return lambda risk: risk.text(name)


def _one_of(chosen: Iterable[str], read: Callable[[Record], str | None]) -> Callable[[Record], bool]:
    wanted = {value.lower() for value in chosen}
    return lambda risk: (read(risk) or "").lower() in wanted


def _says(risk: Record, wanted: Sequence[str]) -> bool:
    fields = [f.text for record in (risk, *risk.children) for f in (*record.fields.values(), *record.other)]
    text = "\n".join(fields).casefold()
    return all(word in text for word in wanted)


def _has_status(risk: Record, status: str, today: date) -> bool:
    if status == NONE:
        return not risk.children
    if status == OVERDUE:
        return any(is_overdue(child, today) for child in risk.children)
    if status == UNFINISHED:
        return any(not is_completed(child) for child in risk.children)
    return any((child.text("status") or "").lower() == status.lower() for child in risk.children)


def in_cell(risk: Record, stage: str | None, cell: tuple[int, int] | None) -> bool:
    """Whether a risk's likelihood and impact, at a stage or now, are those of a cell."""
    score = risk.scores.get(stage) if stage else current(risk)
    return score is not None and (score.likelihood, score.impact) == cell
