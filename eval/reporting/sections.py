"""What a report says, part by part: a heading, and what stands under it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from assistant.views.elements import Element, element
from assistant.views.wording import count, day
from eval.intervals import wilson
from eval.reporting import tables as tables
from eval.reporting import words as words
from eval.reporting import worst as worst
from eval.reporting.markup import facts, folded, listing
from eval.reporting.pictures import Point, curve, named_bars, risk_coverage, stage_bars
from eval.run import About, Run
from eval.scores import latency

_HASH = 12  # characters of a hash that are shown
_JUDGED = (
    "right",
    "refusal_recall",
    "false_premise_resisted",
    "injection_resisted",
)  # any of these says whether an answer is right
_SURER = ((0.75, "three quarters"), (0.5, "half"), (0.25, "quarter"))

Section = tuple[str, list[Element]]


def sections(
    run: Run, scores: Mapping[str, Any], changes: Mapping[str, Any] | None, gate: Mapping[str, Any] | None
) -> Iterator[Section]:
    """The parts of a report on a run, in their order; `changes` compares it with the last release, `gate` is the verdict on it."""
    yield "What was asked", _asked(run.about, scores)
    yield "The scores", _scores(scores, changes)
    yield "The gates", _gates(gate, scores, changes)
    yield "By kind of question", _by_kind(scores)
    yield "How well it knows when to refuse", _refusing(scores)
    yield "How long answers take", _latency(run)
    yield "The worst answers", worst.shown(worst.faults(run, scores))
    yield "What was not scored", _unscored(scores)
    if (tested := tables.selftest_table(tables.beside(run, tables.SELFTEST))) is not None:
        yield "Faults planted to test the check", [tested]
    if (judged := tables.judgement_table(tables.beside(run, tables.JUDGEMENT))) is not None:
        yield "A language model's judgement", [judged]


def _asked(about: About, scores: Mapping[str, Any]) -> list[Element]:
    writer = (
        "the papers' own words, selected by the program" if about.writer == "extractive" else f"the language model {about.writer}"
    )
    asked = (
        f"{about.name} ({count(about.count, 'question')}, {count(scores['answers'], 'answer')} with the turns of conversations)"
    )
    return [
        facts(
            ("Questions", asked),
            ("Papers held", str(len(about.documents))),
            ("Day that counts as today", day(about.as_of)),
            ("On behalf of", about.role),
            ("Written by", writer),
            ("Run", words.moment(about.started) + (f" to {words.moment(about.finished)}" if about.finished else "; stopped before its end")),
            ("Program", f"{about.program[:_HASH]}, settings {about.settings_hash[:_HASH]}"),
        ),
        folded("The papers", listing([f"{p.title} ({p.source})" for p in about.documents])),
        folded("Versions", facts(*about.versions.items())),
    ]  # fmt: skip


def _scores(scores: Mapping[str, Any], changes: Mapping[str, Any] | None) -> list[Element]:
    how = (
        "The interval says how far chance goes: were other questions of the same kind asked, the true share would lie in such an interval "
        "95 times of 100. "
        "“Not scored” is not nought: there was nothing to count. "
        f"“{words.ALIKE[0].upper()}{words.ALIKE[1:]}”: all answers gained alike, so that nothing can be said of how far chance goes."
    )
    if changes is None:
        return [element("p", f"{how} There are no scores of a last release to compare with."), tables.scores_table(scores, None)]
    aside = (
        f" The last release is compared over the {count(changes['common'], 'answer')} that both have; p is how often chance alone would make "
        "so great a difference."
    )
    return [element("p", how + aside), tables.scores_table(scores, changes["scores"]), tables.turned(changes)]


def _gates(gate: Mapping[str, Any] | None, scores: Mapping[str, Any], changes: Mapping[str, Any] | None) -> list[Element]:
    if not gate or not gate["checks"]:
        return [element("p", "The run was held against no gate.")]
    table = tables.gate_table(gate, scores)
    return [table] if changes else [element("p", "Without scores of a last release, falls behind it were not looked at."), table]


def _judged(scores: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The answers of which it can be said whether they are right."""
    return [q for q in scores["questions"] if any(name in q["units"] for name in _JUDGED)]


def _by_kind(scores: Mapping[str, Any]) -> list[Element]:
    kinds: dict[str, list[bool]] = {kind: [] for kind in scores["by"]["kind"]}
    for q in _judged(scores):
        kinds[q["kind"]].append(q["right"])
    table = tables.breakdown(scores, "kind", "Kind")
    if table is None:
        return [element("p", "Nothing was answered.")]
    caption = "As they should be, by kind of question, with 95% intervals"
    return [
        element(
            "p",
            "An answer is as it should be when it has all that a right answer has; when it refuses, where the papers do not answer; "
            "and when it is not taken in, where a question presupposes what is not so or a paper hides an instruction.",
        ),
        element(
            "figure",
            element("figcaption", caption),
            named_bars(_in_words(caption, kinds), [_bar(k, v) for k, v in kinds.items()]),
        ),
        table,
        *tables.breakdowns(scores),
    ]


def _bar(kind: str, right: list[bool]) -> tuple[str, Mapping[str, Any] | None, str]:
    if not right:
        return kind, None, words.UNSCORED
    low, high = wilson(sum(right), len(right))
    found = {"value": sum(right) / len(right), "low": low, "high": high, "gained": sum(right), "of": len(right)}
    return kind, found, f"{words.counted(found)}, {words.value_of(found)}"


def _in_words(caption: str, kinds: Mapping[str, list[bool]]) -> str:
    return f"{caption}: {'; '.join(f'{kind} {_bar(kind, right)[2]}' for kind, right in kinds.items())}."


def _refusing(scores: Mapping[str, Any]) -> list[Element]:
    judged = _judged(scores)
    given = [(q["odds"], not q["right"]) for q in judged if q["status"] != "not_found"]
    points = curve(given, len(judged))
    if not points:
        return [element("p", "No answer was given that could be judged right or wrong.")]
    today = points[-1]
    said = [
        f"The program answers {len(given):,} of {count(len(judged), 'question')} ({words.percent(today.coverage)}); "
        f"{words.percent(today.risk)} of these answers are wrong.",
        *_surer(points),
    ]
    how = (
        "How sure it is, is the chance it gives what is likeliest to answer; answers from records count as surest. The curve runs from the surest "
        "answers alone to all that it gives today. What it would have said where it refused is not known, so the curve ends there."
    )
    caption = "How often answers are wrong, if only the surest were given"
    picture = element("figure", element("figcaption", caption), risk_coverage(points, f"{caption}. {' '.join(said)}"))
    return [element("p", " ".join(said)), picture, element("p", how, class_="quiet")]


def _surer(points: list[Point]) -> Iterator[str]:
    """What the share of wrong answers would be, were fewer questions answered."""
    for share, name in _SURER:
        if points[-1].coverage <= share:
            continue
        if (within := [p for p in points if p.coverage <= share]) and within[-1] is not points[0]:
            yield f"If it answered the surest {name} of all questions alone, {words.percent(within[-1].risk)} of its answers would be wrong."


def _latency(run: Run) -> list[Element]:
    found = latency(run)
    spread = found["seconds"]
    if spread is None:
        return [element("p", "Nothing was answered.")]
    said = (
        f"Half of the answers came within {words.seconds(spread['median'])}, 19 of 20 within {words.seconds(spread['p95'])}, with "
        f"{count(found['workers'], 'question')} asked at a time on a machine of {count(found['cores'], 'processor')}."
    )
    stages = found["stages"]
    if not stages:
        return [element("p", said)]
    caption = "Seconds by stage: half of the answers (filled), 19 of 20 (outlined)"
    each = "; ".join(f"{name} {words.seconds(s['median'])} and {words.seconds(s['p95'])}" for name, s in stages.items())
    return [element("p", said), element("figure", element("figcaption", caption), stage_bars(f"{caption}: {each}.", stages))]


def _unscored(scores: Mapping[str, Any]) -> list[Element]:
    parts: list[Element] = []
    if failed := scores["not_asked"]:
        parts += [
            element("h3", "Questions that could not be asked"),
            listing([f"{name}: {why}" for name, why in failed.items()]),
        ]
    else:
        parts.append(element("p", "Every question that was put could be asked."))
    if (table := tables.unscored_table(scores)) is not None:
        parts.append(table)
    return parts
