"""Risk registers as held: their versions, which is the latest, and their shape in JSON."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from vectorstore.dates import find_dates
from vectorstore.library import Holdings
from vectorstore.models import Document
from vectorstore.records import Field, Record, Register

_SAME = 0.34  # the least share of risks that two versions of one register have in common
_LEAD = 60  # characters of a note in which the date of its update stands
_YEARS = re.compile(r"\b(20\d\d)\s?[-/\u2013]\s?(?:20)?(\d\d)\b")
_QUARTER = re.compile(r"\bQ(?:uarter)?\s?([1-4])\b", re.I)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Held:
    """A register and the document that it was read from."""

    document: Document
    register: Register

    @property
    def as_at(self) -> str | None:
        """The day, month or year (ISO) at which it stands: its own words, the paper's meeting or period, else its latest note's month."""
        if self.register.as_at:
            return self.register.as_at
        if self.document.meeting_date:
            return self.document.meeting_date.isoformat()
        return (
            _period_end(f"{self.document.period or ''} {self.document.title}") or _latest_note(self.register) or _named_year(self)
        )

    @property
    def name(self) -> str:
        """How an answer calls it: the paper's title."""
        return self.document.title

    def page(self, ordinal: int | None) -> int | None:
        """A page's number in the file from its ordinal; None where the format has no pages."""
        return ordinal if self.document.page_count is not None else None


def held(holdings: Holdings) -> list[Held]:
    """Every register that a role may see, by source name."""
    return [Held(document, register) for document, register in holdings.registers()]


def series(registers: Iterable[Held]) -> list[list[Held]]:
    """The registers with versions of one together, oldest first. Versions share most references or titles of risks."""
    groups: list[list[Held]] = []
    for each in registers:
        home = next((g for g in groups if any(_same_register(each, other) for other in g)), None)
        if home is None:
            groups.append([each])
        else:
            home.append(each)
    return [sorted(g, key=lambda h: (h.as_at or "", h.document.source)) for g in groups]


def latest(registers: Iterable[Held]) -> list[Held]:
    """The latest version of each register."""
    return [group[-1] for group in series(registers)]


def risk_key(text: str) -> str:
    """A title for comparing: lower case words and figures alone."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def _same_register(a: Held, b: Held) -> bool:
    """Whether two registers are versions of one: a third or more of the smaller's risks have the other's titles, not once in one paper."""
    if a.document.id == b.document.id:
        return False
    titles_a = {risk_key(r.name) for r in a.register.risks}
    titles_b = {risk_key(r.name) for r in b.register.risks}
    return len(titles_a & titles_b) >= max(1, _SAME * min(len(titles_a), len(titles_b)))


def _period_end(text: str) -> str | None:
    years, quarter = _YEARS.search(text), _QUARTER.search(text)
    if years and quarter:
        year, n = int(years.group(1)), int(quarter.group(1))
        return {1: f"{year}-06-30", 2: f"{year}-09-30", 3: f"{year}-12-31", 4: f"{year + 1}-03-31"}[n]
    dated = find_dates(text)
    if dated:
        return dated[-1].day.isoformat() if dated[-1].day else f"{dated[-1].year}-{dated[-1].month:02d}"
    return None


def _latest_note(register: Register) -> str | None:
    """The month that most notes of the register's latest quarter begin with."""
    months: Counter[str] = Counter()
    for record, _ in register.records():
        note = record.text("note") or ""
        months.update(f"{d.year}-{d.month:02d}" for d in find_dates(note[:_LEAD])[:1] if d.month)
    common = [m for m, times in months.items() if times >= max(1, 0.05 * months.total())]
    return max(common, default=None)


def _named_year(each: Held) -> str | None:
    found = _YEAR.findall(f"{each.document.title} {each.document.source}")
    return max(found, default=None)


# --- JSON


def as_json(each: Held) -> dict[str, Any]:
    """A register as `scrutiny risks --json` prints it. A field that is not printed is None; `pages` says where each field begins."""
    register = each.register
    return {
        "document": each.document.id,
        "title": each.document.title,
        "source": each.document.source,
        "as_at": each.as_at,
        "layout": register.layout,
        "risks": [_risk_json(each, r) for r in register.risks],
        "leftovers": [{"text": x.text, "page": each.page(x.page)} for x in register.leftovers],
        "unknown_columns": list(register.unknown),
        "notes": list(register.notes),
    }


def _risk_json(each: Held, risk: Record) -> dict[str, Any]:
    stages = {
        stage: {"printed": s.printed, "likelihood": s.likelihood, "impact": s.impact, "value": s.value}
        for stage, s in risk.scores.items()
    }
    return {
        **_texts(
            risk,
            (
                "ref",
                "title",
                "description",
                "category",
                "group",
                "impact",
                "likelihood",
                "score",
                "rating",
                "direction",
                "status",
            ),
        ),
        "owners": [o.name for o in risk.owners],
        "note": risk.text("note"),
        "page": each.page(risk.page),
        "controls": [_control_json(each, c) for c in risk.controls],
        "actions": [_action_json(each, a) for a in risk.actions],
        **_texts(risk, ("cause", "consequence", "added", "reviewed")),
        "scores": stages,
        "flags": list(risk.flags),
        **_rest(each, risk),
    }


def _control_json(each: Held, control: Record) -> dict[str, Any]:
    return {
        **_texts(control, ("ref", "title", "description", "category", "status")),
        "owners": [o.name for o in control.owners],
        "note": control.text("note"),
        "page": each.page(control.page),
        "flags": list(control.flags),
        **_rest(each, control),
    }


def _action_json(each: Held, action: Record) -> dict[str, Any]:
    return {
        "text": action.name,
        **_texts(action, ("ref", "description")),
        "owners": [o.name for o in action.owners],
        "due": action.text("due"),
        "due_date": action.due,
        "status": action.text("status"),
        "note": action.text("note"),
        "page": each.page(action.page),
        "flags": list(action.flags),
        **_rest(each, action),
    }


def _texts(record: Record, names: Sequence[str]) -> dict[str, str | None]:
    return {name: record.text(name) for name in names}


def _rest(each: Held, record: Record) -> dict[str, Any]:
    """Columns that no field stands for, and the page of every field."""
    pages: dict[str, int | None] = {name: each.page(_first(made)) for name, made in record.fields.items() if made.spans}
    return {"other": [{"label": f.label, "text": f.text} for f in record.other], "pages": pages}


def _first(made: Field) -> int | None:
    return made.spans[0].page if made.spans else None
