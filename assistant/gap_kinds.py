"""The sorts of gap that a scrutiny question may rest on, and what they are called."""

from __future__ import annotations

from enum import StrEnum


class GapKind(StrEnum):
    """The sorts of gap, the gravest first."""

    SCORE_ROSE = "score_rose"
    CONTROL_OVERDUE = "control_overdue"
    ACTION_OVERDUE = "action_overdue"
    PROMISE_OVERDUE = "promise_overdue"
    PAPERS_DISAGREE = "papers_disagree"
    REGISTER_CONTRADICTS_ITSELF = "register_contradicts_itself"
    CONTROL_NOT_IN_PLACE = "control_not_in_place"
    CONTROL_WITHOUT_UPDATE = "control_without_update"
    ABOVE_TARGET = "above_target"
    TARGET_WITHOUT_FIGURE = "target_without_figure"
    ACTION_WITHOUT_OWNER = "action_without_owner"
    ACTION_WITHOUT_DATE = "action_without_date"
    SCORE_UNMOVED = "score_unmoved"
    SCORE_FELL = "score_fell"
    PROMISE_WITHOUT_LATER_MENTION = "promise_without_later_mention"


NAMES = {
    GapKind.SCORE_ROSE: "Score that rose",
    GapKind.CONTROL_OVERDUE: "Control overdue",
    GapKind.ACTION_OVERDUE: "Action overdue",
    GapKind.PROMISE_OVERDUE: "Promise overdue",
    GapKind.PAPERS_DISAGREE: "Papers disagree",
    GapKind.REGISTER_CONTRADICTS_ITSELF: "Register contradicts itself",
    GapKind.CONTROL_NOT_IN_PLACE: "Control not in place",
    GapKind.CONTROL_WITHOUT_UPDATE: "Control without an update",
    GapKind.ABOVE_TARGET: "Risk above its target",
    GapKind.TARGET_WITHOUT_FIGURE: "Target without a figure",
    GapKind.ACTION_WITHOUT_OWNER: "Action without an owner",
    GapKind.ACTION_WITHOUT_DATE: "Action without a date",
    GapKind.SCORE_UNMOVED: "Score that did not move",
    GapKind.SCORE_FELL: "Score that fell",
    GapKind.PROMISE_WITHOUT_LATER_MENTION: "No later mention",
}
"""What each sort of gap is called."""
