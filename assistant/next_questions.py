"""What can be asked after an answer: questions made from what it rests on and what stands beside that, each asked of the desk first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice, zip_longest

from assistant.answer import Answer, Citation
from assistant.desk import Desk
from assistant.ledger_nouns import Commitment
from assistant.question_candidates import Candidate, of_owners, of_promise, of_risk, of_sections, of_subjects, standing_in
from assistant.question_trial import Trial
from assistant.register_scores import value_of
from assistant.registers import Held, risk_key, series
from vectorstore.models import Document, Filters, Passage, Span, fold_space
from vectorstore.records import Record

_FOUND = 12  # passages, the best, that an answer's surroundings are looked for in
_NEAREST = 4  # of them, where nothing answered
_BESIDE = 8  # sections beside an answer's, of which those nearest in meaning to what was asked come first
_RISKS = 3  # of those that passages stand in
_EACH = 12  # candidates of one source


def next_questions(
    desk: Desk, answer: Answer, turns: Sequence[Answer] = (), filters: Filters | None = None, most: int = 3
) -> list[str]:
    """Up to `most` questions that stand alone, that the desk answers and whose answers cite what the conversation has not cited yet.

    `turns` are the conversation's answers before `answer`, `filters` what the next question will be narrowed to.
    """
    before = [turn for turn in turns if turn is not answer]
    trial = Trial(desk, [*before, answer], filters, answer.as_of)
    return trial.take(_candidates(desk, answer), most)


def _candidates(desk: Desk, answer: Answer) -> Iterator[Candidate]:
    """Of the risks, the promises and the sections that an answer rests on, of the other papers found and of the gravest risks beside an
    answer's, one of each at a time.
    """
    found = desk.passages_of(answer)[:_FOUND]
    cited = _cited(answer, found) or found[:_NEAREST]
    papers = {p.document_id for p in cited}
    others = [p for p in found if p.document_id not in papers]
    documents = {d.id: d for d in desk.documents()}
    registers = desk.registers()
    asked = answer.understood or answer.question
    sources = [
        _of_risks(cited, registers),
        _of_promises(cited, desk),
        _of_sections(asked, cited, documents, desk, elsewhere=False),
        chain(_of_risks(others, registers), _of_sections(asked, others, documents, desk, elsewhere=True)),
        _of_gravest(cited, registers),
    ]
    return _in_turn([islice(source, _EACH) for source in sources])


def _cited(answer: Answer, found: Sequence[Passage]) -> list[Passage]:
    """The passages found that an answer quotes, in its order."""
    quoted = [p for c in answer.citations for p in found if p.document_id == c.document and _quotes(c, p)]
    return list({p.id: p for p in quoted}.values())


def _quotes(citation: Citation, passage: Passage) -> bool:
    """Whether a quote stands in a passage: by its place or, in an answer that was kept without places, by its words."""
    if citation.places:
        return standing_in([passage], [Span(*place) for place in citation.places])
    return fold_space(citation.quote) in fold_space(passage.text)


def _of_risks(passages: Sequence[Passage], registers: Sequence[Held]) -> Iterator[Candidate]:
    """Of the risks that passages stand in, as the latest version of their register has them."""
    newest = {risk_key(r.name): (r, group) for group in series(registers) for r in group[-1].register.risks}
    named = dict.fromkeys(risk_key(r.name) for p in passages for h in registers for r in _risks_in(p, h))
    return _in_turn([of_risk(*newest[name]) for name in islice((n for n in named if n in newest), _RISKS)])


def _of_gravest(passages: Sequence[Passage], registers: Sequence[Held]) -> Iterator[Candidate]:
    """Of the gravest risks of a register, when passages of registers are all there is."""
    papers = {p.document_id for p in passages}
    if not papers <= {h.document.id for h in registers}:
        return
    for versions in series(registers):
        if any(h.document.id in papers for h in versions):
            risks = sorted(versions[-1].register.risks, key=lambda r: -(value_of(r) or 0))
            yield from _in_turn([of_risk(risk, versions) for risk in risks[:_RISKS]])


def _risks_in(passage: Passage, held: Held) -> list[Record]:
    if passage.document_id != held.document.id:
        return []
    return [r for r in held.register.risks if standing_in([passage], [*r.spans, *(s for c in r.children for s in c.spans)])]


def _of_promises(passages: Sequence[Passage], desk: Desk) -> Iterator[Candidate]:
    every = desk.promises().all
    near = [promise for promise in every if _is_stated_in(passages, promise)]
    named = {d.id: d for d in desk.documents()}
    each = _in_turn([of_promise(promise) for promise in near])
    return _in_turn([of_owners(near, every), of_subjects(near, named, desk.promises().passages_of), each])


def _is_stated_in(passages: Sequence[Passage], promise: Commitment) -> bool:
    return any(
        standing_in([p for p in passages if p.document_id == stated.document.id], stated.entry.spans)
        for stated in promise.sources
    )


def _of_sections(
    asked: str, passages: Sequence[Passage], documents: Mapping[str, Document], desk: Desk, *, elsewhere: bool
) -> Iterator[Candidate]:
    """Of the sections beside passages and, in papers that are not those of the answer (`elsewhere`), of their own."""
    for key in dict.fromkeys(p.document_id for p in passages if p.document_id in documents):
        own = [p for p in passages if p.document_id == key]
        beside = list(islice(of_sections(documents[key], desk.promises().passages_of(key), own, elsewhere=elsewhere), _BESIDE))
        near = dict(zip(beside, desk.promises().nearness(asked, [c.subject for c in beside]), strict=True))
        yield from sorted(beside, key=lambda c: -near[c])


def _in_turn(sources: Iterable[Iterator[Candidate]]) -> Iterator[Candidate]:
    """One of each source at a time, until all are at their end."""
    return (each for row in zip_longest(*sources) for each in row if each is not None)
