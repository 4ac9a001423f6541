"""The word lists by which follow-up questions are read (`conversation_words.txt`)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def _lists() -> dict[str, list[str]]:
    """The lines of each list, by its name."""
    found: dict[str, list[str]] = {}
    for line in files("assistant").joinpath("conversation_words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            found[line.strip("[]")] = lines = []
        elif line and not line.startswith("#"):
            lines.append(line)
    return found


def words_of(name: str) -> frozenset[str]:
    """The words of a list. Raises KeyError when there is no such list."""
    return frozenset(word for line in _lists()[name] for word in line.split())


def sorts() -> list[list[str]]:
    """Words and phrases by sort, the longest of each first."""
    return [sorted(line.split(", "), key=len, reverse=True) for line in _lists()["sorts"]]
