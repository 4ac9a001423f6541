"""Whether a paper is marked as exempt from publication, by its front sheet, its first page, its running headers or its name.

A paper that is marked goes to the exempt shelf even where the marking leaves a doubt. One that only speaks of something exempt (its
own appendix, an item of the agenda, supported "exempt accommodation") is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ingest.reading import Reading
from vectorstore.models import Classification, Kind, Page, fold_space

_CLASSES = frozenset(("classification", "status", "confidentiality", "publication status", "open or exempt", "report status", "security classification"))
_ACCESS = frozenset(("public access", "publication", "for publication", "access", "access to information", "public"))
_EXEMPTION = re.compile(r"^(?:is (?:the|this) (?:report|item|paper|appendix) )?(?:exempt|confidential|private)(?: (?:or|and|/) (?:exempt|confidential))?"
                        r"(?: (?:information|report|item|paper|appendix))?\W*$", re.I)  # fmt: skip
_PART_TWO = r"part\s*(?:2|two|ii)"
_VALUE = re.compile(rf"^\W*(?:(?:wholly|fully|part|partly|partially|strictly)\s+)?(?:exempt|confidential|restricted|not for publication|closed|official\W+sensitive"
                    rf"|{_PART_TWO}\b|part\s*b\b|private(?:\s+(?:report|item|paper|and confidential))?\W*$)", re.I)  # fmt: skip
_SHUT = re.compile(r"^\W*(?:no\b|not\b|none\b|exempt|closed|private|restricted|confidential)", re.I)
_YES = re.compile(rf"^\W*(?:yes\b|exempt|confidential|restricted|not for publication|(?:under |by virtue of )?(?:paragraph|schedule 12a)|{_PART_TWO}\b)", re.I)
_DENIED = re.compile(r"\b(?:no|not|none|n/?a|nil|neither|without|open|unrestricted)\b", re.I)
_ATTACHED = re.compile(r"\b(?:appendi(?:x|ces)|annex(?:e|es)?|attachments?|enclosures?|items?\s+(?:marked|\d+)|schedule(?!\s+12))\b", re.I)

_PAPER = r"(?:report|item|information|paper|document|appendix|annex|minutes|agenda|business|version|note|briefing)"
_END = r"\s*(?:$|[-\u2013\u2014:;,.(|/*\]])"
_MARK = re.compile(
    rf"^\W*(?:(?:strictly\s+)?(?:private\s+(?:and|&)\s+)?confidential|exempt|restricted)(?:\s+{_PAPER}){{0,2}}{_END}"
    rf"|^\W*exempt\s+(?:from\s+(?:publication|disclosure)|under|by\s+virtue)\b"
    rf"|^\W*official\W+sensitive\b|^\W*document\s+is\s+restricted\b|^\W*by\s+virtue\s+of\s+paragraphs?\b"
    rf"|^\W*{_PART_TWO}\W*(?:private|exempt|confidential|restricted|closed|not\s+for|{_PAPER})\b"
    rf"|\b{_PART_TWO}\)|,\s*{_PART_TWO}\s+{_PAPER}\b|[-\u2013\u2014|]\s*(?:exempt|confidential|{_PART_TWO})\W*$",
    re.I,
)
_SAID = re.compile(
    rf"\bnot\s+for\s+publication\b|\bthis\s+{_PAPER}\s+(?:is|contains)\s+(?:\w+\s+)?(?:confidential|exempt\s+information"
    r"|exempt\s+(?:from\s+(?:publication|disclosure)|under|by|in\s+accordance)|exempt\W*$)",
    re.I,
)
_ALONE = re.compile(rf"^\W*{_PART_TWO}\W*$", re.I)
_FIRST_PART = re.compile(r"^\W*part\s*(?:1|one|i)\b", re.I | re.M)
_NAMED = re.compile(
    rf"\bnot for publication\b|\b(?:exempt|confidential) {_PAPER}\b|\b{_PART_TWO} (?:exempt|private|confidential)\b|\b(?:exempt|confidential|restricted)$", re.I
)
_LINES = 40  # of the first page
_HEAD = 3  # lines that name the paper itself
_LONG = 300  # characters: a longer line is prose about something


def classification(reading: Reading, front: Sequence[tuple[str, str]], kind: Kind, name: str) -> Classification:
    """Exempt when a paper is marked so. `front` holds the labels and values of its front sheet, `name` is the file's, without its ending."""
    named = (re.sub(r"[\W_]+", " ", part).strip() for part in (name, reading.properties.get("title", ""), reading.properties.get("subject", "")))
    marked = any(_says_exempt(label, value) for label, value in front) or any(map(_NAMED.search, named)) or _is_marked(reading.pages, kind)
    return Classification.EXEMPT if marked else Classification.OPEN


def _says_exempt(label: str, value: str) -> bool:
    if label in _CLASSES:
        return bool(_VALUE.match(value))
    if label in _ACCESS:
        return bool(_SHUT.match(value))
    return bool(_EXEMPTION.match(label) and _YES.match(value))


def _is_marked(pages: Sequence[Page], kind: Kind) -> bool:
    """Whether the first page that has text, or a running line, bears a mark.

    An agenda or minutes list exempt items in the open, so that in them only a mark at the head or in a running line counts.
    """
    if any(_marks(line, own=True) for line in _running(pages[:3])):
        return True
    first = next((p.text for p in pages if p.text.strip()), "")
    lines = [fold_space(line) for line in first.splitlines() if line.strip()][:_LINES]
    body = () if kind in (Kind.AGENDA_PACK, Kind.MINUTES) else lines[_HEAD:]
    if any(_marks(line, own=True) for line in lines[:_HEAD]):
        return True
    if any(map(_ALONE.match, lines[:_HEAD])) and not _FIRST_PART.search(first):
        return True
    return any(_marks(line, own=False) and not _is_denied(after) for line, after in zip(body, [*body[1:], ""], strict=True))


def _running(pages: Iterable[Page]) -> Iterator[str]:
    for page in pages:
        for start, end in page.running:
            yield from page.text[start:end].splitlines()


def _marks(line: str, own: bool) -> bool:
    """Whether a line marks the paper it stands on; `own` is set for lines that name the paper itself, even if it is an appendix."""
    found = _MARK.search(line) or _SAID.search(line)
    if found is None or len(line) > _LONG:
        return False
    if _ATTACHED.search(line[: found.start()] if own else line):
        return False
    return not _is_denied(line[found.end() :])


def _is_denied(rest: str) -> bool:
    """Whether what follows a mark takes it back ("Exempt information: none") or gives it to an attachment ("Appendix 2 is exempt")."""
    return bool(re.match(r"^\W*(?:there (?:is|are)\s+)?" + _DENIED.pattern, rest, re.I)) or bool(re.match(r"^\W*(?:the\s+)?" + _ATTACHED.pattern, rest, re.I))
