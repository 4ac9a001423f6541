"""The check that every answer passes: each quote stands on its page word for word, each figure of a claim in its quotes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

from assistant.answer import Citation, Claim
from vectorstore.dates import find_dates, last_day, long_date
from vectorstore.models import Page

_WORD = re.compile(r"[\w\u00a3%]+(?:[.,]\d[\w%]*)*")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@lru_cache(maxsize=32)
def said(text: str) -> str:
    """A text's words in order, parted and enclosed by single spaces: what is the same however it was set.

    Case, ligatures, punctuation and white space count for nothing; the points and commas inside a figure do.
    """
    return f" {' '.join(_WORD.findall(unicodedata.normalize('NFKC', text).lower()))} "


def quote_stands(citation: Citation, page_at: Callable[[int], Page | None], ordinals: Sequence[int]) -> bool:
    """Whether a citation's quote is on its pages word for word, the running headers and footers aside, over a page break too."""
    texts = [p.body_text for n in ordinals if (p := page_at(n))]
    quote = said(citation.quote)
    return bool(quote.strip()) and len(texts) == len(ordinals) and quote in said("\n".join(texts))


def figures(text: str) -> set[str]:
    """The numbers in a text, thousands separators dropped."""
    return {n.replace(",", "").rstrip(".") for n in _NUMBER.findall(text)}


def derivation_stands(claim: Claim, citations: Sequence[Citation]) -> bool:
    """Whether a date that code worked out comes out again: the date of a paper cited, or a deadline in the quotes that had passed."""
    derived = claim.derived
    if derived is None or derived.op not in ("dated", "overdue"):
        return True
    if derived.op == "dated":
        return any(c.meeting_date is not None and long_date(c.meeting_date) == derived.value for c in citations)
    from ingest.commitments.due import deadlines

    days = [d.day for d in find_dates(str(derived.value)) if d.day]
    made = {c.n: c.meeting_date.isoformat() if c.meeting_date else None for c in citations}
    printed = [last_day(d.iso) for c in citations for d in deadlines(c.quote, made[c.n]) if d.iso]
    return bool(days) and (not printed or min(printed) < days[0])


def figures_stand(claim: Claim, quotes: Sequence[str]) -> bool:
    """Whether every number in a claim stands in its quotes, but for the one that was computed from them."""
    allowed = figures(" ".join(quotes))
    if claim.derived is not None:
        allowed |= figures(str(claim.derived.value))
    stated = re.sub(r"\u201c[^\u201d]*\u201d|\[\d+\]", " ", claim.text)
    return figures(stated) <= allowed
