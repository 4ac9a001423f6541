"""The check that every answer passes: each quote stands on its page word for word, each figure of a claim in its quotes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

from assistant.additions import added
from assistant.answer import Citation, Claim
from assistant.bindings import unbound
from assistant.names import Words, names
from assistant.polarity import polarity_faults
from assistant.seams import seams
from assistant.support import SUPPORTED, support
from assistant.values import missing, states, values
from vectorstore.dates import find_dates, last_day, long_date
from vectorstore.models import Page
from vectorstore.sentences import sentences

__all__ = [
    "SUPPORTED",
    "count_stands",
    "derivation_stands",
    "faults",
    "figures",
    "figures_stand",
    "quote_stands",
    "said",
    "stands",
    "support",
    "values_stand",
]

_WORD = re.compile(r"[\w\u00a3%]+(?:[.,]\d[\w%]*)*")
_MARK = re.compile(r"\[\d+\]")
_QUOTED = re.compile("\u201c[^\u201d]*\u201d")
_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]\s+(?=[a-z])")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@lru_cache(maxsize=32)
def said(text: str) -> str:
    """A text's words in order, parted and enclosed by single spaces: what is the same however it was set.

    Case, ligatures, soft hyphens, punctuation and white space count for nothing; the points and commas inside a figure do.
    """
    return f" {' '.join(_WORD.findall(unicodedata.normalize('NFKC', _INVISIBLE.sub('', text)).lower()))} "


def quote_stands(citation: Citation, page_at: Callable[[int], Page | None], ordinals: Sequence[int]) -> bool:
    """Whether a citation's quote is on its pages word for word, the running headers and footers aside, over a page break too.

    A word that the end of a line breaks ("hous-\\ning") may be quoted broken or whole.
    """
    texts = [p.body_text for n in ordinals if (p := page_at(n))]
    quote, text = citation.quote, "\n".join(texts)
    if not said(quote).strip() or len(texts) != len(ordinals):
        return False
    return said(quote) in said(text) or said(_whole(quote)) in said(_whole(text))


def _whole(text: str) -> str:
    """A text whose words are not broken at the ends of lines."""
    return _BROKEN.sub("", text)


def figures(text: str) -> set[str]:
    """The numbers in a text, thousands separators dropped."""
    return {n.replace(",", "").rstrip(".") for n in _NUMBER.findall(text)}


def derivation_stands(claim: Claim, citations: Sequence[Citation]) -> bool:
    """Whether what code worked out comes out again for somebody who has the citations alone.

    "dated": the value is the meeting date of a paper cited. "overdue": the quotes hold deadlines of which one had passed on the day named, or as many
    as are said ("2 of 3 dates"). "count": the rows that it counts are among the citations; that they are so many is for `count_stands`, which
    has the claims that show them. An operation that is not known here does not stand.
    """
    derived = claim.derived
    if derived is None:
        return True
    if derived.op == "dated":
        return any(c.meeting_date is not None and long_date(c.meeting_date) == derived.value for c in citations)
    if derived.op == "overdue":
        return _overdue_stands(str(derived.value), citations)
    return derived.op == "count" and bool(derived.rows) and set(derived.rows) <= {c.n for c in citations}


def _overdue_stands(value: str, citations: Sequence[Citation]) -> bool:
    from ingest.commitments.due import deadlines

    days = [d.day for d in find_dates(value) if d.day]
    made = {c.n: c.meeting_date.isoformat() if c.meeting_date else None for c in citations}
    printed = {last_day(d.iso) for c in citations for d in deadlines(c.quote, made[c.n]) if d.iso}
    part = re.match(r"(\d+) of \d+ dates", value)
    return bool(days) and (not printed or sum(day < days[0] for day in printed) >= (int(part[1]) if part else 1))


def count_stands(lead: Claim, rows: Sequence[Claim], left_out: str | None) -> bool:
    """Whether the count that leads a list comes out again from its rows: as many as are shown and as are said to be left out.

    Of a list of groups with a count each, no group may be larger than the whole, nor all of them together smaller: one record can be in two.
    """
    if lead.derived is None or lead.derived.op != "count":
        return True
    own = [r for r in rows if not r.below]
    groups = [
        r.derived.value for r in own if r.derived is not None and r.derived.op == "count" and isinstance(r.derived.value, int)
    ]
    if groups and len(groups) == len(own):
        return isinstance(lead.derived.value, int) and max(groups) <= lead.derived.value <= sum(groups)
    missing = re.match(r"(\d+) (?:of them|more)\b", left_out or "")
    return lead.derived.value == len(own) + (int(missing[1]) if missing else 0)


def figures_stand(claim: Claim, quotes: Sequence[str]) -> bool:
    """Whether every value in a claim of the papers' own words stands in its quotes, but for the one that was computed from them.

    Titles and the question's own words, in quotation marks, and marks of citations are no part of what is stated.
    """
    own = [*quotes, str(claim.derived.value)] if claim.derived is not None else quotes
    return values_stand(_QUOTED.sub(" ", _MARK.sub(" ", claim.text)), own)


def values_stand(text: str, quotes: Sequence[str]) -> bool:
    """Whether every value in some of the papers' words stands in quotes of them, in any of its forms.

    A date whose words the columns of a page part ("5th" in one line, "April 2023" in the next) stands where each of its words does; any other value
    as it is printed too, even where the cell beside it makes another of it ("12" before "September 2026").
    """
    held = [v for q in quotes for v in values(q)]
    words = said(" ".join(quotes))
    return all(
        any(states(h, v) for h in held)
        or said(v.printed) in words
        or (v.kind == "date" and all(f" {w} " in words for w in said(v.printed).split()))
        for v in values(text)
    )


def faults(text: str, quotes: Sequence[str], headings: Sequence[str] = ()) -> list[str]:
    """What a claim states that its quotes do not, as the claim prints it; [] when it stands.

    That is each number, amount, percentage, date and other value that no quote has in any of its forms, each name whose words no quote has
    beside one another, each word that denies what the quotes say or says what they deny, each that says something of its own, and where halves of
    two quoted sentences are put together. Words of the `headings` that the quotes stand under may be said too. Marks of citations ("[1]") are no
    part of what is stated.
    """
    stated = _MARK.sub(" ", text)
    words = Words(quotes)
    unnamed = [printed for printed, name in names(stated) if not words.hold(name)]
    return list(
        dict.fromkeys(
            [
                *(v.printed for v in missing(values(stated), quotes)),
                *unnamed,
                *polarity_faults(stated, quotes),
                *added(stated, quotes, headings),
                *seams(stated, quotes),
                *unbound(stated, quotes),
            ]
        )
    )


def stands(text: str, quotes: Sequence[str], cosine: float | None = None, headings: Sequence[str] = ()) -> bool:
    """Whether quotes bear a written sentence out: it is one of theirs word for word, or states nothing that they do not and their words bear it out.

    `cosine` (-1..1) is the nearness in meaning of the sentence and the nearest of its quotes, where it is known; `headings` are what the quotes stand
    under.
    """
    if said(text).strip() and any(said(text) in map(said, (q, *sentences(q))) for q in quotes):
        return True
    return not faults(text, quotes, headings) and support(text, quotes, cosine) >= SUPPORTED
