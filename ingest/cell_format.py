"""Spreadsheet values as the sheet shows them: dates in words, percentages, sums of money.

Number formats are those of ECMA-376 part 1, 18.8.31, as far as they are met in practice: sections for positive, negative and
zero, decimals, thousands, scaling commas, percentages, currency signs and other literal text.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from vectorstore.models import fold_space

_COLOUR = re.compile(r"\[(?!\$)[^\]]*\]")  # also conditions
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_FILLING = re.compile(r"_.|\*.")  # a space of another character's width; a character repeated to fill the cell
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_DIGITS = re.compile(r"[#0?][#0?,. ]*(?:E[+-]0+)?", re.I)


def shown(value: object, number_format: str = "General") -> str:
    """The value as text, white space folded; an empty cell gives an empty string."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date | time | timedelta):
        return _moment(value, number_format)
    if isinstance(value, int | float):
        return _number(value, number_format)
    return fold_space(str(value))


def _moment(value: datetime | date | time | timedelta, number_format: str) -> str:
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds() // 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, time):
        return value.strftime("%H:%M")
    pattern = _LITERAL.sub("", _COLOUR.sub("", number_format)).lower()
    clock = f" {value:%H:%M}" if isinstance(value, datetime) and (value.hour or value.minute) else ""
    if pattern != "general" and "d" not in pattern and not clock:
        if "m" in pattern and "y" in pattern:
            return f"{value:%B %Y}"
        if "m" not in pattern and "y" in pattern:
            return f"{value:%Y}"
    return f"{value.day} {value:%B %Y}{clock}"


def _number(value: int | float, number_format: str) -> str:
    if number_format in ("General", "@", "") or "General" in number_format:
        return _plain(value)
    sections = number_format.split(";")
    own_negative = value < 0 and len(sections) > 1
    section = sections[1] if own_negative else sections[2] if value == 0 and len(sections) > 2 else sections[0]
    before, pattern, after = _parts(section)
    if not pattern:
        # Only text: a dash for nought, or nothing at all.
        return fold_space(before + after) if section.strip() else ""
    amount = abs(value) if own_negative else value
    text = _digits(amount, pattern, percent="%" in after or "%" in before)
    if text.startswith("-"):
        before, text = "-" + before, text[1:]
    return fold_space(f"{before}{text}{after}")


@lru_cache(maxsize=1024)
def _parts(section: str) -> tuple[str, str, str]:
    """What stands before the digits, the digits' pattern, what stands after them."""
    section = _FILLING.sub("", _COLOUR.sub("", _CURRENCY.sub(r'"\1"', section)))
    literals: list[str] = []

    def keep(found: re.Match[str]) -> str:
        literals.append(found.group(1) if found.group(1) is not None else found.group(2))
        return chr(0xE000 + len(literals) - 1)  # a private character, so that a digit sign inside quotes is no pattern

    section = _LITERAL.sub(keep, section)
    found = _DIGITS.search(section)
    before, pattern, after = (section[: found.start()], found.group(), section[found.end() :]) if found else (section, "", "")

    def restore(text: str) -> str:
        return re.sub(r"[\ue000-\uefff]", lambda m: literals[ord(m.group()) - 0xE000], text)

    # The "?" of '"-"??' keeps a place free for a digit and shows none where there is only text.
    if found and not re.search(r"[#0]", pattern):
        before, pattern = before + after, ""
    return restore(before), pattern.rstrip(), restore(after)


def _digits(value: int | float, pattern: str, *, percent: bool) -> str:
    if re.search(r"E[+-]", pattern, re.I):
        return f"{value:.2E}"
    scaled = value * 100 if percent else value
    whole, _, decimals = pattern.partition(".")
    for _ in range(len(pattern) - len(pattern.rstrip(","))):
        scaled /= 1000
    places = len(re.sub(r"[^0#?]", "", decimals))
    least = len(re.sub(r"[^0]", "", decimals))
    comma = "," if "," in whole.rstrip(",") else ""
    # Halves are rounded away from nought, as spreadsheets do; the tiny addition undoes binary fractions such as 0.285.
    nudged = scaled + (1e-9 if scaled >= 0 else -1e-9) * max(1.0, abs(scaled) * 1e-3)
    text = f"{nudged:{comma}.{places}f}"
    if places > least and "." in text:
        kept = len(text) - (places - least)
        text = text[:kept] + text[kept:].rstrip("0")
        text = text.rstrip(".")
    zeros = len(re.sub(r"[^0]", "", whole))
    sign, bare = ("-", text[1:]) if text.startswith("-") else ("", text)
    if not comma and zeros > 1:
        bare = bare.zfill(zeros + (places + 1 if places and "." in bare else 0))
    return sign + bare if float(bare.replace(",", "") or 0) else bare


def _plain(value: int | float) -> str:
    if isinstance(value, int) or (value == int(value) and abs(value) < 1e15):
        return str(int(value))
    return f"{value:.10g}"
