"""What bodies resolve in their minutes: "RESOLVED: ...", "Agreed that ...", "The Committee noted the report", and where the words stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ingest.commitments.actors import NAMED, POST, is_actor

_BODY = (
    r"(?:(?:[A-Z][\w'&-]* )*(?:Sub-)?(?:Committee|Commission|Panel|Board|Cabinet|Council|Executive|Assembly"
    r"|Forum)|Members|Councillors)"
)
LEAD = re.compile(
    r"(?:^|(?<=[.;:)\]]\s)|(?<=\s)(?=RESOLVED|RECOMMENDED|(?:IT WAS )?AGREED))"
    r"(?:(?:It was |IT WAS )?(?:further |also |unanimously )?(?:RESOLVED|AGREED)\b|(?:It was "
    r"|IT WAS )?(?:further |also |unanimously )?Resolved\b|Agreed(?= that\b| to\b|\s*[:\u2013])"
    r"|RECOMMENDED(?: (?:to|TO) [A-Z][\w ]{3,30}(?=:))?"
    r"|Resolution\s*(?=:)|DECISION\s*(?=:)|Decision\s*(?=:))(?: unanimously| nem con)?,?\s*(?:[:\u2013\u2014-]+\s*)?"
)
"""The word that begins a resolution, with the sign behind it."""
ANNOUNCED = re.compile(rf"^(?:The )?{_BODY} (?:unanimously )?(?:RESOLVED|resolved|AGREED|agreed)(?: (?:to|that))?\s*[:\u2013-]+$")
"""A line that says that a body resolved what is listed below."""
NAMES_BELOW = re.compile(
    r"\b(?:agreed|approved|resolved|selected)(?: on| to| upon)? the following (?:[a-z]+ )?(?:areas|topics|questions|items|subjects"
    r"|themes|issues|dates|members|sites|lines of (?:en|in)quiry|matters|visits|sessions|services)\s*[:\u2013-]+$"
)
"""A line that says what was agreed and lists only what it was about."""
_REQUEST = re.compile(
    rf"\b{_BODY}(?: Member)?(?:,? in turn,?)? (?:be |is |are )(?:asked|recommended|requested|invited|urged|called upon)\b"
    rf"|\brecommend(?:s|ed)?(?: to)? (?:that )?(?:the )?{_BODY}\b|\b(?:asks?|requests?|urges?"
    rf"|calls? (?:up)?on) (?:the )?(?:Cabinet|Council|Executive|Mayor|Leader|Full Council)\b"
    r"|\b(?:to |be )?recommend(?:ed)? to (?:the )?(?:Full |full )?(?:Council|Cabinet|Executive|Committee)\b"
)
_INLINE = re.compile(
    r"(?:^|(?<=\s))(?:\((?P<mark>[a-z]|[ivx]{1,4}|\d{1,2})\)\s+(?=\S)|(?P<count>[a-z]|[ivx]{1,4}"
    r"|\d{1,2})[.)]\s+(?=(?:[Tt]hat|[Tt]o)\b))"
)
_AMID = re.compile(
    r"(?P<told>\bit was (?:unanimously |then |further |also )?(?:resolved|agreed|decided) (?:to|that)\b)"
    r"|\bseconded\b[^.]{0,60}\b(?P<said>resolved|agreed|approved|carried)(?: unanimously)? (?:to|that)\b"
)
_SHOULD = re.compile(
    r"\b(?:it was|members|councillors|[Cc]ommittee) agreed that (?P<actor>.{2,80}?) (?:would|will|should"
    r"|be asked to|to)\b",
    re.I,
)
_CLERK = re.compile(
    rf"\(\s*(?P<actor>(?:{POST}|[A-Z]{{2,3}}|[A-Z][a-z]+(?: [A-Z][a-z]+){{1,2}})) (?:to action|to do"
    rf"|to arrange)\s*\)\.?$"
)
_NAMED_TO = re.compile(r"^(?P<actor>.{2,90}?) (?:to|will|should|shall|is to|are to) (?=[a-z])")
_DELEGATE = re.compile(
    rf"\b(?:[Dd]elegat\w+(?: [a-z]+){{0,4}} to|(?:[Aa]uthority|[Pp]ower|[Rr]esponsibility)(?: [a-z]+){{0,3}} (?:given|granted|delegated) to"
    rf"|[Aa]uthorise[sd]?|[Ii]nstruct(?:s|ed)?) (?P<told>{NAMED})(?! [A-Z])\b"
    rf"|\b(?:and )?[Tt]hat (?P<set>{NAMED}) (?:should|shall|be (?:authorised|instructed|requested|asked|tasked))\b"
)
"""Who is given the power, or told, to act."""
_PAPER = (
    r"(?:reports?|updates?|contents?|letters?|minutes|(?:additional |further )?information|positions?|progress"
    r"|dates|(?:draft |forward |updated |current )?work programmes?"
    r"|action (?:tracker|log|plan)s?|apolog(?:y|ies)|presentations?|performance|schedules?|briefings?|papers?"
    r"|forward plan|verbal updates?|registers?|documents?|accounts"
    r"|resignations?|responses?|matters arising|annual report|strategy|plan|policy|policies|budget|figures|recommendations?)"
)
_OF_BODY = (
    rf"(?:(?:It was (?:unanimously )?|All )|(?:The )?(?P<body>{_BODY}(?: of the {_BODY})?) (?:unanimously |also "
    rf"|then |further |therefore )?)"
)
_PROSE = re.compile(
    rf"^{_OF_BODY}(?:(?P<noted>noted|received|considered and noted|received and noted|noted and (?:agreed"
    rf"|approved|endorsed)(?: with)?)(?= (?:the |an? |and )?(?!that\b)(?:[\w'&-]+ ){{0,4}}{_PAPER}\b)"
    r"|(?P<agreed>agreed(?: to)?|resolved|resolves|approved|endorsed|adopted|ratified|accepted|RESOLVED"
    r"|AGREED)\b(?! that (?:it|there|this)\b| with the view))"
)
_PASSIVE = re.compile(
    r"^(?:The |There )?(?P<what>(?:(?! (?:that|noted|said|if) ).){4,260}?) (?:was|were|be) (?:then |duly "
    r"|unanimously |also |both )*(?:noted(?: and (?:agreed|approved))?|agreed(?! to be\b| by\b)|approved"
    r"|confirmed"
    r"|adopted|endorsed|received and noted|accepted)\b(?! (?:with|that|there|in (?:\w+ )?(?:19|20)\d\d|by)\b)"
)
_MINUTES = re.compile(
    r"\bminutes\b.{0,220}\b(?:agreed|approved|confirmed|signed|accepted|correct record"
    r"|true (?:and accurate )?(?:record|copy))\b",
    re.I,
)
_RECORD = re.compile(r"\b(?:this|it|they) (?:was|were) an? (?:true|correct|accurate)(?: and accurate)? (?:record|copy)\b", re.I)
_OPINION = re.compile(
    r"\bthat (?:it (?:was|is|would)|there (?:was|were|is|should|could)|this (?:was|is)|more\b"
    r"|(?:\w+ ){0,8}(?:was|were|is|are|had|could|needs?|needed)\b|children should)"
    r"|\bas \w+ (?:\w+ )?as possible\b",
    re.I,
)
_PAST = re.compile(r"\b(?:at that meeting|previously|last year|in the past|had|already)\b", re.I)
CHEAP = re.compile(
    r"resol|agree|decided|AGREE|noted|approved|endorsed|adopted|accepted|confirmed|ratified|received|signed|Resol|RESOL"
    r"|Agree|DECISION|Decision"
)
"""What stands in every block that can hold a decision."""
Kind = Literal["decision", "recommendation", "action"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """Something resolved: the place of its words in the block's text, what it is in short, who is to act, and which kind it is."""

    start: int
    end: int
    what: str
    actor: str
    kind: Kind


def resolved(text: str, ends: list[tuple[int, int]]) -> Iterator[Resolved]:
    """The resolutions that a block's sentences word after "RESOLVED" or "Agreed"; inline lettered parts are one each."""
    done = 0
    for match in LEAD.finditer(text):
        if match.start() < done:
            continue  # "RESOLVED that it be agreed that": one resolution, whose words are the first's
        stop = next((b for a, b in ends if a <= match.end() - 1 < b and text[match.end() : b].strip()), None)
        if stop is None:
            stop = next((b for a, b in ends if a >= match.end() - 1), len(text))
        while (after := next(((a, b) for a, b in ends if a >= stop), None)) and re.match(
            r"(?:\(?\w{1,3}[.)]\s+)?(?:That|To) \w", text[after[0] :]
        ):
            stop = after[1]
        said = text[match.end() : stop]
        marks = list(_INLINE.finditer(said))
        lettered = len(marks) > 1 and (marks[0].group("mark") or marks[0].group("count")) in ("a", "i", "1")
        if lettered:
            done = stop
            edges = [*(m.start() for m in marks), len(said)]
            for n, mark in enumerate(marks):
                part = said[mark.end() : edges[n + 1]]
                yield _resolved(match.end() + mark.start(), match.end() + edges[n + 1], part, match.group())
        elif said.strip(" .:") and not said.rstrip().endswith(":"):
            done = stop
            yield _resolved(match.start(), stop, said, match.group())


def item_resolved(text: str, lead: str) -> Resolved:
    """An item under the word that began the resolutions."""
    return _resolved(0, len(text), text, lead)


def _resolved(start: int, end: int, said: str, lead: str) -> Resolved:
    bare = re.sub(r"^\([a-z\d]{1,3}\)\s+", "", said.strip(" ;,"), count=1)
    bare = re.sub(r"[;,]?\s+and$", "", bare.rstrip(" ;,"))
    what = bare[:1].upper() + bare[1:]
    if action := _CLERK.search(bare):
        return Resolved(start, end, what[: action.start()].strip(), action.group("actor"), "action")
    named = _NAMED_TO.match(re.sub(r"^[Tt]hat ", "", bare))
    actor = named.group("actor") if named and is_actor(named.group("actor")) else ""
    if not actor and (delegate := _DELEGATE.search(bare)):
        actor = delegate.group("told") or delegate.group("set")
    if _REQUEST.search(said) or lead.startswith("RECOMMEND"):
        return Resolved(start, end, what, "", "recommendation")
    if actor and re.match(r"agreed", lead, re.I) and re.match(r".{2,90}? to ", bare):
        return Resolved(start, end, what, actor, "action")  # "Agreed: the Clerk to obtain quotes"
    return Resolved(start, end, what, actor, "decision")


def told(text: str, ends: list[tuple[int, int]], body: str | None, dated_before: bool) -> Iterator[Resolved]:
    """Decisions told in a sentence of minutes: "The Committee approved the plan", "The minutes were agreed".

    `body` is what sits ("commission"); what another body did is no decision of these minutes. `dated_before` says that the
    block tells of things long before the meeting, so that only the agreeing of minutes counts.
    """
    for start, end in ends:
        sentence = text[start:end]
        if len(sentence) > 700 or LEAD.search(sentence) or sentence.endswith("?"):
            continue
        if _is_decision(sentence, body, dated_before):
            amid, set_to = _AMID.search(sentence), _SHOULD.search(sentence)
            what = sentence[amid.start("told" if amid.group("told") else "said") :] if amid else sentence
            actor = set_to.group("actor") if set_to and is_actor(set_to.group("actor")) else ""
            yield Resolved(start, end, what, actor, "recommendation" if _REQUEST.search(sentence) else "decision")


def _is_decision(sentence: str, body: str | None, dated_before: bool) -> bool:
    if re.match(r"The minutes\b|Minutes\b", sentence) and _MINUTES.search(sentence) and re.search(r"\b(?:was|were)\b", sentence):
        return True
    if _RECORD.search(sentence) and re.match(r"(?:All|It was) ", sentence):
        return True
    if dated_before or _PAST.search(sentence) or sentence.endswith(":"):
        return (
            sentence.endswith(":")
            and _PASSIVE.match(sentence) is not None
            and bool(re.search(rf"{_PAPER} (?:was|were) noted:$", sentence))
        )
    if (amid := _AMID.search(sentence)) and not _OPINION.search(sentence[amid.start() :]):
        return True
    if match := _PROSE.match(sentence):
        who = (match.group("body") or "").lower()
        own = not who or who in ("members", "councillors") or body is None or body in who
        if match.group("noted"):
            return own
        return own and not _OPINION.search(sentence[match.end() - 1 :]) and not _OPINION.search(sentence)
    if match := _PASSIVE.match(sentence):
        return (
            bool(
                re.search(
                    rf"\b(?:{_PAPER}|scrutiny|motion|amendment|recommendation|proposals?|applications?)\b",
                    match.group("what"),
                    re.I,
                )
            )
            and len(sentence) < 330
        )
    return False
