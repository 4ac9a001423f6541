"""What registers print in labels and cells, and what each is read as: columns, owners, scores, lists, dates, placeholders."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.registers.cells import is_level, is_rating, is_score, is_status, is_when, product_order, scores_in
from ingest.registers.children import children
from ingest.registers.finish import due_date
from ingest.registers.people import looks_like_owners, split_owners
from ingest.registers.placeholders import placeholder
from ingest.registers.printed import Line, items_of
from ingest.registers.vocabulary import meaning

LABELS = Path(__file__).parent / "register_labels.txt"


def labels() -> list[tuple[str, str]]:
    """(what it means, label) pairs from the table beside this module."""
    lines = [x for x in LABELS.read_text(encoding="utf-8").splitlines() if x and not x.startswith("# ")]
    return [(line.partition(": ")[0], label) for line in lines for label in line.partition(": ")[2].split("; ")]


def said(label: str) -> str:
    found = meaning(label)
    return "-" if found is None else " ".join(x for x in (found.stage, found.kind, found.field or "list") if x)


def lines(*texts: str) -> list[Line]:
    return [Line(text, ()) for text in texts]


def test_labels_mean_what_councils_mean_by_them() -> None:
    table = labels()
    assert len(table) > 500
    assert {label: said(label) for _, label in table} == {label: wanted for wanted, label in table}


OWNERS: tuple[tuple[str, list[str]], ...] = (
    ("Jane Smith", ["Jane Smith"]),
    ("J. Smith", ["J. Smith"]),
    ("JS/BK", ["JS", "BK"]),
    ("Dr A. B. Khan", ["Dr A. B. Khan"]),
    ("Ludwig van Beethoven", ["Ludwig van Beethoven"]),
    ("Mary-Jane O'Neill", ["Mary-Jane O'Neill"]),
    ("Siân ap Gwilym", ["Siân ap Gwilym"]),
    ("Élise Dubois", ["Élise Dubois"]),
    ("Helen Smith-Jones", ["Helen Smith-Jones"]),
    ("Smith, Jane", ["Smith, Jane"]),
    ("Cllr Jane Smith & Cllr Bob Jones", ["Cllr Jane Smith", "Cllr Bob Jones"]),
    ("Councillor Patel", ["Councillor Patel"]),
    ("J Smith, B Jones", ["J Smith", "B Jones"]),
    ("Jane Smith, Bob Jones and Ann Lee", ["Jane Smith", "Bob Jones", "Ann Lee"]),
    ("Ann Lee Omar Khan", ["Ann Lee", "Omar Khan"]),
    ("Director of Finance (S151)", ["Director of Finance (S151)"]),
    ("All Heads of Service", ["All Heads of Service"]),
    ("HR", ["HR"]),
    ("Corporate Leadership Team", ["Corporate Leadership Team"]),
    ("Director of Housing, Health and Care", ["Director of Housing, Health and Care"]),
    ("Head of Planning and Building Control", ["Head of Planning and Building Control"]),
    ("Head of HR and OD", ["Head of HR and OD"]),
    ("Head of Housing and Section 151 Officer", ["Head of Housing", "Section 151 Officer"]),
    ("Dee Okafor and Head of Communities", ["Dee Okafor", "Head of Communities"]),
    ("Head of Digital, Tomasz Hale", ["Head of Digital", "Tomasz Hale"]),
    ("Jane Smith, Director of Housing", ["Jane Smith, Director of Housing"]),
    ("Jane Smith (Director of Housing)", ["Jane Smith (Director of Housing)"]),
    ("Jane Smith - Director of Housing", ["Jane Smith - Director of Housing"]),
    ("Sarah Jones, Head of Housing; Tom Reed, Head of ICT", ["Sarah Jones, Head of Housing", "Tom Reed, Head of ICT"]),
    ("Assistant Director (Revenues, Benefits & Customer)", ["Assistant Director (Revenues, Benefits & Customer)"]),
    ("Executive Director of Place & Deputy Chief Executive", ["Executive Director of Place", "Deputy Chief Executive"]),
    ("Service Director - Environment, Highways and Waste", ["Service Director - Environment, Highways and Waste"]),
    ("Highways Structures Engineer / Sol Adeyemi", ["Highways Structures Engineer", "Sol Adeyemi"]),
    ("Ledger Team Leader", ["Ledger Team Leader"]),
    ("TBC", []),
    ("N/A", []),
)


@pytest.mark.parametrize(("cell", "names"), OWNERS)
def test_owners_are_parted_into_people_and_posts(cell: str, names: list[str]) -> None:
    assert [owner.name for owner in split_owners([cell])] == names


def test_owners_on_lines_of_their_own() -> None:
    assert [o.name for o in split_owners(["Head of Housing", "Priya Dunmore"])] == ["Head of Housing", "Priya Dunmore"]
    assert [o.name for o in split_owners(["Strategic Director", "of Housing"])] == ["Strategic Director of Housing"]
    assert [o.name for o in split_owners(["Jane Smith", "(Head of ICT)"])] == ["Jane Smith (Head of ICT)"]


def test_people_are_told_from_posts() -> None:
    kinds = {name: split_owners([name])[0].kind for name in ("Grace Park", "JS", "HR", "Emergency Planning", "Head of Finance")}
    assert kinds == {
        "Grace Park": "person",
        "JS": "person",
        "HR": "post",
        "Emergency Planning": "post",
        "Head of Finance": "post",
    }


@pytest.mark.parametrize(
    "text", ["High", "Ongoing", "Very Likely", "The council cannot set a budget", "Gully cleaning twice a year", "12"]
)
def test_what_is_no_owner(text: str) -> None:
    assert not looks_like_owners(text)


@pytest.mark.parametrize(
    ("cell", "order", "wanted"),
    [
        ("I4 x L5 = 20", None, (5, 4, 20)),
        ("4 x 5 = 20 (High)", None, (None, None, 20)),
        ("4 x 5 = 20 (High)", "impact", (5, 4, 20)),
        ("3x3", None, (3, 3, None)),
        ("20 High", None, (None, None, 20)),
        ("L: 3, I: 4", None, (3, 4, None)),
        ("4/3", "likelihood", (4, 3, None)),
        ("4/3", None, (None, None, None)),
        ("High (16)", None, (None, None, 16)),
    ],
)
def test_numbers_in_a_score(cell: str, order: str | None, wanted: tuple[int | None, ...]) -> None:
    assert scores_in(cell, order) == wanted  # type: ignore[arg-type]


def test_labels_and_sentences_say_which_factor_comes_first() -> None:
    assert product_order("Inherent score (I x L = n)") == "impact"
    assert product_order("Risks are scored as likelihood x impact.") == "likelihood"
    assert product_order("Current (L/I)", label=True) == "likelihood"
    assert product_order("Current (L/I)") is None


def test_kinds_of_cells() -> None:
    assert all(map(is_level, ("4", "Likely", "Major (4)", "4 - Likely", "Very likely", "M")))
    assert all(map(is_score, ("16", "4 x 4 = 16", "High (20)", "L4 I5")))
    assert all(map(is_rating, ("Amber", "Red (20)", "Medium/High")))
    assert all(map(is_status, ("In progress", "Completed (March 2026)", "80% complete")))
    assert all(map(is_when, ("30/09/2026", "Q2 2026/27", "Ongoing", "Sept 2026", "TBC")))
    assert not any(map(is_score, ("The score is high", "2026", "£16m")))


@pytest.mark.parametrize(
    ("printed", "iso"),
    [("30/09/2026", "2026-09-30"), ("Sept 2026", "2026-09"), ("by end of March 2027", "2027-03"), ("Q2 2026/27", "2026-09"), ("2027", "2027"),
     ("14 November 2026", "2026-11-14"), ("Ongoing", None), ("TBC", None), ("Dec-26", "2026-12"), ("2026/27", None)],
)  # fmt: skip
def test_dates_as_iso(printed: str, iso: str | None) -> None:
    assert due_date(printed) == iso


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        (["1. Weekly review", "2. Framework contract"], ["Weekly review", "Framework contract"]),
        (["• Board meets • Audit each year"], ["Board meets", "Audit each year"]),
        (["Budget board", "Monthly monitoring"], ["Budget board", "Monthly monitoring"]),
        (["Counsel reviews each chapter. A visit took place in June."], ["Counsel reviews each chapter. A visit took place in June."]),
        (["The triennial valuation increases contributions", "beyond the sum set aside."],
         ["The triennial valuation increases contributions beyond the sum set aside."]),
        (["Back-ups; penetration tests; training"], ["Back-ups", "penetration tests", "training"]),
        (["Agree maintenance of the screen; cost unknown"], ["Agree maintenance of the screen; cost unknown"]),
        (["a) Budget board; b) Monitoring"], ["Budget board", "Monitoring"]),
        (["- Gully cleaning", "- Pumps on call", "and a rota"], ["Gully cleaning", "Pumps on call and a rota"]),
        (["None"], []),
        (["No further action required."], []),
    ],
)  # fmt: skip
def test_items_of_a_cell(cell: list[str], items: list[str]) -> None:
    assert [item.text for item in items_of(lines(*cell))] == items


@pytest.mark.parametrize(
    ("words", "title", "owner", "due", "status"),
    [
        ("Recruit two officers - Head of Housing - by 30/09/2026", "Recruit two officers", "Head of Housing", "30/09/2026", None),
        ("Open talks - Head of Housing and Section 151 Officer - by 31/12/2026", "Open talks",
         "Head of Housing and Section 151 Officer", "31/12/2026", None),
        ("Review the scheme - Head of Housing - Ongoing", "Review the scheme", "Head of Housing", "Ongoing", None),
        ("Commission a study - Planning Policy Lead - TBC", "Commission a study", "Planning Policy Lead", "TBC", None),
        ("Fit collision beams (Structures Engineer; March 2027)", "Fit collision beams", "Structures Engineer", "March 2027", None),
        ("Test the plan (Owner: J Smith, Due: Dec 2026, In progress)", "Test the plan", "J Smith", "Dec 2026", "In progress"),
        ("Write the plan by March 2027", "Write the plan by March 2027", None, "March 2027", None),
        ("Buy pumps for the depot", "Buy pumps for the depot", None, None, None),
    ],
)  # fmt: skip
def test_who_and_when_at_the_end_of_an_action(
    words: str, title: str, owner: str | None, due: str | None, status: str | None
) -> None:
    (draft,) = children("action", {None: lines(words)}, "Further actions")
    assert (draft.says("title"), draft.says("owner") or None, draft.says("due") or None, draft.says("status") or None) == (
        title,
        owner,
        due,
        status,
    )


LEFT_TO_FILL = (
    "the cost is ADD FIGURE.", "[insert date and figure]", "<name>", "[TBC]", "XX% of homes", "£X million", "spent £XXk", "xxx residents",
    "?? residents are affected", "DD/MM/YYYY", "To be added", "(insert figure)", "Date: add date", "[name of officer]", "20XX",
)  # fmt: skip
ORDINARY = (
    "Officers will add figures to the report", "A plan is to be added to the programme next year", "Head of ICT (TBC)",
    "Article XX of the treaty", "Why??", "Add names to the list as they arrive", "Update data each month", "Phase XV", "[2]",
)  # fmt: skip


@pytest.mark.parametrize("text", LEFT_TO_FILL)
def test_placeholders_are_seen(text: str) -> None:
    assert placeholder("note", text)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_are_no_placeholders(text: str) -> None:
    assert placeholder("note", text) is None


def test_to_be_confirmed_is_a_placeholder_for_words_and_none_for_a_date() -> None:
    assert placeholder("note", "TBC") == "TBC"
    assert placeholder("due", "TBC") is None
