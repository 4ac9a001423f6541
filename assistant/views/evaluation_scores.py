"""The scores of a run: every one with its interval, as figures and as a bar, by kind of question, and what was not scored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.views.elements import Element, element
from assistant.views.evaluation_answers import name_of
from assistant.views.wording import count
from eval.reporting.markup import folded, listing, table
from eval.reporting.tables import breakdown, unscored_table
from eval.reporting.words import ALIKE, counted, interval_of, value_of
from eval.scorers import SCORERS

HOW = (
    "The interval says how far chance goes: were other questions of the same kind asked, the true share would lie in such an interval 95 times "
    f"of 100. “{ALIKE[0].upper()}{ALIKE[1:]}”: all answers gained alike, so that nothing can be said of how far chance goes. “Not scored” is "
    "not nought: there was nothing to count."
)


def scores_view(scores: Mapping[str, Any]) -> list[Element]:
    """All that is known of how good a run's answers are."""
    parts = [_table(scores), element("p", HOW, class_="notes")]
    if (kinds := breakdown(scores, "kind", "Kind of question")) is not None:
        parts += [element("h3", "By kind of question"), element("div", kinds, class_="by-kind")]
    parts.append(element("h3", "What was not scored"))
    if failed := scores["not_asked"]:
        parts += [element("p", f"{count(len(failed), 'question')} could not be asked:", class_="status")]
        parts += [listing([f"{name}: {why}" for name, why in failed.items()])]
    else:
        parts.append(element("p", "Every question could be asked."))
    if (unscored := unscored_table(scores)) is not None:
        parts.append(folded("Answers that a score has nothing to say of, and why", unscored))
    return parts


def _table(scores: Mapping[str, Any]) -> Element:
    rows: list[list[Element | str]] = [
        [
            element("span", name_of(name), " ", element("span", SCORERS[name].what, class_="file")),
            value_of(found),
            _interval(found),
            counted(found),
        ]
        for name, found in scores["scores"].items()
    ]
    caption = f"Scores over {count(scores['answers'], 'answer')}. An answer that a score does not apply to counts neither for nor against."
    return table(caption, ["Score and what it measures", "Value", "95% interval", "Counted"], rows, "eval-scores")


def _interval(found: Mapping[str, Any]) -> Element | str:
    return element("span", interval_of(found), bar(found)) if found["value"] is not None else ""


def bar(found: Mapping[str, Any]) -> Element | None:
    """A score's interval with a stroke at its value, from 0 to 100%, for the eye alone: the figures stand beside it.

    None where it may be less than nothing, for which the bar has no room.
    """
    low, high, value = found["low"], found["high"], found["value"]
    if min(low, value) < 0:
        return None
    reach = element("span", class_="reach", data_from=f"{low:.3f}", data_to=f"{high:.3f}")
    stroke = element("span", class_="value", data_from=f"{value:.3f}")
    return element("span", reach, stroke, class_="interval", aria_hidden="true")
