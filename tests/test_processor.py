"""What is loaded for all threads is loaded before they begin."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from .conftest import ROOT

_SCRIPT = """
import sys, threading
from pathlib import Path

began, start = {}, threading.Thread.start

def noted(thread):
    began.setdefault(thread.name.split("_")[0], "numpy" in sys.modules)
    start(thread)

threading.Thread.start = noted
from assistant.desk import Desk
from ingest.job import ingest
from vectorstore.library import Library
from vectorstore.settings import Settings

data, paper = map(Path, sys.argv[1:3])
if paper.is_file():
    library = Library(Settings.load(data))
    ingest([paper], library)
    library.close()
else:
    assert Desk.open(Settings.load(data)).ask("What is said of the bus?").claims
from threadpoolctl import threadpool_info
print(began.get("warming"), began.get("nearest"), {t["num_threads"] for t in threadpool_info() if t["user_api"] == "blas"})
"""


def test_numpy_is_there_before_threads_that_need_it_and_keeps_to_one_core(tmp_path: Path) -> None:
    """In a program that is new each time: two threads that import it at the same moment may find half of it."""
    paper = tmp_path / "paper.txt"
    paper.write_text("The bus to Lintock\n\nThe bus to Lintock will run every hour from May. It is paid for by the county.\n")
    for given, wanted in ((paper, "True None {1}"), (tmp_path / "none", "None True {1}")):
        command = [sys.executable, "-c", _SCRIPT, str(tmp_path / "library"), str(given)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=100)
        assert done.stdout.strip() == wanted, done.stderr
