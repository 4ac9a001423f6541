"""How what a register holds is put in words: its date, scores, owners, places, and how far its controls and actions are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from assistant.register_scores import rating_of
from assistant.register_statuses import is_completed, is_finished
from assistant.registers import Held
from assistant.views.elements import Element, element
from assistant.views.wording import count, day, listed, page_numbers
from vectorstore.records import FIELDS, Record, Score

_GLUE = "\N{NO-BREAK SPACE}"
_ONE_LINE = 18  # characters of a chip that is kept on one line
TIMES = "\N{MULTIPLICATION SIGN}"
NAMES = {
    "ref": "Reference",
    "title": "Risk",
    "description": "Description",
    "category": "Category",
    "group": "Directorate or group",
    "cause": "Cause",
    "consequence": "Consequence",
    "impact": "Impact",
    "likelihood": "Likelihood",
    "score": "Score",
    "rating": "Rating",
    "direction": "Direction",
    "status": "Status",
    "owner": "Owner",
    "due": "Due",
    "added": "Added",
    "reviewed": "Reviewed",
    "note": "Note",
}
"""What the fields of a record are called; the columns' own labels are the register's."""
assert set(NAMES) == set(FIELDS)

STAGES = ("inherent", "previous", "current", "residual", "target")
_ARROWS = {"up": "↑⇧⬆▲⇑↗", "down": "↓⇩⬇▼⇓↘", "no change": "→↔⇨➡►⬌⇔➔➜=◄►"}
_LEVELS = {
    "high": {"high", "red", "very", "critical", "extreme", "severe", "major", "catastrophic", "r", "h", "vh", "unacceptable"},
    "medium": {"medium", "moderate", "amber", "yellow", "orange", "significant", "a", "m", "tolerable"},
    "low": {"low", "green", "minor", "negligible", "insignificant", "trivial", "minimal", "acceptable", "g", "l"},
}


def date_words(iso: str) -> str:
    """`31 March 2026`, `March 2026` or `2026` for an ISO day, month or year."""
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 3:
        return day(date(parts[0], parts[1], parts[2]))
    return f"{date(parts[0], parts[1], 1):%B %Y}" if len(parts) == 2 else str(parts[0])


def as_at(held: Held) -> str:
    """`as at 31 March 2026`, or that its date is not known."""
    return f"as at {date_words(held.as_at)}" if held.as_at else "date not known"


def current(risk: Record) -> Score | None:
    """The score that a risk has now, after its controls."""
    return risk.scores.get("current") or risk.scores.get("residual")


def score_words(risk: Record) -> str | None:
    """What is printed for a risk's rating and score now; None when neither is."""
    return ", ".join(dict.fromkeys(text for name in ("rating", "score") if (text := risk.text(name)))) or None


def product_words(score: Score | None) -> str | None:
    """`likelihood 4 × impact 5`, as far as they are numbers."""
    if score is None:
        return None
    parts = [f"{name}{_GLUE}{n}" for name, n in (("likelihood", score.likelihood), ("impact", score.impact)) if n is not None]
    return f" {TIMES} ".join(parts) or None


def stage_words(stage: str, risks: Iterable[Record]) -> str:
    """What a stage of scores is called. Where a register has but one it is "Now": nothing may be printed that says more."""
    alone = {name for risk in risks for name in risk.scores} == {stage}
    return "Now" if alone and stage in ("current", "residual") else stage.capitalize()


@cache
def level(rating: str | None) -> str | None:
    """Which of three grounds a rating's words stand on: `high`, `medium` or `low`; None for words that say none of them."""
    found = re.findall(r"[a-z]+", (rating or "").lower())
    if found[:2] == ["very", "low"]:
        return "low"
    return next((name for word in found for name, words in _LEVELS.items() if word in words), None)


def rating_word(risk: Record) -> str | None:
    """A risk's rating now in the register's own word, with a capital; None where it rates by numbers alone."""
    word = rating_of(risk)
    return word.capitalize() if word else None


def chip(words: str, ground: str | None = None) -> Element:
    """A word or two on a ground of their own; the words say it all, the ground only helps the eye."""
    short = "short" if len(words) <= _ONE_LINE else None
    return element("span", words, class_=" ".join(part for part in ("chip", short, ground) if part))


def direction_words(printed: str | None) -> str | None:
    """The direction as printed, an arrow with its meaning."""
    if not printed or any(character.isalnum() for character in printed):
        return printed
    said = next((name for name, arrows in _ARROWS.items() if printed.strip()[:1] in arrows), None)
    return f"{printed} {said}" if said else printed


def page_words(held: Held, ordinal: int | None) -> str | None:
    """`p. 3`; None where the format has no pages."""
    number = held.page(ordinal)
    return f"p.{_GLUE}{number}" if number is not None else None


# --- how far controls and actions are


@dataclass(frozen=True, slots=True)
class Progress:
    """Of some controls or actions: how many there are, are completed, are overdue."""

    records: int
    completed: int
    overdue: int

    def words(self, one: str) -> str:
        """`4 controls: 1 completed, 2 overdue`."""
        parts = [f"{n} {name}" for n, name in ((self.completed, "completed"), (self.overdue, "overdue")) if n]
        return count(self.records, one) + (f": {', '.join(parts)}" if parts else "")


def progress(records: Iterable[Record], today: date) -> Progress:
    """How far controls or actions are, as of a day."""
    every = list(records)
    return Progress(len(every), sum(map(is_completed, every)), sum(is_overdue(each, today) for each in every))


def is_overdue(record: Record, today: date) -> bool:
    """Whether its status says so, or the day, month or year in which it was due is over and no status says that it is finished with."""
    if re.search(r"\boverdue\b", record.text("status") or "", re.I):
        return True
    return record.due is not None and record.due < today.isoformat()[: len(record.due)] and not is_finished(record)


def flags_of(risk: Record) -> tuple[str, ...]:
    """What is wrong with the print of a risk, its controls and actions, in words."""
    below = [f"{child.kind} \N{LEFT DOUBLE QUOTATION MARK}{shortened(child.name)}\N{RIGHT DOUBLE QUOTATION MARK}: {flag}"
             for child in risk.children for flag in child.flags]  # fmt: skip
    return (*risk.flags, *below)


def flag_view(flags: Sequence[str]) -> Element | None:
    """Flags as a list, each with the word that says what it is; None when there are none."""
    items = [element("li", element("strong", "\N{BLACK FLAG} Flag: "), flag) for flag in flags]
    return element("ul", *items, class_="flags") if items else None


def flag_mark(flags: Sequence[str]) -> Element | None:
    """The first flag, and how many more there are, for a row of a table; None when there are none."""
    if not flags:
        return None
    more = f", and {len(flags) - 1} more" if len(flags) > 1 else ""
    return element("span", f"\N{BLACK FLAG} Flag: {flags[0]}{more}", class_="flag")


def shortened(text: str, most: int = 70) -> str:
    """A text cut at a word, with three dots, when it is longer than `most` characters."""
    return (
        text
        if len(text) <= most
        else text[: text.rfind(" ", most // 2, most) if " " in text[most // 2 : most] else most].rstrip(" ,;:") + " …"
    )


def quoted(titles: Sequence[str]) -> str:
    """`“a”, “b” and “c”`."""
    return listed([f"\N{LEFT DOUBLE QUOTATION MARK}{title}\N{RIGHT DOUBLE QUOTATION MARK}" for title in titles])


def pages_words(held: Held, ordinals: Iterable[int]) -> str:
    """`see page 3`, `see pages 3 and 4`; nothing where the format has no pages."""
    pages = sorted({number for each in ordinals if (number := held.page(each)) is not None})
    return f"; see {'page' if len(pages) == 1 else 'pages'} {page_numbers(pages)}" if pages else ""
