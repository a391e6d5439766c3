"""Recurrences, report periods and RRULEs, with days worked out by hand."""

from __future__ import annotations

import pytest

from rules.deadline import Recurs
from rules.wording import WordingError, read
from tests.rules.wording.reading import context, rows, said

HAIPHONG = (
    "báo cáo Quý I, Quý III gửi trước ngày 05 tháng cuối của Quý; báo cáo 06 tháng gửi trước"
    " ngày 05 tháng 6; báo cáo năm gửi trước ngày 05 tháng 11"
)
HANOI = (
    "gửi trước ngày mùng 05 của tháng cuối kỳ báo cáo; báo cáo năm gửi trước ngày **10/11/2019**"
)

BARE = [
    ("hàng tháng", Recurs("month")),
    ("Định kỳ hàng quý", Recurs("quarter")),
    ("định kỳ 06 tháng", Recurs("half")),
    ("định kỳ 6 tháng/lần", Recurs("half", 1)),
    ("6 tháng một lần", Recurs("half", 1)),
    ("3 tháng/lần", Recurs("quarter", 1)),
    ("ít nhất 2 lần/năm", Recurs("year", 2)),
    ("hai lần mỗi năm", Recurs("year", 2)),
    ("Mỗi năm hai lần", Recurs("year", 2)),
    ("3 lần/năm", Recurs("year", 3)),
    ("mỗi tháng 2 lần", Recurs("month", 2)),
    ("ít nhất mỗi quý 1 lần", Recurs("quarter", 1)),
    ("01 năm/lần", Recurs("year", 1)),
    ("Kế hoạch CCHC hàng năm", Recurs("year")),
    ("hàng năm (Dự toán đính kèm theo Kế hoạch CCHC)", Recurs("year")),
    ("Thường xuyên, hàng năm", Recurs("year")),
    ("Hàng quý và khi có yêu cầu", Recurs("quarter")),
    ("Hằng năm, giai đoạn 2021-2025", Recurs("year")),
    ("every quarter", Recurs("quarter")),
    ("monthly", Recurs("month")),
    ("twice a year", Recurs("year", 2)),
]


@pytest.mark.parametrize(("phrase", "recurs"), BARE)
def test_a_bare_recurrence_is_one_assumed_window_over_the_plan(phrase: str, recurs: Recurs) -> None:
    deadline = read(phrase, context(2021, until=2025))
    assert rows(deadline) == ["finish 2021-01-01..2025-12-31 within"]
    assert deadline.recurs == recurs
    assert deadline.windows[0].assumed


def test_a_weekday_is_kept_and_not_assumed() -> None:
    deadline = read("chậm nhất 16h00 thứ Năm hằng tuần", context(2022))
    assert deadline.recurs == Recurs("week", None, 3)
    assert not deadline.windows[0].assumed
    assert deadline.windows[0].hour == "16:00"


FIRST_AND_LAST = [
    ("Trước 15 hàng tháng", 12, "2022-01 ..2022-01-14 before", "2022-12 ..2022-12-14 before"),
    ("Hàng tháng, trước ngày 25", 12, "2022-01 ..2022-01-24 before", "2022-12 ..2022-12-24 before"),
    ("trước ngày 5 tháng sau", 12, "2022-01 ..2022-02-04 before", "2022-12 ..2023-01-04 before"),
    ("ngày làm việc cuối cùng của tháng", 12, "2022-01 ..2022-01-28 by", "2022-12 ..2022-12-30 by"),
    ("ngày cuối cùng của tháng", 12, "2022-01 ..2022-01-31 by", "2022-12 ..2022-12-31 by"),
    ("Chậm nhất là ngày 20 tháng cuối quý", 4, "2022-Q1 ..2022-03-20 by",
     "2022-Q4 ..2022-12-20 by"),
    ("ngày 15 tháng đầu tiên của quý sau", 4, "2022-Q1 ..2022-04-15 by", "2022-Q4 ..2023-01-15 by"),
    ("ngày 20 của tháng cuối mỗi quý", 4, "2022-Q1 ..2022-03-20 by", "2022-Q4 ..2022-12-20 by"),
    ("Hằng quý (trước ngày 20 của tháng cuối quý)", 4, "2022-Q1 ..2022-03-19 before",
     "2022-Q4 ..2022-12-19 before"),
    ("Báo cáo quý: trước ngày 05 tháng cuối kỳ báo cáo", 4, "2022-Q1 ..2022-03-04 before",
     "2022-Q4 ..2022-12-04 before"),
    ("15 ngày sau khi kết thúc quý", 4, "2022-Q1 2022-04-01..2022-04-15 within",
     "2022-Q4 2023-01-01..2023-01-15 within"),
    ("Báo cáo tháng trước ngày 20", 12, "2022-01 ..2022-01-19 before",
     "2022-12 ..2022-12-19 before"),
    ("Quý I và Quý III hàng năm", 2, "2022-Q1 2022-01-01..2022-03-31 within",
     "2022-Q3 2022-07-01..2022-09-30 within"),
    ("Trước ngày 20/6 và 20/12 hằng năm", 2, "2022-06 ..2022-06-19 before",
     "2022-12 ..2022-12-19 before"),
    ("Chậm nhất ngày 31/12 hàng năm", 1, "2022 ..2022-12-31 by", "2022 ..2022-12-31 by"),
]  # fmt: skip


@pytest.mark.parametrize(("phrase", "count", "first", "last"), FIRST_AND_LAST)
def test_a_dated_recurrence_is_a_window_an_occurrence(
    phrase: str, count: int, first: str, last: str
) -> None:
    deadline = read(phrase, context(2022))
    found = rows(deadline)
    assert (len(found), found[0], found[-1]) == (count, first, last)
    assert deadline.recurs is not None


OF_A_PERIOD = [
    (HANOI, "2019-Q1", "..2019-03-04 before"),
    (HANOI, "2019-H1", "..2019-06-04 before"),
    (HANOI, "2019-9M", "..2019-09-04 before"),
    (HANOI, "2019", "..2019-11-09 before"),
    (HAIPHONG, "2019-Q1", "..2019-03-04 before"),
    (HAIPHONG, "2019-H1", "..2019-06-04 before"),
    (HAIPHONG, "2019-Q3", "..2019-09-04 before"),
    (HAIPHONG, "2019", "..2019-11-04 before"),
    ("trước ngày 05 của tháng kế tiếp sau kỳ báo cáo", "2019-H1", "..2019-07-04 before"),
    ("trước ngày 10 của tháng đầu quý tiếp theo", "2019-Q4", "..2020-01-09 before"),
    ("trước ngày 10/01 của năm liền kề năm báo cáo", "2019", "..2020-01-09 before"),
    ("chậm nhất 15 ngày sau khi kết thúc kỳ báo cáo", "2019-Q2", "2019-07-01..2019-07-15 by"),
    ("hàng năm", "2023", "2023-01-01..2023-12-31 within"),
    ("Chỉ tiêu từng năm (2018, 2019, 2020)", "2020", "2020-01-01..2020-12-31 within"),
    ("Hàng quý, 6 tháng, năm", "2019-H1", "2019-01-01..2019-06-30 within"),
    ("Trước ngày 20/6 và 20/12 hằng năm", "2019-H2", "..2019-12-19 before"),
    ("Quý I, II, III, IV", "2019-Q3", "2019-07-01..2019-09-30 within"),
    ("thứ Sáu hằng tuần", "2019-W05", "..2019-02-01 by"),
]


@pytest.mark.parametrize(("phrase", "period", "row"), OF_A_PERIOD)
def test_a_report_period_gets_its_one_window(phrase: str, period: str, row: str) -> None:
    assert said(phrase, year=2018, until=2023, period=period) == [f"{period} {row}"]


NOT_OF_THE_PERIOD = [
    ("báo cáo năm gửi trước ngày 10/11/2019", "2019-Q1"),
    (HAIPHONG, "2019-Q2"),
    ("hàng năm", "2019-Q1"),
    ("Hàng tháng", "2019-Q1"),
    ("Chỉ tiêu từng năm (2018, 2019, 2020)", "2021"),
    ("Trước ngày 20/6 và 20/12 hằng năm", "2019-Q2-"),
    ("Báo cáo 06 tháng gửi trước ngày 05 tháng 6", "2019-H2"),
    ("Ban hành trong Quý I; hoàn thành trong Quý III", "2019-H1"),
]


@pytest.mark.parametrize(("phrase", "period"), NOT_OF_THE_PERIOD)
def test_a_period_the_phrase_does_not_speak_of_is_refused(phrase: str, period: str) -> None:
    given = context(2019, period=period.rstrip("-"))
    if period.endswith("-"):
        assert rows(read(phrase, given)) == ["2019-Q2 ..2019-06-19 before"]
        return
    with pytest.raises(WordingError):
        read(phrase, given)


def test_reports_without_their_period_wait_for_it() -> None:
    deadline = read("Chậm nhất vào ngày 20 của tháng cuối kỳ báo cáo", context(2024))
    assert deadline.pending
    assert deadline.waits_for == "ngày 20 của tháng cuối kỳ báo cáo"
    assert read(HANOI, context(2019)).pending


def test_all_reports_of_a_phrase_are_dated_where_each_names_its_period() -> None:
    assert said(HAIPHONG, year=2019) == [
        "2019-Q1 ..2019-03-04 before",
        "2019-Q3 ..2019-09-04 before",
        "2019-H1 ..2019-06-04 before",
        "2019 ..2019-11-04 before",
    ]


def test_an_rrule_gives_its_days() -> None:
    monthly = read("FREQ=MONTHLY;BYMONTHDAY=20;BYMONTH=3,6", context(2022))
    assert rows(monthly) == ["2022-03 ..2022-03-20 by", "2022-06 ..2022-06-20 by"]
    weekly = read("RRULE:FREQ=WEEKLY;BYDAY=FR", context(2022))
    assert len(weekly.windows) == 52
    assert rows(weekly)[0] == "2022-01-07 ..2022-01-07 by"


@pytest.mark.parametrize("rule", ["FREQ=FOO", "FREQ=MONTHLY;BYMONTH=13", "FREQ=", "FREQ=YEARLY;X=1",
                                  "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"])  # fmt: skip
def test_a_bad_rrule_is_refused(rule: str) -> None:
    with pytest.raises(WordingError):
        read(rule, context(2022))
