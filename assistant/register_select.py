"""Which records of the registers a question asks for."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.question import Question, content_words, understand
from assistant.register_question import Asked
from assistant.register_scores import value_of
from assistant.register_search import Match, PassageIndex, covers, matches
from assistant.register_writing import Item
from assistant.registers import Held
from assistant.scoring import Selector
from vectorstore.library import Holdings
from vectorstore.records import Record, RecordKind

_SURE = 0.62  # a subject's best risk scores at least this when the question does not say risk or control
_SURE_FAR = 0.95  # or this, when no passage of a register is among the first hits
_FIELD_NAMES = {"due date": "due", "reference": "ref"}
_UNSAID = 0.35  # cosine: words that no title comes so near to, and that the risk which fits best does not say, are no subject beside a condition
FOUND = 0.42  # and at least this when it does
_TIED = 0.05  # risks that score within this of the best are meant as well as the best
_FEW = 4  # words of a subject
_MEANT = 0.62  # cosine: a title that comes so near to a subject in the plural is meant too
_WIDE = 0.6  # of the best-named risk's share of the subject: risks named so well are looked at too
_NAMED = 0.99  # of the subject's words: a title that says so many is what is meant


class Selection:
    """The records that a question asks for: first the risks that it is about, then those of them or below them that meet its conditions.

    `near` says that a passage of a register was among the first found for the question; `matched` has the risks by how well they fit its subject.
    """

    def __init__(
        self,
        asked: Asked,
        question: Question,
        selector: Selector,
        chosen: Sequence[Held],
        all_held: Sequence[Held],
        holdings: Holdings,
        near: bool,
    ) -> None:
        self.asked, self.question, self.selector, self.near = asked, question, selector, near
        self.chosen, self.all_held, self.holdings = list(chosen), list(all_held), holdings
        self.index = PassageIndex(holdings)
        self.matched: list[Match] = []

    def is_set(self) -> bool:
        """Whether the question sets conditions, so that an empty set is an answer ("No risk is rated Low")."""
        return bool(self.asked.conditions or self.asked.below or self.asked.category) and not self.asked.terms

    def risks(self) -> list[tuple[Held, Record]] | None:
        """The risks that the question is about: all, or those that its subject names; None when nothing fits the subject."""
        every = [(h, r) for h in self.chosen for r in h.register.risks]
        if not self.asked.terms:
            return every
        self.matched = matches(self.question, self._bare_subject(), self.chosen, self.holdings, self.selector, self.index)
        if not self.matched:
            return None
        named = [m for m in self.matched if m.named >= _NAMED or covers(m.risk.name, self.asked.terms) >= 1.0]
        if named and (self.asked.plural or (self.asked.kind == "risk" and self.asked.want in ("list", "count"))):
            return self.in_order(named)
        if self.asked.kind == "risk" and self.asked.want in ("list", "count", "group") and self.asked.plural:
            said = [
                m
                for m in self.matched
                if covers(" ".join((m.risk.name, m.risk.text("description") or "", m.risk.text("cause") or "")), self.asked.terms)
                >= 1.0
            ]
            if said:
                return self.in_order(said)
        best = named[0] if len(named) == 1 else self.matched[0]
        if (self.asked.conditions or self.asked.below) and not best.said and best.parts.get("near", 0.0) < _UNSAID:
            return every
        if best.score < (FOUND if self.asked.explicit else _SURE if self.near else _SURE_FAR):
            return None
        tied = [m for m in self.matched if best.score - m.score < _TIED and m.score > 0.8 * best.score][:3]
        if self.asked.plural:
            tied += [m for m in self.matched if m not in tied and m.parts.get("near", 0.0) >= _MEANT]
        return [(m.held, m.risk) for m in ([best] if len(named) == 1 else tied)]

    def _bare_subject(self) -> str:
        """The subject's words that carry meaning, in order: small words beside few others blur what they mean."""
        kept = [w for w in self.asked.subject.split() if set(content_words(w)) & set(self.asked.terms)]
        return " ".join(kept) if len(kept) <= _FEW else self.asked.subject

    def widened(self) -> list[tuple[Held, Record]]:
        """The risks whose titles say as much of the subject as any does, when the one that fits best has nothing that was asked for."""
        most = max((m.named for m in self.matched), default=0.0)
        return self.in_order([m for m in self.matched if most and m.named >= _WIDE * most])

    def in_order(self, found: Sequence[Match]) -> list[tuple[Held, Record]]:
        wanted = {id(m.risk) for m in found}
        return [(h, r) for h in self.chosen for r in h.register.risks if id(r) in wanted]

    def items(self, risks: Sequence[tuple[Held, Record]]) -> list[Item]:
        asked = self.asked
        chosen = [(h, r) for h, r in risks if self.risk_meets(r)]
        if asked.kind == "risk" and not asked.every:
            return [Item(h, r) for h, r in chosen if self.meets(r, "risk")]
        kinds: tuple[RecordKind, ...] = ("risk", "control", "action") if asked.every else (asked.kind,)
        found = [Item(h, r) for h, r in chosen if "risk" in kinds and self.meets(r, "risk")]
        for h, r in chosen:
            found += [Item(h, c, r) for c in r.children if c.kind in kinds and self.meets(c, c.kind)]
        other = {"control": "action", "action": "control"}.get(asked.kind)
        if (
            not found
            and other
            and not any(r.kind == asked.kind for h in self.chosen for r, _ in h.register.records())
            and self.near
        ):
            found = [
                Item(h, c, r) for h, r in chosen for c in r.children if self.meets(c, asked.kind)
            ]  # a register that calls them so
        return found

    def risk_meets(self, risk: Record) -> bool:
        """The conditions on a risk, when what is asked for is below it; and those on what is below, when risks are asked for."""
        asked = self.asked
        if asked.kind != "risk" and not all(f.test(risk) for f in asked.conditions if f.kind == "risk"):
            return False
        for what, no, inner in asked.below:
            if what in ("control", "action"):
                below = [c for c in risk.children if c.kind == what and all(f.test(c) for f in inner)]
                if bool(below) is no:
                    return False
        return asked.kind != "risk" or self._filled_in(risk)

    def _filled_in(self, record: Record) -> bool:
        """Whether a record has the fields that it must have, and lacks those that it must lack ("without a note")."""
        wanted = [
            (_FIELD_NAMES.get(str(what), str(what)), no) for what, no, _ in self.asked.below if what not in ("control", "action")
        ]
        return all((record.text(name) is None) is no for name, no in wanted)

    def meets(self, record: Record, kind: RecordKind) -> bool:
        conditions = [f for f in self.asked.conditions if f.kind in (None, kind)]
        if kind == "risk" and self.asked.kind == "risk":
            below = [f for f in self.asked.conditions if f.kind not in (None, "risk")]
            below += [f for f in conditions if f.name in ("status", "due", "overdue") and not record.text("status")]
            conditions = [f for f in conditions if f not in below]
            if below and not any(all(f.test(c) for f in below) for c in record.children):
                return False
        if kind == self.asked.kind != "risk" and not self._filled_in(record):
            return False
        if self.asked.category and (record.text("category") not in self.categories(kind)):
            return False
        if any(f.name == "flag" for f in conditions):
            return all(
                f.test(record) or any(f.test(c) for c in record.children) if f.name == "flag" else f.test(record)
                for f in conditions
            )
        return all(f.test(record) for f in conditions)

    def categories(self, kind: RecordKind) -> frozenset[str]:
        """The category, of those that the register has, that comes nearest to what a question calls it."""
        names = list(
            dict.fromkeys(c for h in self.chosen for r, _ in h.register.records() if r.kind == kind and (c := r.text("category")))
        )
        if not names or not self.asked.category:
            return frozenset()
        phrase = understand(self.asked.category, self.holdings.acronyms())
        lexical = Selector(phrase, dict.fromkeys(phrase.terms, 1), 100)
        near = self.holdings.nearness(f"{self.asked.category} risk", [f"{n} risk" for n in names])
        best = max(zip(names, near, strict=True), key=lambda x: x[1] + lexical.covered(x[0]))
        return frozenset((best[0],))

    def extreme(self, items: Sequence[Item]) -> list[Item]:
        """The highest or lowest, by score or by how many controls; ties all belong."""
        by = self.asked.by_children
        measured = [(sum(c.kind == by for c in i.record.children) if by else value_of(i.record), i) for i in items]
        known = [(v, i) for v, i in measured if v is not None]
        if not known:
            return []
        order = sorted(known, key=lambda x: x[0] if self.asked.lowest else -x[0])
        wanted = self.asked.first or 1
        edge = order[min(wanted, len(order)) - 1][0]
        return [i for v, i in order if (v <= edge if self.asked.lowest else v >= edge)]
