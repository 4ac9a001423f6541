"""A question that is being answered, beside the page that shows it: what the reader does meanwhile neither waits for it nor loses it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Thread

from assistant.answer import Answer
from assistant.desk import Desk, Stopped
from assistant.views import noted
from assistant.views.people import Person
from vectorstore.errors import ScrutinyError
from vectorstore.models import Filters

UNFORESEEN = (
    "The question could not be answered for a reason that was not foreseen; the program’s log says more. Please try again."
)


@dataclass
class Asking:
    """A question on its way. Once `done`, it has an `answer`, or an `error` in words, or it was `stopped` before anything was found."""

    question: str
    filters: Filters
    sentences: list[str] = field(default_factory=list)
    """What a language model has written so far and the check has passed."""
    answer: Answer | None = None
    error: str | None = None
    stopped: bool = False
    _stop: Event = field(default_factory=Event, repr=False)
    _done: Event = field(default_factory=Event, repr=False)

    @property
    def done(self) -> bool:
        """Whether there is nothing left to wait for."""
        return self._done.is_set()

    def stop(self) -> None:
        """Wait no longer: a language model is left, what was found is shown in the papers' words."""
        self._stop.set()

    def wait(self, seconds: float) -> bool:
        """Wait for the end, no longer than this; whether it has come."""
        return self._done.wait(seconds)

    def _run(self, desk: Desk, person: Person, turns: Sequence[Answer], then: Callable[[Asking], None]) -> None:
        try:
            self._ask(desk, person, turns)
            then(self)
        finally:
            self._done.set()

    def _ask(self, desk: Desk, person: Person, turns: Sequence[Answer]) -> None:
        try:
            noted.note(desk, person, "put a question", question=self.question)
            answer = desk.ask(self.question, self.filters, turns, told=self.sentences.append, stop=self._stop)
            noted.asked(desk, person, answer, self.filters)
            self.answer = answer
        except Stopped:
            self.stopped = True
        except ScrutinyError as error:
            self.error = str(error)
        except Exception:
            logging.getLogger(__name__).exception("The question could not be answered")
            self.error = UNFORESEEN


def asked(
    desk: Desk, person: Person, question: str, filters: Filters, turns: Sequence[Answer], then: Callable[[Asking], None]
) -> Asking:
    """Begin to answer a question after the answers of its conversation so far; `then` is called once with what came of it, before it is
    `done`.
    """
    made = Asking(question, filters)
    Thread(target=made._run, args=(desk, person, turns, then), name="asking", daemon=True).start()
    return made
