"""Two runs side by side: what each score gained or lost and how odd that would be by chance, and the answers that turned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.answer import Answer
from assistant.views.elements import Element, element
from assistant.views.evaluation_answers import name_of
from assistant.views.evaluation_place import Place
from assistant.views.evaluation_runs import Held, answers
from assistant.views.wording import count
from eval.comparison import compare
from eval.reporting.markup import folded, listing, table
from eval.reporting.words import STATUS, difference, percent, shortened

OTHERS = "The two runs have no question in common, so there is nothing to compare."
_SAID = 400  # characters of an answer that are shown beside the other


def compare_view(before: Held, after: Held) -> list[Element]:
    """What changed from the earlier to the later of two runs that are scored."""
    assert before.scores is not None
    assert after.scores is not None
    made = compare(before.scores, after.scores)
    if not made["common"]:
        return [element("p", OTHERS, class_="status")]
    about = (
        f"Compared over the {count(made['common'], 'answer')} that both have. Before: {before.name}. After: {after.name}. "
        "p is how often chance alone would make so great a difference."
    )
    return [
        element("p", about, class_="searched"),
        *_scores(made),
        element("h3", "Answers that turned"),
        *_turned(made, before, after),
        *(_alone(f"Asked only {when}", made[name]) for name, when in (("only_before", "before"), ("only_after", "after")) if made[name]),
    ]  # fmt: skip


def _scores(made: Mapping[str, Any]) -> list[Element]:
    rows: list[list[Element | str]] = [
        [name_of(name), percent(found["before"]), percent(found["after"]), difference(found), _interval(found), found["test"], _turns(found)]
        for name, found in made["scores"].items() if found["difference"] is not None
    ]  # fmt: skip
    heads = ["Score", "Before", "After", "Difference", "95% interval", "Test", "Answers that turned"]
    parts = [table("Every score that both have", heads, rows, "eval-changes")] if rows else []
    if nothing := [name_of(name) for name, found in made["scores"].items() if found["difference"] is None]:
        parts.append(element("p", f"Not scored in one or in both: {'; '.join(nothing)}.", class_="notes"))
    return parts


def _interval(found: Mapping[str, Any]) -> str:
    """How far chance goes, in points; empty where nothing changed."""
    if found["low"] == found["high"]:
        return ""
    low, high = (f"{round(found[end] * 100, 1):+g}".replace("-", "−") for end in ("low", "high"))
    return f"{low} to {high} points"


def _turns(found: Mapping[str, Any]) -> str:
    parts = [f"{len(found[name])} {words}" for name, words in (("gained", "better"), ("lost", "worse")) if found[name]]
    return ", ".join(parts) or "none"


def _turned(made: Mapping[str, Any], before: Held, after: Held) -> list[Element]:
    """The answers that turned from right to wrong or from wrong to right, those that are worse now first."""
    flips = sorted(made["flipped"], key=lambda flip: flip["after"]["right"])
    if not flips:
        return [element("p", "No answer turned from wrong to right or from right to wrong.")]
    old, new = ({given.id: given.answer for given in answers(each)} for each in (before, after))
    rows: list[list[Element | str]] = [
        [
            element("span", flip["question"], " ", element("span", f"{flip['id']}, {flip['kind']}", class_="file")),
            _said(flip, "before", old.get(flip["id"]), Place(before.key, "compare", question=flip["id"], against=after.key)),
            _said(flip, "after", new.get(flip["id"]), Place(after.key, "compare", question=flip["id"], against=before.key)),
        ]
        for flip in flips
    ]
    return [
        table(
            f"{count(len(flips), 'answer')} turned, those that are wrong now first",
            ["Question", "Before", "After"],
            rows,
            "eval-turned",
        )
    ]


def _said(flip: Mapping[str, Any], when: str, answer: Answer | None, place: Place) -> Element:
    side = flip[when]
    verdict = element(
        "span", "✓ right" if side["right"] else "✗ wrong", class_=f"chip short {'low' if side['right'] else 'high'}"
    )
    link = element("a", f"Open the answer {when}", href=place.link(), aria_label=f"Open the answer {when} to: {flip['question']}")
    words = element("div", shortened(answer.answer, _SAID), class_="printed") if answer else None
    return element("div", verdict, f" {STATUS[side['status']]}", words, link)


def _alone(summary: str, ids: list[str]) -> Element:
    return folded(f"{summary}: {count(len(ids), 'answer')}", listing(ids))
