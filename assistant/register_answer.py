"""Answers from registers: the whole set that a question asks for, each record cited, counted by code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.answer import Claim, Derivation
from assistant.compose import Draft
from assistant.people import joined
from assistant.question import Question, content_words, understand
from assistant.register_facets import is_finished, rating_of, value_of
from assistant.register_question import Asked, asked_of_registers
from assistant.register_search import Match, PassageIndex, covers, matches
from assistant.register_writing import Item, Writing, shortened
from assistant.registers import Held, held, series
from assistant.retrieve import Scope
from assistant.scoring import Selector
from vectorstore.dates import find_dates, long_date
from vectorstore.library import Holdings
from vectorstore.models import Hit
from vectorstore.records import Record, RecordKind

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
_SURE = 0.62  # a subject's best risk scores at least this when the question does not say risk or control
_FOREMOST = 5
_FOCUS, _APART = 0.7, 0.1  # a risk that scores so well, and so far above the next, is what a question is about
_SURE_FAR = 0.95  # or this, when no passage of a register is among the first hits
_FOUND = 0.42  # and at least this when it does
_TIED = 0.05  # risks that score within this of the best are meant as well as the best
_WIDE = 0.6  # of the best-named risk's share of the subject: risks named so well are looked at too
_NAMED = 0.99  # of the subject's words: a title that says so many is what is meant


def register_draft(
    question: Question, hits: Sequence[Hit], holdings: Holdings, within: Scope, as_of: date, passages: int
) -> Draft | None:
    """The answer to a question over registers; None when it is no such question, or no register within reach answers it.

    `hits` are the passages found for it: a question that does not say that it asks of a register must have found one of a register first.
    """
    text = question.text
    all_held = [h for h in held(holdings) if h.document.id in within.documents]
    if not all_held:
        return None
    chosen, version = _versions(text, all_held)
    asked = asked_of_registers(version.sub(" ", text) if version else text, chosen, as_of)
    if asked is None:
        return None
    selector_question = understand(asked.subject or asked.text, holdings.acronyms())
    selector = Selector(selector_question, holdings.document_frequency(selector_question.terms), passages)
    of_registers = {h.document.id for h in all_held}
    near = any(h.document.id in of_registers for h in hits[:_FIRST])
    return _Answering(asked, selector_question, selector, chosen, all_held, holdings, near).draft()


def _versions(text: str, all_held: Sequence[Held]) -> tuple[list[Held], re.Pattern[str] | None]:
    """The registers that are asked: the latest of each, unless the question names a quarter or date, or the one before."""
    groups = series(all_held)
    if match := re.search(
        r"\b(?:in|from|of|at|as at|per)?\s*(?:the\s+)?(?:previous|last quarter'?s?|earlier|older|last version of the|prior)\s+(?:version|risk register|register|quarter)?",
        text,
        re.I,
    ):
        if any(len(g) > 1 for g in groups) and "since" not in text.lower():
            return [g[-2] if len(g) > 1 else g[-1] for g in groups], re.compile(re.escape(match.group()))
    if match := re.search(
        r"\b(?:in|from|of|for|at|as at|per)?\s*(?:the\s+)?(?:q(?:uarter)?\s?(?P<q>[1-4])(?:\s+(?:of\s+)?20\d\d[/-]\d\d)?)(?:\s+(?:risk\s+)?register)?",
        text,
        re.I,
    ):
        fitting = [
            h
            for g in groups
            for h in g
            if re.search(
                rf"\bq(?:uarter)?\s?{match.group('q')}\b",
                f"{h.document.title} {h.document.period or ''} {h.document.source}",
                re.I,
            )
        ]
        if fitting:
            return fitting, re.compile(re.escape(match.group()))
    if match := re.search(
        r"\b(?:as at|as of|in the)\s+(?P<d>(?:\d{1,2}\s+)?[A-Z][a-z]+\s+20\d\d)(?:\s+(?:risk\s+)?register)?", text
    ):
        found = find_dates(match.group("d"))
        if found:
            month = f"{found[0].year}-{found[0].month or 1:02d}"
            fitting = [h for g in groups for h in g if (h.as_at or "").startswith(month)]
            if fitting:
                return fitting, re.compile(re.escape(match.group()))
    return [g[-1] for g in groups], None


def focus(question: Question, hits: Sequence[Hit], holdings: Holdings, within: Scope, passages: int) -> list[str]:
    """The passages, by id, of the one risk and its controls that a question is plainly about; none when no risk stands out.

    One of them must be among the first `hits`: what another paper says better is not about the risk.
    """
    registers = [g[-1] for g in series(h for h in held(holdings) if h.document.id in within.documents)]
    if not registers or not question.terms:
        return []
    index = PassageIndex(holdings)
    selector = Selector(question, holdings.document_frequency(question.terms), passages)
    found = matches(question, question.text, registers, holdings, selector, index)[:2]
    if not found or found[0].score < _FOCUS or (len(found) > 1 and found[0].score - found[1].score < _APART):
        return []
    best = found[0]
    meant = list(dict.fromkeys(p.id for r in (best.risk, *best.risk.children) for p in index.of(best.held, r)))
    return meant if any(h.passage.id in meant for h in hits[:_FOREMOST]) else []


class _Answering:
    """Finds the records that a question asks for and says them."""

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
        self.near = near
        self.asked, self.question, self.selector = asked, question, selector
        self.chosen, self.all_held, self.holdings = list(chosen), list(all_held), holdings
        self.index = PassageIndex(holdings)
        self.writing = Writing(holdings, self.index)
        self.matched: list[Match] = []

    def draft(self) -> Draft | None:
        asked = self.asked
        if asked.want == "compare":
            return self._compare()
        risks = self._risks()
        if risks is None:
            return None
        if asked.want == "who" and not any(f.name == "owner" for f in asked.conditions):
            return self._who(risks)
        items = self._items(risks)
        if not items and asked.terms and asked.conditions:
            items = self._items(self._widened())
        if asked.want == "extreme":
            items = self._extreme(items)
        if not items:
            return self._none() if self._is_set() else None
        return self._listed(items)

    # -- which risks

    def _is_set(self) -> bool:
        """Whether the question sets conditions, so that an empty set is an answer ("No risk is rated Low")."""
        return bool(self.asked.conditions or self.asked.below or self.asked.category) and not self.asked.terms

    def _risks(self) -> list[tuple[Held, Record]] | None:
        """The risks that the question is about: all, or those that its subject names; None when nothing fits the subject."""
        every = [(h, r) for h in self.chosen for r in h.register.risks]
        if not self.asked.terms:
            return every
        self.matched = matches(self.question, self.asked.subject, self.chosen, self.holdings, self.selector, self.index)
        if not self.matched:
            return None
        named = [m for m in self.matched if m.named >= _NAMED or covers(m.risk.name, self.asked.terms) >= 1.0]
        if named and (self.asked.plural or (self.asked.kind == "risk" and self.asked.want in ("list", "count"))):
            return self._in_order(named)
        if self.asked.kind == "risk" and self.asked.want in ("list", "count", "group") and self.asked.plural:
            said = [
                m
                for m in self.matched
                if covers(" ".join((m.risk.name, m.risk.text("description") or "", m.risk.text("cause") or "")), self.asked.terms)
                >= 1.0
            ]
            if said:
                return self._in_order(said)
        best = named[0] if len(named) == 1 else self.matched[0]
        if best.score < (_FOUND if self.asked.explicit else _SURE if self.near else _SURE_FAR):
            return None
        tied = [m for m in self.matched if best.score - m.score < _TIED and m.score > 0.8 * best.score][:3]
        return [(m.held, m.risk) for m in ([best] if len(named) == 1 else tied)]

    def _widened(self) -> list[tuple[Held, Record]]:
        """The risks whose titles say as much of the subject as any does, when the one that fits best has nothing that was asked for."""
        most = max((m.named for m in self.matched), default=0.0)
        return self._in_order([m for m in self.matched if most and m.named >= _WIDE * most])

    def _in_order(self, found: Sequence[Match]) -> list[tuple[Held, Record]]:
        wanted = {id(m.risk) for m in found}
        return [(h, r) for h in self.chosen for r in h.register.risks if id(r) in wanted]

    # -- which records

    def _items(self, risks: Sequence[tuple[Held, Record]]) -> list[Item]:
        asked = self.asked
        chosen = [(h, r) for h, r in risks if self._risk_meets(r)]
        if asked.kind == "risk" and not asked.every:
            return [Item(h, r) for h, r in chosen if self._meets(r, "risk")]
        kinds: tuple[RecordKind, ...] = ("risk", "control", "action") if asked.every else (asked.kind,)
        found = [Item(h, r) for h, r in chosen if "risk" in kinds and self._meets(r, "risk")]
        for h, r in chosen:
            found += [Item(h, c, r) for c in r.children if c.kind in kinds and self._meets(c, c.kind)]
        other = {"control": "action", "action": "control"}.get(asked.kind)
        if (
            not found
            and other
            and not any(r.kind == asked.kind for h in self.chosen for r, _ in h.register.records())
            and self.near
        ):
            found = [
                Item(h, c, r) for h, r in chosen for c in r.children if self._meets(c, asked.kind)
            ]  # a register that calls them so
        return found

    def _risk_meets(self, risk: Record) -> bool:
        """The conditions on a risk, when what is asked for is below it; and those on what is below, when risks are asked for."""
        asked = self.asked
        if asked.kind != "risk" and not all(f.test(risk) for f in asked.conditions if f.kind == "risk"):
            return False
        for what, no, inner in asked.below:
            if what in ("control", "action"):
                below = [c for c in risk.children if c.kind == what and all(f.test(c) for f in inner)]
                if bool(below) is no:
                    return False
            else:
                name = {"owner": "owner", "note": "note", "due date": "due", "ref": "ref", "reference": "ref"}.get(
                    str(what), str(what)
                )
                if (risk.text(name) is not None) is no:
                    return False
        return True

    def _meets(self, record: Record, kind: RecordKind) -> bool:
        conditions = [f for f in self.asked.conditions if f.kind in (None, kind)]
        if kind == "risk" and self.asked.kind == "risk":
            below = [f for f in self.asked.conditions if f.kind not in (None, "risk")]
            below += [f for f in conditions if f.name in ("status", "due", "overdue") and not record.text("status")]
            conditions = [f for f in conditions if f not in below]
            if below and not any(all(f.test(c) for f in below) for c in record.children):
                return False
        if self.asked.category and (record.text("category") not in self._categories(kind)):
            return False
        if any(f.name == "flag" for f in conditions):
            return all(
                f.test(record) or any(f.test(c) for c in record.children) if f.name == "flag" else f.test(record)
                for f in conditions
            )
        return all(f.test(record) for f in conditions)

    def _categories(self, kind: RecordKind) -> frozenset[str]:
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

    def _extreme(self, items: Sequence[Item]) -> list[Item]:
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

    # -- what is said

    def _none(self) -> Draft | None:
        """That no record meets the conditions, resting on how many there are of each other sort."""
        asked = self.asked
        everything = [Item(h, r, risk) for h in self.chosen for r, risk in h.register.records() if r.kind == asked.kind]
        if not everything:
            return None
        conditions = self._condition_words()
        by = next((f.name for f in asked.conditions if f.name in ("rating", "status", "category", "group", "score")), "rating")
        asked.group_by = by
        draft = self._grouped(everything, counts=True)
        lead = draft.claims[0]
        text = f"None of the {len(everything)} {_noun(asked.kind, len(everything))} in {self._where()} is {conditions}. By {by}:"
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
            draft.said = self._notes(items) or None
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
        notes = self._notes(items)
        if notes:
            draft.left_out = " ".join(filter(None, (draft.left_out, notes)))
        if draft.left_out and not missing and not self._partly():
            draft.said, draft.left_out = draft.left_out, None
        draft.listed = True
        text = self._lead_text(items)
        derived = Derivation.model_validate({"op": "count", "value": len(items), "from": counted})
        draft.claims.insert(0, Claim(text=text, citations=counted, support=1.0, derived=derived))

    def _lead_text(self, items: Sequence[Item]) -> str:
        asked = self.asked
        kinds = {i.record.kind for i in items}
        noun = _noun(items[0].record.kind, len(items)) if len(kinds) == 1 else "records"
        homes = list(dict.fromkeys(id(i.home) for i in items))
        conditions = self._condition_words()
        count = len(items)
        be = "is" if count == 1 else "are"
        if asked.want == "extreme":
            low = "lowest" if asked.lowest else "highest"
            what = f"by number of {asked.by_children}s" if asked.by_children else "by score"
            return f"The {low} {what} in {self._where()}: {count} {noun}{f' {conditions}' if conditions else ''}."
        if asked.terms and items[0].risk is not None and len(homes) == 1:
            return f"{count} {noun}{f' {conditions}' if conditions else ''} {be} recorded under \u201c{shortened(items[0].home.name, 160)}\u201d in {self._where()}:"
        if asked.terms and items[0].risk is not None:
            names = "; ".join(f"\u201c{shortened(h, 90)}\u201d" for h in dict.fromkeys(i.home.name for i in items))
            return f"The question fits several risks: {names}. {count} {noun}{f' {conditions}' if conditions else ''} {be} recorded under them in {self._where()}:"
        about = f" about \u201c{self._subject()}\u201d" if asked.terms else ""
        return f"{count} {noun}{about}{f' {conditions}' if conditions else ''} in {self._where()}:"

    def _subject(self) -> str:
        """What the question is about, in its own words."""
        return " ".join(w for w in self.asked.subject.split() if set(content_words(w)) & set(self.asked.terms))

    def _condition_words(self) -> str:
        """The conditions in words that follow the noun; figures of the question stand in quotation marks, as the question's own words."""
        said = {
            "owner": "owned by {}",
            "status": "with the status {}",
            "score": "with a \u201c{}\u201d",
            "due": "\u201c{}\u201d",
            "flag": "whose print contradicts itself",
        }
        parts = [said.get(f.name, "{}").format(f.words) for f in self.asked.conditions]
        for what, no, inner in self.asked.below:
            words = " ".join([*(x.words for x in inner), str(what)])
            parts.append(f"{'without' if no else 'with'} {'an' if words[0] in 'aeio' else 'a'} {words}")
        if self.asked.category:
            parts.append(f"in the category {' or '.join(self._categories(self.asked.kind))}")
        return ", ".join(parts)

    def _where(self) -> str:
        return " and ".join(f"\u201c{h.name}\u201d" for h in self.chosen[:3])

    def _partly(self) -> bool:
        return any(h.register.leftovers for h in self.chosen)

    def _notes(self, items: Sequence[Item]) -> str:
        """What a reader must know of a list: an older version there is, rows that could not be placed."""
        said = []
        for h in {i.held.document.id: i.held for i in items}.values():
            if h.register.leftovers:
                pages = sorted({x.page for x in h.register.leftovers})
                where = f" (pages {', '.join(map(str, pages))})" if h.document.page_count is not None else ""
                said.append(
                    f"{len(h.register.leftovers)} rows of this register could not be placed{where}, so that the list may lack something."
                )
            group = next((g for g in series(self.all_held) if any(x.document.id == h.document.id for x in g)), [])
            if len(group) > 1:
                others = [x for x in group if x.document.id != h.document.id]
                which = (
                    "The latest version held is used"
                    if h.document.id == group[-1].document.id
                    else "An earlier version is used, as asked"
                )
                said.append(f"{which}; held too: {', '.join(_called(x) for x in others)}.")
        return " ".join(said)

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
            draft.claims.append(
                Claim(text=text, citations=list(dict.fromkeys(numbers))[: None if listed else 3], support=1.0, derived=derived)
            )
        self._group_lead(draft, items, len(groups))
        return draft

    def _group_lead(self, draft: Draft, items: Sequence[Item], groups: int) -> None:
        by = {"group": "directorate"}.get(self.asked.group_by or "", self.asked.group_by or "group")
        conditions = self._condition_words()
        counted = list(dict.fromkeys(n for c in draft.claims for n in c.citations))
        noun = _noun(items[0].record.kind, len(items))
        text = f"{len(items)} {noun}{f' {conditions}' if conditions else ''} in {self._where()}, by {by}:"
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
        draft.said = self._notes(items) or None

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
        if not asked.explicit and self.matched:
            candidates = [
                Item(m.held, x, None if x is m.risk else m.risk) for m in self.matched[:4] for x in (m.risk, *m.risk.children)
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
        by_risk = {id(m.risk): m.score for m in self.matched}
        scored = sorted(
            (
                (
                    n
                    + 0.5 * self.selector.subject(f"{c.record.name} {c.record.text('description') or ''}")
                    + 0.35 * by_risk.get(id(c.home), 0.0),
                    c,
                )
                for n, c in zip(near, owned, strict=True)
            ),
            key=lambda x: -round(x[0], 9),
        )
        best = scored[0][0]
        if best < (0.5 if asked.explicit else 0.75) or not (asked.explicit or self.near):
            return None
        chosen = [c for s, c in scored if best - s < 0.06][:3]
        draft = Draft()
        for item in chosen:
            self.writing.add(draft, item, ("ref", "title", "owner", "status"), 420, under=item.risk is not None)
        if not draft.claims:
            return None
        notes = self._notes(chosen)
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
                for m in matches(question, part, self.chosen, self.holdings, selector, self.index)
                if all(m.risk is not c.record for c in chosen)
            ]
            if not found or found[0].score < _FOUND:
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
        draft.said = self._notes(chosen) or None
        return draft if len(draft.claims) >= 2 else None

    def _children_claim(self, draft: Draft, item: Item) -> Claim | None:
        """How many controls a risk has and how many of them are finished."""
        controls = item.record.controls
        numbers = [
            n for c in controls for n in self.writing.cite(draft, Item(item.held, c, item.record), ("title", "status"), 200)
        ]
        if not controls or not numbers:
            return None
        finished = sum(map(is_finished, controls))
        derived = Derivation.model_validate(
            {"op": "count", "value": f"{len(controls)} and {finished}", "from": list(dict.fromkeys(numbers))}
        )
        return Claim(
            text=f"\u201c{item.record.name}\u201d has {len(controls)} {_noun('control', len(controls))}, {finished} completed.",
            citations=list(dict.fromkeys(numbers)),
            support=1.0,
            derived=derived,
        )


def _noun(kind: RecordKind, count: int) -> str:
    return kind if count == 1 else f"{kind}s"


def _called(each: Held) -> str:
    """A register by its title and the day that it stands at."""
    at = each.as_at
    if at is None:
        return f"\u201c{each.name}\u201d"
    if len(at) == 10:
        shown = long_date(date.fromisoformat(at))
    elif len(at) == 7:
        shown = f"{date.fromisoformat(at + '-01'):%B %Y}"
    else:
        shown = at
    return f"\u201c{each.name}\u201d (as at {shown})"
