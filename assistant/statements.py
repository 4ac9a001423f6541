"""What a unit states: each of its values with the words that say of what it is, the period it is for and what sort of figure it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assistant.question import content_words, periods, stem
from assistant.scoring import Scored
from assistant.value_numbers import Kind
from assistant.values import Value, plain, values
from vectorstore.models import Cell, fold_space
from vectorstore.sentences import sentence_spans
from vectorstore.units import LONG_CELL, Unit

_MEASURES = ("amount", "percentage", "number")
COMPARED: tuple[Kind, ...] = ("amount", "percentage", "number", "date")
"""Kinds of value that two papers can state differently."""

# What sort of figure words make of a value: two of different sorts do not contradict each other.
_SORTS = {
    "target": r"targets?|aims?|goals?|ambitions?|aspirations?|trajector(?:y|ies)|minimum|maximum|threshold|limit|should",
    "forecast": r"forecasts?|project(?:ed|ions?)|expect(?:ed|s)|estimat(?:ed?|es)|anticipat(?:ed|es)|predict(?:ed|s)|modelled|(?:will|would) be",
    "budget": r"budget(?:s|ed)?|allocat(?:ion|ions|ed)|approved|planned|bids?",
    "spending": r"spent|spend|spending|expenditure|outturn|paid",
    "change": r"increas(?:ed?|es|ing)|decreas(?:ed?|es|ing)|reduction|r(?:ise|isen|ises|ose|ising)|f(?:all|alls|ell|alling)|gr(?:ew|own|owth)"
    r"|more than (?:in|at|last)",
    "average": r"average|median|mean|typical(?:ly)?|per (?:day|week|month|year|head|pupil|person|household)|weekly|monthly|a (?:day|week|month|year)",
    "further": r"extra|additional|further|another|new|more|fewer|less|other",
    "part": r"(?<!end )(?<!number )of (?:whom|which|these|those|them)|including|excluding|except|only",
}
_SORT = {name: re.compile(rf"\b(?:{said})\b", re.I) for name, said in _SORTS.items()}
# Where a sentence goes on to another thing, or to what a value is held against.
_GOES_ON = re.compile(
    r"[;:]\s|\.\s(?=[A-Z])|,?\s+(?=(?:but|while|whereas|although|against|compared (?:with|to)|(?:up|down) from|of (?:whom|which)|and that"
    r"|(?:rising|falling|increasing|reducing) (?:to|from)|on an? (?:\w+ )?budget|than (?:in|at|the|last))\b)"
    r"|,\s+(?=(?:and|with|\d|which|who|when|where|after|twice|half|up|down|one|because|so|an? (?:rise|fall|increase|reduction))\b)"
    r"|\b(?:said|says|reported|stated|noted|confirmed|advised|explained|heard) that\b|\s[\u2013\u2014-]\s",
    re.I,
)
_BETWEEN_TWO = re.compile(r",?\s+and\s+|,\s+|\s+to\s+")
_ASIDE = re.compile(r"\(([^()]*)\)")
_NUMBERS_SOMETHING = re.compile(
    r"\b(?:table|figure|page|item|paragraph|section|appendix|annex|route|year|grade|(?:key )?stage|level|tier|band|phase|wave|priority|ages?|aged"
    r"|line|option|part|no\.?|ward|unit|room|class|one in)\s$",
    re.I,
)
_FAR_END = re.compile(r"\b(?:from|between)\s+(?:an?\s+|the\s+)?$", re.I)
_CHANGED_BY = re.compile(r"\bby\s(?:\w+\s)?$", re.I)
_SOFT = re.compile(
    r"\b(?:about|around|approximately|approx\.?|some|nearly|almost|roughly|circa|c\.|just (?:over|under)|close to|over|more than|up to)\s*$",
    re.I,
)
_BEFORE = re.compile(
    r"\b(?:by|before|no later than|until|up to|due)\s+(?:the\s+)?(?:(?:end|start|beginning|close)\s+of\s+)?$", re.I
)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_PART_YEAR = re.compile(
    rf"\b{_MONTH}(?:\s+20\d\d)?\s+(?:to|and|[-\u2013])\s+{_MONTH}(?:\s+20\d\d)?\b"
    r"|\b(?:autumn|spring|summer)\s+term(?:\s+only|\s+of\s+20\d\d|\s+20\d\d)?\b"
    r"|\bfirst\s+(?:half|quarter|(?:two|three|six|eight|nine)\s+(?:weeks|months))\b(?:\s+of\s+(?:the\s+year|20\d\d(?:/\d\d)?))?"
    r"|\bhalf[- ]year\b|\byear to date\b|\b(?:so far|to date)\b|\bquarters?\s+[1-4]\b|\bQ[1-4]\b",
    re.I,
)
_SINCE = re.compile(rf"\bsince\s+(?:the\s+)?(?:\w+\s+){{0,3}}?(?:{_MONTH}\s+)?20\d\d(?:/\d\d)?", re.I)
_SINCE_WHEN = re.compile(r"\bsince\s+(?:the\s+)?(?:(?:end|start|beginning)\s+of\s+)?$", re.I)
_FOOTNOTE = re.compile(r"^\s*(?:[*\u2020\u2021\u00b9\u00b2\u00b3]|Notes?\b)")
_PERIOD_LABEL = re.compile(r"\b(?:year|period|quarter|month)\b", re.I)
_MONEY_LABEL = re.compile(r"\u00a3\s?(000s?|k|m|million|bn)?(?!\w)", re.I)
_SCALES = {"": 1, "000": 1000, "000s": 1000, "k": 1000, "m": 10**6, "million": 10**6, "bn": 10**9}
_LEANS = re.compile(
    r"\b(?:targets?|aim|goal|figure|number|total|this|that|these|those|it|forecast|overspend|underspend|deficit|shortfall|cost)\b",
    re.I,
)
_FEW = 2  # words: a clause with no more of its own may take its subject from what stands before it
_NAME = 110  # characters of a cell that names its row
_PROSE = 6  # words: a cell with more says its own subject
_NOUN = 40  # characters after a number in which its noun stands
_SHARE_IN_WORDS = Fraction(3)  # points that "a quarter" may stand for, either way
_ABOUT = Fraction(1, 20)  # of a value that is said to be rough, either way
_SUBJECTLESS_WORDS = """number numbers total totals overall figure figures share proportion percentage percent rate level amount size many
much big high large council borough county city district authority date month year day time in reached stood stands position update forecast
forecasts target targets aim aims baseline actual budget allocation outturn expected estimated projected will would end school financial
academic january february march april may june july august september october november december spring summer autumn winter current currently
latest report reported said show shows there"""
_SUBJECTLESS = frozenset(stem(word) for word in _SUBJECTLESS_WORDS.split())


@dataclass(frozen=True, slots=True)
class Statement:
    """One value that a unit states.

    `own` holds the stems of the words that say of what, `around` those of what the unit stands under, `noun` those right after a number.
    `size` is None for dates; the true value may lie `unsure` either way of it. `money` is the scale that a label gives ("\u00a3m"), `by` says
    that a date is a latest one, `measured` that its clause has a figure too, which it may only be the time of; `part` is the part of a
    year that the paper says it is for.
    """

    scored: Scored
    value: Value
    clause: str
    own: frozenset[str]
    around: frozenset[str]
    periods: frozenset[str]
    sorts: frozenset[str]
    noun: frozenset[str]
    size: Fraction | None
    unsure: Fraction
    money: str | None
    by: bool
    part: str | None
    in_row: bool
    measured: bool

    @property
    def unit(self) -> Unit:
        return self.scored.unit

    @property
    def kind(self) -> Kind:
        """A number under a label of money is an amount, a year that runs over two a date."""
        return "amount" if self.money else "date" if self.value.kind == "period" else self.value.kind

    @property
    def printed(self) -> str:
        """The value as printed, with the scale that its label gives."""
        shown = re.sub(r"\s+of$", "", self.value.printed)
        return f"{shown} ({self.money})" if self.money else shown


def statements(scored: Scored, kind: Kind | None) -> list[Statement]:
    """What a unit states of one kind, or of any of those compared."""
    unit = scored.unit
    if _FOOTNOTE.match(unit.text):
        return []  # it belongs to a figure elsewhere on its page, and so does its period
    prose = unit.kind != "row"
    found = _in_prose(scored, unit.text, _before(unit), _name(unit.cells)) if prose else _in_row(scored)
    return [s for s in found if kind in (None, s.kind)]


def subject_of(text: str) -> frozenset[str]:
    """The stems of the words that say what a text is about: not which period, figure or council."""
    found = (stem(part) for w in content_words(text) for part in re.split(r"[-/]", w) if part)
    return frozenset(s for s in found if s not in _SUBJECTLESS and re.search(r"[a-z]{2}", s))


def sorts_of(text: str) -> frozenset[str]:
    """Which sorts of figure a text speaks of: a target, a forecast, an average ..."""
    return frozenset(name for name, pattern in _SORT.items() if pattern.search(text))


def _in_prose(scored: Scored, sentence: str, before: str, name: str) -> Iterator[Statement]:
    """The values of a sentence; `before` stands before it in its paragraph or cell, `name` names its row."""
    text = _without_asides(plain(sentence))
    found = values(text)
    cuts = [0, *(m.end() if m.group().endswith("that") else m.start() for m in _GOES_ON.finditer(text)), len(text)]
    for n, value in enumerate(found):
        left = text[: value.start]
        if not _compared(value) or _is_part_of_words(value, left, text):
            continue
        start, end = _clause(text, found, n, cuts)
        clause = text[start:end]
        own = subject_of(_without(clause, start, found))
        if value.kind not in ("date", "period") and len(own) <= _FEW and _LEANS.search(clause):
            own |= subject_of(f"{before} {name}")
        said = _periods_in(clause) or _periods_in(text) or _periods_around(scored.unit, before)
        after = content_words(text[value.end : value.end + _NOUN])
        yield _statement(
            scored, value, clause, own, name, said, sorts_of(clause),
            noun=frozenset(map(stem, after[:2])), by=bool(_BEFORE.search(left)), soft=bool(_SOFT.search(left)),
            measured=any(v.kind in _MEASURES for v in found if start <= v.start < end),
            part=_part_of_year(clause) or _part_of_year(text),
        )  # fmt: skip


def _in_row(scored: Scored) -> Iterator[Statement]:
    """A row's cells that are a value each, with what names the row and their labels; its cells of prose say their own."""
    cells = [c for c in scored.unit.cells if c.text]
    of_row = next((frozenset(periods(c.text)) for n, c in enumerate(cells) if _is_period(n, c)), frozenset[str]())
    names: list[str] = []
    money: str | None = None
    for cell in cells:
        label = plain(cell.label or "")
        if value := _alone(cell):
            scale = (_money(label) or money) if value.kind == "number" else None
            said = frozenset(periods(label)) or of_row or frozenset(p for n in names for p in periods(n))
            before = plain(cell.text)[: value.start]
            part = _part_of_year(label) or next((p for c in cells if c is not cell and (p := _part_of_year(c.text))), None)
            yield _statement(
                scored, value, label, subject_of(" ".join([*names, label])), "", said, sorts_of(label),
                money=scale, by=bool(_BEFORE.search(before)), part=part, in_row=True,
            )  # fmt: skip
        elif _names(cell):
            names.append(cell.text)
            money = money or (_money(label) if not re.search(r"[a-z]{3}", label.replace("million", "")) else None)
        elif len(cell.text) <= LONG_CELL and len(content_words(cell.text)) > _PROSE:
            text = fold_space(cell.text)
            for start, end in sentence_spans(text):
                yield from _in_prose(scored, text[start:end], text[:start], _name(cells))


def _statement(
    scored: Scored, value: Value, clause: str, own: frozenset[str], name: str, said: frozenset[str], sorts: frozenset[str],
    *, noun: frozenset[str] = frozenset(), money: str | None = None, by: bool = False, soft: bool = False, part: str | None = None,
    in_row: bool = False, measured: bool = False,
) -> Statement:  # fmt: skip
    passage = scored.unit.hit.passage
    around = subject_of(" ".join([*passage.section[-2:], passage.intro or "", scored.unit.hit.document.title, name]))
    dated = value.kind in ("date", "period")
    size, unsure = (None, Fraction(0)) if dated else _size(value, money, soft)
    return Statement(scored, value, clause, own, around, said, sorts, noun, size, unsure, money, by, part, in_row, measured)


def _compared(value: Value) -> bool:
    return value.kind in (*COMPARED, "period") and not value.normal.startswith("--") and not re.match(r"Q\d", value.normal)


def _clause(text: str, found: Sequence[Value], n: int, cuts: Sequence[int]) -> tuple[int, int]:
    """Where the clause of the n-th value begins and ends; of two values of a kind that "and" joins, each has its own."""
    value = found[n]
    start = max(c for c in cuts if c <= value.start)
    end = min(c for c in cuts if c >= value.end)
    alike = [v for v in found if v is not value and _same_kind(v, value) and start <= v.start < end]
    befores = [v for v in alike if v.end <= value.start]
    afters = [v for v in alike if v.start >= value.end]
    if befores and (join := _BETWEEN_TWO.search(text, befores[-1].end, value.start)):
        start = join.start()
    if afters and (join := _BETWEEN_TWO.search(text, value.end, afters[0].start)):
        end = join.start()
    return start, end


def _same_kind(a: Value, b: Value) -> bool:
    return a.kind == b.kind or {a.kind, b.kind} == {"date", "period"}


def _without(clause: str, start: int, found: Sequence[Value]) -> str:
    """A clause without its values."""
    for value in found:
        if value.kind != "ordinal" and start <= value.start and value.end <= start + len(clause):
            clause = clause[: value.start - start] + " " * (value.end - value.start) + clause[value.end - start :]
    return clause


def _is_part_of_words(value: Value, left: str, text: str) -> bool:
    """Whether a value numbers something ("Table 3", "year 6"), or is the far end of a change ("from 40 to 45", "rose by 3%")."""
    if value.kind in ("date", "period"):
        return bool(_SINCE_WHEN.search(left))
    if _FAR_END.search(left) or (value.kind == "percentage" and _CHANGED_BY.search(left)):
        return True
    joined = text[value.start - 1 : value.start] in ("-", "/") or text[value.end : value.end + 1] in ("-", "/")
    return value.kind == "number" and (value.normal in ("0", "1") or joined or bool(_NUMBERS_SOMETHING.search(left)))


def _size(value: Value, money: str | None, soft: bool) -> tuple[Fraction, Fraction]:
    """A value's size, and how far from it what it was rounded from may lie: by its last digit printed, or as its words say."""
    size = Fraction(re.sub(r"[^\d./]", "", value.normal) or "0") * (_SCALES[money.removeprefix("\u00a3")] if money else 1)
    digits = re.search(r"\d[\d,]*(?:\.(\d+))?", value.printed)
    if digits is None:
        return size, _SHARE_IN_WORDS if value.kind == "percentage" else size * _ABOUT if soft else Fraction(0)
    figure = Fraction(digits.group().replace(",", ""))
    step = (size / figure if figure else Fraction(1)) / 10 ** len(digits[1] or "")
    noughts = len(digits.group()) - len(digits.group().rstrip("0"))
    if not digits[1] and value.kind != "percentage" and noughts > 1:
        step *= 10**noughts
    return size, max(step / 2, size * _ABOUT) if soft or value.bound else step / 2


def _alone(cell: Cell) -> Value | None:
    """The value that a cell is, with no more words than "By the end of" before it."""
    found, text = values(cell.text), plain(cell.text)
    if len(found) != 1 or not _compared(found[0]):
        return None
    rest = _BEFORE.sub("", text[: found[0].start]) + text[found[0].end :]
    return None if re.search(r"[A-Za-z]{2}", rest) else found[0]


def _is_period(n: int, cell: Cell) -> bool:
    """Whether a cell says which period its row is for."""
    value = _alone(cell)
    return value is not None and value.kind in ("date", "period") and (n == 0 or bool(_PERIOD_LABEL.search(cell.label or "")))


def _names(cell: Cell) -> bool:
    """Whether a cell names its row: a few words and no sentence."""
    return len(cell.text) <= _NAME and bool(re.search(r"[a-z]{3}", cell.text)) and not re.search(r"[.;]\s|\.$", cell.text)


def _name(cells: Sequence[Cell]) -> str:
    return next((c.text for c in cells if _names(c)), "")


def _before(unit: Unit) -> str:
    """What stands before a sentence in its paragraph or cell, of which it may speak without saying so. Items of a list stand alone."""
    if unit.kind == "item":
        return ""
    texts = [fold_space(c.text) for c in unit.cells if c.label == unit.label] if unit.cells else [unit.hit.passage.text]
    return next((t.partition(unit.text)[0] for t in texts if unit.text in t), "")


def _periods_around(unit: Unit, before: str) -> frozenset[str]:
    """The periods named before a sentence in its paragraph, and that of its heading, or else of its paper."""
    places = (*reversed(unit.hit.passage.section[1:]), unit.hit.document.period or "")
    return frozenset(periods(before)) | frozenset(next((said for text in places if (said := periods(text))), ()))


def _periods_in(text: str) -> frozenset[str]:
    """The periods that a text speaks of, without those since which something has been so."""
    return frozenset(periods(_SINCE.sub(" ", text)))


def _money(label: str) -> str | None:
    match = _MONEY_LABEL.search(label)
    return f"\u00a3{(match[1] or '').lower()}" if match else None


def _part_of_year(text: str) -> str | None:
    match = _PART_YEAR.search(text)
    return match.group() if match else None


def _without_asides(text: str) -> str:
    """A text without what it has in brackets, but for acronyms."""
    return plain(_ASIDE.sub(lambda m: f" {m[1]} " if m[1].isupper() and m[1].isalpha() else " ", text))
