"""What a language model is given to read: numbered passages, fenced as data, and the question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from assistant.desk import refusal
from assistant.instructions import named, speaks_to_a_model
from vectorstore.dates import long_date
from vectorstore.models import Classification, Hit, Passage
from vectorstore.sentences import sentences

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.prompts import ChatPromptTemplate

_FENCE = re.compile(r"<(?=/?\s*passage)", re.I)


def readable(hits: Iterable[Hit], characters: int, exempt: bool) -> list[Hit]:
    """The passages that a model is given, in their order, as many as there is room for; the first is number 1.

    Left out: passages of exempt papers (unless `exempt`), and those that speak to a program instead of to a reader.
    """
    chosen: dict[str, Hit] = {}
    room = characters
    for hit in hits:
        open_ = exempt or hit.document.classification is Classification.OPEN
        length = len(shown(len(chosen) + 1, hit))
        if hit.passage.id not in chosen and open_ and length <= room and not _speaks(hit.passage):
            chosen[hit.passage.id] = hit
            room -= length
    return list(chosen.values())


def shown(number: int, hit: Hit) -> str:
    """A passage as the model reads it: where it stands, then its words, those of a table row under their labels."""
    document, passage = hit.document, hit.passage
    made = long_date(document.meeting_date) if document.meeting_date else document.period
    headings = [heading for heading in passage.section[-2:] if not speaks_to_a_model(heading)]
    place = ", ".join(part for part in (named(document), made, *headings) if part)
    rows = ["; ".join(f"{c.label}: {c.text}" if c.label else c.text for c in row if c.text) for row in passage.rows]
    words = "\n".join(rows) or passage.text
    inside = _FENCE.sub("‹", f"{place}\n{words}")
    return f'<passage number="{number}">\n{inside}\n</passage>'


def _speaks(passage: Passage) -> bool:
    """Whether anything in a passage speaks to a model: its words as a whole, or by themselves its sentences, cells and labels."""
    lines = [line for line in passage.text.splitlines() if line.strip()]
    cells = [part for row in passage.rows for cell in row for part in (cell.text, cell.label) if part]
    return any(map(speaks_to_a_model, [passage.text, *(s for line in lines for s in sentences(line)), *cells]))


def messages(question: str, hits: Sequence[Hit]) -> list[BaseMessage]:
    """The prompt for a question over numbered passages."""
    passages = "\n\n".join(shown(n, hit) for n, hit in enumerate(hits, 1))
    return _template().format_messages(refusal=refusal(), passages=passages, question=_FENCE.sub("‹", question))


@cache
def _template() -> ChatPromptTemplate:
    from langchain_core.prompts import ChatPromptTemplate

    parts = [(role, files("prompts").joinpath(f"answer_{role}.txt").read_text(encoding="utf-8")) for role in ("system", "human")]
    return ChatPromptTemplate.from_messages(parts)
