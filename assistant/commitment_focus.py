"""The promises that a question about what is to come seems to mean, whose passages are looked at first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.commitment_answer import meanings
from assistant.commitment_question import subject_asked
from assistant.commitment_select import Choice, Promises
from assistant.question import Question
from vectorstore.library import Holdings
from vectorstore.models import Hit

_AHEAD = re.compile(
    r"\b(?:will|would|shall|going to|plan(?:s|ned|ning)?|promis\w*|pledg\w*|commit\w*|undert\w+|by when|deadlines?|cut-off|time(?:table|scale|line)s?"
    r"|milestones?|next|schedul\w+|due|intend\w*|aim\w*|hop(?:e|ing|ed)|targets?|supposed|coming|launch\w*|should|expected|to be|offered"
    r"|responsib\w+|leads?|account(?:able)?|tried out|being done|when)\b|^\W*who\b",
    re.I,
)
_SURE = 0.4  # a promise scores so well that its passage comes first,
_TIED = 0.94  # and so do others that score within this share of the best
_MOST = 3


def promise_focus(
    question: Question, hits: Sequence[Hit], promises: Promises, holdings: Holdings, as_of: date, passages: int
) -> list[Hit]:
    """The passages of the few promises that come nearest to a question about what is to come; none for any other question.

    They are hits at the score of the best: what is promised is one sentence or row among many that sound like it. Only papers of which
    something was found are looked through.
    """
    if not _AHEAD.search(question.text) or not hits:
        return []
    asked = subject_asked(question.text, as_of)
    if not asked.terms:
        return []
    papers = {h.document.id: h.document for h in hits}
    reachable = [c for document in papers.values() for c in promises.stated_in(document)]
    choice = Choice(asked, meanings(asked, holdings, passages), reachable, promises, holdings)
    among = [c for c in reachable if (c.owners or question.want != "who") and (c.due or question.want != "when")]
    fits = choice.weighed([choice.fit(c) for c in among])[:_MOST]
    if not fits or fits[0].score < _SURE:
        return []
    known = {h.passage.id: h for h in hits}
    found: dict[str, Hit] = {}
    for fit in (f for f in fits if f.score >= _TIED * fits[0].score):
        stated = fit.commitment.sources[0]
        for passage in promises.passages_at(stated):
            hit = known.get(passage.id) or Hit(passage, stated.document, hits[0].score, {"cosine": fit.around})
            found.setdefault(passage.id, replace(hit, parts={**hit.parts, "promised": fit.near}))
    return list(found.values())
