"""A configured language model judges a finished run: whether the quotes cited for each sentence bear out what it states.

Optional, and apart from the scores: it needs a model, and models err. Its replies are kept, so that the same run is judged alike and what was
stopped is gone on with.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from eval.judging.model import CACHE, ModelJudge, Replies, key, pinned
from eval.judging.prompts import Prompt
from eval.judging.result import Judgement
from eval.judging.sentences import sentences
from eval.judging.verdicts import Judged, judged
from eval.run import Run, RunError, put
from eval.scores import as_text
from vectorstore.settings import Settings

JUDGEMENT = "judge.json"
_CHARACTERS_A_TOKEN = 4  # of English, about
_MILLION = 1_000_000

Progress = Callable[[int, int], None]
"""Is told how many sentences are judged, of how many."""
Price = tuple[float, float]
"""What a million tokens cost, sent and written."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a judgement will ask: calls to the model, characters sent and written; `cached` counts the replies that are kept and not asked for again.

    Into how many statements the model will take a sentence apart is supposed from its joints, until it has done so; second tries are not foreseen.
    """

    calls: int
    cached: int
    characters_in: int
    characters_out: int
    price: Price | None = None

    def __str__(self) -> str:
        cost = "" if self.cost is None else f", about {self.cost:.2f} in all"
        return (
            f"About {self.calls:,} calls with {self.tokens_in:,} tokens sent and {self.tokens_out:,} written{cost}; "
            f"{self.cached:,} replies are kept already."
        )

    @property
    def tokens_in(self) -> int:
        """About how many tokens are sent."""
        return math.ceil(self.characters_in / _CHARACTERS_A_TOKEN)

    @property
    def tokens_out(self) -> int:
        """About how many tokens are written."""
        return math.ceil(self.characters_out / _CHARACTERS_A_TOKEN)

    @property
    def cost(self) -> float | None:
        """About what it costs, in the money of the price given; None where none was."""
        return self.price and (self.tokens_in * self.price[0] + self.tokens_out * self.price[1]) / _MILLION


def judge(run: Run, settings: Settings, progress: Progress = lambda done, of: None) -> Judgement:
    """Have the model that the settings name judge a finished run.

    Its replies are kept in the library's data folder as they come. Raises RunError when the run is not finished, SettingsError when no model is
    named or it cannot be set up, LibraryError when the library cannot be opened, JudgeError when the model fails: all that it said is kept then.
    """
    _finished(run)
    model = ModelJudge(settings)
    found = sentences(run, settings)
    count, done = sum(len(each) for _, each in found if not isinstance(each, str)), 0
    answers: list[tuple[str, tuple[Judged, ...] | str]] = []
    for id, each in found:
        if isinstance(each, str):
            answers.append((id, each))
            continue
        verdicts = []
        for sentence in each:
            verdicts.append(judged(id, sentence, model))
            progress(done := done + 1, count)
        answers.append((id, tuple(verdicts)))
    return Judgement(model.name, run.about.writer, tuple(answers), model.asked, model.cached)


def estimate(run: Run, settings: Settings, price: Price | None = None) -> Estimate:
    """What `judge` would ask; nothing is. Raises RunError, SettingsError and LibraryError as `judge` does."""
    _finished(run)
    supposed = _Supposed(settings)
    for id, each in sentences(run, settings):
        for sentence in () if isinstance(each, str) else each:
            judged(id, sentence, supposed)
    new = supposed.new.values()
    return Estimate(len(new), len(supposed.kept), sum(p.characters for p in new), sum(len(p.supposed) for p in new), price)


def write(run: Run, judgement: Judgement) -> None:
    """Put a judgement into the run's folder."""
    put(run.folder / JUDGEMENT, as_text(judgement.as_json()))


class _Supposed:
    """Replies as they are kept, and supposed where they are not: what is asked for, by key, is in `kept` and in `new`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = pinned(settings)
        self._replies = Replies(settings.data / CACHE)
        self.kept: set[str] = set()
        self.new: dict[str, Prompt] = {}

    def reply(self, prompt: Prompt) -> str:
        """The reply that is kept, or one that might be had."""
        asked = key(self._settings, prompt)
        kept = self._replies.get(asked)
        if kept is not None:
            self.kept.add(asked)
            return kept
        self.new[asked] = prompt
        return prompt.supposed


def _finished(run: Run) -> None:
    if not run.complete:
        raise RunError(f"{run.folder}: was stopped before its end; `scrutiny eval run` goes on with it.")
