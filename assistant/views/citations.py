"""An answer as it is read: its claims with numbered marks, and each source open to its quote on its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from assistant.answer import Answer, Citation, Claim, Derivation, Found
from assistant.desk import refusal
from assistant.reference import recognition, reference
from assistant.views.elements import Element, element
from assistant.views.originals import Mark
from assistant.views.page_text import Run, around, highlight, reflow
from assistant.views.sources import viewed
from assistant.views.wording import day, page_numbers, place, searched
from vectorstore.models import Classification, Document, fold_space

SourceView = Callable[[Citation], Element]
"""A citation as an entry of the list of sources: `opening_source`, or `folded_source` where there is no library to open pages from."""
FoundView = Callable[[Found], Element | None]
"""The button that opens a passage that was found, if its page can be shown."""
TRAIL = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "

PARTIAL = "The papers answer only part of this. What they do say:"
NEAREST = "Nearest passages (these do not answer the question)"
NEAREST_SHOWN = 3
MORE = "More of what was found"
MORE_SHOWN = 5
OPEN_SOURCES = 8
"""Sources that are listed at once; more are folded away, their marks still opening them."""
LONGEST_LAST_WORD = 24  # characters; a longer one, an address for instance, may be parted from its mark
_ADDED = ("dated", "overdue")


def answer_view(
    answer: Answer, source: SourceView, titles: Mapping[str, str], opens: FoundView = lambda _: None
) -> list[Element]:
    """The whole answer, from its first words to what was searched; `titles` are the papers' by source name."""
    parts = [_status(answer), _claims(answer)]
    if answer.citations:
        parts.append(_sources(answer, source))
    if answer.status == "not_found" and answer.passages:
        parts.append(_found(NEAREST, answer.passages[:NEAREST_SHOWN], titles, opens))
    elif others := _not_quoted(answer)[:MORE_SHOWN]:
        parts.append(_found(MORE, others, titles, opens))
    parts.append(element("p", searched(answer.searched), class_="searched"))
    return [part for part in parts if part]


def _status(answer: Answer) -> Element | None:
    if answer.status == "not_found":
        return element("p", refusal(), class_="status")
    return element("p", answer.doubt or PARTIAL, class_="status") if answer.status == "partial" else None


def _claims(answer: Answer) -> Element | None:
    """The claims in their order: a count that leads a list above it, other claims as a plain list; what their reader must know last."""
    if not answer.claims:
        return None
    cited = {citation.n: citation for citation in answer.citations}
    lead, rest = answer.claims[:1], answer.claims[1:]
    if _counted(lead[0]) is None:
        lead, rest = [], answer.claims
    listed: list[list[Element]] = []
    for claim in rest:
        shown = _worked_out(claim, counted, 0) if (counted := _counted(claim)) else _quoted(claim, cited)
        if claim.below and listed:
            listed[-1].append(shown)
        else:
            listed.append([shown])
    said = [element("div", *parts) if len(parts) > 1 else parts[0] for parts in listed]
    if len(said) > 1:
        said = [element("ol" if lead else "ul", *(element("li", each) for each in said))]
    above = [_worked_out(c, counted, len(listed)) for c in lead if (counted := _counted(c))]
    notes = [element("p", note, class_="notes") for note in answer.notes]
    return element("div", *above, *said, *notes, class_="claims")


def _counted(claim: Claim) -> Derivation | None:
    """How a claim's value was worked out, where no words of the papers say it; what only adds a date or "overdue" to their words is none."""
    return claim.derived if claim.derived and claim.derived.op not in _ADDED else None


def _worked_out(claim: Claim, derivation: Derivation, listed: int) -> Element:
    sources = f"{'source' if len(derivation.rows) == 1 else 'sources'} {page_numbers(derivation.rows)}"
    if derivation.op == "count":
        how = "counted from the list below" if derivation.value == listed > 1 else f"counted from {sources}"
    else:
        how = f"worked out ({derivation.op}) from {sources}"
    return element("p", claim.text, element("span", f" ({how})", class_="computed"), class_="derived")


def _quoted(claim: Claim, cited: dict[int, Citation]) -> Element:
    """A claim with its marks, the first of them kept on the line of the claim's last word."""
    marks = [_mark(cited[n]) for n in claim.citations if n in cited]
    head, space, last = claim.text.rpartition(" ")
    if not marks or len(last) > LONGEST_LAST_WORD:
        return element("p", claim.text, *(part for mark in marks for part in (" ", mark)))
    end = element("span", last, "\N{NO-BREAK SPACE}", marks[0], class_="end")
    return element("p", head + space, end, *(part for mark in marks[1:] for part in (" ", mark)))


def _mark(citation: Citation) -> Element:
    name = f"Source {citation.n}: {_heading(citation)}"
    return element("button", f"[{citation.n}]", class_="mark", type="button", data_opens=_name(citation), aria_label=name)


def _name(citation: Citation) -> str:
    return f"source-{citation.n}"


def _heading(citation: Citation) -> str:
    return _joined(citation.title, place(citation))


def _joined(*parts: str | int | None) -> str:
    return ", ".join(str(part) for part in parts if part)


def _sources(answer: Answer, source: SourceView) -> Element:
    made = [source(citation) for citation in answer.citations]
    if len(made) <= OPEN_SOURCES:
        return element("div", element("h3", "Sources"), *made, class_="sources")
    return element(
        "div", element("details", element("summary", f"Sources ({len(made)})"), *made, class_="nearest"), class_="sources"
    )


def opening_source(citation: Citation, document: Document | None, marks: Sequence[Mark]) -> Element:
    """A source as the button that opens its pages, the slices of which are the quote; `document` is None when it is no longer held."""
    trail = citation.section[1:] if citation.section[:1] == [citation.title] else citation.section
    exempt = document is not None and document.classification is Classification.EXEMPT
    facts = [
        ("Classification", "Exempt (Part 2): not to be read out or published" if exempt else None),
        ("Section", TRAIL.join(trail)),
        ("Paragraph", citation.paragraph),
        ("Committee", document.body if document else None),
        ("Meeting date", day(citation.meeting_date) if citation.meeting_date else None),
        ("File", citation.source),
        ("Text", recognition(citation)),
    ]
    said = reference(citation, document)
    source = viewed(citation.title, citation.document, marks, facts, said, citation.quote)
    return element(
        "div",
        element(
            "button",
            *_named(citation),
            *([" \N{MIDDLE DOT} exempt"] if exempt else []),
            class_="source",
            type="button",
            data_name=_name(citation),
            data_source=source,
        ),
    )


def folded_source(citation: Citation, pages: Sequence[tuple[str | None, str]]) -> Element:
    """A source as text that is folded away: what to call each page (None: needs no name) and its words, the quote marked in them."""
    return element(
        "details",
        element("summary", *_named(citation)),
        _particulars(citation),
        *_pages(citation, pages),
        data_name=_name(citation),
    )


def _named(citation: Citation) -> list[Element | str]:
    return [
        element("span", f"[{citation.n}]", class_="number"),
        " ",
        element("span", citation.title, class_="title"),
        " ",
        element("span", _joined(place(citation), citation.paragraph and f"para\N{NO-BREAK SPACE}{citation.paragraph}")),
        *([element("span", f" ({scanned})", class_="scanned")] if (scanned := recognition(citation)) else []),
    ]


def _particulars(citation: Citation) -> Element:
    trail = citation.section[1:] if citation.section[:1] == [citation.title] else citation.section
    rows = [
        ("Section", TRAIL.join(trail)),
        ("Meeting date", day(citation.meeting_date) if citation.meeting_date else None),
        ("File", citation.source),
        ("Text", recognition(citation)),
    ]
    pairs = [element("div", element("dt", term), element("dd", value)) for term, value in rows if value]
    return element("dl", *pairs, class_="particulars")


def _pages(citation: Citation, pages: Sequence[tuple[str | None, str]]) -> list[Element]:
    """The quote highlighted on its page; by itself where its page cannot be shown."""
    shown = highlight([text for _, text in pages], citation.quote)
    if not any(run.marked for runs in shown for run in runs):
        return [element("blockquote", element("mark", citation.quote))]
    made = []
    for (name, _), runs in zip(pages, shown, strict=True):
        made.append(element("p", name, class_="page-name") if name else None)
        label = f"Text of {name or 'the paper'}"
        made.append(
            element("div", *map(_run, around(reflow(runs))), class_="page-text", role="region", tabindex="0", aria_label=label)
        )
    return [each for each in made if each]


def _run(run: Run) -> Element:
    """A stretch of page text; the tabs that part a table's cells are set as rules."""
    first, *others = run.text.split("\t")
    cells = [part for text in others for part in (element("span", "\t", class_="gap"), text)]
    return element("mark" if run.marked else "span", first, *cells)


def _not_quoted(answer: Answer) -> list[Found]:
    """The passages found that an answer does not quote; none beside a list, which is whole."""
    if any(_counted(claim) for claim in answer.claims[:1]):
        return []
    quotes = [fold_space(c.quote) for c in answer.citations]
    return [found for found in answer.passages if not any(quote in fold_space(found.text) for quote in quotes)]


def _found(summary: str, passages: Sequence[Found], titles: Mapping[str, str], opens: FoundView) -> Element:
    items = [
        element(
            "li",
            element("blockquote", found.text),
            element(
                "p",
                _joined(titles.get(found.source, found.source), found.page and f"p. {found.page}"),
                " ",
                opens(found),
                class_="where",
            ),
        )
        for found in passages
    ]
    return element("details", element("summary", summary), element("ul", *items), class_="nearest")
