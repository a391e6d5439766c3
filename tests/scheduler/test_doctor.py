"""What the doctor finds: each step by itself, on real databases, folders and relays."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from ledger.examine import Examined
from ledger.store import Ledger
from rules.facts import Completion, Facts
from rules.problems import Problem
from rules.text import Text
from scheduler.clock import Pretended, SystemClock
from scheduler.config import Config, Feeds, LedgerSettings, Plans, Watch
from scheduler.publish import Publisher
from scheduler.site import Site, load_site
from scheduler.watch import doctor_ledger, doctor_site
from scheduler.watch.doctor import NAMES, diagnose
from scheduler.watch.finding import Finding
from tests.scheduler.relay import TLS, relay
from tests.scheduler.small_city import PLAN, ROOT
from tests.scheduler.stage import HANOI, at
from tests.scheduler.test_daemon import DIRECTORY, KEY

NOW = at("2019-03-04", 12)
DAYS_FILE = ROOT / "plans" / "working-days.toml"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    plans = tmp_path / "plans"
    (plans / "directories").mkdir(parents=True)
    (plans / "p.toml").write_text(PLAN, encoding="utf-8")
    (plans / "directories" / "city.toml").write_text(DIRECTORY, encoding="utf-8")
    return Config(
        plans=Plans(folder=plans, directories=plans / "directories", working_days=DAYS_FILE),
        ledger=LedgerSettings(url=f"sqlite:///{tmp_path}/kyhan.sqlite3"),
        feeds=Feeds(folder=tmp_path / "feeds"),
    )


@pytest.fixture
def site(config: Config) -> Site:
    return load_site(config)


@pytest.fixture
def ledger(config: Config) -> Iterator[Ledger]:
    with Ledger.open(config.ledger.url) as opened:
        yield opened


def levels(found: list[Finding]) -> dict[str, str]:
    return {each.name: each.level for each in found}


@pytest.mark.parametrize(("hours", "level"), [(1, "ok"), (35, "ok"), (37, "bad")])
def test_the_age_of_the_newest_backup(tmp_path: Path, hours: int, level: str) -> None:
    for name, age in (("old", hours + 100), ("new", hours)):
        (tmp_path / name).touch()
        then = (SystemClock().now() - timedelta(hours=age, minutes=1)).timestamp()
        os.utime(tmp_path / name, (then, then))
    found = doctor_ledger.backup(
        Config(watch=Watch(backup_folder=str(tmp_path))), Examined("ready")
    )
    assert (found.level, f"{hours} hours old" in found.what.en) == (level, True)


def test_no_backup_at_all(tmp_path: Path) -> None:
    ready = Examined("ready")
    assert doctor_ledger.backup(Config(), ready).level == "warn"
    empty = Config(watch=Watch(backup_folder=str(tmp_path)))
    assert doctor_ledger.backup(empty, ready).level == "bad"
    assert doctor_ledger.backup(empty, Examined("missing")).level == "warn"  # nothing to back up
    gone = Config(watch=Watch(backup_folder=str(tmp_path / "gone")))
    assert doctor_ledger.backup(gone, ready).level == "bad"


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (Examined("missing"), {"database": "bad"}),
        (Examined("down", "refused"), {"database": "bad"}),
        (Examined("empty"), {"database": "ok", "schema": "bad"}),
        (Examined("old", revision="0000"), {"database": "ok", "schema": "bad"}),
        (Examined("new", revision="9999"), {"database": "ok", "schema": "bad"}),
        (Examined("ready", locked="database is locked"), {"database": "bad", "schema": "ok"}),
        (Examined("ready", journal="wal"), {"database": "ok", "schema": "ok", "wal": "ok"}),
        (
            Examined("ready", journal="delete"),
            {"database": "ok", "schema": "ok", "wal": "warn"},
        ),
        (
            Examined("ready", journal="wal", wal=100_000_000),
            {"database": "ok", "schema": "ok", "wal": "warn"},
        ),
    ],
)
def test_states_of_the_database(state: Examined, expected: dict[str, str]) -> None:
    found = doctor_ledger.database(state, "sqlite:///x")
    assert levels(found) == expected
    assert all(each.remedy.vi and each.remedy.en for each in found if each.level != "ok")


def test_clocks_that_disagree() -> None:
    real = SystemClock().now()
    fine = Examined("ready", clock=real, newest=NOW - timedelta(hours=1))
    (found,) = doctor_ledger.clock_agrees(fine, NOW)
    assert found.level == "ok"
    (found,) = doctor_ledger.clock_agrees(Examined("ready", clock=real - timedelta(hours=1)), NOW)
    assert (found.level, "3600 s off" in found.what.en) == ("bad", True)
    (found,) = doctor_ledger.clock_agrees(Examined("ready", newest=NOW + timedelta(days=1)), NOW)
    assert (found.level, found.since) == ("bad", NOW + timedelta(days=1))


def test_problems_of_the_configuration_are_counted_and_the_first_is_told() -> None:
    problem = Problem("config.toml", "mail.hour", Text("sai", "is wrong"), line=3)
    found = doctor_site.configuration(Path("config.toml"), [problem, problem])
    assert found.level == "bad"
    assert found.what.en == "2 to mend or to note; config.toml:3: mail.hour: is wrong"


def test_a_duty_that_cannot_be_read_is_bad(config: Config) -> None:
    plan = config.plans.folder / "p.toml"
    plan.write_text(PLAN.replace("trước ngày 05/3/2019", "chậm chậm"), encoding="utf-8")
    (found,) = doctor_site.data(load_site(config), NOW.date(), config)
    assert (found.level, "kyhan check" in found.remedy.en) == ("bad", True)


def test_data_and_time_zone_in_order(config: Config, site: Site) -> None:
    assert levels(doctor_site.data(site, NOW.date(), config)) == {"data": "ok"}
    assert doctor_site.working_days(site, NOW.date(), config).level == "ok"
    zone = doctor_site.time_zone(config, NOW)
    assert (zone.level, "UTC+7:00:00" in zone.what.en) == ("ok", True)


def test_calendars_that_are_behind(config: Config, site: Site, ledger: Ledger) -> None:
    assert "no calendars are published" in doctor_site.feeds(config, site).what.en
    schedule, _ = site.schedule()
    Publisher().publish(schedule, Facts(), config)
    assert doctor_site.feeds(config, site).level == "ok"
    ledger.record_completion(Completion(KEY, NOW.date(), "12/BC", "văn thư", NOW))
    found = doctor_site.feeds(config, site)
    assert (found.level, "kyhan publish" in found.remedy.en) == ("warn", True)
    schedule, _ = site.schedule(ledger.facts())
    Publisher().publish(schedule, ledger.facts(), config)
    assert doctor_site.feeds(config, site).level == "ok"
    next(config.feeds.folder.rglob("*.ics")).unlink()
    assert doctor_site.feeds(config, site).level == "warn"


def told(folder: Path, transport: str, extra: str = "") -> dict[str, Finding]:
    """Every finding of a whole diagnosis in a fresh folder, by name."""
    (folder / "plans" / "directories").mkdir(parents=True)
    (folder / "plans" / "p.toml").write_text(PLAN, encoding="utf-8")
    (folder / "plans" / "directories" / "city.toml").write_text(DIRECTORY, encoding="utf-8")
    path = folder / "config.toml"
    path.write_text(
        f'[plans]\nworking_days = "{DAYS_FILE}"\n[mail]\ntransport = "{transport}"\n{extra}',
        encoding="utf-8",
    )
    found = diagnose(path, Pretended(NOW.date(), HANOI), live=True)
    assert {each.name for each in found} <= set(NAMES)
    return {each.name: each for each in found}


def test_a_diagnosis_makes_nothing(tmp_path: Path) -> None:
    found = told(tmp_path, "maildir:mail")
    assert found["database"].level == "bad"
    assert found["transport"].level == "warn"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.toml", "plans"]


def test_a_relay_that_is_there_is_tried_and_gets_no_mail(tmp_path: Path) -> None:
    with relay(starttls=True) as server:
        found = told(
            tmp_path,
            f"smtp+starttls://localhost:{server.port}",
            f'ca_file = "{TLS}/loopback.crt"\n',
        )
    assert found["relay"].level == "ok"
    assert server.sessions
    assert server.mails == []


def test_a_relay_that_offers_no_starttls_is_refused(tmp_path: Path) -> None:
    with relay() as server:
        found = told(tmp_path, f"smtp+starttls://localhost:{server.port}")
    assert (found["relay"].level, "STARTTLS" in found["relay"].what.en) == ("bad", True)


def test_secrets_are_told_to_nobody(tmp_path: Path) -> None:
    secret = "https://example.vn/hush-hush"
    assert "hush" not in repr(Config(watch=Watch(ping_url=SecretStr(secret))))
    path = tmp_path / "config.toml"
    path.write_text('[watch]\nping_url = "http://example.vn/hush"\n', encoding="utf-8")
    found = diagnose(path, SystemClock(), live=False)
    assert "https" in found[0].what.en
    assert "hush" not in "".join(str(each.data()) for each in found)


def test_a_finding_speaks_both_languages() -> None:
    since = datetime(2019, 3, 4, 1, 2, 3, 4, UTC)
    data = Finding("held", "bad", Text("giữ", "held"), Text("thả", "release"), since).data()
    assert data == {
        "name": "held",
        "level": "bad",
        "since": "2019-03-04T01:02:03+00:00",
        "what": {"vi": "giữ", "en": "held"},
        "do": {"vi": "thả", "en": "release"},
    }


def test_a_relay_that_is_not_there(tmp_path: Path) -> None:
    found = told(tmp_path, "smtp://127.0.0.1:9")
    assert (found["relay"].level, "9" in found["relay"].what.vi) == ("bad", True)
