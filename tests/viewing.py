"""What a view hands to the page viewer, read back: the words that are marked on a source's pages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from vectorstore.models import Page

AT = re.compile(r"(\d+)-(\d+)(?:-([\w-]+))?")
ADDRESS = re.compile(r"/paper/([^/]+)/page/(\d+)\?at=(.*)")


def sources(tree: Any) -> Iterator[dict[str, Any]]:
    """Everything in a tree that the viewer can open, by the name that buttons open it under."""
    if isinstance(tree, str):
        return
    if tree and isinstance(tree[0], str):
        if "data-source" in tree[1]:
            yield {**json.loads(tree[1]["data-source"]), "name": tree[1].get("data-name")}
        tree = tree[2:]
    for child in tree:
        yield from sources(child)


def marked(source: dict[str, Any], page_at: Callable[[str, int], Page | None]) -> dict[str, str]:
    """The marked words of a source's pages by field (empty: no field), in their order."""
    found: dict[str, str] = {}
    for address in source["pages"]:
        where = ADDRESS.fullmatch(address)
        assert where, address
        page = page_at(where[1], int(where[2]))
        assert page, address
        for start, end, field in AT.findall(where[3]):
            found[field] = f"{found.get(field, '')} {page.text[int(start) : int(end)]}".strip()
    return found
