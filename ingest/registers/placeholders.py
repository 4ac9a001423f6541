"""What an author left to be filled in: "ADD FIGURE", "[insert date]", "XX%". Words about work to come are none."""

from __future__ import annotations

import re

_FILL = (
    r"(?:figures?|dates?|names?|numbers?|text|links?|details?|data|amounts?|costs?|owners?|value|percentage|total|narrative"
    r"|update|here)"
)
_COMMAND = r"(?i:(?:please )?(?:insert|add|enter|confirm|update|complete|include|provide)\b[^\]>]*)"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # commands in capitals: "ADD FIGURE", "INSERT DATE HERE"
        r"\b(?:ADD|INSERT|ENTER|INCLUDE|CONFIRM|UPDATE|PROVIDE|FILL IN)\s+(?:THE\s+|NEW\s+|LATEST\s+)?"
        rf"(?:{_FILL.upper()[3:-1]}|%|\u00a3)(?:\s+HERE)?\b",
        # anything like it in square or pointed brackets: "[insert date]", "<name>", "[TBC]"
        rf"[\[<]\s*(?:{_COMMAND}|(?i:tb[cda]|to be \w+|x+|{_FILL}(?: of \w+)?|placeholder[^\]>]*)|\?+|\.{{3,}}|\u2026)\s*[\]>]",
        # a command in the place of a value: "cost (insert figure)", "Date: add date"
        rf"(?:^|[(:\u00a3]\s*)(?i:(?:insert|add|enter)\s+{_FILL}(?:\s+here)?)(?=$|\s*[).,;])",
        # crosses for figures and dates, but for Roman numbers behind "Article" and the like
        r"(?<!Article )(?<!Part )(?<!Schedule )(?<!Chapter )(?<!Annex )(?<!Title )\bX{2,}(?:/X{2,})*(?:/20XX)?\b|\bx{3,}\b|\b20XX\b",
        r"\u00a3\s?[Xx]+(?:k|m|bn)?\b|\b[Xx]{1,3}%",
        r"(?:^|[\s\u00a3(])\?{2,}(?=$|[\s%).,])|\b[Ll]orem ipsum\b|\b(?:DD/MM/YY(?:YY)?|dd/mm/yy(?:yy)?)\b|_{4,}",
    )
)
_UNWRITTEN = re.compile(
    r"(?:(?:text|details?|wording|narrative) )?to be (?:added|inserted|completed|written|drafted|provided)\.?", re.I
)
_UNKNOWN = re.compile(r"tb[cd]|to be (?:confirmed|determined|agreed|advised)\.?", re.I)
_WORDED = frozenset(("title", "description", "cause", "consequence", "note"))


def placeholder(field: str, text: str) -> str | None:
    """The placeholder in a field's words as printed; None when there is none.

    A date or an owner may well be still to be confirmed, so "TBC" counts only where words should stand, and only when it stands alone.
    """
    found = next((match for pattern in _PATTERNS if (match := pattern.search(text))), None)
    found = found or _UNWRITTEN.fullmatch(text.strip()) or (_UNKNOWN.fullmatch(text.strip()) if field in _WORDED else None)
    return found.group(0).strip(" (:") if found else None
