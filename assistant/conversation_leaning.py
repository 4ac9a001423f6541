"""Whether a question leans on what was said before, and on what: the words that point back, and what it lacks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.conversation_periods import PRINTED, moved
from assistant.conversation_words import words_of
from assistant.question import content_words

Pointer = Literal["it", "its", "they", "their", "he", "his", "that", "named", "one", "other", "there", "then"]

_AUX = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must|may|might)(?:n't)?"
KINDS = (
    r"controls?|risks?|actions?|recommendations?|decisions?|promises?|commitments?|reports?|papers?|registers?|strategy|"
    r"minutes|tables?|figures?|numbers?"
    r"|rates?|shares?|targets?|deadlines?|dates?|hubs?|homes?|plans?|reviews?|meetings?|schools?|services?|schemes?|"
    r"projects?|programmes?|teams?|groups?"
    r"|budgets?|grants?|contracts?|posts?|places?|bases?|sites?|buildings?|committees?|panels?|boards?|measures?|"
    r"indicators?|costs?|savings?|complaints?|requests?"
    r"|areas?|wards?|officers?|people|children|pupils|items?|points?|exemptions?|changes?|work|money|sum|amount|total|"
    r"issue|matter|problem|proposal|policy"
)
_FRESH = re.compile(
    r"\b(?:is|was) it (?:true|right|possible|likely|clear|legal|necessary|fair|correct|the case|that)\b"
    r"|\b(?:does|did|will|would|do|can|should) it (?:take|cost|matter|mean|help|make sense)\b(?=.{0,12}\b(?:to|for|that|"
    r"if)\b)|\bhow (?:long|much) (?:does|did|will) it (?:take|cost) (?:to|the|for)\b"
    r"|\bit is (?:true|said|planned|proposed|expected|likely|clear)\b|\b(?:between|among|amongst) (?:them|themselves)\b"
    r"|\bthose (?:who|aged|with|without|in|on|at|living|leaving|whose|under|over|placed|waiting|affected|entitled|"
    r"children who|people who|pupils who)\b"
    r"|\bout of it\b|\b(?:alongside|beside|around|near|next to|within) (?:it|them)\b|\bthis (?:council|borough|"
    r"authority|county|committee|year|month|quarter|week|financial|academic|school year|calendar)\b|\bone (?:in|of the|"
    r"person|day|week|year|month)\b",
    re.I,
)
_SUBJECTS = re.compile(r"\b(?P<p>it|they|them|he|she|him)\b", re.I)
_OWNERS = re.compile(r"\b(?P<p>its|their|his|her)\b", re.I)
_THAT = re.compile(
    rf"(?:\b(?:{_AUX}|on|of|about|for|to|with|than|before|after|since|in|at|from|by|against|under|behind|over|into|do|"
    rf"done|doing)\s+|^\W*)"
    rf"(?P<p>that|this|those|these)(?=\s*(?:$|[?,.;]|{_AUX}\b|\w+ed\b|cost|mean|happen|compare|differ|affect|apply|"
    rf"include|cover|count|relate|follow|depend|work|help|leave|take|make|change|go|going|end|start|get|come|fall|rise|"
    rf"the same|up|down|more|less|fewer|higher|lower|better|worse|enough|in|on|by|still|now|because|finished|done|made|"
    rf"late|overdue))"
    r"|(?<=\w)\s(?P<end>that|this|those|these)\s*[?.]*$",
    re.I,
)
_NAMED = re.compile(
    rf"\b(?P<p>(?P<which>that|this|those|these|the same|the said)(?: (?:two|three|four|five|new|"
    rf"last))? (?P<noun>{KINDS}))\b(?! (?:who|that|which|aged)\b)",
    re.I,
)
_SAYING = re.compile(
    r"\b(?:say|says|said|find|found|agreed?|state[ds]?|show(?:s|ed|n)?|note[ds]?|promise[ds]?|ensured?|recommend(?:ed|"
    r"s)?|decided?|resolved?|think|mean|so|is it|true|sure)\s*$",
    re.I,
)
_AS_VERB = re.compile(r"\b(?:did|does|do|will|would|should|could|can)\s+$", re.I)
_VERB_TOO = re.compile(r"(?:cost|work|change|plan|report|start|place|total|figure|matter)$", re.I)
_ONE = re.compile(
    r"\b(?P<p>(?:the|that|this) (?P<n>first|second|third|fourth|fifth|sixth|last|final|other|latter|former|1st|2nd|3rd|"
    r"4th|5th|next)(?: (?:one|two|three|four|of (?:them|those|these)))?)(?=\s*(?:$|[?.,;]|(?:is|are|was|were|got|start|"
    r"due|do|have|has|in)\b))"
    r"|\b(?P<one>(?:that|this|which|the (?P<sort>[\w-]+)) ones?)\b",
    re.I,
)
_OTHER = re.compile(
    r"\b(?:what|who|where|anything|anyone|anybody|which) (?P<p>else|others?)\b(?= |\?|$)|\bany (?P<o>others|"
    r"more)\b(?=\W*$)",
    re.I,
)
_THERE = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bbe )\b(?P<p>there)\b(?=\s*(?:$|[?.,]))(?<!is there)|"
    r"\b(?P<q>on there|in there|work there|works there|live there|go there|goes on there)\b",
    re.I,
)
_THEN = re.compile(r"\b(?:before|by|since|until|till|after|from) (?P<p>then|that)(?=\s*(?:$|[?,.]))", re.I)
_LATER_CLAUSE = re.compile(
    r",? (?:and|but|or) (?=(?:who|what|when|how|why|where|which|by when|is|are|was|were|did|does|do|has|have|will|"
    r"if)\b)|; |, (?=\w+ )|[.?!] |\b(?:says|say|said|expects|hopes|claims|thinks|believes) (?=(?:it|they|he|she) )|"
    r"\b(?:because|if|when|while|that|so that|unless|until|once|who|which) ",
    re.I,
)
_LACKS_NOUN = re.compile(
    rf"^\W*how many(?: (?:more|others|in all|in total|altogether|so far|now))?\s+(?:{_AUX}\b|in total|in all|altogether)|"
    rf"^\W*how many(?: (?:more|others))?\W*$"
    rf"|^\W*how much(?: (?:more|less))?(?: {_AUX}\b.{{0,12}})?\W*$",
    re.I,
)
_BARE = re.compile(
    r"^\W*(?:(?:and|but|so) )?(?:by when|since when|until when|who by|by whom|when|where|why(?: not)?|who|whose|"
    r"how(?: (?:so|much|many|often|long|far|big|come))?|what (?:for|year|date)|which|how many|really|more|any more|go on|"
    r"tell me more|such as|for example|like what|what happened|what changed)\b(?: (?:exactly|then|else|was that|"
    r"is that))?\W*$",
    re.I,
)
_ELLIPSIS = re.compile(
    r"^\W*(?:and |but |so |ok |okay )*(?:what about|how about|and|but|or|also|plus|same for|the same for|"
    r"same question for)\b[\s,:]*(?P<what>.*)$",
    re.I,
)
_UP_OR_DOWN = re.compile(r"^\W*(?:up or down|more or (?:less|fewer)|better or worse|higher or lower|rising or falling)\b", re.I)
_SAME = re.compile(
    r"\b(?:the same|a different|a similar) (?:way|direction|start|date|figure|number|amount|thing|story|view|answer|"
    r"deadline|target|owner|rating|reason)\b(?! (?:as|for|of|date)\b)|\bin between\b(?!\s+\w)",
    re.I,
)
_SET = re.compile(
    r"\b(?:overdue|completed|outstanding|late|high|highest|lowest|top|new|closed|rated|not started|in progress|without|"
    r"no)\b.*\b(?:controls|risks|actions|commitments|recommendations)\b"
    r"|\b(?:controls|risks|actions|commitments|recommendations)\b.*\b(?:overdue|completed|outstanding|late|high|highest|"
    r"lowest|new|closed|rated|not started|in progress|without|no)\b",
    re.I,
)
RELATIONS = words_of("relations")


@dataclass(frozen=True, slots=True)
class Back:
    """A word of a question that points back: where it stands, and what sort of word it is. `noun` is what it names ("that control")."""

    start: int
    end: int
    sort: Pointer
    said: str
    noun: str = ""


def pointers(text: str) -> list[Back]:
    """The words of a question that point back to what was said before it; those that it explains itself are none."""
    masked = text
    for fresh in _FRESH.finditer(text):
        masked = masked[: fresh.start()] + "\u2022" * (fresh.end() - fresh.start()) + masked[fresh.end() :]
    found: list[Back] = []

    def add(start: int, end: int, sort: Pointer, noun: str = "") -> None:
        if not any(b.start < end and start < b.end for b in found):
            found.append(Back(start, end, sort, text[start:end], noun))

    for m in _NAMED.finditer(masked):
        verb = m.group("which").lower() == "that" and _AS_VERB.search(masked[: m.start()]) and _VERB_TOO.match(m.group("noun"))
        if not verb and not (_SAYING.search(masked[: m.start()]) and m.group("which").lower() == "that"):
            add(m.start("p"), m.end("p"), "named", m.group("noun"))
    for m in _THEN.finditer(masked):
        add(m.start("p"), m.end("p"), "then")
    for m in _ONE.finditer(masked):
        group = "p" if m.group("p") else "one"
        if group == "p" or len(content_words(masked[: m.start()])) < _EXPLAINED:
            add(m.start(group), m.end(group), "one", m.group("n") or m.group("sort") or "")
    for m in _THAT.finditer(masked):
        group = "p" if m.group("p") else "end"
        if not _explained(masked, m.start(group)) and not (group == "end" and _SAYING.search(masked[: m.start(group)])):
            add(m.start(group), m.end(group), "that")
    for m in _SUBJECTS.finditer(masked):
        if not _explained(masked, m.start()):
            low = m.group("p").lower()
            sort: Pointer = "it" if low == "it" else "they" if low in ("they", "them") else "he"
            add(m.start(), m.end(), sort)
    for m in _OWNERS.finditer(masked):
        if not content_words(_own(masked[: m.start()])):
            low = m.group("p").lower()
            add(m.start(), m.end(), "its" if low == "its" else "their" if low == "their" else "his")
    for m in _OTHER.finditer(masked):
        group = "p" if m.group("p") else "o"
        add(m.start(group), m.end(group), "other")
    for m in _THERE.finditer(masked):
        at = m.end() - len("there")
        if not re.search(rf"\b{_AUX}\s+$", masked[:at], re.I):
            add(at, m.end(), "there")
    return sorted(found, key=lambda b: b.start)


def _explained(text: str, at: int) -> bool:
    """Whether a pronoun stands in a later clause of the question, after a subject of the question's own."""
    boundaries = [m.end() for m in _LATER_CLAUSE.finditer(text[:at])]
    if not boundaries:
        return False
    return bool(
        [w for w in content_words(_own(text[: boundaries[-1]])) if w not in ("heard", "sorry", "thanks", "mean", "meant")]
    )


def _own(text: str) -> str:
    return re.sub(r"\b(?:risk )?register\b", " ", text, flags=re.I)


def is_bare(text: str) -> bool:
    """Whether a question is a question word and nothing else: "Why?", "By when?"."""
    return bool(_BARE.match(text))


def ellipsis(text: str) -> str | None:
    """What a follow-up names that leaves the rest to the question before it ("And X?", "What about X?"); None when it is a sentence."""
    found = _ELLIPSIS.match(text)
    named = _TAIL.sub("", (found.group("what") if found else text).strip().rstrip("?.! "))
    if is_bare(text) or not re.search(r"\w", named) or _COURTESY.fullmatch(named):
        return None
    if not named or is_sentence(named) or (found is None and len(named.split()) > _FRAGMENT):
        return None
    return named


_TAIL = re.compile(r",? (?:then|instead|though|please|too|again|as well)$", re.I)
_COURTESY = re.compile(
    r"(?:thanks|thank you|ok|okay|great|good|yes|no|fine|right|hello|bye|cheers)(?: (?:very much|a lot))?", re.I
)
_FRAGMENT = 6  # words, to which a question without a verb is a fragment of another
_EXPLAINED = 2  # content words of a question's own, after which "the unusual ones" are some of those it names
_SENTENCE = re.compile(
    rf"^(?:who|whom|whose|what|which|when|where|why|how|list|show|give|name|tell|explain|summari[sz]e|compare|describe|"
    rf"find|please|by when|say|do|{_AUX}|let|i|we)\b"
    r"|^(?:in|for|from|according to|on|by|at|to|of|under) .{2,60}?,? (?:who|what|which|when|how|why|is|are|was|were|did|"
    r"does|do|has|have|will)\b",
    re.I,
)


def is_sentence(text: str) -> bool:
    """Whether a text asks or says something in a sentence of its own."""
    return bool(_SENTENCE.match(text.strip()))


def lacks_noun(text: str) -> bool:
    """Whether a question counts what it does not name: "How many were there altogether?"."""
    return bool(_LACKS_NOUN.match(text))


def is_up_or_down(text: str) -> bool:
    """Whether a question begins with a comparison of what it does not name: "Up or down on last year?"."""
    return bool(_UP_OR_DOWN.match(text))


def lacks_subject(text: str) -> bool:
    """Whether a question has no subject of its own: "What was the deadline?", "Is turnover going the same way?"."""
    if _SAME.search(text):
        return True
    if _SET.search(text):
        return False  # a set of records by what they share is a subject
    words = content_words(PRINTED.sub(" ", text))
    return (
        is_sentence(text)
        and not [w for w in words if w not in RELATIONS and not w.isdigit()]
        and not re.search(r"\u201c|\"", text)
    )


def leans(text: str) -> bool:
    """Whether a question cannot be understood without what was said before it."""
    return bool(
        is_bare(text) or ellipsis(text) or pointers(text) or lacks_noun(text) or is_up_or_down(text) or lacks_subject(text)
        or (moved(text) and not PRINTED.search(text))
    )  # fmt: skip
