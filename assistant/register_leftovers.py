"""Words of two registers that could not be placed in a record: which differ, and whether a risk that seems new or closed is among them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from assistant.registers import Held
from assistant.wording import folded
from vectorstore.records import Record

_ALIKE = 0.5


def leftover_changes(old: Held, new: Held) -> dict[str, Any]:
    """Leftovers in one register alone and those whose words changed, each once with all its pages."""
    before, after = _by_words(old), _by_words(new)
    gone = [w for w in before if w not in after]
    come = [w for w in after if w not in before]
    ranked = sorted(((-_alike(a, b), gone.index(a), come.index(b)) for a in gone for b in come if _alike(a, b) >= _ALIKE))
    pairs: dict[str, str] = {}
    for _, i, k in ranked:
        if gone[i] not in pairs and come[k] not in pairs.values():
            pairs[gone[i]] = come[k]
    return {
        "added": [{"text": after[w][0], "new_pages": after[w][1]} for w in come if w not in pairs.values()],
        "removed": [{"text": before[w][0], "old_pages": before[w][1]} for w in gone if w not in pairs],
        "changed": [
            {"old": before[a][0], "new": after[b][0], "old_pages": before[a][1], "new_pages": after[b][1]}
            for a, b in pairs.items()
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


def _by_words(held: Held) -> dict[str, tuple[str, list[int]]]:
    """Leftovers by their folded words: the text as first printed and the pages that it is on (none where there are no pages)."""
    found: dict[str, tuple[str, list[int]]] = {}
    for left in held.register.leftovers:
        _, pages = found.setdefault(folded(left.text), (left.text, []))
        page = held.page(left.page)
        if page is not None and page not in pages:
            pages.append(page)
    return found


def _alike(a: str, b: str) -> float:
    one, other = Counter(a.split()), Counter(b.split())
    return 2 * (one & other).total() / ((one.total() + other.total()) or 1)
