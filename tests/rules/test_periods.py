"""Period labels and the data windows of reports."""

from __future__ import annotations

import pytest

from rules.periods import data_window, parse_period, periods_of_year


@pytest.mark.parametrize(
    ("label", "first", "last"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2019-H1", "2019-01-01", "2019-06-30"),
        ("2019-H2", "2019-07-01", "2019-12-31"),
        ("2019-9M", "2019-01-01", "2019-09-30"),
        ("2019-Q1", "2019-01-01", "2019-03-31"),
        ("2019-Q4", "2019-10-01", "2019-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2019-W01", "2018-12-31", "2019-01-06"),
        ("2020-W53", "2020-12-28", "2021-01-03"),
    ],
)
def test_a_label_names_its_days(label: str, first: str, last: str) -> None:
    period = parse_period(label)
    assert period is not None
    assert period.label == label
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "label",
    ["finish", "2019-Q5", "2019-13", "2019-00", "2019-W54", "2019-W53", "19", "2019-H3", ""],
)
def test_a_label_that_names_no_period(label: str) -> None:
    assert parse_period(label) is None


@pytest.mark.parametrize(
    ("label", "first", "last"),
    [  # Decree 09/2019/NĐ-CP art. 12; nine months by the provinces' practice
        ("2019-03", "2019-02-15", "2019-03-14"),
        ("2019-01", "2018-12-15", "2019-01-14"),
        ("2019-Q1", "2018-12-15", "2019-03-14"),
        ("2019-Q3", "2019-06-15", "2019-09-14"),
        ("2019-H1", "2018-12-15", "2019-06-14"),
        ("2019-H2", "2019-06-15", "2019-12-14"),
        ("2019-9M", "2018-12-15", "2019-09-14"),
        ("2019", "2018-12-15", "2019-12-14"),
    ],
)
def test_the_data_window_of_a_report(label: str, first: str, last: str) -> None:
    period = parse_period(label)
    assert period is not None
    start, end = data_window(period)
    assert (start.isoformat(), end.isoformat()) == (first, last)


def test_the_periods_of_a_year_follow_each_other() -> None:
    assert [period.label for period in periods_of_year("quarter", 2019)] == [
        "2019-Q1", "2019-Q2", "2019-Q3", "2019-Q4",
    ]  # fmt: skip
    assert len(periods_of_year("week", 2020)) == 53
    assert len(periods_of_year("week", 2019)) == 52
    assert [period.label for period in periods_of_year("nine-months", 2019)] == ["2019-9M"]
