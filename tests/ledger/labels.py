"""The labels: facts and positions (page, first and last words), and where they stand in a page's text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("labels")


@dataclass(frozen=True, slots=True)
class Label:
    """An entry ("entry"), something that only sounds like one ("near") or a stretch that was labelled whole ("zone")."""

    label: str
    zone: str
    source: str
    page: int
    first: str
    last: str
    pages: tuple[int, ...] = ()
    kind: str = ""
    owners: tuple[str, ...] = ()
    due_date: tuple[str, ...] = ()
    why: str = ""

    @property
    def name(self) -> str:
        """How a report calls it."""
        return f"{self.source} p{self.page} \u201c{self.first} ... {self.last}\u201d"


def load(names: tuple[str, ...] = ()) -> list[Label]:
    """The labels of the sets named, of all of them when none is."""
    files = sorted(f for f in FOLDER.glob("*.jsonl") if not names or f.stem in names)
    return [_label(json.loads(line)) for f in files for line in f.read_text(encoding="utf-8").splitlines() if line.strip()]


def _label(raw: dict[str, Any]) -> Label:
    pages = tuple(raw.get("pages") or [raw["page"]])
    return Label(
        raw["label"], raw["zone"], raw["source"], pages[0], raw["first"], raw["last"], pages, raw.get("kind", ""),
        tuple(raw.get("owners") or ()), tuple(raw.get("due_date") or ()), raw.get("why", ""),
    )  # fmt: skip
