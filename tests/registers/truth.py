"""How truth is written: the machine interface's own shape, with what no truth is asserted of left out.

Keys that begin with "_" are no truth: they say how a layout prints something that it would otherwise print in its usual way.
`owners` are the names as printed, `title` of a control the words of its item without number or bullet. `flagged` says that a
record must (or must not) carry a flag.
"""

from __future__ import annotations

from types import EllipsisType
from typing import Any

Record = dict[str, Any]
Truth = dict[str, Any]
"""`risks`, and where asserted `as_at`, `leftovers` (texts), `unknown` (labels), `notes` (words that the notes hold)."""


def control(title: str, **fields: Any) -> Record:
    """A control; most registers print no more than its words."""
    return {"title": title, **fields}


def action(
    text: str, owners: list[str], due: str | None = None, due_date: str | EllipsisType | None = None, **fields: Any
) -> Record:
    """An action: who owns it, its date as printed and as ISO (None: no date can be told; ...: not asserted)."""
    iso = {} if due_date is ... else {"due_date": due_date}
    return {"text": text, "owners": owners, "due": due, **iso, **fields}


def stage(likelihood: int | None, impact: int | None, value: int | None, **more: Any) -> dict[str, Any]:
    """One of a risk's scores."""
    return {"likelihood": likelihood, "impact": impact, "value": value, **more}
