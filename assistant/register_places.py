"""Directorates, categories and directions of travel that a question names, in the register's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from assistant.question import content_words, words
from vectorstore.records import Record, RecordKind

Test = Callable[[Record], bool]

_GENERIC = frozenset(
    ("directorate", "department", "division", "service", "services", "risk", "risks", "register", "the", "and", "of", "for", "s")
)
_UNIT = r"(?:directorate|department|division|service|register|theme|portfolio)"
_DIRECTIONS: dict[str, tuple[str, str]] = {
    "going up": (
        r"going up|(?:have |has )?(?:gone up|got(?:ten)? worse|worsened|increased|risen|escalated)|getting worse|worsening|increasing|rising",
        r"up|\u2191|\u25b2|\u21e7|\u2b06|\u2197|\u21d1|increas\w+|worsen\w*|rising|higher|deteriorat\w+|escalated",
    ),
    "going down": (
        r"going down|(?:have |has )?(?:gone down|got(?:ten)? better|improved|decreased|fallen|reduced)|getting better|improving|decreasing|falling",
        r"down|\u2193|\u25bc|\u21e9|\u2b07|\u2198|\u21d3|decreas\w+|improv\w+|falling|lower|reduc\w+|de-escalated",
    ),
    "unchanged": (
        r"unchanged|not (?:moved|moving|changed)|static|stable|stay(?:ed|ing) the same",
        r"same|static|stable|no change|unchanged|steady|level|=|\u2194|\u2192|\u21d4|\u27a1|\u25ba|\u25c4\u25ba|flat|constant|\u21e8|\u2b0c",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facet:
    """One condition: what it is about, how it reads in an answer, and whether a record meets it. `kind` is whose condition it is."""

    name: str
    words: str
    test: Test
    kind: RecordKind | None = None


@dataclass(slots=True)
class Facets:
    """The conditions found in a question, and the question without their words."""

    found: list[Facet] = field(default_factory=list)
    rest: str = ""

    def take(self, match: re.Match[str] | tuple[int, int], facet: Facet) -> None:
        """Note a condition and blank its words."""
        start, end = match if isinstance(match, tuple) else match.span()
        self.found.append(facet)
        self.rest = self.rest[:start] + " , " + self.rest[end:]

    def named(self, name: str) -> list[Facet]:
        """The conditions of one sort."""
        return [f for f in self.found if f.name == name]


def place_facets(made: Facets, records: Sequence[Record]) -> None:
    """Find the directorate, category and direction of travel that a question names."""
    _groups(made, records)
    _categories(made, records)
    _directions(made, records)


def _held(records: Iterable[Record], name: str, kind: str | None = None) -> list[str]:
    found = dict.fromkeys(t for r in records if (kind is None or r.kind == kind) and (t := r.text(name)))
    return sorted(found, key=lambda t: (-len(t), t))


def _groups(made: Facets, records: Sequence[Record]) -> None:
    groups = _held(records, "group", "risk")
    if len(groups) < 2:
        return
    for group in groups:
        names = [w for w in words(group) if w not in _GENERIC]
        if not names:
            continue
        phrase = r"[\s,&]+(?:and\s+)?".join(re.escape(n) + r"(?:'s)?" for n in names)
        after = rf"(?:\s+{_UNIT})" + ("?" if len(names) > 1 else "")
        match = re.search(rf"(?<!\w){phrase}(?!\w){after}", made.rest, re.I)
        match = match or re.search(rf"\b(?:in|of|does|do|under|from) (?:the )?{re.escape(group)}(?!\w)", made.rest)
        if match:
            made.take(match, Facet("group", f"of {group}", _has("group", (group,)), "risk"))
            return


def _categories(made: Facets, records: Sequence[Record]) -> None:
    """A category: before the noun ("financial risks"), after it ("risks that are financial"), or beside the word "category"."""
    kinds: tuple[RecordKind, RecordKind] = ("risk", "control")
    asks = re.search(r"\bcategor\w+|\bclass(?:ed|ified)|\btypes?\b", made.rest, re.I)
    noun = r"(?:risks?|controls?|mitigations?|category|type|theme)"
    for kind in kinds:
        held = _held(records, "category", kind)
        forms = {form.lower(): None for c in held for form in (c, *_parts(c))}
        for form in sorted(forms, key=lambda f: (-len(f), f)):
            exact = rf"(?<!\w){_either(form)}(?!\w)"
            match = re.search(rf"{exact}(?=\W+{noun}\b)", made.rest, re.I) or re.search(
                rf"\b(?:are|is) (?:not )?{exact}(?=\W*$)|\b(?:category|under|as) {exact}", made.rest, re.I
            )
            match = match or (re.search(exact, made.rest, re.I) if asks else None)
            if match:
                meant = tuple(c for c in held if c.lower() == form or form in (p.lower() for p in _parts(c)))
                before = re.search(r"(?:\bnot|n't)\s+$", made.rest[: match.start()], re.I)
                denied = before or re.match(r"(?:are|is) not", match.group(), re.I)
                has = _has("category", meant)
                words = f"{'not ' if denied else ''}in the category {' or '.join(meant)}"
                start = before.start() if before else match.start()
                made.take((start, match.end()), Facet("category", words, _lacks(has) if denied else has, kind))
                break


def _either(form: str) -> str:
    """A category's words, a slash or comma between them also said as "or" and "and"."""
    return r"\W+(?:(?:or|and)\W+)?".join(re.escape(part) for part in re.split(r"\s*[/,;&]\s*|\s+and\s+", form) if part)


def _parts(category: str) -> list[str]:
    """The words on both sides of a slash, comma or "and" of a category."""
    return [p.strip() for p in re.split(r"[/,;&]|\band\b", category) if p.strip()]


def _has(name: str, meant: Sequence[str]) -> Test:
    return lambda record: record.text(name) in meant


def _lacks(has: Test) -> Test:
    return lambda record: bool(record.text("category")) and not has(record)


def _directions(made: Facets, records: Sequence[Record]) -> None:
    if not any(r.text("direction") for r in records):
        return
    for name, (asked, printed) in _DIRECTIONS.items():
        if match := re.search(rf"\b(?:{asked})\b", made.rest, re.I):
            made.take(match, Facet("direction", name, _goes(printed), "risk"))
            return


def _goes(printed: str) -> Test:
    return lambda record: bool(re.match(rf"\W*(?:{printed})(?!\w)", record.text("direction") or "", re.I))


def category_phrase(text: str) -> str | None:
    """What a question calls a category when no category has those words: "the money category", "classed as being about law"."""
    match = re.search(r"\b(?:the\s+)?(?P<a>[\w\s/-]{3,40}?)\s+categor(?:y|ies)\b", text, re.I) or re.search(
        r"\b(?:class(?:ed|ified)|categori[sz]ed|put down|recorded|filed)\s+(?:as"
        r"|under)\s+(?:being\s+)?(?:about\s+)?(?P<a>[\w\s/&-]{3,60}?)(?:\s+risks?)?\W*$",
        text,
        re.I,
    )
    if match is None:
        return None
    phrase = " ".join(content_words(re.split(r"\b(?:in|into|under|the|are|put)\b", match.group("a"))[-1]))
    return phrase or None
