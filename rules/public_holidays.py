"""Public holidays that the `holidays` package proposes for years the table does not hold.

A proposal, never a decision: fixed days, the lunar ones it computes and their days in lieu, by the
Labour Code. Which days are Tết, and any swap, the Government decides each year.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from .text import Text
from .workdays import DayEntry

SOURCE = "gói phần mềm holidays, chưa phải quyết định"


def propose(year: int) -> Mapping[date, DayEntry]:
    """The proposed days off of the year, all `predicted`; empty where the package knows none."""
    from holidays import country_holidays  # noqa: PLC0415 - slow to import, and mostly not needed

    vietnamese = country_holidays("VN", years=year, language="vi")
    english = country_holidays("VN", years=year, language="en_US")
    return {
        day: DayEntry(
            day,
            worked=False,
            reason=Text(vietnamese[day], english[day]),
            source=SOURCE,
            state="predicted",
        )
        for day in sorted(vietnamese)
        if day.year == year
    }
