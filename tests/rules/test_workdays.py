"""The shipped table of working days, against days worked out by hand and the `holidays` package."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.text import Text
from rules.workdays import DayEntry, WorkingDays, with_operator_days
from rules.workdays_file import load_working_days

TABLE = Path(__file__).parents[2] / "plans" / "working-days.toml"
DAYS, PROBLEMS = load_working_days(TABLE)

HOW_TO_REFRESH = (
    f"{TABLE} runs out: copy the days off, the days in lieu and the swaps of the coming year from "
    "the announcements of the Prime Minister and the Ministry of Home Affairs into a [[year]] "
    'entry and make it state = "decided"; then mend the hand-worked days in this test.'
)


def d(day: str) -> date:
    return date.fromisoformat(day)


def every_day(first: int, last: int) -> list[date]:
    start, end = date(first, 1, 1), date(last, 12, 31)
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


def test_the_shipped_table_has_no_faults() -> None:
    assert PROBLEMS == []


# ------------------------------------------------------------------------- days, by hand


@pytest.mark.parametrize(
    "day",
    [
        "2018-01-01", "2018-02-14", "2018-02-16", "2018-02-19", "2018-02-20", "2018-04-25",
        "2018-04-30", "2018-05-01", "2018-09-03", "2018-12-31",
        "2019-01-01", "2019-02-04", "2019-02-08", "2019-04-15", "2019-04-29", "2019-04-30",
        "2019-05-01", "2019-09-02",
        "2020-01-01", "2020-01-23", "2020-01-24", "2020-01-27", "2020-01-29", "2020-04-02",
        "2020-04-30", "2020-05-01", "2020-09-02",
        "2021-01-01", "2021-02-10", "2021-02-12", "2021-02-15", "2021-02-16", "2021-04-21",
        "2021-04-30", "2021-05-03", "2021-09-02", "2021-09-03",
        "2022-01-03", "2022-01-31", "2022-02-04", "2022-04-11", "2022-05-02", "2022-05-03",
        "2022-09-01", "2022-09-02",
        "2023-01-02", "2023-01-20", "2023-01-23", "2023-01-26", "2023-05-01", "2023-05-02",
        "2023-05-03", "2023-09-01", "2023-09-04",
        "2024-01-01", "2024-02-08", "2024-02-14", "2024-04-18", "2024-04-29", "2024-04-30",
        "2024-05-01", "2024-09-02", "2024-09-03",
        "2025-01-01", "2025-01-27", "2025-01-31", "2025-04-07", "2025-04-30", "2025-05-01",
        "2025-05-02", "2025-09-01", "2025-09-02",
        "2026-01-01", "2026-01-02", "2026-02-16", "2026-02-20", "2026-04-27", "2026-04-30",
        "2026-05-01", "2026-08-31", "2026-09-01", "2026-09-02", "2026-11-24",
        "2027-01-01", "2027-02-04", "2027-02-05", "2027-02-08", "2027-02-10", "2027-04-16",
        "2027-04-30", "2027-05-03", "2027-09-02", "2027-09-03", "2027-11-24",
    ],
)  # fmt: skip
def test_a_weekday_off(day: str) -> None:
    assert d(day).weekday() < 5, "mistyped: a weekend needs no entry"
    assert not DAYS.is_working(d(day))
    assert DAYS.entry(d(day)) is not None


@pytest.mark.parametrize(
    "day",
    ["2019-01-05", "2019-05-04", "2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"],
)
def test_a_saturday_worked(day: str) -> None:
    assert d(day).weekday() == 5
    assert DAYS.is_working(d(day))
    entry = DAYS.entry(d(day))
    assert entry is not None
    assert entry.instead_of is not None
    other = DAYS.entry(entry.instead_of)
    assert other is not None
    assert (other.instead_of, other.worked) == (d(day), False)


@pytest.mark.parametrize(
    "day",
    [
        "2018-02-13", "2018-02-21",  # round Tết 2018
        "2018-09-04",  # one day in lieu of a Sunday's National Day, not two
        "2019-01-02", "2019-02-01", "2019-02-11",
        "2019-09-03",  # National Day had one day until 2020
        "2020-01-22", "2020-01-30", "2020-05-04", "2020-09-01", "2020-09-03",
        "2021-04-20", "2021-09-01",  # in 2021 the adjoining day was the 3rd
        "2022-01-28", "2022-02-07", "2022-05-04", "2022-09-05",
        "2023-01-19", "2023-01-27", "2023-05-04",
        "2024-01-02", "2024-02-07", "2024-02-15", "2024-05-02",
        "2025-02-03", "2025-05-05", "2025-09-03",
        "2025-11-24",  # Vietnam Culture Day is a day off since 2026
        "2026-02-13", "2026-02-23", "2026-08-28", "2026-09-03",
        "2026-11-23",  # a swap for it was proposed, not decided
        "2026-11-25", "2027-02-03", "2027-02-11", "2027-09-01",
    ],
)  # fmt: skip
def test_a_weekday_that_is_not_off(day: str) -> None:
    assert d(day).weekday() < 5
    assert DAYS.is_working(d(day))


@pytest.mark.parametrize("day", ["2019-05-11", "2026-01-17", "2026-11-28", "2018-09-02"])
def test_a_weekend_day_that_is_not_worked(day: str) -> None:
    assert not DAYS.is_working(d(day))


def test_a_holiday_on_a_weekend_is_listed_with_its_reason() -> None:
    entry = DAYS.entry(d("2018-09-02"))
    assert entry is not None
    assert entry.reason == Text("Quốc khánh", "National Day")


# Weekdays (Mon-Fri) of the year less the weekdays off above plus the Saturdays worked.
@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2018, 261 - 11),  # 1/1, Tết 5, 25/4, 30/4, 1/5, 3/9, 31/12
        (2019, 261 - 11 + 2),  # 1/1, Tết 5, 15/4, 29/4, 30/4, 1/5, 2/9; 5/1 and 4/5 worked
        (2020, 262 - 10),  # 1/1, Tết 5, 2/4, 30/4, 1/5, 2/9
        (2025, 261 - 12 + 1),  # 1/1, Tết 5, 7/4, 30/4, 1/5, 2/5, 1/9, 2/9; 26/4 worked
    ],
)
def test_how_many_days_a_year_are_worked(year: int, days: int) -> None:
    assert DAYS.count(date(year - 1, 12, 31), date(year, 12, 31)) == days


# Every weekday or weekend on which the package and the table differ, 2018 to 2026: the swap of the
# New Year 2026 (12729/VPCP-KGVX of 25/12/2025), which the package does not know.
DIFFERENCES = {d("2026-01-02"): False, d("2026-01-10"): True}


def test_against_the_holidays_package() -> None:
    package = holidays.country_holidays("VN", years=range(2018, 2027))
    found = {
        day: DAYS.is_working(day)
        for day in every_day(2018, 2026)
        if DAYS.is_working(day) != package.is_working_day(day)
    }
    assert found == DIFFERENCES


# ------------------------------------------------------------------------- years and expiry


def test_years_of_the_table_and_their_states() -> None:
    assert set(DAYS.states) == set(range(2018, 2028))
    assert DAYS.state(2026) == "decided"
    assert DAYS.state(2027) == "predicted"
    assert DAYS.state(2028) == "predicted"


def missing_years(today: date) -> set[int]:
    """The years the table should hold by that day and does not: this one decided, and from
    October on the next one, at least predicted."""
    undecided = {today.year} if DAYS.state(today.year) != "decided" else set()
    ahead = {today.year + 1} if today.month >= 10 else set()
    return undecided | (ahead - set(DAYS.states))


def test_the_table_does_not_run_out() -> None:
    now = date.today()  # noqa: DTZ011, TID251 - this test is to fail with time
    assert not missing_years(now), HOW_TO_REFRESH


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        ("2026-11-21", set()),
        ("2026-12-31", set()),
        ("2027-01-01", {2027}),  # held, but only predicted
        ("2027-10-01", {2027, 2028}),
        ("2017-09-30", {2017}),
    ],
)
def test_when_the_table_counts_as_run_out(today: str, missing: set[int]) -> None:
    assert missing_years(d(today)) == missing


@pytest.mark.parametrize("day", ["2017-09-04", "2028-01-26", "2028-05-02", "2028-11-24"])
def test_outside_the_table_the_package_proposes_and_says_so(day: str) -> None:
    assert not DAYS.is_working(d(day))
    entry = DAYS.entry(d(day))
    assert entry is not None
    assert entry.state == "predicted"
    assert "holidays" in entry.source
    assert entry.reason.vi != entry.reason.en


def test_without_proposals_an_unknown_year_has_its_weekends_only() -> None:
    plain = WorkingDays({}, {})
    assert plain.is_working(d("2028-05-01"))
    assert plain.state(2028) == "predicted"


# ------------------------------------------------------------------------- arithmetic


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2019-04-26", 1, "2019-05-02"),  # Fri; 27-28 weekend, 29/4 swapped, 30/4, 1/5 off
        ("2019-05-02", 2, "2019-05-04"),  # Thu, Fri, and the Saturday worked
        ("2019-05-06", -1, "2019-05-04"),
        ("2019-05-05", 0, "2019-05-06"),
        ("2019-05-04", 0, "2019-05-04"),
        ("2018-12-28", 1, "2019-01-02"),  # over the turn of the year
        ("2019-01-02", -1, "2018-12-28"),
        ("2019-01-04", 1, "2019-01-05"),
        ("2019-02-01", 10, "2019-02-22"),  # Tết 4-8/2; 11-15, 18-22
    ],
)
def test_adding_working_days(day: str, count: int, expected: str) -> None:
    assert DAYS.add(d(day), count) == d(expected)


@pytest.mark.parametrize(
    ("after", "until", "expected"),
    [
        ("2019-04-26", "2019-05-04", 3),  # 2/5, 3/5, 4/5
        ("2019-05-04", "2019-04-26", -3),
        ("2019-05-04", "2019-05-05", 0),
        ("2019-02-01", "2019-02-10", 0),
        ("2018-12-28", "2019-01-05", 4),  # 2/1, 3/1, 4/1, 5/1
    ],
)
def test_counting_working_days(after: str, until: str, expected: int) -> None:
    assert DAYS.count(d(after), d(until)) == expected


@pytest.mark.parametrize("year", [1, 1500, 1975, 2100, 9998])
def test_any_year_can_be_reckoned_in(year: int) -> None:
    day = date(year, 6, 15)
    assert DAYS.count(day, DAYS.add(day, 30)) == 30


def test_beyond_the_last_year_is_an_error_that_says_so() -> None:
    with pytest.raises(OverflowError, match="10000"):
        WorkingDays({}, {}).add(date(9999, 12, 31), 1)


span = st.dates(date(2016, 1, 1), date(2030, 12, 31))


@given(span, st.integers(1, 400))
def test_add_and_count_undo_each_other(day: date, count: int) -> None:
    assert DAYS.count(day, DAYS.add(day, count)) == count


@given(span, st.integers(-400, 400))
def test_add_ends_on_a_working_day_on_the_right_side(day: date, count: int) -> None:
    found = DAYS.add(day, count)
    assert DAYS.is_working(found)
    assert found > day if count > 0 else found >= day if count == 0 else found < day


@given(span)
def test_the_nearest_working_days_lie_on_either_side(day: date) -> None:
    before, after = DAYS.on_or_before(day), DAYS.on_or_after(day)
    assert before <= day <= after
    assert DAYS.is_working(before)
    assert DAYS.is_working(after)
    assert (before == after) == DAYS.is_working(day)


@given(span, span, span)
def test_counts_add_up(first: date, second: date, third: date) -> None:
    total = DAYS.count(first, second) + DAYS.count(second, third)
    assert total == DAYS.count(first, third)


# ------------------------------------------------------------------------- operators


@dataclass(frozen=True)
class Override:
    date: date
    reason: str = ""


def test_an_operator_adds_a_day_off_with_a_reason() -> None:
    here = with_operator_days(DAYS, [Override(d("2026-11-23"), "Bão số 13")], [], [])
    assert not here.is_working(d("2026-11-23"))
    entry = here.entry(d("2026-11-23"))
    assert entry is not None
    assert entry.reason.vi == "Bão số 13"
    assert DAYS.is_working(d("2026-11-23")), "the shipped calendar is left alone"


def test_an_operator_has_a_saturday_worked() -> None:
    here = with_operator_days(DAYS, [], [Override(d("2026-11-28"))], [])
    assert here.is_working(d("2026-11-28"))
    assert here.add(d("2026-11-27"), 1) == d("2026-11-28")


def test_a_withdrawn_swap_is_withdrawn_whole() -> None:
    here = with_operator_days(DAYS, [], [], [Override(d("2026-08-31"))])
    assert here.is_working(d("2026-08-31"))
    assert not here.is_working(d("2026-08-22"))
    assert not here.is_working(d("2026-09-01")), "the holiday beside it stands"


def test_a_proposed_day_can_be_withdrawn_and_a_plain_one_stays_plain() -> None:
    withdrawn = [Override(d("2028-05-02")), Override(d("2028-05-06")), Override(d("2028-05-10"))]
    here = with_operator_days(DAYS, [], [], withdrawn)
    assert here.is_working(d("2028-05-02"))
    assert not here.is_working(d("2028-05-06"))
    assert here.is_working(d("2028-05-10"))
    assert not here.is_working(d("2028-05-01"))


def test_extra_entries_lie_over_the_table() -> None:
    extra = DayEntry(d("2026-11-24"), worked=True, reason=Text("x", "x"), source="here")
    days, problems = load_working_days(TABLE, [extra])
    assert problems == []
    assert days.is_working(d("2026-11-24"))
