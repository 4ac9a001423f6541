"""Papers that disagree: another figure or date for the same thing is given beside the first, and said to be so with where each stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from assistant.answer import Citation, Claim
from assistant.names import names
from assistant.question import Question, content_words, stem, words
from assistant.scoring import Scored, Selector
from assistant.statements import Statement, sorts_of, statements, subject_of
from assistant.value_numbers import Kind
from assistant.values import values
from assistant.verify import figures_stand
from vectorstore.dates import first_day, last_day, long_date
from vectorstore.models import Kind as PaperKind
from vectorstore.models import Span

_ABOUT = 0.65  # of the question's words, by rarity: a statement that answers holds so many, with what it stands under,
_DATED = 0.7  # or so many of a date's, because a year or month stands with much that is not its event,
_ITSELF = 0.5  # and so many itself
_NEARLY = 0.4  # of them, where two statements are in the same words:
_SAME_WORDS = 0.6  # of the words of both in each
_OTHER_WORDS = 2  # that only one of two statements has: with more they are of different things,
_CLOSE = Fraction(103, 100)  # unless their figures come that close;
# How far figures of one thing may lie apart, and those of one thing in the same words.
_FAR, _FARTHEST = Fraction(3, 2), Fraction(2)
_ROOT = 5  # letters: words of one root ("excluded", "exclusions") begin alike
_MOST = 3  # values that are set side by side
_ASKED_SHARE = re.compile(r"\bper\s?cent|\bpercentages?\b|\bproportion\b|\bshare\b|\brates?\b", re.I)
_ASKED_COUNT = re.compile(r"\bhow many\b|\bnumber of\b", re.I)
_ASKED_SUM = re.compile(
    r"\bhow much\b|\bcosts?\b|\bbudget\b|\bdeficit\b|\boverspend\b|\bunderspend\b|\bsavings?\b|\bspen[dt]\b", re.I
)
_ASKED_FIGURE = re.compile(
    r"\bhow (?:big|large|high|low|far)\b|\b(?:target|figure|total|level|shortfall|amount|size|gap|surplus)\b", re.I
)
_NOT_ASKED = ("who", "list", "reason", "comparison", "count")
_TOLD_APART = frozenset(("target", "average"))  # sorts of figure that a question asks for by name
_OF_TIME = frozenset(("target", "forecast"))  # sorts that papers revise: the later one takes the place of the older
_LINKING = frozenset(["at", "of", "for", "in", "on", "to", "near", "by", "about", "with", "from"])
_DETERMINERS = frozenset(["the", "a", "an", "our", "its", "their", "this"])


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Statements of one thing whose values differ, first the one that the answer gives. Empty: the papers found do not disagree."""

    statements: tuple[Statement, ...] = ()
    unlike: tuple[Statement, ...] = ()

    def beside(self, chosen: Sequence[Scored]) -> list[Scored]:
        """The chosen units, with those that state another value right behind the first that states one."""
        stating = {_place_of(s.scored): s.scored for s in self.statements}
        first = next((c for c in chosen if _place_of(c) in stating), None)
        if first is None:
            return [*chosen[:1], *stating.values(), *chosen[1:]]
        others = [s for place, s in stating.items() if place != _place_of(first)]
        rest = [c for c in chosen if c is first or _place_of(c) not in stating]
        at = rest.index(first) + 1
        return [*rest[:at], *others, *rest[at:]]

    def said(self, claims: Sequence[Claim], citations: Sequence[Citation]) -> str | None:
        """The sentence for the reader, of values in quotes of those claims that will pass the check; None when they do not differ."""
        quotes = {c.n: c.quote for c in citations}
        passing = {n for c in claims if figures_stand(c, [quotes[n] for n in c.citations]) for n in c.citations}
        citations = [c for c in citations if c.n in passing]
        shown = [(s, c) for s in self.statements if (c := _quoted(s, citations))]
        if len(shown) < 2 or not any(_differ(s, shown[0][0]) for s, _ in shown[1:]):
            return _said_unlike([(s, c) for s in self.unlike if (c := _quoted(s, citations))])
        latest = max((c.meeting_date for _, c in shown if c.meeting_date), default=None)
        revised = all(_revised(s) for s, _ in shown)
        parts = [f"{s.printed} ({_place(c, latest if revised else None)})" for s, c in shown]
        return f"The papers differ: {', '.join(parts[:-1])} and {parts[-1]}."


def disagreement(selector: Selector, chosen: Sequence[Scored], answering: Sequence[Scored]) -> Disagreement:
    """What is stated otherwise than in the first of the chosen units (the best first) that states what was asked, by any that could answer."""
    asked = _Asked.of(selector, answering)
    if asked is None or not chosen:
        return Disagreement()
    stated = [s for unit in chosen for s in statements(unit, asked.kind)]
    lead = next((s for s in stated if asked.answered_by(s)), None) or next(
        (s for s in stated if s.scored is chosen[0] and asked.nearly_answered_by(s)), None
    )
    if lead is None:
        return Disagreement()
    held = {_place_of(c) for c in chosen}
    rest = [a for a in answering if _place_of(a) not in held]
    others = [s for unit in rest for s in statements(unit, lead.kind)]
    every = [lead, *(s for s in [*stated, *others] if _of_the_same(lead, s, asked))]
    found: list[Statement] = []
    for s in every:
        if any(_differ(s, o) for o in every) and all(_differ(s, f) for f in found):
            found.append(s)
    return Disagreement(tuple(found[:_MOST]), _unlike(lead, stated, asked))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question asks a value of: its kind (None: any), the stems of its subject with their weights and their other forms, the
    periods and sorts of figure that it names, its last word and the stems of the names in it."""

    kind: Kind | None
    weights: dict[str, float]
    forms: tuple[tuple[frozenset[str], frozenset[str]], ...]
    periods: frozenset[str]
    sorts: frozenset[str]
    last: str
    names: frozenset[str]

    @classmethod
    def of(cls, selector: Selector, answering: Sequence[Scored]) -> _Asked | None:
        """None when a question does not ask for a figure or date, or has no subject."""
        question = selector.question
        kind, asks = _kind(question)
        bodies = {w for s in answering for w in subject_of(s.unit.hit.document.body or "")}
        subject = subject_of(question.text) - bodies
        if not asks or not subject:
            return None
        last = next(s for w in reversed(content_words(question.text)) for s in subject_of(w) if s in subject)
        weights = {s: selector.weights.get(s, 1.0) for s in sorted(subject)}
        named = frozenset(s for _, parts in names(question.text) for s in subject_of(" ".join(parts)) if s in subject)
        return cls(kind, weights, tuple(_forms(question)), frozenset(question.periods), sorts_of(question.text), last, named)

    def answered_by(self, s: Statement) -> bool:
        """Whether a statement gives what was asked: about it, of the period and sort that the question names."""
        least = _DATED if s.kind == "date" else _ABOUT
        about = self._share(s.own | s.around) >= least and self._share(s.own) >= _ITSELF
        return about and self._fits(s) and (s.kind != "date" or _holds(s.own, self.last))

    def nearly_answered_by(self, s: Statement) -> bool:
        """Whether a statement may give it in other words."""
        return self._share(s.own | s.around) >= _NEARLY and self._fits(s)

    def holds(self, said: str) -> bool:
        """Whether a stem is one of the subject's, or of a form of it."""
        return _holds(self.weights, said) or any(_holds(other, said) for _, other in self.forms)

    def _fits(self, s: Statement) -> bool:
        said = s.own | s.around | {x for own, other in self.forms if other <= s.own | s.around for x in own}
        if not all(_holds(said, name) for name in self.names):
            return False
        if s.kind == "date":
            return self.kind == "date" and not s.measured and self._is_event(s)
        if self.periods and not self.periods & s.periods:
            return False
        return s.sorts & _TOLD_APART == self.sorts & _TOLD_APART or (
            s.sorts & _TOLD_APART == {"average"} and "target" not in self.sorts
        )

    def _share(self, held: frozenset[str]) -> float:
        meant = {s for own, other in self.forms if other <= held for s in own}
        said = sum(w for s, w in self.weights.items() if s in meant or _holds(held, s))
        return said / (sum(self.weights.values()) or 1.0)

    def _is_event(self, s: Statement) -> bool:
        """Whether a date may be of what was asked: "the café at Mill House opened" is not when Mill House did."""
        if s.in_row:
            return True
        order = words(s.clause)
        known = [any(self.holds(x) for x in subject_of(w)) for w in order]
        first = known.index(True) if True in known else len(order)
        if any(subject_of(w) for w in order[:first]) and any(_holds(subject_of(w), self.last) for w in order[first : first + 1]):
            return False
        at = first - 1
        while at >= 0 and order[at] in _DETERMINERS:
            at -= 1
        return not (at >= 0 and order[at] in _LINKING and any(subject_of(w) for w in order[:at]))


def _kind(question: Question) -> tuple[Kind | None, bool]:
    """The kind of value that a question asks for, None for any, and whether it asks for one."""
    text = question.text
    if question.want in _NOT_ASKED:
        return None, False
    if question.want == "when":
        return "date", True
    if _ASKED_SHARE.search(text):
        return "percentage", True
    if _ASKED_COUNT.search(text):
        return "number", True
    if question.want == "amount" or _ASKED_SUM.search(text):
        return "amount", True
    return None, bool(_ASKED_FIGURE.search(text))


def _forms(question: Question) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """The stems of an acronym, or of what it stands for, in the question, each with those of its other form."""
    said = content_words(question.text)
    for phrase in question.phrases:
        parts = content_words(phrase)
        initials = "".join(p[0] for p in parts)
        if len(parts) > 1:
            yield frozenset(stem(w) for w in said if w.rstrip("s") == initials), frozenset(map(stem, parts))
        for n in range(len(said)):
            if len(parts) == 1 and "".join(w[0] for w in said[n : n + len(phrase)]) == phrase:
                yield frozenset(map(stem, said[n : n + len(phrase)])), frozenset(map(stem, parts))


def _of_the_same(a: Statement, b: Statement, asked: _Asked) -> bool:
    """Whether two statements are of one thing: of the same kind, period and sort, with nothing that narrows one of them."""
    if b.unit.hit.passage.id == a.unit.hit.passage.id or a.kind != b.kind or (a.part or "").lower() != (b.part or "").lower():
        return False
    close = a.size is None or b.size is None or _ratio(a, b) <= _CLOSE
    alike = _common(a.own, b.own) >= (_ITSELF if close else _SAME_WORDS)
    if not (asked.answered_by(b) or (alike and asked.nearly_answered_by(b))):
        return False
    if a.kind == "date":
        return not b.in_row or not _further(b, a, asked)
    undated = not (a.periods or b.periods) and alike
    if a.sorts != b.sorts or not (a.periods & b.periods or undated):
        return False
    further_a, further_b = _further(a, b, asked), _further(b, a, asked)
    if (a.in_row and further_a) or (b.in_row and further_b):
        return False
    if close:
        return True
    if _named(a) & set(further_a) or _named(b) & set(further_b):
        return False
    most = max(len(further_a), len(further_b))
    if a.kind == "number" and a.noun and b.noun and not any(_holds(b.noun, n) for n in a.noun):
        return False
    return _ratio(a, b) <= (_FAR if most else _FARTHEST) and most <= _OTHER_WORDS


def _further(s: Statement, other: Statement, asked: _Asked) -> list[str]:
    """The words of a statement that neither the question nor the other statement has."""
    return [w for w in sorted(s.own) if not asked.holds(w) and not _holds(other.own | other.around, w)]


def _named(s: Statement) -> frozenset[str]:
    """The stems of the names in a statement's clause: a place, school or person that it is narrowed to."""
    return frozenset(x for _, parts in names(s.clause) for x in subject_of(" ".join(parts)))


def _place_of(scored: Scored) -> tuple[str, tuple[Span, ...]]:
    return scored.unit.hit.document.id, scored.unit.spans


def _ratio(a: Statement, b: Statement) -> Fraction:
    low, high = sorted((a.size or Fraction(0), b.size or Fraction(0)))
    return high / low if low else Fraction(10**6)


def _common(a: frozenset[str], b: frozenset[str]) -> float:
    both = [w for w in a if _holds(b, w)]
    return len(both) / (len(a) + len(b) - len(both) or 1) if len(both) > 1 else 0.0


def _holds(held: Iterable[str], wanted: str) -> bool:
    return any(w == wanted or (len(w) >= _ROOT and w[:_ROOT] == wanted[:_ROOT]) for w in held)


def _differ(a: Statement, b: Statement) -> bool:
    """Whether two values differ by what they mean: not by rounding, nor a year from a month of it, nor a latest date from one before it."""
    if a.size is not None and b.size is not None:
        return abs(a.size - b.size) > max(a.unsure, b.unsure)
    (first_a, last_a), (first_b, last_b) = _days(a), _days(b)
    if (a.by and not b.by and last_b <= last_a) or (b.by and not a.by and last_a <= last_b):
        return False
    return last_a < first_b or last_b < first_a


def _days(s: Statement) -> tuple[date, date]:
    """The first and last day of a date; of a year that runs over two, from April to March."""
    normal = s.value.normal
    if "/" in normal:
        return date(int(normal[:4]), 4, 1), date(int(normal[:4]) + 1, 3, 31)
    return first_day(normal), last_day(normal)


def _unlike(lead: Statement, stated: Sequence[Statement], asked: _Asked) -> tuple[Statement, ...]:
    """The first statement and one that the answer gives too, of the same for another part of the time, or forecast and come about."""
    for s in stated:
        if s.kind != lead.kind or s.kind == "date" or s.scored is lead.scored or not asked.answered_by(s):
            continue
        if _further(s, lead, asked) or _further(lead, s, asked) or not _differ(s, lead):
            continue
        if (s.part or "") != (lead.part or "") or (s.periods & lead.periods and (s.sorts ^ lead.sorts) & {"forecast"}):
            return lead, s
    return ()


def _said_unlike(shown: Sequence[tuple[Statement, Citation]]) -> str | None:
    if len(shown) < 2:
        return None
    a, b = (s for s, _ in shown)
    if (a.part or "") != (b.part or ""):
        return f"Not the same period: {a.printed} is for {_time(a)}, {b.printed} for {_time(b)}."
    forecast, other = (a, b) if "forecast" in a.sorts else (b, a)
    return f"Not alike: {forecast.printed} is a forecast, {other.printed} is not."


def _time(s: Statement) -> str:
    years = [p for p in sorted(s.periods) if "/" in p]
    return s.part or ", ".join(years) or "the year"


def _quoted(s: Statement, citations: Sequence[Citation]) -> Citation | None:
    """The citation of a statement's paper whose quote holds its value."""
    ordinals = {span.page for span in s.unit.spans}
    for c in citations:
        on_page = not c.pages or bool(ordinals & set(c.pages))
        if c.document == s.unit.hit.document.id and on_page and any(v.normal == s.value.normal for v in values(c.quote)):
            return c
    return None


def _revised(s: Statement) -> bool:
    """Whether a later paper's value takes the place of an older one's: a date to come, a forecast or target, or a register's."""
    document = s.unit.hit.document
    if s.kind == "date":
        return document.meeting_date is None or _days(s)[1] >= document.meeting_date
    return bool(s.sorts & _OF_TIME) or document.kind is PaperKind.RISK_REGISTER


def _place(citation: Citation, latest: date | None) -> str:
    """Where a value stands: the paper, its page and date, and that it is older than another, if it is."""
    page = f"p. {citation.page}" if citation.page else ""
    met = long_date(citation.meeting_date) if citation.meeting_date else ""
    older = "older" if latest and citation.meeting_date and citation.meeting_date < latest else ""
    return ", ".join(filter(None, (f"\u201c{citation.title}\u201d", page, met, older)))
