"""One card, or several in one table, taken in row by row."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.reading import Block
from ingest.registers.card_rows import (
    Pair,
    Texts,
    heads_below,
    label_meaning,
    list_header,
    pairs_in,
    row_stage,
    score_header,
    stage_header,
    title_of,
    value_of,
)
from ingest.registers.columns import Schema
from ingest.registers.draft import Draft
from ingest.registers.gathered import Gathered
from ingest.registers.placing import place
from ingest.registers.printed import Line, cut, field_of, is_nothing, lines_of
from ingest.registers.values import put_value
from ingest.registers.vocabulary import SCORES, Meaning, Stage
from ingest.table_cells import plain
from vectorstore.models import Page, fold_space

_LONGEST_HEADING = 160


class Card:
    """Takes rows in; `finished` gives the risks. What found no place goes to `found`."""

    def __init__(self, pages: Sequence[Page], found: Gathered, places: frozenset[int]) -> None:
        self.pages = pages
        self.found = found
        self.places = places
        self.drafts: list[Draft] = []
        self._heading: Block | None = None
        self._headings: dict[int, Block] = {}
        self._list: Schema | None = None
        self._scores: list[Meaning | None] | None = None
        self._stages: list[Stage | None] | None = None
        self._over: list[Meaning | None] | None = None
        self._over_labels: Texts = ()
        self._stage: Stage | None = None
        self._last: tuple[Meaning, str] | None = None

    def begin(self, above: Sequence[Block]) -> None:
        """Go on to a table with these lines above it: the nearest that reads like a title is the card's, else the nearest heading."""
        self._forget()
        titled = [b for b in above if title_of(b.text)]
        headings = [b for b in above if b.kind == "heading" and len(b.text) <= _LONGEST_HEADING]
        self._heading = (titled or headings or [None])[-1]  # type: ignore[list-item]

    def finished(self) -> list[Draft]:
        """The risks."""
        for draft in self.drafts:
            self._name(draft)
        return self.drafts

    def _forget(self) -> None:
        self._list = self._scores = self._stages = self._over = self._stage = self._last = None

    def _name(self, draft: Draft) -> None:
        """Give a risk without a title the words of the heading above its first table."""
        heading = self._headings.get(id(draft)) if draft.says("title") == "" else None
        if heading is None or draft.says("description") == fold_space(heading.text):
            return
        named = title_of(heading.text)
        if named or not draft.says("description"):
            line = Line(fold_space(heading.text), heading.spans)
            self._title(draft, named or ("", line.text), line)

    def take(self, row: Block, after: Block | None) -> None:
        """Take in one row; `after` is the next one."""
        lines = [lines_of(cell, self.pages) for cell in row.cells]
        texts = tuple(" ".join(x.text for x in cell) for cell in lines)
        filled = [n for n, text in enumerate(texts) if text]
        if not filled or self._is_header(texts, after):
            return
        first = texts[filled[0]]
        if self._over is not None:
            self._take_below(row, texts, lines)
        elif self._scores and (row_stage(first) or self._stage) and not label_pair(first) and len(filled) > 1:
            self._take_scores(row_stage(first) or self._stage, texts, lines)
        elif self._stages and len(filled) > 1 and (m := label_meaning(first)) and m.field in SCORES:
            self._take_stages(m, texts, lines)
        elif self._list and not self._ends_list(texts):
            self._take_listed(row, texts, lines)
        else:
            self._take_pairs(row, texts, lines)

    def _is_header(self, texts: Texts, after: Block | None) -> bool:
        """Whether a row is a header inside the card; what it says is kept for the rows below."""
        below = tuple(plain(c.text) for c in after.cells) if after is not None else ()
        if header := score_header(texts):
            named = row_stage(next(t for t in texts if t))
            stage = named if named and label_meaning(next(t for t in texts if t)) is not None else self._stage
            self._forget()
            self._scores, self._stage = header, stage
            if below and not row_stage(next((t for t in below if t), "")):
                self._over, self._over_labels = header, texts
                self._scores = None
            return True
        if stages := stage_header(texts):
            self._forget()
            self._stages = stages
            return True
        if grid := list_header(texts):
            self._forget()
            self._list = grid
            return True
        if below and heads_below(texts, below):
            self._forget()
            self._over, self._over_labels = [label_meaning(t) for t in texts], texts
            return True
        return False

    def _ends_list(self, texts: Texts) -> bool:
        """Whether a row under the header of a list is a label and its value, or a title, again."""
        filled = [t for t in texts if t]
        if len(filled) == 1:
            return bool(title_of(filled[0]) or label_meaning(filled[0]))
        own = label_meaning(filled[0])
        return (own is not None and len(filled) <= 2) or len(pairs_in(texts, self.places)) * 2 == len(filled)

    # --- what rows hold

    def _take_pairs(self, row: Block, texts: Texts, lines: Sequence[list[Line]]) -> None:
        filled = [n for n, text in enumerate(texts) if text]
        pairs = pairs_in(texts, self.places)
        self._list = self._scores = self._stages = None
        if pairs:
            used = {p.place for p in pairs} | {n for n in filled if label_meaning(texts[n])}
            for pair in pairs:
                self._put(pair, value_of(pair, lines), row)
            left = [n for n in filled if n not in used]
            while len(left) > 1 and left[0] in self.places:
                self._unknown(texts[left[0]], lines[left[1]], row)
                left = left[2:]
            for n in left:
                self.found.leave_line(texts[n], lines[n])
        elif len(filled) == 1:
            self._single(row, texts[filled[0]], lines[filled[0]])
        elif len(filled) == 2 and len(texts[filled[0]]) <= 70 and self.drafts:
            self._unknown(texts[filled[0]], lines[filled[1]], row)
        else:
            self._several(row, texts)

    def _several(self, row: Block, texts: Texts) -> None:
        named = title_of(" ".join(t for t in texts if t))
        if named:
            line = Line(fold_space(row.text), row.spans)
            self._title(self._new(row), named, line)
        else:
            self.found.leave(row)

    def _unknown(self, label: str, cell: Sequence[Line], row: Block) -> None:
        self.found.unknown.append(plain(label).rstrip(": "))
        self._draft(row).other.append(field_of(cell, plain(label).rstrip(": ")))

    def _single(self, row: Block, text: str, cell: list[Line]) -> None:
        """A row of one cell: a title of the card ("Risk 3: ..."), a label of what stands below, or words that go on from above."""
        named = title_of(text)
        own = label_meaning(text)
        if named:
            draft = self._draft(row)
            if draft.says("title") or draft.stages or draft.children:
                draft = self._new(row)
            self._title(draft, named, cell[0])
        elif own:
            self._last = (own, plain(text).rstrip(": "))
            self._stage = own.stage if own.field in SCORES else None
        elif self._last and self.drafts:
            meaning_, label = self._last
            self._put(Pair(label, 0, meaning_), cell, row)
        elif not self.drafts and len(text) <= _LONGEST_HEADING:
            self._draft(row).set("title", cell, None)
        else:
            self.found.leave(row)

    def _take_below(self, row: Block, texts: Texts, lines: Sequence[list[Line]]) -> None:
        """The values under a row of labels."""
        for n, m in enumerate(self._over or ()):
            if n < len(texts) and texts[n] and m:
                if self._stage and m.field in SCORES and m.stage is None:
                    m = Meaning(m.field, m.kind, self._stage)
                self._put(Pair(plain(self._over_labels[n]), n, m), lines[n], row)
        self._over = None

    def _take_scores(self, stage: Stage | None, texts: Texts, lines: Sequence[list[Line]]) -> None:
        for n, m in enumerate(self._scores or ()):
            if m and m.field in SCORES and n < len(texts) and texts[n] and not row_stage(texts[n]) and self.drafts:
                self.drafts[-1].set_score(m.field, stage, lines[n], m.field)

    def _take_stages(self, m: Meaning, texts: Texts, lines: Sequence[list[Line]]) -> None:
        for n, stage in enumerate(self._stages or ()):
            if stage and n < len(texts) and texts[n] and m.field and self.drafts:
                self.drafts[-1].set_score(m.field, stage, lines[n], m.field)

    def _take_listed(self, row: Block, texts: Texts, lines: Sequence[list[Line]]) -> None:
        assert self._list is not None
        placed = place(texts, self._list, [])
        if placed is None:
            self.found.leave(row)
            return
        made = Draft(self._list.kind, spans=row.spans)
        for n, column in placed.pairs:
            m = column.meaning
            if m is None or m.field is None:
                if column.label:
                    made.other.append(field_of(lines[n], column.label))
            else:
                made.set("status" if m.field in SCORES else m.field, lines[n], column.label)
        words = made.says("title") or made.says("description")
        if words and not is_nothing(words):
            self._draft(row).children.append(made)

    # --- the draft

    def _draft(self, row: Block) -> Draft:
        return self.drafts[-1] if self.drafts else self._new(row)

    def _new(self, row: Block) -> Draft:
        draft = Draft("risk", spans=row.spans)
        if self._heading is not None:
            self._headings[id(draft)] = self._heading
            self._heading = None
        elif row.section and title_of(row.section):
            self._title(draft, title_of(row.section) or ("", ""), Line(fold_space(row.section), ()))
        self.drafts.append(draft)
        return draft

    def _title(self, draft: Draft, named: tuple[str, str], line: Line) -> None:
        """Give a risk the reference and title that one line holds."""
        for name, words in zip(("ref", "title"), named, strict=True):
            at = line.text.find(words) if words else -1
            if at >= 0 and not draft.says(name):
                draft.set(name, [cut(line, at, at + len(words)) if line.spans else Line(words, ())], None)

    def _put(self, pair: Pair, cell: Sequence[Line], row: Block) -> None:
        m = pair.meaning
        words = [x for x in cell if x.text]
        if m is None or not words:
            return
        draft = self._draft(row)
        said = " ".join(x.text for x in words)
        if self._is_another(draft, m, said):
            draft = self._new(row)
        draft.spans = (*draft.spans, *(s for s in row.spans if s not in draft.spans))
        self._last = (m, pair.label)
        put_value(draft, m, pair.label, words, self._stage)

    def _is_another(self, draft: Draft, m: Meaning, said: str) -> bool:
        """Whether a title or reference is that of the next risk in the same table."""
        if m.field not in ("title", "ref") or m.kind not in (None, "risk") or not draft.says(m.field):
            return False
        return draft.says(m.field) != said and bool(draft.stages or draft.children or len(draft.fields) > 2)


def label_pair(text: str) -> bool:
    """Whether a cell is a label by itself that has nothing to do with stages."""
    m = label_meaning(text)
    return m is not None and m.stage is None
