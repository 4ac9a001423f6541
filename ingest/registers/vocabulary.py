"""What a register's labels mean, by the words in `words.txt`, which is data and can be added to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from ingest.table_cells import plain
from vectorstore.records import RecordKind

Stage = Literal["inherent", "current", "residual", "target", "previous"]
STAGES: tuple[Stage, ...] = ("inherent", "residual", "target", "previous", "current")
KINDS: tuple[RecordKind, ...] = ("action", "control", "risk")  # "mitigating actions" are actions, whatever "mitigating" is
LABELS = (
    "ref", "title", "description", "category", "group", "cause", "consequence", "impact", "likelihood", "score", "rating", "direction",
    "owner", "due", "status", "added", "reviewed", "note",
)  # fmt: skip
_WORD = re.compile(r"[a-z0-9#%]+")


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
def phrases(section: str) -> frozenset[str]:
    """The phrases of one section of the vocabulary, in lower case."""
    found: dict[str, set[str]] = {}
    name = ""
    for line in files("ingest.registers").joinpath("words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[] ")
        elif line and not line.startswith("#"):
            found.setdefault(name, set()).update(p.strip().lower() for p in line.split(";") if p.strip())
    return frozenset(found[section])


@cache
def _sequences(section: str) -> tuple[tuple[str, ...], ...]:
    """A section's phrases as word sequences, the longest first."""
    return tuple(sorted({tuple(_WORD.findall(p)) for p in phrases(section)} - {()}, key=lambda s: (-len(s), s)))


@lru_cache(maxsize=8192)
def meaning(label: str) -> Meaning | None:
    """What a column label means; None when the vocabulary does not know it."""
    text = plain(label).lower().replace("\u2019", "'").replace("'s", "s")
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text)
    for version in dict.fromkeys((bare, text, *(re.findall(r"\(([^)]{3,})\)", text)))):
        words = _WORD.findall(version)
        found = _of_words(words) if words and len(words) <= 14 else None
        if found:
            stage = found.stage or next(
                (s for part in re.findall(r"\(([^)]*)\)", text) if (s := _staged(_WORD.findall(part))[1])), None
            )
            return replace(found, stage=stage if found.field else None)
    return None


def _of_words(words: list[str]) -> Meaning | None:
    """The reading that leaves the fewest words over: as it stands, without filler, without its stage, without what it is about."""
    if field := _field(words):
        return Meaning(field)
    words = _without(words, "filler")[0] or words
    if field := _field(words):
        return Meaning(field)
    for take_stage in (False, True):
        rest, stage = _staged(words) if take_stage else (words, None)
        if take_stage and stage is None:
            continue
        if stage and (field := _field(rest)):
            return Meaning(field, stage=stage)
        for kind in KINDS:
            left, taken = _without(rest, kind)
            if not taken:
                continue
            if not left:
                return _alone(kind, stage)
            if field := _field(left):
                return Meaning(field, kind, stage)
            if kind != "risk" and _only(left, ("owner", "due")):
                return _alone(kind, stage)
        if stage and not rest:
            return Meaning("score", stage=stage)
    return None


def _alone(kind: RecordKind, stage: Stage | None) -> Meaning:
    """A label that only names a kind: "Risk" is a risk's own words, "Current risk" a score, "Existing controls" a list."""
    if kind == "risk":
        return Meaning("score", kind, stage) if stage else Meaning("title", kind)
    if kind == "control" and stage in ("target", "residual", "previous"):
        return Meaning(None, "action") if stage == "target" else Meaning(None, kind)
    return Meaning(None, kind)


def _field(words: list[str]) -> str | None:
    """The field whose phrases hold these words, or both sides of an "and" or a slash of them."""
    wanted = tuple(words)
    return next((name for name in LABELS if wanted in _known(name)), None)


def _only(words: list[str], sections: tuple[str, ...]) -> bool:
    """Whether the words are made of phrases of these sections: "who, by when" of a column that holds whole actions."""
    for section in sections:
        words = _without(words, section)[0]
    return not words


@cache
def _known(section: str) -> frozenset[tuple[str, ...]]:
    return frozenset(_sequences(section))


def _staged(words: list[str]) -> tuple[list[str], Stage | None]:
    for stage in STAGES:
        rest, taken = _without(words, stage)
        if taken:
            return rest, stage
    return words, None


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
