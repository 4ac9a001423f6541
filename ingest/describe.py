"""What a document is (title, kind, body, meeting date, period, classification), by its front sheet, first page and name."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from ingest import meetings
from ingest.file_names import printable
from ingest.files import SIDECAR, open_file
from ingest.markings import classification
from ingest.reading import Block, Reading
from vectorstore.dates import find_dates, long_date
from vectorstore.errors import ReadError
from vectorstore.models import Classification, Description, Kind, fold_space

_Choice = TypeVar("_Choice", bound=StrEnum)
_SIDECAR_BYTES = 65_536
_SHOWN = 80  # characters of a value that a message repeats
_FRONT_BLOCKS = 60
_FRONT_LINES = 30
_TITLE_BLOCKS = 6
_LABELS = {
    "title": ("title", "title of report", "report title", "subject", "report", "name of report"),
    "body": (
        *("for consideration by", "considered by", "for decision by", "committee", "meeting", "decision maker"),
        *("report to", "to", "body", "name of meeting", "meeting of"),
    ),
    "meeting_date": ("meeting date", "date of meeting", "date of decision", "committee date"),
    "date": ("date",),
    "period": ("period", "reporting period", "period covered", "quarter", "financial year"),
}
_REPORTING = frozenset(
    ("report author", "report of", "report by", "cabinet member", "lead officer", "contact officer", "key decision no")
)
_SIGNING = frozenset(("signed", "signature", "chair", "chairman", "chairperson"))  # a date below them is that of signing
_LABELLED = re.compile(r"^([A-Z][A-Za-z ()]{1,38}?)\s*:\s*(\S.{0,200})$")
_NEXT_LABEL = re.compile(
    rf"\s+(?=(?:{'|'.join(sorted({label.capitalize() for labels in _LABELS.values() for label in labels}))}|Classification)\s*:)"
)
_POOR_TITLES = (
    r"microsoft word\b.*|untitled|document\d*|book\d*|slide|powerpoint|print|scan|.*\.(?:docx?|pdf|xlsx?|pptx?|indd)",
    r"(?:the |cabinet |committee |officer )?(?:report|agenda|minutes|summary(?: table)?|contents(?: page)?)",
    r"present|in attendance|apologies|drafted by|public notice|all wards|.*:",
    r"appendix \w{1,3}|section \d+|sheet ?\d+|\d{1,2}[.)]? .*|(?:london |royal )?borough of [\w ]+|\W*",
    r"(?:the )?(?:[\w'\u2019-]+ ){0,4}(?:borough|city|county|district|town|parish) council",
)
_POOR_TITLE = re.compile(rf"(?:{'|'.join(_POOR_TITLES)})\W*", re.I)


def sidecar(path: Path) -> Description:
    """What a paper's sidecar file (NAME.ext.meta.toml) says of it; nothing when there is none.

    Raises ReadError naming the sidecar and what is wrong with it: too long, no TOML, a key or a value that cannot be used.
    """
    file = path.with_name(path.name + SIDECAR)
    if not os.path.isfile(file):  # noqa: PTH113 - a paper's name may be so long that its sidecar's cannot be looked for
        return Description()
    try:
        with open_file(file) as stream:
            raw = stream.read(_SIDECAR_BYTES + 1)
        if len(raw) > _SIDECAR_BYTES:
            raise ValueError(f"it is larger than {_SIDECAR_BYTES:,} bytes, and holds more than what is said of a paper")
        return parse_description(tomllib.loads(raw.decode()))
    except (OSError, ValueError) as error:  # of ValueError: what is not TOML, and what is not UTF-8
        raise ReadError(f"{file.name}: {printable(str(error))}; correct it or remove it.") from error
    except RecursionError as error:
        raise ReadError(f"{file.name}: its values are nested too deeply to be read; correct it or remove it.") from error


def parse_description(values: dict[str, object]) -> Description:
    """A description from plain values. Raises ValueError naming a key that is unknown or a value that cannot be used."""
    known = {f.name for f in fields(Description)}
    if unknown := [key for key in values if key not in known]:
        raise ValueError(f"'{_shown(unknown[0])}' is not one of {', '.join(sorted(known))}")
    return Description(
        title=_text(values, "title"),
        kind=_one_of(values, "kind", Kind),
        body=_text(values, "body"),
        meeting_date=_date(values, "meeting_date"),
        period=_text(values, "period"),
        classification=_one_of(values, "classification", Classification),
    )


def _text(values: dict[str, object], key: str) -> str | None:
    value = values.get(key)
    if value is None or (isinstance(value, str | int) and str(value).strip()):
        return None if value is None else str(value)
    raise ValueError(f"{key} '{_shown(value)}' is not text")


def _shown(value: object) -> str:
    """A value as a message repeats it: what is longer is not needed to find it."""
    words = str(value)
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


def _one_of(values: dict[str, object], key: str, choice: type[_Choice]) -> _Choice | None:
    value = values.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or value not in set(choice):
        raise ValueError(f"{key} '{_shown(value)}' is not one of {', '.join(choice)}")
    return choice(value)


def _date(values: dict[str, object], key: str) -> date | None:
    value = values.get(key)
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError(f"{key} '{_shown(value)}' is no date; write it as 2026-01-26") from error


def merged(*descriptions: Description) -> Description:
    """Descriptions laid over each other, the first that knows a thing winning."""
    result = Description()
    for description in reversed(descriptions):
        known = {f.name: v for f in fields(Description) if (v := getattr(description, f.name)) is not None}
        result = replace(result, **known)
    return result


def describe(reading: Reading, name: str) -> Description:
    """What a reading says of itself; `name` is the file's. Title, kind and classification are always given."""
    first = reading.pages[0].text[:4_000] if reading.pages else ""
    front = _front_sheet(reading.blocks[:_FRONT_BLOCKS], first)
    sheet = {field: value for field, labels in _LABELS.items() if (value := _value(front, labels))}
    title = _title(reading, sheet, name)
    covered = "meeting_date" in sheet and ("title" in sheet or any(label in _REPORTING for label, _ in front))
    kind = _kind(reading, title or "", name, first, covered)
    body = meetings.body(sheet.get("body"), title or "", first, kind)
    day = meetings.meeting_date(sheet, title or "", first, kind, name)
    if kind in (Kind.AGENDA_PACK, Kind.MINUTES) and not (title and find_dates(title)) and body and day:
        title = f"{body}: {'minutes' if kind is Kind.MINUTES else 'agenda'} of {long_date(day)}"
    return Description(
        title=title or re.sub(r"[-_]+", " ", Path(name).stem).strip().capitalize() or name,
        kind=kind,
        body=body,
        meeting_date=day,
        period=meetings.period(sheet.get("period"), title or "", first, name),
        classification=classification(reading, front, kind, Path(name).stem),
    )


def _front_sheet(blocks: Sequence[Block], first: str) -> list[tuple[str, str]]:
    """Labels (small letters) and values of a front sheet: lines of them on the first page, or rows of both."""
    found = list(_labelled_lines(first.splitlines()[:_FRONT_LINES]))
    for block in blocks:
        filled = [c.text for c in block.cells if c.text]
        if block.kind == "row" and len(filled) in (2, 4):
            found += zip(filled[::2], filled[1::2], strict=True)
        elif block.kind in ("paragraph", "heading") and (line := _LABELLED.match(block.text)):
            found.append((line.group(1), line.group(2)))
    pairs = [(re.sub(r"[^a-z ]", "", label.lower()).strip(), fold_space(value)) for label, value in found]
    kept = [pair for before, pair in pairwise([("", ""), *pairs]) if not (pair[0] == "date" and before[0] in _SIGNING)]
    return [(label, value) for label, value in kept if label != "to" or meetings.names_body(value)]


def _labelled_lines(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Lines of a label and a value; a value that runs over a line or two is put together when another label follows it.

    Labels that stand behind each other in one line part it.
    """
    lines = [part for line in lines for part in (_NEXT_LABEL.split(line) if _LABELLED.match(line) else [line])]
    at = [(n, found) for n, line in enumerate(lines) if (found := _LABELLED.match(line))]
    for k, (n, found) in enumerate(at):
        after = at[k + 1][0] if k + 1 < len(at) else None
        more = lines[n + 1 : after] if after is not None and after - n <= 3 else []
        yield found.group(1), " ".join([found.group(2), *more])


def _value(front: Sequence[tuple[str, str]], labels: Sequence[str]) -> str | None:
    """The value of the first label that a front sheet has, the more telling labels first."""
    return next((value for label in labels for key, value in front if key == label), None)


def _title(reading: Reading, sheet: dict[str, str], name: str) -> str | None:
    """The front sheet's title, or the file's own where its first pages print it, or the first heading or line that can be one."""
    if len(sheet.get("title", "")) > 3:
        return sheet["title"]
    own = reading.properties.get("title", "")
    pack = re.match(r"^\(public pack\)\s*(.+)", own, re.I)
    if pack:
        return pack.group(1)
    own = own if len(own) > 3 and not _POOR_TITLE.fullmatch(own) else ""
    if own and _is_printed(own, " ".join(p.text[:3_000] for p in reading.pages[:2])):
        return own
    opening = [b for b in reading.blocks[:15] if b.kind not in ("furniture", "contents")][:_TITLE_BLOCKS]
    headings = [b for b in opening if b.kind == "heading" and len(b.text) > 3 and not _POOR_TITLE.fullmatch(b.text)]
    if headings:
        top = min(b.level for b in headings)
        return fold_space(next(b.text for b in headings if b.level == top))[:200]
    lines = reading.pages[0].text.splitlines()[:4] if reading.pages else []
    return own or next((fold_space(line) for line in lines if _can_be_title(line)), None)


def _is_printed(title: str, text: str) -> bool:
    """Whether a page has most words and all numbers of a title; one left over from an older file has others."""
    wanted = re.findall(r"\w+", title.lower())
    missing = set(wanted) - set(re.findall(r"\w+", text.lower()))
    return len(missing) <= 0.2 * len(wanted) and not any(re.search(r"\d", word) for word in missing)


def _can_be_title(line: str) -> bool:
    whole = 8 <= len(line) <= 120 and "\t" not in line and not line.endswith((".", ":", ";", ","))
    return whole and not _POOR_TITLE.fullmatch(line)


def _kind(reading: Reading, title: str, name: str, first: str, covered: bool) -> Kind:
    """The kind, by the columns of its tables, its name and its first page; `covered`: it has a report's front sheet."""
    labels = {(c.label or "").lower() for b in reading.blocks if b.kind == "row" for c in b.cells}
    named = f"{title} {re.sub(r'[-_]+', ' ', Path(name).stem)}".lower()
    head = first[:1_500].lower()
    risk_labels = sum(any(w in label for label in labels) for w in ("risk", "likelihood", "impact", "control", "mitigation"))
    if re.search(r"\brisks? register\b|\bregister of risks\b", named):
        return Kind.RISK_REGISTER
    if risk_labels >= 3 and not re.search(r"\breport\b|minutes", named):
        return Kind.RISK_REGISTER
    listed = re.search(r"^\s*agenda\b|\bagenda pack\b", head, re.M) and re.search(r"apologies", first, re.I)
    if listed or re.search(r"\bagenda\b", named):
        return Kind.MINUTES if re.search(r"\bminutes\b", named) else Kind.AGENDA_PACK
    if re.search(r"\bminutes\b", named) or re.search(r"\bminutes of (?:the|a|an)\b|^\s*minutes\b", head, re.M):
        return Kind.MINUTES
    reported = re.search(r"^report (?:to|of|by|author)\b", head, re.M)
    if covered or reported or re.search(r"\breport\b|\bmonitor(?:ing)?\b|\bstatement\b|\bupdate\b", named):
        return Kind.REPORT
    if re.search(r"\bstrategy\b|\bstrategic\b|\bplan\b|\bpolicy\b|\bframework\b", named):
        return Kind.STRATEGY
    if any(re.search(r"\breport\b", line) for line in head.splitlines() if len(line) < 80 and not line.endswith(".")):
        return Kind.REPORT
    return Kind.OTHER
