"""Risks printed as cards of every shape, and heat maps."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.register_pages import ATTACK, FLOOD, Cell, html, names, numbers, one

# --- cards

CARD_SHAPES: dict[str, Sequence[str | Sequence[Sequence[Cell]]]] = {
    "two columns under a heading": (
        "<h2>CR05 - Failure of the waste contract</h2>",
        [["Risk owner", "Head of Waste"], ["Residual likelihood", "4"], ["Residual impact", "5"], ["Residual score", "20"],
         ["Existing controls", "Bond<br>Monthly meetings"]],
    ),
    "four columns under a title row": (
        [[("Risk CR05: Failure of the waste contract", 4)], ["Risk owner", "Head of Waste", "Category", ""], ["Likelihood", "4", "Impact", "5"],
         ["Risk score", "20", "Target score", ""], ["Controls", ("Bond<br>Monthly meetings", 3)]],
    ),
    "scores in a table between": (
        [["Risk ref", "CR05"], ["Risk title", "Failure of the waste contract"], ["Risk owner", "Head of Waste"]],
        [["", "Likelihood", "Impact", "Score"], ["Inherent", "5", "5", "25"], ["Current", "4", "5", "20"]],
        [["Controls", "Bond<br>Monthly meetings"]],
    ),
    "stages across": (
        [["Risk ref", "CR05", "Risk owner", "Head of Waste"], ["Risk title", ("Failure of the waste contract", 3)],
         ["", "Inherent", "Current", "Target"], ["Likelihood", "5", "4", "2"], ["Impact", "5", "5", "4"], ["Score", "25", "20", "8"],
         ["Controls", ("Bond<br>Monthly meetings", 3)]],
    ),
    "labels over values": (
        [["Risk ref", "Risk owner", "Category"], ["CR05", "Head of Waste", "Operational"],
         [("Risk title", 3)], [("Failure of the waste contract", 3)], ["Likelihood", "Impact", "Score"], ["4", "5", "20"],
         [("Existing controls", 3)], [("Bond<br>Monthly meetings", 3)]],
    ),
    "labels and values in one cell": (
        [["Ref: CR05", "Owner: Head of Waste"], [("Risk: Failure of the waste contract", 2)], ["Likelihood: 4", "Impact: 5"],
         ["Score: 20", "Status: Open"], [("Controls: Bond<br>Monthly meetings", 2)]],
    ),
    "a stage in front of its scores": (
        [["Risk ID", "CR05"], ["Risk title", "Failure of the waste contract"], ["Current risk", "Likelihood", "4", "Impact", "5", "Score", "20"],
         ["Owner", "Head of Waste"], ["Mitigation", "Bond<br>Monthly meetings"]],
    ),
}  # fmt: skip


@pytest.mark.parametrize("shape", CARD_SHAPES)
def test_cards_of_every_shape(tmp_path: Path, shape: str) -> None:
    register = one(html(tmp_path, *CARD_SHAPES[shape]))
    (risk,) = register.risks
    assert register.layout == "cards"
    assert (risk.text("ref"), risk.text("title"), [o.name for o in risk.owners]) == (
        "CR05",
        "Failure of the waste contract",
        ["Head of Waste"],
    )
    assert numbers(risk)["residual"] == (4, 5, 20)
    assert names(risk.controls) == ["Bond", "Monthly meetings"]


def test_several_cards_in_one_table_and_actions_below(tmp_path: Path) -> None:
    card = [
        ["Risk", ATTACK],
        ["Owner", "Head of ICT"],
        ["Likelihood", "4"],
        ["Impact", "5"],
        ["Risk", FLOOD],
        ["Owner", "HR"],
        ["Likelihood", "3"],
        ["Impact", "3"],
    ]
    actions = [["Action", "Lead", "Due", "Status"], ["Buy pumps", "Drainage Engineer", "March 2027", "Not started"]]
    first, second = one(html(tmp_path, card, "<p>Further actions</p>", actions)).risks
    assert (first.name, second.name, first.actions) == (ATTACK, FLOOD, ())
    assert [(a.name, a.due, a.text("status")) for a in second.actions] == [("Buy pumps", "2027-03", "Not started")]


# --- heat maps


def test_a_heat_map_whose_edges_are_named_by_lines_beside_it(tmp_path: Path) -> None:
    grid = [
        ["5", "", "", "", "A1", ""],
        ["4", "", "", "", "", ""],
        ["3", "", "A2", "", "", ""],
        ["2", "", "", "", "", ""],
        ["1", "", "", "", "", ""],
        ["", "1", "2", "3", "4", "5"],
    ]
    register = one(
        html(tmp_path, "<h1>Risk matrix</h1><p>Likelihood</p>", grid, "<p>Impact</p><p>A1: Cyber attack</p><p>A2: Flood</p>")
    )
    assert register.layout == "heat map"
    assert [(r.text("ref"), r.text("title"), numbers(r)["residual"][:2]) for r in register.risks] == [
        ("A1", "Cyber attack", (5, 4)),
        ("A2", "Flood", (3, 2)),
    ]


def test_a_heat_map_in_words_with_bare_numbers(tmp_path: Path) -> None:
    grid = [
        ["Almost certain", "", "", "", ""],
        ["Likely", "", "3", "1 7", ""],
        ["Possible", "", "", "12", ""],
        ["Unlikely", "", "", "", ""],
        ["", "Minor", "Moderate", "Major", "Catastrophic"],
    ]
    risks = one(
        html(
            tmp_path,
            "<h1>Risk heat map</h1>",
            grid,
            "<p>1. Waste contract fails</p><p>3. Loss of grant</p><p>7. Cyber attack</p><p>12. Fire</p>",
        )
    ).risks
    assert {r.text("ref"): (r.text("likelihood"), r.text("impact"), r.text("title")) for r in risks} == {
        "1": ("Likely", "Major", "Waste contract fails"),
        "3": ("Likely", "Moderate", "Loss of grant"),
        "7": ("Likely", "Major", "Cyber attack"),
        "12": ("Possible", "Major", "Fire"),
    }


def test_a_heat_map_that_does_not_name_its_edges_gives_neither(tmp_path: Path) -> None:
    grid = [["3", "", "", "A1"], ["2", "A2", "", ""], ["1", "", "", ""], ["", "1", "2", "3"]]
    (register,) = html(tmp_path, "<h1>Our risks</h1>", grid, "<p>A1 Cyber attack</p><p>A2 Flood</p>")
    assert [(r.text("title"), r.text("likelihood"), r.scores) for r in register.risks] == [
        ("Cyber attack", None, {}),
        ("Flood", None, {}),
    ]
    assert "do not say which is likelihood" in register.notes[0]


def test_the_registers_own_table_wins_over_its_heat_map(tmp_path: Path) -> None:
    rows = [["Ref", "Risk", "Likelihood", "Impact"], ["A1", ATTACK, "4", "4"], ["A2", FLOOD, "3", "2"]]
    grid = [
        ["Impact 4", "", "", "", ""],
        ["Impact 3", "", "", "", "A1"],
        ["Impact 2", "", "", "A2", ""],
        ["", "Likelihood 1", "Likelihood 2", "Likelihood 3", "Likelihood 4"],
    ]
    first, second = one(html(tmp_path, rows, "<h2>Heat map</h2>", grid)).risks
    assert numbers(first)["residual"] == (4, 4, None)
    assert first.flags == ("the heat map has it at likelihood 4 and impact 3, its row at 4 and 4",)
    assert second.flags == ()
