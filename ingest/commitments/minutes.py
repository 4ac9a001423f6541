"""Minutes and reports to a body: actions, undertakings, decisions and recommendations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from ingest.commitments import minuted_actions, recommendations, resolutions, undertakings
from ingest.commitments.listing import follows, marked
from ingest.commitments.sittings import Sitting
from ingest.commitments.stating import Found, Part, Stating
from ingest.reading import Block, Reading
from vectorstore.commitments import Entry
from vectorstore.dates import find_dates
from vectorstore.models import Document
from vectorstore.sentences import sentence_spans

_LONG_BEFORE = 45  # days: what a block dates so long before the meeting is history
_STEM = 5  # letters by which two words are compared
_EMPTY = frozenset(("would", "will", "agree", "this", "that", "under", "offer", "with", "from"))


def minuted(reading: Reading, document: Document) -> Iterator[Entry]:
    """Entries, in reading order."""
    walk = _Walk(reading, document)
    found = sorted(walk.entries(), key=lambda e: (e.block, e.entry.spans[0]))
    yield from (each.entry for n, each in enumerate(found) if not _said_again(each, (found[m] for m in range(n + 1, len(found)))))


def _said_again(each: Found, later: Iterable[Found]) -> bool:
    """Whether an undertaking is set apart as an action right below it, which then stands for both."""
    if each.form != "undertaking":
        return False
    words = _stems(each.entry.what) - _stems(each.entry.owner.text if each.entry.owner else "")
    for other in later:
        if other.block - each.block > 4:
            return False
        if other.form == "action" and len(words & _stems(other.entry.what)) * 2 > len(words):
            return True
    return False


def _stems(text: str) -> set[str]:
    return {w[:_STEM] for w in re.findall(r"[a-z]{4,}", text.lower())} - _EMPTY


class _Walk(Stating):
    """A walk over a paper's blocks that knows the heading trail, the sitting and whether a report is recommending."""

    def __init__(self, reading: Reading, document: Document) -> None:
        super().__init__(reading, document)
        self.recommending = False
        self.counted: str | None = None  # the mark of the last recommendation

    def entries(self) -> Iterator[Found]:
        for n, block in enumerate(self.blocks):
            if block.kind in ("furniture", "contents", "row") or n in self.used:
                continue
            if block.kind == "heading" and not _is_business(block.text) and not self._goes_on(block):
                self._enter(block, n)
            yield from self._of_block(n, block)

    def _enter(self, block: Block, n: int) -> None:
        before = self.trail.section[-1:] if block.number is None else ()  # the heading above, whose level may be set as high
        self.trail.under(block)
        titled = recommendations.HEADING.match(block.text) is not None
        others = block.number is None and any(recommendations.BY_OTHERS.search(t) for t in (*before, *self.trail.section[-2:]))
        self.recommending = titled and not others and self.sat[n] is None
        self.counted = None

    def _goes_on(self, block: Block) -> bool:
        """Whether what is set like a heading is the next recommendation by its number."""
        mark, _ = marked(block)
        return self.recommending and bool(mark) and self.counted is not None and follows(self.counted, mark or "")

    def _of_block(self, n: int, block: Block) -> Iterator[Found]:
        mark, begins = marked(block)
        text = block.text[begins:]
        body = Part(block, begins)
        if minuted_actions.LISTED.match(text) or (self.sat[n] and minuted_actions.ALONE.fullmatch(text)):
            yield from self.listed(n, "action", "")
            return
        if minuted_actions.CHEAP.search(text):
            yield from self._set_apart(n, body)
        sitting = self.sat[n]
        if sitting is not None:
            yield from self._in_minutes(n, body, sitting)
        elif recommendations.CHEAP.search(text) or self.recommending:
            yield from self._in_report(n, body, mark)
        elif re.match(r"RESOLVED\b", text):
            yield from self._resolved(n, body)

    def _set_apart(self, n: int, part: Part) -> Iterator[Found]:
        for act in minuted_actions.set_apart(part.text, self.sat[n] is not None):
            start, end, what = act.start, act.end, act.what
            if act.before:
                sentence = next(((a, b) for a, b in reversed(sentence_spans(part.text[: act.start])) if b - a > 12), None)
                if sentence is None:
                    continue
                start, end = sentence
                what = part.text[start:end]
            yield self.found(n, "action", what, part.spans(start, end), act.actor, "action", part)

    def _in_minutes(self, n: int, part: Part, sitting: Sitting) -> Iterator[Found]:
        text = part.text
        if not (resolutions.CHEAP.search(text) or undertakings.CHEAP.search(text) or recommendations.ASKING.search(text)):
            return
        yield from self._resolved(n, part)
        led = resolutions.LEAD.search(text)
        free = [(a, b) for a, b in sentence_spans(text) if led is None or b <= led.start() + 1]
        free = [(a, b) for a, b in free if not minuted_actions.CHEAP.match(text[a:b].lstrip("(["))]
        if part.block.kind != "heading" and resolutions.CHEAP.search(text):
            for told in list(resolutions.told(text, free, sitting.body, self._long_before(text, sitting))):
                yield self.found(n, told.kind, told.what, part.spans(told.start, told.end), told.actor, "decision", part)
                free.remove((told.start, told.end))
        yield from self._requested(n, part, free)
        if part.block.kind != "heading" and undertakings.CHEAP.search(text):
            for act in undertakings.undertakings(text, free):
                yield self.found(n, act.kind, act.what, part.spans(act.start, act.end), act.actor, "undertaking", part)

    def _resolved(self, n: int, part: Part) -> Iterator[Found]:
        text = part.text
        led = resolutions.LEAD.search(text)
        announced = resolutions.ANNOUNCED.match(text)
        if part.block.kind != "heading" and resolutions.NAMES_BELOW.search(text) and self.sat[n]:
            yield from self.listed(n, "decision", text, part)
            return
        if not led and not announced:
            return
        rest = text[led.end() :].strip() if led else ""
        if announced or not rest or rest.rstrip(" -\u2013").endswith(":"):
            intro = Part(part.block, part.begins + led.start()) if led and rest else None
            yield from self.listed(n, "decision", led.group() if led else text, intro)
            return
        for each in resolutions.resolved(text, sentence_spans(text)):
            yield self.found(n, each.kind, each.what, part.spans(each.start, each.end), each.actor, "decision", part)

    def _requested(self, n: int, part: Part, free: list[tuple[int, int]]) -> Iterator[Found]:
        for a, b in list(free):
            sentence = part.text[a:b]
            if recommendations.REQUESTED.search(sentence):
                free.remove((a, b))
                if sentence.rstrip().endswith(":"):
                    yield from self.listed(n, "recommendation", sentence, Part(part.block, part.begins + a))
                else:
                    yield self.found(n, "recommendation", sentence, part.spans(a, b), "", "decision", part)

    def _long_before(self, text: str, sitting: Sitting) -> bool:
        """Whether a block tells of things long before the meeting."""
        if sitting.day is None:
            return False
        for when in find_dates(text):
            day = when.day.isoformat() if when.day else f"{when.year}-{when.month or 1:02d}-28"
            if _days(day) < _days(sitting.day) - _LONG_BEFORE:
                return True
        return False

    def _in_report(self, n: int, part: Part, mark: str | None) -> Iterator[Found]:
        text = part.text
        if label := recommendations.NUMBERED.match(text):
            said = text[label.end() :]
            if len(said.split()) > 4 and recommendations.recommends(said) and not recommendations.BY_OTHERS.search(said):
                yield self.found(n, "recommendation", said, part.spans(label.end(), len(text)), "", "recommendation", part)
            return
        if _opens_list(text) and (recommendations.asks(text) or self.recommending or recommendations.RECOMMENDED.search(text)):
            yield from self.listed(n, "recommendation", text)
            return
        if self.recommending and mark is not None and (part.block.kind != "heading" or self._goes_on(part.block)):
            self.counted = mark
            if recommendations.recommends(text) and not text.endswith(":"):
                yield self.found(n, "recommendation", text, part.spans(0, len(text)), "", "recommendation", part)
            return
        free = []
        for a, b in sentence_spans(text):
            sentence = text[a:b]
            invited = self.recommending and recommendations.ASKED.search(sentence)
            stated = self.recommending and recommendations.WORDED.match(sentence)
            if recommendations.asks(sentence) or ((invited or stated) and recommendations.recommends(sentence)):
                yield self.found(n, "recommendation", sentence, part.spans(a, b), "", "recommendation", part)
            else:
                free.append((a, b))
        if recommendations.ASKING.search(text):
            yield from self._requested(n, part, free)


def _is_business(text: str) -> bool:
    """Whether what is set like a heading is what a body resolves, is asked or sets somebody to do."""
    return (
        _opens_list(text)
        or resolutions.LEAD.match(text) is not None
        or (minuted_actions.CHEAP.match(text) is not None and ":" in text[:20])
    )


def _opens_list(text: str) -> bool:
    """Whether a line ends where a list begins, and says that something is asked, recommended, resolved or agreed."""
    bare = text.rstrip(" -\u2013")
    return bare.endswith(":") and any(
        p.search(text)
        for p in (
            recommendations.ASKED,
            recommendations.RECOMMENDED,
            resolutions.LEAD,
            resolutions.ANNOUNCED,
            minuted_actions.LISTED,
        )
    )


def _days(day: str) -> int:
    return date.fromisoformat(day).toordinal()
