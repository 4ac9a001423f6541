"""What was read of a register, held against its truth: rows found, cells right, and what is wrong in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from tests.registers.truth import Record as Expected
from tests.registers.truth import Truth
from vectorstore.records import Record, Register

_ALIKE = 0.75  # of two names' words, so that a cell that is wrong does not also lose its row
_NAMED = ("title", "description")
_NO_CELLS = ("controls", "actions", "scores", "owners", "flagged", "due_date", "text", "page")


@dataclass
class Result:
    """Rows and cells expected and found. `wrong` has a line for every cell that differs, row not found and row invented."""

    rows: int = 0
    found: int = 0
    invented: int = 0
    cells: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)

    @cached_property
    def lost(self) -> Result:
        """Rows and cells below a row that was not found: all wrong, and not told one by one."""
        return Result()

    def cell(self, where: str, expected: object, found: object) -> None:
        """Count a cell."""
        self.cells += 1
        if _folded(expected) == _folded(found):
            self.right += 1
        else:
            self.wrong.append(f"{where}: {expected!r} read as {found!r}")

    def row(self, where: str, expected: Expected, found: Record | None) -> None:
        """Count a row."""
        self.rows += 1
        self.found += found is not None
        if found is None:
            self.wrong.append(f"{where}: not found")

    def extra(self, where: str, record: Record) -> None:
        """Count a row that the truth does not have."""
        self.invented += 1
        self.wrong.append(f"{where}: invented {record.kind} {record.name!r}")

    @property
    def exact(self) -> float:
        """The share of cells that are exact."""
        return self.right / self.cells if self.cells else 1.0


def compare(truth: Truth | None, registers: Sequence[Register]) -> Result:
    """All the registers read from one file, against that file's truth."""
    result = Result()
    if truth is None:
        for register in registers:
            for record, _ in register.records():
                result.extra(f"{register.layout} in what is no register", record)
            if not register.risks:
                result.invented += 1
                result.wrong.append(f"an empty {register.layout} register in what is no register")
        return result
    read = [risk for register in registers for risk in register.risks]
    for expected, found in _paired(truth["risks"], read):
        where = f"risk {expected.get('ref') or _name(expected)[:40]}" if expected else "register"
        if expected:
            result.row(where, expected, found)
        if expected:
            _risk(result if found else result.lost, where, expected, found or Record("risk"))
        elif found:
            result.extra(where, found)
    result.rows += result.lost.rows + result.lost.lost.rows
    result.cells += result.lost.cells + result.lost.lost.cells
    _whole(result, truth, registers)
    return result


def _whole(result: Result, truth: Truth, registers: Sequence[Register]) -> None:
    """What is asserted of the register itself."""
    if "as_at" in truth:
        result.cell("as at", [truth["as_at"]], sorted({str(r.as_at) for r in registers}))
    if "leftovers" in truth:
        result.cell("leftovers", truth["leftovers"], [left.text for r in registers for left in r.leftovers])
    if "unknown" in truth:
        result.cell("columns not understood", truth["unknown"], sorted({label for r in registers for label in r.unknown}))


def _risk(result: Result, where: str, expected: Expected, found: Record) -> None:
    _fields(result, where, expected, found)
    for name, score in expected.get("scores", {}).items():
        read = found.scores.get(name)
        for part, value in score.items():
            result.cell(f"{where} {name} {part}", value, getattr(read, part) if read else "no such score")
    for kind, children in (("controls", found.controls), ("actions", found.actions)):
        for child, record in _paired(expected.get(kind, []), children):
            below = f"{where} {kind[:-1]} {_name(child)[:40]!r}" if child else where
            if child:
                result.row(below, child, record)
                _fields(result if record else result.lost, below, child, record or Record("control"))
            elif record:
                result.extra(below, record)


def _fields(result: Result, where: str, expected: Expected, found: Record) -> None:
    naming = [n for n in _NAMED if n in expected]
    for name, value in expected.items():
        if name in _NO_CELLS or name.startswith("_"):
            continue
        read = found.text(name)
        if naming == [name] and read is None:
            # A sole column of words may be held to be a risk's title or its description.
            read = found.name
        result.cell(f"{where} {name}", value, read)
    if "text" in expected:
        result.cell(f"{where} text", expected["text"], found.name)
    if "owners" in expected:
        result.cell(f"{where} owners", expected["owners"], [owner.name for owner in found.owners])
    if "due_date" in expected:
        result.cell(f"{where} due date", expected["due_date"], found.due)
    if "page" in expected:
        result.cell(f"{where} page", expected["page"], found.page)
    if "flagged" in expected:
        flags = "; ".join(found.flags)
        result.cell(f"{where} flagged ({flags})", expected["flagged"], bool(found.flags))


def _paired(expected: Sequence[Expected], found: Sequence[Record]) -> Iterator[tuple[Expected | None, Record | None]]:
    """Each row that is expected with the one read for it, the likest first taken; then the rows read that nobody expects."""
    likeness = [(_likeness(one, other), -abs(i - j), i, j) for i, one in enumerate(expected) for j, other in enumerate(found)]
    taken: dict[int, int] = {}
    for alike, _, i, j in sorted(likeness, reverse=True):
        if alike >= _ALIKE and i not in taken and j not in taken.values():
            taken[i] = j
    for i, one in enumerate(expected):
        yield one, found[taken[i]] if i in taken else None
    for j, other in enumerate(found):
        if j not in taken.values():
            yield None, other


def _likeness(expected: Expected, found: Record) -> float:
    """1 where the words are the same; a printed reference that is the same counts for as much as the threshold."""
    same_ref = bool(expected.get("ref")) and _words(expected["ref"]) == _words(found.text("ref") or "")
    alike = SequenceMatcher(None, _words(_name(expected)), _words(found.name), autojunk=False).ratio()
    return _ALIKE + alike if same_ref else alike


def _name(expected: Expected) -> str:
    return str(expected.get("text") or expected.get("title") or expected.get("description") or expected.get("ref"))


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _folded(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split())
    return [_folded(v) for v in value] if isinstance(value, list) else value
