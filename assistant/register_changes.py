"""What differs between two records that are one risk, control or action in two versions of a register, field by field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.wording import folded, plain, same
from vectorstore.dates import find_dates
from vectorstore.records import FIELDS, Record, RecordKind, Register

SCORES = ("rating", "score", "likelihood", "impact")
_CURRENT = ("current", "residual")
_DATES = frozenset(("due", "added", "reviewed"))
_LEVELS = (
    ("very low", "negligible", "insignificant", "rare", "remote", "very unlikely", "highly unlikely"),
    ("low", "green", "minor", "unlikely"),
    ("medium", "moderate", "amber", "yellow", "possible"),
    ("high", "red", "major", "significant", "likely", "probable"),
    ("very high", "severe", "critical", "extreme", "catastrophic", "very likely", "highly likely", "almost certain", "certain"),
)
_FIGURE = re.compile(r"[\u00a3$\u20ac]?\s?\d[\d,]*(?:\.\d+)?\s?(?:%|k|m|bn)?", re.I)


@dataclass(frozen=True, slots=True)
class Printed:
    """What is printed for a field and the ordinal of its page. `iso` is a date's, where nothing else is printed."""

    text: str
    page: int | None
    iso: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A field whose words or figures differ. `field` is its name, or the column's label. `direction`: up or down, later or earlier."""

    field: str
    old: Printed | None
    new: Printed | None
    direction: str | None = None
    is_score: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column that only one of the two registers fills for a kind of record, and for how many records."""

    kind: RecordKind
    field: str
    only_in: str
    count: int


class Fields:
    """The fields of two registers' records, by keys that mean the same in both. Columns that one register lacks are not compared."""

    def __init__(self, old: Register, new: Register) -> None:
        self._labels = _common_labels([r for reg in (old, new) for r, _ in reg.records()])
        self._shown: dict[str, str] = {}
        self.columns = tuple(self._apart(old, new))
        self._skip = {(c.kind, c.field) for c in self.columns}

    def differences(self, old: Record, new: Record) -> Iterator[Difference]:
        """The fields that differ, scores first. A risk's title is not among them: that is a renaming."""
        before, after = self.of(old), self.of(new)
        for key in dict.fromkeys([*before, *after]):
            a, b = before.get(key), after.get(key)
            if (old.kind, self.name(key)) in self._skip or _alike(key, a, b, old, new):
                continue
            is_score = key in SCORES or key.startswith("stage:")
            yield Difference(self.name(key), a, b, _direction(key, a, b, old, new, is_score), is_score)

    def of(self, record: Record) -> dict[str, Printed]:
        """What a record prints, by key."""
        found = dict(_scores(record)) if record.kind == "risk" else {}
        for name in FIELDS:
            made = record.fields.get(name)
            if made and made.text and name not in found and not (name == "title" and record.kind == "risk"):
                page = made.spans[0].page if made.spans else record.page
                found[name] = Printed(made.text, page, _iso(made.text) if name in _DATES else None)
        for made in record.other:
            if made.text:
                key = f"other:{self._labels.get(folded(made.label), folded(made.label))}"
                self._shown.setdefault(key, made.label or "a column without a label")
                page = made.spans[0].page if made.spans else record.page
                found[key] = (
                    Printed(f"{found[key].text}; {made.text}", found[key].page) if key in found else Printed(made.text, page)
                )
        return found

    def name(self, key: str) -> str:
        """How a field is called: its name, or the column's label as printed."""
        return self._shown.get(key, key.removeprefix("stage:"))

    def _apart(self, old: Register, new: Register) -> Iterator[Column]:
        held: dict[str, Counter[tuple[RecordKind, str]]] = {}
        kinds: dict[str, Counter[RecordKind]] = {}
        for side, register in (("old", old), ("new", new)):
            records = [r for r, _ in register.records()]
            held[side] = Counter((r.kind, self.name(key)) for r in records for key in self.of(r))
            kinds[side] = Counter(r.kind for r in records)
        for side, other in (("old", "new"), ("new", "old")):
            for (kind, name), count in held[side].items():
                if not held[other][kind, name] and kinds[other][kind] and count > 1 and 2 * count > kinds[side][kind]:
                    yield Column(kind, name, side, count)


def is_later(old: str | None, new: str | None) -> bool:
    """Whether an ISO day, month or year is surely after another, or was made less near in the same words."""
    if not old or not new:
        return False
    size = min(len(old), len(new))
    return new[:size] > old[:size]


def _common_labels(records: Iterable[Record]) -> dict[str, str]:
    """Labels of columns by the shorter label that they begin with ("exposure \u00a3m": "exposure"), unless a record has both."""
    together = {tuple(folded(f.label) for f in r.other) for r in records}
    labels = sorted({label for row in together for label in row}, key=len)
    out: dict[str, str] = {}
    for label in labels:
        out[label] = label
        for short in labels:
            if " " in short and label.startswith(f"{short} ") and not any(label in row and short in row for row in together):
                out[label] = short
                break
    return out


def _scores(risk: Record) -> Iterator[tuple[str, Printed]]:
    """The current scores as printed, then those of other stages ("inherent score")."""
    for name in SCORES:
        made = risk.fields.get(name)
        if made and made.text:
            yield name, Printed(made.text, made.spans[0].page if made.spans else risk.page)
    current = next((s for s in _CURRENT if s in risk.scores), None)
    for stage, score in risk.scores.items():
        if stage == current:
            continue
        page = score.spans[0].page if score.spans else risk.page
        yield f"stage:{stage} score", Printed(score.printed, page)
        numbers = re.findall(r"\d+", score.printed)
        for name, value in (("likelihood", score.likelihood), ("impact", score.impact)):
            if value is not None and len(numbers) < 2 and score.value is not None:
                yield f"stage:{stage} {name}", Printed(str(value), page)


def _alike(key: str, a: Printed | None, b: Printed | None, old: Record, new: Record) -> bool:
    if same(a.text if a else None, b.text if b else None):
        return True
    if key == "owner" and old.owners and new.owners:
        return sorted(folded(o.name) for o in old.owners) == sorted(folded(o.name) for o in new.owners)
    return bool(a and b and a.iso and a.iso == b.iso)


def _iso(text: str) -> str | None:
    """A date in ISO when a cell holds it and nothing else."""
    found = find_dates(plain(text))
    if len(found) != 1 or folded(plain(text)[: found[0].start] + " " + plain(text)[found[0].end :]):
        return None
    return found[0].day.isoformat() if found[0].day else f"{found[0].year}-{found[0].month:02d}"


def _direction(key: str, a: Printed | None, b: Printed | None, old: Record, new: Record, is_score: bool) -> str | None:
    if a is None or b is None:
        return None
    if key == "due":
        return "later" if is_later(old.due, new.due) else "earlier" if is_later(new.due, old.due) else None
    if not is_score and not (
        key.startswith("other:") and _FIGURE.fullmatch(a.text.strip()) and _FIGURE.fullmatch(b.text.strip())
    ):
        return None
    before, after = _levels(a.text), _levels(b.text)
    for one, other in zip(before, after, strict=True):
        if one is not None and other is not None and one != other:
            return "up" if other > one else "down"
    return None


def _levels(printed: str) -> Sequence[float | None]:
    """What a score says, as numbers: the last one printed (a product's result, "High (20)"), and the rank of its word."""
    numbers = re.findall(r"\d+(?:\.\d+)?", printed.replace(",", ""))
    bare = folded(re.sub(r"[\d.]+", " ", printed))
    ranks = [n for n, words in enumerate(_LEVELS) if bare in words]
    return (float(numbers[-1]) if numbers else None, float(ranks[0]) if ranks else None)
