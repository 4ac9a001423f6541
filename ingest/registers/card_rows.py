"""What the rows of a table of labels and values are: pairs, headers of scores or of actions inside the card, titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.registers.cells import fits, is_level, is_rating, is_score
from ingest.registers.columns import Schema, schema
from ingest.registers.printed import Line, cut
from ingest.registers.vocabulary import SCORES, Meaning, Stage, could_be_label, meaning, stage_of
from ingest.table_cells import plain
from vectorstore.models import fold_space

_LONGEST_LABEL = 70  # characters
_LONGEST_TOP = 50
_TITLE = re.compile(
    r"^(?P<lead>(?:(?:corporate|strategic|operational|principal|key)\s+)?(?:risk|threat)\s*(?:no\.?|number|ref(?:erence)?\.?|id)?\s*[:.#-]?\s*)?"
    r"(?P<ref>[A-Z]{0,6}[\s/-]?\d{1,3}(?:\.\d+)?[a-z]?)\s*(?:[:.\u2013\u2014|-]\s*|\)\s*|\s+)(?P<title>[^\W\d].{3,})$",
    re.I,
)
_NAMED = re.compile(
    r"^(?:(?:corporate|strategic|operational|principal|key)\s+)?risk(?:\s+(?:title|name))?\s*[:\u2013\u2014-]\s+(?P<title>[^\W\d].{3,})$",
    re.I,
)
_INLINE = re.compile(r"^(?P<label>[^:]{2,50}):\s+(?=\S)")
_NUMBERED = re.compile(r"^(?P<label>[A-Za-z ]{1,30}?)\s+(?=\d{1,2}$)")
_SCALE = re.compile(r":\s*\d\s*(?:-|\u2013|to)\s*\d")
_NO_TITLE = re.compile(
    r"(?:table|figure|appendix|annex|section|part|page|chapter|priority|objective|version|item|agenda|step|phase|q|quarter)\b",
    re.I,
)

Texts = Sequence[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and the place of its value; `cut_at` is where the value begins in a cell that holds both."""

    label: str
    place: int
    meaning: Meaning | None
    cut_at: int = 0


def label_meaning(text: str) -> Meaning | None:
    """What a cell means as a label; None for anything that is none."""
    if not text or len(text) > _LONGEST_LABEL or (_INLINE.match(text) and not _SCALE.search(text)):
        return None
    return meaning(text) if could_be_label(text) or text.endswith(":") else None


def title_of(text: str) -> tuple[str, str] | None:
    """(reference, title) of a card's title row or of the heading above it; the reference is empty where there is none."""
    words = fold_space(plain(text))
    if len(words) > 250 or label_meaning(words):
        return None
    match = _TITLE.match(words)
    if (
        match
        and not _NO_TITLE.match(words)
        and (
            match.group("lead")
            or re.match(r"[A-Z]", match.group("ref"))
            or re.match(r"\d+(?:\.\d+)?\s*[:.\u2013\u2014|)-]", words)
        )
    ):
        return match.group("ref").strip(), match.group("title").strip()
    named = _NAMED.match(words)
    return ("", named.group("title").strip()) if named else None


def label_places(rows: Sequence[Texts]) -> frozenset[int]:
    """The places in which a table's labels stand: those where most of the filled cells of rows with several are labels."""
    said: Counter[int] = Counter()
    filled: Counter[int] = Counter()
    for row in rows:
        if sum(map(bool, row)) < 2:
            continue
        for n, text in enumerate(row):
            if text:
                filled[n] += 1
                said[n] += label_meaning(text) is not None
    return frozenset(n for n in filled if 2 * said[n] >= filled[n])


def pairs_in(row: Texts, places: frozenset[int]) -> list[Pair]:
    """The labels and values of a row. A label is a known one in a place of labels; its value stands before the next such place."""
    filled = [n for n, text in enumerate(row) if text]
    known = {n: label_meaning(row[n]) for n in filled}
    tops = [n for n in filled if known[n] and (n in places or n == filled[0])]
    stage = next((m.stage for m in (known[n] for n in tops[:1]) if m and m.field in SCORES), None)
    out: list[Pair] = []
    taken: set[int] = set()
    if stage and len(filled) > 2 and _is_scoring(row[filled[1]]):
        # "Inherent risk | Likelihood | 4 | Impact | 5": the first cell speaks of all others
        taken.add(filled[0])
        tops = filled[1::2]
    for n in filled:
        if n in taken:
            continue
        own = known[n]
        after = [k for k in filled if n < k]
        if own is None or (n not in tops and not after):
            if found := inline(row[n], n):
                m = found.meaning
                staged = stage and m and m.field in SCORES and m.stage is None
                out.append(replace(found, meaning=replace(m, stage=stage)) if staged and m else found)
            continue
        if not after:
            continue
        value = after[0]
        if (
            value in tops
            and (known[value] != own)
            and (value in places)
            and len(after) > 1
            and not _could_be_value(own, row[value])
        ):
            continue  # a label without a value beside another label
        if stage and own.field in SCORES and own.stage is None:
            own = replace(own, stage=stage)
        out.append(Pair(plain(row[n]).rstrip(": "), value, own))
        taken.add(value)
    return out


def _is_scoring(text: str) -> bool:
    found = inline(text, 0)
    own = label_meaning(text) or (found.meaning if found else None)
    return bool(own and own.field in SCORES)


def _could_be_value(own: Meaning, text: str) -> bool:
    return fits(own.field, text) >= 1.0


def inline(text: str, place: int) -> Pair | None:
    """A cell that holds a label and its value: "Risk owner: Head of Planning", "Likelihood 4"."""
    for pattern in (_INLINE, _NUMBERED):
        match = pattern.match(text)
        own = label_meaning(match.group("label")) if match else None
        if match and own and (pattern is _INLINE or own.field in SCORES):
            return Pair(match.group("label"), place, own, match.end())
    return None


def value_of(pair: Pair, lines: Sequence[list[Line]]) -> list[Line]:
    """The lines of a pair's value."""
    cell = lines[pair.place]
    if not pair.cut_at or not cell:
        return list(cell)
    first = cell[0]
    at = min(pair.cut_at, len(first.text))
    rest = cut(first, at, len(first.text))
    return [*([rest] if rest.text else []), *cell[1:]]


def is_label_row(row: Texts) -> bool:
    """A row of labels alone."""
    filled = [t for t in row if t]
    return len(filled) > 1 and all(len(t) <= _LONGEST_TOP and label_meaning(t) for t in filled)


def heads_below(upper: Texts, lower: Texts) -> bool:
    """Whether a row of labels alone stands over a row of their values."""
    tops = {n for n, t in enumerate(upper) if t}
    filled = {n for n, t in enumerate(lower) if t}
    labels = [label_meaning(t) is not None for t in lower if t]
    if not is_label_row(upper) or not labels or labels[0] or sum(labels) > 1:
        return False
    return bool(filled) and filled <= tops and 2 * len(filled) >= len(tops)


def score_header(row: Texts) -> list[Meaning | None] | None:
    """The header of a grid of scores, by place: "", Likelihood, Impact, Score."""
    filled = [t for t in row if t]
    found = [label_meaning(t) for t in row]
    scores = [m for m in found if m and m.field in SCORES and (m.stage is None or m.field in ("impact", "likelihood"))]
    if len(scores) < 2 or any(len(t) > 40 or ((is_level(t) or is_score(t)) and not label_meaning(t)) for t in filled):
        return None
    rest = len(filled) - len(scores)
    return found if rest <= 1 else None


def stage_header(row: Texts) -> list[Stage | None] | None:
    """The header of a grid of scores whose columns are stages: "", Inherent, Current, Target."""
    filled = [t for t in row if t]
    found = [_stage_alone(t) if t else None for t in row]
    staged = [s for s in found if s]
    if len(staged) < 2 or len(set(staged)) < len(staged) or len(filled) - len(staged) > 1:
        return None
    return found


def _stage_alone(text: str) -> Stage | None:
    """The stage that a short label is of, when it says no part of a score."""
    if len(text) > 45 or is_score(text) or is_level(text) or is_rating(text):
        return None
    own = meaning(text)
    return own.stage if own and own.field in ("score", "rating") else (stage_of(text) if own is None else None)


def row_stage(text: str) -> Stage | None:
    """The stage that a row of a grid of scores is of: "Inherent", "Current risk"."""
    return stage_of(text) if len(text) <= 45 else None


def list_header(row: Texts) -> Schema | None:
    """The header of a table inside the card: labels of controls or actions."""
    texts = tuple(t or None for t in row)
    filled = [t for t in texts if t]
    if len(filled) < 2 or any(len(t) > _LONGEST_TOP or is_level(t) or is_score(t) for t in filled):
        return None
    if sum(label_meaning(t) is not None for t in filled) < max(2, len(filled) - 1):
        return None
    own = schema(texts)
    return own if own and own.kind in ("action", "control") else None
