"""The columns of a register's tables: what a header row says, and which cells of a row go where when the header does not fit it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.registers.cells import fits
from ingest.registers.vocabulary import SCORES, Meaning, meaning, phrases
from ingest.table_cells import folded, plain
from vectorstore.records import RecordKind

Texts = Sequence[str]
_WORDS = frozenset(("title", "description"))
_QUARTER = re.compile(r"\b(?:q[1-4]|quarter [1-4]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|20\d\d)\b", re.I)
_ENOUGH_CELLS = 5
_PARTS = frozenset(("impact", "likelihood", "score"))
_ONE_CONTROL = frozenset(("control", "mitigating control", "key control", "control measure", "existing control"))
_SAYS_WHEN = re.compile(r"\b(?:date|when|timescale|deadline)\b")
_MOST_TRIED = 8  # headers that a row without labels of its own is held against


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its label as printed and its meaning, None where the vocabulary has none."""

    label: str
    meaning: Meaning | None


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns of one header, by place, and what its rows are about. Places without a label have an empty one.

    `raw` has the columns as the labels alone give them, before their neighbours settled what they are.
    """

    columns: tuple[Column, ...]
    kind: RecordKind
    raw: tuple[Column, ...] = ()

    @property
    def meanings(self) -> frozenset[tuple[RecordKind | None, str | None]]:
        """(kind, field) of every column that is understood."""
        return frozenset((c.meaning.kind, c.meaning.field) for c in self.columns if c.meaning)

    @property
    def labelled(self) -> tuple[Column, ...]:
        """The columns that have a label."""
        return tuple(c for c in self.columns if c.label)


@lru_cache(maxsize=4096)
def schema(labels: tuple[str | None, ...]) -> Schema | None:
    """The schema of a header row; None when its labels are not those of risks, controls or actions."""
    return settled([Column(plain(label or ""), meaning(label) if label else None) for label in labels])


def settled(columns: Sequence[Column]) -> Schema | None:
    """The schema that some columns make."""
    known = [c for c in columns if c.meaning]
    if len(known) < 2 or 2 * len(known) < len({c.label for c in columns if c.label}):
        return None
    kind = _about(known)
    return Schema(tuple(_with_neighbours(columns, kind)), kind, tuple(columns)) if kind else None


def is_register(own: Schema) -> bool:
    """Whether a header is that of risks: their words, and at least two signs that they are assessed or treated."""
    if own.kind != "risk":
        return False
    meanings = [c.meaning for c in own.columns if c.meaning]
    fields = {m.field for m in meanings}
    called = any(m.kind == "risk" and m.field in ("title", "description") for m in meanings)
    stages = {m.stage for m in meanings if m.stage}
    strong = called or {"impact", "likelihood"} <= fields or len(stages) > 1 or any(m.kind == "control" for m in meanings)
    words = called or (bool(fields & (_WORDS | {"cause", "consequence"})) and (strong or {"cause", "consequence"} <= fields))
    scored = bool(fields & SCORES)
    lists = any(m.is_list for m in meanings)
    signs = len(fields & {"impact", "likelihood"}) + bool(fields & {"score", "rating"}) + lists
    signs += bool(fields & {"owner", "cause", "consequence"}) if called or scored else 0
    signs += called and scored and "ref" in fields  # a summary: reference, risk and score
    return (
        words
        and signs >= 2
        and (scored or (called and lists and bool(fields & {"owner", "status", "ref", "consequence", "cause"})))
    )


def _about(columns: Sequence[Column]) -> RecordKind | None:
    """What a header's rows are about: risks when they are scored or called so, else controls or actions."""
    meanings = [c.meaning for c in columns if c.meaning]
    has = {(m.kind, m.field) for m in meanings}
    fields = {m.field for m in meanings}
    kinds = {m.kind for m in meanings}
    scored = {"impact", "likelihood"} <= fields or bool(fields & SCORES and "risk" in kinds)
    if (scored and "risk" in kinds) or (scored and fields & (_WORDS | {"cause", "consequence"})):
        return "risk"
    if ("risk", "title") in has or ("risk", "description") in has:
        return "risk"
    for kind in ("control", "action"):
        if any(k == kind and (f in _WORDS or f is None) for k, f in has):
            return kind
    return None


def _with_neighbours(columns: Sequence[Column], kind: RecordKind) -> list[Column]:
    """Meanings made whole by their neighbours: whose owner, status and date it is; what a bare "Date" or "Risk" is."""
    out = _in_blocks(_quarters(columns))
    lists = [n for n, c in enumerate(out) if c.meaning and c.meaning.is_list and c.meaning.kind == "action"]
    words = {c.meaning.field for c in out if c.meaning and c.meaning.kind in (None, kind)}
    for n, column in enumerate(out):
        m = column.meaning
        if m is None:
            continue
        if kind != "risk" and m.is_list:
            # "Control" over a table of controls is the control's words
            m = Meaning("title" if "title" not in words else "description", m.kind)
        if (
            kind == "risk"
            and m == Meaning("title", "risk")
            and folded(column.label) in ("risk", "risks")
            and "title" in _fields(out, n)
        ):
            m = Meaning("description", "risk")
        if m.kind is None and not m.is_list:
            m = replace(m, kind="control" if kind == "risk" and _is_controls(n, m, out) else _whose(n, m, out, lists, kind))
        out[n] = Column(column.label, m)
    return _without_doubles(out, kind)


def _quarters(columns: Sequence[Column]) -> list[Column]:
    """Scores of several quarters side by side ("Q1 score", "Q2 score"): the last is the current one, the one before it the previous."""
    out = list(columns)
    dated = [
        n
        for n, c in enumerate(out)
        if c.meaning and c.meaning.field in SCORES and c.meaning.stage is None and _QUARTER.search(c.label)
    ]
    for n in dated:
        same = [k for k in dated if columns[k].meaning == columns[n].meaning]
        m = columns[n].meaning
        if m is not None and n != same[-1]:
            out[n] = Column(out[n].label, replace(m, stage="previous") if n == same[-2] else None)
    return out


def _in_blocks(columns: Sequence[Column]) -> list[Column]:
    """Scores without a stage that stand in one block with a staged one take its stage: "Inherent L", "I", "Score".

    Where only what comes after controls is named ("Score", "Residual score"), the other is the inherent one.
    """
    out = list(columns)
    for n, column in enumerate(out):
        m, before = column.meaning, out[n - 1].meaning if n else None
        if m and before and not m.stage and before.stage and {m.field, before.field} <= _PARTS and before.field != "score":
            if m.field not in {c.meaning.field for c in out if c.meaning and c.meaning.stage == before.stage}:
                out[n] = Column(column.label, replace(m, stage=before.stage))
    staged = {(c.meaning.stage, c.meaning.field) for c in out if c.meaning and c.meaning.stage}
    stages = {stage for stage, _ in staged}
    after = {field for stage, field in staged if stage in ("residual", "current")}
    if not after or "inherent" in stages or {"residual", "current"} <= stages:
        return out
    plain_score = any(c.meaning and c.meaning.stage is None and c.meaning.field == "score" for c in out)
    for n, column in enumerate(out):
        m = column.meaning
        if m and m.stage is None and m.field in _PARTS and (m.field in after or ("score" in after and plain_score)):
            out[n] = Column(column.label, replace(m, stage="inherent"))
    return out


def _fields(columns: Sequence[Column], but: int) -> set[str | None]:
    return {c.meaning.field for n, c in enumerate(columns) if c.meaning and n != but}


def _is_controls(n: int, m: Meaning, columns: Sequence[Column]) -> bool:
    """Whether a status, an owner or a note right behind a column of single controls, or behind what is said of controls, is theirs."""
    before = columns[n - 1].meaning if n else None
    if m.field not in ("status", "owner", "note") or before is None or before.kind != "control":
        return False
    return not before.is_list or folded(columns[n - 1].label) in _ONE_CONTROL


def _whose(n: int, m: Meaning, columns: Sequence[Column], lists: Sequence[int], kind: RecordKind) -> RecordKind:
    """Whose an owner, a date, a status or a note is: the action's when it stands behind the actions and the risk has its own."""
    if kind != "risk" or not lists or n < lists[0]:
        return kind
    label = folded(columns[n].label)
    if m.field == "owner" and n > lists[-1] and _SAYS_WHEN.search(label):
        return "action"
    between = {c.meaning.field for c in columns[lists[-1] + 1 : n] if c.meaning} if n > lists[-1] else set()
    behind = n > lists[-1] and between <= {"owner", "due", "status", "note"}
    if m.field == "due":
        return "action"
    rest = [c.meaning for c in columns[lists[0] + 1 :] if c.meaning]
    dated = any(r.field == "due" for r in rest)
    if m.field == "owner":
        others = [(k, c.meaning.kind) for k, c in enumerate(columns) if k != n and c.meaning and c.meaning.field == "owner"]
        if any(whose == "action" for _, whose in others):
            return kind
        elsewhere = any(k < lists[0] or whose == "risk" for k, whose in others)
        near = any(0 <= k < len(columns) and (other := columns[k].meaning) and other.field == "due" for k in (n - 1, n + 1))
        return "action" if behind and (label.startswith(("by ", "who", "action", "assigned")) or elsewhere or near) else kind
    if m.field == "status":
        return "action" if behind and (dated or n - lists[-1] == 1) else kind
    if m.field == "note":
        return "action" if behind and label.startswith("progress") and (dated or n - lists[-1] == 1) else kind
    return kind


def _without_doubles(columns: list[Column], kind: RecordKind) -> list[Column]:
    """Of two columns with one meaning the later takes the next best: a second "Risk" is its description, a second date its review.

    Several owners are all owners, but for a member of the cabinet beside an officer.
    """
    seen: set[Meaning] = set()
    out = []
    second = {"title": "description", "description": "note", "due": "reviewed", "added": "reviewed", "rating": "score"}
    dues = sum(bool(c.meaning and c.meaning.field == "due") for c in columns)
    for column in columns:
        m = column.meaning
        if m and m.field == "due" and dues > 1 and folded(column.label).startswith("original"):
            m = None
        while m is not None and m in seen and not m.is_list:
            if m.field == "owner":
                m = None if folded(column.label) in phrases("member") else m
                break
            m = replace(m, field=second[m.field]) if m.field in second else None
        if kind == "risk" and m and m.kind == "risk" and m.field == "due":
            m = replace(m, field="reviewed") if not any(c.meaning and c.meaning.field == "reviewed" for c in columns) else None
        if m is not None:
            seen.add(m)
        out.append(Column(column.label, m))
    return out


# --- rows


@dataclass(frozen=True, slots=True)
class Placed:
    """A row whose cells have found their columns: (place of the cell, column) pairs, and how well they fit (1 is best).

    `confirmed` counts cells that are of their column's own kind, `wrong` those that cannot be it.
    """

    schema: Schema
    pairs: tuple[tuple[int, Column], ...]
    fit: float
    confirmed: int
    wrong: int = 0


def by_label(own: Schema, texts: Texts) -> Placed:
    """Each cell in the column that it stands in."""
    pairs = [(n, own.columns[n] if n < len(own.columns) else Column("", None)) for n, text in enumerate(texts) if text]
    return _placed(own, pairs, texts)


def by_content(own: Schema, texts: Texts) -> Placed:
    """The filled cells in order over the columns in order, columns left out where that makes the cells fit best."""
    filled = [n for n, text in enumerate(texts) if text]
    columns = own.labelled
    # best[i][j]: the best sum for the first i cells over the first j columns
    best = [[0.0] * (len(columns) + 1) for _ in range(len(filled) + 1)]
    step: list[list[str]] = [[""] * (len(columns) + 1) for _ in range(len(filled) + 1)]
    for i in range(len(filled) + 1):
        for j in range(len(columns) + 1):
            options: list[tuple[float, str]] = []
            if i and j:
                options.append((best[i - 1][j - 1] + 0.2 + _fit(columns[j - 1], texts[filled[i - 1]]), "both"))
            if j:
                options.append((best[i][j - 1] - _skipped(columns[j - 1]), "column"))
            if i:
                options.append((best[i - 1][j] - 1.5, "cell"))
            if options:
                best[i][j], step[i][j] = max(options, key=lambda o: o[0])
    pairs: list[tuple[int, Column]] = []
    i, j = len(filled), len(columns)
    while i or j:
        if step[i][j] == "both":
            i, j = i - 1, j - 1
            pairs.append((filled[i], columns[j]))
        elif step[i][j] == "column":
            j -= 1
        else:
            i -= 1
            pairs.append((filled[i], Column("", None)))
    return _placed(own, pairs[::-1], texts)


def _skipped(column: Column) -> float:
    field = column.meaning.field if column.meaning else None
    return {"title": 0.6, "description": 0.3, "impact": 0.4, "likelihood": 0.4, "status": 0.3}.get(field or "", 0.05)


def _fit(column: Column, text: str) -> float:
    return fits(column.meaning.field, text) if column.meaning else (0.0 if column.label else -1.0)


def _placed(own: Schema, pairs: Sequence[tuple[int, Column]], texts: Texts) -> Placed:
    scores = [_fit(column, texts[n]) for n, column in pairs]
    fit = sum(scores) / len(scores) if scores else 0.0
    wrong = sum(s <= -0.7 for s in scores)
    return Placed(own, tuple(pairs), fit - 1.0 if wrong else fit, sum(s >= 1.0 for s in scores), wrong)


def place(texts: Texts, own: Schema | None, others: Sequence[Schema]) -> Placed | None:
    """Where the cells of a row belong: under their own labels when they fit, else in the order of the header that fits best.

    None when no header fits the row.
    """
    first = by_label(own, texts) if own else None
    if first and first.fit >= 0 and not _half_known(first):
        return first
    tried = [by_content(s, texts) for s in ([own] if own else []) + [s for s in others if s != own][:_MOST_TRIED]]
    good = [p for p in tried if p.fit > 0 and p.confirmed]
    best = max(good, key=lambda p: (round(p.fit + (0.02 if p.schema == own else 0.0), 4), p.confirmed), default=None)
    if best and (first is None or best.fit > first.fit + 0.1):
        return best
    if first and first.wrong == 1 and len(first.pairs) >= _ENOUGH_CELLS:
        # nothing else fits, and one cell that says something odd is the author's, not a row out of place
        return replace(first, fit=first.fit + 1.0)
    return first if first and first.fit > -0.5 else best


def _half_known(placed: Placed) -> bool:
    """Whether cells of a row stand in places that the header has no label for."""
    return any(not column.label for _, column in placed.pairs)
