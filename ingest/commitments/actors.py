"""Who takes an act on in the words of minutes: a person, a post or a body that sits at the table."""

from __future__ import annotations

import re

from ingest.registers.people import kind_of, split_owners
from vectorstore.records import Owner

_TITLE = r"(?:Cllrs?|Councillors?|Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Prof|Professor|Canon|Rev|Revd|Dame|Lord|Lady|Alderman|Baroness)\.?"
_WORD = r"[A-Z][\w'\u2019-]*\.?"
_HEAD = (
    r"(?:[Vv]ice[- ])?[Cc]hair(?:man|woman|person)?|[Dd]irectors?|[Hh]eads?|[Oo]fficers?|[Cc]lerk|[Ll]eader"
    r"|[Mm]ember|[Mm]ayor|[Ee]xecutive|[Mm]anagers?"
    r"|[Cc]ommissioner|[Ll]ead|[Aa]dviser|[Aa]dvisor|[Ss]ecretary|[Tt]reasurer|[Ss]olicitor|[Cc]ounsel"
    r"|[Cc]oordinator|[Cc]o-ordinator|[Hh]eadteacher"
    r"|[Cc]ommission|[Cc]ommittee|[Pp]anel|[Bb]oard|[Tt]eams?|[Ss]ervices?|[Dd]irectorate|[Pp]artnership"
    r"|[Cc]abinet|[Cc]ouncil|[Gg]roup|[Dd]epartment"
    r"|[Cc]onsultant|[Aa]nalyst|[Pp]ractitioner|[Rr]anger|[Ww]arden|[Cc]aretaker|[Aa]ccountant|[Ee]ngineer"
    r"|[Ss]urveyor|[Pp]lanner"
)
_OF = (
    r"(?:,? (?:of|for|to|on) (?:the )?[A-Z][\w'\u2019&-]*(?:(?:,| and| of| &| for"
    r"| the)* [A-Z][\w'\u2019&-]*){0,7}|, [A-Z][\w'\u2019-]*(?: and [A-Z]+)?)?"
)
POST = rf"(?:(?:[Tt]he|[Aa]n?) )?(?:(?:{_WORD}|and|&|of|for) ){{0,5}}?(?:{_HEAD})\b{_OF}"
PERSON = (
    rf"(?:(?:Cllrs|Councillors|Messrs) {_WORD}(?:, {_WORD}){{0,3}},? (?:and|&) {_WORD}|{_TITLE}(?: {_WORD}){{1,3}}"
    rf"|{_WORD} (?:(?:van|von|de|da|la|le|al) )?{_WORD}(?: [A-Z][\w'\u2019-]+)?)"
)
BODY = r"(?:The )?[A-Z]{2,8}(?:'s)?"
ASIDE = r"(?: \([^()]{2,90}\)|, (?=[A-Z])[^,;]{4,90},)?"
NAMED = rf"(?:{POST}|{PERSON}|{BODY})"
TITLED = r"[Tt]he (?:[A-Z][\w'\u2019-]+ ){1,4}[A-Z][\w'\u2019-]+"
"""What may be a post by its capitals ("the Harbour Master"): sure only of who speaks or undertakes."""
_UNNAMED = re.compile(
    r"(?:the |all |some |council |local |other |senior |relevant |democratic services )*(?:officers?|members?"
    r"|councillors?|council|he|she|they|it|we|who|staff"
    r"|authority|team|teams|service|services|meeting|parties|all|group|department|both)",
    re.I,
)
OUTSIDE = re.compile(
    r"\b(?:Ofsted|DfE|DFE|CQC|IOPC|MHCLG|DLUHC|NHS|LGA|PAC|HMRC|MPS|DHSC|Government|Ministers?|Ministry"
    r"|Minister of|Secretary of State|Home Office|Parliament|House of (?:Commons|Lords)"
    r"|[Pp]olice|[Ss]chools?|[Aa]cadem(?:y|ies)|[Gg]overning|[Hh]ighways (?:Dept|Department|England|Agency)"
    r"|[Cc]ontractors?|[Rr]esidents?|Inspectors?"
    r"|[Aa]uditors?|[Ff]under|[Hh]all|Company|Ltd|Limited|Trust|Club|Society|Church|Association|University"
    r"|Hospital|App|Centre|[Bb]oroughs|Office for|Department (?:for|of)|Environment Agency|Bill|Act"
    r"|Treasury|Chief Constable|Constabulary"
    r"|[Aa]pplicants?|[Oo]bjectors?|[Pp]etition(?:er)?s?|[Ll]andlords?|[Dd]eveloper|[Oo]perators?|[Pp]arents?)\b"
)
_SURNAME = re.compile(rf"^{_TITLE} (?:{_WORD} ){{0,2}}{_WORD}")
_SEVERAL = re.compile(rf"(?P<title>Cllrs|Councillors|Messrs) (?P<names>{_WORD}(?:, {_WORD}){{0,3}},? (?:and|&) {_WORD})")
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.I)
_FOR = re.compile(r"\s+(?:on behalf of|for) the (?:chair|vice|commission|committee|panel|board|council|leader)\b.*$", re.I)
_NO_NAME = frozenset(
    re.findall(
        r"\S+",
        "This That These Those There It If In On At For To As By No All Any Each Every When Where While With From After Before "
        "Following However Also Further Action Actions Resolved Agreed Item Page Report Recommendation Work Date Next",
    )
)


def owners_in(actor: str) -> tuple[Owner, ...]:
    """The named people, posts and bodies of an actor's words; none for "officers", "members", "it"."""
    bare = _ARTICLE.sub("", _FOR.sub("", actor.strip(" ,:;-\u2013")))
    bare = re.sub(r"\s*\([^()]*\)$|, (?=[A-Z])[^,;]{4,90},$", "", bare).removesuffix("'s")
    if not bare or _UNNAMED.fullmatch(bare) or _is_outside(bare):
        return ()
    if several := _SEVERAL.fullmatch(bare):
        title = several.group("title").removesuffix("s").replace("Messr", "Mr")
        return tuple(Owner(f"{title} {name}", "person") for name in re.split(r",? (?:and|&) |, ", several.group("names")))
    if "," not in bare and " and " not in bare and "/" not in bare:
        return (Owner(bare, kind_of(bare)),)
    parts = (Owner(_ARTICLE.sub("", o.name), o.kind) for o in split_owners([re.sub(r"\band the\b", "and", bare)]))
    return tuple(o for o in parts if not _UNNAMED.fullmatch(o.name))


def _is_outside(text: str) -> bool:
    """Whether a name is of somebody outside; the surname behind a title is not looked at ("Mr Hall")."""
    return OUTSIDE.search(_SURNAME.sub("", text)) is not None


def is_actor(text: str, titled: bool = False) -> bool:
    """Whether some words name who can take an act on: a person, a post, a body or officers, and nobody outside.

    `titled`: whether they may be a post by their capitals alone.
    """
    text = text.strip(" ,:;-\u2013")
    if not text or len(text) > 120 or _is_outside(text) or text.split()[0] in _NO_NAME:
        return False
    return (_TITLED if titled else _ACTORS).fullmatch(text) is not None


_ACTORS = re.compile(
    rf"(?:{NAMED}|(?:[Tt]he )?(?:[a-z]+ )?(?:[Oo]fficers|[Mm]embers|[Cc]ouncillors|[Cc]lerk)){ASIDE}"
    rf"(?:(?:,| and| and the|/| &|, and) ?(?:{NAMED})){{0,3}}(?: for the [A-Z]\w+| on behalf of the [A-Z]\w+)?"
)
_TITLED = re.compile(rf"{_ACTORS.pattern}|{TITLED}")
