"""What is measured inside a process that has a library open: stages of an ingest, the embedding model's throughput, warm questions.

usage: python -m eval.benchmark.inside stages PAPERS LIBRARY
       python -m eval.benchmark.inside embedding LIBRARY
       python -m eval.benchmark.inside warm LIBRARY QUESTIONS       (a file, a question a line)
       python -m eval.benchmark.inside search LIBRARY QUESTIONS

Each prints one JSON object.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from eval.benchmark.runs import middle, percentile
from vectorstore.library import Library
from vectorstore.settings import Settings

_TURNS = 5
_SAMPLE = 600  # texts


def stages(papers: Path, data: Path) -> dict[str, Any]:
    """Seconds that the job waits for each stage of an ingest; files are read ahead in a process of their own while others are embedded."""
    import ingest.job as job
    from ingest.limited_reader import LimitedReader
    from vectorstore.embedding import Embedder
    from vectorstore.shelf import Shelf

    spent: dict[str, float] = defaultdict(float)

    def timed(owner: Any, name: str, stage: str) -> None:
        does = getattr(owner, name)

        def wrapped(*given: Any, **named: Any) -> Any:
            began = time.perf_counter()
            try:
                return does(*given, **named)
            finally:
                spent[stage] += time.perf_counter() - began

        setattr(owner, name, wrapped)

    timed(LimitedReader, "read", "reading, in its process")
    timed(job._Job, "_reading", "waiting for it")
    timed(job, "content_of", "tables, registers, ledger and passages")
    timed(Embedder, "embed_documents", "embedding passages")
    timed(Embedder, "embed_pieces", "embedding sentences' words")
    timed(Shelf, "put", "catalogue and Chroma")
    began = time.perf_counter()
    library = Library(Settings.load(data))
    pages = [0]
    job.ingest([papers], library, progress=lambda progress: pages.append(progress.pages_done))
    library.close()
    return {
        "seconds": round(time.perf_counter() - began, 2),
        "pages": max(pages),
        "stages": {k: round(v, 2) for k, v in spent.items()},
    }


def embedding(data: Path) -> dict[str, Any]:
    """Tokens a second of the embedder, and of its bare model on the same tokens: one text a core, nothing but the model's own run."""
    import numpy as np

    library = Library(Settings.load(data))
    embedder = library.embedder
    texts = [
        piece
        for document in library.holdings().documents()
        for p in library.holdings().passages_of(document.id)
        for piece in p.pieces
    ]
    texts = texts[:: max(1, len(texts) // _SAMPLE)]
    tokens = [embedder._cut(embedder._tokenizer.encode(text).ids) for text in texts]
    count = sum(map(len, tokens))
    session = embedder._session(many=True)
    names = {i.name for i in session.get_inputs()}
    output = session.get_outputs()[0].name

    def bare(ids: list[int]) -> None:
        of = np.array([ids], dtype=np.int64)
        known = {"input_ids": of, "token_type_ids": np.zeros_like(of)}
        session.run([output], {name: known[name] for name in names})

    def all_bare() -> None:
        with ThreadPoolExecutor(2) as cores:
            list(cores.map(bare, tokens))

    seconds: dict[str, list[float]] = defaultdict(list)
    for _ in range(_TURNS):
        for name, does in (("embedder", lambda: embedder.embed_documents(texts)), ("bare", all_bare)):
            began = time.perf_counter()
            does()
            seconds[name].append(time.perf_counter() - began)
    rates = {name: middle([count / s for s in took], 0) for name, took in seconds.items()}
    library.close()
    return {"tokens": count, "texts": len(texts), "tokens_a_second": rates, "share": round(rates["embedder"] / rates["bare"], 3)}


def warm(data: Path, questions: list[str]) -> dict[str, Any]:
    """Milliseconds of whole answers and of their stages, each question asked once of a desk that has answered others, then once more."""
    from assistant.desk import Desk

    desk = Desk.open(Settings.load(data))
    for question in questions[:3]:
        desk.ask(f"{question} Please tell")
    whole: list[float] = []
    laps: dict[str, list[float]] = defaultdict(list)
    for question in questions:
        answer = desk.ask(question)
        whole.append(1e3 * answer.seconds)
        for stage, seconds in answer.stages.items():
            laps[stage].append(1e3 * seconds)
    again = [1e3 * desk.ask(question).seconds for question in questions]
    desk.library.close()
    return {
        "median": middle(whole, 0), "p95": round(percentile(whole, 0.95)), "stages": {k: middle(v, 1) for k, v in laps.items()},
        "again": middle(again, 1), "questions": len(questions), "megabytes": _peak(),
    }  # fmt: skip


def search(data: Path, questions: list[str]) -> dict[str, Any]:
    """Seconds until a library is open and has found something, then the milliseconds of each question's search for passages."""
    began = time.perf_counter()
    from assistant.question import understand
    from assistant.retrieve import retrieve, scope
    from vectorstore.models import Filters

    library = Library(Settings.load(data))
    holdings = library.holdings()

    def find(question: str) -> float:
        began = time.perf_counter()
        retrieve(holdings, understand(question, holdings.acronyms()), scope(holdings, Filters()), 60)
        return 1e3 * (time.perf_counter() - began)

    holdings.documents()
    opened = time.perf_counter() - began
    first = find("What is said of the budget?")
    took = [find(question) for question in questions]
    library.close()
    return {
        "open": round(opened, 2), "first": round(first / 1e3, 2), "median": middle(took, 1), "p95": round(percentile(took, 0.95), 1),
        "megabytes": _peak(),
    }  # fmt: skip


def _peak() -> int:
    """Peak megabytes of this program. What the system counts for its process begins with the memory of the one that started it."""
    status = Path("/proc/self/status")
    if status.is_file() and (found := re.search(r"VmHWM:\s+(\d+)", status.read_text())):
        return int(found.group(1)) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Print what the command line asks for."""
    what, *rest = sys.argv[1:]
    asked: dict[str, Callable[[], dict[str, Any]]] = {
        "stages": lambda: stages(Path(rest[0]), Path(rest[1])),
        "embedding": lambda: embedding(Path(rest[0])),
        "warm": lambda: warm(Path(rest[0]), Path(rest[1]).read_text(encoding="utf-8").splitlines()),
        "search": lambda: search(Path(rest[0]), Path(rest[1]).read_text(encoding="utf-8").splitlines()),
    }
    print(json.dumps(asked[what]()))


if __name__ == "__main__":
    main()
