"""Questions over the ledger: which promises are asked for, and what is to be said of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.commitment_dates import Window, dated_words, windows
from assistant.commitment_terms import FRAMING, NOUN, NOUNS, STATES, STATUSES, State
from assistant.papers import papers_named
from assistant.question import content_words
from assistant.register_question import THE_REGISTER
from vectorstore.commitments import EntryKind
from vectorstore.models import Document

Want = Literal["list", "count", "when", "who", "kept"]

_ONE = re.compile(r"\b(?:the|that|this) (?:promise|pledge|commitment|undertaking|action|recommendation|decision)\b(?!s)", re.I)
_REGISTERED = re.compile(r"\b(?:risks?|controls?|mitigat\w+|risk registers?|registers?|treatments?)\b", re.I)
_KEPT = re.compile(
    r"\bdid (?:it|that|this|they|we|any of (?:it|this|that|them)) (?:all )?(?:happen|get done|come about|do (?:it|so|that))\b"
    r"|\b(?:was|were|has|have) (?:it|this|that|they|these) (?:been )?(?:done|kept|delivered|met|completed|honoured|accepted)\b"
    r"|\bwhat (?:has )?happened (?:next|since|to (?:it|them|that|this)|about (?:it|that))\b"
    r"|\b(?:and )?what (?:was|is|were) the (?:response|answer|reply|outcome|result|position)\b|\bwhat came of (?:it|that|them)\b"
    r"|\b(?:ha(?:s|ve)|was|were|did) (?:\w+ ){0,12}?(?:been )?(?:kept|honoured|fulfilled|happen(?:ed)?|come back|came back|accepted)\b"
    r"|\bby when\b|\bhow far\b",
    re.I,
)
_DONE = re.compile(
    r"^\W*(?:was|were|has|have|had|did|is|are)\b.{3,}?\b(?:done|kept|delivered|met|completed|opened?|ready|published?|launch(?:ed)?|finished|in place"
    r"|started?|begun|set up|agreed|reviewed|happen(?:ed)?|appointed|recruited|rebuilt|built|enlarged|introduced)\b",
    re.I,
)
_READY = re.compile(
    r"^\W*(?:when|by when|on what date|what(?:'s| is) the (?:deadline|date|timetable|timescale|due date))\b", re.I
)
_PLANNED = (
    r"(?:scheduled|planned|set|supposed|meant|going|expected) (?:to happen|to take place|to be done|for)|coming up|in the diary"
)
_DUE = re.compile(
    rf"\b(?:{_PLANNED}|due|deadlines?|by when|target dates?|completion dates?|overdue|falls? due|expected|supposed|scheduled"
    r"|over-due|late|end(?:s|ing)?|finish\w*|run(?:s|ning)? to)\b",
    re.I,
)
_SET = re.compile(
    r"\b(?:what|which|list|show|how many|number of|count|all|every|any|everything|anything|is there|are there|tell me|give me)\b",
    re.I,
)
_WHO = re.compile(
    r"^\W*(?:who|whose|whom)\b|\bwho (?:is|are|was|leads?|owns?|will|has|should)\b|^\W*which (?:officers?|person|post|team|director)\b",
    re.I,
)
_TASKED = re.compile(  # what somebody who is named has to do
    r"\bto (?:do|deliver|finish|complete)\b|\b(?:must|should|ha(?:s|ve) to|meant to|supposed to|expected to|due to|tasked|committed to)\b",
    re.I,
)
_RESPONSIBLE = re.compile(
    r"\b(?:responsib\w+|lead(?:s|ing)?|in charge|owns?|accountab\w+|account for|charged with|delivering?|doing|to (?:do|deliver|report|write|send"
    r"|provide)|will|looks? after|taking forward|task(?:ed)?)\b",
    re.I,
)


_BODIES = "cabinet|commission|committee|panel|executive|forum|board"
_ADDRESSED = re.compile(
    rf"\b(?:{_BODIES}) (?:is|was|were|be|been|being|gets?|got) (?:\w+ )?(?:asked|recommended|invited|requested)\b"
    rf"|\b(?:is|was|were) (?:the )?(?:{_BODIES}) (?:\w+ )?(?:asked|recommended|invited|requested)\b",
    re.I,
)


@dataclass(slots=True)
class Asked:
    """What a question asks of the ledger.

    `kinds` are the kinds of entry meant, None for any. `due` and `made` are windows of days, `owners` the names that an entry must
    carry one of, `body` a word of the body that must have made it, `papers` the papers (by id) that it must stand in one of. `one` says that a
    single promise is meant ("the promise to open a hub"). `subject` are the words that say what it is about. `explicit` is
    set when the question says that it asks for promises, actions, recommendations or what is due; then a list is answered whole,
    otherwise only the one promise that it plainly means.
    """

    text: str
    want: Want
    kinds: frozenset[EntryKind] | None
    explicit: bool
    as_of: date
    due: Window | None = None
    made: Window | None = None
    state: State | None = None
    owners: tuple[str, ...] = ()
    body: str | None = None
    papers: frozenset[str] = frozenset()
    one: bool = False
    subject: str = ""
    terms: tuple[str, ...] = ()

    @property
    def listed(self) -> bool:
        """Whether all promises on its subject are asked for, not a single one."""
        return self.explicit and not self.one and (self.want in ("list", "count", "kept") or self.is_set)

    @property
    def is_set(self) -> bool:
        """Whether it asks for all that meets a condition, so that none is an answer too."""
        return bool(self.explicit and (self.state or self.due or self.owners))


def asked_of_ledger(text: str, as_of: date, owners: Iterable[str], documents: Sequence[Document] = ()) -> Asked | None:
    """Understand a question as one over the ledger; None when it is none. `owners` are the names that entries carry, `documents` the papers
    that it may name.
    """
    papers, plain = papers_named(text.replace("\u2019", "'"), documents)
    named, rest = _named_owners(plain, owners)
    state, rest = _state(rest)
    if state is None and _SET.search(plain) and STATUSES.search(rest):
        return None
    found = windows(rest, as_of, due=bool(_DUE.search(rest)) or state == "overdue")
    explicit, kinds = _kinds(dated_words(plain)) if not _of_registers(plain) else (False, None)
    about_due = bool(
        re.search(rf"\b(?:due|deadlines?|overdue|{_PLANNED})\b", plain, re.I) and _SET.search(plain) and (found.due or state)
    ) and not THE_REGISTER.search(plain)
    tasked = bool(named and _TASKED.search(plain)) and not _of_registers(plain)
    want = _want(plain)
    if not (explicit or about_due or tasked or _single(plain, want)):
        return None
    asked = Asked(plain, want, kinds, explicit or about_due or tasked, found.as_of or as_of, found.due, found.made, state, named)
    asked.one = bool(_ONE.search(plain))
    asked.papers = papers
    asked.body = _body(plain) if kinds and "commitment" not in kinds else None
    asked.subject = _bare(NOUN.sub(" ", found.rest))
    asked.terms = tuple(content_words(asked.subject))
    if not (asked.terms or asked.is_set or asked.made or asked.papers or (asked.explicit and asked.want == "count")):
        return None
    return asked


def subject_asked(text: str, as_of: date) -> Asked:
    """A question taken as one about some promise, whatever it asks of it."""
    plain = text.replace("\u2019", "'")
    subject = _bare(NOUN.sub(" ", plain))
    return Asked(plain, _want(plain), None, False, as_of, subject=subject, terms=tuple(content_words(subject)))


def _of_registers(text: str) -> bool:
    """Whether a question says risk, control or register, and no word of promises beside it: registers answer it."""
    return bool(_REGISTERED.search(text)) and not re.search(
        r"\b(?:promis|pledg|commit(?:ted|ment)|recommend|resolv|undert[ao]|minut)", text, re.I
    )


def _kinds(text: str) -> tuple[bool, frozenset[EntryKind] | None]:
    """Whether a question says that it asks for entries of the ledger, and of which kinds."""
    match = NOUN.search(text)
    if match is None:
        return False, None
    return True, next(kinds for pattern, kinds in NOUNS if re.fullmatch(pattern, match.group(), re.I))


def _want(text: str) -> Want:
    if re.search(r"\bhow many\b|\bnumber of\b|\bcount\b", text, re.I):
        return "count"
    if _WHO.search(text):
        return "who"
    if _KEPT.search(text) or _DONE.search(text):
        return "kept"
    return "when" if _READY.search(text) else "list"


def _single(text: str, want: Want) -> bool:
    """Whether a question without a word of promises asks what became of one thing, when it will be, or who is to do it."""
    if want == "who":
        return bool(_RESPONSIBLE.search(text))
    if want == "when":
        return bool(re.search(r"\b(?:will|would|is|are|was|were|should|due|to be)\b", text, re.I)) and not re.search(
            r"\bdid\b", text, re.I
        )
    return want == "kept" and bool(_DONE.search(text))


def _state(text: str) -> tuple[State | None, str]:
    """The condition on how a promise stands, and the question without it. What was asked of one promise ("has it been kept?") is none."""
    for name, pattern in STATES:
        match = re.search(rf"\b(?:{pattern})\b", text, re.I)
        if match and (name not in ("done", "delayed") or re.match(r"^\W*(?:which|what|how many|list|show)\b", text, re.I)):
            return name, f"{text[: match.start()]} , {text[match.end() :]}"
    return None, text


def _body(text: str) -> str | None:
    """The body that a question says has asked, recommended or resolved; none that something was asked of."""
    match = re.search(rf"\b({_BODIES})\b(?= (?:\w+ )?(?:\w+)\b)", text, re.I)
    return match.group(1).lower() if match and not _ADDRESSED.search(text) else None


def _named_owners(text: str, owners: Iterable[str]) -> tuple[tuple[str, ...], str]:
    """The owners that a question names, and the question without their names: a full name, or a post of several words."""
    found = []
    for name in sorted(set(owners), key=lambda n: (-len(n), n)):
        bare = re.findall(r"\w+", re.sub(r"\([^)]*\)", " ", name))
        pattern = r"\b" + r"\W+".join(map(re.escape, bare)) + r"\b(?:'s)?"
        if len(bare) > 1 and re.search(pattern, text, re.I):
            found.append(name)
            text = re.sub(pattern, " , ", text, flags=re.I)
    return tuple(found), text


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[?.,;:\"\u201c\u201d()]+", " ", FRAMING.sub(" ", text)).split())
