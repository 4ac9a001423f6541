"""What is wrong with a register's print, said in words and never mended: placeholders, ratings against scores, borrowed descriptions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ingest.registers.legend import Legend
from ingest.registers.placeholders import placeholder
from vectorstore.records import Record, Score

_WORD = re.compile(r"[a-z]{4,}")
_MOST_ALIKE = 20  # risks of one description that are compared
_SAME_LEAST = 40  # characters: shorter words may well be the same
_ORDER = (
    "very low",
    "low",
    "green",
    "minor",
    "medium",
    "moderate",
    "amber",
    "yellow",
    "significant",
    "high",
    "major",
    "red",
    "severe",
    "very high",
    "critical",
    "extreme",
)


def flagged(risks: Sequence[Record], legend: Legend = ()) -> tuple[Record, ...]:
    """The risks with their flags, and their controls and actions with theirs. `legend` is what the paper says scores are rated."""
    ratings = _rating_flags(risks, legend)
    borrowed = _borrowed(risks)
    return tuple(_with_flags(r, [*_own(r), *ratings[n], *borrowed[n]]) for n, r in enumerate(risks))


def _with_flags(risk: Record, flags: Sequence[str]) -> Record:
    seen: dict[str, str] = {}
    controls = []
    for control in risk.controls:
        found = _own(control)
        description = (control.text("description") or "").lower()
        if len(description) > 40 and description in seen and seen[description] != control.name:
            found = [*found, f"the description is also that of the control \u201c{seen[description]}\u201d"]
        seen.setdefault(description, control.name)
        controls.append(replace(control, flags=tuple(found)))
    actions = tuple(replace(a, flags=tuple(_own(a))) for a in risk.actions)
    return replace(risk, flags=tuple(flags), controls=tuple(controls), actions=actions)


def _own(record: Record) -> list[str]:
    """Placeholders left in a record's words."""
    found = []
    for name, made in record.fields.items():
        words = placeholder(name, made.text)
        if words:
            found.append(f"placeholder left in the {name}: \u201c{words}\u201d")
    return found


# --- ratings and scores


def _rating_flags(risks: Sequence[Record], legend: Legend) -> list[list[str]]:
    flags: list[list[str]] = [[] for _ in risks]
    for stage in dict.fromkeys(s for r in risks for s in r.scores):
        scored = [(n, r.scores[stage]) for n, r in enumerate(risks) if stage in r.scores]
        ways = _ways(scored)
        for n, score in scored:
            if flag := _sum_flag(score, ways):
                flags[n].append(_staged(flag, stage))
        against = _against_legend(scored, legend) if legend else _odd_ratings(scored)
        for n, flag in against.items():
            flags[n].append(_staged(flag, stage))
    return flags


def _staged(flag: str, stage: str) -> str:
    return flag if stage in ("residual", "current") else f"{stage}: {flag}"


def _ways(scored: Sequence[tuple[int, Score]]) -> Counter[str]:
    """How often the register's scores are the product, or the sum, of likelihood and impact."""
    ways: Counter[str] = Counter()
    for _, s in scored:
        if s.likelihood and s.impact and s.value:
            ways["product"] += s.value == s.likelihood * s.impact
            ways["sum"] += s.value == s.likelihood + s.impact
            ways["all"] += 1
    return ways


def _sum_flag(score: Score, ways: Counter[str]) -> str | None:
    """A score that is not what its parts give, where most of the register's are (likelihood times impact)."""
    if not (score.likelihood and score.impact and score.value) or 2 * ways["product"] < ways["all"]:
        return None
    made = score.likelihood * score.impact
    return (
        None
        if score.value == made
        else f"score {score.value} is printed beside {score.likelihood} x {score.impact} (which is {made})"
    )


def _against_legend(scored: Sequence[tuple[int, Score]], legend: Legend) -> dict[int, str]:
    """Ratings that are not those which the paper says their scores have."""
    out = {}
    words = {word for _, _, word in legend}
    for n, s in scored:
        value = s.value or (s.likelihood * s.impact if s.likelihood and s.impact else None)
        said = next((word for low, high, word in legend if value and low <= value <= high), None)
        if said and s.rating in words and s.rating != said:
            out[n] = f"rated {s.rating} at a score of {value}, which the paper says is {said}"
    return out


def _odd_ratings(scored: Sequence[tuple[int, Score]]) -> dict[int, str]:
    """Ratings that differ from what the register's other risks of the same score have, or that fall while scores rise."""
    by_value: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for n, s in scored:
        value = s.value or (s.likelihood * s.impact if s.likelihood and s.impact else None)
        if value and s.rating:
            by_value[value].append((n, s.rating))
    usual = {v: Counter(w for _, w in found).most_common() for v, found in by_value.items()}
    out: dict[int, str] = {}
    for value, found in by_value.items():
        for n, word in found:
            most, times = usual[value][0]
            own = sum(w == word for _, w in found)
            if word != most and times > own:
                out[n] = (
                    f"rated {word}, while {times} other{'s' * (times > 1)} of the same score {'are' if times > 1 else 'is'} rated {most}"
                )
            elif (len(found) == own or times == own) and (
                wrong := _against_order(value, word, usual, 1 if len(found) > own else 2)
            ):
                out[n] = wrong
    return out


def _against_order(value: int, word: str, usual: dict[int, list[tuple[str, int]]], witnesses: int) -> str | None:
    """A rating lower than that of a lower score, or higher than that of a higher one, by the witness of so many risks."""
    if word not in _ORDER:
        return None
    place = _ORDER.index(word)
    lower = [
        (v, w[0][0])
        for v, w in usual.items()
        if v < value and w[0][0] in _ORDER and _ORDER.index(w[0][0]) > place and w[0][1] >= witnesses
    ]
    higher = [
        (v, w[0][0])
        for v, w in usual.items()
        if v > value and w[0][0] in _ORDER and _ORDER.index(w[0][0]) < place and w[0][1] >= witnesses
    ]
    against = [*lower, *higher]
    if not against:
        return None
    other, rating = min(against, key=lambda a: abs(a[0] - value))
    return f"rated {word} at a score of {value}, while risks scored {other} are rated {rating}"


# --- descriptions


def _borrowed(risks: Sequence[Record]) -> list[list[str]]:
    """Risks whose description is, word for word, that of another whose own title it goes with better."""
    flags: list[list[str]] = [[] for _ in risks]
    texts = [(r.text("description") or r.text("title") or "").lower() for r in risks]
    alike: dict[str, list[int]] = defaultdict(list)
    for n, text in enumerate(texts):
        alike[text].append(n)
    for n, text in enumerate(texts):
        others = [k for k in alike[text][:_MOST_ALIKE] if k != n] if len(text) > _SAME_LEAST else []
        if not others:
            continue
        own = _shared(risks[n].name, text)
        best = max(others, key=lambda k: _shared(risks[k].name, text))
        better = _shared(risks[best].name, text)
        if better >= own:
            flags[n].append(
                f"the description is {'' if better > own else 'also '}that of the risk {_called(risks[best], risks[n])}"
            )
    return flags


def _called(other: Record, risk: Record) -> str:
    """Another risk by its title, or by its reference where the titles are the same."""
    return f"\u201c{other.name}\u201d" if other.name != risk.name else other.text("ref") or "before or after it"


def _shared(title: str, text: str) -> float:
    words = set(_WORD.findall(title.lower()))
    return len(words & set(_WORD.findall(text))) / len(words) if words else 0.0
