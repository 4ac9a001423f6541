"""A page's elements as HTML. A string is only ever words: whatever a paper or a question says, it cannot become markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path

from assistant.views.elements import Element, element

_CSS = Path(__file__).with_name("report.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # a page asks for nothing, and runs nothing
_VOID = {"meta", "rect", "line", "circle"}
# What shows nothing, or turns the order of what follows: control characters and marks of writing direction.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_STACKED = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}


def markup(each: Element | str) -> str:
    """An element, or words, as HTML; a style sheet stands as it is written."""
    if isinstance(each, str):
        return _words(each)
    attributes = "".join(f' {name}="{_words(value)}"' for name, value in each.attributes.items())
    opened = f"<{each.tag}{attributes}"
    if each.tag in _VOID:
        return f"{opened}/>"
    inner = each.children if each.tag == "style" else map(markup, each.children)
    return f"{opened}>{''.join(str(x) for x in inner)}</{each.tag}>"


def _words(text: str) -> str:
    return escape(_UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text))


def page(title: str, *body: Element) -> str:
    """A whole HTML page that asks for nothing else."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("title", title),
        element("style", _CSS.read_text(encoding="utf-8")),
    )
    return f"<!DOCTYPE html>\n{markup(element('html', head, element('body', *body), lang='en-GB'))}\n"


def table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[Element | str]], class_: str | None = None) -> Element:
    """A table with a caption, a header for each column and, in each row's first cell, one for the row.

    On a narrow page a row is shown as a list of its cells, each under its column's name; the roles keep it a table for a screen reader.
    """
    body = [
        _made(
            "tr",
            element("th", row[0], scope="row", role="rowheader"),
            *(
                element("td", element("div", cell) if cell else None, role="cell", data_label=head)
                for head, cell in zip(heads[1:], row[1:], strict=True)
            ),
        )
        for row in rows
    ]
    top = _made("tr", *(element("th", head, scope="col", role="columnheader") for head in heads))
    return _made("table", element("caption", caption), _made("thead", top), _made("tbody", *body), class_=class_)


def folded(summary: str, *inside: Element, opened: bool = False) -> Element:
    """What is shown when it is opened, as it may be from the beginning, and on paper."""
    return element("details", element("summary", summary), *inside, open="" if opened else None)


def facts(*pairs: tuple[str, Element | str | None]) -> Element:
    """Names with their values; one whose value is None is left out."""
    return element(
        "dl", *(element("div", element("dt", name), element("dd", value)) for name, value in pairs if value is not None)
    )


def listing(items: Sequence[Element | str], tag: str = "ul") -> Element:
    """A list."""
    return element(tag, *(element("li", item) for item in items))


def _made(tag: str, *children: Element, class_: str | None = None) -> Element:
    return element(tag, *children, role=_STACKED[tag], class_=class_)
