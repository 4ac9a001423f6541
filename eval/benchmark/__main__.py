"""Measures speed and memory, and writes the figures into docs/benchmarks.md.

usage: python -m eval.benchmark [PART ...] [--runs 5] [--most 1000000] [--keep FOLDER]

Parts: ingest, stages, embedding, again, ask, warm, chat (these unless told), and growth, which fills a library of up to --most passages in a
temporary folder, or in --keep (1,000,000 take about an hour and 30 GB of disk). The papers are those of the folder that SCRUTINY_PAPERS names
(`corpus`, `questions/dev.jsonl`), else the samples. What is not measured keeps the figures that it had (eval/benchmark/measured.json).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from eval.benchmark import page
from eval.benchmark.growth import growth
from eval.benchmark.runs import ROOT, SCRUTINY, Run, middle, run
from eval.question_set import SAMPLES
from vectorstore.dates import long_date

MEASURED = Path(__file__).with_name("measured.json")
TUTORIAL = [sys.executable, "-m", "eval.benchmark.tutorial"]
INSIDE = [sys.executable, "-m", "eval.benchmark.inside"]
FILES = 1_000  # short ones, of which one changes


class Bench:
    """The papers, questions and folders of a run, and the libraries that several parts share."""

    def __init__(self, folder: Path, runs: int, most: int, keep: Path | None) -> None:
        given = os.environ.get("SCRUTINY_PAPERS")
        self.folder, self.runs, self.most, self.keep = folder, runs, most, keep
        self.papers = Path(given) / "corpus" if given else ROOT / "samples" / "papers"
        asked = Path(given) / "questions" / "dev.jsonl" if given else SAMPLES
        self.asked = [
            question for line in asked.read_text(encoding="utf-8").splitlines() if (question := _question(json.loads(line)))
        ]
        self.questions = folder / "questions.txt"
        self.questions.write_text("\n".join(self.asked), encoding="utf-8")
        self.library, self.store = folder / "library", folder / "store"

    def ours(self, *arguments: str) -> Run:
        """A run of the program on the library."""
        return run([*SCRUTINY, *arguments, "--data", str(self.library)])

    def theirs(self, *arguments: str) -> Run:
        """A run of the tutorial pipeline."""
        return run([*TUTORIAL, *arguments])

    def inside(self, what: str, *arguments: Path) -> dict[str, Any]:
        """Figures taken inside a process."""
        found: dict[str, Any] = json.loads(run([*INSIDE, what, *map(str, arguments)]).printed)
        return found

    def filled(self) -> None:
        """See that both libraries hold the papers."""
        if not self.library.exists():
            self.ours("ingest", str(self.papers), "--json")
        if not self.store.exists():
            self.theirs("ingest", str(self.papers), str(self.store))

    # -- the parts

    def ingest(self) -> dict[str, Any]:
        """Whole ingests, ours and theirs in turn. The embedding model's export is made before: it is made once for a machine."""
        self.filled()
        ours, theirs = [], []
        for _ in range(self.runs):
            shutil.rmtree(self.library)
            ours.append(self.ours("ingest", str(self.papers), "--json"))
            shutil.rmtree(self.store)
            theirs.append(self.theirs("ingest", str(self.papers), str(self.store)))
            print(f"  ingest {ours[-1].wall:.1f} s, the tutorial's {theirs[-1].wall:.1f} s", flush=True)
        return {"papers": len(json.loads(ours[0].printed)["added"]), "runs": self.runs, **_compared(ours, theirs)}

    def stages(self) -> dict[str, Any]:
        """An ingest by its stages."""
        return self.inside("stages", self.papers, self.folder / "staged")

    def embedding(self) -> dict[str, Any]:
        """The embedding model's throughput."""
        self.filled()
        return self.inside("embedding", self.library)

    def again(self) -> dict[str, Any]:
        """Ingests of what has not changed, or of which little has."""
        self.filled()
        same = [self.ours("ingest", str(self.papers), "--json") for _ in range(self.runs)]
        many, data = self.folder / "many", self.folder / "of-many"
        many.mkdir()
        for n in range(FILES):
            (many / f"note-{n:04}.txt").write_text(_note(n, 1), encoding="utf-8")
        arguments = [*SCRUTINY, "ingest", str(many), "--json", "--data", str(data)]
        everything = run(arguments)
        none = [run(arguments) for _ in range(self.runs)]
        one = []
        for n in range(self.runs):
            (many / f"note-{n:04}.txt").write_text(_note(n, 2), encoding="utf-8")
            one.append(run(arguments))
        return {
            "unchanged": _wall(same), "unchanged_work": _work(same), "files": FILES, "all": round(everything.wall, 1), "none_work": _work(none),
            "one": _wall(one), "one_work": _work(one),
        }  # fmt: skip

    def ask(self) -> dict[str, Any]:
        """A question from a cold start."""
        self.filled()
        self.ours("ask", self.asked[0], "--json")
        ours, theirs = [], []
        for _ in range(self.runs):
            ours.append(self.ours("ask", self.asked[0], "--json"))
            theirs.append(self.theirs("ask", str(self.store), self.asked[0]))
        return {
            "runs": self.runs,
            "answering": middle([json.loads(r.printed)["seconds"] for r in ours]),
            **_compared(ours, theirs),
        }

    def warm(self) -> dict[str, Any]:
        """Questions of a library that is open."""
        self.filled()
        searched = self.inside("search", self.library, self.questions)
        theirs = float(self.theirs("search", str(self.store), str(self.questions)).printed)
        return {
            **self.inside("warm", self.library, self.questions),
            "search": searched["median"],
            "tutorial_search": round(theirs, 1),
        }

    def chat(self) -> dict[str, Any]:
        """The chat server's memory."""
        self.filled()
        return {"megabytes": round(_chat(self.library, self.folder, self.asked[:10]))}

    def growth(self) -> dict[str, Any]:
        """Libraries of a thousand passages and more."""
        self.filled()
        sizes = [10**n for n in range(3, 10) if 10**n < self.most] + [self.most]
        return growth(
            self.library, self.keep or self.folder / "grown", self.questions, sizes, lambda line: print(f"  {line}", flush=True)
        )


PARTS: dict[str, Callable[[Bench], dict[str, Any]]] = {
    "ingest": Bench.ingest, "stages": Bench.stages, "embedding": Bench.embedding, "again": Bench.again, "ask": Bench.ask, "warm": Bench.warm,
    "chat": Bench.chat, "growth": Bench.growth,
}  # fmt: skip


def _question(line: dict[str, Any]) -> str | None:
    """A line of a set of questions: its question, or the first of its conversation; None when it has neither."""
    return line.get("question") or next((turn["question"] for turn in line.get("turns", ())), None)


def _compared(ours: list[Run], theirs: list[Run]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for prefix, runs in (("", ours), ("tutorial_", theirs)):
        found |= {f"{prefix}wall": _wall(runs), f"{prefix}cpu": middle([r.cpu for r in runs])}
        found[f"{prefix}megabytes"] = round(middle([r.megabytes for r in runs], 0))
    return found


def _wall(runs: list[Run]) -> float:
    return middle([r.wall for r in runs])


def _work(runs: list[Run]) -> float:
    return middle([json.loads(r.printed)["seconds"] for r in runs], 3)


def _note(n: int, version: int) -> str:
    return (
        f"Note {n} on the bus service\n\nThe service on route {n} carried {n * 37 + version} passengers in the year.\n\n"
        f"The Council will review the timetable of route {n} by {1 + n % 28} March 2027.\n"
    )


def _chat(data: Path, folder: Path, questions: list[str]) -> float:
    """Peak megabytes of a chat server that was asked some questions in a browser."""
    from playwright.sync_api import sync_playwright

    from assistant.views.server import HEADLESS, serving

    browser = shutil.which("chromium") or shutil.which("google-chrome")
    with serving(data, folder / "server.log") as address, sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=HEADLESS).new_page()
        opened.goto(address)
        for n, question in enumerate(questions, 1):
            box = opened.get_by_test_id("stChatInputTextArea")
            box.fill(question)
            box.press("Enter")
            opened.locator(".view:has(h2.question) p.searched").nth(n - 1).wait_for(timeout=60_000)
        return _peak_of(str(data))


def _peak_of(data: str) -> float:
    """Peak megabytes of the server over a library, from /proc."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environment = (process / "environ").read_text(errors="replace")
            if f"SCRUTINY_DATA={data}" in environment and "streamlit" in (process / "cmdline").read_text():
                found = re.search(r"VmHWM:\s+(\d+)", (process / "status").read_text())
                return int(found.group(1)) / 1024 if found else 0.0
        except OSError:
            continue
    raise SystemExit("the server's process was not found in /proc")


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="scrutiny-bench-") as name:
        yield Path(name)


def main() -> int:
    """Measure what is asked for, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--most", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    measured: dict[str, Any] = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.is_file() else {}
    with _folder() as folder:
        bench = Bench(folder, chosen.runs, chosen.most, chosen.keep)
        for part in chosen.parts or [name for name in PARTS if name != "growth"]:
            print(part, flush=True)
            measured[part] = PARTS[part](bench) | {"on": long_date(date.today())}
            print(f"  {measured[part]}", flush=True)
            MEASURED.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    page.write(measured)
    return 0


if __name__ == "__main__":
    sys.exit(main())
