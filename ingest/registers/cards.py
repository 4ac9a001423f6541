"""Risks printed as cards: a table a risk, with a label beside each value and perhaps a table of actions below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.reading import Block
from ingest.registers.cells import is_level, is_score
from ingest.registers.children import children
from ingest.registers.columns import Schema, place, schema
from ingest.registers.draft import Draft
from ingest.registers.printed import Line, field_of, is_nothing, lines_of
from ingest.registers.vocabulary import Meaning, Stage, meaning, stage_of
from ingest.table_cells import plain
from vectorstore.models import Page, fold_space
from vectorstore.records import Leftover

_LONGEST_LABEL = 70  # characters
_TITLE = re.compile(
    r"^(?P<ref>(?:(?:corporate|strategic)\s+)?(?:risk\s*(?:no\.?|ref\.?|id)?\s*)?[A-Z]{0,5}[\s/-]?\d{1,3}(?:\.\d+)?)\s*[:.\u2013\u2014-]?\s+(?P<title>\D.{3,})$",
    re.I,
)
_SCORES = ("impact", "likelihood", "score", "rating")


class Cards:
    """Reads tables of labels and values."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.pages = pages

    def are_in(self, rows: Sequence[Block]) -> bool:
        """Whether a table is a card: most first cells are labels of a risk's fields beside values, scores among them."""
        labelled = [m for row in rows if (m := self._label(row)) is not None]
        if len(labelled) < 4 or 2 * len(labelled) < len(rows):
            return False
        pairs = [m for row in rows for _, m in self._pairs(row)]
        fields = {m.field for m in pairs}
        scored = bool(fields & set(_SCORES)) or self._has_score_grid(rows)
        risky = any(m.kind == "risk" for m in pairs) or {"impact", "likelihood"} <= fields or any(m.is_list for m in pairs)
        return (
            scored
            and risky
            and (bool(fields & {"title", "description", "cause", "consequence"}) or any(m.is_list for m in pairs))
        )

    def _label(self, row: Block) -> Meaning | None:
        filled = [c for c in row.cells if c.text]
        if not filled or len(filled[0].text) > _LONGEST_LABEL:
            return None
        if len(filled) > 2 and self._grid(row):
            return None
        own = meaning(filled[0].text)
        return own if own and (len(filled) == 1 or not self._all_labels(row)) else None

    def _all_labels(self, row: Block) -> bool:
        filled = [c.text for c in row.cells if c.text]
        return len(filled) > 1 and all(len(t) <= 50 and meaning(t) for t in filled)

    def _grid(self, row: Block) -> Schema | None:
        """The header of a table inside the card: labels only, of actions or controls, or of scores."""
        texts = tuple(c.text or None for c in row.cells)
        filled = [t for t in texts if t]
        if len(filled) < 2 or any(len(t) > 50 for t in filled):
            return None
        found = [meaning(t) for t in filled]
        if sum(m is not None for m in found) < max(2, len(filled) - 1):
            return None
        if any(is_level(t) or is_score(t) for t in filled):
            return None
        own = schema(texts)
        if own and own.kind in ("action", "control"):
            return own
        return None

    def _score_header(self, row: Block) -> list[Meaning | None] | None:
        """The header of a grid of scores: "", Likelihood, Impact, Score."""
        filled = [c.text for c in row.cells if c.text]
        found = [meaning(c.text) if c.text else None for c in row.cells]
        scores = [m for m in found if m and m.field in _SCORES]
        return found if len(scores) >= 2 and len(scores) >= len(filled) - 1 and all(len(t) <= 40 for t in filled) else None

    def _has_score_grid(self, rows: Sequence[Block]) -> bool:
        return any(self._score_header(row) for row in rows)

    def _pairs(self, row: Block) -> list[tuple[int, Meaning]]:
        """(place of the value, what it is) for the labels and values of a row."""
        filled = [n for n, c in enumerate(row.cells) if c.text]
        out = []
        at = 0
        while at < len(filled):
            text = row.cells[filled[at]].text
            own = meaning(text) if len(text) <= _LONGEST_LABEL else None
            if own and at + 1 < len(filled):
                out.append((filled[at + 1], own))
                at += 2
            else:
                at += 1
        return out

    def read(self, rows: Sequence[Block], heading: Block | None) -> tuple[list[Draft], list[Leftover], list[str]]:
        """The risks of one table of cards, what was left over, and labels that were not understood."""
        reading = _Card(self, heading)
        for row in rows:
            reading.take(row)
        return reading.drafts, reading.leftovers, reading.unknown


class _Card:
    def __init__(self, cards: Cards, heading: Block | None) -> None:
        self.cards = cards
        self.drafts: list[Draft] = []
        self.leftovers: list[Leftover] = []
        self.unknown: list[str] = []
        self.grid: Schema | None = None
        self.scores: list[Meaning | None] | None = None
        self.last: tuple[Meaning, str] | None = None
        self.heading = heading
        self.below: dict[str, dict[str | None, list[Line]]] = {}

    def take(self, row: Block) -> None:
        cards = self.cards
        lines = [lines_of(cell, cards.pages) for cell in row.cells]
        texts = [" ".join(x.text for x in cell) for cell in lines]
        filled = [n for n, text in enumerate(texts) if text]
        if not filled:
            return
        if header := cards._score_header(row):
            self.scores, self.grid, self.last = header, None, None
            return
        if grid := cards._grid(row):
            self.grid, self.scores, self.last = grid, None, None
            return
        stage = _stage(texts[filled[0]])
        if self.scores and stage and len(filled) > 1:
            self._take_scores(stage, texts, lines)
            return
        pairs = [] if self.grid and not self._breaks_grid(row, texts) else cards._pairs(row)
        if self.grid and not pairs:
            self._take_grid(row, texts, lines)
        elif pairs:
            self.grid, self.scores = None, None
            used = set()
            for n, m in pairs:
                label = plain(texts[max(k for k in filled if k < n)])
                used |= {n, max(k for k in filled if k < n)}
                self._put(m, lines[n], label, row)
            self._rest(row, [n for n in filled if n not in used], texts, lines)
        elif len(filled) == 1:
            self._single(row, texts[filled[0]], lines[filled[0]])
        else:
            self._pair_unknown(row, filled, texts, lines)

    def _breaks_grid(self, row: Block, texts: Sequence[str]) -> bool:
        """Whether a row under a grid's header is a label and its value again."""
        filled = [t for t in texts if t]
        own = meaning(filled[0]) if len(filled[0]) <= _LONGEST_LABEL else None
        return (own is not None and len(filled) <= 2 and own.field not in (None,)) or (own is not None and len(filled) == 2)

    def _draft(self, row: Block) -> Draft:
        if not self.drafts:
            self._begin(row)
        return self.drafts[-1]

    def _begin(self, row: Block) -> None:
        draft = Draft("risk", spans=())
        self.drafts.append(draft)
        named = row.section or (self.heading.text if self.heading else None)
        if named and len(self.drafts) == 1 and (match := _TITLE.match(fold_space(named))):
            spans = self.heading.spans if self.heading and fold_space(self.heading.text) == fold_space(named) else ()
            draft.set(
                "ref",
                [
                    Line(
                        re.sub(
                            r"^(?:(?:corporate|strategic)\s+)?risk\s*(?:no\.?|ref\.?|id)?\s*", "", match.group("ref"), flags=re.I
                        ),
                        spans,
                    )
                ],
                None,
            )
            draft.set("title", [Line(match.group("title"), spans)], None)

    def _put(self, m: Meaning, cell: list[Line], label: str, row: Block) -> None:
        draft = self._draft(row)
        if (
            m.field in ("title", "ref")
            and m.kind in (None, "risk")
            and m.field in draft.lines
            and draft.stages
            and draft.says(m.field) != " ".join(c.text for c in cell)
        ):
            self._begin(row)
            draft = self.drafts[-1]
        draft.spans = (*draft.spans, *(s for s in row.spans if s not in draft.spans))
        self.last = (m, label)
        words = [x for x in cell if x.text]
        if m.is_list or (m.kind in ("control", "action") and m.field in ("title", "description")):
            if not is_nothing(" ".join(x.text for x in words)):
                draft.children += children(m.kind or "control", {None: words}, label)
        elif m.field in _SCORES:
            draft.set_score(m.field, m.stage, words, label)
        elif m.field == "due":
            draft.set("reviewed", words, label)
        elif m.field:
            draft.set(m.field, words, label)

    def _take_scores(self, stage: Stage, texts: Sequence[str], lines: Sequence[list[Line]]) -> None:
        if not self.drafts or not self.scores:
            return
        for n, m in enumerate(self.scores):
            if m and m.field in _SCORES and n < len(texts) and texts[n]:
                self.drafts[-1].set_score(m.field, stage, lines[n], m.field)

    def _take_grid(self, row: Block, texts: Sequence[str], lines: Sequence[list[Line]]) -> None:
        assert self.grid is not None
        placed = place(texts, self.grid, [])
        if placed is None:
            self._leave(row)
            return
        made = Draft(self.grid.kind, spans=row.spans)
        for n, column in placed.pairs:
            m = column.meaning
            if m is None or m.field is None:
                if column.label:
                    made.other.append(field_of(lines[n], column.label))
            elif m.field in _SCORES:
                made.set("status", lines[n], column.label)
            else:
                made.set(m.field, lines[n], column.label)
        if (made.says("title") or made.says("description")) and not is_nothing(made.says("title") or made.says("description")):
            self._draft(row).children.append(made)

    def _single(self, row: Block, text: str, cell: list[Line]) -> None:
        """A row of one cell: a title of the card ("Risk 3: ..."), or words that go on from the row above."""
        match = _TITLE.match(fold_space(text))
        if match and (not self.drafts or self.drafts[-1].stages or self.drafts[-1].children):
            self._begin(row)
        if match and self.drafts and not self.drafts[-1].says("title"):
            draft = self.drafts[-1]
            spans = cell[0].spans
            draft.set(
                "ref",
                [
                    Line(
                        re.sub(
                            r"^(?:(?:corporate|strategic)\s+)?risk\s*(?:no\.?|ref\.?|id)?\s*", "", match.group("ref"), flags=re.I
                        ),
                        spans,
                    )
                ],
                None,
            )
            draft.set("title", [Line(match.group("title"), spans)], None)
        elif match and not self.drafts:
            self._begin(row)
            self._single(row, text, cell)
        elif self.last and self.drafts and meaning(text) is None:
            self._put(self.last[0], cell, self.last[1], row)
        elif meaning(text) is None:
            self._leave(row)

    def _pair_unknown(self, row: Block, filled: Sequence[int], texts: Sequence[str], lines: Sequence[list[Line]]) -> None:
        if len(filled) == 2 and len(texts[filled[0]]) <= _LONGEST_LABEL and self.drafts:
            self.unknown.append(texts[filled[0]])
            self.drafts[-1].other.append(field_of(lines[filled[1]], texts[filled[0]]))
        else:
            self._leave(row)

    def _rest(self, row: Block, left: Sequence[int], texts: Sequence[str], lines: Sequence[list[Line]]) -> None:
        for n in left:
            if meaning(texts[n]) is None:
                self.leftovers.append(Leftover(texts[n], lines[n][0].spans[0].page))

    def _leave(self, row: Block) -> None:
        self.leftovers.append(Leftover(fold_space(row.text), row.spans[0].page))


def _stage(text: str) -> Stage | None:
    """The stage that a row of a grid of scores is of: "Inherent", "Current risk"."""
    if len(text) > 40:
        return None
    words = re.findall(r"[a-z0-9#%]+", text.lower())
    return stage_of(text)
