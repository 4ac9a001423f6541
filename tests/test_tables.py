"""Header rows, labels and label/value tables, by rule on small grids."""

from __future__ import annotations

import pytest

from ingest.table_cells import could_label, is_figure, is_period, names_column
from ingest.tables import LabelledRow, is_contents, is_header_like, label_rows


def grid(text: str) -> list[list[str]]:
    """Rows by line, cells parted by bars."""
    return [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.strip()]


def roles(rows: list[LabelledRow]) -> str:
    return "".join(row.role[0] for row in rows)


def named(rows: list[LabelledRow], cells: list[list[str]], index: int) -> dict[str | None, str]:
    return {label: text for label, text in zip(rows[index].labels, cells[index], strict=True) if text}


def test_first_row_that_names_columns_is_the_header() -> None:
    cells = grid("""
        Ref | Risk title | Risk owner | Rating
        R1 | Roof of the town hall | Director of Estates | High
        R2 | Loss of data | Head of IT | Low
    """)
    rows = label_rows(cells)
    assert roles(rows) == "hdd"
    assert named(rows, cells, 2) == {"Ref": "R2", "Risk title": "Loss of data", "Risk owner": "Head of IT", "Rating": "Low"}


def test_titles_and_blank_rows_stand_above_the_header() -> None:
    cells = grid("""
        Forecast outturn by service | | |
        | | |
        Service area | Revised budget | Forecast | Variance
        Parks | 1,200 | 1,250 | 50
        Libraries | 900 | 880 | (20)
    """)
    rows = label_rows(cells)
    assert roles(rows) == "tbhdd"
    assert rows[3].labels == ("Service area", "Revised budget", "Forecast", "Variance")
    assert rows[3].section == "Forecast outturn by service"


def test_year_columns_are_a_header_with_the_first_cell_blank() -> None:
    cells = grid("""
        | 2021/22 | March 2023 | April - Sept 2025
        Number of contacts | 12,313 | 14,248 | 6,891
        England | 553 | 539 | N/A
    """)
    rows = label_rows(cells)
    assert roles(rows) == "hdd"
    assert rows[1].labels == (None, "2021/22", "March 2023", "April - Sept 2025")


def test_counts_that_look_like_years_are_data() -> None:
    cells = grid("""
        Site | 2023 | 2024 | 2025
        North depot | 1990 | 2010 | 2050
        South depot | 1980 | 2000 | 2012
    """)
    assert roles(label_rows(cells)) == "hdd"


@pytest.mark.parametrize(
    "header",
    [
        "| 2024/25 | | 2025/26 |\n Service | Budget | Actual | Budget | Actual",
        "Service | 2024/25 | 2024/25 | 2025/26 | 2025/26\n Service | Budget | Actual | Budget | Actual",
        "Service | 2024/25 | | 2025/26 |\n | Budget | Actual | Budget | Actual",
    ],
    ids=["blanks after", "merged cells repeated", "first column merged downwards"],
)
def test_two_header_rows_are_joined(header: str) -> None:
    cells = grid(header + "\n Parks | 100 | 110 | 120 | 90\n Roads | 300 | 290 | 310 | 305")
    rows = label_rows(cells)
    assert roles(rows) == "hhdd"
    assert rows[2].labels == ("Service", "2024/25 Budget", "2024/25 Actual", "2025/26 Budget", "2025/26 Actual")


def test_units_and_years_beneath_labels_belong_to_the_header() -> None:
    assert label_rows(grid("Service | Budget | Outturn\n | £000 | £000\n Parks | 12 | 14"))[2].labels == (
        "Service",
        "Budget £000",
        "Outturn £000",
    )
    rows = label_rows(grid("| Jan | July | July\n | 2024 | 2024 | 2025\n Open cases | 865 | 699 | 495"))
    assert rows[2].labels == (None, "Jan 2024", "July 2024", "July 2025")


def test_a_second_header_for_another_kind_of_row_takes_over() -> None:
    cells = grid("""
        Date added | Risk title | Description of risk | Rating | Risk owner
        | Flooding | The depot may be flooded in winter and stop the fleet. | High | A. Reed
        Date added | Control title | Control description | Status | Control owner
        | Flood doors | Doors are fitted on the river side and tested each year. | Ongoing | B. Moss
        | Pumps | Two pumps are kept ready for use. | Completed | B. Moss
        Date added | Risk title | Description of risk | Rating | Risk owner
        Date added | Control title | Control description | Status | Control owner
        | Sandbags | Bags are stored at the gate for the caretaker. | Ongoing | C. Vale
    """)
    rows = label_rows(cells)
    assert roles(rows) == "hdhddhhd"
    assert rows[1].labels[1] == "Risk title"
    assert rows[4].labels[3] == "Status"
    assert rows[7].labels[1] == "Control title"


def test_a_header_repeated_after_a_page_break_and_reworded_is_a_header() -> None:
    cells = grid("""
        Action | Lead officer | By when | Progress
        Open a second family hub | Jo Fern | May 2026 | Lease signed
        Action | Lead officers | By when | Progress
        Train new mentors | Lee Birch | June 2026 | Not begun
    """)
    rows = label_rows(cells)
    assert roles(rows) == "hdhd"
    assert rows[3].labels[1] == "Lead officers"


def test_a_repeated_header_of_two_rows_keeps_its_joined_labels() -> None:
    head = " | 2024/25 | | 2025/26 |\n Service | Budget | Actual | Budget | Actual\n"
    rows = label_rows(grid(head + "Parks | 1 | 2 | 3 | 4\n" + head + "Roads | 5 | 6 | 7 | 8"))
    assert roles(rows) == "hhdhhd"
    assert rows[5].labels == rows[2].labels


def test_a_table_without_a_header_has_no_labels() -> None:
    cells = grid("""
        Returned home | 54 | Custody | 1
        Adoption | 3 | Other | 113
    """)
    assert all(row.labels == (None,) * 4 for row in label_rows(cells))
    words = grid("Ash ward | Open space near the mill\n Elm ward | Open space near the lock")
    assert all(row.labels == (None, None) for row in label_rows(words))


def test_a_header_of_unknown_words_is_found_by_what_stands_below_it() -> None:
    rows = label_rows(grid("Widgets | Sprockets | Flanges\n North | 12 | 14\n South | 9 | 11"))
    assert roles(rows) == "hdd"
    # The same words above words say nothing ...
    assert roles(label_rows(grid("Widgets | Sprockets | Flanges\n North | East | West\n South | Up | Down"))) == "ddd"
    # ... unless the file marks the row.
    marked = label_rows(
        grid("Widgets | Sprockets | Flanges\n North | East | West\n South | Up | Down"), emphasised=[True, False, False]
    )
    assert roles(marked) == "hdd"


def test_age_bands_are_labels_above_figures() -> None:
    rows = label_rows(grid("| Total | 0-4 | 5-17 | 75+\n Registered | 4,185 | 5 | 50 | 3,415"))
    assert rows[1].labels == (None, "Total", "0-4", "5-17", "75+")


def test_the_front_sheet_of_a_report_is_labels_and_values() -> None:
    cells = grid("""
        Title of Report | Budget Monitoring Report
        Meeting Date | 26 January 2026
        Classification | Open
        Report Author | Ann Hill, Director of Finance
    """)
    rows = label_rows(cells)
    assert roles(rows) == "dddd"
    assert [row.labels for row in rows] == [(None, row[0]) for row in cells]


def test_colons_and_figures_make_labels_and_values_too() -> None:
    assert label_rows(grid("Venue: | Council Chamber\n Clerk: | Tom Ely"))[1].labels == (None, "Clerk")
    assert label_rows(grid("Children known | 440\n Children with a package | 385"))[1].labels == (None, "Children with a package")
    pairs = label_rows(grid("Date: | 4 May 2026 | Time: | 7pm\n Venue: | Town Hall | Chair: | Cllr Ash"))
    assert pairs[1].labels == (None, "Venue", None, "Chair")


def test_a_two_column_table_with_a_header_is_no_front_sheet() -> None:
    rows = label_rows(grid("Age | Number of children\n 5 or under | 42\n 6 - 8 | 76"))
    assert roles(rows) == "hdd"
    assert rows[1].labels == ("Age", "Number of children")


def test_fields_above_a_header_in_the_same_table() -> None:
    cells = grid("""
        Reference: | R7 | |
        Risk owner: | Director of Housing | |
        Action | Owner | Due date | Status
        Survey the roofs | Pat Kerr | May 2026 | Open
    """)
    rows = label_rows(cells)
    assert roles(rows) == "ddhd"
    assert rows[1].labels[1] == "Risk owner"
    assert rows[3].labels == ("Action", "Owner", "Due date", "Status")


def test_a_title_inside_a_table_is_the_section_of_the_rows_below() -> None:
    cells = grid("""
        Area | 2023 | 2024 | 2025
        Northshire | 10 | 11 | 12
        Ashford district | | |
        Men | 4 | 5 | 6
        Women | 6 | 6 | 6
    """)
    rows = label_rows(cells)
    assert roles(rows) == "hdtdd"
    assert (rows[1].section, rows[3].section) == (None, "Ashford district")


def test_a_long_single_cell_is_a_row_of_its_own_not_a_title() -> None:
    cells = grid("""
        Action | Owner | Due date
        Write to every household about the new collection days before the end of May. | |
        Print the calendar | Kim Dale | April 2026
    """)
    rows = label_rows(cells)
    assert roles(rows) == "hdd"
    assert rows[1].labels == ("Action", "Owner", "Due date")
    note = label_rows([["The figures are provisional and were not audited."] * 3, ["Area", "2024", "2025"], ["North", "3", "4"]])
    assert roles(note) == "dhd"
    assert note[0].labels == (None, None, None)


def test_cells_drawn_out_of_their_column_keep_its_label() -> None:
    cells = grid("""
        Service | | Budget | Forecast
        Parks | 12 | | 14
        Roads | 33 | | 30
    """)
    assert label_rows(cells)[1].labels[1] == "Budget"
    # Where the neighbour is filled beside it the column has no label: a wrong one would do harm.
    beside = grid("Service | | Budget\n Parks | x1 | 12\n Roads | x2 | 33")
    assert label_rows(beside)[1].labels[1] is None


def test_labels_can_be_carried_from_an_earlier_part() -> None:
    rows = label_rows(grid("Parks | 12\n Roads | 14"), carried=("Service", "Budget"))
    assert [row.labels for row in rows] == [("Service", "Budget")] * 2
    again = label_rows(grid("Service | Budget\n Roads | 14"), carried=("Service", "Budget"))
    assert roles(again) == "hd"


def test_tags_left_in_cells_are_no_part_of_a_label() -> None:
    assert label_rows(grid("<b>Meeting Date</b> | 4 May\n <b>Classification</b> | Open"))[0].labels == (None, "Meeting Date")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["Control title", "Status", "Owner"], True),
        (["", "2021/22", "2022/23"], True),
        (["Inv Date", "Ref", "Payee", "£ (net)"], True),
        (["Flood doors", "Ongoing", "B. Moss"], False),
        (["Total", "229", "182"], False),
        (["Title"], False),
        (["The depot may be flooded in winter. It was in 2019.", "High"], False),
        ([], False),
    ],
)
def test_header_like_rows_on_their_own(cells: list[str], expected: bool) -> None:
    assert is_header_like(cells) is expected


def test_tables_of_contents() -> None:
    lines = [["Foreword", "3"], ["Our borough", "5"], ["Money", "5"], ["People", "9"], ["Annex A", "12"]]
    assert is_contents(lines)
    assert not is_contents(lines[:4])
    assert not is_contents([["Parks", "30"], ["Roads", "12"], ["Pools", "9"], ["Halls", "15"], ["Ponds", "1"]])


def test_what_cells_look_like() -> None:
    assert all(map(is_figure, ["16,811", "17,084*", "(10)", "£1.6m", "22(10%)", "n/a", "-", "26 January 2026", "04/07/2016"]))
    assert not any(map(is_figure, ["R1", "Q1 2025", "3 - 6 months", "Nine"]))
    assert all(map(is_period, ["2024", "2021/22", "24/25", "March 2022", "Q1-2015", "End of Sept 2022", "Outturn 2021/22"]))
    assert not any(map(is_period, ["10 - 15", "Actual", "May the council", "12"]))
    assert names_column("Impact if the risk occurs")
    assert not names_column("Ongoing")
    assert not could_label("We will write to you.")


def test_odd_shapes_do_no_harm() -> None:
    assert label_rows([]) == []
    assert roles(label_rows([[], ["", ""]])) == "bb"
    assert roles(label_rows([["alone"]])) == "d"
    ragged = label_rows([["Name", "Role"], ["Jo", "Clerk", "extra"], ["Lee"]])
    assert [len(row.labels) for row in ragged] == [3, 3, 3]
    assert ragged[1].labels[2] is None


def test_a_row_of_units_ends_a_header_even_where_no_rows_follow() -> None:
    rows = label_rows(grid("Service | Budget | Outturn\n | £m | £m"))
    assert roles(rows) == "hh"
    assert rows[1].labels == ("Service", "Budget £m", "Outturn £m")


def test_units_are_repeated_with_the_header_and_name_nothing() -> None:
    head = "Service | Note | Budget | Outturn\n | | £m | £m\n"
    rows = label_rows(grid(f"{head}Parks | Wet summer | 12 | 14\n{head}Roads | New lorry | 3 | 4"))
    assert roles(rows) == "hhdhhd"
    assert rows[5].labels == ("Service", "Note", "Budget £m", "Outturn £m")
    assert rows[5].section is None


def test_a_row_under_two_headers_has_only_the_labels_of_both_where_it_may_be_either() -> None:
    head = """
        Date | Risk title | Category | Impact | Likelihood | Rating | Note
        | Flooding | Strategic | Major | Likely | High | The depot is near the river.
        Date | Control title | Category | Status | Owner | Note |
        Date | Risk title | Category | Impact | Likelihood | Rating | Note
    """
    control = label_rows(grid(head + "| Pumps | Governance | Ongoing | | | Two pumps are kept ready."))
    assert control[4].labels == ("Date", None, "Category", None, None, None, "Note")
    risk = label_rows(grid(head + "| Strikes | Strategic | Major | Likely | High | Talks go on."))
    assert risk[4].labels == ("Date", "Risk title", "Category", "Impact", "Likelihood", "Rating", "Note")
