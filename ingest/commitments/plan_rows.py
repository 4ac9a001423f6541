"""The rows of plans: which tables set something to be done, and under which column each cell of a row stands."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from ingest.commitments.item_forms import says_act, states_act
from ingest.commitments.plan_columns import Column, Plan, Role, explains, plan_of
from ingest.commitments.verdicts import verdicts_of
from ingest.reading import Block, Reading
from ingest.registers.cells import is_status, is_when
from ingest.registers.people import looks_like_owners
from ingest.registers.printed import is_nothing
from ingest.registers.tables import Labels, Row, Table, is_totals, tables_of
from ingest.table_cells import is_figure, plain
from vectorstore.models import Cell

Place = tuple[int, int]
_FEWEST_WORDS = 2
_LONGEST_VALUE = 60  # characters: longer cells are prose
_MOST = 0.7  # share of a column's cells that must be of its kind where no label says what it is
_HALF = 0.5
_SHIFTS = (1, -1)


@dataclass(slots=True)
class PlanRow:
    """A row that sets something to be done: its plan, its cells, and the rest of its act where a page break parts it."""

    plan: Plan
    block: Block
    cells: tuple[Cell, ...]
    rests: list[tuple[Cell, ...]] = field(default_factory=list)

    def parts(self, place: int) -> list[Cell]:
        """The cells of one column, the rest of the row among them; one that is merged over several rows once."""
        held = {row[place].spans: row[place] for row in (self.cells, *self.rests) if row[place].text}
        return list(held.values())

    def text(self, role: Role) -> str:
        """The words under every column of a role."""
        return " ".join(c.text for n in self.plan.places(role) for c in self.parts(n))


def plan_rows(reading: Reading, taken: Set[Place]) -> list[PlanRow]:
    """The rows of all plans, in reading order. `taken` are the places (page, start) of rows that a register holds."""
    last: Plan | None = None
    found: list[list[PlanRow]] = []
    for table in tables_of(reading.blocks):
        if any((s.page, s.start) in taken for row in table.rows for s in row.block.spans[:1]):
            last = None
            continue
        carried = last if table.between == 0 or not any(r.header for r in table.rows) else None
        rows, last = _placed(table, carried)
        if rows:
            found.append(rows)
    unsure: dict[str | None, list[PlanRow]] = {}
    for rows in found:
        unsure.setdefault(_label(rows[0]), []).extend(rows)
    return [row for rows in found for row in rows if rows[0].plan.sure or _reads_as_acts(unsure[_label(rows[0])])]


def _label(row: PlanRow) -> str | None:
    """The words over the acts: tables under the same words are judged together, so that one of a single row is with its fellows."""
    said = row.cells[row.plan.act].label
    return plain(said).lower() if said else None


def _placed(table: Table, carried: Plan | None) -> tuple[list[PlanRow], Plan | None]:
    """The rows of one table that have an act, and the plan that is in force below it."""
    verdicts = verdicts_of(table.rows)
    if verdicts is not None and verdicts.case is not None:
        return _cases(table, verdicts, verdicts.case), None
    out: list[PlanRow] = []
    plan = carried
    if carried is None and not any(row.header or any(row.labels) for row in table.rows):
        plan = _plan_by_cells(table.rows)
    for row in table.rows:
        cells = row.block.whole_cells
        if row.header and (plan is None or len(cells) != len(plan.columns) or not _fills(cells, plan)):
            plan = plan_of(row.labels)
            continue
        plan = _plan_under(row, plan)
        if plan is None or len(cells) != len(plan.columns) or is_totals(row.block):
            continue
        moved = _moved(cells, plan)
        if out and _goes_on(out[-1], row.block, moved):
            out[-1].rests.append(moved)
        elif _has_act(moved[plan.act].text) and moved[plan.act].text != moved[plan.act].label:
            out.append(PlanRow(plan, row.block, moved))
    return out, plan


def _cases(table: Table, plan: Plan, case: int) -> list[PlanRow]:
    """The rows of a table of verdicts; one that names no case is the rest of the row before it."""
    out: list[PlanRow] = []
    for row in table.rows:
        cells = row.block.whole_cells
        if row.header or len(cells) != len(plan.columns) or not cells[plan.act].text:
            continue
        if cells[case].text:
            out.append(PlanRow(plan, row.block, cells))
        elif out:
            out[-1].rests.append(cells)
    return out


def _plan_under(row: Row, plan: Plan | None) -> Plan | None:
    """The plan that a row's own labels make; where they make none, the one in force, if the cells can be its."""
    own = plan_of(row.labels) if any(row.labels) else None
    if own is not None:
        return own
    cells = row.block.whole_cells
    if plan is None or len(cells) != len(plan.columns):
        return None
    labels: Labels = tuple(label for label in row.labels if label)
    return plan if not labels or _fills(cells, plan) else None


def _fills(cells: Sequence[Cell], plan: Plan) -> bool:
    """Whether the cells are a row of a plan by their kinds: a name under the owner or a date under the deadline, and an act."""
    owner = any(looks_like_owners(plain(cells[n].text)) for n in plan.places("owner"))
    due = any(is_when(plain(cells[n].text)) for n in plan.places("due"))
    return (owner or due) and _has_act(cells[plan.act].text) and plan_of([c.text for c in cells]) is None


def _moved(cells: tuple[Cell, ...], plan: Plan) -> tuple[Cell, ...]:
    """The cells, a column to the left or right where they stand one off: where names, dates and the act fit better so."""
    best, most = cells, _fitting(cells, plan)
    for shift in _SHIFTS if most < 0 else ():
        blank = (Cell(None, "", ()),)
        other = (*cells[1:], *blank) if shift > 0 else (*blank, *cells[:-1])
        lost = cells[0] if shift > 0 else cells[-1]
        if not lost.text and (fits := _fitting(other, plan)) > max(most, 0):
            best, most = other, fits
    return best


def _fitting(cells: Sequence[Cell], plan: Plan) -> int:
    """How many cells are of the kind that their column asks for, those that cannot be it counted against them."""
    total = 0
    for n, found in enumerate(plan.columns):
        text = plain(cells[n].text)
        if found is None or not text:
            continue
        if found.role == "owner":
            total += 1 if looks_like_owners(text) else -1 if is_when(text) else 0
        elif found.role == "due":
            total += 1 if is_when(text) else -1 if looks_like_owners(text) else 0
        elif n == plan.act:
            total += -2 if is_when(text) or (looks_like_owners(text) and not says_act(text)) else 1
    return total if plain(cells[plan.act].text) else total - 2


def _goes_on(before: PlanRow, block: Block, cells: Sequence[Cell]) -> bool:
    """Whether a row is the rest of the one before it: no act of its own, or one that begins in the middle of a sentence overleaf."""
    act = before.plan.act
    own, said = plain(cells[act].text), plain(before.parts(act)[-1].text)
    if cells[act] is before.cells[act] or (cells[act].spans and cells[act].spans == before.cells[act].spans):
        return True  # one act merged over several rows
    last = (before.rests[-1] if before.rests else before.cells)[act].spans or before.parts(act)[-1].spans
    overleaf = bool(last) and block.spans[0].page == last[-1].page + 1
    if not own:
        names = [*before.plan.places("owner"), *before.plan.places("due")]
        return (overleaf and any(c.text for c in cells)) or any(cells[n].text for n in names)
    return overleaf and own[:1].islower() and not said.endswith((".", "!", "?", ";"))


def _has_act(text: str) -> bool:
    """Whether a cell's words can be what is to be done: words, no value, no "none", no explanation of the form."""
    bare = plain(text)
    words = [w for w in bare.split() if any(c.isalpha() for c in w)]
    if len(words) < _FEWEST_WORDS or is_nothing(bare) or is_figure(bare) or explains(bare):
        return False
    return len(bare) > _LONGEST_VALUE or not (is_when(bare, others=0) or is_status(bare))


def _reads_as_acts(rows: Sequence[PlanRow]) -> bool:
    """Whether at least half of the rows say by their words what is to be done."""
    texts = [plain(r.cells[r.plan.act].text) for r in rows]
    forms = states_act if rows[0].plan.columns[rows[0].plan.act] != Column("likely", "action") else says_act
    return sum(map(forms, texts)) >= _HALF * len(texts)


def _plan_by_cells(rows: Sequence[Row]) -> Plan | None:
    """The plan of a table without any label: a column of acts, one of names and one of dates."""
    blocks = [r.block.whole_cells for r in rows]
    width = len(blocks[0])
    if len(blocks) < 2 or width < 3 or any(len(cells) != width for cells in blocks):
        return None
    columns: list[Column | None] = [None] * width
    for n in range(width):
        texts = [plain(cells[n].text) for cells in blocks if cells[n].text]
        role = _kind_of(texts) if len(texts) >= _HALF * len(blocks) else None
        if role is not None and Column(role) not in columns:
            columns[n] = Column(role)
    act = next((n for n, c in enumerate(columns) if c == Column("act")), None)
    if act is None or not {Column("owner"), Column("due")} <= set(columns):
        return None
    return Plan(tuple(columns), act, "action", False)


def _kind_of(texts: Sequence[str]) -> Role | None:
    enough = _MOST * len(texts)
    if sum(map(is_when, texts)) >= enough:
        return "due"
    if sum(map(looks_like_owners, texts)) >= enough:
        return "owner"
    if sum(states_act(t) and len(t) > 20 for t in texts) >= enough:
        return "act"
    return None
