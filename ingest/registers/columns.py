"""The columns of a register's tables: what a header row says of the rows below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.registers.vocabulary import SCORES, Meaning, meaning, phrases
from ingest.table_cells import folded, plain
from vectorstore.records import RecordKind

_WORDS = frozenset(("title", "description"))
_QUARTER = re.compile(r"\b(?:q[1-4]|quarter [1-4]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|20\d\d)\b", re.I)
_PARTS = frozenset(("impact", "likelihood", "score"))
_ONE_CONTROL = frozenset(("control", "mitigating control", "key control", "control measure", "existing control"))
_SAYS_WHEN = re.compile(r"\b(?:date|when|timescale|deadline)\b")


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
        if not m or not before or m.stage or not before.stage or not {m.field, before.field} <= _PARTS or before.field == "score":
            continue
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
