"""What minutes say is under way, planned or to come, without anybody undertaking it: papers in the making, dates set, work required."""

from __future__ import annotations

import re
from typing import Literal

from ingest.commitments.acts import DATED, FOCUSED, KEPT, MAKING, MODAL, OCCASIONS, PAPERS, PASSIVE, PLANNED, PREPARED, TREATED
from ingest.commitments.clause_subjects import group, is_outside, stated, subject, thing, told_from_outside
from ingest.commitments.due import deadlines
from ingest.commitments.hedges import ASKED, FORECAST, HABIT, conditional, hedged

_SOON = re.compile(
    r"\b(?:spring|summer|autumn|winter) term\b|\blast week of\b|\bnext (?:week|month|term|year|meeting)\b|\bnew (?:calendar )?year\b"
    r"|\b(?:in|by|over|during|after|before) (?:the |late |early )*(?:spring|summer|autumn|winter|easter|christmas|coming weeks|coming months)\b"
    r"|\bshortly\b|\bsoon\b|\bin due course\b|\blater (?:in|this) \w+",
    re.I,
)
_BE = r"\b(?:is|are|was|were) (?:also |both |now |currently |already |still )*"
_UNDER_WAY = re.compile(rf"{_BE}being (?:also )?{PREPARED}\b")
_TALKS = re.compile(
    rf"\b(?P<thing>(?:[Dd]iscussions|[Tt]alks|[Pp]reparations|[Nn]egotiations|[Rr]ecruitment|[Ww]orks?|[Rr]eview|[Cc]onsultation"
    r"|[Pp]rocurement|[Ee]ngagement|[Cc]ollaboration|[Pp]lanning|[Rr]estructure|[Rr]efurbishment|[Rr]epairs|[Ee]valuation)\b"
    r"[^.;]{0,80}?)(?<!that)(?<!which) "
    rf"{_BE}(?:under ?way|in hand|in progress|being (?:made|undertaken|done|carried out|progressed|taken forward)|ongoing(?= to\b))\b"
)
_DUE = re.compile(rf"{_BE}(?:due|set|scheduled|planned|expected|anticipated|intended) to {PLANNED}")
_AWAITED = re.compile(rf"{_BE}(?:expected|due|anticipated) (?=shortly|soon|imminently|by\b|in\b|on\b|next\b|at the\b)")
_ARRANGED = re.compile(
    r"\b(?:is|are|was|were|has been|have been) (?:also |now )*(?:planned|scheduled|arranged|booked|organised) (?=(?:for|on|in|during|to take)\b)"
)
_AGENT = re.compile(r"\bby (?P<who>[^,.;]{2,40})")
_PEERS = re.compile(r"(?:the )?(?:other|local|district|borough|neighbouring) (?:councils|authorities)\b")
_COUNCIL = re.compile(r"(?:the )?(?:[A-Z]\w+ )+(?:City|County|District|Borough|Metropolitan) Council\b")
"""A council called by its whole name: in minutes the council's own is "the Council", and what is told so is a neighbour's work."""
_INTENDS = re.compile(
    r"\b(?:plan(?:s|ned)? to|intend(?:s|ed)? to|(?:has|have|had) plans to"
    rf"|(?:is|are|was|were) (?:also |now |currently )*(?:planning to|intending to|expecting to|{MAKING}))\b"
)
_THERE = re.compile(rf"\bthere (?:will|would) (?:also |then |now )*be (?:[\w'-]+ ){{0,4}}?{OCCASIONS}\b", re.I)
_REQUIRED = re.compile(r"\b(?:will|would) (?:now |also |all )*be (?:required|expected|asked) to\b")
_PLANS = re.compile(
    r"\b(?:there (?:is|are|was|were) (?:also )?(?:plans|an? (?:plan|intention))|the (?:plan|intention) (?:is|was)"
    r"|it (?:is (?:also )?proposed|(?:is|was) (?:also )?(?:planned|intended))|of plans) (?:to|that|for)\b",
    re.I,
)
_ANY = re.compile(
    r"\b(?:an?|any|each|every|such) (?:[a-z]+ )?(?:child|young person|pupil|student|family|parent|carer|resident|tenant|patient|person"
    r"|applicant|case|referral|application|school|individual|customer|caller)(?= (?:would|will|was|is|had|has|could|can|who|that)\b)"
    r"|^(?:\w+ ){0,4}that (?:more|fewer|many|most)\b|^(?:more|fewer|many|most)\b",
    re.I,
)
"""Whoever comes, or whatever grows: what is always done with them, or happens to be."""
_SO = re.compile(r"\b(?:therefore|consequently|as a result|thus|hence|so that|which means?)\b", re.I)
_MEANWHILE = re.compile(r"\b(?:when|while|whilst|at (?:that|the) time|once|until|during|had|previously)\b[^,]{0,60}$", re.I)
_OCCASION = re.compile(rf"\b{OCCASIONS}\b", re.I)
_HELD = re.compile(r"(?:also |then |now )?be held\b")
_AT_HAND = re.compile(r"(?:this|that|these|those)\b", re.I)
"""What is spoken of already: "this session will look at ..." says what it is about."""
_PRONOUN = re.compile(r"(?:^|\s)(?:this|it|these|they)\s*$", re.I)
_FEW = 4  # words in front of a pronoun that can say what it stands for

_Found = tuple[str, str, Literal["action", "commitment"]]


def forthcoming(sentence: str, speaker: str) -> _Found | None:
    """What is to come in a sentence: the words that say it, who does it if somebody is named, and its kind."""
    if HABIT.search(sentence) or sentence.rstrip(" -\u2013").endswith(":-") or told_from_outside(sentence):
        return None
    return _becomes(sentence) or _under_way(sentence) or _announced(sentence) or _laid_on(sentence, speaker)


def _becomes(sentence: str) -> _Found | None:
    """ "A leaflet would be produced", "the hub would open in June 2026", "the next meeting would focus on ..."."""
    for match in MODAL.finditer(sentence):
        before, after = sentence[: match.start()], sentence[match.end() :].lstrip()
        at = thing(before)
        what = before[at:].strip() if at is not None else ""
        if (
            hedged(before)
            or conditional(after)
            or is_outside(what)
            or _done_outside(after)
            or _ANY.search(f"{before}would")
            or _estimated(before, what)
        ):
            continue
        if not what or what.endswith(" and"):
            if _stands_for(before) and (TREATED.match(after) or _is_dated(after, sentence)):
                return stated(before.strip(), sentence[match.start() :]), "", "commitment"
        elif KEPT.match(after):
            return stated(what, sentence[match.start() :]), "", "action"
        elif (
            (_HELD.match(after) and _OCCASION.search(what))
            or (PAPERS.search(what) and (PASSIVE.match(after) or (FOCUSED.match(after) and not _AT_HAND.match(what))))
            or TREATED.match(after)
            or _is_dated(after, sentence)
        ):
            return stated(what, sentence[match.start() :]), "", "commitment"
    return None


def _estimated(before: str, what: str) -> bool:
    """Whether the words around the subject only estimate, or ask, and nobody answers."""
    return FORECAST.search(before[-len(what) - 25 :]) is not None and (what != "" or hedged(before))


def _done_outside(after: str) -> bool:
    """Whether somebody outside is said to do it: "would be evaluated by the Department for Transport"."""
    agent = _AGENT.search(after[:120])
    return agent is not None and (_PEERS.match(agent.group("who")) is not None or is_outside(agent.group("who")))


def _stands_for(before: str) -> bool:
    """Whether a pronoun, or a verb that goes on behind "and", has what it stands for in the same sentence."""
    goes_on = re.search(r"\band(?: (?:also|then))?\s*$", before) is not None
    return (goes_on or _PRONOUN.search(before) is not None) and len(before.split()) > _FEW and not is_outside(before)


def _is_dated(after: str, sentence: str) -> bool:
    if not DATED.match(after) or re.search(r"\b(?:forecast|projected|predicted)\b", sentence):
        return False
    return any(d.flag is None for d in deadlines(after)) or _SOON.search(sentence) is not None


def _under_way(sentence: str) -> _Found | None:
    """ "A paper is being produced", "the scheme was due to open", "a report is expected shortly"."""
    for form in (_UNDER_WAY, _DUE, _AWAITED, _ARRANGED):
        for match in form.finditer(sentence):
            before = sentence[: match.start()]
            at = thing(before)
            what = before[at:].strip() if at is not None else ""
            if form is _DUE and not what and _stands_for(before):
                what = before.strip()
            if (
                not what
                or is_outside(what)
                or _ANY.search(f"{before}was")
                or hedged(before)
                or _done_outside(sentence[match.end() :])
            ):
                continue
            if _MEANWHILE.search(before) or re.match(r"[^,]{0,40}\bwhen\b", sentence[match.end() :]):
                continue
            if form is _ARRANGED and (not _OCCASION.search(what) or re.search(r"\bmeetings?\b", what)):
                continue
            if form is not _AWAITED or PAPERS.search(what):
                return stated(what, sentence[match.start() :]), "", "commitment"
    return None


def _announced(sentence: str) -> _Found | None:
    """ "Discussions were under way with ...", "there will be a workshop", "it was planned to ..."."""
    for match in (_TALKS.search(sentence), _THERE.search(sentence), _PLANS.search(sentence)):
        if (
            match is None
            or is_outside(match.group())
            or _done_outside(sentence[match.end() :])
            or hedged(sentence[: match.start()])
        ):
            continue
        if not conditional(sentence[match.end() :]):
            return stated(match.group(), sentence[match.end() :].lstrip()), "", "commitment"
    return None


def _laid_on(sentence: str, speaker: str) -> _Found | None:
    """ "The authorities planned to meet", "officers were preparing a report", "partner agencies will be required to ..."."""
    for form in (_INTENDS, _REQUIRED):
        for match in form.finditer(sentence):
            before = sentence[: match.start()]
            if ASKED.search(before) or hedged(before) or (form is _REQUIRED and _SO.search(before)):
                continue
            taker = subject(before, speaker)
            said = taker[1] if taker else group(before)
            if said and not is_outside(said) and not _COUNCIL.match(said):
                return stated(said, sentence[match.start() :]), taker[0] if taker else "", "commitment"
    return None
