"""From gathered drafts to records: owners parted, dates in ISO, scores in numbers, what is wrong with the print flagged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.registers.cells import Order, is_rating, is_score, is_when, level_number, product_order, rating_word, scores_in
from ingest.registers.draft import Draft
from ingest.registers.flags import flagged
from ingest.registers.legend import Legend
from ingest.registers.people import is_person, split_owners
from ingest.registers.printed import Line, cut, unescaped
from ingest.registers.vocabulary import Stage
from vectorstore.dates import find_dates, month_number
from vectorstore.models import Span
from vectorstore.records import Field, Record, Score

_QUARTER = re.compile(r"\b(?:Q|quarter )\s?([1-4])\b[\s,(-]*(?:of )?(20\d\d)\s?[/\u2013-]\s?(?:20)?\d\d", re.I)
_SHORT_MONTH = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*[\s\-'\u2019./]+(?:20)?(\d\d)\b", re.I)
_YEAR = re.compile(r"\b(20\d\d)\b(?!\s?[/\u2013-]\s?\d\d)")
_TOLD = frozenset(("impact", "likelihood", "score", "rating", "owner"))
_STAGES: tuple[Stage, ...] = ("current", "residual")


def finished(drafts: Sequence[Draft], order: Order | None, legend: Legend) -> tuple[Record, ...]:
    """The risks as records, in order. `order` is that of the factors in products, `legend` the ratings that scores are said to have."""
    known = _known_names(drafts)
    risks = flagged([_risk(d, known, order) for d in drafts], legend)
    return tuple(replace(r, flags=(*r.flags, *_conflicts(d))) if d.conflicts else r for r, d in zip(risks, drafts, strict=True))


def _conflicts(draft: Draft) -> tuple[str, ...]:
    """What the register prints of a risk in another place, and otherwise."""
    told = (f"{name} is also printed as \u201c{made.text}\u201d" for name, made in draft.conflicts if name in _TOLD)
    return tuple(dict.fromkeys(told))


def _known_names(drafts: Iterable[Draft]) -> frozenset[str]:
    """Persons who stand alone in an owner's cell somewhere."""
    cells = [c.says("owner") for d in drafts for c in (d, *d.children)]
    return frozenset(text for text in cells if text and len(text.split()) in (2, 3) and is_person(text))


def _risk(draft: Draft, known: frozenset[str], order: Order | None) -> Record:
    children = [_record(c, known) for c in draft.children]
    scores = {stage: score for stage, held in _staged(draft).items() if (score := _score(held, order))}
    fields = dict(draft.fields)
    current = next((_staged(draft)[s] for s in _STAGES if s in _staged(draft)), None)
    if current:
        for name, made in current.items():
            fields[name] = made
    if "title" not in fields and "description" in fields:
        fields["title"] = _short_title(fields.pop("description"))
    return Record(
        "risk", fields, draft.spans, _owners(draft, known), due_date(draft.says("due")), scores, other=tuple(draft.other),
        controls=tuple(c for c in children if c.kind == "control"), actions=tuple(c for c in children if c.kind == "action"),
    )  # fmt: skip


def _short_title(description: Field) -> Field:
    """A register without titles calls a risk by its description, whole: nothing is cut that is printed."""
    return description


def _staged(draft: Draft) -> dict[str, dict[str, Field]]:
    """A risk's scores by stage. Those of no named stage are the current ones, which are called residual unless both are printed."""
    named = {str(s): dict(f) for s, f in draft.stages.items() if s}
    plain = draft.stages.get(None)
    both = "current" in named and "residual" in named
    if plain:
        home = "current" if "current" in named else "residual"
        for name, made in plain.items():
            named.setdefault(home, {}).setdefault(name, made)
    if "current" in named and not both and "residual" not in named:
        named["residual"] = named.pop("current")
    order = ("inherent", "current", "residual", "target", "previous")
    return {s: _parted(named[s]) for s in order if s in named}


def _parted(held: dict[str, Field]) -> dict[str, Field]:
    """One stage's cells with rating and score apart where one cell holds both ("20 High"), and a word alone for what it is."""
    out = dict(held)
    score, rating = out.get("score"), out.get("rating")
    if score and not any(c.isdigit() for c in score.text) and is_rating(score.text):
        out.setdefault("rating", out.pop("score"))
    elif score and not rating and (word := rating_word(score.text)) and (found := _part(score, re.escape(word))):
        out["rating"] = found
    return out


def _part(whole: Field, pattern: str) -> Field | None:
    """The first match of a pattern in a field, as a field."""
    match = re.search(pattern, whole.text, re.I)
    if match is None:
        return None
    line = cut(Line(whole.text, whole.spans), match.start(), match.end())
    return Field(line.text, line.spans, whole.label)


def _score(held: dict[str, Field], order: Order | None) -> Score | None:
    """The numbers in one stage's cells."""
    score, rating = held.get("score"), held.get("rating")
    likelihood = level_number(held["likelihood"].text) if "likelihood" in held else None
    impact = level_number(held["impact"].text) if "impact" in held else None
    value = None
    for cell in (score, rating):
        if cell and value is None and is_score(cell.text):
            also_l, also_i, value = scores_in(cell.text, product_order(cell.label or "", label=True) or order)
            likelihood, impact = likelihood or also_l, impact or also_i
    shown = score or rating
    printed = shown.text if shown else "; ".join(held[n].text for n in ("likelihood", "impact") if n in held)
    if not printed:
        return None
    spans: tuple[Span, ...] = (
        shown.spans if shown else tuple(s for n in ("likelihood", "impact") if n in held for s in held[n].spans)
    )
    word = next((w for c in (rating, score) if c and (w := rating_word(c.text))), None)
    return Score(printed, spans, likelihood, impact, value, word)


def _record(draft: Draft, known: frozenset[str]) -> Record:
    fields = dict(draft.fields)
    for held in draft.stages.values():
        for name, made in held.items():
            fields.setdefault(name, made)
    if "title" not in fields and "description" in fields:
        fields["title"] = fields.pop("description")
    return Record(
        draft.kind, fields, draft.spans, _owners(draft, known), due_date(draft.says("due")), other=tuple(draft.other),
    )  # fmt: skip


def _owners(draft: Draft, known: frozenset[str]) -> tuple:  # type: ignore[type-arg]
    lines: Sequence[Line] = draft.lines.get("owner", [])
    return split_owners([unescaped(line.text) for line in lines], known) if lines else ()


def due_date(text: str) -> str | None:
    """The last date in a cell in ISO: a day, a month, the month a quarter ends in, or a year; None when it names none."""
    if not text:
        return None
    found = find_dates(text)
    if found:
        last = found[-1]
        return last.day.isoformat() if last.day else f"{last.year}-{last.month:02d}"
    if match := _QUARTER.search(text):
        quarter, year = int(match.group(1)), int(match.group(2))
        return {1: f"{year}-06", 2: f"{year}-09", 3: f"{year}-12", 4: f"{year + 1}-03"}[quarter]
    if match := _SHORT_MONTH.search(text):
        return f"20{match.group(2)}-{month_number(match.group(1)):02d}"
    if (match := _YEAR.search(text)) and is_when(text):
        return match.group(1)
    return None
