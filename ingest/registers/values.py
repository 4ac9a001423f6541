"""A label and the value beside it, put where they belong in a risk: in its fields, its scores, or its controls and actions."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.registers.children import children, own_part
from ingest.registers.draft import Draft
from ingest.registers.printed import Line, field_of, is_nothing
from ingest.registers.vocabulary import SCORES, Meaning, Stage


def put_value(draft: Draft, m: Meaning, label: str, words: Sequence[Line], stage: Stage | None = None) -> None:
    """Put a value in a risk. `stage` is that of a score whose own label names none. A field that holds other words keeps them."""
    said = " ".join(x.text for x in words)
    if m.is_list or (m.kind in ("control", "action") and m.field in ("title", "description")):
        if not is_nothing(said):
            draft.children += children(m.kind or "control", {None: list(words)}, label)
        return
    assert m.field is not None
    if m.field in SCORES:
        kept = draft.set_score(m.field, m.stage or stage, words, label)
    else:
        kept = _for_children(draft, m, words) or draft.set(m.field, words, label)
    if not kept:
        draft.other.append(field_of(words, label))


def _for_children(draft: Draft, m: Meaning, words: Sequence[Line]) -> bool:
    """Give an action's owner or date, printed below the list of actions, to the actions."""
    kind = m.kind if m.kind in ("control", "action") else "action" if m.field == "due" else None
    wanted = [c for c in draft.children if c.kind == kind and m.field and m.field not in c.fields]
    if kind is None or not wanted or m.field is None:
        return False
    for n, child in enumerate(wanted):
        child.set(m.field, own_part(n, len(wanted), words), None)
    return True
