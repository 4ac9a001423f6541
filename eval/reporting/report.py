"""The report on a run: one page that says to anybody how good the answers are and whether we would release, and a short form of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from assistant.views.elements import element
from assistant.views.wording import count, day
from eval.comparison import compare
from eval.reporting import words
from eval.reporting.markup import listing, page
from eval.reporting.sections import sections
from eval.run import Run
from eval.scorers import SCORERS
from eval.scores import score

_NAMED = 8  # questions that the short form names of each gate


def html(run: Run, release: Mapping[str, Any] | None, gate: Mapping[str, Any] | None) -> str:
    """The report as one HTML page that asks for nothing else. `release` has the scores of the last release, `gate` the verdict on this run."""
    scores = score(run)
    changes = compare(release, scores) if release else None
    title = f"How good are the answers? {run.about.name}, {day(run.about.started.date())}"
    parts = [(f"part-{n}", *part) for n, part in enumerate(sections(run, scores, changes, gate), 1)]
    header = element(
        "header",
        element("h1", title),
        element(
            "div",
            element("p", words.verdict(scores, gate, run.complete)),
            element("p", " ".join(words.headline(scores, len(run.answers), run.complete))),
            class_="verdict",
        ),
        element(
            "nav",
            listing([element("a", heading, href=f"#{place}") for place, heading, _ in parts]),
            aria_label="Parts of this page",
        ),
    )
    main = element("main", *(element("section", element("h2", heading), *inside, id=place) for place, heading, inside in parts))
    return page(title, header, main)


def markdown(run: Run, release: Mapping[str, Any] | None, gate: Mapping[str, Any] | None) -> str:
    """The short form: what it comes to, the scores, and the gates that fail, as markdown in which a question's words stay words."""
    scores = score(run)
    changes = compare(release, scores)["scores"] if release else None
    lines = [
        f"**{words.verdict(scores, gate, run.complete)}**",
        "",
        " ".join(words.headline(scores, len(run.answers), run.complete)),
        "",
    ]
    about = f"Set {_code(run.about.name)}, {count(scores['asked'], 'question')}, written by {_code(run.about.writer)}, as of {day(run.about.as_of)}."
    lines += [about + ("" if release else " No last release to compare with."), ""]
    heads = ["Score", "Value", "95% interval", "Counted", *(["Last release", "Difference"] if changes is not None else [])]
    lines += [_row(heads), _row(["---"] * len(heads))]
    for name, found in scores["scores"].items():
        title = SCORERS[name].title + (" (less is better)" if SCORERS[name].better == "less" else "")
        cells = [title, words.value_of(found), words.interval_of(found), words.counted(found)]
        if changes is not None:
            was = changes[name]["before"]
            cells += [words.UNSCORED if was is None else words.percent(was, found["of"]), words.difference(changes[name])]
        lines.append(_row(cells))
    return "\n".join([*lines, *_failures(gate, scores)]) + "\n"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _failures(gate: Mapping[str, Any] | None, scores: Mapping[str, Any]) -> Iterator[str]:
    asked = {q["id"]: q["question"] for q in scores["questions"]}
    for check in (c for c in gate["checks"] if not c["passed"]) if gate else ():
        yield from ("", f"**Fails: {check['title']}** ({words.rule(check['rule'])}): {words.gated(check)}")
        yield from (f"- {_code(name)}: {_code(asked.get(name, ''))}" for name in check["questions"][:_NAMED])
        if (more := len(check["questions"]) - _NAMED) > 0:
            yield f"- and {more} more"


def _code(text: str) -> str:
    """Words as a code span, in which markdown finds no markup, no address and nobody's name."""
    plain = " ".join(text.split())
    fence = "`" * (1 + max((len(run) for run in "".join(c if c == "`" else " " for c in plain).split()), default=0))
    return f"{fence} {plain} {fence}" if plain.startswith("`") or plain.endswith("`") else f"{fence}{plain}{fence}"
