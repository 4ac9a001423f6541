"""Scores, comparisons and verdicts for a person at a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from eval.scorers import SCORERS

_NAMED = 8  # questions that a line names


def scored(scores: Mapping[str, Any]) -> None:
    """Print the scores of a run with their intervals, and what was not scored."""
    table = Table(
        "score", "value", "95% interval", "answers", title=f"{scores['set']}, {scores['asked']} questions", title_justify="left"
    )
    for name, found in scores["scores"].items():
        title = SCORERS[name].title + (" (less is better)" if SCORERS[name].better == "less" else "")
        if found["value"] is None:
            table.add_row(title, "not scored", "", "0")
        else:
            table.add_row(title, f"{found['value']:.3f}", f"{found['low']:.3f} to {found['high']:.3f}", str(found["answers"]))
    _console().print(table)
    for name, why in scores["not_asked"].items():
        _console().print(f"{name} could not be asked: {why}", markup=False)


def comparison(made: Mapping[str, Any]) -> None:
    """Print what every score gained or lost, and the questions that turned."""
    console = _console()
    table = Table(
        "score",
        "before",
        "after",
        "difference",
        "95% interval",
        "p",
        title=f"{made['common']} questions in common",
        title_justify="left",
    )
    for name, d in made["scores"].items():
        if d["difference"] is not None:
            between = f"{d['low']:+.3f} to {d['high']:+.3f}"
            table.add_row(
                SCORERS[name].title,
                f"{d['before']:.3f}",
                f"{d['after']:.3f}",
                f"{d['difference']:+.3f}",
                between,
                f"{d['p']:.3f}",
            )
    console.print(table)
    for flip in made["flipped"]:
        turned = "right, was wrong" if flip["after"]["right"] else "wrong, was right"
        console.print(
            f"{flip['id']}: {turned} ({flip['before']['status']}, {flip['after']['status']}): {flip['question']}", markup=False
        )
    for where in ("before", "after"):
        if alone := made[f"only_{where}"]:
            console.print(f"asked only {where}: {named(alone)}", markup=False)


def gated(verdict: Mapping[str, Any], release: Path | None) -> None:
    """Print what passed and what did not, with the questions at fault."""
    console = _console()
    table = Table("", "gate", "rule", "value", title_justify="left")
    for c in verdict["checks"]:
        table.add_row(
            "pass" if c["passed"] else "FAIL", c["title"], c["rule"], "-" if c["value"] is None else f"{c['value']:.3f}"
        )
    console.print(table)
    for c in verdict["checks"]:
        if not c["passed"]:
            console.print(f"{c['title']}: {named(c['questions']) or 'no question is to blame alone'}", markup=False)
    if release is None:
        console.print("No scores of a last release were found; falls behind it were not looked at.")
    console.print("The gate is passed." if verdict["passed"] else "The gate is not passed.")


def selftested(found: Mapping[str, Any]) -> None:
    """Print how many planted faults the check found, by kind, with those it missed."""
    console = _console()
    table = Table("planted", "made", "caught", "share")
    for kind, counted in found["kinds"].items():
        share = f"{counted['caught'] / counted['made']:.3f}" if counted["made"] else "-"
        table.add_row(kind, str(counted["made"]), str(counted["caught"]), share)
    honest = found["honest"]
    console.print(table)
    share = f" ({honest['flagged'] / honest['made']:.3f})" if honest["made"] else ""
    console.print(f"honest sentences: {honest['made']}, of which flagged: {honest['flagged']}{share}")
    for case in found["missed"]:
        console.print(f"missed, {case['kind']}: {case['text']}", markup=False)


def named(questions: Sequence[str]) -> str:
    """Some questions by id, the first few of many."""
    more = f" and {len(questions) - _NAMED} more" if len(questions) > _NAMED else ""
    return ", ".join(questions[:_NAMED]) + more


def _console() -> Console:
    return Console(highlight=False, soft_wrap=True)
