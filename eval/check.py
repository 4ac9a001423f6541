"""Which evidence of a question set still stands in the papers that are held, so that a set does not grow old unseen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from eval import matching
from eval.question_set import Asked, Evidence, QuestionSet, Turn
from vectorstore.library import Holdings
from vectorstore.models import Page


@dataclass(frozen=True, slots=True)
class Fault:
    """What no longer holds of a question: its id (with the turn's number), and what it is in words."""

    id: str
    what: str


def check(questions: QuestionSet, holdings: Holdings) -> list[Fault]:
    """The evidence that no longer occurs in the papers, the papers that are not held, and literals that no paper has, in the set's order."""
    papers = {Path(name).name: holdings.pages(d.id) for d in holdings.documents() for name in d.sources}
    return [
        fault for asked in questions.questions for n, turn in enumerate(asked.turns) for fault in _faults(asked, n, turn, papers)
    ]


def _faults(asked: Asked, number: int, turn: Turn, papers: dict[str, list[Page]]) -> Iterator[Fault]:
    name = f"{asked.id}#{number + 1}" if asked.conversation else asked.id
    for source in turn.papers:
        if Path(source).name not in papers:
            yield Fault(name, f"{source} is not held")
    for evidence in turn.evidence:
        paper = Path(evidence.source).name if evidence.source else None
        if paper is not None and paper not in papers:
            continue
        if fault := _fault(evidence, [papers[paper]] if paper else list(papers.values())):
            yield Fault(name, f"{fault}{f' in {paper}' if paper else ''}: {_shortened(evidence.text)}")


def _fault(evidence: Evidence, papers: list[list[Page]]) -> str | None:
    """What is wrong with a piece of evidence; None when it stands where it is said to."""
    places = {n for pages in papers for n in _pages_with(evidence.text, pages)}
    if not places:
        return "no longer occurs"
    if evidence.page is not None and evidence.page not in places:
        return f"occurs no longer on page {evidence.page} but on page {', '.join(str(n) for n in sorted(p for p in places if p))}"
    return None


def _pages_with(text: str, pages: list[Page]) -> Iterator[int | None]:
    """The numbers of the pages that a piece of evidence stands on, or begins on; the cells of a row may stand apart."""
    whole = text.replace("\t", " ")
    cells = [c for c in text.split("\t") if any(x.isalnum() for x in c)]
    for page, following in zip(pages, [*pages[1:], None], strict=True):
        here = page.text
        if (
            all(matching.on_page(c, here) for c in cells)
            or matching.holds(_runs(here), text)
            or (
                following is not None
                and not matching.on_page(whole, following.text)
                and matching.on_page(whole, f"{page.body_text}\n{following.body_text}")
            )
        ):
            yield page.number


@lru_cache(maxsize=512)
def _runs(text: str) -> set[tuple[str, ...]]:
    return matching.runs(text)


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return f"\u201c{words[:120]}{'…' if len(words) > 120 else ''}\u201d"
