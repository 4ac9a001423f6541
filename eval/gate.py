"""The gate before a release: what every score must reach, and how far it may fall behind the last release, from a file under version control."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from eval.comparison import compare
from eval.scorers import SCORERS
from vectorstore.errors import ScrutinyError

GATES = Path(__file__).resolve().parent / "gates.toml"
"""The gates of this program."""
_RELEASED = Path(__file__).resolve().parent / "release"
_SURE = 0.05  # p below which a fall is no chance
_ROUNDING = 1e-9


class GateError(ScrutinyError):
    """A file of gates cannot be used; names it and the gate."""


class Gate(BaseModel):
    """What one score must hold. `at_least` and `at_most` bound its value; `fall` is how far it may be worse than in the last release. `needed`: a
    run that does not measure it fails.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    at_least: float | None = None
    at_most: float | None = None
    fall: float | None = None
    needed: bool = True

    @model_validator(mode="after")
    def _bounds(self) -> Gate:
        if self.at_least is None and self.at_most is None and self.fall is None:
            raise ValueError("says none of at_least, at_most, fall")
        return self


def load(file: Path = GATES) -> dict[str, Gate]:
    """The gates of a file by score. Raises GateError naming the gate that cannot be used."""
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise GateError(f"{file}: there is no such file; name one with --gates.") from None
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise GateError(f"{file}: cannot be read as TOML ({error}).") from error
    gates: dict[str, Gate] = {}
    for name, values in given.items():
        if name not in SCORERS:
            raise GateError(f"{file}: {name!r} is no score; the scores are {', '.join(SCORERS)}.")
        try:
            gates[name] = Gate.model_validate(values)
        except ValidationError as error:
            raise GateError(f"{file}, {name}: {error.errors()[0]['msg']}") from error
    if not gates:
        raise GateError(f"{file}: holds no gate, so that every run would pass.")
    return gates


def released(scores: Mapping[str, Any]) -> Path | None:
    """The file with the scores of the last release on the same set (a short form's on the whole one); None where there is none."""
    file = _RELEASED / f"{Path(str(scores['set']).removesuffix(', short')).name}.json"
    return file if file.is_file() else None


def gate(scores: Mapping[str, Any], gates: Mapping[str, Gate], release: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Hold scores against gates and, if given, against those of the last release: whether all passed, and each check with the questions at fault.

    A few questions say less than all: of a short form, a bound is broken when the whole interval lies beyond it, and a fall counts when it is
    surely no chance.
    """
    changes = compare(release, scores)["scores"] if release else {}
    short = str(scores["set"]).endswith(", short")
    checks = [check for name, one in gates.items() for check in _checks(name, one, scores, changes.get(name), short)]
    return {"passed": all(c["passed"] for c in checks), "checks": checks}


def _checks(
    name: str, one: Gate, scores: Mapping[str, Any], change: Mapping[str, Any] | None, short: bool
) -> Iterator[dict[str, Any]]:
    found = scores["scores"].get(name) or {"value": None}
    value = found["value"]
    scorer = SCORERS[name]

    def check(rule: str, limit: float | None, passed: bool, questions: list[str]) -> dict[str, Any]:
        return {
            "score": name, "title": scorer.title, "rule": rule, "value": value, "limit": limit, "passed": passed,
            "questions": [] if passed else questions,
        }  # fmt: skip

    if value is None:
        if one.needed and not short:
            yield check("is measured", None, False, [])
        return
    if one.at_least is not None:
        reached = found["high"] if short else value
        yield check(f"at least {one.at_least:g}", one.at_least, reached >= one.at_least, _short_of(name, scores))
    if one.at_most is not None:
        reached = found["low"] if short else value
        yield check(f"at most {one.at_most:g}", one.at_most, reached <= one.at_most, _short_of(name, scores))
    if one.fall is not None and change is not None and change["difference"] is not None:
        fell = -change["difference"] if scorer.better == "more" else change["difference"]
        sure = change["p"] < _SURE and fell > 0
        rule = f"at most {one.fall:g} worse than the last release ({change['before']:.3f})"
        beyond = fell > one.fall + _ROUNDING
        yield check(f"{rule}, or by chance" if short else rule, one.fall, not beyond or (short and not sure), change["lost"])


def _short_of(name: str, scores: Mapping[str, Any]) -> list[str]:
    """The questions that did not gain all of a score there was to gain, or gained of one of which less is better."""
    more = SCORERS[name].better == "more"
    return [
        q["id"]
        for q in scores["questions"]
        for gained, of in ([q["units"][name]] if name in q["units"] else [])
        if (gained < of if more else gained > 0)
    ]
