"""Tables of cases with what a body decided on each: applications for grants or planning permission, with a column of verdicts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.commitments.plan_columns import Column, Plan, column
from ingest.registers.tables import Row
from ingest.table_cells import is_figure, plain
from vectorstore.commitments import EntryKind

_SAID = re.compile(
    r"^(?:\W*[\u00a3$]?[\d,.]+\s+)?(?:(?:not|unanimously|partly|conditionally|it was)\s+)?"
    r"(?:(?P<decided>approved|agreed|granted|awarded|rejected|refused"
    r"|declined|deferred|withdrawn|supported|resolved|permitted|adopted|ratified|no objections?|objections?|no comments?)"
    r"|(?P<asked>approve|agree|grant|award|reject|refuse|decline|defer|support|object|permit|recommend(?:ed)?|recommendation))\b",
    re.I,
)
_VERDICTS = frozenset(("recommendation", "decision", "outcome", "resolution", "result", "committee decision", "council decision"))
_MOST = 0.6  # share of a column's cells that say a verdict


def verdicts_of(rows: Sequence[Row]) -> Plan | None:
    """The plan of a table whose rows say what was decided on each case; None when it has no such column."""
    labels = next((row.labels for row in rows if not row.header and sum(map(bool, row.labels)) > 1), ())
    for n, label in enumerate(labels):
        if not label or plain(label).lower().rstrip(":") not in _VERDICTS:
            continue
        said = [plain(r.block.cells[n].text) for r in rows if not r.header and n < len(r.block.cells) and r.block.cells[n].text]
        if said and sum(_SAID.match(t) is not None for t in said) >= _MOST * len(said) and (case := _case(rows, n)) is not None:
            columns = [column(each) if each else None for each in labels]
            columns = [None if c and c.role in ("act", "likely", "group") else c for c in columns]
            columns[case] = Column("group")
            return Plan(tuple(columns), n, "decision", True, case)
    return None


def _case(rows: Sequence[Row], verdict: int) -> int | None:
    """The first column that names the cases: words, no figures."""
    for n in range(verdict):
        texts = [plain(r.block.cells[n].text) for r in rows if not r.header and n < len(r.block.cells) and r.block.cells[n].text]
        if texts and not any(map(is_figure, texts)) and all(any(c.isalpha() for c in t) for t in texts):
            return n
    return None


def kind_of_verdict(text: str) -> EntryKind:
    """Whether a verdict says what was decided or what is asked for ("Refuse", "Recommend approval")."""
    match = _SAID.match(text)
    return "recommendation" if match and match.group("asked") else "decision"
