"""The items under a line that opens a list: numbered, lettered or bulleted blocks, with what is nested in each."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ingest.reading import Block

_MARK = re.compile(r"^\(?(?P<mark>\d{1,3}(?:\.\d{1,3}){0,3}|[A-Za-z]|[ivx]{1,4})(?:[.):]\)?|(?<=\d)(?=\s))\s+(?=\S)")
_BULLET = re.compile(r"^(?:[\u2022\u25cf\u25aa\u25e6\u2023\u00b7\uf0b7\uf0a7*]|[-\u2013\u2014o](?=\s))\s*")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12}
_MOST = 80
_GAP = 4  # blocks that may stand between two items: titles inside a list, words that explain an item


def marked(block: Block) -> tuple[str | None, int]:
    """A block's list mark ("a", "2.1", "" for a bullet; None where it is no item) and where its words begin in its text."""
    found = _MARK.match(block.text)
    if found and (
        block.kind == "item" or block.number or not found.group("mark").isalpha() or block.text[0] == "(" or ")" in found.group()
    ):
        return found.group("mark").lower(), found.end()
    if block.number and block.kind in ("item", "paragraph"):
        return block.number.strip("().").lower(), 0
    if block.kind == "item":
        bullet = _BULLET.match(block.text)
        return "", bullet.end() if bullet else 0
    return None, 0


def items_below(blocks: Sequence[Block], n: int, ends: Callable[[Block], bool]) -> list[tuple[int, ...]]:
    """The items of the list that block `n` opens, each as the numbers of its blocks (the item, then what is nested in it).

    An item that counts up goes on with the list over titles and explanations between; bullets only where nothing stands
    between. `ends` says which blocks close any list.
    """
    items: list[list[int]] = []
    last: str | None = None
    gap = 0
    for m in range(n + 1, min(n + _MOST, len(blocks))):
        block = blocks[m]
        if block.kind in ("furniture", "contents"):
            continue
        if block.kind == "row" or ends(block):
            break
        mark, _ = marked(block)
        if mark is None or (
            block.kind == "heading" and not (mark and (_is_first(mark) if last is None else follows(last, mark)))
        ):
            gap += 1
            if gap > _GAP or (block.kind == "heading" and block.number):
                break
            continue
        if (last is None and (not mark or _is_first(mark)) and (mark or not gap)) or (
            last is not None and mark and last and follows(last, mark)
        ):
            items.append([m])
            last = mark
        elif last is not None and not gap and not mark and not last:
            items.append([m])
        elif last and not gap and (not mark or len(items[-1]) > 1 or _is_first(mark)):
            items[-1].append(m)
        else:
            break
        gap = 0
    return [tuple(i) for i in items]


def _is_first(mark: str) -> bool:
    return mark in ("1", "a", "i") or mark.endswith(".1")


def follows(last: str, mark: str) -> bool:
    """Whether a mark is the one after another: 1 and 2, 2.1 and 2.2, h and i, i and ii."""
    if "." in mark or mark.isdigit():
        *before, a = last.split(".")
        *same, b = mark.split(".")
        return before == same and a.isdigit() and b.isdigit() and int(b) == int(a) + 1
    if len(last) == len(mark) == 1 and last.isalpha() and ord(mark) == ord(last) + 1:
        return True
    return mark in _ROMAN and last in _ROMAN and _ROMAN[mark] == _ROMAN[last] + 1
