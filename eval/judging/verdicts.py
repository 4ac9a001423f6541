"""One sentence judged: taken apart into statements, each of them judged by itself against the quotes cited for the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Citation
from eval.intervals import Units
from eval.judging.model import Judge
from eval.judging.prompts import claims_prompt, declined, keep_to, statements, verdict, verdict_prompt
from eval.judging.sentences import Sentence

SUPPORTED, NOT_SUPPORTED = "supported", "not supported"
UNPARSABLE = "the verdict could not be read"
_UNCLEAR, _DECLINED = "the judge finds it unclear", "the judge declined"
_UNREAD, _OTHER = "the statements could not be read", "the statements are not what the sentence says"


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence of an answer with its statements: each with "supported", "not supported" or, in words, why it has no score.

    There are none where the sentence is barred. `whole` says why it was judged undivided, None where it was not.
    """

    id: str
    sentence: Sentence
    statements: tuple[tuple[str, str], ...]
    whole: str | None

    @property
    def supported(self) -> bool | None:
        """Whether all that it states is borne out; None where the judge does not say."""
        outcomes = {outcome for _, outcome in self.statements}
        if NOT_SUPPORTED in outcomes:
            return False
        return True if outcomes == {SUPPORTED} else None

    @property
    def units(self) -> Units:
        """Its statements that are borne out, of those that are or are not."""
        outcomes = [outcome for _, outcome in self.statements]
        gained = outcomes.count(SUPPORTED)
        return gained, gained + outcomes.count(NOT_SUPPORTED)

    @property
    def unscored(self) -> list[str]:
        """Why statements have no score, once for each; why the sentence has none."""
        if self.sentence.barred:
            return [self.sentence.barred]
        return [outcome for _, outcome in self.statements if outcome not in (SUPPORTED, NOT_SUPPORTED)]


def judged(id: str, sentence: Sentence, judge: Judge) -> Judged:
    """A sentence's verdicts. What rests on no quote is not supported, and not asked about. Raises what the judge raises."""
    if sentence.barred:
        return Judged(id, sentence, (), None)
    if not sentence.citations:
        return Judged(id, sentence, ((sentence.text, NOT_SUPPORTED),), None)
    stated, whole = _taken_apart(sentence.text, judge)
    return Judged(id, sentence, tuple((s, _outcome(s, sentence.citations, judge)) for s in stated), whole)


def _taken_apart(sentence: str, judge: Judge) -> tuple[list[str], str | None]:
    """The statements of a sentence; the sentence itself, and why, when the judge's are not held to it."""
    prompt = claims_prompt(sentence)
    stated = statements(judge.reply(prompt), prompt)
    if stated and keep_to(stated, sentence):
        return stated, None
    return [sentence], _OTHER if stated else _UNREAD


def _outcome(statement: str, citations: Sequence[Citation], judge: Judge) -> str:
    """The verdict, tried twice; else why there is none."""
    for again in (False, True):
        reply = judge.reply(verdict_prompt(statement, citations, again))
        if found := verdict(reply):
            return _UNCLEAR if found == "unclear" else found
        if declined(reply):
            return _DECLINED
    return UNPARSABLE
