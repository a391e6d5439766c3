"""The only file that reads the clock. Everything else takes `now`, `today` or a `Clock`."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from typing import Protocol
from zoneinfo import ZoneInfo

NOON = time_of_day(12)


class Clock(Protocol):
    """What tells the time: the machine's own clock, or a pretended one."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        return datetime.now(UTC)


class Pretended:
    """A clock set to noon of a pretended day in `zone`; from then on it runs like any other."""

    def __init__(self, day: date, zone: ZoneInfo) -> None:
        self._start = datetime.combine(day, NOON, zone).astimezone(UTC)
        self._since = time.monotonic()

    def now(self) -> datetime:
        """The pretended instant, aware, in UTC."""
        return self._start + timedelta(seconds=time.monotonic() - self._since)


def clock_for(day: date | None, zone: ZoneInfo) -> Clock:
    """The pretended clock of `--today DAY`, or the machine's where no day is given."""
    return SystemClock() if day is None else Pretended(day, zone)


def today(clock: Clock, zone: ZoneInfo) -> date:
    """The civil day it is in `zone`."""
    return clock.now().astimezone(zone).date()
