"""Workbooks and CSV files made in the test, read back."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from ingest.cell_format import shown
from ingest.reading import Reading
from ingest.sheet_reader import read
from ingest.sheet_tables import SheetRow, TableWriter
from vectorstore.errors import ReadError, RefusedError


def saved(book: Workbook, folder: Path, name: str = "figures.xlsx") -> Path:
    path = folder / name
    book.save(path)
    return path


def sheet(book: Workbook, rows: list[list[Any]], name: str | None = None) -> Any:
    """The first sheet, or a new one with a name, filled."""
    made = book.active if name is None else book.create_sheet(name)
    for row in rows:
        made.append(row)
    return made


def rows(reading: Reading, table: int | None = None) -> list[dict[str | None, str]]:
    return [
        {c.label: c.text for c in b.cells if c.text}
        for b in reading.blocks
        if b.kind == "row" and not b.header and table in (None, b.table)
    ]


def lines(reading: Reading) -> list[tuple[str, str]]:
    return [(b.kind, b.text) for b in reading.blocks if b.kind != "row"]


def assert_on_page(reading: Reading) -> None:
    for block in reading.blocks:
        for cell in block.cells:
            lines = [reading.pages[span.page - 1].text[span.start : span.end] for span in cell.spans]
            assert " ".join(lines) == cell.text


# --- workbooks


def test_every_visible_sheet_is_a_page_with_its_name(tmp_path: Path) -> None:
    book = Workbook()
    sheet(book, [["Service", "Budget"], ["Parks", 1200], ["Roads", 900.5]]).title = "Budget"
    sheet(book, [["Supplier", "Amount"], ["Ash Ltd", 70]], "Payments")
    sheet(book, [["Secret", "Amount"], ["x", 1]], "Workings").sheet_state = "hidden"
    sheet(book, [["Secret", "Amount"], ["x", 1]], "Deep").sheet_state = "veryHidden"
    book.properties.title, book.properties.creator = "Budget book", "A. Clerk"
    reading = read(saved(book, tmp_path))
    assert [(page.number, page.label) for page in reading.pages] == [(None, "Budget"), (None, "Payments")]
    assert lines(reading) == [("heading", "Budget"), ("heading", "Payments")]
    assert rows(reading) == [
        {"Service": "Parks", "Budget": "1200"},
        {"Service": "Roads", "Budget": "900.5"},
        {"Supplier": "Ash Ltd", "Amount": "70"},
    ]
    assert reading.notes == ["sheet “Workings” is hidden and was not read", "sheet “Deep” is hidden and was not read"]
    assert reading.properties["title"] == "Budget book"
    assert "Secret" not in "".join(page.text for page in reading.pages)
    assert_on_page(reading)


def test_titles_notes_and_several_tables_on_one_sheet(tmp_path: Path) -> None:
    book = Workbook()
    sheet(
        book,
        [
            ["Table 1: Spending by service"],
            ["Figures are provisional and exclude reserves. They will be audited in June."],
            [],
            ["Service", "2024/25", "2025/26"],
            ["Parks", 10, 12],
            ["Source: finance system"],
            [],
            ["Table 2: Staff"],
            [None, "Team", "Posts"],
            [None, "Wardens", 4],
        ],
    )
    reading = read(saved(book, tmp_path))
    assert lines(reading)[1:] == [
        ("heading", "Table 1: Spending by service"),
        ("paragraph", "Figures are provisional and exclude reserves. They will be audited in June."),
        ("paragraph", "Source: finance system"),
        ("heading", "Table 2: Staff"),
    ]
    assert rows(reading, 1) == [{"Service": "Parks", "2024/25": "10", "2025/26": "12"}]
    assert rows(reading, 2) == [{"Team": "Wardens", "Posts": "4"}]


def test_tables_side_by_side_are_two(tmp_path: Path) -> None:
    book = Workbook()
    sheet(
        book,
        [
            ["Type of school", "Number of schools", None, "Age", "Number of pupils"],
            ["Primary", 30, None, "5 to 10", 900],
            ["Secondary", 8, None, "11 to 16", 700],
        ],
    )
    reading = read(saved(book, tmp_path))
    assert rows(reading, 1) == [
        {"Type of school": "Primary", "Number of schools": "30"},
        {"Type of school": "Secondary", "Number of schools": "8"},
    ]
    assert rows(reading, 2)[1] == {"Age": "11 to 16", "Number of pupils": "700"}


def test_a_blank_row_inside_a_table_does_not_lose_its_labels(tmp_path: Path) -> None:
    book = Workbook()
    sheet(book, [["Service", "Budget", "Outturn"], ["Parks", 10, 11], [], ["Roads", 20, 21]])
    reading = read(saved(book, tmp_path))
    assert rows(reading)[1] == {"Service": "Roads", "Budget": "20", "Outturn": "21"}


def test_another_table_below_does_not_take_them(tmp_path: Path) -> None:
    book = Workbook()
    sheet(
        book, [["Service", "Budget", "Outturn"], ["Parks", 10, 11], [], ["Reserves"], ["At the start of the year", 7], ["Now", 4]]
    )
    reading = read(saved(book, tmp_path))
    assert rows(reading, 2) == [
        {None: "At the start of the year", "At the start of the year": "7"},
        {None: "Now", "Now": "4"},
    ]
    assert lines(reading)[-1] == ("heading", "Reserves")


def test_merged_cells_label_what_they_cover_and_are_written_once(tmp_path: Path) -> None:
    book = Workbook()
    made = sheet(
        book,
        [
            ["Directorate", "Risk", "Score", None],
            [None, None, "Likelihood", "Impact"],
            ["Housing", "Damp homes", 4, 5],
            [None, "Empty homes", 2, 3],
        ],
    )
    for area in ("A1:A2", "B1:B2", "C1:D1", "A3:A4"):
        made.merge_cells(area)
    reading = read(saved(book, tmp_path))
    assert rows(reading) == [
        {"Directorate": "Housing", "Risk": "Damp homes", "Score Likelihood": "4", "Score Impact": "5"},
        {"Risk": "Empty homes", "Score Likelihood": "2", "Score Impact": "3"},
    ]
    assert [b.section for b in reading.blocks if b.kind == "row" and not b.header] == [None, "Housing"]
    assert reading.pages[0].text.count("Housing") == 1


def test_hidden_rows_and_columns_and_comments_are_noted(tmp_path: Path) -> None:
    book = Workbook()
    made = sheet(book, [["Service", "Budget", "Owner"], ["Parks", 10, "Jo"], ["Roads", 20, "Lee"]])
    made.row_dimensions[3].hidden = True
    made.column_dimensions["C"].hidden = True
    made["A2"].comment = Comment("check", "x")
    reading = read(saved(book, tmp_path))
    assert rows(reading)[1] == {"Service": "Roads", "Budget": "20", "Owner": "Lee"}
    assert reading.notes == [
        "1 hidden row on sheet “Sheet” read like the others",
        "1 hidden column on sheet “Sheet” read like the others",
        "1 comment on sheet “Sheet” not read",
    ]


def test_formulas_without_stored_values_are_reported(tmp_path: Path) -> None:
    book = Workbook()
    sheet(book, [["Service", "Budget"], ["Parks", 10], ["Total", "=SUM(B2:B2)"]])
    path = saved(book, tmp_path)
    reading = read(path)
    assert rows(reading)[1] == {"Service": "Total"}
    assert reading.notes[0].startswith("1 formula without a stored value, read as empty: open the workbook in Excel")
    # Excel itself stores the value beside the formula.
    calculated = tmp_path / "calculated.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(calculated, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, re.sub(rb"</f><v\s*/>|</f><v></v>", b"</f><v>10</v>", old.read(info)))
    again = read(calculated)
    assert rows(again)[1] == {"Service": "Total", "Budget": "10"}
    assert again.notes == []


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (1200, "General", "1200"),
        (3.0, "General", "3"),
        (0.1 + 0.2, "General", "0.3"),
        (0.125, "0.0%", "12.5%"),
        (0.12137, "0%", "12%"),
        (1234567, "#,##0", "1,234,567"),
        (1234.5, "£#,##0.00", "£1,234.50"),
        (1234.5, '"£"#,##0', "£1,235"),
        (1234.5, "[$£-809]#,##0", "£1,235"),
        (-325, "#,##0_);(#,##0)", "(325)"),
        (-325, "#,##0_);[Red](#,##0)", "(325)"),
        (-325, "#,##0", "-325"),
        (0, '_-* #,##0_-;\\-* #,##0_-;_-* "-"??_-;_-@_-', "-"),
        (38, '_-* #,##0_-;\\-* #,##0_-;_-* "-"??_-;_-@_-', "38"),
        (2.5, '0.0"m"', "2.5m"),
        (2500000, '#,##0.0,,"m"', "2.5m"),
        (1.005, "0.00", "1.01"),
        (7, "000", "007"),
        (date(2026, 3, 31), "dd/mm/yyyy", "31 March 2026"),
        (datetime(2026, 3, 31), "mm-dd-yy", "31 March 2026"),
        (datetime(2026, 3, 1), "mmm-yy", "March 2026"),
        (datetime(2026, 3, 31, 14, 30), "dd/mm/yyyy hh:mm", "31 March 2026 14:30"),
        (True, "General", "TRUE"),
        ("two\nlines", "General", "two lines"),
        (None, "General", ""),
    ],
)
def test_values_read_as_the_sheet_shows_them(value: object, number_format: str, expected: str) -> None:
    assert shown(value, number_format) == expected


def test_formats_are_taken_from_the_cells(tmp_path: Path) -> None:
    book = Workbook()
    made = sheet(
        book, [["Measure", "Value", "As at"], ["Attendance", 0.953, date(2026, 3, 31)], ["Grant", 45000, date(2026, 1, 5)]]
    )
    made["B2"].number_format, made["B3"].number_format = "0.0%", "£#,##0"
    assert rows(read(saved(book, tmp_path))) == [
        {"Measure": "Attendance", "Value": "95.3%", "As at": "31 March 2026"},
        {"Measure": "Grant", "Value": "£45,000", "As at": "5 January 2026"},
    ]


def test_bold_marks_a_header_of_unknown_words(tmp_path: Path) -> None:
    book = Workbook()
    made = sheet(book, [["Ward", "Party"], ["Ash", "Green"], ["Elm", "Blue"]])
    made["A1"].value, made["B1"].value = "Beacon", "Colour"
    for cell in made[1]:
        cell.font = Font(bold=True)
    assert rows(read(saved(book, tmp_path)))[0] == {"Beacon": "Ash", "Colour": "Green"}


def test_a_sheet_of_words_is_read_as_paragraphs(tmp_path: Path) -> None:
    book = Workbook()
    sheet(book, [["How to read these figures."], [], ["They were collected in May and are not final."]])
    assert lines(read(saved(book, tmp_path)))[1:] == [
        ("paragraph", "How to read these figures."),
        ("paragraph", "They were collected in May and are not final."),
    ]


def test_colours_that_the_format_does_not_know_do_not_stop_the_reading(tmp_path: Path) -> None:
    book = Workbook()
    made = sheet(book, [["Service", "Budget"], ["Parks", 10]])
    made["A1"].font = Font(color="FF112233")
    path = saved(book, tmp_path)
    spoiled = tmp_path / "spoiled.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(spoiled, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info).replace(b'rgb="FF112233"', b'rgb="0"'))
    assert rows(read(spoiled)) == [{"Service": "Parks", "Budget": "10"}]


def test_a_long_table_keeps_its_labels_from_one_part_to_the_next() -> None:
    from ingest.reading import Writer

    def many() -> Any:
        yield SheetRow(("Service", "Budget"), ("Service", "Budget"))
        for number in range(2500):
            texts = (f"Service {number}", str(number))
            yield SheetRow(texts, texts)

    writer = Writer()
    writer.page()
    TableWriter(writer).write(many())
    reading = writer.finish()
    assert len(reading.blocks) == 2501
    assert rows(reading)[2499] == {"Service": "Service 2499", "Budget": "2499"}
    assert {block.table for block in reading.blocks} == {1}


def test_a_very_large_workbook_is_read_row_by_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.workbook._STREAMED", 100)
    book = Workbook()
    sheet(book, [["Service", "Budget"], ["Parks", 10], ["Roads", 20]])
    reading = read(saved(book, tmp_path))
    assert rows(reading)[1] == {"Service": "Roads", "Budget": "20"}
    assert reading.notes == [
        "merged, hidden and commented cells were not looked for on sheet “Sheet”: the workbook is very large"
    ]


def nothing(path: Path) -> None:
    Workbook().save(path)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def words(path: Path) -> None:
    path.write_text("Service,Budget\n")


def cut_off(path: Path) -> None:
    nothing(path)
    path.write_bytes(path.read_bytes()[:-60])


def broken_sheet(path: Path) -> None:
    book = Workbook()
    sheet(book, [["Service", "Budget"]])
    good = path.with_name("good.xlsx")
    book.save(good)
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, b"<worksheet><sheetData><row" if "sheet1" in info.filename else old.read(info))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (nothing, "has nothing in it"),
        (empty, "is empty"),
        (words, "is not an Excel workbook"),
        (cut_off, "damaged"),
        (broken_sheet, "damaged"),
    ],
)
def test_workbooks_that_cannot_be_read_are_named(make: Callable[[Path], None], message: str, tmp_path: Path) -> None:
    path = tmp_path / "figures.xlsx"
    make(path)
    with pytest.raises(ReadError, match=message) as caught:
        read(path)
    assert "figures.xlsx" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_protected_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "locked.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 500 + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(RefusedError, match="protected by a password: save it without one"):
        read(path)


# --- CSV


def csv_file(folder: Path, content: str | bytes, name: str = "spend.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(sign: str, tmp_path: Path) -> None:
    text = "Date,Supplier,Amount\n04/07/2025,Ash Ltd,12.50\n05/07/2025,Elm; Oak & Co,9.99\n".replace(",", sign)
    reading = read(csv_file(tmp_path, text.replace("Elm; Oak", "Elm Oak")))
    assert rows(reading)[1] == {"Date": "05/07/2025", "Supplier": "Elm Oak & Co", "Amount": "9.99"}
    assert reading.pages[0].number is None
    assert_on_page(reading)


def test_commas_inside_a_semicolon_file_are_words(tmp_path: Path) -> None:
    text = "Supplier;Details;Amount\nAsh, Elm and Oak;Chairs, tables;1,200\nFir;Paper, pens, ink;80\n"
    assert rows(read(csv_file(tmp_path, text)))[0] == {
        "Supplier": "Ash, Elm and Oak",
        "Details": "Chairs, tables",
        "Amount": "1,200",
    }


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"), ("cp1252", b"")],
)
def test_encodings(encoding: str, mark: bytes, tmp_path: Path) -> None:
    text = "Supplier,Amount\nCafé “Zoë” – Ltd,£12\nAsh,£3\n"
    reading = read(csv_file(tmp_path, mark + text.encode(encoding)))
    assert rows(reading)[0] == {"Supplier": "Café “Zoë” – Ltd", "Amount": "£12"}


def test_cells_of_several_lines_and_quotes(tmp_path: Path) -> None:
    text = 'Action,Owner,Status\n"Write to parents,\nthen to ""heads""",Jo Fern,Open\n'
    assert rows(read(csv_file(tmp_path, text))) == [
        {"Action": 'Write to parents, then to "heads"', "Owner": "Jo Fern", "Status": "Open"}
    ]


def test_lines_above_the_header_and_ragged_rows(tmp_path: Path) -> None:
    text = (
        "Payments over £500\n\nDate,Supplier,Amount\n04/07/2025,Ash Ltd,12.50\n05/07/2025,Elm Ltd\n06/07/2025,Fir Ltd,8,extra\n"
    )
    reading = read(csv_file(tmp_path, text))
    assert lines(reading) == [("heading", "Payments over £500")]
    assert rows(reading) == [
        {"Date": "04/07/2025", "Supplier": "Ash Ltd", "Amount": "12.50"},
        {"Date": "05/07/2025", "Supplier": "Elm Ltd"},
        {"Date": "06/07/2025", "Supplier": "Fir Ltd", "Amount": "8", None: "extra"},
    ]
    assert reading.notes == ["3 of 5 rows have not 3 cells like the others"]


def test_excels_own_line_that_names_the_delimiter(tmp_path: Path) -> None:
    reading = read(csv_file(tmp_path, "sep=;\r\nSupplier;Amount\r\nAsh;12\r\n"))
    assert rows(reading) == [{"Supplier": "Ash", "Amount": "12"}]
    assert "sep=" not in reading.pages[0].text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (bytes(range(256)) * 40, "not a text file"),
        (b"PK\x03\x04aaaa", "Office document"),
    ],
)
def test_csv_files_that_cannot_be_read_are_named(content: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=message) as caught:
        read(csv_file(tmp_path, content))
    assert "spend.csv" in str(caught.value)


@pytest.mark.papers
def test_real_sheets_are_read_whole(papers: Path) -> None:
    """Every text cell of every visible sheet is on the page of its sheet."""
    from openpyxl import load_workbook

    found = sorted((papers / "papers").glob("*.xlsx"))
    assert found
    for path in found:
        reading = read(path)
        assert_on_page(reading)
        pages = {page.label: page.text for page in reading.pages}
        for made in load_workbook(path, data_only=True).worksheets:
            if made.sheet_state == "visible":
                for row in made.iter_rows(values_only=True):
                    for value in row:
                        if isinstance(value, str) and value.strip():
                            assert " ".join(value.split()) in pages[made.title.strip()], (path.name, made.title, value)
