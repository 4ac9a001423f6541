"""Answers from registers: the whole set that a question asks for, each record cited, counted by code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.answer import Claim, Derivation
from assistant.compose import Draft
from assistant.people import joined
from assistant.question import Question, understand
from assistant.register_question import asked_of_registers
from assistant.register_scores import rating_of, value_of
from assistant.register_search import matches
from assistant.register_select import FOUND, Selection
from assistant.register_statuses import is_completed
from assistant.register_versions import versions_asked
from assistant.register_words import Words, noun_of
from assistant.register_writing import Item, Writing, shortened
from assistant.registers import Held, held
from assistant.retrieve import Scope
from assistant.scoring import Selector
from vectorstore.library import Holdings
from vectorstore.models import Hit
from vectorstore.records import Record

_GROUPED = {"score": ("impact", "likelihood", "score", "rating"), "rating": ("rating", "score"), "risk": (), "group": ("group",)}
_FIRST = 2  # hits among which a register must be, for a question that does not say that it asks of one
_ROOM = 2_250  # characters of an answer that lists
# What a list leaves out to stay readable: fields, the notes' gist, the risk that a control is under. The first that has room is taken.
_LEVELS: tuple[tuple[tuple[str, ...], bool, bool], ...] = (
    ((), True, True),
    (("note",), False, True),
    (("note", "impact", "likelihood", "owner", "score"), False, True),
    (("note", "impact", "likelihood", "owner", "score"), False, False),
    (("note", "impact", "likelihood", "owner", "score", "ref", "status", "rating", "due"), False, False),
)


def register_draft(
    question: Question, hits: Sequence[Hit], holdings: Holdings, within: Scope, as_of: date, passages: int
) -> Draft | None:
    """The answer to a question over registers; None when it is no such question, or no register within reach answers it.

    `hits` are the passages found for it: a question that does not say that it asks of a register must have found one of a register first.
    """
    all_held = [h for h in held(holdings) if h.document.id in within.documents]
    if not all_held:
        return None
    chosen, rest = versions_asked(question.text, all_held)
    asked = asked_of_registers(rest, chosen, as_of)
    if asked is None:
        return None
    selector_question = understand(asked.subject or asked.text, holdings.acronyms())
    selector = Selector(selector_question, holdings.document_frequency(selector_question.terms), passages)
    of_registers = {h.document.id for h in all_held}
    near = any(h.document.id in of_registers for h in hits[:_FIRST])
    pick = Selection(asked, selector_question, selector, chosen, all_held, holdings, near)
    return _Answering(pick, holdings).draft()


class _Answering:
    """Says the records that a question asks for."""

    def __init__(self, pick: Selection, holdings: Holdings) -> None:
        self.pick, self.asked, self.holdings = pick, pick.asked, holdings
        self.words = Words(pick)
        self.writing = Writing(holdings, pick.index)

    def draft(self) -> Draft | None:
        asked = self.asked
        if asked.want == "compare":
            return self._compare()
        risks = self.pick.risks()
        if risks is None:
            return None
        if asked.want == "who" and not any(f.name == "owner" for f in asked.conditions):
            return self._who(risks)
        items = self.pick.items(risks)
        if not items and asked.terms and asked.conditions:
            items = self.pick.items(self.pick.widened())
        if asked.want == "extreme":
            items = self.pick.extreme(items)
        if not items:
            return self._none() if self.pick.is_set() else None
        return self._listed(items)

    # -- what is said

    def _none(self) -> Draft | None:
        """That no record meets the conditions, resting on how many there are of each other sort."""
        asked = self.asked
        everything = [Item(h, r, risk) for h in self.pick.chosen for r, risk in h.register.records() if r.kind == asked.kind]
        if not everything:
            return None
        conditions = self.words.conditions()
        by = next((f.name for f in asked.conditions if f.name in ("rating", "status", "category", "group", "score")), "rating")
        asked.group_by = by
        draft = self._grouped(everything, counts=True)
        lead = draft.claims[0]
        text = f"None of the {len(everything)} {noun_of(asked.kind, len(everything))} in {self.words.where(everything)} is {conditions}. By {by}:"
        draft.claims[0] = lead.model_copy(update={"text": text})
        return draft

    def _listed(self, items: Sequence[Item]) -> Draft:
        asked = self.asked
        draft = Draft()
        fields = self._fields(items)
        if asked.want == "group":
            return self._grouped(items)
        if asked.fields and asked.terms and len(items) == 1 and items[0].risk is None:
            self.writing.add(draft, items[0], fields, 700)
            draft.said = self.words.notes(items) or None
            return draft
        several = len({id(i.home) for i in items if i.risk}) > 1
        for dropped, gist, under in _LEVELS:
            draft = Draft()
            kept = [n for n in fields if n not in dropped or n in asked.fields]
            room = max(70, (_ROOM - 250) // len(items) - (70 if under and several else 8))
            for item in items:
                self.writing.add(draft, item, kept, room, under=several and under, short=gist and asked.kind != "risk")
            self._lead(draft, items)
            if sum(len(c.text) + 8 for c in draft.claims) <= _ROOM:
                break
        return draft

    def _fields(self, items: Sequence[Item]) -> tuple[str, ...]:
        """Which fields a record is shown with: those asked for, those that the conditions are about, and what its kind is judged by."""
        asked = self.asked
        kind = items[0].record.kind
        usual = {
            "risk": ("ref", "title", "impact", "likelihood", "score", "rating", "owner"),
            "control": ("title", "status", "owner", "note"),
            "action": ("title", "owner", "due", "status"),
        }[kind]
        if kind == "risk" and len(items) > 12:
            usual = ("ref", "title", "rating")
        about = {
            "rating": ("rating",),
            "score": ("impact", "likelihood", "score"),
            "owner": ("owner",),
            "status": ("status",),
            "category": ("category",),
            "due": ("due",),
            "direction": ("direction",),
            "overdue": ("due", "status"),
            "flag": ("impact", "likelihood", "score", "rating"),
        }
        extra = [n for f in asked.conditions for n in about.get(f.name, ())]
        if asked.category:
            extra.append("category")
        wanted = [*usual, *extra, *asked.fields]
        if kind == "control" and len(items) > 9:
            wanted = [n for n in wanted if n != "note" or "note" in asked.fields]
        return tuple(dict.fromkeys(n for n in (*wanted,)))

    def _lead(self, draft: Draft, items: Sequence[Item]) -> None:
        """The first sentence: how many, of what, where; counted by code from the rows cited."""
        counted = list(dict.fromkeys(n for claim in draft.claims for n in claim.citations))
        if missing := len(items) - len(draft.claims):
            draft.left_out = f"{missing} of them cannot be quoted word for word and {'is' if missing == 1 else 'are'} not shown."
        notes = self.words.notes(items)
        if notes:
            draft.left_out = " ".join(filter(None, (draft.left_out, notes)))
        if draft.left_out and not missing and not any(i.held.register.leftovers for i in items):
            draft.said, draft.left_out = draft.left_out, None
        draft.listed = True
        text = self.words.lead(items)
        derived = Derivation.model_validate({"op": "count", "value": len(items), "from": counted})
        draft.claims.insert(0, Claim(text=text, citations=counted, support=1.0, derived=derived))

    def _grouped(self, items: Sequence[Item], counts: bool = False) -> Draft:
        """How many there are in each group, each count resting on its rows."""
        by = self.asked.group_by or "group"
        draft = Draft()
        groups: dict[str, list[Item]] = {}
        for item in items:
            for name in self._group_names(item, by):
                groups.setdefault(name, []).append(item)
        listed = not counts and not re.search(r"\bhow many\b|\bnumber\b|\bcount\b", self.asked.text, re.I)
        room = max(40, (_ROOM - 60 * len(groups)) // max(1, len(items)) - 8)
        for name, members in sorted(groups.items(), key=lambda g: (-len(g[1]), g[0])):
            numbers: list[int] = []
            names = []
            for item in members:
                numbers += self.writing.cite(draft, item, ("title", *_GROUPED.get(by, (by,))), room)
                names.append(shortened(item.record.name, room))
            text = f"{name}: {len(members)}"
            if listed and (len(items) <= 40):
                text += f" ({'; '.join(names)})"
            derived = Derivation.model_validate({"op": "count", "value": len(members), "from": list(dict.fromkeys(numbers))})
            draft.claims.append(Claim(text=text, citations=derived.rows, support=1.0, derived=derived))
        self._group_lead(draft, items, len(groups))
        return draft

    def _group_lead(self, draft: Draft, items: Sequence[Item], groups: int) -> None:
        by = {"group": "directorate"}.get(self.asked.group_by or "", self.asked.group_by or "group")
        conditions = self.words.conditions()
        counted = list(dict.fromkeys(n for c in draft.claims for n in c.citations))
        noun = noun_of(items[0].record.kind, len(items))
        text = f"{len(items)} {noun}{f' {conditions}' if conditions else ''} in {self.words.where(items)}, by {by}:"
        draft.claims.insert(
            0,
            Claim(
                text=text,
                citations=counted,
                support=1.0,
                derived=Derivation.model_validate({"op": "count", "value": len(items), "from": counted}),
            ),
        )
        draft.listed = True
        draft.said = self.words.notes(items) or None

    def _group_names(self, item: Item, by: str) -> list[str]:
        record = item.record
        if by == "owner":
            people = joined(o.name for r, _ in item.held.register.records() for o in r.owners)
            return [next((g[0] for g in people if o.name in g), o.name) for o in record.owners] or ["no owner printed"]
        if by == "risk":
            return [item.home.name]
        if by == "rating":
            word = rating_of(item.home)
            return [word.capitalize() if word else "not rated"]
        if by == "score":
            value = value_of(item.home)
            return [str(value) if value is not None else "not scored"]
        source = record if record.text(by) else item.home
        return [source.text(by) or f"no {'directorate' if by == 'group' else by} printed"]

    # -- who, compare

    def _who(self, risks: Sequence[tuple[Held, Record]]) -> Draft | None:
        """Who owns the risk or the control that the question is about."""
        asked = self.asked
        candidates = [Item(h, r) for h, r in risks] + [Item(h, c, r) for h, r in risks for c in r.children]
        if not asked.explicit and self.pick.matched:
            candidates = [
                Item(m.held, x, None if x is m.risk else m.risk)
                for m in self.pick.matched[:4]
                for x in (m.risk, *m.risk.children)
            ]
        elif asked.kind == "risk":
            candidates = [c for c in candidates if c.risk is None]
        else:
            candidates = [c for c in candidates if c.record.kind == asked.kind] or candidates
        owned = [c for c in candidates if c.record.owners]
        if not owned:
            return None
        near = self.holdings.nearness(
            asked.subject, [f"{c.record.name}. {(c.record.text('description') or '')[:240]}" for c in owned]
        )
        by_risk = {id(m.risk): m.score for m in self.pick.matched}
        scored = sorted(
            (
                (
                    n
                    + 0.5 * self.pick.selector.subject(f"{c.record.name} {c.record.text('description') or ''}")
                    + 0.35 * by_risk.get(id(c.home), 0.0),
                    c,
                )
                for n, c in zip(near, owned, strict=True)
            ),
            key=lambda x: -round(x[0], 9),
        )
        best = scored[0][0]
        if best < (0.5 if asked.explicit else 0.75) or not (asked.explicit or self.pick.near):
            return None
        chosen = [c for s, c in scored if best - s < 0.06][:3]
        draft = Draft()
        for item in chosen:
            fields = dict.fromkeys(("ref", "title", "owner", "status", *asked.fields))
            self.writing.add(draft, item, tuple(fields), 420, under=item.risk is not None)
        if not draft.claims:
            return None
        notes = self.words.notes(chosen)
        draft.said = notes or None
        return draft

    def _compare(self) -> Draft | None:
        """Two risks side by side: the same fields of each."""
        assert self.asked.compared is not None
        chosen: list[Item] = []
        for part in self.asked.compared:
            question = understand(part, self.holdings.acronyms())
            if not question.terms:
                return None
            selector = Selector(question, self.holdings.document_frequency(question.terms), 1000)
            found = [
                m
                for m in matches(question, part, self.pick.chosen, self.holdings, selector, self.pick.index)
                if all(m.risk is not c.record for c in chosen)
            ]
            if not found or found[0].score < FOUND:
                return None
            chosen.append(Item(found[0].held, found[0].risk))
        draft = Draft()
        for item in chosen:
            self.writing.add(
                draft, item, ("ref", "title", "category", "impact", "likelihood", "score", "rating", "direction", "owner"), 700
            )
            claim = self._children_claim(draft, item)
            if claim:
                draft.claims.append(claim)
        draft.said = self.words.notes(chosen) or None
        return draft if len(draft.claims) >= 2 else None

    def _children_claim(self, draft: Draft, item: Item) -> Claim | None:
        """How many controls a risk has and how many of them are finished."""
        controls = item.record.controls
        numbers = [
            n for c in controls for n in self.writing.cite(draft, Item(item.held, c, item.record), ("title", "status"), 200)
        ]
        if not controls or not numbers:
            return None
        finished = sum(map(is_completed, controls))
        derived = Derivation.model_validate(
            {"op": "count", "value": f"{len(controls)} and {finished}", "from": list(dict.fromkeys(numbers))}
        )
        return Claim(
            text=f"\u201c{item.record.name}\u201d has {len(controls)} {noun_of('control', len(controls))}, {finished} completed.",
            citations=list(dict.fromkeys(numbers)),
            support=1.0,
            derived=derived,
        )
