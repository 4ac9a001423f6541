"""Trackers and response tables: rows of a later paper that follow up, by name, what an earlier one set to be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.ledger_dates import is_later
from assistant.ledger_later import promise_of
from assistant.ledger_nouns import Later, Stated
from assistant.ledger_relation import relation
from assistant.ledger_same import Gist, alike, conflict, owners_differ

_FOLLOWING = ("tracker", "register")  # forms of rows that say again, in the next paper, what was to be done
_NEAR = 0.55  # share of a row's words that the promise has which it follows up under its number


def followed_up(stated: Sequence[Stated], gists: Sequence[Gist], dates: dict[str, str]) -> dict[int, tuple[int, Later]]:
    """The statements that follow up an earlier paper's, each with that one's place in `stated` and what its status says of it."""
    found: dict[int, tuple[int, Later]] = {}
    holding: dict[str, list[int]] = {}  # a distinctive stem -> the statements that have it
    for n, own in enumerate(gists):
        for stem in own.rare:
            holding.setdefault(stem, []).append(n)
    for n, row in enumerate(stated):
        written = _written(row, dates)
        if row.entry.form not in _FOLLOWING or row.entry.status is None or written is None:
            continue
        near = Counter(m for stem in gists[n].rare for m in holding[stem])
        earlier = [m for m in near if _is_earlier(stated[m], row, written, dates)]
        fitting = [m for m in earlier if _follows(row, gists[n], stated[m], gists[m])]
        if fitting:
            head = max(fitting, key=lambda m: (_numbered(row, stated[m]), _same_day(row, stated[m]), near[m], -m))
            head = found[head][0] if head in found else head
            found[n] = head, _later(row, stated[head], gists[head], written, dates)
    return found


def _written(stated: Stated, dates: dict[str, str]) -> str | None:
    return dates.get(stated.document.id) or stated.made_on


def _is_earlier(head: Stated, row: Stated, written: str, dates: dict[str, str]) -> bool:
    """Whether one was said before a row was written: in an earlier paper, or in the minutes of an earlier day in the same one."""
    made_on = head.made_on or dates.get(head.document.id)
    if head.document.id == row.document.id:
        return head.entry.form not in _FOLLOWING and bool(made_on and is_later(written, made_on))
    before = _written(head, dates)
    return bool(before and made_on and is_later(written, before) and is_later(written, made_on))


def _follows(row: Stated, own: Gist, head: Stated, other: Gist) -> bool:
    if conflict(own.names, other.names) or owners_differ(row.entry, head.entry):
        return False
    return alike(own, other, dated=_same_day(row, head)) or (_numbered(row, head) and own.share(other.weights) >= _NEAR)


def _numbered(a: Stated, b: Stated) -> bool:
    return a.entry.ref is not None and a.entry.ref == b.entry.ref


def _same_day(a: Stated, b: Stated) -> bool:
    return a.entry.due_date is not None and a.entry.due_date == b.entry.due_date


def _later(row: Stated, head: Stated, own: Gist, written: str, dates: dict[str, str]) -> Later:
    status = row.entry.status
    assert status is not None
    made_on = head.made_on or dates.get(head.document.id)
    how = relation(status.text, promise_of(head, own, made_on), written) or "mentioned"
    return Later(how, status.text, status.spans or row.entry.spans, row.document, written, row.entry.section)
