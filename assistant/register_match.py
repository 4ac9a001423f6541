"""Which risk of an old register is which of a new one, and which control or action of a risk is which."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.wording import folded
from vectorstore.records import Record, Register

Likeness = Callable[[Record, Record], float]

_SAME_REF = 0.45  # likeness that two risks of one reference need: below it the reference was given to another risk
_ALIKE = 0.6  # likeness that two risks without a common reference need
_REF_BONUS, _GROUP_BONUS = 0.25, 0.05  # in the order of choosing alone
_TEXT = 8  # words that a description must have to stand for its risk without the title
_CHILD_ALIKE = 0.6
_CHILD_SAME_REF = 0.4
_HELD = 0.6  # share of a risk's words that the risk it went into says
_ENDED = re.compile(
    r"\b(?:merg(?:e[ds]?|ing|er)|consolidat\w+|combin(?:e[ds]?|ing)|amalgamat\w+|incorporat\w+|subsum\w+|absorb\w*|supersede\w*|replace[ds]?"
    r"|split|separated (?:from|out|into)|divided into|disaggregat\w+|(?:formerly|previously) (?:part of|within)|taken out of)\b",
    re.I,
)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n")


@dataclass(frozen=True, slots=True)
class Joining:
    """Several risks of one register that are one risk of the other: places in the registers, and how it is known, in words."""

    one: int
    several: tuple[int, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Matching:
    """Pairs of (old, new) places, what was merged (one new) and split (one old), and the places that nothing answers to.

    A pair may also be part of a merger or split, when the risk goes on under its own reference or title.
    """

    pairs: tuple[tuple[int, int], ...]
    merged: tuple[Joining, ...]
    split: tuple[Joining, ...]
    closed: tuple[int, ...]
    opened: tuple[int, ...]


def match_risks(old: Register, new: Register) -> Matching:
    """Match the risks of two versions one to one: by reference and title, by title and group, then by likeness, best first."""
    likeness = Weights((*old.risks, *new.risks)).likeness
    pairs = _certain(old.risks, new.risks)
    left_old = [n for n in range(len(old.risks)) if n not in pairs]
    left_new = [n for n in range(len(new.risks)) if n not in pairs.values()]
    ranked = []
    for i in left_old:
        for k in left_new:
            found = _rank(old.risks[i], new.risks[k], likeness)
            if found:
                ranked.append((found, -abs(i - k), i, k))
    pairs |= _one_to_one(ranked)
    merged = _joinings(old.risks, new.risks, pairs, likeness)
    split = _joinings(new.risks, old.risks, {k: i for i, k in pairs.items()}, likeness)
    return _settled(old, new, pairs, merged, split)


def ref_key(record: Record) -> str:
    """A reference for comparing; empty when there is none."""
    return re.sub(r"[\W_]+", "", record.text("ref") or "").casefold()


def _certain(old: Sequence[Record], new: Sequence[Record]) -> dict[int, int]:
    """Risks that are the same without a doubt: their reference and title are, or their title and group, once in each register."""
    pairs: dict[int, int] = {}
    keys: tuple[Callable[[Record], Hashable], ...] = (
        lambda r: (ref_key(r), folded(r.name)) if ref_key(r) else None,
        lambda r: (folded(r.name), folded(r.text("group"))),
    )
    for key in keys:
        left = {n: key(r) for n, r in enumerate(old) if n not in pairs}
        right = {n: key(r) for n, r in enumerate(new) if n not in pairs.values()}
        counts = [Counter(left.values()), Counter(right.values())]
        places = {k: n for n, k in right.items()}
        for i, k in left.items():
            if k is not None and k in places and counts[0][k] == counts[1][k] == 1 and _undisputed(old[i], new[places[k]]):
                pairs[i] = places[k]
    return pairs


def _undisputed(old: Record, new: Record) -> bool:
    """Whether two risks of one title have no texts that have nothing in common under two references."""
    if not ref_key(old) or not ref_key(new) or ref_key(old) == ref_key(new):
        return True
    a, b = _said(old), _said(new)
    return not a or not b or len(a & b) >= 0.3 * min(len(a), len(b))


def _rank(old: Record, new: Record, likeness: Likeness) -> float | None:
    """How well two risks fit, for choosing the best first; None when they are not one risk."""
    alike = likeness(old, new)
    same_ref = bool(ref_key(old)) and ref_key(old) == ref_key(new)
    if alike < (_SAME_REF if same_ref else _ALIKE):
        return None
    return alike + same_ref * _REF_BONUS + (folded(old.text("group")) == folded(new.text("group"))) * _GROUP_BONUS


def _one_to_one(ranked: Iterable[tuple[float, int, int, int]]) -> dict[int, int]:
    """The best fit first, each place taken once; of equal fits the nearest in order."""
    pairs: dict[int, int] = {}
    for _, _, i, k in sorted(ranked, key=lambda r: (-round(r[0], 9), -r[1], r[2], r[3])):
        if i not in pairs and k not in pairs.values():
            pairs[i] = k
    return pairs


# --- likeness


@dataclass(frozen=True, slots=True)
class _Words:
    """What a record is compared by: its name, the words of that and of its text with their whole weights, its controls' titles."""

    name: str
    title: Counter[str]
    text: Counter[str]
    title_weight: float
    text_weight: float
    controls: frozenset[str]


class Weights:
    """How much each word tells risks apart: the fewer risks say it, the more."""

    def __init__(self, risks: Sequence[Record]) -> None:
        said = Counter(w for r in risks for w in {*_words_of(r), *_title_words(r)})
        self._weights = {w: math.log(1 + len(risks) / n) for w, n in said.items()}
        self._held = {id(r): self._words(r) for r in risks}

    def likeness(self, old: Record, new: Record) -> float:
        """0 to 1, from titles, texts (description, cause, consequence) and the titles of controls."""
        a, b = self._held[id(old)], self._held[id(new)]
        found = title = 1.0 if a.name == b.name else self._dice(a.title, b.title, a.title_weight + b.title_weight)
        if a.text and b.text:
            text = self._dice(a.text, b.text, a.text_weight + b.text_weight)
            found = (title + text) / 2
            if min(a.text.total(), b.text.total()) >= _TEXT:
                found = max(found, 0.9 * text)
        if min(len(a.controls), len(b.controls)) >= 2 and (both := len(a.controls & b.controls)):
            found = max(found, 0.65 * (2 * both / (len(a.controls) + len(b.controls))) + 0.35 * found)
        return found

    def _words(self, record: Record) -> _Words:
        title, text = _title_words(record), _words_of(record)
        controls = frozenset(folded(c.name) for c in record.controls)
        return _Words(folded(record.name), title, text, self._sum(title), self._sum(text), controls)

    def _dice(self, a: Counter[str], b: Counter[str], whole: float) -> float:
        """Twice the weight of the words in common over the weight of all."""
        return 2 * self._sum(a & b) / whole if whole and not a.keys().isdisjoint(b) else 0.0

    def _sum(self, words: Counter[str]) -> float:
        return sum(self._weights.get(w, 1.0) * n for w, n in words.items())


def _title_words(record: Record) -> Counter[str]:
    return Counter(w for w in folded(record.name).split() if len(w) > 2 or w.isdigit())


def _words_of(risk: Record) -> Counter[str]:
    return Counter(w for text in _texts(risk) for w in folded(text).split() if len(w) > 3)


def _said(risk: Record) -> frozenset[str]:
    return frozenset().union(*(_content(text) for text in _texts(risk)))


def _texts(risk: Record) -> list[str]:
    return [risk.text(n) or "" for n in ("description", "cause", "consequence")]


@lru_cache(maxsize=16384)
def _content(text: str) -> frozenset[str]:
    return frozenset(w for w in folded(text).split() if len(w) > 3)


# --- mergers and splits


def _joinings(several: Sequence[Record], ones: Sequence[Record], pairs: dict[int, int], likeness: Likeness) -> list[Joining]:
    """Risks of the one register in which two or more of the other went on: theirs (if it has a fellow) and those without a fellow."""
    alone = [n for n in range(len(several)) if n not in pairs]
    fellows = {k: i for i, k in pairs.items()}
    itself = {k for k, i in fellows.items() if _goes_on(several[i], ones[k])}
    homes: dict[int, list[tuple[int, str]]] = {}
    for i in alone:
        found = [
            (likeness(several[i], one), -k, why) for k, one in enumerate(ones) if (why := _went_in(several[i], one, k in itself))
        ]
        if found:
            _, k, why = max(found)
            homes.setdefault(-k, []).append((i, why))
    out = []
    for k, members in sorted(homes.items()):
        places = sorted({*([fellows[k]] if k in fellows else []), *(i for i, _ in members)})
        if len(places) > 1:
            out.append(Joining(k, tuple(places), "; ".join(dict.fromkeys(why for _, why in members))))
    return out


def _went_in(part: Record, whole: Record, goes_on: bool) -> str | None:
    """How it is known that a risk is a part of another one's, in words. One that goes on as itself needs the plainer signs."""
    if _names(part, whole) or _names(whole, part):
        return "the text says so"
    own = {folded(c.name) for c in part.controls}
    taken = own & {folded(c.name) for c in whole.controls}
    if len(taken) >= 2 and 2 * len(taken) >= len(own):
        return f"{len(taken)} of {len(own)} controls are the same"
    words = _said(part)
    if not goes_on and len(words) >= _TEXT and len(words & _said(whole)) >= _HELD * len(words):
        return "the description is the same in great part"
    return None


def _names(teller: Record, other: Record) -> bool:
    """Whether a sentence of a risk tells of merging or splitting and names the other by its reference or title."""
    ref, title = other.text("ref"), folded(other.text("title"))
    for text in (teller.text(n) for n in ("title", "description", "cause", "status", "note")):
        for sentence in _tellings(text or ""):
            if ref and len(ref) > 1 and re.search(rf"(?<![\w.]){re.escape(ref)}(?!\w)", sentence, re.I):
                return True
            if title and len(title.split()) > 1 and f" {title} " in f" {folded(sentence)} ":
                return True
    return False


@lru_cache(maxsize=16384)
def _tellings(text: str) -> tuple[str, ...]:
    """The sentences of a text that tell of merging or splitting."""
    return tuple(s for s in _SENTENCE.split(text) if _ENDED.search(s)) if _ENDED.search(text) else ()


def _settled(
    old: Register, new: Register, pairs: dict[int, int], merged: Sequence[Joining], split: Sequence[Joining]
) -> Matching:
    """The matching with each risk in its place: what merged or split is neither closed nor new, nor a pair unless it goes on as itself."""
    gone = {i for j in merged for i in j.several} | {j.one for j in split}
    come = {j.one for j in merged} | {k for j in split for k in j.several}
    kept = {i: k for i, k in pairs.items() if not (i in gone and k in come) or _goes_on(old.risks[i], new.risks[k])}
    return Matching(
        tuple(sorted(kept.items(), key=lambda p: p[1])),
        tuple(merged),
        tuple(split),
        tuple(i for i in range(len(old.risks)) if i not in pairs and i not in gone),
        tuple(k for k in range(len(new.risks)) if k not in pairs.values() and k not in come),
    )


def _goes_on(old: Record, new: Record) -> bool:
    return folded(old.name) == folded(new.name) or bool(ref_key(old) and ref_key(old) == ref_key(new))


# --- controls and actions


def match_children(old: Sequence[Record], new: Sequence[Record]) -> dict[int, int]:
    """Match the controls (or actions) of one risk: by title (of several of one title, those alike in most), then by likeness."""
    pairs: dict[int, int] = {}
    for k, child in enumerate(new):
        called = [i for i, o in enumerate(old) if i not in pairs and folded(o.name) == folded(child.name)]
        if called:
            pairs[max(called, key=lambda i: _fields_alike(old[i], child))] = k
    weights = Weights((*old, *new))
    ranked = []
    for i, one in enumerate(old):
        for k, other in enumerate(new):
            if i in pairs or k in pairs.values():
                continue
            alike = max(weights.likeness(one, other), _flat(one.name, other.name))
            same_ref = bool(ref_key(one)) and ref_key(one) == ref_key(other)
            if alike >= (_CHILD_SAME_REF if same_ref else _CHILD_ALIKE):
                ranked.append((alike + same_ref * _REF_BONUS, -abs(i - k), i, k))
    return pairs | _one_to_one(ranked)


def _fields_alike(old: Record, new: Record) -> int:
    return sum(folded(old.text(n)) == folded(new.text(n)) for n in {*old.fields, *new.fields})


def _flat(old: str, new: str) -> float:
    """The share of words in common, each of the same weight: among few records rare words tell little."""
    a, b = Counter(folded(old).split()), Counter(folded(new).split())
    return 2 * (a & b).total() / ((a.total() + b.total()) or 1)
