"""Which entries of the ledger are shown: chosen beside the table, held until it is changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.ledger import Commitment, Narrowed
from assistant.ledger import narrowed as fitting
from assistant.people import joined
from assistant.views.commitment_words import KINDS, STANDINGS, papers_of, standing
from assistant.views.register_words import date_words
from assistant.views.wording import day, listed
from vectorstore.dates import first_day, last_day
from vectorstore.models import Document


@dataclass(frozen=True, slots=True)
class Options:
    """What can be chosen: what the ledger holds, each once. `owners` has the spellings of one person together, `papers` names by id."""

    kinds: tuple[str, ...]
    owners: tuple[tuple[str, ...], ...]
    papers: dict[str, str]
    standings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the entries are narrowed to; nothing chosen of a kind leaves all.

    `words` is what an entry is about, `papers` are ids of papers that state it, `since` and `until` the first and last of the days in
    which something of it is due, `due` a month or year (ISO) for the same, `overdue` as of the day that the entries are narrowed on.
    """

    words: str = ""
    kinds: tuple[str, ...] = ()
    owners: tuple[tuple[str, ...], ...] = ()
    papers: tuple[str, ...] = ()
    standings: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    due: str | None = None
    overdue: bool = False

    def in_words(self, as_of: date, papers: dict[str, str]) -> str | None:
        """What is chosen, for a sentence; None when nothing is."""
        chosen: list[tuple[str, Sequence[str]]] = [
            ("kind", [kind.lower() for kind in self.kinds]),
            ("owner", [group[0] for group in self.owners]),
            ("paper", [papers[each] for each in self.papers]),
            ("standing", [each.lower() for each in self.standings]),
        ]
        parts = [f"{name} {listed(some)}" for name, some in chosen if some]
        parts += [f"due from {day(self.since)}"] if self.since else []
        parts += [f"due by {day(self.until)}"] if self.until else []
        parts += [f"due in {date_words(self.due)}"] if self.due else []
        parts += [f"overdue on {day(as_of)}"] if self.overdue else []
        if self.words.strip():
            parts.append(f"about \N{LEFT DOUBLE QUOTATION MARK}{self.words.strip()}\N{RIGHT DOUBLE QUOTATION MARK}")
        return "; ".join(parts) or None


def options(commitments: Sequence[Commitment]) -> Options:
    """What the entries can be narrowed by."""
    kinds = {KINDS[each.kind] for each in commitments}
    said = {standing(each).word for each in commitments}
    documents = {document.id: document for each in commitments for document in papers_of(each.sources)}
    return Options(
        kinds=tuple(name for name in KINDS.values() if name in kinds),
        owners=tuple(sorted(joined(name for each in commitments for name in each.owners), key=lambda group: group[0].lower())),
        papers=_names(sorted(documents.values(), key=lambda document: document.title.lower())),
        standings=tuple(word for word in STANDINGS if word in said),
    )


def _names(documents: Sequence[Document]) -> dict[str, str]:
    """Each paper's title by its id; with its file where another paper has the same."""
    titles = Counter(document.title for document in documents)
    return {d.id: f"{d.title} ({d.source})" if titles[d.title] > 1 else d.title for d in documents}


def narrowed(
    commitments: Sequence[Commitment], by: Narrowing, as_of: date, acronyms: Sequence[tuple[str, str]] = ()
) -> list[Commitment]:
    """The entries that are left, in the order of their due dates, those without one last. `acronyms` are the library's (short, long)."""
    asked = Narrowed(about=by.words.strip() or None, overdue=by.overdue, as_of=as_of)
    left = fitting(commitments, asked, acronyms)
    return [each for each in left if _fits(each, by)]


def _fits(commitment: Commitment, by: Narrowing) -> bool:
    names = {name for group in by.owners for name in group}
    return (
        (not by.kinds or KINDS[commitment.kind] in by.kinds)
        and (not names or any(owner in names for owner in commitment.owners))
        and (not by.papers or any(document.id in by.papers for document in papers_of(commitment.sources)))
        and (not by.standings or standing(commitment).word in by.standings)
        and (not by.due or any(due == by.due or due.startswith(f"{by.due}-") for due in commitment.dates))
        and (not (by.since or by.until) or any(_between(due, by.since, by.until) for due in commitment.dates))
    )


def _between(due: str, since: date | None, until: date | None) -> bool:
    """Whether some of a due day, month or year lies in the days asked for: what is due in May is still due on the 20th of May."""
    return (since is None or last_day(due) >= since) and (until is None or first_day(due) <= until)
