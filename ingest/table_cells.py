"""What the words of a table's cell, or of one row on its own, look like: a figure, a period of time, a label, a header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from ingest.column_words import COLUMN_NOUNS, COLUMN_QUALIFIERS, FRONT_SHEET, UNITS
from vectorstore.models import fold_space

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:19|20)\d\d"
# Two-digit years only with a slash: "10 - 15" is an age band.
_YEARS = rf"(?:fy\s?)?(?:{_YEAR}\s?[/–—-]\s?(?:{_YEAR}|\d\d)|\d\d/\d\d)"
_TAG = re.compile(r"</?[a-z][^<>]*>", re.I)
_FIGURE = re.compile(
    r"[(<>≤≥~+\-–−£$€\s]*\d[\d,.\s]*(?:%|p|k|m|bn|million|billion|fte)?[)*†‡\s]*(?:\([^()]*\)[*†]?)?|n/?a|nil|none|tb[cd]|[-–—.:*]+",
    re.I,
)
_DATE = re.compile(
    rf"\d{{1,2}}(?:st|nd|rd|th)?[\s-]{_MONTH}[\s,-]+(?:\d{{4}}|\d\d)|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}-\d\d-\d\d(?:[ T][\d:.]+)?",
    re.I,
)
_PERIOD_CORE = re.compile(
    rf"\b(?:{_YEARS}|{_YEAR}|{_MONTH}(?:[-\s'’]\d\d)?|q[1-4]|quarter\s?[1-4]|period\s?\d+|month\s?\d+|week\s?\d+|h[12]|ytd)\b",
    re.I,
)
_PERIOD_REST = re.compile(
    r"\b(?:the|to|of|as|at|end|mid|year|years|ending|ended|outturn|actuals?|forecast|budget|est|estimated?|target|plan|provisional|revised|original"
    r"|approved|spend|full|half|financial|calendar|first|second|third|fourth|term|autumn|spring|summer|winter|and|from|per|annual)\b|[\W_]+|\b\d{1,2}(?:st|nd|rd|th)?\b",
    re.I,
)
_CAPTION = re.compile(r"(?:table|figure|chart|appendix|annex|section|part|schedule)\b", re.I)
_BAND = re.compile(r"\d{1,3}\s?[-–]\s?\d{1,3}|\d{1,3}\+|[<>≤≥]\s?\d{1,3}")
_SENTENCE = re.compile(r"[.!;]\s+\S|[!;,]$|\w{4,}\.$|(?:\w+\W+){3}\w+\.$|^[•●■▪▶\uf0b7]|@|https?:|www\.")
_BY = re.compile(r"^(?:by|before|from|in|until|during)\s+", re.I)
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?", re.I)
LONGEST_LABEL = 90  # characters; the longest printed column labels met in council tables have about 70


def plain(text: str) -> str:
    """The cell's words without left-over HTML tags, white space folded."""
    return fold_space(_TAG.sub(" ", text) if "<" in text else text)


def label_text(text: str) -> str:
    """A label as it is shown: tags and the closing colon gone."""
    return plain(text).rstrip(":").rstrip()


@lru_cache(maxsize=65536)
def is_figure(text: str) -> bool:
    """A number, sum, percentage or date, or what stands for one ("n/a", "-")."""
    text = plain(text)
    return bool(text) and len(text) <= 40 and bool(_FIGURE.fullmatch(text) or _DATE.fullmatch(text))


@lru_cache(maxsize=65536)
def is_period(text: str) -> bool:
    """A year, month, quarter or span of time, with at most words such as "outturn" or "end of" about it; also a full date."""
    text = plain(text)
    if not text or len(text) > 45:
        return False
    if _DATE.fullmatch(text):
        return True
    return bool(_PERIOD_CORE.search(text)) and not _PERIOD_REST.sub("", _PERIOD_CORE.sub("", text))


def is_caption(text: str) -> bool:
    """The name of a table or of a part of the paper ("Table 2: ...")."""
    return bool(_CAPTION.match(text))


def is_year(text: str) -> bool:
    """A bare year, which could also be a count."""
    return bool(re.fullmatch(_YEAR, plain(text)))


@lru_cache(maxsize=65536)
def is_unit(text: str) -> bool:
    """A unit such as "£000" or "%"."""
    return plain(text).strip("()").lower() in UNITS


@lru_cache(maxsize=65536)
def could_label(text: str, longest: int = LONGEST_LABEL) -> bool:
    """Short (`longest` characters, a word for every six), not a sentence, not a figure: it could be a label by its shape."""
    text = plain(text)
    if not text or len(text) > longest or len(text.split()) > longest // 6:
        return False
    if is_unit(text) or is_period(text) or _BAND.fullmatch(text):
        return True
    return not is_figure(text) and bool(_WORD.search(text)) and not _SENTENCE.search(text)


@lru_cache(maxsize=65536)
def names_column(text: str) -> bool:
    """It could label a column by its words too: a column noun, and mostly words that go with one."""
    if not could_label(text):
        return False
    words = [w.lower() for w in _WORD.findall(_PERIOD_CORE.sub(" ", plain(text)))]
    if not words:
        return is_unit(text)
    known = sum(w in COLUMN_NOUNS or w in COLUMN_QUALIFIERS for w in words)
    if any(sign in text for sign in "£%€") and known == len(words):
        return True
    return known >= 0.6 * len(words) and any(w in COLUMN_NOUNS for w in words)


@lru_cache(maxsize=8192)
def names_field(text: str) -> bool:
    """It could be the left cell of a front sheet: a known field, or words that close with a colon."""
    words = plain(text)
    return could_label(words) and (words.endswith(":") or label_text(words).lower() in FRONT_SHEET)


def says_when(text: str) -> bool:
    """A date, month or term, or a deadline made of one ("by the end of April 2026"); a bare year may be a count."""
    bare = _BY.sub("", plain(text))
    return is_period(bare) and not is_year(bare)


def run_of_years(texts: Sequence[str]) -> bool:
    """Bare years in equal steps, so that counts which happen to look like years are not taken for a header."""
    years = [int(plain(text)) for text in texts]
    steps = {later - earlier for earlier, later in pairwise(years)}
    return len(years) > 1 and len(steps) == 1 and 0 < abs(steps.pop()) <= 5


def distinct(row: Sequence[str]) -> list[str]:
    """The filled cells, a merged cell that is repeated along the row counted once."""
    return [text for place, text in enumerate(row) if text and (place == 0 or text != row[place - 1])]


def folded(text: str) -> str:
    """For comparing labels: lower case, white space folded."""
    return " ".join(text.lower().split())


def is_header_like(cells: Sequence[str]) -> bool:
    """True when the row, on its own, is a header by its words: at least two cells, most of them naming a column or a period."""
    texts = distinct(cells)
    if len(texts) < 2 or not all(map(could_label, texts)) or not varied(texts):
        return False
    return periods_only(cells) or 2 * naming(texts) > len(texts)


def naming(texts: Sequence[str]) -> int:
    """How many of a row's texts name a column or a period. Bare years do where they follow each other in equal steps."""
    years = [text for text in texts if is_year(text)]
    run = len(years) == 1 or run_of_years(years)
    return sum(names_column(text) or (is_period(text) and (run or not is_year(text))) for text in texts)


def periods_only(row: Sequence[str]) -> bool:
    """Periods in every filled place but the first, which is blank or could be a label."""
    rest = distinct(row[1:])
    if not rest or not all(is_period(text) for text in rest) or len(set(rest)) < len(rest):
        return False
    # What stands above the row names may also be rubbish: a page number, a mark.
    if row[0] and not could_label(row[0]) and not (len(row[0]) <= 3 and len(rest) > 2 and not all(map(is_year, rest))):
        return False
    if all(map(is_year, rest)):
        return run_of_years(rest)
    return len(rest) > 1 or not row[0]


def varied(texts: list[str]) -> bool:
    """Labels differ, but for a few that come again under another one ("95% CI" twice)."""
    return 2 * len(set(map(folded, texts))) > len(texts)
