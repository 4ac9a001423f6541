"""Which promises of the ledger a question asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assistant.commitment_dates import Window
from assistant.commitment_question import Asked
from assistant.ledger import ledger, stated_alone
from assistant.ledger_nouns import Commitment, Stated
from assistant.people import same_person
from assistant.question import Meanings, speaks_of
from assistant.register_search import overlapping
from vectorstore.dates import first_day, last_day
from vectorstore.library import Holdings
from vectorstore.models import Document, Kind, Passage, Span

_MET = 0.7  # the least share of a subject's words, by rarity, that an entry of a list says with its heading,
_BESIDE = 0.9  # and of the share that the best says, unless their heading alone says enough
_WHOLE = 0.99  # of a subject's words: where an entry says so many, headings that say it in other words count no more
_HEADED = 2  # headings, the nearest, that count as an entry's own
_HALF = 0.45  # of a subject's words: the least that one promise must say whose meaning is near,
_NEAR = 0.5  # and how near (cosine)
_PLAIN = 0.65  # the least that one promise must say for a question that has no word of promises,
_PLAIN_NEAR = 0.42
_ALONE = 0.8  # of a promise's nearness: what the passage around it counts at the least
_TIED = 0.93  # of the best score: a promise that fits so well is meant too
_SINGLE = 3  # promises at the most where one is asked for
_WEIGHED = 16  # promises, the best by their words and passages, whose meaning is weighed
_DEPTH = 800  # passages


@dataclass(slots=True)
class Fit:
    """A promise with how well it fits: `said` is the share (0..1, by rarity) of the subject's words that it says, `own` that it says without
    its headings, `headed` that they say alone, `near` how near its meaning is and `around` that of the passage it stands in (cosines, 0
    where they were not weighed). A passage of many short rows sounds like none of them: it counts no less than most of `near`.
    """

    commitment: Commitment
    said: float = 1.0
    own: float = 1.0
    headed: float = 1.0
    near: float = 0.0
    around: float = 0.0

    @property
    def score(self) -> float:
        """Words and meaning together."""
        return 0.2 * self.said + 0.2 * self.own + 0.5 * self.near + 0.5 * max(self.around, _ALONE * self.near)


class Promises:
    """What the papers of one state of the library promise, and the passages that it stands in: each read when it is first needed, then kept
    for many questions. Most questions need neither the whole ledger nor more than the papers that speak of them.
    """

    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings
        self._stated: dict[str, list[Commitment]] = {}
        self._vectors: dict[str, Any] = {}
        self._passages: dict[str, list[Passage]] = {}
        self._found: dict[tuple[str, tuple[Span, ...]], list[Passage]] = {}

    @cached_property
    def all(self) -> list[Commitment]:
        """The whole ledger: each promise once, with what later papers say of it. Every paper is read for it."""
        return ledger(self._holdings)

    def stated_in(self, document: Document) -> list[Commitment]:
        """What one paper promises, each statement by itself: what other papers say of it is left out."""
        if document.id not in self._stated:
            self._stated[document.id] = stated_alone(self._holdings, document)
        return self._stated[document.id]

    def nearness(self, question: str, texts: Sequence[str]) -> list[float]:
        """The cosine between a question and each of some promises' words, which are kept as vectors from one question to the next."""
        new = [t for t in dict.fromkeys(texts) if t not in self._vectors]
        asked, *made = self._holdings.embedder.embed_texts([question, *new])
        self._vectors |= dict(zip(new, made, strict=True))
        return [round(float(self._vectors[t] @ asked), 5) for t in texts]  # whatever else was embedded beside them

    @cached_property
    def owners(self) -> frozenset[str]:
        """Whoever is printed as the owner of a promise."""
        return self._holdings.owners()

    def passages_at(self, stated: Stated) -> list[Passage]:
        """The passages that a promise stands in where one paper states it, in reading order."""
        document, spans = stated.document.id, stated.entry.spans
        if (document, spans) not in self._found:
            self._found[document, spans] = overlapping(self.passages_of(document), spans)
        return self._found[document, spans]

    def passages_of(self, document: str) -> list[Passage]:
        """A document's passages, in reading order."""
        if document not in self._passages:
            self._passages[document] = self._holdings.passages_of(document)
        return self._passages[document]


class Choice:
    """Chooses among the promises that a reader may see, for one question. `meanings` knows the subject's words and what else says them."""

    def __init__(
        self, asked: Asked, meanings: Meanings, commitments: Sequence[Commitment], promises: Promises, holdings: Holdings
    ) -> None:
        self.asked, self.meanings, self.promises, self.holdings = asked, meanings, promises, holdings
        self.all = list(commitments)

    def subject(self) -> list[Fit]:
        """The promises that the question is about, of whatever date, owner or state: those that say its distinctive words."""
        among = [c for c in self.all if self.of_kind(c) and self.by_body(c) and self.made_then(c) and self.in_paper(c)]
        if not self.asked.terms:
            return [Fit(c) for c in among]
        fits = [self.fit(c) for c in among]
        best = max((f.said for f in fits), default=0.0)
        if self.asked.listed:  # a list of what only comes near would not be whole
            under = _MET if best < _WHOLE else 1.0
            return [f for f in fits if f.said >= _MET and (f.said >= _BESIDE * best or f.headed >= under)]
        return self._nearest(fits)

    def meeting(self, fits: Sequence[Fit]) -> list[Fit]:
        """Those that meet the question's conditions, by due date; those without one last."""
        found = [f for f in fits if self.meets(f.commitment)]
        return sorted(found, key=lambda f: in_order(f.commitment))

    def of_kind(self, c: Commitment) -> bool:
        """Whether an entry is of a kind that was asked for; what an action plan lists is an action whatever it is called."""
        return self.asked.kinds is None or c.kind in self.asked.kinds

    def by_body(self, c: Commitment) -> bool:
        """Whether the body that was named made it, as far as the papers say which body they are of."""
        if not self.asked.body:
            return True
        if c.kind == "recommendation" and all(s.document.kind is not Kind.MINUTES and s.entry.form == "list" for s in c.sources):
            return False  # what a report asks a body to agree is not what the body asks for
        bodies = [s.document.body.lower() for s in c.sources if s.document.body]
        known = any(self.asked.body in (s.document.body or "").lower() for x in self.all for s in x.sources)
        return not known or any(self.asked.body in b for b in bodies)

    def made_then(self, c: Commitment) -> bool:
        """Whether it was made in the days that the question names."""
        window = self.asked.made
        return window is None or any(s.made_on and _overlaps(s.made_on, window) for s in c.sources)

    def in_paper(self, c: Commitment) -> bool:
        """Whether it stands in one of the papers that the question names."""
        return not self.asked.papers or any(s.document.id in self.asked.papers for s in c.sources)

    def meets(self, c: Commitment) -> bool:
        """The conditions on due date, owner and state."""
        asked = self.asked
        if asked.due and not (any(_falls(d, asked.due) for d in c.dates) or (not c.dates and _speaks(c, asked.due))):
            return False
        if asked.owners and not any(same_person(o, n) or n in o for o in c.owners for n in asked.owners):
            return False
        match asked.state:
            case "overdue":
                return c.overdue(asked.as_of)
            case "unmentioned":
                return not c.later
            case "unanswered" if c.kind == "recommendation":
                return not c.later  # whatever was said of it is a response
            case "unanswered":
                return not c.ended and all(x.relation in ("delayed", "mentioned") for x in c.later)
            case "no owner":
                return not c.owners
            case "no date":
                return not c.due
            case "done":
                return c.ended
            case "delayed":
                return any(x.relation == "delayed" for x in c.later) or c.stands == "delayed"
            case _:
                return True

    # -- how well a promise fits a subject

    def fit(self, c: Commitment) -> Fit:
        """How much of the subject a promise says."""
        own = " ".join(t for s in c.sources for t in (s.entry.what, s.quote or c.quote, s.entry.ref or ""))
        trail = " ".join(h for s in c.sources for h in s.entry.section[-_HEADED:] if h != s.document.title)
        return Fit(c, self.meanings.share(f"{own} {trail}"), self.meanings.share(own), self.meanings.share(trail))

    def _nearest(self, fits: list[Fit]) -> list[Fit]:
        """The one promise, or the few like it, that the question plainly means; none when none comes near in words and in meaning."""
        said, near = (_HALF, _NEAR) if self.asked.explicit else (_PLAIN, _PLAIN_NEAR)
        fits = [f for f in self.weighed(fits) if f.said >= said and f.near >= near]
        best = max((f.score for f in fits), default=0.0)
        return [f for f in fits if f.score >= _TIED * best][:_SINGLE]

    def weighed(self, fits: Sequence[Fit]) -> list[Fit]:
        """The promises that come nearest by their words and passages, with how near their meaning is, best first."""
        documents = sorted({s.document.id for f in fits for s in f.commitment.sources})
        cosine = dict(self.holdings.vector_search(self.asked.text, documents, _DEPTH))
        for fit in fits:
            around = self.promises.passages_at(fit.commitment.sources[0])
            fit.around = max((cosine.get(p.id, 0.0) for p in around), default=0.0)
        best = sorted(fits, key=lambda f: -round(f.score, 9))[:_WEIGHED]
        for fit, near in zip(best, self.promises.nearness(self.asked.text, [f.commitment.entry.what for f in best]), strict=True):
            fit.near = near
        return sorted(best, key=lambda f: -round(f.score, 9))


def in_order(c: Commitment) -> tuple[bool, str, str]:
    """Promises by due date, those without one last."""
    return (c.due_date is None, last_day(c.due_date).isoformat() if c.due_date else "", c.id)


def _falls(iso: str, window: Window) -> bool:
    """Whether something due on a day, or by the end of a month or year, is due within some days."""
    day = last_day(iso)
    return (window.first is None or day >= window.first) and (window.last is None or day <= window.last)


def _speaks(c: Commitment, window: Window) -> bool:
    """Whether an undated promise names the month of a question in its own words ("from January 2026")."""
    if (
        window.first is None
        or window.last is None
        or (window.first.year, window.first.month) != (window.last.year, window.last.month)
    ):
        return False
    return speaks_of(f"{window.first:%Y-%m}", c.quote)


def _overlaps(iso: str, window: Window) -> bool:
    return (window.first is None or last_day(iso) >= window.first) and (window.last is None or first_day(iso) <= window.last)
