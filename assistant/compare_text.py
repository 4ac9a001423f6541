"""A comparison of two registers for a person at a terminal: a clerk's note, counts first, then what changed risk by risk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from assistant.register_text import Line, as_at, listed, many
from assistant.wording import kept_share

Entry = dict[str, Any]

_SHORT = 10  # words of a text that is shown whole
_LONG = 24  # words of a changed stretch that are shown; how many more there are is said
_REWRITTEN = 0.5  # share of words kept below which a text was written anew
_NAMES = {"ref": "reference", "group": "group", "added": "date added", "reviewed": "date reviewed", "due": "due date"}
_SIDES = {"new": "old", "old": "new"}


def note(made: Entry) -> Iterator[Line]:
    """The lines of a comparison, of what `assistant.compare.compare` gives."""
    yield Line("Changes between two versions of a register", style="bold")
    for side in ("old", "new"):
        head = made[side]
        size = ", ".join(many(head[n], n[:-1]) for n in ("risks", "controls", "actions"))
        yield Line(f"{side}: {head['title']} \u00b7 {as_at(head['as_at'])} \u00b7 {head['source']} \u00b7 {size}", 2)
    yield Line(summary(made), 2, "bold")
    yield from (Line(text, 2, "yellow") for text in made["notes"])
    yield from _risks(made)
    for kind in ("control", "action"):
        yield from _children(made, kind)
    yield from _outside(made)


def summary(made: Entry) -> str:
    """How many of each movement there are, in one sentence."""
    risks = [
        f"{len(made[key]) or 'no'} {words}"
        for key, words in (
            ("new_risks", "new"), ("closed_risks", "closed"), ("merged", "merged"), ("split", "split"), ("renamed", "renamed"),
        )
        if made[key] or words in ("new", "closed")
    ]  # fmt: skip
    parts = [f"risks: {', '.join(risks)}, {made['unchanged'] or 'none'} unchanged"]
    for key, noun in (("scores", "score"), ("fields", "other entry")):
        if made[key]:
            count = many(len(made[key]), noun).replace("entrys", "entries")
            parts.append(f"{count} changed in {many(len({_called(e) for e in made[key]}), 'risk')}")
    for kind in ("control", "action"):
        whats = ("added", "removed", "completed", "slipped", "moved", "changed")
        sizes = [(len({(_called(e), e[kind]) for e in made.get(f"{kind}s_{what}", ())}), what) for what in whats]
        if any(count for count, _ in sizes):
            parts.append(f"{kind}s: {', '.join(f'{count} {what}' for count, what in sizes if count)}")
    outside = sum(len(made["leftovers"][key]) for key in ("added", "removed", "changed"))
    if outside:
        parts.append(f"{many(outside, 'row')} outside the risks changed")
    if len(parts) == 1 and not any(made[key] for key in ("new_risks", "closed_risks", "merged", "split", "renamed")):
        return f"No change was found in {many(made['unchanged'], 'risk')}."
    text = "; ".join(parts) + "."
    return text[0].upper() + text[1:]


# --- risks


def _risks(made: Entry) -> Iterator[Line]:
    yield from _section("New risks", (Line(_whole(e), 4) for e in made["new_risks"]))
    yield from _section("Closed risks", (Line(_whole(e), 4) for e in made["closed_risks"]))
    yield from _section("Merged risks", (Line(_joining(e, "into", "from"), 4) for e in made["merged"]))
    yield from _section("Split risks", (Line(_joining(e, "from", "into"), 4) for e in made["split"]))
    renamed = (
        Line(f"{e['ref'] + '  ' if e['ref'] else ''}\u201c{e['old']}\u201d is now \u201c{e['new']}\u201d{_pages(e)}", 4)
        for e in made["renamed"]
    )
    yield from _section("Renamed risks", renamed)
    yield from _section("Scores that moved", _by_risk(made["scores"]))
    yield from _section("Other changes in risks", _by_risk(made["fields"]))


def _section(title: str, lines: Iterable[Line]) -> Iterator[Line]:
    held = list(lines)
    if held:
        yield Line("")
        yield Line(title, 2, "bold")
        yield from held


def _whole(entry: Entry) -> str:
    own = [many(len(entry[f"{kind}s"]), kind) for kind in ("control", "action") if entry[f"{kind}s"]]
    parts = [_called(entry), entry["rating"], ", ".join(entry["owners"]), ", ".join(own)]
    text = " \u00b7 ".join(p for p in parts if p) + _pages(entry)
    return f"{text}. {entry['note']}" if entry["note"] else text


def _joining(entry: Entry, one: str, many_: str) -> str:
    side = "new" if one == "into" else "old"
    page, pages = entry[f"{side}_page"], [p for p in entry[f"{_SIDES[side]}_pages"] if p is not None]
    parts = " and ".join(_titled(ref, title) for ref, title in zip(entry[many_], entry[f"{many_}_titles"], strict=True))
    whole = _titled(entry[one], entry["title"])
    sides = {side: [page] if page is not None else [], _SIDES[side]: pages}
    places = ", ".join(f"{s} p. {listed(sides[s])}" for s in ("old", "new") if sides[s])
    first, last = (parts, whole) if one == "into" else (whole, parts)
    return f"{first} became {last} ({'; '.join(p for p in (entry['why'], places) if p)})"


def _titled(ref: str, title: str) -> str:
    return title if ref == title else f"{ref} \u201c{title}\u201d"


def _by_risk(entries: Sequence[Entry]) -> Iterator[Line]:
    before = None
    for entry in entries:
        if _called(entry) != before:
            yield Line(_called(entry), 4)
        before = _called(entry)
        yield Line(f"{_change(entry)}{_pages(entry)}", 8)


def _called(entry: Entry) -> str:
    if entry["ref"] and entry["ref"] != entry["title"]:
        return f"{entry['ref']}  {entry['title']}"
    return f"{entry['title']} ({entry['group']})" if entry["group"] else str(entry["title"])


# --- controls and actions


def _children(made: Entry, kind: str) -> Iterator[Line]:
    """What was completed or slipped is said there and not again among the changes."""
    name = f"{kind.capitalize()}s"
    yield from _section(f"{name} added", _alone(made[f"{kind}s_added"], kind))
    yield from _section(f"{name} removed", _alone(made[f"{kind}s_removed"], kind))
    moved = (
        Line(f"\u201c{e[kind]}\u201d: from {_named(e['from'])} to {_named(e['to'])}{_pages(e)}", 4)
        for e in made[f"{kind}s_moved"]
    )
    yield from _section(f"{name} moved to another risk", moved)
    yield from _section(f"{name} completed", _of_risk(made[f"{kind}s_completed"], kind, "status"))
    slipped = made.get(f"{kind}s_slipped", [])
    yield from _section(f"{name} that slipped", _of_risk(slipped, kind, "due"))
    told = {(_called(e), e[kind], "status") for e in made[f"{kind}s_completed"]} | {(_called(e), e[kind], "due") for e in slipped}
    left = [e for e in made[f"{kind}s_changed"] if (_called(e), e[kind], e["field"]) not in told]
    notes = [e for e in left if e["field"] == "note"]
    yield from _section(f"{name} changed", _of_risk([e for e in left if e["field"] != "note"], kind))
    yield from _section(f"Notes on {kind}s changed", _of_risk(notes, kind))


def _alone(entries: Sequence[Entry], kind: str) -> Iterator[Line]:
    before = None
    for entry in entries:
        if _called(entry) != before:
            yield Line(_called(entry), 4)
        before = _called(entry)
        due = f"due {entry['due']}" if entry["due"] else None
        parts = [f"\u201c{entry[kind]}\u201d", entry["status"], ", ".join(entry["owners"]), due]
        yield Line(" \u00b7 ".join(p for p in parts if p) + _pages(entry), 8)


def _of_risk(entries: Sequence[Entry], kind: str, field: str | None = None) -> Iterator[Line]:
    before = None
    for entry in entries:
        if _called(entry) != before:
            yield Line(_called(entry), 4)
        before = _called(entry)
        change = _change({"field": field, "changes": [], **entry})
        yield Line(f"\u201c{entry[kind]}\u201d: {change}{_pages(entry)}", 8)


def _named(risk: Entry) -> str:
    return _titled(risk["ref"] or risk["title"], risk["title"])


# --- one change


def _change(entry: Entry) -> str:
    """A change in a line: short texts whole, of long ones the words that changed with a few around them."""
    old, new = entry["old"], entry["new"]
    name = _NAMES.get(entry["field"], entry["field"])
    label = f"{name}: " if name else ""
    towards = f", {entry['direction']}" if entry.get("direction") else ""
    if not old or not new:
        return f"{label}{_cut(new)} (was empty)" if new else f"{label}now empty (was {_cut(old)})"
    if max(len(old.split()), len(new.split())) <= _SHORT:
        return f"{label}{old} \u2192 {new}{towards}"
    if kept_share(old, new) < _REWRITTEN:
        return f"{f'{name} ' if name else ''}written anew: {_cut(old)} \u2192 {_cut(new)}{towards}"
    return f"{label}{'; '.join(_stretch(c) for c in entry['changes'])}{towards}"


def _stretch(change: Entry) -> str:
    if change["old"] and change["new"]:
        middle = f"{_shown(change['old'])} \u2192 {_shown(change['new'])}"
    else:
        middle = f"added: {_shown(change['new'])}" if change["new"] else f"taken out: {_shown(change['old'])}"
    before = f"\u2026 {change['before']} " if change["before"] else ""
    after = f" {change['after']} \u2026" if change["after"] else ""
    return f"{before}[{middle}]{after}"


def _cut(text: str) -> str:
    words = text.split()
    return f"\u201c{text}\u201d" if len(words) <= _LONG else f"\u201c{' '.join(words[:_LONG])} \u2026\u201d {_more(words)}"


def _shown(text: str) -> str:
    words = text.split()
    return text if len(words) <= _LONG else f"{' '.join(words[:_LONG])} \u2026 {_more(words)}"


def _more(words: Sequence[str]) -> str:
    return f"(and {len(words) - _LONG} more word{'' if len(words) - _LONG == 1 else 's'})"


def _pages(entry: Entry) -> str:
    """Where it stands in both files: " (p. 4 of both)", " (old p. 3, new p. 5)"."""
    old, new = entry["old_page"], entry["new_page"]
    if old is not None and old == new:
        return f" (p. {old} of both)"
    places = ", ".join(f"{side} p. {page}" for side, page in (("old", old), ("new", new)) if page is not None)
    return f" ({places})" if places else ""


# --- what is in no risk


def _outside(made: Entry) -> Iterator[Line]:
    left = made["leftovers"]
    lines = [Line(f"{_change({'field': '', **e})}{_both(e)}", 4) for e in left["changed"]]
    lines += [Line(f"only in the new register: \u201c{e['text']}\u201d{_both(e)}", 4) for e in left["added"]]
    lines += [Line(f"only in the old register: \u201c{e['text']}\u201d{_both(e)}", 4) for e in left["removed"]]
    yield from _section("Outside the risks", lines)
    columns = [
        Line(
            f"only the {c['only_in']} register has \u201c{_NAMES.get(c['field'], c['field'])}\u201d, for {many(c['records'], c['kind'])}",
            4,
        )
        for c in made["columns"]
    ]
    yield from _section("Columns of one register alone (not compared)", columns)


def _both(entry: Entry) -> str:
    old, new = entry.get("old_pages", []), entry.get("new_pages", [])
    if old and old == new:
        return f" (p. {listed(old)} of both)"
    places = ", ".join(f"{side} p. {listed(pages)}" for side, pages in (("old", old), ("new", new)) if pages)
    return f" ({places})" if places else ""
