"""A small working-day table for tests: Viet Nam, end of 2018 to 2019, typed in by hand."""

from __future__ import annotations

from datetime import date

from rules.text import Text
from rules.workdays import DayEntry, WorkingDays

_OFF = {
    "2018-12-31": "swap", "2019-01-01": "New Year",
    "2019-02-04": "Tết", "2019-02-05": "Tết", "2019-02-06": "Tết", "2019-02-07": "Tết",
    "2019-02-08": "Tết", "2019-04-15": "Hùng Kings, in lieu", "2019-04-29": "swap",
    "2019-04-30": "Reunification", "2019-05-01": "Labour Day", "2019-09-02": "National Day",
}  # fmt: skip
_WORKED = {"2019-01-05": "2018-12-31", "2019-05-04": "2019-04-29"}


def working_days_2019() -> WorkingDays:
    """2018 and 2019 decided, every other year predicted and plain."""
    swaps = {off: worked for worked, off in _WORKED.items()}
    entries = [
        DayEntry(
            date.fromisoformat(day), False, Text(reason, reason), "typed in",
            instead_of=date.fromisoformat(swaps[day]) if day in swaps else None,
        )
        for day, reason in _OFF.items()
    ] + [
        DayEntry(
            date.fromisoformat(day), True, Text("swap", "swap"), "typed in",
            instead_of=date.fromisoformat(off),
        )
        for day, off in _WORKED.items()
    ]  # fmt: skip
    return WorkingDays({entry.day: entry for entry in entries}, {2018: "decided", 2019: "decided"})
