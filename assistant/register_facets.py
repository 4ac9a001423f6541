"""What a question asks of a register's own vocabulary: which conditions its words set for the records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from assistant.people import bare_name, joined, same_person
from assistant.register_dates import date_facets
from assistant.register_places import Facet, Facets, Test, place_facets
from assistant.register_scores import score_facets
from assistant.register_statuses import status_facets
from assistant.registers import Held
from vectorstore.records import Record

_NUMBERS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_DENIAL = re.compile(
    r"\b(?:does |do |is |are )?(?:not|\w*n't|never) (?=(?:\w+ )?(?:own|lead|responsib|accountab|named|belong|down to))"
    r"|\b(?:other than|except(?: for)?|apart from)\b|\b(?:does|do)\b(?=.*\bnot own)|\bnot (?=own)",
    re.I,
)


def facets(text: str, registers: Sequence[Held], as_of: date) -> Facets:
    """Find a question's conditions."""
    made = Facets(rest=text.replace("\u2019", "'"))
    records = [r for h in registers for r, _ in h.register.records()]
    _owners(made, records)
    _flags(made)
    place_facets(made, records)
    score_facets(made, records)
    date_facets(made, as_of)
    status_facets(made, records)
    return made


def in_figures(text: str) -> str:
    """The question with the numbers that count or score in figures: "fifteen or higher", "only two controls", "single-figure scores"."""
    text = re.sub(r"\bsingle[\s-]figure scores?\b", "score below 10", text, flags=re.I)
    text = re.sub(r"\bdouble[\s-]figure scores?\b", "score of 10 or more", text, flags=re.I)
    words = "|".join(_NUMBERS)
    about = (
        rf"\b(?:{words})(?= (?:or (?:more|higher|above|over|less|below|lower|under)|and above|controls?|actions?|mitigations?)\b)"
        rf"|(?<=\bscore of )(?:{words})\b|(?<=\bscoring )(?:{words})\b|(?<=\bscored )(?:{words})\b|(?<=\bat least )(?:{words})\b"
    )
    return re.sub(about, lambda m: str(_NUMBERS.index(m.group().lower()) + 1), text, flags=re.I)


def owner_groups(records: Iterable[Record]) -> list[tuple[str, ...]]:
    """The owners of some records, spellings of one person together."""
    return joined(o.name for r in records for o in r.owners)


def _owners(made: Facets, records: Sequence[Record]) -> None:
    low = made.rest.lower()
    for group in sorted(owner_groups(records), key=lambda g: -max(map(len, g))):
        forms = {bare_name(n) for n in group if len(bare_name(n)) > 3}
        match = next((m for f in sorted(forms, key=len, reverse=True) if (m := re.search(_spaced(f), low))), None)
        if match is None:
            match = _other_spelling(made.rest, group)
        if match:
            facet = _owner_facet(made.rest, group)
            made.take(match, facet)
            if facet.words.startswith("not "):
                made.rest = _DENIAL.sub(" ", made.rest)
            low = made.rest.lower()
    if not made.named("owner"):
        _surname(made, records)


def _owner_facet(text: str, group: Sequence[str]) -> Facet:
    owned = _owned_by(group)
    if _DENIAL.search(text):
        return Facet("owner", f"not {group[0]}", lambda r: bool(r.owners) and not owned(r))
    return Facet("owner", group[0], owned)


def _spaced(name: str) -> str:
    return r"(?<!\w)" + r"[\s'\u2019-]+".join(re.escape(w) for w in name.split()) + r"(?:'s)?(?!\w)"


def _other_spelling(text: str, group: Sequence[str]) -> re.Match[str] | None:
    """A person's name in a question, spelt in a way that no paper has."""
    for match in re.finditer(r"(?<!\w)[A-Z][\w'-]*\.?\s+[A-Z][\w'-]+", text):
        if any(same_person(match.group().removesuffix("'s"), name) for name in group if len(bare_name(name).split()) == 2):
            return match
    return None


def _surname(made: Facets, records: Sequence[Record]) -> None:
    """A surname alone ("Bryan's controls"), where one person only has it."""
    groups = [g for g in owner_groups(r for r in records) if len(bare_name(g[0]).split()) == 2]
    for match in re.finditer(r"(?<!\w)(?:(?:Ms|Mr|Mrs|Miss|Dr|Cllr)\.?\s+)?([A-Z][a-z'-]{3,})(?:'s)?(?!\w)", made.rest):
        fits = [g for g in groups if bare_name(g[0]).split()[-1] == match.group(1).lower().removesuffix("'s")]
        if len(fits) == 1 and match.start() > 0:
            made.take(match, Facet("owner", fits[0][0], _owned_by(fits[0])))
            return


def _owned_by(group: Sequence[str]) -> Test:
    names = frozenset(group)
    return lambda r: any(o.name in names for o in r.owners)


def _flags(made: Facets) -> None:
    patterns = (
        (
            "rating",
            r"\b(?:out of (?:step|line)|(?:not|n't) (?:follow|match|fit|agree|add up|tally|go with|correspond)|inconsisten\w+"
            r"|contradict\w*|at odds|odd|wrong(?:ly)? rated|mismatch\w*|misaligned|(?:is|are)(?:n't| not) (?:likelihood"
            r"|impact) (?:times|x|multiplied)\b[^?]*|do(?:es)?(?:n't| not) multiply\w*[^?]*|look (?:odd|wrong))\b",
        ),
        (
            "placeholder",
            r"\b(?:placeholders?|left blank|unfilled|(?:missing|figures? to be added|to be filled in)|add figure|unfinished entr\w+)\b",
        ),
        ("any", r"\b(?:errors?|mistakes?|faults?|problems?) (?:in|with) (?:the|this) (?:risk )?register\b|\bflagged\b"),
    )
    for name, pattern in patterns:
        if match := re.search(pattern, made.rest, re.I):
            made.take(match, Facet("flag", name, _flagged(name)))
            return


def _flagged(name: str) -> Test:
    signs = {"rating": ("rated ", "score "), "placeholder": ("placeholder",), "any": ("",)}[name]
    return lambda r: any(f.split(": ", 1)[-1].startswith(signs) or f.startswith(signs) for f in r.flags)
