"""The timeline: months across, one mark for each deadline standing on its month, a year beside or below the other, and the same in words."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.ledger import Commitment
from assistant.views.commitment_place import Place
from assistant.views.commitment_words import STATES, State, states
from assistant.views.elements import Element, element
from assistant.views.register_words import date_words, shortened
from assistant.views.wording import count, day, listed

CROWDED = 12
"""Marks of one month that are drawn; the rest are a link away, and all are in the list below."""
_ORDER: tuple[State, ...] = tuple(STATES)


@dataclass(frozen=True, slots=True)
class Deadline:
    """One due date (ISO) of an entry, and how it stands; `staged` when the entry has several."""

    commitment: Commitment
    due: str
    state: State
    staged: bool

    def words(self) -> str:
        """`overdue: Open the library, 31 March 2026 (staged deadline)`."""
        staged = " (staged deadline)" if self.staged else ""
        return f"{STATES[self.state][1]}: {self.commitment.entry.what}, {date_words(self.due)}{staged}"


def deadlines(commitments: Iterable[Commitment], as_of: date, within: str | None = None) -> list[Deadline]:
    """Every due date of the entries by month, a year without a month after its months, what is overdue first.

    Only those `within` a month or a year (ISO) when one is given.
    """
    found = [
        Deadline(each, due, how, len(each.dates) > 1)
        for each in commitments
        for due, how in states(each, as_of)
        if within is None or due == within or due.startswith(f"{within}-")
    ]
    return sorted(found, key=lambda d: (d.due[:7].ljust(7, "~"), _ORDER.index(d.state), d.due))


def timeline_view(commitments: Sequence[Commitment], place: Place, as_of: date) -> list[Element]:
    """The picture, its key, the same in words, and the entries that have no date."""
    found = deadlines(commitments, as_of, place.due)
    undated = [each for each in commitments if not each.dates]
    parts: list[Element | None] = [element("p", "None of these entries has a date.", class_="status")]
    if found:
        years = sorted({each.due[:4] for each in found})
        shown = [_year(year, [each for each in found if each.due[:4] == year], place, as_of) for year in years]
        about = element("p", _summary(found, as_of), class_="searched")
        parts = [about, _key(found), element("div", *shown, class_="years"), _left_out(years), _in_words(found, place)]
    return [part for part in (*parts, _undated(undated, place)) if part]


def _summary(found: Sequence[Deadline], as_of: date) -> str:
    totals = Counter(each.state for each in found)
    said = listed([f"{totals[state]} {word}" for state, (_, word) in STATES.items() if totals[state]])
    staged = " An entry with staged deadlines has a mark for each." if any(each.staged for each in found) else ""
    return f"{count(len(found), 'deadline')} as of {day(as_of)}: {said}. A mark leads to its entry.{staged}"


def _key(found: Sequence[Deadline]) -> Element:
    here = {each.state for each in found}
    items = [
        element("li", element("span", shape, class_=f"due {state}", aria_hidden="true"), word.capitalize())
        for state, (shape, word) in STATES.items()
        if state in here
    ]
    return element("ul", *items, class_="due-key")


def _year(year: str, found: Sequence[Deadline], place: Place, as_of: date) -> Element:
    months = [_month(f"{year}-{n:02d}", found, place, as_of) for n in range(1, 13)]
    whole = [each for each in found if each.due == year]
    sometime = element("p", f"Some time in {year}:", *_marks(year, whole, place), class_="sometime") if whole else None
    return element(
        "section",
        element("h2", year, class_="part"),
        element("ol", *months, class_="months"),
        sometime,
        class_="year",
        aria_label=year,
    )


def _month(month: str, found: Sequence[Deadline], place: Place, as_of: date) -> Element:
    here = [each for each in found if each.due[:7] == month]
    now = as_of.isoformat()[:7] == month
    name = calendar.month_abbr[int(month[5:])]
    return element(
        "li",
        element("span", name, element("span", " as of", class_="as-of") if now else None, class_="month", aria_hidden="true"),
        element("span", f"{date_words(month)}: {count(len(here), 'deadline')}", class_="unseen"),
        element("ul", *(element("li", mark) for mark in _marks(month, here, place))) if here else None,
        class_="now" if now else None,
    )


def _marks(within: str, here: Sequence[Deadline], place: Place) -> list[Element]:
    """A mark for each deadline; of a crowded month the first, and a link to all of them."""
    drawn = here if len(here) <= CROWDED else here[: CROWDED - 1]
    made = [_mark(each, place) for each in drawn]
    if len(here) > len(drawn):
        made.append(
            element("a", f"+{len(here) - len(drawn)}", href=place.of("list", within).link(), class_="more",
                    aria_label=f"All {len(here)} deadlines of {date_words(within)}")
        )  # fmt: skip
    return made


def _mark(each: Deadline, place: Place) -> Element:
    said = each.words()
    said = said[0].upper() + said[1:]
    return element("a", STATES[each.state][0], href=place.at(each.commitment.id).link(), class_=f"due {each.state}",
                   title=said, aria_label=said)  # fmt: skip


def _left_out(years: Sequence[str]) -> Element | None:
    missing = [str(year) for year in range(int(years[0]), int(years[-1])) if str(year) not in years]
    return element("p", f"No deadline falls in {listed(missing)}.", class_="searched") if missing else None


def _in_words(found: Sequence[Deadline], place: Place) -> Element:
    """The same by month, for those who cannot see a picture and those who read on."""
    months: dict[str, list[Deadline]] = {}
    for each in found:
        months.setdefault(each.due[:7], []).append(each)
    parts: list[Element] = []
    for month, here in months.items():
        name = date_words(month) if "-" in month else f"Some time in {month}"
        parts += [element("h4", name), element("ul", *(_item(each, place) for each in here))]
    return element("details", element("summary", f"The same in words, by month: {count(len(found), 'deadline')}"), *parts,
                   class_="by-month", data_name="by-month")  # fmt: skip


def _item(each: Deadline, place: Place) -> Element:
    link = element("a", shortened(each.commitment.entry.what, 240), href=place.at(each.commitment.id).link())
    shape, word = STATES[each.state]
    exact = f", {date_words(each.due)}" if len(each.due) > len("2026-01") else ""
    staged = ", staged deadline" if each.staged else ""
    return element("li", element("strong", f"{shape} {word.capitalize()}"), f"{exact}{staged}: ", link)


def _undated(undated: Sequence[Commitment], place: Place) -> Element | None:
    """The entries that have no place on the picture, each with what is printed instead of a date."""
    if not undated:
        return None
    words = f"{count(len(undated), 'entry', 'entries')} without a date {'is' if len(undated) == 1 else 'are'} not on the timeline"
    items = [
        element(
            "li",
            element("a", shortened(each.entry.what, 240), href=place.at(each.id).link()),
            f" (printed: {shortened(each.due)})" if each.due else None,
        )
        for each in undated
    ]
    return element("details", element("summary", words), element("ul", *items), class_="by-month", data_name="undated")
