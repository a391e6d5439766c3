"""Stated, due and late_from, worked out on a wall calendar of 2019."""

from __future__ import annotations

from datetime import date

import pytest

from rules.dates import apply_working_days
from rules.deadline import Bound
from rules.plan import Policy
from tests.rules.calendar_2019 import working_days_2019

DAYS = working_days_2019()

# stated, bound, due, late_from, why
TABLE = [
    ("2019-03-31", "within", "2019-03-29", "2019-04-02", "Sunday: aim Friday, grace Monday 1/4"),
    ("2019-11-09", "before", "2019-11-08", "2019-11-10", "Saturday, exclusive: no grace"),
    ("2019-03-04", "before", "2019-03-04", "2019-03-05", "Monday, exclusive"),
    ("2019-06-28", "by", "2019-06-28", "2019-06-29", "Friday: late from Saturday"),
    ("2019-05-04", "by", "2019-05-04", "2019-05-05", "a Saturday worked in the swap"),
    ("2019-05-05", "by", "2019-05-04", "2019-05-07", "Sunday after the worked Saturday"),
    ("2019-04-29", "by", "2019-04-26", "2019-05-03", "off by swap, then 30/4 and 1/5"),
    ("2019-05-01", "before", "2019-04-26", "2019-05-02", "holiday, exclusive"),
    ("2018-12-31", "within", "2018-12-28", "2019-01-03", "off by swap: grace to 2 January"),
    ("2019-02-06", "by", "2019-02-01", "2019-02-12", "Tết: Friday before, Monday 11/2 after"),
    ("2019-02-10", "before", "2019-02-01", "2019-02-11", "the Sunday at the end of Tết"),
    ("2019-12-31", "within", "2019-12-31", "2020-01-01", "a Tuesday, worked"),
]


@pytest.mark.parametrize(("stated", "bound", "due", "late_from", "why"), TABLE)
def test_due_and_late_from(stated: str, bound: str, due: str, late_from: str, why: str) -> None:
    dates = apply_working_days(date.fromisoformat(stated), Bound(bound), Policy(), DAYS)
    assert (dates.due.isoformat(), dates.late_from.isoformat()) == (due, late_from), why


def test_a_plan_may_aim_at_the_stated_day() -> None:
    dates = apply_working_days(date(2019, 3, 31), Bound.BY, Policy(aim="stated"), DAYS)
    assert dates.due == date(2019, 3, 31)
    assert dates.late_from == date(2019, 4, 2)


def test_a_plan_may_refuse_the_grace() -> None:
    dates = apply_working_days(date(2019, 3, 31), Bound.BY, Policy(grace="none"), DAYS)
    assert dates.due == date(2019, 3, 29)
    assert dates.late_from == date(2019, 4, 1)


def test_the_swap_that_moved_a_date_is_named() -> None:
    dates = apply_working_days(date(2019, 5, 5), Bound.BY, Policy(), DAYS)
    assert [entry.day for entry in dates.moved_by] == [date(2019, 5, 4)]


def test_an_ordinary_weekend_names_no_entry() -> None:
    dates = apply_working_days(date(2019, 3, 31), Bound.WITHIN, Policy(), DAYS)
    assert dates.moved_by == ()


def test_a_predicted_year_is_said_so() -> None:
    assert apply_working_days(date(2020, 6, 30), Bound.BY, Policy(), DAYS).predicted
    assert apply_working_days(date(2019, 12, 31), Bound.BY, Policy(), DAYS).predicted is False


def test_grace_into_a_predicted_year_is_predicted() -> None:
    days = working_days_2019()
    assert apply_working_days(date(2017, 12, 31), Bound.BY, Policy(), days).predicted
