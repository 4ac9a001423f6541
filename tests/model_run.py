"""Measures the check of what a language model writes, over questions of one's own: `python -m tests.model_run DATA QUESTIONS [--real]`.

Without --real a scripted server writes honest paraphrases and each kind of planted fault, and the shares kept and taken out are printed. With
it a real, very small model writes, and every sentence of its that reached the reader is printed with its quotes, to be read.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

from assistant.answer import Answer
from assistant.desk import Desk
from assistant.model_sentences import Written
from assistant.model_writer import ModelWriter
from tests.model_faults import KINDS, Made, faulty, honest
from tests.model_server import MODEL, Prompt, scripted
from tests.small_model import NAME, model_file, small_model
from vectorstore.library import Library
from vectorstore.models import Hit
from vectorstore.settings import Settings

_EACH = 3  # sentences of a kind for a question


@dataclass(slots=True)
class Rates:
    """How many sentences of each kind were said and how many of them stood, with those that went the wrong way."""

    said: Counter[str] = field(default_factory=Counter)
    stood: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str]] = field(default_factory=list)

    def add(self, made: Sequence[Made], heard: Sequence[str]) -> None:
        stands = set(heard)
        for each in made:
            kept = each.text.rstrip(".") in {text.rstrip(".") for text in stands}
            self.said[each.kind] += 1
            self.stood[each.kind] += kept
            if kept is (each.kind != "honest"):
                self.wrong.append((each.kind, each.text))

    @property
    def honest_kept(self) -> float:
        """The share of honest sentences that stood."""
        return self.stood["honest"] / (self.said["honest"] or 1)

    @property
    def faults_out(self) -> float:
        """The share of planted faults that were taken out."""
        said = sum(self.said[kind] for kind in KINDS)
        return 1 - sum(self.stood[kind] for kind in KINDS) / (said or 1)


def rates(data: Path, questions: Sequence[str]) -> Rates:
    """What the check lets through of a scripted server's sentences, over a library's data folder."""
    found, made = Rates(), list[Made]()

    def script(prompt: Prompt) -> str:
        true = list(honest(prompt))[:_EACH]
        said = {m.text for m in true}  # what is said rightly is not said again under the wrong number
        made[:] = [*true, *(m for kind in KINDS for m in [f for f in faulty(prompt, kind) if f.text not in said][:_EACH])]
        return "\n".join(m.marked for m in made)

    with scripted(script) as server:
        desk = _desk(data, MODEL, server.url, llm_tokens=8_000)
        for question in questions:
            made.clear()
            heard: list[str] = []
            desk.ask(question, told=heard.append)
            found.add(made, heard)
        desk.library.close()
    return found


class Marking(ModelWriter):
    """A writer whose model's sentences cite every passage given where they cite none: the check alone stands between them and the reader."""

    def sentences(self, question: str, given: Sequence[Hit], stop: Event | None = None) -> Iterator[Written]:
        for sentence in super().sentences(question, given, stop):
            yield sentence if sentence.cited else replace(sentence, cited=tuple(range(1, len(given) + 1)))


def real_answers(data: Path, questions: Sequence[str], file: Path) -> Iterator[tuple[Answer, list[str]]]:
    """What comes of asking the small model, and the sentences of its that stood."""
    with small_model(file) as url:
        desk = _desk(data, NAME, url, llm_characters=1_800, llm_tokens=160)
        desk._model = Marking(desk.library.settings, desk.holdings)
        for question in questions:
            heard: list[str] = []
            yield desk.ask(question, told=heard.append), heard
        desk.library.close()


def _desk(data: Path, llm: str, url: str, **more: int) -> Desk:
    return Desk(Library(Settings.load(data, llm).model_copy(update={"llm_url": url, **more})))


def main() -> int:
    """Ask each question and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.model_run", description=__doc__)
    parser.add_argument("data", type=Path, help="a library's data folder")
    parser.add_argument("questions", type=Path, help='a file with a JSON object a line, which has a "question"')
    parser.add_argument("--first", type=int, default=None, help="ask only so many")
    parser.add_argument("--every", type=int, default=1, help="ask every so-manieth")
    parser.add_argument("--real", action="store_true", help="ask the small model")
    given = parser.parse_args()
    lines = given.questions.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines if line.strip()][:: given.every][: given.first]
    if given.real:
        return _real(given.data, questions)
    found = rates(given.data, questions)
    for kind, text in found.wrong:
        print(f"{'taken out' if kind == 'honest' else 'stood'} {kind}: {text}")
    for kind in ("honest", *KINDS):
        print(f"{kind}: {found.stood[kind]} of {found.said[kind]} stood")
    print(f"honest sentences kept {found.honest_kept:.3f}, faults taken out {found.faults_out:.3f}")
    return 0


def _real(data: Path, questions: Sequence[str]) -> int:
    file = model_file()
    if file is None:
        raise SystemExit("the small model is not installed: requirements-model.lock says how")
    outcome: Counter[str] = Counter()
    for answer, heard in real_answers(data, questions, file):
        outcome[answer.writer if answer.writer != "extractive" else (answer.notes or ["no model asked"])[-1]] += 1
        quotes = {c.n: c.quote for c in answer.citations}
        for text in heard:
            shown = next((c for c in answer.claims if c.text == text), None)
            print(f"stood{'' if shown and answer.writer != 'extractive' else ' (not shown)'}: {text}")
            for n in shown.citations if shown else []:
                print(f"    quote: {quotes[n]}")
    for what, times in outcome.most_common():
        print(f"{times:4} {what}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
