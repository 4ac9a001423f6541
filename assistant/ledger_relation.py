"""How a later paper's words say that a promise stands: done, late, otherwise than promised, under way, dropped; else it is only mentioned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.ledger_nouns import Relation
from assistant.ledger_words import ACTS, COMMON, figure, key
from assistant.question import STOP_WORDS, words
from vectorstore.dates import FoundDate, find_dates, last_day

_DROPPED = re.compile(
    r"\b(?:will|would|shall|is|are|can|could) (?:not|no longer) (?:now )?(?:be )?(?:proceed\w*|going ahead|go ahead|taken forward|pursued|"
    r"progressed|happen\w*)\b|\b(?:has|have|had|was|were|been) (?:been )?(?:withdrawn|abandoned|cancelled|dropped|discontinued|"
    r"scrapped|rejected)\b|^\W*(?:withdrawn|abandoned|cancelled|dropped|discontinued|rejected|not accepted|no longer required)\b",
    re.I,
)
_LATE = re.compile(
    r"\bput back\b|\bheld back\b|\bset back\b|\boverdue\b|\bdelay(?:ed|s)?\b|\bpostponed\b|\bslipp(?:ed|age)\b|\bcarried forward\b"
    r"|\bdeferred\b|\b(?:moves?|moved|pushed back|extended|rescheduled)\b[^.;]* from [^.;]* to \w|\bno longer promise\b"
    r"|\b(?:later|longer) than (?:planned|promised|expected|intended)\b|\brather than (?:in |by )?(?=\w+ 20\d\d)|\bbehind schedule\b"
    r"|\b(?:date|deadline|target) (?:of [\w ]+ )?(?:was|has been|had been) missed\b|, not (?:in |by )?(?=\w+ 20\d\d)"
    r"|\bnow (?:be )?(?:expected|due|planned|likely|scheduled|to (?:open|start|begin))\b"
    r"|\b(?:will|would|to) now \w+|\bmore likely\b|\bnew date\b|\brevised (?:date|deadline|timescale)\b",
    re.I,
)  # fmt: skip
_WAS_DUE = re.compile(
    r"\b(?:was|were|had been|has been) (?:originally |first )?(?:due|planned|scheduled|promised|expected|supposed)\b"
    r"|\b(?:was|were) to (?:be|have|open|start|begin|report)\b|\bshould have been\b|\bha(?:s|ve|d) (?:not yet|still not)\b"
    r"|\bnot (?:yet )?(?:been )?(?:started|begun|commenced|received)\b",
    re.I,
)
_EARLY = re.compile(r"\bahead of (?:schedule|time)\b|\bearlier than planned\b|\bon track\b|\bon schedule\b", re.I)
_CHANGED = re.compile(
    r"\bnot [\w\u00a3%]+ as (?:proposed|promised|planned)\b|\binstead of\b|\bin place of the\b|\b(?:accepted|agreed|approved) in part\b"
    r"|\bpartially (?:accepted|agreed)\b|\b(?:have|has) no (?:agreed )?(?:site|funding|money|date)\b|\breduced (?:from|to)\b"
    r"|\bscaled (?:back|down)\b|\bchanged (?:from|to)\b|\bno longer include\b|\bamended\b|\breplaced by\b",
    re.I,
)
_UNDER_WAY = re.compile(
    r"\bin progress\b|\bunder ?way\b|\bon[- ]?going\b|\bon track\b|\bon schedule\b|\b(?:is|are|was|were) being \w+ed\b|\bso far\b"
    r"|\bto date\b|\b(?:has|have|had) (?:now )?(?:begun|started|commenced|been (?:appointed|recruited|drafted|started|trained|"
    r"developed|commissioned|granted|established))\b|\bagainst a target\b|\b(?:half|part(?:ly|ially)) (?:complete|done)\w*\b"
    r"|\bplanning permission granted\b|\b(?:work|works|building|construction) (?:has |have )?(?:begun|started)\b|\bpartly\b",
    re.I,
)  # fmt: skip
_DONE = ("complet", "finish", "deliver", "achiev", "implemen", "done", "conclud", "fulfil", "discharg")
_ALIKE = (  # what was promised under one of these words is done when a paper says another in the past
    ("publish", "issu", "releas", "approv", "adopt", "agre", "circul", "produc", "develop", "prepar"),
    ("open", "launch", "start", "begin", "commenc", "establis", "set", "creat", "introduc", "rebuild"),
    ("send", "sent", "provid", "circul", "receiv", "report", "bring", "brought", "present", "share", "give"),
    ("fill", "recruit", "appoint"),
    ("enlarg", "expand", "build", "built"),
    ("write", "written", "wrote"),
    ("meet", "met"),
)
_THINGS = frozenset(("plan", "work"))  # acts that are things as often
_PAST = re.compile(
    r"\b(?!(?:embed|need|feed|speed|seed|exceed|proceed|succeed|indeed|unprecedented)\b)"
    r"(?:\w{2,}ed|sent|brought|met|begun|written|wrote|built|done|held|made|set up|put in place|taken)\b",
    re.I,
)
_STATUS_DONE = re.compile(
    r"^\W*(?:fully )?(?:completed?|done|closed|achieved|delivered|finished|implemented|discharged|blue)\b", re.I
)
_HAS = re.compile(r"\b(?:has|have|had|was|were|is now|are now)\b(?: (?:now|been|since|also|all|already|fully)\b)*\s*$", re.I)
_NOT = re.compile(
    r"\b(?:not|never|no|yet|to be|to have been|will be|would be|be|should be|must be|if|once|when|until|before|unless|being)\b[\w ]{0,30}$",
    re.I,
)
_REST = re.compile(
    r"\bremain|\b(?:some|many|most|several) (?:of|\w+)\b|\bfurther\b|\bso far\b|\bthe rest\b|\bcontinu\w+|\bin part\b", re.I
)
_CLAUSE = re.compile(r"[,;:.]\s")
_AGAINST = re.compile(r";\s+|,?\s+(?:while|whilst|whereas|but|although|though)\s+", re.I)  # what parts two things that are told
_GOES_ON = re.compile(r"\W*(?:it|this|they|these|both|which|will|would|has|have|is|are|was|were|not)\b", re.I)
_COUNT = re.compile(
    r"(?<![\w\u00a3.,/])(?:\d{1,3}(?:,\d{3})*)(?![\w%/]|[.,]\d)|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b",
    re.I,
)
_COUNTED = re.compile(rf"({_COUNT.pattern})((?:\s+[\w'\u2019-]+){{1,2}})", re.I)
_AHEAD = re.compile(
    r"\b(?:will|would|shall|to|expected|due|planned|likely|scheduled)\b(?P<act>(?: (?:now|be|to|for|not)\b)* [\w-]+)", re.I
)
_STOP = re.compile(r"[;:.]\s|, with\b|\band (?:will|would|to)\b", re.I)
_POINTS = re.compile(r"\b(?:will|would|shall|to be|due|planned|plans? to|expected|being|promised|proposed)\b", re.I)


@dataclass(frozen=True, slots=True)
class Promise:
    """What a relation is read against: the stems of a promise and those of its verbs, how many of what it promises (figure, stem), when
    it was made and is due (ISO).
    """

    stems: frozenset[str]
    verbs: frozenset[str]
    counts: frozenset[tuple[str, str]]
    made_on: str | None
    due: str | None


def relation(text: str, promise: Promise, written: str, named: bool = False) -> Relation | None:
    """How a promise stands by some words of a paper `written` on a day (ISO); None when they ask, or speak of what was before it.

    Of a sentence in which what was promised is `named` beside other things, only the clauses that speak of it say how it stands.
    """
    if text.rstrip().endswith("?"):
        return None
    text = _spoken_of(text, promise) if named else text
    dates = find_dates(text)
    done = _done(text, dates, promise, named)
    if done and _all_before(dates, promise.made_on):
        return None
    if _DROPPED.search(text):
        return "dropped"
    if _CHANGED.search(text):
        return "changed"
    if done == "completed":
        return done
    if not _EARLY.search(text) and (_LATE.search(text) or _past_due(text, promise, written) or _new_date(text, dates, promise)):
        return "delayed"
    if done or _UNDER_WAY.search(text):
        return "progressed"
    return "changed" if _other_count(text, promise) else "mentioned"


def verbs_of(stems: Sequence[str]) -> frozenset[str]:
    """The stems of a promise that say what is to be done: its first, and its verbs."""
    return frozenset(stems[:1]) | {s for s in stems if s in ACTS or any(s in group for group in _ALIKE)}


def same_act(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two promises can be to do the same: a verb of one answers one of the other, or either has none."""
    acts = [frozenset(stems) & ACTS - _THINGS for stems in (one, other)]
    return not all(acts) or any(answers(verb, acts[1]) for verb in acts[0])


def points_ahead(text: str, made_on: str | None) -> bool:
    """Whether words speak of what is to be, or of a day since a promise was made."""
    return bool(_POINTS.search(text)) or is_dated(text, made_on)


def is_dated(text: str, made_on: str | None) -> bool:
    """Whether words name a day since a promise was made."""
    return any(not made_on or _ends(d) > last_day(made_on) for d in find_dates(text))


def _done(text: str, dates: list[FoundDate], promise: Promise, named: bool) -> Relation | None:
    """Completed where a past verb says that what was promised is done; progressed where only part of it is."""
    if _STATUS_DONE.search(text):
        return "completed"
    for match in _PAST.finditer(text):
        verb = key(match.group())
        if verb not in _DONE and not answers(verb, promise.verbs):
            continue
        before = text[: match.start()]
        if _NOT.search(before):
            continue
        clause = _CLAUSE.split(before)[-1]
        if named and not _names(clause + _CLAUSE.split(text[match.start() :])[0], promise):
            continue
        counted = {figure(c.group().lower()) for c in _COUNT.finditer(clause)}
        if "%" in clause or (counted and not counted & {n for n, _ in promise.counts}):
            return "progressed"
        if _HAS.search(clause) or not clause.strip(" \u2022-") or any(d.start >= match.end() and d.day for d in dates):
            return "progressed" if _REST.search(text) or _of_another(clause, promise) else "completed"
    return None


def _spoken_of(text: str, promise: Promise) -> str:
    """The parts of a sentence that name what was promised, with those that go on about it; all of it where none does by itself."""
    kept: list[str] = []
    for part in _AGAINST.split(text):
        if _names(part, promise) or (kept and _GOES_ON.match(part)):
            kept.append(part)
    return "; ".join(kept) or text


def _names(clause: str, promise: Promise) -> bool:
    rare = promise.stems - COMMON
    said = {key(part) for word in words(clause) for part in re.split(r"[-/&]", word)}
    return len(rare & said) >= min(2, len(rare))


def _of_another(clause: str, promise: Promise) -> bool:
    """Whether the words before a past verb name something that was not promised: it is that which was done."""
    plain = [w for w in words(clause) if w not in STOP_WORDS and w.isalpha() and w in clause]
    return any(key(w) not in promise.stems and key(w) not in COMMON for w in plain)


def answers(verb: str, promised: frozenset[str]) -> bool:
    """Whether a verb's stem says that one of the verbs promised was done, or is to be."""
    return verb in promised or any(verb in group and promised & set(group) for group in _ALIKE)


def _past_due(text: str, promise: Promise, written: str) -> bool:
    """Words that say when it was due, in a paper of a day when that had passed."""
    return bool(promise.due and last_day(promise.due) < last_day(written) and _WAS_DUE.search(text))


def _new_date(text: str, dates: list[FoundDate], promise: Promise) -> bool:
    """The promised act itself, to come on a day after the one promised."""
    if not promise.due:
        return False
    due = last_day(promise.due)
    for match in _AHEAD.finditer(text):
        if not any(answers(key(w), promise.verbs) for w in words(match.group("act"))):
            continue
        coming = [d for d in dates if d.start >= match.start("act") and not _STOP.search(text[match.start() : d.start])]
        if coming and _ends(coming[0]) > due:
            return True
    return False


def counts(text: str) -> frozenset[tuple[str, str]]:
    """How many of what a text speaks of: each number with the stems of the two words after it."""
    for when in find_dates(text):
        text = text[: when.start] + "." * (when.end - when.start) + text[when.end :]
    return frozenset(
        (str(figure(m.group(1).lower())), key(w))
        for m in _COUNTED.finditer(text)
        for w in words(m.group(2))
        if w not in STOP_WORDS
    )


def _other_count(text: str, promise: Promise) -> bool:
    """Another number of the same things than was promised."""
    said, of = counts(text), {stem: n for n, stem in promise.counts if stem not in COMMON}
    return any(stem in of and n != of[stem] for n, stem in said) and not said & promise.counts


def falls_short(text: str, promise: Promise) -> bool:
    """Whether words that go on about a promise of so many begin with fewer."""
    said = _COUNT.match(text)
    promised = [int(n) for n, stem in promise.counts if n.isdigit() and stem in promise.stems]
    return bool(said and promised) and int(figure(said.group().lower()) or 0) < min(promised) if said else False


def _all_before(dates: list[FoundDate], made_on: str | None) -> bool:
    return bool(dates) and all(_before(d, made_on) for d in dates)


def _before(when: FoundDate, made_on: str | None) -> bool:
    return bool(made_on) and _ends(when) < last_day(made_on or "")


def _ends(when: FoundDate) -> date:
    return when.day or last_day(f"{when.year}-{when.month:02d}" if when.month else str(when.year))
