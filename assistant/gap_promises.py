"""Gaps in what was promised: dates that have passed, promises that no later paper mentions, nobody or no date printed, dates that differ."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from assistant.commitment_select import Promises
from assistant.commitment_standing import last_said
from assistant.commitment_writing import Writing
from assistant.compose import Draft
from assistant.gap_entries import entry_gaps, says_what, spoken_of, words_of
from assistant.gap_kinds import GapKind
from assistant.gap_mentions import unheard
from assistant.gap_nouns import Candidate, listed, named, quoted
from assistant.ledger_dates import paper_dates
from assistant.ledger_nouns import Commitment, Stated
from assistant.ledger_text import in_words
from assistant.register_text import many
from vectorstore.dates import last_day, long_date
from vectorstore.library import Holdings

# Dates that are no deadline: from which something is so, through which it goes on, at which it comes again.
_STARTS = re.compile(
    r"\b(?:from|since|starting|beginning|commencing|every|each|through|throughout|during|until|till|ongoing|on-going|continu\w+)\b",
    re.I,
)
# What a meeting, or its members, are asked to do then and there, and what stands in somebody's diary: nothing comes of it later.
_THERE_AND_THEN = re.compile(
    r"\b(?:to|and) (?:note|endorse|receive|welcome|comment on|thank)\b"
    r"|^(?:the )?(?:members?|council|cabinet|executive|committee|commission|board|panel)(?: is| are)? (?:asked|invited|requested|recommended)\b"
    r"|\b(?:(?:scheduled|due|going) to|(?:will|would) be) (?:meet|host|attend|visit|speak)(?:ing)?\b",
    re.I,
)
# What a report recommends to the meeting that it goes to, which decides on it: how it puts the list, and what it asks for.
_ASKED_OF_MEETING = re.compile(
    r"\b(?:council|cabinet|executive|committee|commission|board|panel|forum|members?|mayor|meeting)\b[^.:;]{0,40}"
    r"\b(?:is|are) (?:\w+ )?(?:recommended|asked|invited|requested)\b",
    re.I,
)
_DECIDES = re.compile(
    r"^\W*(?:that )?(?:the )?(?:[\w'\u2019-]+ ){0,5}?"
    r"(?:approve|note|agree|endorse|consider|confirm|delegate|authori[sz]e|adopt|receive|determine|accept|comment on)s?\b",
    re.I,
)
_GOES_ON = re.compile(r"\bcontinu\w+|^for example\b", re.I)  # no act of which something could come
_MEMBERS = re.compile(r"(?:the )?(?:vice[- ])?(?:chair(?:man|woman|person)?|members?|committee|commission|panel)", re.I)
_ASKED = {
    "delayed": "What has held it up, and what is now the date by which it will be done?",
    "changed": "What is the reason for what has changed, and what does it mean for those to whom it was promised?",
}
"""What is asked of what is late, by how the latest word says that it stands."""
_NOTHING_KNOWN = ", and no paper held is known to say that {it} been done"
_TABLES = ("table", "tracker")
_BESIDE = 20  # characters before a date that say what sort of date it is
_TOGETHER = 5  # actions that a question lists
_LONG = 200  # characters of a later paper's words
# Days after which something should have been heard: of a promise whose date has come, or of a recommendation, to which an executive has
# two months to reply (Local Government Act 2000, section 9FE); and of any other.
_SOON, _LONG_AGO = 60, 150


def promise_gaps(promises: Promises, holdings: Holdings, as_of: date) -> Iterator[Candidate]:
    """The gaps of actions, commitments and recommendations of the ledger; what registers hold as actions is looked at with the registers."""
    writing, dates = Writing(promises, holdings, as_of), paper_dates(holdings)
    late: dict[tuple[str, ...], list[_Gaps]] = defaultdict(list)
    for commitment in promises.all:
        if (
            commitment.kind != "decision"
            and commitment.entry.form != "register"
            and says_what(commitment)
            and not _decided_there(commitment)
        ):
            gaps = _Gaps(commitment, writing, dates, as_of)
            yield from gaps.found()
            if gaps.passed:
                late[gaps.alike()].append(gaps)
    for several in late.values():
        for begin in range(0, len(several), _TOGETHER):
            yield _late(several[begin : begin + _TOGETHER])
    yield from entry_gaps(promises, writing)


def _decided_there(commitment: Commitment) -> bool:
    """Whether it is what a report recommends to the meeting that it goes to."""
    entry = commitment.entry
    if commitment.kind != "recommendation" or entry.form not in ("list", "prose"):
        return False
    return bool(_DECIDES.match(entry.what) or any(_ASKED_OF_MEETING.search(words) for words in (entry.what, *entry.section)))


class _Gaps:
    """Looks at one promise."""

    def __init__(self, commitment: Commitment, writing: Writing, dates: Mapping[str, str], as_of: date) -> None:
        self.of, self.writing, self.dates, self.as_of = commitment, writing, dates, as_of
        self.paper = commitment.sources[0].document
        self.what = quoted(words_of(commitment), 150)
        self.noun = {"action": "action", "recommendation": "recommendation"}.get(commitment.kind, "promise")

        self.passed = self._passed()
        self.last = last_said(commitment) or next(reversed(commitment.later), None)
        self.due = next((s for s in commitment.sources if s.entry.due and self._has_passed(s)), commitment.sources[0])

    def found(self) -> Iterator[Candidate]:
        """What is to be asked of it by itself: dates that differ, and that nothing was heard of it."""
        yield from self._differing()
        if not self.passed and self._concrete() and self._unheard():
            yield self._silent()

    def alike(self) -> tuple[str, ...]:
        """What those have in common that are late together: of one table, of the same owners, due the same, and nothing was heard of them."""
        own = (self.of.id,) if self.last or self.of.entry.form not in _TABLES else self.of.owners
        return self.paper.id, self.of.kind, *self.of.entry.section, self.printed(), *own

    def _passed(self) -> bool:
        """Whether a date by which it was to be done has passed; a date from which something is so, or an event's in brackets, is none."""
        entry, due = self.of.entry, self.of.due or ""
        if not self.of.overdue(self.as_of) or _THERE_AND_THEN.search(entry.what) or self._of_members() or self._event():
            return False
        at = entry.what.find(due) if due else -1
        return not _STARTS.search(f"{entry.what[max(0, at - _BESIDE) : max(0, at)]} {due}")

    def _event(self) -> bool:
        """Whether its date is set in brackets, or is a week: then it is the date of an event."""
        due, what = self.of.due, self.of.entry.what
        return bool(due and re.search(rf"\([^()]*{re.escape(due)}[^()]*\)|week commencing {re.escape(due)}", what))

    def _of_members(self) -> bool:
        """Whether it is scrutiny's own to do, who are those that ask."""
        return bool(self.of.owners) and all(_MEMBERS.fullmatch(owner) for owner in self.of.owners)

    def _concrete(self) -> bool:
        """Whether it says what is to be done so that it can be looked up: by whom or by when, with a figure, or as an item that was agreed."""
        entry = self.of.entry
        if _THERE_AND_THEN.search(entry.what) or _GOES_ON.search(entry.what) or self._of_members():
            return False
        if entry.form == "tracker" or (entry.form == "minutes" and self.of.kind != "commitment"):
            return True
        if entry.form == "table" and self.of.owners:
            return True
        return bool(re.search(r"\d", entry.what)) and not self._event()

    def _unheard(self) -> bool:
        """Whether the ledger knows of no later word on it, though it is time for one: its date has come, or it was made long ago."""
        made = self._made_on()
        if self.of.later or self.of.stands or not self.of.checked or not made:
            return False
        age = (self.as_of - last_day(made)).days
        soon = self.of.kind == "recommendation" or any(last_day(d) < self.as_of for d in self.of.dates)
        return age >= (_SOON if soon else _LONG_AGO)

    def _made_on(self) -> str | None:
        stated = self.of.sources[0]
        return stated.made_on or self.dates.get(stated.document.id)

    def not_said_again(self) -> bool:
        """Whether no other paper that is or may be later has its words."""
        return unheard(self.of, self._made_on(), self.dates, self.writing.holdings)

    def known(self) -> str:
        """How it stands, as the end of the sentence that says that its date has passed: the latest word on it, else its own row's."""
        if self.last:
            return f". The latest word found is in {quoted(self.last.document.title)}: {quoted(self.last.quote, _LONG)}"
        if self.of.status:
            return f"; its status is printed as {quoted(self.of.status, 60)}"
        return _NOTHING_KNOWN.format(it="it has")

    def printed(self) -> str:
        """The deadline as printed; of several staged ones those that have passed."""
        entry = self.due.entry
        passed = [m.text for m in entry.milestones if last_day(m.date) < self.as_of]
        return listed([quoted(text, 80) for text in passed]) or (quoted(entry.due.text, 60) if entry.due else "")

    def _has_passed(self, stated: Stated) -> bool:
        days = [stated.entry.due_date, *(m.date for m in stated.entry.milestones)]
        return any(day and last_day(day) < self.as_of for day in days)

    def _silent(self) -> Candidate:
        to = self.of.checked_to
        checked = f"{many(self.of.checked, 'later paper')}{f' up to {in_words(to)}' if to else ''}"
        gap = (
            f"No later mention was found of the {self.noun} {self.what} ({quoted(self.paper.title)}). Looked through: {checked}."
        )
        question = f"What has come of the {self.noun} {self.what}, made in {quoted(self.paper.title)}?"
        kind = GapKind.PROMISE_WITHOUT_LATER_MENTION
        silent = self.candidate(kind, question, gap, self.cite, (checked,))
        return replace(silent, stands=self.not_said_again)

    def _differing(self) -> Iterator[Candidate]:
        """Two papers that give one promise different dates."""
        dated = [s for s in self.of.sources if s.entry.due and s.entry.due_date and not s.entry.milestones]
        for first, other in pairwise(dated):
            a, b = str(first.entry.due_date), str(other.entry.due_date)
            n = min(len(a), len(b))
            if a[:n] == b[:n] or first.document.id == other.document.id or not first.entry.due or not other.entry.due:
                continue
            dates = (
                f"{quoted(first.entry.due.text, 50)} in {quoted(first.document.title)}, "
                f"{quoted(other.entry.due.text, 50)} in {quoted(other.document.title)}"
            )
            gap = f"Two papers date the {self.noun} {self.what} differently: {dates}."
            question = f"Which date holds for the {self.noun} {self.what}: {dates}?"

            def cite(draft: Draft, pair: tuple[Stated, Stated] = (first, other)) -> None:
                self.cite(draft, *pair)

            yield self.candidate(GapKind.PAPERS_DISAGREE, question, gap, cite)

    def cite(self, draft: Draft, *also: Stated) -> None:
        """Cite it where it is first stated, where its owner is printed, and where else it is to be."""
        owned = next((stated for stated in self.of.sources if stated.entry.owners), None)
        for stated in dict.fromkeys(filter(None, (self.of.sources[0], owned, *also))):
            self.writing.cite_stated(draft, stated)

    def candidate(
        self, kind: GapKind, question: str, gap: str, cite: Callable[[Draft], None], derived: tuple[str, ...] = ()
    ) -> Candidate:
        """A gap in it, put to its owners."""
        entry = self.of.entry
        return Candidate(
            kind,
            self.paper.title,
            named(self.of.owners),
            question,
            gap,
            spoken_of(self.of),
            self.paper.id,
            entry.spans,
            cite,
            (),
            derived,
        )


def _late(several: Sequence[_Gaps]) -> Candidate:
    """That the date of some promises has passed, with the latest word on one that stands alone."""
    one, first = len(several) == 1, several[0]
    what = listed([each.what if one else quoted(words_of(each.of), 110) for each in several])
    noun, was, it, has = (first.noun, "was", "it", "Has") if one else (f"{first.noun}s", "were", "they", "Have")
    printed, day, last = first.printed(), long_date(first.as_of), first.last if one else None
    known = first.known() if one else _NOTHING_KNOWN.format(it="they have")
    gap = f"The date of the {noun} {what} (due {printed}) had passed on {day}{known}."
    usual = f"{has} {it} been done, and if not, what has held {'it' if one else 'them'} up and what is the new date?"
    made_in = "" if first.of.entry.form in _TABLES else f", made in {quoted(first.paper.title)},"
    question = f"The {noun} {what}{made_in} {was} due {printed}. {_ASKED.get(last.relation if last else '', usual)}"

    def cite(draft: Draft) -> None:
        for each in several:
            each.cite(draft, each.due)
        if last:
            first.writing.cite(draft, last.document, last.spans)

    kind = GapKind.ACTION_OVERDUE if first.of.kind == "action" else GapKind.PROMISE_OVERDUE
    made = first.candidate(kind, question, gap, cite, (day,))
    says = tuple(dict.fromkeys(words for each in several for words in spoken_of(each.of)))
    if first.of.kind == "commitment" and not first.last:  # in prose much is said of that the ledger does not follow
        made = replace(made, stands=first.not_said_again)
    return replace(made, says=says, places=tuple(span for each in several for span in each.of.entry.spans))
