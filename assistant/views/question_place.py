"""A question and what it is narrowed to, as they stand in the address: a link to both can be kept and sent.

`?q=...&paper=<document id>&kind=...&body=...&from=2026-01-01&to=2026-03-31`; paper, kind and body may come again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar
from urllib.parse import urlencode

from assistant.retrieve import bodies_of, folded_name
from assistant.views.wording import count
from vectorstore.models import Document, Filters, Kind, fold_space

_Value = TypeVar("_Value")
EARLIEST = date(1974, 4, 1)  # when the councils of today began
"""The first day that meetings can be narrowed to."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SHOWN = 60  # characters of a value that cannot be used


def latest_day(documents: Sequence[Document]) -> date:
    """The last day that meetings can be narrowed to: the end of this year, or of a later one of which a paper is held."""
    return max([date.today(), *(d.meeting_date for d in documents if d.meeting_date)]).replace(month=12, day=31)


def query_of(filters: Filters, question: str = "") -> dict[str, list[str]]:
    """A question and its filters (papers by id) as parameters of the address; what is not narrowed is left out."""
    given = {
        "q": [question] if question else [],
        "paper": list(filters.documents),
        "kind": [str(kind) for kind in filters.kinds],
        "body": list(filters.bodies),
        "from": [filters.since.isoformat()] if filters.since else [],
        "to": [filters.until.isoformat()] if filters.until else [],
    }
    return {name: values for name, values in given.items() if values}


def link(filters: Filters, question: str = "") -> str:
    """The end of an address that leads to a question and its filters."""
    return f"?{urlencode(query_of(filters, question), doseq=True)}"


def question_of(query: Mapping[str, Sequence[str]]) -> str:
    """The question that an address's parameters ask; empty when they ask none."""
    return fold_space(next(iter(query.get("q", ())), ""))


def filters_of(query: Mapping[str, Sequence[str]], documents: Sequence[Document]) -> tuple[Filters, str | None]:
    """What an address's parameters narrow to among the papers held, and what of them cannot be used, in a sentence (None: nothing).

    What cannot be used is left out: anybody can type an address, and papers named by one that was kept may have been taken out since.
    """
    left: list[str] = []
    held = {document.id for document in documents}
    papers = [each for each in dict.fromkeys(query.get("paper", ())) if each in held]
    if gone := len(set(query.get("paper", ())) - held):
        left.append("a paper that is no longer held" if gone == 1 else f"{count(gone, 'paper')} that are no longer held")
    kinds = _known(query.get("kind", ()), {kind.value: kind for kind in Kind}, "{} (no kind of paper)", left)
    called = {folded_name(body): body for body in bodies_of(documents)}
    bodies = _known(query.get("body", ()), called, "{} (no paper of it is held)", left)
    since = _day(query.get("from", ()), documents, left)
    until = _day(query.get("to", ()), documents, left)
    said = f"Of what the link narrows to, this was left out: {'; '.join(left)}." if left else None
    return Filters(tuple(papers), tuple(kinds), since, until, tuple(bodies)), said


def _known(given: Sequence[str], known: Mapping[str, _Value], unknown: str, left: list[str]) -> list[_Value]:
    """The values that are known by their folded names, each once; the others are told."""
    names = {folded_name(each): each for each in given}
    left += [unknown.format(_quoted(printed)) for name, printed in names.items() if name not in known]
    return [known[name] for name in names if name in known]


def _day(given: Sequence[str], documents: Sequence[Document], left: list[str]) -> date | None:
    text = next(iter(given), "")
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= latest_day(documents):
        left.append(f"{_quoted(text)} ({'no date' if day is None else 'no date that a meeting could have'})")
        return None
    return day


def _quoted(text: str) -> str:
    folded = fold_space(text)
    return f"\u2018{folded if len(folded) <= _SHOWN else folded[: _SHOWN - 1] + '…'}\u2019"
