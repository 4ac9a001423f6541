"""Where in the Registers view a reader is, as it stands in the address: a link to a risk can be kept and sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args
from urllib.parse import parse_qsl, urlencode

from assistant.registers import Held
from vectorstore.records import Record, Register

Part = Literal["risks", "heat-map", "changes"]
PARTS: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the view over one version of a register, or one risk's page in it.

    `register` and `before` (what changes are counted from) are keys of `register_keys`, `risk` one of `risk_keys`; `cell` is a likelihood and an
    impact, the risks of one cell of the heat map; `stage` whose scores the map shows. None, or a key that names nothing: the usual.
    """

    register: str | None = None
    part: Part = "risks"
    risk: str | None = None
    cell: tuple[int, int] | None = None
    stage: str | None = None
    before: str | None = None

    def query(self) -> dict[str, str]:
        """As parameters of the address; what is usual is left out."""
        given = {
            "register": self.register,
            "part": self.part if self.part != "risks" else None,
            "risk": self.risk,
            "likelihood": str(self.cell[0]) if self.cell else None,
            "impact": str(self.cell[1]) if self.cell else None,
            "stage": self.stage,
            "before": self.before,
        }
        return {name: value for name, value in given.items() if value}

    def link(self) -> str:
        """The end of an address that leads here, from any place in the view."""
        return f"?{urlencode(self.query())}"

    def at_risk(self, risk: str) -> Place:
        """The page of a risk of the same register."""
        return Place(self.register, risk=risk)

    def of(self, register: str) -> Place:
        """The same part for another register or version."""
        return Place(register, part=self.part)

    def without_cell(self) -> Place:
        """The same, not narrowed to a cell of the heat map."""
        return replace(self, cell=None, stage=None)


def from_query(given: Mapping[str, str]) -> Place:
    """The place that an address's parameters name. What makes no sense counts as not given: anybody can type an address."""
    part = given.get("part")
    numbers = [given.get(name, "") for name in ("likelihood", "impact")]
    cell = (int(numbers[0]), int(numbers[1])) if all(n.isascii() and n.isdigit() and len(n) < 4 for n in numbers) else None
    return Place(
        given.get("register"),
        part if part in PARTS else "risks",
        given.get("risk"),
        cell,
        given.get("stage"),
        given.get("before"),
    )


def from_link(link: str) -> Place:
    """The place that a link of `Place.link` leads to."""
    return from_query(dict(parse_qsl(link.removeprefix("?"))))


def register_keys(registers: Sequence[Held]) -> dict[str, Held]:
    """Each register by a key that stays while its paper does: the document's id, numbered from its second register on."""
    keys: dict[str, Held] = {}
    seen: Counter[str] = Counter()
    for each in registers:
        document = each.document.id
        seen[document] += 1
        keys[document if seen[document] == 1 else f"{document}.{seen[document]}"] = each
    return keys


def risk_keys(register: Register) -> dict[str, Record]:
    """A register's risks, each by its reference where no other has the same, else by its place in the register ("no-3")."""
    refs = Counter(risk.text("ref") for risk in register.risks)
    keys: dict[str, Record] = {}
    for number, risk in enumerate(register.risks, 1):
        ref = risk.text("ref")
        keys[ref if ref and refs[ref] == 1 and not ref.startswith("no-") else f"no-{number}"] = risk
    return keys
