"""Owners: a cell of names and posts parted into them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

from ingest.registers.posts import parted_posts
from ingest.registers.vocabulary import phrases
from vectorstore.models import fold_space
from vectorstore.records import Owner

_PARTICLE = r"(?:van|von|de|da|do|dos|del|della|der|den|di|du|la|le|bin|ibn|ben|al|el|ap|ab|ferch|ni|mac|o['\u2019]|y)"
_NAME_WORD = rf"(?:[^\W\d_a-z][\w'\u2019]*(?:-[^\W\d_][\w'\u2019]*)*\.?|(?:[A-Z]\.){{1,3}}|{_PARTICLE}(?=\s))"
_TITLED = r"(?:(?:Cllr|Councillor|Dr|Mr|Mrs|Ms|Miss|Mx|Sir|Prof|Professor|Rev|Revd|Dame|Lord|Lady|Baroness|Ald|Alderman)\.?\s+)"
_PERSON = re.compile(rf"{_TITLED}?{_NAME_WORD}(?:\s+{_NAME_WORD}){{1,5}}(?:\s+(?:OBE|MBE|CBE|QC|KC|QPM|JP))?")
_TITLED_PERSON = re.compile(rf"{_TITLED}{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,4}}")
_TITLE = re.compile(_TITLED.rstrip("+").removesuffix(r"\s") + r"$")
_INITIALS = re.compile(r"[A-Z]{2,5}|(?:[A-Z]\.){2,4}|[A-Z]{1,2}/[A-Z]{1,2}")
_HARD = re.compile(r"\s*[;\n\u2022\u00b7|]\s*")
_SOFT = re.compile(r"(\s*,\s*(?:and\s+|&\s*)?|\s*/\s*|\s+(?:and|&|\+)\s+|\s*&\s*)")
_BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_LISTING = re.compile(r"(.*\b(?:leads|officers|managers|directors|heads|advisers|advisors|partners|owners))\s*\(([^()]*)\)", re.I)
_LOWER = {"of", "for", "and", "the", "to", "with", "in", "&", "on", "-", "\u2013", "or"}
_LONGEST = 14  # words


def split_owners(lines: Sequence[str], known: Iterable[str] = ()) -> tuple[Owner, ...]:
    """The people and posts of a cell, in order, as printed. `lines` are the cell's lines or paragraphs.

    A name with that person's post behind it ("Ann Lee, Head of Housing") is one owner. Names that only white space parts ("Ann Lee
    Omar Khan") are parted where `known` names (those that stand alone in other cells) end, else into pairs when their number of words is even.
    """
    names = frozenset(known)
    whole = _whole_lines([p for line in lines for p in _HARD.split(fold_space(line))])
    whole = [part for line in whole for part in _listed(line)]
    posts = [_shown(post) for line in whole if not _is_nobody(line) for post in parted_posts(_hidden(line), is_person, names)]
    found = [part for post in posts for part in _parts(post)]
    out = [name.strip(" ,;:-\u2013") for part in found for name in _unjoined(part, names)]
    return tuple(Owner(n, kind_of(n)) for n in dict.fromkeys(out) if n)


def _listed(line: str) -> list[str]:
    """A line, and apart from it the posts that brackets behind a plural list: "Project leads (Head of Parks and programme manager)"."""
    match = _LISTING.fullmatch(line)
    if not match or not _is_headed(match.group(2)):
        return [line]
    return [match.group(1), *re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+(?=[^,]*$)", match.group(2))]


def kind_of(text: str) -> Literal["person", "post"]:
    """Whether an owner is a person (perhaps with a post) or a post, team or service."""
    first = _SOFT.split(text)[0] if "," in text else re.split(r"\s[-\u2013]\s", text)[0]
    return "person" if is_person(text) or (first != text and is_person(first)) else "post"


def is_person(text: str) -> bool:
    """A person's name by its form: two to six words with capitals, none of them a word of posts, or initials."""
    bare = fold_space(_BRACKETED.sub(" ", text))
    if _INITIALS.fullmatch(bare):
        return bare.lower() not in phrases("post words")
    if _TITLED_PERSON.fullmatch(bare):
        return True
    if not _PERSON.fullmatch(bare):
        return False
    words = re.findall(r"[\w'\u2019-]+", bare.lower())
    posts = [w in phrases("post words") or w in phrases("post heads") for w in words]
    return not any(posts[:-1]) and not (posts[-1] and (len(words) != 2 or words[-1] in phrases("post heads")))


@lru_cache(maxsize=65536)
def looks_like_owners(text: str) -> bool:
    """Whether a cell can hold owners and little else: names, posts, initials."""
    if (
        not text
        or len(text) > 200
        or any(text.lower() in phrases(f"{name} words") for name in ("likelihood", "impact", "direction", "status"))
    ):
        return False
    if re.search(r"[.!?]\s+[A-Z]\w+\s\w+\s\w+|\d{2,}", re.sub(r"\b[sS](?:ection\s?|\.\s?)?(?:151|73|114)\b", "", text)):
        return False
    parts = [p for line in _HARD.split(fold_space(text)) for p in _parts(line)]
    return bool(parts) and all(_is_owner(p) for p in parts)


def _is_nobody(text: str) -> bool:
    return bool(
        re.fullmatch(r"n/?a|tb[cda]|none|nil|not applicable|[-\u2013.?]+|to be (?:confirmed|agreed|determined)", text, re.I)
    )


def _is_owner(text: str) -> bool:
    if is_whole(text):
        return True
    bare = fold_space(_BRACKETED.sub(" ", text))
    pieces = re.split(r"\s*,\s*|\s[-\u2013]\s", bare)
    if len(pieces) == 2 and all(map(is_whole, pieces)):
        return True
    words = bare.replace(",", " ").split()
    if 1 < len(words) <= 10 and all(re.fullmatch(_NAME_WORD, w) for w in words):
        return not any(
            w.lower() in phrases("rating words") or w.lower() in phrases("status words") for w in words
        )  # names in a row
    return len(words) == 1 and words[0].lower() in phrases("post words") and words[0][:1].isupper()


@lru_cache(maxsize=65536)
def is_whole(text: str) -> bool:
    """Whether some words are one owner by themselves: a person, initials, or a post with the word that makes it one."""
    bare = fold_space(_BRACKETED.sub(" ", text)).strip(" ,;-\u2013")
    words = bare.split()
    if not words or len(words) > _LONGEST or bare.endswith("."):
        return False
    if is_person(bare) or _INITIALS.fullmatch(bare):
        return True
    lower = [
        w.lower().strip(",.'\u2019s") if w.lower().strip(",.") not in phrases("post heads") else w.lower().strip(",.")
        for w in words
    ]
    if not any(w in phrases("post heads") for w in lower) and not all(w in phrases("post words") or w in _LOWER for w in lower):
        return False
    if lower[-1] in _LOWER:
        return False
    return all(w[:1].isupper() or w.lower().strip(",") in _LOWER or re.fullmatch(r"s?\d{2,3}|children's", w) for w in words)


def _is_headed(text: str) -> bool:
    """Whether a post has the word that makes it one: "Officer", "Head"."""
    return any(w in phrases("post heads") for w in re.findall(r"[\w'\u2019-]+", _BRACKETED.sub(" ", text).lower()))


def _is_named(text: str) -> bool:
    return is_person(text) or bool(_INITIALS.fullmatch(text))


def _parts(line: str) -> list[str]:
    """A line parted at commas, slashes and "and" where both sides are owners by themselves."""
    pieces = _SOFT.split(_hidden(line))
    out = [pieces[0]]
    for sign, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if _parts_here(out[-1], sign, piece, len(pieces) // 2 + 1):
            out.append(piece)
        else:
            out[-1] = f"{out[-1]}{sign}{piece}"
    return [p for p in (_shown(part).strip() for part in out) if p]


def _parts_here(left: str, sign: str, right: str, count: int) -> bool:
    left, right = _shown(left), _shown(right)
    if not left or not right:
        return True
    if is_whole(left) and is_whole(right):
        if not _is_headed(right) and not _is_named(right):
            # "Head of Legal and Finance": what has no head of its own goes on with the post before it
            return sign.strip() == "/" and not _is_headed(left)
        if _INITIALS.fullmatch(right) and _is_headed(left):
            return sign.strip() == "/"
        # "Ann Lee, Head of Housing" is one owner; a post before a name are two, as are two of a kind
        return not (sign.strip() == "," and is_person(left) and not is_person(right))
    if sign.strip() == "," and is_whole(right) and "," in left and _is_owner(left):
        return True
    single = [re.fullmatch(_NAME_WORD, p) is not None for p in (left, right)]
    return (
        all(single) and (sign.strip() != "," or count > 2) and not any(p.lower() in phrases("post words") for p in (left, right))
    )


def _hidden(line: str) -> str:
    """The line with the separators inside brackets made unseen."""
    return _BRACKETED.sub(lambda m: m.group().translate(_TO), line)


def _shown(line: str) -> str:
    return line.translate(_BACK)


_TO = str.maketrans({",": "\ue000", "/": "\ue001", "&": "\ue002", " ": "\ue003"})
_BACK = str.maketrans({"\ue000": ",", "\ue001": "/", "\ue002": "&", "\ue003": " "})


def _whole_lines(parts: Sequence[str]) -> list[str]:
    """Lines of a narrow column put together where a line is no owner by itself ("Strategic Director" / "of Housing")."""
    out: list[str] = []
    for part in parts:
        first = part.split()[0].lower() if part.split() else ""
        if (
            out
            and part
            and (first in _LOWER or out[-1].split()[-1].lower() in _LOWER or out[-1].endswith(",") or part.startswith("("))
        ):
            out[-1] = f"{out[-1]} {part}"
        elif part:
            out.append(part)
    return out


def _unjoined(text: str, known: frozenset[str]) -> list[str]:
    """Several names in a row parted; anything else as it is."""
    bracketed = re.findall(r"[^()]+\([^()]*\)", text) if "(" in text and text.endswith(")") else []
    if len(bracketed) > 1 and "".join(bracketed) == text:
        return [b.strip(" ,&") for b in bracketed]
    words = text.split()
    if len(words) < 3 or "(" in text or "," in text:
        return [text]
    if any(w.lower().strip(",.") in phrases("post words") or w.lower().strip(",.") in phrases("post heads") for w in words):
        return [text]
    if not all(w[:1].isupper() for w in words):
        return [text]
    for take in range(len(words) - 1, 1, -1):
        if " ".join(words[:take]) in known and len(words) - take > 1:
            return [" ".join(words[:take]), *_unjoined(" ".join(words[take:]), known)]
    if len(words) % 2 == 0 and not any(_TITLE.match(w) or len(w.strip(".")) < 2 for w in words):
        return [" ".join(words[n : n + 2]) for n in range(0, len(words), 2)]
    return [text]
