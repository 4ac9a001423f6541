"""The numbers and bullets that Word counts by itself: "4.5", "(a)", "iv.", which stand nowhere in the document's text.

A list's counters belong to its abstract numbering, so that two lists made from the same one go on counting, unless a list starts
over. A deeper level starts again after a higher one has moved on. See ECMA-376 part 1, 17.9.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from ingest.docx_styles import Styles, W, switched_on, value

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
          (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListMark:
    """A paragraph's place in a list: the printed number (None for a bullet), its nesting (0 is the outermost), and its sort.

    `depth` is how many levels the printed number shows: 2 for "4.5".
    """

    kind: Literal["bullet", "number", "letter"]
    number: str | None
    level: int
    depth: int
    list_id: str


@dataclass(slots=True)
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class _List:
    """An abstract numbering: its levels and where each has got to."""

    levels: dict[int, _Level]
    by_style: dict[str, int]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts a document's lists; paragraphs are to be given in document order."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, Any] = {}
        self._lists: dict[str, _List] = {}
        self._instances: dict[str, tuple[str, dict[int, _Level], dict[int, int]]] = {}
        self._started: set[str] = set()
        if root is None:
            return
        self._abstract = {a.get(W + "abstractNumId"): a for a in root.iter(W + "abstractNum")}
        for instance in root.iter(W + "num"):
            changed: dict[int, _Level] = {}
            starts: dict[int, int] = {}
            for override in instance.iter(W + "lvlOverride"):
                place = _integer(override.get(W + "ilvl"), 0)
                if override.find(W + "lvl") is not None:
                    changed[place] = _level(override.find(W + "lvl"))
                start = value(override, "startOverride")
                if start is not None:
                    starts[place] = _integer(start, 1)
            self._instances[instance.get(W + "numId")] = (value(instance, "abstractNumId") or "", changed, starts)

    def mark(self, paragraph: Any) -> ListMark | None:
        """The paragraph's mark, counting it; None for a paragraph outside lists."""
        style = self._styles.paragraph(paragraph)
        num_id = value(paragraph, "pPr/numPr/numId")
        direct = value(paragraph, "pPr/numPr/ilvl")
        from_style = num_id is None
        num_id = num_id or style.numbering
        if num_id is None or num_id == "0" or num_id not in self._instances:
            return None
        abstract, changed, starts = self._instances[num_id]
        listed = self._list(abstract, ())
        if listed is None:
            return None
        level = _integer(direct, -1)
        if level < 0:
            style_id = value(paragraph, "pPr/pStyle") or ""
            level = listed.by_style.get(style_id, style.list_level or 0) if from_style else 0
        if num_id not in self._started:
            self._started.add(num_id)
            for place, start in starts.items():
                listed.counts[place] = start - 1
        return self._count(listed, level, changed, abstract)

    def _count(self, listed: _List, level: int, changed: dict[int, _Level], list_id: str) -> ListMark:
        levels = {**listed.levels, **changed}
        own = levels.get(level, _Level(format="bullet"))
        listed.counts[level] = listed.counts.get(level, own.start - 1) + 1
        for place in [p for p in listed.counts if p > level]:
            restart = levels.get(place, _Level()).restart
            if restart is None or (restart and level < restart):
                del listed.counts[place]
        if own.format in ("bullet", "none") or not any(map(str.isalnum, own.text)):
            return ListMark("bullet", None, level, 1, list_id)
        shown = [int(n) - 1 for n in re.findall(r"%(\d)", own.text)]

        def printed(found: re.Match[str]) -> str:
            place = int(found.group(1)) - 1
            other = levels.get(place, _Level())
            count = listed.counts.get(place, other.start)
            return _format(count, "decimal" if own.legal and place != level else other.format)

        number = re.sub(r"%(\d)", printed, own.text).strip()
        kind: Literal["number", "letter"] = "number" if own.format.startswith(("decimal", "ordinal")) else "letter"
        return ListMark(kind, number.rstrip(".") or None, level, max(1, len(shown)), list_id)

    def _list(self, abstract: str, seen: tuple[str, ...]) -> _List | None:
        if abstract in self._lists:
            return self._lists[abstract]
        element = self._abstract.get(abstract)
        if element is None or abstract in seen:
            return None
        linked = value(element, "numStyleLink")
        if linked:
            instance = self._instances.get(self._styles.numbered(linked) or "")
            return self._list(instance[0], (*seen, abstract)) if instance else None
        levels = {_integer(lvl.get(W + "ilvl"), 0): _level(lvl) for lvl in element.iter(W + "lvl")}
        by_style = {value(lvl, "pStyle") or "": _integer(lvl.get(W + "ilvl"), 0) for lvl in element.iter(W + "lvl")}
        by_style.pop("", None)
        return self._lists.setdefault(abstract, _List(levels, by_style))


def _level(element: Any) -> _Level:
    restart = value(element, "lvlRestart")
    return _Level(
        format=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        start=_integer(value(element, "start"), 1),
        legal=bool(switched_on(element, "isLgl")),
        restart=None if restart is None else _integer(restart, 0),
    )


def _format(count: int, name: str) -> str:
    if name == "decimalZero":
        return f"{count:02d}"
    if name in ("lowerLetter", "upperLetter") and count > 0:
        # After z comes aa, then bb.
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters if name == "lowerLetter" else letters.upper()
    if name in ("lowerRoman", "upperRoman") and count > 0:
        roman = ""
        for worth, sign in _ROMAN:
            roman += sign * (count // worth)
            count %= worth
        return roman if name == "lowerRoman" else roman.upper()
    if name == "ordinal":
        ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
        return f"{count}{ending}"
    return "" if name in ("none", "bullet") else str(count)


def _integer(text: str | None, otherwise: int) -> int:
    try:
        return int(text) if text is not None else otherwise
    except ValueError:
        return otherwise
