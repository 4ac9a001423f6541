"""Honest ways of putting a sentence otherwise: other words for the same, other ways of writing a value, and words that say who says it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.planting.facts import MONTHS
from eval.planting.text import LABEL, draw

_SAME: tuple[tuple[str, str], ...] = (
    (r"\bapproximately\b", "about"), (r"\bchildren and young people\b", "young people and children"), (r"\bcommenced\b", "began"),
    (r"\bin order to\b", "to"), (r"\bassist(?=s?\b)", "help"), (r"\brequire(?=s?\b)", "need"),
    (r"\bpurchase(?=s?\b)", "buy"), (r"\bobtain(?=s?\b)", "get"),
    (r"\bas well as\b", "and"), (r"\bensure\b", "make sure"), (r"\bensuring\b", "making sure"),
    (r"\bHowever, (\w)", r"\1"), (r"\bset out\b", "described"),
    (r"\b(an|the) increase in\b", "a rise in"), (r"\b(an?|the) decrease in\b", "a fall in"),
    (r"\bprior to\b", "before"), (r"\bfollowing the\b", "after the"),
    (r"\bcurrently\b", "at present"), (r"\breceived\b", "got"), (r"\bnumerous\b", "many"),
    (r"\butilise\b", "use"), (r"\bsubsequently\b", "later"),
    (r"\bcompleted\b", "finished"), (r"\bunder way\b", "in progress"), (r"\bestablished\b", "set up"),

    (r"\bdue to (?=the|a|its|our)\b", "because of "), (r"\bin addition\b", "also"), (r"\benable\b", "allow"),
    (r"\badditional\b", "extra"), (r"\bsignificant\b", "considerable"),
    (r"\bfell\b", "dropped"), (r"\brose\b", "went up"), (r"(?<!no )(?<!No )\bmore than\b", "over"),
)  # fmt: skip
_WRITTEN: tuple[tuple[str, str], ...] = (
    (r"(?<=\d) per ?cent\b", "%"), (r"(?<=\d)%(?! ?points?)", " per cent"), (r"(?<=\d) million\b", "m"), (r"(?<=\d)m\b", " million"),
    (r"\b(20\d\d)/(\d\d)\b(?!/)", r"\1-\2"), (r"\be\.g\.", "for example"), (r"\bapprox\.", "approximately"),
    (r"\b0?(\d{1,2})/0?(\d{1,2})/(20\d\d)\b", ""),
    (r"\bCllr\b", "Councillor"), (r"\b(\d)th of (?=[A-Z])", r"\1 "), (r"\b(\d{1,2})(?:st|nd|rd|th) (?=[A-Z][a-z]+ 20)", r"\1 "),
    (r"\bSEND\b", "special educational needs and disabilities"), (r"\bEHCP(?=s?\b)", "EHC plan"), (r" & ", " and "),
)  # fmt: skip
_MILLIONS = re.compile(r"\u00a3(\d+)\.(\d)m\b")
_FRONTED = re.compile(r"^((?:In|By|Since|During|From) [^,]{4,40}), ([^,:;]+)\.$")
_LEAD = (
    "The paper says that {}",
    "According to the paper, {}",
    "As the paper puts it, {}",
    "The report states that {}",
    "We are told that {}",
)
_LOWERED = (
    "The",
    "This",
    "A",
    "An",
    "In",
    "These",
    "There",
    "It",
    "All",
    "Our",
    "We",
    "By",
    "Since",
    "Over",
    "During",
    "From",
    "At",
    "On",
    "As",
)


def rephrasings(text: str) -> Iterator[tuple[str, str]]:
    """(way, text) of each other way of putting a sentence that it has room for."""
    for way, pairs in (("reworded", _SAME), ("rewritten", _WRITTEN)):
        said = text
        for pattern, other in pairs:
            said = re.sub(pattern, _long_date if "20" in pattern and not other else other, said)
        said = _MILLIONS.sub(lambda m: f"\u00a3{m[1]},{m[2]}00,000", said) if way == "rewritten" else _unfronted(said)
        if said != text:
            yield way, said[0].upper() + said[1:]
    if not LABEL.search(text) and len(text.split()) >= len(_LEAD):
        first, _, rest = text.partition(" ")
        yield "reported", draw(_LEAD, "lead", text).format(f"{first.lower() if first in _LOWERED else first} {rest}")


def _long_date(match: re.Match[str]) -> str:
    """A date in figures, written out; one that is none stays as it is."""
    return f"{match[1]} {MONTHS[int(match[2]) - 1]} {match[3]}" if 1 <= int(match[2]) <= len(MONTHS) else match.group()


def _unfronted(text: str) -> str:
    fronted = _FRONTED.match(text)  # "In May 2026, the hub opened." as "The hub opened in May 2026."
    if not fronted:
        return text
    when, what = fronted.groups()
    return f"{what[0].upper()}{what[1:]} {when[0].lower()}{when[1:]}."
