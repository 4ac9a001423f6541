"""What later papers say of a promise: the passages that speak of the same thing, each with how it stands by their words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.ledger_dates import is_later
from assistant.ledger_nouns import Later, Relation, Stated
from assistant.ledger_passages import Block, Saying
from assistant.ledger_relation import Promise, answers, counts, falls_short, is_dated, points_ahead, relation, verbs_of
from assistant.ledger_same import Gist, conflict
from assistant.ledger_words import ACTS, Lexicon
from vectorstore.commitments import Entry
from vectorstore.dates import find_dates, first_day, last_day
from vectorstore.models import Span
from vectorstore.units import FEWEST_WORDS, word_count

_TITLE, _OF_TITLE = 0.65, 0.42  # share of a row's title that the promise has, and of the promise that the row has
_WHOLE = 0.85  # share of a promise with which any words speak of it
_HINT, _EXPLAINED = 0.25, 0.3  # share of the title of a row that is explained as the promise, and share that the explanation adds
_MOST, _PART = 0.6, 0.5  # share of a promise that a sentence with news of it has; one that says its verb as well
_MUCH = 0.7  # share of a promise that a row has which only mentions it
_FEW = 2  # distinctive words of a promise that are to be said
_FOLLOWING = 2  # sentences after one that speaks of a promise, which may go on about it
_LONGEST = 320  # characters of a quote of several sentences
_SETTLED = re.compile(
    r"\b(?:correct|true|accurate) (?:and \w+ )?(?:record|copy|account)\b|\b(?:be|was|were|is|are) (?:\w+ )?(?:noted|received|welcomed|thanked)\b"
    r"|^\W*(?:that )?(?:the )?\w+ (?:noted|received|welcomed|thanked)\b|\bexclu(?:de|sion of) the (?:press|public)\b",
    re.I,
)
_TELLING = ("dropped", "completed", "delayed", "changed", "progressed")


@dataclass(frozen=True, slots=True)
class _Found:
    relation: Relation
    saying: Saying
    block: Block
    share: float
    news: str  # the sentence of the quote that tells

    @property
    def rank(self) -> tuple[Any, ...]:
        """The order of passages that tell the same of a promise: those with a date, those that speak most of it, the latest date."""
        named = max((d.year, d.month or 0) for d in dated) if (dated := find_dates(self.news)) else (0, 0)
        return (not dated, -self.share, tuple(-n for n in named), len(self.saying.text), self.saying.spans)


class Evidence:
    """Where the papers speak of what. `dated` are the blocks of the papers that have a date, with that date (ISO)."""

    def __init__(self, dated: Sequence[tuple[Block, str]], lexicon: Lexicon) -> None:
        self._dated = dated
        self._lexicon = lexicon
        self._at: dict[str, list[int]] = {}
        for n, (block, _) in enumerate(dated):
            stems = set(block.about.stems | block.context.stems).union(*(s.words.stems for s in block.sayings))
            for stem in stems:
                self._at.setdefault(stem, []).append(n)

    def of(self, sources: Sequence[tuple[Stated, Gist]], made_on: str, followed: Sequence[Later] = ()) -> tuple[Later, ...]:
        """What papers later than `made_on` say of a promise, oldest first; `followed` are the rows that follow it up by name."""
        if all(is_settled(s.entry) for s, _ in sources):
            return tuple(followed)
        taken = [(s.document.id, span) for s, _ in sources for span in s.entry.spans]
        taken += [(x.document.id, span) for x in followed for span in x.spans]
        found: dict[str, list[_Found]] = {}
        dates: dict[str, str] = {}
        head, own_papers = sources[0][1], {s.document.id for s, _ in sources if (s.made_on or made_on) <= made_on}
        for stated, own in sources:
            if own.share(head.weights) < _MOST:
                continue  # it promises more than this
            promise = promise_of(stated, own, made_on)
            for block, written in self._near(own, made_on):
                if block.document.id in own_papers:
                    continue  # what a paper says beside its promise is no later word on it
                for each in self._found(block, own, promise, written):
                    if not _overlaps(block.document.id, each.saying.spans, taken):
                        found.setdefault(block.document.id, []).append(each)
                        dates[block.document.id] = written
        later = [
            Later(x.relation, x.saying.text, x.saying.spans, x.block.document, dates[document], x.block.section)
            for document, every in found.items()
            for x in _telling(every)
        ]
        return tuple(sorted([*followed, *later], key=lambda x: (first_day(x.date or "9999"), x.document.source, x.spans)))

    def _near(self, own: Gist, made_on: str) -> Iterator[tuple[Block, str]]:
        """The blocks of later papers that have two of the promise's distinctive words (or the one that it has)."""
        counts = Counter(n for stem in own.rare for n in self._at.get(stem, ()))
        for n in sorted(n for n, times in counts.items() if times >= min(_FEW, len(own.rare))):
            block, written = self._dated[n]
            if is_later(written, made_on):
                yield block, written

    def _found(self, block: Block, own: Gist, promise: Promise, written: str) -> Iterator[_Found]:
        if block.of and promise.made_on and last_day(block.of) < last_day(promise.made_on):
            return
        if block.row and (share := self._row_share(block, own, promise)):
            yield from _of_row(block, promise, written, share)
        else:
            yield from self._of_sentences(block, own, promise, written)

    def _row_share(self, block: Block, own: Gist, promise: Promise) -> float:
        """How much of a promise a row about it has, 0 for a row about something else."""
        title, told = block.about.stems, block.about.stems | block.context.stems
        if len(own.rare & told) < min(_FEW, len(own.rare)) or conflict(own.names, self._lexicon.names(block.about)):
            return 0.0
        if any(act in ACTS and not answers(act, promise.verbs) for act in block.about.order[:1]):
            return 0.0  # a row that sets something else to be done with the same thing
        whole = sum(map(self._lexicon.weight, title)) or 1.0
        titled = sum(self._lexicon.weight(s) for s in title if s in own.weights) / whole
        share = own.share(told)
        explained = share >= _WHOLE and share - own.share(title) >= _EXPLAINED
        return share if (titled >= _TITLE and share >= _OF_TITLE) or (titled >= _HINT and explained) else 0.0

    def _of_sentences(self, block: Block, own: Gist, promise: Promise, written: str) -> Iterator[_Found]:
        """Sentences that speak of the promise, and those that go on about it with news."""
        follows = 0
        held: list[Saying] = []  # the sentence that speaks of the promise, and those since
        about = 0.0
        before = bool(block.covers and promise.made_on and last_day(block.covers) < last_day(promise.made_on))
        for saying in block.sayings:
            share, said = self._sentence_share(block, saying, own, promise)
            goes_on = not share and follows > 0 and not self._lexicon.names(saying.words) - own.names
            if not share and not goes_on:
                follows = 0
                continue
            how = relation(saying.text, promise, written, named=share > 0)
            if share:
                follows, held, about = (_FOLLOWING if block.runs else 0), [saying], share
            else:
                follows, held = follows - 1, [*held, saying]
                how = "changed" if how == "mentioned" and falls_short(saying.text, promise) else how
            telling = how != "mentioned" and not before
            ahead = is_dated(saying.text, promise.made_on) or (share >= _WHOLE and points_ahead(saying.text, promise.made_on))
            if how and (telling or (said and ahead and share >= _MOST and len(own.rare) >= _FEW)):
                yield _Found(how, _together(held), block, about, saying.text)

    def _sentence_share(self, block: Block, saying: Saying, own: Gist, promise: Promise) -> tuple[float, bool]:
        """How much of a promise a sentence has, 0 where it speaks of something else; and whether it says what was to be done."""
        stems = saying.words.stems
        enough = len(own.rare & stems) >= min(_FEW, len(own.rare)) and own.telling & stems
        if not enough or conflict(own.names, self._lexicon.names(saying.words)):
            return 0.0, False
        if own.marks and not own.marks & (stems | block.about.stems):
            return 0.0, False
        share = own.share(stems)
        if share >= _PART:
            share = own.share_near(saying.words.order)
        near = bool(own.words.pairs & saying.words.pairs)
        if share < (_PART if near else _WHOLE):
            return 0.0, False
        said = share >= _WHOLE or bool(promise.verbs & stems or promise.counts & counts(saying.text))
        least = _WHOLE if not near else _MOST if not said or len(own.rare) < _FEW else _PART
        return (share, said) if share >= least and (said or len(own.rare) >= _FEW) else (0.0, False)


def _of_row(block: Block, promise: Promise, written: str, share: float) -> Iterator[_Found]:
    """What a row's cells say; its status alone only where they say no more, and not a bare "In progress", which tells nothing."""
    said = [(relation(s.text, promise, written), s) for s in block.sayings]
    telling = [
        (how, s)
        for how, s in said
        if how and how != "mentioned" and not (s.status and how == "progressed" and word_count(s.text) < FEWEST_WORDS)
    ]
    notes = [(how, s) for how, s in telling if not s.status]
    mentions = [(how, s) for how, s in said if how and not s.status and points_ahead(s.text, promise.made_on)]
    for how, saying in notes or telling or (mentions[:1] if share >= _MUCH else []):
        if how:
            yield _Found(how, saying, block, share, saying.text)


def _together(sayings: Sequence[Saying]) -> Saying:
    """Sentences that follow each other as one quote; the last alone where that were too long."""
    text = " ".join(s.text for s in sayings)
    if len(sayings) == 1 or len(text) > _LONGEST:
        return sayings[-1]
    return Saying(text, tuple(span for s in sayings for span in s.spans), sayings[-1].words)


def _telling(found: Iterable[_Found]) -> Iterator[_Found]:
    """The first of a paper's passages for each relation; a mere mention only where the paper says no more."""
    best: dict[str, _Found] = {}
    for each in sorted(found, key=lambda x: x.rank):
        best.setdefault(each.relation, each)
    told = [best[r] for r in _TELLING if r in best]
    yield from told or best.values()


def is_settled(entry: Entry) -> bool:
    """Whether a decision asks for nothing to be done: minutes agreed, a report noted."""
    return entry.kind == "decision" and bool(_SETTLED.search(entry.what))


def promise_of(stated: Stated, own: Gist, made_on: str | None) -> Promise:
    """What relations to a statement are read against."""
    return Promise(frozenset(own.weights), verbs_of(own.words.order), counts(stated.entry.what), made_on, stated.entry.due_date)


def _overlaps(document: str, spans: Sequence[Span], taken: Sequence[tuple[str, Span]]) -> bool:
    return any(d == document and a.page == b.page and a.start < b.end and b.start < a.end for d, b in taken for a in spans)
