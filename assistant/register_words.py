"""What an answer from registers says around its records: how many of what, where, and what its reader must know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.question import content_words
from assistant.register_select import Selection
from assistant.register_writing import Item, shortened
from assistant.registers import Held, series
from vectorstore.dates import long_date
from vectorstore.records import RecordKind

_NAMED = 4  # registers that a lead names


class Words:
    """The words around the records of one selection."""

    def __init__(self, pick: Selection) -> None:
        self.pick = pick

    def subject(self) -> str:
        """What the question is about, in its own words."""
        return " ".join(w for w in self.pick.asked.subject.split() if set(content_words(w)) & set(self.pick.asked.terms))

    def conditions(self) -> str:
        """The conditions in words that follow the noun; figures of the question stand in quotation marks, as the question's own words."""
        said = {
            "owner": "owned by {}",
            "status": "with the status {}",
            "score": "with a \u201c{}\u201d",
            "due": "\u201c{}\u201d",
            "flag": "whose print contradicts itself",
        }
        parts = []
        for f in self.pick.asked.conditions:
            denied = f.words.startswith("not ") and f.name == "owner"
            parts.append(
                ("not " if denied else "") + said.get(f.name, "{}").format(f.words.removeprefix("not ") if denied else f.words)
            )
        for what, no, inner in self.pick.asked.below:
            words = " ".join([*(x.words for x in inner), str(what)])
            parts.append(f"{'without' if no else 'with'} {'an' if words[0] in 'aeio' else 'a'} {words}")
        if self.pick.asked.category:
            parts.append(f"in the category {' or '.join(self.pick.categories(self.pick.asked.kind))}")
        return ", ".join(parts)

    def where(self, items: Sequence[Item]) -> str:
        """The registers that some records stand in, by title; of many, so many by title and that there are others."""
        names = list(dict.fromkeys(f"\u201c{i.held.name}\u201d" for i in items))
        return " and ".join(names) if len(names) <= _NAMED else f"{', '.join(names[:_NAMED])} and other registers"

    def notes(self, items: Sequence[Item]) -> str:
        """What a reader must know of a list: an older version there is, rows that could not be placed."""
        said = []
        for h in {i.held.document.id: i.held for i in items}.values():
            if h.register.leftovers:
                pages = sorted({x.page for x in h.register.leftovers})
                where = f" (pages {', '.join(map(str, pages))})" if h.document.page_count is not None else ""
                said.append(
                    f"{len(h.register.leftovers)} rows of this register could not be placed{where}, so that the list may lack something."
                )
            group = next((g for g in series(self.pick.all_held) if any(x.document.id == h.document.id for x in g)), [])
            if len(group) > 1:
                others = [x for x in group if x.document.id != h.document.id]
                which = (
                    "The latest version held is used"
                    if h.document.id == group[-1].document.id
                    else "An earlier version is used, as asked"
                )
                said.append(f"{which}; held too: {', '.join(called(x) for x in others)}.")
        return " ".join(said)

    def lead(self, items: Sequence[Item]) -> str:
        asked = self.pick.asked
        kinds = {i.record.kind for i in items}
        noun = noun_of(items[0].record.kind, len(items)) if len(kinds) == 1 else "records"
        homes = list(dict.fromkeys(id(i.home) for i in items))
        conditions = self.conditions()
        met = f" {conditions}" if conditions else ""
        count = len(items)
        be = "is" if count == 1 else "are"
        if asked.want == "extreme":
            low = "lowest" if asked.lowest else "highest"
            what = f"by number of {asked.by_children}s" if asked.by_children else "by score"
            return f"The {low} {what} in {self.where(items)}: {count} {noun}{met}."
        if asked.terms and items[0].risk is not None and len(homes) == 1:
            home = shortened(items[0].home.name, 160)
            return f"{count} {noun}{met} {be} recorded under \u201c{home}\u201d in {self.where(items)}:"
        if asked.terms and items[0].risk is not None:
            names = "; ".join(f"\u201c{shortened(h, 90)}\u201d" for h in dict.fromkeys(i.home.name for i in items))
            lead = f"The question fits several risks: {names}."
            return f"{lead} {count} {noun}{met} {be} recorded under them in {self.where(items)}:"
        about = f" about \u201c{self.subject()}\u201d" if asked.terms else ""
        return f"{count} {noun}{about}{met} in {self.where(items)}:"


def noun_of(kind: RecordKind, count: int) -> str:
    return kind if count == 1 else f"{kind}s"


def called(each: Held) -> str:
    """A register by its title and the day that it stands at."""
    at = each.as_at
    if at is None:
        return f"\u201c{each.name}\u201d"
    if len(at) == 10:
        shown = long_date(date.fromisoformat(at))
    elif len(at) == 7:
        shown = f"{date.fromisoformat(at + '-01'):%B %Y}"
    else:
        shown = at
    return f"\u201c{each.name}\u201d (as at {shown})"
