"""Lists of next steps and prose: what a council says that it will do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.commitments.announcements import describes
from ingest.commitments.council_names import council_names
from ingest.commitments.item_forms import is_phrase, says_act, states_act
from ingest.commitments.promise_parts import Due, deadlines_of, due_of, led, owners_of, what_of
from ingest.commitments.promise_place import Introduction, Place
from ingest.commitments.promise_signs import CHEAP, ENOUGH, Sign
from ingest.commitments.sittings import sittings
from ingest.passages import within
from ingest.reading import Block, Reading
from vectorstore.commitments import Entry, Form
from vectorstore.models import Document, Kind, Span, fold_space
from vectorstore.sentences import sentence_spans

_OTHERS = re.compile(r"^\W*(?:action|resolved|recommendations?|agreed)\s*[:\u2013-]", re.I)
_MARKER = re.compile(
    r"^(?:[\u2022\u25cf\u25aa\u25a0\u25e6\u2023\u00b7\uf0b7\uf0a7*\u27a2\u2713\u2714>]+|[-\u2013\u2014o](?=\s))\s*"
)
_PRINTED = re.compile(r"\d{1,3}(?:\.\d{1,3})*")
_OWN_WORK = re.compile(r"(?:we|our|officers|the (?:council|service|team))\b", re.I)
_FEWEST = 12  # characters: a shorter item promises nothing that could be understood alone
_ANNOUNCED = 1.0  # what an item weighs more than a sentence of prose, because its list announces acts
_CONSIDERED = (Kind.STRATEGY, Kind.REPORT, Kind.AGENDA_PACK)


def promised(reading: Reading, document: Document) -> Iterator[Entry]:
    """What lists of acts to come and sentences of prose promise, in reading order.

    Minutes are left out, and those inside a pack: their reported speech is read elsewhere. So are lists of
    recommendations.
    """
    if document.kind in (Kind.MINUTES, Kind.RISK_REGISTER):
        return
    made_on = document.meeting_date.isoformat() if document.meeting_date else None
    bonus = 0.5 if document.kind in _CONSIDERED else 0.0
    place = Place(describes(document.title), bonus, council_names(reading), made_on)
    for block, sitting in zip(reading.blocks, sittings(reading.blocks, document), strict=True):
        if block.kind == "heading":
            place.under(block)
        elif block.kind == "row":
            place.introduction = place.listed = None
        elif block.kind in ("paragraph", "item") and sitting is None and not _OTHERS.match(block.text):
            yield from _of_block(block, place)


def _of_block(block: Block, place: Place) -> Iterator[Entry]:
    if place.is_measured():
        return
    if block.kind == "item":
        if place.recommending or place.listed == "denied":
            return
        if place.items in ("acts", "leaning") and not place.describing:
            yield from _of_item(block, place)
        else:
            yield from _of_prose(block, place)
        return
    place.introduction, place.listed = None, None
    if block.text.rstrip().endswith(":"):
        place.introduce(block)
    if place.listed is None:
        yield from _of_prose(block, place)


def _of_item(block: Block, place: Place) -> Iterator[Entry]:
    """An item under words that announce acts: an entry whole, unless it only states what was found."""
    cut = _marker(block)
    text = block.text[cut:]
    if len(text) < _FEWEST or text.rstrip().endswith(("?", ":")):
        return
    said = [(start, end, place.sign_of(text[start:end])) for start, end in sentence_spans(text)]
    acts = [(a, b, sign) for a, b, sign in said if _is_strong(sign) or _is_worded(text[a:b], place)]
    if not acts:
        return
    start, end, sign = next((x for x in acts if _is_strong(x[2]) or states_act(text[x[0] : x[1]])), acts[0])
    sentence = text[start:end]
    what = led(place.introduction.text, text) if place.introduction else sentence
    spans = tuple(within(block.spans, cut, len(block.text)))
    yield _entry("list", what, spans, _Said(sentence, tuple(within(spans, start, end)), sign), block, place)


def _is_strong(sign: Sign | None) -> bool:
    return sign is not None and sign.weight + _ANNOUNCED >= ENOUGH


def _is_worded(sentence: str, place: Place) -> bool:
    if place.items == "leaning":
        return states_act(sentence)
    return says_act(sentence) or (place.over_actions and is_phrase(sentence))


def _of_prose(block: Block, place: Place) -> Iterator[Entry]:
    """Each sentence of a paragraph that promises."""
    text = block.text
    if place.heading != "acts" and not CHEAP.search(text):
        return
    for start, end in sentence_spans(text):
        if text.rfind("\u201c", 0, start) > text.rfind("\u201d", 0, start):
            continue  # inside what somebody is quoted with
        at = start + (0 if start else _lead(text[:end], block))
        sentence = text[at:end]
        if sentence.rstrip().endswith(":"):
            continue
        sign = place.sign_of(sentence)
        if (sign and sign.weight >= ENOUGH) or (place.heading == "acts" and _OWN_WORK.match(sentence) and says_act(sentence)):
            spans = tuple(within(block.spans, at, end))
            what = what_of(sentence, sign, deadlines_of(sentence, place.made_on))
            form: Form = "list" if block.kind == "item" else "prose"
            yield _entry(form, what, spans, _Said(sentence, spans, sign), block, place)


@dataclass(frozen=True, slots=True)
class _Said:
    """The sentence that promises, where it stands, and its sign, if it has one."""

    text: str
    spans: tuple[Span, ...]
    sign: Sign | None


def _entry(form: Form, what: str, spans: tuple[Span, ...], said: _Said, block: Block, place: Place) -> Entry:
    due, date, milestones = due_of(deadlines_of(said.text, place.made_on), said.text, said.spans, said.sign)
    if due is None and place.introduction and block.kind == "item":
        due, date, milestones = _due_of_all(place.introduction, place.made_on)
    return Entry(
        "commitment", form, fold_space(what), spans, owners_of(said.sign) if said.sign else (), None, due, date, milestones,
        section=place.section, paragraph=_paragraph(block),
    )  # fmt: skip


def _due_of_all(introduction: Introduction, made_on: str | None) -> Due:
    """The date that a list's introduction gives for all its items ("By March 2027 we will:")."""
    found = [d for d in deadlines_of(introduction.text, made_on) if d.iso]
    return due_of(found, introduction.text, introduction.spans, None)


def _marker(block: Block) -> int:
    """How many characters of an item are its bullet or printed number."""
    number = f"{block.number} " if block.number and block.text.startswith(f"{block.number} ") else ""
    found = _MARKER.match(block.text, len(number))
    return found.end() if found else len(number)


def _lead(sentence: str, block: Block) -> int:
    """How many characters of a paragraph's first sentence are its number."""
    found = re.match(r"(?:\(?\d{1,3}(?:\.\d{1,3})*[.)]?|\([a-z]\)|[a-z]\))\s+(?=\S)", sentence) if block.number else None
    return found.end() if found else _marker(block) if block.kind == "item" else 0


def _paragraph(block: Block) -> str | None:
    return block.number if block.number and _PRINTED.fullmatch(block.number) else None
