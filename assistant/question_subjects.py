"""What a paper's headings say its sections are about, as it can stand in a question: "family hubs", "the high needs block"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.question import content_words, stem, words
from vectorstore.models import Document, Kind, Passage, fold_space

LONGEST = 60
"""Characters of a subject, or of a paper's title, that a question takes in."""
_NUMBERED = re.compile(
    r"^\W*(?:(?:priority|section|part|chapter|theme|aim|goal|outcome|objective|workstream|work stream|item|table|figure|annex|appendix"
    r"|strand|stage|phase)\s+)?(?:[\dA-Z]{1,2}(?:\.\d+)*[.)]?\s*[-\u2013:]|\d+(?:\.\d+)*[.)]?)?\s+(?=\S)",
    re.I,
)
_SHORT = re.compile(r"\s*\([A-Z][A-Za-z&]{1,6}\)$")
# What opens or frames a paper, or says where and how a meeting is held, and what speaks of the reader or the writer.
_DULL = re.compile(
    r"^(?:what|how|why|who|when|where|which|we|our|your|you|my|led by|report title|that|to|from|in|on|at|by|is|are|do|does|please"
    r"|(?:councill|may|deputy may)or|cllr|chair)\b"
    r"|\b(?:reports?|questions?|appendi\w+|annex\w*|introduc\w+|contents|background|foreword|present|absent|apologies"
    r"|attend(?:ing|ees?)|purpose|summary|overview|next steps"
    r"|resolved|decisions?|recommendations?|reasons?|conclusions?|about this|agenda|minutes|any other business|matters arising"
    r"|meetings?|interests?|press|public rights|town hall|committee room|webcast\w*|contacts?|accessib\w+|statement|further information"
    r"|(?:legal|financial|equalit\w+|hr|staffing|procurement|climate|funding) implications?|implications|options considered|glossary"
    r"|words used|acknowledg\w+|references|governance|work programme|strengths|areas? (?:for|of)|key \w+|risk assessment|members?"
    r"|officers?|co-?optees)\b",
    re.I,
)  # fmt: skip
_BEFORE = "of|for|on|in|about|with|from"


def subject(section: Sequence[str], passages: Iterable[Passage], document: Document, prose: str) -> str | None:
    """What a section is about by the innermost of its headings that tells, as it can stand after "say about"; None when none does.

    `passages` are the section's own, which must speak of what the heading names; `prose` is the text of the whole paper, whose own use
    of the words says whether they stand bare ("of family hubs"), with an article ("the high needs block") or, else, in quotation marks.
    """
    own = {stem(w) for p in passages for w in words(p.text)}
    for heading in reversed(section):
        name = named(heading)
        if name and name.casefold() not in document.title.casefold() and {stem(w) for w in content_words(name)} <= own:
            return as_said(name, prose)
    return None


def named(heading: str) -> str | None:
    """A heading without its number, when it names something that could be asked about."""
    name = _SHORT.sub("", _NUMBERED.sub("", f" {fold_space(heading)}")).strip(" .:;,-\u2013")
    telling = len(content_words(name)) >= 2 and len(name.split()) <= 8 and len(name) <= LONGEST
    if (
        not telling
        or name.isupper()
        or not name[0].isalpha()
        or _DULL.search(name)
        or re.search(r"\s[-\u2013]\s|[\d?!:;/\"\u201c\u201d@]", name)
    ):
        return None
    return name


def as_said(name: str, prose: str) -> str:
    """A heading's words as the paper's own sentences say them most often after a preposition or an article, else in quotation marks."""
    words = re.escape(name)
    found = re.findall(rf"\b(?:{_BEFORE}) ({words})\b|\bthe ({words})\b", prose, re.I)
    said = Counter(bare or f"the {named}" for bare, named in found)
    return min(said, key=lambda form: (-said[form], form)) if said else f"\u201c{name}\u201d"


def paper_called(document: Document) -> str:
    """How a question calls a paper; "the papers" where its title is too long for that."""
    title = document.title.strip()
    if document.kind is Kind.MINUTES and document.meeting_date:
        return f"the minutes of {document.meeting_date.day} {document.meeting_date:%B %Y}"
    return f"\u201c{title}\u201d" if len(title) <= LONGEST and not re.search(r"[\"\u201c\u201d]", title) else "the papers"


def about(paper: str, subject: str) -> str:
    """What does a paper say about a subject? `paper` is what `paper_called` gives, or "the papers"."""
    verb = "does" if paper.startswith("\u201c") else "do"
    return f"What {verb} {paper} say about {subject}?"
