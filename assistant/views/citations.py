"""An answer as it is read: its claims with numbered marks, and each source open to its quote on its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from assistant.answer import Answer, Citation, Claim, Derivation, Found
from assistant.desk import refusal
from assistant.views.elements import Element, element
from assistant.views.page_text import Run, around, highlight, reflow
from assistant.views.wording import day, page_numbers, place, searched
from vectorstore.models import fold_space

PageTexts = Callable[[Citation], Sequence[tuple[str | None, str]]]
"""For a citation, the pages it stands on: what to call each (None: needs no name) and its text."""

PARTIAL = "The papers answer only part of this. What they do say:"
NEAREST = "Nearest passages (these do not answer the question)"
NEAREST_SHOWN = 3
MORE = "More of what was found"
MORE_SHOWN = 5
LONGEST_LAST_WORD = 24  # characters; a longer one, an address for instance, may be parted from its mark
_ADDED = ("dated", "overdue")


def answer_view(answer: Answer, pages: PageTexts, titles: Mapping[str, str]) -> list[Element]:
    """The whole answer, from its first words to what was searched; `titles` are the papers' by source name."""
    parts = [_status(answer), _claims(answer)]
    if answer.citations:
        parts.append(_sources(answer, pages))
    if answer.status == "not_found" and answer.passages:
        parts.append(_found(NEAREST, answer.passages[:NEAREST_SHOWN], titles))
    elif others := _not_quoted(answer)[:MORE_SHOWN]:
        parts.append(_found(MORE, others, titles))
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


def _sources(answer: Answer, pages: PageTexts) -> Element:
    return element(
        "section",
        element("h3", "Sources"),
        *(_source(citation, pages(citation)) for citation in answer.citations),
        class_="sources",
        aria_label="Sources of this answer",
    )


def _source(citation: Citation, pages: Sequence[tuple[str | None, str]]) -> Element:
    summary = element(
        "summary",
        element("span", f"[{citation.n}]", class_="number"),
        " ",
        element("span", citation.title, class_="title"),
        " ",
        element("span", _joined(place(citation), citation.paragraph and f"para\N{NO-BREAK SPACE}{citation.paragraph}")),
    )
    return element("details", summary, _particulars(citation), *_pages(citation, pages), data_name=_name(citation))


def _particulars(citation: Citation) -> Element:
    trail = citation.section[1:] if citation.section[:1] == [citation.title] else citation.section
    rows = [
        ("Section", " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} ".join(trail)),
        ("Meeting date", day(citation.meeting_date) if citation.meeting_date else None),
        ("File", citation.source),
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
            element(
                "div", *map(run_view, around(reflow(runs))), class_="page-text", role="region", tabindex="0", aria_label=label
            )
        )
    return [each for each in made if each]


def run_view(run: Run, field: str | None = None) -> Element:
    """A stretch of page text, by the field that it is the words of; the tabs that part a table's cells are set as rules."""
    first, *others = run.text.split("\t")
    cells = [part for text in others for part in (element("span", "\t", class_="gap"), text)]
    return element("mark" if run.marked else "span", first, *cells, data_field=field)


def _not_quoted(answer: Answer) -> list[Found]:
    """The passages found that an answer does not quote; none beside a list, which is whole."""
    if any(_counted(claim) for claim in answer.claims[:1]):
        return []
    quotes = [fold_space(c.quote) for c in answer.citations]
    return [found for found in answer.passages if not any(quote in fold_space(found.text) for quote in quotes)]


def _found(summary: str, passages: Sequence[Found], titles: Mapping[str, str]) -> Element:
    items = [
        element(
            "li",
            element("blockquote", found.text),
            element("p", _joined(titles.get(found.source, found.source), found.page and f"p. {found.page}"), class_="where"),
        )
        for found in passages
    ]
    return element("details", element("summary", summary), element("ul", *items), class_="nearest")
