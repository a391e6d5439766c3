"""`kyhan run` as it is: its own process, a real SMTP server and database, pretended days."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.scheduler.relay import SLOW, Relay, relay
from tests.scheduler.small_city import PLAN, ROOT, directory

TU_PHAP, NOI_VU = "officer@tu-phap.example.org", "officer@noi-vu.example.org"
KEY = "p/III.1/finish/tu-phap"
PATIENCE = 120.0  # seconds: others use the machine too, and a start takes three of its time

DIRECTORY = directory(("tu-phap", "noi-vu", "so-noi-vu"), "officer")
CONFIG = """[web]
listen = ""
[plans]
working_days = "{root}/plans/working-days.toml"
[mail]
transport = "smtp://127.0.0.1:{port}"
from = "kyhan@example.org"
[daemon]
enqueue = 0.2
deliver = 0.2
publish = 0.2
reload = 0.2
[log]
format = "json"
"""


class Place:
    """A site in a folder of its own, and `kyhan` on it."""

    def __init__(self, folder: Path, server: Relay) -> None:
        self.folder, self.server = folder, server
        self.plan = folder / "plans" / "p.toml"
        (folder / "plans" / "directories").mkdir(parents=True)
        self.plan.write_text(PLAN, encoding="utf-8")
        (folder / "plans" / "directories" / "city.toml").write_text(DIRECTORY, encoding="utf-8")
        self.config = folder / "config.toml"
        self.config.write_text(CONFIG.format(root=ROOT, port=server.port), encoding="utf-8")

    def command(self, *words: str, day: str) -> list[str]:
        options = ["--config", str(self.config), "--today", day, "--lang", "en"]
        return [sys.executable, "-m", "scheduler", *words, *options]

    def kyhan(self, *words: str, day: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        ran = subprocess.run(
            self.command(*words, day=day),
            cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
        assert ran.returncode == code, ran.stderr
        return ran

    @contextmanager
    def running(self, day: str) -> Iterator[Running]:
        log = self.folder / f"log-{time.monotonic_ns()}"
        with log.open("w") as sink:
            process = subprocess.Popen(self.command("run", day=day), cwd=ROOT, stderr=sink)
        daemon = Running(process, log)
        try:
            daemon.wait_for("started")
            yield daemon
        finally:
            process.kill()
            process.wait()


class Running:
    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process, self.log = process, log

    def events(self, name: str) -> list[dict[str, Any]]:
        lines = [line for line in self.log.read_text().splitlines() if line.startswith("{")]
        return [event for event in map(json.loads, lines) if event["event"] == name]

    def wait_for(self, name: str) -> dict[str, Any]:
        until(lambda: self.events(name) or self.process.poll() is not None, self.log)
        assert self.events(name), self.log.read_text()
        return self.events(name)[0]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


def until(true: Callable[[], object], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.05)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with relay() as server:
        yield Place(tmp_path, server)


def recipients(server: Relay) -> list[str]:
    return sorted(mail.recipient for mail in server.mails)


def test_one_mail_on_the_day_and_none_after_it_is_done(place: Place) -> None:
    server = place.server
    with place.running("2019-03-04") as daemon:
        until(lambda: len(daemon.events("sent")) == 2, daemon.log)
        time.sleep(1)  # several more rounds of every pass
        assert daemon.stop() == 0
    assert recipients(server) == [NOI_VU, TU_PHAP]
    assert "Rà soát thủ tục hành chính" in server.to(TU_PHAP)[0].text
    place.kyhan("done", KEY, "--on", "2019-03-05", "--number", "12/BC", day="2019-03-05")
    server.mails.clear()
    with place.running("2019-03-07") as daemon:  # late by two working days
        until(lambda: server.to(NOI_VU), daemon.log)
        time.sleep(0.5)
        assert daemon.stop() == 0
    assert recipients(server) == [NOI_VU]


def test_killed_and_started_again_it_mails_nobody_twice(place: Place) -> None:
    with place.running("2019-03-04") as daemon:
        until(lambda: len(daemon.events("sent")) == 2, daemon.log)
        daemon.process.kill()
        daemon.process.wait()
    with place.running("2019-03-04") as daemon:
        time.sleep(1)
        assert daemon.stop() == 0
    assert recipients(place.server) == [NOI_VU, TU_PHAP]


def test_sigterm_lets_the_mail_in_hand_finish(place: Place) -> None:
    place.server.on_data = [SLOW, SLOW]
    with place.running("2019-03-04") as daemon:
        until(lambda: len(place.server.on_data) == 1, daemon.log)
        assert daemon.stop() == 0
        assert len(daemon.events("sent")) == 1
    place.kyhan("run", "--once", day="2019-03-04")
    assert recipients(place.server) == [NOI_VU, TU_PHAP]


def test_a_second_one_on_the_same_database_is_refused(place: Place) -> None:
    with place.running("2019-03-04") as daemon:
        refused = place.kyhan("run", day="2019-03-04", code=1)
        assert f"already running on this database (process {daemon.process.pid})" in refused.stderr
        assert daemon.process.poll() is None


def test_a_bad_plan_keeps_the_last_good_one_until_it_is_mended(place: Place) -> None:
    with place.running("2019-02-01") as daemon:  # before the first reminder
        place.plan.write_text(PLAN.replace('kind = "task"', 'kind = "tsak"'), encoding="utf-8")
        problem = daemon.wait_for("reload-refused")["problem"]
        assert "p.toml:11" in problem
        assert "tsak" in problem
        status = daemon.wait_for("kept-the-last-good")
        assert status["level"] == "error"
        mended = PLAN.replace("05/3/2019", "12/02/2019")
        place.plan.write_text(mended, encoding="utf-8")
        daemon.wait_for("reloaded")
        until(lambda: len(place.server.mails) == 2, daemon.log)
        assert daemon.stop() == 0


def test_sighup_reloads(place: Place) -> None:
    with place.running("2019-02-01") as daemon:
        daemon.process.send_signal(signal.SIGHUP)
        daemon.wait_for("reloaded")
        assert daemon.stop() == 0


def test_a_relay_that_is_down_loses_nothing(place: Place) -> None:
    config = place.config.read_text("utf-8")
    place.config.write_text(config.replace(f":{place.server.port}", ":9"), encoding="utf-8")
    place.kyhan("run", "--once", day="2019-03-04", code=1)
    place.config.write_text(config, encoding="utf-8")
    place.kyhan("run", "--once", day="2019-03-04")
    place.kyhan("run", "--once", day="2019-03-04")
    assert recipients(place.server) == [NOI_VU, TU_PHAP]
    told = json.loads(place.kyhan("notices", "--json", day="2019-03-04").stdout)
    assert {row["outcome"] for row in told} == {"sent", "superseded"}


def test_after_an_outage_there_is_one_mail_and_it_says_what_is_true_now(place: Place) -> None:
    config = place.config.read_text("utf-8")
    place.config.write_text(config.replace(f":{place.server.port}", ":9"), encoding="utf-8")
    place.kyhan("run", "--once", day="2019-03-01", code=1)
    place.config.write_text(config, encoding="utf-8")
    place.kyhan("run", "--once", day="2019-03-04")
    assert recipients(place.server) == [NOI_VU, TU_PHAP]
    told = json.loads(place.kyhan("notices", "--json", day="2019-03-04").stdout)
    outcomes = {row["rung"]: row["outcome"] for row in told}
    assert (outcomes["remind-1"], outcomes["due"]) == ("superseded", "sent")


def test_calendars_follow_what_is_recorded(place: Place) -> None:
    feed = place.folder / "var" / "feeds" / "city" / "agencies" / "tu-phap.ics"
    with place.running("2019-03-01") as daemon:
        until(feed.exists, daemon.log)
        before = feed.read_bytes()
        place.kyhan("done", KEY, "--on", "2019-03-01", "--number", "12/BC", day="2019-03-01")
        until(lambda: feed.read_bytes() != before, daemon.log)
        assert daemon.stop() == 0


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["done", KEY, "--on", "2019-03-06", "--number", "1"], 1, "still to come"),
        (["done", "p/III.1/finish/tu-pha", "--on", "2019-03-01", "--number", "1"], 1, KEY),
        (["event", "p/III.9", "2019-03-01"], 1, "p/III.9"),
    ],
)
def test_records_that_cannot_be_are_refused(
    place: Place, words: list[str], code: int, says: str
) -> None:
    assert says in place.kyhan(*words, day="2019-03-05", code=code).stderr


def test_recording_the_same_twice_says_so(place: Place) -> None:
    words = ["done", KEY, "--on", "2019-03-05", "--number", "12/BC"]
    assert "done late; submitted on 5 March 2019" in place.kyhan(*words, day="2019-03-05").stdout
    assert "known already" in place.kyhan(*words, day="2019-03-05").stdout
