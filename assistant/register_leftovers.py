"""What two registers print outside their risks: which of it differs, and whether a risk that seems new or closed stands there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from assistant.registers import Held
from assistant.wording import changed_words, folded
from vectorstore.records import Record

Printed = Mapping[str, tuple[str, list[int]]]
"""Texts by their folded words: as first printed, with the pages that they are on (none where these are not known)."""

_ALIKE = 0.5
_QUOTED = re.compile("[^\u201c]*: \u201c([^\u201c\u201d]+)\u201d", re.S)


def leftover_changes(old: Held, new: Held) -> dict[str, Any]:
    """Rows that are in no record, each wording once with its pages: those of one register alone, and those whose words changed.

    What the reading notes of a register (a row of totals) is among the changed ones when it differs in a word or figure.
    """
    before, after = _rows(old), _rows(new)
    pairs = _paired(before, after)
    noted, noted_after = _noted(old), _noted(new)
    changed = [(before[a], after[b]) for a, b in pairs.items()]
    changed += [(noted[a], noted_after[b]) for a, b in _paired(noted, noted_after).items()]
    return {
        "added": [{"text": t, "new_pages": p} for w, (t, p) in after.items() if w not in before and w not in pairs.values()],
        "removed": [{"text": t, "old_pages": p} for w, (t, p) in before.items() if w not in after and w not in pairs],
        "changed": [
            {"old": a, "new": b, "old_pages": p, "new_pages": q, "changes": changed_words(a, b)} for (a, p), (b, q) in changed
        ],
    }


def where_left(risk: Record, other: Held, which: str) -> str | None:
    """That a risk's title stands in the other register among what could not be placed there, in words; None when it does not."""
    title = folded(risk.name)
    for left in other.register.leftovers:
        if len(title.split()) > 1 and f" {title} " in f" {folded(left.text)} ":
            page = other.page(left.page)
            at = f", on page {page}" if page is not None else ""
            return f"its title stands among the rows of the {which} register that could not be placed{at}: it may be there all the same"
    return None


def _rows(held: Held) -> Printed:
    found: dict[str, tuple[str, list[int]]] = {}
    for left in held.register.leftovers:
        _, pages = found.setdefault(folded(left.text), (left.text, []))
        page = held.page(left.page)
        if page is not None and page not in pages:
            pages.append(page)
    return found


def _noted(held: Held) -> Printed:
    """Notes by their words; of one that quotes a row, the row is shown."""
    return {folded(note): (_QUOTED.sub(r"\1", note), []) for note in held.register.notes}


def _paired(before: Printed, after: Printed) -> dict[str, str]:
    """Wordings of one register alone with those of the other alone that are most like them, each once."""
    gone = [w for w in before if w not in after]
    come = [w for w in after if w not in before]
    ranked = sorted((-_alike(a, b), i, k) for i, a in enumerate(gone) for k, b in enumerate(come))
    pairs: dict[str, str] = {}
    for distance, i, k in ranked:
        if -distance >= _ALIKE and gone[i] not in pairs and come[k] not in pairs.values():
            pairs[gone[i]] = come[k]
    return pairs


def _alike(a: str, b: str) -> float:
    one, other = Counter(a.split()), Counter(b.split())
    return 2 * (one & other).total() / ((one.total() + other.total()) or 1)
