"""Answers and lists for a person at a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from assistant.answer import Answer, Citation
from assistant.reference import recognition
from vectorstore.dates import long_date
from vectorstore.models import Classification, Document


def show(answer: Answer) -> None:
    """Print an answer, its quotes with their places, and what was searched. Words of papers are never read as markup."""
    console = Console(highlight=False)
    if answer.understood:
        console.print(Text(f"Understood as: {answer.understood}\n", style="italic"))
    console.print(Text(answer.answer), soft_wrap=False)
    if answer.citations:
        console.print()
    for citation in answer.citations:
        console.print(Text(f"[{citation.n}] {place(citation)}", style="bold"))
        console.print(Padding(Text(f"\u201c{citation.quote}\u201d", style="dim"), (0, 0, 0, 4)))
        if scanned := recognition(citation):
            console.print(Padding(Text(f"({scanned})"), (0, 0, 0, 4)))
    s = answer.searched
    unread = f", {s.unread_pages} pages without text not searched" if s.unread_pages else ""
    console.print(Text(f"\nSearched {s.documents} papers, {s.passages} passages{unread}. {answer.seconds:.2f} s", style="dim"))


def place(citation: Citation) -> str:
    """Where a quote stands, in words: title, date, page, section, paragraph."""
    parts = [citation.title]
    if citation.meeting_date:
        parts.append(long_date(citation.meeting_date))
    if citation.pages:
        pages = " and ".join(str(p) for p in citation.pages)
        printed = (
            f" (printed {citation.printed_page})" if citation.printed_page and citation.printed_page != str(citation.page) else ""
        )
        parts.append(f"p. {pages}{printed}")
    if citation.paragraph:
        parts.append(f"para {citation.paragraph}")
    if citation.section:
        parts.append(citation.section[-1])
    return ", ".join(parts)


def show_documents(documents: Sequence[Document]) -> None:
    """Print what is held, a paper with its particulars below it."""
    console = Console(highlight=False)
    if not documents:
        console.print("The library is empty. Put papers in with: scrutiny ingest FOLDER")
        return
    for d in documents:
        console.print(Text(d.title, style="bold"))
        meeting = long_date(d.meeting_date) if d.meeting_date else None
        pages = d.page_count and f"{d.page_count} {'page' if d.page_count == 1 else 'pages'}"
        exempt = "exempt" if d.classification is Classification.EXEMPT else None
        parts = (exempt, d.kind.value, d.body, meeting, d.period, pages, f"{d.passage_count} passages", ", ".join(d.sources))
        console.print(Padding(Text(" \u00b7 ".join(str(p) for p in parts if p), style="dim"), (0, 0, 0, 2)))
        if d.unread_pages:
            console.print(Padding(Text(f"no text on: {', '.join(map(str, d.unread_pages))}", style="yellow"), (0, 0, 0, 2)))
