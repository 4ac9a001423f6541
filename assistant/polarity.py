"""Whether a claim denies what its quotes say, or says what they deny."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.question import stem
from assistant.values import plain

DENIAL = re.compile(
    r"\b(?:(?:not|never|no|none|nobody|nothing|nowhere|neither|nor|without|cannot|unable|unlikely|hardly)\b|\w+n['\u2019]t\b"
    r"|(?:fail(?:s|ed|ing)?|failure|refus(?:e|es|ed|ing|al)|declin(?:e|es|ed|ing)|yet) to\b|(?:lack(?:s|ed|ing)?|absence) of\b|lack(?:s|ed|ing)\b)",
    re.I,
)
# words that look like a denial and are none
_NO_CUE = re.compile(
    r"\b(?:not only|not just|not least|not limited to|whether or not|if not|no doubt|nothing but|no\.?\s*\d+"
    r"|(?:not|no) (?:later|earlier|sooner|more|less|fewer|greater|higher|lower) than|(?:not|no) (?:to )?exceed(?:ing)?)\b",
    re.I,
)
CLAUSE = re.compile(
    r"[.;:!?,\u2022()]+(?:\s|$)|\s[\u2013\u2014-]\s"
    r"|\b(?:but|because|although|though|while|whilst|whereas|unless|until|however|which|who|if|when|and|or|so that)\b",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_PREFIX = re.compile(r"^(?:un|in|im|ir|dis|non)(?=[a-z]{4})")
_WITH = re.compile(r"\b(?:with|after|following|having)\b", re.I)
# small words that say which way a figure went, where they stand before one or before what it is measured against
_MEASURED = r"(?=(?:budget|target|plan|forecast|profile|allocation)\b)"
_MOVED = r"(?=(?:by |from |to )?(?:[\u00a3\d]|(?:an?|half|one|two|three|four|five|six|seven|eight|nine|ten)\b))"
_PLACED = (
    (re.compile(r"\b(?:fall(?:s|ing|en)?|fell) short of\b", re.I), "below"),
    (re.compile(rf"\bover[\s-]{_MEASURED}", re.I), "above "),
    (re.compile(rf"\bunder[\s-]{_MEASURED}", re.I), "below "),
    (re.compile(rf"\bup {_MOVED}", re.I), "increase "),
    (re.compile(rf"\bdown {_MOVED}", re.I), "decrease "),
)
_GOVERNED = 2  # content words after a denial that it is of


# words that carry no meaning which could be denied
EMPTY = frozenset(
    re.findall(
        r"\S+",
        "a an the is are was were be been being am has have had having do does did doing done will would can could may might must shall should to"
        " of in on at by for from with as it its this that these those there their his her our your my we they he she you i them us any all some"
        " each every both yet also still so than then get got into over about per million billion thousand hundred",
    )
)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause: its words of meaning by their heads, as printed, with the side of each (-1 of a word like "fell"), what it denies, each denial with
    the heads that it is of; the heads that stand before the first denial, and those that are denied."""

    text: str
    words: dict[str, str]
    sides: dict[str, int]
    denials: tuple[tuple[str, tuple[str, ...]], ...]
    ahead: frozenset[str]
    denied: frozenset[str]

    def sign(self, head: str) -> int:
        """1 where a word is said, -1 where it is denied or its opposite is said."""
        return self.sides[head] * (-1 if head in self.denied else 1)


def polarity_faults(text: str, quotes: Sequence[str]) -> list[str]:
    """The words of a claim that its quotes do not bear out because one denies what the other says; [] when there are none.

    A denial in the claim ("not", "no", "failed to") must be in a clause of the quotes that speaks of the same. What a quote denies may not be
    said without denial by a clause that otherwise says what the quote's does, unless other words of the quotes say it. A word may not stand for
    its opposite ("rose" for "fell").
    """
    known = {stem(w.lower()) for t in (text, *quotes) for w in _WORD.findall(t)}
    held = [c for q in quotes for c in _clauses(q, known)]
    return list(dict.fromkeys(f for clause in _clauses(text, known) for f in _of_clause(clause, held)))


def turned_by_affix(one: str, other: str) -> bool:
    """Whether two stems differ by a prefix that denies ("effect", "ineffect")."""
    return one != other and stem(_PREFIX.sub("", one)) == stem(_PREFIX.sub("", other))


def opposite(one: str, other: str) -> bool:
    """Whether two stems are of words that say the opposite of one another."""
    a, b = _sides().get(one), _sides().get(other)
    return a is not None and b is not None and a[0] == b[0] and a[1] != b[1]


def _of_clause(stated: _Clause, held: Sequence[_Clause]) -> Iterator[str]:
    for cue, of in stated.denials:
        denying = [_shared(h, stated) for h in held if _denies(h, stated, of)]
        saying = [_shared(h, stated) for h in held if not _denies(h, stated, of) and set(of[:1]) & h.words.keys()]
        if not denying or max(saying, default=0) > max(denying):
            yield cue
    for head in stated.words:
        said = [h for h in held if head in h.words]
        if not said or any(head in of for _, of in stated.denials):
            continue
        against = [h for h in said if h.sign(head) != stated.sign(head) and _about(h, stated, head) and _alike(h, stated)]
        alike = [h for h in said if h.sign(head) == stated.sign(head)]
        if against and not any(_shared(h, stated) >= max(_shared(a, stated) for a in against) for h in alike):
            yield stated.words[head]


def _denies(held: _Clause, stated: _Clause, of: Sequence[str]) -> bool:
    """Whether a clause of a quote denies what a clause of the claim does."""
    if any(head in held.words and held.sign(head) == stated.sign(head) == -1 for head in of):
        return True
    if of and of[0] in held.ahead:  # said before the denial, which is of something else
        return False
    shared = _shared(held, stated)
    return bool(held.denials and (not of or set(of) & set(held.words) or shared >= max(2, len(stated.words) / 2)))


def _about(held: _Clause, stated: _Clause, head: str) -> bool:
    """Whether two clauses differ in a word's being so or not: one has its opposite, or the quote denies it first and the claim denies nothing that
    the quote speaks of."""
    if held.sides[head] != stated.sides[head]:
        return True
    alike = any(word in held.words for _, of in stated.denials for word in of)
    return not alike and any(
        of[:1] == (head,) and (cue.lower() != "without" or _WITH.search(stated.text)) for cue, of in held.denials
    )


def _shared(one: _Clause, other: _Clause) -> int:
    return len(one.words.keys() & other.words.keys())


def _alike(one: _Clause, other: _Clause) -> bool:
    """Whether two clauses say much the same but for a denial."""
    return _shared(one, other) >= min(2, len(one.words), len(other.words))


def _clauses(text: str, known: set[str]) -> list[_Clause]:
    text = plain(_NO_CUE.sub(lambda m: "-" * len(m.group()), text))
    for pattern, word in _PLACED:
        text = pattern.sub(word, text)
    ends = [m.span() for m in CLAUSE.finditer(text)]
    starts = [0, *(b for _, b in ends)]
    stops = [*(a for a, _ in ends), len(text)]
    return [_clause(text[a:b], known) for a, b in zip(starts, stops, strict=True) if text[a:b].strip()]


def _clause(text: str, known: set[str]) -> _Clause:
    cues = list(DENIAL.finditer(text))
    words: dict[str, str] = {}
    sides: dict[str, int] = {}
    places: list[tuple[int, str]] = []
    denials: list[tuple[str, tuple[str, ...]]] = []
    for match in _WORD.finditer(text):
        word = match.group().lower()
        if word in EMPTY or any(c.start() <= match.start() < c.end() for c in cues):
            continue
        head, side, denied = (word, 1, False) if _acronym(match.group(), text) else _head(word, known)
        words.setdefault(head, match.group())
        sides.setdefault(head, side)
        places.append((match.start(), head))
        if denied:
            denials.append((match.group(), (head,)))
    for cue in cues:
        after = [h for at, h in places if at >= cue.end()][:_GOVERNED]
        denials.append((cue.group(), tuple(after or [h for at, h in places if at < cue.start()][-_GOVERNED:])))
    first = min((c.start() for c in cues), default=len(text))
    governed = frozenset(head for _, of in denials for head in of)
    unsaid = governed | {h for at, h in places if at > first}
    ahead = frozenset(words) - unsaid if cues else frozenset[str]()
    return _Clause(text, words, sides, tuple(denials), ahead, unsaid)


def _acronym(word: str, text: str) -> bool:
    """Whether a word of capitals is the name of something ("SEND") and no form of the word that it spells."""
    return len(word) > 1 and word.isupper() and not text.isupper()


def _head(word: str, known: set[str]) -> tuple[str, int, bool]:
    """A word's head, its side, and whether it denies a word that is said too ("unfunded" where something is "funded")."""
    own = stem(word)
    if own in _sides():
        return *_sides()[own], False
    bare = stem(_PREFIX.sub("", word))
    if bare != own and bare in known:
        head, side = _sides().get(bare, (bare, 1))
        return head, side, True
    return own, 1, False


@cache
def _sides() -> dict[str, tuple[str, int]]:
    """Stem -> the head of its pair and which side of it (1 or -1) the word is on."""
    found: dict[str, tuple[str, int]] = {}
    for line in files("assistant").joinpath("opposite_words.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            head = stem(line.split()[0])
            for side, sign in zip(line.split("|"), (1, -1), strict=False):
                found.update({stem(w): (head, sign) for w in side.split()})
    return found
