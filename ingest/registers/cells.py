"""What the words of one cell of a register can be: a level, a score, a rating, a status, a date, a reference, a name, prose."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from ingest.registers.people import looks_like_owners
from ingest.registers.vocabulary import phrases
from vectorstore.dates import find_dates
from vectorstore.models import fold_space

_NUMBER = re.compile(r"\d{1,3}")
_REF = re.compile(
    r"[A-Za-z]{0,8}[\s./_-]{0,2}\d{1,5}(?:[\s./_-]\d{1,4}){0,2}[A-Za-z]{0,2}|[A-Z]{1,4}\d*|\d{1,3}(?:\.\d{1,3})?\.?"
)
_LEVEL = re.compile(r"^(?:[LIPS]\s?[=:]?\s?)?(\d)(?:\s?/\s?\d)?$", re.I)
_PRODUCT = re.compile(
    r"(?<!\d)(?:[LIPS]\s?)?(?P<a>\d)\s*[x\u00d7*]\s*(?:[LIPS]\s?)?(?P<b>\d)(?!\d)(?:\s*=\s*(?P<v>\d{1,3}))?", re.I
)
_LETTERED = re.compile(r"\b(?P<k>[LIPS]|likelihood|impact|probability|severity)\s*[=:-]?\s*(?P<n>\d)\b", re.I)
_FACTOR = r"L|P|likelihood|probability|I|S|impact|severity|consequence"
_ORDER = re.compile(rf"\b({_FACTOR})\s*(?:\(\w\)\s*)?(?:x|\u00d7|\*|multiplied by|times)\s*(?:{_FACTOR})\b", re.I)
_PARTS = re.compile(rf"\b({_FACTOR})\s*[/,&+]\s*(?:{_FACTOR})\b", re.I)
_TWO = re.compile(r"([1-6])\s*[/,;|]\s*([1-6])")
Order = Literal["likelihood", "impact"]
_DATE_WORDS = re.compile(
    r"\b(?:q[1-4]|quarter [1-4]|spring|summer|autumn|winter|ongoing|on-going|monthly|quarterly|annual(?:ly)?|weekly|tbc|tbd"
    r"|n/?a|end of|continuous|immediate(?:ly)?|asap|complete[d]?"
    r"|(?:19|20)\d\d(?:\s?[/\u2013-]\s?\d\d(?:\d\d)?)?|jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sept?\w*|oct\w*|nov\w*|dec\w*)\b",
    re.I,
)
_BLANK = re.compile(
    r"n/?[ak]|tb[cda]|nil|none|not (?:scored|set|known|applicable|rated|assessed)|[-\u2013\u2014.?*]+|unknown|pending", re.I
)
_WORDS = re.compile(r"[a-z]+(?:[-/][a-z]+)*", re.I)


def is_blank(text: str) -> bool:
    """What stands for a value that there is none of: "N/A", "TBC", "-"."""
    return len(text) <= 14 and bool(_BLANK.fullmatch(text.strip()))


def _bare(text: str) -> str:
    """The words of a level, rating or status without numbers, brackets and punctuation."""
    return fold_space(re.sub(r"[\d()\[\]=:;.,\u2013*+%]|(?<!\w)[-x\u00d7](?!\w)|\s[-\u2013]\s", " ", text.lower())).strip("- /")


@lru_cache(maxsize=65536)
def is_level(text: str) -> bool:
    """A likelihood or an impact: "4", "Likely", "Major (4)", "4 - Likely"."""
    if not text or len(text) > 40:
        return False
    if _LEVEL.match(text.strip()):
        return True
    bare = _bare(text)
    return bare in phrases("likelihood words") or bare in phrases("impact words")


@lru_cache(maxsize=65536)
def level_number(text: str) -> int | None:
    """The whole number that is printed for a level, from 1 to 9."""
    found = re.findall(r"(?<![\d.])\d(?![\d.%]|\s?%)", text)
    return int(found[0]) if found and int(found[0]) > 0 else None


@lru_cache(maxsize=65536)
def is_score(text: str) -> bool:
    """A score: a number up to 125, alone, as a product or with a rating word: "16", "4 x 4 = 16", "High (20)"."""
    if not text or len(text) > 60:
        return False
    if _PRODUCT.search(text) or len(_LETTERED.findall(text)) >= 2 or _TWO.fullmatch(text.strip()):
        return True
    numbers = _NUMBER.findall(text)
    bare = _bare(text)
    return len(numbers) == 1 and int(numbers[0]) <= 125 and (not bare or bare in phrases("rating words") or bare == "score")


@lru_cache(maxsize=65536)
def is_rating(text: str) -> bool:
    """A rating: "High", "Amber", "High (20)"."""
    return bool(text) and len(text) <= 40 and _bare(text) in phrases("rating words")


def rating_word(text: str) -> str | None:
    """The rating in a cell without its number: "high" of "High (20)"; None when there is no word of that sort."""
    bare = _bare(text)
    return bare if bare in phrases("rating words") else None


@lru_cache(maxsize=65536)
def is_status(text: str) -> bool:
    """How far something is: "In progress", "Completed (March 2026)", "80% complete"."""
    if not text or len(text) > 60:
        return False
    bare = _bare(re.sub(r"\([^)]*\)", " ", text))
    return bare in phrases("status words") or bool(re.fullmatch(r"\d{1,3}\s?%(?:\s\w+)?", text.strip()))


@lru_cache(maxsize=65536)
def is_direction(text: str) -> bool:
    """A direction of travel: an arrow or a word for one."""
    return (
        bool(text)
        and len(text) <= 40
        and (text.strip().lower() in phrases("direction words") or bool(re.fullmatch(r"[^\w\s]{1,3}", text.strip())))
    )


@lru_cache(maxsize=65536)
def is_reference(text: str) -> bool:
    """A reference such as "CE01", "SR 4", "2.1"."""
    return bool(text) and len(text) <= 16 and bool(_REF.fullmatch(text.strip()))


@lru_cache(maxsize=65536)
def is_when(text: str, others: int = 3) -> bool:
    """A date or what stands for one: "30/09/2026", "Q2 2026/27", "Ongoing"; `others` is how many more words may stand about it."""
    if not text or len(text) > 60:
        return False
    rest = text
    for found in reversed(find_dates(text)):
        rest = rest[: found.start] + " " + rest[found.end :]
    dated = len(rest.strip()) < len(text.strip()) or _DATE_WORDS.search(text) is not None
    return dated and len(_WORDS.findall(_DATE_WORDS.sub(" ", rest))) <= others


def product_order(text: str, *, label: bool = False) -> Order | None:
    """Which factor of a product comes first, where some words say so: "likelihood" in "Score (L x I)"; None where none do.

    A column's `label` may also name the two parts of what stands in a cell: "Current (L/I)".
    """
    match = _ORDER.search(text) or (_PARTS.search(text) if label else None)
    if match is None:
        return None
    return "likelihood" if match.group(1)[0].lower() in "lp" else "impact"


def scores_in(text: str, order: Order | None = None) -> tuple[int | None, int | None, int | None]:
    """(likelihood, impact, value) as far as a score cell prints them.

    Which factor of a bare product is which is known by the `order` that the register names; without one both are None unless
    they are equal.
    """
    likelihood = impact = value = None
    for match in _LETTERED.finditer(text):
        if match.group("k")[0].lower() in "lp":
            likelihood = int(match.group("n"))
        else:
            impact = int(match.group("n"))
    if product := _PRODUCT.search(text):
        a, b = int(product.group("a")), int(product.group("b"))
        if order or a == b:
            first, second = (a, b) if order == "likelihood" else (b, a)
            likelihood, impact = likelihood or first, impact or second
        if product.group("v"):
            value = int(product.group("v"))
    elif two := _TWO.fullmatch(text.strip()):
        if order is None:
            return likelihood, impact, None
        first, second = int(two.group(1)), int(two.group(2))
        return (first, second, None) if order == "likelihood" else (second, first, None)
    if value is None and (total := re.search(r"(?:=|total|score)\s*:?\s*(\d{1,3})\b", text, re.I)):
        value = int(total.group(1))
    if value is None:
        rest = _PRODUCT.sub(" ", _LETTERED.sub(" ", text))
        numbers = _NUMBER.findall(rest)
        value = int(numbers[-1]) if numbers else None
    return likelihood, impact, value


def fits(field: str | None, text: str) -> float:
    """How well a cell's words go with a field, from -1 (they cannot be it) to 1 (they are of its own kind); 0 for an empty cell."""
    check = _CHECKS.get(field or "list")
    if not text or check is None:
        return 0.0
    return max(0.0, check(text)) if is_blank(text) else check(text)


def _typed(text: str, own: bool, longest: int, other: float) -> float:
    if own:
        return 1.0
    return other if len(text) <= longest else -1.0


def _is_value(text: str) -> bool:
    return is_level(text) or is_rating(text) or is_score(text) or is_status(text)


def _prose(text: str) -> float:
    if len(text) > 60:
        return 0.6
    return -0.6 if _is_value(text) or is_when(text) else 0.1


def _title(text: str) -> float:
    if _is_value(text) or is_direction(text):
        return -0.8
    return 0.3 if len(text) <= 300 and any(c.isalpha() for c in text) else -0.1


def _short(text: str) -> float:
    if _is_value(text) or is_when(text) or is_reference(text):
        return -0.4
    return 0.5 if len(text) <= 45 else -1.0


def _owner(text: str) -> float:
    if looks_like_owners(text):
        return 1.0
    if len(text) > 160 or is_level(text) or is_score(text) or (is_status(text) and text.lower() not in phrases("post words")):
        return -1.0
    return 0.1 if len(text) <= 80 else -0.5


def _note(text: str) -> float:
    if len(text) > 60 or find_dates(text):
        return 0.6
    return -0.5 if is_level(text) or is_score(text) else 0.15


_CHECKS = {
    "ref": lambda t: _typed(t, is_reference(t), 12, -0.5),
    "title": _title,
    "description": _prose,
    "cause": _prose,
    "consequence": _prose,
    "list": _prose,
    "category": _short,
    "group": _short,
    "impact": lambda t: _typed(t, is_level(t), 0, -1.0),
    "likelihood": lambda t: _typed(t, is_level(t), 0, -1.0),
    "score": lambda t: _typed(t, is_score(t) or is_rating(t), 24, -0.7),
    "rating": lambda t: _typed(t, is_rating(t) or is_score(t), 12, -0.7),
    "direction": lambda t: _typed(t, is_direction(t), 40, 0.0),
    "status": lambda t: _typed(t, is_status(t), 40, -0.1),
    "owner": _owner,
    "due": lambda t: _typed(t, is_when(t), 30, -0.4),
    "added": lambda t: _typed(t, is_when(t), 14, -0.4),
    "reviewed": lambda t: _typed(t, is_when(t), 40, -0.2),
    "note": _note,
}
