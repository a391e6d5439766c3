"""The real process on a clock that libfaketime moves: Debian's `libfaketime`, where it is there.

KYHAN_TEST_FAKETIME names libfaketimeMT.so.1 where it lies elsewhere. Only the wall clock is moved:
the monotonic clock and the uptime go on, as they do where somebody sets a machine's clock.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scheduler.clock import SystemClock
from tests.scheduler.small_city import ROOT, write_city
from tests.scheduler.stage import at

FOUND = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
LIBRARY = os.environ.get("KYHAN_TEST_FAKETIME") or (str(FOUND[0]) if FOUND else "")
PATIENCE = 40.0  # seconds; the clock is looked at every 5
DAY = 86_400
pytestmark = pytest.mark.skipif(
    not LIBRARY, reason="libfaketime is not installed: apt-get install libfaketime"
)


class Process:
    def __init__(self, folder: Path) -> None:
        self.folder, self.wall, self.log = folder, folder / "wall", folder / "log"
        self.offset = (at("2019-03-01", 10) - SystemClock().now()).total_seconds()  # a Friday
        self.jump(0)

    def jump(self, seconds: float) -> None:
        self.offset += seconds
        part = self.folder / "wall.part"
        part.write_text(f"{self.offset:+.0f}\n", encoding="ascii")
        part.replace(self.wall)

    def mails(self) -> int:
        return len(list((self.folder / "mail" / "new").glob("*")))

    def events(self, name: str) -> int:
        return sum(
            json.loads(line)["event"] == name
            for line in self.log.read_text("utf-8").splitlines()
            if line.startswith("{")
        )

    def wait(self, true: Callable[[], object]) -> float:
        begun = time.monotonic()
        while not true():
            assert time.monotonic() - begun < PATIENCE, self.log.read_text("utf-8")
            time.sleep(0.05)
        return time.monotonic() - begun


@contextmanager
def running(folder: Path) -> Iterator[Process]:
    config = write_city(folder)
    fast = '[daemon]\nenqueue = 0.5\ndeliver = 0.5\nreload = 0.5\n[log]\nformat = "json"\n'
    config.write_text(config.read_text("utf-8") + fast, encoding="utf-8")
    process = Process(folder)
    moved = {
        "LD_PRELOAD": LIBRARY, "FAKETIME_TIMESTAMP_FILE": str(process.wall),
        "FAKETIME_NO_CACHE": "1", "DONT_FAKE_MONOTONIC": "1",
    }  # fmt: skip
    with process.log.open("w") as log:
        ran = subprocess.Popen(
            [sys.executable, "-m", "scheduler", "run", "--config", str(config)],
            cwd=ROOT, env={**os.environ, **moved}, stderr=log,
        )  # fmt: skip
    try:
        process.wait(lambda: process.mails() == 2)  # remind-1
        yield process
        ran.send_signal(signal.SIGTERM)
        assert ran.wait(PATIENCE) == 0
    finally:
        ran.kill()
        ran.wait()


def test_an_hour_back_neither_repeats_nor_stalls(tmp_path: Path) -> None:
    with running(tmp_path) as process:
        process.jump(-3600)
        process.wait(lambda: process.events("clock-moved"))
        plan = tmp_path / "plans" / "p.toml"
        plan.write_text(plan.read_text("utf-8") + "\n# touched\n", encoding="utf-8")
        assert process.wait(lambda: process.events("reloaded")) < 60  # not an hour
        assert process.mails() == 2
        assert process.events("clock-held") == 0


@pytest.mark.parametrize("days", [3, -400])
def test_days_hold_the_mail_until_the_clock_agrees_again(tmp_path: Path, days: int) -> None:
    with running(tmp_path) as process:
        process.jump(days * DAY)
        process.wait(lambda: process.events("clock-held"))
        process.wait(lambda: process.events("clock-moved"))
        assert process.mails() == 2
        process.jump(-days * DAY)
        process.wait(lambda: process.events("clock-agrees-again"))
        seen = process.events("clock-moved")
        process.jump(20 * 3600)  # Saturday: a day off
        process.wait(lambda: process.events("clock-moved") > seen)
        assert process.mails() == 2
        assert process.events("pass-failed") == 0
