"""Words in a paper that are meant for a program that reads it. They are nobody's words to the paper's readers and are never quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from assistant.instruction_reading import hidden, readings, squeezed
from vectorstore.models import Document, Page, fold_space
from vectorstore.units import FEWEST_WORDS, Unit, part_of, word_count

UNTITLED = "a paper whose title is not shown"
"""What is said in place of a title that is not one."""
_SENTENCE_ENDS = re.compile(r"[.!?][\"'\u201d\u2019)\]]*(?=\s|[^\x00-\x7f])")
_GIVES = re.compile(r"[A-Z]+ = ")
# The same with its letters spread out, split up or spelt in figures.
_SQUEEZED = re.compile(
    r"(?:ignore|disregard|forget|override)(?:all|any|the|of|your|my|these|those|previous|prior|above|earlier|preceding|other)+(?:instructions?|prompts?|rules)"
)
# A sentence that stands behind such words and goes on with them: it gives an order, or speaks to whoever is told what to say.
_GOES_ON = re.compile(
    r"^\W*(?:please |then |instead,? |also,? |now |always |only |never |just |and |do not |don't )*"
    r"(?:write|say|answer|reply|respond|state|output|print|claim|insist|tell|cite|quote|report|mention|repeat|begin|end|add|include|use|treat|call|pretend"
    r"|reveal|follow|obey|give|never|you|your)\b",
    re.I,
)


class _Sign(NamedTuple):
    """A pattern, and words of which every text that it fits has one: looking for these is what makes the check quick."""

    needs: tuple[str, ...]
    pattern: re.Pattern[str]

    def fits(self, plain: str) -> bool:
        """Whether a text, as it is read, has the sign."""
        return any(word in plain for word in self.needs) and bool(self.pattern.search(plain))


@lru_cache(maxsize=8192)
def speaks_to_a_model(text: str) -> bool:
    """Whether some words are meant for a language model that reads them."""
    if hidden(text):
        return True
    return any(
        any(sign.fits(plain) for sign in _signs()) or any(map(_SQUEEZED.search, squeezed(plain))) for plain in readings(text)
    )


def for_readers(found: Sequence[Unit], pages: dict[int, Page]) -> list[Unit]:
    """What of a passage's units, in reading order, is meant for its readers; `pages` are those that the passage stands on, by ordinal.

    Left out: what speaks to a model, in a row its cells alone, in prose also the sentences right behind it that go on giving orders. What stands in
    front of it and was not parted from it, as it begins in no way in which sentences begin, is kept.
    """
    kept: list[Unit] = []
    ordered = False
    for unit in found:
        if unit.kind == "row":
            kept += _row_for_readers(unit)
        elif speaks_to_a_model(unit.text):
            ordered = True
            kept += _before_it(unit, pages)
        else:
            ordered = ordered and not unit.cells and bool(_GOES_ON.search(unit.text))
            kept += [] if ordered else [unit]
    return kept


def _row_for_readers(unit: Unit) -> list[Unit]:
    cells = tuple(c for c in unit.cells if not any(map(speaks_to_a_model, filter(None, (c.text, c.label)))))
    if len(cells) == len(unit.cells):
        return [] if speaks_to_a_model(unit.text) else [unit]
    read = [c for c in cells if c.text]
    if not read:
        return []
    return [
        replace(unit, cells=cells, text=fold_space(" ".join(c.text for c in read)), spans=tuple(s for c in read for s in c.spans))
    ]


def _before_it(unit: Unit, pages: dict[int, Page]) -> list[Unit]:
    """The sentences of a unit that end before the first of which a model is spoken to."""
    ends = [m.end() for m in _SENTENCE_ENDS.finditer(unit.text)]
    end = max((e for e in ends if not speaks_to_a_model(unit.text[:e])), default=0)
    said = unit.text[:end]
    if word_count(said) < FEWEST_WORDS:
        return []
    return [replace(unit, text=said, spans=part_of(unit.spans, pages, 0, end))]


def named(document: Document) -> str:
    """A paper's title as the program may say it; where that speaks to a model, its file's name, or that it is not shown."""
    return next((name for name in (document.title, document.source) if not speaks_to_a_model(name)), UNTITLED)


@cache
def _signs() -> tuple[_Sign, ...]:
    """The signs of instruction_signs.txt, then those of instruction_words.txt."""
    lines = [line for line in _lines("instruction_signs.txt") if line]
    given = dict(line.split(" = ", 1) for line in lines if _GIVES.match(line))
    name = re.compile("|".join(sorted(given, key=len, reverse=True)))
    found = []
    for line in lines:
        if not _GIVES.match(line):
            needs, pattern = line.split(" :: ", 1)
            for _ in range(2):  # what a name stands for may name another
                pattern = name.sub(lambda m: given[m.group()], pattern)
            found.append(_Sign(tuple(needs.split("|")), re.compile(pattern)))
    return (*found, *_in_other_languages())


def _in_other_languages() -> Iterator[_Sign]:
    for line in _lines("instruction_words.txt"):
        verbs, nouns = ([word.strip() for word in side.split(",")] for side in line.split("="))
        a, b = ("|".join(map(_word, words)) for words in (verbs, nouns))
        needs = tuple(verb.removesuffix("*") for verb in verbs)
        yield _Sign(needs, re.compile(rf"(?:{a}).{{0,60}}(?:{b})|(?:{b}).{{0,60}}(?:{a})"))


def _lines(name: str) -> list[str]:
    text = files("assistant").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def _word(written: str) -> str:
    """A word of the list; one that ends in a star is only how words begin. Scripts beyond the Arabic one do not always part their words."""
    begins = written.removesuffix("*")
    if begins[0] > "\u07ff":
        return re.escape(begins)
    return rf"\b{re.escape(begins)}" + ("" if written.endswith("*") else r"\b")
