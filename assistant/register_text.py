"""Registers for a person at a terminal: what is held, a line for each risk, and what was not understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from assistant.registers import Held, series
from assistant.wording import folded
from vectorstore.dates import long_date
from vectorstore.records import Record

NONE_HELD = "No risk register is held. Put one in with: scrutiny ingest FILE (PDF, Word, Excel, CSV or text)"
NONE_NAMED = "No risk register was found in the papers named; 'scrutiny risks' lists those that are held."


@dataclass(frozen=True, slots=True)
class Line:
    """A line to print, how far in it stands and how it looks."""

    text: str
    indent: int = 0
    style: str = ""


def show(lines: Iterable[Line]) -> None:
    """Print lines to standard output. Words of papers are never read as markup."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False)
    for line in lines:
        if not line.text:
            console.print()
            continue
        console.print(Padding(Text(line.text, style=line.style), (0, 0, 0, line.indent), expand=False))


def listing(registers: Sequence[Held], every: Sequence[Held]) -> Iterator[Line]:
    """The registers asked for, of `every` one that is held, so that versions are known as such."""
    if not registers:
        yield Line(NONE_NAMED if every else NONE_HELD)
    versions = {id(held.register): group for group in series(every) for held in group}
    for number, held in enumerate(registers):
        if number:
            yield Line("")
        yield from _register(held, versions.get(id(held.register), [held]))


def _register(held: Held, versions: Sequence[Held]) -> Iterator[Line]:
    register = held.register
    yield Line(held.name, style="bold")
    yield Line(
        " \u00b7 ".join(p for p in (as_at(held.as_at), ", ".join(held.document.sources), _version(held, versions)) if p), 2, "dim"
    )
    yield Line(counted(register.risks), 2)
    yield from _risks(held)
    yield from _not_placed(held)
    if register.unknown:
        labels = ", ".join(f"\u201c{label}\u201d" for label in register.unknown)
        columns = "1 column was" if len(register.unknown) == 1 else f"{len(register.unknown)} columns were"
        yield Line(f"{columns} not understood (their cells are kept as printed): {labels}", 2, "yellow")
    yield from (Line(note, 2, "yellow") for note in register.notes)


def as_at(iso: str | None) -> str:
    """The day, month or year at which a register stands, in words."""
    if not iso:
        return "without a date"
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 3:
        return f"as at {long_date(date(parts[0], parts[1], parts[2]))}"
    return f"as at {date(parts[0], parts[1], 1):%B %Y}" if len(parts) == 2 else f"as at {iso}"


def counted(risks: Sequence[Record]) -> str:
    """How many risks, controls and actions: "23 risks, 72 controls, 5 actions"."""
    controls, actions = sum(len(r.controls) for r in risks), sum(len(r.actions) for r in risks)
    return ", ".join([many(len(risks), "risk"), many(controls, "control"), many(actions, "action")])


def many(count: int, noun: str) -> str:
    """A count with its noun: "1 risk", "2 risks", "no risks"."""
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"


def listed(pages: Sequence[int]) -> str:
    """Page numbers in words: "3 and 4", "2 to 11", "1, 3 and 5 to 7"."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    words = [w for r in runs for w in ([f"{r[0]} to {r[-1]}"] if len(r) > 2 else [str(p) for p in r])]
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def _version(held: Held, versions: Sequence[Held]) -> str:
    if len(versions) < 2:
        return ""
    if versions[-1].register is held.register:
        return f"the latest of {len(versions)} versions"
    return f"an earlier version; the latest is {versions[-1].document.source}"


def _risks(held: Held) -> Iterator[Line]:
    risks = held.register.risks
    groups = [risk.text("group") for risk in risks]
    runs = 1 + sum(a != b for a, b in pairwise(groups))
    in_runs = runs == len(set(groups))
    before: str | None = None
    for risk in risks:
        group = risk.text("group")
        if in_runs and group and group != before:
            yield Line(group, 2, "bold dim")
        before = group
        yield Line(_risk(held, risk, None if in_runs else group), 2)
        for children, noun in ((risk.controls, "control"), (risk.actions, "action")):
            if children:
                yield Line(f"{many(len(children), noun)}: {_by_status(children)}", 6, "dim")
        for flag in risk.flags:
            yield Line(f"flagged: {flag}", 6, "yellow")
        for child in risk.children:
            for flag in child.flags:
                yield Line(f"flagged, {child.kind} \u201c{child.name}\u201d: {flag}", 6, "yellow")


def _risk(held: Held, risk: Record, group: str | None) -> str:
    ref = risk.text("ref")
    page = held.page(risk.page)
    title = f"{ref}  {risk.name}" if ref and ref != risk.name else risk.name
    owners = ", ".join(o.name for o in risk.owners) or risk.text("owner")
    parts = (title, group, assessed(risk), owners, f"p. {page}" if page is not None else None)
    return " \u00b7 ".join(part for part in parts if part)


def assessed(risk: Record) -> str | None:
    """A risk's current rating and score as printed; where neither is, its likelihood and impact."""
    printed = [risk.text("rating"), risk.text("score")]
    said = list(dict.fromkeys(text for text in printed if text))
    if said:
        return ", ".join(said)
    levels = [f"{name} {text}" for name in ("likelihood", "impact") if (text := risk.text(name))]
    return ", ".join(levels) or None


def _by_status(children: Sequence[Record]) -> str:
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for child in children:
        status = child.text("status") or "without a status"
        counts[folded(status)] += 1
        shown.setdefault(folded(status), status[0].lower() + status[1:])
    return ", ".join(f"{n} {shown[status]}" for status, n in counts.most_common())


def _not_placed(held: Held) -> Iterator[Line]:
    """The rows that went into no record: how many, where, and their words, each wording once."""
    left = held.register.leftovers
    if not left:
        return
    pages = [p for x in left if (p := held.page(x.page)) is not None]
    rows = "1 row" if len(left) == 1 else f"{len(left)} rows"
    where = f", on page{'' if len(set(pages)) == 1 else 's'} {listed(pages)}" if pages else ""
    yield Line(f"Read in part: {counted(held.register.risks)} were read; {rows} could not be placed{where}:", 2, "yellow")
    by_words: dict[str, list[int]] = {}
    for x in left:
        by_words.setdefault(x.text, []).append(x.page)
    for text, places in by_words.items():
        own = [p for n in places if (p := held.page(n)) is not None]
        at = f"p. {listed(own)}: " if own else ""
        yield Line(f"{at}\u201c{text}\u201d", 6, "yellow")
