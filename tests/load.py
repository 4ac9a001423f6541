"""Twenty people who ask at once: `make load` prints the table of docs/benchmarks.md.

Each is a thread with questions of its own, follow-ups among them, at the one desk that the app has for everybody. Every answer must be, byte for
byte, the one that the same question gets when nobody else asks (its seconds aside). Then a few real browsers do the same with the app's own server.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from threading import Barrier

from assistant.answer import Answer
from assistant.desk import Desk
from eval.question_set import SAMPLES as QUESTIONS
from eval.question_set import Asked, load
from ingest.job import ingest
from tests.soak import anew, resident
from vectorstore.library import Library

PAPERS = Path(__file__).resolve().parent.parent / "samples" / "papers"
_AS_OF = date(2026, 5, 1)
_APART = {"seconds", "stages"}
_SLOW = 120_000  # milliseconds that an answer may take in a browser


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it: the seconds of each answer, the questions whose answer was another one than alone, the bytes of memory at the end."""

    seconds: tuple[float, ...]
    differing: tuple[str, ...]
    memory: int


def shares(people: int, each: int) -> list[list[Asked]]:
    """What everybody asks: conversations and questions of the sample set in turn, so that no two ask the same at the same time."""
    every = load(QUESTIONS).questions
    talks, single = [q for q in every if len(q.turns) > 1], [q for q in every if len(q.turns) == 1]
    ordered = [q for pair in zip(talks * len(single), single, strict=False) for q in pair] if talks else list(single)
    return [[ordered[(n * each + k) % len(ordered)] for k in range(each)] for n in range(people)]


def at_once(data: Path, people: int, each: int) -> Load:
    """Ask alone, then all together at a desk that nobody has asked before. Raises what any of the questions raises."""
    asked = shares(people, each)
    alone = _alone(data, asked)
    desk = Desk.open(anew(data))
    begin = Barrier(people)

    def one(questions: Sequence[Asked]) -> tuple[list[float], list[str]]:
        begin.wait()
        seconds, differing = [], []
        for question in questions:
            answers = _asked(desk, question)
            seconds += [a.seconds for a in answers]
            if [_said(a) for a in answers] != alone[question.id]:
                differing.append(question.id)
        return seconds, differing

    try:
        with ThreadPoolExecutor(people) as threads:
            found = list(threads.map(one, asked))
        memory = resident()
    finally:
        desk.library.close()
    return Load(tuple(s for seconds, _ in found for s in seconds), tuple(q for _, differing in found for q in differing), memory)


def _alone(data: Path, asked: Sequence[Sequence[Asked]]) -> dict[str, list[str]]:
    desk = Desk.open(anew(data))
    try:
        return {q.id: [_said(a) for a in _asked(desk, q)] for q in {q.id: q for share in asked for q in share}.values()}
    finally:
        desk.library.close()


def _asked(desk: Desk, question: Asked) -> list[Answer]:
    answers: list[Answer] = []
    for turn in question.turns:
        answers.append(desk.ask(turn.question, turns=answers, as_of=_AS_OF))
    return answers


def _said(answer: Answer) -> str:
    return answer.model_dump_json(exclude=_APART)


def in_browsers(data: Path, folder: Path, browsers: int, each: int) -> tuple[list[float], list[str]]:
    """Seconds of each answer, and questions whose answer does not stand on the page that asked, of browsers that ask the app's server at once."""
    from playwright.sync_api import sync_playwright

    from assistant.views.server import HEADLESS, serving

    asked = [[q.turns[0].question for q in share if len(q.turns) == 1] for share in shares(browsers, 2 * each)]
    desk = Desk.open(anew(data))
    firsts = {q: desk.ask(q) for share in asked for q in share}
    desk.library.close()
    seconds, wrong = [], []
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with serving(data, folder / "server.log") as address, sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=HEADLESS)
        pages = [running.new_context().new_page() for _ in range(browsers)]
        for page in pages:
            page.goto(address)
            page.get_by_test_id("stChatInputTextArea").wait_for(timeout=_SLOW)
        for n in range(each):
            begun = time.perf_counter()
            for page, questions in zip(pages, asked, strict=True):
                box = page.get_by_test_id("stChatInputTextArea")
                box.fill(questions[n])
                box.press("Enter")
            for page, questions in zip(pages, asked, strict=True):
                page.locator(".view:has(h2.question) p.searched").nth(n).wait_for(timeout=_SLOW)
                seconds.append(time.perf_counter() - begun)
                shown = " ".join(page.locator(".view:has(h2.question)").nth(n).inner_text().split())
                claims = firsts[questions[n]].claims
                if questions[n] not in shown or (claims and " ".join(claims[0].text.split())[:40] not in shown):
                    wrong.append(questions[n])
        running.close()
    return seconds, wrong


def _row(name: str, seconds: Sequence[float]) -> str:
    worst = quantiles(seconds, n=20)[-1]
    return f"{name}: {len(seconds)} answers, median {median(seconds):.1f} s, 95th percentile {worst:.1f} s, longest {max(seconds):.1f} s"


def main() -> int:
    """Measure and print; 1 when an answer was another one than it is alone."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--people", type=int, default=20)
    given.add_argument("--each", type=int, default=5, help="questions or conversations that each asks")
    given.add_argument("--browsers", type=int, default=4)
    chosen = given.parse_args()
    with tempfile.TemporaryDirectory() as place:
        data = Path(place) / "library"
        library = Library(anew(data))
        ingest([PAPERS], library)
        library.close()
        made = at_once(data, chosen.people, chosen.each)
        print(_row(f"{chosen.people} people at one desk", made.seconds))
        print(f"answers that differ from those alone: {len(made.differing)} {' '.join(made.differing)}")
        print(f"memory at the end, what ingest left included: {made.memory / (1 << 20):.0f} MB", flush=True)
        wrong: list[str] = []
        if chosen.browsers:
            seconds, wrong = in_browsers(data, Path(place), chosen.browsers, 3)
            print(_row(f"{chosen.browsers} browsers at the app", seconds))
            print(f"answers that stood on another page or were others: {len(wrong)}")
    return 1 if made.differing or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
