"""What was asked: the words to look for, what sort of answer is wanted, and what the question narrows itself to."""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

import snowballstemmer

from vectorstore.dates import find_dates

Want = Literal["fact", "figure", "amount", "decision", "list", "count", "who", "when", "reason", "comparison", "yes_no"]

STOP_WORDS = frozenset(
    word
    for line in files("assistant").joinpath("stop_words.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
_STEMMER = snowballstemmer.stemmer("porter")
_WORD = re.compile(r"[\w\u00a3%][\w'\u2019/&.-]*[\w%]|\w")
_PART_WORDS = 2
_TOGETHER = 5  # words between which two words still say one thing
_APART = 0.6  # what a word counts that stands far from the one that it belongs to
_PLAIN_WEIGHT = 0.85  # of the papers' words for a plain one, where its own would count for 1
_AND_ASKS = re.compile(
    r",?\s+and\s+(?=(?:what|how|who|whom|when|which|why|where|say|on what|by when|for what)\b)|\?\s+|;\s+", re.I
)
_FINANCIAL_YEAR = re.compile(r"(?<![\d/.\u2013-])(20\d\d|\d\d)\s?[/\u2013-]\s?((?:20)?\d\d)\b(?![-/.]\d)")
_WANTS: tuple[tuple[Want, str], ...] = (
    (
        "who",
        r"^\W*(?:who|whom|whose)\b|\bwho (?:is|are|was|owns?|leads?|signed|wrote|should|do)\b|\bname the\b"
        r"|\bwhich (?:officer|director|councillor|member)",
    ),
    (
        "when",
        r"^\W*when\b|\bby when\b|\bwhat (?:date|year|month|deadline)\b|\bhow soon\b|\bdeadlines?\b|\bcut-off\b|\bmilestones?\b",
    ),
    ("decision", r"\b(?:resolved?|agreed?|decided?|decisions?|recommend(?:ed|ations?)?)\b(?!.*\bwhy\b)"),
    (
        "reason",
        r"^\W*why\b|\bwhat (?:caused|explains|is behind|lies behind|went wrong)\b|\breasons? (?:for|why|behind)\b",
    ),
    (
        "comparison",
        r"\bcompared?\b|\bcomparison\b|\bdiffer(?:s|ence|ent)?\b|\bversus\b|\bconsistent\b"
        r"|\bthan (?:last|the year|other|elsewhere|before)\b",
    ),
    (
        "list",
        r"^\W*list\b|\beverything\b|\ball the\b|\bwhich \w+s\b"
        r"|\bwhat (?:controls|actions|risks|measures|steps|recommendations|decisions|commitments|plans|priorities|are the)\b",
    ),
    ("count", r"\bhow many (?:controls|actions|risks|recommendations|commitments|decisions|documents|papers)\b"),
    (
        "amount",
        r"\bhow much (?:money|did it cost|does it cost|will|has|is spent|was spent|do we (?:spend|pay)|funding|will it cost)\b"
        r"|\bwhat (?:is|was|will|are|were|does|do|did)\b.*"
        r"\b(?:cost|costs|price|fee|fees|allowance|salary|budget|overspend|underspend|deficit|outturn)\b"
        r"|\b(?:total|overall|annual) (?:cost|budget|spend)\b|\bhow much\b.*\bcost\b|\bsavings target\b",
    ),
    (
        "figure",
        r"\bhow (?:many|much|big|large|high|low|often|far(?! (?:has|have|had|is|are|along|did|do|does)\b))\b|\bpercent|\brate of\b"
        r"|\bwhat (?:share|proportion|percentage|per cent|number|rate|figure|amount|cost)\b",
    ),
    ("yes_no", r"^\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b"),
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    `terms` are its content words in order, their stems in `stems`; `joined` are further words and phrases that say the same in the
    papers' language, `phrases` acronyms' other forms, `periods` the years and months named.
    """

    text: str
    terms: tuple[str, ...]
    stems: frozenset[str]
    joined: tuple[str, ...]
    phrases: tuple[str, ...]
    periods: tuple[str, ...]
    want: Want


@cache
def stem(word: str) -> str:
    """A word's stem, as the keyword index makes it."""
    return str(_STEMMER.stemWord(word.lower().replace("\u2019", "'").removesuffix("'s")))


def words(text: str) -> list[str]:
    """The words of a text, lower case, in order."""
    return [w.lower().replace("\u2019", "'") for w in _WORD.findall(text)]


def content_words(text: str) -> list[str]:
    """The words that carry meaning, each once, in order."""
    return [w for w in dict.fromkeys(words(text)) if w not in STOP_WORDS and w.removesuffix("'s") not in STOP_WORDS]


def understand(text: str, acronyms: Sequence[tuple[str, str]]) -> Question:
    """Understand a question. `acronyms` are the (short, long) forms that the papers explain."""
    terms = tuple(content_words(text))
    lowered = f" {' '.join(words(text))} "
    want: Want = next((w for w, pattern in _WANTS if re.search(pattern, text, re.I)), "fact")
    return Question(
        text, terms, frozenset(map(stem, terms)), _joined(lowered, terms), _expanded(text, acronyms), periods(text), want
    )


class Meanings:
    """What the words of a subject mean: each is said by its own stem or, nearly as well, by the papers' words for it or an acronym's other form.

    `rarity` gives each stem's weight.
    """

    def __init__(self, text: str, acronyms: Iterable[tuple[str, str]], rarity: dict[str, float]) -> None:
        lowered = f" {' '.join(words(text))} "
        self.weights = {stem(t): rarity.get(stem(t), 1.0) for t in content_words(text)}
        order = [stem(w) for w in words(text)]
        self._pairs = [(a, b) for a, b in itertools.pairwise(order) if a in self.weights and b in self.weights]
        self._others: dict[str, list[tuple[frozenset[str], float]]] = {}
        for plain, formal in _plain_words():
            for phrase in plain:
                if _is_said(phrase, lowered, self.weights):
                    self._add(phrase, formal, _PLAIN_WEIGHT)
        for short, long in acronyms:
            if f" {short.lower()} " in lowered:
                self._add(short, [long], 1.0)
            elif f" {' '.join(words(long))} " in lowered:
                self._add(long, [short], 1.0)

    def has_other(self, said: str) -> bool:
        """Whether the papers have other words for one of the subject's (a stem)."""
        return said in self._others

    def _add(self, phrase: str, others: Iterable[str], weight: float) -> None:
        for said in {stem(w) for w in words(phrase)} & self.weights.keys():
            self._others.setdefault(said, []).extend((frozenset(map(stem, words(o))), weight) for o in others)

    def share(self, text: str) -> float:
        """The share (0..1) of the subject's words, weighted by rarity, that a text says.

        Two words that stand together in the subject ("children's homes") and far from each other in the text count for less.
        """
        order, held = _stems(text)
        apart = self._apart(order, held)
        said = sum(w * self._said(s, held) * (_APART if s in apart else 1.0) for s, w in self.weights.items())
        return said / (sum(self.weights.values()) or 1.0)

    def _apart(self, order: Sequence[str], held: frozenset[str]) -> set[str]:
        """The words of the subject that a text says, and none of those that stand beside them in the subject near by."""
        near: set[str] = set()
        far: set[str] = set()
        for a, b in self._pairs:
            if a in held and b in held:
                at, beside = ([n for n, s in enumerate(order) if s == x] for x in (a, b))
                (near if any(abs(i - j) <= _TOGETHER for i in at for j in beside) else far).update((a, b))
        return far - near

    def _said(self, wanted: str, held: frozenset[str]) -> float:
        if wanted in held:
            return 1.0
        return max((weight for other, weight in self._others.get(wanted, ()) if other and other <= held), default=0.0)


@lru_cache(maxsize=16_384)
def _stems(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The stems of a text's words and of what hyphens join in them, in order, and each once."""
    order = tuple(stem(part) for w in words(text) for part in dict.fromkeys((w, *w.split("-"))))
    return order, frozenset(order)


@lru_cache(maxsize=16_384)
def periods(text: str) -> tuple[str, ...]:
    """The years ("2019"), financial years ("2024/25") and months ("2024-10") in a text, each in one form however it is printed."""
    found: dict[str, None] = {}
    for match in _FINANCIAL_YEAR.finditer(text):
        first, last = int(match.group(1)[-2:]), int(match.group(2)[-2:])
        # "16-17" and "18-19" are ages more often than years
        if len(match.group(1)) == 4 or (last == first + 1 and ("/" in match.group(0) or first > 18)):
            found[f"20{first:02d}/{last:02d}"] = None
    rest = _FINANCIAL_YEAR.sub(" ", text)
    for when in find_dates(rest):
        found[f"{when.year}-{when.month:02d}" if when.month else str(when.year)] = None
        rest = rest[: when.start] + " " * (when.end - when.start) + rest[when.end :]
    return tuple(found | dict.fromkeys(re.findall(r"\b(?:19|20)\d\d\b", rest)))


def speaks_of(period: str, text: str) -> bool:
    """Whether a text speaks of a period: of it, of a part of it, or of a longer one that is written with it."""
    said = periods(text)
    if "/" in period:
        return period in said
    return any(
        p == period
        or p.startswith(f"{period}-")
        or (len(period) == 4 and period[:4] in (p[:4], f"20{p[-2:]}" if "/" in p else p))
        for p in said
    )


def asked_parts(text: str) -> list[str]:
    """The things that a question asks, when it asks several ("how many ..., and who ..."); none when it asks one.

    One that has no words of its own ("..., and by when?") leaves the other, which may be answered without it.
    """
    asked = [p.strip() for p in _AND_ASKS.split(text) if words(p)]
    whole = [p for p in asked if len(content_words(p)) >= _PART_WORDS]
    return whole if len(whole) > 1 or (len(asked) > 1 and not any(content_words(p) for p in asked if p not in whole)) else []


def _joined(lowered: str, terms: Sequence[str]) -> tuple[str, ...]:
    """The papers' words for the question's plain ones."""
    found: dict[str, None] = {}
    stems = {stem(t) for t in terms}
    for plain, formal in _plain_words():
        if any(_is_said(p, lowered, stems) for p in plain):
            found |= dict.fromkeys(f for f in formal if not all(stem(w) in stems for w in words(f)))
    return tuple(found)


def _is_said(plain: str, lowered: str, stems: Container[str]) -> bool:
    """Whether a question (its words in lower case between spaces, their stems) has a plain word or phrase."""
    return f" {plain} " in lowered if " " in plain or "-" in plain else stem(plain) in stems


def _expanded(text: str, acronyms: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Long forms of the acronyms in a question and short forms of the phrases in it."""
    tokens = {t.rstrip("s") for t in re.findall(r"[A-Za-z&/]{2,}", text) if t.isupper() or t[:-1].isupper()}
    lowered = " ".join(words(text))
    found: dict[str, None] = {}
    for short, long in acronyms:
        if short in tokens:
            found[long.lower()] = None
        elif " ".join(words(long)) in lowered:
            found[short.lower()] = None
    return tuple(found)


@cache
def _plain_words() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    lines = files("assistant").joinpath("plain_words.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("=", 1) for line in lines if "=" in line and not line.startswith("#")]
    return tuple((tuple(p.strip() for p in a.split(",")), tuple(f.strip() for f in b.split(","))) for a, b in pairs)
