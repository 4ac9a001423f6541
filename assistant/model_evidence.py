"""What bears a written sentence out: the few sentences, items or cells of the passages it cites that hold its values and words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from assistant.instructions import for_readers
from assistant.question import STOP_WORDS, content_words, stem, words
from assistant.quoting import cell_quotes, header_quote, row_quotes, sentence_quotes
from assistant.verify import figures
from vectorstore.models import Cell, Hit, Page, Span
from vectorstore.units import Unit, units

_NEAREST = 5  # units that hold most of the sentence, of which sets are made
_MOST = 3  # units that a sentence may rest on: more would bear out whatever can be pieced together from them
_FIGURE = 3.0  # what a figure counts beside a word
_CLAUSE = re.compile(r"[;:]\s+|,\s+(?:and|but|while|whereas|with|which|who)\s+|\s+(?:and|but|while|whereas)\s+", re.I)
_CLAUSE_WORDS = 2
_TOLD = frozenset(map(stem, ("according", "document", "paper", "passage", "report", "reports", "say", "said", "state")))
_WORDS_A_NEW_ONE = 8
_BOUND = 0.5  # of a clause's words: what one unit must hold of them, with all the clause's figures

Quoted = tuple[Unit, list[Sequence[Span]]]
"""A unit and the slices of it that are quoted, each a quote."""


def supports(text: str, hits: Sequence[Hit], pages: dict[str, dict[int, Page]]) -> Iterator[list[Quoted]]:
    """Sets of units that may bear a sentence out, the smallest and the nearest first. `pages` are those of the passages (`hits`) that it cites.

    In a set of several each clause of the sentence has a unit that holds its figures and half its words: a figure of one thing
    and the name of another do not make a sentence together. Rows of a table are not mixed.
    """
    wanted = _tokens(text)
    held = [
        (u, _tokens(_words_of(u)))
        for hit in hits
        for u in for_readers(units(hit, pages[hit.document.id]), pages[hit.document.id])
    ]
    ranked = sorted(held, key=lambda pair: (-_gain(wanted & pair[1]), len(pair[1]), pair[0].order))
    nearest = [(u, tokens) for u, tokens in ranked if wanted & tokens][:_NEAREST]
    for size in range(1, _MOST + 1):
        sets = [s for s in combinations(nearest, size) if size == 1 or _belong(text, wanted, s)]
        for chosen in sorted(sets, key=lambda s: -_gain(wanted & frozenset().union(*(tokens for _, tokens in s)))):
            quoted = [(u, _quotes(u, wanted, pages[u.hit.document.id])) for u, _ in chosen]
            if all(quotes for _, quotes in quoted):
                yield quoted


def says_more(text: str, statements: Sequence[str], headings: Sequence[str]) -> bool:
    """Whether a sentence says more than the statements that it rests on, under their headings.

    One word may be another for the same. More than one in eight of its words of meaning, or two side by side in a clause that no one statement
    has, say something of their own.
    """
    under = {stem(w) for part in headings for w in words(part)} | _TOLD
    held = [{stem(w) for w in words(statement)} | under for statement in statements]
    if any(all(_phrase_beyond(clause, known) for known in held) for clause in _CLAUSE.split(text)):
        return True
    new = _beyond(text, set().union(*held))
    return sum(new) > max(1, len(new) // _WORDS_A_NEW_ONE)


def _phrase_beyond(clause: str, known: set[str]) -> bool:
    return any(a and b for a, b in pairwise(_beyond(clause, known)))


def _beyond(text: str, known: set[str]) -> list[bool]:
    """Of each word of meaning in order, whether it is none of those known. Figures are held to account elsewhere."""
    return [stem(w) not in known for w in words(text) if w not in STOP_WORDS and not w[0].isdigit()]


def _belong(text: str, wanted: frozenset[str], chosen: Sequence[tuple[Unit, frozenset[str]]]) -> bool:
    """Whether each of several units adds something to a sentence, and each clause of it has a unit of its own."""
    rows = {u.row for u, _ in chosen if u.row is not None}
    if len(rows) > 1:
        return False
    for n, (_, tokens) in enumerate(chosen):
        others = frozenset().union(*(t for k, (_, t) in enumerate(chosen) if k != n))
        if not (wanted & tokens) - others:
            return False
    together = [frozenset().union(*(t for u, t in chosen if u.row == row)) for row in rows]  # a row is one statement
    statements = [*together, *(t for u, t in chosen if u.row is None)]
    return all(any(_bound(clause, s) for s in statements) for clause in _clauses(text))


def _bound(clause: frozenset[str], statement: frozenset[str]) -> bool:
    printed = {t for t in clause if t[0].isdigit()}
    return printed <= statement and len(clause & statement) >= _BOUND * len(clause)


def _clauses(text: str) -> list[frozenset[str]]:
    """The clauses of a sentence as tokens; one of few words goes with the one before it."""
    found: list[frozenset[str]] = []
    for part in _CLAUSE.split(text):
        tokens = _tokens(part)
        if found and len(tokens) < _CLAUSE_WORDS:
            found[-1] |= tokens
        elif tokens:
            found.append(tokens)
    return found


def _tokens(text: str) -> frozenset[str]:
    """A text's content words by their stems, and its figures."""
    return frozenset(stem(w) for w in content_words(text) if not w[0].isdigit()) | frozenset(figures(text))


def _gain(tokens: frozenset[str]) -> float:
    return sum(_FIGURE if t[0].isdigit() else 1.0 for t in tokens)


def _words_of(unit: Unit) -> str:
    """A unit's words with the labels of its cells, which a sentence about a row takes up."""
    labels = [unit.label or ""] if unit.kind == "cell" else [c.label or "" for c in unit.cells]
    return " ".join([*labels, unit.text])


def _quotes(unit: Unit, wanted: frozenset[str], pages: dict[int, Page]) -> list[Sequence[Span]]:
    """The quotes of a unit: of a row, the cell that names it and those that hold something of the sentence."""
    if unit.kind == "cell":
        return list(cell_quotes(unit, pages))
    if unit.kind != "row":
        return list(sentence_quotes(unit.spans, pages))
    cells = [c for c in unit.cells if c.spans and c.text]
    shown = [c for n, c in enumerate(cells) if n == 0 or wanted & _tokens(c.text)]
    quotes: list[Sequence[Span]] = list(row_quotes(unit, shown, pages))
    labels = [c.label for c in shown if c.label and _printed_only_above(c, wanted)]
    if labels and (header := header_quote(unit, labels, pages)):
        quotes.append((header,))
    return quotes


def _printed_only_above(cell: Cell, wanted: frozenset[str]) -> bool:
    """Whether a column's label has a figure that the sentence states and the cell does not ("2024/25")."""
    return bool((figures(cell.label or "") & wanted) - figures(cell.text))
