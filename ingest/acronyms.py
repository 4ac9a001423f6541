"""Acronyms as the papers explain them: "Education, Health and Care Plan (EHCP)" or "EHCP (Education, Health and Care Plan)"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_SHORT = r"[A-Z][A-Za-z&/]{0,2}(?:[A-Z0-9&/]{1,6})s?"
_WORD = r"(?<![\w'\u2019&/-])[A-Za-z][\w'\u2019&/-]*"
_AFTER = re.compile(rf"((?:{_WORD},?\s+){{1,10}})\((?:the )?[\"'\u201c\u2018]?({_SHORT})[\"'\u201d\u2019]?\)")
_BEFORE = re.compile(rf"\b({_SHORT})\s+\(({_WORD}(?:,?\s+{_WORD}){{1,9}})\)")
_SMALL = frozenset(("of", "and", "the", "for", "in", "to", "with", "on", "a", "an", "or", "by", "at", "&"))


def find_acronyms(texts: Iterable[str]) -> set[tuple[str, str]]:
    """(short, long) pairs that some texts explain: a bracketed short form whose letters begin the words beside it."""
    return {pair for text in texts for pair in (*_long_first(text), *_short_first(text))}


def _long_first(text: str) -> Iterator[tuple[str, str]]:
    for match in _AFTER.finditer(text):
        short = match.group(2)
        words = match.group(1).split()
        for start in range(len(words) - 1, -1, -1):
            if words[start].lower() not in _SMALL and _spells(words[start:], short):
                yield _pair(short, words[start:])
                break


def _short_first(text: str) -> Iterator[tuple[str, str]]:
    for match in _BEFORE.finditer(text):
        words = match.group(2).split()
        if _spells(words, match.group(1)):
            yield _pair(match.group(1), words)


def _pair(short: str, words: list[str]) -> tuple[str, str]:
    return (short[:-1] if short.endswith("s") and len(short) > 2 else short), " ".join(words).strip(" ,")


def _spells(words: list[str], short: str) -> bool:
    """Whether the words' first letters spell the short form; small words may be left out of it."""
    letters = re.sub(r"[^A-Za-z]", "", short[:-1] if short.endswith("s") else short).lower()
    if len(letters) < 2:
        return False
    parts = [p for w in words for p in re.split(r"[-/]", w) if p]
    full = "".join(p[0] for p in parts).lower()
    bare = "".join(p[0] for p in parts if p.lower() not in _SMALL).lower()
    return letters in (full, bare)
