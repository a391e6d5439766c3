"""/healthz, /metrics and `kyhan doctor` of the real daemon: in health, and broken in many ways."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import create_engine

from tests.postgres import own_schema, server
from tests.scheduler.relay import free_port, relay
from tests.scheduler.small_city import ROOT
from tests.scheduler.test_daemon import PATIENCE, Place, until

DAY = "2019-03-04"  # a Monday: two mails
_Said = TypeVar("_Said")


class Watched(Place):
    """A site whose daemon listens; what its pages and the doctor say."""

    port: int

    def page(self, path: str) -> tuple[int, str]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def health(self) -> tuple[int, dict[str, Any]]:
        """The status, and the reasons by name."""
        status, body = self.page("/healthz")
        said = json.loads(body)
        assert (status, said["status"]) in ((200, "ok"), (503, "red"))
        return status, {reason["name"]: reason for reason in said["reasons"]}

    def metrics(self) -> dict[str, float]:
        status, body = self.page("/metrics")
        assert status == 200
        return {
            sample.name + "".join(f"{{{each}}}" for each in sample.labels.values()): sample.value
            for family in text_string_to_metric_families(body)
            for sample in family.samples
        }

    def doctor(self, *words: str, code: int, day: str = DAY) -> dict[str, dict[str, Any]]:
        """The findings that are not ok, by name."""
        said = json.loads(self.kyhan("doctor", "--json", *words, day=day, code=code).stdout)
        return {each["name"]: each for each in said["findings"] if each["level"] != "ok"}

    def sql(self, statement: str) -> None:
        file = self.folder / "var" / "kyhan.sqlite3"
        with closing(sqlite3.connect(file, timeout=PATIENCE)) as connection, connection:
            connection.execute(statement)

    def change(self, old: str, new: str) -> None:
        text = self.config.read_text("utf-8")
        assert old in text
        self.config.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    backups = tmp_path / "backups"
    backups.mkdir()
    (backups / "kyhan.dump").write_bytes(b"x")
    monkeypatch.setenv("KYHAN_WATCH__BACKUP_FOLDER", str(backups))
    monkeypatch.setenv("KYHAN_WATCH__MAIL_DOWN_MINUTES", "1")
    with relay() as smtp:
        watched = Watched(tmp_path, smtp)
        watched.port = free_port()
        monkeypatch.setenv("KYHAN_WATCH__LISTEN", f"127.0.0.1:{watched.port}")
        yield watched


def test_in_health(place: Watched) -> None:
    with place.running(DAY) as daemon:
        until(lambda: len(daemon.events("sent")) == 2 and daemon.events("published"), daemon.log)
        assert place.health() == (200, {})
        metrics = place.metrics()
        assert metrics["kyhan_notices_sent_total{due}"] == 2
        assert metrics["kyhan_messages_sent_total"] == 2
        assert metrics["kyhan_messages_due"] == 0
        assert metrics["kyhan_smtp_replies_total{2xx}"] == 2
        assert metrics["kyhan_occurrences{today}"] == 2
        assert metrics["kyhan_pass_seconds_count{enqueue}"] >= 1
        assert metrics["kyhan_ledger_up"] == 1
        assert not [
            name for name in metrics if name.startswith("kyhan_health_red") and metrics[name]
        ]
        assert "@" not in place.page("/metrics")[1]
        assert place.doctor("--live", code=0) == {}
        assert daemon.stop() == 0
    with place.running(DAY) as daemon:  # the ledger's counts outlive the process
        assert place.metrics()["kyhan_notices_sent_total{due}"] == 2
    stopped = place.doctor(code=0)
    assert set(stopped) == {"daemon"}
    assert "systemctl start kyhan" in stopped["daemon"]["do"]["en"]


def between_two_tries(ask: Callable[[], _Said], calm: Callable[[_Said], bool], log: Path) -> _Said:
    """What is said when no mail is in hand: while a try lasts those in hand are not queued."""
    said: list[_Said] = []

    def asked() -> bool:
        said.append(ask())
        return calm(said[-1])

    until(asked, log)
    return said[-1]


def test_relay_down(place: Watched) -> None:
    place.change(f":{place.server.port}", ":9")
    with place.running(DAY) as daemon:
        until(lambda: place.metrics()["kyhan_smtp_breaker_open"] == 1, daemon.log)
        assert place.health() == (200, {})  # for a minute it is nobody's business
        place.sql("UPDATE messages SET created_at = '2019-03-04 04:00:00'")
        health = between_two_tries(place.health, lambda said: said[0] == 503, daemon.log)
        assert set(health[1]) == {"mail-down"}
        reason = health[1]["mail-down"]
        assert reason["since"] == "2019-03-04T04:00:00+00:00"  # an hour before noon there
        assert reason["what"]["vi"].startswith("2 thư chờ, 60 phút không gửi được thư nào: ")
        assert "kyhan doctor --live" in reason["do"]["vi"]
        metrics = between_two_tries(
            place.metrics, lambda said: said["kyhan_messages_open{queued}"] == 2, daemon.log
        )
        assert metrics["kyhan_health_red{mail-down}"] == 1
        assert metrics["kyhan_message_oldest_due_seconds"] >= 3600
        assert metrics["kyhan_smtp_replies_total{relay}"] >= 1
        found = place.doctor("--live", code=2)
        assert {"mail-down", "relay", "health"} <= set(found)
        assert "smtp://127.0.0.1:9" in found["relay"]["what"]["en"]
        assert daemon.stop() == 0


def test_held(place: Watched) -> None:
    place.kyhan("run", "--once", day="2019-02-01")  # the database is there, nothing is due yet
    place.kyhan("notices", "--hold", "the plan is being corrected", day=DAY)
    with place.running(DAY) as daemon:
        until(lambda: place.metrics().get("kyhan_messages_open{queued}") == 2, daemon.log)
        status, reasons = place.health()
        assert (status, set(reasons)) == (503, {"held"})
        assert "stopped" in reasons["held"]["what"]["en"]
        assert "kyhan notices --release" in reasons["held"]["do"]["en"]
        assert place.metrics()["kyhan_holds{stopped}"] == 1
        found = place.doctor(code=2)
        assert set(found) == {"held", "health"}
        assert "held" in found["health"]["what"]["en"]
        assert daemon.stop() == 0
    assert place.server.mails == []


def test_sqlite_that_another_holds(place: Watched) -> None:
    place.kyhan("run", "--once", day=DAY)
    file = place.folder / "var" / "kyhan.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        found = place.doctor(code=2)
    assert "database is locked" in found["database"]["what"]["en"]
    assert "fuser" in found["database"]["do"]["en"]
    assert place.doctor(code=0).keys() == {"daemon"}


def test_a_restored_backup_starts_held(place: Watched) -> None:
    """The mails of the day went after the backup: none of them goes again before a release."""
    file = place.folder / "var" / "kyhan.sqlite3"
    place.kyhan("run", "--once", day="2019-02-01")
    backup = subprocess.run(
        ["sh", ROOT / "deploy" / "backup.sh", file, place.folder / "backups"],
        env={**os.environ, "PYTHON": sys.executable},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    place.kyhan("run", "--once", day=DAY)
    assert len(place.server.mails) == 2
    shutil.copy(backup.stdout.strip(), file)
    for name in ("kyhan.sqlite3-wal", "kyhan.sqlite3-shm"):
        file.with_name(name).unlink(missing_ok=True)
    with place.running(DAY) as daemon:
        until(lambda: place.metrics().get("kyhan_messages_open{queued}") == 2, daemon.log)
        reasons = place.health()[1]
        assert "restored" in reasons["held"]["what"]["en"]
        assert daemon.stop() == 0
    assert len(place.server.mails) == 2


@contextmanager
def own_database() -> Iterator[str]:
    """The name of a PostgreSQL database of our own; skips where no server answers."""
    with own_schema():
        name = f"kyhan_{uuid4().hex}"
        engine = create_engine(server(), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
            try:
                yield name
            finally:
                connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        engine.dispose()


def test_database_down(place: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL goes away under the daemon and comes back: red meanwhile, and nothing is lost."""
    engine = create_engine(server(), isolation_level="AUTOCOMMIT")
    with own_database() as name, engine.connect() as admin:
        url = server().set(database=name).render_as_string(hide_password=False)
        monkeypatch.setenv("KYHAN_LEDGER__URL", url)
        with place.running("2019-03-03") as daemon:  # a Sunday: nothing is sent
            until(lambda: place.health() == (200, {}), daemon.log)
            admin.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            admin.exec_driver_sql(
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
            )
            until(lambda: place.health()[0] == 503, daemon.log)
            reasons = place.health()[1]
            assert "not currently accepting connections" in reasons["database"]["what"]["en"]
            assert reasons["database"]["since"].startswith("2019-03-03T")
            metrics = place.metrics()
            assert (metrics["kyhan_ledger_up"], metrics["kyhan_health_red{database}"]) == (0, 1)
            assert "kyhan_messages_due" not in metrics
            found = place.doctor(code=2, day="2019-03-03")
            assert {"database", "health"} <= set(found)
            admin.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
            until(lambda: place.health() == (200, {}), daemon.log)
            assert daemon.process.poll() is None
            assert daemon.stop() == 0
    engine.dispose()


def test_next_years_days_and_a_full_disk(place: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KYHAN_WATCH__DISK_FREE_MB", "10000000")
    with place.running("2026-11-21") as daemon:  # 2027 is only predicted
        status, reasons = place.health()
        assert (status, set(reasons)) == (503, {"working-days", "disk"})
        assert reasons["working-days"]["since"] == "2026-10-01T00:00:00+07:00"
        assert place.metrics()["kyhan_working_days_decided{2027}"] == 0
        assert daemon.stop() == 0


def test_the_service_manager_is_told(place: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    path = place.folder / "notify"
    said: list[str] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(path))
        manager.settimeout(PATIENCE)
        monkeypatch.setenv("NOTIFY_SOCKET", str(path))
        monkeypatch.setenv("WATCHDOG_USEC", str(1_000_000))

        def listen() -> None:
            while not said or "stopped" not in said[-1]:
                said.append(manager.recv(500).decode())

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        with place.running(DAY) as daemon:
            until(lambda: sum("WATCHDOG=1" in each for each in said) >= 3, daemon.log)
            assert daemon.stop() == 0
        said_until_the_end = list(said)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as last:
            last.sendto(b"stopped", str(path))
        listener.join(PATIENCE)
    assert said_until_the_end[0] == "READY=1"
    assert any("STATUS=" in each and "queued" in each for each in said_until_the_end)
    assert any(each.startswith("STOPPING=1") for each in said_until_the_end)


def test_a_mail_in_hand_asks_for_more_time(place: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    path = place.folder / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(path))
        manager.settimeout(PATIENCE)
        monkeypatch.setenv("NOTIFY_SOCKET", str(path))
        place.server.on_data = ["250 at last"]
        with place.running(DAY) as daemon:
            until(lambda: not place.server.on_data, daemon.log)
            assert daemon.stop() == 0
        said = b""
        while b"STOPPING=1" not in said:
            said = manager.recv(500)
    assert b"EXTEND_TIMEOUT_USEC=30000000" in said


def test_a_port_that_is_taken_stops_no_mail(place: Watched) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", place.port))
        other.listen()
        with place.running(DAY) as daemon:
            daemon.wait_for("not-watched")
            until(lambda: len(daemon.events("sent")) == 2, daemon.log)
            assert daemon.stop() == 0


def test_sixty_requests_at_once_and_the_daemon_works_on(place: Watched) -> None:
    with place.running(DAY) as daemon:
        until(lambda: len(daemon.events("sent")) == 2, daemon.log)
        begun = time.monotonic()
        found: list[int] = []
        threads = [
            threading.Thread(target=lambda: found.append(place.page("/metrics")[0]))
            for _ in range(60)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        assert len(found) == 60
        assert set(found) <= {200, 503}  # told to come back, never left waiting
        assert time.monotonic() - begun < 30
        assert place.health() == (200, {})
        assert daemon.stop() == 0


def test_doctor_on_a_bad_configuration(place: Watched) -> None:
    place.change("deliver = 0.2", "deliver = 0.2\nfaster = true")
    (name,) = place.doctor(code=3)
    assert name == "configuration"
