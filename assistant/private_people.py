"""Questions that ask for a person: answered from the posts and roles that papers print, never by gathering what else they say of somebody.

Papers name residents, children and complainants beside members and officers. Whoever asks "who is ..." or for everything about somebody is told what
that person is to the council, if a paper says it, and otherwise that this is all that such a question is answered from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.compose import Draft
from assistant.names import names
from vectorstore.models import Hit

WHY = (
    "What papers say of a person is told only where it is their post or role: as a member, an officer, the owner of a risk or action, or on a list "
    "of attendance."
)
"""Said with a refusal."""
_TITLE = r"(?:mrs?|ms|miss|mx|master|dr|sir|dame|cllr|councillor)\b\.?"
_ASKS = re.compile(
    r"^\W*(?:(?:and|so|please|but),? )*(?:(?P<who>who(?: is|'s|\u2019s| was| are| were))"
    r"|(?:tell (?:me|us)|what (?:do|does|did) (?:we|you|they|the (?:council|papers?)) (?:know|hold|have|say)|what is (?:known|held|said|recorded)"
    r"|(?:show|give|find|list)(?: (?:me|us))?|is there)?\s*(?:everything|all|anything|something|information|details|a profile|what is known|more)?"
    r"(?: (?:that )?(?:we|you|the papers) (?:know|hold|have|say))?\s*(?:about|on|of))\s+(?P<rest>.+)$",
    re.I,
)  # fmt: skip
_POST = (
    r"(?:councillors?|cllrs?|members?|officers?|directors?|heads?|managers?|chair(?:man|woman|person)?|vice[- ]chair\w*|leader|mayor|chief|executive"
    r"|clerk|secretary|treasurer|solicitor|commissioner|inspector|advis[eo]r|lead|headteacher|principal|governor|co-?ordinator|owner|sponsor|auditor|accountant"
    r"|consultant|engineer|planner|representative|trustee|champion|spokes\w+|doctor|professor|minister|mp)"
)
_LABEL = re.compile(
    r"\b(?:owners?|lead|leads|responsible|officers?|authors?|contacts?|members?|directors?|councillors?|sponsor|present|chair)\b",
    re.I,
)
_ATTENDANCE = re.compile(
    r"\b(?:present|in attendance|attendance|attendees|apologies|membership|members|substitutes|contacts?|who to ask)\b", re.I
)
_BODY = re.compile(
    r"\b(?:council|committee|board|panel|service|team|school|academy|college|street|road|lane|avenue|close|hill|park|house|centre|trust|group|ltd|limited"
    r"|plan|strategy|act|fund|hub|library|programme|forum|partnership|commission|department|office|officer|director|head|member|manager|cabinet)\b",
    re.I,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a question asks for: the name's words, without a title."""

    words: tuple[str, ...]

    @property
    def pattern(self) -> str:
        """The name as papers may print it: whole, or the last of it behind a title or an initial."""
        last = re.escape(self.words[-1])
        whole = r"\s+".join(map(re.escape, self.words))
        return rf"(?:(?:{_TITLE}\s+)?{whole}|{_TITLE}\s+(?:[\w.]+\s+)?{last}|\b[a-z]\.?\s+{last})\b"

    def role_in(self, text: str) -> bool:
        """Whether a text gives the person a post: beside the name, not somewhere in the same sentence."""
        name = self.pattern
        return bool(
            re.search(
                rf"{name}\s*(?:[,(\u2013\u2014:-]|\b(?:is|was|as|will be|has been|became)\b(?: appointed| elected)?)\s*(?:the |our |a |an |as )*"
                rf"(?:[\w&'\u2019-]+ ){{0,4}}?{_POST}\b"
                rf"|\b{_POST}\b(?:,? (?:of|for|and|the|with|to)(?: [\w&'\u2019-]+){{1,6}}?)?\s*[,:(\u2013-]?\s*{name}"
                rf"|\b(?:cllr|councillor)\.?\s+(?:[\w.]+\s+)?{re.escape(self.words[-1])}\b",
                text,
                re.I,
            )
        )


def person_asked(question: str) -> Person | None:
    """Whom a question asks for as a person; None for every other question, such as who holds a post or what somebody decided."""
    found = _ASKS.match(" ".join(question.split()))
    if not found:
        return None
    rest = found["rest"]
    titled = re.match(rf"({_TITLE})\s+", rest, re.I)
    bare = rest[titled.end() :] if titled else rest
    printed = next((parts for said, parts in names(f"of {bare}") if bare.startswith(said)), None)
    if printed is None and titled:
        printed = re.findall(r"[A-Za-z'\u2019-]+", bare)[:1]
    if not printed or (len(printed) < 2 and not titled) or (_BODY.search(" ".join(printed)) and not titled):
        return None
    whole = bool(re.fullmatch(r"\W*", bare.removeprefix(" ".join(printed))))
    lives = bool(re.match(r"\W*(?:of|at|from|who lives|living)\b.*\d", bare.removeprefix(" ".join(printed))))
    if not titled and not found["who"] and not (whole or lives):
        return None
    return Person(tuple(printed)) if found["who"] is None or whole or lives or titled else None


def in_their_role(person: Person, draft: Draft) -> Draft:
    """What of a draft gives a person's post or role: in its words, in a row under a label that says so, on a list of attendance. The rest goes."""
    cited = {c.n: c for c in draft.citations}
    kept = []
    for claim in draft.claims:
        sections = [s for n in claim.citations for s in cited[n].section]
        named = re.search(person.pattern, claim.text, re.I)
        attending = named and any(map(_ATTENDANCE.search, sections))
        labelled = (
            named
            and _LABEL.search(claim.text[: named.start()].rsplit(".", 1)[-1].rsplit(";", 1)[-1])
            and ":" in claim.text[: named.start()]
        )
        if attending or labelled or person.role_in(claim.text):
            kept.append(claim)
    return replace(draft, claims=kept, left_out=None, said=None, doubtful=False, prose=False) if kept else Draft()


def only_their(draft: Draft) -> list[Hit]:
    """The passages that may be shown beside such an answer: those that it quotes."""
    return list(draft.hits.values()) if draft.claims else []
