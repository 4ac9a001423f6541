"""The nouns that travel through the house: documents, their pages and the passages cut from them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """What sort of paper a document is."""

    RISK_REGISTER = "risk register"
    STRATEGY = "strategy"
    REPORT = "report"
    AGENDA_PACK = "agenda pack"
    MINUTES = "minutes"
    OTHER = "other"


class Classification(StrEnum):
    """Who may see a document: everybody, or only those with the right to exempt ("Part 2") papers."""

    OPEN = "open"
    EXEMPT = "exempt"


class Role(StrEnum):
    """On whose behalf the library is asked, each role with the rights of those before it.

    A reader never meets an exempt paper; an officer may. An administrator may besides look after the library.
    """

    READER = "reader"
    OFFICER = "officer"
    ADMINISTRATOR = "administrator"

    @property
    def meets_exempt(self) -> bool:
        """Whether exempt papers are shown to it."""
        return self is not Role.READER


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A slice of one page's text: `page` is the page's ordinal in its document (from 1), `start` and `end` count characters."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WordBox:
    """A word of a page's text, from `start` to `end`, and where it stands on the page's picture, as fractions of its sides."""

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """That a page's text was read from its picture: how sure that is (0 to 1, the mean over its letters), and where its words stand."""

    confidence: float
    words: tuple[WordBox, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a file, or one sheet, or the whole text of a format that has neither.

    `number` counts from 1 in the file and is None where the format has no pages; `ordinal` always counts from 1.
    `text` is the ground truth for every quote, but for the (start, end) slices that are `running` lines: headers, footers and
    what else comes back on most pages. A page whose text could not be read has `unread` set to the reason. One whose text was
    read from its picture has `recognised` set.
    """

    ordinal: int
    number: int | None
    text: str
    printed: str | None = None
    label: str | None = None
    unread: str | None = None
    running: tuple[tuple[int, int], ...] = ()
    recognised: Recognised | None = None

    @property
    def body_text(self) -> str:
        """The page's text without its running lines."""
        kept, at = [], 0
        for start, end in sorted(self.running):
            kept.append(self.text[at:start])
            at = max(at, end)
        return "".join([*kept, self.text[at:]])

    def is_running(self, span: Span) -> bool:
        """Whether a slice of this page holds some of a running line."""
        return any(start < span.end and span.start < end for start, end in self.running)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table row: its column's label as printed (None when the column has none) and where its words stand."""

    label: str | None
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document that stands on its own.

    `text` is what is quoted: the slices of page text at `spans`, white space folded. `search_text` has the document's title,
    the heading trail and the rows' labels in front and is what is indexed; `pieces` is the same cut to what the embedder reads.
    `rows` holds the cells of the table rows it is made of; `group` names the table or list that it is part of, so that its
    fellows can be found, and `intro` the sentence that introduces the list.
    """

    id: str
    document_id: str
    ordinal: int
    kind: str
    text: str
    search_text: str
    spans: tuple[Span, ...]
    section: tuple[str, ...] = ()
    paragraph: str | None = None
    rows: tuple[tuple[Cell, ...], ...] = ()
    group: str | None = None
    intro: str | None = None
    pieces: tuple[str, ...] = ()

    @property
    def pages(self) -> tuple[int, ...]:
        """Ordinals of the pages that the passage stands on, in order."""
        return tuple(dict.fromkeys(span.page for span in self.spans))


@dataclass(frozen=True, slots=True)
class Description:
    """What a document says of itself, or what a sidecar file or the command line says of it. None: not known."""

    title: str | None = None
    kind: Kind | None = None
    body: str | None = None
    meeting_date: date | None = None
    period: str | None = None
    classification: Classification | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One paper held. Two files with the same bytes are one document with two `sources`."""

    id: str
    sha256: str
    title: str
    kind: Kind
    sources: tuple[str, ...]
    classification: Classification = Classification.OPEN
    body: str | None = None
    meeting_date: date | None = None
    period: str | None = None
    page_count: int | None = None
    passage_count: int = 0
    unread_pages: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    ingested_at: datetime | None = None

    @property
    def source(self) -> str:
        """The first of the names under which the file was given."""
        return self.sources[0]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a question narrows the library to. Papers without a date are left out when `since` or `until` is given.

    `bodies` are committees and the like as papers print them, in whatever case.
    """

    documents: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    since: date | None = None
    until: date | None = None
    bodies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question, its document, its fused score (higher is better) and the scores that this was made of."""

    passage: Passage
    document: Document
    score: float
    parts: dict[str, float] = field(default_factory=dict)


def document_id(sha256: str) -> str:
    """A document's short id, taken from its bytes, so that it survives a re-ingest."""
    return sha256[:16]


def passage_id(document: str, spans: tuple[Span, ...], text: str) -> str:
    """A passage's id, taken from its document, place and words: the same file cut the same way gives the same ids."""
    place = ";".join(f"{s.page}:{s.start}:{s.end}" for s in spans)
    return hashlib.sha256(f"{document}|{place}|{text}".encode()).hexdigest()[:20]


def fold_space(text: str) -> str:
    """Runs of white space as one space, ends trimmed."""
    return " ".join(text.split())
