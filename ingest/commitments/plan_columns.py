"""What the columns of a plan hold, by the words of their labels (`plan_words.txt`, which is data and can be added to)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from ingest.registers.vocabulary import meaning
from ingest.table_cells import plain
from vectorstore.commitments import EntryKind
from vectorstore.dates import find_dates

Role = Literal["act", "likely", "group", "owner", "due", "status", "ref", "raised", "other"]
_WORD = re.compile(r"[a-z#]+(?:'[a-z]+)?")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_PARTED = re.compile(r"\s*(?:/|&|,|\+|;|\band\b|\s[-\u2013]\s|\()\s*")
_LONGEST = 120  # characters: a longer label is no label
_ACTS: tuple[tuple[str, EntryKind], ...] = (
    ("actions", "action"),
    ("commitments", "commitment"),
    ("recommendations", "recommendation"),
    ("decisions", "decision"),
)  # the first of them that a header has is what the row sets to be done; the others say what it belongs to
_ROLES: tuple[tuple[str, Role], ...] = (
    ("references", "ref"), ("owners", "owner"), ("deadlines", "due"), ("statuses", "status"), ("raised", "raised"), ("other", "other"),
    ("likely acts", "likely"), ("groups", "group"),
)  # fmt: skip
_ENDINGS: dict[Role, tuple[str, ...]] = {
    "owner": ("officer", "officers", "lead", "leads", "owner", "owners", "whom", "responsible"),
    "due": ("deadline", "deadlines", "timescale", "timescales", "timeframe"),
    "status": ("status", "progress", "update", "updates", "rag", "response"),
    "other": ("success", "impact", "outcome", "outcomes", "metrics", "concerns", "criteria", "evidence", "risk", "risks"),
}
_BEGINNINGS: dict[Role, tuple[str, ...]] = {
    "owner": ("responsible", "lead", "led", "owner"),
    "due": ("deadline", "deadlines", "timescale", "timescales"),
    "status": ("position", "progress", "update", "status"),
    "other": ("number", "outcome", "outcomes", "impact", "evidence", "success", "concerns", "indicators"),
}
_TOO_SHORT = frozenset(("what", "agreement", "resolved"))  # words that are a label alone and stand in all sorts of others
_MOST_WORDS = 6
_REGISTER: dict[str, Role] = {"owner": "owner", "due": "due", "status": "status", "ref": "ref"}


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds; of an act, which kind of entry. `said_on` is the date in its label (ISO: "Action from 10 November 2025")."""

    role: Role
    kind: EntryKind | None = None
    said_on: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A header that sets something to be done: a column's meaning for each place, and where the act stands.

    `sure` says that the label alone makes it an act; else the words below must read as acts. `case` is where a table of verdicts names
    what each is about.
    """

    columns: tuple[Column | None, ...]
    act: int
    kind: EntryKind
    sure: bool
    case: int | None = None

    def places(self, role: Role) -> list[int]:
        """The places of a role, but for the act's."""
        return [n for n, c in enumerate(self.columns) if c is not None and c.role == role and n != self.act]

    @property
    def said_on(self) -> str | None:
        """The day of the meeting that the act's label names (ISO)."""
        column = self.columns[self.act]
        return column.said_on if column else None


@cache
def _sections() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    name = ""
    for line in files("ingest.commitments").joinpath("plan_words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]").partition(":")[0]
        elif line.strip() and not line.startswith("# "):
            found.setdefault(name, set()).update(p.strip() for p in line.split(";") if p.strip())
    return {section: frozenset(held) for section, held in found.items()}


def phrases(section: str) -> frozenset[str]:
    """The phrases of one section, in lower case."""
    return _sections()[section]


@lru_cache(maxsize=4096)
def column(label: str) -> Column | None:
    """What a label means; None when the words do not say."""
    text = plain(label).lower().replace("\u2019", "'")
    if not text or len(text) > _LONGEST:
        return None
    dates = find_dates(text)
    said_on = next((d.day.isoformat() for d in dates if d.day), None)
    for date in reversed(dates):
        text = f"{text[: date.start]} {text[date.end :]}"
    ways = (_BRACKETS.sub(" ", text), text)
    parts = [p for p in _PARTED.split(text) if p]
    readings = (rule(t) for rule, texts in ((_whole, ways), (_whole, parts), (_by_ends, ways), (_by_ends, parts)) for t in texts)
    found = next((meant for meant in readings if meant), None)
    return Column(found.role, found.kind, said_on) if found else None


def _whole(text: str) -> Column | None:
    """The meaning of all words, or of all but those that change nothing."""
    said = _WORD.findall(text)
    return _exact(" ".join(said)) or _exact(" ".join(w for w in said if w not in phrases("filler")))


def _by_ends(text: str) -> Column | None:
    """The meaning of the last word or the first, or of the word for an act among few; else what a risk register would call it."""
    bare = [w for w in _WORD.findall(text) if w not in phrases("filler")]
    if not bare:
        return None
    for ends, word in ((_ENDINGS, bare[-1]), (_BEGINNINGS, bare[0])):
        if role := next((r for r, words in ends.items() if word in words), None):
            return Column(role)
    for section, kind in _ACTS:
        if len(bare) <= _MOST_WORDS and any(w in phrases(section) for w in bare if w not in _TOO_SHORT):
            return Column("act", kind)
    known = meaning(text)
    return Column(_REGISTER[known.field]) if known and known.field in _REGISTER and known.stage is None else None


def _exact(text: str) -> Column | None:
    for section, kind in _ACTS:
        if text in phrases(section):
            return Column("act", kind)
    if text in phrases("objectives"):
        return Column("likely", "action")
    return next((Column(role) for section, role in _ROLES if text in phrases(section)), None)


def plan_of(labels: Sequence[str | None]) -> Plan | None:
    """The plan that a row's labels make; None when they are no plan's: no acts, or a word that plans do not have."""
    filled = [plain(label) for label in labels if label]
    if len(filled) < 2 or any(is_foreign(label) for label in filled):
        return None
    columns = _dated([column(label) if label else None for label in labels])
    said = {c.role for c in columns if c}
    for _, kind in _ACTS:
        for n, found in enumerate(columns):
            if found and found.role == "act" and found.kind == kind:
                return Plan(columns, n, kind, kind != "decision" or bool(said & {"owner", "due", "status", "ref", "raised"}))
    likely = [n for n, c in enumerate(columns) if c and c.role == "likely"]
    objective = next((n for n in likely if columns[n] == Column("likely", "action")), None)
    if objective is not None and said & {"owner", "due", "status", "other"}:
        return Plan(columns, objective, "action", False)
    if likely and said & {"owner", "due"}:
        return Plan(columns, likely[0], "action", False)
    group = next((n for n, c in enumerate(columns) if c and c.role == "group"), None)
    return Plan(columns, group, "action", False) if group is not None and {"owner", "due"} <= said else None


def _dated(columns: list[Column | None]) -> tuple[Column | None, ...]:
    """The columns, of two that could say by when the one before the act saying when it was said."""
    due = [n for n, c in enumerate(columns) if c and c.role == "due"]
    act = next((n for n, c in enumerate(columns) if c and c.role == "act"), None)
    if act is not None and due and due[0] < act and (len(due) > 1 or due[0] == 0):
        columns[due[0]] = Column("raised")
    return tuple(columns)


@lru_cache(maxsize=4096)
def is_foreign(label: str) -> bool:
    """Whether a label has a word that plans do not have: "Supplier", "Variance", "Indicator"; "indicators of success" are a plan's."""
    text = " ".join(_WORD.findall(label.lower()))
    return any(f" {phrase} " in f" {text} " for phrase in phrases("no plan"))


@lru_cache(maxsize=4096)
def explains(text: str) -> bool:
    """Whether a row explains the form that it stands in."""
    lower = text.lower()
    return any(phrase in lower for phrase in phrases("explaining"))
