"""Measures the program on the real papers that SCRUTINY_PAPERS names and prints the figures of docs/benchmarks.md.

usage: SCRUTINY_PAPERS=FOLDER python -m eval.measure [RUNS]

Ingest and the tutorial pipeline of the papers' bench folder are run in turn, RUNS times each (3 unless told), every run a process of
its own from its start to its end; a second ingest, a question from a cold start, and the chat server's memory follow.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
SCRUTINY = [sys.executable, "-m", "assistant.cli"]
QUESTIONS = [
    "what controls exist for SEND funding risk?", "when was the care leavers hub opened?", "who wrote the cabinet report?",
    "how many contacts were there in 2024/25?", "what is the outturn for 2024/25?", "list the key actions of priority 3",
    "what did the Commission agree about unregistered settings?", "which risks concern school funding?",
    "why has demand for EHC plans grown?", "what is the capital of France?",
]  # fmt: skip


def run(arguments: list[str], environment: dict[str, str]) -> tuple[float, float, str]:
    """(wall seconds, peak megabytes, standard output) of a command."""
    with tempfile.TemporaryFile("w+") as out:
        started = time.perf_counter()
        process = subprocess.Popen(arguments, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        if status:
            raise SystemExit(f"{' '.join(arguments)} ended with {os.waitstatus_to_exitcode(status)}")
        out.seek(0)
        return seconds, usage.ru_maxrss / 1024, out.read()


def main() -> int:
    """Measure and print, a line a figure."""
    papers = Path(os.environ["SCRUTINY_PAPERS"])
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    corpus, questions = papers / "corpus", papers / "questions" / "dev.jsonl"
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "library"
        environment = os.environ | {"SCRUTINY_DATA": str(data), "HF_HUB_OFFLINE": "1"}
        ours, theirs, cold_theirs = [], [], []
        for _ in range(runs):
            shutil.rmtree(data, ignore_errors=True)
            seconds, peak, _ = run([*SCRUTINY, "ingest", str(corpus)], environment)
            ours.append(seconds)
            reference = [sys.executable, str(papers / "bench" / "langchain_reference.py"), str(corpus), str(questions)]
            _, _, printed = run(reference, environment)
            theirs.append(float(re.search(r"ingest ([\d.]+) s", printed).group(1)))  # type: ignore[union-attr]
            cold_theirs.append(float(re.search(r"cold ask ([\d.]+) s", printed).group(1)))  # type: ignore[union-attr]
            print(f"ingest {ours[-1]:.1f} s, peak {peak:.0f} MB; the tutorial's {theirs[-1]:.1f} s", flush=True)
        print(f"ingest, median of {runs}: {median(ours):.1f} s, the tutorial's {median(theirs):.1f} s")
        again = [run([*SCRUTINY, "ingest", str(corpus), "--json"], environment) for _ in range(runs)]
        inside = [json.loads(printed)["seconds"] for _, _, printed in again]
        print(f"second ingest: {median(s for s, _, _ in again):.2f} s with start-up, {median(inside):.3f} s of it work")
        cold = [run([*SCRUTINY, "ask", QUESTIONS[0], "--json"], environment)[0] for _ in range(runs)]
        print(f"ask from a cold start: {median(cold):.2f} s; the tutorial's {median(cold_theirs):.1f} s")
        print(f"chat server's peak memory after ten questions: {chat(data, Path(folder)):.0f} MB")
    return 0


def chat(data: Path, folder: Path) -> float:
    """Peak megabytes of a chat server that was asked ten questions in a browser."""
    from playwright.sync_api import sync_playwright

    from assistant.views.server import HEADLESS, serving

    browser = shutil.which("chromium") or shutil.which("google-chrome")
    with serving(data, folder / "server.log") as address, sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=browser, args=HEADLESS).new_page()
        page.goto(address)
        for n, question in enumerate(QUESTIONS, 1):
            box = page.get_by_test_id("stChatInputTextArea")
            box.fill(question)
            box.press("Enter")
            page.locator(".view:has(h2.question) p.searched").nth(n - 1).wait_for(timeout=60_000)
        return peak_of(str(data))


def peak_of(data: str) -> float:
    """Peak megabytes of the server over a library, from /proc."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environment = (process / "environ").read_text(errors="replace")
            if f"SCRUTINY_DATA={data}" in environment and "streamlit" in (process / "cmdline").read_text():
                return int(re.search(r"VmHWM:\s+(\d+)", (process / "status").read_text()).group(1)) / 1024  # type: ignore[union-attr]
        except OSError:
            continue
    raise SystemExit("the server's process was not found in /proc")


if __name__ == "__main__":
    sys.exit(main())
