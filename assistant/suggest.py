"""Questions to begin with, made from what the papers hold, so that each has something to find."""

from __future__ import annotations

import re

from assistant.rows import row_kind
from vectorstore.library import Holdings
from vectorstore.models import Document, Kind, Passage

_MOST = 4
_DULL = re.compile(
    r"\W*\d|appendi|annex|introduction|contents|background|foreword|present|apologies|purpose|summary|next steps|resolved|decision"
    r"|recommendation|reasons? for|what we|how we|about this",
    re.I,
)
_READ = 400  # passages of a document that are looked through


def suggestions(holdings: Holdings) -> list[str]:
    """Up to four questions about the papers held, the registers' risks first."""
    found: list[str] = []
    documents = sorted(holdings.documents(), key=lambda d: (d.kind is not Kind.RISK_REGISTER, d.meeting_date is None, d.sources))
    for document in documents:
        question = _about(document, holdings.passages_of(document.id)[:_READ])
        if question and question not in found:
            found.append(question)
        if len(found) == _MOST:
            break
    return found


def _about(document: Document, passages: list[Passage]) -> str | None:
    if document.kind is Kind.RISK_REGISTER:
        risks = [p.section[-1] for p in passages if p.section and any(row_kind(row) == "control" for row in p.rows)]
        wanted = sorted(
            dict.fromkeys(risks), key=lambda r: (not re.search(r"\bSEND\b.*\bfunding\b|\bfunding\b.*\bSEND\b", r), risks.index(r))
        )
        return f"What controls exist for the risk \u201c{_short(wanted[0])}\u201d?" if wanted else None
    if document.kind is Kind.MINUTES:
        return f"What was agreed at the {document.body} meeting?" if document.body else None
    sections = [
        p.section[-1] for p in passages if p.section and p.kind in ("paragraph", "item") and 2 <= len(p.section[-1].split()) <= 9
    ]
    fitting = (s for s in sections if not _DULL.match(s) and not re.search(r"[\d:?]", s))
    named = next((s for s in fitting if s.lower() not in document.title.lower()), None)
    if named is None:
        return None
    # a heading in sentence case goes on in a sentence; one with capitals inside keeps them all
    subject = named[0].lower() + named[1:] if named[1:] == named[1:].lower() else f"\u201c{named}\u201d"
    return f"What does \u201c{_short(document.title)}\u201d say about {subject.rstrip('. ')}?"


def _short(text: str) -> str:
    return text if len(text) <= 70 else text[:67].rsplit(" ", 1)[0] + "\u2026"
