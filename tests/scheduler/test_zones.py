"""Days and hours are the site's, whatever the machine's zone, also where clocks change."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rules.text import Text
from rules.workdays import DayEntry, WorkingDays
from scheduler.enqueue import too_early
from tests.scheduler.small_city import ROOT, write_city

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"


@pytest.mark.parametrize(
    ("zone", "hour", "instant", "day"),
    [
        # Berlin: on Sunday 31 March 2019 02:00-03:00 is left out (01:00 UTC)
        (BERLIN, 2, "2019-03-31T00:59", None),
        (BERLIN, 2, "2019-03-31T01:00", "2019-03-31"),
        # ... and on 27 October 02:00-03:00 comes twice (00:00-02:00 UTC): from the first on
        (BERLIN, 2, "2019-10-26T23:59", None),
        (BERLIN, 2, "2019-10-27T00:00", "2019-10-27"),
        (BERLIN, 2, "2019-10-27T01:00", "2019-10-27"),
        (BERLIN, 3, "2019-10-27T01:59", None),
        (BERLIN, 3, "2019-10-27T02:00", "2019-10-27"),
        # New York: 10 March 02:00 is left out (07:00 UTC), 3 November 01:00-02:00 comes twice
        (NEW_YORK, 2, "2019-03-10T06:59", None),
        (NEW_YORK, 2, "2019-03-10T07:00", "2019-03-10"),
        (NEW_YORK, 1, "2019-11-03T04:59", None),
        (NEW_YORK, 1, "2019-11-03T05:00", "2019-11-03"),
        (NEW_YORK, 1, "2019-11-03T06:30", "2019-11-03"),
        # the site's day, not that of UTC
        (NEW_YORK, 8, "2019-03-02T00:30", "2019-03-01"),
        (BERLIN, 0, "2019-03-01T23:00", "2019-03-02"),
        (BERLIN, 0, "2019-03-01T22:59", "2019-03-01"),
    ],
)
def test_the_sending_hour_comes_once_a_day_where_clocks_change(
    zone: str, hour: int, instant: str, day: str | None
) -> None:
    local = datetime.fromisoformat(instant).replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    worked = DayEntry(local.date(), worked=True, reason=Text("", ""), source="")
    held = too_early(local, WorkingDays({worked.day: worked}, {2019: "decided"}), hour)
    assert (None if held else local.date().isoformat()) == day


@pytest.mark.parametrize("zone", ["UTC", NEW_YORK, "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_machine_anywhere_sends_the_same_mails(tmp_path: Path, zone: str) -> None:
    config = write_city(tmp_path)
    subprocess.run(
        [sys.executable, "-m", "scheduler", "run", "--once", "--config", str(config),
         "--today", "2019-03-04"],
        cwd=ROOT, env={**os.environ, "TZ": zone}, check=True, capture_output=True,
    )  # fmt: skip
    mails = [path.read_text("ascii") for path in (tmp_path / "mail" / "new").glob("*")]
    assert len(mails) == 2
    assert all("Date: Mon, 04 Mar 2019 12:00:" in mail and "+0700" in mail for mail in mails)
