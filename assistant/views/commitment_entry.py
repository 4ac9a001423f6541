"""An entry's own page: the promise in the paper's words, who is to do it and by when, every paper that states it, what later papers say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from assistant.ledger import Commitment, Later, Stated
from assistant.views.commitment_words import (
    KINDS,
    RELATIONS,
    STATES,
    looked_through,
    owner_words,
    papers_of,
    place_words,
    standing,
    state,
    states,
    unmentioned,
    when,
    where,
)
from assistant.views.elements import Element, element
from assistant.views.register_words import chip, date_words, flag_view, quoted
from assistant.views.sources import Place, in_order
from assistant.views.wording import count, day
from vectorstore.commitments import Form
from vectorstore.models import Page, Span
from vectorstore.records import Field

PageOf = Callable[[str, int], Page | None]
"""A page by its paper's id and its ordinal."""

FORMS: dict[Form, str] = {
    "table": "a row of a table",
    "tracker": "a row of a tracker",
    "list": "an item of a list",
    "minutes": "minutes",
    "prose": "a sentence",
    "register": "an action of a risk register",
}


def entry_view(commitment: Commitment, pages: PageOf, as_of: date) -> list[Element]:
    """The page of an entry as of a day."""
    first, place = commitment.sources[0], stated_place(commitment.sources[0], 1)
    parts = [
        element("h2", commitment.entry.what, class_="entry-name", tabindex="-1"),
        element(
            "p", f"{KINDS[commitment.kind]}, printed as {FORMS[commitment.entry.form]}. As of {day(as_of)}.", class_="searched"
        ),
        _standing(commitment, as_of),
        flag_view([flag for flag in commitment.flags(as_of) if not flag.startswith("overdue on ")]),
        element("blockquote", commitment.quote, " ", _opens(place, first.page, "spans", "the promise"), class_="printed"),
        _fields(commitment, place, as_of),
        _sources(commitment, pages),
        _later(commitment, pages),
    ]
    return [part for part in parts if part]


def _standing(commitment: Commitment, as_of: date) -> Element:
    """Whether it is overdue on the day, and how it stands as last said, in a line."""
    late = [date_words(due) for due, how in states(commitment, as_of) if how == "overdue"]
    overdue: list[Element | str] = [chip(f"Overdue on {day(as_of)}", "high"), f" Due: {', '.join(late)}. "] if late else []
    return element("p", *overdue, _last_said(commitment), class_="standing")


def _last_said(commitment: Commitment) -> str:
    now = standing(commitment)
    if now.said is None:
        return unmentioned(commitment)
    printed = f", printed as {quoted([now.printed])}" if now.printed else ""
    date = now.said.date if isinstance(now.said, Later) else now.said.made_on
    but = f" But {now.but}." if now.but else ""
    return f"As last said: {now.word.lower()}{printed} ({where(now.said.document, now.said.page)}, {when(date)}).{but}"


def stated_place(stated: Stated, number: int) -> Place:
    """The place of a statement: its words, and what of its owner, due date and status is printed outside or inside of them."""
    entry = stated.entry
    named: list[tuple[str, Field]] = [
        (name, made) for name, made in (("owner", entry.owner), ("due", entry.due), ("status", entry.status)) if made
    ]
    fields: list[tuple[Span, str]] = [(span, name) for name, made in named for span in made.spans]
    words = [(span, "spans") for span in _around(entry.spans, [span for span, _ in fields])]
    return Place(f"source-{number}", in_order([*fields, *words]))


def _around(spans: Iterable[Span], others: Sequence[Span]) -> list[Span]:
    """What slices have that none of the others has."""
    left = list(spans)
    for other in others:
        parts = []
        for span in left:
            if span.page != other.page or span.end <= other.start or other.end <= span.start:
                parts.append(span)
                continue
            parts += [Span(span.page, span.start, other.start)] if span.start < other.start else []
            parts += [Span(span.page, other.end, span.end)] if other.end < span.end else []
        left = parts
    return left


def _opens(place: Place, page: int | None, field: str, what: str) -> Element | None:
    if not any(name == field for _, name in place.marks):
        return None
    return place.opens(place_words(page) or "source", field, what)


def _fields(commitment: Commitment, place: Place, as_of: date) -> Element:
    """What is printed of it in its first statement, with its page, and in the others where the first has none."""
    first, entry = commitment.sources[0], commitment.entry
    paged = first.document.page_count is not None

    def opens(made: Field | None, name: str) -> Element | None:
        page = made.page if made and paged else None
        return _opens(place, page, name, f"the {name}") if made else None

    iso = commitment.due_date
    rows: list[tuple[str, Sequence[Element | str | None]]] = [
        ("Owner", [owner_words(commitment) or "none printed", " ", opens(entry.owner, "owner")]),
        ("Due, as printed", [commitment.due or "no date printed", " ", opens(entry.due, "due")]),
        ("Due, as a date", [f"{iso} ({date_words(iso)})"] if iso else []),
        (
            "Staged deadlines" if entry.milestones else "Dates given",
            [_staged(commitment, as_of)] if len(commitment.dates) > 1 else [],
        ),
        ("Status, as printed", [commitment.status, " ", opens(entry.status, "status")] if commitment.status else []),
        ("Made on", [when(first.made_on)]),
        ("Section", [" \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} ".join(entry.section)] if entry.section else []),
        ("Reference", [entry.ref] if entry.ref else []),
        ("Paragraph", [entry.paragraph] if entry.paragraph else []),
    ]
    made = [element("div", element("dt", name), element("dd", *said, class_="printed")) for name, said in rows if said]
    return element("dl", *made, class_="fields")


def _staged(commitment: Commitment, as_of: date) -> Element:
    """Each due date, staged or by another paper, with its words as printed where they are known."""
    printed = {m.date: m.text for stated in reversed(commitment.sources) for m in stated.entry.milestones}
    items = []
    for due in commitment.dates:
        word = STATES[state(commitment, due, as_of)][1]
        words = f": {printed[due]}" if due in printed else ""
        items.append(element("li", f"{date_words(due)}, {word}{words}"))
    return element("ul", *items)


def _sources(commitment: Commitment, pages: PageOf) -> Element:
    made = [_source(stated, n, commitment, pages) for n, stated in enumerate(commitment.sources, 1)]
    title = f"Stated in {count(len(papers_of(commitment.sources)), 'paper')}"
    return element("section", element("h3", title), *made, class_="children", aria_label=title)


def _source(stated: Stated, number: int, commitment: Commitment, pages: PageOf) -> Element:
    place = stated_place(stated, number)
    rest = stated.entry
    said = [
        f"Due: {rest.due.text}" if rest.due and rest.due.text != commitment.due else None,
        f"Owner: {rest.owner.text}"
        if rest.owner and rest.owners and tuple(o.name for o in rest.owners) != commitment.owners
        else None,
        f"Status: {rest.status.text}" if rest.status and rest.status.text != commitment.status else None,
    ]
    return element(
        "article",
        element("h4", f"{stated.document.title}, {when(stated.made_on)} ", _opens(place, stated.page, "spans", "this")),
        element("blockquote", stated.quote, class_="printed") if number > 1 else None,
        *(element("p", each) for each in said if each),
        element("p", f"File: {stated.document.source}", class_="searched"),
        place.view(stated.document, lambda ordinal: pages(stated.document.id, ordinal)),
    )


def _later(commitment: Commitment, pages: PageOf) -> Element:
    """What later papers say, in the order of their dates; or plainly that none does, of how many."""
    title = "What later papers say"
    if not commitment.later:
        made = [element("p", unmentioned(commitment))]
    else:
        made = [element("p", f"Looked through {looked_through(commitment)}.", class_="searched")] if commitment.checked else []
        made += [_evidence(later, n, pages) for n, later in enumerate(commitment.later, 1)]
    return element("section", element("h3", title), *made, class_="children", aria_label=title)


def _evidence(later: Later, number: int, pages: PageOf) -> Element:
    place = Place(f"later-{number}", in_order((span, "spans") for span in later.spans))
    word = RELATIONS[later.relation]
    ground = "low" if later.relation == "completed" else None
    return element(
        "article",
        element(
            "h4", chip(word, ground), f" {later.document.title}, {when(later.date)} ", _opens(place, later.page, "spans", "this")
        ),
        element("blockquote", later.quote, class_="printed"),
        element("p", f"File: {later.document.source}", class_="searched"),
        place.view(later.document, lambda ordinal: pages(later.document.id, ordinal)),
    )
