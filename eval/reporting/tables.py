"""The tables of a report: scores, gates, breakdowns, what was not scored, and what other checks of the run left beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from assistant.views.elements import Element, element
from assistant.views.wording import count
from eval.reporting import words as words
from eval.reporting.markup import folded, listing, table
from eval.reporting.pictures import interval_bar
from eval.run import Run
from eval.scorers import SCORERS

SELFTEST, JUDGEMENT = "selftest.json", "judge.json"
_BROKEN_DOWN = (
    "right", "refusal_recall", "over_refusal", "claim_support", "evidence_cited", "false_premise_resisted", "injection_resisted",
)  # fmt: skip
_GROUPS = {"persona": "Who asks", "document": "Document", "tag": "Tag"}


def scores_table(scores: Mapping[str, Any], changes: Mapping[str, Any] | None) -> Element:
    """Every score with its interval, what it counts, and how it stood in the last release (`changes`, by score) where there is one."""
    heads = ["Score and what it measures", "Value", "95% interval", "Counted"]
    rows: list[list[Element | str]] = []
    for name, found in scores["scores"].items():
        row: list[Element | str] = [_title(name), words.value_of(found), _interval(found), words.counted(found)]
        if changes is not None:
            row.append(_before(changes[name], found["of"]))
        rows.append(row)
    caption = f"Scores over {count(scores['answers'], 'answer')}. An answer that a score does not apply to counts neither for nor against."
    return table(caption, heads if changes is None else [*heads, "Last release"], rows, "scores")


def _title(name: str) -> Element:
    scorer = SCORERS[name]
    less = " (less is better)" if scorer.better == "less" else ""
    return element("span", f"{scorer.title}{less}", element("span", scorer.what, class_="what"))


def _interval(found: Mapping[str, Any]) -> Element | str:
    return "" if found["value"] is None else element("span", words.interval_of(found), interval_bar(found))


def _before(change: Mapping[str, Any], of: float) -> Element:
    was = words.UNSCORED if change["before"] is None else words.percent(change["before"], of)
    return element("span", was, element("span", words.difference(change), class_="aside"))


def turned(changes: Mapping[str, Any]) -> Element:
    """The questions that are right now and were wrong in the last release, or the other way round."""
    flips = changes["flipped"]
    if not flips:
        return element("p", "No answer turned from wrong to right or from right to wrong since the last release.")
    rows = [
        [f["id"], "now right, was wrong" if f["after"]["right"] else "now wrong, was right",
         words.STATUS[f["before"]["status"]], words.STATUS[f["after"]["status"]], f["question"]]
        for f in flips
    ]  # fmt: skip
    heads = ["Question", "Turned", "Before", "Now", "Asked"]
    return folded(f"{count(len(flips), 'answer')} that turned since the last release", table("Answers that turned", heads, rows))


def gate_table(gate: Mapping[str, Any], scores: Mapping[str, Any]) -> Element:
    """Each gate with its rule, its verdict and the questions at fault."""
    rows: list[list[Element | str]] = [
        [
            check["title"],
            element("span", "✓ Pass" if check["passed"] else "✗ Fail", class_="pass" if check["passed"] else "fail"),
            words.rule(check["rule"]),
            words.gated(check),
            _at_fault(check, scores),
        ]
        for check in gate["checks"]
    ]  # fmt: skip
    return table("What a release must hold", ["Gate", "Verdict", "Rule", "Value", "At fault"], rows)


def _at_fault(check: Mapping[str, Any], scores: Mapping[str, Any]) -> Element | str:
    if check["passed"]:
        return ""
    if not check["questions"]:
        return "nothing measures it" if check["value"] is None else "no question by itself"
    asked = {q["id"]: q["question"] for q in scores["questions"]}
    return folded(
        count(len(check["questions"]), "question"), listing([f"{name}: {asked.get(name, '')}" for name in check["questions"]])
    )


def breakdown(scores: Mapping[str, Any], by: str, head: str) -> Element | None:
    """The chief scores for each value of one of the breakdowns; None where it has no value."""
    groups: Mapping[str, Any] = scores["by"][by]
    columns = [name for name in _BROKEN_DOWN if any(name in found for found in groups.values())]
    if not groups or not columns:
        return None
    rows = [
        [value or "(none)", *(_share(found[name]) if name in found else words.UNSCORED for name in columns)]
        for value, found in groups.items()
    ]
    return table(f"Scores by {head.lower()}", [head, *(SCORERS[name].title for name in columns)], rows)


def breakdowns(scores: Mapping[str, Any]) -> Iterator[Element]:
    """The other breakdowns, folded."""
    for by, head in _GROUPS.items():
        if (found := breakdown(scores, by, head)) is not None:
            yield folded(f"By {head.lower()}", found)


def _share(found: Mapping[str, Any]) -> Element:
    return element("span", words.value_of(found), element("span", words.counted(found), class_="aside"))


def unscored_table(scores: Mapping[str, Any]) -> Element | None:
    """How many answers each score does not apply to, and why; None where all apply to all."""
    rows = [
        [SCORERS[name].title, str(many), reason]
        for name, found in scores["scores"].items()
        for reason, many in found["unscored"].items()
    ]
    return table("Answers that were not scored", ["Score", "Answers", "Why"], rows) if rows else None


def beside(run: Run, file: str) -> Mapping[str, Any]:
    """What another check of the run left in its folder; empty where there is none that can be read."""
    with suppress(OSError, ValueError):
        found = json.loads((run.folder / file).read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return found
    return {}


def selftest_table(found: Mapping[str, Any]) -> Element | None:
    """How many of the faults that were planted in sentences the check found."""
    rows = [[kind, *_caught(counts, "made", "caught")] for kind, counts in _mapping(found.get("kinds")).items()]
    honest = _mapping(found.get("honest"))
    if honest:
        rows.append(["honest sentences, flagged all the same", *_caught(honest, "made", "flagged")])
    return table("Faults planted in sentences that were borne out", ["Planted", "Made", "Found", "Share"], rows) if rows else None


def _caught(counts: Any, made: str, caught: str) -> Sequence[str]:
    found = _mapping(counts)
    of, part = found.get(made), found.get(caught)
    if not isinstance(of, int) or not isinstance(part, int):
        return ["", "", ""]
    return [f"{of:,}", f"{part:,}", words.percent(part / of, of) if of else words.UNSCORED]


def judgement_table(found: Mapping[str, Any]) -> Element | None:
    """What a model judged of the run, and how far it agrees with the scores."""
    rows = [
        [_plain(f"{part}: {name}" if part == "agreement" else name), _judged(name, value)]
        for part in ("scores", "agreement")
        for name, value in _mapping(found.get(part)).items()
    ]
    if isinstance(found.get("agreement"), int | float):
        rows.append(["agreement", _judged("agreed", found["agreement"])])
    model = found.get("model", "a model that is not named")
    return table(f"As judged by {model}", ["Figure", "Value"], rows) if rows else None


def _judged(name: str, value: Any) -> str:
    """A share, with its interval where it has one; counts and Cohen's kappa, which is no share, as they are."""
    if isinstance(value, Mapping):
        whole = isinstance(value.get("low"), float) and isinstance(value.get("high"), float) and "of" in value
        return (
            f"{words.value_of(value)} ({words.interval_of(value)}; {words.counted(value)})"
            if whole
            else _judged(name, value.get("value"))
        )
    if value is None:
        return words.UNSCORED
    if isinstance(value, float) and name != "kappa":
        return words.percent(value)
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
