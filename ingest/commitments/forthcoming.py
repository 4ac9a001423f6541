"""What minutes say is under way, planned or to come, without anybody undertaking it: papers in the making, dates set, work required."""

from __future__ import annotations

import re
from typing import Literal

from ingest.commitments.acts import DATED, FOCUSED, KEPT, MAKING, OCCASIONS, PAPERS, PASSIVE, PLANNED, PREPARED, TREATED
from ingest.commitments.clause_subjects import group, is_outside, stated, subject, thing
from ingest.commitments.due import deadlines
from ingest.commitments.hedges import ASKED, FORECAST, HABIT, HYPOTHETICAL, conditional

_MODAL = re.compile(r"\b(?:would|will)\b(?!\s+(?:not|never|no longer)\b)")
_SOON = re.compile(
    r"\b(?:spring|summer|autumn|winter) term\b|\blast week of\b|\bnext (?:week|month|term|year|meeting)\b|\bnew (?:calendar )?year\b"
    r"|\b(?:in|by|over|during|after|before) (?:the |late |early )*(?:spring|summer|autumn|winter|easter|christmas|coming weeks|coming months)\b"
    r"|\bshortly\b|\bsoon\b|\bin due course\b|\blater (?:in|this) \w+",
    re.I,
)
_BE = r"\b(?:is|are|was|were) (?:also |both |now |currently |already |still )*"
_UNDER_WAY = re.compile(rf"{_BE}being (?:also )?{PREPARED}\b")
_TALKS = re.compile(
    rf"\b(?P<thing>(?:[Dd]iscussions|[Tt]alks|[Pp]reparations|[Nn]egotiations|[Rr]ecruitment|[Ww]ork)\b[^.;]{{0,80}}?) "
    rf"{_BE}(?:under ?way|in hand|being made|ongoing(?= to\b))\b"
)
_DUE = re.compile(rf"{_BE}(?:due|set|scheduled|planned|expected|anticipated|intended) to {PLANNED}")
_AWAITED = re.compile(rf"{_BE}(?:expected|due|anticipated) (?=shortly|soon|imminently|by\b|in\b|on\b|next\b|at the\b)")
_INTENDS = re.compile(
    rf"\b(?:plan(?:s|ned)? to|intend(?:s|ed)? to|(?:is|are|was|were) (?:also |now |currently )*(?:planning to|intending to|{MAKING}))\b"
)
_THERE = re.compile(rf"\bthere (?:will|would) (?:also |then |now )*be (?:[\w'-]+ ){{0,4}}?{OCCASIONS}\b", re.I)
_REQUIRED = re.compile(r"\b(?:will|would) (?:now |also |all )*be (?:required|expected|asked) to\b")
_PLANS = re.compile(
    r"\b(?:there (?:is|are|was|were) (?:also )?(?:plans|an? (?:plan|intention))|the (?:plan|intention) (?:is|was)|it (?:is|was) (?:also )?"
    r"(?:planned|intended)|(?:has|have|had|of) plans) (?:to|that|for)\b",
    re.I,
)
_ANY = re.compile(
    r"(?:an?|any|each|every|such|all|these|those) (?:[a-z]+ )?(?:child|young person|pupil|student|famil(?:y|ies)|parents?|carers?"
    r"|residents?|tenants?|patients?|person|people|applicants?|cases?|referrals?|applications?|schools?|individuals?|customers?|calls?)\b"
    r"|(?:more|fewer|many|most|increasing)\b",
    re.I,
)
"""Whoever comes, or whatever grows: what is always done with them, or happens to be."""
_SO = re.compile(r"\b(?:therefore|consequently|as a result|thus|hence|so that|which means?)\b", re.I)
_MEANWHILE = re.compile(r"\b(?:when|while|whilst|at (?:that|the) time|once|until|during|had|previously)\b[^,]{0,60}$", re.I)
_AT_HAND = re.compile(r"(?:this|that|these|those)\b", re.I)
"""What is spoken of already: "this session will look at ..." says what it is about."""
_PRONOUN = re.compile(r"(?:^|\s)(?:this|it|these|they)\s*$", re.I)
_FEW = 4  # words in front of a pronoun that can say what it stands for

_Found = tuple[str, str, Literal["action", "commitment"]]


def forthcoming(sentence: str, speaker: str) -> _Found | None:
    """What is to come in a sentence: the words that say it, who does it if somebody is named, and its kind."""
    if HABIT.search(sentence) or sentence.rstrip(" -\u2013").endswith(":-"):
        return None
    return _becomes(sentence) or _under_way(sentence) or _announced(sentence) or _laid_on(sentence, speaker)


def _becomes(sentence: str) -> _Found | None:
    """ "A leaflet would be produced", "the hub would open in June 2026", "the next meeting would focus on ..."."""
    for match in _MODAL.finditer(sentence):
        before, after = sentence[: match.start()], sentence[match.end() :].lstrip()
        at = thing(before)
        what = before[at:].strip() if at is not None else ""
        if conditional(after) or is_outside(what) or _ANY.match(what) or FORECAST.search(before[-len(what) - 25 :]):
            continue
        if not what or what.endswith(" and"):
            if _stands_for(before) and not HYPOTHETICAL.search(before) and (TREATED.match(after) or _is_dated(after, sentence)):
                return stated(before.strip(), sentence[match.start() :]), "", "commitment"
        elif KEPT.match(after):
            return stated(what, sentence[match.start() :]), "", "action"
        elif (
            (PAPERS.search(what) and (PASSIVE.match(after) or (FOCUSED.match(after) and not _AT_HAND.match(what))))
            or (TREATED.match(after) and not HYPOTHETICAL.search(before))
            or _is_dated(after, sentence)
        ):
            return stated(what, sentence[match.start() :]), "", "commitment"
    return None


def _stands_for(before: str) -> bool:
    """Whether a pronoun, or a verb that goes on behind "and", has what it stands for in the same sentence."""
    goes_on = re.search(r"\band(?: (?:also|then))?\s*$", before) is not None
    return (goes_on or _PRONOUN.search(before) is not None) and len(before.split()) > _FEW and not is_outside(before)


def _is_dated(after: str, sentence: str) -> bool:
    if not DATED.match(after) or re.search(r"\b(?:forecast|projected|predicted)\b", sentence):
        return False
    return any(d.flag is None for d in deadlines(after)) or _SOON.search(after) is not None


def _under_way(sentence: str) -> _Found | None:
    """ "A paper is being produced", "the scheme was due to open", "a report is expected shortly"."""
    for form in (_UNDER_WAY, _DUE, _AWAITED):
        for match in form.finditer(sentence):
            before = sentence[: match.start()]
            at = thing(before)
            what = before[at:].strip() if at is not None else ""
            if form is _DUE and not what and _stands_for(before):
                what = before.strip()
            if not what or is_outside(what) or _ANY.match(what) or HYPOTHETICAL.search(before):
                continue
            if _MEANWHILE.search(before) or re.match(r"[^,]{0,40}\bwhen\b", sentence[match.end() :]):
                continue
            if form is not _AWAITED or PAPERS.search(what):
                return stated(what, sentence[match.start() :]), "", "commitment"
    return None


def _announced(sentence: str) -> _Found | None:
    """ "Discussions were under way with ...", "there will be a workshop", "it was planned to ..."."""
    for match in (_TALKS.search(sentence), _THERE.search(sentence), _PLANS.search(sentence)):
        if match is None or is_outside(match.group()) or HYPOTHETICAL.search(sentence[: match.start()]):
            continue
        if not conditional(sentence[match.end() :]):
            return stated(match.group(), sentence[match.end() :].lstrip()), "", "commitment"
    return None


def _laid_on(sentence: str, speaker: str) -> _Found | None:
    """ "The authorities planned to meet", "officers were preparing a report", "partner agencies will be required to ..."."""
    for form in (_INTENDS, _REQUIRED):
        for match in form.finditer(sentence):
            before = sentence[: match.start()]
            if ASKED.search(before) or HYPOTHETICAL.search(before) or (form is _REQUIRED and _SO.search(before)):
                continue
            taker = subject(before, speaker)
            said = taker[1] if taker else group(before)
            if said and not is_outside(said):
                return stated(said, sentence[match.start() :]), taker[0] if taker else "", "commitment"
    return None
