"""Periods with a label: years, halves, nine months, quarters, months and ISO weeks.

The data windows of reports are those of Decree 09/2019/NĐ-CP, art. 12; nine months, which the
decree leaves out, follow the provinces (15/12 to 14/9, e.g. Khánh Hòa, Decision 01/2023).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Every = Literal["week", "month", "quarter", "half", "nine-months", "year"]

_LABEL = re.compile(
    r"(?P<year>[12]\d{3})(?:-(?:H(?P<half>[12])|(?P<nine>9M)|Q(?P<quarter>[1-4])"
    r"|W(?P<week>\d\d)|(?P<month>\d\d)))?"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A labelled stretch of days, both ends included."""

    label: str
    every: Every
    first: date
    last: date


def _months(label: str, every: Every, year: int, first: int, last: int) -> Period:
    return Period(label, every, date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def year_period(year: int) -> Period:
    """The calendar year, labelled `2019`."""
    return _months(f"{year:04d}", "year", year, 1, 12)


def half_period(year: int, half: int) -> Period:
    """Six months, `half` 1 or 2, labelled `2019-H1`."""
    return _months(f"{year:04d}-H{half}", "half", year, 6 * half - 5, 6 * half)


def nine_months(year: int) -> Period:
    """January to September, labelled `2019-9M`."""
    return _months(f"{year:04d}-9M", "nine-months", year, 1, 9)


def quarter_period(year: int, quarter: int) -> Period:
    """Three months, `quarter` 1 to 4, labelled `2019-Q1`."""
    return _months(f"{year:04d}-Q{quarter}", "quarter", year, 3 * quarter - 2, 3 * quarter)


def month_period(year: int, month: int) -> Period:
    """One month, labelled `2019-03`."""
    return _months(f"{year:04d}-{month:02d}", "month", year, month, month)


def week_period(year: int, week: int) -> Period:
    """The ISO 8601 week, Monday to Sunday, labelled `2019-W05`. ValueError where there is none."""
    first = date.fromisocalendar(year, week, 1)
    return Period(f"{year:04d}-W{week:02d}", "week", first, first + timedelta(days=6))


def parse_period(label: str) -> Period | None:
    """The period a label names, or None where it names none (`finish`, `2019-Q5`, `2019-13`)."""
    match = _LABEL.fullmatch(label)
    if match is None:
        return None
    year = int(match["year"])
    if match["nine"]:
        return nine_months(year)
    if match["half"]:
        return half_period(year, int(match["half"]))
    if match["quarter"]:
        return quarter_period(year, int(match["quarter"]))
    try:
        if match["week"]:
            return week_period(year, int(match["week"]))
        return month_period(year, int(match["month"])) if match["month"] else year_period(year)
    except ValueError:
        return None


def periods_of_year(every: Every, year: int) -> tuple[Period, ...]:
    """All periods of a kind whose last day lies in the year, in order.

    A week belongs to the year of its ISO number, as its label says.
    """
    match every:
        case "week":
            weeks = date(year, 12, 28).isocalendar().week
            return tuple(week_period(year, week) for week in range(1, weeks + 1))
        case "month":
            return tuple(month_period(year, month) for month in range(1, 13))
        case "quarter":
            return tuple(quarter_period(year, quarter) for quarter in range(1, 5))
        case "half":
            return (half_period(year, 1), half_period(year, 2))
        case "nine-months":
            return (nine_months(year),)
        case "year":
            return (year_period(year),)


def data_window(period: Period) -> tuple[date, date]:
    """First and last day of the figures a report of the period covers (Decree 09/2019, art. 12).

    A week's report covers the week.
    """
    if period.every == "week":
        return period.first, period.last
    before = period.first - timedelta(days=1)
    return before.replace(day=15), period.last.replace(day=14)
