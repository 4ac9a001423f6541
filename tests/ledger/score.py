"""How the entries read from a paper compare with the labels: precision, recall, owners and due dates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from eval.places import Text, bare
from ingest.reading import Reading
from tests.ledger.labels import Label
from vectorstore.commitments import Entry
from vectorstore.models import Page

_SPREAD = 3000  # characters that a labelled entry may take up on its pages


@dataclass(slots=True)
class Score:
    """What was found. `right` pairs labels with their entries, `missed` are labels, `false` entries inside labelled zones."""

    right: list[tuple[Label, Entry]] = field(default_factory=list)
    missed: list[Label] = field(default_factory=list)
    false: list[tuple[str, Entry, Label | None]] = field(default_factory=list)
    owners_wrong: list[tuple[Label, Entry]] = field(default_factory=list)
    owners_asked: int = 0
    due_wrong: list[tuple[Label, Entry]] = field(default_factory=list)
    due_asked: int = 0
    kinds_wrong: list[tuple[Label, Entry]] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Take another paper's score in."""
        for name in ("right", "missed", "false", "owners_wrong", "due_wrong", "kinds_wrong"):
            getattr(self, name).extend(getattr(other, name))
        self.owners_asked += other.owners_asked
        self.due_asked += other.due_asked

    @property
    def precision(self) -> float:
        """The share of entries inside labelled zones that a label stands for."""
        return _share(len(self.right), len(self.right) + len(self.false))

    @property
    def recall(self) -> float:
        """The share of labelled entries that were found."""
        return _share(len(self.right), len(self.right) + len(self.missed))

    @property
    def owners(self) -> float:
        """The share of found entries with printed owners whose owners are exactly those."""
        return _share(self.owners_asked - len(self.owners_wrong), self.owners_asked)

    @property
    def due(self) -> float:
        """The share of found entries with printed dates whose due date is the last, and staged ones exactly those."""
        return _share(self.due_asked - len(self.due_wrong), self.due_asked)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def compare(reading: Reading, entries: Sequence[Entry], labels: Sequence[Label]) -> Score:
    """One paper's entries against its labels."""
    text = Text(reading.pages)
    pages = {p.ordinal: p for p in reading.pages}
    wanted = [x for x in labels if x.label == "entry"]
    quotes = {n: bare(_quote(e, pages)) for n, e in enumerate(entries)}
    pairs = sorted(
        (
            (-fit, w, n)
            for w, label in enumerate(wanted)
            for n, entry in enumerate(entries)
            if any(abs(entry.page - p) <= 1 for p in label.pages) and (fit := _fit(label, quotes[n], text)) > 0
        )
    )
    by_label: dict[int, int] = {}
    by_entry: dict[int, int] = {}
    for _, w, n in pairs:
        if w not in by_label and n not in by_entry:
            by_label[w], by_entry[n] = n, w
    covered = {n for _, _, n in pairs}  # a second entry of the same words is a repetition, which `_false` counts
    score = Score(missed=[x for w, x in enumerate(wanted) if w not in by_label])
    for w, n in sorted(by_label.items()):
        _judge(score, wanted[w], entries[n])
    near = [x for x in labels if x.label == "near"]
    for zone in (x for x in labels if x.label == "zone"):
        place = text.between(zone.first, zone.last, zone.page)
        if place is None:
            raise ValueError(f"{zone.name}: the zone's words are not found")
        for n, entry in enumerate(entries):
            begin = (entry.spans[0].page, entry.spans[0].start)
            if place[0] <= begin <= place[1] and n not in by_entry:
                sounds = next((x for x in near if abs(x.page - entry.page) <= 1 and _fit(x, quotes[n], text) > 0), None)
                if not any(entry is held for _, held, _ in score.false):
                    score.false.append((f"{zone.zone}{' (again)' if n in covered else ''}", entry, sounds))
    return score


def _quote(entry: Entry, pages: dict[int, Page]) -> str:
    return " ".join(pages[s.page].text[s.start : s.end] for s in entry.spans)


def _fit(label: Label, quote: str, text: Text) -> float:
    """How well a quote's letters fit a label: 1 for its first and last words, less for a good part of what is between them."""
    first, last = bare(label.first) in quote, bare(label.last) in quote
    if first and last:
        return 1.0 + 1 / (1 + len(quote))
    place = text.between(label.first, label.last, label.page)
    whole = _letters_between(text, label) if place else ""
    if whole and len(whole) < _SPREAD and len(quote) >= 20 and quote in whole:
        return 0.5 + 0.4 * len(quote) / len(whole)
    return 0.4 if (first or last) and len(quote) >= 20 else 0.0


def _letters_between(text: Text, label: Label) -> str:
    begin = text.letters.find(bare(label.first))
    end = text.letters.find(bare(label.last), begin)
    return text.letters[begin : end + len(bare(label.last))]


def _judge(score: Score, label: Label, entry: Entry) -> None:
    score.right.append((label, entry))
    if label.owners:
        score.owners_asked += 1
        if sorted(map(_owner, label.owners)) != sorted(_owner(o.name) for o in entry.owners):
            score.owners_wrong.append((label, entry))
    if label.due_date:
        score.due_asked += 1
        staged = tuple(m.date for m in entry.milestones)
        if entry.due_date != max(label.due_date) or (
            len(label.due_date) > 1 and staged and sorted(staged) != sorted(label.due_date)
        ):
            score.due_wrong.append((label, entry))
    if label.kind and _family(label.kind) != _family(entry.kind):
        score.kinds_wrong.append((label, entry))


def _owner(name: str) -> str:
    return bare(re.sub(r"^(?:the|a)\s+", "", name.strip(), flags=re.I))


def _family(kind: str) -> str:
    """Whether something is promised (a commitment or an action), recommended or decided."""
    return "promise" if kind in ("commitment", "action") else kind


def by_source(labels: Sequence[Label]) -> dict[str, list[Label]]:
    """The labels of each paper."""
    found: defaultdict[str, list[Label]] = defaultdict(list)
    for label in labels:
        found[label.source].append(label)
    return dict(found)
