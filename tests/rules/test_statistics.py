"""The four cells; every figure worked out by hand."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.extensions import extend
from rules.facts import Completion, Extension, Facts, Return
from rules.schedule import Occurrence, Slot
from rules.statistics import Cells, by_period, count
from tests.rules.builders import DAYS, completion, plan, slot

KEY = "p/III.1/2019-Q1/tu-phap"
STATED = date(2019, 3, 4)  # a Monday; "before": on time up to that day
AT = datetime(2019, 3, 1, tzinfo=UTC)
BACK = Return(KEY, "thiếu số liệu", "noi-vu", AT)
NOT_YET = {"accepted": False}


def of_one(found: Slot, last: Completion | Return | None, today: str) -> dict[str, int]:
    """The cells that are not empty."""
    facts = Facts(
        {KEY: last} if isinstance(last, Completion) else {},
        returns={KEY: last} if isinstance(last, Return) else {},
    )
    cells = count(occurrences(found), facts, date.fromisoformat(today), DAYS)
    return {name: value for name, value in asdict(cells).items() if value}


def occurrences(*slots: Slot) -> list[Occurrence]:
    return [Occurrence(each, assignee) for each in slots for assignee in each.assignees]


def submitted(day: str, *, nil: bool = False) -> Completion:
    return completion(KEY, date.fromisoformat(day), accepted=False, nil=nil)


def accepted(day: str, *, nil: bool = False) -> Completion:
    return completion(KEY, date.fromisoformat(day), nil=nil)


def test_the_figures_of_2017() -> None:
    """1270/BC-TCTTTg: 21,914 tasks, of which 14,068 + 1,983 + 223 = 16,274 had come due."""
    cells = Cells(14_068, 1_983, 5_640, 223)
    assert (cells.total, cells.due) == (21_914, 16_274)
    assert cells.on_time_rate == Fraction(14_068, 16_274)
    assert cells.done_rate == Fraction(16_051, 16_274)
    assert f"{float(cells.on_time_rate):.1%}" == "86.4%"
    assert f"{float(cells.done_rate):.2%}" == "98.63%"


def test_of_nothing_due_there_is_no_rate() -> None:
    for cells in (Cells(), Cells(in_term=3, submitted=1, nil=2, pending=1, closed=1)):
        assert (cells.due, cells.on_time_rate, cells.done_rate) == (0, None, None)
    assert Cells(overdue=2).on_time_rate == 0


@pytest.mark.parametrize(
    ("last", "today", "cells"),
    [
        (None, "2019-03-04", {"in_term": 1}),
        (None, "2019-03-05", {"overdue": 1}),
        (submitted("2019-03-04"), "2019-04-01", {"in_term": 1, "submitted": 1}),
        (submitted("2019-03-05"), "2019-04-01", {"overdue": 1, "submitted": 1}),
        (accepted("2019-03-04"), "2019-04-01", {"on_time": 1}),
        (accepted("2019-03-05"), "2019-04-01", {"late": 1}),
        (submitted("2019-03-04", nil=True), "2019-04-01", {"in_term": 1, "submitted": 1}),
        (accepted("2019-03-05", nil=True), "2019-04-01", {"nil": 1}),
        (BACK, "2019-03-04", {"in_term": 1}),
        (BACK, "2019-03-05", {"overdue": 1}),
    ],
)
def test_one_occurrence(
    last: Completion | Return | None, today: str, cells: dict[str, int]
) -> None:
    assert of_one(slot(STATED), last, today) == cells


def test_what_waits_for_an_event_and_what_was_archived_stand_apart() -> None:
    archived = slot(STATED, of=plan(archived=date(2019, 3, 1)))
    assert of_one(slot(None), None, "2019-06-03") == {"pending": 1}
    assert of_one(slot(None), accepted("2019-06-03"), "2019-06-03") == {"on_time": 1}
    assert of_one(archived, None, "2019-06-03") == {"closed": 1}
    assert of_one(archived, None, "2019-02-28") == {"in_term": 1}
    assert of_one(archived, accepted("2019-03-05"), "2019-06-03") == {"late": 1}


@pytest.mark.parametrize(
    ("last", "by_extended", "by_original"),
    [
        (None, Cells(in_term=1), Cells(overdue=1)),
        (submitted("2019-03-11"), Cells(in_term=1, submitted=1), Cells(overdue=1, submitted=1)),
        (accepted("2019-03-11"), Cells(on_time=1), Cells(late=1)),
        (accepted("2019-03-04"), Cells(on_time=1), Cells(on_time=1)),
    ],
)
def test_an_extended_one_is_judged_by_either_date(
    last: Completion | None, by_extended: Cells, by_original: Cells
) -> None:
    """Granted until Friday 15 March; looked at on Tuesday the 12th."""
    grant = Extension(KEY, date(2019, 3, 15), "5/UBND", "noi-vu", AT)
    found = occurrences(*extend([slot(STATED)], {KEY: grant}, DAYS))
    facts = Facts({KEY: last} if last else {}, extensions={KEY: grant})
    day = date(2019, 3, 12)
    assert count(found, facts, day, DAYS) == by_extended
    assert count(found, facts, day, DAYS, original=True) == by_original


def test_agencies_of_one_slot_are_counted_each_by_its_own_record() -> None:
    names = ("tu-phap", "noi-vu", "y-te", "tai-chinh", "xay-dung")
    keys = [f"p/III.1/2019-Q1/{name}" for name in names]
    facts = Facts(
        {
            keys[0]: completion(keys[0], date(2019, 3, 1)),
            keys[1]: completion(keys[1], date(2019, 3, 8)),
            keys[2]: completion(keys[2], date(2019, 3, 4), accepted=False),
            keys[3]: completion(keys[3], date(2019, 3, 4), nil=True),
        }
    )
    cells = count(occurrences(slot(STATED, agencies=names)), facts, date(2019, 3, 11), DAYS)
    assert cells == Cells(on_time=1, late=1, in_term=1, overdue=1, submitted=1, nil=1)
    assert cells.on_time_rate == Fraction(1, 3)


_LASTS = (None, BACK, submitted("2019-03-01"), submitted("2019-03-20"), accepted("2019-03-20"),
          accepted("2019-03-01", nil=True))  # fmt: skip
_SLOTS = (slot(STATED), slot(None), slot(STATED, of=plan(archived=date(2019, 3, 11))))


@given(
    st.lists(st.tuples(st.sampled_from(_SLOTS), st.sampled_from(_LASTS)), max_size=6),
    st.dates(date(2019, 2, 1), date(2019, 4, 30)),
)
def test_each_stands_in_exactly_one_cell(
    found: list[tuple[Slot, Completion | Return | None]], today: date
) -> None:
    whole = [of_one(each, last, today.isoformat()) for each, last in found]
    assert all(sum(cells.values()) - cells.get("submitted", 0) == 1 for cells in whole)
    assert all(
        cells.get("submitted", 0) <= cells.get("in_term", 0) + cells.get("overdue", 0)
        for cells in whole
    )


def test_by_the_period_in_which_they_are_due() -> None:
    grant = Extension(KEY, date(2019, 4, 12), "5/UBND", "noi-vu", AT)
    first = slot(STATED, agencies=("tu-phap", "y-te"))
    extended, stayed = sorted(
        extend([first], {KEY: grant}, DAYS), key=lambda each: each.original is None
    )
    later = slot(date(2020, 1, 10), label="2019")
    april = slot(date(2019, 4, 10), label="a")
    january = slot(date(2019, 1, 31), label="b")
    found = occurrences(later, april, slot(None, label="c"), extended, stayed, january)
    quarters, months = by_period(found), by_period(found, "month")
    assert {label: [each.slot for each in members] for label, members in quarters.items()} == {
        "2019-Q1": [extended, stayed, january], "2019-Q2": [april], "2020-Q1": [later],
    }  # fmt: skip
    assert list(quarters) == ["2019-Q1", "2019-Q2", "2020-Q1"]
    assert list(months) == ["2019-01", "2019-03", "2019-04", "2020-01"]
