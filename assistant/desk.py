"""The desk where questions are answered: understand, retrieve, compose, verify, for one reader's rights over one library."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import accumulate
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from assistant.answer import Answer, Claim, Found, Searched, Status
from assistant.commitment_answer import commitment_draft, unspoken
from assistant.commitment_focus import promise_focus
from assistant.commitment_question import asked_of_ledger
from assistant.commitment_select import Promises
from assistant.compose import Draft, compose, not_shown
from assistant.conversation import stand_alone
from assistant.conversation_subjects import titles_of
from assistant.instructions import named, speaks_to_a_model
from assistant.model_provider import checked_provider
from assistant.papers import papers_named
from assistant.private_people import WHY, in_their_role, only_their, person_asked
from assistant.question import Question, understand
from assistant.register_answer import register_draft
from assistant.register_focus import focus
from assistant.register_versions import superseded
from assistant.registers import Held, held
from assistant.retrieve import Scope, retrieve, scope
from assistant.verify import count_stands, derivation_stands, figures_stand, quote_stands
from vectorstore.errors import QuestionError
from vectorstore.library import Holdings, Library
from vectorstore.models import Classification, Document, Filters, Hit, Page, Passage, Role
from vectorstore.settings import Settings
from vectorstore.unchanged import Unchanged

if TYPE_CHECKING:
    from assistant.model_writer import ModelWriter

_NEAREST = 3
_CONSIDERED = 60  # passages, of which a question that names a year may need one far down
_NAMED = 0.5  # of the best score: what a passage gains by standing in the paper that a question names
_ENDED = re.compile(r"[.!?][\"'\u201d\u2019)]*$")  # a sentence
_LIKE_A_MARK = re.compile(r"\[(\s*\d+(?:\s*[,;\u2013-]\s*\d+)*\s*)\]")
_MARKS = 6  # of a claim: one that counts many rows is not followed by a mark for each
_FINDING = {"understand", "retrieve", "compose"}  # the stages before there is anything to show


class Stopped(Exception):
    """Who asked no longer waits for an answer."""


class Clock:
    """Times the stages of answering, in seconds, and ends it between two of them when it is to stop."""

    def __init__(self, stop: Event | None = None) -> None:
        self._stop = stop
        self._started = self._last = time.perf_counter()
        self.stages: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        """Note that a stage has ended, and the next begun. Raises Stopped when there is to be none."""
        now = time.perf_counter()
        self.stages[stage] = round(now - self._last, 4)
        self._last = now
        if stage in _FINDING and self._stop and self._stop.is_set():
            raise Stopped("Stopped before anything was found.")

    @property
    def seconds(self) -> float:
        """Since the clock was started."""
        return round(time.perf_counter() - self._started, 4)


class Desk:
    """Asks one library on behalf of one role. Raises SettingsError when the settings name a language model that cannot be asked."""

    def __init__(self, library: Library, role: Role = Role.READER) -> None:
        if library.settings.llm:
            checked_provider(library.settings)
        self.library = library
        self.role = role
        self.holdings: Holdings = library.holdings(role)
        self._promises: tuple[list[Document], Promises] | None = None
        self._model: ModelWriter | None = None
        self._kept = Unchanged(self.holdings.state, library.settings.answers_kept)

    @classmethod
    def open(cls, settings: Settings, role: Role = Role.READER) -> Desk:
        """Open the library that the settings name. Raises LibraryError when it cannot be used."""
        return cls(Library(settings), role)

    def ask(
        self,
        question: str,
        filters: Filters | None = None,
        turns: Sequence[Answer] = (),
        as_of: date | None = None,
        name: str | None = None,
        told: Callable[[str], None] | None = None,
        stop: Event | None = None,
        extractive: bool = False,
    ) -> Answer:
        """Answer a question from the papers; `turns` are the conversation's answers so far, `name` becomes the answer's id. `told` hears each
        sentence of a language model when it has passed the check. When `stop` is set while a
        language model writes, what was found stands in the papers' words.

        An `extractive` answer is in the papers' own words, whatever language model the settings name.

        Raises QuestionError when there is nothing to ask, too much of it, or a paper is named that is not held; Stopped when `stop` is set before
        anything was found.
        """
        clock = Clock(stop)
        text = self._checked(question)
        within = scope(self.holdings, filters or Filters())
        meant = stand_alone(text, turns, lambda: titles_of(self.registers()))
        clock.lap("understand")
        today = as_of or date.today()

        def found() -> Answer:
            asked = understand(meant, self.holdings.acronyms())
            answer = self._answer(asked, within, today, clock, told, stop, extractive)
            return answer.model_copy(update={"question": question, "understood": meant if meant != text else None})

        if self.library.settings.llm and not extractive:  # which need not say the same twice
            answer = found()
        else:
            answer = self._kept.get((question, meant, filters or Filters(), today), found)
            if (
                self.holdings.troubles()
            ):  # it lacks what is found by meaning, which may come back without any change of the papers
                self._kept.clear()
        return answer.model_copy(update={"id": name, "seconds": clock.seconds, "stages": clock.stages})

    def _answer(
        self,
        asked: Question,
        within: Scope,
        today: date,
        clock: Clock,
        told: Callable[[str], None] | None,
        stop: Event | None,
        extractive: bool,
    ) -> Answer:
        """Answer a question as it is meant; see `ask`."""
        hits = self._hits(asked, within)
        clock.lap("retrieve")
        passages = sum(d.passage_count for d in within.documents.values())
        composed = self._draft(asked, hits, within, today, passages)
        if person := person_asked(asked.text):
            composed = in_their_role(person, composed)
            hits = only_their(composed)
        clock.lap("compose")
        verified = self._verified(composed)
        clock.lap("verify")
        draft, writer = (verified, "extractive") if extractive else self._in_words(asked, verified, hits, told, stop)
        clock.lap("write")
        best = list({h.passage.id: h for h in (*draft.hits.values(), *hits)}.values())[: self.library.settings.retrieved]
        return Answer(
            question=asked.text, status=_status(draft),
            answer=_markdown(draft, within, hits, WHY if person else None),
            doubt=doubt() if draft.claims and draft.doubtful else None,
            claims=draft.claims, citations=draft.citations, passages=[_found(h) for h in best],
            searched=searched(within), writer=writer, as_of=today, seconds=clock.seconds,
            notes=_notes(draft, within), odds=composed.odds, stages=clock.stages,
        )  # fmt: skip

    def _hits(self, asked: Question, within: Scope) -> list[Hit]:
        """The passages that speak most of a question; those of a paper that it names come first."""
        hits = retrieve(self.holdings, asked, within, _CONSIDERED)
        named, rest = papers_named(asked.text, list(within.documents.values()))
        if not named or not hits:
            return hits
        own = retrieve(
            self.holdings,
            understand(rest, self.holdings.acronyms()),
            Scope({k: d for k, d in within.documents.items() if k in named}, True, 0),
            _CONSIDERED // 2,
        )
        favoured = [replace(h, score=h.score + _NAMED * hits[0].score, parts={**h.parts, "named": 1.0}) for h in own]
        others = [h for h in hits if h.document.id not in named]
        return sorted([*favoured, *others], key=lambda h: (-round(h.score, 9), h.passage.id))

    def _draft(self, asked: Question, hits: Sequence[Hit], within: Scope, today: date, passages: int) -> Draft:
        """The draft of whoever can answer: the ledger first where promises are asked for, else registers, then the ledger, then the passages."""
        promised = self.promises()
        of_ledger = asked_of_ledger(asked.text, today, promised.owners, list(within.documents.values()))
        first = of_ledger is not None and of_ledger.explicit
        if of_ledger and first and (draft := commitment_draft(of_ledger, promised, self.holdings, within, passages)):
            return draft
        if draft := register_draft(asked, hits, self.holdings, within, today, passages):
            return draft
        if of_ledger and not first and (draft := commitment_draft(of_ledger, promised, self.holdings, within, passages)):
            return draft
        if of_ledger and first and unspoken(of_ledger, self.holdings, passages):
            return Draft()
        old = superseded(asked, (h for h in self.registers() if h.document.id in within.documents))
        hits = [h for h in hits if h.document.id not in old]
        meant = focus(asked, hits, self.holdings, within, passages)
        ahead = [] if meant else promise_focus(asked, hits, promised, self.holdings, today, passages)
        told = {h.passage.id: h for h in ahead}
        hits = [
            *(told.get(h.passage.id, h) for h in hits),
            *(h for h in ahead if all(h.passage.id != k.passage.id for k in hits)),
        ]
        _, rest = papers_named(asked.text, list(within.documents.values()))
        plain = asked if rest == asked.text else understand(rest, self.holdings.acronyms())
        return compose(plain, hits, self.holdings, passages, meant or [h.passage.id for h in ahead])

    def _in_words(
        self, asked: Question, draft: Draft, hits: Sequence[Hit], told: Callable[[str], None] | None, stop: Event | None
    ) -> tuple[Draft, str]:
        """The draft and who wrote it: the language model of the settings, if there is one and the draft is prose, which it may put in words."""
        if not (self.library.settings.llm and draft.prose and draft.claims):
            return draft, "extractive"
        from assistant.model_writer import ModelWriter

        if self._model is None:
            self._model = ModelWriter(self.library.settings, self.holdings)
        writing = self._model.write(asked.text, draft, hits, self._verified, told, stop)
        return writing.draft, writing.writer

    def promises(self) -> Promises:
        """What the papers promise, read again when other papers are held."""
        held = self.holdings.documents()
        if self._promises is None or self._promises[0] != held:
            self._promises = held, Promises(self.holdings)
        return self._promises[1]

    def documents(self) -> list[Document]:
        """What is held, for this role."""
        return self.holdings.documents()

    def registers(self) -> list[Held]:
        """Every risk register that is held for this role, versions of one among them."""
        return held(self.holdings)

    def page(self, document: str, ordinal: int) -> Page | None:
        """One page of a paper, counted from 1; None when it is not held for this role."""
        return self.holdings.page(document, ordinal)

    def last_page(self, document: str) -> int:
        """How many pages of a paper are held for this role."""
        return self.holdings.last_page(document)

    def original(self, document: str) -> Path | None:
        """The file that a paper was read from, if it is held for this role and the file still is what was read."""
        return self.holdings.original(document)

    def passages_of(self, answer: Answer) -> list[Passage]:
        """The passages that an answer retrieved, best first, with their places."""
        held = self.holdings.passages(p.id for p in answer.passages)
        return [held[p.id] for p in answer.passages if p.id in held]

    def suggestions(self) -> list[str]:
        """Questions that the papers held can answer, for a reader who has not asked yet."""
        from assistant.suggest import suggestions

        return suggestions(self)

    def _checked(self, question: str) -> str:
        text = " ".join(question.split())
        most = self.library.settings.question_chars
        if any("\ud800" <= c <= "\udfff" for c in text):  # bytes of a terminal or escapes of JSON that stand for no character
            raise QuestionError("The question has characters that cannot be read as text; type it again.")
        if not any(c.isalnum() for c in text):
            raise QuestionError("The question is empty; ask something, such as: what controls exist for SEND funding risk?")
        if len(text) > most:
            raise QuestionError(f"The question has {len(text):,} characters; ask it in {most:,} or fewer.")
        return text

    def _verified(self, draft: Draft) -> Draft:
        """The draft without quotes that are not on their page, claims whose figures are not in their quotes, and words meant for a program."""
        standing = {
            c.n
            for c, ordinals in zip(draft.citations, draft.ordinals, strict=True)
            if quote_stands(c, lambda n, d=c.document: self.holdings.page(d, n), ordinals)  # type: ignore[misc]
        }
        quotes = {c.n: c.quote for c in draft.citations}
        kept = [
            c
            for c in draft.claims
            if c.citations
            and set(c.citations) <= standing
            and figures_stand(c, [quotes[n] for n in c.citations])
            and derivation_stands(c, [x for x in draft.citations if x.n in c.citations])
            and not any(speaks_to_a_model(quotes[n]) for n in c.citations)
            and (c is not draft.claims[0] or not draft.listed or count_stands(c, draft.claims[1:], draft.left_out))
        ]
        kept = _with_their_own(draft.claims, kept)
        listed = draft.listed and bool(kept) and kept[0] is draft.claims[0]
        if len(kept) <= listed:
            return Draft()
        left_out, said = draft.left_out, draft.said
        if lost := sum(not c.below for c in draft.claims) - sum(not c.below for c in kept):
            if listed:
                left_out = " ".join(filter(None, (left_out, not_shown(lost))))  # a list that lost a row says so
            else:
                said = " ".join(filter(None, (said, failed(lost))))
        return _renumbered(replace(draft, claims=kept, left_out=left_out, said=said, listed=listed))


def failed(lost: int) -> str:
    """What is said of sentences that did not pass the check."""
    return (
        f"{lost} {_plural('sentence', lost)} failed the check against the papers and {'was' if lost == 1 else 'were'} left out."
    )


def _with_their_own(claims: Sequence[Claim], kept: Sequence[Claim]) -> list[Claim]:
    """The claims kept, without those that belong to one that was not."""
    found: list[Claim] = []
    standing = {id(c) for c in kept}
    owner = False
    for claim in claims:
        owner = owner if claim.below else id(claim) in standing
        if owner and id(claim) in standing:
            found.append(claim)
    return found


def _renumbered(draft: Draft) -> Draft:
    """Only the citations that claims use, numbered as they come up."""
    order = list(dict.fromkeys(n for c in draft.claims[draft.listed :] for n in c.citations))
    new = {n: i for i, n in enumerate(order, 1)}
    citations = [c.model_copy(update={"n": new[c.n]}) for c in draft.citations if c.n in new]
    return replace(
        draft, claims=[_moved(c, new) for c in draft.claims], citations=sorted(citations, key=lambda c: c.n), ordinals=[]
    )


def _moved(claim: Claim, new: dict[int, int]) -> Claim:
    numbers = [new[n] for n in claim.citations if n in new]
    derived = claim.derived and claim.derived.model_copy(update={"rows": [new[n] for n in claim.derived.rows if n in new]})
    return claim.model_copy(update={"citations": numbers, "derived": derived})


@cache
def refusal() -> str:
    """The sentence that says that nothing answers, the same wherever it is said."""
    return files("prompts").joinpath("refusal.txt").read_text(encoding="utf-8").strip()


@cache
def doubt() -> str:
    """What is said before an answer that only comes near its question."""
    return files("prompts").joinpath("doubt.txt").read_text(encoding="utf-8").strip()


def _markdown(draft: Draft, within: Scope, hits: Sequence[Hit], why: str | None) -> str:
    if not draft.claims:
        return " ".join(filter(None, (_not_found(within, hits), why)))
    said = draft.claims[draft.listed :]
    marked = [_without_marks(c.text) + "".join(f" [{n}]" for n in c.citations[:_MARKS]) for c in said]
    notes = [*_notes(draft, within), *([_left_out(within.undated)] if within.undated else [])]
    if draft.listed:
        numbers = accumulate(int(not c.below) for c in said)
        listed = "\n".join(f"   - {m}" if c.below else f"{n}. {m}" for n, c, m in zip(numbers, said, marked, strict=True))
        return "\n\n".join([_without_marks(draft.claims[0].text), listed, *notes])
    return "\n\n".join([*([doubt()] if draft.doubtful else []), *_paragraphs(said, marked, draft), *notes])


def _without_marks(words: str) -> str:
    """Words of papers for an answer's Markdown: a figure in square brackets that they print themselves is no mark of a source."""
    return _LIKE_A_MARK.sub(r"\\[\1\\]", words)


def _paragraphs(said: Sequence[Claim], marked: Sequence[str], draft: Draft) -> list[str]:
    """Claims with their marks, sentences from one place together."""
    places = {c.n: (c.document, c.page, tuple(c.section)) for c in draft.citations}
    found: list[str] = []
    before: Claim | None = None
    for claim, text in zip(said, marked, strict=True):
        together = before is not None and places[before.citations[-1]] == places[claim.citations[0]]
        if before is not None and together and _ENDED.search(before.text):
            found[-1] += f" {text}"
        else:
            found.append(text)
        before = claim
    return found


def _notes(draft: Draft, within: Scope) -> list[str]:
    """What an answer's reader must know beside its claims."""
    return [note for note in (draft.left_out, draft.said, _exempt(draft, within)) if note] if draft.claims else []


def _exempt(draft: Draft, within: Scope) -> str:
    """Which sources must not be read out, in words; empty when all are open."""
    cited = [
        c.n for c in draft.citations if (d := within.documents.get(c.document)) and d.classification is Classification.EXEMPT
    ]
    if not cited:
        return ""
    numbers = ", ".join(f"[{n}]" for n in cited)
    return f"{_plural('Source', len(cited))} {numbers} {'is' if len(cited) == 1 else 'are'} exempt (Part 2): not to be read out or published."


def _not_found(within: Scope, hits: Sequence[Hit]) -> str:
    looked = searched(within)
    if not looked.documents:
        undated = f" {_left_out(looked.undated_left_out)}" if looked.undated_left_out else ""
        return f"{refusal()} No paper was searched: the library is empty or the filters leave nothing.{undated}"
    said = f"{refusal()} Searched {looked.documents} {_plural('paper', looked.documents)} ({looked.passages} passages)"
    if looked.unread_pages:
        said += f"; {looked.unread_pages} {_plural('page', looked.unread_pages)} gave no text and could not be searched"
    if looked.undated_left_out:
        said += f"; {looked.undated_left_out} without a date left out"
    near = list(dict.fromkeys(_place(h) for h in hits[:_NEAREST]))
    return f"{said}." + (f" The nearest passages, which do not answer it, are in: {'; '.join(near)}." if near else "")


def _status(draft: Draft) -> Status:
    if not draft.claims:
        return "not_found"
    return "partial" if draft.left_out or draft.doubtful else "answered"


def _left_out(undated: int) -> str:
    return f"{undated} {_plural('paper', undated)} without a date {'was' if undated == 1 else 'were'} left out."


def _plural(noun: str, count: int) -> str:
    return noun if count == 1 else f"{noun}s"


def _place(hit: Hit) -> str:
    heading = next((h for h in hit.passage.section[-1:] if not speaks_to_a_model(h)), "")
    return _without_marks(f"{named(hit.document)}, \u201c{heading}\u201d" if heading else named(hit.document))


def searched(within: Scope) -> Searched:
    """What was looked through, in counts."""
    held = within.documents.values()
    return Searched(
        documents=len(held), passages=sum(d.passage_count for d in held), unread_pages=sum(len(d.unread_pages) for d in held),
        undated_left_out=within.undated,
    )  # fmt: skip


def _found(hit: Hit) -> Found:
    first = hit.passage.pages[0]
    number = first if hit.document.page_count is not None else None
    return Found(id=hit.passage.id, source=hit.document.source, page=number, text=hit.passage.text)
