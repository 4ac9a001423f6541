"""What a Word document's styles say of a paragraph: heading level, list numbering, bold, size."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"heading (\d)", re.I)


def value(element: Any, path: str) -> str | None:
    """The w:val of the first element at the path of w: names ("pPr/numPr/numId"); None where there is none."""
    found = element.find("/".join(W + name for name in path.split("/"))) if element is not None else None
    return None if found is None else found.get(W + "val")


def switched_on(element: Any, path: str) -> bool | None:
    """A toggle such as w:b: True, False, or None where it is not set."""
    found = element.find("/".join(W + name for name in path.split("/"))) if element is not None else None
    return None if found is None else found.get(W + "val", "1") not in ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph or character style with what it inherits. `heading` counts from 1, `size` is in half points."""

    name: str = "Normal"
    heading: int | None = None
    numbering: str | None = None
    list_level: int | None = None
    bold: bool = False
    hidden: bool = False
    size: int | None = None


class Styles:
    """The styles of a document by their ids, inheritance resolved."""

    def __init__(self, root: Any) -> None:
        self._elements = {s.get(W + "styleId"): s for s in root.iter(W + "style")} if root is not None else {}
        self._made: dict[str, Style] = {}
        defaults = [s for s in self._elements.values() if s.get(W + "default") == "1" and s.get(W + "type") == "paragraph"]
        self._default = defaults[0].get(W + "styleId") if defaults else ""
        size = value(root.find(f"{W}docDefaults/{W}rPrDefault"), "rPr/sz") if root is not None else None
        self._base = Style(size=_number(size) or 22)

    def paragraph(self, element: Any) -> Style:
        """The style of a w:p."""
        return self._style(value(element, "pPr/pStyle") or self._default, ())

    def run(self, element: Any) -> Style | None:
        """The character style of a w:r, if it has one."""
        named = value(element, "rPr/rStyle")
        return self._style(named, ()) if named else None

    def numbered(self, name: str) -> str | None:
        """The numbering id of a style, by the style's id."""
        return self._style(name, ()).numbering

    def _style(self, name: str, seen: tuple[str, ...]) -> Style:
        element = self._elements.get(name)
        if element is None or name in seen:
            return self._base
        if name not in self._made:
            parent = value(element, "basedOn")
            base = self._style(parent, (*seen, name)) if parent else self._base
            self._made[name] = _made(element, base)
        return self._made[name]


def _made(element: Any, base: Style) -> Style:
    name = value(element, "name") or ""
    outline = value(element, "pPr/outlineLvl")
    heading = base.heading
    if found := _HEADING.fullmatch(name):
        heading = int(found.group(1))
    elif outline is not None:
        heading = int(outline) + 1 if outline.isdigit() and int(outline) < 9 else None
    if name.lower().startswith("toc"):
        heading = None
    bold, hidden = switched_on(element, "rPr/b"), switched_on(element, "rPr/vanish")
    level = value(element, "pPr/numPr/ilvl")
    return Style(
        name=name,
        heading=heading,
        numbering=value(element, "pPr/numPr/numId") or base.numbering,
        list_level=_number(level) if level is not None else base.list_level,
        bold=base.bold if bold is None else bold,
        hidden=base.hidden if hidden is None else hidden,
        size=_number(value(element, "rPr/sz")) or base.size,
    )


def _number(text: str | None) -> int | None:
    try:
        return int(float(text)) if text else None
    except ValueError:
        return None
