"""What a register's labels mean, by the words in `words.txt`, which is data and can be added to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from ingest.table_cells import plain
from vectorstore.records import RecordKind

Stage = Literal["inherent", "current", "residual", "target", "previous"]
STAGES: tuple[Stage, ...] = ("previous", "target", "inherent", "residual", "current")
"""Stages in the order in which they win: a "target residual score" is a target, a "current residual score" a residual one."""
KINDS: tuple[RecordKind, ...] = ("action", "control", "risk")  # "mitigating actions" are actions, whatever "mitigating" is
LABELS = (
    "ref", "title", "description", "category", "group", "cause", "consequence", "impact", "likelihood", "score", "rating", "direction",
    "owner", "due", "status", "added", "reviewed", "note",
)  # fmt: skip
SCORES = frozenset(("impact", "likelihood", "score", "rating"))
_TELLING = frozenset(("title", "description", "cause", "consequence"))
_NO_STAGE = _TELLING | {"ref", "category", "group"}
_WORD = re.compile(r"[a-z0-9#%]+")
_MOST_WORDS = 14
_ON = re.compile(
    r"(?:(?:potential|likely|possible|its|the) )?(?:impacts?|effects?|consequences?|implications?) (?:on|for|to|upon) [a-z]{3}"
)
_SINCE = re.compile(
    r"\b(?:since|from|against|compared (?:to|with)|vs\.?|on)\b.*"
    r"\b(?:quarter|review|report|period|month|year|update|meeting|register|assessment)s?$"
)
_PERIOD = re.compile(
    r"\b(?:(?:as )?at |for |to )?(?:q[1-4]|quarter [1-4]|(?:20)?\d\d ?[/\u2013-] ?(?:20)?\d\d\b|20\d\d\b"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*(?=[ '\u2019-]+(?:20)?\d\d\b)"
    r"|(?<=[a-z] )[ '\u2019-]?\d\d$)"
)
_LETTERS = re.compile(r"\b(?:[hml]\s*[/,]\s*[hml]\s*[/,]\s*[hml]|\d\s*(?:-|\u2013|to)\s*\d)\b")
_PARTED = re.compile(r"\s*(?:/|&|,|\+|;|\band\b)\s*")
_RISK_AND = re.compile(r"\s*risks?\s*(?:/|&|,|\band\b)")
_BRACKETS = re.compile(r"\(([^)]*)\)|\[([^\]]*)\]")
_AFTER = re.compile(r"(?:\s[-\u2013\u2014]|:|\s=)\s.*$")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column holds: a field, or with `field` None a whole list of controls or actions; of what, and at which stage."""

    field: str | None
    kind: RecordKind | None = None
    stage: Stage | None = None

    @property
    def is_list(self) -> bool:
        """True for a column of controls or actions in words ("Existing controls")."""
        return self.field is None


@cache
def _sections() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    name = ""
    for line in files("ingest.registers").joinpath("words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[] ")
        elif line and not line.startswith("# "):
            found.setdefault(name, set()).update(p.strip().lower() for p in line.split(";") if p.strip())
    return {section: frozenset(held) for section, held in found.items()}


def phrases(section: str) -> frozenset[str]:
    """The phrases of one section of the vocabulary, in lower case."""
    return _sections()[section]


@cache
def _sequences(section: str) -> tuple[tuple[str, ...], ...]:
    """A section's phrases as word sequences, the longest first."""
    return tuple(sorted({tuple(_WORD.findall(p)) for p in phrases(section)} - {()}, key=lambda s: (-len(s), s)))


@cache
def _known(section: str) -> frozenset[tuple[str, ...]]:
    return frozenset(_sequences(section))


@lru_cache(maxsize=8192)
def meaning(label: str) -> Meaning | None:
    """What a column label means; None when the vocabulary does not know it."""
    text = plain(label).lower().replace("\u2019", "'").replace("'s", "s")
    if len(text) > 160:
        return None
    if _ON.match(text):
        return Meaning("consequence")
    bracketed = [a or b for a, b in _BRACKETS.findall(text)]
    bare = _BRACKETS.sub(" ", text)
    bare = _LETTERS.sub("", bare) if _LETTERS.sub("", bare).strip() else bare
    versions = (
        bare,
        text,
        _SINCE.sub("", bare),
        _AFTER.sub("", bare),
        _PERIOD.sub(" ", bare),
        *(b for b in bracketed if len(b) > 2),
    )
    for version in dict.fromkeys(versions):
        words = _uncounted(_WORD.findall(version))
        ways = (_of_parts(version), _of_words(words)) if _RISK_AND.match(version) else (_of_words(words), _of_parts(version))
        if words and len(words) <= _MOST_WORDS and (found := ways[0] or ways[1]):
            return _with_stage(found, found.stage or next((s for b in bracketed if (s := stage_of(b))), None), words)
    return None


def _uncounted(words: list[str]) -> list[str]:
    """The words without the number of one column among several ("Mitigation 2")."""
    return words[:-1] if len(words) > 1 and words[-1].isdigit() and len(words[-1]) == 1 else words


def stage_of(text: str) -> Stage | None:
    """The stage that some words name: "inherent" of "Gross risk"."""
    return _staged(_WORD.findall(text.lower()))[1]


def _with_stage(found: Meaning, stage: Stage | None, words: list[str]) -> Meaning | None:
    """Stages are for scores alone; and controls that are yet to come are actions, actions already taken are controls."""
    if found.is_list:
        ahead, done = _without(words, "yet to come")[1], _without(words, "already there")[1]
        kind = (
            "action"
            if found.kind == "control" and ahead
            else "control"
            if found.kind == "action" and done and not ahead
            else found.kind
        )
        return Meaning(None, kind)
    if found.field in SCORES:
        if found.kind in ("control", "action"):
            return Meaning("status", found.kind)
        return Meaning(found.field, found.kind, stage)
    if found.field in _NO_STAGE and stage not in (None, "current"):
        return None
    return Meaning(found.field, found.kind)


def _of_words(words: list[str]) -> Meaning | None:
    """The reading that leaves the fewest words over: as it stands, without filler, without what it is about, without its stage."""
    for kind in KINDS:
        if tuple(words) in _known(kind):
            return _alone(kind, None)
    if field := _field(words) or _field(_bare(words)):
        return Meaning(field)
    rest, stage = _staged(words)
    for left, at in ((words, None), (rest, stage)) if stage else ((words, None),):
        if found := _about(left, at) or _scoring(left, at):
            return found
        if at and (field := _field(left) or _field(_bare(left))):
            return Meaning(field, stage=at)
        if at and not _bare(left):
            return Meaning("score", stage=at)
    head = _head(words)
    return Meaning(head) if head else None


def _about(words: list[str], stage: Stage | None) -> Meaning | None:
    """Words that name a risk, a control or an action, with what is said of it."""
    for kind in KINDS:
        left, taken = _without(words, kind)
        if not taken:
            continue
        others = left if kind == "risk" else _without(left, "risk")[0]
        if not _bare(others):
            return _alone(kind, stage)
        for part in (left, others):
            if field := _field(part) or _field(_bare(part)):
                return Meaning(field, kind, stage)
        if kind != "risk" and _only(others, ("owner", "due")):
            return _alone(kind, stage)
        if scored := _scoring(left, stage):
            return Meaning(scored.field, kind, stage)
        if head := _head(others):
            return Meaning(head, kind)
    return None


def _alone(kind: RecordKind, stage: Stage | None) -> Meaning:
    """A label that only names a kind: "Risk" is a risk's own words, "Current risk" a score, "Existing controls" a list."""
    if kind == "risk":
        return Meaning("score", kind, stage) if stage else Meaning("title", kind)
    return Meaning(None, "action" if stage == "target" else kind)


def _scoring(words: list[str], stage: Stage | None) -> Meaning | None:
    """Labels made of scoring words alone: "Score I", "Risk assessment likelihood" """
    fields = [_field([w]) for w in words]
    if len(words) < 2 or not all(f in SCORES or w in phrases("scoring") for f, w in zip(fields, words, strict=True)):
        return None
    has = set(fields) & SCORES
    if {"impact", "likelihood"} <= has:
        return Meaning("score", stage=stage)
    field = next((f for f in ("impact", "likelihood", "score", "rating") if f in has), None)
    return Meaning(field, stage=stage) if field else None


def _of_parts(text: str) -> Meaning | None:
    """A label of several parts ("Owner / lead officer", "Cause, event and effect"): what they have in common."""
    parts = [p for p in _PARTED.split(text) if p]
    if not 2 <= len(parts) <= 4:
        return None
    found = [_of_words(_WORD.findall(p)) for p in parts]
    if not all(found):
        return None
    known = [m for m in found if m]
    kind = next((m.kind for m in known if m.kind), None)
    stage = next((m.stage for m in known if m.stage), None)
    fields = {m.field for m in known}
    if len(fields) == 1:
        lists = {m.kind for m in known}
        return Meaning(known[0].field, "control" if known[0].is_list and "control" in lists else kind, stage)
    if fields <= _TELLING | {"impact"} and fields & _TELLING:
        return Meaning("description", kind)
    if fields <= {"owner", "due", None} and None in fields:
        return Meaning(None, kind)
    return Meaning("owner", kind) if fields == {"owner", "due"} else None


def _head(words: list[str]) -> str | None:
    """The field of the last word, where whatever stands before it does not matter: "comments" of "Audit Committee comments"."""
    return _field(words[-1:]) if words and words[-1] in phrases("heads") else None


def _field(words: list[str]) -> str | None:
    """The field one of whose phrases these words are."""
    wanted = tuple(words)
    return next((name for name in LABELS if wanted in _known(name)), None) if words else None


def _bare(words: list[str]) -> list[str]:
    return _without(words, "filler")[0]


def _only(words: list[str], sections: tuple[str, ...]) -> bool:
    """Whether the words are made of phrases of these sections: "who, by when" of a column that holds whole actions."""
    for section in sections:
        words = _without(words, section)[0]
    return not _bare(words)


def _staged(words: list[str]) -> tuple[list[str], Stage | None]:
    """The words without those of a stage; the stage is that of the longest phrase."""
    best: tuple[int, int, Stage] | None = None
    for order, stage in enumerate(STAGES):
        longest = next((len(s) for s in _sequences(stage) if _holds(words, s)), 0)
        if longest and (best is None or longest > best[0]):
            best = (longest, order, stage)
    if best is None:
        return words, None
    rest = _without(words, best[2])[0]
    for lower in STAGES[best[1] + 1 :]:
        rest = _without(rest, lower)[0]
    return rest, best[2]


def _holds(words: list[str], sequence: tuple[str, ...]) -> bool:
    n = len(sequence)
    return any(tuple(words[at : at + n]) == sequence for at in range(len(words) - n + 1))


def _without(words: list[str], section: str) -> tuple[list[str], bool]:
    """The words without the phrases of a section, and whether there were any."""
    taken = False
    for sequence in _sequences(section):
        n = len(sequence)
        at = 0
        while at + n <= len(words):
            if tuple(words[at : at + n]) == sequence:
                words = [*words[:at], *words[at + n :]]
                taken = True
            else:
                at += 1
    return words, taken


@cache
def _label_words() -> frozenset[str]:
    """Every word that stands in a phrase for labels."""
    return frozenset(
        w for section, held in _sections().items() if not section.endswith(" words") for p in held for w in _WORD.findall(p)
    )


def could_be_label(text: str) -> bool:
    """A quick look, so that long sheets are passed over fast: a short text with most of its words in the vocabulary of labels."""
    words = _WORD.findall(text.lower()) if len(text) <= 160 else []
    return bool(words) and not words[0].isdigit() and 2 * sum(w in _label_words() for w in words) > len(words)
