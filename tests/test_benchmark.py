"""What the benchmark makes and computes: copies of papers that are whole, powers, percentiles, and a page and a picture of what was measured."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from eval.benchmark import page
from eval.benchmark.growth import exponents
from eval.benchmark.resampled import CLOSENESS, copies, originals
from eval.benchmark.runs import exponent, percentile
from ingest.job import ingest
from vectorstore.library import Library
from vectorstore.models import fold_space
from vectorstore.settings import Settings

from .conftest import ROOT

PAPERS = ROOT / "samples" / "papers"
ROW = {"put_a_second": 900, "open": 0.1, "first": 0.5, "median": 20.0, "p95": 30.0, "megabytes": 400, "gigabytes": 0.1}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    made = Library(Settings.load(tmp_path_factory.mktemp("benchmark")))
    ingest([PAPERS / "cyp-scrutiny-minutes-2026-01-19.pdf", PAPERS / "councillor-briefing-send-transport.md"], made)
    return made


def test_a_copy_is_a_paper_of_its_own_with_every_quote_on_its_page(library: Library, tmp_path: Path) -> None:
    held = originals(library._open)
    assert [len(o.vectors) for o in held] == [sum(len(p.pieces) for p in o.content.passages) for o in held]
    grown = Library(Settings.load(tmp_path))
    for seed in (1, 2):
        for copy, source in copies(held, seed):
            grown._open.put(copy.document, copy.content, [source], source.described_by, copy.vectors, copy.pieces)
    documents = grown.holdings().documents()
    assert len(documents) == 2 * len(held)
    changed = 0
    for document in documents:
        pages = {p.ordinal: p for p in grown.holdings().pages(document.id)}
        passages = grown.holdings().passages_of(document.id)
        assert len(passages) == document.passage_count
        for passage in passages:
            if not passage.rows:
                assert fold_space(" ".join(pages[s.page].text[s.start : s.end] for s in passage.spans)) == fold_space(
                    passage.text
                )
        changed += [p.text for p in passages] not in [[p.text for p in o.content.passages] for o in held]
    assert changed == len(documents)
    assert grown.holdings().vector_search("home to school transport", None, 5)
    grown.close()


def test_a_copys_vectors_lie_near_the_originals(library: Library) -> None:
    held = originals(library._open)
    for original, (copy, _) in zip(held, copies(held, 7), strict=True):
        cosines = (original.vectors * copy.vectors).sum(axis=1)
        assert np.allclose(np.linalg.norm(copy.vectors, axis=1), 1, atol=1e-5)
        assert cosines.mean() == pytest.approx(CLOSENESS, abs=0.03)


def test_powers_and_percentiles() -> None:
    assert exponent([10, 100, 1_000], [3, 300, 30_000]) == pytest.approx(2)
    assert exponent([10, 100, 1_000], [7, 7, 7]) == pytest.approx(0)
    assert percentile([float(n) for n in range(1, 101)], 0.95) == 95
    assert percentile([4.0], 0.95) == 4
    rows = [{**ROW, "passages": 10**n, "median": 2.0 * 10**n, "put_a_second": 10 ** (6 - n)} for n in (3, 4, 5)]
    found = exponents(rows)
    assert found["median"] == pytest.approx(1)
    assert found["put"] == pytest.approx(1)
    assert found["megabytes"] == pytest.approx(0)


def test_the_page_has_what_was_measured_and_the_picture_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = tmp_path / "benchmarks.md"
    written.write_text(f"# Benchmarks\n\nOther figures.\n\n{page.HEADING}\n\nOld ones.\n", encoding="utf-8")
    monkeypatch.setattr(page, "PAGE", written)
    monkeypatch.setattr(page, "PICTURE", tmp_path / "growth.svg")
    rows = [{**ROW, "passages": 10**n} for n in (3, 4)]
    measured = {
        "growth": {"rows": rows, "exponents": exponents(rows), "on": "1 May 2026"},
        "chat": {"megabytes": 512, "on": "2 May 2026"},
    }
    page.write(measured)
    told = written.read_text(encoding="utf-8")
    assert "Other figures." in told
    assert "Old ones." not in told
    assert "512 MB" in told
    assert "| 10,000 | 900 |" in told
    page.write(measured)
    assert written.read_text(encoding="utf-8") == told
    drawn = ElementTree.parse(tmp_path / "growth.svg").getroot()
    assert len(drawn.findall("{http://www.w3.org/2000/svg}polyline")) == 3
