"""What moved between two versions of a register, in groups, each entry with its pages and a way to its risk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.compare import compare
from assistant.registers import Held
from assistant.views.elements import Element, element
from assistant.views.register_place import Place, risk_keys
from assistant.views.register_words import NAMES, as_at, chip, level, quoted
from assistant.views.wording import count, listed, page_numbers

Entry = Mapping[str, Any]
SHORT = 80
"""Characters that what was and what is may have to stand side by side in a table."""
WHOLE = {
    "new_risks": "New risks",
    "closed_risks": "Risks no longer there",
    "merged": "Merged risks",
    "split": "Split risks",
    "renamed": "Renamed risks",
    "scores": "Scores that moved",
    "controls_completed": "Controls completed",
    "controls_added": "Controls added",
    "controls_removed": "Controls no longer there",
    "controls_moved": "Controls moved to another risk",
    "actions_completed": "Actions completed",
    "actions_slipped": "Actions put off",
    "actions_added": "Actions added",
    "actions_removed": "Actions no longer there",
    "actions_moved": "Actions moved to another risk",
}
"""The groups, in the order in which they are shown; what else changed, in few words and in many, comes after them."""
_GLUE = "\N{NO-BREAK SPACE}"


class Versions:
    """Two versions of a register, older first, with their keys in an address."""

    def __init__(self, old: Held, new: Held, old_key: str, new_key: str) -> None:
        self.old, self.new = old, new
        self._ways = {True: _ways(old, old_key), False: _ways(new, new_key)}

    def link(self, entry: Entry, *, old: bool = False) -> Element:
        """The risk of an entry, leading to its page in the version that names it, where that has one risk of that name."""
        words, way = called(entry["ref"], entry["title"]), self._ways[old].get((entry["ref"], entry["title"]))
        return element("a", words, href=way) if way else element("span", words)


def _ways(held: Held, key: str) -> dict[tuple[str | None, str], str | None]:
    """Links to a version's risks by their reference and name; None where several have the same."""
    ways: dict[tuple[str | None, str], str | None] = {}
    for risk_key, risk in risk_keys(held.register).items():
        name = (risk.text("ref"), risk.name)
        ways[name] = None if name in ways else Place(key, risk=risk_key).link()
    return ways


def called(ref: str | None, title: str) -> str:
    """`CE01 SEND funding`."""
    return " ".join(dict.fromkeys(part for part in (ref, title) if part))


def changes_view(between: Versions) -> list[Element]:
    """Everything that `compare` finds, groups with something in them first and the names of the others after."""
    found = compare(between.old, between.new)
    parts = [
        element(
            "p",
            f"From {between.old.name} ({as_at(between.old)}) to {between.new.name} ({as_at(between.new)}).",
            class_="searched",
        ),
        *(element("p", note, class_="warning", role="note") for note in found["notes"]),
        *(element("p", _column(column), class_="searched") for column in found["columns"]),
    ]
    none = []
    for name, title in WHOLE.items():
        entries = found[name]
        if entries:
            number = count(len({(e["ref"], e["title"]) for e in entries}), "risk") if name == "scores" else len(entries)
            parts.append(_section(f"{title}: {number}", _group(name, entries, between)))
        elif not name.startswith(("controls", "actions")) or _has(between, name.split("_")[0]):
            none.append(title.lower())
    parts += _other_changes(found, between)
    parts += _leftovers(found["leftovers"])
    if none:
        parts.append(element("p", f"None: {'; '.join(none)}.", class_="searched"))
    parts.append(element("p", f"{count(found['unchanged'], 'risk')} printed alike in both.", class_="searched"))
    return parts


def _has(between: Versions, kind: str) -> bool:
    return any(getattr(risk, kind) for held in (between.old, between.new) for risk in held.register.risks)


def _section(title: str, *parts: Element) -> Element:
    return element("section", element("h2", title, class_="part"), *parts, class_="moves", aria_label=title)


def _group(name: str, entries: Sequence[Entry], between: Versions) -> Element:
    if name in ("scores", "controls_completed", "actions_completed", "actions_slipped"):
        return _table(entries, between)
    make: dict[str, Callable[[Entry, Versions], Element]] = {
        "new_risks": _risk_item, "closed_risks": _closed_item, "merged": _joining_item, "split": _joining_item, "renamed": _renamed_item,
    }  # fmt: skip
    item = make.get(name, _child_item)
    return element("ul", *(item(entry, between) for entry in entries))


# --- risks


def _risk_item(entry: Entry, between: Versions, *, old: bool = False) -> Element:
    rating, owners = entry["rating"], listed(entry["owners"])
    children = [count(len(entry[kind]), kind[:-1]) for kind in ("controls", "actions") if entry[kind]]
    facts = "; ".join(part for part in (f"owner {owners}" if owners else "", listed(children), pages(entry)) if part)
    return element(
        "li",
        between.link(entry, old=old), " ",
        chip(rating, level(rating)) if rating else None,
        element("span", f" {facts}", class_="searched") if facts else None,
        element("p", entry["note"][:1].upper() + entry["note"][1:] + ".", class_="warning") if entry["note"] else None,
    )  # fmt: skip


def _closed_item(entry: Entry, between: Versions) -> Element:
    return _risk_item(entry, between, old=True)


def _joining_item(entry: Entry, between: Versions) -> Element:
    """Risks that became one, or one that became several, and how that is known."""
    merged = "into" in entry and isinstance(entry["into"], str)
    titles = quoted(entry["from_titles" if merged else "into_titles"])
    said = f" is what became of {titles}" if merged else f" became {titles}"
    return element(
        "li",
        between.link(entry, old=not merged),
        f"{said}. ",
        element("span", f"{entry['why']} {pages(entry)}", class_="searched"),
    )


def _renamed_item(entry: Entry, between: Versions) -> Element:
    before = f" was \N{LEFT DOUBLE QUOTATION MARK}{entry['old']}\N{RIGHT DOUBLE QUOTATION MARK}. "
    return element("li", between.link(entry), before, element("span", pages(entry), class_="searched"))


# --- controls and actions


def child_name(entry: Entry) -> str | None:
    """The control or action that an entry is about; None for one about a risk."""
    name = next((entry[kind] for kind in ("control", "action") if kind in entry), None)
    return str(name) if name is not None else None


def _child_item(entry: Entry, between: Versions) -> Element:
    facts = [f"from {called(entry['from']['ref'], entry['from']['title'])}"] if "from" in entry else []
    facts += [entry["status"]] if entry.get("status") else []
    facts += [f"owner {listed(entry['owners'])}"] if entry.get("owners") else []
    facts += [f"due {entry['due']}"] if entry.get("due") else []
    facts += [pages(entry)]
    gone = not any((risk.text("ref"), risk.name) == (entry["ref"], entry["title"]) for risk in between.new.register.risks)
    return element(
        "li", element("strong", child_name(entry)), ", under ", between.link(entry, old=gone), " ",
        element("span", "; ".join(part for part in facts if part), class_="searched"),
    )  # fmt: skip


# --- what was and what is


def _table(entries: Sequence[Entry], between: Versions) -> Element:
    """Entries side by side: whose, what, before and now with their pages, which way."""
    child = any(child_name(entry) for entry in entries)
    heads = ["Risk", *(["Control or action"] if child else []), "What", "Before", "Now"]
    head = element("tr", *(element("th", name, scope="col", role="columnheader") for name in heads), role="row")
    rows = [_row(entry, heads[1:], between) for entry in entries]
    return element(
        "table", element("thead", head, role="rowgroup"), element("tbody", *rows, role="rowgroup"), class_="moved", role="table"
    )


def _row(entry: Entry, heads: Sequence[str], between: Versions) -> Element:
    way = f" ({entry['direction']})" if entry.get("direction") else ""
    cells: dict[str, list[Element | str | None]] = {
        "Control or action": [child_name(entry) or "–"],
        "What": [field_name(entry)],
        "Before": [entry["old"] or "nothing printed", _page(entry["old_page"])],
        "Now": [f"{entry['new'] or 'nothing printed'}{way}", _page(entry["new_page"])],
    }
    made = [element("td", *cells[name], data_label=name, role="cell") for name in heads]
    return element("tr", element("th", between.link(entry), scope="row", role="rowheader"), *made, role="row")


def _page(number: int | None) -> Element | None:
    return element("span", f" p.{_GLUE}{number}", class_="at") if number is not None else None


def field_name(entry: Entry) -> str:
    """A field's name, or the column's label; what was completed is told by its status."""
    name = entry.get("field") or "status"
    return NAMES.get(name, name[:1].upper() + name[1:])


def _other_changes(found: Mapping[str, Any], between: Versions) -> list[Element]:
    """Changes that no group before has: those of a few words in a table, texts one below the other."""
    completed = {(e["ref"], e["title"], child_name(e)) for kind in ("controls", "actions") for e in found[f"{kind}_completed"]}
    entries = [
        entry
        for name in ("fields", "controls_changed", "actions_changed")
        for entry in found[name]
        if not (entry["field"] == "status" and (entry["ref"], entry["title"], child_name(entry)) in completed)
        and not (entry["field"] == "due" and entry["direction"] == "later" and "action" in entry)
    ]
    short = [entry for entry in entries if all(len(entry[side] or "") <= SHORT for side in ("old", "new"))]
    long = [entry for entry in entries if not any(entry is each for each in short)]
    parts = [_section(f"Other things that changed: {len(short)}", _table(short, between))] if short else []
    if long:
        texts = [_text(entry) for entry in long]
        parts.append(
            _section(
                f"Texts that changed: {len(long)}",
                element("p", "Open one to read both; what differs is marked.", class_="searched"),
                *texts,
            )
        )
    return parts


def _text(entry: Entry) -> Element:
    name = ", ".join(part for part in (called(entry["ref"], entry["title"]), child_name(entry)) if part)
    return element(
        "details",
        element("summary", element("span", f"{field_name(entry)}: ", class_="title"), name),
        _side("Before", entry, "old"),
        _side("Now", entry, "new"),
    )


def _side(name: str, entry: Entry, side: str) -> Element:
    page = entry.get(f"{side}_page")
    head = element("p", f"{name}, p.{_GLUE}{page}" if page is not None else name, class_="page-name")
    text = entry[side]
    return element(
        "div",
        head,
        element("p", *_marked(text, [each[side] for each in entry["changes"]]), class_="printed")
        if text
        else element("p", "nothing printed"),
    )


def _marked(text: str, stretches: Sequence[str]) -> list[Element | str]:
    """A text with some stretches of it, one after another, marked; one that is not found as it stands stays unmarked."""
    made: list[Element | str] = []
    at = 0
    for stretch in stretches:
        start = text.find(stretch, at) if stretch else -1
        if start >= 0:
            made += [text[at:start], element("mark", stretch)]
            at = start + len(stretch)
    return [*made, text[at:]]


def pages(entry: Entry) -> str:
    """`p. 2 before, p. 3 now`, as far as there are pages."""
    said = []
    for side, when in (("old", "before"), ("new", "now")):
        numbers = entry.get(f"{side}_pages") or [entry.get(f"{side}_page")]
        held = [n for n in numbers if n is not None]
        if held:
            said.append(f"{'p.' if len(set(held)) == 1 else 'pp.'}{_GLUE}{page_numbers(held)} {when}")
    return ", ".join(said)


def _column(column: Entry) -> str:
    which = {"old": "older", "new": "newer"}[column["only_in"]]
    label = f"\N{LEFT DOUBLE QUOTATION MARK}{NAMES.get(column['field'], column['field'])}\N{RIGHT DOUBLE QUOTATION MARK}"
    return f"Only the {which} version prints {label} for its {column['kind']}s, so that is not compared."


def _leftovers(left: Mapping[str, Sequence[Entry]]) -> list[Element]:
    items = [element("li", f"Added: {each['text']} ", element("span", pages(each), class_="searched")) for each in left["added"]]
    items += [
        element("li", f"No longer there: {each['text']} ", element("span", pages(each), class_="searched"))
        for each in left["removed"]
    ]
    items += [
        element("li", f"Before: {each['old']}. Now: {each['new']} ", element("span", pages(each), class_="searched"))
        for each in left["changed"]
    ]
    return [_section(f"Rows that could not be placed and differ: {len(items)}", element("ul", *items))] if items else []
