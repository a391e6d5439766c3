"""XLSX: what a sheet shows, and where on it tables begin and end."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from intake.limits import UnreadableError
from intake.model import Document, Paragraph
from intake.readers.xlsx import read_xlsx
from tests.intake.bombs import huge_sheet, replaced
from tests.intake.readers.shown import Shown, shown
from tests.intake.same_plan import as_xlsx

HEAD = ["STT", "Nội dung", "Cơ quan", "Thời gian"]


def new() -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return book, sheet


def read(book: Workbook) -> Document:
    out = io.BytesIO()
    book.save(out)
    return read_xlsx(out.getvalue(), "a.xlsx")


def of_rows(rows: list[list[str | int | None]]) -> list[Shown]:
    book, sheet = new()
    for row in rows:
        sheet.append(row)
    return shown(read(book))


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (date(2019, 1, 5), "dd/mm/yyyy", "05/01/2019"),
        (date(2019, 10, 5), "m/d/yyyy", "5/10/2019"),  # the fifth of October in any country
        (date(2019, 10, 5), "mm-dd-yy", "05/10/2019"),  # built-in 14: the machine's own short date
        (date(2019, 10, 5), "yyyy-mm-dd", "05/10/2019"),
        (date(2019, 10, 5), '"Tháng "mm/yyyy', "10/2019"),
        (date(2019, 10, 5), "[$-42A]d/m", "5/10"),
        (43743.4, "d/m/yyyy h:mm", "5/10/2019"),  # days since 1900
        (0.95, "0%", "95%"),
        (0.955, "0.0%", "95.5%"),
        (12.5, "General", "12.5"),
        (2.1, "0.00", "2.10"),
        (7, "General", "7"),
        (True, "General", "TRUE"),
    ],
)
def test_values_are_written_as_they_are_shown(value: object, code: str, expected: str) -> None:
    book, sheet = new()
    sheet.append(HEAD)
    sheet.append(["1", "a", "b", value])
    sheet["D2"].number_format = code
    assert shown(read(book)) == [[HEAD, ["1", "a", "b", expected]]]


def test_a_formula_gives_what_was_stored_and_is_never_computed() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><f>"a"&amp;"b"</f><v>lưu</v></c>'
        '<c r="C1"><f>WEBSERVICE("http://x")</f></c><c r="D1"><v>2</v></c></row>'
    )
    document = read_xlsx(huge_sheet(rows), "a.xlsx")
    assert shown(document) == [[["1", "lưu", "", "2"]]]
    (note,) = document.notes
    assert (note.text.en[:9], note.place.sheet) == ("1 formula", "Kế hoạch")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["KẾ HOẠCH"], [*HEAD], ["1", "a", "b", "c"]], ["KẾ HOẠCH", [HEAD, ["1", "a", "b", "c"]]]),
        (
            [[*HEAD], ["I. Mục"], ["1", "a", "b", "c"], ["Ghi chú: không."]],
            [[HEAD, ["I. Mục", "", "", ""], ["1", "a", "b", "c"]], "Ghi chú: không."],
        ),
        (
            [[*HEAD], ["1", "a", "b", "c"], ["PHỤ LỤC 2"], [*HEAD], ["1", "d", "e", "f"]],
            [[HEAD, ["1", "a", "b", "c"]], "PHỤ LỤC 2", [HEAD, ["1", "d", "e", "f"]]],
        ),
        ([[*HEAD], [None], ["1", "a", "b", "c"]], [[HEAD], [["1", "a", "b", "c"]]]),
        (
            [["II. Mục"], [None, "chung"], ["1", "a", "b", "c"], [None, "thêm"]],
            ["II. Mục", [["", "chung", "", ""], ["1", "a", "b", "c"], ["", "thêm", "", ""]]],
        ),
        (
            [["UBND TỈNH", None, "Độc lập - Tự do - Hạnh phúc"], ["Số: 1/KH", None, "Ngày 1"]],
            ["UBND TỈNH", "Số: 1/KH", "Độc lập - Tự do - Hạnh phúc", "Ngày 1"],
        ),
        ([[None, "a", "b", "c"], [None, "d", "e", "f"]], [[["a", "b", "c"], ["d", "e", "f"]]]),
        ([["Chỉ tiêu", "95%"], ["Hài lòng", "90%"]], [[["Chỉ tiêu", "95%"], ["Hài lòng", "90%"]]]),
    ],
)
def test_tables_begin_and_end(rows: list[list[str | int | None]], expected: list[Shown]) -> None:
    assert of_rows(rows) == expected


def test_places_are_those_of_the_sheet() -> None:
    book, sheet = new()
    sheet["B2"] = "KẾ HOẠCH"
    for column, text in zip("BCD", ("STT", "Việc", "Hạn"), strict=True):
        sheet[f"{column}4"] = text
    title, table = read(book).blocks
    assert (title.place.sheet, title.place.row, title.place.column) == ("Sheet", 2, 2)
    assert not isinstance(table, Paragraph)
    assert (table.rows[0][2].place.row, table.rows[0][2].place.column) == (4, 4)


def test_every_sheet_is_read_but_a_hidden_one_is_told() -> None:
    book, sheet = new()
    sheet["A1"] = "Một"
    book.create_sheet("Hai")["A1"] = "Hai"
    hidden = book.create_sheet("Ba")
    hidden["A1"], hidden.sheet_state = "Ba", "hidden"
    document = read(book)
    assert shown(document) == ["Một", "Hai"]
    assert [(note.place.sheet, note.text.en) for note in document.notes] == [
        ("Ba", "a hidden sheet: not read")
    ]


def test_what_lies_hidden_under_a_merged_cell_is_not_read() -> None:
    rows = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{c}{n}"><v>{n}</v></c>' for c in "ABCDE") + "</row>"
        for n in (1, 2)
    )
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'{rows}</sheetData><mergeCells><mergeCell ref="B1:C2"/></mergeCells></worksheet>'
    )
    document = read_xlsx(replaced(as_xlsx(), "xl/worksheets/sheet1.xml", xml.encode()), "a.xlsx")
    assert shown(document) == [[["1", "1", "", "1", "1"], ["2", "", "", "2", "2"]]]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', "too many columns"),
        ('<row r="1"><c r="A1"', "broken"),
        ('<row r="1">' + "<c/>" * 200_001 + "</row>", "too many cells"),
    ],
)
def test_a_sheet_out_of_all_measure_is_refused(rows: str, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        read_xlsx(huge_sheet(rows), "a.xlsx")


def test_a_macro_is_never_looked_at() -> None:
    data = replaced(as_xlsx(), "xl/vbaProject.bin", b"\x00 not even a macro")
    assert shown(read_xlsx(data, "a.xlsm")) == shown(read_xlsx(as_xlsx(), "a.xlsx"))
