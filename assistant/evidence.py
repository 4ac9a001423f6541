"""Whether what was found speaks of those that a question names: a figure of another borough, body or person answers nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.names import Words, names
from assistant.question import STOP_WORDS
from assistant.question import words as words_of
from vectorstore.models import Hit

_SHORTEST = 3  # letters: a shorter acronym stands for too many things to be looked for


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a question: as printed, and the forms in which papers may print it, as words."""

    printed: str
    forms: tuple[tuple[str, ...], ...]


def named_in(text: str, acronyms: Iterable[tuple[str, str]]) -> list[Named]:
    """The names in a question, each also in the forms that the papers explain (their (short, long) `acronyms`)."""
    known = list(acronyms)
    found = []
    for printed, parts in names(text):
        said = " ".join(words_of(printed))
        if said.split("'")[0] in STOP_WORDS or (len(parts) == 1 and len(parts[0]) < _SHORTEST):
            continue
        forms = [tuple(parts)]
        for short, long in known:
            if " ".join(words_of(long)) == said:
                forms.append((short,))
            elif short.lower() == said.removesuffix("s"):
                forms.append(tuple(w.title() for w in words_of(long)))
        found.append(Named(printed, tuple(forms)))
    return found


class Speaking:
    """Which of some names the passages found speak of: themselves, their headings, their table's labels, other passages of their section,
    or their paper's own title and body."""

    def __init__(self, asked: Sequence[Named], hits: Iterable[Hit]) -> None:
        self._asked = asked
        self._places: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
        self._held: dict[tuple[str, tuple[str, ...]], frozenset[str]] = {}
        if not asked:
            return
        for hit in hits:
            passage = hit.passage
            labels = {c.label for row in passage.rows for c in row if c.label}
            self._places[self._place(hit)] += [
                passage.text,
                *labels,
                passage.intro or "",
                *passage.section,
                hit.document.title,
                hit.document.body or "",
            ]

    @staticmethod
    def _place(hit: Hit) -> tuple[str, tuple[str, ...]]:
        return hit.document.id, hit.passage.section

    def of(self, hit: Hit) -> frozenset[str]:
        """The names, as printed, that a passage speaks of."""
        place = self._place(hit)
        if place not in self._held:
            said = Words(list(dict.fromkeys(self._places[place])))
            self._held[place] = frozenset(n.printed for n in self._asked if any(said.hold(form) for form in n.forms))
        return self._held[place]
