"""What a document is: title, kind, body, meeting date, period, classification, from its front sheet, first page, properties and name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

from ingest.files import SIDECAR
from ingest.reading import Block, Reading
from vectorstore.dates import find_dates
from vectorstore.errors import ReadError
from vectorstore.models import Classification, Description, Kind, fold_space

_FRONT_BLOCKS = 60
_LABELS = {
    "title": ("title", "title of report", "report title", "subject", "report", "name of report"),
    "body": ("for consideration by", "committee", "meeting", "decision maker", "report to", "to", "body", "name of meeting", "meeting of"),
    "meeting_date": ("meeting date", "date of meeting", "date", "date of decision", "committee date"),
    "classification": ("classification", "status", "exempt", "confidentiality", "public access", "publication status", "open or exempt", "access"),
    "period": ("period", "reporting period", "period covered", "quarter", "financial year"),
}  # fmt: skip
_BODY = re.compile(
    r"((?:[A-Z][\w'\u2019-]*|of|and|the|for|&|,)(?:\s+(?:[A-Z][\w'\u2019-]*|of|and|the|for|&),?){0,7}?\s*"
    r"\b(?:Committee|Commission|Cabinet|Panel|Board|Forum|Council|Executive)\b)"
)
_PERIOD = re.compile(
    r"\b(?:Q(?:uarter)?\s?[1-4][\s,]*)?(?:20\d\d\s?(?:/|-|\u2013|to)\s?(?:20)?\d\d)\b|\bQ(?:uarter)?\s?[1-4]\s+20\d\d(?:/\d\d)?\b|\b(?:Autumn|Spring|Summer|Winter)\s+20\d\d\b",
    re.I,
)
_POOR_TITLE = re.compile(r"^(?:microsoft word\b|untitled|document\d*|book\d*|slide|powerpoint|print|scan|.*\.(?:docx?|pdf|xlsx?|pptx?|indd)$)|^\W*$", re.I)
_EXEMPT_VALUE = re.compile(r"^\W*(?:exempt|part\s*(?:2|two|ii|b)\b|confidential|restricted|not for publication|private)", re.I)
_EXEMPT_MARK = re.compile(
    r"^\W*(?:not for publication|exempt(?: report| item| information| paper| from publication)?\b|part\s*(?:2|two|ii)\b(?!\s+of)|confidential\b(?:\s+(?:report|item|appendix))?|private and confidential)",
    re.I,
)
_PARTLY = re.compile(r"\b(?:appendi(?:x|ces)|annex(?:es)?|schedule)\s+(?:\w+\s+){0,6}(?:is|are|contains?|not for|exempt)\b", re.I)


def sidecar(path: Path) -> Description:
    """What a paper's sidecar file (NAME.ext.meta.toml) says of it; nothing when there is none.

    Raises ReadError naming the sidecar and the key that is unknown or has a value that cannot be used.
    """
    file = path.with_name(path.name + SIDECAR)
    if not file.is_file():
        return Description()
    try:
        return parse_description(tomllib.loads(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError) as error:
        raise ReadError(f"{file.name}: {error}; correct it or remove it.") from error


def parse_description(values: dict[str, object]) -> Description:
    """A description from plain values. Raises ValueError naming a key that is unknown or a value that cannot be used."""
    known = {f.name for f in fields(Description)}
    for key, value in values.items():
        if key not in known:
            raise ValueError(f"'{key}' is not one of {', '.join(sorted(known))}")
        if key == "kind" and value not in set(Kind):
            raise ValueError(f"kind '{value}' is not one of {', '.join(Kind)}")
        if key == "classification" and value not in set(Classification):
            raise ValueError(f"classification '{value}' is not one of {', '.join(Classification)}")
    when = values.get("meeting_date")
    text = lambda key: str(values[key]) if key in values else None  # noqa: E731
    return Description(
        text("title"), Kind(str(values["kind"])) if "kind" in values else None, text("body"),
        when if isinstance(when, date) else date.fromisoformat(str(when)) if when else None, text("period"),
        Classification(str(values["classification"])) if "classification" in values else None,
    )  # fmt: skip


def merged(*descriptions: Description) -> Description:
    """Descriptions laid over each other, the first that knows a thing winning."""
    result = Description()
    for description in reversed(descriptions):
        known = {f.name: v for f in fields(Description) if (v := getattr(description, f.name)) is not None}
        result = replace(result, **known)
    return result


def describe(reading: Reading, name: str) -> Description:
    """What a reading says of itself; `name` is the file's. Title, kind and classification are always given."""
    front = reading.blocks[:_FRONT_BLOCKS]
    sheet = _front_sheet(front)
    first = reading.pages[0].text[:4_000] if reading.pages else ""
    opening = " ".join(p.text[:3_000] for p in reading.pages[:2])
    title = _title(reading, sheet, name)
    kind = _kind(reading, title, name, first, covered={"title", "meeting_date"} <= sheet.keys())
    return Description(
        title=title,
        kind=kind,
        body=_body(sheet, title, first, kind),
        meeting_date=_meeting_date(sheet, kind, title, name, first),
        period=_period(sheet, title, name, opening),
        classification=_classification(sheet, reading, front),
    )


def _front_sheet(blocks: Sequence[Block]) -> dict[str, str]:
    """Fields of a front sheet: rows or lines of a known label and a value."""
    found: dict[str, str] = {}
    for block in blocks:
        if block.kind == "row" and len(filled := [c.text for c in block.cells if c.text]) == 2:
            pairs = [(filled[0], filled[1])]
        elif block.kind in ("paragraph", "heading") and (line := re.match(r"^([A-Z][\w ]{2,30}):\s*(\S.{0,200})$", block.text)):
            pairs = [(line.group(1), line.group(2))]
        else:
            continue
        for label, value in pairs:
            key = re.sub(r"[^a-z ]", "", label.lower()).strip()
            for field, labels in _LABELS.items():
                if key in labels and field not in found:
                    found[field] = fold_space(value)
    return found


def _title(reading: Reading, sheet: dict[str, str], name: str) -> str:
    if len(sheet.get("title", "")) > 3:
        return sheet["title"]
    printed = reading.properties.get("title", "")
    if printed and not _POOR_TITLE.match(printed) and len(printed) > 3:
        return printed
    headings = [b for b in reading.blocks[:15] if b.kind == "heading" and len(b.text) > 3]
    if headings:
        top = min(b.level for b in headings)
        return fold_space(next(b.text for b in headings if b.level == top))[:200]
    return re.sub(r"[-_]+", " ", Path(name).stem).strip().capitalize() or name


def _kind(reading: Reading, title: str, name: str, first: str, covered: bool) -> Kind:
    """The kind, from the columns of its tables, its name and its first page; `covered` says that it has a report's front sheet."""
    labels = {(c.label or "").lower() for b in reading.blocks if b.kind == "row" for c in b.cells}
    named = f"{title} {re.sub(r'[-_]+', ' ', Path(name).stem)}".lower()
    head = first[:1_500].lower()
    risk_labels = sum(any(w in label for label in labels) for w in ("risk", "likelihood", "impact", "control", "mitigation"))
    if re.search(r"\brisks? register\b|\bregister of risks\b", named) or (risk_labels >= 3 and not re.search(r"\breport\b|minutes", named)):
        return Kind.RISK_REGISTER
    if re.search(r"\bagenda\b", named) or re.search(r"^\s*agenda\b|\bagenda pack\b", head, re.M) and re.search(r"apologies", first, re.I):
        return Kind.MINUTES if re.search(r"\bminutes\b", named) else Kind.AGENDA_PACK
    if re.search(r"\bminutes\b", named) or re.search(r"\bminutes of (?:the|a|an)\b|^\s*minutes\b", head, re.M):
        return Kind.MINUTES
    if covered or re.search(r"\bannual report\b|\breport\b|\bmonitor(?:ing)?\b|\bstatement\b|\bupdate\b", named):
        return Kind.REPORT
    if re.search(r"\bstrategy\b|\bstrategic\b|\bplan\b|\bpolicy\b|\bframework\b", named):
        return Kind.STRATEGY
    if re.search(r"\breport\b", head):
        return Kind.REPORT
    return Kind.OTHER


def _body(sheet: dict[str, str], title: str, first: str, kind: Kind) -> str | None:
    if sheet.get("body"):
        return sheet["body"][:120]
    for text in (title, *first.splitlines()[:25]) if kind in (Kind.AGENDA_PACK, Kind.MINUTES, Kind.REPORT) else (title,):
        if match := _BODY.search(text):
            found = re.sub(r"^(?:(?:minutes|agenda|meeting|report|of|the|to|for|a)\s+)+", "", match.group(1).strip(" ,"), flags=re.I)
            if found and found[0].isupper() and found.lower() not in ("council", "board", "panel", "forum"):
                return found
    return None


def _meeting_date(sheet: dict[str, str], kind: Kind, title: str, name: str, first: str) -> date | None:
    for text in (sheet.get("meeting_date", ""), title, re.sub(r"_+", " ", Path(name).stem)):
        if days := [d.day for d in find_dates(text) if d.day]:
            return days[-1]
    if kind in (Kind.AGENDA_PACK, Kind.MINUTES) or re.search(r"\b(?:meeting|cabinet|committee|council)\b", first[:600], re.I):
        held = re.search(r"\b(?:held (?:on|at|in)|meeting (?:of|on|date)|date of meeting)\b", first, re.I)
        start = held.start() if held else 0
        days = [d.day for d in find_dates(first[start : start + 700]) if d.day]
        return days[0] if days else None
    return None


def _period(sheet: dict[str, str], title: str, name: str, opening: str) -> str | None:
    if sheet.get("period"):
        return sheet["period"][:60]
    for text in (title, re.sub(r"_+", " ", Path(name).stem), opening[:600]):
        if match := _PERIOD.search(text):
            if not re.fullmatch(r"20\d\d-(?:0[1-9]|1[0-2])", match.group(0)):  # "2026-01" begins a date
                return fold_space(match.group(0))
    return None


def _classification(sheet: dict[str, str], reading: Reading, front: Sequence[Block]) -> Classification:
    """Exempt when the front sheet's classification says so, or a line of the first page or its running header is marked so.

    A sentence about an appendix that is exempt does not make the report itself exempt.
    """
    if _EXEMPT_VALUE.match(sheet.get("classification", "")):
        return Classification.EXEMPT
    first = reading.pages[0].text.splitlines() if reading.pages else []
    lines = [*(line for line in first[:40] if len(line) < 300), *(b.text for b in front if b.kind == "heading" and 1 in {s.page for s in b.spans})]
    marked = any(_EXEMPT_MARK.match(line) and not _PARTLY.search(line) for line in lines)
    return Classification.EXEMPT if marked else Classification.OPEN
