"""What a report asks its body to agree, and what a scrutiny body asks for: the lines that say so and the headings they stand under."""

from __future__ import annotations

import re

_BODY = (
    r"(?:(?:[A-Z][\w'&-]* )*(?:Sub-)?(?:Committee|Commission|Panel|Board|Cabinet|Council|Executive|Assembly"
    r"|Forum|Mayor|Overview and Scrutiny)(?: [Mm]embers)?|Members|Councillors)"
)
HEADING = re.compile(
    r"^(?:\d{1,2}(?:\.\d{1,2})*\.?\s*[|:]?\s*)?(?:(?:key|draft|officer|officers'|summary of|the|our|proposed"
    r"|specific|main)\s+)*recommend(?:ation|ed action)(?:s|\(s\))?"
    r"(?: (?:to|for|of|from) (?:the )?[A-Z][\w' -]{2,60})?\s*[:.\u2013-]*$",
    re.I,
)
"""A heading under which a report recommends."""
ASKED = re.compile(
    rf"\b(?:The |the )?(?P<body>{_BODY})(?:,[^.]{{3,160}},)? (?:is|are) (?:therefore |also |further )?(?:asked"
    rf"|recommended|requested|invited)\s*(?:to\b|that\b|:)"
)
"""A body is asked something."""
INVITED = re.compile(r"\b(?:is|are) (?:therefore |also )?invited\b")
RECOMMENDED = re.compile(
    rf"(?:^|(?<=\. ))(?:It is (?:therefore )?recommended (?:that|to)\b"
    rf"|(?:The )?(?:[A-Z][\w-]* )*(?P<by>[Tt]ask [Gg]roup|[Tt]ask and [Ff]inish [Gg]roup|[Ww]orking [Gg]roup"
    rf"|{_BODY})"
    rf" (?:also |therefore |has |have |further )*(?:recommend(?:s|ed)?)\s*(?::|that\b|to (?:the )?{_BODY}|the following))"
)
"""What a scrutiny body or a report recommends in a sentence."""
REQUESTED = re.compile(
    r"\b(?:[Tt]he )?(?:[A-Z][\w-]* )*(?:Commission|Committee|Panel|Task Group|Board|Members)(?: (?:also|has"
    r"|have|has also|have also|then|further|formally))? requested"
    r"(?= (?:that|an?|the|additional|further|more|information|data|to|details|updates?|regular)\b)"
    r"|\b[Tt]he (?:[A-Z][\w-]* )*(?:Commission|Committee|Panel|Task Group|Board)(?: also| then"
    r"| further)? asked (?:that\b|for (?:an? |the |further |more |additional )*"
    r"(?:written |detailed |follow-up |regular )*(?:reports?|updates?|briefings?|breakdown|data|figures|papers?"
    r"|information|responses?|analysis|list|details)\b)"
)
"""A scrutiny body asks for something to be given to it."""
BY_OTHERS = re.compile(
    r"\b(?:Ofsted|[Ii]nspect(?:ion|ions|or|ors|orate)|[Pp]eer (?:[Rr]eview|[Rr]eviewers?|[Cc]hallenge)|LGA"
    r"|Local Government Association"
    r"|[Ee]xternal [Aa]udit(?:or|ors)?|[Aa]uditors?|DfE|DFE|Department (?:for|of)|CQC|[Cc]oroner|[Oo]mbudsman|Public Accounts"
    r"|National \w+ Advis[eo]r|Green Paper|White Paper|[Cc]onsultees?|[Rr]espondents?)\b"
)
"""Who recommends from outside, or from below: what stands under such a heading or begins so is no recommendation of the council's."""
_REPEATED = re.compile(
    r"\b(?:the |these |those )?recommendations? (?:set out |outlined |contained |listed |detailed )?(?:in|at"
    r"|above|below|of this)\b|\b(?:[Aa]s|which) (?:outlined|set out|stated)\b"
)
_DONE = re.compile(r"^(?:An? |The )?(?:[\w'-]+ ){1,8}(?:was|were|has been|have been) [a-z]+(?:ed|en|ne)\b")
_ACT = re.compile(r"\b(?:to|will|should|must|be|needs?|ensure|that)\b|^[A-Z]?[a-z]+ ", re.I)
_VERBS = (
    "note|agree|approve|endorse|consider|delegate|adopt|recommend|authorise|receive|review|comment|support"
    "|confirm|accept|ask|request|refer|appoint|grant"
    "|welcome|determine|resolve|establish|publish|continue|ensure|commission|develop|increase"
)
WORDED = re.compile(rf"(?:that|to|not to)\b|(?:{_VERBS})\b", re.I)
"""How what a body is asked, or resolves, begins where it stands as a paragraph of its own."""
NUMBERED = re.compile(r"^(?:\W*)Recommendation\s+\d{1,2}[a-z]?\s*[:.\u2013\u2014-]+\s*(?=\S)")
"""The label of a recommendation that a review prints by its number."""
ASKING = re.compile(r"requested|asked (?:that|for)")
"""What stands in every sentence in which a scrutiny body asks for something."""
CHEAP = re.compile(r"ecommend|ECOMMEND|asked|invited|requested|ASKED")
"""What stands in every block that can recommend."""


def recommends(text: str) -> bool:
    """Whether an item, or a sentence under a heading of recommendations, is one: it sets an act and repeats no other."""
    if len(text.split()) < 3 or _REPEATED.search(text) or _DONE.match(text) or text.endswith("?"):
        return False
    return _ACT.search(text) is not None and not re.match(r"(?:Auditors|Inspectors|Ofsted|Reviewers|Consultees)\b", text)


def asks(sentence: str) -> bool:
    """Whether a sentence of a report outside its recommendations asks a body something; invitations there belong to agendas."""
    found = ASKED.search(sentence)
    if (
        found is None
        or INVITED.search(found.group())
        or re.match(r" attend\b", sentence[found.end() :])
        or _REPEATED.search(sentence)
        or BY_OTHERS.search(sentence)
    ):
        return False
    return not sentence.startswith(("\u201c", '"'))
