"""A heat map page: a grid of likelihood against impact with risks' references in its cells, and a legend of their titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.reading import Block, Reading
from ingest.registers.axes import Axis, axis_of, name_in
from ingest.registers.flags import flagged
from ingest.registers.legend_lines import Titles, titles_of
from ingest.registers.position import position_date
from ingest.registers.printed import Line, cut, field_of, lines_of
from ingest.registers.tables import Table, tables_of
from ingest.registers.vocabulary import stage_of
from ingest.table_cells import plain
from vectorstore.models import Page
from vectorstore.records import Field, Record, Register, Score

_LARGEST = 14  # rows or columns of a table that may be a heat map, its edges and names included
_LONGEST_NAME = 40  # characters of a line that names an edge
_FEWEST_REFS = 2
_REF = re.compile(r"[A-Z]{0,6}[-./ ]?\d{1,3}(?:\.\d{1,2})?[a-z]?", re.I)
_LETTERED = re.compile(r"[A-Z]+", re.I)


@dataclass(frozen=True, slots=True)
class Mark:
    """A reference in a square of the map: its words, and the labels of its row and column as printed, with their numbers."""

    line: Line
    stage: str
    likelihood: tuple[Field, int | None] | None
    impact: tuple[Field, int | None] | None

    @property
    def ref(self) -> str:
        """The reference as printed."""
        return self.line.text


def heat_map(reading: Reading, document_id: str, title: str) -> Register | None:
    """The register that a heat map page holds: reference, title, likelihood and impact of each risk; None when there is no heat map."""
    marks = marks_in(reading)
    if not marks:
        return None
    titles = titles_of(reading, [m.ref for m in marks])
    if len({m.ref for m in marks}) < _FEWEST_REFS or not (titles or all(_LETTERED.match(m.ref) for m in marks)):
        return None  # numbers in squares without a legend may be counts or scores
    risks: dict[str, Record] = {}
    for mark in marks:
        risks[mark.ref] = _with(risks.get(mark.ref), mark, titles) if mark.ref in risks else _with(None, mark, titles)
    notes = []
    if any(m.likelihood is None for m in marks):
        notes.append("the edges of the heat map do not say which is likelihood and which is impact, so neither is given")
    missing = [ref for ref in risks if ref not in titles]
    if missing:
        notes.append(f"no title was found for {', '.join(missing)}")
    return Register(document_id, title, "heat map", position_date(reading), flagged(tuple(risks.values())), notes=tuple(notes))


def is_map(table: Table, pages: Sequence[Page]) -> bool:
    """Whether a table is a heat map with references in it."""
    return _is_small(table) and bool(_Grid(table, pages).marks())


def _is_small(table: Table) -> bool:
    return len(table.rows) <= _LARGEST and max(len(r.block.cells) for r in table.rows) <= _LARGEST


def marks_in(reading: Reading) -> list[Mark]:
    """Every reference in the squares of every heat map of a reading."""
    found: list[Mark] = []
    for table in tables_of(reading.blocks):
        if _is_small(table):
            found += _Grid(table, reading.pages).marks()
    return found


class _Grid:
    """A table that may be a heat map."""

    def __init__(self, table: Table, pages: Sequence[Page]) -> None:
        self.pages = pages
        self.rows: list[Block] = [r.block for r in table.rows]
        self.above = [b.text for b in table.above]
        self.below = table.below.text if table.below is not None else ""
        width = max(len(b.cells) for b in self.rows)
        self.texts = [[plain(c.text) for c in b.cells] + [""] * (width - len(b.cells)) for b in self.rows]

    def marks(self) -> list[Mark]:
        """The references in the squares; none when this is no heat map."""
        edges = self._edges()
        if edges is None:
            return []
        column, down, row, across = edges
        body = [(r, c) for r in down.places for c in across.places if c < len(self.rows[r].cells)]
        if any(not _could_hold(self.texts[r][c]) for r, c in body):
            return []
        names = self._names(down, across)
        filled = [self.texts[r][c] for r, c in body if self.texts[r][c]]
        if not any(n.strip() for n in names) and not any(
            re.search(r"\b(?:risks?|heat ?map)\b", t, re.I) for t in [*self.above, self.below]
        ):
            return []
        if all(t.isdigit() for t in filled) and (len(filled) == len(body) or not any(n.strip() for n in names)):
            return []  # numbers in every square are scores or counts
        products = _are_scores([(self.texts[r][c], down.numbers.get(r), across.numbers.get(c)) for r, c in body])
        stage = next((s for text in reversed(self.above) if (s := stage_of(text))), None) or "residual"
        found = []
        for r, c in body:
            for line in self._refs(r, c):
                if products and line.text.isdigit():
                    continue
                levels = {
                    names[0]: self._level(r, column, down.numbers.get(r)),
                    names[1]: self._level(row, c, across.numbers.get(c)),
                }
                found.append(Mark(line, stage, levels.get("likelihood"), levels.get("impact")))
        return found

    def _edges(self) -> tuple[int, Axis, int, Axis] | None:
        """The column of labels and the row of labels, the outermost first."""
        width = len(self.texts[0])
        for column in sorted(range(width), key=lambda c: (c not in (0, width - 1), c)):
            down = axis_of({r: row[column] for r, row in enumerate(self.texts)})
            if down is None:
                continue
            for row in (r for r in [*range(len(self.texts))][::-1] if r not in down.places):
                across = axis_of({c: text for c, text in enumerate(self.texts[row]) if c != column})
                if across is not None and column not in across.places:
                    return column, down, row, across
        return None

    def _names(self, down: Axis, across: Axis) -> tuple[str, str]:
        """Which edge is likelihood and which is impact, by their labels' words, or by a name that stands in the table beside one edge."""
        if down.name and across.name and down.name != across.name:
            return down.name, across.name
        for known, first in ((down.name, True), (across.name, False)):
            if known and not (down.name and across.name):
                other = "impact" if known == "likelihood" else "likelihood"
                return (known, other) if first else (other, known)
        rows, columns = set(down.places), set(across.places)
        for r, row in enumerate(self.texts):
            for c, text in enumerate(row):
                named = name_in(text)
                if named and ((r in rows) != (c in columns)):
                    other = "impact" if named == "likelihood" else "likelihood"
                    return (named, other) if r in rows else (other, named)
        return self._names_beside()

    def _names_beside(self) -> tuple[str, str]:
        """By the lines around the table: a name below it is that of the row of labels, as a name at its side is read before it."""
        named = name_in(self.below) if len(self.below) <= _LONGEST_NAME else None
        before = next((n for text in reversed(self.above[-2:]) if len(text) <= _LONGEST_NAME and (n := name_in(text))), None)
        if named and before != named:
            return ("impact" if named == "likelihood" else "likelihood"), named
        return "", " "

    def _level(self, r: int, c: int, number: int | None) -> tuple[Field, int | None]:
        lines = lines_of(self.rows[r].cells[c], self.pages)
        whole = Line(" ".join(x.text for x in lines), tuple(s for x in lines for s in x.spans))
        match = re.match(r"(?:likelihood|probability|impact|severity|consequence)\s*[:=-]?\s*(?=\S)", whole.text, re.I)
        return field_of([cut(whole, match.end() if match else 0, len(whole.text))], None), number

    def _refs(self, r: int, c: int) -> Iterator[Line]:
        for line in lines_of(self.rows[r].cells[c], self.pages):
            for match in _REF.finditer(line.text):
                yield cut(line, match.start(), match.end())


def _could_hold(text: str) -> bool:
    """Whether a square holds references, a score or nothing."""
    return not re.search(r"[a-z]{3,}", re.sub(r"\band\b", " ", _REF.sub(" ", text)), re.I) and len(text) < 120


def _are_scores(squares: Sequence[tuple[str, int | None, int | None]]) -> bool:
    """Whether most squares print the product of their levels."""
    told = [(text, a * b) for text, a, b in squares if a and b]
    return bool(told) and 2 * sum(str(product) in re.findall(r"\d+", text) for text, product in told) > len(told)


def _with(risk: Record | None, mark: Mark, titles: Titles) -> Record:
    """A risk as one square shows it."""
    fields = dict(risk.fields) if risk else {"ref": field_of([mark.line], None)}
    if risk is None and mark.ref in titles:
        fields["title"] = titles[mark.ref]
    scores = dict(risk.scores) if risk else {}
    if mark.likelihood and mark.impact:
        printed = f"{mark.likelihood[0].text}; {mark.impact[0].text}"
        scores[mark.stage] = Score(
            printed, (*mark.likelihood[0].spans, *mark.impact[0].spans), mark.likelihood[1], mark.impact[1]
        )
        if mark.stage in ("residual", "current"):
            fields |= {"likelihood": mark.likelihood[0], "impact": mark.impact[0]}
    made = risk or Record("risk", spans=mark.line.spans)
    return replace(made, fields=fields, scores=scores)


def against_map(risks: Sequence[Record], reading: Reading) -> tuple[Record, ...]:
    """A register's risks, likelihood and impact from the paper's own heat map where the table has none, a flag where it has others."""
    marks = {m.ref.lower(): m for m in marks_in(reading) if m.stage in ("residual", "current")}
    return tuple(_checked(risk, marks.get((risk.text("ref") or "").lower())) for risk in risks)


def _filled(risk: Record, mark: Mark, score: Score | None) -> Record:
    """A risk of a table without likelihood and impact, with those of the map."""
    made = _with(None, mark, {})
    own = made.scores[mark.stage]
    if score is not None:
        own = replace(score, likelihood=own.likelihood, impact=own.impact)
    stage = next((s for s in ("current", "residual") if s in risk.scores), "residual")
    fields = {**risk.fields, "likelihood": made.fields["likelihood"], "impact": made.fields["impact"]}
    return replace(risk, fields=fields, scores={**risk.scores, stage: own})


def _checked(risk: Record, mark: Mark | None) -> Record:
    score = risk.scores.get("current") or risk.scores.get("residual")
    if mark is None or mark.likelihood is None or mark.impact is None:
        return risk
    if not risk.fields.keys() & {"likelihood", "impact"} and (score is None or (score.likelihood, score.impact) == (None, None)):
        return _filled(risk, mark, score)
    if score is None:
        return risk
    place = (mark.likelihood[1], mark.impact[1])
    if None in place or None in (score.likelihood, score.impact) or place == (score.likelihood, score.impact):
        return risk
    said = f"the heat map has it at likelihood {place[0]} and impact {place[1]}, its row at {score.likelihood} and {score.impact}"
    return replace(risk, flags=(*risk.flags, said))
