"""Another figure, another unit, another date, another owner."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from eval.planting.pool import OWNER, POST, Pool
from eval.planting.text import draw, figures, first, holds, naming, replaced, turned, within

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SEASONS = ("Spring", "Summer", "Autumn", "Winter")
_MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS[:4] + MONTHS[5:])}|May(?= \d))\b")
_SEASON = re.compile(rf"\b(?:{'|'.join(_SEASONS)})\b(?= (?:term )?\d)", re.I)
_DAY = re.compile(rf"\b\d{{1,2}}(?=(?:st|nd|rd|th)? (?:{'|'.join(MONTHS)})\b)")
_PRINTED_DAY = re.compile(r"\b(\d{2})/(\d{2})/(\d{4})\b")
_YEAR = re.compile(r"(?<![\d/.,\u00a3-])20[0-4]\d(?![\d,]|[/\u2013-]\d|\.\d)")
_SPAN = re.compile(r"(?<![\d/.,\u00a3-])(20[0-4]\d)([/\u2013-])(\d\d)(?![\d/-])")
_NUMBER = re.compile(
    r"(?<![\w.,/:\u2013-])(?P<sign>\u00a3?)(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d/:]|[.,]\d|(?:st|nd|rd|th)\b)"
)
_NUMBER_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_IN_WORDS = re.compile(rf"\b(?:{'|'.join(_NUMBER_WORDS)})\b", re.I)
_DATED = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:{'|'.join(MONTHS)})\b|\b(?:{'|'.join(MONTHS)}) \d{{1,2}}\b(?! ?\d)|\b(?:19|20)\d\d\b"
)
_STEPS = (3, 7, 11, 40, 120, 300)
_UNITS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"(?<=\d)m\b", ("bn", "k")), (r"(?<=\d)bn\b", ("m",)), (r"(?<=\d)k\b", ("m",)), (r"(?<=\d) million\b", (" billion", " thousand")),
    (r"(?<=\d) billion\b", (" million",)), (r"(?<=\d) thousand\b", (" million",)), (r"(?<=\d) ?%(?! ?points?)", (" percentage points", " in all")),
    (r"(?<=\d) per ?cent\b", (" percentage points", " in all")), (r"(?<=\d) percentage points?\b", ("%",)),
    (r"(?<=[\d-])(?<=[ \d-])hours?\b", ("days",)),
    (r"(?<=\d )working days\b", ("working weeks",)), (r"(?<=\d )days\b", ("weeks", "months")), (r"(?<=\d )weeks\b", ("months", "days")),
    (r"(?<=\d )months\b", ("weeks", "years")), (r"(?<=\d )years\b", ("months", "weeks")), (r"(?<=\d )hours\b", ("days", "minutes")),
    (r"(?<=\d )week\b", ("month",)), (r"(?<=\d )month\b", ("week",)), (r"(?<=\d )year\b", ("month",)),
    (r"(?<=\b(?:two|six|ten) )weeks\b", ("months", "days")), (r"(?<=\b(?:two|six|ten) )months\b", ("weeks", "years")),
    (r"(?<=\b(?:three|seven|eight) )years\b", ("months",)),
    (r"(?<=\d )tonnes\b", ("kilograms",)), (r"(?<=\d )miles\b", ("metres",)), (r"(?<=\bper )week\b", ("month", "year")),
    (r"(?<=\bper )year\b", ("month",)), (r"(?<=\ba )year\b(?= (?:for|from|to|on)\b)", ("month",)),
)  # fmt: skip
_UNIT = [(re.compile(pattern), others) for pattern, others in _UNITS]


def other_number(text: str, quotes: Sequence[str]) -> str | None:
    """The text with one figure that no quote has in place of another; years and days of dates are left to `other_date`."""
    dated = [m.span() for m in within(_DATED, text)]
    places = [m for m in within(_NUMBER, text) if not any(a <= m.start() < b for a, b in dated) and m["n"] not in ("0", "1")]
    if places:
        place = draw(places, "number", text)
        own = figures(quotes)
        size = place["n"].replace(",", "")
        for step in turned(_STEPS, "step", text):
            shift = Fraction(step, 10 ** len(size.partition(".")[2]))
            other = f"{float(Fraction(size) + shift):,.{len(size.partition('.')[2])}f}"
            other = other if "," in place["n"] or len(size) > 4 else other.replace(",", "")
            if other.replace(",", "") not in own:
                return text[: place.start("n")] + other + text[place.end("n") :]
    spelt = within(_IN_WORDS, text)
    if not spelt:
        return None
    place_in_words = draw(spelt, "number", text)
    others = [
        w
        for n, w in enumerate(_NUMBER_WORDS, 2)
        if w != place_in_words.group().lower() and not holds(quotes, w) and str(n) not in figures(quotes)
    ]
    return replaced(text, place_in_words, draw(others, "number", text)) if others else None


def other_unit(text: str, quotes: Sequence[str]) -> str | None:
    """The text with a figure in another unit or of another size ("bn" for "m", weeks for days)."""
    found = [(m, others) for pattern, others in _UNIT for m in within(pattern, text)]
    if not found:
        return None
    place, others = draw(found, "unit", text)
    figure = re.search(r"[\w.,]+[ -]?$", text[: place.start()])
    for other in turned(others, "unit", text):
        said = f"{figure.group() if figure else ''}{other}"
        if not any(said.lower() in q.lower() for q in quotes):
            return text[: place.start()] + other + text[place.end() :]
    return None


def other_date(text: str, quotes: Sequence[str]) -> str | None:
    """The text with another month, year, season or day, of which no quote has the word or figure."""
    makers = (_other_month, _other_year, _other_span, _other_day, _other_season, _other_printed)
    return next((made for make in turned(makers, "date", text) if (made := make(text, quotes))), None)


def _other_month(text: str, quotes: Sequence[str]) -> str | None:
    place = first(_MONTH, text)
    spare = [m for m in MONTHS if not any(m[:3] in q for q in quotes)]
    return replaced(text, place, draw(spare, "month", text)) if place and spare else None


def _other_year(text: str, quotes: Sequence[str]) -> str | None:
    place = first(_YEAR, text)
    if not place:
        return None
    own = figures(quotes)
    spare = [y for step in (1, -1, 2, -2, 3, 5) if not {y := str(int(place.group()) + step), y[2:]} & own]
    return replaced(text, place, draw(spare, "year", text)) if spare else None


def _other_span(text: str, quotes: Sequence[str]) -> str | None:
    place = first(_SPAN, text)
    if not place:
        return None
    own = figures(quotes)
    year = int(place[1])
    spare = [
        f"{y}{place[2]}{(y + 1) % 100:02}"
        for y in (year + 1, year - 1, year - 2, year + 3)
        if str(y) not in own and str(y)[2:] not in own
    ]
    return replaced(text, place, draw(spare, "span", text)) if spare else None


def _other_day(text: str, quotes: Sequence[str]) -> str | None:
    place = first(_DAY, text)
    spare = [str(d) for d in (14, 16, 5, 18, 24, 7) if not {str(d), f"{d:02}"} & figures(quotes)]
    if not place or not spare:
        return None
    return text[: place.start()] + draw(spare, "day", text) + re.sub(r"^(?:st|nd|rd)\b", "th", text[place.end() :])


def _other_season(text: str, quotes: Sequence[str]) -> str | None:
    place = first(_SEASON, text)
    spare = [s for s in _SEASONS if not holds(quotes, s)]
    return replaced(text, place, draw(spare, "season", text).lower()) if place and spare else None


def _other_printed(text: str, quotes: Sequence[str]) -> str | None:
    place = first(_PRINTED_DAY, text)
    if not place:
        return None
    month = int(place[2]) % 12 + 1
    other = f"{int(place[1]) % 28 + 1:02}/{month:02}/{place[3]}"
    return (
        replaced(text, place, other)
        if not any(f"/{month:02}/{place[3]}" in q or MONTHS[month - 1] in q for q in quotes)
        else None
    )


def other_owner(text: str, quotes: Sequence[str], pool: Pool) -> str | None:
    """The text with another claim's person or post in place of its own, of whom no quote has a word that tells them from others."""
    places = [*within(OWNER, text), *within(POST, text)]
    if not places:
        return None
    place = draw(places, "owner", text)
    a_post = bool(POST.fullmatch(place.group()))
    others = [
        o
        for o in pool.owners
        if bool(POST.fullmatch(o)) is a_post and not holds(quotes, " ".join(naming(o)[-1:])) and o not in text
    ]
    return replaced(text, place, draw(others, "owner", text)) if others else None
