"""The heat map: likelihood across and impact up, each risk in its cell, as a table that a screen reader can walk through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.views.elements import Element, element
from assistant.views.register_place import Place
from assistant.views.register_words import STAGES, TIMES, chip, current, level, shortened
from assistant.views.wording import count
from vectorstore.records import Record, Register, Score

LEAST = 5
"""The levels of a scale that is drawn at the least: most councils have five."""
MOST = 10
CROWDED = 5
"""Risks of one cell that are named in it; the rest are a link away."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A risk and the score that places it; `key` and `label` (its reference or number) are what it goes by."""

    risk: Record
    score: Score | None
    key: str
    label: str

    @property
    def cell(self) -> tuple[int, int] | None:
        """Likelihood and impact; None when the register does not give both as numbers that a map can have."""
        if self.score is None or self.score.likelihood is None or self.score.impact is None:
            return None
        here = (self.score.likelihood, self.score.impact)
        return here if min(here) > 0 and max(here) <= MOST else None


def stages(register: Register) -> list[str]:
    """The stages at which some risk has both numbers, in the order in which a risk goes through them."""
    found = {name for risk in register.risks for name, score in risk.scores.items() if score.likelihood and score.impact}
    return [name for name in STAGES if name in found]


def usual_stage(among: Sequence[str]) -> str | None:
    """The stage that is shown first: what the risks are now."""
    return next((name for name in ("current", "residual") if name in among), among[0] if among else None)


def placed(register: Register, stage: str | None, keys: Mapping[int, str]) -> list[Placed]:
    """Every risk with its score at a stage (None: now)."""
    return [
        Placed(risk, risk.scores.get(stage) if stage else current(risk), keys[id(risk)], risk.text("ref") or str(number))
        for number, risk in enumerate(register.risks, 1)
    ]


def map_view(register: Register, risks: Sequence[Placed], stage: str | None, place: Place) -> list[Element]:
    """The map, its key, and the risks that have no place on it."""
    inside = [each for each in risks if each.cell]
    outside = [each for each in risks if not each.cell]
    if not inside:
        return [
            element(
                "p",
                "No risk of this register has both a likelihood and an impact as numbers, so none can be placed.",
                class_="status",
            )
        ]
    scales = _scale(inside, 0), _scale(inside, 1)
    names = _names(inside, "likelihood", stage), _names(inside, "impact", stage)
    grid = _grid(inside, scales, names, stage, place)
    return [grid, _key(), _listed(inside, place), *([_outside(outside, place)] if outside else [])]


def _scale(inside: Sequence[Placed], axis: int) -> int:
    return max([LEAST, *(each.cell[axis] for each in inside if each.cell)])


def _names(inside: Sequence[Placed], field: str, stage: str | None) -> dict[int, str]:
    """What the register calls each level of a scale ("Likely"), as far as it prints it beside the number."""
    said: dict[int, Counter[str]] = {}
    for each in inside:
        made = each.risk.fields.get(field)
        score = current(each.risk)
        number = getattr(score, field) if score else None
        if made and number is not None and (stage is None or each.risk.scores.get(stage) is score):
            word = "".join(c for c in made.text if not c.isdigit() and c not in "()[]").strip(" -–:.")
            if word:
                said.setdefault(number, Counter())[word] += 1
    return {number: words.most_common(1)[0][0] for number, words in said.items()}


def _grid(
    inside: Sequence[Placed],
    scales: tuple[int, int],
    names: tuple[dict[int, str], dict[int, str]],
    stage: str | None,
    place: Place,
) -> Element:
    across, up = scales
    cells: dict[tuple[int, int], list[Placed]] = {}
    for each in inside:
        if each.cell:
            cells.setdefault(each.cell, []).append(each)
    rows = []
    for impact in range(up, 0, -1):
        head = element("th", *_axis("Impact", impact, names[1].get(impact)), scope="row", role="rowheader")
        row = [
            _cell((likelihood, impact), cells.get((likelihood, impact), []), stage, place) for likelihood in range(1, across + 1)
        ]
        rows.append(element("tr", head, *row, role="row"))
    heads = [
        element("th", *_axis("Likelihood", likelihood, names[0].get(likelihood)), scope="col", role="columnheader")
        for likelihood in range(1, across + 1)
    ]
    corner = element(
        "td",
        element("span", "Impact \N{UPWARDS ARROW}", class_="up"),
        element("span", "Likelihood \N{RIGHTWARDS ARROW}"),
        class_="corner",
        role="cell",
    )
    caption = element(
        "caption", f"Heat map of {count(len(inside), 'risk')}: likelihood across, impact up. A risk leads to its page."
    )
    foot = element("tr", corner, *heads, role="row")
    return element("table", caption, element("tbody", *rows, foot, role="rowgroup"), class_="heat-map", role="table")


def _axis(name: str, number: int, word: str | None) -> list[Element | str]:
    said: list[Element | str] = [element("span", f"{name} ", class_="unseen"), element("span", str(number), class_="number")]
    return [*said, element("span", f" {word}", class_="word")] if word else said


def _cell(cell: tuple[int, int], here: Sequence[Placed], stage: str | None, place: Place) -> Element:
    product = cell[0] * cell[1]
    ground = next(n for n, most in enumerate((4, 9, 14, MOST * MOST), 1) if product <= most)
    score = element("span", f"{cell[0]}{TIMES}{cell[1]} = {product}", class_="product")
    if not here:
        return element("td", score, element("span", "no risk", class_="unseen"), class_=f"heat-{ground}", role="cell")
    named = here if len(here) <= CROWDED else here[: CROWDED - 1]
    items = [element("li", _link(each, place)) for each in named]
    if len(here) > len(named):
        there = replace(place, part="risks", cell=cell, stage=stage, risk=None)
        items.append(element("li", element("a", f"{len(here) - len(named)} more", href=there.link(), class_="more",
                                           aria_label=f"All {len(here)} risks at likelihood {cell[0]}, impact {cell[1]}")))  # fmt: skip
    return element("td", score, element("ul", *items), class_=f"heat-{ground}", role="cell")


def _link(each: Placed, place: Place) -> Element:
    title = each.risk.name
    return element(
        "a",
        element("span", each.label, class_="ref"),
        element("span", f" {shortened(title, 45)}", class_="short"),
        href=place.at_risk(each.key).link(),
        title=title,
        aria_label=f"{each.label} {title}",
    )


def _key() -> Element:
    bands = ("1 to 4", "5 to 9", "10 to 14", "15 and more")
    items = [
        element("li", element("span", class_=f"swatch heat-{n}", aria_hidden="true"), words) for n, words in enumerate(bands, 1)
    ]
    return element(
        "div",
        element(
            "p",
            "The shading follows likelihood times impact, worked out here and not the register’s. Its own ratings stand with the risks below.",
        ),
        element("ul", *items),
        class_="map-key",
    )


def _listed(inside: Sequence[Placed], place: Place) -> Element:
    """The same by cell, the highest first, with whole titles and the register's ratings: for narrow screens, and for those who read on."""
    cells: dict[tuple[int, int], list[Placed]] = {}
    for each in inside:
        if each.cell:
            cells.setdefault(each.cell, []).append(each)
    parts = [element("h2", "The risks by cell", class_="part")]
    for cell in sorted(cells, key=lambda c: (-c[0] * c[1], -c[1], -c[0])):
        parts.append(element("h3", f"Likelihood {cell[0]} {TIMES} impact {cell[1]} = {cell[0] * cell[1]}"))
        parts.append(element("ul", *(_item(each, place) for each in cells[cell])))
    return element("section", *parts, class_="by-cell", aria_label="The risks by cell")


def _item(each: Placed, place: Place) -> Element:
    rating = (each.score.rating or "").capitalize() if each.score else ""
    name = element("a", f"{each.label} {each.risk.name}", href=place.at_risk(each.key).link())
    return element("li", name, " ", chip(rating, level(rating)) if rating else None)


def _outside(outside: Sequence[Placed], place: Place) -> Element:
    items = [
        element(
            "li", element("a", f"{each.label} {each.risk.name}", href=place.at_risk(each.key).link()), f" ({_why(each.score)})"
        )
        for each in outside
    ]
    title = f"Not placed on the map: {count(len(outside), 'risk')}"
    return element("section", element("h2", title, class_="part"), element("ul", *items), class_="not-placed", aria_label=title)


def _why(score: Score | None) -> str:
    if score is None:
        return "no score printed"
    missing = [name for name, number in (("likelihood", score.likelihood), ("impact", score.impact)) if number is None]
    return f"no number for {' or '.join(missing)}; printed: {score.printed}" if missing else f"printed: {score.printed}"
