"""Questions that papers may answer, made from the risks, the promises and the sections that they hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.ledger_nouns import Commitment
from assistant.question_subjects import about, paper_called, subject
from assistant.register_search import overlapping
from assistant.registers import Held, risk_key
from vectorstore.models import Document, Kind, Passage, Span
from vectorstore.records import Record

LONGEST = 110
"""Characters of a question."""
_TITLE = 75  # characters of a risk's title or a promise that a question quotes
_CLAUSE = re.compile(r"\s*(?::|;|,|\(|\s[-\u2013\u2014]\s|\b(?:leading to|resulting in|caused by|due to|because|which|that)\b)")
_QUOTE = "\u201c"
_QUOTES = re.compile(r"[\"\u201c\u201d]")
_PERSON = re.compile(r"(?:(?:Dr|Cllr|Councillor|Mr|Mrs|Ms) )?[A-Z][a-z'\u2019-]+(?: [A-Z]\.?)?(?: [A-Z][A-Za-z'\u2019-]+){1,2}")
_LEANS = re.compile(r"^(?:that|this|these|those|it|its|they|their|we|he|she|and|or|also|such|to|a|an|the)\b", re.I)
_CALLED = {"action": "action", "recommendation": "recommendation", "commitment": "promise"}
_ON = {
    "commitment": "What has been promised {}?",
    "action": "Which actions are there {}?",
    "recommendation": "What was recommended {}?",
}
_ROWS = ("table", "tracker", "register")


PassagesOf = Callable[[str], Sequence[Passage]]
Home = tuple[tuple[str, tuple[Span, ...]], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, and where (slices by document id) an answer to it stands: one that rests on other places has mistaken the question.

    `form` is the question without its subject: questions of one form are the same question about other things. `subject` is what sentences,
    not records, are to answer about; empty where records do.
    """

    form: str
    question: str
    home: Home
    subject: str = ""


def of_risk(risk: Record, versions: Sequence[Held]) -> Iterator[Candidate]:
    """What can be asked of a risk of a register, given in all its versions, the latest of which the risk is of."""
    title, held = quotable(risk.name), versions[-1]
    if title is None:
        return
    home = _home(held, risk)
    if risk.controls:
        yield Candidate("controls", f"What controls exist for the risk {title}?", home)
    if before := _before(risk, versions):
        yield Candidate("before", f"What was the rating of the risk {title} in the previous register?", _home(*before))
    if risk.actions:
        yield Candidate("planned", f"What actions are planned for the risk {title}?", home)
    if risk.text("note"):
        yield Candidate("note", f"What is the latest note on the risk {title}?", home)
    if risk.text("rating") or risk.text("score"):
        yield Candidate("rating", f"What is the rating of the risk {title}?", home)
    if risk.owners:
        yield Candidate("owner", f"Who owns the risk {title}?", home)
    for owner in risk.owners:
        own = [r for r in held.register.risks if any(o.name == owner.name for o in r.owners)]
        if owner.kind == "person" and _PERSON.fullmatch(owner.name) and 2 <= len(own) <= 8:
            yield Candidate("owned", f"Which risks does {owner.name} own?", tuple(place for r in own for place in _home(held, r)))


def _home(held: Held, risk: Record) -> Home:
    spans = (*risk.spans, *(span for f in risk.fields.values() for span in f.spans), *(s for c in risk.children for s in c.spans))
    return ((held.document.id, spans),)


def _before(risk: Record, versions: Sequence[Held]) -> tuple[Held, Record] | None:
    """The same risk in the version of the register before the latest."""
    earlier = versions[-2] if len(versions) > 1 else None
    return (
        next(((earlier, r) for r in earlier.register.risks if risk_key(r.name) == risk_key(risk.name)), None) if earlier else None
    )


def of_promise(promise: Commitment) -> Iterator[Candidate]:
    """What can be asked of a promise, an action or a recommendation: what came of it, who is to do it and by when."""
    noun, words = _CALLED.get(promise.kind), quotable(promise.entry.what, whole=True)
    home = tuple((s.document.id, s.entry.spans) for s in promise.sources)
    if noun and words and not _LEANS.match(words.strip("\u201c")):
        if promise.later:
            later = tuple((x.document.id, x.spans) for x in promise.later)
            yield Candidate("since", f"What has happened to the {noun} {words}?", (*home, *later))
        if promise.owners:
            yield Candidate("responsible", f"Who is responsible for the {noun} {words}?", home)
        if promise.due and promise.entry.form in _ROWS:
            yield Candidate("due", f"When is the {noun} {words} due?", home)


def of_owners(promises: Iterable[Commitment], every: Sequence[Commitment]) -> Iterator[Candidate]:
    """What the people are to do who own some promises, when each has others too."""
    for name in dict.fromkeys(owner for promise in promises for owner in promise.owners):
        own = [p for p in every if name in p.owners]
        if _PERSON.fullmatch(name) and len(own) > 1:
            home = tuple((s.document.id, s.entry.spans) for p in own for s in p.sources)
            yield Candidate("tasks", f"What is {name} to do, and by when?", home)


def of_subjects(
    promises: Iterable[Commitment], documents: Mapping[str, Document], passages_of: PassagesOf
) -> Iterator[Candidate]:
    """What was promised or recommended on the subjects of the sections that some promises stand in."""
    for promise in promises:
        entry, document = promise.entry, documents.get(promise.sources[0].document.id)
        if document is None or promise.kind not in _ON:
            continue
        passages = passages_of(document.id)
        own = [p for p in passages if p.section == tuple(entry.section)] or overlapping(passages, entry.spans)
        if said := subject(entry.section, own, document, "\n".join(p.text for p in passages)):
            home = ((document.id, tuple(span for p in _under(entry.section, said, passages) for span in p.spans)),)
            yield Candidate(
                f"on {promise.kind}", _ON[promise.kind].format(f"{'under' if said.startswith(_QUOTE) else 'on'} {said}"), home
            )


def of_sections(
    document: Document, passages: Sequence[Passage], near: Sequence[Passage], *, elsewhere: bool
) -> Iterator[Candidate]:
    """What can be asked of the sections of a paper, those nearest to some of its passages first. `elsewhere` names the paper."""
    if document.kind is Kind.RISK_REGISTER:
        return  # its sections are its risks
    sections = [(trail, list(own)) for trail, own in groupby(passages, key=lambda p: p.section)]
    wanted = {p.id for p in near}
    here = [n for n, (_, own) in enumerate(sections) if any(p.id in wanted for p in own)]
    prose = "\n".join(p.text for p in passages)
    order = sorted(range(len(sections)), key=lambda n: (min((abs(n - h) for h in here), default=n), n))
    paper = paper_called(document) if elsewhere else "the papers"
    for n in order:
        trail, own = sections[n]
        if (elsewhere or n not in here) and (said := subject(trail, own, document, prose)):
            home = ((document.id, tuple(span for p in _under(trail, said, passages) for span in p.spans)),)
            named = about(paper, said)
            yield Candidate("say", named if len(named) <= LONGEST else about("the papers", said), home, said)


def _under(trail: Sequence[str], said: str, passages: Iterable[Passage]) -> list[Passage]:
    """The passages of a section, or of the section above it that gave the subject its name."""
    name = said.strip("\u201c\u201d").removeprefix("the ").casefold()
    depth = next((n for n, heading in enumerate(trail, 1) if name in heading.casefold()), len(trail))
    return [p for p in passages if tuple(p.section[:depth]) == tuple(trail[:depth])]


def of_meeting(document: Document, passages: Sequence[Passage]) -> Iterator[Candidate]:
    """What can be asked of the minutes of a meeting as a whole."""
    if document.kind is Kind.MINUTES and document.meeting_date:
        day = f"{document.meeting_date.day} {document.meeting_date:%B %Y}"
        home = ((document.id, tuple(span for p in passages for span in p.spans)),)
        yield Candidate("agreed", f"What was agreed at the meeting of {day}?", home)


def quotable(text: str, *, whole: bool = False) -> str | None:
    """A title or a promise in quotation marks, cut before a later clause when it is long (unless it must be `whole`); None when it cannot be."""
    plain = text.strip().rstrip(".")
    if len(plain) > _TITLE and not whole:
        cuts = [m.start() for m in _CLAUSE.finditer(plain) if m.start() <= _TITLE]
        plain = plain[: cuts[-1]].rstrip(" ,;:") if cuts else plain
    if len(plain) > _TITLE or len(plain.split()) < 2 or _QUOTES.search(plain):
        return None
    return f"\u201c{plain}\u201d"


def standing_in(passages: Sequence[Passage], spans: Sequence[Span]) -> bool:
    """Whether some slices stand in one of some passages of their document."""
    return bool(overlapping(passages, spans))
