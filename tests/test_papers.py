"""Real council papers: what is measured on them must not fall below what was promised.

Skipped where SCRUTINY_PAPERS is unset. The corpus is read once; the questions are asked once.
"""

from __future__ import annotations

import importlib.util
import json
import re
import statistics
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from assistant.answer import Answer, Citation
from assistant.desk import Desk
from vectorstore.library import Library
from vectorstore.settings import Settings

pytestmark = [pytest.mark.papers, pytest.mark.timeout(900)]
BUDGET = 12_000  # characters of retrieved passages that count, best first
SEND_FUNDING = "what controls exist for SEND funding risk"
Asked = list[tuple[dict[str, Any], Answer]]


@pytest.fixture(scope="session")
def evidence(papers: Path) -> ModuleType:
    """The scoring functions that lie beside the papers."""
    spec = importlib.util.spec_from_file_location("evidence", papers / "scoring" / "evidence.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def corpus_library(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a library that holds the corpus."""
    from ingest.job import ingest

    data = tmp_path_factory.mktemp("corpus")
    library = Library(Settings.load(data))
    report = ingest([papers / "corpus"], library)
    library.close()
    assert len(report.added) == len([p for p in (papers / "corpus").iterdir() if p.is_file()])
    assert not report.failed
    return data


@pytest.fixture(scope="session")
def desk(corpus_library: Path) -> Iterator[Desk]:
    library = Library(Settings.load(corpus_library))
    yield Desk(library)
    library.close()


@pytest.fixture(scope="session")
def asked(papers: Path, desk: Desk) -> Asked:
    """Every question of the development set with its answer."""
    lines = (papers / "questions" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line) for line in lines if line.strip()]
    return [(q, desk.ask(q["question"])) for q in questions]


@pytest.fixture(scope="session")
def texts(papers: Path) -> dict[tuple[str, int | None], str]:
    """What other libraries read on each page of the corpus, lines that stand on most pages of their file left out."""
    found: dict[tuple[str, int | None], str] = {}
    for path in (papers / "corpus").iterdir():
        if path.suffix == ".pdf":
            pages = [page.extract_text().splitlines() for page in PdfReader(path).pages]
            times = Counter(shape for lines in pages for shape in {_shape(line) for line in lines})
            running = {shape for shape, n in times.items() if n > max(3, len(pages) / 2)}
            for n, lines in enumerate(pages, 1):
                found[path.name, n] = "\n".join(line for line in lines if _shape(line) not in running)
        else:
            nodes = docx.Document(str(path)).element.body.iter()
            found[path.name, None] = "".join(
                (n.text or "") if n.tag.endswith("}t") else "\n" if n.tag.endswith("}p") else "" for n in nodes
            )
    return found


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())


def answerable(asked: Asked) -> Asked:
    return [(q, a) for q, a in asked if q["kind"] != "unanswerable"]


def test_the_evidence_is_retrieved(asked: Asked, evidence: ModuleType) -> None:
    shares = [evidence.recall("\n".join(p.text for p in a.passages)[:BUDGET], q["evidence"]) for q, a in answerable(asked)]
    assert statistics.mean(shares) >= 0.70


def test_every_quote_is_on_its_page(asked: Asked, evidence: ModuleType, texts: dict[tuple[str, int | None], str]) -> None:
    def stands(citation: Citation) -> bool:
        name = Path(citation.source).name
        pages: list[int | None] = [*citation.pages] or [None]
        return bool(evidence.same_words(citation.quote, "\n".join(texts[name, page] for page in pages)))

    quotes = [c for _, a in asked for c in a.citations]
    assert len(quotes) > len(asked)
    assert [(c.source, c.page, c.quote) for c in quotes if not stands(c)] == []


def test_no_answer_is_without_a_citation(asked: Asked) -> None:
    assert [a.question for _, a in asked if a.status != "not_found" and not a.citations] == []
    assert [c.text for _, a in asked for c in a.claims if not c.citations] == []


def test_what_can_be_answered_mostly_is_and_some_of_the_rest_is_not(asked: Asked) -> None:
    refused = [a.status == "not_found" for _, a in answerable(asked)]
    assert statistics.mean(refused) <= 0.15
    assert any(a.status == "not_found" for q, a in asked if q["kind"] == "unanswerable")


def test_answers_are_short_enough_to_read(asked: Asked) -> None:
    lengths = sorted(sum(len(c.quote) for c in a.citations) for _, a in answerable(asked))
    assert lengths[int(0.95 * (len(lengths) - 1))] < 2_500


def test_the_controls_of_send_funding_are_named_with_status_and_owner(papers: Path, desk: Desk, evidence: ModuleType) -> None:
    """Told from the tab-separated text of the register: the rows between the risk and the next one's header."""
    (register,) = (papers / "corpus_text").glob("*risk-register*.txt")
    rows = [line.split("\t") for line in register.read_text(encoding="utf-8").splitlines()]
    start = next(n for n, row in enumerate(rows) if len(row) > 2 and row[1].startswith("SEND funding"))
    header, *rest = rows[start + 1 :]
    until = next(n for n, row in enumerate(rest) if row[0] == header[0])
    columns = [
        next(n for n, label in enumerate(header) if label.lower() == name)
        for name in ("control title", "status", "control owner")
    ]
    controls = [[row[n] for n in columns] for row in rest[:until] if len(row) > max(columns) and row[columns[0]]]
    assert len(controls) == 4
    answer = desk.ask(SEND_FUNDING)
    claims = [c for c in answer.claims if c.derived is None]
    assert len(claims) == len(controls)
    cited = {c.n: c for c in answer.citations}
    for claim, control in zip(claims, controls, strict=True):
        assert evidence.includes(claim.text, control)
        for n in claim.citations:
            assert Path(cited[n].source).stem == register.stem
            assert cited[n].page is not None
            assert cited[n].section[-1].startswith("SEND funding")


def test_reading_the_corpus_again_does_nothing(papers: Path, corpus_library: Path) -> None:
    from ingest.job import ingest

    library = Library(Settings.load(corpus_library))
    report = ingest([papers / "corpus"], library)
    library.close()
    assert (report.added, report.updated, report.removed, report.failed) == ([], [], [], [])
    assert report.seconds < 2
