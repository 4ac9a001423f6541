"""What people said of answers in the chat, as a table."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.feedback import Feedback
from assistant.views.elements import Element, element
from assistant.views.wording import count, day
from eval.reporting.markup import table

NONE = "Nobody has said yet what they think of an answer. The thumbs stand under each answer in the Ask view."
ADOPT = "To make a question of one: scrutiny eval adopt ID --questions FILE"


def feedback_view(feedback: Sequence[Feedback]) -> list[Element]:
    """Every verdict, the latest first."""
    if not feedback:
        return [element("p", NONE)]
    rows: list[list[Element | str]] = [
        [each.question, "Thumb up" if each.verdict == "up" else "Thumb down", each.why or "–", day(each.at.date()), each.id]
        for each in reversed(feedback)
    ]
    up = sum(each.verdict == "up" for each in feedback)
    caption = f"{count(len(feedback), 'answer')} judged, {up:,} up and {len(feedback) - up:,} down; the latest first. {ADOPT}"
    return [table(caption, ["Question", "Judged", "Why", "Given on", "ID"], rows, "eval-said")]
