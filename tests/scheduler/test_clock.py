"""The clock: the site's civil day, and a pretended one that runs on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from freezegun import freeze_time

from scheduler.clock import SystemClock, clock_for, today

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("instant", "day"),
    [("2019-03-03T16:59:59", date(2019, 3, 3)), ("2019-03-03T17:00:00", date(2019, 3, 4))],
)
def test_a_day_begins_at_midnight_of_the_site(instant: str, day: date) -> None:
    with freeze_time(instant):
        assert today(SystemClock(), HANOI) == day


def test_the_systems_clock_is_aware() -> None:
    with freeze_time("2019-03-04T01:00:00"):
        assert clock_for(None, HANOI).now() == datetime(2019, 3, 4, 1, tzinfo=UTC)


def test_a_pretended_day_starts_at_noon_and_runs() -> None:
    with freeze_time("2026-11-21T20:00:00") as frozen:
        clock = clock_for(date(2019, 3, 4), HANOI)
        assert clock.now() == datetime(2019, 3, 4, 5, tzinfo=UTC)
        frozen.tick(timedelta(hours=13))
        assert today(clock, HANOI) == date(2019, 3, 5)
