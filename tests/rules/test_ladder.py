"""The rungs of a ladder, counted by hand in working days of 2019."""

from __future__ import annotations

from datetime import date

import pytest

from rules.ladder import Ladder
from tests.rules.calendar_2019 import working_days_2019

DAYS = working_days_2019()
DUE, LATE_FROM = date(2019, 3, 4), date(2019, 3, 5)  # Monday, Tuesday


def newest(today: str, due: date = DUE, late_from: date = LATE_FROM) -> str:
    rungs = Ladder().rungs(due, late_from, date.fromisoformat(today), DAYS)
    return next((rung.name for rung in rungs), "")


@pytest.mark.parametrize(
    ("today", "rung"),
    [
        ("2019-02-15", ""),  # 11 working days before
        ("2019-02-18", "remind-10"),  # Monday two weeks before
        ("2019-02-22", "remind-10"),
        ("2019-02-25", "remind-5"),
        ("2019-02-27", "remind-3"),
        ("2019-03-01", "remind-1"),
        ("2019-03-03", "remind-1"),  # Sunday
        ("2019-03-04", "due"),
        ("2019-03-05", "late-0"),
        ("2019-03-06", "late-0"),
        ("2019-03-07", "late-2"),
        ("2019-03-11", "late-2"),
        ("2019-03-12", "late-5"),
        ("2019-03-19", "late-10"),
        ("2019-03-26", "late-15"),
    ],
)
def test_the_newest_rung(today: str, rung: str) -> None:
    assert newest(today) == rung


def test_late_notices_begin_on_a_working_day() -> None:
    # exclusive bound over a weekend: stated Saturday 9/11, late from Sunday 10/11, told on Monday
    due, late_from = date(2019, 11, 8), date(2019, 11, 10)
    assert newest("2019-11-10", due, late_from) == "due"
    assert newest("2019-11-11", due, late_from) == "late-0"
    assert newest("2019-11-13", due, late_from) == "late-2"


def test_nothing_between_due_and_the_end_of_grace() -> None:
    # stated Sunday 31/3: aim Friday 29/3, late only from Tuesday 2/4
    due, late_from = date(2019, 3, 29), date(2019, 4, 2)
    assert newest("2019-04-01", due, late_from) == "due"
    assert newest("2019-04-02", due, late_from) == "late-0"


def test_reminders_skip_tet() -> None:
    # Monday 11/2 is the first working day after Tết: one working day before it is Friday 1/2
    assert newest("2019-02-01", date(2019, 2, 11), date(2019, 2, 12)) == "remind-1"


def test_all_rungs_newest_first() -> None:
    rungs = Ladder().rungs(DUE, LATE_FROM, date(2019, 3, 12), DAYS)
    assert [(rung.name, rung.day.isoformat(), rung.late) for rung in rungs] == [
        ("late-5", "2019-03-12", 3),
        ("late-2", "2019-03-07", 2),
        ("late-0", "2019-03-05", 1),
        ("due", "2019-03-04", 0),
        ("remind-1", "2019-03-01", 0),
        ("remind-3", "2019-02-27", 0),
        ("remind-5", "2019-02-25", 0),
        ("remind-10", "2019-02-18", 0),
    ]


def test_a_ladder_without_repeats_ends() -> None:
    ladder = Ladder(remind=(), late=(0,), every=0)
    rungs = list(ladder.rungs(DUE, LATE_FROM, date(2019, 6, 3), DAYS))
    assert [rung.name for rung in rungs] == ["late-0", "due"]
