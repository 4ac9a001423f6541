"""The pictures of a report, as SVG: places across are percentages, so that a picture is as wide as its page and its letters keep their size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from assistant.views.elements import Element, element
from eval.reporting.words import interval_of, percent, seconds, value_of

_ROW = 46  # pixels that a named bar takes
_NAME = 26  # characters of a bar's name
_HEAD, _PLOT, _FOOT = 30, 220, 42  # pixels above the curve's plot, of it, and below it
_TOPS = (0.05, 0.1, 0.2, 0.3, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the risk-coverage curve: the share of questions answered, and the share of these that are wrong (both 0..1)."""

    coverage: float
    risk: float


def interval_bar(found: Mapping[str, Any]) -> Element:
    """A score's interval as a bar with a point at its value, from 0 to 100%; from -100% where it may be less than nothing."""
    least = -1.0 if found["low"] < 0 or found["value"] < 0 else 0.0
    title = f"{value_of(found)}, 95% interval {interval_of(found)}, on a scale from {percent(least)} to 100%"
    return _picture(title, 16, *_interval(found, 8, least), class_="small")


def named_bars(title: str, rows: Sequence[tuple[str, Mapping[str, Any] | None, str]]) -> Element:
    """Shares by name: (name, score or None where nothing was scored, words that stand beside it)."""
    shapes: list[Element] = []
    for n, (name, found, words) in enumerate(rows):
        top = n * _ROW
        shapes += [_text(0, top + 16, _cut(name)), _text(100, top + 16, words, "end")]
        shapes += _interval(found, top + 30, 0.0) if found else [_line(0, top + 30, 100, top + 30, "missing")]
    foot = len(rows) * _ROW + 14
    shapes += [_text(at, foot, f"{at}%", _anchor(at), "quiet") for at in (0, 25, 50, 75, 100)]
    return _picture(title, foot + 6, *shapes)


def risk_coverage(points: Sequence[Point], title: str) -> Element:
    """The curve of how often an answer is wrong when only the surest are given; the last point is where the program stands."""
    top = next(t for t in _TOPS if t >= max(p.risk for p in points))

    def place(p: Point) -> tuple[float, float]:
        return 100 * p.coverage, _HEAD + _PLOT * (1 - p.risk / top)

    shapes: list[Element] = []
    for share in (0.0, 0.5, 1.0):
        y = _HEAD + _PLOT * (1 - share)
        shapes += [_line(0, y, 100, y, "grid"), _text(0, y - 4, f"{percent(top * share)} wrong", class_="quiet")]
    shapes += [_text(at, _HEAD + _PLOT + 18, f"{at}%", _anchor(at), "quiet") for at in (0, 25, 50, 75, 100)]
    shapes.append(_text(50, _HEAD + _PLOT + 36, "share of questions answered", "middle", "quiet"))
    places = [place(p) for p in points]
    shapes += [_line(*a, *b, "curve") for a, b in pairwise(places)]
    x, y = places[-1]
    shapes.append(_circle(x, y, 6, "stand"))
    here = f"today: {percent(points[-1].coverage)} answered, {percent(points[-1].risk)} wrong"
    shapes.append(_text(x, y - 12, here, "end" if x > 50 else "start", "strong"))
    return _picture(title, _HEAD + _PLOT + _FOOT, *shapes)


def stage_bars(title: str, stages: Mapping[str, Mapping[str, float]]) -> Element:
    """How long stages take: a filled bar up to the median, an outlined one up to the 95th percentile."""
    longest = max((s["p95"] for s in stages.values()), default=0) or 1
    shapes: list[Element] = []
    for n, (name, spread) in enumerate(stages.items()):
        top = n * _ROW
        shapes += [
            _text(0, top + 16, _cut(name)),
            _text(100, top + 16, f"{seconds(spread['median'])}; {seconds(spread['p95'])}", "end"),
            _rect(0, top + 23, 100 * spread["p95"] / longest, 14, "p95"),
            _rect(0, top + 23, 100 * spread["median"] / longest, 14, "median"),
        ]
    return _picture(title, len(stages) * _ROW + 2, *shapes)


def curve(answers: Iterable[tuple[float | None, bool]], of: int) -> list[Point]:
    """The risk-coverage curve of answers given, (log-odds, whether wrong) each, to so many questions, from the surest to all that were given.

    Log-odds None (answered from records) is surest of all. Those that are equally sure are refused together.
    """
    ordered = sorted(answers, key=lambda a: (a[0] is not None, -(a[0] or 0.0)))
    return list(_points(ordered, of))


def _points(ordered: Sequence[tuple[float | None, bool]], of: int) -> Iterator[Point]:
    wrong = 0
    for n, (odds, at_fault) in enumerate(ordered, 1):
        wrong += at_fault
        if n == len(ordered) or ordered[n][0] != odds:
            yield Point(n / of, wrong / n)


def _interval(found: Mapping[str, Any], y: float, least: float) -> list[Element]:
    def across(value: float) -> float:
        return 100 * (value - least) / (1 - least)

    low, high, value = (across(found[name]) for name in ("low", "high", "value"))
    zero = [_line(across(0), y - 6, across(0), y + 6, "grid")] if least else []
    return [
        _rect(0, y - 2, 100, 4, "ground"),
        *zero,
        _rect(low, y - 4, max(high - low, 0.5), 8, "reach"),
        _line(value, y - 7, value, y + 7, "value"),
    ]


def _picture(title: str, height: float, *shapes: Element, class_: str = "wide") -> Element:
    return element("svg", element("title", title), *shapes, role="img", width="100%", height=f"{height:g}", class_=class_)


def _rect(x: float, y: float, width: float, height: float, class_: str) -> Element:
    return element("rect", x=_across(x), y=_down(y), width=_across(width), height=_down(height), class_=class_)


def _line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Element:
    return element("line", x1=_across(x1), y1=_down(y1), x2=_across(x2), y2=_down(y2), class_=class_)


def _circle(x: float, y: float, radius: float, class_: str) -> Element:
    return element("circle", cx=_across(x), cy=_down(y), r=_down(radius), class_=class_)


def _text(x: float, y: float, words: str, anchor: str = "start", class_: str | None = None) -> Element:
    return element("text", words, x=_across(x), y=_down(y), text_anchor=anchor, class_=class_)


def _anchor(at: float) -> str:
    return "start" if at == 0 else "end" if at == 100 else "middle"


def _across(share: float) -> str:
    return f"{share:.2f}%"


def _down(pixels: float) -> str:
    return f"{pixels:.2f}".rstrip("0").rstrip(".")


def _cut(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
