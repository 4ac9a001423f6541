"""The answers of a run that are wrong or fall short by a score: a list that can be narrowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.views.elements import Element, element
from assistant.views.evaluation_place import Place
from assistant.views.wording import count
from eval.reporting.markup import table
from eval.reporting.words import STATUS
from eval.scorers import SCORERS

Question = Mapping[str, Any]
"""An answer as it stands in the scores: id, kind, question, status, right, units by score."""


def name_of(score: str) -> str:
    """A score's name on a page."""
    scorer = SCORERS[score]
    return f"{scorer.title} (less is better)" if scorer.better == "less" else scorer.title


def short_of(question: Question) -> list[str]:
    """The scores by which an answer falls short of all that there was to gain."""
    return [name for name, units in question["units"].items() if _falls_short(name, units)]


def _falls_short(name: str, units: Sequence[float]) -> bool:
    gained, of = units
    return gained < of if SCORERS[name].better == "more" else gained > 0


def narrowed(questions: Sequence[Question], place: Place) -> list[Question]:
    """The answers that are wrong, or with a score chosen those that fall short by it, right ones among them; of one kind if one is chosen."""
    return [
        q for q in questions
        if (place.score in short_of(q) if place.score in SCORERS else not q["right"]) and (not place.kind or q["kind"] == place.kind)
    ]  # fmt: skip


def tally(shown: int, of: int, place: Place) -> str:
    """How many answers are listed, of how many, and what they have in common."""
    words = f"fall short: {SCORERS[place.score].title}" if place.score in SCORERS else "are wrong"
    kind = f" of the kind “{place.kind}”" if place.kind else ""
    return f"{shown:,} of {count(of, 'answer')}{kind} {words}"


def answers_table(questions: Sequence[Question], place: Place) -> Element:
    """A row for each answer, its question leading to it."""
    rows = [_row(q, place) for q in questions]
    return table("A question leads to its answer", ["Question", "Kind", "It was", "Falls short in"], rows, "eval-answers")


def _row(question: Question, place: Place) -> list[Element | str]:
    link = element("a", question["question"], href=place.at(question["id"]).link())
    titles = [SCORERS[name].title for name in short_of(question)]
    return [
        element("span", link, " ", element("span", question["id"], class_="file")),
        question["kind"],
        f"{STATUS[question['status']]}, {'right' if question['right'] else 'wrong'}",
        element("ul", *(element("li", words) for words in titles)) if titles else "",
    ]
