"""Whether a paper is marked as exempt from publication, by its front sheet, its first page, its running headers or its name.

A paper that is marked goes to the exempt shelf even where the marking leaves a doubt. One that only speaks of something exempt
(an appendix of its own, an item of the agenda, supported "exempt accommodation") is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ingest.reading import Reading
from vectorstore.models import Classification, Kind, Page, fold_space

_PART_TWO = r"part\s*(?:2|two|ii)"
_PAPER = r"(?:report|item|information|paper|document|appendix|annex|minutes|agenda|version)"

# Front sheets: what a label asks, and what value of it makes the paper exempt.
_CLASSES = frozenset(
    f"{of}{what}"
    for of in ("", "report ", "publication ", "security ")
    for what in ("classification", "status", "confidentiality")
) | {"open or exempt"}
_CLASS = re.compile(
    r"^\W*(?:(?:wholly|fully|part|partly|partially|strictly)\s+)?"
    rf"(?:exempt|confidential|restricted|not for publication|closed|official\W+sensitive|{_PART_TWO}\b|part\s*b\b"
    r"|private(?:\s+(?:report|item|paper|and\s+confidential))?\W*$)",
    re.I,
)
_ACCESSES = frozenset(("public access", "publication", "for publication", "access", "access to information", "public"))
_SHUT = re.compile(r"^\W*(?:no|not|none|exempt|closed|private|restricted|confidential)\b", re.I)
_EXEMPTIONS = re.compile(
    r"^(?:(?:is|does) (?:the|this) (?:report|item|paper|appendix) (?:contain )?)?(?:exempt|confidential|private)"
    rf"(?: (?:or|and) (?:exempt|confidential))?(?: {_PAPER})?$"
)
_YES = re.compile(
    r"^\W*(?:yes\b|exempt|confidential|restricted|not for publication|(?:(?:under|by virtue of) )?paragraph|schedule 12a"
    rf"|{_PART_TWO}\b)",
    re.I,
)

# Lines of the first page.
_MARK = re.compile(
    rf"^\W*(?:(?:strictly\s+)?(?:private\s+(?:and|&)\s+)?confidential|exempt|restricted)(?:\s+{_PAPER}){{0,2}}(?:\s+(?!no\b)[A-Z\d]{{1,3}})?"
    r"\s*(?:$|[-\u2013\u2014:;,.(|/*\]])"
    r"|^\W*exempt\s+(?:from\s+(?:publication|disclosure)|under|by\s+virtue)\b"
    r"|^\W*official\W+sensitive\b|^\W*document\s+is\s+restricted\b|^\W*by\s+virtue\s+of\s+paragraphs?\b"
    rf"|^\W*{_PART_TWO}\W*(?:private|exempt|confidential|restricted|closed|not\s+for|items?\s|agenda)\b|^\W*{_PART_TWO}\s+{_PAPER}\W*$"
    rf"|,\s*{_PART_TWO}\s+(?:agenda|items?|private|exempt)\b|\b(?:agenda|items?|report)\b[^()]{{0,20}}\({_PART_TWO}\)"
    r"|[-\u2013\u2014|]\s*(?:exempt|confidential)\W*$",
    re.I,
)
_SAID = re.compile(
    rf"\bnot\s+for\s+publication\b|\bthis\s+{_PAPER}\s+(?:is|contains)\s+(?:(?!not?\b)\w+\s+)?(?:confidential|exempt\s+information"
    r"|exempt\s+(?:from\s+(?:publication|disclosure)|under|by|in\s+accordance)|exempt\W*$)",
    re.I,
)
_ALONE = re.compile(rf"^\W*{_PART_TWO}\W*$", re.I)
_FIRST_PART = re.compile(r"^\W*part\s*(?:1|one|i)\b", re.I | re.M)
_ATTACHED = re.compile(
    r"\b(?:appendi(?:x|ces)|annex(?:e|es)?|attachments?|enclosures?|(?<!agenda )items?\s+(?:marked|\d+)|schedule(?!\s+12))\b",
    re.I,
)
_OTHERS = re.compile(_ATTACHED.pattern + r"[^.]*\b(?:is|are|contains?|to\s+th(?:is|e))\b", re.I)
_DENIED = re.compile(r"^\W*(?:there\s+(?:is|are)\s+)?(?:no|not|none|n/?a|nil|open|unrestricted)\b", re.I)
_ASKS = re.compile(r"^\W*(?:exempt|confidential)\s+(?:information|items?)\W*$", re.I)

# File names and properties.
_NAMED = re.compile(
    r"\bnot for publication\b|\b(?:exempt|confidential) (?:report|item|appendix|annex|minutes|paper|version)\b"
    rf"|\b{_PART_TWO} (?:exempt|private|confidential)\b|\b(?:exempt|confidential)$",
    re.I,
)
_LINES = 40  # lines of the first page that are looked at
_HEAD = 3  # of them, those that name the paper itself
_LONG = 300  # characters: a longer line is prose


def classification(reading: Reading, front: Sequence[tuple[str, str]], kind: Kind, name: str) -> Classification:
    """Exempt when a paper is marked so.

    `front` holds the labels (in small letters) and values of its front sheet, `name` is the file's without its ending.
    """
    own = (name, reading.properties.get("title", ""), reading.properties.get("subject", ""))
    named = any(_NAMED.search(re.sub(r"[\W_]+", " ", part).strip()) for part in own)
    marked = named or any(_says_exempt(label, value) for label, value in front) or _is_marked(reading.pages, kind)
    return Classification.EXEMPT if marked else Classification.OPEN


def _says_exempt(label: str, value: str) -> bool:
    if label in _CLASSES:
        return bool(_CLASS.match(value))
    if label in _ACCESSES:
        return bool(_SHUT.match(value))
    return bool(_EXEMPTIONS.match(label) and _YES.match(value) and not _ATTACHED.search(value))


def _is_marked(pages: Sequence[Page], kind: Kind) -> bool:
    """Whether the first page that has text, or a running line, bears a mark.

    An agenda or minutes list exempt items in the open, so that in them only a mark at the head or in a running line counts.
    """
    first = next((p.text for p in pages if p.text.strip()), "")
    lines = [fold_space(line.replace("\t", ": ")) for line in first.splitlines() if line.strip()][:_LINES]
    if any(_marks(line, own=True) for line in (*_running(pages[:3]), *lines[:_HEAD])):
        return True
    if lines and _ALONE.match(lines[0]) and not _FIRST_PART.search(first):
        return True
    body = [] if kind in (Kind.AGENDA_PACK, Kind.MINUTES) else lines[_HEAD:]
    return any(
        _marks(line, own=False) and not (_ASKS.match(line) and (_DENIED.match(after) or _ATTACHED.search(after)))
        for line, after in zip(body, [*body[1:], ""], strict=False)
    )


def _running(pages: Iterable[Page]) -> Iterator[str]:
    for page in pages:
        for start, end in page.running:
            yield from map(fold_space, page.text[start:end].splitlines())


def _marks(line: str, own: bool) -> bool:
    """Whether a line marks the paper it stands on.

    What it says of an attachment is not said of the paper; a line that names the paper itself (`own`) may call it an appendix.
    """
    found = _MARK.search(line) or _SAID.search(line[:_LONG])
    if found is None:
        return False
    this = found.group().lower().startswith("this")
    before, after = line[: found.start()], line[found.end() :]
    if (len(line) > _LONG and before and not this) or _DENIED.match(after):
        return False
    if found.group().endswith(":") and _ATTACHED.match(after.strip()):
        return False
    return not (_OTHERS.search(before) if own or this else _ATTACHED.search(line))
