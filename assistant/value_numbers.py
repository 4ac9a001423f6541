"""Numbers, amounts, percentages and ordinals as a text states them, in figures and in words, in normal forms that are equal however printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

Kind = Literal["number", "amount", "percentage", "points", "ordinal", "date", "period", "time", "reference"]
Read = Iterator[tuple[int, int, Kind, str]]
"""(start, end, kind, normal form) of each value in a text."""

_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: n for n, word in enumerate(_UNITS.split())} | {word: 10 * n for n, word in enumerate(_TENS.split(), 2)}
_LARGE = {"hundred": 100, "dozen": 12, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SCALES = {"k": 1000, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12, **_LARGE}
_NTH = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
_ORDINALS = {word: n for n, word in enumerate(_NTH.split(), 1)}
_PARTS = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_CURRENCIES = {"pound": "\u00a3", "gbp": "\u00a3", "euro": "\u20ac", "dollar": "$"}

_AFTER = (
    r"(?:\s?(?P<points>percentage\s+points?|%\s?points?|pp\b|ppts?\b)"
    r"|(?P<scale>\s?(?:bn|mn|tn|m|k)\b|[\s-]?(?:hundred|thousand|million|billion|trillion|dozen)\b)?"
    r"(?:\s?(?P<share>%|per\s?cent\b|pct\b)|(?P<pence>\s?p\b|\s?pence\b)|[\s-](?P<money>pound|euro|dollar|GBP)s?\b)?)"
)
_FIGURE = re.compile(
    r"(?P<sign>(?<![\w)\]%.,/\u2013-])[-\u2212\u2013])?(?:(?P<currency>[\u00a3$\u20ac])\s?|(?P<pounds>GBP)\s?)?(?P<minus>(?<=[\u00a3$\u20ac])[-\u2212])?"
    rf"(?P<figure>\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)(?:(?P<ordinal>st|nd|rd|th)\b|{_AFTER})",
    re.I,
)
_WORD = "|".join(sorted([*_SMALL, *_LARGE], key=len, reverse=True))
_IN_WORDS = re.compile(
    rf"\b(?:an?\s+(?=hundred|thousand|million|billion|dozen))?(?P<words>(?:{_WORD})\b(?:(?:\s?-\s?|\s+and\s+|\s+)(?:{_WORD})\b)*)"
    rf"(?P<half>\s+and\s+a\s+half\b)?{_AFTER}",
    re.I,
)
_SHARE = re.compile(
    r"\b(?<!and a )(?!(?<=and )an? half)(?P<by>by\s+)?"
    r"(?:(?P<many>one|two|three|four|nine|an?)[\s-])?(?P<part>half|halves|thirds?|quarters?|fifths?|tenths?)\b"
    r"(?:\s+a\s+(?P<scale>million|billion)\b(?P<money>\s+pounds\b)?|(?P<of>\s+of\b)|(?P<alone>(?=\s+(?:on|more|less|fewer|higher|lower|since|from)\b|\s*[.,;)]|$)))?",
    re.I,
)
_NO_SHARE = re.compile(r"[\s-](?:term|yearly|year|day|time|way|hour|hourly|party|parties|sector|reading|person)\b", re.I)
_ORDINAL = re.compile(rf"\b(?:{'|'.join(_ORDINALS)})\b", re.I)
# "one" is a number but for "no one", "this one", "one another"
_PRONOUN = re.compile(r"\b(?:no|any|every|some|each|which|this|that|the|another)[\s-]$", re.I)
_ONE_MORE = re.compile(r"\s+another\b", re.I)
_JOINED = re.compile(r"\s?[-\u2013\u2014]\s?|\s(?:to|or)\s")


def figures(text: str) -> Read:
    """Values printed in figures; of two that are joined ("£5-10m", "5 to 10%", "between £1 and £1.5 million") each has what either says."""
    matches = list(_FIGURE.finditer(text))
    parts = [_printed(m) for m in matches]
    for n in range(len(matches) - 1):
        if _joined(text, matches[n], matches[n + 1]):
            parts[n], parts[n + 1] = _alike(parts[n], parts[n + 1], "," in matches[n]["figure"])
    for match, part in zip(matches, parts, strict=True):
        yield *match.span(), *_normal(part)


@dataclass(frozen=True, slots=True)
class _Parts:
    """A printed number taken apart: its size without the scale, the scale's name, the unit that makes it more than a number, its sign."""

    size: Fraction
    scale: str = ""
    unit: str = ""
    sign: str = ""


def _printed(match: re.Match[str]) -> _Parts:
    named = match.groupdict()
    unit = named.get("currency") or ("\u00a3" if named.get("pounds") else "")
    unit = unit or _unit(match)
    sign = "-" if named.get("sign") or named.get("minus") else ""
    return _Parts(Fraction(match["figure"].replace(",", "")), _scale(match), "ordinal" if match["ordinal"] else unit, sign)


def _unit(match: re.Match[str]) -> str:
    if match["points"]:
        return "points"
    if match["share"]:
        return "%"
    return "p" if match["pence"] else _CURRENCIES.get((match["money"] or "").lower(), "")


def _scale(match: re.Match[str]) -> str:
    return (match["scale"] or "").strip(" -").lower()


def _joined(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    between = text[first.end() : second.start()]
    return bool(_JOINED.fullmatch(between)) or (
        between == " and " and re.search(r"\bbetween\s+$", text[max(0, first.start() - 10) : first.start()], re.I) is not None
    )


def _alike(first: _Parts, second: _Parts, written_out: bool) -> tuple[_Parts, _Parts]:
    if first.unit in "\u00a3$\u20ac" and first.unit and not second.unit:
        second = replace(second, unit=first.unit)
    elif second.unit and not first.unit and second.unit != "ordinal":
        first = replace(first, unit=second.unit)
    if second.scale and not first.scale and first.unit == second.unit and not written_out and first.size < 1000:
        first = replace(first, scale=second.scale)
    return first, second


def _normal(parts: _Parts) -> tuple[Kind, str]:
    size = parts.size * _SCALES.get(parts.scale, 1)
    if parts.unit == "ordinal":
        return "ordinal", _shown(size)
    if parts.unit in ("points", "%"):
        return ("points" if parts.unit == "points" else "percentage"), parts.sign + _shown(size)
    if parts.unit == "p":
        return "amount", f"{parts.sign}\u00a3{_shown(size / 100)}"
    return ("amount" if parts.unit else "number"), f"{parts.sign}{parts.unit}{_shown(size)}"


def _shown(size: Fraction) -> str:
    """A number without separators or idle noughts: "1204", "26.5", "100/3"."""
    for places in range(7):
        if (size * 10**places).denominator == 1:
            digits = str(int(size * 10**places)).rjust(places + 1, "0")
            return f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return str(size)


def shares(text: str) -> Read:
    """Shares in words ("half", "two thirds", "a quarter of"), as percentages; "half a million" as a number."""
    for match in _SHARE.finditer(text):
        part = Fraction(1, _PARTS[match["part"].lower().removesuffix("s") if match["part"].lower() != "halves" else "halve"])
        many = (match["many"] or "").lower()
        if match["scale"]:
            parts = _Parts(part, match["scale"].lower(), "\u00a3" if match["money"] else "")
            yield *match.span(), *_normal(parts)
        elif not _NO_SHARE.match(text, match.end()) and (
            part == Fraction(1, 2)
            or match["of"]
            or match["by"]
            or (many and match["alone"] is not None)
            or many not in ("", "a", "an")
        ):
            yield *match.span(), "percentage", _shown(part * _SMALL.get(many, 1) * 100)


def in_words(text: str) -> Read:
    """Values in number words ("twenty-three", "two hundred and five", "a million pounds", "seven per cent")."""
    for match in _IN_WORDS.finditer(text):
        sizes = _sizes(re.findall(r"[a-z]+", match["words"].lower()))
        if sizes == [1] and not match["scale"] and _is_pronoun(text, match):
            continue
        if match["half"]:
            sizes[-1] += Fraction(1, 2)
        for size in sizes[:-1]:
            yield *match.span(), "number", _shown(size)
        yield *match.span(), *_normal(_Parts(sizes[-1], _scale(match), _unit(match)))


def _is_pronoun(text: str, match: re.Match[str]) -> bool:
    return bool(_PRONOUN.search(text[max(0, match.start() - 10) : match.start()]) or _ONE_MORE.match(text, match.end()))


def _sizes(words: Sequence[str]) -> list[Fraction]:
    """The numbers that some number words in a row make: one, or several where a word cannot go on the number before it."""
    found: list[Fraction] = []
    whole = part = 0
    last = 0  # the size of the last word, 0 at the start of a number

    def ended() -> None:
        nonlocal whole, part, last
        if last:
            found.append(Fraction(whole + part))
        whole = part = last = 0

    for word in words:
        if word == "and":
            continue
        if word in _LARGE:
            if _LARGE[word] == 100 or word == "dozen":
                part = max(part, 1) * _LARGE[word]
            else:
                whole, part = whole + max(part, 1) * _LARGE[word], 0
            last = _LARGE[word]
            continue
        size = _SMALL[word]
        if last and not (last >= 100 or (20 <= last < 100 and 0 < size < 10)):
            ended()
        part += size
        last = size or 1
    ended()
    return found


def ordinals(text: str) -> Read:
    for match in _ORDINAL.finditer(text):
        yield *match.span(), "ordinal", str(_ORDINALS[match.group().lower()])
