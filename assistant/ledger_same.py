"""The same promise in several papers: alike in what is distinctive of it, and in nothing against each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.ledger_nouns import Stated
from assistant.ledger_relation import same_act
from assistant.ledger_words import COMMON, Lexicon, Words
from assistant.people import same_person
from assistant.wording import folded
from vectorstore.commitments import Entry
from vectorstore.dates import first_day, last_day
from vectorstore.sentences import sentence_spans

_HEAD = 6  # stems that say what is promised; those after them say how, with whom and what for
_TAIL = 0.5  # their weight
_ENOUGH = 3  # distinctive stems after which a clause only explains
_NEAR = 14  # stems that are near each other
_SHORTEST = 30  # characters of a first sentence that says enough
# Shares of their weight that two statements of one promise have in common: the greater, the lesser.
_ALIKE, _LESS_ALIKE = 0.75, 0.5
_APART = 300  # days after which a promise without a date in the same words is another year's
_ROWS = frozenset(("table", "tracker", "register"))
_PURPOSE = re.compile(
    r",? (?:as (?:set out|detailed|described|outlined|shown) (?:in|at)|in accordance with|so that|so as to|in order (?:to|that)|"
    r"with a view to|because|which will|to ensure that)\b",
    re.I,
)
_CLAUSE = re.compile(r",? (?:that|which|who|where|whose)\b|" + _PURPOSE.pattern, re.I)
_CALLED = re.compile(r"^\W*(?:action|resolved|agreed|recommendation)s?\b[:\s-]*(?:that\b)?", re.I)


@dataclass(frozen=True, slots=True)
class Gist:
    """What a promise is told by: its words with the weight of each stem, the distinctive ones, its names and its figures."""

    words: Words
    weights: dict[str, float]
    rare: frozenset[str]
    names: frozenset[str]

    @property
    def total(self) -> float:
        """The weight of all its stems."""
        return sum(self.weights.values())

    @property
    def telling(self) -> frozenset[str]:
        """The distinctive stems that are no part of a name; all of them where there are no others."""
        return self.rare - self.words.proper - self.names or self.rare

    @property
    def marks(self) -> frozenset[str]:
        """The names and acronyms among the words that say what is promised."""
        return frozenset(s for s in [*self.weights][:_HEAD] if s in self.names or s.isupper())

    def share_near(self, order: Sequence[str]) -> float:
        """The greatest share that words of a text near each other have."""
        starts = range(max(1, len(order) - _NEAR + 1))
        return max(self.share(order[n : n + _NEAR]) for n in starts)

    def share(self, stems: Iterable[str]) -> float:
        """How much of its weight some stems have, 0 to 1."""
        return sum(self.weights.get(s, 0.0) for s in set(stems)) / (self.total or 1.0)


def gist(entry: Entry, lexicon: Lexicon) -> Gist:
    """The gist of an entry: its first sentence without its purpose, its owners' names and its date, its first words above the rest."""
    what = _CALLED.sub("", entry.what)
    for said in (*(owner.name for owner in entry.owners), entry.due.text if entry.due else ""):
        what = what.replace(said, " ") if said else what
    ends = [end for _, end in sentence_spans(what) if end >= _SHORTEST]
    first = what[: ends[0]] if ends else what
    short = lexicon.read(_CLAUSE.split(first)[0])
    read = short if len(short.stems - COMMON) >= _ENOUGH else lexicon.read(_PURPOSE.split(first)[0])
    weights: dict[str, float] = {}
    for stem in read.order:
        weights.setdefault(stem, lexicon.weight(stem) * (1.0 if len(weights) < _HEAD else _TAIL))
    return Gist(read, weights, frozenset(s for s in weights if s not in COMMON), lexicon.names(read))


def conflict(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether each has names that the other has not: they speak of two places, schools or bodies."""
    return bool(one - other and other - one)


def grouped(stated: Sequence[Stated], gists: Sequence[Gist]) -> list[list[int]]:
    """The statements that are one promise, by their place in `stated`, in the order of the first of each."""
    groups: list[list[int]] = []
    holding: dict[str, list[int]] = {}  # a distinctive stem -> the groups that have it
    for n, own in enumerate(gists):
        near = Counter(g for stem in own.rare for g in holding.get(stem, ()))
        fitting = [g for g in near if _belongs(n, groups[g], stated, gists)]
        home = max(fitting, key=lambda g: (near[g], -g), default=None)
        if home is None:
            home = len(groups)
            groups.append([])
        groups[home].append(n)
        for stem in own.rare:
            if home not in holding.setdefault(stem, []):
                holding[stem].append(home)
    return groups


def _belongs(n: int, group: Sequence[int], stated: Sequence[Stated], gists: Sequence[Gist]) -> bool:
    """Whether a statement says what the first of a group does, and nothing that any of them contradicts."""
    first = group[0]
    if not all(_agree(stated[m], gists[m], stated[n], gists[n]) for m in group):
        return False
    if _side_by_side(stated[first], stated[n]):
        return _same_row(stated[first].entry, stated[n].entry)
    dated = bool(stated[first].entry.due_date and stated[n].entry.due_date)
    return alike(gists[first], gists[n], dated)


def _side_by_side(a: Stated, b: Stated) -> bool:
    """Whether two are rows of one paper, or items of one list: each is a promise of its own, unless it is printed twice."""
    if a.document.id != b.document.id:
        return False
    rows = {a.entry.form, b.entry.form} <= _ROWS
    return rows or (
        a.entry.kind == b.entry.kind and a.entry.section == b.entry.section and a.entry.form == b.entry.form != "prose"
    )


def _agree(a: Stated, one: Gist, b: Stated, other: Gist) -> bool:
    return _may_be_one(a, b) and not conflict(one.names, other.names) and not _figures_differ(one, other)


def alike(one: Gist, other: Gist, dated: bool) -> bool:
    """Whether two gists say the same in what is distinctive of them; one distinctive word is enough where both are `dated` alike."""
    shares = sorted((one.share(other.weights), other.share(one.weights)))
    together = len(one.rare & other.rare)
    if not same_act(one.words.order, other.words.order):
        return False
    return shares[1] >= _ALIKE and shares[0] >= _LESS_ALIKE and together >= (1 if dated else 2)


def _may_be_one(a: Stated, b: Stated) -> bool:
    """Whether kind, dates and owners let two statements be one promise."""
    kinds = {a.entry.kind, b.entry.kind}
    if len(kinds) == 2 and "recommendation" in kinds:
        return False
    if "decision" in kinds and a.made_on != b.made_on:
        return False  # what a body resolves at two meetings is resolved twice
    return dates_agree(a, b) and not owners_differ(a.entry, b.entry)


def dates_agree(a: Stated, b: Stated) -> bool:
    """Whether the due dates of two statements can be one day; without dates, whether they were made within the same year."""
    x, y = a.entry.due_date, b.entry.due_date
    if x and y:
        return first_day(x) <= last_day(y) and first_day(y) <= last_day(x)
    if x or y or not (a.made_on and b.made_on):
        return True
    return abs((first_day(a.made_on) - first_day(b.made_on)).days) <= _APART


def owners_differ(a: Entry, b: Entry) -> bool:
    """Whether both name persons, and none is the other's. A post may be anybody's."""
    people = [[o.name for o in e.owners if o.kind == "person"] for e in (a, b)]
    posts = [o for e in (a, b) for o in e.owners if o.kind == "post"]
    return bool(people[0] and people[1] and not posts) and not any(same_person(p, q) for p in people[0] for q in people[1])


def _figures_differ(one: Gist, other: Gist) -> bool:
    a, b = one.words.figures, other.words.figures
    return bool(a and b and not a & b)


def _same_row(a: Entry, b: Entry) -> bool:
    return (
        folded(a.what) == folded(b.what) and a.due_date == b.due_date and {o.name for o in a.owners} == {o.name for o in b.owners}
    )
