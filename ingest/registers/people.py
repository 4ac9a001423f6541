"""Owners: a cell of names and posts parted into them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ingest.registers.vocabulary import phrases
from vectorstore.models import fold_space
from vectorstore.records import Owner

_NAME_WORD = r"(?:[A-Z][\w'\u2019]*(?:-[A-Z][\w'\u2019]*)*\.?|(?:van|von|de|da|del|der|la|le|bin|ben|al|el|ap|ni|o')(?=\s))"
_PERSON = re.compile(
    rf"(?:(?:Cllr|Councillor|Dr|Mr|Mrs|Ms|Miss|Sir|Prof|Professor|Rev|Dame|Lord|Lady)\.?\s+)?{_NAME_WORD}(?:\s+{_NAME_WORD}){{1,4}}$"
)
_TITLE = re.compile(r"^(?:Cllr|Councillor|Dr|Mr|Mrs|Ms|Miss|Sir|Prof|Professor|Rev|Dame|Lord|Lady)\.?$", re.I)
_INITIALS = re.compile(r"^[A-Z]{2,4}$")
_PARTED = re.compile(r"\s*(?:[;\n\u2022|]|/(?!\w\b)|\s&\s(?=[A-Z][\w'-]+\s[A-Z])|\s+and\s+(?=[A-Z][\w'-]+\s[A-Z]))\s*")
_COMMA = re.compile(r"\s*,\s*")
_LOWER = {"of", "for", "and", "the", "to", "with", "in", "&", "on", "-", "\u2013"}


def split_owners(lines: Sequence[str], known: Iterable[str] = ()) -> tuple[Owner, ...]:
    """The people and posts of a cell, in order, as printed. `lines` are the cell's lines or paragraphs.

    Names that only white space parts ("Ann Lee Omar Khan") are parted where `known` names (those that stand alone in other cells) end, else
    into pairs when their number of words is even.
    """
    names = frozenset(known)
    found: list[str] = []
    for line in lines:
        for part in _PARTED.split(fold_space(line)):
            found += _by_comma(part)
    joined = _whole_lines(found)
    out = [name for part in joined for name in _unjoined(part, names)]
    return tuple(Owner(n, "person" if is_person(n) else "post") for n in dict.fromkeys(x.strip(" ,;:-") for x in out) if n)


def is_person(text: str) -> bool:
    """A person's name by its form: two to five words with capitals, none of them a word of posts."""
    bare = fold_space(re.sub(r"\([^)]*\)", " ", text))
    if _INITIALS.match(bare):
        return bare.lower() not in phrases("post words")
    if not _PERSON.match(bare):
        return False
    words = [w for w in re.findall(r"[\w'\u2019-]+", bare.lower()) if w not in ("cllr", "councillor")]
    return not any(w in phrases("post words") for w in words[:-1]) and not (
        words[-1] in phrases("post words") and len(words) != 2
    )


@lru_cache(maxsize=65536)
def looks_like_owners(text: str) -> bool:
    """Whether a cell can hold owners and little else: names, posts, initials."""
    if (
        not text
        or len(text) > 200
        or re.search(r"[.!?]\s+[A-Z]\w+\s\w+\s\w+|\d{2,}", re.sub(r"\b[sS](?:ection )?151\b", "", text))
    ):
        return False
    parts = [p for line in _PARTED.split(fold_space(text)) for p in _by_comma(line)]
    return bool(parts) and all(_is_owner(p) for p in parts)


def _is_owner(text: str) -> bool:
    bare = fold_space(re.sub(r"\([^)]*\)", " ", text))
    words = bare.split()
    if not words or len(words) > 14:
        return False
    if _INITIALS.match(bare) or _PERSON.match(bare):
        return True
    if len(words) <= 10 and all(re.fullmatch(_NAME_WORD, w) for w in words):
        return True  # names in a row
    capital = [w for w in words if w.lower() not in _LOWER]
    named = any(w.lower().strip(",.") in phrases("post words") for w in words)
    return named and all(w[:1].isupper() or w[:1] == "(" for w in capital)


def _by_comma(part: str) -> list[str]:
    """Parts at commas, unless the comma is a post's own ("Director of Housing, Health and Care")."""
    pieces = [p for p in _COMMA.split(part) if p]
    if len(pieces) < 2:
        return pieces
    if all(is_person(p) or _INITIALS.match(p) for p in pieces):
        return pieces
    heads = (
        "director",
        "head",
        "chief",
        "assistant",
        "deputy",
        "group",
        "service",
        "strategic",
        "corporate",
        "interim",
        "leader",
        "chair",
        "all",
        "team",
    )
    if all(is_person(p) or p.split()[0].lower() in heads for p in pieces) and not (len(pieces) == 2 and is_person(pieces[0])):
        return pieces
    if len(pieces) == 2 and is_person(pieces[0]) and not is_person(pieces[1]):
        return [part]  # a person and that person's post
    return [part]


def _whole_lines(parts: Sequence[str]) -> list[str]:
    """Lines of a narrow column put together where a line is no owner by itself ("Strategic Director" / "of Housing")."""
    out: list[str] = []
    for part in parts:
        first = part.split()[0].lower() if part.split() else ""
        if out and (first in _LOWER or (out[-1].split()[-1].lower() in _LOWER) or part.startswith("(")):
            out[-1] = f"{out[-1]} {part}"
        elif part:
            out.append(part)
    return out


def _unjoined(text: str, known: frozenset[str]) -> list[str]:
    """Several names in a row parted; anything else as it is."""
    bracketed = re.findall(r"[^()]+\([^()]*\)", text)
    if len(bracketed) > 1 and "".join(bracketed) == text:
        return [b.strip(" ,&") for b in bracketed]
    words = text.split()
    if len(words) < 3 or "(" in text:
        return [text]
    if any(w.lower().strip(",.") in phrases("post words") for w in words):
        return _posts(words)
    if not all(w[:1].isupper() for w in words):
        return [text]
    for take in range(len(words) - 1, 1, -1):
        if " ".join(words[:take]) in known and len(words) - take > 1:
            return [" ".join(words[:take]), *_unjoined(" ".join(words[take:]), known)]
    if len(words) % 2 == 0 and not any(_TITLE.match(w) for w in words):
        return [" ".join(words[n : n + 2]) for n in range(0, len(words), 2)]
    return [text]


def _posts(words: list[str]) -> list[str]:
    """Posts in a row parted where a new one begins: "Director of Education Strategic Director Customer & Workplace"."""
    starts = [0]
    heads = {"director", "head", "chief", "leader"}
    before = {
        "strategic",
        "assistant",
        "deputy",
        "group",
        "corporate",
        "interim",
        "executive",
        "service",
        "associate",
        "managing",
        "divisional",
    }
    for n in range(1, len(words)):
        word = words[n].lower().strip(",")
        opens = word in before or word in heads
        inside = words[n - 1].lower() in _LOWER | before or (word in heads and words[n - 1].lower().strip(",") in before)
        follows = word in heads or (n + 1 < len(words) and words[n + 1].lower().strip(",") in heads | before)
        if opens and follows and not inside and n - starts[-1] >= 2:
            starts.append(n)
    return [" ".join(words[a:b]).strip(" ,&") for a, b in zip(starts, [*starts[1:], len(words)], strict=True)]
