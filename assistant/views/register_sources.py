"""Where a record of a register stands: its pages, with the words of each field marked."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.registers import Held
from assistant.views.elements import Element
from assistant.views.originals import Mark
from assistant.views.register_words import page_words
from assistant.views.sources import Pages, Place, in_order
from vectorstore.records import Field, Record


@dataclass(frozen=True, slots=True)
class Source:
    """A record's place: `name` is what it goes by, and what `opens` refers to."""

    held: Held
    record: Record
    name: str

    def opens(self, made: Field, field: str) -> Element | None:
        """A button that opens the page at the words of a field; None when it is not known where they stand."""
        return self._button(made.page, field, f"the {field}") if made.spans else None

    def opens_record(self) -> Element | None:
        """A button that opens the page at the record's beginning."""
        return self._button(self.record.page, None, "this") if _marks(self.record) else None

    def _button(self, ordinal: int | None, field: str | None, what: str) -> Element:
        return Place(self.name, ()).opens(page_words(self.held, ordinal) or "source", field, what)

    def view(self, pages: Pages) -> Element | None:
        """A button that opens the pages that the record stands on; None when nothing is known of its place."""
        return Place(self.name, _marks(self.record)).view(self.held.document, pages)


def _marks(record: Record) -> tuple[Mark, ...]:
    """The slices that a record's words stand on, each with its field, scores where no field has them; the whole row where nothing has any."""
    named = [(span, name) for name, made in record.fields.items() for span in made.spans]
    named += [(span, f"other-{n}") for n, made in enumerate(record.other) for span in made.spans]
    named += [(span, f"score-{stage}") for stage, score in record.scores.items() for span in score.spans]
    return in_order(named or [(span, "row") for span in record.spans])
