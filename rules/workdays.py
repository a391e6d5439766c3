"""Which days are worked: Monday to Friday, less the days off, plus the Saturdays worked instead.

Public holidays: Labour Code 2019 (45/2019/QH14), art. 112, days in lieu art. 111.3; swaps are
announced by the Government for civil servants. All are data with a source and a state.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol

from .text import Text

YearState = Literal["decided", "predicted"]
Day = date


@dataclass(frozen=True, slots=True)
class DayEntry:
    """One exception to the Monday-to-Friday week: a day off, or (`worked`) a day worked.

    `instead_of` links the two days of a swap. `state`: whether it was decided or only predicted.
    """

    day: date
    worked: bool
    reason: Text
    source: str
    state: YearState = "decided"
    instead_of: date | None = None


Propose = Callable[[int], Mapping[date, DayEntry]]


class WorkingDays:
    """The calendar of worked days. Every day is a civil day of the site; years are 1 to 9998.

    `states` names the years the table holds. For any other year `propose` is asked, once; without
    it such a year has only its weekends off.
    """

    def __init__(
        self,
        entries: Mapping[date, DayEntry],
        states: Mapping[int, YearState],
        propose: Propose | None = None,
    ) -> None:
        self.entries, self.states, self.propose = dict(entries), dict(states), propose
        self._proposed: dict[int, Mapping[date, DayEntry]] = {}
        self._years: dict[int, list[int]] = {}

    def entry(self, day: date) -> DayEntry | None:
        """The exception recorded, or proposed, for the day, if any."""
        known = self.entries.get(day)
        if known is not None or self.propose is None or day.year in self.states:
            return known
        if day.year not in self._proposed:
            self._proposed[day.year] = self.propose(day.year)
        return self._proposed[day.year].get(day)

    def is_working(self, day: date) -> bool:
        """Whether the day is worked."""
        entry = self.entry(day)
        return entry.worked if entry is not None else day.weekday() < 5

    def state(self, year: int) -> YearState:
        """`decided` where the year's days off are known, else `predicted`."""
        return self.states.get(year, "predicted")

    def on_or_before(self, day: date) -> date:
        """The last working day on or before the day."""
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day

    def on_or_after(self, day: date) -> date:
        """The first working day on or after the day."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def add(self, day: date, count: int) -> date:
        """The `count`-th working day after the day (before it, if negative), itself not counted.

        `add(d, 0)` is the first working day on or after d. OverflowError beyond year 9999.
        """
        year, days = day.year, self._worked(day.year)
        if count > 0:
            place = bisect_right(days, day.toordinal()) + count - 1
        else:
            place = bisect_left(days, day.toordinal()) + count
        while place >= len(days):
            place -= len(days)
            year, days = year + 1, self._worked(year + 1)
        while place < 0:
            year, days = year - 1, self._worked(year - 1)
            place += len(days)
        return date.fromordinal(days[place])

    def count(self, after: date, until: date) -> int:
        """How many working days lie in (after, until]; negative where `until` is earlier."""
        if until < after:
            return -self.count(until, after)
        between = sum(len(self._worked(year)) for year in range(after.year, until.year))
        return (
            between
            + bisect_right(self._worked(until.year), until.toordinal())
            - bisect_right(self._worked(after.year), after.toordinal())
        )

    def _worked(self, year: int) -> list[int]:
        """Ordinals of the year's worked days, sorted: arithmetic is then a bisection."""
        if year not in self._years:
            if not 1 <= year <= 9999:
                raise OverflowError(f"no calendar for the year {year}")
            span = range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
            self._years[year] = [n for n in span if self.is_working(date.fromordinal(n))]
        return self._years[year]


class OperatorDay(Protocol):
    """A day the operator's configuration names. `reason` is for people; "" for a general one."""

    @property
    def date(self) -> Day: ...
    @property
    def reason(self) -> str: ...


_CONFIGURED = "cấu hình / configuration"


def with_operator_days(
    working_days: WorkingDays,
    off: Iterable[OperatorDay],
    worked: Iterable[OperatorDay],
    withdrawn: Iterable[OperatorDay],
) -> WorkingDays:
    """The calendar after the operator's withdrawals, then additions; an addition replaces an entry.

    A withdrawn day is an ordinary day of the week again, and so is the other day of its swap. A day
    without an entry stays what it is.
    """
    entries = dict(working_days.entries)
    for one in withdrawn:
        entry = working_days.entry(one.date)
        if entry is None:
            continue
        if entry.instead_of is not None:
            entries.pop(entry.instead_of, None)
        if one.date in working_days.entries:
            entries.pop(one.date, None)
        else:  # only proposed
            entries[one.date] = _configured(
                one, "Ngày thường", "An ordinary day", worked=one.date.weekday() < 5
            )
    for one in off:
        entries[one.date] = _configured(one, "Ngày nghỉ riêng", "Day off here", worked=False)
    for one in worked:
        entries[one.date] = _configured(one, "Ngày làm việc riêng", "Worked here", worked=True)
    return WorkingDays(entries, working_days.states, working_days.propose)


def _configured(one: OperatorDay, vi: str, en: str, *, worked: bool) -> DayEntry:
    return DayEntry(one.date, worked, Text(one.reason or vi, one.reason or en), _CONFIGURED)
