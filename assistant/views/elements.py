"""Pieces of a page whose words are only ever words.

Streamlit's text elements read markdown, shortcodes and LaTeX, and make an arrow of `->`: not good enough for quotes. Here a view
is a tree of elements, handed as data to a small script (elements.js) that makes each from a short list of tags and sets every
string as a text node. Nothing that comes from a paper, a question or a file name can become markup on the way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

FOLDER = Path(__file__).parent
STYLES = ("style.css", "viewer.css", "papers.css", "registers.css", "commitments.css", "questions.css", "evaluation.css")
SCRIPTS = ("viewer.js", "elements.js")


@dataclass(frozen=True, slots=True)
class Element:
    """An element: its tag, its attributes and its children, strings among them being plain words."""

    tag: str
    attributes: dict[str, str]
    children: tuple[Element | str, ...]

    def tree(self) -> list[Any]:
        """As JSON: `[tag, {attribute: value}, child, ...]`."""
        return [self.tag, self.attributes, *(child if isinstance(child, str) else child.tree() for child in self.children)]

    def words(self) -> str:
        """What a reader sees, elements parted by line breaks where the browser would part them."""
        inner = "".join(child if isinstance(child, str) else child.words() for child in self.children)
        return inner if self.tag in {"a", "span", "mark", "time", "button", "strong"} else f"{inner}\n"


def element(tag: str, *children: Element | str | None, **attributes: str | None) -> Element:
    """An element; a child or an attribute that is None is left out. Write `class_` for class, `aria_label` for aria-label."""
    kept = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items() if value is not None}
    return Element(tag, kept, tuple(child for child in children if child is not None))


@cache
def _component() -> ComponentRenderer:
    import streamlit as st

    return st.components.v2.component(
        "scrutiny_elements",
        css="".join((FOLDER / name).read_text(encoding="utf-8") for name in STYLES),
        js="".join((FOLDER / name).read_text(encoding="utf-8") for name in SCRIPTS),
    )


def show(*elements: Element, key: str, arrived: bool = False, follow: Callable[[str], None] | None = None) -> None:
    """Put elements on the page, scrolled to when they have just `arrived`.

    `key` names this place among all others and keeps what is open in it open while the page around it changes. `follow` is told of the
    link ("?...", within the view) that a reader chooses; without it, or in a new tab, the browser goes there by itself.
    """
    import streamlit as st

    callbacks: dict[str, Any] = {}
    if follow:
        callbacks["on_followed_change"] = lambda: follow(str(st.session_state[key].followed))
    data = {"elements": [each.tree() for each in elements], "arrived": arrived, "follows": follow is not None}
    _component()(key=key, data=data, **callbacks)
