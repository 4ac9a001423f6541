"""Merestone Council: five-by-five heat maps, references in the squares, their titles in a table or in lines below."""

from __future__ import annotations

from pathlib import Path

from tests.registers.truth import Record, Truth

# The squares by (likelihood, impact).
SQUARES = {(4, 5): "R1", (3, 5): "R4", (4, 4): "R2\nR7", (2, 4): "R3", (3, 3): "R5, R6", (1, 2): "R8"}
TITLES = {
    "R1": "Savings are not delivered",
    "R2": "Ransomware stops services",
    "R3": "Failure of the Mere Lock gates",
    "R4": "Death of a child known to services",
    "R5": "Vacancies in building control",
    "R6": "Contractor insolvency",
    "R7": "Costs of temporary accommodation",
    "R8": "Industrial action by parking staff",
}
WORDED_SQUARES = {(5, 4): "C3", (3, 5): "C1", (2, 5): "C5", (3, 2): "C2 C4"}
WORDED_TITLES = {
    "C1": "Collapse of the sea wall",
    "C2": "Sickness absence",
    "C3": "Demand for school transport",
    "C4": "Delay to the new library",
    "C5": "Data centre fire",
}
LIKELIHOODS = ("1 Rare", "2 Unlikely", "3 Possible", "4 Likely", "5 Almost certain")
IMPACTS = ("1 Insignificant", "2 Minor", "3 Moderate", "4 Major", "5 Catastrophic")

RISKS: list[Record] = [
    {"ref": "R1", "title": "Savings are not delivered", "likelihood": "4", "impact": "5", "page": 1},
    {"ref": "R2", "title": "Ransomware stops services", "likelihood": "4", "impact": "4"},
    {"ref": "R3", "title": "Failure of the Mere Lock gates", "likelihood": "2", "impact": "4"},
    {"ref": "R4", "title": "Death of a child known to services", "likelihood": "3", "impact": "5"},
    {"ref": "R5", "title": "Vacancies in building control", "likelihood": "3", "impact": "3"},
    {"ref": "R6", "title": "Contractor insolvency", "likelihood": "3", "impact": "3"},
    {"ref": "R7", "title": "Costs of temporary accommodation", "likelihood": "4", "impact": "4"},
    {"ref": "R8", "title": "Industrial action by parking staff", "likelihood": "1", "impact": "2"},
]  # fmt: skip
WORDED: list[Record] = [
    {"ref": "C1", "title": "Collapse of the sea wall", "scores": {"residual": {"likelihood": 3, "impact": 5}}},
    {"ref": "C2", "title": "Sickness absence", "scores": {"residual": {"likelihood": 3, "impact": 2}}},
    {"ref": "C3", "title": "Demand for school transport", "scores": {"residual": {"likelihood": 5, "impact": 4}}},
    {"ref": "C4", "title": "Delay to the new library", "scores": {"residual": {"likelihood": 3, "impact": 2}}},
    {"ref": "C5", "title": "Data centre fire", "scores": {"residual": {"likelihood": 2, "impact": 5}}},
]  # fmt: skip

TRUTH: dict[str, Truth | None] = {
    "merestone.pdf": {"risks": RISKS},
    "merestone-coast.pdf": {"risks": WORDED},
}


def build(folder: Path) -> list[Path]:
    """Draw one map with plain numbers at its edges and a table of titles, one with words there and titles in lines."""
    from tests.registers.pdf_layout import Sheets

    plain = Sheets(folder / "merestone.pdf", running="Merestone Council", margin=50)
    plain.write("Corporate risk heat map", size=16, bold=True)
    _grid(plain, SQUARES, ("1", "2", "3", "4", "5"), ("1", "2", "3", "4", "5"))
    plain.table((50, 300), list(TITLES.items()), [("Ref", "Risk title")], size=9)
    worded = Sheets(folder / "merestone-coast.pdf", running="Merestone Council", margin=50)
    worded.write("Coastal programme: risks by likelihood and impact", size=16, bold=True)
    _grid(worded, WORDED_SQUARES, LIKELIHOODS, IMPACTS)
    worded.write(*(f"{ref} {title}" for ref, title in WORDED_TITLES.items()))
    return [plain.save(), worded.save()]


def _grid(sheets: object, squares: dict[tuple[int, int], str], across: tuple[str, ...], up: tuple[str, ...]) -> None:
    """Impact upwards, likelihood across, both named at the edges."""
    from tests.registers.pdf_layout import Sheets

    if not isinstance(sheets, Sheets):
        raise TypeError(sheets)
    rows = [
        (f"Impact {up[impact - 1]}" if len(up[0]) == 1 else up[impact - 1], *(squares.get((n, impact), "") for n in range(1, 6)))
        for impact in range(5, 0, -1)
    ]
    foot = ("", *(f"Likelihood {a}" if len(a) == 1 else a for a in across))
    sheets.table((90, 75, 75, 75, 75, 75), [*rows, foot], size=9)
    sheets.top += 24
