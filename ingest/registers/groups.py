"""Under which directorate or service risks stand: by a heading, a line above the table, a row across it, or the sheet's name."""

from __future__ import annotations

import re

from ingest.reading import Block
from ingest.registers.printed import Line, cut, field_of
from vectorstore.models import Span, fold_space
from vectorstore.records import Field

LONGEST = 90  # characters
_UNIT = re.compile(
    r"\b(?:directorates?|departments?|services?|divisions?|education|council|housing|finance|financial services|place|resources|corporate"
    r"|adults?|children'?s?|people|care|environment|communit(?:y|ies)|public health|highways|planning|transport|legal|digital|governance"
    r"|economy|growth|neighbourhoods?|schools?|chief executive'?s?|regeneration|assets|property|customers?|culture|leisure|waste|police"
    r"|commercial|democratic|safeguarding|commissioning|strategy|operations|workforce|human resources|pensions?|fire|technology|ict|it)\b",
    re.I,
)
_NO_UNIT = re.compile(
    r"\b(?:register|summary|overview|introduction|background|appendix|annex|scor(?:e|es|ing)|matrix|heat ?map|key|guidance|definitions?"
    r"|contents|closed|all risks|top|changes?|tables?|glossary|figure|page|purpose|appetite|methodology|criteria|report|how to|next steps"
    r"|controls?|actions?|recommendations?|conclusions?)\b",
    re.I,
)
_NUMBERED = re.compile(r"(?:(?:corporate |strategic )?risk|[a-z]{1,6})[\s.-]?\d+\b", re.I)
_SURELY = re.compile(r"\b(?:directorate|department|division|services)\b", re.I)
_SHEET = re.compile(
    r"\b(?:sheet ?\d*|risks?|registers?|log|data|list|tab|corporate risks?|strategic risks?|q[1-4]|quarter|20\d\d|\d+)\b|[\W_]+",
    re.I,
)


def named_by(block: Block, title: str) -> Field | None:
    """The directorate or service that a line above a table names: short, no sentence, not the paper's own title."""
    text = fold_space(block.text)
    if block.kind not in ("heading", "paragraph") or text.endswith((".", ";", ":")) or text.lower() == title:
        return None
    return Field(text, block.spans) if names_unit(text) and (block.kind == "heading" or len(text.split()) <= 8) else None


def names_unit(text: str) -> bool:
    """Whether a short line names a directorate or service."""
    return len(text) <= LONGEST and bool(_UNIT.search(text)) and not _NO_UNIT.search(text) and not _NUMBERED.match(text)


def surely_names_unit(text: str) -> bool:
    """The same by a word that only units have, where the line may as well be a risk's own title."""
    return names_unit(text) and bool(_SURELY.search(text))


def of_sheet(named: Field, label: str | None) -> Field:
    """A heading's group, by the sheet's own name where the heading only says more about it ("Place risks" on the sheet "Place")."""
    sheet = sheet_group(label, named.spans)
    at = named.text.lower().find(sheet.text.lower()) if sheet else -1
    return field_of([cut(Line(named.text, named.spans), at, at + len(sheet.text))], None) if sheet and at >= 0 else named


def sheet_group(label: str | None, spans: tuple[Span, ...]) -> Field | None:
    """A sheet's name as a group, unless it is one of the names that any register's sheet has ("Sheet1", "Risk register").

    `spans` is where the name stands at the sheet's head.
    """
    if not label or not _SHEET.sub("", label):
        return None
    return Field(label, spans) if names_unit(label) else None
