"""What the version of a register before says otherwise of one risk: scores, statuses, its name, controls and actions come and gone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.compare import compare
from assistant.registers import Held
from assistant.views.register_movements import Entry, child_name, field_name
from assistant.views.register_words import as_at, quoted
from vectorstore.records import Record

_GLUE = "\N{NO-BREAK SPACE}"


def since(old: Held, new: Held, risk: Record) -> list[str]:
    """What the version before says otherwise of a risk of the new one: that it was not there, its name, scores and statuses.

    Nothing is said of risks that share their reference and name with another, for it could be the other's.
    """
    of = (risk.text("ref"), risk.name)
    if sum((each.text("ref"), each.name) == of for each in new.register.risks) > 1:
        return []
    found = compare(old, new)
    when = f"the version {as_at(old)}" if old.as_at and old.as_at != new.as_at else quoted([old.name])

    def own(name: str) -> list[Entry]:
        return [entry for entry in found[name] if (entry["ref"], entry["title"]) == of]

    if entries := own("new_risks"):
        note = f" {entries[0]['note'][:1].upper()}{entries[0]['note'][1:]}." if entries[0]["note"] else ""
        return [f"Not in {when}.{note}"]
    said = [
        f"{field_name(e).lower()} was {e['old'] or 'not printed'}{_on(e)}, now {e['new'] or 'not printed'}" for e in own("scores")
    ]
    said = [f"it was called {quoted([e['old']])}{_on(e)}" for e in own("renamed")] + said
    for name in ("fields", "controls_changed", "actions_changed"):
        for entry in own(name):
            if entry["field"] == "status":
                child, kind = child_name(entry), "control" if "control" in entry else "action"
                whose = f"{kind} {quoted([child])}: " if child else ""
                said.append(f"{whose}status was {entry['old'] or 'not printed'}{_on(entry)}, now {entry['new'] or 'not printed'}")
    for kind in ("control", "action"):
        said += [f"{kind} {quoted([e[kind]])} is new" for e in own(f"{kind}s_added")]
        said += [
            f"{kind} {quoted([e[kind]])} is no longer there" for e in found[f"{kind}s_removed"] if _went_from(e, risk, found)
        ]
    said += [f"it has taken in {quoted(e['from_titles'])} of that version ({e['why']})" for e in own("merged")]
    said += [f"it came out of {quoted([e['title']])} ({e['why']})" for e in found["split"] if risk.name in e["into_titles"]]
    return [f"Since {when}: {'; '.join(said)}."] if said else []


def _went_from(entry: Entry, risk: Record, found: Mapping[str, Any]) -> bool:
    """Whether an entry that the older version names is about a risk of the newer one: of its name, or of the name that it had."""
    before = next((e["old"] for e in found["renamed"] if (e["ref"], e["title"]) == (risk.text("ref"), risk.name)), risk.name)
    return bool((entry["ref"], entry["title"]) == (risk.text("ref"), before))


def _on(entry: Entry) -> str:
    page = entry.get("old_page")
    return f" (p.{_GLUE}{page} there)" if page is not None else ""
