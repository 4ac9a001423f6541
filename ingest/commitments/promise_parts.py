"""The parts of a promise's words: who is named to keep it, by when, and what in a sentence of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.commitments.due import Deadline, deadlines
from ingest.commitments.promise_signs import Sign
from ingest.commitments.promise_words import words
from ingest.passages import within
from ingest.registers.people import is_whole, split_owners
from vectorstore.commitments import Milestone
from vectorstore.models import Span, fold_space
from vectorstore.records import Field, Owner

Due = tuple[Field | None, str | None, tuple[Milestone, ...]]
"""A deadline as printed, its date in ISO, and each of several staged ones."""

_NOBODY = re.compile(
    r"(?:(?:the|our|its|this|these|all|some|each|every|both|any|relevant)\s+)*(?:(?:county|borough|city|district|town|parish)\s+)*"
    r"(?:council|authority|officers?|members?|councillors?|staff|services?|teams?|boards?|partners?|committee|commission|panel|cabinet"
    r"|managers?|boroughs|partnership|forum|group|programme|directorate|department|we|heads|leads)|[A-Z]{1,4}(?:CC|BC|DC|TC|PC)",
    re.I,
)
_ARTICLE = re.compile(r"^(?:the|our|a|an|and|all|each|this)\s+", re.I)
_TIMED = re.compile(
    r"^(?:over|in|during|throughout|from|by|this|next)\b.*?\b(?:year|month|term|week|20\d\d|spring|summer|autumn|winter)s?,?\s+",
    re.I,
)
_MOST_WORDS = 10
_MEASURED = re.compile(
    r"\b(?:was|were|had|has been|have been|since|between|during|as at|as of|compared|rose|fell|increased|decreased|completed|published"
    r"|launched|agreed|approved|from \w+ \d{4} to|in place since|introduced|began|started|endorsed|following)\b[^.;,()]*$",
    re.I,
)
_LEAD = re.compile(
    r"(?:by|in|from|before|during|until|on|for|end|throughout|through|over|of|starting|at|to|early|mid|late|due|this|next|within|the|beginning)\b",
    re.I,
)
_NAME_OF = re.compile(
    r"(?:[Ss]trategy|[Pp]lan|[Pp]rogramme|[Bb]udget|[Rr]eport|[Rr]eview|[Aa]ct|[Cc]ensus|[Ss]chools?)(?:\s+for)?[\s(]*$"
)
_SPAN = re.compile(r"20\d\d\s?[/\u2013-]\s?\d\d(?:\d\d)?$")
_BELONGS = re.compile(  # "the 2026/27 budget": the year of a thing
    r"\s+(?!(?:financial|academic|school|municipal|year|and|to|with|by|as|for|when|on|at|in|so|which|but|subject|following|through|via"
    r"|once|or|from|we|the|a)\b)[A-Za-z]"
)
_BETWEEN = 40  # characters: deadlines that stand no further apart are staged
_LONG = 160  # characters: of a longer sentence only the promising clause is what it says


def owners_of(sign: Sign) -> tuple[Owner, ...]:
    """Who is named to keep a promise: its subject, if that is a post, person, body, service or team by name."""
    subject = _ARTICLE.sub("", _TIMED.sub("", fold_space(sign.subject))).strip()
    if not sign.active or sign.voice not in ("body", "thing", "outside") or _NOBODY.fullmatch(subject):
        return ()
    found = split_owners([subject]) if is_whole(subject) else ()
    if found or not _is_named_body(subject):
        return found
    return (Owner(subject, "post"),)


def _is_named_body(subject: str) -> bool:
    """A body, team or post by its name: it ends with the word for it and has a capital that is not its sentence's."""
    parts = subject.split()
    if not 1 < len(parts) <= _MOST_WORDS or not parts[0][:1].isupper() or parts[-1].lower() not in words("council bodies"):
        return False
    return any(p[:1].isupper() for p in parts[1:]) or re.fullmatch(r"[A-Z]{2,}", parts[0]) is not None


def deadlines_of(text: str, made_on: str | None) -> list[Deadline]:
    """The deadlines in a promise's words, without the periods in which something was counted or done and the years of a name."""
    return [d for d in deadlines(text, made_on) if not _is_other(text, d)]


def _is_other(text: str, found: Deadline) -> bool:
    before, said = text[: found.start], text[found.start : found.end]
    if _MEASURED.search(f"{before} ") and not _later(before):
        return True
    if not _LEAD.match(said) and (_NAME_OF.search(before) or re.match(r"20\d\d", said)):
        return True
    return bool(_SPAN.search(said)) and bool(_NAME_OF.search(before) or _BELONGS.match(text, found.end))


def _later(before: str) -> bool:
    """Whether the word for what is to come stands behind the one for what was counted: "since 2024 and will be done by"."""
    measured, to_come = _last(_MEASURED_WORD, before), _last(_COMING_WORD, before)
    return to_come > measured


_MEASURED_WORD = re.compile(r"\b(?:was|were|had|since|between|during|as at|as of|compared|rose|fell|following)\b", re.I)
_COMING_WORD = re.compile(r"\b(?:will|to be|due|planned|scheduled|going to|plan to|aim to|with)\b", re.I)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((m.start() for m in pattern.finditer(text)), default=-1)


def due_of(found: Sequence[Deadline], text: str, spans: Sequence[Span], sign: Sign | None) -> Due:
    """The deadline as printed with its place, its date, and each of several staged ones. `spans` is where `text` stands."""
    staged = list(_staged(_of_clause(found, text, sign), text))
    if not staged:
        return None, None, ()
    start, end = staged[0].start, staged[-1].end
    dates = [d.iso for d in staged if d.iso]
    milestones = (
        tuple(Milestone(text[d.start : d.end], tuple(within(spans, d.start, d.end)), d.iso) for d in staged if d.iso)
        if len(dates) > 1
        else ()
    )
    return Field(text[start:end], tuple(within(spans, start, end))), dates[-1] if dates else None, milestones


def _of_clause(found: Sequence[Deadline], text: str, sign: Sign | None) -> Sequence[Deadline]:
    """The deadlines of the clause that promises: those in it, else those in the words that lead to it ("In 2027, we will")."""
    if sign is None or not found:
        return found
    inside = [d for d in found if d.start >= sign.at] or [d for d in found if d.start >= sign.start]
    if inside:
        return inside
    before = text[: sign.start].rstrip(" ,")
    leading = before.rfind(",") + 1
    return [d for d in found if not d.start or (d.start >= leading and _ADVERBIAL.match(text[leading:].lstrip()))]


_ADVERBIAL = re.compile(
    r"(?:and\s+)?(?:in|by|from|during|this|next|over|throughout|before|after|on|at|for|later|towards)\b", re.I
)


def _staged(found: Sequence[Deadline], text: str) -> Iterable[Deadline]:
    """The first deadline and those that follow it closely."""
    last: Deadline | None = None
    for each in found:
        if last is not None and each.start - last.end > _BETWEEN:
            return
        yield each
        last = each


def what_of(sentence: str, sign: Sign | None, found: Sequence[Deadline]) -> str:
    """What is promised: the sentence, or of a long one the clause that promises, unless its date stands before it."""
    text = fold_space(sentence)
    if (
        sign is None
        or len(text) <= _LONG
        or not sign.subject
        or any(d.end <= sign.start for d in _of_clause(found, sentence, sign))
    ):
        return text
    clause = fold_space(sentence[sign.start :])
    return clause[:1].upper() + clause[1:]


def led(introduction: str, item: str) -> str:
    """An item behind the words that lead to it: "The service will:" and "Train ..." make one sentence."""
    lead = introduction.rstrip(" :-\u2013")
    first = item.split(" ", 1)[0]
    own = first.isupper() or any(c.isupper() for c in first[1:]) or first in ("I",)
    return f"{lead} {item if own else item[:1].lower() + item[1:]}"
