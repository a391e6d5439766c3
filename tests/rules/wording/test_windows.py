"""Days worked out by hand: bounds, windows, lists, spans, positions, milestones, years."""

from __future__ import annotations

import pytest

from tests.rules.wording.reading import said

ONE = [
    # bounds (plan of 2022)
    ("Xong trước 31/3", "finish ..2022-03-30 before"),
    ("Hoàn thành 100% trước 30/11", "finish ..2022-11-29 before"),
    ("chậm nhất trước ngày 31/12", "finish ..2022-12-30 before"),
    ("đến trước ngày 30/6/2022", "finish ..2022-06-29 before"),
    ("trước 30 tháng 6 năm 2022", "finish ..2022-06-29 before"),
    ("trước tháng 6", "finish ..2022-05-31 before"),
    ("trước quý I", "finish ..2021-12-31 before"),
    ("trước năm 2025", "finish ..2024-12-31 before"),
    ("hoàn thành chậm nhất vào tháng 10 năm 2023", "finish ..2023-10-31 by"),
    ("hạn chót: ngày 30/6/2022", "finish ..2022-06-30 by"),
    ("không quá ngày 30/6/2022", "finish ..2022-06-30 by"),
    ("đến hết giai đoạn 2021-2025", "finish ..2025-12-31 by"),
    ("vào ngày 15/6", "finish ..2022-06-15 by"),
    ("hết năm", "finish ..2022-12-31 by"),
    # tone marks and i/y may stand where they like
    ("trứơc ngày 15/6/2022", "finish ..2022-06-14 before"),
    ("Qúi II/2022", "finish 2022-04-01..2022-06-30 within"),
    # an hour leaves its day open
    ("trước 24h00 ngày 30/6/2022", "finish ..2022-06-30 by"),
    ("trước 15 giờ, ngày 30/6/2022", "finish ..2022-06-30 by"),
    ("trước 9 giờ sáng ngày 22/7/2022", "finish ..2022-07-22 by"),
    # windows
    ("Quý 3", "finish 2022-07-01..2022-09-30 within"),
    ("5/2022", "finish 2022-05-01..2022-05-31 within"),
    ("01/3/2022", "finish ..2022-03-01 by"),
    ("tháng tư", "finish 2022-04-01..2022-04-30 within"),
    ("tháng năm", "finish 2022-05-01..2022-05-31 within"),
    ("tháng mười năm 2023", "finish 2023-10-01..2023-10-31 within"),
    ("quý 2/năm 2022", "finish 2022-04-01..2022-06-30 within"),
    ("9 tháng đầu năm 2022", "finish 2022-01-01..2022-09-30 within"),
    ("3 tháng cuối năm", "finish 2022-10-01..2022-12-31 within"),
    ("Trong nửa đầu năm 2022", "finish 2022-01-01..2022-06-30 within"),
    ("trong suốt năm 2022", "finish 2022-01-01..2022-12-31 within"),
    ("Mục tiêu năm 2020", "finish 2020-01-01..2020-12-31 within"),
    ("Hội nghị tháng 6/2022", "finish 2022-06-01..2022-06-30 within"),
    # a title, a vision, a comparison and a cited document carry no deadline
    ("Giai đoạn 2022-2025, định hướng đến năm 2030", "finish 2022-01-01..2025-12-31 within"),
    ("Ban hành Kế hoạch năm 2022 trong Quý IV/2021", "finish 2021-10-01..2021-12-31 within"),
    ("Tăng 10% so với cùng kỳ năm 2021, hoàn thành trước 30/6/2022",
     "finish ..2022-06-29 before"),
    ("Công văn 123/UBND-NC ngày 5/1/2022 trước 20/1/2022", "finish ..2022-01-19 before"),
    ("Theo Kế hoạch số 15/KH-UBND ngày 20/01/2022, hoàn thành trước 30/6/2022",
     "finish ..2022-06-29 before"),
    # a comma before the year of a month, brackets around a year, Q with a Roman number
    ("tháng 6, năm 2022", "finish 2022-06-01..2022-06-30 within"),
    ("trước ngày 15 tháng 6, năm 2022", "finish ..2022-06-14 before"),
    ("Quý II (năm 2023)", "finish 2023-04-01..2023-06-30 within"),
    ("QI/2022", "finish 2022-01-01..2022-03-31 within"),
    ("QIV năm 2022", "finish 2022-10-01..2022-12-31 within"),
    # "theo dõi" is to watch, "theo" alone to wait for
    ("Theo dõi, đôn đốc trong Quý II/2022", "finish 2022-04-01..2022-06-30 within"),
    # spans
    ("từ 01/01 đến 30/6/2022", "finish 2022-01-01..2022-06-30 within"),
    ("15-20/6/2022", "finish 2022-06-15..2022-06-20 within"),
    ("Từ ngày 01 đến ngày 15 tháng 3 năm 2022", "finish 2022-03-01..2022-03-15 within"),
    ("tháng 6 đến 9/2022", "finish 2022-06-01..2022-09-30 within"),
    ("Tháng 6/2022 - 12/2022", "finish 2022-06-01..2022-12-31 within"),
    ("Tháng 6 - 2022", "finish 2022-06-01..2022-06-30 within"),
    ("2021-2023", "finish 2021-01-01..2023-12-31 within"),
    ("từ ngày 15/12 đến ngày 15/01 năm sau", "finish 2022-12-15..2023-01-15 within"),
    ("từ đầu tháng 3 đến giữa tháng 4/2022", "finish 2022-03-01..2022-04-15 within"),
    ("từ ngày 15/3 đến hết tháng 3", "finish 2022-03-15..2022-03-31 within"),
    # positions
    ("thượng tuần tháng 3/2022", "finish 2022-03-01..2022-03-10 within"),
    ("hạ tuần tháng 02/2024", "finish 2024-02-21..2024-02-29 within"),
    ("nửa đầu tháng 3", "finish 2022-03-01..2022-03-15 within"),
    ("nửa cuối tháng 3", "finish 2022-03-16..2022-03-31 within"),
    ("giữa tháng 2", "finish ..2022-02-15 by"),
    ("đầu quý II/2022", "finish ..2022-04-01 by"),
    ("đến cuối năm 2022", "finish ..2022-12-31 by"),
    ("ngày làm việc đầu tiên của tháng 5/2023", "finish ..2023-05-04 by"),
    ("ngày 15 tháng đầu quý III/2022", "finish ..2022-07-15 by"),
    # weekdays beside dates
    ("15/6/2022 (thứ Tư)", "finish ..2022-06-15 by"),
    ("thứ Tư, ngày 15/6/2022", "finish ..2022-06-15 by"),
    # English
    ("Q1 2019", "finish 2019-01-01..2019-03-31 within"),
    ("quarter 2 of 2022", "finish 2022-04-01..2022-06-30 within"),
    ("before 30 June 2019", "finish ..2019-06-29 before"),
    ("no later than 30 June 2019", "finish ..2019-06-30 by"),
    ("by end of March 2019", "finish ..2019-03-31 by"),
    ("in March 2019", "finish 2019-03-01..2019-03-31 within"),
    ("from March to May 2022", "finish 2022-03-01..2022-05-31 within"),
    ("first half of 2022", "finish 2022-01-01..2022-06-30 within"),
    ("H1 2022", "finish 2022-01-01..2022-06-30 within"),
    ("throughout 2019", "finish 2019-01-01..2019-12-31 within"),
    ("2019-01-15", "finish ..2019-01-15 by"),
]  # fmt: skip

SEVERAL = [
    ("ngày 20 tháng 3, 6, 9, 12",
     ["2022-03 ..2022-03-20 by", "2022-06 ..2022-06-20 by", "2022-09 ..2022-09-20 by",
      "2022-12 ..2022-12-20 by"]),
    ("Trước ngày 25 của các tháng 6, 12 năm 2023",
     ["2023-06 ..2023-06-24 before", "2023-12 ..2023-12-24 before"]),
    ("ngày 20 tháng 3, 15 tháng 6", ["2022-03 ..2022-03-20 by", "2022-06 ..2022-06-15 by"]),
    ("QI, QII/2022",
     ["2022-Q1 2022-01-01..2022-03-31 within", "2022-Q2 2022-04-01..2022-06-30 within"]),
    ("Quý I; II/2022",
     ["2022-Q1 2022-01-01..2022-03-31 within", "2022-Q2 2022-04-01..2022-06-30 within"]),
    ("Báo cáo định kỳ 6 tháng (trước ngày 15/6), năm (trước ngày 15/12)",
     ["2022-H1 ..2022-06-14 before", "2022 ..2022-12-14 before"]),
    ("Tháng 3, 6, 9, 12",
     ["2022-03 2022-03-01..2022-03-31 within", "2022-06 2022-06-01..2022-06-30 within",
      "2022-09 2022-09-01..2022-09-30 within", "2022-12 2022-12-01..2022-12-31 within"]),
    ("Quý 3 và 4/2023",
     ["2023-Q3 2023-07-01..2023-09-30 within", "2023-Q4 2023-10-01..2023-12-31 within"]),
    ("6 tháng đầu năm và 6 tháng cuối năm 2023",
     ["2023-H1 2023-01-01..2023-06-30 within", "2023-H2 2023-07-01..2023-12-31 within"]),
    ("năm 2022 và 2023",
     ["2022 2022-01-01..2022-12-31 within", "2023 2023-01-01..2023-12-31 within"]),
    ("Trước ngày 05 tháng 6 và ngày 05 tháng 12",
     ["2022-06 ..2022-06-04 before", "2022-12 ..2022-12-04 before"]),
    ("trước ngày 15/6 và trước ngày 15/12",
     ["2022-06 ..2022-06-14 before", "2022-12 ..2022-12-14 before"]),
    ("ngày 15 và ngày 30 tháng 6/2022",
     ["2022-06-15 ..2022-06-15 by", "2022-06-30 ..2022-06-30 by"]),
    ("ngày 15/7 và ngày 15/01 năm sau", ["2022-07 ..2022-07-15 by", "2023-01 ..2023-01-15 by"]),
    ("Quý I ban hành, Quý II triển khai, Quý IV hoàn thành",
     ["issue 2022-01-01..2022-03-31 within", "start 2022-04-01..2022-06-30 within",
      "finish 2022-10-01..2022-12-31 within"]),
    ("Ban hành Kế hoạch trong Quý IV/2018 và thực hiện cả năm 2019",
     ["issue 2018-10-01..2018-12-31 within", "finish 2019-01-01..2019-12-31 within"]),
    ("Ban hành Kế hoạch trong Tháng 01 và triển khai cả năm 2019",
     ["issue 2019-01-01..2019-01-31 within", "finish 2019-01-01..2019-12-31 within"]),
    ("Triển khai trong Tháng 01 và hoàn thành trong Tháng 10/2019",
     ["start 2019-01-01..2019-01-31 within", "finish 2019-10-01..2019-10-31 within"]),
    ("Hoàn thành cơ bản trước 30/6, hoàn thành toàn bộ trước 31/12/2022",
     ["finish ..2022-06-29 before", "finish-2 ..2022-12-30 before"]),
    ("Báo cáo 6 tháng trước ngày 15/6, báo cáo năm trước ngày 15/12",
     ["2022-H1 ..2022-06-14 before", "2022 ..2022-12-14 before"]),
]  # fmt: skip


@pytest.mark.parametrize(("phrase", "row"), ONE)
def test_one_window(phrase: str, row: str) -> None:
    assert said(phrase, year=2022, signed="2022-01-10") == [row]


@pytest.mark.parametrize(("phrase", "expected"), SEVERAL)
def test_several_windows_each_with_its_label(phrase: str, expected: list[str]) -> None:
    assert said(phrase, year=2022) == expected


def test_an_inclusive_plan_counts_the_day_in_and_only_for_days() -> None:
    assert said("trước ngày 30/6/2022", inclusive=True) == ["finish ..2022-06-30 before"]
    assert said("trước tháng 6/2022", inclusive=True) == ["finish ..2022-05-31 before"]


def test_from_now_starts_at_the_signing_and_without_one_only_ends() -> None:
    assert said("từ nay đến cuối năm", signed="2022-02-07") == [
        "finish 2022-02-07..2022-12-31 within"
    ]
    assert said("từ ngày ký đến hết ngày 30/9/2022", signed="2022-02-07") == [
        "finish 2022-02-07..2022-09-30 within"
    ]
    assert said("từ nay đến cuối năm") == ["finish ..2022-12-31 by"]
