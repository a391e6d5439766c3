"""Years in words: which move to the next plan, which stay with the document they belong to."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.shift_years import (
    ends_a_day_early,
    shift_id,
    shift_label,
    shift_prose,
    shift_wording,
    without_29_february,
)
from rules.wording.years import years_said

PLAN = range(2019, 2020)
NEAR = range(2018, 2021)


@pytest.mark.parametrize(
    ("wording", "later"),
    [
        ("Quý I/2019", "Quý I/2027"),
        ("Quý IV 2019", "Quý IV 2027"),
        ("trước 30/6/2020", "trước 30/6/2028"),
        ("Hoàn thành 7/2020", "Hoàn thành 7/2028"),
        ("2019 - 2020", "2027 - 2028"),
        ("Giai đoạn 2019–2020", "Giai đoạn 2027–2028"),
        ("báo cáo năm gửi trước ngày **10/11/2019**", "báo cáo năm gửi trước ngày **10/11/2027**"),
        ("ngày 10 tháng 11 năm 2019", "ngày 10 tháng 11 năm 2027"),
        ("Trước ngày 5/1/2O19", "Trước ngày 5/1/2027"),
        ("tha\u0301ng 2/2019", "tha\u0301ng 2/2027"),
        ("2019-11-10", "2027-11-10"),
        ("by 10 November 2019", "by 10 November 2027"),
        ("FREQ=MONTHLY;UNTIL=20191231", "FREQ=MONTHLY;UNTIL=20271231"),
        ("hằng tháng", "hằng tháng"),
        ("5000 hồ sơ trong năm 2019", "5000 hồ sơ trong năm 2027"),
    ],
)
def test_the_years_of_a_deadline_move(wording: str, later: str) -> None:
    shifted = shift_wording(wording, 8)
    assert (shifted.text, shifted.kept) == (later, ())


@pytest.mark.parametrize(
    ("wording", "later", "kept"),
    [
        ("Quý I/2019 theo Nghị định 09/2019/NĐ-CP", "Quý I/2027 theo Nghị định 09/2019/NĐ-CP", 1),
        ("theo Kế hoạch số 15/KH-UBND ngày 20/01/2019", "=", 1),
        (
            "Quyết định 225/QĐ-TTg năm 2016, trước quý II/2019",
            "Quyết định 225/QĐ-TTg năm 2016, trước quý II/2027", 1,
        ),
        ("Giảm 2,5% so với năm 2015", "=", 1),
        ("theo tiến độ tại Kế hoạch Kiểm soát TTHC năm 2019 của thành phố", "=", 1),
        ("Đề án “Đô thị thông minh giai đoạn 2017 - 2020”", "=", 2),
    ],
)  # fmt: skip
def test_the_years_of_a_cited_document_and_of_a_comparison_stay(
    wording: str, later: str, kept: int
) -> None:
    shifted = shift_wording(wording, 8)
    assert shifted.text == (wording if later == "=" else later)
    assert len(shifted.kept) == kept


@pytest.mark.parametrize(
    ("title", "later"),
    [
        (
            "Kế hoạch kiểm soát TTHC 2019 của thành phố",
            "Kế hoạch kiểm soát TTHC 2027 của thành phố",
        ),
        ("Công bố Chỉ số CCHC 2018", "Công bố Chỉ số CCHC 2026"),
        ("Tuyển dụng công chức năm 2017, 2018", "Tuyển dụng công chức năm 2025, 2026"),
        ("Sửa Quyết định 01/2014 về đào tạo", "="),
        ("Đề án đô thị thông minh 2017 - 2020", "="),
        ("Mức tăng so với năm 2018", "="),
        ("Chuyển đổi ISO 9001:2019", "="),
    ],
)
def test_titles_move_with_the_plan_and_other_documents_do_not(title: str, later: str) -> None:
    assert shift_prose(title, 8, PLAN, NEAR).text == (title if later == "=" else later)


@pytest.mark.parametrize(
    ("label", "by", "later"),
    [
        ("2019-Q1", 8, "2027-Q1"), ("2019-9M", 8, "2027-9M"), ("2019", 8, "2027"),
        ("2019-02", 9, "2028-02"), ("finish", 8, "finish"), ("2020-W53", 6, "2026-W53"),
        ("2020-W53", 7, None),  # 2027 has 52 weeks
    ],
)  # fmt: skip
def test_labels(label: str, by: int, later: str | None) -> None:
    assert shift_label(label, by) == later


@pytest.mark.parametrize(
    ("ident", "years", "later"),
    [
        ("hanoi-2019", range(2019, 2020), "hanoi-2027"),
        ("hanoi-2021-2025", range(2021, 2026), "hanoi-2029-2033"),
        ("so-123-2018", range(2019, 2020), "so-123-2018"),
    ],
)
def test_ids(ident: str, years: range, later: str) -> None:
    assert shift_id(ident, 8, years) == later


@pytest.mark.parametrize(
    ("text", "year", "settled"),
    [
        ("trước ngày 29/02/2027", 2027, "trước ngày 28/02/2027"),
        ("ngày 29 tháng 2 năm 2027", 2027, "ngày 28 tháng 2 năm 2027"),
        ("2029-02-29", 2029, "2029-02-28"),
        ("trước 29/2", 2027, "trước 28/2"),
        ("trước 29/2", 2028, "trước 29/2"),
        ("trước ngày 29/02/2028", 2027, "trước ngày 29/02/2028"),
        ("29/12/2027", 2027, "29/12/2027"),
        ("29/2/2100", 2100, "28/2/2100"),
    ],
)
def test_29_february(text: str, year: int, settled: str) -> None:
    assert without_29_february(text, year) == settled


@pytest.mark.parametrize(
    ("text", "year", "early"),
    [("28/02/2028", 2028, True), ("28/02/2027", 2027, False), ("28/2", 2028, True),
     ("28/12/2028", 2028, False)],
)  # fmt: skip
def test_28_february_of_a_leap_year_is_not_its_end(text: str, year: int, early: bool) -> None:
    assert ends_a_day_early(text, year) is early


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 60), st.sampled_from((
    "trước ngày {:%d/%m/%Y}", "Tháng {:%m/%Y}", "trong năm {:%Y}, hoàn thành {:%m/%Y}",
    "chậm nhất ngày {:%d} tháng {:%m} năm {:%Y}", "từ {:%m/%Y} đến {:%m/%Y}",
)))  # fmt: skip
def test_there_and_back_again(day: date, by: int, form: str) -> None:
    wording = form.format(day, day, day)
    there = shift_wording(wording, by)
    assert f"{day.year + by}" in there.text
    assert shift_wording(there.text, -by).text == wording


@given(st.text(max_size=60))
def test_any_text_is_read_and_every_year_found_stands_there(text: str) -> None:
    for said in years_said(text):
        assert text[said.start : said.end]
