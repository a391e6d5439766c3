"""Exports read back by other readers; nothing in them is a formula."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from fractions import Fraction
from io import BytesIO, StringIO
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from calendars.web.plan.export import Table, Value, as_csv, as_xlsx, harmless
from ledger.store import Ledger
from rules.facts import Acceptance, Completion, Return
from rules.text import Lang
from tests.calendars.web.server import COORDINATOR, OFFICER, WebSite

NOW = datetime(2019, 2, 25, 2, tzinfo=UTC)
REPORT = "hanoi-2019/III.1/2019-Q1/so-y-te"
# OWASP's CSV Injection, and what else spreadsheets have been seen to take for formulas.
FORMULAS = [
    "=1+1", '=HYPERLINK("http://example.org","x")', "=cmd|' /C calc'!A0", "+1+1", "-1+1",
    "@SUM(1,1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "＝1+1", "＋1", "－1", "＠x", "\u200b=1+1",
    "=1+1;=2+2", '";=1+1;"',
]  # fmt: skip


def table(*rows: tuple[Value, ...]) -> Table:
    return Table("Số liệu", ("Kế hoạch",), ("Tên", "=Số"), rows, (20, 10))


def read_csv(body: bytes) -> list[list[str]]:
    text = body.decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter=";", strict=True))


def read_xlsx(body: bytes) -> list[list[Any]]:
    sheet = load_workbook(BytesIO(body)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula(text: str) -> None:
    (_, (cell, number)) = read_csv(as_csv(table((text, 3)), "vi"))
    assert number == "3"
    assert cell.lstrip()[:1] not in "=+-@＝＋－＠"
    sheet = load_workbook(BytesIO(as_xlsx(table((text, 3)), NOW))).worksheets[0]
    written = sheet.cell(3, 1)
    assert (written.data_type, written.quotePrefix) == ("s", True)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_the_names_of_columns_are_no_formulas_either() -> None:
    assert read_csv(as_csv(table(), "vi")) == [["Tên", "'=Số"]]
    sheet = load_workbook(BytesIO(as_xlsx(table(), NOW))).worksheets[0]
    assert sheet.cell(2, 2).value == "=Số"
    assert sheet.cell(2, 2).data_type == "s"


@given(st.text())
def test_any_text_comes_back_in_one_harmless_cell(text: str) -> None:
    ((_), (cell, after)) = read_csv(as_csv(table((text, 7)), "vi"))
    assert (cell, after) == (harmless(text), "7")
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert read_xlsx(as_xlsx(table((text, 7)), NOW))[2][1] == 7


def test_ordinary_text_stays_as_it_is() -> None:
    for text in ("Sở Tư pháp", "7028/QĐ-UBND", "Báo cáo; “quý”, a=b", ""):
        assert harmless(text) == text


def test_csv_is_what_a_vietnamese_excel_opens() -> None:
    body = as_csv(
        table(("Đống Đa", 1), (None, Fraction(14_068, 16_274)), ("x", date(2019, 3, 4))), "vi"
    )
    assert body.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in body
    assert read_csv(body)[1:] == [["Đống Đa", "1"], ["", "86,4"], ["x", "2019-03-04"]]
    assert read_csv(as_csv(table(("x", Fraction(1, 8))), "en"))[1] == ["x", "12.5"]


def test_xlsx_holds_numbers_days_and_shares() -> None:
    rows = table(("a", 5), ("b", date(2019, 3, 4)), ("c", Fraction(1, 8)), ("d", None))
    sheet = load_workbook(BytesIO(as_xlsx(rows, NOW))).worksheets[0]
    assert sheet.title == "Số liệu"
    found = [sheet.cell(row, 2) for row in range(3, 7)]
    assert [cell.value for cell in found] == [5, datetime(2019, 3, 4), 0.125, None]  # noqa: DTZ001  # Excel knows no zones
    assert [cell.number_format for cell in found][1:3] == ["dd/mm/yyyy", "0.0%"]
    assert sheet.freeze_panes == "A3"
    assert as_xlsx(rows, NOW)[:4] == b"PK\x03\x04"


@pytest.fixture
def coordinator(web_site: WebSite) -> httpx.Client:
    _some_records(web_site.ledger)
    return web_site.visitor(COORDINATOR)


def _some_records(ledger: Ledger) -> None:
    """One accepted in time, one returned for a reason that is a formula, one number that is."""
    for key, number in (
        ("hanoi-2019/PL.I.1/finish/so-tu-phap", "12/BC"),
        ("hanoi-2019/PL.I.1/finish/so-y-te", "=1+1"),
        (REPORT, "13/BC"),
    ):
        ledger.record_completion(
            Completion(key, date(2019, 1, 30), number, "lan", NOW, accepted=Acceptance("hoa", NOW))
        )
    ledger.record_return(Return(REPORT, "@SUM(1)", "hoa", NOW))


def get(visitor: httpx.Client, path: str) -> httpx.Response:
    answer = visitor.get(path)
    assert answer.status_code == 200, answer.text
    return answer


def test_the_figures_are_those_of_the_page(coordinator: httpx.Client) -> None:
    # Due on 31 January by hand: PL.I.1 of 52 agencies, PL.VII.1, and January of III.NV.5-2: 54.
    answer = get(coordinator, "/plans/hanoi-2019/figures.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    name = 'attachment; filename="hanoi-2019-figures-2019-02-25.csv"'
    assert answer.headers["content-disposition"] == name
    names, whole, *rest = read_csv(answer.content)
    found = dict(zip(names, whole, strict=True))
    assert found["Tổng số"] == "845"
    assert found["Đúng hạn"] == "2"
    assert found["Quá hạn"] == "52"
    assert found["Trong hạn"] == "791"
    assert found["Đã đến hạn"] == "54"
    assert found["Đúng hạn, theo hạn đang áp dụng"] == "3,7"
    of = [row[0] for row in rest]
    assert of.count("Cơ quan") == 54
    sheet = read_xlsx(get(coordinator, "/plans/hanoi-2019/figures.xlsx").content)
    assert sheet[2][0] == "Số liệu lúc 09:00, thứ Hai, 25/02/2019"
    assert sheet[3] == names
    assert [row[1] for row in sheet[4:]] == [row[1] for row in (whole, *rest)]
    assert sheet[4][2:8] == [845, 2, 0, 791, 52, 0]


@pytest.mark.parametrize(("lang", "title"), [("vi", "Trạng thái"), ("en", "State")])
def test_the_items_are_those_that_were_asked_for(
    coordinator: httpx.Client, lang: Lang, title: str
) -> None:
    path = f"/plans/hanoi-2019/items.csv?agency=so-y-te&period=2019-Q1&lang={lang}"
    names, *rows = read_csv(get(coordinator, path).content)
    assert title in names
    # Of the first quarter: its plan of the year (31 January) and the report (4 March).
    assert {row[0] for row in rows} == {REPORT, "hanoi-2019/PL.I.1/finish/so-y-te"}
    reason = next(row for row in rows if row[0] == REPORT)[-1]
    assert reason == "'@SUM(1)"


def test_a_hostile_number_is_text(coordinator: httpx.Client) -> None:
    path = "/plans/hanoi-2019/items.{}?agency=so-y-te&period=2019-Q1"
    rows = read_csv(get(coordinator, path.format("csv")).content)
    assert any("'=1+1" in row for row in rows)
    assert not any("=1+1" in row for row in rows)
    book = load_workbook(BytesIO(get(coordinator, path.format("xlsx")).content))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"]


@pytest.mark.parametrize("what", ["figures", "items"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_only_who_sees_the_plan_takes_it_away(web_site: WebSite, what: str, kind: str) -> None:
    answer = web_site.visitor(OFFICER).get(f"/plans/hanoi-2019/{what}.{kind}")
    assert answer.status_code == 404
