"""A month of an agency's: which days are worked, and what is due on each."""

from __future__ import annotations

import re
from calendar import Calendar
from collections import defaultdict
from datetime import date, timedelta

from rules.words import weekday
from templates.pages.lines import ItemLine
from templates.pages.month import MonthDay, MonthPage

from .. import links
from ..access.scope import NotFoundError
from ..access.viewer import Owes
from ..item.lines import Lines
from .view import agency_head

YEARS = range(2000, 2101)  # the days off of other years nobody has looked into
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_MONDAY_FIRST = Calendar(firstweekday=0)


def month_page(lines: Lines, owes: Owes, month: str) -> MonthPage:
    """The month `2019-02`, or that of today for "". NotFoundError for what is none of `YEARS`."""
    scope = lines.scope
    head = agency_head(lines, owes, "month")
    first = _first_day(month, scope.moment.today)
    due_on = defaultdict[date, list[ItemLine]](list)
    pending = 0
    for occurrence in scope.occurrences_of(*owes):
        due = occurrence.slot.due
        if due is None:
            pending += not scope.moment.facts.last(occurrence.key)
        elif (due.year, due.month) == (first.year, first.month):
            due_on[due].append(lines.of(occurrence))
    weeks = tuple(
        tuple(_day(day, due_on, lines) if day.month == first.month else None for day in week)
        for week in _MONDAY_FIRST.monthdatescalendar(first.year, first.month)
    )
    monday = date(2018, 1, 1)
    return MonthPage(
        head=head,
        first=first,
        weeks=weeks,
        weekdays=tuple(weekday(monday + timedelta(days=n), lines.lang) for n in range(7)),
        previous=_address(owes, first - timedelta(days=1)),
        next=_address(owes, first + timedelta(days=31)),
        count=sum(len(items) for items in due_on.values()),
        pending=pending,
        pending_url=links.with_query(links.agency(*owes), state="pending"),
    )


def _first_day(month: str, today: date) -> date:
    found = _MONTH.fullmatch(month)
    year, number = (int(found[1]), int(found[2])) if found else (today.year, today.month)
    if (month and not found) or year not in YEARS or not 1 <= number <= 12:
        raise NotFoundError(month)
    return date(year, number, 1)


def _address(owes: Owes, day: date) -> str:
    month = f"{day:%Y-%m}"
    return links.agency(*owes, "month", month=month) if day.year in YEARS else ""


def _day(day: date, due_on: dict[date, list[ItemLine]], lines: Lines) -> MonthDay:
    moment = lines.scope.moment
    days = moment.schedule.working_days
    entry = days.entry(day)
    return MonthDay(
        day=day,
        worked=days.is_working(day),
        why="" if entry is None else entry.reason.to(lines.lang),
        predicted=entry is not None and entry.state == "predicted",
        today=day == moment.today,
        items=tuple(due_on.get(day, ())),
    )
