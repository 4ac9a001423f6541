"""The labels: facts and positions (page, first and last words), and where they stand in a page's text."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vectorstore.models import Page

FOLDER = Path(__file__).with_name("labels")
_MARKUP = re.compile(r"<[^>]{1,60}>|\]\([^)\s]*\)|[*_]{2}")


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


def bare(text: str) -> str:
    """A text for comparing: letters and digits alone, lower case, ligatures apart, without markup."""
    return "".join(c for c, _ in _letters(_MARKUP.sub(lambda m: " " * len(m.group()), text)))


def _letters(text: str) -> Iterator[tuple[str, int]]:
    for n, char in enumerate(text):
        for c in unicodedata.normalize("NFKC", char).lower():
            if c.isalnum():
                yield c, n


class Text:
    """The bare letters of some pages one behind the other, each with its page and place."""

    def __init__(self, pages: list[Page]) -> None:
        self.letters = ""
        self._places: list[tuple[int, int]] = []
        for page in pages:
            for c, n in _letters(_MARKUP.sub(lambda m: " " * len(m.group()), page.text)):
                self.letters += c
                self._places.append((page.ordinal, n))

    def between(self, first: str, last: str, page: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """(page, character) of the first letter and of the last of what begins and ends with some words from a page on."""
        start = next((n for n, (p, _) in enumerate(self._places) if p >= page), None)
        if start is None:
            return None
        begin = self.letters.find(bare(first), start)
        end = self.letters.find(bare(last), begin) if begin >= 0 else -1
        return (self._places[begin], self._places[end + len(bare(last)) - 1]) if end >= 0 else None
