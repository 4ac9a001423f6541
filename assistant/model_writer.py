"""An answer in a language model's words. It is never trusted: each sentence stands on quotes from the passages it cites, or is taken out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Event

from assistant.compose import Draft
from assistant.desk import refusal
from assistant.instructions import speaks_to_a_model
from assistant.model_evidence import Quoted, says_more, supports
from assistant.model_prompt import messages, readable
from assistant.model_provider import chat_model
from assistant.model_sentences import Sentences, Written
from assistant.model_stream import ModelFailure, pieces
from assistant.rows import pages_of
from assistant.support import support
from assistant.verify import said, stands
from vectorstore.library import Holdings
from vectorstore.models import Hit, Page
from vectorstore.settings import Settings
from vectorstore.units import text_at

Verified = Callable[[Draft], Draft]
"""The desk's own check of a draft: what does not pass it is no longer in it."""
Told = Callable[[str], None]
"""Is told of each sentence that stands, when it does."""

_SET_OFF = re.compile(r"\u201c([^\u201d]+)\u201d|\"([^\"]+)\"|\u2018([^\u2019]+)\u2019(?!\w)")
# Sentences that begin so speak of what the one before them named.
_LEANS = re.compile(
    r"^(?:it|its|this|that|these|those|they|them|their|he|she|his|her|such|both|the (?:former|latter|same)|however|but|also"
    r"|in addition|additionally|as a result|therefore|so|similarly|instead|then)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Writing:
    """What came of asking the model: the draft to show, who wrote it ("extractive" or provider:model)."""

    draft: Draft
    writer: str


class ModelWriter:
    """The language model that the settings name, writing from one role's holdings. Raises SettingsError when it cannot be set up."""

    def __init__(self, settings: Settings, holdings: Holdings) -> None:
        self._settings, self._holdings = settings, holdings
        self._model = chat_model(settings)

    @property
    def name(self) -> str:
        """The model as answers name it, such as openai:some-model."""
        return self._settings.llm or ""

    def write(
        self,
        question: str,
        draft: Draft,
        hits: Sequence[Hit],
        verified: Verified,
        told: Told | None = None,
        stop: Event | None = None,
    ) -> Writing:
        """The draft in the model's words; the draft itself, with a line that says why, when there is nothing of the model's to show.

        The model reads the passages that the draft cites, then the best of `hits`. It is left when `stop` is set.
        """
        try:
            return Writing(self._written(question, draft, hits, verified, told, stop), self.name)
        except ModelFailure as failure:
            why = f"The answer is in the papers\u2019 own words, as the model ({self.name}) {failure}."
            return Writing(_noted(draft, why), "extractive")

    def _written(
        self, question: str, draft: Draft, hits: Sequence[Hit], verified: Verified, told: Told | None, stop: Event | None
    ) -> Draft:
        settings = self._settings
        given = readable([*draft.hits.values(), *hits], settings.llm_characters, settings.llm_exempt)
        if not given:
            raise ModelFailure(
                "may read none of the passages found (they are exempt, longer than it may read, or speak to a model)"
            )
        check = _Check(given, self._holdings, verified)
        made, removed, declined = Draft(prose=True, left_out=draft.left_out, doubtful=draft.doubtful), 0, False
        fell, heard = True, {said(refusal())}  # a first sentence has nothing to lean on either
        for sentence in self.sentences(question, given, stop):
            declined = declined or said(sentence.text) == said(refusal())
            if _frames(sentence) or said(sentence.text) in heard:
                continue
            heard.add(said(sentence.text))
            leaning = fell and bool(_LEANS.match(sentence.text))
            fell = leaning or not check.add(made, sentence)
            removed += fell
            if told and not fell:
                told(made.claims[-1].text)
        if not made.claims and declined and not removed:
            raise ModelFailure("found no answer in the passages that it read")
        if len(made.claims) < max(1, removed):
            raise ModelFailure(_too_little(len(made.claims), removed))
        standing = verified(made)
        return _noted(standing, _taken_out(removed)) if removed else standing

    def sentences(self, question: str, given: Sequence[Hit], stop: Event | None = None) -> Iterator[Written]:
        """What the model writes over numbered passages, a sentence as soon as it is finished. Raises ModelFailure."""
        settings, cut = self._settings, Sentences()
        for piece in pieces(self._model, messages(question, given), settings.llm_seconds, settings.llm_tokens, stop):
            yield from cut.feed(piece)
        yield from cut.rest()


class _Check:
    """Holds a model's sentences to the numbered passages that it was given."""

    def __init__(self, given: Sequence[Hit], holdings: Holdings, verified: Verified) -> None:
        self._given, self._holdings, self._verified = given, holdings, verified
        self._pages: dict[str, dict[int, Page]] = pages_of(given, holdings)

    def add(self, draft: Draft, sentence: Written) -> bool:
        """Add a sentence with the quotes that bear it out to a draft; False when none do, or it cites none of the passages given."""
        if not sentence.cited or not all(1 <= n <= len(self._given) for n in sentence.cited):
            return False
        cited = [self._given[n - 1] for n in sentence.cited]
        for quoted in supports(sentence.text, cited, self._pages):
            worth = self._borne_out(sentence.text, quoted)
            if worth is not None and self._verified(_claimed(Draft(), sentence.text, quoted, self._pages, worth)).claims:
                _claimed(draft, sentence.text, quoted, self._pages, worth)
                return True
        return False

    def _borne_out(self, text: str, quoted: Sequence[Quoted]) -> float | None:
        """How well (0..1) quotes bear a sentence out; None when they do not, or when they speak to a program instead of a reader."""
        probe = _claimed(Draft(), text, quoted, self._pages, 0.0)
        quotes = [c.quote for c in probe.citations]
        headings = [h for c in probe.citations for h in (c.title, *c.section)]
        if any(map(speaks_to_a_model, quotes)) or not _set_off_stands(text, quotes):
            return None
        if says_more(text, _statements(quoted, self._pages), headings):
            return None
        cosine = max(self._holdings.nearness(text, quotes))
        return support(text, quotes, cosine) if stands(text, quotes, cosine, headings) else None


def _claimed(draft: Draft, text: str, quoted: Sequence[Quoted], pages: dict[str, dict[int, Page]], worth: float) -> Draft:
    """The draft with a sentence as one more claim, resting on quotes from several units."""
    numbers: list[int] = []
    for unit, spans in quoted:
        numbers += draft.add(text, unit, spans, pages[unit.hit.document.id], worth).citations
        claim = draft.claims.pop()
    draft.claims.append(claim.model_copy(update={"citations": list(dict.fromkeys(numbers))}))
    return draft


def _statements(quoted: Sequence[Quoted], pages: dict[str, dict[int, Page]]) -> list[str]:
    """What is quoted of each unit; of the units of one row, together."""
    found: dict[object, list[str]] = {}
    for n, (unit, quotes) in enumerate(quoted):
        held = pages[unit.hit.document.id]
        found.setdefault(unit.row or n, []).extend(text_at(spans, held) for spans in quotes)
    return [" ".join(parts) for parts in found.values()]


def _set_off_stands(text: str, quotes: Sequence[str]) -> bool:
    """Whether what a sentence sets between quotation marks is in its quotes word for word."""
    everything = said(" ".join(quotes))
    return all(said("".join(parts)) in everything for parts in _SET_OFF.findall(text))


def _frames(sentence: Written) -> bool:
    """Whether a sentence states nothing: a question, or words that cite nothing and lead in what follows. It is left out and not counted."""
    return sentence.text.endswith("?") or (not sentence.cited and sentence.text.endswith(":"))


def _noted(draft: Draft, note: str) -> Draft:
    return replace(draft, said=" ".join(filter(None, (draft.said, note))))


def _taken_out(removed: int) -> str:
    if removed == 1:
        return "1 sentence that the model wrote was taken out: the passages that it cites do not bear it out."
    return f"{removed} sentences that the model wrote were taken out: the passages that they cite do not bear them out."


def _too_little(stand: int, removed: int) -> str:
    if stand:
        return f"wrote more that the papers do not bear out ({removed} sentences) than they do ({stand})"
    if removed:
        return f"wrote nothing that the papers bear out ({removed} {'sentence' if removed == 1 else 'sentences'} taken out)"
    return "wrote no answer"
