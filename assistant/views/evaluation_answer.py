"""One answer of a run: what was asked, what was expected and on what evidence, what was said, and what it gained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.answer import Citation
from assistant.views.citations import answer_view, folded_source
from assistant.views.elements import Element, element
from assistant.views.evaluation_answers import name_of, short_of
from eval.reporting.markup import facts, folded, listing, table
from eval.reporting.words import SAID, STATUS, number
from eval.scorers import Given
from eval.scores import scored


def answer_page(given: Given, question: Mapping[str, Any], titles: Mapping[str, str]) -> list[Element]:
    """An answer as it was shown, below what was expected of it; `question` has its scores, `titles` are the papers' by source."""
    return [
        element("h2", given.turn.question, class_="entry-name", tabindex="-1"),
        element("p", _which(given, question), class_="standing"),
        *_before(given),
        element("h3", "What was expected"),
        element("div", _expected(given), class_="expected"),
        *_evidence(given),
        element("h3", "What was said"),
        *answer_view(given.answer, lambda citation: folded_source(citation, _pages(given, citation)), titles),
        element("h3", "What it gained"),
        *_gained(given, question),
    ]


def _which(given: Given, question: Mapping[str, Any]) -> str:
    verdict = "right" if question["right"] else "wrong"
    return f"{STATUS[given.answer.status].capitalize()}, {verdict}. {given.id}, kind: {given.asked.kind}, asked by {_a(given.asked.persona)}."


def _a(persona: str) -> str:
    return f"an {persona}" if persona == "officer" else f"a {persona}"


def _before(given: Given) -> list[Element]:
    """What a later turn of a conversation was asked after, and how it was understood."""
    earlier = [turn.question for turn in given.asked.turns[: given.number]]
    said = [folded("Asked before it in the conversation", listing(earlier, "ol"))] if earlier else []
    if given.answer.understood:
        said.append(element("p", f"Understood as: {given.answer.understood}", class_="narrowed"))
    return said


def _expected(given: Given) -> Element:
    turn = given.turn
    return facts(
        ("Expected", SAID[turn.status] + (": the papers do not answer it" if turn.status == "not_found" else "")),
        ("A right answer has", _literals(turn.must_include)),
        ("It does not have", _literals(turn.must_not_include)),
        ("In other words", turn.answer or None),
    )


def _literals(literals: Sequence[str]) -> str | None:
    return ", ".join(f"“{each}”" for each in literals) or None


def _evidence(given: Given) -> list[Element]:
    """The words of the papers that it should have rested on, with their places."""
    evidence = given.turn.evidence
    if not evidence:
        return [element("p", "No evidence is named for it.", class_="notes")] if given.answerable else []
    items = [
        element(
            "div",
            element("blockquote", each.text.replace("\t", " | ")),
            element("p", ", ".join([each.source or "any paper", *([f"p. {each.page}"] if each.page else [])]), class_="where"),
        )
        for each in evidence
    ]
    return [element("h4", "Evidence expected"), element("ul", *(element("li", item) for item in items), class_="evidence")]


def _pages(given: Given, citation: Citation) -> list[tuple[str | None, str]]:
    """The pages that a quote was cited from, as the run keeps them."""
    numbers: list[int | None] = [*citation.pages] or [citation.page]
    held = [(n, given.pages.get((citation.document, n))) for n in numbers]
    return [(f"Page {n}" if n else None, text) for n, text in held if text is not None]


def _gained(given: Given, question: Mapping[str, Any]) -> list[Element]:
    """What each score counted, those that had nothing to say folded away with the reason."""
    short = short_of(question)
    rows: list[list[Element | str]] = [
        [name_of(name), f"{number(gained)} of {number(of)}", "falls short" if name in short else "as it should be"]
        for name, (gained, of) in question["units"].items()
    ]
    counted = [table("What each score counted", ["Score", "Counted", "Comes to"], rows, "eval-gained")] if rows else []
    unscored = listing([f"{name_of(name)}: {why}" for name, why in scored(given).unscored.items()])
    return [*counted, folded("Scores that have nothing to say of it, and why", unscored)]
