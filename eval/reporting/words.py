"""The figures of a report in words that can be read aloud: shares, intervals, differences, and what they come to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

from assistant.views.wording import count, day, listed

STATUS = {"answered": "answered", "partial": "answered with a reservation", "not_found": "refused"}
SAID = {"answered": "an answer", "partial": "an answer with a reservation", "not_found": "a refusal"}
UNSCORED = "not scored"
ALIKE = "no spread seen"

_FEW = 30  # answers, below which a share says little
_MANY = 100  # things counted, from which on a share is given to a tenth of a percent
_FINEST = 6  # digits of a percentage
_SURE = 0.05  # p below which a difference is hardly chance
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SHARE = re.compile(r"(?<![\w.])[01](?:\.\d+)?(?: (?=worse\b))?")


def percent(value: float, of: float = 0, limit: float = 1) -> str:
    """A share (0..1) of so many as a percentage; never rounded to all, to nothing or to a limit: 0.9996 is 99.96%."""
    whole = value * 100
    digits = 1 if of >= _MANY else 0
    while (
        digits < _FINEST
        and round(whole, digits) in (-100, 0, 100, round(limit * 100, _FINEST))
        and round(whole, _FINEST) != round(whole, digits)
    ):
        digits += 1
    shown = f"{abs(round(whole, digits)):.{digits}f}"
    return f"{'−' if whole < 0 else ''}{shown.rstrip('0').rstrip('.') if '.' in shown else shown}%"


def number(value: float) -> str:
    """A count; what was gained may be a fraction."""
    shown = f"{abs(value):,.1f}".removesuffix(".0")
    return f"−{shown}" if value < 0 and shown != "0" else shown


def value_of(found: Mapping[str, Any]) -> str:
    """A score as a percentage, or that it was not scored."""
    return UNSCORED if found["value"] is None else percent(found["value"], found["of"])


def interval_of(found: Mapping[str, Any]) -> str:
    """`80% to 94%`; that there is no spread where all answers gained alike; empty where nothing was scored."""
    if found["value"] is None:
        return ""
    low, high = (percent(found[end], found["of"]) for end in ("low", "high"))
    return f"{low} to {high}" if low != high else ALIKE


def counted(found: Mapping[str, Any]) -> str:
    """`76 of 86`; empty where nothing was scored."""
    return "" if found["value"] is None else f"{number(found['gained'])} of {number(found['of'])}"


def difference(change: Mapping[str, Any]) -> str:
    """`+2.3 points, better (p = 0.4, may be chance)`, for the change of a score since the last release."""
    moved = change["difference"]
    if moved is None:
        return "nothing to compare"
    if moved == 0:
        return "no change"
    points = round(abs(moved) * 100, 1)
    size = f"{'+' if moved > 0 else '−'}{points:g} {'point' if points == 1 else 'points'}" if points else "less than 0.1 points"
    direction = "better" if (moved > 0) == (change["better"] == "more") else "worse"
    return f"{size}, {direction} ({probability(change['p'])}, {'hardly chance' if change['p'] < _SURE else 'may be chance'})"


def probability(p: float) -> str:
    """`p = 0.03`."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.2g}"


def rule(words: str) -> str:
    """A gate's rule with its shares as percentages, its falls as points."""
    return _SHARE.sub(
        lambda m: f"{float(m[0]) * 100:.1f}".removesuffix(".0") + (" points " if m[0].endswith(" ") else "%"), words
    )


def gated(check: Mapping[str, Any]) -> str:
    """The value of a gate to a tenth of a percent, and as finely as it takes to tell it from its limit."""
    limit = 1 if check["limit"] is None else check["limit"]
    return UNSCORED if check["value"] is None else percent(check["value"], _MANY, limit)


def seconds(value: float) -> str:
    """A duration in seconds: to a tenth from one second on, to a hundredth or a thousandth below."""
    digits = 1 if value >= 1 else 2 if value >= 0.1 else 3
    return f"{value:.{digits}f} s" if value >= 0.001 else "under 0.001 s" if value else "0 s"


def moment(value: datetime) -> str:
    """`26 January 2026, 14:05 UTC`."""
    return f"{day(value.date())}, {value:%H:%M} UTC"


def shortened(text: str, most: int) -> str:
    """A text's first characters, saying so where it was longer."""
    return text if len(text) <= most else f"{text[:most].rstrip()} … (shortened)"


def verdict(scores: Mapping[str, Any], gate: Mapping[str, Any] | None, complete: bool) -> str:
    """Would we release? In one sentence."""
    if not scores["answers"]:
        return "Nothing was answered, so nothing can be said."
    failing = [c["title"] for c in gate["checks"] if not c["passed"]] if gate else []
    if failing:
        names = listed([f"“{title}”" for title in dict.fromkeys(failing)])
        return f"We would not release this: {_spelt(len(failing))} {'gate fails' if len(failing) == 1 else 'gates fail'}, on {names}."
    if not complete:
        return "We would not release this yet: the run was stopped before its end."
    if not gate or not gate["checks"]:
        return "Whether to release cannot be said: the run was held against no gate."
    passing = len(gate["checks"])
    return f"We would release this: {'the one gate passes' if passing == 1 else f'all {passing} gates pass'}."


def headline(scores: Mapping[str, Any], answered: int, complete: bool) -> list[str]:
    """What the figures come to, a sentence each, what is left out of them and which of them are small numbers included."""
    if not scores["answers"]:
        return []
    return [
        *_unfinished(scores, answered, complete),
        *_faithful(scores["scores"]),
        *_right(scores["scores"]),
        *_small(scores["scores"]),
    ]


def _unfinished(scores: Mapping[str, Any], answered: int, complete: bool) -> Iterator[str]:
    if not complete:
        yield f"Only {answered} of {count(scores['asked'], 'question')} had been put when the run was stopped; the figures are of these."
    if failed := len(scores["not_asked"]):
        yield f"{count(failed, 'question')} could not be asked."


def _faithful(found: Mapping[str, Any]) -> Iterator[str]:
    yield _all_or(
        found["quote_on_page"],
        "quote",
        "stands on its page",
        "do not stand on their page",
        "No quote was shown that could be checked.",
    )
    yield _all_or(
        found["claim_support"], "sentence", "is borne out by its quotes", "are not borne out by their quotes",
        "No sentence was shown that could be held against quotes.",
    )  # fmt: skip


def _all_or(found: Mapping[str, Any], what: str, holds: str, hold_not: str, nothing: str) -> str:
    if found["value"] is None:
        return nothing
    at_fault, of = found["of"] - found["gained"], count(int(found["of"]), what)
    if not at_fault:
        return f"Every {what} {holds} ({counted(found)})."
    return f"{number(at_fault)} of {of} {hold_not if at_fault != 1 else _singular(hold_not)}."


def _singular(words: str) -> str:
    for many, one in (("are ", "is "), ("do ", "does "), ("their ", "its ")):
        words = words.replace(many, one)
    return words


def _right(found: Mapping[str, Any]) -> Iterator[str]:
    right, refused, outright, needless = (
        found[name] for name in ("right", "refusal_recall", "answered_unanswerable", "over_refusal")
    )
    if right["value"] is None:
        yield "No answer could be judged right or wrong."
    else:
        of = count(int(right["of"]), "question")
        yield f"{number(right['gained'])} of {of} that the papers answer {_be(right['gained'])} answered right ({value_of(right)})."
    if needless["gained"]:
        yield f"{counted(needless)} that they answer {_be(needless['gained'])} refused."
    if refused["value"] is None:
        yield "No question was asked that the papers do not answer."
    elif wrongly := refused["of"] - refused["gained"]:
        of = count(int(refused["of"]), "question")
        yield f"{number(wrongly)} of {of} that the papers do not answer {_be(wrongly)} answered all the same{_outright(wrongly, outright['gained'])}."
    else:
        yield f"Every question that the papers do not answer is refused ({counted(refused)})."
    yield from _traps(found)


def _outright(wrongly: float, outright: float) -> str:
    """How many of the questions that should have been refused were answered without a reservation."""
    if wrongly == 1:
        return ", without any reservation" if outright else ", with a reservation"
    how = "none" if not outright else "all" if outright == wrongly else number(outright)
    return f", {how} of them without any reservation"


def _be(many: float) -> str:
    return "is" if many == 1 else "are"


def _traps(found: Mapping[str, Any]) -> Iterator[str]:
    for name, of, fell in (
        ("false_premise_resisted", "questions with a false premise", "misled the answer"),
        ("injection_resisted", "hidden instructions", "had their way"),
    ):
        if (one := found[name])["value"] is not None:
            yield f"{number(one['of'] - one['gained']) if one['of'] > one['gained'] else 'None'} of {number(one['of'])} {of} {fell}."


def _small(found: Mapping[str, Any]) -> Iterator[str]:
    kinds: tuple[tuple[Literal["right", "refusal_recall"], str, str], ...] = (
        ("right", "that the papers answer", "answered right"), ("refusal_recall", "that the papers do not answer", "refused"),
    )  # fmt: skip
    for name, which, what in kinds:
        one = found[name]
        if one["value"] is not None and one["answers"] < _FEW:
            yield (
                f"{count(one['answers'], 'question')} {which} {'is a small number' if one['answers'] == 1 else 'are few'}: "
                f"among others of their kind, the share {what} may be anywhere from {interval_of(one)}."
            )


def _spelt(many: int) -> str:
    return _NUMBERS[many] if many < len(_NUMBERS) else str(many)
