"""Which of the units that speak of a question become its answer: the best ones that an answer has room for."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.question import Question, content_words
from assistant.scoring import Scored

_FOCUSED = 0.2  # what being of the one risk that is asked about adds to a unit,
_BESIDE = 0.5  # and standing in a passage that gives another: what answers often stands beside what sounds most like it
_ROOM = 610  # characters of an answer,
_UNSURE_ROOM = 670  # of one where no unit is likely to answer,
_MORE = 1_200  # and of one to who or when: the sentence or row that names somebody, or a date, is one of many that sound alike
_NAMING = ("who", "when")
_NEAR = 1.5  # below the best: a unit that scores lower is left out
_CERTAIN = 5.0  # log-odds: a unit that has them is the one that names or dates, and no more are wanted
LIKELY = 0.0  # log-odds: a unit that has them is likely to answer
# A unit so much less likely than the surest, which is held to be no surer than this, is left out of answers to other questions, unless it
# stands beside what is in.
_FAR, _SURE = 3.0, 2.0
_ALIKE = 0.8  # of the words of one of two units in the other: one of them says it


def best(scored: Sequence[Scored], question: Question, focus: Sequence[str] = ()) -> list[Scored]:
    """The best units, one after the other, as long as they come near the best and there is room; each thing said once.

    Passages in `focus` (ids) come before others that are little better.
    """
    if not scored:
        return []
    chosen: list[Scored] = []
    said: list[frozenset[str]] = []
    passages: set[str] = set()
    left = sorted(scored, key=lambda s: (-round(s.score, 9), s.unit.hit.passage.id, s.unit.order))

    def worth(s: Scored) -> float:
        home = s.unit.hit.passage.id
        return round(s.score + _FOCUSED * (home in focus) + _BESIDE * (home in passages), 9)

    surest = max(s.odds for s in scored)
    named = question.want in _NAMING
    room = _MORE if named and surest < _CERTAIN else _ROOM if surest >= LIKELY else _UNSURE_ROOM
    likely = min(surest, _SURE) - _FAR
    least = max(map(worth, left)) - _NEAR
    while left and (s := max(left, key=worth)) and worth(s) >= least:
        left.remove(s)
        held = frozenset(content_words(s.unit.text))
        if held and any(len(held & other) >= _ALIKE * min(len(held), len(other) or 1) for other in said):
            continue
        aside = not named and s.odds < likely and s.unit.hit.passage.id not in passages
        if chosen and (aside or len(s.unit.text) > room):
            continue
        chosen.append(s)
        said.append(held)
        passages.add(s.unit.hit.passage.id)
        room -= len(s.unit.text)
    return chosen
