"""The one risk that a question in plain words is about, when there is one."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.question import Question
from assistant.register_search import PassageIndex, matches
from assistant.registers import held, series
from assistant.retrieve import Scope
from assistant.scoring import Selector
from vectorstore.library import Holdings
from vectorstore.models import Hit

_FOREMOST = 5  # hits, of which one must be of the risk
_FOCUS, _APART = 0.7, 0.1  # a risk that scores so well, and so far above the next, is what a question is about


def focus(question: Question, hits: Sequence[Hit], holdings: Holdings, within: Scope, passages: int) -> list[str]:
    """The passages, by id, of the one risk and its controls that a question is plainly about; none when no risk stands out.

    One of them must be among the first `hits`: what another paper says better is not about the risk.
    """
    registers = [g[-1] for g in series(h for h in held(holdings) if h.document.id in within.documents)]
    first = {h.document.id for h in hits[:_FOREMOST]}
    if not question.terms or not any(r.document.id in first for r in registers):
        return []
    index = PassageIndex(holdings)
    selector = Selector(question, holdings.document_frequency(question.terms), passages)
    found = matches(question, question.text, registers, holdings, selector, index)[:2]
    if not found or found[0].score < _FOCUS or (len(found) > 1 and found[0].score - found[1].score < _APART):
        return []
    best = found[0]
    meant = list(dict.fromkeys(p.id for r in (best.risk, *best.risk.children) for p in index.of(best.held, r)))
    return meant if any(h.passage.id in meant for h in hits[:_FOREMOST]) else []
