"""What changed between two versions of a risk register: risks new, closed, renamed, merged and split; scores, words, controls, actions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from assistant.register_changes import Difference, Fields
from assistant.register_leftovers import leftover_changes, where_left
from assistant.register_match import Joining, Matching, match_children, match_risks, ref_key
from assistant.register_statuses import is_completed
from assistant.registers import Held
from assistant.wording import changed_words, folded, same
from vectorstore.records import Record

LISTS = (
    "new_risks", "closed_risks", "renamed", "merged", "split", "scores", "fields",
    "controls_added", "controls_removed", "controls_changed", "controls_completed", "controls_moved",
    "actions_added", "actions_removed", "actions_changed", "actions_completed", "actions_slipped", "actions_moved",
)  # fmt: skip
Entry = dict[str, Any]
Own = tuple[int, Record]
"""A control or action and the place of its risk in the register."""


def compare(old: Held, new: Held) -> dict[str, Any]:
    """The movements from one version of a register to another, in the shape that `scrutiny risks --compare --json` prints.

    Every entry has `ref`, `title` and `group` of its risk, `old_page` and `new_page` (None where the format has no pages). Of what stands
    in one version alone, the page in the other is that of its risk there, or None. `fields`, `renamed` and the changed controls and
    actions have `changes`: the words that differ with a few around them. What was completed or slipped is in `*_changed` too; a
    control that went with its risk (closed or new) is in no list of controls.
    """
    return _Comparison(old, new).made()


class _Comparison:
    """Two registers, their matching, and the entries found so far. `touched` are the old risks of pairs that have an entry."""

    def __init__(self, old: Held, new: Held) -> None:
        self.old, self.new = old, new
        self.olds, self.news = old.register.risks, new.register.risks
        self.matching: Matching = match_risks(old.register, new.register)
        self.fields = Fields(old.register, new.register)
        self.lists: dict[str, list[Entry]] = {name: [] for name in LISTS}
        self.touched: set[int] = set()

    def made(self) -> dict[str, Any]:
        self._appeared_and_gone()
        for i, k in self.matching.pairs:
            self._pair(i, k)
        for kind in ("control", "action"):
            self._children(kind)
        joined = {i for j in self.matching.merged for i in j.several} | {j.one for j in self.matching.split}
        leftovers = leftover_changes(self.old, self.new)
        unchanged = [i for i, _ in self.matching.pairs if i not in self.touched and i not in joined]
        return {
            "old": _head(self.old),
            "new": _head(self.new),
            **self.lists,
            "unchanged": len(unchanged),
            "leftovers": leftovers,
            "columns": [
                {"kind": c.kind, "field": c.field, "only_in": c.only_in, "records": c.count} for c in self.fields.columns
            ],
            "notes": _notes(self.old, self.new, self.matching, leftovers),
        }

    # --- risks

    def _appeared_and_gone(self) -> None:
        for k in self.matching.opened:
            risk = self.news[k]
            entry = {**_what(self.new, risk, None, risk), **_summary(risk)}
            entry["note"] = _reused(risk, self.olds) or where_left(risk, self.old, "old")
            self.lists["new_risks"].append(entry)
        for i in self.matching.closed:
            risk = self.olds[i]
            entry = {**_what(self.old, risk, risk, None), **_summary(risk), "note": where_left(risk, self.new, "new")}
            self.lists["closed_risks"].append(entry)
        for joining in self.matching.merged:
            self.lists["merged"].append(self._joining(joining, self.news, self.olds, "into", "from", ("new", "old")))
        for joining in self.matching.split:
            self.lists["split"].append(self._joining(joining, self.olds, self.news, "from", "into", ("old", "new")))

    def _joining(
        self, joining: Joining, ones: Sequence[Record], several: Sequence[Record], one: str, many: str, sides: tuple[str, str]
    ) -> Entry:
        held = {"old": self.old, "new": self.new}
        whole, parts = ones[joining.one], [several[n] for n in joining.several]
        return {
            one: _called(whole),
            many: [_called(p) for p in parts],
            "ref": whole.text("ref"),
            "title": whole.name,
            "group": whole.text("group"),
            f"{many}_titles": [p.name for p in parts],
            f"{sides[0]}_page": held[sides[0]].page(whole.page),
            f"{sides[1]}_pages": [held[sides[1]].page(p.page) for p in parts],
            "why": joining.why,
        }

    def _pair(self, i: int, k: int) -> None:
        old, new = self.olds[i], self.news[k]
        if not same(old.name, new.name):
            what = _what(self.new, new, old, new, self.old)
            changed = {"old": old.name, "new": new.name, "page": what["new_page"], "changes": changed_words(old.name, new.name)}
            self._add("renamed", i, {**what, **changed})
        for d in self.fields.differences(old, new):
            entry = {**_what(self.new, new, old, new, self.old), **self._difference(d)}
            if d.is_score:
                entry.pop("changes")
            self._add("scores" if d.is_score else "fields", i, entry)

    def _difference(self, d: Difference) -> Entry:
        before, after = d.old.text if d.old else None, d.new.text if d.new else None
        made: Entry = {"field": d.field, "old": before, "new": after, "direction": d.direction}
        if d.old:
            made["old_page"] = self.old.page(d.old.page)
        if d.new:
            made["new_page"] = self.new.page(d.new.page)
        return {**made, "changes": changed_words(before or "", after or "")}

    def _add(self, name: str, old_risk: int | None, entry: Entry) -> None:
        self.lists[name].append(entry)
        if old_risk is not None:
            self.touched.add(old_risk)

    # --- controls and actions

    def _children(self, kind: str) -> None:
        gone: list[Own] = [(i, c) for i in self.matching.closed for c in _of(self.olds[i], kind)]
        come: list[Own] = [(k, c) for k in self.matching.opened for c in _of(self.news[k], kind)]
        for olds, news in _units(self.matching):
            before = [(i, c) for i in olds for c in _of(self.olds[i], kind)]
            after = [(k, c) for k in news for c in _of(self.news[k], kind)]
            pairs = match_children([c for _, c in before], [c for _, c in after])
            for a, b in sorted(pairs.items(), key=lambda p: p[1]):
                self._child(kind, before[a], after[b])
            gone += [own for n, own in enumerate(before) if n not in pairs]
            come += [own for n, own in enumerate(after) if n not in pairs.values()]
        for one, other in _moved(gone, come):
            gone.remove(one)
            come.remove(other)
            entry = self._place(kind, one, other)
            risk = self.olds[one[0]]
            entry["from"] = {"ref": risk.text("ref"), "title": risk.name}
            entry["to"] = {"ref": entry["ref"], "title": entry["title"]}
            self._add(f"{kind}s_moved", one[0], entry)
            fellow = {k: i for i, k in self.matching.pairs}.get(other[0])
            if fellow is not None:
                self.touched.add(fellow)
            self._child(kind, one, other)
        self._one_sided(kind, gone, come)

    def _one_sided(self, kind: str, gone: Iterable[Own], come: Iterable[Own]) -> None:
        """What was added to a risk that was there, and removed from one that still is."""
        homes = _homes(self.matching)
        back = {k: i for i, ks in homes.items() for k in ks}
        for k, child in come:
            if k in back:
                entry = {**_what(self.new, self.news[k], self.olds[back[k]], child, self.old), kind: child.name}
                self._add(f"{kind}s_added", back[k], {**entry, **_state(child)})
        for i, child in gone:
            if i in homes:
                risk = self.news[homes[i][0]]
                entry = {**_what(self.old, self.olds[i], child, risk, self.old, self.new), kind: child.name}
                self._add(f"{kind}s_removed", i, {**entry, **_state(child)})

    def _child(self, kind: str, one: Own, other: Own) -> None:
        old, new = one[1], other[1]
        found = list(self.fields.differences(old, new))
        for d in found:
            self._add(f"{kind}s_changed", one[0], {**self._place(kind, one, other), **self._difference(d)})
            if kind == "action" and d.field == "due" and d.direction == "later":
                self._add("actions_slipped", one[0], {**self._place(kind, one, other), **self._difference(d)})
        if is_completed(new) and not is_completed(old):
            status = {"old": old.text("status"), "new": new.text("status")}
            self._add(f"{kind}s_completed", one[0], {**self._place(kind, one, other), **status})

    def _place(self, kind: str, one: Own, other: Own) -> Entry:
        return {**_what(self.new, self.news[other[0]], one[1], other[1], self.old), kind: other[1].name}


def _what(
    named_by: Held,
    risk: Record,
    old: Record | None,
    new: Record | None,
    old_held: Held | None = None,
    new_held: Held | None = None,
) -> Entry:
    """Whose entry it is and where: the risk as one version (`named_by`) calls it, and the pages of two records."""
    old_held, new_held = old_held or named_by, new_held or named_by
    return {
        "ref": risk.text("ref"),
        "title": risk.name,
        "group": risk.text("group"),
        "old_page": old_held.page(old.page) if old else None,
        "new_page": new_held.page(new.page) if new else None,
    }


def _summary(risk: Record) -> Entry:
    return {
        "rating": risk.text("rating") or risk.text("score"),
        "owners": [o.name for o in risk.owners],
        "controls": [c.name for c in risk.controls],
        "actions": [a.name for a in risk.actions],
    }


def _state(child: Record) -> Entry:
    return {"status": child.text("status"), "owners": [o.name for o in child.owners], "due": child.text("due")}


def _called(risk: Record) -> str:
    return risk.text("ref") or risk.name


def _of(risk: Record, kind: str) -> tuple[Record, ...]:
    return risk.controls if kind == "control" else risk.actions


def _homes(matching: Matching) -> dict[int, list[int]]:
    """For each old risk that did not close, the new risks that it went on in."""
    found: dict[int, list[int]] = {}
    joined = [(i, j.one) for j in matching.merged for i in j.several] + [(j.one, k) for j in matching.split for k in j.several]
    for i, k in (*matching.pairs, *joined):
        if k not in found.setdefault(i, []):
            found[i].append(k)
    return found


def _units(matching: Matching) -> list[tuple[list[int], list[int]]]:
    """Old and new risks whose controls are to be matched together: a pair, or all of a merger or split."""
    units: list[tuple[list[int], list[int]]] = []
    for i, news in _homes(matching).items():
        touching = [u for u in units if set(u[1]) & set(news)]
        olds = [n for u in touching for n in u[0]] + [i]
        joined = list(dict.fromkeys([k for u in touching for k in u[1]] + news))
        units = [u for u in units if u not in touching] + [(olds, joined)]
    return sorted(units, key=lambda u: min(u[1]))


def _moved(gone: Sequence[Own], come: Sequence[Own]) -> list[tuple[Own, Own]]:
    """Controls that one risk lost and another got: one title, once on either side, and descriptions that do not speak against it."""
    found = []
    for one in gone:
        name = folded(one[1].name)
        there = [o for o in come if folded(o[1].name) == name]
        if len(there) == 1 and sum(folded(o[1].name) == name for o in gone) == 1 and len(name.split()) > 1:
            before, after = one[1].text("description"), there[0][1].text("description")
            if not before or not after or _shares(before, after):
                found.append((one, there[0]))
    return found


def _shares(before: str, after: str) -> bool:
    a, b = ({w for w in folded(t).split() if len(w) > 3} for t in (before, after))
    return 2 * len(a & b) >= min(len(a), len(b))


def _reused(risk: Record, olds: Sequence[Record]) -> str | None:
    """That a new risk has the reference of an old one that it is not, in words."""
    other = next((o for o in olds if ref_key(risk) and ref_key(o) == ref_key(risk)), None)
    return f"{risk.text('ref')} was the reference of \u201c{other.name}\u201d in the old register" if other else None


def _head(held: Held) -> Entry:
    register = held.register
    return {
        "document": held.document.id,
        "title": held.document.title,
        "source": held.document.source,
        "as_at": held.as_at,
        "risks": len(register.risks),
        "controls": sum(len(r.controls) for r in register.risks),
        "actions": sum(len(r.actions) for r in register.risks),
        "leftovers": len(register.leftovers),
    }


def _notes(old: Held, new: Held, matching: Matching, leftovers: Entry) -> list[str]:
    """What a reader of the comparison must know of it. What the reading noted is left out where its change is told."""
    told = {entry[side] for entry in leftovers["changed"] for side in ("old", "new")}
    found = []
    if not matching.pairs and not matching.merged and not matching.split:
        found.append("No risk of the one was found in the other: they may not be versions of one register.")
    if (old.as_at or "") > (new.as_at or "") != "":
        found.append(
            f"The old register stands at {old.as_at}, after the new one ({new.as_at}): perhaps they are given the wrong way round."
        )
    for which, held in (("old", old), ("new", new)):
        count = len(held.register.leftovers)
        if count:
            rows = "1 row" if count == 1 else f"{count} rows"
            found.append(f"{rows} of the {which} register could not be placed in a risk: compared as printed, not by column.")
        found += [f"The {which} register: {note}" for note in held.register.notes if not any(t in note for t in told)]
    return found
