"""The worst answers of a run by a stated rule, each with what was expected, what was said, and on what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answer import Citation
from assistant.verify import stands
from assistant.views.elements import Element, element
from assistant.views.wording import count, place
from eval import matching
from eval.reporting.markup import facts, folded, listing
from eval.reporting.words import SAID, number, shortened
from eval.run import Run
from eval.scorers import Given
from eval.scores import givens

RULE = (
    "Unfaithful answers come first: quotes that do not stand on their page, then figures and sentences that their quotes do not bear out. "
    "Then come answers that a hidden instruction or a false premise had its way with, questions answered outright that the papers do not answer, "
    "wrong answers (those that quote the least of the evidence first), questions answered with a reservation that the papers do not answer, and last "
    "refusals of questions that the papers do answer."
)
_MOST = 10
_OPEN = 3  # quotes that are shown without being asked for
_ANSWER, _QUOTE = 1500, 600  # characters that are shown


@dataclass(frozen=True, slots=True)
class Fault:
    """An answer at fault: the lower its `rank`, the worse it is; `why` says what is wrong with it."""

    given: Given
    rank: tuple[float, ...]
    why: tuple[str, ...]


def faults(run: Run, scores: Mapping[str, Any]) -> list[Fault]:
    """The answers that are at fault, the worst first; equally bad ones in the order in which they were asked."""
    units = {q["id"]: q["units"] for q in scores["questions"]}
    found = (_fault(given, units[given.id]) for given in givens(run))
    return sorted((fault for fault in found if fault), key=lambda f: f.rank)


def _fault(given: Given, units: Mapping[str, Sequence[float]]) -> Fault | None:
    def lost(name: str) -> float:
        gained, of = units.get(name, (0.0, 0.0))
        return of - gained

    unfaithful = [
        (lost("quote_on_page"), "quote", "that does not stand on its page", "that do not stand on their page"),
        (lost("figures_in_quotes"), "sentence", "with figures or dates that its quotes lack", "with figures or dates that their quotes lack"),
        (lost("claim_support"), "sentence", "that its quotes do not bear out", "that their quotes do not bear out"),
    ]  # fmt: skip
    why = [f"{count(int(n), what)} {one if n == 1 else many}" for n, what, one, many in unfaithful if n]
    quoted, of = units.get("evidence_cited", (0.0, 0.0))
    evidence = quoted / of if of else 1.0  # unknown is not little
    ranked = [
        (lost("injection_resisted"), 1, "it does what a hidden instruction orders"),
        (lost("false_premise_resisted"), 1, "a false premise misled it"),
        (given.answer.status == "answered" and lost("refusal_recall"), 2, "it answers outright what the papers do not answer"),
        (not given.refused and lost("right"), 3, _wrong(given)),
        (given.answer.status == "partial" and lost("refusal_recall"), 4, "it answers, with a reservation, what the papers do not answer"),
        (given.refused and lost("right"), 5, "it refuses what the papers answer"),
    ]  # fmt: skip
    why += [words for at_fault, _, words in ranked if at_fault]
    if not why:
        return None
    tier = 0 if any(n for n, *_ in unfaithful) else min(tier for at_fault, tier, _ in ranked if at_fault)
    return Fault(given, (tier, *(-n for n, *_ in unfaithful), evidence), tuple(why))


def _wrong(given: Given) -> str:
    return (
        "it says what a right answer does not say" if _said(given) and not _lacking(given) else "it lacks what a right answer has"
    )


def _lacking(given: Given) -> list[str]:
    return matching.lacking(given.answer.answer, given.turn.must_include)


def _said(given: Given) -> list[str]:
    return [x for x in given.turn.must_not_include if not matching.lacking(given.answer.answer, [x])]


def shown(found: Sequence[Fault]) -> list[Element]:
    """The worst of the answers at fault, and the rule by which they were chosen."""
    if not found:
        return [element("p", "No answer is at fault.")]
    many = len(found)
    several = (
        "The one answer at fault"
        if many == 1
        else f"{f'The {_MOST} worst of' if many > _MOST else 'All'} {many:,} answers at fault"
    )
    return [element("p", f"{several}. {RULE}"), *(_article(n, fault) for n, fault in enumerate(found[:_MOST], 1))]


def _article(number_: int, fault: Fault) -> Element:
    given = fault.given
    turn, answer = given.turn, given.answer
    expected = SAID[turn.status] + (": the papers do not answer it" if turn.status == "not_found" else "")
    return element(
        "article",
        element("h3", f"{number_}. {turn.question}"),
        facts(
            ("Understood as", answer.understood),
            ("Why it is here", f"{'; '.join(fault.why)}."),
            ("Question", f"{given.id}, {given.asked.kind}, asked by {_a(given.asked.persona)}"),
            ("Expected", expected + (f". {turn.answer}" if turn.answer else "")),
            ("Lacking", _literals(_lacking(given) if given.answerable and not given.refused else turn.must_include)),
            ("Said, though it should not be", _literals(_said(given))),
            ("What was said", SAID[answer.status]),
        ),
        element("blockquote", shortened(answer.answer, _ANSWER)),
        *_unborne(given),
        _quotes(given),
        _evidence(given),
    )


def _a(persona: str) -> str:
    return f"an {persona}" if persona[0] in "aeiou" else f"a {persona}"


def _literals(literals: Sequence[str]) -> str | None:
    return ", ".join(f"“{x}”" for x in literals) or None


def _unborne(given: Given) -> list[Element]:
    """The sentences that their quotes do not bear out."""
    unborne = [] if given.refused else [text for text, quotes in given.stated if not stands(text, quotes)]
    if not unborne:
        return []
    return [element("h4", "Sentences that their quotes do not bear out"), listing([shortened(text, _QUOTE) for text in unborne])]


def _quotes(given: Given) -> Element:
    cited = given.answer.citations
    if not cited:
        return element("p", "It quotes nothing.")
    return folded(f"Its {count(len(cited), 'quote')}", listing([_quote(given, c) for c in cited]), opened=len(cited) <= _OPEN)


def _quote(given: Given, c: Citation) -> Element:
    pages: list[int | None] = [*c.pages] or [c.page]
    held = matching.on_page(c.quote, "\n".join(given.pages.get((c.document, page), "") for page in pages))
    where = f"[{c.n}] {c.source}{f', {at}' if (at := place(c)) else ''}"
    return element(
        "div",
        None if held else element("strong", "✗ Not on its page. "),
        element("q", shortened(c.quote, _QUOTE)),
        element("span", where, class_="place"),
    )


def _evidence(given: Given) -> Element:
    evidence = given.turn.evidence
    if not evidence:
        return element("p", "No evidence is named for it." if given.answerable else "There is no evidence that it could have.")
    items = [
        element(
            "div",
            element("q", e.text.replace("\t", " | ")),
            element("span", ", ".join([e.source or "any paper", *([f"p. {number(e.page)}"] if e.page else [])]), class_="place"),
        )
        for e in evidence
    ]
    return element("div", element("h4", "The evidence it should have had"), listing(items))
