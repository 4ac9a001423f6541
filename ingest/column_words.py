"""The words that name columns and front-sheet fields, read from `column_words.txt` beside this module."""

from __future__ import annotations

from importlib.resources import files


def _lists() -> dict[str, list[str]]:
    """The file's lines by the name of the list that they stand in."""
    lists: dict[str, list[str]] = {}
    current: list[str] = []
    for line in files("ingest").joinpath("column_words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = lists.setdefault(line.strip("[]").partition(":")[0], [])
        elif line.strip() and not line.startswith("# "):
            current.append(line.strip())
    return lists


_LISTS = _lists()
COLUMN_NOUNS = frozenset(" ".join(_LISTS["nouns"]).split())
COLUMN_QUALIFIERS = frozenset(" ".join(_LISTS["qualifiers"]).split())
UNITS = frozenset(" ".join(_LISTS["units"]).split())
FRONT_SHEET = frozenset(_LISTS["front sheet"])
