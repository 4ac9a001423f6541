"""An answer or a whole conversation to take along: what was asked, what the papers say, the words themselves, and which papers they are of.

A pack is first a neutral structure, what is printed in its order; `pack_docx.py` and `pack_markdown.py` set it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from assistant.answer import Answer, Citation, Claim, Found, Searched
from assistant.desk import refusal
from assistant.reference import recognition, reference
from vectorstore.dates import long_date
from vectorstore.models import Classification, Document, fold_space

Particular = tuple[str, str]
"""What it is called, and what it is."""

ANSWERED = "The papers answer this."
PARTIAL = "The papers answer this in part."
NEAREST = "The nearest passages found. They do not answer the question."
GONE = "This paper is no longer held in the library, so that its words cannot be looked up there."
EXEMPT = "This pack quotes papers that are exempt from publication. It must not be published as it stands."
ABOUT = (
    "What stands in quotation marks under “Sources” is word for word from the papers, but for line breaks and spacing, and was checked against the "
    "text of its page when the answer was given. Counts, and what is said to be overdue, were worked out from the sources named."
)
_OF_A_MODEL = "What a language model wrote is in its own words; each of its sentences was checked against the sources beside it."
_NEAREST_SHOWN = 3
_JOINING = frozenset("\u00ad\u200c\u200d")  # format characters that words are written with


@dataclass(frozen=True, slots=True)
class Packed:
    """A question, what narrowed it in words, and what came of it, to be put into a pack; `asked_at` is aware of its time zone."""

    question: str
    narrowed: str | None
    answer: Answer | None
    error: str | None
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an answer with the numbers of its sources; `below` are those that belong to it."""

    text: str
    sources: tuple[int, ...] = ()
    below: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A numbered source: its reference, the quote word for word, and where it stands."""

    n: int
    reference: str
    quote: str
    particulars: tuple[Particular, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One question: its status in words, `doubt` before what is said, `lead` above a numbered list (`listed`), notes, sources.

    `nearest` are passages that do not answer: the words of each, and where they stand.
    """

    heading: str
    particulars: tuple[Particular, ...]
    status: str
    doubt: str | None = None
    lead: Said | None = None
    said: tuple[Said, ...] = ()
    listed: bool = False
    notes: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    nearest: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper relied on; `sha256` is None, and `note` says why, when it is no longer held."""

    title: str
    file: str
    particulars: tuple[Particular, ...] = ()
    sha256: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Pack:
    """What is printed: title, a warning if there is need of one, particulars, a part for each question, the papers relied on."""

    title: str
    made_at: datetime
    warning: str | None
    particulars: tuple[Particular, ...]
    parts: tuple[Part, ...]
    papers: tuple[Paper, ...]


def packed(title: str, exchanges: Sequence[Packed], held: Mapping[str, Document], made_at: datetime) -> Pack:
    """The pack of some exchanges; `held` are the papers held now, by id, `made_at` is aware of its time zone, in which all times are given."""
    answers = [each.answer for each in exchanges if each.answer]
    days = sorted({answer.as_of for answer in answers})
    writers = list(dict.fromkeys(_writer(answer) for answer in answers if answer.claims))
    of_a_model = any(answer.claims and answer.writer != "extractive" for answer in answers)
    rows = [
        ("Made", _moment(made_at, made_at)),
        ("Made with", f"Scrutiny Desk {program_version()}"),
        ("Answered as of", " and ".join(map(long_date, days))),
        ("Answered in", " and ".join(writers)),
        ("Papers held", f"{len(held):,}"),
        ("How to read this", f"{ABOUT} {_OF_A_MODEL}" if of_a_model else ABOUT),
    ]
    particulars = _said_of(rows)
    parts = [_part(each, title if len(exchanges) == 1 else None, held, made_at) for each in exchanges]
    cited = {citation.document: citation for answer in answers for citation in answer.citations}
    quoted = [*map(held.get, cited), *(document for answer in answers for _, document in _near(answer, held))]
    exempt = any(document.classification is Classification.EXEMPT for document in quoted if document)
    return Pack(
        title=title,
        made_at=made_at,
        warning=EXEMPT if exempt else None,
        particulars=particulars,
        parts=tuple(replace(part, particulars=tuple(p for p in part.particulars if p not in particulars)) for part in parts),
        papers=tuple(_paper(citation, held.get(document), made_at) for document, citation in cited.items()),
    )


def program_version() -> str:
    """The version of this program, as it is installed."""
    try:
        return version("scrutiny-desk")
    except PackageNotFoundError:
        return "(version not known)"


def shown(text: str) -> str:
    """Text on one line, white space folded, without control characters and those that are not seen and change how others are."""
    return fold_space("".join(c for c in text if c.isspace() or _seen(c)))


def _seen(character: str) -> bool:
    """Unicode's noncharacters, surrogates, control and format characters are not."""
    if ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF:
        return False
    return character in _JOINING or unicodedata.category(character) not in ("Cc", "Cf", "Cs")


def _part(exchange: Packed, title: str | None, held: Mapping[str, Document], made_at: datetime) -> Part:
    """What is printed of an exchange; `title` is the pack's if it is the only one, and is not said again."""
    answer, question = exchange.answer, exchange.question
    heading = "The answer" if title is not None and fold_space(question) == fold_space(title) else question
    asked = [
        ("Question", None if heading == question else question),
        ("Understood as", answer.understood if answer else None),
        ("Asked", _moment(exchange.asked_at, made_at)),
        ("Filters", exchange.narrowed or "none"),
    ]
    if answer is None:
        return Part(heading, _said_of(asked), exchange.error or "There is no answer.")
    answered = [
        ("Answered as of", long_date(answer.as_of)),
        ("Searched", _searched(answer.searched)),
        ("Answered in", _writer(answer) if answer.claims else None),
    ]
    lead, said = _lead(answer)
    return Part(
        heading=heading,
        particulars=_said_of([*asked, *answered]),
        status={"answered": ANSWERED, "partial": PARTIAL, "not_found": refusal()}[answer.status],
        doubt=answer.doubt,
        lead=lead,
        said=tuple(said),
        listed=lead is not None,
        notes=tuple(answer.notes),
        sources=tuple(_source(citation, held.get(citation.document)) for citation in answer.citations),
        nearest=tuple((found.text, _where(found, document)) for found, document in _near(answer, held)),
    )


def _moment(moment: datetime, made_at: datetime) -> str:
    """`30 April 2026 at 18:30 (BST)`."""
    local = moment.astimezone(made_at.tzinfo)
    return f"{long_date(local.date())} at {local:%H:%M} ({local.tzname()})"


def _writer(answer: Answer) -> str:
    return "the papers' own words" if answer.writer == "extractive" else f"the words of a language model ({answer.writer})"


def _said_of(particulars: Sequence[tuple[str, str | None]]) -> tuple[Particular, ...]:
    return tuple((name, value) for name, value in particulars if value)


def _lead(answer: Answer) -> tuple[Said | None, list[Said]]:
    """The claim that counts a list, and the others, each with those that belong to it."""
    claims = list(answer.claims)
    derived = claims[0].derived if claims else None
    if derived is None or derived.op != "count":
        return None, _together(claims)
    said = _together(claims[1:])
    if derived.value == len(said):
        text = claims[0].text
        end = ":" if text.endswith(":") else ""
        return Said(f"{text.removesuffix(':')} (counted from the list below){end}"), said
    return Said(claims[0].text, tuple(derived.rows)), said


def _together(claims: Sequence[Claim]) -> list[Said]:
    found: list[Said] = []
    for claim in claims:
        said = Said(claim.text, tuple(claim.citations))
        if claim.below and found:
            last = found[-1]
            found[-1] = Said(last.text, last.sources, (*last.below, said))
        else:
            found.append(said)
    return found


def _source(citation: Citation, document: Document | None) -> Source:
    trail = citation.section[1:] if citation.section[:1] == [citation.title] else citation.section
    made = [
        ("Section", " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} ".join(trail)),
        ("File", citation.source),
        ("Text", recognition(citation)),
        ("Note", None if document else GONE),
    ]
    return Source(citation.n, reference(citation, document), citation.quote, _said_of(made))


def _searched(found: Searched) -> str:
    if not found.documents:
        words = "no paper: the library is empty or the filters leave nothing"
    else:
        words = f"{_count(found.documents, 'paper')} ({_count(found.passages, 'passage')})"
    if found.unread_pages:
        verb = "was" if found.unread_pages == 1 else "were"
        words += f"; {_count(found.unread_pages, 'page')} could not be read and {verb} not searched"
    if found.undated_left_out:
        verb = "was" if found.undated_left_out == 1 else "were"
        words += f"; {_count(found.undated_left_out, 'paper')} without a date {verb} left out"
    return words


def _count(number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def _near(answer: Answer, held: Mapping[str, Document]) -> list[tuple[Found, Document | None]]:
    """The passages that are shown where nothing answers, and their papers as far as they are held."""
    if answer.status != "not_found":
        return []
    by_source = {source: document for document in held.values() for source in document.sources}
    return [(each, by_source.get(each.source)) for each in answer.passages[:_NEAREST_SHOWN]]


def _where(found: Found, document: Document | None) -> str:
    page = f"page {found.page} of the file" if found.page is not None else None
    return ", ".join(part for part in (document.title if document else None, found.source, page) if part)


def _paper(citation: Citation, document: Document | None, made_at: datetime) -> Paper:
    if document is None:
        return Paper(citation.title, citation.source, note=GONE)
    made = [
        ("Kind", str(document.kind)),
        ("Body", document.body or "not known"),
        ("Meeting", long_date(document.meeting_date) if document.meeting_date else "date not known"),
        ("Period", document.period),
        ("Pages", str(document.page_count) if document.page_count is not None else None),
        ("Classification", str(document.classification)),
        ("Read", _moment(document.ingested_at, made_at) if document.ingested_at else None),
    ]
    return Paper(document.title, ", ".join(document.sources), _said_of(made), document.sha256)
