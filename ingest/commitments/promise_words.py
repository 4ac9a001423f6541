"""The words by which promises are told, read from `promise_words.txt` beside this module, which is data and can be added to."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


@cache
def _sections() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    name = ""
    for line in files("ingest.commitments").joinpath("promise_words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]").partition(":")[0]
        elif line.strip() and not line.startswith("# "):
            found.setdefault(name, set()).update(p.strip() for p in line.split(";") if p.strip())
    return {section: frozenset(held) for section, held in found.items()}


def words(section: str) -> frozenset[str]:
    """The phrases of one section, in lower case."""
    return _sections()[section]


@cache
def any_of(section: str) -> re.Pattern[str]:
    """A pattern for any phrase of a section as whole words, the longest first, whatever their case."""
    held = sorted(words(section), key=lambda p: (-len(p), p))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, held))})(?![\w-])", re.I)


@cache
def starting(section: str) -> re.Pattern[str]:
    """A pattern for a text that begins with a phrase of a section."""
    return re.compile(any_of(section).pattern.removeprefix(r"(?<![\w-])"), re.I)
