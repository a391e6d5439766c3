"""Recurrences written as an RFC 5545 RRULE, for what words cannot say."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime
from itertools import islice

from dateutil.rrule import rrulestr

from ..deadline import Bound, Context, Deadline, Recurs, Window
from ..text import Text
from . import messages, reasons
from .errors import WordingError

_RRULE = re.compile(r"(?:RRULE:)?FREQ=", re.IGNORECASE)
_MOST = 2000
_EVERY = {"WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}


def is_rrule(text: str) -> bool:
    """Whether the text is an RRULE (RFC 5545, section 3.3.10)."""
    return _RRULE.match(text) is not None


def read_rrule(text: str, context: Context) -> Deadline:
    """One window a date, over the plan's years or the report's period; the day is on time."""
    period = context.period
    first = period.first if period else date(context.year, 1, 1)
    last = period.last if period else date(context.last_year, 12, 31)
    place = (0, len(text))
    try:
        rule = rrulestr(text.upper(), dtstart=datetime(first.year, 1, 1))  # noqa: DTZ001 - civil days
        end = datetime(last.year, 12, 31)  # noqa: DTZ001
        found = [moment.date() for moment in islice(rule.xafter(datetime(first.year, 1, 1), inc=True), _MOST)  # noqa: DTZ001,E501
                 if moment <= end]  # fmt: skip
    except (ValueError, TypeError, AttributeError, ZeroDivisionError) as error:
        message = Text(*(each.replace("{}", str(error)) for each in messages.RRULE_BAD))
        raise WordingError("not-understood", message, place) from None
    days = list(dict.fromkeys(day for day in found if first <= day <= last))
    if not days or (period and len(days) != 1):
        raise WordingError("not-understood", messages.RRULE_NONE, place)
    months = Counter(f"{day:%Y-%m}" for day in days)
    windows = []
    for day in days:
        label = f"{day:%Y-%m}" if months[f"{day:%Y-%m}"] == 1 else day.isoformat()
        windows.append(Window(period.label if period else label, None, day, Bound.BY,
                              (reasons.up_to(day),)))  # fmt: skip
    return Deadline(tuple(windows), recurs=None if period else _recurs(text))


def _recurs(text: str) -> Recurs | None:
    """The plain cycle of the rule, where it has one."""
    frequency = re.search(r"FREQ=([A-Z]+)", text.upper())
    plain = "INTERVAL=" not in text.upper()
    match _EVERY.get(frequency[1] if frequency else "") if plain else None:
        case "week":
            return Recurs("week")
        case "month":
            return Recurs("month")
        case "year":
            return Recurs("year")
        case _:
            return None
