"""The words in which questions over the ledger are asked: what entries are called, how they stand, what only frames a subject."""

from __future__ import annotations

import re
from typing import Literal

from vectorstore.commitments import EntryKind

State = Literal["overdue", "unmentioned", "unanswered", "done", "delayed", "no owner", "no date"]

# What a question calls entries, and which kinds it means by that.
NOUNS: tuple[tuple[str, frozenset[EntryKind]], ...] = (
    (r"recommendations?|recommend(?:ed|s|ing)?", frozenset(("recommendation",))),
    (r"decisions?|resolutions?|resolved|decided", frozenset(("decision", "recommendation"))),
    (r"agreed?", frozenset(("decision", "action", "recommendation"))),
    (
        r"(?:ask(?:ed)?|request(?:ed)?|call(?:ed)?) for|(?:asked|requested|tasked) (?:officers|the|to)|asks|requests",
        frozenset(("action", "recommendation")),
    ),
    (r"actions?(?: points?)?|action plans?|tasks", frozenset(("action", "commitment"))),
    (
        r"promis(?:e|es|ed)|pledg(?:e|es|ed)|vow(?:s|ed)?|commit(?:ted|ments?|s)?|undertook|undertak(?:e|en|es|ings?)|guarantee[ds]?"
        r"|sign(?:ed)? up to|agreed to do",
        frozenset(("commitment", "action")),
    ),
    (
        r"next steps?|milestones?|said (?:that )?(?:it|they|we|you|he|she|officers|members|the \w+|\w+ \w+) ?(?:would|will|'d|'ll)"
        r"|sa(?:y|id) (?:that )?(?:officers|we|they) (?:will|would)|plans (?:for|to|on|are there)|go(?:ing|es) to (?:do|happen|be done)"
        r"|will (?:be done|happen|officers do|we do)|be done about",
        frozenset(("commitment", "action", "decision", "recommendation")),
    ),
)
NOUN = re.compile(r"\b(?:" + "|".join(f"(?:{p})" for p, _ in NOUNS) + r")\b", re.I)
_NEVER = r"(?:that |which )?(?:(?:was|were|has|have|had|is|are|did|do) ?)?(?:never|not|n't)(?: \w+){0,1}?"
STATES: tuple[tuple[State, str], ...] = (
    (
        "unmentioned",
        rf"(?:{_NEVER} (?:been )?(?:mentioned|heard of|reported on|spoken of|talked about|brought up|come up|came up)(?: (?:again|since|of again))*)"
        r"|(?:no|without(?: any)?) (?:later|further) (?:mention|news|update)s?(?: since)?|lost sight of|gone quiet|forgotten",
    ),
    (
        "unanswered",
        rf"(?:{_NEVER} (?:been )?(?:c[ao]me|reported|brought|heard|answered|followed|done|delivered|received|provided|sent)"
        r"(?: (?:back|up|about|since))*(?: to (?:us|committee|the (?:committee|commission)|members))?)"
        r"|(?:no|without(?: any)?) (?:answer|reply|response|follow[- ]up)s?(?: since)?|unanswered",
    ),
    (
        "no owner",
        r"(?:(?:ha(?:ve|s)|with|lacks?|there (?:is|are)) no|without(?: an?)?|lack(?:s|ing)?(?: an?)?|missing(?: an?)?) (?:named )?"
        r"(?:owners?|lead officers?|leads?|responsible officers?|one responsible|officers?)"
        r"|(?:nobody|no one|no-one)(?: is)? (?:owns?|responsible|named|leading)"
        r"|unowned|(?:are|is) not owned",
    ),
    (
        "no date",
        r"(?:(?:ha(?:ve|s)|with|lacks?|there (?:is|are)) no|without(?: an?)?|lack(?:s|ing)?(?: an?)?|missing(?: an?)?)"
        r" (?:due |target |end |completion )?(?:dates?|deadlines?|timescales?|timelines?|timetables?)|undated|open-ended",
    ),
    (
        "overdue",
        r"over-?due|past (?:its|their) (?:due|deadline|date)(?: dates?)?|missed (?:its|their|the) (?:deadlines?|dates?|due dates?)|outstanding"
        r"|(?:is|are|was|were|running|has|have) (?:now )?late|should have (?:been done|happened|finished)(?: by now| already)?"
        r"|not yet (?:done|delivered|happened)|still to be done|behind schedule",
    ),
    ("done", r"(?:ha(?:s|ve) |were |was |been )+(?:kept|delivered|completed|done|achieved|met|fulfilled|honoured|finished|implemented)"),
    ("delayed", r"(?:ha(?:s|ve) |were |was |been )*(?:delayed|slipped|put back|pushed back|postponed|deferred)"),
)  # fmt: skip
FRAMING = re.compile(
    r"\b(?:(?:over|in|within|for|during) (?:the )?(?:(?:next|coming|last) )?(?:\w+ )?(?:years|months|weeks)"
    r"|commission|committee|panel|scrutiny|cabinet|council|members|councillors|officers?|we|us|they|it|administration|leadership|minutes"
    r"|papers?|meetings?|sub-committee|directorate|leaders?|director|chair|did|does|do|so far|yet|ever|still|since|then|now|already|currently"
    r"|what|which|who|whose|when|how|list|show|tell|give|me|all|every|any|everything|anything|there|about|on|regarding|concerning|for"
    r"|relating|related|number|many|count|have|has|had|been|be|being|was|were|is|are|will|would|the|and|by|of|in|to|that|our|their|its|an?"
    r"|responsib\w+|accountab\w+|charge|leads?|leading|owners?|owns?|owned|named|due|deadlines?|dates?|target dates?|timescales?|timetable|timeline"
    r"|expected|supposed|scheduled|happen\w*|done|kept|keep|delivered|completed|deliver|response|answer|reply|outcome|result|came|come"
    r"|back|accepted|rejected|make|made|get|got|going|put|forward|set|said|say|says|status|progress|update|latest|next steps?"
    r"|next|plans?(?= (?:to|for|on)\b)|outstanding"
    r"|open (?=actions?|items?|commitments?|promises?|recommendations?)"
    r"|late|account|person|officer|staff|assigned|planned|meant|going|diary|given|around|towards?|work|area|items?|things?"
    r"|ready|finished|fulfilled|honoured|year|month|week|quarter|stages?|them|must|figures?|details?|requests?)\b",
    re.I,
)  # fmt: skip
# How a register's or tracker's rows stand, in the words of a status column: what registers are asked by, and the ledger does not hear.
STATUSES = re.compile(
    r"\b(?:not (?:yet )?started|in progress|under ?way|on track|off track|complete|on hold|paused|blocked|cancelled|amber|green|red)\b",
    re.I,
)
